"""The notes in a transcript's margin, and the sentence at a debrief's head: counts of moments, in words."""

from dataclasses import replace

import pytest

from coach.debrief.builder import build_debrief, list_silences, word_headline, word_note, word_repair_note
from coach.debrief.report import (
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    RepairStanding,
    TranscriptLine,
    VerdictMark,
)
from coach.model.events import Event, SaidAgain, Skipped
from coach.model.reading import BY_WORDING, Certainty, Form, Span, Trace
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said


def transcript(script: Script, rubric: Rubric, *happened: Event) -> tuple[TranscriptLine, ...]:
    return build_debrief(script, rubric, replay(script, events(*happened))).transcript


def notes(script: Script, rubric: Rubric, *happened: Event) -> dict[int, tuple[str, ...]]:
    """The notes beside each reply, by its number."""
    return {line.reply: line.notes for line in transcript(script, rubric, *happened) if line.reply}


# --- The transcript


def test_every_line_stands_in_its_order_and_says_whose_it_is(script: Script, rubric: Rubric) -> None:
    lines = transcript(script, rubric, said("asks", text="Well?", forms=(Form.OPEN_QUESTION,)), Skipped(at=START))
    assert [(line.speaker, line.text, line.reply, line.scene, line.skipped) for line in lines] == [
        ("", "Rain.", 0, True, False),
        ("Pat", "There was a thing on the bus.", 0, False, False),
        ("You", "Well?", 1, False, False),
        ("Pat", "You asked.", 0, False, False),
        ("Pat", "They said it on the bus. Twice.", 0, False, False),
        ("Pat", "Sam has stopped singing.", 0, False, False),
        ("You", "(a line skipped)", 0, False, True),
        ("Pat", "Is there anything else?", 0, False, False),
    ]
    assert lines[1].how == "looking away"
    assert lines[2].forms == (Form.OPEN_QUESTION,)


def test_what_went_by_is_noted_beside_the_reply_that_passed_it_and_beside_no_other(
    script: Script, rubric: Rubric
) -> None:
    beside = notes(script, rubric, said(), said(), said(), said())
    passed = {reply: [note for note in told if note.startswith("An opening")] for reply, told in beside.items()}
    assert [told for told in passed.values() if told] == [
        ["An opening passed by: a thing on the bus."],
        ["An opening passed by: Sam not singing."],
    ]


def test_a_repair_is_noted_beside_the_reply_that_mended_and_says_what(script: Script, rubric: Rubric) -> None:
    beside = notes(script, rubric, said("blunt"), said(), said("mend"))
    assert word_repair_note(1) == "This mended what was said in reply 1."
    assert [reply for reply, told in beside.items() if word_repair_note(1) in told] == [3]
    eased = notes(script, rubric, said("blunt"), said("asks"), said("child"))
    assert not any("mended" in note for told in eased.values() for note in told)


def test_words_in_which_nothing_is_heard_are_not_noted(script: Script, rubric: Rubric) -> None:
    """A list that somebody recites is a trace; only what the family hears something in is noted."""

    def with_trace(name: str) -> tuple[str, ...]:
        reply = said()
        traces = (Trace(id=name, span=Span(start=0, end=4, text="Well")),)
        read = reply.model_copy(update={"reading": reply.reading.model_copy(update={"traces": traces})})
        return notes(script, rubric, read)[1]

    assert with_trace("straight") == ("Asking straight out: “Well”.",)
    assert with_trace("listed") == ()


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({}, "Asks about it: “Well, so?”"),
        ({"words": "Well"}, "Asks about it: “Well”."),
        ({"harmful": True}, "May have hurt: asks about it: “Well, so?”"),
        ({"certainty": Certainty.POSSIBLE}, "Asks about it? The coach wasn't sure: “Well, so?”"),
        ({"disputed": "fair"}, "Asks about it: “Well, so?” You said: that's fair."),
        ({"disputed": "not_meant"}, "Asks about it? You said: not what I meant."),
        ({"disputed": "not_meant", "note": "I quoted"}, "Asks about it? You said: not what I meant. “I quoted”"),
    ],
)
def test_a_note_says_what_was_read_how_sure_and_what_the_practitioner_said_of_it(
    more: dict[str, object], note: str
) -> None:
    mark = VerdictMark(
        reply=1, criterion="asks", name="Asks about it", harmful=False, certainty=Certainty.CLEAR, start=0, end=4,
        words="Well, so?", quote="Well, so?", example="", rule="", openly=True, stretch=0,
    )  # fmt: skip
    assert word_note(mark.model_copy(update=more)) == note


# --- The sentence at its head


def opening(standing: OpeningStanding) -> OpeningOutcome:
    return OpeningOutcome(turn="t", topic="x", topic_name="x", about="x", line="x", speaker="Pat", standing=standing)


def harm(mended: RepairStanding, later: int = 0) -> HarmOutcome:
    return HarmOutcome(reply=2, criteria=("blunt",), names=("x",), quote="x", mended=mended, mended_by=2 + later)


@pytest.mark.parametrize(
    ("standings", "sentence"),
    [
        ((), "No openings came up before this stopped."),
        ((OpeningStanding.SKIPPED, OpeningStanding.NOT_REACHED), "No openings came up before this stopped."),
        ((OpeningStanding.TAKEN,), "1 opening: 1 taken."),
        ((OpeningStanding.TAKEN, OpeningStanding.NOT_REACHED), "1 opening: 1 taken."),
        (
            (
                OpeningStanding.MISSED,
                OpeningStanding.TAKEN,
                OpeningStanding.UNSURE,
                OpeningStanding.PARTLY,
                OpeningStanding.TAKEN,
            ),
            "5 openings: 2 taken, 1 partly, 1 passed by, 1 the coach wasn't sure of.",
        ),
    ],
)
def test_the_head_counts_openings_by_what_became_of_them(standings: tuple[OpeningStanding, ...], sentence: str) -> None:
    head = word_headline(tuple(opening(standing) for standing in standings), ())
    assert head == f"{sentence} No moment that the coach thinks may have hurt."


@pytest.mark.parametrize(
    ("hurts", "sentence"),
    [
        ((harm(RepairStanding.NOT_YET),), "1 moment that may have hurt, not yet mended."),
        ((harm(RepairStanding.REPAIRED, 1),), "1 moment that may have hurt, repaired in the next reply."),
        ((harm(RepairStanding.REPAIRED, 9),), "1 moment that may have hurt, repaired nine replies later."),
        ((harm(RepairStanding.PARTLY, 10),), "1 moment that may have hurt, partly mended 10 replies later."),
        (
            (harm(RepairStanding.REPAIRED, 1), harm(RepairStanding.NOT_YET), harm(RepairStanding.PARTLY, 2)),
            "3 moments that may have hurt: 1 repaired, 1 partly mended, 1 not yet mended.",
        ),
        ((harm(RepairStanding.NOT_YET),) * 2, "2 moments that may have hurt, none mended yet."),
    ],
)
def test_the_head_says_of_what_may_have_hurt_whether_it_was_mended_and_when(
    hurts: tuple[HarmOutcome, ...], sentence: str
) -> None:
    assert word_headline((), hurts) == f"No openings came up before this stopped. {sentence}"


# --- Which attempt, and what is not in it


def test_a_debrief_is_of_the_attempt_that_was_asked_for_and_of_the_last_by_itself(
    script: Script, rubric: Rubric
) -> None:
    again = SaidAgain(at=START, reply=1)
    history = replay(script, events(said("asks", text="One."), again, said("names", text="Two.")))
    texts = {
        number: [line.text for line in build_debrief(script, rubric, history, number).transcript if line.reply]
        for number in (0, 1, 2)
    }
    assert texts == {0: ["Two."], 1: ["One."], 2: ["Two."]}
    assert [build_debrief(script, rubric, history, number).attempt for number in (0, 1, 2)] == [2, 1, 2]
    told = [{s.id for s in list_silences(script, history, number) if s.told} for number in (0, 1, 2)]
    assert told == [set(), {"the_words"}, set()]


def test_what_a_family_kept_is_listed_by_how_deep_it_lies(script: Script) -> None:
    deep = script.silences["the_words"].model_copy(update={"layer": 3})
    other = replace(script, silences={**script.silences, "the_words": deep})
    history = replay(other, events(said()))
    assert [(s.id, s.layer, s.told) for s in list_silences(other, history)] == [
        ("the_fear", 2, False),
        ("the_words", 3, False),
    ]


def test_a_debrief_says_where_it_was_read_less_well_and_what_was_to_be_practised(
    script: Script, rubric: Rubric
) -> None:
    found = build_debrief(script, rubric, replay(script, events(said())))
    assert (found.intention, found.reads_less_well, found.mends) == ("Say the word first", "", "mend")
    assert found.enough is False
    assert [domain.id for domain in found.domains] == ["naming", "child"], "what is a ledger has no level"
    worded = said().model_copy(update={"reading": said().reading.model_copy(update={"matcher": BY_WORDING})})
    assert build_debrief(script, rubric, replay(script, events(said(), worded))).reads_less_well
    unbegun = replace(replay(script, events(said())), began=None)
    assert build_debrief(script, rubric, unbegun).intention == ""
