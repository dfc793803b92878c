"""Comparison of a round's marks, notes and guesses with each other and the coach's reading.

Where they differ there is something to talk about. Nothing here says who was right. `build_plenary` does the same for
the whole room, in counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coach.classroom.round_history import RoundHistory
from coach.classroom.state import RoomState, Round
from coach.debrief.report import Debrief, HarmOutcome, OpeningOutcome, OpeningStanding, RepairStanding
from coach.language.catalogue import say
from coach.model.class_events import LineReaderNote, Mark, Marked
from coach.model.rubric import Rubric
from coach.model.run_sheet import PartPurpose
from coach.model.scenario import Dialogue
from coach.partnership.counts import SUBJECT_BY_TOPIC, SUBJECT_NAMES
from coach.partnership.suppression import MIN_CONTRIBUTORS, Leaning, SuppressedCounts, pool_rows

# --- The plenary: which subjects stayed silent in this room, by the counts that people gave

HONESTLY = "These are rehearsals with scripted families, and people chose whether to give their counts."
WITHOUT_NUMBERS = (
    f"Fewer than {MIN_CONTRIBUTORS} people can have been the practitioner here, so no counts are shown: all would "
    "know whose they are. Talk it over without numbers: the questions on this page are for that."
)
ONE_WAY = (
    "Two minutes alone: which of these did we take up, and which did we step round?",
    "Two minutes in pairs, with somebody from another group.",
    "Then a sentence from each pair, about us and never about one person.",
)
"""How a small room may talk it over."""
QUESTIONS = (
    "Which of these stay silent in our own visits too?",
    "What does our service do that keeps them silent: forms, time, interpreters, what supervision asks?",
    "What will one of us take to a manager, and by when?",
)
"""Questions for the service, never for a person."""


@dataclass(frozen=True, slots=True)
class Plenary:
    """The whole room's counts of openings, after suppression, as everybody may see them."""

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
    """Whether fewer people than are needed can still give counts, so that waiting leads nowhere."""
    opened: tuple[str, ...] = ()
    """What the families that were played open, by their scripts: subjects to talk over without numbers."""


def build_plenary(state: RoomState, opened: tuple[str, ...] = ()) -> Plenary:
    """Build a room's plenary: counts and sentences on how openings were taken.

    The counts are pooled once and do not change afterwards.

    Args:
        state: the room.
        opened: what the families that were played open, by their scripts.
    """
    given = state.count_contributors()
    needed = max(0, MIN_CONTRIBUTORS - given)
    came_in = any(not person.waiting for person in state.people.values())
    if came_in and not can_show_counts(state):
        return Plenary(given, needed, is_pooled=False, sentences=(WITHOUT_NUMBERS,), too_few=True, opened=opened)
    if needed or not state.counts_pooled:
        return Plenary(given, needed, is_pooled=False, sentences=(_describe_waiting(given, needed),))
    table = pool_rows((contribution.person, contribution.row) for contribution in state.contributions)
    says = [sentence for subject in table.subjects if (sentence := _describe_subject(subject, table.contributors))]
    return Plenary(given, 0, is_pooled=True, subjects=table.subjects, sentences=(*says, say(HONESTLY)))


def has_counts(state: RoomState, round_: Round | None, person: str) -> bool:
    """Return whether a person, as its only practitioner, has a round's counts to give.

    Args:
        state: the room.
        round_: the round; None for none.
        person: the person's id.
    """
    # After the pooling one more row could be worked out by subtracting.
    if round_ is None or state.counts_pooled or state.closed:
        return False
    return state.is_over(round_) and round_.list_speakers() == (person,)


def can_show_counts(state: RoomState) -> bool:
    """Return whether enough people gave counts, or can still give them, for any to be shown."""
    return count_possible_contributors(state) >= MIN_CONTRIBUTORS


def count_possible_contributors(state: RoomState) -> int:
    """Count who was a practitioner, and who can still be one in later rounds."""
    gave = {contribution.person for contribution in state.contributions}  # also of who left: their counts stay
    were = gave.union(*(round_.list_speakers() for round_ in state.list_rounds()))
    parts = state.sheet.parts if state.sheet else ()
    now = state.find_part()
    later = sum(part.does is PartPurpose.ROUND for part in parts[0 if state.part is None else state.part + 1 :])
    possible, seated = len(were), set[str]()
    for group in state.groups.values():
        seated.update(group.people)
        begins = now is not None and now.does is PartPurpose.ROUND and not group.is_in_conversation()
        possible += min(len(set(group.people) - were), later + begins)
    return possible + sum(person.id not in seated | were for person in state.list_people())


def list_opened_subjects(state: RoomState, dialogues: Mapping[str, Dialogue]) -> tuple[str, ...]:
    """List what the families that were played open, by their scripts, in the order of counts.

    Args:
        state: the room.
        dialogues: the dialogues of its scenarios, by their ids.
    """
    played = (dialogues[round_.scenario] for round_ in state.list_rounds() if round_.scenario in dialogues)
    topics = {turn.opening.topic for dialogue in played for turn in dialogue.turns.values() if turn.opening}
    subjects = {SUBJECT_BY_TOPIC[topic] for topic in topics if topic in SUBJECT_BY_TOPIC}
    return tuple(name for subject, name in SUBJECT_NAMES.items() if subject in subjects)


def _describe_waiting(given: int, needed: int) -> str:
    if needed:
        people = say("person has") if given == 1 else say("people have")
        return say(
            "{given} {people} given their counts. Nothing is shown before {min_contributors} have.",
            given=given,
            people=people,
            min_contributors=MIN_CONTRIBUTORS,
        )
    return say(
        "{given} people have given their counts. Lay them together once everybody who wants to has.", given=given
    )


def _describe_subject(seen: SuppressedCounts, of: int) -> str:
    """Describe one subject's counts in a sentence; empty where all of them are suppressed.

    Args:
        seen: the counts after suppression.
        of: how many people contributed.
    """
    name = SUBJECT_NAMES[seen.subject]
    parts = [
        f"{number} {what}"
        for number, what in (
            (seen.taken, say("mostly took them")),
            (seen.partly, say("took them partly, or some of each")),
            (seen.passed_by, say("mostly passed them by")),
        )
        if number is not None
    ]
    if parts:
        return say("Openings about {name}: of {of} people, {parts}.", name=name, of=of, parts=", ".join(parts))
    if seen.leaning is Leaning.PASSED_BY:
        return say("Openings about {name} were passed by more often than taken.", name=name)
    if seen.leaning is Leaning.TAKEN:
        return say("Openings about {name} were taken more often than passed by.", name=name)
    return ""


# --- Compares marks, notes and guesses of a round with each other and with the coach's reading

IN_WORDS = {
    OpeningStanding.TAKEN: "taken",
    OpeningStanding.PARTLY: "partly",
    OpeningStanding.MISSED: "passed by",
    OpeningStanding.UNSURE: "not sure",
    OpeningStanding.SKIPPED: "skipped",
    OpeningStanding.NOT_REACHED: "the round stopped here",
}
"""The coach's reading of an opening, in words."""
AS_MARKED = {
    OpeningStanding.TAKEN: Mark.TAKEN,
    OpeningStanding.PARTLY: Mark.PARTLY,
    OpeningStanding.MISSED: Mark.PASSED_BY,
}
"""The coach's reading of an opening, as an observer would mark it."""

HEARD_DIFFERENTLY = "You heard this differently. What did each of you notice?"
UNSURE = "The coach was not sure here. What did you hear?"
GUESSED_DIFFERENTLY = "The note and the guess differ. What would have made more room, or what was enough?"
MORE_TO_SAY = "It was taken up, and there was more to say. What was it?"
TAKEN_AND_HURT = (
    "The coach heard it taken up, and heard something in reply {replies} that may have hurt. Both can be so: the card "
    "“To go back to” is about the hurt."
)
ENOUGH_SAID = "It passed by, and whoever read it had said what they wanted to. Talk about how that was."


@dataclass(frozen=True, slots=True)
class ComparedOpening:
    """An opening as the observers, the line-reader, the practitioner and the coach saw it.

    An opening is where the family lets a subject be spoken of.
    """

    number: int
    line: str
    speaker: str
    topic: str
    about: str
    marks: tuple[tuple[str, Mark], ...]
    """Each observer's name with their mark."""
    note: LineReaderNote | None
    guess: LineReaderNote | None
    coach: str
    """The coach's reading in words; empty where the round was spoken."""
    why: str
    quote: str
    """The words that the coach's reading rests on."""
    differ: tuple[str, ...]
    """What to talk about where they differ, in sentences."""


@dataclass(frozen=True, slots=True)
class ComparedReply:
    """A reply that an observer or the coach thinks may have hurt, or repaired."""

    reply: int
    text: str
    marks: tuple[tuple[str, Mark], ...]
    coach: str
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was marked, noted and read in a round, side by side."""

    openings: tuple[ComparedOpening, ...]
    replies: tuple[ComparedReply, ...]
    heard: bool
    """Whether there is a reading by the coach: there is none of a spoken round."""


def compare_round(
    round_: Round, history: RoundHistory, debrief: Debrief | None, topics: Mapping[str, str], names: Mapping[str, str]
) -> Comparison:
    """Compare a round's marks, notes and guesses with the coach's reading.

    Args:
        round_: the round.
        history: its conversation.
        debrief: the coach's reading; None for a spoken round.
        topics: the rubric's topics, names by id.
        names: the people's names by id.
    """
    read = debrief.openings if debrief else ()
    openings = []
    # The debrief may hold fewer openings where the scenario has changed since.
    for opening in history.list_openings():
        seen = read[opening.number - 1] if opening.number <= len(read) else None
        standing = seen.standing if seen else None
        if seen and standing is OpeningStanding.MISSED and not seen.sure:
            standing = OpeningStanding.UNSURE
        marks = tuple(
            (names[m.by], m.mark) for m in _find_marks(round_.marks, opening.number) if m.mark and m.by in names
        )
        note, guess = round_.notes.get(opening.number), round_.guesses.get(opening.number)
        openings.append(
            ComparedOpening(
                opening.number,
                opening.line,
                opening.speaker,
                topics.get(opening.opening.topic, ""),
                opening.opening.about,
                marks,
                note,
                guess,
                IN_WORDS[standing] if standing else "",
                seen.why if seen else "",
                seen.quote if seen else "",
                (
                    *_list_differences([mark for _, mark in marks], note, guess, standing),
                    *_list_hurts_beside(seen, debrief),
                ),
            )
        )
    return Comparison(tuple(openings), _compare_replies(round_, history, debrief, names), debrief is not None)


def _find_marks(marks: Iterable[Marked], opening: int) -> list[Marked]:
    return [m for m in marks if m.mark and not m.mark.of_a_reply() and m.opening == opening]


def _list_differences(
    marks: list[Mark], note: LineReaderNote | None, guess: LineReaderNote | None, coach: OpeningStanding | None
) -> tuple[str, ...]:
    said = set(marks)
    if coach in AS_MARKED:
        said.add(AS_MARKED[coach])
    sentences = []
    if len(said) > 1:
        sentences.append(say(HEARD_DIFFERENTLY))
    if coach is OpeningStanding.UNSURE:
        sentences.append(say(UNSURE))
    if note and guess and note is not guess:
        sentences.append(say(GUESSED_DIFFERENTLY))
    if note is LineReaderNote.MORE and said == {Mark.TAKEN}:
        sentences.append(say(MORE_TO_SAY))
    if note is LineReaderNote.SAID and said == {Mark.PASSED_BY}:
        sentences.append(say(ENOUGH_SAID))
    return tuple(sentences)


def _list_hurts_beside(seen: OpeningOutcome | None, debrief: Debrief | None) -> tuple[str, ...]:
    """Say that an opening was taken and that a reply to it may have hurt, where both were heard."""
    if seen is None or debrief is None or AS_MARKED.get(seen.standing) not in (Mark.TAKEN, Mark.PARTLY):
        return ()
    hurts = sorted({hurt.reply for hurt in debrief.hurts} & {seen.reply, *seen.replies[:1]})
    return (say(TAKEN_AND_HURT, replies=" and ".join(map(str, hurts))),) if hurts else ()


def _compare_replies(
    round_: Round, history: RoundHistory, debrief: Debrief | None, names: Mapping[str, str]
) -> tuple[ComparedReply, ...]:
    hurts = {hurt.reply: hurt for hurt in debrief.hurts} if debrief else {}
    mended = {hurt.mended_by for hurt in hurts.values() if hurt.mended is not RepairStanding.NOT_YET}
    marked = [m for m in round_.marks if m.mark and m.mark.of_a_reply() and m.by in names]
    words = {move.reply: move.words for move in history.moves if move.reply}
    compared_replies = []
    for reply in sorted({m.reply for m in marked} | set(hurts) | mended):
        marks = tuple((names[m.by], m.mark) for m in marked if m.reply == reply and m.mark)
        coach = _describe_reading(reply, hurts, mended)
        theirs = {mark for _, mark in marks}
        own = {*((Mark.HURT,) if reply in hurts else ()), *((Mark.MENDED,) if reply in mended else ())}
        # Without a reading by the coach there is nothing to differ from.
        differ = (say(HEARD_DIFFERENTLY),) if debrief and theirs != own else ()
        compared_replies.append(ComparedReply(reply, words.get(reply, ""), marks, coach, differ))
    return tuple(compared_replies)


def _describe_reading(reply: int, hurts: Mapping[int, HarmOutcome], mended: set[int]) -> str:
    said = [say("may have hurt")] if reply in hurts else []
    said += ["mended"] if reply in mended else []
    return ", ".join(said)


def name_topics(rubric: Rubric) -> Mapping[str, str]:
    """Map the ids of a rubric's topics to their names."""
    return {key: topic.name for key, topic in rubric.topics.items()}
