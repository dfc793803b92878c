"""What is called open is read against the rest: what was asked, answered or promised is open no longer."""

from dataclasses import replace

import pytest

from coach.debrief.left_matters import (
    choose_other_line,
    is_answered_question,
    list_still_open,
    list_told_last,
    rank_matter,
    speaks_against,
    was_asked_since,
    was_proposed,
    was_written_as_racism,
    was_written_in_words,
)
from coach.debrief.openings import list_open_matters
from coach.debrief.page_facts import PageFacts
from coach.debrief.picture import quote_line
from coach.model.line_book import Matter, MatterFor
from coach.model.rubric import Rubric
from coach.rehearsal.line_blocks import OpenMatter
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_plan_cards import written

PLANNER = "He keeps count of it, at the back of his planner, in dots."


def left(line: str, text: str, *, for_: str = "child", after_reply: int = 0, about: str = "planner") -> OpenMatter:
    matter = Matter.model_validate({**BUS, "for": for_, "left": text, "about": [about]})
    return OpenMatter(matter, pat(line)[0], after_reply)


def asked(script: Script, rubric: Rubric, reply: str, answer: str, of: OpenMatter, speaker: str = "sam") -> bool:
    """Whether a reply with its answer asked a matter that was told before it."""
    line = pat(answer)[0].model_copy(update={"speaker": speaker})
    answering = with_answer(written(script), "asked", (line,))
    return was_asked_since(facts_of(answering, rubric, said("names", text=reply), said()), of)


RECORD = "His own record of it: whether he'd show some, and keep hold of it."
BEGS = "You keep a count, in dots. I should be honoured to see it. You may say no."


@pytest.mark.parametrize(
    ("reply", "answer", "speaker", "gone"),
    [
        (BEGS, "In a bit.", "sam", True),
        (BEGS, "Twenty minutes. Then I can.", "pat", True),
        (BEGS, "You'd have to ask him.", "pat", False),
        ("In dots, in the planner. Lovely wood.", "Oak.", "sam", False),
        ("What wood is that?", "Oak.", "sam", False),
        ("Would he keep the record, and hold on to it?", "Oak.", "pat", False),
        ("Would he show me, d'you think?", "Oak.", "pat", True),
        ("Would he mind, d'you think?", "Oak.", "pat", False),
        ("Sam, is that your planner?", "Yes.", "sam", True),
        ("Sam, is that your planner?", "Yes.", "pat", False),
    ],
)
def test_what_a_child_was_asked_and_answered_is_left_no_longer(
    script: Script, rubric: Rubric, reply: str, answer: str, speaker: str, gone: bool
) -> None:
    assert asked(script, rubric, reply, answer, left(PLANNER, RECORD), speaker) is gone


@pytest.mark.parametrize(
    ("reply", "gone"),
    [
        ("How's Sam been since, after he saw it?", True),
        ("Is Sam ok about it?", True),
        ("How is he getting to school?", False),
        ("Is that Sam's coat?", False),
        ("What did Sam think, afterwards?", True),
        ("Sam's ok, I expect.", False),
    ],
)
def test_who_asks_by_name_how_a_child_is_has_asked_it(script: Script, rubric: Rubric, reply: str, gone: bool) -> None:
    since = left(PLANNER, "Sam, since that day: how he is, and who is there for his questions.")
    assert asked(script, rubric, reply, "Lovely cups.", since, "pat") is gone


def test_what_has_to_be_done_is_not_done_by_asking_about_it(script: Script, rubric: Rubric) -> None:
    done = left(PLANNER, "His planner with the dots: school told of it, and by whom.")
    assert not asked(script, rubric, "Do you bring the count in your bag?", "Yes.", done)


def test_a_question_for_a_child_with_two_words_of_what_is_left_asks_it(script: Script, rubric: Rubric) -> None:
    seat = left("It's a new seat.", "Why the car seat was swapped.")
    assert asked(script, rubric, "Why was the car seat swapped?", "Lovely kitchen.", seat, "pat")
    plan = left("It's a new seat.", "Why the car seat was swapped.", for_="plan")
    assert not asked(script, rubric, "Why was the car seat swapped?", "Lovely kitchen.", plan, "pat")
    assert asked(script, rubric, "Can the car seat be swapped?", "Yes, it can.", plan, "pat")


@pytest.mark.parametrize(
    ("typed", "question", "answered"),
    [
        ("What have you seen that's streetwise?", "Whose word was 'streetwise', and what does it rest on?", True),
        ("Streetwise, you say.", "Whose word was 'streetwise', and what does it rest on?", False),
        ("Was a blazer on the bus?", "Whose blazer was on that bus?", True),
        ("Lovely kitchen.", "Whose blazer was on that bus?", False),
    ],
)
def test_a_question_that_was_asked_already_is_not_asked_for_supervision(
    script: Script, rubric: Rubric, typed: str, question: str, answered: bool
) -> None:
    assert is_answered_question(facts_of(script, rubric, said(text=typed)), question, ()) is answered


def test_a_question_that_a_promise_answers_is_not_asked(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said())
    assert is_answered_question(facts, "Who tells the school?", ["I'll ring the school tomorrow."])


# --- Order


def test_safety_comes_first_then_a_wish_then_what_was_put_off(script: Script, rubric: Rubric) -> None:
    facts = facts_of(written(script), rubric, said())
    lines = ("She's due there tomorrow.", "She asked if she could swap.", "He walks the long way.")
    assert [rank_matter(facts, left(line, "What is left.")) for line in lines] == [0, 1, 3]
    assert rank_matter(facts, left("It travels.", "The map that goes to both parents at five.", for_="plan")) == 0
    coming = with_answer(script, "asked", pat("I'll come to that."))
    later = facts_of(coming, rubric, said("names"))
    assert rank_matter(later, left("There are three things.", "The three things.", for_="plan", after_reply=1)) == 2


def still(facts: PageFacts, *lines: str) -> list[str]:
    matters = tuple(left(line, "What is left of the walk.", about="walk") for line in lines)
    return [one.line.text for one in list_still_open(replace(facts, matters=matters), MatterFor.CHILD)]


def test_what_is_left_stands_in_that_order_and_only_with_a_line_that_shows_it(script: Script, rubric: Rubric) -> None:
    facts = facts_of(written(script), rubric, said())
    assert still(facts, "He walks the long way.", "I'm thinking!", "He walks there tomorrow, alone.") == [
        "He walks there tomorrow, alone.",
        "He walks the long way.",
    ]


def test_another_line_shows_a_matter_whose_own_stands_above(script: Script, rubric: Rubric) -> None:
    long = "Somebody shouted at Sam on the bus, the number nine."
    book = with_book(with_answer(script, "asked", pat(long)), told="last", matters=[{**BUS, "told": ["the_bus/asked"]}])
    facts = facts_of(book, rubric, said("names"))
    own = left("There was a thing on the bus.", "What was said on the bus.", about="bus")
    assert choose_other_line(facts, own, ()) is own
    shown = choose_other_line(facts, own, [quote_line(book, own.line)])
    assert shown.line.text in (long, own.line.text)


def test_who_says_no_has_not_left_it_to_be_told() -> None:
    assert speaks_against(left("No. She'd do something. Out loud.", "Orla told by Mel herself, when she picks."))
    assert not speaks_against(left("Orla'd do something. Out loud.", "Orla told by Mel herself, when she picks."))


def test_what_they_come_to_later_is_not_planned_by_asking_for_it(script: Script, rubric: Rubric) -> None:
    plan = {**BUS, "for": "plan", "about": ["thing"]}
    ask = said("names", text="Would you tell me about the thing?")

    def is_open(answer: str) -> bool:
        book = with_book(with_answer(script, "asked", pat(answer)), told="last", matters=[plan])
        return bool(list_open_matters(book, facts_of(book, rubric, ask, said(text="Lovely cups.")).attempt))

    assert is_open("I'll come to that. I'd two things to say before it.")
    assert not is_open("It was the driver.")


# --- What was put to them


LINE_LEFT = "That line in the log: struck through, and the true words under it."


@pytest.mark.parametrize(
    ("reply", "answer", "gone"),
    [
        ("I'd like that line corrected today.", "Right.", True),
        ("I'd like that line corrected today.", "No. Leave it.", False),
        ("I'd like that lamp corrected today.", "Right.", False),
        ("That line was never corrected.", "Right.", False),
        ("Can I correct the log and strike it through?", "Yes.", True),
        ("Can I correct the log and strike it through?", "Lovely cups.", False),
        ("I'd like to see the bus, if that line in the log is struck through.", "Right.", False),
        ("It's the log. I'd like to correct it today.", "Right.", True),
        ("It's the bus. I'd like to correct it today.", "Right.", False),
        ("It's the log. Cross that line out, and write what's true.", "Right.", True),
        ("It's the log. Cross that line out, and write what's true.", "No. Leave it.", False),
        ("It's the log. Cross that road with care.", "Right.", False),
        ("It's the bus. Cross that line out.", "Right.", False),
        ("It's in the log. I'm going to ask my manager who wrote it.", "Right.", False),
    ],
)
def test_what_somebody_wants_to_do_and_nobody_refuses_is_left_no_longer(
    script: Script, rubric: Rubric, reply: str, answer: str, gone: bool
) -> None:
    answering = with_answer(written(script), "asked", pat(answer))
    facts = facts_of(answering, rubric, said("names", text=reply), said())
    assert was_proposed(facts, left("It's in the log.", LINE_LEFT, for_="plan", about="log")) is gone


def test_straight_after_the_telling_it_is_what_was_told(script: Script, rubric: Rubric) -> None:
    told = "There was a driver on the bus, at the back."
    matter = "What was said at the back: written down as she wants it."
    answering = with_answer(written(script), "asked", pat(told))
    writes = said("vague", text="I'd like to write it down.")
    facts = facts_of(answering, rubric, said("names"), writes)
    assert was_proposed(facts, left(told, matter, after_reply=1, about="driver"))
    assert not was_proposed(facts, left("Lovely cups.", matter, after_reply=1, about="driver"))


def test_what_the_reply_before_the_telling_wanted_is_left_no_longer(script: Script, rubric: Rubric) -> None:
    told = "And do I need the log, then."
    facts = facts_of(
        with_answer(written(script), "asked", pat(told)),
        rubric,
        said("vague"),
        said("names", text="I'd like to correct the log, and the line struck through."),
    )
    assert was_proposed(facts, left(told, LINE_LEFT, for_="plan", after_reply=2, about="log"))
    earlier = facts_of(
        with_answer(written(script), "asked", pat(told)),
        rubric,
        said("vague", text="I'd like to correct the log, and the line struck through."),
        said("names", text="Do you take sugar?"),
    )
    assert not was_proposed(earlier, left(told, LINE_LEFT, for_="plan", after_reply=2, about="log"))


def test_what_a_child_began_in_the_last_answer_is_left_for_the_child(script: Script, rubric: Rubric) -> None:
    line = pat("There is a thing about the driver.")[0].model_copy(update={"speaker": "sam"})
    answering = with_answer(written(script), "asked", (line,))
    book = with_book(answering, told="last", matters=[{**BUS, "told": ["the_bus/asked"]}])
    facts = facts_of(book, rubric, said("names"))
    assert [one.line for one in list_told_last(facts)] == [line]
    assert [one.line for one in list_still_open(facts, MatterFor.CHILD)] == [line]
    assert not list_told_last(facts, [quote_line(book, line)])
    assert not list_told_last(facts_of(book, rubric, said("names"), said()))
    grown = with_book(
        with_answer(written(script), "asked", pat(line.text)), told="last", matters=[{**BUS, "told": ["the_bus/asked"]}]
    )
    assert not list_told_last(facts_of(grown, rubric, said("names")))


# --- What was written down as it was said


@pytest.mark.parametrize(
    ("reply", "gone"),
    [
        ("Slowly, please, I'm taking it down as you say it.", True),
        ("Slowly, please, I'm putting it in your own words.", False),
    ],
)
def test_what_is_told_while_somebody_writes_as_it_is_said_is_written(
    script: Script, rubric: Rubric, reply: str, gone: bool
) -> None:
    answering = with_answer(script, "asked", pat("They've not moved, and they've not changed colour."))
    facts = facts_of(with_book(answering, told="the_bus/asked"), rubric, said("names", text=reply))
    matter = left("Nobody asked me.", "What Pat has seen, in her own words.", about="moved")
    assert was_written_in_words(facts, matter) is gone


@pytest.mark.parametrize(
    ("matter", "reply", "gone"),
    [
        ("What Pat has seen, in her own words.", "Nothing moved. I'm writing that down in your words.", True),
        ("What was seen on the bus, in her words.", "I'll put it in your own words, with your name.", True),
        ("What Sam has seen, in his own words.", "Nothing moved. I'm writing that down in your words.", False),
        ("What Pat has seen, and who asks her.", "Nothing moved. I'm writing that down in your words.", False),
        ("What Pat has seen, in her own words.", "How is it in your words?", False),
        ("What Pat has seen, in her own words.", "I'm writing that down.", False),
        ("What Pat has seen, in her own words.", "I'm writing that exactly as you say it.", True),
        ("What Pat has seen, in her own words.", "That's going in word for word.", True),
        ("What Pat has seen, in her own words.", "I'd like to get that in your own words.", False),
        ("What Pat has seen, in her own words.", "I'll get a pen so you can tell me in your own words.", False),
        ("What Pat has seen, in her own words.", "I would put it in your words but I may not.", False),
        ("What Pat has seen, in her own words.", "I'm writing that, in your words or mine.", False),
    ],
)
def test_what_was_told_and_written_in_their_words_is_left_no_longer(
    script: Script, rubric: Rubric, matter: str, reply: str, gone: bool
) -> None:
    answering = with_answer(script, "asked", pat("They've not moved, and they've not changed colour."))
    told = with_book(answering, told="the_bus/asked")
    facts = facts_of(told, rubric, said("names"), said("vague", text=reply))
    assert was_written_in_words(facts, left("Nobody asked me.", matter, after_reply=1, about="moved")) is gone
    seat = {**BUS, "id": "the_seat", "told": "the_bus/asked"}
    other = with_book(answering, told="the_bus/asked", matters=[seat])
    facts = facts_of(other, rubric, said("names"), said("vague", text=reply))
    assert not was_written_in_words(facts, left("Nobody asked me.", matter, after_reply=1))  # of another matter
    silent = facts_of(with_book(answering, told="last"), rubric, said("names"), said("vague", text=reply))
    assert not was_written_in_words(silent, left("Nobody asked me.", matter, after_reply=1))


@pytest.mark.parametrize(
    ("reply", "gone"),
    [
        ("It is racism, Pat, and it'll be in my notes in that word.", True),
        ("I'm writing it down as racism.", True),
        ("Mr Hay today: October down in writing, and called racist bullying.", True),
        ("Mr Hay today: he called it racist bullying.", False),
        ('The box: "Good eye, tired, and he says that it is racist." I read it you first.', True),
        ('The box: "Good eye, tired, and he says that it is late." I read it you first.', False),
        ('You said "racist" just now.', False),
        ("Is it in my notes as racism?", False),
        ("It is racism, Pat.", False),
        ("I'm writing it down.", False),
    ],
)
def test_what_was_written_as_racism_is_left_no_longer(script: Script, rubric: Rubric, reply: str, gone: bool) -> None:
    facts = facts_of(script, rubric, said("names", text=reply))
    called = left("It's names.", "What Sam is called, written down as racism, and who says so.", for_="plan")
    assert was_written_as_racism(facts, called) is gone
    assert not was_written_as_racism(facts, left("It's names.", "What Sam is called, and who says so.", for_="plan"))
    kept = left("It's names.", "The word racism, as it was said to you: kept in what you write.", for_="plan")
    assert was_written_as_racism(facts, kept) is gone


def test_for_a_plan_a_line_that_stands_above_comes_after_another(script: Script, rubric: Rubric) -> None:
    facts = facts_of(written(script), rubric, said())
    lines = ("He walks the long way.", "He walks on his own.")

    def list_left(for_: str) -> list[str]:
        matters = tuple(left(line, "What is left of the walk.", about="walk", for_=for_) for line in lines)
        above = [quote_line(script, pat(lines[0])[0])]
        return [one.line.text for one in list_still_open(replace(facts, matters=matters), MatterFor(for_), (), above)]

    assert list_left("plan") == [*reversed(lines)]
    assert list_left("child") == [*lines]
