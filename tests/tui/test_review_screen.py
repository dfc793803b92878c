"""One thing that was brought: read, answered, and handed back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Footer, Input, OptionList, RadioSet, Select, TabbedContent, TextArea

from coach.content.validation import load_reflection_models
from coach.model.submission import (
    Action,
    Comment,
    Review,
    SecondView,
    Submission,
    SubmissionScope,
    View,
    set_comment,
)
from coach.plain.desk import PlainReview
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.importing import import_file, serialize_handed_over
from coach.supervision.stores import ReviewDraft
from coach.tui.app import CoachApp
from coach.tui.base_app import NO_WORDS_HERE, LetterGuard
from coach.tui.dialogs.verdicts import CommentDialog, CriterionDialog, VerdictDialog
from coach.tui.screens.agenda_screen import AgendaPart, AgendaScreen
from coach.tui.screens.inbox_screen import InboxScreen
from coach.tui.screens.review_screen import ReviewScreen
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.submission_view import LineNotes, SubmissionLineBox
from tests.cases import a_few_quickly
from tests.plain.talk import Talk
from tests.submitting import submit_reply

from .conftest import Opens
from .handed import handed_over, hostile, opened, reading, said_back
from .rehearsed import toasted
from .seeing import SIZES, click, flat, resized, shows, shows_at, until
from .test_themes import readable_in_every_look


async def by_keys(pilot: Pilot[None], screen: ReviewScreen, reply: int) -> SubmissionLineBox:
    """Go to one of the practitioner's lines with the keys."""
    line = next(each for each in screen.query(SubmissionLineBox) if each.line.reply == reply)
    while not isinstance(screen.focused, SubmissionLineBox) or screen.focused.place < line.place:
        await pilot.press("down")
    return line


async def at(pilot: Pilot[None], screen: ReviewScreen, reply: int) -> SubmissionLineBox:
    """Go to one of the practitioner's lines at once, where the way there is not what is looked at."""
    line = next(each for each in screen.query(SubmissionLineBox) if each.line.reply == reply)
    line.focus()
    await until(pilot, lambda: screen.focused is line and screen.place == line.place)
    return line


async def sheet(pilot: Pilot[None], kind: type[Any] | str) -> Any:
    """Wait for a dialog of this class or of this name."""

    def is_in_front() -> bool:
        screen = pilot.app.screen
        return screen.name == kind if isinstance(kind, str) else isinstance(screen, kind)

    await until(pilot, lambda: is_in_front() and pilot.app.focused)
    return pilot.app.screen


async def _press_button(pilot: Pilot[None], button: str) -> None:
    pilot.app.screen.query_one(button, Button).press()
    await pilot.pause()


def words_beside(screen: ReviewScreen) -> str:
    """What stands beside the line that is looked at."""
    return " ".join(str(words.render()) for words in screen.query("#beside-it Prose"))


async def hand_back(pilot: Pilot[None], file: Path) -> None:
    """F9, the place, and yes."""
    await pilot.press("f9")
    handing = await sheet(pilot, "hand-back")
    handing.query_one("#place", Input).value = str(file)
    handing.query_one("#save").focus()
    await pilot.press("enter")
    await shows(pilot, "Nothing was sent: give")
    await pilot.press("enter")


@pytest.mark.parametrize("size", a_few_quickly([(size,) for size in SIZES], len(SIZES)))
async def test_what_was_brought_is_agreed_with_disagreed_with_commented_and_given_back(
    opens: Opens, practice: PracticeService, tmp_path: Path, size: tuple[int, int]
) -> None:
    """By keys alone, in every size; the file given back holds all of it, and no more."""
    back = tmp_path / "back.coach.json"
    async with reading(opens, handed_over(practice, tmp_path), size) as (pilot, screen):
        await by_keys(pilot, screen, 1)
        await pilot.press("n")
        await sheet(pilot, VerdictDialog)
        await pilot.press(*"[a quote]", "enter")
        await shows(pilot, "You see it otherwise (may have hurt: Brushes it off): [a quote]")
        await by_keys(pilot, screen, 2)
        await pilot.press("y")
        await sheet(pilot, VerdictDialog)
        await pilot.press("enter")
        await shows(pilot, "You agree (Mends it).")
        await pilot.press("c")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"=1+1", "escape")
        await shows(pilot, "You wrote: =1+1")
        await pilot.press("o")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"Thank you", "escape")
        await pilot.pause()
        place = next(each.place for each in screen.query(SubmissionLineBox) if each.line.reply == 2)
        await hand_back(pilot, back)
        await until(pilot, lambda: not isinstance(pilot.app.screen, ReviewScreen))
    said = said_back(back)
    views = [(v["reply"], v["criterion"], v["view"], v["reason"]) for v in said["views"]]  # type: ignore[attr-defined]
    assert views == [(1, "blunt", "disagree", "[a quote]"), (2, "mend", "agree", "")]
    comments = [(c["line"], c["words"]) for c in said["comments"]]  # type: ignore[attr-defined]
    assert comments == [(0, "Thank you"), (place, "=1+1")]
    assert (said["action"], said["may_teach"]) == (None, False)


async def test_what_goes_back_holds_questions_an_action_with_its_date_a_name_and_a_yes(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Ticked and in own words; a day that is none is told in one sentence, and nothing goes before it is mended."""
    back = tmp_path / "back.coach.json"
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await pilot.press("f7")
        await until(pilot, lambda: screen.query("#asked Tick"))
        screen.query_one("#asked Tick", Tick).value = True
        await pilot.pause()
        screen.query_one("#model", Select).value = "kolb"
        await shows(pilot, "And 1 from other models.")
        screen.query_one("#box-questions", TextArea).text = "And the bus driver?\n\n"
        screen.query_one("#action", Input).value = "Ask for an interpreter on Tuesdays"
        screen.query_one("#by", Input).value = "31 February 2027"
        screen.query_one("#who", Input).value = "Sue"
        screen.query_one("#may-teach", Tick).value = True
        await pilot.pause()
        await pilot.press("f9")
        await toasted(pilot, "There is no such day. Write it such as 31 December 2026")
        assert screen.focused is screen.query_one("#by")
        screen.query_one("#by", Input).value = "10 March 2026"
        await pilot.press("f9")
        await toasted(pilot, "That day is past. Write one from today on, or take the date away.")
        screen.query_one("#by", Input).value = "28 february 2027"
        await hand_back(pilot, back)
        await until(pilot, lambda: not isinstance(pilot.app.screen, ReviewScreen))
    said = said_back(back)
    assert said["questions"] == ["What happened, in a sentence or two?", "And the bus driver?"]
    assert said["action"] == {"what": "Ask for an interpreter on Tuesdays", "by": "2027-02-28"}
    assert (said["who"], said["may_teach"]) == ("Sue", True)


async def test_a_yes_to_counting_is_asked_only_where_the_practitioner_gave_theirs(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Otherwise nothing is asked, and it is said why."""
    async with reading(opens, handed_over(practice, tmp_path, may_teach=False)) as (pilot, screen):
        await pilot.press("f7")
        await pilot.pause()
        assert not screen.query("#may-teach")
        assert "did not say yes to counting" in " ".join(str(w.render()) for w in screen.query("#goes-back Prose"))


async def test_something_the_coach_did_not_say_is_found_by_its_plain_name(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """With its definition; it stands under the line, has its meaning beside it, and can be taken back."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 3)
        await pilot.press("a")
        also = await sheet(pilot, CriterionDialog)
        await pilot.press(*"stand-in")
        await shows(pilot, "Steps round it")
        assert also.query_one("#found", OptionList).option_count == 1
        await pilot.press("enter", "enter", "h", "m", "enter")
        await shows(pilot, "You would also say (A stand-in word): hm")
        await until(pilot, lambda: "Does not: “His background is blue.”" in words_beside(screen))
        await pilot.press("a")
        also = await sheet(pilot, CriterionDialog)
        await pilot.press(*"stand-in")
        await shows(pilot, "A stand-in word (you say so now)")
        also.query_one("#take-back").press()
        await until(pilot, lambda: "You would also say" not in flat(pilot.app))  # type: ignore[arg-type]


async def test_a_line_with_several_notes_asks_which(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Each keeps its own view and its own reason."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.finish()
    from coach.supervision.importing import serialize_handed_over
    from coach.supervision.submissions import SubmissionChoice, make_submission
    from tests.conftest import START

    brought = make_submission(
        SubmissionChoice(SubmissionScope.WHOLE),
        rehearsing.debrief(),
        rehearsing.story,
        key="k",
        day=START.date(),
        rubric="small",
    )
    file = tmp_path / "two.coach.json"
    file.write_text(serialize_handed_over(brought), "utf-8")
    async with reading(opens, file) as (pilot, screen):
        line = await at(pilot, screen, 1)
        assert len(line.line.notes) == 2
        await pilot.press("p")
        await sheet(pilot, VerdictDialog)
        # Enter in the list goes on to the reason, and in the reason it says it.
        await pilot.press("down", "enter", *"why", "enter")
        second = line.line.notes[1]
        await shows(pilot, f"You partly agree ({second.name}): why")
        assert screen.draft
        assert [view.criterion for view in screen.draft.response.views] == [second.criterion]
        await pilot.press("y")
        await sheet(pilot, VerdictDialog)
        await pilot.press("tab", "enter")
        first = line.line.notes[0]
        await shows(pilot, f"You agree ({first.name}).")
        await pilot.press("n")
        await sheet(pilot, VerdictDialog)
        await shows(pilot, f"{first.name}. (you agree now)")
        await shows(pilot, f"{second.name}. (you partly agree now)")
        await pilot.press("escape")
        assert {view.criterion: view.view for view in screen.draft.response.views} == {
            second.criterion: View.PARTLY,
            first.criterion: View.AGREE,
        }


async def test_all_notes_are_agreed_with_at_once_and_what_was_said_of_one_stays(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """It is asked first; once each is said, there is nothing left to agree with."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        first = await at(pilot, screen, 1)
        disagreed = first.line.notes[0].criterion
        await pilot.press("n")
        await sheet(pilot, VerdictDialog)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen and screen.draft and screen.draft.response.views)
        await pilot.press("g")
        await sheet(pilot, "agree-with-all")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.draft
        assert len(screen.draft.response.views) == 1
        await pilot.press("g")
        await sheet(pilot, "agree-with-all")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: screen.draft and len(screen.draft.response.views) > 1)
        noted = {
            (each.line.reply, said.criterion) for each in screen.query(SubmissionLineBox) for said in each.line.notes
        }
        views = {(view.reply, view.criterion): view.view for view in screen.draft.response.views}
        assert set(views) == noted
        assert views.pop((1, disagreed)) is View.DISAGREE
        assert set(views.values()) == {View.AGREE}
        await pilot.press("g")
        await toasted(pilot, "You have said how you see each note here of which the coach was sure.")


async def test_one_key_says_the_same_of_each_note_on_a_line(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Where the line has several; the reason that is typed goes with the chosen one."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        line = await at(pilot, screen, 3)
        await pilot.press("y")
        asking = await sheet(pilot, VerdictDialog)
        asking.query_one("#say-of-all").press()
        await until(pilot, lambda: pilot.app.screen is screen and screen.draft and screen.draft.response.views)
        assert screen.draft
        assert {view.criterion for view in screen.draft.response.views} == {note.criterion for note in line.line.notes}


@pytest.mark.slow
async def test_beside_a_line_stand_its_turn_and_what_its_notes_mean(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """In a column where there is room, in a tab where there is not; never what the family keeps private."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        line = await at(pilot, screen, 1)
        async for size in resized(pilot, SIZES):
            await pilot.press("enter")
            await shows(pilot, "There was a thing on the bus.")
            await shows(pilot, "An opening: a thing on the bus.")
            await until(pilot, lambda: isinstance(screen.focused, LineNotes))
            words = " ".join(str(each.render()) for each in screen.query("Prose"))
            assert "Shrinks it" in words, size
            assert "PRIVATE" not in words, size
            assert (screen.query_one(TabbedContent).active == "tab-beside") is (size[0] < 100), size
            await pilot.press("escape")
            await until(pilot, lambda: screen.focused is line)


@pytest.mark.parametrize("size", SIZES)
async def test_the_exercise_that_goes_along_stands_on_the_desk_and_at_the_top_of_the_page(
    opens: Opens, practice: PracticeService, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = handed_over(practice, tmp_path)
    whole = import_file(file).found
    assert isinstance(whole, Submission)
    file.write_text(serialize_handed_over(whole.model_copy(update={"exercise": "of_another_team"})), encoding="utf-8")
    async with reading(opens, file, size) as (pilot, _):
        await shows(pilot, "For the exercise: of_another_team")
        await pilot.press("escape")
        await shows(pilot, "What was brought to you")
        await pilot.press("6")
        await shows(pilot, "for the exercise")


@pytest.mark.slow
async def test_escape_from_beside_comes_back_to_the_line_and_its_keys_work(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """From the column as from the tab: the line that was read is chosen still."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        line = await at(pilot, screen, 2)
        views = ((SIZES[0], "y", View.AGREE), (SIZES[1], "p", View.PARTLY), (SIZES[2], "n", View.DISAGREE))
        for size, key, view in views:
            await pilot.resize_terminal(*size)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(screen.focused, LineNotes))
            await pilot.press("escape")
            await until(pilot, lambda: screen.focused is line)
            await pilot.press(key)
            await sheet(pilot, VerdictDialog)
            await pilot.press("enter")
            await until(pilot, lambda view=view: screen.draft and view in {e.view for e in screen.draft.response.views})
            assert pilot.app.screen is screen, size


async def test_escape_from_what_goes_back_comes_back_to_the_line_that_was_left(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """A line below the first screenful is chosen still, in view, and is the one that a comment is written on."""
    async with reading(opens, handed_over(practice, tmp_path), (80, 20)) as (pilot, screen):
        line = screen.query(SubmissionLineBox).last()
        line.focus()
        await until(pilot, lambda: screen.place == line.place)
        await pilot.pause()
        stood = screen.query_one("#brought-whole").scroll_y
        assert stood
        await pilot.press("f7")
        await until(pilot, lambda: screen.query_one(TabbedContent).active == "tab-back")
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one(TabbedContent).active == "tab-whole")
        await pilot.pause()
        await pilot.pause()
        assert screen.focused is line
        assert screen.place == line.place
        assert screen.query_one("#brought-whole").scroll_y == stood


async def test_a_line_stays_marked_while_its_notes_are_read_and_arrows_go_on_from_it(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Enter goes to the column; where all of it is in sight, the arrows go to the lines before and after."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        line = await at(pilot, screen, 2)
        await pilot.resize_terminal(120, 60)
        for key, step in (("down", 1), ("up", -1)):
            focused = line.styles.background
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(screen.focused, LineNotes))
            assert screen.query(".looked-at").first() is line
            assert line.styles.background == focused
            assert not screen.query_one("#beside-it").max_scroll_y
            await pilot.press(key)
            await until(pilot, lambda: isinstance(screen.focused, SubmissionLineBox))
            assert screen.focused.place == line.place + step
            assert not screen.query(".looked-at")
            line.focus()
            await until(pilot, lambda: screen.focused is line and screen.place == line.place)


async def test_the_cursor_is_on_the_note_that_is_chosen(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """The first that nothing was said of: Enter, Space and the reason go to it, and to no other."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        line = await at(pilot, screen, 3)
        first, second, *_ = line.line.notes
        for note, key in ((first, "y"), (second, "n")):
            await pilot.press(key)
            choices = (await sheet(pilot, VerdictDialog)).query_one(RadioSet)
            await until(pilot, lambda: choices._selected == choices.pressed_index)  # noqa: B023
            assert choices.pressed_index == line.line.notes.index(note)
            await pilot.press("space", "tab", "enter")
            await until(pilot, lambda: pilot.app.screen is screen)
    assert screen.draft
    views = {view.criterion: view.view for view in screen.draft.response.views}
    assert views == {first.criterion: View.AGREE, second.criterion: View.DISAGREE}


async def test_a_moment_shows_that_it_was_mended(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Where its practitioner brought that along: beside the line that may have hurt, and beside the one that mended."""
    file = handed_over(practice, tmp_path, SubmissionScope.MOMENT, reply=1, with_mending=True)
    async with reading(opens, file) as (pilot, _):
        await shows(pilot, "It was mended in reply 2.")
        await shows(pilot, "I said banter. That was wrong. Tell me again.")
        await shows(pilot, "This mended what was said in reply 1.")


async def test_a_scenario_that_is_not_here_is_said_and_not_guessed(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Everything else works; what the coach did not say has no rubric to come from."""
    file = handed_over(practice, tmp_path)
    other = file.read_text("utf-8").replace('"scenario": "bus"', '"scenario": "tram"')
    file.write_text(other.replace('"rubric": "small"', '"rubric": "large"'), "utf-8")
    async with reading(opens, file) as (pilot, screen):
        await at(pilot, screen, 1)
        await until(pilot, lambda: "This scenario is not in the library here" in words_beside(screen))
        await until(pilot, lambda: "The rubric it was read by is not here" in words_beside(screen))
        await pilot.press("a")
        await toasted(pilot, "The rubric it was read by is not here.")


async def test_nothing_typed_is_lost(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Not by leaving, nor by a day that is none yet, nor by a reason that was not said; the desk says it is begun."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 1)
        await pilot.press("y")
        await sheet(pilot, VerdictDialog)
        await pilot.press(*"hm", "escape")
        await sheet(pilot, "unkept")
        await _press_button(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert "You agree" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("p")
        assert (await sheet(pilot, VerdictDialog)).query_one("#reason", Input).value == "hm"
        await pilot.press("enter")
        await shows(pilot, "You partly agree (may have hurt: Brushes it off): hm")
        screen.query_one("#by", Input).value = "31 Feb"
        screen.query_one("#action", Input).value = "Ask"
        await pilot.pause(0.1)
    async with opens((100, 30)) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("inbox")
        await shows(pilot, "begun, not handed back yet")
        thing = (await app.in_practice(app.inbox.list_items))[0]
        assert thing.response is None
        again = await opened(pilot, thing.id)
        await shows(pilot, "They would like to talk about")
        assert again.query_one("#by", Input).value == "31 Feb"
        assert again.query_one("#action", Input).value == "Ask"
        assert again.draft
        assert again.draft.response.views[0].reason == "hm"


@pytest.mark.slow
@pytest.mark.parametrize(("key", "kind"), [("y", VerdictDialog), ("a", CriterionDialog)], ids=["note", "criterion"])
async def test_escape_asks_about_a_reason_that_was_typed_and_not_said(
    opens: Opens, practice: PracticeService, tmp_path: Path, key: str, kind: type[Any]
) -> None:
    """Escape once more goes on writing; what is not kept is gone, and nothing asks about it again."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 1)
        await pilot.press(key)
        dialog = await sheet(pilot, kind)
        assert str(dialog.query_one("#close", Button).label) == "Don't say it", "a view without a reason can be said"
        dialog.query_one("#reason", Input).focus()
        await pilot.press(*"hm", "escape")
        await sheet(pilot, "unkept")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert dialog.query_one("#reason", Input).value == "hm"
        await pilot.press("escape")
        await sheet(pilot, "unkept")
        await _press_button(pilot, "#leave")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert not screen.unkept()
        await pilot.press(key)
        assert (await sheet(pilot, kind)).query_one("#reason", Input).value == ""


async def test_only_looking_begins_nothing_and_what_was_said_can_be_changed(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Handed back it is answered; opened again it is all there; changed, it is handed back anew."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await pilot.press("f9")
        await toasted(pilot, "Nothing is said of it yet.")
        assert not app.inbox.find_item(screen.key).draft
        screen.query_one("#who", Input).value = "Sue"
        await at(pilot, screen, 1)
        await pilot.press("y")
        await sheet(pilot, VerdictDialog)
        await pilot.press("enter")
        await hand_back(pilot, tmp_path / "one.coach.json")
        app.open_page("inbox")
        await until(pilot, lambda: isinstance(app.screen, InboxScreen))
        await shows(pilot, "11 March 2026, in a file, answered")
        again = await opened(pilot, screen.key)
        await at(pilot, again, 1)
        await shows(pilot, "You agree (may have hurt: Brushes it off).")
        assert again.query_one("#who", Input).value == "Sue"
        assert not app.inbox.find_item(screen.key).draft
        await pilot.press("y")
        (await sheet(pilot, VerdictDialog)).query_one("#take-back").press()
        await until(pilot, lambda: "You agree" not in flat(app))
        await pilot.press("o")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"Again", "escape")
        await hand_back(pilot, tmp_path / "two.coach.json")
    assert said_back(tmp_path / "two.coach.json")["views"] == []


async def test_nothing_of_an_answer_is_lost_between_plain_lines_and_the_screen(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Handed back, changed in plain lines, opened and changed on the screen, and in plain lines again."""
    asked = next(iter(load_reflection_models()["gibbs"].questions.values()))
    key = ""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        assert screen.thing is not None
        assert screen.thing.brought is not None
        key, inbox = screen.key, screen.coach.inbox
        line = screen.thing.brought.replies()[0]
        whole = Review(
            brought=key,
            at=practice.clock(),
            who="Sue",
            comments=(Comment(words="On the whole."), Comment(line=1, words="Beside it.")),
            views=(SecondView(reply=line.reply, criterion="names_racism", view=View.ALSO, reason="It is there."),),
            questions=(asked, "What would he say?"),
            action=Action(what="The form at intake", by=date(2027, 1, 2)),
            may_teach=True,
        )
        await pilot.press("escape")
        inbox.hand_back(whole, tmp_path / "back.coach.json")
        talk = Talk("whole", "whole", "On the whole, and more.", "")
        PlainReview(talk.at(practice, places), key).visit()
        changed = set_comment(whole, 0, "On the whole, and more.")

        screen = await opened(pilot, key)
        assert screen.draft == ReviewDraft(response=changed, by="2 January 2027")
        assert screen.query_one("#by", Input).value == "2 January 2027"
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(screen.focused, TextArea))
        await pilot.press(*"Why", "escape", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ReviewScreen))
        asks = (*changed.questions[:-1], f"{changed.questions[-1]}Why")
        review = PlainReview(Talk().at(practice, places), key)
        assert review.draft == ReviewDraft(response=changed.model_copy(update={"questions": asks}), by="2 January 2027")


async def test_hostile_words_neither_act_nor_name_a_file(opens: Opens, places: object, tmp_path: Path) -> None:
    """An id with a way out of its folder in it is no path; words of markup are words."""
    async with reading(opens, hostile(tmp_path)) as (pilot, screen):
        await at(pilot, screen, 1)
        await pilot.press("c")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"Oh", "escape")
        await shows(pilot, "You wrote: Oh")
        assert not {"\x1b", "\x07", "\u202e"} & set(flat(pilot.app))  # type: ignore[arg-type]
        await hand_back(pilot, tmp_path / "back.coach.json")
    assert said_back(tmp_path / "back.coach.json")["brought"] == "../../evil"
    assert not list(tmp_path.rglob("evil*"))


async def test_one_moment_is_read_by_mouse_too(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Choosing a line shows what can be done with it; its button asks why."""
    file = handed_over(practice, tmp_path, SubmissionScope.MOMENT, reply=1, who="")
    async with reading(opens, file) as (pilot, screen):
        line = next(each for each in screen.query(SubmissionLineBox) if each.line.reply)
        await pilot.click(line.query_one(".brought-words"))
        await shows(pilot, "Otherwise (n)")
        await pilot.click(line.query_one("Button"))
        agree = await sheet(pilot, VerdictDialog)
        await pilot.click(agree.query_one("#say"))
        await shows(pilot, "You agree (may have hurt: Brushes it off).")
        await shows(pilot, "The practitioner, reply 1:")


@pytest.mark.slow
async def test_what_is_on_the_screen_can_be_read(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Every letter has contrast enough, in every look of ours, measured as drawn."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 1)
        await pilot.press("o")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"Yes", "escape")
        await shows(pilot, "You wrote: Yes")
        await readable_in_every_look(pilot)
        await pilot.press("f7")
        await shows(pilot, "Questions to send back")
        await readable_in_every_look(pilot)


async def test_a_comment_that_is_too_long_is_refused_visibly_and_stays(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """By Done and by Escape; what was typed stands there to be made shorter."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await pilot.press("o")
        writing = await sheet(pilot, CommentDialog)
        writing.query_one(TextArea).text = "word " * 900
        for leave in ("escape", "#done"):
            await (pilot.press(leave) if leave == "escape" else pilot.click(leave))
            await until(pilot, lambda: "Nothing is lost" in str(writing.query_one("#went-wrong").render()))
            assert pilot.app.screen is writing
        assert writing.query_one(TextArea).text == "word " * 900
        writing.query_one(TextArea).text = "word " * 800
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
    assert screen.draft
    assert len(screen.draft.response.comments[0].words) == 3999


@pytest.mark.parametrize("answer", ["#remove", "#keep", "#close"])
async def test_real_people_are_asked_about_before_anything_goes_back(
    opens: Opens, practice: PracticeService, tmp_path: Path, answer: str
) -> None:
    """In comments, questions of one's own and the action; invented people are known, and nothing is blocked."""
    back = tmp_path / "back.coach.json"
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await pilot.press("o")
        writing = await sheet(pilot, CommentDialog)
        writing.query_one(TextArea).text = "As with Mary Okonkwo, and as Pat said."
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("f7")
        screen.query_one("#action", Input).value = "Ring 020 7946 0000"
        await pilot.press("f9")
        first, *_ = (await sheet(pilot, "details")).text.body
        assert "may hold somebody's full name and a telephone or case number. It has not been handed back." in str(
            first
        )
        await pilot.click(answer)
        if answer == "#close":
            await until(pilot, lambda: pilot.app.screen is screen)
            assert not back.exists()
            return
        handing = await sheet(pilot, "hand-back")
        handing.query_one("#place", Input).value = str(back)
        await pilot.press("enter")
        await shows(pilot, "Nothing was sent: give")
    said = back.read_text("utf-8")
    assert ("Okonkwo" in said) is (answer == "#keep")
    assert ("7946" in said) is (answer == "#keep")
    assert "as Pat said." in said


@pytest.mark.slow
async def test_nothing_is_said_in_a_line_that_nobody_chose(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """What lies under the cursor is not chosen; Space chooses it, or no longer, and one at most."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 3)
        await pilot.press("a")
        also = await sheet(pilot, CriterionDialog)
        await pilot.press("tab", *"hm", "enter")
        await shows_at(pilot, SIZES, "Nothing is chosen yet. Enter or Space in the list chooses.")
        assert pilot.app.screen is also
        assert also.query_one(OptionList).has_focus
        await pilot.press("space")
        await shows_at(pilot, SIZES, "(o) ")
        assert "Nothing is chosen" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("space")
        await until(pilot, lambda: "(o)" not in flat(pilot.app))  # type: ignore[arg-type]
        await pilot.press("space", "down", "space")
        async for size in resized(pilot, SIZES):
            await shows(pilot, "(o) ")
            assert flat(pilot.app).count("(o)") == 1, size  # type: ignore[arg-type]
        chosen = str(also.query_one(OptionList).get_option_at_index(1).prompt).removeprefix("(o) ")
        also.query_one("#say").press()
        await until(pilot, lambda: screen.draft and screen.draft.response.views)
    assert screen.rubric
    assert screen.draft
    (view,) = screen.draft.response.views
    assert (screen.rubric.criteria[view.criterion].name, view.reason) == (chosen, "hm")


async def test_nothing_is_handed_back_that_could_not_be_seen(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Where it is longer than the sheet the focus begins in its words; keys move them also from a button."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await pilot.press("o")
        (await sheet(pilot, CommentDialog)).query_one(TextArea).text = "A line.\n" * 40
        await pilot.press("escape")
        for size in SIZES:
            await until(pilot, lambda: pilot.app.screen is screen)
            await pilot.resize_terminal(*size)
            await pilot.press("f9")
            handing = await sheet(pilot, "hand-back")
            words = handing.query_one(".sheet-words")
            await until(pilot, lambda words=words: words.has_focus)
            await pilot.press("enter")
            await until(pilot, lambda words=words: words.scroll_y > 0)
            await pilot.press("home")
            await until(pilot, lambda words=words: words.scroll_y == 0)
            save = handing.query_one("#save")
            save.focus()
            await until(pilot, lambda save=save: save.has_focus)
            for down, up in (("pagedown", "pageup"), ("down", "up")):
                await pilot.press(down)
                await until(pilot, lambda words=words: words.scroll_y > 0)
                await pilot.press(up)
                await until(pilot, lambda words=words: words.scroll_y == 0)
            words.focus()
            if size != SIZES[-1]:
                await pilot.press("escape")
        await pilot.press(*["enter"] * 12)
        assert pilot.app.screen is not handing  # read to its end, then the button, then pressed


async def test_a_word_typed_in_a_list_is_looked_for(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """With its spaces, which would choose what lies under the cursor."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 3)
        await pilot.press("a")
        also = await sheet(pilot, CriterionDialog)
        assert also.query_one(OptionList).has_focus
        await pilot.press(*"the", "space", *"day")
        await until(pilot, lambda: also.query_one(OptionList).option_count == 1)
        assert also.query_one("#look-for", Input).value == "the day"
        await shows(pilot, "( ) The child's day")


@pytest.mark.slow
async def test_the_buttons_below_a_list_are_seen_whole(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Whatever the height, with all that can stand above them."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 3)
        await pilot.press("a")
        also = await sheet(pilot, CriterionDialog)
        also.query_one("#take-back").display = True
        also.query_one("#say", Button).press()
        async for size in resized(pilot, (*SIZES, (100, 30), (60, 30))):
            await shows(pilot, "Nothing is chosen yet.")
            inside = also.query_one(".sheet").content_region
            assert all(inside.contains_region(button.region) for button in also.query(Button)), size


@pytest.mark.slow
async def test_why_it_cannot_be_handed_back_is_seen_whatever_goes_back(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Below much that goes back, it would be out of sight; and nothing is offered that is not there."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await pilot.press("o")
        (await sheet(pilot, CommentDialog)).query_one(TextArea).text = "A line.\n" * 40
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("f9")
        handing = await sheet(pilot, "hand-back")
        handing.query_one("#place", Input).value = str(tmp_path / "nowhere" / "back.coach.json")
        async for size in resized(pilot, SIZES):
            handing.query_one("#save").focus()
            await pilot.press("enter")
            await shows(pilot, "Choose another place.")
            assert "copy it instead" not in flat(app), size
        await app.in_practice(app.inbox.put_away, screen.key)
        async for _ in resized(pilot, SIZES):
            handing.query_one(".sheet-words").scroll_home(animate=False)
            handing.query_one("#save").press()
            await shows(pilot, "This is no longer on your desk: it was put away.")


@pytest.mark.parametrize("answer", ["#remove", "#keep", "#close"])
async def test_details_are_kept_as_begun_only_once_they_were_asked_about(
    opens: Opens, practice: PracticeService, tmp_path: Path, answer: str
) -> None:
    """Everything else is kept as one goes. Whoever leaves is asked first, and loses nothing unasked."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await pilot.press("o")
        (await sheet(pilot, CommentDialog)).query_one(TextArea).text = "As with Mary Okonkwo."
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("f7")
        screen.query_one("#action", Input).value = "Ask for time"
        await until(pilot, lambda: "Ask for time" in str(app.inbox.find_item(screen.key).draft))
        assert "Okonkwo" not in str(app.inbox.find_item(screen.key).draft)
        await pilot.press("escape")  # from what goes back to the lines
        await pilot.pause()
        await pilot.press("escape")
        await sheet(pilot, "unkept")
        await click(pilot, "#keep")
        first, *_ = (await sheet(pilot, "details")).text.body
        assert "may hold somebody's full name. It has not been kept." in str(first)
        await pilot.click(answer)
        if answer == "#close":
            await until(pilot, lambda: pilot.app.screen is screen)
        else:
            await until(pilot, lambda: screen not in pilot.app.screen_stack)
        begun = str(app.inbox.find_item(screen.key).draft)
        assert "Ask for time" in begun
        assert ("As with" in begun) is (answer != "#close")
        assert ("Okonkwo" in begun) is (answer == "#keep")


async def test_what_to_do_where_something_is_hard_is_offered_quietly_and_read_at_a_key(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """A line in passing where their words may be of distress; at the key always, with places to turn to."""
    file = handed_over(practice, tmp_path, question="It upset me more than I thought.")
    async with reading(opens, file) as (pilot, screen):
        await shows(pilot, "Something here may be hard for them just now. F3 has what you may do.")
        await pilot.press("f3")
        await sheet(pilot, "if-hard")
        await shows(pilot, "If it may be hard for them just now")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
    (tmp_path / "other").mkdir()
    async with reading(opens, handed_over(practice, tmp_path / "other")) as (pilot, screen):
        assert not screen.query(".if-hard")
        await pilot.press("f3")
        await sheet(pilot, "if-hard")


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)])
async def test_f7_puts_the_cursor_into_the_box_for_questions_and_what_is_typed_stands_there(
    opens: Opens, practice: PracticeService, tmp_path: Path, size: tuple[int, int]
) -> None:
    """The box is in sight at every size; no letter opens the agenda, hands back or writes a comment."""
    async with reading(opens, handed_over(practice, tmp_path), size) as (pilot, screen):
        await pilot.press("f7")
        box = screen.query_one("#box-questions", TextArea)
        await until(pilot, lambda: screen.focused is box)
        await pilot.press(*"Which hour", "enter", *"ioh?")
        assert box.text == "Which hour\nioh?"
        assert pilot.app.screen is screen
        await until(pilot, lambda: screen.query_one("#goes-back").region.contains_region(box.region))


async def test_a_letter_beside_the_boxes_of_what_goes_back_runs_nothing_and_is_not_offered(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """On what was brought the same letters are commands; F9 hands back from both."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        assert {"i", "o", "h", "f9"} <= set(screen.active_bindings)
        await pilot.press("f7")
        screen.query_one("#model").focus()
        await pilot.press(*"iohgvz")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert not pilot.app._notifications
        assert not {"i", "o", "h"} & set(screen.active_bindings)
        assert "f9" in screen.active_bindings
        await pilot.press("escape", "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen))


async def test_an_answered_note_that_is_only_looked_at_again_warns_of_nothing(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """The reason is kept already; one that was begun anew is named before it is lost."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 1)
        await pilot.press("y")
        await sheet(pilot, VerdictDialog)
        await pilot.press(*"so", "enter")
        await shows(pilot, "): so")
        for typed, unkept in (("", False), ("on", True)):
            await pilot.press("y")
            await sheet(pilot, VerdictDialog)
            await pilot.press(*typed, "escape")
            if unkept:
                await sheet(pilot, "unkept")
                await _press_button(pilot, "#keep")
            await until(pilot, lambda: pilot.app.screen is screen)
            assert screen.unkept() is unkept
        await pilot.press("escape")
        await sheet(pilot, "unkept")
        await shows(pilot, "A reason that you typed, and did not say of any note,")


async def test_a_comment_begun_is_kept_when_the_coach_is_closed(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Ctrl+q asks in a dialog too, and Keep keeps; the cursor stands behind what was written before."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 2)
        await pilot.press("c")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"half", "ctrl+q")
        await sheet(pilot, "unkept")
        await _press_button(pilot, "#keep")
        await pilot.pause()
    async with opens((100, 30)) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        thing = (await app.in_practice(app.inbox.list_items))[0]
        assert thing.draft
        assert [comment.words for comment in thing.draft.response.comments] == ["half"]
        screen = await opened(pilot, thing.id)
        await at(pilot, screen, 2)
        await pilot.press("c")
        dialog = await sheet(pilot, CommentDialog)
        await pilot.press(*" way")
        assert dialog.query_one(TextArea).text == "half way"
        await pilot.press("ctrl+a", "x")
        assert dialog.query_one(TextArea).text == "x"


async def test_keys_are_named_where_they_do_something_and_numbers_mean_one_tab(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """On a family's line no key to agree; before an answer none to take it back; 3 goes back at every width."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        ids = {bound.binding.id for bound in screen.active_bindings.values()}
        assert "take_answer_back" not in ids
        assert not screen.query_one("#take-answer-back").display
        await at(pilot, screen, 1)
        named = {bound.binding.id for bound in screen.active_bindings.values()}
        assert {"agree", "otherwise", "also"} <= named
        theirs = next(line for line in screen.query(SubmissionLineBox) if not line.line.reply)
        theirs.focus()
        await until(pilot, lambda: screen.place == theirs.place)
        named = {bound.binding.id for bound in screen.active_bindings.values()}
        assert not named & {"agree", "agree_partly", "otherwise", "also"}
        assert "comment" in named
        await pilot.press("y")
        await toasted(pilot, "That is not a line of theirs.")
        tabs = screen.query_one(TabbedContent)
        for size in ((110, 30), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.press("3")
            await until(pilot, lambda: tabs.active == "tab-back")
            await pilot.press("escape")
            await until(pilot, lambda: tabs.active == "tab-whole")
            await pilot.press("2")
            await until(pilot, lambda size=size: tabs.active == ("tab-back" if size[0] == 110 else "tab-beside"))
            await pilot.press("escape")
            await until(pilot, lambda: tabs.active == "tab-whole")


@pytest.mark.parametrize("key", ["c", "o"])
async def test_a_comment_is_taken_away_only_after_it_is_said_that_all_of_it_goes(
    opens: Opens, practice: PracticeService, tmp_path: Path, key: str
) -> None:
    """Whoever does not mean that goes on writing, and what was kept stands with what is new."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 2)
        await pilot.press(key)
        await sheet(pilot, CommentDialog)
        await pilot.press(*"kept", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press(key)
        writing = await sheet(pilot, CommentDialog)
        await pilot.press(*" more")
        await click(pilot, "#away")
        await sheet(pilot, "take-away")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is writing)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.draft
        assert [comment.words for comment in screen.draft.response.comments] == ["kept more"]
        await pilot.press(key)
        await sheet(pilot, CommentDialog)
        await pilot.press("!")
        await click(pilot, "#away")
        await sheet(pilot, "take-away")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: pilot.app.screen is screen and not screen.draft.response.comments)


async def test_after_a_comment_on_the_whole_the_line_that_was_read_has_its_keys_again(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """As the button was clicked, which would keep the focus and use no arrow key."""
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        line = await at(pilot, screen, 2)
        whole = screen.query_one("#on-the-whole", Button)
        whole.focus()
        await until(pilot, lambda: screen.focused is whole)
        await pilot.press("enter")
        await sheet(pilot, CommentDialog)
        await pilot.press(*"Whole", "escape")
        await until(pilot, lambda: screen.focused is line)
        await shows(pilot, "You wrote: Whole")
        await pilot.press("down")
        await until(pilot, lambda: screen.place == line.place + 1)


async def test_what_is_typed_right_after_the_key_to_comment_stands_in_its_box(
    opens: Opens, practice: PracticeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As whoever knows the key types on; before a letter that opens no box it is a word still, and runs nothing."""
    monkeypatch.setattr(LetterGuard, "burst", 30.0)
    async with reading(opens, handed_over(practice, tmp_path)) as (pilot, screen):
        await at(pilot, screen, 2)
        await pilot.press(*"cWhat now")
        writing = await sheet(pilot, CommentDialog)
        await until(pilot, lambda: writing.query_one(TextArea).text == "What now")
        await pilot.press("!", "escape")
        await shows(pilot, "You wrote: What now!")
        pilot.app._letters._last = 0.0  # type: ignore[attr-defined]
        await pilot.press(*"yes")
        await toasted(pilot, NO_WORDS_HERE)
        assert pilot.app.screen is screen


async def test_the_agenda_of_what_was_brought_is_a_key_in_the_footer_or_a_button_below_it(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """On a wide screen in the footer; on each as the last button."""
    async with reading(opens, handed_over(practice, tmp_path), (140, 45)) as (pilot, screen):
        await at(pilot, screen, 2)
        await until(pilot, lambda: {"i", "h", "f7", "f3", "y"} <= footer_keys(screen))
        screen.query_one("#to-agenda").focus()  # it stands below the last line
        await until(pilot, lambda: screen.query_one("#to-agenda").region.bottom < 45)
        await click(pilot, "#to-agenda")
        await until(pilot, lambda: isinstance(pilot.app.screen, AgendaScreen) and pilot.app.screen.query(AgendaPart))
        await shows(pilot, "Ann would like to talk about: What did I miss?")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_footer_says_how_to_answer_and_hand_back_on_small_screens_too(
    opens: Opens, practice: PracticeService, tmp_path: Path, size: tuple[int, int]
) -> None:
    """On a line with notes, whose own keys stand on its buttons; of the three views it names all or none."""
    async with reading(opens, handed_over(practice, tmp_path), size) as (pilot, screen):
        await at(pilot, screen, 2)
        await until(pilot, lambda: {"h", "f7", "escape", "f1"} <= footer_keys(screen))
        assert len({"y", "p", "n"} & footer_keys(screen)) in {0, 3}


def footer_keys(screen: ReviewScreen) -> set[str]:
    """The keys that the footer names."""
    return {str(getattr(key, "key", "")) for key in screen.query_one(Footer).children}
