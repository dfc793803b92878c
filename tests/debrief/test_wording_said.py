"""Whether words were said already: by half of them at once, or piece by piece by all of them."""

import pytest

from coach.debrief.wording import is_mostly_said, says_again

ASKED = "Which driver, and which school, and whose kettle?"


@pytest.mark.parametrize(
    ("said", "mostly"),
    [
        (("The driver.", "A school.", "My kettle."), True),
        (("The driver.", "A school."), False),
        (("The driver of the school bus.",), True),
        (("The driver.",), False),
        (("The driver. He drives to school.",), True),
        (("The driver is kind. I like him. He lives near a school.",), False),
        ((), False),
    ],
)
def test_a_suggestion_is_said_by_half_its_words_at_once_or_by_all_in_pieces(
    said: tuple[str, ...], mostly: bool
) -> None:
    assert is_mostly_said(ASKED, said) is mostly


@pytest.mark.parametrize(
    ("earlier", "again"),
    [
        ("The driver at school had a kettle.", True),
        ("The driver was at school.", True),
        ("The driver had a radio.", False),
    ],
)
def test_a_line_says_again_what_an_earlier_one_said_by_two_thirds_of_its_words(earlier: str, again: bool) -> None:
    assert says_again(ASKED, (earlier,)) is again
    assert not says_again("The driver.", (earlier,)), "one word says nothing again"
