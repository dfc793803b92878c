"""Stopping: one question, whether to keep it, and then a close."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.debrief.builder import SilenceOutcome
from coach.debrief.render import lay_out_silences
from coach.practice.safeguarding import Care
from coach.tui.dialogs.care import signposts
from coach.tui.dialogs.dialog import Dialog
from coach.tui.services import services_of
from coach.tui.text import sanitize
from coach.tui.widgets.text import Prose, drawn


class StopDialog(Dialog):
    """Gives back `nothing`, `keep`, or None to go on."""

    heading = "Stop here"
    choices = (("close", "Go on"), ("keep", "Stop, keep it"), ("nothing", "Keep nothing"))

    def words(self) -> Iterable[Content | str]:
        """What stopping does."""
        return ("Stopping is fine at any point. You choose whether this rehearsal is kept.",)


class KeepNothingDialog(Dialog):
    """The last moment before a rehearsal is forgotten. Gives back `nothing`, `keep`, or None to go on."""

    heading = "Forget what you said?"
    choices = (
        ("close", "Go on"),
        ("keep", "Stop, keep it"),
        ("nothing", "Forget it"),
    )

    def __init__(self, replies: int) -> None:
        """`replies`: how many were said in this conversation."""
        super().__init__()
        self.replies = replies

    def words(self) -> Iterable[Content | str]:
        """What would be gone."""
        said = "What you said" if self.replies else "What you typed"
        count = f" ({self.replies} replies)" if self.replies > 1 else ""
        return (f"{said}{count} would be gone for good. Nobody can bring it back.",)


class ClosingDialog(Dialog):
    """The close of a rehearsal that was stopped."""

    choices = (("close", "To the start page"),)

    def __init__(self, care: Care, close: str, *, kept: bool, not_kept: str = "") -> None:
        """`not_kept`: why it is only held in memory, where it is."""
        super().__init__(classes="covers")
        self.care = care
        self.close_words = close
        self.heading = "Stopped. It is kept with your rehearsals." if kept else "Stopped. Nothing is kept."
        if kept and not_kept:
            self.heading = "Stopped. It is not kept yet."
        self._not_kept = not_kept if kept else ""

    def words(self) -> Iterable[Widget | Content | str]:
        """That it was a rehearsal, something to steady oneself by, where to turn."""
        why = (Content(sanitize(self._not_kept)),) if self._not_kept else ()
        return (*why, self.close_words, Content(sanitize(self.care.grounding)), *signposts(self.care))


# --- Which scenario to do an exercise with: all are of equal standing


class WhichDialog(Dialog):
    """Gives back the id of the one that is chosen, or None."""

    heading = "Which one?"
    AUTO_FOCUS = "OptionList"
    choices = (("close", "None of them"),)

    def __init__(self, scenarios: tuple[tuple[str, str], ...]) -> None:
        """`scenarios` are ids with their titles."""
        super().__init__()
        self.scenarios = scenarios

    def words(self) -> Iterable[Widget]:
        """That none is worth more, and the list."""
        yield Prose("Take whichever you like. They are of equal standing, and each begins with its content note.")
        yield OptionList(*(Option(Content(sanitize(title)), id=key) for key, title in self.scenarios), id="which-one")

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option_id)


# --- Asking once, plainly, before anything is deleted for good

FORGET = "forget"
HERE = "It is deleted from this machine for good. Nobody can bring it back."
IN_THE_STORE = "It is deleted from your team's store for good. Backups of that store hold it as long as they are kept."


class ForgetDialog(Dialog):
    """Gives back `forget`, or None to leave everything as it is."""

    def __init__(self, what: str, yes: str = "Forget it") -> None:
        super().__init__()
        self.heading = what
        self.choices = (("close", "Leave it as it is"), (FORGET, yes))

    def words(self) -> Iterable[str]:
        """What forgetting does, and what it does not."""
        return (
            IN_THE_STORE if services_of(self).shared else HERE,
            "What you saved to a file stays where you saved it.",
        )


# --- Asking once before something that was brought is withdrawn, with what that does and does not do

WITHDRAW = "withdraw"


class WithdrawDialog(Dialog):
    """Gives back `withdraw`, or None to leave it brought."""

    heading = "Withdraw this?"
    choices = (("close", "Leave it"), (WITHDRAW, "Withdraw it"))

    def __init__(self, to: str) -> None:
        """`to` is whom it was brought to in the team's store; empty for a file."""
        super().__init__()
        self.to = to

    def words(self) -> Iterable[str]:
        """For a file, that it is out of the coach's hands; and that what came back stays with whoever brought it."""
        if self.to:
            yield f"{self.to} will not be able to see it any more."
            yield "It will be deleted from your team's store, with what was said to it there."
        else:
            yield "The coach forgets that you brought it. It cannot reach the file, which is yours to ask back."
            yield "What comes back to it later cannot be taken in."
        yield "What has come back so far stays with your rehearsal, for you alone."


# --- Help: what this page is for, then its keys


class HelpDialog(Dialog):
    """A page explained."""

    heading = "Help"
    AUTO_FOCUS = ".sheet-words"

    def __init__(self, text: str, keys: Iterable[tuple[str, str, str]]) -> None:
        """`keys` are what to press, what it is called, and what it does."""
        super().__init__()
        self.text = text
        self.keys = tuple(keys)

    def words(self) -> Iterable[Content]:
        """The page's own words first."""
        yield from (Content(paragraph) for paragraph in self.text.split("\n\n") if paragraph)
        yield Content.assemble(("Keys here", "bold $you"))
        yield Content("\n").join(
            Content.assemble((f"{key:<8}", "bold"), (name, "bold"), f"  {about}.") for key, name, about in self.keys
        )
        yield Content("Tab goes from part to part. Everything works by mouse too.")


# --- What stayed silent, for who asks


class SilentDialog(Dialog):
    """The family's silences, told and kept, with the words that telling is not a prize."""

    AUTO_FOCUS = ".sheet-words"

    def __init__(self, silences: tuple[SilenceOutcome, ...]) -> None:
        super().__init__()
        self.silences = silences

    def words(self) -> Iterable[Widget]:
        """Each in a phrase."""
        yield from drawn(lay_out_silences(self.silences))
        if not self.silences:
            yield Prose("There was nothing here that could have been told.", classes="say")


# --- Closing while something is only held in memory: it is gone then, so it is asked first


class NotKeptDialog(Dialog):
    """Gives back `leave`, or None to stay."""

    heading = "Close all the same?"
    choices = (("close", "Stay here"), ("leave", "Close, and lose it"))

    def __init__(self, only_here: str) -> None:
        """`only_here`: what is lost, in sentences."""
        super().__init__()
        self._only_here = only_here

    def words(self) -> Iterable[Content | str]:
        """What is lost, and what can be done first."""
        yield Content(sanitize(self._only_here))
        yield "Wait and close again later, or save it from the debrief with Export."


# --- Why the family answered as it did


class WhyDialog(Dialog):
    """How a reply was read, and what that did."""

    heading = "Why that answer?"
    AUTO_FOCUS = ".sheet-words"

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.lines = lines

    def words(self) -> Iterable[Content]:
        """One thought a line."""
        return (Content(sanitize(line)) for line in self.lines)


# --- Saying plainly what was done, and what it means


class MessageDialog(Dialog):
    """A heading and a few sentences. Only to be read and closed."""

    def __init__(self, heading: str, *sentences: str) -> None:
        super().__init__()
        self.heading = heading
        self.sentences = sentences

    def words(self) -> Iterable[Content]:
        """A paragraph each."""
        return (Content(sanitize(sentence)) for sentence in self.sentences if sentence)


# --- Taking back an answer that was handed back


class TakeBackDialog(Dialog):
    """Gives back `take-back`, or None to leave the answer where it is."""

    choices = (("close", "Leave it there"), ("take-back", "Take it back"))

    def __init__(self, whom: str, *, shared: bool) -> None:
        """`whom` the answer went to; `shared`: whether it went through a team's store."""
        super().__init__()
        self.heading = f"Take back your answer to {sanitize(whom)}?"
        self.shared = shared

    def words(self) -> Iterable[Content]:
        """What can be taken back, and what cannot."""
        if self.shared:
            yield Content("It is deleted in your team's store. If they have fetched it already, they keep their copy.")
        else:
            yield Content("A file that you gave stays with the person who has it. Ask them for it back.")
        yield Content("What you said stays here as begun, for you to change.")
