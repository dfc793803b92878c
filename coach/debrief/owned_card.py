"""The card of what the practitioner owned of the service's work, where it was taken.

Begin with `make_owned_card`. To have signed, pasted or sent a thing is owned only where the reply says so of its
speaker or the service, and the card stands only where the family's first lines take it in words. What mends a hurt of
the conversation itself, or takes a reply back, stands with that: as the reply to keep, or on a card of its own
(`hurt_cards`).
"""

import re
from collections.abc import Collection

from coach.debrief.acknowledgements import dismisses, says_heard, thanks
from coach.debrief.first_page import CardKind, DebriefCard, MarkKind, PictureMark, SaidLine
from coach.debrief.mending import denies_unsaid, find_taken_back, mends_in_words, slights
from coach.debrief.owning import (
    apologises,
    defers,
    find_owning,
    holds_off,
    is_content,
    judged_before,
    owns_for_service,
    owns_own_work,
    pushes_back,
    rebuffs,
    refuses,
)
from coach.debrief.page_facts import RACISM, PageFacts, choose_direct_answer
from coach.debrief.promise_words import FOOD
from coach.debrief.slights import is_half_sorry, jokes, makes_slip
from coach.debrief.wording import drop_quotations, find_content_words, says_racism, spell_plain, split_sentences
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
    r"\b(?:i|we) did as (?:she|he|they) (?:asked|wanted|said)\b|\b(?:that|this|it) (?:is|was) (?:ours|mine)(?: and| "
    r"but)? not (?:yours|hers|his|theirs)\b|\b(?:that|this|it) (?:is|was) partly (?:us|me|ours|mine)\b|"
    r"\b(?:it was|twice it was) us (?:who|that)\b|\bi (?:never|did not) (?:say|said|speak|spoke)(?: (?:anything|a "
    r"word|up))?\b.*\bi (?:should|ought)\b|\b(?:that|it|this) is (?:my|our) (?:lot|side|office|team|department|service|"
    r"crowd)(?: s| is)? (?:paperwork|doing|work|letter|form|fault|mistake)\b|"
    r"\band put (?:my|our) (?:own )?(?:initials|signature|name) (?:under|to|on|by|beside|at)\b|"
    r"\bi (?:counter ?)?signed under\b|\bi (?:voted|nodded|waved) (?:it |that |them )?through\b|"
    r"\bi (?:will |have to |must )?own (?:that )?(?:i (?!am\b|will\b|have (?:no|a)\b)|my (?:half|part|share)\b)|"
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
    r"believe|mean|certain)|\b(?:him|her|them) told|\b(?:"
    r"wish|hope|imagine|suppose|pretend|as if|if|whether|unless))(?: to)?(?: me| us| "
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
_MY_FAULT = re.compile(r"\b(?:fault|mistake|doing|failing)$")
_MOST_SHOWN = 2
MOST_OWNED = 2
"""The cards of a page on which something is owned, besides one of what was mended."""


def owns_part(text: str) -> bool:
    """Whether a reply owns its speaker's or service's part, in a sentence that asks nothing."""
    return bool(_list_parts(text)) or _owns_for_service(text)


def _owns_for_service(text: str) -> bool:
    """Whether a reply owns what the service did, and not only that an interpreter has cancelled."""
    kept = " ".join(
        one for one in split_sentences(drop_drafts(text)) if not _FOR_OTHERS.search(" ".join(tokenize(one)))
    )
    return owns_for_service(kept)


def _list_parts(text: str) -> list[str]:
    """List the sentences, in plain words, by which a reply owns a part in the work."""
    asserted = [one for one in split_sentences(drop_drafts(text)) if not one.endswith("?") and not jokes(one)]
    plain = [" ".join(tokenize(one)) for one in asserted]
    parts = []
    for before, one in zip(["", *plain], plain, strict=False):
        if any(_stands(words) for words in _OWNS.finditer(one)):
            # "All three in English. That is ours, not yours" owns what stands before it.
            parts.append(one if find_content_words(one) else f"{before} {one}".strip())
    return parts


def _stands(owned: re.Match[str]) -> bool:
    """Whether words that own something are meant: not blamed on them, denied or wished."""
    before, behind = owned.string[: owned.start()], owned.string[owned.end() :]
    # "The coffee? That's on me" pays for it.
    treats = _ON_ME.search(owned[0]) and (_ROUND.search(owned.string) or FOOD.search(owned.string))
    # "I never asked you, so that's on me" owns what was not done.
    blames = _ON_ME.search(owned[0]) or _MY_FAULT.search(owned[0])
    own_denial = "" if blames else before if _UNSAID.match(owned[0]) else owned.string[: owned.end()]
    denied = _DENIES.search(own_denial) or _NOT_SAID_BY_THEM.search(before)
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
        if stands_by_work(exchange.text):
            continue
        if list_taking(facts, mark.reply) and not denies_unsaid(facts, exchange):
            taken.append(mark.reply)
    heard = [reply for reply in taken if any(says_heard(line.text) for line in list_taking(facts, reply))]
    return next(iter((*heard, *taken)), 0)


def stands_by_work(text: str) -> bool:
    """Whether a reply stands by what was signed: "I thought it was a good piece of work"."""
    return _STANDS_BY_WORK.search(spell_plain(text)) is not None


_STANDS_BY_WORK = re.compile(
    r"\b(?:i thought|it was|i think it (?:is|was)) (?:it was )?(?:a )?(?:really |very |perfectly )?(?:good|fine|decent|"
    r"solid) (?:piece of )?(?:work|report|assessment|form|job)\b"
)


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


def make_answered_cards(facts: PageFacts, used: Collection[int], most: int = 1) -> tuple[DebriefCard, ...]:
    """Make the cards of what was owned and answered, though not taken in so many words.

    The weightiest comes first: racism that was owned, then what the service did or what was made of them before they
    spoke, then the practitioner's own words where the family told more. The card says nothing of that: it shows it.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that stand on the page already.
        most: how many there may be.
    """
    weighed = [(weigh_owning(facts, mark), mark) for mark in facts.picture.marks if mark.reply not in used]
    fitting = [(weight, mark) for weight, mark in weighed if weight and _is_answered(facts, mark, weight)]
    best = sorted(fitting, key=_rank_owning)
    return tuple(
        _make_card(facts, mark.reply, choose_direct_answer(facts, mark)[:_MOST_SHOWN]) for _, mark in best[:most]
    )


def _rank_owning(weighed: tuple[int, PictureMark]) -> tuple[int, bool, bool, int]:
    """Return the sort key of what was owned; the least is shown first.

    Of two that weigh alike a deed, signed, copied or left unasked, comes before what there should have been.
    """
    weight, mark = weighed
    deed = any(_DEED.search(plain) for plain in _list_parts(mark.said.text))
    return -weight, not deed, mark.kind is not MarkKind.TOLD_MORE, mark.reply


_DEED = re.compile(
    r"\b(?:counter ?signed|signed|initialled|pasted|copied|typed|wrote|voted|nodded|initials|signature|(?:i|we) "
    r"(?:asked|said|did) nothing|(?:i|we) (?:never|did not) (?:ask\w*|look\w*|read|open\w*))\b"
)


def weigh_owning(facts: PageFacts, mark: PictureMark) -> int:
    """Weigh what a reply owns: 3 racism, 2 the work or a prejudice, 1 its own words, 0 nothing.

    Manners are nothing: to be late, to talk too fast, to ask three things at once.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    text = drop_drafts(mark.said.text)
    sorry = find_owning(text)
    owned = [plain for plain in sorry if names_thing(plain)]
    part = _owns_for_service(text) or any(names_thing(plain) for plain in _list_parts(text))
    # Whoever is ashamed of what they did at work owns a deed, if not in the service's name.
    part = part or any(_ASHAMED_OF.search(plain) and not _OF_TALK.search(plain) for plain in owned)
    named = _names(facts, mark)
    if any(says_racism(plain) or not _OF_RACE.isdisjoint(facts.names.find(plain)) for plain in owned):
        return _OWNS_RACISM
    if named and (part or any(apologises(plain) or _ASHAMED.search(plain) for plain in owned)):
        return _OWNS_RACISM
    if part or any(judged_before(plain) or (owns_own_work(plain) and not _OF_TALK.search(plain)) for plain in owned):
        return _OWNS_WORK
    # A sorry for the order of questions alone mends nothing that weighs.
    mends = mends_in_words(facts, mark.reply) and bool(
        owned or (not any(map(_OF_ORDER.search, sorry)) and own_sorry(text))
    )
    return _OWNS_WORK if mends else int(bool(owned))


_OWNS_RACISM, _OWNS_WORK = 3, 2
_OF_ORDER = re.compile(r"\bi should have (?:asked|said) (?:it |that |this )?(?:first|before|sooner|earlier)\b")
_ASHAMED = re.compile(r"\b(?:i am|we are) (?:\w+ ){0,2}ashamed\b")
_ASHAMED_OF = re.compile(r"\bi am (?!a bit )(?:\w+ ){0,2}ashamed (?:of (?:it|that|us)|(?:that )?(?:i|we))\b")
_OF_TALK = re.compile(r"\bi should not (?:have|of) (?:made|said|asked|laughed|called|used|had)\b")
"""What was said in the talk, and is no work: "I shouldn't have made the Martian crack"."""
_MANNERS = re.compile(
    r"\bi (?:should|ought to) have (?:said|started|begun|explained|mentioned|introduced|offered|brought|warned|let you|"
    r"texted|asked (?:it|that|this|both))\b|\bi (?:want|will (?:\w+ )?(?:tell|say|explain))\b|"
    r"\bget your number\b|\b(?:late|parking|interrupt\w*|cut across|"
    r"talk(?:ed|ing)|rattl\w+|rambl\w+|rush\w*|jump\w*|going on|gallop\w*|(?:two|three|four) (?:questions|things)|row "
    r"of questions|quiz|finish|boots|feet|foot|spell\w*|clock|wait\w*|hang on|sharp with|short with)\b|"
    r"^(?:is|was|are|do|did|have|what|who|should|could) "
)
"""What is only manners, or asked: "Sorry, I'm rushing", "Is there something I should have asked?"."""


def drop_drafts(text: str) -> str:
    """Return a text without what is quoted in it, or lent to somebody to say.

    "'Hello, Mr Haque. I came before and I didn't ask.' Then you shut up" owns nothing of its speaker's.
    """
    return drop_quotations(_DRAFT.sub(" ", text))


_DRAFT = re.compile(r"(?<!\w)[‘'](?=[A-Z])(?:[^’']|[’'](?=\w))+?[.?!…][’'](?!\w)")
"""Whole sentences in single marks, with apostrophes in them."""


def own_sorry(text: str) -> bool:
    """Whether a reply is sorry, and not only for what others did."""
    plain = [" ".join(tokenize(one)) for one in split_sentences(text)]
    return any(apologises(one) and not _FOR_OTHERS.search(one) for one in plain)


_FOR_OTHERS = re.compile(
    r"\bsorry (?:that )?(?:it|they|he|she|you|nobody|no one|somebody|someone)\b|\bi would be sorry\b|\bcancelled\b"
)
"""What somebody is sorry for that others did, or that has not come about."""


def names_thing(plain: str) -> bool:
    """Whether a sentence that owns something names what weighs, and not manners alone."""
    return bool(find_content_words(plain)) and not _MANNERS.search(plain) and not FOOD.search(plain)


def _is_answered(facts: PageFacts, mark: PictureMark, weight: int) -> bool:
    """Whether the family answered what a reply owned, and did not turn it down."""
    exchange = facts.exchange(mark.reply)
    if mark.kind is MarkKind.DREW_BACK or slights(exchange) or exchange.hurts() or is_half_sorry(exchange.text):
        return False
    if stands_by_work(exchange.text):
        return False
    # What was put right stands with what it puts right.
    if mark.kind is MarkKind.PUT_RIGHT and find_taken_back(facts, mark.reply) > 1:
        return False
    first = choose_direct_answer(facts, mark)[:1]
    if not first or denies_unsaid(facts, exchange) or makes_slip(exchange.text) or jokes(exchange.text):
        return False
    line = first[0].text
    if any(turns(line) for turns in (pushes_back, refuses, holds_off, dismisses, defers, rebuffs)):
        return False
    if _WAITS.match(" ".join(tokenize(line))):
        return False
    told = mark.kind in (MarkKind.TOLD_MORE, MarkKind.PUT_RIGHT)
    # "Nobody's asked it like that" answers what was asked beside a sorry.
    if "?" in exchange.text and _OF_ASKING.search(line) and not owns_part(exchange.text):
        return False
    asks = any(one.endswith("?") and not _TELLS.search(one) for one in split_sentences(line))
    return told or (weight >= _OWNS_WORK and not asks)


_WAITS = re.compile(r"^(?:oh |no |well )*(?:let me come back|wait|hang on|hold on|one moment)\b")
"""What puts an answer off."""
_TELLS = re.compile(r"\b(?:I|he|she|they) (?:say|says|said|ask|asks|asked):? ", re.IGNORECASE)
"""What tells of a question that was put elsewhere: "I come in now and I say: how was it?"."""
_OF_ASKING = re.compile(r"\bask(?:s|ed|ing)?\b", re.IGNORECASE)


def _names(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply names race or racism in its own words."""
    return any(subject in _OF_RACE and subject in mark.by_you for subject in facts.names.find(mark.said.text))


_OF_RACE = frozenset(("race", RACISM))
