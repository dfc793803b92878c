"""Where in a reply or in a line words count: in its first sentence, in its first few, or wherever they stand."""

import pytest

from coach.debrief.owning import (
    denies_what_nobody_said,
    goes_back,
    lets_be,
    rebuffs,
    receives,
    refuses,
)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I'd rather not.", True),
        ("Hang on. I'd rather not.", True),
        ("It rains. I'd rather not.", False),
        ("Hang on. It rains. I'd rather not.", False),
        ("I'd rather not. Hang on.", True),
        ("Hang on. It rains.", False),
        ("", False),
    ],
)
def test_a_refusal_begins_a_line_or_stands_straight_behind_a_word_that_waits(text: str, refused: bool) -> None:
    assert refuses(text) is refused


@pytest.mark.parametrize(
    ("text", "let"),
    [
        ("I'll leave it there. Lovely cups.", True),
        ("Right. I see. Lovely. I'll leave it there.", True),
        ("Right. I see. Lovely. It rains. I'll leave it there.", False),
    ],
)
def test_who_lets_a_thing_be_says_so_in_the_first_four_sentences(text: str, let: bool) -> None:
    assert lets_be(text) is let


def test_who_receives_or_rebuffs_does_it_in_the_first_sentence() -> None:
    assert receives("I saw that. Lovely cups.")
    assert not receives("Lovely cups. I saw that.")
    assert rebuffs("Don't do the kind voice. Lovely cups.")
    assert not rebuffs("Lovely cups. Don't do the kind voice.")


@pytest.mark.parametrize(
    ("later", "goes"),
    [
        ("That was wrong of me.", True),
        ("Lovely. That was wrong of me.", True),
        ("Lovely. Lovely. That was wrong of me.", False),
        ("Sorry. Lovely. Lovely. That was wrong of me.", True),
        ("Sorry. Lovely. Lovely. Lovely. That was wrong of me.", False),
        ("Lovely. Lovely. I called them boys, and that was wrong of me.", True),
    ],
)
def test_who_owns_no_word_of_it_goes_back_to_the_last_reply_with_the_first_sentences(later: str, goes: bool) -> None:
    """Two of them, and two more behind a sorry; with a word of it, anywhere."""
    assert goes_back("Boys will be boys.", later, straight_after=True) is goes
    assert not goes_back("Lovely kitchen.", later, straight_after=False)


def test_a_word_that_anybody_said_is_denied_rightly() -> None:
    denial = "I didn't mean you were second best."
    assert not denies_what_nobody_said(denial, ["It rains.", "Second best, are we?", "Lovely."])
    assert denies_what_nobody_said(denial, ["It rains.", "Lovely."])
    assert denies_what_nobody_said(f"Lovely. {denial}", [])
