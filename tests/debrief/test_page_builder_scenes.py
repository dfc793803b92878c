"""What is seen is said by nobody: whatever words a scene has, no card of the page and no mark comes of it."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from coach.debrief.first_page import CardPart, DebriefPage, SaidLine
from coach.debrief.page_builder import build_page
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_openings import BUS, SONGS

SPEAKS = Line(speaker=SCENE, text="Racism, and racist. No, thank you, I'd rather not. I'll come to that. Who asks Sam?")
"""A scene with words that would matter if somebody said them."""


def set_scenes(part: Any) -> Any:
    """Put a scene before and behind each line that a person says, wherever lines stand."""
    if type(part) is tuple and part and all(isinstance(one, Line) for one in part):
        return (SPEAKS, *(one for line in part for one in (line, SPEAKS)))
    if type(part) is tuple:
        return tuple(map(set_scenes, part))
    if type(part) is dict:
        return {key: set_scenes(value) for key, value in part.items()}
    if isinstance(part, BaseModel) and not isinstance(part, Line):
        fields = {name: (getattr(part, name), set_scenes(getattr(part, name))) for name in type(part).model_fields}
        changed = {name: now for name, (was, now) in fields.items() if now != was}
        return part.model_copy(update=changed) if changed else part
    return part


def with_scenes(script: Script) -> Script:
    """The scenario in which a scene stands around each line."""
    parts = (
        "dialogue silences hurt_lines mended_lines asks_back asked_straight knows acts receives defers lightly".split()
    )
    return replace(script, **{name: set_scenes(getattr(script, name)) for name in (*parts, "doesnt_know")})


def require_same_cards(page: DebriefPage, seen: DebriefPage) -> None:
    """That two pages have the same cards, but for scenes that stand among the lines of one."""

    def list_spoken(parts: tuple[CardPart, ...]) -> list[CardPart]:
        return [part for part in parts if not (isinstance(part, SaidLine) and part.scene)]

    assert [card.id for card in seen.cards] == [card.id for card in page.cards]
    for card, other in zip(page.cards, seen.cards, strict=True):
        assert (other.title, other.brief, other.replies) == (card.title, card.brief, card.replies)
        assert list_spoken(other.parts) == list_spoken(card.parts)
    assert [mark.kind for mark in seen.picture.marks] == [mark.kind for mark in page.picture.marks]
    assert [(mark.by_you, mark.by_them) for mark in seen.picture.marks] == [
        (mark.by_you, mark.by_them) for mark in page.picture.marks
    ]


@pytest.mark.parametrize("read", ["asks", "names", "vague", "blunt mend", "names blunt", "vague child", ""])
def test_a_scene_changes_no_card_of_a_small_scenario(script: Script, rubric: Rubric, read: str) -> None:
    happened = events(said(), *(said(one, text=f"Well, {one}, then?") for one in read.split()))
    page, seen = (build_page(each, rubric, replay(each, happened)) for each in (script, with_scenes(script)))
    require_same_cards(page, seen)


@pytest.mark.parametrize("read", ["asks", "names", "vague", "names vague", "vague names"])
def test_a_scene_changes_no_card_where_lines_were_read_by_an_author(script: Script, rubric: Rubric, read: str) -> None:
    book = with_book(
        script,
        told=["the_bus/asked", "the_bus/told", "silence:the_words", "sam_says", "the_bus/stand_in"],
        safety=["sam_says"],
        next_words={"sam_says": ["What did Sam sing?"]},
        matters=[BUS, SONGS],
    )
    happened = events(said(), *(said(one, text=f"Well, {one}, then?") for one in read.split()))
    page, seen = (build_page(each, rubric, replay(each, happened)) for each in (book, with_scenes(book)))
    require_same_cards(page, seen)
