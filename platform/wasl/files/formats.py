"""Which formats a file of each kind may hold: one table, or a workbook of several."""

from collections.abc import Mapping

from models.enums import ImportKind
from wasl.files.columns import Format
from wasl.files.intake_columns import INTAKE
from wasl.files.opportunity_columns import OPPORTUNITIES
from wasl.files.round_table_columns import COMMITMENTS, ROUNDTABLES

FORMATS: Mapping[ImportKind, tuple[Format, ...]] = {
    ImportKind.INTAKE: (INTAKE,),
    ImportKind.OPPORTUNITIES: (OPPORTUNITIES,),
    ImportKind.ROUND_TABLES: (ROUNDTABLES, COMMITMENTS),
}
_MARK = "."


def key_of_header(format_name: str, header: str) -> str:
    """Return under which name a header of one sheet of several is kept with what it means."""
    return f"{format_name}{_MARK}{header}"


def headers_of(format_: Format, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return of a mapping of several sheets what is said of the headers of one."""
    begin = key_of_header(format_.name, "")
    return {key.removeprefix(begin): name for key, name in mapping.items() if key.startswith(begin)}
