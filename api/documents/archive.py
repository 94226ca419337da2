"""Documents that are zip archives of XML: opened with caps, written with every other part as it was."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toolkit.errors import InputError

__all__ = ["Archive", "ArchiveLimits"]


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Caps against archives that unpack to something huge."""

    entries: int = 2_000
    unpacked: int = 100 << 20


class Archive:
    """A zip archive in memory.

    Raises:
        InputError: no zip, damaged, encrypted, or over the limits.
    """

    def __init__(self, data: bytes, limits: ArchiveLimits) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as zipped:
                infos = zipped.infolist()
                if len(infos) > limits.entries:
                    raise InputError(
                        f"the document holds {len(infos)} files: at most {limits.entries} are read"
                    )
                left = limits.unpacked
                self._parts: list[tuple[zipfile.ZipInfo, bytes]] = []
                for info in infos:
                    if info.flag_bits & 1:
                        raise InputError("the document is encrypted: save it without a password")
                    with zipped.open(info) as file:
                        content = file.read(left + 1)  # the sizes in the archive's head may lie
                    left -= len(content)
                    if left < 0:
                        raise InputError(
                            f"the document is larger than {limits.unpacked >> 20} MB unpacked: split it"
                        )
                    self._parts.append((info, content))
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error) as error:
            raise InputError("the document is damaged or of another kind: open and save it again") from error

    def names(self, wanted: Callable[[str], bool]) -> list[str]:
        """Names of parts, in the order of the archive."""
        return [info.filename for info, _ in self._parts if wanted(info.filename)]

    def xml(self, name: str) -> Any:
        """The root element of a part.

        Raises:
            InputError: there is no such part, it is no XML, or it declares a document type.
        """
        data = next((content for info, content in self._parts if info.filename == name), None)
        if data is None:
            raise InputError(f"the document has no {name}: it is damaged or of another kind")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise InputError(f"{name} in the document is damaged: open and save it again") from None
        if root.getroottree().docinfo.doctype:
            raise InputError(f"{name} in the document declares a document type: that is refused")
        return root

    def with_parts(self, changed: Mapping[str, Any]) -> bytes:
        """The archive with some parts' root elements replaced, everything else byte for byte."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as zipped:
            for info, content in self._parts:
                root = changed.get(info.filename)
                if root is not None:
                    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                copy = zipfile.ZipInfo(info.filename, info.date_time)
                copy.compress_type = info.compress_type
                copy.external_attr = info.external_attr
                zipped.writestr(copy, content)
        return out.getvalue()
