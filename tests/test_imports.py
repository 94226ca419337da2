from __future__ import annotations

import subprocess
import sys

import toolkit

HEAVY = (
    "sumy",
    "nltk",
    "numpy",
    "argostranslate",
    "ctranslate2",
    "sentencepiece",
    "pymorphy3",
    "trafilatura",
    "onnxruntime",
)


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(' '.join(sys.modules))"
    return set(
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_importing_the_library_pulls_in_nothing_heavy() -> None:
    assert not modules_after("import toolkit") & set(HEAVY)


def test_translation_needs_no_summariser_and_no_onnxruntime() -> None:
    code = "import toolkit; toolkit.Translator('kk').translate('The summit opened.')"
    assert not modules_after(code) & {"sumy", "nltk", "onnxruntime", "trafilatura"}


def test_every_public_name_is_there() -> None:
    for name in toolkit.__all__:
        assert getattr(toolkit, name) is not None
    assert callable(toolkit.digest)
