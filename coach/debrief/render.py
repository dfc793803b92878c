"""The debrief laid out as blocks, and blocks written as plain text or Markdown.

Begin with `lay_out_page`, and `render_plain` or `render_markdown`. Every front end shows the same blocks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.debrief.evidence import put_in_quotes
from coach.debrief.first_page import (
    GO_BACK_TO,
    MEANINGS,
    SIGNS,
    CardKind,
    CardPart,
    CardSuggestion,
    CardText,
    ConversationPicture,
    DebriefCard,
    DebriefPage,
    MarkKind,
    PictureMark,
    SaidLine,
)
from coach.debrief.picture import YOU
from coach.debrief.report import (
    Debrief,
    Evidence,
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    RepairStanding,
    SilenceOutcome,
    SubjectOutcome,
)
from coach.debrief.speech import name_replies, says_goodbye
from coach.language.catalogue import say
from coach.model.characters import make_visible, sanitize_line

STANDINGS = {
    OpeningStanding.TAKEN: "Taken up",
    OpeningStanding.PARTLY: "Partly taken up",
    OpeningStanding.MISSED: "Passed by",
    OpeningStanding.UNSURE: "The coach wasn't sure",
    OpeningStanding.SKIPPED: "Skipped",
    OpeningStanding.NOT_REACHED: "Not reached",
}
"""How an opening stands, in words that stand without colour."""

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


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A block for the picture of a conversation, which each format draws in its own way."""

    picture: ConversationPicture


Block = Heading | Paragraph | Quote | ListItem | PictureBlock


# --- The page: the picture, and cards of facts and whole lines

HEADINGS = {
    CardKind.CHOSEN: "You, first",
    CardKind.LATER: "Later",
    CardKind.SUBJECT: "Where it came up",
    CardKind.KEEP: "One to keep",
    CardKind.BACK: GO_BACK_TO,
    CardKind.PROMISE: "What you promised",
    CardKind.CHILD: "What is left",
    CardKind.QUESTION: "A question for supervision",
}
"""The heading over the cards of each kind, in the order of the page."""
PICTURE_AFTER = CardKind.LATER
"""The kind of card after which the picture stands."""
PICTURE_HEADING = "The conversation, reply by reply"
PICTURE_IS = "It shows what they did straight after each reply. It measures nobody."


def lay_out_page(page: DebriefPage) -> Iterator[Block]:
    """Lay out the page of a debrief as blocks, in the order that every front end keeps."""
    yield Heading(page.title, 1)
    if page.attempts > 1:
        yield Paragraph(say("Attempt {attempt} of {attempts}.", attempt=page.attempt, attempts=page.attempts))
    if page.stops:
        kept = say("Everything you said is kept; what is shown here stops before it.")
        yield Paragraph(f"{page.stops}. {kept}", say("Note"))
    if page.intention:
        yield Paragraph(word_intention(page.intention), say("You wanted"))
    if page.happened:
        yield Paragraph(page.happened)
    for kind in HEADINGS:
        yield from lay_out_cards(page, kind)
        if kind is PICTURE_AFTER and page.picture.marks:
            yield Heading(say(PICTURE_HEADING))
            yield PictureBlock(page.picture)
            yield Paragraph(say(PICTURE_IS))
    yield Paragraph(page.limits, say("Please remember"))
    yield Paragraph(page.close)


TITLED_TOGETHER = (CardKind.CHOSEN, CardKind.SUBJECT)
"""The kinds whose cards stand below a heading of their own; the titles of others are headings themselves."""
TITLED_EACH = (CardKind.KEEP, CardKind.BACK)
"""The kinds of moments, each of which begins with its title."""


def lay_out_cards(page: DebriefPage, kind: CardKind, who: str = "") -> Iterator[Block]:
    """Lay out the cards of one kind below their heading; nothing if there are none.

    A heading always has something of its own below it, and stands once over cards of one title. Over a second moment
    it stands again, or nobody could tell where that begins.

    Args:
        page: the page.
        kind: the kind of the cards.
        who: what the practitioner is called, where others read the page too; empty for `You`.
    """
    cards = page.list_cards(kind)
    together = kind in TITLED_TOGETHER
    if cards and together:
        yield Heading(say(HEADINGS[kind]))
    above = say(HEADINGS[kind]) if together else ""
    for card in cards:
        yield from lay_out_card(card, above, 3 if together else 2, who)
        above = above if together or kind in TITLED_EACH else card.title


def lay_out_card(card: DebriefCard, heading: str = "", rank: int = 3, who: str = "") -> Iterator[Block]:
    """Lay out a card as blocks; its title is left out where the heading above says the same.

    Args:
        card: the card.
        heading: the heading above it.
        rank: the rank of its title as a heading.
        who: what the practitioner is called, where others read the card too; empty for `You`.
    """
    if card.title != heading:
        yield Heading(card.title, rank)
    ways = 0
    for part in card.parts:
        yield _lay_out_part(part, ways, who)
        ways += isinstance(part, CardSuggestion)


def _lay_out_part(part: CardPart, ways: int, who: str) -> Block:
    """Lay out one part of a card.

    Args:
        part: the part.
        ways: how many suggestions came before it on the card.
        who: what the practitioner is called; empty for `You`.
    """
    match part:
        case SaidLine():
            speaker = (
                say("{speaker}, reply {reply}", speaker=who or say(YOU), reply=part.reply)
                if part.reply
                else part.speaker
            )
            how = f" ({part.how})" if part.how else ""
            return Quote(part.text, f"{speaker}{how}", answered=not part.reply)
        case CardSuggestion():
            return ListItem(f"“{part.text}”", say("Or") if ways else say("One way"))
        case CardText():
            return Paragraph(part.text)


HOW_YOU_TALKED = "How you talked"
NO_NORM = "Counted sentence by sentence, in this conversation alone. There is no norm for these numbers."


def lay_out_talk(page: DebriefPage) -> Iterator[Block]:
    """Lay out how the practitioner talked, which stands behind "more"."""
    if page.talk:
        yield Heading(say(HOW_YOU_TALKED))
        yield from (ListItem(count.said, count.name) for count in page.talk)
        yield Paragraph(say(NO_NORM))


MORE_NAMED = "A subject may have come up elsewhere too, in words that the coach did not find."


def word_picture(picture: ConversationPicture) -> tuple[str, ...]:
    """Say the whole picture in words, a line each: its marks, then who named each subject.

    Screens and plain lines have it from here, where it is asked for. A page that is printed has the short of it.
    """
    naming = tuple(describe_naming(picture))
    # A list of names would read as the whole of it, and the coach finds some of the words.
    lines = (describe_picture(picture), *naming, say(MORE_NAMED) if naming else "")
    return tuple(line for line in lines if line)


def describe_picture(picture: ConversationPicture) -> str:
    """Return a picture's marks in words, in one line: for each kind, the replies that have it."""
    return _describe_kinds(picture, picture.list_kinds())


def describe_apart(picture: ConversationPicture) -> str:
    """Say in words where they drew back or spoke up, and what was put right.

    That they told more after a reply is left to the drawing, and so is who named what. Readers found them empty in a
    list, which says neither what was told nor why. Empty where nothing is left.
    """
    # How somebody answers a goodbye says nothing of what they made of it.
    told = tuple(mark for mark in picture.marks if not _is_parting(picture, mark))
    kinds = tuple(kind for kind in picture.list_kinds() if kind not in _LEFT_TO_DRAWING)
    return _describe_kinds(picture.model_copy(update={"marks": told}), kinds)


def _is_parting(picture: ConversationPicture, mark: PictureMark) -> bool:
    """Whether a mark is that of a goodbye, among the last replies."""
    said = mark.said.text
    return mark in picture.marks[-_PARTING:] and (says_goodbye(said) or _GOOD_DAY.search(said) is not None)


_PARTING = 2
"""The last replies, of which each may be a goodbye."""
_GOOD_DAY = re.compile(r"\b(?:ta[- ]ra|good (?:afternoon|evening|night|day)|regards to)\b", re.IGNORECASE)
"""A goodbye at the end of a talk that would be a greeting at its beginning."""
_LEFT_TO_DRAWING = (MarkKind.TOLD_MORE, MarkKind.TALKED_ON)


def _describe_kinds(picture: ConversationPicture, kinds: tuple[MarkKind, ...]) -> str:
    """Say of some kinds of mark which replies have them."""
    sentences = []
    for kind in kinds:
        marks = [mark for mark in picture.marks if mark.kind is kind]
        if not marks:
            continue
        if len(marks) == len(picture.marks) and len(marks) > 1:
            said = say("After every reply")
        elif kind is MarkKind.TALKED_ON and len(picture.list_kinds()) > 1:
            continue  # that nothing was seen is no finding
        else:
            replies = name_replies([mark.reply for mark in marks])
            match kind:
                case MarkKind.PUT_RIGHT:
                    said = say("In {replies}", replies=replies)
                # What the coach does not surely know is left out of these marks, so they are never said to be all.
                case MarkKind.TOLD_MORE | MarkKind.DREW_BACK:
                    said = say("After {replies} at least", replies=replies)
                case _:
                    said = say("After {replies}", replies=replies)
        sentences.append(f"{said}, {say(MEANINGS[kind])}.")
    return " ".join(sentences)


def describe_naming(picture: ConversationPicture) -> Iterator[str]:
    """Yield, for each subject that was named, a line that says by whom and in which replies."""
    for subject in picture.subjects:
        you = [mark.reply for mark in picture.marks if subject.id in mark.yours]
        them = [mark.reply for mark in picture.marks if subject.id in mark.by_them]
        parts = [say("you named it in {replies}", replies=name_replies(you))] if you else []
        parts += [say("they named it after {replies}", replies=name_replies(them))] if them else []
        if parts:
            yield f"{subject.name}: {', '.join(parts)}."


def draw_picture(picture: ConversationPicture) -> tuple[str, ...]:
    """Draw the picture in lines of equal columns: the replies' numbers, and their marks."""
    width = max((len(str(mark.reply)) for mark in picture.marks), default=1) + 1
    numbers = "".join(str(mark.reply).rjust(width) for mark in picture.marks)
    signs = "".join(mark.sign.rjust(width) for mark in picture.marks)
    return (numbers, signs)


def explain_signs(picture: ConversationPicture) -> str:
    """Say what each sign of the picture means, in one line."""
    return "; ".join(f"{SIGNS[kind]} {say(MEANINGS[kind])}" for kind in picture.list_kinds())


def describe_harm(harm: HarmOutcome) -> str:
    """Quote a reply that may have hurt, and say whether it was repaired, and how."""
    quote, reply = harm.mending_quote, harm.mended_by
    mended = say(" “{quote}” (reply {reply})", quote=quote, reply=reply) if quote else ""
    return f"“{harm.quote}” {say(MENDED[harm.mended])}.{mended}"


def word_intention(intention: str) -> str:
    """Quote the practice intention, and ask whether it happened."""
    return say("{intention} Did it happen?", intention=put_in_quotes(intention, "."))


NO_HURT = "Nothing was seen that may have hurt."
OPENINGS_ARE = "What the family said that let a subject be spoken of, and what you said next."


def lay_out_more(debrief: Debrief) -> Iterator[Block]:
    """Lay out what 'show more' adds: all openings, and the lines found for each part.

    It names no levels: facts and whole lines, as the page has them.
    """
    sure = [opening for opening in debrief.openings if opening.sure]
    if sure:
        yield Heading(say("Openings"))
        yield Paragraph(say(OPENINGS_ARE))
    for opening in sure:
        yield from _lay_out_opening(opening)
    yield Heading(say("Parts of the conversation, with lines that the coach found"))
    for domain in debrief.domains:
        yield from _lay_out_subject(domain)
    if bare := [domain.name for domain in debrief.domains if not domain.evidence]:
        yield Paragraph(f"{'; '.join(bare)}.", say("No line is shown for"))
    yield from _lay_out_repair(debrief)


def lay_out_transcript(debrief: Debrief) -> Iterator[Block]:
    """Lay out the transcript of the conversation with its margin notes."""
    yield Heading(say("The conversation, with notes"))
    for line in debrief.transcript:
        if line.scene:
            yield Paragraph(f"({line.text})")
            continue
        how = f" ({line.how})" if line.how else ""
        number = f" ({line.reply})" if line.reply else ""
        yield Quote(line.text, f"{say(YOU) if line.reply or line.skipped else line.speaker}{number}{how}")
        for note in line.notes:
            yield ListItem(note, say("Note"))


def lay_out_silences(silences: Iterable[SilenceOutcome]) -> Iterator[Block]:
    """Lay out what the family kept to itself, and below it what was told, if the user asks."""
    told: list[str] = []
    kept: list[str] = []
    for silence in silences:
        (told if silence.told else kept).append(f"{silence.about[:1].upper()}{silence.about[1:]}")
    yield Heading(say("What stayed silent"))
    if kept:
        yield from (ListItem(about) for about in kept)
        yield Paragraph(say("Something is always kept. Keeping is not refusal."))
    elif told:
        yield Paragraph(say("Nothing that could be told stayed silent this time."))
    else:
        yield Paragraph(say("There was nothing here that could have been told."))
    if told:
        yield Heading(say("What you were told"))
        yield from (ListItem(about) for about in told)
        yield Paragraph(say("Telling is not a prize."))


def add_lead_mark(lead: str, mark: str = ":") -> str:
    """Return a label with `mark` (a colon) after it; a whole sentence stays as it is."""
    return lead if lead.endswith(("?", ".")) else f"{lead}{mark}"


def render_plain(blocks: Iterable[Block]) -> str:
    """Write blocks as plain lines, without boxes or signs that a screen reader would spell out."""
    lines: list[str] = []
    wordless = False
    for block in blocks:
        match block:
            case Heading():
                text = make_visible(say(block.text))
                lines += ["", text.upper() if block.rank == 1 else add_lead_mark(text)]
            case PictureBlock():
                if said := describe_apart(block.picture):
                    lines.append(said)
                else:
                    wordless, lines = True, lines[:-2]  # its heading has nothing below it then
            case Paragraph(text) if wordless and text == say(PICTURE_IS):
                wordless = False
            case Quote():
                said = make_visible(block.text)
                lines.append(f"{make_visible(block.speaker)}: {said}" if block.speaker else f"“{said}”")
            case _:
                said = sanitize_line(block.text)  # a comment of two lines is read as one, without a sign between
                lines.append(f"{add_lead_mark(make_visible(say(block.lead)))} {said}" if block.lead else said)
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
            case PictureBlock():
                # Four spaces make it a block of code, in which the columns stand under one another.
                out += [*(f"    {line}" for line in draw_picture(block.picture)), ""]
                out += [explain_signs(block.picture) + ".", ""]
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
    """Lay out the lines that were found for a part of the conversation, if any."""
    if not subject.evidence:
        return
    yield Heading(subject.name, 3)
    for evidence in subject.evidence:
        yield lay_out_evidence(evidence)


def lay_out_evidence(evidence: Evidence) -> Block:
    """Lay out a quote that shows a level, with its speaker."""
    if evidence.speaker:
        return Quote(evidence.quote, say("{speaker}, and it passed by", speaker=evidence.speaker))
    if evidence.unsure:
        return Quote(evidence.quote, say("You, reply {reply}, and the coach wasn't sure", reply=evidence.reply))
    return Quote(evidence.quote, say("You, reply {reply}", reply=evidence.reply))


def _lay_out_opening(opening: OpeningOutcome) -> Iterator[Block]:
    """Lay out an opening: the family's line, the reply, and whether it was taken."""
    why = f", {opening.why}" if opening.why and opening.standing is OpeningStanding.PARTLY else ""
    said = say(" You: “{quote}”", quote=opening.quote) if opening.quote else ""
    yield ListItem(
        f"{opening.speaker}: “{opening.line}”{said}",
        f"{say(STANDINGS[opening.standing])}{why} ({opening.topic_name.lower()})",
    )


def _lay_out_repair(debrief: Debrief) -> Iterator[Block]:
    """Lay out the list of hurts and repairs; an apology that no hurt called for is mentioned."""
    if not debrief.hurts:
        mend = next((mark for mark in debrief.marks if mark.criterion == debrief.mends and mark.counts()), None)
        also = (
            say(
                " You put something right all the same, in reply {reply}: “{quote}”", reply=mend.reply, quote=mend.quote
            )
            if mend
            else ""
        )
        yield Paragraph(f"{say(NO_HURT)}{also}", say("Harm and repair"))
        return
    yield Paragraph(say("{count} seen.", count=len(debrief.hurts)), say("Harm and repair"))
    for hurt in debrief.hurts:
        yield ListItem(describe_harm(hurt), say("Reply {number}", number=hurt.reply))
