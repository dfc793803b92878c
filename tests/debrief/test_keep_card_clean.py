"""What is never held up to keep, each reason by itself; and what weighs more of two that reached them."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardText, LearnerAnswers, MarkKind, SaidLine
from coach.debrief.keep_card import (
    answers_no_question,
    asks_child_in_vain,
    choose_keep,
    passes_over,
    was_asked_already,
    was_corrected,
    was_taken_in,
    was_to_be_quiet,
)
from coach.debrief.page_facts import MOST_SHOWN, choose_lines
from coach.model.conditions import SCENE, Line
from coach.model.events import RULES
from coach.model.reading import Pick, Span, Sureness
from coach.model.rubric import Rubric
from coach.model.scenario import Entry
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_keep_card import BEFORE, HEARD, PLAIN, answer_in_turn, facts_of, keep, kept_of_two
from tests.debrief.test_page_facts_answers import LONG, pat
from tests.debrief.test_picture import with_answer
from tests.rehearsal.banked import with_turns

ASKED = "Well, what happened on the bus?"


def with_child(script: Script) -> Script:
    """The scenario that says who is the child, and names somebody besides who is not there."""
    after = script.dialogue.afterwards.model_copy(update={"children": ("sam", "somebody")})
    return replace(script, dialogue=script.dialogue.model_copy(update={"afterwards": after}))


def is_kept(script: Script, rubric: Rubric, text: str, *answer: str) -> bool:
    """Whether a reply behind a greeting is held up, by what was answered to it."""
    told = with_child(with_answer(script, "told", pat(*answer)))
    return keep(told, rubric, said(), said("asks", text=text)) is not None


@pytest.mark.parametrize(
    ("text", "answer", "kept"),
    [
        (ASKED, ("You asked.", "It was the nine."), True),
        (ASKED, ("You asked.", "I don't know you, love."), False),
        (ASKED, ("I don't know you, love.", "It was the nine."), False),
        (ASKED, ("So there's nothing to tell.", "It was the nine."), False),
        ("Sam, what happened on the bus?", ("You asked.",), False),
        ("I didn't mean you were second best. What happened?", ("You asked.",), False),
        ("I'm sorry. What happened?", ("Enough of sorry, is what I say.",), False),
        ("I called it banter, and that was wrong of me.", ("Enough of sorry, is what I say.",), False),
        ("Facts first. What happened on the bus?", ("You asked.",), False),
        (ASKED, ("Could you ask it a bit different?", "It was the nine."), False),
        ("Who was it, and where was it, or was it him, and when did it end?", ("You asked.",), False),
        ("That word is unfortunate. What happened?", ("You asked.",), False),
        ("'Seen at home by us today, with the bus pass. I have told the school of it.' Right?", ("You asked.",), False),
        ("I can't take words out. What happened on the bus?", ("You asked.",), False),
    ],
    ids=[
        "none",
        "held off behind",
        "held off first",
        "gone round",
        "the child does not answer",
        "denied what nobody said",
        "a sorry pushed back at",
        "what was owned pushed back at",
        "made light of",
        "asked for another question",
        "four questions in one",
        "played down",
        "written as done",
        "a change refused",
    ],
)
def test_each_reason_by_itself_keeps_a_reply_from_being_held_up(
    script: Script, rubric: Rubric, text: str, answer: tuple[str, ...], kept: bool
) -> None:
    assert is_kept(script, rubric, text, *answer) is kept


def test_what_they_would_take_back_is_not_held_up(script: Script, rubric: Rubric) -> None:
    book = with_book(answer_in_turn(script, BEFORE, HEARD), told="last")
    facts = facts_of(book, rubric, said(), said(text=PLAIN))
    for back, kept in (("", True), ("I am listening", False), ("I am learning", True)):
        assert (choose_keep(replace(facts, answers=LearnerAnswers(back=back)), set()) is not None) is kept


@pytest.mark.parametrize(
    ("text", "speaker", "vain"),
    [
        ("Sam, what happened?", "pat", True),
        ("What happened, Sam?", "pat", True),
        ("Sam, what happened?", "sam", False),
        ("What happened to Sam on the bus?", "pat", False),
        ("Sam, I am listening.", "pat", False),
        ("Pat, what happened?", "sam", True),
        ("What happened, Pat?", "sam", False),
        ("Pat, what happened?", "pat", False),
    ],
)
def test_a_child_that_is_asked_and_says_nothing_or_answers_for_another_was_asked_in_vain(
    script: Script, rubric: Rubric, text: str, speaker: str, vain: bool
) -> None:
    told = with_child(with_answer(script, "asked", (Line(speaker=speaker, text="It was the nine."),)))
    facts = facts_of(told, rubric, said("names", text=text))
    assert asks_child_in_vain(facts, facts.exchange(1)) is vain


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        (("So it's come from you.", "It was the nine."), True),
        (("It was the nine.", "So it's come from you."), True),
        (("It was the nine.", "It was late.", "So it's come from you."), False),
    ],
)
def test_that_they_were_heard_is_said_in_their_first_two_lines(
    script: Script, rubric: Rubric, lines: tuple[str, ...], taken: bool
) -> None:
    answered = with_book(with_answer(script, "asked", pat(*lines)), told="silence:the_words")
    facts = facts_of(answered, rubric, said("names", text=ASKED))
    assert facts.mark(1).kind is MarkKind.TALKED_ON
    assert was_taken_in(facts, facts.mark(1)) is taken


def test_a_scene_is_nothing_that_one_of_them_said(script: Script, rubric: Rubric) -> None:
    scene = Line(speaker=SCENE, text="Don't say anything.")
    quiet = with_turns(script, the_bus={"says": (scene, *pat("There was a thing."))})
    assert not was_to_be_quiet(facts_of(quiet, rubric, said("asks", text=ASKED)).exchange(1))
    lines = (*pat("They called him that."), scene, Line(speaker="sam", text="And?"))
    begun = with_turns(with_answer(script, "told", (Line(speaker="sam", text="Go on."),)), the_bus={"says": lines})
    facts = facts_of(with_book(begun, told="silence:the_words"), rubric, said("asks", text=ASKED))
    assert was_asked_already(facts, facts.exchange(1))


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("I see. Was it him?", True),
        ("Was it him? I see.", True),
        ("I see. It was him.", False),
    ],
)
def test_only_who_asks_is_corrected(script: Script, rubric: Rubric, text: str, corrected: bool) -> None:
    facts = facts_of(with_answer(script, "told", pat("It wasn't him.")), rubric, said("asks", text=text))
    assert was_corrected(facts.exchange(1)) is corrected


@pytest.mark.parametrize(
    ("lines", "reply", "passes"),
    [
        (("They used a slur on the bus.", "It was late.", "The driver laughed."), "That driver, then.", False),
        (("They used a slur on the bus.", "It was late.", "The driver laughed."), "That kitchen, then.", True),
        (("It was racist, on the bus.", "It was a slur, all right."), "That kitchen, then.", True),
        (("It was racist, on the bus.", "The driver laughed.", "It was late."), "That driver, then.", False),
        (("A slur, was it racist?", "It was a slur, all right."), "That kitchen, then.", True),
    ],
    ids=["a word said behind it", "no word", "racism", "racism, and a word behind it", "one of two lines has the word"],
)
def test_what_is_said_behind_a_word_for_it_may_be_what_is_answered(
    script: Script, rubric: Rubric, lines: tuple[str, ...], reply: str, passes: bool
) -> None:
    """Beside the word racism itself no reading is enough; of another word a reading is."""
    named = with_turns(script, the_bus={"says": pat(*lines)})
    word = "racist" if "racist" in lines[0] else "slur"
    read = ("names",) if "racist" in lines[0] or not passes else ("child",)
    facts = facts_of(named, rubric, said(*read, text=reply), word=word)
    assert passes_over(facts, facts.exchange(1)) is passes


def entry_first(script: Script, first: str, *, told: str = "the_bus/otherwise1") -> Script:
    """The scenario where an entry is asked for, and its first line stands before what is told."""
    entry = Entry.model_validate({"asked": "Which bus?", "says": {"pat": [first]}})
    return with_book(with_turns(script, the_bus={"asked": {"which": entry}}), told=told)


@pytest.mark.parametrize(("likely", "none"), [(0.49, True), (0.5, False)])
def test_what_is_asked_for_half_surely_is_its_answer(script: Script, rubric: Rubric, likely: float, none: bool) -> None:
    book = with_book(with_answer(script, "asked", pat(BEFORE)), told="the_bus/asked")
    asked = said("names", text="Lovely socks. Well, does he draw, or measure bridges?")
    facts = facts_of(book, rubric, asked.model_copy(update={"pick": Pick(entry="asked:which", likely=likely)}))
    assert answers_no_question(facts, facts.exchange(1)) is none


def test_what_an_entry_tells_is_the_answer_to_its_question(script: Script, rubric: Rubric) -> None:
    text = "Well, does he draw, or measure bridges?"
    pick = Pick(entry="asked:which", likely=0.3, sureness=Sureness.SURE, span=Span(start=0, end=len(text), text=text))
    asked = said("names", text=text, rules=RULES).model_copy(update={"pick": pick})
    facts = facts_of(entry_first(script, BEFORE, told="the_bus/asked:which"), rubric, asked)
    assert [line.text for line in facts.exchange(1).lines()] == [BEFORE]
    assert not answers_no_question(facts, facts.exchange(1))


def test_an_answer_of_three_lines_is_shown_whole(script: Script, rubric: Rubric) -> None:
    told = with_book(with_answer(script, "told", pat(*LONG)), told="the_bus/told")
    facts = facts_of(told, rubric, said("asks", text=ASKED))
    lines = facts.mark(1).after
    assert choose_lines(facts, facts.mark(1), lines[:MOST_SHOWN]) == lines[:MOST_SHOWN]
    assert len(choose_lines(facts, facts.mark(1), lines)) == MOST_SHOWN


# --- What weighs more


@pytest.mark.parametrize(
    ("second", "third", "kept"),
    [
        (HEARD, "Mm, well.", 2),
        ("Mm, well. So it's come from you.", HEARD, 3),
        ("It was the nine.", HEARD, 3),
        (f"{HEARD} It was the nine.", HEARD, 3),
    ],
)
def test_of_two_answers_the_one_that_says_they_were_heard_weighs_more(
    script: Script, rubric: Rubric, second: str, third: str, kept: int
) -> None:
    assert kept_of_two(script, rubric, PLAIN, PLAIN, (second, third)) == kept


def test_what_mends_a_hurt_is_kept_before_what_they_told_more_after(script: Script, rubric: Rubric) -> None:
    """Both halves of it stand on the card: what hurt, and what they said to the mending."""
    mended = replace(script, mended_lines=(pat("Thank you for saying that. It was wrong."),))
    asked = said("asks", text=ASKED)
    hurt, mend = said("blunt", text="It was only banter."), said("mend", text="I called it banter, and I was wrong.")
    card = keep(mended, rubric, said(), hurt, mend, asked)
    assert card is not None
    assert card.replies == (3, 2)
    shown = [part.text for part in card.parts if isinstance(part, SaidLine)]
    assert shown[:1] == ["It was only banter."]
    assert "I called it banter, and I was wrong." in shown
    assert [part.text for part in card.parts if isinstance(part, CardText)][-1] == "Pat took it as put right."


def test_a_card_of_what_they_told_says_so_behind_it_and_of_what_reached_them_nothing(
    script: Script, rubric: Rubric
) -> None:
    told = with_book(with_answer(script, "told", pat(*LONG[:2])), told=["the_bus/told", "silence:the_words"])
    card = keep(told, rubric, said(), said("asks", text=ASKED))
    assert card is not None
    assert [part.text for part in card.parts if isinstance(part, CardText)] == ["Pat told you more straight after."]
    assert card.brief == "Reply 2. Pat told you more straight after."
    heard = keep(with_book(answer_in_turn(script, BEFORE, HEARD), told="last"), rubric, said(), said(text=PLAIN))
    assert heard is not None
    assert [part for part in heard.parts if isinstance(part, CardText)] == []
    assert heard.brief == "Reply 2."
