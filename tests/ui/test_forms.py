"""What a form says about its fields."""

from wtforms import Form, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from wasl.ui.forms import CheckboxesField, NeededSometimes, may_stay_empty
from wasl.ui.labels import as_choices

WAYS = as_choices([("a", "One way"), ("b", "Another way")])


class Everything(Form):
    """One field of each kind."""

    written = StringField()
    needed = StringField(validators=[InputRequired()])
    needed_with_a_no = StringField(validators=[NeededSometimes()])
    answered = RadioField(choices=WAYS, default="a")
    open_question = RadioField(choices=WAYS)
    always_one = SelectField(choices=WAYS)
    one_or_none = SelectField(choices=[*as_choices([("", "None")]), *WAYS])
    several = CheckboxesField(choices=WAYS)


def test_only_what_can_be_left_out_is_called_optional() -> None:
    optional = {field.name for field in Everything() if may_stay_empty(field)}
    assert optional == {"written", "open_question", "one_or_none", "several"}
