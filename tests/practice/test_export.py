"""Handing a rehearsal to its owner."""

import json
import os
import stat
from pathlib import Path

import pytest

from coach.debrief.first_page import CardKind, LearnerAnswers
from coach.errors import NotKnown, RecordsUnwritable
from coach.model.events import Stance
from coach.model.submission import Review, Submission, SubmissionScope
from coach.options import RehearseOptions
from coach.practice.export import (
    ExportFormat,
    ExportRequest,
    collect_data,
    default_name,
    export_all,
    export_markdown,
    export_rehearsal,
    export_text,
    find_format,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import write_export
from coach.supervision.reflection import find_question
from tests.conftest import START, said
from tests.exported import read_words
from tests.submitting import submit_reply

ODD = "How has racism touched him? [b]bold[/b] \x1b[31m # Ünï"


@pytest.fixture
def rehearsing(practice: PracticeService) -> Rehearsal:
    """Two attempts, a dispute, a thought, and a silence that stays kept."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="Say the word first"))
    submit_reply(rehearsing, "It was only banter.")
    rehearsing.finish()
    rehearsing.dispute(1, "blunt", Stance.NOT_MEANT, "I was quoting the driver")
    rehearsing.reflect("intention", "Partly. I will next time")
    rehearsing.say_again(1)
    submit_reply(rehearsing, ODD)
    rehearsing.skip()
    return rehearsing


def test_text_holds_what_was_said_in_every_attempt_and_the_owners_own_words(rehearsing: Rehearsal) -> None:
    """Both ways through, the dispute and the thought are there, and nothing that could drive a terminal."""
    text = export_text(rehearsing)
    for words in ("It was only banter.", "How has racism touched him?", "I was quoting the driver", "I will next time"):
        assert words in text
    assert "Attempt 1 of 2" in text
    assert "Say the word first" in text
    assert "\x1b" not in text


def test_an_answer_that_was_changed_stands_once_in_the_text(practice: PracticeService) -> None:
    """Whether the intention happened: the last answer, with what was written to it."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="Say the word first"))
    submit_reply(rehearsing, "It was only banter.")
    for words in ("Yes", "Partly", "too many words"):
        rehearsing.reflect("intention", words)
    text = " ".join(export_text(rehearsing).split())
    assert "Partly. too many words" in text
    assert text.count("Intention:") == 1


def test_one_attempt_alone_can_be_handed_out(rehearsing: Rehearsal) -> None:
    """The other attempt's words are not in it."""
    assert "How has racism touched him?" not in export_text(rehearsing, ExportRequest(1))
    assert [one["number"] for one in collect_data(rehearsing, ExportRequest(2))["attempts"]] == [2]  # type: ignore[attr-defined]


def test_markdown_makes_what_was_typed_harmless(rehearsing: Rehearsal) -> None:
    """Square brackets and hashes mean only themselves."""
    assert r"\[b\]bold" in export_markdown(rehearsing)


def test_data_can_be_read_by_any_program_and_holds_the_readings(rehearsing: Rehearsal) -> None:
    """Words, forms, verdicts, disputes, thoughts and versions, through JSON and back."""
    data = json.loads(export_rehearsal(rehearsing, ExportFormat.DATA))
    first, second = data["attempts"]
    reply = next(line for line in first["transcript"] if "you" in line)
    assert reply["reading"]["verdicts"][0]["criterion"] == "blunt"
    assert second["from_reply"] == 1
    assert {"skipped": True} in second["transcript"]
    assert data["disputes"][0]["stance"] == "not_meant"
    assert data["reflections"][0]["words"] == "Partly. I will next time"
    assert data["coach"]
    assert data["matcher"]
    assert second["transcript"][2]["you"] == ODD, "data keeps the very characters that were typed"


def test_the_points_of_data_are_the_cards_in_their_older_shape(practice: PracticeService) -> None:
    """One to keep, what was left or waits to try, what hurt to think about: each with the lines around its reply."""
    rehearsing = practice.begin("bus")
    for words in ("How has racism touched him?", "It was only banter."):
        submit_reply(rehearsing, words)
    rehearsing.finish()
    (attempt,) = json.loads(export_rehearsal(rehearsing, ExportFormat.DATA))["attempts"]
    debrief, page = attempt["debrief"], rehearsing.page()
    assert [card["id"] for card in debrief["cards"]] == [card.id for card in page.cards]
    keep, think = debrief["points"]
    assert (keep["kind"], keep["reply"], keep["quote"]) == ("keep", 1, "How has racism touched him?")
    assert (keep["before"], keep["before_speaker"]) == ("There was a thing on the bus.", "Pat")
    assert keep["after"] in [line.text for line in page.picture.marks[0].after]
    assert (think["kind"], think["title"], think["reply"]) == ("think", "To go back to", 2)
    assert think["text"] == "Pat drew back straight after."
    assert {*keep} == {*think}


def test_what_was_left_or_waits_is_a_point_to_try_with_other_words(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    for words in ("Hello, I'm from the office.", "I see, right."):
        submit_reply(rehearsing, words)
    rehearsing.finish()
    back = rehearsing.page().list_cards(CardKind.BACK)
    (attempt,) = json.loads(export_rehearsal(rehearsing, ExportFormat.DATA))["attempts"]
    points = [point for point in attempt["debrief"]["points"] if point["kind"] == "try"]
    assert [point["title"] for point in points] == [card.title for card in back] != []
    assert points[0]["could_say"] == ["What happened?"]


def test_a_card_called_not_so_is_no_point(practice: PracticeService) -> None:
    """It stays in the data, apart, since both readings are kept."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    submit_reply(rehearsing, "What does Sam say about it?")
    rehearsing.finish()
    (keep,) = rehearsing.page().list_cards(CardKind.KEEP)
    rehearsing.contradict(keep.id)
    (attempt,) = json.loads(export_rehearsal(rehearsing, ExportFormat.DATA))["attempts"]
    assert [card["id"] for card in attempt["debrief"]["taken_off"]] == [keep.id]
    assert keep.id not in [card["id"] for card in attempt["debrief"]["cards"]]
    assert not [point for point in attempt["debrief"]["points"] if point["kind"] == "keep"]


def test_nothing_a_family_kept_is_in_any_form(rehearsing: Rehearsal) -> None:
    """Neither the private nor a kept silence, by its words, its name or its description."""
    for form in ExportFormat:
        text = read_words(export_rehearsal(rehearsing, form))
        for kept in ("PRIVATE-STRING", "the_fear", "write it down wrong", "what Pat is afraid of"):
            assert kept not in text


def test_no_number_of_a_level_is_in_the_data(rehearsing: Rehearsal) -> None:
    """Levels are words; there is nothing to draw a line through."""
    levels = [answer["level"] for one in collect_data(rehearsing)["attempts"] for answer in one["debrief"]["answers"]]  # type: ignore[attr-defined]
    assert levels
    assert all(isinstance(level, str) and not level.isdigit() for level in levels)


def test_a_file_is_for_its_owner_alone_and_nothing_is_written_over(tmp_path: Path) -> None:
    """0600 from its first moment; a second one stands beside the first."""
    before = os.umask(0)
    try:
        files = [write_export(tmp_path / "wrong-box.md", text) for text in ("one", "two", "three")]
    finally:
        os.umask(before)
    assert [file.name for file in files] == ["wrong-box.md", "wrong-box-2.md", "wrong-box-3.md"]
    assert [file.read_text() for file in files] == ["one", "two", "three"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A name that is taken by a link is taken."""
    (tmp_path / "other").write_text("mine")
    (tmp_path / "out.txt").symlink_to(tmp_path / "other")
    assert write_export(tmp_path / "out.txt", "text").name == "out-2.txt"
    assert (tmp_path / "other").read_text() == "mine"


@pytest.mark.parametrize(("place", "says"), [("none/out.txt", "there is no folder called"), (".", "is a folder")])
def test_a_place_that_cannot_be_used_is_said_plainly(tmp_path: Path, place: str, says: str) -> None:
    """A sentence, and what to do next."""
    with pytest.raises(RecordsUnwritable, match=says) as refused:
        write_export(tmp_path / place, "text")
    assert refused.value.advice


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written whole is not there."""

    def full(descriptor: int, *_: object, **__: object) -> object:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coach.records.paths.os.fdopen", full)
    with pytest.raises(RecordsUnwritable, match="no space left"):
        write_export(tmp_path / "out.txt", "text")
    assert not list(tmp_path.iterdir())


def test_the_usual_name_says_which_scenario_and_when(rehearsing: Rehearsal) -> None:
    """So that a folder of them can be told apart."""
    assert default_name(rehearsing, ExportFormat.MARKDOWN) == "the-bus-2026-03-11.md"


def test_the_machine_words_of_an_export_stand_last(rehearsing: Rehearsal) -> None:
    *_, last = export_rehearsal(rehearsing, ExportFormat.TEXT).strip().splitlines()
    assert last.startswith("For whoever looks after the program")
    assert rehearsing.beginning.matcher in last


def test_all_of_them_go_in_one_text_and_the_unreadable_are_counted(
    practice: PracticeService, rehearsing: Rehearsal
) -> None:
    """One whose scenario is gone hides none of the others."""
    other = practice.begin("bus")
    submit_reply(other, "Right.")
    gone = other.beginning.model_copy(update={"scenario": "gone"})
    practice.keeping.store.append("lost", gone)
    whole = export_all(practice, ExportFormat.TEXT)
    assert "Right." in read_words(whole.text)
    assert "only banter" in read_words(whole.text)
    assert [sentence.split(":")[0] for sentence in whole.left_out] == ["lost (gone)"]
    data = export_all(practice, ExportFormat.DATA)
    assert (len(json.loads(data.text)["rehearsals"]), len(data.left_out)) == (3, 1)


def test_of_one_whose_scenario_is_gone_the_words_are_written_all_the_same(practice: PracticeService) -> None:
    practice.keeping.store.append("lost", practice.begin("bus").beginning.model_copy(update={"scenario": "gone"}))
    practice.keeping.store.append("lost", said("asks", text="What was said before it went."))
    for form in ExportFormat:
        assert "What was said before it went." in read_words(export_all(practice, form).text)


@pytest.fixture
def thought_over(practice: PracticeService) -> Rehearsal:
    """With an exercise, a position, an answer for oneself alone, one that may be read, and something brought."""
    rehearsing = practice.begin("bus", RehearseOptions(exercise="say_it"), position="A White woman with a lanyard")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.reflect("bias.picture", "An old woman in a shawl")
    rehearsing.reflect("driscoll.so_what", "He still has to get that bus")
    rehearsing.brought_along(
        Submission(id="one", what=SubmissionScope.QUESTION, day=START.date(), question="How do others say it?")
    )
    rehearsing.came_back(Review(brought="one", at=START, who="Nasreen"))
    return rehearsing


@pytest.mark.parametrize("form", ExportFormat)
def test_what_is_for_oneself_alone_is_in_no_export_that_may_be_handed_on(
    thought_over: Rehearsal, form: ExportFormat
) -> None:
    """Neither one's position nor one's own picture of the family; other thoughts are, with what was asked."""
    text = read_words(export_rehearsal(thought_over, form, ExportRequest(find_question=find_question)))
    for words in ("lanyard", "shawl", "bias", "Who did you picture"):
        assert words not in text
    assert "So what, for this child?" in text
    assert "for this child?:" not in text, "`add_lead_mark` leaves a label that is a question as it is"
    assert "He still has to get that bus" in text


@pytest.mark.parametrize("form", ExportFormat)
def test_everything_that_is_ones_own_is_in_the_export_of_all(
    practice: PracticeService, thought_over: Rehearsal, form: ExportFormat
) -> None:
    """Also what is for oneself alone, each with what was asked."""
    text = read_words(export_all(practice, form, ExportRequest(find_question=find_question)).text)
    for words in ("lanyard", "shawl", "Who did you picture when you read the brief", "So what, for this child?"):
        assert words in text


def test_data_holds_the_exercise_what_was_brought_and_what_came_back(thought_over: Rehearsal) -> None:
    """Of the whole rehearsal; one attempt alone says nothing of what was brought."""
    data = json.loads(export_rehearsal(thought_over, ExportFormat.DATA))
    assert data["exercise"] == "say_it"
    assert data["brought"][0]["brought"]["question"] == "How do others say it?"
    assert data["came_back"][0]["response"]["who"] == "Nasreen"
    alone = collect_data(thought_over, ExportRequest(1))
    assert (alone["brought"], alone["came_back"]) == ([], [])


def test_each_format_says_what_it_is_and_is_found_by_its_name() -> None:
    for form in ExportFormat:
        assert find_format(form.value.name) is form
        assert form.description
    assert len({form.suffix for form in ExportFormat}) == len(ExportFormat)
    with pytest.raises(NotKnown, match="no format called 'song'"):
        find_format("song")


def test_first_answers_say_of_which_attempt_they_are(rehearsing: Rehearsal) -> None:
    """Both stand in the whole, each with its number; one attempt alone has its own."""
    rehearsing.answer_page(LearnerAnswers(again="the word banter"), 1)
    rehearsing.answer_page(LearnerAnswers(again="the one on racism"), 2)
    whole, second = export_text(rehearsing), export_text(rehearsing, ExportRequest(2, find_question))
    assert "Would stand by, of attempt 1: the word banter" in whole
    assert "Would stand by, of attempt 2: the one on racism" in whole
    assert "the one on racism" in second
    assert "the word banter" not in second
    reflections = collect_data(rehearsing, ExportRequest(1))["reflections"]
    assert "the one on racism" not in json.dumps(reflections)
