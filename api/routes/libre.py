"""The API of LibreTranslate, so that its clients work unchanged; plus an optional ``glossary``.

Parameters come as JSON, as a form or in the query. Errors are ``{"error": "…"}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.documents import FORMATS
from api.engine import Check, Engine
from api.markup import translate_html
from api.problems import Problem
from api.state import State, StateOf, address_of
from api.vocabulary import GLOSSARY_ID, names_of
from toolkit.errors import LanguageError
from toolkit.glossary import Glossary
from toolkit.languages import LANGUAGES, NAMES, detect_language, language_code
from toolkit.translation import BeamSettings, TranslationSettings
from toolkit.translation.packages import route, translatable_pairs

__all__ = [
    "GLOSSARY",
    "LIBRE_ERRORS",
    "LIBRE_MISSING",
    "SOURCE",
    "TARGET",
    "admitted",
    "document",
    "glossary_of",
    "parameters",
    "router",
    "source_of",
    "target_of",
]

router = APIRouter(tags=["LibreTranslate"])

_OTHER_WAYS = (
    TranslationSettings(beam=BeamSettings(beam=6, coverage=0.0, length=0.8)),
    TranslationSettings(beam=BeamSettings(beam=2, coverage=0.0)),
    TranslationSettings(beam=BeamSettings(beam=8, coverage=0.4, length=1.2)),
    TranslationSettings(beam=BeamSettings(beam=1, coverage=0.0)),
)
"""Searches whose results, where they differ, are given as alternatives."""

LIBRE_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}},
                }
            }
        },
    }
    for status, text in {
        400: "Invalid request",
        403: "A key is needed, or it is wrong",
        408: "The body did not arrive in time",
        413: "Too large",
        429: "Slow down",
        503: "Overloaded, too slow or going down",
    }.items()
}


LIBRE_MISSING: dict[int | str, dict[str, Any]] = {
    404: LIBRE_ERRORS[400] | {"description": "No such glossary"}
}


def document(properties: Mapping[str, Any], required: list[str], *, upload: bool = False) -> dict[str, Any]:
    """OpenAPI of a route whose parameters come as JSON, form or query."""
    kinds: Mapping[str, Mapping[str, Any]] = {
        # what is no string is no key, which only matters where one is needed
        "application/json": {"api_key": {}},
        "application/x-www-form-urlencoded": {},
    }
    content = {
        kind: {"schema": {"type": "object", "required": required, "properties": {**properties, **more}}}
        for kind, more in ({"multipart/form-data": {}} if upload else kinds).items()
    }
    return {"requestBody": {"required": True, "content": content}}


_NAMES = names_of(LANGUAGES)
SOURCE = {
    "type": "string",
    "enum": ["auto", *_NAMES],
    "example": "en",
    "description": "A code, a name, or `auto`.",
}
TARGET = {"type": "string", "enum": _NAMES, "example": "kk"}
GLOSSARY = {
    "type": "string",
    "pattern": rf"^(none|{GLOSSARY_ID.strip('^$')}(,{GLOSSARY_ID.strip('^$')}){{0,19}})?$",
    "description": "Ids of glossaries with commas between, or `none`; default the shipped ones.",
}
_Q = {
    "oneOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}},
    ],
    "example": "Leaders of the SCO met in Astana.",
}
_TRANSLATE = document(
    {
        "q": _Q,
        "source": SOURCE,
        "target": TARGET,
        "format": {"type": "string", "enum": ["text", "html", ""], "default": "text"},
        "alternatives": {"type": "integer", "minimum": 0, "default": 0},
        "glossary": GLOSSARY,
        "api_key": {"type": "string"},
    },
    ["q", "source", "target"],
)


_FORM_Q = _Q | {  # an empty list is no field at all
    "oneOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]
}
_content = _TRANSLATE["requestBody"]["content"]
for _kind, _more in (
    ("application/x-www-form-urlencoded", {"q": _FORM_Q}),
    (
        "application/json",
        {
            "glossary": GLOSSARY | {"type": ["string", "null"]},
            "format": {"enum": ["text", "html", "", None], "default": "text"},
        },
    ),
):
    _schema = _content[_kind]["schema"]
    _content[_kind]["schema"] = {**_schema, "properties": {**_schema["properties"], **_more}}


async def parameters(request: Request) -> dict[str, Any]:
    """The parameters of a request, wherever they stand.

    Raises:
        Problem: the body is not what its content type says.
    """
    found: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    try:
        if kind == "application/x-www-form-urlencoded":
            # not by request.form(), which takes letters that were not escaped (curl -d) for Latin-1
            text = (await request.body()).decode("utf-8")
            found |= _single(parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=200))
        elif kind == "multipart/form-data":
            form = await request.form(max_files=1, max_fields=200)
            found |= _single({name: form.getlist(name) for name in form})
        elif body := await request.body():
            data = json.loads(body)
            if not isinstance(data, dict):
                raise ValueError
            found.update(data)
    except (ValueError, RecursionError):
        what = "form" if kind == "application/x-www-form-urlencoded" else "JSON"
        raise Problem("malformed-request", f"Invalid {what} format") from None
    return found


def _single(fields: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def admitted(request: Request, state: State, values: Mapping[str, Any]) -> str:
    """The client's name; the key may stand in ``api_key``.

    Raises:
        Problem: no or a wrong key; too many requests.
    """
    key = values.get("api_key") or request.headers.get("x-api-key")
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if not key and scheme.casefold() == "bearer":
        key = bearer.strip()
    return state.access.admit(key if isinstance(key, str) else None, address_of(request))


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if value is None or value == "":
        raise Problem("malformed-request", f"Invalid request: missing {name} parameter")
    if not isinstance(value, str):
        raise Problem("malformed-request", f"Invalid request: {name} must be a string")
    return value


def source_of(values: Mapping[str, Any]) -> str:
    """The source language, or ``auto``."""
    name = _text(values, "source")
    return "auto" if name.casefold() == "auto" else _language(name)


def target_of(values: Mapping[str, Any]) -> str:
    """The target language."""
    return _language(_text(values, "target"))


def _language(name: str) -> str:
    try:
        return language_code(name)
    except LanguageError:
        raise Problem("malformed-request", f"{name[:40]} is not supported") from None


def glossary_of(values: Mapping[str, Any], engine: Engine) -> Glossary:
    """The glossary that ``glossary`` names; the shipped ones without it; none for ``none``."""
    name = values.get("glossary")
    if name is None or name == "":
        return engine.glossary(None)
    if not isinstance(name, str):
        raise Problem("malformed-request", "Invalid request: glossary must be a string")
    return engine.glossary([] if name == "none" else [part.strip() for part in name.split(",")][:20])


def _count(values: Mapping[str, Any], most: int) -> int:
    value = values.get("alternatives", 0)
    try:
        count = int(value)
    except (TypeError, ValueError, OverflowError):
        raise Problem(
            "malformed-request", "Invalid request: alternatives parameter is not a number"
        ) from None
    if isinstance(value, bool) or (isinstance(value, float) and value != count) or not 0 <= count <= most:
        raise Problem("malformed-request", f"Invalid request: alternatives must be from 0 to {most}")
    return count


@router.post(
    "/translate",
    openapi_extra=_TRANSLATE,
    responses={
        **LIBRE_ERRORS,
        **LIBRE_MISSING,
        200: {"content": {"application/json": {"example": {"translatedText": "…"}}}},
    },
)
async def translate(request: Request, state: StateOf) -> Response:
    """Translate a text or a list of texts, plain or HTML."""
    values = await parameters(request)
    admitted(request, state, values)
    q = values.get("q")
    if q is None:
        raise Problem("malformed-request", "Invalid request: missing q parameter")
    texts = q if isinstance(q, list) else [q]
    if not all(isinstance(text, str) for text in texts):
        raise Problem("malformed-request", "Invalid request: q must be a string or a list of strings")
    source, target = source_of(values), target_of(values)
    kind = values.get("format")
    kind = "text" if kind is None or kind == "" else kind
    if kind not in ("text", "html"):
        raise Problem("malformed-request", f"{str(kind)[:40]} format is not supported")
    most = _count(values, state.settings.max_alternatives)
    engine = state.engine

    def work(check: Check) -> dict[str, Any]:
        engine.check_size(texts)
        if source not in ("auto", target):
            route(source, target)  # an impossible pair is told, whatever the text
        glossary = glossary_of(values, engine)
        sources = [_detected(text) if source == "auto" else (100.0, source) for text in texts]
        done = [
            _translate(engine, glossary, text, code, target, kind, most, check)
            for text, (_, code) in zip(texts, sources, strict=True)
        ]
        found: dict[str, Any] = {"translatedText": [d[0] for d in done]}
        if source == "auto":
            found["detectedLanguage"] = [{"confidence": sure, "language": code} for sure, code in sources]
        if most:
            found["alternatives"] = [d[1:] for d in done]
        return found if isinstance(q, list) else {name: value[0] for name, value in found.items()}

    return JSONResponse(await state.work.run(lambda ticket: work(ticket.check), request))


def _translate(
    engine: Engine,
    glossary: Glossary,
    text: str,
    source: str,
    target: str,
    kind: str,
    most: int,
    check: Check,
) -> list[str]:
    """The translation, then the alternatives."""
    if source == target or not text.strip():
        return [text]
    found: list[str] = []
    for settings in (None, *_OTHER_WAYS) if most else (None,):
        translator = engine.translator(source, target, glossary, settings)
        if kind == "html":
            done = translate_html(text, source, target, engine.segments_with(translator, check))
        else:
            done = engine.translate_text(translator, text, check).text
        if done not in found:
            found.append(done)
        if len(found) > most:
            break
    return found


def _detected(text: str) -> tuple[float, str]:
    """Confidence in percent, and language; LibreTranslate's own fallback is English with none.

    The confidences are shares of right answers, measured on 6,000 sentences whole and cut short.
    """
    try:
        code = detect_language(text)
    except LanguageError:
        return 0.0, "en"
    return (99.9 if len(text.split()) >= 8 or len(text) >= 40 else 98.0), code


_DETECTIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"confidence": {"type": "number"}, "language": {"type": "string"}},
    },
}


@router.post(
    "/detect",
    openapi_extra=document({"q": {"type": "string", "minLength": 1}, "api_key": {"type": "string"}}, ["q"]),
    responses={**LIBRE_ERRORS, 200: {"content": {"application/json": {"schema": _DETECTIONS}}}},
)
async def detect(request: Request, state: StateOf) -> Response:
    """The language of a text."""
    values = await parameters(request)
    admitted(request, state, values)
    text = _text(values, "q")
    state.engine.check_size([text])
    sure, code = await state.work.run(lambda ticket: _detected(text), request)
    return JSONResponse([{"confidence": sure, "language": code}])


@router.get("/languages")
def languages(state: StateOf) -> list[dict[str, Any]]:
    """The languages, and what each can be translated into."""
    pairs = translatable_pairs()
    return [
        {"code": code, "name": NAMES[code], "targets": [t for s, t in pairs if s == code] + [code]}
        for code in LANGUAGES
    ]


@router.get("/frontend/settings")
async def frontend_settings(state: StateOf) -> dict[str, Any]:
    """What a user interface needs to know."""
    return {
        "apiKeys": state.access.needed,
        "charLimit": state.settings.max_characters,
        "filesTranslation": True,
        "frontendTimeout": 500,
        "keyRequired": state.access.needed,
        "language": {
            "source": {"code": "en", "name": NAMES["en"]},
            "target": {"code": "kk", "name": NAMES["kk"]},
        },
        "suggestions": False,
        "supportedFilesFormat": list(FORMATS),
    }
