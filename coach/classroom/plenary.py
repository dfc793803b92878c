"""The plenary: which subjects stayed silent in this room, by the counts that people gave.

The counts are pooled and suppressed as the partnership's are, so that nobody can be picked out.
"""

from dataclasses import dataclass

from coach.classroom.state import RoomState
from coach.partnership.counts import SUBJECT_NAMES
from coach.partnership.suppression import MIN_CONTRIBUTORS, Leaning, SuppressedCounts, pool_rows

HONESTLY = "These are rehearsals with scripted families, and people chose whether to give their counts."
WITHOUT_NUMBERS = (
    f"With fewer than {MIN_CONTRIBUTORS} in the room no counts are shown: everybody would know whose they are. "
    "Talk it over without numbers: the questions on this page are for that."
)
QUESTIONS = (
    "Which of these stay silent in our own visits too?",
    "What does our service do that keeps them silent: forms, time, interpreters, what supervision asks?",
    "What will one of us take to a manager, and by when?",
)
"""Questions for the service, never for a person."""


@dataclass(frozen=True, slots=True)
class Plenary:
    """What the room may see of its counts."""

    contributors: int
    shortfall: int
    """How many more people must give their counts before anything is shown."""
    is_pooled: bool
    """Whether the trainer has pooled the counts.

    Until then nothing is shown, and more can be given.
    """
    subjects: tuple[SuppressedCounts, ...] = ()
    """The suppressed counts of each subject."""
    sentences: tuple[str, ...] = ()
    """The same in sentences."""
    questions: tuple[str, ...] = QUESTIONS
    too_few: bool = False
    """Whether the room has fewer people than are needed, so that waiting leads nowhere."""


def build_plenary(state: RoomState) -> Plenary:
    """Build the plenary of a room, from one pool that does not change once it is made."""
    given = state.count_contributors()
    needed = max(0, MIN_CONTRIBUTORS - given)
    gave = {contribution.person for contribution in state.contributions}
    # Also people who gave counts and left, because their counts stay.
    if 0 < len(gave.union(person.id for person in state.list_people())) < MIN_CONTRIBUTORS:
        return Plenary(given, needed, is_pooled=False, sentences=(WITHOUT_NUMBERS,), too_few=True)
    if needed or not state.counts_pooled:
        return Plenary(given, needed, is_pooled=False, sentences=(_describe_waiting(given, needed),))
    table = pool_rows((contribution.person, contribution.row) for contribution in state.contributions)
    says = [sentence for subject in table.subjects if (sentence := _describe_subject(subject, table.contributors))]
    return Plenary(given, 0, is_pooled=True, subjects=table.subjects, sentences=(*says, HONESTLY))


def _describe_waiting(given: int, needed: int) -> str:
    if needed:
        people = "person has" if given == 1 else "people have"
        return f"{given} {people} given their counts. Nothing is shown before {MIN_CONTRIBUTORS} have."
    return f"{given} people have given their counts. Lay them together once everybody who wants to has."


def _describe_subject(seen: SuppressedCounts, of: int) -> str:
    """Describe a subject in a sentence; in an empty one where everything is suppressed."""
    name = SUBJECT_NAMES[seen.subject]
    parts = [
        f"{number} {what}"
        for number, what in (
            (seen.taken, "mostly took them"),
            (seen.partly, "took them partly, or some of each"),
            (seen.passed_by, "mostly passed them by"),
        )
        if number is not None
    ]
    if parts:
        return f"Openings about {name}: of {of} people, {', '.join(parts)}."
    if seen.leaning is Leaning.PASSED_BY:
        return f"Openings about {name} were passed by more often than taken."
    if seen.leaning is Leaning.TAKEN:
        return f"Openings about {name} were taken more often than passed by."
    return ""
