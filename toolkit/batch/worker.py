"""The process that does the work, told what by its guard over standard input: ``python -m toolkit.batch.worker``.

Messages are pickles. In: a :class:`Job`, then lists of :class:`Item`. Out: ``ready`` when the models are loaded,
``alive`` before each step, then ``done`` with the outcomes or ``error`` with a line; ``fatal`` with an error that no
article is to blame for.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any

from toolkit.batch.item import Item, Outcome
from toolkit.batch.job import Job, run_job
from toolkit.errors import LanguageError, ToolkitError
from toolkit.languages import language_code
from toolkit.translation import Translator

__all__ = ["MEMORY", "Work", "main"]

MEMORY = 77
"""Exit code of a worker that ran out of memory."""

Work = Callable[[Sequence[Item], Job, Callable[[], None]], list[Outcome]]


def main(work: Work = run_job) -> None:
    """Serve until the guard closes the pipe."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the messages
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()

    def say(*message: object) -> None:
        pickle.dump(message, answers)
        answers.flush()

    try:
        job: Job = requests.get()
        _warm(job)
        say("ready")
        while True:
            items: list[Item] = requests.get()
            try:
                say("done", work(items, job, lambda: say("alive")))
            except (ToolkitError, MemoryError, OSError):
                raise
            except (
                Exception
            ) as error:  # a fault of ours that one article brings to light must not stop the others
                say("error", f"internal error ({type(error).__name__}: {error}): please report it")
    except ToolkitError as error:
        say("fatal", error)
    except MemoryError:
        os._exit(MEMORY)
    except BrokenPipeError:
        os._exit(0)


def _warm(job: Job) -> None:
    """Load models and glossary: most articles are English; other pairs are loaded when one comes."""
    for code in job.languages:
        with contextlib.suppress(LanguageError):
            if language_code(code) != "en":
                Translator(code, glossary=job.glossary, settings=job.settings).warm()


def _listen(pipe: IO[bytes], requests: queue.SimpleQueue[Any]) -> None:
    """Hand requests on; when the guard is gone, so is the work."""
    while True:
        try:
            requests.put(pickle.load(pipe))
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)


if __name__ == "__main__":
    main()
