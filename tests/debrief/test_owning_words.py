"""Words by which a prejudice, a beginning, or the service's part in racism is owned, and what sounds like it."""

import pytest

from coach.debrief.owned_card import names_thing
from coach.debrief.owning import find_own_talk, find_owning, goes_back, judged_before, owns_own_work


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("I came in here with a story in my head about a dad and a scarf.", True),
        ("I came here with it the wrong way round.", True),
        ("I came in with a form that had made up its mind.", True),
        ("I came in going on about spices.", True),
        ("I came in shouting when you could get there yourself.", True),
        ("I came in as if I've never moved anyone myself.", True),
        ("I'd made up my mind what sort of family this was.", True),
        ("I put my own mother in your mouth.", True),
        ("I came in a little car.", False),
        ("I came in good faith.", False),
        ("I came in with a cake.", False),
        ("I came in with a list of buses for you.", False),
        ("I've made up my mind to ring them.", False),
    ],
)
def test_what_was_made_of_them_before_they_spoke_is_owned(text: str, owned: bool) -> None:
    assert judged_before(text) is owned
    assert bool(find_owning(text)) is owned


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("You're right. I went past it.", True),
        ("I am going past it, aren't I.", True),
        ("Oh, I did talk over it, didn't I.", True),
        ("I did say I'd ring, didn't I.", False),
        ("I am doing the lunch, aren't I.", False),
        ("I'm sorry I opened with 'automatic'.", True),
        ("I nearly told you to laugh. I'm sorry, Mel, properly.", True),
        ("I said he'd forget it by Christmas, I wish I hadn't.", True),
        ("I'm ashamed of that.", True),
        ("Like I was on a coach trip. I'm sorry, that was badly done.", True),
        ("That was badly done by the school.", False),
        ("I went past it on the bus.", False),
        ("I opened with tea and toast.", False),
        ("I nearly told you on Monday.", False),
        ("I wish I hadn't parked there.", False),
        ("He is ashamed of that.", False),
    ],
)
def test_ones_own_words_in_the_talk_are_owned(text: str, owned: bool) -> None:
    assert bool(find_own_talk(text)) is owned


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("That was racism, and it was ours.", True),
        ("That is racist, and he did it in our name, as ours.", True),
        ("That came from our office.", True),
        ("It's got our name on it.", True),
        ("The silence is ours.", True),
        ("It should've been me, on the phone, Monday.", True),
        ("I never asked what the voice was saying.", True),
        ("That was racism, and it was theirs.", False),
        ("It came from their office.", False),
        ("Is your name on it?", False),
        ("He never asked what it was.", False),
        ("I'd like her told it was our mistake.", False),
        ("It was our mistake.", True),
    ],
)
def test_a_part_of_the_service_in_it_is_owned(text: str, owned: bool) -> None:
    assert owns_own_work(text) is owned


def test_what_stands_before_a_prejudice_that_is_owned_is_no_word_of_it() -> None:
    owning = "That's the whole meeting, and I came in going on about spices."
    assert not goes_back("The meeting is on Friday.", owning, straight_after=False)
    assert goes_back("What spices are those?", owning, straight_after=False)


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        ("i should have rung you on monday", True),
        ("that was racist of me", True),
        ("i am four minutes late that is on me", False),
        ("sorry i am rushing", False),
        ("i should have said at the door", False),
        ("is there something i should have asked you", False),
        ("and sorry i should have asked this first", False),
        ("sorry for the four minutes i should have texted", False),
        ("that is on us craig and i will get your number", False),
        ("i will explain what i should have at the door", False),
    ],
)
def test_manners_name_nothing_that_is_owned(plain: str, named: bool) -> None:
    assert names_thing(plain) is named
