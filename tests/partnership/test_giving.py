"""A contributor's side: what leaves is a row of counts, by choice, and can be taken back."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.cli.context import open_practice
from coach.cli.main import main
from coach.debrief.render import render_plain
from coach.errors import NotKnown, NotNow, RecordsUnwritable
from coach.partnership.counts import Quarter, read_row, write_row
from coach.partnership.giving import Contributor, describe_outgoing
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.contributions import FolderContributions, MemoryContributions
from coach.records.team.logins import let_publish, open_url
from tests import postgres
from tests.partnership.conftest import Days
from tests.partnership.pools import FOURTEEN
from tests.submitting import submit_reply


def test_nothing_leaves_but_counts(rehearsing: Rehearsal, giving: Contributor) -> None:
    """No word of anybody's, no scenario, name, day or time: the text that leaves is numbers under seven fixed names."""
    leaving = giving.preview(rehearsing)
    body = json.loads(leaving.body)
    assert body.keys() == {"format", "openings"}
    assert all(each.keys() == {"topic", "taken", "partly", "passed_by"} for each in body["openings"])
    assert not re.search(r"purple|banter|bus|sam|2026|:\d\d", leaving.body, re.IGNORECASE)


def test_the_preview_is_what_leaves(rehearsing: Rehearsal, giving: Contributor, tmp_path: Path) -> None:
    """Every value in the file is on the screen before it leaves, and its file is dated as all of its quarter are."""
    leaving = giving.preview(rehearsing)
    preview = render_plain(describe_outgoing(leaving))
    giving.give(rehearsing.id, leaving, FolderContributions(tmp_path / "pool"), str(tmp_path / "pool"))
    (file,) = (tmp_path / "pool").iterdir()
    kept = json.loads(file.read_text("utf-8"))
    assert kept.pop("coach") == "contribution"
    assert Quarter.parse(kept.pop("quarter")).words in preview
    assert read_row(kept.pop("body"), "it") == leaving.row
    assert all(value in preview for value in kept.values())
    for each in leaving.row:
        assert f"{each.taken} taken, {each.partly} partly, {each.passed_by} passed by" in preview
    assert datetime.fromtimestamp(file.stat().st_mtime, UTC) == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_first_time_through_is_counted_and_saying_it_again_is_practice(
    rehearsing: Rehearsal, giving: Contributor
) -> None:
    before = giving.preview(rehearsing).row
    rehearsing.say_again(1)
    with pytest.raises(NotNow, match="still going on"):
        giving.preview(rehearsing)
    submit_reply(rehearsing, "Tell me how that was for him.")
    rehearsing.finish()
    assert giving.preview(rehearsing).row == before


def test_one_person_is_one_number_this_quarter_and_another_the_next(
    practice: PracticeService, rehearsing: Rehearsal, giving: Contributor, days: Days, tmp_path: Path
) -> None:
    """So their rows weigh as one, and no two quarters can be joined: the old number is nowhere any more."""
    pool = MemoryContributions()
    giving.give(rehearsing.id, first := giving.preview(rehearsing), pool, "there")
    other = practice.begin("bus")
    other.finish()
    assert giving.preview(other).contributor == first.contributor
    days.turn_to(2026, 4, 1)
    second = giving.preview(other)
    assert (second.quarter.name, second.contributor != first.contributor) == ("2026-q2", True)
    giving.give(other.id, second, pool, "there")
    assert not [file for file in (tmp_path / "mine").iterdir() if first.contributor in file.read_text("utf-8")]
    assert pool.quarters() == ("2026-q1", "2026-q2")


def test_a_rehearsal_is_given_once(rehearsing: Rehearsal, giving: Contributor) -> None:
    giving.give(rehearsing.id, giving.preview(rehearsing), MemoryContributions(), "there")
    with pytest.raises(NotNow, match="already"):
        giving.preview(rehearsing)


def test_it_can_be_taken_back_until_the_quarter_closes(rehearsing: Rehearsal, giving: Contributor, days: Days) -> None:
    """Then it can be given again, if somebody wishes; after the quarter nobody knows any more whose it was."""
    pool = MemoryContributions()
    giving.give(rehearsing.id, giving.preview(rehearsing), pool, "there")
    assert giving.withdraw(rehearsing.id, lambda where: {"there": pool}[where]) == ()
    assert pool.of("2026-q1") == ()
    giving.give(rehearsing.id, giving.preview(rehearsing), pool, "there")
    days.turn_to(2026, 4, 1)
    with pytest.raises(NotKnown, match="this quarter"):
        giving.withdraw("", lambda where: pool)
    assert len(pool.of("2026-q1")) == 1


def test_a_file_that_was_moved_is_said(rehearsing: Rehearsal, giving: Contributor) -> None:
    """With the number by which whoever has it can delete it."""
    giving.give(rehearsing.id, leaving := giving.preview(rehearsing), MemoryContributions(), "there")
    (gone,) = giving.withdraw("", lambda where: MemoryContributions())
    assert gone.key == leaving.key
    assert giving.list_given() == ()


def test_what_may_not_have_arrived_is_given_again_and_is_there_once(
    rehearsing: Rehearsal, giving: Contributor, tmp_path: Path
) -> None:
    """It keeps its number, so that neither giving it twice nor taking it back can go wrong."""
    place = tmp_path / "pool"
    place.write_text("no folder", "utf-8")
    pool = FolderContributions(place)
    with pytest.raises(RecordsUnwritable):
        giving.give(rehearsing.id, first := giving.preview(rehearsing), pool, str(place))
    with pytest.raises(RecordsUnwritable):
        giving.withdraw("", lambda where: pool)
    place.unlink()
    again = giving.preview(rehearsing)
    assert again == first
    pool.add(again.key, again.quarter.name, again.contributor, again.body)  # it had arrived after all
    giving.give(rehearsing.id, again, pool, str(place))
    assert [each.sure for each in giving.list_given()] == [True]
    assert len(pool.of("2026-q1")) == 1
    giving.withdraw("", lambda where: pool)
    assert not pool.of("2026-q1")


def test_a_yes_that_came_in_another_quarter_is_asked_again(
    rehearsing: Rehearsal, giving: Contributor, days: Days
) -> None:
    leaving = giving.preview(rehearsing)
    days.turn_to(2026, 4, 1)
    pool = MemoryContributions()
    with pytest.raises(NotNow, match="new quarter"):
        giving.give(rehearsing.id, leaving, pool, "there")
    assert not pool.quarters()


def test_contributing_asks_first_and_can_be_taken_back(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without anybody to ask it only shows; with --yes it gives what it showed; then it is listed, and taken back."""
    practice = open_practice()
    rehearsing = practice.begin("wrong_box")
    submit_reply(rehearsing, "What does Theo say about being called that? Has racism been part of it?")
    rehearsing.finish()
    pool = tmp_path / "pool"
    give = ["contribute", "last", "--to", str(pool)]
    assert main([*give, "--yes"]) == 1
    assert f"There is no folder {pool}." in capsys.readouterr().err
    assert not pool.exists(), "a name may be mistyped"
    pool.mkdir()
    assert main(give) == 1
    assert "Exactly what leaves".upper() in capsys.readouterr().out
    assert main([*give, "--look"]) == 0
    assert capsys.readouterr().out.count("made when you give it") == 2
    assert not list(pool.iterdir())
    assert main([*give, "--yes"]) == 0
    assert len(list(pool.iterdir())) == 1
    assert main(["contribute"]) == 0
    assert f"{rehearsing.id}: given to {pool}" in capsys.readouterr().out
    assert main([*give, "--yes"]) == 1
    assert main(["contribute", "last", "--withdraw"]) == 0
    assert not list(pool.iterdir())
    assert main(["contribute", "--withdraw"]) == 2
    practice.keeping.close()


def test_a_team_s_store_takes_rows_from_anybody_and_shows_them_to_whoever_may_pool_them(
    home: Path,
    login: object,
    server: postgres.Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A practitioner gives and takes back; only a login that was let in for it pools, and it makes the table."""
    monkeypatch.setenv("COACH_STORE", server.url("ann", "x"))
    practice = open_practice()
    practice.begin("wrong_box").finish()
    assert main(["contribute", "last", "--yes"]) == 0
    assert "Given to your team's store" in capsys.readouterr().out
    assert main(["contribute", "--withdraw"]) == 0
    for who, openings in FOURTEEN:  # of a quarter that is over, which the store takes from nobody any more
        row = f"('key{who}', '2024-q1', '{who}', '{write_row(openings)}')"
        server.sql(f"INSERT INTO coach.contributions VALUES {row}", "coach")
    show = ["partnership", "--quarter", "2024-q1", "--yes"]
    assert main(show) == 1
    assert "Your login may not read" in capsys.readouterr().err
    server.sql("CREATE ROLE pia LOGIN PASSWORD 'x'")
    owner = open_url(server.url())
    try:
        let_publish(owner, "pia")
        monkeypatch.setenv("COACH_STORE", server.url("pia", "x"))
        assert main(show) == 0
    finally:
        owner.dispose()
        practice.keeping.close()
        server.sql("DROP OWNED BY pia; DROP ROLE pia", "coach")
    assert "Mostly passed by for 9, of 14 colleagues" in capsys.readouterr().out


def test_rows_of_one_person_lie_apart_from_their_words(home: Path, rehearsing: Rehearsal, giving: Contributor) -> None:
    """The note that lets them take it back holds numbers and where it went, and is theirs alone."""
    giving.give(rehearsing.id, giving.preview(rehearsing), MemoryContributions(), "there")
    (file,) = giving._folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "purple" not in file.read_text("utf-8")
