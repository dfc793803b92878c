"""Dialogs that protect people: on real people's details, on distress, and the pause.

Their words are those of `coach/practice/question_texts.py`.
"""

from collections.abc import Iterable
from dataclasses import replace

from textual.content import Content

from coach.language.catalogue import say
from coach.practice import question_texts
from coach.practice.question_texts import (
    CLOSE,
    NOT_KEPT,
    NOT_SENT,
    WHERE_TO_TURN,
    QuestionText,
    in_sentences,
    show_pause,
)
from coach.practice.safeguarding import (
    Care,
    Detail,
    NeedsConfirmation,
    Question,
)
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import BodyPart, Bullet, Buttons, Dialog, DialogText
from coach.tui.text import sanitize


def make_dialog(asks: QuestionText, *, classes: str = "", comes_unasked: bool = False) -> DialogText:
    """Make a dialog of a question that every front end asks.

    Args:
        asks: the question.
        classes: classes for the styles.
        comes_unasked: whether it comes while its reader may be typing.
    """
    sentences = tuple(Content(sanitize(sentence)) for sentence in asks.sentences)
    body: tuple[BodyPart, ...] = (*sentences, *(list_places(asks.places) if asks.places else ()))
    return DialogText(
        asks.name, sanitize(asks.heading), body, asks.answers, classes=classes, comes_unasked=comes_unasked
    )


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
    dialog = make_dialog(question_texts.ask_about_details(details, so_far), classes="details")
    return replace(dialog, body=(dialog.body[0], *where, *dialog.body[1:]))


def ask_for_whom(care: Care, *, harm: bool = False, unsaid: bool = False) -> DialogText:
    """Make the dialog that asks if words are for the family, or are of own distress.

    Its answers are `pause`, `say`, or None; `keep` in place of `say` for words that only wait.

    Args:
        care: the words and signposts that look after the practitioner.
        harm: whether places to turn to are shown at once.
        unsaid: whether the words are only to wait in the box.
    """
    return make_dialog(question_texts.ask_for_whom(care, harm=harm, unsaid=unsaid))


def ask_about_own_distress(care: Care) -> DialogText:
    """Make the dialog that asks whether to store words of the practitioner's own distress.

    Its answers are `pause`, `keep`, or None.
    """
    return make_dialog(question_texts.ask_about_own_distress(care))


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
        question = ask_about_details(reason.details, where=mark_in_sentences(text, reason.details))
    # It comes a second after Enter, under hands that type the next line.
    return replace(question, comes_unasked=True)


def ask_about_unsaid_words(reason: NeedsConfirmation, text: str, care: Care) -> DialogText:
    """Make the dialog that asks about a line which is to wait in the box, for the same reasons.

    Args:
        reason: what the gate asks about.
        text: the line.
        care: the words and signposts that look after the practitioner.
    """
    if reason.question is Question.FOR_WHOM:
        return ask_for_whom(care, harm=reason.harm, unsaid=True)
    return ask_about_details(reason.details, NOT_KEPT, mark_in_sentences(text, reason.details))


def mark_in_sentences(text: str, details: Iterable[Detail]) -> tuple[Content, ...]:
    """Draw the sentences in which real people's details were found, with the details in bold.

    Args:
        text: what was typed.
        details: what looks real in it.
    """
    return tuple(
        Content.assemble(*((sanitize(part.text), "bold" if part.marked else "") for part in sentence))
        for sentence in in_sentences(text, details)
    )


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
        asks = show_pause(care)
        sentences = (says or asks.sentences[0], *asks.sentences[1:])
        words = (*(Content(sanitize(sentence)) for sentence in sentences), *list_signposts(care))
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
    asks = question_texts.show_distress(care)
    return PauseDialog(care, asks.sentences[0], asks.answers, asks.name, comes_unasked=True)


def list_signposts(care: Care) -> tuple[BodyPart, ...]:
    """Return the places to turn to for help, one a line below a heading."""
    return list_places(care.signposts)


def list_places(places: Iterable[str]) -> tuple[BodyPart, ...]:
    """Return places to turn to, one a line below a heading."""
    return (Content.assemble((say(WHERE_TO_TURN), "bold")), *(Bullet(place) for place in places))
