"""A round's conversation as turns of the terminal's transcript."""

from collections.abc import Iterable

from coach.classroom.round_words import OPENING_LINE, describe_own_line, name_role_holder
from coach.classroom.views import ConversationLine, ObservedOpening, ObserverView
from coach.language.catalogue import say
from coach.model.class_events import Role
from coach.practice.conversation_view import LineKind, ScreenLine, ScreenTurn


def make_turns(said: Iterable[ConversationLine], speaker: str) -> tuple[ScreenTurn, ...]:
    """Make turns for the transcript: each reply with the family's answer.

    Args:
        said: the lines of the conversation.
        speaker: how the practitioner is named.
    """
    turns: list[list[ScreenLine]] = [[]]
    for line in said:
        if line.reply or line.skipped:
            turns.append([ScreenLine(LineKind.YOU, describe_own_line(line), speaker)])
        elif line.scene:
            turns[-1].append(ScreenLine(LineKind.SCENE, line.text))
        else:
            turns[-1].append(ScreenLine(LineKind.FAMILY, line.text, line.speaker, line.how))
    return tuple(tuple(turn) for turn in turns if turn)


def make_turns_with_openings(view: ObserverView) -> tuple[ScreenTurn, ...]:
    """Make turns for the transcript, with a line after each turn in which an opening came up.

    An opening is where the family lets a subject be spoken of.
    """
    came: dict[int, list[ObservedOpening]] = {}
    for opening in view.openings:
        came.setdefault(opening.after, []).append(opening)
    turns = list(make_turns(view.lines, name_role_holder(view.context, Role.PRACTITIONER, say("They"))))
    numbers = _replies(view)
    return tuple(
        (*turn, *(_opening_line(opening) for opening in _take_openings(came, reply, turn)))
        for turn, reply in zip(turns, numbers, strict=True)
    )


def _replies(view: ObserverView) -> list[int]:
    """Return, for each turn, the number of the last reply up to it."""
    numbers = [0] if view.lines and not (view.lines[0].reply or view.lines[0].skipped) else []
    for line in view.lines:
        if line.reply or line.skipped:
            numbers.append(line.reply or (numbers[-1] if numbers else 0))
    return numbers


def _take_openings(came: dict[int, list[ObservedOpening]], reply: int, turn: ScreenTurn) -> list[ObservedOpening]:
    """Remove and return the openings that came up in a turn.

    After a skipped reply several turns have the same number, so the words tell them apart.

    Args:
        came: the openings left, by the number of the reply after which they came up; changed.
        reply: the number of the last reply.
        turn: the turn.
    """
    context = [opening for opening in came.get(reply, ()) if any(opening.line == said.text for said in turn)]
    for opening in context:
        came[reply].remove(opening)
    return context


def _opening_line(opening: ObservedOpening) -> ScreenLine:
    return ScreenLine(LineKind.COACH, opening.about or opening.line, OPENING_LINE.format(opening.number, opening.topic))
