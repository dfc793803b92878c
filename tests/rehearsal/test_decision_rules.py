"""A rehearsal is answered by the rules that it was played by, each of which ends where the next begins."""

from dataclasses import replace

import pytest

from coach.model.events import FIFTH_RULES, FOURTH_RULES, SECOND_RULES, SIXTH_RULES, THIRD_RULES
from coach.model.reading import Aspect, QuestionKind, ShortAnswer, Sureness
from coach.model.scenario import Condition, Entry, Reaction
from coach.rehearsal.decision import (
    BOTH_ANSWERS,
    BOTH_QUESTIONS,
    MOST_LINES,
    SHORT_ANSWER,
    SHORT_QUESTION,
    WITH_BRANCH,
    WITH_BRANCH_BEFORE,
)
from coach.rehearsal.script import MOST_LISTENED, Script
from tests.rehearsal.banked import with_bank, with_turns
from tests.rehearsal.test_decision import later, start_at, step, words

SURE, FAIR, PERHAPS, SLIGHT = Sureness.SURE, Sureness.FAIR, Sureness.PERHAPS, Sureness.SLIGHT
PUPPIES = {"pick": "knows:puppies", "sureness": SURE}
ASKED = {"question": QuestionKind.HOW_MANY}


@pytest.fixture
def banked(script: Script) -> Script:
    return with_bank(script)


def count_words(number: int, word: str) -> str:
    """So many words, of three letters: none of them tells the same as another."""
    return " ".join([word] * number)


def with_entries(script: Script, **says: str) -> Script:
    """The script with more entries, which Pat says."""
    more = {key: Entry.model_validate({"asked": "x", "says": {"pat": text}}) for key, text in says.items()}
    return replace(script, knows={**script.knows, **more})


# --- A question beside what was agreed, or beside another


def test_beside_what_was_agreed_a_question_need_not_be_so_sure_since_the_fifth_rules(banked: Script) -> None:
    planning = replace(banked, plans="names")
    heard = {"pick": "knows:puppies", "sureness": PERHAPS, **ASKED}
    for rules, answered in ((FIFTH_RULES, True), (FOURTH_RULES, False)):
        assert ("Seven." in words(step(planning, "names", **heard, rules=rules))) is answered
    sure = {"pick": "knows:puppies", "sureness": FAIR, **ASKED}
    assert "Seven." in words(step(planning, "names", **sure, rules=FOURTH_RULES))


def test_a_short_answer_was_taken_up_twice_by_the_second_rules(banked: Script) -> None:
    heard = {"answers": (ShortAnswer.YES,), **PUPPIES, **ASKED, "states": True}
    for rules, said in ((SECOND_RULES, ["You do.", "Seven."]), (THIRD_RULES, ["You do."])):
        assert words(step(banked, **heard, rules=rules)) == said


def test_what_was_said_was_said_again_unasked_by_the_second_rules(banked: Script) -> None:
    once = with_entries(banked, bin="It is.")
    at = step(once, pick="knows:bin", sureness=SURE).after
    for rules, again in ((SECOND_RULES, True), (THIRD_RULES, False)):
        assert ("It is." in words(step(once, at=at, pick="knows:bin", sureness=SURE, rules=rules))) is again


def test_a_question_beside_a_branch_is_answered_since_the_fourth_rules(banked: Script) -> None:
    heard = {"pick": "knows:puppies", "sureness": FAIR, **ASKED}
    for rules, said in ((THIRD_RULES, "the_bus/asked"), (FOURTH_RULES, "the_bus/asked+knows:puppies")):
        assert step(banked, "names", **heard, rules=rules).answered == said


@pytest.mark.parametrize(("rules", "most"), [(FOURTH_RULES, WITH_BRANCH_BEFORE), (FIFTH_RULES, WITH_BRANCH)])
def test_an_entry_with_a_branch_is_so_long_at_most(banked: Script, rules: int, most: int) -> None:
    """ "Maybe." is one of the words."""
    for words_of_it, said in ((most - 1, "the_bus/asked+knows:long"), (most, "the_bus/asked")):
        script = with_entries(banked, long=count_words(words_of_it, "aye"))
        heard = {"pick": "knows:long", "sureness": FAIR, **ASKED, "rules": rules}
        assert step(script, "names", **heard).answered == said


@pytest.mark.parametrize(
    ("rules", "short", "most"),
    [(SIXTH_RULES, SHORT_ANSWER, BOTH_ANSWERS), (SIXTH_RULES + 1, SHORT_QUESTION, BOTH_QUESTIONS)],
)
def test_of_two_answers_one_is_short_and_both_are_not_long(banked: Script, rules: int, short: int, most: int) -> None:
    def both(first: int, second: int, **more: object) -> int:
        script = with_entries(banked, one=count_words(first, "aye"), two=count_words(second, "och"))
        heard = {"pick": "knows:one", "sureness": SURE, "also": "knows:two", "rules": rules, **more}
        return len(step(script, **heard).lines)

    assert [both(short, short), both(short + 1, short + 1)] == [2, 1]
    assert [both(most - 5, 5), both(most - 4, 5)] == [2, 1]
    assert [both(5, most - 5), both(5, most - 4)] == [2, 1], "whichever is the short one"
    stated = {"also_states": True}
    assert both(SHORT_ANSWER, SHORT_ANSWER, **stated) == 2
    assert both(SHORT_ANSWER + 1, SHORT_ANSWER + 1, **stated) == 1, "what was stated is no second question"


def test_a_question_that_is_sure_by_itself_is_answered_since_the_seventh_rules(banked: Script) -> None:
    heard = {"question": QuestionKind.WHO, "pick": "knows:puppies", "also": "knows:driver"}
    assert words(step(banked, "names", **heard))[0] == "Mr Boon."
    assert words(step(banked, "names", **heard, rules=SIXTH_RULES))[0] == "Maybe."


def test_a_branch_that_listens_for_much_was_a_criterions_by_the_third_rules(banked: Script) -> None:
    """Since then it answers nothing in particular, and an entry that may be meant is said in its place."""
    many = ("names", *(f"criterion_{letter}" for letter in "abcdefghij"))
    heard = {"pick": "knows:puppies", "sureness": FAIR}
    for listens, rules, answered in (
        (many[:MOST_LISTENED], FOURTH_RULES, "the_bus/asked"),
        (many[: MOST_LISTENED + 1], FOURTH_RULES, "the_bus/knows:puppies"),
        (many[: MOST_LISTENED + 1], THIRD_RULES, "the_bus/asked"),
    ):
        branch = banked.turn("the_bus").replies["asked"].model_copy(update={"any_met": listens})
        script = with_turns(banked, the_bus={"replies": {"asked": branch}})
        assert step(script, "names", **heard, rules=rules).answered == answered


def test_the_answer_came_after_the_branchs_line_by_the_third_rules(banked: Script) -> None:
    """Since then it comes before a line that leads on: that is written to be heard just before what it leads to."""
    sorry = {"pick": "acts:greeting", "sureness": SURE, "received": frozenset({"names"})}
    for rules, first in ((SECOND_RULES, "Maybe."), (THIRD_RULES, "Hello.")):
        assert words(step(banked, "names", **sorry, rules=rules))[0] == first
    planning = replace(banked, plans="names")
    heard = {**PUPPIES, **ASKED}
    assert words(step(planning, "names", **heard, rules=FOURTH_RULES))[:2] == ["Seven.", "Maybe."]


def test_which_line_for_a_hurt_is_said_was_counted_by_the_second_rules(banked: Script) -> None:
    hurting = with_turns(banked, the_bus={"replies": {}})
    first = step(hurting, "blunt").after
    again = replace(first, used=frozenset(), hurts=0)
    assert words(step(hurting, "blunt", at=again, rules=SECOND_RULES)) == ["Right."]
    assert words(step(hurting, "blunt", at=again, rules=THIRD_RULES)) == ["If you say so."]


# --- What needs no rules


def test_a_family_with_one_line_for_a_repair_says_it_at_every_repair(banked: Script) -> None:
    """And the last of its lines for a hurt, once all were said."""
    bare = with_turns(banked, the_bus={"replies": {}})
    at, said = start_at(bare, "the_bus"), []
    for criterion in ("blunt", "mend") * 3:
        result = step(bare, criterion, at=at)
        said += words(result)
        at = replace(result.after, used=frozenset())
    thanks = "Thank you for saying."
    assert said == ["Right.", thanks, "If you say so.", thanks, "If you say so.", thanks]


def test_a_no_that_is_all_there_is_is_said_once(banked: Script) -> None:
    """Where the branch for the no is what answers the rest of the reply too."""
    no = {"answers": (ShortAnswer.NO,), "aspects": frozenset({Aspect.PLAIN_NO})}
    result = step(banked, "vague", **no)
    assert words(result) == ["It was the number nine."]
    assert result.branch == "stand_in"


def test_what_follows_a_clear_no_counts_as_used_and_leads_on(banked: Script) -> None:
    reaction = Reaction.model_validate({"says": {"pat": "Then we agree."}, "remember": "agreed", "goto": "last"})
    asking = with_turns(banked, the_bus={"asks": {"no": reaction}})
    no = {"answers": (ShortAnswer.NO,), "aspects": frozenset({Aspect.PLAIN_NO})}
    helped = step(asking, "names", **no)
    assert helped.after.turn == "sam_says", "the branch says where the talk goes"
    assert "agreed" in helped.after.remembered
    hurt = step(asking, "blunt", **no)
    assert hurt.after.turn == "last", "where the branch says nothing of it, the answer to the question does"
    staying = with_turns(banked, the_bus={"asks": {"no": reaction.model_copy(update={"goto": None})}})
    assert "asks:no" in step(staying, "blunt", **no).after.used
    telling = reaction.model_copy(update={"tells": "the_words", "goto": None})
    silent = step(with_turns(banked, the_bus={"asks": {"no": telling}}), "blunt", **no)
    assert words(silent) == ["Yes. Only that."], "no silence is told beside a hurt"


def test_a_no_with_what_else_is_answered_is_no_speech(banked: Script) -> None:
    long = Reaction.model_validate({"says": [{"pat": f"Line {number}."} for number in range(10)]})
    branch = banked.turn("the_bus").replies["brushed_off"]
    many = branch.model_copy(update={"says": branch.says * 5})
    asking = with_turns(banked, the_bus={"asks": {"no": long}, "replies": {"brushed_off": many}})
    no = {"answers": (ShortAnswer.NO,), "aspects": frozenset({Aspect.PLAIN_NO})}
    assert len(step(asking, "blunt", **no).lines) == MOST_LINES == 12


def test_what_they_asked_for_is_met_by_what_a_reply_does_too(banked: Script) -> None:
    """By a criterion, by a short answer, or by words that mean it, where it fits how things stand."""
    does = {"met": "child", "answers": ["done"], "says": {"pat": "Good."}, "asked": ["x"]}
    meeting = with_turns(banked, the_bus={"meets": {"it": Condition.model_validate(does)}})
    for heard in ({"answers": (ShortAnswer.DONE,)}, {"pick": "meets:it", "sureness": FAIR}):
        assert words(step(meeting, **heard))[0] == "Good."
    assert words(step(meeting, "child"))[0] == "Good."
    assert "Good." not in words(step(meeting, pick="meets:it", sureness=PERHAPS))
    assert "Good." not in words(step(meeting, "names"))
    trusting = with_turns(banked, the_bus={"meets": {"it": Condition.model_validate({**does, "trust": "3+"})}})
    assert "Good." not in words(step(trusting, "child"))


def test_a_greeting_and_a_silence_are_never_a_second_answer_to_one_that_is_hurt(banked: Script) -> None:
    sore = replace(start_at(banked, "the_bus"), hurt=True, helpful_run=0)
    assert words(step(banked, at=sore, **PUPPIES, also="acts:greeting")) == ["Seven."]
    waiting = replace(
        banked, acts={**banked.acts, "silence": Entry.model_validate({"asked": "x", "says": {"pat": "(waits)"}})}
    )
    assert words(step(waiting, **PUPPIES, also="acts:silence")) == ["Seven."]
    slight = {"question": QuestionKind.WHY, "also": "acts:silence", "also_states": True}
    assert words(later(waiting, **slight))[0] == "Hold that one."


def test_who_was_hurt_does_not_fill_a_silence(banked: Script) -> None:
    waiting = replace(
        banked, acts={**banked.acts, "silence": Entry.model_validate({"asked": "x", "says": {"pat": "(waits)"}})}
    )
    silent = {"aspects": frozenset({Aspect.SILENT})}
    sore = replace(start_at(waiting, "the_bus"), hurt=True)
    assert words(step(waiting, **silent)) == ["(waits)"]
    assert words(step(waiting, at=sore, **silent)) == ["Anyway."]


def test_a_nod_asks_for_nothing_but_what_it_surely_means(banked: Script) -> None:
    nod = {"aspects": frozenset({Aspect.NODS})}
    assert words(later(banked, **nod, **PUPPIES)) == ["Seven."]
    assert words(later(banked, **nod, pick="knows:puppies", sureness=FAIR)) == ["Anyway."]
    waiting = replace(
        banked, acts={**banked.acts, "silence": Entry.model_validate({"asked": "x", "says": {"pat": "(waits)"}})}
    )
    assert words(later(waiting, **nod, pick="acts:silence", sureness=SURE)) == ["Anyway."]
