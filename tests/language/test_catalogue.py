from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coach.errors import NotKnown
from coach.language import catalogue
from coach.language.catalogue import (
    ENGLISH,
    LANGUAGES,
    choose_language,
    find_language,
    find_tag,
    load_catalogue,
    say,
    say_count,
    speak,
)
from tests.test_walls import loaded_by


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    choose_language()
    load_catalogue.cache_clear()


def test_english_is_spoken_from_nothing_and_reads_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "FOLDER", Path("nowhere"))
    assert find_language().tag == ENGLISH
    assert say("Take “{instead}”", instead="A bus") == "Take “A bus”"
    assert load_catalogue.cache_info().misses == 0


def test_a_chosen_language_has_its_sentences_with_the_parts_that_differ() -> None:
    choose_language("cy")
    assert say("Rehearse") == "Ymarfer"
    assert say("Go on with {title}", title="{The} box") == "Mynd ymlaen â {The} box", "what is filled in is no sentence"


def test_each_number_has_the_form_that_it_asks_for() -> None:
    """Welsh has six: two and three change the word after them, each in its own way."""
    sentences = "{count} thing brought to supervision", "{count} things brought to supervision"
    assert say_count(*sentences, 1).startswith("1 thing ")
    assert say_count(*sentences, 1200).startswith("1,200 things ")
    choose_language("cy")
    said = [say_count(*sentences, number).split()[1] for number in (0, 1, 2, 3, 6, 12)]
    assert said == ["peth", "peth", "beth", "pheth", "pheth", "peth"]


def test_a_sentence_that_is_missing_stays_in_english() -> None:
    choose_language("cy")
    assert say("Nobody translated {this} yet.", this="line") == "Nobody translated line yet."
    assert say("") == "", "and the head of a catalogue is no sentence"


def test_a_catalogue_that_is_missing_leaves_english_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    choose_language("cy")
    assert say("Rehearse") == "Rehearse"


@pytest.mark.parametrize(("typed", "tag"), [("cy", "cy"), (" CY ", "cy"), ("cy_GB", "cy"), ("en", ENGLISH)])
def test_a_tag_may_be_typed_as_people_type_it(typed: str, tag: str) -> None:
    assert find_tag(typed) == tag


def test_a_language_that_is_none_is_one_sentence_with_advice() -> None:
    with pytest.raises(NotKnown) as refused:
        choose_language("klingon\n" * 20)
    assert refused.value.message.startswith("The coach does not speak 'klingon?klingon")
    assert refused.value.advice == "Choose one of these: en-GB (English (UK)), cy (Cymraeg)."
    assert find_language().tag == ENGLISH, "and nothing was changed"


def test_one_persons_language_is_nobody_elses() -> None:
    """In a browser two people may speak two languages at a time, in threads of one process."""
    with ThreadPoolExecutor(1) as thread:
        with speak("cy"):
            assert say("Rehearse") == "Ymarfer"
            assert thread.submit(say, "Rehearse").result() == "Rehearse"
            with speak(ENGLISH):
                assert say("Rehearse") == "Rehearse"
            assert say("Rehearse") == "Ymarfer"
        assert say("Rehearse") == "Rehearse"


def test_what_nobody_reviewed_says_so_beside_its_name() -> None:
    welsh = LANGUAGES["cy"]
    assert welsh.described == "Cymraeg (heb ei adolygu / not reviewed)"
    assert "not reviewed" in welsh.caution
    assert "families still speak English" in welsh.caution
    assert LANGUAGES[ENGLISH].described == "English (UK)"


def test_nothing_that_makes_catalogues_is_loaded_where_they_are_read() -> None:
    assert "babel" not in loaded_by("coach.cli.main", "coach.tui.app", "coach.plain.main_menu")
