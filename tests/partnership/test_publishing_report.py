"""The report: a page of sentences, questions to the organisation, and a chart."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coach.cli.main import main
from coach.debrief.render import render_plain
from coach.partnership.publishing import QUESTIONS, PublishedTable, build_page, draw_chart
from coach.partnership.suppression import pool_rows
from tests.partnership.pools import FOURTEEN, folder_of

LANGUAGE = "Language and interpreters"


def published(quarter: str = "2026-q1") -> PublishedTable:
    table = pool_rows(FOURTEEN)
    return PublishedTable(quarter=quarter, contributors=table.contributors, subjects=table.subjects)


def test_it_reads_as_a_sentence_about_subjects() -> None:
    text = render_plain(build_page(published()))
    assert (
        "In 14 colleagues' rehearsals this quarter, openings about “language and interpreters” were passed by more "
        "often than taken (mostly passed by for 9 of 14). Openings about “the child's voice” were taken more often "
        "than passed by. These are rehearsals with scripted families, and people chose which to contribute."
    ) in text
    assert f"{LANGUAGE}: Mostly passed by for 9, of 14 colleagues. The rest is not shown." in text
    assert "Racism: Nothing can be shown." in text
    assert not re.search(r"%|score|rank|best|worst|missed|fail", text, re.IGNORECASE)


def test_it_ends_with_questions_to_the_organisation() -> None:
    assert render_plain(build_page(published())).rstrip().splitlines()[-len(QUESTIONS) :] == list(QUESTIONS)


def test_quarters_are_put_beside_each_other_from_three_on() -> None:
    """And then without a word of better or worse."""
    first, second, third = published("2025-q3"), published("2025-q4"), published("2026-q1")
    assert "Quarter by quarter" not in render_plain(build_page(second, (first, second)))
    text = render_plain(build_page(third, (first, second, third)))
    assert "Quarter by quarter" in text
    assert text.count("July to September 2025: Mostly passed by for 9") == 1
    assert not re.search(r"better|worse|improve|trend|rose|fell", text)


def test_the_picture_is_whole_and_asks_for_nothing() -> None:
    """It is XML, has its words in it for who cannot see it, no address but its own kind, and no hidden number."""
    drawn = draw_chart(published())
    root = ElementTree.fromstring(drawn)
    assert root.attrib["role"] == "img"
    described = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert f"{LANGUAGE}: Mostly passed by for 9, of 14 colleagues." in described
    assert re.findall(r"https?://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"font-face|<image|href|<script|url\(", drawn)
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text and text.isdigit()] == ["9"]


@pytest.mark.parametrize("name", ["view.html", "view.svg", "view.docx", "view.txt"])
def test_it_is_saved_as_a_page_a_picture_or_a_document(home: Path, tmp_path: Path, name: str) -> None:
    """A page has its picture in it, and reaches for nothing."""
    pool = folder_of(tmp_path / "pool", FOURTEEN, "2024-q1")
    assert main(["partnership", str(pool), "--quarter", "2024-q1", "--yes", "-o", str(tmp_path / name)]) == 0
    content = (tmp_path / name).read_bytes()
    assert content.startswith(b"PK") or LANGUAGE.encode() in content
    assert (b"<svg" in content) is (name in ("view.html", "view.svg"))
    assert b"<script" not in content
