"""Makes what is handed out: packages, a folder of wheels, a folder with its own Python, one file; and measures it.

    python docs/deploy/builds.py packages           the source, the wheel and the wheel of the corpus, into dist/
    python docs/deploy/builds.py wheelhouse         wheels with hashes for machines without a network
    python docs/deploy/builds.py folder             PyInstaller's folder, for machines without Python
    python docs/deploy/builds.py zipapp             one file, for machines with this Python
    python docs/deploy/builds.py measure            the README's first command, in an empty home with an empty cache

It needs the extras `dev` or `bundle`, and `docs/deploy/packages.md` says how each result is used.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

DEPLOY = Path(__file__).parent
ROOT = DEPLOY.parent.parent
NAME = "conversation-coach"
PLATFORMS = {
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    "windows-arm": ("aarch64-pc-windows-msvc", ("win_arm64",)),
    "macos": ("aarch64-apple-darwin", ("macosx_14_0_arm64",)),
    "macos-intel": ("x86_64-apple-darwin", ("macosx_14_0_x86_64",)),
    "linux": (
        "x86_64-unknown-linux-gnu",
        (*(f"manylinux_2_{minor}_x86_64" for minor in range(34, 16, -1)), "manylinux2014_x86_64", "linux_x86_64"),
    ),
}
"""Systems that a folder of wheels is made for: uv's name of each, and pip's tags."""
MEGABYTE = 10**6


def main(arguments: list[str] | None = None) -> int:
    """Make one thing; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("packages", "wheelhouse", "folder", "zipapp", "measure"):
        one = commands.add_parser(name)
        one.add_argument("--out", type=Path, default=ROOT / "dist", metavar="FOLDER", help="usually dist/")
        if name in {"wheelhouse", "folder", "zipapp"}:
            one.add_argument("--extras", default="", metavar="NAMES", help="such as room,word")
        if name == "wheelhouse":
            one.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}", metavar="X.Y")
            one.add_argument("--system", choices=PLATFORMS, default="linux")
        if name == "measure":
            one.add_argument("--without", action="append", default=[], metavar="PACKAGE", help="take it out again")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    match options.command:
        case "packages":
            made: Iterable[Path] = build_packages(options.out)
        case "wheelhouse":
            made = [build_wheelhouse(options.out, options.extras, options.python, options.system)]
        case "folder":
            made = [build_folder(options.out)]
        case "zipapp":
            made = [build_zipapp(options.out, options.extras)]
        case _:
            return measure(options.without)
    for one_made in made:
        print(f"{one_made}: {weigh(one_made) / MEGABYTE:.1f} MB")
    return 0


def run(*words: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Run a program to its end, and return what it printed. Its complaints are shown where it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def weigh(path: Path) -> int:
    """Count the bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return sum(file.stat().st_size for file in files)


# --- Packages


def build_packages(out: Path) -> list[Path]:
    """Build the source, the wheel from that source, and the wheel of the corpus. None needs a compiler."""
    return [*_build(out), *_build(out, "--wheel", folder=DEPLOY / "corpus")]


def build_wheel(out: Path) -> Path:
    """Build the wheel alone."""
    (wheel,) = _build(out, "--wheel")
    return wheel


def _build(out: Path, *kinds: str, folder: Path = ROOT) -> list[Path]:
    here = ("--no-isolation",) if find_spec("hatchling") else ()
    with tempfile.TemporaryDirectory() as fresh:
        run(sys.executable, "-m", "build", *kinds, *here, "--outdir", fresh, folder)
        return [Path(shutil.copy2(file, out)) for file in sorted(Path(fresh).iterdir())]


# --- A folder of wheels


def build_wheelhouse(out: Path, extras: str, python: str, system: str) -> Path:
    """Gather every wheel that a system and a Python need, with a list of their hashes.

    Args:
        out: where the folder is made.
        extras: the extras to be there, with commas.
        python: the version of Python, such as `3.12`.
        system: one of `PLATFORMS`.
    """
    house = out / f"wheelhouse-{system}-py{python}{'-' + extras.replace(',', '-') if extras else ''}"
    shutil.rmtree(house, ignore_errors=True)
    house.mkdir()
    wheel = build_wheel(house)
    wanted = f"{NAME}[{extras}]" if extras else NAME
    pins = resolve(f"{wanted} @ {wheel.as_uri()}", python, system)
    listed = house / "needed.txt"
    listed.write_text("\n".join(pin for pin in pins if "file://" not in pin), encoding="utf-8")
    tags = [word for tag in PLATFORMS[system][1] for word in ("--platform", tag)]
    run(
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--only-binary=:all:",
        "--python-version",
        python,
        "--implementation=cp",
        *tags,
        "-d",
        house,
        "-r",
        listed,
    )
    listed.unlink()
    _write_lists(house, wheel, wanted)
    return house


def resolve(requirement: str, python: str, system: str, resolution: str = "highest") -> list[str]:
    """Return the exact versions that a requirement resolves to, wheels alone.

    Args:
        requirement: what is wanted.
        python: the version of Python.
        system: one of `PLATFORMS`.
        resolution: uv's way, `highest` or `lowest-direct`.

    Raises:
        SystemExit: it cannot be resolved.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.in"
        wanted.write_text(f"{requirement}\n", encoding="utf-8")
        uv = [sys.executable, "-m", "uv", "pip", "compile", "--no-header", "--no-annotate", "--only-binary", ":all:"]
        where = ["--python-version", python, "--python-platform", PLATFORMS[system][0], "--resolution", resolution]
        return [line for line in run(*uv, *where, wanted).splitlines() if line and not line.startswith("#")]


def _write_lists(house: Path, own: Path, wanted: str) -> None:
    """Write pip's list with hashes, how it is installed, and a list of all files for `sha256sum`."""
    hashes = {file: _hash(file) for file in sorted(house.glob("*.whl"))}
    lines = []
    for file, digest in hashes.items():
        name, version = file.name.split("-")[:2]
        lines.append(f"{wanted if file == own else name.replace('_', '-')}=={version} --hash=sha256:{digest}")
    (house / "requirements.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (house / "INSTALL.txt").write_text(HOW_TO_INSTALL, encoding="utf-8")
    # pip's list is among them: a line more there would be a package more.
    hashes |= {house / name: _hash(house / name) for name in ("INSTALL.txt", "requirements.txt")}
    sums = "".join(f"{digest}  {file.name}\n" for file, digest in hashes.items())
    (house / "SHA256SUMS").write_bytes(sums.encode())


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


HOW_TO_INSTALL = """\
In this folder, without a network.

Linux and macOS:
  python3 -m venv ~/coach
  ~/coach/bin/pip install --no-index --find-links . --require-hashes -r requirements.txt
  ~/coach/bin/coach rehearse wrong_box

Windows, in PowerShell:
  py -m venv $HOME\\coach
  & $HOME\\coach\\Scripts\\pip install --no-index --find-links . --require-hashes -r requirements.txt
  & $HOME\\coach\\Scripts\\coach rehearse wrong_box
"""


# --- Without Python, and in one file


def build_folder(out: Path) -> Path:
    """Build a folder with its own Python by PyInstaller, on and for this system."""
    work = out / "pyinstaller"
    run(
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level=WARN",
        "--distpath",
        out,
        "--workpath",
        work,
        DEPLOY / "coach.spec",
    )
    shutil.rmtree(work, ignore_errors=True)
    return out / "coach"


def build_zipapp(out: Path, extras: str) -> Path:
    """Build one file that a Python of this version and system starts, by shiv."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        wanted = f"{wheel}[{extras}]" if extras else str(wheel)
        file = out / "coach.pyz"
        shiv = (sys.executable, "-m", "shiv.cli")
        run(*shiv, "-c", "coach", "-o", file, "--compressed", "-E", "-p", "/usr/bin/env python3", wanted)
    return file


# --- The README's first command


def measure(without: list[str]) -> int:
    """Run the README's first command in an empty home with an empty cache, and print what it took."""
    command = find_first_command()
    with tempfile.TemporaryDirectory() as home_name:
        home = Path(home_name)
        copy = home / "conversation-coach"
        run("git", "clone", "-q", "--depth", "1", ROOT.as_uri(), copy)
        environment = {
            "HOME": str(home),
            "PATH": f"{Path(sys.base_prefix) / 'bin'}:{os.environ['PATH']}",
            "PIP_CACHE_DIR": str(home / "cache"),
            "COLUMNS": "100",
        }
        for name in ("PYTHONPATH", "VIRTUAL_ENV", "COACH_HOME"):
            os.environ.pop(name, None)
        began = time.monotonic()
        typed = "Hello Louise\nWhat should it say, in the words you and Theo use?\n"
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=copy,
            env={**os.environ, **environment},
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        took = time.monotonic() - began
        if "Trini and Scottish" not in done.stdout:
            print(done.stdout[-2000:], done.stderr[-4000:], file=sys.stderr)
            return 1
        sizes = [float(size) * {"kB": 1e3, "MB": 1e6}[unit] for size, unit in _find_downloads(done.stdout)]
        print(f"From the first command into a rehearsal and out of it: {took:.1f} s")
        print(f"Fetched: {sum(sizes) / MEGABYTE:.1f} MB in {len(sizes)} files")
        environment_folder = copy / ".venv"
        for package in without:
            run(environment_folder / "bin" / "pip", "uninstall", "-q", "-y", package)
        print_sizes(environment_folder)
    return 0


def find_first_command() -> str:
    """Return the README's first command."""
    text = (ROOT / "README.md").read_text("utf-8")
    matched = re.search(r"^    (python3 -m venv .*coach rehearse \w+)$", text, re.M)
    if not matched:
        raise SystemExit("README.md has no first command")
    return f"{matched[1]} --plain"


def _find_downloads(said: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"Downloading \S+ \(([\d.]+) (kB|MB)\)", said)


def print_sizes(environment: Path) -> None:
    """Print how much an environment holds: with pip and compiled files, without them, and what is big."""
    packages = next(environment.rglob("site-packages"))
    compiled = sum(file.stat().st_size for file in packages.rglob("*.pyc"))
    installers = sum(weigh(path) for name in ("pip", "setuptools", "pkg_resources") for path in [packages / name])
    whole = weigh(packages)
    print(
        f"Installed: {whole / MEGABYTE:.0f} MB; {(whole - compiled - installers) / MEGABYTE:.0f} MB of it is the coach"
    )
    print(f"and what it needs, the rest pip's own and {compiled / MEGABYTE:.0f} MB of compiled files.")
    biggest = sorted(((weigh(path), path.name) for path in packages.iterdir()), reverse=True)[:8]
    print("Biggest: " + ", ".join(f"{name} {size / MEGABYTE:.0f}" for size, name in biggest))


if __name__ == "__main__":
    raise SystemExit(main())
