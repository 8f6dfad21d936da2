"""What the queries of several pages share: pages of a list, names of things."""

from wasl.code_names import list_governorates, name_occupations, name_places, name_skills
from wasl.paging import PAGE_SIZE, Page, Slice, cut, cut_list

__all__ = [
    "PAGE_SIZE",
    "Page",
    "Slice",
    "cut",
    "cut_list",
    "list_governorates",
    "name_occupations",
    "name_places",
    "name_skills",
]
