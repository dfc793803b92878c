"""Each condition of a team store's rules is held by an attack: without the condition, the attack succeeds."""

from collections.abc import Iterator

import pytest

from coach.records.team.sql_tables import tables
from tests import postgres
from tests.records.rules_dropped import Dropped, list_functions, list_policies, split_and
from tests.records.test_team_attacks import ATTACKS, Attack, came_of, everything, fill, server

__all__ = ["server"]
TRIED = tuple(attack for attack in ATTACKS if attack.login != "other_owner")
"""Another team's owner does not even get in: no rule of rows holds them."""

HELD_TWICE = {
    "drafts own without r.owner = current_user (WITH CHECK)": "rehearsals own: nobody sees another's rehearsal",
    "events own without r.owner = current_user (WITH CHECK)": "rehearsals own: nobody sees another's rehearsal",
    "responses own without b.id = responses.brought (WITH CHECK)": "response_is_for: sets the owner by it",
    "responses own without b.owner = responses.owner (WITH CHECK)": "response_is_for: sets the owner to that",
    "function room_append(its_room text, expected integer, bodies text[]) without NOT FOUND": "is_inside: in no room",
    "function room_append(its_room text, expected integer, bodies text[]) without PERFORM may_come(me);": (
        "is_inside: whoever may not come is in no room"
    ),
    "function contribute(new_key text, its_quarter text, who text, body text) without "
    "EXISTS (SELECT FROM contributions c WHERE c.key = new_key)": "the table's key",
    "contributions pool without FOR SELECT": "rights: who publishes may read and nothing else",
    "rooms overdue without TO CURRENT_USER": "rights: nobody but the owner may delete there",
    **{
        f"{table} called without TO CURRENT_USER": "rights: nobody but the owner may touch it, but through functions"
        for table in ("rooms", "room_logins", "room_people", "room_events", "contributions", "contribution_counts")
    },
}
"""What another rule holds as well, and which: the condition stands there in case that one changes."""
EVERY = [*list_policies(), *list_functions()]


@pytest.mark.slow
@pytest.mark.parametrize("dropped", [each for each in EVERY if each.says() not in HELD_TWICE], ids=Dropped.says)
def test_without_any_one_condition_some_attack_succeeds(server: postgres.Server, dropped: Dropped) -> None:
    before = everything(server)
    _lay(server, dropped, dropped.text)
    try:
        noticed = next((attack for attack in _nearest(dropped) if came_of(server, attack, before)), None)
    finally:
        _lay(server, dropped, dropped.usual)
        if everything(server) != before:
            server.sql(f"TRUNCATE {', '.join(f'coach.{name}' for name in tables.tables)}", "coach")
            fill(server)
    assert noticed is not None, dropped.says()


def _nearest(dropped: Dropped) -> Iterator[Attack]:
    """Every attack, those first that name the table or the function."""
    word = dropped.name.partition("(")[0] if dropped.table == "function" else f"coach.{dropped.table}"
    yield from sorted(TRIED, key=lambda attack: word not in attack.statement)


def _lay(server: postgres.Server, dropped: Dropped, text: str) -> None:
    statement = f"SET search_path = coach, pg_temp; {dropped.lay(text)}"
    status, said = server.psql("coach_owner", statement, password=postgres.PASSWORD)
    assert status == 0, said


def test_conditions_are_told_apart() -> None:
    assert split_and("a = b AND EXISTS (SELECT FROM x WHERE c AND d) AND e") == [
        "a = b",
        "EXISTS (SELECT FROM x WHERE c AND d)",
        "e",
    ]
    assert len({dropped.says() for dropped in EVERY}) == len(EVERY) > 80
    assert not [dropped.says() for dropped in EVERY if dropped.text == dropped.usual]
    assert HELD_TWICE.keys() <= {dropped.says() for dropped in EVERY}
