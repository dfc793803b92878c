"""The debrief written out: one set of blocks, read as plain lines or as Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.debrief.builder import CLOSE, LIMITS, Silent
from coach.debrief.evidence import quoted
from coach.debrief.report import Debrief, Evidence, Explored, Mended, OpeningSeen, Point, PointKind, Standing
from coach.model.characters import replace_unsafe

STANDINGS = {
    Standing.TAKEN: "Taken",
    Standing.PARTLY: "Partly taken",
    Standing.MISSED: "Passed by",
    Standing.UNSURE: "The coach wasn't sure",
    Standing.SKIPPED: "Skipped",
    Standing.NOT_REACHED: "Not reached",
}
"""How an opening stands, in words that stand without colour."""

KINDS = {PointKind.KEEP: "To keep", PointKind.TRY: "To try", PointKind.THINK: "To think about"}

MENDED = {
    Mended.REPAIRED: "Repaired",
    Mended.PARTLY: "Partly: it eased, and was not named",
    Mended.NOT_YET: "Not yet mended",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the page's own."""

    text: str
    rank: int = 2


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph. `lead` is set apart before it."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list."""

    text: str
    lead: str = ""


Block = Heading | Say | Quote | Item


def first_page(debrief: Debrief) -> Iterator[Block]:
    """What a practitioner reads first: the three answers, the moments, three points, a question, the limits."""
    yield Heading(debrief.title, 1)
    if debrief.attempts > 1:
        yield Say(f"Attempt {debrief.attempt} of {debrief.attempts}.")
    if debrief.parts_at:
        yield Say(f"{debrief.parts_at}. What is shown here stops before it.", "Note")
    if debrief.after:
        yield Say(debrief.after, "Later")
    if debrief.intention:
        yield Say(wanted(debrief.intention), "You wanted")
        if said := debrief.happened.said():
            yield Say(said)
    yield Heading("How openly, in this conversation")
    for answer in debrief.answers:
        yield from _explored(answer)
    yield Heading("Moments")
    yield Say(debrief.headline)
    for hurt in debrief.hurts:
        mended = f" “{hurt.mending_quote}” (reply {hurt.mended_by})" if hurt.mending_quote else ""
        yield Item(f"“{hurt.quote}” {MENDED[hurt.mended]}.{mended}", f"Reply {hurt.reply} may have hurt")
    for point in debrief.points:
        yield from _point(point, wonder=point.wonder != debrief.question)
    if debrief.question:
        yield Heading("A question for supervision")
        yield Say(debrief.question)
    yield Say(f"{LIMITS} {debrief.reads_less_well}".strip(), "Please remember")
    yield Say(CLOSE)


def wanted(intention: str) -> str:
    """What somebody wanted to practise, and the question that follows it."""
    return f"{quoted(intention, '.')} Did it happen?"


def more(debrief: Debrief) -> Iterator[Block]:
    """Behind 'show more': every opening, and the level of each domain."""
    yield Heading("Openings")
    for opening in debrief.openings:
        yield from _opening(opening)
    yield Heading("Seven parts of the conversation")
    for domain in debrief.domains:
        yield from _explored(domain)
    yield from _repair(debrief)


def margin(debrief: Debrief) -> Iterator[Block]:
    """The transcript with its margin notes."""
    yield Heading("The conversation, with notes")
    for line in debrief.transcript:
        if line.scene:
            yield Say(f"({line.text})")
            continue
        how = f" ({line.how})" if line.how else ""
        number = f" ({line.reply})" if line.reply else ""
        yield Quote(line.text, f"{line.speaker}{number}{how}")
        for note in line.notes:
            yield Item(note, "Note")


def silent(silences: Iterable[Silent]) -> Iterator[Block]:
    """What stayed silent, for who asks."""
    yield Heading("What stayed silent")
    yield Say("Telling is not a prize, and keeping is not refusal. Something is always kept.")
    for silence in silences:
        yield Item(silence.about, "Told" if silence.told else "Kept")


def visible(text: str) -> str:
    """Somebody's words on one line, safe to show in a terminal or file: control characters are seen and do nothing."""
    return replace_unsafe(text.replace("\n", "␣").replace("\t", "␣"))


def led(lead: str, mark: str = ":") -> str:
    """What is set apart before some words, with its mark; a question has its own."""
    return lead if lead.endswith("?") else f"{lead}{mark}"


def as_plain(blocks: Iterable[Block]) -> str:
    """One thought a line, no box, no mark that a screen reader would spell out."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                text = visible(block.text)
                lines += ["", text.upper() if block.rank == 1 else led(text)]
            case Quote():
                said = visible(block.text)
                lines.append(f"{visible(block.speaker)}: {said}" if block.speaker else f"“{said}”")
            case _:
                said = visible(block.text)
                lines.append(f"{led(visible(block.lead))} {said}" if block.lead else said)
    return "\n".join(lines).strip() + "\n"


def as_markdown(blocks: Iterable[Block]) -> str:
    """The same as Markdown, with everything anybody typed made harmless."""
    out: list[str] = []
    item_before = False
    for block in blocks:
        if item_before and not isinstance(block, Item):
            out.append("")
        item_before = isinstance(block, Item)
        match block:
            case Heading():
                out += [f"{'#' * block.rank} {escaped(block.text)}", ""]
            case Quote():
                speaker = f"**{escaped(block.speaker)}:** " if block.speaker else ""
                out += [f"> {speaker}{escaped(block.text)}", ""]
            case Item():
                lead = f"**{led(escaped(block.lead), '.')}** " if block.lead else ""
                out.append(f"- {lead}{escaped(block.text)}")
            case Say():
                lead = f"**{led(escaped(block.lead), '.')}** " if block.lead else ""
                out += [f"{lead}{escaped(block.text)}", ""]
    return "\n".join(out).strip() + "\n"


def escaped(text: str) -> str:
    """Text that means only itself in Markdown, on one line."""
    text = visible(" ".join(text.split()))
    text = re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
    return re.sub(r"^([-+]|\d+\.)(\s)", r"\\\1\2", text)


def _explored(subject: Explored) -> Iterator[Block]:
    """A subject's level in one line, then the words that show it."""
    because = f" It stays there because {subject.because}." if subject.because else ""
    meaning = f"{subject.meaning[0].upper()}{subject.meaning[1:]}"
    yield Say(f"{subject.level_name}. {meaning}.{because}", subject.name)
    for evidence in subject.evidence:
        yield _quoted(evidence)


def _quoted(evidence: Evidence) -> Block:
    if evidence.speaker:
        return Quote(evidence.quote, f"{evidence.speaker}, and it passed by")
    unsure = ", and the coach wasn't sure" if evidence.unsure else ""
    return Quote(evidence.quote, f"You, reply {evidence.reply}{unsure}")


def _point(point: Point, *, wonder: bool) -> Iterator[Block]:
    """A point; its question is left for the end where it is the one to take to supervision."""
    yield Heading(f"{KINDS[point.kind]}: {point.title}")
    if point.before:
        yield Quote(point.before, point.before_speaker)
    yield Quote(point.quote, f"You, reply {point.reply}")
    if point.after:
        yield Quote(point.after, point.after_speaker)
    yield Say(point.thought)
    for number, words in enumerate(point.could_say):
        yield Item(words, "You could try" if number == 0 else "Or")
    if point.could_say:
        yield Say("Or your own third way.")
    if point.wonder and wonder:
        yield Say(point.wonder, "To wonder about")


def _opening(opening: OpeningSeen) -> Iterator[Block]:
    why = f", {opening.why}" if opening.why and opening.standing is Standing.PARTLY else ""
    said = f" You: “{opening.quote}”" if opening.quote else ""
    yield Item(
        f"{opening.speaker}: “{opening.line}”{said}",
        f"{STANDINGS[opening.standing]}{why} ({opening.topic_name.lower()})",
    )


def _repair(debrief: Debrief) -> Iterator[Block]:
    if not debrief.hurts:
        mend = next((mark for mark in debrief.marks if mark.criterion == debrief.mends and mark.counts()), None)
        also = f" You put something right all the same, in reply {mend.reply}: “{mend.quote}”" if mend else ""
        yield Say(f"none seen.{also}", "Harm and repair")
        return
    yield Say(f"{len(debrief.hurts)} seen.", "Harm and repair")
    for hurt in debrief.hurts:
        mended = f" “{hurt.mending_quote}” (reply {hurt.mended_by})" if hurt.mending_quote else ""
        yield Item(f"“{hurt.quote}” {MENDED[hurt.mended]}.{mended}", f"Reply {hurt.reply}")
