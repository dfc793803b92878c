"""Which later reply went back to an earlier one, and what was put right stands with it."""

from dataclasses import replace

import pytest

from coach.debrief.builder import explain_exchange
from coach.debrief.evidence import collect_marks, list_harms
from coach.debrief.first_page import CardKind, MarkKind, SaidLine
from coach.debrief.hurt_cards import TAKEN_BACK, list_taken_back_at_once, make_mended_card
from coach.debrief.mending import PUT_RIGHT, find_mending, find_taken_back, took_it_back_to, was_put_right
from coach.debrief.owning import quotes_own
from coach.debrief.page_builder import build_picture
from coach.debrief.report import RepairStanding
from coach.model.events import Event
from coach.model.rubric import Rubric
from coach.rehearsal.explain import PUT_RIGHT as RIGHT
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt
from tests.conftest import events, said, with_book
from tests.debrief.test_moments import lines, page_of
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_first_answer
from tests.rehearsal.banked import with_turns

SAME = "I treat everyone the same, whoever they are."
QUOTES = "I made it worse with my 'everyone the same' earlier."
MENDS = said("mend", text="I called it banter. That was wrong of me.")
BANTER = said("blunt", text="It was only banter.")


def test_a_reply_owns_what_it_quotes_of_an_earlier_one() -> None:
    assert quotes_own(SAME, QUOTES)
    assert not quotes_own(SAME, "You said 'everyone the same', and what did you mean?")
    assert not quotes_own("Lovely kitchen.", QUOTES)


def test_what_quotes_an_earlier_reply_goes_back_to_it_past_another_mending(script: Script, rubric: Rubric) -> None:
    happened = (said("blunt", text=SAME), BANTER, MENDS)
    assert find_mending(facts_of(script, rubric, *happened, said(text=QUOTES)), 1) == 4
    assert find_mending(facts_of(script, rubric, *happened, said(text="And the bus?")), 1) == 0


def test_a_reply_that_goes_back_to_another_one_puts_that_one_right_alone(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("blunt", text=SAME), said(text="It was only banter."), MENDS)
    assert not was_put_right(facts, 1)
    assert was_put_right(facts_of(script, rubric, BANTER, said(text="And the bus?"), MENDS), 1)


def test_what_was_put_right_stands_on_the_page_behind_what_it_takes_back(script: Script, rubric: Rubric) -> None:
    mended = (said(), BANTER, MENDS, said("asks"))
    facts = facts_of(script, rubric, *mended)
    assert find_taken_back(facts, 3) == 2
    assert find_taken_back(facts_of(script, rubric, said(), said("mend", text="Sorry.")), 2) == 0
    keeps = page_of(script, rubric, *mended, again="4").list_cards(CardKind.KEEP)
    shown = [card for card in keeps if 3 in card.replies]
    assert [lines(card)[0] for card in shown] == ["It was only banter."]
    # One that the practitioner chose is not chosen again.
    again = page_of(script, rubric, *mended, again="3").list_cards(CardKind.KEEP)
    assert not [card for card in again if card.title == PUT_RIGHT]


def test_of_several_replies_the_one_with_most_of_what_is_owned_was_taken_back(script: Script, rubric: Rubric) -> None:
    silly, named = "Is the wedding arranged, is that the custom?", "Nobody asks a White girl that, of a wedding."
    owns = said(text="I asked you something silly about arranged weddings, and I'm sorry, it was a cousin's.")
    assert find_taken_back(facts_of(script, rubric, said(text=silly), said(text=named), said(), owns), 4) == 1
    assert find_taken_back(facts_of(script, rubric, said(text="Lovely."), said(text=silly), said(), owns), 4) == 2


def test_only_who_was_spoken_to_can_take_what_was_put_right(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, BANTER, MENDS)
    taken, other = (facts.mark(2).model_copy(update={"after": (line,)}) for line in (PAT, TOM))
    for mark, back_to_them in ((taken, True), (other, False)):
        picture = facts.picture.model_copy(update={"marks": (facts.mark(1), mark)})
        assert took_it_back_to(replace(facts, picture=picture), 2, 1) is back_to_them


def with_third_answer(script: Script, text: str) -> Script:
    """A conversation with a line book, in which the third thing that nothing waits for has an answer."""
    first = script.turn("the_bus").otherwise[0]
    answers = (pat("It was wet."), pat("It was late."), pat(text))
    otherwise = tuple(first.model_copy(update={"says": one}) for one in answers)
    return with_book(with_turns(script, the_bus={"otherwise": otherwise}), told="last")


@pytest.mark.parametrize(
    ("second", "answer", "taken"),
    [
        ("Sorry, that came out wrong. What was it?", "It was the nine.", True),
        ("Yes, sorry, sorry. Your way. Go on.", "All right. It was the nine.", True),
        ("Yes, sorry, sorry. Your way. Go on.", "It was the nine.", False),
        ("Sorry, that came out wrong. What was it?", "No. I'd rather not.", False),
        ("Sorry, that came out wrong. What was it?", "Don't say sorry. It's embarrassing.", False),
        ("Tell me where I've got it wrong.", "It was the nine.", False),
        ("Sorry, I'm firing them at you. Squash?", "I'm all right, thanks.", False),
    ],
)
def test_what_the_very_next_reply_takes_back_is_found_unless_it_was_turned_down(
    script: Script, rubric: Rubric, second: str, answer: str, taken: bool
) -> None:
    told = with_third_answer(script, answer)
    facts = facts_of(told, rubric, said(), said(text="When did she get hit?"), said(text=second))
    assert [*list_taken_back_at_once(facts)] == ([(2, 3)] if taken else [])
    # A greeting is nothing to come back to.
    assert [*list_taken_back_at_once(facts_of(told, rubric, said(), said(text=second)))] == []


def test_what_was_taken_back_at_once_has_a_card_with_both_replies(script: Script, rubric: Rubric) -> None:
    told = with_third_answer(script, "It was the nine.")
    happened = (said(), said(text="When did she get hit?"), said(text="Sorry, that came out wrong. What was it?"))
    card = make_mended_card(facts_of(told, rubric, *happened), ())
    assert card is not None
    assert (card.title, card.replies) == (TAKEN_BACK, (3, 2))
    assert make_mended_card(facts_of(told, rubric, *happened), (2,)) is None


PAT, TOM = (SaidLine(speaker=name, text="You're all right.") for name in ("Pat", "Tom"))


# --- One answer: what the picture shows, what goes to supervision, and why they answered so


SORRY = "I'm sorry, I shouldn't have laughed."
TAKES = "That's all right."


def played(script: Script, *happened: Event, answer: str = TAKES) -> tuple[Script, Attempt]:
    """A conversation with a line book, in which what nothing waits for has an answer."""
    book = with_book(with_first_answer(script, answer), told="last")
    return book, replay(book, events(*happened)).attempt()


def mended(script: Script, rubric: Rubric, *happened: Event, answer: str = TAKES) -> tuple[RepairStanding, int, str]:
    """How far the first hurt was mended, by which reply, and the words."""
    book, attempt = played(script, *happened, answer=answer)
    hurt, *_ = list_harms(book, attempt, collect_marks(book, rubric, attempt, ()))
    return hurt.mended, hurt.mended_by, hurt.mending_quote


def test_what_was_put_right_by_words_that_no_criterion_reads_mends_the_hurt(script: Script, rubric: Rubric) -> None:
    sorry = said(text=f"{SORRY} What happened on the bus?")
    assert mended(script, rubric, BANTER, sorry) == (RepairStanding.REPAIRED, 2, SORRY)
    assert mended(script, rubric, BANTER, sorry, answer="No. I'd rather not.")[0] is RepairStanding.NOT_YET


def test_what_was_put_right_after_another_hurt_or_for_another_reply_mends_that_one(
    script: Script, rubric: Rubric
) -> None:
    assert mended(script, rubric, BANTER, said("blunt", text=SAME), said(text=SORRY))[0] is RepairStanding.NOT_YET
    caravan = said(text="I'm sorry, I shouldn't have asked about the caravan.")
    assert mended(script, rubric, said(text="Was it a caravan?"), BANTER, caravan)[0] is RepairStanding.NOT_YET
    other = (BANTER, said(text="Was it a caravan?"))
    for sorry, standing in (
        ("I'm sorry, I shouldn't have asked about the caravan.", RepairStanding.NOT_YET),
        ("I ought to have rung before I came, I'm sorry.", RepairStanding.NOT_YET),
        ("I'm sorry, I shouldn't have said it was banter.", RepairStanding.REPAIRED),
    ):
        assert mended(script, rubric, *other, said(text=sorry))[0] is standing


def test_a_sorry_that_hurts_again_mends_nothing(script: Script, rubric: Rubric) -> None:
    again = said("blunt", text=f"{SORRY} But you people would laugh too.")
    assert mended(script, rubric, BANTER, again)[0] is RepairStanding.NOT_YET


def test_why_says_that_something_was_put_right_where_the_picture_does(script: Script, rubric: Rubric) -> None:
    for answer, says_so in ((TAKES, True), ("No. I'd rather not.", False)):
        book, attempt = played(script, BANTER, said(text=SORRY), answer=answer)
        assert (RIGHT in explain_exchange(book, rubric, attempt, attempt.replies()[1])) is says_so
        assert RIGHT not in explain_exchange(book, rubric, attempt, attempt.replies()[0])
    # Where the hurt was mended by what was read, that is said, and once.
    attempt = replay(script, events(BANTER, said("mend"))).attempt()
    lines_of_why = explain_exchange(script, rubric, attempt, attempt.replies()[1])
    assert "It mended the hurt." in lines_of_why
    assert RIGHT not in lines_of_why


def test_two_helpful_replies_that_eased_a_hurt_put_nothing_right(script: Script, rubric: Rubric) -> None:
    """Nothing was owned: the debrief says that it was partly mended, and the picture no more than that."""
    attempt = replay(script, events(BANTER, said("names"), said("asks"))).attempt()
    (hurt,) = list_harms(script, attempt, collect_marks(script, rubric, attempt, ()))
    assert (hurt.mended, hurt.mended_by) == (RepairStanding.PARTLY, 3)
    assert build_picture(script, attempt).marks[2].kind is not MarkKind.PUT_RIGHT


def test_who_calls_their_words_racist_goes_back_to_them_where_that_mended_the_hurt(
    script: Script, rubric: Rubric
) -> None:
    for text in ("You're right. That was racist, and I'm sorry.", "I'm sorry. That was racist of me."):
        assert find_mending(facts_of(script, rubric, said(), BANTER, said("mend", text=text)), 2) == 3
    another = said("names", text="You're right. That was racist, and I'm sorry.")
    assert find_mending(facts_of(script, rubric, said(), BANTER, another), 2) == 0
