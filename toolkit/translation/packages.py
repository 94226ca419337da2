"""Argos packages in our own data directory: laying out the shipped ones, finding those for a pair.

Only the public module ``argostranslate`` is used, and of it only ``argostranslate.package``: the rest imports
a sentence splitter that downloads a model on first use, and onnxruntime. Known traps of the module, each guarded
against here: its settings are read (and directories made) at import; it logs whole texts at INFO; a directory
without ``metadata.json`` breaks every translation; with two versions of a pair an arbitrary one wins.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from toolkit.errors import LanguageError, PackageError
from toolkit.languages import NAMES

__all__ = [
    "InstalledPackage",
    "data_dir",
    "install_package",
    "installed_packages",
    "lay_out_shipped",
    "packages_dir",
    "route",
    "shipped_model",
    "translatable_pairs",
]

SHIPPED = Path(__file__).resolve().parent.parent / "models" / "compact"
_MAX_PACKAGE_FILES, _MAX_PACKAGE_BYTES = 500, 4 << 30
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InstalledPackage:
    """One installed translation package.

    Attributes:
        source, target: language codes as the package states them.
        version: the package's own version, e.g. ``"1.0"``.
        path: the package's directory.
        placeholders: whether its model was trained to carry ``⟦0⟧`` and case tags.
        shipped: whether it came with this project.
        argos: the ``argostranslate.package.Package``.
    """

    source: str
    target: str
    version: str
    path: Path
    placeholders: bool
    shipped: bool
    argos: Any

    @property
    def name(self) -> str:
        """Name and version, as reports print it."""
        return f"{self.source}_{self.target} {self.version}"

    @property
    def model_path(self) -> Path:
        """The CTranslate2 model's directory."""
        return self.path / "model"


def data_dir() -> Path:
    """The one directory this library writes to: ``TOOLKIT_DATA_DIR``, else the platform's user data directory."""
    import platformdirs

    named = os.environ.get("TOOLKIT_DATA_DIR")
    return (
        Path(named)
        if named
        else Path(platformdirs.user_data_dir("multilingual-summary-toolkit", appauthor=False))
    )


def packages_dir() -> Path:
    """Where the installed packages lie; ``TOOLKIT_PACKAGES_DIR`` overrides it."""
    named = os.environ.get("TOOLKIT_PACKAGES_DIR")
    return Path(named) if named else data_dir() / "packages"


def shipped_model() -> Mapping[str, Any]:
    """What the model that ships with the project says of itself (``model.json``).

    Raises:
        PackageError: the file is missing or damaged.
    """
    try:
        found: dict[str, Any] = json.loads((SHIPPED / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PackageError(
            f"the shipped model in {SHIPPED} is missing or damaged ({error}): install the project again"
        ) from error
    return found


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


@functools.cache
def _argos() -> ModuleType:
    """Import ``argostranslate.package`` so that it writes only below our data directory."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    logging.getLogger("argostranslate.utils").setLevel(logging.WARNING)
    home = data_dir() / "argos"
    try:
        packages_dir().mkdir(parents=True, exist_ok=True)
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PackageError(
            f"cannot write to the data directory {data_dir()} ({error.strerror}): "
            "set TOOLKIT_DATA_DIR to a folder you can write to"
        ) from error
    with _environment(
        ARGOS_PACKAGES_DIR=str(packages_dir()),
        XDG_DATA_HOME=str(home / "data"),
        XDG_CONFIG_HOME=str(home / "config"),
        XDG_CACHE_HOME=str(home / "cache"),
    ):
        from argostranslate import package
    logging.getLogger("argostranslate.utils").setLevel(logging.WARNING)  # its import sets INFO
    return package  # type: ignore[no-any-return]


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _read(path: Path) -> InstalledPackage | None:
    """One directory of the packages directory, or None (and a log line) when it is not a whole package."""
    try:
        metadata = json.loads((path / "metadata.json").read_text(encoding="utf-8"))
        if metadata.get("type", "translate") != "translate":
            return None
        source, target = str(metadata["from_code"]), str(metadata["to_code"])
        if not (path / "model" / "model.bin").is_file():
            raise FileNotFoundError("no model/model.bin")
        package = _argos().Package(path)
        if not hasattr(package, "tokenizer"):
            raise FileNotFoundError("neither sentencepiece.model nor bpe.model")
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("passed over %s: not a whole Argos package (%s)", path, error)
        return None
    return InstalledPackage(
        source,
        target,
        str(metadata.get("package_version", "0")),
        path,
        bool(metadata.get("placeholders", False)),
        bool(metadata.get("shipped", False)),
        package,
    )


def installed_packages() -> tuple[InstalledPackage, ...]:
    """All whole translation packages, best first: highest version of each pair, own ones before shipped ones.

    Directories that are not whole packages are passed over with a log line instead of breaking everything.
    """
    lay_out_shipped()
    found = [p for d in sorted(packages_dir().iterdir()) if d.is_dir() and (p := _read(d))]
    found.sort(key=lambda p: (p.source, p.target, p.shipped, [-n for n in _version_key(p.version)]))
    return tuple(found)


def translatable_pairs() -> tuple[tuple[str, str], ...]:
    """Pairs that can be translated, directly or through English, sorted."""
    direct = {(p.source, p.target) for p in installed_packages()}
    through = {(a, d) for a, b in direct for c, d in direct if b == c == "en" and a != d}
    return tuple(sorted(direct | through))


def route(source: str, target: str) -> tuple[InstalledPackage, ...]:
    """The packages to go through from one language to another: one, or two with English between.

    Raises:
        LanguageError: no installed package, nor two, translates the pair.
    """
    best: dict[tuple[str, str], InstalledPackage] = {}
    for package in installed_packages():
        best.setdefault((package.source, package.target), package)
    if (source, target) in best:
        return (best[source, target],)
    if (source, "en") in best and ("en", target) in best:
        return best[source, "en"], best["en", target]
    pairs = ", ".join(f"{a}→{b}" for a, b in translatable_pairs())
    named = f"{NAMES.get(source, source)} into {NAMES.get(target, target)}"
    raise LanguageError(f"no package translates {named}; installed: {pairs or 'none'}")


def _link_or_copy(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, destination)


def lay_out_shipped() -> None:
    """Lay out the shipped model as Argos packages, one a language, with one copy of the weights.

    Each package is made beside and then renamed, so that a process that starts at the same time sees a whole
    package or none. Nothing is done when they are there already.

    Raises:
        PackageError: the shipped model is missing or damaged, or the data directory cannot be written.
    """
    model = shipped_model()
    wanted = {
        f"translate-en_{lang}-{str(model['version']).replace('.', '_')}": lang for lang in model["languages"]
    }
    _argos()
    size = (SHIPPED / "model.bin").stat().st_size
    missing = {name: lang for name, lang in wanted.items() if not _is_whole(packages_dir() / name, size)}
    if not missing:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="lay-out-", dir=data_dir()) as folder:
            weights = SHIPPED / "model.bin"
            for name, lang in missing.items():
                staged = Path(folder) / name
                weights = _stage(staged, lang, model, weights)
                destination = packages_dir() / name
                if destination.exists() and not _is_whole(destination, size):
                    shutil.rmtree(destination, ignore_errors=True)
                try:
                    staged.rename(destination)
                except OSError:  # another process was faster; its package is as good as ours
                    if not _is_whole(destination, size):
                        raise
                weights = destination / "model" / "model.bin"
    except OSError as error:
        raise PackageError(
            f"cannot lay out the translation packages in {packages_dir()} ({error.strerror or error}): "
            "free some space or set TOOLKIT_DATA_DIR to a folder you can write to"
        ) from error
    _remove_older(set(wanted))


def _is_whole(path: Path, weights: int) -> bool:
    try:
        return (path / "metadata.json").is_file() and (path / "model" / "model.bin").stat().st_size == weights
    except OSError:
        return False


def _stage(path: Path, lang: str, model: Mapping[str, Any], weights: Path) -> Path:
    (path / "model").mkdir(parents=True)
    _link_or_copy(weights, path / "model" / "model.bin")
    for name, destination in (
        ("shared_vocabulary.json", path / "model" / "shared_vocabulary.json"),
        (f"vmap.{lang}.txt", path / "model" / "vmap.txt"),
        ("sentencepiece.model", path / "sentencepiece.model"),
    ):
        _link_or_copy(SHIPPED / name, destination)
    config = json.loads((SHIPPED / "config.json").read_text(encoding="utf-8"))
    # the language tag is put in front by CTranslate2 itself, so that a stock Argos needs no prefix
    config.update(add_source_bos=True, bos_token=f"<2{lang}>")
    (path / "model" / "config.json").write_text(json.dumps(config, indent=2), encoding="utf-8")
    metadata = {
        "package_version": model["version"],
        "argos_version": "1.9",
        "from_code": "en",
        "from_name": "English",
        "to_code": lang,
        "to_name": NAMES[lang],
        "placeholders": bool(model["placeholders"]),
        "shipped": True,
        "links": [],
    }
    (path / "README.md").write_text(
        f"# English → {NAMES[lang]}\n\nCompact model {model['version']}, {model['licence']}.\n",
        encoding="utf-8",
    )
    (path / "metadata.json").write_text(json.dumps(metadata, indent=2), encoding="utf-8")
    return path / "model" / "model.bin"


def _remove_older(keep: set[str]) -> None:
    for path in packages_dir().iterdir():
        try:
            shipped = json.loads((path / "metadata.json").read_text(encoding="utf-8")).get("shipped", False)
        except (OSError, ValueError, AttributeError):
            continue
        if shipped and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def install_package(archive: Path) -> InstalledPackage:
    """Install an ``.argosmodel`` file (a zip with one package folder) into our packages directory.

    Raises:
        PackageError: not a package, unsafe names in the archive, too large, or the pair is already there
            in that version.
    """
    _argos()
    try:
        with zipfile.ZipFile(archive) as zipped, tempfile.TemporaryDirectory(dir=data_dir()) as folder:
            entries = zipped.infolist()
            if len(entries) > _MAX_PACKAGE_FILES or sum(e.file_size for e in entries) > _MAX_PACKAGE_BYTES:
                raise PackageError(f"{archive}: too many files or too large to be an Argos package")
            names = {Path(e.filename).parts[0] for e in entries if e.filename.strip("/")}
            if len(names) != 1 or any(
                ".." in Path(e.filename).parts or e.filename.startswith("/") for e in entries
            ):
                raise PackageError(f"{archive}: an Argos package holds exactly one folder")
            zipped.extractall(folder)
            staged = Path(folder) / names.pop()
            package = _read(staged)
            if package is None:
                raise PackageError(
                    f"{archive}: not an Argos translation package (no metadata.json or no model)"
                )
            tag = package.version.replace(".", "_")
            destination = packages_dir() / f"translate-{package.source}_{package.target}-own-{tag}"
            if destination.exists():
                raise PackageError(f"{package.name} is already installed in {destination}: remove it first")
            staged.rename(destination)
    except (OSError, zipfile.BadZipFile) as error:
        raise PackageError(f"{archive}: cannot be installed ({error})") from error
    installed = _read(destination)
    if installed is None:
        raise PackageError(f"{archive}: the installed package cannot be read back")
    return installed
