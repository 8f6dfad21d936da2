"""What somebody signs in with is one address and nothing else."""

import pytest

from wasl.operations.logins import LoginError, comparable_login, normalise_login


@pytest.mark.parametrize(
    "text",
    [
        "a@home.example,b@else.example",
        "a@home.example;b@else.example",
        "a@home.example b@else.example",
        "a@home.example\r\nBcc: b@else.example",
        "a@home.example\tb@else.example",
        "A <a@home.example>",
        '"a,b"@home.example',
        "a@b@home.example",
        "a@home.example\u200f.iq",
        "a@home.example\u00a0.iq",
        "@home.example",
        "a@home",
        "0770" * 60,
    ],
)
def test_an_address_is_one_address(text: str) -> None:
    with pytest.raises(LoginError):
        normalise_login(text)


@pytest.mark.parametrize("text", ["a@home.example", " A@Home.Example\n", "a@HOME.example "])
def test_case_and_blanks_around_make_no_other_login(text: str) -> None:
    assert normalise_login(text) == comparable_login(text) == "a@home.example"


def test_letters_of_any_script_may_stand_in_an_address() -> None:
    assert normalise_login("شيلان+wasl@مثال.example") == "شيلان+wasl@مثال.example"
