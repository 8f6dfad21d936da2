"""Headers of other offices than the sample's: where they are and what they mean."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from wasl.files.errors import FileError
from wasl.files.header import Layout, column_letter
from wasl.files.header_words import header_index

Write = Callable[..., Path]
Find = Callable[..., Layout]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("رقم استمارة المستفيد", "case_no"),
        ("Beneficiary ID No.", "case_no"),
        ("الاسم الكامل (كما في هوية الأحوال)", "name_ar"),
        ("Sex / الجنس", "sex"),
        ("الجنس Gender", "sex"),
        ("Date of Birth (DD/MM/YYYY)*", "birth_date"),
        ("3. Date of birth:", "birth_date"),
        ("رقم هاتف المستفيد إن وجد", "phone"),
        ("Phone Nummber", "phone"),
        ("Governorat of residence", "governorate"),
        ("المحافظه", "governorate"),
        ("CONSENT_MATCHING", "consent_matching"),
        ("consent data", "consent_data"),
        ("consent date", "consent_date"),
        ("ژمارەی دۆسیەی سوودمەند", "case_no"),
    ],
)
def test_single_headers(header: str, column: str) -> None:
    found = header_index("intake").match(header)
    assert max(found, key=lambda name: found[name]) == column


@pytest.mark.parametrize("header", ["ملاحظات الباحث", "Contact person role", "Remarks", "ت", "x"])
def test_other_headers_are_not_forced_into_a_column(header: str) -> None:
    assert header_index("intake").match(header) == {}


def test_two_levels_of_a_merged_header(write_workbook: Write, layout_of: Find) -> None:
    path = write_workbook(
        {
            "قائمة": [
                ["وزارة الهجرة والمهجرين"],
                [],
                ["رقم الملف", "السجل", "الاسم الرباعي", "الهاتف", "", "الموافقة على", "", "الجنس"],
                ["", "", "", "الرقم", "صاحب الهاتف", "حفظ البيانات", "الاتصال", ""],
                ["1", "momd", "علي حسن", "07701234567", "نفسه", "نعم", "كلا", "ذكر"],
            ]
        }
    )
    layout = layout_of(path)
    assert layout.header_row == 4
    assert set(layout.columns.values()) >= {
        "case_no",
        "register",
        "name_ar",
        "phone_owner",
        "consent_data",
        "consent_contact",
        "sex",
    }


def test_the_right_sheet_of_several(write_workbook: Write, layout_of: Find) -> None:
    path = write_workbook(
        {
            "غلاف": [["جدول العائدين"], ["إعداد: قسم الإحصاء"]],
            "قوائم": [["الجنس"], ["ذكر"], ["أنثى"]],
            "بيانات": [["رقم الحالة", "السجل", "الاسم", "الجنس"], ["1", "momd", "علي", "ذكر"]],
        }
    )
    assert layout_of(path).table.name == "بيانات"


def test_header_far_down_below_a_logo(write_workbook: Write, layout_of: Find) -> None:
    rows: list[list[object]] = [[f"سطر {number}"] for number in range(27)]
    rows += [["register", "case_no", "name_ar"], ["mrc", "1", "علي"]]
    assert layout_of(write_workbook({"x": rows})).header_row == 28


def test_values_decide_where_headers_do_not(write_csv: Write, layout_of: Find) -> None:
    head = ["السجل", "رقم الحالة", "الاسم", "الاسم", "التاريخ", "التاريخ"]
    rows = [["mrc", str(n), "علي حسن", "علي حسن", "نص", f"{n}/3/2026"] for n in range(1, 9)]
    layout = layout_of(write_csv([head, *rows]))
    assert layout.headers[3:] == ["الاسم (2)", "التاريخ", "التاريخ (2)"]
    assert layout.columns[5] == "intake_date"
    assert 4 not in layout.columns


def test_a_person_corrects_the_mapping(write_csv: Write, layout_of: Find) -> None:
    path = write_csv(
        [
            ["register", "case_no", "name_ar", "شغلة", "phone"],
            ["mrc", "1", "علي", "لحام", "0770"],
        ]
    )
    layout = layout_of(path, شغلة="skills", phone="")
    assert layout.understood()["شغلة"] == "skills"
    assert layout.unrecognised() == ["phone"]
    moved = layout_of(path, شغلة="case_no")
    assert moved.understood() == {
        "register": "register",
        "name_ar": "name_ar",
        "شغلة": "case_no",
        "phone": "phone",
    }
    with pytest.raises(FileError) as caught:
        layout_of(path, **{"غير موجود": "skills"})
    assert caught.value.code == "header_missing"
    with pytest.raises(FileError) as caught:
        layout_of(path, شغلة="no_such_column")
    assert caught.value.code == "column_unknown"


def test_headers_that_say_nothing(write_csv: Write, layout_of: Find) -> None:
    layout = layout_of(write_csv([["aa", "bb", "cc"], ["1", "2", "3"]]))
    assert layout.headers == ["aa", "bb", "cc"]
    assert layout.missing == ("register / intake_agency", "case_no", "name_ar / name_latin")
    known = layout_of(
        write_csv([["title"], [], ["aa", "bb", "cc"], ["1", "2", "3"]]),
        aa="case_no",
        bb="name_ar",
        cc="register",
    )
    assert known.header_row == 3
    assert known.missing == ()


def test_dates_of_the_workbook_are_dates(
    write_workbook: Write, read_file: Callable[..., list]
) -> None:
    path = write_workbook(
        {
            "intake": [
                ["register", "case_no", "name_ar", "dob"],
                ["mrc", 12, "علي", date(1990, 5, 3)],
            ]
        }
    )
    (row,) = read_file(path)
    assert str(row.values["birth_date"]) == "1990-05-03"
    assert row.values["case_no"] == "12"


def test_letters_of_columns() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
