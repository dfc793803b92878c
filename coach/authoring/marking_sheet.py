"""Marking sheets: how well a family's answers fit, marked blind, and the marks counted.

Begin with `make_sheet` for writing one, and with `count_marks` for counting. A sheet holds what was said and nothing
of how it was read; which rehearsal, version and branch an answer is from stands in the sheet's key, a file apart.
`docs/measuring-fit.md` says how answers are marked.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from coach.authoring.play_yard import SeenLine, YardFile, YardStep, normalize_name
from coach.errors import CoachError, NotNow, RecordsUnwritable
from coach.model.characters import escape_unsafe, sanitize
from coach.model.events import Replied
from coach.model.types import Frozen
from coach.records.paths import write_whole

# --- A sheet and its key

Fit = Literal[0, 1, 2]
"""How well an answer fits: 2 as that person's would, 1 beside it or half, 0 not at all."""
HOW_TO_MARK = (
    "Read what they said and what was replied, then the answer, and mark the answer before you read on.",
    "2: it fits, as an answer of that person's would; holding back is fine where it holds back from what was said.",
    "1: it is beside what was said, or general, or half an answer.",
    "0: it is no answer, or contradicts what was said, or makes no sense, or goes on as if nothing had been said;",
    "   or it meets a hurt with kindness, or plain words with “what do you mean”.",
    "Write your name first. Leave empty what you do not mark. Look nothing up, and ask nobody who played.",
)
LABELS = "AB"


class AnswerOrigin(Frozen):
    """Where an answer on a sheet comes from, as the key says."""

    version: str
    rehearsal: str
    number: int
    scenario: str
    source: str
    answered: str
    """The turn and branch, as `turn/branch`."""
    question: bool
    asked_back: bool


class KeyRow(Frozen):
    """The origins of an item's answers, by label; several where two versions answered alike."""

    id: str
    answers: dict[str, tuple[AnswerOrigin, ...]]


class SheetKey(Frozen):
    """The key of a sheet: who may not mark it, and where each answer comes from."""

    key: str
    """The sheet's name, which stands on it too."""
    seed: int
    versions: tuple[str, ...]
    not_marked_by: tuple[str, ...]
    """Who played, and who wrote a version, as they gave their names."""
    rows: tuple[KeyRow, ...]


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A cue, a reply and the answers to be marked, by label; all that a reader sees."""

    id: str
    situation: str
    cue: tuple[SeenLine, ...]
    reply: str
    answers: Mapping[str, tuple[SeenLine, ...]]


@dataclass(frozen=True, slots=True)
class MarkingSheet:
    """A sheet for one reader: its name, and its items in the order in which they are read."""

    name: str
    items: tuple[SheetItem, ...]

    def render(self, *, as_data: bool) -> str:
        """Render the sheet as lines of JSON, or as text to be read and filled in by eye."""
        if as_data:
            rows = [{"sheet": self.name, "marked_by": "", "how": HOW_TO_MARK}, *map(_describe_item, self.items)]
            return "".join(f"{escape_unsafe(json.dumps(row, ensure_ascii=False))}\n" for row in rows)
        head = [f"MARKING SHEET {self.name}", "marked by: ", "", *HOW_TO_MARK]
        return "\n".join((*head, *(line for item in self.items for line in _render_item(item)), ""))

    def draw_share(self, share: int, seed: int) -> "MarkingSheet":
        """Draw a share of the items for a second reader, in another order.

        Args:
            share: how many in a hundred.
            seed: what decides which, and the order.
        """
        most = max(1, round(len(self.items) * share / 100))
        return MarkingSheet(self.name, tuple(random.Random(f"{seed} second").sample(self.items, most)))


def _describe_item(item: SheetItem) -> dict[str, object]:
    """Describe an item as data, with places for the marks."""
    answers = [
        {"answer": label, "lines": [line.model_dump(exclude_defaults=True) for line in lines], "fit": None}
        for label, lines in item.answers.items()
    ]
    cue = [line.model_dump(exclude_defaults=True) for line in item.cue]
    return {
        "id": item.id,
        "situation": item.situation,
        "cue": cue,
        "reply": item.reply,
        "answers": answers,
        "note": "",
    }


def _render_item(item: SheetItem) -> Iterator[str]:
    """Yield the lines of an item as text; words are indented, so that none look like a mark."""
    yield from ("", "-" * 72, f"[{item.id}]  {item.situation}", "They said:")
    yield from _indent(map(_render_line, item.cue))
    yield "The reply:"
    yield from _indent([item.reply])
    for label, lines in item.answers.items():
        yield f"Answer {label}:"
        yield from _indent(map(_render_line, lines))
        yield f"fit {label}: "
    yield "note: "


def _render_line(line: SeenLine) -> str:
    if not line.speaker:
        return f"({line.text})"
    return f"{line.speaker} ({line.how}): {line.text}" if line.how else f"{line.speaker}: {line.text}"


def _indent(texts: Iterable[str]) -> Iterator[str]:
    """Yield every line of some texts, made safe to show, four spaces in."""
    for text in texts:
        yield from (f"    {line}" for line in sanitize(text).splitlines() or [""])


# --- Making a sheet from what was played


@dataclass(slots=True)
class _ItemDraft:
    """An item before it has a place on the sheet; each answer stands with its origins."""

    situation: str
    cue: tuple[SeenLine, ...]
    reply: str
    answers: dict[tuple[SeenLine, ...], list[AnswerOrigin]] = field(default_factory=dict)

    def has_answer_of(self, version: str) -> bool:
        """Return whether a version has answered here already."""
        return any(origin.version == version for origins in self.answers.values() for origin in origins)


def make_sheet(
    versions: Mapping[str, Sequence[YardFile]], seed: int, wrote: Iterable[str] = ()
) -> tuple[MarkingSheet, SheetKey]:
    """Make a blind sheet and its key from what was played with one or two versions.

    Where two versions answered the same reply after the same cue, both answers stand side by side, in an order that
    tells nothing; where they answered alike, the answer stands once and its mark counts for both.

    Args:
        versions: the rehearsals by the version's name.
        seed: what decides the order.
        wrote: who wrote a version or its families, and may not mark.

    Raises:
        NotNow: there is no reply.
    """
    drafts: dict[tuple[object, ...], _ItemDraft] = {}
    for version, files in versions.items():
        for file in files:
            for step in file.list_replies():
                _add_answer(drafts, version, file, step)
    if not drafts:
        raise NotNow("There is no reply to be marked in it.", "`coach author play --yard FOLDER` plays some.")
    chance = random.Random(seed)
    ordered = list(drafts.values())
    chance.shuffle(ordered)
    width = len(str(len(ordered)))
    items, rows = [], []
    for number, draft in enumerate(ordered, 1):
        answers = list(draft.answers.items())
        chance.shuffle(answers)
        name = f"{number:0{width}}"
        labelled = dict(zip(LABELS, answers, strict=False))
        seen = {label: lines for label, (lines, _) in labelled.items()}
        items.append(SheetItem(name, draft.situation, draft.cue, draft.reply, seen))
        rows.append(KeyRow(id=name, answers={label: tuple(origins) for label, (_, origins) in labelled.items()}))
    players = [file.head.player for files in versions.values() for file in files]
    key = SheetKey(
        key=_name_sheet(items, seed),
        seed=seed,
        versions=tuple(versions),
        not_marked_by=tuple(sorted({name for name in (*players, *wrote) if name})),
        rows=tuple(rows),
    )
    return MarkingSheet(key.key, tuple(items)), key


def _add_answer(drafts: dict[tuple[object, ...], _ItemDraft], version: str, file: YardFile, step: YardStep) -> None:
    """Add an answer to the item of its reply, which two versions may share."""
    assert isinstance(step.event, Replied)  # `list_replies` lists no others
    reply = (file.head.rehearsal, step.number, step.event.text, step.cue)
    # Two players may call their rehearsals alike and say the same: each of them has an item.
    turns = (drafts.get((*reply, again)) for again in count())
    again = next(again for again, draft in enumerate(turns) if draft is None or not draft.has_answer_of(version))
    draft = drafts.setdefault((*reply, again), _ItemDraft(file.head.situation, step.cue, step.event.text))
    origin = AnswerOrigin(
        version=version,
        rehearsal=file.head.rehearsal,
        number=step.number,
        scenario=file.head.scenario,
        source=step.source,
        answered=step.event.answered,
        question=step.question,
        asked_back=step.asked_back,
    )
    draft.answers.setdefault(step.lines, []).append(origin)


def _name_sheet(items: Iterable[SheetItem], seed: int) -> str:
    """Name a sheet by what is on it, so that a sheet is never counted by another's key."""
    return sha256(f"{seed} {list(items)!r}".encode()).hexdigest()[:8]


def write_sheets(files: Mapping[Path, str]) -> None:
    """Write sheets and their key, readable by their owner alone.

    Args:
        files: the text of each, by its file.

    Raises:
        NotNow: one of the files is there already; nothing was written.
        RecordsUnwritable: one cannot be written.
    """
    for file in files:
        if file.exists():
            # It may hold an afternoon's marks.
            raise NotNow(f"{file} is there already.", "Name another file, or move that one away.")
    for file, text in files.items():
        try:
            write_whole(file, text)
        except OSError as error:
            why = (error.strerror or "no access").lower()
            raise RecordsUnwritable(f"{file} cannot be written: {why}.", "Choose another folder.") from None


def read_key(file: Path) -> SheetKey:
    """Read a sheet's key. Raises CoachError."""
    try:
        return SheetKey.model_validate_json(_read_text(file))
    except ValidationError:
        raise CoachError(
            f"{file.name} is no key of a marking sheet.", "Give the file that was written beside it."
        ) from None


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CoachError(f"{file} cannot be read.", "Give a file of text in UTF-8.") from None


# --- Reading a sheet that was marked

_HEAD = re.compile(r"MARKING SHEET (\w+)\s*$")
_MARKED_BY = re.compile(r"marked by:(.*)$", re.IGNORECASE)
_ITEM = re.compile(r"\[(\d+)\]")
_FIT = re.compile(rf"fit ([{LABELS}]):(.*)$", re.IGNORECASE)
MOST_NAMED = 5
"""Lines that are named where something is wrong with them."""


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet as a reader gave it back: who marked, and the marks by item and label."""

    file: str
    name: str
    reader: str
    marks: Mapping[tuple[str, str], Fit]


def read_marked_sheet(file: Path) -> MarkedSheet:
    """Read a sheet that was filled in, in either form.

    Raises:
        CoachError: it is no sheet, a mark is none of 2, 1 and 0, or something is marked twice; names the lines.
    """
    lines = re.split(r"\r?\n", _read_text(file))
    as_data = lines[0].lstrip().startswith("{")
    name, reader, marks = _read_data(lines, file.name) if as_data else _read_marks(lines)
    if not name:
        raise CoachError(
            f"{file.name} is no marking sheet.", "Its first line says which sheet it is; leave that there."
        )
    fits: dict[tuple[str, str], Fit] = {}
    wrong = []
    for number, place, mark in marks:
        fit = _parse_fit(mark)
        if fit is None or place in fits:
            wrong.append(number)
        else:
            fits[place] = fit
    if wrong:
        named = ", ".join(map(str, wrong[:MOST_NAMED])) + (", …" if len(wrong) > MOST_NAMED else "")
        noun = "line" if len(wrong) == 1 else "lines"
        raise CoachError(f"In {file.name}, {noun} {named}: a mark is 2, 1 or 0, once.", "Mend it, and count again.")
    return MarkedSheet(file.name, name, reader, fits)


_Marks = list[tuple[int, tuple[str, str], object]]
"""Marks as they were written: the line, the item and label, and the mark."""


def _read_marks(lines: Iterable[str]) -> tuple[str, str, _Marks]:
    """Read a sheet of text: the sheet's name, the reader's, and the mark after each `fit`."""
    name = reader = item = ""
    marks: _Marks = []
    for number, line in enumerate(lines, 1):
        if matched := _HEAD.match(line):
            name = name or matched[1]
        elif not item and (matched := _MARKED_BY.match(line)):
            reader = matched[1].strip()
        elif matched := _ITEM.match(line):
            item = matched[1]
        elif item and (matched := _FIT.match(line)) and matched[2].strip():
            marks.append((number, (item, matched[1].upper()), matched[2].strip()))
    return name, reader, marks


def _read_data(lines: Iterable[str], file: str) -> tuple[str, str, _Marks]:
    """Read a sheet of JSON lines like one of text. Raises CoachError."""
    name = reader = ""
    marks: _Marks = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if number == 1:
                name, reader = str(row.get("sheet", "")), str(row.get("marked_by") or "").strip()
                continue
            for answer in row["answers"]:
                if answer.get("fit") not in (None, ""):
                    marks.append((number, (str(row["id"]), str(answer["answer"])), answer["fit"]))
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
            raise CoachError(
                f"Line {number} of {file} is no item of a sheet.", "Change nothing but the marks."
            ) from None
    return name, reader, marks


def _parse_fit(mark: object) -> Fit | None:
    """Return a mark as it was meant; None for what is no mark."""
    fits: dict[str, Fit] = {"0": 0, "1": 1, "2": 2}
    return None if isinstance(mark, bool) else fits.get(str(mark))


# --- Counting


@dataclass(frozen=True, slots=True)
class FitCount:
    """How many answers of a group were marked 2, 1 and 0."""

    two: int
    one: int
    zero: int

    @property
    def all(self) -> int:
        """How many were marked."""
        return self.two + self.one + self.zero

    def describe(self) -> str:
        """Describe the counts in a line, as shares of a hundred where there are any."""
        if not self.all:
            return "none marked"
        shares = " / ".join(f"{100 * count / self.all:.0f}" for count in (self.two, self.one, self.zero))
        return f"{shares} of 100  ({self.two}, {self.one}, {self.zero} of {self.all})"


@dataclass(frozen=True, slots=True)
class ReaderAgreement:
    """How far two readers agree on the answers that both have marked."""

    both: int
    two_against_rest: float | None
    """Cohen's kappa on 2 against 1 and 0; None where nothing was marked by both."""
    one_against_zero: float | None
    """The same on 1 against 0, over answers that neither marked 2."""
    same: int
    zeros_of_both: int


@dataclass(frozen=True, slots=True)
class MarkReport:
    """The marks of a sheet, counted by group and version, with the agreement of two readers."""

    reader: str
    second: str
    unmarked: int
    counts: Mapping[str, Mapping[str, FitCount]]
    """By version, and in it by group."""
    agreement: ReaderAgreement | None

    def to_data(self) -> dict[str, object]:
        """Return the report as data."""
        counts = {
            version: {group: {"2": n.two, "1": n.one, "0": n.zero} for group, n in groups.items()}
            for version, groups in self.counts.items()
        }
        data: dict[str, object] = {"marked_by": self.reader, "not_marked": self.unmarked, "fit": counts}
        if self.agreement is None:
            return data | {"second": None}
        return data | {
            "second": {
                "marked_by": self.second,
                "both": self.agreement.both,
                "same": self.agreement.same,
                "kappa_two_against_rest": self.agreement.two_against_rest,
                "kappa_one_against_zero": self.agreement.one_against_zero,
                "zeros_of_both": self.agreement.zeros_of_both,
            }
        }

    def render_lines(self) -> Iterator[str]:
        """Yield the report as lines of text."""
        yield f"Fit 2 / 1 / 0, marked by {self.reader}; {self.unmarked} not marked."
        for version, groups in self.counts.items():
            yield from ("", version)
            width = max(map(len, groups))
            yield from (f"  {group:{width}}  {count.describe()}" for group, count in groups.items())
        yield ""
        if self.agreement is None:
            yield "No second reader: say so beside the figures."
            return
        agreement = self.agreement
        yield (
            f"Second reader {self.second}: {agreement.both} marked by both, {agreement.same} alike. "
            f"Cohen's kappa on 2 against the rest {_render_kappa(agreement.two_against_rest)}, "
            f"on 1 against 0 {_render_kappa(agreement.one_against_zero)}; "
            f"{agreement.zeros_of_both} marked 0 by both."
        )


def _render_kappa(kappa: float | None) -> str:
    return "not known" if kappa is None else f"{kappa:.2f}"


def count_marks(key: SheetKey, first: MarkedSheet, second: MarkedSheet | None = None) -> MarkReport:
    """Count the marks of a sheet, and how far a second reader agrees.

    Args:
        key: the sheet's key.
        first: the sheet as its reader marked it; the figures are of these marks.
        second: the same sheet, or a share of it, as another reader marked it.

    Raises:
        NotNow: whoever marked may not: it was played or written by them, or both readers are one.
        CoachError: a sheet says no reader, belongs to another key, or marks what is not on it.
    """
    for sheet in (first, second):
        if sheet is not None:
            _require_fair(key, sheet)
    if second and normalize_name(first.reader) == normalize_name(second.reader):
        raise NotNow("Both sheets are marked by the same reader.", "Agreement needs two.")
    origins = {(row.id, label): answers for row in key.rows for label, answers in row.answers.items()}
    marked = [(origin, fit) for place, fit in first.marks.items() for origin in origins[place]]
    counts = {
        version: _count_groups([(origin, fit) for origin, fit in marked if origin.version == version])
        for version in key.versions
    }
    return MarkReport(
        reader=first.reader,
        second=second.reader if second else "",
        unmarked=len(origins) - len(first.marks),
        counts=counts,
        agreement=compare_readers(first.marks, second.marks) if second else None,
    )


def _require_fair(key: SheetKey, sheet: MarkedSheet) -> None:
    """Raise NotNow or CoachError if a sheet's marks may not be counted by this key."""
    if sheet.name != key.key:
        raise CoachError(f"{sheet.file} is another sheet than the key is of.", "Give the key that was written with it.")
    reader = normalize_name(sheet.reader)
    if not reader:
        raise CoachError(f"{sheet.file} does not say who marked it.", "Write the reader's name after “marked by”.")
    if reader in map(normalize_name, key.not_marked_by):
        raise NotNow(
            f"{sheet.file} was marked by somebody who played, or wrote what is marked.",
            "Nobody marks their own: ask a reader who did neither.",
            title="Not counted",
        )
    known = {(row.id, label) for row in key.rows for label in row.answers}
    if stray := sorted(item for item, label in sheet.marks if (item, label) not in known):
        raise CoachError(
            f"{sheet.file} marks {stray[0]}, which its key does not have.", "Change nothing but the marks."
        )


def _count_groups(marked: Sequence[tuple[AnswerOrigin, Fit]]) -> dict[str, FitCount]:
    """Count the marks of one version by group: kinds of reply, source, scenario."""
    groups: dict[str, Callable[[AnswerOrigin], bool]] = {
        "all": lambda _: True,
        "first replies": lambda origin: origin.number == 1,
        "questions": lambda origin: origin.question,
        "asking back": lambda origin: origin.asked_back,
    }
    for source in sorted({origin.source for origin, _ in marked}):
        groups[f"from {source}"] = lambda origin, source=source: origin.source == source  # type: ignore[misc]
    for scenario in sorted({origin.scenario for origin, _ in marked}):
        groups[f"in {scenario}"] = lambda origin, scenario=scenario: origin.scenario == scenario  # type: ignore[misc]
    return {name: _count_fits(fit for origin, fit in marked if holds(origin)) for name, holds in groups.items()}


def _count_fits(fits: Iterable[Fit]) -> FitCount:
    listed = list(fits)
    return FitCount(listed.count(2), listed.count(1), listed.count(0))


def compare_readers(first: Mapping[tuple[str, str], Fit], second: Mapping[tuple[str, str], Fit]) -> ReaderAgreement:
    """Compare the marks of two readers over what both have marked."""
    pairs = [(first[place], second[place]) for place in first if place in second]
    low = [(one, two) for one, two in pairs if one != 2 and two != 2]
    return ReaderAgreement(
        both=len(pairs),
        two_against_rest=compute_kappa([(one == 2, two == 2) for one, two in pairs]),
        one_against_zero=compute_kappa([(one == 1, two == 1) for one, two in low]),
        same=sum(one == two for one, two in pairs),
        zeros_of_both=pairs.count((0, 0)),
    )


def compute_kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Compute Cohen's kappa, agreement beyond chance, of two readers who each said yes or no.

    Returns:
        The kappa; 1 where both always said the same one thing, and None without any pair.
    """
    if not pairs:
        return None
    whole = len(pairs)
    alike = sum(one == two for one, two in pairs) / whole
    first, second = sum(one for one, _ in pairs) / whole, sum(two for _, two in pairs) / whole
    # How often two readers would agree who each say yes as often as these do, but at random.
    by_luck = first * second + (1 - first) * (1 - second)
    return 1.0 if by_luck == 1 else (alike - by_luck) / (1 - by_luck)
