"""Where attempts part, and which of their replies can still be said again."""

from coach.model.events import Replied
from coach.rehearsal.story import Story


def parting(story: Story, first: int, second: int) -> int:
    """The number of the reply at which two attempts part; everything before it they share."""
    one, other = story.attempt(first).replies(), story.attempt(second).replies()
    return next(
        (number for number, pair in enumerate(zip(one, other, strict=False), 1) if pair[0] != pair[1]),
        1 + min(len(one), len(other)),
    )


def can_say_again(story: Story, attempt: int, reply: int) -> bool:
    """Whether one can go back to just before this reply: to any, unless the scenario has changed since."""
    return not story.parts_at and 1 <= reply <= len(story.attempt(attempt).replies())


def words_of(story: Story, attempt: int, reply: int) -> str:
    """What was typed as that reply."""
    event = story.attempt(attempt).replies()[reply - 1].event
    return event.text if isinstance(event, Replied) else ""
