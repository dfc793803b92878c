"""What takes something up, sentence by sentence: few words, what "it" points at, and a child's own words."""

import pytest

from coach.debrief.child_cards import was_answered
from coach.debrief.uptake import Uptake, promises_about, undertakes
from coach.debrief.wording import FEW_WORDS
from coach.model.conditions import Line
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said
from tests.debrief.test_picture import with_answer
from tests.debrief.test_uptake import taken


def test_a_question_of_six_words_takes_it_up_and_one_of_seven_does_not(script: Script) -> None:
    signs = Uptake(helpful=frozenset())
    six, seven = "And what else then, Pat, now?", "And what else then, Pat, right now?"
    assert (len(six.split()), len(seven.split())) == (FEW_WORDS, FEW_WORDS + 1)
    assert taken(script, signs, said(text=six))
    assert not taken(script, signs, said(text=seven))


@pytest.mark.parametrize(
    ("text", "undertaken"),
    [
        ("I'll ring them about the lamp.", True),
        ("The lamp. I'll ring them about it.", True),
        ("The lamp, on the wall. Right. I'll ring them about it.", True),
        ("The lamp, on the wall. The cat in the hall. I'll ring them about it.", False),
        ("The lamp, on the wall. You are right about that. I'll ring them about it.", True),
        ("I'll ring them about it. The lamp is broken.", True),
        ("I'll ring them about it. Is the lamp broken?", False),
        ("I'll ring them about it. Right. The lamp is broken.", False),
        ("I'll ring Kate. The lamp is broken.", False),
    ],
    ids=[
        "in one sentence",
        "it, of the sentence before",
        "behind a word that says nothing",
        "behind another thing",
        "behind what points back itself",
        "it, of the next sentence",
        "never of a question",
        "nor of the next but one",
        "no it",
    ],
)
def test_it_is_what_the_sentence_beside_it_is_about(text: str, undertaken: bool) -> None:
    assert undertakes(text, ["lamp"]) is undertaken


def test_any_sentence_may_promise_it_and_has_to_have_its_words_itself() -> None:
    matter = "The lamp in the hall."
    assert promises_about("Lovely cups. I'll ring them about the lamp.", matter)
    assert promises_about("I'll ring them about the lamp. Lovely cups.", matter)
    assert not promises_about("The lamp is broken. I'll ring them.", matter)
    assert promises_about("I'll ring about the lamp in the hall.", matter, 2)
    assert not promises_about("I'll ring about the lamp.", matter, 2)


@pytest.mark.parametrize(
    ("speaker", "replies", "asked"),
    [
        ("pat", ("Well, the lamp.", "Lovely."), False),
        ("pat", ("Well.", "The lamp, you say."), True),
        ("pat", ("Well.", "Lovely.", "The lamp, you say."), True),
        ("pat", ("Well.", "Lovely."), False),
        ("sam", ("Well.", "The lamp, you say."), False),
    ],
    ids=["before it was told", "straight after", "later", "never", "said by the child"],
)
def test_a_childs_words_are_answered_by_a_later_reply_unless_the_child_says_them(
    script: Script, speaker: str, replies: tuple[str, ...], asked: bool
) -> None:
    lines = (Line(speaker="pat", text="It rains."), Line(speaker=speaker, text="He said 'no lamp' at night."))
    first, *rest = replies
    told = with_answer(script, "stand_in", lines)
    attempt = replay(told, events(said("vague", text=first), *(said(text=text) for text in rest))).attempt()
    assert was_answered("no lamp", attempt.replies(), ["sam"]) is asked


@pytest.mark.parametrize(
    ("quoted", "speaker", "reply", "answered"),
    [
        ("a lamp that he keeps for me", "pat", "A lamp. And it rained.", False),
        ("a lamp that he keeps for me", "pat", "A lamp that he keeps.", True),
        ("a lamp that he keeps for me", "pat", "I'll bring the lamp tomorrow.", True),
        ("Can I have a lamp at the gate?", "sam", "A lamp, yes.", True),
        ("Can I have a lamp at the gate?", "sam", "It rains.", False),
        ("I have a lamp at the gate.", "sam", "A lamp at the gate.", False),
    ],
)
def test_a_word_said_again_answers_a_child_who_asked_and_nothing_that_was_only_told(
    script: Script, quoted: str, speaker: str, reply: str, answered: bool
) -> None:
    told = with_answer(script, "stand_in", (Line(speaker=speaker, text=quoted),))
    attempt = replay(told, events(said("vague", text="Well."), said(text=reply))).attempt()
    assert was_answered(quoted, attempt.replies(), ["sam"]) is answered
