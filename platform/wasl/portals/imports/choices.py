"""What a person decides about an upload: read from the form, kept with the job until it is run."""

from collections.abc import Mapping
from typing import Any

from models.account import Account
from models.enums import Agency, ImportKind, ImportState, Register
from models.import_job import ImportJob
from wasl.access.viewer import Viewer
from wasl.files.formats import key_of_header
from wasl.operations.import_jobs import JobChoices, Preview
from wasl.operations.preview_upload import Look

# Columns that a whole file may lack, because all of its rows have the same value.
_CONSTANTS: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.INTAKE: ("register",),
    ImportKind.OPPORTUNITIES: ("employer", "kind"),
    ImportKind.ROUND_TABLES: (),
}
_OWN_REGISTER = {
    Agency.MRC: Register.MRC,
    Agency.MOLSA: Register.MOLSA,
    Agency.MOMD: Register.MOMD,
    Agency.MOFA: Register.MOFA,
}
LONGEST_CONSTANT = 300


class RepeatedColumnError(Exception):
    """Two columns of the file were given the same meaning; holds its canonical name."""

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(column)


def kept_choices(job: ImportJob) -> JobChoices:
    """Return what was decided about an upload so far."""
    kept: dict[str, Any] = job.report.get("choices") or {}
    return JobChoices(
        mapping=dict(kept.get("mapping") or job.mapping),
        constants=dict(kept.get("constants") or {}),
        publish=bool(kept.get("publish")),
        seen=str(kept.get("seen") or ""),
    )


def keep_choices(job: ImportJob, choices: JobChoices) -> None:
    """Keep decisions with an upload that was not taken in yet."""
    if job.state in {ImportState.UPLOADED, ImportState.RUNNING}:
        job.report = {
            "choices": {
                "mapping": choices.mapping,
                "constants": choices.constants,
                "publish": choices.publish,
                "seen": choices.seen,
            }
        }


def first_constants(kind: ImportKind, account: Account) -> dict[str, str]:
    """Return values for a whole file that are likely: the register of one's own agency."""
    if kind is ImportKind.INTAKE and account.agency in _OWN_REGISTER:
        return {"register": _OWN_REGISTER[account.agency].value}
    return {}


def _constants_asked(kind: ImportKind, by: Viewer) -> list[str]:
    """Return the columns that one value may stand in for; whose an employer's file is, is known."""
    known = {"employer"} if by.organisation_id else frozenset[str]()
    return [name for name in _CONSTANTS[kind] if name not in known]


def missing_constants(kind: ImportKind, by: Viewer, preview: Preview) -> list[str]:
    """Return the columns that the file lacks and one value can stand in for."""
    mapped = {column.column for column in preview.columns}
    return [name for name in _constants_asked(kind, by) if name not in mapped]


def prefix_of(sheet: Preview) -> str:
    """Return what the names of the fields of a sheet begin with."""
    return f"{sheet.format_name}-" if sheet.format_name else ""


def read_choices(
    form: Mapping[str, str], kind: ImportKind, by: Viewer, automatic: Look, publish: bool
) -> JobChoices:
    """Return what a form of columns says; only what differs from the automatic reading is kept.

    Raises RepeatedColumnError when two columns of a sheet are to mean the same.
    """
    mapping: dict[str, str] = {}
    chosen: set[str] = set()
    for sheet in automatic.sheets:
        chosen |= _read_sheet(form, sheet, mapping)
    constants = {
        name: value[:LONGEST_CONSTANT]
        for name in _constants_asked(kind, by)
        if name not in chosen and (value := form.get(f"constant-{name}", "").strip())
    }
    return JobChoices(mapping=mapping, constants=constants, publish=publish)


def _read_sheet(form: Mapping[str, str], sheet: Preview, mapping: dict[str, str]) -> set[str]:
    """Add to a mapping what a form says of a sheet; return the columns that are there."""
    chosen: set[str] = set()
    for position, column in enumerate(sheet.columns):
        name = form.get(f"{prefix_of(sheet)}column-{position}", column.column or "")
        if name and name in chosen:
            raise RepeatedColumnError(name)
        chosen.add(name)
        if column.header and name != (column.column or ""):
            many = sheet.format_name
            mapping[key_of_header(many, column.header) if many else column.header] = name
    return chosen
