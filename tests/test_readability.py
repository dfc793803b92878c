"""The pages are held to short sentences, named subjects and narrow lines, and the check can fail."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house import ROOT

SHORT = "The coach reads a reply. It answers for the family.\n"
LONG = (
    "The coach reads a reply that somebody typed after a line which the family said before it, and "
    "then it decides\nwhat the family says to it next.\n"
)


@pytest.fixture(scope="module")
def readability() -> ModuleType:
    """The module that lies beside `docs/make.py`, which is no package."""
    spec = importlib.util.spec_from_file_location("readability", ROOT / "docs" / "readability.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def complaints(readability: ModuleType, folder: Path, text: str) -> list[str]:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return list(readability.read_page(page, folder).complaints())


def test_every_page_keeps_to_the_limits(readability: ModuleType) -> None:
    assert not list(readability.complain())


def test_a_page_that_keeps_to_the_limits_is_taken_off_the_list(readability: ModuleType) -> None:
    figures = {page.page: page for page in map(readability.read_page, readability.list_pages())}
    assert figures.keys() >= readability.NOT_EDITED_YET
    assert not [name for name in readability.NOT_EDITED_YET if not list(figures[name].complaints())]


def test_a_plain_page_has_nothing_to_complain_of(readability: ModuleType, tmp_path: Path) -> None:
    assert not complaints(readability, tmp_path, SHORT)


def test_a_high_mean_is_said(readability: ModuleType, tmp_path: Path) -> None:
    sentence = "The coach reads a reply and then it answers for the family in words that somebody wrote before.\n"
    assert complaints(readability, tmp_path, sentence) == ["page.md: 18.0 words a sentence, of 15 at most."]


def test_too_many_long_sentences_are_said(readability: ModuleType, tmp_path: Path) -> None:
    assert not complaints(readability, tmp_path, SHORT * 6 + LONG)
    [complaint] = complaints(readability, tmp_path, SHORT * 3 + LONG)
    assert complaint.startswith(
        "page.md: 14 in 100 sentences have over 25 words, of 12 at most. The longest begins: “The"
    )


def test_a_sentence_that_names_no_subject_is_said(readability: ModuleType, tmp_path: Path) -> None:
    [complaint] = complaints(readability, tmp_path, "Whoever holds the files sees the rows of all.\n")
    assert "name the subject first" in complaint
    assert not complaints(readability, tmp_path, "What did you hope would happen there that day?\n")


def test_a_wide_line_is_said_and_a_row_of_a_table_is_none(readability: ModuleType, tmp_path: Path) -> None:
    wide = "word " * 24
    assert f"page.md:3: longer than {readability.WIDEST} characters." in complaints(
        readability, tmp_path, f"{SHORT}\n{wide}\n"
    )
    assert not complaints(readability, tmp_path, f"{SHORT}\n| a |\n| --- |\n| {wide} |\n\n```\n{wide}\n```\n")


def test_code_counts_as_one_word_and_what_is_no_prose_as_none(readability: ModuleType) -> None:
    text = "# A heading of many words\n\nType `coach rehearse wrong_box --plain` now.\n\n```\nnot prose at all\n```\n"
    assert list(readability.list_sentences(text)) == ["Type Code now."]


def test_sentences_end_where_they_end(readability: ModuleType) -> None:
    text = "Dr. Adeyemi asks. “Is it so?” He only waits… `coach` answers, e.g. with a line. Yes."
    assert list(readability.list_sentences(text)) == [
        "Dr. Adeyemi asks.",
        "“Is it so?",
        "He only waits…",
        "Code answers, e.g. with a line.",
    ]
