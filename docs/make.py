"""Makes what is generated from the program and its content: documentation, so that it stays true, and ready.zip.

`python docs/make.py` writes docs/commands.md, docs/keys.md, docs/screens.md, docs/library.md, docs/criteria.md,
docs/schemas/, the pictures, README's plain talk, and the content that ships ready-made, coach/content/ready.zip. It
brings the catalogues of sentences up to date (sentences.py). It
fills in who hands out this copy (contact_blocks.py), and writes what ships, with licences and hashes
(shipped_parts.py).
`python docs/make.py --pictures` writes the pictures alone: every screen of docs/screens.md, and those of a class.
`python docs/make.py --check` fails where a text is out of date, a picture is missing, a link leads nowhere or a page is
hard to read (readability.py, beside this file).
`python docs/make.py --site FOLDER` builds the site from the same pages (extra `docs`); warnings are errors.
"""

import argparse
import asyncio
import contextlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contact_blocks import fill_page, list_pages  # all beside this file
from data_flow import draw_data_flow
from docs_pictures import SCREENS
from readability import complain
from sentences import complain as complain_of_sentences
from sentences import write_all as write_catalogues
from shipped_parts import build_licences_page, build_provenance_page

from coach.authoring.rubric_build import build_criteria_page, build_library_page
from coach.cli.main import command_parser
from coach.content.library import Library, find_shipped_folders, write_shipped
from coach.content.validation import build_schemas
from coach.practice.contact import read_contact

DOCS = Path(__file__).parent
PICTURES = (*SCREENS, "board", "trio-practitioner", "trio-line-reader", "trio-observer", "plenary")


def main() -> int:
    """Write or check; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--no-pictures", action="store_true")
    parser.add_argument("--pictures", action="store_true", help="write the pictures alone")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="build the site into this folder")
    options = parser.parse_args()
    if options.site:
        return build_site(options.site)
    if options.pictures:
        asyncio.run(pictures())
        return 0
    made = dict(texts())
    if options.check:
        stale = [name for name, text in made.items() if _read(DOCS / name) != text]
        stale += [f"pictures/{name}.svg" for name in PICTURES if not (DOCS / "pictures" / f"{name}.svg").exists()]
        for name in stale:
            print(f"docs/{name} is out of date: run `python docs/make.py`.", file=sys.stderr)
        broken = list(broken_links())
        for where, link in broken:
            print(f"{where}: there is nothing at {link}.", file=sys.stderr)
        hard = [*complain(), *complain_of_sentences()]
        for complaint in hard:
            print(complaint, file=sys.stderr)
        return int(bool(stale or broken or hard))
    write_shipped()
    write_catalogues()
    for name, text in made.items():
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8")
    if not options.no_pictures:
        asyncio.run(pictures())
    return 0


def texts() -> Iterator[tuple[str, str]]:
    """Every generated text, by its name under docs/."""
    yield "../README.md", readme()
    yield "commands.md", commands()
    yield "keys.md", keys()
    yield "screens.md", screens()
    library = Library(find_shipped_folders())
    yield "library.md", build_library_page(library)
    rubrics = [library.rubric(shelved.id) for shelved in library.shelf("rubrics")]
    yield "criteria.md", build_criteria_page(rubrics)
    for name, schema in build_schemas(rubrics).items():
        yield f"schemas/{name}.schema.json", json.dumps(schema, indent=2) + "\n"
    yield from list_trust_texts()


def list_trust_texts() -> Iterator[tuple[str, str]]:
    """List what ships, where words go, and each page that names who hands out this copy."""
    yield "licences.md", build_licences_page()
    yield "provenance.md", build_provenance_page()
    yield "pictures/data-flow.svg", draw_data_flow()
    contact = read_contact()
    for page in list_pages():
        yield os.path.relpath(page, DOCS), fill_page(page, contact)


TALK = (
    "Hello Louise, thanks for having me.",
    "What should it say, in the words you and Theo use?",
    "What do you think he was really asking you?",
    "Has racism been part of it, at school?",
    "That's racist, and no wonder he's gone quiet. I believe you.",
    "I'll ring the school by four tomorrow and get the record put right.",
)


def readme() -> str:
    """README with a real talk in plain lines."""
    begins, ends = "<!-- plain: made by docs/make.py -->", "<!-- plain end -->"
    text = _read(DOCS.parent / "README.md")
    before, rest = text.split(begins)
    _, after = rest.split(ends)
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "coach", "rehearse", "wrong_box", "--plain"],
            input="\n".join(TALK),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            cwd=DOCS.parent,
            env={**os.environ, "COACH_HOME": home},
        )
    talk = done.stdout.split("sometimes misread.\n\n", 1)[1]
    talk = talk[: talk.index("One to keep:")].rstrip()
    return f"{before}{begins}\n```\n{talk}\n…\n```\n{ends}{after}"


def commands() -> str:
    """Every command with its help."""
    os.environ["COLUMNS"] = "100"
    parser = command_parser()
    pages = ["# Commands", "", "Made by `python docs/make.py` from the program's own help.", ""]
    for name, one in [("coach", parser), *_subcommands(parser)]:
        pages += [f"## {name}", "", "```", one.format_help().strip(), "```", ""]
    return "\n".join(pages)


def _subcommands(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    """Every command below a parser, with the commands of a group after the group itself."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                found += [(one.prog, one), *_subcommands(one)]
    return found


def keys() -> str:
    """Every key of the Textual front end, and every word of the plain one."""
    from coach.plain.conversation import CONVERSATION_COMMANDS, DEBRIEF_COMMANDS
    from coach.tui.commands import COMMANDS, MEANINGS

    about = "You can change any key under `keys:` in the settings file, by its name, such as `keys: {pause: f5}`."
    pages = ["# Keys and words", "", "Made by `python docs/make.py`.", about, ""]
    pages += [
        "A key means the same on every page of your own and at a supervisor's desk. Pages that are read have letters."
    ]
    pages += [
        "Pages that are typed on have F keys. The numbers 1 to 9 are for the tabs of a page, and for the start page."
    ]
    pages += [""]
    pages += ["| key | means |", "| --- | --- |", *(f"| {key} | {meaning} |" for key, (meaning, _) in MEANINGS.items())]
    pages += ["", "## Every command", "", "| name | key | does | where |", "| --- | --- | --- | --- |"]
    pages += [f"| `{c.id}` | {c.key or '(palette)'} | {c.tooltip} | {', '.join(c.where)} |" for c in COMMANDS]
    for title, words in (
        ("In plain lines, while you talk", CONVERSATION_COMMANDS),
        ("In plain lines, after the debrief", DEBRIEF_COMMANDS),
    ):
        pages += ["", f"## {title}", "", "| word | does |", "| --- | --- |"]
        pages += [f"| `{word.word}` | {word.does} |" for word in words]
    return "\n".join(pages) + "\n"


def screens() -> str:
    """Every screen of a practitioner and a supervisor, as a picture."""
    pages = ["# Screens", "", "Made by `python docs/make.py --pictures`, from a rehearsal that is played anew.", ""]
    for name, about in SCREENS.items():
        pages += [f"## {about}", "", f"![{about}](pictures/{name}.svg)", ""]
    return "\n".join(pages)


def broken_links() -> Iterator[tuple[str, str]]:
    """Links in the pages to files, or to headings, that are not there."""
    root = DOCS.parent
    for page in (root / "README.md", root / "CONTRIBUTING.md", root / "SECURITY.md", *DOCS.rglob("*.md")):
        for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            if not link.startswith(("http:", "https:", "mailto:")) and not (
                target.exists() and (not anchor or anchor in anchors(target.read_text("utf-8")))
            ):
                yield page.name, link


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


FRONT_DOOR = """<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<title>The conversation coach</title>
<meta http-equiv="refresh" content="0; url=docs/index.html">
<p><a href="docs/index.html">The conversation coach</a></p>
</html>
"""
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=["']?(?:https?:)?//[^"'\s>]+"""
    r"""|<link\b(?![^>]*rel=["']?(?:canonical|author|license))[^>]*\bhref=["']?(?:https?:)?//[^"'\s>]+"""
    r"""|url\(\s*["']?(?:https?:)?//[^"')]+|@import\s+["'](?:https?:)?//[^"']+""",
    re.I,
)
"""What a browser would fetch from elsewhere to show a page. A link that somebody may follow is none of it."""


def build_site(site: Path) -> int:
    """Build the site with Sphinx; any warning, and anything fetched from elsewhere, is an error."""
    sphinx = ["-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-c", str(DOCS), str(DOCS.parent), str(site)]
    done = subprocess.run([sys.executable, *sphinx, "-d", str(site.parent / f"{site.name}.doctrees")], check=False)
    if done.returncode:
        return done.returncode
    (site / "index.html").write_text(FRONT_DOOR, encoding="utf-8")
    fetched = sorted(find_fetched(site))
    for name, address in fetched:
        print(f"{name}: fetches {address}.", file=sys.stderr)
    return int(bool(fetched))


def find_fetched(site: Path) -> Iterator[tuple[str, str]]:
    """Addresses that pages, styles and pictures of a site fetch from elsewhere, each with its file."""
    for file in site.rglob("*"):
        if file.suffix in {".html", ".css", ".svg"}:
            for match in FETCHED.finditer(file.read_text("utf-8")):
                yield file.relative_to(site).as_posix(), match.group()


async def pictures() -> None:
    """Real screens of a real rehearsal and of a class, in homes of their own, with clocks and ids that stand still."""
    import classroom_pictures  # both beside this file
    import docs_pictures

    with tempfile.TemporaryDirectory() as home, contextlib.redirect_stderr(io.StringIO()):
        ticks = itertools.count()
        clock = lambda: datetime(2026, 3, 11, 9, 0, tzinfo=UTC) + timedelta(minutes=next(ticks))  # noqa: E731
        await docs_pictures.take(Path(home), clock, DOCS / "pictures")
    with tempfile.TemporaryDirectory() as home, contextlib.redirect_stderr(io.StringIO()):
        await classroom_pictures.take(Path(home), DOCS / "pictures")


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


if __name__ == "__main__":
    raise SystemExit(main())
