"""The page of one opportunity: for anybody, and nothing in it that anybody could abuse."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import Agency, OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity
from models.referral_enums import OrganisationSize
from tests.portals.offered.conftest import TODAY, YESTERDAY
from wasl.operations.ensure_office import ensure_office
from wasl.portals.offered import job_posting as module

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
EVIL = "</script><script>alert(1)</script><!-- <b>x</b> \u2028 & 'q' \"r\""


def page_of(client: FlaskClient, posting: Opportunity, *, lang: str = "en") -> str:
    response = client.get(f"/opportunities/{posting.public_id}?lang={lang}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def data_of(text: str) -> dict[str, Any]:
    found = DATA.findall(text)
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0])
    return data


def test_all_that_matters_stands_there(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    near = ensure_office(web_session, Agency.MRC, "Basra")
    near.governorate_code = "IQ-BA"
    ensure_office(web_session, Agency.MOLSA, "Somewhere").governorate_code = "IQ-BA"
    offered["baker"].organisation.about = "نخبز منذ 1970"
    offered["baker"].organisation.sector_code = "10"
    offered["baker"].organisation.size = OrganisationSize.SMALL
    offered["baker"].organisation.website = "https://bakery.example"
    offered["baker"].seats_taken = 1
    web_session.commit()
    text = page_of(visitor, offered["baker"])
    words = " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())
    for said in (
        "مطلوب خباز", "أفران البصرة", "خبز وصمون", "نخبز منذ 1970", "Places 2",
        "500,000 IQD to 700,000 IQD", "Full time", "at least: Secondary school",
        "at least: 2 years", "Food handler's card", "عجين", "كيك", "Childcare", "Transport",
        "A place to stay", "Go to a Migrant Resource Centre", "Basra", "Register here",
        "Food production · 10 to 49 people",
    ):  # fmt: skip
        assert said in words, said
    assert "Somewhere" not in words
    assert 'href="https://bakery.example" rel="external noopener noreferrer nofollow"' in text


def test_nobody_outside_sees_when_an_employer_took_somebody(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    baker, token = offered["baker"], re.compile(r'name="csrf_token" value="[^"]*"')
    one = f"/opportunities/{baker.public_id}"
    addresses = (one, f"{one}/sheet", "/opportunities", "/opportunities.atom")
    web_session.commit()

    def told() -> list[str]:
        pages = [visitor.get(address).get_data(as_text=True) for address in addresses]
        return [token.sub("", page) for page in pages]

    before = told()
    baker.seats_taken = 1
    web_session.commit()
    assert told() == before


def test_posting_as_data_is_what_search_engines_ask_for(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    baker = offered["baker"]
    baker.published_at = utc_now() - timedelta(days=3)
    baker.district_wording = "الزبير"
    web_session.commit()
    data = data_of(page_of(visitor, baker, lang="ar"))
    assert data.pop("validThrough") == f"{baker.apply_by}T23:59:59+03:00"
    assert datetime.fromisoformat(f"{data.pop('datePosted')}T00:00+03:00") < utc_now()
    assert data.pop("identifier")["value"] == baker.public_id
    assert data.pop("skills") == ["عجين", "كيك"]
    assert data.pop("url").endswith(f"/opportunities/{baker.public_id}")
    assert data.pop("applicationContact")["@type"] == "ContactPoint"
    assert data == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "مطلوب خباز",
        "description": "خبز وصمون",
        "employmentType": ["FULL_TIME"],
        "hiringOrganization": {"@type": "Organization", "name": "أفران البصرة"},
        "totalJobOpenings": 2,
        "jobStartDate": "2027-02-01",
        "directApply": False,
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "الزبير",
                "addressRegion": "Basra",
                "addressCountry": "IQ",
            },
        },
        "educationRequirements": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "high school",
        },
        "experienceRequirements": {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": 24,
        },
        "occupationalCategory": "7512 Bakers, pastry-cooks and confectionery makers",
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "IQD",
            "value": {
                "@type": "QuantitativeValue",
                "unitText": "MONTH",
                "minValue": 500_000,
                "maxValue": 700_000,
            },
        },
        "jobBenefits": "transport, accommodation, childcare, accessible workplace",
    }


def test_work_from_anywhere_in_iraq_says_so_to_machines(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    offered["driver"].wage_min = 400_000
    offered["driver"].education_min, offered["driver"].experience_min_years = 0, 0
    web_session.commit()
    data = data_of(page_of(visitor, offered["driver"]))
    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data["applicantLocationRequirements"] == {"@type": "Country", "name": "Iraq"}
    assert data["jobLocation"]["address"] == {"@type": "PostalAddress", "addressCountry": "IQ"}
    assert data["employmentType"] == ["FULL_TIME", "PART_TIME"]
    assert data["baseSalary"]["value"]["value"] == 400_000
    assert data["educationRequirements"] == data["experienceRequirements"] == "no requirements"
    assert data["description"] == "Truck driver: Zagros Haulage"
    assert "validThrough" not in data


def test_a_training_or_a_loan_is_no_job_posting(
    visitor: FlaskClient, offered: dict[str, Opportunity]
) -> None:
    for name in ("course", "loan"):
        assert not DATA.search(page_of(visitor, offered[name]))


def _poison(session: Session, posting: Opportunity) -> None:
    posting.title = posting.description = posting.district_wording = EVIL
    posting.organisation.name = posting.organisation.about = EVIL
    posting.organisation.website = "javascript:alert(1)"
    posting.organisation.size = OrganisationSize.SMALL
    for skill in posting.skills:
        skill.wording = EVIL
    session.commit()


@pytest.mark.parametrize("path", ["", "/sheet"])
def test_what_an_employer_writes_runs_nowhere(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity], path: str
) -> None:
    baker = offered["baker"]
    _poison(web_session, baker)
    for address in (f"/opportunities/{baker.public_id}{path}", "/opportunities"):
        text = visitor.get(address).get_data(as_text=True)
        assert "<script>alert" not in text
        assert "javascript:" not in text
        assert "<b>x" not in text
    if not path:
        data = data_of(page_of(visitor, baker))
        assert (data["title"], data["description"]) == (EVIL, EVIL)
        assert "sameAs" not in data["hiringOrganization"]


def test_without_the_protection_it_would_run(
    visitor: FlaskClient,
    web_session: Session,
    offered: dict[str, Opportunity],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: JSON as it comes ends the element of the page that holds it."""
    _poison(web_session, offered["baker"])
    monkeypatch.setattr(module, "_DANGEROUS", "")
    text = visitor.get(f"/opportunities/{offered['baker'].public_id}").get_data(as_text=True)
    assert "<script>alert" in text


GONE = ["paused", "filled", "closed", "expired"]


@pytest.mark.parametrize("status", list(OpportunityStatus))
def test_what_is_over_says_so_and_what_was_never_seen_does_not_exist(
    visitor: FlaskClient,
    web_session: Session,
    offered: dict[str, Opportunity],
    status: OpportunityStatus,
) -> None:
    baker = offered["baker"]
    baker.status, baker.published_at = status, utc_now()
    web_session.commit()
    expected = 200 if status.value == "published" else 410 if status.value in GONE else 404
    for path in ("", "/sheet"):
        response = visitor.get(f"/opportunities/{baker.public_id}{path}")
        assert response.status_code == expected
    text = response.get_data(as_text=True)
    if expected == 410:
        assert "no longer open" in text
        assert "خبز وصمون" not in text
        assert baker.title not in text
        assert f"/opportunities/{offered['course'].public_id}" in text
    if expected == 404:
        assert "خبز وصمون" not in text
    baker.published_at = None
    web_session.commit()
    never = visitor.get(f"/opportunities/{baker.public_id}").status_code
    assert never == (200 if status.value == "published" else 404)


def test_nobody_sees_what_nobody_vouches_for(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    baker = offered["baker"]
    baker.published_at = utc_now()
    baker.organisation.standing = OrganisationStanding.REFUSED
    for status in OpportunityStatus:
        baker.status = status
        web_session.commit()
        assert visitor.get(f"/opportunities/{baker.public_id}").status_code == 404


def test_what_nobody_can_apply_for_any_more_is_gone_before_the_night_has_cleared_up(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    offered["baker"].apply_by, offered["baker"].published_at = YESTERDAY, utc_now()
    web_session.commit()
    assert visitor.get(f"/opportunities/{offered['baker'].public_id}").status_code == 410
    offered["baker"].apply_by = TODAY
    web_session.commit()
    assert visitor.get(f"/opportunities/{offered['baker'].public_id}").status_code == 200


def test_it_is_passed_on_by_plain_links(
    visitor: FlaskClient, offered: dict[str, Opportunity]
) -> None:
    baker = offered["baker"]
    text = page_of(visitor, baker)
    links = [unescape(one) for one in re.findall(r'href="([^"]+)" rel="external', text)]
    assert {urlsplit(link).netloc or urlsplit(link).scheme for link in links} == {
        "wa.me",
        "t.me",
        "mailto",
    }
    address = f"http://localhost/opportunities/{baker.public_id}"
    whatsapp = next(link for link in links if "wa.me" in link)
    assert parse_qs(urlsplit(whatsapp).query)["text"] == [f"مطلوب خباز\n{address}"]
    assert f'value="{address}"' in text
    assert 'src="http' not in text


def test_every_language_has_an_address_of_its_own(
    visitor: FlaskClient, offered: dict[str, Opportunity]
) -> None:
    text = page_of(visitor, offered["baker"])
    for language, direction in (("ar", "rtl"), ("ckb", "rtl"), ("en", "ltr")):
        address = f"/opportunities/{offered['baker'].public_id}?lang={language}"
        assert f'hreflang="{language}" href="{address}"' in text
        other = visitor.get(address).get_data(as_text=True)
        assert f'<html lang="{language}" dir="{direction}">' in other
        # The buttons for languages lead to an address that does not undo the choice.
        assert f'name="next" value="/opportunities/{offered["baker"].public_id}"' in other


def test_a_browser_that_has_the_page_is_told_that_it_is_still_good(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    baker = offered["baker"]
    for address in (f"/opportunities/{baker.public_id}", "/opportunities"):
        visitor.get(address)
        first = visitor.get(address)
        again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        baker.description = f"{baker.description}."
        baker.title = f"{baker.title}."
        web_session.commit()
        changed = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200
        visitor.set_cookie("language", "ar")
        other = visitor.get(address, headers={"If-None-Match": changed.headers["ETag"]})
        assert other.status_code == 200
        visitor.set_cookie("language", "en")


def test_nothing_is_kept_of_the_page_of_somebody_who_is_signed_in(
    sign_in: Callable[[Role | None], FlaskClient], offered: dict[str, Opportunity]
) -> None:
    client = sign_in(Role.RETURNEE)
    response = client.get(f"/opportunities/{offered['baker'].public_id}")
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_an_office_goes_on_to_who_fits(
    sign_in: Callable[[Role | None], FlaskClient],
    visitor: FlaskClient,
    offered: dict[str, Opportunity],
) -> None:
    address = f"/opportunities/{offered['baker'].public_id}"
    link = f'href="/desk{address}"'
    assert link in sign_in(Role.CASEWORKER).get(address).get_data(as_text=True)
    for client in (visitor, sign_in(Role.EMPLOYER_OWNER), sign_in(Role.RETURNEE)):
        assert link not in client.get(address).get_data(as_text=True)


def test_the_sheet_has_what_a_wall_needs(
    visitor: FlaskClient, offered: dict[str, Opportunity]
) -> None:
    baker = offered["baker"]
    text = visitor.get(f"/opportunities/{baker.public_id}/sheet?lang=ar").get_data(as_text=True)
    assert 'class="qr"' in text
    assert f"http://localhost/opportunities/{baker.public_id}" in text
    assert "مطلوب خباز" in text
    assert 'dir="rtl"' in text


def test_pages_are_sound(
    pages: Callable[..., Any], web_session: Session, offered: dict[str, Opportunity]
) -> None:
    offered["loan"].status, offered["loan"].published_at = OpportunityStatus.CLOSED, utc_now()
    web_session.commit()
    for name in ("baker", "course", "driver"):
        pages(f"/opportunities/{offered[name].public_id}")
    pages(f"/opportunities/{offered['baker'].public_id}/sheet")
    pages(f"/opportunities/{offered['loan'].public_id}", status=410)
