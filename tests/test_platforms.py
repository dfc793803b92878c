"""The table of Pythons and systems is made by its command, names every Python that is promised, and claims no more."""

import re
import tomllib

from tests.house import ROOT
from tests.platforms import BEGINS, ENDS, LOWEST, NEWEST, PAGE, PYTHONS, SYSTEMS, Cell, list_direct, render_table

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def read_rows() -> list[list[str]]:
    table = PAGE.read_text("utf-8").partition(BEGINS)[2].partition(ENDS)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()]


def test_the_page_has_a_row_for_each_python_and_a_column_for_each_system() -> None:
    head, _, *rows = read_rows()
    assert head == ["Python", *SYSTEMS]
    assert [row[0] for row in rows] == list(PYTHONS)


def test_nothing_but_linux_is_said_to_have_been_run() -> None:
    """Until somebody has one of the others: no machine with another system was ever there."""
    _, _, *rows = read_rows()
    assert [row[0] for row in rows if any("run" in re.findall(r"\w+", cell) for cell in row[2:])] == []


def test_pythons_that_the_package_names_are_in_the_table() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert set(named) <= set(PYTHONS)
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


def test_every_direct_dependency_has_a_lowest_version_to_try() -> None:
    assert [one for one in list_direct() if ">=" not in one] == []


def test_an_upper_limit_stands_only_where_its_reason_does() -> None:
    capped = [one for one in list_direct(("room", "team", "team-web", "word")) if "<" in one.partition(";")[0]]
    assert [re.split(r"[>=<]", one)[0] for one in capped] == ["onnxruntime"]


def test_a_row_says_where_the_lowest_versions_differ() -> None:
    alike, apart = (Cell("run"), Cell("run")), (Cell("resolves"), Cell("no", "pyyaml"))
    row = {}
    for place, system in enumerate(SYSTEMS):
        row[system, NEWEST], row[system, LOWEST] = apart if place == 1 else alike
    line = render_table({"3.11": row})[-1]
    assert line == "| 3.11 | run | newest: resolves; lowest: no: pyyaml | run | run | run |"
