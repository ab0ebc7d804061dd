"""Draw 绘图: every figure by its name, such as ``draw.quotations_voices(speech)``.

``dir(draw)`` lists them all. A figure is found in the module that its name begins with, and loaded
when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from huayu import figures
from huayu.files import near


def _modules() -> list[str]:
    return sorted(found.name for found in iter_modules(figures.__path__))


def __getattr__(name: str) -> Any:
    """The function that draws a figure; one that is not there says what is near."""
    module = name.partition("_")[0]
    if module in _modules() and name != module:
        found = getattr(import_module(f"huayu.figures.{module}"), name, None)
        if found is not None:
            return found
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    raise AttributeError(f"there is no figure {name}{near(name, __dir__())}")


def __dir__() -> list[str]:
    """Names of all figures."""
    return sorted(
        name
        for module in _modules()
        for name in vars(import_module(f"huayu.figures.{module}"))
        if name.startswith(f"{module}_")
    )
