"""Reading YAML as plain text values with their places, without YAML's special features.

Begin with `read_yaml`. The parser's events are used, not its objects: `No`, `12:30` and `010` stay as typed, duplicate
keys are noticed, and an anchor is refused before it can multiply (a few lines of aliases can otherwise fill the
memory).
"""

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from coach.errors import ContentError
from coach.model.characters import find_unsafe, name_character, remove_unsafe, sanitize_line

# --- Problems of a content file: where each is, what is wrong, and what to do about it


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem in a content file: its place, a code, what is wrong, and advice.

    `code` never changes between versions; a warning does not keep the file from being used.
    """

    file: Path
    line: int
    column: int
    code: str
    what: str
    advice: str = ""
    warning: bool = False

    def describe(self) -> str:
        """Return what is wrong and the advice, in sentences."""
        return f"{self.what} {self.advice}".rstrip()

    def says(self) -> str:
        """Return the problem on one line, as compilers print it, so that editors can jump to it."""
        kind = "warning" if self.warning else "error"
        place = f"{self.file}:{self.line}:{self.column}"
        return sanitize_line(f"{place}: {kind} {self.code}: {self.describe()}")

    def data(self) -> dict[str, str | int | bool]:
        """Return the fields of the problem, for JSON."""
        return {
            "file": str(self.file),
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "what": self.what,
            "advice": self.advice,
            "warning": self.warning,
        }


class UnusableContent(ContentError):
    """Error: a content file has problems that keep it from being used; `problems` holds them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = next((p for p in self.problems if not p.warning), self.problems[0])
        more = sum(not p.warning for p in self.problems) - 1
        also = f" (and {more} more)" if more > 0 else ""
        place = f"{first.file}:{first.line}:{first.column}"
        super().__init__(sanitize_line(f"{place}: {first.what}{also}"), sanitize_line(first.advice))


# --- Reading YAML as plain text values with their places, without YAML's special features

LARGEST = 2_000_000
"""Bytes in one content file. The longest scenario that ships has under a tenth of it."""
MOST_PARTS = 50_000
"""Names and texts in one file. The rubric that ships has some 7,000."""
DEEPEST = 24
_CURLY = ("“", "”", "‘", "’")
_OPENED = re.compile(r"""^[^"'#\n]*(?::[ \t]+|-[ \t]+|[\[{,][ \t]*)[“”‘]""", re.MULTILINE)
"""A curly quote where a text begins, and no straight one before it on the line."""

Value = str | list["Value"] | dict[str, "Value"]
NodePath = tuple[str | int, ...]
Place = tuple[int, int]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


SAID_OF_A_KIND = 3
"""Warnings of one kind in one file that are said in full; the others are counted."""


def describe_problems(problems: Iterable[Problem]) -> list[str]:
    """Return one sentence a problem: errors, then warnings, each in the order of their places.

    Of many warnings with one code in one file the first few are said and the others counted, so that a rare one
    is not buried.
    """
    ordered = sorted(problems, key=lambda problem: (problem.warning, problem))
    alike = Counter((problem.file, problem.code) for problem in ordered if problem.warning)
    said: Counter[tuple[Path, str]] = Counter()
    sentences = []
    for problem in ordered:
        kind = (problem.file, problem.code)
        said[kind] += 1
        left = alike[kind] - SAID_OF_A_KIND
        if left <= 1 or said[kind] <= SAID_OF_A_KIND:
            sentences.append(problem.says())
        elif said[kind] == SAID_OF_A_KIND + 1:
            sentences.append(sanitize_line(f"{problem.file}: {left} more of {problem.code}: `--json` names them."))
    return sentences


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The values of a YAML file, the line and column of each, and warnings about it."""

    file: Path
    value: Value
    places: dict[NodePath, Place]
    warnings: tuple[Problem, ...]

    def place(self, path: NodePath) -> Place:
        """Return line and column (from 1) of a path, or of its nearest parent that has a place."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_yaml(file: Path) -> YamlFile:
    """Read a YAML file into values with their places.

    Raises:
        UnusableContent: the file is too big, not text, not YAML, or uses a feature that content files may not.
    """
    return parse_yaml(file, _read_text(file))


def read_own_file(file: Path) -> YamlFile:
    """Read a file of the user's own, such as the settings, without its invisible characters.

    They are removed rather than refused: a phone number copied from an address book brings some along, and the user
    should not lose their signposts by it.

    Raises:
        UnusableContent: as `read_yaml` does.
    """
    return parse_yaml(file, remove_unsafe(_read_text(file)))


def parse_raw_yaml(file: Path, raw: bytes) -> YamlFile:
    """Parse the bytes of a YAML file. Raises UnusableContent, as `read_yaml` does."""
    return parse_yaml(file, _decode(file, raw))


def parse_yaml(file: Path, text: str) -> YamlFile:
    """Parse the text of a YAML file. Raises UnusableContent, as `read_yaml` does."""
    if hidden := _find_hidden(file, text):
        raise UnusableContent([hidden])
    reader = _Reader(file, text)
    try:
        value = reader.document()
    except yaml.MarkedYAMLError as error:
        raise UnusableContent([_find_curly_quote(file, text) or _translate_error(file, error)]) from None
    except yaml.YAMLError as error:
        what = getattr(error, "reason", "") or "it holds a character that YAML does not allow"
        raise UnusableContent(
            [
                Problem(
                    file,
                    1,
                    1,
                    "yaml-syntax",
                    f"This is not text YAML can read: {what}.",
                    "Save it as plain text in UTF-8.",
                )
            ]
        ) from None
    return YamlFile(file, value, reader.places, tuple(reader.warnings))


def read_content(file: Path) -> bytes:
    """Read the bytes of a regular file of at most 2 MB. Raises UnusableContent.

    The opened file is examined before it is read, because reading a pipe or a device could wait for ever.
    """
    try:
        opened = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(opened, "rb") as content:
            told = os.fstat(opened)
            if not stat.S_ISREG(told.st_mode):
                raise _refuse_non_file(file, _name_kind(told.st_mode))
            raw = content.read(LARGEST + 1) if told.st_size <= LARGEST else b""
            if len(raw) > LARGEST or told.st_size > LARGEST:
                raise UnusableContent(
                    [
                        Problem(
                            file,
                            1,
                            1,
                            "too-big",
                            "This file is larger than any scenario needs to be.",
                            f"Split it, or check what it is: the most is {LARGEST:,} bytes.",
                        )
                    ]
                )
            return raw
    except IsADirectoryError:
        raise _refuse_non_file(file, "a folder") from None
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", "") or "its name is none that a file can have").lower()
        raise UnusableContent(
            [
                Problem(
                    file,
                    1,
                    1,
                    "unreadable",
                    f"This file cannot be read: {why}.",
                    "Check that it exists and that you may read it.",
                )
            ]
        ) from None


def _name_kind(mode: int) -> str:
    """Name the kind of a path that is no regular file: a folder, a pipe, a socket or a device."""
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((words for is_so, words in kinds if is_so(mode)), "a device")


def _refuse_non_file(file: Path, kind: str) -> UnusableContent:
    """Make the error that a path is not a regular file."""
    what = f"This is {kind}, not a file, so it was not read."
    return UnusableContent(
        [Problem(file, 1, 1, "unreadable", what, "Take it out of this folder, or give it another name.")]
    )


def _read_text(file: Path) -> str:
    """Read a file as UTF-8 text with plain line ends. Raises UnusableContent."""
    return _decode(file, read_content(file))


def _decode(file: Path, raw: bytes) -> str:
    """Return a file's bytes as text with plain line ends. Raises UnusableContent."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnusableContent(
            [
                Problem(
                    file,
                    line,
                    1,
                    "not-utf8",
                    "This file is not saved as UTF-8 text.",
                    "In your editor choose Save As, and the encoding UTF-8.",
                )
            ]
        ) from None


def _find_hidden(file: Path, text: str) -> Problem | None:
    """Make a problem of the first unsafe character in a text; None if there is none."""
    hidden = find_unsafe(text)
    return _report_unseen(file, *_line_and_column(text, hidden.start()), hidden[0]) if hidden else None


def _report_unseen(file: Path, line: int, column: int, character: str) -> Problem:
    """Make the problem that an unsafe character stands at a place."""
    what = f"There is {name_character(character)} here, which nobody can see."
    return Problem(file, line, column, "unseen-character", what, "Take it out: delete this text and type it again.")


def _line_and_column(text: str, at: int) -> Place:
    """Turn an offset in a text into line and column, both from 1."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _find_curly_quote(file: Path, text: str) -> Problem | None:
    """Make a problem of a curly quote used as a YAML quote, often the cause of a syntax error."""
    opened = _OPENED.search(text)
    if opened is None:
        return None
    what = "This text begins with a curly quote, which YAML does not take for a quote."
    advice = 'Replace “ and ” by straight ones, ", in the whole file; a plain-text editor writes them so.'
    return Problem(file, *_line_and_column(text, opened.end() - 1), "curly-quotes", what, advice)


class _Reader:
    """A reader that turns YAML parsing events into values, and refuses features not allowed."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.places: dict[NodePath, Place] = {}
        self.warnings: list[Problem] = []

    def document(self) -> Value:
        """Read the only document of the file. Raises UnusableContent if there is none or a second."""
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                value = self.value(next(self.events), ())
                for rest in self.events:
                    if isinstance(rest, yaml.DocumentStartEvent):
                        raise self.make_refusal(
                            rest,
                            "two-documents",
                            "A line of --- starts a second document.",
                            "Keep one thing in one file.",
                        )
                return value
        raise UnusableContent([Problem(self.file, 1, 1, "empty", "This file is empty.", "Start with `format: 1`.")])

    def value(self, event: yaml.Event, path: NodePath) -> Value:
        """Read the value that an event begins. Raises UnusableContent for what is not allowed."""
        self.places.setdefault(path, _locate(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.make_refusal(
                event,
                "anchor",
                "This uses an anchor or alias (& or *).",
                "Write the words out again, or put quotes round a text that starts with & or *.",
            )
        if getattr(event, "tag", None):
            raise self.make_refusal(
                event,
                "tag",
                "This uses a YAML tag (!).",
                "Leave it out, or put quotes round a text that starts with !.",
            )
        if len(self.places) > MOST_PARTS:
            raise self.make_refusal(
                event,
                "too-big",
                f"This file has more than {MOST_PARTS:,} names and texts in it, and no scenario needs so many.",
                "Split it, or look whether something has been repeated.",
            )
        if len(path) > DEEPEST:
            raise self.make_refusal(
                event, "too-deep", "This is nested deeper than any scenario needs.", "Check the indentation."
            )
        if isinstance(event, yaml.ScalarEvent):
            if hidden := find_unsafe(event.value):  # written as \e or \u202e in double quotes
                raise UnusableContent([_report_unseen(self.file, *_locate(event), hidden[0])])
            self.look_for_lost_end(event)
            self.look_for_curly_quotes(event)
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(event, (*path, len(items))))
            return items
        return self.mapping(path)

    def mapping(self, path: NodePath) -> dict[str, Value]:
        """Read the keys and values of a mapping up to its end. Raises UnusableContent."""
        pairs: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.value(event, path) if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent) else None
            if not isinstance(key, str):
                raise self.make_refusal(
                    event, "key", "A key here is not a plain name.", "Use a short name before the colon."
                )
            if key == "<<":
                raise self.make_refusal(event, "merge-key", "This uses a merge key (<<).", "Write the words out again.")
            if key in pairs:
                raise self.make_refusal(
                    event,
                    "duplicate-key",
                    f"'{key}' stands here twice.",
                    "Keep one; the second would silently replace the first.",
                )
            self.places[(*path, key)] = _locate(event)
            pairs[key] = self.value(next(self.events), (*path, key))
        return pairs

    def look_for_curly_quotes(self, event: yaml.ScalarEvent) -> None:
        """Warn of `title: “The bus”`: YAML reads the curly quotes as part of the text."""
        if not event.style and event.value[:1] in _CURLY:
            self.warnings.append(
                Problem(
                    self.file,
                    *_locate(event),
                    "curly-quotes",
                    "This text begins with a curly quote, which YAML does not take for a quote.",
                    'Use straight ones, ", and a plain-text editor rather than a word processor.',
                    warning=True,
                )
            )

    def look_for_lost_end(self, event: yaml.ScalarEvent) -> None:
        """Warn of a text such as `Room #4` without quotes: YAML reads only `Room`."""
        if event.style or not event.implicit[0]:
            return
        end = event.end_mark
        if end is None:
            return
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        after = rest.lstrip(" ")
        if after.startswith("#") and len(after) > 1 and not after[1].isspace() and after[1] != "#":
            self.warnings.append(
                Problem(
                    self.file,
                    end.line + 1,
                    end.column + 1,
                    "lost-end",
                    "Everything from # on is taken for a comment.",
                    "Put quotes round the text if it belongs to it.",
                    warning=True,
                )
            )

    def make_refusal(self, event: yaml.Event, code: str, what: str, advice: str) -> UnusableContent:
        """Make the error that a feature at this place is not allowed in content files."""
        return UnusableContent([Problem(self.file, *_locate(event), code, what, advice)])


def _locate(event: yaml.Event) -> Place:
    """Return the line and column where a parsing event starts, both from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


_ADVICE = (
    (
        "could not find expected ':'",
        "A line here has no colon where one is needed, or a text is missing its quotes.",
        'Write `name: "text"`, and put quotes round texts that hold a colon.',
    ),
    (
        "mapping values are not allowed",
        "A text here holds a colon, so YAML takes half of it for a name.",
        "Put double quotes round the whole text.",
    ),
    (
        "did not find expected '-' indicator",
        "One of the lines here begins with a dash, and the next one does not.",
        "Give all of them a dash, or none: under `replies` and `turns` each has a name, and no dash before it.",
    ),
    (
        "found character that cannot start any token",
        "A line here starts with a character YAML keeps for itself.",
        "Indent with spaces, not tabs, and put quotes round texts that start with @, ` or %.",
    ),
    (
        "did not find expected <block end>",
        "The indentation is off here, or a quote was not closed just above.",
        "Line names up under each other with spaces; inside a text in double quotes use '…' for quotes.",
    ),
    (
        "did not find expected key",
        "The indentation is off here, or a quote was not closed just above.",
        "Line names up under each other with spaces; inside a text in double quotes use '…' for quotes.",
    ),
    ("found unexpected end of stream", "A quote or bracket was opened and never closed.", "Close it."),
    ("found undefined alias", "This uses an alias (*).", "Put quotes round a text that starts with *."),
    (
        "did not find expected ',' or",
        "A list or map in brackets is missing a comma, a quote or its closing bracket.",
        "Put quotes round each text in it, or write it on lines of its own.",
    ),
    (
        "found unknown escape character",
        "A backslash in a text in double quotes means something else here.",
        "Use single quotes round it, or write two backslashes.",
    ),
)


def _translate_error(file: Path, error: yaml.MarkedYAMLError) -> Problem:
    """Turn a syntax error of the YAML parser into a problem with advice for an author."""
    mark = error.problem_mark or error.context_mark
    if "simple key" in (error.context or "") and error.context_mark:
        mark = error.context_mark  # where the name begins that has no colon after it, not the line below
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = error.problem or ""
    for words, what, advice in _ADVICE:
        if words in said:
            return Problem(file, line, column, "yaml-syntax", what, advice)
    return Problem(
        file,
        line,
        column,
        "yaml-syntax",
        f"YAML cannot be read here: {said}.",
        "Look at the indentation and the quotes on this line and the one above.",
    )


# --- Problems gathered in one file


class ProblemList:
    """A list that collects the problems of one file."""

    def __init__(self, read: YamlFile) -> None:
        self.read = read
        self.problems: list[Problem] = []

    def add(self, path: NodePath, code: str, what: str, advice: str = "", *, warning: bool = False) -> None:
        """Add a problem at a path of the file, or at the nearest parent that has a place."""
        line, column = self.read.place(path)
        self.problems.append(Problem(self.read.file, line, column, code, what, advice, warning))
