"""The short way through a scenario: from reply 6 on to the closing part and an ending.

Where nothing fits a reply, each turn leads on to another by its last `otherwise`, and at last to an ending. The last
two turns of that way are its closing part: what happens next, and a goodbye. On the short way whatever leads on leads
there, and whatever would lead away from an ending leads to one. Only what the family was about to tell comes before it:
at reply 6 or 7 they still go on, once, to a turn that begins by telling something (`told` of the line book). Which
ending it is, its own conditions say, by what was said till then. `coach explore` proves with `find_endless_turns` and
`count_longest` that this holds from every turn.
"""

from typing import Protocol

from coach.language.catalogue import say
from coach.model.scenario import END, Dialogue
from coach.rehearsal.script import Script
from coach.rehearsal.state import Position, Signals, State

FROM_REPLY = 6
"""The first reply that is answered on the short way."""
LAST_TELLING_REPLY = 7
"""The last reply after which the short way may still go on to a turn that begins by telling something."""
CLOSING_TURNS = 2
"""Turns of the closing part."""
HELD, HELD_MORE = 1, 2
"""Replies that a turn is held by on the short way, and more where the family is hurt or has just told something."""
ABOUT_SHORT = 8
"""Replies of a conversation on the short way, more or less."""
FEWEST_A_TURN, MOST_A_TURN = 1.3, 3.5
"""Replies to a turn of a whole conversation, where people talk as they do: some turns are held, others led past.

Measured on replies of players to all 21 scenarios, played on to the end six times each: 12 to 38 replies, half of them
19 to 26; nine in ten take as many as these say, or fewer. Who comes to the point quickly has ended after 10.
"""
ROUND = 5
"""The replies that a range is rounded to, beyond as many."""
WHAT_ENDS_IT = (
    "The family may end it, once you have talked over what happens next. Or you end it with {way}, and look back."
)
"""What a practitioner is told of the end of a conversation, before it begins."""


def list_turns_ahead(script: Script, turn: str) -> tuple[str, ...]:
    """List a turn and those that follow it where nothing fits; empty if no ending comes."""
    if turn not in script.ahead:
        script.ahead[turn] = _list_ahead(script.dialogue, turn)
    return script.ahead[turn]


def _list_ahead(dialogue: Dialogue, turn: str) -> tuple[str, ...]:
    """List the turns as `list_turns_ahead` does, of a scenario that is not staged yet."""
    ahead: dict[str, None] = {}
    place: str | None = turn
    while place is not None and place != END and place not in dialogue.endings:
        if place in ahead:
            return ()
        ahead[place] = None
        place = dialogue.turns[place].otherwise[-1].goto
    return tuple(ahead) if place is not None else ()


def is_closing(script: Script, turn: str) -> bool:
    """Whether a turn belongs to a closing part, so that an ending is near."""
    return 0 < len(list_turns_ahead(script, turn)) <= CLOSING_TURNS


def is_last(script: Script, turn: str) -> bool:
    """Whether nothing comes after a turn but an ending, two replies away at most."""
    onward = script.dialogue.leads_to(turn)
    return bool(onward) and all(script.is_ending(place) for place in onward)


def begins_by_telling(script: Script, turn: str) -> bool:
    """Whether a turn begins with lines that tell something, as the line book says."""
    return turn in script.dialogue.lines.told


def may_still_tell(state: State) -> bool:
    """Whether the family may still go on to what they were about to tell.

    They do so once: what is told at reply 6 is what reply 7 is about, and another matter after it would be left.
    """
    number = state.replies() + 1
    if not FROM_REPLY <= number <= LAST_TELLING_REPLY:
        return False
    return number == FROM_REPLY or state.past[-1].before.turn == state.position.turn


def lead_to_end(script: Script, turn: str, goes_to: str, *, early: bool = False) -> str:
    """Return where an answer leads on the short way: a closing turn, an ending, or a telling.

    Args:
        script: the scenario being played.
        turn: the turn that is answered in.
        goes_to: the turn or ending to which the answer leads otherwise.
        early: whether the family may still go on to a turn that begins by telling something.
    """
    if script.is_ending(goes_to):
        return goes_to
    if early and not is_closing(script, turn) and begins_by_telling(script, goes_to):
        return goes_to
    closing = list_turns_ahead(script, goes_to)[-CLOSING_TURNS:]
    if not closing:  # `coach explore` names such a turn
        return goes_to
    # Each step has fewer turns ahead of it than the one before, so no closing part goes round in a ring.
    ahead = list_turns_ahead(script, turn)
    if is_closing(script, turn) and len(closing) >= len(ahead):
        return ahead[1] if len(ahead) > 1 else script.turn(turn).otherwise[-1].goto or END
    return closing[0]


class ShortMove(Protocol):
    """A reply or a skip, with whether it is on the short way."""

    @property
    def short(self) -> bool:
        """Whether it is answered on the short way."""

    @property
    def leads(self) -> str | None:
        """The turn or the ending in which the talk stood after it, once that is known."""


def lead_on(script: Script, turn: str, goes_to: str | None, move: ShortMove, *, early: bool = False) -> str | None:
    """Return where an answer leads, as stored on the short way or chosen now; None if it stays.

    Args:
        script: the scenario being played.
        turn: the turn that is answered in.
        goes_to: where the answer leads otherwise.
        move: the reply or the skip that is answered.
        early: whether the family may still go on to a turn that begins by telling something.
    """
    if not move.short:
        return goes_to
    if move.leads in script.dialogue.turns or move.leads in script.dialogue.endings:
        return move.leads if move.leads != turn else None
    return lead_to_end(script, turn, goes_to, early=early) if goes_to is not None else None


def may_hold(script: Script, position: Position, heard: Signals, *, tells: bool, fits: bool = False) -> bool:
    """Whether an answer may hold its turn, as far as the short way goes.

    There one that takes up what was said may hold it once, and in the closing part any may. Where the family is hurt or
    has just told something, the practitioner can always answer that.

    Args:
        script: the scenario being played.
        position: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        tells: whether the answer tells a silence.
        fits: whether the answer is a branch that fits the reply.
    """
    if not heard.short:
        return True
    if heard.leads is not None:
        return heard.leads == position.turn
    most = HELD if fits or is_closing(script, position.turn) else 0
    most += HELD_MORE if tells or position.hurt else 0
    return len(position.used) + position.unmet + position.holds < most


def estimate_replies(dialogue: Dialogue) -> tuple[int, int]:
    """Estimate the fewest and the most replies that a whole conversation takes."""
    turns = len(_list_ahead(dialogue, dialogue.begins))
    exact = (turns * FEWEST_A_TURN, turns * MOST_A_TURN)
    fewest, most = (round(n / ROUND) * ROUND if n > ROUND else round(n) for n in exact)
    return fewest, most


def word_length(dialogue: Dialogue) -> str:
    """Return how many replies a whole conversation takes, in words: `10 to 25 replies`."""
    fewest, most = estimate_replies(dialogue)
    return say("{fewest} to {most} replies", fewest=fewest, most=most)


# --- What `coach explore` proves of it


def find_endless_turns(script: Script) -> tuple[str, ...]:
    """List the turns from which no ending would come; none in a sound scenario."""
    return tuple(turn for turn in script.dialogue.turns if not list_turns_ahead(script, turn))


def count_longest(script: Script) -> int:
    """Count the replies that the longest short way takes from any turn to an ending.

    They are counted from reply 6 on. Every turn of a sound scenario has a way on; only so many answers hold a turn, and
    each other one leads nearer to an ending, but for one of the first two, which may go on to what is told.
    """
    if find_endless_turns(script):
        return 0
    longest: dict[str, int] = {}
    # Closing turns with the fewest turns ahead of them come first: a turn leads only to such as were counted before.
    for turn in sorted(script.dialogue.turns, key=lambda turn: len(list_turns_ahead(script, turn))):
        onward = {lead_to_end(script, turn, place) for place in script.dialogue.leads_to(turn)}
        longest[turn] = HELD + HELD_MORE + 1 + max((longest.get(place, 0) for place in onward), default=0)
    telling = LAST_TELLING_REPLY - FROM_REPLY + 1
    return max(longest.values()) + telling + 1  # and a question back, which is asked once
