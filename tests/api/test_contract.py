"""The OpenAPI document, and Schemathesis over it: no 5xx but overload, nothing undocumented. Bounded in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import serving
from tests.api.conftest import settings as api_settings

_BOUNDED = settings(
    max_examples=20, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)  # fmt: skip


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server whose texts are short, so that many requests fit into little time."""
    values = api_settings(
        tmp_path_factory.mktemp("contract"), warm="kk", max_characters=2000, max_sentences=300, max_items=5,
        max_glossaries=10_000, max_jobs=10_000, queue=64,
    )  # fmt: skip
    with serving(values) as client:
        yield client


@pytest.fixture(scope="module")
def schema(contract: httpx.Client) -> Any:
    # 413, 412 and 507 refuse just as 400 and 422 do
    rejections = ["4xx", "5xx"]
    # 412 is the right answer to a valid request whose If-Match names another version, which no schema can rule out
    # (428 cannot come: the document requires the header); the rest is Schemathesis's own list
    answers = ["2xx", "3xx", "401", "403", "404", "409", "412", "429", "5xx"]
    config = schemathesis.Config.from_dict(
        {
            "checks": {
                "negative_data_rejection": {"expected-statuses": rejections},
                "positive_data_acceptance": {"expected-statuses": answers},
            }
        }
    )
    return schemathesis.openapi.from_url(f"{contract.base_url}/openapi.json", config=config)


def _operations() -> list[tuple[str, str]]:
    paths = create_app(Settings(_env_file=None)).openapi()["paths"]
    return [(path, method.upper()) for path, operations in paths.items() for method in operations]


_FILES = ("multipart/form-data", "text/csv", "text/tab-separated-values", "application/x-tbx")
"""What bytes or text in them make a whole file of a format, a schema of a string cannot say; the tests of documents
and glossaries do."""


def _settled(case: Any) -> Any:
    """The same case without the four things that no schema can say.

    The language of a text is not left to be detected; an article has a word; ids of a glossary's entries differ; the head
    of a term stands in it.
    """
    body = case.body
    if not isinstance(body, dict):
        return case
    path = case.operation.path
    if path.startswith("/v1/"):
        for part in (body, *body.get("digests", ()), *body.get("translations", ())):
            if ("text" in part and part.get("source_language") is None) or part.get(
                "source_language"
            ) == "auto":
                part["source_language"] = "en"
            if "text" in part and not re.search(r"[^\W\d_]", part["text"]):
                part["text"] = "The train left."
    elif body.get("source") == "auto":
        body["source"] = "en"
    for name in ("entries", "put"):
        for number, entry in enumerate(body.get(name, ())):
            if "id" in entry:
                entry["id"] = f"{entry['id']} {number}"
            for head in ("kk_head", "ru_head"):
                entry.pop(head, None)
    return case


@pytest.mark.parametrize(("path", "method"), _operations())
def test_every_operation(schema: Any, path: str, method: str) -> None:
    """Generated requests, good and bad: each answer must be as the document says, and never 500."""

    operation = schema[path][method]

    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE).map(_settled))
    @_BOUNDED
    def good(case: Any) -> None:
        excluded = [positive_data_acceptance] if case.media_type in _FILES else []
        case.call_and_validate(timeout=120, excluded_checks=excluded)

    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @_BOUNDED
    def bad(case: Any) -> None:
        case.call_and_validate(timeout=120)

    good()
    if operation.body or operation.query or operation.headers:
        bad()


def test_the_document(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    shown = str(document)
    named = set(re.findall(r"#/components/schemas/(\w+)", shown))
    assert named <= set(document["components"]["schemas"])
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description") or operation.get("summary"), (method, path)


@pytest.mark.parametrize("path", ["/v1/summaries", "/v1/translations", "/v1/digests"])
def test_the_examples_work(client: httpx.Client, path: str) -> None:
    document = client.get("/openapi.json").json()
    name = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    fields = document["components"]["schemas"][name.rpartition("/")[2]]["properties"]
    body = {field: value["examples"][0] for field, value in fields.items() if "examples" in value}
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text


def test_files_of_the_page_are_all_served(client: httpx.Client) -> None:
    folder = Path(__file__).resolve().parents[2] / "api" / "page"
    for path in folder.iterdir():
        assert client.get(f"/page/{path.name}").content == path.read_bytes()
    assert client.get("/page/..%2fapp.py").status_code == 404
