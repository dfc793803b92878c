"""A name draws no entry by itself, and whom a sentence is about is still known."""

import pytest

from coach.matching.masked_names import find_greeted, find_named, find_spoken_to, is_of_hearer, mask_names

PEOPLE = ("Jan", "Jan Tully", "Ezra", "Ezra Mbala")


def test_a_name_spoken_to_is_taken_out_and_one_spoken_of_is_left_open() -> None:
    assert mask_names("Jan, how's Ezra's hair?", PEOPLE) == "how's the hair?"
    assert find_spoken_to("Jan, how's Ezra's hair?", PEOPLE) == {"jan"}
    assert find_named("Jan, how's Ezra's hair?", PEOPLE) == {"ezra"}


@pytest.mark.parametrize(
    ("askings", "of_hearer"),
    [
        (("How are you?", "Keeping well?", "You all right?"), True),
        (("How are you?", "How's Ezra?"), False),
        (("How are you?", "How is he?"), False),
        (("What's this about?", "Is it the school?"), False),
    ],
)
def test_an_entry_is_of_whom_it_is_put_to_where_nobody_else_is_asked_about(
    askings: tuple[str, ...], of_hearer: bool
) -> None:
    assert is_of_hearer(askings, PEOPLE) is of_hearer


@pytest.mark.parametrize(
    ("text", "greeted"),
    [
        ("Hello Jan, how are things?", {"jan"}),
        ("So, hi Jan! How's Ezra?", {"jan"}),
        ("How's Jan?", set()),
        ("So Ezra is doing well?", set()),
    ],
)
def test_who_is_greeted_at_the_start_is_spoken_to(text: str, greeted: set[str]) -> None:
    assert find_greeted(text, PEOPLE) == greeted
