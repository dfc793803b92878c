"""Two teams on one PostgreSQL server, each with a database, an owner, people and a service of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from coach.records.team.guards import ROLES
from coach.records.team.logins import let_in, open_engine, set_up
from coach.records.team.member_connections import service_sql
from coach.records.team.sql_tables import tables
from tests import postgres

TEAMS = {"coach": ("ann", "ben", "sue"), "north": ("cat", "dan", "tom")}
"""Each team's database, and its people; the last of them supervises."""


def run_as_administrator(server: postgres.Server, printed: str) -> None:
    """Do what an administrator does with what is printed."""
    status, answer = server.psql(postgres.OWNER, printed, "postgres", postgres.PASSWORD)
    assert status == 0, answer


def make_service(server: postgres.Server, login: str, base: str, *members: str) -> None:
    """Make a team's service, with a password."""
    run_as_administrator(server, service_sql(login, base, members))
    server.sql(f"ALTER ROLE {login} PASSWORD 'x'")


@contextmanager
def two_teams() -> Iterator[postgres.Server]:
    """A server with both teams' stores, named as docs/teams.md says it for several teams on one server."""
    with postgres.running(administered=False) as running:
        for base, people in TEAMS.items():
            owner = f"{base}_owner"
            running.administered(owner, base)
            with open_engine(running.url(owner, base=base)) as engine:
                set_up(engine)
                for name in people:
                    running.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
                    let_in(engine, name, supervisor=name == people[-1])
            running.sql(f"REVOKE CONNECT ON DATABASE {base} FROM {', '.join(ROLES)}")
            running.sql(f"GRANT CONNECT ON DATABASE {base} TO {', '.join(people)}")
            make_service(running, f"{base}_web", base, *people)
        yield running


def empty(server: postgres.Server) -> None:
    """Have everything in both stores be gone."""
    for base in TEAMS:
        server.sql(f"TRUNCATE {', '.join(f'coach.{name}' for name in tables.tables)}", base)
