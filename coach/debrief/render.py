"""The debrief laid out as blocks, and blocks written as plain text or Markdown.

Begin with `lay_out_first_page`, and `render_plain` or `render_markdown`. Every front end shows the same blocks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from coach.debrief.builder import CLOSE, LIMITS, SilenceOutcome
from coach.debrief.evidence import put_in_quotes
from coach.debrief.report import (
    Debrief,
    Evidence,
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    Point,
    PointKind,
    RepairStanding,
    SubjectOutcome,
)
from coach.model.characters import sanitize

STANDINGS = {
    OpeningStanding.TAKEN: "Taken",
    OpeningStanding.PARTLY: "Partly taken",
    OpeningStanding.MISSED: "Passed by",
    OpeningStanding.UNSURE: "The coach wasn't sure",
    OpeningStanding.SKIPPED: "Skipped",
    OpeningStanding.NOT_REACHED: "Not reached",
}
"""How an opening stands, in words that stand without colour."""

KINDS = {PointKind.KEEP: "To keep", PointKind.TRY: "To try", PointKind.THINK: "To think about"}

MENDED = {
    RepairStanding.REPAIRED: "Repaired",
    RepairStanding.PARTLY: "Partly: it eased, and was not named",
    RepairStanding.NOT_YET: "Not yet mended",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading block; rank 1 is the title of the page."""

    text: str
    rank: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph block; `lead` is a short label set apart before the text."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block of words that a person of the conversation said."""

    text: str
    speaker: str = ""
    answered: bool = False
    """Whether it is what the family answered to the quotation before it, which is drawn in a style of its own."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """A block for one item of a list; `lead` is a short label before the text."""

    text: str
    lead: str = ""


Block = Heading | Paragraph | Quote | ListItem


class Section(StrEnum):
    """A section of the first page of a debrief, in the order of the page."""

    BEGINNING = "beginning"
    """Which attempt it is, what happened later that day, and what the practitioner wanted to practise."""
    ANSWERS = "answers"
    """How openly each subject was explored."""
    MOMENTS = "moments"
    """The headline, and the replies that may have hurt."""
    POINTS = "points"
    """Three points at most: to keep, to try, to think about."""
    UNSURE = "unsure"
    """The verdicts that the coach is not certain of; only where the practitioner can answer them."""
    QUESTION = "question"
    """The question to take to supervision."""
    CLOSE = "close"
    """The limits of what the coach can tell, and the last words."""


FIRST_PAGE = tuple(Section)
"""The order of the sections, for every front end: as lines, on the screen, and in a document. The screen draws the same
blocks (`coach/tui/widgets/debrief_page.py`), but for the answers, each a card there, and for what it asks by itself."""


def lay_out_first_page(debrief: Debrief) -> Iterator[Block]:
    """Lay out the first page of a debrief, section by section, as blocks."""
    yield Heading(debrief.title, 1)
    for section in FIRST_PAGE:
        yield from lay_out_section(debrief, section)


def lay_out_section(debrief: Debrief, section: Section) -> Iterator[Block]:
    """Lay out one section of the first page as blocks; none if the debrief has nothing for it."""
    match section:
        case Section.BEGINNING:
            yield from lay_out_beginning(debrief)
            if said := debrief.happened.describe():  # a screen asks for it here, and shows it with the question
                yield Paragraph(said)
        case Section.ANSWERS:
            yield Heading("How openly, in this conversation")
            for answer in debrief.answers:
                yield from _lay_out_subject(answer)
        case Section.MOMENTS:
            yield Heading("Moments")
            yield Paragraph(debrief.headline)
            for hurt in debrief.hurts:
                yield ListItem(describe_harm(hurt), f"Reply {hurt.reply} may have hurt")
        case Section.POINTS:
            for point in debrief.points:
                yield from lay_out_point(point, debrief.question)
        case Section.UNSURE:
            # A screen shows this section by itself, with the keys to answer each verdict.
            return  # a page that cannot be answered asks nothing
        case Section.QUESTION:
            if debrief.question:
                yield Heading("A question for supervision")
                yield Paragraph(debrief.question)
        case Section.CLOSE:
            yield Paragraph(describe_limits(debrief), "Please remember")
            yield Paragraph(CLOSE)


def lay_out_beginning(debrief: Debrief) -> Iterator[Block]:
    """Lay out the beginning: which attempt, what happened later, and the practice intention."""
    if debrief.attempts > 1:
        yield Paragraph(f"Attempt {debrief.attempt} of {debrief.attempts}.")
    if debrief.diverges_at:
        kept = "Everything you said is kept; what is shown here stops before it."
        yield Paragraph(f"{debrief.diverges_at}. {kept}", "Note")
    if debrief.after:
        yield Paragraph(debrief.after, "Later that day")
    if debrief.intention:
        yield Paragraph(word_intention(debrief.intention), "You wanted")


def describe_harm(harm: HarmOutcome) -> str:
    """Quote a reply that may have hurt, and say whether it was repaired, and how."""
    mended = f" “{harm.mending_quote}” (reply {harm.mended_by})" if harm.mending_quote else ""
    return f"“{harm.quote}” {MENDED[harm.mended]}.{mended}"


def describe_limits(debrief: Debrief) -> str:
    """Say what the coach cannot tell, and whether it reads less well on this machine."""
    return f"{LIMITS} {debrief.reads_less_well}".strip()


def word_intention(intention: str) -> str:
    """Quote the practice intention, and ask whether it happened."""
    return f"{put_in_quotes(intention, '.')} Did it happen?"


def lay_out_more(debrief: Debrief) -> Iterator[Block]:
    """Lay out what 'show more' adds to a debrief: all openings, and the level of each domain."""
    yield Heading("Openings")
    for opening in debrief.openings:
        yield from _lay_out_opening(opening)
    yield Heading("Seven parts of the conversation")
    for domain in debrief.domains:
        yield from _lay_out_subject(domain)
    yield from _lay_out_repair(debrief)


def lay_out_transcript(debrief: Debrief) -> Iterator[Block]:
    """Lay out the transcript of the conversation with its margin notes."""
    yield Heading("The conversation, with notes")
    for line in debrief.transcript:
        if line.scene:
            yield Paragraph(f"({line.text})")
            continue
        how = f" ({line.how})" if line.how else ""
        number = f" ({line.reply})" if line.reply else ""
        yield Quote(line.text, f"{line.speaker}{number}{how}")
        for note in line.notes:
            yield ListItem(note, "Note")


def lay_out_silences(silences: Iterable[SilenceOutcome]) -> Iterator[Block]:
    """Lay out what the family kept until asked, and whether it was told, if the user asks."""
    yield Heading("What stayed silent")
    yield Paragraph("Telling is not a prize, and keeping is not refusal. Something is always kept.")
    for silence in silences:
        yield ListItem(silence.about, "Told" if silence.told else "Kept")


def make_visible(text: str) -> str:
    """Put words on one line, with a visible sign for each line end, tab and control character."""
    return sanitize(text, line_end="␣", tab="␣")


def add_lead_mark(lead: str, mark: str = ":") -> str:
    """Return a label with `mark` (a colon) after it; a label that is a question stays as it is."""
    return lead if lead.endswith("?") else f"{lead}{mark}"


def render_plain(blocks: Iterable[Block]) -> str:
    """Write blocks as plain lines, without boxes or signs that a screen reader would spell out."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                text = make_visible(block.text)
                lines += ["", text.upper() if block.rank == 1 else add_lead_mark(text)]
            case Quote():
                said = make_visible(block.text)
                lines.append(f"{make_visible(block.speaker)}: {said}" if block.speaker else f"“{said}”")
            case _:
                said = make_visible(block.text)
                lines.append(f"{add_lead_mark(make_visible(block.lead))} {said}" if block.lead else said)
    return "\n".join(lines).strip() + "\n"


def render_markdown(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown; the words of the conversation are escaped."""
    out: list[str] = []
    item_before = False
    for block in blocks:
        # Markdown joins what follows a list to its last item unless a blank line stands between them.
        if item_before and not isinstance(block, ListItem):
            out.append("")
        item_before = isinstance(block, ListItem)
        match block:
            case Heading():
                out += [f"{'#' * block.rank} {escape_markdown(block.text)}", ""]
            case Quote():
                speaker = f"**{escape_markdown(block.speaker)}:** " if block.speaker else ""
                out += [f"> {speaker}{escape_markdown(block.text)}", ""]
            case ListItem():
                lead = f"**{add_lead_mark(escape_markdown(block.lead), '.')}** " if block.lead else ""
                out.append(f"- {lead}{escape_markdown(block.text)}")
            case Paragraph():
                lead = f"**{add_lead_mark(escape_markdown(block.lead), '.')}** " if block.lead else ""
                out += [f"{lead}{escape_markdown(block.text)}", ""]
    return "\n".join(out).strip() + "\n"


def escape_markdown(text: str) -> str:
    """Escape a text for Markdown and put it on one line."""
    # First the characters a terminal obeys, then those that Markdown does: either could be in a typed reply.
    text = make_visible(" ".join(text.split()))
    text = re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
    return re.sub(r"^([-+]|\d+\.)(\s)", r"\\\1\2", text)


def _lay_out_subject(subject: SubjectOutcome) -> Iterator[Block]:
    """Lay out the level of a subject in one line, then the quotes that show it."""
    because = f" It stays there because {subject.because}." if subject.because else ""
    meaning = f"{subject.meaning[0].upper()}{subject.meaning[1:]}"
    yield Paragraph(f"{subject.level_name}. {meaning}.{because}", subject.name)
    for evidence in subject.evidence:
        yield lay_out_evidence(evidence)


def lay_out_evidence(evidence: Evidence) -> Block:
    """Lay out a quote that shows a level, with its speaker."""
    if evidence.speaker:
        return Quote(evidence.quote, f"{evidence.speaker}, and it passed by")
    unsure = ", and the coach wasn't sure" if evidence.unsure else ""
    return Quote(evidence.quote, f"You, reply {evidence.reply}{unsure}")


def lay_out_point(point: Point, asked_later: str, who: str = "You") -> Iterator[Block]:
    """Lay out a point: something to keep, to try, or to think about.

    Args:
        point: the point.
        asked_later: the question for supervision, which is often this point's and is not asked twice.
        who: whose words the quoted reply is, as the reader of the page would say.
    """
    yield Heading(f"{KINDS[point.kind]}: {point.title}")
    if point.before:
        yield Quote(point.before, point.before_speaker)
    yield Quote(point.quote, f"{who}, reply {point.reply}" if point.reply else who)
    if point.after:
        yield Quote(point.after, point.after_speaker, answered=True)
    yield Paragraph(point.thought)
    for number, words in enumerate(point.could_say):
        yield ListItem(f"“{words}”", "You could try" if number == 0 else "Or")
    if point.could_say:
        yield ListItem("Or your own third way.")
    if point.wonder and point.wonder != asked_later:
        yield Paragraph(point.wonder, "To wonder about")


def _lay_out_opening(opening: OpeningOutcome) -> Iterator[Block]:
    """Lay out an opening: the family's line, the reply, and whether it was taken."""
    why = f", {opening.why}" if opening.why and opening.standing is OpeningStanding.PARTLY else ""
    said = f" You: “{opening.quote}”" if opening.quote else ""
    yield ListItem(
        f"{opening.speaker}: “{opening.line}”{said}",
        f"{STANDINGS[opening.standing]}{why} ({opening.topic_name.lower()})",
    )


def _lay_out_repair(debrief: Debrief) -> Iterator[Block]:
    """Lay out the list of hurts and repairs; an apology that no hurt called for is mentioned."""
    if not debrief.hurts:
        mend = next((mark for mark in debrief.marks if mark.criterion == debrief.mends and mark.counts()), None)
        also = f" You put something right all the same, in reply {mend.reply}: “{mend.quote}”" if mend else ""
        yield Paragraph(f"none seen.{also}", "Harm and repair")
        return
    yield Paragraph(f"{len(debrief.hurts)} seen.", "Harm and repair")
    for hurt in debrief.hurts:
        yield ListItem(describe_harm(hurt), f"Reply {hurt.reply}")
