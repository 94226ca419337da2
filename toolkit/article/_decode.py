"""From bytes to text."""

from __future__ import annotations

import codecs
import re

from toolkit.errors import InputError

__all__ = ["decode_bytes"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"RIFF", "a media file"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format", "a database"),
)
# What news in the four languages is found in besides Unicode. KZ-1048 is windows-1251 with the Kazakh letters.
_LEGACY = ("cp1251", "kz1048", "koi8_r", "cp866", "mac_cyrillic", "gb18030", "big5", "cp1252")
# The two differ only where KZ-1048 has the Kazakh letters and windows-1251 those of Ukrainian and Serbian.
_NOT_RUSSIAN = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇЅѕјєї]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode_bytes(data: bytes, *, encoding: str | None = None) -> str:
    """The text of a file.

    A byte order mark decides, then a named encoding, UTF-8, the charset an HTML page names, and at last
    charset-normalizer among the encodings usual for the four languages (windows-1251, KZ-1048, GB 18030 …).

    Args:
        data: the whole file.
        encoding: name of an encoding, when it is known.

    Raises:
        InputError: the data is no text, is damaged (with the place), or its encoding cannot be told.

    >>> decode_bytes("Саммит".encode("utf-16"))
    'Саммит'
    """
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if bom is None:
        _refuse_magic(data)
    if encoding is not None:
        return _strict(data, encoding).removeprefix("\ufeff")
    if bom is not None:
        return _strict(data, bom)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error)
    _refuse_controls(text)
    return text


def _refuse_magic(data: bytes) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"the input looks like {what}: save it as text or HTML first")


def _refuse_controls(text: str) -> None:
    sample = text[:10_000]
    if len(_CONTROL.findall(sample)) * 50 > len(sample):
        raise InputError("the input looks like a binary file: save it as text or HTML first")


def _place(data: bytes, position: int) -> str:
    line = data.count(b"\n", 0, position) + 1
    return f"byte {position + 1}, line {line}"


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(f"unknown encoding {encoding!r}: try utf-8, windows-1251 or gb18030") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"the input is not {encoding} text ({_place(data, error.start)}): "
            "name another encoding or save it as UTF-8"
        ) from None
    except UnicodeError:
        raise InputError(f"the input is not {encoding} text: name another encoding") from None
    _refuse_controls(text)
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 is full of zero bytes, all at the odd or all at the even places; any other zero is binary."""
    sample = data[:4000]
    zeros = sample.count(0)
    if not zeros:
        return None
    odd = sample[1::2].count(0)
    for name, mine in (("utf-16-le", odd), ("utf-16-be", zeros - odd)):
        if mine == zeros and len(data) % 2 == 0:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if text.isprintable() or not _CONTROL.search(text):
                return text
    raise InputError("the input looks like a binary file: save it as text or HTML first")


def _legacy(data: bytes, error: UnicodeDecodeError) -> str:
    damaged = data.decode("utf-8", errors="replace")
    lost = damaged.count("\ufffd")
    foreign = sum(character > "\x7f" for character in damaged) - lost
    if lost * 10 < foreign:
        raise InputError(
            f"the input is damaged UTF-8 ({_place(data, error.start)}): repair it, or name its encoding"
        )
    charset = _META_CHARSET.search(data[:4096])
    if charset:
        try:
            return data.decode(charset[1].decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    import charset_normalizer

    best = charset_normalizer.from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise InputError(
            f"cannot tell the encoding of the input ({_place(data, error.start)} is not UTF-8): "
            "name it, or save the file as UTF-8"
        )
    text = str(best)
    if best.encoding == "cp1251" and _NOT_RUSSIAN.search(text):
        text = _strict(data, "kz1048")
    _refuse_controls(text)
    return text
