"""Explanations of the family's answer: what was read in the reply, and the branches tried.

`explain_to_practitioner` gives them in plain words, `explain_to_author` with the names in the author's files and the
conditions that failed. `hint` is the one line after a reply, for a practitioner who wants hints.
"""

import re
from collections.abc import Collection

from coach.language.catalogue import say, say_count
from coach.model.events import Replied
from coach.model.reading import Certainty, Form, Span, Verdict
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.script import Script
from coach.rehearsal.short_way import ABOUT_SHORT, estimate_replies, is_last
from coach.rehearsal.state import (
    AskBackOutput,
    BranchOutput,
    EndingOutput,
    EntryOutput,
    Exchange,
    HarmOutput,
    History,
    HonestOutput,
    RepairOutput,
    ScaleOutput,
    SilenceOutput,
    TrialOutput,
    TurnOutput,
)

FORMS = {
    Form.OPEN_QUESTION: "asked an open question",
    Form.CLOSED_QUESTION: "asked a question that yes, no or a word answers",
    Form.REFLECTION: "said something of theirs back",
    Form.AFFIRMATION: "named what is strong in them",
}
"""How a reply is put, in words for whoever said it."""
FRAMES = {
    "denial": "as saying that it is not so",
    "quotation": "as words that you repeated, yours or somebody else's",
    "hypothetical": "as a what-if",
    "cancelled": "as taken back by what follows",
    "list": "as a list",
}
HONEST_SAID = {
    "receives": "Nothing they had to say fitted it, so they let it stand and went on.",
    "defers": "They had no answer to what you said, so they put it off.",
    "lightly": "They had no answer to what you said, and made light of it.",
    "doesnt_know": "They had no answer to what you said, and said so.",
}
"""What the family did where nothing fitted, in words for the practitioner, who told them something."""
HONEST_ASKED = HONEST_SAID | {
    "defers": "They had no answer to what you asked, so they put it off.",
    "lightly": "They had no answer to what you asked, and made light of it.",
    "doesnt_know": "They had no answer to what you asked, and said so.",
}
"""The same where the practitioner asked them something."""
WENT_ON = "Nothing they had to say answered it, so they went on with what was on their mind."
PUT_RIGHT = "You put something right, and they took it so."
OTHERWISE = "otherwise"
"""How the ids of the branches begin that answer where nothing else fits."""
MOVED_MORE = {"trust": "They trust you more now.", "guarded": "They are more guarded now."}
MOVED_LESS = {"trust": "They trust you less now.", "guarded": "They are less guarded now."}


def word_doubt(name: str) -> str:
    """Return the name of a verdict of which the coach is not sure, as a question."""
    return say("{name}? The coach wasn't sure", name=name)


def describe_form(forms: tuple[Form, ...]) -> str:
    """Describe the form of a reply in a sentence; empty if there is nothing to say of it.

    Nearly every reply tells something, so that is not said of one.
    """
    said = [say(FORMS[form]) for form in forms if form is not Form.STATEMENT]
    if not said:
        return ""
    *others, last = said
    did = say("{others}, and {last}", others=", ".join(others), last=last) if others else last
    return say("You {did}.", did=did)


def explain_to_practitioner(
    exchange: Exchange,
    rubric: Rubric,
    forms: tuple[Form, ...] | None = None,
    *,
    put_right: bool = False,
    unworded: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Explain an answer to the practitioner, without names from the files and without silences.

    Args:
        exchange: the reply, with the family's answer.
        rubric: the rubric, for the names of criteria.
        forms: the forms of the reply that hold beside the family's lines; None for those that were read.
        put_right: whether the picture of the conversation shows that it put something right.
        unworded: the criteria whose name says more than anybody near the reply put into words.
    """
    if not isinstance(exchange.event, Replied):
        return (say("You skipped this line. Nothing was read."),)
    forms = exchange.event.reading.forms if forms is None else forms
    # Where the hurt was mended by what was read, the effects say so.
    rights = (say(PUT_RIGHT),) if put_right and not exchange.repaired else ()
    return (*_describe_reading(exchange.event, rubric, forms, unworded), *rights, *_describe_effects(exchange, rubric))


def _describe_reading(
    event: Replied, rubric: Rubric, forms: tuple[Form, ...], unworded: frozenset[str] = frozenset()
) -> list[str]:
    """Describe in plain words what was read in a reply: verdicts, form, other signs.

    Args:
        event: the reply.
        rubric: the rubric, for the names of criteria.
        forms: the forms of the reply.
        unworded: the criteria whose name says more than anybody near the reply put into words.
    """
    reading, lines = event.reading, []
    doubtful = event.doubtful(rubric.of(Polarity.HARMFUL), rubric.mends) | unworded
    for verdict in reading.verdicts:
        name = rubric.find_name(verdict.criterion)
        # Said as the family took it: what is clear in words that may have hurt did not help either.
        sure = verdict.certainty is Certainty.CLEAR and verdict.criterion not in doubtful
        said = name if sure else word_doubt(name)
        lines.append(f"{said}: “{verdict.span.text}”")
        # The learner's own words are no example to them, and what somebody typed in a hurry is no model.
        if verdict.example and _is_written_out(verdict.example) and not _is_said(verdict.example, event.text):
            lines.append(say("  An example of it: “{example}”", example=verdict.example))
        if other := _name_near_miss(verdict, rubric):
            lines.append(
                say("  Close to it, but that would be {other}: “{near_miss}”", other=other, near_miss=verdict.near_miss)
            )
    if form := describe_form(forms):
        lines.append(form)
    if reading.follows_up:
        lines.append(say("It takes up what they had just said, with no subject of its own."))
    heard = ((rubric.heard_as(trace.id), trace.span.text) for trace in reading.traces)
    lines += [f"They may have heard this in it: {rubric.find_name(what)}: “{words}”" for what, words in heard if what]
    lines += [
        say("Read {how}: “{words}”", how=say(FRAMES[frame.kind]), words=frame.span.text)
        for frame in reading.frames
        if frame.kind in FRAMES
    ]
    if not lines and is_bare_apology(event.text, rubric):
        return [say("It says sorry, and not what for.")]
    return lines or [say("The coach read nothing into it.")]


APOLOGY = ("sorry", "apologise")
"""How an apology is worded where a rubric has no list `apology`."""
_BESIDE_SORRY = frozenset(
    "ah am and but do god gosh i i'm im just no oh ok okay really right so to truly very well yes you".split()
)
"""Words beside an apology that do not say what it is for."""


def is_bare_apology(text: str, rubric: Rubric) -> bool:
    """Whether a reply is an apology, as the rubric words one, and does not say what for.

    A phrase of the rubric's that has choices in it (`apologies (for|that)`) goes on to say that.
    """
    plain = f" {_plain_words(text)} "
    rest = plain
    for phrase in rubric.lists.get("apology", APOLOGY):
        if "(" not in phrase:
            rest = re.sub(rf"(?<= ){re.escape(_plain_words(phrase))}(?= )", "", rest)
    return rest != plain and _BESIDE_SORRY.issuperset(rest.split())


def _is_written_out(example: str) -> bool:
    """Whether an example begins with a capital letter and ends with a stop."""
    return example[:1].isupper() and example.rstrip("\"'”’").endswith((".", "?", "!", "…"))


def _is_said(example: str, text: str) -> bool:
    """Whether an example stands word for word in a reply, whatever its signs and capitals."""
    return f" {_plain_words(example)} " in f" {_plain_words(text)} "


def _plain_words(text: str) -> str:
    """Return the words of a text in small letters, with one space between them."""
    return " ".join(_WORDS.findall(text.casefold().replace("’", "'")))


_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def _name_near_miss(verdict: Verdict, rubric: Rubric) -> str:
    """Return the name of the criterion that a near-miss is an example of, or nothing.

    Words that helped are never laid beside what hurts or steps round: the likeness is often in the words alone.
    """
    if not verdict.near_miss:
        return ""
    words = _plain_words(verdict.near_miss)
    helps = rubric.of(Polarity.HELPFUL)
    others = (
        other
        for key, other in rubric.criteria.items()
        if key != verdict.criterion and (key in helps or verdict.criterion not in helps)
    )
    return next((c.name for c in others if any(_plain_words(example) == words for example in c.counts)), "")


def _asks(exchange: Exchange) -> bool:
    """Whether the words that the family answered ask something, as far as the coach read it."""
    event = exchange.event
    if not isinstance(event, Replied):
        return False
    asks = not _QUESTIONS.isdisjoint(event.reading.forms)
    span = event.pick.span if event.pick else None
    if asks and span and "?" in event.text:
        # Of a reply that both tells and asks, it is known which of its sentences was answered.
        return "?" in event.text[span.start : span.end + 1]
    return asks


_QUESTIONS = frozenset((Form.OPEN_QUESTION, Form.CLOSED_QUESTION))


def _describe_effects(exchange: Exchange, rubric: Rubric) -> list[str]:
    """Describe in plain words what a reply did to the family."""
    lines = []
    asks = _asks(exchange)
    for output in exchange.outputs:
        match output:
            case HarmOutput(criteria):
                names = ", ".join(map(rubric.find_name, criteria))
                followed = _say_what_followed(exchange)
                lines.append(
                    say(
                        "It may have hurt ({names}), so they answered the hurt{followed}.",
                        names=names,
                        followed=followed,
                    )
                )
            case RepairOutput(how):
                lines.append(
                    say("It mended the hurt.") if how == "repaired" else say("Two helpful replies eased the hurt.")
                )
            case AskBackOutput(_, _, possible):
                names = ", ".join(map(rubric.find_name, possible))
                unsure = (
                    say("It could have been this, or not: {names}.", names=names)
                    if names
                    else say("They could not follow it.")
                )
                lines.append(say("{unsure} So they asked what you meant.", unsure=unsure))
            # The practitioner is not told which silence: what else the family keeps stays a secret.
            case EntryOutput(_, _, besides):
                lines.append(_say_what_was_answered(asks=asks, besides=bool(besides)))
            case HonestOutput(kind):
                lines.append(say((HONEST_ASKED if asks else HONEST_SAID)[kind]))
            case SilenceOutput(_):
                lines.append(say("They told you something that they might have kept to themselves."))
            case ScaleOutput(scale, before, after):
                lines.append(say((MOVED_MORE if after > before else MOVED_LESS)[scale]))
            case _:
                pass
    # The title asks why: where nothing fitted, that is the reason.
    if not lines and exchange.branch().startswith(OTHERWISE):
        lines.append(say(WENT_ON))
    return lines


def _say_what_was_answered(*, asks: bool, besides: bool) -> str:
    """Say what of a reply the family answered.

    Args:
        asks: whether the reply asks something.
        besides: whether they answered more than one thing in it.
    """
    if asks:
        return (
            say("They answered what you asked and what you said besides.")
            if besides
            else say("They answered what you asked.")
        )
    return (
        say("They answered what you said, and more than one thing in it.")
        if besides
        else say("They answered what you said.")
    )


def _say_what_followed(exchange: Exchange) -> str:
    """Say in words after "they answered the hurt" what else the family did in the same answer."""
    if any(isinstance(output, EndingOutput) for output in exchange.outputs):
        return say(", and the conversation ended")
    if any(isinstance(output, TurnOutput) for output in exchange.outputs):
        return say(", and then went on to something else")
    if any(isinstance(output, EntryOutput | HonestOutput) for output in exchange.outputs):
        return say(" first")
    return say(" and nothing else")


def explain_to_author(exchange: Exchange) -> tuple[str, ...]:
    """Explain an answer to the author, by the names in the files, silences included."""
    return (*_list_verdicts(exchange), *_list_pick(exchange), *_list_outputs(exchange))


def _list_pick(exchange: Exchange) -> list[str]:
    """Say which entry was chosen for a reply, how sure that was, and which came second."""
    event = exchange.event
    if not isinstance(event, Replied) or (pick := event.pick) is None:
        return []
    words = f", for “{pick.span.text}”" if pick.span else ""
    second = f" Second: {pick.second}, {pick.second_likely:.2f}." if pick.second else ""
    lines = [f"Chosen: {pick.entry}, {pick.likely:.2f} ({pick.sureness}){words}.{second}"]
    if pick.also and pick.also_span:
        lines.append(f"Chosen too: {pick.also}, {pick.also_likely:.2f}, for “{pick.also_span.text}”.")
    return lines


def _list_verdicts(exchange: Exchange) -> list[str]:
    """List what was read in a reply, by the names in the rubric."""
    if not isinstance(exchange.event, Replied):
        return ["You skipped this line. Nothing was read."]
    reading = exchange.event.reading
    lines = []
    for verdict in reading.verdicts:
        sure = "Clear" if verdict.certainty is Certainty.CLEAR else "Possible"
        lines.append(f"{sure}: {verdict.criterion}, from “{verdict.span.text}” ({_name_layer(verdict)}).")
        if verdict.example:
            lines.append(f"  Nearest example: “{verdict.example}”")
        if verdict.near_miss:
            lines.append(f"  Sounds like it and is not: “{verdict.near_miss}”")
    if not reading.verdicts:
        lines.append("No criterion was met.")
    if reading.forms:
        lines.append(f"Form: {', '.join(form.value.replace('_', ' ') for form in reading.forms)}.")
    if reading.follows_up:
        lines.append("It takes up the cue: an open invitation with no subject of its own.")
    lines += [f"Trace: {trace.id}, from “{trace.span.text}”." for trace in reading.traces]
    lines += [f"Read as {frame.kind}: “{frame.span.text}”." for frame in reading.frames]
    return lines


def _name_layer(verdict: Verdict) -> str:
    """Say what in the matcher found a verdict: a rule, a nearby example, or meaning."""
    layers = {"meaning": "by meaning", "inherited": "takes up the cue", "near_example": "like an example"}
    return layers.get(verdict.rule, f"rule {verdict.rule}")


def _list_outputs(exchange: Exchange) -> list[str]:
    """List what happened in an answer, by the names in the author's files."""
    lines = []
    for output in exchange.outputs:
        match output:
            case HarmOutput(criteria):
                lines.append(f"It may have hurt ({', '.join(criteria)}), so only answers to a hurt were looked at.")
            case RepairOutput(how):
                lines.append("It mended the hurt." if how == "repaired" else "Two helpful replies eased the hurt.")
            case TrialOutput(branch, ()):
                lines.append(f"{branch}: fits.")
            case TrialOutput(branch, failed):
                lines.append(f"{branch}: no. {'; '.join(failed)}.")
            case AskBackOutput(between, other, possible):
                unsure = f"{between}, or {other} if it was {', '.join(possible)}" if possible else "no word known"
                lines.append(f"The reading was unsure: {unsure}. The family asked.")
            case EntryOutput(entry, branch, besides, also):
                with_it = f" Said with it: {also}." if also else ""
                lines.append(f"Said: {entry}, {'with' if besides else 'instead of'} {branch}.{with_it}")
            case HonestOutput(kind):
                lines.append(f"Nothing fitted, so they said a line of `{kind}` first.")
            case BranchOutput(branch):
                lines.append(f"Answered by {branch} in {exchange.before.turn}.")
            case SilenceOutput(silence):
                lines.append(f"Told: {silence}.")
            case ScaleOutput(scale, before, after):
                lines.append(f"{scale.capitalize()} went from {before} to {after}.")
            case _:
                pass
    return lines


# --- How far a conversation is


def describe_progress(script: Script, history: History, asked_for: int = 0) -> str:
    """Say which reply comes next, and of about how many.

    Args:
        script: the scenario being played.
        history: the history of the rehearsal.
        asked_for: how many replies its exercise asks for; 0 without one.
    """
    said = history.state.replies()
    if history.state.over():
        return say_count("Ended after {count} reply", "Ended after {count} replies", said)
    number, short = said + 1, history.began is not None and history.began.short
    if asked_for and said >= asked_for:
        return say(
            "Reply {number}; the exercise asks for about {asked_for}: go on, or look back",
            number=number,
            asked_for=asked_for,
        )
    if is_last(script, history.state.position.turn):
        return say("Reply {number}, near the end", number=number)
    about = asked_for or (ABOUT_SHORT if short else 0)
    if about:
        if number <= about:
            return say("Reply {number} of about {about}", number=number, about=about)
        return say("Reply {number}", number=number)
    fewest, most = estimate_replies(script.dialogue)
    if number < fewest:
        return say("Reply {number} of {fewest} to {most}", number=number, fewest=fewest, most=most)
    # From the lower number on, that number says nothing more: "Reply 11 of 10 to 25" reads as a slip.
    if number <= most:
        return say("Reply {number} of up to {most}", number=number, most=most)
    return say("Reply {number}", number=number)


# --- The hint after a reply

HINT_HURT = "“{words}” may have landed hard. It can be mended: name what you said, and take it back."
HINT_MENDED = "You went back to it. That counts for a lot."
HINT_STEPPED_ROUND = "“{words}” may leave them guessing. What word were you nearly saying?"
HINT_HEARD = "Heard: {names}."
HINT_UNSURE = "The coach wasn't sure about “{words}”. How might they have heard it?"
HINT_LEFT_OPEN = "There may still be something in {about}."
"""The words of each hint, in the order in which `hint` looks for a reason to give it."""


def hint(script: Script, rubric: Rubric, exchange: Exchange, unworded: Collection[str] = ()) -> str:
    """Return one line about a reply, such as what may have hurt.

    Empty if there is nothing to say.

    Args:
        script: the scenario being played.
        rubric: the rubric, for the names of criteria.
        exchange: the reply, with the family's answer.
        unworded: the criteria whose name says more than anybody near the reply put into words.
    """
    return _choose_hint(script, rubric, exchange, unworded)[0]


def list_hint_spans(
    script: Script, rubric: Rubric, exchange: Exchange, unworded: Collection[str] = ()
) -> tuple[Span, ...]:
    """List the words of a reply that its hint is about; none where it is about no words.

    Args:
        script: the scenario being played.
        rubric: the rubric, for the names of criteria.
        exchange: the reply, with the family's answer.
        unworded: the criteria whose name says more than anybody near the reply put into words.
    """
    return tuple(verdict.span for verdict in _choose_hint(script, rubric, exchange, unworded)[1])


def _choose_hint(
    script: Script, rubric: Rubric, exchange: Exchange, unworded: Collection[str]
) -> tuple[str, tuple[Verdict, ...]]:
    """Choose the hint of a reply, with the verdicts that it is about.

    Args:
        script: the scenario being played.
        rubric: the rubric, for the names of criteria.
        exchange: the reply, with the family's answer.
        unworded: the criteria whose name says more than anybody near the reply put into words.
    """
    if not isinstance(exchange.event, Replied):
        return "", ()
    verdicts = [verdict for verdict in exchange.event.reading.verdicts if verdict.criterion not in unworded]
    clear = [v for v in verdicts if v.certainty is Certainty.CLEAR]
    harm = next((v for v in clear if rubric.criteria[v.criterion].polarity is Polarity.HARMFUL), None)
    if harm:
        return say(HINT_HURT, words=harm.span.text), (harm,)
    if exchange.repaired:
        return say(HINT_MENDED), ()
    stand_in = next((v for v in clear if rubric.criteria[v.criterion].polarity is Polarity.AVOIDANT), None)
    if stand_in:
        return say(HINT_STEPPED_ROUND, words=stand_in.span.text), (stand_in,)
    if clear:
        names = " and ".join(rubric.criteria[v.criterion].name.lower() for v in clear[:2])
        return say(HINT_HEARD, names=names), tuple(clear[:2])
    possible = next((v for v in verdicts if v.certainty is Certainty.POSSIBLE), None)
    if possible:
        return say(HINT_UNSURE, words=possible.span.text), (possible,)
    opening = script.turn(exchange.before.turn).opening
    if opening and exchange.after.turn == exchange.before.turn:
        return say(HINT_LEFT_OPEN, about=opening.about), ()
    return "", ()
