"""Pages on which a supervisor reads what was brought, answers it, and hands that back.

Everything said is stored as a draft on this machine, and goes to nobody before it is handed back. Words in which the
gate finds a real person's details wait in the page that asks, and are stored nowhere meanwhile.
"""

from collections.abc import Iterable, Mapping

from aiohttp import web

from coach.content.validation import load_reflection_models
from coach.debrief.render import Block
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.submission import (
    SubmissionScope,
    View,
    agree_with_all,
    collect_own_words,
    find_comment,
    is_empty_review,
    list_unanswered_notes,
    reword_review,
)
from coach.practice.question_texts import REMOVE
from coach.practice.safeguarding import Question, WordsHeld, look_for_details, without
from coach.supervision.agenda import format_day
from coach.supervision.care_prompts import CarePrompt, choose_care_prompts, lay_out_care_prompts
from coach.supervision.desk_texts import (
    AGREED,
    MAY_NOT,
    MAY_TEACH,
    NO_QUESTION,
    NONE_HERE,
    NONE_LEFT,
    NOT_HANDED_BACK,
    NOTHING_ON_THE_WHOLE,
    REVIEW_EMPTY,
    VIEW_BUTTONS,
    YOURS_TO_DO,
    confirm_agreeing,
    confirm_taking_back,
    word_taken_back,
)
from coach.supervision.documents import lay_out_context, lay_out_own_review, name_review_file
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import (
    KINDS_IN_WORDS,
    READS_WORDS,
    describe_way,
)
from coach.web.forms import Form, NoForm
from coach.web.own_desk import ItemFinder
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import CONFIRMED, OwnSite, Way, ask_about_words_for_others, make_answers, read_confirmed
from coach.web.rendering import NO_NOTICE, Notice, Region
from coach.web.review_view import (
    LONGEST_REASON,
    OpenedReview,
    PressedButton,
    ReviewFields,
    fill_in_boxes,
    find_wrong_day,
    list_review_lines,
    make_question_groups,
    make_seal,
    parse_place,
    read_boxes,
    read_review,
)

LOOK_AGAIN = NotNow("What you said was changed since you looked at it.", "Look at it once more, then hand it back.")
KEPT = "Kept. It goes to nobody until you hand it back."
CHANGED_ELSEWHERE = NotNow(
    "What you said was changed in another window since this page was shown.",
    "What you typed stands here still: look at it, then do it again.",
)


class ReviewPages:
    """The pages of one thing that was brought, and of the answer to it."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._finder = ItemFinder()

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        root = "/desk/{item}"
        return (
            web.get(root, self._show),
            web.post(root, self._show_with_words),
            web.get(f"{root}/line/{{place}}", self._show_context),
            web.get(f"{root}/also/{{place}}", self._choose_criterion),
            web.post(f"{root}/also/{{place}}", self._choose_criterion_again),
            web.get(f"{root}/if-hard", self._show_care),
            web.post(f"{root}/also", self._say_also),
            web.post(f"{root}/say", self._say),
            web.get(f"{root}/agree", self._ask_to_agree),
            web.post(f"{root}/agree", self._agree),
            web.get(f"{root}/back", self._show_back),
            web.post(f"{root}/back", self._fill_in_back),
            web.get(f"{root}/hand-back", self._show_whole),
            web.post(f"{root}/hand-back", self._hand_back),
            web.get(f"{root}/take-back", self._ask_to_take_back),
            web.post(f"{root}/take-back", self._take_back),
        )

    def _read(self, request: web.Request) -> OpenedReview:
        """Read what a request is about, in the practice's thread. Raises NotKnown or NotNow."""
        inbox = self._site.coach.inbox
        return read_review(inbox, self._finder.find(inbox, request.match_info["item"]))

    async def _open(self, request: web.Request) -> OpenedReview:
        return await self._site.in_practice(self._read, request)

    # --- The page

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return self._draw(request, await self._open(request), {})

    async def _show_with_words(self, request: web.Request) -> web.StreamResponse:
        """Show the page with words in one of its boxes that were not kept."""
        typed = read_boxes(await self._site.read_form(request, is_whole=True))
        return self._draw(request, await self._open(request), typed)

    def _draw(
        self, request: web.Request, opened: OpenedReview, typed: Mapping[str, str], notice: Notice = NO_NOTICE
    ) -> web.StreamResponse:
        """Answer with what was brought and what is said of it.

        Args:
            request: the request.
            opened: what was brought.
            typed: words that are to stand in boxes, by the boxes' names.
            notice: what is said in the status region.
        """
        site, brought, item = self._site, opened.brought, opened.item
        prompts: tuple[CarePrompt, ...] = choose_care_prompts(brought, site.coach.care)
        region = site.fill(
            request,
            "review",
            brought=brought,
            unread=item.unread,
            sent=describe_way(item.who, item.login, shared=item.shared),
            day=format_day(brought.day),
            state=item.describe_state(),
            lines=tuple(list_review_lines(opened)),
            exercise=item.exercise,
            buttons=VIEW_BUTTONS,
            has_rubric=opened.rubric is not None,
            has_notes=any(line.notes for line in brought.replies()),
            on_the_whole=find_comment(opened.response, 0),
            nothing_on_the_whole=say(NOTHING_ON_THE_WHOLE),
            no_question=say(NO_QUESTION),
            notices=tuple(prompt.notice for prompt in prompts),
            answered=item.response is not None,
            reads_words="" if brought.what is SubmissionScope.QUESTION else say(READS_WORDS),
            path=opened.path,
            typed=typed,
            seal=make_seal(opened.response),
        )
        about = f": {brought.title}" if brought.title else ""
        page = site.make_page(request, f"review-{opened.path}", f"{KINDS_IN_WORDS[brought.what]}{about}",
                              Region("brought", region), held=bool(typed))  # fmt: skip
        return site.answer(request, page, notice, status=409 if notice.refused else 200)

    async def _show_context(self, request: web.Request) -> web.StreamResponse:
        """Show the turn that a line was said in, and what its notes mean."""
        place = _read_place(request)

        def lay_out() -> tuple[str, str, tuple[Block, ...]]:
            opened = self._read(request)
            line = opened.find_line(place)
            views = opened.response.views
            said = tuple(view.criterion for view in reversed(views) if line.reply and line.reply == view.reply)
            blocks = lay_out_context(opened.brought, place, opened.script, opened.rubric, said)
            return opened.path, line.text, tuple(blocks)

        path, words, blocks = await self._site.in_practice(lay_out)
        region = self._site.fill(request, "line_context", words=words, blocks=blocks, back=f"{path}#line-{place}")
        page = self._site.make_page(request, f"line-{place}", say("Beside this line"), Region("context", region))
        return self._site.answer(request, page)

    async def _show_care(self, request: web.Request) -> web.StreamResponse:
        """Show what a supervisor may do where something that was brought is hard; nobody is told."""
        care = self._site.coach.care

        def lay_out() -> tuple[str, tuple[Block, ...]]:
            opened = self._read(request)
            return opened.path, tuple(lay_out_care_prompts(choose_care_prompts(opened.brought, care), care))

        path, blocks = await self._site.in_practice(lay_out)
        region = self._site.fill(request, "line_context", words="", blocks=blocks, back=path)
        return self._site.answer(
            request, self._site.make_page(request, "if-hard", say("If it is hard"), Region("care", region))
        )

    async def _choose_criterion(self, request: web.Request) -> web.StreamResponse:
        """Offer the criteria that the coach did not note on a line, with what each means."""
        return await self._draw_criteria(request)

    async def _choose_criterion_again(self, request: web.Request) -> web.StreamResponse:
        """Offer them with what was chosen and typed, and was not kept."""
        form = await self._site.read_form(request)
        return await self._draw_criteria(request, form.text("criterion"), form.text("reason", LONGEST_REASON))

    async def _draw_criteria(self, request: web.Request, chosen: str = "", reason: str = "") -> web.StreamResponse:
        """Answer with the criteria that can be named beside a line.

        Args:
            request: the request.
            chosen: the criterion that is chosen.
            reason: why, as it was typed.
        """
        opened, place = await self._open(request), _read_place(request)
        line = opened.find_line(place)
        if not line.reply or opened.rubric is None:
            raise NotNow(say("Nothing can be named beside that line."), say("You can write beside it."))
        noted = {note.criterion for note in line.notes}
        region = self._site.fill(
            request,
            "also",
            line=line,
            place=place,
            criteria={key: criterion for key, criterion in opened.rubric.criteria.items() if key not in noted},
            path=opened.path,
            longest=LONGEST_REASON,
            chosen=chosen,
            reason=reason,
        )
        key, heading = f"also-{place}", say("You would also say")
        page = self._site.make_page(request, key, heading, Region("also", region), held=bool(reason))
        return self._site.answer(request, page)

    # --- Saying something

    async def _say(self, request: web.Request) -> web.StreamResponse:
        """Store all that stands in the boxes, and what the pressed button says of a note.

        They are one form: what was typed in one box is not lost where the button of another line is pressed.
        """
        form = await self._site.read_form(request, is_whole=True)
        typed, confirmed, pressed = read_boxes(form), read_confirmed(form), PressedButton.read(form)

        def keep() -> str:
            opened = self._read(request)
            said = typed
            if form.text("answer") == REMOVE:
                said = {box: without(words, look_for_details(words, opened.known)) for box, words in typed.items()}
            response = pressed.say(opened, fill_in_boxes(opened, said))
            if response != opened.response and form.text("seal") not in ("", make_seal(opened.response)):
                raise CHANGED_ELSEWHERE
            self._keep_draft(opened, opened.say(response), confirmed)
            return opened.path

        try:
            path = await self._site.in_practice(keep)
        except WordsHeld as held:
            fields = typed | {"do": form.text("do"), "seal": form.text("seal")}
            change_it = (f"/desk/{request.match_info['item']}", typed)
            return await self._ask(request, held, form, typed, fields, change_it)
        except NotNow as error:
            if error is not CHANGED_ELSEWHERE:
                raise
            return self._draw(request, await self._open(request), typed, Notice(str(error), refused=True))
        return self._site.go(request, f"{path}{pressed.anchor}")

    async def _say_also(self, request: web.Request) -> web.StreamResponse:
        """Store what the supervisor would also say of a line, and why."""
        form = await self._site.read_form(request)
        place, reason = form.number("place"), form.words("reason", LONGEST_REASON).strip()
        pressed, confirmed = PressedButton(View.ALSO, place, form.text("criterion")), read_confirmed(form)
        if not pressed.criterion:
            raise NoForm

        def keep() -> str:
            opened = self._read(request)
            said = reason
            if form.text("answer") == REMOVE:
                said = without(reason, look_for_details(reason, opened.known))
            self._keep_draft(opened, opened.say(pressed.say(opened, opened.response, said)), confirmed)
            return opened.path

        try:
            path = await self._site.in_practice(keep)
        except WordsHeld as held:
            fields = {name: form.text(name) for name in ("place", "criterion")} | {"reason": reason}
            change_it = (f"/desk/{request.match_info['item']}/also/{place}", fields)
            return await self._ask(request, held, form, {"reason": reason}, fields, change_it)
        return self._site.go(request, f"{path}{pressed.anchor}")

    def _keep_draft(self, opened: OpenedReview, draft: ReviewDraft, confirmed: frozenset[Question]) -> None:
        """Store a draft whole, or nothing of it, in the practice's thread. Raises WordsHeld."""
        inbox = self._site.coach.inbox
        if draft == opened.draft:
            return
        if why := inbox.find_details(draft.response, confirmed):
            raise WordsHeld(why)
        inbox.keep_draft(draft, confirmed)

    async def _ask(
        self,
        request: web.Request,
        held: WordsHeld,
        form: Form,
        texts: Mapping[str, str],
        fields: dict[str, str],
        change_it: Way,
        so_far: str = "",
        *,
        files: bool = False,
    ) -> web.StreamResponse:
        """Ask about words that the gate stopped; they wait in the page alone.

        Args:
            request: the request.
            held: why they were stopped.
            form: the form that was sent.
            texts: the words.
            fields: the fields of the form that sends them again.
            change_it: where the answer leads that changes them.
            so_far: what was not done with them yet, in a sentence.
            files: whether an answer is a file.
        """
        known = (await self._open(request)).known
        asks, where = ask_about_words_for_others(held, texts.values(), known, so_far)
        confirmed = {CONFIRMED: " ".join(sorted({*read_confirmed(form), Question.REAL_PEOPLE}))}
        ways: dict[str, Way] = {
            "keep": (request.path, fields | confirmed),
            "remove": (request.path, fields | {"answer": REMOVE}),
            "close": change_it,
        }
        answers = make_answers(asks, ways, f"/desk/{request.match_info['item']}")
        return self._site.ask(request, asks, answers, where, status=409, held=True, files=files)

    async def _ask_to_agree(self, request: web.Request) -> web.StreamResponse:
        """Ask before a supervisor agrees with each note that nothing was said of."""
        opened = await self._open(request)
        left = list_unanswered_notes(opened.response, opened.brought)
        if not left:
            noted = any(line.notes for line in opened.brought.replies())
            return self._site.go(request, opened.path, say(NONE_LEFT) if noted else say(NONE_HERE))
        asks = confirm_agreeing(len(left), len(opened.response.views))
        ways = {"agree": (f"{opened.path}/agree", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, opened.path, main="agree"))

    async def _agree(self, request: web.Request) -> web.StreamResponse:
        """Agree with each of the coach's notes that nothing was said of."""
        await self._site.read_form(request)

        def agree() -> str:
            opened = self._read(request)
            self._keep_draft(opened, opened.say(agree_with_all(opened.response, opened.brought)), frozenset())
            return opened.path

        return self._site.go(request, await self._site.in_practice(agree), say(AGREED))

    # --- What goes back

    async def _show_back(self, request: web.Request) -> web.StreamResponse:
        opened = await self._open(request)
        return await self._draw_back(request, opened, ReviewFields.read_draft(opened.draft))

    async def _draw_back(
        self, request: web.Request, opened: OpenedReview, fields: ReviewFields, notice: Notice = NO_NOTICE
    ) -> web.StreamResponse:
        """Answer with the questions, the action and the signature that go back.

        Args:
            request: the request.
            opened: what was brought.
            fields: what stands in the fields.
            notice: what is said in the status region.
        """
        groups = make_question_groups(await self._site.in_practice(load_reflection_models), fields.ticked)
        region = self._site.fill(
            request,
            "review_back",
            groups=groups,
            fields=fields,
            brought=opened.brought,
            yours_to_do=say(YOURS_TO_DO),
            counting=say(MAY_TEACH) if opened.brought.may_teach else say(MAY_NOT),
            path=opened.path,
        )
        key = f"back-{opened.path}"
        page = self._site.make_page(request, key, say("What goes back"), Region("back", region))
        return self._site.answer(request, page, notice, status=409 if notice.refused else 200)

    async def _fill_in_back(self, request: web.Request) -> web.StreamResponse:
        """Store the questions, the action and the signature, and lead on to the whole of it."""
        form = await self._site.read_form(request)
        opened, fields = await self._open(request), ReviewFields.read(form)
        if form.text("answer") == REMOVE:
            fields = fields.without_details(opened.known)
        if form.text("then") == "change":
            return await self._draw_back(request, opened, fields)
        today = self._site.coach.inbox.actions.today
        if wrong := find_wrong_day(fields, today):
            return await self._draw_back(request, opened, fields, Notice(wrong, refused=True))

        def keep() -> None:
            read = self._read(request)
            self._keep_draft(read, fields.fill_in(read.draft, read.brought, today), read_confirmed(form))

        try:
            await self._site.in_practice(keep)
        except WordsHeld as held:
            sent = fields.list_fields() | {"then": form.text("then")}
            change_it = (f"{opened.path}/back", fields.list_fields() | {"then": "change"})
            return await self._ask(request, held, form, fields.list_typed(), sent, change_it)
        if form.text("then") == "look":
            return self._site.go(request, f"{opened.path}/hand-back")
        return self._site.go(request, f"{opened.path}/back", say(KEPT))

    async def _show_whole(self, request: web.Request) -> web.StreamResponse:
        """Show the review exactly as it goes back, with the ways to hand it back."""
        opened = await self._open(request)
        if refusal := self._refuse_whole(request, opened):
            return refusal
        region = self._site.fill(
            request,
            "hand_back",
            blocks=tuple(lay_out_own_review(opened.brought, opened.response, opened.rubric)),
            whom=opened.whom,
            login=opened.item.login,
            shared=opened.item.shared,
            seal=make_seal(opened.response),
            path=opened.path,
        )
        # No name stands in a title, which browsers keep in their history.
        page = self._site.make_page(
            request, f"hand-back-{opened.path}", say("This goes back"), Region("hand-back", region)
        )
        return self._site.answer(request, page)

    def _refuse_whole(self, request: web.Request, opened: OpenedReview) -> web.StreamResponse | None:
        """Lead back where nothing is said yet, or a date is wrong; None if it can be handed back."""
        if is_empty_review(opened.response):
            return self._site.go(request, opened.path, say(REVIEW_EMPTY), refused=True)
        today = self._site.coach.inbox.actions.today
        if wrong := find_wrong_day(ReviewFields.read_draft(opened.draft), today):
            return self._site.go(request, f"{opened.path}/back", wrong, refused=True)
        return None

    async def _hand_back(self, request: web.Request) -> web.StreamResponse:
        """Hand back what was shown: as a file, or through the team's store."""
        form = await self._site.read_form(request)
        way, confirmed = form.text("way"), read_confirmed(form)
        inbox, opened = self._site.coach.inbox, await self._open(request)
        if way not in ("file", "store"):
            raise NoForm
        if refusal := self._refuse_whole(request, opened):
            return refusal
        if form.text("seal") != make_seal(opened.response):
            raise LOOK_AGAIN
        if form.text("answer") == REMOVE:
            return await self._leave_out(request)
        response = opened.response.model_copy(update={"at": inbox.practice.clock()})
        try:
            if way == "store":
                await self._site.in_practice(inbox.hand_back, response, confirmed=confirmed)
            else:
                text = await self._site.in_practice(inbox.hand_back_as_text, response, confirmed=confirmed)
        except WordsHeld as held:
            texts = {str(number): words for number, words in enumerate(collect_own_words(response))}
            fields = {"way": way, "seal": form.text("seal")}
            return await self._ask(
                request, held, form, texts, fields, opened.path, say(NOT_HANDED_BACK), files=way == "file"
            )
        if way == "store":
            return self._site.go(
                request, opened.path, say("{whom} can read it in your team's store now.", whom=opened.whom)
            )
        return hand_out(name_review_file(opened.brought, opened.item.login), text)

    async def _leave_out(self, request: web.Request) -> web.StreamResponse:
        """Take real people's details out of the review, and show it once more."""

        def reword() -> str:
            opened = self._read(request)
            known = opened.known
            response = reword_review(opened.response, lambda text: without(text, look_for_details(text, known)))
            self._keep_draft(opened, opened.say(response), frozenset())
            return opened.path

        path = await self._site.in_practice(reword)
        return self._site.go(request, f"{path}/hand-back", say("Left out. Look at it once more, then go on."))

    async def _ask_to_take_back(self, request: web.Request) -> web.StreamResponse:
        opened = await self._open(request)
        if opened.item.response is None:
            return self._site.go(request, opened.path, say(NOT_HANDED_BACK), refused=True)
        describe = self._site.coach.inbox.actions.describe_taking_back
        promised = await self._site.in_practice(describe, opened.item.response)
        asks = confirm_taking_back(opened.whom, promised, shared=opened.item.shared)
        ways = {"take-back": (f"{opened.path}/take-back", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, opened.path))

    async def _take_back(self, request: web.Request) -> web.StreamResponse:
        """Take the review back; it stays here as a draft."""
        await self._site.read_form(request)
        opened = await self._open(request)
        await self._site.in_practice(self._site.coach.inbox.take_back, opened.item.id)
        return self._site.go(request, opened.path, word_taken_back(shared=opened.item.shared))


def _read_place(request: web.Request) -> int:
    """Return the place of a line in a request's address. Raises NotKnown."""
    return parse_place(request.match_info["place"])
