"""Cases of one promise: a few are run each time, and all of them with the slow tests."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def a_few_quickly(cases: Iterable[Any], quick: Collection[Any] | int) -> list[Any]:
    """Mark cases as slow, but for a few.

    Args:
        cases: one case each; a tuple where the test takes several values.
        quick: the cases that are run each time, or a number: every how-manieth case is.

    Returns:
        Parameters for `pytest.mark.parametrize`, in the order of the cases.
    """
    marked = []
    for number, case in enumerate(cases):
        quickly = number % quick == 0 if isinstance(quick, int) else case in quick
        values = case if isinstance(case, tuple) else (case,)
        marked.append(pytest.param(*values, marks=[] if quickly else [pytest.mark.slow]))
    return marked
