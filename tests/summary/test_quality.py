from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks.summaries import FLOORS, interval, rouge, seed_scores, update_floors
from toolkit.languages import LANGUAGES
from toolkit.summary import Budget, count_words

SEEDS = Path(__file__).parents[2] / "seeds"


def test_scores_are_not_below_their_floors() -> None:
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    scores = seed_scores()
    assert set(floors) == set(scores)
    below = {name: (scores[name], floor) for name, floor in floors.items() if scores[name] < floor}
    assert not below, "worse than before; if it is meant, say why and edit the floors by hand"


def test_floors_are_never_lowered(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert update_floors({"short/rouge1": 40.0, "long/rouge1": 50.0}, path) == []
    assert update_floors({"short/rouge1": 41.0, "long/rouge1": 50.0}, path) == []
    assert len(update_floors({"short/rouge1": 42.0, "long/rouge1": 49.9}, path)) == 1
    assert json.loads(path.read_text(encoding="utf-8")) == {"short/rouge1": 41.0, "long/rouge1": 50.0}


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_reference_abstracts_keep_to_the_budgets(path: Path) -> None:
    table = tomllib.loads((SEEDS / "references" / f"{path.stem}.toml").read_text(encoding="utf-8"))
    assert sorted(table) == sorted(LANGUAGES)
    for language, texts in table.items():
        for length in ("short", "long"):
            budget = {"short": Budget(2, 3, 45, 75), "long": Budget(6, 9, 130, 200)}[length]
            assert budget.min_words <= count_words(texts[length], language) <= budget.max_words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The port opened."),
        ("kk", "Ақтау порты ашылды."),
        ("ru", "Порт Актау открыли."),
        ("zh", "阿克套港启用。"),
    ],
)
def test_rouge_knows_every_script(language: str, text: str) -> None:
    assert rouge(text, text, language)["rouge2"] == pytest.approx(100)
    assert (
        rouge(text, {"en": "Rain", "kk": "Жаңбыр", "ru": "Дождь", "zh": "下雨"}[language], language)["rouge1"]
        == 0
    )


def test_rouge_knows_inflected_words() -> None:
    assert rouge("министрлердің кеңесінде", "министрлерге кеңесін", "kk")["rouge1"] == pytest.approx(100)
    assert rouge("министров стран", "министры страны", "ru")["rouge1"] == pytest.approx(100)


def test_intervals_are_the_same_every_time() -> None:
    low, high = interval([1.0, 2.0, 3.0, 4.0])
    assert (low, high) == interval([1.0, 2.0, 3.0, 4.0])
    assert 1 <= low < 2.5 < high <= 4
