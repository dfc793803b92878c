"""What drives a terminal or cannot be seen is found; what people need to write their names is not."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from coach.cli.context import SafeStream
from coach.content.yaml_reader import Problem
from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.render import Heading, ListItem, Paragraph, Quote, render_plain
from coach.model.characters import (
    MARK,
    count,
    escape_unsafe,
    find_unsafe,
    name_character,
    sanitize,
    sanitize_line,
    shorten_name,
)
from coach.plain.console import LineConsole
from coach.tui import text as screen_text

HARMFUL = {
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "title": "\x1b]0;owned\x07",
    "colour": "\x1b[31m",
    "one-letter control": "\x9b31m",
    "carriage return": "Saved.\rNot saved.",
    "delete": "a\x7f",
    "turned round": "\u202eevil",
    "isolated": "\u2067evil\u2069",
    "mark of direction": "a\u200f",
    "without width": "wrong\u200bbox",
    "byte order mark": "a\ufeffb",
    "soft hyphen": "wrong\xadbox",
    "line separator": "one\u2028two",
    "tag": "a\U000e0061",
    "invisible letter": "a\u3164",
    "half a character": "a\ud800",
    "joiner in a Latin word": "wrong\u200dbox",
    "joiner on its own": "\u200c",
}
NEEDED = {
    "Persian": "می\u200cخواهم",
    "Sinhala": "ක්\u200dරිස්තු",
    "Malayalam": "ന്\u200d",
    "a family": "👩\u200d👧",
    "a heart on fire": "❤️\u200d🔥",
    "Arabic": "أمينة",
    "Hebrew": "שָׁלוֹם",
    "Yoruba": "Ọláwálé",
    "Polish": "Łucja",
    "Chinese": "李",
    "a Japanese name": "葛\U000e0100城",
    "Vietnamese": "Nguyễn",
    "spaces": "Where to\u00a0turn\u202f?",
    "lines": "one\ntwo\tthree",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_what_drives_or_deceives_is_found_named_and_shown_as_a_mark(text: str) -> None:
    found = find_unsafe(text)
    assert found
    assert f"U+{ord(found[0]):04X}" in name_character(found[0])
    assert MARK in sanitize(text)
    assert not find_unsafe(sanitize(text))


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_people_need_to_write_is_left_alone(text: str) -> None:
    assert not find_unsafe(text)
    assert sanitize(text) == text


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_data_means_the_same_and_does_nothing_on_its_way(text: str) -> None:
    written = escape_unsafe(json.dumps({"said": text}, ensure_ascii=False))
    assert not find_unsafe(written)
    assert json.loads(written) == {"said": text}


def test_a_text_cannot_pass_for_a_line_of_its_own() -> None:
    assert sanitize_line("Hello.\nCoach: well done") == "Hello. Coach: well done"


CHARACTERS = "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]))
BLOCK = 256
EVERY_UNSAFE = "".join(
    character
    for start in range(0, len(CHARACTERS), BLOCK)
    if find_unsafe(CHARACTERS[start : start + BLOCK])  # most blocks hold none, and are looked at in one go
    for character in CHARACTERS[start : start + BLOCK]
    if find_unsafe(character)
)
"""Every control character, mark of direction and character that cannot be seen, but for halves of characters."""


def _print(text: str) -> str:
    out = io.StringIO()
    print(f"It says {text}", file=SafeStream(out))
    return out.getvalue()


def _say_plainly(text: str) -> str:
    lines: list[str] = []
    LineConsole(lambda prompt: lines.append(prompt) or "", lines.append, asks=True).write(text)
    return lines[0]


def _ask_plainly(text: str) -> str:
    lines: list[str] = []
    LineConsole(lambda prompt: lines.append(prompt) or "", lines.append, asks=True).read(text)
    return lines[0]


def _blocks(text: str) -> tuple[Heading | Quote | ListItem | Paragraph, ...]:
    return Heading(text), Quote(text, text), ListItem(text, text), Paragraph(text, text)


def _write_for_word(text: str) -> str:
    with ZipFile(io.BytesIO(render_docx(_blocks(text), "A title"))) as parts:
        return parts.read("word/document.xml").decode("utf-8")


EXITS: dict[str, Callable[[str], str]] = {
    "the command line": _print,
    "line by line": _say_plainly,
    "a question line by line": _ask_plainly,
    "a screen": screen_text.sanitize,
    "a name on a screen": shorten_name,
    "plain text": lambda text: render_plain(_blocks(text)),
    "a page": lambda text: render_html(_blocks(text), text),
    "a document": _write_for_word,
    "a problem of content": lambda text: Problem(Path("x.yaml"), 1, 1, "odd", text, text).says(),
    "data": lambda text: escape_unsafe(json.dumps(text, ensure_ascii=False)),
}


@pytest.mark.parametrize("leave", EXITS.values(), ids=EXITS)
def test_nothing_that_drives_or_deceives_leaves_the_program(leave: Callable[[str], str]) -> None:
    """Whatever is typed or read, by every way out of every front end."""
    for start in range(0, len(EVERY_UNSAFE), 500):
        came = leave(EVERY_UNSAFE[start : start + 500])
        assert not find_unsafe(came)


def test_a_number_stands_with_its_noun() -> None:
    assert [count(n, "reply") for n in (0, 1, 2, 1200)] == ["0 replies", "1 reply", "2 replies", "1,200 replies"]
    assert count(2, "day") == "2 days"
    assert count(3, "copy that was set aside", "copies that were set aside") == "3 copies that were set aside"
