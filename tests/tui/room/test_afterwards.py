"""After the talk: whose turn it is, the coach last, a line said again, out of role, and what goes home."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, TabbedContent, TextArea

from coach.classroom.participant import Participant
from coach.classroom.round_words import lay_out_notes
from coach.debrief.render import ListItem
from coach.model.class_events import Counted, LineReaderNote, Mark, Stage
from coach.tui.dialogs.save import ExportDialog
from coach.tui.pair.looking_page import CoachPage
from coach.tui.pair.warm_up_screen import WarmUpScreen
from coach.tui.room.home import GiveCountsDialog
from coach.tui.room.sheets import PlaceDialog
from coach.tui.widgets.text import Prose

from ...classroom.conftest import to_stage, to_talking
from ..seeing import click, flat, shows, until
from .conftest import Room, refreshed, sitting

pytestmark = pytest.mark.slow
"""What each person sees then is tried quickly in tests/classroom; the pages are the same for a pair."""


def played(room: Room, stage: Stage) -> tuple[Participant, Participant, Participant]:
    """A round with a mark and a note that differ from the coach's reading, at a stage of looking back."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    refreshed(ben, cy)
    cy.mark(1, 0, Mark.PASSED_BY)
    ben.note(1, LineReaderNote.MORE)
    for words in ("What does Sam say about it?", "Right."):
        ann.say(words)
    to_stage(stage, ann, ben, cy)
    return ann, ben, cy


async def take_all_on(pilot: Pilot[None]) -> None:
    """Go on for everybody, as is asked where it is somebody else's turn."""
    await pilot.press("f9")
    await until(pilot, lambda: pilot.app.screen.name == "go-on")
    await click(pilot, "#on")


async def test_each_has_a_turn_and_a_question(room: Room) -> None:
    """The practitioner first; whoever it is reads that it is them, the others that they listen."""
    ann, _, cy = played(room, Stage.PRACTITIONER_SPEAKS)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "You speak")
        await shows(pilot, "“What did I hope?”")
    async with sitting(room, cy) as pilot:
        await shows(pilot, "Ann speaks")
        await take_all_on(pilot)
        await shows(pilot, "Ben speaks")
        await take_all_on(pilot)
        await shows(pilot, "You speak")
        await shows(pilot, "Two openings")


async def test_marks_are_locked_and_seen_by_all_when_the_observer_speaks(room: Room) -> None:
    """It is said before, on the observer's own page; then everybody reads the same."""
    ann, _, cy = played(room, Stage.LINE_READER_SPEAKS)
    async with sitting(room, cy) as pilot:
        await shows(pilot, "or it is your turn to speak")
        await take_all_on(pilot)
        await shows(pilot, "You speak")
        await shows(pilot, "passed by, by Cy.")
        assert not pilot.app.screen.query_one("#marking").display
    async with sitting(room, ann) as pilot:
        await shows(pilot, "passed by, by Cy.")


def test_what_was_not_guessed_is_a_sentence_of_its_own(room: Room) -> None:
    """“Ann guessed. Nothing, which is fine.”"""
    ann, _, _ = played(room, Stage.PRACTITIONER_SPEAKS)
    view = ann.build_view()
    items = [each.text for each in lay_out_notes(view.context, view.revealed) if isinstance(each, ListItem)]
    assert items == ["“I could have said more”", "Nothing, which is fine."]


async def test_whoever_has_no_role_is_asked_before_all_go_on(room: Room) -> None:
    """A watcher takes nobody past their turn unasked."""
    ann, _, _ = played(room, Stage.LINE_READER_SPEAKS)
    ann.open_group()
    sam = room.seat("Sal")
    sam.join_group(str(ann.group and ann.group.id))
    sam.agree()
    async with sitting(room, sam) as pilot:
        await pilot.press("f9")
        await shows(pilot, "Ben may not have finished.")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name != "go-on")
        refreshed(ann)
        assert ann.build_view().context.stage is Stage.LINE_READER_SPEAKS
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "go-on")
        await click(pilot, "#on")
        await shows(pilot, "Cy speaks")


@pytest.mark.parametrize(
    ("stage", "names", "onward"),
    [
        (Stage.LOOKING, "Ann and Ben may not have finished.", "The practitioner speaks"),
        (Stage.PRACTITIONER_SPEAKS, "Ann may not have finished.", "The line-reader speaks"),
        (Stage.COACH_SPEAKS, "Ann and Ben may not have finished.", "Out of role"),
    ],
)
async def test_whoever_has_a_role_is_asked_too_and_anybody_brings_all_back(
    room: Room, stage: Stage, names: str, onward: str
) -> None:
    """The observer takes nobody from what they still read, unasked; and what was pressed can be taken back."""
    ann, _, cy = played(room, stage)
    async with sitting(room, cy) as pilot:
        await pilot.press("f9")
        await shows(pilot, f"Group 1 is at “{stage.title()}”.")
        await shows(pilot, names)
        await shows(pilot, f"“{onward}”")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name != "go-on")
        refreshed(ann)
        assert ann.build_view().context.stage is stage
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "go-on")
        await click(pilot, "#on")
        await shows(pilot, f"Back: {stage.title()}")
    async with sitting(room, ann) as pilot:
        await shows(pilot, f"Back: {stage.title()}")
        await click(pilot, "#step-back")
        await shows(pilot, f"takes Ben and Cy to “{stage.title()}” as well")
        await click(pilot, "#back")
        await until(pilot, lambda: pilot.app.room.view.context.stage is stage)
    refreshed(cy)
    assert cy.build_view().context.stage is stage


async def test_whoever_has_the_word_ends_their_own_turn_without_being_asked(room: Room) -> None:
    ann, _, _ = played(room, Stage.PRACTITIONER_SPEAKS)
    async with sitting(room, ann) as pilot:
        await pilot.press("f9")
        await shows(pilot, "Ben speaks")


async def test_the_coach_speaks_last_and_everything_stands_side_by_side(room: Room) -> None:
    """Mark, note and coach by opening; where they differ there is a sentence, and nobody is right."""
    _, _, cy = played(room, Stage.COACH_SPEAKS)
    async with sitting(room, cy) as pilot:
        await shows(pilot, "To Ann; the others listen.")
        pilot.app.screen.query_one(TabbedContent).active = "side-by-side"
        await shows(pilot, "None of these is the right one.")
        await shows(pilot, "Cy: passed by")
        await shows(pilot, "Worth talking about: You heard this differently.")


async def test_the_coachs_cards_name_whoever_said_it(room: Room) -> None:
    """To the practitioner it is “You”; to the others it is their name."""
    ann, _, cy = played(room, Stage.COACH_SPEAKS)
    async with sitting(room, cy, (100, 50)) as pilot:
        await shows(pilot, "Ann, reply ")
        assert "You, reply" not in flat(pilot.app)  # type: ignore[arg-type]
    async with sitting(room, ann, (100, 50)) as pilot:
        await shows(pilot, "You, reply ")


async def test_the_box_for_other_words_stays_in_view_whatever_was_answered(room: Room) -> None:
    """Also on the smallest screen, so that a second try is one key away."""
    _, ben, _ = played(room, Stage.COACH_SPEAKS)
    ben.choose_replay(1)
    ben.say_again("Right. " * 40)
    async with sitting(room, ben, (60, 20)) as pilot:
        pilot.app.screen.query_one(TabbedContent).active = "say-again"
        await shows(pilot, "Pat Anyway.")
        box = pilot.app.screen.query_one("#box", TextArea)
        assert pilot.app.screen.find_widget(box).visible_region.height == box.region.height > 0


async def test_a_line_is_said_again_and_everybody_hears_the_answer(room: Room) -> None:
    """By anybody: choose it, change its words, Enter. The round itself stays as it was."""
    ann, ben, _ = played(room, Stage.COACH_SPEAKS)
    async with sitting(room, ben) as pilot:
        pilot.app.screen.query_one(TabbedContent).active = "say-again"
        await pilot.pause()
        pilot.app.screen.query_one("#own-lines").focus()
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "box")
        box = pilot.app.screen.query_one("#box", TextArea)
        await until(pilot, lambda: box.text == "How has racism touched him?")
        await shows(pilot, "Pat: “There was a thing on the bus.”")
        assert box.selected_text == box.text, "to be typed over"
        box.text = "Right."
        await pilot.press("enter")
        await shows(pilot, "In other words Right. Pat Anyway.")
    async with sitting(room, ann) as pilot:
        pilot.app.screen.query_one(TabbedContent).active = "say-again"
        await shows(pilot, "In other words Right. Pat Anyway.")
        assert len([line for line in room.again(ann.person).build_view().lines if line.reply]) == 3


async def test_a_line_is_said_again_once_the_round_is_finished(room: Room) -> None:
    """A run sheet has the stepping out of role before it; also on the smallest screen."""
    ann, ben, _ = played(room, Stage.DONE)
    async with sitting(room, ben, (60, 20)) as pilot:
        await shows(pilot, "This round is finished")
        await click(pilot, "#say-one-again")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "own-lines")
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "box")
        box = pilot.app.screen.query_one("#box", TextArea)
        await until(pilot, lambda: box.text == "How has racism touched him?")
        assert pilot.app.screen.find_widget(box).visible_region.height == box.region.height > 0
        box.text = "Right."
        await pilot.press("enter")
        await shows(pilot, "Right. Pat Anyway.")
        assert not box.text
        await click(pilot, "#say-one-again")
        await shows(pilot, "This round is finished")
    async with sitting(room, ann) as pilot:
        await shows(pilot, "This round is finished")
        await click(pilot, "#say-one-again")
        await shows(pilot, "In other words Right. Pat Anyway.")


async def test_a_card_of_the_coachs_leads_to_its_line(room: Room) -> None:
    """Its button opens the line with its words in the box."""
    ann, _, _ = played(room, Stage.COACH_SPEAKS)
    async with sitting(room, ann) as pilot:
        pilot.app.screen.query_one(CoachPage).say_again(3)
        box = pilot.app.screen.query_one("#box", TextArea)
        await until(pilot, lambda: box.text == "Right.")


async def test_what_one_could_go_back_to_has_a_button_that_leads_to_its_line(room: Room) -> None:
    """For anybody, not the practitioner alone; what is to keep has none."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for words in ("How has racism touched him?", "It was only banter."):
        ann.say(words)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    async with sitting(room, cy, (100, 50)) as pilot:
        await shows(pilot, "To go back to")
        await shows(pilot, "Ann, reply 2")
        (again,) = pilot.app.screen.query("#coach-says Button").results(Button)
        assert str(again.label) == "Say reply 2 again"
        again.press()
        box = pilot.app.screen.query_one("#box", TextArea)
        await until(pilot, lambda: box.text == "It was only banter.")


async def test_out_of_role_has_its_three_steps(room: Room) -> None:
    """Own name, one thing not true of the character, another seat."""
    _, ben, _ = played(room, Stage.OUT_OF_ROLE)
    async with sitting(room, ben) as pilot:
        await shows(pilot, "Say your own name.")
        await shows(pilot, "not true of the person you read")
        await shows(pilot, "Move seats.")


async def test_the_practitioners_words_go_home_with_the_practitioner(room: Room, tmp_path: Path) -> None:
    """As a file of their own; whoever observed has nothing to take."""
    ann, _, cy = played(room, Stage.DONE)
    async with sitting(room, ann) as pilot:
        await click(pilot, "#take-home")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        place = pilot.app.screen.query_one("#place")
        place.value = str(tmp_path / "mine.txt")  # type: ignore[attr-defined]  # an input
        await click(pilot, "#save")
        await until(pilot, lambda: (tmp_path / "mine.txt").exists())
        assert "How has racism touched him?" in (tmp_path / "mine.txt").read_text("utf-8")
    async with sitting(room, cy) as pilot:
        await shows(pilot, "Ann's to take home")
        assert not pilot.app.screen.query_one("#take-home").display


async def test_counts_are_seen_before_they_are_given_and_given_once(room: Room) -> None:
    """Closing gives nothing; giving says so, and the offer is gone."""
    ann, _, _ = played(room, Stage.DONE)
    room.fill()
    async with sitting(room, ann) as pilot:
        await click(pilot, "#contribute")
        await until(pilot, lambda: isinstance(pilot.app.screen, GiveCountsDialog))
        await shows(pilot, "no words, no scenario")
        await shows(pilot, "own file notes that you gave")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, GiveCountsDialog))
        await pilot.pause()
        assert not room.again(ann.person).has_contributed
        pilot.app.screen.query_one("#contribute", Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, GiveCountsDialog) and pilot.app.screen.query("#give"))
        pilot.app.screen.query_one("#give", Button).press()
        await shows(pilot, "No screen says whose it is.")
        await shows(pilot, "notes who gave which until the room is deleted")
        assert not pilot.app.screen.query_one("#contribute").display


async def test_ones_own_words_and_counts_stay_within_reach_after_the_others_went_on(room: Room) -> None:
    """Under My place, until the room closes, whatever page one is on."""
    ann, ben, _ = played(room, Stage.DONE)
    room.fill()
    ben.go_to_next_stage()
    async with sitting(room, ann) as pilot:
        await shows(pilot, "At this table")
        await pilot.press("f7")
        await shows(pilot, "Take home what I said")
        await pilot.app.screen.run_action("close")
        await until(pilot, lambda: not isinstance(pilot.app.screen, PlaceDialog))
        await pilot.press("f7")
        await shows(pilot, "See my counts, to give them or not")
        pilot.app.screen.query_one("#which-one", OptionList).action_last()
        await pilot.press("up", "up", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, GiveCountsDialog))
    async with sitting(room, ben) as pilot:
        await pilot.press("f7")
        await shows(pilot, "Leave the room")
        assert "Take home" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_counts_that_would_never_be_shown_are_not_asked_for(room: Room) -> None:
    """In a room of three: why there are none stands at the end in a sentence, and My place has none of it."""
    ann, _, _ = played(room, Stage.DONE)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "There are no counts to give in this room: they are shown from 10 people on")
        assert not pilot.app.screen.query_one("#contribute").display
        await pilot.press("f7")
        await shows(pilot, "Take home what I said")
        assert "counts, to give" not in flat(pilot.app)  # type: ignore[arg-type]


def test_a_row_of_counts_says_what_the_coach_called_its_subjects() -> None:
    """Whoever read “Names and words” beside their replies finds it in the row; silent ones share a line."""
    row = (Counted(topic="racism"), Counted(topic="heritage", taken=1, passed_by=2))
    sheet = GiveCountsDialog(row, {"name_terms": "Names and words"})
    words = [str(each.render()) for each in sheet.make_body() if isinstance(each, Prose)]
    assert "how heritage is recorded (the coach's “Names and words”): 1 taken, 0 partly, 2 passed by" in words[0]
    assert words[1] == "None came up about racism."


async def test_another_round_begins_at_the_table_with_roles_to_take_anew(room: Room) -> None:
    """Nobody is taken from the end of the last one unasked; the scenario stays until somebody chooses another."""
    ann, _, _ = played(room, Stage.DONE)
    async with sitting(room, ann) as pilot:
        await pilot.press("f9")
        await shows(pilot, "Ben and Cy may still be reading, or taking home what they said.")
        await click(pilot, "#on")
        await shows(pilot, "(o) Just watch, as good as any: you and Ben and Cy")
        await shows(pilot, "(o) The bus")


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_marking_is_practised_before_a_person_is_marked(room: Room, size: tuple[int, int]) -> None:
    """One's own mark first, then the reason; nothing of it reaches the log."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    events = len(room.log.read())
    async with sitting(room, cy, size) as pilot:
        await pilot.app.screen.run_action("practise_marking")
        await until(pilot, lambda: isinstance(pilot.app.screen, WarmUpScreen))
        await shows(pilot, "What changed?")
        assert "She gave it back to him" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("t")
        await shows(pilot, "You say “taken”, and so does whoever marked this.")
        await pilot.press("t")
        await shows(pilot, "whoever marked this says “passed by”")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, WarmUpScreen))
    assert len(room.log.read()) == events
