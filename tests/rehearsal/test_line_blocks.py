"""Blocks of lines: the address of each kind, and what a line book says of a block and of a line."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from coach.content.library import Library
from coach.model.conditions import Line
from coach.model.line_book import NOTHING_SAID, LineBook, LineTags
from coach.model.scenario import Entry, Turn
from coach.rehearsal.line_blocks import (
    find_tags,
    find_unknown,
    list_blocks,
    list_known_addresses,
    list_tagged_blocks,
)
from coach.rehearsal.script import Script, stage
from tests.conftest import with_book

KITCHEN = {
    "says": [{"pat": "Sit where you like."}],
    "says_when_hurt": [{"pat": "There is a chair."}],
    "says_if": [
        {"told": "the_words", "says": {"pat": "That bus again."}},
        {"trust": "3+", "says": {"pat": "Sit by me."}},
    ],
    "asks_back": [{"pat": "How do you mean, sit?"}],
    "replies": {"named_it": {"met": "names", "says": [{"scene": "A bus goes by."}, {"pat": "Racism, yes."}]}},
    "otherwise": [{"says": {"pat": "Mm, well."}}, {"says": {"sam": "Is there cake?"}, "goto": "end"}],
    "asks": {"yes": {"pat": "Good, then."}, "no": {"says": {"pat": "Stand, then."}}},
    "meets": {"the_pen": {"asked": ["I put it away."], "says": {"pat": "Thank you for the pen."}}},
    "asked": {
        "the_seat": {
            "asked": ["Which seat was it?"],
            "says": {"pat": ["The back one, by the door.", "The back one, I said."], "sam": "The one that shakes."},
            "again": {"pat": "Still the back one."},
        }
    },
    "remark": [{"pat": "That chair squeaks."}],
}
OF_THE_KITCHEN = {
    "kitchen": "Sit where you like.",
    "kitchen#hurt": "There is a chair.",
    "kitchen#if1": "That bus again.",
    "kitchen#if2": "Sit by me.",
    "kitchen/named_it": "Racism, yes.",
    "kitchen/otherwise1": "Mm, well.",
    "kitchen/otherwise2": "Is there cake?",
    "kitchen/asks:yes": "Good, then.",
    "kitchen/asks:no": "Stand, then.",
    "kitchen/meets:the_pen": "Thank you for the pen.",
    "kitchen/asked:the_seat@pat": "The back one, by the door.",
    "kitchen/asked:the_seat@pat~2": "The back one, I said.",
    "kitchen/asked:the_seat@sam": "The one that shakes.",
}
"""The last line of each block of that turn, by its address."""
OF_THE_FAMILY = {
    "knows:the_driver@pat": "He waved us on.",
    "knows:the_driver@sam": "He has a beard.",
    "silence:the_words": "They said it on the bus. Twice.",
    "ending:shut": "Goodbye, then.",
}


@pytest.fixture
def full(script: Script) -> Script:
    """The small scenario with a turn that has every kind of block, an answer bank, and lines outside of blocks."""
    turns = {**script.dialogue.turns, "kitchen": Turn.model_validate(KITCHEN)}
    driver = {"asked": ["Who drove?"], "says": {"pat": "He waved us on.", "sam": "He has a beard."}}
    hello = {"asked": ["hello"], "says": {"pat": "Come in, the both of you."}}
    return replace(
        script,
        dialogue=script.dialogue.model_copy(update={"turns": turns}),
        knows={"the_driver": Entry.model_validate(driver)},
        acts={"greeting": Entry.model_validate(hello)},
        receives={"pat": ((Line(speaker="pat", text="Okay."),),)},
    )


def pat(text: str) -> Line:
    return Line(speaker="pat", text=text)


# --- Addresses


def test_every_kind_of_block_has_its_address(full: Script) -> None:
    last = {address: lines[-1].text for address, lines in list_blocks(full) if lines}
    wanted = OF_THE_KITCHEN | OF_THE_FAMILY
    assert {address: last.get(address) for address in wanted} == wanted
    assert {address for address in last if address.startswith("kitchen")} == OF_THE_KITCHEN.keys()


def test_no_two_blocks_have_one_address(full: Script) -> None:
    addresses = [address for address, _ in list_blocks(full)]
    assert len(addresses) == len(set(addresses))


def test_every_address_can_be_written_into_a_book(full: Script) -> None:
    addresses = [address for address, _ in list_blocks(full)]
    assert list(LineBook(told=tuple(addresses)).told) == addresses


@pytest.mark.parametrize(
    "wrong", ["The kitchen", "kitchen/", "kitchen#when_hurt", "kitchen//named_it", "kitchen~2", ""]
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        LineBook.model_validate({"told": [wrong]})


def test_one_address_alone_needs_no_brackets() -> None:
    book = LineBook.model_validate({"told": "kitchen", "names": {"race": "kitchen/named_it"}})
    assert book.list_addresses() == ("kitchen", "kitchen/named_it")


def test_an_address_can_be_known_with_a_person_or_without(full: Script) -> None:
    known = list_known_addresses(full)
    assert {"knows:the_driver", "knows:the_driver@pat", "kitchen/asked:the_seat", "kitchen"} <= known
    assert "kitchen@pat" not in known


def test_an_address_at_which_no_block_stands_is_unknown(full: Script) -> None:
    gone = ("kitchn", "kitchen/named", "kitchen/otherwise3", "knows:the_driver@sam~2", "last#hurt", "the_words")
    book = with_book(full, told=[*gone, *OF_THE_KITCHEN], drew_back=[gone[0]], next_words={"silence:gone": ["Oh."]})
    assert find_unknown(book) == (*gone, "silence:gone")


# --- What is said of a line


def test_a_line_has_what_is_said_of_its_block(full: Script) -> None:
    book = with_book(
        full,
        told="kitchen/named_it",
        drew_back="kitchen#hurt",
        safety="kitchen/named_it",
        names={"race": "kitchen/named_it", "child": "kitchen"},
    )
    assert find_tags(book, pat("Racism, yes.")) == LineTags(told=True, safety=True, names=frozenset({"race"}))
    assert find_tags(book, pat("There is a chair.")) == LineTags(drew_back=True)
    assert find_tags(book, pat("Mm, well.")) == NOTHING_SAID


def test_an_address_without_a_person_stands_for_all_of_them(full: Script) -> None:
    book = with_book(full, told="kitchen/asked:the_seat")
    said = [
        pat("The back one, by the door."),
        pat("The back one, I said."),
        Line(speaker="sam", text="The one that shakes."),
    ]
    assert all(find_tags(book, line).told for line in said)


def test_an_address_with_a_person_stands_for_their_answer_alone(full: Script) -> None:
    book = with_book(full, told="knows:the_driver@sam")
    assert find_tags(book, Line(speaker="sam", text="He has a beard.")).told
    assert not find_tags(book, pat("He waved us on.")).told


def test_takes_are_numbered_from_the_second(full: Script) -> None:
    book = with_book(full, told="kitchen/asked:the_seat@pat", drew_back="kitchen/asked:the_seat@pat~2")
    assert find_tags(book, pat("The back one, by the door.")) == LineTags(told=True)
    assert find_tags(book, pat("The back one, I said.")) == LineTags(drew_back=True)


def test_what_is_said_of_one_answer_adds_to_what_is_said_of_all(full: Script) -> None:
    book = with_book(full, told="knows:the_driver", names={"race": ["knows:the_driver@pat"]})
    assert find_tags(book, pat("He waved us on.")) == LineTags(told=True, names=frozenset({"race"}))


def test_the_last_line_alone_has_next_words(full: Script) -> None:
    two = full.turn("kitchen").model_copy(update={"says": (pat("Sit where you like."), pat("I stood all the way."))})
    turns = {**full.dialogue.turns, "kitchen": two}
    longer = replace(full, dialogue=full.dialogue.model_copy(update={"turns": turns}))
    book = with_book(longer, told="kitchen", next_words={"kitchen": "All the way?"})
    assert find_tags(book, pat("I stood all the way.")).next_words == ("All the way?",)
    first = find_tags(book, pat("Sit where you like."))
    assert (first.told, first.next_words) == (True, ())


def test_words_of_one_answer_stand_before_those_of_all(full: Script) -> None:
    book = with_book(
        full, told="kitchen", next_words={"knows:the_driver": "Who did?", "knows:the_driver@sam": "A long one?"}
    )
    assert find_tags(book, pat("He waved us on.")).next_words == ("Who did?",)
    assert find_tags(book, Line(speaker="sam", text="He has a beard.")).next_words == ("A long one?",)


def test_what_is_seen_rather_than_said_has_no_tags(full: Script) -> None:
    book = with_book(full, told="kitchen/named_it")
    assert find_tags(book, Line(speaker="scene", text="A bus goes by.")) == NOTHING_SAID


def test_a_scenario_without_a_book_says_nothing_of_any_line(full: Script) -> None:
    assert not full.dialogue.lines
    assert all(find_tags(full, line) == NOTHING_SAID for _, lines in list_blocks(full) for line in lines)


def test_a_book_that_was_only_begun_is_not_gone_by(full: Script) -> None:
    begun = with_book(full, names={"race": "kitchen/named_it"}, next_words={"kitchen": "Where?"}, safety="kitchen")
    assert not begun.dialogue.lines
    assert find_tags(begun, pat("Racism, yes.")) == NOTHING_SAID


# --- Lines that are said in several places


def with_words(script: Script, name: str, text: str) -> Script:
    """The scenario where Pat answers by a branch of the kitchen with other words."""
    turn = script.turn("kitchen")
    branch = next(iter(turn.replies.values())).model_copy(update={"says": (pat(text),)})
    turns = {**script.dialogue.turns, "kitchen": turn.model_copy(update={"replies": {**turn.replies, name: branch}})}
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def test_a_line_of_two_blocks_has_only_what_is_said_of_both(full: Script) -> None:
    twice = with_words(full, "heard", "Mm, well.")
    assert not find_tags(with_book(twice, told="kitchen/heard"), pat("Mm, well.")).told
    assert find_tags(with_book(twice, told=["kitchen/heard", "kitchen/otherwise1"]), pat("Mm, well.")).told


def test_a_line_that_is_said_outside_of_blocks_too_has_no_tags(full: Script) -> None:
    for outside in ("Okay.", "Still the back one.", "Come in, the both of you.", "Right.", "That chair squeaks."):
        told = with_book(with_words(full, "heard", outside), told="kitchen/heard")
        assert not find_tags(told, pat(outside)).told, outside


def test_words_that_answer_a_line_of_weight_answer_it_in_every_block(full: Script) -> None:
    twice = with_words(full, "heard", "He waved us on, as he always does.")
    twice = with_words(twice, "asked", "He waved us on, as he always does.")
    book = with_book(twice, told="kitchen", next_words={"kitchen/asked": "Always?"})
    assert find_tags(book, pat("He waved us on, as he always does.")).next_words == ("Always?",)


def test_words_that_answer_a_short_line_answer_it_there_alone(full: Script) -> None:
    twice = with_words(full, "heard", "Mm, well.")
    assert (
        find_tags(with_book(twice, told="kitchen", next_words={"kitchen/heard": "Say more?"}), pat("Mm, well."))
        == NOTHING_SAID
    )


# --- What is said of a block


def test_each_block_that_has_lines_is_listed_with_its_tags(full: Script) -> None:
    book = with_book(full, told="kitchen/asked:the_seat", next_words={"kitchen": "Here?"})
    tags = {address: tags for address, _, tags in list_tagged_blocks(book)}
    assert tags["kitchen/asked:the_seat@pat~2"].told
    assert tags["kitchen"] == LineTags(next_words=("Here?",))
    assert not tags["kitchen/otherwise1"]
    assert "the_bus#hurt" not in tags


def test_what_ships_has_no_address_that_is_unknown(whole: Library) -> None:
    for shelved in whole.shelf("dialogues"):
        dialogue = whole.dialogue(shelved.id)
        script = stage(shelved.id, dialogue, whole.family(dialogue.family), whole.rubric(dialogue.rubric))
        assert find_unknown(script) == (), shelved.id
        assert dialogue.lines.names.keys() <= whole.rubric(dialogue.rubric).list_rows().keys()
