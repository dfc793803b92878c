"""Exercises: what they ask, and never more; doing one, and thinking it over."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.widgets import Button, Checkbox, Input, OptionList, Select

from coach.content.library import Folder, Library
from coach.errors import NotNow, RecordsUnwritable
from coach.options import RehearseOptions
from coach.practice.service import OWN_LIBRARY, PracticeService
from coach.records.paths import Places
from coach.records.team.store import TeamSubmissionStore
from coach.supervision.exercises import (
    describe_written_file,
    end_sentence,
    list_library_exercises,
    parse_exercise,
    write_exercise_file,
)
from coach.supervision.reflection import choose_bias_questions
from coach.tui.app import CoachApp
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.save import SaveDialog
from coach.tui.dialogs.self_reflection import OwnPictureDialog
from coach.tui.screens.briefing_screen import BriefingScreen
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.exercises_screen import ExercisesScreen, ScenarioChoiceDialog
from coach.tui.screens.reflection_screen import ReflectionScreen
from coach.tui.widgets.reply_input import OwnBox, QuestionBox
from tests.cases import a_few_quickly
from tests.submitting import submit_reply

from .. import postgres
from ..conftest import SMALL, START
from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, page, toasted, unfolded
from .seeing import SIZES, at, click, flat, resized, shows, shows_at, until

BUS = """\
title: Say it on the bus
why: The word is easier to say a second time.
scenarios: [bus]
focus: [names, naming]
replies: 6
reflection: kolb
bring: one_question
content_notes: [A bus]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of exercises of one's own."""
    folder = tmp_path / "own" / "exercises"
    folder.mkdir(parents=True)
    (folder / "say_it_here.yaml").write_text(BUS)
    return folder


@pytest.fixture
def small(own: Path, places: Places) -> Library:
    mine = Folder(places.library, OWN_LIBRARY)
    return Library((Folder(SMALL, "for tests"), Folder(own.parent, "in my own folder"), mine))


async def listed(pilot: object) -> ExercisesScreen:
    """Go to the exercises, and wait for them."""
    app: CoachApp = pilot.app  # type: ignore[attr-defined]
    app.open_page("exercises")
    await until(pilot, lambda: isinstance(app.screen, ExercisesScreen) and app.screen.cards)  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]
    assert isinstance(app.screen, ExercisesScreen)
    return app.screen


async def test_an_exercise_says_what_it_is_in_plain_words(opens: Opens) -> None:
    """Why, with what, for what by its plain name, with whom, how long, what afterwards, what to bring; it all fits."""
    async with opens() as pilot:
        screen = await listed(pilot)
        async for size in resized(pilot, SIZES):
            words = str(screen.query_one("#exercise-words").render())
            for part in (
                *("The word is easier", "“The bus”", "Names it; Naming", "On your own", "About 6 replies", "Kolb"),
                *("One question. Yours to refuse.", "A bus", "In my own folder"),
            ):
                assert part in words, size
            for button in (button for button in screen.query("#exercise Button") if button.display):
                assert button.region.right <= size[0], (size, button)
                assert 0 < button.region.bottom <= size[1], (size, button)


async def test_one_that_somebody_gave_comes_first_and_says_from_whom(
    opens: Opens,
    practice: PracticeService,
    server: postgres.Server,
    login: Callable[[str], Engine],
) -> None:
    """On the first page, in the list, and where it is laid open before anything else: seen without scrolling."""
    sue = TeamSubmissionStore(login("sue"))
    sue.give("zebra", "ann", START, BUS.replace("Say it on the bus", "Zebra crossing"))
    async with opens(store=server.url("ann", "x")) as pilot:
        await shows(pilot, "Exercises “Zebra crossing” from sue")
        screen = await listed(pilot)
        assert [each.title for each in screen.cards] == ["Zebra crossing", "Say it on the bus"]
        async for _ in resized(pilot, SIZES):
            await shows(pilot, "Zebra crossing from sue")
            await shows(pilot, "From sue.")


async def test_one_that_cannot_be_used_shows_why_and_hides_no_other(opens: Opens, own: Path) -> None:
    """A spoilt file and one whose scenario is not here both say so; neither can be begun."""
    (own / "spoilt.yaml").write_text("title: Only a title\n")
    (own / "far.yaml").write_text(BUS.replace("[bus]", "[tram]"))
    async with opens() as pilot:
        screen = await listed(pilot)
        assert len(screen.cards) == 3
        screen.query_one(OptionList).highlighted = next(n for n, each in enumerate(screen.cards) if each.id == "far")
        await shows(pilot, "There is no scenario called 'tram'")
        assert not screen.query_one("#do-it").display
        await pilot.press("enter")
        assert pilot.app.screen is screen


async def test_doing_one_asks_for_an_intention_first_and_is_remembered(opens: Opens, practice: PracticeService) -> None:
    """Enter leads to the content note and the brief, which names its focus; nobody has to want anything."""
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("enter")
        await at(pilot, "start")
        await shows(pilot, "The exercise asks for about 6 replies. You can pause, skip a line, take one back")
        assert "minutes" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await shows(pilot, "For the exercise “Say it on the bus”. To practise: Names it; Naming.")
        await shows(pilot, "Practise Nothing besides the exercise")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        began = pilot.app.screen.rehearsal.beginning  # type: ignore[attr-defined]
        assert (began.exercise, began.intention) == ("say_it_here", "")
        rehearsal = pilot.app.screen.rehearsal  # type: ignore[attr-defined]
        submit_reply(rehearsal, "Right.")
        (tried,) = pilot.app.submission_service.list_tried()  # type: ignore[attr-defined]
        assert tried.exercise == "Say it on the bus"


async def test_where_there_are_several_scenarios_the_person_chooses(opens: Opens, own: Path) -> None:
    """Scenarios and alternatives in one list; Escape begins none."""
    folder = own.parent / "dialogues"
    folder.mkdir()
    text = (SMALL / "dialogues" / "bus.yaml").read_text().replace('title: "The bus"', 'title: "The tram"')
    (folder / "tram.yaml").write_text(text)
    (own / "say_it_here.yaml").write_text(f"{BUS}alternatives: [tram]\n")
    async with opens() as pilot:
        screen = await listed(pilot)
        await shows(pilot, "Or instead “The tram”")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ScenarioChoiceDialog))
        await shows(pilot, "of equal standing")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ScenarioChoiceDialog))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefingScreen))
        assert (pilot.app.screen.scenario, pilot.app.screen.exercise) == ("tram", "say_it_here")  # type: ignore[attr-defined]


async def test_one_can_be_saved_to_hand_on(opens: Opens, tmp_path: Path) -> None:
    """The file is the exercise, and says nothing of anybody."""
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveDialog))
        pilot.app.screen.query_one("#place").value = str(tmp_path / "mine.yaml")  # type: ignore[attr-defined]
        await click(pilot, "#save")
        await toasted(pilot, "mine.yaml")
    assert parse_exercise((tmp_path / "mine.yaml").read_text()).title == "Say it on the bus"


async def test_none_at_all_is_said_kindly(opens: Opens, own: Path) -> None:
    """With what they are and where they come from."""
    (own / "say_it_here.yaml").unlink()
    async with opens() as pilot:
        pilot.app.open_page("exercises")  # type: ignore[attr-defined]
        await shows(pilot, "There are no exercises here.")


async def test_the_debrief_says_in_one_line_what_the_exercise_asks(opens: Opens, practice: PracticeService) -> None:
    """Its name, what it was good for, what it would have brought; its own questions are the ones asked."""
    rehearsing = practice.begin("bus", RehearseOptions(exercise="say_it_here"))
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, screen):
        assert "For the exercise  “Say it on the bus”" in page(screen)
        await unfolded(pilot, "exercise")
        assert screen.exercise
        brings = "It asks for one question to bring, which is yours to refuse."
        asked = f"For the exercise “Say it on the bus”. {end_sentence(screen.exercise.why)} {brings}"
        await until(pilot, lambda: asked in page(screen))
        screen.action_reflect()
        await shows(pilot, "What does that tell you about how this family may have met services before?")


async def reflecting(pilot: object, screen: object) -> ReflectionScreen:
    """From a debrief to its questions."""
    screen.action_reflect()  # type: ignore[attr-defined]
    await until(pilot, lambda: pilot.app.screen.query(OwnBox))  # type: ignore[arg-type,attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    asked = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(asked, ReflectionScreen)
    return asked


async def test_words_of_ones_own_are_kept_only_by_keep(opens: Opens, practice: PracticeService) -> None:
    """Ctrl+S keeps what was written, an answer before stays as it was, and an empty box is no answer."""
    rehearsing = hurt_and_mended(practice)
    rehearsing.reflect("driscoll.what", "I [b]rushed[/b]")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        asked = await reflecting(pilot, screen)
        await shows(pilot, "You wrote: I [b]rushed[/b]")
        asked.query(OwnBox)[1].text = "Sam was not in it"
        assert len(rehearsing.story.reflected) == 1
        await pilot.press("ctrl+s")
        await toasted(pilot, "Kept with this rehearsal.")
        await shows(pilot, "You wrote: Sam was not in it")
        await pilot.press("ctrl+s")
        await toasted(pilot, "Nothing new is written.")
    assert [(event.on, event.words) for event in practice.go_on(rehearsing.id).story.reflected] == [
        ("driscoll.what", "I [b]rushed[/b]"),
        ("driscoll.so_what", "Sam was not in it"),
    ]


async def test_what_is_typed_stays_while_other_questions_are_looked_at_and_leaving_asks(
    opens: Opens, practice: PracticeService
) -> None:
    """Another model and back: the words are there. Escape asks once; not keeping keeps nothing."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        asked = await reflecting(pilot, screen)
        asked.query(OwnBox)[0].text = "A sentence"
        offered = [str(name) for name, _ in asked.query_one("#model", Select)._options]
        assert len(offered) > 1
        assert all(offered), "each has a name, and none is there to be chosen that asks nothing"
        for model, question in (("gibbs", "What were you feeling"), ("driscoll", "So what, for this child?")):
            asked.query_one("#model", Select).value = model
            await shows(pilot, question)
        await until(pilot, lambda: asked.query(OwnBox)[0].text == "A sentence")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        await click(pilot, "#leave")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert not practice.go_on(rehearsing.id).story.reflected


async def picture(pilot: object) -> OwnPictureDialog:
    """Wait for the questions on their own picture."""
    await until(pilot, lambda: pilot.app.screen.query(QuestionBox))  # type: ignore[arg-type,attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    sheet = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(sheet, OwnPictureDialog)
    return sheet


async def test_nothing_of_ones_own_picture_is_kept_unless_asked(opens: Opens, practice: PracticeService) -> None:
    """Closing keeps nothing, by key or button; Keep keeps what was written, and only that."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        for leave in ("escape", "#close"):
            screen.action_own_picture()
            sheet = await picture(pilot)
            sheet.query(OwnBox).first().text = "A secret thought"
            await (pilot.press(leave) if leave == "escape" else pilot.click(leave))
            await until(pilot, lambda: pilot.app.screen.name == "unkept")
            await click(pilot, "#leave")
            await until(pilot, lambda: pilot.app.screen is screen)
            assert not practice.go_on(rehearsing.id).story.reflected
        screen.action_own_picture()
        sheet = await picture(pilot)
        assert not sheet.query(OwnBox).first().text
        sheet.query(OwnBox).first().text = "A thought to keep"
        await click(pilot, "#keep")
        await toasted(pilot, "for you alone")
    assert [(e.on, e.words) for e in practice.go_on(rehearsing.id).story.reflected] == [
        ("bias.other_child", "A thought to keep")
    ]


async def test_keep_it_keeps_ones_own_picture_and_closes(opens: Opens, practice: PracticeService) -> None:
    """The question that Escape asks does what its button says."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_own_picture()
        sheet = await picture(pilot)
        sheet.query(OwnBox).first().text = "A thought to keep"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        await click(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen is screen)
        await toasted(pilot, "for you alone")
    assert [event.words for event in practice.go_on(rehearsing.id).story.reflected] == ["A thought to keep"]


async def test_before_it_begins_a_picture_waits_in_memory(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Nothing of it is on the disk until the rehearsal begins; then it is kept with it."""

    def on_disk() -> bool:
        return any(b"An old woman in a shawl" in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())

    async with opens(scenario="bus") as pilot:
        await at(pilot, "start")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query("#picture"))
        await click(pilot, "#picture")
        sheet = await picture(pilot)
        sheet.query(OwnBox).first().text = "An old woman in a shawl"
        await click(pilot, "#keep")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefingScreen))
        assert not practice.rehearsals()
        assert not on_disk()
        await click(pilot, "#begin")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await until(pilot, on_disk)
    assert practice.go_on("last").story.reflected[0].on == "bias.picture"


async def test_questions_about_ones_identity_can_be_left_out_there_and_then(
    opens: Opens, practice: PracticeService
) -> None:
    """One tick takes it away and sets it for good; what was written elsewhere stays in its box."""
    identity = set(choose_bias_questions("after", skip_identity=False)) - set(
        choose_bias_questions("after", skip_identity=True)
    )
    assert identity
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        screen.action_own_picture()
        sheet = await picture(pilot)
        assert identity <= {each.key for each in sheet.query(QuestionBox)}
        sheet.query(OwnBox).first().text = "Still here"
        sheet.query_one("#leave-out").value = True  # type: ignore[attr-defined]
        await until(pilot, lambda: not identity & {each.key for each in sheet.query(QuestionBox)})
        assert sheet.query(OwnBox).first().text == "Still here"
        await until(pilot, lambda: pilot.app.settings.skip_identity)  # type: ignore[attr-defined]
        await pilot.press("escape")
        screen.action_own_picture()
        sheet = await picture(pilot)
        assert not identity & {each.key for each in sheet.query(QuestionBox)}


@pytest.mark.slow
async def test_questions_fit_and_ones_own_picture_is_asked_about_in_the_middle_of_the_screen(
    opens: Opens, practice: PracticeService
) -> None:
    """Every button can be reached by mouse at every size."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        for go in (screen.action_reflect, screen.action_own_picture):
            go()
            await until(pilot, lambda: pilot.app.screen.query(OwnBox))
            async for size in resized(pilot, SIZES):
                for button in pilot.app.screen.query(Button):
                    assert button.region.right <= size[0], (size, button)
                    assert 0 < button.region.bottom <= size[1], (size, button)
                if go == screen.action_own_picture:
                    box = (await picture(pilot)).query_one(".sheet").region
                    assert abs(box.x - (size[0] - box.right)) <= 1, size
                    assert abs(box.y - (size[1] - box.bottom)) <= 1, size
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is screen)


async def test_too_much_is_refused_where_it_can_be_seen_and_none_of_it_is_lost(
    opens: Opens, practice: PracticeService
) -> None:
    """Under the box as it is typed, and again by Keep; every letter stays, and so do the other answers."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        asked = await reflecting(pilot, screen)
        asked.query(OwnBox)[0].text = "word " * 900
        asked.query(OwnBox)[1].text = "Sam was not in it"
        await shows(pilot, "That is 4,499 characters, and one answer holds 4,000. Nothing is lost")
        await pilot.press("ctrl+s")
        await toasted(pilot, "Nothing is lost: make it shorter.")
        assert asked.query(OwnBox)[0].text == "word " * 900
        assert not rehearsing.story.reflected
        asked.query(OwnBox)[0].text = "word " * 800
        await pilot.press("ctrl+s")
        await toasted(pilot, "Kept with this rehearsal.")
        await until(pilot, lambda: len(rehearsing.story.reflected) == 2)
        screen.action_own_picture()
        sheet = await picture(pilot)
        sheet.query(OwnBox).first().text = "word " * 900
        await click(pilot, "#keep")
        await pilot.pause()
        assert sheet.query(OwnBox).first().text == "word " * 900
        assert pilot.app.screen is sheet


REAL = "Mary Okonkwo said so"


@pytest.mark.parametrize(("answer", "kept"), a_few_quickly([("#keep", REAL), ("#remove", "(left out) said so")], 2))
async def test_real_people_are_asked_about_once_before_a_thought_is_kept(
    opens: Opens, practice: PracticeService, answer: str, kept: str
) -> None:
    """In a model's questions and in one's own picture; changing it first keeps nothing yet."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        asked = await reflecting(pilot, screen)
        asked.query(OwnBox)[0].text = REAL
        for chosen in ("#close", answer):
            await pilot.press("ctrl+s")
            await until(pilot, lambda: pilot.app.screen.name == "details")
            await shows(pilot, "may hold somebody's full name. It has not been kept.")
            assert not rehearsing.story.reflected
            await pilot.click(chosen)
            await until(pilot, lambda: pilot.app.screen is asked)
        await toasted(pilot, "Kept with this rehearsal.")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        screen.action_own_picture()
        sheet = await picture(pilot)
        sheet.query(OwnBox).first().text = REAL
        await click(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await pilot.click(answer)
        await toasted(pilot, "for you alone")
    assert [event.words for event in rehearsing.story.reflected] == [kept, kept]


async def test_an_exercise_that_came_as_a_file_is_taken_in_and_shown(opens: Opens, tmp_path: Path) -> None:
    """By its place; what is no exercise, and one that is here already, are refused in a sentence."""
    given = tmp_path / "from-sue.yaml"
    given.write_text(BUS.replace("Say it on the bus", "From Sue"))
    (tmp_path / "letter.yaml").write_text("Dear all")
    async with opens() as pilot:
        screen = await listed(pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        place = pilot.app.screen.query_one("#place", Input)
        wrong = pilot.app.screen.query_one("#went-wrong")
        place.value = str(tmp_path / "letter.yaml")
        await pilot.press("enter")
        await until(pilot, lambda: "letter.yaml" in str(wrong.render()))
        place.value = str(given)
        await pilot.press("enter")
        await until(
            pilot, lambda: pilot.app.screen is screen and screen.chosen_card and screen.chosen_card.id == "from_sue"
        )
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        pilot.app.screen.query_one("#place", Input).value = str(given)
        await pilot.press("enter")
        await shows(pilot, "There is an exercise called “From Sue” here already.")


async def test_one_of_ones_own_is_taken_off_again_and_no_other(opens: Opens, places: Places, own: Path) -> None:
    """After a question; what came with the coach or lies in another folder stays, and says so."""
    mine = places.library / "exercises" / "mine.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text(BUS.replace("Say it on the bus", "Mine to take off"))
    async with opens() as pilot:
        screen = await listed(pilot)
        place = next(n for n, card in enumerate(screen.cards) if card.id == "mine")
        screen.query_one(OptionList).highlighted = 1 - place
        await shows(pilot, "In my own folder.")
        assert not screen.query_one("#take-it-off").display
        await pilot.press("ctrl+d")
        await toasted(pilot, "Only what is in your own exercises can be taken off.")
        screen.query_one(OptionList).highlighted = place
        await shows(pilot, "In your own exercises.")
        async for size in resized(pilot, SIZES):
            for button in (button for button in screen.query("#exercise Button") if button.display):
                assert button.region.right <= size[0], (size, button)
                assert 0 < button.region.bottom <= size[1], (size, button)
        await pilot.press("ctrl+d")
        await shows(pilot, "Take “Mine to take off” off your exercises?")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert mine.exists(), "the first button leaves it"
        await pilot.press("ctrl+d")
        await shows(pilot, "Take “Mine to take off” off your exercises?")
        await pilot.press("tab", "enter")
        await toasted(pilot, "mine.yaml is deleted.")
        assert [card.id for card in screen.cards] == ["say_it_here"]
    assert not mine.exists()
    assert (own / "say_it_here.yaml").exists()


async def test_an_exercise_for_a_shared_folder_can_be_read_by_whoever_can_look_there(
    opens: Opens, tmp_path: Path
) -> None:
    """It holds nothing of anybody's, and a file that only its maker can read is of no use there; it says so."""
    umask = os.umask(0o022)
    try:
        async with opens() as pilot:
            await listed(pilot)
            await pilot.press("e")
            await until(pilot, lambda: isinstance(pilot.app.screen, SaveDialog))
            await shows(pilot, "Whoever can look into that folder can read the file.")
            pilot.app.screen.query_one("#place", Input).value = str(tmp_path / "on.yaml")
            pilot.app.screen.query_one("#save", Button).press()
            await toasted(pilot, "on.yaml")
    finally:
        os.umask(umask)
    assert (tmp_path / "on.yaml").stat().st_mode & 0o777 == 0o644


async def test_ones_own_intention_is_looked_over_for_real_people(opens: Opens) -> None:
    """It may go along with what is brought; left out, it begins without."""
    async with opens(scenario="bus") as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await at(pilot, "start")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#own-words"))
        app.screen.query_one("#intention").value = "own"  # type: ignore[attr-defined]
        app.screen.query_one("#own-words", Input).value = "I will ask Mary Okonkwo"
        app.screen.query_one("#begin", Button).press()
        await until(pilot, lambda: app.screen.name == "details" and app.screen.query(Button))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))
        app.screen.query_one("#begin", Button).press()
        await until(pilot, lambda: app.screen.name == "details" and app.screen.query(Button))
        app.screen.query_one("#remove", Button).press()
        await until(pilot, lambda: isinstance(app.screen, ConversationScreen))
        summary = (await app.in_practice(app.practice.rehearsals))[0]
        rehearsing = await app.in_practice(app.practice.go_on, summary.id)
        assert rehearsing.beginning.intention == "I will ask (left out)"


async def test_what_may_be_hard_in_an_exercise_is_seen_before_it_begins(opens: Opens) -> None:
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_briefing("bus", "say_it_here")
        await at(pilot, "start")
        await shows_at(pilot, SIZES, "And in this exercise: A bus")


async def test_what_was_chosen_of_ones_identity_is_what_the_welcome_shows_and_keeps(opens: Opens) -> None:
    """Chosen in the questions about one's own picture; and a tick on the first page holds as it is made."""
    async with opens(welcomed=False) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await until(pilot, lambda: app.screen.query("#skip-identity"))
        home = app.screen
        app.open_briefing("bus")
        await at(pilot, "start")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#picture"))
        await click(pilot, "#picture")
        sheet = await picture(pilot)
        sheet.query_one("#leave-out", Checkbox).value = True
        await until(pilot, lambda: app.settings.skip_identity)
        await pilot.press("escape")
        app.go_home()
        await until(pilot, lambda: app.screen is home and home.query_one("#skip-identity", Checkbox).value)
        await click(pilot, "#welcomed")
        await until(pilot, lambda: app.settings.welcomed)
        assert app.settings.skip_identity


def test_an_exercise_saved_into_a_folder_of_the_library_is_found_there(practice: PracticeService, own: Path) -> None:
    """Wherever in it somebody saves it: the exercises of a folder lie in one of their own."""
    exercise = parse_exercise(BUS.replace("Say it on the bus", "Say it twice"))
    written = write_exercise_file(practice, exercise, own.parent / "twice.yaml")
    assert written == own / "twice.yaml"
    practice.library.look_again()
    assert practice.library.exercise("twice") == exercise
    (own.parent / "beside.yaml").write_text(BUS, "utf-8")
    beside = [listed for listed in list_library_exercises(practice.library) if listed.id == "beside"]
    assert [str(own) in listed.problem for listed in beside] == [True]


@pytest.mark.parametrize("typed", ["say.yaml", "say", "exercises/say.yaml", "."])
def test_an_exercise_saved_into_a_folder_of_others_is_found_by_their_coaches(
    practice: PracticeService, tmp_path: Path, typed: str
) -> None:
    """The coach that saves it need not look into that folder itself: a folder for exercises is the sign."""
    shared = tmp_path / "shared"
    (shared / "exercises").mkdir(parents=True)
    exercise = parse_exercise(BUS)
    written = write_exercise_file(practice, exercise, shared / typed)
    theirs = Library((*practice.library.folders, Folder(shared, "of the team")))
    assert theirs.exercise(written.stem) == exercise
    assert theirs.find_misplaced_exercises() == ()
    assert f"Coaches that look into {shared} find it there." in describe_written_file(written)


def test_an_exercise_saved_where_no_coach_looks_says_where_coaches_would(
    practice: PracticeService, tmp_path: Path
) -> None:
    """A folder may be shared, and nobody can tell by looking at it."""
    written = write_exercise_file(practice, parse_exercise(BUS), tmp_path / "say.yaml")
    assert written == tmp_path / "say.yaml"
    assert "coaches find it only in that folder's folder exercises" in describe_written_file(written)


def test_an_exercise_that_coaches_would_leave_out_is_not_saved_for_them(
    practice: PracticeService, tmp_path: Path
) -> None:
    """One whose name another exercise has, and one whose file no coach looks at; a second of one name gets a number."""
    (tmp_path / "exercises").mkdir()
    exercise = parse_exercise(BUS)
    with pytest.raises(NotNow, match="Give the file another name"):
        write_exercise_file(practice, exercise, tmp_path / "say_it_here.yaml")
    with pytest.raises(RecordsUnwritable, match=r"\.yaml"):
        write_exercise_file(practice, exercise, tmp_path / "say.txt")
    assert not any((tmp_path / "exercises").iterdir())
    names = [write_exercise_file(practice, exercise, tmp_path / "mine").name for _ in range(2)]
    assert names == ["mine.yaml", "mine-2.yaml"]


async def test_the_brief_of_an_exercise_says_as_many_replies_as_it_asks_for(opens: Opens) -> None:
    """And that there is something to practise already."""
    async with opens() as pilot:
        pilot.app.open_briefing("bus", "say_it_here")  # type: ignore[attr-defined]
        await at(pilot, "start")
        await pilot.press("enter")
        await shows(pilot, "Whole, about 6 replies")
        await shows(pilot, "Nothing besides the exercise")


async def test_escape_leaves_a_path_that_was_typed_without_a_question(opens: Opens) -> None:
    """A path is no writing that could be lost."""
    async with opens() as pilot:
        screen = await listed(pilot)
        screen.action_take_in_exercise()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        await at(pilot, "place")
        await pilot.press(*"nowhere", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_page_down_reads_on_where_the_whole_list_is_in_sight(opens: Opens) -> None:
    async with opens((80, 24)) as pilot:
        screen = await listed(pilot)
        listing = screen.query_one("#exercise-list", OptionList)
        listing.focus()
        before = listing.highlighted
        assert not listing.max_scroll_y
        await pilot.press("pagedown")
        await pilot.pause()
        assert listing.highlighted == before


async def test_ctrl_s_keeps_ones_own_picture_as_it_keeps_words_elsewhere(
    opens: Opens, practice: PracticeService
) -> None:
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_own_picture()
        (await picture(pilot)).query(OwnBox).first().text = "A thought to keep"
        await pilot.press("ctrl+s")
        await toasted(pilot, "for you alone")
    assert [event.words for event in practice.go_on(rehearsing.id).story.reflected] == ["A thought to keep"]
