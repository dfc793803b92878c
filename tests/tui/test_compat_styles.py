"""A style sheet is parsed once for each theme, however many kinds of widget come, and a new theme is seen."""

from collections.abc import Iterable
from typing import Any

import pytest
from textual.css import stylesheet as module
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Label, Static

from coach.tui.compat import ParsedStylesheet, PasteBoundApp

from .conftest import Opens
from .seeing import until

SHEETS = 90
"""More than Textual keeps parsed."""


@pytest.fixture
def parsings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Where each parsed sheet is from, in the order of parsing."""
    places: list[object] = []

    def rules(sheet: module.Stylesheet, css: str, read_from: object, **how: Any) -> list[module.RuleSet]:
        key = (css, read_from, *how.values())
        if key not in sheet._parse_cache:
            places.append(read_from)
            sheet._parse_cache[key] = list(
                module.parse(how["scope"], css, read_from, variable_tokens=sheet._variable_tokens)  # type: ignore[arg-type]
            )
        return sheet._parse_cache[key]

    monkeypatch.setattr(module.Stylesheet, "_parse_rules", rules)
    return places


def test_a_new_sheet_has_no_other_parsed_again(parsings: list[object]) -> None:
    sheet = ParsedStylesheet(variables={"look": "red"})
    for number in range(SHEETS):
        sheet.add_source(f".a{number} {{ color: $look; }}", read_from=(f"{number}", ""))
        assert len(sheet.rules) == number + 1
    sheet.set_variables({"look": "red"})
    sheet.reparse()
    assert len(parsings) == SHEETS


def test_a_new_theme_has_every_sheet_parsed_again(parsings: list[object]) -> None:
    sheet = ParsedStylesheet(variables={"look": "red"})
    sheet.add_source("Static { color: $look; }", read_from=("one", ""))
    before = sheet.css
    sheet.set_variables({"look": "blue"})
    sheet.reparse()
    assert parsings == [("one", ""), ("one", "")]
    assert sheet.css != before


async def test_widgets_that_come_after_a_change_of_theme_have_its_colours() -> None:
    class OneLine(PasteBoundApp):
        CSS = "Static { color: $primary; }"

    app = OneLine()
    async with app.run_test() as pilot:
        await app.mount(Static("before", id="before"))
        app.theme = "nord"
        await pilot.pause()
        await app.mount(Label("after"))
        await pilot.pause()
        assert isinstance(app.stylesheet, ParsedStylesheet)
        assert app.query_one("#before").styles.color == app.query_one(Label).styles.color
        assert app.query_one(Label).styles.color.hex == app.theme_variables["primary"]


async def test_the_coach_opens_in_its_own_theme(opens: Opens) -> None:
    async with opens() as pilot:
        assert isinstance(pilot.app.stylesheet, ParsedStylesheet)
        assert pilot.app.screen.styles.background.hex == pilot.app.theme_variables["background"].upper()


async def test_a_page_is_styled_as_it_comes_and_once_more_only_where_its_size_changes(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every widget of a new page has its styles from the first frame, for this theme and this size.

    Where Textual styles a page at another time, or gives it other classes for its size, this says so.
    """
    whole: list[object] = []
    update = ParsedStylesheet.update_nodes

    def count(sheet: ParsedStylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        styled = list(nodes)
        whole.extend(node for node in styled if isinstance(node, Screen))
        update(sheet, styled, animate)

    async with opens() as pilot:
        pilot.app.theme = "coach-light"
        await pilot.pause()
        monkeypatch.setattr(ParsedStylesheet, "update_nodes", count)
        for opened in (lambda: pilot.app.open_page("library"), pilot.app.action_help):
            opened()
            await until(pilot, lambda: pilot.app.screen.stack_updates and pilot.app.screen.query(Static))
            await pilot.pause()
            page = pilot.app.screen
            assert {"-broad", "-tall"} <= page.classes
            assert not whole
            before = {node: node.styles.get_rules() for node in page.walk_children(with_self=True)}
            update(pilot.app.stylesheet, page.walk_children(with_self=True))
            assert {node: node.styles.get_rules() for node in page.walk_children(with_self=True)} == before
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: {"-narrow", "-short"} <= pilot.app.screen.classes)
        assert whole
