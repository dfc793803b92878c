"""The card of what the practitioner owned of the service's work, where it was taken.

Begin with `make_owned_card`. To have signed, pasted or sent a thing is owned only where the reply says so of its
speaker or the service, and the card stands only where the family's first lines take it in words. What mends a hurt of
the conversation itself, or takes a reply back, stands with that: as the reply to keep, or by `make_mended_card`.
"""

import re
from collections.abc import Collection

from coach.debrief.acknowledgements import dismisses, says_heard, takes_apology, thanks
from coach.debrief.first_page import CardKind, CardText, DebriefCard, MarkKind, PictureMark, SaidLine
from coach.debrief.mending import (
    SAID_FIRST,
    denies_unsaid,
    find_taken_back,
    list_taken_back_at_once,
    say_went_back,
    slights,
    took_it_back_to,
)
from coach.debrief.owning import (
    apologises,
    find_owning,
    holds_off,
    is_content,
    owns_for_service,
    pushes_back,
    refuses,
)
from coach.debrief.page_facts import (
    RACISM,
    PageFacts,
    choose_answer,
    choose_direct_answer,
    choose_lines,
    say_what_they_did,
)
from coach.debrief.promise_words import FOOD
from coach.debrief.slights import is_half_sorry, jokes, makes_slip
from coach.debrief.wording import drop_quotations, split_sentences
from coach.language.catalogue import say
from coach.matching.tokens import tokenize

OWNED = "You owned this"
_I = r"\b(?:i|we) (?:have |had |just |only |also |actually |even |think i )*"
_PAPER = (
    r"(?:it|that|them|those|this|(?:(?:the|that|this|your|his|her|their) )+(?:\w+ )?(?:form|forms|letter|report|plan|"
    r"list|referral|minutes|assessment|document|papers?|notes?|page|statement|record|order|draft|log|sheet))\b"
)
_NOBODY_ELSE = r"(?:(?!(?:he|she|they|you|who|your|his|her|their|mum|dad)\b)\w+ ){1,6}"
_OWNS = re.compile(
    rf"{_I}(?:counter ?signed|initialled|(?:copied and )?pasted|nodded)\b(?! (?:you|at you|to you|off)\b)|\b(?:i|we) "
    rf"(?:{_NOBODY_ELSE}and )?(?:counter)?signed (?:off )?{_PAPER}|^(?:mm |so |well |yes )*and signed {_PAPER}|\bit "
    r"(?:is|was) (?:me|i) (?:who|that) (?:(?:wrote|signed|pasted|typed|copied|initialled|countersigned|approved)\b|(?:"
    rf"put|sent|closed|filed|ticked|agreed) {_PAPER})|"
    r"\b(?:i|we) (?:put|gave) (?:it |that )?(?:my|our) (?:initials|signature)\b|\bsome of (?:this|that|it) is (?:mine|"
    r"ours)\b|"
    r"\b(?:that|this|it|which) (?:is|was) (?:all |partly |entirely )?(?:our|my) (?:own )?(?:fault|mistake|doing|"
    r"failing)\b(?! (?:up|the|a|my)\b)|\b(?:that|this|it) (?:is|was) (?:all |entirely )?(?:on|down to) (?:us|me)\b(?! "
    r"(?:mate|pal|love|lads|then)\b)|"
    r"\b(?:it was|twice it was) us (?:who|that)\b|\bi (?:never|did not) (?:say|said|speak|spoke)(?: (?:anything|a "
    r"word|up))?\b.*\bi (?:should|ought)\b|\b(?:that|it|this) is (?:my|our) (?:lot|side|office|team|department|service|"
    r"crowd)(?: s| is)? (?:paperwork|doing|work|letter|form|fault|mistake)\b|"
    r"\bi (?:regret|am ashamed)(?: that)? (?:i|we) (?:said nothing|did not|never)\b|\bin my (?:own )?draft because i\b|"
    r"\bmy own (?:draft|report|letter) has\b|\bi (?:should|ought to) have (?:told you(?! to (?!your)\w)|"
    r"come to you|rung you|phoned you|been the one)\b|\bapologise(?: for that)? on behalf of\b|\bi was in the room and "
    r"(?:i )?(?:said nothing|did (?:nothing|not)|never|let|sat|kept quiet|looked away|nodded|laughed)\b"
)
"""One of these owns a part in the service's work: what was signed, pasted, sent or left unsaid."""
_DENIES = re.compile(
    r"\b(?:i|we) (?:have )?(?:not|never) |\b(?:if|whether|unless) (?:i|we)\b|\bi did not (?:sign|paste)\b"
)
_NOT_SAID_BY_THEM = re.compile(
    r"(?:\b(?:you|he|she|they|people|everyone|everybody|somebody|someone|nobody|mum|dad) (?:\w+ )?(?:say|says|said|"
    r"saying|think|thinks|thought|believe|believes|believed|reckon|reckons|feel|feels|tell|tells|told|claim|claims|"
    r"mean|meant)|\b(?:am|is|are|do|does|did|would|will|can|could) not (?:\w+ )?(?:saying|say|think|thinking|sure|"
    r"believe|mean|certain)|\b(?:wish|hope|imagine|suppose|pretend|as if|if|whether|unless))(?: to)?(?: me| us| "
    r"you)?(?: that)? $"
)
"""Words straight before it by which it is blamed on them, denied or only wished: "You say it's our fault"."""
_MOCKS = re.compile(
    r"^ (?:apparently|according to|(?:then |now |again )?is it|you say|(?:he|she|they) says?|you think)\b"
)
"""Words straight behind it that take it back: "That's our fault, apparently"."""
_UNSAID = re.compile(r"^i (?:never|did not) \w+")
"""What was left unsaid is owned by a denial: "I never said anything, and I should have"."""
_ROUND = re.compile(r"\b(?:round|drinks?|pint|bill|coffees?|teas?)\b")
_ON_ME = re.compile(r"\bon (?:us|me)$")
_MOST_SHOWN = 2


def owns_part(text: str) -> bool:
    """Whether a reply owns its speaker's or service's part, in a sentence that asks nothing."""
    for sentence in split_sentences(drop_quotations(text)):
        plain = " ".join(tokenize(sentence))
        if not sentence.endswith("?") and not jokes(sentence) and any(_stands(one) for one in _OWNS.finditer(plain)):
            return True
    return owns_for_service(text)


def _stands(owned: re.Match[str]) -> bool:
    """Whether words that own something are meant: not blamed on them, denied or wished."""
    before, behind = owned.string[: owned.start()], owned.string[owned.end() :]
    # "The coffee? That's on me" pays for it.
    treats = _ON_ME.search(owned[0]) and (_ROUND.search(owned.string) or FOOD.search(owned.string))
    denied = _DENIES.search(
        before if _UNSAID.match(owned[0]) else owned.string[: owned.end()]
    ) or _NOT_SAID_BY_THEM.search(before)
    return not (treats or denied or _MOCKS.search(behind))


def takes(line: str) -> bool:
    """Whether a line of the family's takes in words what was owned, and asks nothing more of it."""
    if pushes_back(line) or refuses(line) or holds_off(line) or dismisses(line):
        return False
    return says_heard(line) or thanks(line) or (is_content(line) and _takes_in_words(line))


_TAKES = re.compile(
    r"^(?:(?:oh|yes|well|no) )*(?:(?:you are|that is|it is) )?(?:quite |perfectly )?(?:all right|alright|handsome|kind|"
    r"fair|decent|good of you|accepted|forgiven|fair enough|never mind(?! (?:sorry|about|that|the)\b)|no harm "
    r"done)\b(?! for (?:you|some)\b)|^thank you\b|\b(?:i accept|i appreciate)\b(?! (?:nothing|none|no)\b)"
)
_TAKES_BACK = re.compile(
    r"\bbut (?:no|not|never|i|it|you|that|we)\b|\b(?:i am|we are|i will be) (?:off|going|leaving)\b|"
    r"\b(?:mend|fix|sort|change) it\b"
)
"""Words by which somebody takes it and does not: "I appreciate that, but no", "All right, I'm off"."""


def _takes_in_words(line: str) -> bool:
    """Whether one of the first sentences of a line takes an apology by itself."""
    first = [" ".join(tokenize(one)) for one in split_sentences(line)[:_MOST_SHOWN]]
    return any(_TAKES.search(one) for one in first) and not any(_TAKES_BACK.search(one) for one in first)


def list_taking(facts: PageFacts, reply: int) -> tuple[SaidLine, ...]:
    """List the family's first lines straight after a reply, as far as they take what it owned.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
    """
    answer = choose_direct_answer(facts, facts.mark(reply))[:_MOST_SHOWN]
    taking = [at for at, line in enumerate(answer) if takes(line.text)]
    return answer[: taking[-1] + 1] if taking else ()


def find_owned(facts: PageFacts) -> int:
    """Find the reply that owned a part in the work and was taken so; 0 if there is none.

    Of several it is the first that says itself that it reached them, else the first.
    """
    taken: list[int] = []
    for exchange in facts.attempt.replies():
        mark = facts.mark(exchange.number)
        if mark.kind is MarkKind.DREW_BACK or not owns_part(exchange.text) or slights(exchange):
            continue
        if list_taking(facts, mark.reply) and not denies_unsaid(facts, exchange):
            taken.append(mark.reply)
    heard = [reply for reply in taken if any(says_heard(line.text) for line in list_taking(facts, reply))]
    return next(iter((*heard, *taken)), 0)


def make_owned_card(facts: PageFacts, theirs: Collection[int]) -> DebriefCard | None:
    """Make the card of what was owned: the reply whole, and the lines that took it.

    Args:
        facts: what the program holds of the attempt.
        theirs: the replies that the practitioner chose: the coach does not choose them again.
    """
    reply = find_owned(facts)
    if not reply or reply in theirs:
        return None
    return _make_card(facts, reply, list_taking(facts, reply))


def _make_card(facts: PageFacts, reply: int, lines: tuple[SaidLine, ...]) -> DebriefCard:
    """Make the card of one reply that owned something, with lines of their answer."""
    return DebriefCard(
        id=f"owned-{reply}",
        kind=CardKind.KEEP,
        title=say(OWNED),
        brief=say("Reply {reply}.", reply=reply),
        parts=(facts.mark(reply).said, *lines),
        replies=(reply,),
    )


def make_answered_card(facts: PageFacts, used: Collection[int], *, weighty: bool = False) -> DebriefCard | None:
    """Make the card of what was owned and answered, though not taken in so many words.

    It is a part in the service's work, or it stands in a reply that names race or racism and is sorry. The
    family told more straight after, or talked on and turned nothing down. The card says nothing of that: it shows it.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that stand on the page already.
        weighty: only a reply that names race or racism, since something owned stands there already.
    """
    marks = [mark for mark in facts.picture.marks if mark.reply not in used and (_names(facts, mark) or not weighty)]
    fitting = [mark for mark in marks if _is_answered(facts, mark)]
    if not fitting:
        return None
    best = max(fitting, key=lambda mark: (_names(facts, mark), mark.kind is MarkKind.TOLD_MORE, -mark.reply))
    return _make_card(facts, best.reply, choose_direct_answer(facts, best)[:_MOST_SHOWN])


def _is_answered(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply owned something that weighs, and the family did not turn it down."""
    exchange = facts.exchange(mark.reply)
    if mark.kind in (MarkKind.DREW_BACK, MarkKind.PUT_RIGHT) or slights(exchange) or exchange.hurts():
        return False
    weighs = owns_part(exchange.text) or (_names(facts, mark) and _is_sorry(exchange.text))
    first = choose_direct_answer(facts, mark)[:1]
    if not weighs or not first or denies_unsaid(facts, exchange) or makes_slip(exchange.text):
        return False
    line = first[0].text
    if pushes_back(line) or refuses(line) or holds_off(line) or dismisses(line):
        return False
    told = mark.kind is MarkKind.TOLD_MORE
    # "Nobody's asked it like that" answers what was asked beside a sorry.
    if "?" in exchange.text and _OF_ASKING.search(line) and not owns_part(exchange.text):
        return False
    return told or (_names(facts, mark) and not any(one.endswith("?") for one in split_sentences(line)))


_OF_ASKING = re.compile(r"\bask(?:s|ed|ing)?\b", re.IGNORECASE)


def _names(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply names race or racism in its own words."""
    return any(subject in _OF_RACE and subject in mark.by_you for subject in facts.names.find(mark.said.text))


_OF_RACE = ("race", RACISM)


def _is_sorry(text: str) -> bool:
    """Whether a sentence that owns something is sorry for it, and not for a drink or a chair."""
    owned = [plain for plain in find_owning(text) if not FOOD.search(plain)]
    return any(apologises(plain) for plain in owned)


# --- What was put right or taken back, behind what it goes back to


def make_mended_card(facts: PageFacts, used: Collection[int]) -> DebriefCard | None:
    """Make the card of what was put right, behind what it takes back; None if there is none.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that stand on the page already.
    """
    rights = [mark for mark in facts.picture.marks if mark.kind is MarkKind.PUT_RIGHT and mark.reply not in used]
    rights = [mark for mark in rights if not is_half_sorry(mark.said.text)]
    pairs = [(mark, find_taken_back(facts, mark.reply)) for mark in rights]
    # A greeting that hurt is nothing to open a page with.
    pairs = [(mark, earlier) for mark, earlier in pairs if earlier > 1 and earlier not in used]
    if not pairs:
        return None
    # One that they took in words shows most, then one that mends a hurt, then the later.
    mark, earlier = max(
        pairs,
        key=lambda pair: (
            bool(say_what_they_did(facts, pair[0])),
            facts.mark(pair[1]).kind is MarkKind.DREW_BACK,
            pair[0].reply,
        ),
    )
    hurt = facts.mark(earlier)
    did, drew = (say_what_they_did(facts, one) if one.kind in _SAYS_SO else "" for one in (mark, hurt))
    did = did if took_it_back_to(facts, mark.reply, earlier) else ""
    answer = choose_answer(facts, mark) if did else choose_direct_answer(facts, mark)
    return DebriefCard(
        id=f"mended-{mark.reply}",
        kind=CardKind.KEEP,
        title=say(PUT_RIGHT),
        brief=f"{say('Reply {reply}.', reply=mark.reply)} {did}".strip(),
        parts=(
            CardText(text=say(SAID_FIRST)),
            hurt.said,
            *(choose_answer if drew else choose_direct_answer)(facts, hurt),
            *([CardText(text=drew)] if drew else []),
            CardText(text=say_went_back(earlier, mark.reply)),
            mark.said,
            *choose_lines(facts, mark, answer),
            *([CardText(text=did)] if did else []),
        ),
        replies=(mark.reply, earlier),
    )


def make_taken_back_card(facts: PageFacts, used: Collection[int]) -> DebriefCard | None:
    """Make the card of what the very next reply took back, with both; None if there is none.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that stand on the page already.
    """
    for earlier, later in list_taken_back_at_once(facts):
        if earlier in used or later in used or is_half_sorry(facts.mark(later).said.text):
            continue
        first, mark = facts.mark(earlier), facts.mark(later)
        answer = choose_direct_answer(facts, mark)
        taken = any(takes_apology(line.text) for line in answer[:1]) and took_it_back_to(facts, later, earlier)
        return DebriefCard(
            id=f"mended-{later}",
            kind=CardKind.KEEP,
            title=say(PUT_RIGHT) if taken else say(TAKEN_BACK),
            brief=say("Reply {reply}.", reply=later),
            parts=(
                CardText(text=say(SAID_FIRST)),
                first.said,
                *choose_direct_answer(facts, first),
                CardText(text=say(AT_ONCE)),
                mark.said,
                *choose_lines(facts, mark, answer),
            ),
            replies=(later, earlier),
        )
    return None


TAKEN_BACK = "You took this back"
AT_ONCE = "You went back to it in your next reply."
PUT_RIGHT = "You put this right"
_SAYS_SO = (MarkKind.PUT_RIGHT, MarkKind.DREW_BACK)
