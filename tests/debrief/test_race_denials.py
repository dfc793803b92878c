"""What denies in words that race has to do with it, makes small of what was told, or is a slip."""

import pytest

from coach.debrief.race_denials import denies_race, list_denials, makes_slip, makes_small


@pytest.mark.parametrize(
    "text",
    [
        "It's not about race.",
        "This has nothing to do with your skin, love.",
        "I treat everyone the same, whoever they are.",
        "We treat all our families equally here.",
        "I don't see colour.",
        "They're all the same colour to me.",
        "I don't do race, I do attendance.",
        "You can't make it about your colour whenever you're asked something.",
        "Let's get on. Don't bring race into it.",
        "There's no need to play the race card.",
    ],
)
def test_who_says_that_race_has_nothing_to_do_with_it_denies_it(text: str) -> None:
    assert denies_race(text)


@pytest.mark.parametrize(
    "text",
    [
        "It's about race.",
        "It isn't only about race.",
        "Is it nothing to do with race?",
        "I'm not saying it's not about race.",
        "People say it's nothing to do with race.",
        "I used to say I treat everyone the same.",
        "I said 'I treat everyone the same' and that was wrong of me.",
        "If it's not about race, what would you call it?",
        "Don't say it's nothing to do with your colour.",
        "You shouldn't have to prove it's about race.",
        "I don't see race in any of these notes.",
        "I treat everyone the same but it isn't the same, is it.",
        "You can't put racism on a form and leave it there.",
    ],
)
def test_what_is_asked_owned_or_said_of_others_denies_nothing(text: str) -> None:
    assert not denies_race(text)


def test_the_denial_is_given_as_it_was_typed() -> None:
    assert list_denials("Sit down. It's not about race. Tea?") == ("It's not about race.",)


@pytest.mark.parametrize("text", ["It's just a box, love.", "It was only a joke.", "That's a bit of banter."])
def test_a_box_or_a_joke_is_made_small(text: str) -> None:
    assert makes_small(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it just a box?",
        "They say it's just a box.",
        "It's just a box, but it's his name in it.",
        "I called it just a joke. It was only a joke, I said, and that was wrong of me.",
        "It's a box he can't fit in.",
    ],
)
def test_what_is_asked_or_owned_makes_nothing_small(text: str) -> None:
    assert not makes_small(text)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Is she, like, a coloured, sorry, a Black girl?", True),
        ("You people always say so.", True),
        ("He's half-caste, is he?", True),
        ("They wrote 'coloured' on the form.", False),
        ("She has her coloured pencils out.", False),
        ("Do you people-watch?", True),
    ],
)
def test_a_word_that_hurts_is_a_slip_unless_it_is_read_out(text: str, slip: bool) -> None:
    assert makes_slip(text) is slip
