"""The first page of a debrief: what a good conversation about a rehearsal would say, in its order."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Collapsible

from coach.debrief.debrief import CLOSE, LIMITS
from coach.debrief.happened import ANSWERS, INTENTION
from coach.debrief.parts import Debrief, HurtSeen
from coach.debrief.written import MENDED, more, wanted
from coach.model.exercise import Exercise
from coach.model.reading import Certainty
from coach.practice.care import Care
from coach.rehearsal.story import Story
from coach.tui.widgets.debrief_answers import Answer
from coach.tui.widgets.debrief_exercise import for_exercise
from coach.tui.widgets.debrief_points import PointCard
from coach.tui.widgets.debrief_question import Question
from coach.tui.widgets.debrief_thought import OwnWords
from coach.tui.widgets.debrief_words import Words, drawn, heading

MOST_QUESTIONS = 2
"""Of what the coach is unsure of on the first page; the rest stand beside the lines they are about."""
MOST_WORDS = 2
"""Of what somebody wrote in one place, the latest last; the rest is in the export."""

BRING = "Bring anything useful to supervision."


class LookingBack(VerticalScroll):
    """The three answers, the moments, the points, a question, and how to go on."""

    def __init__(self, debrief: Debrief, story: Story, care: Care, exercise: Exercise | None = None) -> None:
        """`exercise` is the one it was rehearsed for, if there was one."""
        super().__init__(id="looking-back")
        self._debrief = debrief
        self._story = story
        self._care = care
        self._exercise = exercise

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield from self._opening()
            yield from self._answers()
            yield from self._moments()
            yield from (PointCard(point, self._debrief.question) for point in self._debrief.points)
            yield from self._unsure()
            yield from self._question()
            yield from self._close()
            with Collapsible(title="Show more: every opening, the seven parts, harm and repair", id="more"):
                yield from drawn(more(self._debrief))
            yield from self._onward()

    def _opening(self) -> ComposeResult:
        debrief = self._debrief
        if debrief.attempts > 1:
            yield Words(f"Attempt {debrief.attempt} of {debrief.attempts}.", classes="say")
        if debrief.parts_at:
            yield Words(
                f"{debrief.parts_at}. Everything you said is kept; what is shown here stops before it.",
                "Note:",
                classes="say",
            )
        if debrief.after:
            yield Words(debrief.after, "Later that day:", classes="say")
        if debrief.intention:
            yield Words(wanted(debrief.intention), "You wanted:", classes="say")
            happened = debrief.happened
            yield OwnWords(INTENTION, happened.words[-MOST_WORDS:], ANSWERS, happened.answer)
        if self._exercise:
            yield from for_exercise(self._exercise)

    def _answers(self) -> ComposeResult:
        yield heading("How openly, in this conversation")
        if not self._story.attempt(self._debrief.attempt).replies():
            yield Words("Nothing was said yet, so there is little to look back on. That is fine.", classes="say first")
            return
        for answer in self._debrief.answers:
            yield Answer(answer)

    def _moments(self) -> ComposeResult:
        yield heading("Moments")
        yield Words(self._debrief.headline, classes="say first")
        for hurt in self._debrief.hurts:
            yield Words(_hurt(hurt), f"Reply {hurt.reply} may have hurt:", classes="item")

    def _unsure(self) -> ComposeResult:
        unsure = [m for m in self._debrief.marks if m.certainty is Certainty.POSSIBLE]
        unsure.sort(key=lambda m: bool(m.disputed))
        if not unsure:
            return
        yield heading("Where the coach wasn't certain")
        yield from (Question(mark) for mark in unsure[:MOST_QUESTIONS])
        if len(unsure) > MOST_QUESTIONS:
            yield Words("More questions like these stand beside your lines in “The conversation”.", classes="say")

    def _question(self) -> ComposeResult:
        if self._debrief.question:
            yield heading("A question for supervision")
            yield Words(self._debrief.question, classes="say first")
            yield OwnWords("supervision", self._wrote("supervision"))

    def _close(self) -> ComposeResult:
        limits = f"{LIMITS} {self._debrief.reads_less_well}".strip()
        yield Words(f"{limits} {BRING}", "Please remember:", classes="say close")
        yield Words(CLOSE, classes="say")
        yield Words(self._care.grounding, classes="say")
        yield Words("If any of it stays with you, there are people to turn to:", classes="say")
        yield from (Words(place, "-", classes="item") for place in self._care.signposts)

    def _onward(self) -> ComposeResult:
        yield heading("And now")
        with Horizontal(classes="onward"):
            yield Button("Another go from the start", action="screen.from_start", compact=True)
            yield Button("Export or copy", action="screen.export", compact=True)
            keeping = "Let it go after 30 days" if self._story.kept else "Keep beyond 30 days"
            yield Button(keeping, action="screen.keep", compact=True)
        with Horizontal(classes="onward"):
            yield Button("What stayed silent", action="screen.silent", compact=True)
            yield Button("Forget this rehearsal", action="screen.forget", compact=True)
            yield Button("Back to the start page", action="app.home", compact=True)
        with Horizontal(classes="onward"):
            yield Button("Bring to supervision", action="screen.bring", compact=True)
            yield Button("Reflect on it", action="screen.reflect", compact=True)
            yield Button("My own picture", action="screen.own_picture", compact=True)

    def _wrote(self, on: str) -> tuple[str, ...]:
        return tuple(event.words for event in self._story.reflected if event.on == on)[-MOST_WORDS:]


def _hurt(hurt: HurtSeen) -> str:
    mending = f" “{hurt.mending_quote}” (reply {hurt.mended_by})" if hurt.mending_quote else ""
    return f"“{hurt.quote}” {MENDED[hurt.mended]}.{mending}"
