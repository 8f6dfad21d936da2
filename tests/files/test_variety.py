"""Files as other offices write them: none of these headers and words come from the samples."""

import json
from collections.abc import Callable
from pathlib import Path

from wasl.files.codes import Country, Language
from wasl.files.experience import Experience

Write = Callable[..., Path]
Read = Callable[..., list]


def test_a_sorani_list(write_csv: Write, read_file: Read) -> None:
    path = write_csv(
        [
            ["پارێزگای هەولێر - لیستی گەڕاوەکان"],
            [],
            [
                "ژمارەی دۆسیە",
                "تۆمار",
                "ناوی سیانی و نازناو",
                "ڕەگەز",
                "ساڵی لەدایکبوون",
                "ژ. مۆبایل",
                "پارێزگای نیشتەجێبوون",
                "قەزا",
                "جۆری گەڕانەوە",
                "وڵاتی گەڕانەوە",
                "بەرواری گەڕانەوە",
                "باری خێزانی",
                "ئاستی خوێندەواری",
                "ئەزموونی کار",
                "کارامەییەکان",
                "زمانەکان",
                "مۆڵەتەکان",
                "جۆری هەلی داواکراو",
                "کەمترین مووچە (هەزار دینار)",
                "ئامادەیی بۆ گواستنەوە",
                "ڕەزامەندی بۆ هاوتاکردن",
            ],
            [
                "E-۰۰۱",
                "وەزارەتی کار",
                "ئازاد ڕزگار جەمال",
                "پیاو",
                "۱۹۸۸",
                "0750 123 4567",
                "هەولێر",
                "سۆران",
                "گەڕانەوەی خۆبەخشانە",
                "ئەڵمانیا",
                "٥ی ئازاری ٢٠٢٤",
                "خێزاندار",
                "دەرچووی پەیمانگا",
                "ئاسنگەر | ٥ ساڵ | ئەڵمانیا؛ شۆفێر | ٣ | عێراق",
                "جۆشکاری، کارەبا",
                "کوردی: زمانی دایک، ئەڵمانی: B1",
                "مۆڵەتی شۆفێری گشتی",
                "کار، خولی ڕاهێنان",
                "٧٥٠",
                "دهۆک؛ سلێمانی",
                "بەڵێ",
            ],
        ],
        delimiter=";",
        encoding="utf-8-sig",
    )
    (row,) = read_file(path)
    assert row.problem is None
    assert row.unrecognised == {}
    values = row.values
    assert (values["register"], values["case_no"]) == ("molsa", "E-001")
    assert (values["sex"], str(values["birth_date"])) == ("male", "1988")
    assert values["phone"] == "+9647501234567"
    assert values["district"].code == "IQ-AR.soran"
    assert values["return_date"].isoformat() == "2024-03-05"
    assert values["education"] == 5
    assert values["experience"] == (
        Experience("ئاسنگەر", 5, Country("DE")),
        Experience("شۆفێر", 3, Country("IQ")),
    )
    assert values["languages"] == (Language("ku", "native"), Language("de", "B1"))
    assert values["licences"] == ("driving_public",)
    assert values["wants"] == ("job", "training")
    assert values["wage_min"] == 750_000
    assert values["relocate_to"].governorates == ("IQ-DA", "IQ-SU")
    assert values["consent_matching"] is True


def test_an_export_of_an_ngo(write_csv: Write, read_file: Read) -> None:
    path = write_csv(
        [
            [
                "Beneficiary ID",
                "Full Name (Arabic)",
                "Full Name as in Passport",
                "Gender (M/F)",
                "DOB (dd/mm/yyyy)",
                "Mobile No.",
                "Current Governorate",
                "Type of Return",
                "Returned from (country)",
                "Household size",
                "Education Level",
                "Previous jobs",
                "Languages spoken",
                "Driving License",
                "Support requested",
                "Expected salary (IQD)",
                "Willing to relocate",
                "Consent to be matched",
                "Protection concerns",
                "Remarks",
            ],
            [
                "N-0001",
                "سارة كريم",
                "Sara Karim",
                "F",
                "05/03/1992",
                "009647701234567",
                "Nineveh",
                "AVRR",
                "Germany",
                "5",
                "Bachelor's degree",
                "Nurse - 4 years - Germany\nShop assistant - 1 - Iraq",
                "Arabic (native), German (B2), English - good",
                "Category B",
                "Job / Vocational training",
                "900,000 IQD",
                "No",
                "Yes",
                "Single mother, debts",
                "–",
            ],
        ],
        delimiter="\t",
        encoding="utf-16",
        name="export.txt",
    )
    (row,) = read_file(path, register="mrc")
    assert row.problem is None
    values = row.values
    assert (values["name_ar"], values["name_latin"]) == ("سارة كريم", "Sara Karim")
    assert (values["sex"], values["governorate"]) == ("female", "IQ-NI")
    assert values["category"] == "abroad_voluntary"
    assert [item.title for item in values["experience"]] == ["Nurse", "Shop assistant"]
    assert values["languages"] == (
        Language("ar", "native"),
        Language("de", "B2"),
        Language("en", "B1"),
    )
    assert values["licences"] == ("driving_private",)
    assert values["wants"] == ("job", "training")
    assert values["vulnerabilities"] == ("single_parent", "debt")
    assert values["wage_min"] == 900_000
    assert not values["relocate_to"].governorates
    assert row.unrecognised == {"Remarks": "–"}


def test_json_lines(tmp_path: Path, read_file: Read) -> None:
    records = [
        {
            "register": "mrc",
            "case_no": "J1",
            "name_latin": "Ali H",
            "birth_date": 1990,
            "skills": ["welding", "driving, heavy"],
            "languages": [
                {"language": "de", "level": "B1"},
                {"language": "Arabic", "level": "native"},
            ],
            "experience": [{"title": "Welder", "years": 6, "country": "DE"}],
            "consent_matching": True,
            "أخرى": "x",
        },
        {"register": "mrc", "case_no": "J2", "name_latin": "Sara", "sex": "female"},
    ]
    path = tmp_path / "list.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join([*lines, "not json", ""]), encoding="utf-8")
    first, second, third = read_file(path)
    assert first.values["skills"] == ("welding", "driving, heavy")
    assert first.values["languages"] == (Language("de", "B1"), Language("ar", "native"))
    assert first.values["experience"] == (Experience("Welder", 6, Country("DE")),)
    assert first.values["consent_matching"] is True
    assert first.unrecognised == {"أخرى": "x"}
    assert second.values["sex"] == "female"
    assert third.problem.code == "not_json"
    assert third.number == 3


def test_opportunities_of_a_chamber(write_workbook: Write, read_file: Read) -> None:
    path = write_workbook(
        {
            "Sheet1": [
                ["غرفة تجارة البصرة – فرص العمل المتوفرة"],
                [
                    "رقم الإعلان",
                    "اسم المنشأة",
                    "نوع الفرصة",
                    "المسمى الوظيفي",
                    "المهام والواجبات",
                    "المهارات اللازمة",
                    "المؤهل المطلوب",
                    "سنوات الخبرة المطلوبة",
                    "موقع العمل",
                    "العدد المطلوب",
                    "الراتب الشهري",
                    "نوع الدوام",
                    "آخر موعد للتقديم",
                    "توفير النقل",
                    "حضانة",
                    "تشجيع النساء",
                    "مجال النشاط",
                    "اللغة المطلوبة",
                ],
                [
                    "ب/12",
                    "معمل الألبان",
                    "فرصة عمل",
                    "مشغل ماكنة",
                    "تشغيل الخط",
                    "تشغيل مكائن، صيانة",
                    "اعدادية",
                    "سنتان",
                    "البصرة / الزبير",
                    "٣ عمال",
                    "٦٠٠ - ٧٥٠ ألف دينار",
                    "دوام كامل",
                    "٣١ كانون الأول ٢٠٢٦",
                    "نعم",
                    "لا",
                    "نعم",
                    "صناعات غذائية",
                    "الإنكليزية: متوسط",
                ],
            ]
        }
    )
    (row,) = read_file(path, "opportunities")
    assert row.problem is None
    assert row.unrecognised == {}
    values = row.values
    assert (values["ref"], values["kind"], values["seats"]) == ("ب/12", "job", 3)
    assert (values["governorate"], values["education_min"]) == ("IQ-BA", 3)
    assert (values["wage_min"], values["wage_max"]) == (600_000, 750_000)
    assert values["experience_min_years"] == 2
    assert values["apply_by"].isoformat() == "2026-12-31"
    assert values["sector"].code == "10"
    assert values["skills_required"] == ("تشغيل مكائن", "صيانة")
    assert values["languages"] == (Language("en", "B1"),)
    assert (values["transport"], values["childcare"]) == (True, False)


def test_opportunities_in_sorani(write_csv: Write, read_file: Read) -> None:
    path = write_csv(
        [
            [
                "ژمارەی ڕیکلام",
                "ناوی کۆمپانیا",
                "جۆری هەل",
                "ناونیشانی کار",
                "شوێنی کار",
                "ژمارەی کەس",
                "مووچەی مانگانە",
                "کاتی کار",
                "دوا وادە",
                "کار لە دوورەوە",
                "کارامەیی پێویست",
                "بڕوانامەی داواکراو",
            ],
            [
                "K-1",
                "کۆمپانیای زاگرۆس",
                "هەلی کار",
                "ژمێریار",
                "سلێمانی",
                "٢",
                "٨٠٠ هەزار",
                "تەواوکات",
                "2026-12-30",
                "نەخێر",
                "ئێکسڵ، ژمێریاری",
                "بەکالۆریۆس",
            ],
        ]
    )
    (row,) = read_file(path, "opportunities")
    assert row.problem is None
    values = row.values
    assert (values["kind"], values["governorate"], values["seats"]) == ("job", "IQ-SU", 2)
    assert (values["wage_min"], values["education_min"]) == (800_000, 6)
    assert (values["hours"], values["remote"]) == ("full", False)
    assert values["skills_required"] == ("ئێکسڵ", "ژمێریاری")


def test_a_header_of_two_levels_after_a_cover_sheet(write_workbook: Write, read_file: Read) -> None:
    path = write_workbook(
        {
            "الغلاف": [["جمهورية العراق"], ["قائمة المراجعين"]],
            "المراجعين": [
                ["قائمة المراجعين لسنة 2026"],
                ["ت", "مصدر القيد", "رقم الملف", "البيانات", "", "الموافقة على", "", "الحرفة"],
                ["", "", "", "اسم المراجع", "المؤهل العلمي", "حفظ البيانات", "الاتصال", ""],
                [
                    1,
                    "وزارة العمل",
                    "م/1",
                    "علي حسن",
                    "بكالوريوس هندسة",
                    "موافق",
                    "لم يوافق",
                    "لحام",
                ],
                ["", "", "المجموع الكلي", 1],
                ["", "", "", "توقيع المسؤول: أحمد"],
            ],
            "ملاحظات": [["للاستخدام الداخلي فقط"]],
        }
    )
    (row,) = read_file(path)
    assert row.problem is None
    assert row.unrecognised == {"ت": "1"}
    assert (row.values["consent_data"], row.values["consent_contact"]) == (True, False)
    assert (row.values["education"], row.values["case_no"]) == (6, "م/1")
    assert [item.title for item in row.values["experience"]] == ["لحام"]


def test_postings_with_other_words(write_csv: Write, read_file: Read) -> None:
    head = ["Job code", "Provider", "Type of offer", "Job title", "Work location", "Remote work"]
    head += ["No. of vacancies", "Minimum education", "Closes"]
    rows = [
        ["1", 'Al-Noor "Trading", Ltd', "قرض حسن", "Loan", "All Iraq", "hybrid"],
        ["2", "Noor", "تدريب مدفوع", "Trainee", "Erbil", "on-site"],
        ["3", "Noor", "معدات", "Kit", "Nowhere-land", "no"],
    ]
    tails = [["عدد 3", "any", "until filled"], ["٣ مقاعد", "Secondary or higher", "31/12/2026"]]
    cells = [row + tail for row, tail in zip(rows, [*tails, tails[0]], strict=True)]
    first, second, third = read_file(write_csv([head, *cells]), "opportunities")
    assert first.problem is None
    assert second.problem is None
    assert first.values.keys() & {"governorate", "education_min", "apply_by"} == set()
    assert (first.values["kind"], first.values["remote"], first.values["seats"]) == (
        "finance",
        True,
        3,
    )
    assert (second.values["kind"], second.values["remote"]) == ("internship", False)
    assert (second.values["education_min"], second.values["seats"]) == (3, 3)
    assert (third.problem.column, third.problem.code) == ("Work location", "not_in_iraq")
