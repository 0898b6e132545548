"""The page for people who write programs: what the API offers, made from its own description.

In:    a request of somebody who is signed in.
Out:   a page, with every address, its parameters and the fields of its answer.
Never: a description that the API does not keep: both are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuality.web.api.interface import description
from mutuality.web.api.limits import A_MINUTE


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address, by what it is about."""
    context = {"groups": _groups(), "a_minute": A_MINUTE}
    return render(request, "api/reference.html", context)


@cache
def _groups() -> dict[str, list[dict[str, Any]]]:
    """The addresses under their tags, in the order of the description."""
    whole = description()
    known: Mapping[str, Any] = whole["components"]["schemas"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in whole["paths"].items():
        entry = methods["get"]
        answer = entry["responses"][200]["content"]["application/json"]["schema"]
        groups.setdefault(entry["tags"][0], []).append(
            {
                "path": path,
                "title": entry["summary"],
                "what": entry["description"],
                "parameters": [
                    [one["name"], one.get("description", ""), _words(one["schema"], known)]
                    for one in entry["parameters"]
                ],
                "fields": list(_fields(answer, known)),
                "id": entry["operationId"],
            }
        )
    return groups


def _fields(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[list[str]]:
    """The fields of what an answer is about: name, what it is, what it can be."""
    whole = _whole(schema, known)
    data = whole["properties"]["data"]
    inner = _whole(data.get("items", data), known)
    for name, one in inner.get("properties", {}).items():
        yield [name, _said(one, known)]
    for name, one in whole["properties"].items():
        if name not in ("data", "total", "next", "note", "provenance"):
            yield [f"{name} (beside data)", _said(one, known)]


def _said(schema: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """What a field can be, and what it is where its name does not say it all."""
    words = _words(schema, known)
    return f"{words}. {schema['description']}" if "description" in schema else words


def _whole(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = known[name] if name else schema
    return found


def _words(schema: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """What a value can be, in words."""
    if "$ref" in schema:
        inner = _whole(schema, known).get("properties", {})
        return f"an object: {', '.join(inner)}" if inner else "an object"
    if "anyOf" in schema:
        return " or ".join(_words(one, known) for one in schema["anyOf"])
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"a list of: {_words(schema['items'], known)}"
    said = {
        "date": "a date", "date-time": "a date and time", "uuid": "an identifier",
    }.get(schema.get("format", ""))  # fmt: skip
    said = said or {
        "string": "text", "integer": "a whole number", "number": "a number",
        "boolean": "true or false", "null": "null", "object": "an object",
    }.get(kind, kind)  # fmt: skip
    if "maximum" in schema:
        said += f" from {schema['minimum']:,} to {schema['maximum']:,}"
    default = schema.get("default")
    if default not in (None, []):
        said += f"; {str(default).lower()} if left out"
    return said
