"""Documents: translated into a document of the same kind, their layout and formatting kept."""

from __future__ import annotations

from collections.abc import Mapping

from api.documents.archive import ArchiveLimits
from api.documents.odt import translate_odt
from api.documents.ooxml import docx_text, translate_docx, translate_pptx
from api.documents.plain import translate_srt, translate_txt, translate_web_page
from api.markup.blocks import Translate
from toolkit.errors import InputError

__all__ = ["FORMATS", "ArchiveLimits", "docx_text", "translate_document"]

FORMATS: Mapping[str, str] = {
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".srt": "application/x-subrip; charset=utf-8",
}
"""Suffix → media type of the documents that can be translated."""


def translate_document(
    data: bytes, suffix: str, source: str, target: str, translate: Translate, limits: ArchiveLimits
) -> bytes:
    """A document in the target language; text files come back as UTF-8.

    Args:
        data: the file.
        suffix: one of :data:`FORMATS`.
        source, target: language codes.
        translate: segments of one text → their translations.
        limits: of documents that are archives.

    Raises:
        InputError: no such format, or the file is damaged, encrypted or too large unpacked.
    """
    match suffix:
        case ".txt":
            return translate_txt(data, source, target, translate)
        case ".html":
            return translate_web_page(data, source, target, translate)
        case ".srt":
            return translate_srt(data, source, target, translate)
        case ".docx":
            return translate_docx(data, source, target, translate, limits)
        case ".pptx":
            return translate_pptx(data, source, target, translate, limits)
        case ".odt":
            return translate_odt(data, source, target, translate, limits)
    raise InputError(f"{suffix or 'no suffix'}: translatable are {', '.join(FORMATS)}")
