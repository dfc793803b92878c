"""`coach author`: played, sheeted and counted from the command line, with exit statuses and nothing at home."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coach.cli.main import main
from tests.conftest import SMALL

LIBRARY = ["--library", str(SMALL)]


def play(monkeypatch: pytest.MonkeyPatch, lines: str, *options: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return main(["author", "play", *options, *LIBRARY])


def test_it_is_played_sheeted_and_counted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    yard, sheet = tmp_path / "yard", tmp_path / "sheet.txt"
    for reply in ("Right.", "How has racism touched him?"):
        line = json.dumps({"rehearsal": "bus-1", "reply": reply})
        assert play(monkeypatch, line, "bus", "--yard", str(yard), "--player", "Ann") == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["replies"] for line in out.splitlines()] == [1, 2]
    assert "nobody real" in err
    assert play(monkeypatch, "", "--again", str(yard), "--yard", str(tmp_path / "new")) == 0
    assert "2 replies answered anew" in capsys.readouterr().out
    second = tmp_path / "second.jsonl"
    written = [
        "author",
        "sheet",
        str(yard),
        "--beside",
        str(tmp_path / "new"),
        "-o",
        str(sheet),
        "--second",
        str(second),
    ]
    assert main(written) == 0
    assert "the key" in capsys.readouterr().out
    assert main(written) == 1  # nothing is written over
    text = re.sub(r"^fit A: ", "fit A: 2", sheet.read_text().replace("marked by: ", "marked by: Ben", 1), flags=re.M)
    sheet.write_text(text)
    capsys.readouterr()
    assert main(["author", "marks", str(sheet), "--json"]) == 0
    fit = json.loads(capsys.readouterr().out)["fit"]
    assert fit["yard"]["all"] == fit["new"]["all"] == {"2": 2, "1": 0, "0": 0}
    sheet.write_text(text.replace("marked by: Ben", "marked by: Ann"))
    assert main(["author", "marks", str(sheet)]) == 1
    assert "Not counted" in capsys.readouterr().err
    assert not (home / "rehearsals.db").exists()


def test_a_line_that_cannot_be_answered_is_an_exit_status(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(monkeypatch, '{"rehearsal": "bus-1"}\nnonsense\n{"rehearsal": "bus-2"}', "bus") == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["error" in answer for answer in answers] == [False, True, False]


def test_processes_that_play_in_one_yard_at_once_lose_nothing_and_answer_as_one_does(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = ("Right.", "How has racism touched him?", "What does Sam say?")
    lines = {n: "".join(f"{json.dumps({'rehearsal': f'bus-{n}', 'reply': text})}\n" for text in talk) for n in "12"}
    play(monkeypatch, "".join(lines.values()), "bus")
    alone = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    yard = tmp_path / "yard"
    command = [sys.executable, "-m", "coach", "author", "play", "bus", "--yard", str(yard), "--player", "Ann", *LIBRARY]
    environment = {**os.environ, "COACH_HOME": str(home)}
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        for _ in lines
    ]
    said = [process.communicate(half)[0] for process, half in zip(running, lines.values(), strict=True)]
    assert [process.returncode for process in running] == [0, 0]
    together = [json.loads(line) for text in said for line in text.splitlines()]
    assert [{**answer, "seconds": 0} for answer in together] == [{**answer, "seconds": 0} for answer in alone]
    assert sorted(file.name for file in yard.iterdir()) == ["bus-1.jsonl", "bus-2.jsonl"]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("bus", "--yard", "yard"),
        ("bus", "--yard", "yard", "--player", " "),
        ("bus", "--again", "yard", "--yard", "new"),
        ("--again", "yard"),
        ("tram",),
    ],
)
def test_what_cannot_be_played_is_said_before_a_line_is_read(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert play(monkeypatch, "nonsense", *options) == 2
    assert list(tmp_path.iterdir()) == []


def test_sheet_and_key_are_never_one_file(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    yard = str(tmp_path / "yard")
    play(monkeypatch, '{"rehearsal": "bus-1", "reply": "Right."}', "bus", "--yard", yard, "--player", "Ann")
    sheet = str(tmp_path / "sheet.txt")
    assert main(["author", "sheet", yard, "-o", sheet, "--key", sheet]) == 2
    assert main(["author", "sheet", yard, "-o", sheet, "--second", sheet]) == 2
    assert not Path(sheet).exists()
