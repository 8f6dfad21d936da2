"""Slowing down of guesses."""

import pytest

from wasl.access.throttle import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, WINDOW_SECONDS, Throttle


class Clock:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_an_account_is_blocked_from_every_address_and_freed_by_time(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(TRIES_PER_ACCOUNT):
        assert not throttle.blocked(account="a", address="here")
        throttle.failed(account="a", address=f"10.0.0.{number}")
    assert throttle.blocked(account="a", address="elsewhere")
    assert not throttle.blocked(account="b", address="elsewhere")
    clock.now = WINDOW_SECONDS + 1
    assert not throttle.blocked(account="a", address="elsewhere")


def test_an_address_is_blocked_for_every_account(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(TRIES_PER_ADDRESS):
        throttle.failed(account=f"account {number}", address="10.0.0.1")
    assert throttle.blocked(account="somebody", address="10.0.0.1")
    assert not throttle.blocked(account="somebody", address="10.0.0.2")


def test_success_forgets_the_account_but_not_the_address(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(TRIES_PER_ADDRESS):
        throttle.failed(account="a", address="10.0.0.1")
    throttle.succeeded(account="a")
    assert not throttle.blocked(account="a", address="10.0.0.2")
    assert throttle.blocked(account="a", address="10.0.0.1")


def test_it_does_not_grow_without_end(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wasl.access.throttle._MOST_KEYS", 10)
    throttle = Throttle(clock)
    for number in range(50):
        throttle.failed(account=f"account {number}", address=f"address {number}")
        clock.now += WINDOW_SECONDS
    assert len(throttle._failures) <= 12
