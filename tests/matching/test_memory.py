"""What is worked out about texts is remembered while one page is built, and no longer."""

import gc

import pytest

from coach.debrief.wording import find_content_words
from coach.matching.memory import remember, remember_while
from coach.matching.sentences import parse

SAID = "We could ask Parveen what the blue gate was for."


def test_inside_the_block_each_text_is_worked_out_once() -> None:
    asked: list[str] = []

    @remember
    def count(text: str) -> int:
        asked.append(text)
        return len(text)

    with remember_while():
        assert [count("one"), count("one"), count("other")] == [3, 3, 5]
        with remember_while():
            count("one")
        count("one")
    assert asked == ["one", "other"]
    count("one")
    count("one")
    assert asked == ["one", "other", "one", "one"]


@pytest.mark.parametrize("fails", [False, True])
def test_no_word_that_was_said_is_held_after_the_block(fails: bool) -> None:
    with pytest.raises(ZeroDivisionError) if fails else remember_while(), remember_while():
        parse(SAID)
        find_content_words(SAID)
        if fails:
            raise ZeroDivisionError
    gc.collect()
    held = [one for one in gc.get_objects() if isinstance(one, dict) and (parse.__wrapped__, SAID) in one]  # type: ignore[attr-defined]  # what `wraps` leaves on a function
    assert held == []
    assert parse(SAID) is not parse(SAID)


def test_what_is_asked_by_name_is_answered_too() -> None:
    with remember_while():
        assert parse(text=SAID) == parse(SAID)
