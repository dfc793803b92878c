"""Which Pythons and systems the coach was run on, or could be installed on: at the newest and the lowest versions.

    python -m tests.platforms                  run the smoke list on each Python here, at both ends; resolve the rest
    python -m tests.platforms --write          and write the table into docs/for-it.md
    python -m tests.platforms --only 3.13      on one Python alone
    python -m tests.platforms --whole newest   all tests on the newest Python that is here, at the newest versions

A Python is there where `python3.X` is on the path, or lies in pyenv's or uv's folder. What is not there is resolved
alone: uv finds a wheel of everything that is needed, and nothing is run.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house import ROOT

PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
LOWEST, NEWEST = "lowest-direct", "highest"
SYSTEMS = {
    "Linux": "x86_64-unknown-linux-gnu",
    "Windows": "x86_64-pc-windows-msvc",
    "Windows on ARM": "aarch64-pc-windows-msvc",
    "macOS on ARM": "aarch64-apple-darwin",
    "macOS on Intel": "x86_64-apple-darwin",
}
EXTRAS = ("room", "word")
"""What is resolved for every system. A team's store is run too where it is run; its driver has fewer wheels."""
RUN_EXTRAS = (*EXTRAS, "team")
OLDEST_MACOS = "14.0"
"""What onnxruntime's newer wheels ask for."""
BEGINS, ENDS = "<!-- platforms: made by tests.platforms -->", "<!-- platforms end -->"
PAGE = ROOT / "docs" / "for-it.md"


@dataclass(frozen=True)
class Cell:
    """What is known of one Python on one system at one end of the versions."""

    word: str
    """`run`, `resolves` or `no`."""
    without: str = ""
    """What is left out there, because it has no wheel."""

    def __str__(self) -> str:
        if self.word == "no":
            return f"no: {self.without}" if self.without else "no"
        return f"{self.word}, without {self.without}" if self.without else self.word


def main() -> int:
    """Run or resolve, print the table; the exit status says whether everything that was run worked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PYTHONS, help="run on this Python alone")
    parser.add_argument("--write", action="store_true", help="write the table into docs/for-it.md")
    parser.add_argument("--whole", metavar="X.Y", help="run all tests on this Python; `newest` is the newest here")
    parser.add_argument("--but", metavar="X.Y", help="with --whole newest: unless that is this Python")
    options = parser.parse_args()
    if options.whole:
        return run_whole(options.whole, options.but)
    failed: list[str] = []
    table: dict[str, dict[tuple[str, str], Cell]] = {}
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        for python in [options.only] if options.only else PYTHONS:
            table[python] = fill_row(python, wheel, Path(folder), failed)
    lines = render_table(table)
    print("\n".join(lines))
    if options.write and not options.only:
        before, rest = PAGE.read_text("utf-8").split(BEGINS)
        PAGE.write_text(f"{before}{BEGINS}\n{chr(10).join(lines)}\n{ENDS}{rest.split(ENDS)[1]}", encoding="utf-8")
    for one in failed:
        print(f"failed: {one}", file=sys.stderr)
    return int(bool(failed))


def fill_row(python: str, wheel: Path, folder: Path, failed: list[str]) -> dict[tuple[str, str], Cell]:
    """Run what can be run on one Python, and resolve it for every system."""
    row = {
        (system, resolution): resolve(python, triple, resolution)
        for system, triple in SYSTEMS.items()
        for resolution in (NEWEST, LOWEST)
    }
    interpreter = find_python(python)
    if interpreter is None:
        print(f"Python {python} is not here: not run.")
        return row
    for resolution in (NEWEST, LOWEST):
        began = time.monotonic()
        worked = run_smoke(interpreter, wheel, folder / f"{python}-{resolution}", resolution)
        print(f"Python {python}, {resolution}: {'run' if worked else 'FAILED'}, {time.monotonic() - began:.0f} s")
        if worked:
            row["Linux", resolution] = Cell("run", row["Linux", resolution].without)
        else:
            failed.append(f"Python {python}, {resolution}")
    return row


def build_wheel(folder: Path) -> Path:
    """Build the wheel that is installed everywhere."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def find_python(python: str) -> Path | None:
    """Find an interpreter of a version: on the path, among pyenv's, or among uv's."""
    folders = [Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"]
    folders.append(Path.home() / ".local" / "share" / "uv" / "python")
    candidates = [Path(path) for path in [shutil.which(f"python{python}")] if path]
    candidates += [file for folder in folders for file in sorted(folder.glob(f"*/bin/python{python}"), reverse=True)]
    for candidate in candidates:  # a shim of pyenv's may stand for a version that is not chosen
        said = subprocess.run(
            [candidate, "-c", "import venv, sys; print(sys.version)"], capture_output=True, check=False
        )
        if said.returncode == 0:
            return candidate
    return None


def call_uv(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run uv, and return what it said."""
    command = [sys.executable, "-m", "uv", *map(str, words)]
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": OLDEST_MACOS}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@cache
def list_direct(extras: tuple[str, ...] = EXTRAS) -> tuple[str, ...]:
    """List what the coach itself asks for: uv takes the lowest version only of what is named to it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    return (*project["dependencies"], *(one for extra in extras for one in optional[extra]))


def resolve(python: str, triple: str, resolution: str) -> Cell:
    """Look whether everything that is needed has a wheel for a system and a Python."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.in"
        wanted.write_text("\n".join(list_direct()), encoding="utf-8")
        where = ("--python-version", python, "--python-platform", triple, "--resolution", resolution)
        done = call_uv("pip", "compile", "--only-binary", ":all:", "--no-header", "--no-annotate", *where, wanted)
    if done.returncode:
        return Cell("no", _find_missing_wheel(done.stderr))
    return Cell("resolves", "" if "onnxruntime==" in done.stdout else "onnxruntime")


def _find_missing_wheel(said: str) -> str:
    """Find what has no wheel, in uv's explanation."""
    named = re.findall(r"([A-Za-z0-9_-]+)(?:==| *[<>]=?)[\d.]+\S* (?:has no|have no)", said)
    return named[0] if named else ""


def run_smoke(interpreter: Path, wheel: Path, environment: Path, resolution: str) -> bool:
    """Install the wheel into an environment of its own, and run the smoke list there."""
    python = environment / "bin" / "python"
    made = call_uv("venv", "-q", "--python", interpreter, environment)
    put = ("pip", "install", "-q", "--only-binary", ":all:", "--resolution", resolution, "--python", python)
    if made.returncode == 0:
        made = call_uv(*put, wheel, *list_direct(RUN_EXTRAS))
    if made.returncode:
        print(made.stderr[-3000:], file=sys.stderr)
        return False
    done = subprocess.run(
        [python, ROOT / "tests" / "smoke.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=environment,
        env={**os.environ, "PYTHONPATH": "", "PYTHONSAFEPATH": "1"},
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-6000:], file=sys.stderr)
    shutil.rmtree(environment)
    return done.returncode == 0


def run_whole(python: str, but: str | None) -> int:
    """Run all tests but the slow ones on one Python, at the newest versions; the exit status."""
    chosen = next((one for one in reversed(PYTHONS) if find_python(one)), None) if python == "newest" else python
    interpreter = find_python(chosen) if chosen else None
    if interpreter is None or chosen == but:
        print(f"Python {chosen}: {'not here' if interpreter is None else 'all tests ran on it already'}.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "env"
        for step in (
            ("venv", "-q", "--python", interpreter, environment),
            ("pip", "install", "-q", "--python", environment / "bin" / "python", "-e", f"{ROOT}[dev]"),
        ):
            done = call_uv(*step)
            if done.returncode:
                print(done.stderr[-3000:], file=sys.stderr)
                return 1
        tests = [environment / "bin" / "python", "-m", "pytest", "-n", "auto", "--dist", "worksteal"]
        print(f"All tests on Python {chosen}:", flush=True)
        return subprocess.run(tests, check=False, cwd=ROOT).returncode


def render_table(table: dict[str, dict[tuple[str, str], Cell]]) -> list[str]:
    """Write the table as Markdown: what is run or resolves, the newest versions and the lowest."""
    lines = [f"| Python | {' | '.join(SYSTEMS)} |", f"| --- |{' --- |' * len(SYSTEMS)}"]
    for python, row in table.items():
        cells = []
        for system in SYSTEMS:
            newest, lowest = row[system, NEWEST], row[system, LOWEST]
            cells.append(str(newest) if newest == lowest else f"newest: {newest}; lowest: {lowest}")
        lines.append(f"| {python} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
