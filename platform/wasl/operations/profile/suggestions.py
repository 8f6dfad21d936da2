"""What organisations of a sector typically could give: offered to be ticked, not to be typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from matching.coding.keys import exact_key
from models.capacity import Capacity
from models.enums import OpportunityKind
from models.opportunity import Organisation
from models.taxonomy import Sector
from wasl.access.viewer import Viewer
from wasl.operations.load_reference_data import read_data_file
from wasl.operations.profile.capacities import CapacityLine, add_capacity
from wasl.operations.profile.describe import running_capacities
from wasl.operations.vet_organisation import hold_organisation


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A line that organisations of a sector often have. key: stands for it in a form."""

    key: str
    sector: str
    kind: OpportunityKind
    occupation: str | None
    quantity: int
    amount: int | None
    titles: Mapping[str, str]

    def line(self, language: str, quantity: int) -> CapacityLine:
        """Return it as a line in a language."""
        return CapacityLine(
            kind=self.kind,
            title=self.titles[language],
            quantity=quantity,
            amount=self.amount,
            occupation=self.occupation,
        )


@cache
def all_suggestions() -> tuple[Suggestion, ...]:
    """Return what `models/data/sector_offers.csv` holds, in its order."""
    rows, _ = read_data_file("sector_offers.csv")
    return tuple(
        Suggestion(
            key=str(number),
            sector=row["sector"],
            kind=OpportunityKind(row["kind"]),
            occupation=row["isco"] or None,
            quantity=int(row["quantity"]),
            amount=int(row["amount"]) if row["amount"] else None,
            titles={language: row[f"title_{language}"] for language in ("en", "ar", "ckb")},
        )
        for number, row in enumerate(rows, start=1)
    )


def suggest_capacities(session: Session, organisation: Organisation) -> list[Suggestion]:
    """Return what an organisation could tick: its division's own, or else its section's.

    By kind; what stands in its profile already, in whatever language, is left out.
    """
    sector = session.get(Sector, organisation.sector_code) if organisation.sector_code else None
    if sector is None:
        return []
    lines = running_capacities(session, organisation)
    own = [one for one in all_suggestions() if one.sector == sector.code]
    found = own or [one for one in all_suggestions() if one.sector == sector.section]
    kinds = list(OpportunityKind)
    left = [one for one in found if not _stands(one, lines)]
    return sorted(left, key=lambda one: kinds.index(one.kind))


def take_suggestions(
    session: Session,
    by: Viewer,
    organisation: Organisation,
    wanted: Mapping[str, int],
    language: str,
) -> list[Capacity]:
    """Add what was ticked. wanted: key of a suggestion and how many a year.

    What stands there already is not added again, so that a second click does no harm. Raises
    ProfileRuleError.
    """
    hold_organisation(session, organisation)
    open_ = suggest_capacities(session, organisation)
    return [
        add_capacity(session, by, organisation, one.line(language, wanted[one.key]))
        for one in open_
        if one.key in wanted
    ]


def _stands(suggestion: Suggestion, lines: Iterable[Capacity]) -> bool:
    titles = {exact_key(title) for title in suggestion.titles.values()}
    return any(line.kind is suggestion.kind and exact_key(line.title) in titles for line in lines)
