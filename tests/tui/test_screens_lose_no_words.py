"""Words typed on any page survive every pair of keys: they are in a box, kept, or asked about."""

import itertools
import os
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from coach.authoring.live import ScenarioDraft
from coach.content.library import Folder, Library, find_shipped_folders
from coach.model.class_events import Role
from coach.model.submission import View
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.tui.dialogs.save import ExportDialog
from coach.tui.dialogs.self_reflection import OwnPictureDialog
from coach.tui.dialogs.verdicts import CommentDialog, CriterionDialog, DisputeDialog, VerdictDialog
from coach.tui.pair.screen import PairScreen
from coach.tui.room.screen import RoomScreen
from coach.tui.screens.actions_screen import ActionDialog
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.review_screen import ReviewScreen
from coach.tui.trainer.app import BoardApp
from coach.tui.widgets.card_list import CardView
from coach.tui.widgets.debrief_page import LookingBack
from coach.tui.widgets.submission_view import LineRequest, SubmissionLineBox
from coach.tui.writing.app import WritingApp
from tests.authoring.test_scaffold import written
from tests.cases import a_few_quickly

from ..classroom.conftest import Room, room, to_talking
from .conftest import Opens
from .handed import handed_over, opened
from .pair.sitting import sit_down, to_talk
from .rehearsed import hurt_and_mended, unfolded
from .room.conftest import sitting
from .seeing import flat, shows, until
from .trainer.conftest import Boards, boards, sheet, shelf, wall
from .trainer.conftest import room as class_room
from .walking import Place, Search, Walk, shown

__all__ = ["boards", "class_room", "room", "sheet", "shelf", "wall"]

SEED = 14
SAMPLE = 2
"""Pairs for each place in the usual run; the slow one takes all of them."""
EVERY_PLACE = "COACH_TESTS_WALK_EVERY_PLACE"
"""Set, the complete walk goes to every place: about an hour on two cores, some places taking many minutes."""
QUICK = ("conversation", "board", "comment", "export", "intention", "room")
"""Places that are tried in the usual run; the slow tests try them all."""
WALKED = ("conversation", "board", "position", "intention", "export")
"""Places that were walked completely, and are whenever the slow tests run."""
CHECKED = 12
"""Pairs for each place that the slow run may skip, and presses all the same to show that it may."""


Visits = Callable[["Here"], Any]


@dataclass
class Here:
    """What places are made of."""

    opens: Opens
    practice: PracticeService
    places: Places
    tmp_path: Path
    room: Room
    boards: Boards
    class_room: Any
    rounds: int = 0


async def found(pilot: Pilot[None], selector: str, on: type[Screen[Any]] = Screen) -> Widget:
    """The box, once it can be typed in."""

    def there() -> list[Widget]:
        screen = pilot.app.screen
        return [box for box in screen.query(selector) if shown(box)] if isinstance(screen, on) else []

    await until(pilot, there)
    return there()[0]


# ---------------------------------------------------------------------------------------------- the places


def on_a_page(open_it: Callable[[Any, Pilot[None], Here], Awaitable[None]], selector: str) -> Visits:
    """A box of the coach's own, on a page that is opened anew each time."""

    @asynccontextmanager
    async def visiting(here: Here) -> AsyncIterator[Place]:
        async with here.opens() as pilot:

            async def arrive() -> Widget:
                pilot.app.go_home()  # type: ignore[attr-defined]
                await pilot.pause()
                await open_it(pilot.app, pilot, here)
                return await found(pilot, selector)

            def kept() -> str:
                rounds = [screen for screen in pilot.app.screen_stack if isinstance(screen, PairScreen)]
                said = "".join(f"{each.draft} {each.laptop.build_view(Role.PRACTITIONER)!r}" for each in rounds)
                return f"{getattr(pilot.app, 'exercise', '')!r} {said}"

            yield Place(pilot, arrive, kept)

    return visiting


async def _talk(app: Any, pilot: Pilot[None], here: Here) -> None:
    app.open_conversation(here.practice.begin("bus"))
    await found(pilot, "#box", ConversationScreen)
    await until(pilot, lambda: app.screen.query(".said"))


async def _position(app: Any, pilot: Pilot[None], _: Here) -> None:
    app.open_briefing("bus")
    await until(pilot, lambda: app.screen.query("#start"))
    app.screen.query_one("#start").press()
    await until(pilot, lambda: app.focused is not None and app.focused.id == "begin")


async def _brief(app: Any, pilot: Pilot[None], here: Here) -> None:
    await _position(app, pilot, here)
    app.screen.query_one("#intention").value = "own"
    await until(pilot, lambda: app.focused is not None and app.focused.id == "own-words")


async def _own_picture_before(app: Any, pilot: Pilot[None], here: Here) -> None:
    await _brief(app, pilot, here)
    app.screen.query_one("#picture").press()
    await found(pilot, "OwnBox", OwnPictureDialog)


async def _look_back(app: Any, pilot: Pilot[None], here: Here) -> None:
    app.open_debrief(hurt_and_mended(here.practice))
    await until(pilot, lambda: app.screen.query(LookingBack) and app.screen.query(CardView))  # its cards come after it
    for card in ("intention", "own-question"):
        if app.screen.query(f"#card-{card}"):
            await unfolded(pilot, card)
    await pilot.pause()


async def _dispute(app: Any, pilot: Pilot[None], here: Here) -> None:
    await _look_back(app, pilot, here)
    app.screen.action_dispute(1)
    await found(pilot, "Input", DisputeDialog)


async def _own_picture_after(app: Any, pilot: Pilot[None], here: Here) -> None:
    await _look_back(app, pilot, here)
    app.screen.action_own_picture()
    await found(pilot, "OwnBox", OwnPictureDialog)


async def _reflect(app: Any, pilot: Pilot[None], here: Here) -> None:
    await _look_back(app, pilot, here)
    app.screen.action_reflect()


async def _export(app: Any, pilot: Pilot[None], here: Here) -> None:
    await _look_back(app, pilot, here)
    app.screen.action_export()
    await found(pilot, "#place", ExportDialog)


async def _bring(app: Any, _: Pilot[None], here: Here) -> None:
    app.open_submission(hurt_and_mended(here.practice), 0, "question")


async def _brought(app: Any, pilot: Pilot[None], here: Here) -> ReviewScreen:
    file = handed_over(here.practice, here.tmp_path)
    thing, _ = await app.in_practice(app.inbox.import_file, file)
    file.unlink()
    return await opened(pilot, thing.id)


async def _comment(app: Any, pilot: Pilot[None], here: Here) -> None:
    (await _brought(app, pilot, here)).action_comment(0)
    await found(pilot, "OwnBox", CommentDialog)


async def _view(app: Any, pilot: Pilot[None], here: Here) -> None:
    screen = await _brought(app, pilot, here)
    line = next(each for each in screen.query(SubmissionLineBox) if each.line.notes)
    screen.on_line_request(LineRequest(line.place, View.AGREE.value))
    await found(pilot, "#reason", VerdictDialog)


async def _also(app: Any, pilot: Pilot[None], here: Here) -> None:
    screen = await _brought(app, pilot, here)
    line = next(each for each in screen.query(SubmissionLineBox) if each.line.reply)
    screen.on_line_request(LineRequest(line.place, "also"))
    await found(pilot, "#reason", CriterionDialog)


async def _goes_back(app: Any, pilot: Pilot[None], here: Here) -> None:
    (await _brought(app, pilot, here)).action_goes_back()  # type: ignore[attr-defined]
    await found(pilot, "#action")


async def _action(app: Any, pilot: Pilot[None], _: Here) -> None:
    app.open_page("actions")
    await until(pilot, lambda: app.screen.query("#add-one") and app.focused)
    app.screen.action_add()
    await found(pilot, "#what", ActionDialog)


async def _sheet(app: Any, pilot: Pilot[None], _: Here) -> None:
    app.open_page("sheet")
    await until(pilot, lambda: app.screen.query("#day") and app.screen.query_one("#day").value)  # it is filled in


async def _exercise(app: Any, pilot: Pilot[None], _: Here) -> None:
    app.exercise = None
    app.open_page("exercise_editor")
    await found(pilot, "#title")


async def _roles(app: Any, pilot: Pilot[None], _: Here) -> None:
    app.open_pair("bus")
    await found(pilot, "#name-practitioner")


async def _pair(app: Any, pilot: Pilot[None], _: Here) -> None:
    await sit_down(pilot)
    await to_talk(pilot)


def _another(room: Room, code: str) -> Room:
    """A room like it that nobody has been in: so many people as a walk needs are more than one room holds."""
    opened = room.log.read()[0][1].model_copy(update={"code": code})
    log = room.shelf.make(code, opened)  # type: ignore[arg-type]  # the first event is the opening
    trainer = type(room.trainer).resume(room.shelf, room.practice, room.clock, code)
    trainer.start()
    return Room(room.shelf, log, room.practice, room.clock, trainer)


@asynccontextmanager
async def _in_a_room(here: Here) -> AsyncIterator[Place]:
    here.rounds += 1
    room = _another(here.room, f"BIRCH{chr(65 + here.rounds // 26)}{chr(65 + here.rounds % 26)}")
    people = [room.seat(name) for name in ("Ann", "Ben", "Cy")]
    people[0].make_group(*(each.person for each in people[1:]))
    for each, role in zip(people, Role, strict=False):
        each.refresh()
        each.take_role(role)
    people[0].choose_scenario("bus")
    to_talking(*people)
    async with sitting(room, people[0]) as pilot:
        came: list[Widget] = []

        async def arrive() -> Widget:
            if came:  # nobody comes to this moment twice, so waiting for it would only take long
                assert isinstance(pilot.app.screen, RoomScreen)
                assert shown(came[0])
            else:
                await until(pilot, lambda: isinstance(pilot.app.screen, RoomScreen))
                came.append(await found(pilot, "#box"))
            return came[0]

        def kept() -> str:
            seat = room.again(people[0].person)
            return f"{seat.build_view()!r} {seat.draft}"

        yield Place(pilot, arrive, kept)


@asynccontextmanager
async def _on_the_board(here: Here) -> AsyncIterator[Place]:
    here.class_room.comes("Ann")
    async with here.boards(here.class_room.trainer) as pilot:
        app: BoardApp = pilot.app  # type: ignore[assignment]

        async def arrive() -> Widget:
            app.go_home()
            await pilot.pause()
            await pilot.press("f8")
            return await found(pilot, "OwnBox")

        yield Place(pilot, arrive, lambda: repr(here.class_room.trainer.state))


@asynccontextmanager
async def _beside_an_editor(here: Here) -> AsyncIterator[Place]:
    if not (here.tmp_path / "own").exists():  # a walk comes here more than once
        written(here.tmp_path / "own", "scenario")
    draft = ScenarioDraft(Library((*find_shipped_folders(), Folder(here.tmp_path / "own", "own"))), "the_new_form")
    app = WritingApp(here.places, draft)
    async with app.run_test(size=(100, 40)) as pilot:

        async def arrive() -> Widget:
            while len(app.screen_stack) > 1:
                app.pop_screen()
                await pilot.pause()
            app.action_from_start()
            box = await found(pilot, "ReplyBox")
            box.load_text("")  # type: ignore[attr-defined]
            await shows(pilot, "Put your own words in")  # what is to be mended in a new draft
            return box

        def replies() -> str:
            left = draft._left[1] if draft._left else []  # F8 brings them back
            return f"{flat(app)} {draft.replies} {left}"  # type: ignore[arg-type]  # another app, the same screens

        yield Place(pilot, arrive, replies)


PLACES: dict[str, Visits] = {
    "conversation": on_a_page(_talk, "#box"),
    "intention": on_a_page(_brief, "#own-words"),
    "position": on_a_page(_position, "#position"),
    "own picture before": on_a_page(_own_picture_before, "OwnBox"),
    "did it happen": on_a_page(_look_back, "#thought-intention"),
    "a thought": on_a_page(_look_back, "#thought-supervision"),
    "dispute": on_a_page(_dispute, "Input"),
    "own picture after": on_a_page(_own_picture_after, "OwnBox"),
    "reflect": on_a_page(_reflect, "OwnBox"),
    "export": on_a_page(_export, "#place"),
    "bring a question": on_a_page(_bring, "#own-question"),
    "bring a name": on_a_page(_bring, "#who"),
    "comment": on_a_page(_comment, "OwnBox"),
    "view": on_a_page(_view, "#reason"),
    "also": on_a_page(_also, "#reason"),
    "goes back": on_a_page(_goes_back, "#action"),
    "action": on_a_page(_action, "#what"),
    "sheet": on_a_page(_sheet, "#box-discussed"),
    "exercise": on_a_page(_exercise, "#title"),
    "names at a laptop": on_a_page(_roles, "#name-practitioner"),
    "pair": on_a_page(_pair, "#box"),
    "room": _in_a_room,
    "board": _on_the_board,
    "writing": _beside_an_editor,
}


ANEW = ("room",)
"""Places that are left and come to again for each pair: a round in a room cannot be begun again."""


# ---------------------------------------------------------------------------------------------- the walk


@pytest.fixture
def here(
    opens: Opens,
    practice: PracticeService,
    places: Places,
    tmp_path: Path,
    room: Room,
    boards: Boards,
    class_room: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Here:
    """Everything that a place may need; files that are saved go to a home of the test's own."""
    (tmp_path / "files").mkdir()
    monkeypatch.chdir(tmp_path / "files")
    monkeypatch.setenv("HOME", str(tmp_path / "files"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "files"))
    return Here(opens, practice, places, tmp_path, room, boards, class_room)


Pairs = list[tuple[str, str]]


async def lost(here: Here, name: str, chosen: Callable[[list[str]], Pairs]) -> Pairs:
    """The pairs of keys that lose what was typed, of those chosen among the keys of a place."""
    found: Pairs = []
    async with PLACES[name](here) as place:
        walk = Walk(place, here.tmp_path)
        pairs = chosen(await walk.keys())
        if name not in ANEW:
            return [pair for pair in pairs if not await walk.safe(*pair)]
    for pair in pairs:
        async with PLACES[name](here) as place:
            if not await Walk(place, here.tmp_path).safe(*pair):
                found.append(pair)
    return found


def some(name: str) -> Callable[[list[str]], Pairs]:
    """Pairs that leave a page, and some of all others, drawn by a seed."""
    leaving = [("escape", "enter"), ("ctrl+s", "enter"), ("ctrl+q", "enter"), ("tab", "escape")]
    leaving += [("shift+tab", "enter"), ("f5", "space")]  # found by the walk over all pairs
    drawn = random.Random(f"{SEED} {name}")
    return lambda keys: [*leaving, *drawn.sample(list(itertools.product(keys, keys)), SAMPLE)]


@pytest.mark.parametrize("name", a_few_quickly(PLACES, QUICK))
async def test_no_pair_of_keys_loses_typed_words(here: Here, name: str) -> None:
    """Those that leave a page, and some of all others."""
    assert await lost(here, name, some(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PLACES] if os.environ.get(EVERY_PLACE) else WALKED)
async def test_no_pair_of_all_keys_loses_typed_words(here: Here, name: str) -> None:
    """Every pair of the keys that are bound on the page, and of those that people press anywhere.

    Pairs that are the same as others are not pressed twice (`Search`), and some of those are pressed after all: they
    end alike.
    """
    found = await Search(lambda: PLACES[name](here), here.tmp_path, f"{SEED} {name}").all_pairs(CHECKED)
    print(f"\n{name}: {found}")
    assert found.lost == []
    assert found.differ == []


async def test_the_walk_notices_words_that_are_lost(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the guard, Escape on the brief loses them, and so does closing the coach."""
    monkeypatch.setattr("coach.tui.dialogs.dialog.Guarded.unkept", lambda _: False)
    monkeypatch.setattr("coach.tui.screens.briefing_screen.BriefingScreen.unkept", lambda _: False)
    assert await lost(here, "intention", lambda _: [("f2", "tab")]) == []
    # These are gone for good, and waiting longer shows nothing more.
    monkeypatch.setattr("tests.tui.walking.PATIENCE", 1.0)
    pairs = [("escape", "tab"), ("ctrl+q", "tab")]
    assert await lost(here, "intention", lambda _: pairs) == pairs


def test_every_box_is_walked() -> None:
    """A new box anywhere belongs among the places, or beside the reasons why it is not."""
    elsewhere = {
        "screens/library_screen.py": "a search",
        "screens/rehearsals_screen.py": "a search",
        "widgets/searchable_list.py": "a search",
        "dialogs/file_import.py": "where a file is, read as it is entered",
        "screens/agenda_screen.py": "a day and two names, asked as an agenda is saved",
        "trainer/room_setup.py": "a place for a file, read as it is entered",
        "room/pages/cue.py": "its page says that it is kept nowhere",
        "pair/round_widgets.py": "the same box as in a room",
    }
    walked = {
        *("screens/conversation_screen.py", "screens/reflection_screen.py", "screens/briefing_screen.py"),
        *("screens/submit_screen.py", "screens/exercise_editor_screen.py", "writing/app.py", "pair/roles_screen.py"),
        *("pair/pages.py", "pair/looking_page.py", "room/pages/talking.py", "trainer/trainer_dialogs.py"),
        *("dialogs/verdicts.py", "dialogs/save.py", "dialogs/self_reflection.py"),
        *("screens/actions_screen.py", "screens/sheet_screen.py"),
        *("widgets/reply_input.py", "widgets/submission_view.py", "widgets/debrief_page.py"),
    }
    tui = Path(__file__).parents[2] / "coach" / "tui"
    made = ("Input(", "SearchBox(", "TypedLine(", "OwnBox(", "ReplyBox(", "SayBox(", "QuestionBox(")
    with_a_box = {
        str(file.relative_to(tui))
        for file in tui.rglob("*.py")
        if any(re.search(rf"(?<!class ){re.escape(each)}", file.read_text("utf-8")) for each in made)
    }
    assert with_a_box - walked == set(elsewhere)
