"""Exercises: listing those of the library and the team's store, writing and giving new ones."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import yaml

from coach.content.library import Library
from coach.content.references import check_unsaved_exercise
from coach.content.validation import bind
from coach.content.yaml_reader import UnusableContent, parse_raw_yaml, parse_yaml, read_yaml
from coach.errors import CoachError, NotKnown, NotNow, RecordsUnwritable
from coach.language.catalogue import say
from coach.model.exercise import FIRST_LINE, Exercise, ExerciseDraft, ExerciseReturn, Mode
from coach.model.rubric import Criterion, Polarity, Rubric
from coach.model.submission import Review
from coach.practice.safeguarding import Question, Safeguard
from coach.practice.service import OWN_LIBRARY, PracticeService
from coach.records.erasure import erase
from coach.records.paths import FOR_OTHERS, HANDED_OVER, NOT_SAVED, fit_ending, write_export, write_whole
from coach.supervision.importing import ImportedFile, import_file, parse_handed_over

if TYPE_CHECKING:
    from coach.records.submission_store import StoredExercise  # heavy, and only there where it is needed

OWN_EXERCISES = "in your own exercises"
ONLY_OWN = "Only what is in your own exercises can be taken off."
NO_EXERCISE = "Not an exercise"
EXERCISE_ENDING = ".yaml"
"""What an exercise's file ends in."""
EXERCISE_ENDINGS = (EXERCISE_ENDING, ".yml")
SHELF = "exercises"
"""The kind of content, and the folder in a folder of content where coaches look for it."""
LARGEST_EXERCISE = 200_000
"""Bytes of an exercise's file."""
TAKEN = "That name is taken"
SEQUENCE = ("say_it", "stay_with_it", "child_first", "both_at_once", "say_it_to_colleagues", "turn_it_on_us")
"""The six that ship, in their order."""


WITH_WHOM = {
    Mode.SOLO: "On your own",
    Mode.PAIR: "Two of you",
    Mode.TRIO: "Three of you",
    Mode.SUPERVISION: "In supervision, the two of you",
}
TO_BRING = {
    ExerciseReturn.ONE_MOMENT: "One moment. Yours to refuse.",
    ExerciseReturn.ONE_QUESTION: "One question. Yours to refuse.",
    ExerciseReturn.NOTHING: "Nothing.",
}
BRINGS_BACK = {
    ExerciseReturn.ONE_MOMENT: "One moment",
    ExerciseReturn.ONE_QUESTION: "One question",
    ExerciseReturn.NOTHING: "Nothing",
}
"""What can be asked for, in the words of whoever makes an exercise."""
INSTEAD = "Scenarios to take instead"
"""What forms call the field that a file calls `alternatives`."""
NOT_GIVEN_YET = "It has not been saved or given to anybody."


@dataclass(frozen=True, slots=True)
class ListedExercise:
    """An exercise in a list; if it cannot be used, `problem` says why."""

    id: str
    origin: str
    exercise: Exercise | None
    problem: str = ""
    given: bool = False


def list_library_exercises(library: Library) -> tuple[ListedExercise, ...]:
    """List the library's exercises: those in a sequence first, then the others by name."""
    exercises = []
    for shelved in library.shelf(SHELF):
        origin = OWN_EXERCISES if shelved.origin == OWN_LIBRARY else shelved.origin
        try:
            exercises.append(ListedExercise(shelved.id, origin, library.exercise(shelved.id)))
        except UnusableContent as unusable:
            exercises.append(ListedExercise(shelved.id, origin, None, str(unusable)))
    beside = (
        ListedExercise(problem.file.stem, f"in {problem.file.parent}", None, problem.describe())
        for problem in library.find_misplaced_exercises()
    )
    return (*sorted(exercises, key=_sort_key), *beside)


def list_given_exercises(given: "tuple[StoredExercise, ...]", library: Library) -> tuple[ListedExercise, ...]:
    """List the exercises that a team's store holds for this login.

    Args:
        given: the store's rows.
        library: the library, by which it is checked that their scenarios exist.
    """
    exercises = []
    for stored in given:
        origin = f"from {stored.author}" if stored.author else "given"
        try:
            exercise = parse_exercise(stored.body)
            with suppress(NotKnown, UnusableContent):  # a scenario that is not here is said where it is chosen
                require_may_be_given(exercise, stored.reader, library)
            exercises.append(ListedExercise(stored.id, origin, exercise, given=True))
        except CoachError as error:
            exercises.append(ListedExercise(stored.id, origin, None, str(error), given=True))
    return tuple(exercises)


def name_focus(exercise: Exercise, library: Library) -> tuple[str, ...]:
    """Name the criteria that an exercise gives room for, by its scenarios' rubrics."""
    names: dict[str, str] = {}
    for rubric in list_rubrics(library, (*exercise.scenarios, *exercise.alternatives)):
        names |= {key: subject.name for key, subject in rubric.domains.items()}
        names |= {key: criterion.name for key, criterion in rubric.criteria.items()}
    return tuple(names.get(key, key.replace("_", " ")) for key in exercise.focus)


def parse_exercise(text: str) -> Exercise:
    """Parse an exercise from the text of its file. Raises Unusable."""
    return bind(parse_yaml(Path("exercise.yaml"), text), Exercise)


def serialize_exercise(exercise: Exercise) -> str:
    """Return an exercise as the text of its file, which a person can read and change."""
    return serialize_exercise_values(exercise.model_dump(mode="json", exclude_defaults=True))


def serialize_exercise_values(values: dict[str, object]) -> str:
    """Return the text of an exercise's file from the fields that there are."""
    whole = {"format": 1, **values}
    return FIRST_LINE + yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=110)


@dataclass(frozen=True, slots=True)
class DraftResult:
    """What a draft makes: the file's text, the exercise if it is complete, and what is missing."""

    text: str
    exercise: Exercise | None
    """There only if nothing is missing or wrong."""
    still: tuple[str, ...]
    """What is still to do, in sentences."""


def check_draft(draft: ExerciseDraft, library: Library) -> DraftResult:
    """Write a draft as a file's text, and check it as `coach check` would."""
    text = serialize_exercise_values(draft.values())
    if missing := draft.find_missing():
        return DraftResult(text, None, missing)
    try:
        read = parse_yaml(Path("exercise.yaml"), text)
        exercise = bind(read, Exercise)
    except UnusableContent as unusable:
        return DraftResult(text, None, tuple(_name_field(problem.describe()) for problem in unusable.problems))
    problems = check_unsaved_exercise(library, read, exercise)
    still = tuple(problem.describe() for problem in problems)
    if any(not problem.warning for problem in problems):
        return DraftResult(text, None, still)
    return DraftResult(serialize_exercise(exercise), exercise, still)


def _name_field(sentence: str) -> str:
    """Name a field as the form does, where a problem calls it by the file's word."""
    return sentence.replace("'replies'", "“About how many replies”")


def name_fields(sentence: str) -> str:
    """Return a sentence on an exercise's file with the names that forms have for its fields."""
    return sentence.replace("`alternatives`", f"“{INSTEAD}”")


@dataclass(frozen=True, slots=True)
class FocusChoice:
    """A criterion that an exercise can give room for, or a whole domain."""

    key: str
    name: str
    about: str
    criterion: Criterion | None = None
    """None for a whole domain, which stands alone."""


def list_focuses(library: Library, among: tuple[str, ...]) -> tuple[FocusChoice, ...]:
    """List the domains, then the helpful criteria, of some scenarios' rubrics.

    Args:
        library: the library.
        among: the scenarios' ids.
    """
    choices: dict[str, FocusChoice] = {}
    rubrics = list_rubrics(library, among)
    for rubric in rubrics:
        for key, domain in rubric.domains.items():
            choices.setdefault(key, FocusChoice(key, say("All of: {name}", name=domain.name), domain.asks))
    for rubric in rubrics:
        helpful = rubric.of(Polarity.HELPFUL)
        for key, criterion in ((key, rubric.criteria[key]) for key in rubric.criteria if key in helpful):
            choices.setdefault(key, FocusChoice(key, criterion.name, criterion.definition, criterion))
    return tuple(choices.values())


def list_rubrics(library: Library, scenarios: tuple[str, ...]) -> tuple[Rubric, ...]:
    """List the rubrics of some scenarios, each once, without those that cannot be used."""
    rubrics: dict[str, Rubric] = {}
    for scenario in scenarios:
        with suppress(CoachError):  # said beside the scenario itself
            name = library.cover(scenario).rubric
            rubrics[name] = library.rubric(name)
    return tuple(rubrics.values())


def collect_typed_words(exercise: Exercise) -> Iterator[str]:
    """Yield every text of an exercise that its author typed."""
    yield from (exercise.title, exercise.why, *exercise.content_notes)


def collect_known_words(practice: PracticeService, exercise: Exercise) -> frozenset[str]:
    """Collect the words of an exercise's scenarios, whose people are invented.

    The details gate does not take them for a real person's.
    """
    known: set[str] = set()
    for scenario in (*exercise.scenarios, *exercise.alternatives):
        with suppress(CoachError):  # said beside the scenario itself
            known |= practice.known_words(practice.script(scenario))
    return frozenset(known)


def hold_exercise_words(
    practice: PracticeService, exercise: Exercise, names: Collection[str] = (), confirmed: Collection[Question] = ()
) -> None:
    """Check that an exercise holds no real person's details before it goes to other people.

    Args:
        practice: gives the scenarios' words.
        exercise: the exercise.
        names: further texts that go along, such as the id that it is given under.
        confirmed: the questions that its author was asked and answered with "as it is".

    Raises:
        WordsHeld: it may hold such details.
    """
    texts = (*collect_typed_words(exercise), *names)
    Safeguard(lambda: collect_known_words(practice, exercise)).hold_shared_words(texts, confirmed)


def save_exercise(
    practice: PracticeService, exercise: Exercise, key: str, library: Path, *, confirmed: Collection[Question] = ()
) -> Path:
    """Write an exercise into a library folder, whole or not at all, and return its file.

    Args:
        practice: gives the scenarios' words, for the details gate.
        exercise: the exercise.
        key: its id, by which the file is named.
        library: the folder.
        confirmed: the questions that its author was asked and answered with "as it is".

    Raises:
        NotNow: that name is taken.
        WordsHeld: it may hold a real person's details.
        RecordsUnwritable: the folder refuses.
    """
    hold_exercise_words(practice, exercise, (key,), confirmed)
    return _write_exercise(exercise, key, library)


def write_exercise_file(
    practice: PracticeService, exercise: Exercise, file: Path, *, confirmed: Collection[Question] = ()
) -> Path:
    """Write an exercise to a new file that others can read, and return its path.

    In a folder that has one for exercises, or that the library reads, it goes where coaches look for exercises. Where
    the path is a folder, the file is named by the exercise's title.

    Raises:
        WordsHeld: it may hold a real person's details.
        NotNow: coaches that look there would not find it, because its name is taken.
        RecordsError: the file cannot be written, or its name ends in something else.
    """
    hold_exercise_words(practice, exercise, confirmed=confirmed)
    if file.is_dir():
        file /= make_exercise_id(exercise.title)
    file = _place_in_library(fit_ending(file, EXERCISE_ENDINGS), practice.library)
    if file.parent.name == SHELF and not file.exists():
        practice.library.look_again()
        if any(shelved.id == file.stem for shelved in practice.library.shelf(SHELF)):
            _refuse_taken_name(file.stem, say("Give the file another name."))
    return write_export(file, serialize_exercise(exercise), for_others=True)


def describe_written_file(written: Path) -> str:
    """Say where an exercise's file is, and where in a shared folder coaches find it."""
    file = written.absolute()
    if (folder := file.parent).name == SHELF:
        return say("It is in {file}. Coaches that look into {folder} find it there.", file=file, folder=folder.parent)
    return say(
        "It is in {file}. In a folder that your team shares, coaches find it only in that folder's folder {shelf}.",
        file=file,
        shelf=SHELF,
    )


def _place_in_library(file: Path, library: Library) -> Path:
    """Return the path where a folder's coaches find an exercise; elsewhere the same path."""
    where = file.parent / SHELF
    is_read = any(folder.path.resolve() == file.parent.resolve() for folder in library.folders)
    # Other coaches may look into a folder that this one does not know: a folder for exercises is a sign of that.
    if file.parent.name == SHELF or not (is_read or where.is_dir()):
        return file
    with suppress(OSError):  # said when the file is written
        where.mkdir(exist_ok=True)
    return where / file.name


def _refuse_taken_name(key: str, advice: str) -> NoReturn:
    """Raise NotNow: another exercise has that id."""
    raise NotNow(say("There is an exercise called '{key}' already.", key=key), advice, title=say(TAKEN))


def _write_exercise(exercise: Exercise, key: str, library: Path) -> Path:
    file = library / SHELF / f"{key}{EXERCISE_ENDING}"
    if file.exists():
        _refuse_taken_name(key, say("Give yours another title."))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, serialize_exercise(exercise), mode=FOR_OTHERS)
    except OSError as error:
        raise RecordsUnwritable(
            say("It could not be saved: {strerror}.", strerror=(error.strerror or "no access").lower()),
            say("Choose another folder."),
            title=NOT_SAVED,
        ) from None
    return file


def import_exercise(file: Path, library: Library, own: Path) -> str:
    """Copy an exercise from a file into the user's own library, and return its id there.

    The details gate is not asked again: the exercise's author was asked, and the file is on this machine already.

    Args:
        file: the file.
        library: the library, for names that are taken.
        own: the folder of the user's own library.

    Raises:
        Unusable: the file is no exercise.
        NotNow: there is one of that name, or the file belongs to supervision and is taken in elsewhere.
        RecordsUnwritable: the folder refuses.
    """
    if file.name.endswith(HANDED_OVER):
        _refuse_handed_over(import_file(file))
    return _import(bind(read_yaml(file), Exercise), library, own)


def import_exercise_text(text: bytes, name: str, library: Library, own: Path) -> str:
    """Copy an exercise from the bytes of its file into the user's own library; return its id.

    Args:
        text: the bytes.
        name: what to call the file in a sentence.
        library: the library, for names that are taken.
        own: the folder of the user's own library.

    Raises:
        Unusable: they are no exercise.
        NotNow: there is one of that name, or they belong to supervision and are taken in elsewhere.
        RecordsUnwritable: the folder refuses.
    """
    if text.lstrip().startswith(b"{"):
        _refuse_handed_over(parse_handed_over(text, name))
    return _import(bind(parse_raw_yaml(Path(name), text), Exercise), library, own)


def _import(exercise: Exercise, library: Library, own: Path) -> str:
    key = make_exercise_id(exercise.title)
    if any(shelved.id == key for shelved in library.shelf(SHELF)):
        there = say("There is an exercise called “{title}” here already.", title=exercise.title)
        raise NotNow(there, say("Look for it in the list."), title=say(TAKEN))
    _write_exercise(exercise, key, own)
    library.look_again()
    return key


def take_off_exercise(key: str, library: Library, own: Path) -> Path:
    """Delete an exercise from the user's own library for good, and return its file.

    Rehearsals of it stay, and so does the file that it was taken in from.

    Args:
        key: the exercise's id.
        library: the library.
        own: the folder of the user's own library.

    Raises:
        NotKnown: there is no such exercise.
        NotNow: it came with the coach, or lies in a folder that others use.
        RecordsUnwritable: the file cannot be deleted.
    """
    shelved = next((entry for entry in library.shelf(SHELF) if entry.id == key), None)
    if shelved is None:
        raise NotKnown(
            say("There is no exercise called '{key}'.", key=key),
            say("`coach exercises` lists them."),
            title=say("No such name"),
        )
    if shelved.file.parent != own / SHELF:
        raise NotNow(
            say("That exercise is {origin}.", origin=shelved.origin), say(ONLY_OWN), title=say("Not yours to take off")
        )
    try:
        erase(shelved.file)
    except OSError as error:
        raise RecordsUnwritable(
            say("It could not be deleted: {strerror}.", strerror=(error.strerror or "no access").lower()),
            say("It is there as it was."),
            title=say("Not taken off"),
        ) from None
    library.look_again(shelved.file)
    return shelved.file


def _refuse_handed_over(taken: ImportedFile) -> None:
    """Say where a file of supervision is taken in. Raises NotNow."""
    if isinstance(taken.found, Review):
        raise NotNow(
            say("This is an answer from supervision."), say("Take it in under My rehearsals."), title=say(NO_EXERCISE)
        )
    raise NotNow(say("This was brought to supervision."), say("Take it in under Supervision."), title=say(NO_EXERCISE))


def require_may_be_given(exercise: Exercise, reader: str, library: Library) -> None:
    """Refuse to give an exercise with racism towards the practitioner to one reader by name.

    The rule stands in `docs/domain-rules.md#racism-towards-the-practitioner`.

    Args:
        exercise: the exercise.
        reader: the practitioner's login; empty for everybody.
        library: gives the scenarios' covers.

    Raises:
        NotNow: the exercise holds such a scenario and is meant for one reader.
    """
    for scenario in (*exercise.scenarios, *exercise.alternatives):
        if reader and library.cover(scenario).towards_practitioner:
            raise NotNow(
                say(
                    "This exercise has a scenario with racism towards the practitioner, so it is never set to one "
                    "person."
                ),
                say("Give it to everybody, with an alternative; whoever wants it chooses it."),
                title=say("Not to one person"),
            )


def end_sentence(sentence: str) -> str:
    """Return a sentence that a person typed, with a full stop if it ends without one."""
    return sentence if sentence.endswith((".", "!", "?", "…", "”")) else f"{sentence}."


def name_exercise(library: Library, key: str) -> str:
    """Return an exercise's title by its id, or the id where the library lacks it."""
    try:
        return library.exercise(key).title if key else ""
    except CoachError:
        return key


def parse_exercise_title(body: str) -> str:
    """Return the title of an exercise that was given, or a stand-in if it cannot be read.

    So an unreadable exercise can still be withdrawn.
    """
    try:
        return parse_exercise(body).title
    except CoachError:
        return say("One that cannot be read")


def make_exercise_id(title: str) -> str:
    """Make an exercise's id from its title."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in title.casefold())
    key = "_".join(part for part in letters.split("_") if part)[:60].strip("_")
    return key if key[:1].isalpha() else f"exercise_{key}".strip("_")


def _sort_key(shown: ListedExercise) -> tuple[int, str]:
    return (SEQUENCE.index(shown.id) if shown.id in SEQUENCE else len(SEQUENCE)), shown.id
