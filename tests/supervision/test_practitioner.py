"""What is brought is what was chosen, shown first, and nothing else goes along."""

import contextlib
import io
import json
import os
import re
import stat
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.evidence import NAMES as LEVEL_NAMES
from coach.debrief.first_page import CardKind
from coach.debrief.render import Paragraph, render_plain
from coach.errors import HandedOverUnreadable, NotKnown, NotNow, OlderReview, RecordsUnwritable
from coach.language.catalogue import speak
from coach.model.conditions import SCENE
from coach.model.submission import Action, Comment, Review, SecondView, Submission, SubmissionScope, View
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.sqlite_store import SqliteRehearsalStore
from coach.supervision.agenda import format_day
from coach.supervision.documents import find_turn
from coach.supervision.importing import (
    REPEATED_NOTE,
    REPEATED_VIEW,
    import_file,
    parse_handed_over,
    serialize_handed_over,
)
from coach.supervision.inbox import Inbox
from coach.supervision.outcomes import list_outcomes
from coach.supervision.practitioner import SubmissionService
from coach.supervision.reflection import (
    OPEN,
    PEER,
    find_last_review,
    find_question,
    lay_out_answers,
    lay_out_own_practice,
    list_earlier_answers,
    list_named_replies,
    list_questions,
    make_question_key,
)
from coach.supervision.submissions import (
    LATER,
    SubmissionChoice,
    describe_metadata,
    describe_own_words,
    describe_reply,
    lay_out_submission,
)
from tests.conftest import START
from tests.submitting import submit_reply
from tests.supervision.conftest import KEPT_BACK

MOMENT = SubmissionChoice(
    SubmissionScope.MOMENT, reply=2, who="Sam R", question="What else could I have asked?", note="It felt sudden."
)


def response(brought: Submission) -> Review:
    return Review(
        brought=brought.id,
        at=START,
        who="Nasreen",
        comments=(Comment(words="Thank you for bringing it."), Comment(line=2, words="You stayed with it here.")),
        views=(SecondView(reply=2, criterion="asks", view=View.AGREE, reason="It was open."),),
        questions=("So what, for this child?",),
        action=Action(what="Ask for a longer visit slot", by=date(2026, 4, 1)),
    )


def test_a_moment_is_one_reply_with_what_was_said_around_it(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    brought = bringing.preview(rehearsing, MOMENT)
    assert [line.text for line in brought.replies()] == ["How has racism touched him?"]
    assert brought.lines[0].speaker != "You"
    assert brought.turn == "the_bus"


def test_a_question_alone_says_nothing_of_the_rehearsal(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question="How do others say it?"))
    assert not brought.lines
    assert not brought.title
    assert not brought.scenario


def test_what_was_not_chosen_is_nowhere_in_the_file(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """Searched for by string: other replies, thoughts, the intention, the family's private corner, when it was."""
    brought = bringing.preview(rehearsing, MOMENT)
    files = [
        bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"),
        bringing.save_document(rehearsing, brought, tmp_path / "one.html"),
    ]
    document = bringing.save_document(rehearsing, brought, tmp_path / "one.docx")
    with zipfile.ZipFile(document) as parts:
        texts = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    texts += [file.read_text(encoding="utf-8") for file in files]
    for text in texts:
        for words in (
            KEPT_BACK,
            "only banter",
            "still has to get",
            "Say the word first",
            "PRIVATE-STRING",
            rehearsing.id,
        ):
            assert words not in text


def test_what_is_handed_over_is_what_the_preview_showed(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    brought = bringing.preview(rehearsing, MOMENT)
    taken = import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    assert taken.found == brought
    assert taken.unread == ()


def test_a_file_ends_in_what_its_reader_opens(
    bringing: SubmissionService, rehearsing: Rehearsal, desk: Inbox, tmp_path: Path
) -> None:
    """The natural ending where none was typed. One that cannot be made is refused, and nothing counts as brought."""
    brought = bringing.preview(rehearsing, MOMENT)
    made = [
        bringing.submit_to_file(rehearsing, brought, tmp_path / "one"),
        bringing.submit_to_file(rehearsing, brought, tmp_path / "two.md"),
        bringing.save_document(rehearsing, brought, tmp_path / "page"),
        desk.write_review_file(response(brought), tmp_path / "back"),
    ]
    assert [file.name for file in made] == ["one.coach.json", "two.md", "page.html", "back.coach.json"]
    assert import_file(made[0]).found == brought
    assert made[1].read_text("utf-8").startswith("# ")
    before = rehearsing.story.brought
    for save in (
        lambda: bringing.submit_to_file(rehearsing, brought, tmp_path / "three.pdf"),
        lambda: bringing.save_document(rehearsing, brought, tmp_path / "three.pdf"),
        lambda: desk.write_review_file(response(brought), tmp_path / "three.docx"),
    ):
        with pytest.raises(RecordsUnwritable, match="These will do"):
            save()
    assert rehearsing.story.brought == before
    assert not list(tmp_path.glob("three*"))


def test_what_is_made_to_be_handed_over_can_be_read_by_whoever_can_look_into_its_folder_and_a_record_of_ones_own_cannot(
    bringing: SubmissionService, rehearsing: Rehearsal, desk: Inbox, tmp_path: Path
) -> None:
    """In a shared folder, a file that only its maker can open is no use to anybody."""
    brought = bringing.preview(rehearsing, MOMENT)
    umask = os.umask(0o022)
    try:
        given = [
            bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"),
            bringing.save_document(rehearsing, brought, tmp_path / "one.html"),
            bringing.save_document(rehearsing, brought, tmp_path / "one.docx"),
            desk.write_review_file(response(brought), tmp_path / "back.coach.json"),
        ]
        own = bringing.save_learning_record(
            bringing.draft_learning_record(rehearsing, brought), tmp_path / "record.html"
        )
    finally:
        os.umask(umask)
    assert {stat.S_IMODE(file.stat().st_mode) for file in given} == {0o644}
    assert stat.S_IMODE(own.stat().st_mode) == 0o600


def test_thoughts_go_along_only_when_their_writer_says_so(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    with_them = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, with_reflections=True))
    assert ("So what, for this child?", "He still has to get that bus.") in {
        (each.asked, each.words) for each in with_them.reflections
    }
    assert bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE)).reflections == ()


def test_a_number_that_names_a_line_goes_along_as_the_line(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    """A supervisor who has one moment cannot know what "2" means; a number that no reply has is left out."""
    rehearsing.reflect("would_say_again", "2")
    rehearsing.reflect("would_take_back", "the bit about banter")
    assert list_named_replies(rehearsing) == (1, 2)
    moment = SubmissionChoice(SubmissionScope.MOMENT, reply=1, with_reflections=True)
    words = {own.asked: own.words for own in bringing.preview(rehearsing, moment).reflections}
    assert words["Would stand by"] == "“How has racism touched him?” (reply 2)"
    assert words["Would take back"] == "the bit about banter (reply 1: “It was only banter.”)"
    rehearsing.reflect("would_say_again", "9")
    asked = {own.asked for own in bringing.preview(rehearsing, moment).reflections}
    assert "Would stand by" not in asked
    assert "Would take back" in asked
    assert list_named_replies(rehearsing) == (1,)


def test_words_that_choose_a_line_go_along_with_it_also_into_the_record(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """As the page shows it; words that choose none, and a line that was typed whole, stay as they are."""
    rehearsing.reflect("would_say_again", "the racism one")
    rehearsing.reflect("would_take_back", "It was only banter.")
    line = "the racism one (reply 2: “How has racism touched him?”)"
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, with_reflections=True))
    words = {own.asked: own.words for own in brought.reflections}
    assert (words["Would stand by"], words["Would take back"]) == (line, "It was only banter.")
    file = bringing.save_learning_record(bringing.draft_learning_record(rehearsing, brought), tmp_path / "record.txt")
    assert line in file.read_text("utf-8")
    rehearsing.reflect("would_say_again", "none of them")
    again = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, with_reflections=True))
    assert "none of them" in {own.words for own in again.reflections}


def test_the_answers_before_the_page_are_named_with_their_attempt() -> None:
    """What was kept under the same key in an earlier version is called as it is now."""
    keys = ("would_say_again", "would_take_back", "would_say_again_2")
    assert [find_question(key) for key in keys] == ["Would stand by", "Would take back", "Would stand by, of attempt 2"]


def test_which_lines_go_along_with_ones_own_words_is_said() -> None:
    assert describe_own_words("my", ()) == "My own words from afterwards"
    assert describe_own_words("your", (5,)) == "Your own words from afterwards, with your reply 5, which they name"
    assert describe_own_words("my", (4, 5)).endswith("with my replies 4 and 5, which they name")


def test_the_coach_s_notes_stay_behind_where_that_is_wished(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    bare = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, with_notes=False, may_teach=True))
    assert not bare.answers
    assert not any(line.notes or line.margin for line in bare.lines)
    assert not bare.may_teach


def test_what_goes_along_of_the_subjects_is_what_their_own_page_says(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    """In the same words, and with no name of a level; what was taken off the page stays behind."""
    (row,) = rehearsing.page().list_cards(CardKind.SUBJECT)
    (answer,) = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE)).answers
    assert answer.asked == row.title
    assert answer.words == row.brief
    assert not any(level in answer.words for level, _ in LEVEL_NAMES.values())
    rehearsing.contradict(row.id)
    assert not bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE)).answers


def test_what_was_tried_is_listed_without_reading_a_scenario(
    bringing: SubmissionService, rehearsing: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = bringing.list_past_rehearsals()
    assert whole.openings
    monkeypatch.delattr(PracticeService, "script")
    (tried,) = bringing.list_tried()
    assert tried == replace(whole, openings=())
    assert (tried.id, tried.title, tried.intention) == (rehearsing.id, "The bus", "Say the word first")


def test_what_was_said_before_a_line_was_said_again_is_still_ones_practice(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    """The attempt that was begun last may have one reply; the conversation before it is not lost by it."""
    (before,) = bringing.list_past_rehearsals()
    rehearsing.say_again(1)
    submit_reply(rehearsing, "Right.")
    (after,) = bringing.list_past_rehearsals()
    assert set(before.openings) < set(after.openings)
    assert len(after.openings) == len(set(after.openings))


def test_a_moment_has_all_that_the_family_said_between_two_replies(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    """Before it and after it: what was said straight after is not cut off."""
    whole = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE)).lines
    own = [place for place, line in enumerate(whole) if line.reply]
    for before, place, after in zip((-1, *own), own, (*own[1:], len(whole)), strict=False):
        choice = SubmissionChoice(SubmissionScope.MOMENT, reply=whole[place].reply)
        moment = bringing.preview(rehearsing, choice).lines
        assert [line.text for line in moment] == [line.text for line in whole[before + 1 : after]]


def test_two_rehearsals_of_one_day_are_told_apart_and_name_their_exercise(bringing: SubmissionService) -> None:
    """By the time that each was begun; one alone on its day has none."""
    for _ in range(2):
        submit_reply(bringing.practice.begin("bus"), "Right.")
    one, other = bringing.list_tried()
    both = render_plain(lay_out_own_practice((one, replace(other, exercise="Say it on the bus"))))
    assert "for the exercise “Say it on the bus”" in both
    assert both.count(f", {one.time}") + (one.time != other.time) * both.count(f", {other.time}") == 2
    assert f", {one.time}" not in render_plain(lay_out_own_practice((one,)))


def test_a_moment_that_is_not_there_and_a_question_without_words_are_refused(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    for choice in (
        SubmissionChoice(SubmissionScope.MOMENT, reply=9),
        SubmissionChoice(SubmissionScope.MOMENT),
        SubmissionChoice(SubmissionScope.QUESTION, question=" "),
    ):
        with pytest.raises(NotNow):
            bringing.preview(rehearsing, choice)


def test_the_whole_story_by_file(
    bringing: SubmissionService, rehearsing: Rehearsal, desk: Inbox, tmp_path: Path
) -> None:
    """Brought, taken in, answered, given back and read; withdrawn again."""
    brought = bringing.preview(rehearsing, MOMENT)
    thing, unread = desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    assert (thing.brought, unread) == (brought, ())
    desk.hand_back(response(brought))
    assert desk.find_item(brought.id).response == response(brought)
    back = import_file(desk.write_review_file(response(brought), tmp_path / "back.coach.json")).found
    assert isinstance(back, Review)
    bringing.import_review(back)
    again = bringing.practice.go_on(rehearsing.id)
    assert find_last_review(again, brought.id) == response(brought)
    bringing.withdraw(again, brought.id)
    assert bringing.practice.go_on(rehearsing.id).story.brought == ()
    with pytest.raises(NotKnown):
        bringing.withdraw(again, brought.id)


def test_the_same_thing_is_not_laid_on_the_desk_twice(
    bringing: SubmissionService, rehearsing: Rehearsal, desk: Inbox, tmp_path: Path
) -> None:
    file = bringing.submit_to_file(rehearsing, bringing.preview(rehearsing, MOMENT), tmp_path / "one.coach.json")
    desk.import_file(file)
    with pytest.raises(NotNow):
        desk.import_file(file)


def test_an_answer_to_something_that_nobody_brought_changes_nothing(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    with pytest.raises(NotKnown):
        bringing.import_review(Review(brought="unheard-of", at=START))


def test_the_supervisor_s_store_holds_nothing_that_was_not_brought(
    bringing: SubmissionService, rehearsing: Rehearsal, desk: Inbox, tmp_path: Path
) -> None:
    desk.import_file(
        bringing.submit_to_file(rehearsing, bringing.preview(rehearsing, MOMENT), tmp_path / "one.coach.json")
    )
    desk.stores.close()
    left = b"".join(file.read_bytes() for file in (tmp_path / "supervisor").rglob("*") if file.is_file())
    assert b"How has racism touched him?" in left
    for words in (KEPT_BACK, "only banter", "still has to get", "PRIVATE-STRING"):
        assert words.encode() not in left


# ----------------------------------------------------------------------------------- files that somebody has changed


@pytest.fixture
def file(bringing: SubmissionService, rehearsing: Rehearsal) -> str:
    return serialize_handed_over(bringing.preview(rehearsing, MOMENT))


def test_a_newer_file_is_read_as_far_as_it_is_known_and_says_so(file: str) -> None:
    data = json.loads(file) | {"format": 9, "mood": "later idea"}
    taken = parse_handed_over(json.dumps(data).encode(), "one")
    assert isinstance(taken.found, Submission)
    assert len(taken.found.lines) == len(data["lines"])
    assert any("newer version" in sentence for sentence in taken.unread)
    assert any("“mood”" in sentence for sentence in taken.unread)


def test_a_truncated_file_gives_what_is_there(file: str) -> None:
    for cut in (0.35, 0.6, 0.9):
        taken = parse_handed_over(file[: int(len(file) * cut)].encode(), "one")
        assert taken.found.id if isinstance(taken.found, Submission) else False
        assert any("ends in the middle" in sentence for sentence in taken.unread)


def test_a_spoilt_line_costs_only_itself(file: str) -> None:
    data = json.loads(file)
    data["lines"][0]["text"] = {"odd": 1}
    taken = parse_handed_over(json.dumps(data).encode(), "one")
    assert isinstance(taken.found, Submission)
    whole = parse_handed_over(file.encode(), "one").found
    assert isinstance(whole, Submission)
    assert taken.found.lines[1:] == whole.lines[1:]
    assert taken.unread


def test_in_place_of_a_line_that_could_not_be_read_stands_that_it_could_not(file: str, desk: Inbox) -> None:
    """Nobody reads an answer to a line that is not there as if it answered the one before; it stays so on the desk."""
    data = json.loads(file)
    data["lines"][1]["text"] = {"odd": 1}
    thing = desk.add_item(parse_handed_over(json.dumps(data).encode(), "one"))
    lying = desk.find_item(thing.id).brought
    assert lying
    shown = render_plain(lay_out_submission(lying)).splitlines()
    assert any("(a line that could not be read)" in line for line in shown)
    assert len(lying.lines) == len(data["lines"])


def test_a_second_note_on_the_same_thing_is_left_out_and_said(file: str) -> None:
    """A supervisor answers a note by its criterion: a page with two would have two boxes of one name."""
    data = json.loads(file)
    line = next(line for line in data["lines"] if line["notes"])
    note = line["notes"][0]
    line["notes"] += [note | {"quote": "again"}, note | {"criterion": "another"}]
    taken = parse_handed_over(json.dumps(data).encode(), "one")
    assert isinstance(taken.found, Submission)
    found = next(line for line in taken.found.lines if line.notes)
    assert [each.criterion for each in found.notes].count(note["criterion"]) == 1
    assert found.notes[0].quote == note["quote"]
    assert found.notes[-1].criterion == "another"
    assert REPEATED_NOTE in taken.unread
    assert not taken.damaged


def test_a_copy_that_was_cut_off_ends_with_a_line_that_says_so(file: str) -> None:
    for cut_off, last in ((cut(file), "lines"), (file[: file.rindex('"reflections"') + 18].encode(), "reflections")):
        found = parse_handed_over(cut_off, "one").found
        assert isinstance(found, Submission)
        assert "(the file was cut off here)" in render_plain(lay_out_submission(found))
        assert "could not be read" not in render_plain(lay_out_submission(found))
        assert getattr(found, last)[-1].stands_in()


def test_a_copy_that_lacks_something_never_takes_the_place_of_a_whole_one(file: str, desk: Inbox) -> None:
    """Nor one that is cut off after all that was said."""
    thing = desk.add_item(parse_handed_over(file.encode(), "one"))
    with pytest.raises(NotNow, match="lies on the desk already"):
        desk.add_item(parse_handed_over(file[: file.rindex('"may_teach"')].encode(), "one"))
    assert desk.find_item(thing.id).brought == thing.brought


def test_what_was_written_beside_a_copy_with_a_spoilt_line_stands_beside_the_same_lines_of_a_whole_one(
    file: str, desk: Inbox
) -> None:
    data = json.loads(file)
    data["lines"][0]["text"] = {"odd": 1}
    thing = desk.add_item(parse_handed_over(json.dumps(data).encode(), "one"))
    said = Review(brought=thing.id, at=START, comments=(Comment(line=2, words="Here."),))
    desk.hand_back(said)
    desk.add_item(parse_handed_over(file.encode(), "one"))
    assert desk.find_item(thing.id).brought == parse_handed_over(file.encode(), "one").found
    assert desk.find_item(thing.id).response == said


def test_an_unknown_scenario_is_no_hindrance(file: str, desk: Inbox) -> None:
    data = json.loads(file) | {"scenario": "from_elsewhere", "title": "From elsewhere"}
    thing = desk.add_item(parse_handed_over(json.dumps(data).encode(), "one"))
    assert thing.brought
    assert thing.brought.title == "From elsewhere"


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[1, 2]", b"\xff\xfe\x00", b"PK\x03\x04", b'{"coach_file": "brought"}', b"null"]
)
def test_what_the_coach_never_wrote_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(HandedOverUnreadable) as caught:
        parse_handed_over(raw, "odd.json")
    assert "odd.json" in str(caught.value)


@given(st.binary(max_size=400))
def test_no_bytes_at_all_are_a_traceback(raw: bytes) -> None:
    with contextlib.suppress(HandedOverUnreadable):
        parse_handed_over(raw, "odd.json")


def test_hostile_words_stay_words_in_every_form(bringing: SubmissionService, practice_with: Rehearsal) -> None:
    """Markup, scripts and control characters are text on the page and in the document."""
    brought = bringing.preview(
        practice_with, SubmissionChoice(SubmissionScope.WHOLE, who="<script>alert(1)</script>", note="a\x00b\x1b[31m")
    )
    blocks = tuple(lay_out_submission(brought))
    page = render_html(blocks, "x")
    assert "<script>" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "default-src 'none'" in page
    assert render_docx(blocks, "x")[:2] == b"PK"


@pytest.fixture
def practice_with(bringing: SubmissionService) -> Rehearsal:
    rehearsing = bringing.practice.begin("bus")
    submit_reply(rehearsing, 'How has racism touched him? <img src=x onerror="x"> [b]=1+1[/b]')
    return rehearsing


# ----------------------------------------------------------------------------------- a hurt that was mended


HURT = SubmissionChoice(SubmissionScope.MOMENT, reply=1, with_mending=True)
MENDING = "I said banter. That was wrong. Tell me again."


def hurt(practice: PracticeService, *between: str) -> Rehearsal:
    """A first reply that may have hurt, and one that mends it, after whatever was said between."""
    rehearsing = practice.begin("bus")
    for words in ("It was only banter.", *between, MENDING, "What does Sam say about it?"):
        submit_reply(rehearsing, words)
    rehearsing.finish()
    return rehearsing


def test_a_moment_that_may_have_hurt_goes_with_the_reply_that_mended_it(
    bringing: SubmissionService, tmp_path: Path
) -> None:
    """In the preview, the file, the page and the document alike; and no other reply."""
    rehearsing = hurt(bringing.practice)
    brought = bringing.preview(rehearsing, HURT)
    assert [line.text for line in brought.replies()] == ["It was only banter.", MENDING]
    assert "It was mended in reply 2." in brought.replies()[0].margin
    assert "This mended what was said in reply 1." in brought.replies()[1].margin
    assert import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")).found == brought
    page = bringing.save_document(rehearsing, brought, tmp_path / "one.html").read_text("utf-8")
    with zipfile.ZipFile(bringing.save_document(rehearsing, brought, tmp_path / "one.docx")) as parts:
        document = parts.read("word/document.xml").decode()
    for text in (render_plain(lay_out_submission(brought)), page, document):
        assert "It was mended in reply 2." in text
        assert MENDING in text
        assert "What does Sam say" not in text
        assert LATER not in text


def test_a_reply_that_mended_goes_with_the_one_that_it_mended(bringing: SubmissionService) -> None:
    """Whichever of the two is named: a supervisor has what was said, and what came of it."""
    rehearsing = hurt(bringing.practice)
    brought = bringing.preview(rehearsing, replace(HURT, reply=2))
    assert brought.lines == bringing.preview(rehearsing, HURT).lines
    assert describe_reply(brought) == "replies 1 and 2"
    alone = bringing.preview(rehearsing, replace(HURT, reply=2, with_mending=False))
    assert [line.reply for line in alone.replies()] == [2]
    assert describe_reply(alone) == "reply 2"
    assert "reply 1" not in render_plain(lay_out_submission(alone))


def test_what_was_said_between_a_hurt_and_its_mending_stays_behind_and_that_is_said(
    bringing: SubmissionService,
) -> None:
    """A supervisor is not left to think that one followed on the other."""
    rehearsing = hurt(bringing.practice, KEPT_BACK)
    brought = bringing.preview(rehearsing, HURT)
    assert [line.reply for line in brought.replies()] == [1, 3]
    texts = [line.text for line in brought.lines]
    assert texts.count(LATER) == 1
    assert texts.index("It was only banter.") < texts.index(LATER) < texts.index(MENDING)
    assert KEPT_BACK not in render_plain(lay_out_submission(brought))


def test_the_mending_stays_behind_where_it_is_not_chosen(bringing: SubmissionService) -> None:
    """Neither the reply nor a word of there being one; and without the coach's notes, only the lines go."""
    rehearsing = hurt(bringing.practice)
    alone = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
    assert [line.reply for line in alone.replies()] == [1]
    assert "mended" not in render_plain(lay_out_submission(alone))
    bare = bringing.preview(rehearsing, replace(HURT, with_notes=False))
    assert [line.reply for line in bare.replies()] == [1, 2]
    assert not any(line.margin or line.notes for line in bare.lines)


def test_beside_the_mending_stands_its_own_turn(bringing: SubmissionService, desk: Inbox) -> None:
    """A moment names the turn of its first reply; the second may be further on."""
    rehearsing = hurt(bringing.practice, "Right.", "Well.")
    brought = bringing.preview(rehearsing, HURT)
    script = desk.find_script(brought)
    assert script
    places = [place for place, line in enumerate(brought.lines, 1) if line.reply]
    replies = rehearsing.attempt.replies()
    turns = [replies[line.reply - 1].before.turn for line in brought.replies()]
    assert [find_turn(brought, place, script) for place in places] == turns
    assert len(set(turns)) == 2


def test_beside_a_reply_stands_what_it_answers_and_not_only_how_its_turn_begins(bringing: SubmissionService) -> None:
    rehearsing = hurt(bringing.practice, "Right.", "Well.")
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE))
    for place, line in enumerate(brought.lines, 1):
        if not line.reply:
            assert brought.list_cue(place) == ()
            continue
        cue = [said.text for said in rehearsing.attempt.replies()[line.reply - 1].cue if said.speaker != SCENE]
        assert [said.text for said in brought.list_cue(place)][-len(cue) :] == cue


def test_what_came_back_stays_with_whoever_brought_it_when_they_withdraw(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """The comments, the question and the dated action are theirs."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    bringing.import_review(response(brought))
    again = bringing.practice.go_on(rehearsing.id)
    bringing.withdraw(again, brought.id)
    kept = bringing.practice.go_on(rehearsing.id)
    assert kept.story.brought == ()
    assert [event.response for event in kept.story.came_back] == [response(brought)]


# ----------------------------------------------------------------------------------- copies of one file


def cut(text: str) -> bytes:
    """A copy that ends in the middle of its last line."""
    return text[: text.rindex('"text"')].encode()


def test_a_whole_copy_takes_the_place_of_one_that_was_cut_off_and_what_was_said_of_it_stays(
    file: str, desk: Inbox
) -> None:
    """And it says so; the cut one never takes the place of the whole."""
    damaged = parse_handed_over(cut(file), "one")
    desk.add_item(damaged)
    assert isinstance(damaged.found, Submission)
    desk.hand_back(response(damaged.found))
    thing = desk.add_item(parse_handed_over(file.encode(), "one"))
    assert thing.instead
    lying = desk.find_item(thing.id)
    assert lying.brought == parse_handed_over(file.encode(), "one").found
    assert lying.response == response(damaged.found)
    with pytest.raises(NotNow, match="lies on the desk already"):
        desk.add_item(damaged)
    assert len(desk.list_items()) == 1


def test_a_copy_in_which_a_line_was_lost_is_not_replaced_where_somebody_wrote_beside_its_lines(
    file: str, desk: Inbox
) -> None:
    """What they wrote would stand beside other lines."""
    data = json.loads(file)
    del data["lines"][0]
    thing = desk.add_item(parse_handed_over(json.dumps(data).encode(), "one"))
    desk.hand_back(Review(brought=thing.id, at=START, comments=(Comment(line=1, words="Here."),)))
    with pytest.raises(NotNow, match="written beside"):
        desk.add_item(parse_handed_over(file.encode(), "one"))
    assert desk.find_item(thing.id).brought == thing.brought


@pytest.mark.parametrize("spoilt", [True, False])
def test_a_spoilt_copy_of_an_answer_never_stands_in_place_of_a_whole_one(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path, spoilt: bool
) -> None:
    """Neither one of which parts cannot be read, nor one from which something was taken away; and it says so."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    whole = response(brought)
    bringing.import_review(whole)
    data = json.loads(serialize_handed_over(whole))
    data["comments"] = [{"line": "here"}] if spoilt else []
    taken = parse_handed_over(json.dumps(data).encode(), "back")
    assert isinstance(taken.found, Review)
    assert taken.damaged is spoilt
    with pytest.raises(NotNow, match="something is missing"):
        bringing.import_review(taken.found, damaged=taken.damaged)
    assert find_last_review(bringing.practice.go_on(rehearsing.id), brought.id) == whole
    later = whole.model_copy(update={"at": START + timedelta(days=1), "comments": ()})
    assert find_last_review(bringing.import_review(later, older=True), brought.id) == later


def test_a_day_typed_by_hand_is_read_and_one_that_is_none_costs_only_itself(file: str) -> None:
    by_hand = parse_handed_over(file.replace('"day": "2026-03-11"', '"day": "28/11/2026"').encode(), "one")
    assert isinstance(by_hand.found, Submission)
    assert (by_hand.found.day, by_hand.unread) == (date(2026, 11, 28), ())
    none = parse_handed_over(file.replace('"day": "2026-03-11"', '"day": "soon"').encode(), "one")
    assert isinstance(none.found, Submission)
    assert len(none.found.lines) == len(by_hand.found.lines)
    assert none.unread == ("The day it was handed over could not be read; today stands there instead.",)


def test_what_could_not_be_read_is_said_once_and_in_plain_words() -> None:
    answer = {
        "coach_file": "response",
        "brought": "b",
        "at": START.isoformat(),
        "views": [{"reply": 1, "criterion": "asks", "view": "hm"}],
        "action": {"what": "Ask", "by": "soon"},
    }
    assert parse_handed_over(json.dumps(answer).encode(), "back").unread == (
        "The supervisor's word 1 on a note could not be read.",
        "The date, in what they will take up, could not be read.",
    )
    thing = {"coach_file": "brought", "id": "b", "what": "whole", "day": "2026-03-11"}
    lines = [{"speaker": "You", "text": "Well?", "reply": 1, "notes": [{"criterion": "asks"}]}]
    assert parse_handed_over(json.dumps(thing | {"lines": lines}).encode(), "one").unread == (
        "Note 1, in line 1, could not be read.",
    )


def test_what_each_reply_was_said_to_goes_along_and_is_said(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    brought = bringing.preview(rehearsing, MOMENT)
    (line,) = brought.replies()
    assert line.topic
    told = describe_metadata(brought)
    assert "what each reply was said to" in told
    assert not any(
        value in told for value in (line.topic, brought.rubric, brought.read_by) if "_" in value or ":" in value
    )


def test_a_document_says_nothing_of_the_template_it_was_made_from() -> None:
    """No day of its own, no other program's name, no picture of it."""
    with zipfile.ZipFile(io.BytesIO(render_docx([Paragraph("Well.")], "Submission"))) as packed:
        names, about = packed.namelist(), packed.read("docProps/core.xml").decode()
    assert "Submission" in about
    assert not re.search("created|modified|python-docx", about)
    assert not [name for name in names if "app.xml" in name or "thumbnail" in name]


def test_what_cannot_be_noted_is_not_handed_over(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """It could not be withdrawn, and what comes back to it could not be taken in."""
    brought = bringing.preview(rehearsing, MOMENT)
    store = bringing.practice.keeping.store
    assert isinstance(store, SqliteRehearsalStore)
    store._file.connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    with pytest.raises(NotNow, match="So nothing was handed over"):
        bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    assert list(tmp_path.glob("*.coach.json")) == []
    assert rehearsing.story.brought == ()


def test_what_cannot_be_written_is_not_noted_as_handed_over(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    brought = bringing.preview(rehearsing, MOMENT)
    with pytest.raises(RecordsUnwritable):
        bringing.submit_to_file(rehearsing, brought, tmp_path / "none" / "one.coach.json")
    assert rehearsing.story.brought == ()


def test_a_question_that_came_back_has_a_place_for_an_answer_that_goes_to_nobody(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """It stands in one's own record under peer reflection, and in a file only where one's own words go along."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    assert list_questions(rehearsing, brought.id) == ()
    bringing.import_review(response(brought))
    rehearsing = bringing.practice.go_on(rehearsing.id)
    (question,) = list_questions(rehearsing, brought.id)
    assert (question.asked, question.words) == ("So what, for this child?", "")
    rehearsing.reflect(make_question_key(question.asked), "He has told one person.")
    (answer,) = list_questions(rehearsing, brought.id)
    assert answer.words == "He has told one person."
    assert "He has told one person." in render_plain(lay_out_answers(rehearsing))
    record = render_plain(bringing.draft_learning_record(rehearsing, brought))
    assert "So what, for this child? He has told one person." in record.partition(PEER)[2]
    assert record.count("He has told one person.") == 1
    assert "He has told one person." not in serialize_handed_over(bringing.preview(rehearsing, MOMENT))
    with_own = replace(MOMENT, with_reflections=True)
    assert answer in bringing.preview(rehearsing, with_own).reflections
    rehearsing.reflect(make_question_key(question.asked), "")
    assert list_questions(rehearsing, brought.id)[0].words == ""
    assert answer not in bringing.preview(rehearsing, with_own).reflections
    assert f"So what, for this child? {OPEN}" in render_plain(bringing.draft_learning_record(rehearsing, brought))


def test_an_answer_to_a_question_that_is_asked_no_more_stays_to_be_read(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """A supervisor who answers anew may word a question otherwise: what somebody wrote to the first is theirs."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    rehearsing = bringing.import_review(response(brought))
    assert list_earlier_answers(rehearsing, brought.id) == ()
    rehearsing.reflect(make_question_key("So what, for this child?"), "He has told one person.")
    anew = response(brought).model_copy(update={"at": START + timedelta(hours=1), "questions": ("And his mum?",)})
    rehearsing = bringing.import_review(anew)
    (answer,) = list_earlier_answers(rehearsing, brought.id)
    assert (answer.asked, answer.words) == ("So what, for this child?", "He has told one person.")
    assert [question.asked for question in list_questions(rehearsing, brought.id)] == ["And his mum?"]
    (outcome,) = list_outcomes(rehearsing)
    assert answer in outcome.answers
    for said in (lay_out_answers(rehearsing), bringing.draft_learning_record(rehearsing, brought)):
        assert "So what, for this child? He has told one person." in render_plain(said)
    rehearsing.reflect(make_question_key("So what, for this child?"), "")
    assert list_earlier_answers(rehearsing, brought.id) == ()


def test_an_older_answer_takes_the_place_of_a_newer_one_only_after_a_yes(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """Files of several answers lie in one folder. Both stay in the rehearsal, and the one that was meant is shown."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    older = response(brought)
    newer = older.model_copy(update={"at": older.at + timedelta(minutes=11), "questions": ("And his mum?",)})
    bringing.import_review(newer)
    for _ in range(2):
        with pytest.raises(OlderReview, match=f"You have a newer answer to that, of {format_day(START.date())}, "):
            bringing.import_review(older)
    assert find_last_review(bringing.practice.go_on(rehearsing.id), brought.id) == newer
    assert find_last_review(bringing.import_review(older, older=True), brought.id) == older
    assert find_last_review(bringing.import_review(newer), brought.id) == newer, "and back again, unasked"
    before = len(bringing.practice.go_on(rehearsing.id).story.came_back)
    assert len(bringing.import_review(newer).story.came_back) == before


def test_an_answer_that_would_take_words_away_is_asked_about_first(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """A supervisor who put the thing away and answered it again has forgotten nothing of what they said before."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    first = response(brought)
    assert first.comments
    bare = first.model_copy(update={"at": first.at + timedelta(days=1), "comments": (), "action": None})
    bringing.import_review(first)
    with pytest.raises(OlderReview, match="with comments") as asked:
        bringing.import_review(bare)
    assert asked.value.lesser
    assert find_last_review(bringing.practice.go_on(rehearsing.id), brought.id) == first
    another = bare.model_copy(update={"who": "Somebody else", "at": first.at + timedelta(hours=1)})
    assert find_last_review(bringing.import_review(another), brought.id) == another, "it takes nothing away"
    bringing.import_review(first, older=True)
    assert find_last_review(bringing.import_review(bare, older=True), brought.id) == bare


def test_an_older_answer_in_the_teams_store_is_no_news_beside_a_newer_file(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """An answer that went back as a file is not laid in the store too. Another supervisor's is news whenever it is."""
    brought = bringing.preview(rehearsing, MOMENT)
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    older = response(brought)
    newer = older.model_copy(update={"at": older.at + timedelta(minutes=11)})
    rehearsing = bringing.import_review(newer)
    assert not bringing.has_new_reviews(rehearsing.id, (older,))
    assert bringing.keep_reviews(rehearsing, (older,)) == 0
    assert find_last_review(rehearsing, brought.id) == newer
    others = older.model_copy(update={"who": "Another"})
    assert bringing.has_new_reviews(rehearsing.id, (others,))
    assert bringing.keep_reviews(rehearsing, (others,)) == 1


def read_saved(file: Path) -> str:
    """What a document says; of one for Word, its text alone."""
    if file.suffix != ".docx":
        return file.read_text("utf-8")
    with zipfile.ZipFile(file) as parts:
        return parts.read("word/document.xml").decode("utf-8")


@pytest.mark.parametrize("suffix", [".html", ".txt", ".md", ".docx"])
def test_a_document_for_others_is_in_english_whatever_its_writer_reads(
    bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path, suffix: str
) -> None:
    brought = bringing.preview(rehearsing, MOMENT)
    unsure = tuple(
        line.model_copy(update={"notes": tuple(note.model_copy(update={"sure": False}) for note in line.notes)})
        for line in brought.lines
    )
    brought = brought.model_copy(update={"lines": unsure})
    english = read_saved(bringing.save_document(rehearsing, brought, tmp_path / f"one{suffix}"))
    record = bringing.draft_learning_record(rehearsing, brought)
    assert "The coach wasn" in english
    with speak("cy"):
        assert read_saved(bringing.save_document(rehearsing, brought, tmp_path / f"two{suffix}")) == english
        assert bringing.draft_learning_record(rehearsing, brought) == record


def test_a_second_view_of_the_same_note_is_left_out_and_said() -> None:
    """The coach writes no such file; the first stands, and what is of another reply or note stays."""
    first = SecondView(reply=1, criterion="blunt", view=View.PARTLY, reason="I heard you catch it")
    others = (first.model_copy(update={"reply": 2}), first.model_copy(update={"criterion": "warm"}))
    again = first.model_copy(update={"view": View.AGREE, "reason": "again"})
    review = Review(brought="a" * 16, at=START, views=(first, *others, again))
    taken = parse_handed_over(serialize_handed_over(review).encode(), "one")
    assert isinstance(taken.found, Review)
    assert taken.found.views == (first, *others)
    assert REPEATED_VIEW in taken.unread
    assert not taken.damaged
    once = parse_handed_over(serialize_handed_over(taken.found).encode(), "one")
    assert (once.found, once.unread) == (taken.found, ())
