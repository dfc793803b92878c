"""The pages of a room: which page a person's view belongs on, and its regions.

Everything is made from a `SeatView`, and so from the typed view of the person's role. Nothing else is handed to a
template, so no page can hold what its reader may not see.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from coach.classroom import room_words as words
from coach.classroom import round_words
from coach.classroom.room_words import Confirmation, Over
from coach.classroom.round_words import BY_BUTTON, describe_replies_left, describe_time_left, name_role_holder
from coach.classroom.run_sheets import MarkedLine, WarmUp
from coach.classroom.state import BEFORE_TALKING, STILL_BRIEFED
from coach.classroom.views import (
    ConversationLine,
    LineReaderView,
    ObservedOpening,
    ObserverView,
    PractitionerView,
    RoomContext,
    View,
    has_lines_to_say_again,
)
from coach.debrief.first_page import CardKind, DebriefPage
from coach.debrief.render import (
    HEADINGS,
    Block,
    Heading,
    Paragraph,
    PictureBlock,
    explain_signs,
    lay_out_cards,
    word_picture,
)
from coach.language.catalogue import say
from coach.model.class_events import Counted, LineReaderNote, Mark, Role, Stage
from coach.page_words import NO_REAL_CASES
from coach.practice.export import ExportFormat
from coach.practice.safeguarding import LONGEST, Care
from coach.web.forms import make_form_token
from coach.web.rendering import LAST, Page, Region, Renderer
from coach.web.room_seats import Seat, SeatView

MARKS_OF_OPENINGS = (Mark.TAKEN, Mark.PARTLY, Mark.PASSED_BY)
MARKS_OF_REPLIES = (Mark.HURT, Mark.MENDED)
TICK_SOMEBODY = "Tick the people you sit with first, or begin a group that others can join."
FORGET = "Forget me on this computer"
ASKS_TO_FORGET = (
    "Does somebody else use this computer next? Then leave the room by this: your name is free again, and what you "
    "said can no longer be taken home from here."
)
UNDER = {Over.TIME_OUT: ("/place",), Over.CLOSED: ("/home",), Over.LEFT: ("/home",), Over.KEPT_OUT: ("/home",)}
"""Pages beside the round that can be opened under a cover: the way out, and what is one's own at the end."""
FULL = "talk"
"""The layout with something beside the conversation."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A line of the conversation as it is drawn, with the opening that came up in it."""

    line: ConversationLine
    own: bool
    speaker: str
    text: str
    opening: ObservedOpening | None = None
    goes_on: bool = False
    """Whether the speaker of the line before goes on, so that the name need not be seen again."""


class RoomPages:
    """The pages of one room."""

    def __init__(self, renderer: Renderer, care: Care) -> None:
        self._renderer = renderer
        self._care = care

    # --- Which page

    def build(self, seat: Seat, seen: SeatView, session: str) -> Page:
        """Build the page on which a person is now.

        Args:
            seat: their seat.
            seen: their view.
            session: the secret of their session, for the tokens of forms.
        """
        pages = _PageParts(self._renderer, self._care, seat, seen, make_form_token(session))
        over = words.find_cover(seen.view.context)
        return pages.cover(over) if over is not Over.NOTHING else pages.current()

    def build_beside(self, path: str, seat: Seat, seen: SeatView, session: str) -> Page | None:
        """Build a page beside the round, such as a person's place; None where there is none.

        Args:
            path: its path.
            seat: their seat.
            seen: their view.
            session: the secret of their session.
        """
        over = words.find_cover(seen.view.context)
        pages = _PageParts(self._renderer, self._care, seat, seen, make_form_token(session))
        if over is not Over.NOTHING and path not in UNDER.get(over, ()):
            return pages.cover(over)
        return pages.build_beside(path)

    def ask(self, asks: Confirmation, action: str, fields: dict[str, str], session: str) -> Page:
        """Build the page that asks before something that others feel.

        Args:
            asks: what is asked.
            action: where the answer is sent.
            fields: what the form holds besides.
            session: the secret of the person's session.
        """
        html = self._renderer.fill(
            "room/ask", asks=asks, action=action, fields={**fields, "sure": "yes"}, token=make_form_token(session)
        )
        return Page("ask", asks.heading, (Region("ask", html),), live="/live", held=True)

    def build_gone(self) -> Page:
        """Build the page of a room that was deleted."""
        blocks = list(words.lay_out_cover(Over.GONE, self._care, take=False))
        regions = (Region("words", self._fill_blocks(blocks)),)
        return Page("over-gone", words.COVER_HEADINGS[Over.GONE], regions, version=LAST)

    def give_counts(self, row: tuple[Counted, ...], topics: dict[str, str], session: str) -> Page:
        """Build the page that shows exactly the row of counts that would be given.

        Args:
            row: the row.
            topics: what the coach's topics are called where this person has met them.
            session: the secret of their session.
        """
        html = self._renderer.fill(
            "room/counts", counts=words.list_counts(row, topics), silent=words.list_silent_subjects(row), words=words,
            token=make_form_token(session),
        )  # fmt: skip
        return Page("counts", say("A row of counts for the plenary"), (Region("counts", html),), live="/live/counts")

    def practise(self, warm_up: WarmUp, talk: int, marks: tuple[Mark, ...]) -> Page:
        """Build the page on which observers practise marking; the marks stand in its address.

        Args:
            warm_up: the transcripts.
            talk: the number of the transcript, from 0.
            marks: the reader's marks so far, in order.
        """
        one = warm_up.transcripts[talk]
        said: list[tuple[MarkedLine, Mark | None]] = []
        given, waits = list(marks), None
        for line in one.lines:
            if not line.asks():
                said.append((line, None))
            elif given:
                said.append((line, given.pop(0)))
            else:
                waits = line
                said.append((line, None))
                break
        html = self._renderer.fill(
            "room/practice", warm_up=warm_up, one=one, talk=talk, last=talk + 1 == len(warm_up.transcripts), said=said,
            waits=waits, marks=tuple(Mark), before=".".join(marks),
        )  # fmt: skip
        heading = f"{warm_up.title} Talk {talk + 1} of {len(warm_up.transcripts)}"
        return Page("practice", heading, (Region("practice", html),), live="/live", held=True)

    def _fill_blocks(self, blocks: list[Block]) -> Markup:
        return self._renderer.fill("document", blocks=blocks)


class _PageParts:
    """The parts of one person's pages, as things stand now."""

    def __init__(self, renderer: Renderer, care: Care, seat: Seat, seen: SeatView, token: str) -> None:
        self._renderer = renderer
        self._care = care
        self._seat = seat
        self._seen = seen
        self._view: View = seen.view
        self._context: RoomContext = seen.view.context
        self._token = token

    def _fill(self, template: str, /, **values: object) -> Markup:
        return self._renderer.fill(
            f"room/{template}", context=self._context, view=self._view, token=self._token, words=words,
            round_words=round_words, **values,
        )  # fmt: skip

    def _region(self, name: str, template: str, /, **values: object) -> Region:
        return Region(name, self._fill(template, **values))

    def _blocks(self, blocks: Iterator[Block] | tuple[Block, ...], name: str = "words") -> Region:
        return Region(name, self._renderer.fill("document", blocks=tuple(blocks)))

    def _page(self, name: str, heading: str, *regions: Region | None, layout: str = "column") -> Page:
        context = self._context
        eyes = type(self._view).__name__ if context.stage is not Stage.GATHERING else "any"
        key = f"{name}-{context.group}-{context.stage}-{context.round}-{eyes}"
        shown = (self._strip(), *(region for region in regions if region is not None), self._tools())
        return Page(key, heading, shown, layout, live="/live")

    def _strip(self) -> Region:
        context = self._context
        part = context.part
        time = describe_time_left(part.left) if part and part.left is not None else ""
        return self._region(
            "strip", "strip", clock=", ".join(filter(None, (part.title if part else "", time))),
            waits=words.describe_wait(context, BY_BUTTON), unread=self._seen.unread,
        )  # fmt: skip

    def _tools(self) -> Region:
        talking = self._context.stage is Stage.TALKING and not self._context.over and not self._context.to_agree
        return self._region("tools", "tools", briefed=self._is_briefed(), may_end=talking and bool(self._context.role))

    def _is_briefed(self) -> bool:
        context = self._context
        return bool(context.group) and not context.to_agree and context.stage.is_at_least(Stage.BRIEF)

    def _offer_next(self) -> Region:
        context = self._context
        waits = "" if context.to_read and context.refusal == say(STILL_BRIEFED) else context.refusal
        label = round_words.ON_TO[context.next_stage] if context.next_stage is not None else ""
        may = context.next_stage is not None and not context.refusal
        nobody_reads = context.spoken and context.screen_speaks and context.stage in (Stage.NOTE, Stage.BRIEF)
        return self._region("onward", "onward", waits=waits, label=label if may else "", nobody_reads=nobody_reads)

    # --- Pages of the round

    def current(self) -> Page:
        """The page on which this person is now, with nothing over it."""
        context = self._context
        if context.cue and not self._seat.cue_over:
            return self._cue()
        if not context.group:
            return self._lobby()
        if context.to_agree and context.stage is not Stage.DONE:
            return self._note()
        match context.stage:
            case Stage.GATHERING:
                return self._gathering()
            case Stage.NOTE:
                return self._note()
            case Stage.BRIEF:
                return self._brief()
            case Stage.TALKING:
                return self._talk()
            case Stage.COACH_SPEAKS:
                return self._coach()
            case Stage.OUT_OF_ROLE:
                blocks = round_words.lay_out_steps(context)
                return self._page("steps", say("Out of role"), self._blocks(blocks), self._offer_next())
            case Stage.DONE:
                return self._finish()
            case _:
                return self._looking()

    def _cue(self) -> Page:
        note = self._seen.warm_up_note
        opened = self._seat.cue_open or not note
        blocks = tuple(words.lay_out_cue(self._context)) if opened else words.lay_out_cue_note(note)
        return self._page(
            f"cue-{'open' if opened else 'note'}",
            "Warm-up",
            self._blocks(blocks),
            self._region("cue", "cue", opened=opened),
        )

    def _lobby(self) -> Page:
        context = self._context
        others = tuple(person for person in context.ungrouped if not person.is_self)
        about = context.part.what if context.part else words.NO_TRAINER_YET
        return self._page(
            "lobby", say("Find people to sit with"),
            self._region("you", "lobby_you", about=about),
            self._region("free", "lobby_free", others=others),
            self._region("groups", "lobby_groups")
        )  # fmt: skip

    def _gathering(self) -> Page:
        return self._page(
            "gathering", say("Roles, and what to play"),
            self._region("table", "table"),
            self._region("roles", "roles", roles=(*Role, None)),
            self._region("offers", "offers", others=words.list_other_offers(self._context)),
            self._offer_next()
        )  # fmt: skip

    def _note(self) -> Page:
        context = self._context
        heading = context.chosen.title if context.chosen else say("Content note")
        another = bool(words.list_other_offers(context)) and context.stage in BEFORE_TALKING
        onward = None if context.to_agree else self._offer_next()
        return self._page(
            f"note-{context.chosen.id if context.chosen else ''}", heading, self._blocks(words.lay_out_note(context)),
            self._region("agree", "agree", another=another), onward,
        )  # fmt: skip

    def _brief(self) -> Page:
        blocks = round_words.lay_out_card(self._view, BY_BUTTON)
        return self._page(
            "brief", _find_heading(blocks), self._blocks(blocks),
            self._region("practise", "practise") if isinstance(self._view, ObserverView) else None, self._offer_next(),
        )  # fmt: skip

    def _talk(self) -> Page:
        context, view = self._context, self._view
        onward = self._offer_next() if context.over or context.lacks_practitioner() else None
        heading = (
            say("In conversation: {title}", title=context.chosen.title) if context.chosen else say("In conversation")
        )
        match view:
            case PractitionerView():
                about = (
                    words.TALK_OVER if context.over
                    else self._describe_spoken() if context.spoken
                    else describe_replies_left(context)
                )  # fmt: skip
                reader = name_role_holder(context, Role.LINE_READER)
                guesses = (
                    self._draw_seal(round_words.word_guess_question(reader), view.to_guess, view.guesses)
                    if context.over and view.to_guess
                    else None
                )
                say_box = self._say_box() if not (context.over or context.spoken) else None
                spoken = self._conversation(view.lines, say("You"))
                return self._page("talk", heading, spoken, self._say_left(about), say_box, guesses, onward)
            case LineReaderView():
                before, _ = round_words.split_last_lines(view.lines)
                notes = self._draw_seal(round_words.NOTES if view.to_note else words.NO_NOTES, view.to_note, view.notes)
                return self._page(
                    "talk", heading, self._conversation(before, self._name_practitioner()),
                    self._region("aloud", "aloud", lines=view.to_read) if view.to_read else None,
                    self._follow(view), self._say_left(describe_replies_left(context)),
                    notes if not context.spoken or context.over else None, onward,

                )  # fmt: skip
            case ObserverView():
                bubbles = self._conversation(view.lines, self._name_practitioner(), view.openings)
                marking = self._marking(view)
                return self._page(
                    "talk", heading, bubbles, marking, self._say_left(describe_replies_left(context)), onward,
                    layout=FULL,
                )  # fmt: skip
            case _:
                return self._page(
                    "talk", heading, self._conversation(view.lines, self._name_practitioner()),
                    self._say_left("" if context.over else words.WATCHING), onward,
                )  # fmt: skip

    def _describe_spoken(self) -> str:
        context = self._context
        nobody = words.NOBODY_FOLLOWS.format(place=BY_BUTTON.place, end=BY_BUTTON.end)
        return nobody if context.screen_speaks else words.ALOUD

    def _name_practitioner(self) -> str:
        return name_role_holder(self._context, Role.PRACTITIONER, say("They"))

    def _say_left(self, about: str) -> Region:
        return self._region("left", "left", about=about)

    def _conversation(
        self, lines: tuple[ConversationLine, ...], speaker: str, openings: tuple[ObservedOpening, ...] = ()
    ) -> Region:
        return self._region("talk", "talk", bubbles=lay_out_bubbles(lines, speaker, openings))

    def _say_box(self) -> Region:
        context = self._context
        return self._region(
            "saying", "say", draft=self._seen.draft, first=not context.replies, replies=context.replies,
            asks_not=say(NO_REAL_CASES), longest=LONGEST,
        )  # fmt: skip

    def _draw_seal(self, asks: str, spots: object, given: object) -> Region:
        action = "/do/note" if isinstance(self._view, LineReaderView) else "/do/guess"
        return self._region(
            "sealed", "sealed", asks=asks, spots=spots, given=given, action=action, notes=tuple(LineReaderNote)
        )

    def _follow(self, view: LineReaderView) -> Region | None:
        if not (view.choices or view.may_take_back):
            return None
        often = [choice for choice in view.choices if not (choice.may_have_hurt or choice.seldom)]
        hurts = [choice for choice in view.choices if choice.may_have_hurt]
        seldom = [choice for choice in view.choices if choice.seldom and not choice.may_have_hurt]
        return self._region("follow", "follow", often=often, hurts=hurts, seldom=seldom)

    def _marking(self, view: ObserverView) -> Region:
        own = {
            (mark.reply, mark.mark)
            for mark in view.marks
            if mark.mark.of_a_reply() and mark.observer == view.context.own_name
        }
        return self._region(
            "beside", "marking", marks=MARKS_OF_OPENINGS, reply_marks=MARKS_OF_REPLIES, own=own,
            openings=tuple(reversed(view.openings)),
        )  # fmt: skip

    # --- Pages after the talk

    def _looking(self) -> Page:
        blocks = tuple(round_words.lay_out_looking(self._view))
        view, still = self._view, self._context.stage is Stage.LOOKING and not self._view.revealed
        own: Region | None = None
        match view:
            case PractitionerView() if still and view.to_guess:
                reader = name_role_holder(self._context, Role.LINE_READER, "the line-reader")
                own = self._draw_seal(round_words.word_guess_question(reader), view.to_guess, view.guesses)
            case LineReaderView() if still and view.to_note:
                own = self._draw_seal(round_words.NOTES, view.to_note, view.notes)
            case ObserverView() if not view.locked:
                own = self._marking(view)
        return self._page("looking", _find_heading(blocks), self._blocks(blocks), own, self._offer_next())

    def _coach(self) -> Page:
        seen, context = self._seen, self._context
        return self._page(
            "coach", Stage.COACH_SPEAKS.title(),
            self._region("coach", "coach", parts=tuple(self._lay_out_coach(seen.page)), heard=seen.page is not None),
            self._region("side", "side", comparison=seen.comparison, reader=name_role_holder(context, Role.LINE_READER),
                         practitioner=name_role_holder(context, Role.PRACTITIONER, say("The practitioner"))),
            None if context.spoken else self._offer_lines_again(),
            self._offer_next(),
        )  # fmt: skip

    def _offer_lines_again(self) -> Region:
        """Offer the round's replies to be said in other words, with what was said again last."""
        seen = self._seen
        own = {line.reply: line.text for line in self._view.lines if line.reply and line.text}
        again = lay_out_bubbles(self._view.lines_again, say("In other words"))
        return self._region(
            "again", "again", own=own, replayed=seen.replayed, bubbles=again, draft=seen.draft, longest=LONGEST,
            before=_find_line_before(self._view.lines, seen.replayed),
        )  # fmt: skip

    def _lay_out_coach(self, page: DebriefPage | None) -> Iterator[tuple[tuple[Block, ...], tuple[int, ...]]]:
        """Lay out the coach's cards in parts, each with the replies that can be said again."""
        if page is None:
            yield (Paragraph(round_words.NOT_HEARD), Paragraph(round_words.ALOUD_AGAIN)), ()
            return
        who = name_role_holder(self._context, Role.PRACTITIONER)
        lead = "" if who == say("You") else say("To {who}; the others listen.", who=who or "the practitioner")
        picture = page.picture
        words = word_picture(picture) or (round_words.NO_CARDS,)
        first: list[Block] = [Paragraph(words[0], lead)]
        if picture.marks:
            first += [PictureBlock(picture), Paragraph(f"{explain_signs(picture)}.")]
            first += [Paragraph(line) for line in words[1:]]
        yield tuple(first), ()
        for kind in HEADINGS:
            cards = page.list_cards(kind)
            if cards:
                replies = dict.fromkeys(card.replies[0] for card in cards if card.replies)
                blocks = tuple(lay_out_cards(page, kind, who or say("The practitioner")))
                yield blocks, tuple(replies) if kind is CardKind.BACK else ()
        yield (Paragraph(page.limits, say("Please remember")),), ()

    def _finish(self) -> Page:
        seen = self._seen
        yours = isinstance(self._view, PractitionerView) and not self._context.spoken
        blocks = tuple(
            words.lay_out_end(
                self._view, self._care, take=seen.may_take_home, counts=yours and seen.may_contribute,
                given=yours and seen.has_contributed, too_few=yours and seen.lacks_contributors, controls=BY_BUTTON,
            )
        )  # fmt: skip
        counts, again = yours and seen.may_contribute, has_lines_to_say_again(self._view)
        return self._page(
            "done", _find_heading(blocks), self._blocks(blocks),
            self._region("yours", "yours", take=seen.may_take_home, counts=counts, again=again),
            self._offer_lines_again() if again else None, self._offer_next(),
        )  # fmt: skip

    # --- What lies over a page, and pages beside the round

    def cover(self, over: Over) -> Page:
        """The page that covers all others: neutral words, and what can be done under it."""
        take = over in words.ENDED and self._seen.may_take_home
        why = self._context.kept_out
        blocks = tuple(words.lay_out_cover(over, self._care, take=take, controls=BY_BUTTON, why=why))
        html = self._fill(
            "cover", over=over, take=take, asked=self._context.asked_for_help, forget=say(FORGET),
            asks_to_forget=say(ASKS_TO_FORGET),
        )  # fmt: skip
        regions = (self._blocks(blocks), Region("cover", html))
        return Page(f"over-{over}", _find_heading(blocks), regions, live="/live")

    def build_beside(self, path: str) -> Page | None:
        """A page that is opened beside the round; None where there is none at this path, or not now."""
        context, live = self._context, f"/live{path}"
        match path:
            case "/place":
                give = self._seen.may_contribute
                choices = tuple(words.list_place_choices(context, take_home=self._seen.may_take_home, give_counts=give))
                region = self._region("place", "place", choices=choices)
                return Page("place", say("My place"), (region,), live=live)
            case "/brief" if self._is_briefed():
                blocks = round_words.lay_out_card(self._view, BY_BUTTON)
                return Page(
                    "my-brief", _find_heading(blocks), (self._blocks(blocks), self._region("back", "back")), live=live
                )
            case "/another" if context.group and context.stage in BEFORE_TALKING:
                offers = words.list_other_offers(context)
                region = self._region("another", "another", others=offers)
                return Page("another", say("Another scenario"), (region,), live=live)
            case "/moment" if not context.group:
                blocks = tuple(words.lay_out_cover(Over.ALONE, self._care, take=False, controls=BY_BUTTON))
                regions = (self._blocks(blocks), self._region("back", "back"))
                return Page("moment", _find_heading(blocks), regions, live=live)
            case "/home" if self._seen.may_take_home:
                region = self._region("home", "home", forms=tuple(ExportFormat))
                return Page("home", say("Take it home"), (region,), live=live)
        return None


def lay_out_bubbles(
    lines: tuple[ConversationLine, ...], speaker: str, openings: tuple[ObservedOpening, ...] = ()
) -> tuple[Bubble, ...]:
    """Lay out the lines of a conversation, each with the opening that came up in it.

    Args:
        lines: the lines.
        speaker: how the practitioner is named.
        openings: the openings that the reader may see.
    """
    left, replies = list(openings), 0
    bubbles: list[Bubble] = []
    for line in lines:
        own = bool(line.reply) or line.skipped
        replies = line.reply or replies
        opening = next((one for one in left if not own and one.after == replies and one.line == line.text), None)
        if opening is not None:
            left.remove(opening)
        text = round_words.describe_own_line(line) if own else line.text
        before = bubbles[-1] if bubbles else None
        goes_on = (
            before is not None
            and not (before.line.scene or before.opening or line.how or own)
            and (before.line.speaker == line.speaker and not before.own)
        )
        bubbles.append(Bubble(line, own, speaker if own else line.speaker, text, opening, goes_on))
    return tuple(bubbles)


def _find_heading(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if isinstance(block, Heading) and block.rank == 1), say("The room"))


def _find_line_before(lines: tuple[ConversationLine, ...], reply: int) -> ConversationLine | None:
    """Find the family's line that a reply answered."""
    place = next((place for place, line in enumerate(lines) if line.reply == reply), 0)
    return next((line for line in reversed(lines[:place]) if line.text and not (line.reply or line.scene)), None)
