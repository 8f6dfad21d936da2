"""The administrator's page of how long records are kept."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ErasureCause, RetentionKind
from models.base import utc_now
from models.case import Erasure
from models.enums import Role
from models.person import Person
from tests.operations.retention.everything import NAME, add_everything
from wasl.operations.retention.policies import Keep, read_policies

SignIn = Callable[[Role | None], FlaskClient]
Token = Callable[[str], str]


def _post(client: FlaskClient, token: Token, path: str, **data: str) -> tuple[int, str]:
    page = client.get("/admin/retention").get_data(as_text=True)
    answer = client.post(path, data={"csrf_token": token(page), **data})
    return answer.status_code, answer.get_data(as_text=True)


def test_days_are_decided(sign_in: SignIn, token: Token, web_session: Session) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    path = "/admin/retention/person"
    assert client.get(path).status_code == 200
    assert _post(client, token, path, keep_days="400", notice_days="3")[0] == 422
    assert _post(client, token, path, keep_days="", notice_days="30")[0] == 422
    assert _post(client, token, path, keep_days="400", notice_days="30")[0] == 302
    kept = read_policies(web_session)[RetentionKind.PERSON]
    assert kept == Keep(keep_days=400, notice_days=30)
    assert client.get("/admin/retention/nothing").status_code == 404


def test_what_is_due_is_carried_out_and_names_nobody(
    sign_in: SignIn, token: Token, web_session: Session
) -> None:
    person = add_everything(web_session)
    reference = person.public_id
    web_session.add(Erasure(person_ref=reference, cause=ErasureCause.OWN_WISH, due_at=utc_now()))
    web_session.commit()
    client = sign_in(Role.ADMINISTRATOR)
    page = client.get("/admin/retention").get_data(as_text=True)
    assert reference in page
    assert NAME not in page
    assert _post(client, token, "/admin/retention/round")[0] == 302
    web_session.expire_all()
    assert web_session.scalars(select(Person)).all() == []
