"""The points of a debrief: at most one to keep, one to try and one to think about.

Begin with `choose_points`. A repair is the first choice of a strength; an unrepaired hurt comes before a repaired one;
an opening passed by is something to try, never a fault. `docs/domain-rules.md#feedback-language` sets the language.
"""

import re
from dataclasses import dataclass

from coach.debrief.evidence import (
    LATER,
    Ground,
    get_reply,
    is_nearly_same,
    put_in_quotes,
    quote_in_full,
    select_speech,
    shorten,
)
from coach.debrief.report import (
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    Point,
    PointKind,
    RepairStanding,
    VerdictMark,
)
from coach.model.reading import Certainty, Form
from coach.model.rubric import Criterion, Polarity
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange, TurnOutput

# --- The three lines of a point, and the words of a rubric filled in


@dataclass(frozen=True, slots=True)
class ReplySurroundings:
    """A reply with the family's last line before it and first line after it."""

    exchange: Exchange
    before: str
    before_speaker: str
    after: str
    after_speaker: str


def make_point(
    kind: PointKind,
    title: str,
    around: ReplySurroundings,
    quote: str,
    text: str,
    *,
    could_say: tuple[str, ...] = (),
    wonder: str = "",
    criterion: str = "",
    next_words: str = "",
) -> Point:
    """Make a point, with the family's line before, the reply, and the family's line after.

    Args:
        kind: whether it is to keep, to try or to think about.
        title: its heading.
        around: the reply with the lines before and after.
        quote: the practitioner's words to show.
        text: the rubric's sentences, with places such as `{quote}` to fill in.
        could_say: other words to try.
        wonder: a question to reflect on, with places to fill in.
        criterion: the id of the criterion that it is about.
        next_words: the reply right after the opening, if the point quotes a later one.
    """
    speaker = around.before_speaker or around.after_speaker or "the family"
    words = {"quote": quote, "before": around.before, "after": around.after, "next": next_words}
    filled = _fill(text, words, speaker, around.after_speaker or speaker)
    return Point(
        kind=kind,
        title=title,
        reply=around.exchange.number,
        before=around.before,
        before_speaker=around.before_speaker,
        quote=quote,
        after=around.after,
        after_speaker=around.after_speaker,
        text=filled,
        thought=_drop_quotes(filled, speaker, around.after_speaker),
        could_say=could_say,
        wonder=_fill(wonder, words, speaker, around.after_speaker or speaker),
        criterion=criterion,
    )


def _fill(text: str, words: dict[str, str], speaker: str, answers: str) -> str:
    """Fill the words of the conversation into a rubric's sentences, in quotation marks.

    A sentence that would quote missing words is left out, such as the family's line after the last reply.

    Args:
        text: the sentences, with places such as `{quote}` and `{speaker}`.
        words: the words for each place.
        speaker: the name for `{speaker}`, who spoke before the reply.
        answers: the name for `{speaker}` in sentences with the line after the reply.
    """
    # An empty quotation would read as if the family had answered with nothing.
    unsaid = [f"{{{name}}}" for name, said in words.items() if not said]
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z{“])", text)
    text = " ".join(
        s.replace("{speaker}", answers if "{after}" in s else speaker)
        for s in sentences
        if not any(placeholder in s for placeholder in unsaid)
    )
    for name, said in words.items():
        text = re.sub(
            rf"[“\"'‘]?\{{{name}\}}[”\"'’]?(?P<stop>\.?)",
            lambda stop, said=said: put_in_quotes(said, stop["stop"]),  # type: ignore[misc]  # bound now, not at the end
            text,
        )
    return text


def _drop_quotes(text: str, *speakers: str) -> str:
    """Remove sentences that do nothing but quote, for a page that shows the three lines above."""
    who = f"(?:{'|'.join(re.escape(speaker) for speaker in speakers if speaker)})"
    only = re.compile(
        r"(?:You (?:said|asked)|Your (?:next |reply )?(?:words |line )?(?:were|was)|What came next was"
        rf"|The next line was|After that came|{who} (?:had )?(?:said|answered|went on):?) “[^”]*”\.?"
        rf"|After “[^”]*” you said “[^”]*”\.?"
    )
    sentences = re.split(r"(?<=[.!?”])\s+(?=[A-Z“])", text)
    # If nothing else is left, the quotes stay: a point without text would be worse.
    kept = [sentence for sentence in sentences if not only.fullmatch(sentence)]
    return " ".join(kept) or text


def find_surroundings(script: Script, ground: Ground, reply: int) -> ReplySurroundings:
    """Return the lines around a reply, given its number."""
    replies = ground.attempt.replies()
    exchange = replies[reply - 1]
    return find_lines_around(script, exchange, replies[exchange.joins - 1] if exchange.joins else None)


def find_lines_around(script: Script, exchange: Exchange, asked: Exchange | None = None) -> ReplySurroundings:
    """Return the last line said before a reply, and the first line said after it.

    Args:
        script: the scenario, for the speakers' names.
        exchange: the reply.
        asked: the earlier reply that the family asked back about, if it did; the line before that one is returned
            then.
    """
    before, after = select_speech((asked or exchange).cue), select_speech(exchange.lines())
    return ReplySurroundings(
        exchange,
        before[-1].text if before else "",
        script.speaker(before[-1]) if before else "",
        after[0].text if after else "",
        script.speaker(after[0]) if after else "",
    )


# --- Choosing the points

MOST_AT_ONCE = 6
"""A reply that meets this many criteria is asked a question instead (`docs/domain-rules.md#covering-everything`)."""

AGAIN_AND_AGAIN = 3
"""Replies from which something that meets no criterion, such as being sorry in advance, is worth a thought."""

A_FEW_WORDS = 5
"""A reply of no more than this that asks nothing is no attempt to hold up."""

_PASSED = "may have been left to guess how far the door was open"


def choose_points(script: Script, ground: Ground) -> tuple[Point, ...]:
    """Choose the points of a debrief: to keep, to try, to think about; none without a reason."""
    kept = _choose_keep(script, ground)
    # Each choice knows the ones before it, so that no reply is both praised and questioned.
    tried = _choose_try(script, ground, kept)
    thought = _choose_think(script, ground, kept, tried)
    return tuple(point for point in (kept, tried, thought) if point is not None)


def _choose_keep(script: Script, ground: Ground) -> Point | None:
    """Choose the point to keep: a repair, else a helpful moment, else an attempt; None if none."""
    repaired = next((h for h in ground.hurts if h.mended is RepairStanding.REPAIRED), None)
    if repaired:
        # A repair comes before every other strength, whatever else was helpful.
        mark = next(m for m in ground.marks if m.reply == repaired.mended_by and m.criterion == script.mends)
        return _make_keep(script, ground, mark)
    helpful = ground.rubric.of(Polarity.HELPFUL)
    if not ground.hurts:
        helpful -= {script.mends}  # an apology where nothing hurt is no more than manners
    good = [m for m in ground.marks if m.criterion in helpful and m.counts() and not _may_hurt(ground, m.reply)]
    if good:
        return _make_keep(script, ground, max(good, key=lambda m: _rank_keep(script, ground, m)))
    attempted = _find_attempt(ground)
    return _make_attempt_point(script, attempted) if attempted else None


def _rank_keep(script: Script, ground: Ground, mark: VerdictMark) -> tuple[bool, bool, bool, bool, bool, int]:
    """Return the sort key of a helpful moment; the greatest is the best to keep.

    Best is one that opened a silence, then one that took an opening, was in the focus, or was asked openly.
    """
    exchange = ground.attempt.replies()[mark.reply - 1]
    took = any(
        o.standing is OpeningStanding.TAKEN and o.criterion == mark.criterion and mark.reply in o.replies
        for o in ground.openings
    )
    opened = {c for silence in exchange.told_silences for c in script.opens(silence).names()}
    return (
        bool(exchange.told_silences),
        mark.criterion in opened,
        took,
        mark.criterion in ground.focus,
        mark.openly,
        -mark.reply,
    )


def _make_keep(script: Script, ground: Ground, mark: VerdictMark) -> Point:
    """Make the point to keep from the verdict of a helpful reply."""
    criterion = ground.rubric.criteria[mark.criterion]
    around = find_surroundings(script, ground, mark.reply)
    criteria = {m.criterion for m in ground.marks if m.reply == mark.reply and m.counts()}
    default = "You said {quote}. {speaker} answered {after}. Something opened there."
    wonder = criterion.feedback.wonder or "What made it possible to say this so plainly, and where is it harder?"
    if len(criteria) >= MOST_AT_ONCE:
        wonder = "You covered a lot here. Which one would you stay with?"
    return make_point(
        PointKind.KEEP,
        criterion.name,
        around,
        mark.quote,
        criterion.feedback.kept or default,
        wonder=wonder,
        criterion=mark.criterion,
    )


def _find_attempt(ground: Ground) -> Exchange | None:
    """Find a reply to hold up if no criterion was met: it half took up a subject, or asked."""
    unsure = {m.reply for m in ground.marks if m.harmful}
    questions = {Form.OPEN_QUESTION, Form.CLOSED_QUESTION}
    safe = [
        e
        for e in ground.attempt.replies()
        if e.number not in unsure
        and (questions.intersection(get_reply(e).reading.forms) or len(get_reply(e).text.split()) > A_FEW_WORDS)
    ]
    return max(
        safe,
        key=lambda e: (
            e.number in _list_partly_taken(ground),
            bool(questions.intersection(get_reply(e).reading.forms)),
            -e.number,
        ),
        default=None,
    )


def _make_attempt_point(script: Script, exchange: Exchange) -> Point:
    """Make a point to keep of a reply that met no criterion but tried something."""
    around = find_lines_around(script, exchange)
    text = "You said “{quote}”. {speaker} answered {after}."
    return make_point(
        PointKind.KEEP,
        "What you tried",
        around,
        shorten(get_reply(exchange).text),
        text,
        wonder="What were you hoping for when you said it?",
    )


def _choose_try(script: Script, ground: Ground, kept: Point | None) -> Point | None:
    """Choose the point to try: an opening passed by or partly taken, with ways to take it."""
    order = {OpeningStanding.MISSED: 0, OpeningStanding.PARTLY: 1}
    told = kept.reply if kept else 0  # the same words are not kept and to be said otherwise
    open_ = [o for o in ground.openings if o.standing in order and o.reply not in (0, told)]
    if not open_:
        return _choose_untried(script, ground, told)
    # Of equal openings, one on racism comes first, then those on names and on the child.
    weight = {"inter_rec": 0, "name_terms": 1, "child": 1}
    opening = min(open_, key=lambda o: (order[o.standing], weight.get(o.topic, 2)))
    return _make_opening_point(script, ground, opening)


def _choose_untried(script: Script, ground: Ground, kept: int) -> Point | None:
    """Choose a criterion of the scenario's focus that no reply tried, for another time.

    It is chosen if no opening (an offered subject) is left to try.

    Args:
        script: the scenario that was played.
        ground: the facts about the attempt.
        kept: the number of the reply of the point to keep, which is not used again.
    """
    met = {m.criterion for m in ground.marks}
    helpful = ground.rubric.of(Polarity.HELPFUL)
    untried = [c for c in ground.focus if c in helpful and c not in met]
    replies = [reply for reply in ground.attempt.replies() if reply.number != kept]
    if not untried or not replies or not ground.enough():
        return None
    topics = {key for key, topic in ground.rubric.topics.items() if untried[0] in topic.taken_by}
    place = next((o.reply for o in ground.openings if o.reply not in (0, kept) and o.topic in topics), 0)
    criterion = ground.rubric.criteria[untried[0]]
    last = replies[-1].number
    around = find_surroundings(script, ground, place or last)
    said = "You ended with" if not place and last == len(ground.attempt.replies()) else "You said"
    text = f"{said} “{{quote}}”. This conversation also leaves room for {_lower_first(criterion.name)}, another time."
    return make_point(
        PointKind.TRY,
        criterion.name,
        around,
        shorten(get_reply(around.exchange).text),
        text,
        wonder="Where in this conversation might it have fitted?",
        criterion=untried[0],
    )


def _make_opening_point(script: Script, ground: Ground, opening: OpeningOutcome) -> Point:
    """Make the point to try from an opening (an offered subject) passed by or partly taken."""
    around = find_surroundings(script, ground, opening.reply)
    quote = opening.quote or shorten(get_reply(around.exchange).text)
    next_ = _find_next_reply(script, ground, opening)
    criterion = ground.rubric.criteria.get(opening.criterion)
    if opening.standing is OpeningStanding.PARTLY and criterion and criterion.polarity is Polarity.AVOIDANT:
        text = criterion.feedback.hurt or "You said “{quote}”. {speaker} " + _PASSED + "."
        wonder = criterion.feedback.wonder or "What word were you nearly saying?"
    else:
        at_once, explained = next_ in (0, around.exchange.number), bool(around.exchange.joins)
        text = _word_opening(ground, opening, at_once=at_once, explained=explained)
        wonder = ground.rubric.topics[opening.topic].wonder or "What were you listening for at that moment?"
    title = f"An opening: {_lower_first(opening.topic_name)}"
    return make_point(
        PointKind.TRY,
        title,
        around,
        quote,
        text,
        could_say=_drop_said(ground, opening.could_say),
        wonder=wonder,
        criterion=opening.criterion,
        next_words=shorten(get_reply(ground.attempt.replies()[next_ - 1]).text) if next_ else "",
    )


def _find_next_reply(script: Script, ground: Ground, opening: OpeningOutcome) -> int:
    """Return the number of the reply right after an opening (an offered subject); 0 if skipped."""
    exchanges = ground.attempt.exchanges
    came = [
        place + 1
        for place, exchange in enumerate(exchanges)
        if any(isinstance(output, TurnOutput) and output.turn == opening.turn for output in exchange.outputs)
    ]
    if opening.turn == script.dialogue.begins:
        came = [0, *came]
    until = next(
        (place for place, exchange in enumerate(exchanges) if exchange.number == opening.reply), len(exchanges)
    )
    after = max((place for place in came if place <= until), default=len(exchanges))
    return exchanges[after].number if after < len(exchanges) else 0


def _word_opening(ground: Ground, opening: OpeningOutcome, *, at_once: bool, explained: bool) -> str:
    """Return the text on an opening (an offered subject) that was missed or partly taken.

    Args:
        ground: the facts about the attempt.
        opening: the opening.
        at_once: whether the quoted reply came directly after the opening's line.
        explained: whether the quoted reply said what was meant, because the family had asked back.
    """
    who = opening.speaker or "The family"
    if opening.standing is OpeningStanding.PARTLY and not at_once:
        how = "A reply later you took it up" if opening.why == LATER else f"Then you took it up {opening.why}"
        return f"{who} spoke of {opening.about}. Your next words were “{{next}}”. {how}: “{{quote}}”. {who} {_PASSED}."
    if opening.standing is OpeningStanding.PARTLY:
        how = f" You took it up {opening.why}." if opening.why else ""
        return f"{who} spoke of {opening.about}. Your next words were “{{quote}}”.{how} {who} {_PASSED}."
    if explained:
        said = "Asked what you meant, you said “{quote}”"
        return f"{who} spoke of {opening.about}. {said}, and it may have closed again."
    topic = ground.rubric.topics[opening.topic]
    takes = topic.inherits or next(iter(topic.taken_by), "")
    criterion = ground.rubric.criteria.get(takes)
    if criterion and criterion.feedback.missed:
        return criterion.feedback.missed
    if not at_once:
        return f"{who} spoke of {opening.about}. Later you said “{{quote}}”, and it may have closed again."
    return f"{who} spoke of {opening.about}. Your next words were “{{quote}}”, and it may have closed again."


def _lower_first(name: str) -> str:
    """Make the first letter of a name small, for use inside a sentence."""
    return name[0].lower() + name[1:]


def _choose_think(script: Script, ground: Ground, kept: Point | None, tried: Point | None) -> Point | None:
    """Choose the point to think about: the first of these that the attempt has, or None.

    1. A hurt that was not repaired, or only partly.
    2. A clear avoidance, unless the point to try is on the same criterion.
    3. A repaired hurt.
    4. A habit: something that came up again.
    5. A possible hurt or avoidance. A possible help is never one: nobody should doubt a good question.

    Args:
        script: the scenario that was played.
        ground: the facts about the attempt.
        kept: the point to keep, whose reply is not used again.
        tried: the point to try, whose reply is not used again.
    """
    used = {p.reply for p in (kept, tried) if p}
    standing = sorted(
        ground.hurts, key=lambda h: (h.mended is RepairStanding.REPAIRED, h.mended is RepairStanding.PARTLY, h.reply)
    )
    # What is still open comes first; a hurt that was repaired can wait behind an avoidance.
    if standing and standing[0].mended is not RepairStanding.REPAIRED:
        return _make_harm_point(script, ground, standing[0])
    avoidant = ground.rubric.of(Polarity.AVOIDANT)
    for mark in ground.marks:
        if mark.criterion in avoidant and mark.counts() and not (tried and tried.criterion == mark.criterion):
            return _make_mark_point(script, ground, mark)
    if standing:
        return _make_harm_point(script, ground, standing[0])
    if again := _choose_repeated(script, ground, used):
        return again
    helpful = ground.rubric.of(Polarity.HELPFUL)
    for mark in ground.marks:
        unsure = mark.certainty is Certainty.POSSIBLE and not mark.disputed and mark.reply not in used
        if unsure and mark.criterion not in helpful:
            return _make_unsure_point(script, ground, mark)
    return None


def _make_harm_point(script: Script, ground: Ground, hurt: HarmOutcome) -> Point:
    """Make the point to think about from a hurt, saying where it was repaired if it was."""
    mark = next(m for m in ground.marks if m.reply == hurt.reply and m.criterion == hurt.criteria[0])
    point = _make_mark_point(script, ground, mark)
    if hurt.mended is RepairStanding.REPAIRED:
        more = f" You went back to it in reply {hurt.mended_by}."
        return point.model_copy(update={"text": point.text + more})
    return point


def _make_mark_point(script: Script, ground: Ground, mark: VerdictMark) -> Point:
    """Make the point to think about from a verdict, with other words to try."""
    criterion: Criterion = ground.rubric.criteria[mark.criterion]
    around = find_surroundings(script, ground, mark.reply)
    # The author's words for this place fit better than the rubric's general ones.
    own = script.turn(around.exchange.before.turn).replies.get(around.exchange.branch())
    could_say = (own.could_say if own else ()) or criterion.feedback.could_say
    text = criterion.feedback.hurt or "You said “{quote}”. {speaker} may have heard something you did not mean."
    wonder = criterion.feedback.wonder or "What did that moment touch in you?"
    return make_point(
        PointKind.THINK,
        criterion.name,
        around,
        mark.quote,
        text,
        could_say=_drop_said(ground, could_say),
        wonder=wonder,
        criterion=mark.criterion,
    )


def _choose_repeated(script: Script, ground: Ground, used: set[int]) -> Point | None:
    """Choose a habit to think about: words without a criterion that came in three replies.

    Or None.
    """
    # An apology that repaired a hurt is no habit of apologising.
    mends = {mark.reply for mark in ground.marks if mark.criterion == script.mends}
    for key, rule in ground.rubric.traces.items():
        if not rule.often:
            continue
        said = [
            (reply.number, trace.span)
            for reply in ground.attempt.replies()
            for trace in get_reply(reply).reading.traces
            if trace.id == key and reply.number not in mends
        ]
        if len({number for number, _ in said}) >= AGAIN_AND_AGAIN:
            number, span = next((one for one in said if one[0] not in used), said[0])
            around = find_surroundings(script, ground, number)
            quote = quote_in_full(get_reply(around.exchange).text, span)
            return make_point(PointKind.THINK, rule.name, around, quote, rule.often, wonder=rule.wonder or "")
    return None


def _make_unsure_point(script: Script, ground: Ground, mark: VerdictMark) -> Point:
    """Make the point to think about from a verdict that is only possible."""
    around = find_surroundings(script, ground, mark.reply)
    text = f"You said “{{quote}}”. The coach wasn't certain here: it may have been “{_lower_first(mark.name)}”, or not."
    return make_point(
        PointKind.THINK,
        "The coach wasn't sure",
        around,
        mark.quote,
        text,
        wonder="What did you mean by it, and how might they have heard it?",
        criterion=mark.criterion,
    )


def _drop_said(ground: Ground, ways: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out suggestions that the practitioner nearly said already; return at most two."""
    said = [get_reply(reply).text for reply in ground.attempt.replies()]
    return tuple(way for way in ways if not any(is_nearly_same(way, text) for text in said))[:2]


def _may_hurt(ground: Ground, reply: int) -> bool:
    """Whether a reply has a verdict that may have hurt, so that it is not offered to keep."""
    return any(m.reply == reply and m.harmful and m.disputed != "not_meant" for m in ground.marks)


def _list_partly_taken(ground: Ground) -> set[int]:
    """Return the numbers of the replies that partly took an opening."""
    return {reply for o in ground.openings if o.standing is OpeningStanding.PARTLY for reply in o.replies}
