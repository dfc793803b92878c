"""A point's three lines (what was said before, the reply, what came after) and a rubric's words filled in with them."""

import re
from dataclasses import dataclass

from coach.debrief.evidence import quoted, spoken
from coach.debrief.levels import Ground
from coach.debrief.parts import Point, PointKind
from coach.rehearsal.script import Script
from coach.rehearsal.story import Exchange


@dataclass(frozen=True, slots=True)
class Around:
    """A reply with the family's lines before and after."""

    exchange: Exchange
    before: str
    before_speaker: str
    after: str
    after_speaker: str


def point(
    kind: PointKind,
    title: str,
    around: Around,
    quote: str,
    text: str,
    *,
    could_say: tuple[str, ...] = (),
    wonder: str = "",
    criterion: str = "",
    next_words: str = "",
) -> Point:
    """A point with its three lines; `text` and `wonder` are filled in with them.

    `next_words`: what came directly after the opening that it is about, where that is another reply.
    """
    speaker = around.before_speaker or around.after_speaker or "the family"
    words = {"quote": quote, "before": around.before, "after": around.after, "next": next_words}
    filled = _filled(text, words, speaker, around.after_speaker or speaker)
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
        thought=_thought(filled, speaker, around.after_speaker),
        could_say=could_say,
        wonder=_filled(wonder, words, speaker, around.after_speaker or speaker),
        criterion=criterion,
    )


def _filled(text: str, words: dict[str, str], speaker: str, answers: str) -> str:
    """A rubric's sentences with everybody's words put in, in quotation marks and without a doubled full stop.

    In a sentence with the line after, `{speaker}` is whoever `answers`; elsewhere, whoever spoke before. A sentence
    that would quote words nobody said (there is no line after the last reply) is left out.
    """
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
            lambda found, said=said: quoted(said, found["stop"]),  # type: ignore[misc]  # bound now, not at the end
            text,
        )
    return text


def _thought(text: str, *speakers: str) -> str:
    """The text without sentences that only quote, for where the three lines already stand above it."""
    who = f"(?:{'|'.join(re.escape(speaker) for speaker in speakers if speaker)})"
    only = re.compile(
        r"(?:You (?:said|asked)|Your (?:next |reply )?(?:words |line )?(?:were|was)|What came next was"
        rf"|The next line was|After that came|{who} (?:had )?(?:said|answered|went on):?) “[^”]*”\.?"
        rf"|After “[^”]*” you said “[^”]*”\.?"
    )
    sentences = re.split(r"(?<=[.!?”])\s+(?=[A-Z“])", text)
    kept = [sentence for sentence in sentences if not only.fullmatch(sentence)]
    return " ".join(kept) or text


def around_reply(script: Script, ground: Ground, reply: int) -> Around:
    """The lines around a reply, by its number."""
    replies = ground.attempt.replies()
    exchange = replies[reply - 1]
    return lines_around(script, exchange, replies[exchange.joins - 1] if exchange.joins else None)


def lines_around(script: Script, exchange: Exchange, asked: Exchange | None = None) -> Around:
    """The last thing said before a reply, and the first said after it.

    Where the family had `asked` back about another reply, what they had said before that one: one answers that.
    """
    before, after = spoken((asked or exchange).cue), spoken(exchange.lines())
    return Around(
        exchange,
        before[-1].text if before else "",
        script.speaker(before[-1]) if before else "",
        after[0].text if after else "",
        script.speaker(after[0]) if after else "",
    )
