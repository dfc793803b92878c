"""The cards of replies that hurt and that nothing took back, and words to try there.

Begin with `make_hurt_card`. It shows the pair of lines and says what the family did straight after. After a
conversation in which more than two such replies were about race, `make_other_hurts_card` lists the rest of them.
"""

from collections.abc import Iterable, Iterator, Sequence

from coach.debrief.first_page import (
    GO_BACK_TO,
    CardKind,
    CardPart,
    CardSuggestion,
    CardText,
    DebriefCard,
    PictureMark,
    say_went_back,
)
from coach.debrief.mending import OF_RACE, find_mending, has_clear, is_about_race, list_pair
from coach.debrief.page_facts import PageFacts, say_what_they_did
from coach.debrief.suggestions import MOST_WAYS, choose_suggestions, find_own_words, find_words_for
from coach.debrief.wording import is_mostly_said, says_racism, share_words
from coach.language.catalogue import say
from coach.model.conditions import SCENE

WENT_BACK_TO = "You went back to this"
NOT_TAKEN_UP = "No later line of yours comes back to it."
NONE_COMES_BACK = "No later line of yours comes back to these."
HURT = "back-"
"""What the id of such a card begins with."""
MOST_OTHERS = 3
"""The replies that are listed below the two that have a card of their own."""


def make_hurt_card(facts: PageFacts, mark: PictureMark) -> DebriefCard:
    """Make the card of a reply that the family drew back from, with its mending if there is one."""
    did = say_what_they_did(facts, mark)
    parts: list[CardPart] = [*list_pair(facts, mark.reply, before=True), *([CardText(text=did)] if did else [])]
    mending = find_mending(facts, mark.reply)
    if mending:
        parts += [CardText(text=say_went_back(mark.reply, mending)), *list_pair(facts, mending)]
    else:
        parts += choose_words_there(facts, mark)
    then = say(" You went back to it in reply {reply}.", reply=mending) if mending else ""
    return DebriefCard(
        id=f"{HURT}{mark.reply}",
        kind=CardKind.BACK,
        title=say(WENT_BACK_TO) if mending else say(GO_BACK_TO),
        brief=f"{say('Reply {reply}.', reply=mark.reply)} {did}{then}".strip(),
        parts=tuple(parts),
        replies=(mark.reply, mending) if mending else (mark.reply,),
    )


def choose_words_there(facts: PageFacts, mark: PictureMark) -> tuple[CardSuggestion, ...]:
    """Choose other words for a reply that hurt: its branch's, its line's, a matter's, or the rubric's.

    Where racism was told or made less of, words that name it go first; else those that ask.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    own = find_own_words(facts.script, exchange, facts.list_said(), facts.keep_fitting)
    before = tuple(line for line in exchange.cue if line.speaker != SCENE)[-1:]
    line = " ".join(line.text for line in before)
    # What it made less of may be a matter that was told earlier in the same answer.
    gone_past = [left.matter.words for left in facts.matters if left.after_reply + 1 == mark.reply]
    words = [*find_words_for(facts.script, before, None), *(way for way in gone_past if share_words(way, line))]
    about_race = is_about_race(facts, mark.reply)

    def rank(way: str) -> tuple[bool, bool]:
        return about_race and not says_racism(way), "?" not in way

    # The reply that hurt has words of the line, and does not say what the way says.
    others = [text for number, text in enumerate(facts.list_said(), 1) if number != mark.reply]
    there = choose_suggestions(
        others[: mark.reply - 1],
        sorted(
            (way for way in facts.keep_fitting(*words) if not any(is_mostly_said(way, (text,)) for text in others)),
            key=rank,
        ),
        typed=mark.said.text,
        missed=True,
        line=line,
        heard=facts.list_theirs(before=mark.reply),
    )
    ways = (*(CardSuggestion(text=way) for way in own), *there)
    return tuple(sorted(ways, key=lambda way: rank(way.text)))[:MOST_WAYS] or find_taking_back(facts, mark)


def find_taking_back(facts: PageFacts, mark: PictureMark) -> tuple[CardSuggestion, ...]:
    """Find words that take a reply back, which the rubric has for what it clearly was.

    What was about race goes before what was not.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    criteria = sorted(facts.exchange(mark.reply).hurts(), key=lambda criterion: criterion not in OF_RACE)
    clear = [criterion for criterion in criteria if has_clear(facts, mark.reply, (criterion,))]
    words = (facts.rubric.criteria[criterion].feedback.take_back for criterion in clear)
    said = facts.list_said()
    return tuple(CardSuggestion(text=way) for way in words if way and not is_mostly_said(way, said))[:MOST_WAYS]


def say_ways_once(cards: Iterable[DebriefCard]) -> tuple[DebriefCard, ...]:
    """Return the cards; words to try that stand on one are left out of the next."""
    once: list[DebriefCard] = []
    for card in cards:
        ways = [part for before in once for part in before.parts if isinstance(part, CardSuggestion)]
        once.append(card.model_copy(update={"parts": tuple(part for part in card.parts if part not in ways)}))
    return tuple(once)


def hurts_twice(cards: Sequence[DebriefCard]) -> bool:
    """Whether two cards are of replies that hurt and that no later one went back to."""
    return sum(card.id.startswith(HURT) and card.title == say(GO_BACK_TO) for card in cards) > 1


def make_other_hurts_card(marks: Sequence[PictureMark]) -> Iterator[DebriefCard]:
    """Make the card that lists further replies about race that nothing took back, if there are any.

    Args:
        marks: the marks of those replies, the gravest first.
    """
    if not marks:
        return
    shown = sorted(marks[:MOST_OTHERS], key=lambda mark: mark.reply)
    none = say(NONE_COMES_BACK if len(shown) > 1 else NOT_TAKEN_UP)
    yield DebriefCard(
        id=f"{HURT}others",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=none,
        parts=(*(mark.said for mark in shown), CardText(text=none)),
        replies=tuple(mark.reply for mark in shown),
    )
