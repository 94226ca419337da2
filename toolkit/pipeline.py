"""The whole job: an article in, abstracts of all asked lengths in all asked languages out.

The command line and the REST API are two thin faces on :func:`digest`. (The module is not called ``digest``:
importing it would hide the function ``toolkit.digest``.)
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from toolkit.article import Article, parse_article
from toolkit.errors import InputError, LanguageError, OptionError, ToolkitError
from toolkit.glossary import Glossary
from toolkit.languages import NAMES, language_code
from toolkit.summary import Abstract, SummarySentence, count_words, summarize
from toolkit.translation import Draft, Segment, TranslationSettings, Translator
from toolkit.translation.packages import shipped_model

__all__ = ["SCHEMA", "Digest", "DigestAbstract", "DigestSegment", "digest", "digest_as_dict", "digest_many"]

SCHEMA = "multilingual-summary-toolkit/digest/1"
"""Name and version of the JSON form; the number rises when a field changes its meaning or goes."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DigestSegment:
    """A sentence of an abstract.

    Attributes:
        sentence: index of its source sentence in the article.
        segment: source and target with terms and warnings; in the article's own language both are the same.
        summary: the chosen sentence with its score and edits.
    """

    sentence: int
    segment: Segment
    summary: SummarySentence


@dataclass(frozen=True, slots=True)
class DigestAbstract:
    """An abstract in one length and one language.

    Attributes:
        length: as asked for: ``short``, ``long``, ``5``, ``20%`` or ``100w``.
        language: of the text.
        segments: its sentences in the order of the article.
        note: a line for the user where it is not what was asked for.
    """

    length: str
    language: str
    segments: tuple[DigestSegment, ...]
    note: str | None

    @property
    def text(self) -> str:
        """The abstract as one paragraph."""
        return ("" if self.language == "zh" else " ").join(s.segment.target for s in self.segments)

    @property
    def words(self) -> int:
        """Length in words."""
        return count_words(self.text, self.language)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be repaired, one line each."""
        return tuple(w for s in self.segments for w in s.segment.warnings)


@dataclass(frozen=True, slots=True)
class Digest:
    """Abstracts of one article.

    Attributes:
        article: the article, with its sentences and what cleaning removed.
        titles: language → title; empty when the article has none.
        abstracts: in the order of lengths, then languages, as asked for.
        versions: engine, model and glossary versions.
    """

    article: Article
    titles: Mapping[str, str]
    abstracts: tuple[DigestAbstract, ...]
    versions: Mapping[str, str]

    def abstract(self, language: str, length: str = "short") -> DigestAbstract:
        """The abstract of one language and length.

        Raises:
            OptionError: it was not asked for.
        """
        code = language_code(language)
        for abstract in self.abstracts:
            if (abstract.language, abstract.length) == (code, length):
                return abstract
        raise OptionError(f"this digest has no {length} abstract in {code}")


_KEPT = 16
_translators: OrderedDict[tuple[str, str, TranslationSettings, str], Translator] = OrderedDict()
_lock = threading.Lock()


def _translator_for(
    source: str, target: str, glossary: Glossary, settings: TranslationSettings
) -> Translator:
    """The process's translator of a pair with this glossary, so that models and memory are kept between calls.

    The last few are kept: a service that takes a glossary with each request must not grow with them.
    """
    key = source, target, settings, glossary.version
    with _lock:
        found = _translators.get(key)
    found = found or Translator(target, source=source, glossary=glossary, settings=settings)
    with _lock:
        _translators[key] = found
        _translators.move_to_end(key)
        while len(_translators) > _KEPT:
            _translators.popitem(last=False)
    return found


def digest(
    article: Article | str,
    *,
    languages: Sequence[str] = ("kk",),
    lengths: Sequence[str] = ("short",),
    method: str = "combined",
    glossary: Glossary | None = None,
    settings: TranslationSettings | None = None,
    progress: Progress | None = None,
) -> Digest:
    """Abstracts of an article.

    Args:
        article: an article, or its text (cleaned and split as :func:`toolkit.parse_article` does).
        languages: codes or names of the languages wanted; the article's own language needs no model.
        lengths: ``short``, ``long``, ``"5"`` (sentences), ``"20%"`` or ``"100w"`` (words).
        method: how sentences are scored, one of ``toolkit.summary.METHODS``.
        glossary: fixed terms; default the shipped ones; ``Glossary.empty()`` for none.
        settings: of the translation.
        progress: called with a line of text before each step.

    Raises:
        InputError: nothing to summarise.
        LanguageError: unknown language or pair.
        OptionError: unknown length or method.
        GlossaryError, PackageError: broken glossary or packages.

    >>> text = "Astana hosted the SCO summit on July 4, 2024. " * 1 + "Leaders of ten states signed 25 documents."
    >>> result = digest(text, languages=["en"])
    >>> result.abstract("en").text
    'Astana hosted the SCO summit on July 4, 2024. Leaders of ten states signed 25 documents.'
    """
    parsed = parse_article(article) if isinstance(article, str) else article
    [result] = digest_many(
        [parsed],
        languages=languages,
        lengths=lengths,
        method=method,
        glossary=glossary,
        settings=settings,
        progress=progress,
    )
    if isinstance(result, ToolkitError):
        raise result
    return result


def digest_many(
    articles: Iterable[Article],
    *,
    languages: Sequence[str] = ("kk",),
    lengths: Sequence[str] = ("short",),
    method: str = "combined",
    glossary: Glossary | None = None,
    settings: TranslationSettings | None = None,
    progress: Progress | None = None,
) -> list[Digest | ToolkitError]:
    """Abstracts of many articles, their sentences decoded together: full batches, and each sentence once.

    Args:
        articles: the articles; all are held in memory until the last is done.
        languages, lengths, method, glossary, settings, progress: as in :func:`digest`.

    Returns:
        For each article, in order, its digest or the error that :func:`digest` would raise for it alone.

    Raises:
        OptionError, LanguageError: what is asked for makes no sense, whatever the article.
        GlossaryError, PackageError: broken glossary or packages.

    >>> from toolkit.article import parse_article
    >>> texts = ("Astana hosted the summit on July 4, 2024.", "Leaders of ten states signed 25 documents.")
    >>> done = digest_many([parse_article(text) for text in texts], languages=["en"])
    >>> [result.abstract("en").text for result in done]
    ['Astana hosted the summit on July 4, 2024.', 'Leaders of ten states signed 25 documents.']
    """
    say: Progress = progress or (lambda line: None)
    settings = settings or TranslationSettings()
    codes = list(dict.fromkeys(language_code(name) for name in languages))
    if not codes:
        raise OptionError("no language asked for: name at least one of en, kk, ru, zh")

    def plan(article: Article) -> _Plan | ToolkitError:
        nonlocal glossary
        foreign = [code for code in codes if code != article.language]
        if foreign and glossary is None:
            glossary = Glossary.default()
        try:
            # an impossible pair is told before any work is done
            translators = {
                code: _translator_for(article.language, code, glossary or Glossary.empty(), settings)
                for code in foreign
            }
            say("choosing sentences")
            abstracts = {
                length: summarize(article, length, method=method) for length in dict.fromkeys(lengths)
            }
        except (InputError, LanguageError, OptionError) as error:
            return error
        return _Plan(article, abstracts, translators)

    plans = [plan(article) for article in articles]
    drafts = _drafts([p for p in plans if isinstance(p, _Plan)], say)
    return [_composed(p, codes, drafts) if isinstance(p, _Plan) else p for p in plans]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be translated of an article, and by whom."""

    article: Article
    abstracts: Mapping[str, Abstract]
    translators: Mapping[str, Translator]

    @property
    def texts(self) -> list[str]:
        title = [self.article.title] if self.article.title else []
        return title + [s.text for abstract in self.abstracts.values() for s in abstract.sentences]


_AT_ONCE = 256
"""Segments that a translator gets in one call: many full batches, and a caller is told soon that all goes well."""


def _drafts(plans: Sequence[_Plan], say: Progress) -> dict[Translator, dict[str, Draft]]:
    """The decoded segments of all articles, by translator and source; each is decoded once."""
    wanted: dict[Translator, list[str]] = {}
    for p in plans:
        for translator in p.translators.values():
            wanted.setdefault(translator, []).extend(p.texts)
    drafts: dict[Translator, dict[str, Draft]] = {}
    for translator, texts in wanted.items():
        distinct = list(dict.fromkeys(texts))
        if len(distinct) > _AT_ONCE:  # sentences of one length together: little of a batch is padding
            distinct.sort(key=len)
        found = drafts.setdefault(translator, {})
        for start in range(0, len(distinct), _AT_ONCE):
            say(f"translating into {NAMES[translator.target]}")
            some = distinct[start : start + _AT_ONCE]
            found.update(zip(some, translator.draft(some), strict=True))
    return drafts


def _composed(p: _Plan, codes: Sequence[str], drafts: Mapping[Translator, Mapping[str, Draft]]) -> Digest:
    title, own = p.article.title, p.article.language
    titles = {own: title} if title else {}
    done: dict[tuple[str, str], DigestAbstract] = {}
    for code in codes:
        if code == own:
            done.update({(length, code): _own(abstract) for length, abstract in p.abstracts.items()})
            continue
        translator = p.translators[code]
        found = drafts.get(translator, {})
        if title:
            titles[code] = translator.compose([found[title]])[0].target
        for length, abstract in p.abstracts.items():
            done[length, code] = _translated(abstract, found, translator)
    return Digest(
        p.article,
        titles,
        tuple(done[length, code] for length in p.abstracts for code in codes),
        _versions(p.translators),
    )


def _own(abstract: Abstract) -> DigestAbstract:
    segments = tuple(DigestSegment(s.sentence.index, Segment(s.text, s.text), s) for s in abstract.sentences)
    return DigestAbstract(abstract.length, abstract.language, segments, abstract.note)


def _translated(abstract: Abstract, drafts: Mapping[str, Draft], translator: Translator) -> DigestAbstract:
    composed = translator.compose([drafts[s.text] for s in abstract.sentences])
    segments = tuple(
        DigestSegment(s.sentence.index, segment, s)
        for s, segment in zip(abstract.sentences, composed, strict=True)
    )
    return DigestAbstract(abstract.length, translator.target, segments, abstract.note)


def _versions(translators: Mapping[str, Translator]) -> dict[str, str]:
    from toolkit import __version__

    versions = {"toolkit": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
    if translators:
        from importlib.metadata import version

        versions["ctranslate2"] = version("ctranslate2")
        versions["shipped model"] = str(shipped_model()["version"])
        glossary = next(iter(translators.values())).glossary
        versions["glossary"] = f"{glossary.name} {glossary.version} ({len(glossary)} terms)"
        for code, translator in translators.items():
            versions[f"packages {code}"] = ", ".join(p.name for p in translator.packages)
    return versions


def digest_as_dict(result: Digest) -> dict[str, Any]:
    """The JSON form of a digest, documented in ``docs/json.md`` and versioned by :data:`SCHEMA`."""
    return {
        "schema": SCHEMA,
        "title": result.article.title,
        "titles": dict(result.titles),
        "language": result.article.language,
        "sentences": len(result.article.sentences),
        "removed": [asdict(r) for r in result.article.removed],
        "abstracts": [
            {
                "length": a.length,
                "language": a.language,
                "text": a.text,
                "words": a.words,
                "note": a.note,
                "warnings": list(a.warnings),
                "segments": [_segment_as_dict(s) for s in a.segments],
            }
            for a in result.abstracts
        ],
        "versions": dict(result.versions),
    }


def _segment_as_dict(s: DigestSegment) -> dict[str, Any]:
    return {
        "sentence": s.sentence,
        "start": s.summary.sentence.start,
        "end": s.summary.sentence.end,
        "edits": [asdict(e) for e in s.summary.edits],
        **s.segment.as_dict(),
        "score": round(s.summary.score, 4),
        "translation_score": round(s.segment.score, 4),
    }
