"""One reply, however it was typed."""

from hypothesis import given
from hypothesis import strategies as st

from coach.matching.ml.encoder import augment


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
