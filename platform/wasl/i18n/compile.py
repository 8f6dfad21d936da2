"""Compile catalogues where the compiled form is missing or old."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).parent / "locale"


def compile_catalogues(folder: Path = LOCALE_DIR) -> list[Path]:
    """Write each `.mo` that is older than its `.po`, whole or not at all; return those written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        if target.exists() and not os.access(source.parent, os.W_OK):
            continue  # an installed package ships them; whoever serves it need not own it
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with NamedTemporaryFile("wb", dir=source.parent, delete=False) as compiled:
            write_mo(compiled, catalogue)
        Path(compiled.name).chmod(0o644)
        Path(compiled.name).replace(target)
        written.append(target)
    return written
