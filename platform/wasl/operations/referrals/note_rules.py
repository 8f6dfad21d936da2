"""What an employer writes to a person: nothing that asks them for money or papers is sent."""

from collections.abc import Mapping

from models.enums import OpportunityKind
from wasl.wording import TAKING, Finding, WordingRule, check_texts


class NoteRefusedError(ValueError):
    """A note asks a person for money, papers or bank data; nothing was sent.

    finding: the first words that do, with the field that they stand in.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.field}: {finding.code.value}")
        self.finding = finding


def check_notes(texts: Mapping[str, str], kind: OpportunityKind | None = None) -> None:
    """Let pass what an employer may write to a person. Raises NoteRefusedError.

    texts: by the field that they were typed into. kind: of the opportunity; who lends money may
    ask for a guarantee.
    """
    lends = kind is OpportunityKind.FINANCE
    refused = TAKING - {WordingRule.FEE} if lends else TAKING
    for finding in check_texts(texts):
        if finding.code in refused:
            raise NoteRefusedError(finding)
