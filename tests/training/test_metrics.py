"""Counting: placeholders, faults, floors, comparison of reports."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import InputError, OptionError
from training.evaluate import aligned_folder, compare, figures, plain_lines, table
from training.floors import FLOORS, below, raised, read_floors, unchecked
from training.metrics import FAULTS, faults, placeholder_counts, robustness


@pytest.mark.parametrize(
    ("source", "hypothesis", "language", "found"),
    [
        ("The bridge opened.", "Көпір ашылды.", "kk", []),
        ("The bridge opened.", "", "kk", ["empty"]),
        ("The bridge opened.", "Көпір көпір көпір көпір көпір", "kk", ["loop"]),
        ("The bridge opened.", "大桥大桥大桥大桥大桥", "zh", ["loop"]),
        ("It is very very very very very cold", "өте өте өте өте өте суық", "kk", []),
        ("The bridge opened.", "Көпір opened.", "kk", ["english"]),
        ("Reported by Kazinform agency", "Kazinform хабарлайды", "kk", []),
        ("See www.bridge.example", "Мұнда: www.bridge.example", "kk", []),
        ("The bridge opened.", "Мост ашылған қазір", "ru", ["foreign script"]),
        ("The bridge opened.", "大桥 открылся", "zh", ["foreign script"]),
        ("Siminoff spoke", "Симинoff сөйледі", "kk", ["mixed word"]),
        ("A Wi-Fi network", "Wi-Fi-сеть", "ru", []),
        ("The word 桥", "Слово 桥", "ru", []),
        ("The bridge ⟦0⟧", "Көпір ⟦0⟧", "kk", ["debris"]),
    ],
)
def test_faults(source: str, hypothesis: str, language: str, found: list[str]) -> None:
    assert faults(source, hypothesis, language) == found


def test_robustness_counts_sentences_once() -> None:
    counts = robustness(["A bridge", "A bridge"], ["", "Көпір"], "kk")
    assert (counts["empty"], counts["sentences"], counts["any_percent"]) == (1, 2, 50.0)


def test_placeholders_lost_doubled_added() -> None:
    sources = ["⟦0⟧ met ⟦1⟧", "⟦0⟧ left", "⟦0⟧ spoke", "⟦0⟧ won"]
    references = ["⟦0⟧⟨nom⟩ ⟦1⟧⟨acc⟩ көрді", "⟦0⟧⟨nom⟩ кетті", "⟦0⟧⟨nom⟩ айтты", "⟦0⟧⟨nom⟩ жеңді"]
    hypotheses = ["⟦0⟧⟨nom⟩ көрді", "⟦0⟧⟨nom⟩ ⟦0⟧⟨nom⟩ кетті", "⟦0⟧ айтты", "⟦0⟧⟨nom⟩ ⟦3⟧ жеңді"]
    counts = placeholder_counts(sources, references, hypotheses)
    assert (counts.places, counts.once, counts.whole) == (5, 3, 1)
    assert (counts.tags, counts.right) == (3, 2)  # the missing tag is wrong


def report(chrf: float = 50.0, faulty: float = 0.1, digest: str = "a") -> dict[str, Any]:
    values = {
        "bleu": 10.0, "chrf": chrf, "chrf_plus_plus": 45.0, "source_tokens_per_second": 500,
        "robustness": {"any_percent": faulty} | dict.fromkeys(FAULTS, 0),
    }  # fmt: skip
    places = {
        "once_percent": 99.0, "right_percent": 93.0, "tags": 10, "sentences": 5, "whole": 5, "places": 9,
    }  # fmt: skip
    return {
        "sets": {"own": {"lines": 3, "digest": digest, "languages": {"kk": values}}},
        "placeholders": {"kk": places}, "placeholders_digest": digest,
    }  # fmt: skip


def test_floors_are_raised_never_lowered() -> None:
    floors = raised(report(50.0), {"sets": {}, "floors": {}})
    assert floors["floors"]["own.kk.chrf"] == 49.5
    assert floors["floors"]["own.kk.faults"] == 0.6
    better = raised(report(55.0, 0.0), floors)
    assert better["floors"]["own.kk.chrf"] == 54.5
    assert better["floors"]["own.kk.faults"] == 0.5
    with pytest.raises(OptionError, match=r"own\.kk\.chrf is 50\.00"):
        raised(report(50.0), better)
    # a little worse, within the slack: the floor stays where it was
    assert raised(report(54.6, 0.0), better)["floors"]["own.kk.chrf"] == 54.5
    assert below(report(54.6, 2.0), better) == ["own.kk.faults is 2.00, the ceiling is 0.50"]


def test_floors_of_other_lines_say_nothing() -> None:
    floors = raised(report(50.0), {"sets": {}, "floors": {}})
    other = report(10.0, digest="b")
    assert unchecked(other, floors) == ["own", "placeholders"]
    assert below(other, floors) == []
    with pytest.raises(OptionError, match="other lines"):
        raised(other, floors)


def test_floors_of_the_project_are_readable() -> None:
    floors = read_floors(FLOORS)
    assert set(floors) == {"sets", "floors"}
    assert floors["floors"]


def test_damaged_floors_are_said(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="not a floors file"):
        read_floors(tmp_path / "f.json")


def test_compare_names_differences_and_other_lines() -> None:
    new, old = report(53.0), report(50.0)
    (line,) = [x for x in compare(new, old) if "own.kk.chrf " in x]
    assert line.split() == ["own.kk.chrf", "50.00", "53.00", "+3.00"]
    assert compare(report(53.0, digest="b"), old)[0].startswith("! own")


def test_figures_survive_json() -> None:
    assert figures(json.loads(json.dumps(report()))) == figures(report())
    assert "| own | kk | 3 | 10.0 | 50.0 |" in "\n".join(table(report()))
    assert "| kk | 5 | 99.0 % of 9 | – | 100.0 % | 93.0 % of 10 |" in table(report())
    searched = report()
    searched["placeholders"]["kk"] |= {"beam_once_percent": 99.5}
    assert figures(searched).keys() - figures(report()).keys() == {"placeholders.kk.beam_once"}
    assert "| kk | 5 | 99.0 % of 9 | 99.5 % | 100.0 % | 93.0 % of 10 |" in table(searched)
    nothing = copy.deepcopy(report())
    nothing["placeholders"] = {}
    assert not [key for key in figures(nothing) if key.startswith("placeholders")]


def test_aligned_folder_must_be_aligned(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("a\nb\n", encoding="utf-8")
    with pytest.raises(InputError, match="none of"):
        aligned_folder(tmp_path)
    (tmp_path / "ru.txt").write_text("а\n", encoding="utf-8")
    with pytest.raises(InputError, match="2 lines"):
        aligned_folder(tmp_path)
    (tmp_path / "ru.txt").write_text("а\nб\n", encoding="utf-8")
    assert aligned_folder(tmp_path, limit=1).references == {"ru": ("а",)}


def test_lines_without_references(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("a\n\nb\n", encoding="utf-8")
    some = plain_lines(tmp_path / "news.txt")
    assert (some.name, some.sources, dict(some.references)) == ("news", ("a", "b"), {})
    bare = report()
    bare["sets"]["news"] = copy.deepcopy(bare["sets"]["own"])
    for key in ("bleu", "chrf", "chrf_plus_plus"):
        del bare["sets"]["news"]["languages"]["kk"][key]
    assert "news.kk.faults" in figures(bare)
    assert "news.kk.chrf" not in figures(bare)
    assert "| news | kk | 3 | – | – | – |" in "\n".join(table(bare))


def test_scores_have_signatures() -> None:
    pytest.importorskip("sacrebleu")
    from training.metrics import score

    scores = score(["大桥通车了"], ["大桥通车了"], "zh")
    assert scores.bleu == pytest.approx(100.0)
    assert "tok:zh" in scores.signatures["bleu"]
    assert "version:" in scores.signatures["chrf++"]
