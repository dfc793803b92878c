"""`match`, `evaluate` and `fit` read by the rubric that is named, from the libraries that are named."""

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from coach.cli.main import main
from coach.fitting.corpus import LabelledReply
from coach.fitting.metrics import LabelTable
from coach.fitting.refit import draw_lines
from tests.conftest import OWN_RUBRICS, SMALL

PLACES = ("the shop", "church", "bath time", "the bus stop", "your mum's", "breakfast", "the park", "bedtime")
TAUGHT: list[tuple[str, str | None]] = [
    *((f"I reckon you crack on with it at {place}, it does no harm.", "backs_home_language") for place in PLACES),
    *((f"And at {place}, is it the one or the other you hear out of her?", "asks_about_languages") for place in PLACES),
    *((f"I'll be at {place} on Monday with the form.", None) for place in PLACES),
    *((f"Was it busy at {place} this week?", None) for place in PLACES),
]
"""Replies in words that the rubric's examples have not."""


def write_replies(folder: Path, replies: list[tuple[str, str | None]]) -> Path:
    rows = [
        {"id": str(number), "reply": text, "labels": [label] if label else []}
        for number, (text, label) in enumerate(replies)
    ]
    file = folder / "replies.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


@pytest.fixture
def languages(tmp_path: Path) -> Path:
    """A library with the rubric of an author who works with families of several languages."""
    folder = tmp_path / "own"
    shutil.copytree(OWN_RUBRICS, folder)
    return folder


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    file = tmp_path / "labelled.jsonl"
    file.write_text(
        json.dumps({"id": "1", "reply": "What did they say?", "cue": "", "topic": "none", "labels": []}) + "\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("before", [True, False])
def test_a_library_before_or_after_the_command_counts(
    home: Path, before: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], labelled: Path
) -> None:
    named = ["--library", str(SMALL)]
    for command in (["match", "--rubric", "small"], ["evaluate", str(labelled), "--rubric", "small"]):
        monkeypatch.setattr("sys.stdin", io.StringIO('{"id": "1", "reply": "What did they say?"}\n'))
        assert main([*named, *command] if before else [*command, *named]) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("rubric", ["openness", "supervision", "small", "two_languages"])
def test_too_few_replies_are_refused_in_a_sentence_whatever_the_rubric(
    home: Path, rubric: str, capsys: pytest.CaptureFixture[str], labelled: Path, languages: Path
) -> None:
    library = SMALL if rubric == "small" else languages
    assert main(["--library", str(library), "fit", str(labelled), "--rubric", rubric]) == 1
    said = capsys.readouterr().err
    assert "1 labelled reply is too few to learn from." in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("backs_home_languag", "no criterion 'backs_home_languag'"),
        (None, "has 4 labelled replies, so there is nothing"),
    ],
)
def test_a_label_that_is_not_there_and_replies_without_any_are_refused_in_a_sentence(
    home: Path, tmp_path: Path, languages: Path, capsys: pytest.CaptureFixture[str], label: str | None, says: str
) -> None:
    file = write_replies(tmp_path, [(f"What about number {number}?", label) for number in range(40)])
    assert main(["--library", str(languages), "fit", str(file), "--rubric", "two_languages"]) == 1
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1


@pytest.mark.slow
def test_an_own_rubric_is_fitted_to_labelled_replies_that_help_and_undone(
    home: Path, tmp_path: Path, languages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words that only the labels explain are heard by it, and the fit is gone once it is undone."""
    file = write_replies(tmp_path, TAUGHT)
    command = ["--library", str(languages), "fit", str(file), "--rubric", "two_languages"]
    kept = home / "weights" / "two_languages" / "labelled.npz"
    assert main([*command, "--only-look"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert not kept.exists()
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "Fewer than 4 replies are labelled with these" in said
    assert "Told them to drop a language" in said
    assert "Kept in" in said
    assert kept.is_file()
    assert main(["fit", "--undo", "--rubric", "two_languages"]) == 0
    assert not kept.exists()


@pytest.mark.slow
def test_labels_at_random_help_nobody_and_are_not_kept(
    home: Path, tmp_path: Path, languages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What does not help on replies kept out is said so, and nothing is kept."""
    labels = ["backs_home_language", None, "asks_about_languages", None, "drops_a_language"]
    texts = [text for text, _ in TAUGHT]
    file = write_replies(tmp_path, [(text, labels[(number * 7) % 5]) for number, text in enumerate(texts)])
    assert main(["--library", str(languages), "fit", str(file), "--rubric", "two_languages"]) == 0
    assert "did not help on replies kept out, so nothing was kept" in capsys.readouterr().out
    assert not (home / "weights" / "two_languages" / "labelled.npz").exists()


def test_lines_are_drawn_where_replies_kept_out_are_told_apart() -> None:
    """A line lies between what is met and what is not; a hurt with few labels leans on the other hurts."""
    replies = [LabelledReply(id=str(number), reply="-", labels=("a",) if number < 12 else ()) for number in range(40)]
    truth = LabelTable(replies, ("a", "b"))
    odds = np.array([[1.5 if number < 12 else -1.2, -3.0] for number in range(40)])
    lines = draw_lines(odds, truth, frozenset())
    assert set(lines) == {"a"}
    assert -1.2 < lines["a"] <= 1.5


def test_fitting_a_rubric_that_is_not_there_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "labelled.jsonl", "--rubric", "supervison"]) == 2
    assert "Did you mean supervision" in capsys.readouterr().err
