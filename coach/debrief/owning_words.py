"""The words by which practitioners own what they or their service did, as patterns.

`OWN` has what was said or done in the talk itself, and `OWN_WORK` what was done or left undone in the work before it.
`coach.debrief.owning` reads replies by them, and says which sentence belongs to which.
"""

import re


def _one_of(words: str) -> str:
    """Return a choice of some words."""
    return f"(?:{'|'.join(words.split())})"


SAID = _one_of("""
    said asked called laughed offered talked spoke jumped galloped rushed pushed shouted snapped barked assumed
    guessed interrupted answered told teased joked mocked lectured rambled waffled misheard misread muddled mixed
    ignored skipped changed walked barged sat stared started misquoted mumbled rattled prattled wandered turned mixed
    presumed patted soothed trotted brushed fobbed
""")
_TALKED = (
    rf"(?:{SAID}|(?:looked|came|went) (?:straight )?(?:at|on|round|all round|past) (?!home|school)\w+|came (?:in|up)|"
    r"read (?:\w+ ){1,4}(?:out|at you)|went quiet|put you)"
)
"""What people do with their own mouths and eyes while they talk."""
_WRONGED = (
    r"(?:(?:said|asked|called|offered|told|put|answered|started|misquoted) (?:just )?(?:it|that|this|you|him|her|your|"
    r"his|them|as if|like|about|over|all|too)\b|(?!(?:said|asked|called|offered|told|answered|changed|walked|sat|"
    rf"started|came) ){_TALKED})"
)
"""What people do while they talk that they are sorry for: "I galloped", "I asked you that"."""
FAULT = _one_of("""
    wrong wrongheaded rude unfair clumsy unkind silly daft stupid thick crass careless thoughtless tactless
    patronising sharp harsh ignorant bad insensitive blunt cheeky
""")
SOFTLY = r"(?:(?:a bit|very|so|really|just|plain|quite|pretty|completely|only|too|also) )*"
_I_TALKED = rf"\bi (?:have |had |would )?(?:just |only |even |then )*(?:gone and |sat here |sat there )?{_TALKED}\b"
THAT_WAS = r"\b(?:that|it|this|which) (?:was|is) "
SORRY = r"\b(?<!not )(?:sorry|apologise|apologies)\b"
_ABOUT_THAT = (
    r"\bi (?:have )?(?:just )?(?:made|turned) (?:this|it|that) (?:about|into) (?:me|mine|us|myself)\b",
    r"\b(?:that|it) (?:came|has come|is coming|comes) out (?:\w+ ){0,2}(?:wrong|badly|foolish|clumsy|daft|stupid|like|"
    r"harsh|rude|sharp|sideways|sudden|short|abrupt|blunt|hard|cold|snotty)\b",
    r"\bi (?:have )?(?:put|said|asked|worded|phrased) (?:that|it)(?: \w+){0,2} (?:badly|wrong|wrongly|clumsily|all "
    r"wrong)\b",
    rf"{THAT_WAS}{SOFTLY}(?:{FAULT}|racist) of me\b",
    rf"{THAT_WAS}{SOFTLY}out of (?:order|line)(?: of me)?$",
    rf"{THAT_WAS}{SOFTLY}(?:a |an )?(?:{FAULT}|racist) (?:thing|question|word|way) (?:of me |for me )?to "
    r"(?:say|ask|put|do)",
    rf"{THAT_WAS}{SOFTLY}(?:a |an )?(?:rotten|horrible|horrid|awful|terrible|rubbish|nasty|ugly|mean|shabby|shocking|"
    r"dreadful) thing (?:of me |for me )?to (?:say|ask|put|call)\b",
    r"\bi (?:had |would )?(?:better|like to|want to) (?:have|take) (?:it|that) back\b",
    r"\bi (?:will |can |shall |have to )?(?:take (?:it|that) back(?! (?:to|with|home|into|up|down)\b)|withdraw "
    r"(?:it|that)\b)|\bscrub that\b|\bi should not (?:have |of )?(?:said|asked|put) (?:that|it)\b",
    rf"{SORRY}(?: \w+){{0,4}} i (?:just |have |sort of )*(?:said|asked|galloped through|put|called) (?:you )?(?:that|"
    r"it)\b",
    rf"(?:^|\b(?:and|so|well|oh|no|okay|yes|sorry|there|because|but) )i (?:was|have been) {SOFTLY}(?:{FAULT}|wrong "
    r"headed|out of order|out of line|hard on you)\b(?! about)|\bi was (?:a bit )?short with you\b",
    r"\bi (?:have |would )?(?:got|had) (?:that|it)(?: all| quite)? wrong\b|\bi (?:let|left) (?:it|that) (?:go|pass)\b",
    r"\bi (?:have |just )*(?:went|gone) (?:straight |right |clean )?past (?:it|that)\b(?! (?:on|in|at|this|"
    r"yesterday)\b)",
    # "I am going past it, aren't I"
    r"^(?:(?:oh|no|yes|yeah|okay|right|well|sorry|god) )*i (?:am|was|did|have|have just|do) (?:(?:going|talking) "
    r"(?:straight |right )?(?:past|over)|talk(?:ed)? over|do(?:ing|ne) (?:it|that)|dodg\w+|duck\w+|rush\w+|push\w+|"
    r"assum\w+|ignor\w+|jump\w+|miss(?:ing|ed) (?:it|that|the point))\b.* (?:am|are|was|did|have|do) not i\b",
)
"""Ways to own what was said just before, without saying it again."""
_POOR = (
    rf"(?:{SOFTLY}(?:a |an )?(?:glib|crass|poor|lazy|snide|short|sudden|abrupt|nosy|cheeky|foolish|flippant|rude|"
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
PREJUDGED = (
    # "I came in with a story in my head", "I came here with it the wrong way round"
    r"\bi (?:have |had |think i )*(?:came|come|walked) (?:in|here|in here) (?:with (?:\w+ ){1,2}(?:story|picture|idea|"
    r"label) (?:of you )?in my head\b|with (?:a|the|my) (?:form|list|label|story) (?:that|about|and)\b|with it (?:the "
    r"wrong way|upside|back to front)|(?:going on|telling you|shouting|laughing|assuming|thinking i knew)\b|as if i\b|"
    r"and (?:backed|assumed|laughed|told you|preached)\b)",
    r"\bi (?:have |had |would )?(?:already )?made up my mind (?:what|who|about|that|before)\b",
    r"\bput(?:ting)? my own \w+ in your (?:mouth|kitchen|house|family)\b",
)
"""Ways to own what somebody had made of them before they said a word."""
OWN_ALL = (
    # "I've made a pig's ear of this", "I've spent half an hour making it smaller"
    r"\bi (?:have )?(?:made|am making) (?:an?|such an?|a (?:right|real|proper)) "
    r"(?:pigs? ear|mess|hash|dogs? dinner|meal|muddle|bodge|bad start) of (?:this|it|that|things)\b",
    r"\bi (?:have |had )?(?:just )?spent (?:(?:the|last|whole|half|an?|this|\w+) )*(?:hour|minutes|bit|part|time|"
    r"morning|visit|meeting|conversation|talk)(?: of (?:this|it))? (?:making|telling|talking|defending|explaining|"
    r"calling|pretending|dodging|going round|lecturing)\b",
    # "I've got all of this wrong", "I was getting at you all morning"
    r"\bi (?:have )?(?:got|had) (?:all of (?:it|this)|this all|it all|the whole (?:thing|lot)) wrong\b",
    r"\bi (?:was|have been) (?:getting|having a go) at you (?:all|since|from)\b",
)
"""Ways to own all that was said so far, without saying what."""
_LONG_AGO = (
    r"(?!.*\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|july|october|last|week|weeks|month|months|years?|"
    r"ago|yesterday|before (?:you|today|now|it|they|he|she))\b)"
)
"""What was not done before the conversation is of the service, and not of this talk."""
OWN = tuple(
    re.compile(pattern)
    for pattern in (
        *_ABOUT_THAT,
        *PREJUDGED,
        # "I'm sorry I opened with 'automatic'", "I nearly told you to laugh, sorry", "I'm ashamed of that"
        rf"{SORRY}(?: \w+){{0,3}} i (?:opened with|believed (?:it|that|them|him)|used (?:that|the) (?:word|name)|"
        r"(?:nearly|almost) (?:left|told|asked|said|laughed|closed|wrote|let|missed))\b",
        rf"\bi (?:nearly|almost) (?:told|asked|laughed|said|called|closed|left|wrote)\b.*{SORRY}",
        r"\bi (?:am|was) (?:\w+ ){0,2}ashamed (?:of (?:that|it|us|myself)|(?:that )?(?:i|we)|you (?:had|have) to)\b",
        rf"{THAT_WAS}(?:a |an )?(?:rubbish|terrible|awful|poor|bad|rotten) (?:start|beginning|way to "
        r"(?:start|begin))\b",
        r"\bi wish i had not\b(?! (?:to|come|worn|eaten|parked|got|had)\b)",
        r"\bi (?:was|have been) (?:(?:a bit|so|very|all) )*(?:arms folded|defensive|cagey|brisk|official)\b",
        # "Sorry, I galloped", "I offered you a banana, sorry"
        rf"{SORRY}(?: \w+){{0,4}} i (?:just |have |sort of )*{_WRONGED}\b|{SORRY} i called\b|{SORRY} i said "
        r"(?!so\b)\w+",
        rf"\bi (?:have |had |would )?(?:just |only |even |then )*{_WRONGED}\b(?: \w+){{0,9}} {SORRY}(?! "
        r"to\b| about| he| she| they| you had| i have to)",
        r"\bi have just (?!got|read|come|seen|heard|rung|realised|noticed|looked|been|had|met|remembered|found|"
        rf"written)\w+ .*{SORRY}(?! to\b| about| he| she| they| you had)",
        rf"{THAT_WAS}not fair of me",
        # "It was a threat. I dressed it up as looking after you. I'd no business."
        rf"{THAT_WAS}a threat(?! (?:from|by)\b)|\bi dressed (?:it|that|this) up as\b|"
        r"\bi had no business(?: (?:saying|asking|telling|doing|making|writing)\b|$)",
        rf"{SORRY}.*{THAT_WAS}{SOFTLY}badly done\b",
        rf"{SORRY}.* the way i (?:{_TALKED}|have been)\b",
        rf"{SORRY} (?:for|about) (?:saying|asking|calling|laughing|assuming|jumping|pushing|shouting|being (?:a bit "
        rf")?(?:{FAULT}|short|off)|interrupting)\b(?! again)",
        rf"{SORRY} i should not\b(?! laugh)",
        # "I said that, and that was daft"
        rf"{_I_TALKED}.*{THAT_WAS}(?:not )?{SOFTLY}(?:{FAULT}|fair|right|on me)\b",
        rf"{_I_TALKED}.* and {THAT_WAS[2:]}racist$",
        rf"{_I_TALKED}.* (?:as bad|no better|no excuse|own that|own it|take it back|my mistake)\b",
        rf"{_I_TALKED}.* i let you down\b",
        rf"{_I_TALKED}.*\bi (?:should|ought) not (?:to )?(?:have|of)$",
        r"\bthat (?:is|was) (?:just |only )?me (?:being(?! slow| late| a bit slow)|talking|going|galloping|rushing|"
        r"frightening|scaring|bullying|bossing|hurrying|pressing|bulldozing|steamrolling|"
        r"getting|putting|jumping|assuming)\b",
        rf"\b(?:that|it) (?:is|was) my (?:fault|mistake) (?:for |because )?i {_TALKED}\b",
        rf"\bcame from me\b.* i {_TALKED}",
        r"\bi (?:have |went and |gone and )*put my foot in\b(?! nothing\b| no\b)",
        r"\bi came in (?:here )?with my (?:coat|bag|form|pen|list|folder)\b.* (?:told|asked|said)\b",
        r"\bi (?:actually|really|even) said (?:that|it)\b(?! (?:to|at) (?:him|her|them)\b)",
        # "I've just sat here and called it that, haven't I", "I came in here on about my grandson"
        r"\bi have just (?:sat|stood) (?:here|there) (?:and )?\w+(?:ing|ed)\b.* have not i\b",
        r"\bi (?:have )?(?:came|come|walked) in here (?:going |banging |rabbiting )?on about\b",
        # "What I said about watching who you say it to, that was me looking after me"
        r"\b(?:that|it) (?:is|was) me (?:looking after|covering|protecting|defending|saving|hiding behind|panicking|"
        r"thinking of) ?(?:me|myself|my\b|us|ourselves|$)",
        *OWN_ALL,
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
        r"say|opened|started|had (?:a|that))\b",
        r"\bi should have (?:asked|said|checked|told you|started with|let you|listened|stopped)(?: \w+){0,3} "
        r"(?:before|first|at the start|instead|properly)\b",
        r"\bi (?:have |would )?(?:got|had) (?:you|your name)(?: all| quite)? wrong\b",
        rf"\byou (?:asked|told|said)\b.* and i {_TALKED}\b",
        r"\bi (?:have )?(?:came|come|went|gone|jumped) (?:in here |in |at (?:you|it|this) )(?:\w+ ){0,3}(?:hard|fast|"
        r"quick|strong|sharp|heavy)\b",
        # "Sorry, that was glib", "that's not the same is it, sorry", "that's not how I meant it"
        rf"{SORRY}(?: (?!to\b|about\b|if\b)\w+){{0,3}} (?:(?:that|it|this) was|that is(?= not)) {_POOR}",
        rf"\b(?:(?:that|it|this|which) was|that is(?= not | poor\b)) {_POOR}.*{SORRY}(?! to\b| about| if| he\b| she| "
        r"they| nobody| you\b)",
        rf"{THAT_WAS}(?:not (?:how|what) i meant|not the same thing at all)\b",
        # "Sorry, I'm harping on", "I'm talking too much", "listen to me assuming"
        rf"{SORRY}(?: \w+){{0,2}} i (?:am|was|have been|keep)(?: \w+)? {_TALKING}",
        r"\bi (?:am|was|have been) (?:talking|going|pushing|asking|rushing) (?:\w+ )?too (?:much|fast|hard|quick|"
        r"quickly)\b",
        r"\bi (?:am|was|have been) (?:asking|saying|putting) (?:it|this|that) (?:\w+ )?(?:badly|wrong|clumsily)\b",
        r"\b(?:listen to me|hark at me|look at me|there i go|here i go)(?: again)? (?:assuming|talking|going|"
        r"lecturing|preaching|guessing|rattling|galloping|jumping|deciding)\b|\b(?:there|here) i go again\b|\bi do "
        r"not know i am assuming\b",
        r"\bi do (?:rattle|prattle|ramble|witter|waffle|gabble)(?: on)?\b",
        r"\byou should not have had to (?:tell|ask|say|remind|read|explain)\b",
        r"\bi (?:have |had )?(?:went and |gone and )?(?:did|done) (?:it|that|the same) to you\b",
        rf"{SORRY} i did (?:it|that|the same)(?: too| as well| myself)?$",
        r"\bthe thing (?:i said )?about .* i said (?:it|that)\b",
        r"\bi keep doing (?:it|that)\b|\bi have (?:just )?(?:gone and|been and) (?:said|done|asked|put|made|called)\b",
        r"\bi (?:have |think i |just )*(?:gone|went) (?:too (?:fast|far|quick|quickly)|wandering|off on (?:the|a|one)|"
        r"rattling|galloping|charging)\b|\bi (?:think i )?rattled on\b|\bi have been (?:prattling|rattling|rambling "
        r"on|wittering|galloping|lecturing|talking over|ignoring|talking about you)\b",
        rf"{SORRY}(?: \w+){{0,3}} i (?:have |had |think i |just )*(?:went|gone) (?!home|to (?:work|school)|blank|"
        r"cold|all prickly|a bit)\w+",
        rf"\bi (?:have )?(?:turned|looked|laughed|went) (?:\w+ ){{0,7}}{SORRY}",
        r"\bi (?:did )?(?:just )?(?:cut across|talk over|talked over|spoke over|interrupted|misread|misheard|"
        r"misquoted) (?:you|it|him|her)\b",
        rf"{SORRY} i (?:was on about|put my foot|speak too|talk too|say everything)\b",
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
        rf"\bbeg your pardon i\b|\bforgive me i {_TALKED}|\bi {SAID} .* forgive me\b",
        r"\bi (?:had|have|would) no (?:business|right)(?: to)? (?:saying|asking|putting|say|ask|put)\b",
        r"\bmy (?:fault|mistake) i (?:got|was|went|had)\b|\bi (?:have )?made (?:it|that|you) (?:sound|feel)\b",
        # their own report, where they say that it is theirs
        rf"\bmy (?:own |draft )*(?:report|draft|letter|note|words)\b.*\b(?:is|was|were) {SOFTLY}{FAULT}\b",
        r"\bi (?:have |had )?(?:wrote|signed|pasted|typed|initialled|put my (?:initials|name)) "
        rf".*(?:{THAT_WAS}{SOFTLY}{FAULT}|my fault|should not have|\bi did that\b|i am sorry)",
    )
)
_BLUNDER = _one_of("mistake fault error failing failure doing blunder oversight booking")
_LEFT_UNDONE = (
    r"(?:unread|without (?:reading|asking|opening|checking|looking)|not (?:read|look|check|open|ask)\b|never (?:read|"
    r"asked|checked|looked|opened)|not think i read)"
)
OWN_WORK = tuple(
    re.compile(pattern)
    for pattern in (
        # "That was racism, and it was ours", "that came from our office", "it should've been me"
        r"\bracis[tm]\b.*\b(?:(?:it|that|this) (?:is|was) (?:all |partly )?ours|(?:in|under) our (?:own )?name|our "
        r"(?:own )?(?:paperwork|form|words|report|office)|on my own (?:unit|team|ward))\b",
        r"\b(?:it|that|this|one) (?:(?:is|was) ours to (?:fix|mend|put right|answer|own)|(?:came|comes) from our "
        r"(?:\w+ )?(?:office|team|service|side))\b|\bit was our (?:\w+ )?(?:office|team|service) (?:who|that)\b",
        r"\b(?:it|that|this) (?:is|was|has) (?:got )?(?:our|my) (?:own )?name on (?:it|that)\b",
        r"\bthe (?:silence|failure|mistake|error|fault|blame|shame) (?:is|was) (?:ours|mine)\b|\b(?:it|that) should "
        r"have been me\b|\b(?:i|we) never asked (?:what|who|whether|how|why)\b",
        # "I should have rung you", "we should've asked"
        r"\b(?:i|we) (?:really )?(?:should|ought to)(?: not| never)? (?:have|of)\b(?! (?:thought|you|i|we|he|she|they|"
        r"it|that|this|them|him|your|my|his|her|their|our|some|one|two|both|more|enough|time|another|an|any|no|not|to|"
        r"something|people|tea|coffee|the|a|got|brought (?:a|an|my)|worn|done the (?:water|tea|washing)|been (?:here|"
        r"home|in bed)|had|eaten|parked|left the house)\b)",
        # "that's on us", "my mistake", "that was our failing"
        r"\b(?:that|this|it|which) (?:is|was) (?:all |entirely |partly )?(?:on|down to) (?:me|us)\b(?! to\b)|"
        rf"\b(?:that|this|it|which) (?:is|was) (?:all |entirely |partly )?(?:my|our) (?:own )?{_BLUNDER}\b(?! (?:if|"
        rf"for being)\b)|^(?:\w+ )?(?:my|our) (?:own )?{_BLUNDER}\b(?! (?:is|was|if|for being)\b)",
        rf"\b(?:that|it|this) (?:is|was) (?:\w+ )?{SOFTLY}(?:not (?:very )?(?:kind|fair|right|good)|glib|lazy|crass|"
        rf"rubbish|poor|sloppy|slack|cowardly|{FAULT}) of (?:me|us)\b",
        # what they signed, pasted or sent without reading it
        r"\b(?:i|we) (?:just |only )?(?:pasted|signed|initialled|copied|typed|sent|filed|approved|"
        rf"agreed)\b.*\b{_LEFT_UNDONE}",
        rf"\bi (?:did not|never) (?:read|open|check|ask|look at|ring|tell)\b.*{SORRY}",
        r"\bi pasted (?:it|that|them) (?:in|there|straight)|\b(?:it|that|one|line|word|words|phrase|sentence\b.*) "
        r"(?:is |was )?(?:\w+ )?in my (?:own )?draft\b",
        r"\bi (?:never|forgot to) (?:asked?|rang|ring|told|tell|checked?|opened|looked) (?:you|your|him|her|the|at|"
        r"first)\b|\bnever asked you\b|\bi (?:sat there and )?said nothing (?:about|when|at)\b|\bi was in the room "
        r"and (?:i )?(?:said nothing|did (?:nothing|not)|never|let|sat|kept quiet|looked away|nodded|laughed)\b",
        r"\bi (?:did|have done|handled|managed) (?:that|it|this) (?:very |really |so )?badly\b|\bi (?:have )?let you "
        r"(?:all |both )?down\b",
        # "sorry I kept on", "sorry we left you to find out"
        rf"{SORRY}(?: that)? (?:i|we) (?:just |have |had )?(?:kept|made|left|brought|never|(?:come|came) in(?! "
        r"late\b| early\b| without\b)|not (?:put|asked?|"
        r"rung|ring|told|tell|check|read|open)|did not (?:ask|ring|tell|check|read|open|write)|have not (?:put|asked|"
        r"rung|told|done|written))\b(?! (?:a noise|a mess|it to|catch))",
        rf"{SORRY} i (?:was|have been) (?:\w+ )?\w+ing (?:at|over|on at) (?:you|him|her)\b|{SORRY} i went (?:a bit |"
        r"too |very )(?:quick|fast|far|hard|quickly)\b",
        rf"\bnot (?:good enough|acceptable)\b.*{SORRY}|{SORRY}.*\bnot (?:good enough|acceptable)\b|{SORRY}.* on "
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
POINTS_BACK = tuple(re.compile(pattern) for pattern in _ABOUT_THAT)
NOT_OWN = re.compile(
    r"\bthing to (?:be|have been) (?:told|asked|called|put through|sent)\b|"
    r"\b(?:him|her|them) told (?:that )?(?:it|that|this) (?:is|was)\b|"
    r"\b(?:say|tell (?:them|him|her|school)) (?:it|that|this) (?:is|was) (?:my|our) (?:fault|mistake)\b|"
    # What will be said to somebody: "I'll ring him, and say sorry I didn't ask"
    r"(?:\b(?:i will|i am going to|let me)|^me) (?:\w+ ){0,6}(?:say|tell|write|ring|phone)\b(?: \w+){0,12} "
    r"(?:sorry|my name|my fault|it was me)\b|"
    rf"\b(?:if|whether|unless|when) i (?:was|am|have|said|asked|put|got)(?: \w+)? {SOFTLY}(?:{FAULT}|badly|that|it|"
    r"you)\b|\btell me (?:if|where)\b|\bsorry if\b|\bi (?:was|am) (?:not|never) (?:wrong|rude|unfair)\b|\byou think "
    r"i\b|\bif (?:that|it) came\b|\bhave i\b|\bsorry i am (?:behind|late)\b|\b(?:than|in case|so that) i "
    r"(?:got|get|did|do) it wrong\b|\bi could not (?:find (?:a|any)where to )?park\b|"
    r"\b(?:parking|traffic|roadworks|sat ?nav)\b|"
    r"\bi should (?:have|of) (?:perhaps |"
    r"really )*(?:said|told you|mentioned) (?:that|this|so) (?:first|before|sooner|at the (?:door|start)|(?:on|over) "
    r"the (?:tele)?phone)\b"
)
