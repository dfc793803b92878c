"""Prompts for a supervisor where something that was brought is hard.

They are an offer and no finding: nothing is said of whoever brought it, nothing is counted, and nothing is kept.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.language.catalogue import say
from coach.model.submission import Submission
from coach.model.types import Frozen, Id, Prose, Proses
from coach.practice.safeguarding import Care

FILE = Path(__file__).with_name("care_prompts.yaml")
AN_OFFER = (
    "An offer, whether or not it fits: the coach reads words, and cannot know. Nobody else sees that you looked here."
)
TO_SAY, TO_DO, TO_LEAVE, WHERE = "You could say", "You could do", "Better left", "Where to turn, for them or for you"


class CarePrompt(Frozen):
    """A prompt for a supervisor: a situation, what to say and do in it, and what to leave alone."""

    when: Prose
    notice: Prose
    """The quiet line that offers it, which says nothing of anybody."""
    criteria: tuple[Id, ...] = ()
    """Clear notes on the practitioner's own lines that bring it about."""
    words: tuple[Prose, ...] = ()
    """Words of the practitioner's, for the supervisor, that bring it about."""
    say: Proses
    do: Proses
    leave: Proses


class CarePrompts(Frozen):
    """The file of prompts, by id, in the order in which they are offered."""

    format: int = 1
    prompts: Annotated[dict[Id, CarePrompt], Field(min_length=1)]


def load_care_prompts(file: Path = FILE) -> dict[str, CarePrompt]:
    """Load the prompts that ship, or a service's own. Raises UnusableContent."""
    return dict(bind(read_yaml(file), CarePrompts).prompts)


def choose_care_prompts(
    brought: Submission, care: Care, prompts: dict[str, CarePrompt] | None = None
) -> tuple[CarePrompt, ...]:
    """Choose the prompts that a submission brings about, from what was handed over alone.

    Args:
        brought: the submission.
        care: the practice's care file, with its signs of distress.
        prompts: the prompts; None for those that ship.
    """
    noted = {note.criterion for line in brought.replies() for note in line.notes if note.sure and note.harmful}
    known = load_care_prompts() if prompts is None else prompts
    return tuple(
        prompt
        for prompt in known.values()
        if noted & set(prompt.criteria) or (prompt.words and _is_touched(brought, care, prompt.words))
    )


def _is_touched(brought: Submission, care: Care, words: tuple[str, ...]) -> bool:
    """Whether what the practitioner wrote for the supervisor may speak of their own distress."""
    signs = care.model_copy(update={"distress": (*care.distress, *words)})
    wrote = (
        brought.question,
        brought.note,
        *(reflection.words for reflection in brought.reflections),
        *(note.own_note for line in brought.replies() for note in line.notes),
    )
    return any(signs.is_touched_by(text) for text in wrote if text)


def lay_out_care_prompt(prompt: CarePrompt) -> Iterator[Block]:
    """Lay out a prompt: when it fits, what to say, what to do, and what is better left."""
    yield Heading(prompt.when)
    for heading, items in ((say(TO_SAY), prompt.say), (say(TO_DO), prompt.do), (say(TO_LEAVE), prompt.leave)):
        yield Heading(heading, 3)
        yield from (ListItem(f"“{words}”" if items is prompt.say else words) for words in items)


def lay_out_care_prompts(first: tuple[CarePrompt, ...], care: Care) -> Iterator[Block]:
    """Lay out every prompt, those that something brought about first, and where to turn.

    Args:
        first: the prompts that what was brought brings about.
        care: the practice's care file, with its places to turn to.
    """
    yield Paragraph(say(AN_OFFER))
    for prompt in (*first, *(other for other in load_care_prompts().values() if other not in first)):
        yield from lay_out_care_prompt(prompt)
    yield Heading(say(WHERE))
    yield from (ListItem(place) for place in care.signposts)
