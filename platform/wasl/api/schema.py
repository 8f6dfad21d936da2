"""The JSON schema of a dataclass, read from its types: what is described cannot be another."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from inspect import getdoc
from typing import Any, Union, get_args, get_origin, get_type_hints

_PLAIN: Mapping[object, str] = {int: "integer", str: "string", types.NoneType: "null"}


def refer_to(kind: type, known: dict[str, Any]) -> dict[str, str]:
    """Return the reference to a dataclass; its schema, and of all it holds, is added to `known`."""
    name = kind.__name__.removesuffix("Data")
    if name not in known:
        known[name] = {}  # its place, so that it comes before what it holds
        hints, given = get_type_hints(kind), fields(kind)
        known[name] = {
            "type": "object",
            "description": getdoc(kind),
            "properties": {one.name: _schema(hints[one.name], known) for one in given},
            "required": [one.name for one in given if one.default is MISSING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _schema(kind: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field's type. Raises TypeError for one that nothing uses yet."""
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if get_origin(kind) in (Union, types.UnionType):
        return {"anyOf": [_schema(one, known) for one in get_args(kind)]}
    if get_origin(kind) is list:
        return {"type": "array", "items": _schema(get_args(kind)[0], known)}
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [one.value for one in kind]}
    return refer_to(kind, known)
