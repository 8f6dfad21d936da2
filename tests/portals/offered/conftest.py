"""What is offered, and somebody who looks at it without an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.enums import Hours, OpportunityKind, Role
from models.opportunity import Opportunity
from tests.portals.caseworker.office import WELDER, add_posting, ask_everything
from wasl.clock import today_in_baghdad

TODAY = today_in_baghdad()
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def visitor(sign_in: Callable[[Role | None], FlaskClient]) -> FlaskClient:
    """Somebody who has not signed in and reads English."""
    client = sign_in(None)
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def offered(web_session: Session) -> dict[str, Opportunity]:
    """A baker's job of which everything is known, a welder's and a driver's, a training, a loan."""
    made = {
        "baker": add_posting(web_session, ref="baker"),
        "welder": add_posting(
            web_session, "مطلوب لحام", ref="welder", code=WELDER, governorate="IQ-AR",
            employer="ورشة هولير", hours=Hours.PART, apply_by=TOMORROW,
        ),
        "driver": add_posting(
            web_session, "Truck driver", ref="driver", code="8332", governorate=None,
            employer="Zagros Haulage", hours=Hours.ANY, remote=True, transport=True,
        ),
        "course": add_posting(
            web_session, "دورة خبازة", ref="course", kind=OpportunityKind.TRAINING,
            governorate="IQ-BA", childcare=True, certificate="شهادة الغرفة",
        ),
        "loan": add_posting(
            web_session, "قرض صغير", ref="loan", kind=OpportunityKind.FINANCE, code=None,
            governorate="IQ-BG", amount_max=5_000_000,
        ),
    }  # fmt: skip
    ask_everything(web_session, made["baker"])
    made["baker"].apply_by = TODAY + timedelta(days=40)
    web_session.commit()
    return made
