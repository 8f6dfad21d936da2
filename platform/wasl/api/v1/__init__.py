"""Version 1 of the API."""

from wasl.api.v1 import account, commitments, description, figures
from wasl.api.v1.blueprint import blueprint

__all__ = ["account", "blueprint", "commitments", "description", "figures"]
