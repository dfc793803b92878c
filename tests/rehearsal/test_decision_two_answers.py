"""A reply that says or asks two things gets both answered, shortly, and nothing is said twice."""

from dataclasses import replace

import pytest

from coach.model.conditions import Line
from coach.model.events import FIRST_RULES, SECOND_RULES, SEVENTH_RULES, SIXTH_RULES
from coach.model.reading import Aspect, Form, Pick, QuestionKind, ShortAnswer, Span, Sureness
from coach.model.scenario import Entry
from coach.rehearsal.script import Script
from coach.rehearsal.state import AskBackOutput, Signals
from tests.conftest import said
from tests.rehearsal.banked import with_bank, with_turns
from tests.rehearsal.test_decision import later, start_at, step, words

SURE, FAIR = Sureness.SURE, Sureness.FAIR
PUPPIES = {"pick": "knows:puppies", "sureness": SURE}
LONG = "He was there and then he was not there and nobody could say where he had gone to at all. " * 2


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def with_entries(script: Script, **entries: dict[str, object]) -> Script:
    """The script with more entries."""
    return replace(script, knows={**script.knows, **{key: Entry.model_validate(e) for key, e in entries.items()}})


def test_a_greeting_and_a_question_are_both_answered_the_greeting_first(banked: Script) -> None:
    result = step(banked, **PUPPIES, also="acts:greeting")
    assert words(result) == ["Hello.", "Seven."]
    assert result.answered == "the_bus/knows:puppies+acts:greeting"
    assert {"knows:puppies", "acts:greeting"} <= result.after.said


def test_two_questions_are_answered_in_the_order_in_which_they_were_asked(banked: Script) -> None:
    assert words(step(banked, **PUPPIES, also="knows:driver")) == ["Seven.", "Mr Boon."]
    assert words(step(banked, **PUPPIES, also="knows:driver", also_first=True)) == ["Mr Boon.", "Seven."]


def test_two_answers_are_one_move_of_the_talk(banked: Script) -> None:
    both, one = step(banked, **PUPPIES, also="knows:driver").after, step(banked, **PUPPIES).after
    assert replace(both, said=frozenset()) == replace(one, said=frozenset())


def test_never_two_long_answers_and_never_two_takes_of_one(banked: Script) -> None:
    entries = with_entries(
        banked,
        gone={"asked": "Where did he go?", "says": {"pat": LONG}},
        back={"asked": "Did he come back?", "says": {"pat": LONG + "Then he came."}},
        alike={"asked": "How many?", "says": {"pat": "Seven."}},
    )
    gone = {"pick": "knows:gone", "sureness": SURE}
    assert len(step(entries, **gone, also="knows:back").lines) == 1
    assert len(step(entries, **gone, also="knows:driver").lines) == 2
    assert words(step(banked, **PUPPIES, also="knows:puppies")) == ["Seven."]
    assert words(step(entries, **PUPPIES, also="knows:alike")) == ["Seven."]


def test_the_second_answer_opens_nothing_and_decides_nothing(banked: Script) -> None:
    assert words(step(banked, **PUPPIES, also="knows:what_was_said")) == ["Seven."]
    marked = with_entries(
        banked, since={"asked": "Since when?", "says": {"pat": "Since May."}, "remember": "knows_bus"}
    )
    assert words(step(marked, **PUPPIES, also="knows:since")) == ["Seven."]


def test_where_a_question_opens_a_silence_what_is_told_comes_last(banked: Script) -> None:
    result = step(banked, pick="knows:what_was_said", sureness=SURE, also="acts:greeting")
    assert words(result) == ["Hello.", "They said it on the bus. Twice."]


def test_the_reaction_to_a_hurt_stands_alone(banked: Script) -> None:
    assert words(step(banked, "blunt", **PUPPIES, also="acts:greeting")) == ["Yes. Only that."]


def test_who_is_not_there_gives_no_second_answer(banked: Script) -> None:
    alone = with_turns(banked, the_bus={"present": ("sam",)})
    assert words(step(alone, **PUPPIES, also="knows:driver")) == ["Seven! One's mine."]


def test_a_greeting_beside_what_a_criterion_hears_is_returned_first(banked: Script) -> None:
    greeted = {"pick": "acts:greeting", "sureness": SURE, "received": frozenset({"names"})}
    assert words(step(banked, "names", **greeted))[:2] == ["Hello.", "Maybe."]
    assert words(step(banked, "names", **greeted, rules=SECOND_RULES))[:2] == ["Maybe.", "Hello."]


TWO_QUESTIONS = {**PUPPIES, "question": QuestionKind.HOW_MANY, "also": "knows:driver"}


def with_short_branch(script: Script, **update: object) -> Script:
    """The script in which what the first branch says is short, and leads nowhere."""
    turn = script.turn("the_bus")
    branch = turn.replies["asked"].model_copy(update={"goto": None, **update})
    return with_turns(script, the_bus={"replies": {**turn.replies, "asked": branch}})


def test_two_questions_beside_what_a_criterion_hears_are_both_answered(banked: Script) -> None:
    heard = {**TWO_QUESTIONS, "received": frozenset({"names"})}
    assert words(step(banked, "names", **heard))[:3] == ["Maybe.", "Seven.", "Mr Boon."]
    assert words(step(banked, "names", **heard, also_first=True))[:3] == ["Maybe.", "Mr Boon.", "Seven."]
    assert words(step(banked, "names", **heard, rules=SIXTH_RULES))[:2] == ["Maybe.", "Seven."]
    assert "Mr Boon." not in words(step(banked, "names", **heard, rules=SIXTH_RULES))


def test_what_else_was_stated_is_left_to_the_branch(banked: Script) -> None:
    heard = {**TWO_QUESTIONS, "received": frozenset({"names"})}
    assert "Mr Boon." not in words(step(banked, "names", **heard, also_states=True))


def test_a_second_question_is_not_answered_by_what_the_branch_says_or_leads_on_to(banked: Script) -> None:
    heard = {**TWO_QUESTIONS, "received": frozenset({"names"})}
    same = Line(speaker="pat", text="Boon drives it every single morning, Mister Boon.")
    told = with_entries(banked, driver={"asked": "Who drives?", "says": {"pat": "Mister Boon drives every morning."}})
    assert "Mister Boon drives every morning." in words(step(told, "names", **heard))
    assert "Mister Boon drives every morning." not in words(
        step(with_short_branch(told, says=(same,)), "names", **heard)
    )
    onward = with_turns(told, sam_says={"says": (same,)})
    assert "Mister Boon drives every morning." not in words(step(onward, "names", **heard))


def test_before_a_question_is_put_off_another_sentence_gets_its_answer(banked: Script) -> None:
    heard = {"question": QuestionKind.WHY, "pick": "knows:puppies", "also": "knows:driver", "also_states": True}
    for sureness in (Sureness.UNSURE, Sureness.SLIGHT):
        result = later(banked, **heard, sureness=sureness)
        assert words(result) == ["Mr Boon."]
        assert result.answered == "the_bus/knows:driver"
    assert words(later(banked, **heard, rules=SIXTH_RULES))[0] == "Hold that one."


def test_two_entries_that_say_the_same_are_said_once(banked: Script) -> None:
    home = {"asked": "At home?", "says": {"pat": "Everywhere, always, even behind the door."}}
    door = {"asked": "And where?", "says": {"pat": "At home always, behind that same door."}}
    both = with_entries(banked, home=home, door=door)
    heard = {"pick": "knows:home", "sureness": SURE, "question": QuestionKind.WHERE, "also": "knows:door"}
    assert words(step(both, **heard)) == ["Everywhere, always, even behind the door."]
    assert len(step(both, **heard, rules=SEVENTH_RULES).lines) == 2


def test_what_is_hurt_takes_nothing_else_up(banked: Script) -> None:
    heard = {"question": QuestionKind.WHY, "pick": "knows:puppies", "also": "knows:driver", "also_states": True}
    sore = replace(start_at(banked, "the_bus"), hurt=True)
    assert "Mr Boon." not in words(step(banked, at=sore, **heard))


def test_a_question_that_is_sure_by_itself_is_answered_beside_the_branch(banked: Script) -> None:
    heard = {"question": QuestionKind.WHO, "pick": "knows:puppies", "also": "knows:driver"}
    assert words(step(banked, "names", **heard))[:2] == ["Mr Boon.", "Maybe."]
    assert words(step(banked, "names", **heard, also_states=True))[0] == "Maybe."


def test_a_short_answer_is_not_taken_up_twice(banked: Script) -> None:
    acts = {**banked.acts, "agree": Entry.model_validate({"asked": "x", "says": {"pat": "Good."}})}
    agreeing = replace(banked, acts=acts)
    heard = {"answers": (ShortAnswer.YES,), "question": QuestionKind.WHO, "pick": "acts:agree", "sureness": SURE}
    assert words(step(agreeing, **heard, states=True)) == ["You do."]


def test_the_second_choice_is_a_fact_of_the_reply() -> None:
    spans = [Span(start=start, end=start + 4, text="word") for start in (9, 0)]
    pick = Pick(entry="knows:puppies", likely=0.9, span=spans[0], sureness=SURE, also="acts:greeting")
    heard = Signals.of(said().model_copy(update={"pick": pick.model_copy(update={"also_span": spans[1]})}))
    assert (heard.also, heard.also_first) == ("acts:greeting", True)
    earlier = Pick.model_validate_json('{"entry": "knows:puppies", "likely": 0.9, "sureness": "sure"}')
    assert not Signals.of(said().model_copy(update={"pick": earlier})).also


# --- What falls through


def test_a_question_is_put_off_or_answered_by_a_line_for_any_question_and_not_both(banked: Script) -> None:
    turn = banked.turn("the_bus")
    stays = turn.replies["asked"].model_copy(update={"any_met": (), "form": (Form.OPEN_QUESTION,), "goto": None})
    leads = stays.model_copy(update={"goto": "last"})
    heard = {"forms": frozenset({Form.OPEN_QUESTION}), "question": QuestionKind.WHAT}
    for branch, kept in ((stays, ["Hold that one."]), (leads, ["Hold that one.", "Maybe."])):
        formed = with_turns(banked, the_bus={"replies": {**turn.replies, "form": branch}})
        result = later(formed, **heard)
        assert words(result)[: len(kept)] == kept
        assert result.after.trust == result.before.trust + 1
        assert words(later(formed, **heard, rules=SECOND_RULES))[:2] == ["Hold that one.", "Maybe."]
    assert len(later(with_turns(banked, the_bus={"replies": {"form": stays}}), **heard).lines) == 1


def test_what_was_said_is_said_again_only_where_it_is_asked_again(banked: Script) -> None:
    once = with_entries(banked, bin={"asked": "Is that the bin?", "says": {"pat": "It is."}})
    bin_ = {"pick": "knows:bin", "sureness": SURE}
    at = step(once, **bin_).after
    assert words(step(once, at=at, **bin_, question=QuestionKind.YES_OR_NO)) == ["It is."]
    assert "It is." not in words(step(once, at=at, **bin_))


def test_whoever_is_spoken_to_says_what_hurt_and_no_line_is_said_twice(banked: Script) -> None:
    lines = tuple(
        (Line(speaker=who, text=text),) for who, text in (("pat", "One."), ("sam", "Two."), ("pat", "Three."))
    )
    hurting = with_turns(replace(banked, hurt_lines=lines), the_bus={"replies": {}}, sam_says={"replies": {}})
    first = step(hurting, "blunt", to="sam")
    assert words(first) == ["Two."]
    second = step(hurting, "blunt", at=replace(first.after, used=frozenset()))
    third = step(hurting, "blunt", at=replace(second.after, used=frozenset()))
    assert words(second) + words(third) == ["One.", "Three."]
    assert words(step(hurting, "blunt", to="sam", rules=FIRST_RULES)) == ["One."]


def test_what_nobody_can_follow_is_asked_about_once(banked: Script) -> None:
    foreign = frozenset({Aspect.FOREIGN})
    asked = step(banked, aspects=foreign)
    assert [output for output in asked.outputs if isinstance(output, AskBackOutput)]
    assert words(asked) == ["How do you mean?"]
    assert words(step(banked, at=replace(asked.after, asked=False), aspects=foreign))[-1] == "Anyway."
    assert words(step(banked, at=start_at(banked, "the_bus"), aspects=foreign, **PUPPIES)) == ["Seven."]
