"""The texts of dialogs that consist of words and buttons only, one function each."""

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from coach.debrief.builder import SilenceOutcome
from coach.debrief.render import lay_out_silences
from coach.practice.safeguarding import Care
from coach.tui.dialogs.care import list_signposts
from coach.tui.dialogs.dialog import CLOSE, BodyPart, DialogText
from coach.tui.text import sanitize
from coach.tui.widgets.text import Prose, draw_blocks

# --- Stopping a rehearsal

STOP = DialogText(
    "stop",
    "Stop here",
    ("Stopping is fine at any point. You choose whether this rehearsal is kept.",),
    ((CLOSE, "Go on"), ("keep", "Stop, keep it"), ("nothing", "Keep nothing")),
)
"""Whether a stopped rehearsal is kept. Answers: `nothing`, `keep`, or None to go on."""


def confirm_keeping_nothing(replies: int) -> DialogText:
    """Make the second question before a rehearsal is forgotten.

    Its answers are `nothing`, `keep`, or None.

    Args:
        replies: how many replies the practitioner gave in this conversation.
    """
    said = "What you said" if replies else "What you typed"
    count = f" ({replies} replies)" if replies > 1 else ""
    return DialogText(
        "keep-nothing",
        "Forget what you said?",
        (f"{said}{count} would be gone for good. Nobody can bring it back.",),
        ((CLOSE, "Go on"), ("keep", "Stop, keep it"), ("nothing", "Forget it")),
    )


def show_closing(care: Care, closing_words: str, *, kept: bool, not_kept: str = "") -> DialogText:
    """Make the dialog that closes a stopped rehearsal, with calming words and places to turn to.

    Args:
        care: the words and signposts that look after the practitioner.
        closing_words: the sentence with which every rehearsal closes.
        kept: whether the rehearsal is to be kept.
        not_kept: why it is held in memory only, where it is.
    """
    heading = "Stopped. It is kept with your rehearsals." if kept else "Stopped. Nothing is kept."
    if kept and not_kept:
        heading = "Stopped. It is not kept yet."
    why: tuple[BodyPart, ...] = (Content(sanitize(not_kept)),) if kept and not_kept else ()
    return DialogText(
        "closing",
        heading,
        (*why, closing_words, Content(sanitize(care.grounding)), *list_signposts(care)),
        ((CLOSE, "To the start page"),),
        classes="covers",
    )


def confirm_losing(only_here: str) -> DialogText:
    """Make the question before closing while something is only in memory.

    Its answers are `leave`, or None.

    Args:
        only_here: what is lost, in sentences.
    """
    return DialogText(
        "not-kept",
        "Close all the same?",
        (Content(sanitize(only_here)), "Wait and close again later, or save it from the debrief with Export."),
        ((CLOSE, "Stay here"), ("leave", "Close, and lose it")),
    )


# --- Deleting, withdrawing, taking back

FORGET = "forget"
ON_THIS_MACHINE = "It is deleted from this machine for good. Nobody can bring it back."
IN_THE_STORE = "It is deleted from your team's store for good. Backups of that store hold it as long as they are kept."
WITHDRAW = "withdraw"


def confirm_forgetting(heading: str, forget: str = "Forget it", *, shared: bool) -> DialogText:
    """Make the question before something is deleted for good. Answers: `forget`, or None.

    Args:
        heading: what would be forgotten, as a question.
        forget: the words of the button that forgets.
        shared: whether it lies in a team's store.
    """
    return DialogText(
        "forget",
        heading,
        (IN_THE_STORE if shared else ON_THIS_MACHINE, "What you saved to a file stays where you saved it."),
        ((CLOSE, "Leave it as it is"), (FORGET, forget)),
    )


def confirm_withdrawing(to: str) -> DialogText:
    """Make the question before a submission is withdrawn. Answers: `withdraw`, or None.

    Args:
        to: the supervisor to whom it was submitted in the team's store; empty for a file.
    """
    if to:
        what = (
            f"{to} will not be able to see it any more.",
            "It will be deleted from your team's store, with what was said to it there.",
        )
    else:
        what = (
            "The coach forgets that you brought it. It cannot reach the file, which is yours to ask back.",
            "What comes back to it later cannot be taken in.",
        )
    return DialogText(
        "withdraw",
        "Withdraw this?",
        (*what, "What has come back so far stays with your rehearsal, for you alone."),
        ((CLOSE, "Leave it"), (WITHDRAW, "Withdraw it")),
    )


def confirm_taking_back(whom: str, *, shared: bool) -> DialogText:
    """Make the question before a review is taken back. Answers: `take-back`, or None.

    Args:
        whom: the practitioner whom it went to.
        shared: whether it went through a team's store.
    """
    if shared:
        what = "It is deleted in your team's store. If they have fetched it already, they keep their copy."
    else:
        what = "A file that you gave stays with the person who has it. Ask them for it back."
    return DialogText(
        "take-back",
        f"Take back your answer to {sanitize(whom)}?",
        (what, "What you said stays here as begun, for you to change."),
        ((CLOSE, "Leave it there"), ("take-back", "Take it back")),
    )


# --- Only to be read


def show_message(heading: str, *sentences: str) -> DialogText:
    """Make a dialog with a message: a heading, and a paragraph for each sentence."""
    return DialogText("message", heading, tuple(Content(sanitize(sentence)) for sentence in sentences if sentence))


def explain_page(about: str, keys: Iterable[tuple[str, str, str]]) -> DialogText:
    """Make the help dialog that explains a page and its keys.

    Args:
        about: the page's own words, with an empty line between paragraphs.
        keys: what to press, what it is called, and what it does.
    """
    lines = (Content.assemble((f"{key:<8}", "bold"), (name, "bold"), f"  {does}.") for key, name, does in keys)
    return DialogText(
        "help",
        "Help",
        (
            *(Content(paragraph) for paragraph in about.split("\n\n") if paragraph),
            Content.assemble(("Keys here", "bold $you")),
            Content("\n").join(lines),
            "Tab goes from part to part. Everything works by mouse too.",
        ),
        is_read=True,
    )


def explain_answer(lines: tuple[str, ...]) -> DialogText:
    """Make the dialog that explains how a reply was read and what that did.

    Args:
        lines: the explanation, a thought a line.
    """
    return DialogText("why", "Why that answer?", tuple(Content(sanitize(line)) for line in lines), is_read=True)


def show_silences(silences: tuple[SilenceOutcome, ...]) -> DialogText:
    """Make the dialog that lists the family's silences, told and kept.

    It says as well that a told silence is not a prize.

    A silence is what the family keeps to itself until asked in a way that it can answer.
    """
    return DialogText("silent", body=(partial(_draw_silences, silences),), is_read=True)


def _draw_silences(silences: tuple[SilenceOutcome, ...]) -> Iterable[Widget]:
    yield from draw_blocks(lay_out_silences(silences))
    if not silences:
        yield Prose("There was nothing here that could have been told.", classes="say")
