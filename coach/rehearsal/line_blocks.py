"""The blocks of lines that a family can say, by their addresses, and what is said of each.

What is said of them stands in the scenario's `LineBook`. Begin with `list_blocks` and `find_tags`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from coach.model.conditions import SCENE, Line, Lines, Voices
from coach.model.line_book import NOTHING_SAID, LineTags, Matter
from coach.model.scenario import Dialogue, Entry, Silence, Turn


class BlockSource(Protocol):
    """The parts of a scenario that hold blocks of lines, such as those of a `Script`."""

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue, with its turns, its endings and its line book."""

    @property
    def knows(self) -> Mapping[str, Entry]:
        """The entries of the family's answer bank, by id."""

    @property
    def silences(self) -> Mapping[str, Silence]:
        """The family's silences, by id."""


class TaggedSource(BlockSource, Protocol):
    """The parts of a scenario that hold lines, and what is said of each of them: a `Script`."""

    @property
    def line_tags(self) -> dict[tuple[str, str], LineTags]:
        """What was found before, by speaker and words."""

    def list_loose_lines(self) -> tuple[Line, ...]:
        """List the lines that stand in no block."""


def list_blocks(script: BlockSource) -> Iterator[tuple[str, Lines]]:
    """Yield the address of each block that the family can say in a scenario, and its lines."""
    for name, turn in script.dialogue.turns.items():
        yield from _list_turn(name, turn)
    for name, entry in script.knows.items():
        yield from _list_voices(f"knows:{name}", entry.says)
    for name, silence in script.silences.items():
        yield f"silence:{name}", silence.tells
    for name, ending in script.dialogue.endings.items():
        yield f"ending:{name}", ending.says


def _list_turn(name: str, turn: Turn) -> Iterator[tuple[str, Lines]]:
    """Yield the blocks of one turn."""
    yield name, turn.says
    yield f"{name}#hurt", turn.says_when_hurt
    for number, arrival in enumerate(turn.says_if, 1):
        yield f"{name}#if{number}", arrival.says
    for key, branch in turn.replies.items():
        yield f"{name}/{key}", branch.says
    for number, answer in enumerate(turn.otherwise, 1):
        yield f"{name}/otherwise{number}", answer.says
    for kind, reaction in turn.asks.items():
        yield f"{name}/asks:{kind}", reaction.says
    for key, condition in turn.meets.items():
        yield f"{name}/meets:{key}", condition.says
    for key, entry in turn.asked.items():
        yield from _list_voices(f"{name}/asked:{key}", entry.says)


def _list_voices(address: str, voices: Voices) -> Iterator[tuple[str, Lines]]:
    """Yield what each person may say, one block a take."""
    for speaker, takes in voices.items():
        for number, take in enumerate(takes, 1):
            yield f"{address}@{speaker}" + (f"~{number}" if number > 1 else ""), take


# --- What is said of a block, and of a line


def list_tagged_blocks(script: BlockSource) -> Iterator[tuple[str, Lines, LineTags]]:
    """Yield the address of each block, its lines, and what the scenario's line book says of it."""
    tags = script.dialogue.lines.index_tags()
    for address, lines in list_blocks(script):
        if lines:
            # An address without a person stands for all of them.
            of_all = tags.get(address.partition("@")[0], NOTHING_SAID)
            yield address, lines, tags.get(address, NOTHING_SAID).join(of_all)


def list_known_addresses(script: BlockSource) -> frozenset[str]:
    """List the addresses that a line book can name: of blocks, and of entries with no person."""
    there = [address for address, lines in list_blocks(script) if lines]
    return frozenset((*there, *(address.partition("@")[0] for address in there)))


def find_unknown(script: BlockSource) -> tuple[str, ...]:
    """Return the addresses of a scenario's line book at which no block stands."""
    there = list_known_addresses(script)
    return tuple(dict.fromkeys(a for a in script.dialogue.lines.list_addresses() if a not in there))


def find_tags(script: TaggedSource, line: Line) -> LineTags:
    """Return what a scenario's book says of one line; nothing where it has none.

    A line that stands in several blocks, or in a block and outside of any, has only the tags that it has everywhere:
    of "Okay." alone nobody knows which of them was said.
    """
    if not script.line_tags and script.dialogue.lines:
        _tag_lines(script)
    return script.line_tags.get((line.speaker, line.text), NOTHING_SAID)


def _tag_lines(script: TaggedSource) -> None:
    """Work out what the book says of every line, and keep it with the script."""
    tags_of = {(line.speaker, line.text): NOTHING_SAID for line in script.list_loose_lines()}
    for _, lines, tags in list_tagged_blocks(script):
        spoken = [line for line in lines if line.speaker != SCENE]
        for line in spoken:
            # Words that answer a block answer its last line.
            own = tags if line is spoken[-1] else replace(tags, next_words=())
            key = line.speaker, line.text
            short = len(line.text.split()) <= _SHORT
            tags_of[key] = tags_of[key].agree(own, short=short) if key in tags_of else own
    # All at once: a page that is made beside this one must not see half of them.
    script.line_tags.update(tags_of)


_SHORT = 4
"""Words of a line that people say as often as they like: what answers it depends on what it was said to."""


# --- Matters


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter that is open at the end of an attempt, with the line that tells it."""

    matter: Matter
    line: Line
    """The family's line that shows it, whole."""
    after_reply: int
    """The reply straight after which the line was said; 0 for before the first."""


def list_moved(script: TaggedSource, lines: Iterable[Line]) -> frozenset[str]:
    """List the ids of the matters that some lines tell or settle."""
    tags = [find_tags(script, line) for line in lines if line.speaker != SCENE]
    return frozenset(matter for one in tags for matter in (*one.tells, *one.settles))
