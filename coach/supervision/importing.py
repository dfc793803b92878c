"""Reading submissions and reviews from files that another person handed over.

Damaged parts are left out and reported, and nothing in a file is run. `import_file` is where a reader begins.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from coach.errors import HandedOverUnreadable, NotNow
from coach.language.catalogue import say
from coach.model.characters import escape_unsafe, shorten_key
from coach.model.exercise import FIRST_LINE
from coach.model.submission import (
    BROUGHT_FORMAT,
    CUT_OFF_HERE,
    UNREAD,
    Note,
    OwnWords,
    Review,
    SecondView,
    Submission,
    SubmissionScope,
    SubmittedLine,
)
from coach.model.types import Frozen
from coach.supervision.agenda import parse_day

PROVES_NOTHING = "The name in a file is what it was signed with. It does not prove who wrote it."
"""Said wherever a file is taken in."""
LARGEST = 5_000_000
"""Bytes. The longest conversation there can be has a tenth of it."""
M = TypeVar("M", bound=Frozen)
_BY_HAND = re.compile(r"^scenarios:", re.MULTILINE)
"""A line of an exercise that somebody wrote by hand; nothing that is handed over has one."""


class ImportedFile:
    """A submission or review read from a file, and sentences on what of it could not be read.

    `damaged`: whether any of that was lost, rather than only unknown to this version.
    """

    def __init__(self, content: Submission | Review, unread: tuple[str, ...], *, damaged: bool = False) -> None:
        self.found = content
        self.unread = unread
        self.damaged = damaged


def import_file(file: Path) -> ImportedFile:
    """Read a submission or a review from a file. Raises HandedOverUnreadable."""
    try:
        raw = _read_bounded(file)
    except OSError as error:
        raise _explain_unreadable(file, error) from None
    if raw is None:
        raise HandedOverUnreadable(say("{name} is no file that was handed over.", name=file.name), say(_ASK_AGAIN))
    if len(raw) > LARGEST:
        raise HandedOverUnreadable(
            say("{name} is larger than anything the coach hands over.", name=file.name), say(_ASK_AGAIN)
        )
    return parse_handed_over(raw, file.name)


def _read_bounded(file: Path) -> bytes | None:
    """Read at most one byte more than the largest file allowed; None for no regular file.

    What a file says of its own size proves nothing: a device says 0 and never ends. Raises OSError.
    """
    # O_NONBLOCK: to open a pipe that nobody writes to would wait without end.
    opened = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as given:
        return given.read(LARGEST + 1) if stat.S_ISREG(os.fstat(opened).st_mode) else None


def _explain_unreadable(file: Path, error: OSError) -> HandedOverUnreadable:
    """Turn the system's error on reading a file into a HandedOverUnreadable with advice."""
    if file.is_dir():
        return HandedOverUnreadable(
            say("{name} is a folder.", name=file.name), say("Name the file in it that was handed over.")
        )
    if isinstance(error, FileNotFoundError):
        return HandedOverUnreadable(
            say("{name} cannot be read: there is no such file.", name=file.name), say("Look whether it is still there.")
        )
    why = (error.strerror or say("no access")).lower()
    return HandedOverUnreadable(
        say("{name} cannot be read: {why}.", name=file.name, why=why), say("Ask for a copy that you may read.")
    )


def parse_handed_over(raw: bytes, name: str) -> ImportedFile:
    """Parse a submission or a review from the bytes of its file, reporting what was left out.

    Args:
        raw: the bytes.
        name: what to call the file in a sentence.

    Raises:
        HandedOverUnreadable: the bytes are neither.
    """
    # A file that passed through an editor or a mail program may begin with a byte order mark, or have lost a byte.
    text = raw.decode("utf-8-sig", errors="replace")
    cut_off = False
    if text.startswith(FIRST_LINE.strip()) or _BY_HAND.search(text):
        raise HandedOverUnreadable(
            say("{name} is an exercise.", name=name), say("Take it in by Exercises, on the first page.")
        )
    try:
        value = from_json(text)
    except ValueError:
        cut_off = True
        try:
            # A file that was cut off, as by a full disk or a broken transfer, is read as far as it goes.
            value = from_json(text, allow_partial=True)
        except ValueError:
            raise HandedOverUnreadable(
                say("{name} is not something that the coach handed over.", name=name), say(_ASK_AGAIN)
            ) from None
    if not isinstance(value, dict) or not isinstance(value.get("coach_file"), str):
        raise HandedOverUnreadable(
            say("{name} is not something that the coach handed over.", name=name), say(_ASK_AGAIN)
        )
    unread = [say(CUT_OFF)] if cut_off else []
    number = value.get("format")
    if isinstance(number, int) and number > BROUGHT_FORMAT:
        unread.append(say("It was made by a newer version of the coach; what this one does not know is left out."))
    # The format is set to this version's: the fields that it does not know are left out below, one by one.
    kept = {key: field for key, field in value.items() if key != "coach_file"}
    kept["format"] = BROUGHT_FORMAT
    content: Submission | Review | None
    lost: list[str] = []
    if value["coach_file"] == "response":
        content = _bind_leniently(kept, Review, {"at": datetime.now(UTC)}, unread, lost)
    else:
        # How much was submitted cannot be asked, so it is guessed from what is there; the user is told that it is a
        # guess.
        much = SubmissionScope.MOMENT if kept.get("lines") else SubmissionScope.QUESTION
        content = _bind_leniently(kept, Submission, {"day": datetime.now(UTC).date(), "what": much}, unread, lost)
    if isinstance(content, Submission):
        content = _drop_repeated_notes(content, unread)
    elif content is not None:
        content = _drop_repeated_views(content, unread)
    if cut_off and isinstance(content, Submission):
        content = _mark_cut_off(content, value)
    if content is None:
        raise HandedOverUnreadable(say("{name} does not say what it is about.", name=name), say(_ASK_AGAIN))
    return ImportedFile(content, (*unread, *lost), damaged=cut_off or bool(lost))


def serialize_handed_over(what: Submission | Review) -> str:
    """Return a submission or a review as JSON that a person can read."""
    kind = "brought" if isinstance(what, Submission) else "response"
    body = escape_unsafe(what.model_dump_json(indent=2, exclude_defaults=False))
    return f'{{\n  "coach_file": "{kind}",{body[1:]}\n'


REPEATED_NOTE = "A line had two notes on the same thing; the first stands there."
REPEATED_VIEW = "It had two views of the same note; the first stands there."
CUT_OFF = "It ends in the middle; what is there was read."
SUBSTITUTES = {
    "day": "The day it was handed over could not be read; today stands there instead.",
    "at": "The time it was handed back could not be read; the present stands there instead.",
    "what": "How much was brought could not be read; it is taken from what is there.",
}
"""Said where something is put in for what a file must say and does not."""
FIELD_NAMES = {
    "lines": "line {}",
    "notes": "note {}",
    "margin": "the coach's remark {}",
    "answers": "the coach's answer {}",
    "reflections": "thought {}",
    "comments": "comment {}",
    "views": "the supervisor's word {} on a note",
    "questions": "question {}",
    "action": "what they will take up",
    "by": "the date",
    "who": "the name",
    "how": "how it was said",
    "reply": "the number of the reply",
    "may_teach": "the yes to counting",
}
"""What a file's fields are called by people; the others are called by their own names."""
_STAND_IN = SubmittedLine(speaker="", text=UNREAD)
_ASK_AGAIN = "Ask for it again, as the file that the coach wrote (it ends in .coach.json)."


def _bind_leniently(
    value: dict[str, Any], model: type[M], instead: dict[str, Any], unknown: list[str], lost: list[str]
) -> M | None:
    """Make a model from the parts of a value that fit it, noting each part that does not.

    Args:
        value: the parsed JSON.
        model: the model's class.
        instead: stands in for required fields that are missing or unreadable.
        unknown: gets a sentence for each field that this version does not know.
        lost: gets a sentence for each field that could not be read.

    Returns:
        The model; None if not even that fits.
    """
    kept = dict(_keep_fitting_parts(value, model, (), unknown, lost))
    for key in instead.keys() - kept.keys():
        # One sentence says that something stands in for the field; that it could not be read need not be said as well.
        lost[:] = [
            *(sentence for sentence in lost if sentence != _say_unreadable((_name_field(key),))),
            SUBSTITUTES[key],
        ]
    try:
        return model.model_validate({**instead, **kept})
    except ValidationError:
        return None


def _drop_repeated_notes(brought: Submission, unread: list[str]) -> Submission:
    """Keep a line's first note on each criterion; reviews name notes by criterion.

    Args:
        brought: the submission.
        unread: gets a sentence where a note was left out; the coach writes no such file.
    """
    lines = []
    for line in brought.lines:
        first: dict[str, Note] = {}
        for note in line.notes:
            first.setdefault(note.criterion, note)
        lines.append(line.model_copy(update={"notes": tuple(first.values())}))
    if tuple(lines) == brought.lines:
        return brought
    unread.append(say(REPEATED_NOTE))
    return brought.model_copy(update={"lines": tuple(lines)})


def _drop_repeated_views(review: Review, unread: list[str]) -> Review:
    """Keep a review's first view on each criterion of a reply.

    Args:
        review: the review.
        unread: gets a sentence where a view was left out; the coach writes no such file.
    """
    first: dict[tuple[int, str], SecondView] = {}
    for view in review.views:
        first.setdefault((view.reply, view.criterion), view)
    if len(first) == len(review.views):
        return review
    unread.append(say(REPEATED_VIEW))
    return review.model_copy(update={"views": tuple(first.values())})


def _mark_cut_off(brought: Submission, value: dict[str, Any]) -> Submission:
    """Add a line to a submission whose file was cut off, saying that its end is missing.

    Args:
        brought: the submission.
        value: the parsed JSON; it tells how far the file went.
    """
    # It is the last field that is written: with it, nothing of what a reader sees can be missing.
    if "may_teach" in value:
        return brought
    if "reflections" in value:
        said = OwnWords(asked="", words=f"({CUT_OFF_HERE})")
        return brought.model_copy(update={"reflections": (*brought.reflections, said)})
    lines = brought.lines[:-1] if brought.lines and brought.lines[-1] == _STAND_IN else brought.lines
    return brought.model_copy(update={"lines": (*lines, SubmittedLine(speaker="", text=CUT_OFF_HERE))})


def _keep_fitting_parts(
    value: dict[str, Any], model: type[Frozen], where: tuple[str, ...], unknown: list[str], lost: list[str]
) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a value that fit the model, so that a spoilt field costs only itself.

    Args:
        value: the parsed JSON.
        model: the model's class.
        where: the names of what the value lies in, outermost first.
        unknown: gets a sentence for each field that this version does not know.
        lost: gets a sentence for each field that could not be read.
    """
    for key, part in value.items():
        field = model.model_fields.get(key)
        if field is None:
            unknown.append(say("“{printable}” is not known here.", printable=_make_printable(key)))
            continue
        inner = _find_item_type(field.annotation)
        if inner is not None and isinstance(part, list):
            parts = []
            for number, item in enumerate(part, 1):
                one = _read_part(item, inner, (*where, _name_field(key, number)), unknown, lost)
                # A line that cannot be read keeps its place, since comments and views refer to lines by their number.
                if one is None and inner is SubmittedLine:
                    one = _STAND_IN
                if one is not None:
                    parts.append(one)
            yield key, parts
            continue
        one = _read_part(part, field.annotation, (*where, _name_field(key)), unknown, lost)
        if one is not None:
            yield key, one


def _read_part(item: Any, kind: Any, where: tuple[str, ...], unknown: list[str], lost: list[str]) -> Any:
    """Parse one part of a field; if that fails, note it once, not for its inner parts too.

    Args:
        item: the parsed JSON.
        kind: the type that it must have.
        where: the names of what it lies in, outermost first.
        unknown: gets a sentence for each inner field that this version does not know.
        lost: gets a sentence if it cannot be read.
    """
    model, before = _find_model_type(kind), len(lost)
    if model is not None and isinstance(item, dict):
        item = dict(_keep_fitting_parts(item, model, where, unknown, lost))
    with suppress(ValidationError):
        return TypeAdapter(kind).validate_python(item, strict=False)
    # Days are also accepted as people type them, because a file may have been written or mended by hand.
    if isinstance(item, str) and date in (kind, *get_args(kind)):
        with suppress(NotNow):
            return parse_day(item)
    # What was noted of its inner parts is replaced: a note in a line that is lost as a whole is no news.
    lost[before:] = [_say_unreadable(where)]
    return None


def _say_unreadable(where: tuple[str, ...]) -> str:
    """Return a sentence that a part could not be read, such as a note in a line.

    Args:
        where: the names of the part and what it lies in, outermost first.
    """
    inner, *outer = reversed(where)
    of = "".join(f", in {part}," for part in outer)
    return say("{what} could not be read.", what=f"{inner[:1].upper()}{inner[1:]}{of}")


def _name_field(key: str, number: int = 0) -> str:
    """Return a field's name in plain words, or that of one item in it.

    Args:
        key: the field.
        number: the item, from 1; 0 for the whole field.
    """
    name = FIELD_NAMES.get(key, f"“{key}”")
    return name.format(number) if number else name.replace(" {}", "")


def _find_item_type(annotation: Any) -> Any:
    """Return the item type of a `tuple[X, ...]` annotation; None for any other annotation."""
    arguments = get_args(annotation)
    return (
        arguments[0] if get_origin(annotation) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis else None
    )


def _find_model_type(kind: Any) -> type[Frozen] | None:
    for candidate in (kind, *get_args(kind)):
        if isinstance(candidate, type) and issubclass(candidate, Frozen):
            return candidate
    return None


def _make_printable(key: str) -> str:
    return shorten_key(key, 40)


# --- Comparing two copies of a submission

WHEN = frozenset({"day", "at"})
"""What says nothing of how much is there, and may have been put in for a day that could not be read."""


def has_stand_ins(copy: Submission) -> bool:
    """Return whether a submission has lines that stand in for parts that could not be read."""
    return any(map(_is_stand_in, (*copy.lines, *copy.reflections)))


def is_part_of(less: Any, more: Any) -> bool:
    """Return whether everything that one copy says is said in another too, in the same order.

    A line that stands in for an unreadable part says nothing, so it is passed over.

    Args:
        less: a submission or review, or a part of one.
        more: the other copy, or the same part of it.
    """
    if isinstance(less, Frozen):
        return type(less) is type(more) and all(_compare_fields(less, more))
    if isinstance(less, tuple):
        # One iterator for all of them: each has to be found after the one before, so the order counts.
        rest = iter(more)
        return all(any(is_part_of(part, other) for other in rest) for part in less if not _is_stand_in(part))
    return bool(less == more)


def _is_stand_in(part: object) -> bool:
    return isinstance(part, SubmittedLine | OwnWords) and part.stands_in()


def _compare_fields(less: Frozen, more: Frozen) -> Iterator[bool]:
    for name, field in type(less).model_fields.items():
        said = getattr(less, name)
        yield name in WHEN or said == field.default or is_part_of(said, getattr(more, name))
