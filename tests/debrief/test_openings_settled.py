"""What settles a matter that is left: written down where that is wanted, and not refused."""

import pytest

from coach.debrief.openings import list_open_matters
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_openings import BUS, QUIET, SONGS
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer


def is_open(script: Script, matter: dict[str, object], *replies: str, answer: str = "It rains.") -> bool:
    """Whether a matter is open behind some replies, the last of which is answered so."""
    book = with_book(with_answer(script, "stand_in", pat(answer)), told="last", matters=[matter])
    *first, last = replies
    happened = (*(said(text=text) for text in first), said("vague", text=last))
    return bool(list_open_matters(book, replay(book, events(*happened)).attempt()))


@pytest.mark.parametrize(
    ("for_", "left", "open_"),
    [
        ("child", "Sam singing again.", True),
        ("child", "Sam's own words of it.", False),
        ("child", "A record of the singing.", False),
        ("plan", "Sam singing again.", False),
    ],
    ids=["for the child", "in words", "on a record", "for a plan"],
)
def test_what_is_written_down_settles_what_wants_writing_and_what_is_for_a_plan(
    script: Script, for_: str, left: str, open_: bool
) -> None:
    matter = {**SONGS, "for": for_, "left": left, "told": ["the_bus"]}
    assert is_open(script, matter, "Lovely.", "I'll write the singing down tomorrow.") is open_


LOG = {**BUS, "for": "plan", "left": "Whoever rings the firm of the drivers."}
RINGS = "I'll ring the firm of the drivers tomorrow."


@pytest.mark.parametrize(
    ("replies", "answer", "open_"),
    [
        (("Lovely.", RINGS), "It rains.", False),
        ((RINGS, "Lovely."), "It rains.", False),
        (("Lovely.", "Lovely cups."), "It rains.", True),
        (("Lovely.", RINGS), "I'd rather not.", True),
    ],
    ids=["promised last", "promised first", "not promised", "promised and refused"],
)
def test_a_promise_of_it_in_any_reply_settles_it_unless_they_refuse(
    script: Script, replies: tuple[str, ...], answer: str, open_: bool
) -> None:
    matter = {**LOG, "about": ["whistle"], "told": ["the_bus"]}
    assert is_open(script, matter, *replies, answer=answer) is open_


@pytest.mark.parametrize(
    ("left", "book", "open_"),
    [
        ("What the drivers of that firm do.", {}, False),
        ("What the drivers of that firm do, still unheard.", {}, True),
        ("What the drivers of that firm do, still unheard.", {"settled": ["the_bus/stand_in"]}, False),
    ],
    ids=["any matter", "still unheard", "told at last"],
)
def test_what_is_still_unheard_is_settled_by_its_telling_alone(
    script: Script, left: str, book: dict[str, object], open_: bool
) -> None:
    matter = {**LOG, "left": left, "about": ["driver"], "told": ["the_bus"], **book}
    assert is_open(script, matter, "Lovely.", RINGS) is open_


def test_the_line_that_shows_a_matter_is_of_its_first_telling_where_none_has_a_word_of_it(script: Script) -> None:
    told = with_answer(script, "stand_in", pat("It snowed.", "It froze."))
    matter = {**BUS, "for": "plan", "about": ["whistle"], "told": ["the_bus", "the_bus/stand_in"]}
    book = with_book(told, told="last", matters=[matter])
    (left,) = list_open_matters(book, replay(book, events(said("vague", text="Mm."), QUIET[0])).attempt())
    assert (left.line.text, left.after_reply) == ("There was a thing on the bus.", 0)
    worded = with_book(told, told="last", matters=[{**matter, "about": ["froze"]}])
    (left,) = list_open_matters(worded, replay(worded, events(said("vague", text="Mm."), QUIET[0])).attempt())
    assert (left.line.text, left.after_reply) == ("It froze.", 1)
