"""The part of a person's page that shows what came of it: a place and its checks, or stock."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.referral import Referral
from wasl.portals.employer.placed_words import STEP_TEXTS, how_much
from wasl.portals.employer.queries.placed import load_made
from wasl.ui.placed_forms import CheckForm


def placed_part(session: Session, referral: Referral, today: date) -> dict[str, Any]:
    """Return what `employer/placement.html` shows."""
    return {
        "made": load_made(session, referral, today),
        "check_form": CheckForm(),
        "step_texts": STEP_TEXTS,
        "how_much": how_much,
    }
