"""What a promise hangs on: what is done, by whom and to whom, on what record, and when.

Begin with `VERBS`, `WILL` and `DATE`. They are parts of patterns, read in plain words ("I'll" is "i will");
`coach.debrief.promise_words` puts them together. "I'll bring it" is said of a cup of tea as well: with a record, a
third party or a time beside it, it is not.
"""

import re


def list_one_of(words: str) -> str:
    """Return a choice of some words, or of phrases that a comma divides."""
    phrases = [" ".join(phrase.split()) for phrase in words.split(",")] if "," in words else words.split()
    return f"(?:{'|'.join(dict.fromkeys(phrases))})"


_DOUBLED = frozenset(
    "get put cut stop let submit log rub scrub refer transfer cancel swap nod set chat drop flag run sit".split()
)
"""Verbs whose last letter stands twice before "ing"."""


def add_ing(verb: str) -> str:
    """Return a verb as it stands behind "I'm"."""
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing" if verb == "be" or verb.endswith(("ee", "ye")) else f"{verb.removesuffix('e')}ing"


# --- What is done

_AWAY = """
    amend appeal arrange attend book cancel challenge chase complain contact correct delete email escalate forward fund
    insist log mail minute nominate organise phone photocopy post print provide publish pursue query rearrange rebook
    record redo redraft refer remove reopen replace report request reword rewrite ring scrub source strike submit text
    telephone transfer translate update upload visit withdraw flag mend circulate accompany delay apply
""".split()
"""What nobody does within the talk."""
_OPEN = """
    add ask be bring call change check clear collect come copy cross cut do draft drop explain fetch fill find finish
    fix follow get give go hand have keep leave let look make meet move name note open order own pass pick propose pull
    push put raise read rub say see send share show sign sit sort speak stand start stay stop swap take talk tell try
    turn type use walk word work write hold own file drive tick phrase push nod knock run set
""".split()
"""What is done here or elsewhere: it takes an anchor."""
VERBS = frozenset((*_AWAY, *_OPEN)) - {"be", "order", "own", "word", "nod", "set", "run"}
"""What can be promised; before one of these, "ill" is "I will"."""
DO, DOING = list_one_of(" ".join(_AWAY)), list_one_of(" ".join(map(add_ing, _AWAY)))
ANY, ANYING = list_one_of(" ".join(_OPEN)), list_one_of(" ".join(map(add_ing, _OPEN)))

HERE = list_one_of(
    "stay leave read stand sit walk drive hold run stop start hear listen wait use look work be let push have"
)
"""Of these, what is said within the talk."""

# --- To whom

_NO_THIRD_PARTY = list_one_of("""
    you, yous, yourself, yourselves, me, myself, us, it, that, this, these, those, a, an, what, why, how, when, where,
    if, whether, i, we, about, straight, again, for, by, from, which, who, until, on, in, at, to, and, or, with, so,
    then, off, up, before, after, while, because, now, first, all, people, everyone, everybody, both, as, each, any,
    every, around, round, just, plain, once, twice, two, three, only, simply, slowly, gently, plainly, quickly, nicely,
    questions, too, another, something, anything, one, the question, the truth, the time, the same, the other, the next,
    the rest, the hard, the obvious, the awkward, my screen, my back, thee, ye,
    the once, slow, outright, openly, honestly, gently, the both, thing, things
""")
SOMEBODY = rf"(?!{_NO_THIRD_PARTY}\b)[a-z]+"
"""A third party by name, by a pronoun or by what they are."""

# --- The anchors: somebody else, a record, a later time, words as they were said

ROLE = list_one_of("""
    manager, managers, gaffer, boss, head, heads, headteacher, teacher, school, schools, senco, office, team, teams,
    agency, panel, board, chair, council, housing, landlord, company, firm, police, officer, officers, inspector,
    sergeant, nurse, midwife, maternity, doctor, dr, consultant, gp, surgery, ward, hospital, clinic, audiology, health
    visitor, worker, workers, solicitor, advocate, interpreter, interpreters, legal, desk, service, services,
    supervisor, court, conference, nursery, college, university, family group, colleague, colleagues, secretary,
    department, hr, mr, mrs, ms, miss, mum, mam, dad, nan, gran, grandma, aunt, auntie, uncle, safeguarding, club,
    charity, him, her, them, somebody, someone
""")
RECORD = list_one_of("""
    report reports record records log logs file files note notes minutes form forms page plan letter letters
    chronology referral system sheet book assessment pack agenda review board chart terms recommendations statement
    summary database everything list diary paperwork paper draft bundle margin computer pad
""")
ENTRY = list_one_of("""
    line lines word words sentence sentences phrase paragraph bit box map label entry note page question name names row
    it that this they them these those both plan part none nothing copy report record log file form letter photo
    picture drawing address mark heading date spelling wording reason reasons field tuesdays mine notes
""")
"""What stands on a record."""
WHAT_STANDS = list_one_of("""
    line lines word words sentence sentences phrase paragraph bit bits part box map label entry note page name names row
    copy report record log file form letter photo picture drawing address heading date spelling boy girl lad son
    daughter child children kids family mum mam dad nan gran husband wife partner brother sister
""")
"""What stands on a record, and of whom it may be."""
OWN_LIFE = list_one_of("""
    mum mam mom dad nan gran grandma wife husband partner kids children son daughter sister brother friend friends mate
    mates dog cat hair nails teeth eyes car boiler dinner lunch tea shopping nephew niece cousin girlfriend boyfriend
""")
"""What belongs to somebody's own life: "I'm seeing my mum tonight"."""
DOUBTED = (
    r"(?:\b(?:not|never|hardly|no way)(?: (?!i\b|we\b)\w+){0,3} (?:promise|promising|swear|swearing|guarantee|"
    r"guaranteeing)"
    r"|(?<!make )(?<!making )\b(?:thinks?|thinking|thought|believes?|believing|reckons?|doubts?|doubting|doubtful|"
    r"(?<!i am )afraid|scared|worried|"
    r"frightened|nervous|fears?|sure|certain|hopes?|hoping)|\btold (?!you\b)(?:\w+ ){0,2}\w+)"
    r"(?: (?:you|him|her|them))?(?: that)? (?:i|we|it|that|this|they|my \w+) (?:will|shall|am|are|would)\b"
)
"""What is only thought, feared or not promised: "You're afraid I'll tell the police", "I can't promise I'll ring"."""
DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
HOUR = list_one_of(
    "one two three four five six seven eight nine ten eleven twelve noon lunch dinner teatime bedtime half"
)
DATE = (
    rf"(?:\b(?<!about )(?:today|tonight|tomorrow|the morn|{DAY}|this (?:afternoon|evening|week)|next (?:week|month|"
    r"time)|first thing|straight (?:away|after)|the day after|in the morning|in a (?:week|fortnight)|within (?:a|an|"
    r"the) \w+|the minute|after (?:this|that|the weekend|half term)|by the (?:end|weekend)|from the car|on my way|"
    r"from now on|as soon as|before half term)\b|\b(?:by|at|after|before|till|until) (?:about |around |half past |"
    rf"half |quarter (?:to|past) )?(?:{HOUR}|quarter|\d+)\b|\b(?:before|until|till|when|once) (?:i|we|it|that|they|he|"
    r"she|anyone|anybody|anything|you)(?: have| am| are| is)? (?:go|goes|gone|leave|leaves|send|sends|sent|sign|signs|"
    r"signed|write|close|file|hand|hands|finish|finished|type|put|read|seen|saved|back|get (?:back|in|to|home)|rung|"
    r"left|reads|sees|comes|do anything|do it|lands?)\b)"
)
"""A later time, or a thing that it waits for."""
WHEN = rf"(?:{DATE}|\bin (?:january|february|march|april|june|july|august|september|october|november|december)\b)"
DAY_OF_MONTH = (
    r"(?:on )?(?:the )?(?:\d+(?:st|nd|rd|th)?|(?:twenty |thirty )?(?:first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth)|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)\b"
)
"""A day by its number: "on the twentieth"."""
AS_IT_WAS = (
    r"(?:as (?:he|she|you|they|it|that|one|two|said|racis\w+)\b(?! (?:say|tell|speak|go)\b)|(?:above|under|beside|next "
    r"to) |like (?:that|you|he|she|they|it)\b|the way (?:you|he|she|they)\b|in (?:your|his|her|their|those|these|them) "
    r"(?:own )?(?:words|name)|in writing|how (?:you|he|she|it)\b|(?:what|why|that) (?:it|you|he|she|they|we|i|was|"
    r"happened|nobody|somebody|there)\b|exactly|word for word|verbatim|without|minus|not (?:mine|yours)|for what it "
    r"(?:is|was))"
)
CHANGED = list_one_of("""
    changed corrected written moved removed taken crossed struck looked put sorted booked stopped fixed amended checked
    done redone seen signed fed deleted reopened recorded logged minuted heard rewritten mended dropped lifted turned
    translated replaced swapped answered told asked rung sent typed printed copied updated withdrawn reprinted
    investigated assessed back
""")
"""What is done to a record, or got done."""

# --- Who promises. "What I'll do" and "when I'm ringing" promise nothing by themselves.

_NOT_AFTER = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "when if unless whether why what how who which before as that something nothing anything everything words "
        "things names"
    ).split()
)
WE = rf"\b(?=[iwa]){_NOT_AFTER}(?:i|we|ah)"
"""The letter is looked at first, since most words fail by it and what may not stand before is slow to look for."""
LEAD = r"^(?:(?:and|so|then|but|okay|right|yes|no|well|now|or|oh) )*"
"""Little words with which a part may begin."""
BEGIN = r"^(?:(?:and|so|then|right|okay|but) )*"
"""With which a part begins whose "I" is left out: "Will text you tonight"."""
_SOFTLY = (
    r"(?: (?:also|just|then|now|personally|certainly|definitely|still|myself|both|all|only|always|defo|first|(?:go|"
    r"come|pop)(?: up| down| over| back| out| in)? and|have to|be))*"
)
WILL = (
    rf"(?:{WE} (?:will|shall|mean to|intend to|(?:am|are) (?:going to|gonna))|{BEGIN}(?:am |are )?going to|"
    rf"{BEGIN}will(?! (?:you|he|she|they|it|that|i|we|do|be)\b)){_SOFTLY}"
)
AM = rf"{WE} (?:am|are){_SOFTLY}"
NOT = (
    rf"(?:{WE} (?:will|shall) (?:not|never|no)|{WE} (?:am|are) not going to|{WE} would never|{WE} (?:am|are) not)(?: "
    r"be)?"
)
MUST = (
    rf"(?:{WE} (?:will |do |also )*(?:need to|have got to|got to|must|am to|are to)|{WE} (?:will |would |do |also "
    rf")*have to){_SOFTLY}"
)
FAR = r"(?: \w+){0,14}?"
"""Some words, as few as will do; what follows it begins with a space."""
THE = r"(?:the|my|our|your|his|her|their|that|this|a|an)"
TO_ROLE = rf"(?:to|with|past|by) (?:{THE} )?(?:\w+ )?{ROLE}\b"
ON_RECORD = (
    rf"(?:in|on|into|onto|off|from|to|out of|at the top of|under|beside|above|next to|through) (?:{THE} (?:\w+ "
    rf")?{RECORD}|(?:the|that|this|your|his|her) (?:\w+ )?(?:row|line|box|front))\b"
)


def compile_all(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Compile some patterns."""
    return tuple(re.compile(pattern) for pattern in patterns)


def compile_after(head: str, *tails: str) -> re.Pattern[str]:
    """Compile what begins with one head and goes on in some way; the head is looked for once."""
    return re.compile(rf"{head}(?:{'|'.join(tails)})")


GOES = (
    r"(?:goes|go|comes|come|gets? (?:posted|passed|sent)|(?:is|are) going|will go|will come|(?:does not|do not|will "
    r"not|is not going to|are not going to|never) (?:go|come|get (?:posted|passed|sent)|leave))(?: also| straight)*"
)
GETS = (
    r"(?:gets?|will get|will be|is getting|are getting|is being|are being|will not be|(?:does|do|is|are) not "
    r"get(?:ting)?)(?: also| all| both| never)?"
)
NAMES_PERSON = re.compile(
    r"\b(?:mr|mrs|ms|dr|doctor|manager|head|school|police|team|office|panel|board|chair|nursery|housing|legal|nurse|"
    r"consultant|teacher|solicitor|interpreter|sergeant|officer|advocate|worker|secretary|agency)\b"
)
WEIGHTY = (
    re.compile(rf"\b{RECORD}\b|\b(?:line|sentence|word|in writing|wording|box)\b"),
    NAMES_PERSON,
    re.compile(WHEN),
    re.compile(r"\b(?:child|children|boy|girl|lad|son|daughter|baby|kids)\b"),
)
"""What makes a promise stand first, where there are many: a record, a third party, a time, a child."""
