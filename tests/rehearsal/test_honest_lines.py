"""What a family says where nothing answers: what a turn asks for is asked once, and each turn asks for its own."""

from dataclasses import replace

import pytest

from coach.model.conditions import Line
from coach.model.reading import Aspect, QuestionKind, ShortAnswer, Sureness
from coach.model.scenario import Answer, Entry
from coach.rehearsal.engine import apply
from coach.rehearsal.honest_lines import add_light_line, choose_honest_lines, count_spoken, note_reply
from coach.rehearsal.script import Script
from coach.rehearsal.state import BranchOutput, HonestOutput, Signals, State
from tests.rehearsal.banked import with_bank, with_turns
from tests.rehearsal.test_decision import start_at, step, words

QUIET = Signals(frozenset())


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def remark(text: str) -> tuple[Line, ...]:
    return (Line(speaker="pat", text=text),)


def with_remarks(script: Script) -> Script:
    """The script in which two turns ask for something to be read to them."""
    once = script.turn("the_bus").otherwise[:1]
    return with_turns(
        script,
        the_bus={"remark": remark("Read me page one."), "otherwise": once},
        sam_says={"remark": remark("Read me page two."), "otherwise": once},
    )


def test_a_turns_remark_is_made_once_and_another_turns_remark_is_made_there(banked: Script) -> None:
    asking = with_remarks(banked)
    at = replace(start_at(asking, "the_bus"), said=frozenset({"knows:earlier"}))
    first = step(asking, at=at)
    assert words(first) == ["Right.", "Read me page one."]
    second = step(asking, at=first.after)
    assert words(second)[-1] == "Anyway.", "it was asked for"
    other = replace(second.after, turn="sam_says", unmet=0)
    assert words(step(asking, at=other))[-1] == "Read me page two."


@pytest.mark.parametrize(
    ("heard", "settled"),
    [
        ({}, False),
        ({"aspects": frozenset({Aspect.QUOTES})}, True),
        ({"answers": (ShortAnswer.DONE,)}, False),
    ],
)
def test_what_was_read_out_needs_no_asking_for(banked: Script, heard: dict[str, object], settled: bool) -> None:
    asking, at = with_remarks(banked), start_at(banked, "the_bus")
    noted = note_reply(asking, at, at, replace(QUIET, **heard), ())  # type: ignore[arg-type]
    assert ("remark:the_bus" in noted.said) is settled


@pytest.mark.parametrize(
    ("branch", "settled"), [("meets:the_page", True), ("asks:done", True), ("asks:told", True), ("asks:yes", False)]
)
def test_what_was_done_needs_no_asking_for(banked: Script, branch: str, settled: bool) -> None:
    asking, at = with_remarks(banked), start_at(banked, "the_bus")
    noted = note_reply(asking, at, at, QUIET, (BranchOutput(branch),))
    assert ("remark:the_bus" in noted.said) is settled


@pytest.mark.parametrize(
    ("kind", "put_off"), [("defers", True), ("doesnt_know", True), ("receives", False), ("lightly", False)]
)
def test_that_a_question_waits_is_remembered_until_the_next_reply(banked: Script, kind: str, put_off: bool) -> None:
    at = start_at(banked, "the_bus")
    noted = note_reply(banked, at, at, QUIET, (HonestOutput(kind),))
    assert noted.put_off is put_off
    assert not note_reply(banked, noted, noted, QUIET, (BranchOutput("asked"),)).put_off


def test_the_count_of_lines_begins_again_where_any_number_of_lines_would(banked: Script) -> None:
    """So that a conversation has only so many states; two to six lines come in turn all the same."""
    at = start_at(banked, "the_bus")
    assert count_spoken(at) == 1
    assert count_spoken(replace(at, spoken=58)) == 59
    assert count_spoken(replace(at, spoken=59)) == 0


def test_a_line_that_was_said_is_not_among_those_that_come_in_turn(banked: Script) -> None:
    at = replace(start_at(banked, "the_bus"), said=frozenset({"receives:pat:0"}))
    for spoken in (0, 1):
        chosen = choose_honest_lines(banked, replace(at, spoken=spoken), QUIET)
        assert chosen is not None
        assert (chosen.kind, chosen.name) == ("receives", "receives:pat:1")
    spent = replace(at, said=frozenset({"receives:pat:0", "receives:pat:1"}))
    assert choose_honest_lines(banked, spent, QUIET) is None


def test_who_asked_something_that_somebody_may_not_know_hears_that_after_two_were_put_off(banked: Script) -> None:
    at = replace(start_at(banked, "the_bus"), said=frozenset({"knows:earlier"}), deferred=2)
    asked = replace(QUIET, question=QuestionKind.WHO)
    chosen = choose_honest_lines(banked, at, asked)
    assert chosen is not None
    assert (chosen.kind, chosen.lines[0].text) == ("doesnt_know", "I don't know who.")
    assert choose_honest_lines(banked, at, asked, may_not_know=False) is None
    assert choose_honest_lines(banked, replace(at, put_off=True), asked) is None, "not twice running"
    again = replace(asked, aspects=frozenset({Aspect.ASKS_AGAIN}))
    assert choose_honest_lines(banked, replace(at, put_off=True), again) is not None, "but to who asks again"


def test_an_entry_takes_the_place_of_all_this(banked: Script) -> None:
    known = {**banked.knows, "age": Entry.model_validate({"asked": "x", "says": {"pat": "Six."}})}
    told = step(replace(banked, knows=known), pick="knows:age", sureness=Sureness.SURE)
    assert words(told) == ["Six."]
    assert not [output for output in told.outputs if isinstance(output, HonestOutput)]


def test_a_small_question_is_put_off_lightly_and_that_is_no_deferral(banked: Script) -> None:
    at = replace(start_at(banked, "the_bus"), said=frozenset({"knows:earlier"}))
    light = replace(QUIET, question=QuestionKind.YES_OR_NO, aspects=frozenset({Aspect.LIGHT}))
    first = apply(banked, State(at), light)
    assert words(first)[0] == "Ha."
    assert (first.after.deferred, first.after.put_off) == (0, False)
    second = apply(banked, State(first.after), light)
    assert words(second)[0] in ("Hold that one.", "In a minute."), "no line is said twice"
    assert choose_honest_lines(banked, replace(at, hurt=True), light) is None


def test_a_small_question_beside_what_a_branch_takes_up_gets_a_light_line(banked: Script) -> None:
    at = replace(start_at(banked, "the_bus"), said=frozenset({"knows:earlier"}))
    heard = replace(QUIET, question=QuestionKind.YES_OR_NO, aspects=frozenset({Aspect.LIGHT}))
    stays = Answer(says=remark("You see it."))
    position, answer = add_light_line(banked, at, heard, stays)
    assert [line.text for line in answer.says] == ["You see it.", "Ha."]
    assert add_light_line(banked, position, heard, stays) == (position, stays), "once"
    leads = stays.model_copy(update={"goto": "sam_says"})
    assert [line.text for line in add_light_line(banked, at, heard, leads)[1].says] == ["Ha.", "You see it."]
    for other, now in ((QUIET, at), (heard, replace(at, hurt=True)), (heard, start_at(banked, "the_bus"))):
        assert add_light_line(banked, now, other, stays) == (now, stays)
    tells = stays.model_copy(update={"tells": "the_words"})
    assert add_light_line(banked, at, heard, tells) == (at, tells)
