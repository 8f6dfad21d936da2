"""Which rows are records, and what holds between their cells."""

from collections.abc import Callable
from pathlib import Path

HEAD = ["register", "case_no", "name_ar", "sex", "governorate", "phone", "skills", "education"]
GOOD = ["mrc", "1", "علي حسن", "ذكر", "بغداد", "", "لحام", "3"]


def test_totals_signatures_and_repeated_headers(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    rows = read_file(
        write_csv(
            [
                HEAD,
                GOOD,
                ["", "", "", "", "", "", "", ""],
                HEAD,
                ["mrc", "2", "سعد كريم", "ذكر", "البصرة", "", "", ""],
                ["", "المجموع", "2", "", "", "", "", ""],
                [],
                ["", "", "", "", "", "أحمد محمود", "", ""],
                ["", "", "", "", "", "مدير القسم", "", ""],
            ]
        )
    )
    assert [(row.number, row.problem) for row in rows] == [(2, None), (5, None)]


def test_a_row_with_data_but_no_number_is_rejected(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    bare = ["mrc", "", *GOOD[2:]]
    lonely = ["", "", "سعد كريم", "", "", "", "", ""]
    rows = read_file(write_csv([HEAD, bare, lonely, GOOD]))
    problems = [(row.problem.column, row.problem.code) for row in rows if row.problem]
    assert problems == [("case_no", "required"), ("register", "required")]
    assert len(rows) == 3


def test_all_problems_of_a_row_are_told_in_one_entry(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    bad = ["mrc", "1", "علي", "؟؟", "Berlin", "", "", "99"]
    (row,) = read_file(write_csv([HEAD, bad]))
    entry = row.problem.to_json()
    assert (entry["row"], entry["column"], entry["value"]) == (2, "sex", "؟؟")
    assert "Also governorate" in str(entry["reason"])
    assert "Also education" in str(entry["reason"])
    assert [more["code"] for more in row.problem.to_record()["more"]] == [
        "not_in_iraq",
        "unknown_value",
    ]


def test_the_register_comes_from_the_agency_or_a_constant(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    path = write_csv([["agency", "case_no", "name_ar"], ["MoMD", "1", "علي"], ["IOM", "2", "علي"]])
    first, second = read_file(path)
    assert first.values["register"] == "momd"
    assert second.problem.code == "required"
    assert read_file(path, register="self")[1].values["register"] == "self"


def test_wording_is_kept_where_it_says_more_than_the_code(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    (row,) = read_file(write_csv([[*HEAD, "wants"], [*GOOD, "training; job"]]))
    assert row.wording == {"sex": "ذكر", "governorate": "بغداد"}


POSTING = ["ref", "employer", "kind", "title", "seats", "salary"]


def test_one_wage_column_tells_both_ends(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    rows = read_file(
        write_csv(
            [
                POSTING,
                ["1", "شركة", "job", "لحام", "2", "500,000 - 700,000"],
                ["2", "شركة", "job", "لحام", "2", "600 ألف"],
                ["3", "شركة", "job", "لحام", "0", ""],
                ["4", "شركة", "job", "لحام", "2", "700-500 الف"],
            ]
        ),
        "opportunities",
    )
    assert (rows[0].values["wage_min"], rows[0].values["wage_max"]) == (500_000, 700_000)
    assert (rows[1].values["wage_min"], rows[1].values["wage_max"]) == (600_000, 600_000)
    assert rows[2].problem.code == "not_positive"
    assert rows[3].problem.code == "wage_order"


def test_wages_in_the_wrong_order(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    head = ["ref", "employer", "kind", "title", "wage_min", "wage_max", "occupation"]
    rows = read_file(
        write_csv(
            [
                head,
                ["1", "x", "job", "y", "700000", "500000", ""],
                ["2", "x", "job", "y", "", "", "7212"],
                ["3", "x", "job", "y", "", "", "ISCO 7212 - Welders"],
                ["4", "x", "job", "y", "", "", "9999"],
            ]
        ),
        "opportunities",
    )
    assert rows[0].problem.code == "wage_order"
    assert rows[1].values["occupation"] == rows[2].values["occupation"] == "7212"
    assert rows[3].problem.code == "not_an_occupation"


def test_names_go_where_their_script_belongs(
    write_csv: Callable[..., Path], read_file: Callable[..., list]
) -> None:
    head = ["register", "case_no", "name_ar", "name_latin"]
    swapped = [["mrc", "1", "Ali Hassan", ""], ["mrc", "2", "", "علي حسن"]]
    kept = ["mrc", "3", "علي حسن", "Ali Hassan"]
    first, second, third = (row.values for row in read_file(write_csv([head, *swapped, kept])))
    assert (first.get("name_ar"), first.get("name_latin")) == (None, "Ali Hassan")
    assert (second.get("name_ar"), second.get("name_latin")) == ("علي حسن", None)
    assert (third.get("name_ar"), third.get("name_latin")) == ("علي حسن", "Ali Hassan")
