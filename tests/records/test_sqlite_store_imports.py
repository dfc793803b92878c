"""Of one's own, in files: no library of a team's store is loaded for it, whatever is done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "version_0_1_0"
OF_A_TEAM = ("sqlalchemy", "alembic", "psycopg")
LOOKS = """
import sys
from coach.cli.main import main
ended = main(sys.argv[1:])
loaded = {name.split(".")[0] for name in sys.modules}
sys.exit(f"{sorted(loaded & %r)}, ended with {ended}" if loaded & %r or ended else 0)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(home: Path, *words: str, typed: str = "") -> None:
    """Run a command in a process of its own, which fails where a library of a team's store is loaded in it."""
    wanted = set(OF_A_TEAM)
    environment = {**os.environ, "COACH_HOME": str(home)}
    environment.pop("COACH_STORE", None)
    done = subprocess.run(
        [sys.executable, "-c", LOOKS % (wanted, wanted), *words],
        input=typed,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_rehearsing_exporting_and_forgetting(home: Path) -> None:
    run(home, "rehearse", "wrong_box", "--plain", typed="Has racism been part of it, at school?\n/quit\n")
    run(home, "export", "--all", "--json")
    run(home, "forget", "--all")


@pytest.mark.parametrize("store", ["store-1.db", "store-2.db", "store-3.db"])
def test_a_store_of_each_version_is_brought_forward(home: Path, store: str) -> None:
    home.mkdir()
    shutil.copy(FIXTURES / store, home / "rehearsals.db")
    run(home, "rehearsals")


def test_a_room_of_one_s_own_is_made_said_in_and_forgotten(home: Path) -> None:
    """What `coach room` does with its store; the command itself goes on until it is closed."""
    code = f"""
import sys
from pathlib import Path
import coach.cli.classroom
from coach.classroom.trainer import Trainer
from coach.records.class_store import open_room_store
from coach.records.paths import Places
from tests.records.rooms import opened, told, words
store = open_room_store(Places(Path({str(home)!r}), Path({str(home)!r})))
log = store.make("KITES", opened("KITES"))
assert log.append(1, told("It goes on")) and words(log) == ["It goes on"]
log.close()
store.forget("KITES")
store.close()
loaded = {{name.split(".")[0] for name in sys.modules}}
sys.exit(str(sorted(loaded & {set(OF_A_TEAM)!r})) if loaded & {set(OF_A_TEAM)!r} else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_what_is_brought_and_what_comes_back_as_files(home: Path) -> None:
    home.mkdir()
    shutil.copy(FIXTURES / "desk.db", home / "rehearsals.db")
    run(home, "desk")
    shutil.copy(FIXTURES / "store-3.db", home / "rehearsals.db")
    run(home, "take-in", str(FIXTURES / "handed_over" / "answer.coach.json"))
    run(home, "take-in", str(FIXTURES / "handed_over" / "question.coach.json"))
