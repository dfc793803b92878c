"""A short list of what must work wherever the coach is installed, run by the Python of that installation.

`python tests/smoke.py` needs the coach with its extras `room`, `team` and `word`, and nothing else: no pytest, no copy
of the source. `python -m tests.platforms` runs it on each Python that is there, at the newest and the lowest versions.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import traceback
import urllib.request
from collections.abc import Callable
from pathlib import Path

REPLIES = "Hello Louise\nWhat should it say, in the words you and Theo use?\nfinish\n"
ANSWER = "Trini and Scottish"
MINE = "mine.coach.json"


def coach(*words: str, home: Path, typed: str = "", expected: int = 0) -> str:
    """Run the command in a process of its own, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "coach", *words],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=home,
        env={**os.environ, "COACH_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=300,
    )
    assert done.returncode == expected, f"coach {' '.join(words)}: {done.returncode}\n{done.stderr[-2000:]}"
    return done.stdout


def rehearse(home: Path) -> None:
    """A rehearsal in plain lines, its debrief, and why."""
    assert ANSWER in coach("rehearse", "wrong_box", "--plain", home=home, typed=REPLIES)
    debrief = coach("debrief", "last", home=home)
    assert "One to keep" in debrief
    assert "in the words you and Theo use?" in debrief
    assert coach("why", "last", "2", home=home)
    (one,) = json.loads(coach("rehearsals", "--json", home=home))
    assert one["replies"] == 2


def read_as_well_as_anywhere(home: Path) -> None:
    """A reply is read by meaning where onnxruntime is there."""
    row = json.dumps({"id": "1", "reply": "What should it say, in the words you and Theo use?"})
    assert json.loads(coach("match", home=home, typed=f"{row}\n"))["id"] == "1"


def supervise(home: Path) -> None:
    """A moment goes to supervision as a file, and lies on the desk."""
    coach("bring", "last", "--moment", "2", "--yes", "-o", MINE, home=home)
    coach("take-in", MINE, home=home)
    assert len(json.loads(coach("desk", "--json", home=home))) == 1


def export(home: Path) -> None:
    """Documents in every form that is offered."""
    for form, ending in (("text", "txt"), ("markdown", "md"), ("data", "json"), ("word", "docx")):
        coach("export", "last", "--format", form, "-o", f"it.{ending}", home=home)
        assert (home / f"it.{ending}").stat().st_size > 200


def open_a_screen(home: Path) -> None:
    """The start page, drawn by Textual."""
    from coach.records.paths import Places
    from coach.tui.app import CoachApp

    async def look() -> str:
        app = CoachApp(Places(home, home))
        async with app.run_test() as pilot:
            await pilot.pause()
            return type(app.screen).__name__

    assert asyncio.run(look()) == "HomeScreen"


def open_a_room(home: Path) -> None:
    """A room's door answers a browser."""
    port = "8791"
    door = subprocess.Popen(
        [sys.executable, "-u", "-m", "coach", "room", "--no-board", "--port", port],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COACH_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
    )
    try:
        assert door.stdout is not None
        assert any("is open at" in line for line in door.stdout)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert "<html" in page.read().decode()
    finally:
        door.terminate()
        door.wait(60)


def read_content(home: Path) -> None:
    """What ships is listed, walked and drawn."""
    assert "wrong_box" in coach("scenarios", "--json", home=home)
    coach("explore", "wrong_box", "--json", home=home)
    coach("graph", "wrong_box", "--mermaid", home=home)
    assert len(json.loads(coach("criteria", "--json", home=home))) > 20


def speak_to_a_team(home: Path) -> None:
    """What a team's store needs is there."""
    assert "CREATE ROLE" in coach("team", "administrator-sql", home=home)


def report(home: Path) -> None:
    """A report for a ticket, completion, help."""
    assert json.loads(coach("report", "--json", home=home))["coach"]["version"]
    assert "rehearse" in coach("completion", "bash", home=home)
    assert "rehearse" in coach("help", home=home)
    coach("rehersal", home=home, expected=2)


def forget(home: Path) -> None:
    """All of it is gone at the end."""
    coach("forget", "--all", "--yes", home=home)
    assert json.loads(coach("rehearsals", "--json", home=home)) == []


LIST: tuple[Callable[[Path], None], ...] = (
    rehearse,
    read_as_well_as_anywhere,
    supervise,
    export,
    open_a_screen,
    open_a_room,
    read_content,
    speak_to_a_team,
    report,
    forget,
)


def main() -> int:
    """Do everything on the list; the exit status says whether all of it worked."""
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        for item in LIST:
            try:
                item(Path(folder))
            except Exception:  # noqa: BLE001 - whatever went wrong, the rest is still looked at
                traceback.print_exc()
                failed.append(item.__name__)
    print(f"{len(LIST) - len(failed)} of {len(LIST)} worked{'' if not failed else ': not ' + ', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
