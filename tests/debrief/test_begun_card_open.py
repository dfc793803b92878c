"""Whether a line is surely open: each thing that may have taken it up, told it or settled it, by itself."""

import pytest

from coach.debrief.begun_card import (
    answers_fully,
    is_surely_open,
    list_begun_lines,
    make_begun_card,
    may_take_up,
    stays_with_question,
)
from coach.debrief.first_page import LearnerAnswers
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import RACISM, PageFacts
from coach.debrief.wording import SubjectNamer
from coach.model.conditions import SCENE
from coach.model.events import RULES
from coach.model.line_book import Matter
from coach.model.reading import Pick, Sureness
from coach.model.rubric import Rubric
from coach.model.scenario import Entry
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_begun_card import HELD, NEXT, PAST, begun_in, facts_of
from tests.debrief.test_begun_card_weight import lamp_matter, worded
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer
from tests.rehearsal.banked import with_turns

COUNTED = "I counted lamp posts on the way to the hospital, and then the beds."


def talk(script: Script, rubric: Rubric, *replies: str, lines: tuple[str, ...] = (HELD,), **book: object) -> PageFacts:
    """A conversation whose first reply is answered with some lines."""
    told = with_book(with_answer(script, "asked", pat(*lines)), **{"told": "the_bus/asked", **book})
    first, *rest = replies
    happened = events(said("names", text=first), *(said("vague", text=reply) for reply in rest))
    attempt = replay(told, happened).attempt()
    picture = build_picture(told, attempt)
    return PageFacts(told, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())


def is_open(facts: PageFacts, at: int = 0, matters: tuple[Matter, ...] = ()) -> bool:
    """Whether a line of the first answer is surely open."""
    exchange = facts.exchange(2)
    spoken = [line for line in exchange.cue if line.speaker != SCENE]
    return is_surely_open(facts, exchange, spoken, at, matters)


@pytest.mark.parametrize(
    ("replies", "opened"),
    [
        (("Lovely kitchen.", PAST), True),
        (("Which lamp posts did you count?", PAST), False),
        (("What did you do on the way to the ward?", "Singing! And the ward, was it far?"), False),
        (("Lovely kitchen.", "What singing, in which hospital?"), False),
        (("Lovely kitchen.", PAST, "How far was the hospital?"), False),
    ],
    ids=["nothing", "their question is answered", "it is stayed with", "taken up", "come back to"],
)
def test_each_thing_by_itself_leaves_a_line_not_surely_open(
    script: Script, rubric: Rubric, replies: tuple[str, ...], opened: bool
) -> None:
    assert is_open(talk(script, rubric, *replies, lines=(COUNTED,))) is opened


def test_a_word_of_what_the_line_tells_takes_it_up(script: Script, rubric: Rubric) -> None:
    for later, opened in ((NEXT, True), ("My torch was no use at the singing.", False)):
        facts = talk(script, rubric, "Lovely kitchen.", PAST, later)
        assert is_open(facts, matters=(lamp_matter(about=["torch"]),)) is opened


def test_what_somebody_announces_is_told_behind_it(script: Script, rubric: Rubric) -> None:
    announces = "There's something I counted on the way to the hospital, and nobody asked me why."
    facts = talk(script, rubric, "Lovely kitchen.", PAST, lines=(announces,))
    assert not is_open(facts)
    spoken = [line for line in facts.exchange(2).cue if line.text == announces]
    assert is_surely_open(facts, facts.exchange(2), spoken, 0, ()), "nothing was said behind it"


def test_a_word_for_racism_is_taken_up_by_another_and_by_no_other_word(script: Script, rubric: Rubric) -> None:
    line = "It was a slur on the late bus to Leeds, and nobody asked me anything."
    for later, opened in (("Was the singing a slur?", False), ("Was the singing nice?", True)):
        facts = talk(script, worded(rubric), "Lovely kitchen.", PAST, later, lines=(line,), names={RACISM: "the_bus"})
        assert is_open(facts) is opened


def test_what_they_tell_themselves_later_is_not_left(script: Script, rubric: Rubric) -> None:
    """Two words of the line in one later line of theirs: one may be chance, and a scene tells nothing."""
    for says, opened in (
        (pat("It was the lamp, by the posts."), False),
        (pat("It was the lamp."), True),
        (tuple(line.model_copy(update={"speaker": SCENE}) for line in pat("A lamp, by the posts.")), True),
    ):
        told = with_turns(script, last={"says": says})
        assert is_open(talk(told, rubric, "Lovely kitchen.", PAST)) is opened


@pytest.mark.parametrize(
    ("line", "asked", "book", "answers"),
    [
        (COUNTED, "Which lamp posts did you count?", {}, True),
        (COUNTED, "Which lamp posts did you count?", {"safety": "the_bus/asked"}, False),
        ("It was a slur by the lamp posts.", "Which lamp posts did you count?", {}, False),
        ("It was a slur by the lamp posts.", "Was it a slur by the lamp posts?", {}, True),
    ],
    ids=["an answer", "with safety", "with racism", "racism that was asked for"],
)
def test_an_answer_begins_something_for_all_that_where_it_makes_safety_a_question_or_names_racism(
    script: Script, rubric: Rubric, line: str, asked: str, book: dict[str, object], answers: bool
) -> None:
    facts = talk(script, worded(rubric), asked, PAST, lines=(line,), **book)
    assert answers_fully(facts, facts.exchange(2), pat(line)[0], ()) is answers


def test_an_answer_that_waits_for_one_begins_something(script: Script, rubric: Rubric) -> None:
    facts = talk(script, rubric, "Which lamp posts did you count?", PAST, lines=(COUNTED,))
    for for_, answers in (("them", False), ("child", True)):
        matters = (lamp_matter(**{"for": for_}),)
        assert answers_fully(facts, facts.exchange(2), pat(COUNTED)[0], matters) is answers


def test_only_the_first_line_of_an_answer_is_the_answer(script: Script, rubric: Rubric) -> None:
    lines = ("Those by the gate.", "And I counted every lamp post on the way.")
    facts = talk(script, rubric, "Which lamp posts by the gate did you count?", PAST, lines=lines)
    assert [answers_fully(facts, facts.exchange(2), pat(line)[0], ()) for line in lines] == [True, False]
    assert not answers_fully(facts, facts.exchange(1), pat(lines[0])[0], ()), "before a reply nothing was asked"


@pytest.mark.parametrize(("asked", "answers"), [("Which bus was it?", True), ("Say which bus it was.", False)])
def test_the_first_line_of_what_was_asked_for_is_its_answer_without_a_word_of_it(
    script: Script, rubric: Rubric, asked: str, answers: bool
) -> None:
    entry = Entry.model_validate({"asked": "Which bus?", "says": {"pat": "The nine. And then home."}})
    told = with_book(with_turns(script, the_bus={"asked": {"which": entry}}), told="the_bus/asked:which")
    reply = said(text=asked, rules=RULES).model_copy(
        update={"pick": Pick(entry="asked:which", likely=0.9, sureness=Sureness.SURE)}
    )
    attempt = replay(told, events(reply, said(text=PAST))).attempt()
    picture = build_picture(told, attempt)
    facts = PageFacts(told, rubric, attempt, SubjectNamer(rubric), picture, (), LearnerAnswers())
    line = facts.exchange(1).lines()[0]
    assert answers_fully(facts, facts.exchange(2), line, ()) is answers


def test_who_stays_with_a_question_stays_with_the_last_one_asked(script: Script, rubric: Rubric) -> None:
    asked, line = "Was the gate shut? Was it far to the ward?", pat(HELD)[0]
    for reply, stays in (("The ward, then.", True), ("The gate, then.", False)):
        facts = talk(script, rubric, asked, reply)
        assert stays_with_question(facts, facts.exchange(2), line) is stays
        assert not stays_with_question(facts, facts.exchange(1), line), "before a reply nothing was asked"


def test_of_two_lines_that_weigh_alike_the_one_with_words_to_try_comes_first(script: Script, rubric: Rubric) -> None:
    """A line with words to try weighs one more by them, and comes one place up besides."""
    fields = "Nobody asked me once, not of the fields and not of the sheep that I counted."
    both = with_turns(script, sam_says={"says": pat(fields)})
    told = ["the_bus/asked", "sam_says"]
    quiet = (said("vague", text="Okay."), said("vague", text="Lovely cups."))
    facts = facts_of(both, rubric, *quiet, lines=(HELD,), told=told)
    assert [text for text, _ in begun_in(facts)] == [HELD, fields]
    offered = facts_of(both, rubric, *quiet, lines=(HELD,), told=told, next_words={"sam_says": ["Which fields?"]})
    assert [text for text, _ in begun_in(offered)] == [fields, HELD]


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("Every lamp post in Sheffield, I walked past it that night.", 2),
        ("The lamp posts.", 2),
        ("Lamps.", 1),
    ],
    ids=["a sentence", "two words that say something", "one"],
)
def test_what_a_line_points_back_to_stands_with_it_where_it_says_something(
    script: Script, rubric: Rubric, before: str, shown: int
) -> None:
    points = "It was dark, and I was frightened, and nobody asked me anything."
    facts = facts_of(script, rubric, said("vague", text=PAST), lines=("Hm.", before, points))
    begun = list_begun_lines(facts)[0]
    assert [line.text for line in begun.shown] == ["Hm.", before, points][-shown:]
    assert make_begun_card(facts, begun).brief == f"Pat: “{points}”"


LONG = "We had stood there for an hour by then, the two of us, in the rain."


@pytest.mark.parametrize(
    ("line", "following", "taken"),
    [
        (LONG, "He told a porter.", False),
        (LONG, "And a porter came.", True),
        ("We stood there.", "He told a porter.", True),
    ],
    ids=["another breath", "it goes on", "a short line and the next"],
)
def test_who_takes_up_a_line_in_one_breath_takes_up_all_of_it(
    script: Script, rubric: Rubric, line: str, following: str, taken: bool
) -> None:
    """Who names the porter has heard what led to him, where that was one breath."""
    begins = with_turns(script, sam_says={"says": pat(following, "Lovely man.")})
    facts = talk(begins, rubric, "Lovely kitchen.", "The porter.", lines=(line,))
    exchange = facts.exchange(2)
    assert may_take_up(facts, exchange, list(exchange.cue), 0) is taken


def test_what_another_person_says_next_is_another_breath(script: Script, rubric: Rubric) -> None:
    porter = tuple(line.model_copy(update={"speaker": "sam"}) for line in pat("And a porter came."))
    begins = with_turns(script, sam_says={"says": porter})
    facts = talk(begins, rubric, "Lovely kitchen.", "The porter.", lines=("We stood there.",))
    exchange = facts.exchange(2)
    assert not may_take_up(facts, exchange, list(exchange.cue), 0)
