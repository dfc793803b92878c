"""Exercises: listing those of libraries and a team's store, making and giving new ones."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from coach.content.library import Library
from coach.content.problems import UnusableContent
from coach.content.validation import bind
from coach.content.yaml_reader import parse_yaml, read_yaml
from coach.errors import CoachError, NotKnown, NotNow, RecordsUnwritable
from coach.model.exercise import Exercise
from coach.practice.export import NOT_SAVED, write_export
from coach.practice.safeguarding import Question, Safeguard
from coach.practice.service import OWN_LIBRARY, PracticeService
from coach.records.paths import FOR_OTHERS, write_whole

if TYPE_CHECKING:
    from coach.records.submission_store import StoredExercise  # heavy, and only there where it is needed

FIRST_LINE = "# An exercise for the conversation coach. Give it to people as a file, or put it in a shared folder.\n"
OWN_EXERCISES = "in your own exercises"
TAKEN = "That name is taken"
SEQUENCE = ("say_it", "stay_with_it", "child_first", "both_at_once", "say_it_to_colleagues", "turn_it_on_us")
"""The six that ship, in their order."""


@dataclass(frozen=True, slots=True)
class ListedExercise:
    """An exercise as it is listed, or why it cannot be used."""

    id: str
    origin: str
    exercise: Exercise | None
    problem: str = ""
    given: bool = False


def list_library_exercises(library: Library) -> tuple[ListedExercise, ...]:
    """List the library's exercises: the sequence first, then the others by their names."""
    found = []
    for shelved in library.shelf("exercises"):
        origin = OWN_EXERCISES if shelved.origin == OWN_LIBRARY else shelved.origin
        try:
            found.append(ListedExercise(shelved.id, origin, library.exercise(shelved.id)))
        except UnusableContent as unusable:
            found.append(ListedExercise(shelved.id, origin, None, str(unusable)))
    return tuple(sorted(found, key=_sort_key))


def list_given_exercises(given: "tuple[StoredExercise, ...]", library: Library) -> tuple[ListedExercise, ...]:
    """List the exercises that a team's store holds for this login."""
    found = []
    for each in given:
        origin = f"from {each.author}" if each.author else "given"
        try:
            exercise = parse_exercise(each.body)
            with suppress(NotKnown, UnusableContent):  # a scenario that is not here is said where it is chosen
                require_may_be_given(exercise, each.reader, library)
            found.append(ListedExercise(each.id, origin, exercise, given=True))
        except CoachError as error:
            found.append(ListedExercise(each.id, origin, None, str(error), given=True))
    return tuple(found)


def parse_exercise(text: str) -> Exercise:
    """An exercise from the text of its file. Raises Unusable."""
    return bind(parse_yaml(Path("exercise.yaml"), text), Exercise)


def serialize_exercise(exercise: Exercise) -> str:
    """An exercise as the text of its file, that a person can read and change."""
    return serialize_exercise_values(exercise.model_dump(mode="json", exclude_defaults=True))


def serialize_exercise_values(values: dict[str, object]) -> str:
    """The same from whatever of it is there."""
    whole = {"format": 1, **values}
    return FIRST_LINE + yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=110)


def collect_typed_words(exercise: Exercise) -> Iterator[str]:
    """Everything in it that its author typed."""
    yield from (exercise.title, exercise.why, *exercise.content_notes)


def collect_known_words(practice: PracticeService, exercise: Exercise) -> frozenset[str]:
    """Words of an exercise's scenarios, whose people are invented."""
    known: set[str] = set()
    for scenario in (*exercise.scenarios, *exercise.alternatives):
        with suppress(CoachError):  # said beside the scenario itself
            known |= practice.known_words(practice.script(scenario))
    return frozenset(known)


def hold_exercise_words(
    practice: PracticeService, exercise: Exercise, names: Collection[str] = (), confirmed: Collection[Question] = ()
) -> None:
    """Let an exercise go to people. Raises WordsHeld where it may hold a real person's details.

    `names`: what goes along besides, such as the id that it is given under.
    """
    texts = (*collect_typed_words(exercise), *names)
    Safeguard(lambda: collect_known_words(practice, exercise)).hold_shared_words(texts, confirmed)


def save_exercise(
    practice: PracticeService, exercise: Exercise, key: str, library: Path, *, confirmed: Collection[Question] = ()
) -> Path:
    """Write it into a library, whole or not at all.

    Raises NotNow where that name is taken, WordsHeld, or RecordsUnwritable.
    """
    hold_exercise_words(practice, exercise, (key,), confirmed)
    return _write_exercise(exercise, key, library)


def write_exercise_file(
    practice: PracticeService, exercise: Exercise, file: Path, *, confirmed: Collection[Question] = ()
) -> Path:
    """Write an exercise to a new file that others can read. Raises WordsHeld or RecordsError."""
    hold_exercise_words(practice, exercise, confirmed=confirmed)
    return write_export(file, serialize_exercise(exercise), for_others=True)


def _write_exercise(exercise: Exercise, key: str, library: Path) -> Path:
    file = library / "exercises" / f"{key}.yaml"
    if file.exists():
        raise NotNow(f"There is an exercise called '{key}' already.", "Give yours another title.", title=TAKEN)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, serialize_exercise(exercise), mode=FOR_OTHERS)
    except OSError as error:
        raise RecordsUnwritable(
            f"It could not be saved: {(error.strerror or 'no access').lower()}.",
            "Choose another folder.",
            title=NOT_SAVED,
        ) from None
    return file


def import_exercise(file: Path, library: Library, own: Path) -> str:
    """Put an exercise that came as a file into one's own library; its id there.

    Its words are its author's, who was asked about them, and it lies here as a file already: nothing is asked again.

    Raises Unusable where it is none, NotNow where one of that name is here, or RecordsUnwritable.
    """
    exercise = bind(read_yaml(file), Exercise)
    key = make_exercise_id(exercise.title)
    if any(each.id == key for each in library.shelf("exercises")):
        there = f"There is an exercise called “{exercise.title}” here already."
        raise NotNow(there, "Look for it in the list.", title=TAKEN)
    _write_exercise(exercise, key, own)
    library.look_again()
    return key


def require_may_be_given(exercise: Exercise, reader: str, library: Library) -> None:
    """Refuse to set a scenario with racism towards the practitioner to a reader by name.

    The rule stands in `docs/domain-rules.md#racism-towards-the-practitioner`.

    Raises:
        NotNow: The exercise holds such a scenario and is meant for one reader.
    """
    for scenario in (*exercise.scenarios, *exercise.alternatives):
        if reader and library.cover(scenario).towards_practitioner:
            raise NotNow(
                "This exercise has a scenario with racism towards the practitioner, so it is never set to one person.",
                "Give it to everybody, with an alternative; whoever wants it chooses it.",
                title="Not to one person",
            )


def end_sentence(sentence: str) -> str:
    """A sentence of somebody's own, with a full stop where it ends without one."""
    return sentence if sentence.endswith((".", "!", "?", "…", "”")) else f"{sentence}."


def make_exercise_id(title: str) -> str:
    """An id from a title."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in title.casefold())
    key = "_".join(part for part in letters.split("_") if part)[:60].strip("_")
    return key if key[:1].isalpha() else f"exercise_{key}".strip("_")


def _sort_key(shown: ListedExercise) -> tuple[int, str]:
    return (SEQUENCE.index(shown.id) if shown.id in SEQUENCE else len(SEQUENCE)), shown.id
