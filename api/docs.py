"""The OpenAPI document as one HTML page: no scripts, no other hosts, readable on paper."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["render"]


def render(document: Mapping[str, Any]) -> str:
    """The page."""
    info = document["info"]
    title = html.escape(f"{info['title']} {info['version']}")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="page/icon.svg"><link rel="stylesheet" href="page/docs.css"></head><body>'
        f"<main><h1>{title}</h1><p>{html.escape(info.get('description', ''))}</p>"
        '<p>Machine-readable: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>'
        f"{''.join(_operations(document))}</main></body></html>"
    )


def _operations(document: Mapping[str, Any]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or ["other"])[0]
            groups.setdefault(tag, []).append(_operation(document, path, method, operation))
    for tag, shown in groups.items():
        yield f"<h2>{html.escape(tag)}</h2>{''.join(shown)}"


def _operation(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> str:
    about = operation.get("description") or operation.get("summary", "")
    rows = "".join(
        f"<tr><td><code>{html.escape(p['name'])}</code></td><td>{p['in']}</td>"
        f"<td>{html.escape(p.get('description', ''))}</td></tr>"
        for p in operation.get("parameters", ())
    )
    body = ""
    content = operation.get("requestBody", {}).get("content", {})
    for kind, media in content.items():
        schema = _resolved(document, media.get("schema", {}))
        example = json.dumps(_example(document, schema), ensure_ascii=False, indent=2)
        fields = "".join(
            _field(document, name, f, schema) for name, f in schema.get("properties", {}).items()
        )
        body += f"<p>Body: <code>{html.escape(kind)}</code></p>"
        if kind == next(iter(content)):
            body += f"<table>{fields}</table>"
            body += f"<pre>{html.escape(example)}</pre>" if kind == "application/json" else ""
    answers = "".join(
        f"<tr><td><code>{status}</code></td><td>{html.escape(answer.get('description', ''))}</td></tr>"
        for status, answer in sorted(operation["responses"].items())
    )
    return (
        f"<article><h3><code>{method.upper()} {html.escape(path)}</code></h3><p>{html.escape(about)}</p>"
        f"{f'<table>{rows}</table>' if rows else ''}{body}<table>{answers}</table></article>"
    )


def _field(
    document: Mapping[str, Any], name: str, field: Mapping[str, Any], schema: Mapping[str, Any]
) -> str:
    kinds = [_kind(document, field)]
    if "default" in field:
        kinds.append(f"default {json.dumps(field['default'], ensure_ascii=False)}")
    elif name in schema.get("required", ()):
        kinds.append("required")
    return (
        f"<tr><td><code>{html.escape(name)}</code></td><td>{html.escape(', '.join(kinds))}</td>"
        f"<td>{html.escape(field.get('description', ''))}</td></tr>"
    )


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(_kind(document, s) for s in schema[choice])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("type", "any"))


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _example(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """The fields that have an example, or are needed."""
    schema = _resolved(document, schema)
    found: dict[str, Any] = {}
    for name, field in schema.get("properties", {}).items():
        if "examples" in field:
            found[name] = field["examples"][0]
        elif "example" in field:
            found[name] = field["example"]
        elif field.get("type") == "array" and "$ref" in field.get("items", {}) and not found:
            found[name] = [_example(document, field["items"])]
    return found
