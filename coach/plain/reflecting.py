"""Afterwards, line by line: the questions of a model of reflection, a moment to bring, and what comes back."""

from collections.abc import Callable
from pathlib import Path

from coach.debrief.written import as_plain
from coach.errors import CoachError, NotNow
from coach.model.brought import Response, What
from coach.model.exercise import Exercise, ReflectionModel
from coach.plain.talk import Lines, looked_over
from coach.practice.care import Care
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import ASKED
from coach.supervision.bringing import Choice, mended_in
from coach.supervision.bringing_along import ENDING, NO_STORE, Bringing
from coach.supervision.desk import Desk
from coach.supervision.handing_over import besides, brought_blocks
from coach.supervision.reflecting import kept_under, models
from coach.supervision.review_blocks import lay_out_review

MENDED = "Your reply {reply} mended it, and goes along. Enter, or no to leave it out: "
WRITTEN = "Written to {file}. Give it on, or don't; whoever can look into that folder can read it."
HAND_OVER = "Hand exactly this over? yes or Enter: "


def exercise_named(bringing: Bringing, name: str) -> Exercise:
    """An exercise of the library, or one given through the team's store. Raises CoachError where it is in neither."""
    found = Desk(bringing.practice, bringing.table).exercise(name)
    return found or bringing.practice.library.exercise(name)  # the library says what is near, or what is wrong with it


def exercise_of(bringing: Bringing, rehearsing: Rehearsing) -> Exercise | None:
    """The exercise a rehearsal was begun for, if there is one and it can be read here."""
    name = rehearsing.begun().exercise
    try:
        return exercise_named(bringing, name) if name else None
    except CoachError:
        return None


def reflect(lines: Lines, bringing: Bringing, care: Care, rehearsing: Rehearsing, model: str = "") -> None:
    """Ask the model's questions, one a line. An empty line leaves a question out; what is typed is kept."""
    exercise = exercise_of(bringing, rehearsing)
    names = [each.value for each in ReflectionModel]
    chosen = ReflectionModel(model) if model in names else exercise.reflection if exercise else ReflectionModel.DRISCOLL
    asked = models()[chosen]
    lines.write(f"{asked.name}. Enter leaves a question out. Others: {', '.join(names)}.")
    for key, question in asked.questions.items():
        typed = (lines.read(f"{question} ") or "").strip()
        if words := looked_over(lines, care, rehearsing.safeguard, typed):
            rehearsing.reflect(kept_under(chosen, key), words, confirmed=ASKED)
    lines.write(rehearsing.once_kept("Kept with this rehearsal. Nobody else sees it unless you bring it."))


def bring(
    lines: Lines, bringing: Bringing, care: Care, rehearsing: Rehearsing, reply: int, here: Callable[[str], Path]
) -> None:
    """One moment: shown as it would be handed over, then written to a file if that is wanted."""
    typed = (lines.read("What would you like to talk about, or Enter: ") or "").strip()
    question = looked_over(lines, care, rehearsing.safeguard, typed) or ""
    mended = mended_in(rehearsing.debrief(), reply)
    left_out = mended and leaves_out(lines.read(MENDED.format(reply=mended)))
    choice = Choice(What.MOMENT, reply=reply, question=question, with_mending=not left_out)
    brought = bringing.preview(rehearsing, choice)
    lines.write(as_plain(brought_blocks(brought)))
    lines.write(besides(brought))
    if not agreed(lines.read(HAND_OVER)):
        lines.write("Nothing was handed over.")
        return
    path = bringing.to_file(rehearsing, brought, here(f"brought-{brought.id[:8]}{ENDING}"), confirmed=ASKED)
    lines.write(WRITTEN.format(file=path))


def leaves_out(answer: str | None) -> bool:
    """Whether that is a no. Anything else is none."""
    return (answer or "").strip().casefold() in ("no", "n")


def agreed(answer: str | None) -> bool:
    """Whether that is a yes. Anything else is none."""
    return (answer or "").strip().casefold() in ("yes", "y")


def agreed_to(question: str) -> bool:
    """Ask whoever sits at the terminal."""
    try:
        return agreed(input(question))
    except EOFError:
        return False


def needs_a_store(bringing: Bringing) -> None:
    """Refuse to look in a team's store where there is none. Raises NotNow."""
    if not bringing.table.shared:
        raise NotNow(
            "No team's store is in use here.", "`coach take-in FILE` takes in a file that came back.", title=NO_STORE
        )


SPOILT_ANSWER = "An answer in the team's store cannot be read. Ask your supervisor to hand it back again."


def fetched(bringing: Bringing, rehearsing: Rehearsing) -> tuple[str, ...]:
    """What came back in the team's store and is new, each written out. Raises NotNow where there is no such store."""
    needs_a_store(bringing)
    before = len(rehearsing.story.came_back)
    bringing.fetch(rehearsing)
    new = tuple(came_back(rehearsing, event.response) for event in rehearsing.story.came_back[before:])
    return (*new, SPOILT_ANSWER) if bringing.spoilt_answers(rehearsing) else new


def came_back(rehearsing: Rehearsing, response: Response) -> str:
    """What came back, beside the lines that it speaks of where they are still brought."""
    return as_plain(lay_out_review(rehearsing, response))
