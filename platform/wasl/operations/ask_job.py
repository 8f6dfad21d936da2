"""Have a job run soon after what asks for it has been kept."""

from sqlalchemy.orm import Session

# Set in `session.info`: names of jobs that are asked for once the session has committed.
ASKED = "wasl_jobs_asked"


def ask_job(session: Session, name: str) -> None:
    """Ask for a job of the timetable, once however often; a rollback takes the wish back."""
    asked: set[str] = session.info.setdefault(ASKED, set())
    asked.add(name)
