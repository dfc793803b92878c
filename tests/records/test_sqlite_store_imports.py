"""Of one's own, in files: no library of a team's store is loaded for it, whatever is done."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "version_0_1_0"
OF_A_TEAM = ("sqlalchemy", "alembic", "psycopg")
LOOKS = """
import io, os, shutil, sys
from pathlib import Path
from coach.cli.main import main

wanted, fixtures, homes = set(sys.argv[1].split(",")), Path(sys.argv[2]), Path(sys.argv[3])

def run(home, *words, typed=""):
    os.environ["COACH_HOME"], sys.stdin = str(homes / home), io.StringIO(typed)
    ended = main(list(words))
    loaded = {name.split(".")[0] for name in sys.modules} & wanted
    if loaded or ended:
        sys.exit(f"{words} in {home}: {sorted(loaded)}, ended with {ended}")

def lay(home, store):
    (homes / home).mkdir(exist_ok=True)
    shutil.copy(fixtures / store, homes / home / "rehearsals.db")

"""
"""Gives commands one after another, and ends badly with the first that loads a library of a team's store."""


def run(home: Path, script: str) -> None:
    """Run commands in one process of their own."""
    environment = {**os.environ, "COACH_HOME": str(home)}
    environment.pop("COACH_STORE", None)
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", LOOKS + script, ",".join(OF_A_TEAM), str(FIXTURES), str(home)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_nothing_of_a_team_s_is_loaded_whatever_is_done_with_rehearsals(home: Path) -> None:
    """Stores of each version are brought forward, what comes back is taken in, and one rehearses."""
    run(
        home,
        """
for version in (1, 2, 3):
    lay(f"version{version}", f"store-{version}.db")
    run(f"version{version}", "rehearsals")
lay("desk", "desk.db")
run("desk", "desk")
lay("desk", "store-3.db")
for file in ("answer.coach.json", "question.coach.json"):
    run("desk", "take-in", str(fixtures / "handed_over" / file))
run("own", "rehearse", "wrong_box", "--plain", typed="Has racism been part of it, at school?\\n/quit\\n")
run("own", "export", "--all", "--json")
run("own", "forget", "--all", "--yes")
""",
    )


def test_a_room_of_one_s_own_is_made_said_in_and_forgotten(home: Path) -> None:
    """What `coach room` does with its store; the command itself goes on until it is closed."""
    code = f"""
import sys
from pathlib import Path
import coach.cli.classroom
from coach.classroom.trainer import Trainer
from coach.records.class_log_sqlite import open_room_store
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
