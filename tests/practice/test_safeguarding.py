"""The gate in the core: attacked by every public way that words come in by, as a front end without a gate would."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from coach.errors import ReplyTooLong
from coach.fitting.distress_weights import SHIPPED_FILE, fit_distress_weights, load_lines
from coach.matching.classifier import Matcher
from coach.matching.distress import (
    PackedWeights,
    compute_odds,
    load_shipped_weights,
    may_be_distress,
    may_be_harm,
    split_sentences,
)
from coach.model.events import Stance
from coach.model.submission import Submission, SubmissionScope
from coach.options import RehearseOptions
from coach.practice import safeguarding
from coach.practice.rehearsal import Answered
from coach.practice.safeguarding import (
    ASKED,
    LONGEST,
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
    WordsHeld,
    look_for_details,
)
from coach.practice.service import PracticeService
from tests.submitting import submit_reply

CLEAR = "I want to die."
MAYBE = "It's too much for me today, it's bringing up my own stuff."
HINT = "I don't think I'd mind if I never woke up."
REAL = "Write to jo.bloggs@example.org about it."

BROUGHT = Submission(id="b1", what=SubmissionScope.QUESTION, day=date(2026, 3, 11))


def store_of(practice: PracticeService) -> str:
    """Everything that is kept, as text."""
    return repr([practice.keeping.store.read(each.id) for each in practice.rehearsals()])


@pytest.mark.parametrize(
    ("words", "stops"),
    [
        (CLEAR, Distress()),
        (MAYBE, NeedsConfirmation(Question.FOR_WHOM)),
        (HINT, NeedsConfirmation(Question.FOR_WHOM, harm=True)),
    ],
)
def test_words_that_the_gate_stops_are_neither_read_nor_kept(
    practice: PracticeService, monkeypatch: pytest.MonkeyPatch, words: str, stops: object
) -> None:
    rehearsing = practice.begin("bus")
    before = store_of(practice)

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Matcher, "read", never)
    assert rehearsing.submit(words) == stops
    assert store_of(practice) == before
    assert rehearsing.attempt.exchanges == ()


def test_a_real_persons_details_are_asked_about_and_kept_once_confirmed(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    why = rehearsing.submit(REAL)
    assert isinstance(why, NeedsConfirmation)
    assert why.question is Question.REAL_PEOPLE
    assert "jo.bloggs" not in store_of(practice)
    assert isinstance(rehearsing.submit(REAL, {Question.REAL_PEOPLE}), Answered)


def test_to_confirm_one_question_is_not_to_confirm_another(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    both = "I can't do this, jo.bloggs@example.org"
    assert isinstance(rehearsing.submit(both, {Question.REAL_PEOPLE}), NeedsConfirmation | Distress)
    why = rehearsing.submit(both, {Question.FOR_WHOM})
    assert isinstance(why, NeedsConfirmation)
    assert why.question is Question.REAL_PEOPLE


ATTACKS: dict[str, Callable[[PracticeService, str], object]] = {
    "begin with an intention": lambda practice, words: practice.begin("bus", RehearseOptions(intention=words)),
    "begin with a position": lambda practice, words: practice.begin("bus", position=words),
    "reflect": lambda practice, words: practice.go_on("last").reflect("driscoll.what", words),
    "dispute": lambda practice, words: practice.go_on("last").dispute(1, "blunt", Stance.NOT_MEANT, words),
    "bring a question": lambda practice, words: practice.go_on("last").brought_along(
        BROUGHT.model_copy(update={"question": words})
    ),
    "bring a note": lambda practice, words: practice.go_on("last").brought_along(
        BROUGHT.model_copy(update={"note": words})
    ),
}


@pytest.mark.parametrize("words", [CLEAR, HINT, REAL, "x" * (LONGEST + 1)], ids=["clear", "hint", "real", "long"])
@pytest.mark.parametrize("way", ATTACKS)
def test_no_other_way_in_keeps_words_that_have_to_be_asked_about(
    practice: PracticeService, way: str, words: str
) -> None:
    submit_reply(practice.begin("bus"), "It was only banter.")
    before = store_of(practice)
    with pytest.raises((WordsHeld, ReplyTooLong)) as refused:
        ATTACKS[way](practice, words)
    assert store_of(practice) == before
    assert words not in str(refused.value), "a refusal holds none of the words"


def test_a_thought_of_ones_own_may_say_how_one_feels_and_is_kept_once_confirmed(practice: PracticeService) -> None:
    rehearsing = practice.begin("bus")
    rehearsing.reflect("driscoll.what", "I was tired, and the bus made me angry.")
    rehearsing.reflect("driscoll.what", "I am in tears", confirmed=ASKED)
    assert len(rehearsing.story.reflected) == 2


def test_nothing_is_looked_for_in_words_that_are_too_long(
    practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(safeguarding, "look_for_details", never)
    monkeypatch.setattr(safeguarding, "may_be_distress", never)
    monkeypatch.setattr(safeguarding, "may_be_harm", never)
    rehearsing = practice.begin("bus")
    with pytest.raises(ReplyTooLong):
        rehearsing.submit("a" * 200_000)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "1 ",
        "a.",
        "a@",
        "a@b",
        "Ab ",
        "Ab-",
        "Mr ",
        "Mr de ",
        "A1 1",
        "1/1/",
        "1 jan",
        "+1-",
        "12 Ab ",
        ". ",
        "'",
    ],
)
@pytest.mark.parametrize("look", [lambda text: look_for_details(text, ()), may_be_harm, Safeguard(frozenset).of_reply])
def test_looking_takes_time_that_grows_no_faster_than_the_text(look: Callable[[str], object], piece: str) -> None:
    """Eight times the text may take thirty times as long on a busy machine, and never the 64 of a square."""

    def taken(long: int) -> float:
        text = (piece * long)[:long]
        began = time.process_time()
        look(text)
        return time.process_time() - began

    look("warm")
    assert any(taken(10_000) < 30 * max(taken(1_250), 0.002) for _ in range(5))


@pytest.mark.parametrize(
    "line",
    [
        "I can't do this, it's too much for me today, it's bringing up my own stuff.",
        "It's too much",
        "This is too much.",
        "I need to stop",
        "stop",
        "please stop",
        "I'm overwhelmed",
        "I need a break",
        "Having a panic attack",
        "I'm shaking",
        "this is triggering",
        "I can't listen to this again",
        "no. no more",
        "this happened to my mum",
        "I don't want to be here any more",
        "my hands have gone all trembly and I can't see straight",
        "proper knackered, nothing left in me",
        "they called my little sister that, I feel ill",
        "enough",
        "enough now",
        "way too much",
        "that one hurt",
        "I was that kid",
        "been there. been that kid",
        "this is bringing my childhood back",
        "what's the point",
        "haven't slept in three days",
    ],
)
def test_plain_ways_of_saying_that_it_is_too_much_are_asked_about(line: str) -> None:
    assert Safeguard(frozenset).of_reply(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "I can't imagine how tired you are.",
        "I'm sorry, that must have been too much.",
        "I need to stop you there.",
        "I want to stop and think about what you said.",
        "It happened to me at school too, so I believe you.",
        "How long has he been this tired?",
        "Has she said she doesn't want to be here?",
        "I hear how angry you are, and you have every right.",
        "I'm only doing my job.",
        "I've done the training on this.",
        "I don't see colour, me.",
        "I'm rubbish at this, show me.",
        "I'd best be off, my parking's nearly up.",
        "can i come in",
        "It's only me, just checking how this morning went.",
        "I'm crying laughing, he really said that?",
        "Would you like to stop for today?",
        "What did they say to him on the bus?",
        "Thank you for telling me that.",
        "maybe",
        "keep",
        "Theo",
        "I",
    ],
)
def test_what_is_said_to_a_family_is_not_interrupted(line: str) -> None:
    assert Safeguard(frozenset).of_reply(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "I wish I could just go to sleep and not wake up",
        "they'd all be better off without me",
        "I've been thinking about killing myself",
        "honestly I'd rather be dead",
        "I keep looking at my tablets",
        "no point in me being alive",
        "I don't want to exist",
        "I might do something to myself tonight",
        "not sure I'll be around next week",
        "some nights I think what if I just didn't get home",
        "if I disappeared nobody would notice",
        "Who'd even notice if I wasn't around?",
        "can't promise I'll be safe tonight",
        "I can't keep myself safe",
        "I've counted the tablets",
        "I'm a burden to everyone",
        "my kids would be happier without me",
        "tell my kids I love them",
        "I've said my goodbyes",
        "the urge is back",
        "I could just drive into the wall some mornings",
        "I stood on the bridge last night",
        "I want to sleep for ever",
    ],
)
def test_a_hint_of_self_harm_is_asked_about_with_places_to_turn(line: str) -> None:
    stopped = Safeguard(frozenset).of_reply(line)
    assert stopped == Distress() or stopped == NeedsConfirmation(Question.FOR_WHOM, harm=True)


@pytest.mark.parametrize(
    "line",
    [
        "He said he wants to disappear.",
        "Does she talk of hurting herself?",
        "Who is with him tonight?",
        "Have you ever felt like hurting yourself?",
        "Where do you keep the tablets?",
        "Do you ever feel so bad that you don't want to be here?",
    ],
)
def test_a_childs_risk_is_no_hint_of_ones_own(line: str) -> None:
    assert not may_be_harm(line)
    assert not may_be_distress(line)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("I know your people don't like hospitals.", False),
        ("I know you people don't trust us.", False),
        ("I know your people don't like hospitals. I can't do this.", True),
        ("I know your lot can see me crying", True),
    ],
)
def test_what_is_thought_of_a_family_s_people_is_not_taken_for_own_distress(line: str, asked: bool) -> None:
    """It may hurt, and then the family says so; beside a word of one's own it is asked about as ever."""
    assert may_be_distress(line) is asked


@pytest.mark.parametrize(
    "line",
    [
        "I can wait, young man. I have eighty years of practice.",
        "No. Lenka stays kid.",
        "The number helps. Read it me.",
        "I'm so embarrassed, I've got that one in my bag",
    ],
)
def test_waiting_a_limit_and_embarrassment_said_to_a_family_are_no_distress(line: str) -> None:
    assert Safeguard(frozenset).of_reply(line) is None


@pytest.mark.slow
def test_the_weights_that_ship_are_those_that_the_command_makes() -> None:
    learnt = load_lines()
    anew = fit_distress_weights(learnt)
    assert SHIPPED_FILE.is_file()
    for line in learnt[::40]:
        said = split_sentences(line.text)
        assert compute_odds(said, line.text, anew) == pytest.approx(
            compute_odds(said, line.text, load_shipped_weights()), abs=0.2
        )


def test_packed_weights_are_those_of_each_feature_and_of_no_other() -> None:
    steps = {"word:tired": 1200, "two:so tired": -35, "bit:<ti": 7}
    packed = PackedWeights(1000, PackedWeights.pack(steps))
    assert dict(packed) == {name: many / 1000 for name, many in steps.items()}
    for name in ("word:tire", "ord:tired", "word:tired\t", "", "two:so"):
        assert packed.get(name, 0.5) == 0.5
        assert packed.get(name, 0.25) == 0.25
        assert name not in packed
