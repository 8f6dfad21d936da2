"""Somebody who goes through the pages of an import, without JavaScript."""

import csv
import io
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.import_job import ImportJob

HEADERS = ["register", "case_no", "name_ar", "sex", "birth_date", "عمود مجهول"]


def make_csv(*rows: list[str], headers: list[str] | None = None) -> bytes:
    """Return rows as a CSV file with a list of people's headers, or others."""
    text = io.StringIO()
    csv.writer(text).writerows([headers or HEADERS, *rows])
    return text.getvalue().encode()


class Walk:
    """Somebody who is signed in, at the pages of imports."""

    def __init__(self, client: FlaskClient, token: Callable[[str], str]) -> None:
        self.client = client
        self._token = token

    def post(self, path: str, **data: Any) -> TestResponse:
        page = self.client.get("/imports").get_data(as_text=True)
        given = {"csrf_token": self._token(page), **data}
        return self.client.post(path, data=given, content_type="multipart/form-data")

    def upload(
        self, content: bytes, name: str = "list.csv", kind: str = "intake", **data: Any
    ) -> TestResponse:
        return self.post(f"/imports/new/{kind}", file=(io.BytesIO(content), name), **data)

    def text(self, path: str) -> str:
        return self.client.get(path).get_data(as_text=True)

    def start(self, content: bytes, **more: Any) -> str:
        """Upload a file and return the address of its import."""
        response = self.upload(content, **more)
        assert response.status_code == 302, response.get_data(as_text=True)
        return response.location.removesuffix("/columns")

    def choices(self, job: str) -> dict[str, str]:
        """Return what the form of columns would send as it stands."""
        text, found = self.text(f"{job}/columns"), {}
        for name, options in re.findall(
            r'<select[^>]* name="([^"]+)">(.*?)</select>', text, re.DOTALL
        ):
            chosen = re.search(r'value="([^"]*)" selected', options)
            found[name] = chosen[1] if chosen else ""
        return found

    def finish(self, job: str, **data: Any) -> str:
        """Confirm and wait; return the text of the last page."""
        assert self.post(f"{job}/run", **data).status_code == 302
        for _attempt in range(60):
            response = self.client.get(job)
            if "Refresh" not in response.headers:
                return response.get_data(as_text=True)
            time.sleep(0.5)
        pytest.fail("the import did not end")


def words(text: str) -> str:
    """Return what a page says, without its marks."""
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def job_of(session: Session, address: str) -> ImportJob:
    """Return the import that an address is of, as it is now."""
    session.rollback()
    session.expire_all()
    found = session.scalar(
        select(ImportJob).where(ImportJob.public_id == address.rsplit("/", 1)[-1])
    )
    assert found is not None
    return found
