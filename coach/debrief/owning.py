"""What practitioners own of what they or their service did. Begin with `find_owning`.

A sorry for what others did, for the wait or for being late owns nothing, and neither does a sorry before a question.
`goes_back` tells whether a reply surely goes back to one earlier reply.
"""

import re
from collections.abc import Sequence

from coach.debrief.wording import drop_quotations, find_content_words, split_sentences
from coach.matching.memory import remember
from coach.matching.sentences import parse
from coach.matching.tokens import tokenize


def _one_of(words: str) -> str:
    """Return a choice of some words."""
    return f"(?:{'|'.join(words.split())})"


_SAID = _one_of("""
    said asked called laughed offered talked spoke jumped galloped rushed pushed shouted snapped barked assumed
    guessed interrupted answered told teased joked mocked lectured rambled waffled misheard misread muddled mixed
    ignored skipped changed walked barged sat stared started misquoted mumbled rattled prattled wandered turned mixed
    presumed
""")
_TALKED = (
    rf"(?:{_SAID}|(?:looked|came|went) (?:straight )?(?:at|on|round|all round|past) (?!home|school)\w+|came (?:in|up)|"
    r"read (?:\w+ ){1,4}(?:out|at you)|went quiet|put you)"
)
"""What people do with their own mouths and eyes while they talk."""
_WRONGED = (
    r"(?:(?:said|asked|called|offered|told|put|answered|started|misquoted) (?:just )?(?:it|that|this|you|him|her|your|"
    r"his|them|as if|like|about|over|all|too)\b|(?!(?:said|asked|called|offered|told|answered|changed|walked|sat|"
    rf"started|came) ){_TALKED})"
)
"""What people do while they talk that they are sorry for: "I galloped", "I asked you that"."""
_FAULT = _one_of("""
    wrong wrongheaded rude unfair clumsy unkind silly daft stupid thick crass careless thoughtless tactless
    patronising sharp harsh ignorant bad insensitive blunt cheeky
""")
_SOFTLY = r"(?:(?:a bit|very|so|really|just|plain|quite|pretty|completely|only|too|also) )*"
_I_TALKED = rf"\bi (?:have |had |would )?(?:just |only |even |then )*(?:gone and |sat here |sat there )?{_TALKED}\b"
_THAT_WAS = r"\b(?:that|it|this|which) (?:was|is) "
_SORRY = r"\b(?<!not )(?:sorry|apologise|apologies)\b"
_ABOUT_THAT = (
    r"\bi (?:have )?(?:just )?(?:made|turned) (?:this|it|that) (?:about|into) (?:me|mine|us|myself)\b",
    r"\b(?:that|it) (?:came|has come|is coming|comes) out (?:\w+ ){0,2}(?:wrong|badly|foolish|clumsy|daft|stupid|like|"
    r"harsh|rude|sharp|sideways|sudden|short|abrupt|blunt)\b",
    r"\bi (?:have )?(?:put|said|asked|worded|phrased) (?:that|it)(?: \w+){0,2} (?:badly|wrong|wrongly|clumsily|all "
    r"wrong)\b",
    rf"{_THAT_WAS}{_SOFTLY}(?:{_FAULT}|racist) of me\b",
    rf"{_THAT_WAS}{_SOFTLY}out of (?:order|line)(?: of me)?$",
    rf"{_THAT_WAS}{_SOFTLY}(?:a |an )?{_FAULT} (?:thing|question|word|way) (?:of me |for me )?to (?:say|ask|put)",
    r"\bi (?:had |would )?(?:better|like to|want to) (?:have|take) (?:it|that) back\b",
    r"\bi (?:will |can |shall |have to )?(?:take (?:it|that) back(?! (?:to|with|home|into|up|down)\b)|withdraw "
    r"(?:it|that)\b)|\bscrub that\b|\bi should not (?:have |of )?(?:said|asked|put) (?:that|it)\b",
    rf"{_SORRY}(?: \w+){{0,4}} i (?:just |have |sort of )*(?:said|asked|galloped through|put|called) (?:you )?(?:that|"
    r"it)\b",
    rf"(?:^|\b(?:and|so|well|oh|no|okay|yes|sorry|there|because|but) )i (?:was|have been) {_SOFTLY}(?:{_FAULT}|wrong "
    r"headed|out of order|out of line|hard on you)\b(?! about)|\bi was (?:a bit )?short with you\b",
    r"\bi (?:have |would )?(?:got|had) (?:that|it)(?: all| quite)? wrong\b|\bi (?:let|left) (?:it|that) (?:go|pass)\b",
)
"""Ways to own what was said just before, without saying it again."""
_POOR = (
    rf"(?:{_SOFTLY}(?:a |an )?(?:glib|crass|poor|lazy|snide|short|sudden|abrupt|nosy|cheeky|foolish|flippant|rude|"
    r"clumsy|daft|silly|stupid|thoughtless|tactless|careless|harsh|sharp|blunt|unkind|patronising|(?:bad|poor|stupid|"
    r"silly|daft|cheap) (?:joke|question|word|thing to say|way to (?:say|ask|put) it))\b|not (?:how|what) i (?:meant|"
    r"mean|wanted)\b|not the same\b|not funny\b|not a lol\b|not for me to say\b|too (?:nosy|quick|fast|blunt|far|"
    r"personal)\b)"
)
"""What people call their own words when they are sorry for them; "wrong" and "bad" may be somebody else's."""
_TALKING = (
    r"(?:assuming|bossing|preaching|lecturing|prying|asking (?:it )?(?:badly|like|wrong)|talking (?:over|too|like|at|"
    r"about you)|putting words|jumping|getting ahead|off again|doing it (?:again|too|now)|going (?:too|off|round)|"
    r"rushing|pushing|making (?:it|this) about)"
)
_LONG_AGO = (
    r"(?!.*\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|july|october|last|week|weeks|month|months|years?|"
    r"ago|yesterday|before (?:you|today|now|it|they|he|she))\b)"
)
"""What was not done before the conversation is of the service, and not of this talk."""
_OWN = tuple(
    re.compile(pattern)
    for pattern in (
        *_ABOUT_THAT,
        # "Sorry, I galloped", "I offered you a banana, sorry"
        rf"{_SORRY}(?: \w+){{0,4}} i (?:just |have |sort of )*{_WRONGED}\b|{_SORRY} i called\b|{_SORRY} i said "
        r"(?!so\b)\w+",
        rf"\bi (?:have |had |would )?(?:just |only |even |then )*{_WRONGED}\b(?: \w+){{0,9}} {_SORRY}(?! "
        r"to\b| about| he| she| they| you had| i have to)",
        r"\bi have just (?!got|read|come|seen|heard|rung|realised|noticed|looked|been|had|met|remembered|found|"
        rf"written)\w+ .*{_SORRY}(?! to\b| about| he| she| they| you had)",
        rf"{_THAT_WAS}not fair of me",
        rf"{_SORRY}.* the way i (?:{_TALKED}|have been)\b",
        rf"{_SORRY} (?:for|about) (?:saying|asking|calling|laughing|assuming|jumping|pushing|shouting|being (?:a bit "
        rf")?(?:{_FAULT}|short|off)|interrupting)\b(?! again)",
        rf"{_SORRY} i should not\b(?! laugh)",
        # "I said that, and that was daft"
        rf"{_I_TALKED}.*{_THAT_WAS}(?:not )?{_SOFTLY}(?:{_FAULT}|fair|right|on me)\b",
        rf"{_I_TALKED}.* and {_THAT_WAS[2:]}racist$",
        rf"{_I_TALKED}.* (?:as bad|no better|no excuse|own that|own it|take it back|my mistake)\b",
        rf"{_I_TALKED}.* i let you down\b",
        rf"{_I_TALKED}.*\bi (?:should|ought) not (?:to )?(?:have|of)$",
        r"\bthat (?:is|was) (?:just |only )?me (?:being(?! slow| late| a bit slow)|talking|going|galloping|rushing|"
        r"getting|putting|jumping|assuming)\b",
        rf"\b(?:that|it) (?:is|was) my (?:fault|mistake) (?:for |because )?i {_TALKED}\b",
        rf"\bcame from me\b.* i {_TALKED}",
        r"\bi (?:have |went and |gone and )*put my foot in\b",
        # "Everybody assumes a houseful. Well, I did", "I've been at it as well", "I made it worse with that"
        r"\b(?:everyone|everybody|people|they|we) (?:all |just |always )?(?:assume|think|thought|say|guess|presume)s?\b"
        r".*\b(?:and|well|so) i did\b",
        r"\bi have just done (?:it|that|the same) (?:too|as well|myself)\b|\bi just did (?:it|that|the same) (?:too|as "
        r"well|myself)\b|\bi have been at it (?:too|as well|myself)\b",
        r"\bi (?:have |only |just )*made (?:it|that|things) (?:\w+ )?(?:worse|harder)\b(?! for (?:him|her|them)\b)",
        r"\bi (?:asked|rang|told|called|answered) (?:\w+ )?the wrong (?:question|thing|name|way|person)\b",
        r"\bi (?:was|have been) (?:so |all |just |a bit )*(?:laughing|joking|jolly|chirpy|breezy|flippant|chatty|"
        r"bright) (?:at|with|to) you\b",
        r"\bi should not (?:have |of )?(?:said|asked|laughed|called|put|assumed|pushed|made|brought|used|jumped|told|"
        r"say)\b",
        r"\bi should have (?:asked|said|checked|told you|started with|let you|listened|stopped)(?: \w+){0,3} "
        r"(?:before|first|at the start|instead|properly)\b",
        r"\bi (?:have |would )?(?:got|had) (?:you|your name)(?: all| quite)? wrong\b",
        rf"\byou (?:asked|told|said)\b.* and i {_TALKED}\b",
        r"\bi (?:have )?(?:came|come|went|gone|jumped) (?:in here |in |at (?:you|it|this) )(?:\w+ ){0,3}(?:hard|fast|"
        r"quick|strong|sharp|heavy)\b",
        # "Sorry, that was glib", "that's not the same is it, sorry", "that's not how I meant it"
        rf"{_SORRY}(?: (?!to\b|about\b|if\b)\w+){{0,3}} (?:(?:that|it|this) was|that is(?= not)) {_POOR}",
        rf"\b(?:(?:that|it|this|which) was|that is(?= not | poor\b)) {_POOR}.*{_SORRY}(?! to\b| about| if| he\b| she| "
        r"they| nobody| you\b)",
        rf"{_THAT_WAS}(?:not (?:how|what) i meant|not the same thing at all)\b",
        # "Sorry, I'm harping on", "I'm talking too much", "listen to me assuming"
        rf"{_SORRY}(?: \w+){{0,2}} i (?:am|was|have been|keep)(?: \w+)? {_TALKING}",
        r"\bi (?:am|was|have been) (?:talking|going|pushing|asking|rushing) (?:\w+ )?too (?:much|fast|hard|quick|"
        r"quickly)\b",
        r"\bi (?:am|was|have been) (?:asking|saying|putting) (?:it|this|that) (?:\w+ )?(?:badly|wrong|clumsily)\b",
        r"\b(?:listen to me|hark at me|look at me|there i go|here i go)(?: again)? (?:assuming|talking|going|"
        r"lecturing|preaching|guessing|rattling|galloping|jumping|deciding)\b|\b(?:there|here) i go again\b|\bi do "
        r"not know i am assuming\b",
        r"\bi do (?:rattle|prattle|ramble|witter|waffle|gabble)(?: on)?\b",
        r"\byou should not have had to (?:tell|ask|say|remind|read|explain)\b",
        r"\bi keep doing (?:it|that)\b|\bi have (?:just )?(?:gone and|been and) (?:said|done|asked|put|made|called)\b",
        r"\bi (?:have |think i |just )*(?:gone|went) (?:too (?:fast|far|quick|quickly)|wandering|off on (?:the|a|one)|"
        r"rattling|galloping|charging)\b|\bi (?:think i )?rattled on\b|\bi have been (?:prattling|rattling|rambling "
        r"on|wittering|galloping|lecturing|talking over|ignoring|talking about you)\b",
        rf"{_SORRY}(?: \w+){{0,3}} i (?:have |had |think i |just )*(?:went|gone) (?!home|to (?:work|school)|blank|"
        r"cold|all prickly|a bit)\w+",
        rf"\bi (?:have )?(?:turned|looked|laughed|went) (?:\w+ ){{0,7}}{_SORRY}",
        r"\bi (?:did )?(?:just )?(?:cut across|talk over|talked over|spoke over|interrupted|misread|misheard|"
        r"misquoted) (?:you|it|him|her)\b",
        rf"{_SORRY} i (?:was on about|put my foot|speak too|talk too|say everything)\b",
        # "I should've started with that"
        r"\bi (?:should|ought to)(?: not)? (?:have|of) (?:just |also |at least )?(?:been )?(?:said|asked|asking|told "
        r"you|started|let you|listened|stopped|waited|explained|introduced|offered|mentioned|begun|"
        rf"laughed)\b{_LONG_AGO}",
        r"\bi should not be (?:making|asking|putting|telling|laughing|guessing|saying)\b",
        # "no, forget the form", "I was going to say it again, and I'm not going to"
        r"\b(?:no|sorry|actually|okay) (?:forget|ignore|scrub|strike) (?:the|that|it|what i|i)\b|\bforget (?:i|what "
        r"i) (?:said|asked)\b",
        r"\bignore me\b|\bi was (?:going|about) to (?:say|ask|write|call)\b.*\b(?:am not going to|will not|should "
        r"not)\b",
        r"\bi answered (?:from the side|sideways|a different|the wrong|what i would|around|round)\b|\byou are right i "
        r"(?:answered|jumped|assumed|pushed|rushed|guessed|talked)\b|\bi was reading the \w+ and not you\b",
        rf"\bbeg your pardon i\b|\bforgive me i {_TALKED}|\bi {_SAID} .* forgive me\b",
        r"\bi (?:had|have|would) no (?:business|right)(?: to)? (?:saying|asking|putting|say|ask|put)\b",
        r"\bmy (?:fault|mistake) i (?:got|was|went|had)\b|\bi (?:have )?made (?:it|that|you) (?:sound|feel)\b",
        # their own report, where they say that it is theirs
        rf"\bmy (?:own |draft )*(?:report|draft|letter|note|words)\b.*\b(?:is|was|were) {_SOFTLY}{_FAULT}\b",
        r"\bi (?:have |had )?(?:wrote|signed|pasted|typed|initialled|put my (?:initials|name)) "
        rf".*(?:{_THAT_WAS}{_SOFTLY}{_FAULT}|my fault|should not have|\bi did that\b|i am sorry)",
    )
)
_BLUNDER = _one_of("mistake fault error failing failure doing blunder oversight booking")
_LEFT_UNDONE = (
    r"(?:unread|without (?:reading|asking|opening|checking|looking)|not (?:read|look|check|open|ask)\b|never (?:read|"
    r"asked|checked|looked|opened)|not think i read)"
)
_OWN_WORK = tuple(
    re.compile(pattern)
    for pattern in (
        # "I should have rung you", "we should've asked"
        r"\b(?:i|we) (?:really )?(?:should|ought to)(?: not| never)? (?:have|of)\b(?! (?:thought|you|i|we|he|she|they|"
        r"it|that|this|them|him|your|my|his|her|their|our|some|one|two|both|more|enough|time|another|an|any|no|not|to|"
        r"something|people|tea|coffee|the|a|got|brought (?:a|an|my)|worn|done the (?:water|tea|washing)|been (?:here|"
        r"home|in bed)|had|eaten|parked|left the house)\b)",
        # "that's on us", "my mistake", "that was our failing"
        r"\b(?:that|this|it|which) (?:is|was) (?:all |entirely |partly )?(?:on|down to) (?:me|us)\b(?! to\b)|"
        rf"\b(?:that|this|it|which) (?:is|was) (?:all |entirely |partly )?(?:my|our) (?:own )?{_BLUNDER}\b(?! (?:if|"
        rf"for being)\b)|^(?:\w+ )?(?:my|our) (?:own )?{_BLUNDER}\b(?! (?:is|was|if|for being)\b)",
        rf"\b(?:that|it|this) (?:is|was) (?:\w+ )?{_SOFTLY}(?:not (?:very )?(?:kind|fair|right|good)|glib|lazy|crass|"
        rf"rubbish|poor|sloppy|slack|cowardly|{_FAULT}) of (?:me|us)\b",
        # what they signed, pasted or sent without reading it
        r"\b(?:i|we) (?:just |only )?(?:pasted|signed|initialled|copied|typed|sent|filed|approved|"
        rf"agreed)\b.*\b{_LEFT_UNDONE}",
        rf"\bi (?:did not|never) (?:read|open|check|ask|look at|ring|tell)\b.*{_SORRY}",
        r"\bi pasted (?:it|that|them) (?:in|there|straight)|\b(?:it|that|one|line|word|words|phrase|sentence\b.*) "
        r"(?:is |was )?(?:\w+ )?in my (?:own )?draft\b",
        r"\bi (?:never|forgot to) (?:asked?|rang|ring|told|tell|checked?|opened|looked) (?:you|your|him|her|the|at|"
        r"first)\b|\bnever asked you\b|\bi (?:sat there and )?said nothing (?:about|when|at)\b|\bi was in the room "
        r"and (?:i )?(?:said nothing|did (?:nothing|not)|never|let|sat|kept quiet|looked away|nodded|laughed)\b",
        r"\bi (?:did|have done|handled|managed) (?:that|it|this) (?:very |really |so )?badly\b|\bi (?:have )?let you "
        r"(?:all |both )?down\b",
        # "sorry I kept on", "sorry we left you to find out"
        rf"{_SORRY}(?: that)? (?:i|we) (?:just |have |had )?(?:kept|made|left|brought|never|(?:come|came) in(?! "
        r"late\b| early\b| without\b)|not (?:put|asked?|"
        r"rung|ring|told|tell|check|read|open)|did not (?:ask|ring|tell|check|read|open|write)|have not (?:put|asked|"
        r"rung|told|done|written))\b(?! (?:a noise|a mess|it to|catch))",
        rf"{_SORRY} i (?:was|have been) (?:\w+ )?\w+ing (?:at|over|on at) (?:you|him|her)\b|{_SORRY} i went (?:a bit |"
        r"too |very )(?:quick|fast|far|hard|quickly)\b",
        rf"\bnot (?:good enough|acceptable)\b.*{_SORRY}|{_SORRY}.*\bnot (?:good enough|acceptable)\b|{_SORRY}.* on "
        r"behalf of (?:this|the|my|our)\b",
        # "it was us", "we booked the wrong one", "I had the two of them the wrong way round"
        r"\b(?:it is|it was) us (?:who|that)\b|\bnot you\b.*\bit was us\b",
        r"\b(?<!anything )(?<!what )(?<!if )(?:i|we|i have|we have|i had) (?:had|got|booked|sent|wrote|put|spelled|"
        r"spelt|recorded|gave) (?:you|your|his|her|it|them|that|the (?:name|names|date|day|time|two|form|wrong "
        r"(?:name|person|interpreter|man|woman|day|date|one|word)))\b(?: \w+){0,4}? ?\b(?:wrong|wrongly|the wrong way "
        r"round|mixed up)\b",
        r"\b(?:it|that) is wrong and i (?:am|will|can) (?:chang|correct|amend|tak)|\bi (?:should|have to|ought to) "
        r"own (?:that|up)\b",
    )
)
"""Ways to own what they or their service did, or left undone, before the conversation or in it."""
_POINTS_BACK = tuple(re.compile(pattern) for pattern in _ABOUT_THAT)
_NOT_OWN = re.compile(
    r"\bthing to (?:be|have been) (?:told|asked|called|put through|sent)\b|"
    rf"\b(?:if|whether|unless|when) i (?:was|am|have|said|asked|put|got)(?: \w+)? {_SOFTLY}(?:{_FAULT}|badly|that|it|"
    r"you)\b|\btell me (?:if|where)\b|\bsorry if\b|\bi (?:was|am) (?:not|never) (?:wrong|rude|unfair)\b|\byou think "
    r"i\b|\bif (?:that|it) came\b|\bhave i\b|\bsorry i am (?:behind|late)\b|\bi should (?:have|of) (?:perhaps |"
    r"really )*(?:said|told you|mentioned) (?:that|this|so) (?:first|before|sooner|at the (?:door|start)|(?:on|over) "
    r"the (?:tele)?phone)\b"
)
_SHORT = 8
"""Words of a sentence that may belong to the one before: "I read them out at you. That was rude."."""
_BELONGS = re.compile(
    r"^(?:and |but )?(?:that (?:was|is)|my mistake|(?:i am )?sorry\b(?! to| about| if)|i apologise$|i let you down|i "
    r"did that$)"
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
    "excuse sorry hang mind question foot putting wait minute moment"
)
"""Words of owning itself: they say nothing of what is owned."""


@remember
def find_owning(text: str) -> tuple[str, ...]:
    """Find the sentences in which a reply owns what its speaker or service did."""
    return tuple(plain for _, plain in _list_owning(text, _OWN + _OWN_WORK))


@remember
def owns_own_work(text: str) -> bool:
    """Whether a reply owns what they or their service did or left undone in their work."""
    return owns_for_service(text) or bool(_list_owning(text, _OWN_WORK))


_FOR_SERVICE = re.compile(
    r"\b(?:we|our \w+|the service|this service|the team|the file) (?:\w+ )?(?:wrote|put|said|says|called|calls|sent|"
    rf"closed|lost|got|let|never|did not|have not|had not|has)\b.*(?:{_SORRY}(?! to\b| about| if )|\b(?:that|it|which) "
    rf"(?:is|was) (?:{_SOFTLY}{_FAULT}|not (?:right|fair|good enough)))"
)
_APOLOGISES = re.compile(
    rf"{_SORRY}|\b(?:my|our) (?:mistake|fault)\b|\bi (?:was|have been) {_SOFTLY}{_FAULT}|\bi (?:will )?take "
    r"(?:it|that) back\b(?! (?:to|"
    r"with|home|into|up|down)\b)|"
    rf"{_THAT_WAS}{_SOFTLY}(?:{_FAULT}|out of order|out of line)"
)
_NOT_FOR_THEM = re.compile(
    r"\bquestions?\b(?!.*\bi should not)|\bsorry (?:to|if|what|who|could|can|i am late|i did not (?:catch|hear)|for "
    r"(?:the|your) (?:wait|delay|loss)|about the (?:wait|delay|room|time|heat|cold|mess))\b|\bsorry (?:i|we) (?:am|"
    r"are) (?:late|slow|going on)\b|\b(?:waiting|wait|rambling|going on)\b.*\bsorry\b"
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
        named = find_content_words(plain) - _EMPTY - (persons - said)
        if named & meant:
            return True
        points = not named or any(pattern.search(plain) for pattern in _POINTS_BACK)
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


def is_bare_apology(text: str) -> bool:
    """Whether a reply begins with a sorry and nothing else in that sentence."""
    return any(_BARE_SORRY.match(plain) for plain in _list_plain(text)[:1])


def _list_plain(text: str) -> list[str]:
    """List the sentences of a reply in plain words, without what is quoted in them."""
    parsed = parse(drop_quotations(text))
    return [parsed.spell(sentence) for sentence in parsed.sentences]


@remember
def _list_own(text: str) -> tuple[tuple[int, str], ...]:
    """List the sentences of a reply that own what its speaker did, each with its place.

    Every reply is asked whether it goes back to each one before it, so it is looked through once.
    """
    return tuple(_list_owning(text, _OWN))


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
    rf"^i (?!called (?:in|round|to)\b)(?:{_SAID}|(?:have been|was) (?!late|held|stuck|caught)\w+ (?:at|to|with|on "
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
    return any(pattern.search(plain) for pattern in ways) and not (_NOT_OWN.search(plain) or _LENT.search(plain))


_LETS_BE = re.compile(
    r"\bi (?:will|am going to) (?:leave|let) (?:it|that|her|him) (?:there|be|alone|go|at that)\b|\byou do not owe me\b|"
    r"\bi will not (?:ask|push|press) (?:you )?(?:again|any|about (?:it|that))\b"
)


def lets_be(text: str) -> bool:
    """Whether a reply lets a thing be that nobody wants to speak of: "I'll leave it there"."""
    return any(_LETS_BE.search(plain) for plain in _list_plain(text)[:_ASKED_BY])


_RECEIVES = re.compile(
    r"^(?:(?:oh|and|yes|yeah|no|well) )*i (?:did |have )?(?:saw|see|hear|heard|noticed) (?:that|it|you)\b"
)


def receives(text: str) -> bool:
    """Whether a reply begins by saying that it took in what was said: "I saw that"."""
    return any(_RECEIVES.search(plain) for plain in _list_plain(text)[:1])


# --- How the family took it

_ACCEPTS = re.compile(
    r"^(?:(?:no|oh|yes|yeah|well|hm|you are|it is|that is) )*(?:quite |perfectly )?(?:all right|alright)\b|\b(?:thanks|"
    r"thank you|ta|okay|ok|no harm|i know(?! what)|(?:that|it) is (?:a bit |much )?better|apology|apologise|accept|"
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


_IS_GOOD = re.compile(r"^good that (?:is|has|was)\b")


def accepts(text: str) -> bool:
    """Whether a line of the family's takes an apology in words: "That's all right"."""
    plain = _list_plain(text)
    # "Good. That's got a person in it"; "Good. Now nothing" takes nothing.
    takes = _IS_GOOD.match(" ".join(plain)) or any(_ACCEPTS.search(one) for one in plain)
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
    rf"{_THAT_WAS}{_SOFTLY}{_FAULT} of (?:me|us)\b|\bi (?:was|have been) {_SOFTLY}{_FAULT}\b|\b(?:my|our) (?:fault|"
    rf"mistake)\b"
)
"""Words that own a fault as one's own, without saying again what it was."""
