"""CSV as it comes: encodings and delimiters."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wasl.files.delimited import detect_delimiter, detect_encoding

ROWS = [
    ["السجل", "رقم الإضبارة", "الاسم الكامل", "الجنس", "المحافظة"],
    ["وزارة العمل", "١٢/٢٠٢٤", "أحمد علي حسن الجبوري", "ذكر", "النجف الأشرف"],
    ["وزارة الهجرة", "13/2024", "زينب كريم", "أنثى", "البصرة"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_encoding_and_delimiter(
    write_csv: Callable[..., Path], read_file: Callable[..., list], encoding: str, delimiter: str
) -> None:
    rows = read_file(write_csv(ROWS, encoding, delimiter))
    assert [row.problem for row in rows] == [None, None]
    assert rows[0].values["case_no"] == "12/2024"
    assert rows[1].values["governorate"] == "IQ-BA"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_windows_1256(
    write_csv: Callable[..., Path], read_file: Callable[..., list], delimiter: str
) -> None:
    plain = [[cell.replace("١٢/٢٠٢٤", "12/2024") for cell in row] for row in ROWS]
    path = write_csv(plain, "cp1256", delimiter)
    assert detect_encoding(path) == "cp1256"
    rows = read_file(path)
    assert rows[0].values["name_ar"] == "أحمد علي حسن الجبوري"
    assert rows[0].values["governorate"] == "IQ-NA"


def test_western_letters_are_not_taken_for_arabic(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("register,case_no,name_latin\nmrc,1,Jürgen Müller Ångström\n".encode("cp1252"))
    assert detect_encoding(path) == "cp1252"


def test_excel_says_its_delimiter_itself(
    tmp_path: Path, read_file: Callable[..., list[object]]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=;\nregister;case_no;name_ar\nmrc;1;علي\n", encoding="utf-8")
    (row,) = read_file(path)
    assert row.number == 3
    assert row.values["case_no"] == "1"


def test_delimiter_with_lists_in_the_cells() -> None:
    text = 'a,b,c\n1,"x; y; z",3\n2,"p; q",4\n'
    assert detect_delimiter(text) == ","
    assert detect_delimiter("a;b;c\n1;x, y;3\n2;p, q, r;4\n") == ";"
