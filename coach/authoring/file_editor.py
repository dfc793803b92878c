"""Edits of an author's YAML file in place: a text or a name is added, and all else stays.

Begin with `FileEditor`. Comments, order, quotes and line ends are the author's own. What is added is put beside what is
there; the whole is then read again, and where anything but the addition would differ, nothing is written.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from coach.content.library import find_shipped_folders
from coach.content.yaml_reader import NodePath, UnusableContent, Value, parse_yaml, read_content
from coach.errors import CoachError, NotNow, RecordsUnwritable
from coach.records.paths import write_whole

WIDEST = 110
"""Characters of a list that is written on one line."""
STEP = 2
"""Spaces of one step of indentation, where the file shows none."""


class EditRefused(CoachError):
    """A file cannot be edited without touching what its author wrote; nothing was changed."""

    title = "Not written"


class FileEditor:
    """A content file that is edited in place.

    Additions are made one after the other, in memory; `write` saves them.
    """

    def __init__(self, file: Path) -> None:
        """Read the file. Raises UnusableContent."""
        self.file = file
        self._raw = read_content(file)
        try:
            self._text = self._raw.decode("utf-8")
        except UnicodeDecodeError:
            raise EditRefused(f"{file.name} is not saved as UTF-8 text.", "Save it so, then add to it.") from None
        self._value = _read_value(file, self._text)
        self._line_end = "\r\n" if "\r\n" in self._text else "\n"

    @classmethod
    def begin(cls, file: Path, text: str) -> "FileEditor":
        """Begin a file that is not there yet, with a first text. Raises UnusableContent."""
        editor = cls.__new__(cls)
        editor.file, editor._raw, editor._text, editor._line_end = file, b"", text, "\n"
        editor._value = _read_value(file, text)
        return editor

    @property
    def value(self) -> Value:
        """What the file says, with the additions so far."""
        return self._value

    def add_texts(self, path: NodePath, texts: Iterable[str]) -> None:
        """Add texts as `add_text` does, one after the other."""
        for text in texts:
            self.add_text(path, text)

    def add_text(self, path: NodePath, text: str) -> None:
        """Add a text at the end of a list, or make a list of the one text that is there.

        Args:
            path: the way to the list.
            text: what is added.

        Raises:
            EditRefused: it cannot be added without touching something else.
        """
        text = " ".join(text.split())
        node = self._find(path)
        if node is None:
            self._add_name(path, [text])
            return
        wanted = _get(self._value, path)
        texts = wanted if isinstance(wanted, list) else [wanted]
        if isinstance(node, yaml.SequenceNode):
            changed = self._extend_list(node, text)
        elif isinstance(node, yaml.ScalarNode):
            both = _render_flow([str(wanted), text])
            changed = self._splice(node.start_mark.index, _find_end(self._text, node), both)
        else:
            raise self._make_refusal(path)
        self._change(changed, path, [*texts, text])

    def add_name(self, path: NodePath, name: str, value: Value) -> None:
        """Add a name with its value at the end of a map; the map is made where there is none.

        Args:
            path: the way to the map.
            name: the new name.
            value: what stands under it.

        Raises:
            NotNow: the name stands there already.
            EditRefused: it cannot be added without touching something else.
        """
        there = _get(self._value, path)
        if isinstance(there, Mapping) and name in there:
            raise NotNow(f"There is a '{name}' already.", "Choose another name.")
        self._add_name((*path, name), _join_lines(value))

    def write(self) -> None:
        """Save the file as edited, with who may read it as before.

        Raises:
            NotNow: the file was saved by another program since it was read.
            RecordsUnwritable: the folder or the disk refuses.
        """
        target = self.file.resolve()
        try:
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
            if (read_content(target) if target.exists() else b"") != self._raw:
                raise NotNow(f"{self.file.name} was saved meanwhile.", "Do it again: it is read anew.")
            content = self._text.encode("utf-8")
            write_whole(target, content, mode=mode)
        except OSError as error:
            why = (error.strerror or "no access").lower()
            raise RecordsUnwritable(f"{self.file} cannot be written: {why}.", title="Not saved") from None
        self._raw = content

    # --- How it is done

    def _find(self, path: NodePath) -> yaml.Node | None:
        """Find the node at a path; None where there is none or nothing in it."""
        node = yaml.compose(self._text, Loader=yaml.SafeLoader)
        for part in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == part), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
            else:
                return None
        return None if _is_nothing(node) else node

    def _add_name(self, path: NodePath, value: Value) -> None:
        """Add a name at a path; parents that are missing are made with it."""
        changed_path, changed_value = path, value
        *parents, name = path
        while parents and not isinstance(self._find(tuple(parents)), yaml.MappingNode):
            if self._find(tuple(parents)) is not None:
                raise self._make_refusal(path)
            value = {str(name): value}
            *parents, name = parents
        node = self._find(tuple(parents))
        if not isinstance(node, yaml.MappingNode):
            raise self._make_refusal(path)
        old = next((pair for pair in node.value if pair[0].value == name), None)
        if old is not None:  # a name with nothing after it
            changed = self._fill_name(node, old[0], old[1], value)
        elif node.flow_style:
            comma = ", " if node.value else ""
            at = _find_end(self._text, node.value[-1][1]) if node.value else node.start_mark.index + 1
            changed = self._splice(at, at, f"{comma}{name}: {_render_flow(value)}")
        else:
            at = self._find_line_end(_find_end(self._text, node))
            changed = self._insert_lines(at, _render_block(str(name), value, node.value[0][0].start_mark.column))
        self._change(changed, changed_path, changed_value)

    def _fill_name(self, parent: yaml.MappingNode, key: yaml.Node, there: yaml.Node, value: Value) -> str:
        """Write a value under a name that has none, or an empty map or list."""
        if parent.flow_style:
            return self._splice(there.start_mark.index, there.end_mark.index, f" {_render_flow(value)}".lstrip())
        head, *lines = _render_block(str(key.value), value, key.start_mark.column)
        end = max(there.end_mark.index, self._text.index(":", key.end_mark.index) + 1)
        rest = self._text[end : self._find_line_end(end)].rstrip("\r\n")  # a comment stays on the line of the name
        text = self._line_end.join((f"{head.lstrip()}{rest}", *lines))
        return self._splice(key.start_mark.index, self._find_line_end(end), text + self._line_end)

    def _extend_list(self, node: yaml.SequenceNode, text: str) -> str:
        """Add a text to a list as it is written: in brackets, or each after a dash."""
        if node.flow_style:
            if not node.value:
                return self._splice(node.start_mark.index + 1, node.start_mark.index + 1, _quote(text))
            last = node.value[-1]
            end = _find_end(self._text, last)
            gap = self._line_end + " " * last.start_mark.column if self._is_first_on_line(last) else " "
            return self._splice(end, end, f",{gap}{_quote(text)}")
        last = node.value[-1]
        dash = self._text.rfind("-", 0, last.start_mark.index)
        indent = dash - (self._text.rfind("\n", 0, dash) + 1)
        return self._insert_lines(self._find_line_end(_find_end(self._text, last)), [f"{' ' * indent}- {_quote(text)}"])

    def _is_first_on_line(self, node: yaml.Node) -> bool:
        at = node.start_mark.index
        return not self._text[self._text.rfind("\n", 0, at) + 1 : at].strip()

    def _find_line_end(self, at: int) -> int:
        """Return the offset after the end of the line at an offset, past a comment on it."""
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end + 1

    def _insert_lines(self, at: int, lines: list[str]) -> str:
        before = self._line_end if at and self._text[at - 1] != "\n" else ""
        return self._splice(at, at, before + "".join(f"{line}{self._line_end}" for line in lines))

    def _splice(self, start: int, end: int, text: str) -> str:
        return self._text[:start] + text + self._text[end:]

    def _change(self, text: str, path: NodePath, value: Value) -> None:
        """Take a changed text over if it says what was there with the addition, and nothing else."""
        wanted = _replace(self._value, path, value)
        try:
            said = _read_value(self.file, text)
        except UnusableContent:
            said = ""
        if said != wanted:
            raise self._make_refusal(path)
        self._text, self._value = text, said

    def _make_refusal(self, path: NodePath) -> EditRefused:
        where = " > ".join(map(str, path))
        return EditRefused(
            f"{self.file.name} is written so that nothing can be added at {where} without touching the rest.",
            "Nothing was changed. Add it by hand.",
        )


def require_own(file: Path) -> None:
    """Refuse to edit a file that ships with an installed coach.

    In a working copy of the coach it is the author's own. Raises EditRefused.
    """
    from coach.authoring.scaffold import is_working_copy

    inside = file.resolve()
    for folder in find_shipped_folders():
        shipped = folder.path.resolve()
        if inside.is_relative_to(shipped) and not (is_working_copy(shipped) or is_working_copy(shipped.parent)):
            raise EditRefused(
                f"{file.name} ships with the coach, and an update would replace it.",
                "Copy it into your own library under another name, and edit that.",
            )


# --- Values and how they are written


def _read_value(file: Path, text: str) -> Value:
    """Read the value of a text as every content file is read. Raises UnusableContent."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return parse_yaml(file, plain).value


def _is_nothing(node: yaml.Node | None) -> bool:
    """Whether a node is missing, or holds nothing: no text, an empty map or an empty list."""
    if isinstance(node, yaml.ScalarNode):
        return not node.value and not node.style
    return node is None or (not node.value and isinstance(node, yaml.MappingNode))


def _get(value: Value, path: NodePath) -> Value:
    """Return the value at a path; an empty text where there is none."""
    for part in path:
        if isinstance(value, Mapping) and part in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return ""
    return value


def _replace(value: Value, path: NodePath, new: Value) -> Value:
    """Return a value with another one at a path; maps that are missing are made."""
    if not path:
        return new
    part, *rest = path
    if isinstance(value, list) and isinstance(part, int):
        return [_replace(one, tuple(rest), new) if i == part else one for i, one in enumerate(value)]
    there = dict(value) if isinstance(value, Mapping) else {}
    return {**there, str(part): _replace(there.get(str(part), {}), tuple(rest), new)}


def _find_end(text: str, node: yaml.Node) -> int:
    """Return the offset after the last character of a node, before comments after it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        key, value = node.value[-1]
        return text.index(":", key.end_mark.index) + 1 if _is_empty_scalar(value) else _find_end(text, value)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _find_end(text, node.value[-1])
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        end = node.start_mark.index + len(text[node.start_mark.index : end].rstrip())
    return end


def _is_empty_scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


def _quote(text: str) -> str:
    """Write a text in double quotes, as both YAML and JSON read it."""
    return json.dumps(text, ensure_ascii=False)


def _join_lines(value: Value) -> Value:
    """Return a value with each of its texts on one line."""
    if isinstance(value, Mapping):
        return {name: _join_lines(part) for name, part in value.items()}
    return [_join_lines(part) for part in value] if isinstance(value, list) else " ".join(value.split())


def _render_flow(value: Value) -> str:
    """Write a value on one line, in brackets and braces."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_render_flow(part)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_render_flow, value))}]"
    return value if re.fullmatch(r"[a-z][a-z0-9_]*", value) and value not in NOT_PLAIN else _quote(value)


NOT_PLAIN = frozenset("yes no on off true false null y n".split())
"""Words that other readers of YAML take for something else than text."""


def _render_block(name: str, value: Value, indent: int) -> list[str]:
    """Write a name and its value on lines of their own; short parts stay on one line."""
    margin = " " * indent
    if isinstance(value, Mapping) and any(isinstance(part, Mapping | list) for part in value.values()):
        inner = (_render_block(key, part, indent + STEP) for key, part in value.items())
        return [f"{margin}{name}:", *(line for lines in inner for line in lines)]
    line = f"{margin}{name}: {_render_flow(value)}"
    if len(line) <= WIDEST or not value or isinstance(value, str):
        return [line]
    if isinstance(value, list):
        return [f"{margin}{name}:", *(f"{margin}{' ' * STEP}- {_render_flow(part)}" for part in value)]
    return [f"{margin}{name}:", *(f"{margin}{' ' * STEP}{key}: {_render_flow(part)}" for key, part in value.items())]
