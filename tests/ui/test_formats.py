"""Dates, numbers and amounts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask, g

from wasl.app import create_app
from wasl.config import Settings
from wasl.ui import formats
from wasl.ui.parts import FIT_WIDTH, FitPart, Tone, lay_out_fit


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(Settings(data_dir=tmp_path, https=False, secret_key="test"))


@pytest.fixture
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context():
        g.language = request.param
        yield request.param


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "5 March 2026"), ("ar", "5 آذار 2026"), ("ckb", "5ی ئازاری 2026")],
    indirect=["language"],
)
def test_days_have_the_name_of_the_month(language: str, day: str) -> None:
    assert formats.format_day(date(2026, 3, 5)) == day


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_moments_are_those_of_baghdad(language: str) -> None:
    moment = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)
    assert formats.format_moment(moment) == "6 March 2026, 01:30"


@pytest.mark.parametrize("language", ["en", "ar", "ckb"], indirect=True)
def test_digits_are_western_in_all_languages(language: str) -> None:
    texts = [
        formats.format_number(1_250_000),
        formats.format_iqd(900_000),
        formats.format_day(date(2026, 12, 31)),
        formats.format_years(11),
        formats.format_size(2_340_000),
    ]
    assert texts[0] == "1,250,000"
    assert "900,000" in texts[1]
    digits = {character for text in texts for character in text if character.isdigit()}
    assert digits <= set("0123456789")


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", 1, "1 year"),
        ("en", 2.5, "2.5 years"),
        ("ar", 1, "سنة واحدة"),
        ("ar", 2, "سنتان"),
        ("ar", 3, "3 سنوات"),
        ("ar", 11, "11 سنة"),
        ("ar", 2.5, "2.5 سنة"),
        ("ckb", 3, "3 ساڵ"),
    ],
    indirect=["language"],
)
def test_years_follow_the_grammar_of_numbers(language: str, value: float, text: str) -> None:
    assert formats.format_years(value) == text


def test_numbers_show_at_most_one_decimal() -> None:
    assert [formats.format_number(value) for value in (0, 2.0, 2.25, 1234.5)] == [
        "0",
        "2",
        "2.2",
        "1,234.5",
    ]


def test_a_fit_bar_is_as_wide_as_its_weights() -> None:
    parts = [
        FitPart(label="a", tone=Tone.MET, points=300, weight=300),
        FitPart(label="b", tone=Tone.SOFT, points=50, weight=100),
        FitPart(label="c", tone=Tone.UNKNOWN, points=0, weight=0),
    ]
    first, second = lay_out_fit(parts)
    assert first.filled == first.width
    assert second.filled == pytest.approx(second.width / 2, abs=0.01)
    assert first.width == pytest.approx(3 * second.width, abs=0.02)
    assert second.start + second.width == pytest.approx(FIT_WIDTH, abs=0.02)
    assert lay_out_fit([]) == []
