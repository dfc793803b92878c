"""One reply, however it was typed, and what stands before it."""

from hypothesis import given
from hypothesis import strategies as st

from coach.matching.ml.encoder import MOST_OF_BEFORE, WordPiece, augment, build_input


@given(st.text(max_size=200))
def test_a_reply_is_read_as_it_was_typed_and_in_two_other_ways_at_most(text: str) -> None:
    said = augment(text)
    assert said[0] == text
    assert len(said) == len(set(said)) <= 3


def test_one_way_has_no_marks_and_one_has_the_question_mark_put_on_or_taken_off() -> None:
    assert augment("Sit down, please. What was it like?") == (
        "Sit down, please. What was it like?",
        "Sit down please What was it like",
        "Sit down, please. What was it like.",
    )
    assert augment("what was it like") == ("what was it like", "what was it like?")


# --- What stands before a reply

VOCABULARY = ("[UNK]", "so", "he", "ran", "go", "on")


def test_an_encoder_that_looks_back_reads_what_was_said_before_and_another_does_not() -> None:
    tokenizer = WordPiece(VOCABULARY)
    alone = build_input(tokenizer, "go on", "he ran", "none", None)
    after = build_input(tokenizer, "go on", "he ran", "none", "so")
    assert after.first > alone.first
    assert [number for number, mine in zip(after.numbers, after.of_reply, strict=True) if mine] == [
        number for number, mine in zip(alone.numbers, alone.of_reply, strict=True) if mine
    ]
    long_ago = build_input(tokenizer, "go on", "he ran", "none", "so " * 100)
    assert long_ago.first == after.first + MOST_OF_BEFORE - 1
