"""Looking after a team's store: what an administrator runs, what is refused, what is found wrong, and timers."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.cli.main import main
from coach.errors import RecordsUnwritable
from coach.model.events import BroughtAlong, Kept
from coach.model.submission import Submission, SubmissionScope
from coach.records.migrations import HEAD
from coach.records.team.guards import lay_down
from coach.records.team.logins import let_in, open_engine, set_up
from coach.records.team.store import TeamRehearsalStore, TeamSubmissionStore
from tests import postgres
from tests.conftest import PATIENCE, START, began

Said = pytest.CaptureFixture[str]
AT = "2026-03-04T09:00:00.000000+00:00"


@pytest.fixture(scope="module")
def bare() -> Iterator[postgres.Server]:
    """A server that nobody prepared."""
    postgres.needed()
    with postgres.running(administered=False) as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server with a store that is set up, and Ann and Sue let in."""
    postgres.needed()
    with postgres.running() as running:
        with open_engine(running.url()) as owner:
            set_up(owner)
            for name, supervisor in (("ann", False), ("sue", True)):
                running.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
                let_in(owner, name, supervisor=supervisor)
        yield running


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, home: Path) -> pytest.MonkeyPatch:
    """Set COACH_STORE with it."""
    return monkeypatch


def test_an_owner_who_could_become_anybody_is_refused_until_an_administrator_was_there(
    bare: postgres.Server, at: pytest.MonkeyPatch, capsys: Said
) -> None:
    """As docs once had it: a login that may make logins. Then what `administrator-sql` prints is run, and run again."""
    bare.sql(f"CREATE ROLE keeper LOGIN CREATEROLE PASSWORD '{postgres.PASSWORD}'")
    bare.sql("CREATE DATABASE stores OWNER keeper")
    bare.sql("CREATE ROLE sam LOGIN PASSWORD 'x'; GRANT sam TO keeper")
    at.setenv("COACH_STORE", bare.url("keeper", base="stores"))
    assert main(["team", "set-up"]) == 1
    said = capsys.readouterr().err
    for words in (
        "CREATEROLE",
        "no group called coach_practitioner",
        "can act as sam",
        "`coach team administrator-sql`",
    ):
        assert words in said
    assert bare.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'coach'", "stores") == "0"
    assert main(["team", "administrator-sql", "keeper"]) == 0
    printed = capsys.readouterr().out
    for _ in range(2):
        status, answer = bare.psql(postgres.OWNER, printed, "postgres", postgres.PASSWORD)
        assert status == 0, answer
    assert main(["team", "add-practitioner", "sam"]) == 1
    assert "The store is not set up yet" in capsys.readouterr().err
    assert main(["team", "set-up"]) == 0
    assert "The team's store is ready" in capsys.readouterr().out
    assert main(["team", "add-practitioner", "sam"]) == 0
    assert main(["team", "add-practitioner", "olla"]) == 1
    assert "The server has no login called olla" in capsys.readouterr().err
    assert bare.psql("sam", "SELECT count(*) FROM coach.rehearsals;", "stores")[1].strip() == "0"
    at.setenv("COACH_STORE", bare.url(postgres.OWNER, base="stores"))
    assert main(["team", "set-up"]) == 1
    assert "superuser" in capsys.readouterr().err
    with open_engine(bare.url("keeper", base="stores")) as keeper:
        assert TeamSubmissionStore(keeper).readers() == (), "who looks after a store is nobody's supervisor"


def test_a_name_that_is_none_is_put_into_no_statement(at: pytest.MonkeyPatch, capsys: Said) -> None:
    assert main(["team", "administrator-sql", "x; DROP TABLE y"]) == 1
    assert not capsys.readouterr().out


def test_a_server_as_it_should_be_has_one_thing_said_of_it(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said
) -> None:
    """These tests' own server speaks no TLS, which is right on one machine only, and is said."""
    at.setenv("COACH_STORE", server.url())
    assert main(["team", "check"]) == 1
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("-")] == [
        "- The server speaks no TLS (ssl = off), so no login elsewhere can be safe."
    ]
    assert postgres.PASSWORD not in said


WRONG = (
    (
        "CREATE POLICY all_of_it ON coach.events USING (true)",
        "DROP POLICY all_of_it ON coach.events",
        "policy events.all_of_it",
    ),
    ("ALTER TABLE coach.events NO FORCE ROW LEVEL SECURITY", "", "table events"),
    ("ALTER POLICY own ON coach.brought USING (true)", "", "policy brought.own"),
    ("GRANT SELECT ON coach.rooms TO ann", "REVOKE SELECT ON coach.rooms FROM ann", "table rooms"),
    (
        "GRANT UPDATE (owner) ON coach.events TO ann",
        "REVOKE UPDATE (owner) ON coach.events FROM ann",
        "column events.owner",
    ),
    ("ALTER TABLE coach.rehearsals ALTER owner SET STATISTICS 100", "", "column rehearsals.owner"),
    ("ALTER TABLE coach.brought DROP CONSTRAINT brought_dated", "", "constraint brought.brought_dated"),
    ("DROP TRIGGER brought_goes_along ON coach.events", "", "trigger events.brought_goes_along"),
    (
        "CREATE FUNCTION coach.peek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "DROP FUNCTION coach.peek()",
        "function peek()",
    ),
    (
        "CREATE OR REPLACE FUNCTION coach.is_inside(its_room text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "",
        "function is_inside(text)",
    ),
    ("ALTER ROLE coach_owner CREATEROLE", "ALTER ROLE coach_owner NOCREATEROLE", "CREATEROLE"),
    ("GRANT ann TO coach_owner", "REVOKE ann FROM coach_owner", "coach_owner can act as ann"),
    (
        "GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION lo_create(oid) FROM PUBLIC",
        "large objects",
    ),
    (
        "GRANT EXECUTE ON FUNCTION pg_stat_get_live_tuples(oid) TO PUBLIC",
        "REVOKE EXECUTE ON FUNCTION pg_stat_get_live_tuples(oid) FROM PUBLIC",
        "pg_stat_",
    ),
    (
        "GRANT CONNECT ON DATABASE coach TO PUBLIC",
        "REVOKE CONNECT ON DATABASE coach FROM PUBLIC",
        "may open this database",
    ),
    (
        "ALTER DATABASE coach SET log_statement = 'all'",
        "ALTER DATABASE coach RESET log_statement",
        "log_statement is all",
    ),
    (
        "ALTER DATABASE coach SET log_min_duration_statement = 0",
        "ALTER DATABASE coach RESET log_min_duration_statement",
        "log_min_duration_statement is 0",
    ),
    (
        f"INSERT INTO coach.rehearsals VALUES ('late', 'bus', '{AT}', '2020{AT[4:]}', 0, true, false, 'ann')",
        "DELETE FROM coach.rehearsals",
        "Over their time and still there: 1 ",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("done", "undone", "named"), WRONG, ids=[each[2] for each in WRONG])
def test_what_is_wrong_with_a_server_is_named(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said, done: str, undone: str, named: str
) -> None:
    """And set-up lays down again what is the owner's to lay down."""
    at.setenv("COACH_STORE", server.url())
    server.sql(done, "coach")
    try:
        assert main(["team", "check"]) == 1
        found = [line for line in capsys.readouterr().out.splitlines() if line.startswith("-") and "no TLS" not in line]
        assert any(named in line for line in found), found
        assert len(found) == 1, found
        if not undone:
            assert main(["team", "set-up"]) == 0
    finally:
        if undone:
            server.sql(undone, "coach")
    capsys.readouterr()
    main(["team", "check"])
    assert named not in capsys.readouterr().out


def test_looking_changes_nothing(server: postgres.Server, at: pytest.MonkeyPatch) -> None:
    at.setenv("COACH_STORE", server.url())
    oids = "SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_policy"
    before = server.sql(oids, "coach")
    main(["team", "check"])
    assert server.sql(oids, "coach") == before


def test_somebody_else_s_check_says_whose_it_is(server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said) -> None:
    at.setenv("COACH_STORE", server.url("ann", "x"))
    main(["team", "check"])
    assert "with the login that owns the tables" in capsys.readouterr().out
    assert main(["team", "expire"]) == 1
    assert "Only the login that owns the tables" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql+psycopg://sam:hush@127.0.0.1:1/coach", "refused"),
        ("postgresql+psycopg://sam:hush@no-such-host.invalid/coach", "no-such-host.invalid"),
        ("{server}?sslmode=require", "does not support SSL"),
        ("postgresql+psycopg://sam:hush@127.0.0.1:{port}/coach", "authentication failed"),
    ],
)
def test_why_a_server_cannot_be_reached_is_said_at_once(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said, address: str, reason: str
) -> None:
    at.setenv("COACH_STORE", address.format(server=server.url(), port=server.port))
    begun = time.monotonic()
    assert main(["team", "check"]) == 1
    said = capsys.readouterr().out
    assert reason in said
    assert "hush" not in said
    assert time.monotonic() - begun < PATIENCE
    if reason != "refused":  # a server that refuses may be starting; what no time mends is said without waiting
        assert main(["rehearsals"]) == 1
        assert time.monotonic() - begun < 2 * PATIENCE


@pytest.fixture(scope="module")
def certified(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The authority of the server, which has a certificate for `localhost` meanwhile."""
    if shutil.which("openssl") is None:
        pytest.skip("There is no openssl on this machine to make a certificate.")
    owner = server.data.stat()
    names = ("server.key", "server.crt")
    key, certificate = (server.data / name for name in names)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    for file in (key, certificate):
        os.chown(file, owner.st_uid, owner.st_gid)
        file.chmod(0o600)
    authority = tmp_path_factory.mktemp("authority") / "root.crt"
    authority.write_bytes(certificate.read_bytes())
    server.sql("ALTER SYSTEM SET ssl = on")
    server.sql("SELECT pg_reload_conf()")
    yield authority
    server.sql("ALTER SYSTEM RESET ssl")
    server.sql("SELECT pg_reload_conf()")


@pytest.mark.parametrize(
    ("host", "trusts", "says"),
    [
        ("localhost", "", "its authority is not known here"),
        ("localhost", "&sslrootcert=system", "its authority is not known here"),
        ("127.0.0.1", "&sslrootcert={authority}", "is for another name"),
    ],
    ids=["no root.crt", "an authority of one's own", "another name"],
)
def test_a_certificate_that_cannot_be_checked_is_said_for_what_it_is(
    server: postgres.Server, certified: Path, at: pytest.MonkeyPatch, tmp_path: Path, capsys: Said,
    host: str, trusts: str, says: str,
) -> None:  # fmt: skip
    at.setenv("HOME", str(tmp_path))
    address = f"postgresql+psycopg://ann:x@{host}:{server.port}/coach?sslmode=verify-full"
    at.setenv("COACH_STORE", address + trusts.format(authority=certified))
    assert main(["rehearsals"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert says in said
    assert "Waiting does not mend it" in said
    assert "not set up" not in said
    assert "Try again" not in said


def test_with_its_authority_named_the_store_is_open(
    server: postgres.Server, certified: Path, at: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at.setenv("HOME", str(tmp_path))
    beside = f"localhost:{server.port}/coach?sslmode=verify-full&sslrootcert={certified}"
    with open_engine(f"postgresql+psycopg://ann:x@{beside}") as ann:
        assert TeamSubmissionStore(ann).me() == "ann"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("sam@no-such-host.invalid/coach", "No server is found by the name"),
        ("sam:x@localhost:{port}/coach?sslmode=require&sslrootcert=system", "takes no connection of the kind"),
    ],
)
def test_what_no_time_mends_is_never_to_be_tried_again_in_a_while(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said, address: str, says: str
) -> None:
    at.setenv("COACH_STORE", f"postgresql+psycopg://{address.format(port=server.port)}")
    assert main(["rehearsals"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert says in said
    assert "Try again" not in said


def test_a_port_that_is_no_number_is_a_sentence(at: pytest.MonkeyPatch, capsys: Said) -> None:
    for command in (["team", "set-up"], ["rehearsals"], ["places"]):
        at.setenv("COACH_STORE", "postgresql+psycopg://sam@server:notaport/coach")
        main(command)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert "not the address" in said.err or "cannot be read" in said.out


def test_a_newer_store_is_a_sentence_for_its_owner(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said
) -> None:
    at.setenv("COACH_STORE", server.url())
    server.sql("UPDATE coach.alembic_version SET version_num = 'v99'", "coach")
    try:
        for command in (["team", "set-up"], ["team", "expire"]):
            assert main(command) == 1
            assert "newer" in capsys.readouterr().err
    finally:
        server.sql(f"UPDATE coach.alembic_version SET version_num = '{HEAD}'", "coach")


def test_a_timer_deletes_what_is_over_its_time_of_everybody_and_nothing_else(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Also of a login that never comes back; with what was brought from it. Only numbers are said."""
    with open_engine(server.url("ann", "x")) as ann, open_engine(server.url("sue", "x")) as sue:
        store, mine = TeamRehearsalStore(ann), TeamSubmissionStore(ann)
        for name in ("gone", "kept", "fresh"):
            store.append(name, began())
            along = BroughtAlong(
                at=START, brought=Submission(id=f"b-{name}", what=SubmissionScope.QUESTION, day=START.date())
            )
            store.append(name, along)
            mine.bring(f"b-{name}", "sue", START, "{}")
        store.append("kept", Kept(at=START, keep=True))
        server.sql(
            "UPDATE coach.rehearsals SET touched = to_char(now(), 'YYYY-MM-DD') || substr(touched, 11) "
            "WHERE id = 'fresh'",
            "coach",
        )
        at.setenv("COACH_STORE", server.url())
        assert main(["team", "expire"]) == 0
        assert capsys.readouterr().out == "Over their time and deleted for good: 1 rehearsal, 0 rooms.\n"
        assert {summary.id for summary in store.summaries()} == {"kept", "fresh"}
        assert {each.id for each in TeamSubmissionStore(sue).read_submissions()} == {"b-kept", "b-fresh"}
        assert main(["team", "expire"]) == 0
        assert "0 rehearsals" in capsys.readouterr().out
        store.forget_all()


@pytest.mark.parametrize("days", [31, -400])
def test_a_timer_deletes_nothing_where_a_clock_jumped(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said, days: int
) -> None:
    with open_engine(server.url("ann", "x")) as ann:
        TeamRehearsalStore(ann).append("one", began())
        at.setenv("COACH_STORE", server.url())
        at.setattr("coach.cli.team.read_clock", lambda: datetime.now(UTC) + timedelta(days=days))
        assert main(["team", "expire"]) == 1
        assert "more than a day apart" in capsys.readouterr().err
        assert TeamRehearsalStore(ann).forget_all() == 1


def test_what_is_refused_stands_in_no_log_with_its_words(server: postgres.Server) -> None:
    """By its constraints, its policies, its keys: the server says what was wrong, and not with what."""
    words = "unmistakable words about a purple bicycle"
    with open_engine(server.url("ann", "x")) as ann:
        mine = TeamSubmissionStore(ann)
        mine.bring("b1", "sue", START, "{}")
        for key, reader, body in (("b2", "sue", words), ("b2", "ann", words), ("b1", "sue", f'{{"said": "{words}"}}')):
            with pytest.raises(RecordsUnwritable):
                mine.bring(key, reader, START, body)
        mine.withdraw("b1")
    log = (server.data.parent / "log").read_text()
    assert "violates check constraint" in log
    assert words not in log


def test_tidying_up_after_a_login_that_never_was_says_so(
    server: postgres.Server, at: pytest.MonkeyPatch, capsys: Said
) -> None:
    at.setenv("COACH_STORE", server.url())
    assert main(["team", "tidy", "olla", "--yes"]) == 1
    said = capsys.readouterr()
    assert "has no login called olla" in said.err
    assert "gone for good" not in said.out


def test_two_teams_on_one_server_keep_apart(bare: postgres.Server) -> None:
    """Groups are the server's, so each database names the logins that may open it: nobody is in both by accident."""
    for team in ("north", "south"):
        bare.administered(f"{team}_owner", team)
        bare.sql(f"REVOKE CONNECT ON DATABASE {team} FROM coach_practitioner, coach_supervisor, coach_partnership")
        bare.sql(f"CREATE ROLE {team}_sue LOGIN PASSWORD 'x'; GRANT CONNECT ON DATABASE {team} TO {team}_sue")
        with open_engine(bare.url(f"{team}_owner", base=team)) as owner:
            set_up(owner)
            let_in(owner, f"{team}_sue", supervisor=True)
    for team, other in (("north", "south"), ("south", "north")):
        with open_engine(bare.url(f"{team}_sue", "x", base=team)) as sue:
            assert TeamSubmissionStore(sue).readers() == (f"{team}_sue",), "the other team's supervisor is not offered"
        for login, password in ((f"{other}_sue", "x"), (f"{other}_owner", postgres.PASSWORD)):
            status, said = bare.psql(login, "SELECT 1;", team, password)
            assert status
            assert "permission denied for database" in said


def test_a_back_up_is_made_and_restored_with_rules_and_grants(
    server: postgres.Server, tmp_path: Path, at: pytest.MonkeyPatch, capsys: Said
) -> None:
    """As docs/teams.md has it: the owner's own dump is refused, a login that may read past the rules makes it."""
    server.sql("CREATE ROLE coach_backup LOGIN BYPASSRLS PASSWORD 'x'; GRANT pg_read_all_data TO coach_backup")
    server.sql("GRANT CONNECT ON DATABASE coach TO coach_backup")
    with open_engine(server.url("ann", "x")) as ann:
        TeamRehearsalStore(ann).append("one", began())
    server.sql("REVOKE CREATE, USAGE ON SCHEMA public FROM PUBLIC", "coach")
    file = tmp_path / "coach.dump"

    def run(program: str, login: str, password: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [server.bin / program, "-h", "127.0.0.1", "-p", str(server.port), "-U", login, *words]
        env = {"PGPASSWORD": password, "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    refused = run("pg_dump", "coach_owner", postgres.PASSWORD, "-Fc", "-f", str(file), "coach")
    assert refused.returncode
    assert "row-level security" in refused.stderr
    dumped = run("pg_dump", "coach_backup", "x", "-Fc", "-f", str(file), "coach")
    assert dumped.returncode == 0, dumped.stderr
    server.administered("coach_owner", "again")
    restored = run("pg_restore", postgres.OWNER, postgres.PASSWORD, "-d", "again", "--exit-on-error", str(file))
    assert restored.returncode == 0, restored.stderr
    at.setenv("COACH_STORE", server.url(base="again"))
    main(["team", "check"])
    said = capsys.readouterr().out
    assert "not as it should be" not in said
    assert "administrator" not in said, "its part of the rules is there as well"
    with open_engine(server.url("ann", "x", base="again")) as ann:
        assert TeamRehearsalStore(ann).read("one") == (began(),)
        TeamRehearsalStore(ann).append("two", began())
    with open_engine(server.url("sue", "x", base="again")) as sue:
        assert TeamRehearsalStore(sue).summaries() == ()


def test_laying_the_rules_down_twice_is_laying_them_down_once(server: postgres.Server) -> None:
    with open_engine(server.url()) as owner, owner.begin() as connection:
        lay_down(connection)
        lay_down(connection)
