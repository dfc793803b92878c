"""What a file ends in whose name was typed without an ending, and what it may end in."""

from pathlib import Path

import pytest

from coach.errors import RecordsUnwritable
from coach.records.paths import HANDED_OVER, add_ending, find_ending, fit_ending, write_export

DOCUMENTS = (".html", ".docx", ".txt")


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("moment.docx", ".docx"),
        ("brought.coach.json", HANDED_OVER),
        ("brought.json", ".json"),
        ("moment", ""),
        ("notes of 3.12", ""),  # a day
        ("Notes. Second talk", ""),  # a sentence
        ("second.", ""),
        (".hidden", ""),
    ],
)
def test_only_what_can_be_an_ending_is_one(name: str, ending: str) -> None:
    assert find_ending(name) == ending


def test_a_name_without_an_ending_gets_the_natural_one_and_any_other_stays(tmp_path: Path) -> None:
    assert add_ending(tmp_path / "moment", ".md").name == "moment.md"
    assert add_ending(tmp_path / "notes of 3.12", HANDED_OVER).name == "notes of 3.12.coach.json"
    assert add_ending(tmp_path / "moment.txt", ".md").name == "moment.txt"


def test_a_folder_is_no_name_without_an_ending(tmp_path: Path) -> None:
    """Or the file would go beside the folder that was meant."""
    (tmp_path / "papers").mkdir()
    for made in (lambda: write_export(tmp_path / "papers", "x", ending=".md"), lambda: _write_fitted(tmp_path)):
        with pytest.raises(RecordsUnwritable, match="is a folder"):
            made()
    assert [path.name for path in tmp_path.iterdir()] == ["papers"]


def _write_fitted(folder: Path) -> Path:
    return write_export(fit_ending(folder / "papers", DOCUMENTS), "x")


def test_a_taken_name_gets_its_number_before_the_ending_that_was_added(tmp_path: Path) -> None:
    names = [write_export(tmp_path / "moment", "x", ending=HANDED_OVER).name for _ in range(2)]
    assert names == ["moment.coach.json", "moment-2.coach.json"]


def test_an_ending_that_cannot_be_made_is_refused_with_those_that_can(tmp_path: Path) -> None:
    assert fit_ending(tmp_path / "page", DOCUMENTS).name == "page.html"
    assert fit_ending(tmp_path / "page.DOCX", DOCUMENTS).name == "page.DOCX"
    with pytest.raises(RecordsUnwritable, match=r"ends in \.pdf.*These will do: \.html, \.docx, \.txt\."):
        fit_ending(tmp_path / "page.pdf", DOCUMENTS)
