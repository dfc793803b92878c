"""Spoken mode: nobody types, the line-reader says where the talk went, and the coach says that it heard nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coach.classroom.comparison import HEARD_DIFFERENTLY
from coach.classroom.participant import Participant
from coach.classroom.round_history import HELPED, RoundHistory, list_choices
from coach.classroom.views import LineReaderView, ObserverView, PractitionerView
from coach.content.library import Library
from coach.errors import NotNow
from coach.model.class_events import Mark, Role, Stage
from coach.model.rubric import Rubric
from coach.rehearsal.branch_choice import answer_by_branch
from coach.rehearsal.engine import start
from coach.rehearsal.script import stage
from tests.classroom.conftest import Room, to_stage, to_talking


def spoken_trio(room: Room) -> tuple[Participant, Participant, Participant]:
    ann, ben, cy = room.trio()
    ann.choose_scenario("bus", spoken=True)
    to_talking(ann, ben, cy)
    for seat in (ann, ben, cy):
        seat.refresh()
    return ann, ben, cy


def ways(seat: Participant) -> dict[str, str]:
    view = seat.build_view()
    assert isinstance(view, LineReaderView)
    return {way.branch: way.words for way in view.choices}


def test_the_line_reader_chooses_in_plain_words_where_the_talk_went(room: Room) -> None:
    _, ben, _ = spoken_trio(room)
    assert ways(ben) == {
        "told": "Asks about it",
        "asked": "Names it",
        "stand_in": "A stand-in word",
        "brushed_off": "It may have hurt: brushes it off",
        "otherwise": "Something else, or small talk",
    }
    ben.choose_branch("told")
    view = ben.build_view()
    assert isinstance(view, LineReaderView)
    assert [line.text for line in view.to_read][:2] == ["You asked.", "They said it on the bus. Twice."]
    with pytest.raises(NotNow, match="cannot go there"):
        ben.choose_branch("told")


def beginnings(whole: Library) -> Iterator[tuple[RoundHistory, Rubric]]:
    """Every turn of every scenario that ships, as a talk that has just come to it; with and without a hurt."""
    for shelved in whole.shelf("dialogues"):
        dialogue = whole.dialogue(shelved.id)
        rubric = whole.rubric(dialogue.rubric)
        script = stage(shelved.id, dialogue, whole.family(dialogue.family), rubric)
        for turn in dialogue.turns:
            for hurt in (False, True):
                at = replace(start(script).position, turn=turn, hurt=hurt)
                yield RoundHistory(script, (), (), at, over=False), rubric


@pytest.mark.slow
def test_each_choice_is_one_thing_and_can_be_taken_in_at_a_glance(whole: Library) -> None:
    """At every turn that ships: at most nine lines, no two alike, none with an “or”, and a hurt one step further in."""
    for talk, rubric in beginnings(whole):
        offered = list_choices(talk, rubric)
        words = [way.words for way in offered]
        assert len(set(words)) == len(words), talk.position.turn
        assert not [each for each in words if "or the like" in each or ", or named" in each or ", and " in each]
        hurts = sum(way.may_have_hurt for way in offered)
        seldom = sum(way.seldom for way in offered)
        assert len(offered) - hurts - seldom + bool(hurts) + bool(seldom) <= 9, (talk.position.turn, words)
        assert words[-1] == "Something else, or small talk"
        assert all(answer_by_branch(talk.script, talk.position, way.branch) for way in offered)


@pytest.mark.slow
def test_choices_stand_in_one_order_at_every_turn(whole: Library) -> None:
    """Whoever has found “Took it as real” under “Asked about racism” once finds it there again."""
    after: dict[str, set[str]] = {}
    for talk, rubric in beginnings(whole):
        named = [way.words for way in list_choices(talk, rubric) if not way.may_have_hurt and way.words != HELPED]
        for place, words in enumerate(named):
            after.setdefault(words, set()).update(named[place + 1 :])
    assert [words for words, later in after.items() if words in later] == []
    assert not [(one, two) for one, later in after.items() for two in later if one in after.get(two, ())]


@pytest.mark.slow
def test_a_hurt_is_put_right_only_where_one_stands(whole: Library) -> None:
    """Nobody lets a family answer an apology before anybody spoke."""
    for talk, rubric in beginnings(whole):
        mending = rubric.aloud(rubric.mends or "")
        assert talk.position.hurt or mending not in [way.words for way in list_choices(talk, rubric)]


def test_a_slip_is_taken_back(room: Room) -> None:
    """The talk is where it was, also after its end; marks on what came with the slip go with it."""
    ann, ben, cy = spoken_trio(room)
    before = ben.build_view()
    ben.choose_branch("told")
    cy.refresh()
    cy.mark(1, 0, Mark.TAKEN)
    cy.mark(2, 0, Mark.PASSED_BY)
    cy.mark(0, 1, Mark.HURT)
    ben.refresh()
    ben.take_back_branch()
    after = ben.build_view()
    assert isinstance(before, LineReaderView)
    assert isinstance(after, LineReaderView)
    assert (after.lines, after.choices, after.may_take_back) == (before.lines, before.choices, False)
    cy.refresh()
    view = cy.build_view()
    assert isinstance(view, ObserverView)
    assert [(mark.opening, mark.mark) for mark in view.marks] == [(1, Mark.TAKEN)]
    with pytest.raises(NotNow, match="Nothing was chosen"):
        ben.take_back_branch()
    for branch in ("told", "asked_sam", "otherwise"):
        ben.choose_branch(branch)
    assert ben.build_view().context.over
    ben.take_back_branch()
    assert (ben.build_view().context.over, ben.build_view().context.replies) == (False, 2)
    ann.refresh()
    with pytest.raises(NotNow, match="line-reader"):
        ann.take_back_branch()


def test_whoever_may_see_the_script_reads_what_was_chosen(room: Room) -> None:
    """The observer reads it by each reply; the practitioner's screen has no word of it."""
    ann, ben, cy = spoken_trio(room)
    ben.choose_branch("asked")
    ben.choose_branch("otherwise")
    chosen = []
    for seat in (cy, ben, ann):
        seat.refresh()
        chosen.append([line.chose for line in seat.build_view().lines if line.reply])
    assert chosen == [["Names it", "Something else, or small talk"]] * 2 + [["", ""]]


def test_a_room_kept_before_goes_as_it_went(room: Room) -> None:
    """A branch that no choice leads to any more is answered as ever, and said in words."""
    _, ben, cy = spoken_trio(room)
    ben.choose_branch("hurt")
    ben.choose_branch("mended")
    cy.refresh()
    assert [line.chose for line in cy.build_view().lines if line.reply] == ["It may have hurt", "Mends it"]


def test_every_way_that_ships_says_what_was_done(whole: Library) -> None:
    """'Asked about racism', never the name of a criterion: whoever follows the script may see it for the first time."""
    for rubric in map(whole.rubric, ("openness", "supervision")):
        names = {key for key, each in rubric.criteria.items() if rubric.aloud(key) == each.name}
        assert not names


def test_nobody_else_moves_the_talk_and_nobody_types(room: Room) -> None:
    ann, ben, cy = spoken_trio(room)
    for seat in (ann, cy):
        with pytest.raises(NotNow, match="line-reader"):
            seat.choose_branch("told")
    with pytest.raises(NotNow, match="Nobody types"):
        ann.say("How has racism touched him?")
    with pytest.raises(NotNow):
        ben.say("How has racism touched him?")
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert not view.may_speak


def test_a_pair_without_a_line_reader_follows_the_script_too(room: Room) -> None:
    ann, ben, cy = spoken_trio(room)
    ben.take_role(None)
    ann.choose_branch("told")
    assert ann.build_view().context.replies == 1
    cy.refresh()
    with pytest.raises(NotNow):
        cy.choose_branch("otherwise")


def test_the_talk_ends_with_its_last_reply(room: Room) -> None:
    ann, ben, _ = spoken_trio(room)
    for branch in ("told", "asked_sam", "otherwise"):
        ben.choose_branch(branch)
    ann.refresh()
    assert ann.build_view().context.over
    assert ways(ben) == {}


def test_marks_stand_beside_the_scripts_openings_and_the_coach_has_no_reading(room: Room) -> None:
    ann, ben, cy = spoken_trio(room)
    ben.choose_branch("brushed_off")
    ben.choose_branch("asked")
    cy.refresh()
    cy.mark(1, 0, Mark.TAKEN)
    cy.mark(0, 1, Mark.HURT)
    cy.mark(0, 0, Mark.MENDED)
    view = cy.build_view()
    assert isinstance(view, ObserverView)
    assert [(each.opening, each.reply, each.mark) for each in view.marks] == [
        (1, 0, Mark.TAKEN),
        (0, 1, Mark.HURT),
        (0, 2, Mark.MENDED),
    ]
    cy.mark(0, 1, None)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    comparison = ann.compare()
    assert not comparison.heard
    assert [(each.number, each.marks, each.coach) for each in comparison.openings] == [
        (1, (("Cy", Mark.TAKEN),), ""),
        (2, (), ""),
    ]
    assert [each.reply for each in comparison.replies] == [2]
    assert HEARD_DIFFERENTLY not in str(comparison)
    with pytest.raises(NotNow, match="heard nothing"):
        ann.build_page()
    for cannot in (ann.export_round, ann.preview_contribution):
        with pytest.raises(NotNow, match="Nothing was typed"):
            cannot()


def test_after_a_reload_the_spoken_talk_is_where_it_was(room: Room) -> None:
    _, ben, _ = spoken_trio(room)
    ben.choose_branch("told")
    again = room.again(ben.person)
    assert again.build_view().lines == ben.build_view().lines
    assert again.role is Role.LINE_READER
