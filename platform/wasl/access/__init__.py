"""Who may do what: every endpoint says so, and what says nothing is refused."""

from wasl.access.guard import may, public, requires
from wasl.access.identity import current_account, current_viewer
from wasl.access.permissions import Permission

__all__ = ["Permission", "current_account", "current_viewer", "may", "public", "requires"]
