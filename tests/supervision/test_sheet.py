"""The record of a talk is theirs to write and sign; what is left empty is a line for a pen."""

import html
import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from coach.debrief.render import render_plain
from coach.errors import RecordsUnwritable
from coach.model.submission import Action, Review, SubmissionScope
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import WordsHeld
from coach.supervision.actions import OwnAction, make_action_id
from coach.supervision.agenda import load_agenda
from coach.supervision.documents import render_docx
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.sheet import (
    BLANK,
    IN_THE_COACH,
    SIGNED,
    TITLE,
    Meeting,
    SupervisionAgreement,
    SupervisionSheet,
    lay_out_agenda,
    lay_out_agreement_sheet,
    lay_out_sheet,
    plan_meeting,
    save_sheet,
    split_date,
    split_lines,
    word_action,
)
from coach.supervision.submissions import SubmissionChoice
from tests.conftest import START

FULL = SupervisionSheet(
    day=date(2026, 3, 11),
    practitioner="Ann",
    supervisor="Sue",
    discussed="How to ask about the bus a second time.",
    supervisor_actions=("Ask for an interpreter, by 1 April 2026",),
    practitioner_actions=("Say the word first", "Write it up"),
    next_day=date(2026, 4, 15),
)


def test_an_agenda_holds_only_what_was_promised_to_whoever_brought_it(
    rehearsing: Rehearsal, bringing: SubmissionService, desk: Inbox, tmp_path: Path
) -> None:
    """An agenda is handed over: not what was promised to another, nor what stands on one's own list alone."""

    def bring(who: str, promised: str = "") -> str:
        choice = SubmissionChoice(SubmissionScope.QUESTION, who=who, question=f"What did I miss, {len(keys)}?")
        file = tmp_path / f"{len(keys)}.coach.json"
        item, _ = desk.import_file(bringing.submit_to_file(rehearsing, bringing.preview(rehearsing, choice), file))
        if promised:
            action = Action(what=promised, by=date(2026, 4, 1))
            desk.hand_back(Review(brought=item.id, at=desk.practice.clock(), who="Sue", action=action))
        keys.append(item.id)
        return item.id

    def said(key: str) -> tuple[str, ...]:
        return tuple(map(word_action, desk.promises.find(key).sure))

    keys: list[str] = []
    jo, again, sam = bring("Jo", "Ask for forms"), bring("jo"), bring("Sam", "Speak to Sam's manager")
    assert said(again) == (), "two may sign with one name"
    (group,) = desk.promises.find(again).unsure
    desk.promises.tell(again, group, same=True)
    nobody, other = bring("", "Ring the school"), bring("")
    desk.actions.add("Only mine")
    assert said(jo) == said(again) == ("Ask for forms, by 1 April 2026",)
    assert said(sam) == ("Speak to Sam's manager, by 1 April 2026",)
    assert said(nobody) == ("Ring the school, by 1 April 2026",)
    assert said(other) == (), "who gave no name may be anybody"
    assert said("") == said("gone") == ()
    desk.actions.tick(make_action_id(jo))
    assert said(again) == ()


def test_a_sheet_has_what_a_service_asks_for() -> None:
    """Date, what was discussed, actions of both, the next date, both names, and two lines to sign."""
    text = render_plain(lay_out_sheet(FULL))
    for words in (
        "Date: 11 March 2026",
        "Practitioner: Ann",
        "Supervisor: Sue",
        "How to ask about the bus a second time.",
        "Ask for an interpreter, by 1 April 2026",
        "Say the word first",
        "Write it up",
        "Date: 15 April 2026",
    ):
        assert words in text
    assert text.count(SIGNED) == 2
    assert BLANK not in text.replace(SIGNED, "")


def test_an_empty_sheet_has_a_line_for_everything() -> None:
    """So it can be printed, and written by hand in the room."""
    text = render_plain(lay_out_sheet(SupervisionSheet())).replace(SIGNED, "")
    assert text.count(BLANK) == 7


def test_a_sheet_is_a_word_document() -> None:
    paragraphs = [each.text for each in Document(io.BytesIO(render_docx(lay_out_sheet(FULL), TITLE))).paragraphs]
    assert TITLE in paragraphs
    assert f"Practitioner: {SIGNED}" in paragraphs


def test_the_gate_is_shown_all_that_is_typed_but_the_two_names() -> None:
    """Nor is it asked about the day by which something is done, which is nobody's birthday."""
    assert FULL.list_typed() == (FULL.discussed, "Ask for an interpreter", *FULL.practitioner_actions)
    assert split_date("Ring, by and by") == ("Ring, by and by", "")


def test_a_sheet_that_may_hold_a_real_family_is_not_saved_before_that_is_asked_about(tmp_path: Path) -> None:
    """Both names on it belong there, and are not asked about."""
    with pytest.raises(WordsHeld):
        save_sheet(FULL.model_copy(update={"discussed": "Mary Okonkwo, mary@example.org"}), tmp_path / "a.txt")
    assert not (tmp_path / "a.txt").exists()
    named = FULL.model_copy(update={"practitioner": "Ann Okonkwo"})
    assert "Ann Okonkwo" in save_sheet(named, tmp_path / "b.txt").read_text()


def test_actions_are_typed_one_a_line_and_said_with_their_date() -> None:
    assert split_lines(" One \n\n two") == ("One", "two")
    action = OwnAction(id="a", what="Ask", by=date(2026, 4, 1))
    assert word_action(action) == "Ask, by 1 April 2026"
    assert word_action(action.model_copy(update={"by": None})) == "Ask"


def test_an_agenda_holds_what_was_brought_and_what_was_asked_and_leaves_out_what_does_not_serve(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    """The moment, their question and its line, what the supervisor asks back; in the part of the moment alone."""
    choice = SubmissionChoice(SubmissionScope.MOMENT, reply=2, who="Ann", question="Was it enough?")
    brought = bringing.preview(rehearsing, choice)
    review = Review(brought=brought.id, at=START, who="Sue", questions=("What did you hope?",))
    meeting = plan_meeting(brought, review, day=date(2026, 3, 11))
    text = render_plain(lay_out_agenda(load_agenda(), (), meeting))
    before, _, moment = text.partition("The moment they chose")
    for words in ("Date: 11 March 2026", "With: Ann and Sue"):
        assert words in before
    for words in (
        "Brought: One moment, The bus, reply 2",
        "Ann would like to talk about: Was it enough?",
        "Ann said: “How has racism touched him?”",
        "What did you hope?",
    ):
        assert words in moment.partition("Say it again")[0]
    assert "What stays here" in text
    without = render_plain(lay_out_agenda(load_agenda(), (), meeting.with_part(1)))
    assert "What stays here" not in without
    assert all(f"(minutes {when})" in without for when in ("0 to 5", "5 to 17", "42 to 47")), "no gap is left"
    assert "What stays here" in render_plain(lay_out_agenda(load_agenda(), (), meeting.with_part(1).with_part(1)))


def test_a_supervisor_alone_on_an_agenda_is_said_to_be_the_supervisor() -> None:
    """The talk is with somebody who gave no name; nobody talks with themselves."""
    alone = render_plain(lay_out_agenda(load_agenda(), meeting=plan_meeting(day=date(2026, 3, 11), supervisor="Sue")))
    assert "Supervisor: Sue" in alone
    assert "With:" not in alone


def test_two_agendas_of_one_week_get_two_files() -> None:
    """By whom the talk is with, and its day."""
    ann, sam = Meeting(day=date(2026, 3, 11), practitioner="Ann M."), Meeting(day=date(2026, 3, 12), practitioner="Sam")
    assert ann.file_name == "agenda-ann-m-2026-03-11"
    assert sam.file_name == "agenda-sam-2026-03-12"
    assert Meeting().file_name == "agenda"


def test_a_sheet_is_saved_as_markdown_too(tmp_path: Path) -> None:
    text = save_sheet(FULL, tmp_path / "sheet.md").read_text("utf-8")
    assert text.startswith("# Record of supervision")
    assert "Say the word first" in text


def test_a_sheet_whose_name_has_no_ending_is_a_page_and_one_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    assert save_sheet(FULL, tmp_path / "sheet").name == "sheet.html"
    with pytest.raises(RecordsUnwritable, match=r"\.docx"):
        save_sheet(FULL, tmp_path / "sheet.pdf")


def test_an_agreement_has_what_two_people_sign_and_room_for_a_pen() -> None:
    """What it is for, what stays, what is written down, when they look again; and what the coach does by itself."""
    agreement = SupervisionAgreement(practitioner="Ann", stays="All of it.\nUnless a child is not safe.")
    text = render_plain(lay_out_agreement_sheet(agreement))
    for words in ("SUPERVISION AGREEMENT", "Ann", "All of it.", "Unless a child is not safe.", "What it is for"):
        assert words in text
    for words in ("What is written down, where, and who reads it", "When we look at this again", IN_THE_COACH[:40]):
        assert words in text
    assert text.count(BLANK) == 7
    assert text.count(SIGNED) == 2


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".docx"])
def test_the_agreement_says_of_a_file_that_it_can_only_be_asked_for_back(ending: str, tmp_path: Path) -> None:
    """Two people sign it, and a withdrawal takes nothing back from somebody who was given a file."""
    path = save_sheet(SupervisionAgreement(), tmp_path / f"agreement{ending}")
    if path.suffix == ".docx":
        text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    else:
        text = html.unescape(path.read_text("utf-8"))
    text = " ".join(text.split())
    assert "What is brought can be withdrawn" not in text
    assert "brought through a team's store can be withdrawn from it" in text
    assert "A file or a printed page that was given cannot: it can only be asked for back." in text


def test_an_agreement_with_a_real_persons_details_is_held(tmp_path: Path) -> None:
    agreement = SupervisionAgreement(purpose="Ring me on 07700 900123.")
    with pytest.raises(WordsHeld):
        save_sheet(agreement, tmp_path / "agreement.docx")
    assert save_sheet(FULL, tmp_path / "sheet.docx").exists()
