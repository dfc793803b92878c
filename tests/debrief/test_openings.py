"""The matters that are open at the end: told, not settled, and taken up by no later reply."""

from dataclasses import replace

import pytest

from coach.debrief.builder import build_debrief
from coach.debrief.openings import list_left_openings, list_open_matters
from coach.debrief.report import OpeningOutcome, OpeningStanding
from coach.model.conditions import Line
from coach.model.events import Event, Skipped
from coach.model.reading import Span, Trace
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said, with_book

BUS = {
    "id": "the_bus",
    "for": "them",
    "told": ["the_bus", "silence:the_words"],
    "about": ["driver", "number nine"],
    "left": "What was said on the bus.",
    "words": "What did they say?",
    "question": "What let you hear of it?",
}
SONGS = {**BUS, "id": "sams_songs", "for": "child", "told": ["sam_says"], "about": ["sing", "song"]}


def open_at_end(script: Script, *happened: Event, **more: object) -> list[tuple[str, str, int]]:
    """The matters that are open, each with its line and the reply after which that was said."""
    matters = [{**BUS, **more}, SONGS]
    book = with_book(script, told="last", matters=matters)
    open_ones = list_open_matters(book, replay(book, events(*happened)).attempt())
    return [(left.matter.id, left.line.text, left.after_reply) for left in open_ones]


THING = ("the_bus", "There was a thing on the bus.", 0)
SINGING = ("sams_songs", "Sam has stopped singing.", 2)
QUIET = (said(text="Lovely kitchen."), said(text="Lovely cups."))


def test_what_was_told_and_never_taken_up_is_open(script: Script) -> None:
    assert open_at_end(script, *QUIET) == [THING, SINGING]


def test_what_was_never_told_is_not_open(script: Script) -> None:
    assert open_at_end(script, QUIET[0]) == [THING]


def test_what_they_settled_is_not_open(script: Script) -> None:
    assert open_at_end(script, *QUIET, settled=["the_bus/otherwise2"]) == [SINGING]


@pytest.mark.parametrize("reply", ["Did the driver hear?", "Was it the number nine?", "Drivers, honestly."])
def test_what_wants_an_answer_is_taken_up_by_a_word_of_it(script: Script, reply: str) -> None:
    assert open_at_end(script, said(text=reply), QUIET[1]) == [SINGING]


def test_it_is_taken_up_by_a_word_of_the_line_straight_after_it_too(script: Script) -> None:
    assert open_at_end(script, said(text="On a bus, of all places."), QUIET[1]) == [SINGING]
    assert open_at_end(script, *QUIET, said(text="I came by bus.")) == [THING, SINGING]


def test_what_is_about_racism_is_taken_up_by_a_reply_that_names_it(script: Script) -> None:
    names = lambda text: ["race"] if "racis" in text else []  # noqa: E731
    book = with_book(script, told="last", matters=[{**BUS, "left": "Whose racism it was on the bus."}])

    def list_ids(reply: str) -> list[str]:
        attempt = replay(book, events(said(text=reply), QUIET[1])).attempt()
        return [left.matter.id for left in list_open_matters(book, attempt, names)]

    assert list_ids("Lovely kitchen.") == ["the_bus"]
    assert list_ids("Somebody was racist to him, I think.") == []


def test_what_wants_an_answer_and_came_in_the_last_one_waits(script: Script) -> None:
    assert open_at_end(script, said("asks", text="Lovely kitchen."), told=["silence:the_words"]) == [
        ("sams_songs", "Sam has stopped singing.", 1)
    ]


def test_what_is_left_for_the_child_is_open_though_it_came_last(script: Script) -> None:
    assert SINGING in open_at_end(script, *QUIET)


@pytest.mark.parametrize(
    "reply",
    [
        "I'll ask Sam about the singing tomorrow.",
        "The singing matters. I'll ring his teacher about it today.",
        "Could you ask him which song it was?",
    ],
)
def test_what_is_left_for_the_child_is_taken_up_where_something_is_undertaken(script: Script, reply: str) -> None:
    assert open_at_end(script, *QUIET, said(text=reply)) == [THING]


@pytest.mark.parametrize("reply", ["He was singing, was he.", "I'll ring the school tomorrow."])
def test_a_word_of_it_or_another_promise_settles_nothing_for_the_child(script: Script, reply: str) -> None:
    assert open_at_end(script, *QUIET, said(text=reply)) == [THING, SINGING]


def test_of_several_lines_that_tell_it_the_one_with_most_of_its_words_is_shown(script: Script) -> None:
    happened = (said("asks", text="Lovely kitchen."), said(text="Lovely cups."))
    assert open_at_end(script, *happened, about=["twice", "they said"])[0] == (
        "the_bus",
        "They said it on the bus. Twice.",
        1,
    )


def begin_with(script: Script, *texts: str) -> Script:
    """The scenario that begins with some lines of Pat's."""
    says = tuple(Line(speaker="pat", text=text) for text in texts)
    turns = {**script.dialogue.turns, "the_bus": script.turn("the_bus").model_copy(update={"says": says})}
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def test_of_lines_alike_said_together_the_last_shows_what_they_have_begun(script: Script) -> None:
    begun = begin_with(script, "The third I told you, in the first place.", "The first can wait.")
    told = {"told": ["the_bus"], "about": ["first"]}
    assert open_at_end(begun, *QUIET, **told)[0][1] == "The first can wait."
    assert open_at_end(begun, *QUIET, **told, **{"for": "plan"})[0][1] == "The third I told you, in the first place."


def test_a_question_straight_after_an_opening_takes_it_up_by_a_word_of_a_line_beside_it(
    script: Script, rubric: Rubric
) -> None:
    begun = begin_with(script, "It is a short page.", "There was a thing on the bus.")

    def is_left(reply: str) -> bool:
        attempt = replay(begun, events(said(text=reply), QUIET[0])).attempt()
        return "There was a thing on the bus." in [
            left.line.text for left in list_left_openings(begun, rubric, attempt)
        ]

    assert not is_left("Short page. And an interpreter for the mum, was one ever booked by you?")
    assert is_left("Short page. I have it here in my folder somewhere.")
    assert is_left("And an interpreter for the mum, was one ever booked by you?")


def test_a_skipped_line_is_counted_with_the_reply_before_it(script: Script) -> None:
    skipped = Skipped(at=START)
    assert open_at_end(script, said(text="Lovely kitchen."), skipped)[1:] == [
        ("sams_songs", "Sam has stopped singing.", 1)
    ]


@pytest.mark.parametrize(
    ("left", "reply", "open_ids"),
    [
        ("The line in the log: who writes beneath it.", "I'm changing the log today.", []),
        ("The line in the log: who writes beneath it.", "There's a log.", ["the_bus"]),
        ("The line in the log, and who writes beneath it.", "I'm changing the log today.", ["the_bus"]),
        ("Sam, by himself: who asks him.", "I'll bring Sam a coat tomorrow.", ["the_bus"]),
        ("Who writes to the firm about the driver.", "I'll ring the firm about its drivers tomorrow.", []),
        ("Who puts name and date beside it.", "I'll change the log today, with name and date beside it.", ["the_bus"]),
    ],
    ids=["about it", "no promise", "no few words for it", "a name in it", "two words of it", "words of any paper"],
)
def test_a_promise_with_a_word_of_what_is_left_for_a_plan_settles_it(
    script: Script, left: str, reply: str, open_ids: list[str]
) -> None:
    told = open_at_end(script, said(text=reply), left=left, **{"for": "plan"})
    assert [key for key, *_ in told] == open_ids


# --- What became of an opening is said where the words speak for it too


def become(script: Script, rubric: Rubric, *happened: Event) -> OpeningOutcome:
    """What became of the first opening."""
    return build_debrief(script, rubric, replay(script, events(*happened))).openings[0]


def test_a_reply_that_meets_a_criterion_with_no_word_of_it_is_not_surely_what_took_it_up(
    script: Script, rubric: Rubric
) -> None:
    elsewhere = become(script, rubric, said("asks", text="And a barber, I'll find one by Monday."), said())
    assert (elsewhere.standing, elsewhere.sure) == (OpeningStanding.TAKEN, False)
    about = become(script, rubric, said("asks", text="On the bus, was it racism, would he say?"), said())
    assert (about.standing, about.sure) == (OpeningStanding.TAKEN, True)


def test_a_question_with_a_word_of_it_is_never_surely_called_passing_by(script: Script, rubric: Rubric) -> None:
    asked = become(script, rubric, said(text="A thing on the bus, you say, so what was it then?"), said())
    assert (asked.standing, asked.sure) == (OpeningStanding.MISSED, False)
    hurt = become(script, rubric, said("blunt", text="A thing on the bus, you say, so what of it?"), said())
    assert hurt.standing is OpeningStanding.MISSED


def test_it_is_surely_passed_by_only_where_nothing_speaks_for_an_answer(script: Script, rubric: Rubric) -> None:
    quiet = become(script, rubric, *QUIET, said())
    assert (quiet.standing, quiet.sure) == (OpeningStanding.MISSED, True)
    told = become(script, rubric, said(text="Buses are not for children, I'd say."), QUIET[0], said())
    assert (told.standing, told.sure) == (OpeningStanding.MISSED, False)


def test_an_opening_taken_two_replies_late_was_passed_by(script: Script, rubric: Rubric) -> None:
    """One reply late takes it in part; after that the talk is elsewhere."""
    late = [said(), said(), said(), said("names", text="Was that racism, on the bus?")]
    assert become(script, rubric, *late[1:]).standing is OpeningStanding.PARTLY
    assert become(script, rubric, *late).standing is OpeningStanding.MISSED


def test_a_reply_that_takes_what_the_talk_has_come_to_takes_no_earlier_opening_too(
    script: Script, rubric: Rubric
) -> None:
    both = said("names", "child", text="What does Sam say of the bus, and of racism?")
    bus, sam = build_debrief(script, rubric, replay(script, events(said(), said(), both, said()))).openings[:2]
    assert (bus.standing, sam.standing) == (OpeningStanding.MISSED, OpeningStanding.TAKEN)


def test_words_that_a_family_hears_as_another_subject_take_no_opening(script: Script, rubric: Rubric) -> None:
    """The small family hears `straight` as asking for the child; the first opening is on racism."""
    heard = said(text="Well, straight out then.")
    traces = (Trace(id="straight", span=Span(start=0, end=4, text="Well")),)
    heard = heard.model_copy(update={"reading": heard.reading.model_copy(update={"traces": traces})})
    assert become(script, rubric, heard, said(), said(), said()).standing is OpeningStanding.MISSED


def test_a_question_with_a_word_of_it_long_after_leaves_it_passed_by(script: Script, rubric: Rubric) -> None:
    asked = said(text="A thing on the bus, you say, so what was it then?")
    quiet = become(script, rubric, *QUIET, said(text="Lovely garden."), asked)
    assert (quiet.standing, quiet.sure) == (OpeningStanding.MISSED, True)


def test_a_word_of_the_line_two_replies_later_takes_nothing_up(script: Script) -> None:
    assert THING in open_at_end(script, QUIET[0], said(text="I came by bus."), said(text="Lovely cups."))


def test_an_opening_before_any_reply_was_left_after_none(script: Script, rubric: Rubric) -> None:
    attempt = replay(script, events(*QUIET)).attempt()
    left = {one.line.text: one for one in list_left_openings(script, rubric, attempt)}
    assert left[THING[1]].after_reply == 0
    assert left[THING[1]].reply is attempt.replies()[0]
