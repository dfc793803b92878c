"""What is done in a debrief afterwards leaves whoever does it where they were, or shows them what came of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.widgets import Button, Input, OptionList

from coach.model.events import Stance
from coach.model.submission import Review, Submission, SubmissionScope
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.team.logins import let_in, open_url, take_out
from coach.supervision.importing import serialize_handed_over
from coach.supervision.practitioner import SubmissionService
from coach.supervision.reflection import (
    find_last_review,
    list_earlier_answers,
    list_questions,
    make_question_key,
)
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.verdicts import CommentDialog, DisputeDialog
from coach.tui.widgets.debrief_tabs import OutcomesPage
from coach.tui.widgets.transcript import Conversation, OwnLine

from .. import postgres
from ..conftest import START
from .conftest import Opens
from .rehearsed import at_lines, hurt_and_mended, looking_back, toasted
from .seeing import at, shows, until
from .test_submit_screen import answered, at_brought, moment


def ask_two(practice: PracticeService, places: Places, folder: Path) -> tuple[Rehearsal, Submission]:
    """A rehearsal of which a moment was brought, and that came back with two questions."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, folder / "m.coach.json")
    rehearsing.came_back(answered(brought).model_copy(update={"questions": ("And then?", "And now?")}))
    return rehearsing, brought


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_word_on_a_note_leaves_the_line_that_was_looked_at_on_the_screen(
    opens: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    async with looking_back(opens, hurt_and_mended(practice), size) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        await pilot.press("up")
        await until(pilot, lambda: screen.query_one(Conversation).scroll_y)
        await pilot.pause()
        there = screen.query_one(Conversation).scroll_y
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        await until(pilot, lambda: pilot.app.focused)
        before = screen.query_one(Conversation)
        pilot.app.screen.query_one("#fair").press()  # type: ignore[attr-defined]
        await toasted(pilot, "Your word stands.")
        await until(pilot, lambda: screen.query(Conversation) and screen.query_one(Conversation) is not before)
        await until(pilot, lambda: screen.query_one(Conversation).scroll_y == there)
        assert isinstance(screen.focused, OwnLine)


async def test_the_words_on_a_note_stand_in_its_box_when_it_is_answered_again(
    opens: Opens, practice: PracticeService
) -> None:
    rehearsing = hurt_and_mended(practice)
    for exchange in rehearsing.attempt.replies():
        for criterion in exchange.reading.clear() if exchange.reading else ():
            rehearsing.dispute(exchange.number, criterion, Stance.FAIR, "I was quoting him")
    async with looking_back(opens, rehearsing, (80, 24)) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(screen.focused, OwnLine))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog) and pilot.app.focused)
        assert pilot.app.screen.query_one(Input).value == "I was quoting him"
        pilot.app.screen.query_one("#not_meant", Button).press()
        await toasted(pilot, "Your word stands.")
        assert (rehearsing.story.disputed[-1].stance, rehearsing.story.disputed[-1].note) == (
            Stance.NOT_MEANT,
            "I was quoting him",
        )


@pytest.mark.slow
async def test_an_answer_taken_in_as_a_file_is_shown_and_said(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """On a small screen too, where what came back stands far below the top."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    for number in range(4):  # later ones stand above it
        quiet = SubmissionService(practice, SubmissionStores.__new__(SubmissionStores))
        other = quiet.preview(rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question="And now?"))
        quiet.submit_to_file(rehearsing, other, tmp_path / f"{number}.coach.json")
    (tmp_path / "back.coach.json").write_text(serialize_handed_over(answered(brought)))
    async with looking_back(opens, rehearsing, (80, 24)) as (pilot, screen):
        await at_brought(pilot, screen)
        screen.action_came_back()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "back.coach.json")
        await pilot.press("enter")
        await toasted(pilot, "Taken in.")
        await shows(pilot, "Stop [b]here[/b]")


async def test_what_was_brought_can_be_withdrawn_by_its_key_from_beside_it(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Without going into it first; where there is more than one, it is asked which."""
    rehearsing = hurt_and_mended(practice)
    moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await pilot.press("w")
        await pilot.pause()
        assert pilot.app.screen is screen
        await at_brought(pilot, screen)
        await pilot.press("w")
        await until(pilot, lambda: pilot.app.screen.name == "withdraw")
        await pilot.press("escape")
        moment(practice, places, rehearsing, tmp_path / "n.coach.json")
        screen.show_brought()
        await until(pilot, lambda: len(screen.query(".brought-thing")) == 2)
        screen.query_one("#brought-page").focus()
        await pilot.press("w")
        await toasted(pilot, "Choose what to withdraw")
        await pilot.press("w")
        await until(pilot, lambda: pilot.app.screen.name == "withdraw")


async def test_a_question_that_came_back_is_answered_beside_it_and_read_again(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """For oneself: it is looked over for real people, kept with the rehearsal, and can be changed or taken away."""
    rehearsing, brought = ask_two(practice, places, tmp_path)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_brought(pilot, screen)
        await until(pilot, lambda: len(screen.query(".own-answer")) == 2)
        screen.query(".own-answer").last(Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, CommentDialog) and pilot.app.focused)
        await shows(pilot, "And now?")
        await pilot.press(*"He rang", "escape")
        await toasted(pilot, "Kept with this rehearsal.")
        await until(pilot, lambda: [each.words for each in list_questions(rehearsing, brought.id)] == ["", "He rang"])
        await until(pilot, lambda: any("Change my answer" in str(b.label) for b in screen.query(".own-answer")))
        screen.query(".own-answer").last(Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, CommentDialog) and pilot.app.focused)
        await shows(pilot, "He rang")
        pilot.app.screen.query_one("#away", Button).press()
        await until(pilot, lambda: not any(each.words for each in list_questions(rehearsing, brought.id)))


async def test_an_answer_to_a_question_that_is_asked_no_more_stays_beside_what_was_brought(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """What somebody wrote is theirs, whatever the supervisor asks later; it can still be changed."""
    rehearsing, brought = ask_two(practice, places, tmp_path)
    asked = list_questions(rehearsing, brought.id)[1].asked
    rehearsing.reflect(make_question_key(asked), "He rang")
    rehearsing.came_back(Review(brought=brought.id, at=START + timedelta(days=1), questions=("And his mum?",)))
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_brought(pilot, screen)
        await shows(pilot, f"A question that came back before: {asked}")
        await shows(pilot, "You wrote, for yourself: He rang")
        screen.query(".own-answer").last(Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, CommentDialog) and pilot.app.focused)
        pilot.app.screen.query_one("#away", Button).press()
        await until(pilot, lambda: not list_earlier_answers(rehearsing, brought.id))


async def test_an_older_answer_is_taken_in_by_a_second_yes(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """The first says that a newer one is here; another path asks again."""
    rehearsing, brought = ask_two(practice, places, tmp_path)
    newer = find_last_review(rehearsing, brought.id)
    assert newer
    older = newer.model_copy(update={"at": newer.at - timedelta(minutes=11), "questions": ("And his mum?",)})
    (tmp_path / "older.coach.json").write_text(serialize_handed_over(older))
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_brought(pilot, screen)
        screen.action_came_back()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        dialog = pilot.app.screen
        box, button = dialog.query_one(Input), dialog.query_one("#take", Button)
        box.value = str(tmp_path / "older.coach.json")
        await pilot.press("enter")
        await shows(pilot, "You have a newer answer to that")
        await until(pilot, lambda: str(button.label) == "Put the older one there" and pilot.app.focused is button)
        assert find_last_review(practice.go_on(rehearsing.id), brought.id) == newer
        box.value = str(tmp_path / "nowhere.coach.json")
        await until(pilot, lambda: str(button.label) == "Take it in")
        box.value = str(tmp_path / "older.coach.json")
        box.focus()
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.focused is button)
        await pilot.press("enter")
        await toasted(pilot, "Taken in.")
    assert find_last_review(practice.go_on(rehearsing.id), brought.id) == older


async def test_what_was_answered_in_brought_stays_in_view_and_in_focus(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """The page is made anew with it, and stands where it stood."""
    rehearsing, _ = ask_two(practice, places, tmp_path)
    async with looking_back(opens, rehearsing, (80, 24)) as (pilot, screen):
        await at_brought(pilot, screen)
        await until(pilot, lambda: len(screen.query(".own-answer")) == 2)
        screen.query(".own-answer").last().focus()
        await shows(pilot, "And now?")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommentDialog) and pilot.app.focused)
        await pilot.press(*"He rang", "escape")
        await shows(pilot, "You wrote, for yourself: He rang")
        await until(pilot, lambda: str(getattr(pilot.app.focused, "label", "")) == "Change my answer")
        screen.query(".own-word").last().focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog) and pilot.app.focused)
        pilot.app.screen.query_one("#fair", Button).press()
        await shows(pilot, "You said of the coach's note:")
        await until(pilot, lambda: pilot.app.focused and pilot.app.focused.has_class("own-word"))


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=str)
async def test_enter_in_the_words_beside_a_note_goes_on_to_its_two_answers(
    opens: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    """And says how one is chosen; the words stay, and nothing is said by that Enter."""
    async with looking_back(opens, hurt_and_mended(practice), size) as (pilot, screen):
        await until(pilot, lambda: screen.debrief is not None)
        screen.action_dispute(1)
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog) and pilot.app.focused)
        await pilot.press(*"Hm", "enter")
        await at(pilot, "not_meant")
        await toasted(pilot, "Tab or an arrow key moves, Enter chooses.")
        assert pilot.app.screen.query_one(Input).value == "Hm"
        assert isinstance(pilot.app.screen, DisputeDialog)


def answered_twice(brought: Submission) -> Review:
    """A review with two views on one note, as a file that was changed by hand may have."""
    review = answered(brought)
    (view,) = review.views
    return review.model_copy(update={"views": (view, view.model_copy(update={"reason": "And again"}))})


async def test_two_views_on_one_note_in_a_file_that_is_taken_in_are_shown_once_and_close_nothing(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """The first is taken in."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    (tmp_path / "back.coach.json").write_text(serialize_handed_over(answered_twice(brought)))
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_brought(pilot, screen)
        screen.action_came_back()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "back.coach.json")
        await pilot.press("enter")
        await shows(pilot, "It had two views of the same note; the first stands there.")
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.query(".own-word")) == 1)
    kept = practice.go_on(rehearsing.id).story.came_back
    assert [view.reason for event in kept for view in event.response.views] == ["I heard you catch it"]


async def test_two_views_on_one_note_that_are_kept_already_are_both_shown(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Each with its own button: the page opens, and one's own word can be said by either."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    rehearsing.came_back(answered_twice(brought))
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_brought(pilot, screen)
        await until(pilot, lambda: len(screen.query(".own-word")) == 2)
        screen.query(".own-word").last(Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog) and pilot.app.focused)
        pilot.app.screen.query_one("#fair", Button).press()
        await until(pilot, lambda: sum("Change my word" in str(b.label) for b in screen.query(Button)) == 2)


async def test_whoever_scrolled_away_from_the_focus_reads_on_where_they_were(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """When the page is made anew; the focus stays on its button, out of view."""
    rehearsing, _ = ask_two(practice, places, tmp_path)
    async with looking_back(opens, rehearsing, (80, 20)) as (pilot, screen):
        await at_brought(pilot, screen)
        await until(pilot, lambda: len(screen.query(".own-answer")) == 2)
        screen.query(".own-answer").last().focus()
        page = screen.query_one(OutcomesPage)
        await until(pilot, lambda: page.scroll_y)
        page.scroll_to(y=0, animate=False, immediate=True)
        await until(pilot, lambda: not page.scroll_y)
        await pilot.pause()
        screen.show_brought()
        await until(pilot, lambda: screen.query(OutcomesPage) and screen.query_one(OutcomesPage) is not page)
        await until(pilot, lambda: pilot.app.focused and pilot.app.focused.has_class("own-answer"))
        for _ in range(3):
            await pilot.pause()
        assert screen.query_one(OutcomesPage).scroll_y == 0


async def test_whoever_brought_something_is_told_that_its_supervisor_left_and_brings_it_to_another(
    opens: Opens,
    practice: PracticeService,
    places: Places,
    server: postgres.Server,
    login: Callable[[str], Engine],
) -> None:
    """On the home page and beside what was brought; one press, with the words shown, lays it before another."""
    login("ann")
    bringing = SubmissionService(practice, SubmissionStores(places, server.url("ann", "x"), practice.clock))
    rehearsing = hurt_and_mended(practice)
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question="What now?"))
    bringing.submit_to_supervisor(rehearsing, brought, "sue")
    owner = open_url(server.url())
    take_out(owner, "sue")
    try:
        async with opens(store=server.url("ann", "x")) as pilot:
            await shows(pilot, "Your supervisor has left, and cannot read what you brought")
            home = pilot.app.screen.query_one("#choices", OptionList)
            home.highlighted = [option.id for option in home.options].index("stranded")
            await pilot.press("enter")
            await shows(pilot, "sue is no longer a supervisor in your team's store")
            pilot.app.screen.query_one(".bring-again", Button).press()
            await until(pilot, lambda: pilot.app.screen.name == "hand-to-another")
            await shows(pilot, "What now?")
            pilot.app.screen.query_one("#save", Button).press()
            await shows(pilot, "tom can read it in your team's store now. sue cannot.")
            await pilot.press("enter")
            await until(pilot, lambda: not pilot.app.screen.query(".bring-again"))
    finally:
        let_in(owner, "sue", supervisor=True)
        owner.dispose()
    assert [row.reader for row in bringing.stores.store.read_submissions()] == ["tom"]
    bringing.stores.close()
