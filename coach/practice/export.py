"""Exporting a rehearsal, as text or in another format, to a file for its owner alone.

Begin with `export_rehearsal`; `ExportFormat` lists the formats.

What a family kept to itself is in none of them, nor anything private of theirs: a rehearsal's script does not hold it,
and silences are left out here whether told or kept (what was told stands in the conversation, where it was said).

One rehearsal may be handed on, so what its practitioner wrote for themselves alone (their position, their own picture
of the family) is not in it. An export of all rehearsals is for the practitioner alone, and has it.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.first_page import (
    ANSWER_NAMES,
    HURT,
    CardKind,
    CardSuggestion,
    CardText,
    DebriefCard,
    DebriefPage,
    PictureMark,
)
from coach.debrief.page_builder import read_page_key
from coach.debrief.render import (
    Block,
    Heading,
    ListItem,
    Paragraph,
    lay_out_more,
    lay_out_page,
    lay_out_talk,
    lay_out_transcript,
    render_markdown,
    render_plain,
)
from coach.debrief.report import INTENTION, combine_reflections
from coach.errors import CoachError, NotKnown
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.characters import dump_data, make_visible
from coach.model.conditions import SCENE, Line
from coach.model.events import Began, Event, Lost, Reflected, Replied, Skipped
from coach.options import RehearseOptions
from coach.practice.rehearsal import Rehearsal
from coach.records.event_store import RehearsalRecords, Summary
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, History

DATA_FORMAT = 1
"""Version of the data's shape."""
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
    return say(ANSWER_NAMES[on]) if on in ANSWER_NAMES else on.replace("_", " ").capitalize()


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


# --- The formats. To add one: its functions here, and a row in ExportFormat


Exported = str | bytes
"""What an export writes: a text, or the bytes of a document."""
RenderBlocks = Callable[[Iterable[Block]], Exported]
YOUR_WORDS = "Your words in a rehearsal"
"""The title of a document, which its first heading says more of."""


def export_text(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return a rehearsal's debrief and transcript as plain lines."""
    return render_plain(_blocks(rehearsal, request))


def export_markdown(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return a rehearsal's debrief and transcript as Markdown."""
    return render_markdown(_blocks(rehearsal, request))


def export_html(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return a rehearsal's debrief and transcript as a page for a browser."""
    return render_html(_blocks(rehearsal, request), rehearsal.script.dialogue.title)


def export_docx(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> bytes:
    """Return a rehearsal's debrief and transcript as a Word document."""
    return render_docx(_blocks(rehearsal, request), rehearsal.script.dialogue.title)


def export_data(rehearsal: Rehearsal, request: ExportRequest = WHOLE) -> str:
    """Return everything said, read and answered in a rehearsal as JSON."""
    return dump_data(collect_data(rehearsal, request))


def _render_page(blocks: Iterable[Block]) -> str:
    """Write blocks as a page for a browser."""
    return render_html(blocks, YOUR_WORDS)


def _render_document(blocks: Iterable[Block]) -> bytes:
    """Write blocks as a Word document."""
    return render_docx(blocks, YOUR_WORDS)


def _join_data(parts: Sequence[Exported]) -> str:
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
    export: Callable[[Rehearsal, ExportRequest], Exported]
    render: RenderBlocks | None = render_plain
    """Writes blocks, as of a round that is taken home, or of several rehearsals; None where the format is data."""
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
            {**event.model_dump(mode="json", exclude={"event"}), "asked": _name_asked(rehearsal, event, request)}
            for event in _own_words(rehearsal, request)
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


def lay_out_own_words(words: OwnWords) -> list[Block]:
    """Lay out the practitioner's own words, where a rehearsal's scenario is gone."""
    blocks: list[Block] = [Heading(f"Rehearsal {words['id']}, of {words['scenario']}: your words alone", 1)]
    for name, heading in (("said", "What you said"), ("wrote", "What you wrote")):
        lines = words[name]
        if isinstance(lines, list) and lines:
            blocks += [Heading(heading), *(ListItem(line) for line in lines)]
    return blocks


class ExportFormat(Enum):
    """The formats of an export, in the order in which they are offered."""

    TEXT = Exporter("text", ".txt", "Plain text, to read or print", export_text)
    DOCUMENT = Exporter("word", ".docx", "A Word document", export_docx, _render_document)
    PAGE = Exporter("html", ".html", "A page for a browser, with the picture drawn", export_html, _render_page)
    MARKDOWN = Exporter("markdown", ".md", "Markdown, a text with headings", export_markdown, render_markdown)
    DATA = Exporter("data", ".json", "Data (JSON), with how each reply was read", export_data, render=None)

    @property
    def suffix(self) -> str:
        """The ending of the format's file names, such as `.txt`."""
        return self.value.suffix

    @property
    def description(self) -> str:
        """The description of the format in the dialog for saving."""
        return say(self.value.description)


def find_format(name: str) -> ExportFormat:
    """Return a format by its name. Raises NotKnown, which lists all names."""
    for form in ExportFormat:
        if form.value.name == name:
            return form
    names = ", ".join(form.value.name for form in ExportFormat)
    raise NotKnown(f"There is no format called '{make_visible(name[:40])}'.", f"There are: {names}.")


def find_format_of(file: Path) -> ExportFormat:
    """Return the format that a file's name ends in. Raises NotKnown, which lists all endings."""
    for form in ExportFormat:
        if form.suffix == file.suffix.casefold():
            return form
    endings = ", ".join(form.suffix for form in ExportFormat)
    raise NotKnown(f"No format ends in '{make_visible(file.suffix[:40])}'.", f"There are: {endings}.")


@speak(ENGLISH)  # others read it, and a document says that it is in English
def export_rehearsal(rehearsal: Rehearsal, form: ExportFormat, request: ExportRequest = WHOLE) -> Exported:
    """Return one rehearsal in a format, as a text or a document.

    Args:
        rehearsal: the rehearsal.
        form: the format.
        request: which attempt, and whether with the practitioner's private words.
    """
    return form.value.export(rehearsal, request)


@dataclass(frozen=True, slots=True)
class FullExport:
    """An export of all rehearsals, with a sentence for each that could not be exported."""

    text: Exported
    parts: tuple[str, ...]
    """The same, one for each rehearsal, where the format is data."""
    left_out: tuple[str, ...]
    """A sentence for each rehearsal that could not be written out as it should be."""


@speak(ENGLISH)
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
    blocks: list[Block] = []
    left_out: list[str] = []
    render, everything = form.value.render, replace(request, everything=True)
    for summary in practice.rehearsals():
        try:
            rehearsal = practice.go_on(summary.id)
            if render is None:
                parts.append(export_data(rehearsal, everything))
            else:
                blocks += _blocks(rehearsal, everything)
        except CoachError as error:
            left_out.append(f"{summary.id} ({summary.scenario}): {error}")
            with suppress(CoachError):
                words = words_alone(summary, practice.keeping.store.read(summary.id))
                if render is None:
                    parts.append(dump_data(words))
                else:
                    blocks += lay_out_own_words(words)
    return FullExport(render(blocks) if render else _join_data(parts), tuple(parts), tuple(left_out))


_LONGEST_NAME = 60
"""Letters of a title in a file's name."""


def default_name(rehearsal: Rehearsal, form: ExportFormat) -> str:
    """Return a file name for an export, from the scenario's title and the day."""
    began = rehearsal.beginning
    # The title is what its practitioner knows it by; one in other letters than a to z leaves the scenario's own name.
    plain = unicodedata.normalize("NFKD", rehearsal.script.dialogue.title.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", ""))[:_LONGEST_NAME].strip("-")
    return f"{name or began.scenario.replace('_', '-')}-{began.at.astimezone():%Y-%m-%d}{form.suffix}"


def _blocks(rehearsal: Rehearsal, request: ExportRequest) -> Iterator[Block]:
    """Yield the blocks of an export as text: debrief, own words, transcript, reviews."""
    attempt, everything = request.attempt, request.everything
    story, began, debrief = rehearsal.story, rehearsal.beginning, rehearsal.debrief(attempt)
    page = rehearsal.page(attempt)
    yield from lay_out_page(page)
    position = began.position if everything else ""
    own_words = _own_words(rehearsal, request)
    if own_words or position:
        yield Heading("Your own words")
        if position:
            yield ListItem(position, "Your own position")
        yield from _own_answers(rehearsal, own_words, request)
    yield from lay_out_talk(page)
    yield from lay_out_more(debrief)
    for one in story.attempts if not attempt else (story.attempt(attempt),):
        if len(story.attempts) > 1:
            yield Heading(f"Attempt {one.number} of {len(story.attempts)}")
        yield from lay_out_transcript(rehearsal.debrief(one.number))
    yield from _lost_blocks(rehearsal, everything)
    yield Heading("About this rehearsal")
    yield ListItem(f"{began.at.astimezone():%d %B %Y, %H:%M}", "Begun")
    yield from request.lay_out_reviews(rehearsal)
    yield Paragraph("Yours to keep, bring to supervision or delete.")
    technical = f"rehearsal {rehearsal.id}, coach {began.coach}, read by {began.matcher}"
    yield Paragraph(f"({technical}.)", "For whoever looks after the program, if you ever ask them about it")


def _own_answers(rehearsal: Rehearsal, own_words: Sequence[Reflected], request: ExportRequest) -> Iterator[Block]:
    """Yield the practitioner's answers, one alone on whether their intention happened."""
    happened = combine_reflections(event.words for event in own_words if event.on == INTENTION)
    said = ". ".join(part for part in (happened.answer, *happened.words) if part)
    if said:
        yield ListItem(said, request.find_question(INTENTION))
    others = (event for event in own_words if event.words and event.on != INTENTION)
    yield from (ListItem(event.words, _name_asked(rehearsal, event, request)) for event in others)


def _name_asked(rehearsal: Rehearsal, event: Reflected, request: ExportRequest) -> str:
    """Return what an answer was asked for, with its attempt where there are several."""
    about = read_page_key(event.on)
    if about is None:
        return request.find_question(event.on)
    question, attempt = about
    asked = request.find_question(question)
    if len(rehearsal.story.attempts) < 2:  # an attempt alone needs no number
        return asked
    return say("{asked}, of attempt {attempt}", asked=asked, attempt=attempt)


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


def _own_words(rehearsal: Rehearsal, request: ExportRequest) -> tuple[Reflected, ...]:
    """Return the practitioner's reflections; those for themselves only if everything is wanted.

    What was answered of another attempt than the one that is wanted is left out.
    """
    about = ((event, read_page_key(event.on)) for event in rehearsal.story.reflected)
    return tuple(
        event
        for event, of in about
        if (request.everything or not event.for_oneself) and (of is None or request.attempt in (0, of[1]))
    )


def _attempt(rehearsal: Rehearsal, attempt: Attempt) -> dict[str, object]:
    """Return an attempt with its transcript and debrief, as data for JSON."""
    debrief, page = rehearsal.debrief(attempt.number), rehearsal.page(attempt.number)
    elsewhere = {"transcript", "attempt", "intention", "happened"}
    return {
        "number": attempt.number,
        "from_reply": attempt.parted or 1,
        "ended": attempt.ended,
        "ending": debrief.ending,
        "transcript": list(_transcript(rehearsal.script, attempt)),
        "debrief": {**debrief.model_dump(mode="json", exclude=elsewhere, by_alias=True), **_collect_cards(page)},
    }


# --- The cards as data, and the two fields by which programs elsewhere knew them before there were cards


def _collect_cards(page: DebriefPage) -> dict[str, object]:
    """Return the cards of a page as data, with `points` and `question` filled from them."""
    return {
        "cards": [card.model_dump(mode="json") for card in page.cards],
        "taken_off": [card.model_dump(mode="json") for card in page.taken_off],
        "points": list(_list_points(page)),
        "question": next((card.brief for card in page.list_cards(CardKind.QUESTION)), ""),
    }


def _list_points(page: DebriefPage) -> Iterator[dict[str, object]]:
    """Yield the moments of a page in their older shape: to keep, to try, to think about.

    To think about is what the family drew back from; to try is what was not taken up, or waits for an answer.
    """
    marks = {mark.reply: mark for mark in page.picture.marks}
    back = page.list_cards(CardKind.BACK)
    hurts = [card for card in back if card.id.startswith(HURT)]
    yield from (_make_point("keep", card, marks[card.replies[0]]) for card in page.list_cards(CardKind.KEEP))
    yield from (_make_point("try", card, marks[card.replies[0]]) for card in back if card not in hurts)
    yield from (_make_point("think", card, marks[card.replies[0]]) for card in hurts)


def _make_point(kind: str, card: DebriefCard, mark: PictureMark) -> dict[str, object]:
    """Return a card as a point: the reply that it is about, with the lines around it.

    Args:
        kind: `keep`, `try` or `think`.
        card: the card.
        mark: the mark of its reply.
    """
    # Of several lines of an answer, the card shows the one that says what they did.
    after = next((line for line in mark.after if line in card.parts), next(iter(mark.after), None))
    text = " ".join(part.text for part in card.parts if isinstance(part, CardText))
    return {
        "kind": kind,
        "title": card.title,
        "reply": mark.reply,
        "before": mark.before.text if mark.before else "",
        "before_speaker": mark.before.speaker if mark.before else "",
        "quote": mark.said.text,
        "after": after.text if after else "",
        "after_speaker": after.speaker if after else "",
        "text": text,
        "thought": text,
        "could_say": [part.text for part in card.parts if isinstance(part, CardSuggestion)],
        # No card has these; they are there for whoever asks for them.
        "wonder": "",
        "criterion": "",
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
