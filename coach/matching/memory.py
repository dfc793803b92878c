"""What was worked out about texts, remembered while one page is built and forgotten with it.

Begin with `remember_while`. A page looks at the same replies from many sides: which subjects a line names, what a
sentence promises. Each is worked out once. Nothing is remembered outside of a page, since the texts are what people
said: when it is built they are let go, also where building it failed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_MEMORY: ContextVar[dict[tuple[object, ...], object] | None] = ContextVar("memory", default=None)
_NOTHING = object()


@contextmanager
def remember_while() -> Iterator[None]:
    """Remember what functions marked `remember` return, until the `with` block ends.

    Inside another such block it changes nothing: the outer one forgets.
    """
    if _MEMORY.get() is not None:
        yield
        return
    token = _MEMORY.set({})
    try:
        yield
    finally:
        _MEMORY.reset(token)


def remember(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function whose results are remembered while a page is built.

    Its arguments must be hashable and given by position; its result must not be changed by who asked for it.
    """

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _MEMORY.get()
        if memory is None or kwargs:
            return function(*args, **kwargs)
        key = (function, *args)
        result = memory.get(key, _NOTHING)
        if result is _NOTHING:
            result = memory[key] = function(*args, **kwargs)
        return cast("R", result)

    return ask
