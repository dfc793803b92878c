"""What ships for trainers: run sheets, prompts, and the warm-up; all of it can be changed by its owner."""

from pathlib import Path

import pytest

from coach.classroom.run_sheets import SHIPPED_SHEETS, load_sheets, load_warm_up, read_sheet
from coach.classroom.trainer import load_prompts
from coach.content.library import Library
from coach.content.yaml_reader import UnusableContent
from coach.model.class_events import Mark
from coach.model.run_sheet import PartPurpose


def test_three_run_sheets_ship_and_fill_their_time(whole: Library) -> None:
    found = load_sheets()
    assert {key: sheet.minutes() for key, sheet in found.items()} == {"sixty": 60, "ninety": 90, "half_day": 180}
    for sheet in found.values():
        assert len(sheet.scenarios) >= 2
        for scenario in (*sheet.scenarios, sheet.warm_up or "wrong_box"):
            assert not whole.dialogue(scenario).towards_practitioner
        kinds = [part.does for part in sheet.parts]
        assert kinds[0] is PartPurpose.WELCOME
        assert kinds[-1] is PartPurpose.CLOSING
        for place, kind in enumerate(kinds):
            if kind is PartPurpose.ROUND:
                assert kinds[place + 1] is PartPurpose.DEBRIEF


def test_what_a_trainer_reads_out_about_what_is_kept_is_so() -> None:
    """Names, words and marks lie on the laptop until the room is deleted, and every sheet's first words say it."""
    for sheet in load_sheets().values():
        first = sheet.parts[0].say[0]
        assert "nothing here is kept" not in first.lower()
        assert "names" in first
        assert "until this room is deleted" in first


def test_a_trainers_own_sheet_is_read_and_a_spoilt_one_says_where(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = (SHIPPED_SHEETS / "sixty.yaml").read_text("utf-8")
    own.write_text(text.replace("title: One hour", "title: Our hour"), "utf-8")
    assert read_sheet(own).title == "Our hour"
    own.write_text(text.replace("does: welcome", "does: welcom"), "utf-8")
    with pytest.raises(UnusableContent) as refused:
        read_sheet(own)
    assert "welcom" in str(refused.value)


def test_a_trainer_finds_words_for_the_four_hard_moments() -> None:
    found = load_prompts()
    assert list(found) == ["upset", "defensive", "racist", "looked_at"]
    assert found["looked_at"].say == ("I'll take that one; nobody here needs to represent anyone.",)


def test_three_marked_conversations_show_every_mark_with_its_reason() -> None:
    found = load_warm_up()
    assert len(found.transcripts) == 3
    lines = [line for transcript in found.transcripts for line in transcript.lines]
    assert {line.mark for line in lines if line.mark} == set(Mark)
    assert all(line.why for line in lines if line.asks())
    for transcript in found.transcripts:
        openings = {line.opening for line in transcript.lines if line.opening}
        answered = {line.of for line in transcript.lines if line.of}
        assert openings == answered
        assert openings == set(range(1, len(openings) + 1))
    assert "missed" not in str(found)
