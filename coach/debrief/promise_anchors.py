"""What a promise hangs on: what is done, by whom and to whom, on what record, and when.

Begin with `VERBS`, `WILL` and `DATE`. They are parts of patterns, read in plain words ("I'll" is "i will");
`coach.debrief.promise_words` puts them together. "I'll bring it" is said of a cup of tea as well: with a record, a
third party or a time beside it, it is not. When a promise falls due is found by `find_due`, so that a page can list
first what has to be done first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


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
    r"time|visit)|first thing|straight (?:away|after)|the day after|in the morning|in a (?:week|fortnight)|within (?:a|"
    r"an|the) \w+|the minute|after (?:this|that|the weekend|half term)|by (?:the (?:end|weekend)|end of)|from the car|"
    r"on my way|from now on|as soon as|before half term)\b|\b(?:by|at|after|before|till|until) "
    rf"(?:about |around |half past |half |quarter (?:to|past) )?"
    rf"(?:{HOUR}|quarter|\d+)\b|\b(?:before|until|till|when|once) (?:i|we|it|that|they|he|"
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


# --- When it falls due


# The same as in `coach.debrief.wording`, which stands too high to be imported here: this module imports nothing.
_WEEKDAYS = tuple(f"{name}day" for name in "mon tues wednes thurs fri satur sun".split())
_A_WEEK, _A_DAY, _HALF_DAY, _AN_HOUR, _AFTERNOON = 7, 24 * 60, 12 * 60, 60, 15 * 60
_LATE = 23 * 60
"""The minute of a day that is meant where no hour is said: what has its hour stands before it."""
_HOURS = {
    name: hour for hour, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "half": 30, "thirty": 30}
_HOUR_NAME = rf"(?:{'|'.join(_HOURS)}|1[0-2]|[1-9])"
_CLOCK = re.compile(
    rf"\b(?:(?P<lead>at|by|before|until|till|around|about|after|for) )?(?:(?P<minutes>twenty five|"
    rf"{'|'.join(_MINUTES)}) (?P<way>past|to) |(?P<half>half) )?(?P<hour>{_HOUR_NAME})(?: (?P<behind>thirty|fifteen|"
    r"30|15|45))?(?P<oclock> ?oclock| ?[ap]m)?\b(?! (?:days?|weeks?|minutes?|hours?|months?|years?|of|times?|calls?|"
    r"words?|lines?|things?)\b)"
)
_NAMED_HOURS = {"noon": 12 * 60, "lunch": 12 * 60 + 30, "dinner": 17 * 60, "teatime": 17 * 60, "bedtime": 19 * 60}
_NAMED_HOUR = re.compile(rf"\b(?:at|by|before|till|until) (?P<name>{'|'.join(_NAMED_HOURS)})\b")
_AT_ONCE = re.compile(
    r"\b(?:right now|(?<=\w )(?<!from )(?<!till )(?<!until )now|straight (?:away|after)|this minute|the (?:minute|"
    r"second|moment) (?:i|we|you|he|she|they|it)\b|from the car|as soon as|next thing|before (?:we|i|you) (?:go|"
    r"leave|hang up|finish|stop)|"
    r"before i am out|when i (?:go out|step out|get up)|after this)\b"
)
_TODAY = re.compile(r"\b(?:today|the day|tonight|the night|this (?:afternoon|evening))\b")
_TONIGHT = re.compile(r"\b(?:tonight|the night|this evening)\b")
_LATE_IN_DAY = re.compile(r"\b(?:evening|night|afternoon)\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|the morn|in the morning|first thing)\b")
_WEEKDAY = re.compile(
    rf"\b(?<!on a )(?P<next>next )?(?P<day>{'|'.join(_WEEKDAYS)})(?! (?:night )?(?:was|were))\b(?P<week> week\b)?"
)
_LATER = (
    (re.compile(r"\bthis week\b|\bby the (?:end of the week|weekend)\b"), 4),
    (re.compile(r"\b(?:two|three|a couple of|2|3) days\b"), 3),
    (re.compile(r"\bnext week\b|\b(?:in|within) a week\b"), 9),
    (
        re.compile(
            r"\b(?:next month|in a month|end of (?:the )?month|a fortnight|after half term|next time|next visit)\b"
        ),
        20,
    ),
)


@dataclass(frozen=True, slots=True)
class TalkTime:
    """The weekday of a conversation, counted from Monday, and its minute."""

    day: int | None = None
    minute: int = 0


UNKNOWN = TalkTime()
"""The time of a conversation of which nobody says when it is."""


def read_talk_time(plain: str) -> TalkTime:
    """Read when a conversation is: "ten o'clock on a Thursday in October".

    Args:
        plain: where and when it is, by its author, in plain words.
    """
    days = [_WEEKDAYS.index(word) for word in plain.split() if word in _WEEKDAYS]
    late = _LATE_IN_DAY.search(plain) is not None
    minute = next((minute for _, minute in find_hours(plain)), _AFTERNOON if late else 0)
    minute += _HALF_DAY if late and minute < _HALF_DAY else 0
    return TalkTime(days[0] if days else None, minute)


def find_due(plain: str, talk: TalkTime = UNKNOWN) -> int | None:
    """Find the minute, from the day of the talk, by which a promise falls due.

    Args:
        plain: the promise, in plain words.
        talk: when the conversation is.

    Returns:
        The minute; None if no time is named.
    """
    return min(_list_due(plain, talk), default=None)


def sets_time(whole: str) -> bool:
    """Whether a sentence says what is when: "The workloads, by next Wednesday"."""
    asks = not VERBS.isdisjoint(whole.removeprefix("and ").split()[:1]) or whole.split()[-2:] in (
        ["ask", "you"],
        ["tell", "you"],
    )
    asks = asks or re.search(r"\bi am not\b|\b(?:was|were)\b|^(?:who|which|because|on)\b", whole) is not None
    return not asks and len(whole.split()) <= LONGEST_TIMED and find_due(_AT_ONCE.sub(" ", whole)) is not None


def names_later_time(plain: str) -> bool:
    """Whether a text names a time that is not at once: "I'm ringing now" names none.

    Args:
        plain: the text, in plain words.
    """
    return find_due(_IN_THE_ROOM.sub(" ", plain)) is not None


_IN_THE_ROOM = re.compile(r"\b(?:right now|now|this minute|before (?:we|i|you) (?:start|begin|go on))\b")
"""What is done while they talk."""


def does_at_time(whole: str) -> bool:
    """Whether a sentence says in the present what is done when: "Friday at ten I come here"."""
    return sets_time(whole) and _DOES.search(whole) is not None


_DOES = re.compile(
    r"^(?!.*\b(?:every|always|usually|often|when|if|unless|used to|would)\b).*\b(?:i|we) (?:come|ring|phone|call|visit|"
    r"bring|send|speak|tell|ask|find|write|give|take)\b"
)


LONGEST_TIMED = 40
"""Words of a sentence that sets a time; what is longer was typed without signs, and tells of more."""


def _list_due(plain: str, talk: TalkTime) -> Iterator[int]:
    """Yield the minutes that a text names, each with the day that is named nearest to it."""
    days = list(_list_days(plain, talk))
    with_hour: set[int] = set()
    for place, minute in find_hours(plain):
        near, day = min(days, key=lambda day: abs(day[0] - place), default=(-1, 0))
        with_hour.add(near)
        # At four o'clock "before five" is in an hour, and "before three" is not today's any more.
        passed = day == 0 and minute < _HALF_DAY and (minute <= talk.minute or _TONIGHT.search(plain))
        yield day * _A_DAY + minute + (_HALF_DAY if passed else 0)
    yield from (day * _A_DAY + _LATE for place, day in days if place not in with_hour)
    if _AT_ONCE.search(plain):
        yield talk.minute


def _list_days(plain: str, talk: TalkTime) -> Iterator[tuple[int, int]]:
    """Yield the place of each day that is named, and in how many days it is."""
    yield from ((said.start(), 0) for said in _TODAY.finditer(plain))
    yield from ((said.start(), 1) for said in _TOMORROW.finditer(plain))
    for said in _WEEKDAY.finditer(plain):
        day = _WEEKDAYS.index(said["day"])
        # Where nobody says which day it is, the days stand in the order of the talk.
        ahead = 2 if talk.day is None else (day - talk.day) % _A_WEEK or _A_WEEK
        yield said.start(), ahead + (_A_WEEK if said["week"] or (said["next"] and ahead <= 2) else 0)
    for pattern, days in _LATER:
        yield from ((said.start(), days) for said in pattern.finditer(plain))


def find_hours(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each hour that is surely named, and its minute."""
    for said in _CLOCK.finditer(plain):
        if (said["lead"] and said["lead"] != "for") or said["oclock"] or said["minutes"] or said["half"]:
            yield said.start(), _count_minute(said)
    for said in _NAMED_HOUR.finditer(plain):
        yield said.start(), _NAMED_HOURS[said["name"]]


def _count_minute(said: re.Match[str]) -> int:
    """Count the minutes from midnight to an hour as it is said: "half five", "ten to twelve"."""
    name = said["hour"]
    hour = _HOURS[name] if name in _HOURS else int(name)
    # Nobody rings at four in the morning.
    hour += _HALF_DAY // _AN_HOUR if hour < _EARLY else 0
    behind = {"thirty": 30, "30": 30, "fifteen": 15, "15": 15, "45": 45}.get(said["behind"] or "", 0)
    minutes = 30 if said["half"] else _MINUTES.get(said["minutes"] or "", 0)
    return hour * _AN_HOUR + behind + (-minutes if said["way"] == "to" else minutes)


_EARLY = 7
"""An hour before this one is of the afternoon."""


# --- What outlasts the talk, and what binds most


_ELSEWHERE = re.compile(
    rf"\b(?:{RECORD}|folder|{ROLE})\b|{WHEN}|\b(?:stays?|between us|out of (?:this|the) room|leaves this room|"
    r"anyone|anybody|nobody else|repeat|not tell(?:ing)?|gets? (?:asked|told|seen|heard)|lines?|sentences?|wording|"
    r"striking|crossing|taking out|meeting|appointment|hearing|neighbours|immigration|home office|down as|go in$|"
    r"writ(?:e|ing) (?:it|that|them)|booked|arranged|tmrw|tmr|\w+days)\b"
)
"""What lies outside the room: a record, somebody by their office, a time, and what is to stay in it."""
_TOLD_FIRST = re.compile(
    r"\b(?:i|we) (?:will|would|shall)(?: always| also| still)? (?:ask|tell|ring|show|warn|read|speak to|say so to|say "
    r"it to|let) (?:(?:it|that|this|them) )?(?:to )?you (?:(?:know|it|that|this|about it) )?(?:first\b|before (?:i|we|"
    r"anyone|anybody|anything|they|it)\b)|"
    r"\b(?:i|we) (?:would|will|shall) not (?:be )?(?:do|doing|go|going) (?:it |that )?behind (?:you|your back)\b|"
    r"\bunless (?:i|we) (?:have )?(?:ask|asked|tell|told|ring|rung|speak to|spoken to|show|shown) you first\b|"
    r"\b(?:i|we) (?:read|show|bring|ring) (?:it |that |this |them )?(?:to )?you(?: it| that| this| them)? (?:first\b|"
    r"before (?:i|we|the|anyone|anybody|anything|they|it|panel|conference|court|friday|monday)\b)|"
    r"\byou(?: two| both)?(?: will)? hear (?:it|that|this) from me first\b|"
    r"\byou(?: two| both)?(?: will)? (?:read|see|hear|check) (?:it|that|this|them|the \w+|what i \w+) (?:first$|"
    r"before (?:i|we|anyone|anybody|anything|they|it)\b)"
)
"""What they are told, asked or shown before anybody else is."""
_SAY = r"(?:says?|wants?|asks?|agrees?|chooses?|reads?|tell me|(?:have |has )?(?:said|seen|read)|give (?:a|your))\b"
_AWAITS = re.compile(
    r"\b(?:nobody|nothing|no \w+|none|not|never|stays?|is out|goes in)\b.*\b(?:(?:till|until|unless|when) (?:you|he|"
    rf"she|they|(?:your|the) \w+)(?: both| all)? {_SAY}|without (?:(?:you|her|him|them) (?:seeing|knowing|hearing|"
    r"reading|saying)|an? yes|(?:your|her|his|their) (?:yes|say so|word))\b)"
)
"""What is not done, or stays as it is, until they say so: "I write nothing without her seeing it"."""
_NOT_AWAITED = re.compile(
    r"\b(?:did|do|does|was|were|could|would) not\b(?!.*\b(?:i|we) will\b)|\b(?:is|are) not (?:a|an|the|my|your)\b|"
    r"^(?:with|please do not|just do not|do not|never|not) |\bi would (?!not\b)\w+"
)
"""What only tells of such a thing, or asks it of them: "You didn't say until I asked"."""
_BACK_AT = rf"(?:(?:half|quarter (?:past|to)|(?:ten|five|twenty) (?:past|to)) )?(?:{HOUR}|\d+)(?: o clock| oclock)?"
_STANDS_BY = re.compile(
    # Who comes back, at an hour or before somebody else, and who sits with them when.
    rf"^(?:(?:and|so|then) )*(?:at |by )?{_BACK_AT} (?:i|we) (?:am back|come back)\b|"
    r"\b(?:i|we) (?:am|are) back (?:at|by|before|after) (?!where\b|work\b)|"
    rf"\b(?:i|we) (?:will )?(?:sit|meet) (?:here |again |down |together )*(?:on )?(?:{DAY}|tomorrow)\b|"
    r"\bthen (?:i|we) come (?:and|to) (?:find|see|tell) (?:you|him|her|them)\b|"
    # Who stays, and until when.
    r"\b(?:i|we) (?:will )?(?:stay|sit (?:here|there|in (?:this|that) \w+)) (?:till|until)\b|"
    r"\b(?:i|we) (?:am|are|will) not (?:be )?(?:leave|leaving|go|going)(?: home| anywhere)? (?:till|until|without)\b|"
    r"\b(?:i|we) (?:will be|am) (?:sat|sitting|stood|standing|right)(?: \w+)? (?:next to|beside|with|by) (?:you|him|"
    r"her|them)\b(?=.* (?:when|while|till|until|then|whole|time)\b)|"
    # What is done if others will not, or if it comes to it.
    r"^(?:(?:and|but|so) )*if (?:i can not\b|it is (?:a )?no\b(?! (?:trouble|bother|problem))|"
    r"(?:they|he|she) says? no\b|(?:somebody|someone) (?:asks|says|wants)\b|(?:i am|i was|i) ever\b)(?: \w+){0,10} "
    r"(?:i|we) (?:would )?(?:ring|phone|tell|sit|stay|come|say|ask|act|go)\b|"
    r"\b(?:i|we) (?:would|will)? ?say it(?: here)?(?: to)? (?:you(?: two| both)?|your faces?) first\b|"
    r"\byou(?: two| both)? (?:will )?(?:get|are) told (?:first|before)\b|"
    r"\byou(?: two| both)? (?:read|see|hear|check) (?:each|both|all of it|every \w+) (?:first|before (?:i|we|it|they|"
    r"anyone|anybody)\b)|\b(?:i|we) will tell you what (?:i|we) (?:will|am going to) say before (?:i|we)\b|"
    r"\b(?:i|we) (?:tell|ring|ask) you (?:\w+ ){1,3}first$|"
    r"\b(?:nobody|no one) (?:rings|tells|asks|writes to|goes to) (?:you|your|him|her|them)\b.* behind (?:your|his|"
    r"her)\b"
)
"""Who comes back, stays, or does not go behind them, said in the present: "At half seven I'm back"."""
_NOT_A_THING = (
    r"(?!(?:it|that|this|there|you|i|we|he|she|they|who|what|which|nobody|everything|one|none|"
    r"nothing|no|yes|and|so|then|but|or|oh|well|now)\b)"
)
_KEPT_OUT = re.compile(
    rf"{LEAD}(?!.*\b(?:always|every|usually|said|says|if|when)\b){_NOT_A_THING}(?:\w+ ){{1,3}}(?:(?:will not|do not|"
    r"does not|(?:is|are) not going to) (?:be|appear|go|come) (?:in|on) (?:it|anything|(?:the|my|that|this|any) \w+)\b|"
    rf"(?:goes|go|is going|are going) (?:in|into|on) (?:the|my|that|this) (?:\w+ )?{RECORD}\b)|"
    rf"^(?!.*\b(?:if|when|said|usually|every)\b)(?:\w+ ){{1,8}}stays? out of (?:the|my|our|any|all) (?:\w+ )?"
    rf"{RECORD}\b|"
    r"\b(?:what(?:ever)? (?:you|he|she|they) (?:have |has )?(?:just )?(?:told me|tell me|said|say)|none of (?:it|that|"
    r"this))(?: about \w+)? (?:is not going|are not going|does not go|"
    r"will not go|goes|is going) (?:in|into|on|up on|out of)\b|"
    r"\b(?:i|we) (?:do|will) not (?:write|put)(?: down)? (?:where|whose|who|anything about) \w+ "
)
"""What will stand on a record, or will not: "Tuesdays won't be in it", "Six goes in the report"."""
_IN_A_MOMENT = re.compile(r"\bin (?:a|one|two|five|ten|half a) (?:minutes?|secs?|seconds?|moment|bit|mo|tick)\b")


def awaits_them(plain: str) -> bool:
    """Whether something is not done, or stays as it is, until they say so."""
    return _AWAITS.search(plain) is not None and _NOT_AWAITED.search(plain) is None


def assures(plain: str) -> bool:
    """Whether words are surely a promise: "If they say no, I phone until they say yes".

    Args:
        plain: what may be promised, in plain words and without what it quotes.
    """
    stands = _STANDS_BY.search(plain) is not None and not _IN_A_MOMENT.search(plain)
    return stands or tells_them_first(plain) or awaits_them(plain) or _KEPT_OUT.search(plain) is not None


DOUBTFUL = 0.02
"""How likely something has to be a promise, by what was learnt, to be shown."""
WEAK = 0.4
"""What is less likely than this is shown only with something outside the room beside it."""
HARDLY = 0.75
"""What is only written down as it is said has to be likelier than this: "I'm writing: 'every Thursday'"."""
_WRITES_AS_SAID = re.compile(
    r"(?:(?:and|so|right|then|ok|okay) )*(?:i|we) (?:am|are) (?:writing|putting|noting|typing)(?: down)?(?: have i got "
    r"(?:that|it) (?:right|down))?$"
)


def is_weak(plain: str, likely: float | None) -> bool:
    """Whether words are hardly a promise: "Hello, Enceladus, I shan't move".

    Args:
        plain: what may be promised, in plain words and without what it quotes.
        likely: how likely it is a promise, by what was learnt; none if nothing was.
    """
    if likely is None or assures(plain):
        return False
    least = HARDLY if _WRITES_AS_SAID.match(plain.strip()) else WEAK
    return likely < DOUBTFUL or (likely < least and not outlasts_talk(plain))


def outlasts_talk(plain: str) -> bool:
    """Whether a promise has something outside the room: a later time, somebody else, a record."""
    return _ELSEWHERE.search(plain) is not None or names_later_time(plain)


def tells_them_first(plain: str) -> bool:
    """Whether something is promised to be told, asked or shown to them before anybody else."""
    return _TOLD_FIRST.search(plain) is not None
