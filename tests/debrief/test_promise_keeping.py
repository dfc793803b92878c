"""A promise that was kept while they talked is owed to nobody; what is not surely done is."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardText
from coach.debrief.page_facts import PageFacts
from coach.debrief.plan_cards import is_said_in_fun, make_promise_cards
from coach.debrief.promise_keeping import find_new_time, was_kept
from coach.debrief.promises import SpokenPromise, find_promises
from coach.model.afterwards import SharedPromise
from coach.model.conditions import Line
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from coach.rehearsal.state import LinesOutput
from tests.conftest import said, with_book
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer

COMES_ON = Line(speaker="voice", text="Good afternoon. Interpreter two-two-oh-seven.")


def talk(script: Script, rubric: Rubric, *replies: str, comes_on: bool = False) -> PageFacts:
    """A conversation of these replies, to the last of which an interpreter answers, or does not."""
    facts = facts_of(script, rubric, *(said("vague", text=text) for text in replies))
    if not comes_on:
        return facts
    last = facts.attempt.exchanges[-1]
    answered = replace(last, outputs=(*last.outputs, LinesOutput(lines=(COMES_ON,), topic="")))
    return replace(facts, attempt=replace(facts.attempt, exchanges=(*facts.attempt.exchanges[:-1], answered)))


@pytest.mark.parametrize(
    "promise",
    [
        "I can ask for somebody else.",
        "I'll ask for another interpreter, and there's no complaint.",
        "I can ask the agency for another person, not this man, and I needn't give a reason.",
        "I'll ring the agency then.",
        "I'm ringing the agency this minute for another Tigrinya speaker, and I'll tell Mr Tesfay it's me.",
    ],
)
def test_another_interpreter_is_owed_until_one_comes_on(script: Script, rubric: Rubric, promise: str) -> None:
    spoken = SpokenPromise(1, promise)
    assert not was_kept(talk(script, rubric, promise, "Thank you."), spoken)
    assert was_kept(talk(script, rubric, promise, "Thank you.", comes_on=True), spoken)


def test_what_is_promised_besides_is_owed_all_the_same(script: Script, rubric: Rubric) -> None:
    promise = "I'll get another interpreter, and I'll tell the agency why."
    assert not was_kept(talk(script, rubric, promise, comes_on=True), SpokenPromise(1, promise))


@pytest.mark.parametrize(
    ("promise", "answer", "lapsed"),
    [
        ("I'll find the hospital copy myself if not.", "It's in the bag. I'll dig it out.", True),
        ("I'll ring them if you can't.", "I can. I'm off tomorrow.", True),
        ("I'll bring one if you haven't got it.", "Yes. Somewhere.", True),
        ("I'll find the hospital copy myself if not.", "No. It's lost.", False),
        ("I'll find the hospital copy myself if not.", "I rang my dad.", False),
        ("I'll find the hospital copy myself.", "It's in the bag.", False),
        ("I'll find the hospital copy myself if not.", "We'll be here.", False),
        ("I'll ring you on Friday even if there's no news.", "We'll be here.", False),
        ("I'll ring you on Friday if there's no news.", "We'll be here.", False),
        ("I'll ask if they can't move it to Thursday.", "Yes.", False),
        ("I'll ring them if you can't.", "Yes.", False),
        ("I won't write it down even if it isn't a secret.", "Yes.", False),
        ("I won't write it down if it isn't true.", "It is here.", False),
        ("If you can't, I'll ring them on Friday and write to the head.", "I can.", False),
    ],
)
def test_what_was_for_a_case_that_their_next_line_rules_out_is_not_owed(
    script: Script, rubric: Rubric, promise: str, answer: str, lapsed: bool
) -> None:
    facts = facts_of(with_answer(script, "asked", pat(answer)), rubric, said("names", text=promise))
    assert was_kept(facts, SpokenPromise(1, promise)) is lapsed


@pytest.mark.parametrize(
    ("promise", "later", "kept"),
    [
        ("I'll read it back to you.", "Let me read it back: 'not Tuesdays'.", True),
        ("I'll read that back to you now.", "It says “not Tuesdays”, and your name.", True),
        ("I'll read it back to you.", "Shall I read it back to you first?", False),
        ("I'll read it back to you.", "Let me read it back.", False),
        ("I'll read it back to you.", "I don't know what it says, 'not Tuesdays' or so.", False),
        ("I'll read it back to you.", "Is there more?", False),
        ("I'll send the school your words tomorrow and read it back to you.", "Let me read it: 'not now'.", False),
        ("I'll read it back to you on Friday, and I will ring the school.", "Let me read it: 'not now'.", False),
        ("I'll read it back to you on Friday.", "Let me read it: 'not now'.", False),
        ("I'll write that down now.", "I've written 'not Tuesdays'.", True),
        ("I'll write that down now.", "Is there more?", False),
        ("I'll ring the school tomorrow.", "Let me read it back.", False),
    ],
)
def test_what_was_read_back_or_written_there_is_kept(
    script: Script, rubric: Rubric, promise: str, later: str, *, kept: bool
) -> None:
    assert was_kept(talk(script, rubric, promise, later), SpokenPromise(1, promise)) is kept


def test_who_is_told_in_the_next_breath_was_told(script: Script, rubric: Rubric) -> None:
    promise = "I will tell him now."
    for rest, kept in (("Sam, thank you for your help.", True), ("Monday, then.", False), ("", False)):
        assert was_kept(talk(script, rubric, f"{promise} {rest}".strip()), SpokenPromise(1, promise)) is kept


@pytest.mark.parametrize(
    "promise",
    ["I'll ring the school tomorrow and I will tell her teacher what was said.", "I will tell him on Friday."],
)
def test_what_is_promised_besides_telling_is_owed(script: Script, rubric: Rubric, promise: str) -> None:
    assert not was_kept(talk(script, rubric, f"{promise} Sam, thank you for waiting."), SpokenPromise(1, promise))


def test_what_its_author_says_of_a_promise_stands(script: Script, rubric: Rubric) -> None:
    shared = SharedPromise.model_validate({"words": "read", "because": "Not yours."})
    promise = SpokenPromise(1, "I'll read it back to you.", shared)
    assert not was_kept(talk(script, rubric, promise.text, "Let me read it back: 'not Tuesdays'."), promise)


@pytest.mark.parametrize(
    "promise",
    [
        "This stays between us, I won't say anything to anyone.",
        "I won't say anything to her mother.",
        "Go on, I won't tell.",
        "I'll tell the phone company.",
    ],
)
def test_what_its_author_warns_of_is_never_in_fun_even_in_the_first_reply(
    script: Script, rubric: Rubric, promise: str
) -> None:
    shared = SharedPromise.model_validate({"words": promise, "because": "Not yours."})
    facts = facts_of(with_book(script, told="last"), rubric, said(text=promise))
    assert not is_said_in_fun(facts, SpokenPromise(1, promise, shared))


@pytest.mark.parametrize("who", ["head teacher", "police", "school nurse", "manager", "social worker", "doctor"])
def test_nobody_who_has_a_role_is_told_in_fun(script: Script, rubric: Rubric, who: str) -> None:
    promise = f"I'll tell the {who}."
    facts = facts_of(with_book(script, told="last"), rubric, said(text=promise))
    assert not is_said_in_fun(facts, SpokenPromise(1, promise))


def test_to_say_nothing_to_anyone_is_no_joke(script: Script, rubric: Rubric) -> None:
    promise = "This stays between us, I won't say anything to anyone."
    facts = facts_of(with_book(script, told="last"), rubric, said(text=promise))
    assert not is_said_in_fun(facts, SpokenPromise(1, promise))


@pytest.mark.parametrize(
    ("sentence", "promised"),
    [
        ("I will write that you did not decline.", True),
        ("I will write that you did not attend.", False),
        ("I'll get on the phone to maternity and get them found.", True),
        ("I'll see that Tuesdays are your own again.", True),
        ("I'll put all that, the time and everything.", True),
        ("I won't lean on nothing, I promise.", False),
        ("I will not step in without telling you.", True),
        ("I will not sit in on it without telling you.", True),
        ("I won't step in your kitchen without asking you.", False),
        ("I won't sit in the kitchen without asking you.", False),
        ("I won't sit on that sofa.", False),
        ("When you're hurt I'd have to tell my manager.", True),
        ("If you're hurt I'd have to tell my manager.", False),
        ("I'll bring the flask.", False),
        ("I'll bring the form on Thursday.", True),
    ],
)
def test_of_small_things_nothing_is_promised_and_of_plain_words_something_is(sentence: str, *, promised: bool) -> None:
    assert bool(find_promises([(1, sentence)])) is promised


def test_what_is_passed_on_before_anything_was_told_is_said_in_fun(script: Script, rubric: Rubric) -> None:
    promise = "Admirable line, I'll tell the phone company."
    for told, in_fun in (("last", True), ("the_bus/asked", False)):
        facts = facts_of(with_book(script, told=told), rubric, said("names"), said(text=promise))
        assert is_said_in_fun(facts, SpokenPromise(2, promise)) is in_fun


def test_to_coax_a_joke_out_promises_nothing(script: Script, rubric: Rubric) -> None:
    facts = facts_of(with_book(script, told="the_bus/asked"), rubric, said("names"), said(text="Go on, I won't tell."))
    assert is_said_in_fun(facts, SpokenPromise(2, "Go on, I won't tell."))
    assert not is_said_in_fun(facts, SpokenPromise(2, "I won't tell your sister."))


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("And Wednesday, quarter past seven, I'll ring.", 2),
        ("Then I'll ring at quarter past seven.", 2),
        ("I'll ring you again at six.", 0),
        ("I'll ring you by four.", 0),
        ("I'll ring you on Friday at six.", 0),
        ("I'll ring Kate at six.", 0),
        ("I'll come at six.", 0),
        ("Shall I ring at six?", 0),
        ("Four I ring you, half six I tell him what you said, then you ring the school.", 0),
        ("On Wednesday I'll ask her worker to ring you by ten.", 0),
    ],
)
def test_another_time_for_the_same_call_is_found(script: Script, rubric: Rubric, later: str, found: int) -> None:
    promise = "I'll chase the school today and ring you by four on Wednesday."
    assert find_new_time(talk(script, rubric, promise, later), SpokenPromise(1, promise)) == found


def test_another_time_stands_with_the_promise_that_had_the_first(script: Script, rubric: Rubric) -> None:
    first = SpokenPromise(1, "I'll write to the head, and ring you by four on Wednesday.")
    facts = talk(script, rubric, first.text, "No, Wednesday, quarter past seven, I'll ring.")
    (card,) = make_promise_cards(facts, (first,))
    assert card.parts[-1] == CardText(text="In reply 2 you gave another time for it.")
