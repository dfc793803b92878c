"""The line book of a scenario: its checks, and the blocks of lines listed to be tagged.

Begin with `check_line_book`, which `coach check` does, or with `render_blocks` and `count_tags`, which are `coach
author lines`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from coach.content.validation import MOST, find_nearest
from coach.content.yaml_reader import NodePath, ProblemList
from coach.model.characters import count
from coach.model.conditions import SCENE, Line
from coach.model.line_book import LONGEST_LEFT, LONGEST_NEXT_WORDS, Addresses, LineTags, Matter
from coach.model.rubric import Rubric
from coach.model.scenario import Dialogue, Family
from coach.rehearsal.line_blocks import find_unknown, list_known_addresses, list_tagged_blocks
from coach.rehearsal.script import Script, stage

BOOK = "lines"
"""The key of a dialogue under which its line book stands."""

# --- Checking a line book


def check_line_book(problem_list: ProblemList, dialogue: Dialogue, family: Family, rubric: Rubric) -> None:
    """Check that a line book names blocks and subjects that are there, each once.

    Args:
        problem_list: the problems of the dialogue's file.
        dialogue: the dialogue.
        family: its family, whose entries and silences have addresses too.
        rubric: its rubric, whose rows can be named.
    """
    book = dialogue.lines
    known = list_known_addresses(stage(problem_list.read.file.stem, dialogue, family, rubric))
    unknown: list[tuple[NodePath, str]] = []
    lists: list[tuple[NodePath, Addresses]] = [((BOOK, *key), list_) for key, list_ in book.list_tagged().items()]
    for number, matter in enumerate(book.matters):
        lists += [
            ((BOOK, "matters", number, "told"), matter.told),
            ((BOOK, "matters", number, "settled"), matter.settled),
        ]
    for key, addresses in lists:
        first: dict[str, int] = {}
        for number, address in enumerate(addresses):
            at: NodePath = (*key, number)
            if first.setdefault(address, number) != number:
                problem_list.add(
                    at, "tagged-twice", f"'{address}' stands in this list twice.", "Take one of them out.", warning=True
                )
            elif address not in known:
                unknown.append((at, address))
    for address, ways in book.next_words.items():
        if address not in known:
            unknown.append(((BOOK, "next_words", address), address))
        for number, words in enumerate(ways):
            _check_next_words(problem_list, (BOOK, "next_words", address, number), words)
    for at, address in unknown[:MOST]:
        _report_unknown(problem_list, at, address, known)
    _check_matters(problem_list, book.matters)
    _check_use(problem_list, dialogue, rubric)


def _check_next_words(problem_list: ProblemList, at: NodePath, words: str) -> None:
    """Check that words to say are short enough to be said.

    Args:
        problem_list: the problems of the dialogue's file.
        at: where the words stand.
        words: the words.
    """
    if (many := len(words.split())) > LONGEST_NEXT_WORDS:
        problem_list.add(
            at,
            "long-next-words",
            f"These next words are {many} words long, and the most is {LONGEST_NEXT_WORDS}.",
            "Write what one would say to that line, in a sentence or two.",
        )


def _check_matters(problem_list: ProblemList, matters: tuple[Matter, ...]) -> None:
    """Check that each matter has its own id, is told somewhere, and says what is left shortly.

    Args:
        problem_list: the problems of the dialogue's file.
        matters: the matters of its line book.
    """
    first: dict[str, int] = {}
    for number, matter in enumerate(matters):
        at: NodePath = (BOOK, "matters", number)
        if first.setdefault(matter.id, number) != number:
            problem_list.add(
                (*at, "id"), "matter-twice", f"Two matters are called '{matter.id}'.", "Give one of them another id."
            )
        if not matter.told:
            problem_list.add(
                (*at, "told"),
                "matter-untold",
                f"No block of lines tells the matter '{matter.id}', so it is never shown.",
                "List the blocks in which the family tells it, or take the matter out.",
            )
        if (many := len(matter.left.split())) > LONGEST_LEFT:
            problem_list.add(
                (*at, "left"),
                "long-left",
                f"What is left is {many} words long, and the most is {LONGEST_LEFT}.",
                "Say in one sentence what is still to be done or asked.",
            )
        _check_next_words(problem_list, (*at, "words"), matter.words)
        _check_settling(problem_list, at, matter)


def _check_settling(problem_list: ProblemList, at: NodePath, matter: Matter) -> None:
    """Check that no block both tells a matter and settles it.

    Args:
        problem_list: the problems of the dialogue's file.
        at: where the matter stands.
        matter: the matter.
    """
    # An entry with no person stands for whoever answers.
    told = {*matter.told, *(address.partition("@")[0] for address in matter.told)}
    for number, address in enumerate(matter.settled):
        if address in told or address.partition("@")[0] in matter.told:
            problem_list.add(
                (*at, "settled", number),
                "told-and-settled",
                f"'{address}' both tells the matter '{matter.id}' and settles it.",
                "Where it is told and answered in one block it is never open: leave it in `settled` alone.",
            )


def _report_unknown(problem_list: ProblemList, at: NodePath, address: str, known: Collection[str]) -> None:
    """Add the problem that no block stands at an address.

    Args:
        problem_list: the problems of the dialogue's file.
        at: where the address stands.
        address: the address.
        known: the addresses that there are.
    """
    # What is misspelt is mostly the end, and a whole scenario is long to look through.
    turn = address.partition("/")[0]
    near = find_nearest(address, [one for one in known if one.partition("/")[0] == turn] or known)
    problem_list.add(
        at,
        "unknown-address",
        f"No block of lines stands at '{address}'.",
        f"Did you mean '{near[0]}'?" if near else f"`coach author lines {problem_list.read.file.stem}` lists them all.",
    )


def _check_use(problem_list: ProblemList, dialogue: Dialogue, rubric: Rubric) -> None:
    """Check that the subjects of a line book have a row, and that the page goes by the book.

    Args:
        problem_list: the problems of the dialogue's file.
        dialogue: the dialogue.
        rubric: its rubric.
    """
    book, rows = dialogue.lines, rubric.list_rows()
    for subject in book.names:
        if subject not in rows:
            problem_list.add(
                (BOOK, "names", subject),
                "unknown-row",
                f"'{subject}' is no subject that the page has a row for.",
                f"There are: {', '.join(rows)}.",
            )
    if book.list_addresses() and not book:
        problem_list.add(
            (BOOK,),
            "book-unused",
            "Nothing in this line book is told, and nobody draws back, so the page does not go by it.",
            "Read all blocks, and list those in `told` and `drew_back`.",
            warning=True,
        )


# --- Listing the blocks, to read and tag them


@dataclass(frozen=True, slots=True)
class TaggedBlock:
    """A block of lines with its address, what brings it about, and what is said of it."""

    address: str
    occasion: str
    """What was asked, or what a branch waits for; empty where the address says all."""
    lines: tuple[str, ...]
    tags: LineTags

    def list_tags(self) -> tuple[str, ...]:
        """List what is said of it, by the names that stand in the file."""
        flags = (("told", self.tags.told), ("drew_back", self.tags.drew_back), ("safety", self.tags.safety))
        matters = (
            *(f"tells {matter}" for matter in sorted(self.tags.tells)),
            *(f"settles {matter}" for matter in sorted(self.tags.settles)),
        )
        return (*(name for name, there in flags if there), *sorted(self.tags.names), *matters)

    def render(self) -> Iterator[str]:
        """Yield it as plain lines, the address first."""
        yield self.address
        if self.occasion:
            yield f"   {self.occasion}"
        yield from (f"   {line}" for line in self.lines)
        if tags := self.list_tags():
            yield f"   Tags: {', '.join(tags)}"
        yield from (f"   Next words: “{words}”" for words in self.tags.next_words)


def list_tagged(script: Script) -> tuple[TaggedBlock, ...]:
    """List all blocks of a scenario, in the order of its files."""
    return tuple(
        TaggedBlock(address, _find_occasion(script, address), tuple(_write_line(script, line) for line in lines), tags)
        for address, lines, tags in list_tagged_blocks(script)
    )


def _find_occasion(script: Script, address: str) -> str:
    """Say what brings a block about, where its address does not."""
    place, _, name = address.partition("@")[0].rpartition("/")
    if entry := script.find_entry(place, name):
        return f"Asked: “{entry.asked[0]}”"
    turn = script.dialogue.turns.get(place)
    branch = turn.replies.get(name) if turn else None
    if branch and branch.hurt:
        return f"To a hurt: {', '.join(branch.hurt)}"
    waits = (*branch.met, *branch.any_met) if branch else ()
    return f"To: {', '.join(dict.fromkeys(waits))}" if waits else ""


def _write_line(script: Script, line: Line) -> str:
    """Write a line with who says it, and how; what is seen stands in brackets."""
    if line.speaker == SCENE:
        return f"[{line.text}]"
    return f"{script.speaker(line) or line.speaker}: {f'({line.how}) ' if line.how else ''}{line.text}"


def render_blocks(script: Script, *, untagged: bool = False) -> Iterator[str]:
    """Yield the blocks of a scenario as plain lines, with an empty line after each.

    Args:
        script: the scenario.
        untagged: leave out those of which something is said.
    """
    for block in list_tagged(script):
        if not (untagged and block.tags):
            yield from block.render()
            yield ""


def count_tags(script: Script) -> Iterator[str]:
    """Yield how many blocks of a scenario have each tag, and which addresses are unknown."""
    blocks, book = list_tagged(script), script.dialogue.lines
    tagged = sum(bool(block.tags) for block in blocks)
    yield f"{script.scenario}: {count(len(blocks), 'block')} of lines, {tagged:,} tagged, {len(blocks) - tagged:,} not."
    if not book.list_addresses():
        yield "There is no line book yet: the page goes by the branches."
        return
    counts: dict[str, int] = {"told": 0, "drew_back": 0, "safety": 0, **dict.fromkeys(book.names, 0)}
    for block in blocks:
        for tag in block.list_tags():
            counts[tag] = counts.get(tag, 0) + 1
    counts["next words"] = sum(bool(block.tags.next_words) for block in blocks)
    yield f"{', '.join(f'{tag} {number:,}' for tag, number in counts.items())}."
    if not book:
        yield "The page does not go by a line book in which nothing is told and nobody draws back."
    unknown = find_unknown(script)
    yield f"No block stands at: {', '.join(unknown)}" if unknown else "Every address in the book is that of a block."
