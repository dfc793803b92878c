"""The practice service: lists scenarios, and begins, reopens and deletes rehearsals.

`PracticeService` is what every front end calls; `practice_at` opens it for a user.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import coach
from coach.content.library import Folder, GivenFile, Library, find_shipped_folders
from coach.content.yaml_reader import Problem, UnusableContent
from coach.errors import CoachError, ContentError, NotKnown, RecordsBroken
from coach.language.catalogue import say
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers
from coach.model.characters import sanitize_line
from coach.model.events import Began, Event
from coach.model.reading import Picker
from coach.model.rubric import Rubric
from coach.model.scenario import Cover, Dialogue, Difficulty, Family
from coach.model.types import ReviewStatus
from coach.options import BY_CHOICE, RehearseOptions
from coach.practice.persistence import ForgottenCount, ResilientStore, store_looker, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Question, Safeguard, known_words
from coach.practice.settings import read_settings
from coach.records.event_store import UNKNOWN, StoreAccess, Summary, count_attempt_replies
from coach.records.expiry import Expiry
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from coach.rehearsal.script import Script, stage

LAST_OF_ALL = 10
LAST = "last"
"""What the rehearsal that was touched last can be called by."""


OWN_LIBRARY = "in your own library"
"""Where somebody's own things are from; `coach places` says where that is."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario in the list of the library: its cover, or why it cannot be used."""

    id: str
    origin: str
    cover: Cover | None
    people: str = ""
    problem: str = ""


def describe_review(cover: Cover) -> str:
    """Say in a sentence whether people who share a scenario's experience have reviewed it."""
    if cover.review_status is ReviewStatus.REVIEWED:
        if not cover.reviewed_by:
            return say("Reviewed.")
        return say("Reviewed by {names}.", names=", ".join(cover.reviewed_by))
    return say("Drafted; not yet reviewed by people who share its experience.")


class PracticeService:
    """The practice of one practitioner: their library, and their rehearsals on this machine."""

    def __init__(
        self,
        library: Library,
        keeping: ResilientStore,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        weights: tuple[Path, ...] = (),
        matchers: Matchers | None = None,
    ) -> None:
        """Put the practice together.

        Args:
            library: the library of scenarios, families and rubrics.
            keeping: the store of rehearsals.
            clock: gives events their time.
            new_id: makes the id of a new rehearsal.
            weights: folders of weights fitted on this machine, tried before those that ship.
            matchers: what reads replies, where others read with it too.
        """
        self.library = library
        self.matchers = matchers or Matchers(library, weights)
        self.keeping = keeping
        self.clock = clock
        self.new_id = new_id
        self._scripts: dict[str, tuple[tuple[Dialogue, Family, Rubric], Script]] = {}
        self.picker: Picker | None = self.matchers.picker
        """What chooses entries of a family's answer bank by meaning; None where it cannot run."""

    def scenarios(self) -> tuple[Scenario, ...]:
        """List all scenarios, the easiest first.

        Those that cannot be used are listed with the reason.
        """
        scenarios = [self._scenario(shelved.id, shelved.origin) for shelved in self.library.shelf("dialogues")]
        scenarios += [_left_out(problem) for problem in self.library.left_out()]
        return tuple(sorted(scenarios, key=lambda s: (*_place(s.cover), s.id)))

    def begin(
        self,
        scenario: str,
        options: RehearseOptions = BY_CHOICE,
        *,
        position: str = "",
        confirmed: Collection[Question] = (),
    ) -> Rehearsal:
        """Begin a rehearsal.

        Args:
            scenario: the id of the scenario.
            options: what the practitioner chose, such as hints, an intention or an exercise.
            position: how the family sees the practitioner, in the practitioner's words.
            confirmed: the gate's questions about intention, position and exercise that were answered with "as it is".

        Raises:
            NotKnown: there is no such scenario.
            UnusableContent: its files cannot be used.
            WordsHeld: the gate has a question about the words.
            ReplyTooLong: a text is too long.
        """
        script, rubric, matcher = self._stage(scenario)
        words = (*options.list_own_words(), position, options.exercise)
        Safeguard(lambda: known_words(script)).hold_own_words(words, confirmed)
        began = Began(
            at=self.clock(),
            scenario=scenario,
            content=self.library.fingerprint(scenario),
            coach=coach.__version__,
            matcher=matcher.version,
            position=position,
            # What was left open has the event's own default.
            **{name: value for name, value in options.list_values().items() if value},
        )
        rehearsal = self.new_id()
        self.keeping.append(rehearsal, (), began)
        return self._rehearsing(rehearsal, script, rubric, matcher, (began,))

    def go_on(self, rehearsal: str) -> Rehearsal:
        """Load a stored rehearsal, to go on with it or look back.

        Args:
            rehearsal: its id, the id's first letters, or `last`.

        Raises:
            NotKnown: there is no such rehearsal, or its scenario is gone.
            UnusableContent: the files of its scenario cannot be used.
            RecordsError: the store cannot be read.
        """
        rehearsal, events = self._read(rehearsal)
        began = next((event for event in events if isinstance(event, Began)), None)
        if began is None or began.scenario == UNKNOWN:
            raise RecordsBroken(
                say(
                    "How this rehearsal began was lost when its file was damaged, "
                    "so it is not known what was rehearsed."
                ),
                say("`coach export` writes what you said in it."),
            )
        script, rubric, matcher = self._stage(began.scenario)
        return self._rehearsing(rehearsal, script, rubric, matcher, events)

    def _read(self, name: str) -> tuple[str, tuple[Event, ...]]:
        """Read a rehearsal by its name, as `go_on` does: its id, and its events."""
        if name != LAST:
            with suppress(NotKnown):  # a whole id needs no list of all rehearsals
                return name, self.keeping.store.read(name)
        rehearsal = self.find(name)
        return rehearsal, self.keeping.store.read(rehearsal)

    def rehearsals(self) -> tuple[Summary, ...]:
        """List all stored rehearsals, the last used first."""
        return self.keeping.summaries()

    def find_rehearsed(self) -> frozenset[str]:
        """Find the ids of the scenarios of which a rehearsal is kept."""
        return self.keeping.find_scenarios()

    def count_attempt_replies(self, rehearsal: str) -> tuple[int, ...]:
        """Count the replies of each attempt of a rehearsal; none where it cannot be read."""
        try:
            return count_attempt_replies(rehearsal, self.keeping.store.read(rehearsal))
        except CoachError:
            return ()

    def count_attempts(self, which: Collection[str]) -> dict[str, tuple[int, ...]]:
        """Count the replies of each attempt, for the named rehearsals that have several."""
        return {rehearsal: self.count_attempt_replies(rehearsal) for rehearsal in self.keeping.find_repeated(which)}

    def find_unfinished(self) -> Summary | None:
        """Return the last used rehearsal that has a reply and has not ended; None if there is none."""
        return next((s for s in self.rehearsals() if s.going and s.replies), None)

    def find(self, name: str) -> str:
        """Return a rehearsal's full id for its first letters or for `last`.

        An unknown name unchanged.

        Raises:
            NotKnown: the name is empty, which would fit every rehearsal.
            RecordsError: nothing fits, and the stored rehearsals cannot be reached.
        """
        if not name.strip():
            raise no_such_rehearsal()
        if name == LAST:
            fitting = [s.id for s in self.rehearsals()][:1]
        else:
            fitting = [s.id for s in self.rehearsals() if s.id.startswith(name)]
        if not fitting:
            self.keeping.must_be_here()
        return fitting[0] if len(fitting) == 1 else name

    def forget(self, rehearsal: str) -> ForgottenCount:
        """Delete a rehearsal for good, and return how much was deleted. Raises NotKnown."""
        return self.keeping.forget(self.find(rehearsal))

    def forget_all(self) -> ForgottenCount:
        """Delete all rehearsals for good, with damaged copies and pictures. Raises RecordsError."""
        return self.keeping.forget_all()

    def known_words(self, script: Script) -> frozenset[str]:
        """Return the words of a script, so that its invented people are not taken for real ones."""
        return known_words(script)

    def matcher(self, rubric: str) -> Matcher:
        """Return the matcher of a rubric. Raises NotKnown or UnusableContent."""
        return self.matchers.matcher(rubric)

    def warm_up(self) -> Iterator[None]:
        """Load in steps what the first conversation needs, while nothing else is to be done.

        Yields:
            Nothing, after each step.
        """
        # The largest first: what the runtime lets go of as it loads is used by all that comes after.
        if self.picker:
            self.picker.prepare((), ())
        yield
        for shelved in self.library.shelf("dialogues")[:1]:
            with suppress(ContentError):  # `begin` says what is wrong
                self.matcher(self.library.cover(shelved.id).rubric)
        yield

    def _scenario(self, key: str, origin: str) -> Scenario:
        """Return the list entry of a scenario, with the reason if it cannot be used."""
        try:
            cover = self.library.cover(key)
            return Scenario(key, origin, cover, self.library.family_name(cover.family))
        except (UnusableContent, NotKnown) as error:
            return Scenario(key, origin, None, problem=str(error))

    def script(self, scenario: str) -> Script:
        """Load a scenario ready to be played. Raises NotKnown or UnusableContent.

        While its files stay as they are, all its rehearsals share one script, with what was found in it.
        """
        dialogue = self.library.dialogue(scenario)
        models = dialogue, self.library.family(dialogue.family), self.library.rubric(dialogue.rubric)
        kept = self._scripts.get(scenario)
        if kept is None or any(one is not other for one, other in zip(kept[0], models, strict=True)):
            kept = self._scripts[scenario] = models, stage(scenario, *models)
        return kept[1]

    def _stage(self, scenario: str) -> tuple[Script, Rubric, Matcher]:
        """Load a scenario with its rubric and matcher. Raises NotKnown or UnusableContent."""
        script = self.script(scenario)
        rubric = script.dialogue.rubric
        return script, self.library.rubric(rubric), self.matcher(rubric)

    def _rehearsing(
        self, rehearsal: str, script: Script, rubric: Rubric, matcher: Matcher, events: tuple[Event, ...]
    ) -> Rehearsal:
        """Make the rehearsal of some events."""
        return Rehearsal(rehearsal, script, rubric, matcher, self.keeping, self.clock, events, self.picker)


def no_such_rehearsal() -> NotKnown:
    """Make the error that the name of a rehearsal is empty, as from a script's unset variable."""
    return NotKnown(
        say("The name of a rehearsal is missing: it is empty."),
        say("`coach rehearsals` lists them. If a script gave the name, look at its variable."),
    )


def _place(cover: Cover | None) -> tuple[int, int]:
    """Return the sort key of a scenario: the easiest first, one that cannot be used last."""
    if cover is None:
        return len(Difficulty), 0
    return list(Difficulty).index(cover.difficulty), cover.start_here or LAST_OF_ALL


def _left_out(problem: Problem) -> Scenario:
    """Make a list entry for a file or folder that was left out, with the reason."""
    what = sanitize_line(problem.file.stem if problem.file.suffix else problem.file.name)
    origin = sanitize_line(f"in {problem.file.parent}")
    return Scenario(say("{what} (left out)", what=what), origin, None, problem=problem.describe())


def practice_at(
    where: Places,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    folders: tuple[Path, ...] = (),
    store: str | StoreAccess = "",
    given: tuple[GivenFile, ...] = (),
) -> PracticeService:
    """Open the practice of a user: shipped and own content, and their store.

    Args:
        where: the places of the user's files.
        clock: gives events their time.
        new_id: makes the id of a new rehearsal.
        folders: folders of content, besides those named in the settings.
        store: the address of a team's store, or a way into it; empty for the user's own file.
        given: content files named by their path.
    """
    settings, _ = read_settings(where.settings)
    own = tuple(
        Folder(path, say("in the folder {part}", part=path.name or path))
        for path in dict.fromkeys((*folders, *settings.folders()))
    )
    library = Library(
        (*find_shipped_folders(), *own, Folder(where.library, say(OWN_LIBRARY), expected=False)), given=given
    )
    keeping = open_keeping(where, clock, store)
    return PracticeService(library, keeping, clock, new_id, (where.weights,))


def open_keeping(where: Places, clock: Callable[[], datetime], store: str | StoreAccess = "") -> ResilientStore:
    """Prepare a user's store of rehearsals.

    Args:
        where: the places of the user's files.
        clock: tells the time.
        store: the address of a team's store, or a way into it; empty for the user's own file.
    """
    expiry = Expiry(where.expiry("team" if store else "rehearsals"), clock)
    return ResilientStore(
        store_opener(where, clock, store), store_looker(store), expiry, Leftovers(where, clock), keeps_drafts=not store
    )
