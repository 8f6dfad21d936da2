"""Files that are broken or meant to break something: each gets its own clear error."""

import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from wasl.config import Settings
from wasl.files.errors import FileError
from wasl.files.messages import FILE_MESSAGES
from wasl.files.source import open_tables

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = ["register", "case_no", "name_ar", "sex"]
Write = Callable[..., Path]


def code_of(path: Path, limits: Settings) -> str:
    """Read a file to its end and return the code of the error."""
    began = time.monotonic()
    with pytest.raises(FileError) as caught:
        read_to_the_end(path, limits)
    assert time.monotonic() - began < 5
    assert str(caught.value) == FILE_MESSAGES[caught.value.code] % caught.value.params
    return caught.value.code


def read_to_the_end(path: Path, limits: Settings) -> None:
    with open_tables(path, limits) as tables:
        for table in tables:
            for _ in table.rows():
                pass


def peak_megabytes(path: Path, how: str, imports: str = "") -> tuple[int, int]:
    """Read a file in a process of its own; return the number of rows and the peak of memory."""
    script = (
        "import sys; from pathlib import Path; from wasl.config import Settings\n"
        f"from wasl.files.source import open_tables\n{imports}"
        "with open_tables(Path(sys.argv[1]), Settings(upload_max_mb=200)) as tables:\n"
        f"    count = {how}\n"
        "peak = next(l for l in open('/proc/self/status') if l.startswith('VmHWM'))\n"
        "print(count, int(peak.split()[1]) // 1024)\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, megabytes = map(int, done.stdout.split())
    return count, megabytes


def sheet(cells: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"\x00" * 100, "empty"),
        (b"%PDF-1.7 something", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not_a_table"),
        (b"MZ\x90\x00" + b"\x00" * 50, "not_a_table"),
        (b"<html><table><tr><td>case_no</td></tr></table></html>", "not_a_table"),
        (b'<?xml version="1.0"?><a/>', "not_a_table"),
        (
            b'<?xml version="1.0"?><a xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "other_spreadsheet",
        ),
        (b'[{"case_no": "1"}]', "not_a_table"),
        (b'{\n "a": 1\n}\n', "not_a_table"),
        (bytes(range(256)) * 40, "not_a_table"),
        (b"PK\x03\x04 cut short", "damaged"),
    ],
)
def test_wrong_types_are_named(tmp_path: Path, limits: Settings, content: bytes, code: str) -> None:
    path = tmp_path / "list.xlsx"  # the name says workbook, the content decides
    path.write_bytes(content)
    assert code_of(path, limits) == code


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "encrypted"), ("Workbook", "old_excel"), ("WordDocument", "not_a_table")],
)
def test_compound_files(tmp_path: Path, limits: Settings, stream: str, code: str) -> None:
    path = tmp_path / "old.xls"
    body = b"\x00" * 600 + stream.encode("utf-16-le") + b"\x00" * 600
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + body)
    assert code_of(path, limits) == code


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("word/document.xml", "not_a_table"),
        ("xl/workbook.bin", "other_spreadsheet"),
        ("pictures/1.jpg", "not_a_table"),
    ],
)
def test_other_packed_files(tmp_path: Path, limits: Settings, part: str, code: str) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert code_of(path, limits) == code


def test_a_missing_and_a_large_file(tmp_path: Path) -> None:
    limits = Settings(data_dir=tmp_path, upload_max_mb=1)
    assert code_of(tmp_path / "none.csv", limits) == "missing"
    large = tmp_path / "large.csv"
    large.write_bytes(b"a,b\n" * 300_000)
    assert code_of(large, limits) == "too_large"


def write_bomb(path: Path, piece: bytes, pieces: int) -> Path:
    """Write a workbook whose sheet unpacks to very much."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(pieces):
                part.write(piece)
    return path


def test_a_bomb_is_not_unpacked(tmp_path: Path, limits: Settings) -> None:
    path = write_bomb(tmp_path / "bomb.xlsx", b" " * 1_000_000, 700)
    assert path.stat().st_size < 1_000_000
    assert code_of(path, limits) == "bomb"


def test_a_bomb_below_the_limit_of_size_is_known_by_its_ratio(
    tmp_path: Path, limits: Settings
) -> None:
    path = write_bomb(tmp_path / "bomb.xlsx", b"<row/>" * 10_000, 500)
    assert code_of(path, limits) == "bomb"


def test_many_entries_and_climbing_names(tmp_path: Path, limits: Settings) -> None:
    many = tmp_path / "many.xlsx"
    with zipfile.ZipFile(many, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(6000):
            archive.writestr(f"{number}", "")
    assert code_of(many, limits) == "bomb"
    climbing = tmp_path / "climbing.xlsx"
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("../../etc/passwd", "x")
    assert code_of(climbing, limits) == "damaged"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_entities_are_refused(raw_workbook: Write, limits: Settings, declaration: str) -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>&e;</v></c></row>'
    assert code_of(raw_workbook(declaration + sheet(cells)), limits) == "entities"
    shared = f"{declaration}<sst {MAIN}><si><t>x</t></si></sst>"
    assert code_of(raw_workbook(sheet(""), shared), limits) == "entities"


def test_two_far_corners_do_not_fill_the_memory(raw_workbook: Write, limits: Settings) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    assert code_of(raw_workbook(sheet(cells)), limits) == "too_many_columns"


def test_a_shared_text_is_not_copied_for_each_cell(raw_workbook: Write) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>{n * 7919}</v></c></row>'
        for n in range(1, 60_001)
    )
    path = raw_workbook(sheet(rows), f"<sst {MAIN}><si><t>{'x' * 32_000}</t></si></sst>")
    count, megabytes = peak_megabytes(path, "len(list(tables[0].rows()))")
    assert count == 60_000
    assert megabytes < 150  # 60,000 copies would be 1.9 GB


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "damaged"),
        ('<row r="1"><c r="a1"><v>1</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "damaged"),
    ],
)
def test_damaged_sheets(raw_workbook: Write, limits: Settings, cells: str, code: str) -> None:
    assert code_of(raw_workbook(sheet(cells)), limits) == code


def test_a_part_that_lies_about_its_size(raw_workbook: Write, limits: Settings) -> None:
    path = raw_workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 1000))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46  # its record in the directory
    struct.pack_into("<I", content, at + 24, 100)
    path.write_bytes(bytes(content))
    assert code_of(path, limits) == "damaged"


def test_a_packed_part_with_a_password(raw_workbook: Write, limits: Settings) -> None:
    path = raw_workbook(sheet(""))
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(bytes(content))
    assert code_of(path, limits) == "encrypted"


def test_formulas_are_text_or_their_last_value(
    raw_workbook: Write, read_file: Callable[..., list[object]], write_csv: Write
) -> None:
    names = "".join(
        f'<c r="{letter}1" t="str"><v>{name}</v></c>'
        for letter, name in zip("ABCD", HEADER, strict=True)
    )
    cells = (
        '<c r="A2" t="str"><f>HYPERLINK("http://x")</f><v>mrc</v></c>'
        '<c r="B2" t="inlineStr"><is><t>=cmd|calc!A1</t></is></c>'
        '<c r="C2" t="str"><v>علي</v></c><c r="D2" t="e"><v>#REF!</v></c>'
    )
    path = raw_workbook(sheet(f'<row r="1">{names}</row><row r="2">{cells}</row>'))
    (row,) = read_file(path)
    assert row.values["case_no"] == "=cmd|calc!A1"
    assert row.problem.code == "cell_error"
    path = write_csv([HEADER, ["mrc", "=1+1", "=HYPERLINK(1)", ""]])
    (row,) = read_file(path)
    assert row.problem is None
    assert row.values["case_no"] == "=1+1"


def test_a_huge_cell_rejects_its_row_only(
    write_csv: Write, raw_workbook: Write, read_file: Callable[..., list[object]]
) -> None:
    huge = "x" * 1_000_000
    rows = read_file(write_csv([HEADER, ["mrc", "1", huge, ""], ["mrc", "2", "علي", ""]]))
    assert [row.problem and row.problem.code for row in rows] == ["too_long", None]
    assert len(str(rows[0].problem.to_json()["value"])) <= 200
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{letter}{number}" t="str"><v>{text}</v></c>'
            for letter, text in zip("ABC", texts, strict=True)
        )
        + "</row>"
        for number, texts in enumerate(
            [HEADER[:3], ["mrc", "1", huge], ["mrc", "2", "علي"]], start=1
        )
    )
    rows = read_file(raw_workbook(sheet(cells)))
    assert [row.problem and row.problem.code for row in rows] == ["too_long", None]


def test_nul_bytes_and_lost_characters_reject_the_row(
    tmp_path: Path, read_file: Callable[..., list[object]]
) -> None:
    path = tmp_path / "list.csv"
    lines = ["register,case_no,name_ar", "mrc,1,ab\x00cd", "mrc,2,سعد", "mrc,3,علي"] + [
        f"mrc,{n},محمد علي حسن" for n in range(4, 30)
    ]
    content = "\n".join(lines).encode().replace("سعد".encode(), "سعد".encode()[:-1])
    path.write_bytes(content)
    problems = {row.number: row.problem.code for row in read_file(path) if row.problem}
    assert problems == {2: "unreadable", 3: "unreadable"}


def test_rows_of_different_length(write_csv: Write, read_file: Callable[..., list[object]]) -> None:
    rows = read_file(
        write_csv([HEADER, ["mrc", "1", "علي"], ["mrc", "2", "سعد", "ذكر", "زائد", "", "بعد"]])
    )
    assert [row.problem for row in rows] == [None, None]
    assert rows[1].unrecognised == {"column E": "زائد", "column G": "بعد"}


def test_too_many_columns(write_csv: Write, limits: Settings) -> None:
    assert code_of(write_csv([["x"] * 2000]), limits) == "too_many_columns"


def test_an_unclosed_quotation_mark(tmp_path: Path, read_file: Callable[..., list[object]]) -> None:
    path = tmp_path / "list.csv"
    lines = [f"mrc,{n},علي حسن,male" for n in range(3000)]
    lines[1] = 'mrc,1,"علي حسن,male'
    path.write_text("register,case_no,name_ar,sex\n" + "\n".join(lines), encoding="utf-8")
    rows = read_file(path)
    assert [row.problem and row.problem.code for row in rows] == [None, "too_long"]


def test_memory_stays_small_on_a_long_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("register,case_no,name_ar\n")
        for number in range(200_000):
            file.write(f"mrc,{number},علي حسن كريم\n")
    count, megabytes = peak_megabytes(path, "sum(1 for _ in tables[0].rows())")
    assert count == 200_001
    assert megabytes < 80


def test_huge_cells_are_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("register,case_no,name_ar,sex,aspirations\n")
        for number in range(1_500):
            text = f"{number} " * 5_000
            file.write(f"mrc,{number},علي,{text},{text}\n")
    work = (
        "len([clean_text(cell_text(cell)) and look_up('sex', cell_text(cell))"
        " for row in tables[0].rows() for cell in row.cells])"
    )
    imports = "from wasl.files.cells import *; from wasl.files.vocabulary import look_up\n"
    count, megabytes = peak_megabytes(path, work, imports)
    assert count == 1_501 * 5
    assert megabytes < 200  # remembered, the texts alone would be 250 MB
