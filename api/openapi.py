"""The OpenAPI 3.1 document, completed: problem details, API keys, the operator's limits, the pairs of languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import ProblemDetails
from api.schemas import GlossaryIn
from api.settings import Settings
from api.vocabulary import names_of
from toolkit.languages import LANGUAGES
from toolkit.translation.packages import translatable_pairs

__all__ = ["describe"]

_OPEN = {"/health", "/ready", "/", "/docs", "/frontend/settings", "/languages"}


def describe(app: FastAPI) -> None:
    """Replace the application's document by the completed one, made at first use."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (ProblemDetails, GlossaryIn):  # named only in hand-written parts of the document
        schemas[model.__name__] = model.model_json_schema(ref_template="#/components/schemas/{model}")
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            never = {"400", "401", "429"} if path in _OPEN else set()
            for status in never | ({"408", "413"} if method == "get" else set()):
                answers.pop(status, None)
            default = answers.get("422")
            if default and "HTTPValidationError" in str(default):
                default["content"] = {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
                }
            if path not in _OPEN:  # a key is only needed where the operator has set some
                operation.setdefault("security", [{}, {"bearer": []}, {"header": []}])
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    _limit(document, app.state.toolkit.settings)
    _pair(document)
    for method in ("put", "patch", "delete"):  # FastAPI would answer 422 where 428 is meant
        for parameter in document["paths"]["/v1/glossaries/{id}"][method]["parameters"]:
            if parameter["name"] == "if-match":
                parameter["required"] = True
                parameter["schema"] = {"type": "string"}
    return document


def _limit(document: dict[str, Any], settings: Settings) -> None:
    """Write the operator's limits into the schemas."""
    schemas = document["components"]["schemas"]
    for name in ("SummaryIn", "DigestIn"):
        fields = schemas[name]["properties"]
        fields["text"]["maxLength"] = settings.max_characters
        fields["lengths"]["maxItems"] = settings.max_items
    for name in ("DigestIn", "TranslationIn"):
        schemas[name]["properties"]["terms"]["maxItems"] = settings.max_terms
    for field in schemas["JobIn"]["properties"].values():
        field["maxItems"] = settings.max_items
    _limit_texts(schemas["TranslationIn"]["properties"]["texts"]["anyOf"], settings)
    for schema in _bodies(document, "/translate"):
        _limit_texts(schema["properties"]["q"]["oneOf"], settings)
        schema["properties"]["alternatives"]["maximum"] = settings.max_alternatives
    for schema in _bodies(document, "/detect"):
        schema["properties"]["q"]["maxLength"] = settings.max_characters


def _limit_texts(choices: list[dict[str, Any]], settings: Settings) -> None:
    for choice in choices:
        if choice["type"] == "array":
            choice["maxItems"] = settings.max_items
            choice["items"] = {**choice["items"], "maxLength": settings.max_characters}
        else:
            choice["maxLength"] = settings.max_characters


def _bodies(document: Mapping[str, Any], path: str) -> list[dict[str, Any]]:
    return [m["schema"] for m in document["paths"][path]["post"]["requestBody"]["content"].values()]


def _pair(document: dict[str, Any]) -> None:
    """Say which languages each one can be translated into; whether a detected one can, only its text tells."""
    targets = {
        code: names_of([code, *(target for source, target in translatable_pairs() if source == code)])
        for code in LANGUAGES
    }
    schemas = document["components"]["schemas"]
    lists = {code: {"items": {"enum": names}} for code, names in targets.items()}
    for name, first in (
        ("DigestIn", {"properties": {"source_language": {"type": "null"}}}),
        (
            "TranslationIn",
            {"properties": {"source_language": {"enum": ["auto"]}}, "required": ["source_language"]},
        ),
    ):
        default = schemas[name]["properties"]["languages"]["default"]
        schemas[name]["anyOf"] = [first, *_choices("source_language", "languages", lists, default)]
    # left out, it is English
    schemas["TranslationIn"]["anyOf"].append(
        {"properties": {"source_language": {"enum": names_of(["en"])}, "languages": lists["en"]}}
    )
    single = {code: {"enum": names} for code, names in targets.items()}
    for path in ("/translate", "/translate_file"):
        for schema in _bodies(document, path):
            schema["anyOf"] = [
                {"properties": {"source": {"enum": ["auto"]}}},
                *_choices("source", "target", single),
            ]


def _choices(
    source: str, target: str, targets: Mapping[str, Mapping[str, Any]], default: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """A schema for each source language; the target may be left out where the default can be translated into."""
    found = []
    for code, allowed in targets.items():
        names = allowed.get("items", allowed)["enum"]
        required = [source] if default and set(default) <= set(names) else [source, target]
        found.append(
            {"properties": {source: {"enum": names_of([code])}, target: allowed}, "required": required}
        )
    return found
