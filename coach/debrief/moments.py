"""The moments on the page of a debrief: the practitioner's own, and one to go back to.

Begin with `make_chosen_cards` and `choose_back`. A moment is a pair of whole lines, and what the coach says of it is
what the family did straight after. Nothing is chosen that a later line of the practitioner's answers.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from coach.debrief.acknowledgements import answers_directly
from coach.debrief.begun_card import list_begun_lines, make_begun_card, says_nobody_asked
from coach.debrief.first_page import (
    GO_BACK_TO,
    CardKind,
    CardPart,
    CardText,
    DebriefCard,
    say_went_back,
)
from coach.debrief.hurt_cards import (
    NOT_TAKEN_UP,
    choose_words_there,
    list_other_hurts,
    make_hurt_card,
    make_other_hurts_card,
    owned_nothing,
    say_ways_once,
)
from coach.debrief.mending import (
    clearly_helps,
    find_mending,
    is_about_race,
    is_hurtful,
    list_pair,
    owns,
    rank_hurt,
    says_again,
    slights,
    was_hurtful,
    was_surely_left,
    weigh_hurt,
)
from coach.debrief.owning import apologises, begins_with_sorry, receives
from coach.debrief.page_facts import LeftOpening, PageFacts, say_what_they_did
from coach.debrief.passed_over import find_passed_over, make_passed_over_card
from coach.debrief.picture import quote_line, quote_reply
from coach.debrief.promises import find_promises
from coach.debrief.put_off_card import make_put_off_card
from coach.debrief.slights import denies_race, has_slight
from coach.debrief.speech import join_names
from coach.debrief.suggestions import choose_suggestions, find_words_for
from coach.debrief.uptake import Uptake, is_taken_up
from coach.debrief.wording import (
    FEW_WORDS,
    OFFERS_SELF,
    count_words_of,
    find_content_words,
    list_questions,
    list_weighty_words,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.language.catalogue import say
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE, Line
from coach.model.line_book import MatterFor
from coach.model.rubric import Polarity
from coach.rehearsal.line_blocks import OpenMatter, find_tags
from coach.rehearsal.state import Attempt, Exchange

# --- The practitioner's own choice

CHOSEN_TITLES = {"again": "You would stand by this", "back": "You would take this back"}


def make_chosen_cards(facts: PageFacts) -> Iterator[DebriefCard]:
    """Make a card of each line that the practitioner chose, with what came straight after it.

    What hurt says so here, as the card to go back to it would: the coach does not choose the line a second time.
    """
    shown = find_chosen_reply(facts.attempt, facts.answers.again)
    for which, typed in (("again", facts.answers.again), ("back", facts.answers.back)):
        if not typed.strip():
            continue
        reply = find_chosen_reply(facts.attempt, typed)
        wrote = CardText(text=say("You wrote: “{words}”.", words=" ".join(typed.split())))
        title = say(CHOSEN_TITLES[which])
        if not reply:
            why = explain_unchosen(facts.attempt, typed)
            unquoted = (wrote, CardText(text=why)) if why else (wrote,)
            yield DebriefCard(id=f"chosen-{which}", kind=CardKind.CHOSEN, title=title, brief=wrote.text, parts=unquoted)
            continue
        parts: list[CardPart] = [] if typed.strip().isdigit() else [wrote]
        mark = facts.mark(reply)
        # What hurt is said once, where the line stands whole.
        above = which == "back" and reply == shown
        hurt = not above and is_hurtful(facts, mark)
        did = say_what_they_did(facts, mark) if hurt else ""
        if above:
            parts.append(CardText(text=say("It stands in reply {reply} too, above.", reply=reply)))
        else:
            parts += list_pair(facts, reply, before=which == "back" or hurt, whole=True)
            parts += [CardText(text=did)] if did else []
        meant = "" if typed.strip().isdigit() else typed
        mended = find_mending(facts, reply, meant) if which == "back" or hurt else 0
        if mended:
            went_back = _say_came_back(facts, reply, mended) if which == "back" else say_went_back(reply, mended)
            parts += [CardText(text=went_back), *list_pair(facts, mended, whole=True)]
        elif hurt and was_surely_left(facts, reply):
            parts += choose_words_there(facts, mark)
        yield DebriefCard(
            id=f"chosen-{which}",
            kind=CardKind.CHOSEN,
            title=title,
            brief=f"{say('Reply {reply}.', reply=reply)} {did}".strip(),
            parts=tuple(parts),
            replies=(reply, mended) if mended else (reply,),
        )


def _say_came_back(facts: PageFacts, reply: int, later: int) -> str:
    """Say that a later reply came back to one that they would take back.

    Of a sorry that has nothing of it, only that it is one is said.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        later: the number of the later one.
    """
    said, after = facts.exchange(reply).text, facts.exchange(later).text
    of_it = was_hurtful(facts, reply) or says_again(facts, said, later) or share_words(said, after)
    return say("You went back to it then, too.") if of_it else say("Your next reply said sorry.")


def find_chosen_reply(attempt: Attempt, typed: str) -> int:
    """Return the number of the reply that typed words choose; 0 if it cannot be told.

    Args:
        attempt: the attempt.
        typed: a number, `the first`, `the end`, or a few words that stand in one reply more than in any other.
    """
    replies = attempt.replies()
    words = typed.strip().strip(".,!").casefold()
    if (number := find_typed_number(typed)) is not None:
        return number if 1 <= number <= len(replies) else 0
    if words in _LAST:
        return len(replies)
    if words in _FIRST:
        return min(1, len(replies))
    fitting = list_fitting_replies(attempt, typed)
    # Two replies that fit alike: to choose one of them would be a guess.
    return fitting[0] if len(fitting) == 1 else 0


def list_fitting_replies(attempt: Attempt, typed: str) -> tuple[int, ...]:
    """List the replies that typed words fit best: one, several that they fit alike, or none.

    Args:
        attempt: the attempt.
        typed: the words.
    """
    replies = attempt.replies()
    # Word for word in one reply alone, however little each word says.
    asked = f" {' '.join(tokenize(typed))} "
    holding = [place for place, e in enumerate(replies, 1) if asked in f" {' '.join(tokenize(e.text))} "]
    if len(holding) == 1 and len(asked.split()) > 1:
        return tuple(holding)
    wanted = find_content_words(typed) | (_OWN_WORDS & set(tokenize(typed)))
    counts = [len(wanted & (find_content_words(e.text) | set(tokenize(e.text)))) for e in replies]
    most = max(counts, default=0)
    if not most:
        return tuple(holding) if asked.strip() else ()
    return tuple(place for place, fits in enumerate(counts, 1) if fits == most)


def explain_unchosen(attempt: Attempt, typed: str) -> str:
    """Explain why typed words choose no reply; empty where they choose one, and of a number.

    Args:
        attempt: the attempt.
        typed: what was typed.
    """
    if not typed.strip() or find_typed_number(typed) is not None or find_chosen_reply(attempt, typed):
        return ""
    if len(fitting := list_fitting_replies(attempt, typed)) > 1:
        numbers = join_names([str(number) for number in fitting])
        return say("Replies {numbers} fit these words alike. The number of one chooses it.", numbers=numbers)
    return say("No reply of yours has these words. They are kept as you wrote them.")


def find_typed_number(typed: str) -> int | None:
    """Return the number that was typed, as `7` or `7, because ...`; None for other words."""
    words = typed.strip().strip(".,!").casefold()
    if begun := _BEGINS_WITH_NUMBER.match(words):
        return int(begun["number"])
    if spelled := _SPELLED.fullmatch(words):
        return _NUMBERS[spelled["number"]]
    digits = [int(word) for word in words.replace("reply", " ").replace(",", " ").split() if word.isdecimal()]
    return digits[0] if len(digits) == 1 and len(words.split()) <= _WORDS_AROUND_A_NUMBER else None


_BEGINS_WITH_NUMBER = re.compile(
    r"(?:(?:reply|number|the) )?(?P<number>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:$|[,:;] (?!\d)| (?:because|as i|since i|where|when) )"
)
"""A number, and why: the words behind it may stand in another reply."""
_CARDINALS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
)
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
)
_NUMBERS = {word: number for names in (_CARDINALS, _ORDINALS) for number, word in enumerate(names, 1)}
_SPELLED = re.compile(rf"(?:(?:reply|number|the|my) ){{0,2}}(?P<number>{'|'.join(_NUMBERS)})(?: (?:one|reply|line))?")
"""A number in words, alone: "six", "the third one"."""
_WORDS_AROUND_A_NUMBER = 3
_OWN_WORDS = frozenset(("sorry",))
"""Little words that choose a line all the same: "the bit where I said sorry"."""
_LAST = frozenset(("the end", "last", "the last", "the last one", "last one", "my last", "the last line", "end"))
_FIRST = frozenset(("the first", "first", "the first one", "first one", "my first", "the start", "the beginning"))


# --- One or two to go back to


FEW = 6
"""Words of a reply that takes up nothing, unless it asks."""
FEELING = 4
"""Words that may stand before a question without being about anything: "Oh no, Sindy. What did you tell her?"."""


MOST_HURTS = 2
"""The replies that hurt that are gone back to; then nothing else is."""


def choose_back(facts: PageFacts, used: set[int], shown: Collection[CardPart] = ()) -> tuple[DebriefCard, ...]:
    """Choose the moments to go back to: a reply that hurt, and what they began; often only one.

    A hurt that was put right is shown, with its mending, where none was left, or where it was about race. A second hurt
    is shown only if it was about race, or where hurts were many and none was owned; further ones stand below it, each
    by its line alone.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that are on the page already.
        shown: what stands on the page already.
    """
    hurtful = [mark for mark in facts.picture.marks if mark.reply not in used and is_hurtful(facts, mark)]
    standing = [mark for mark in hurtful if was_surely_left(facts, mark.reply)]
    # What the very next reply mended is nothing to go back to.
    mended = [
        mark for mark in hurtful if (later := find_mending(facts, mark.reply)) > mark.reply + 1 and later not in used
    ]
    ranked = sorted(standing, key=lambda mark: rank_hurt(facts, mark), reverse=True)
    # What was about race and was mended is not left out for what was neither. One that was mended is enough.
    unowned = owned_nothing(facts)
    weighty = [mark for mark in ranked[1:] if unowned or is_about_race(facts, mark.reply)]
    weighty += sorted(
        (mark for mark in mended if is_about_race(facts, mark.reply)), key=lambda mark: -weigh_hurt(facts, mark)
    )[:1]
    marks = (*ranked[:1], *weighty)[:MOST_HURTS] or mended[:1]
    hurts = say_ways_once(make_hurt_card(facts, mark) for mark in marks)
    if len(hurts) == MOST_HURTS:
        return (*hurts, *make_other_hurts_card(list_other_hurts(facts, standing, marks, unowned=unowned)))
    there = used.union(*(card.replies for card in hurts))
    begun = choose_begun(facts, there, (*shown, *(part for card in hurts for part in card.parts)))
    return (*hurts, begun) if begun else hurts


def choose_begun(facts: PageFacts, used: set[int], shown: Collection[CardPart] = ()) -> DebriefCard | None:
    """Choose what the family began and no later reply took up, or None.

    First racism that they named and that was passed over; then what matters, by the line book, and wants an answer
    still; then the weightiest line of theirs that began something, among all that they said; then racism or danger that
    they told of last, or an opening; last a question that they put off.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that are on the page already.
        shown: what stands on the page already.
    """
    passed = find_passed_over(facts)
    if passed and passed.replies[0].number not in used:
        return make_passed_over_card(facts, passed)
    open_matters = [
        left for left in facts.matters if left.matter.for_ is MatterFor.THEM and left.after_reply + 1 not in used
    ]
    if open_matters := [m for m in open_matters if facts.keep_told(m.matter.left) and _is_surely_open(facts, m)]:
        return _make_matter_card(facts, open_matters[0])
    if begun := list_begun_lines(facts, used, shown):
        return make_begun_card(facts, begun[0], missed=clearly_missed(facts, begun[0].reply))
    unheard = [left for left in list_left_lines(facts) if left.reply not in used]
    if unheard := [left for left in unheard if not _may_have_answered(facts, left.line, left.reply)]:
        return _make_left_line_card(facts, unheard[0])
    left = [opening for opening in facts.left if opening.reply and opening.reply.number not in used]
    if left := [one for one in left if one.reply and not _may_have_answered(facts, one.line, one.reply.number)]:
        weight = {"inter_rec": 0, "risk": 1, "child": 1, "name_terms": 1}
        return _make_left_card(facts, min(left, key=lambda opening: weight.get(opening.opening.topic, 2)))
    return make_put_off_card(facts, used)


def _may_have_answered(facts: PageFacts, line: Line, reply: int) -> bool:
    """Whether a reply may answer a line, even one that makes less of it.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        reply: the number of the reply straight after it.
    """
    exchange = facts.exchange(reply)
    asked = [one for one in split_sentences(exchange.text) if one.endswith("?") and not OFFERS_SELF.match(one)][:1]
    of_it = asked and not find_content_words(_SAYING.sub("", asked[0])) and not exchange.hurts()
    return bool(of_it) or may_answer(facts, line, reply)


def _is_surely_open(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether a matter may be shown as one to go back to, as nothing answered its line."""
    matter, text = left.matter, left.line.text
    # What shares no word with the line fits it only by words to say that answer it.
    ways = choose_suggestions(facts.list_said(), facts.keep_fitting(matter.words))
    fits = share_words(matter.left, text) or (count_words_of(text, matter.about) and ways)
    return bool(fits) and not may_answer(facts, left.line, left.after_reply + 1)


def clearly_missed(facts: PageFacts, reply: int) -> bool:
    """Whether a reply clearly missed what was told: it hurt, made less of it, or left it lie.

    Beside such a reply other words are of use. Beside any other they are seldom better than what was typed.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
    """
    exchange = facts.exchange(reply)
    if clearly_helps(facts, reply) or owns(exchange):
        return False
    small = len(exchange.text.split()) <= FEW_WORDS and "?" not in exchange.text
    hurt = bool(exchange.hurts()) or has_slight(exchange.text) or denies_race(exchange.text)
    return small or hurt or _takes_nothing_up(exchange)


def _takes_nothing_up(exchange: Exchange) -> bool:
    """Whether a reply asks and undertakes nothing, and has no word of the last lines before it.

    "Let me find my copy of it" takes up nothing of "They said I fit the description".
    """
    text, spoken = exchange.text, [line.text for line in exchange.cue if line.speaker != SCENE]
    answers = receives(text) or begins_with_sorry(text) or bool(find_promises([(1, text)]))
    return "?" not in text and not answers and not share_words(text, " ".join(spoken[-_LAST_LINES:]))


_LAST_LINES = 2
"""The last lines of an answer, which the next reply would take up."""


def may_answer(facts: PageFacts, line: Line, reply: int) -> bool:
    """Whether a reply may answer a line, by a word of it or a question about nothing else.

    A reply that makes less of what was told does not answer it, whatever words of it come back.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        reply: the number of the reply straight after it.
    """
    exchange = facts.exchange(reply)
    if slights(exchange):
        return False
    # "I saw that, I should've said something" answers a line without a word of it, and so may a sorry.
    sorry = begins_with_sorry(exchange.text) or (apologises(exchange.text) and apologises(line.text))
    if sorry or receives(exchange.text) or answers_directly(line.text, exchange):
        return True
    # "It's like they say, tip your bag out" explains the line before it: who takes that up has heard why.
    behind = " ".join(one.text for one in list_behind(exchange, line) if _SAYS_WHY.match(spell_plain(one.text)))
    if len(list_weighty_words(behind) & find_content_words(exchange.text)) >= _TAKEN_UP:
        return True
    others = " ".join(text for text in facts.list_theirs(before=reply) if text != line.text)
    asked = list_questions(exchange.text)
    asked = [one for one in asked if not OFFERS_SELF.match(one)]
    if asked and says_nobody_asked(line.text):
        return True
    # "What do you tell her?", first of all or behind a word of feeling, is about nothing but what was just said.
    before = exchange.text.partition(asked[0])[0] if asked else ""
    if asked and len(before.split()) <= FEELING and not find_content_words(_SAYING.sub("", asked[0])):
        return not exchange.hurts()
    if has_slight(exchange.text) or exchange.hurts():
        return False
    if list_weighty_words(line.text) & list_weighty_words(exchange.text):
        return True
    return any(not share_words(one, others) for one in asked if find_content_words(one))


_SAYS_WHY = re.compile(r"(?:it is (?:like|because|when)|because|cos)\b")
_TAKEN_UP = 2
"""The words of what somebody went on to say that a reply has where it takes it up."""


def list_behind(exchange: Exchange, line: Line) -> tuple[Line, ...]:
    """List what the same person said behind a line, up to the reply.

    Args:
        exchange: the reply.
        line: the line.
    """
    spoken = [one for one in exchange.cue if one.speaker == line.speaker]
    return tuple(spoken[spoken.index(line) + 1 :]) if line in spoken else ()


_SAYING = re.compile(r"\b(?:tell|told|telling|say|said|saying|answer|answered|think|feel|mean)\b", re.IGNORECASE)
"""What a question may be asked with and still be about the line before it alone: "What did you tell her?"."""


def _make_left_card(facts: PageFacts, left: LeftOpening) -> DebriefCard:
    """Make the card of something that the family began and no later reply took up."""
    if left.reply is None:
        raise ValueError("the conversation ended at this opening")
    line = quote_line(facts.script, left.line)
    ways = choose_suggestions(
        facts.list_said(),
        facts.keep_fitting(*find_words_for(facts.script, (left.line,), left.opening)),
        typed=left.reply.text,
        missed=clearly_missed(facts, left.reply.number),
        line=line.text,
    )
    return DebriefCard(
        id=f"begun-{left.reply.number}",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=say("{speaker} spoke of {about}.", speaker=line.speaker, about=left.opening.about),
        parts=(line, quote_reply(left.reply), *_say_not_taken_up(facts, left.reply.number), *ways),
        replies=(left.reply.number,),
    )


def _make_matter_card(facts: PageFacts, left: OpenMatter) -> DebriefCard:
    """Make the card of a matter that the family opened and that wants an answer still."""
    line, matter = quote_line(facts.script, left.line), left.matter
    following = facts.mark(left.after_reply + 1)
    # Something good may have been said first, and is nothing to go back to; what is left is so all the same.
    good = clearly_helps(facts, following.reply) or bool(following.by_you)
    words = facts.keep_fitting(matter.words)
    ways = choose_suggestions(
        facts.list_said(),
        words,
        typed=following.said.text,
        missed=clearly_missed(facts, following.reply),
        line=line.text,
    )
    return DebriefCard(
        id=f"matter-{matter.id}",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=f"{line.speaker}: “{line.text}”",
        parts=(line, *([] if good else [following.said]), CardText(text=facts.keep_told(matter.left)), *ways),
        replies=(following.reply,),
    )


def _say_not_taken_up(facts: PageFacts, reply: int) -> tuple[CardText, ...]:
    """Say that no later line comes back to something, if there is a later line."""
    return (CardText(text=say(NOT_TAKEN_UP)),) if reply < len(facts.picture.marks) else ()


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line of the family's that no later reply of the practitioner's took up."""

    line: Line
    reply: int
    """The reply that came straight after it."""
    names: frozenset[str]
    """The subjects that it put into words."""


def list_left_lines(facts: PageFacts) -> list[LeftLine]:
    """List the lines that surely no later reply took up; those that name a subject first.

    They are those that end an answer, have words in the line book, and tell of a subject or make safety a question; or
    tell anything, where the next reply says next to nothing.

    What takes one up is an `Uptake`: its words, those said beside it, the book's own words for it, any subject of the
    page, or what may help straight after it. The last answer waits for a reply and is none of these.
    """
    replies = facts.attempt.replies()
    left = []
    for exchange, following in pairwise(replies):
        spoken = [line for line in exchange.lines() if line.speaker != SCENE]
        if not spoken:
            continue
        tags = find_tags(facts.script, spoken[-1])
        # Beside "I'm just glad you're here" much can be said instead; an "ok" leaves whatever was told.
        small = len(following.text.split()) <= FEW and "?" not in following.text
        if not tags.next_words or not (tags.safety or (tags.told and (tags.names or small))):
            continue
        signs = Uptake(
            words=find_content_words(" ".join((*(line.text for line in spoken), *tags.next_words))),
            any_subject=True,
            helpful=facts.rubric.of(Polarity.HELPFUL),
        )
        if not is_taken_up(signs, replies[replies.index(following) :], facts.names.find):
            left.append(LeftLine(spoken[-1], following.number, tags.names))
    return sorted(left, key=lambda one: not one.names)


def _make_left_line_card(facts: PageFacts, left: LeftLine) -> DebriefCard:
    """Make the card of a line that no later reply took up."""
    line = quote_line(facts.script, left.line)
    ways = choose_suggestions(
        facts.list_said(),
        facts.keep_fitting(*find_tags(facts.script, left.line).next_words),
        typed=facts.mark(left.reply).said.text,
        missed=clearly_missed(facts, left.reply),
        line=line.text,
    )
    return DebriefCard(
        id=f"begun-{left.reply}",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=f"{line.speaker}: “{line.text}”",
        parts=(line, facts.mark(left.reply).said, *_say_not_taken_up(facts, left.reply), *ways),
        replies=(left.reply,),
    )
