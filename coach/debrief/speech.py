"""How a practitioner talked: questions open and closed, statements, length of replies.

Begin with `count_speech`. It stands behind "more". It is a fact about one conversation and compares it with nothing:
the coach has no norm for how anybody should talk. `may_receive` tells of a few words whether they may receive what was
told: people do so in any dialect ("Ach, hen."), or by waiting ("...").
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from coach.debrief.first_page import SpeechCount
from coach.debrief.promise_words import FOOD
from coach.debrief.wording import (
    find_content_words,
    find_stem,
    list_questions,
    list_weighty_words,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.language.catalogue import say
from coach.matching.sentences import parse
from coach.matching.speech_acts import find_speech_acts
from coach.matching.tokens import tokenize
from coach.model.reading import Form
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.state import Exchange

NAMES = {
    Form.OPEN_QUESTION: ("Open questions", "such as “what was that like?”"),
    Form.CLOSED_QUESTION: ("Closed questions", "such as “did you tell them?”"),
    Form.REFLECTION: ("Reflections", "which say back what was heard"),
    Form.AFFIRMATION: ("Affirmations", "which name something they did or are"),
    Form.STATEMENT: ("Statements", "which tell or say something"),
}
"""What each form is called, and what it is, in words."""
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_speech(replies: Iterable[str]) -> tuple[SpeechCount, ...]:
    """Count how the practitioner talked, sentence by sentence, and how long the replies were.

    Args:
        replies: what was said, reply by reply.

    Returns:
        Each way of talking that was used, with how often; last the length of the replies.
    """
    texts = [text for text in replies if text.strip()]
    if not texts:
        return ()
    forms: Counter[Form] = Counter()
    for text in texts:
        for act in find_speech_acts(parse(text)):
            forms.update(act.forms)
    lengths = sorted(len(text.split()) for text in texts)
    # Of numbers that stand under one another, all are words or none is.
    spell = spell_number if max(forms.values(), default=0) < len(_NUMBERS) else str
    counts = [
        SpeechCount(name=f"{say(name)}, {say(meaning)}", said=spell(forms[form]))
        for form, (name, meaning) in NAMES.items()
        if forms[form]
    ]
    return (*counts, SpeechCount(name=say("Words in a reply"), said=describe_lengths(lengths)))


def describe_lengths(lengths: list[int]) -> str:
    """Describe lengths, given in order: the shortest, the longest, and the one in the middle."""
    if lengths[0] == lengths[-1]:
        return str(lengths[0])
    middle = lengths[len(lengths) // 2]
    return say(
        "from {shortest} to {longest}, and half of them {middle} or fewer",
        shortest=lengths[0],
        longest=lengths[-1],
        middle=middle,
    )


def spell_number(number: int) -> str:
    """Write a number up to twelve as a word, others in digits."""
    return say(_NUMBERS[number]) if number < len(_NUMBERS) else str(number)


def name_replies(numbers: Sequence[int]) -> str:
    """Name replies by their numbers: `reply 4`, `replies 1, 4 and 6`, `replies 2 and 7 to 9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        part
        for run in runs
        for part in (
            [say("{first} to {last}", first=run[0], last=run[-1])] if len(run) > 2 else map(str, run)
        )  # a pair is no run
    ]
    said = join_names(parts)
    return say("reply {number}", number=said) if len(numbers) == 1 else say("replies {numbers}", numbers=said)


def join_names(names: Sequence[str]) -> str:
    """Join names, or numbers, as in `Craig, Sunita and Amir`."""
    if len(names) == 1:
        return names[0]
    return say("{others} and {last}", others=", ".join(names[:-1]), last=names[-1])


def list_forms(exchange: Exchange, rubric: Rubric) -> tuple[Form, ...]:
    """List the forms of a reply, a reflection only where it says something of theirs back.

    "You people never listen" is put like one: words of the family's last lines must stand in it, and no hurt. What is
    then left as none at all was told. "What Kyle said is racist." begins like a question: where full stops are typed, a
    question has its mark or invites in words.

    Args:
        exchange: the reply, with the family's lines before it.
        rubric: the rubric, which says what may hurt.
    """
    if exchange.reading is None:
        return ()
    forms, harmful = exchange.reading.forms, rubric.of(Polarity.HARMFUL)
    if "." in exchange.text and "?" not in exchange.text and not _INVITES.search(spell_plain(exchange.text)):
        forms = tuple(form for form in forms if form not in _QUESTIONS) or (Form.STATEMENT,)
    hurts = any(verdict.criterion in harmful for verdict in exchange.reading.verdicts)
    if Form.REFLECTION not in forms or (
        not hurts and share_words(exchange.text, " ".join(line.text for line in exchange.cue))
    ):
        return forms
    return tuple(form for form in forms if form is not Form.REFLECTION) or (Form.STATEMENT,)


_QUESTIONS = frozenset((Form.OPEN_QUESTION, Form.CLOSED_QUESTION))
_INVITES = re.compile(
    r"\b(?:tell|show|teach) (?:me|us)\b|\bsay (?:more|it|that)\b|\bgo on\b|\b(?:talk|walk|take) (?:me|us) through\b|"
    r"\bi (?:am )?wonder(?:ing)?\b|\bhelp (?:me|us) (?:understand|see)\b|\bdescribe\b|\bcan you\b|\bcould you\b|"
    r"\bwould you\b|\b(?:like|want|love) to (?:hear|know|ask|understand)\b"
)
"""What invites without a question mark: "Tell me about Sundays"."""


def may_receive(text: str, subjects: frozenset[str], called: Collection[str]) -> bool:
    """Whether a reply is short and has no subject of its own: "Keep going.", "Oh, Pat.", "...".

    Such a reply may receive whatever was said, in any dialect. One that only ends or shifts the talk does not.

    Args:
        text: the reply.
        subjects: the words that carry a subject in what else was said.
        called: what the people of the scenario are called.
    """
    words = list(parse(text).words)
    if len(words) > _SHORTLY or _SHIFTS.search(" ".join(words)) or FOOD.search(" ".join(words)):
        return False
    names = set(tokenize(" ".join(called)))
    if _ENDS.intersection(words) and not set(words) - _ENDS - names:
        return False
    about = find_content_words(text) - find_content_words(" ".join(called)) - HEARING
    return not about & subjects and not (set(words) & _DETERMINERS and about)


def says_goodbye(reply: str) -> bool:
    """Whether a reply says goodbye and asks nothing, so that its talk may be over."""
    return "?" not in reply and any(_GOODBYE.search(spell_plain(one)) for one in split_sentences(reply))


_GOODBYE = re.compile(
    r"^(?:(?:and|oh|yes|no|right|ok|okay|well|so|then|anyway|sorry|thanks|thank you(?: \w+){0,4}?) )*"
    r"(?:(?:good ?bye|bye|cheerio)\b|see you(?: \w+){0,3}$|take care(?! of)|all the best\b|"
    r"(?:it was )?(?:nice|lovely|good) to (?:have met|meet|see) you(?: all| both)?$|"
    r"have a (?:nice|good|lovely) (?:day|evening|afternoon|morning|weekend)\b|"
    r"i (?:will|had|would|must|should|have|need)(?: better| to)? (?:be off|go|be going|get going|head off)(?: now)?$)|"
    r"\bi will (?:see myself out|leave you (?:to it|in peace|be)|let you (?:go|get on))\b|"
    r"^(?!.*\b(?:say|says|said|saying|tell|wave|waves|waved|waving|the|a|no|without|proper) (?:good ?bye|bye)\b)"
    r".*\b(?:good ?bye|bye)(?: (?:now|then|for|all|both|everyone|everybody)| \w+$)*$"
)
"""A sentence with which somebody takes their leave, not one that tells of a goodbye."""
_SHORTLY = 5
"""Words of a reply that has room for no subject of its own."""
_ENDS = frozenset(
    "ok okay right fine anyway bye goodbye so well now then good great cool sure grand noted alright all yes "
    "yep cheers and but o k".split()
)
"""Words with which somebody only ends something, whoever they call by name."""
_SHIFTS = re.compile(
    r"\bi can not (?!imagine|believe|think|begin)|\b(?:tomorrow|next|move on|moving on|get on|crack on|never mind|"
    r"whatever|that is (?:all|it)|(?:got|have|need) to go|see you|leave it|enough|forms?|plan|report|visit|time to)\b"
)
"""What turns to something else in a few words: "Right, next one"."""
_DETERMINERS = frozenset("the my this that these those lovely nice".split())
"""Words before a subject of one's own: "Lovely kitchen"."""
HEARING = frozenset(
    map(find_stem, "hear heard see listen listening know tell told say said wait feel frightened".split())
)
"""Words of listening, which are no subject of a reply: "I hear you"."""


# --- Words that may take up a line


def asks_by_number(line: str, reply: str) -> bool:
    """Whether a reply asks who "the third" is, where a line says "three of us".

    Args:
        line: the line of theirs.
        reply: what was typed after it.
    """
    counted = {_ORDINALS[number] for number in _COUNTS_PEOPLE.findall(spell_plain(line))}
    asked = (spell_plain(one) for one in list_questions(reply))
    return any(not counted.isdisjoint(plain.split()) for plain in asked)


_ORDINALS = dict(zip("two three four five six".split(), "second third fourth fifth sixth".split(), strict=True))
_COUNTS_PEOPLE = re.compile(rf"\b({'|'.join(_ORDINALS)}) of (?:us|them|you)\b")


def drop_begging_pardon(text: str) -> str:
    """Return a reply without a sorry for how it is said: "Sorry, nine what?"."""
    return " ".join(typed for typed in split_sentences(text) if not _BEGS_PARDON.search(typed))


_BEGS_PARDON = re.compile(
    r"^\W*(?:(?:wait|hang on|oh|er|um|no)\W+)*sorry\b.*\?$|\bsorry\W+(?:love\W+)?(?:i['’]?m|i am) (?:being|a bit|not|"
    r"shouting|nosy|slow|crying|rambling|going)|\bsorry\W+(?:that['’]?s|it['’]?s|thats) my phone",
    re.IGNORECASE,
)


def says_the_same(line: str, reply: str) -> bool:
    """Whether a reply has three words in a row of a line, or two that not every reply has."""
    said, heard = tokenize(line), f" {' '.join(tokenize(reply))} "
    rows = (said[at : at + _ROW] for at in range(len(said) - _ROW + 1))
    in_a_row = any(f" {' '.join(row)} " in heard and len("".join(row)) >= _ROW_LETTERS for row in rows)
    return in_a_row or len(list_weighty_words(line) & list_weighty_words(reply)) > 1


_ROW, _ROW_LETTERS = 3, 10


def take_last_clause(sentence: str) -> str:
    """Return what stands behind the last comma of a sentence: "sit down, what did he say?"."""
    return sentence.rsplit(",", 1)[-1]


def counts_in_figures(reply: str, line: str) -> bool:
    """Whether a reply has a number in figures where a line has one in words: "60 yds"."""
    return _IN_FIGURES.search(reply) is not None and _IN_WORDS.search(spell_plain(line)) is not None


_IN_FIGURES = re.compile(r"\d")
_IN_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"hundred)\b"
)
