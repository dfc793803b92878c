"""The card of the family's last line, where it waits for an answer.

Begin with `make_waiting_card`.

What waits is the last thing that they asked, told or began. Where that cannot be told, nothing is said to wait.
"""

import re

from coach.debrief.first_page import CardKind, CardText, DebriefCard
from coach.debrief.page_facts import PageFacts
from coach.debrief.picture import quote_lines
from coach.debrief.suggestions import choose_suggestions, find_words_for, list_told_to_them
from coach.model.conditions import SCENE
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import Exchange, TurnOutput

WAITING = "The conversation stopped here, and your next line would have been the answer to this."


def make_waiting_card(facts: PageFacts) -> DebriefCard | None:
    """Make the card of a last line that waits for an answer; None if none does."""
    replies = facts.attempt.replies()
    if facts.attempt.ending is not None or not replies or not _asks_for_more(facts, replies[-1]):
        return None
    if _has_asked_before(replies[-1]):
        return None  # what waits is the question, and they have gone on from it
    last = quote_lines(facts.script, facts.attempt.cue())
    if not last:
        return None
    opening = next((left.opening for left in facts.left if left.reply is None), None)
    ways = choose_suggestions(
        facts.list_said(), facts.keep_fitting(*find_words_for(facts.script, facts.attempt.cue(), opening))
    )
    return DebriefCard(
        id="waiting",
        kind=CardKind.BACK,
        title="Waiting for your next line",
        brief=f"{last[-1].speaker}: “{last[-1].text}”",
        parts=(last[-1], CardText(text=WAITING), *ways),
        replies=(replies[-1].number,),
    )


def _has_asked_before(last: Exchange) -> bool:
    """Whether a question to the practitioner stands before the last line.

    A question that only asks for a yes ("do you see?"), or that is asked of nobody, waits for nothing.
    """
    lines = last.lines()
    spoken = [line for line in lines if line.speaker != SCENE]
    asked = any(_ASKS_YOU.search(line.text) and not _TAG.search(line.text) for line in spoken[:-1])
    heard = any(_SPOKEN_IN_SCENE.search(line.text) for line in lines if line.speaker == SCENE)
    return (asked and "?" not in spoken[-1].text) or heard


_ASKS_YOU = re.compile(r"\b(?:you|your)\b[^.?!]*\?['\"’”]?$", re.IGNORECASE)
_TAG = re.compile(r"(?:, | )(?:\w+n['’]t (?:it|he|she|they|I|you|we)|innit|right|you know|do you see|is it|eh|love)\?$")
_SPOKEN_IN_SCENE = re.compile(r"['‘\"“][A-Z][^'’\"”]*[.?!,]['’\"”]")


def _asks_for_more(facts: PageFacts, last: Exchange) -> bool:
    """Whether the last line waits for an answer: a question, an opening, a thing told."""
    spoken = [line for line in last.lines() if line.speaker != SCENE]
    if not spoken:
        return False
    # What is seen after the last words answers nothing.
    tags = find_tags(facts.script, spoken[-1])
    # An opening waits where its turn began in this very answer.
    went_on = any(isinstance(output, TurnOutput) for output in last.outputs)
    begun = went_on and facts.script.turn(last.after.turn).opening is not None
    asks = "?" in spoken[-1].text
    waits = begun or asks or bool(last.told_silences) or tags.told or tags.safety or bool(tags.next_words)
    return waits or bool(list_told_to_them(facts.script, spoken[-1]))
