"""A supervisor who hears the desk keeps their actions, writes a sheet to sign, and takes in what is in their folder."""

from pathlib import Path

import pytest

from coach.model.submission import SubmissionScope
from coach.plain.desk import PlainReview, visit_desk
from coach.plain.desk_papers import SAME_OR_NOT, read_agenda_of, visit_actions, write_agreement, write_sheet
from coach.practice.safeguarding import ASKED
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests.plain.talk import Talk
from tests.submitting import promise, submit_reply


@pytest.fixture
def shared(practice: PracticeService, places: Places, tmp_path: Path) -> Path:
    """A folder with a question that was brought, and a file that cannot be read."""
    folder = tmp_path / "shared"
    folder.mkdir()
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    service = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    choice = SubmissionChoice(SubmissionScope.QUESTION, who="Pat", question="It upset me. What now?")
    file = folder / "pat.coach.json"
    service.submit_to_file(rehearsal, service.preview(rehearsal, choice), file, confirmed=ASKED)
    (folder / "spoilt.coach.json").write_text("hello")
    write_settings(places.settings, Settings(inbox=str(folder)))
    return folder


def test_an_action_is_added_ticked_off_put_in_a_calendar_and_taken_off(
    practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """By number and word alone; a day that is none is said, and asked for again."""
    file = tmp_path / "my.ics"
    typed = ("add", "Ask for an interpreter", "31/02", "in a fortnight", "calendar", str(file), "1", "tick")
    talk = Talk(*typed, "1", "off", "yes", "")
    visit_actions(talk.at(practice, places))
    assert talk.written[0] == "There is nothing on your list yet."
    assert any(line.startswith("There is no such day.") for line in talk.written)
    assert "1: Ask for an interpreter. By 25 March 2026" in talk.written
    assert "1: Ask for an interpreter. Done on 11 March 2026" in talk.written
    assert [line for line in talk.written if "your list" in line][-1] == "There is nothing on your list yet."
    assert b"SUMMARY:Ask for an interpreter" in file.read_bytes()


def test_a_sheet_to_sign_is_asked_for_line_by_line_and_saved(
    practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """What is skipped becomes a line to write on; what was promised before goes on only with a yes."""
    services = Talk().at(practice, places)
    services.inbox.actions.add("Only on my own list")
    promise(services.inbox, tmp_path / "ann.coach.json", who="Ann", what="Ask for an interpreter")
    promise(services.inbox, tmp_path / "sam.coach.json", who="Sam", what="Ask Sam's manager")
    file = tmp_path / "sheet.txt"
    typed = ("", "Ann", "Sue", "The bus.", "yes", "ring the school", "", "Say the word first", "", "", str(file))
    talk = Talk(*typed)
    write_sheet(talk.at(practice, places))
    assert [line for line in talk.written if "Said before" in line] == ["Said before: Ask for an interpreter."]
    text = file.read_text()
    for words in (
        "Date: 11 March 2026",
        "Ann",
        "Sue",
        "The bus.",
        "Ask for an interpreter",
        "ring the school",
        "Say the word",
    ):
        assert words in text
    assert file.stat().st_mode & 0o077 == 0


def test_an_agreement_is_written_question_by_question(
    practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Several lines to a question; Enter leaves one to be written by hand."""
    file = tmp_path / "agreement.md"
    talk = Talk("", "Ann", "Sue", "To look at moments.", "", "All of it.", "", "", "in six months", str(file))
    write_agreement(talk.at(practice, places))
    text = file.read_text("utf-8")
    for words in ("Supervision agreement", "Ann", "Sue", "To look at moments.", "All of it.", "11 September 2026"):
        assert words in text
    assert file.stat().st_mode & 0o077 == 0


def test_what_is_new_in_the_folder_is_said_and_taken_in_by_a_word(
    practice: PracticeService, places: Places, shared: Path
) -> None:
    """What cannot be read is named and left."""
    talk = Talk("take in all", "")
    visit_desk(talk.at(practice, places))
    assert "A new file lies in the folder you look into: pat.coach.json." in talk.written
    assert any(line.startswith("spoilt.coach.json is not something") for line in talk.written)
    assert "1 file taken in. The files stay where they are." in talk.written
    assert any(", signed Pat, in a file" in line for line in talk.written)


def test_what_a_supervisor_may_do_where_something_is_hard_is_offered_and_read_out(
    practice: PracticeService, places: Places, shared: Path
) -> None:
    """In a quiet line first; the rest only where it is asked for."""
    services = Talk().at(practice, places)
    item, _ = services.inbox.import_file(shared / "pat.coach.json")
    talk = Talk("hard", "")
    PlainReview(talk.at(practice, places), item.id).visit()
    notice = "Something here may be hard for them just now. `hard`, where the whole is, has what you may do."
    assert notice in talk.written
    assert "If it may be hard for them just now" in talk.shown
    assert "Where to turn, for them or for you" in talk.shown


def test_a_sheet_goes_where_the_screens_save_it_unless_a_path_is_typed(
    practice: PracticeService, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not into the folder that the program was started in; the place is said before and after."""
    documents = tmp_path / "papers"
    documents.mkdir()
    monkeypatch.setattr("coach.records.paths.user_documents_path", lambda: documents)
    monkeypatch.chdir(tmp_path)
    talk = Talk(*[""] * 9)
    write_sheet(talk.at(practice, places))
    sheet = documents / "supervision-2026-03-11.docx"
    assert sheet.exists()
    assert any(f"Enter for {sheet}; .txt" in question for question in talk.asked)
    assert f"It is in {sheet}, to print and sign. Only you can read it." in talk.written


def test_what_was_promised_to_somebody_who_signs_alike_is_asked_about_before_it_is_on_an_agenda(
    practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    """Enter leaves it out for now; a yes and a no are remembered, until it is asked anew."""
    services = Talk().at(practice, places)
    promise(services.inbox, tmp_path / "1.coach.json", who="Mina", what="Ask the head")
    key = promise(services.inbox, tmp_path / "2.coach.json", who="Mina", what="Ask for forms")

    def read(*typed: str) -> tuple[bool, Talk]:
        talk = Talk(*typed, "6", "leave")
        served = talk.at(practice, places)
        read_agenda_of(served, served.inbox.find_item(key).brought)
        return any("Said before: Ask the head" in line for line in talk.written), talk

    stands, talk = read("")
    assert not stands
    assert "You told somebody who signs Mina that you would take this up: Ask the head." in talk.written
    assert "It is left out." in talk.written
    stands, talk = read("?", "same", "")
    assert not stands
    assert "That is neither yes nor no." in talk.written
    assert talk.asked.count(SAME_OR_NOT) == 3, "what is no answer is no Enter"
    assert read("perhaps", "yes")[0]
    stands, talk = read("")
    assert stands
    assert SAME_OR_NOT not in talk.asked
    assert not read("ask", "no")[0]
    stands, talk = read("")
    assert not stands
    assert SAME_OR_NOT not in talk.asked


def test_a_sheet_asks_of_each_who_may_sign_so_what_goes_on_it(
    practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    services = Talk().at(practice, places)
    for what in ("Ask the head", "Ask for forms"):
        promise(services.inbox, tmp_path / f"{what}.coach.json", who="Mina", what=what)
    file = tmp_path / "sheet.txt"
    talk = Talk("", "mina", "Sue", "", "yes", "", "", "", "", str(file))
    write_sheet(talk.at(practice, places))
    assert any(line.startswith("More than one may sign mina") for line in talk.written)
    text = file.read_text()
    assert "Ask for forms" in text
    assert "Ask the head" not in text


def test_putting_away_says_what_becomes_of_what_was_promised(
    practice: PracticeService, places: Places, tmp_path: Path
) -> None:
    key = promise(Talk().at(practice, places).inbox, tmp_path / "1.coach.json", who="Mina", what="Ask the head")
    talk = Talk("put away", "yes")
    PlainReview(talk.at(practice, places), key).visit()
    assert "“Ask the head” stays in My actions, and for the next agenda with Mina, until it is done." in talk.written
    assert "Put away." in talk.written
