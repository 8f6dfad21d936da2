"""Overview, what is known about me, who looked, and my data as a file."""

import json

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from models.enums import ConsentPurpose
from models.person import Person
from wasl.access import Permission, requires
from wasl.access.limits import EXPORTS, limited
from wasl.access.releases import ReleaseState, list_shared
from wasl.audit.looks import looks_at
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.referrals.open_questions import open_questions_of_person
from wasl.operations.spoken import open_erasure
from wasl.portals.returnee.blueprint import blueprint
from wasl.portals.returnee.export import export_own_record
from wasl.portals.returnee.own import with_own_record
from wasl.portals.returnee.presenting import present_record, present_sources
from wasl.portals.returnee.queries.corrections import list_own_corrections
from wasl.portals.returnee.queries.record import read_own_record
from wasl.questions.presenting import question_title
from wasl.transactions import leaves_trace


@blueprint.get("")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def overview(person: Person) -> ResponseReturnValue:
    """Say in a few lines how things stand, and lead to everything else."""
    shared = list_shared(db.session, person)
    return render_template(
        "returnee/overview.html",
        record=read_own_record(db.session, person, choose_language()),
        consents={purpose: person.allows(purpose) for purpose in ConsentPurpose},
        shown=sum(1 for line in shared if line.state is ReleaseState.SHOWN),
        looks=looks_at(db.session, person.public_id, language=choose_language()),
        corrections=list_own_corrections(db.session, person),
        questions=open_questions_of_person(db.session, person, today_in_baghdad()),
        question_title=question_title,
        erasure=open_erasure(db.session, person),
    )


@blueprint.get("/record")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def record(person: Person) -> ResponseReturnValue:
    """Show every field of the record and where it comes from."""
    found = read_own_record(db.session, person, choose_language())
    return render_template(
        "returnee/record.html",
        record=found,
        groups=present_record(found),
        sources=present_sources(found),
    )


@blueprint.get("/looks")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def looks(person: Person) -> ResponseReturnValue:
    """Show who looked at the record, when, and why."""
    page = max(1, request.args.get("page", 1, type=int))
    language = choose_language()
    found = looks_at(db.session, person.public_id, min(page, 10_000), language=language)
    return render_template("returnee/looks.html", found=found)


@blueprint.get("/file")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def file(person: Person) -> ResponseReturnValue:
    """Show everything on one page that can be printed, and offer it as a file."""
    found = read_own_record(db.session, person, choose_language())
    return render_template(
        "returnee/file.html",
        record=found,
        groups=present_record(found),
        sources=present_sources(found),
        consents=person.consents,
        shared=list_shared(db.session, person),
    )


@blueprint.get("/file.json")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
@limited(EXPORTS)
def file_json(person: Person) -> ResponseReturnValue:
    """Send everything as JSON; neither the name of the file nor the address names anybody."""
    text = json.dumps(export_own_record(db.session, person), ensure_ascii=False, indent=2)
    answer = Response(text + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return answer


@blueprint.get("/slip")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def slip(person: Person) -> ResponseReturnValue:
    """Show the short number of the record, to print: an office finds the record by it."""
    found = read_own_record(db.session, person, choose_language())
    return render_template("returnee/slip.html", record=found)
