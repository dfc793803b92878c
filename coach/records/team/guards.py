"""Laying down a store's rules, and checking that they are still what they should be.

Both are one thing: the rules are laid down, and what the server's own catalogue says before and after is compared. To
look only, the transaction is taken back. So no rule is written down twice, and no version of PostgreSQL matters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, CursorResult, text
from sqlalchemy.exc import IntegrityError

from coach.model.characters import shorten_key
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP, PRACTITIONER, SUPERVISOR
from coach.records.team.row_security import (
    CHECKS,
    FOR_ALL,
    FUNCTIONS,
    GONE_FUNCTIONS,
    GRANTS,
    INTERNAL,
    POLICIES,
    TABLES,
    TRIGGERS,
)
from coach.records.team.sql_tables import tables

ROLES = (PRACTITIONER, SUPERVISOR, PARTNERSHIP)
"""The groups that logins are let into. They are the whole server's."""
HIDDEN_KEYS = {
    "responses": ("brought", "md5(author)"),
    "given": ("md5(id)", "md5(author)", "md5(reader)"),
    "room_drafts": ("room", "md5(person)", "md5(owner)"),
}
"""Keys that would hold a login, as something that nobody's statement is looked up by: see `rules`."""
TELLING_INDEXES = ("rehearsals_touched", "contributions_quarter")
"""Indexes that would tell, through EXPLAIN, when others practised."""
MOST_LISTED = 50
Snapshot = dict[str, str]


@dataclass(frozen=True, slots=True)
class SpoiltRow:
    """A row stored by an earlier version that breaks today's rules: table, id, login and reason."""

    table: str
    name: str
    login: str
    wrong: str

    def __str__(self) -> str:
        of = f", of {self.login}" if self.login else ""
        return f"{self.table}: the row {self.name}{of}: {self.wrong}."


def lay_down(connection: Connection) -> None:
    """Lay every rule down anew, replacing those that are there.

    Args:
        connection: A connection of the owner of the tables, in a transaction.
    """
    do = partial(_do, connection)
    # To validate constraints reads every row, which may take longer than a statement usually may.
    do("SET LOCAL statement_timeout = 0")
    _drop_policies(connection)
    for name, (table, _) in TRIGGERS.items():
        do(f"DROP TRIGGER IF EXISTS {name} ON coach.{table}")
    for function in GONE_FUNCTIONS:
        do(f"DROP FUNCTION IF EXISTS coach.{function}")
    for table, name, _, _ in CHECKS:
        do(f"ALTER TABLE coach.{table} DROP CONSTRAINT IF EXISTS {table}_{name}")
    # After the policies are dropped: PostgreSQL refuses to change the type of a column that a policy uses.
    _forget_statistics(connection)
    _hide_logins_in_keys(connection)
    # Every right is taken from everybody first, also those that somebody gave by hand, so that only what is listed is
    # left.
    everybody = ", ".join(("PUBLIC", *ROLES, *connection.execute(text(_GRANTED_TO)).scalars()))
    do(f"REVOKE ALL ON SCHEMA coach FROM {everybody}")
    do(f"REVOKE ALL ON ALL TABLES IN SCHEMA coach FROM {everybody}")
    do(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA coach FROM {everybody}")
    # The functions come before the policies and constraints, which call them.
    for signature, body in FUNCTIONS.items():
        name = signature.partition("(")[0]
        do(f"CREATE OR REPLACE FUNCTION coach.{signature} {body}")
        do(f"REVOKE ALL ON FUNCTION coach.{_signature(signature)} FROM {everybody}")
        if name in FOR_ALL:
            do(f"GRANT EXECUTE ON FUNCTION coach.{_signature(signature)} TO PUBLIC")
        elif name not in INTERNAL:
            do(f"GRANT EXECUTE ON FUNCTION coach.{_signature(signature)} TO {PRACTITIONER}, {SUPERVISOR}")
    for table in TABLES:
        do(f"ALTER TABLE coach.{table} ENABLE ROW LEVEL SECURITY")
        # FORCE holds the owner of the tables to the policies too.
        do(f"ALTER TABLE coach.{table} FORCE ROW LEVEL SECURITY")
    for table, name, rule in POLICIES:
        do(f"CREATE POLICY {name} ON coach.{table} {rule}")
    for name, (_, does) in TRIGGERS.items():
        do(f"CREATE TRIGGER {name} {does}")
    for grant in GRANTS:
        do(grant)
    for table, name, holds, _ in CHECKS:
        # Not valid at first: a row of an earlier version that breaks a rule must not stop the set-up.
        do(f"ALTER TABLE coach.{table} ADD CONSTRAINT {table}_{name} CHECK ({holds}) NOT VALID")
    for table, name, _, _ in CHECKS:
        _validate(connection, f"ALTER TABLE coach.{table} VALIDATE CONSTRAINT {table}_{name}")


def snapshot(connection: Connection) -> Snapshot:
    """Return every rule as the server has it, by its name."""
    objects: Snapshot = {}
    for kind, query in _CATALOGUE.items():
        for name, said in connection.execute(text(query)):
            objects[f"{kind} {name}"] = said
    return objects


def differences(connection: Connection) -> list[str]:
    """List which rules differ from what they should be, changing nothing.

    Whatever is done to find out is rolled back.
    """
    point = connection.begin_nested()
    try:
        before = snapshot(connection)
        lay_down(connection)
        after = snapshot(connection)
    finally:
        point.rollback()
    named = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    # What lay in the schema before and after was not laid down here: somebody else put it there.
    foreign = [name for name in before if name in after and name.startswith(("function ", "trigger ", "table "))]
    return sorted({*named, *(name for name in foreign if not _ours(name))})


def spoilt_rows(connection: Connection) -> list[SpoiltRow]:
    """List rows from before the rules that break them, without reading a word of their texts.

    The rows stay. The owner of the tables is not held by the policies meanwhile; each table is locked until it is
    again.
    """
    unsure = set(connection.execute(text(_UNSURE)).scalars())
    spoilt: list[SpoiltRow] = []
    for table, name, holds, wrong in CHECKS:
        if f"{table}_{name}" not in unsure:
            continue
        columns = tables.tables[table].c
        key = " || ' ' || ".join(f"{column.name}::text" for column in columns if column.primary_key)
        whose = next((column for column in ("author", "owner", "login") if column in columns), "''")
        # The transaction holds an exclusive lock on the table from here on, so nobody else ever sees it without its
        # rules.
        _do(connection, f"ALTER TABLE coach.{table} NO FORCE ROW LEVEL SECURITY")
        rows: Sequence[Any] = _do(
            connection,
            f"SELECT left({key}, 60), {whose} FROM coach.{table} WHERE NOT ({holds}) ORDER BY 1 LIMIT {MOST_LISTED}",
        ).all()
        _do(connection, f"ALTER TABLE coach.{table} FORCE ROW LEVEL SECURITY")
        spoilt += [SpoiltRow(table, _harmless(name), _harmless(login), wrong) for name, login in rows]
    return spoilt


def overdue(connection: Connection) -> int:
    """Count the rehearsals and rooms that have expired, without deleting them."""
    point = connection.begin_nested()
    try:
        return sum(expire(connection))
    finally:
        point.rollback()


def expire(connection: Connection) -> tuple[int, int]:
    """Delete the expired rehearsals and rooms of all logins; return how many of each.

    A policy of the owner's lets these be deleted and shows none: so nothing is named here, and nothing else is deleted.
    """
    # Without WHERE: with a condition on a column, PostgreSQL would apply the policies for reading too, and those show
    # none of these rows. The policy `overdue` alone decides.
    rehearsals = _do(connection, "DELETE FROM coach.rehearsals").rowcount
    return rehearsals, _do(connection, "DELETE FROM coach.rooms").rowcount


def _do(connection: Connection, statement: str) -> CursorResult[Any]:
    """Execute a statement unchanged.

    The driver would take a per cent sign for a place to fill in, so each is doubled.
    """
    return connection.exec_driver_sql(statement.replace("%", "%%"))


def _drop_policies(connection: Connection) -> None:
    for table, name in connection.execute(text(_POLICIES_THERE)).all():
        _do(connection, f"DROP POLICY {name} ON coach.{table}")


def _forget_statistics(connection: Connection) -> None:
    """Keep the server from sampling columns, since EXPLAIN would show the samples to any login.

    Samples taken before are dropped as soon as a column's type is set, so it is set to the type that it has.
    """
    for table, column, kind in connection.execute(text(_WITH_STATISTICS)).all():
        _do(connection, f"ALTER TABLE coach.{table} ALTER COLUMN {column} TYPE {kind}")
        _do(connection, f"ALTER TABLE coach.{table} ALTER COLUMN {column} SET STATISTICS 0")


def _hide_logins_in_keys(connection: Connection) -> None:
    """Replace keys over logins by indexes in which only the database itself can look a login up."""
    for table, columns in HIDDEN_KEYS.items():
        _do(connection, f"ALTER TABLE coach.{table} DROP CONSTRAINT IF EXISTS {table}_pkey")
        _do(connection, f"CREATE UNIQUE INDEX IF NOT EXISTS {table}_once ON coach.{table} ({', '.join(columns)})")
    for index in TELLING_INDEXES:
        _do(connection, f"DROP INDEX IF EXISTS coach.{index}")


def _validate(connection: Connection, statement: str) -> None:
    """Apply a rule to the rows from before too; if one breaks it, the rule is for new rows only."""
    point = connection.begin_nested()
    try:
        _do(connection, statement)
    except IntegrityError:
        point.rollback()
    else:
        point.commit()


def _signature(signature: str) -> str:
    """Return a function's signature without the names of its arguments."""
    name, _, given = signature.rstrip(")").partition("(")
    return f"{name}({', '.join(argument.split(' ', 1)[1] for argument in given.split(', ') if argument)})"


def _ours(name: str) -> bool:
    return name.partition(" ")[2] in set(_names())


def _names() -> Iterator[str]:
    yield from (*TABLES, "alembic_version")
    yield from (f"{table}.{name}" for name, (table, _) in TRIGGERS.items())
    for signature in FUNCTIONS:
        yield _signature(signature)


def _harmless(words: str) -> str:
    return shorten_key(words, len(words))


_POLICIES_THERE = """
SELECT quote_ident(tablename), quote_ident(policyname) FROM pg_policies WHERE schemaname = 'coach' ORDER BY 1, 2"""
_WITH_STATISTICS = """
SELECT quote_ident(c.relname), quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'coach'::regnamespace AND c.relkind = 'r' AND c.relname <> 'alembic_version'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget IS DISTINCT FROM 0 ORDER BY 1, a.attnum"""
_GRANTED_TO = """
SELECT DISTINCT quote_ident(r.rolname) FROM pg_roles r JOIN (
  SELECT g.grantee FROM pg_class c, aclexplode(c.relacl) g WHERE c.relnamespace = 'coach'::regnamespace
  UNION SELECT g.grantee FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, aclexplode(a.attacl) g
    WHERE c.relnamespace = 'coach'::regnamespace
  UNION SELECT g.grantee FROM pg_proc p, aclexplode(p.proacl) g WHERE p.pronamespace = 'coach'::regnamespace
  UNION SELECT g.grantee FROM pg_namespace n, aclexplode(n.nspacl) g WHERE n.nspname = 'coach') held
  ON held.grantee = r.oid WHERE r.rolname <> current_user ORDER BY 1"""
"""Every login or group that was given anything in the store, by hand as well."""
_UNSURE = "SELECT conname FROM pg_constraint WHERE connamespace = 'coach'::regnamespace AND NOT convalidated"
_ACL = (
    "coalesce((SELECT string_agg(CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END "
    "|| ' ' || g.privilege_type || g.is_grantable::text, ', ' ORDER BY g.grantee::regrole::text, g.privilege_type) "
    "FROM aclexplode({}) g), '')"
)
_TABLE_ACL = _ACL.format("coalesce(c.relacl, acldefault('r', c.relowner))")
_FUNCTION_ACL = _ACL.format("coalesce(p.proacl, acldefault('f', p.proowner))")
_SCHEMA_ACL = _ACL.format("coalesce(n.nspacl, acldefault('n', n.nspowner))")
_CATALOGUE = {
    "policy": "SELECT tablename || '.' || policyname, concat_ws(' | ', permissive, roles::text, cmd, qual, with_check) "
    "FROM pg_policies WHERE schemaname = 'coach'",
    "table": "SELECT c.relname, concat_ws(' | ', c.relkind, c.relrowsecurity, c.relforcerowsecurity, "
    f"c.relowner::regrole::text, {_TABLE_ACL}) FROM pg_class c "
    "WHERE c.relnamespace = 'coach'::regnamespace AND c.relkind NOT IN ('i', 'I')",
    "column": "SELECT c.relname || '.' || a.attname, concat_ws(' | ', coalesce(a.attstattarget, -1), "
    f"{_ACL.format('a.attacl')}) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "WHERE c.relnamespace = 'coach'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped",
    "function": "SELECT p.proname || '(' || oidvectortypes(p.proargtypes) || ')', concat_ws(' | ', p.prosrc, "
    f"p.prosecdef, p.proconfig::text, p.provolatile, p.proowner::regrole::text, {_FUNCTION_ACL}) "
    "FROM pg_proc p WHERE p.pronamespace = 'coach'::regnamespace",
    "trigger": "SELECT c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || t.tgenabled::text FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'coach'::regnamespace AND NOT t.tgisinternal",
    "constraint": "SELECT conrelid::regclass || '.' || conname, replace(pg_get_constraintdef(oid), ' NOT VALID', '') "
    "FROM pg_constraint WHERE connamespace = 'coach'::regnamespace AND contype = 'c'",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'coach'",
    "schema": f"SELECT n.nspname, {_SCHEMA_ACL} FROM pg_namespace n WHERE n.nspname = 'coach'",
    "rule": "SELECT tablename || '.' || rulename, definition FROM pg_rules WHERE schemaname = 'coach'",
}
"""What is looked at, each by a name and by what it says."""
