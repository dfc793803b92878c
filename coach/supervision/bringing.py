"""What is brought, made from a rehearsal: the whole of it, one moment, or a question. Nothing else goes along.

Every function here takes the practitioner's choice and gives back exactly what will be handed over, so that it can be
shown to them before it is. A family's private strings cannot be in it: a debrief never held them.
"""

from dataclasses import dataclass
from datetime import date

from coach.debrief.parts import Debrief, Mark, Mended, TranscriptLine
from coach.debrief.transcript import MENDED, mended_what
from coach.errors import NotNow
from coach.model.brought import Brought, BroughtLine, Note, OwnWords, What
from coach.model.events import Began
from coach.model.reading import Certainty
from coach.rehearsal.story import Story

AROUND = 2
"""Lines of the family's shown after the moment, at most; before it, all since the practitioner's last."""
LATER = "Later in the conversation"
"""Stands where lines between a moment and the reply that mended it stay behind."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a practitioner decided to bring."""

    what: What
    reply: int = 0
    """For a moment: which of their own lines."""
    who: str = ""
    question: str = ""
    note: str = ""
    with_reflections: bool = False
    with_notes: bool = True
    """Whether what the coach read goes along."""
    with_exercise: bool = False
    """Whether the name of the exercise that it was rehearsed for goes along."""
    may_teach: bool = False
    with_mending: bool = False
    """For a moment that may have hurt: whether the reply that mended it goes along, if one did."""
    with_next: bool = False
    """The same of the next reply, where the coach read none as mending it: it may misread an apology."""


def mended_in(debrief: Debrief, reply: int) -> int:
    """The number of the reply that mended in words what a reply may have hurt; 0 where there is none."""
    hurt = next((each for each in debrief.hurts if each.reply == reply), None)
    return hurt.mended_by if hurt and hurt.mended is Mended.REPAIRED else 0


def next_after(debrief: Debrief, reply: int) -> int:
    """The number of the reply after one that may have hurt, where none was read as mending it; 0 for none."""
    hurt = any(each.reply == reply for each in debrief.hurts)
    unsure = any(each.reply == reply and each.harmful for each in debrief.marks)
    if not (hurt or unsure) or mended_in(debrief, reply):
        return 0
    return next((line.reply for line in debrief.transcript if line.reply == reply + 1), 0)


def bring(
    choice: Choice,
    debrief: Debrief,
    story: Story,
    *,
    key: str,
    day: date,
    rubric: str,
    reflections: tuple[OwnWords, ...] = (),
) -> Brought:
    """Exactly what will be handed over. Raises NotNow for a moment that is not there, or a question without words."""
    if choice.what is What.QUESTION:
        if not choice.question.strip():
            raise NotNow(
                "There is no question yet.", "Write it in your own words, or bring a moment instead.", title="Not yet"
            )
        return Brought(id=key, what=choice.what, day=day, who=choice.who, question=choice.question, note=choice.note)
    began = story.began
    whole = choice.what is What.WHOLE
    mended = mended_in(debrief, choice.reply) if not whole and choice.with_mending else 0
    later = mended or (next_after(debrief, choice.reply) if not whole and choice.with_next else 0)
    lines = debrief.transcript if whole else _moment(debrief.transcript, choice.reply, later)
    hurt = None if whole else choice.reply if mended else 0
    return Brought(
        id=key,
        what=choice.what,
        day=day,
        who=choice.who,
        scenario=debrief.scenario,
        title=debrief.title,
        rubric=rubric,
        turn="" if whole else _turn(story, debrief.attempt, choice.reply),
        exercise=began.exercise if began and choice.with_exercise else "",
        coach=began.coach if began else "",
        read_by=_read_by(began),
        question=choice.question,
        note=choice.note,
        intention=debrief.intention if whole and choice.with_reflections else "",
        answers=_answers(debrief) if whole and choice.with_notes else (),
        lines=tuple(_line(each, debrief, story, hurt=hurt, with_notes=choice.with_notes) for each in lines),
        reflections=reflections if choice.with_reflections else (),
        may_teach=choice.may_teach and choice.with_notes,
    )


def _moment(transcript: tuple[TranscriptLine, ...], reply: int, later: int) -> tuple[TranscriptLine, ...]:
    """One reply, with what was said around it; then a later one that goes along, such as what mended it, likewise."""
    first, last = _around(transcript, reply)
    if not later:
        return transcript[first:last]
    begins, ends = _around(transcript, later)
    if begins <= last:
        return transcript[first:ends]
    left_out = TranscriptLine(speaker="", text=LATER, scene=True)
    return (*transcript[first:last], left_out, *transcript[begins:ends])


def _around(transcript: tuple[TranscriptLine, ...], reply: int) -> tuple[int, int]:
    """From where to where a reply goes, with what the family said before it and after it."""
    place = next((number for number, line in enumerate(transcript) if reply and line.reply == reply), None)
    if place is None:
        raise _no_such_line(reply, sum(1 for line in transcript if line.reply))
    first = place
    while first and not _own(transcript[first - 1]):
        first -= 1
    last = place + 1
    while last < len(transcript) and not _own(transcript[last]) and last - place <= AROUND:
        last += 1
    return first, last


def _no_such_line(reply: int, replies: int) -> NotNow:
    if not reply or not replies:
        return NotNow("No line is chosen yet.", "Choose one of your own lines to bring.", title="Not yet")
    there = "There is one reply" if replies == 1 else f"There are {replies} replies"
    return NotNow(f"There is no reply {reply}.", f"{there} in it, counted from 1.", title="No such reply")


def _own(line: TranscriptLine) -> bool:
    return bool(line.reply) or line.skipped


def _line(line: TranscriptLine, debrief: Debrief, story: Story, *, hurt: int | None, with_notes: bool) -> BroughtLine:
    """A line as it goes. `hurt`: the reply that may have hurt and goes along with its mending; None where all go.

    Nothing is said of a hurt, or of its mending, in lines that stay behind.
    """
    notes = tuple(_note(mark) for mark in debrief.marks if line.reply and mark.reply == line.reply)
    margin = line.notes[len(notes) :]  # what is said of each mark comes first
    if hurt is not None:
        margin = tuple(each for each in margin if not each.startswith(MENDED) or (hurt and each == mended_what(hurt)))
    if mended := mended_in(debrief, line.reply) if line.reply and hurt in (None, line.reply) else 0:
        margin = (*margin, f"It was mended in reply {mended}.")
    return BroughtLine(
        speaker="" if line.scene else line.speaker,
        text=line.text,
        how=line.how,
        reply=line.reply,
        topic=_topic(story, debrief.attempt, line.reply) if line.reply and with_notes else "",
        notes=notes if with_notes else (),
        margin=margin if with_notes else (),
    )


def _note(mark: Mark) -> Note:
    return Note(
        criterion=mark.criterion,
        name=mark.name,
        quote=mark.words,
        sure=mark.certainty is Certainty.CLEAR,
        harmful=mark.harmful,
        own_word=mark.disputed,
        own_note=mark.note,
    )


def _answers(debrief: Debrief) -> tuple[OwnWords, ...]:
    return tuple(
        OwnWords(asked=each.name, words=f"{each.level_name}. {_begun(each.meaning)}.") for each in debrief.answers
    )


def _begun(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


def _turn(story: Story, attempt: int, reply: int) -> str:
    return story.attempt(attempt).replies()[reply - 1].before.turn


def _topic(story: Story, attempt: int, reply: int) -> str:
    return story.attempt(attempt).replies()[reply - 1].topic


def _read_by(began: Began | None) -> str:
    return began.matcher if began else ""
