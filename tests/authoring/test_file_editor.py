"""A file edited in place: what is added is there, all else is as its author wrote it, or nothing is written."""

from pathlib import Path

import pytest

from coach.authoring.file_editor import EditRefused, FileEditor, require_own
from coach.content.library import find_shipped_folders
from coach.content.yaml_reader import NodePath, read_yaml
from coach.errors import NotNow, RecordsUnwritable
from tests.conftest import SMALL

WRITTEN = """\
# A head.
format: 1   # the format

knows:
  # puppies first
  puppies:
    asked: ["How many?", 'And the puppies'' names?']  # two so far
    says: {pat: "Six."}
  bus:
    asked:
      - Which bus?   # plain
      - "Was it #9?"

  # the last one
  tea:
    asked: "Is there tea?"
    says:
      pat: |
        There is.

        In the pot.

# --- what follows
empty: {}
nothing:   # nothing yet
private: ["No."]
# The end.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "pat.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    return file


def added(file: Path, before: str = WRITTEN) -> list[str]:
    """Return the lines that are new; every other line is there as it was, in its order."""
    was, now = before.splitlines(), file.read_text(encoding="utf-8").splitlines()
    lines = iter(now)
    new = []
    for line in was:
        for other in lines:
            if other == line:
                break
            new.append(other)
        else:
            raise AssertionError(f"{line!r} is gone")
    return [*new, *lines]


def test_words_go_to_the_end_of_a_list_in_brackets_and_its_comment_stays(file: Path) -> None:
    editor = FileEditor(file)
    editor.add_text(("knows", "puppies", "asked"), 'Are they "all": yours, # or #2?')
    editor.write()
    assert 'names?\', "Are they \\"all\\": yours, # or #2?"]  # two so far' in file.read_text(encoding="utf-8")
    assert read_yaml(file).value["knows"]["puppies"]["asked"][2] == 'Are they "all": yours, # or #2?'  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (("knows", "bus", "asked"), ['      - "New?"']),
        (("private",), []),
        (("leaves_open",), ['leaves_open: ["New?"]']),
        (("knows", "tea", "asked"), []),
    ],
)
def test_words_go_to_a_list_however_it_is_written(file: Path, path: NodePath, lines: list[str]) -> None:
    editor = FileEditor(file)
    editor.add_text(path, "New?")
    editor.write()
    if lines:
        assert added(file) == lines
    value = read_yaml(file).value
    for part in path:
        value = value[part]  # type: ignore[index,call-overload]
    assert value[-1] == "New?"  # type: ignore[index]
    assert all(comment in file.read_text(encoding="utf-8") for comment in ("# A head.", "# plain", "# The end."))


def test_an_entry_stands_after_the_last_and_before_the_next_comment(file: Path) -> None:
    editor = FileEditor(file)
    editor.add_name(("knows",), "rain", {"asked": ["Is it wet?", "yes"], "says": {"pat": "It is: very."}})
    editor.write()
    assert added(file) == [
        "  rain:",
        '    asked: ["Is it wet?", "yes"]',
        '    says: {pat: "It is: very."}',
    ]
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines.index("        In the pot.") < lines.index("  rain:") < lines.index("# --- what follows")


@pytest.mark.parametrize("name", ["empty", "nothing", "new"])
def test_a_map_that_is_empty_or_missing_is_made(file: Path, name: str) -> None:
    editor = FileEditor(file)
    editor.add_name((name,), "rain", {"asked": ["Wet?"]})
    editor.add_name((name,), "snow", {"asked": ["Cold?"]})
    editor.write()
    assert read_yaml(file).value[name] == {"rain": {"asked": ["Wet?"]}, "snow": {"asked": ["Cold?"]}}  # type: ignore[call-overload,index]
    assert "# nothing yet" in file.read_text(encoding="utf-8")


def test_a_name_that_is_there_is_never_replaced(file: Path) -> None:
    with pytest.raises(NotNow, match="'tea' already"):
        FileEditor(file).add_name(("knows",), "tea", {"asked": ["?"]})
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_line_ends_marks_and_rights_stay(file: Path) -> None:
    raw = b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode()
    file.write_bytes(raw)
    file.chmod(0o640)
    editor = FileEditor(file)
    editor.add_text(("knows", "bus", "asked"), "Ünïcode \U0001f43e?")
    editor.write()
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") == raw.count(b"\r\n") + 1
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_without_a_last_line_end_can_be_added_to(file: Path) -> None:
    file.write_text("format: 1\nknows: {}", encoding="utf-8")
    editor = FileEditor(file)
    editor.add_name(("knows",), "rain", {"asked": ["Wet?"]})
    editor.write()
    assert read_yaml(file).value == {"format": "1", "knows": {"rain": {"asked": ["Wet?"]}}}


def test_what_was_saved_meanwhile_is_not_overwritten(file: Path) -> None:
    editor = FileEditor(file)
    editor.add_text(("private",), "New.")
    file.write_text(WRITTEN + "more: 1\n", encoding="utf-8")
    with pytest.raises(NotNow, match="saved meanwhile"):
        editor.write()
    assert file.read_text(encoding="utf-8") == WRITTEN + "more: 1\n"


def test_what_cannot_be_added_without_touching_the_rest_is_refused(file: Path) -> None:
    for path in (("knows", "tea", "says"), ("format", "knows")):
        with pytest.raises(EditRefused, match="Nothing was changed"):
            FileEditor(file).add_text(path, "New.")
    with pytest.raises(EditRefused):
        FileEditor(file).add_name(("private",), "rain", "Wet.")
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_a_text_cannot_break_out_of_its_quotes(file: Path) -> None:
    editor = FileEditor(file)
    for text in ('"]\nprivate: ["all"]', "'", "\\", "- x", "{a: b}", "yes", "~", "&a *b !c"):
        editor.add_text(("knows", "puppies", "asked"), text)
    editor.write()
    value = read_yaml(file).value
    assert value["private"] == ["No."]  # type: ignore[index,call-overload]
    assert len(value["knows"]["puppies"]["asked"]) == 10  # type: ignore[index,call-overload]


def test_every_family_and_dialogue_that_ships_can_be_added_to(tmp_path: Path) -> None:
    """The files as their authors write them: an asking to an entry, an entry, an entry of a turn."""
    content = find_shipped_folders()[-1].path
    for kind, path in (("personas", ("knows",)), ("dialogues", ("turns",))):
        file = sorted((content / kind).glob("*_*.yaml"))[0 if kind == "personas" else 1]
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes())
        editor = FileEditor(copy)
        there: NodePath = path
        if kind == "dialogues":
            there = ("turns", next(iter(editor.value["turns"])), "asked")  # type: ignore[arg-type,index,call-overload]
        editor.add_name(there, "a_new_one", {"asked": ["One?", "Two?"], "says": {"pat": "Yes."}})
        editor.add_text((*there, "a_new_one", "asked"), "Three?")
        editor.write()
        assert set(added(copy, file.read_text(encoding="utf-8"))) >= {
            line for line in copy.read_text(encoding="utf-8").splitlines() if "a_new_one" in line
        }


def test_what_ships_with_an_installed_coach_is_not_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_own(SMALL / "personas" / "pat_and_sam.yaml")
    require_own(find_shipped_folders()[-1].path / "personas" / "mel.yaml")  # a working copy is one's own
    monkeypatch.setattr("coach.authoring.scaffold.is_working_copy", lambda _: False)
    with pytest.raises(EditRefused, match="ships with the coach"):
        require_own(find_shipped_folders()[-1].path / "personas" / "mel.yaml")


def test_a_folder_that_refuses_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("coach.authoring.file_editor.write_whole", refuse)
    editor = FileEditor(file)
    editor.add_text(("private",), "New.")
    with pytest.raises(RecordsUnwritable, match="permission denied"):
        editor.write()
    assert file.read_text(encoding="utf-8") == WRITTEN
