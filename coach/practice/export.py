"""Exporting a rehearsal, as text or in another format, to a file for its owner alone.

Begin with `export_rehearsal`; `ExportFormat` lists the formats.

What a family kept to itself is in none of them, nor anything private of theirs: a rehearsal's script does not hold it,
and silences are left out here whether told or kept (what was told stands in the conversation, where it was said).

One rehearsal may be handed on, so what its practitioner wrote for themselves alone (their position, their own picture
of the family) is not in it. An export of all rehearsals is for the practitioner alone, and has it.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from itertools import count
from pathlib import Path
from typing import Protocol

from coach.debrief.render import (
    Block,
    Heading,
    ListItem,
    Paragraph,
    lay_out_first_page,
    lay_out_more,
    lay_out_transcript,
    make_visible,
    render_markdown,
    render_plain,
)
from coach.errors import CoachError, NotKnown, RecordsUnwritable
from coach.model.characters import escape_unsafe
from coach.model.conditions import SCENE, Line
from coach.model.events import Began, Event, Lost, Reflected, Replied, Skipped
from coach.options import RehearseOptions
from coach.practice.rehearsal import Rehearsal, RehearsalRecords
from coach.records.erasure import erase
from coach.records.event_store import Summary
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, History

DATA_FORMAT = 1
"""Version of the data's shape."""
HANDED_OVER = ".coach.json"
"""What a file that is handed over ends in; a number for a name that is taken goes before the whole of it."""

NOT_SAVED = "Not saved"

FindQuestion = Callable[[str], str]
"""Finds what was asked, for what an answer is kept under."""
LayOutReviews = Callable[[Rehearsal], Iterable[Block]]
"""Lays out what came back from supervision, to be read."""
OwnWords = dict[str, object]
"""What a practitioner said and wrote in a rehearsal whose scenario is gone."""


class RehearsalSource(Protocol):
    """Interface that an export of all rehearsals needs; `PracticeService` fulfils it."""

    @property
    def keeping(self) -> RehearsalRecords:
        """The store in which the rehearsals are kept."""

    def rehearsals(self) -> tuple[Summary, ...]:
        """List all rehearsals that are kept."""

    def go_on(self, rehearsal: str) -> Rehearsal:
        """Load a rehearsal. Raises CoachError."""


def lay_out_no_reviews(_: Rehearsal) -> Iterable[Block]:
    """Return no blocks; the default where a caller gives no layout for reviews."""
    return ()


def name_question(on: str) -> str:
    """Return the key under which an answer is stored, as words.

    The default name of its question.
    """
    return on.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Options of an export: which attempt, whether private words, and how reviews are laid out."""

    attempt: int = 0
    """One attempt, by its number; 0 for the last one's debrief and what was said in every attempt."""
    find_question: FindQuestion = name_question
    lay_out_reviews: LayOutReviews = lay_out_no_reviews
    everything: bool = False
    """With what its practitioner wrote for themselves alone."""


WHOLE = ExportRequest()
"""All that may be handed on."""


def dump_data(data: object) -> str:
    """Return data as JSON text in which every control or invisible character is escaped."""
    return escape_unsafe(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


# --- The formats. To add one: its functions here, and a row in ExportFormat


def export_text(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return a rehearsal's debrief and transcript as plain lines."""
    return render_plain(_blocks(rehearsal, request))


def export_markdown(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return a rehearsal's debrief and transcript as Markdown."""
    return render_markdown(_blocks(rehearsal, request))


def export_data(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return everything said, read and answered in a rehearsal as JSON."""
    return dump_data(collect_data(rehearsal, request))


def _join_texts(parts: Sequence[str]) -> str:
    """Join the texts of several rehearsals into one."""
    return "\n\n".join(parts)


def _join_data(parts: Sequence[str]) -> str:
    """Join the JSON of several rehearsals into one JSON text."""
    return dump_data({"format": DATA_FORMAT, "rehearsals": [json.loads(part) for part in parts]})


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format of exports: its name, file ending, and the functions that write it."""

    name: str
    """What `coach export --format` calls it."""
    suffix: str
    """The end of its file's name."""
    description: str
    """What the dialog for saving says of it."""
    export: Callable[[Rehearsal, ExportRequest], str]
    export_own_words: Callable[[OwnWords], str]
    """Writes what was said and written where a scenario is gone."""
    join: Callable[[Sequence[str]], str] = _join_texts
    """Makes one file of several rehearsals."""
    render: Callable[[Iterable[Block]], str] | None = render_plain
    """Writes blocks, as of a round that is taken home; None where the format is data."""
    dump: Callable[[dict[str, object]], str] = dump_data
    """Writes the same as data, where `render` is None."""


def collect_data(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> dict[str, object]:
    """Collect everything said, read and answered in a rehearsal as data for JSON."""
    story, began = rehearsal.story, rehearsal.beginning
    attempt, everything = request.attempt, request.everything
    whole = not attempt
    chosen = story.attempts if not attempt else (story.attempt(attempt),)
    return {
        "format": DATA_FORMAT,
        "id": rehearsal.id,
        "scenario": began.scenario,
        "title": rehearsal.script.dialogue.title,
        "began": began.at.isoformat(),
        **RehearseOptions.read_from(began).list_values(),
        **({"position": began.position} if everything else {}),
        "kept": story.kept,
        "coach": began.coach,
        "matcher": began.matcher,
        "content": began.content,
        "attempts": [_attempt(rehearsal, one) for one in chosen],
        "disputes": [
            event.model_dump(mode="json", exclude={"event"})
            for event in story.disputed
            if attempt in (0, event.attempt)
        ],
        "reflections": [
            {**event.model_dump(mode="json", exclude={"event"}), "asked": request.find_question(event.on)}
            for event in _own_words(rehearsal, everything)
        ],
        **_lost_data(story, everything),
        "brought": [event.model_dump(mode="json", exclude={"event", "withdrawn"}) for event in story.brought if whole],
        "came_back": [event.model_dump(mode="json", exclude={"event"}) for event in story.came_back if whole],
    }


def words_alone(summary: Summary, events: tuple[Event, ...]) -> OwnWords:
    """Collect what the practitioner said and wrote, for a rehearsal whose scenario is missing.

    Args:
        summary: the rehearsal's entry in the list.
        events: its events.
    """
    said = [event.text for event in events if isinstance(event, Replied)]
    wrote = [event.words for event in events if isinstance(event, Reflected | Lost) and event.words]
    options = [RehearseOptions.read_from(event) for event in events if isinstance(event, Began)]
    wrote = [*(words for chosen in options for words in chosen.list_own_words()), *wrote]
    began = summary.began.isoformat()
    return {"id": summary.id, "scenario": summary.scenario, "began": began, "said": said, "wrote": wrote}


def _render_own_words(words: OwnWords) -> str:
    """Return the practitioner's own words as plain lines."""
    blocks: list[Block] = [Heading(f"Rehearsal {words['id']}, of {words['scenario']}: your words alone", 1)]
    for name, heading in (("said", "What you said"), ("wrote", "What you wrote")):
        lines = words[name]
        if isinstance(lines, list) and lines:
            blocks += [Heading(heading), *(ListItem(line) for line in lines)]
    return render_plain(blocks)


class ExportFormat(Enum):
    """The formats of an export, in the order in which they are offered."""

    TEXT = Exporter("text", ".txt", "Plain text, to read or print", export_text, _render_own_words)
    MARKDOWN = Exporter(
        "markdown",
        ".md",
        "Markdown, for a document with headings",
        export_markdown,
        _render_own_words,
        render=render_markdown,
    )
    DATA = Exporter(
        "data", ".json", "Data (JSON), with how each reply was read", export_data, dump_data, _join_data, render=None
    )

    @property
    def suffix(self) -> str:
        """The ending of the format's file names, such as `.txt`."""
        return self.value.suffix

    @property
    def description(self) -> str:
        """The description of the format in the dialog for saving."""
        return self.value.description


def find_format(name: str) -> ExportFormat:
    """Return a format by its name. Raises NotKnown, which lists all names."""
    for form in ExportFormat:
        if form.value.name == name:
            return form
    names = ", ".join(form.value.name for form in ExportFormat)
    raise NotKnown(f"There is no format called '{make_visible(name[:40])}'.", f"There are: {names}.")


def export_rehearsal(rehearsal: Rehearsal, form: ExportFormat, request: ExportRequest = WHOLE) -> str:
    """Return the text of one rehearsal in a format.

    Args:
        rehearsal: the rehearsal.
        form: the format.
        request: which attempt, and whether with the practitioner's private words.
    """
    return form.value.export(rehearsal, request)


@dataclass(frozen=True, slots=True)
class FullExport:
    """An export of all rehearsals, with a sentence for each that could not be exported."""

    text: str
    parts: tuple[str, ...]
    """The same, one for each rehearsal."""
    left_out: tuple[str, ...]
    """A sentence for each rehearsal that could not be written out as it should be."""


def export_all(practice: RehearsalSource, form: ExportFormat, request: ExportRequest = WHOLE) -> FullExport:
    """Export all rehearsals in one text, the last used first, for their practitioner alone.

    A damaged rehearsal does not stop the others. If its scenario is missing or its beginning was lost, at least the
    words that were said are written.

    Args:
        practice: the rehearsals.
        form: the format.
        request: how reviews and questions are laid out.
    """
    parts: list[str] = []
    left_out: list[str] = []
    for summary in practice.rehearsals():
        try:
            parts.append(export_rehearsal(practice.go_on(summary.id), form, replace(request, everything=True)))
        except CoachError as error:
            left_out.append(f"{summary.id} ({summary.scenario}): {error}")
            with suppress(CoachError):
                events = practice.keeping.store.read(summary.id)
                parts.append(form.value.export_own_words(words_alone(summary, events)))
    return FullExport(form.value.join(parts), tuple(parts), tuple(left_out))


def default_name(rehearsal: Rehearsal, form: ExportFormat) -> str:
    """Return a file name for an export, made from the scenario and the day of the rehearsal."""
    began = rehearsal.beginning
    return f"{began.scenario.replace('_', '-')}-{began.at.astimezone():%Y-%m-%d}{form.suffix}"


def write_export(path: Path, text: str | bytes, *, for_others: bool = False) -> Path:
    """Write a new file that only its owner can read, and return its path.

    If the name is taken, -2, -3 and so on is added.

    Args:
        path: the path.
        text: the content.
        for_others: whether all users of the folder may read the file, as in a shared folder.

    Raises:
        RecordsUnwritable: the file cannot be written; nothing half-written is left behind.
    """
    if path.is_dir():
        raise RecordsUnwritable(
            f"{make_visible(path.name or str(path))} is a folder.", "Add a name for the file.", title=NOT_SAVED
        )
    ending = HANDED_OVER if path.name.endswith(HANDED_OVER) else path.suffix
    for number in count(1):
        file = path if number == 1 else path.with_name(f"{path.name.removesuffix(ending)}-{number}{ending}")
        try:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if for_others else 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            with os.fdopen(opened, "wb") as out:
                out.write(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
        except OSError as error:
            with suppress(OSError):
                erase(file)
            raise _unwritable(path, error) from None
        return file
    raise AssertionError("numbers do not end")


def _blocks(rehearsal: Rehearsal, request: ExportRequest) -> Iterator[Block]:
    """Yield the blocks of an export as text: debrief, own words, transcript, reviews."""
    attempt, everything = request.attempt, request.everything
    story, began, debrief = rehearsal.story, rehearsal.beginning, rehearsal.debrief(attempt)
    yield from lay_out_first_page(debrief)
    position = began.position if everything else ""
    own_words = _own_words(rehearsal, everything)
    if own_words or position:
        yield Heading("Your own words")
        if position:
            yield ListItem(position, "Your own position")
        yield from (ListItem(event.words, request.find_question(event.on)) for event in own_words)
    yield from lay_out_more(debrief)
    for one in story.attempts if not attempt else (story.attempt(attempt),):
        if len(story.attempts) > 1:
            yield Heading(f"Attempt {one.number} of {len(story.attempts)}")
        yield from lay_out_transcript(rehearsal.debrief(one.number))
    yield from _lost_blocks(rehearsal, everything)
    yield Heading("About this rehearsal")
    yield ListItem(f"{began.at.astimezone():%d %B %Y, %H:%M}", "Begun")
    yield ListItem(f"{rehearsal.id}, coach {began.coach}, read by {began.matcher}", "Rehearsal")
    yield from request.lay_out_reviews(rehearsal)
    yield Paragraph("Yours to keep, bring to supervision or delete.")


def _lost_data(story: History, everything: bool) -> dict[str, object]:
    """Return what was lost when the file was damaged, as data; empty if nothing was."""
    if not story.lost:
        return {}
    words = [event.words for event in story.lost if event.words] if everything else []
    parts = sum(event.events for event in story.lost)
    return {"lost": {"parts": parts, "also_said": [event.text for event in story.unplaced], "words": words}}


def _lost_blocks(rehearsal: Rehearsal, everything: bool) -> Iterator[Block]:
    """Yield blocks about what was lost when the file was damaged, and the words left over."""
    lost, unplaced = rehearsal.story.lost, rehearsal.story.unplaced
    words = [event.words for event in lost if event.words] if everything else []
    if not lost:
        return
    yield Heading("Lost when the file was damaged")
    parts = sum(event.events for event in lost)
    yield Paragraph(f"{'1 part' if parts == 1 else f'{parts} parts'} of this rehearsal could not be read any more.")
    if unplaced:
        yield Paragraph("You also said this. It is not known any more in answer to what:")
        yield from (ListItem(event.text) for event in unplaced)
    if words:
        yield Paragraph("This can still be read of what was lost:")
        yield from (ListItem(word) for word in words)


def _own_words(rehearsal: Rehearsal, everything: bool) -> tuple[Reflected, ...]:
    """Return the practitioner's reflections; those for themselves only if `everything`."""
    return tuple(event for event in rehearsal.story.reflected if everything or not event.for_oneself)


def _attempt(rehearsal: Rehearsal, attempt: Attempt) -> dict[str, object]:
    """Return an attempt with its transcript and debrief, as data for JSON."""
    debrief = rehearsal.debrief(attempt.number)
    elsewhere = {"transcript", "attempt", "attempts", "intention", "happened"}
    return {
        "number": attempt.number,
        "from_reply": attempt.parted or 1,
        "ended": attempt.ended,
        "ending": debrief.ending,
        "transcript": list(_transcript(rehearsal.script, attempt)),
        "debrief": debrief.model_dump(mode="json", exclude=elsewhere, by_alias=True),
    }


def _transcript(script: Script, attempt: Attempt) -> Iterator[dict[str, object]]:
    """Yield the lines and replies of an attempt, as data for JSON."""
    yield from (_line(script, line) for line in attempt.arrival)
    for exchange in attempt.exchanges:
        match exchange.event:
            case Replied(text=text, reading=reading):
                yield {"you": text, "reply": exchange.number, "reading": reading.model_dump(mode="json")}
            case Skipped():
                yield {"skipped": True}
        yield from (_line(script, line) for line in exchange.lines())


def _line(script: Script, line: Line) -> dict[str, object]:
    """Return a line of the family's as data for JSON."""
    if line.speaker == SCENE:
        return {"scene": line.text}
    how = {"how": line.how} if line.how else {}
    return {"speaker": script.speaker(line), "text": line.text, **how}


def _unwritable(path: Path, error: OSError) -> RecordsUnwritable:
    """Make the error that an export cannot be written, with the reason in words."""
    why = (error.strerror or "no access").lower()
    if isinstance(error, FileNotFoundError):
        why = f"there is no folder called {make_visible(str(path.parent))}"
    return RecordsUnwritable(f"It could not be saved: {why}.", "Choose another place.", title=NOT_SAVED)
