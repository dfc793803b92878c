"""Names in what somebody is to do: a word that says what to do is no first name."""

import pytest

from coach.practice.safeguarding import look_for_details


def found_in(text: str) -> list[str]:
    return [text[detail.start : detail.end] for detail in look_for_details(text, ())]


@pytest.mark.parametrize("text", ["Ask Theo what he'd like", "By Friday: Ring Louise", "- Tell Kelly. Show Kelly it"])
def test_what_to_do_and_one_first_name_is_no_full_name(text: str) -> None:
    assert found_in(text) == []


def test_a_full_name_after_it_is_found_without_it() -> None:
    assert found_in("Ask Mary Okonkwo about it") == ["Mary Okonkwo"]


@pytest.mark.parametrize("text", ["I saw Grace Jones", "with Tell Okonkwo", "Grace Jones rang"])
def test_other_names_of_two_words_are_found(text: str) -> None:
    assert len(found_in(text)) == 1
