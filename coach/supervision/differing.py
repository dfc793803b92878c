"""Where readers differ, in words: how often two saw a criterion alike, which lines they saw apart, what isn't counted.

One set of blocks, for the page and for the command line; "you" is the supervisor, whose desk it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.debrief.written import Block, Heading, Item, Quote, Say
from coach.model.brought import Brought, Response
from coach.supervision.agreement import FEWEST, Agreement, Answered, Reader, Saw, answered, to_look_at

ABOUT = (
    "The coach, whoever brought a line, and you read the same words. Here is where you saw them alike, and where not. "
    "It is about the coach's reading and the words, and says nothing of a person. Only lines that both of you said yes "
    "to are here. Whoever gave no word of their own on a note has no part in it."
)
NOTHING_YET = (
    "Nothing to compare yet. Lines show up here once you have said what you make of them, handed that back, and both "
    "of you said yes to counting."
)
ALIKE = "Everybody who said how they see a line saw the same so far."
BY = {Reader.COACH: "the coach", Reader.PRACTITIONER: "whoever said it", Reader.SUPERVISOR: "you"}


@dataclass(frozen=True, slots=True)
class Compared:
    """The lines that a supervisor has answered: those that may be counted, and how many others wait for whose yes."""

    lines: tuple[Answered, ...]
    waiting_for_you: int = 0
    waiting_for_them: int = 0
    waiting_for_both: int = 0


def compared(pairs: Iterable[tuple[Brought, Response]]) -> Compared:
    """What may be counted of everything answered, and what may not."""
    lines = tuple(answered(pairs))
    yes = [(line.brought.may_teach, line.response.may_teach) for line in lines]
    return Compared(
        tuple(line for line, both in zip(lines, yes, strict=True) if all(both)),
        waiting_for_you=yes.count((True, False)),
        waiting_for_them=yes.count((False, True)),
        waiting_for_both=yes.count((False, False)),
    )


def differences(of: Compared, found: tuple[Agreement, ...], names: dict[str, str]) -> Iterator[Block]:
    """The page; `names` are the criteria's plain ones."""
    waiting = tuple(_waiting(of))
    if not of.lines:
        yield from map(Say, ("Nothing may be counted yet.", *waiting) if waiting else (NOTHING_YET,))
        return
    yield Say(ABOUT)
    yield Heading("Criterion by criterion")
    alike: dict[str, list[str]] = {}
    for each in found:
        alike.setdefault(in_words(each), []).append(_name(each.criterion, names))
    for words, of_these in alike.items():  # what is too few to say is said once for all of them
        yield Item(words, "; ".join(of_these))
    apart = tuple(to_look_at(of.lines))
    yield Heading("Lines to look at")
    if not apart:
        yield Say(ALIKE)
    for line, criterion in apart:
        yield Quote(line.line.text)
        yield Item(seen_in_words(line.readings(criterion)), _name(criterion, names))
    if waiting:
        yield Heading("Not counted")
        yield from map(Say, waiting)


def in_words(each: Agreement) -> str:
    """How two readers saw a criterion, without a number of merit."""
    unsure = f" The coach wasn't sure in {many(each.unsure, 'line')}, and those are in no count." if each.unsure else ""
    if not each.enough:
        return f"Too few to say: it takes {FEWEST} lines that one of you saw it in.{unsure}"
    alike = f"You and the coach both saw it in {many(each.both, 'line')}"
    apart = f"the coach alone in {each.only_coach}, you alone in {each.only_supervisor}"
    partly = f"; you partly agree in {each.partly}" if each.partly else ""
    return f"{alike}; {apart}{partly} (kappa {each.kappa:.2f}).{unsure}"


def seen_in_words(saw: dict[Reader, Saw]) -> str:
    """Who saw a criterion in a line, who did not, and who left it open or has said nothing."""
    said = ["The coach wasn't sure."] if saw[Reader.COACH] is Saw.UNSURE else []
    for how, words in ((Saw.YES, "Seen by"), (Saw.NO, "Not seen by")):
        if who := [BY[reader] for reader, how_seen in saw.items() if how_seen is how]:
            said.append(f"{words} {' and '.join(who)}.")
    if Reader.SUPERVISOR not in saw:
        said.append("You have not said.")
    elif saw[Reader.SUPERVISOR] is Saw.PARTLY:
        said.append("You partly agree.")
    return " ".join(said)


def many(count: int, one: str, more: str = "") -> str:
    """How many there are, in a word that fits."""
    return f"{count} {one}" if count == 1 else f"{count:,} {more or f'{one}s'}"


def _waiting(of: Compared) -> Iterator[str]:
    """What is not counted, and whose yes is missing."""
    whose = (
        (of.waiting_for_you, "whoever brought {it} said yes to that, and you have not"),
        (of.waiting_for_them, "you said yes to that, and whoever brought {it} did not"),
        (of.waiting_for_both, "neither of you said yes to that"),
    )
    for count, why in whose:
        if count:
            are, it = ("is", "it") if count == 1 else ("are", "them")
            yield f"{many(count, 'line')} that you answered {are} not counted: {why.format(it=it)}."


def _name(criterion: str, names: dict[str, str]) -> str:
    return names.get(criterion, criterion.replace("_", " "))
