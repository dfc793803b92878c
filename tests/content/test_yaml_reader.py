"""YAML read with places, as text only, and refused in plain words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content.validation import bind
from coach.content.yaml_reader import LARGEST, Problem, UnusableContent, parse_yaml, read_yaml
from coach.model.scenario import Family

FILE = Path("family.yaml")


def problem(text: str) -> Problem:
    with pytest.raises(UnusableContent) as refused:
        parse_yaml(FILE, text)
    (found,) = refused.value.problems
    return found


def test_every_scalar_is_text() -> None:
    read = parse_yaml(FILE, "a: No\nb: 12:30\nc: 010\nd: ~\ne: 2025-03-11\non: yes\n")
    assert read.value == {"a": "No", "b": "12:30", "c": "010", "d": "~", "e": "2025-03-11", "on": "yes"}


def test_every_value_knows_its_line_and_column() -> None:
    read = parse_yaml(FILE, "people:\n  pat:\n    name: Pat\n    likes: [tea, buns]\n")
    assert read.place(("people", "pat", "name")) == (3, 5)
    assert read.place(("people", "pat", "likes", 1)) == (4, 18)
    assert read.place(("people", "pat", "missing", "further")) == (2, 3)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: &x 1\nb: *x\n", "anchor", 1),
        ("a: !!python/object:os.system x\n", "tag", 1),
        ("a: 1\nb:\n  <<: {c: 1}\n", "merge-key", 3),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3),
        ("a: 1\n---\nb: 2\n", "two-documents", 2),
        ("", "empty", 1),
        ("? [a, b]\n: c\n", "key", 1),
        ("a: " + "[" * 60 + "]" * 60, "too-deep", 1),
        ("a:\n\t- b\n", "yaml-syntax", 2),
        ("says: Sorry: I can't: really\n", "yaml-syntax", 1),
        ('a: "open\nb: 2\n', "yaml-syntax", 3),
        ("a: {b: c, d: e\n", "yaml-syntax", 2),
        ("a: @home\n", "yaml-syntax", 1),
        ('a: "back\\slash"\n', "yaml-syntax", 1),
    ],
)
def test_what_content_never_needs_is_refused_at_its_place(text: str, code: str, line: int) -> None:
    found = problem(text)
    assert (found.code, found.line) == (code, line)
    assert found.advice


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{c}: &{c} [*{p},*{p},*{p}]\n" for p, c in zip("abcdef", "bcdefg", strict=True)
    )
    assert problem(bomb).code == "anchor"


def test_a_text_that_loses_its_end_to_a_comment_is_warned_of() -> None:
    (warning,) = parse_yaml(FILE, "a: Room #4\nb: tidy # a comment\n").warnings
    assert (warning.code, warning.line, warning.warning) == ("lost-end", 1, True)


def test_windows_endings_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_yaml(file).value == {"a": "1", "b": "2"}


def test_a_file_in_another_encoding_is_said_plainly(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 1\nb: café\n".encode("latin-1"))
    with pytest.raises(UnusableContent, match="UTF-8") as refused:
        read_yaml(file)
    assert refused.value.problems[0].line == 2


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with file.open("wb") as huge:
        huge.truncate(LARGEST + 1)
    with pytest.raises(UnusableContent, match="larger than"):
        read_yaml(file)


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UnusableContent, match="cannot be read"):
        read_yaml(tmp_path / "none.yaml")


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_whatever_is_read_or_refused_with_a_place_and_advice(text: str) -> None:
    found: tuple[Problem, ...] = ()
    try:
        parse_yaml(FILE, text)
    except UnusableContent as refused:
        found = refused.problems
    assert all(p.line >= 1 and p.column >= 1 and p.what for p in found)


CURLY = {
    "every quote": "format: 1\ntitle: “The new form”\npeople: {alex: “Alex, the elder”, jo: “Jo”}\n",
    "in braces with a comma": 'format: 1\ntitle: "x"\npeople: {alex: “Alex, the elder”}\n',
    "in brackets": "format: 1\nfocus: [“one”, “two: three”]\n",
    "a colon in it": "format: 1\nabout: “Alex: the elder”\n",
    "in a list": "format: 1\nprivate:\n  - “Something: theirs”\n",
    "single ones": "format: 1\nabout: ‘Alex: the elder’\n",
}


@pytest.mark.parametrize("text", CURLY.values(), ids=CURLY)
def test_curly_quotes_are_what_is_said_and_said_first(text: str) -> None:
    with pytest.raises(UnusableContent) as refused:
        bind(parse_yaml(Path("mine.yaml"), text), Family)
    first = refused.value.problems[0]
    curly = next(number for number, line in enumerate(text.splitlines(), 1) if "“" in line or "‘" in line)
    said = [problem for problem in refused.value.problems if problem.code == "curly-quotes"]
    assert said
    assert said[0].line >= curly
    assert first.code in ("curly-quotes", "missing-key")
    assert "straight ones" in said[0].advice


def test_a_fault_that_is_none_of_a_curly_quotes_keeps_its_own_sentence() -> None:
    with pytest.raises(UnusableContent) as refused:
        parse_yaml(Path("mine.yaml"), 'about: "She said “no”"\nname: a: b\n')
    assert refused.value.problems[0].code == "yaml-syntax"
