"""The OpenAPI 3.1 document, completed: problem details, API keys."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import ProblemDetails
from api.schemas import GlossaryIn

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
        for operation in operations.values():
            answers = operation["responses"]
            default = answers.get("422")
            if default and "HTTPValidationError" in str(default):
                default["content"] = {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
                }
            if path not in _OPEN:  # a key is only needed where the operator has set some
                operation.setdefault("security", [{}, {"bearer": []}, {"header": []}])
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    return document
