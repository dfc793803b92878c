"""What the family began, and whether it was taken up; begin with `resolve_openings`.

An opening is a cue in which the family lets a subject be spoken of. After the missed opportunities of multicultural
orientation (`docs/domain-rules.md#openings`). A matter is what a good supervisor would ask about afterwards: somebody
who read all that the family can say wrote down where it is told, where it is settled and what is left of it. The
program adds what it can see: whether it was told in this conversation, and whether a later reply took it up
(`list_open_matters`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from coach.debrief.acknowledgements import answers_yes_or_no
from coach.debrief.evidence import LATER, get_reply, is_nearly_same, is_open, select_speech, shorten
from coach.debrief.matter_promises import drop_names
from coach.debrief.owning import refuses
from coach.debrief.page_facts import LeftOpening, list_telling, was_deferred
from coach.debrief.picture import draws_back
from coach.debrief.report import OpeningOutcome, OpeningStanding, VerdictMark
from coach.debrief.slights import has_slight
from coach.debrief.uptake import (
    Uptake,
    is_taken_up,
    promises_about,
    undertakes,
)
from coach.debrief.wording import (
    DAYS,
    FEW_WORDS,
    PLANNING,
    SubjectNamer,
    count_words_of,
    find_content_words,
)
from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.model.line_book import Matter, MatterFor
from coach.model.reading import Form
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Opening
from coach.rehearsal.line_blocks import OpenMatter, find_tags
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, TurnOutput


@dataclass(frozen=True, slots=True)
class _ReachedOpening:
    """An opening (a cue that lets a subject be spoken of) that was reached, and what followed."""

    turn: str
    opening: Opening
    lines: tuple[Line, ...]
    after: tuple[Exchange, ...]


def resolve_openings(
    script: Script, rubric: Rubric, attempt: Attempt, marks: tuple[VerdictMark, ...]
) -> tuple[OpeningOutcome, ...]:
    """Return every opening that was reached, in order: taken, partly taken, or passed by.

    An opening is a cue that lets a subject be spoken of.

    Args:
        script: the scenario that was played.
        rubric: the rubric, for the criteria that take an opening.
        attempt: the attempt.
        marks: the marks of the attempt.
    """
    names = SubjectNamer(rubric).find
    return tuple(
        _weigh_words(_resolve_opening(script, rubric, reached, marks), rubric, reached, names)
        for reached in _find_reached(script, attempt)
    )


def _weigh_words(
    outcome: OpeningOutcome, rubric: Rubric, reached: _ReachedOpening, names: Callable[[str], Collection[str]]
) -> OpeningOutcome:
    """Return what became of an opening, with whether the words of the replies speak for it too.

    A criterion may be met by a reply about something else, and what meets none may take it up all the same. Taken up
    needs a word of it, a subject of it, or a reply that only asks on; passed by, that no later reply has any sign.

    Args:
        outcome: what became of it, by the criteria.
        rubric: the rubric, for the criteria and subjects of its topic.
        reached: the opening, with the exchanges after it.
        names: finds the subjects, by id, that a text names.
    """
    later = [exchange for exchange in reached.after if exchange.number]
    beside = _list_words_beside(reached)
    if outcome.standing is OpeningStanding.MISSED:
        inside = [exchange for exchange in later if exchange.number in outcome.replies]
        own = Uptake(words=find_content_words(" ".join(line.text for line in select_speech(reached.lines)[-1:])))
        echo = next((one for one in inside if is_taken_up(own, [one], names)), None)
        if echo is not None and _asks_kindly(rubric, echo):
            return outcome.model_copy(update={"sure": False})  # a closed question with a word of it may be either
        # Who makes less of what was said passes it by, in whatever words of it.
        closes = inside[:1] and get_reply(inside[0]).reading.clear() - rubric.of(Polarity.HELPFUL)
        sure = bool(closes) or not _may_be_taken(rubric, reached, names, len(outcome.replies))
    elif outcome.standing in (OpeningStanding.TAKEN, OpeningStanding.PARTLY):
        took = [exchange for exchange in later if exchange.number == outcome.reply]
        signs = replace(_list_signs(rubric, reached), criteria=frozenset(), helpful=None)
        asks = [one for one in took if "?" in one.text]
        sure = (
            not took
            or is_taken_up(signs, took, names)
            or (took == later[:1] and is_taken_up(beside, asks, names))
            or any(_asks_on(reached.opening, one) for one in took if one.number in outcome.replies)
        )
    else:
        sure = outcome.standing is not OpeningStanding.UNSURE
    return outcome if sure else outcome.model_copy(update={"sure": False})


def _may_be_taken(
    rubric: Rubric, reached: _ReachedOpening, names: Callable[[str], Collection[str]], window: int
) -> bool:
    """Whether an opening may have been taken up while it was open, or in the reply after that.

    Args:
        rubric: the rubric, for the criteria and subjects of its topic.
        reached: the opening, with the exchanges after it.
        names: finds the subjects, by id, that a text names.
        window: for how many replies the opening was open.
    """
    later = [exchange for exchange in reached.after if exchange.number][: window + 1]
    signs = replace(_list_signs(rubric, reached), helpful=None)
    first = get_reply(later[0])
    asked = any("?" in line.text for line in select_speech(reached.lines)[-1:])
    return (
        is_taken_up(signs, later, names)
        or is_taken_up(_list_words_beside(reached), later[:1], names)
        or _asks_on(reached.opening, later[0])
        or bool(first.reading.clear() & rubric.of(Polarity.HELPFUL))
        # Yes or no answers a question, whatever is said after it.
        or (asked and _YES_OR_NO.match(first.text) is not None)
    )


def _asks_kindly(rubric: Rubric, exchange: Exchange) -> bool:
    """Whether a reply asks something, without any sign of a hurt or of a way round."""
    read = get_reply(exchange).reading
    apart = {verdict.criterion for verdict in read.verdicts} - rubric.of(Polarity.HELPFUL)
    return "?" in exchange.text and not apart and not has_slight(exchange.text)


def _asks_on(opening: Opening, exchange: Exchange) -> bool:
    """Whether a reply only asks on, or says what the author suggests for the opening."""
    text = exchange.text
    short = "?" in text and len(text.split()) <= FEW_WORDS
    return short or get_reply(exchange).reading.follows_up or _is_as_suggested(opening, text)


_YES_OR_NO = re.compile(r"\W*(?:yes|yeah|yep|aye|no|nope|nah|not at all|of course|i do|i don['’]?t)\b", re.IGNORECASE)


def _find_reached(script: Script, attempt: Attempt) -> list[_ReachedOpening]:
    """List the openings that an attempt reached, each with the exchanges that followed."""
    reached = []
    begins = script.dialogue.begins
    # A reply that the family asked about, and the next, are one.
    asked = {exchange.joins for exchange in attempt.exchanges if exchange.joins}
    whole = tuple(exchange for exchange in attempt.exchanges if exchange.number not in asked)
    if opening := script.turn(begins).opening:
        reached.append(_ReachedOpening(begins, opening, attempt.arrival, whole))
    reached += [
        _ReachedOpening(output.turn, opening, exchange.lines(), whole[index + 1 :])
        for index, exchange in enumerate(whole)
        for output in exchange.outputs
        if isinstance(output, TurnOutput) and (opening := script.turn(output.turn).opening)
    ]
    return reached


def _resolve_opening(
    script: Script, rubric: Rubric, reached: _ReachedOpening, marks: tuple[VerdictMark, ...]
) -> OpeningOutcome:
    """Work out whether one opening was taken, partly taken or passed by.

    Args:
        script: the scenario that was played.
        rubric: the rubric, for the criteria that take it.
        reached: the opening, with the exchanges after it.
        marks: the marks of the attempt.
    """
    opening, topic = reached.opening, rubric.topics[reached.opening.topic]
    window = opening.weight.window()
    inside, late = reached.after[:window], reached.after[window : window + 1]
    # A reply that takes the opening the talk has come to by then belongs to that one, and not to this one too.
    inside, late = (
        tuple(e for e in part if e.before.turn == reached.turn or not _takes_its_own(script, rubric, e, marks))
        for part in (inside, late)
    )
    # A reply that belongs to another opening does not use up this one's time.
    window -= len(reached.after[:window]) - len(inside)
    takes = frozenset(topic.taken_by + opening.taken_by)
    line = select_speech(reached.lines)[-1] if select_speech(reached.lines) else None
    standing, why, exchange, mark = _resolve_standing(
        opening,
        frozenset(topic.partly_by),
        inside,
        late,
        window,
        _TakingSigns(
            takes,
            frozenset(trace for trace, criterion in script.heard_as.items() if criterion in takes),
            frozenset(exchange.number for exchange in (*inside, *late) if _is_still_hurt(script, exchange)),
        ),
        marks,
    )
    return OpeningOutcome(
        turn=reached.turn,
        topic=opening.topic,
        topic_name=topic.name,
        about=opening.about,
        line=line.text if line else "",
        speaker=script.speaker(line) if line else "",
        standing=standing,
        why=why,
        replies=tuple(e.number for e in inside if e.number),
        reply=mark.reply if mark else exchange.number if exchange else 0,
        quote=mark.quote if mark else shorten(get_reply(exchange).text) if exchange else "",
        criterion=mark.criterion if mark else "",
        could_say=opening.could_say,
    )


@dataclass(frozen=True, slots=True)
class _TakingSigns:
    """The criteria and traces by which a reply takes up the subject of an opening."""

    criteria: frozenset[str]
    traces: frozenset[str]
    unheard: frozenset[int] = frozenset()
    """The replies that nobody heard for what they were, as the family was still at an earlier hurt."""


_Resolution = tuple[OpeningStanding, str, Exchange | None, VerdictMark | None]


def _resolve_standing(
    opening: Opening,
    halves: frozenset[str],
    inside: tuple[Exchange, ...],
    late: tuple[Exchange, ...],
    window: int,
    takes: _TakingSigns,
    marks: tuple[VerdictMark, ...],
) -> _Resolution:
    """Work out whether an opening was taken, partly taken or passed by, from the replies to it.

    Args:
        opening: the opening.
        halves: the ids of criteria that take it only partly.
        inside: the exchanges while the opening was open.
        late: the exchange just after that.
        window: for how many replies the opening was open.
        takes: what takes it.
        marks: the marks of the attempt.

    Returns:
        What became of it, why in a few words, the exchange that decided, and the mark that decided.
    """
    partly: _Resolution | None = None
    unsure: _Resolution | None = None
    for exchange in inside:
        if not exchange.number:
            return OpeningStanding.SKIPPED, "", None, None
        judged = _resolve_reply(opening, halves, exchange, takes, marks)
        if judged[0] is OpeningStanding.TAKEN:
            return judged
        partly = partly or (judged if judged[0] is OpeningStanding.PARTLY else None)
        unsure = unsure or (judged if judged[0] is OpeningStanding.UNSURE else None)
    # Only after all replies: a later one within the window may still take the opening wholly.
    if partly:
        return partly
    for exchange in late:
        if (
            exchange.number
            and _resolve_reply(opening, halves, exchange, takes, marks, late=True)[0] is OpeningStanding.TAKEN
        ):
            mark = _find_taking_mark(exchange, takes.criteria, marks)
            return OpeningStanding.PARTLY, say(LATER), exchange, mark
    if unsure:
        return unsure
    # The attempt ended while the opening was still open: nobody passed it by.
    if len(inside) < window or not inside:
        return OpeningStanding.NOT_REACHED, "", None, None
    return OpeningStanding.MISSED, "", inside[0], None


def _resolve_reply(
    opening: Opening,
    halves: frozenset[str],
    exchange: Exchange,
    takes: _TakingSigns,
    marks: tuple[VerdictMark, ...],
    *,
    late: bool = False,
) -> _Resolution:
    """Work out whether one reply takes an opening, takes it partly, or passes it by.

    Args:
        opening: the opening.
        halves: the ids of criteria that take it only partly.
        exchange: the reply.
        takes: what takes the opening.
        marks: the marks of the attempt.
        late: whether the reply came after the opening had closed.

    Returns:
        As `_resolve_standing`.
    """
    reply_marks = [mark for mark in marks if mark.reply in (exchange.number, exchange.joins)]
    mark = _find_taking_mark(exchange, takes.criteria, marks)
    hurt = any(m.harmful and m.counts() for m in reply_marks)
    # The author's own suggestion must count, even where the matcher does not recognise it.
    suggested = not late and _is_as_suggested(opening, get_reply(exchange).text)
    heard_in = any(trace.id in takes.traces for trace in get_reply(exchange).reading.traces)
    follows = suggested or heard_in or (not late and get_reply(exchange).reading.follows_up)
    if (mark or follows) and hurt:
        return OpeningStanding.PARTLY, say("with something that may have hurt"), exchange, mark
    if (mark or follows) and exchange.number in takes.unheard:
        return OpeningStanding.UNSURE, say("the coach wasn't sure"), exchange, None
    if (
        mark
        and not (suggested or heard_in)
        and set(get_reply(exchange).reading.forms) == {Form.CLOSED_QUESTION}
        and not is_open(exchange)
    ):
        return OpeningStanding.PARTLY, say("with a closed question"), exchange, mark
    if mark or follows:
        return OpeningStanding.TAKEN, "", exchange, mark
    stand_in = next((m for m in reply_marks if m.criterion in halves and m.counts()), None)
    if stand_in and not hurt:
        return OpeningStanding.PARTLY, say("with a stand-in word"), exchange, stand_in
    # A possible verdict is enough not to call an opening passed by; the coach says that it is unsure.
    if any(m.criterion in takes.criteria and m.disputed != "not_meant" for m in reply_marks) and not hurt:
        return OpeningStanding.UNSURE, say("the coach wasn't sure"), exchange, None
    return OpeningStanding.MISSED, "", exchange, None


def _is_still_hurt(script: Script, exchange: Exchange) -> bool:
    """Whether the family drew back from a reply while an earlier hurt stood."""
    # "I heard that one. I'm still on the one before it."
    return exchange.before.hurt and not exchange.repair and draws_back(script, exchange)


def _takes_its_own(script: Script, rubric: Rubric, exchange: Exchange, marks: tuple[VerdictMark, ...]) -> bool:
    """Whether a reply takes up the subject that its own turn offers, rather than an earlier one."""
    opening = script.turn(exchange.before.turn).opening
    if opening is None or not exchange.number:
        return False
    takes = frozenset(rubric.topics[opening.topic].taken_by + opening.taken_by)
    return get_reply(exchange).reading.follows_up or _find_taking_mark(exchange, takes, marks) is not None


def _is_as_suggested(opening: Opening, text: str) -> bool:
    """Whether a reply is nearly one of the author's own suggestions for this opening."""
    return any(is_nearly_same(words, text) for words in opening.could_say)


def _find_taking_mark(exchange: Exchange, takes: frozenset[str], marks: tuple[VerdictMark, ...]) -> VerdictMark | None:
    """Return the first verdict by which a reply takes an opening; None if there is none."""
    return next(
        (m for m in marks if m.reply in (exchange.number, exchange.joins) and m.criterion in takes and m.counts()), None
    )


# --- What the family began, and no later reply took up


def list_left_openings(
    script: Script, rubric: Rubric, attempt: Attempt, names: Callable[[str], Collection[str]] = lambda _: ()
) -> tuple[LeftOpening, ...]:
    """List the openings that surely no later reply took up, to the end of the attempt.

    What takes one up is an `Uptake`: its words and what its author says it was about, the criteria that take it, and
    its subjects.

    Args:
        script: the scenario that was played.
        rubric: the rubric, for the criteria that take an opening.
        attempt: the attempt.
        names: finds the subjects, by id, that a text names.
    """
    left = []
    for reached in _find_reached(script, attempt):
        speech = select_speech(reached.lines)
        if not speech:
            continue
        later = [exchange for exchange in reached.after if exchange.number]
        if not _is_surely_left(rubric, reached, names):
            continue
        before = [e for e in attempt.replies() if not later or e.number < later[0].number]
        after_reply = before[-1].number if before else 0
        left.append(LeftOpening(reached.opening, speech[-1], after_reply, later[0] if later else None))
    return tuple(left)


def _is_surely_left(
    rubric: Rubric, reached: _ReachedOpening, names: Callable[[str], Collection[str]] = lambda _: ()
) -> bool:
    """Whether surely no later reply took up an opening.

    Args:
        rubric: the rubric, for the criteria and subjects of its topic.
        reached: the opening, with the exchanges after it.
        names: finds the subjects, by id, that a text names.
    """
    later = [exchange for exchange in reached.after if exchange.number]
    # A skipped line is never counted, and what came after it may have been about it.
    skipped = len(later) < len(reached.after)
    # Straight after it, a question with a word of any line said beside it takes it up.
    asking = [exchange for exchange in later[:1] if "?" in exchange.text]
    return not (
        skipped
        or is_taken_up(_list_signs(rubric, reached), later, names)
        or is_taken_up(_list_words_beside(reached), asking, names)
    )


def _list_signs(rubric: Rubric, reached: _ReachedOpening) -> Uptake:
    """List the signs by which a reply takes up an opening."""
    speech = select_speech(reached.lines)
    subjects = {key for key, subject in rubric.answers.items() if reached.opening.topic in subject.topics}
    return Uptake(
        words=find_content_words(f"{reached.opening.about} {speech[-1].text if speech else ''}"),
        criteria=frozenset(rubric.topics[reached.opening.topic].taken_by + reached.opening.taken_by),
        subjects=frozenset(subjects),
        helpful=rubric.of(Polarity.HELPFUL),
    )


def _list_words_beside(reached: _ReachedOpening) -> Uptake:
    """List the words of all lines that were said together with an opening."""
    return Uptake(words=find_content_words(" ".join(line.text for line in select_speech(reached.lines))))


# --- The matters that are open at the end


def list_open_matters(
    script: Script, attempt: Attempt, names: Callable[[str], Collection[str]] = lambda _: ()
) -> tuple[OpenMatter, ...]:
    """List the matters that are open at the end of an attempt, the weightiest first.

    One is open if the family told it and never said that it was settled, and if no later reply takes it up. What wants
    an answer from the practitioner waits for the next reply where it came in the last answer; else it is taken up by a
    word of it, straight after the line that told it by a word of that, and where it is about a subject of the page,
    such as racism, by a reply that names any. What is left for the child or for a plan is taken up where something is
    undertaken about it, and what is still unheard only where it is told.

    Args:
        script: the scenario that was played.
        attempt: the attempt.
        names: finds the subjects, by id, that a text names.
    """
    answers = [(0, attempt.arrival)]
    for exchange in attempt.exchanges:
        answers.append((exchange.number or answers[-1][0], exchange.lines()))
    left = []
    for matter in script.dialogue.lines.matters:
        told = [(number, lines) for number, lines in answers if list_telling(script, lines, matter.id)]
        if not told or any(_settles(script, lines, matter.id) for _, lines in answers):
            continue
        first, last = told[0][0], told[-1][0]
        line, number = _choose_line(script, matter, told)
        later, straight_after = attempt.replies()[first:], attempt.replies()[number : number + 1]
        if matter.for_ is MatterFor.THEM:
            signs = Uptake(about=matter.about, any_subject=bool(names(f"{matter.left} {matter.words}")))
            answers_line = is_taken_up(Uptake(words=find_content_words(line.text)), straight_after, names)
            answers_line = answers_line or any(answers_yes_or_no(line.text, one.text) for one in straight_after)
            if last == answers[-1][0] or answers_line or is_taken_up(signs, later, names):
                continue
        elif not matter.still_unheard and (
            any(_plans(script, exchange, matter) for exchange in later if not was_deferred(exchange))
            or any(_is_promised(script, exchange, matter) for exchange in attempt.replies())
        ):
            continue
        left.append(OpenMatter(matter, line, number))
    return tuple(left)


def _plans(script: Script, exchange: Exchange, matter: Matter) -> bool:
    """Whether a reply settles a matter: it undertakes something about it.

    What is left for a plan is settled by a promise with a word of what it begins with, or with a thing that it names,
    unless the family refuses it.
    """
    cue = " ".join(line.text for line in [line for line in exchange.cue if line.speaker != SCENE][-1:])
    # A day says when, and not what: "by Monday" settles nothing that once happened on a Monday.
    about = [words for words in matter.about if words.casefold() not in _DAYS]
    written = matter.for_ is not MatterFor.CHILD or _WANTS_WRITING.search(matter.left) is not None
    if undertakes(exchange.text, about, cue, written=written):
        return True
    head, colon, rest = matter.left.partition(":")
    if matter.for_ is not MatterFor.PLAN or not colon or _is_refused(exchange):
        return False
    things = " ".join(word for word in rest.split() if find_content_words(word) - PLANNING)
    return promises_about(exchange.text, drop_names(script, f"{head} {things}"))


def _is_promised(script: Script, exchange: Exchange, matter: Matter) -> bool:
    """Whether a reply promised a matter, before it was told or after, by two words of it."""
    told = drop_names(script, matter.left)
    return promises_about(exchange.text, told, _SAME_THING) and not _is_refused(exchange)


def _is_refused(exchange: Exchange) -> bool:
    """Whether the family's first line after a reply refuses it."""
    return refuses(exchange.find_first_words())


_WANTS_WRITING = re.compile(
    r"\b(?:writ\w+|record|report|notes?|form|paper|page|words?|account|dates?|told|passed on)\b"
)
"""Words of what is left that wants something to stand somewhere."""
_DAYS = DAYS.union(("weekend", "week"))
_SAME_THING = 2
"""Content words that a promise and a matter share where they are about the same thing."""


def _settles(script: Script, lines: Iterable[Line], matter: str) -> bool:
    """Whether some lines settle a matter."""
    return any(matter in find_tags(script, line).settles for line in lines)


def _choose_line(script: Script, matter: Matter, told: Sequence[tuple[int, Sequence[Line]]]) -> tuple[Line, int]:
    """Choose the line that shows a matter, and the number of its reply.

    It is the one with most words of the matter, else the last of the first telling.

    Args:
        script: the scenario that was played.
        matter: the matter.
        told: the answers that tell it, each with the number of its reply.
    """
    telling = [(line, number) for number, lines in told for line in list_telling(script, lines, matter.id)]
    best = max(telling, key=lambda one: count_words_of(one[0].text, matter.about))
    if most := count_words_of(best[0].text, matter.about):
        if matter.for_ is MatterFor.THEM:
            # What was begun and waits for an answer is nearest to the last of lines alike that were said together.
            beside = [one for one in telling if one[1] == best[1]]
            best = [one for one in beside if count_words_of(one[0].text, matter.about) == most][-1]
        return best
    return [one for one in telling if one[1] == told[0][0]][-1]
