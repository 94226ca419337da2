"""Training smoke test: 200 own sentences, a tiny model from nothing, a resumed run, export, stock Argos.

Skipped without PyTorch (``pip install '.[training]'``): the plain install cannot train.
"""

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install '.[training]'")

from toolkit.errors import InputError, OptionError  # noqa: E402
from training import curve  # noqa: E402
from training.checkpoint import blend, load_state, load_weights, remove_leftovers, write_released  # noqa: E402
from training.corpus import read_corpus  # noqa: E402
from training.evaluate import evaluate, held_out_set, placeholder_rows  # noqa: E402
from training.export import export, quantization_cost  # noqa: E402
from training.package import LAYOUT, package  # noqa: E402
from training.rounding import rounded_matrices  # noqa: E402
from training.settings import ModelSettings, RunSettings  # noqa: E402
from training.train import Inputs, Trainer, train  # noqa: E402
from training.vocabulary import TAGS, Vocabulary, train_vocabulary  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SHAPE = ModelSettings(encoder=2, decoder=1, width=64, heads=4, inner=128)
SETTINGS = RunSettings(
    rate=8e-3, warmup=60, tokens=512, placeholders=0.3, noise=0.1, dropout=0.1, negatives=64, until=90, ema=0.9,
    precision="float32", threads=1, log_every=10, dev_every=1000, save_seconds=0,
)  # fmt: skip
SHORT = RunSettings.of(SETTINGS.as_dict() | {"until": 24, "log_every": 1})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own, folder = read_corpus(), tmp_path_factory.mktemp("corpus")
    rows = [*own.training[:200], *own.held_out[:12]]
    (folder / "A01-1.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def inputs(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    folder = tmp_path_factory.mktemp("vocabulary")
    texts = (text for row in read_corpus(corpus).training for text in row)
    assert train_vocabulary(folder, texts, 1200) == 1200
    return Inputs(folder / "sentencepiece.model", corpus)


@pytest.fixture(scope="module")
def run(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    settings = RunSettings.of(SETTINGS.as_dict() | {"save_seconds": 300.0})
    assert train(folder, inputs, SHAPE, settings) == "done"
    return folder


@pytest.fixture(scope="module")
def uninterrupted(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("uninterrupted")
    assert train(folder, inputs, SHAPE, SHORT) == "done"
    return whole_state(folder)


@pytest.fixture(scope="module")
def exported(run: Path, inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "tiny"
    export(run / "checkpoint.pt", inputs.vocabulary, folder)
    return folder


def whole_state(run: Path) -> dict[str, Any]:
    state = load_state(run / "checkpoint.pt")
    return state | {"losses": curve.points(curve.read_log(run / "log.jsonl"))[0]}


def assert_equal(a: Any, b: Any, where: str = "state") -> None:
    if isinstance(a, torch.Tensor):
        assert torch.equal(a, b), where
    elif isinstance(a, dict):
        assert a.keys() == b.keys(), where
        for key in a:
            assert_equal(a[key], b[key], f"{where}.{key}")
    elif isinstance(a, list):
        assert len(a) == len(b), where
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            assert_equal(x, y, f"{where}[{i}]")
    else:
        assert a == b, where


# ---- learning ----
def test_loss_falls(run: Path) -> None:
    losses, dev = curve.points(curve.read_log(run / "log.jsonl"))
    assert losses[10] > 6.5
    assert min(losses[80], losses[90]) < 5.8
    assert set(dev) == {"kk", "ru", "zh"}
    assert dev["kk"][90] < 5.5  # nothing learnt: 7.09, the logarithm of 1,200 pieces
    assert dev["ru"][90] < 5.5


def test_log_is_json_lines_and_curve_is_drawn(run: Path) -> None:
    events = [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert events[0]["event"] == "start"
    assert events[0]["precision"] == "float32"
    assert events[-1] == {"event": "end", "step": 90, "reason": "done", "minutes": events[-1]["minutes"]}
    pytest.importorskip("matplotlib")
    assert (run / "curve.png").read_bytes()[:4] == b"\x89PNG"


def test_rounding_computes_with_the_weights_that_are_exported(inputs: Inputs, tmp_path: Path) -> None:
    settings = RunSettings.of(SHORT.as_dict() | {"rounding": True})
    trainer = Trainer(tmp_path / "run", inputs, SHAPE, settings)
    assert trainer.train() == "done"
    names = rounded_matrices(trainer.net)
    assert "embedding.weight" in names
    assert not any("positions" in name or "norm" in name or "bias" in name for name in names)
    exact = 0
    for name, p in trainer.net.named_parameters():
        steps = p.data.float() / p.data.float().abs().amax(dim=-1, keepdim=True).clamp_min(1e-12) * 127
        whole = bool(((steps - steps.round()).abs() < 1e-3).all())
        assert whole or name not in names
        exact += not whole
    assert exact  # positions and norms are left alone
    export(tmp_path / "run" / "checkpoint.pt", inputs.vocabulary, tmp_path / "tiny")


def test_new_shards_come_more_often(inputs: Inputs, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    row = (
        "Glaciers feed the rivers.",
        "Мұздықтар өзендерді толтырады.",
        "Ледники питают реки.",
        "冰川滋养河流。",
    )
    (folder / "Z01-1.tsv").write_text("\t".join(row) + "\n", encoding="utf-8")
    plain = {"placeholders": 0.0, "noise": 0.0}
    counts = []
    for often in ("", "Z*"):
        settings = RunSettings.of(SHORT.as_dict() | plain | {"often": often, "times": 4})
        trainer = Trainer(tmp_path / f"run{often[:1]}", Inputs(inputs.vocabulary, folder), SHAPE, settings)
        batches = trainer._batches(again=False)
        counts.append(sum(len(batch.pairs) for batch in batches))
    assert counts[1] - counts[0] == 9  # three times more, in three languages


# ---- resuming ----
@pytest.mark.parametrize("at", [1, 13])
def test_resumed_run_equals_uninterrupted(
    at: int, inputs: Inputs, tmp_path: Path, uninterrupted: dict[str, Any]
) -> None:
    trainer = Trainer(tmp_path, inputs, SHAPE, SHORT)
    assert trainer.train(stop=lambda: trainer.step >= at) == "stopped"
    assert load_state(tmp_path / "checkpoint.pt")["step"] == at
    assert train(tmp_path, inputs, SHAPE, SHORT) == "done"
    assert_equal(whole_state(tmp_path), uninterrupted)


def test_resumed_run_equals_uninterrupted_over_an_epoch(inputs: Inputs, tmp_path: Path) -> None:
    few = Inputs(inputs.vocabulary, inputs.corpus, limit=10)
    assert train(tmp_path / "a", few, SHAPE, SHORT) == "done"
    trainer = Trainer(tmp_path / "b", few, SHAPE, SHORT)
    trainer.train(stop=lambda: trainer.epoch >= 1)
    assert trainer.epoch == 1
    assert trainer.step < SHORT.until
    assert train(tmp_path / "b", few, SHAPE, SHORT) == "done"
    assert_equal(whole_state(tmp_path / "b"), whole_state(tmp_path / "a"))


def command(run: Path, inputs: Inputs) -> list[str]:
    shape = [f"--{k}={getattr(SHAPE, k)}" for k in ("encoder", "decoder", "width", "heads", "inner")]
    names = (
        "rate", "warmup", "tokens", "placeholders", "noise", "dropout", "negatives", "until", "ema", "precision",
        "threads", "log_every", "dev_every", "save_seconds",
    )  # fmt: skip
    options = [f"--{name.replace('_', '-')}={getattr(SHORT, name)}" for name in names]
    return [
        sys.executable, "-m", "training", "train", f"--run={run}", f"--vocabulary={inputs.vocabulary}",
        f"--corpus={inputs.corpus}", *shape, *options,
    ]  # fmt: skip


@contextlib.contextmanager
def started(run: Path, inputs: Inputs) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command(run, inputs), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for_step(run: Path, step: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        log = run / "log.jsonl"
        if log.exists() and max(curve.points(curve.read_log(log))[0], default=0) >= step:
            return
        time.sleep(0.01)
    pytest.fail(f"the run never came to step {step}")


def test_killed_run_goes_on_and_equals_uninterrupted(
    inputs: Inputs, tmp_path: Path, uninterrupted: dict[str, Any]
) -> None:
    with started(tmp_path, inputs) as process:
        wait_for_step(tmp_path, 5, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
    reached = load_state(tmp_path / "checkpoint.pt")["step"]  # whole, whenever the kill came
    assert reached < 24
    (tmp_path / f".checkpoint.pt.{process.pid}.tmp").write_bytes(b"half")
    assert train(tmp_path, inputs, SHAPE, SHORT) == "done"
    assert_equal(whole_state(tmp_path), uninterrupted)
    assert not list(tmp_path.glob(".*.tmp"))
    assert any(
        e["event"] == "resumed" and e["step"] == reached for e in curve.read_log(tmp_path / "log.jsonl")
    )


def test_sigterm_saves_and_ends(inputs: Inputs, tmp_path: Path) -> None:
    with started(tmp_path, inputs) as process:
        wait_for_step(tmp_path, 2, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    log = curve.read_log(tmp_path / "log.jsonl")
    assert log[-1]["event"] == "end"
    assert log[-1]["reason"] in ("stopped", "done")
    assert load_state(tmp_path / "checkpoint.pt")["step"] == log[-1]["step"]


def test_leftovers_of_living_processes_stay(tmp_path: Path) -> None:
    mine, other = tmp_path / f".checkpoint.pt.{os.getppid()}.tmp", tmp_path / ".checkpoint.pt.999999999.tmp"
    for path in (mine, other):
        path.write_bytes(b"half")
    remove_leftovers(tmp_path)
    assert not other.exists()


def test_changed_corpus_begins_the_epoch_anew(inputs: Inputs, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(inputs.corpus, folder)
    own = Inputs(inputs.vocabulary, folder)
    trainer = Trainer(tmp_path / "run", own, SHAPE, SHORT)
    trainer.train(stop=lambda: trainer.step >= 3)
    with (folder / "A02-1.tsv").open("w", encoding="utf-8") as more:
        more.write("Rain fell on Taraz.\tТаразда жаңбыр жауды.\tВ Таразе шел дождь.\t塔拉兹下雨了。\n")
    again = Trainer(tmp_path / "run", own, SHAPE, SHORT)
    assert (again.step, again.epoch, again.batch) == (3, 1, 0)
    assert len(again.corpus.training) == len(trainer.corpus.training) + 1


# ---- checkpoints ----
def test_released_checkpoint_starts_a_new_run(run: Path, inputs: Inputs, tmp_path: Path) -> None:
    released = tmp_path / "released.pt"
    write_released(released, load_weights(run / "checkpoint.pt"))
    assert released.stat().st_size < (run / "checkpoint.pt").stat().st_size / 5
    start = Inputs(inputs.vocabulary, inputs.corpus, checkpoint=released)
    trainer = Trainer(tmp_path / "new", start, ModelSettings(), SETTINGS)  # the shape is the checkpoint's
    assert trainer.model == SHAPE
    assert (trainer.step, trainer.restarted) == (90, 90)
    assert torch.allclose(trainer.flat, load_weights(run / "checkpoint.pt").values, atol=1e-2)


def test_weights_are_blended_with_an_older_state(run: Path) -> None:
    new = load_weights(run / "checkpoint.pt")
    old = dataclasses.replace(new, values=torch.zeros_like(new.values), step=1)
    mixed = blend(new, old, 0.25)
    assert torch.allclose(mixed.values, new.values * 0.75)
    assert (mixed.step, mixed.digest) == (new.step, new.digest)
    with pytest.raises(InputError, match="only states of one"):
        blend(new, dataclasses.replace(old, values=old.values[1:]), 0.25)
    with pytest.raises(OptionError, match="share"):
        blend(new, old, 1.5)


def test_damaged_checkpoint_is_said(inputs: Inputs, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(b"not a checkpoint")
    with pytest.raises(InputError, match="not a readable checkpoint"):
        Trainer(tmp_path, inputs, SHAPE, SETTINGS)


def test_other_vocabulary_is_said(run: Path, inputs: Inputs, tmp_path: Path) -> None:
    texts = (text for row in read_corpus(inputs.corpus).training for text in row)
    train_vocabulary(tmp_path, texts, 1300)
    with pytest.raises(InputError, match=r"sentencepiece\.model it was trained with"):
        export(run / "checkpoint.pt", tmp_path / "sentencepiece.model", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_minutes_must_be_positive(inputs: Inputs, tmp_path: Path) -> None:
    with pytest.raises(OptionError):
        train(tmp_path, inputs, SHAPE, SETTINGS, minutes=0)


# ---- vocabulary, loss, precision ----
def test_vocabulary_layout(inputs: Inputs) -> None:
    vocabulary = Vocabulary.load(inputs.vocabulary)
    names = vocabulary.names()
    assert names[:4] == ["<unk>", "<s>", "</s>", "<pad>"]
    assert names[4 : 4 + len(TAGS)] == list(TAGS)
    with pytest.raises(OptionError, match="size"):
        train_vocabulary(inputs.vocabulary.parent / "small", ["Астана мен Алматы"], 10)
    (ids,) = vocabulary.encode(["⟦0⟧⟨gen⟩ саммиті 2024 𝄞"])
    assert vocabulary.processor.decode(ids) == "⟦0⟧⟨gen⟩ саммиті 2024 𝄞"
    assert not {i for i in ids if i == 0}


def test_loss_over_all_pieces_is_cross_entropy() -> None:
    from training.softmax import PieceSampler, softmax_loss

    torch.manual_seed(0)
    table = torch.randn(50, 8, requires_grad=True)
    states = torch.randn(7, 8, requires_grad=True)
    targets = torch.randint(4, 50, (7,))
    sampler = PieceSampler({"kk": list(range(50))}, 50)
    softmax = sampler.pick("kk", targets, 0, torch.float32, torch.Generator())
    ours = softmax_loss(states, table, softmax, targets, 0.1)
    ours.backward()
    gradients = states.grad.clone(), table.grad.clone()
    states.grad = table.grad = None
    theirs = torch.nn.functional.cross_entropy(states @ table.t(), targets, label_smoothing=0.1)
    theirs.backward()
    plain = torch.nn.functional.cross_entropy(states @ table.t(), targets)
    assert torch.allclose(ours, plain, atol=1e-5)  # the value is without the smoothing's constant
    assert torch.allclose(gradients[0], states.grad, atol=1e-5)
    assert torch.allclose(gradients[1], table.grad, atol=1e-5)


def test_targets_are_always_in_the_softmax() -> None:
    from training.softmax import PieceSampler

    sampler = PieceSampler({"kk": [4, 5, 6]}, 100)
    softmax = sampler.pick("kk", torch.tensor([4, 77]), 10, torch.float32, torch.Generator().manual_seed(1))
    assert softmax.ids[softmax.place[torch.tensor([4, 77])]].tolist() == [4, 77]
    assert softmax.bias[:3].tolist() == [0, 0, 0]
    assert len(softmax.ids) == len(set(softmax.ids.tolist()))


def test_auto_precision_takes_what_was_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    from training import precision

    assert set(precision.measure_products(64, 32, 64, 1)) == {"float32", "bfloat16"}
    for fastest, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        times = {"float32": 2.0, "bfloat16": 2.0} | {fastest: 1.0}
        monkeypatch.setattr(precision, "measure_products", lambda times=times: times)
        assert precision.choose_precision("auto") == (dtype, times)


# ---- export, packages, evaluation ----
def test_exported_folder_is_whole(exported: Path, run: Path) -> None:
    assert all((exported / name).is_file() for name in LAYOUT)
    card = json.loads((exported / "model.json").read_text(encoding="utf-8"))
    assert card["step"] == 90
    assert card["languages"] == ["kk", "ru", "zh"]
    assert card["placeholders"] is True
    assert card["corpus"] == load_weights(run / "checkpoint.pt").digest
    assert (exported / "vmap.kk.txt").read_text(encoding="utf-8").startswith("\t</s> <2kk>")
    assert [p.name for p in exported.parent.iterdir()] == ["tiny"]


def test_network_and_export_agree(exported: Path, run: Path, inputs: Inputs) -> None:
    """CTranslate2 scores a sentence as the network does."""
    import ctranslate2

    from training.batches import own_pairs
    from training.export import network, write_model
    from training.train import tensors

    vocabulary = Vocabulary.load(inputs.vocabulary)
    net = network(load_weights(run / "checkpoint.pt"), vocabulary)
    example = own_pairs(read_corpus(inputs.corpus).held_out[:1], vocabulary)[0]
    t = tensors([example.pair], vocabulary.tag(example.language), torch.float32)
    with torch.no_grad():
        scores = net(t.source, t.entered, t.mask) @ net.embedding.weight.t()
    wanted = torch.log_softmax(scores[0], -1).gather(1, t.wanted[0][:, None])[:, 0]
    folder = exported.parent.parent / "float32"
    write_model(net, vocabulary, folder, "float32")
    names = vocabulary.names()
    source = [f"<2{example.language}>", *(names[i] for i in example.pair.source.tolist())]
    target = [names[i] for i in example.pair.target.tolist()]
    (found,) = ctranslate2.Translator(str(folder)).score_batch([source], [target])
    assert torch.allclose(torch.tensor(found.log_probs), wanted, atol=1e-3)


def test_quantisation_cost_is_measured(exported: Path, run: Path, inputs: Inputs) -> None:
    pytest.importorskip("sacrebleu")
    rows = read_corpus(inputs.corpus).training[:6]
    cost = quantization_cost(run / "checkpoint.pt", inputs.vocabulary, exported, rows)
    assert set(cost) == {"kk", "ru", "zh"}
    assert all(abs(small - whole) < 15 for small, whole in cost.values())


def test_report_of_a_tiny_model(exported: Path, inputs: Inputs, tmp_path: Path) -> None:
    pytest.importorskip("sacrebleu")
    from training.decoding import DecodingSettings

    corpus = read_corpus(inputs.corpus)
    report = evaluate(
        exported, [held_out_set(corpus.held_out)], placeholder_rows(corpus.held_out, corpus.training),
        DecodingSettings(beam=1, longest=40), tmp_path,
    )  # fmt: skip
    assert report["sets"]["own"]["lines"] == 12
    assert len((tmp_path / "own.kk.txt").read_text(encoding="utf-8").splitlines()) == 12
    assert report["placeholders"]["zh"]["tags"] == 0
    assert all(v["beam_once_percent"] >= 0 for v in report["placeholders"].values())
    json.dumps(report)


STOCK = """
import json, sys
from argostranslate import translate
sentences = json.loads(sys.argv[1])
languages = {x.code: x for x in translate.get_installed_languages()}
out = {}
for code in ("kk", "ru", "zh"):
    found = languages["en"].get_translation(languages[code])
    class Whole:  # its own splitter wants to download a model
        def split_sentences(self, text): return [text]
    found.underlying.sentencizer = Whole()
    out[code] = [found.translate(s) for s in sentences]
print(json.dumps(out))
"""


def test_packages_work_in_stock_argostranslate(exported: Path, tmp_path: Path) -> None:
    pytest.importorskip("argostranslate")
    import ctranslate2

    made = package(exported, tmp_path / "packages", archives=True)
    assert [p.suffix for p in made] == ["", "", "", ".argosmodel", ".argosmodel", ".argosmodel"]
    weights = [p / "model" / "model.bin" for p in made[:3]]
    assert len({w.stat().st_ino for w in weights}) == 1  # one copy of the weights
    for archive in made[3:]:
        archive.unlink()
    home = tmp_path / "home"
    environment = os.environ | {
        "ARGOS_PACKAGES_DIR": str(tmp_path / "packages"), "XDG_DATA_HOME": str(home / "data"), "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache"), "ORT_DISABLE_TELEMETRY": "1",
    }  # fmt: skip
    sentences = ["The summit opened.", "Trade rose."]
    done = subprocess.run(
        [sys.executable, "-c", STOCK, json.dumps(sentences)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    stock = json.loads(done.stdout.splitlines()[-1])
    vocabulary = Vocabulary.load(exported / "sentencepiece.model")
    translator = ctranslate2.Translator(str(exported))
    for code, lines in stock.items():
        tagged = [[f"<2{code}>", *pieces] for pieces in vocabulary.pieces(sentences)]
        ours = [
            vocabulary.decode(r.hypotheses[0])
            for r in translator.translate_batch(
                tagged, beam_size=4, length_penalty=0.2, replace_unknowns=True
            )
        ]
        assert [line.strip() for line in lines] == ours


def test_packages_are_replaced_whole(exported: Path, tmp_path: Path) -> None:
    first = package(exported, tmp_path)
    (first[0] / "model" / "stale").write_text("old", encoding="utf-8")
    second = package(exported, tmp_path)
    assert first == second
    assert not (second[0] / "model" / "stale").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in second)
