"""Exports of a round: each participant gets their own words, and nobody else's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coach.classroom.round_conversation import RoundConversation
from coach.classroom.state import RoomState, Round
from coach.classroom.views import ConversationLine
from coach.debrief.render import Block, Heading, Paragraph, Quote
from coach.errors import NotNow
from coach.model.events import Event, Replied, SaidAgain, Skipped
from coach.practice.export import DATA_FORMAT, ExportFormat, default_name, export_rehearsal

MIXED = (
    "More than one of you was the practitioner of this round. These are your own words, with what the family said "
    "before and after them."
)
SOMEBODY_ELSE = "Here somebody else was the practitioner."
AGAIN = "Said again"


def find_own_round(state: RoomState, person: str) -> Round:
    """Return the last finished round that a person spoke in.

    Raises NotNow, with why there is none.
    """
    rounds = state.list_rounds_of(person)
    if not rounds:
        raise NotNow("Only the practitioner takes a round home.", "The words are theirs.")
    typed = [own_round for own_round in rounds if not own_round.spoken]
    if not typed:
        raise NotNow("Nothing was typed in this round, so there is nothing to take along.")
    over = [own_round for own_round in typed if state.is_over_for(person, own_round)]
    if not over:
        raise NotNow("The round is still going on.")
    return over[-1]


def list_own_events(round_: Round, person: str, *, again: bool = True) -> tuple[Event, ...]:
    """List a round's events as those of a rehearsal by its only practitioner.

    Args:
        round_: the round.
        person: the practitioner's id.
        again: whether the lines they said again come along.

    Raises:
        NotNow: the round had several practitioners.
    """
    if round_.list_speakers() != (person,):
        raise NotNow(
            "More than one of you was the practitioner of this round, so it is no rehearsal of one person's.",
            "Take your own words home as a file.",
        )
    replays = _list_replays(round_, person) if again else ()
    return (
        round_.began,
        *round_.happened[: round_.count_first_attempt()],
        *(event for pair in replays for event in pair),
    )


def export_round(
    conversation: RoundConversation, round_: Round, person: str, form: ExportFormat, *, again: bool = True
) -> tuple[str, str]:
    """Export a round, or a person's part in it, as a file's text.

    Args:
        conversation: gives the scenario and the replayed lines.
        round_: the round.
        person: the id of the person who takes it home.
        form: the format of the file.
        again: whether the lines they said again come along.

    Returns:
        The file's name, and what is in it.
    """
    # One practitioner alone: the whole round is their rehearsal.
    if round_.list_speakers() == (person,):
        rehearsal = conversation.as_rehearsal(round_, list_own_events(round_, person, again=again))
        return default_name(rehearsal, form), export_rehearsal(rehearsal, form)
    name = default_name(conversation.as_rehearsal(round_, (round_.began,)), form)
    title = conversation.load_scenario(round_.scenario)[0].dialogue.title
    return name, _render_own_words(title, round_, _list_parts(conversation, round_, person, again=again), form)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an export: a person's lines, with None for what other practitioners said."""

    lines: tuple[ConversationLine | None, ...]
    again: bool = False


def _list_replays(round_: Round, person: str) -> tuple[tuple[Event, Event], ...]:
    """List the replies that a person said again: the event of choosing, and the new reply."""
    pairs = zip(round_.happened, round_.happened[1:], round_.said_by[1:], strict=False)
    return tuple((one, two) for one, two, by in pairs if isinstance(one, SaidAgain) and by == person)


def _list_parts(conversation: RoundConversation, round_: Round, person: str, *, again: bool) -> Iterator[_Part]:
    first = round_.count_first_attempt()
    moves = zip(round_.happened[:first], round_.said_by, strict=False)
    who = [by for event, by in moves if isinstance(event, Replied | Skipped)]
    yield _Part(
        tuple(_list_own_lines(conversation.replay_round(round_).list_lines(), [speaker == person for speaker in who]))
    )
    for pair in _list_replays(round_, person) if again else ():
        # Replayed as if it were the only line said again, so nobody else's second try is in it.
        alone = replace(
            round_, happened=(*round_.happened[:first], *pair), said_by=(*round_.said_by[:first], person, person)
        )
        yield _Part(conversation.replay_round(alone).list_lines_again(), again=True)


def _list_own_lines(said: Sequence[ConversationLine], own: Sequence[bool]) -> Iterator[ConversationLine | None]:
    """List a person's own replies, each with the family's lines before and after it.

    Args:
        said: the round's lines.
        own: for each reply, whether the person said it.
    """
    starts = [place for place, line in enumerate(said) if line.reply or line.skipped]
    yours = [False, *own[: len(starts)], False]
    # The family's lines before and after a person's own give them sense; others' replies become a gap.
    gap = False
    for place, (start, end) in enumerate(zip([0, *starts], [*starts, len(said)], strict=True)):
        family = start + bool(place)
        if yours[place] or (not place and yours[1]):
            yield from said[start:end]
        elif yours[place + 1]:
            yield None
            yield from said[family:end]
        gap = place > 0 and not yours[place]
    if gap:
        yield None


def _render_own_words(title: str, round_: Round, parts: Iterator[_Part], form: ExportFormat) -> str:
    if form.value.render is not None:
        return form.value.render(_make_blocks(title, round_, parts))
    data = {
        "format": DATA_FORMAT,
        "scenario": round_.scenario,
        "title": title,
        "began": round_.began.at.isoformat(),
        "own_words_only": True,
        "parts": [{"again": part.again, "transcript": [_make_data(line) for line in part.lines]} for part in parts],
    }
    return form.value.dump(data)


def _make_blocks(title: str, round_: Round, parts: Iterator[_Part]) -> Iterator[Block]:
    yield Heading(title, 1)
    yield Paragraph(MIXED)
    for part in parts:
        if part.again:
            yield Heading(AGAIN)
        yield from (_make_block(line) for line in part.lines)
    yield Paragraph(
        f"Begun {round_.began.at.astimezone():%d %B %Y, %H:%M}. Yours to keep, bring to supervision or delete."
    )


def _make_block(line: ConversationLine | None) -> Block:
    if line is None or line.scene or line.skipped:
        return Paragraph(f"({SOMEBODY_ELSE if line is None else line.text or 'Skipped.'})")
    return Quote(line.text, f"You ({line.reply})" if line.reply else line.speaker)


def _make_data(line: ConversationLine | None) -> dict[str, object]:
    if line is None:
        return {"somebody_else": True}
    if line.skipped:
        return {"skipped": True}
    if line.scene:
        return {"scene": line.text}
    return {"you": line.text, "reply": line.reply} if line.reply else {"speaker": line.speaker, "text": line.text}
