"""Sets of choices by their keys, lists in which a search begins, and their words in a small terminal."""

from collections.abc import Iterable

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, RadioSet

from coach.tui.widgets.choices import Choice, Choices, DeliberateChoices, LeadingChoices, SearchedList
from coach.tui.widgets.reply_input import SearchBox
from coach.tui.widgets.searchable_list import EntryList, ListEntry, SearchableList

from .conftest import Opens
from .seeing import seen, shows, until

ANSWERS = ("Yes", "Partly", "No")


class ChoosingApp(App[None]):
    """Three answers to choose from, in a set of some kind."""

    def __init__(self, kind: type[Choices], chosen: str) -> None:
        super().__init__()
        self.kind = kind
        self.first = chosen
        self.changes: list[int] = []
        self.taken = 0

    def compose(self) -> ComposeResult:
        yield self.kind(*(Choice(words, value=words == self.first) for words in ANSWERS))

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        self.changes.append(event.index)

    def on_leading_choices_taken(self) -> None:
        self.taken += 1


def press_at_once(pilot: Pilot[None], keys: Iterable[tuple[str, str | None]]) -> None:
    """Press keys as a fast typist does: the next comes before anything was done about the one before."""
    for key, character in keys:
        pilot.app.post_message(events.Key(key, character))


@pytest.mark.parametrize("kind", [Choices, LeadingChoices])
async def test_the_arrow_keys_choose_what_they_move_to(kind: type[Choices]) -> None:
    """Round the end as well, and Space on what is chosen changes nothing."""
    async with ChoosingApp(kind, "Yes").run_test() as pilot:
        choices = pilot.app.query_one(kind)
        for key, index in (("down", 1), ("down", 2), ("space", 2), ("down", 0), ("up", 2), ("left", 1)):
            await pilot.press(key)
            await pilot.pause()
            assert choices.pressed_index == index
        assert [button.value for button in choices.query(Choice)] == [False, True, False]


async def test_keys_that_come_at_once_choose_the_last_one_and_lead_on_from_it() -> None:
    async with ChoosingApp(LeadingChoices, "Yes").run_test() as pilot:
        app = pilot.app
        assert isinstance(app, ChoosingApp)
        press_at_once(pilot, (("down", None), ("down", None), ("enter", "\r")))
        await until(pilot, lambda: app.taken)
        await until(pilot, lambda: app.query_one(Choices).pressed_index == 2)
        assert [button.value for button in app.query(Choice)] == [False, False, True]
        assert app.taken == 1


async def test_where_nothing_is_chosen_yet_looking_through_the_answers_gives_none() -> None:
    async with ChoosingApp(Choices, "").run_test() as pilot:
        choices = pilot.app.query_one(Choices)
        await pilot.press("down")
        assert choices.pressed_index == -1
        await pilot.press("space")
        await pilot.pause()
        assert choices.pressed_index == 1


async def test_what_does_something_at_once_is_chosen_by_space_or_enter_alone() -> None:
    """A stored answer, or a file that is asked for."""
    async with ChoosingApp(DeliberateChoices, "Yes").run_test() as pilot:
        app = pilot.app
        assert isinstance(app, ChoosingApp)
        await pilot.press("down", "down")
        await pilot.pause()
        assert app.changes == []
        await pilot.press("space")
        await until(pilot, lambda: app.changes == [2])


# --- Lists in which a search begins


class SearchApp(App[None]):
    """Two entries in a list that can be searched."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []

    def compose(self) -> ComposeResult:
        yield SearchableList(
            (ListEntry("big", "A big family", Content("")), ListEntry("small", "A small one", Content("")))
        )

    def on_mount(self) -> None:
        self.query_one(EntryList).focus()

    def on_searchable_list_taken(self, event: SearchableList.Taken) -> None:
        self.taken.append(event.key)


async def test_a_space_between_words_that_are_typed_fast_in_a_list_is_one_of_the_search() -> None:
    """It ticked an entry out of sight, and the words ran together."""
    async with SearchApp().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, SearchApp)
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        press_at_once(pilot, (("b", "b"), ("i", "i"), ("g", "g"), ("space", " "), ("f", "f")))
        await until(pilot, lambda: app.query_one(SearchBox).value == "big f")
        assert app.taken == []


async def test_a_space_in_a_list_still_chooses_before_and_after_a_search() -> None:
    async with SearchApp().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, SearchApp)
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        await pilot.press("space")
        await until(pilot, lambda: app.taken == ["big"])
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.focused, SearchBox))
        await pilot.press("m", "enter")
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        await pilot.press("space")
        await until(pilot, lambda: app.taken == ["big", "small"])
        assert app.query_one(SearchBox).value == "sm"


async def test_the_list_of_scenarios_takes_the_space_too(opens: Opens) -> None:
    async with opens() as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.focused, SearchedList) and pilot.app.focused.option_count)
        press_at_once(pilot, (("t", "t"), ("h", "h"), ("e", "e"), ("space", " "), ("b", "b")))
        await until(pilot, lambda: pilot.app.screen.query_one("#search", Input).value == "the b")


# --- What stands in a small terminal


async def test_in_a_small_terminal_the_search_and_both_filters_have_room_for_their_words(opens: Opens) -> None:
    async with opens((60, 20)) as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        for words in ("Search: who, where, what", "Any difficulty", "Any role"):
            await shows(pilot, words)


async def test_in_a_small_terminal_the_offer_of_the_first_page_stands_on_one_line(opens: Opens) -> None:
    async with opens((60, 20), welcomed=False) as pilot:
        await until(
            pilot,
            lambda: any(
                line.split() == ["[", "]", *"Skip questions about my own identity".split()]
                for line in seen(pilot.app).splitlines()  # type: ignore[arg-type]
            ),
        )
        await shows(pilot, "Right, thank you")


async def test_in_a_small_terminal_what_a_box_of_the_brief_is_for_is_not_cut(opens: Opens) -> None:
    async with opens((60, 20), scenario="bus") as pilot:
        await shows(pilot, "Before you start")
        await pilot.press("enter")
        await until(
            pilot,
            lambda: any("Role, power, yourself " in line for line in seen(pilot.app).splitlines()),  # type: ignore[arg-type]
        )
