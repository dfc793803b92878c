"""Who answers a reply: what matters most first, then a sure entry, then the criterion's branch, then an honest line."""

from dataclasses import replace

import pytest

from coach.model.events import Replied
from coach.model.reading import Form, Hearing, Pick, QuestionKind, ShortAnswer, Sureness
from coach.rehearsal.engine import apply, fold, start
from coach.rehearsal.script import Script
from coach.rehearsal.state import EntryOutput, HonestOutput, Position, Signals, State, Step
from tests.rehearsal.banked import with_bank, with_turns

SURE, FAIR = Sureness.SURE, Sureness.FAIR


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def step(script: Script, *clear: str, at: Position | None = None, **heard: object) -> Step:
    """The family's answer to one reply, at the beginning or at a position."""
    position = at or start_at(script, script.dialogue.begins)
    return apply(script, State(position), Signals(frozenset(clear), **heard))  # type: ignore[arg-type]


def start_at(script: Script, turn: str) -> Position:
    """The position at the beginning of a turn."""
    return replace(start(script).position, turn=turn, about=script.turn(turn).about)


def words(result: Step) -> list[str]:
    return [line.text for line in result.lines]


def test_an_entry_is_said_where_nothing_else_fits(banked: Script) -> None:
    result = step(banked, pick="knows:puppies", sureness=FAIR)
    assert words(result) == ["Seven."]
    assert result.answered == "the_bus/knows:puppies"
    assert result.after.turn == "the_bus"


def test_a_sure_entry_is_said_instead_of_a_criterion_and_moves_the_scales_as_that_would_have(banked: Script) -> None:
    sure, fair = (step(banked, "names", pick="knows:puppies", sureness=sureness) for sureness in (SURE, FAIR))
    assert words(sure) == ["Seven."]
    assert sure.after.trust == sure.before.trust + 1
    assert fair.branch == "asked"


def test_an_unsure_entry_is_not_said(banked: Script) -> None:
    assert step(banked, pick="knows:puppies").branch == "otherwise"


@pytest.mark.parametrize(
    ("clear", "branch"),
    [(("blunt",), "brushed_off"), (("asks",), "told")],
    ids=["a hurt", "a silence that is told"],
)
def test_what_matters_most_is_answered_and_nothing_else(banked: Script, clear: tuple[str, ...], branch: str) -> None:
    result = step(banked, *clear, pick="knows:puppies", sureness=SURE)
    assert result.branch == branch
    assert "Seven." not in words(result)


def test_a_plan_is_answered_and_nothing_else(banked: Script) -> None:
    planning = replace(banked, plans="names")
    assert step(planning, "names", pick="knows:puppies", sureness=SURE).branch == "asked"


def test_what_another_sentence_does_is_received_before_the_entry(banked: Script) -> None:
    result = step(banked, "names", pick="knows:puppies", sureness=SURE, received=frozenset({"names"}))
    assert words(result)[:2] == ["Maybe.", "Seven."]
    assert result.answered == "the_bus/asked+knows:puppies"


def test_a_repair_is_received_before_the_entry_and_never_passed_over(banked: Script) -> None:
    hurt = replace(start_at(banked, "the_bus"), hurt=True)
    alone = step(banked, "mend", at=hurt, pick="knows:puppies", sureness=SURE)
    assert words(alone) == ["Thank you for saying."]
    both = step(banked, "mend", at=hurt, pick="knows:puppies", sureness=SURE, received=frozenset({"mend"}))
    assert words(both) == ["Thank you for saying.", "Seven."]
    assert not both.after.hurt


def test_entries_hold_the_turn_twice_and_then_the_family_goes_on_in_the_same_breath(banked: Script) -> None:
    at, turns = start_at(banked, "the_bus"), []
    for name in ("knows:puppies", "asked:which", "acts:greeting"):
        result = step(banked, at=at, pick=name, sureness=SURE)
        at = result.after
        turns.append(at.turn)
    assert turns == ["the_bus", "the_bus", "sam_says"]
    assert words(result)[0] == "Hello."
    assert at.holds == 0


def test_on_a_way_out_an_entry_holds_nothing(banked: Script) -> None:
    assert step(banked, at=start_at(banked, "last"), pick="knows:puppies", sureness=SURE).ending


def test_the_second_time_the_answer_is_another(banked: Script) -> None:
    first = step(banked, pick="knows:driver", sureness=SURE)
    assert words(first) == ["Mr Boon."]
    assert words(step(banked, at=first.after, pick="knows:driver", sureness=SURE)) == ["Boon."]
    puppies = step(banked, pick="knows:puppies", sureness=SURE).after
    assert words(step(banked, at=puppies, pick="knows:puppies", sureness=SURE)) == ["Still seven."]


def test_the_person_spoken_to_answers(banked: Script) -> None:
    assert words(step(banked, pick="knows:puppies", sureness=SURE, to="sam")) == ["Seven! One's mine."]
    assert words(step(banked, pick="acts:greeting", sureness=SURE, to="sam")) == ["Hiya."]
    assert words(step(banked, to="sam")) == ["Okay.", "Anyway."]


@pytest.mark.parametrize("name", ["knows:seats", "knows:nobody", "asked:nothing", "nonsense"])
def test_an_entry_whose_conditions_do_not_hold_is_not_there(banked: Script, name: str) -> None:
    assert step(banked, pick=name, sureness=SURE).branch == "otherwise"


def test_an_entry_about_it_is_there_while_its_subject_is_in_play(banked: Script) -> None:
    assert step(banked, pick="knows:driver", sureness=SURE).branch == "knows:driver"
    elsewhere = with_turns(banked, sam_says={"about": "singing"})
    moved = step(elsewhere, at=start_at(elsewhere, "the_bus"), answers=(ShortAnswer.DONT_KNOW,), alone=True)
    assert moved.after.about == "singing"
    assert step(elsewhere, at=moved.after, pick="knows:driver", sureness=SURE).branch == "otherwise"
    kept = step(banked, answers=(ShortAnswer.DONT_KNOW,), alone=True).after
    assert (kept.turn, kept.about) == ("sam_says", "bus")


def test_a_plain_question_opens_a_silence_where_the_family_is_ready_and_else_it_is_kept_openly(banked: Script) -> None:
    told = step(banked, pick="knows:what_was_said", sureness=SURE)
    assert "the_words" in told.after.told
    assert told.after.disclosed
    hurt = replace(start_at(banked, "the_bus"), hurt=True)
    kept = step(banked, at=hurt, pick="knows:what_was_said", sureness=SURE)
    assert words(kept) == ["Not now."]
    assert not kept.after.told


def test_an_answer_to_the_familys_question_is_heard(banked: Script) -> None:
    yes = step(banked, answers=(ShortAnswer.YES,), alone=True)
    assert words(yes) == ["You do."]
    assert yes.branch == "asks:yes"
    assert step(banked, answers=(ShortAnswer.NO,), alone=True).branch == "stand_in"
    assert step(banked, answers=(ShortAnswer.DONT_KNOW,), alone=True).after.turn == "sam_says"
    assert step(banked, answers=(ShortAnswer.DONE,)).branch == "otherwise"


def test_a_criterion_goes_before_an_answer_unless_the_reply_is_nothing_else(banked: Script) -> None:
    assert step(banked, "names", answers=(ShortAnswer.YES,)).branch == "asked"
    assert step(banked, "names", answers=(ShortAnswer.YES,), alone=True).branch == "asks:yes"


def test_an_answer_that_asks_something_as_well_gets_both(banked: Script) -> None:
    heard = {
        "answers": (ShortAnswer.YES,),
        "question": QuestionKind.HOW_MANY,
        "pick": "knows:puppies",
        "sureness": FAIR,
    }
    assert words(step(banked, **heard)) == ["You do.", "Seven."]


def test_what_was_settled_is_not_said_as_if_it_were_not(banked: Script) -> None:
    yes = step(banked, answers=(ShortAnswer.YES,), alone=True).after
    on = step(banked, "names", at=yes)
    assert words(on) == ["Maybe."]
    assert words(step(banked, "names"))[1:] == ["Sam has stopped singing."]


def test_a_condition_is_met_the_first_time_and_once(banked: Script) -> None:
    met = step(banked, "names", pick="meets:the_pen", sureness=FAIR)
    assert words(met) == ["Thank you."]
    assert met.branch == "meets:the_pen"
    assert step(banked, "names", at=met.after, pick="meets:the_pen", sureness=FAIR).branch == "asked"


def test_a_statement_is_received_and_a_question_put_off_twice_and_then_not_known(banked: Script) -> None:
    long = with_turns(banked, the_bus={"otherwise": banked.turn("the_bus").otherwise[:1] * 5})
    assert words(step(long)) == ["Right.", "Anyway."]
    at, said = start_at(long, "the_bus"), []
    for _ in range(3):
        result = step(long, at=at, question=QuestionKind.WHO)
        at = result.after
        said.append(words(result)[0])
    assert said == ["Hold that one.", "In a minute.", "I don't know who."]
    answered = step(long, "names", at=at).after
    assert answered.deferred == 0


def test_the_turns_own_remark_follows(banked: Script) -> None:
    at = start_at(banked, "sam_says")
    stays = with_turns(
        banked, sam_says={"otherwise": (*banked.turn("the_bus").otherwise[:1], *banked.turn("sam_says").otherwise)}
    )
    assert words(step(stays, at=at)) == ["Right.", "Sam used to sing."]


def test_a_family_that_is_hurt_obliges_nobody(banked: Script) -> None:
    hurt = replace(start_at(banked, "the_bus"), hurt=True)
    assert words(step(banked, at=hurt, question=QuestionKind.WHO)) == ["Anyway."]


def test_a_family_without_such_lines_answers_as_before(script: Script) -> None:
    for heard in ({}, {"question": QuestionKind.WHO}, {"pick": "knows:puppies", "sureness": SURE}):
        result = step(script, **heard)
        assert words(result) == ["Anyway."]
        assert not [output for output in result.outputs if isinstance(output, HonestOutput | EntryOutput)]


def test_what_was_chosen_is_stored_and_replayed_as_a_fact(banked: Script) -> None:
    from tests.conftest import began, said

    pick = Pick(entry="knows:puppies", likely=0.7, second="knows:seats", second_likely=0.2, sureness=FAIR)
    event: Replied = said(rules=2).model_copy(
        update={"pick": pick, "hearing": Hearing(question=QuestionKind.HOW_MANY, to="sam")}
    )
    again = Replied.model_validate_json(event.model_dump_json())
    assert again == event
    assert fold(banked, [began(), again]).position.said == {"knows:puppies"}


def test_by_the_first_rules_nothing_of_this_is_heard(banked: Script) -> None:
    heard = {"pick": "knows:puppies", "sureness": SURE, "answers": (ShortAnswer.YES,), "alone": True}
    assert words(step(banked, rules=1, **heard)) == ["Anyway."]


def test_a_line_for_any_question_is_put_off_openly_first(banked: Script) -> None:
    turn = banked.turn("the_bus")
    any_question = turn.replies["asked"].model_copy(update={"any_met": (), "form": (Form.OPEN_QUESTION,), "goto": None})
    formed = with_turns(banked, the_bus={"replies": {**turn.replies, "form": any_question}})
    result = step(formed, forms=frozenset({Form.OPEN_QUESTION}), question=QuestionKind.WHAT)
    assert words(result) == ["Hold that one.", "Maybe."]
