"""Dialogs that protect people: on real people's details, on distress, and the pause."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from textual.content import Content

from coach.practice.safeguarding import Care, Detail, NeedsConfirmation, Question, kinds, without
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import CLOSE, BodyPart, Bullet, Buttons, Dialog, DialogText
from coach.tui.text import sanitize

_ENDS = re.compile(r"[.!?…][”’\"']?\s+|\n+")
"""What ends a sentence."""
MOST_SENTENCES, LONGEST, AROUND = 3, 160, 30
"""Sentences that are shown, characters of one that is shown whole, and those shown around a detail in a longer one: the
buttons have to stay in sight."""
NOT_SENT = "It has not been sent."
PAUSE, SAY = "pause", "say"


# --- Words that may hold a real person's details, or be of the typist's own distress


def ask_about_details(
    details: tuple[Detail, ...], so_far: str = NOT_SENT, where: tuple[Content, ...] = ()
) -> DialogText:
    """Make the dialog that asks about what looks like real people's details.

    Its answers are `remove`, `keep`, or None to change the words.

    Args:
        details: what looks like a real person's.
        so_far: what happened to the words so far, in a sentence.
        where: the details, each in its sentence; nothing where others look at the screen too.
    """
    return DialogText(
        "details",
        "Is that somebody real?",
        (
            f"What you typed may hold {kinds(details)}. {so_far}",
            *where,
            "If they belong to a real family, leave them out: only those words go, and “(left out)” stands in their "
            "place. If they belong to this script, keep them.",
        ),
        (("remove", "Leave those words out"), ("keep", "Keep them"), (CLOSE, "Change it")),
        classes="details",
    )


def ask_for_whom(care: Care, *, harm: bool = False) -> DialogText:
    """Make the dialog that asks if words are for the family, or are of own distress.

    Its answers are `pause`, `say`, or None.

    Args:
        care: the words and signposts that look after the practitioner.
        harm: whether places to turn to are shown at once.
    """
    where_to_turn: tuple[BodyPart, ...] = (Content(sanitize(care.grounding)), *list_signposts(care)) if harm else ()
    return DialogText(
        "for-whom",
        "For the family, or for you?",
        (Content(sanitize(care.asks)), *where_to_turn),
        ((PAUSE, "Pause"), (SAY, "Say it to the family"), (CLOSE, "Change it")),
    )


def ask_about_own_distress(care: Care) -> DialogText:
    """Make the dialog that asks whether to store words of the practitioner's own distress.

    Its answers are `pause`, `keep`, or None.
    """
    return DialogText(
        "own-distress",
        "For yourself, just now?",
        (Content(sanitize(care.asks_of_notes)), *list_signposts(care)),
        ((PAUSE, "Pause"), ("keep", "Keep it"), (CLOSE, "Back to my words")),
    )


def ask_about_words(reason: NeedsConfirmation, text: str, care: Care) -> DialogText:
    """Make the dialog that asks about a reply which a gate has stopped.

    The gates stop words that may name a real person, or that are of the practitioner's own distress.

    Args:
        reason: what the gate asks about.
        text: the reply.
        care: the words and signposts that look after the practitioner.
    """
    if reason.question is Question.FOR_WHOM:
        question = ask_for_whom(care, harm=reason.harm)
    else:
        question = ask_about_details(reason.details, where=in_sentences(text, reason.details))
    # It comes a second after Enter, under hands that type the next line.
    return replace(question, comes_unasked=True)


def words_after(wanted: str | None, reason: NeedsConfirmation, text: str) -> str | None:
    """Return the words to send after an answer; None where nothing is to be sent.

    Args:
        wanted: the dialog's answer.
        reason: what the gate asked about.
        text: the reply as it was typed.
    """
    match wanted:
        case "remove":
            return without(text, reason.details)
        case "keep" | "say":
            return text
        case _:
            return None


def in_sentences(text: str, details: Iterable[Detail]) -> tuple[Content, ...]:
    """Lay out the sentences in which real people's details were found.

    Each detail stands between quotation marks. Only the practitioner who typed sees them, and they are stored nowhere.

    Args:
        text: what was typed.
        details: what looks real in it.
    """
    ends = [*(matched.end() for matched in _ENDS.finditer(text)), len(text)]
    by_sentence: dict[int, list[Detail]] = {}
    for detail in sorted(details, key=lambda detail: detail.start):
        by_sentence.setdefault(bisect_right(ends, detail.start), []).append(detail)
    shown_first = list(by_sentence.items())[:MOST_SENTENCES]
    sentences = [_quote_details(text, ends[at - 1] if at else 0, ends[at], standing) for at, standing in shown_first]
    if more := len(by_sentence) - len(sentences):
        sentences.append(Content(f"And in {more} more sentence{'s' if more > 1 else ''}."))
    return tuple(sentences)


def _quote_details(text: str, begins: int, ends: int, details: list[Detail]) -> Content:
    """Lay out a sentence with its details marked; of a long one, the words around them.

    Args:
        text: what was typed.
        begins: where the sentence begins in it.
        ends: where it ends.
        details: what looks real in the sentence, in order.
    """
    sentence = text[begins:ends].rstrip()
    around = LONGEST if len(sentence) <= LONGEST else AROUND
    last = begins + len(sentence)
    laid_out, at = Content(""), begins
    for detail in details:
        before = text[at : detail.start]
        if len(before) > around and at == begins:
            before = f"… {before[-around:].lstrip()}"
        elif len(before) > 2 * around:
            before = f"{before[:around].rstrip()} … {before[-around:].lstrip()}"
        laid_out += Content.assemble(sanitize(before), (f"“{sanitize(text[detail.start : detail.end])}”", "bold"))
        at = detail.end
    rest = text[at:last]
    return laid_out + Content(sanitize(rest if len(rest) <= around else f"{rest[:around].rstrip()} …"))


# --- The pause


class PauseDialog(Dialog):
    """A dialog that covers the page with calming words and places to turn to.

    It returns the pressed button's id, or None to come back.
    """

    BINDINGS = make_bindings("pause")
    WHERE = "pause"

    def __init__(
        self,
        care: Care,
        says: str = "",
        buttons: Buttons = ((CLOSE, "Come back"), ("stop", "Stop")),
        name: str = "pause",
        *,
        comes_unasked: bool = False,
    ) -> None:
        """Make the dialog.

        Args:
            care: the words and signposts that look after the practitioner.
            says: what stands in place of the usual first words.
            buttons: the ways on; the first comes back.
            name: the dialog's name.
            comes_unasked: whether it comes while its reader may be typing.
        """
        words = (Content(sanitize(says or care.pause)), Content(sanitize(care.grounding)), *list_signposts(care))
        covers = DialogText(name, body=words, buttons=buttons, classes="covers", comes_unasked=comes_unasked)
        super().__init__(covers)

    def action_come_back(self) -> None:
        """Close the pause and return to the conversation."""
        self.dismiss(None)

    def action_stop(self) -> None:
        """Close the pause and stop the rehearsal."""
        self.dismiss("stop")


def show_distress(care: Care) -> PauseDialog:
    """Make the pause for own distress. Answers: `pause`, `stop`, or None to continue."""
    buttons = ((CLOSE, "Go on"), ("pause", "Pause"), ("stop", "Stop"))
    return PauseDialog(care, care.distress_says, buttons, "distress", comes_unasked=True)


def list_signposts(care: Care) -> tuple[BodyPart, ...]:
    """Return the places to turn to for help, one a line below a heading."""
    return (Content.assemble(("Where to turn", "bold")), *(Bullet(place) for place in care.signposts))
