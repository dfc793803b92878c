"""The store at team size, on a real SQLite file and on a real PostgreSQL server: the same promises on both."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from coach.errors import NotKnown, NotNow, RecordsError, RecordsUnwritable
from coach.model.events import BroughtAlong, Kept, SaidAgain
from coach.model.submission import Submission, SubmissionScope
from coach.records.paths import EXPIRES_AFTER
from coach.records.sqlite_store import SqliteSubmissionStore
from coach.records.submission_store import SubmissionStore
from coach.records.team.logins import (
    check_version,
    let_in,
    open_engine,
    open_url,
    owned_columns,
    take_out,
    tidy,
)
from coach.records.team.sql_tables import tables
from coach.records.team.store import TeamRehearsalStore, TeamSubmissionStore
from tests import postgres
from tests.conftest import START, began, said

WORDS = "Quite unmistakable words about a purple bicycle"


def own_submissions(file: Path) -> SqliteSubmissionStore:
    return SqliteSubmissionStore(file, lambda _known, _names: nullcontext())


def handing(words: str) -> str:
    """What is handed over, as far as a store looks at it."""
    return json.dumps({"words": words})


@pytest.fixture
def store(login: Callable[[str], Engine]) -> Iterator[TeamRehearsalStore]:
    store = TeamRehearsalStore(login("ann"))
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def handed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SubmissionStore, SubmissionStore]]:
    """A practitioner's and a supervisor's view of one place: what follows holds for each kind."""
    if request.param == "sqlite":
        yield own_submissions(tmp_path / "own.db"), own_submissions(tmp_path / "own.db")
    else:
        open_ = request.getfixturevalue("login")
        yield TeamSubmissionStore(open_("ann")), TeamSubmissionStore(open_("sue"))


def test_what_nobody_touched_for_thirty_days_goes_unless_it_is_kept(store: TeamRehearsalStore) -> None:
    for name in ("goes", "stays"):
        store.append(name, began())
    store.append("stays", Kept(at=START, keep=True))
    assert store.expire(START + EXPIRES_AFTER) == 1
    assert [summary.id for summary in store.summaries()] == ["stays"]


def test_something_brought_is_answered_and_withdrawn(handed: tuple[SubmissionStore, SubmissionStore]) -> None:
    mine, theirs = handed
    mine.bring("b1", "sue", START, handing("what was said"))
    assert [each.body for each in theirs.read_submissions()] == [handing("what was said")]
    theirs.respond("b1", START, handing("first words"))
    theirs.respond("b1", START, handing("second thoughts"))
    assert mine.responses("b1") == (handing("second thoughts"),)
    mine.withdraw("b1")
    assert theirs.read_submissions() == ()
    assert mine.responses("b1") == theirs.responses("b1") == ()
    with pytest.raises(NotKnown):
        mine.withdraw("b1")


def test_an_exercise_is_given_and_taken_away(handed: tuple[SubmissionStore, SubmissionStore]) -> None:
    mine, theirs = handed
    theirs.give("ours", "", START, "title: first")
    theirs.give("ours", "", START, "title: second")
    assert [each.body for each in mine.read_exercises()] == ["title: second"]
    theirs.take_away("ours")
    assert mine.read_exercises() == ()


def test_nobody_reads_rehearsals_that_are_not_theirs(login: Callable[[str], Engine]) -> None:
    """Real logins against row-level security: neither a colleague nor a supervisor sees a row, by any statement."""
    ann = TeamRehearsalStore(login("ann"))
    ann.append("one", began())
    ann.append("one", said(text=WORDS))
    for other in ("ben", "sue"):
        with login(other).connect() as connection:
            for table in ("rehearsals", "events", "drafts", "brought", "responses"):
                try:
                    rows = connection.execute(text(f"SELECT * FROM {table}")).all()
                except DBAPIError as refused:
                    assert "permission denied" in str(refused.orig)  # noqa: PT017  # either answer keeps the promise
                    connection.rollback()
                else:
                    assert rows == []
    assert [summary.id for summary in ann.summaries()] == ["one"]
    assert ann.find_scenarios() == {"bus"}
    ann.append("one", SaidAgain(at=START, reply=1))
    assert ann.find_repeated(("one", "two")) == {"one"}
    assert TeamRehearsalStore(login("ben")).find_repeated(("one", "two")) == frozenset()


def test_the_owner_of_the_tables_reads_nothing_either(server: postgres.Server, login: Callable[[str], Engine]) -> None:
    TeamRehearsalStore(login("ann")).append("one", began())
    engine = open_url(server.url())
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM rehearsals")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM events")).scalar_one() == 0
    engine.dispose()


def test_only_the_supervisor_it_was_brought_to_reads_what_was_brought(login: Callable[[str], Engine]) -> None:
    ann, sue, tom = (TeamSubmissionStore(login(name)) for name in ("ann", "sue", "tom"))
    ann.bring("b1", "sue", START, handing("what was said"))
    assert [each.id for each in sue.read_submissions()] == ["b1"]
    assert tom.read_submissions() == ()
    with pytest.raises(RecordsUnwritable):
        tom.respond("b1", START, handing("uninvited"))
    sue.respond("b1", START, handing("thank you"))
    assert ann.responses("b1") == (handing("thank you"),)
    assert tom.responses("b1") == ()


def test_nobody_writes_in_another_s_name(login: Callable[[str], Engine]) -> None:
    statements = (
        "INSERT INTO rehearsals (id, owner, scenario, began, touched, replies, going, kept) "
        "VALUES ('x', 'ann', 'bus', '', '', 0, true, false)",
        "INSERT INTO brought (id, owner, reader, at, body) VALUES ('x', 'ann', 'sue', '', 'forged')",
    )
    for statement in statements:
        with login("ben").connect() as connection, pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(text(statement))


def test_a_practitioner_gives_no_exercises_and_a_supervisor_changes_nothing_brought(
    login: Callable[[str], Engine],
) -> None:
    ann, sue = TeamSubmissionStore(login("ann")), TeamSubmissionStore(login("sue"))
    with pytest.raises(RecordsUnwritable):
        ann.give("mine", "", START, "title: no")
    ann.bring("b1", "sue", START, handing("what was said"))
    with sue.engine.begin() as connection:
        assert connection.execute(text("UPDATE brought SET body = 'changed'")).rowcount == 0
        assert connection.execute(text("DELETE FROM brought")).rowcount == 0
    assert ann.read_submissions()[0].body == handing("what was said")


def test_supervisors_to_bring_something_to_are_named(login: Callable[[str], Engine]) -> None:
    assert TeamSubmissionStore(login("ann")).readers() == ("sue", "tom")
    assert TeamSubmissionStore(login("ann")).me() == "ann"


def test_a_server_that_restarts_in_the_middle_of_a_rehearsal_loses_nothing(
    server: postgres.Server, login: Callable[[str], Engine]
) -> None:
    """Stopped at once and started again while events are being written: each is there once, in order."""
    store = TeamRehearsalStore(login("ann"))
    store.append("one", began())
    happened = [said(text=f"reply {number}") for number in range(60)]

    def write() -> None:
        for event in happened:
            store.append("one", event)

    writer = threading.Thread(target=write)
    writer.start()
    server.stop("immediate")
    server.start()
    writer.join(60)
    assert not writer.is_alive()
    assert store.read("one") == (began(), *happened)


def test_a_server_that_is_away_is_said_plainly_and_never_with_words() -> None:
    engine = open_url("postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    moments = itertools.count(step=7)
    store = TeamRehearsalStore(engine, sleep=lambda _: None, now=lambda: float(next(moments)))
    with pytest.raises(RecordsError) as caught:
        store.append("one", said(text=WORDS))
    assert WORDS not in repr(caught.value)
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_what_is_forgotten_or_expires_takes_what_was_brought_from_it_along(login: Callable[[str], Engine]) -> None:
    """Else it would stay where a supervisor reads it, and nobody could withdraw it any more."""
    ann, engine = TeamRehearsalStore(login("ann")), login("ann")
    mine, theirs = TeamSubmissionStore(engine), TeamSubmissionStore(login("sue"))
    ends: dict[str, Callable[[], object]] = {
        "forgotten": lambda: ann.forget("forgotten"),
        "expired": lambda: ann.expire(START + EXPIRES_AFTER),
        "all": ann.forget_all,
    }
    for name, end in ends.items():
        ann.append(name, began())
        ann.append(
            name,
            BroughtAlong(at=START, brought=Submission(id=f"b-{name}", what=SubmissionScope.QUESTION, day=START.date())),
        )
        mine.bring(f"b-{name}", "sue", START, handing(WORDS))
        assert len(theirs.read_submissions()) == 1
        end()
        assert theirs.read_submissions() == ()


def test_handing_over_twice_is_handing_over_once(handed: tuple[SubmissionStore, SubmissionStore]) -> None:
    """A connection may break after the server has kept it, and it is tried again."""
    mine, theirs = handed
    mine.bring("b1", "sue", START, handing("what was said"))
    mine.bring("b1", "sue", START, handing("what was said"))
    assert len(theirs.read_submissions()) == 1
    with pytest.raises(RecordsUnwritable):
        mine.bring("b1", "sue", START, handing("something else by the same name"))


def test_the_store_keeps_the_day_of_what_was_brought_and_not_the_hour(
    handed: tuple[SubmissionStore, SubmissionStore],
) -> None:
    handed[0].bring("b1", "sue", START, handing("what was said"))
    (thing,) = handed[1].read_submissions()
    assert (thing.at.hour, thing.at.minute, thing.at.second) == (0, 0, 0)


def test_nothing_is_brought_to_somebody_who_is_no_supervisor(login: Callable[[str], Engine]) -> None:
    ann = TeamSubmissionStore(login("ann"))
    for reader in ("ben", "nobody", "coach_owner"):
        with pytest.raises(RecordsUnwritable):
            ann.bring("b1", reader, START, handing("what was said"))
    assert "coach_owner" not in ann.readers()


def test_giving_to_one_takes_nothing_from_another(login: Callable[[str], Engine]) -> None:
    sue, tom = TeamSubmissionStore(login("sue")), TeamSubmissionStore(login("tom"))
    sue.give("ours", "", START, "for all")
    sue.give("ours", "ann", START, "for ann")
    sue.give("ours", "ben", START, "for ben")
    tom.give("ours", "", START, "tom's")
    assert {each.body for each in TeamSubmissionStore(login("ann")).read_exercises()} == {"for all", "for ann", "tom's"}
    sue.take_away("ours", "ann")
    assert {each.body for each in TeamSubmissionStore(login("ann")).read_exercises()} == {"for all", "tom's"}


def test_tables_lie_where_nobody_else_can_put_anything(login: Callable[[str], Engine]) -> None:
    """A function or an operator of somebody's own would run as whoever reads."""
    function = "CREATE FUNCTION coach.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    with login("ben").connect() as connection:
        for statement in (function, "CREATE TABLE coach.t (x int)"):
            with pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text(statement))
            connection.rollback()
        path = connection.execute(text("SHOW search_path")).scalar_one()
    assert path.split(",")[0] == "coach"
    assert "public" not in path


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://x/y", "postgresql+nodriver://x/y", "sqlite:////srv/shared.db", "sqlite://"]
)
def test_an_address_that_is_none_is_said_plainly(url: str) -> None:
    with pytest.raises(RecordsUnwritable, match="COACH_STORE is not the address"):
        open_url(url)


def test_a_store_that_is_not_set_up_says_who_does_it() -> None:
    postgres.needed()
    with (
        postgres.running() as running,
        open_engine(running.url()) as engine,
        pytest.raises(RecordsUnwritable, match="coach team set-up"),
    ):
        check_version(engine)


@pytest.fixture
def owner(server: postgres.Server) -> Iterator[Engine]:
    """The owner of the tables."""
    with open_engine(server.url()) as engine:
        yield engine


@pytest.fixture
def leaver(server: postgres.Server, owner: Engine) -> Iterator[str]:
    """Somebody who is a practitioner and a supervisor, and leaves."""
    server.sql("CREATE ROLE lee LOGIN PASSWORD 'x'")
    for supervisor in (False, True):
        let_in(owner, "lee", supervisor=supervisor)
    yield "lee"
    server.sql("DROP ROLE lee")


def _kept_by_a_leaver(login: Callable[[str], Engine]) -> None:
    """A rehearsal, something brought and answered, an answer of their own, and an exercise; and others' beside it."""
    lee, ann, sue = (TeamSubmissionStore(login(name)) for name in ("lee", "ann", "sue"))
    for each in (lee, ann):
        TeamRehearsalStore(each.engine).append(f"of {each.me()}", began())
        TeamRehearsalStore(each.engine).append(f"of {each.me()}", said(text=WORDS))
        TeamRehearsalStore(each.engine).keep_draft(f"of {each.me()}", WORDS)
    lee.bring("lee's", "sue", START, handing(WORDS))
    sue.respond("lee's", START, handing("thank you, lee"))
    ann.bring("ann's", "lee", START, handing("ann's words"))
    lee.respond("ann's", START, handing("thank you, ann"))
    for each in (lee, sue):
        each.give(f"from {each.me()}", "", START, "title: ours")


def test_whoever_is_taken_out_can_do_nothing_more_also_where_they_are_connected(
    owner: Engine, login: Callable[[str], Engine], leaver: str
) -> None:
    """What they kept stays, and nobody else lost anything."""
    _kept_by_a_leaver(login)
    connected = TeamSubmissionStore(login(leaver))
    assert connected.read_submissions()
    take_out(owner, leaver)
    for refused in (
        connected.read_submissions,
        connected.read_exercises,
        TeamRehearsalStore(login(leaver)).summaries,
        lambda: check_version(login(leaver)),
    ):
        with pytest.raises(RecordsUnwritable, match=r"may not (use it|do that)"):
            refused()
    assert leaver not in TeamSubmissionStore(login("ann")).readers()
    assert [each.id for each in TeamSubmissionStore(login("sue")).read_submissions()] == ["lee's"]
    with pytest.raises(NotNow, match="does not use this store"):
        take_out(owner, leaver)


def test_tidying_up_deletes_every_row_of_whoever_left_and_none_of_anybody_else(
    server: postgres.Server, owner: Engine, login: Callable[[str], Engine], leaver: str
) -> None:
    """Looked for by the superuser, whom no rule holds; and the rules hold again afterwards, also for the owner."""
    _kept_by_a_leaver(login)
    with pytest.raises(NotNow, match="coach team remove lee"):
        tidy(owner, leaver)
    take_out(owner, leaver)
    forced = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relforcerowsecurity"
    before = server.sql(forced, "coach")
    tidy(owner, leaver)
    assert server.sql(forced, "coach") == before
    left = {
        table: server.sql(f"SELECT string_agg({whose}, ' ') FROM coach.{table}", "coach")
        for table, whose in (("rehearsals", "owner"), ("events", "owner"), ("brought", "owner"), ("given", "author"))
    }
    assert left == {"rehearsals": "ann", "events": "ann ann", "brought": "ann", "given": "sue"}
    assert server.sql("SELECT count(*) FROM coach.responses", "coach") == "0"
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM rehearsals")).scalar_one() == 0


def test_every_table_with_rows_of_somebody_s_is_tidied() -> None:
    """A table that is added later, too: one that says whose its rows are in another word would be forgotten."""
    nobodys = {"contributions", "room_events"}
    assert {table.name for table, _ in owned_columns()} == set(tables.tables) - nobodys


def test_only_the_owner_of_the_store_takes_out_and_tidies(login: Callable[[str], Engine], leaver: str) -> None:
    TeamRehearsalStore(login(leaver)).append("one", began())
    for asks, change in (("sue", take_out), ("ann", take_out)):
        with pytest.raises(RecordsUnwritable, match="may not take others out"):
            change(login(asks), leaver)
    with pytest.raises(RecordsUnwritable, match="may not clear up"):
        tidy(login("sue"), "nobody")
    assert TeamRehearsalStore(login(leaver)).summaries()


@pytest.mark.parametrize("name", ['x"; DROP TABLE coach.events; --', "", "a b", "1"])
def test_a_name_that_is_no_login_reaches_no_statement(login: Callable[[str], Engine], name: str) -> None:
    for change in (take_out, tidy):
        with pytest.raises(NotNow, match="cannot be a login"):
            change(login("ann"), name)
