"""Words to try on the cards of a debrief, and which of them may be offered.

Begin with `choose_suggestions`. They were written beforehand, by the scenario's author or in its line book, so one is
offered only where nothing that was said speaks against it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from coach.debrief.first_page import CardSuggestion
from coach.debrief.wording import (
    HALF,
    OFFERS_SELF,
    find_content_words,
    find_stem,
    is_mostly_said,
    list_questions,
    list_with_before,
    says_racism,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.matching.sentences import parse
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE, Line, Lines
from coach.model.line_book import Matter, MatterFor
from coach.model.reading import Form
from coach.model.scenario import Opening, Turn
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange


def list_told_to_them(script: Script, line: Line) -> list[Matter]:
    """List the matters that a line tells and that want the practitioner's answer.

    Args:
        script: the scenario that was played.
        line: the line.
    """
    told = find_tags(script, line).tells
    matters = script.dialogue.lines.matters
    return [matter for matter in matters if matter.id in told and matter.for_ is MatterFor.THEM]


def find_words_for(script: Script, lines: Lines, opening: Opening | None) -> tuple[str, ...]:
    """Find words that answer a line: the line book's, then a matter's, then its opening's.

    What was written for a matter or an opening stands behind other words only where it has a word of that line.

    Args:
        script: the scenario that was played.
        lines: what the family said; the last line is the one that is answered.
        opening: the opening that the turn begins with, if it does.
    """
    spoken = [line for line in lines if line.speaker != SCENE]
    if not spoken:
        return opening.could_say if opening else ()
    words = find_tags(script, spoken[-1]).next_words
    for others in (
        tuple(matter.words for matter in list_told_to_them(script, spoken[-1])[:1]),
        opening.could_say if opening else (),
    ):
        words += tuple(way for way in others if not words or share_words(way, spoken[-1].text))
    return tuple(dict.fromkeys(words))


def list_answered(lines: Sequence[Line], way: str) -> tuple[Line, ...]:
    """List the last of some lines that other words answer.

    Words that were written for a block of lines may speak of its first; that line then stands with the last.

    Args:
        lines: what persons said straight before.
        way: the words to try.
    """
    last = lines[-1:]
    if not last or share_words(way, last[0].text):
        return tuple(last)
    spoken_of = [at for at, line in enumerate(lines[-_MOST_ANSWERED:-1]) if share_words(way, line.text)]
    return tuple(lines[-_MOST_ANSWERED:][spoken_of[-1] :]) if spoken_of else tuple(last)


_MOST_ANSWERED = 3
"""The last lines among which a way may answer one."""
MOST_WAYS = 1


def choose_suggestions(
    said: Sequence[str],
    ways: Sequence[str],
    *,
    for_reply: bool = False,
    typed: str = "",
    missed: bool = False,
    line: str = "",
    heard: Sequence[str] = (),
) -> tuple[CardSuggestion, ...]:
    """Choose one way that says nothing said already, by half its words, and owns nothing.

    Beside a reply that did not clearly miss its line none is offered, unless it was written for that reply: readers who
    did not know which was which preferred what was typed as often as the way. Where the line names racism, what names
    it too goes first, and of that what asks on.

    Args:
        said: all that the practitioner said.
        ways: the suggestions.
        for_reply: whether they were written for a reply that was given: what it asked or said, they may own.
        typed: the reply that was given where the way would stand; what does the same is no better.
        missed: whether that reply clearly missed what it stands beside, whatever it asks.
        line: what the family said that the way would answer; empty where none is known.
        heard: what else the family said before; what was told there is not asked.
    """
    if typed and not (for_reply or missed):
        return ()
    if says_racism(line):
        ways = sorted(ways, key=lambda way: (not says_racism(way), not list_questions(way)))
    fitting = (
        way
        for way in ways
        if not is_mostly_said(way, said)
        and not asks_again(way, said)
        and not does_the_same(way, typed)
        and not confesses(way, said, for_reply=for_reply)
        and not asks_told(way, heard, line)
        and not (line and (goes_ahead(way, line) or claims_knowing(way, line) or asks_leave_again(way, line, typed)))
    )
    return tuple(CardSuggestion(text=way) for way in fitting)[:MOST_WAYS]


def goes_ahead(way: str, line: str) -> bool:
    """Whether a suggestion asks at once for what a line puts off: "only not with the trolley".

    Args:
        way: the suggestion.
        line: what the family said last.
    """
    off = _PUTS_OFF.search(spell_plain(line))
    if off is None or not _ASKS_OPENLY.search(way):
        return False
    return not (_WAITS.search(spell_plain(way)) or share_words(way, off[0]))


_PUTS_OFF = re.compile(
    r"\b(?:i|we) (?:can|could|will|would) (?:\w+ )?(?:say|tell|talk|speak|show|read|answer|explain|do|go into)"
    r"(?: (?!not)\w+){0,4} (?:(?:only|but|just) )?"
    r"not (?:with|in|while|when|here|now|yet|till|until|today)\b.*"
    r"|^(?:only |but |just )?not (?:here|now|yet|till|until|today|while|in front of|"
    r"with (?:him|her|them|that|the|my))\b.*"
    r"|\b(?:i|we) (?:cannot|can not) (?:\w+ ){0,3}not (?:with|in|while|when|here|now|yet|till|until|today)\b.*"
    r"|\b(?:i|we) will (?:tell|say|come|talk)\b[^.?!]* (?:later|another (?:day|time)|when \w+ (?:is|are|has|have))\b.*"
    r"|\bask me (?:another|some other|(?:again )?(?:later|after|when|once|tomorrow|another))\b.*"
    r"|\bcan (?:that|it|this)(?: \w+)? go last\b"
)
"""What the family will say, and not here and now.

"He eats, but not in front of people" puts nothing off, and "Now ask me again" invites.
"""
_ASKS_OPENLY = re.compile(r"\b(?:what|how|who|where|why|when|which)\b[^.!?]*\?", re.IGNORECASE)
_WAITS = re.compile(
    r"\b(?:wait|later|after|once|till|until|somewhere|outside|move|come back|another room|as soon as)\b"
)


def claims_knowing(way: str, line: str) -> bool:
    """Whether a suggestion says that two people know what one of them told: "So you both know".

    Args:
        way: the suggestion.
        line: what the family said.
    """
    return _BOTH_KNOW.search(spell_plain(way)) is not None and not _KNOWS_TOO.search(spell_plain(line))


_BOTH_KNOW = re.compile(r"\b(?:you both|both of you|the two of you) (?:\w+ )?know\b")
_KNOWS_TOO = re.compile(
    r"\b(?:both|neither|we (?:all |both )?(?:know|knew|saw|heard|see|hear)|(?<!not )(?<!never )(?:know|knows|knew))\b"
)
"""Who else knows, or that somebody does: "I don't know" says nothing of it, nor does "we had tea"."""


def asks_leave_again(way: str, line: str, typed: str) -> bool:
    """Whether a suggestion asks leave that a line has just given, or that the reply asked for.

    "Don't sit him down, hold something for him" says how to, and no longer whether.

    Args:
        way: the suggestion.
        line: what the family said.
        typed: the reply that was given; empty if there is none.
    """
    if not _ASKS_LEAVE.search(way):
        return False
    first = (" ".join(tokenize(part)) for one in split_sentences(line) for part in re.split(r"[—;:]", one))
    asks = any(_ASKS_LEAVE.search(typed) and _is_of_same(way, typed) for typed in list_with_before(typed))
    return asks or any(_ADVISES.match(part) and not _GOES_WRONG.search(part) for part in first)


def _is_of_same(way: str, typed: str) -> bool:
    """Whether two sentences ask after the same person or thing, and not after a coat."""
    people = _PEOPLE.intersection(tokenize(way))
    return bool(people.intersection(tokenize(typed))) or share_words(way, typed)


_PEOPLE = frozenset("he him himself she her herself they them".split())
_GOES_WRONG = re.compile(r"\band (?:he|she|they|it)\b|\bthat is what (?:he|she|they)\b")
"""Advice that tells what comes of it: "Ask him and he just cries" gives no leave."""


_ASKS_LEAVE = re.compile(
    r"\b(?:is|would) (?:that|it)(?: be)? (?:all right|alright|okay|ok)\b[^.?!]*\?|\b(?:may|shall|can|could) (?:I|we) "
    r"(?:\w+ ){0,3}(?:ask|see|say|speak|talk|meet|sit)\b[^.?!]*\?",
    re.IGNORECASE,
)
_ADVISES = re.compile(
    r"(?:do not (?:sit|make|ask|tell|rush|look)|hold something|(?:just )?(?:ask|go|sit|take|bring|show|wait for|let) "
    r"(?:him|her|them|something|it|up|in)|you can (?:ask|see|go|speak|talk|have))\b"
)


def asks_told(way: str, heard: Sequence[str], line: str = "") -> bool:
    """Whether a suggestion asks what the family told already, by all words of its question.

    Args:
        way: the suggestion.
        heard: what the family said.
        line: the line that the suggestion answers; what stands in it alone is asked about, and not told.
    """
    told = [find_content_words(text) for text in heard if text not in line]
    asked = [question for question in list_questions(way) if not OFFERS_SELF.match(question)]
    wanted = [find_content_words(question) - _ASKED_OF for question in asked]
    return any(len(words) >= _FEWEST_WORDS and words <= others for words in wanted for others in told)


_ASKED_OF = frozenset(map(find_stem, "tell told say said think feel felt happen happened know mean like".split()))
"""Words that ask, and are about nothing by themselves."""


def only_says_back(way: str) -> bool:
    """Whether a suggestion asks, does and names nothing: "So nobody can say anything".

    Args:
        way: the suggestion.
    """
    if "?" in way or says_racism(way) or _ASKS_TO_BE_TOLD.search(way):
        return False
    return not _DOES.search(_HEARS.sub(" ", spell_plain(way)))


_ASKS_TO_BE_TOLD = re.compile(r"\b(?:tell|show|walk|read) me\b", re.IGNORECASE)
_HEARS = re.compile(
    r"\bi (?:can |do |have |had )?(?:not )?"
    r"(?:see|hear|heard|understand|know|get|got|notice|noticed|picture|think|thought)\b"
)
_DOES = re.compile(r"\b(?:i|we|us|me|my|our|let us|sorry)\b")
"""Who speaks says what they do, want, owe or are sorry for."""


def asks_again(way: str, said: Sequence[str]) -> bool:
    """Whether a suggestion asks what a question of the practitioner's asked, by half its words.

    Args:
        way: the suggestion.
        said: all that the practitioner said.
    """
    asked = [find_content_words(question) for text in said for question in list_questions(text)]
    wanted = [words for question in list_questions(way) if len(words := find_content_words(question)) > 1]
    return any(len(words & others) >= HALF * len(words) for words in wanted for others in asked)


def does_the_same(way: str, typed: str) -> bool:
    """Whether the reply that was given does what a suggestion does.

    It says nearly the same little words, asks in the same way, or names racism and is sorry as the suggestion is.

    Args:
        way: the suggestion.
        typed: the reply that was given; empty if there is none.
    """
    if not typed:
        return False
    if all(says_racism(text) and _SORRY.search(text) for text in (way, typed)):
        return True
    words, others = tokenize(way), set(tokenize(typed))
    if len(find_content_words(way)) < _FEWEST_WORDS:
        return sum(word in others for word in words) >= _MOSTLY * len(words)
    openings = {_begin_question(question) for question in list_questions(typed)} - {()}
    return any(_begin_question(question) in openings for question in list_questions(way))


_FEWEST_WORDS, _MOSTLY = 2, 0.7
"""Content words below which a suggestion is compared by all its words, and how many of those have to be the same."""
_SORRY = re.compile(r"\bsorry\b", re.IGNORECASE)
_ASKING = frozenset("what how who where when why which".split())
_ASKED_WORDS = 3


def _begin_question(question: str) -> tuple[str, ...]:
    """Return the first three words by which a question asks: "what do you"; empty without."""
    words = tokenize(question)
    at = next((at for at, word in enumerate(words) if word in _ASKING), len(words))
    begun = tuple(words[at : at + _ASKED_WORDS])
    return begun if len(begun) == _ASKED_WORDS and "you" in begun else ()


_NEARLY = re.compile(r"\bi (?:very )?(?:nearly|almost) ")
_CONFESSES = re.compile(
    r"\bi (?:had |have |just |only |really |even )*"
    r"(?:(?:said|asked|told|called|laughed|made|put|went|let|talked|thought|assumed|skipped|missed|meant|tried|wanted|"
    r"jumped|rushed|walked|changed|forgot|wrote|came|offered|"
    r"hid|stopped|ignored|dodged|was|did)\b)"
)


def confesses(way: str, said: Sequence[str], *, for_reply: bool = False) -> bool:
    """Whether a suggestion says what the practitioner did, and no reply is like it.

    Args:
        way: the suggestion.
        said: all that the practitioner said.
        for_reply: whether it was written for a reply that was given.
    """
    parsed = parse(way)
    for sentence in parsed.sentences:
        plain = parsed.spell(sentence)
        if _NEARLY.search(plain):
            return True
        if not for_reply and _CONFESSES.search(plain) and not any(share_words(plain, text) for text in said):
            return True
    return False


def find_own_words(
    script: Script, exchange: Exchange, said: tuple[str, ...], keep: Callable[..., tuple[str, ...]]
) -> tuple[str, ...]:
    """Find the author's other words for a reply: those of the branch that answered it.

    They were written for what the family says when a turn begins, so only the first reply to it has any.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        said: all that the practitioner said.
        keep: keeps those of some suggestions that fit the conversation.
    """
    turn = script.turn(exchange.before.turn)
    branch = turn.replies.get(exchange.branch())
    if branch is None or not _answers_beginning(turn, exchange):
        return ()
    fitting = tuple(way for way in branch.could_say if _fits_reply(way, exchange))
    ways = choose_suggestions(said, keep(*fitting), for_reply=True, typed=exchange.text)
    return tuple(way.text for way in ways)


def _fits_reply(way: str, exchange: Exchange) -> bool:
    """Whether a suggestion fits a reply, where it says what was done: "I asked ..."."""
    words, read = tokenize(way), exchange.reading
    asked = read is not None and bool({Form.OPEN_QUESTION, Form.CLOSED_QUESTION}.intersection(read.forms))
    says_asked = any(pair == ("i", "asked") for pair in pairwise(words))
    says_said = any(pair == ("i", "said") for pair in pairwise(words))
    only_asked = read is not None and not set(read.forms) - {Form.OPEN_QUESTION, Form.CLOSED_QUESTION}
    return (asked or not says_asked) and not (says_said and only_asked)


def _answers_beginning(turn: Turn, exchange: Exchange) -> bool:
    """Whether a reply answers the lines with which its turn began, and nothing said since."""
    begins = (turn.says, turn.says_when_hurt, *(arrival.says for arrival in turn.says_if))
    last = exchange.cue[-1].text if exchange.cue else ""
    return any(lines and lines[-1].text == last for lines in begins)
