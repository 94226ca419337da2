"""Requests and responses of ``/v1`` as they stand in the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from api.vocabulary import (
    ENGLISH_PATTERN,
    ENTRY,
    GLOSSARY_ID,
    LANGUAGE_NAMES,
    LENGTH_PATTERN,
    LETTER_PATTERN,
    TARGET_PATTERN,
    names_of,
)
from toolkit.summary import METHODS

__all__ = [
    "ArticleIn",
    "DigestIn",
    "DigestOut",
    "Entry",
    "EntryOut",
    "GlossaryId",
    "GlossaryIn",
    "LanguageOut",
    "ModelOut",
    "SummariesOut",
    "SummaryIn",
    "TermIn",
    "TranslationIn",
    "TranslationsOut",
]

_ARTICLE = (
    "ASTANA, July 4 -- Leaders of the Shanghai Cooperation Organisation (SCO) met in Astana on Thursday.\n\n"
    "They signed 25 documents on trade, transport and energy. The SCO's members account for about 40 percent "
    "of the world's population.\n\nThe next summit will be held in China in 2025."
)

_NAMES = names_of(LANGUAGE_NAMES)

# What the schema adds to pydantic's own checks, the engine refuses with a problem of its own type.
Text = Annotated[str, StringConstraints(min_length=1)]
ArticleText = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema({"type": "string", "minLength": 1, "pattern": LETTER_PATTERN}),
]
Length = Annotated[
    str,
    StringConstraints(max_length=20),
    WithJsonSchema({"type": "string", "maxLength": 20, "pattern": LENGTH_PATTERN}),
]
Language = Annotated[
    str,
    StringConstraints(min_length=2, max_length=40),
    WithJsonSchema({"type": "string", "enum": _NAMES}),
]
LanguageOrAuto = Annotated[
    str,
    StringConstraints(min_length=2, max_length=40),
    WithJsonSchema({"type": "string", "enum": ["auto", *_NAMES]}),
]
Method = Annotated[
    str, StringConstraints(max_length=40), WithJsonSchema({"type": "string", "enum": list(METHODS)})
]
GlossaryId = Annotated[
    str,
    StringConstraints(max_length=64),
    WithJsonSchema({"type": "string", "maxLength": 64, "pattern": GLOSSARY_ID}),
]
TargetTerm = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=TARGET_PATTERN)]
TargetTerms = Annotated[
    dict[str, TargetTerm],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"enum": _NAMES},
            "additionalProperties": {
                "type": "string",
                "minLength": 1,
                "maxLength": 200,
                "pattern": TARGET_PATTERN,
            },
        }
    ),
]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class TermIn(_In):
    """A term given in the request itself; it has priority over every glossary."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["targets"], "properties": {"targets": {"minProperties": 1}}},
                {"required": ["do_not_translate"], "properties": {"do_not_translate": {"const": True}}},
            ]
        }
    )

    source: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=ENGLISH_PATTERN)] = Field(
        description="The English term.", examples=["Green Corridor"]
    )
    targets: TargetTerms = Field(
        {}, description="Language → the term in the nominative.",
        examples=[{"kk": "жасыл дәліз", "ru": "зелёный коридор", "zh": "绿色通道"}],
    )  # fmt: skip
    abbreviation: Annotated[str, StringConstraints(max_length=40, pattern=ENGLISH_PATTERN)] | None = Field(
        None, description="English short form."
    )
    case_sensitive: bool = False
    do_not_translate: bool = Field(False, description="Keep it as it stands in the source.")


class _WithTerms(_In):
    glossaries: list[GlossaryId] | None = Field(
        None,
        max_length=20,
        description="Ids of glossaries, the most important first; `default` is all shipped ones. "
        "Left out: `default`. An empty list: none.",
        examples=[["default"]],
    )
    terms: list[TermIn] = Field(default_factory=list, description="Terms of this request only.")


class ArticleIn(_In):
    """An article."""

    text: ArticleText = Field(description="Plain text or HTML.", examples=[_ARTICLE])
    title: Annotated[str, StringConstraints(max_length=1000)] | None = Field(
        None, description="The headline, if the text does not begin with it."
    )
    format: Literal["auto", "text", "html"] = Field("auto", description="How `text` is to be read.")
    source_language: Language | None = Field(None, description="Default: detected.", examples=["en"])


class SummaryIn(ArticleIn):
    """An article to summarise in its own language."""

    lengths: list[Length] = Field(
        ["short"], min_length=1,
        description="`short`, `long`, `5` (sentences), `20%` or `100w` (words).", examples=[["short", "long"]],
    )  # fmt: skip
    method: Method = Field("combined", description="How sentences are scored: see /v1/models.")


class DigestIn(SummaryIn, _WithTerms):
    """An article to summarise and translate."""

    languages: list[Language] = Field(
        ["kk", "ru", "zh"], min_length=1, max_length=20, description="Languages of the abstracts.",
        examples=[["kk", "ru"]],
    )  # fmt: skip


class TranslationIn(_WithTerms):
    """Texts to translate."""

    texts: list[str] | Text = Field(
        description="One text or several; paragraphs and line breaks are kept.",
        examples=[["Leaders of the SCO met in Astana on July 4."]],
    )
    languages: list[Language] = Field(
        ["kk"], min_length=1, max_length=20, description="Target languages.", examples=[["kk", "zh"]]
    )
    source_language: LanguageOrAuto = Field("en", description="`auto` detects it, text by text.")

    @property
    def listed(self) -> list[str]:
        """The texts, one or several."""
        return [self.texts] if isinstance(self.texts, str) else self.texts


class RemovedOut(BaseModel):
    """A piece of the article that no sentence holds, and why."""

    start: int
    end: int
    text: str
    reason: str = Field(examples=["dateline"])


class EditOut(BaseModel):
    """A cut in a chosen sentence; offsets in the sentence."""

    start: int
    end: int
    replacement: str
    rule: str


class TermUseOut(BaseModel):
    """A glossary term as it stands in a translation; offsets in the segment's source and target."""

    term_id: str
    glossary: str
    source_start: int
    source_end: int
    source: str
    target_start: int
    target_end: int
    target: str
    form: str = Field(examples=["full"])
    case: str = Field(examples=["gen"])
    way: str = Field(examples=["placeholder"])


class IssueOut(BaseModel):
    """A warning for programs: what kind, and the number, term, name or word that it is about."""

    kind: str = Field(examples=["number-lost"])
    subject: str = Field(examples=["25"])
    detail: str = Field(description="The line in `warnings`.", examples=["number lost: 25"])


class AbstractSegmentOut(BaseModel):
    """A sentence of an abstract; `start` and `end` are offsets in the article's `source`."""

    sentence: int
    start: int
    end: int
    score: float = Field(description="Worth of the sentence when it was chosen.")
    translation_score: float = Field(description="Mean log probability a piece of its translation.")
    edits: list[EditOut]
    source: str
    target: str
    terms: list[TermUseOut]
    warnings: list[str]
    issues: list[IssueOut]


class AbstractOut(BaseModel):
    """An abstract in one length and one language."""

    length: str
    language: str
    text: str
    words: int
    note: str | None
    note_kind: str | None = Field(description="`whole`, `too-long`, `nearest`, `leaning`, or `other`.")
    warnings: list[str]
    issues: list[IssueOut]
    segments: list[AbstractSegmentOut]


class SummariesOut(BaseModel):
    """Abstracts in the language of the article."""

    schema_: Literal["multilingual-summary-toolkit/digest/1"] = Field(alias="schema")
    title: str | None
    titles: dict[str, str]
    language: str
    sentences: int = Field(description="Of the article.")
    source: str = Field(description="The text that offsets refer to (for HTML: the main text).")
    removed: list[RemovedOut]
    abstracts: list[AbstractOut]
    versions: dict[str, str]


class DigestOut(SummariesOut):
    """Abstracts by length, then language, as asked for."""


class TranslationSegmentOut(BaseModel):
    """A sentence."""

    source: str
    target: str
    score: float = Field(description="Mean log probability a piece.")
    terms: list[TermUseOut]
    warnings: list[str]
    issues: list[IssueOut]


class TranslationOut(BaseModel):
    """A text in one target language."""

    text: int = Field(description="Which of the texts, from 0.")
    source_language: str
    language: str
    translation: str
    warnings: list[str]
    issues: list[IssueOut]
    segments: list[TranslationSegmentOut]


class TranslationsOut(BaseModel):
    """Translations by text, then language, as asked for."""

    translations: list[TranslationOut]
    versions: dict[str, Any]


class LanguageOut(BaseModel):
    """A language."""

    code: str = Field(examples=["kk"])
    name: str = Field(examples=["Kazakh"])
    autonym: str = Field(examples=["қазақ тілі"])
    targets: list[str] = Field(description="What it can be translated into.", examples=[[]])


class ModelOut(BaseModel):
    """A translation package."""

    source: str
    target: str
    version: str
    shipped: bool = Field(description="Whether it came with the toolkit.")
    placeholders: bool = Field(description="Whether the model was trained to carry terms.")


class ModelsOut(BaseModel):
    """What the service works with."""

    models: list[ModelOut]
    methods: list[str] = Field(description="How sentences can be scored.")


Entry = Annotated[dict[str, str], WithJsonSchema(ENTRY)]
EntryOut = dict[str, str]


class GlossaryIn(_In):
    """A glossary; an entry's fields are the columns of `glossaries/README.md`: `id`, `en`, `kk`, `ru`, `zh` …"""

    id: GlossaryId | None = Field(None, description="Default: made up.", examples=["my-terms"])
    name: str | None = Field(None, max_length=200, examples=["Terms of our desk"])
    entries: list[Entry] = Field(
        examples=[[{"id": "green-corridor", "en": "Green Corridor", "kk": "жасыл дәліз", "ru": "зелёный коридор"}]]
    )  # fmt: skip
