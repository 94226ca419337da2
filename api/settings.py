"""Settings of the service: from the environment (``TOOLKIT_API_…``) or a ``.env`` file; listed in docs/settings.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

__all__ = ["Settings"]

Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """What the operator may set; every limit is on by default."""

    model_config = SettingsConfigDict(
        env_prefix="TOOLKIT_API_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    # ---- work
    concurrency: int = Field(default=2, ge=1, description="Requests worked on at the same time, per process.")
    queue: int = Field(default=16, ge=0, description="Requests that may wait, per process; more get 503.")
    time_limit: float = Field(
        default=120.0, gt=0, description="Seconds a request may take, waiting included."
    )
    warm: Names = Field(
        default=("kk", "ru", "zh"),
        description="Languages whose models are loaded before the service is ready.",
    )
    drain_seconds: float = Field(
        default=1.0, ge=0, description="After SIGTERM, seconds in which new requests still get 503."
    )

    # ---- limits of a request
    max_body_bytes: int = Field(default=2 << 20, ge=1024, description="Bytes of a request body, as received.")
    max_upload_bytes: int = Field(
        default=10 << 20, ge=1024, description="Bytes of an upload (document, glossary)."
    )
    body_seconds: float = Field(default=20.0, gt=0, description="Seconds in which a body must have arrived.")
    max_characters: int = Field(default=200_000, ge=1, description="Characters of all texts of a request.")
    max_sentences: int = Field(default=3_000, ge=1, description="Sentences of a text.")
    max_items: int = Field(default=64, ge=1, description="Texts or articles of a request, and lengths.")
    max_terms: int = Field(default=500, ge=0, description="Terms given in a request itself.")
    max_alternatives: int = Field(default=3, ge=0, description="Alternatives of a LibreTranslate request.")
    max_archive_entries: int = Field(
        default=2_000, ge=1, description="Files in an uploaded docx, odt or pptx."
    )
    max_unpacked_bytes: int = Field(
        default=100 << 20, ge=1024, description="Unpacked size of such a document."
    )

    # ---- who may come in
    keys: Names = Field(
        default=(),
        description="API keys as name:sha256 or name:sha256:rate (requests a minute), with commas between; "
        "made by python -m api.keys NAME. Empty: no key is needed.",
    )
    rate: int = Field(default=0, ge=0, description="Requests a minute of one key or address; 0: no limit.")
    cors_origins: Names = Field(default=(), description="Origins that browsers may call from; empty: none.")

    # ---- what is stored
    database: Path | None = Field(
        default=None,
        description="SQLite file of jobs and glossaries; default api.sqlite3 in the data directory.",
    )
    result_hours: float = Field(default=24.0, gt=0, description="Hours that results of jobs are kept.")
    file_minutes: float = Field(
        default=30.0, gt=0, description="Minutes that translated files can be downloaded."
    )
    max_jobs: int = Field(default=1_000, ge=1, description="Jobs that may be stored at once.")
    max_files: int = Field(default=100, ge=1, description="Translated files that may be stored at once.")
    max_glossaries: int = Field(default=200, ge=0, description="Glossaries that may be stored.")

    @field_validator("warm", "keys", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(re.findall(r"[^\s,]+", value)) if isinstance(value, str) else value

    @field_validator("keys")
    @classmethod
    def _well_formed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for key in value:
            if not re.fullmatch(r"[\w.-]{1,64}:[0-9a-f]{64}(:\d{1,6})?", key):
                raise ValueError(
                    "a key is name:sha256 or name:sha256:rate; make one with python -m api.keys NAME"
                )
        return value
