"""The rules of a team's store know everything that the coach writes there."""

from typing import Annotated, get_args, get_origin

from coach.model.class_events import RoomEvent
from coach.records.team import row_security as rules
from coach.records.team.sql_tables import tables


def kinds(of: object) -> set[str]:
    """The kinds of events in a union, however it is nested."""
    if get_origin(of) is Annotated:
        return kinds(get_args(of)[0])
    if get_args(of):
        return {kind for each in get_args(of) for kind in kinds(each)}
    return {of.model_fields["event"].default}  # type: ignore[attr-defined]  # a model of an event


def test_every_kind_of_event_has_somebody_who_may_write_it() -> None:
    """A kind that is added to rooms and not to the rules would be refused in every team's store."""
    known = [*rules.BY_TRAINER, *rules.BY_EITHER, *rules.BY_NOBODY, *rules.BY_PERSON]
    assert len(known) == len(set(known))
    assert {*known, "joined", "room_opened"} == kinds(RoomEvent)


def test_every_table_is_guarded() -> None:
    assert set(rules.TABLES) == set(tables.tables)
    assert {table for table, _, _ in rules.POLICIES} == set(tables.tables)
