"""The toolkit as the service uses it: checked requests in, JSON values out. Everything here runs in a thread."""

from __future__ import annotations

import contextlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from api.metrics import Metrics
from api.problems import Problem
from api.schemas import ArticleIn, DigestIn, SummaryIn, TermIn, TranslationIn
from api.settings import Settings
from api.vocabulary import LETTER_PATTERN
from api.warnings import kind_of, with_kinds
from toolkit.article import Article, parse_article
from toolkit.errors import InputError, ToolkitError
from toolkit.glossary import Glossary, Target, Term
from toolkit.languages import detect_language, language_code
from toolkit.pipeline import Digest, digest, digest_as_dict
from toolkit.sentences import sentence_spans
from toolkit.summary import Budget, check_method
from toolkit.translation import Segment, Translation, TranslationSettings, Translator
from toolkit.translation.decoding import decoder_for
from toolkit.translation.packages import route

__all__ = ["Engine", "GlossarySource"]

_MAX_GLOSSARIES, _MAX_TRANSLATORS = 32, 32
_STEP = 32
"""Texts translated between two looks at the ticket."""

_ENDLESS = re.compile(r"[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{1000}")

Check = Callable[[str], None]


class GlossarySource(Protocol):
    """Where stored glossaries come from."""

    def version(self, identifier: str) -> str:
        """Changes when the glossary does. Raises Problem when there is none."""

    def terms(self, identifier: str) -> Sequence[Term]:
        """Its terms, in order of priority. Raises Problem when there is none."""


class Engine:
    """Translators and glossaries of one process."""

    def __init__(self, settings: Settings, metrics: Metrics, glossaries: GlossarySource) -> None:
        self._settings, self._metrics, self._stored = settings, metrics, glossaries
        self._lock = threading.Lock()
        self._glossaries: OrderedDict[tuple[str, ...], Glossary] = OrderedDict()
        self._translators: OrderedDict[tuple[str, str, str, TranslationSettings], Translator] = OrderedDict()

    # ---- glossaries and translators

    def glossary(self, names: Sequence[str] | None, terms: Sequence[TermIn] = ()) -> Glossary:
        """The glossary that a request chose.

        Raises:
            Problem: there is none of that id, too many terms, or a term makes no sense.
        """
        if len(terms) > self._settings.max_terms:
            raise Problem("too-large", f"more than {self._settings.max_terms} terms: make them a glossary")
        names = ("default",) if names is None else tuple(dict.fromkeys(names))
        key = tuple(f"{name} {self._stored.version(name)}" for name in names)
        with self._lock:
            found = self._glossaries.get(key)
        self._metrics.glossary_cache.labels("miss" if found is None else "hit").inc()
        if found is None:
            chosen = [term for name in names for term in self._stored.terms(name)]
            found = Glossary(chosen, name="+".join(names) or "none")
            _keep(self._glossaries, key, found, _MAX_GLOSSARIES, self._lock)
        if not terms:
            return found
        return found.with_terms(_term(term, number) for number, term in enumerate(terms, start=1))

    def translator(
        self, source: str, target: str, glossary: Glossary, settings: TranslationSettings | None = None
    ) -> Translator:
        """The process's translator of a pair with this glossary.

        Raises:
            LanguageError, PackageError: no such pair, or its package is damaged.
        """
        settings = settings or TranslationSettings()
        key = (language_code(source), language_code(target), glossary.version, settings)
        with self._lock:
            found = self._translators.get(key)
        if found is None:
            found = Translator(target, source=source, glossary=glossary, settings=settings)
        _keep(self._translators, key, found, _MAX_TRANSLATORS, self._lock)
        return found

    def warm(self) -> None:
        """Load the models and glossaries that most requests need.

        Raises:
            ToolkitError: a model or glossary is missing or damaged.
        """
        glossary = self.glossary(None)
        glossary.match("")
        for language in self._settings.warm:
            self.translator("en", language, glossary).warm()

    # ---- articles

    def article(self, request: ArticleIn) -> Article:
        """The article of a request.

        Raises:
            ToolkitError, Problem: it is empty, in no known language, or too long.
        """
        self.check_size([request.text])
        _check_letters(request.text)
        article = parse_article(
            request.text, title=request.title, language=request.source_language, input_format=request.format
        )
        self._check_sentences(len(article.sentences))
        _check_words([sentence.text for sentence in article.sentences])
        return article

    def check_asked(self, request: DigestIn | TranslationIn) -> None:
        """Raise what is wrong with a request that its text has no part in: before a job is accepted.

        Raises:
            ToolkitError, Problem: as the work itself would.
        """
        codes = list(map(language_code, request.languages))
        self.glossary([], request.terms)
        source = request.source_language
        if isinstance(request, DigestIn):
            _check_letters(request.text)
            self._check_lengths(request.lengths)
            check_method(request.method)
        else:
            self.check_size(request.listed)
        _check_pairs(source, codes)

    def check_size(self, texts: Sequence[str]) -> None:
        """Raise the problem of texts that are too many or too long together."""
        if len(texts) > self._settings.max_items:
            raise Problem("too-large", f"{len(texts)} texts: send at most {self._settings.max_items} at once")
        self.check_characters(texts)

    def check_characters(self, texts: Sequence[str]) -> None:
        """Raise the problem of texts that are too long together."""
        total = sum(map(len, texts))
        if total > self._settings.max_characters:
            raise Problem(
                "too-large", f"{total} characters: send at most {self._settings.max_characters} at once"
            )

    def _check_sentences(self, count: int) -> None:
        if count > self._settings.max_sentences:
            raise Problem("too-large", f"{count} sentences: send at most {self._settings.max_sentences}")

    def _check_lengths(self, lengths: Sequence[str], article: Article | None = None) -> None:
        if len(lengths) > self._settings.max_items:
            raise Problem("too-large", f"{len(lengths)} lengths: ask for at most {self._settings.max_items}")
        for length in lengths:
            Budget.parse(length, article)

    def summaries(self, request: SummaryIn, check: Check) -> dict[str, Any]:
        """Abstracts in the article's own language."""
        article = self.article(request)
        self._check_lengths(request.lengths, article)
        result = digest(
            article,
            languages=[article.language],
            lengths=request.lengths,
            method=request.method,
            glossary=Glossary.empty(),
            progress=check,
        )
        return _shown(result)

    def digest(self, request: DigestIn, check: Check) -> dict[str, Any]:
        """Abstracts in all asked lengths and languages."""
        parts = list(self.digest_parts(request, check))
        order = [
            (length, code)
            for length in dict.fromkeys(request.lengths)
            for code in dict.fromkeys(map(language_code, request.languages))
        ]
        whole = dict(parts[0])
        by_place = {(a["length"], a["language"]): a for part in parts for a in part["abstracts"]}
        whole["abstracts"] = [by_place[place] for place in order]
        for part in parts[1:]:
            whole["titles"] |= part["titles"]
            whole["versions"] |= part["versions"]
        return whole

    def digest_parts(self, request: DigestIn, check: Check) -> Iterator[dict[str, Any]]:
        """The same, one language after the other, each as soon as it is ready."""
        article = self.article(request)
        self._check_lengths(request.lengths, article)
        codes = list(dict.fromkeys(map(language_code, request.languages)))
        glossary = self.glossary(request.glossaries, request.terms)
        translators = {  # an impossible pair is told before any work is done
            code: self.translator(article.language, code, glossary)
            for code in codes
            if code != article.language
        }
        for code in codes:
            check(code)
            with _decoding():
                result = digest(
                    article,
                    languages=[code],
                    lengths=request.lengths,
                    method=request.method,
                    glossary=glossary,
                    progress=check,
                )
            if code in translators:
                for abstract in result.abstracts:
                    self._count(translators[code], [s.segment for s in abstract.segments])
            yield _shown(result)

    # ---- texts

    def translations(self, request: TranslationIn, check: Check) -> dict[str, Any]:
        """Texts in all asked languages."""
        texts = request.listed
        self.check_size(texts)
        codes = list(dict.fromkeys(map(language_code, request.languages)))
        _check_pairs(request.source_language, codes)  # though there be no texts
        glossary = self.glossary(request.glossaries, request.terms)
        detected = request.source_language.casefold() == "auto"
        sources = [detect_language(t) if detected else language_code(request.source_language) for t in texts]
        for source in dict.fromkeys(sources):
            for code in codes:
                if code != source:
                    self.translator(source, code, glossary)
        found = []
        versions: dict[str, Any] = {"glossary": f"{glossary.name} {glossary.version} ({len(glossary)} terms)"}
        for number, (source, text) in enumerate(zip(sources, texts, strict=True)):
            for code in codes:
                check(code)
                if code == source:
                    found.append(_translation(number, source, code, text, []))
                    continue
                translator = self.translator(source, code, glossary)
                result = self.translate_text(translator, text, check)
                versions[f"packages {code}"] = ", ".join(p.name for p in translator.packages)
                found.append(_translation(number, source, code, result.text, result.segments))
        return {"translations": found, "versions": versions}

    def translate_text(self, translator: Translator, text: str, check: Check) -> Translation:
        """A text, decoded a few sentences at a time, so that the work can be stopped; the translator remembers them."""
        sentences = [
            line[span.start : span.end]
            for line in text.splitlines()
            if line.strip()
            for span in sentence_spans(line, translator.source)
        ]
        self._check_sentences(len(sentences))
        _check_words(sentences)
        for start in range(0, len(sentences), _STEP):
            check(translator.target)
            with _decoding():
                translator.draft(sentences[start : start + _STEP])
        result = translator.translate(text)
        self._count(translator, result.segments)
        return result

    def segments_with(
        self, translator: Translator, check: Check
    ) -> Callable[[Sequence[str]], Sequence[Segment]]:
        """A function that translates the segments of one text, with a look at the ticket every few of them."""
        return lambda segments: self._segments(translator, segments, check)

    def _segments(self, translator: Translator, segments: Sequence[str], check: Check) -> list[Segment]:
        self._check_sentences(len(segments))
        _check_words(segments)
        drafts = []
        for start in range(0, len(segments), _STEP):
            check(translator.target)
            with _decoding():
                drafts += translator.draft(segments[start : start + _STEP])
        done = translator.compose(drafts)
        self._count(translator, done)
        return done

    def _count(self, translator: Translator, segments: Sequence[Segment]) -> None:
        target = translator.target
        self._metrics.segments.labels(target).inc(len(segments))
        decoder = decoder_for(translator.packages[0])
        self._metrics.tokens.labels(target).inc(sum(decoder.length(s.source) for s in segments))
        self._metrics.warnings.labels(target).inc(sum(len(s.warnings) for s in segments))


@contextlib.contextmanager
def _decoding() -> Iterator[None]:
    """A run of text that has no border at all can be longer than the model reads."""
    try:
        yield
    except RuntimeError as error:
        if "position" not in str(error):
            raise
        raise InputError("a sentence is too long for the model: break it with punctuation") from None


def _check_words(sentences: Sequence[str]) -> None:
    """No language has a word so long, and the model would spend minutes on it."""
    for sentence in sentences:
        if run := _ENDLESS.search(sentence):
            raise InputError(
                f"{run[0][:10]!r} begins 1,000 characters without a space: put spaces into the text"
            )


def _check_pairs(source: str | None, codes: Sequence[str]) -> None:
    if source is None or source.casefold() == "auto":
        return
    own = language_code(source)
    for code in codes:
        if code != own:
            route(own, code)


def _check_letters(text: str) -> None:
    if not re.search(LETTER_PATTERN, text):
        raise InputError("the text has no letter of English, Kazakh, Russian or Chinese: give an article")


def _shown(result: Digest) -> dict[str, Any]:
    values = digest_as_dict(result)
    return {
        **values,
        "source": result.article.source,
        "abstracts": [
            {**with_kinds(a), "note_kind": kind_of(a["note"])["kind"] if a["note"] else None}
            for a in values["abstracts"]
        ],
    }


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any, most: int, lock: threading.Lock) -> None:
    with lock:
        kept[key] = value
        kept.move_to_end(key)
        while len(kept) > most:
            kept.popitem(last=False)


def _term(term: TermIn, number: int) -> Term:
    try:
        targets = {language_code(name): Target(text) for name, text in term.targets.items()}
    except ToolkitError as error:
        raise Problem("broken-glossary", f"term {number}: {error}") from None
    if not targets and not term.do_not_translate:
        raise Problem(
            "broken-glossary", f"term {number} has no target: give one, or do_not_translate", line=number
        )
    if not any(c.isalnum() for c in term.source):
        raise Problem("broken-glossary", f"term {number} has no letter or digit", line=number)
    return Term(
        f"request-{number}",
        term.source,
        abbreviations=(term.abbreviation,) if term.abbreviation else (),
        targets=targets,
        case_sensitive=term.case_sensitive,
        glossary="request",
        do_not_translate=term.do_not_translate,
    )


def _translation(
    number: int, source: str, code: str, text: str, segments: Sequence[Segment]
) -> dict[str, Any]:
    values = {
        "text": number,
        "source_language": source,
        "language": code,
        "translation": text,
        "warnings": [w for s in segments for w in s.warnings],
        "segments": [segment.as_dict() for segment in segments],
    }
    return with_kinds(values)
