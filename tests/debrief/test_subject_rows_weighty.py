"""What other subjects give way to, such as racism, has a row of its own accord; a slight is shown last."""

import pytest

from coach.debrief.picture import LIKELY
from coach.debrief.subject_places import states_racism
from coach.model.conditions import SCENE, Line
from coach.model.events import Skipped
from coach.model.reading import Pick, Span
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer, with_first_answer
from tests.debrief.test_subject_rows import lines, rows
from tests.rehearsal.banked import with_turns

NAMED = "It was racism, and everybody heard it."


def with_faith(rubric: Rubric, *, gives_way: bool) -> Rubric:
    """The rubric in which race and faith are named by a word, and faith gives way to race or does not."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    words = SubjectWords(says=("church",), yields_to=("race",) if gives_way else ())
    faith = race.model_copy(update={"name": "Faith", "topics": (), "criteria": (), "named_by": words})
    return rubric.model_copy(update={"answers": {"faith": faith, "race": race}})


@pytest.mark.parametrize("gives_way", [True, False])
def test_what_the_family_names_by_itself_is_shown_where_others_give_way_to_it(
    script: Script, rubric: Rubric, gives_way: bool
) -> None:
    named = with_answer(script, "asked", pat(NAMED))
    found = rows(named, with_faith(rubric, gives_way=gives_way), said("names", text="Lovely kitchen."), said())
    replies = replay(named, events(said("names", text="Lovely kitchen."), said())).attempt().replies()
    # What they said between that line and the reply stands with both: the reply may answer it.
    together = [*(line.text for line in replies[0].lines() if line.speaker != SCENE), replies[1].text]
    assert len(together) > 2
    assert [lines(row) for row in found] == ([together] if gives_way else [])
    # A line of theirs without a reply beside it shows nothing of how it was answered.
    assert rows(named, with_faith(rubric, gives_way=gives_way), said("names", text="Lovely kitchen.")) == ()


def test_what_they_named_before_a_skipped_line_has_no_row(script: Script, rubric: Rubric) -> None:
    """The next reply answers another line, and does not stand beside it."""
    named = with_answer(script, "asked", pat(NAMED))
    happened = (said("names", text="Lovely kitchen."), Skipped(at=START), said())
    assert rows(named, with_faith(rubric, gives_way=True), *happened) == ()


def test_a_line_that_names_both_is_shown_for_what_the_other_gives_way_to(script: Script, rubric: Rubric) -> None:
    happened = (said(text="Was it racism, at that church?"), said())
    assert [row.title for row in rows(script, with_faith(rubric, gives_way=True), *happened)] == ["Race"]
    # Else each has it, and the first subject of the page the first choice.
    assert [row.title for row in rows(script, with_faith(rubric, gives_way=False), *happened)] == ["Faith"]


def test_of_two_replies_that_name_it_the_one_without_a_slight_is_shown(script: Script, rubric: Rubric) -> None:
    worded = with_faith(rubric, gives_way=True)
    slight, plain = "Was it racism? You're so articulate.", "So was it racism?"
    for first, second, shown in ((slight, plain, 2), (plain, slight, 1), (plain, plain, 1)):
        (row,) = rows(script, worded, said(text=first), said(text=second), said())
        assert row.replies == (shown,)


def test_a_reply_does_not_stand_beside_a_line_behind_which_they_said_too_much_to_show(
    script: Script, rubric: Rubric
) -> None:
    long = with_answer(script, "asked", pat(NAMED, "It was wet.", "We had tea.", "He's ten."))
    happened = (said("names", text="Lovely kitchen."), said(text="How old is he?"))
    assert rows(long, with_faith(rubric, gives_way=True), *happened) == ()


def test_of_lines_too_far_above_that_one_alone_stands_with_a_reply_which_it_takes_up(
    script: Script, rubric: Rubric
) -> None:
    long = with_answer(script, "asked", pat(NAMED, "It was wet.", "We had tea.", "He's ten."))
    happened = (said("names", text="Lovely kitchen."), said(text="That's racism."))
    (row,) = rows(long, with_faith(rubric, gives_way=True), *happened)
    assert lines(row)[0] == "That's racism."
    # A reply that takes up the line itself answers it.
    taken = (said("names", text="Lovely kitchen."), said(text="That's racism, and everybody heard that."))
    (row,) = rows(long, with_faith(rubric, gives_way=True), *taken)
    assert lines(row)[:2] == [NAMED, "That's racism, and everybody heard that."]


@pytest.mark.parametrize(
    ("answer", "shown"), [("So many balloons.", False), ("He sings at church.", True), ("Yes.", True)]
)
def test_a_subject_named_in_passing_has_no_row_where_they_answer_something_else(
    script: Script, rubric: Rubric, answer: str, shown: bool
) -> None:
    named = with_answer(script, "asked", pat(answer))
    asked = said("names", text="After church is fine too. I only ask because of the balloons.")
    found = [row.title for row in rows(named, with_faith(rubric, gives_way=True), asked, said())]
    assert found == (["Faith"] if shown else [])


@pytest.mark.parametrize(
    ("offer", "likely", "shown"),
    [
        ("And would it help if his church asked him?", 0.6, False),
        ("And would it help if his church asked him?", LIKELY, False),
        ("And would it help if his church asked him?", LIKELY - 0.01, True),
        ("And would it help if his church asked him?", 0.3, True),
        ("And is it the church?", 0.6, True),
    ],
)
def test_a_subject_named_in_an_offer_has_no_row_where_another_sentence_was_surely_answered(
    script: Script, rubric: Rubric, offer: str, likely: float, shown: bool
) -> None:
    named = with_answer(script, "asked", pat("It's not good. It had PE in it."))
    asks = "What did you say to him?"
    pick = Pick(entry="asked:what", likely=likely, span=Span(start=0, end=len(asks), text=asks))
    asked = said("names", text=f"{asks} {offer}").model_copy(update={"pick": pick})
    found = [row.title for row in rows(named, with_faith(rubric, gives_way=True), asked, said())]
    assert found == (["Faith"] if shown else [])


def test_a_subject_named_in_an_offer_in_their_own_words_has_a_row(script: Script, rubric: Rubric) -> None:
    named = with_answer(script, "asked", pat("It's not good. It had PE in it."))
    asks = "What did you say to him?"
    pick = Pick(entry="asked:what", likely=0.6, span=Span(start=0, end=len(asks), text=asks))
    own = "And would it help if the church asked him of the bus and the driver?"
    asked = said("names", text=f"{asks} {own}").model_copy(update={"pick": pick})
    told = with_turns(named, the_bus={"says": pat("The driver of the bus goes to church.")})
    assert [row.title for row in rows(told, with_faith(rubric, gives_way=True), asked, said())] == ["Faith"]


def test_a_reply_that_says_racism_and_is_taken_up_is_shown_before_their_own_naming(
    script: Script, rubric: Rubric
) -> None:
    named = with_answer(script, "asked", pat(NAMED))
    for text, first in (("Lovely kitchen.", NAMED), ("That was racism, then.", "That was racism, then.")):
        (row,) = rows(named, with_faith(rubric, gives_way=True), said("names", text=text), said(text="How old is he?"))
        assert lines(row)[0] == first


def test_what_they_name_in_answer_to_a_question_stands_with_the_question(script: Script, rubric: Rubric) -> None:
    """A remark is no question, and the line then stands with the reply after it."""
    told = with_answer(script, "told", pat(NAMED))
    for text, first in (("What was it, on the bus?", "What was it, on the bus?"), ("Tell me of the bus.", NAMED)):
        found = rows(told, with_faith(rubric, gives_way=True), said("asks", text=text), said(text="How old is he?"))
        assert [lines(row)[0] for row in found] == [first]


@pytest.mark.parametrize(
    ("text", "chat"),
    [
        ("Do you eat after church?", True),
        ("What does church mean to him?", False),
        ("There will be toast. Church bread or plain?", True),
        ("There will be toast. And is it the church that you go to on a Sunday?", False),
        ("Do they laugh at his lunch because of church?", False),
        ("Was it racism, that meal?", False),
    ],
)
def test_a_subject_that_is_named_beside_a_meal_alone_is_small_talk(
    script: Script, rubric: Rubric, text: str, chat: bool
) -> None:
    named = with_answer(script, "asked", pat("We go to church."))
    found = rows(named, with_faith(rubric, gives_way=True), said("names", text=text), said())
    assert ([row.title for row in found] == []) is chat


def test_the_same_words_to_two_replies_stand_in_both_rows(script: Script, rubric: Rubric) -> None:
    """What another row shows is not shown again; the same words to another reply are another line."""
    again = Line(speaker="sam", text="I'd say so.")
    answered = with_first_answer(with_answer(script, "asked", (again,)), again.text)
    church, named = said(text="What does church mean to him?"), said("names", text="Was it racism, at school?")
    found = rows(answered, with_faith(rubric, gives_way=False), church, named)
    assert [lines(row)[-1] for row in found] == ["I'd say so."] * 2


def test_a_line_that_one_row_shows_is_not_shown_again_by_another(script: Script, rubric: Rubric) -> None:
    """What the one reply was answered with is what the next one answers."""
    answered = with_first_answer(script, NAMED)
    church, named = said(text="What does church mean to him?"), said("names", text="Was it racism, everybody there?")
    found = rows(answered, with_faith(rubric, gives_way=False), church, named)
    assert [row.replies for row in found] == [(1,), (2,)]
    assert [NAMED in lines(row) for row in found] == [True, False]
    # The row above may be that of the later reply, too.
    both = "It was racism, at church, and everybody heard it."
    named, church = said(text="Was it racism?"), said(text="And church, everybody there?")
    found = rows(with_first_answer(script, both), with_faith(rubric, gives_way=False), named, church)
    assert [row.replies for row in found] == [(2,), (1,)]
    assert [both in lines(row) for row in found] == [True, False]


def test_of_two_replies_that_say_racism_the_one_whose_answer_names_it_too_is_shown(
    script: Script, rubric: Rubric
) -> None:
    first = script.turn("the_bus").otherwise[0]
    answers = (pat("So it's come from you."), pat(NAMED), pat("It was racism, yes, on the bus."))
    told = with_turns(script, the_bus={"otherwise": tuple(first.model_copy(update={"says": one}) for one in answers)})
    happened = (said(text="Was it racism, then?"), said(text="How old is he?"), said(text="That was racism."), said())
    (row,) = rows(told, with_faith(rubric, gives_way=True), *happened)
    assert row.replies == (3,)


def test_a_reply_that_says_racism_is_shown_before_a_line_of_theirs_that_another_reply_passed_over(
    script: Script, rubric: Rubric
) -> None:
    """Who named it in the end is to find that on the page, and not only where it was passed over before."""
    named = with_answer(script, "asked", pat(NAMED))
    passed = (said("names", text="Lovely kitchen."), said(text="How old is he?"))
    worded = with_faith(rubric, gives_way=True)
    for later, shown in (("That was racism.", 3), ("Was that racism?", 1), ("Tell me if that was racism.", 1)):
        (row,) = rows(named, worded, *passed, said(text=later))
        assert row.replies == (shown,)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("That's racism, and I'd like to ask you if you would say so.", True),
        ("I'd call it racist. What would you call it?", True),
        ("It's racism, isn't it, that.", True),
        ("Was it racism?", False),
        ("Tell me if it was racist.", False),
        ("It might be racism.", False),
        ("It's not racism.", False),
        ("You said 'it was racism' on Monday.", False),
        ("", False),
    ],
)
def test_what_a_reply_says_is_racism_is_told_from_what_it_asks_or_leaves_open(text: str, states: bool) -> None:
    assert states_racism(text) is states
