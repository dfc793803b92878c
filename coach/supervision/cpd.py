"""A draft for a professional's own record of learning, from their own words, under the regulator's questions.

Social Work England asks what was done, what was learned, and what it changes for the people one works with; other
regulators ask much the same. It is a draft: nothing in it is made up, and what was not written is left open.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from coach.debrief.happened import INTENTION
from coach.debrief.written import Block, Heading, Item, Say
from coach.model.brought import Brought, OwnWords
from coach.supervision.days import in_words

OPEN = "(yours to write)"
DID = ("what", "happened", "said", "lived", "told", INTENTION)
LEARNED = (
    *("so_what", "noticed", "tells", "feeling", "well", "explains", "worked", "unsaid"),
    *("untold", "unheard", "unknown", "telling", "easily", "raised", "hardest"),
)
CHANGES = ("now_what", "next", "could", "needs")
"""The questions of every model of reflection, by their ids, under the regulator's. A test finds any that is in none."""


def cpd_draft(
    brought: Brought,
    kept: tuple[tuple[str, OwnWords], ...],
    *,
    written: date,
    rehearsed: date,
    title: str = "",
    intention: str = "",
    came_back: bool = False,
) -> Iterator[Block]:
    """The draft. `kept`: what the practitioner wrote afterwards, each with the id of what was asked.

    `title` and `intention`: what was rehearsed, and what they wanted to practise, where what was brought does not say.
    `written` is today, `rehearsed` the day it was. `came_back`: whether something did.
    """
    yield Heading("Draft for my record of learning", 1)
    yield Say(in_words(written), "Written on")
    yield Say("Mine to change. The people in a rehearsal are invented. Before I hand it on, I leave out anybody real.")
    yield Heading("What I did")
    name = brought.title or title
    what = f", “{name}”" if name else " with a scripted family"
    talked = ", and talked it over in supervision" if came_back else ""
    yield Say(f"Rehearsed a conversation about race, culture and racism{what}, on {in_words(rehearsed)}{talked}.")
    if wanted := brought.intention or intention:
        yield Item(f"“{wanted}”", "What I wanted to practise")
    yield from _items(words for on, words in kept if _heading(on) == DID)
    for heading, questions in (("What I learned", LEARNED), ("What will change for children and families", CHANGES)):
        yield Heading(heading)
        yield from tuple(_items(words for on, words in kept if _heading(on) == questions)) or (Say(OPEN),)
    yield Heading("What I talked over, and with whom" if came_back else "What I would like to talk over")
    yield Say(brought.question or OPEN)


def _heading(on: str) -> tuple[str, ...]:
    """Where an answer goes. What a service asks besides is something learned."""
    question = on.rpartition(".")[2]
    return next((each for each in (DID, CHANGES) if question in each), LEARNED)


def _items(written: Iterable[OwnWords]) -> Iterator[Block]:
    return (Item(each.words, each.asked) for each in written if each.words.strip())
