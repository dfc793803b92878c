"""The card of what the family began and no later reply took up.

Begin with `list_begun_lines`. All that they said is looked through, and not only their last lines. A line weighs by
what its author wrote of it and by its own words: that it names racism, tells a matter, makes safety a question, or says
that nobody ever asked. It is shown only where nothing that was said after it can have taken it up.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coach.debrief.acknowledgements import answers_directly
from coach.debrief.first_page import GO_BACK_TO, CardKind, CardPart, CardSuggestion, CardText, DebriefCard
from coach.debrief.matter_promises import list_called
from coach.debrief.owning import apologises, begins_with_sorry, find_owning, reports_own
from coach.debrief.page_facts import RACISM, PageFacts, join_words
from coach.debrief.picture import list_openers, list_spoken, quote_line
from coach.debrief.slights import denies_race
from coach.debrief.speech import (
    HEARING,
    asks_by_number,
    counts_in_figures,
    drop_begging_pardon,
    may_receive,
    says_the_same,
    take_last_clause,
)
from coach.debrief.suggestions import choose_suggestions
from coach.debrief.wording import (
    OFFERS_SELF,
    PLANNING,
    WEEKDAYS,
    SubjectNamer,
    count_words_of,
    find_content_words,
    list_questions,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.language.catalogue import say
from coach.matching.memory import remember
from coach.model.conditions import SCENE, Line
from coach.model.line_book import LineTags, Matter, MatterFor
from coach.model.rubric import Polarity
from coach.rehearsal.line_blocks import find_tags, list_blocks
from coach.rehearsal.state import Exchange

BEGUN = "{speaker} began this, and it is still there to be picked up."


@dataclass(frozen=True, slots=True)
class BegunLine:
    """A line of the family's that surely no later reply took up."""

    line: Line
    shown: tuple[Line, ...]
    """The line, with the one before it where it points back to that."""
    reply: int
    """The reply that came straight after it."""
    weight: int
    matters: tuple[Matter, ...]
    """The matters that the line itself has words of."""


def list_begun_lines(facts: PageFacts, used: Collection[int] = (), shown: Collection[CardPart] = ()) -> list[BegunLine]:
    """List the lines that began something and were surely not taken up, the weightiest first.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that are on the page already.
        shown: what stands on the page already: no line of it is shown again.
    """
    begun = []
    for exchange in facts.attempt.replies():
        spoken = [line for line in exchange.cue if line.speaker != SCENE]
        if exchange.number in used:
            continue
        for at, line in enumerate(spoken):
            tags = find_tags(facts.script, line)
            matters = list_matters_of(facts, line, tags)
            weight = weigh_line(facts, line, tags, matters)
            new = quote_line(facts.script, line) not in shown
            # What was answered by not seeing colour was passed over, however little it weighs.
            fewest = FEWEST - denies_race(exchange.text)
            weighs = new and weight >= fewest and begins_something(facts, line, tags)
            if weighs and is_surely_open(facts, exchange, spoken, at, matters):
                begun.append(BegunLine(line, _list_shown(spoken, at), exchange.number, weight, matters))
    # One with other words to try is of more use than one without.
    return sorted(begun, key=lambda one: -one.weight - bool(_choose_ways(facts, one)))


FEWEST = 4
"""The weight from which a line is worth going back to."""


def list_matters_of(facts: PageFacts, line: Line, tags: LineTags) -> tuple[Matter, ...]:
    """List the matters told in a line that has words of them.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        tags: what the line book says of it.
    """
    told = (matter for matter in facts.script.dialogue.lines.matters if matter.id in tags.tells)
    return tuple(
        matter for matter in told if count_words_of(line.text, matter.about) or share_words(matter.left, line.text)
    )


def weigh_line(facts: PageFacts, line: Line, tags: LineTags, matters: Sequence[Matter]) -> int:
    """Weigh a line: 0 for one that tells nothing.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        tags: what the line book says of it.
        matters: the matters that it has words of.
    """
    named = tags.names.intersection(facts.names.find(line.text))
    withheld = holds_something(line.text)
    weight = 3 if RACISM in named else 2 if named else 0
    weight += 3 if any(matter.for_ is MatterFor.THEM for matter in matters) else 2 if matters else 0
    weight += 2 if withheld else 0
    weight += tags.told + tags.safety + bool(tags.next_words) + bool(tags.names - named)
    weight += bool(_FEELS.search(spell_plain(line.text)))
    weight -= bool(_ANSWERS.match(line.text)) and not withheld
    return weight + (len(line.text.split()) >= _LONG)


_LONG = 14
_ANSWERS = re.compile(r"(?:Yes|Yeah|No|Right|Okay|Ok|Thank you|She must|He must|It is|It's)\b")
"""How a line begins that answers, and begins nothing."""


def begins_something(facts: PageFacts, line: Line, tags: LineTags) -> bool:
    """Whether a line begins something by itself: it says enough, and asks and closes nothing.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        tags: what the line book says of it.
    """
    fewest = _FEWEST_HELD if holds_something(line.text) else _FEWEST_WORDS
    enough = len(line.text.split()) >= fewest and len(_find_words(facts, line.text)) >= _FEWEST_CONTENT
    closes = tags.drew_back or tags.settles or _THANKS.search(line.text)
    # "I did hear that, it's behind everything else" puts a question off, and begins nothing of its own.
    closes = closes or _HEARD.match(spell_plain(line.text)) or _FETCHES.search(spell_plain(line.text))
    return enough and not closes and not line.text.rstrip("'\"’” ").endswith("?")


_FEWEST_WORDS, _FEWEST_HELD, _FEWEST_CONTENT = 9, 6, 2
_THANKS = re.compile(r"\bthank you\b", re.IGNORECASE)
_FETCHES = re.compile(r"\bi will (?:go and |just )?(?:dig|get|fetch|find|bring) (?:it|that|them|those)\b")
"""What somebody says who does the next thing themselves: "I'll dig it out"."""
_HEARD = re.compile(r"(?:sorry |oh |yes )?i (?:did hear|have heard|heard) (?:that|it|you|the question)\b")


def holds_something(text: str) -> bool:
    """Whether a line says that there is more, held back or never asked for: "Mine takes longer"."""
    return _HOLDS.search(spell_plain(text)) is not None


def says_nobody_asked(text: str) -> bool:
    """Whether a line says that nobody asked one question, to which any question is an answer."""
    return _NOBODY_ASKED.search(spell_plain(text)) is not None


_NOBODY_ASKED = re.compile(
    r"\b(?:nobody|no one)(?: has| had| is)?(?: ever)? asked (?:me|us|him|her|them) "
    r"(?:one|a|any|a single) (?:single )?(?:thing|question)\b"
)
_HOLDS = re.compile(
    r"\bi will get you there\b|\b(?:mine|that one|this one|it) takes longer\b|\bask me when\b|"
    r"\b(?:nobody|no one)(?: has| had| is)?(?: ever)? (?:asked|rung|told me|listened|believed|looked)\b|"
    r"\bnever (?:been )?(?:asked|rung|told|heard) (?:me|us|him|her|them|anyone|anybody)\b|"
    r"\b(?:they|you) never (?:ring|rang|ask|asked|listen|listened|told|tell|come|came)\b|"
    r"\bi have never (?:said|told)\b|\b(?:is|are) not for (?:this|that|the)\b|"
    r"\b(?:only |but )?not with th(?:at|is|e)\b|\bi have got something (?:about|to)\b|\bon (?:its|it is) own\b|"
    r"\b(?:when|till|until) i know (?:for whom|where|who|what)\b|\bi have not said\b|"
    r"\bi (?:want|need) a run up\b|\bwant a door shut\b"
)
_FEELS = re.compile(
    r"\bi hate\b|\b(?:scared|frighten\w*|afraid|ashamed|cried|cry|crying|proud|guilt\w*|worried|worry|lonely|alone|"
    r"angry|hurts?|my fault|cannot sleep|wish|breathing|lied|on my own|gave up|stopped)\b|\bi do not know what\b|"
    r"\b(?:said|got|had|did|was) it wrong\b|\bhad me wrong\b|\bmade a joke of\b|\bi laughed\b"
)


def is_surely_open(
    facts: PageFacts, exchange: Exchange, spoken: Sequence[Line], at: int, matters: Sequence[Matter]
) -> bool:
    """Whether surely nothing that was said after a line took it up, told it or settled it.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply straight after it.
        spoken: what persons said straight before that reply.
        at: the place of the line among those.
        matters: the matters that the line has words of.
    """
    line, later = spoken[at], facts.attempt.replies()[exchange.number :]
    announced = _ANNOUNCES.search(spell_plain(line.text)) and at + 1 < len(spoken)
    # Who owns something straight after it has most likely taken it up in other words.
    before = facts.attempt.replies()[: exchange.number - 1]
    called = _CALLED_YOU.search(spell_plain(exchange.text)) is not None
    took_on = called or bool(find_owning(exchange.text)) or any(reports_own(e.text, exchange.text) for e in before)
    if announced or took_on or _was_skipped_after(facts, exchange) or answers_directly(line.text, exchange):
        return False
    words = _find_words(facts, line.text)
    named = RACISM in facts.names.find(line.text)
    if named and says_it_after(facts, exchange):
        return False
    if any(asks_by_number(line.text, one.text) for one in (exchange, *later)):
        return False
    if named and len(words) <= _FEW_BESIDE and any(RACISM in facts.names.find(one.text) for one in (exchange, *later)):
        return False
    if any(count_words_of(one.text, matter.about) for one in (exchange, *later) for matter in matters):
        return False
    if stays_with_question(facts, exchange, line) or answers_fully(facts, exchange, line, matters):
        return False
    if any(speaks_of_same_person(facts, line, one.text) for one in (exchange, *later)):
        return False
    if may_take_up(facts, exchange, spoken, at) or any(may_come_back(facts, one, words) for one in later):
        return False
    after = [said for one in (exchange, *later) for said in one.lines() if said.speaker != SCENE]
    ids = {matter.id for matter in matters}
    tags = [find_tags(facts.script, said) for said in after]
    if any(ids & tag.settles for tag in tags):
        return False
    return not any(len((words - PLANNING) & find_content_words(said.text)) >= _SAME_THING for said in after)


def says_it_after(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether the reply before a line had named racism, so that the line only nods.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply straight after the line.
    """
    if exchange.number <= 1:
        return False
    return RACISM in facts.names.find(facts.exchange(exchange.number - 1).text)


_ANNOUNCES = re.compile(
    r"\bthere is something i\b|\bi (?:should|ought to|will|have to|had better) (?:tell you|say this|put in)\b|"
    r"\byou had better (?:have|hear|know)\b"
)
"""How somebody begins who says behind it what they have to say: it was told, and is not left."""
_FEW_BESIDE = 4
_SAME_THING = 2


def stays_with_question(facts: PageFacts, exchange: Exchange, line: Line) -> bool:
    """Whether a line answers a question with which the next reply stays.

    "What happens when he sees the seat?", and after the answer "A new seat, so which came first?": nothing was dropped.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply straight after the line.
        line: the line.
    """
    if exchange.number <= 1:
        return False
    before = facts.exchange(exchange.number - 1)
    asked = [asks for asks, lines in list_openers(facts.script, before, ()) if isinstance(asks, str) and line in lines]
    if not asked and line in list_spoken(before)[:1]:
        asked = list_questions(before.text)[-1:]
    words = _find_words(facts, " ".join(list_questions(" ".join(asked)))) - PLANNING
    return bool(words & _find_words(facts, exchange.text))


def answers_fully(facts: PageFacts, exchange: Exchange, line: Line, matters: Sequence[Matter]) -> bool:
    """Whether a line answers the practitioner's own question, and begins nothing by that.

    One that holds something back, names racism where the question did not, makes safety a question or wants an answer
    begins something for all that.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply straight after the line.
        line: the line.
        matters: the matters that the line has words of.
    """
    if exchange.number <= 1 or holds_something(line.text) or find_tags(facts.script, line).safety:
        return False
    before = facts.exchange(exchange.number - 1)
    if any(matter.for_ is MatterFor.THEM for matter in matters):
        return False
    if RACISM in facts.names.find(line.text) and RACISM not in facts.names.find(before.text):
        return False
    openers = list_openers(facts.script, before, ())
    opened = [lines for asks, lines in openers if isinstance(asks, str) and asks.rstrip().endswith("?")]
    if any(list(lines[:1]) == [line] for lines in opened):
        return True  # what they go on to behind it is no longer the answer alone
    first = line in list_spoken(before)[:1]
    return first and any(share_words(one, line.text) for one in list_questions(before.text))


_CALLED_YOU = re.compile(r"^i (?:have )?called you\b")
"""Who begins with what they themselves had called somebody adds it to what was told: "I called you composed"."""


def speaks_of_same_person(facts: PageFacts, line: Line, reply: str) -> bool:
    """Whether a reply may name whom a line calls by what they are: "my sister", and her name.

    Nobody can tell from the words who is whose sister, so any name of which the family spoke may be hers, and any word
    for kin may be whom a line names.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        reply: what was typed after it.
    """
    kin, of_kin = (set(_KIN.findall(spell_plain(text))) for text in (line.text, reply))
    if {_KIN_CLASS.get(one, one) for one in kin} & {_KIN_CLASS.get(one, one) for one in of_kin}:
        return True
    of_one = bool(kin) or _OF_SOMEBODY.match(line.text) is not None
    if of_one and _find_names(facts, reply, line.speaker):
        return True
    return bool(of_kin and _find_names(facts, line.text, line.speaker))


_KIN = re.compile(
    r"\b(?:sister|brother|dad|daddy|father|grandad|granddad|grandpa|grandfather|gran|nan|nana|granny|grandma|"
    r"grandmother|uncle|auntie|aunty|aunt|cousin)\b"
)
_KIN_CLASS = {
    word: group.partition(" ")[0]
    for group in (
        "dad daddy father grandad granddad grandpa grandfather|gran nan nana granny grandma grandmother|"
        "auntie aunty aunt"
    ).split("|")
    for word in group.split()
}
"""What one person is called; whose father a grandfather is, depends on who speaks."""


def _find_names(facts: PageFacts, text: str, speaker: str) -> frozenset[str]:
    """Find the names in a text of people of whom the family spoke, without the speaker's own.

    Args:
        facts: what the program holds of the attempt.
        text: the text.
        speaker: the person who said the line.
    """
    own = facts.script.people[speaker].name.split() if speaker in facts.script.people else []
    spoken = {line.speaker for exchange in facts.attempt.replies() for line in exchange.cue}
    there = {name for key in spoken if key in facts.script.people for name in facts.script.people[key].name.split()}
    theirs = " ".join(facts.list_theirs(before=len(facts.attempt.replies()) + 1))
    return frozenset(_NAMES.findall(text)) & _find_people(theirs, facts.names) - {*own, *there}


@remember
def _find_people(theirs: str, names: SubjectNamer) -> frozenset[str]:
    """Find the names of people in all that the family said.

    Args:
        theirs: what they said.
        names: what finds words for a subject, which are no names.
    """
    known = {name for name in _NAMES.findall(theirs) if re.search(rf"[a-z,] {name}\b", theirs)}
    return frozenset(name for name in known if name.casefold() not in WEEKDAYS and not names.find(name))


_NAMES = re.compile(r"\b(?!Year\b|Doctor\b|Mrs\b|Miss\b)[A-Z][a-z]{2,}\b")


def _was_skipped_after(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a line was skipped around a reply or after it, where anything may have been said."""
    at = facts.attempt.exchanges.index(exchange)
    return any(not one.number for one in facts.attempt.exchanges[max(at - 1, 0) :])


def may_take_up(facts: PageFacts, exchange: Exchange, spoken: Sequence[Line], at: int) -> bool:
    """Whether the reply straight after a line may take it up, in its words or in others.

    It does by a word of it; by a sentence that bids them go on; and by one that asks, receives or points back without
    being about anything else that was said.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        spoken: what persons said straight before it.
        at: the place of the line among those.
    """
    line, text = spoken[at], exchange.text
    own = _find_words(facts, line.text)
    if own & _find_words(facts, text):
        return True
    owned = drop_begging_pardon(text)
    if (
        (says_nobody_asked(line.text) and "?" in text)
        or apologises(owned)
        or begins_with_sorry(owned)
        or _FEELS_WITH.search(spell_plain(text))
        or (_OF_ONE.search(spell_plain(line.text)) and _GETS_ANOTHER.search(spell_plain(text)))
        or counts_in_figures(text, line.text)
    ):
        return True
    tags = find_tags(facts.script, line)
    told_of_it = any(RACISM in find_tags(facts.script, one).names for one in spoken)
    if (told_of_it or tags.safety) and RACISM in facts.names.find(text):
        return True  # who calls it racism has heard what was done, in whatever words
    if tags.safety and _TAKES_FURTHER.search(spell_plain(text)):
        return True
    if _OF_SOMEBODY.match(line.text) and _names_somebody(facts, text, line):
        return True
    breath = _list_same_breath(facts, spoken, at)
    if RACISM in tags.names:
        breath = [one for one in spoken if one in breath or RACISM in find_tags(facts.script, one).names]
    together = join_words([one for one in breath if one is not line])
    others = [one for one in spoken if one not in breath]
    if says_the_same(line.text, text) or _THANKS_FOR_TELLING.search(spell_plain(text)):
        return True
    beside = join_words(others)
    earlier = frozenset[str]().union(*(find_content_words(one) for one in facts.list_theirs(before=exchange.number)))
    if may_receive(text, (earlier - own) | beside, set(list_called(facts.script))):
        return True
    earlier, elsewhere = earlier - HEARING, False
    for place, typed in enumerate(split_sentences(text)):
        plain, words = spell_plain(typed), _find_words(facts, typed)
        if _GOES_ON.search(plain) or words & together or (_SUMS_UP.match(plain) and not words & beside):
            return True
        if words & beside:
            elsewhere = True
        elif elsewhere or OFFERS_SELF.match(typed):
            continue
        elif typed.endswith("?") and not (words & earlier and find_content_words(take_last_clause(typed))):
            return True
        elif not place and len(plain.split()) >= _SAYS_SOMETHING:
            return True  # what a reply says first of all, about nothing beside the line, may be about it
        elif not words & earlier and (_RECEIVES.search(plain) or _POINTS.search(plain)):
            return True
    return False


_TAKES_FURTHER = re.compile(
    r"\b(?:straight |on |next )?(?:to|ring|tell|phone|call|with) (?:my|the|our) (?:\w+ )?"
    r"(?:manager|supervisor|doctor|paediatrician|police|team)\b"
)
"""What a reply does about a child's safety, whatever it says of what was told: "Then I'm straight to my manager"."""
_SAYS_SOMETHING = 6
_OF_SOMEBODY = re.compile(r"(?:He|She|They|His|Her|Their)\b")
"""How a line begins that is about somebody of whom they had spoken by name."""


def _names_somebody(facts: PageFacts, text: str, line: Line) -> bool:
    """Whether a reply names somebody of the scenario but the person who said a line."""
    people = (person for key, person in facts.script.people.items() if key != line.speaker)
    return any(re.search(rf"\b{re.escape(person.called)}\b", text) for person in people)


_FEELS_WITH = re.compile(r"\b(?:bless (?:him|her|them|you)|god love|aw|poor \w+)\b")
_OF_ONE = re.compile(r"\b(?:he|she|interpreter|somebody|person)\b")
_GETS_ANOTHER = re.compile(
    r"\b(?:ask for|get|find|bring|have|ring for)(?: you| us)? "
    r"(?:another|somebody else|someone else|a (?:new|different))\b"
)
"""What a reply does about it: an interpreter whom somebody fears is taken up where another one is asked for."""
_GOES_ON = re.compile(
    r"\b(?:go on|carry on|how are you|tell me (?:more|the rest|about (?:it|that)|all)|"
    r"tell me (?:only )?(?:what|how|who|where|when)\b|(?:your|the) time\b|(?:no|any|a) "
    r"(?:rush|hurry)|am listening|i listen|say more|what else|and then|what happened (?:then|next))\b"
)
_THANKS_FOR_TELLING = re.compile(
    r"\b(?:thanks|thank you|glad you|grateful (?:that )?you) (?:for )?(?:telling|saying|trusting|sharing|letting|told|"
    r"said|trusted|shared)\b"
)
"""What receives all that was told straight before, whatever else the reply goes on to."""
_SUMS_UP = re.compile(
    r"^so (?:(?:then|really) )?(?:it|that|he|she|they|you) (?:is|are|was|were|did|do|does|had|have|has)\b"
)
"""How somebody says back what they heard: "So it wasn't really them, it was ..."."""
_RECEIVES = re.compile(
    r"\b(?:sorry|aw|awful|horrible|terrible|grim|shocking|disgrace\w*|disgust\w*|rotten|dreadful|hard|must (?:be|have)|"
    r"no wonder|thank|thanks|believe|i (?:can )?(?:hear|heard|see|saw)|makes sense|understand|(?:not |un)fair|wrong|"
    r"racis\w*|should|i know|same|me too|heavy|a lot|beautiful|lovely|brave)\b"
)
_POINTS = re.compile(r"\b(?:it|that|this|both)\b")


def _list_same_breath(facts: PageFacts, spoken: Sequence[Line], at: int) -> list[Line]:
    """List the lines that say one thing with a line: who takes up one of them may take up all.

    They stand in a block with it, or go on from it: "And they're not even new ones".

    Args:
        facts: what the program holds of the attempt.
        spoken: what persons said together.
        at: the place of the line among those.
    """
    line = spoken[at]
    blocks = [lines for _, lines in list_blocks(facts.script) if line in lines]
    first = at - 1 if at and _POINTS_BACK.match(line.text) else at
    last = at
    while last + 1 < len(spoken) and spoken[last + 1].speaker == line.speaker:
        short = len(spoken[last].text.split()) < _SHORT and last == at
        if not (short or _POINTS_BACK.match(spoken[last + 1].text)):
            break
        last += 1
    return [one for place, one in enumerate(spoken) if first <= place <= last or any(one in lines for lines in blocks)]


_SHORT = 12


def may_come_back(facts: PageFacts, later: Exchange, words: frozenset[str]) -> bool:
    """Whether a later reply may come back to a line, by a word of it or by saying so.

    Args:
        facts: what the program holds of the attempt.
        later: the reply.
        words: the words of the line that carry a subject.
    """
    if (words - PLANNING) & find_content_words(later.text):
        return True
    returning = (typed for typed in split_sentences(later.text) if _RETURNS.search(spell_plain(typed)))
    return any(not _find_words(facts, typed) - _RETURN_WORDS for typed in returning)


_RETURN_WORDS = frozenset(("earli", "rest"))
_RETURNS = re.compile(r"\b(?:you (?:said|told me)|(?:go|going|come|coming|get) back|earlier|the rest|that thing)\b")


def _find_words(facts: PageFacts, text: str) -> frozenset[str]:
    """Find the words of a text that carry a subject, without what people are called."""
    words = find_content_words(text) - find_content_words(" ".join(list_called(facts.script)))
    return words.union(*(things for things in _SAME_THINGS if words & things))


_SAME_THINGS = (
    frozenset(("hijab", "scarf", "headscarf")),
    frozenset(("hair", "afro", "row", "crop")),
    frozenset(("sleep", "slept", "night")),
    frozenset(("hit", "hurt", "tap", "smack", "slap")),
)
"""What people call one thing by several names, as stems."""


def _list_shown(spoken: Sequence[Line], at: int) -> tuple[Line, ...]:
    """Return a line, with the one before it by the same person where it points back to that."""
    line = spoken[at]
    if (
        at
        and _POINTS_BACK.match(line.text)
        and spoken[at - 1].speaker == line.speaker
        and len(find_content_words(spoken[at - 1].text)) >= 2
    ):
        return (spoken[at - 1], line)
    return (line,)


_POINTS_BACK = re.compile(r"(?:It['’]s|It (?:is|was)|That|This|They|Those|These|And|So|Then|Which|Because)\b")


def make_begun_card(facts: PageFacts, begun: BegunLine, *, missed: bool = False) -> DebriefCard:
    """Make the card of what was begun: the line, the reply straight after it, that fact.

    Args:
        facts: what the program holds of the attempt.
        begun: the line.
        missed: whether that reply clearly missed the line; words to try stand only beside such a one.
    """
    lines = tuple(quote_line(facts.script, line) for line in begun.shown)
    said = facts.mark(begun.reply).said
    ways = _choose_ways(facts, begun) if missed else ()
    return DebriefCard(
        id=f"begun-{begun.reply}",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=f"{lines[-1].speaker}: “{lines[-1].text}”",
        parts=(*lines, said, CardText(text=say(BEGUN, speaker=lines[-1].speaker)), *ways),
        replies=(begun.reply,),
    )


def _choose_ways(facts: PageFacts, begun: BegunLine) -> tuple[CardSuggestion, ...]:
    """Choose words to try for a line that was begun."""
    words = facts.keep_fitting(*_list_words(facts, begun))
    return choose_suggestions(
        facts.list_said(),
        words,
        typed=facts.exchange(begun.reply).text,
        missed=True,
        line=begun.line.text,
    )


def _list_words(facts: PageFacts, begun: BegunLine) -> Iterator[str]:
    """Yield the author's words for a line, where they answer it and the reply did nothing good."""
    read = facts.exchange(begun.reply).reading
    if read and not read.clear().isdisjoint(facts.rubric.of(Polarity.HELPFUL)):
        return
    for words in (*find_tags(facts.script, begun.line).next_words, *(matter.words for matter in begun.matters)):
        if share_words(words, begun.line.text):
            yield words
