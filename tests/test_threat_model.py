"""The threat model names a test for each promise, and each test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "threat-model.md"
CITED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_threat_model_names_is_there() -> None:
    cited = CITED.findall(PAGE.read_text("utf-8"))
    assert cited
    missing = [f"{file}::{name}" for file, name in cited if not (ROOT / file).is_file() or name not in _tests(file)]
    assert not missing


def test_every_row_of_what_was_tried_names_a_test_or_says_why_not() -> None:
    """A row is an attack, what holds against it, and where that is tested."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and line.count(" | ") >= 2]
    attacks = [row for row in rows if not row.startswith(("| attack", "| ---"))]
    bare = [row for row in attacks if not CITED.search(row) and "out of scope" not in row and "not yet" not in row]
    assert attacks
    assert not bare


@cache
def _tests(file: str) -> frozenset[str]:
    """The names of a file's tests, and the empty name, which stands for the whole file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset({"", *(function.name for function in functions)})
