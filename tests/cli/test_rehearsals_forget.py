"""What the command line forgets: never by an empty name, damaged copies and pictures too, and counted truly."""

import os
import stat
import webbrowser
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.cli import context as this_machine
from coach.cli.context import find_places, open_practice, read_clock
from coach.cli.main import main
from coach.supervision.agenda import format_day
from tests.submitting import submit_reply

WORDS = "Quite unmistakable words about a purple bicycle"


@pytest.fixture
def rehearsed(home: Path) -> Iterator[str]:
    practice = open_practice()
    rehearsing = practice.begin("wrong_box")
    submit_reply(rehearsing, f"{WORDS}. Has racism been part of it?")
    yield rehearsing.id
    practice.keeping.close()


@pytest.fixture
def damaged(rehearsed: str, home: Path) -> Path:
    """A store of which the header is spoilt, so that it is set aside."""
    with (home / "rehearsals.db").open("r+b") as raw:
        raw.write(b"spoilt".ljust(16, b"!"))
    assert main(["rehearsals"]) == 0
    (copy,) = home.glob("rehearsals.damaged-*.db")
    return copy


def _found(home: Path) -> list[Path]:
    return [file for file in home.rglob("*") if file.is_file() and WORDS.encode() in file.read_bytes()]


@pytest.mark.parametrize(
    "command",
    [
        ["forget", ""],
        ["forget", "  "],
        ["debrief", ""],
        ["why", ""],
        ["keep", ""],
        ["export", ""],
        ["bring", "", "--whole"],
        ["withdraw", ""],
        ["contribute", ""],
        ["contribute", "", "--withdraw"],
        ["graph", "wrong_box", "--over", ""],
    ],
    ids=" ".join,
)
def test_an_empty_name_is_refused_with_a_sentence(
    rehearsed: str, command: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a script says it whose variable is not set. It would fit every rehearsal, or pass for none."""
    assert main(command) == 2
    said = capsys.readouterr()
    assert "The name of a rehearsal is missing: it is empty." in said.err
    assert said.out == ""
    assert [each.id for each in open_practice().rehearsals()] == [rehearsed]


def test_a_damaged_copy_is_listed_with_the_day_on_which_it_goes(
    damaged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["rehearsals"]) == 0
    said = capsys.readouterr().out
    day, goes = (format_day(at.astimezone().date()) for at in (read_clock(), read_clock() + timedelta(days=30)))
    assert (
        f"{damaged.name} is a damaged file of your rehearsals, set aside on {day}; it goes by itself on {goes}" in said
    )
    assert "`coach forget --damaged` overwrites it now" in said
    assert main(["places"]) == 0
    assert f"a damaged file of your rehearsals, set aside: {damaged}" in capsys.readouterr().out


def test_forgetting_all_reaches_damaged_copies_and_says_so(
    damaged: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert damaged in _found(home)
    assert home / "rehearsals.db" in _found(home), "what could be read of it was brought over"
    capsys.readouterr()
    with damaged.open("rb") as blocks:
        assert main(["forget", "--all", "--yes"]) == 0
        assert capsys.readouterr().out.startswith("1 rehearsal and 1 damaged copy forgotten for good.\n")
        assert set(blocks.read()) == {0}
    assert _found(home) == []
    assert main(["forget", "--all", "--yes"]) == 0
    assert capsys.readouterr().out.startswith("0 rehearsals forgotten for good.\n")


def test_forgetting_all_asks_at_a_terminal_and_elsewhere_needs_a_yes(
    damaged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Enter alone, the end of what is typed, and nobody there to ask forget nothing."""
    (kept,) = open_practice().rehearsals()
    capsys.readouterr()
    assert main(["forget", "--all"]) == 1
    assert capsys.readouterr().out == (
        "Nothing was forgotten: nobody is here to ask. The same with `--yes` forgets them all.\n"
    )
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    for typed in ("", "no"):
        monkeypatch.setattr("builtins.input", lambda _, typed=typed: typed)
        assert main(["forget", "--all"]) == 1
        assert capsys.readouterr().out == "Nothing was forgotten.\n"
    assert [each.id for each in open_practice().rehearsals()] == [kept.id]
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    assert main(["forget", "--all"]) == 0
    assert open_practice().rehearsals() == ()


def test_forgetting_all_says_what_goes_before_anything_does(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the screens do: how many, how many of them were kept, and what goes with them; copies only where there are."""
    assert main(["keep", "last"]) == 0
    asked: list[str] = []
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "")
    assert main(["forget", "--all"]) == 1
    assert main(["forget", "--damaged"]) == 0
    assert main(["forget", "--all"]) == 1
    goes = "Forget all your rehearsals? 1 goes, which you kept beyond thirty days. "
    besides = "What you wrote afterwards, and what came back from supervision, goes too. "
    ends = "They are gone for good. yes, or Enter for no: "
    assert asked == [f"{goes}{besides}Damaged copies of them go too. {ends}", f"{goes}{besides}{ends}"]


def test_forgetting_one_asks_at_a_terminal_and_says_which(
    damaged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`last` is another rehearsal once one is gone, so nothing goes unasked, and a kept one is called that."""
    (there,) = open_practice().rehearsals()
    assert main(["keep", "last"]) == 0
    capsys.readouterr()
    assert main(["forget", "last"]) == 1
    assert capsys.readouterr().out.startswith("Nothing was forgotten: nobody is here to ask.")
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "")
    assert main(["forget", "last"]) == 1
    assert [each.id for each in open_practice().rehearsals()] == [there.id]
    assert there.id in asked[0]
    assert "which you kept" in asked[0]
    assert main(["forget", "last", "--yes"]) == 0
    assert open_practice().rehearsals() == ()


def test_all_are_forgotten_beside_an_answer_that_was_begun_at_the_desk(
    damaged: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a supervisor has begun is no rehearsal: it stays, and stops nothing."""
    begun = find_places().drafts / "own" / "f84d.json"
    begun.parent.mkdir(parents=True)
    begun.write_text("{}")
    assert main(["forget", "--all", "--yes"]) == 0
    assert open_practice().rehearsals() == ()
    assert begun.exists()


def test_damaged_copies_alone_can_be_forgotten(damaged: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (brought_over,) = open_practice().rehearsals()
    capsys.readouterr()
    assert main(["forget", "--damaged"]) == 0
    assert capsys.readouterr().out == "1 damaged copy forgotten for good.\n"
    assert damaged not in _found(home)
    assert [each.id for each in open_practice().rehearsals()] == [brought_over.id]
    assert main(["forget", "--damaged"]) == 0
    assert capsys.readouterr().out == "There is no damaged copy.\n"


def test_a_damaged_copy_goes_by_itself_after_thirty_days(
    damaged: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was brought over from it is kept here; else the copy would go with the first rehearsal that goes."""
    assert main(["keep", "last"]) == 0
    today = read_clock()
    for days in (*range(1, 30, 3), 29):
        monkeypatch.setattr(this_machine, "read_clock", lambda days=days: today + timedelta(days=days))
        assert main(["rehearsals"]) == 0
    assert damaged.exists()
    for days in (31, 33):
        monkeypatch.setattr(this_machine, "read_clock", lambda days=days: today + timedelta(days=days))
        capsys.readouterr()
        assert main(["rehearsals"]) == 0
    assert "1 damaged copy was over its thirty days and went by itself." in capsys.readouterr().out
    assert not [file for file in _found(home) if "damaged" in file.name]


def test_a_picture_of_a_rehearsal_goes_with_it(
    rehearsed: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that was drawn for the browser. It lies in the coach's own folder, for its owner alone."""
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    old = os.umask(0)
    try:
        assert main(["graph", "wrong_box", "--over", "last", "--open"]) == 0
    finally:
        os.umask(old)
    (picture,) = (home / "pictures").iterdir()
    assert shown == [picture.as_uri()]
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    assert main(["rehearsals"]) == 0
    assert picture.exists(), "as long as the rehearsal is there"
    size = picture.stat().st_size
    with picture.open("rb") as blocks:
        assert main(["forget", rehearsed]) == 0
        assert blocks.read() == bytes(size)
    assert not picture.exists()


def test_a_picture_that_is_saved_is_for_its_owner_alone_and_said_to_stay(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "my way.svg"
    assert main(["graph", "wrong_box", "--over", "last", "--svg", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "stays where it is when that is forgotten" in capsys.readouterr().err
