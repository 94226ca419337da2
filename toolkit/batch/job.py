"""What is done to every article, the same in every engine: items in, outcomes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.article import Article, decode_bytes, parse_article
from toolkit.batch.item import ErrorKind, Failure, Item, Outcome, Refused
from toolkit.errors import InputError, LanguageError, ToolkitError
from toolkit.glossary import Glossary
from toolkit.languages import language_code
from toolkit.pipeline import SCHEMA, Digest, digest_as_dict, digest_many
from toolkit.summary import Budget, check_method
from toolkit.translation import TranslationSettings
from toolkit.translation.decoding import decoder_for
from toolkit.translation.packages import route

__all__ = ["Job", "failed", "refused", "run_job"]


@dataclass(frozen=True)
class Job:
    """What is asked for, as :func:`toolkit.digest` takes it.

    Attributes:
        languages: codes; empty for each article's own.
        lengths: ``short``, ``long``, ``"5"``, ``"20%"``, ``"100w"``.
        method: how sentences are scored.
        quality: ``fast`` or ``best``.
        glossary: fixed terms.
    """

    languages: tuple[str, ...]
    lengths: tuple[str, ...]
    method: str
    quality: str
    glossary: Glossary

    def __post_init__(self) -> None:
        """What is wrong with the options is told before the first article is read.

        Raises:
            LanguageError: an unknown language.
            OptionError: an unknown length, method or quality.
        """
        for name in self.languages:
            language_code(name)
        check_method(self.method)
        for length in self.lengths:
            Budget.parse(length)
        _ = self.settings

    @cached_property
    def settings(self) -> TranslationSettings:
        """Of the translation."""
        return TranslationSettings.named(self.quality)

    @property
    def fingerprint(self) -> dict[str, Any]:
        """What records depend on: a folder holds records of one job only."""
        return {
            "languages": [language_code(name) for name in self.languages],
            "lengths": list(self.lengths),
            "method": self.method,
            "quality": self.quality,
            "glossary": self.glossary.version,
        }


def run_job(items: Sequence[Item], job: Job, alive: Callable[[], None] = lambda: None) -> list[Outcome]:
    """Digest articles, their sentences decoded together.

    Args:
        items: the articles.
        job: what is asked for.
        alive: called before each step.

    Returns:
        An outcome for each item, in order; a bad article is an error record.

    Raises:
        GlossaryError, OptionError, PackageError: what no article is to blame for.
    """
    done: list[Outcome | None] = [None] * len(items)
    groups: dict[tuple[str, ...], list[tuple[int, Article]]] = {}
    for i, item in enumerate(items):
        alive()
        try:
            article = _article(item)
        except (InputError, LanguageError) as error:
            done[i] = failed(item, _failure(error))
            continue
        groups.setdefault(job.languages or (article.language,), []).append((i, article))
    for languages, members in groups.items():
        results = digest_many(
            [article for _, article in members],
            languages=languages,
            lengths=job.lengths,
            method=job.method,
            glossary=job.glossary,
            settings=job.settings,
            progress=lambda line: alive(),
        )
        for (i, _), result in zip(members, results, strict=True):
            if isinstance(result, ToolkitError):
                done[i] = failed(items[i], _failure(result))
            else:
                done[i] = _outcome(items[i], result)
    return [outcome for outcome in done if outcome is not None]


def _article(item: Item) -> Article:
    text = decode_bytes(item.content) if isinstance(item.content, bytes) else item.content
    return parse_article(text, title=item.title, language=item.language, input_format=item.input_format)


def _failure(error: ToolkitError) -> Failure:
    kind: ErrorKind = "language" if isinstance(error, LanguageError) else "input"
    return Failure(kind, " ".join(str(error).split()))


def _outcome(item: Item, result: Digest) -> Outcome:
    record = {"id": item.id, "source": item.place, "error": None, **digest_as_dict(result)}
    own = result.article.language
    targets = {
        (a.language, s.segment.source): s.segment.target
        for a in result.abstracts
        if a.language != own
        for s in a.segments
    }
    decoders = {code: decoder_for(route(own, code)[-1]) for code in {code for code, _ in targets}}
    tokens = sum(decoders[code].length(target) for (code, _), target in targets.items())
    return Outcome(item.key, record, len(targets), tokens, item.weight)


def failed(item: Item | Refused, failure: Failure) -> Outcome:
    """The outcome of an article without a digest: the same fields, empty, and the error."""
    record: dict[str, Any] = {
        "id": item.id,
        "source": item.place,
        "error": {"kind": failure.kind, "message": failure.message, "attempts": failure.attempts},
        "schema": SCHEMA,
        "title": item.title if isinstance(item, Item) else None,
        "titles": {},
        "language": None,
        "sentences": 0,
        "removed": [],
        "abstracts": [],
        "versions": {},
    }
    return Outcome(item.key, record, weight=item.weight)


def refused(item: Refused) -> Outcome:
    """The outcome of what is no article."""
    return failed(item, item.failure)
