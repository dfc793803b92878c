"""Published tables: each quarter has one, whichever machine pools it."""

from datetime import date
from pathlib import Path

import pytest

from coach.cli.main import main
from coach.partnership.counts import Quarter
from coach.partnership.publishing import PublishedTables
from tests.partnership.pools import FOURTEEN, folder_of


def test_a_folder_is_pooled_once(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how many there are, and waits for a yes; later files change nothing, and a spoilt one is named."""
    pool = folder_of(tmp_path / "pool", FOURTEEN, "2024-q1")
    (pool / "2024-q1-spoilt001.json").write_text('{"name": "\x1b[2J"}', "utf-8")
    show = ["partnership", str(pool), "--quarter", "2024-q1"]
    assert main(show) == 1
    said = capsys.readouterr()
    assert "14 colleagues contributed in January to March 2024" in said.err
    assert "spoilt001.json is no row of counts" in said.err
    assert "assed by" not in said.out
    assert main([*show, "--yes"]) == 0
    first = capsys.readouterr().out
    assert "Mostly passed by for 9, of 14 colleagues" in first
    folder_of(pool, [("latecomer", FOURTEEN[0][1])], "2024-q1")
    assert main([*show, "--yes"]) == 0
    said = capsys.readouterr()
    assert said.out == first
    assert "not looked at" in said.err


def test_a_folder_has_one_table_whichever_machine_pools_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lies in the folder, and another machine shows that one, though more people have given since."""
    pool = folder_of(tmp_path / "pool", FOURTEEN, "2024-q1")
    show = ["partnership", str(pool), "--quarter", "2024-q1", "--yes"]
    assert main(show) == 0
    first = capsys.readouterr().out
    folder_of(pool, [("latecomer", FOURTEEN[0][1])], "2024-q1")
    made = (pool / "shown-2024-q1.json").read_bytes()
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "other"))
    assert main(show) == 0
    said = capsys.readouterr()
    assert said.out == first
    assert "made on another machine" in said.err
    assert (pool / "shown-2024-q1.json").read_bytes() == made
    assert main(["partnership", "--quarter", "2024-q1"]) == 0, "and from then on without the folder"


def test_a_folder_that_takes_nothing_stops_no_table(home: Path, tmp_path: Path) -> None:
    """It is made and kept here, and why it is not there is known."""
    gone = tmp_path / "gone"
    publishing = PublishedTables(tmp_path / "here", gone)
    quarter = Quarter(2024, 1)
    table = publishing.publish(quarter, FOURTEEN, date(2026, 1, 1))
    assert publishing.read(quarter) == table
    assert publishing.sharing_failure
    assert not gone.exists()


def test_too_few_an_open_quarter_no_folder_and_no_quarter_are_sentences(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_STORE", raising=False)
    pool = folder_of(tmp_path / "pool", FOURTEEN[:9], "2024-q1")
    for command, status, sentence in (
        ((str(pool), "--quarter", "2024-q1", "--yes"), 1, "1 more would be needed"),
        ((str(pool), "--quarter", "2199-q1", "--yes"), 1, "is not over"),
        ((str(pool / "nowhere"), "--quarter", "2024-q1"), 1, "There is no folder"),
        (("--quarter", "2024-q1"), 1, "Where are the contributions?"),
        (("--quarter", "spring"), 2, "That is not a quarter."),
    ):
        assert main(["partnership", *command]) == status
        said = capsys.readouterr()
        assert sentence in said.err
        assert not said.out
