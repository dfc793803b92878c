"""Readings of an attempt, line by line: its picture, a moment, how one talked, two attempts.

`PlainDebrief` asks for each of them by its word.
"""

from itertools import zip_longest

from coach.debrief.render import PICTURE_HEADING, PICTURE_IS, word_picture
from coach.errors import NotNow
from coach.language.catalogue import say, say_count
from coach.model.characters import make_visible
from coach.model.events import Replied
from coach.page_words import NOTHING_SAID
from coach.plain.console import LineConsole
from coach.plain.conversation import render_lines
from coach.practice.rehearsal import Rehearsal
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange

MOST_BESIDE = 2
"""Attempts that are read beside each other."""


def read_picture(lines: LineConsole, rehearsal: Rehearsal, attempt: int) -> None:
    """Read out the whole picture of the conversation in words; the page has the short of it.

    Args:
        lines: the console.
        rehearsal: the rehearsal.
        attempt: the number of the attempt.
    """
    picture = rehearsal.page(attempt).picture
    if not picture.marks:
        lines.write(say(NOTHING_SAID))
        return
    lines.write("\n".join((f"{say(PICTURE_HEADING)}:", *word_picture(picture), say(PICTURE_IS))))


def read_talk(lines: LineConsole, rehearsal: Rehearsal, attempt: int) -> None:
    """Read out how the practitioner talked, in words and without a norm.

    Args:
        lines: the console.
        rehearsal: the rehearsal.
        attempt: the number of the attempt.
    """
    if talk := rehearsal.page(attempt).talk:
        lines.write(say("How you talk, here. There is no right number."))
        for row in talk:
            lines.write(make_visible(f"{row.name}: {row.said}"))


def read_moment(lines: LineConsole, rehearsal: Rehearsal, reply: int, attempt: int) -> None:
    """Read out one reply, with what the family said before and after. Raises NotNow.

    Args:
        lines: the console.
        rehearsal: the rehearsal.
        reply: the number of the reply.
        attempt: the number of the attempt.
    """
    marks = rehearsal.page(attempt).picture.marks
    mark = next((mark for mark in marks if mark.reply == reply), None)
    if mark is None:
        raise NotNow(
            say("There is no reply {reply} here.", reply=reply),
            say_count("There is {count} reply.", "There are {count} replies, from 1.", len(marks)),
        )
    if mark.before:
        lines.write(make_visible(f"{mark.before.speaker}: {mark.before.text}"))
    lines.write(make_visible(say("You, reply {reply}: {text}", reply=reply, text=mark.said.text)))
    for line in mark.after:
        lines.write(make_visible(f"{line.speaker}: {line.text}"))
    lines.write(f"{mark.describe()}.")


def read_attempts(lines: LineConsole, rehearsal: Rehearsal, rest: str) -> None:
    """Read two attempts beside each other, reply by reply, from where they part. Raises NotNow.

    Args:
        lines: the console.
        rehearsal: the rehearsal.
        rest: what was typed: two numbers, or nothing for the last two attempts.
    """
    attempts = rehearsal.story.attempts
    if len(attempts) < MOST_BESIDE:
        raise NotNow(say("There is one attempt so far."), say("`again 3` says reply 3 again, and makes another."))
    numbers = [int(word) for word in rest.split() if word.isdecimal()][:MOST_BESIDE]
    if len(numbers) < MOST_BESIDE:
        numbers = [attempts[-2].number, attempts[-1].number]
    if any(not 1 <= number <= len(attempts) for number in numbers) or numbers[0] == numbers[1]:
        raise NotNow(say("The attempts go from 1 to {count}.", count=len(attempts)), say("Such as: beside 1 2."))
    first, second = (rehearsal.story.attempt(number) for number in numbers)
    for attempt in (first, second):
        said = " ".join(word_picture(rehearsal.page(attempt.number).picture))
        lines.write(say("Attempt {number}. {said}", number=attempt.number, said=said))
    pairs = list(zip_longest(first.replies(), second.replies()))
    parted = next((place for place, (one, other) in enumerate(pairs) if one != other), len(pairs))
    for place, pair in enumerate(pairs[parted:], parted + 1):
        lines.write(say("Reply {place}:", place=place))
        for attempt, exchange in zip((first, second), pair, strict=True):
            _read_exchange(lines, rehearsal.script, attempt.number, exchange)


def _read_exchange(lines: LineConsole, script: Script, attempt: int, exchange: Exchange | None) -> None:
    """Read one attempt's reply and its answer; say so if it had ended before.

    Args:
        lines: the console.
        script: the scenario that was played.
        attempt: the number of the attempt.
        exchange: the reply with its answer; None where there is none.
    """
    if exchange is None or not isinstance(exchange.event, Replied):
        lines.write(say("Attempt {attempt}: it had ended, or stopped here.", attempt=attempt))
        return
    words = make_visible(exchange.event.text)
    lines.write(say("Attempt {attempt}, you: {words}", attempt=attempt, words=words))
    for line in render_lines(script, exchange.lines()):
        lines.write(say("Attempt {attempt}, {line}", attempt=attempt, line=line))
