"""Promises: each condition of the rules by itself, on both of its sides."""

import pytest

from coach.debrief.promise_choice import MOST_SHOWN, choose_promises
from coach.debrief.promise_clauses import list_withdrawn, takes_back
from coach.debrief.promise_context import find_about, list_fed, points_elsewhere
from coach.debrief.promise_keeping import was_kept
from coach.debrief.promises import SpokenPromise, find_promises
from coach.matching.sentences import parse
from coach.model.afterwards import SharedPromise
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_promise_clauses import split


def promised(text: str) -> list[str]:
    return [promise.text for promise in find_promises([(1, text)])]


# --- Clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Sun by the sea", ["sun by the sea"]),
        ("I come by sun", ["i come by sunday"]),
        ("I come fri", ["i come friday"]),
        ("Hell have it", ["he will have it"]),
        ("Hell is that", ["hell is that"]),
        ("Were going now", ["we are going now"]),
        ("They were going now", ["they were going now"]),
        ("Tho, ill treat you as 16", ["tho", "i will treat you as 16"]),
        ("Well, ill treat you as 16", ["well", "i will treat you as 16"]),
        ("And ill treat you as 16", ["and i will treat you as 16"]),
        ("He is ill treat him", ["he is ill treat him"]),
        ("Ill never ring", ["i will never ring"]),
        ("Ill soon ring", ["ill soon ring"]),
    ],
)
def test_words_typed_in_a_hurry_are_spelled_out_where_they_can_be_nothing_else(text: str, clauses: list[str]) -> None:
    assert split(text) == clauses


@pytest.mark.parametrize(
    ("taken", "act", "back"),
    [
        ("i will not ring her", "i will ring her today", True),
        ("i will not ring him", "i will ring her today", False),
        ("i will not ring her", "i will ring the office today", False),
        ("i will not ring them", "i will ring the office today", True),
        ("i will not write it", "i will write her a note", False),
        ("i will not write it", "i will write a note", True),
        ("i will not ring kate", "i will ring kate and the school", False),
        ("i will not ring", "i will ring kate and the school", True),
        ("i will not ring", "and so i will ring kate", True),
        ("i will not go", "it will not go down as that", False),
        ("i can not ring now", "i will ring her", False),
        ("i can not ring", "i will ring her", True),
    ],
)
def test_words_take_back_an_act_that_they_name_whole(taken: str, act: str, back: bool) -> None:
    assert takes_back(taken, act) is back


def test_that_somebody_cannot_takes_something_back_only_with_regret() -> None:
    def list_taken(text: str) -> list[str]:
        parsed = parse(text)
        return [part.plain for sentence in parsed.sentences for part in list_withdrawn(parsed, sentence)]

    assert list_taken("Sorry, I can't ring her.") == ["i can not ring her"]
    assert list_taken("I can't ring her.") == []
    assert list_taken("I won't ring her.") == ["i will not ring her"]
    assert list_taken("I won't ring her?") == []


# --- What a promise is about


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("I'll put it in the minutes.", True),
        ("I'll remind you.", True),
        ("I'll remind Kate of the bus.", False),
        ("I'll put the bus in the minutes.", False),
    ],
)
def test_what_is_written_somewhere_or_reminded_of_points_elsewhere(text: str, points: bool) -> None:
    assert points_elsewhere(text) is points


@pytest.mark.parametrize(
    ("before", "quoted"),
    [
        (("Nobody wrote his name.",), "Nobody wrote his name. I'll put that in."),
        (("So. The bus.", "Right then."), "So. The bus. Right then. I'll put that in."),
        (("Was the bus late?",), "Was the bus late? I'll put that in."),
        (("Dogs, cats and horses.", "Yes.", "Right.", "Good."), "I'll put that in."),
        (("Dogs, cats and horses.", "Yes.", "Right."), "Dogs, cats and horses. Yes. Right. I'll put that in."),
    ],
)
def test_a_promise_of_it_stands_with_the_sentences_that_say_what_three_at_most(
    before: tuple[str, ...], quoted: str
) -> None:
    assert find_about("I'll put that in.", before, ()) == (quoted, "")


def test_a_word_of_theirs_said_again_brings_their_line_along() -> None:
    asked = ("It was nine seconds.",)
    assert find_about("I'll put that in.", ("Nine seconds.",), asked) == (
        "Nine seconds. I'll put that in.",
        "It was nine seconds.",
    )
    assert find_about("I'll put that in.", ("Nine whole seconds.",), asked)[1] == ""


def test_whom_a_meal_is_for_besides_is_listed() -> None:
    assert list_fed("i will get him something hot") == {"him"}
    assert list_fed("i will get you something hot") == frozenset()
    assert list_fed("i will ring him") == frozenset()


# --- Which are shown first


WHOM = """
    head/bus nurse/boots cook/soup vicar/roof clerk/forms captain/match judge/court doctor/scan dentist/eyes
    baker/ovens porter/lift warden/gate
""".split()
RINGS = [
    SpokenPromise(at, "I'll ring the {} about the {} tomorrow.".format(*whom.split("/")))
    for at, whom in enumerate(WHOM, 1)
]


def test_what_its_author_warns_of_stands_among_those_that_are_chosen_of_too_many() -> None:
    warned = SharedPromise.model_validate({"words": "lamp", "because": "Your manager decides."})
    shared = SpokenPromise(19, "I'll see about a lamp.", shared=warned)
    assert shared in choose_promises([*RINGS, shared])
    plain = SpokenPromise(19, "I'll see about a lamp.")
    assert plain not in choose_promises([*RINGS, plain])


def test_what_says_nearly_the_same_gives_its_place_to_something_else() -> None:
    """More than half of the words of the shorter one are nearly the same, and half are not."""
    again = SpokenPromise(19, "I'll ring the head about the bus on Tuesday.")
    other = SpokenPromise(20, "I'll see about a lamp.")
    shown = choose_promises([*RINGS[: MOST_SHOWN - 1], again, other])
    assert other in shown
    assert len([one for one in shown if one in (RINGS[0], again)]) == 1


def test_a_vow_and_what_it_rules_out_stay_in_the_order_of_the_talk() -> None:
    vow = SpokenPromise(1, "I won't tell the driver about the bus.")
    act = SpokenPromise(2, "I'll tell the driver about the bus on Monday.")
    other = SpokenPromise(2, "I'll tell the cook about the soup on Monday.")
    assert [one.reply for one in choose_promises([vow, act])] == [1, 2]
    assert [one.text for one in choose_promises([vow, other])] == [other.text, vow.text]


# --- Kept while they talked


def test_only_what_stands_straight_behind_a_promise_to_write_has_kept_it(script: Script, rubric: Rubric) -> None:
    """What was read back may come at any time: the words then show it."""
    writes = "I'll write that down now."
    wrote, lovely = said(text="There, I've written that down."), said(text="Lovely.")
    assert was_kept(facts_of(script, rubric, said(text=writes), wrote, lovely), SpokenPromise(1, writes))
    assert not was_kept(facts_of(script, rubric, said(text=writes), lovely, wrote), SpokenPromise(1, writes))
    reads = "I'll read it back to you."
    read = said(text="Let me read it back: 'not Tuesdays'.")
    assert was_kept(facts_of(script, rubric, said(text=reads), lovely, read), SpokenPromise(1, reads))


def test_their_first_line_alone_rules_a_case_out_and_a_scene_is_no_line(script: Script, rubric: Rubric) -> None:
    promise = "I'll find the hospital copy myself if not."
    for lines, kept in (
        (pat("It's in the bag.", "We'll be here."), True),
        (pat("We'll be here.", "It's in the bag."), False),
        (pat("We'll be here. It's in the bag."), False),
        ((Line(speaker=SCENE, text="Rain."), *pat("It's in the bag.")), True),
    ):
        facts = facts_of(with_answer(script, "asked", lines), rubric, said("names", text=promise))
        assert was_kept(facts, SpokenPromise(1, promise)) is kept


# --- What promises


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I'll ring the head and find a barber.", True),
        ("I'll ring the head tomorrow: would that be all right?", False),
        ("Would that be all right: I'll ring the head tomorrow?", False),
        ("If it's all right with you, I'll ring the head tomorrow.", False),
        ("I'd like it put right, if that's all right, and I'll ring the head tomorrow.", True),
        ("I'll see the head, and if I've got it wrong I'll change it.", True),
        ("I'll ring the head, if you like.", False),
        ("I'll ring the head, and then you're back, if you want to be.", True),
        ("If you're not safe I might have to tell somebody.", False),
        ("I have to tell somebody today, you're not safe.", True),
    ],
)
def test_what_hangs_on_a_yes_is_no_promise_and_what_hangs_on_nothing_is(text: str, found: bool) -> None:
    assert bool(promised(text)) is found


def test_a_list_of_what_will_be_done_is_a_promise_where_the_next_sentence_asks_what_is_missing() -> None:
    listed = "So: the bus on Monday, the log, the letter."
    assert promised(f"{listed} Have I missed anything?") == [listed]
    assert promised(f"{listed} I have missed nothing.") == []
    assert promised("So: the bus on Monday, the log. Have I missed anything?") == []
    assert promised("The bus on Monday, the log, the letter. Have I missed anything?") == []
