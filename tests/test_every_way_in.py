"""No public method of the core stores or reads words that the gate stops, also one that is added tomorrow.

Two looks, each with a list of exceptions that says why. Every public method of a service is called with a marked line
in place of each of its texts, and the marked line must be nowhere afterwards. And every function of the core that
writes, or reads what was typed, is known by its name.
"""

import ast
import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

import coach
from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.classroom.round_conversation import RoundConversation
from coach.classroom.trainer import Trainer
from coach.content.library import Folder, Library
from coach.errors import CoachError
from coach.model.class_events import LineReaderNote, Role, Stage
from coach.model.events import Reflected, Stance
from coach.model.exercise import Exercise
from coach.model.submission import Action, Comment, Review, SecondView, Submission, SubmissionScope, View
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomLog, MemoryRoomStore
from coach.records.paths import Places
from coach.records.submission_store import SubmissionStore
from coach.supervision.importing import ImportedFile
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import ReviewDraft, SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests.classroom.conftest import SHEET, to_talking
from tests.conftest import SMALL, START
from tests.submitting import submit_reply

MARK = "zq7marked"
REAL = f"j@{MARK}.uk"
"""A real person's detail: nothing keeps it unasked."""
CLEAR = f"I want to die. {MARK}"
"""Plainly of one's own distress: no reply and no words for oneself are kept unasked."""
CORE = ("practice", "supervision", "classroom", "partnership", "authoring")

SERVICES: Mapping[str, type] = {
    each.__name__: each
    for each in (PracticeService, Rehearsal, SubmissionService, Inbox, Participant, Trainer, RoundConversation)
}
"""What front ends call. Each of their methods is called with marked lines."""

NO_SERVICE = {
    "classroom.door.Entrance": "lies below join, which cleans and checks a name first",
    "supervision.sheet.PaperForm": "lays a sheet out; save_sheet and render_sheet hold its words first",
    "practice.safeguarding.Care": "looks at words for the gate, keeps nothing",
    "practice.safeguarding.Safeguard": "is the gate",
    "practice.scenario_cards.ScenarioCard": "looks for words in a scenario, keeps nothing",
    "practice.persistence.ResilientStore": "lies below the gate; who calls it is listed in WRITES",
    "supervision.stores.ReviewDraftFolder": "lies below Inbox.keep_draft; who calls it is listed in WRITES",
    "supervision.stores.SeenFiles": "hashes of files and of ids, and no words",
    "supervision.actions.ActionService": "holds a new action's words first: tests/supervision/test_actions.py",
    "supervision.actions.PromiseBook": "looks up by an id or a name, and keeps hashes alone of either",
    "supervision.agreement.ReviewedLine": "a value: counts what is there",
    "supervision.outcomes.SubmissionOutcome": "a value: what was brought and came back, found by ids",
    "supervision.practitioner.ReviewLookup": "reads a team's store by the ids of things, changes nothing",
    "classroom.state.Message": "a value",
    "classroom.state.RoomState": "a value",
    "classroom.state.Round": "a value",
    "partnership.giving.Contributor": "gives away counts, by the ids of things; no words at all",
    "partnership.publishing.PublishedTables": "publishes counts",
    "partnership.counts.Quarter": "a value",
    "authoring.live.ScenarioDraft": "an author tries what practitioners may say, such lines too; what is kept is held",
    "authoring.file_editor.FileEditor": "edits a content file; AnswerBank and ScenarioDraft hold the words before",
    "authoring.unanswered.AnswerBank": "holds all words before they enter a file: tests/authoring/test_unanswered.py",
    "authoring.unanswered.WordEmbedder": "counts words, keeps nothing",
    "authoring.unanswered.EncoderEmbedder": "makes numbers of words, and keeps none of those of replies",
    "authoring.entry_checks.MeaningReport": "a value: counts the entries of a scenario's files",
    "authoring.graph.Picture": "a picture of a scenario's file",
    "authoring.rubric_build.RubricBuild": "learns from a rubric's own examples, and from labelled replies",
    "authoring.scaffold.Interview": "asks an author for a scenario's own names, which are all invented",
}
"""Classes with public methods that take text, which are not attacked, and why."""

PASSES = {
    "PracticeService.find name": "gives back the name that it was asked for, as no rehearsal is called so",
    "Rehearsal.once_kept said": "gives back the front end's own sentence",
    "Rehearsal.came_back response": "another person's words, asked about where they were typed (Inbox.hand_back)",
    "SubmissionService.import_review response": "the same, out of a file that lies here already",
    "SubmissionService.keep_reviews came_back": "the same, out of the team's store",
    "SubmissionService.has_new_reviews came_back": "looks whether they are known, and keeps nothing",
    "SubmissionService.has_brought which": "looks for things by their ids, and keeps nothing",
    "SubmissionService.preview choice": "shows its typist what would go along; to hand it over is the gate",
    "SubmissionService.draft_learning_record brought": "lays out what is kept with the rehearsal, and writes nothing",
    "SubmissionService.save_learning_record draft": "writes that, to a file that only its writer can read",
    "Inbox.add_item taken": "another person's words, out of a file that lies here already",
    "Inbox.collect_known_words brought": "gives the gate the family's words",
    "Inbox.withdraw_exercise gave": "finds what was given by its id and its reader",
}
"""Texts that may go through, and why."""

FOR_OTHERS = {
    "Inbox.keep_draft draft",
    "Inbox.write_review_file response",
    "Inbox.hand_back response",
    "Inbox.hand_back_as_text response",
    "Inbox.find_details response",
    "Inbox.give_exercise exercise",
    "Trainer.send_message words",
    "Trainer.keep_out why",
}
"""Words for other people: asked about for details, and not for distress, which they may well speak of."""

IDS = {"scenario", "rehearsal", "rubric", "name", "key", "reader", "criterion", "group", "person", "people", "by", "to"}
IDS |= {"branch", "code", "scenarios", "which"}
"""Places that take the name of a thing. Nobody types of themselves there, so only a detail is tried."""

WRITES = {
    "practice.service.PracticeService.begin": "holds every text first",
    "practice.rehearsal.Rehearsal._record": "private: each public method holds its texts first",
    "practice.rehearsal.Rehearsal.keep_after_all": "stores again what each public method held first",
    "practice.rehearsal.Rehearsal.submit": "reads a reply once the gate let it through",
    "practice.rehearsal.Rehearsal.read_ahead": "the same, and keeps nothing",
    "practice.rehearsal.Rehearsal.prepare_next_answer": "reads a greeting of its own, and keeps nothing",
    "practice.reader.read_reply": "lies below the gate; who calls it is listed here",
    "practice.reader.hear": "the same",
    "practice.reader.find_changes": "reads parts of what was said already, and keeps nothing",
    "practice.persistence.ResilientStore.append": "lies below the gate; who calls it is listed here",
    "practice.reconciliation.append_or_restore": "the same",
    "practice.reconciliation._add_all": "the same",
    "practice.settings.write_settings": "settings hold places and ticks, no words about anybody",
    "supervision.practitioner.SubmissionService.submit_to_file": "notes it first, which holds every text",
    "supervision.practitioner.SubmissionService.submit_to_supervisor": "the same",
    "supervision.practitioner.SubmissionService.save_document": "holds every text first",
    "supervision.practitioner.SubmissionService.save_learning_record": PASSES[
        "SubmissionService.save_learning_record draft"
    ],
    "supervision.actions.ActionFile.write": "lies below ActionService and Inbox.hand_back, which hold words first",
    "supervision.actions.write_calendar": "what is on the list already, to a file that only its writer can read",
    "supervision.stores.SubmissionStores.keep_seen": "hashes of files and of ids, and no words",
    "supervision.sheet.save_sheet": "holds every text first",
    "supervision.documents.save_blocks": "lies below the gate; who calls it is listed here",
    "supervision.inbox.Inbox.add_item": PASSES["Inbox.add_item taken"],
    "supervision.inbox.Inbox._replace": "moves what is kept already",
    "supervision.inbox.Inbox.take_back": "moves what is kept already",
    "supervision.inbox.Inbox.keep_draft": "leaves out what the gate stops",
    "supervision.inbox.Inbox.write_review_file": "holds every text first",
    "supervision.inbox.Inbox.give_exercise": "holds every text first",
    "supervision.inbox.Inbox._write_review": "private: hand_back holds every text first",
    "supervision.importing._read_bounded": "reads a file that was given",
    "supervision.stores.ReviewDraftFolder.keep": "lies below Inbox.keep_draft",
    "supervision.exercises.write_exercise_file": "holds every text first",
    "supervision.exercises._write_exercise": "private: save holds every text first, import has a file from here",
    "classroom.client.RoomClient._append": "private: each public method holds its texts first",
    "classroom.client.UnreadMessages.mark_read": "a time",
    "classroom.client.UnreadMessages.forget": "deletes a time",
    "classroom.door.leave": "deletes a draft",
    "classroom.round_conversation.RoundConversation._read_reply": "private: a reply is let through first",
    "classroom.single_device.SingleDeviceRound.keep": "keeps what its participants let through",
    "classroom.participant.Participant.keep_draft": "keeps nothing that the gate stops",
    "classroom.participant.Participant.leave_room": "deletes a draft",
    "classroom.trainer.Trainer.remove": "deletes a draft",
    "classroom.trainer.Trainer.keep_out": "deletes a draft; its reason is held first",
    "partnership.publishing.write_once": "a table of counts",
    "authoring.play_yard.YardFile.write": "holds what Rehearsal.submit let through",
    "authoring.play_yard.PlayYard._load": "brings that back into memory",
    "authoring.play_yard._answer_step_anew": "private: answer_yard_anew holds every text first",
    "authoring.file_editor.FileEditor.write": NO_SERVICE["authoring.file_editor.FileEditor"],
    "authoring.marking_sheet.write_sheets": "sheets hold what a yard keeps, and a key no words",
    "authoring.examples.say_reply": NO_SERVICE["authoring.live.ScenarioDraft"],
    "authoring.examples.check_offered": "reads a scenario's own lines",
}
"""Every function of the core that writes something, or reads what was typed, and why it may."""

WRITERS = {"write_export", "write_whole", "save_blocks", "write_text", "write_bytes", "fdopen", "read_reply", "hear"}
WRITERS_OF = {
    "append": {"store", "keeping", "log"},
    "bring": {"store", "own_file", "lies", "handed"},
    "respond": {"store", "own_file", "lies", "handed"},
    "give": {"store", "handed"},
    "keep": {"drafts"},
    "keep_draft": {"log"},
    "read": {"matcher"},
    "read_wording": {"matcher"},
}
"""Calls of these names count only where they are made on such a thing: a list has an `append` too."""


# ---------------------------------------------------------------------------------------------- calling every method


@dataclass
class World:
    """Everything of a home: a rehearsal, what was brought from it on a desk, and a room in conversation."""

    home: Path
    log: MemoryRoomLog
    service: Mapping[str, object]
    samples: Mapping[str, object]

    def holds_mark(self) -> list[str]:
        """Where the marked line is found in what is kept."""
        found = [str(file) for file in self.home.rglob("*") if MARK in str(file)]
        found += [str(file) for file in self.home.rglob("*") if file.is_file() and MARK.encode() in file.read_bytes()]
        said = repr(self.log.read()) + "".join(map(self.log.draft, ("p1", "p2", "p3", REAL, CLEAR)))
        return found + (["the room"] if MARK in said else [])


class Shared(SubmissionStores):
    """A table that takes the file of one's own for a team's store."""

    has_team_store = True

    @property
    def store(self) -> SubmissionStore:
        store = self.own_file
        store.readers = lambda: ("sue",)  # type: ignore[method-assign]  # a file has no logins
        return store


BUS = Exercise(title="Say it on the bus", why="It is easier twice.", scenarios=("bus",), content_notes=("Hurt.",))
MOMENT = SubmissionChoice(SubmissionScope.MOMENT, reply=1, question="What did I miss?")


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], World]]:
    """One world for all calls, as none of them may change it; where one did, the next gets a new one."""
    made: list[World] = []
    with ExitStack() as afterwards:

        def give() -> World:
            if not made or made[-1].holds_mark():
                made.append(_made(tmp_path_factory.mktemp("home"), afterwards))
            return made[-1]

        yield give


def _made(home: Path, afterwards: ExitStack) -> World:
    ticks, numbers = itertools.count(), itertools.count(1)
    places = Places(home / "data", home / "config")

    def clock() -> datetime:
        return START + timedelta(seconds=next(ticks))

    library = Library((Folder(SMALL, "for tests"),))
    keeping = ResilientStore(store_opener(places, clock))
    afterwards.callback(keeping.close)
    practice = PracticeService(library, keeping, clock, lambda: f"rehearsal{next(numbers)}")
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "It was only banter.")
    submit_reply(rehearsing, "How has racism touched him?")
    table = Shared(places, "", clock)
    afterwards.callback(table.close)
    bringing, desk = SubmissionService(practice, table), Inbox(practice, table)
    brought = bringing.preview(rehearsing, MOMENT)
    desk.import_file(bringing.submit_to_file(rehearsing, brought, home / "brought.coach.json"))
    shelf = MemoryRoomStore()
    trainer = Trainer.open(shelf, practice, clock, "MOSSY", SHEET)
    log = shelf.open("MOSSY")
    seats = [Participant(log, practice, join(log, name, clock), clock) for name in ("Ann", "Ben", "Cy")]
    _sit_down(seats)
    group = seats[0].group
    assert group
    response = Review(brought=brought.id, at=clock())
    samples = {
        "scenario": "bus",
        "rehearsal": rehearsing.id,
        "rubric": "small",
        "name": "last",
        "text": "What does Sam say about it?",
        "reply": 1,
        "criterion": rehearsing.debrief().marks[0].criterion,
        "stance": Stance.FAIR,
        "on": "driscoll.what",
        "words": "Thank you.",
        "brought": brought,
        "rehearsing": rehearsing,
        "choice": MOMENT,
        "came_back": (response,),
        "response": response,
        "file": home / "data" / "new.coach.json",
        "reader": "sue",
        "key": brought.id,
        "which": (brought.id,),
        "draft": ReviewDraft(response=response),
        "exercise": BUS,
        "taken": ImportedFile(brought, ()),
        "group": group,
        "at": clock(),
        "most": 9,
        "by": "p1",
        "branch": "banter",
        "person": "p1",
        "admitted": True,
        "pressed_at": Stage.TALKING,
        "stage": Stage.TALKING,
        "opening": 1,
        "note": LineReaderNote.SAID,
        "texts": ("Thank you.",),
        "said": "Kept.",
        "shelf": shelf,
        "practice": practice,
        "clock": clock,
        "code": "OTHER",
        "sheet": SHEET,
        "people": (),
        "to": (),
    }
    service = {
        "PracticeService": practice,
        "Rehearsal": rehearsing,
        "SubmissionService": bringing,
        "Inbox": desk,
        "Participant": seats[0],
        "Trainer": trainer,
        "RoundConversation": RoundConversation(practice),
    }
    return World(home, log, service, samples)


def _sit_down(seats: list[Participant]) -> None:
    ann, ben, cy = seats
    ann.make_group(ben.person, cy.person)
    ann.take_role(Role.PRACTITIONER)
    ben.take_role(Role.LINE_READER)
    cy.take_role(Role.OBSERVER)
    ann.choose_scenario("bus")
    to_talking(ann, ben, cy)


def _methods(service: type) -> Iterator[tuple[str, Callable[..., object]]]:
    for name, found in inspect.getmembers(service, callable):
        if not name.startswith("_") and found.__module__.startswith(("coach.", "tests.")):
            yield name, found


def _marked(value: object, words: str) -> Iterator[object]:
    """The same value with the marked line in place of each of its texts, one after the other."""
    match value:
        case str():
            yield words
        case Submission():
            own = next(line for line in value.lines if line.reply)
            others = [line for line in value.lines if line is not own]
            marked = own.notes[0].model_copy(update={"own_note": words})
            for line in (own.model_copy(update={"text": words}), own.model_copy(update={"notes": (marked,)})):
                yield value.model_copy(update={"lines": (*others, line)})
            yield from (value.model_copy(update={field: words}) for field in ("question", "note", "intention"))
            reflections = ({"asked": "And now?", "words": words},)
            yield Submission.model_validate({**value.model_dump(), "reflections": reflections})
        case Review():
            views = (SecondView(reply=1, criterion="names", view=View.AGREE, reason=words),)
            yield value.model_copy(update={"comments": (Comment(words=words),)})
            yield value.model_copy(update={"comments": (Comment(words="Hm."), Comment(line=1, words=words))})
            yield value.model_copy(update={"views": views})
            yield value.model_copy(update={"questions": ("And now?", words)})
            yield value.model_copy(update={"action": Action(what=words)})
        case ReviewDraft():
            yield from (ReviewDraft(response=each) for each in _marked(value.response, words))  # type: ignore[arg-type]
        case Exercise():
            yield from (value.model_copy(update={field: words}) for field in ("title", "why"))
            yield value.model_copy(update={"content_notes": ("Hurt.", words)})
        case tuple():
            yield (words,) if not value or isinstance(value[0], str) else tuple(_marked(value[0], words))


@dataclass
class Call:
    """One method of a service with the marked line in one of its places."""

    service: str
    name: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.service}.{self.name} {self.place} {'details' if self.words == REAL else 'distress'}"


def _takes_text(parameter: inspect.Parameter) -> bool:
    kinds = ("str", "Submission", "Review", "Exercise", "Draft", "Choice", "TakenIn", "Event", "Block", "Any", "object")
    told = str(parameter.annotation)
    return any(kind in told for kind in kinds) or parameter.annotation is inspect.Parameter.empty


def _calls(services: Mapping[str, type] = SERVICES) -> Iterator[Call]:
    for service, of in services.items():
        for name, method in _methods(of):
            for place, parameter in inspect.signature(method).parameters.items():
                if place in ("self", "confirmed") or not _takes_text(parameter):
                    continue
                way = f"{service}.{name} {place}"
                if way not in PASSES:
                    yield Call(service, name, place, REAL)
                    if way not in FOR_OTHERS and place not in IDS:
                        yield Call(service, name, place, CLEAR)


@pytest.mark.parametrize("call", _calls(), ids=str)
def test_no_public_method_keeps_or_gives_back_a_line_that_the_gate_stops(
    call: Call, worlds: Callable[[], World]
) -> None:
    _try(call, worlds())


def test_a_method_that_somebody_adds_without_a_gate_is_noticed(worlds: Callable[[], World]) -> None:
    class Jotting(Rehearsal):
        """As it may look tomorrow."""

        def jot(self, words: str) -> None:
            """Keep words, with nothing asked."""
            self._record(Reflected(at=self._clock(), on="jotted", words=words))

    world = worlds()
    rehearsing = world.service["Rehearsal"]
    assert isinstance(rehearsing, Rehearsal)
    rehearsing.__class__ = Jotting
    try:
        assert "Jotting.jot words details" in {str(call) for call in _calls({"Jotting": Jotting})}
        with pytest.raises(AssertionError, match="keeps it"):
            _try(Call("Rehearsal", "jot", "words", REAL), world)
    finally:
        rehearsing.__class__ = Rehearsal


def _try(call: Call, world: World) -> None:
    """Call it with the marked line, as often as there are places for it, and look for the line."""
    method = getattr(world.service[call.service], call.name)
    given = [_given(method, call, world, marked) for marked in _marked(_sample(method, call.place, world), call.words)]
    assert given, f"say how {call} takes text"
    for positional, named in given:
        came: object = None
        with suppress(CoachError):
            came = method(*positional, **named)
            came = list(came) if isinstance(came, Iterator) else came
        assert MARK not in repr(came), f"{call} gives it back"
        assert not world.holds_mark(), f"{call} keeps it"


def _sample(method: Callable[..., object], place: str, world: World) -> object:
    parameter = inspect.signature(method).parameters[place]
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        return ()
    told = str(parameter.annotation)
    if place == "rehearsal" and told != "<class 'str'>":
        return world.samples["rehearsing"]  # the rehearsal itself, not its id
    if place in world.samples and not (told == "<class 'str'>" and not isinstance(world.samples[place], str)):
        return world.samples[place]
    if told == "<class 'str'>":
        return ""
    if "str" in told and ("tuple" in told or "Iterable" in told):
        return ()
    raise AssertionError(f"{method.__qualname__} takes {place} ({told}): add a sample of it, or say why it passes")


def _given(
    method: Callable[..., object], call: Call, world: World, marked: object
) -> tuple[list[object], dict[str, object]]:
    positional: list[object] = []
    named: dict[str, object] = {}
    for place, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            positional += marked if place == call.place and isinstance(marked, tuple) else ()
        elif place == call.place:
            named[place] = marked
        elif parameter.default is inspect.Parameter.empty:
            named[place] = _sample(method, place, world)
    if any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in inspect.signature(method).parameters.values()):
        before = [place for place in inspect.signature(method).parameters if place in named]
        positional = [named.pop(place) for place in before] + positional
    return positional, named


def test_every_class_of_the_core_that_takes_text_is_called_or_says_why_not() -> None:
    takes = set()
    for module in _modules():
        for name, found in vars(module).items():
            if not inspect.isclass(found) or found.__module__ != module.__name__ or name.startswith("_"):
                continue
            if Protocol in found.__bases__:  # what it asks for is called on the classes that have it
                continue
            own = [each for key, each in vars(found).items() if not key.startswith("_")]
            functions = [getattr(each, "__func__", each) for each in own]
            if any(
                _takes_text(parameter)
                for each in functions
                if inspect.isfunction(each)
                for place, parameter in inspect.signature(each).parameters.items()
                if place not in ("self", "cls")
            ):
                takes.add(f"{module.__name__.removeprefix('coach.')}.{name}")
    attacked = {f"{each.__module__.removeprefix('coach.')}.{base}" for base, each in SERVICES.items()}
    attacked |= {"classroom.client.RoomClient"}  # a participant and a trainer are both
    assert takes - attacked == set(NO_SERVICE), "a class of the core takes text: call it here, or say why not"


def _modules() -> Iterator[object]:
    for room in CORE:
        package = importlib.import_module(f"coach.{room}")
        for each in pkgutil.walk_packages(package.__path__, f"coach.{room}."):
            yield importlib.import_module(each.name)


# ------------------------------------------------------------------------------------------------ who writes at all


def test_every_function_of_the_core_that_writes_or_reads_typed_words_is_known() -> None:
    root = Path(coach.__file__).parent
    writes = set()
    for file in itertools.chain.from_iterable(sorted((root / room).rglob("*.py")) for room in CORE):
        inside = ".".join(file.relative_to(root).with_suffix("").parts)
        writes |= set(_writing(ast.parse(file.read_text("utf-8")), inside))
    assert writes == set(WRITES), "it writes or reads typed words: let the gate see them first, and say so here"


def _writing(node: ast.AST, inside: str) -> Iterator[str]:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _writing(each, f"{inside}.{each.name}")
            continue
        if isinstance(each, ast.Call) and _writes(each.func):
            yield inside
        yield from _writing(each, inside)


def _writes(called: ast.expr) -> bool:
    match called:
        case ast.Name(id=name):
            return name in WRITERS
        case ast.Attribute(value=on, attr=name):
            last = ast.unparse(on).rpartition(".")[2].lstrip("_")
            return name in WRITERS or last in WRITERS_OF.get(name, ())
        case _:
            return False
