"""Small slights: what takes back the half of a reply before it, or makes less.

Begin with `has_slight`. A line with one is not held up as one to keep. It is no verdict, and the page says nothing of
it: the rubric's criteria say what hurts, and this only chooses another line where there may be doubt. A sentence that
denies that race has to do with it (`denies_race`) is shown with the family's next line, as a fact. What is asked, read
out or said of others denies nothing.
"""

import re

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

_JOKES = re.compile(
    r"\b(?:ha(?:ha)+|hehe|lol|ha)\b|[😂🤣😆]|(?<!not )\b(?:only|just) (?:joking|kidding|a joke|having a laugh)\b|"
    r"\bi['’]?m "
    r"(?:joking|kidding)\b|^(?:joke|joking|kidding)\b",
    re.IGNORECASE,
)


def jokes(text: str) -> bool:
    """Whether a text laughs, or says that its speaker is only joking: "ha", "I'm joking"."""
    return _JOKES.search(text) is not None


_DOUBTS = re.compile(
    r"\bi (?:have )?(?:just )?(?:put|said|asked|worded|phrased) (?:that|it|this)(?: \w+){0,2} (?:badly|wrong|wrongly|"
    r"clumsily)\b|\b(?:that|this|it) (?:came|has come|is coming|comes) out (?:\w+ ){0,2}(?:wrong|badly|clumsy|"
    r"clumsily)\b"
)
_OPENING = 2
"""The sentences at the start of a reply in which "I put that badly" is of the reply before it."""


def doubts_itself(text: str) -> bool:
    """Whether a reply says of its own words that they came out badly: "I've put that badly"."""
    parsed = parse(text)
    plain = [parsed.spell(one) for one in parsed.sentences]
    return any(_DOUBTS.search(one) for one in plain[_OPENING:]) or any(_BREAKS_OFF.search(one) for one in plain)


_BREAKS_OFF = re.compile(
    r"\b(?:that|this|it) (?:was|is) (?:such )?an? (?:\w+ )?(?:horrid|horrible|awful|terrible|stupid|daft|silly|rude|"
    r"nasty|dreadful|wrong|rotten|unkind) thing to (?:start |be )?(?:say|ask|think)(?:ing)?\b"
)
"""Words by which a reply takes back what it has just said itself: "That was a horrid thing to start saying"."""


def is_half_sorry(text: str) -> bool:
    """Whether a reply is sorry by half: "I'm a bit sorry", "sorry if you felt that"."""
    return _HALF_SORRY.search(" ".join(tokenize(drop_quotations(text)))) is not None


_HALF_SORRY = re.compile(
    r"\b(?:a (?:bit|little|tad|touch)|sort of|kind of|half|slightly|almost) sorry\b(?! (?:for|to) (?:him|her|them|"
    r"myself)\b)|\bsorry (?:if|that you (?:feel|felt|took|think|thought)|you (?:feel|felt|took))\b|"
    # "Sorry, only if he could just point": it asks the same once more
    r"^(?:oh |no |well )*sorry (?:only|just|but|(?:it is |i )(?:just|only)|(?:can|could) (?:you|he|she|they) "
    r"just)\b"
)
""""Sorry if" may be for something; it is nothing to hold up."""


_TURNS = ("but", "though", "although", "mind you", "then again", "having said that", "that said", "on the other hand")
"""Words with which somebody turns against what they have just said."""
_OTHERS = (
    "(?:i am|we are) (?:sure|certain)",
    "i (?:suppose|expect|guess|imagine|know)",
    "they|he|she|it|that|this|people|folk|everyone|everybody|we all",
    "(?:the )?(?:school|teachers?|police|officers?|nurses?|staff|doctors?|head)",
    "you (?:have to|have got to|need to|must|do)",
    r"not (?:every|all)\w*",
)
"""Whom the half after it speaks for."""
_LESSENS = (
    "(?:mean|means|meant|never meant)(?: well| it| no| nothing| to)?",
    "did not (?:mean|realise|know|intend)",
    "trying|tries|busy|only doing|doing (?:their|his|her) (?:best|job)",
    r"(?:is|was|were|are) (?:only(?! just\b)|just|probably|policy|the same|a joke|banter|a misunderstanding)",
    r"(?:is|was|were|are) not (?:racis\w+|personal|about)",
    "(?:might|may|could) (?:have|not|be)",
    "(?:same|rules?) for (?:every|any|all)",
    "see (?:both|why|their)|both sides|two sides|other side",
    "understand that|remember that",
    "not all|not every",
    r"overreact\w*|imagin\w+|misheard|misunderst\w+|sensitive|used to it|move on|let it go",
    r"rules|polic(?:y|ies)|procedures?",
)
"""What makes less of the half before it."""
_AGE = "(?:that|his|her|their|this) age"
_MAKES_LESS = (
    "no offence|not being (?:funny|rude)|do not take (?:this|that|it) the wrong way",
    "to be fair|in fairness|in all fairness|with (?:all |the greatest |due )*respect|at the end of the day",
    "you (?:can|do) (?:be|come across as|come over as|sound|seem) (?:quite|a bit|a little|rather|very|pretty|so) "
    "(?!(?:sure|certain|clear|good|right|welcome)\\b)\\w+",
    "calm down|if you say so|so you say|must admit|you (?:have|need) to (?:admit|understand|remember)",
    # A reproach put as a question: "How come you keep missing these, do you not care about his hearing?"
    "(?:how come|why do) you (?:keep|never|always)|(?:do|did) (?:you not|not you) (?:care|bother)",
    # "How many times have you been in bother with them?"
    "(?:how many times|how often|ever) (?:have you |you )?(?:been|got|get|getting) in(?:to)? (?:bother|trouble)",
    "(?:not|rather|without|stop) (?:\\w+ ){0,10}(?:your|their|his|her) own language",
    "did you (?:raise your voice|shout|swear|lose (?:it|your temper)|kick off)",
    "(?:boys|kids|lads|children|girls) (?:will be|being) (?:boys|kids|lads|children|girls)",
    "(?:need|may|might) not (?:have been|be|mean) anything|(?:children|kids) are (?:so |very )?(?:accepting|resilient)",
    "sticks and stones|thick(?:er)? skin|man up|water off a duck s? ?back|grow out of it|character building",
    "(?:bit of|only|just) (?:a )?(?:banter|joke|teasing|name calling)",
    "(?:is|as) (?:really )?(?:a|meant as a) compliment",
    "both sides|two sides|devil s advocate|race card|chip on (?:your|his|her)|not everything is",
    "you people|your lot|you lot|your (?:kind|sort) of|one of the good ones|i do not see colour",
    "(?:too|over|so) sensitive|oversensitive|touchy|bless (?:him|her|them|you)",
    "(?:so|very|really) (?:articulate|well spoken)|like a (?:proper |real |true )?gentleman",
    "as (?:well|good) as (?:us|anybody else)",
    "(?:i am|we are) sure (?:it|they|he|she|that|nobody|no one|there) (?:was|were|did|is|are|meant|had)",
    "(?:could|might|may) (?:it|they|he|she|that) (?:not )?(?:just )?(?:have been|have meant|be a|be that)",
    "(?:they|kids|children|boys|girls|teenagers|toddlers|babies|little ones) (?:do |will )?all (?:do|go|get|have|say|"
    "are|like)|(?:only|just) a phase|(?:was|were) (?:only|just) (?:busy|joking|teasing|tired)",
    # "It's his age", "they're funny at that age", "normal at her age"; not "Who helped you at his age?".
    rf"it is (?:just |only |probably )?{_AGE}(?! (?:that|i|we|you|they)\b)|(?<!did )(?<!do )(?<!would )"
    rf"(?:they|kids|children|boys|girls|lads|teenagers|toddlers|babies) (?:(?:all|just|only|always|often|do|will|can|"
    rf"tend to) )*(?:be|are|get|go|do|say) (?:\w+ ){{0,2}}at {_AGE}",
    rf"(?:normal|natural|typical|usual|common|expected|funny|difficult|tricky|sensitive|all) (?:\w+ )?at {_AGE}",
    "hair grows|(?:hair|it) will (?:soon |only |just )?grow (?:back|out)",
    "(?:they|people|school|teachers) (?:all )?says? that about (?:half|all|every|most|any)",
    "took you (?:a while|long|your time)|(?:it is|it was|that is) about time(?! (?:for|off|alone|with|out)\b)",
    "^(?:(?:and|well|oh|so|yes) )*about time(?: too)?$",
    # "I wouldn't dwell on it", "let's take it offline"
    "(?:would|should|shall|need|best|better|do|let us|let s) not (?:to )?dwell on|not worth dwelling on|"
    "take (?:it|that|this) offline",
    "(?:that|it) is not (?:awful|so bad|that bad|the end of the world|a big deal|so terrible)|can not be (?:that bad|"
    "worse)|could be worse",
)
"""What makes less of it by itself."""


def _one_of(ways: tuple[str, ...]) -> str:
    """Return a choice of some ways to say a thing."""
    return f"(?:{'|'.join(ways)})"


_SLIGHTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_one_of(_MAKES_LESS)}\b",
        rf"\b{_one_of(_TURNS)} (?:\w+ ){{0,3}}?{_one_of(_OTHERS)}\b(?: \w+){{0,8}}? {_one_of(_LESSENS)}",
    )
)


@remember
def has_slight(text: str) -> bool:
    """Whether a reply may make less of what was told, or take back its own first half."""
    # What is read out of somebody else's mouth, "your lot", is no slight of the practitioner's.
    parsed = parse(drop_quotations(text))
    plain = (parsed.spell(sentence) for sentence in parsed.sentences)
    return any(pattern.search(one) for one in plain for pattern in _SLIGHTS)


_LIGHT = re.compile(
    # Their own hurry or cost: "I've a panel at six", "a second interpreter on my budget"
    r"\bi (?:will|can|shall) not (?:stay|stop) (?:for ever|forever|long)\b|"
    r"\bi have (?:got )?(?:a|an|another|two|three) (?:\w+ ){0,2}(?:at (?:half |quarter )?\w+|to get to|after this|"
    r"to do)$|\b(?:my|our) budget\b|\b(?:quick|quickly) one line\b|\b(?:two|five|ten) minutes mind\b|"
    r"\bas far as (?:the )?(?:procedure|policy) goes\b|\bnot (?:really )?my role\b|"
    r"\b(?:same|standard) (?:procedure|process|protocol) for (?:every|all|any)\w*|"
    # A silence that is written down, or held against them: "no answer given"
    r"\bno (?:answer|reply|comment|explanation) (?:was )?(?:given|offered)\b|\byou did not answer\b|"
    r"\b(?:write|writing|put|putting|record|note|take that (?:down )?as)\b(?: \w+){0,4} "
    r"(?:unable|refused|declined) to\b|"
    # Advice that makes it smaller: "keep it simple, facts first"
    r"\bkeep (?:it|this|that) (?:\w+ )?(?:simple|short|brief)\b|\bfacts first\b|"
    r"\bnot (?:go )?mak(?:e|ing) (?:a thing|an issue|a fuss|something) (?:of|about|out of)\b|"
    # What is passed on to others with a shrug, or soothed: "It's probably the office", "Course there isn't"
    r"\b(?:it|that|this|they|somebody|someone) (?:\w+ ){0,2}probably\b(?! racis)|\bprobably (?:just |only )?(?:the|a|"
    r"an|some|somebody|someone|their|his|her)\b|^(?:(?:no|oh|yes|well|and|but) )*(?:of )?course (?:there|they|nobody|"
    r"not|you do)\b|\bi would have thought (?:a|the|you|they|somebody)\b|"
    r"\bin (?:two|ten|a few) (?:seconds|secs|ticks)\b|"
    # What is known beforehand of a kind of family, and a charge of racism waved away
    r"\bin my experience\b.*\b(?:usually|always|often|mostly)\b|"
    r"\bi have been (?:told|called) (?:that )?(?:i am )?(?:a )?(?:racist|islamophobic)\b|"
    r"\b(?:children|kids|boys|girls|lads) can be (?:\w+ )?(?:silly|cruel|mean|daft|unkind)\b|"
    # What presses, or talks on while somebody is to choose, or has from them what they never said
    r"\bif you (?:refuse|do not|will not|can not)\b.*\bi (?:will |would )?(?:have to|must|need to)\b|"
    r"\bi have (?:now )?asked you (?:twice|three times)\b|\bwhile (?:he|she|they) (?:chooses?|decides?|thinks?)\b|"
    r"\bi have (?:got )?that from you\b|"
    # What goes softly round a matter: "I'd like to be sensitive to that"
    r"\b(?:like|want|try|trying|need) to be (?:\w+ )?(?:sensitive|respectful|mindful)\b|"
    # A laugh that stops itself: "I shouldn't laugh"
    r"\bi should not (?:laugh|joke|be laughing)\b"
)
"""What makes a reply nothing to say again, whatever good stands beside it."""


def makes_light(text: str) -> bool:
    """Whether a reply is hurried, laughs, holds a silence against them or bids them say less."""
    parsed = parse(_LET_BE.sub(" ", drop_quotations(text)))
    return any(_LIGHT.search(parsed.spell(one)) for one in parsed.sentences)


_LET_BE = re.compile(r"(?:[Ww]on['’]t|['’]ll not|will not|not going to) (?:write|put|record)\b[^.?!]*")
"""What is said not to be written: "I will not write that you refused"."""


def writes_undone(text: str) -> bool:
    """Whether a draft in a reply says that somebody was told already.

    "I have told the ward" was written in the room, before anybody can have told them.
    """
    drafts = [one for one in list_quotations(text) if len(one.split()) >= _DRAFT]
    return any(_HAS_TOLD.search(spell_plain(one)) for one in drafts)


_DRAFT = 12
_HAS_TOLD = re.compile(r"\b(?:i|we) have (?:told|rung|phoned|informed|reported|spoken)\b")

# --- Denials of race, and slips

_RACE = r"(?:race|racism|racist|colour|skin|skin colour|being (?:black|brown|asian|muslim|gypsy|roma|african|indian))"
_OF_WHOM = r"(?:(?:your|his|her|their|the|anyone s|anybody s) )?"
_ALL = (
    r"(?:everyone|everybody|all of (?:you|them)|them all|you all|all (?:our |the |my )?\w+|every \w+|people|kids|"
    r"children)"
)
_DENIES = re.compile(
    # "It's not about race", "this has nothing to do with his colour"
    rf"\b(?:it|this|that|everything|nothing) (?:is|was|has) (?:not |got |really |all |always )*(?:nothing "
    rf"|not |anything )?(?:about|to do with|down to|because of) {_OF_WHOM}{_RACE}\b|"
    # "It's not a race thing"
    r"\b(?:it|this|that) (?:is|was) (?:really |just )?not (?:really |always )?(?:a |an )?(?:race|racial|racism|colour) "
    r"(?:thing|issue|matter|question|problem)\b|"
    # "You can't claim it's about your colour every time", "don't bring race into it"
    r"\b(?:you (?:can|could|should|must) not|(?:^|please |now )(?:do not|stop)|there is no need to|no need to) (?:just "
    r"|always |go and |go |keep )*(?:claim|claiming|make|making|turn|turning|bring|bringing|play|playing|blame|blaming|"
    rf"drag|dragging|go on|going on)\b(?: (?!not\b|nothing\b|without\b|as\b)\w+){{0,6}} "
    rf"{_OF_WHOM}{_RACE}\b|"
    # "I treat everyone the same", "they're all the same colour to me", "I don't do race"
    rf"\b(?:i|we|the school|this school|the police|the service) (?:do )?(?:just |always |all )*treats? {_ALL} "
    r"(?:just |exactly )?(?:the same|alike|equally|as equals)\b|"
    r"\b(?:are|is) (?:all|just) (?:\w+ )?the same (?:colour |underneath )?(?:to|for) (?:me|us)\b|\ball the same (?:"
    r"colour|underneath|under the skin|on the inside|inside)\b|"
    r"\b(?:i|we) (?:do not|never|did not) (?:really |even |ever )*(?:see|do|notice|look at) (?:any )?(?:colour|race|"
    r"skin colour|skin)\b(?! (?:in|on|at|"
    r"anywhere|here|written|mentioned|named)\b)"
)
"""One of these says in words that race has nothing to do with it, or is not seen."""
_NEGATES = re.compile(r"\b(?:not|nothing)\b")
_NOT_MEANT = re.compile(
    r"\b(?:if|whether|unless|until|when|as if|as though|used to|like to think|pretend|not (?:going to )?(?:saying|say|"
    r"tell you|pretend)|supposed to|meant to|(?:people|some|they|you|he|she|who|nobody|school) (?:\w+ )?(?:says?|said|"
    r"thinks?|thought|tells?|told|claims?|claimed|pretends?|reckons?)|i (?:\w+ )?(?:said|told (?:you|him|her|them)))\b"
)
"""What shows, before a denial, that it is not one's own: "People say they treat everyone the same"."""
_TAKES_BACK = re.compile(r"\bbut\b|\b(?:that|which) (?:is|was) wrong\b|\b(?:they|people) say\b")
"""What shows, anywhere in its sentence, that it does not stand."""
_JUST_A = re.compile(
    r"\b(?:it|that|this|they) (?:is|was|are|were) (?:(?:only|just) (?:a |an |some )?|a bit of )(?:box|boxes|word|words|"
    r"form|forms|label|labels|joke|jokes|banter|nickname|nicknames|tick|fun|name|names)\b"
)
"""What makes a small thing of a word, a form or a joke: "It's just a box"."""
_SLIP = re.compile(
    r"\bcoloureds?\b(?! (?:in|pens?|pencils?|paper|card|chalks?|paints?)\b)|\bhalf castes?\b|\borientals?\b|"
    r"\bnegro(?:es)?\b|\bgyppos?\b|\bgypos?\b|\bpikeys?\b|\beskimos?\b|\bblacks\b(?! (?:and|in|road)\b)|\byou people\b"
)
"""Words for people that hurt, whoever says them and however soon they are put right."""


@remember
def list_denials(text: str) -> tuple[str, ...]:
    """List the sentences of a reply, as typed, that deny that race has to do with it.

    Who calls what was done racist in the same breath goes back to such words, and does not say them.
    """
    quoted = " ".join(list_quotations(text))
    denials = tuple(one for one in split_sentences(text) if _denies(one) and not _is_quoted(one, quoted))
    return () if denials and _calls_it_racist(text) else denials


def _is_quoted(sentence: str, quoted: str) -> bool:
    """Whether a sentence that begins with a mark stands among what is read out."""
    bare = sentence.lstrip("‘'“\"")
    return bare != sentence and bare in quoted


def _calls_it_racist(text: str) -> bool:
    """Whether a reply says itself that something is racist: "It's racist to put it"."""
    own = [spell_plain(one) for one in split_sentences(drop_quotations(text)) if not one.endswith("?")]
    return any((called := _IS_RACIST.search(one)) and _is_own(called) for one in own)


_IS_RACIST = re.compile(r"\b(?:it|that|this|which) (?:is|was) (?!not\b|never\b|hardly\b|nothing\b)(?:\w+ )?racis[tm]\b")


def denies_race(text: str) -> bool:
    """Whether a reply says in words that race has nothing to do with it, or is not seen."""
    return bool(list_denials(text))


def _denies(sentence: str) -> bool:
    """Whether one sentence denies it, as its speaker's own and asking nothing."""
    plain = " ".join(tokenize(_QUOTED_ALONE.sub(" ", drop_quotations(sentence))))
    denied = _DENIES.search(plain)
    if denied is None or sentence.endswith("?") or not _is_own(denied):
        return False
    # "It's about race" alone says the contrary.
    about = re.match(r"(?:it|this|that|everything|nothing)\b", denied[0])
    return about is None or bool(_NEGATES.search(denied[0]))


def denies_racism(text: str) -> bool:
    """Whether a reply denies that something is racist, or sets the word aside.

    It is for the reader to see whether the family had named it.

    Args:
        text: the reply.
    """
    own = [one for one in split_sentences(drop_quotations(text)) if not one.endswith("?")]
    return any(_IS_NOT.search(one) or _REFUSES.search(one) for one in map(spell_plain, own))


_IS_NOT = re.compile(
    r"(?:^|\b(?:but|and|so|well|no|because|sorry|that) )(?:(?:it|that|this|they|he|she) (?:is|was|are|were) not|"
    r"(?:nobody|no one|nothing) (?:here )?(?:is|was)) (?:(?:really|actually|being|a) )*racis(?:t|m)\b"
)
"""A sentence that says that something is not racist."""
_REFUSES = re.compile(
    # "I've not seen any evidence of racism", "I'd not throw round words like racist"
    r"\bnot (?:\w+ ){0,3}(?:evidence|signs?|proof|suggestion|hint) of (?:any )?racis[mt]\b|"
    r"\b(?:not|never) (?:\w+ ){0,3}(?:words?|terms?|language) like racis[mt]\b|"
    r"\bi (?:would|do|should) (?:rather )?not (?:\w+ )?use (?:the|that) (?:word|term)(?: racis[mt])?(?: myself)?$|"
    # "I don't think that language is helpful", "that's a serious allegation"
    r"\bnot (?:\w+ ){0,2}(?:that|this|such) (?:language|word|talk|term) (?:is|was) (?:\w+ )?"
    r"(?:helpful|useful|fair|necessary|called for)\b|"
    r"^(?:\w+ ){0,2}(?:that|this|it) is (?:a )?(?:(?:very|rather|quite|pretty|bit of a) )*"
    r"(?:strong|serious|emotive|loaded) (?:word|term|language|allegation|accusation|charge|claim)\b|"
    # "I'm not racist", "there's nothing racist in me"
    r"\bi am not (?:being |a )?racist\b|\bnot a racist bone\b|\bnothing racist (?:in|about) (?:me|us)\b|"
    r"\bracis[mt](?: is)?(?: a)? (?:(?:very|rather|quite|pretty|such a) )*(?:strong|serious|emotive|loaded|big) "
    r"(?:word|term|language|allegation|accusation|charge|claim)\b|"
    # "I'd rather we left that word to one side", "they're only words"
    r"\b(?:leave|left|put|set|keep) (?:that|this|the) (?:word|term) (?:to one side|aside|out of (?:it|this))\b|"
    r"\bthey are (?:only|just) words\b|"
    r"\b(?:nobody|no one|(?:not think|do not believe) (?:anyone|anybody)) (?:(?:is|was) )?calling "
    r"(?:anyone|anybody|you|him|her|them) (?:a )?racist\b|"
    r"\b(?:nobody|no one) (?:is|was) saying (?:it (?:is|was) )?racis[tm]\b"
)
"""What judges the word that they used, or puts it aside."""


_QUOTED_ALONE = re.compile(r"(?<=[,:] )['‘](?=\w).*?(?:[\w.,!?]['’](?=[,.;:!?]|\s*$)|$)")
"""Words in single marks that stand by themselves: "I've said that, 'I don't see colour', for years"."""


def _is_own(said: re.Match[str]) -> bool:
    """Whether words are meant by their speaker, and stand."""
    return not (_NOT_MEANT.search(said.string[: said.start()]) or _TAKES_BACK.search(said.string))


def makes_small(text: str) -> frozenset[str]:
    """Find the words of what a reply makes small: "It's just a box"."""
    for sentence in split_sentences(text):
        small = _JUST_A.search(" ".join(tokenize(drop_quotations(sentence))))
        if small and not sentence.endswith("?") and _is_own(small):
            return find_content_words(small[0])
    return frozenset()


def makes_slip(text: str) -> bool:
    """Whether a reply has a word for people that hurts, and does not read it out."""
    return bool(list_slips(drop_quotations(text)))


def list_slips(text: str) -> frozenset[str]:
    """List the words for people that hurt in a text, read out or not."""
    return frozenset(_SLIP.findall(" ".join(tokenize(text))))
