"""A team's service: it reads nothing as itself, acts as one member at a time, and is nobody again after each."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from coach.cli.main import main
from coach.errors import NotNow, RecordsUnwritable
from coach.records.team.logins import let_in, let_publish, open_engine, take_out
from coach.records.team.member_connections import MemberConnections, service_sql
from coach.records.team.row_security import FOR_ALL, FUNCTIONS
from coach.records.team.sql_tables import tables
from coach.records.team.store import TeamRehearsalStore, TeamSubmissionStore
from tests import postgres
from tests.conftest import START, began
from tests.services import TEAMS, empty, make_service, run_as_administrator, two_teams

Said = pytest.CaptureFixture[str]
WORDS = "Quite unmistakable words about a purple bicycle"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server with two teams' stores, and a service for each."""
    postgres.needed()
    with two_teams() as running:
        yield running


@contextmanager
def connected(server: postgres.Server, base: str = "coach", size: int = 3) -> Iterator[MemberConnections]:
    connections = MemberConnections(server.url(f"{base}_web", "x", base), size)
    try:
        yield connections
    finally:
        connections.close()


@pytest.fixture
def service(server: postgres.Server) -> Iterator[MemberConnections]:
    """The first team's service; afterwards everything in its store is gone."""
    with connected(server) as connections:
        yield connections
    empty(server)


def fill(service: MemberConnections, login: str, name: str) -> None:
    """Have a member keep a rehearsal, and bring something from it."""
    store = service.open_access(login).open_rehearsals()
    store.append(name, began().model_copy(update={"intention": WORDS}))
    service.open_access(login).open_submissions().bring(f"b-{name}", "sue", START, '{"words": "brought"}')


def test_each_member_reads_what_is_theirs_and_nothing_else(service: MemberConnections) -> None:
    fill(service, "ann", "anns")
    fill(service, "ben", "bens")
    for login, name in (("ann", "anns"), ("ben", "bens")):
        access = service.open_access(login)
        assert [summary.id for summary in access.open_rehearsals().summaries()] == [name]
        assert [row.id for row in access.open_submissions().read_submissions()] == [f"b-{name}"]
        assert access.open_submissions().me() == login
    supervisor = service.open_access("sue")
    assert supervisor.open_rehearsals().summaries() == ()
    assert {row.id for row in supervisor.open_submissions().to_me()} == {"b-anns", "b-bens"}


@pytest.mark.parametrize("table", [*tables.tables, "alembic_version", "rooms", "room_events", "room_logins"])
def test_without_a_role_the_login_reads_and_writes_no_table(
    server: postgres.Server, service: MemberConnections, table: str
) -> None:
    fill(service, "ann", "anns")
    for statement in (
        f"SELECT * FROM coach.{table}",
        f"TABLE coach.{table}",
        f"COPY coach.{table} TO STDOUT",
        f"DELETE FROM coach.{table}",
        f"INSERT INTO coach.{table} DEFAULT VALUES",
        f"SELECT count(*) FROM coach.{table}",
    ):
        status, answer = server.psql("coach_web", statement)
        assert status != 0
        assert "permission denied" in answer
        assert WORDS not in answer


def test_without_a_role_the_login_calls_no_function_and_takes_no_more_rights(server: postgres.Server) -> None:
    for signature in FUNCTIONS:
        name = signature.partition("(")[0]
        if name not in FOR_ALL:
            given = ", ".join("NULL" for _ in filter(None, signature.partition("(")[2].rstrip(")").split(",")))
            status, answer = server.psql("coach_web", f"SELECT coach.{name}({given})")
            assert status != 0, name
            assert "permission denied" in answer
    for statement in (
        "SET ROLE coach_owner", "SET ROLE postgres",
        "SET ROLE cat", "SET ROLE north_web", "SET SESSION AUTHORIZATION ann", "GRANT ann TO ben",
        "GRANT ann TO coach_web",
        "CREATE ROLE more LOGIN", "ALTER ROLE coach_web SUPERUSER", "ALTER ROLE ann PASSWORD 'y'",
        "CREATE TABLE coach.more (x int)", "CREATE SCHEMA more", "SELECT pg_read_file('postgresql.conf')",
        "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT query FROM pg_stat_get_activity(NULL)", "SELECT lo_create(0)",
    ):  # fmt: skip
        status, answer = server.psql("coach_web", statement)
        assert status != 0, statement
        assert "permission denied" in answer or "must be" in answer or "must have" in answer, answer


def test_the_groups_that_it_reaches_through_its_members_show_no_row(
    server: postgres.Server, service: MemberConnections
) -> None:
    fill(service, "ann", "anns")
    for group in ("coach_practitioner", "coach_supervisor"):
        for table in ("rehearsals", "events", "brought"):
            status, answer = server.psql("coach_web", f"SET ROLE {group}; SELECT * FROM coach.{table}")
            assert status == 0
            assert answer.strip() == "SET"


def test_two_teams_on_one_server_never_see_each_other(server: postgres.Server, service: MemberConnections) -> None:
    fill(service, "ann", "anns")
    with connected(server, "north") as north:
        assert north.find_member("cat") is not None
        for login in TEAMS["coach"]:
            assert north.find_member(login) is None, "nobody of the other team signs in here"
            with pytest.raises(RecordsUnwritable):
                north.open_access(login).open_rehearsals()
        for login in TEAMS["north"]:
            store = north.open_access(login).open_rehearsals()
            assert store.summaries() == ()
            assert north.open_access(login).open_submissions().readers() == ("tom",)
    for login in TEAMS["north"]:
        assert service.find_member(login) is None
    for mine, theirs in (("coach", "north"), ("north", "coach")):
        status, answer = server.psql(f"{mine}_web", "SELECT 1", theirs)
        assert status != 0
        assert "permission denied for database" in answer


def test_the_role_ends_with_a_transaction_however_that_ends(service: MemberConnections) -> None:
    """The one connection of this pool is used by all that follows."""
    with connected_once(service) as (one, whoami):
        fill(service, "ann", "anns")
        engine = one.act_as("ann")
        with engine.begin() as connection:
            assert connection.execute(text("SELECT current_user::text")).scalar_one() == "ann"
        assert whoami() == "coach_web"
        for fails in (lambda connection: connection.execute(text("SELECT 1 / 0")), lambda _: 1 / 0):
            with pytest.raises((DBAPIError, ZeroDivisionError)):
                fail_in_the_middle(engine, fails)
            assert whoami() == "coach_web"
        # Somebody who could run SQL in a member's transaction sets a role that would outlive it.
        with engine.begin() as connection:
            connection.execute(text("SET ROLE ben"))
            connection.execute(text("SET row_security = off"))
            connection.execute(text("SET coach.whose_goes = 'ann'"))
        assert whoami() == "coach_web"
        with one.engine.connect() as connection:
            assert connection.execute(text("SELECT current_setting('row_security')")).scalar_one() == "on"
            assert not connection.execute(text("SELECT current_setting('coach.whose_goes', true)")).scalar_one()
            assert (
                connection.execute(text("SELECT current_setting('search_path')")).scalar_one()
                == "pg_catalog,coach,pg_temp"
            )
        with pytest.raises(DBAPIError), one.engine.begin() as connection:
            connection.execute(text("SELECT * FROM coach.rehearsals"))


def fail_in_the_middle(engine: Engine, fails: Callable[[Connection], object]) -> None:
    """Something of a member's that fails when half of it is done."""
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM coach.rehearsals")).scalar_one() == 1
        connection.execute(text("UPDATE coach.rehearsals SET replies = 7"))
        fails(connection)


@contextmanager
def connected_once(service: MemberConnections) -> Iterator[tuple[MemberConnections, Callable[[], str]]]:
    """A service with a single connection, and a look at who it is between requests."""
    one = MemberConnections(service.engine.url.render_as_string(hide_password=False), 1)

    def whoami() -> str:
        with one.engine.connect() as connection:
            return str(connection.execute(text("SELECT current_user::text")).scalar_one())

    try:
        yield one, whoami
    finally:
        one.close()


def test_many_members_at_once_over_few_connections_never_mix(service: MemberConnections) -> None:
    for login in ("ann", "ben"):
        fill(service, login, f"{login}s")

    def look(number: int) -> tuple[str, list[str]]:
        login = ("ann", "ben", "sue")[number % 3]
        store = TeamRehearsalStore(service.act_as(login))
        return login, [summary.id for summary in store.summaries()]

    with ThreadPoolExecutor(12) as threads:
        for login, names in threads.map(look, range(300)):
            assert names == {"ann": ["anns"], "ben": ["bens"], "sue": []}[login]


def test_whoever_closes_their_store_closes_nobody_elses(service: MemberConnections) -> None:
    ann, ben = service.open_access("ann").open_rehearsals(), service.open_access("ben").open_submissions()
    before = service.engine.pool
    ann.close()
    ben.close()
    assert service.engine.pool is before


def test_a_name_that_is_no_login_is_put_into_no_statement(service: MemberConnections) -> None:
    for name in ("", 'ann"; RESET ROLE; --', "ann\x00", "ann'", "a" * 200, "1ann", "ann ben"):
        with pytest.raises(NotNow):
            service.act_as(name)
    for name in ("none", "coach_owner", "postgres", "coach_practitioner", "coach_web", "nobody", "ANN"):
        assert service.find_member(name) is None
        if name != "coach_practitioner":  # which shows no row: see above
            with pytest.raises(RecordsUnwritable):
                service.open_access(name).open_rehearsals()
    member = service.find_member("sue")
    assert member is not None
    assert member.supervises


def test_whoever_was_taken_out_signs_in_no_more_and_reads_nothing_at_once(
    server: postgres.Server, service: MemberConnections
) -> None:
    fill(service, "ben", "bens")
    store = service.open_access("ben").open_rehearsals()
    with open_engine(server.url("coach_owner")) as owner:
        take_out(owner, "ben")
        try:
            assert service.find_member("ben") is None
            with pytest.raises(RecordsUnwritable):
                store.summaries()
            with pytest.raises(RecordsUnwritable, match="can act as ben, who may not use the store"):
                service.check()
        finally:
            let_in(owner, "ben", supervisor=False)
    service.check()


def test_a_service_with_more_rights_than_it_needs_does_not_begin(
    server: postgres.Server, service: MemberConnections
) -> None:
    service.check()
    for wrong, right, says in (
        ("ALTER ROLE coach_web INHERIT", "ALTER ROLE coach_web NOINHERIT", "INHERIT"),
        ("ALTER ROLE coach_web CREATEROLE", "ALTER ROLE coach_web NOCREATEROLE", "CREATEROLE"),
        ("ALTER ROLE coach_web BYPASSRLS", "ALTER ROLE coach_web NOBYPASSRLS", "BYPASSRLS"),
        ("ALTER ROLE coach_web SUPERUSER", "ALTER ROLE coach_web NOSUPERUSER", "superuser"),
        ("GRANT coach_owner TO coach_web", "REVOKE coach_owner FROM coach_web", "beyond one person's"),
        ("GRANT pg_read_all_data TO coach_web", "REVOKE pg_read_all_data FROM coach_web", "pg_read_all_data"),
        ("GRANT coach_practitioner TO coach_web", "REVOKE coach_practitioner FROM coach_web", "coach_practitioner"),
        ("GRANT ann TO coach_web WITH ADMIN OPTION", "REVOKE ADMIN OPTION FOR ann FROM coach_web", "ADMIN OPTION"),
        (
            "\\c coach\nGRANT USAGE ON SCHEMA coach TO coach_web; GRANT SELECT ON coach.events TO coach_web",
            "\\c coach\nREVOKE ALL ON SCHEMA coach FROM coach_web; REVOKE ALL ON coach.events FROM coach_web",
            "read or write events as itself",
        ),
    ):
        run_as_administrator(server, wrong)
        try:
            with pytest.raises(RecordsUnwritable) as refused:
                service.check()
            assert says in str(refused.value)
            assert "coach team service-sql" in refused.value.advice
        finally:
            run_as_administrator(server, right)
    service.check()


def test_an_owner_is_told_of_the_one_account_that_could_reach_everybody(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch, capsys: Said, home: Path
) -> None:
    monkeypatch.setenv("COACH_STORE", server.url("coach_owner"))
    main(["team", "check"])
    out = capsys.readouterr().out
    assert "coach_web can act as 3 logins of the store: the one account that could reach everybody" in out
    assert "SET ROLE" not in out
    server.sql("CREATE ROLE spy LOGIN NOINHERIT; GRANT ann TO spy")
    try:
        assert main(["team", "check"]) == 1
        assert "More than one account can act as others: coach_web, north_web, spy" in capsys.readouterr().out
    finally:
        server.sql("DROP ROLE spy")


def test_what_is_printed_can_be_run_again_and_holds_exactly_who_may_use_the_store(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch, capsys: Said, home: Path
) -> None:
    monkeypatch.setenv("COACH_STORE", server.url("coach_owner"))
    held = (
        "SELECT string_agg(r.rolname, ' ' ORDER BY 1) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
        "JOIN pg_roles s ON s.oid = m.member WHERE s.rolname = 'coach_web'"
    )
    server.sql("CREATE ROLE eve LOGIN; GRANT coach_practitioner TO eve; CREATE ROLE priya LOGIN")
    with open_engine(server.url("coach_owner")) as owner:
        let_publish(owner, "priya")
    try:
        assert main(["team", "service-sql"]) == 0
        everybody = capsys.readouterr().out
        for _ in range(2):
            run_as_administrator(server, everybody)
            assert server.sql(held) == "ann ben sue", "eve may not open this database, and priya rehearses nothing"
        assert main(["team", "service-sql", "coach_web", "ann"]) == 0
        run_as_administrator(server, capsys.readouterr().out)
        assert server.sql(held) == "ann"
        status, answer = server.psql(
            postgres.OWNER, service_sql("coach_web", "coach", ("ann", "eve")), "postgres", postgres.PASSWORD
        )
        assert status != 0
        assert "not let into the store, or no plain login: eve" in answer
        assert server.sql(held) == "ann", "it happens whole or not at all"
    finally:
        make_service(server, "coach_web", "coach", *TEAMS["coach"])
        server.sql("DROP ROLE eve; DROP ROLE priya")
    assert main(["team", "service-sql", "x; DROP TABLE y"]) == 1
    assert main(["team", "service-sql", "coach_web", "x'; DROP TABLE y"]) == 1
    assert not capsys.readouterr().out
    assert main(["team", "add-practitioner", "ann", "ben"]) == 2
    assert main(["team", "add-practitioner", "ann"]) == 0
    assert "runs again what `coach team service-sql coach_web` prints" in capsys.readouterr().out


def test_nobody_reads_the_service_as_a_supervisor(service: MemberConnections) -> None:
    assert TeamSubmissionStore(service.act_as("ann")).readers() == ("sue",)
    assert "coach_web" not in TeamSubmissionStore(service.act_as("sue")).people()
