"""One laptop for two or three: the order of things, whose eyes each page is for, and what all may see."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import pytest

from coach.classroom.door import RoleNames
from coach.classroom.single_device import DeviceStep, SingleDeviceRound
from coach.classroom.views import WatcherView
from coach.errors import NotNow
from coach.model.class_events import LineReaderNote, Mark, Role, Stage
from coach.model.events import SaidAgain
from coach.options import RehearseOptions
from coach.practice.service import PracticeService

KEPT = (
    "what was said on the bus",
    "what Pat is afraid of",
    "PRIVATE-STRING",
    "Sam not singing",
    "They said it on the bus",
)
TRIO = RoleNames("Ann", "Ben", "Cy")
Clock = Callable[[], datetime]


def to(laptop: SingleDeviceRound, step: DeviceStep) -> None:
    """On to a step, lifting each cover."""
    while laptop.page.step is not step:
        laptop.go_on()
        laptop.uncover()


def test_each_page_is_for_whoever_it_is_for(practice: PracticeService, clock: Clock) -> None:
    """The briefs and what is sealed are for one alone; the note, the talk and looking back for all."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    eyes = []
    while laptop.page.step is not DeviceStep.TOGETHER:
        eyes.append((laptop.page.step, laptop.page.role))
        laptop.go_on()
        assert laptop.covered
    reader, observer, practitioner = Role.LINE_READER, Role.OBSERVER, Role.PRACTITIONER
    assert eyes == [
        (DeviceStep.NOTE, None),
        (DeviceStep.BRIEF, practitioner),
        (DeviceStep.BRIEF, reader),
        (DeviceStep.BRIEF, observer),
        (DeviceStep.TALK, None),
        (DeviceStep.NOTES, reader),
        (DeviceStep.GUESSES, practitioner),
        (DeviceStep.MARKS, observer),
    ]
    assert laptop.stage is Stage.PRACTITIONER_SPEAKS


def test_what_all_may_see_is_nobodys_view(practice: PracticeService, clock: Clock) -> None:
    """At no point of a round does it hold what the family keeps, a sealed note or an unlocked mark."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    to(laptop, DeviceStep.TALK)
    for words in ("It was only banter.", "Hello.", "Hello again."):
        laptop.participant.say(words)
        laptop.mark_last(Mark.PARTLY)
        view = laptop.build_view()
        assert isinstance(view, WatcherView)
        assert (view.marks, view.revealed) == ((), ())
        assert not any(each.is_self for each in view.context.partners)
        assert not [each for each in KEPT if each in str(asdict(view))]


def test_notes_are_sealed_when_the_laptop_is_handed_on(practice: PracticeService, clock: Clock) -> None:
    """Until then they can be changed; afterwards note and guess come to light together, before anybody speaks."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    to(laptop, DeviceStep.TALK)
    laptop.participant.say("How has racism touched him?")
    to(laptop, DeviceStep.NOTES)
    laptop.seal(1, LineReaderNote.SAID)
    laptop.seal(1, LineReaderNote.MORE)
    to(laptop, DeviceStep.GUESSES)
    assert laptop.list_sealed_notes() == {}
    assert not laptop.build_view().revealed
    laptop.seal(1, LineReaderNote.SAID)
    to(laptop, DeviceStep.TOGETHER)
    (both, *_) = laptop.build_view().revealed
    assert (both.note, both.guess) == (LineReaderNote.MORE, LineReaderNote.SAID)


def test_marks_are_locked_before_anybody_speaks(practice: PracticeService, clock: Clock) -> None:
    """The observer's page hands them in, so that they stand before the coach says anything."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    to(laptop, DeviceStep.TALK)
    laptop.participant.say("How has racism touched him?")
    to(laptop, DeviceStep.MARKS)
    laptop.participant.mark(1, 0, Mark.TAKEN)
    to(laptop, DeviceStep.TOGETHER)
    with pytest.raises(NotNow):
        laptop.participants[Role.OBSERVER].mark(1, 0, Mark.PARTLY)


def test_a_mark_from_the_shared_page_that_marks_nothing_is_quiet(practice: PracticeService, clock: Clock) -> None:
    """A refusal would tell the others which kind of mark was tried; only where nobody observes is there one."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    to(laptop, DeviceStep.TALK)
    for mark in Mark:
        laptop.mark_last(mark)
    assert not laptop.build_view(Role.OBSERVER).marks
    pair = SingleDeviceRound(practice, clock, RoleNames("", "", None), "bus")
    with pytest.raises(NotNow):
        pair.mark_last(Mark.TAKEN)


def test_of_what_nothing_stands_nothing_is_to_be_marked(practice: PracticeService, clock: Clock) -> None:
    """Before a reply there is nothing; a reply that no opening stood before can still have hurt or mended."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    to(laptop, DeviceStep.TALK)
    assert laptop.list_marks() == ()
    laptop.participant.say("How has racism touched him?")
    assert laptop.list_marks() == tuple(Mark)
    assert SingleDeviceRound(practice, clock, RoleNames("", "", None), "bus").list_marks() == ()


def test_a_moment_out_stops_the_talk_and_covers_what_is_for_one(practice: PracticeService, clock: Clock) -> None:
    """Nothing is said meanwhile, and a page for one pair of eyes has to be uncovered anew."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    covered = []
    for step in (DeviceStep.BRIEF, DeviceStep.TALK):
        to(laptop, step)
        laptop.call_time_out()
        covered.append(laptop.covered)
        with pytest.raises(NotNow):
            laptop.participants[Role.PRACTITIONER].say("Hello.")
        laptop.end_time_out()
    assert covered == [True, False]
    laptop.participant.say("Hello.")


def test_nothing_is_kept_but_what_is_asked_for(practice: PracticeService, clock: Clock) -> None:
    """A round leaves nothing behind; asked for once, it is a finished rehearsal, and once only.

    What was said again is not in it, nor in the file: all sit at one keyboard, so nobody knows whose it was.
    """
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus")
    to(laptop, DeviceStep.TALK)
    laptop.participant.say("How has racism touched him?")
    to(laptop, DeviceStep.TOGETHER)
    while laptop.stage is not Stage.COACH_SPEAKS:
        laptop.go_on()
    laptop.participant.choose_replay(1)
    laptop.participant.say_again("What happened?")
    assert practice.rehearsals() == ()
    assert "What happened?" not in laptop.participants[Role.PRACTITIONER].export_round()[1]
    laptop.keep()
    (kept,) = practice.rehearsals()
    assert not kept.going
    assert not any(isinstance(event, SaidAgain) for event in practice.keeping.store.read(kept.id))
    with pytest.raises(NotNow):
        laptop.keep()


def test_a_round_that_is_kept_says_for_which_exercise_it_was(practice: PracticeService, clock: Clock) -> None:
    chosen = RehearseOptions(exercise="say_it", intention="Only the practitioner's")
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus", options=chosen)
    to(laptop, DeviceStep.TALK)
    laptop.participant.say("How has racism touched him?")
    to(laptop, DeviceStep.TOGETHER)
    began = practice.go_on(laptop.keep()).beginning
    assert (began.exercise, began.intention) == ("say_it", "")


def test_a_spoken_round_is_followed_by_the_line_reader(practice: PracticeService, clock: Clock) -> None:
    """The talk is theirs to look at, the practitioner never needs the screen, and there is nothing to keep."""
    laptop = SingleDeviceRound(practice, clock, TRIO, "bus", spoken=True)
    to(laptop, DeviceStep.TALK)
    assert laptop.page.role is Role.LINE_READER
    laptop.participant.choose_branch("otherwise")
    to(laptop, DeviceStep.TOGETHER)
    with pytest.raises(NotNow):
        laptop.keep()


def test_everybody_moves_one_place_on() -> None:
    """Three go round, two change places, and without names there is nothing to move."""
    assert RoleNames("Ann", "Ben", "Cy").rotate() == RoleNames("Cy", "Ann", "Ben")
    assert RoleNames("Ann", None, "Cy").rotate() == RoleNames("Cy", None, "Ann")
    assert RoleNames("", "", None).rotate() == RoleNames("", "", None)


@pytest.mark.parametrize(
    ("roles", "spoken", "says"),
    [
        (RoleNames("Ann", None, None), False, "two or three"),
        (RoleNames("Ann", None, "Cy"), True, "follows the script"),
        (RoleNames("Sam", " sam ", None), False, "one name"),
        (RoleNames("Ann", "x" * 41, None), False, "long enough"),
        (RoleNames("", "", ""), True, ""),
    ],
)
def test_who_cannot_play_like_this_is_told_why(roles: RoleNames, spoken: bool, says: str) -> None:
    """In a sentence, and nothing where they can."""
    wrong = roles.find_problem(spoken=spoken)
    assert says in wrong
    assert bool(wrong) is bool(says)
