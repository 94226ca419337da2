"""Digests and translations as text, Markdown, JSON and HTML."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence

from toolkit.languages import AUTONYMS
from toolkit.pipeline import Digest, DigestAbstract, digest_as_dict
from toolkit.translation import Segment, TermUse

__all__ = ["FORMATS", "as_html", "as_json", "as_markdown", "as_text", "term_lines"]

FORMATS = ("text", "markdown", "json", "html")


def as_text(result: Digest) -> str:
    """Just the abstract; headings only when there are several."""
    if len(result.abstracts) == 1:
        return result.abstracts[0].text + "\n"
    return "\n".join(f"{_heading(a, result)}\n{a.text}\n" for a in result.abstracts)


def _heading(abstract: DigestAbstract, result: Digest) -> str:
    languages = {a.language for a in result.abstracts}
    lengths = {a.length for a in result.abstracts}
    shown = [AUTONYMS[abstract.language]] if len(languages) > 1 else []
    shown += [abstract.length] if len(lengths) > 1 else []
    return f"[{' · '.join(shown)}]"


def as_markdown(result: Digest) -> str:
    """A heading a language, the title, and each abstract as a paragraph."""
    lines: list[str] = []
    for language in dict.fromkeys(a.language for a in result.abstracts):
        lines += [f"# {result.titles.get(language) or AUTONYMS[language]}", ""]
        chosen = [a for a in result.abstracts if a.language == language]
        for abstract in chosen:
            lines += [f"## {abstract.length}", ""] if len(chosen) > 1 else []
            lines += [_escaped(abstract.text), ""]
            lines += [f"> {w}" for w in abstract.warnings] + ([""] if abstract.warnings else [])
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>" else c for c in text)


def as_json(value: Digest | dict[str, object]) -> str:
    """JSON with real letters, two spaces of indent."""
    shown = digest_as_dict(value) if isinstance(value, Digest) else value
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def term_lines(terms: Iterable[TermUse]) -> list[str]:
    """The term report, one line a use, TAB-separated: id, source, target, form, case, way, glossary."""
    return ["\t".join((t.term_id, t.source, t.target, t.form, t.case, t.way, t.glossary)) for t in terms]


def as_html(result: Digest) -> str:
    """Source and target side by side, terms marked with a tooltip; needs no other file and no other host."""
    body: list[str] = []
    for abstract in result.abstracts:
        body.append(f"<h2>{html.escape(AUTONYMS[abstract.language])} · {html.escape(abstract.length)}</h2>")
        body.append("<table>")
        for s in abstract.segments:
            body.append(
                f"<tr><td lang='{result.article.language}'>{_marked(s.segment, source=True)}</td>"
                f"<td lang='{abstract.language}'>{_marked(s.segment, source=False)}"
                f"{_warnings(s.segment.warnings)}</td></tr>"
            )
        body.append("</table>")
    title = html.escape(result.article.title or "Digest")
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;"
    "padding:0 1rem}table{border-collapse:collapse;width:100%}td{vertical-align:top;width:50%;padding:.5rem;"
    "border-top:1px solid #8886}mark{background:#fd63;color:inherit;border-bottom:2px solid #d90;cursor:help}"
    ".warning{display:block;color:#c30;font-size:.85rem}@media(max-width:40rem){td{display:block;width:auto}}"
)


def _marked(segment: Segment, *, source: bool) -> str:
    text = segment.source if source else segment.target
    spans = sorted(
        [
            ((t.source_start, t.source_end) if source else (t.target_start, t.target_end), t)
            for t in segment.terms
        ],
        key=lambda pair: pair[0],
    )
    out: list[str] = []
    at = 0
    for (start, end), term in spans:
        if start < at:
            continue
        tip = f"{term.term_id} · {term.target if source else term.source} · {term.form} · {term.case} · {term.way}"
        out += [
            html.escape(text[at:start]),
            f"<mark title='{html.escape(tip, quote=True)}'>{html.escape(text[start:end])}</mark>",
        ]
        at = end
    return "".join(out) + html.escape(text[at:])


def _warnings(warnings: Sequence[str]) -> str:
    return "".join(f"<span class='warning' role='note'>⚠ {html.escape(w)}</span>" for w in warnings)
