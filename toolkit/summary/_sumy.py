"""sumy without its ballast: the summarizers and the document model, imported in milliseconds.

sumy imports NLTK (for stemmers), requests (to fetch pages) and pycountry (names of languages) wherever it is
touched; scores need none of them, and they cost half a second, a third of what the command may take to start.
They are imported here as modules that load when something is asked of them, so that sumy as a whole works as
ever for whoever else uses it in this process.
"""

from __future__ import annotations

import importlib
import sys
import threading
from functools import cache
from types import ModuleType
from typing import Any

__all__ = ["sumy_module"]

_DEFERRED = ("nltk", "nltk.stem", "nltk.stem.snowball", "requests", "pycountry")
_lock = threading.RLock()


class _Deferred(ModuleType):
    """Stands for a module that is imported on first use."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__ == "pycountry" and name == "languages":
            return _DeferredAttribute(self.__name__, name)
        with _lock:
            for module in _DEFERRED:
                if isinstance(sys.modules.get(module), _Deferred):
                    del sys.modules[module]
            return getattr(importlib.import_module(self.__name__), name)


class _DeferredAttribute:
    """``from pycountry import languages``: the attribute is taken at import, so it has to wait as well."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __getattr__(self, name: str) -> Any:
        return getattr(getattr(importlib.import_module(self._module), self._name), name)


@cache
def sumy_module(name: str) -> Any:
    """Import a module of sumy (``"sumy.models.dom"``) without NLTK, requests and pycountry."""
    with _lock:
        if name in sys.modules:
            return sys.modules[name]
        placed = {module: _Deferred(module) for module in _DEFERRED if module not in sys.modules}
        if "nltk.stem.snowball" in placed and "nltk" not in placed:
            placed = {module: stub for module, stub in placed.items() if not module.startswith("nltk")}
        for module, stub in placed.items():
            parent, _, child = module.rpartition(".")
            if parent:
                setattr(placed[parent], child, stub)
        sys.modules.update(placed)
        try:
            return importlib.import_module(name)
        finally:
            for module, stub in placed.items():
                if sys.modules.get(module) is stub:
                    del sys.modules[module]
