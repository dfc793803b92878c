"""Who answers a reply: what matters most first, then a sure entry, then the criterion's branch, then an honest line."""

from dataclasses import replace

import pytest

from coach.model.conditions import Line
from coach.model.events import Replied
from coach.model.reading import Aspect, Hearing, Pick, QuestionKind, ShortAnswer, Sureness
from coach.model.scenario import Condition, Entry, Reaction
from coach.rehearsal.engine import apply, fold, start
from coach.rehearsal.script import Script
from coach.rehearsal.state import EntryOutput, HonestOutput, Position, Signals, SilenceOutput, State, Step
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


def later(script: Script, *clear: str, **heard: object) -> Step:
    """The family's answer to a reply that is not the first."""
    position = replace(start_at(script, script.dialogue.begins), said=frozenset({"knows:earlier"}))
    return step(script, *clear, at=position, **heard)


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


def test_what_somebody_does_is_answered_by_a_silence_that_they_are_ready_to_tell_and_have_not_told(
    banked: Script,
) -> None:
    does = {"asked": "I've put it down.", "says": {"pat": "Thank you."}, "tells": "the_words"}
    telling = with_turns(banked, the_bus={"meets": {"the_pen": Condition.model_validate(does)}})
    at = start_at(telling, "the_bus")
    for before, tells in ((at, True), (replace(at, told=frozenset({"the_words"})), False)):
        result = step(telling, at=before, pick="meets:the_pen", sureness=SURE)
        assert (SilenceOutput("the_words") in result.outputs) is tells
        assert ("Thank you." in words(result)) is tells


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
    assert words(later(banked, to="sam")) == ["Okay.", "Anyway."]


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


def test_what_is_said_again_of_a_silence_waits_until_it_was_told(banked: Script) -> None:
    told_after = {"asked": "What did they say?", "says": {"pat": "Not now."}, "opens": "the_words"}
    entry = Entry.model_validate({**told_after, "again": {"pat": "I told you: that word."}})
    asked = {"pick": "knows:what_was_said", "sureness": SURE}
    script = replace(banked, knows={**banked.knows, "what_was_said": entry})
    kept = step(script, at=replace(start_at(script, "the_bus"), hurt=True), **asked)
    assert words(step(script, at=kept.after, **asked)) == ["Not now."]
    told = replace(start_at(script, "the_bus"), told=frozenset({"the_words"}))
    assert words(step(script, at=told, **asked)) == ["I told you: that word."]


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
    assert words(later(long)) == ["Right.", "Anyway."]
    at, said = later(long, pick="knows:puppies", sureness=SURE).after, []
    for _ in range(7):
        result = step(long, at=at, question=QuestionKind.WHO)
        at = result.after
        said.append(words(result)[0])
    # Never twice running, never more than twice, and no line again.
    assert said == ["Hold that one.", "Anyway.", "In a minute.", "Anyway.", "I don't know who.", "Anyway.", "Anyway."]


def test_a_question_is_not_known_only_where_its_kind_is_clear_and_they_may_indeed_not_know(banked: Script) -> None:
    at = replace(start_at(banked, "the_bus"), deferred=2, said=frozenset({"knows:earlier"}))
    assert words(step(banked, at=at, question=QuestionKind.WHO)) == ["I don't know who.", "Anyway."]
    assert words(step(banked, at=at, question=QuestionKind.WHAT)) == ["Anyway."]
    known = frozenset({Aspect.ASKS_KNOWN})
    assert words(step(banked, at=at, question=QuestionKind.WHO, aspects=known)) == ["Anyway."]


def test_a_question_that_is_asked_again_is_not_put_off_again(banked: Script) -> None:
    again = frozenset({Aspect.ASKS_AGAIN})
    assert words(later(banked, question=QuestionKind.WHAT)) == ["Hold that one.", "Anyway."]
    assert words(later(banked, question=QuestionKind.WHAT, aspects=again)) == ["Anyway."]


def test_the_first_reply_is_never_put_off_nor_received_with_a_stock_line(banked: Script) -> None:
    assert words(step(banked)) == ["Anyway."]
    assert words(step(banked, question=QuestionKind.WHO)) == ["Anyway."]


def test_no_line_of_receiving_is_said_twice(banked: Script) -> None:
    long = with_turns(banked, the_bus={"otherwise": banked.turn("the_bus").otherwise[:1] * 9})
    at, said = later(long, pick="knows:puppies", sureness=SURE).after, []
    for _ in range(6):
        result = step(long, at=at)
        at = result.after
        said += words(result)[:-1]
    assert len(said) == len(set(said)) == 2  # Sam was not spoken to


def test_a_silence_gets_the_familys_line_for_silence_until_those_are_said(banked: Script) -> None:
    silent = frozenset({Aspect.SILENT})
    act = Entry.model_validate({"asked": "x", "says": {"pat": ["(waits)", "(waits on)"]}})
    waiting = replace(banked, acts={**banked.acts, "silence": act})
    first = step(waiting, aspects=silent)
    assert words(first) == ["(waits)"]
    assert words(step(waiting, at=first.after, aspects=silent)) == ["(waits on)"]
    assert words(later(banked, aspects=silent)) == ["Anyway."]


def test_a_nod_is_not_commented_on_and_the_family_goes_on(banked: Script) -> None:
    nod = frozenset({Aspect.NODS})
    assert words(later(banked, aspects=nod)) == ["Anyway."]
    assert words(later(banked, aspects=nod, pick="knows:puppies", sureness=FAIR)) == ["Anyway."]
    assert words(later(banked, answers=(ShortAnswer.YES,), alone=True, aspects=nod)) == ["You do."]


def test_nobody_answers_for_whoever_is_called_by_name(banked: Script) -> None:
    named = frozenset({Aspect.NAMED})
    driver = {"pick": "knows:driver", "sureness": SURE}
    assert words(step(banked, to="sam", **driver)) == ["Mr Boon."]
    assert "Mr Boon." not in words(later(banked, to="sam", aspects=named, **driver))
    assert words(later(banked, to="sam", aspects=named, question=QuestionKind.WHO)) == ["Anyway."]
    assert words(later(banked, to="sam", aspects=named)) == ["Okay.", "Anyway."]


def test_whoever_is_not_in_the_room_says_nothing(banked: Script) -> None:
    alone = with_turns(banked, the_bus={"present": ("sam",)})
    assert words(step(alone, pick="knows:puppies", sureness=SURE, to="pat")) == ["Seven! One's mine."]
    assert step(alone, pick="knows:driver", sureness=SURE).branch == "otherwise"
    assert words(later(alone)) == ["Okay.", "Anyway."]
    assert "knows:driver" not in alone.list_entries("the_bus")
    assert "knows:driver" in alone.list_entries("sam_says")


def test_a_straight_question_about_safety_is_never_put_off(banked: Script) -> None:
    asks = frozenset({Aspect.ASKS_SAFETY})
    straight = replace(banked, asked_straight=((Line(speaker="pat", text="Nobody has touched him."),),))
    assert words(later(straight, question=QuestionKind.YES_OR_NO, aspects=asks)) == [
        "Nobody has touched him.",
        "Anyway.",
    ]
    entry = {"pick": "knows:puppies", "sureness": FAIR}
    assert words(later(straight, question=QuestionKind.YES_OR_NO, aspects=asks, **entry)) == ["Seven."]


def test_an_offer_of_weight_is_received_and_never_put_off(banked: Script) -> None:
    offer = frozenset({Aspect.OFFERS})
    assert words(later(banked, question=QuestionKind.YES_OR_NO, aspects=offer)) == ["Right.", "Anyway."]


def test_a_clear_no_is_a_no_whatever_follows_and_what_else_is_done_is_answered_after_it(banked: Script) -> None:
    reaction = Reaction.model_validate({"says": {"pat": "Then we agree."}})
    asking = with_turns(banked, the_bus={"asks": {"no": reaction}})
    no = {"answers": (ShortAnswer.NO, ShortAnswer.TOLD), "aspects": frozenset({Aspect.PLAIN_NO})}
    helped = step(asking, "names", **no)
    assert words(helped)[:2] == ["Then we agree.", "Maybe."]
    assert (helped.branch, helped.after.trust) == ("asked", helped.before.trust + 1)
    hurt = step(asking, "blunt", **no)
    assert words(hurt)[0] == "Then we agree."
    assert hurt.branch == "brushed_off"
    assert hurt.after.hurt
    assert step(asking, "names", answers=(ShortAnswer.NO,)).lines[0].text == "Maybe."


def test_what_was_read_out_is_not_asked_for_again(banked: Script) -> None:
    once = banked.turn("the_bus").otherwise[:1] * 5
    asking = with_turns(banked, the_bus={"remark": (Line(speaker="pat", text="Read it me."),), "otherwise": once})
    first = later(asking)
    assert words(first) == ["Right.", "Read it me."]
    assert "Read it me." not in words(step(asking, at=first.after))
    read = later(asking, aspects=frozenset({Aspect.QUOTES}), pick="knows:puppies", sureness=SURE).after
    assert words(step(asking, at=read)) == ["Right.", "Anyway."]


def test_an_entry_leaves_its_mark_and_is_kept_out_of_turns(banked: Script) -> None:
    marking = Entry.model_validate({"asked": "x", "says": {"pat": "Since May."}, "remember": "said_may"})
    after = Entry.model_validate({"asked": "y", "says": {"pat": "Before May."}, "remembers": "said_may"})
    kept_out = Entry.model_validate({"asked": "z", "says": {"pat": "Bye."}, "not_turns": "the_bus"})
    entries = replace(banked, knows={"since": marking, "before": after, "bye": kept_out})
    assert step(entries, pick="knows:before", sureness=SURE).branch == "otherwise"
    said = step(entries, pick="knows:since", sureness=SURE).after
    assert said.remembered == {"said_may"}
    assert words(step(entries, at=said, pick="knows:before", sureness=SURE)) == ["Before May."]
    assert step(entries, pick="knows:bye", sureness=SURE).branch == "otherwise"
    both = step(entries, "names", pick="knows:since", sureness=SURE, received=frozenset({"names"})).after
    assert "said_may" in both.remembered


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
