"""A question beside what a branch takes up is answered too, by an entry that need not be so sure."""

from dataclasses import replace

import pytest

from coach.model.conditions import Line
from coach.model.events import FOURTH_RULES, SECOND_RULES, THIRD_RULES
from coach.model.reading import Form, QuestionKind, Sureness
from coach.model.scenario import Answer, Branch, Entry
from coach.rehearsal.script import MOST_LISTENED, Script, fits_anything, tells_the_same
from tests.rehearsal.banked import with_bank, with_turns
from tests.rehearsal.test_decision import later, start_at, step, words

SURE, FAIR, PERHAPS, SLIGHT = Sureness.SURE, Sureness.FAIR, Sureness.PERHAPS, Sureness.SLIGHT
HOW_MANY = {"pick": "knows:puppies", "question": QuestionKind.HOW_MANY}


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def with_entry(script: Script, **entry: object) -> Script:
    """The script in which the entry about puppies is otherwise."""
    puppies = Entry.model_validate({"asked": "How many?", "says": {"pat": "Seven."}, **entry})
    return replace(script, knows={**script.knows, "puppies": puppies})


@pytest.mark.parametrize("sureness", [FAIR, PERHAPS, SLIGHT])
def test_a_question_beside_what_a_criterion_hears_is_answered_before_the_story_goes_on(
    banked: Script, sureness: Sureness
) -> None:
    result = step(banked, "names", **HOW_MANY, sureness=sureness)
    assert words(result)[:2] == ["Seven.", "Maybe."]
    assert result.answered == "the_bus/asked+knows:puppies"
    assert result.after.turn == "sam_says"


def test_it_is_answered_after_what_was_said_before_it(banked: Script) -> None:
    result = step(banked, "names", **HOW_MANY, sureness=FAIR, received=frozenset({"names"}))
    assert words(result)[:2] == ["Maybe.", "Seven."]


def test_the_branch_moves_what_it_would_have_moved_alone(banked: Script) -> None:
    both, alone = step(banked, "names", **HOW_MANY, sureness=PERHAPS).after, step(banked, "names").after
    assert replace(both, said=frozenset()) == alone


def test_what_is_not_asked_is_not_answered_besides(banked: Script) -> None:
    assert step(banked, "names", pick="knows:puppies", sureness=PERHAPS).answered == "the_bus/asked"
    assert step(banked, "names", **HOW_MANY, sureness=PERHAPS, states=True).answered == "the_bus/asked"
    assert step(banked, "names", **HOW_MANY).answered == "the_bus/asked"


def test_an_answer_besides_opens_nothing_and_decides_nothing(banked: Script) -> None:
    kept = {"question": QuestionKind.WHAT, "sureness": PERHAPS}
    assert step(banked, "names", pick="knows:what_was_said", **kept).answered == "the_bus/asked"
    marked = with_entry(banked, remember="knows_bus")
    assert step(marked, "names", **HOW_MANY, sureness=PERHAPS).answered == "the_bus/asked"


def test_nobody_says_both_where_that_is_long_or_the_same(banked: Script) -> None:
    for says in ("And so on and on. " * 30, "Maybe."):
        script = with_entry(banked, says={"pat": says})
        assert step(script, "names", **HOW_MANY, sureness=PERHAPS).answered == "the_bus/asked"


def test_a_long_branch_passes_over_a_question_by_the_fourth_rules_alone(banked: Script) -> None:
    script = with_entry(banked, says={"pat": "Seven, and there were more of them before the spring came round. " * 7})
    assert step(script, "names", **HOW_MANY, sureness=FAIR, rules=FOURTH_RULES).answered == "the_bus/asked"
    assert step(script, "names", **HOW_MANY, sureness=FAIR).answered == "the_bus/asked+knows:puppies"


def test_the_same_is_not_told_twice_in_other_words() -> None:
    told = (Line(speaker="pat", text="Mr Beaumont, that's his form teacher. Then Mr Haigh, ten days after."),)
    again = (
        Line(speaker="pat", text="Beaumont first, his form teacher. Then it was Haigh. He said he'd have a word."),
    )
    assert tells_the_same(told, again)
    assert not tells_the_same(told, (Line(speaker="pat", text="He keeps count of it, at the back of his planner."),))
    assert not tells_the_same(told, (Line(speaker="pat", text="Yes."),))


def test_after_a_hurt_only_a_fairly_sure_answer_is_given_and_the_hurt_comes_first(banked: Script) -> None:
    for sureness in (SURE, FAIR):
        assert words(step(banked, "blunt", **HOW_MANY, sureness=sureness)) == ["Yes. Only that.", "Seven."]
    assert words(step(banked, "blunt", **HOW_MANY, sureness=PERHAPS)) == ["Yes. Only that."]


def test_a_repair_and_a_question_are_both_taken_up(banked: Script) -> None:
    hurt = replace(start_at(banked, "the_bus"), hurt=True)
    result = step(banked, "mend", at=hurt, **HOW_MANY, sureness=PERHAPS)
    assert words(result) == ["Thank you for saying.", "Seven."]
    assert not result.after.hurt


def test_what_a_silence_tells_comes_after_the_answer(banked: Script) -> None:
    result = step(banked, "asks", **HOW_MANY, sureness=SURE)
    assert words(result)[0] == "Seven."
    assert "the_words" in result.after.told


def test_an_entry_that_may_be_meant_is_said_instead_of_a_line_that_fits_anything(banked: Script) -> None:
    assert words(later(banked, **HOW_MANY, sureness=PERHAPS)) == ["Seven."]
    assert words(later(banked, **HOW_MANY, sureness=SLIGHT))[0] == "Hold that one."
    assert later(banked, pick="knows:puppies", sureness=PERHAPS).branch == "otherwise"


def test_rehearsals_from_before_are_answered_as_they_were(banked: Script) -> None:
    for rules in (SECOND_RULES, THIRD_RULES):
        assert step(banked, "names", **HOW_MANY, sureness=FAIR, rules=rules).answered == "the_bus/asked"
        assert words(step(banked, "blunt", **HOW_MANY, sureness=SURE, rules=rules)) == ["Yes. Only that."]


# --- Branches that fit nearly any reply


def test_a_branch_that_listens_for_nearly_everything_answers_nothing_in_particular() -> None:
    many = tuple(f"criterion_{letter}" for letter in "abcdefgh"[: MOST_LISTENED + 1])
    assert fits_anything(Branch(any_met=many))
    assert fits_anything(Branch(helpful=True))
    for narrow in (
        Branch(any_met=many[:-1]),
        Branch(follows_up=True),
        Branch(form=(Form.OPEN_QUESTION,)),
        Answer(),
    ):
        assert not fits_anything(narrow)


def test_a_family_that_is_still_sore_says_so_and_answers(banked: Script) -> None:
    many = tuple(f"criterion_{letter}" for letter in "abcdefgh")
    turn = banked.turn("the_bus")
    sore = turn.replies["asked"].model_copy(update={"met": (), "any_met": (*many, "names"), "goto": None})
    script = with_turns(banked, the_bus={"replies": {"sore": sore}})
    assert words(step(script, "names", **HOW_MANY, sureness=FAIR)) == ["Maybe.", "Seven."]
    assert words(step(script, "names", **HOW_MANY, sureness=FAIR, rules=THIRD_RULES)) == ["Maybe."]


def test_a_branch_that_fits_anything_is_never_said_to_a_question_that_is_put_off(banked: Script) -> None:
    turn = banked.turn("the_bus")
    kind = turn.replies["asked"].model_copy(update={"met": (), "any_met": (), "helpful": True})
    script = with_turns(banked, the_bus={"replies": {"kind": kind}})
    asked = words(later(script, "names", question=QuestionKind.WHAT))
    assert asked[0] == "Hold that one."
    assert "Maybe." not in asked
    assert words(later(script, "names"))[0] == "Maybe."
    assert words(later(script, "names", question=QuestionKind.WHAT, rules=THIRD_RULES))[0] == "Maybe."
