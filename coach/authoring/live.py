"""`coach write`: a scenario being written, its last replies played again after each save."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.authoring.check import ScenarioParts, check_examples, check_names
from coach.authoring.examples import begin_conversation, say_reply
from coach.authoring.style import HouseWord
from coach.content.library import Library
from coach.content.problems import Problem
from coach.errors import CoachError
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers
from coach.matching.rules import describe_outvoted
from coach.model.conditions import Line
from coach.model.events import Replied
from coach.model.rubric import Rubric
from coach.model.scenario import Scales
from coach.practice.reader import context_of
from coach.rehearsal.engine import Script, stage
from coach.rehearsal.history import History
from coach.rehearsal.state import Exchange


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a try begins, where not at the beginning: a turn, and how the family stands."""

    turn: str = ""
    trust: int | None = None
    guarded: int | None = None


@dataclass(frozen=True, slots=True)
class ReplayedReply:
    """A reply played again: what answers now, and what answered before the last save."""

    text: str
    exchange: Exchange
    before: str = ""
    """`turn/branch` that answered before the save, where another answers now."""
    outvoted: tuple[str, ...] = ()
    """Rules that matched and were outvoted, each in a sentence."""

    def name_branch(self) -> str:
        """`turn/branch` that answers now."""
        return f"{self.exchange.before.turn}/{self.exchange.branch()}"


@dataclass(frozen=True, slots=True)
class Playthrough:
    """How a draft stands: what is wrong with it, and how the conversation goes."""

    problems: tuple[Problem, ...]
    script: Script | None = None
    story: History | None = None
    steps: tuple[ReplayedReply, ...] = ()
    unsaid: tuple[str, ...] = ()
    """Replies that were not said again, because the conversation ends before them now."""

    def find_arrival(self) -> tuple[Line, ...]:
        """What the family says first."""
        return self.story.attempt().arrival if self.story else ()


@dataclass
class ScenarioDraft:
    """A scenario being written, and what its author typed to try it. Nothing of it is kept."""

    library: Library
    name: str
    weights: tuple[Path, ...] = ()
    words: tuple[HouseWord, ...] = ()
    replies: list[str] = field(default_factory=list)
    beginning: Beginning = field(default_factory=Beginning)
    _left: tuple[Beginning, list[str]] | None = field(default=None, repr=False)
    """Where a try began that was left to begin anew, and what was said in it."""
    _matcher: tuple[Rubric, Matcher] | None = field(default=None, repr=False)
    _answered: dict[int, str] = field(default_factory=dict, repr=False)
    _seen: tuple[tuple[str, int, int], ...] = ()
    _files: tuple[Path, ...] = ()
    _problems: tuple[Problem, ...] = ()
    _looked: ScenarioParts | None = field(default=None, repr=False)

    def find_files(self) -> tuple[Path, ...]:
        """Find the scenario's files, as far as they are there. Raises NotKnown."""
        library = self.library.reopen()
        found = [library.file("dialogues", self.name)]
        try:
            dialogue = library.dialogue(self.name)
            found += [library.file("personas", dialogue.family), library.file("rubrics", dialogue.rubric)]
        except CoachError:
            pass  # a file that cannot be read yet is what this is for
        return tuple(found)

    def has_changed(self) -> bool:
        """Return whether a file was saved since the last call, without reading it."""
        seen = tuple((str(file), *_read_stamp(file)) for file in self._files or self.find_files())
        changed, self._seen = seen != self._seen, seen
        return changed

    def say(self, text: str) -> Playthrough:
        """Say one thing more."""
        self.replies.append(text)
        return self.play()

    def take_back(self) -> str:
        """Take the last reply back and return its words; with none, go back to the try left before."""
        if not self.replies and self._left:
            self.beginning, self.replies = self._left
            self._left = None
            return ""
        self._answered.pop(len(self.replies) - 1, None)
        return self.replies.pop() if self.replies else ""

    def begin(self, beginning: Beginning) -> Playthrough:
        """Begin somewhere else, with nothing said. What was said so far comes back with `take_back`."""
        if self.replies:
            self._left = (self.beginning, self.replies)
        self.beginning, self.replies, self._answered = beginning, [], {}
        return self.play()

    def play(self) -> Playthrough:
        """Read the files again, and say everything again."""
        library = self.library.reopen()
        self._files = self.find_files()
        self._problems, self._looked = check_names(library, self.name, self.words)
        if self._looked is None:
            return Playthrough(self._problems)
        script = self._begin_at_choice(self._stage(self._looked))
        matcher = self._find_matcher(self._looked, library)
        story = begin_conversation(script, matcher)
        steps: list[ReplayedReply] = []
        for number, text in enumerate(self.replies):
            if story.state.over():
                return Playthrough(self._problems, script, story, tuple(steps), tuple(self.replies[number:]))
            story = say_reply(script, matcher, story, text)
            exchange = story.attempt().exchanges[-1]
            step = ReplayedReply(text, exchange, outvoted=_list_outvoted(script, matcher, exchange))
            before = self._answered.get(number, step.name_branch())
            self._answered[number] = step.name_branch()
            steps.append(replace(step, before=before if before != step.name_branch() else ""))
        return Playthrough(self._problems, script, story, tuple(steps))

    def check_examples(self) -> tuple[Problem, ...]:
        """Check what was last played, and what its examples expect otherwise. Takes a moment."""
        if self._looked is None:
            return self._problems
        library = self.library.reopen()
        matcher = self._find_matcher(self._looked, library)
        return self._problems + check_examples(library, self._looked, self._stage(self._looked), matcher)

    def _stage(self, looked: ScenarioParts) -> Script:
        return stage(self.name, looked.dialogue, looked.family, looked.rubric)

    def _begin_at_choice(self, script: Script) -> Script:
        """Let the script begin where the author wishes, or as it is where that turn is gone."""
        here = self.beginning
        begins = here.turn if here.turn in script.dialogue.turns else script.dialogue.begins
        starts = Scales(
            trust=script.starts.trust if here.trust is None else here.trust,
            guarded=script.starts.guarded if here.guarded is None else here.guarded,
        )
        return replace(script, starts=starts, dialogue=script.dialogue.model_copy(update={"begins": begins}))

    def _find_matcher(self, looked: ScenarioParts, library: Library) -> Matcher:
        """The matcher, made again only where the rubric changed."""
        if self._matcher is None or self._matcher[0] != looked.rubric:
            self._matcher = (looked.rubric, Matchers(library, self.weights).matcher(looked.dialogue.rubric))
        return self._matcher[1]


def _list_outvoted(script: Script, matcher: Matcher, exchange: Exchange) -> tuple[str, ...]:
    """The rules that matched a reply and were outvoted; none where it was read together with the reply before."""
    event = exchange.event
    if not isinstance(event, Replied) or exchange.joins:
        return ()
    outvoted = matcher.find_outvoted(event.text, context_of(script, exchange), event.reading)
    return tuple(describe_outvoted(rule) for rule in outvoted)


def _read_stamp(file: Path) -> tuple[int, int]:
    """When a file was last saved, and how long it is; noughts where it is not there."""
    try:
        told = file.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size
