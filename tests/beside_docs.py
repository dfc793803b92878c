"""Modules that lie beside `docs/make.py`, which is no package."""

import importlib
import sys
from types import ModuleType

from tests.house import ROOT


def load(name: str) -> ModuleType:
    """Load such a module, as `python docs/make.py` would find it."""
    folder = str(ROOT / "docs")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)
