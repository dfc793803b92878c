"""Two readers: each kept, counted only where somebody answered, and nobody to be recognised in what is written out."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from coach.fitting.corpus import read as read_labelled
from coach.model.brought import Brought, BroughtLine, Note, Response, View, Viewed, What
from coach.supervision.agreement import (
    FEWEST,
    Agreement,
    agreements,
    answered,
    as_spreadsheet,
    labelled,
    to_look_at,
)
from tests.conftest import START


def brought(key: str = "b", text: str = "Has racism been part of it?", *, may_teach: bool = True) -> Brought:
    return Brought(
        id=key,
        what=What.MOMENT,
        day=date(2026, 3, 11),
        who="Sam R",
        lines=(
            BroughtLine(speaker="Pat", text="There was a thing on the bus."),
            BroughtLine(
                speaker="You",
                text=text,
                reply=1,
                topic="inter_rec",
                notes=(
                    Note(criterion="asks", name="Asks", quote="Has racism"),
                    Note(criterion="blunt", name="Blunt", quote="Has", own_word="not_meant"),
                ),
            ),
        ),
        may_teach=may_teach,
    )


def said(key: str = "b", *views: Viewed, may_teach: bool = True) -> Response:
    return Response(brought=key, at=START, views=views, may_teach=may_teach)


AGREES = Viewed(reply=1, criterion="asks", view=View.AGREE)
ALSO = Viewed(reply=1, criterion="names", view=View.ALSO)
OTHERWISE = Viewed(reply=1, criterion="blunt", view=View.DISAGREE, reason="It was asked kindly.")
PARTLY = Viewed(reply=1, criterion="asks", view=View.PARTLY)


def test_three_readers_each_keep_their_own_word() -> None:
    (line,) = answered([(brought(), said("b", AGREES, ALSO, OTHERWISE))])
    assert line.coach() == {"asks", "blunt"}
    assert line.practitioner() == {"asks"}
    assert line.supervisor() == {"asks", "names"}
    assert line.cue == "There was a thing on the bus."


def test_a_line_that_nobody_answered_is_not_taken_for_agreement() -> None:
    assert not list(answered([(brought(), said("b"))]))


def test_silence_on_a_note_is_not_taken_for_agreement() -> None:
    """What the coach noted and nobody answered is in no count; what neither said of an answered line is."""
    (line,) = answered([(brought(), said("b", AGREES))])
    assert line.supervisor() == {"asks"}
    assert line.unanswered() == {"blunt"}
    assert [each.criterion for each in agreements([line])] == ["asks"]
    pairs = [(brought("one"), said("one", AGREES)), (brought("two"), said("two", AGREES, OTHERWISE, ALSO))]
    found = {each.criterion: each for each in agreements(answered(pairs))}
    assert (found["blunt"].only_coach, found["blunt"].both, found["blunt"].neither) == (1, 0, 0)
    assert (found["names"].only_supervisor, found["names"].neither) == (1, 1)


def test_silence_on_what_the_coach_was_unsure_of_is_none_either() -> None:
    unsure = Note(criterion="asks", name="Asks", quote="Has racism", sure=False)
    both = brought(), said("b", OTHERWISE)
    line = both[0].lines[1]
    lines = (both[0].lines[0], line.model_copy(update={"notes": (unsure, line.notes[1])}))
    (found,) = answered([(both[0].model_copy(update={"lines": lines}), both[1])])
    assert "asks" in found.unanswered()
    assert json.loads(next(labelled([found])))["contested"] == ["asks"]


def test_what_nobody_answered_is_contested_in_what_is_written_out() -> None:
    (row,) = labelled(answered([(brought(), said("b", AGREES))]))
    assert json.loads(row)["labels"] == ["asks"]
    assert json.loads(row)["contested"] == ["blunt"]


def test_what_was_partly_agreed_with_is_to_be_looked_at_even_where_nobody_is_certain() -> None:
    partly = Viewed(reply=1, criterion="follows", view=View.PARTLY)
    (line,) = answered([(brought(), said("b", AGREES, OTHERWISE, partly))])
    assert [(key, seen) for _, key, seen in to_look_at([line])] == [("blunt", "coach"), ("follows", "")]


def test_a_note_that_nobody_answered_is_looked_at_only_where_coach_and_practitioner_differ() -> None:
    (line,) = answered([(brought(), said("b", ALSO))])
    assert [(key, seen) for _, key, seen in to_look_at([line])] == [("blunt", "coach"), ("names", "supervisor")]


def test_too_few_is_said_as_too_few() -> None:
    lines = list(answered([(brought(), said("b", AGREES))]))
    assert {each.says() for each in agreements(lines)} == {"too few to say"}


def test_enough_lines_are_counted_with_kappa() -> None:
    pairs = [(brought(f"b{n}"), said(f"b{n}", AGREES, *((OTHERWISE,) if n % 2 else ()))) for n in range(FEWEST + 4)]
    found = {each.criterion: each for each in agreements(answered(pairs))}
    assert found["asks"].enough
    assert found["asks"].both == FEWEST + 4
    assert found["blunt"].only_coach == (FEWEST + 4) // 2
    assert found["blunt"].kappa == pytest.approx(0.0)


def test_partly_is_neither_a_yes_nor_a_no() -> None:
    (line,) = answered([(brought(), said("b", PARTLY))])
    (asks,) = [each for each in agreements([line]) if each.criterion == "asks"]
    assert (asks.both, asks.only_coach, asks.partly) == (0, 0, 1)
    assert "asks" in {key for _, key, _ in to_look_at([line])}


def test_what_is_written_out_can_be_evaluated_and_names_nobody(tmp_path: Path) -> None:
    """Names, numbers and whoever brought it are left out; what the two saw differently is contested."""
    text = "Jane Smithson rang from LS1 4DY on 03/04/2011. Has racism been part of it?"
    rows = list(labelled(answered([(brought(text=text), said("b", AGREES, ALSO, OTHERWISE))])))
    for words in ("Smithson", "LS1", "2011", "Sam R", '"b"'):
        assert words not in rows[0]
    row = json.loads(rows[0])
    assert row["labels"] == ["asks"]
    assert row["contested"] == ["names"]
    file = tmp_path / "own.jsonl"
    file.write_text("\n".join(rows), encoding="utf-8")
    (reply,) = read_labelled(file)
    assert reply.labels == ("asks",)


@pytest.mark.parametrize(("practitioner", "supervisor"), [(True, False), (False, True), (False, False)])
def test_nothing_is_written_out_unless_both_said_yes(practitioner: bool, supervisor: bool) -> None:
    pair = brought(may_teach=practitioner), said("b", AGREES, may_teach=supervisor)
    assert not list(labelled(answered([pair])))


def test_a_spreadsheet_runs_nothing() -> None:
    text = as_spreadsheet([Agreement(f"{sign}cmd", 1, 0, 0, 0, 0) for sign in "=+-@"])
    cells = [row[0] for row in csv.reader(io.StringIO(text))][1:]
    assert all(cell.startswith("'") for cell in cells)
