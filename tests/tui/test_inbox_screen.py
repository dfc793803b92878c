"""A supervisor's desk, its agenda, and where readers differ."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Footer, Input, Select

from coach.content.library import Library
from coach.model.exercise import Exercise
from coach.model.submission import Review, SubmissionScope, View, set_view
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from coach.records.team.logins import open_url, set_up
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from coach.tui.app import CoachApp
from coach.tui.base_app import Page
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.given_exercises import GivenExercisesDialog
from coach.tui.dialogs.save import give_exercise
from coach.tui.dialogs.verdicts import CommentDialog
from coach.tui.screens.actions_screen import ActionsScreen
from coach.tui.screens.agenda_screen import AgendaPart, AgendaScreen
from coach.tui.screens.agreement_screen import AgreementScreen
from coach.tui.screens.exercise_editor_screen import ExerciseEditorScreen
from coach.tui.screens.inbox_screen import InboxList, InboxScreen
from coach.tui.screens.review_screen import ReviewScreen
from coach.tui.services import Clock
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.submission_view import SubmissionLineBox

from .. import postgres
from .conftest import Opens
from .handed import at_the_desk, handed_over, hostile, opened, reading, said_back
from .rehearsed import hurt_and_mended, toasted, unsure
from .seeing import SIZES, click, flat, resized, shows, shows_at, until


async def take(pilot: Pilot[None], file: Path) -> None:
    """Take a file in by its key, its place, Enter."""
    await pilot.press("t")
    await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
    pilot.app.screen.query_one(Input).value = str(file)
    await pilot.press("enter")


async def arrives(pilot: Pilot[None], page: type[Page]) -> None:
    """Wait for a page."""
    await until(pilot, lambda: isinstance(pilot.app.screen, page))


@pytest.mark.parametrize("page", [InboxScreen, ReviewScreen, AgendaScreen, ExerciseEditorScreen, AgreementScreen])
def test_every_page_of_supervision_explains_itself(page: type[Page]) -> None:
    """Each has its name in the table of commands, and words for F1."""
    assert page.WHERE
    assert page.HELP


async def test_an_empty_desk_says_what_one_will_see_and_what_one_never_will(opens: Opens) -> None:
    """In plain words, with a way on, in every size."""
    async with at_the_desk(opens) as (pilot, _):
        async for _ in resized(pilot, SIZES):
            await shows(pilot, "Nothing has been brought to you yet.")
            await shows(pilot, "You will never see:")
            await shows(pilot, "Take in a file")


async def test_the_desk_shows_nothing_that_was_not_brought(opens: Opens, practice: PracticeService) -> None:
    """Rehearsals in the same file on the same machine are none of its business."""
    hurt_and_mended(practice)
    async with at_the_desk(opens) as (pilot, app):
        assert app.screen.has_class("-none-yet")
        assert "bus" not in flat(app)
        await pilot.press("l")
        await toasted(pilot, "Looked again.")
        assert app.screen.has_class("-none-yet")


async def test_a_file_is_taken_in_opened_and_stands_on_the_desk(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Who, what, which scenario, which day, and whether it was answered."""
    file = handed_over(practice, tmp_path)
    async with at_the_desk(opens) as (pilot, app):
        await take(pilot, file)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await shows(pilot, "They would like to talk about: What did I miss?")
        await pilot.press("escape")
        await shows(pilot, "Ann A whole conversation, The bus, “What did I miss?”")
        await shows(pilot, "11 March 2026, in a file, not answered yet")


@pytest.mark.slow
async def test_what_cannot_be_read_of_a_file_is_said_sentence_by_sentence(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """One cut off in the middle and one from a newer coach are read as far as they go; anything else is refused."""
    text = handed_over(practice, tmp_path).read_text("utf-8")
    newer = json.loads(text) | {"format": 9, "id": "n", "smell": "roses"}
    (tmp_path / "newer.coach.json").write_text(json.dumps(newer), "utf-8")
    (tmp_path / "cut.coach.json").write_text(text[: text.index('"reply": 2')], "utf-8")
    (tmp_path / "letter.txt").write_text("Dear all", "utf-8")
    async with at_the_desk(opens) as (pilot, app):
        await take(pilot, tmp_path / "letter.txt")
        await shows(pilot, "letter.txt is not something that the coach handed over.")
        app.screen.query_one(Input).value = ""
        await pilot.press("escape")
        await take(pilot, tmp_path / "newer.coach.json")
        await shows(pilot, "It was made by a newer version of the coach")
        await shows(pilot, "“smell” is not known here.")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("escape")
        await take(pilot, tmp_path / "cut.coach.json")
        await shows(pilot, "It ends in the middle; what is there was read.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await shows(pilot, "It was only banter.")


async def test_hostile_words_are_shown_as_words(opens: Opens, tmp_path: Path) -> None:
    """Brackets, control characters and formulas, on the list as in what was brought."""
    async with at_the_desk(opens) as (pilot, app):
        await take(pilot, hostile(tmp_path))
        await shows(pilot, "[bold red]=1+1[/]")
        await shows(pilot, "[@click=app.quit]Pat:")
        assert not {"\x1b", "\x07", "\u202e"} & set(flat(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query(InboxList))
        await shows(pilot, "[bold red]=1+1[/]")
        assert not {"\x1b", "\x07", "\u202e"} & set(flat(app))


async def test_putting_away_asks_plainly_and_then_it_is_gone(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Leaving it is the first answer."""
    file = handed_over(practice, tmp_path)
    async with at_the_desk(opens) as (pilot, app):
        await app.in_practice(app.inbox.import_file, file)
        await pilot.press("l")
        await shows(pilot, "The bus")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: app.screen.name == "forget")
        await shows(pilot, "Put away what Ann brought?")
        await shows(pilot, "The file that it came in stays where it lies")
        assert "Nobody can bring it back" not in flat(app)
        await pilot.press("enter")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: app.screen.name == "forget")
        await pilot.press("tab", "enter")
        await toasted(pilot, "Put away.")
        await until(pilot, lambda: app.screen.has_class("-none-yet"))


async def test_every_other_page_of_supervision_is_one_key_or_button_away(opens: Opens) -> None:
    """And Escape comes back to the desk."""
    async with at_the_desk(opens) as (pilot, app):
        desk = app.screen
        for key, page in (("i", AgendaScreen), ("x", ExerciseEditorScreen)):
            await pilot.press(key)
            await arrives(pilot, page)
            await pilot.pause(0.1)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is desk)
        await click(pilot, "#differ")
        await arrives(pilot, AgreementScreen)


@pytest.mark.slow
async def test_the_agendas_clock_says_where_it_is_and_moves_nobody(opens: Opens) -> None:
    """Softly, in words; paused it rests, and one can be anywhere by hand."""
    now = 0.0
    async with opens() as pilot:
        app = pilot.app
        app.clock = Clock(lambda: now)  # type: ignore[attr-defined]
        app.open_page("agenda")  # type: ignore[attr-defined]
        await shows_at(pilot, SIZES, "The clock is not started, and need not be.")
        await until(pilot, lambda: isinstance(app.focused, AgendaPart))
        first = app.focused
        await pilot.press("space")
        now = 12.5 * 60
        app.screen.look_at_the_clock()  # type: ignore[attr-defined]
        await shows_at(pilot, SIZES, "About 12 minutes in: The moment they chose")
        assert app.focused is first
        await pilot.press("down", "down")
        await shows_at(pilot, SIZES, "Minutes 8 to 20, about now by the clock")
        await pilot.press("space")
        now = 70 * 60
        app.screen.look_at_the_clock()  # type: ignore[attr-defined]
        await shows_at(pilot, SIZES, "Paused. About 12 minutes in")
        await pilot.press("space")
        now = 120 * 60
        app.screen.look_at_the_clock()  # type: ignore[attr-defined]
        await shows_at(pilot, SIZES, "past the last part. Take what time you need.")
        await pilot.press("0")
        await shows_at(pilot, SIZES, "The clock is not started")


async def test_the_clock_goes_on_while_one_looks_elsewhere(opens: Opens) -> None:
    """It is the talk's, not the page's."""
    async with at_the_desk(opens) as (pilot, app):
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.focused, AgendaPart))
        await pilot.press("space", "escape", "i")
        await shows(pilot, "Just begun: How are you?")


async def test_where_readers_differ_is_said_in_words_and_saved_without_names(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Too few to say is said; the line that was seen otherwise is shown with who saw what; a yes of both is needed."""
    file = handed_over(practice, tmp_path)
    async with at_the_desk(opens) as (pilot, app):
        desk = app.inbox
        thing, _ = await app.in_practice(desk.import_file, file)
        response = Review(brought=thing.id, at=practice.clock(), who="=Sue")
        response = set_view(response, 1, "blunt", View.DISAGREE, "It was a quote.")
        await app.in_practice(desk.hand_back, response)
        app.open_page("agreement")
        await shows(
            pilot, "1 line that you answered is not counted: whoever brought it said yes to that, and you have not."
        )
        await pilot.press("escape")
        await app.in_practice(desk.hand_back, response.model_copy(update={"may_teach": True}))
        app.open_page("agreement")
        await shows(pilot, "Brushes it off. Too few to say")
        await shows(pilot, "“It was only banter.” Brushes it off. Seen by the coach. Not seen by you.")
        for down, name in ((0, "lines.jsonl"), (1, "counts.csv")):
            await pilot.press("e")
            await until(pilot, lambda: app.screen.query("#place"))
            await pilot.press(*["down"] * down, *["enter"] * down)
            app.screen.query_one("#place", Input).value = str(tmp_path / name)
            app.screen.query_one("#save").press()  # type: ignore[attr-defined]
            await shows(pilot, "Saved")
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, AgreementScreen))
    row = json.loads((tmp_path / "lines.jsonl").read_text("utf-8"))
    assert row["reply"] == "It was only banter."
    assert (row["labels"], row["contested"]) == ([], [])
    assert "Ann" not in json.dumps(row)
    counts = list(csv.reader(io.StringIO((tmp_path / "counts.csv").read_text("utf-8"))))
    assert counts[1][0] == "blunt"


async def test_an_objection_to_what_the_coach_was_unsure_of_is_shown_as_what_it_was(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Beside its line, before it goes back, and where readers differ: the coach asked, and never said that it hurt."""
    bringing = SubmissionService(practice, SubmissionStores.__new__(SubmissionStores))
    rehearsing = unsure(practice)
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, may_teach=True))
    async with reading(opens, bringing.submit_to_file(rehearsing, brought, tmp_path / "u.coach.json")) as (
        pilot,
        screen,
    ):
        app = screen.coach
        screen.say(set_view(screen.draft.response, 2, "blunt", View.DISAGREE, "It was kind."))  # type: ignore[union-attr]
        await shows(pilot, "You say that it wasn't (Brushes it off? The coach wasn't sure): It was kind.")
        screen.query_one("#may-teach", Tick).value = True
        await pilot.pause()
        await pilot.press("h")
        await until(pilot, lambda: app.screen.name == "hand-back")
        await shows(pilot, "You say that it wasn't: Brushes it off? The coach wasn't sure.")
        app.screen.query_one("#place", Input).value = str(tmp_path / "back.coach.json")
        app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await shows(pilot, "Nothing was sent: give whoever brought it that file.")
        await pilot.press("enter")
        app.open_page("agreement")
        await shows(pilot, "Brushes it off. The coach wasn't sure. Not seen by you.")
        assert "saw the same" not in flat(app)


@pytest.mark.slow
async def test_a_yes_to_counting_stays_with_what_is_begun_and_is_said_before_it_goes_back(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Ticked, not handed back yet, left and opened again: it is there, it is said, and it goes along."""
    back = tmp_path / "back.coach.json"
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        app = screen.coach
        screen.say(set_view(screen.draft.response, 1, "blunt", View.DISAGREE))  # type: ignore[union-attr]
        await pilot.press("h")
        await until(pilot, lambda: app.screen.name == "hand-back")
        await shows(pilot, "These lines may not be counted: you have not said yes to it.")
        await pilot.press("escape", "f7")
        screen.query_one("#may-teach", Tick).focus()
        await pilot.press("space")
        await pilot.press("f9")
        await until(pilot, lambda: app.screen.name == "hand-back")
        await shows(pilot, "These lines may be counted: you both said yes to it.")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is not screen)
        again = await opened(pilot, screen.key)
        assert again.query_one("#may-teach", Tick).value
        await pilot.press("h")
        await until(pilot, lambda: app.screen.name == "hand-back")
        await shows(pilot, "These lines may be counted: you both said yes to it.")
        app.screen.query_one("#place", Input).value = str(back)
        app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await shows(pilot, "Nothing was sent: give Ann that file.")
    assert said_back(back)["may_teach"] is True


async def test_a_question_alone_can_be_taken_in_too(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """It has no lines, no scenario and no rubric."""
    file = handed_over(practice, tmp_path, SubmissionScope.QUESTION)
    async with at_the_desk(opens) as (pilot, _):
        await take(pilot, file)
        await shows(pilot, "Ann (in a file), a question")
        await pilot.press("escape")
        await shows(pilot, "Ann A question, “What did I miss?” 11 March 2026, in a file, not answered yet")


async def test_what_has_no_button_stays_in_the_footers(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Handing back, beside a line with notes from 100 columns on; and putting away on the desk."""

    def keys() -> set[str]:
        return {str(getattr(key, "key", "")) for key in pilot.app.screen.query_one(Footer).children}

    async with reading(opens, handed_over(practice, tmp_path), (100, 30)) as (pilot, screen):
        await until(pilot, lambda: "h" in keys())
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "h" in keys() and pilot.app.size.width == 60)
        await pilot.resize_terminal(100, 30)
        next(line for line in screen.query(SubmissionLineBox) if line.line.reply == 1).focus()
        await until(pilot, lambda: {"y", "c", "f7", "h"} <= keys())
    async with at_the_desk(opens, (80, 24)) as (pilot, _):
        await until(pilot, lambda: "ctrl+d" in keys())
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "ctrl+d" in keys() and pilot.app.size.width == 60)


@pytest.mark.slow
async def test_the_footers_fit(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """On the desk, and at what was brought."""
    file = handed_over(practice, tmp_path)
    async with at_the_desk(opens) as (pilot, app):
        await take(pilot, file)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        for page in (ReviewScreen, InboxScreen):
            assert isinstance(app.screen, page)
            async for width, _ in resized(pilot, ((80, 24), (60, 24))):
                assert max(key.region.right for key in app.screen.query_one(Footer).children) <= width, page
            await pilot.press("escape")
            await pilot.pause()


@pytest.fixture(scope="module")
def store() -> Iterator[postgres.Server]:
    """A team's store, with a practitioner and a supervisor."""
    if postgres.binaries() is None:
        pytest.skip(postgres.NOT_HERE)
    with postgres.running() as server:
        engine = open_url(server.url())
        set_up(engine)
        engine.dispose()
        server.sql("CREATE ROLE ann LOGIN PASSWORD 'x' IN ROLE coach_practitioner")
        server.sql("CREATE ROLE sue LOGIN PASSWORD 'x' IN ROLE coach_supervisor")
        yield server


async def test_in_a_teams_store_nothing_reaches_anybody_before_it_is_handed_back(
    store: postgres.Server, practice: PracticeService, places: Places
) -> None:
    """What is begun stays on the supervisor's machine; nothing of somebody else's can be put away; exercises go out."""
    bringing = SubmissionService(practice, SubmissionStores(places, store.url("ann", "x"), practice.clock))
    rehearsing = hurt_and_mended(practice)
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, who="Ann"))
    bringing.submit_to_supervisor(rehearsing, brought, "sue")
    write_settings(places.settings, Settings(welcomed=True))
    app = CoachApp(places, made=lambda: practice, store=store.url("sue", "x"), still=True)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await app.wait_until_open()
        app.open_page("inbox")
        await shows(pilot, "Ann A whole conversation, The bus")
        await shows(pilot, "sent from login ann")
        await pilot.press("ctrl+d")
        await toasted(pilot, "What lies in the team's store is its owner's to take back.")
        await opened(pilot, brought.id)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, CommentDialog))
        await pilot.press(*"Well", "escape")
        await shows(pilot, "You wrote: Well")
        await until(pilot, lambda: app.inbox.find_item(brought.id).draft)
        assert bringing.fetch(rehearsing) == 0
        await pilot.press("h")
        await until(pilot, lambda: app.screen.name == "hand-back")
        await shows(pilot, "This goes back to Ann (login ann)")
        await shows(pilot, "Through your team's store; login ann can read it there")
        app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await shows(pilot, "Ann (login ann) can read it in your team's store now.")
        assert bringing.fetch(rehearsing) == 1
        assert rehearsing.story.came_back[0].response.comments[0].words == "Well"
        assert await app.in_practice(app.inbox.list_people) == ("ann",)
        await pilot.press("enter")
        await opened(pilot, brought.id)
        await pilot.press("z")
        await until(pilot, lambda: app.screen.name == "take-back")
        await shows(pilot, "Take back your answer to Ann (login ann)?")
        await click(pilot, "#take-back")
        await toasted(pilot, "Taken back.")
        assert bringing.stores.store.responses(brought.id) == ()
        draft = app.inbox.find_item(brought.id).draft
        assert draft is not None, "what was said stays with the one who said it"
        assert draft.response.comments[0].words == "Well"
    bringing.stores.close()


async def test_an_exercise_goes_through_the_store_and_never_at_one_person_with_racism_towards_them(
    store: postgres.Server, whole: Library, places: Places, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    """To everybody it goes, and can be taken away; to one by name it is refused, in the words of the rule."""
    scenario = next(s.id for s in whole.shelf("dialogues") if whole.dialogue(s.id).towards_practitioner)
    exercise = Exercise(title="Stay", why="To stay.", scenarios=(scenario,), alternatives=("wrong_box",))
    practice = PracticeService(whole, ResilientStore(store_opener(places, clock)), clock, lambda: "one")
    desk = Inbox(practice, SubmissionStores(places, store.url("sue", "x"), practice.clock))
    app = CoachApp(places, made=lambda: practice, store=store.url("sue", "x"), still=True)
    ann = SubmissionStores(places, store.url("ann", "x"), practice.clock)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.wait_until_open()
        app.push_screen(give_exercise(desk, exercise, tmp_path, desk.list_people()))
        await until(pilot, lambda: app.screen.query("#to-whom"))
        await pilot.press("down", "down", "enter")
        app.screen.query_one("#to-whom", Select).value = "ann"
        await pilot.pause()
        app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        wrong = app.screen.query_one("#went-wrong")
        await until(pilot, lambda: "so it is never set to one person" in str(wrong.render()))
        app.screen.query_one("#to-whom", Select).value = ""
        await pilot.pause()
        app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: app.screen.name != "give-exercise")
        assert [each.id for each in ann.store.read_exercises()] == ["stay"]
        app.push_screen(InboxScreen())
        await shows(pilot, "What you gave")
        app.screen.query_one("#gave-button", Button).press()
        await until(pilot, lambda: isinstance(app.screen, GivenExercisesDialog))
        await shows(pilot, "Stay to everybody")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, InboxScreen))
        app.screen.query_one("#gave-button", Button).press()
        await until(pilot, lambda: isinstance(app.screen, GivenExercisesDialog))
        assert [each.id for each in ann.store.read_exercises()] == ["stay"]
        await pilot.press("enter", "enter")
        await until(pilot, lambda: not ann.store.read_exercises() and isinstance(app.screen, InboxScreen))
        app.screen.query_one("#gave-button", Button).press()
        await shows(pilot, "You have given no exercise through your team's store.")
    ann.close()
    desk.stores.close()
    practice.keeping.close()


async def test_a_store_that_is_away_is_said_while_it_is_looked_for_and_after(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words that fit a desk, where nothing is being said that could be lost."""
    monkeypatch.setattr("coach.records.team.store.PATIENCE", 1)
    async with opens(store="postgresql+psycopg://sue@127.0.0.1:1/coach") as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("inbox")
        await shows(pilot, "Supervision. Looking in your team's store…")
        await toasted(pilot, "The team's store cannot be reached. Try again in a while")
        await shows(pilot, "Supervision. The team's store cannot be reached.")
        await pilot.press("l")
        await shows(pilot, "Supervision. Looking in your team's store…")
        assert not [toast for toast in app._notifications if "Looked again" in toast.message]


async def test_the_agendas_buttons_say_all_that_they_do(opens: Opens) -> None:
    """Also once their words are others."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("agenda")
        await until(pilot, lambda: isinstance(app.screen, AgendaScreen) and app.focused)
        await pilot.press("space", "space")
        await shows_at(pilot, SIZES, "Resume the clock")
        async for size in resized(pilot, ((100, 30), (80, 24), (60, 20))):
            for button in (shown for shown in app.screen.query("#doing Button").results(Button) if shown.display):
                assert button.content_size.width >= len(str(button.label)), (size, button.label)
                assert app.screen.region.contains_region(button.region), (size, button.label)


async def test_the_desk_says_what_is_new_in_its_folder_and_takes_it_in_by_a_key(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """The folder is chosen where a file is taken in; what cannot be read is named and stays."""
    shared = tmp_path / "shared"
    shared.mkdir()
    file = handed_over(practice, shared)
    (shared / "spoilt.coach.json").write_text("hello")
    async with at_the_desk(opens) as (pilot, app):
        await pilot.press("t")
        await until(pilot, lambda: app.screen.name == "file-import")
        app.screen.query_one("#folder").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: app.screen.name == "inbox-folder" and app.focused)
        app.screen.query_one("#place", Input).value = str(tmp_path / "gone")
        await pilot.press("enter")
        await shows(pilot, "There is no such folder.")
        app.screen.query_one("#place", Input).value = str(shared)
        await pilot.press("enter")
        await shows(pilot, f"A new file lies in the folder you look into: {file.name}.")
        await shows(pilot, "spoilt.coach.json is not something that the coach handed over.")
        await pilot.press("t")
        await until(pilot, lambda: app.screen.name == "in-folder")
        await pilot.press("enter")
        await shows(pilot, "Ann A whole conversation, The bus")
        await until(pilot, lambda: "A new file lies" not in flat(app))
        assert app.settings.inbox == str(shared)
    assert file.exists()


async def test_from_a_buttons_page_the_focus_comes_back_to_the_list(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """After taking in, on what was taken in: the arrow keys and Enter are for what is lit."""
    first = handed_over(practice, tmp_path, who="Bea")
    async with at_the_desk(opens) as (pilot, app):
        desk = app.screen
        thing, _ = await app.in_practice(app.inbox.import_file, first)
        await pilot.press("l")
        await shows(pilot, "Bea A whole conversation")
        for button, page in (("#my-actions", ActionsScreen), ("#agenda", AgendaScreen)):
            await click(pilot, button)
            await arrives(pilot, page)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is desk and isinstance(app.focused, InboxList))
        other = handed_over(practice, tmp_path, SubmissionScope.QUESTION, who="Cat")
        await click(pilot, "#take-in")
        await until(pilot, lambda: isinstance(app.screen, FileImportDialog))
        app.screen.query_one(Input).value = str(other)
        await pilot.press("enter")
        await arrives(pilot, ReviewScreen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is desk and isinstance(app.focused, InboxList))
        chosen = app.screen.query_one(InboxList)
        await until(pilot, lambda: chosen.chosen_thing and chosen.chosen_thing.who == "Cat")
        await pilot.press("down")
        await until(pilot, lambda: chosen.chosen_thing and chosen.chosen_thing.id == thing.id)


async def test_the_desks_agenda_is_about_what_is_marked(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    file = handed_over(practice, tmp_path)
    async with at_the_desk(opens) as (pilot, app):
        await app.in_practice(app.inbox.import_file, file)
        await pilot.press("l")
        await shows(pilot, "Ann A whole conversation")
        await click(pilot, "#agenda")
        await arrives(pilot, AgendaScreen)
        await shows(pilot, "Ann would like to talk about: What did I miss?")


async def test_an_empty_folder_that_is_looked_into_is_told_of(opens: Opens, tmp_path: Path) -> None:
    """Nothing else on the desk would say that it was taken."""
    shared = tmp_path / "shared"
    shared.mkdir()
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("inbox")
        await until(pilot, lambda: app.screen.query("#take-in") and app.focused)
        app.screen.action_inbox_folder()  # type: ignore[attr-defined]
        await until(pilot, lambda: app.screen.name == "inbox-folder" and app.focused)
        app.screen.query_one("#place").value = str(shared)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await toasted(pilot, "The desk looks into that folder now.")
        assert app.settings.inbox == str(shared)
