"""An official with a phone takes in the ministry's list: upload, columns, rows, confirm, report."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from models.enums import Role

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]
PHONE = 390
LONGEST_IMPORT = 60_000


def look_over(page: Page) -> None:
    """Fail where the page is not accessible or can be moved sideways."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


def press(page: Page, action: str) -> None:
    """Send the form whose address ends so."""
    page.locator(f'form[action$="{action}"] button.button--primary').first.click()
    page.wait_for_load_state()


def numbers(page: Page) -> list[int]:
    """Return what the tiles count: new, changed, known, left out."""
    return [int(text.replace(",", "")) for text in page.locator(".tile__value").all_inner_texts()]


def test_a_messy_list_goes_in_on_a_phone(visit: Visit, samples: Path) -> None:
    page = visit("ar", width=PHONE, role=Role.CASEWORKER).new_page()
    page.goto("/imports")
    page.locator('a[href="/imports/new/intake"]').click()
    look_over(page)
    page.set_input_files('input[type="file"]', samples / "intake_messy_ar.xlsx")
    press(page, "/imports/new/intake")

    assert page.url.endswith("/columns")
    assert page.locator("select.column-choice").count() == 49
    assert page.locator('select.column-choice:has(option[value=""]:checked)').count() == 1
    look_over(page)
    press(page, "/columns")

    assert page.url.endswith("/preview")
    assert numbers(page) == [400, 0, 0, 12]
    assert page.locator("#rejected + .table-frame tbody tr").count() == 12
    look_over(page)
    press(page, "/run")

    page.locator('a[href$="/report.json"]').wait_for(timeout=LONGEST_IMPORT)
    assert numbers(page) == [400, 0, 0, 12]
    rows = page.locator("#rejected ~ .table-frame tbody th").all_inner_texts()
    assert [int(row) for row in rows] == [
        *(27, 59, 91, 123, 156, 188, 220, 252, 284, 316, 348, 380)
    ]
    look_over(page)
    with page.expect_download() as download:
        page.locator('a[href$="/rejected.xlsx"]').click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_everything_works_without_scripts(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("register,case_no,name_ar\nmofa,N-1,علي حسين\nmofa,N-2,\n", "utf-8")
    page = visit("ckb", width=PHONE, role=Role.CASEWORKER, script=False).new_page()
    page.goto("/imports/new/intake")
    page.set_input_files('input[type="file"]', path)
    press(page, "/imports/new/intake")
    press(page, "/columns")
    assert page.locator(".sheet__cell--wrong").count() == 1
    press(page, "/run")
    # Without a script the page looks again by itself all the same.
    page.locator('a[href$="/report.json"]').wait_for(timeout=LONGEST_IMPORT)
    assert numbers(page) == [1, 0, 0, 1]
