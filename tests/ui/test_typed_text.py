"""What nobody can see in a text that was typed or pasted goes; what is written stays."""

import pytest

from wasl.ui.typed_text import plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("شركة\u200f النور\u2069\u2066", "شركة النور"),
        ("a\x00b\x1b[31mc\x85", "ab[31mc"),
        ("a\U000e0041\ufeff\u00adb\ud800", "ab"),
        ("کارگە\u200cکان", "کارگە\u200cکان"),
        ("one\r\ntwo\u2028three\tfour", "one\r\ntwo\nthree\tfour"),
        ("plain, as it is", "plain, as it is"),
    ],
)
def test_only_what_nobody_sees_is_taken_out(typed: str, kept: str) -> None:
    assert plain_text(typed) == kept
