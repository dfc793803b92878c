"""The practitioner's own practice, for them alone: rehearsals, intentions, openings.

In words and lines, never in numbers of merit: nothing is added up, nothing goes up or down, and no day is counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coach.debrief.evidence import put_in_quotes
from coach.debrief.render import STANDINGS, Block, Heading, ListItem, Paragraph
from coach.debrief.report import Debrief, OpeningStanding
from coach.supervision.agenda import format_day

MOST_LINES = 4
"""Openings shown of one topic, the latest first."""
NOTHING_YET = "Nothing here yet. What you rehearse shows up here, for you alone, for as long as the rehearsal is kept."


@dataclass(frozen=True, slots=True)
class PastRehearsal:
    """A rehearsal that the practitioner looks back on."""

    day: date
    debrief: Debrief


def lay_out_own_practice(tried: Iterable[PastRehearsal]) -> Iterator[Block]:
    """The page, the latest first."""
    found = sorted(tried, key=lambda each: each.day, reverse=True)
    yield Heading("My practice", 1)
    if not found:
        yield Paragraph(NOTHING_YET)
        return
    yield Paragraph("For you alone. Nothing here is added up, and nobody else sees it.")
    yield Heading("What I tried")
    for each in found:
        yield ListItem(f"{each.debrief.title}, as {_lower_role(each.debrief.you_are)}", format_day(each.day))
    wanted = [each for each in found if each.debrief.intention]
    if wanted:
        yield Heading("What I wanted to practise, and whether it happened")
        for each in wanted:
            said = each.debrief.happened.describe() or "You have not said yet whether it happened."
            yield ListItem(f"{put_in_quotes(each.debrief.intention, '.')} {said}", each.debrief.title)
    yield from _lay_out_openings(found)


def _lay_out_openings(found: list[PastRehearsal]) -> Iterator[Block]:
    by_topic: dict[str, list[ListItem]] = {}
    for each in found:
        for opening in each.debrief.openings:
            if opening.standing is OpeningStanding.NOT_REACHED:
                continue
            said = f" You said: “{opening.quote}”" if opening.quote else ""
            words = f"{opening.speaker or each.debrief.title} spoke of {opening.about}.{said}"
            by_topic.setdefault(opening.topic_name, []).append(ListItem(words, STANDINGS[opening.standing]))
    if by_topic:
        yield Heading("Openings, by what they were about")
    for topic, items in by_topic.items():
        yield Heading(topic, 3)
        yield from items[:MOST_LINES]
        if len(items) > MOST_LINES:
            yield Paragraph("Earlier ones stand in their own debriefs.")


def _lower_role(words: str) -> str:
    """Write a role within a sentence; a name, as in “Temi's supervisor”, keeps its capital."""
    first = words.split(" ", 1)[0]
    return words if first.endswith(("'s", "’s")) else words[:1].lower() + words[1:]
