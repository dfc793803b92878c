"""A round as people go through it: roles, consent, the talk, the order of the debrief, and what is laid beside what."""

from types import SimpleNamespace
from typing import Any

import pytest

from coach.classroom import round_conversation
from coach.classroom.views import LineReaderView, ObserverView, PractitionerView, WatcherView, has_lines_to_say_again
from coach.debrief.first_page import GO_BACK_TO, CardKind, MarkKind
from coach.errors import NotNow
from coach.model.class_events import LineReaderNote, Mark, Role, RoomEvent, Stage, TimeIn, TimeOut
from coach.model.events import Replied
from coach.practice.safeguarding import LONGEST
from tests.classroom.conftest import Room, to_stage, to_talking

ASKS, BANTER, CHILD = "How has racism touched him?", "It was only banter.", "What does Sam say about it?"


def test_nobody_has_a_role_before_they_take_one_and_any_may_be_put_down(room: Room) -> None:
    ann, ben = room.seat("Ann"), room.seat("Ben")
    ann.make_group(ben.person)
    assert (ann.role, ben.role) == (None, None)
    ben.take_role(Role.PRACTITIONER)
    ann.refresh()
    with pytest.raises(NotNow, match="already"):
        ann.take_role(Role.PRACTITIONER)
    ben.take_role(None)
    ann.take_role(Role.PRACTITIONER)
    assert ann.role is Role.PRACTITIONER


def test_nothing_of_a_scenario_is_shown_before_everybody_has_agreed_to_its_content_note(room: Room) -> None:
    ann, ben, cy = room.trio()
    ann.go_to_next_stage()
    ann.agree()
    assert ann.build_view().context.chosen is not None
    assert ann.build_view().context.refusal == "Waiting until everybody has read the content note."
    with pytest.raises(NotNow):
        ann.go_to_next_stage()
    room.trainer.refresh()
    with pytest.raises(NotNow):
        room.trainer.advance_group("g1", Stage.NOTE)
    ben.agree()
    cy.agree()
    ann.go_to_next_stage()
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert view.brief is not None
    assert view.brief.card


def test_whoever_hesitates_over_consent_is_pointed_out_to_nobody(room: Room) -> None:
    ann, ben, cy = room.trio()
    ann.go_to_next_stage()
    for seat in (ann, ben):
        seat.refresh()
        seat.agree()
    for seat in (ann, cy):
        seat.refresh()
        assert [each.name for each in seat.build_view().context.partners if each.agreed and not each.is_self] == []
    room.trainer.refresh()
    group = room.trainer.build_board().groups[0]
    assert not any(each.agreed for each in group.people)
    assert not any(name in ann.build_view().context.refusal + group.refusal for name in ("Ann", "Ben", "Cy"))


def test_another_choice_asks_everybody_again(room: Room) -> None:
    ann, ben, _ = room.trio()
    ann.go_to_next_stage()
    ann.agree()
    ben.choose_scenario("bus", spoken=True)
    ann.refresh()
    assert ann.build_view().context.stage is Stage.GATHERING
    ann.go_to_next_stage()
    assert ann.build_view().context.to_agree


def test_somebody_whose_screen_is_gone_is_not_waited_for_and_reads_the_note_when_they_are_back(room: Room) -> None:
    from coach.classroom.door import mark_away, mark_back

    ann, ben, cy = room.trio()
    ann.go_to_next_stage()
    mark_away(room.log, cy.person, room.clock)
    ann.agree()
    ben.agree()
    ann.go_to_next_stage()
    mark_back(room.log, cy.person, room.clock)
    cy.refresh()
    assert isinstance(cy.build_view(), WatcherView)
    assert cy.build_view().context.to_agree
    cy.agree()
    assert isinstance(cy.build_view(), ObserverView)


def test_a_round_has_as_many_replies_as_the_run_sheet_says_and_then_waits(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for text in (ASKS, BANTER, CHILD):
        ann.say(text)
    view = ann.build_view()
    assert (view.context.replies, view.context.over, view.context.stage) == (3, True, Stage.TALKING)
    with pytest.raises(NotNow):
        ann.say("One more.")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read of replies, as often as it is."""
    texts: list[str] = []
    usual = round_conversation.read_reply

    def read_reply(matcher: Any, script: Any, story: Any, text: str, *others: Any) -> Replied:
        texts.append(text)
        return usual(matcher, script, story, text, *others)

    monkeypatch.setattr(round_conversation, "read_reply", read_reply)
    return texts


def test_words_that_rested_in_the_box_are_read_once_and_answered_as_any(room: Room, read: list[str]) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    before = len(room.log.read())
    ann.read_ahead(ASKS)
    assert (read, len(room.log.read())) == ([ASKS], before), "nothing of it is in the log"
    cy.refresh()
    cy.mark(1, 0, Mark.PARTLY)  # what others do meanwhile is no reason to read anew
    ann.say(ASKS)
    assert read == [ASKS]
    dee, eve, flo = room.again(ann.person), room.again(ben.person), room.again(cy.person)
    assert "They said it on the bus. Twice." in [line.text for line in dee.build_view().lines]
    for seat in (eve, flo):
        seat.read_ahead(CHILD)
    assert read == [ASKS], "nobody else has a reply to read"


def test_other_words_or_another_point_of_the_round_are_read_anew(room: Room, read: list[str]) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.read_ahead(BANTER)
    ann.say(ASKS)
    ann.read_ahead(CHILD)
    ann.skip()
    assert read == [BANTER, ASKS, CHILD]
    ann.read_ahead(CHILD)
    ann.keep_draft("Right.")  # the words in the box are others by now
    ann.say(CHILD)
    assert read == [BANTER, ASKS, CHILD, CHILD, CHILD]


def test_what_somebody_else_writes_meanwhile_has_nothing_read_twice(room: Room, read: list[str]) -> None:
    """The log refuses what was made before that; it is made anew from the same reading."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    usual, tries = room.log.append, []

    def append(expected: int, *events: RoomEvent, said_by: str = "") -> bool:
        if not tries:
            ben.refresh()
            ben.ask_for_help()
        tries.append(expected)
        return usual(expected, *events, said_by=said_by)

    ann._log = SimpleNamespace(append=append, read=room.log.read, keep_draft=room.log.keep_draft)  # type: ignore[assignment]  # what a reply needs
    ann.say(ASKS)
    assert (len(tries), read) == (2, [ASKS])


def test_nothing_that_a_gate_stops_is_read_ahead(room: Room, read: list[str]) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for words in ("I want to die.", "Write to jo.bloggs@example.org.", " ", "a" * (LONGEST + 1)):
        ann.read_ahead(words)
    assert read == []


def test_only_the_practitioner_speaks_and_nothing_is_taken_back(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ben.refresh()
    with pytest.raises(NotNow, match="practitioner"):
        ben.say(ASKS)
    assert not hasattr(ann, "take_back")


def test_anybody_can_ask_for_a_moment_and_nobody_is_told_who(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    cy.call_time_out()
    ann.refresh()
    assert ann.build_view().context.time_out
    with pytest.raises(NotNow, match="Somebody asked for a moment"):
        ann.say(ASKS)
    assert not any("Cy" in str(part) for part in (ann.build_view().context.time_out, ann.build_view().context.messages))
    ben.end_time_out()
    moments = [event for _, event in room.log.read() if isinstance(event, TimeOut | TimeIn)]
    assert [event.by for event in moments] == ["", ""]
    ann.say(ASKS)
    assert ann.build_view().context.replies == 1


def test_while_the_room_is_paused_what_was_typed_waits(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    room.trainer.pause()
    ann.keep_draft(ASKS)
    with pytest.raises(NotNow, match="paused"):
        ann.say(ASKS)
    assert room.again(ann.person).draft == ASKS
    room.trainer.resume_room()
    ann.say(ASKS)
    assert ann.build_view().context.replies == 1


def test_two_who_press_on_at_once_skip_no_stage(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ben.refresh()
    ann.go_to_next_stage()
    ben.go_to_next_stage()
    assert ben.build_view().context.stage is Stage.LOOKING


def test_notes_and_guesses_are_laid_open_together_and_not_before(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for text in (ASKS, CHILD, "Bye."):
        ann.say(text)
    ben.note(1, LineReaderNote.MORE)
    ben.note(2, LineReaderNote.SAID)
    ann.guess(1, LineReaderNote.SAID)
    view, other = ann.build_view(), ben.build_view()
    assert isinstance(view, PractitionerView)
    assert isinstance(other, LineReaderView)
    assert (view.revealed, other.revealed) == ((), ())
    ann.guess(2, LineReaderNote.SAID)
    ben.refresh()
    view, other = ann.build_view(), ben.build_view()
    assert isinstance(view, PractitionerView)
    assert view.revealed == other.revealed
    assert [(each.note, each.guess) for each in view.revealed] == [
        (LineReaderNote.MORE, LineReaderNote.SAID),
        (LineReaderNote.SAID, LineReaderNote.SAID),
    ]
    with pytest.raises(NotNow, match="laid open"):
        ann.guess(1, LineReaderNote.MORE)


def test_a_guess_never_points_at_an_opening_while_the_talk_is_there(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert view.to_guess == ()
    with pytest.raises(NotNow):
        ann.guess(1, LineReaderNote.MORE)
    ann.say(ASKS)
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert [spot.number for spot in view.to_guess] == [1]


def test_marks_are_locked_before_the_coach_speaks_and_seen_by_others_only_then(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    cy.refresh()
    cy.mark(1, 0, Mark.PARTLY)
    cy.mark(1, 0, Mark.TAKEN)
    cy.mark(0, 1, Mark.HURT)
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert view.marks == ()
    with pytest.raises(NotNow):
        ann.build_page()
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert [(mark.opening, mark.mark) for mark in view.marks] == [(1, Mark.TAKEN), (0, Mark.HURT)]
    with pytest.raises(NotNow, match="locked"):
        cy.mark(1, 0, Mark.PASSED_BY)
    assert ann.build_page().picture.marks


def test_what_the_coach_says_is_the_page_of_that_conversation_for_each_of_them(room: Room) -> None:
    """The same cards as after a rehearsal, whoever looks; nothing of the marks and notes that people made."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for text in (ASKS, BANTER, CHILD):
        ann.say(text)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    page = ann.build_page()
    (keep,) = page.list_cards(CardKind.KEEP)
    assert keep.replies == (1,)
    assert [mark.kind for mark in page.picture.marks][:2] == [MarkKind.TOLD_MORE, MarkKind.DREW_BACK]
    assert page.list_cards(CardKind.BACK)[0].replies == (2,)
    assert page.list_cards(CardKind.CHOSEN) == ()
    assert page == ben.build_page() == cy.build_page()


def test_the_coach_speaks_last(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    seen = []
    while ann.build_view().context.stage is not Stage.DONE:
        ann.go_to_next_stage()
        seen.append(ann.build_view().context.stage)
    people = (Stage.LOOKING, Stage.PRACTITIONER_SPEAKS, Stage.LINE_READER_SPEAKS, Stage.OBSERVER_SPEAKS)
    assert tuple(seen) == (*people, Stage.COACH_SPEAKS, Stage.OUT_OF_ROLE, Stage.DONE)


def test_all_three_readings_stand_beside_each_other_and_nobody_was_right(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for text in (ASKS, BANTER, CHILD):
        ann.say(text)
    cy.refresh()
    ben.note(1, LineReaderNote.MORE)
    ann.guess(1, LineReaderNote.SAID)
    cy.mark(1, 0, Mark.PASSED_BY)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    comparison = ann.compare()
    first = comparison.openings[0]
    assert (first.marks, first.note, first.guess, first.coach) == (
        (("Cy", Mark.PASSED_BY),),
        LineReaderNote.MORE,
        LineReaderNote.SAID,
        "taken",
    )
    assert len(first.differ) == 2
    assert [(each.reply, each.coach) for each in comparison.replies] == [(2, "may have hurt")]
    words = str(comparison).casefold()
    assert not any(word in words for word in ("wrong", "missed", "correct", "score", "right answer"))
    assert comparison == cy.compare()


def test_an_opening_that_was_taken_with_a_reply_that_may_have_hurt_says_that_both_can_be_so(room: Room) -> None:
    """Or a group would ask how a line can be taken up and yet be one to go back to."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for text in (BANTER, ASKS, CHILD):
        ann.say(text)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    first, child = ann.compare().openings
    assert (first.coach, child.coach) == ("taken", "taken")
    assert [sentence for sentence in first.differ if "reply 1" in sentence and "Both can be so" in sentence]
    assert GO_BACK_TO in " ".join(first.differ)
    assert not child.differ, "the reply that hurt came before that line"


def test_a_line_is_said_again_once_the_round_is_finished(room: Room) -> None:
    """A run sheet has the stepping out of role before it."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(BANTER)
    assert not has_lines_to_say_again(ann.build_view()), "not before the coach has spoken"
    ann.end_conversation()
    to_stage(Stage.DONE, ann, ben, cy)
    ann.open_group()
    dee = room.seat("Dee")
    dee.join_group("g1")
    assert not has_lines_to_say_again(dee.build_view()), "nor for whoever has not read the content note"
    assert all(has_lines_to_say_again(seat.build_view()) for seat in (ann, ben, cy))
    cy.choose_replay(1)
    cy.say_again(ASKS)
    ann.refresh()
    assert [line.text for line in ann.build_view().lines_again][:2] == [ASKS, "You asked."]
    assert ann.build_view().context.stage is Stage.DONE


def test_a_line_is_said_again_from_its_own_point_and_the_round_stays_as_it_was(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for text in (BANTER, "Right.", "Okay."):
        ann.say(text)
    to_stage(Stage.COACH_SPEAKS, ann, ben, cy)
    before, said = ann.build_page(), ann.build_view()
    assert cy.choose_replay(1) == BANTER
    assert room.again(cy.person).replayed_reply == 1
    cy.say_again(ASKS)
    ann.refresh()
    after = ann.build_view()
    assert isinstance(said, PractitionerView)
    assert isinstance(after, PractitionerView)
    assert after.lines == said.lines
    assert [line.text for line in after.lines_again][:2] == [ASKS, "You asked."]
    assert ann.build_page().cards == before.cards
    ben.refresh()
    ben.choose_replay(2)
    ben.say_again(CHILD)
    assert next(line.text for line in ben.build_view().lines_again) == CHILD


def test_a_practitioner_who_leaves_takes_nobody_with_them(room: Room) -> None:
    ann, ben, cy = room.trio()
    dee = room.seat("Dee")
    dee.join_group("g1")
    to_talking(ann, ben, cy, dee)
    ann.say(ASKS)
    ann.leave_room()
    dee.take_role(Role.PRACTITIONER)
    dee.say(CHILD)
    assert dee.build_view().context.replies == 2
    assert [each.name for each in dee.build_view().context.partners] == ["Ben", "Cy", "Dee"]


def test_where_the_line_reader_leaves_the_screen_speaks(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ben.refresh()
    ben.leave_group()
    ann.say(ASKS)
    view = ann.build_view()
    assert isinstance(view, PractitionerView)
    assert view.context.screen_speaks
    assert view.to_guess == ()
    assert any(line.text == "You asked." for line in view.lines)
    to_stage(Stage.OBSERVER_SPEAKS, ann)


def test_whoever_read_what_a_family_keeps_does_not_talk_to_them_in_that_round(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.take_role(None)
    ben.refresh()
    with pytest.raises(NotNow, match="keeps"):
        ben.take_role(Role.PRACTITIONER)
    ben.take_role(None)
    with pytest.raises(NotNow, match="keeps"):
        ben.take_role(Role.PRACTITIONER)


def test_whoever_saw_where_a_family_opens_does_not_talk_to_them_in_that_round(room: Room) -> None:
    ann, ben, cy = room.trio()
    dee = room.seat("Dee")
    dee.join_group("g1")
    to_talking(ann, ben, cy, dee)
    ann.take_role(None)
    dee.take_role(Role.OBSERVER)
    for seat in (cy, dee):
        seat.refresh()
        seat.take_role(None)
        with pytest.raises(NotNow, match="opens"):
            seat.take_role(Role.PRACTITIONER)
    to_stage(Stage.GATHERING, ann, ben, cy, dee)
    cy.take_role(Role.PRACTITIONER)


def test_the_line_reader_has_the_lines_to_read_and_what_the_family_keeps(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    ben.refresh()
    view = ben.build_view()
    assert isinstance(view, LineReaderView)
    assert view.to_read[0].text == "You asked."
    assert [(each.about, each.is_told) for each in view.silences] == [
        ("what was said on the bus", True),
        ("what Pat is afraid of", False),
    ]
    assert "PRIVATE-STRING" not in str(view)


def test_the_next_round_begins_with_roles_put_down(room: Room) -> None:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(ASKS)
    to_stage(Stage.DONE, ann, ben, cy)
    ann.go_to_next_stage()
    ben.refresh()
    assert (ann.build_view().context.stage, ann.role, ann.build_view().context.chosen is not None) == (
        Stage.GATHERING,
        None,
        True,
    )
    ben.take_role(Role.PRACTITIONER)
    to_talking(ben, ann, cy)
    assert ben.build_view().context.round == 2
    assert ann.list_own_events() != ben.state.groups["g1"].round.list_events()  # type: ignore[union-attr]  # it has begun
