"""The author's screen: what is wrong on the left, the conversation on the right, both new after every save."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Select

from coach.authoring.live import ScenarioDraft
from coach.content.library import Folder, Library, find_shipped_folders
from coach.records.paths import Places
from coach.tui.writing.app import WritingApp
from tests.authoring.test_live import edited
from tests.authoring.test_scaffold import written

from .seeing import flat, until


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "own", "scenario")[0]


@pytest.fixture
async def writing(tmp_path: Path, file: Path, places: Places) -> AsyncIterator[Pilot[None]]:
    draft = ScenarioDraft(Library((*find_shipped_folders(), Folder(tmp_path / "own", "own"))), "the_new_form")
    app = WritingApp(places, draft)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "Come in." in flat(app))
        yield pilot


async def type_in(pilot: Pilot[None], words: str) -> None:
    await pilot.press(*("space" if c == " " else c for c in words), "enter")


async def test_a_reply_shows_what_was_heard_and_what_answered(writing: Pilot[None]) -> None:
    await type_in(writing, "Thank you")
    await until(writing, lambda: "the_door/otherwise answers" in flat(writing.app))
    assert "Mend " not in flat(writing.app)


async def test_what_the_examples_say_stays_while_one_tries_replies(writing: Pilot[None]) -> None:
    """It goes with a save that mends it, and not with a reply."""
    await until(writing, lambda: "So far there are" in flat(writing.app))
    await type_in(writing, "Thank you")
    await until(writing, lambda: "the_door/otherwise answers" in flat(writing.app))
    assert "So far there are" in flat(writing.app)
    assert "Nothing to mend." not in flat(writing.app)


async def test_a_save_is_seen_without_a_key_being_pressed(writing: Pilot[None], file: Path) -> None:
    edited(file, "You found us all right?", "You found the door.")
    await until(writing, lambda: "You found the door." in flat(writing.app))
    edited(file, "met: next_step_agreed", "met: next_step")
    await until(writing, lambda: "no criterion called 'next_step'" in flat(writing.app))
    await until(writing, lambda: "cannot be played yet" in flat(writing.app))
    assert "You found the door." in flat(writing.app)


async def test_a_reply_is_taken_back_as_a_draft(writing: Pilot[None]) -> None:
    await type_in(writing, "Thank you")
    await until(writing, lambda: "1. You" in flat(writing.app))
    await writing.press("f8")
    await until(writing, lambda: "1. You" not in flat(writing.app))
    assert "Thank you" in flat(writing.app)


async def test_a_try_begins_at_another_turn(writing: Pilot[None]) -> None:
    await writing.press("f2")
    await until(writing, lambda: writing.app.screen.query("#turn"))
    writing.app.screen.query_one("#turn", Select).value = "what_now"
    writing.app.screen.query_one("#trust", Select).value = 4
    await writing.click("#begin")
    await until(writing, lambda: "So what happens now?" in flat(writing.app))
    assert "trust 4" in flat(writing.app)


@pytest.mark.parametrize("keys", [("enter",), ("tab", "enter")], ids=["in the box", "by the button"])
async def test_a_key_gives_the_last_reply_an_answer(writing: Pilot[None], file: Path, keys: tuple[str, ...]) -> None:
    await type_in(writing, "Is the kettle on")
    await until(writing, lambda: "1. You" in flat(writing.app))
    await writing.press("f4")
    await until(writing, lambda: writing.app.screen.query("#found"))
    await until(writing, lambda: "stays when the rehearsal is forgotten" in flat(writing.app))
    await writing.press(*"wherever", "enter", "enter")
    await until(writing, lambda: writing.app.screen.query("#words"))
    await writing.press(*"Always", *keys)
    personas = next((file.parent.parent / "personas").glob("*.yaml"))
    await until(writing, lambda: "is_the_kettle_on:" in personas.read_text(encoding="utf-8"))
    await until(writing, lambda: not writing.app.screen.query("#words"))
    assert "1. You" in flat(writing.app)  # the conversation stands there again


async def test_a_key_keeps_what_was_said_as_an_example(writing: Pilot[None], file: Path) -> None:
    await writing.press("f6")
    await writing.pause(0.2)
    assert not writing.app.screen.query("#words")  # nothing was said yet
    await type_in(writing, "Thank you")
    await until(writing, lambda: "1. You" in flat(writing.app))
    await writing.press("f6")
    await until(writing, lambda: writing.app.screen.query("#words"))
    await writing.press(*"thanks", "enter")
    examples = file.with_name("the_new_form.examples.yaml")
    await until(writing, lambda: "thanks:" in examples.read_text(encoding="utf-8"))
