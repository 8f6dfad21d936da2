"""Tables, enums, transition tables and named queries; knows nothing of the web or the engine."""

from models import (
    account,
    enums,
    import_job,
    match,
    opportunity,
    opportunity_kinds,
    person,
    place,
    register,
    taxonomy,
)
from models.base import Base

__all__ = [
    "Base",
    "account",
    "enums",
    "import_job",
    "match",
    "opportunity",
    "opportunity_kinds",
    "person",
    "place",
    "register",
    "taxonomy",
]
