"""Golden pages: whole conversations played with the shipped reader, and the page that today's rules give.

`python -m tests.debrief.golden_pages` writes them anew, after a change that was meant. Five are conversations for which
somebody wrote by hand, before there was a program, the page that they would have wanted (`golden/conversations.jsonl`);
one of each scenario is an example that lies beside its dialogue.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from coach.content.library import Library, find_shipped_folders
from coach.debrief.first_page import DebriefPage, LearnerAnswers
from coach.debrief.render import lay_out_page, lay_out_talk, render_plain
from coach.model.scenario import Examples
from coach.practice.persistence import ResilientStore
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Question
from coach.practice.service import PracticeService
from coach.records.event_store import MemoryRehearsalStore
from tests.conftest import START

GOLDEN = Path(__file__).parent / "golden"
CONVERSATIONS = GOLDEN / "conversations.jsonl"
FEWEST = 8
"""Replies of an example that is long enough to have a page worth keeping."""


@dataclass(frozen=True)
class PlayedConversation:
    """A conversation to be played: its name, its scenario, what is said, and what its learner answers."""

    name: str
    scenario: str
    replies: tuple[str, ...]
    answers: LearnerAnswers = field(default_factory=LearnerAnswers)

    @property
    def file(self) -> Path:
        """Where its page lies."""
        return GOLDEN / f"{self.name}.txt"


def list_conversations(library: Library) -> Iterator[PlayedConversation]:
    """The five by hand, then a long example of every scenario."""
    for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        answers = LearnerAnswers(again=row.get("again", ""), back=row.get("back", ""))
        yield PlayedConversation(row["name"], row["scenario"], tuple(row["replies"]), answers)
    for place, shelved in enumerate(library.shelf("dialogues")):
        _, examples = library.read(library.examples_file(shelved.id), Examples)
        whole = [e for e in examples.examples.values() if not e.starts_at and len(e.replies) >= FEWEST]
        example = whole[place % len(whole)]  # another kind of practitioner from scenario to scenario
        yield PlayedConversation(shelved.id, shelved.id, tuple(reply.reply for reply in example.replies))


def make_practice(library: Library) -> PracticeService:
    """A practice in memory, whose clock ticks."""
    ticks = itertools.count()
    ids = itertools.count()
    keeping = ResilientStore(lambda: (MemoryRehearsalStore(), ""))
    clock: Callable[[], datetime] = lambda: START + timedelta(seconds=next(ticks))  # noqa: E731  # handed on
    return PracticeService(library, keeping, clock, lambda: f"golden-{next(ids)}")


def play(practice: PracticeService, conversation: PlayedConversation) -> Rehearsal:
    """Play a conversation to its end, or as far as it was said."""
    rehearsal = practice.begin(conversation.scenario)
    for reply in conversation.replies:
        if rehearsal.over:
            break
        rehearsal.submit(reply, confirmed=tuple(Question))
    rehearsal.finish()
    rehearsal.answer_page(conversation.answers, confirmed=tuple(Question))
    return rehearsal


def write_page(page: DebriefPage) -> str:
    """A page as plain lines, with what stands behind "more" of how its practitioner talked."""
    return render_plain([*lay_out_page(page), *lay_out_talk(page)])


def main() -> None:
    """Write every golden page anew."""
    library = Library(find_shipped_folders())
    practice = make_practice(library)
    for conversation in list_conversations(library):
        conversation.file.write_text(write_page(play(practice, conversation).page()), encoding="utf-8")
        print(conversation.name)


if __name__ == "__main__":
    main()
