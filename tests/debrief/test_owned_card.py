"""What was owned of the service's work stands on a card of its own, where the family took it in words."""

import pytest

from coach.debrief.first_page import CardKind
from coach.debrief.owned_card import OWNED, find_owned, make_answered_cards, own_sorry, owns_part, takes, weigh_owning
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_moments import lines, page_of
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_subject_rows_lines import facts_of as named_facts_of
from tests.rehearsal.banked import with_turns

SIGNED = "I initialled it on Tuesday without reading it. What happened on the bus?"


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        (SIGNED, True),
        ("mm. and I signed it, on a Friday, so that's two of us", True),
        ("My own draft has a sentence like that, which I pasted from the school.", True),
        ("Nineteen science lessons. That's our fault, not yours.", True),
        ("I should have told you on Monday.", True),
        ("I regret I said nothing.", True),
        ("Have I initialled that?", False),
        ("I never initialled it.", False),
        ("I should have liked one too.", False),
        ("I signed up for a course.", False),
        ("Sorry, I do rattle on.", False),
        ("He said 'I initialled it'.", False),
        ("I signed the form.", True),
        ("I copied and pasted it.", True),
        ("It was me who wrote it.", True),
        ("It was me who sent the letter.", True),
        ("It was me who put the kettle on.", False),
        ("I read it twice and signed it.", True),
        ("I was in the room and I said nothing.", True),
        ("I should have told you to your face.", True),
        ("You told me in March, and I signed it anyway.", True),
        ("You say it's our fault that you shouted.", False),
        ("I'm not saying that's our fault.", False),
        ("That's our fault, apparently.", False),
        ("They think I signed it.", False),
        ("I was in the room and I heard nothing wrong.", False),
        ("I should have told you to sit down.", False),
        ("I nodded off, ha.", False),
        ("I signed it, ha.", False),
        ("She read it and signed it", False),
        ("Then your mum came in and signed it", False),
        ("I wish I signed it", False),
        ("That's on me mate", False),
        ("The coffee, that's on me.", False),
        ("That was my doing up the shed", False),
        ("I never said anything and I should've.", True),
        ("I'm sorry for it, that's my lot's paperwork.", True),
        ("I never said he should go.", False),
        ("I heard it off the page and put my signature under it.", True),
        ("It says 'children seen'. I signed under 'seen'.", True),
        ("I voted through a uniform list that picked on braids.", True),
        ("I'll own I read it on the bus and half believed it.", True),
        ("I'll own my half of it.", True),
        ("I'd like her told it was our fault.", False),
        ("He voted through a list.", False),
        ("I own a dog.", False),
        ("They asked for somebody else, and we did as they asked.", True),
        ("Did we do as they asked?", False),
        ("All three in English. That is ours, not yours.", True),
        ("That's not fair, that's partly us.", True),
        ("That is yours, not ours.", False),
        ("I've not put it by his timetable, and that's my mistake.", True),
        ("I'm not saying it's my mistake.", False),
        ("The interpreter we booked has cancelled, and I'm sorry.", False),
        ("'I came before and I didn't ask, that was my fault.' Then you stop.", False),
        ("I came before and I didn't ask, that was my fault. Then I stop.", True),
    ],
)
def test_a_part_in_the_work_is_owned_of_oneself_and_in_no_question(text: str, owned: bool) -> None:
    assert owns_part(text) is owned


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("So it's come from you, and not off a screen.", True),
        ("Thank you; I had not come for that, and I shall keep it.", True),
        ("All right. It's later than I'd have liked and it's meant.", True),
        ("Thank you. I've had a lot of sorry this week, so what are you going to do?", False),
        ("English. I know the picture on the top.", False),
        ("There's no person in that file.", False),
        ("Hang on. Not that.", False),
        ("I accept that.", True),
        ("I appreciate that.", True),
        ("Never mind.", True),
        ("All right, I'm off.", False),
        ("All right, I'll be off then.", False),
        ("I accept nothing.", False),
        ("I appreciate that, but no.", False),
        ("Never mind sorry, mend it.", False),
        ("It's all right for you.", False),
        ("Thank you. You can go now.", False),
    ],
)
def test_what_was_owned_is_taken_in_words(line: str, taken: bool) -> None:
    assert takes(line) is taken


@pytest.mark.parametrize(
    ("first", "shown"),
    [("So it's come from you, and not off a screen.", True), ("The nine, it was.", False), ("No. Not today.", False)],
)
def test_the_card_shows_the_reply_whole_and_only_the_lines_that_took_it(
    script: Script, rubric: Rubric, first: str, shown: bool
) -> None:
    answered = with_book(with_answer(script, "told", pat(first, "It was wet.")), told="silence:the_words")
    page = page_of(answered, rubric, said(), said("asks", text=SIGNED))
    owned = [card for card in page.list_cards(CardKind.KEEP) if card.title == OWNED]
    assert [lines(card) for card in owned] == ([[SIGNED, first]] if shown else [])
    # It is not kept a second time.
    assert all(card.title == OWNED or card.replies != (2,) for card in page.list_cards(CardKind.KEEP)) or not shown


def test_what_the_practitioner_chose_themselves_is_not_shown_as_owned_again(script: Script, rubric: Rubric) -> None:
    answered = with_book(with_answer(script, "told", pat("So it's come from you.")), told="silence:the_words")
    page = page_of(answered, rubric, said(), said("asks", text=SIGNED), again="2")
    assert not [card for card in page.list_cards(CardKind.KEEP) if card.title == OWNED]


def test_of_several_replies_that_were_taken_the_first_that_they_say_reached_them_is_shown(
    script: Script, rubric: Rubric
) -> None:
    first = script.turn("the_bus").otherwise[0]
    for answer, reply in ((("I accept that.", "So it's come from you."), 3), (("I accept that.", "Never mind."), 2)):
        says = (pat("It was wet."), pat("I accept that."), pat(*answer))
        told = with_turns(script, the_bus={"otherwise": tuple(first.model_copy(update={"says": one}) for one in says)})
        owned = (said(text=SIGNED), said(text="I should have told you on Monday."))
        facts = facts_of(with_book(told, told="last"), rubric, said(), *owned)
        assert find_owned(facts) == reply


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("It was wet that day, and Sam had no coat on at all.", True), ("No. Not today.", False)],
)
def test_what_was_owned_and_answered_by_telling_more_stands_with_the_answer(
    script: Script, rubric: Rubric, answer: str, shown: bool
) -> None:
    told = with_book(with_answer(script, "told", pat(answer)), told="silence:the_words")
    facts = facts_of(told, rubric, said(), said("asks", text=SIGNED))
    assert [lines(card)[0] for card in make_answered_cards(facts, ())] == [SIGNED] * shown
    # A reply that stands on the page is not shown again, and beside enough others nothing is.
    assert make_answered_cards(facts, (2,)) == ()
    assert make_answered_cards(facts, (), most=0) == ()


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("Nobody's asked it like that, on the bus.", False), ("It was on the bus, and Sam had no coat on at all.", True)],
)
def test_what_answers_a_question_beside_a_sorry_takes_no_sorry(
    script: Script, rubric: Rubric, answer: str, shown: bool
) -> None:
    """A sorry among questions is an aside: who is struck by how it was asked has said nothing of it."""
    told = with_book(with_answer(script, "told", pat(answer)), told="silence:the_words")
    aside = "It was racism, I should have rung you, sorry, and what should it say, and who wrote it?"
    facts = named_facts_of(told, rubric, said(), said("asks", text=aside))
    assert bool(make_answered_cards(facts, ())) is shown


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("That was racist of me, not just clumsy.", 3),
        ("That was racism, and it was ours.", 3),
        ("We wrote the wrong language down, I'm sorry, that came from our office.", 2),
        ("I was here in the summer and I never asked you, so that's on me.", 2),
        ("I came in with a story in my head about a dad.", 2),
        ("I shouldn't have made the Martian crack.", 1),
        ("I am four minutes late, that's on me.", 0),
        ("Sorry, I'm rushing.", 0),
        ("I'll tell her it was us who stopped it.", 0),
        ("It was racism. Sorry I'm late.", 0),
        ("I once let a boy of fourteen sit in a cell. I'm ashamed of it.", 2),
        ("I'm a bit ashamed you had to point.", 1),
        ("It was racism, what he said. I looked at my pen once. I'm ashamed of that.", 3),
        ("Is it you that holds the talk about race? And sorry, I should have asked this first.", 0),
    ],
)
def test_racism_weighs_most_of_what_is_owned_then_the_work_and_manners_nothing(
    script: Script, rubric: Rubric, text: str, weight: int
) -> None:
    facts = named_facts_of(script, rubric, said(), said(text=text))
    assert weigh_owning(facts, facts.mark(2)) == weight


def test_the_weightiest_of_what_is_owned_stands_first_and_no_more_than_are_asked_for(
    script: Script, rubric: Rubric
) -> None:
    first = script.turn("the_bus").otherwise[0]
    answers = ("It was wet that day.", "It was late that day.", "It was the nine that day.")
    otherwise = tuple(first.model_copy(update={"says": pat(one)}) for one in answers)
    told = with_book(with_turns(script, the_bus={"otherwise": otherwise}), told="last")
    work, racist = said(text="I signed it without reading it."), said(text="That was racist of me, not just clumsy.")
    facts = named_facts_of(told, rubric, said(), work, racist)
    assert [card.replies for card in make_answered_cards(facts, (), most=2)] == [(3,), (2,)]
    assert [card.replies for card in make_answered_cards(facts, ())] == [(3,)]


def test_a_deed_stands_before_what_there_should_have_been(script: Script, rubric: Rubric) -> None:
    first = script.turn("the_bus").otherwise[0]
    answers = ("It was wet that day.", "It was late that day.", "It was the nine that day.")
    otherwise = tuple(first.model_copy(update={"says": pat(one)}) for one in answers)
    told = with_book(with_turns(script, the_bus={"otherwise": otherwise}), told="last")
    ought, deed = said(text="I should have rung you on Monday."), said(text="I signed it without reading it.")
    facts = named_facts_of(told, rubric, said(), ought, deed)
    assert [card.replies for card in make_answered_cards(facts, (), most=2)] == [(3,), (2,)]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I'm sorry, Temi.", True),
        ("I'm sorry it got called horseplay.", False),
        ("You'd be gone, and I'd be sorry.", False),
        ("I'm sorry you've to wait. And I'm sorry for what I said.", True),
    ],
)
def test_a_sorry_for_what_others_did_or_for_what_has_not_come_is_no_owning(text: str, own: bool) -> None:
    assert own_sorry(text) is own


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("I come in and I say: how was it? He says: fine.", True),
        ("So what happens to it now? It was wet.", False),
    ],
)
def test_a_question_that_is_told_of_asks_nothing_of_who_owned_it(
    script: Script, rubric: Rubric, answer: str, shown: bool
) -> None:
    first = script.turn("the_bus").otherwise[0]
    otherwise = tuple(first.model_copy(update={"says": pat(one)}) for one in ("It was wet.", answer))
    talked_on = with_turns(script, the_bus={"otherwise": otherwise})
    facts = facts_of(talked_on, rubric, said(), said(text="I signed it without reading it."))
    assert bool(make_answered_cards(facts, ())) is shown


@pytest.mark.parametrize("line", ["Let me come back to that.", "Wait, wait.", "No. Not today.", "What for?"])
def test_what_is_owned_and_put_off_or_turned_down_has_no_card(script: Script, rubric: Rubric, line: str) -> None:
    told = with_book(with_answer(script, "told", pat(line)), told="silence:the_words")
    assert make_answered_cards(facts_of(told, rubric, said(), said("asks", text=SIGNED)), ()) == ()


def test_who_stands_by_what_they_signed_has_not_owned_it(script: Script, rubric: Rubric) -> None:
    answered = with_book(with_answer(script, "told", pat("So it's come from you.")), told="silence:the_words")
    stands_by = f"{SIGNED} I thought it was a good piece of work."
    page = page_of(answered, rubric, said(), said("asks", text=stands_by))
    assert not [card for card in page.list_cards(CardKind.KEEP) if card.title == OWNED]
