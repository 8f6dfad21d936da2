"""Names of closed lists."""

from enum import Enum

import pytest
from flask import Flask
from flask_babel import force_locale

from models import enums
from models.access_enums import ConsentGiver, LookUpReason
from wasl.app import create_app
from wasl.config import LANGUAGES, Settings
from wasl.i18n.compile import compile_catalogues
from wasl.ui.labels import LABELS, choices, label
from wasl.ui.own_labels import own_label

LISTS = [
    kind
    for kind in vars(enums).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and len(kind)
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    compile_catalogues()
    folder = tmp_path_factory.mktemp("labels")
    return create_app(Settings(data_dir=folder, https=False, secret_key="test"))


@pytest.mark.parametrize("kind", LISTS)
def test_every_member_has_a_label_in_three_languages(app: Flask, kind: type[Enum]) -> None:
    missing = [member for member in kind if (kind, member.value) not in LABELS]
    assert not missing, f"{missing}: give it a label in wasl/ui/labels.py"
    for member in kind:
        shown = set()
        for language in LANGUAGES:
            with app.test_request_context(), force_locale(language):
                shown.add(str(label(member)))
        assert len(shown) == len(LANGUAGES), f"{member!r} reads the same in two languages: {shown}"


@pytest.mark.parametrize("kind", LISTS)
def test_labels_tell_members_apart(app: Flask, kind: type[Enum]) -> None:
    for language in LANGUAGES:
        with app.test_request_context(), force_locale(language):
            shown = [str(label(member)) for member in kind]
        assert len(set(shown)) == len(shown), f"{kind.__name__} in {language}: {shown}"


def test_choices_begin_with_the_blank_where_there_is_one(app: Flask) -> None:
    assert [choice.value for choice in choices(enums.Hours)] == ["full", "part", "any"]
    assert choices(enums.Hours, blank="-")[0].value == ""


def test_to_the_person_labels_say_you(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        for member in (*ConsentGiver, *LookUpReason, *enums.ConsentPurpose):
            assert "person" not in str(own_label(member))
            assert "their" not in str(own_label(member))
        assert "person" in str(label(ConsentGiver.SELF)), "the control"
        assert own_label(LookUpReason.COMPLAINT) == label(LookUpReason.COMPLAINT)
