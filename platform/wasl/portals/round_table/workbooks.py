"""What the views that send a workbook do alike."""

from collections.abc import Sequence
from datetime import date

from flask import Response

from wasl.files.write_workbook import XLSX, FileSheet, write_workbook
from wasl.i18n.language import choose_language


def send_workbook(sheets: Sequence[FileSheet], what: str, day: date) -> Response:
    """Return sheets as a file to be kept, named after what it holds and the day it was made."""
    name = f"wasl-{what}-{day.isoformat()}.xlsx"
    return Response(
        write_workbook(sheets, choose_language()),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
