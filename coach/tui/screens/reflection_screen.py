"""The questions of a reflection model, for after a conversation. None has to be answered."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Select

from coach.content.validation import ReflectionModel, find_model_id, load_reflection_models
from coach.language.catalogue import say
from coach.model.exercise import USUAL_MODEL
from coach.page_words import NO_REAL_CASES
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.supervision.reflection import make_answer_key
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import DetailCheck
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.notices import NotKeptLine
from coach.tui.widgets.reply_input import QuestionBox, check_length
from coach.tui.widgets.text import Prose

OFFERED = "Answer what you like, or nothing. What you write is kept with this rehearsal only when you press Keep."


class ReflectionScreen(Page):
    """The questions of a model, each with a box; answers stay when another model is chosen."""

    WHERE = "reflection"
    HELP = """\
Questions to think with after a conversation, from models of reflection that many services use. Choose other questions \
at the top. None has to be answered, and there is no right answer.

What you write is kept only when you press Keep. It is with the rehearsal then, {kept}; nobody else sees it \
unless you choose to bring it. An answer you gave earlier stays as it was, and a new one stands beside it."""
    BINDINGS = make_bindings("reflection")
    AUTO_FOCUS = "OwnBox"
    CAN_KEEP = True

    def __init__(self, rehearsal: Rehearsal, model: str = USUAL_MODEL) -> None:
        super().__init__()
        self.rehearsal = rehearsal
        self.model = model
        self._models: dict[str, ReflectionModel] = {}
        self._drafts: dict[str, str] = {}
        self._known: frozenset[str] = frozenset()
        self._detail_check = DetailCheck()

    def compose(self) -> ComposeResult:
        yield Prose(self.rehearsal.script.dialogue.title, "Afterwards:", classes="title")
        yield NotKeptLine(self.rehearsal)
        with Horizontal(id="which-model"):
            chosen = self.model
            yield Select[str](((chosen.title(), chosen),), value=chosen, allow_blank=False, compact=True, id="model")
        with VerticalScroll(id="reflecting", can_focus=False):
            yield Vertical(id="questions", classes="reading")
        with Horizontal(id="keeping"):
            yield Button(say("Keep what I wrote"), action="screen.keep_words", compact=True, id="keep-words")
            yield Button(say("Back"), action="screen.back", compact=True)
        yield Keys()

    @work(exclusive=True, group="ask")
    async def on_mount(self) -> None:
        self._models = await self.coach.in_practice(load_reflection_models)
        self.model = find_model_id(self.model)
        self._known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsal.script)
        select = self.query_one("#model", Select)
        with self.prevent(Select.Changed):
            select.set_options((reflection_model.name, model) for model, reflection_model in self._models.items())
            select.value = self.model
        await self._ask()

    @on(Select.Changed, "#model")
    def choose_model(self, event: Select.Changed) -> None:
        """Show the questions of the chosen model."""
        if event.value in self._models and event.value != self.model:
            self._hold()
            self.model = str(event.value)
            self._ask_anew()

    def action_other_model(self) -> None:
        """Open the list of reflection models, to choose another."""
        self.query_one("#model", Select).focus()
        self.query_one("#model", Select).action_show_overlay()

    @work(exclusive=True, group="ask")
    async def _ask_anew(self) -> None:
        await self._ask()

    async def _ask(self) -> None:
        """Show the model's questions, each with a box and earlier answers."""
        page = self.query_one("#questions")
        await page.remove_children()
        questions = self._models[self.model].questions
        asked = [self._make_question(make_answer_key(self.model, key), question) for key, question in questions.items()]
        await page.mount(Prose(say(OFFERED), classes="say"), *asked, Prose(say(NO_REAL_CASES), classes="say quiet"))
        asked[0].query_one("OwnBox").focus(scroll_visible=False)

    def _make_question(self, on_: str, question: str) -> QuestionBox:
        before = tuple(event.words for event in self.rehearsal.story.reflected if event.on == on_)
        return QuestionBox(on_, question, before, self._drafts.get(on_, ""))

    def _hold(self) -> None:
        """Remember what stands in the boxes, before they are removed."""
        self._drafts |= {box.key: box.words for box in self.query(QuestionBox)}

    @property
    def _unkept_words(self) -> dict[str, str]:
        self._hold()
        return {key: words for key, words in self._drafts.items() if words}

    @work(exclusive=True, group="keep")
    async def action_keep_words(self) -> None:
        """Store the answers written under every model."""
        if await self.keep_typed():
            await self._ask()

    def unkept(self) -> bool:
        """Return whether answers under any model are written and not stored."""
        return bool(self._unkept_words)

    async def keep_typed(self) -> bool:
        """Store every answer, and return whether they are stored.

        If one answer is too long, or is to be changed first, all of them stay in their boxes.
        """
        wrote = self._unkept_words
        if not wrote:
            kept = any(event.on.partition(".")[0] in self._models for event in self.rehearsal.story.reflected)
            nothing = say("Nothing new is written.") if kept else say("Nothing is written yet. That is fine too.")
            self.notify(nothing)
            return False
        for key, words in wrote.items():
            if refused := check_length(words):
                model = self._models[key.partition(".")[0]]
                self.notify(refused, title=model.name, severity="warning", timeout=12)
                return False
        looked_over = await self._detail_check.check(self, wrote, self._known)
        if looked_over is None:
            return False
        for key, words in looked_over.items():
            await self.coach.in_practice(self.rehearsal.reflect, key, words, ASKED)
            del self._drafts[key]
        for box in self.query(QuestionBox):
            box.clear()
        self.query_one(NotKeptLine).show_now()
        self.notify(self.rehearsal.once_kept(say("Kept with this rehearsal.")))
        return True
