"""Bringing something to supervision: what is shown is what goes, and it can be taken back."""

import json
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, RadioSet, Select

from coach.model.events import Stance
from coach.model.submission import Action, Comment, Review, SecondView, Submission, SubmissionScope, View
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.team.logins import open_url, set_up
from coach.records.team.store import TeamSubmissionStore
from coach.supervision.importing import import_file, serialize_handed_over
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from coach.tui.app import CoachApp
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.verdicts import DisputeDialog
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.screens.home_screen import CAME_BACK, HomeScreen
from coach.tui.screens.submit_screen import LINE, SubmitScreen, shorten
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.debrief_tabs import OutcomeCard
from coach.tui.widgets.picture_strip import PictureStrip
from tests.submitting import submit_reply

from .. import postgres
from ..conftest import START
from .conftest import Opens
from .rehearsed import at_lines, hurt_and_mended, looking_back, toasted, twice
from .seeing import SIZES, click, flat, resized, shows, until

NOT_BROUGHT = (
    *("only banter", "That was wrong", "What does Sam say", "Say the word first"),
    *("PRIVATE", "lottery", "afraid", "the_fear", "the_words"),
)
"""Of a moment with the third reply: every other reply, the intention, and what the family keeps to itself."""


def read_text(file: Path) -> str:
    """Everything in a file, unpacked if it is packed."""
    if file.suffix == ".docx":
        with zipfile.ZipFile(file) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return file.read_bytes().decode()


@asynccontextmanager
async def bringing(
    opens: Opens, rehearsing: Rehearsal, size: tuple[int, int] = (100, 30), what: str = ""
) -> AsyncIterator[tuple[Pilot[None], SubmitScreen]]:
    """The coach, open where something is chosen to be brought."""
    async with opens(size) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_submission(rehearsing, 0, what)
        await until(pilot, lambda: isinstance(app.screen, SubmitScreen) and app.screen._shown is not None)
        assert isinstance(app.screen, SubmitScreen)
        yield pilot, app.screen


async def chosen(pilot: Pilot[None], screen: SubmitScreen, line: int = 0, **typed: str) -> None:
    """Choose a line and type in boxes, and wait until the preview shows that."""
    if line:
        screen.query_one("#which-line", Select).value = line
    for name, words in typed.items():
        screen.query_one(f"#{name.replace('_', '-')}", Input).value = words
    await until(pilot, lambda: screen._shown == screen.query_one("SubmissionChoices").choice)  # type: ignore[attr-defined]


def of_attempts(screen: SubmitScreen) -> Select[int]:
    """Where the attempt is chosen."""
    return screen.query_one("#which-attempt", Select)


async def test_of_several_attempts_one_is_named_and_chosen(opens: Opens, practice: PracticeService) -> None:
    """The last one at first; another brings its own lines, what is typed stays, and nothing is said of other lines."""
    rehearsing = twice(practice)
    rehearsing.reflect("would_say_again", "4")
    async with bringing(opens, rehearsing, what="whole") as (pilot, screen):
        await shows(pilot, "Attempt 2 of 2: 3 replies")
        await chosen(pilot, screen, own_note="Please read this")
        await until(pilot, lambda: "Was that racism" in preview_words(screen))
        screen.query_one("#with-own-words", Tick).value = True
        await chosen(pilot, screen)
        assert screen.preview.brought
        assert not screen.preview.brought.reflections, "attempt 1 has that line"
        of_attempts(screen).value = 1
        await until(pilot, lambda: "What does Sam say" in preview_words(screen))
        assert screen.preview.brought.note == "Please read this"
        assert [line.reply for line in screen.preview.brought.replies()] == [1, 2, 3, 4]
        said = "“What does Sam say about it?” (reply 4)"
        assert [own.words for own in screen.preview.brought.reflections] == [said]
        tick = str(screen.query_one("#with-own-words", Tick).label)
        assert tick == "My own words from afterwards, with my reply 4, which they name, go along"


async def test_one_attempt_is_not_asked_about(opens: Opens, practice: PracticeService) -> None:
    async with bringing(opens, hurt_and_mended(practice)) as (_, screen):
        assert not screen.query("#which-attempt")


def preview_words(screen: SubmitScreen) -> str:
    """Everything that the preview shows."""
    return " ".join(str(words.render()) for words in screen.preview.query("Prose"))


async def hand_over(pilot: Pilot[None], place: Path, way: int = 0) -> None:
    """By the sheet: one of the ways, to a place."""
    await pilot.press("f9")
    await until(pilot, lambda: pilot.app.screen.name == "hand-over")
    sheet = pilot.app.screen
    if way:
        sheet.query_one(RadioSet).query("Choice")[way].value = True  # type: ignore[attr-defined]
    await pilot.pause()
    sheet.query_one("#place", Input).value = str(place)
    await click(pilot, "#save")
    await until(pilot, lambda: pilot.app.screen.name == "message")


async def test_the_file_holds_what_was_shown_and_nothing_else(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Each word in it stands in the preview or is a word of the format; no other reply, nothing of the family's."""
    rehearsing, file = hurt_and_mended(practice), tmp_path / "moment.coach.json"
    async with bringing(opens, rehearsing) as (pilot, screen):
        await shows(pilot, "No line is chosen yet.")
        await chosen(pilot, screen, 3, own_question="Did I ask too early?", who="A.")
        shown, brought = preview_words(screen), screen.preview.brought
        await hand_over(pilot, file)
        await shows(pilot, "Nothing was sent: it goes to a supervisor when you give them that file.")
    found = import_file(file)
    assert found.found == brought
    assert not found.unread
    for line in ("How has racism touched him?", "Did I ask too early?", "They said it on the bus. Twice."):
        assert line in shown
        assert line in file.read_text()
    for hidden in NOT_BROUGHT:
        assert hidden not in file.read_bytes().decode()
        assert hidden not in shown
    assert brought
    # "For the coach" says in plain words that the rubric, the way of reading and the version go along.
    told = {brought.rubric, brought.coach, brought.read_by}
    spoken_for = f"{shown} {brought.id} {brought.day} {' '.join(told)}".casefold()
    for words in _strings(json.loads(file.read_text())):
        assert words.replace("_", " ") in spoken_for.replace("_", " ") or words in _OF_THE_FORMAT, words
    assert [event.brought for event in practice.go_on(rehearsing.id).story.brought] == [brought]


_OF_THE_FORMAT = {"brought", "moment", "asks", "names", "racism", "child", "none"}
"""Words that the file has for the coach that reads it: its kind, how much it is, criteria and topics by id."""


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return [value.casefold()] if isinstance(value, str) and value else []


@pytest.mark.parametrize(("way", "name"), [(0, "moment.coach.json"), (1, "moment.html"), (2, "moment.docx")])
async def test_a_name_without_an_ending_gets_that_of_the_chosen_way(
    opens: Opens, practice: PracticeService, tmp_path: Path, way: int, name: str
) -> None:
    async with bringing(opens, hurt_and_mended(practice)) as (pilot, screen):
        await chosen(pilot, screen, 3)
        await hand_over(pilot, tmp_path / "moment", way)
    assert [file.name for file in tmp_path.glob("moment*")] == [name]


@pytest.mark.parametrize(("way", "name"), [(1, "moment.html"), (2, "moment.docx")])
async def test_a_page_to_print_holds_no_more(
    opens: Opens, practice: PracticeService, tmp_path: Path, way: int, name: str
) -> None:
    """The same lines and no others, on a page or in a document."""
    async with bringing(opens, hurt_and_mended(practice)) as (pilot, screen):
        await chosen(pilot, screen, 3, own_note="<b>slowly</b>")
        await hand_over(pilot, tmp_path / name, way)
        await shows(pilot, "to read or print. Nothing was sent.")
    text = read_text(tmp_path / name)
    assert "How has racism touched him?" in text
    assert "<b>slowly</b>" not in text
    for hidden in NOT_BROUGHT:
        assert hidden not in text


async def test_what_a_box_is_for_is_still_said_once_it_is_filled(opens: Opens, practice: PracticeService) -> None:
    """Above each, as words that stay."""
    async with bringing(opens, hurt_and_mended(practice)) as (pilot, screen):
        await chosen(pilot, screen, own_question="Too early?", own_note="Ask", who="A.")
        async for _ in resized(pilot, SIZES):
            for words in ("What I would like to talk about", "A note", "A name to be called by here"):
                (label,) = (each for each in screen.query(".label") if str(each.render()) == words)  # type: ignore[attr-defined]
                label.scroll_visible(animate=False)
                await shows(pilot, words)


async def test_the_next_reply_is_offered_where_the_coach_read_no_mending(
    opens: Opens, practice: PracticeService
) -> None:
    """It may be an apology that the coach missed; it goes along only if ticked, and nothing is said of mending."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "It was only banter.")
    submit_reply(rehearsing, "Oh, what an awful thing for me to come out with.")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.finish()
    async with bringing(opens, rehearsing) as (pilot, screen):
        along = screen.query_one("#with-next", Tick)
        await chosen(pilot, screen, 3)
        assert not along.display
        await chosen(pilot, screen, 1)
        assert along.display
        assert "awful thing" not in preview_words(screen)
        along.value = True
        await until(pilot, lambda: "awful thing" in preview_words(screen))
        assert "touched him" not in preview_words(screen)
        assert "mended" not in preview_words(screen)


async def test_the_reply_that_mended_a_hurt_is_offered_with_it(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Ticked at first, and only with a line that may have hurt; unticked, not a word of it goes."""
    rehearsing, file = hurt_and_mended(practice), tmp_path / "m.coach.json"
    async with bringing(opens, rehearsing, (100, 40)) as (pilot, screen):
        mending = screen.query_one("#with-mending", Tick)
        await chosen(pilot, screen, 3)
        assert not mending.display
        await chosen(pilot, screen, 1)
        await until(pilot, lambda: "It was mended in reply 2." in preview_words(screen))
        assert mending.display
        assert "I said banter. That was wrong. Tell me again." in preview_words(screen)
        mending.value = False
        await chosen(pilot, screen)
        assert "That was wrong" not in preview_words(screen)
        await chosen(pilot, screen, 2)
        assert str(mending.label) == "And the reply that it mended"
        assert "It was only banter." not in preview_words(screen)
        mending.value = True
        await until(pilot, lambda: "It was only banter." in preview_words(screen))
        await chosen(pilot, screen, 1)
        assert str(mending.label) == "And the reply that mended it"
        await hand_over(pilot, file)
        found = import_file(file).found
    assert isinstance(found, Submission)
    assert [line.reply for line in found.replies()] == [1, 2]
    assert "How has racism touched him?" not in file.read_text()


async def test_a_question_goes_alone(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Not even the scenario's name, nor the rehearsal's, goes with it."""
    file = tmp_path / "question.coach.json"
    async with bringing(opens, hurt_and_mended(practice), what="question") as (pilot, screen):
        await shows(pilot, "There is no question yet.")
        await pilot.press("f9")
        await pilot.pause()
        assert pilot.app.screen is screen
        await chosen(pilot, screen, own_question="How do I begin?")
        await hand_over(pilot, file)
    text = file.read_text()
    assert "How do I begin?" in text
    for hidden in ("bus", "Pat", "racism", "rehearsal1", *NOT_BROUGHT):
        assert hidden not in text


async def test_ones_own_picture_never_goes_along(opens: Opens, practice: PracticeService, tmp_path: Path) -> None:
    """Own words from afterwards go where they are ticked; what was kept about one's own picture does not."""
    rehearsing, file = hurt_and_mended(practice), tmp_path / "all.coach.json"
    rehearsing.reflect("driscoll.what", "I stayed with it")
    rehearsing.reflect("bias.doubted", "I doubted Pat")
    async with bringing(opens, rehearsing, what="whole") as (pilot, screen):
        assert "I stayed with it" not in preview_words(screen)
        screen.query_one("#with-own-words").value = True  # type: ignore[attr-defined]
        await chosen(pilot, screen)
        assert "What happened, in a sentence or two? I stayed with it" in preview_words(screen)
        await hand_over(pilot, file)
    assert "I stayed with it" in file.read_text()
    assert "I doubted Pat" not in file.read_text()


async def test_the_coachs_notes_stay_behind_when_they_are_left_out(opens: Opens, practice: PracticeService) -> None:
    """Then nothing can be counted either, and that is not offered."""
    async with bringing(opens, hurt_and_mended(practice), what="whole") as (pilot, screen):
        assert "Brushes it off" in preview_words(screen)
        screen.query_one("#may-teach").value = True  # type: ignore[attr-defined]
        await chosen(pilot, screen)
        assert "Your yes to counting these readings goes along." in preview_words(screen)
        screen.query_one("#with-notes").value = False  # type: ignore[attr-defined]
        await chosen(pilot, screen)
        assert not screen.query_one("#may-teach").display
        assert "Brushes it off" not in preview_words(screen)
        assert screen.preview.brought
        assert not screen.preview.brought.may_teach


async def test_what_looks_real_is_pointed_out_once_and_blocks_nothing(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """Leaving it out changes the box and the preview; keeping it is not asked about again."""
    async with bringing(opens, hurt_and_mended(practice)) as (pilot, screen):
        await chosen(pilot, screen, 3, own_question="Mary Okonkwo said so")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await click(pilot, "#remove")
        await until(pilot, lambda: "(left out) said so" in preview_words(screen))
        assert "Okonkwo" not in preview_words(screen)
        await chosen(pilot, screen, own_note="Ring on 020 7946 0000")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await click(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen.name == "hand-over")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await hand_over(pilot, tmp_path / "x.coach.json")


async def test_markup_and_control_characters_are_only_shown(opens: Opens, practice: PracticeService) -> None:
    """In the list of lines and in the preview."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him? [red]\x1b[2J[/nothing]")
    async with bringing(opens, rehearsing) as (pilot, screen):
        await chosen(pilot, screen, 1)
        await shows(pilot, "[red]")
        assert "\x1b" not in flat(pilot.app)  # type: ignore[arg-type]


async def saved_for_oneself(pilot: Pilot[None], place: Path) -> None:
    """By its own sheet, as a page, under its own words."""
    sheet = pilot.app.screen
    sheet.query_one(RadioSet).query("Choice")[1].value = True  # type: ignore[attr-defined]
    await pilot.pause()
    sheet.query_one("#place", Input).value = str(place)
    assert str(sheet.query_one("#save", Button).label) == "Save the draft"
    sheet.query_one("#save", Button).press()
    await shows(pilot, "Nobody else has it.")


async def test_handing_over_and_ones_own_record_are_not_offered_as_one(opens: Opens, practice: PracticeService) -> None:
    """What goes to nobody is not among the ways to hand over exactly what was shown."""
    async with bringing(opens, hurt_and_mended(practice)) as (pilot, screen):
        await chosen(pilot, screen, 3)
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "hand-over")
        ways = " ".join(str(each.render()) for each in pilot.app.screen.query("Choice"))
        assert "record" not in ways


async def test_a_learning_record_is_drafted_from_ones_own_words(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """The last answer to a question stands; what was not written is left open. It counts as nothing brought."""
    rehearsing = hurt_and_mended(practice)
    for on, words in (("driscoll.so_what", "First"), ("driscoll.now_what", "Ring"), ("driscoll.so_what", "Second")):
        rehearsing.reflect(on, words)
    async with bringing(opens, rehearsing) as (pilot, screen):
        await chosen(pilot, screen, 3)
        await click(pilot, "#own-record")
        await until(pilot, lambda: pilot.app.screen.name == "own-record")
        shown = " ".join(str(words.render()) for words in pilot.app.screen.query("Prose"))
        await saved_for_oneself(pilot, tmp_path / "record.html")
    text = (tmp_path / "record.html").read_text()
    for words in ("This goes to nobody.", "also where you leave that out", "Written on: 11 March 2026", "Second"):
        assert words in shown
    assert "11 March 2026" in text
    learned, changes = text.split("What will change for children and families")
    assert "Second" in learned
    assert "First" not in text
    assert "Ring" in changes
    assert not rehearsing.story.brought


async def test_a_record_of_something_that_came_back_says_that_it_was_talked_over(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """From where it stands, with one key; it is the practitioner's own, and nothing is brought anew by it."""
    rehearsing = hurt_and_mended(practice)
    rehearsing.came_back(answered(moment(practice, places, rehearsing, tmp_path / "m.coach.json")))
    async with looking_back(opens, rehearsing, (100, 60)) as (pilot, screen):
        (await at_brought(pilot, screen)).focus()
        await pilot.press("r")
        await until(pilot, lambda: pilot.app.screen.name == "own-record")
        shown = " ".join(str(words.render()) for words in pilot.app.screen.query("Prose"))
        await saved_for_oneself(pilot, tmp_path / "record.html")
    assert "and had an answer from supervision." in shown
    assert "What I talked over, and with whom What was I stepping round?" in " ".join(shown.split())
    assert len(rehearsing.story.brought) == 1


def answered(brought: Submission) -> Review:
    """What a supervisor says to a moment with a note in reply 1."""
    return Review(
        brought=brought.id,
        at=START + timedelta(days=1),
        who="Sue",
        comments=(Comment(words="Thank you for bringing it."), Comment(line=2, words="Stop [b]here[/b]")),
        views=(SecondView(reply=1, criterion="blunt", view=View.PARTLY, reason="I heard you catch it"),),
        questions=("Whom were you looking after?",),
        action=Action(what="Raise it with the school"),
    )


def moment(practice: PracticeService, places: Places, rehearsing: Rehearsal, file: Path) -> Submission:
    """The first reply, brought as a file."""
    own = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    brought = own.preview(
        rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1, question="What was I stepping round?")
    )
    own.submit_to_file(rehearsing, brought, file)
    own.stores.close()
    return brought


async def at_brought(pilot: Pilot[None], screen: DebriefScreen) -> OutcomeCard:
    """The first thing brought, in the debrief."""
    screen.action_brought()
    await until(pilot, lambda: screen.query(OutcomeCard))
    await pilot.pause()
    return screen.query(OutcomeCard).first()


async def test_what_came_back_is_taken_in_read_and_answered(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Comments, views, questions and action stand with the lines; one's own word stands beside the supervisor's."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    (tmp_path / "back.coach.json").write_text(serialize_handed_over(answered(brought)))
    async with looking_back(opens, rehearsing, (100, 60)) as (pilot, screen):
        await at_brought(pilot, screen)
        await shows(pilot, "What comes back is a file, which they give to you.")
        assert "Nothing came back" not in flat(pilot.app)  # type: ignore[arg-type]
        screen.action_came_back()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "m.coach.json")
        await click(pilot, "#take")
        await shows(pilot, "it did not come back from one.")
        pilot.app.screen.query_one(Input).value = f"'{tmp_path / 'back.coach.json'}'"
        await pilot.press("enter")
        await shows(pilot, "partly agrees (may have hurt: Brushes it off): I heard you catch it")
        for words in (
            "Stop [b]here[/b]",
            "Thank you for bringing it.",
            "To think about, and to talk about together: Whom were you looking after?",
            "Raise it with",
        ):
            await shows(pilot, words)
        await click(pilot, ".own-word")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        await click(pilot, f"#{Stance.FAIR.value}")
        await shows(pilot, "You said of the coach's note: that's fair.")
    disputed = practice.go_on(rehearsing.id).story.disputed
    assert [(event.reply, event.criterion, event.stance) for event in disputed] == [(1, "blunt", Stance.FAIR)]


@pytest.mark.slow
async def test_ones_own_word_is_on_the_coachs_note_and_nobody_can_take_it_for_the_supervisors(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """The note stands over the button and the supervisor's word under it; the dialog shows both, and names each."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    rehearsing.came_back(answered(brought))
    note = "The coach's note: May have hurt: brushes it off: “"
    async with looking_back(opens, rehearsing, (100, 60)) as (pilot, screen):
        await at_brought(pilot, screen)
        await click(pilot, ".own-word")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        said = " ".join(str(each.render()) for each in pilot.app.screen.query("Static"))
        for words in (
            *(note, "Your supervisor: partly agrees (may have hurt: Brushes it off): I heard you catch it"),
            "What you say here is about the coach's note.",
        ):
            assert words in said
        labels = [str(button.label) for button in pilot.app.screen.query(Button)]
        assert labels[:2] == ["The note is not what I meant", "The coach's note is fair"]
        await click(pilot, f"#{Stance.FAIR.value}")
        await shows(pilot, "You said of the coach's note: that's fair.")
        await shows(pilot, "Change my word on the coach's note")
        shown = flat(pilot.app)  # type: ignore[arg-type]
        assert shown.index(note) < shown.index("You said of the coach's note") < shown.index("Supervisor: partly")


async def test_a_view_of_an_earlier_attempt_is_answered_there(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Whichever attempt is being looked back on, one's word goes to the line that was brought."""
    rehearsing = twice(practice)
    own = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    brought = own.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=2), 1)
    own.submit_to_file(rehearsing, brought, tmp_path / "m.coach.json")
    own.stores.close()
    view = SecondView(reply=2, criterion="mend", view=View.AGREE)
    rehearsing.came_back(Review(brought=brought.id, at=START, views=(view,)))
    async with looking_back(opens, rehearsing, (100, 60)) as (pilot, screen):
        assert screen.attempt == 2
        await at_brought(pilot, screen)
        await click(pilot, ".own-word")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        await click(pilot, f"#{Stance.NOT_MEANT.value}")
        await toasted(pilot, "Your word stands.")
    assert [(event.attempt, event.reply) for event in rehearsing.story.disputed] == [(1, 2)]


async def test_a_file_that_speaks_of_something_else_changes_nothing(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """It says so, and the place can be mended."""
    rehearsing = hurt_and_mended(practice)
    (tmp_path / "other.coach.json").write_text(serialize_handed_over(Review(brought="nobody", at=START)))
    (tmp_path / "none.coach.json").write_text("Dear colleague")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_came_back()
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))
        for name, said in (("other", "something you did not bring"), ("none", "not something"), ("gone", "cannot be")):
            pilot.app.screen.query_one(Input).value = str(tmp_path / f"{name}.coach.json")
            await pilot.press("enter")
            await shows(pilot, said)
    assert not practice.go_on(rehearsing.id).story.came_back


async def test_withdrawing_a_file_says_that_the_file_is_theirs_to_ask_back(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Escape withdraws nothing; the button does, and the page says that nothing is brought."""
    rehearsing = hurt_and_mended(practice)
    moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        (await at_brought(pilot, screen)).focus()
        await pilot.press("w")
        await shows(pilot, "yours to ask back")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert rehearsing.story.brought
        await click(pilot, "OutcomeCard .withdraw")
        await until(pilot, lambda: pilot.app.screen.name == "withdraw")
        await click(pilot, "#withdraw")
        await shows(pilot, "Nothing was brought.")
    assert not practice.go_on(rehearsing.id).story.brought


async def test_what_came_back_stays_when_what_was_brought_is_withdrawn(
    opens: Opens, practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """It is said before, and so it is: comment, question and action stand there still, and cannot be withdrawn."""
    rehearsing = hurt_and_mended(practice)
    rehearsing.came_back(answered(moment(practice, places, rehearsing, tmp_path / "m.coach.json")))
    async with looking_back(opens, rehearsing, (100, 60)) as (pilot, screen):
        (await at_brought(pilot, screen)).focus()
        await pilot.press("w")
        await until(pilot, lambda: pilot.app.screen.name == "withdraw")
        said = " ".join(str(each.render()) for each in pilot.app.screen.query("Static"))
        assert "What has come back so far stays with your rehearsal, for you alone." in said
        await click(pilot, "#withdraw")
        await shows(pilot, "One moment, withdrawn")
        for words in ("Thank you for bringing it.", "Whom were you looking after?", "Raise it with the school"):
            await shows(pilot, words)
        assert not screen.query(".withdraw")
    assert practice.go_on(rehearsing.id).story.came_back


@pytest.mark.slow
async def test_withdrawing_takes_it_out_of_the_table(
    opens: Opens, practice: PracticeService, server: postgres.Server, login: Callable[[str], Engine]
) -> None:
    """What lay in a store, and what was said to it, is gone from there; one's own rehearsal stays."""
    rehearsing = hurt_and_mended(practice)
    sue = TeamSubmissionStore(login("sue"))
    async with opens((100, 40), store=server.url("ann", "x")) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        own = app.submission_service
        brought = await app.in_practice(
            own.preview, rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1, question="Purple bicycle")
        )
        await app.in_practice(own.submit_to_supervisor, rehearsing, brought, "sue")
        sue.respond(brought.id, START, serialize_handed_over(answered(brought)))
        app.open_debrief(rehearsing)
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen) and app.screen.debrief)
        screen = app.screen
        assert isinstance(screen, DebriefScreen)
        await toasted(pilot, "Something came back from supervision. It stands under “Brought”.")
        screen.action_look_for()
        await toasted(pilot, "Nothing new came back yet.")
        await shows(pilot, "I heard you catch it")
        assert "Purple bicycle" in sue.read_submissions()[0].body
        (await at_brought(pilot, screen)).focus()
        await pilot.press("w")
        await shows(pilot, "sue will not be able to see it any more.")
        sue.respond(
            brought.id, START, serialize_handed_over(answered(brought).model_copy(update={"questions": ("And now?",)}))
        )
        await click(pilot, "#withdraw")
        await shows(pilot, "You withdrew this. What had come back stays here, for you alone.")
        await shows(pilot, "And now?")
    assert not sue.read_submissions()
    assert not sue.responses(brought.id)
    assert practice.go_on(rehearsing.id).story.attempt().replies()


@pytest.mark.slow
async def test_whoever_brought_something_is_told_that_something_came_back(
    opens: Opens, practice: PracticeService, server: postgres.Server, login: Callable[[str], Engine]
) -> None:
    """On the start page and among the rehearsals, without a key; the page that it leads to has it, then it is known.

    Before anything came, that is said where it was looked for, and nothing stands on the start page.
    """
    rehearsing = hurt_and_mended(practice)
    sue = TeamSubmissionStore(login("sue"))
    async with opens((100, 40), store=server.url("ann", "x")) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        own = app.submission_service
        brought = await app.in_practice(own.preview, rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
        await app.in_practice(own.submit_to_supervisor, rehearsing, brought, "sue")
        app.open_debrief(rehearsing, brought=True)
        await shows(pilot, "Nothing came back yet.")
        assert CAME_BACK not in flat(app)
        sue.respond(brought.id, START, serialize_handed_over(answered(brought)))
        await pilot.press("escape")
        await shows(pilot, f"{CAME_BACK} On “The bus”")
        app.open_page("rehearsals")
        await shows(pilot, "Came back: The bus")
        await pilot.press("escape")
        await shows(pilot, CAME_BACK)
        choices = app.screen.query_one("#choices", OptionList)
        choices.highlighted = next(n for n, each in enumerate(choices.options) if each.id == "came_back")
        await pilot.press("enter")
        await shows(pilot, "I heard you catch it")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and CAME_BACK not in flat(app))
    assert len(practice.go_on(rehearsing.id).story.came_back) == 1


async def test_a_store_that_is_away_holds_nothing_up_and_nothing_is_claimed(
    opens: Opens, practice: PracticeService
) -> None:
    """It is not said that nothing came back, nor is anybody told of an error that they did not ask for."""
    rehearsing = hurt_and_mended(practice)
    quiet = SubmissionService(practice, SubmissionStores.__new__(SubmissionStores))
    brought = quiet.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
    rehearsing.brought_along(brought, "sue")
    async with opens((100, 40), store="postgresql+psycopg://ann@127.0.0.1:1/coach") as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_debrief(rehearsing, brought=True)
        await shows(pilot, "One moment, to sue")
        await pilot.press("k")
        await toasted(pilot, "It stays until you forget it.")
        assert "Nothing came back yet" not in flat(app)
        await until(pilot, lambda: any(words in flat(app) for words in ("Looking in your team's", "cannot be reached")))
        assert not [toast for toast in app._notifications if toast.severity == "error"]


@pytest.mark.slow
@pytest.mark.skipif(postgres.binaries() is None, reason=postgres.NOT_HERE)
async def test_a_supervisor_is_chosen_in_the_teams_store(opens: Opens, practice: PracticeService) -> None:
    """Only supervisors are offered, one is chosen, and it says who can read it now."""
    rehearsing = hurt_and_mended(practice)
    with postgres.running() as server:
        engine = open_url(server.url())
        set_up(engine)
        engine.dispose()
        for login, role in (("ann", "practitioner"), ("sue", "supervisor"), ("tom", "supervisor")):
            server.sql(f"CREATE ROLE {login} LOGIN PASSWORD 'x' IN ROLE coach_{role}")
        async with opens(store=server.url("ann", "x")) as pilot:
            app: CoachApp = pilot.app  # type: ignore[assignment]
            app.open_submission(rehearsing)
            await until(pilot, lambda: isinstance(app.screen, SubmitScreen) and app.screen._shown is not None)
            assert isinstance(app.screen, SubmitScreen)
            await chosen(pilot, app.screen, 3)
            await pilot.press("f9")
            await until(pilot, lambda: app.screen.name == "hand-over")
            await until(pilot, lambda: not app.screen.query_one("#place").display)
            await shows(pilot, "In your team's store a supervisor also sees your login, ann, and the day.")
            app.screen.query_one("#readers", Select).value = "tom"
            await pilot.pause()
            await click(pilot, "#save")
            await shows(pilot, "tom can read it in your team's store now.")
        seen = {}
        for login in ("sue", "tom"):
            handed = TeamSubmissionStore(open_url(server.url(login, "x")))
            seen[login] = [each.body for each in handed.read_submissions()]
            handed.close()
    assert not seen["sue"]
    assert "How has racism touched him?" in seen["tom"][0]
    assert all(hidden not in seen["tom"][0] for hidden in NOT_BROUGHT)


async def test_it_can_be_reached_from_the_debrief_and_from_the_list(opens: Opens, practice: PracticeService) -> None:
    """The key b in both; from a line of one's own, or the picture at a reply, that line is chosen already."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        strip = screen.query(PictureStrip).first()
        strip.focus()
        await pilot.press("home", "right", "b")
        await until(pilot, lambda: isinstance(pilot.app.screen, SubmitScreen))
        assert pilot.app.screen.query_one("#which-line", Select).value == strip.chosen
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await at_lines(pilot, screen)
        await pilot.press("s")
        await until(pilot, lambda: getattr(screen.focused, "reply", 0) == 4)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, SubmitScreen))
        assert pilot.app.screen.query_one("#which-line", Select).value == 4
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        pilot.app.open_page("rehearsals")  # type: ignore[attr-defined]
        await shows(pilot, "4 replies ended")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, SubmitScreen))


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)], ids=str)
async def test_the_line_that_one_came_from_stands_in_the_form_and_is_shown_before_it_goes(
    opens: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    """Where the preview is not beside the form, it is shown first; after a change it is shown again."""
    async with opens(size) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_submission(hurt_and_mended(practice), 0, "", 3)
        await until(pilot, lambda: isinstance(app.screen, SubmitScreen) and app.screen._shown is not None)
        screen = app.screen
        assert isinstance(screen, SubmitScreen)
        which = screen.query_one("#which-line", Select)
        assert which.value == 3
        assert str(which.query_one("#label").render()).startswith("3. ")
        for line in (3, 4):
            await chosen(pilot, screen, line)
            await pilot.press("f9")
            if size[0] < 100:
                await until(pilot, lambda: screen.focused is screen.preview)
                await pilot.press("f9")
            await until(pilot, lambda: app.screen.name == "hand-over")
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)


@pytest.mark.parametrize(
    ("what", "box", "said"), [("", "which-line", "No line is"), ("question", "own-question", "There is no question")]
)
async def test_where_no_line_is_chosen_nothing_is_handed_over(
    opens: Opens, practice: PracticeService, what: str, box: str, said: str
) -> None:
    """A message says that none is, and the focus goes to where one is chosen; a question is typed likewise."""
    async with bringing(opens, hurt_and_mended(practice), (60, 20), what) as (pilot, screen):
        for _ in range(2):
            await pilot.press("f9")
            await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == box)
            await shows(pilot, said)
            assert pilot.app.screen is screen
            await pilot.press("shift+tab")


async def test_the_scope_is_chosen_by_the_arrow_keys(opens: Opens, practice: PracticeService) -> None:
    """Whoever goes on with Tab hands over what they moved to."""
    async with bringing(opens, hurt_and_mended(practice)) as (pilot, screen):
        screen.query_one("#how-much").focus()
        await pilot.press("down", "tab")
        await until(pilot, lambda: screen.preview.brought and len(screen.preview.brought.replies()) > 1)
        assert screen.preview.brought
        assert screen.preview.brought.what is SubmissionScope.WHOLE


def test_a_long_line_in_the_list_is_cut_after_a_word() -> None:
    words = " ".join(["racism"] * 40)
    assert shorten(words) == f"{words[:97]}…"
    assert shorten("Thank you.") == "Thank you."
    assert shorten("x" * 200) == f"{'x' * (LINE - 1)}…"


@pytest.mark.slow
async def test_it_fits(opens: Opens, practice: PracticeService, places: Places, tmp_path: Path) -> None:
    """At every size nothing scrolls sideways, and no button stands outside: choosing, handing over, what came back."""
    rehearsing = hurt_and_mended(practice)
    brought = moment(practice, places, rehearsing, tmp_path / "m.coach.json")
    rehearsing.came_back(answered(brought))
    async with bringing(opens, rehearsing) as (pilot, screen):
        await chosen(pilot, screen, 3)
        await pilot.pause(0.1)
        async for size in resized(pilot, SIZES):
            for page in screen.query("#bringing, #bring-what, SubmissionPreview"):
                assert page.max_scroll_x == 0, (size, page)
            for button in screen.query(Button):
                assert button.region.right <= size[0], (size, button)
        async for size in resized(pilot, SIZES):
            await pilot.press("f9")
            await pilot.pause(0.3)
            if pilot.app.screen.name != "hand-over":  # what goes is shown first where it is not beside the form
                await pilot.press("f9")
            await until(pilot, lambda: pilot.app.screen.name == "hand-over")
            await pilot.pause()
            for button in pilot.app.screen.query(Button):
                assert 0 < button.region.bottom <= size[1], (size, button)
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is screen)
        pilot.app.open_debrief(rehearsing, brought=True)  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query(OutcomeCard))
        async for size in resized(pilot, SIZES):
            for button in pilot.app.screen.query("#brought-page Button"):
                assert button.region.right <= size[0], (size, button)
