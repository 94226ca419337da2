"""The report: one HTML page with figures and plots, drawn as SVG; it needs no other file and no other host."""

from __future__ import annotations

import html
from collections.abc import Sequence

from toolkit.batch.progress import duration
from toolkit.batch.tally import Tally

__all__ = ["page"]

_WIDE, _HIGH = 640, 180
_MOST_TERMS = 25
_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;"
    "padding:0 1rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}td,th{text-align:left;"
    "padding:.15rem 1rem .15rem 0;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "svg{width:100%;height:auto;display:block}rect{fill:#2a7ab8}text{fill:currentColor;font-size:11px}"
    "line{stroke:currentColor;opacity:.4}td.bar{width:60%}td.bar span{display:block;height:.8rem;"
    "background:#2a7ab8;min-width:1px}"
)


def page(tally: Tally) -> str:
    """The page of all runs into a folder.

    >>> "<h2>Articles" in page(Tally(articles=2, seconds=60.0, over_time=[1, 1]))
    True
    """
    body = ["<h1>Batch report</h1>", _figures(tally)]
    if tally.articles:
        minutes = tally.bin_seconds / 60
        rates = [count / minutes for count in tally.over_time]
        body.append("<h2>Articles a minute, over working time</h2>")
        body.append(_columns(rates, 0, tally.bin_seconds / 60, "min"))
    for name, bins in sorted(tally.lengths.items()):
        lows = [int(low) for low in bins]
        counts = [float(bins.get(str(low), 0)) for low in range(min(lows), max(lows) + 10, 10)]
        language, length = name.split(" ", 1)
        body.append(f"<h2>Length of the abstracts: {html.escape(language)}, {html.escape(length)}</h2>")
        body.append(_columns(counts, min(lows), 10, "words"))
    for title, counts_by in (
        ("Failed, by reason", tally.failed),
        ("Warnings, by kind", tally.warnings),
        ("Terms most used", tally.terms),
    ):
        body.append(f"<h2>{title}</h2>")
        body.append(_bars(counts_by.most_common(_MOST_TERMS)) if counts_by else "<p>None.</p>")
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'><title>Batch report</title>"
        f"<style>{_STYLE}</style></head>\n<body>" + "\n".join(body) + "\n</body></html>\n"
    )


def _figures(tally: Tally) -> str:
    seconds = max(tally.seconds, 1e-9)
    rows = [
        ("articles with a digest", f"{tally.articles - tally.failures:,}"),
        ("failed", f"{tally.failures:,}"),
        ("working time", duration(tally.seconds)),
        ("articles a minute", f"{tally.articles / seconds * 60:.1f}"),
        ("sentences translated", f"{tally.sentences:,}"),
        ("tokens", f"{tally.tokens:,}"),
        ("tokens a second", f"{tally.tokens / seconds:.0f}"),
    ]
    cells = "".join(f"<tr><td>{name}</td><td class='n'>{value}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _columns(values: Sequence[float], first: float, step: float, unit: str) -> str:
    """A column for each value; the axis tells from where to where they go, and the highest value."""
    most = max(values) or 1.0
    width = _WIDE / len(values)
    drawn = []
    for i, value in enumerate(values):
        low, high = first + i * step, first + (i + 1) * step
        tip = f"{low:g}–{high:g} {unit}: {value:g}"
        drawn.append(
            f"<rect x='{i * width:.1f}' y='{20 + _HIGH * (1 - value / most):.1f}' "
            f"width='{max(width - 1, 0.5):.1f}' height='{_HIGH * value / most:.1f}'><title>{tip}</title></rect>"
        )
    base = _HIGH + 20
    last = f"{first + len(values) * step:.4g} {unit}"
    return (
        f"<svg viewBox='0 0 {_WIDE} {base + 20}' role='img' aria-label='highest {most:.4g}'>"
        f"<text x='0' y='12'>{most:.4g}</text><line x1='0' x2='{_WIDE}' y1='20' y2='20'/>"
        f"{''.join(drawn)}<line x1='0' x2='{_WIDE}' y1='{base}' y2='{base}'/>"
        f"<text x='0' y='{base + 14}'>{first:.4g}</text>"
        f"<text x='{_WIDE}' y='{base + 14}' text-anchor='end'>{last}</text></svg>"
    )


def _bars(counts: Sequence[tuple[str, int]]) -> str:
    most = max(count for _, count in counts)
    rows = (
        f"<tr><td>{html.escape(name)}</td><td class='n'>{count:,}</td>"
        f"<td class='bar'><span style='width:{100 * count / most:.1f}%'></span></td></tr>"
        for name, count in counts
    )
    return f"<table style='width:100%'>{''.join(rows)}</table>"
