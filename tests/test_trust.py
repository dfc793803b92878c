"""The papers for information governance say what the program does, what was measured, and who answers for it."""

import ast
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from coach import __version__
from coach.practice.contact import NOT_FILLED_IN, Contact
from coach.practice.safeguarding import LONGEST
from coach.records.class_log import GOES_AFTER
from coach.records.paths import EXPIRES_AFTER, Places
from coach.supervision.actions import KEPT_DONE
from coach.supervision.inbox import PUT_AWAY_AFTER
from coach.web.guests import TICKET_LASTS
from coach.web.team_sessions import IDLE, SESSION_LASTS
from tests.beside_docs import load
from tests.house import ROOT
from tests.practice.test_contact import FILLED_IN

blocks = load("contact_blocks")
parts = load("shipped_parts")
CITED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAGES = sorted(file.relative_to(ROOT).as_posix() for file in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
WITH_CONTACT = (
    "SECURITY.md",
    "docs/accessibility.md",
    "docs/dpia.md",
    "docs/privacy-notice.md",
    "docs/transparency-record.md",
    "docs/who-runs-this.md",
)
FIGURE = r"\d+\.\d\d \(\d\.\d\d to \d\.\d\d\)"


def read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def list_rows(page: str, head: str) -> list[list[str]]:
    """The rows of the table whose head begins so, each by its cells."""
    table = read(page).partition(head)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


# --- Who answers for it


def test_every_paper_that_needs_a_contact_has_one_filled_in_by_the_same_file() -> None:
    assert tuple(page.relative_to(ROOT).as_posix() for page in blocks.list_pages()) == WITH_CONTACT


@pytest.mark.parametrize("page", WITH_CONTACT)
def test_a_paper_says_that_nothing_is_filled_in_until_it_is(page: str) -> None:
    empty = blocks.fill_page(ROOT / page, Contact())
    assert NOT_FILLED_IN in empty.casefold()
    filled = blocks.fill_page(ROOT / page, FILLED_IN)
    assert NOT_FILLED_IN not in filled.split("## How it is filled in")[0].casefold()
    assert re.search(r"council", filled)
    assert max(len(line) for line in filled.splitlines() if not line.startswith(("|", "!"))) < 120


def test_half_a_contact_is_no_contact() -> None:
    half = FILLED_IN.model_copy(update={"security_days": ""})
    assert blocks.write_block("security", half, "who-runs-this.md").startswith("**Not filled in yet.**")
    assert "Of 8 lines 1 are empty" in blocks.write_block("all", half, "who-runs-this.md")


def test_the_version_that_gets_mends_is_this_one() -> None:
    assert f"| {__version__}, and the newest after it | yes |" in read("SECURITY.md")


# --- What is kept, and for how long


def test_the_retention_table_has_the_program_s_own_days() -> None:
    rows = {row[0]: row[2] for row in list_rows("docs/dpia.md", "| what | where | how long |")}
    days = {
        "rehearsals": EXPIRES_AFTER,
        "damaged copies of a file": EXPIRES_AFTER,
        "what was brought, on a desk": PUT_AWAY_AFTER,
        "what you will take up, as a supervisor": KEPT_DONE,
        "rooms that were opened here": GOES_AFTER,
    }
    assert {what: re.search(r"\d+ days", rows[what])[0] for what in days} == {  # type: ignore[index]
        what: f"{period.days} days" for what, period in days.items()
    }
    assert f"{TICKET_LASTS.total_seconds() / 3600:.0f} hours" in rows["your tickets for rooms that you sit in"]
    assert (IDLE, SESSION_LASTS) == (3600, 36000)
    assert rows["who is signed in, at a team's address"] == "an hour without use, 10 hours at most"
    assert rows["logs"].startswith("none")


def test_the_retention_table_has_everything_that_the_coach_keeps() -> None:
    said = ", ".join(row[0] for row in list_rows("docs/dpia.md", "| what | where | how long |"))
    where = Places(Path("data"), Path("config"))
    assert [what for what, _ in where.list_kept() if what not in said] == []


def test_the_picture_of_where_words_go_is_whole_and_has_the_program_s_days() -> None:
    picture = ET.fromstring(read("docs/pictures/data-flow.svg"))
    words = " ".join("".join(part.itertext()) for part in picture.iter() if part.tag.endswith("}text"))
    for period in (EXPIRES_AFTER, PUT_AWAY_AFTER, GOES_AFTER):
        assert f"{period.days} days" in words
    assert picture.get("role") == "img"
    assert "".join(picture.find("{*}title").itertext())  # type: ignore[union-attr]
    assert "pictures/data-flow.svg" in read("docs/dpia.md")


def test_no_word_in_the_picture_is_wider_than_its_box() -> None:
    """As far as letters can be counted: seven pixels each is more than any of them takes on average."""
    for box in load("data_flow").list_boxes():
        room = (box.place[2] - 2 * load("data_flow").PADDING) / 7
        assert all(len(line) <= room for line in (box.name, *box.lines)), box.name
        assert box.place[3] >= (1 + len(box.lines)) * load("data_flow").LINE


# --- What was measured


@pytest.mark.parametrize("rubric", ["openness", "supervision"])
def test_the_transparency_record_has_the_figures_of_the_evaluation(rubric: str) -> None:
    evaluation = read("docs/evaluation.md").partition(f"## Whole conversations kept out: `{rubric}`")[2]
    measured = re.search(r"^\| contested left out \|(.*)\|$", evaluation, re.MULTILINE)
    replies = re.search(r"^(\d+) replies in", evaluation, re.MULTILINE)
    assert measured
    assert replies
    said = next(row for row in list_rows("docs/transparency-record.md", "| rubric | replies |") if rubric in row[0])
    assert said[1] == replies[1]
    assert said[2:] == re.findall(FIGURE, measured[1])[1:]


def test_what_the_record_says_in_words_is_what_the_figures_say() -> None:
    """A quarter of the hurts, two thirds of all; where a figure moves on, so has the sentence."""
    [row] = [row for row in list_rows("docs/transparency-record.md", "| rubric | replies |") if "openness" in row[0]]
    precision, recall, hurts_precision, hurts_recall = (float(cell.partition(" ")[0]) for cell in row[2:6])
    assert 0.60 <= recall <= 0.70  # "two thirds"
    assert 0.80 <= precision <= 0.87  # "about one clear verdict in six is not theirs"
    assert 0.20 <= hurts_recall <= 0.30  # "about one in four"
    assert 0.70 <= hurts_precision <= 0.80  # "three in four are right"


def test_the_record_counts_the_corpus_as_the_evaluation_does() -> None:
    counted = {row[0]: row[1:4] for row in list_rows("docs/evaluation.md", "| what | conversations | replies |")}
    said = {row[0]: row[2] for row in list_rows("docs/transparency-record.md", "| name | what it is |")}
    for name, what in (
        ("conversations, for learning", "whole conversations"),
        ("conversations, of other voices", "others, of other voices"),
        ("conversations, of other players", "others, of other players"),
        ("single replies", "single replies, written to be labelled"),
    ):
        _, replies, voices = counted[what]
        assert said[name] == f"{int(replies):,} replies, {voices} voices"


def test_the_record_s_figures_of_the_gate_are_those_of_care() -> None:
    record, care = " ".join(read("docs/transparency-record.md").split()), " ".join(read("docs/care.md").split())
    assert "Of 100 plain lines about oneself it asked about 99, and of 333 lines to families it interrupted 4" in record
    assert "Of 100 plain lines about oneself it asked about 99, and of 333 lines to families it interrupted 4" in care
    assert re.search(r"it asked about 88 of 100, and interrupted 8 of 333", record)
    assert re.search(r"the gate asked about 88.*interrupted 8", care)
    for lines in ("7,439", "19,939"):
        assert lines in record
        assert lines in care


def test_the_record_s_figures_of_answers_are_those_of_the_model_card() -> None:
    assert re.search(r"315\s+as fitting,\s+68\s+as near\s+and 8\s+as\s+none", read("docs/transparency-record.md"))
    assert "**315, 68 and 8**" in read("coach/weights/README.md")
    assert "**220, 42 and 8**" in read("coach/weights/README.md")
    assert re.search(r"were marked 220,\s+42\s+and\s+8;", read("docs/transparency-record.md"))


def test_the_equality_page_has_the_measured_pairs() -> None:
    measured = {row[0]: row[1:3] for row in list_rows("docs/evaluation.md", "| kind | behave | of |")}
    said = {row[0]: row[1:3] for row in list_rows("docs/equality-impact.md", "| changed | read the same | of |")}
    names = {
        "another heritage": "heritage", "another name": "name", "another gender": "gender",
        "no capitals": "no capitals", "no punctuation": "no punctuation", "in dialect": "dialect",
        "as a second language": "second language", "dictated": "dictation", "typed in haste": "typing",
    }  # fmt: skip
    assert said == {name: measured[kind] for name, kind in names.items()}
    assert "117 of 150 replies were read alike" in " ".join(read("coach/weights/README.md").split())


def test_the_equality_page_counts_the_scenarios_that_were_reviewed() -> None:
    rows = list_rows("docs/library.md", "| scenario | you are | with |")
    reviewed = sum(row[-1] == "yes" for row in rows)
    assert f"{reviewed} of {len(rows)} scenarios are reviewed" in read("docs/equality-impact.md")


def test_the_record_says_who_wrote_the_corpus_and_what_it_must_not_be_used_for() -> None:
    record = " ".join(read("docs/transparency-record.md").split())
    assert "One language model wrote every reply, in many voices." in record
    assert "## It must not be used for" in record
    assert f"{LONGEST:,} characters" in record


def test_the_record_has_the_headings_of_the_standard_in_their_order() -> None:
    record = read("docs/transparency-record.md")
    headings = (
        "Tier 1: summary information", "2.1: owner and responsibility", "2.2: description and rationale",
        "2.2.1 Detailed description", "2.2.2 Benefits", "2.2.3 Previous process", "2.2.4 Alternatives considered",
        "2.3: deployment context", "2.3.1 Integration into broader operational process", "2.3.2 Human review",
        "2.3.3 Frequency and scale of usage", "2.3.4 Required training", "2.3.5 Appeals and review",
        "2.4: tool specification", "2.4.1.1 System architecture", "2.4.1.2 System-level input",
        "2.4.1.3 System-level output", "2.4.1.4 Maintenance", "2.4.1.5 Models", "2.4.2: models",
        "2.4.3: development data", "2.4.4: operational data", "2.5: risks, mitigations and impact assessments",
        "2.5.1 Impact assessments", "2.5.2 Risks and mitigations",
    )  # fmt: skip
    assert [one for one in headings if one not in record] == []
    assert sorted(headings, key=record.index) == list(headings)


def test_the_accessibility_statement_names_the_axe_that_is_run() -> None:
    [version] = re.findall(r"^axe=(\S+)$", read(".ci/run"), re.MULTILINE)
    assert f"axe-core {version}" in read("docs/accessibility.md")


# --- Every test that a page names is there


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    assert not [f"{file}::{name}" for file, name in CITED.findall(read(page)) if name not in list_tests(file)]


@pytest.mark.parametrize(
    ("page", "head"),
    [("docs/dpia.md", "| risk | what holds |"), ("docs/accessibility.md", "| what | how | test |")],
)
def test_every_row_of_what_holds_names_its_test(page: str, head: str) -> None:
    rows = list_rows(page, head)
    assert len(rows) > 10
    assert not [row[0] for row in rows if not CITED.search(row[-1])]


@cache
def list_tests(file: str) -> frozenset[str]:
    tree = ast.parse(read(file)) if (ROOT / file).is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


# --- What ships


def test_every_file_of_weights_has_its_hash_on_the_page() -> None:
    page = read("docs/provenance.md")
    files = parts.list_weights()
    assert len(files) > 15
    assert [file.path for file in files if f"`{file.path}` | {len(file.raw):,} |" not in page] == []
    assert [file.path for file in files if f"`{file.sha256}`" not in page] == []


def test_weights_of_which_nobody_said_where_they_come_from_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(parts.WEIGHTS, "coach/weights/picker/picker.json")
    with pytest.raises(ValueError, match=r"picker\.json"):
        parts.list_weights()


def test_every_package_has_a_licence_and_none_is_a_tool_for_makers() -> None:
    packages = {one.name: one for one in parts.list_packages()}
    assert {"pydantic", "psycopg", "aiohttp", "joserfc", "pycparser"} <= packages.keys()
    assert not {"pytest", "torch", "sphinx", "hatchling", "pyinstaller", "conversation-coach"} & packages.keys()
    unknown = {"not installed here", "see its own files"}
    assert [name for name, one in packages.items() if one.version and one.licence in unknown] == []
    assert "" in packages["pydantic"].parts
    assert "" not in packages["psycopg"].parts


def test_the_site_leads_from_its_front_door_to_every_paper() -> None:
    door = read("docs/index.md").split("```{toctree}")[0]
    for page in ("privacy-notice", "dpia", "accessibility", "transparency-record", "equality-impact", "licences",
                 "provenance", "who-runs-this", "../SECURITY"):  # fmt: skip
        assert f"({page}.md)" in door
        assert f"({page}.md)" in read("docs/for-information-governance.md")


def test_the_pages_are_made_by_their_command() -> None:
    code = (
        "import make; print(*[name for name, text in make.list_trust_texts() if make._read(make.DOCS / name) != text])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "docs"), str(ROOT)])},
    )
    assert done.stdout.split() == []
