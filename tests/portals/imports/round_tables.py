"""Workbooks of roundtables as they come from offices: clean, and as messy as they are."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

OPTIONS = {"in_memory": True, "default_date_format": "d/m/yyyy"}
Rows = Sequence[Sequence[object]]

MEETINGS = ("رقم الطاولة المستديرة", "تاريخ الانعقاد", "المدينة", "الجهة المضيفة", "المشاركون")
PROMISES = (
    *("رقم الالتزام", "رقم الطاولة المستديرة", "الجهة المتعهدة", "النوع", "العدد", "المحافظة"),
    *("الموعد النهائي", "نص الالتزام", "حالة التنفيذ", "ملاحظات"),
)
CHAMBER, STEEL = "غرفة تجارة البصرة", "شركة شط العرب للحديد"
# Of each sheet all rows but one can go in: a day that does not exist, a kind that nobody knows.
HELD: Rows = (
    ("ط-١", date(2026, 5, 6), "البصرة", CHAMBER, f"{CHAMBER}؛ وزارة التخطيط؛ {STEEL}"),
    ("ط-٢", "٧/٦/٢٠٢٦", "أربيل", "غرفة تجارة أربيل", "وزارة التخطيط، غرفة تجارة أربيل"),
    ("ط-٣", "31/2/2026", "بغداد", "", ""),
)
PROMISED: Rows = (
    (
        *("ت-١", "ط-١", STEEL, "دورة تدريبية", "١٢", "البصرة", date(2027, 3, 31)),
        *("تدريب ١٢ عائداً على مهنة لحام", "قيد التنفيذ", "مهم"),
    ),
    ("ت-٢", "ط-١", CHAMBER, "وظيفة", 5, "البصرة", "2027-06-30", "توفير 5 وظائف", "", ""),
    ("ت-٣", "ط-٢", "وزارة التخطيط", "سياسة", "", "", "٣٠/٩/٢٠٢٧", "تعليمات", "لم يبدأ", ""),
    ("ت-٤", "ط-٢", STEEL, "هبة ملكية", 3, "أربيل", "2027", "ثلاث هبات", "", ""),
)


def make_workbook(**sheets: Rows) -> bytes:
    """Return a workbook with these sheets; days are cells of days."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "default_date_format": "d/m/yyyy"}
    ) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def messy(held: Rows = HELD, promised: Rows = PROMISED) -> bytes:
    """Return sheets under a merged title, in Arabic, with a note between them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "default_date_format": "d/m/yyyy"}
    ) as book:
        for name, headers, rows in (
            ("جدول الالتزامات", PROMISES, promised),
            ("ملاحظة", ("أرسلها السيد المدير",), ()),
            ("الاجتماعات", MEETINGS, held),
        ):
            sheet = book.add_worksheet(name)
            sheet.right_to_left()
            sheet.merge_range(0, 0, 0, 4, "جمهورية العراق - سكرتارية المنصة")
            for number, row in enumerate((headers, *rows), start=2):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()
