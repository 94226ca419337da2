"""How a command ends: one line on stderr and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from toolkit.errors import LanguageError, OptionError, ToolkitError

__all__ = ["INPUT", "USAGE", "run"]

INPUT, USAGE = 1, 2
# typer carries its own copy of click in some versions and imports it in others: the base is found by name
_USAGE_ERROR: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def run(command: Callable[[], object]) -> int:
    """Run a command and turn what it raises into an exit code: 0, 1 (input, processing), 2 (usage), 130 (Ctrl-C)."""
    name = Path(sys.argv[0]).stem
    try:
        ended = command()
    except (LanguageError, OptionError) as error:
        return _say(name, str(error), USAGE)
    except ToolkitError as error:
        return _say(name, str(error), INPUT)
    except _USAGE_ERROR as error:
        if not getattr(error, "message", ""):  # no arguments at all: the help has been shown
            return USAGE
        return _say(name, f"{error.format_message()} (see {name} --help)", error.exit_code)
    except typer.Abort:
        return 130
    except BrokenPipeError:  # the reader of the pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        return _say(name, "out of memory: give a shorter text or fewer languages at once", INPUT)
    except OSError as error:
        return _say(name, f"{error.filename or 'file'}: {error.strerror or error}", INPUT)
    except Exception as error:
        if os.environ.get("TOOLKIT_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        return _say(name, f"internal error ({what}); TOOLKIT_DEBUG=1 shows where: please report it", INPUT)
    return ended if isinstance(ended, int) else 0


def _say(name: str, message: str, code: int) -> int:
    line = " ".join(message.split())
    sys.stderr.buffer.write(f"{name}: {line}\n".encode())
    sys.stderr.flush()
    return code
