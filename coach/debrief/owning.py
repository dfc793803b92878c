"""What practitioners own of what they or their service did. Begin with `find_owning`.

A sorry for what others did, for the wait or for being late owns nothing, and neither does a sorry before a question.
`goes_back` tells whether a reply surely goes back to one earlier reply.
"""

import re
from collections.abc import Iterable, Sequence

from coach.debrief.owning_words import (
    FAULT,
    NOT_OWN,
    OWN,
    OWN_ALL,
    OWN_WORK,
    POINTS_BACK,
    PREJUDGED,
    SAID,
    SOFTLY,
    SORRY,
    THAT_WAS,
)
from coach.debrief.wording import (
    drop_quotations,
    find_content_words,
    list_quotations,
    spell_plain,
    split_sentences,
)
from coach.matching.memory import remember
from coach.matching.sentences import parse
from coach.matching.tokens import tokenize

_SHORT = 8
"""Words of a sentence that may belong to the one before: "I read them out at you. That was rude."."""
_BELONGS = re.compile(
    r"^(?:and |but )?(?:that (?:was|is)|my mistake|(?:i am )?sorry\b(?! to| about| if| i opened)|i apologise$|i let "
    r"you down|i did that$)"
)
_RUNS_ON = re.compile(r"^(?:and )?i am (?:(?:so|really|very) )+sorry\b(?! to| about| if| for)")
"""A sorry that runs on: "and I'm so sorry, I don't know what I was doing"."""
_BARE_SORRY = re.compile(
    r"^(?:oh |no |and |well |okay |right |yes )*(?:i am )?(?:really |so |very )*(?:sorry|i apologise)(?: \w+)?$"
)
_FIRST = 2
"""Sentences at the start of a reply in which "that" is what was said just before it, and nothing in the reply."""
_NAMES = re.compile(r"(?<=[a-z,;:] )(?!(?:English|Black|White|Asian|Indian|Muslim)\b)[A-Z][a-z]+")
"""Words with a capital within a sentence: names, most of them."""
_SAID_NAME = re.compile(r"\bi (?:said|called(?: \w+)?) (\w+)")
_EMPTY = find_content_words(
    "said asked called laughed offered talked spoke jumped galloped rushed pushed shouted snapped assumed guessed "
    "interrupted answered fault mistake wrong rude unfair clumsy unkind silly daft stupid thick careless badly "
    "apologise "
    "excuse sorry hang mind question foot putting wait minute moment promise promised half quarter past hour since"
)
"""Words of owning itself: they say nothing of what is owned."""


@remember
def find_owning(text: str) -> tuple[str, ...]:
    """Find the sentences in which a reply owns what its speaker or service did."""
    return tuple(plain for _, plain in _list_owning(text, OWN + OWN_WORK))


def find_own_talk(text: str) -> tuple[str, ...]:
    """Find the sentences in which a reply owns what its speaker said in the talk itself."""
    return tuple(plain for _, plain in _list_own(text))


@remember
def owns_own_work(text: str) -> bool:
    """Whether a reply owns what they or their service did or left undone in their work."""
    return owns_for_service(text) or bool(_list_owning(text, OWN_WORK))


def owns_all(text: str) -> bool:
    """Whether a reply owns all that was said so far: "I've made a pig's ear of this"."""
    return any(one.search(plain) for plain in _list_plain(text) for one in _OWNS_ALL)


_OWNS_ALL = tuple(map(re.compile, OWN_ALL))


def judged_before(text: str) -> bool:
    """Whether a reply owns what its speaker had made of them before they said a word."""
    return any(one.search(plain) for plain in _list_plain(text) for one in _PREJUDGED)


_PREJUDGED = tuple(map(re.compile, PREJUDGED))
_FOR_SERVICE = re.compile(
    r"\b(?:we|our \w+|the service|this service|the team|the file) (?:\w+ )?(?:wrote|put|said|says|called|calls|sent|"
    rf"closed|lost|got|let|never|did not|have not|had not|has)\b.*(?:{SORRY}(?! to\b| about| if )|\b(?:that|it|which) "
    rf"(?:is|was) (?:{SOFTLY}{FAULT}|not (?:right|fair|good enough)))"
)
_APOLOGISES = re.compile(
    rf"{SORRY}|\b(?:my|our) (?:mistake|fault)\b|\bi (?:was|have been) {SOFTLY}{FAULT}|\bi (?:will )?take "
    r"(?:it|that) back\b(?! (?:to|"
    r"with|home|into|up|down)\b)|"
    rf"{THAT_WAS}{SOFTLY}(?:{FAULT}|out of order|out of line)"
)
_NOT_FOR_THEM = re.compile(
    r"\bquestions?\b(?!.*\bi should not)|\bsorry (?:to|if|what|who|could|can|i am late|i did not (?:catch|hear)|for "
    r"(?:the|your) (?:wait|delay|loss)|about the (?:wait|delay|room|time|heat|cold|mess))\b|\bsorry (?:i|we) (?:am|"
    r"are) (?:late|slow|going on)\b|\b(?:waiting|wait|rambling|going on)\b.*\bsorry\b|"
    r"\b(?:i will|i am going to)\b.*\bsay sorry\b(?! to you)"
)
"""An apology for the order of questions, for the wait, or before a question."""
_LENT = re.compile(
    r"\b(?:say|tell (?:him|her|them))(?: to (?:him|her|them))?(?: something| anything)?(?: like)? i (?:am|was|made|got|"
    r"did|have)\b|\b(?:you|he|she|they) (?:can|could|might|want to) say\b"
)
"""Words that are lent to somebody: "you say something like, I made a joke and I'm sorry"."""


def owns_for_service(text: str) -> bool:
    """Whether a reply owns what the service did: "we wrote that, and it's wrong"."""
    plain = _list_plain(text)
    pairs = zip(plain, [*plain[1:], ""], strict=False)
    return any(
        _FOR_SERVICE.search(f"{one} {after}" if _BELONGS.match(after) else one) and not _LENT.search(one)
        for one, after in pairs
    )


def apologises(text: str) -> bool:
    """Whether a reply is sorry for more than its questions or the wait."""
    return any(
        _APOLOGISES.search(plain) and not _NOT_FOR_THEM.search(plain) and not _LENT.search(plain)
        for plain in _list_plain(text)
    )


def goes_back(earlier: str, later: str, *, straight_after: bool) -> bool:
    """Whether a reply surely goes back to an earlier one and owns it.

    It does if what it owns has a word of the earlier reply in it. The very next reply does, too, if it begins by owning
    "that", and names nothing else.

    Args:
        earlier: the earlier reply, or the words of it that are meant.
        later: the later reply.
        straight_after: whether it is the very next reply.
    """
    owning = _list_own(later)
    if not owning:
        return False
    meant = find_content_words(earlier)
    # Behind "Forgive me" the next sentences are still what it is asked for.
    first = _FIRST + 2 * begins_with_sorry(later)
    persons = find_content_words(" ".join(_NAMES.findall(later)))
    for place, plain in owning:
        # A person who is named in both says little: "I asked you in front of Lenka" owns no other word to her.
        said = find_content_words(" ".join(_SAID_NAME.findall(plain)))
        # Before "I came in shouting" stands what it is not: "That's the whole meeting in one line".
        judged = next(filter(None, (one.search(plain) for one in _PREJUDGED)), None)
        plain = plain[judged.start() :] if judged else plain
        named = find_content_words(plain) - _EMPTY - (persons - said)
        if named & meant:
            return True
        points = not named or any(pattern.search(plain) for pattern in POINTS_BACK)
        if (
            straight_after
            and place < first
            and points
            and not re.search(r"\bi (?:said|called|offered) (?!that\b|it\b)", plain)
        ):
            return True
    return False


def begins_with_sorry(text: str) -> bool:
    """Whether a reply begins with a sorry, for whatever it is."""
    return any(_BEGS_PARDON.search(plain) and not _NOT_FOR_THEM.search(plain) for plain in _list_plain(text)[:1])


_BEGS_PARDON = re.compile(
    r"^(?:(?:oh|no|well|okay|right|yes|yeah|gosh|i am|so|really|very) )*(?:sorry|forgive me|i apologise|apologies|"
    r"(?:i )?beg your pardon)\b"
)


def begins_anew(text: str) -> bool:
    """Whether a reply asks leave to begin once more: "Can I start again, from the door?".

    Args:
        text: the reply; what is quoted in it was said by somebody else.
    """
    return _ANEW.search(spell_plain(drop_quotations(text))) is not None


_ANEW = re.compile(
    r"\b(?:(?:can|could|may|shall) (?:i|we)|let me|let us|i would like to|i will) (?:please |just )?"
    r"(?:start|begin|try)(?: (?:it|that|this))? (?:again|over)\b"
)


def judges_own(text: str) -> bool:
    """Whether a reply begins by judging the last words: "What a daft thing to say".

    Args:
        text: the reply; what is quoted in it was said by somebody else.
    """
    return any(_JUDGES_OWN.search(plain) for plain in _list_plain(text)[:_BEGINS_WITH])


_BEGINS_WITH = 5
"""The sentences within which a reply that begins by judging its last words has done so; "No." and "Right." are some."""
_JUDGES_OWN = re.compile(
    r"\b(?:that|it) (?:was|is) (?:such )?an? (?:\w+ )?(?:rotten|horrible|nasty|ugly|mean|rubbish|silly|"
    r"stupid|daft|poor|lazy|bad|awful|terrible|clumsy|"
    r"cheap|rude|thoughtless|ridiculous) thing to (?:say|ask)\b|"
    r"\bwhat an? (?:\w+ )?(?:rubbish|silly|stupid|daft|lazy|awful|terrible|clumsy|cheap|rude) thing (?:of me )?to "
    r"(?:say|ask)\b|^(?:i )?beg your pardon\b(?! for (?:the|being|keeping))|\bincluding (?:me|this one),? just now\b"
)


def regrets_manner(text: str) -> bool:
    """Whether a reply regrets how its speaker has talked: "I keep defending them, sorry".

    Args:
        text: the reply; what is quoted in it was said by somebody else.
    """
    return any(_MANNER.search(plain) for plain in _list_plain(text))


_MANNER = re.compile(
    r"\bi (?:keep|kept|have been|am|was) (?:just |only |still )?(?:sticking up for|having a go at|defending|lecturing|"
    r"making excuses for|explaining away|talking over|showing off|flattering|praising you|buttering)\b(?! you\?)|"
    r"\bthat is me being (?:clever|funny|charming|flippant|sarcastic)\b|\bi am being (?:clever|charming|flippant) at\b"
)


def owns_only_unsaid(text: str) -> bool:
    """Whether all that a reply owns is what it did not say before: "I should've said so"."""
    owned = find_owning(text)
    return bool(owned) and all(_UNSAID.search(one) for one in owned)


_UNSAID = re.compile(r"\bi (?:should|ought to) have (?:said|named|called|added|told you)\b")


def is_bare_apology(text: str) -> bool:
    """Whether a reply begins with a sorry and nothing else in that sentence."""
    return any(_BARE_SORRY.match(plain) for plain in _list_plain(text)[:1])


def _list_plain(text: str) -> list[str]:
    """List the sentences of a reply in plain words, without what is quoted in them."""
    parsed = parse(drop_quotations(_LENT_SPEECH.sub(" ", text)))
    return [parsed.spell(sentence) for sentence in parsed.sentences]


_LENT_SPEECH = re.compile(
    r"\b(?:say|says|ask|like|then|with|start|begin|try|him|her|them)\b[^.?!'‘]{0,12}[:,] ?[‘'](?=[A-Z])"
    r"(?:[^’']|[’'](?=\w))+?[.?!…][’'](?!\w)",
    re.IGNORECASE,
)
"""Whole sentences that somebody is given to say: "Then: 'I'm sorry. I should have asked.'"."""


@remember
def _list_own(text: str) -> tuple[tuple[int, str], ...]:
    """List the sentences of a reply that own what its speaker did, each with its place.

    Every reply is asked whether it goes back to each one before it, so it is looked through once.
    """
    return tuple(_list_owning(text, OWN))


def _list_owning(text: str, ways: Sequence[re.Pattern[str]]) -> list[tuple[int, str]]:
    """List the sentences of a reply that own something in one of some ways, each with its place."""
    plain = _list_plain(text)
    owning = []
    for place, sentence in enumerate(plain):
        after = plain[place + 1] if place + 1 < len(plain) else ""
        if _STANDS_BY.match(after):
            continue
        # A question before it ("did he get the tree, haha") is what they are sorry for in this very reply.
        follows = (_BELONGS.match(after) and len(after.split()) <= _SHORT) or _RUNS_ON.match(after)
        belongs = follows and _OF_THEIRS.search(sentence)
        whole = f"{sentence} {after}" if belongs else sentence
        # "I'm sorry, Marcus. I told you to keep calm" is sorry for what it says next.
        for_next = place and _BARE_SORRY.match(plain[place - 1]) and _SORRY_FOR.match(sentence)
        if for_next or _is_owning(sentence, ways) or (whole != sentence and _is_owning(whole, ways)):
            owning.append((place, whole))
    return owning


_SORRY_FOR = re.compile(
    rf"^i (?!called (?:in|round|to)\b)(?:{SAID}|(?:have been|was) (?!late|held|stuck|caught)\w+ (?:at|to|with|on "
    r"at) you)\b"
)
_STANDS_BY = re.compile(
    r"^(?:but |and |though |well )*(?:(?:it|that) (?:(?:sort of|kind of|probably|really|still|actually) )*(?:is|was) "
    r"(?:one|true|though)\b|i (?:(?:still|do|did) )+(?:mean|meant|think|stand by) (?:it|that|so)\b|i am not sorry\b)"
)
"""What stands by what the sentence before it was sorry for: "Sorry, that was harsh. It's true, though"."""


_OF_THEIRS = re.compile(r"\b(?:i|we|me|my|our|that|this|it was)\b")
"""Words of a sentence that may say what is owned by the next: "I called you brave. Sorry"."""


def _is_owning(plain: str, ways: Sequence[re.Pattern[str]]) -> bool:
    """Whether a sentence owns something in one of some ways."""
    return any(pattern.search(plain) for pattern in ways) and not (NOT_OWN.search(plain) or _LENT.search(plain))


_LETS_BE = re.compile(
    r"\bi (?:will|am going to) (?:leave|let) (?:it|that|her|him) (?:there|be|alone|go|at that)\b|\byou do not owe me\b|"
    r"\bi will not (?:ask|push|press) (?:you )?(?:again|any|about (?:it|that))\b"
)


def lets_be(text: str) -> bool:
    """Whether a reply lets a thing be that nobody wants to speak of: "I'll leave it there"."""
    return any(_LETS_BE.search(plain) for plain in _list_plain(text)[:_ASKED_BY])


_RECEIVES = re.compile(
    r"^(?:(?:oh|and|yes|yeah|no|well) )*i (?:did |have )?(?:saw|see|hear|heard|noticed) (?:that|it|you)\b|"
    r"^(?:(?:oh|and|yes|no|well) )*(?:thank you|thanks|well done|good) (?:for|on) (?:saying|telling)\b|"
    r"^(?:(?:oh|and|yes|no|well) )*(?:i believe you|you (?:did|have done) nothing wrong|"
    r"you (?:did|have) not (?:do|done) (?:anything|one thing|a thing) wrong|(?:it|that) (?:is|was) not your fault)\b"
)


def receives(text: str) -> bool:
    """Whether a reply begins by saying that it took in what was said: "I saw that"."""
    return any(_RECEIVES.search(plain) for plain in _list_plain(text)[:1])


# --- How the family took it

_ACCEPTS = re.compile(
    r"^(?:(?:no|oh|yes|yeah|well|hm|you are|it is|that is) )*(?:quite |perfectly )?(?:all right|alright)\b|\b(?:thanks|"
    r"thank you|ta|okay|ok|no harm|(?<!what )(?<!all )(?<!bit )i know(?! what)|"
    r"(?:that|it) is (?:a bit |much )?better|apology|apologise|accept|"
    r"accepted|forgiven|forgive|never mind|appreciate|fair enough|good of you|that is (?:kind|decent|fair|fine|good|"
    r"more like it|it)|it is (?:fine|done|said|forgotten)(?! (?:that|so|on|in|by|for|at|to|"
    r"all|every|through|quickly|often)\b)|do not (?:be sorry|say sorry|apologise)|no need|no bother|"
    r"nothing to be sorry|you have said it and i have heard)\b"
)
_REFUSES = re.compile(
    r"^(?:well |oh |hm |look )*(?:no(?! no\b| harm| need| bother| problem| matter| come on\b| go on\b)\b|i (?:would|"
    r"had|will) (?:rather|sooner) not|not (?:with|now|here|in front|yet|today)\b|(?:i )?(?:do|would|will|can) not\b"
    r"(?! (?:be|say|you be) sorry| worry| apologise| mind)|not that|leave it|it is not (?:enough|that easy)|you "
    r"(?:said|did) that)"
)


_PUSHES_BACK = re.compile(
    r"\b(?:i (?:do|will|can) not forgive|(?:lot|lots|load|loads|enough) of sorr(?:y|ies)|sorry (?:is|does|will|would) "
    r"not|what are you going to do|what (?:will|are) you (?:do|doing) about|(?:everyone|everybody|they are all|you are "
    r"all) (?:is )?sorry|easy (?:to say|for you)|it is embarrassing)\b"
)
"""What answers a sorry, and does not take it: "I've had a lot of sorry this week"."""


_WAITS = re.compile(r"^(?:well |oh |no )*(?:hang on|hold on|wait|one moment|just a minute|easy|look|stop)(?: \w+)?$")
"""What somebody says before a refusal."""


_TELLS_OF = re.compile(r"^(?:and |so |then |well )*(?:i|he|she|they) (?:said|says|told)\b|\bso far as i know\b")
"""What tells of another talk: "I said: that's better, son"."""
_IS_GOOD = re.compile(r"^good that (?:is|has|was)\b")


def accepts(text: str) -> bool:
    """Whether a line of the family's takes an apology in words: "That's all right"."""
    plain = _list_plain(text)
    # "Good. That's got a person in it"; "Good. Now nothing" takes nothing.
    takes = _IS_GOOD.match(" ".join(plain)) or any(_ACCEPTS.search(one) and not _TELLS_OF.search(one) for one in plain)
    return bool(takes) and not (refuses(text) or pushes_back(text))


_WANTS_MORE = re.compile(
    r"\b(?:would|could|will|can) you\b|\b(?:and|but|so) (?:what|who|when|where|how|would|will|can|could)\b|"
    r"^(?:but|only|except|now)\b|\bsay (?:it|that) again\b|\bnot (?:yet|as if|as though)\b|\b(?:that is|is that) "
    r"down\b"
)
"""What somebody says who takes note of a sorry and asks for what is still to be done."""


_TAGGED = re.compile(r",? (?:do you know|you know|do you see|isn['’]t it|is it|eh|right|innit)\?", re.IGNORECASE)
"""What is put like a question and asks nothing."""


def is_content(text: str) -> bool:
    """Whether a line takes an apology and asks for nothing more: then it is put right."""
    asks = "?" in _TAGGED.sub(".", text)
    return accepts(text) and not asks and not any(_WANTS_MORE.search(one) for one in _list_plain(text))


def pushes_back(text: str) -> bool:
    """Whether a line does not take a sorry that it answers: "So what are you going to do?"."""
    return any(_PUSHES_BACK.search(one) for one in _list_plain(text))


def refuses(text: str) -> bool:
    """Whether a line begins with a refusal: "I'd rather not", "Hang on. Not that"."""
    plain = _list_plain(text)
    waits = bool(plain) and _WAITS.match(plain[0]) is not None
    return any(_REFUSES.search(one) for one in plain[: 2 if waits else 1])


def contradicts(text: str) -> bool:
    """Whether a line of the family's begins by contradicting: "Not to me, maybe"."""
    return any(_CONTRADICTS.search(one) for one in _list_plain(text)[:1])


_CONTRADICTS = re.compile(r"^(?:(?:well|no|oh|and|but|maybe) )*not (?:to|for) (?:me|us|him|her|them|my \w+|our \w+)\b")
"""Words by which somebody contradicts: "Not to me, maybe". What they say behind it is no sign of trust."""
_HOLDS_OFF = re.compile(
    r"\bi do not know you\b|\bi am getting there\b|\bleave (?:it|that) (?:at that|there)\b|\ball you are getting\b"
    r"|\b(?:rather|sooner) not\b|\bi am not (?:telling you|going into|doing that)\b|^(?:(?:no|"
    r"well|but|and) )*not (?:with|to|for) you\b|\b(?:it|that|they|those) (?:is|are|was|were) not for you\b(?! (?:being|"
    r"to)\b)|^no i keep (?:it|that)\b"
    r"|^(?:oh |no |please |just )*(?:do not|stop|leave it)(?: please)?$"
)
"""Words by which somebody keeps a thing to themselves, whatever else they say."""
_ASKS_ANEW = re.compile(
    r"\bi (?:just )?meant\b(?! (?:it|that|what i said|well|to|no|nothing)\b)|\bi (?:have |may have |think i )?(?:"
    r"muddled|confused) you\b|\bi (?:was|did) (?:only |just )?ask(?:ing)?\b(?! (?:him|her|them)\b)|\bi asked (?:what|"
    r"who|when|where|how|if|whether) you\b|\b(?:you (?:have )?lost me|i have lost you|lost you there)\b"
)
_DEFERS = re.compile(
    r"\b(?:give me|i need|might i have|can i have) (?:a|one|another) (?:minute|moment|second|bit)\b|"
    r"\b(?:hang|hold) on to that\b|\b(?:can|could|may) i (?:think|do it|do the other|come back|answer that)\b|"
    r"\blet me (?:get|finish|think|come at)\b|\b(?:in|give me) a bit$|^(?:no )?not (?:yet|today|now|in front)\b|"
    r"^(?:sorry |oh )?i (?:did |have )?heard? (?:that|you|the question)\b|\bi will do the other\b|"
    r"\b(?:is|are) (?:just )?in a queue\b|\bstill on the last\b|\ballow me\b|\bnot come up yet\b|"
    r"\bask me (?:that )?(?:later|again|after)\b|\bi could say and i want to\b"
)
"""Words by which somebody puts a question off, whatever they say behind it."""


def holds_off(text: str) -> bool:
    """Whether a line of the family's holds the practitioner off: "I don't know you, love"."""
    return any(_HOLDS_OFF.search(one) for one in _list_plain(text))


def rebuffs(text: str) -> bool:
    """Whether a line begins by turning a manner away: "Don't do the kind voice"."""
    return any(_REBUFFS.search(one) for one in _list_plain(text)[:1])


_REBUFFS = re.compile(
    r"^(?:oh |please |just )*do not (?:do|use|put on|give me|start with|come) (?:the|that|your|all) \w+"
)
_ASKED_BY = 4
"""The sentences of a reply in which somebody asks their last question anew."""


def defers(text: str) -> bool:
    """Whether a line of the family's puts a question off: "Give me a minute with that"."""
    return any(_DEFERS.search(one) for one in _list_plain(text))


def asks_anew(text: str) -> bool:
    """Whether a reply says that the last one was taken for another: "I meant the leaflet"."""
    return any(_ASKS_ANEW.search(one) for one in _list_plain(text)[:_ASKED_BY])


_DID_NOT_MEAN = re.compile(r"\bi did not (?:mean|say)(?: that)? (?:you|he|she|they) (?:was|were|are|is) (?P<what>.+)")


def denies_what_nobody_said(text: str, earlier: Sequence[str]) -> bool:
    """Whether a reply denies what nobody had said: "I didn't mean you were second best".

    A word of it that was said makes it no such denial, and neither does it count beside something that is owned.

    Args:
        text: the reply.
        earlier: all that was said before it.
    """
    for sentence in split_sentences(text):
        denied = _DID_NOT_MEAN.search(" ".join(tokenize(sentence)))
        words = find_content_words(denied["what"]) - _PLACES if denied else frozenset()
        if words and not any(words & find_content_words(said) for said in earlier):
            return not _owns_in_particular(text)
    return False


_PLACES = find_content_words("second third fourth half")
"""Words of order, which fall of anything: "first you rang Devon, second her"."""


def _owns_in_particular(text: str) -> bool:
    """Whether a reply owns a fault or names what it owns, besides what it denies."""
    owned = [_DID_NOT_MEAN.sub("", plain) for plain in find_owning(text)]
    return any(_OWNS_FAULT.search(plain) or find_content_words(plain) - _EMPTY for plain in owned)


_OWNS_FAULT = re.compile(
    rf"{THAT_WAS}{SOFTLY}{FAULT} of (?:me|us)\b|\bi (?:was|have been) {SOFTLY}{FAULT}\b|\b(?:my|our) (?:fault|"
    rf"mistake)\b"
)
"""Words that own a fault as one's own, without saying again what it was."""


# --- What a reply owns of an earlier one


def quotes_own(earlier: str, later: str) -> bool:
    """Whether a reply owns words of an earlier one by quoting them: "My 'just a box'".

    Args:
        earlier: the earlier reply.
        later: the later reply.
    """
    said = split_sentences(later)
    # "I put that there, with my 'Indian families'. That was racist of me."
    pairs = [(one, f"{one} {after}") for one, after in zip(said, [*said[1:], ""], strict=False)]
    return any(quotes(earlier, one) and find_owning(both) for one, both in pairs)


def quotes_with_sorry(earlier: str, later: str, theirs: Iterable[str]) -> bool:
    """Whether a reply quotes an earlier one beside a sorry: "I'm sorry about 'shouty'".

    A word of the family's that was read back is theirs: nobody is sorry for having said it.

    Args:
        earlier: the earlier reply.
        later: the later reply.
        theirs: what the family said before the later one.
    """
    own, heard = find_content_words(drop_quotations(earlier)), [find_content_words(one) for one in theirs]
    said = split_sentences(later)
    for at, one in enumerate(said):
        quoted = [words for words in map(find_content_words, list_quotations(one)) if words and words <= own]
        unheard = any(not any(words <= line for line in heard) for words in quoted)
        if unheard and apologises(" ".join(said[at : at + _SORRY_WITHIN])):
            return True
    return False


_SORRY_WITHIN = 4
"""The sentences within which the sorry comes for what is quoted: "'Straightforward'. And then 'cold'. I'm sorry"."""


def reports_own(earlier: str, later: str) -> bool:
    """Whether a reply says of itself that it said words of an earlier one.

    "I said I don't see colour, and it's been going round my head" does. Four words in a row are enough. What will be
    done is said again, and goes back to nothing.

    Args:
        earlier: the earlier reply.
        later: the later reply.
    """
    plain = f" {spell_plain(earlier)} "
    for reported in _REPORTS.finditer(spell_plain(drop_quotations(later))):
        words = reported["words"].split()
        if f" {' '.join(words)} " in plain and not _WILL_DO.search(reported["words"]):
            return True
    return False


_REPORTS = re.compile(r"\bi (?:said|told (?:you|him|her|them))(?: that| to you)? (?P<words>\w+(?: \w+){3})")
_WILL_DO = re.compile(r"\bi (?:will|would|am going)\b")


def quotes(earlier: str, later: str) -> bool:
    """Whether a text quotes two words or more of an earlier one, or all that weighs of some."""
    plain = f" {' '.join(tokenize(earlier))} "
    meant = find_content_words(earlier)
    for quoted in list_quotations(later):
        words, weighing = tokenize(quoted), find_content_words(quoted)
        verbatim = len(words) > 1 and f" {' '.join(words)} " in plain
        if verbatim or (len(weighing) > 1 and weighing <= meant):
            return True
    return False


def names_again(earlier: str, later: str) -> bool:
    """Whether a text owns an earlier one by a word of it, or quotes it."""
    return goes_back(earlier, later, straight_after=False) or quotes(earlier, later)


def is_for_another(earlier: str, others: Iterable[str], later: str) -> bool:
    """Whether a text surely goes back to one of some others, and not to an earlier one.

    Args:
        earlier: the earlier text.
        others: what else was said before the later one.
        later: the text that goes back.
    """
    return any(names_again(other, later) for other in others) and not names_again(earlier, later)
