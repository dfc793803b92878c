"""Scenarios from somebody who means harm: refused in a sentence, hiding nothing, harmless wherever they are shown."""

import io
import json
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.cli.main import main
from coach.content import library as libraries
from coach.content import yaml_reader as nodes
from coach.content.library import Folder, Library
from coach.content.yaml_reader import LARGEST, MOST_PARTS, UnusableContent, read_yaml
from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.render import Heading, ListItem, Paragraph, Quote
from coach.model import types as frozen
from coach.model.characters import find_unsafe
from coach.practice.service import practice_at
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from tests.conftest import SMALL, START

EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x07\x1b[31m\u202ered\u200b\x9b0m"
NAME = "evil\x1b]0;owned\x07\u202e"


def hostile(value: Any) -> Any:
    """Every text with everything in it; names stay names."""
    if isinstance(value, dict):
        return {key: hostile(each) for key, each in value.items()}
    if isinstance(value, list):
        return [hostile(each) for each in value]
    return f"{value}{EVIL}" if " " in value or value[:1].isupper() else value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small library with harm in every text, and a file with harm in its name."""
    for file in SMALL.rglob("*.yaml"):
        there = tmp_path / "lib" / file.relative_to(SMALL)
        there.parent.mkdir(parents=True, exist_ok=True)
        value = read_yaml(file).value
        if file.parent.name != "rubrics":
            value = hostile(value)
        there.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (tmp_path / "lib" / "dialogues" / f"{NAME}.yaml").write_text("format: 1\n", encoding="utf-8")
    return tmp_path / "lib"


COMMANDS = [
    ["scenarios"],
    ["check", "bus"],
    ["check", "bus", "--json"],
    ["check", NAME],
    ["explore", "bus", "--ways"],
    ["explore", "bus", "--json"],
    ["graph", "bus"],
    ["graph", "bus", "--mermaid"],
    ["graph", "bus", "--svg", "-"],
    ["write", "bus", "--plain"],
    ["rehearse", "bus", "--plain", "--json", "-"],
    ["rehearse", NAME, "--plain"],
    ["criteria", "--rubric", "small"],
    ["exercises"],
    ["rehearsals"],
]


@pytest.fixture
def printed(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[list[str]], str]:
    """What a command prints for a library with harm in it."""
    monkeypatch.setenv("TERM", "dumb")

    def run(arguments: list[str]) -> str:
        typed = f"Has racism been part of it?{EVIL}\nfinish\nmore\nclose\n"
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        main(["--library", str(folder), *arguments])
        done = capfd.readouterr()
        return done.out + done.err

    return run


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments).encode("ascii", "ignore"))
def test_no_command_prints_what_drives_a_terminal(arguments: list[str], printed: Callable[[list[str]], str]) -> None:
    out = printed(arguments)
    assert out.strip()
    assert not find_unsafe(out.replace("\r\n", "\n"))


@pytest.fixture
def let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if such content were not refused: what is shown is harmless by itself."""
    for module in (nodes, frozen, libraries):
        monkeypatch.setattr(module, "find_unsafe", lambda _text: None)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments).encode("ascii", "ignore"))
@pytest.mark.usefixtures("let_in")
def test_nor_would_it_if_content_were_not_refused(arguments: list[str], printed: Callable[[list[str]], str]) -> None:
    out = printed(arguments)
    assert out.strip()
    assert not find_unsafe(out.replace("\r\n", "\n"))
    if "--json" in arguments:
        assert json.loads(out[out.index("{" if "rehearse" in arguments else out.lstrip()[0]) :])
    if "--svg" in arguments:
        assert ElementTree.fromstring(out).tag.endswith("svg")


@pytest.mark.usefixtures("let_in", "home")
def test_a_picture_in_a_file_is_well_formed_whatever_is_in_it(folder: Path, tmp_path: Path) -> None:
    assert main(["--library", str(folder), "graph", "bus", "--svg", str(tmp_path / "bus.svg")]) == 0
    drawn = (tmp_path / "bus.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert not find_unsafe(drawn)


def test_a_document_and_a_page_show_a_mark_in_its_place() -> None:
    import docx

    blocks = [Heading(EVIL, 1), Quote(EVIL, EVIL), ListItem(EVIL, EVIL), Paragraph(EVIL)]
    document = docx.Document(io.BytesIO(render_docx(blocks, EVIL)))
    assert not any(find_unsafe(paragraph.text) for paragraph in document.paragraphs)
    assert not find_unsafe(document.core_properties.title)
    assert not find_unsafe(render_html(blocks, EVIL))


@pytest.mark.parametrize(
    "written", ["\\e[31m", "\\u202e", "\\u200b", "\\x9b", "\\u2066", "\\ufeff", "\u202e", "\u200b"]
)
def test_content_with_a_character_that_cannot_be_seen_is_refused_at_its_line(tmp_path: Path, written: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f'format: 1\ntitle: "The {written}form"\n', encoding="utf-8")
    with pytest.raises(UnusableContent) as refused:
        read_yaml(file)
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("unseen-character", 2)
    assert "U+" in problem.what
    assert "Take it out" in problem.advice


def test_a_name_that_deceives_is_left_out_and_said(folder: Path) -> None:
    library = Library((Folder(folder, "theirs"),))
    assert [each.id for each in library.shelf("dialogues")] == ["bus"]
    (problem,) = library.left_out()
    assert problem.code == "unseen-character"
    assert "Rename it" in problem.advice


# ------------------------------------------------------------------------------------------- one file hides no other


def pipe(file: Path) -> None:
    os.mkfifo(file)


def device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def itself(file: Path) -> None:
    file.symlink_to(file.name)


def nowhere(file: Path) -> None:
    file.symlink_to("there_is_no_such_file")


def holding(text: str) -> Callable[[Path], None]:
    return lambda file: file.write_text(text, encoding="utf-8")


ODD: dict[str, Callable[[Path], None]] = {
    "a pipe": pipe,
    "a device": device,
    "a folder": Path.mkdir,
    "a link to itself": itself,
    "a link to nowhere": nowhere,
    "a format that is a digit and no number": holding("format: ²\n"),
    "a format of 5,000 digits": holding(f"format: {'9' * 5000}\n"),
    "minutes of 5,000 digits": holding(f"format: 1\nminutes: {'9' * 5000}\n"),
    "minutes that are infinite": holding("format: 1\nminutes: 1e999\n"),
    "100,000 unknown keys": holding("".join(f"reviewed_statu{number}: x\n" for number in range(100_000))),
    "20,000 unknown keys": holding("".join(f"reviewed_statu{number}: x\n" for number in range(20_000))),
    "a key of a million letters": holding(f"? {'review' * 166_000}\n: x\n"),
    "two million bytes": holding(" " * (LARGEST + 1)),
}


@pytest.mark.parametrize("spoil", ODD.values(), ids=ODD)
def test_whatever_lies_in_a_folder_is_named_and_hides_nothing(places: Places, spoil: Callable[[Path], None]) -> None:
    own = places.library / "dialogues"
    own.mkdir(parents=True)
    spoil(own / "odd.yaml")
    shelf = {each.id: each for each in practice_at(places, lambda: START, lambda: "id").scenarios()}
    assert "odd.yaml" in shelf["odd"].problem
    assert shelf["wrong_box"].cover


def test_many_unknown_keys_are_said_of_only_so_often(tmp_path: Path) -> None:
    (tmp_path / "dialogues").mkdir()
    ODD["20,000 unknown keys"](tmp_path / "dialogues" / "odd.yaml")
    with pytest.raises(UnusableContent) as refused:
        Library((Folder(tmp_path, "theirs"),)).dialogue("odd")
    assert len(refused.value.problems) <= 100


def test_a_file_of_too_many_parts_is_refused_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("- x\n" * 400_000, encoding="utf-8")
    with pytest.raises(UnusableContent) as refused:
        read_yaml(tmp_path / "odd.yaml")
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("too-big", MOST_PARTS)


@pytest.mark.parametrize("named", ["~nosuchuser/x", "~nosuchuser", "/dev/null", "/dev/zero/x"])
def test_a_folder_in_the_settings_that_cannot_be_is_a_sentence(places: Places, named: str) -> None:
    write_settings(places.settings, Settings(libraries=(named,)))
    shelf = practice_at(places, lambda: START, lambda: "id").scenarios()
    assert any("is not there" in each.problem for each in shelf)
    assert any(each.cover for each in shelf)


def test_a_folder_that_may_not_be_looked_into_hides_nothing(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    own = places.library / "dialogues"
    own.mkdir(parents=True)
    looked_into = Path.iterdir

    def closed(folder: Path) -> Any:
        if folder == own:
            raise PermissionError(13, "Permission denied")  # as the system says it to anybody but root
        return looked_into(folder)

    monkeypatch.setattr(Path, "iterdir", closed)
    shelf = practice_at(places, lambda: START, lambda: "id").scenarios()
    assert any("cannot be looked into" in each.problem for each in shelf)
    assert any(each.cover for each in shelf)


# ---------------------------------------------------------------------------------------------------- rubrics that eat

BOMBS = {
    "lists that double": {
        **{f"l{number}": [f"<l{number + 1}> <l{number + 1}>"] for number in range(27)},
        "l27": ["the"],
    },
    "lists in lists": {**{f"l{number}": [f"<l{number + 1}>"] for number in range(600)}, "l600": ["the"]},
}


@pytest.mark.parametrize("lists", BOMBS.values(), ids=BOMBS)
def test_a_rubric_that_would_fill_the_memory_is_refused_in_a_sentence(
    home: Path, tmp_path: Path, lists: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    rubric: Any = read_yaml(SMALL / "rubrics" / "small.yaml").value
    rubric["lists"] = {**rubric.get("lists", {}), **lists}
    next(iter(rubric["criteria"].values()))["wording"] = {"bomb": {"says": ["<l0>"]}}
    (tmp_path / "lib" / "rubrics").mkdir(parents=True)
    (tmp_path / "lib" / "rubrics" / "bomb.yaml").write_text(yaml.safe_dump(rubric), encoding="utf-8")
    assert main(["check", "bomb", "--library", str(tmp_path / "lib")]) == 1
    assert "wrong-phrase" in capsys.readouterr().out


def test_more_examples_than_can_be_read_are_refused(home: Path, tmp_path: Path) -> None:
    rubric: Any = read_yaml(SMALL / "rubrics" / "small.yaml").value
    next(iter(rubric["criteria"].values()))["counts"] = [f"Number {number}." for number in range(5_000)]
    (tmp_path / "rubrics").mkdir(parents=True)
    (tmp_path / "rubrics" / "many.yaml").write_text(yaml.safe_dump(rubric), encoding="utf-8")
    with pytest.raises(UnusableContent) as refused:
        Library((Folder(tmp_path, "theirs"),)).rubric("many")
    assert [problem.code for problem in refused.value.problems] == ["too-long"]
