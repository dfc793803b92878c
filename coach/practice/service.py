"""The facade: the library to choose from, rehearsals to begin, go on with, look back on, hand out and forget."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import coach
from coach.content.library import Folder, GivenFile, Library, find_shipped_folders
from coach.content.problems import Problem, UnusableContent
from coach.errors import NotKnown, RecordsBroken
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers
from coach.model.characters import sanitize_line
from coach.model.events import Began, Event, Hints
from coach.model.rubric import Rubric
from coach.model.scenario import Cover, Difficulty
from coach.options import BY_CHOICE, RehearseOptions
from coach.practice.persistence import ForgottenCount, ResilientStore, store_looker, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Question, Safeguard, known_words
from coach.practice.settings import read_settings
from coach.records.event_store import UNKNOWN, Summary
from coach.records.expiry import Expiry
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from coach.rehearsal.engine import Script, stage

LAST_OF_ALL = 10
LAST = "last"
"""What the rehearsal that was touched last can be called by."""


OWN_LIBRARY = "in your own library"
"""Where somebody's own things are from; `coach places` says where that is."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario of the library: its cover, or why it cannot be used."""

    id: str
    origin: str
    cover: Cover | None
    people: str = ""
    problem: str = ""


class PracticeService:
    """One practitioner's rehearsals on this machine: to begin, go on with, look back on and forget."""

    def __init__(
        self,
        library: Library,
        keeping: ResilientStore,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        weights: tuple[Path, ...] = (),
    ) -> None:
        """`weights`: folders of weights fitted at home, looked in before those that ship."""
        self.library = library
        self.matchers = Matchers(library, weights)
        self.keeping = keeping
        self.clock = clock
        self.new_id = new_id

    def scenarios(self) -> tuple[Scenario, ...]:
        """List every scenario, the easiest first; a file that cannot be used hides none of the others."""
        found = [self._scenario(shelved.id, shelved.origin) for shelved in self.library.shelf("dialogues")]
        found += [_left_out(problem) for problem in self.library.left_out()]
        return tuple(sorted(found, key=lambda s: (*_place(s.cover), s.id)))

    def begin(
        self,
        scenario: str,
        options: RehearseOptions = BY_CHOICE,
        *,
        position: str = "",
        confirmed: Collection[Question] = (),
    ) -> Rehearsal:
        """Begin a rehearsal, for an exercise or for itself.

        Args:
            scenario: the scenario's id.
            options: what the practitioner chose for it.
            position: how the family sees the practitioner, in the practitioner's words.
            confirmed: the questions about the intention, the position and the exercise that were answered with "as it
                is".

        Raises:
            NotKnown: where there is no such scenario.
            Unusable: where its files cannot be used.
            WordsHeld: where a question has to be asked first.
            ReplyTooLong: where one of the texts is longer than is taken.
        """
        script, rubric, matcher = self._stage(scenario)
        words = (options.intention, position, options.exercise)
        Safeguard(lambda: known_words(script)).hold_own_words(words, confirmed)
        began = Began(
            at=self.clock(),
            scenario=scenario,
            content=self.library.fingerprint(scenario),
            coach=coach.__version__,
            matcher=matcher.version,
            hints=Hints(options.hints or Hints.NONE),
            intention=options.intention,
            position=position,
            exercise=options.exercise,
        )
        rehearsal = self.new_id()
        self.keeping.append(rehearsal, (), began)
        return self._rehearsing(rehearsal, script, rubric, matcher, (began,))

    def go_on(self, rehearsal: str) -> Rehearsal:
        """Take up a rehearsal that is kept, to go on or look back. Raises NotKnown, Unusable or RecordsError."""
        rehearsal = self.find(rehearsal)
        events = self.keeping.store.read(rehearsal)
        began = next((event for event in events if isinstance(event, Began)), None)
        if began is None or began.scenario == UNKNOWN:
            raise RecordsBroken(
                "How this rehearsal began was lost when its file was damaged, so it is not known what was rehearsed.",
                "`coach export` writes what you said in it.",
            )
        script, rubric, matcher = self._stage(began.scenario)
        return self._rehearsing(rehearsal, script, rubric, matcher, events)

    def rehearsals(self) -> tuple[Summary, ...]:
        """Every rehearsal kept, the last touched first."""
        return self.keeping.summaries()

    def find_unfinished(self) -> Summary | None:
        """Find the last rehearsal that was not ended and has a reply in it."""
        return next((s for s in self.rehearsals() if s.going and s.replies), None)

    def find(self, name: str) -> str:
        """Find a rehearsal's whole id by its first letters, or the `last` one's; leave what fits none to the store.

        Raises NotKnown for no letters at all, which would fit every rehearsal; RecordsError where nothing fits because
        what was kept cannot be reached.
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
        """Delete a rehearsal for good, and count the damaged copies that went with it. Raises NotKnown."""
        return self.keeping.forget(self.find(rehearsal))

    def forget_all(self) -> ForgottenCount:
        """Delete all rehearsals for good, with damaged copies and pictures. Raises RecordsError."""
        return self.keeping.forget_all()

    def known_words(self, script: Script) -> frozenset[str]:
        """Words the script itself uses, so that its invented people are not taken for real ones."""
        return known_words(script)

    def matcher(self, rubric: str) -> Matcher:
        """The matcher for a rubric, made once. Raises NotKnown or Unusable."""
        return self.matchers.matcher(rubric)

    def _scenario(self, key: str, origin: str) -> Scenario:
        try:
            cover = self.library.cover(key)
            return Scenario(key, origin, cover, self.library.family(cover.family).name)
        except (UnusableContent, NotKnown) as error:
            return Scenario(key, origin, None, problem=str(error))

    def script(self, scenario: str) -> Script:
        """What a scenario is played from. Raises NotKnown or Unusable."""
        dialogue = self.library.dialogue(scenario)
        return stage(scenario, dialogue, self.library.family(dialogue.family), self.library.rubric(dialogue.rubric))

    def _stage(self, scenario: str) -> tuple[Script, Rubric, Matcher]:
        script = self.script(scenario)
        rubric = script.dialogue.rubric
        return script, self.library.rubric(rubric), self.matcher(rubric)

    def _rehearsing(
        self, rehearsal: str, script: Script, rubric: Rubric, matcher: Matcher, events: tuple[Event, ...]
    ) -> Rehearsal:
        return Rehearsal(rehearsal, script, rubric, matcher, self.keeping, self.clock, events)


def no_such_rehearsal() -> NotKnown:
    """That no name was given. `coach forget ""` is what a script says whose variable is not set."""
    return NotKnown(
        "The name of a rehearsal is missing: it is empty.",
        "`coach rehearsals` lists them. If a script gave the name, look at its variable.",
    )


def _place(cover: Cover | None) -> tuple[int, int]:
    """Give the place of a scenario in the list: the easiest first, what cannot be used last."""
    if cover is None:
        return len(Difficulty), 0
    return list(Difficulty).index(cover.difficulty), cover.start_here or LAST_OF_ALL


def _left_out(problem: Problem) -> Scenario:
    """Describe a file or folder that was left out, so that its author does not look for it in vain."""
    what = sanitize_line(problem.file.stem if problem.file.suffix else problem.file.name)
    origin = sanitize_line(f"in {problem.file.parent}")
    return Scenario(f"{what} (left out)", origin, None, problem=f"{problem.what} {problem.advice}")


def practice_at(
    where: Places,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    folders: tuple[Path, ...] = (),
    store: str = "",
    given: tuple[GivenFile, ...] = (),
) -> PracticeService:
    """Open the practice of this user: the library that ships, their own folders, and their store.

    `store`: the address of a team's store; empty for a file of one's own. `given`: files that were named by their path.
    """
    settings, _ = read_settings(where.settings)
    own = tuple(
        Folder(path, f"in the folder {path.name or path}") for path in dict.fromkeys((*folders, *settings.folders()))
    )
    library = Library((*find_shipped_folders(), *own, Folder(where.library, OWN_LIBRARY, expected=False)), given=given)
    expiry = Expiry(where.expiry("team" if store else "rehearsals"), clock)
    keeping = ResilientStore(store_opener(where, clock, store), store_looker(store), expiry, Leftovers(where, clock))
    return PracticeService(library, keeping, clock, new_id, (where.weights,))
