"""Lists and questions in plain lines: each thing a line, a number to choose it, Enter to leave, `?` for help."""

from pathlib import Path

import pytest

from coach.plain.console import (
    AT_ONCE,
    NEITHER,
    NO_MORE,
    MenuLine,
    agree,
    ask,
    ask_for_word,
    ask_place,
    ask_yes_or_no,
    choose,
    choose_several,
    confirm,
)
from tests.plain.talk import Talk

FRUIT = (MenuLine("apple", "Apple, red"), MenuLine("pear", "Pear, green"), MenuLine("fig", "Fig, purple", "dried"))
MANY = tuple(MenuLine(f"n{number}", f"Line number {number} of many") for number in range(1, 31))


def test_a_list_is_read_out_a_line_each_with_its_number() -> None:
    talk = Talk("")
    assert choose(talk.lines, FRUIT) is None
    assert talk.written == ["1: Apple, red", "2: Pear, green", "3: Fig, purple"]
    assert talk.asked == ["A number, or Enter to leave: "]


@pytest.mark.parametrize("typed", ["3", "fig", "FIG", "purple", "dried"])
def test_a_line_is_chosen_by_its_number_its_key_or_its_words(typed: str) -> None:
    assert choose(Talk(typed).lines, FRUIT) == "fig"


def test_what_fits_several_lines_names_them_and_asks_again() -> None:
    talk = Talk("p", "2")
    assert choose(talk.lines, FRUIT) == "pear"
    assert talk.written[3:] == [
        "2: Pear, green",
        "3: Fig, purple",
        "These have your words. Type the number of one.",
    ]


@pytest.mark.parametrize("typed", ["0", "4", "99999999999999999999", "-1", "plum", "ap\x1b[2Jple"])
def test_what_fits_no_line_is_said_in_a_sentence_and_nothing_is_left(typed: str) -> None:
    talk = Talk(typed, "1")
    assert choose(talk.lines, FRUIT) == "apple"
    assert len(talk.written) == 4
    assert talk.written[3].endswith((".", "3."))


def test_a_question_mark_explains_and_the_list_can_be_heard_again() -> None:
    talk = Talk("?", "list", "")
    assert choose(talk.lines, FRUIT, more="Fruit to eat.") is None
    assert talk.written[3].startswith("Fruit to eat. Type the number")
    assert talk.written[4:] == talk.written[:3]


def test_a_long_list_is_heard_in_parts_and_each_part_says_how_to_go_on() -> None:
    talk = Talk("more", "more", "more", "25")
    assert choose(talk.lines, MANY) == "n25"
    assert talk.written[AT_ONCE] == "These are 1 to 12 of 30. `more` reads the next; words find one."
    assert talk.written[AT_ONCE + 1].startswith("13: ")
    assert "30: Line number 30 of many" in talk.written
    assert talk.written[-AT_ONCE - 1].startswith("1: ")


def test_the_end_of_input_leaves_a_list() -> None:
    assert choose(Talk().lines, FRUIT) is None
    assert ask(Talk().lines, "Well? ") == ""


def test_several_lines_are_chosen_one_after_another_and_can_be_taken_out_again() -> None:
    talk = Talk("1", "3", "1", "")
    assert choose_several(talk.lines, FRUIT) == ("fig",)
    assert talk.written[0] == "Nothing is chosen yet."
    assert "Chosen: Apple, red; Fig, purple." in talk.written
    assert talk.written.count("2: Pear, green") == 1


def test_a_question_is_skipped_by_enter_and_explained_by_a_question_mark() -> None:
    talk = Talk("?", "")
    assert ask(talk.lines, "What, or Enter: ", "Anything you like.") == ""
    assert talk.written == ["Anything you like."]


@pytest.mark.parametrize(("typed", "agreed"), [("yes", True), ("Y", True), ("no", False), ("", False)])
def test_a_question_mark_is_neither_yes_nor_no(typed: str, agreed: bool) -> None:
    talk = Talk("?", typed)
    assert agree(talk.lines, "Forget it? yes, or Enter for no: ") is agreed
    assert talk.written == [NO_MORE]
    assert not agree(Talk("?").lines, "Forget it? yes, or Enter for no: ")


@pytest.mark.parametrize(("then", "agreed"), [("yes", True), ("n", False), ("", False)])
def test_an_answer_that_is_neither_yes_nor_no_is_asked_again(
    then: str, agreed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was taken for Enter, and the next answer for something else, such as a reply to the family."""
    asks = "Forget it? yes, or Enter for no: "
    talk = Talk("maybe", "2", then)
    assert agree(talk.lines, asks) is agreed
    assert talk.written == [NEITHER] * 2
    assert talk.asked == [asks] * 3
    assert not agree(Talk("maybe").lines, asks), "the end of input is no"
    typed = iter(("maybe", then))
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    assert confirm(asks) is agreed


def test_the_end_of_input_is_told_from_enter() -> None:
    assert [ask_yes_or_no(Talk(*typed).lines, "Well? ") for typed in (("Y",), ("no",), ("",), ("hm",))] == [
        "yes", "no", "", None,
    ]  # fmt: skip
    assert ask_yes_or_no(Talk("hm", "Change").lines, "Well? ", also="change") == "change"


@pytest.mark.parametrize("typed", ["?", "help", "Help"])
def test_a_question_mark_is_no_answer_to_any_question(typed: str) -> None:
    """Where there is no more to say, that is said: it would be kept, or handed over, as somebody's own words."""
    talk = Talk(typed, "A title")
    assert ask(talk.lines, "Its title, or Enter: ") == "A title"
    assert talk.written == [NO_MORE]
    assert ask(Talk(f"{typed} me").lines, "Its title, or Enter: ") == f"{typed} me"
    talk = Talk(typed, "keep")
    assert ask_for_word(talk.lines, "remove or keep: ", "Nothing is gone.") == "keep"
    assert talk.written == ["Nothing is gone."]


def test_a_number_where_a_path_is_asked_for_is_asked_about_once(tmp_path: Path) -> None:
    talk = Talk("1", str(tmp_path / "one"))
    assert ask_place(talk.lines, "offered.docx").name == "one.docx"
    assert talk.written == ["That is a number. A file of that name would be ./1"]
    assert ask_place(Talk("1", "1").lines, "offered.docx").name == "1.docx", "who means it says it again"


def test_a_file_s_name_without_an_ending_gets_that_of_the_offered_one(tmp_path: Path) -> None:
    """One that has an ending keeps it, and a folder stays a folder, of which the saving says so."""
    for typed, name in (("one", "one.docx"), ("two.txt", "two.txt"), ("", tmp_path.name)):
        assert ask_place(Talk(str(tmp_path / typed)).lines, "offered.docx").name == name
