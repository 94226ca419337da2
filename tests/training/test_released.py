"""Going on from the folder that ships."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from toolkit.errors import InputError

pytest.importorskip("torch", reason="the extra 'training' is not installed")
from training.export import network, write_model
from training.released import read_exported
from training.vocabulary import Vocabulary

COMPACT = Path(__file__).resolve().parents[2] / "toolkit" / "models" / "compact"


def test_the_weights_that_ship_come_back_bit_by_bit(tmp_path: Path) -> None:
    weights = read_exported(COMPACT)
    vocabulary = Vocabulary.load(COMPACT / "sentencepiece.model")
    write_model(network(weights, vocabulary), vocabulary, tmp_path / "again", "int8")
    assert (tmp_path / "again" / "model.bin").read_bytes() == (COMPACT / "model.bin").read_bytes()
    assert set(weights.pieces) == {"kk", "ru", "zh"}
    assert weights.step > 0


@pytest.mark.parametrize("damage", ["missing", "cut", "other format"])
def test_a_damaged_folder_is_told(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "compact"
    shutil.copytree(COMPACT, folder)
    model = folder / "model.bin"
    if damage == "missing":
        model.unlink()
    elif damage == "cut":
        model.write_bytes(model.read_bytes()[:100_000])
    else:
        model.write_bytes(b"PK\x03\x04" + model.read_bytes()[4:])
    with pytest.raises(InputError, match="not a folder that export wrote"):
        read_exported(folder)
