"""The brief in front of a rehearsal: who one is, why one is there, and the exercise it is for."""

from textual.content import Content

from coach.model.dialogue import Dialogue
from coach.supervision.desk import Desk
from coach.tui.exercise_cards import focus_names
from coach.tui.shown import shown


def brief_of(dialogue: Dialogue) -> Content:
    """The scenario's own brief."""
    return Content.assemble(
        ("You are  ", "$quiet"), shown(f"{dialogue.you_are}. {dialogue.setting}."), "\n\n",
        shown(dialogue.brief), "\n\n",
        ("What people are worried about  ", "$quiet"), shown(dialogue.concern),
    )  # fmt: skip


def exercise_brief(desk: Desk, exercise: str) -> tuple[str, tuple[str, ...]]:
    """The exercise in a sentence, with what it gives room for, and its content notes; nothing where there is none."""
    found = desk.exercise(exercise) if exercise else None
    if found is None:
        return "", ()
    room = "; ".join(focus_names(found, desk.practice.library))
    brief = f"For the exercise “{found.title}”. {f'Room for: {room}. ' if room else ''}About {found.replies} replies."
    return brief, found.content_notes
