"""The translation pipeline: protect, decode, restore, check, and decode again what did not pass."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from toolkit.errors import OptionError
from toolkit.glossary import Glossary, Match
from toolkit.languages import language_code
from toolkit.translation.alignment import aligned_span, case_in_text
from toolkit.translation.checks import Issue, check, check_placeholders, penalty
from toolkit.translation.clauses import clause_spans
from toolkit.translation.consensus import best_by_consensus
from toolkit.translation.decoding import BeamSettings, Decoder, Hypothesis, decoder_for
from toolkit.translation.government import govern
from toolkit.translation.loops import collapse_repeats
from toolkit.translation.mentions import plan_forms, with_abbreviation, without_invented
from toolkit.translation.names import Name, find_names, transliterate
from toolkit.translation.near_terms import mend_terms
from toolkit.translation.normalise import for_model
from toolkit.translation.numbers import find_quantities
from toolkit.translation.packages import route
from toolkit.translation.protect import Protected, Slot, protect, slots_of
from toolkit.translation.restore import (
    Filled,
    Part,
    Rendered,
    TermUse,
    locate_terms,
    parts_of,
    put_over,
    render,
)

__all__ = ["Draft", "Segment", "Translation", "TranslationSettings", "Translator"]


@dataclass(frozen=True, slots=True)
class TranslationSettings:
    """How hard to try.

    Attributes:
        beam: the first search, for every segment; of its hypotheses the first that passes the checks is taken.
        retry: the search for segments that did not pass the checks.
        finalists: how many of the candidates that pass equally well are compared.
        longest: pieces that a segment may have before it is split at clause borders.
        repair: decode again what did not pass.
        consensus: decode every segment in several ways and take the candidate that agrees best with the others
            (:mod:`toolkit.translation.consensus`): better, at several times the cost.
        first_mention: write a term's first mention in full with its abbreviation, later ones abbreviated.
        memory: how many segments a translator remembers.
        enforcement: how terms get into the translation. ``auto`` carries them as placeholders where the package
            knows placeholders, and tries attention for the segments where that fails; ``placeholder`` and
            ``alignment`` allow one of the two only, so that they can be compared (terms that the model wrote itself
            are found in all of them). A package that knows no
            placeholders always uses alignment.
    """

    beam: BeamSettings = BeamSettings(beam=4, hypotheses=4)
    retry: BeamSettings = BeamSettings(beam=4, hypotheses=4)
    longest: int = 45
    finalists: int = 6
    repair: bool = True
    consensus: bool = False
    first_mention: bool = True
    memory: int = 4096
    enforcement: Literal["auto", "placeholder", "alignment"] = "auto"

    @classmethod
    def named(cls, quality: str) -> TranslationSettings:
        """``fast`` (the default) or ``best`` (by consensus: about five times the time).

        Raises:
            OptionError: another name.
        """
        if quality == "fast":
            return cls()
        if quality == "best":
            return cls(retry=BeamSettings(beam=6, hypotheses=6), consensus=True, finalists=16)
        raise OptionError(f"quality {quality}: choose fast or best")


@dataclass(frozen=True, slots=True)
class Draft:
    """A decoded segment before its place in a text is known: terms are still slots.

    Attributes:
        source: the source segment.
        parts: target text and filled places.
        issues: what the checks still find.
        score: mean log probability a piece.
        matches: the glossary terms in the source.
    """

    source: str
    parts: tuple[Part, ...]
    issues: tuple[Issue, ...]
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A translated segment.

    Attributes:
        source, target: the texts.
        terms: the terms in it, in target order.
        warnings: what the checks found and could not be repaired, one line each.
        score: mean log probability a piece, as the model gives it.
    """

    source: str
    target: str
    terms: tuple[TermUse, ...] = ()
    warnings: tuple[str, ...] = ()
    score: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The segment as JSON values (``docs/json.md``)."""
        return {
            "source": self.source,
            "target": self.target,
            "score": round(self.score, 4),
            "terms": [asdict(term) for term in self.terms],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text: ``text`` has the same line breaks as the source.

    Attributes:
        source_language, target_language: codes.
        text: the translation.
        segments: its sentences.
    """

    source_language: str
    target_language: str
    text: str
    segments: tuple[Segment, ...]

    @property
    def terms(self) -> tuple[TermUse, ...]:
        """All term uses, in order."""
        return tuple(use for segment in self.segments for use in segment.terms)

    @property
    def warnings(self) -> tuple[str, ...]:
        """All warnings, in order."""
        return tuple(warning for segment in self.segments for warning in segment.warnings)


@dataclass(frozen=True, slots=True)
class _Candidate:
    parts: tuple[Part, ...]
    issues: tuple[Issue, ...]
    score: float

    @property
    def penalty(self) -> float:
        return penalty(self.issues)


def _rank(candidate: _Candidate) -> tuple[float, float]:
    """Fewer faults first, then the likelier."""
    return candidate.penalty, -candidate.score


@dataclass(slots=True)
class _Job:
    """One segment on its way through the pipeline."""

    source: str
    matches: tuple[Match, ...]
    names: tuple[Name, ...]
    slots: tuple[Slot, ...]
    candidates: list[_Candidate] = field(default_factory=list)

    @property
    def best(self) -> _Candidate:
        return min(self.candidates, key=_rank)

    def missing_slots(self) -> tuple[Slot, ...]:
        """Slots of terms that the best candidate without lost placeholders does not have, and what stays verbatim."""
        plain = [c for c in self.candidates if not any(i.kind == "placeholder" for i in c.issues)]
        best = min(plain or self.candidates, key=_rank)
        placed = {part.slot for part in best.parts if isinstance(part, Filled)}
        return tuple(s for s in self.slots if s.kind == "verbatim" or s not in placed)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to give a segment to the model.

    Attributes:
        kinds: the kinds of slots that become placeholders.
        halves: cut at the clause border nearest to the middle, whatever the length.
        small: begin with a small letter, so that a rare word there is not taken for a name.
        missing: only those slots that the best candidate so far does not have: seven placeholders in a sentence are
            more than the model can carry, and the terms that it writes rightly itself need none.
    """

    kinds: tuple[str, ...] = ("term", "verbatim")
    halves: bool = False
    small: bool = False
    missing: bool = False


_WITH_TERMS, _PLAIN = _Way(), _Way(("verbatim",))
_WITH_ALL = _Way(("term", "verbatim", "number", "name"))
# The first try by target language, measured with `python -m benchmarks.terms`: in Kazakh the model inflects a term that
# it knows better than it tags a placeholder (exact forms 89.5 % against 85.2 %), in Russian the other way round.
_FIRST = {"kk": _PLAIN}
# each stage is for the segments that no earlier one got right: most are right after the first
_STAGES = (
    (_WITH_TERMS, _Way(missing=True)),
    # numbers alone, names alone and no placeholders at all were the only cure of 7 in 221 segments that came so far
    (_WITH_ALL, _Way(small=True)),
    (_Way(halves=True), replace(_WITH_ALL, halves=True)),
)
_CONSENSUS = (_WITH_TERMS, _PLAIN, _WITH_ALL)
_FEWEST_WORDS_TO_HALVE = 12
_MOST_PIECES = 400  # more the model cannot take: a longer part is cut, clause border or not


class Translator:
    """Translates segments and texts from one source language into one target language.

    Args:
        target: target language, e.g. ``"kk"``.
        source: source language.
        glossary: fixed terms; default the shipped ones; ``Glossary.empty()`` for none.
        settings: how hard to try.

    Raises:
        LanguageError: unknown language, or no package translates the pair.
        PackageError: the packages cannot be laid out or loaded.

    Example:
        >>> translator = Translator("kk")
        >>> translator.translate("The SCO summit opened in Astana.").target_language
        'kk'
    """

    def __init__(
        self,
        target: str,
        *,
        source: str = "en",
        glossary: Glossary | None = None,
        settings: TranslationSettings | None = None,
    ) -> None:
        self.source, self.target = language_code(source), language_code(target)
        self.glossary = Glossary.default() if glossary is None else glossary
        self.settings = settings or TranslationSettings()
        self.packages = route(self.source, self.target)
        self._decoders = [decoder_for(package) for package in self.packages]
        self._memory: OrderedDict[str, Draft] = OrderedDict()
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the models now instead of at the first segment."""
        for decoder in self._decoders:
            _ = decoder.translator

    # ---- texts

    def translate(self, text: str) -> Translation:
        """Translate a text; its paragraphs and line breaks are kept one to one."""
        from toolkit.sentences import sentence_spans

        pieces: list[str | int] = []  # text to copy, or the number of a segment
        segments: list[str] = []
        for line in re.split(r"(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])", text):
            at = 0
            for span in sentence_spans(line, self.source) if line.strip() else ():
                pieces += [line[at : span.start], len(segments)]
                segments.append(line[span.start : span.end])
                at = span.end
            pieces.append(line[at:])
        done = self.compose(self.draft(segments))
        glue = "" if self.target == "zh" else None
        out: list[str] = []
        for i, piece in enumerate(pieces):
            if isinstance(piece, int):
                out.append(done[piece].target)
            elif piece == " " and glue is not None and 0 < i < len(pieces) - 1:
                out.append(glue)
            else:
                out.append(piece)
        return Translation(self.source, self.target, "".join(out), tuple(done))

    def translate_segments(self, segments: Sequence[str]) -> tuple[Segment, ...]:
        """Translate segments that belong to one text, in order."""
        return tuple(self.compose(self.draft(segments)))

    def compose(self, drafts: Sequence[Draft]) -> list[Segment]:
        """Drafts of one text, in order → segments: first mentions are written out, warnings collected."""
        forms = plan_forms(
            [(draft.source, draft.parts) for draft in drafts], self.target, expand=self.settings.first_mention
        )
        composed = []
        for draft, plan in zip(drafts, forms, strict=True):
            rendered = render(draft.source, draft.parts, self.target, plan.get)
            composed.append(
                Segment(
                    draft.source,
                    rendered.text,
                    rendered.terms,
                    tuple(issue.detail for issue in draft.issues),
                    draft.score,
                )
            )
        return composed

    # ---- segments

    def draft(self, segments: Sequence[str]) -> list[Draft]:
        """Decode segments, all in one batch; what was decoded before is remembered."""
        with self._lock:
            known = {s: self._memory[s] for s in segments if s in self._memory}
        new = [s for s in dict.fromkeys(segments) if s not in known]
        known.update(zip(new, self._decode_new(new), strict=True))
        with self._lock:
            for s in segments:
                self._memory[s] = known[s]
                self._memory.move_to_end(s)
            while len(self._memory) > self.settings.memory:
                self._memory.popitem(last=False)
        return [known[s] for s in segments]

    def _decode_new(self, segments: Sequence[str]) -> list[Draft]:
        jobs = [self._job(s) for s in segments]
        work = [job for job in jobs if re.search(r"[^\W\d_]", job.source)]
        carries = self.packages[-1].placeholders and len(self.packages) == 1
        if carries and self.settings.enforcement != "alignment":
            first = (
                _WITH_TERMS
                if self.settings.enforcement == "placeholder"
                else _FIRST.get(self.target, _WITH_TERMS)
            )
            self._run(work, (first,), self.settings.beam, until_one_passes=True)
            if self.settings.consensus:
                self._run(work, _CONSENSUS, self.settings.retry)
            if self.settings.repair:
                self._repair(work)
            if self.settings.consensus:
                self._choose(work)
        else:
            self._run_aligned(work)
        return [self._finish(job) for job in jobs]

    def _job(self, source: str) -> _Job:
        english = self.source == "en"
        quantities = find_quantities(source) if english else ()
        money = [(q.start, q.end) for q in quantities if q.kind == "money"]
        matches = tuple(
            m
            for m in with_abbreviation(source, self.glossary)
            if self._usable(m)
            and not any(a <= m.start and m.end <= b for a, b in money)  # "US" in "US$5 million"
        )
        names = tuple(find_names(source, known=[(m.start, m.end) for m in matches])) if english else ()
        # a name that cannot be written by rule (Chinese characters of a Chinese name) is left to the model
        written = [name for name in names if transliterate(name.text, self.target)]
        return _Job(source, matches, names, slots_of(source, matches, quantities, written, self.target))

    def _usable(self, match: Match) -> bool:
        return self.source == "en" and (match.term.do_not_translate or self.target in match.term.targets)

    def _run(
        self,
        jobs: Sequence[_Job],
        ways: Sequence[_Way],
        settings: BeamSettings,
        *,
        until_one_passes: bool = False,
    ) -> None:
        """Decode every job in every way, all in one batch, and add what comes out to its candidates."""
        decoder = self._decoders[0]
        plans: list[tuple[_Job, list[Protected]]] = []
        seen: set[tuple[int, tuple[str, ...]]] = set()
        for job in jobs:
            keep = [(s.start, s.end) for s in job.slots]
            for way in ways:
                fits = _shorter(job.source) if way.halves else _fits(decoder, self.settings.longest)
                cut = clause_spans(job.source, fits, keep, _fits(decoder, _MOST_PIECES))
                if way.halves and len(cut) == 1:
                    continue
                slots = job.missing_slots() if way.missing else job.slots
                clauses = [protect(job.source, slots, way.kinds, span) for span in cut]
                if way.small:
                    clauses[0] = replace(clauses[0], text=_small_first(clauses[0].text))
                key = (id(job), tuple(c.text for c in clauses))
                if key not in seen:
                    seen.add(key)
                    plans.append((job, clauses))
        texts = [for_model(clause.text) for _, clauses in plans for clause in clauses]
        decoded = iter(decoder.decode(texts, settings))
        for job, clauses in plans:
            answers = [next(decoded) for _ in clauses]
            for rank in range(min(len(a) for a in answers)):
                self._add(job, clauses, [a[rank] for a in answers])
                if until_one_passes and not job.best.issues:
                    break

    def _add(self, job: _Job, clauses: Sequence[Protected], hypotheses: Sequence[Hypothesis]) -> None:
        parts: list[Part] = []
        carried: list[Issue] = []
        for i, (clause, hypothesis) in enumerate(zip(clauses, hypotheses, strict=True)):
            text = collapse_repeats(clause.text, hypothesis.text, self.target)
            carried += check_placeholders(clause, text)
            piece = list(parts_of(text, clause))
            if i and piece:
                piece = _joined(piece, clause.source, self.target)
            if i < len(clauses) - 1 and piece and isinstance(piece[-1], str):
                piece[-1] = _open_end(piece[-1], clause.source)
            parts += piece
        self._weigh(job, tuple(parts), carried, sum(h.score for h in hypotheses) / len(hypotheses))

    def _weigh(self, job: _Job, parts: tuple[Part, ...], carried: Sequence[Issue], score: float) -> None:
        parts = mend_terms(locate_terms(parts, job.slots, self.target), job.slots, self.target)
        parts = without_invented(parts, job.source, self.target)
        parts = govern(parts, job.source, self.target)
        rendered = render(job.source, parts, self.target)
        issues = (*carried, *self._check(job, rendered))
        job.candidates.append(_Candidate(parts, issues, score))

    def _check(self, job: _Job, rendered: Rendered) -> tuple[Issue, ...]:
        allowed = {w for use in rendered.terms for w in re.findall(r"[A-Za-z][\w'’.-]*", use.target)}
        allowed |= {s.surface for s in job.slots if s.kind == "verbatim"}
        return check(
            job.source, rendered.text, self.target, matches=job.matches, names=job.names, allowed=allowed
        )

    def _repair(self, jobs: Sequence[_Job]) -> None:
        failed = [job for job in jobs if job.best.issues]
        if not failed:
            return
        for stage in _STAGES:
            halves = any(way.halves for way in stage)
            still = [
                job
                for job in failed
                if job.best.issues and (not halves or len(job.source.split()) > _FEWEST_WORDS_TO_HALVE)
            ]
            self._run(still, stage, self.settings.retry)
        missing = [job for job in failed if any(i.kind == "term" for i in job.best.issues)]
        if missing and self.settings.enforcement == "auto":
            self._run_aligned(missing)
        if not self.settings.consensus:
            self._choose(failed)

    def _choose(self, jobs: Sequence[_Job]) -> None:
        """Choose among candidates that pass equally well: the one that agrees best with the others.

        With ``settings.consensus`` they are scored on the same plain source too: that takes as long as decoding, and
        after a repair gains nothing (chrF +0.04, a quarter of the time).
        """
        rivals: list[tuple[_Job, list[_Candidate], list[str]]] = []
        for job in jobs:
            least = job.best.penalty
            equal = sorted((c for c in job.candidates if c.penalty == least), key=lambda c: -c.score)
            by_text = {render(job.source, c.parts, self.target).text: c for c in reversed(equal)}
            finalists = sorted(by_text.items(), key=lambda item: -item[1].score)[: self.settings.finalists]
            if len(finalists) > 1:
                rivals.append((job, [c for _, c in finalists], [text for text, _ in finalists]))
        if self.settings.consensus:
            scores = iter(
                self._decoders[0].score(
                    [for_model(job.source) for job, _, texts in rivals for _ in texts],
                    [text for _, _, texts in rivals for text in texts],
                )
            )
            rivals = [
                (job, [replace(c, score=next(scores)) for c in found], texts) for job, found, texts in rivals
            ]
        for job, found, texts in rivals:
            weighed = [c.score if self.settings.consensus else 0.0 for c in found]
            job.candidates = [found[best_by_consensus(texts, weighed)]]

    def _run_aligned(self, jobs: Sequence[_Job]) -> None:
        """Translate plainly and put our terms over what stands at their place by attention."""
        settings = replace(self.settings.beam, hypotheses=1)
        sources = [for_model(job.source) for job in jobs]
        for decoder in self._decoders[:-1]:
            sources = [h[0].text for h in decoder.decode(sources, settings)]
        last = self._decoders[-1]
        direct = len(self._decoders) == 1
        for job, answers in zip(jobs, last.decode(sources, settings, attention=direct), strict=True):
            hypothesis = answers[0]
            self._weigh(job, self._aligned(job, hypothesis), (), hypothesis.score)

    def _aligned(self, job: _Job, hypothesis: Hypothesis) -> tuple[Part, ...]:
        parts: tuple[Part, ...] = tuple(parts_of(hypothesis.text, Protected(job.source, job.source, ())))
        parts = locate_terms(parts, job.slots, self.target)
        placed = {p.slot for p in parts if isinstance(p, Filled)}
        for slot in job.slots:
            if slot.match is None or slot in placed or slot.match.term.do_not_translate:
                continue
            span = aligned_span(hypothesis, for_model(slot.surface), self.target)
            if span is None:
                continue
            over = hypothesis.text[span[0] : span[1]]
            parts = _replaced(parts, over, slot, self.target)
        return parts

    def _finish(self, job: _Job) -> Draft:
        if not job.candidates:  # nothing to translate: numbers, punctuation, a rule of dashes
            return Draft(job.source, (job.source,), (), 0.0, job.matches)
        best = job.best
        return Draft(job.source, best.parts, best.issues, best.score, job.matches)


def _small_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _fits(decoder: Decoder, pieces: int) -> Callable[[str], bool]:
    return lambda part: decoder.length(part) <= pieces


def _shorter(whole: str) -> Callable[[str], bool]:
    return lambda part: len(part) < len(whole)


def _replaced(parts: Sequence[Part], over: str, slot: Slot, language: str) -> tuple[Part, ...]:
    for i, part in enumerate(parts):
        if isinstance(part, str) and (at := part.find(over)) >= 0:
            filled = Filled(slot, case_in_text(over, part[:at], language), "alignment")
            return (*parts[:i], *put_over(part, at, at + len(over), filled), *parts[i + 1 :])
    return tuple(parts)


def _joined(piece: list[Part], source: str, language: str) -> list[Part]:
    """A clause that follows another: a small first letter (unless the source has a capital) and a space before it."""
    head = piece[0]
    if isinstance(head, str):
        small = source[:1].islower() and head[:1].isupper() and not head[1:2].isupper()
        piece[0] = head[:1].lower() + head[1:] if small else head
    if language == "zh":
        return piece
    return [" ", *piece]


def _open_end(text: str, source: str) -> str:
    """A clause that another follows does not end in a full stop: it ends as the source's clause does."""
    mark = source.rstrip()[-1:]
    bare = text.rstrip().rstrip(".。")
    return (
        bare if mark not in ",;:—–" or bare[-1:] in ",;:—–，；：" else bare + ("," if mark in "—–" else mark)
    )
