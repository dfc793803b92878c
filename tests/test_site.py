"""The site has a front door for each reader, fetches nothing from elsewhere, and every command on a page is one."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from coach.cli.main import command_parser
from tests.house import ROOT

READERS = {
    "Practitioner": "for-practitioners.md",
    "Supervisor": "for-supervisors.md",
    "Trainer, learning and development": "for-trainers.md",
    "Author": "for-authors.md",
    "Information governance": "for-information-governance.md",
    "IT": "for-it.md",
    "Engineer": "for-engineers.md",
}
PAGES = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
    if file.name != "commands.md"  # made from the parser itself
)
FREE = re.compile(r"^coach(?: |$)")
PROMPT = re.compile(r"^(?:\$ |PS> )?(?:\.venv[/\\](?:bin|Scripts)[/\\])?(coach(?:\.exe)?(?: .*)?)$")
STAND_INS = re.compile(r"…|\.\.\.")


whole_parser = cache(command_parser)


def list_commands(text: str) -> Iterator[tuple[str, bool]]:
    """Every `coach` command of a page, each with whether it only names one: in backticks, and not in a block."""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in {"fence", "code_block"} and token.info in {"", "console", "powershell"}:
            for line in token.content.splitlines():
                for part in re.split(r"&&|;", line):
                    if match := PROMPT.match(part.strip()):
                        yield match[1], False
        for child in token.children or ():
            if child.type == "code_inline" and FREE.match(child.content):
                yield child.content, True


def parse(command: str, *, names: bool = False) -> str:
    """Say what the parser holds against a command; nothing where it would run, or where it only names one."""
    words = shlex.split(re.split(r" [<>|] ?", re.sub(r"\s#.*", "", command))[0])[1:]
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            whole_parser().parse_args(words)
        except SystemExit as left:
            complaint = said.getvalue().splitlines()[-1] if left.code else ""
            return "" if names and re.search("(are|is) required", complaint) else complaint
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_a_page_is_one_that_the_coach_takes(page: str) -> None:
    """Names, files and numbers may be anything; a command or an option that is not there is found."""
    wrong = {
        command: complaint
        for command, names in list_commands((ROOT / page).read_text("utf-8"))
        if not STAND_INS.search(command) and (complaint := parse(command, names=names))
    }
    assert not wrong


def test_a_command_that_is_not_there_is_found() -> None:
    assert parse("coach rehears wrong_box")
    assert parse("coach desk --answer")
    assert not parse("coach rehearse wrong_box --plain < replies.txt")
    text = "Say `coach desk`, or:\n\n    .venv/bin/coach rehearse wrong_box\n\n```console\n$ coach nothing\n```\n"
    assert [command for command, _ in list_commands(text)] == [
        "coach desk",
        "coach rehearse wrong_box",
        "coach nothing",
    ]
    assert parse("coach rehearse --exercise", names=True)
    assert not parse("coach why", names=True)
    assert parse("coach why")


def test_the_front_door_names_each_reader_with_their_page() -> None:
    door = (ROOT / "docs" / "index.md").read_text("utf-8")
    assert dict(re.findall(r"^\* \*\*(.+)\*\*: \[[^\]]+\]\(([\w-]+\.md)\)", door, re.M)) == READERS
    assert all((ROOT / "docs" / page).exists() for page in READERS.values())


def test_the_readme_leads_to_each_reader_s_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [page for page in READERS.values() if f"(docs/{page})" not in readme] == []


def test_every_page_has_its_place_in_the_site() -> None:
    door = (ROOT / "docs" / "index.md").read_text("utf-8")
    placed = {line for block in re.findall(r"```\{toctree\}\n(.*?)```", door, re.S) for line in block.split()}
    pages = {file.relative_to(ROOT / "docs").with_suffix("").as_posix() for file in (ROOT / "docs").rglob("*.md")}
    assert sorted(pages - placed - {"index"}) == []


FETCHING = (
    '<script src="https://example.org/a.js"></script>',
    '<link rel="stylesheet" href="//example.org/a.css">',
    '<img alt="" src="http://example.org/a.png">',
    "<style>@import 'https://example.org/a.css';</style>",
    "<style>a { src: url(https://example.org/a.woff2) }</style>",
)


def test_what_a_page_would_fetch_from_elsewhere_is_found(tmp_path: Path) -> None:
    for number, text in enumerate(FETCHING):
        (tmp_path / f"page{number}.html").write_text(text)
    (tmp_path / "free.html").write_text('<a href="https://example.org">a link</a><img src="a.png">')
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import make, pathlib, sys; print(*sorted(n for n, _ in make.find_fetched(pathlib.Path(sys.argv[1]))))",
            tmp_path,
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "docs"), str(ROOT)])},
    )
    assert found.stdout.split() == [f"page{number}.html" for number in range(len(FETCHING))]


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    subprocess.run(
        [sys.executable, ROOT / "docs" / "make.py", "--site", tmp_path / "site"],
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (tmp_path / "site" / "docs" / "for-practitioners.html").exists()
