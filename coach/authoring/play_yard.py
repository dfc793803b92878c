"""The play yard: rehearsals played side by side to measure how families answer.

Begin with `PlayYard.answer`. A request and its answer are one JSON object each. A yard that has a folder keeps a file
for each rehearsal, with its events and with what the player saw then; nothing goes into anybody's own store.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

from pydantic import StringConstraints, ValidationError

import coach
from coach.errors import CoachError, NotKnown, NotNow, RecordsUnwritable
from coach.model.characters import sanitize_line
from coach.model.conditions import Line
from coach.model.events import Event, Replied
from coach.model.reading import Form
from coach.model.types import Frozen
from coach.practice.persistence import ResilientStore
from coach.practice.reader import read_reply
from coach.practice.rehearsal import Answered, Rehearsal
from coach.practice.safeguarding import (
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
    kinds,
    known_words,
)
from coach.practice.service import PracticeService
from coach.records.event_store import MemoryRehearsalStore
from coach.records.paths import lock_folder, write_whole
from coach.rehearsal.history import answer_reply, replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import ASKED, HURT, MENDED, OTHERWISE, SKIPPED, Attempt, Exchange, HonestOutput, TurnOutput

# --- Requests and answers, and what a yard's folder keeps

REQUEST_SHAPE = 'Each line is one JSON object such as {"rehearsal": "wrong_box-1", "reply": "Hello, Louise."}.'
FIXED_SOURCES = frozenset({OTHERWISE, HURT, MENDED, SKIPPED, ASKED})
"""Where an answer comes from that none of the turn's own branches gave."""
OWN_BRANCH = "branch"
"""The source of an answer that one of the turn's own branches gave."""
LONGEST_NAME = 60


class YardRequest(Frozen):
    """A request of a player: which rehearsal, and the reply; without one it only begins."""

    rehearsal: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}-[a-z0-9]{1,20}$")]
    """The scenario's id, a dash, and letters or digits that tell its rehearsals apart."""
    reply: str | None = None
    for_the_family: bool = False
    """The player was asked whether the words are for the family, and they are."""

    @property
    def scenario(self) -> str:
        """The id of the scenario."""
        return self.rehearsal.rpartition("-")[0]


class SeenLine(Frozen):
    """A line as the player saw it: the speaker's name, empty for a scene, and the words."""

    speaker: str
    text: str
    how: str = ""


class YardHead(Frozen):
    """The first line of a rehearsal's file in a yard: who played it, and where it is set."""

    yard: int = 1
    rehearsal: str
    scenario: str
    situation: str
    """Who speaks to whom, in words that any reader may know."""
    player: str
    invented: bool = False
    """The player said that nobody in what is played is real."""
    answered_anew: bool = False
    """Each reply was answered anew where it once was said, so that nobody can go on from its end."""
    coach: str


class YardStep(Frozen):
    """An event of a rehearsal in a yard, with what was seen before and after it."""

    event: Event
    cue: tuple[SeenLine, ...] = ()
    lines: tuple[SeenLine, ...] = ()
    number: int = 0
    """The number of the reply, from 1; 0 for the beginning."""
    source: str = ""
    question: bool = False
    """The reply asks something."""
    asked_back: bool = False
    """The family asked what was meant instead of answering."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class YardFile:
    """All that a yard keeps of one rehearsal."""

    head: YardHead
    steps: tuple[YardStep, ...]

    def list_replies(self) -> tuple[YardStep, ...]:
        """List the steps in which the player replied."""
        return tuple(step for step in self.steps if isinstance(step.event, Replied))

    def write(self, folder: Path) -> None:
        """Write the file whole, readable by its owner alone. Raises RecordsUnwritable."""
        rows = [self.head.model_dump_json(), *(step.model_dump_json() for step in self.steps)]
        try:
            write_whole(folder / f"{self.head.rehearsal}{SUFFIX}", "\n".join((*rows, "")))
        except OSError as error:
            raise RecordsUnwritable(
                f"The yard {folder} cannot be written: {(error.strerror or 'no access').lower()}.",
                "That reply does not count. Mend the folder, or choose another, and say it again.",
            ) from None


SUFFIX = ".jsonl"


def read_yard_file(file: Path) -> YardFile:
    """Read a rehearsal's file in a yard.

    Raises:
        CoachError: it cannot be read; names the line, and never repeats what it says.
    """
    number = 0
    try:
        # A reply may hold marks that `splitlines` takes for the end of a line.
        head, *rows = file.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        number = 1
        read_head = YardHead.model_validate_json(head)
        steps = []
        for number, row in enumerate(rows, 2):  # noqa: B007  # the error names it
            steps.append(YardStep.model_validate_json(row))
    except (OSError, ValueError):
        # From None: what was typed would be in the chained message.
        where = f"Line {number} of {file.name}" if number else file.name
        raise CoachError(
            f"{where} cannot be read as a rehearsal of a play yard.", "Move the file away to go on without it."
        ) from None
    return YardFile(read_head, tuple(steps))


def read_yard(folder: Path) -> tuple[YardFile, ...]:
    """Read every rehearsal of a yard, ordered by name. Raises CoachError or NotKnown."""
    if not folder.is_dir():
        raise NotKnown(f"There is no folder {folder}.", "`coach author play SCENARIO --yard FOLDER` makes one.")
    return tuple(read_yard_file(file) for file in sorted(folder.glob(f"*-*{SUFFIX}")))


def normalize_name(name: str) -> str:
    """Return a player's or reader's name as it is compared: small letters, single spaces."""
    return " ".join(sanitize_line(name).casefold().split())[:LONGEST_NAME]


# --- Playing


@dataclass
class YardRehearsal:
    """A rehearsal of a yard while it is played."""

    rehearsal: Rehearsal
    file: YardFile


class PlayYard:
    """Rehearsals that are played side by side, in memory or kept between calls in a folder."""

    def __init__(
        self,
        practice: PracticeService,
        scenarios: Iterable[str],
        folder: Path | None = None,
        *,
        player: str = "",
        invented: bool = False,
    ) -> None:
        """Open a yard and load what its scenarios need, so that no reply waits for it.

        Args:
            practice: where library, matchers and clock come from; its store is not used.
            scenarios: the ids of the scenarios that can be played.
            folder: where the rehearsals are kept; without one they end with the process.
            player: who plays; sheets of a kept yard are not marked by whoever played.
            invented: whether the player said that nobody in what is played is real.

        Raises:
            NotKnown: there is no such scenario.
            UnusableContent: its files cannot be used.
        """
        self._folder = folder
        self._player = player
        self._invented = invented
        self._begins = ""
        keeping = ResilientStore(lambda: (MemoryRehearsalStore(), ""))
        library, weights = practice.library, practice.matchers.weights
        self._practice = PracticeService(library, keeping, practice.clock, lambda: self._begins, weights)
        self._scenarios = tuple(dict.fromkeys(scenarios))
        self._open: dict[str, YardRehearsal] = {}
        for scenario in self._scenarios:
            script = self._practice.script(scenario)
            self._practice.matcher(script.dialogue.rubric).read("Hello.")

    def answer(self, request: YardRequest, *, inside: bool = False) -> dict[str, object]:
        """Answer a request of a player.

        Args:
            request: the rehearsal and the reply.
            inside: whether to say what no player sees: turn, branch, reading and scales.

        Returns:
            The answer as data: the family's lines since, how far the conversation is, and how long it took.

        Raises:
            CoachError: the request cannot be answered; its reply was neither read nor kept.
        """
        if request.scenario not in self._scenarios:
            raise NotKnown(
                f"The scenario of {request.rehearsal} is not played here.",
                f"A rehearsal's name is a scenario's, a dash and a number; here: {', '.join(self._scenarios)}.",
            )
        # The lock lets several processes play in one folder: each sees what the other has added.
        with self._lock():
            played, begins = self._find(request)
            if request.reply is not None:
                played = self._reply(played, request.reply, for_the_family=request.for_the_family)
            elif begins:
                self._keep(played)
            self._open[request.rehearsal] = played
        return describe_answer(played, begins=begins, replied=request.reply is not None, inside=inside)

    def _lock(self) -> AbstractContextManager[None]:
        """Lock the folder, which is made where it is missing; nothing without one."""
        if self._folder is None:
            return nullcontext()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            why = (error.strerror or "no access").lower()
            raise RecordsUnwritable(f"The yard {self._folder} cannot be made: {why}.", "Choose another.") from None
        return lock_folder(self._folder)

    def _find(self, request: YardRequest) -> tuple[YardRehearsal, bool]:
        """Return a rehearsal, with what other processes added to it, and whether it begins."""
        known = self._open.get(request.rehearsal)
        kept = self._folder / f"{request.rehearsal}{SUFFIX}" if self._folder else None
        if kept is None or not kept.exists():
            return (known, False) if known and kept is None else (self._begin(request), True)
        file = read_yard_file(kept)
        if known and known.file == file:
            return known, False
        if file.head.answered_anew:
            raise NotNow(
                "This yard holds replies that were answered anew, where they once were said.", "Play in another."
            )
        if normalize_name(file.head.player) != normalize_name(self._player):
            raise NotNow(f"Another player began {request.rehearsal}.", "Begin one of your own, with another number.")
        return YardRehearsal(self._load(request.rehearsal, file), file), False

    def _begin(self, request: YardRequest) -> YardRehearsal:
        """Begin a rehearsal in memory."""
        self._forget(request.rehearsal)
        self._begins = request.rehearsal
        rehearsal = self._practice.begin(request.scenario)
        rehearsal.prepare()
        head = YardHead(
            rehearsal=request.rehearsal,
            scenario=request.scenario,
            situation=describe_situation(rehearsal.script),
            player=self._player,
            invented=self._invented,
            coach=coach.__version__,
        )
        seen = see_lines(rehearsal.script, rehearsal.attempt.arrival)
        return YardRehearsal(rehearsal, YardFile(head, (YardStep(event=rehearsal.events[0], lines=seen),)))

    def _load(self, name: str, file: YardFile) -> Rehearsal:
        """Bring a kept rehearsal back into memory."""
        self._forget(name)
        events = [step.event for step in file.steps]
        for number, event in enumerate(events):
            self._practice.keeping.append(name, tuple(events[:number]), event)
        rehearsal = self._practice.go_on(name)
        rehearsal.prepare()
        return rehearsal

    def _forget(self, name: str) -> None:
        """Drop a rehearsal from memory, where it may differ from what is kept."""
        self._open.pop(name, None)
        if any(summary.id == name for summary in self._practice.rehearsals()):
            self._practice.keeping.forget(name)

    def _reply(self, played: YardRehearsal, text: str, *, for_the_family: bool) -> YardRehearsal:
        """Say a reply, and keep it with its answer. Raises CoachError if it is stopped."""
        rehearsal = played.rehearsal
        if rehearsal.over:
            raise NotNow(f"{rehearsal.id} has ended.", "Begin another, with another number.")
        cue = see_lines(rehearsal.script, rehearsal.attempt.cue())
        confirmed = {Question.REAL_PEOPLE} if self._invented else set()
        started = perf_counter()
        result = rehearsal.submit(text, confirmed | ({Question.FOR_WHOM} if for_the_family else set()))
        if not isinstance(result, Answered):
            raise explain_stop(result)
        step = make_step(rehearsal.script, rehearsal.events[-1], result.exchange, cue, perf_counter() - started)
        head = played.file.head
        head = head.model_copy(update={"invented": head.invented or self._invented})
        played = replace(played, file=YardFile(head, (*played.file.steps, step)))
        try:
            self._keep(played)
        except RecordsUnwritable:
            self._forget(rehearsal.id)  # memory never holds a reply that the folder lacks
            raise
        return played

    def _keep(self, played: YardRehearsal) -> None:
        """Write a rehearsal to the folder, if there is one. Raises RecordsUnwritable."""
        if self._folder is not None:
            played.file.write(self._folder)


def see_lines(script: Script, lines: Iterable[Line]) -> tuple[SeenLine, ...]:
    """Return lines as a player sees them, with the speakers' names."""
    return tuple(SeenLine(speaker=script.speaker(line), text=line.text, how=line.how) for line in lines)


def describe_situation(script: Script) -> str:
    """Describe in a line who speaks to whom and where, without anything that is listened for."""
    return f"{script.dialogue.you_are}. {script.dialogue.setting}."


def make_step(script: Script, event: Event, exchange: Exchange, cue: tuple[SeenLine, ...], seconds: float) -> YardStep:
    """Make the step of a reply that was answered.

    Args:
        script: the scenario that is played.
        event: the reply, as it was read.
        exchange: the reply with its answer.
        cue: what was seen before it.
        seconds: how long the reading and answering took.
    """
    forms = event.reading.forms if isinstance(event, Replied) else ()
    return YardStep(
        event=event,
        cue=cue,
        lines=see_lines(script, exchange.lines()),
        number=exchange.number,
        source=name_source(exchange),
        question=bool({Form.OPEN_QUESTION, Form.CLOSED_QUESTION} & set(forms)),
        asked_back=exchange.asked_back(),
        seconds=round(seconds, 4),
    )


def name_source(exchange: Exchange) -> str:
    """Name the source of an answer: a fixed way, an honest line, an entry's place, or `branch`.

    Where an entry follows a branch's own line, the entry is named: it was chosen.
    """
    branch = exchange.branch().rpartition("+")[2]
    place, colon, _ = branch.partition(":")
    if colon:
        return place
    if branch == OTHERWISE:
        honest = (output.kind for output in exchange.outputs if isinstance(output, HonestOutput))
        return next(honest, OTHERWISE)
    return branch if branch in FIXED_SOURCES else OWN_BRANCH


def explain_stop(result: NeedsConfirmation | Distress) -> CoachError:
    """Make the error that the gate stopped a reply; it says what lets it through."""
    if isinstance(result, NeedsConfirmation) and result.question is Question.REAL_PEOPLE:
        return CoachError(
            f"That reply may hold {kinds(result.details)}, so it was not read and is not kept.",
            "Leave real people out; where all that is played is invented, `--invented` says so.",
        )
    return CoachError(
        "That reply may be about its player rather than for the family, so it was not read and is not kept.",
        'Where it is for the family, add "for_the_family": true.',
    )


def describe_answer(played: YardRehearsal, *, begins: bool, replied: bool, inside: bool) -> dict[str, object]:
    """Describe where a rehearsal stands as data for its player.

    Args:
        played: the rehearsal.
        begins: whether it began just now, so that the player needs the briefing.
        replied: whether a reply was given just now.
        inside: whether to say what no player sees.
    """
    rehearsal, step = played.rehearsal, played.file.steps[-1]
    attempt = rehearsal.attempt
    answer: dict[str, object] = {"rehearsal": rehearsal.id}
    if begins:
        answer["briefing"] = describe_briefing(rehearsal.script)
        if replied:
            answer["arrival"] = [describe_line(line) for line in played.file.steps[0].lines]
    answer |= {
        "lines": [describe_line(line) for line in step.lines],
        "replies": len(attempt.replies()),
        "part": 1 + sum(isinstance(output, TurnOutput) for one in attempt.exchanges for output in one.outputs),
        "ended": rehearsal.over,
        "seconds": step.seconds if replied else 0.0,
    }
    return answer | ({"inside": describe_inside(rehearsal, attempt, step)} if inside else {})


def describe_line(line: SeenLine) -> dict[str, str]:
    """Describe a line as data; how it is said is left out where nothing is said of it."""
    return line.model_dump(exclude_defaults=True)


def describe_briefing(script: Script) -> dict[str, str]:
    """Describe what a practitioner reads before the conversation."""
    dialogue = script.dialogue
    return {
        "title": dialogue.title,
        "you_are": dialogue.you_are,
        "setting": dialogue.setting,
        "brief": dialogue.brief,
        "content_note": dialogue.content_note,
    }


def describe_inside(rehearsal: Rehearsal, attempt: Attempt, step: YardStep) -> dict[str, object]:
    """Describe what no player sees: the turn, and the last reply's branch and reading."""
    position = rehearsal.story.state.position
    inside: dict[str, object] = {"turn": position.turn, "trust": position.trust, "guarded": position.guarded}
    if attempt.exchanges and isinstance(step.event, Replied):
        exchange, reading = attempt.exchanges[-1], step.event.reading
        inside |= {
            "answered": step.event.answered,
            "source": step.source,
            "clear": sorted(reading.clear()),
            "possible": sorted(reading.possible()),
            "told": list(exchange.told_silences),
            "hurts": list(exchange.hurts()),
            "ending": position.ending,
        }
    return inside


# --- Requests as lines of JSON


def answer_requests(yard: PlayYard, lines: Iterable[str], *, inside: bool = False) -> Iterator[dict[str, object]]:
    """Answer requests, a JSON object a line, and yield each answer before the next is read.

    A line that cannot be answered yields its number and a plain sentence (`error`), which never repeats the reply; the
    lines after it are answered as ever.

    Args:
        yard: the yard that is played in.
        lines: the requests; empty lines are passed over.
        inside: whether to say what no player sees.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        refused: dict[str, object] = {"line": number}
        try:
            request = parse_request(line, number)
            refused["rehearsal"] = request.rehearsal
            yield yard.answer(request, inside=inside)
        except CoachError as error:
            yield {**refused, "error": str(error)}


def parse_request(line: str, number: int) -> YardRequest:
    """Read a request from its line of JSON.

    Args:
        line: the line.
        number: its number, for the message of an error.

    Raises:
        CoachError: the line is no request.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise CoachError(f"Line {number} is not JSON.", REQUEST_SHAPE) from None
    if not isinstance(row, dict):
        raise CoachError(f"Line {number} is JSON, but not an object.", REQUEST_SHAPE)
    if isinstance(reply := row.get("reply"), str):
        # Half a character, as a program may send that cuts text by its length, could not be written to a file.
        row["reply"] = reply.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        return YardRequest.model_validate(row)
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
        wrong = (
            f"its '{key}' is missing or not as it should be" if key in YardRequest.model_fields else "a key is unknown"
        )
        raise CoachError(f"Line {number} is no request: {wrong}.", REQUEST_SHAPE) from None


# --- Answering a yard's replies anew, to compare two versions of the program


def answer_yard_anew(practice: PracticeService, earlier: Path, folder: Path) -> tuple[int, int]:
    """Answer each reply of a yard anew where it was said, and keep the answers in another yard.

    What was said before a reply stays as it was, so both versions answer the same words after the same cue.

    Args:
        practice: the library, matchers and clock of the version that answers now.
        earlier: the folder of the yard that was played.
        folder: the folder of the new yard, in which there is nothing yet.

    Returns:
        How many replies were answered anew, and how many could not be: the scenario has changed before them.

    Raises:
        CoachError: a file of the yard cannot be read, the new yard holds files, or words are stopped by the gate.
        RecordsUnwritable: the new yard cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotNow(f"There is something in {folder} already.", "Name a folder that is not there yet.")
    answered = lost = 0
    for file in read_yard(earlier):
        script = practice.script(file.head.scenario)
        gate = Safeguard(lambda script=script: known_words(script))  # type: ignore[misc]
        steps = [file.steps[0]]
        for step in file.list_replies():
            if not file.head.invented:
                gate.hold_shared_words([_get_text(step.event)])
            anew = _answer_step_anew(practice, script, file, step)
            steps += [anew] if anew else []
        answered += len(steps) - 1
        lost += len(file.list_replies()) - len(steps) + 1
        head = file.head.model_copy(update={"answered_anew": True, "coach": coach.__version__})
        YardFile(head, tuple(steps)).write(folder)
    return answered, lost


def _get_text(event: Event) -> str:
    return event.text if isinstance(event, Replied) else ""


def _answer_step_anew(practice: PracticeService, script: Script, file: YardFile, step: YardStep) -> YardStep | None:
    """Answer one reply anew after the events before it; None where these cannot be followed."""
    before = [one.event for one in file.steps[: file.steps.index(step)]]
    story = replay(script, before)
    if story.diverges_at or story.state.over():
        return None
    cue = see_lines(script, story.attempt().cue())
    at: datetime = practice.clock()
    started = perf_counter()
    event = read_reply(
        practice.matcher(script.dialogue.rubric), script, story, _get_text(step.event), at, practice.picker
    )
    story, event = answer_reply(script, story, event)
    return make_step(script, event, story.attempt().exchanges[-1], cue, perf_counter() - started)
