"""What readers marked of played replies is measured as the conversation stood."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.fitting.entry_ranking import FITS, NEAR, WRONG
from tests.marked_answers import ReplyKey, read_marks


def write_rows(file: Path, *rows: object) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def shown(tmp_path: Path) -> Callable[..., Path]:
    def make(**marked: list[str]) -> Path:
        options = [{"name": f"knows:{name}"} for name in ("bus", "seat", "driver")]
        reply = {"item": 4, "rehearsal": "bus-1", "turn": "the_bus", "reply": "Which?", "options": options}
        silent = {"item": 5, "rehearsal": "bus-1", "turn": "the_bus", "reply": "…", "options": [], "order": []}
        write_rows(tmp_path / "label.jsonl", {**reply, "order": [2, 0, 1]}, silent)
        write_rows(tmp_path / "labels_A.jsonl", {"item": 4, "fits": [], "near": [], **marked})
        write_rows(tmp_path / "labels_B.jsonl", {"item": 5, "fits": [], "near": []})
        return tmp_path

    return make


def test_letters_stand_for_entries_in_the_order_they_were_shown(shown: Callable[..., Path]) -> None:
    marks = read_marks(shown(fits=["a"], near=["c"]))
    assert marks == {
        ReplyKey("bus-1", "the_bus", "Which?"): {"knows:driver": FITS, "knows:seat": NEAR, "knows:bus": WRONG}
    }


def test_where_nothing_fits_all_that_was_shown_is_wrong(shown: Callable[..., Path]) -> None:
    (marks,) = read_marks(shown()).values()
    assert set(marks.values()) == {WRONG}
