"""A person at a console in plain lines: what they type, line by line, and all that they are read out."""

from collections.abc import Iterator

from coach.options import BY_CHOICE, RehearseOptions
from coach.plain.console import LineConsole
from coach.plain.debrief import PlainServices
from coach.practice.safeguarding import care
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores


class Talk:
    """A person at a console: what is typed, what was written, and what was asked."""

    def __init__(self, *typed: str) -> None:
        self.written: list[str] = []
        self.asked: list[str] = []
        self._typed: Iterator[str] = iter(typed)
        self.lines = LineConsole(self._read, self.written.append, True)

    def _read(self, question: str) -> str | None:
        self.asked.append(question)
        return next(self._typed, None)

    @property
    def shown(self) -> str:
        """All that was read out, without the questions."""
        return "\n".join(self.written)

    def at(self, practice: PracticeService, places: Places, options: RehearseOptions = BY_CHOICE) -> PlainServices:
        """What the pages in plain lines need, on this machine and without a team's store."""
        return serve(self.lines, practice, places, options)

    def serve(self, service: SubmissionService, places: Places, options: RehearseOptions = BY_CHOICE) -> PlainServices:
        """The same, with the stores of a service that is open already."""
        inbox = Inbox(service.practice, service.stores)
        return PlainServices(self.lines, service, inbox, care(), places, options)


def serve(
    lines: LineConsole, practice: PracticeService, places: Places, options: RehearseOptions = BY_CHOICE
) -> PlainServices:
    """What the pages in plain lines need, for a console of one's own."""
    service = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    return PlainServices(lines, service, Inbox(practice, service.stores), care(), places, options)
