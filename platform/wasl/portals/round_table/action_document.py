"""A version of a file on an action as a document, in the language of the file."""

from models.action_plan import ActionFileVersion
from wasl.documents.document import Document, Part
from wasl.i18n.days import write_day
from wasl.i18n.voice import Voice
from wasl.operations.plan.content import LISTS, Content, Section
from wasl.priorities import name_priority


def section_names(language: str) -> dict[Section, str]:
    """Return what the sections are called in the language of a file."""
    say = Voice(language).gettext
    return {
        Section.TITLE: say("Action"),
        Section.OBJECTIVE: say("Specific objective"),
        Section.LEADS: say("Lead actors"),
        Section.TIMEFRAME: say("Timeframe"),
        Section.RESULTS: say("Results of the six months"),
        Section.NEXT_STEPS: say("Next steps"),
    }


def action_document(version: ActionFileVersion) -> Document:
    """Return a version as a document, with the half year and the number of the version."""
    file, content = version.file, Content.read(version.content)
    language = file.language
    say, names = Voice(language).gettext, section_names(language)
    period = say(
        "%(since)s to %(until)s",
        since=write_day(file.covers_from, language),
        until=write_day(file.covers_until, language),
    )
    nothing = say("Nothing is written down.")
    return Document(
        language=language,
        title=content.title,
        above=say("Action file"),
        facts=[
            (say("Priority"), name_priority(file.action.priority, language)),
            (say("Six months"), period),
            (names[Section.TIMEFRAME], content.timeframe),
        ],
        parts=[
            _part(content, one, names[one], nothing=nothing, note=counted_words(version))
            for one in (Section.OBJECTIVE, Section.LEADS, Section.RESULTS, Section.NEXT_STEPS)
        ],
        foot=version_words(version),
    )


def version_words(version: ActionFileVersion) -> str:
    """Say which version it is and that it is issued, or a draft, in the language of the file."""
    say, language = Voice(version.file.language).gettext, version.file.language
    if version.issued_at is not None:
        day = write_day(version.issued_at, language)
        return say("Version %(number)s, issued on %(day)s", number=version.number, day=day)
    day = write_day(version.made_at, language)
    return say("Version %(number)s, draft of %(day)s", number=version.number, day=day)


def counted_words(version: ActionFileVersion) -> str:
    """Say how the results are counted, in the language of the file; empty where none is."""
    results = Content.read(version.content).results
    if not any(line.of and line.of.startswith("commitment:") for line in results):
        return ""
    return Voice(version.file.language).gettext(
        "Every number is counted from records. People are counted in fives; none is named."
    )


def _part(content: Content, section: Section, name: str, *, nothing: str, note: str) -> Part:
    if section not in LISTS:
        return Part(heading=name, text=content.text(section))
    lines = [line.text for line in content.lines(section)]
    if not lines:
        return Part(heading=name, text=nothing)
    return Part(heading=name, text=note if section is Section.RESULTS else "", lines=lines)
