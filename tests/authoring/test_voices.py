"""Voices: told apart by how people talk alone, drawn lines never learnt from, the same for the same seed."""

import json
from pathlib import Path

import pytest

from coach.authoring.voices import FEWEST_LINES, Speaker, collect_speakers, compare_voices, count_small
from coach.cli.main import main
from coach.content.library import Folder, Library
from coach.errors import CoachError, NotKnown
from tests.conftest import SMALL

CHATTY = "Well I mean it's {noun} and then it's {noun} again, isn't it?"
DRY = "No {noun}. Not here: {noun}!"
NOUNS = [f"{left}{right}" for left in ("bus", "peg", "tea", "map", "dog", "hat", "jam", "cup") for right in "abcdefgh"]
PERSONA = """
format: 1
name: "{name}"
people:
  one: {{name: "{name} Long", called: "{name}", about: "Somebody."}}
about: "Somebody."
strengths: ["a", "b", "c"]
starts: {{trust: 1, guarded: 1}}
when_hurt: withdraws
hurt_lines: [{{one: "(turning away) Right."}}]
mended_lines: [{{one: "Right, then."}}]
silences: {{}}
private: ["Nothing."]
defers:
  one:
{lines}
"""


def write_family(folder: Path, name: str, lines: list[str]) -> None:
    """Write a family whose one person says these lines, with a dialogue of theirs."""
    said = "\n".join(f"    - {json.dumps(line)}" for line in lines)
    for kind in ("personas", "dialogues"):
        (folder / kind).mkdir(exist_ok=True)
    (folder / "personas" / f"{name.lower()}.yaml").write_text(PERSONA.format(name=name, lines=said), encoding="utf-8")
    dialogue = (SMALL / "dialogues" / "bus.yaml").read_text(encoding="utf-8")
    text = dialogue.replace("family: pat_and_sam", f"family: {name.lower()}")
    assert text != dialogue
    (folder / "dialogues" / f"with_{name.lower()}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two who talk unlike each other of the same things, one who talks as the first does, and one of few words."""
    halves = NOUNS[::2], NOUNS[1::2]
    write_family(tmp_path, "Ann", [CHATTY.format(noun=noun) + f" {noun}." for noun in halves[0]] * 2 + NOUNS)
    write_family(tmp_path, "Ben", [f"{noun}: " + DRY.format(noun=noun) for noun in NOUNS])
    write_family(tmp_path, "Cy", [f"{noun}? " + CHATTY.format(noun=noun) for noun in NOUNS])
    write_family(tmp_path, "Dee", NOUNS[:3])
    return Library((Folder(tmp_path, "yours"),))


def test_who_talks_otherwise_is_told_apart_whatever_they_talk_of(library: Library) -> None:
    report = compare_voices(library, among=["Ben", "cy"])
    assert report.among == 2
    assert [voice.right for voice in report.voices] == [1.0, 1.0]
    assert {one.mark for one in report.voices[0].apart if one.own > one.other} >= {"no", ":"}
    assert {one.mark for one in report.voices[0].apart if one.own < one.other} >= {"it", "'s"}


def test_what_is_talked_of_names_nobody() -> None:
    assert count_small("The bicycle, the leeks: I don’t, you'd…") == count_small(
        "The moon, the maps: I don't, you'd..."
    )
    assert count_small("She’s sure he won't – it--") == {"she": 1, "'s": 1, "he": 1, "n't": 1, "—": 2, "it": 1}


def test_two_who_share_a_writer_are_taken_for_one_another(tmp_path: Path) -> None:
    for name in ("Ann", "Cy"):
        write_family(tmp_path, name, [f"{noun} {name}. " + CHATTY.format(noun=noun) for noun in NOUNS])
    report = compare_voices(Library((Folder(tmp_path, "yours"),)))
    assert report.right == pytest.approx(0.5, abs=0.2)
    assert {voice.neighbour for voice in report.voices} == {"Ann", "Cy"}


def test_a_line_that_is_drawn_was_not_learnt_from(tmp_path: Path) -> None:
    """Marks that stand in one line alone would give it away, if it had been learnt from."""
    marks = ["upon", "whereas", "myself", "theirs", "ought", "cannot"]
    for name, own in (("Ann", marks[::2]), ("Cy", marks[1::2])):
        lines = [f"{noun} {name} and the" + (f" {own[i]}" * 9 if i < len(own) else "") for i, noun in enumerate(NOUNS)]
        write_family(tmp_path, name, lines)
    assert compare_voices(Library((Folder(tmp_path, "yours"),))).right < 0.75


def test_the_same_seed_draws_the_same(library: Library) -> None:
    assert compare_voices(library) == compare_voices(library)
    assert compare_voices(library, seed=2).voices[0].speaker == compare_voices(library).voices[0].speaker


def test_stage_directions_and_the_scene_are_no_lines(library: Library) -> None:
    speakers, left_out = collect_speakers(library)
    by_name = {speaker.name: speaker for speaker in speakers}
    assert not left_out
    assert "Right." in by_name["Dee"].lines
    assert not any("turning away" in line for speaker in speakers for line in speaker.lines)
    assert len(set(by_name["Ann"].lines)) == len(by_name["Ann"].lines)


def test_who_says_little_is_not_compared(library: Library) -> None:
    assert [voice.speaker.name for voice in compare_voices(library).voices] == ["Ann", "Ben", "Cy"]
    assert [voice.speaker.name for voice in compare_voices(library, ["ben", "with_cy"]).voices] == ["Ben", "Cy"]
    with pytest.raises(CoachError, match=f"nobody there has {FEWEST_LINES} lines"):
        compare_voices(library, ["dee"])
    with pytest.raises(CoachError, match="fewer than"):
        compare_voices(library, among=["Dee", "Ann"])
    with pytest.raises(NotKnown, match="called 'Zoe'"):
        compare_voices(library, among=["Zoe", "Ann"])
    with pytest.raises(NotKnown, match="no family called"):
        compare_voices(library, ["nobody"])
    with pytest.raises(CoachError, match="not two"):
        compare_voices(library, among=["Ann", "ANN"])


def test_a_broken_file_is_named_and_hides_nobody(library: Library, tmp_path: Path) -> None:
    (tmp_path / "personas" / "cy.yaml").write_text("{{{", encoding="utf-8")
    report = compare_voices(library)
    assert report.left_out == ("with_cy",)
    assert "Left out: with_cy" in "\n".join(report.render_lines())


def test_variants_of_a_family_are_one(tmp_path: Path) -> None:
    write_family(tmp_path, "Ann", NOUNS)
    for kind in ("personas", "dialogues"):
        prefix = "" if kind == "personas" else "with_"
        text = (tmp_path / kind / f"{prefix}ann.yaml").read_text(encoding="utf-8")
        (tmp_path / kind / f"{prefix}ann_again.yaml").write_text(text.replace("family: ann", "family: ann_again"))
    speakers, _ = collect_speakers(Library((Folder(tmp_path, "yours"),)))
    ann = next(speaker for speaker in speakers if speaker.name == "Ann")
    assert isinstance(ann, Speaker)
    assert ann.families == ("ann", "ann_again")


def test_the_command_prints_a_table_or_data(home: Path, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(library.folders[0].path)
    assert main(["author", "voices", "ben", "--among", "Ben", "Cy", "--library", folder]) == 0
    table = capsys.readouterr().out.splitlines()
    assert "10 lines name the right one of 2 speakers 100 times in 100 (chance 50; seed 1)" in table[0]
    assert table[3].startswith("Ben")
    assert main(["author", "voices", "--among", "Ben", "Cy", "--json", "--library", folder]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["right"] == 1
    assert [one["speaker"] for one in data["speakers"]] == ["Ben", "Cy"]
