"""What a posting was found to say, as pages show it: the words in their place, and advice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.ui.formats import format_iqd
from wasl.ui.wording_sentences import ADVICE
from wasl.wording import Finding, check_texts

_AROUND = 60
_ELLIPSIS = "…"

_FIELDS: Mapping[str, str] = {
    "title": lazy_gettext("In the title"),
    "description": lazy_gettext("In the description"),
    "certificate": lazy_gettext("In the certificate"),
    "mentor_profile": lazy_gettext("In the words about the mentor"),
    "item": lazy_gettext("In what is given"),
    "unit": lazy_gettext("In the unit"),
    "purpose": lazy_gettext("In what the money is for"),
    "wage": lazy_gettext("In the wage"),
    "about": lazy_gettext("In what you say about yourselves"),
}


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One finding. before, words, after: a stretch of the text, cut at words."""

    where: str
    before: str
    words: str
    after: str
    wrong: str
    instead: str
    holds: bool


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Part of a text; `found` says that it breaks a rule."""

    text: str
    found: bool


def present_findings(findings: Sequence[Finding], texts: Mapping[str, str]) -> list[Remark]:
    """Put findings into words, those that hold a posting first."""
    return [
        _remark(finding, texts.get(finding.field, ""))
        for finding in sorted(findings, key=lambda finding: not finding.holds)
    ]


def remarks_on_profile(about: str) -> list[Remark]:
    """Return what an organisation says about itself and had better not; nobody reads it first."""
    texts = {"about": about}
    return [replace(one, holds=False) for one in present_findings(check_texts(texts), texts)]


def _remark(finding: Finding, text: str) -> Remark:
    advice = ADVICE[finding.code]
    wage = finding.field == "wage"
    return Remark(
        where=str(_FIELDS.get(finding.field, _("In a skill"))),
        before="" if wage else _before(text[: finding.start]),
        words=format_iqd(int(finding.words)) if wage else finding.words,
        after="" if wage else _after(text[finding.end :]),
        wrong=str(advice.wrong),
        instead=str(advice.instead),
        holds=finding.holds,
    )


def _before(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return _ELLIPSIS + text[-_AROUND:].partition(" ")[2]


def _after(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rpartition(" ")[0] + _ELLIPSIS


def in_pieces(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """Cut a text so that what was found in it stands by itself; findings are of this text."""
    pieces, at = [], 0
    for start, end in _joined(findings):
        pieces.append(Piece(text=text[at:start], found=False))
        pieces.append(Piece(text=text[start:end], found=True))
        at = end
    pieces.append(Piece(text=text[at:], found=False))
    return [piece for piece in pieces if piece.text]


def _joined(findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """Return where something was found; stretches that meet are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((finding.start, finding.end) for finding in findings):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
