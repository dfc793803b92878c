"""How denials, reported words, doubts and excuses begin, in the phrase syntax that rubrics use too.

These are the ways of speaking that section 1.1 of the domain design names, not the subjects spoken of. What a denial
denies stands in two lists, `denied` and `denied_claims`; a rubric about something else sets its own of those names.
"""

_EITHER_WAY = (
    "race",
    "racism",
    "racist",
    "racists",
    "racial",
    "prejudice",
    "prejudiced",
    "discrimination",
    "discriminating",
    "bias",
    "biased",
    "islamophobia",
    "islamophobic",
    "antisemitic",
    "antisemitism",
    "cultural",
)
"""What is denied by both kinds of denial."""
DENIED_CLAIMS = (
    *_EITHER_WAY,
    "racially motivated",
)
"""What is denied when something is said not to be it: "it wasn't racist". Being White is no claim of that kind."""
DENIED = (
    *_EITHER_WAY,
    "races",
    "racially",
    "colour",
    "coloured",
    "skin",
    "ethnicity",
    "black",
    "brown",
    "white",
    "asian",
    "culture",
    "religion",
    "religious",
    "faith",
    "background",
    "heritage",
)
"""What is denied when something is said not to be about it: "it's nothing to do with skin"."""
_WHOSE = "[his|her|your|their|the|a|an|any|being]"
_ABOUT = "(about|to do with|down to|because of|a matter of|a question of|anything to do with)"
_IS_NOT = "(is|was|are|were|be|am|been) (not|never) [even|really|actually|necessarily|always|all]"
_NOBODY = "(nobody|no one|none of us|none of them|not one of us|not one of them|none)"
DENIALS = (
    f"{_IS_NOT} {_ABOUT} {_WHOSE} <denied>",
    f"{_IS_NOT} [anything] {_WHOSE} <denied_claims>",
    f"(not|never|not be|nothing) (about|to do with|down to|because of|anything to do with) {_WHOSE} <denied>",
    f"nothing [to do] with {_WHOSE} <denied>",
    "not because [he is|she is|you are|they are|of] [his|her|your|their] <denied>",
    "no <denied> (here|in|involved|at|going|about|problem|issue)",
    f"{_NOBODY} ... (is|was|are|were|being) [being] <denied_claims>",
    "without ... being <denied_claims>",
    "not (think|believe|reckon|feel) [that] (it|this|that|they|he|she|there|race|anyone|anybody) "
    f"[is|was|were|has|had|are|would be] [being] ({_ABOUT} {_WHOSE} <denied>|[anything] {_WHOSE} <denied_claims>)",
    "not (say|saying) (it|this|that|they|he|she) [is|was|were|are] [being] [not] <denied_claims>",
    "not (see|notice|look at|do) [any|your|the|a] (colour|race|skin|skin colour|ethnicity)",
    "not matter [to me|to us|here] [what|which|whether|if] ... <denied>",
    "(regardless|irrespective) of ... <denied>",
    "(whatever|no matter what|not care what|never mind what) [the|your|their|his|her] "
    "(colour|race|religion|skin|background)",
    "(leave|leaving|keep|keeping) <denied> out",
    "not (want|need|like|trying) ... (make|turn|bring|making) [this|it|that|everything] [into] [about|a|in] <denied>",
    "not everything is [about] <denied>",
    "you (will|would|might) [only|just|probably] (say|think|claim|tell me|tell us) [that] (it|this|that|they|he|she) "
    f"(is|was|are|were) [all|just] ({_ABOUT} <denied>|<denied_claims>)",
    "(play|playing|played) the race card",
)
REFUSED = (
    "(is|was|are|were|am) (not|never)",
    "more than",
    "not (think|reckon|believe|accept) [that] (it|this|that|they|he|she|you) (is|was|are|were)",
)
REFUSED_FILLERS = frozenset("just only a an any the very really even simply merely all so some my your".split())
"""What may stand between a refusal and the hurt it refuses: "that wasn't just banter"."""
AFFIRMED = (
    "not going to (say|tell|pretend|claim|sit) ... not",
    "can not (say|tell|promise|pretend) ... not",
    "not (sure|convinced|certain|clear) ... not",
    "not (only|just|simply|merely|solely)",
    "(how|why) ... not",
    "not know (whether|if)",
    "nobody can (say|tell) ... not",
    "not doubt",
    "never just",
    "(they|he|she|you|school|police|teachers|who|people|someone|everyone) [keep] "
    "(said|says|say|told|tell|saying) ... not",
)
_OTHERS = (
    "(they|he|she|school|teacher|teachers|officer|police|people|someone|somebody|everyone|staff|head|manager|worker)"
)
_PAPERS = "(report|record|records|file|minutes|form|notes|referral|log|plan|letter|email|it)"
REPORTED = (
    f"{_OTHERS} [has|have|had|is|was|keep|keeps] [just|even|actually|all|been] "
    "(said|saying|called|calling|wrote|written|described|labelled|recorded|put down|put that|typed)",
    "(they|people|teachers|police|staff) [will|would|always|might] (say|call)",
    f"{_PAPERS} (says|said|calls|called)",
    "(he|she|they|you) (was|were|is|are|got|get|been) (called|described as|labelled|told|recorded as)",
    "(the word|words like|the phrase|that word)",
    "(stop on|stop you on|pick at|pick up on|take issue with)",
    "(take|taking|strike|striking) ... out",
    f"not (have|use|write|put) ... in [the|your|our|his|her|their] {_PAPERS}",
    "not (call|describe) (him|her|them|it)",
    "(would|should) not (say|call|describe|use|write)",
)
OWN_WORDS = ("i [just|have|had|even] (said|called|put|wrote|used|assumed|asked|told|told you|made out|suggested)",)
TAKEN_BACK = (
    "sorry",
    "wrong",
    "mistake",
    "should not have",
    "take (it|that) back",
    "apologise",
    "unfair of me",
    "not okay",
    "not fair of me",
    "not right of me",
    "shrank",
    "brushed",
    "clumsy",
    "ashamed",
    "out of order",
    "lazy of me",
)
DOUBTED = (
    "if (that|it|this|something|any of that|any of this|anything) [did|does|really|actually|has] "
    "(happen|happened|was said)",
    "if (that|this) is (what happened|true|how it was)",
    "if (they|he|she|someone) (did|really did) [say|do|mean|call]",
    "hypothetically",
    "in theory",
    "supposing",
    "suppose (he|she|they|someone|somebody|it|that|a|you|there)",
)
DEFENCES = (
    "(to be fair|in fairness|you have to understand|you have to remember|you must understand|try to see|need to)",
    "(they|they were|they are|he was|she was) (only|just)",
    "not mean",
    "(we|you) are all",
    "i (am sure|promise)",
    "(nobody|no one|at least|everyone|everybody|two sides|both sides|not like that|their best|our best|busy)",
    "(other hand|have you thought|not think they|not always|not necessarily|sensitive|banter|a joke|jokes)",
)
TURNS = frozenset("but though although however".split())
FRAMING = (*DENIALS, *REFUSED, *AFFIRMED, *REPORTED, *OWN_WORDS, *TAKEN_BACK, *DOUBTED, *DEFENCES)
