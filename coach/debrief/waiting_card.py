"""The card of the family's last line, where it waits for an answer.

Begin with `make_waiting_card`.

What waits is the last question that they put to the practitioner, else the last thing that they told or began. Where
their last line is chat, or only a word or two, what they told in the same breath waits with it. Where that cannot be
told, nothing is said to wait.
"""

import re
from collections.abc import Sequence

from coach.debrief.first_page import CardKind, CardSuggestion, CardText, DebriefCard
from coach.debrief.page_facts import RACISM, PageFacts, puts_into_words
from coach.debrief.picture import quote_line, quote_lines
from coach.debrief.suggestions import (
    choose_suggestions,
    find_words_for,
    list_answered,
    list_told_to_them,
    only_says_back,
)
from coach.debrief.wording import HALF, share_words, spell_plain
from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import Exchange, TurnOutput

WAITING = "The conversation stopped here, and your next line would have been the answer to this."
STILL_ASKED = "They asked this in their last answer, and went on. It waits for your next line."


def make_waiting_card(facts: PageFacts) -> DebriefCard | None:
    """Make the card of what waits for an answer, or None."""
    replies = facts.attempt.replies()
    if facts.attempt.ending is not None or not replies:
        return None
    asked = find_asked(replies[-1])
    if asked is None:
        return None  # who can tell what waits
    if asked:
        return _make_card(facts, replies[-1], asked, say(STILL_ASKED), _choose_answers(facts, asked))
    spoken = drop_asides(facts, replies[-1].lines())
    # After a skipped line what was said before it no longer waits.
    weighty = find_weightier(facts, spoken) if facts.attempt.exchanges[-1] is replies[-1] else None
    if not spoken or not quote_lines(facts.script, facts.attempt.cue()):
        return None
    if weighty is None and not _asks_for_more(facts, replies[-1]):
        return None
    opening = next((left.opening for left in facts.left if left.reply is None), None)
    answered = _cut_asides(facts, facts.attempt.cue()) if weighty is None else tuple(spoken[: weighty + 1])
    words = find_words_for(facts.script, answered, None if weighty is not None else opening)
    cue = drop_asides(facts, facts.attempt.cue())
    told = " ".join(line.text for line in answered[-_MOST_SHOWN:] if line.speaker != SCENE)
    danger = add_danger_before(facts, cue) if weighty is None else ()
    if danger:
        # A way that answers the last line alone would pass the threat over.
        of_it = find_words_for(facts.script, danger[:1], None)
        words = (*of_it, *(way for way in words if way not in of_it and share_words(way, danger[0].text)))
    words = tuple(way for way in words if not steps_over(facts, answered, way))
    ways = _choose_ways(facts, words, told)
    if weighty is None and ways and cue and passes_over_request(ways[0].text, cue[-1].text):
        ways = ()
    lines = list_answered(cue, ways[0].text) if ways else tuple(cue[-1:])
    if weighty is not None:
        lines = tuple(spoken[weighty:])
    elif len(lines) == 1:
        lines = danger or add_line_before(facts, cue)
    if was_said_before(facts, lines):
        return None
    return _make_card(facts, replies[-1], lines, say(WAITING), ways)


def _choose_answers(facts: PageFacts, asked: Sequence[Line]) -> tuple[CardSuggestion, ...]:
    """Choose words that were written for what they asked before they went on."""
    question = next((line for line in reversed(asked) if line.speaker != SCENE), None)
    words = find_tags(facts.script, question).next_words if question else ()
    return _choose_ways(facts, words, question.text if question else "")


def _choose_ways(facts: PageFacts, words: Sequence[str], told: str) -> tuple[CardSuggestion, ...]:
    """Choose of an author's words those that do something, and fit all that was said here.

    Args:
        facts: what the program holds of the attempt.
        words: the words, the best first.
        told: what the family said that they would answer.
    """
    doing = tuple(way for way in words if not only_says_back(way))
    earlier = facts.list_theirs(before=len(facts.attempt.replies()) + 1)
    return choose_suggestions(facts.list_said(), facts.keep_fitting(*doing), line=told, heard=earlier)


def drop_asides(facts: PageFacts, lines: Sequence[Line]) -> list[Line]:
    """Return what persons said, without what the last of it only says to somebody else there.

    A mother who soothes her baby waits for no worker. What tells something is meant to be heard, whoever it is said to.

    Args:
        facts: what the program holds of the attempt.
        lines: what was said and seen.
    """
    return [line for line in _cut_asides(facts, lines) if line.speaker != SCENE]


def _cut_asides(facts: PageFacts, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return some lines up to the last that is said to the practitioner, or tells something."""
    last = next((at for at in reversed(range(len(lines))) if lines[at].speaker != SCENE), -1)
    while last >= 0 and (lines[last].speaker == SCENE or is_aside(facts, lines[last])):
        last -= 1
    return tuple(lines[: last + 1])


def is_aside(facts: PageFacts, line: Line) -> bool:
    """Whether a line is only said to somebody else there, and tells nothing.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
    """
    tags = find_tags(facts.script, line)
    if tags.told or tags.safety or tags.tells or tags.names or tags.drew_back:
        return False
    called = {name for person in facts.script.people.values() for name in (person.called, *person.name.split())}
    named = _SAID_TO.match(line.how)
    return named is not None and named["whom"] in called and "you" not in spell_plain(line.how).split()


_SAID_TO = re.compile(r"(?:\w+,? )?to (?P<whom>[A-Z]\w+)\b")
"""How a line is said that is for another: "to Elis"."""


def steps_over(facts: PageFacts, lines: Sequence[Line], way: str) -> bool:
    """Whether a way has no word of racism or danger told just before a line that tells nothing.

    "Do you need to answer it?" of a telephone that rings steps over "the same five in the same place tomorrow".

    Args:
        facts: what the program holds of the attempt.
        lines: what was said in the last answer, up to the line that the way answers.
        way: the words to try.
    """
    spoken = [line for line in lines if line.speaker != SCENE]
    if not spoken:
        return False
    *before, last = spoken
    # What is asked is answered first.
    if "?" in last.text or _weighs(facts, last) or find_tags(facts.script, last).told:
        return False
    heavy = [line for line in before if _weighs(facts, line)]
    return bool(heavy) and not any(share_words(way, line.text) for line in heavy)


def _weighs(facts: PageFacts, line: Line) -> bool:
    """Whether a line makes safety a question, or tells of racism, by its author."""
    tags = find_tags(facts.script, line)
    return tags.safety or RACISM in tags.names


def passes_over_request(way: str, line: str) -> bool:
    """Whether a way says nothing of what the last line begins by asking for: "Ask him.".

    Args:
        way: the words to try.
        line: the last line.
    """
    asked = _BEGINS_REQUEST.match(spell_plain(line))
    return asked is not None and asked["verb"] not in spell_plain(way).split() and not share_words(way, line)


_BEGINS_REQUEST = re.compile(
    r"^(?:(?:so|and|but|then|well|please) )*(?P<verb>ask|tell|ring|show|write) (?:him|her|them)\b"
)


def was_said_before(facts: PageFacts, lines: Sequence[Line]) -> bool:
    """Whether all lines were said before the last answer already: they wait for nothing new.

    Args:
        facts: what the program holds of the attempt.
        lines: the lines that may wait.
    """
    earlier = [line for e in facts.attempt.replies()[:-1] for line in e.lines()]
    heard = {(line.speaker, line.text) for line in (*facts.attempt.arrival, *earlier)}
    return all((line.speaker, line.text) in heard for line in lines)


def find_weightier(facts: PageFacts, spoken: Sequence[Line]) -> int | None:
    """Find the place of the line that waits where the last one weighs less; else None.

    A last line that tells nothing, makes nothing a question of safety and is about no matter gives way to what was told
    one or two lines before it; one that tells something gives way to a question of safety, or to a matter.

    Args:
        facts: what the program holds of the attempt.
        spoken: what persons said in the last answer.
    """
    tags = [find_tags(facts.script, line) for line in spoken]
    if len(tags) < _FEWEST_LINES or tags[-1].safety or tags[-1].tells or _ENDS_ASKING.search(spoken[-1].text):
        return None
    light = not tags[-1].told and not tags[-1].drew_back
    for at in range(len(tags) - 2, max(len(tags) - 2 - _BEFORE_LAST, -1), -1):
        if tags[at].safety or tags[at].tells or (light and tags[at].told):
            return at
    return None


def add_line_before(facts: PageFacts, spoken: Sequence[Line]) -> tuple[Line, ...]:
    """Return the last line, with those before it where it says little by itself: "Ask him.".

    It does in a word or two, where it begins with an "even if", and in a short line that tells the same matter as they
    do. So does a question of a few words about what the same person had just said, and what is to be passed on to
    another, behind a line of someone else's.

    Args:
        facts: what the program holds of the attempt.
        spoken: what persons said straight before.
    """
    length = len(spoken[-1].text.split())
    *_, before, last = (None, *spoken)
    if before is not None and before.speaker == last.speaker and _HANGS_ON.match(spell_plain(last.text)):
        return before, last
    if before is not None and before.speaker != last.speaker and _PASSED_ON.match(spell_plain(last.text)):
        return before, last
    if before is not None and before.speaker == last.speaker and _asks_back(last.text, before.text):
        return before, last
    # "Has he?" means nothing without the question it passes on, whoever asked that.
    asked = [at for at, line in enumerate(spoken[:-1]) if line.speaker != last.speaker and "?" in line.text]
    if asked and "?" in last.text and length <= _BARE_WORDS:
        return tuple(spoken[max(asked[-1], len(spoken) - _MOST_SHOWN) :])
    if "?" in spoken[-1].text or length > _SHORT_WORDS:
        return tuple(spoken[-1:])
    tells = find_tags(facts.script, spoken[-1]).tells
    same = [at for at, line in enumerate(spoken) if tells & find_tags(facts.script, line).tells][-_MOST_SHOWN:]
    if tells and len(same) > 1 and spoken[-1] == spoken[same[-1]]:
        return tuple(spoken[max(same[0], len(spoken) - _MOST_SHOWN) :])
    return tuple(spoken[-2:]) if length <= _BARE_WORDS else tuple(spoken[-1:])


_HANGS_ON = re.compile(r"(?:even (?:if|though|when)|or (?:if|when|else)|because|which (?:is|was)|unless)\b")
"""How a line begins that hangs on the one before it."""


def add_danger_before(facts: PageFacts, spoken: Sequence[Line]) -> tuple[Line, ...]:
    """Return the last line with one before it that makes safety a question; else nothing.

    "He said he'd post them." is not to be lost behind what the same person goes on to tell.

    Args:
        facts: what the program holds of the attempt.
        spoken: what persons said straight before.
    """
    *_, before, last = (None, *spoken)
    if before is None or before.speaker != last.speaker or find_tags(facts.script, last).safety:
        return ()
    tags = find_tags(facts.script, before)
    return (before, last) if tags.safety and tags.told and "?" not in last.text else ()


def _asks_back(text: str, before: str) -> bool:
    """Whether a question of a few words ends with a word of the line before it."""
    words = spell_plain(text).split()
    if "?" not in text or not words or len(words) > _FEW_WORDS:
        return False
    return words[-1] not in _POINTERS and words[-1] in spell_plain(before).split()


_POINTERS = frozenset("it you me him her us them that this there so".split())
"""Words that point at anything, and so say nothing of what a question is about."""
_PASSED_ON = re.compile(r"^(?:ask|tell) (?:him|her|them)\b")
_FEW_WORDS = 4
"""Words of a question that has its sense from the line before it: "Are you new?"."""
_FEWEST_LINES = 2
_BEFORE_LAST = 2
"""The lines before the last among which one may wait in its place."""
_SAYS_SOMETHING = 7
"""Words of a line with which somebody goes on, where its author marked nothing told in it."""
_BARE_WORDS, _SHORT_WORDS = 2, 10
"""Words of a line that says nothing by itself, and of one that says little."""
_MOST_SHOWN = 3


def _make_card(
    facts: PageFacts, last: Exchange, lines: tuple[Line, ...], says: str, ways: tuple[CardSuggestion, ...]
) -> DebriefCard:
    """Make the card of some lines that wait for an answer.

    Args:
        facts: what the program holds of the attempt.
        last: the last reply with its answer.
        lines: the lines that wait.
        says: what is said of them.
        ways: words to try.
    """
    quoted = tuple(quote_line(facts.script, line) for line in lines)
    return DebriefCard(
        id="waiting",
        kind=CardKind.BACK,
        title=say("Waiting for your next line"),
        brief=f"{quoted[-1].speaker}: “{quoted[-1].text}”",
        parts=(*quoted, CardText(text=says), *ways),
        replies=(last.number,),
    )


def find_asked(last: Exchange) -> tuple[Line, ...] | None:
    """Find what they asked the practitioner before the last line; empty if nothing was asked.

    A question that only asks for a yes ("do you see?"), or that is asked of nobody, waits for nothing. What somebody
    says in a thing that is seen waits, with the line behind it that says that it asks. None where somebody spoke there
    and nobody can tell whether they asked, and where a question may have been asked of one another.

    Args:
        last: the last reply with its answer.
    """
    lines = last.lines()
    spoken = [line for line in lines if line.speaker != SCENE]
    seen = [at for at, line in enumerate(lines) if line.speaker == SCENE and _SPOKEN_IN_SCENE.search(line.text)]
    if seen:
        behind = next((line for line in lines[seen[-1] + 1 :] if line.speaker != SCENE), None)
        return (lines[seen[-1]], behind) if behind and _SAYS_IT_ASKS.search(behind.text) else None
    asking = [at for at, line in enumerate(spoken[:-1]) if _asks_you(line.text)]
    if not asking or "?" in spoken[-1].text:
        return ()
    at = asking[-1]
    # Somebody else of the family speaks next: they may have been asked, or have answered it.
    return (spoken[at],) if spoken[at + 1].speaker == spoken[at].speaker else None


def _asks_you(text: str) -> bool:
    """Whether a line asks the practitioner something, or asks them to do something."""
    return bool(_ASKS_YOU.search(text) or _REQUESTS.search(text)) and not _TAG.search(text)


_ASKS_YOU = re.compile(r"\b(?:you|your)\b[^.?!]*\?['\"’”]?$", re.IGNORECASE)
_REQUESTS = re.compile(
    r"\b(?:would|could|will|can) you (?!believe|credit|imagine|say that|call)[^.?!]*\?", re.IGNORECASE
)
"""What asks for something wherever in a line it stands."""
_TAG = re.compile(r"(?:, | )(?:\w+n['’]t (?:it|he|she|they|I|you|we)|innit|right|you know|do you see|is it|eh|love)\?$")
_ENDS_ASKING = re.compile(r"\?['\"’”]?$")
_ENDS_IN_TAG = re.compile(r", (?:\w+n['’]t|can|do|did|is|are|would) (?:it|he|she|they|you|we)\.$")
"""A question that is said flatly: "somebody read his name out, didn't they."."""
_SPOKEN_IN_SCENE = re.compile(r"['‘\"“][A-Z][^'’\"”]*[.?!,]['’\"”]")
_SAYS_IT_ASKS = re.compile(r"\b(?:wants? to know|is asking|asks you|asked you|asking you)\b", re.IGNORECASE)


def _asks_for_more(facts: PageFacts, last: Exchange) -> bool:
    """Whether the last line waits for an answer: a question, an opening, a thing told."""
    spoken = drop_asides(facts, last.lines())
    if not spoken:
        return False
    # What is seen after the last words answers nothing.
    tags = find_tags(facts.script, spoken[-1])
    # An opening waits where its turn began in this very answer.
    went_on = any(isinstance(output, TurnOutput) for output in last.outputs)
    begun = went_on and facts.script.turn(last.after.turn).opening is not None
    text = spoken[-1].text
    asks = ("?" in text and not _ANSWERS_ITSELF.search(text)) or _ENDS_IN_TAG.search(spoken[-1].text) is not None
    # A few words that tell nothing wait for nothing: "That was the hand, then."
    enough = tags.drew_back or len(spoken[-1].text.split()) >= _SAYS_SOMETHING
    says_something = bool(tags.next_words) and enough
    tells = tags.told or tags.safety or bool(tags.tells) or says_something
    begun = begun or opens_subject(facts, spoken[-1]) or answers_as_child(facts, last)
    return begun or asks or bool(last.told_silences) or tells or bool(list_told_to_them(facts.script, spoken[-1]))


_ANSWERS_ITSELF = re.compile(r"\? (?:Good|Right|Okay|Ok|Fine|Yes|No)\b[^?]*$")
"""A question that its speaker answers in the same breath: "It is right so, or? Good."."""


def opens_subject(facts: PageFacts, line: Line) -> bool:
    """Whether a line names racism, says what they want to speak of, or whom nobody told.

    Args:
        facts: what the program holds of the attempt.
        line: the last line.
    """
    racism = _RACISM.search(line.text) is not None and puts_into_words(facts, line, RACISM)
    return racism or _OPENS.search(line.text) is not None


_RACISM = re.compile(r"\bracis[mt]", re.IGNORECASE)
_OPENS = re.compile(
    r"\b(?:I|[Ww]e)(?:(?:['’]d| would) like| want| need) to (?:talk|speak|ask|tell)\b[^,.;?!]*? about\b"
    r"(?! that\b| it\b)"
    r"|\b[Nn]ot been (?:proposed|suggested)\b"
    r"|\b[Nn](?:obody|o one)(?:['’]s| has)(?: ever| even)? told (?:him|her|them)\b(?! to\b)"
)


def answers_as_child(facts: PageFacts, last: Exchange) -> bool:
    """Whether a child who seldom speaks answered last, spoken to by name.

    Args:
        facts: what the program holds of the attempt.
        last: the last reply with its answer.
    """
    speaker = next(line.speaker for line in reversed(last.lines()) if line.speaker != SCENE)
    if speaker not in facts.script.dialogue.afterwards.children:
        return False
    lines = (line for exchange in facts.attempt.replies() for line in exchange.lines() if line.speaker != SCENE)
    speakers = [line.speaker for line in lines]
    seldom = speakers.count(speaker) < HALF * len(speakers)
    return seldom and re.search(rf"\b{re.escape(facts.script.people[speaker].called)}\b", last.text) is not None
