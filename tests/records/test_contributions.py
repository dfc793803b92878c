"""Rows of counts that people give: in a folder or a team's store, with nothing beside them that says whose."""

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from coach.errors import NotKnown, NotNow, RecordsUnwritable
from coach.records.contributions import (
    ContributionRow,
    Contributions,
    FolderContributions,
    MemoryContributions,
)
from coach.records.team.logins import let_publish, open_url
from coach.records.team.room_store import TeamContributions
from coach.records.team.row_security import MOST_GIVEN
from tests import postgres

TODAY = datetime.now(UTC)
QUARTER, EARLIER = f"{TODAY.year}-q{(TODAY.month + 2) // 3}", "2025-q2"
"""The one that is going on, by the server's clock, and one that is over."""
COUNTS, OTHER_COUNTS = '{"openings": []}', '{"openings": [1]}'
ONE, TWO = "aaaa1111", "bbbb2222"
SAM = "sam0sam0"


@pytest.fixture
def publisher(server: postgres.Server, login: Callable[[str], Engine]) -> Engine:
    """A login that may publish the page, and do nothing else."""
    made = "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pam') THEN "
    server.sql(f"{made} CREATE ROLE pam LOGIN PASSWORD 'x'; END IF; END $$")
    owner = open_url(server.url())
    let_publish(owner, "pam")
    owner.dispose()
    return login("pam")


@pytest.fixture(params=["memory", "folder", "postgresql"])
def places_to_give(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Contributions, Contributions]]:
    """Where somebody gives, and the same place where it is pooled."""
    match request.param:
        case "memory":
            memory = MemoryContributions()
            yield memory, memory
        case "folder":
            yield FolderContributions(tmp_path / "given"), FolderContributions(tmp_path / "given")
        case _:
            pool = TeamContributions(request.getfixturevalue("publisher"))
            yield TeamContributions(request.getfixturevalue("login")("ann")), pool


def test_rows_are_pooled_by_quarter_in_an_order_that_tells_nothing(
    places_to_give: tuple[Contributions, Contributions], request: pytest.FixtureRequest
) -> None:
    give, pool = places_to_give
    assert not pool.quarters()
    assert not pool.of(QUARTER)
    give.add(TWO, QUARTER, SAM, COUNTS)
    give.add(ONE, QUARTER, SAM, OTHER_COUNTS)
    if isinstance(give, TeamContributions):
        row = f"('cccc3333', '{EARLIER}', 'other000', '{COUNTS}')"
        request.getfixturevalue("server").sql(f"INSERT INTO coach.contributions VALUES {row}", "coach")
    else:
        give.add("cccc3333", EARLIER, "other000", COUNTS)
    assert pool.of(QUARTER) == (
        ContributionRow(ONE, QUARTER, SAM, OTHER_COUNTS),
        ContributionRow(TWO, QUARTER, SAM, COUNTS),
    )
    assert pool.quarters() == (EARLIER, QUARTER)


def test_giving_twice_is_giving_once_and_a_key_is_one_row_s(
    places_to_give: tuple[Contributions, Contributions],
) -> None:
    give, pool = places_to_give
    give.add(ONE, QUARTER, SAM, COUNTS)
    give.add(ONE, QUARTER, SAM, COUNTS)
    with pytest.raises(NotNow):
        give.add(ONE, QUARTER, SAM, OTHER_COUNTS)
    assert [row.body for row in pool.of(QUARTER)] == [COUNTS]


def test_what_is_withdrawn_is_gone(places_to_give: tuple[Contributions, Contributions]) -> None:
    give, pool = places_to_give
    give.add(ONE, QUARTER, SAM, COUNTS)
    give.add(TWO, QUARTER, SAM, COUNTS)
    give.withdraw(ONE)
    assert [row.key for row in pool.of(QUARTER)] == [TWO]
    with pytest.raises(NotKnown):
        give.withdraw(ONE)


def test_a_file_tells_no_time_of_day(tmp_path: Path) -> None:
    FolderContributions(tmp_path).add(ONE, "2026-q2", SAM, COUNTS)
    (file,) = tmp_path.iterdir()
    assert datetime.fromtimestamp(file.stat().st_mtime, UTC) == datetime(2026, 4, 1, tzinfo=UTC)


def test_one_file_that_is_spoilt_is_said_and_the_others_still_count(tmp_path: Path) -> None:
    folder = FolderContributions(tmp_path)
    for key in (ONE, TWO):
        folder.add(key, QUARTER, SAM, COUNTS)
    good = (tmp_path / f"{QUARTER}-{ONE}.json").read_text()
    spoilt = {
        "cccc3333": "not JSON",
        "dddd4444": good,  # a copy by another name would count twice
        "eeee5555": good.replace(ONE, "eeee5555").replace('"body"', '"name": "Sam", "body"'),
        "ffff6666": good.replace(ONE, "ffff6666").replace("openings", "x" * 200_000),
        "gggg7777": "\x00" * 50,
    }
    for key, content in spoilt.items():
        (tmp_path / f"{QUARTER}-{key}.json").write_text(content)
    (tmp_path / f"{QUARTER}-hhhh8888.json").mkdir()
    (tmp_path / "notes.txt").write_text("somebody else's")
    assert [row.key for row in folder.of(QUARTER)] == [ONE, TWO]
    assert len(folder.spoilt) == 6
    assert all(len(sentence) < 120 for sentence in folder.spoilt)
    assert FolderContributions(tmp_path).of(EARLIER) == ()


@pytest.mark.parametrize("key", ["../../etc/x", "", "A" * 8, "a" * 41, "aaaa1111\n"])
def test_nothing_is_written_by_a_name_that_is_none(tmp_path: Path, key: str) -> None:
    with pytest.raises(NotNow):
        FolderContributions(tmp_path / "given").add(key, QUARTER, SAM, COUNTS)
    assert not (tmp_path / "given").exists()


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "given").write_text("in the way")
    folder = FolderContributions(tmp_path / "given")
    with pytest.raises(RecordsUnwritable, match="Nothing left this machine"):
        folder.add(ONE, QUARTER, SAM, COUNTS)
    with pytest.raises(RecordsUnwritable):
        folder.of(QUARTER)


def test_others_of_the_partnership_may_read_the_file(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        FolderContributions(tmp_path).add(ONE, QUARTER, SAM, COUNTS)
    finally:
        os.umask(old)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_no_login_stands_beside_a_row(login: Callable[[str], Engine], publisher: Engine) -> None:
    TeamContributions(login("ann")).add(ONE, QUARTER, SAM, COUNTS)
    assert {c["name"] for c in inspect(publisher).get_columns("contributions", schema="coach")} == {
        "key",
        "quarter",
        "contributor",
        "body",
    }


def test_rows_are_read_by_those_who_publish_and_by_nobody_else(
    server: postgres.Server, login: Callable[[str], Engine], publisher: Engine
) -> None:
    """A row of one contributor is below every threshold."""
    TeamContributions(login("ann")).add(ONE, QUARTER, SAM, COUNTS)
    for name in ("ann", "ben", "sue"):
        with pytest.raises(RecordsUnwritable, match="may not read"):
            TeamContributions(login(name)).of(QUARTER)
        for statement in ("SELECT * FROM contributions", "DELETE FROM contributions"):
            with login(name).connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text(statement))
    owner = open_url(server.url())
    with owner.connect() as connection:
        assert connection.execute(text("SELECT * FROM contributions")).all() == []
    owner.dispose()
    with pytest.raises(RecordsUnwritable):
        TeamContributions(publisher).withdraw(ONE)
    assert len(TeamContributions(publisher).of(QUARTER)) == 1


def test_a_login_gives_for_one_person_in_the_quarter_that_is_going_on(
    login: Callable[[str], Engine], publisher: Engine
) -> None:
    """Nine rows by hand beside one of somebody's own would tell what that one was."""
    ann, pool = TeamContributions(login("ann")), TeamContributions(publisher)
    ann.add(ONE, QUARTER, SAM, COUNTS)
    ann.add(TWO, QUARTER, SAM, COUNTS)
    with pytest.raises(NotNow, match="each person counts once"):
        ann.add("cccc3333", QUARTER, "other000", COUNTS)
    for quarter in (EARLIER, "2999-q4"):
        with pytest.raises(NotNow, match="quarter that is going on"):
            ann.add("cccc3333", quarter, SAM, COUNTS)
    for key in (ONE, TWO):
        ann.withdraw(key)
    ann.add("cccc3333", QUARTER, "other000", COUNTS)
    assert [row.contributor for row in pool.of(QUARTER)] == ["other000"], "what was withdrawn counts no more"
    TeamContributions(login("ben")).add("dddd4444", QUARTER, "bens0000", COUNTS)
    assert len(pool.of(QUARTER)) == 2


def test_a_login_gives_a_bounded_number_of_rows(login: Callable[[str], Engine]) -> None:
    ann = TeamContributions(login("ann"))
    for number in range(MOST_GIVEN):
        ann.add(f"row{number:05}", QUARTER, SAM, COUNTS)
    with pytest.raises(NotNow, match="the most it can give"):
        ann.add("onemore0", QUARTER, SAM, COUNTS)


@pytest.mark.parametrize("body", ["not json", "[]", '{"openings": "' + "x" * 70_000 + '"}'])
def test_the_store_takes_no_row_that_is_none(login: Callable[[str], Engine], body: str) -> None:
    with pytest.raises(RecordsUnwritable, match="does not take that"):
        TeamContributions(login("ann")).add(ONE, QUARTER, SAM, body)
