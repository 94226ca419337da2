"""``package``: the exported folder → three Argos packages that share one copy of the weights.

Each package names its language in its own CTranslate2 config (``bos_token`` with ``add_source_bos``), so that a
stock argostranslate or LibreTranslate needs no prefix: it loads the package and translates.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit.errors import PackageError
from training.corpus import TARGETS
from training.files import link_or_copy

__all__ = ["LAYOUT", "package", "read_card"]

LAYOUT = (
    "model.bin", "config.json", "shared_vocabulary.json", "vmap.kk.txt", "vmap.ru.txt", "vmap.zh.txt",
    "sentencepiece.model", "model.json",
)  # fmt: skip
_NAMES = {"kk": "Kazakh", "ru": "Russian", "zh": "Chinese"}


def read_card(model: Path) -> Mapping[str, Any]:
    """What an exported folder says of itself, once all its files are there.

    Raises:
        PackageError: files are missing, or ``model.json`` is damaged.
    """
    if missing := [name for name in LAYOUT if not (model / name).is_file()]:
        raise PackageError(
            f"{model}: not an exported model, it lacks {', '.join(missing)}; run python -m training export"
        )
    try:
        card: dict[str, Any] = json.loads((model / "model.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise PackageError(f"{model / 'model.json'}: not JSON ({error})") from error
    return card


def _lay_out(folder: Path, language: str, model: Path, card: Mapping[str, Any], weights: Path) -> None:
    inside = folder / "model"
    inside.mkdir(parents=True)
    link_or_copy(weights, inside / "model.bin")
    vocabulary = weights.with_name("shared_vocabulary.json")
    link_or_copy(
        vocabulary if vocabulary.is_file() else model / vocabulary.name, inside / "shared_vocabulary.json"
    )
    shutil.copyfile(model / f"vmap.{language}.txt", inside / "vmap.txt")
    shutil.copyfile(model / "sentencepiece.model", folder / "sentencepiece.model")
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    config.update(add_source_bos=True, bos_token=f"<2{language}>")
    (inside / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    metadata = {
        "package_version": card["version"], "argos_version": "1.9", "from_code": "en", "from_name": "English",
        "to_code": language, "to_name": _NAMES[language], "placeholders": bool(card.get("placeholders")), "links": [],
    }  # fmt: skip
    (folder / "metadata.json").write_text(json.dumps(metadata, indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(
        f"# English → {_NAMES[language]}\n\n{card['name']} {card['version']}, step {card['step']}. {card['licence']}. "
        "Start weights: multilingual-e5-small (MIT). Data, figures and known weaknesses: docs/model-card.md of the "
        "project.\n",
        encoding="utf-8",
    )


def package(model: Path, out: Path, *, archives: bool = False) -> list[Path]:
    """Lay out three packages in a folder that Argos can use as its packages folder.

    Args:
        model: the exported folder.
        out: where ``translate-en_kk-0_1`` and the like go; those there already are replaced.
        archives: write ``.argosmodel`` files too, to install with stock tools.

    Returns:
        The package folders, then the archives.

    Raises:
        PackageError: the exported folder is not whole.
    """
    card = read_card(model)
    out.mkdir(parents=True, exist_ok=True)
    version = str(card["version"]).replace(".", "_")
    made: list[Path] = []
    weights = model / "model.bin"
    for language in TARGETS:
        name = f"translate-en_{language}-{version}"
        with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=out) as staging:
            staged = Path(staging) / name
            _lay_out(staged, language, model, card, weights)
            if (out / name).exists():
                (out / name).rename(Path(staging) / "old")
            staged.rename(out / name)
        made.append(out / name)
        weights = out / name / "model" / "model.bin"
    for folder in tuple(made) if archives else ():
        archive = out / f"{folder.name}.argosmodel"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                zipped.write(path, path.relative_to(out))
        made.append(archive)
    return made
