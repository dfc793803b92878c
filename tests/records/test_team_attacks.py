"""What people type in psql, each with their own login: nobody reads, forges or deletes what is not theirs.

Two practitioners, a supervisor, the owner of the tables, another team's owner and a database administrator without
superuser each try. Ben is inside one room of his own; Sue, the supervisor, was brought one thing and is inside Ann's
room. After each statement everything that was there is there still, and what is new is the login's own.

A superuser of the server is not among them: no rule holds one, and `docs/teams.md` says so.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from coach.records.team.guards import differences
from coach.records.team.logins import let_in, let_publish, open_engine, set_up
from coach.records.team.sql_tables import tables
from tests import postgres

SECRET, CODE = "PURPLE-BICYCLE", "KITESQ"
AT = "2026-11-29T09:00:00.000000+00:00"
DENIED, POLICY, GROUP = "permission denied", "row-level security", "a group of logins is nobody"
NOTHING = "<nothing>"
EXACTLY = ("f", "0", "||f")
"""Answers that are looked for as a whole: a letter of them stands in any sentence."""
NOT_TO_GRANT = f"{DENIED} or must have admin option"
NO_PROGRAM = f"{DENIED} or must be superuser"
ROOM, BENS, OLD = "room00000001", "room00000002", "room00000003"


def event(kind: str, by: str = "", **more: object) -> str:
    return json.dumps({"at": AT, "event": kind, "by": by, **more})


def append(body: str, number: int = 4, room: str = ROOM) -> str:
    return f"SELECT coach.room_append('{room}', {number}, ARRAY[$w${body}$w$])"


BENS_OWN = f"INSERT INTO coach.rehearsals VALUES ('bens', 'bus', '{AT}', '{AT}', 0, false, false);"
GOES_ALONG = '{"event":"brought_along","brought":{"id":"b1"}}'
"""What takes `b1` along once it is deleted, where it is of whoever brought that."""
YEARS_AGO = "2020-01-01T09:00:00.000000+00:00"


class Attack(NamedTuple):
    """Who types what, and what the server says to it: a part of it, with an `or` for other versions; or nothing."""

    login: str
    statement: str
    says: str


QUARTER = """to_char(now() AT TIME ZONE 'UTC', 'YYYY"-q"Q')"""

READ_BY_ANYBODY = (
    *((f"SELECT * FROM coach.{t}", NOTHING) for t in ("rehearsals", "events", "drafts", "room_drafts")),
    *((f"SELECT * FROM coach.{t}", DENIED) for t in (
        "rooms", "room_events", "room_logins", "room_people", "contributions", "contribution_counts",
    )),
    (f"SELECT * FROM coach.room_read('{ROOM}', 0)", NOTHING),
    (f"SELECT coach.room_last('{ROOM}'), coach.room_find('{CODE}'), coach.is_inside('{ROOM}')", "||f"),
    ("SET row_security = off; SELECT * FROM coach.events", POLICY),
    ("SELECT * FROM pg_stats WHERE schemaname = 'coach'", NOTHING),
    ("SELECT * FROM pg_statistic", DENIED),
    ("SELECT n_live_tup FROM pg_stat_user_tables", DENIED),
    ("SELECT pg_stat_get_live_tuples('coach.events'::regclass)", DENIED),
    ("SELECT usename FROM pg_stat_activity", DENIED),
    ("SELECT pg_relation_size('coach.events'::regclass)", DENIED),
    ("SELECT lo_create(0)", DENIED),
    ("SELECT lo_from_bytea(0, 'x')", DENIED),
    (f"EXPLAIN (ANALYZE) SELECT FROM coach.rooms WHERE code < '{CODE}'", DENIED),
    ("SET enable_seqscan = off; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
     "SELECT FROM coach.given WHERE reader = 'ann'", "Seq Scan"),
    ("SET enable_seqscan = off; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
     "SELECT FROM coach.responses WHERE author = 'tom'", "Seq Scan"),
    ("SET enable_seqscan = off; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
     "SELECT FROM coach.room_drafts WHERE owner = 'ann'", "Seq Scan"),
    ("SET enable_seqscan = off; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
     "SELECT FROM coach.rehearsals WHERE touched > '2026'", "Seq Scan"),
)  # fmt: skip
"""What any practitioner reads of others; an index scan would count the rows of one person or one day."""

BEN = (
    *READ_BY_ANYBODY,
    ("SELECT * FROM coach.brought", NOTHING),
    ("SELECT * FROM coach.responses", NOTHING),
    ("SELECT * FROM coach.given WHERE reader <> ''", NOTHING),
    ("COPY coach.events TO STDOUT", NOTHING),
    ("COPY coach.events TO PROGRAM 'cat'", NO_PROGRAM),
    ("SELECT pg_read_file('postgresql.conf')", DENIED),
    ("SET ROLE ann", DENIED),
    ("SET SESSION AUTHORIZATION ann", DENIED),
    ("SELECT set_config('role', 'ann', false)", DENIED),
    ("SET ROLE coach_owner", DENIED),
    ("SET ROLE coach_practitioner; SELECT * FROM coach.events", "SET"),
    ("SET ROLE coach_practitioner; SELECT coach.room_enter('AAAAAA')", GROUP),
    (f"SELECT coach.room_make('room00000009', 'XXXXXX', '{AT}', 'no json')", "opens no room"),
    (f"SELECT coach.room_make('room00000009\"; DROP', 'XXXXXX', '{AT}', $w${event('room_opened', code='XXXXXX')}$w$)",
     "violates check constraint"),
    (f"SELECT coach.room_make('room00000009', '{CODE}', '{AT}', $w${event('room_opened', code=CODE)}$w$)", "f"),
    (append(event("told", words="forged")), NOTHING),
    (append(event("away", "p1")), NOTHING),
    (f"SELECT coach.room_forget('{ROOM}')", NOTHING),
    ("BEGIN; SELECT coach.room_expire('9999'); ROLLBACK", "BEGIN\n1\nROLLBACK"),  # the one that is over its time
    ("UPDATE coach.rooms SET touched = '2000-01-01T00:00:00.000000+00:00'", DENIED),
    (f"INSERT INTO coach.room_events VALUES ('{ROOM}', 9, '{{}}')", DENIED),
    (f"INSERT INTO coach.room_logins VALUES ('{ROOM}', 'ben')", DENIED),
    (f"INSERT INTO coach.room_people VALUES ('{ROOM}', 'p1', 'ben')", DENIED),
    (f"INSERT INTO coach.room_drafts VALUES ('{ROOM}', 'p1', 'ben', 'x')", POLICY),
    (f"INSERT INTO coach.room_drafts VALUES ('{BENS}', 'p1', 'ann', 'x')", POLICY),
    ("INSERT INTO coach.rehearsals VALUES ('x', 'bus', '', '', 0, true, false, 'ann')", POLICY),
    ("INSERT INTO coach.events VALUES ('anns', 9, '{}', 'ben')", POLICY),
    ("INSERT INTO coach.events VALUES ('anns', 9, '{}', 'ann')", POLICY),
    (f"INSERT INTO coach.brought VALUES ('x', 'ann', 'sue', '{AT}', '{{}}')", POLICY),
    (f"INSERT INTO coach.brought VALUES ('x', 'ben', 'ann', '{AT}', '{{}}')", POLICY),
    (f"INSERT INTO coach.brought VALUES ('x', 'ben', 'coach_supervisor', '{AT}', '{{}}')", POLICY),
    (f"INSERT INTO coach.responses VALUES ('b1', 'sue', '{AT}', '{{}}')", DENIED),
    (f"INSERT INTO coach.given VALUES ('x', 'sue', '', '{AT}', 'x')", DENIED),
    ("INSERT INTO coach.drafts VALUES ('anns', 'ben', 'x')", POLICY),
    ("INSERT INTO coach.drafts VALUES ('kept', 'ann', 'x')", POLICY),
    (f"BEGIN; {BENS_OWN} INSERT INTO coach.drafts VALUES ('bens', 'ann', 'x'); ROLLBACK", POLICY),
    (f"BEGIN; {BENS_OWN} INSERT INTO coach.drafts VALUES ('bens', 'ben', 'x'); "
     "UPDATE coach.drafts SET rehearsal = 'kept'; ROLLBACK", POLICY),
    ("INSERT INTO coach.drafts VALUES ('anns', DEFAULT, 'x') ON CONFLICT (rehearsal) DO UPDATE SET words = 'x' "
     "RETURNING *", POLICY),
    ("COPY coach.drafts TO STDOUT", NOTHING),
    ("SET row_security = off; SELECT * FROM coach.drafts", POLICY),
    ("UPDATE coach.drafts SET owner = 'ben'", "UPDATE 0"),
    ("UPDATE coach.drafts SET words = '' RETURNING words", "UPDATE 0"),
    ("DELETE FROM coach.drafts", "DELETE 0"),
    ("UPDATE coach.rehearsals SET owner = 'ben'", "UPDATE 0"),
    ("DELETE FROM coach.events", "DELETE 0"),
    ("DELETE FROM coach.brought", "DELETE 0"),
    ("DELETE FROM coach.rehearsals", "DELETE 0"),
    (f"BEGIN; {BENS_OWN} INSERT INTO coach.events VALUES ('bens', 1, '{{}}', 'ann'); ROLLBACK", POLICY),
    (f"BEGIN; {BENS_OWN} INSERT INTO coach.events VALUES ('anns', 9, '{{}}', 'ben'); ROLLBACK", POLICY),
    (f"BEGIN; {BENS_OWN} INSERT INTO coach.events VALUES ('bens', 1, '{GOES_ALONG}'); "
     "DELETE FROM coach.events; DELETE FROM coach.rehearsals; COMMIT", "DELETE 1"),
    (f"INSERT INTO coach.brought VALUES ('x', 'ben', 'postgres', '{AT}', '{{}}')", POLICY),
    (f"INSERT INTO coach.brought VALUES ('x', 'ben', 'crowd', '{AT}', '{{}}')", POLICY),
    ("INSERT INTO coach.rehearsals VALUES ('bens', 'bus', 'infinity', 'infinity', 0, false, false)",
     "violates check constraint"),
    (f"INSERT INTO coach.brought VALUES ('x', 'ben', 'far', '{AT}', '{{}}')", POLICY),
    ("DELETE FROM coach.contributions", DENIED),
    ("SELECT set_config('coach.goes_along', 'b1', false), set_config('coach.whose_goes', 'ann', false); "
     "DELETE FROM coach.brought", "DELETE 0"),
    ("TRUNCATE coach.events", DENIED),
    ("ALTER TABLE coach.events DISABLE ROW LEVEL SECURITY", "must be owner"),
    ("CREATE POLICY mine ON coach.events USING (true)", "must be owner"),
    ("DROP POLICY own ON coach.events", "must be owner"),
    ("CREATE FUNCTION coach.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", DENIED),
    ("CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", DENIED),
    ("CREATE TEMP TABLE t (x int)", DENIED),
    ("CREATE TRIGGER t AFTER INSERT ON coach.events EXECUTE FUNCTION coach.brought_goes_along()", DENIED),
    ("SELECT coach.may_come('ann')", DENIED),
    ("GRANT coach_supervisor TO ben", NOT_TO_GRANT),
    ("ALTER ROLE ann PASSWORD 'y'", DENIED),
    ("SELECT coach.contribute('bbbbbbb9', '2025-q1', 'benbenb0', '{}')", "closed"),
    (f"SET ROLE coach_practitioner; SELECT coach.contribute('bbbbbbb9', {QUARTER}, 'benbenb0', '{{}}')", GROUP),
    ("SELECT coach.withdraw_contribution('unknown9')", "f"),
    ("CREATE PUBLICATION p FOR TABLE coach.events", DENIED),
)  # fmt: skip

ANN = (
    (f"BEGIN; INSERT INTO coach.events VALUES ('anns', 2, '{GOES_ALONG}'); DELETE FROM coach.events WHERE number = 2; "
     "SELECT id FROM coach.brought ORDER BY id; ROLLBACK", "DELETE 1\nb2\nROLLBACK"),
    ("BEGIN; UPDATE coach.drafts SET owner = 'ben'; ROLLBACK", POLICY),
    ("BEGIN; DELETE FROM coach.rehearsals WHERE id = 'anns'; SELECT count(*) FROM coach.drafts; ROLLBACK",
     "DELETE 1\n0\nROLLBACK"),
    (f"SELECT coach.contribute('annsrow2', {QUARTER}, 'contrib2', '{{}}')", "another"),
    (f"BEGIN; SELECT coach.contribute('annsmore' || n, {QUARTER}, 'contrib1', '{{}}') FROM generate_series(1, 70) n; "
     "ROLLBACK", "enough"),
)  # fmt: skip
"""What somebody's own rehearsal takes along, and nothing else of theirs; and how much they may give."""

SUE = (
    *READ_BY_ANYBODY[:3],
    ("SELECT id FROM coach.rehearsals UNION SELECT rehearsal FROM coach.events", NOTHING),
    ("SELECT d.words FROM coach.drafts d JOIN coach.brought b ON b.owner = d.owner", NOTHING),
    ("INSERT INTO coach.drafts VALUES ('anns', 'sue', 'x')", POLICY),
    ("UPDATE coach.drafts SET owner = 'sue'", "UPDATE 0"),
    ("DELETE FROM coach.drafts", "DELETE 0"),
    ("SELECT id FROM coach.brought WHERE reader <> 'sue'", NOTHING),
    ("UPDATE coach.brought SET body = '{}'", "UPDATE 0"),
    ("UPDATE coach.brought SET reader = 'sue'", "UPDATE 0"),
    ("DELETE FROM coach.brought", "DELETE 0"),
    (f"INSERT INTO coach.responses (brought, author, at, body) VALUES ('b2', 'sue', '{AT}', '{{}}')", POLICY),
    (f"INSERT INTO coach.responses (brought, author, at, body) VALUES ('b1', 'tom', '{AT}', '{{}}')", POLICY),
    (f"BEGIN; INSERT INTO coach.brought VALUES ('s1', 'sue', 'tom', '{AT}', '{{}}'); "
     f"INSERT INTO coach.responses (brought, author, at, body) VALUES ('s1', 'sue', '{AT}', '{{}}'); ROLLBACK", POLICY),
    ("UPDATE coach.responses SET brought = 'b2'", POLICY),
    ("UPDATE coach.responses SET author = 'tom'", POLICY),
    (f"INSERT INTO coach.given VALUES ('x', 'tom', '', '{AT}', 'x')", POLICY),
    ("UPDATE coach.given SET author = 'sue'", "UPDATE 0"),
    ("DELETE FROM coach.given WHERE author <> 'sue'", "DELETE 0"),
    (append(event("told", words="forged")), "that is for the trainer"),
    (append(event("left", "p1")), "came in with another login"),
    (append(event("noted", "p1", group="g1", opening=1, note="more")), "came in with another login"),
    (append(event("joined", "p1", name="Twice")), "is in the room already"),
    (append("not json at all"), "no event of a room"),
    (append('{"at": "now", "event": "away", "by": "p2"}'), "no event of a room"),
    (f"SELECT coach.room_append('{ROOM}', 4, ARRAY[]::text[])", "that is nothing, or too much at once"),
    (append(event("room_closed")), "that is for the trainer"),
    (append(event("away", "p2"), number=1), "f"),
    (f"SELECT coach.room_forget('{ROOM}')", "f"),
    (f"SELECT * FROM coach.room_read('{BENS}', 0)", NOTHING),
    ("EXPLAIN SELECT FROM coach.rehearsals WHERE owner = 'ann'", "rows=1 "),
    ("SET ROLE coach_supervisor; SELECT * FROM coach.brought", "SET"),
)  # fmt: skip

OWNER = (
    *((f"SELECT * FROM coach.{table}", NOTHING) for table in tables.tables),
    ("GRANT ann TO coach_owner", NOT_TO_GRANT),
    ("SET ROLE ann", DENIED),
    ("SET SESSION AUTHORIZATION ann", DENIED),
    ("GRANT pg_execute_server_program TO coach_owner", NOT_TO_GRANT),
    ("COPY coach.alembic_version FROM PROGRAM 'id'", NO_PROGRAM),
    ("CREATE ROLE mine LOGIN", DENIED),
    ("ALTER ROLE ann PASSWORD 'y'", DENIED),
    (f"INSERT INTO coach.room_logins VALUES ('{ROOM}', 'coach_owner')", POLICY),
    (f"INSERT INTO coach.room_events VALUES ('{ROOM}', 9, '{{}}')", POLICY),
    (f"SELECT * FROM coach.room_read('{ROOM}', 0)", NOTHING),
    (append(event("told", words="forged")), NOTHING),
    ("UPDATE coach.rooms SET touched = '2000-01-01T00:00:00.000000+00:00'", "UPDATE 0"),
    ("BEGIN; DELETE FROM coach.rooms; ROLLBACK", "DELETE 1\n"),
    ("BEGIN; DELETE FROM coach.rehearsals; ROLLBACK", "DELETE 1\n"),  # what is over its time, and is not kept
    ("SET coach.goes_along = 'b1'; SET coach.whose_goes = 'ann'; SELECT * FROM coach.brought", NOTHING),
    ("DELETE FROM coach.brought", "DELETE 0"),
    ("DELETE FROM coach.contributions", "DELETE 0"),
    (f"INSERT INTO coach.rooms VALUES ('room00000009', 'XXXXXX', 'ann', '{AT}', '{AT}', 1)", POLICY),
    (f"INSERT INTO coach.room_people VALUES ('{ROOM}', 'p9', 'ann')", POLICY),
    ("INSERT INTO coach.contribution_counts VALUES ('ben', '2026-q4', 60, 1)", POLICY),
    ("INSERT INTO coach.contributions VALUES ('zzzzzzz9', '2026-q4', 'zzzzzzz8', '{}')", POLICY),
    (f"INSERT INTO coach.brought VALUES ('x', 'ann', 'sue', '{AT}', '{{}}')", POLICY),
    ("SET row_security = off; SELECT * FROM coach.events", POLICY),
    ("INSERT INTO coach.drafts VALUES ('anns', 'coach_owner', 'x')", POLICY),
    ("UPDATE coach.drafts SET owner = 'coach_owner'", "UPDATE 0"),
    ("DELETE FROM coach.drafts", "DELETE 0"),
)

NEIGHBOUR = (
    *(
        (f"SELECT * FROM coach.{table}", DENIED)
        for table in ("rehearsals", "drafts", "brought", "room_events", "contributions")
    ),
    ("GRANT ann TO other_owner", NOT_TO_GRANT),
    ("SET ROLE ann", DENIED),
    (f"SELECT * FROM coach.room_read('{ROOM}', 0)", DENIED),
    ("ALTER TABLE coach.events DISABLE ROW LEVEL SECURITY", DENIED),
    ("DROP SCHEMA coach CASCADE", "must be owner"),
    ("DROP DATABASE coach", "must be owner"),
)

DBA = (
    *((f"SELECT * FROM coach.{table}", NOTHING) for table in tables.tables),
    ("SELECT * FROM pg_stat_user_tables WHERE schemaname = 'nobody'", NOTHING),
    ("SET ROLE ann", DENIED),
    ("SELECT * FROM coach.room_read('room00000001', 0)", DENIED),
    ("SET row_security = off; SELECT * FROM coach.events", POLICY),
    ("ALTER TABLE coach.events NO FORCE ROW LEVEL SECURITY", "must be owner"),
    ("DELETE FROM coach.events", DENIED),
    ("SET row_security = off; SELECT * FROM coach.drafts", POLICY),
    ("UPDATE coach.drafts SET owner = 'dba'", DENIED),
    ("UPDATE coach.rehearsals SET owner = 'dba'", DENIED),
)
"""An administrator who may watch the server and read every table (pg_monitor, pg_read_all_data): no superuser."""
ATTACKS = tuple(
    Attack(login, *tried)
    for login, tries in (
        ("ann", ANN), ("ben", BEN), ("sue", SUE), ("coach_owner", OWNER), ("other_owner", NEIGHBOUR), ("dba", DBA),
    )
    for tried in tries
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A store with something of everybody's in it, and another team's on the same server."""
    postgres.needed()
    with postgres.running() as running:
        running.administered("other_owner", "other")
        with open_engine(running.url()) as owner:
            set_up(owner)
            for name, supervisor in (("ann", False), ("ben", False), ("sue", True), ("tom", True)):
                running.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
                let_in(owner, name, supervisor=supervisor)
            running.sql("CREATE ROLE pam LOGIN PASSWORD 'x'")
            let_publish(owner, "pam")
        running.sql(
            "CREATE ROLE dba LOGIN CREATEDB PASSWORD 'x' IN ROLE pg_monitor, pg_read_all_data, pg_signal_backend"
        )
        running.sql("GRANT CONNECT ON DATABASE coach TO dba")
        # A supervisor of another team is in the server's group, and may not come in where only people are let in.
        running.sql("CREATE ROLE far LOGIN PASSWORD 'x' IN ROLE coach_supervisor")
        running.sql("CREATE ROLE crowd NOLOGIN IN ROLE coach_supervisor")
        running.sql("REVOKE CONNECT ON DATABASE coach FROM coach_practitioner, coach_supervisor, coach_partnership")
        running.sql("GRANT CONNECT ON DATABASE coach TO ann, ben, sue, tom, pam, crowd")
        fill(running)
        yield running


def fill(running: postgres.Server) -> None:
    said = json.dumps({"event": "replied", "text": SECRET})
    for login, statement in (
        ("ann", f"INSERT INTO coach.rehearsals VALUES ('anns', 'bus', '{AT}', '{AT}', 1, true, false)"),
        ("ann", f"INSERT INTO coach.rehearsals VALUES ('old', 'bus', '{YEARS_AGO}', '{YEARS_AGO}', 1, true, false)"),
        ("ann", f"INSERT INTO coach.rehearsals VALUES ('kept', 'bus', '{YEARS_AGO}', '{YEARS_AGO}', 1, true, true)"),
        ("ann", f"INSERT INTO coach.events VALUES ('anns', 1, '{said}')"),
        ("ann", f"INSERT INTO coach.drafts VALUES ('anns', 'ann', '{SECRET} half typed')"),
        ("ann", f"INSERT INTO coach.brought VALUES ('b1', 'ann', 'sue', '{AT}', '{{\"said\": \"for sue\"}}')"),
        ("ann", f"INSERT INTO coach.brought VALUES ('b2', 'ann', 'tom', '{AT}', '{said}')"),
        ("sue", f"INSERT INTO coach.responses VALUES ('b1', 'sue', '{AT}', '{{\"said\": \"by sue\"}}')"),
        ("tom", f"INSERT INTO coach.responses VALUES ('b2', 'tom', '{AT}', '{said}')"),
        ("tom", f"INSERT INTO coach.given VALUES ('ours', 'tom', 'ann', '{AT}', 'title: {SECRET}')"),
        ("ann", f"SELECT coach.room_make('{ROOM}', '{CODE}', '{AT}', $w${event('room_opened', code=CODE)}$w$)"),
        ("ann", append(event("joined", "p1", name="Ann"), 1)),
        ("sue", f"SELECT coach.room_enter('{CODE}')"),
        ("sue", append(event("joined", "p2", name="Sue"), 2)),
        ("ann", append(event("told", words="Welcome"), 3)),
        ("ann", f"INSERT INTO coach.room_drafts VALUES ('{ROOM}', 'p1', 'ann', '{SECRET}')"),
        ("ben", f"SELECT coach.room_make('{BENS}', 'BENSQQ', '{AT}', $w${event('room_opened', code='BENSQQ')}$w$)"),
        ("ann", f"SELECT coach.room_make('{OLD}', 'OLDQQQ', '{AT}', $w${event('room_opened', code='OLDQQQ')}$w$)"),
        ("ann", f"SELECT coach.contribute('annsrow1', '{_quarter(running)}', 'contrib1', '{{\"x\": \"{SECRET}\"}}')"),
    ):
        status, answer = running.psql(login, statement)
        assert status == 0, answer
    running.sql(f"UPDATE coach.rooms SET touched = '{YEARS_AGO}' WHERE code = 'OLDQQQ'", "coach")


def _quarter(running: postgres.Server) -> str:
    return running.sql("""SELECT to_char(now(), 'YYYY"-q"Q')""")


def everything(running: postgres.Server) -> set[str]:
    """Every row of every table, as text."""
    each = " UNION ALL ".join(f"SELECT '{table}: ' || t::text FROM coach.{table} t" for table in tables.tables)
    return set(running.sql(f"SELECT encode(said::bytea, 'hex') FROM ({each}) AS rows (said)", "coach").split())


def came_of(server: postgres.Server, attack: Attack, before: set[str]) -> str:
    """What is wrong with what came of it; empty where all is well."""
    owns = attack.login in ("coach_owner", "other_owner")
    _, said = server.psql(attack.login, f"{attack.statement};", password=postgres.PASSWORD if owns else "x")
    if SECRET in said or CODE in said.replace(attack.statement, ""):
        return "it was read"
    if everything(server) != before:
        return "something was forged, changed or deleted"
    if attack.says == NOTHING:
        return "" if set(said.split()) <= {"SET"} else f"not nothing: {said}"
    if attack.says in EXACTLY:
        return "" if said.strip() == attack.says else f"not {attack.says}: {said}"
    if not any(words in said for words in attack.says.split(" or ")):
        return f"not {attack.says}: {said}"
    return said if attack.says == "Seq Scan" and ("Index" in said or "SubPlan" in said) else ""


@pytest.mark.parametrize("login", ["ann", "ben", "sue", "coach_owner", "other_owner", "dba"])
def test_nobody_reads_forges_or_deletes_what_is_not_theirs(server: postgres.Server, login: str) -> None:
    if login == "other_owner":  # whom the administrator's statements keep out: see below
        server.sql("GRANT CONNECT ON DATABASE coach TO other_owner")
    before = everything(server)
    tried = [attack for attack in ATTACKS if attack.login == login]
    found = {attack.statement: wrong for attack in tried if (wrong := came_of(server, attack, before))}
    assert found == {}


def test_there_are_enough_of_them() -> None:
    assert len(set(ATTACKS)) >= 60
    assert {attack.login for attack in ATTACKS} == {"ann", "ben", "sue", "coach_owner", "other_owner", "dba"}


def test_another_team_s_people_do_not_get_in(server: postgres.Server) -> None:
    server.sql("REVOKE CONNECT ON DATABASE coach FROM other_owner")
    for login, password in (("other_owner", postgres.PASSWORD), ("pat", "x")):
        if login == "pat":
            server.sql("CREATE ROLE pat LOGIN PASSWORD 'x'")
        status, said = server.psql(login, "SELECT 1;", password=password)
        assert status
        assert "permission denied for database" in said
    server.sql("DROP ROLE pat")


def test_who_publishes_reads_counts_and_nothing_else(server: postgres.Server) -> None:
    assert "annsrow1" in server.psql("pam", "SELECT key FROM coach.contributions;")[1]
    for table in set(tables.tables) - {"contributions"}:
        assert DENIED in server.psql("pam", f"SELECT * FROM coach.{table};")[1]


def test_all_of_it_left_the_rules_as_they_were(server: postgres.Server) -> None:
    with open_engine(server.url()) as owner, owner.connect() as connection:
        assert differences(connection) == []
        connection.rollback()
