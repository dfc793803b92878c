"""Spoken mode: nobody types, the line-reader says where the talk went, and the coach says that it heard nothing."""

import pytest

from coach.classroom.comparing import HEARD_DIFFERENTLY
from coach.classroom.seat import Seat
from coach.classroom.views import LineReaderView, ObserverView, PractitionerView
from coach.content.library import Library
from coach.errors import NotNow
from coach.model.room import Mark, Role, Stage
from tests.classroom.conftest import Room, to_stage, to_talking


def spoken_trio(room: Room) -> tuple[Seat, Seat, Seat]:
    ann, ben, cy = room.trio()
    ann.choose("bus", spoken=True)
    to_talking(ann, ben, cy)
    for seat in (ann, ben, cy):
        seat.refresh()
    return ann, ben, cy


def ways(seat: Seat) -> dict[str, str]:
    view = seat.view()
    assert isinstance(view, LineReaderView)
    return {way.branch: way.words for way in view.ways}


def test_the_line_reader_chooses_in_plain_words_where_the_talk_went(room: Room) -> None:
    _, ben, _ = spoken_trio(room)
    assert ways(ben) == {
        "brushed_off": "It may have hurt: brushes it off",
        "told": "Asks about it",
        "asked": "Asks about it, or names it",
        "stand_in": "A stand-in word",
        "hurt": "It may have hurt",
        "otherwise": "Something else",
    }
    ben.went("told")
    view = ben.view()
    assert isinstance(view, LineReaderView)
    assert [line.text for line in view.to_read][:2] == ["You asked.", "They said it on the bus. Twice."]
    with pytest.raises(NotNow, match="cannot go there"):
        ben.went("told")


def test_every_way_that_ships_says_what_was_done(whole: Library) -> None:
    """'Asked about racism', never the name of a criterion: whoever follows the script may see it for the first time."""
    for rubric in map(whole.rubric, ("openness", "supervision")):
        names = {key for key, each in rubric.criteria.items() if rubric.aloud(key) == each.name}
        assert not names


def test_nobody_else_moves_the_talk_and_nobody_types(room: Room) -> None:
    ann, ben, cy = spoken_trio(room)
    for seat in (ann, cy):
        with pytest.raises(NotNow, match="line-reader"):
            seat.went("told")
    with pytest.raises(NotNow, match="Nobody types"):
        ann.say("How has racism touched him?")
    with pytest.raises(NotNow):
        ben.say("How has racism touched him?")
    view = ann.view()
    assert isinstance(view, PractitionerView)
    assert not view.may_speak


def test_a_pair_without_a_line_reader_follows_the_script_too(room: Room) -> None:
    ann, ben, cy = spoken_trio(room)
    ben.take_role(None)
    ann.went("told")
    assert ann.view().here.replies == 1
    cy.refresh()
    with pytest.raises(NotNow):
        cy.went("otherwise")


def test_the_talk_ends_with_its_last_reply(room: Room) -> None:
    ann, ben, _ = spoken_trio(room)
    for branch in ("told", "asked_sam", "otherwise"):
        ben.went(branch)
    ann.refresh()
    assert ann.view().here.over
    assert ways(ben) == {}


def test_marks_stand_beside_the_scripts_openings_and_the_coach_has_no_reading(room: Room) -> None:
    ann, ben, cy = spoken_trio(room)
    ben.went("brushed_off")
    ben.went("asked")
    cy.refresh()
    cy.mark(1, 0, Mark.TAKEN)
    cy.mark(0, 1, Mark.HURT)
    cy.mark(0, 0, Mark.MENDED)
    view = cy.view()
    assert isinstance(view, ObserverView)
    assert [(each.opening, each.reply, each.mark) for each in view.marks] == [
        (1, 0, Mark.TAKEN),
        (0, 1, Mark.HURT),
        (0, 2, Mark.MENDED),
    ]
    cy.mark(0, 1, None)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    comparison = ann.comparison()
    assert not comparison.heard
    assert [(each.number, each.marks, each.coach) for each in comparison.openings] == [
        (1, (("Cy", Mark.TAKEN),), ""),
        (2, (), ""),
    ]
    assert [each.reply for each in comparison.replies] == [2]
    assert HEARD_DIFFERENTLY not in str(comparison)
    with pytest.raises(NotNow, match="heard nothing"):
        ann.debrief()
    for cannot in (ann.take_home, ann.contribution):
        with pytest.raises(NotNow, match="Nothing was typed"):
            cannot()


def test_after_a_reload_the_spoken_talk_is_where_it_was(room: Room) -> None:
    _, ben, _ = spoken_trio(room)
    ben.went("told")
    again = room.again(ben.person)
    assert again.view().said == ben.view().said
    assert again.role is Role.LINE_READER
