"""Everything that is checked of one scenario: its names, its ways, its craft, its words as read, and its examples."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from coach.authoring.craft import HouseWord, check_craft, check_variant
from coach.authoring.examples import check_names_of, play_all
from coach.authoring.explored import Explored, explore
from coach.authoring.offered import check_offered
from coach.content.found import Found
from coach.content.library import Library
from coach.content.nodes import Read, read_yaml
from coach.content.problems import Problem, Unusable
from coach.content.references import check_dialogue, check_family
from coach.errors import NotKnown
from coach.matching.matcher import Matcher
from coach.matching.opening import Matchers
from coach.model.dialogue import Dialogue
from coach.model.examples import Examples
from coach.model.family import Family
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script, stage

FEW_EXAMPLES = 8
"""Example conversations that show how different people get on; with fewer, only the author's own way was tried."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One scenario: files read, examples played, and what was found."""

    files: int
    examples: int
    problems: tuple[Problem, ...]


class Looked(NamedTuple):
    """A scenario that can be played, with the places of what its files say."""

    read: Read
    family_read: Read
    dialogue: Dialogue
    family: Family
    rubric: Rubric


def check_names(library: Library, name: str, words: tuple[HouseWord, ...]) -> tuple[tuple[Problem, ...], Looked | None]:
    """What can be said of a scenario without playing it, and its parts, where they can be played."""
    try:
        read, dialogue = library.read(library.file("dialogues", name), Dialogue)
        family_read, family = library.read(_family_file(library, dialogue, name), Family)
        rubric = library.rubric(dialogue.rubric)
    except Unusable as unusable:
        return tuple(unusable.problems), None
    except NotKnown as error:
        file = library.file("dialogues", name)
        place = read_yaml(file).place(("rubric",))
        return (Problem(file, *place, "unknown-rubric", error.message, error.advice),), None
    names = [*check_family(family_read, family, rubric), *check_dialogue(read, dialogue, family, rubric)]
    problems = (*read.warnings, *family_read.warnings, *names)
    if any(not problem.warning for problem in names):
        return problems, None
    craft = check_craft(read, dialogue, family_read, family, rubric, words)
    looked = Looked(read, family_read, dialogue, family, rubric)
    return (*problems, *craft, *_variant(library, read, dialogue)), looked


def check_scenario(matchers: Matchers, name: str, words: tuple[HouseWord, ...]) -> Checked:
    """Check one scenario. What keeps a file from being used keeps the later checks from being made."""
    problems, looked = check_names(matchers.library, name, words)
    if looked is None:
        return Checked(2, 0, problems)
    script = stage(name, looked.dialogue, looked.family, looked.rubric)
    found = [*problems, *_never(looked.read, explore(script, looked.rubric), looked.family_read)]
    matcher = matchers.matcher(looked.dialogue.rubric)
    found += check_offered(looked.read, script, looked.rubric, matcher)
    played, differing, files = _examples(matchers.library, name, looked.read, script, matcher)
    return Checked(2 + files, played, (*found, *differing))


def check_examples(library: Library, looked: Looked, script: Script, matcher: Matcher) -> tuple[Problem, ...]:
    """What comes out otherwise than a scenario's examples expect, where it has any."""
    if not library.examples_file(script.scenario).exists():
        return ()
    return tuple(_examples(library, script.scenario, looked.read, script, matcher)[1])


def _examples(
    library: Library, name: str, read: Read, script: Script, matcher: Matcher
) -> tuple[int, list[Problem], int]:
    """How many were played, what came out otherwise, and how many files that took."""
    file = library.examples_file(name)
    found = Found(read)
    if not file.exists():
        found.add(("format",), "no-examples", "This scenario has no example conversations.", f"Write {file.name}.")
        return 0, found.problems, 0
    try:
        examples_read, examples = library.read(file, Examples)
    except Unusable as unusable:
        return 0, list(unusable.problems), 1
    if unknown := check_names_of(examples_read, examples, script, matcher.rubric):
        return 0, unknown, 1
    played = play_all(examples_read, examples, script, matcher.rubric, matcher)
    of_examples = Found(examples_read)
    if len(played) < FEW_EXAMPLES:
        of_examples.add(
            ("examples",),
            "few-conversations",
            f"So far there are {len(played)} example conversations, which is a start.",
            f"Go on to {FEW_EXAMPLES}: open, hesitant, going round it, hurried, hurting and mending, hurting and not.",
            warning=True,
        )
    return len(played), [*of_examples.problems, *(p for one in played for p in one.problems)], 1


def _family_file(library: Library, dialogue: Dialogue, name: str) -> Path:
    try:
        return library.file("personas", dialogue.family)
    except NotKnown as error:
        file = library.file("dialogues", name)
        place = read_yaml(file).place(("family",))
        raise Unusable([Problem(file, *place, "unknown-family", error.message, error.advice)]) from None


def _variant(library: Library, read: Read, dialogue: Dialogue) -> list[Problem]:
    found = Found(read)
    for part, other in (("variant_of", dialogue.variant_of), ("alternative", dialogue.alternative)):
        if other is None:
            continue
        try:
            there = library.dialogue(other)
        except NotKnown as error:
            found.add((part,), "unknown-scenario", error.message, error.advice)
        except Unusable:
            continue  # said where that file is checked itself
        else:
            if part == "variant_of":
                found.problems += check_variant(read, dialogue, there)
    return found.problems


def _never(read: Read, explored: Explored, family_read: Read) -> list[Problem]:
    """What the walk through every state never met."""
    found, of_family = Found(read), Found(family_read)
    for turn, reply, instead in explored.replies_unreached:
        found.add(
            ("turns", turn, "replies", reply),
            "never-taken",
            f"'{reply}' is never taken: "
            + (f"'{instead}' always answers first." if instead else "what it waits for never comes together."),
            "Move it up, narrow what stands before it, or take it out.",
        )
    for ending in explored.endings_unreached:
        found.add(
            ("endings", ending),
            "never-ended",
            f"No way leads to the ending '{ending}'.",
            "Ask for less, or move it above an ending that always holds before it.",
        )
    for silence in explored.silences_unreached:
        of_family.add(
            ("silences", silence),
            "never-told",
            f"No way leads to the silence '{silence}'.",
            "Look at what it opens on: can that trust be won before the turn that tells it?",
        )
    for turn, reply in explored.clamped:
        found.add(
            ("turns", turn, "replies", reply, "changes"),
            "changes-nothing",
            f"The changes of '{reply}' change nothing: the scales already stand at their ends there.",
            "Start the family lower, or take the changes out.",
            warning=True,
        )
    return [*found.problems, *of_family.problems]
