"""What became of commitments, as cells of a workbook: people only for who may read of them."""

from wasl.figures.tables import Mark, Shown
from wasl.files.write_workbook import Value
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.draw_down import DrawDown
from wasl.operations.commitments.told import Drawn


def counted_header(*, people: bool) -> list[str]:
    """Return the columns. people: whether the reader is told of them."""
    places = [_("Promised"), _("Offered so far")]
    return [*places, _("Filled so far"), _("Lasted")] if people else places


def counted(drawn: Drawn, *, people: bool) -> list[Value]:
    """Return the cells under such columns. Milestones that are done stand under what is offered."""
    if people and isinstance(drawn, DrawDown):
        return [drawn.pledged, drawn.offered, drawn.filled, drawn.retained]
    return [drawn.pledged, drawn.offered]


def shown_cell(shown: Shown) -> Value:
    """Return a published number of people, or why there is none."""
    if isinstance(shown, Mark):
        return _("under 5") if shown is Mark.FEW else _("not shown")
    return shown
