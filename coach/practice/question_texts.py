"""Questions that every front end asks in the same words, each with its answers.

A screen makes a dialog of one, a browser a page. The gates' questions come first, then those about stopping, ending
and forgetting.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coach.language.catalogue import say, say_count
from coach.practice.safeguarding import (
    Care,
    Detail,
    NeedsConfirmation,
    Question,
    kinds,
    without,
)
from coach.records.event_store import Summary

CLOSE = "close"
"""The answer that changes nothing and leads back."""
WHERE_TO_TURN = "Where to turn"


@dataclass(frozen=True, slots=True)
class QuestionText:
    """The words of a question: a heading, sentences, and its answers."""

    name: str
    """The question's name among all of them."""
    heading: str = ""
    sentences: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    """Each answer's name and the words of its button; the first is the likeliest."""
    places: tuple[str, ...] = ()
    """Places to turn to, where it may be hard."""


# --- Words that may hold a real person's details, or be of the typist's own distress

PAUSE, SAY, KEEP, REMOVE = "pause", "say", "keep", "remove"
NOT_SENT = "It has not been said yet."
ASKS_OF_UNSAID = (
    "Words about how you are yourself are never kept, so this line is not kept yet. If it is about you, you can pause: "
    "it stays in the box, for you alone. If you mean it for the family, keep it."
)
NOT_KEPT = "It has not been kept."
IF_REAL = (
    "If that is a real family's, leave it out: only those words go, and “(left out)” stands in their place. If it "
    "belongs to this script, keep it."
)


def ask_about_details(details: Iterable[Detail], so_far: str = NOT_SENT) -> QuestionText:
    """Ask about what looks like real people's details. Answers: `remove`, `keep`, or back.

    Args:
        details: what looks like a real person's.
        so_far: what happened to the words so far, in a sentence.
    """
    return QuestionText(
        "details",
        say("Is that somebody real?"),
        (say("What you typed may hold {kinds}. {so_far}", kinds=kinds(details), so_far=say(so_far)), say(IF_REAL)),
        ((REMOVE, say("Leave those words out")), (KEEP, say("Keep them")), (CLOSE, say("Change it"))),
    )


def ask_for_whom(care: Care, *, harm: bool = False, unsaid: bool = False) -> QuestionText:
    """Ask if words are for the family, or of own distress. Answers: `pause`, `say`, or back.

    Args:
        care: the words and signposts that look after the practitioner.
        harm: whether places to turn to are shown at once.
        unsaid: whether they are only to wait in the box, for when the conversation goes on. The answer is `keep` then,
            in place of `say`.
    """
    asks = say(ASKS_OF_UNSAID) if unsaid else care.asks
    for_them = (KEEP, say("For the family: keep it")) if unsaid else (SAY, say("Say it to the family"))
    return QuestionText(
        "for-whom",
        say("For the family, or for you?"),
        (asks, care.grounding) if harm else (asks,),
        ((PAUSE, say("Pause")), for_them, (CLOSE, say("Change it"))),
        care.signposts if harm else (),
    )


def ask_about_own_distress(care: Care) -> QuestionText:
    """Ask whether to store words of own distress. Answers: `pause`, `keep`, or back."""
    return QuestionText(
        "own-distress",
        say("For yourself, just now?"),
        (care.asks_of_notes,),
        ((PAUSE, say("Pause")), (KEEP, say("Keep it")), (CLOSE, say("Back to my words"))),
        care.signposts,
    )


def ask_about_reply(reason: NeedsConfirmation, care: Care) -> QuestionText:
    """Ask about a reply that a gate has stopped.

    Args:
        reason: what the gate asks about.
        care: the words and signposts that look after the practitioner.
    """
    if reason.question is Question.FOR_WHOM:
        return ask_for_whom(care, harm=reason.harm)
    return ask_about_details(reason.details)


def ask_about_long_reply(text: str) -> QuestionText:
    """Ask whether a very long text is to be said as one reply. Answers: `say`, or back."""
    return QuestionText(
        "long-reply",
        say("Say all of that in one reply?"),
        (say("It has {count} characters. Nothing is said yet.", count=f"{len(text.strip()):,}"),),
        ((CLOSE, say("Back to my words")), (SAY, say("Say it to the family"))),
    )


def words_after(wanted: str | None, reason: NeedsConfirmation, text: str) -> str | None:
    """Return the words to send after an answer; None where nothing is to be sent.

    Args:
        wanted: the answer.
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


def show_distress(care: Care) -> QuestionText:
    """Say that words of own distress were neither read nor kept. Answers: back, `pause`, `stop`."""
    return QuestionText(
        "distress",
        "",
        (care.distress_says, care.grounding),
        ((CLOSE, say("Go on")), (PAUSE, say("Pause")), ("stop", say("Stop"))),
        care.signposts,
    )


def show_pause(care: Care) -> QuestionText:
    """Cover a conversation with calming words. Answers: back, or `stop`."""
    return QuestionText(
        "pause", "", (care.pause, care.grounding), ((CLOSE, say("Come back")), ("stop", say("Stop"))), care.signposts
    )


# --- The sentences in which details stand

_ENDS = re.compile(r"[.!?…][”’\"']?\s+|\n+")
"""What ends a sentence."""
MOST_SENTENCES, LONGEST_SENTENCE, AROUND = 3, 160, 30
"""Sentences that are shown, characters of one that is shown whole, and those shown around a detail in a longer one: the
buttons have to stay in sight."""


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A part of a sentence in which a detail stands; the detail itself is marked."""

    text: str
    marked: bool = False


def in_sentences(text: str, details: Iterable[Detail]) -> tuple[tuple[SentencePart, ...], ...]:
    """Lay out the sentences in which real people's details were found.

    Only the practitioner who typed sees them, and they are stored nowhere.

    Args:
        text: what was typed.
        details: what looks real in it.
    """
    ends = [*(matched.end() for matched in _ENDS.finditer(text)), len(text)]
    by_sentence: dict[int, list[Detail]] = {}
    for detail in sorted(details, key=lambda detail: detail.start):
        by_sentence.setdefault(bisect_right(ends, detail.start), []).append(detail)
    shown_first = list(by_sentence.items())[:MOST_SENTENCES]
    sentences = [_mark_details(text, ends[at - 1] if at else 0, ends[at], standing) for at, standing in shown_first]
    if more := len(by_sentence) - len(sentences):
        sentences.append(
            (SentencePart(say_count("And in {count} more sentence.", "And in {count} more sentences.", more)),)
        )
    return tuple(sentences)


def _mark_details(text: str, begins: int, ends: int, details: list[Detail]) -> tuple[SentencePart, ...]:
    """Lay out a sentence with its details marked; of a long one, the words around them.

    Args:
        text: what was typed.
        begins: where the sentence begins in it.
        ends: where it ends.
        details: what looks real in the sentence, in order.
    """
    sentence = text[begins:ends].rstrip()
    around = LONGEST_SENTENCE if len(sentence) <= LONGEST_SENTENCE else AROUND
    last = begins + len(sentence)
    laid_out: list[SentencePart] = []
    at = begins
    for detail in details:
        before = text[at : detail.start]
        if len(before) > around and at == begins:
            before = f"… {before[-around:].lstrip()}"
        elif len(before) > 2 * around:
            before = f"{before[:around].rstrip()} … {before[-around:].lstrip()}"
        laid_out += [SentencePart(before), SentencePart(f"“{text[detail.start : detail.end]}”", marked=True)]
        at = detail.end
    rest = text[at:last]
    laid_out.append(SentencePart(rest if len(rest) <= around else f"{rest[:around].rstrip()} …"))
    return tuple(part for part in laid_out if part.text)


# --- Stopping, ending, forgetting


STAY = "Stay here"
"""The words of the button that leaves a conversation as it is, in every question about leaving it."""


def ask_to_stop(earlier: int = 0) -> QuestionText:
    """Ask whether a stopped rehearsal is kept. Answers: `nothing`, `keep`, or back to go on.

    Args:
        earlier: how many attempts came before this one.
    """
    stays = (f"{say('To keep nothing is about this attempt alone.')} {describe_earlier(earlier)}",) if earlier else ()
    return QuestionText(
        "stop",
        say("Stop here"),
        (
            say("Stopping is fine at any point. If you keep it, you can go on with it later, from My rehearsals."),
            *stays,
        ),
        ((CLOSE, say(STAY)), ("keep", say("Stop, keep it")), ("nothing", say("Keep nothing"))),
    )


def describe_earlier(earlier: int) -> str:
    """Say that the attempts before one stay, in a sentence."""
    if earlier == 1:
        return say("Your attempt before it stays, with its debrief.")
    return say("Your {earlier} attempts before it stay, with their debriefs.", earlier=earlier)


def ask_to_end() -> QuestionText:
    """Ask whether a conversation ends before its ending. Answers: `end`, or back to go on."""
    return QuestionText(
        "end",
        say("End here, and look back?"),
        (
            say(
                "The conversation ends for good then. From the debrief, any line of yours can be said again, to go on "
                "from it."
            ),
        ),
        ((CLOSE, say(STAY)), ("end", say("End it, look back"))),
    )


def confirm_keeping_nothing(replies: int, earlier: int = 0) -> QuestionText:
    """Ask a second time before an attempt is forgotten. Answers: `nothing`, `keep`, or back.

    Args:
        replies: how many replies go: those that the practitioner gave in this attempt.
        earlier: how many attempts came before it, which stay.
    """
    if replies:
        said = say("What you said in this attempt") if earlier else say("What you said")
    else:
        said = say("What you typed in this attempt") if earlier else say("What you typed")
    count = f" ({say_count('{count} reply', '{count} replies', replies)})" if replies > 1 else ""
    return QuestionText(
        "keep-nothing",
        say("Forget this attempt?") if earlier else say("Forget what you said?"),
        (
            say(
                "{said}{count} would be deleted at once. Only the next page can bring it back.", said=said, count=count
            ),
            *((describe_earlier(earlier),) if earlier else ()),
        ),
        ((CLOSE, say(STAY)), ("keep", say("Stop, keep it")), ("nothing", say("Forget it"))),
    )


def say_nothing_kept(earlier: int) -> str:
    """Say that an attempt was not kept, and that those before it were.

    Args:
        earlier: how many attempts came before it.
    """
    if not earlier:
        return say("Stopped. Nothing is kept.")
    return f"{say('Stopped. Nothing of this attempt is kept.')} {describe_earlier(earlier)}"


def show_closing(
    care: Care,
    closing_words: str,
    *,
    kept: bool,
    not_kept: str = "",
    may_undo: bool = False,
    earlier: int = 0,
    line_waits: bool = False,
) -> QuestionText:
    """Close a stopped rehearsal with calming words. Answers: `undo`, or back.

    Args:
        care: the words and signposts that look after the practitioner.
        closing_words: the sentence with which every rehearsal closes.
        kept: whether the rehearsal is to be kept.
        not_kept: why it is held in memory only, where it is.
        may_undo: whether what was said can be brought back.
        earlier: how many attempts stay where this one is not kept.
        line_waits: whether a line that was not said waits in the box.
    """
    heading = (
        say("Stopped. It is kept with your rehearsals. You can go on with it there.")
        if kept
        else say_nothing_kept(earlier)
    )
    if kept and not_kept:
        heading = say("Stopped. It is not kept yet.")
    why = (not_kept,) if kept and not_kept else ()
    waits = (say("The line that you had not said stands in the box when you come back."),) if line_waits else ()
    undo = (("undo", say("Keep it after all")),) if may_undo else ()
    return QuestionText(
        "closing",
        heading,
        (*why, *waits, closing_words, care.grounding),
        ((CLOSE, say("To the start page")), *undo),
        care.signposts,
    )


FORGET = "forget"
BOTH = 2
ON_THIS_MACHINE = "It is deleted from this machine for good. Nobody can bring it back."
IN_THE_STORE = "It is deleted from your team's store for good. Backups of that store hold it as long as they are kept."
ALL_ON_THIS_MACHINE = "They are deleted from this machine for good. Nobody can bring them back."
ALL_IN_THE_STORE = (
    "They are deleted from your team's store for good. Backups of that store hold them as long as they are kept."
)
ANSWERS_GO = "What you wrote afterwards, and what came back from supervision, goes too."
FILES_STAY = "What you saved to a file stays where you saved it."


def ask_about_all(rehearsals: Collection[Summary]) -> str:
    """Ask whether all rehearsals are forgotten, saying how many go and were kept."""
    kept = sum(summary.kept for summary in rehearsals)
    goes = say_count("{count} goes", "{count} go", len(rehearsals))
    also = f", {say('{kept} of them kept beyond thirty days', kept=kept)}" if kept else ""
    if kept and len(rehearsals) == 1:
        also = f", {say('which you kept beyond thirty days')}"
    return f"{say('Forget all your rehearsals?')} {goes}{also}."


def ask_in_one_line(rehearsals: Collection[Summary], damaged: int) -> str:
    """Ask whether all rehearsals are forgotten, in one line with what goes besides.

    Args:
        rehearsals: those that go.
        damaged: how many damaged copies go with them.
    """
    asks = f"{ask_about_all(rehearsals)} {say(ANSWERS_GO)}"
    if damaged:
        asks += f" {say('Damaged copies of them go too.')}"
    return say("{asks} They are gone for good. yes, or Enter for no: ", asks=asks)


def confirm_forgetting(
    heading: str, forget: str = "", *, shared: bool, several: bool = False, attempts: int = 1
) -> QuestionText:
    """Ask before something is deleted for good. Answers: `forget`, or back.

    Args:
        heading: what would be forgotten, as a question.
        forget: the words of the button that forgets, where they are not the usual ones.
        shared: whether it lies in a team's store.
        several: whether it is more than one thing.
        attempts: how many attempts a rehearsal has, all of which go.
    """
    if several:
        goes = say(ALL_IN_THE_STORE) if shared else say(ALL_ON_THIS_MACHINE)
    else:
        goes = say(IN_THE_STORE) if shared else say(ON_THIS_MACHINE)
    all_go: tuple[str, ...] = ()
    if attempts > 1:
        all_go = (
            say("Both attempts go.") if attempts == BOTH else say("All {attempts} attempts go.", attempts=attempts),
        )
    return QuestionText(
        "forget",
        heading,
        (*all_go, goes, say(ANSWERS_GO), say(FILES_STAY)),
        ((CLOSE, say("Leave it as it is")), (FORGET, forget or say("Forget it"))),
    )
