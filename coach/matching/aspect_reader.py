"""What a reply does besides answering and asking: a silence, a nod, an offer and others.

Begin with `find_aspects`. It works on words alone, as `hearing_reader` does.
"""

import re
from collections.abc import Iterable

from coach.matching.hearing_reader import FEW, SOFT, find_yes_or_no, is_asking, match_no_answer
from coach.matching.sentences import ParsedText, cut_questions, parse
from coach.matching.tokens import EVERYDAY_WORDS
from coach.model.reading import Aspect, ShortAnswer, Span

_NODS = frozenset(
    "m mm mmm mhm hm hmm mmhm uh huh right ok okay okey yeah ah oh aye sure i see go nods nodding".split()
)
_QUIET = frozenset("says say nothing silence silent waits wait pause pauses quiet stays still a long in".split())
_BRACKETED = re.compile(r"\s*[(*\[_]+([^)*\]_]*)[)*\]_]+[.\s]*")
_QUOTED = re.compile(r"[\"“”]\s*\w[^\"“”]*[\"“”]|(?<!\w)['‘]\s*\w.*?[\w.,!?]['’](?!\w)")
_READS_OUT = re.compile(
    r"\b(?:it|that|this|letter|note|notes|form|file|plan|report|referral|page|line|they)(?:'s|\s+has)?\s+"
    r"(?:just |only |actually )?(?:says?|said|reads?|states?|goes)\b"
    r"(?!\s+(?:who|what|why|how|when|where|nothing))\W*\w",
    re.IGNORECASE,
)
_WEIGHTY = re.compile(
    r"\b(?:advocates?|advocacy|interpreters?|solicitors?|lawyers?|barristers?|refuge|help ?lines?|mediators?"
    r"|counsellors?|translators?|legal (?:aid|advice))\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:shall (?:i|we)|(?:do|would|did) you (?:want|like)|want (?:me|her|his|their|one|a|an|another|to)"
    r"|if you (?:want|like)"
    r"|i(?:'ll| will|'m going to| am going to| can| could|'d like to)|we(?:'ll| will| can| could)|let me|let's"
    r"|can (?:i|we)|could (?:i|we)|you can have|there(?:'s| is) (?:a|an|someone|somebody))\b",
    re.IGNORECASE,
)
_CALL_NOW = re.compile(
    r"\b(?:ring|call|phone)\b[^.?!]*\b(?:now|today|right away|straight away|this minute|while (?:i|you|we)|from here)\b"
    r"|\bnow\b[^.?!]*\b(?:ring|call|phone)\b",
    re.IGNORECASE,
)
_HIT = r"(?:hit|hits|hitting|smack\w*|slap\w*|punch\w*|kick\w*|beat|beaten|beating|shook|shaken|shake|harm\w*|hurt\w*)"
_SOMEBODY = (
    r"(?:(?-i:[A-Z])\w+|him|her|them|you|each other|(?:any|some)(?:one|body)|children|kids"
    r"|(?:your|the|a|this|that|my) (?:kid|child|baby|bairn|boy|girl|son|daughter|wife|husband|partner|mum)\w*"
    r"|(?:him|her|your|them)sel(?:f|ves))"
)
_ASKS_SAFETY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "Has somebody hit Meera?", "Who hurt him?", "Did you smack her?"
        r"\b(?:has|have|had|did|does|do|is|was|are|were|would|who|who's)\b[^?]*"
        rf"(?<!it )(?<!that )(?<!this )\b{_HIT} {_SOMEBODY}\b",
        # "Was she hurt?", "Has he been beaten?"
        r"\b(?:is|was|are|were|been|being|get|got|gets|getting)(?: n[o']t)? (?:\w+ )?"
        r"(?:hit|smacked|slapped|punched|kicked|beaten|shaken|harmed|hurt)\b(?! (?:by|that|when|about|to hear))",
        r"\b(?:is|are|do|does|was|were)\b[^?]*\b(?:safe|in danger|self.?harm\w*)\b(?! to (?:say|assume|park))",
        r"\b(?:suicid\w+|kill(?:ed|ing)? (?:him|her|your|them)sel\w+)\b",
        r"\bwant(?:s|ed)? to (?:die|be dead)\b",
        r"\b(?:not|n't|doesn't|didn't) want(?:s)? to be (?:here|alive)\b",
    )
)
_ABOUT_YOU = frozenset("you your yours yourself yourselves".split())
_COMMON = frozenset(
    "a an the and or but so of to in on at by for from with about into out up off over than then there here this that "
    "these those it its i me my we us our you your yours he him his she her hers they them their is am are was were be "
    "been being do does did done have has had can could will would shall should may might must not no yes what which "
    "who whose whom when where why how many much one ones some any all else just really actually know tell say says "
    "said ask asked think want like get got go going went come came make made thing things please sorry well now "
    "again ever still mean love dear mate oh ok okay right time".split()
)
_ENGLISH = EVERYDAY_WORDS | _COMMON | _NODS | SOFT
_AGAIN = re.compile(
    r"\b(?:i(?:'m| am)? ask(?:ed|ing)(?! if i)|i did ask|(?:like|as) i (?:said|asked)|ask(?:ing)? (?:you )?again"
    r"|my question|you (?:didn't|did not|never|haven't) answer(?:ed)?|you still haven't)\b",
    re.IGNORECASE,
)
_HALF, _MOST = 0.5, 0.66


def find_aspects(text: str, parsed: ParsedText) -> tuple[Aspect, ...]:
    """Find what else a reply does, as far as its own words tell it.

    Args:
        text: the reply.
        parsed: the same, split into words.
    """
    tests = {
        Aspect.SILENT: is_silent(text, parsed),
        Aspect.NODS: not is_silent(text, parsed) and _is_nod(text, parsed),
        Aspect.PLAIN_NO: _is_plain_no(text, parsed),
        Aspect.OFFERS: _offers(text),
        Aspect.FOREIGN: _is_foreign(parsed),
        Aspect.ASKS_SAFETY: any(_asks_safety(sentence) for sentence in list_questions(parsed)),
    }
    return tuple(aspect for aspect, holds in tests.items() if holds)


def is_silent(text: str, parsed: ParsedText) -> bool:
    """Whether a reply has no word: only signs, or that nothing is said, in brackets."""
    if not any(character.isalnum() for character in text):
        return True
    acted = _BRACKETED.fullmatch(text)
    return acted is not None and bool(parsed.words) and _QUIET.issuperset(parsed.words)


def _is_nod(text: str, parsed: ParsedText) -> bool:
    """Whether a reply only says that somebody listens, and asks nothing."""
    words = parsed.words
    return "?" not in text and 0 < len(words) <= FEW + 1 and _NODS.issuperset(words) and words[0] != "go"


_SAID_NO = re.compile(r"\bi (?:said|say|'m saying|am saying) no\b|\bthe answer(?:'s| is) no\b", re.IGNORECASE)


def _is_plain_no(text: str, parsed: ParsedText) -> bool:
    """Whether a reply begins with a clear no, as "No, love, I don't", or says that it said no."""
    if _SAID_NO.search(text):
        return True
    if not parsed.sentences:
        return False
    first = parsed.sentences[0]
    words = parsed.words[first.first : first.last]
    if first.asks and len(words) <= FEW:
        return False
    heard, _ = find_yes_or_no(parsed, first)
    if heard is not ShortAnswer.NO or match_no_answer(words):
        return False
    begins = next((word for word in words if word not in SOFT), "")
    return begins in ("no", "nope", "nah", "na", "naw", "never", "god", "course") or words[:2] in (("of", "course"),)


_YES = frozenset("yes yeah yea yep yup yah aye course absolutely definitely certainly".split())
_BEFORE_YES = (SOFT | frozenset("hi hiya hello hey hey ya morning afternoon evening good of".split())) - _YES
_NOT_AFTER_YES = frozenset("no nah nope and or".split())
LOOKED_AT = 4
"""Words of a sentence among which its yes stands."""


def begins_with_yes(parsed: ParsedText) -> bool:
    """Whether a reply begins with a clear yes.

    "Yes please, no sugar. Which chair?" does; "Yeah, no" is none.
    """
    for sentence in parsed.sentences[:2]:
        for at in range(sentence.first, min(sentence.first + LOOKED_AT, sentence.last)):
            word, rest = parsed.words[at], parsed.words[at + 1 : sentence.last]
            if word in _YES:
                return not (sentence.asks and not rest) and (not rest or rest[0] not in _NOT_AFTER_YES)
            token = parsed.tokens[at]
            named = parsed.text[token.start : token.end][:1].isupper()
            # "Tea, aye": what was offered is named first.
            offered = at == sentence.first and at + 1 in parsed.soft
            if not (word in _BEFORE_YES or offered or (named and at > sentence.first)):
                break
    return False


_ALSO_FOREIGN = frozenset("a am an at can come do far fine has he i in is me mate made no on pain so to us".split())
"""English words that are spelled alike in other languages."""
_NOT_ENGLISH = frozenset(
    "ich nicht und wie guten danke bonjour comment merci vous est pas que pourquoi hola gracias usted esta "
    "como por nie jak jest dzien dobry dziekuje pani pan dobre dakujem ako som ste nu este buna multumesc aap "
    "kya hai kaise nahi tum mujhe shukriya kemon apni bhalo achen waxaan sidee tahay mahadsanid iyo selam "
    "nasil tesekkur bawo se odaro ju jeni faleminderit obrigado voce".split()
)
"""Small words of languages that are spoken here."""
FEWEST_FOREIGN = 3
"""Words by which a language can be told."""


def _is_foreign(parsed: ParsedText) -> bool:
    """Whether no word is everyday English, and one is of another language.

    That is seen by the word's letters or by its use.
    """
    told = [word for word in parsed.words if word not in _ALSO_FOREIGN]
    if len(told) < FEWEST_FOREIGN or not _ENGLISH.isdisjoint(told):
        return False
    return not _NOT_ENGLISH.isdisjoint(told) or any(ord(letter) > ord("z") for word in told for letter in word)


def _offers(text: str) -> bool:
    """Whether a reply offers or plans something of weight."""
    offer = _OFFER.search(text) is not None
    return offer and (_WEIGHTY.search(text) is not None or _CALL_NOW.search(text) is not None)


def _asks_safety(question: str) -> bool:
    """Whether a question asks straight out whether somebody was hit or hurt, or is safe."""
    return any(pattern.search(question) for pattern in _ASKS_SAFETY)


def list_questions(parsed: ParsedText) -> tuple[str, ...]:
    """List the sentences of a reply that ask, as they were written."""
    asking = (sentence for sentence in parsed.sentences if is_asking(parsed, sentence))
    spans = [parsed.span(sentence.first, sentence.last) for sentence in asking]
    return tuple(parsed.text[start:end] for start, end in spans)


def list_content_words(text: str) -> frozenset[str]:
    """List the words of a text that say what it is about, without their endings."""
    return frozenset(_cut_ending(word) for word in parse(text).words if word not in _COMMON)


def _cut_ending(word: str) -> str:
    """Cut off an English ending, so that "letters" is compared as "letter"."""
    return re.sub(r"(?:'s|ing|ed|es|s)$", "", word) if len(word) > 4 else word


def asks_again(text: str, put_off: Iterable[str]) -> bool:
    """Whether a reply asks again what an earlier one asked, by its words or by saying so.

    Args:
        text: the reply.
        put_off: the earlier replies whose questions were put off.
    """
    earlier = [words for said in put_off for words in map(list_content_words, list_questions(parse(said)))]
    if earlier and _AGAIN.search(text):
        return True
    asked = [list_content_words(question) for question in list_questions(parse(text))]
    return any(
        len(now & then) >= max(1, _HALF * min(len(now), len(then))) for now in asked for then in earlier if now and then
    )


def asks_what_is_known(parsed: ParsedText, cue: str) -> bool:
    """Whether the last question is about the person spoken to, or about what was just said.

    Args:
        parsed: the reply.
        cue: the family's last lines.
    """
    questions = list_questions(parsed)
    if not questions:
        return False
    words = parse(questions[-1]).words
    content = list_content_words(questions[-1])
    return not content or not _ABOUT_YOU.isdisjoint(words) or not content.isdisjoint(list_content_words(cue))


def quotes(text: str, parsed: ParsedText, written: str) -> bool:
    """Whether a reply reads out or quotes what is written.

    Args:
        text: the reply.
        parsed: the same, split into words.
        written: what is known here; the words in quotation marks are those that can be read out.
    """
    if all(is_asking(parsed, sentence) for sentence in parsed.sentences):
        return False
    if _QUOTED.search(text) or _READS_OUT.search(text):
        return True
    there = list_content_words(" ".join(_QUOTED.findall(written)))
    for sentence in parsed.sentences:
        said = list_content_words(parsed.spell(sentence))
        if said and not is_asking(parsed, sentence) and len(said & there) >= max(2, _MOST * len(said)):
            return True
    return False


# --- Small questions, such as whose the bicycle is, or how the tea is taken

MOST_WORDS, FEW_WORDS = 16, 5
"""Words of a small question, and of one that may speak of what was named before it."""
_SMALL = frozenset(
    "tea coffee cuppa brew cup cups mug mugs kettle sugar sugars biscuit biscuits cake cakes toast sandwich "
    "sandwiches peas jug glass glasses chair chairs sit stool umbrella gate garden gardening plant plants flower "
    "flowers leeks potatoes tomatoes worm worms puppy puppies pup pups cat cats hen hens horse horses goldfish bench "
    "bicycle bike wheel spoke spokes pedals pump parking park parked parks traffic motorway weather rain raining "
    "rained wind windy snow snowing sun sunny frost curtains carpet radio telly song songs sing sings "
    "singing choir alto soprano bass tune band drums guitar trumpet trombone football match cricket bowls golf crumble "
    "curry soup lasagne recipe pie pudding shortbread chocolate crisps satsuma oranges colour colours shade journey "
    "drive".split()
)
"""What a small question is about."""
_AROUND = frozenset(
    "a an the this that these those there here it its is isn't are aren't was were be been do don't does did have has "
    "had can could may shall will would i i'd i'll you your yours yourself we our ours my mine of for to in on at with "
    "by from and or but so as if no not one ones own some any more much many few lot bit all every each both another "
    "what what's which where where's when how how's whose far long often early late yet still always ever usually "
    "today tonight yesterday tomorrow now morning mornings afternoon evening evenings weekend weekends week weeks day "
    "days hour minutes time times first last new old nice good lovely big small little best favourite please thanks "
    "called name milk bread like likes want fancy take takes have having make makes made making see put bring fetch "
    "pour get gets got go goes going come comes came grow grows play plays keep keeps use used turn open shut on off "
    "up out round outside inside yes no oh ah well right ok okay".split()
)
"""What may stand in a small question besides: with any other word, it is not small.

Milk and bread alone, and warmth, can be a question of what a child goes without."""
_GRAVE = re.compile(
    r"\b(?:di(?:e|ed|es|ead)|dead|death|dying|kill|suicid|hurt|harm|burn|scald|push|shov|hit|fell|fall|lock|drunk|"
    r"alcohol|drugs|hungry|starv|abus|bruis|blood|bleed|broke|chok|knife|crying|cried|scared|afraid)\w*"
)
"""What makes all of a reply weigh, wherever it stands in it."""
_BREAD_OR_TEA = re.compile(
    r"\b(?:white or brown|brown or white|(?:white|brown|black) (?:bread|toast|tea|coffee|sugar))\b"
)


def asks_lightly(text: str, names: Iterable[str], heard: Iterable[Span]) -> bool:
    """Whether a reply asks something, and all of it is small.

    Args:
        text: the reply.
        names: who is in the room or in the family, by name; a question that names one of them is not small.
        heard: the words in which something was heard, surely or not; what is asked there is not small either.
    """
    questions = list_questions(cut_questions(parse(text)))
    people = frozenset(word for name in names for word in parse(name).words)
    spans = tuple(heard)
    return (
        not _GRAVE.search(text.lower())
        and bool(questions)
        and all(
            is_small(one, people, before=_find_before(one, text)) and not _is_heard(one, text, spans)
            for one in questions
        )
    )


def is_small(question: str, people: frozenset[str] = frozenset(), *, before: str = "") -> bool:
    """Whether one question is about a small thing, and nothing else.

    Args:
        question: the question.
        people: words of the names of people.
        before: the sentence before it, of which a question of few words speaks: "That bike! Is it yours?"
    """
    words = _list_words(question)
    about = [*_list_words(before), *words] if len(words) <= FEW_WORDS and _SMALL.isdisjoint(words) else words
    small = not _SMALL.isdisjoint(about) and people.isdisjoint(about) and (_SMALL | _AROUND).issuperset(about)
    return small and len(words) <= MOST_WORDS


def _list_words(text: str) -> list[str]:
    """List the words of a text; white bread is bread."""
    return _BREAD_OR_TEA.sub("toast", " ".join(parse(text).words)).split()


def _find_before(question: str, text: str) -> str:
    """Find the sentence before a question, if it asks nothing itself."""
    before = text[: max(text.find(question), 0)].rstrip(" .!,")
    return "" if before.endswith("?") else re.split(r"[.!?]", before)[-1]


def _is_heard(question: str, text: str, heard: Iterable[Span]) -> bool:
    """Whether something was heard in the very words of a question."""
    start = text.find(question)
    return any(span.start < start + len(question) and start < span.end for span in heard)
