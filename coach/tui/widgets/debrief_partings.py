"""Where attempts part, and which of their replies can still be said again."""

from coach.model.events import Replied
from coach.rehearsal.story import Story


def parting(story: Story, first: int, second: int) -> int:
    """The number of the reply at which two attempts part; everything before it they share."""
    earlier, later = sorted((first, second))
    return min((attempt.parted for attempt in story.attempts[earlier:later]), default=1)


def can_say_again(story: Story, attempt: int, reply: int) -> bool:
    """Whether to just before this reply one can go back: only from the latest attempt, or from what it shares."""
    latest = story.attempt()
    if story.parts_at or not 1 <= reply <= len(latest.replies()):
        return False
    return attempt == latest.number or reply <= parting(story, attempt, latest.number)


def words_of(story: Story, attempt: int, reply: int) -> str:
    """What was typed as that reply."""
    event = story.attempt(attempt).replies()[reply - 1].event
    return event.text if isinstance(event, Replied) else ""
