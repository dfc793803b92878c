"""`coach write`: a scenario in progress; its author's replies are played again at each save.

Begin with `ScenarioDraft`; `coach/plain/write.py` and the writing screen show it.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.authoring.check import ScenarioParts, check_examples, check_names
from coach.authoring.examples import begin_conversation, say_reply
from coach.authoring.file_editor import FileEditor, require_own
from coach.authoring.scaffold import make_id
from coach.authoring.style import HouseWord
from coach.authoring.unanswered import (
    AnswerBank,
    ReplyCluster,
    Shortfall,
    cluster_replies,
    describe_reply,
    find_embedder,
    judge,
)
from coach.content.library import Library
from coach.content.yaml_reader import Problem, Value
from coach.debrief.evidence import get_reply
from coach.errors import CoachError, NotNow
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers
from coach.matching.rules import describe_outvoted
from coach.model.characters import sanitize_line
from coach.model.conditions import Line
from coach.model.events import Replied
from coach.model.reading import Picker
from coach.model.rubric import Rubric
from coach.model.scenario import Scales
from coach.practice.reader import context_of
from coach.rehearsal.script import Script, stage
from coach.rehearsal.state import Exchange, History


@dataclass(frozen=True, slots=True)
class Beginning:
    """The turn and the scales from which an author tries a scenario, instead of its beginning."""

    turn: str = ""
    trust: int | None = None
    guarded: int | None = None


@dataclass(frozen=True, slots=True)
class ReplayedReply:
    """A reply played again after a save: what answers it now, and what answered it before."""

    text: str
    exchange: Exchange
    before: str = ""
    """`turn/branch` that answered before the save, where another answers now."""
    outvoted: tuple[str, ...] = ()
    """Rules that matched and were outvoted, each in a sentence."""

    def name_branch(self) -> str:
        """Return the turn and branch that answer now, as `turn/branch`."""
        return f"{self.exchange.before.turn}/{self.exchange.branch()}"


@dataclass(frozen=True, slots=True)
class Playthrough:
    """The state of a draft after a save: its problems, and the conversation as it goes now."""

    problems: tuple[Problem, ...]
    script: Script | None = None
    story: History | None = None
    steps: tuple[ReplayedReply, ...] = ()
    unsaid: tuple[str, ...] = ()
    """Replies that were not said again, because the conversation ends before them now."""

    def find_arrival(self) -> tuple[Line, ...]:
        """Return the family's first lines; empty if the draft cannot be played."""
        return self.story.attempt().arrival if self.story else ()


@dataclass
class ScenarioDraft:
    """A scenario in progress, and the replies its author tries it with. Nothing is stored."""

    library: Library
    name: str
    weights: tuple[Path, ...] = ()
    words: tuple[HouseWord, ...] = ()
    picker: Picker | None = None
    """What chooses entries of the family's answer bank; without it none is chosen."""
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
        """Return the files of the scenario that exist. Raises NotKnown if there is no dialogue."""
        library = self.library.reopen()
        files = [library.file("dialogues", self.name)]
        try:
            dialogue = library.dialogue(self.name)
            files += [library.file("personas", dialogue.family), library.file("rubrics", dialogue.rubric)]
        except CoachError:
            pass  # a file that cannot be read yet is what this is for
        return tuple(files)

    def has_changed(self) -> bool:
        """Return whether a file was saved since the last call, by its time and length."""
        seen = tuple((str(file), *_read_stamp(file)) for file in self._files or self.find_files())
        changed, self._seen = seen != self._seen, seen
        return changed

    def say(self, text: str) -> Playthrough:
        """Add a reply, and play the conversation again."""
        self.replies.append(text)
        return self.play()

    def take_back(self) -> str:
        """Remove the last reply and return it; without replies, go back to the try before `begin`."""
        if not self.replies and self._left:
            self.beginning, self.replies = self._left
            self._left = None
            return ""
        self._answered.pop(len(self.replies) - 1, None)
        return self.replies.pop() if self.replies else ""

    def begin(self, beginning: Beginning) -> Playthrough:
        """Begin at another place without replies; `take_back` brings the earlier replies back."""
        if self.replies:
            self._left = (self.beginning, self.replies)
        self.beginning, self.replies, self._answered = beginning, [], {}
        return self.play()

    def play(self) -> Playthrough:
        """Read the files again, and play all replies again."""
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
            story = say_reply(script, matcher, story, text, self.picker)
            exchange = story.attempt().exchanges[-1]
            step = ReplayedReply(text, exchange, outvoted=_list_outvoted(script, matcher, exchange))
            before = self._answered.get(number, step.name_branch())
            self._answered[number] = step.name_branch()
            steps.append(replace(step, before=before if before != step.name_branch() else ""))
        return Playthrough(self._problems, script, story, tuple(steps))

    def check_examples(self) -> tuple[Problem, ...]:
        """Return the draft's problems, with those from playing its examples. Takes a moment."""
        if self._looked is None:
            return self._problems
        library = self.library.reopen()
        matcher = self._find_matcher(self._looked, library)
        return self._problems + check_examples(library, self._looked, self._stage(self._looked), matcher)

    def open_bank(self) -> AnswerBank:
        """Open the entries of the family and of the scenario's turns, as they are saved now.

        Raises NotKnown or UnusableContent.
        """
        library = self.library.reopen()
        dialogue = library.dialogue(self.name)
        family, rubric = library.family(dialogue.family), library.rubric(dialogue.rubric)
        return AnswerBank(library, self.name, stage(self.name, dialogue, family, rubric))

    def find_nearest(self, played: Playthrough) -> ReplyCluster:
        """Return the last reply, with the nearest of the entries that it may have been meant for.

        Raises NotNow where nothing was said.
        """
        if not played.steps or played.script is None:
            raise NotNow("Nothing was said yet.", "Say what the family should have heard.")
        last = played.steps[-1].exchange
        reply = describe_reply(played.script, last, judge(last) or Shortfall.UNSURE)
        embedder = find_embedder(self.picker, played.script.people.values())
        return cluster_replies([reply], self.open_bank().list_entries(), embedder)[0]

    def keep_example(self, played: Playthrough, key: str) -> Path:
        """Add the conversation so far to the examples of the scenario, as what is expected.

        The words pass the gate for distress and real people's details first.

        Args:
            played: the conversation.
            key: the id of the example.

        Returns:
            The file of examples.

        Raises:
            NotNow: nothing was said, the id is taken or is none, it began on other scales than the family's, or the
                gate stops some of the words.
            EditRefused: the file cannot be edited in place, or ships.
            RecordsUnwritable: the file cannot be written.
        """
        if not played.steps or played.script is None or played.story is None:
            raise NotNow("Nothing was said yet.", "An example needs a reply.")
        if self.beginning.trust is not None or self.beginning.guarded is not None:
            raise NotNow("An example begins with the family's own trust.", "Begin without setting trust or guarded.")
        if make_id(key) != key or not key:
            raise NotNow(f"'{sanitize_line(key)}' cannot be an id.", "Use small letters, digits and underscores.")
        self.open_bank().pass_gate([step.text for step in played.steps])
        file = self.library.examples_file(self.name)
        require_own(file)
        editor = FileEditor(file) if file.exists() else FileEditor.begin(file, NO_EXAMPLES_YET)
        editor.add_name(("examples",), key, describe_example(self._replay_alone(played), self.beginning.turn))
        editor.write()
        return file

    def _replay_alone(self, played: Playthrough) -> Playthrough:
        """Replay a conversation without the answer bank, as examples are played."""
        assert played.script is not None
        assert self._looked is not None
        script, matcher = played.script, self._find_matcher(self._looked, self.library)
        story = begin_conversation(script, matcher)
        steps: list[ReplayedReply] = []
        for step in played.steps:
            if story.state.over():
                break
            story = say_reply(script, matcher, story, step.text)
            steps.append(ReplayedReply(step.text, story.attempt().exchanges[-1]))
        return replace(played, story=story, steps=tuple(steps))

    def _stage(self, looked: ScenarioParts) -> Script:
        """Make a script of the draft."""
        return stage(self.name, looked.dialogue, looked.family, looked.rubric)

    def _begin_at_choice(self, script: Script) -> Script:
        """Return the script with the author's chosen first turn and scales, if that turn exists."""
        beginning = self.beginning
        begins = beginning.turn if beginning.turn in script.dialogue.turns else script.dialogue.begins
        starts = Scales(
            trust=script.starts.trust if beginning.trust is None else beginning.trust,
            guarded=script.starts.guarded if beginning.guarded is None else beginning.guarded,
        )
        return replace(script, starts=starts, dialogue=script.dialogue.model_copy(update={"begins": begins}))

    def _find_matcher(self, looked: ScenarioParts, library: Library) -> Matcher:
        """Return the rubric's matcher; it is opened again only if the rubric has changed."""
        if self._matcher is None or self._matcher[0] != looked.rubric:
            self._matcher = (looked.rubric, Matchers(library, self.weights).matcher(looked.dialogue.rubric))
        return self._matcher[1]


NO_EXAMPLES_YET = "format: 1\nexamples:\n"


def describe_example(played: Playthrough, begins: str = "") -> dict[str, Value]:
    """Describe a conversation as an example that expects what came of each reply.

    Args:
        played: the conversation, with at least one reply.
        begins: the turn that it began at, where that is not the first.
    """
    replies: list[Value] = []
    for step in played.steps:
        exchange = step.exchange
        expected: dict[str, Value] = {
            "reply": step.text,
            "clear": [*sorted(get_reply(exchange).reading.clear())],
        }
        if ":" not in exchange.branch():  # the name of an entry is none that an example can ask for
            expected["branch"] = exchange.branch()
        if exchange.told_silences:
            expected["tells"] = exchange.told_silences[0]
        if exchange.after.ending:
            expected["ending"] = exchange.after.ending
        else:
            expected["turn"] = exchange.after.turn
        replies.append(expected)
    first: dict[str, Value] = {"kind": "kept while writing"}
    if begins:
        first["starts_at"] = begins
    told: list[Value] = [*sorted(played.story.attempt().told_silences if played.story else ())]
    return {**first, "replies": replies, "told": told}


def _list_outvoted(script: Script, matcher: Matcher, exchange: Exchange) -> tuple[str, ...]:
    """List rules that matched a reply while weights or another criterion decided otherwise.

    Each is a sentence. Empty for a reply that was read together with the one before it.
    """
    event = exchange.event
    if not isinstance(event, Replied) or exchange.joins:
        return ()
    outvoted = matcher.find_outvoted(event.text, context_of(script, exchange), event.reading)
    return tuple(describe_outvoted(rule) for rule in outvoted)


def _read_stamp(file: Path) -> tuple[int, int]:
    """Return when a file was last saved and how long it is; zeros if it does not exist."""
    try:
        told = file.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size
