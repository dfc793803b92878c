"""Work in several processes: results in order, and no process that is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.authoring.explore import run_side_by_side
from tests.conftest import PATIENCE

ROOT = Path(__file__).parents[2]
FOREVER = 3600.0


def work_until_told(number: int) -> int:
    """Return 0 at once, and any other number never."""
    if number:
        time.sleep(FOREVER)
    return number


def write_own_pid(folder: str) -> None:
    """Write the id of this process into a file of its own, and never return."""
    Path(folder, str(os.getpid())).touch()
    time.sleep(FOREVER)


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_results_come_in_the_order_of_what_they_are_of() -> None:
    assert list(run_side_by_side(abs, [-3, 1, -2])) == [3, 1, 2]


def test_who_stops_early_waits_for_nothing_and_leaves_no_process() -> None:
    results = run_side_by_side(work_until_told, [0, 1, 2, 3, 4, 5])
    assert next(results) == 0
    results.close()
    assert not multiprocessing.active_children()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes where Linux lists them")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_parent_that_is_stopped_or_killed_leaves_no_process(by: signal.Signals, tmp_path: Path) -> None:
    program = (
        "import signal\n"
        # What runs behind a shell ignores Ctrl+C, and so does what it starts; a terminal's program hears it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from coach.authoring.explore import run_side_by_side\n"
        "from tests.authoring.test_explore import write_own_pid\n"
        "try:\n"
        f"    list(run_side_by_side(write_own_pid, [{str(tmp_path)!r}] * 4))\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while len(list(tmp_path.iterdir())) < min(os.cpu_count() or 1, 4):
        assert parent.poll() is None, parent.stderr and parent.stderr.read()
        time.sleep(0.05)
    # Ctrl+C goes to all that run in the terminal; any other signal to the parent alone.
    (os.killpg if by is signal.SIGINT else os.kill)(parent.pid, by)
    output, errors = parent.communicate(timeout=PATIENCE)
    assert (output, errors) == ("stopped\n" if by is signal.SIGINT else "", "")
    while any(is_running(int(file.name)) for file in tmp_path.iterdir()):
        time.sleep(0.05)
