"""Makes a release: looks first whether one may be made, then builds the wheel, the source and the list of parts.

`python docs/release.py` says what stands in the way, and builds nothing. `python docs/release.py --build FOLDER` looks
too, and builds only where nothing does (extras `dev` and `release`). `pip install .` and `python -m build` ask for none
of this: they are for trying things out.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from contact_blocks import fill_page, list_pages  # beside this file

from coach import __version__
from coach.practice.contact import CONTACT_FILE, Contact, read_contact

ROOT = Path(__file__).parent.parent
DAY = re.compile(r"^## (\d+\.\d+\.\d+\S*) \(?(\d{4}-\d{2}-\d{2})\)?$", re.MULTILINE)


def find_obstacles(contact: Contact, today: date, version: str = __version__) -> Iterator[str]:
    """Yield a sentence for each thing that stands in the way of a release.

    Args:
        contact: who hands it out.
        today: the day of the release.
        version: the version to be released.
    """
    for gap in contact.find_gaps(today):
        yield f"coach/{CONTACT_FILE}: {gap}"
    for page in list_pages():
        if fill_page(page, contact) != page.read_text("utf-8"):
            yield f"{page.relative_to(ROOT).as_posix()} says something else of the contact: run `python docs/make.py`."
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if stated != version:
        yield f"pyproject.toml says version {stated}, and coach/__init__.py {version}."
    if version not in dict(DAY.findall((ROOT / "CHANGELOG.md").read_text("utf-8"))):
        yield f"CHANGELOG.md has no heading such as “## {version} ({today})”."


def build(folder: Path) -> int:
    """Build the wheel, the source, the corpus's wheel and the list of parts into a folder."""
    from sbom import NAME, build_sbom  # beside this file; its extra is needed for a build alone

    command = [sys.executable, "-m", "build", "--outdir", str(folder)]
    done = subprocess.run([*command, str(ROOT)], check=False)
    if done.returncode == 0:
        done = subprocess.run([*command, "--wheel", str(ROOT / "docs" / "deploy" / "corpus")], check=False)
    if done.returncode == 0:
        (folder / f"{NAME}-{__version__}.cdx.json").write_text(build_sbom(), encoding="utf-8")
    return done.returncode


def main() -> int:
    """Look, and build if asked to; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, metavar="FOLDER", help="build into this folder where nothing is missing")
    options = parser.parse_args()
    obstacles = list(find_obstacles(read_contact(), datetime.now(UTC).date()))
    for obstacle in obstacles:
        print(obstacle, file=sys.stderr)
    if obstacles:
        print(f"No release: {len(obstacles)} things stand in the way.", file=sys.stderr)
        return 1
    if options.build:
        return build(options.build)
    print(f"Nothing stands in the way of {__version__}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
