"""Actions of a person's forms in a room: each is a call of their `Participant`.

A form that others feel is answered with a question first. Words that a gate stops are asked about on a page that holds
them, and are stored nowhere.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from coach.classroom import room_words as words
from coach.classroom.participant import Participant
from coach.classroom.room_words import Confirmation, PlaceAction
from coach.classroom.round_words import (
    BY_BUTTON,
    agree_to_read,
    describe_going_back,
    describe_taken_along,
)
from coach.classroom.views import RoomContext
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.class_events import LineReaderNote, Mark, Role, Stage
from coach.model.events import Replied
from coach.practice.question_texts import PAUSE, ask_about_reply, in_sentences, words_after
from coach.practice.safeguarding import LONGEST, Care, Distress, NeedsConfirmation, Question
from coach.web.forms import Form, NoForm, make_form_token
from coach.web.rendering import Page, Region, Renderer
from coach.web.room_pages import TICK_SOMEBODY, RoomPages
from coach.web.room_seats import RoomSeats, Seat

Deed = Callable[[Participant, Form], str]
Outcome = str | Page
"""What is said on the next page; or a page that has to be answered first."""
TRAINER_KNOWS = "Your trainer knows."
MOST_WORDS = 4 * LONGEST
"""Letters that are read of a reply, so that the gate can say of one that it is too long."""


class RoomActions:
    """Everything that forms do in one room."""

    def __init__(self, seats: RoomSeats, pages: RoomPages, renderer: Renderer, care: Care) -> None:
        self._seats = seats
        self._pages = pages
        self._renderer = renderer
        self._care = care

    async def run(self, name: str, seat: Seat, form: Form, session: str) -> Outcome | None:
        """Do what a form asks for; None where no form is called that.

        Args:
            name: the action's name.
            seat: the person's seat.
            form: the form.
            session: the secret of their session.

        Raises:
            CoachError: it cannot be done, and why.
        """
        if deed := DEEDS.get(name):
            return await self._seats.do(seat, lambda participant: deed(participant, form))
        match name:
            case "say" | "say-again":
                return await self._say(seat, form, session, again=name == "say-again")
            case "on":
                return await self._go_on(seat, form, session)
            case "back":
                return await self._step_back(seat, form, session)
            case "end":
                return await self._end(seat, form, session)
            case "anew":
                return await self._begin_anew(seat, form, session)
            case "place":
                return await self._place(seat, form, session)
            case "cue":
                seat.cue_open, seat.cue_over = form.flag("wanted"), not form.flag("wanted")
                seat.concern = None  # their other pages change too
                return ""
        return None

    # --- What takes others along, once asked

    async def _go_on(self, seat: Seat, form: Form, session: str) -> Outcome:
        stage, sure = form.choice("stage", Stage), form.flag("sure")

        def go_on(participant: Participant) -> str:
            context = _refresh(participant)
            asks = describe_taken_along(context, BY_BUTTON)
            if context.stage is stage:
                if asks and not sure:
                    return asks
                participant.go_to_next_stage()
            return ""

        asks = await self._seats.do(seat, go_on)
        return self._ask(words.confirm_going_on(asks), "on", {"stage": stage.value}, session) if asks else ""

    async def _step_back(self, seat: Seat, form: Form, session: str) -> Outcome:
        stage, sure = form.choice("stage", Stage), form.flag("sure")

        def step_back(participant: Participant) -> str:
            asks = describe_going_back(_refresh(participant))
            if asks and not sure:
                return asks
            participant.step_back(stage)
            return ""

        asks = await self._seats.do(seat, step_back)
        return self._ask(words.confirm_going_back(asks), "back", {"stage": stage.value}, session) if asks else ""

    async def _end(self, seat: Seat, form: Form, session: str) -> Outcome:
        """End the talk. The practitioner can still guess then; with the others the group looks back."""
        if not form.flag("sure"):
            return self._ask(words.END_FOR_ALL, "end", {}, session)

        def end(participant: Participant) -> str:
            context = _refresh(participant)
            if context.stage is Stage.TALKING and not context.over:
                if context.role is Role.PRACTITIONER:
                    participant.end_conversation()
                else:
                    participant.go_to_next_stage()
            return ""

        return await self._seats.do(seat, end)

    async def _begin_anew(self, seat: Seat, form: Form, session: str) -> Outcome:
        if not form.flag("sure"):
            return self._ask(words.BEGIN_ANEW, "anew", {}, session)
        await self._seats.do(seat, lambda participant: participant.begin_new_round())
        return ""

    async def _place(self, seat: Seat, form: Form, session: str) -> Outcome:
        """Do one of the things that a person can do about their place."""
        action, about = form.choice("action", PlaceAction), form.text("about")
        match action:
            case PlaceAction.ANEW:
                return await self._begin_anew(seat, form, session)
            case PlaceAction.STEP_BACK:
                return await self._step_back(seat, form, session)
        if (asks := words.GIVEN_UP.get(action)) and not form.flag("sure"):
            return self._ask(asks, "place", {"action": action.value}, session)
        await self._seats.do(seat, lambda participant: _change_place(participant, action, about))
        return ""

    def _ask(self, asks: Confirmation, name: str, fields: dict[str, str], session: str) -> Page:
        return self._pages.ask(asks, f"/do/{name}", fields, session)

    # --- Saying something

    async def _say(self, seat: Seat, form: Form, session: str, *, again: bool) -> Outcome:
        """Say a reply, or ask about it first. What is typed goes nowhere before."""
        text = form.words("words", MOST_WORDS)
        confirmed = {Question(one) for one in form.texts("confirmed") if one in set(Question)}
        answer = form.text("answer")
        if answer == PAUSE:
            return self._pause(session, self._care.pause, text, again=again)
        if not text.strip():
            return "" if answer else say("The box is empty. Type a reply first.")

        def submit(participant: Participant) -> tuple[str, NeedsConfirmation | Distress | None]:
            said, asked = text, set(confirmed)
            if not again and _is_said_already(participant, text, form.text("after")):
                return said, None
            why = participant.submit(said, asked, again=again)
            if answer and isinstance(why, NeedsConfirmation):
                wanted = words_after(answer, why, said)
                if wanted is None:
                    return said, None
                said, asked = wanted, asked | {why.question}
                why = participant.submit(said, asked, again=again)
            return said, why

        said, why = await self._seats.do(seat, submit, reads=True)
        if isinstance(why, Distress):
            await self._seats.do(seat, lambda participant: participant.keep_draft(""))
            return self._pause(session, self._care.distress_says, "", again=again)
        if why is None:
            return ""
        asks = ask_about_reply(why, self._care)
        html = self._renderer.fill(
            "room/held", asks=asks, where=in_sentences(said, why.details), typed=said, confirmed=sorted(confirmed),
            action=_name_say(again=again), token=make_form_token(session), after=form.text("after"),
        )  # fmt: skip
        return Page("held", asks.heading, (Region("held", html),), live="/live", held=True)

    def _pause(self, session: str, says: str, typed: str, *, again: bool) -> Page:
        """Offer a moment for the group, or the trainer; `typed` goes back into the box."""
        html = self._renderer.fill(
            "room/touched", says=says, care=self._care, typed=typed, action=_name_say(again=again),
            token=make_form_token(session),
        )  # fmt: skip
        return Page("touched", say("A moment, if you like"), (Region("touched", html),), live="/live", held=True)


def _is_said_already(participant: Participant, text: str, after: str) -> bool:
    """Return whether a reply was said already, because its form was sent twice.

    Args:
        participant: the practitioner.
        text: the reply.
        after: how many replies there were when the form was sent; empty for a form that does not say.

    Raises:
        NotNow: something else was said since, from another window.
    """
    participant.refresh()
    group = participant.group
    replies = [event for event in group.round.happened if isinstance(event, Replied)] if group and group.round else []
    known = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else len(replies)
    if len(replies) <= known:
        return False
    if len(replies) == known + 1 and replies[-1].text.strip() == text.strip():
        return True
    raise NotNow(say("Something was said from another window since."), say("It is shown here now. Go on from there."))


def _name_say(*, again: bool) -> str:
    return "/do/say-again" if again else "/do/say"


def _refresh(participant: Participant) -> RoomContext:
    participant.refresh()
    return participant.build_view().context


def _change_place(participant: Participant, action: PlaceAction, about: str) -> None:
    match action:
        case PlaceAction.ADMIT | PlaceAction.REFUSE:
            participant.answer_join(about, admitted=action is PlaceAction.ADMIT)
        case PlaceAction.TAKE:
            if about not in set(Role):
                raise NoForm
            participant.take_role(Role(about))
        case PlaceAction.WATCH:
            participant.take_role(None)
        case PlaceAction.OPEN | PlaceAction.SHUT:
            participant.open_group(open_=action is PlaceAction.OPEN)
        case PlaceAction.LEAVE:
            participant.leave_group()
        case PlaceAction.LEAVE_ROOM:
            participant.leave_room()
        case _:
            raise NoForm


# --- What a form does at once


def _sit(participant: Participant, form: Form) -> str:
    people = form.texts("who")
    if not people:
        raise NotNow(say(TICK_SOMEBODY))
    participant.refresh()
    if any(person not in participant.state.people for person in people):
        raise NoForm
    participant.make_group(*people)
    return ""


def _begin(participant: Participant, _form: Form) -> str:
    participant.make_group()
    return ""


def _join(participant: Participant, form: Form) -> str:
    participant.join_group(form.text("group"))
    return ""


def _ask_to_join(participant: Participant, form: Form) -> str:
    if form.flag("wanted"):
        participant.ask_to_join(form.text("group"))
    else:
        participant.withdraw_join_request()
    return ""


def _take_role(participant: Participant, form: Form) -> str:
    participant.take_role(form.choice("role", Role) if form.flag("role") else None)
    return ""


def _choose(participant: Participant, form: Form) -> str:
    participant.choose_scenario(form.text("scenario"), spoken=form.flag("spoken"))
    return ""


def _agree(participant: Participant, _form: Form) -> str:
    agree_to_read(participant, Stage.NOTE)
    return ""


def _read_brief(participant: Participant, _form: Form) -> str:
    agree_to_read(participant, Stage.BRIEF)
    return ""


def _call_moment(participant: Participant, _form: Form) -> str:
    participant.call_time_out()
    return ""


def _end_moment(participant: Participant, _form: Form) -> str:
    participant.end_time_out()
    return ""


def _call_trainer(participant: Participant, form: Form) -> str:
    if form.flag("wanted"):
        participant.ask_for_help()
        return say(TRAINER_KNOWS)
    participant.withdraw_help_request()
    return ""


def _skip(participant: Participant, _form: Form) -> str:
    participant.skip()
    return ""


def _note(participant: Participant, form: Form) -> str:
    participant.note(form.number("opening"), form.choice("note", LineReaderNote))
    return ""


def _guess(participant: Participant, form: Form) -> str:
    participant.guess(form.number("opening"), form.choice("note", LineReaderNote))
    return ""


def _mark(participant: Participant, form: Form) -> str:
    mark = form.choice("mark", Mark) if form.flag("mark") else None
    participant.mark(form.number("opening"), form.number("reply"), mark)
    return ""


def _lock(participant: Participant, _form: Form) -> str:
    participant.lock_marks()
    return ""


def _follow(participant: Participant, form: Form) -> str:
    participant.choose_branch(form.text("branch"))
    return ""


def _take_back(participant: Participant, _form: Form) -> str:
    participant.take_back_branch()
    return ""


def _read_message(participant: Participant, form: Form) -> str:
    try:
        at = datetime.fromisoformat(form.text("at"))
    except ValueError:
        raise NoForm from None
    if at.tzinfo is None:
        raise NoForm
    participant.mark_read(at)
    return ""


def _replay(participant: Participant, form: Form) -> str:
    participant.choose_replay(form.number("reply"))
    participant.keep_draft("")
    return ""


def _give(participant: Participant, _form: Form) -> str:
    participant.contribute()
    return words.IT_IS_IN


DEEDS: Mapping[str, Deed] = {
    "sit": _sit,
    "begin": _begin,
    "join": _join,
    "ask": _ask_to_join,
    "role": _take_role,
    "choose": _choose,
    "agree": _agree,
    "briefed": _read_brief,
    "moment": _call_moment,
    "moment-over": _end_moment,
    "help": _call_trainer,
    "skip": _skip,
    "note": _note,
    "guess": _guess,
    "mark": _mark,
    "lock": _lock,
    "went": _follow,
    "went-back": _take_back,
    "read": _read_message,
    "replay": _replay,
    "give": _give,
}
"""What each form does, by the last part of its address."""
