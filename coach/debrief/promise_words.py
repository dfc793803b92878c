"""The words that make a promise, an offer, or neither; `promises` looks for them.

They are read in plain words as `coach.matching.tokens` writes them ("I'll" is "i will"), in one part of a sentence at a
time. Begin with `PROMISES` and `NO_PROMISES`.
"""

import re


def _one_of(words: str) -> str:
    """Return a choice of some words, or of phrases that a comma divides."""
    phrases = [" ".join(phrase.split()) for phrase in words.split(",")] if "," in words else words.split()
    return f"(?:{'|'.join(dict.fromkeys(phrases))})"


# --- What is done, to whom, where and when

VERBS = frozenset(
    """
    add amend apply appeal arrange ask attend be book bring call cancel challenge change chase check clear collect come
    complain contact copy correct cross cut delete do draft drop email escalate fetch file fill find fix flag follow
    forward get give go hand have keep leave let log look mail make meet mend message minute move name open organise
    pass phone photocopy pick post print pull push put query raise read record redo refer remove reopen replace report
    request rewrite ring rub say scrub see send share show sign sort speak start stay stick stop strike swap take talk
    tell text turn type update visit withdraw write
    """.split()
)
"""What can be promised; before one of these, "ill" is "I will"."""
_DO = _one_of("""
    amend arrange book cancel challenge chase complain contact correct delete email escalate forward log mail minute
    organise phone photocopy post query refer remove reopen replace report request rewrite ring send text visit
    withdraw update flag fix mend redo draft apologise print raise record file change call share strike scrub insist
    pursue appeal nominate translate rearrange rebook source provide fund publish circulate accompany attend submit
    upload reword transfer collect
""")
"""Acts that nobody does within the talk."""
_DOING = _one_of("""
    amending arranging booking cancelling challenging chasing complaining contacting correcting deleting emailing
    escalating forwarding logging mailing minuting organising phoning photocopying posting querying referring removing
    reopening replacing reporting requesting rewriting ringing sending texting visiting withdrawing updating flagging
    fixing redoing drafting printing raising recording filing changing calling striking scrubbing rebooking submitting
    attending
""")
_NO_THIRD_PARTY = _one_of("""
    you, yous, me, myself, us, yourself, yourselves, it, that, this, these, those, a, an, what, why, how, when, where,
    if, whether, i, we, about, straight, again, for, by, from, which, who, until, on, in, at, to, and, or, with, so,
    then, off, up, before, after, while, because, the truth, the time, another, something, anything, one, the
    question, the same, now, first, all, people, everyone, everybody, both, as, each, any, nicely, questions, too, my
    screen, every, around, round, just
""")
_SOMEBODY = rf"(?!{_NO_THIRD_PARTY}\b)[a-z]+"
"""A third party by name, by a pronoun or by what they are."""
_RECORD = _one_of("""
    report reports record records log logs file files note notes minutes form forms page plan letter letters
    chronology referral system sheet book assessment pack agenda review board chart terms recommendations statement
    summary database everything list diary
""")
_WORDS_OF_RECORD = _one_of("""
    line lines word words sentence sentences phrase paragraph bit box map label entry note page question name row it
    that this they them these those both plan part none nothing copy
""")
_TIME = _one_of("""
    tonight, tomorrow, today, the morn, monday, tuesday, wednesday, thursday, friday, saturday, sunday, mondays,
    tuesdays, wednesdays, thursdays, fridays, next week, this week, this afternoon, this evening, this morning, in the
    morning, before i go, before i leave, before i finish, before i do anything, when i get, when i am back, straight
    after, straight away, first thing, as soon as, the minute, the moment i, from the car, on my way, on the way, from
    now on, within the, within an, by the end, the day after, after this, before half, by half, before the, before
    anything, before anyone, before anybody, before they, before she, before he,
    before it, before you do, before i send, before i hand, before i put, before i file,
    till you have, until you have, after the weekend, after half term, for next time,
    next month, this month, in january, in february, in march, in april, in june, in july, in august, in september, in
    october, in november, in december, before half term, by the weekend, in a fortnight, in a week, within a week
""")
_HOUR = _one_of("one two three four five six seven eight nine ten eleven twelve noon lunch dinner teatime bedtime half")
_WHEN = (
    rf"(?:\b{_TIME}\b|\b(?:by|before|at|after) (?:about |around )?(?:{_HOUR}|quarter|\d+)\b"
    rf"|\bon the (?:{_HOUR}|\d+(?:st|nd|rd|th)|first|second|third|[a-z]+th)\b)"
)
_CHANGED = _one_of("""
    changed corrected written moved removed taken crossed struck looked put sorted booked stopped fixed amended
    checked done redone seen signed fed deleted reopened recorded logged minuted heard rewritten mended dropped lifted
    turned translated replaced swapped answered told asked rung sent typed printed copied updated withdrawn
""")
_RECORD_DONE = _one_of("""
    changed, corrected, amended, rewritten, withdrawn, removed, deleted, struck, crossed, reopened, recorded, minuted,
    logged, redone, replaced, mended, retyped, reworded, updated, fixed, written, put right, taken out, put in,
    taken off, put back, rubbed out
""")
"""What is done to a record, and seldom to a person."""
_DAY = _one_of("monday tuesday wednesday thursday friday saturday sunday")
_DATE = (
    rf"(?:\b(?:today|tonight|tomorrow|the morn|{_DAY}|this (?:afternoon|evening)|next week|this week|first thing|"
    rf"straight away|the day after|in the morning)\b|\b(?:by|at|after|before|till|until) (?:about |around |"
    rf"half past |half |quarter (?:to|past) )?(?:{_HOUR}|\d+)\b|\bbefore (?:i|we) (?:go|leave|send|sign|write|close|"
    rf"file|hand|finish|type)\b)"
)
"""A time that is not of every day, as "mondays" and "the moment" may be."""

# --- Who promises. "What I'll do" and "when I'm ringing" promise nothing by themselves.

_NOT_AFTER = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "when if unless whether why what how who before as that something nothing anything everything words "
        "things names"
    ).split()
)
_I = rf"\b(?=[iwa]){_NOT_AFTER}(?:i|we|ah)"
"""The letter is looked at first, since most words fail by it and what may not stand before is slow to look for."""
_GOING = (
    rf"(?:{_I} (?:will|shall|am going to|are going to|am gonna|are gonna)"
    r"|^(?:and |so |then |okay |right |yes )?(?:am |are )?going to|^will(?! (?:you|he|she|they|it|that|i|we)\b))"
)
_SOFTLY = (
    r"(?: (?:also|just|then|now|personally|certainly|definitely|still|myself|both|all|only|always|defo|have to|"
    r"(?:go|come|pop)(?: up| down| over| back| out)? and))*"
)
_WILL = rf"{_GOING}{_SOFTLY}"
_AM = rf"{_I} (?:am|are){_SOFTLY}"
_NOT = r"(?:not|never|no)"
_WILL_NOT = rf"(?:{_I} (?:will|shall) {_NOT}|{_I} (?:am|are) not going to|{_I} would never|{_I} (?:am|are) not)"
_MUST = rf"{_I} (?:will |would )?(?:have to|need to|have got to|got to|must|am to|are to){_SOFTLY}"
_FAR = r"(?: \w+)*?"
"""Any words, as few as will do; what follows it begins with a space."""
_THE = r"(?:the|my|our|your|his|her|their|that|this|a)"


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Compile some patterns."""
    return tuple(re.compile(pattern) for pattern in patterns)


_LEAD = r"^(?:(?:and|so|then|but|okay|right|yes|no|well|now|or) )*"
"""Little words with which a part may begin."""
_GETS = (
    r"(?:gets?|will get|will be|is getting|are getting|is being|are being|will not be|does not get|do not get|"
    r"is not getting|are not getting)(?: also| all| both| never)?"
)
_GOES = (
    r"(?:goes|go|comes|come|gets posted|gets passed|is going|are going|will go|will come|(?:does not|do not|will not|"
    r"is not going to|are not going to|never) (?:go|come|get posted|get passed|get sent|leave))(?: also| straight)?"
)
_ON_RECORD = _one_of(f"""
    it, that, this, these, those, nothing, none, both, neither, photo, picture, name, names, address, map, mark,
    drawing,
    tuesdays, mine, {", ".join("line lines word words sentence phrase paragraph box entry note notes page".split())}
""")
"""What goes on a record or comes off it."""
_WHOM = _one_of("interpreter advocate solicitor worker appointment meeting bus taxi placement room")
_ACT = _one_of("""
    ring phone call write email text go come walk bring take tell ask speak talk book change correct send meet
    get reopen sign pass visit drive chase log file record fetch raise check
""")

PROMISES = _compile(
    # Acts that nobody does within the talk.
    rf"{_WILL} (?:be {_DOING}|be (?:writing|seeing|meeting|bringing|taking|putting)|{_DO})\b",
    rf"{_AM} {_DOING}\b",
    rf"{_I} (?:book|reopen|correct|amend|refer|withdraw) (?:it|that|this|the|your|his|her|an?|them|you)\b",
    rf"{_I} open (?:it|that|this) (?:back )?up\b|{_WILL} open (?:it|that|this) (?:again|back up|up again)\b",
    rf"{_WILL} (?:be back|come back(?! to)|come again|come round|(?:come|go) with (?:you|him|her|them)|come and see|"
    rf"pop (?:in|round|back))\b",
    rf"{_WILL} be (?:there|here) (?:when|for|till|until|with|at)\b|{_WILL} stay (?:with \w+ )?(?:till|until)\b",
    rf"{_WILL} (?:go|get) (?:and )?(?:back )?(?:on )?(?:to|onto|see) (?:my|our|the|mr|mrs|ms|dr|school|housing|"
    rf"legal)\b",
    rf"{_WILL} (?:go and |come and )?(?:see|meet) {_SOMEBODY} (?:at|in|on|with|myself|tomorrow|today)\b",
    rf"{_WILL} (?:find out|look into|check (?:with|that|who|what|why|it|this|them)|follow (?:\w+ )?up)\b",
    rf"{_WILL} (?:sort|see to|deal with|take on|take over) (?:it|that|this|the|those)\b",
    rf"{_WILL} (?:clear|cover|settle|set up|push for|press for|insist|fight|demand)\b",
    rf"{_WILL} (?:make sure(?! i (?:have|am|get|understand))|see to it|see that)\b|\bwhile (?:i|we) (?:look into|"
    rf"find out|sort out|check)\b",
    rf"{_WILL} (?:bring|get) (?:you |him |her |them )?(?:an?|another|some|the|somebody|someone)(?: \w+)? "
    r"(?:interpreter|worker|woman|doctor|solicitor|appointment|advocate|who|that)\b",
    rf"{_WILL} (?:find|get) (?:somebody|someone|an?|another|you)(?: \w+)* who\b",
    rf"{_WILL} bring (?:you|him|her|them) (?:it|some|the|my|a|an|one)\b",
    rf"{_WILL} bring (?:it|that|them) (?:in|here|round|back|to|up|over)\b",
    rf"{_WILL} get {_SOMEBODY} to\b|{_WILL} do (?:{_HOUR}|the other|the rest of)\b|{_WILL_NOT} unless\b",
    rf"{_I} get an? \w+ (?:interpreter|advocate|solicitor)\b",
    r"\b(?:dr \w+|doctor|manager|colleague|advocate|team|office|somebody|someone|nurse|consultant) will "
    r"(?:ring|call|come|see|write|look|tell|text|email|visit|explain|be (?:here|there|in touch))\b",
    r"\bleave (?:it|that|this) (?:with|to) me\b",
    rf"{_WILL} (?:find|look for) (?:a|an|some|somebody|someone|another)\b|{_WILL} (?:finish|fill in|fill out|"
    rf"redo) {_THE} (?:\w+ )?{_RECORD}\b",
    rf"{_WILL} (?:copy|order|learn) (?:you|him|her|them|how|the right|some|new)\b|{_AM} sorting (?:it|that|this|the|"
    rf"an?)\b",
    rf"{_WILL} (?:look|fill) (?:it|that|this|them) (?:up|in)\b|{_WILL} back you\b|{_WILL} stand (?:by|next to|"
    rf"with) you when\b",
    rf"{_WILL} make it my\b|{_WILL} put (?:it|that|this|things|them) right\b|{_WILL} be (?:straight )?(?:on|"
    rf"onto) (?:to )?the\b",
    rf"{_WILL} keep (?:it|that|this)(?: \w+)* between (?:us|you)\b",
    rf"{_WILL} (?:get|find|take) {_THE} (?:\w+ )*(?:number|name|names|address)\b",
    rf"{_MUST} (?:{_DO}|write|put){_FAR} {_WHEN}",
    rf"{_AM} taking (?:it|this|that)(?: back| up| straight)* (?:to|up with) {_SOMEBODY}",
    rf"{_WILL} be the one (?:who|that|to)\b",
    rf"{_WILL} put (?:it|that|this|both|all|yours|what){_FAR} (?:in what (?:i|we) write|beside it|next to it)\b",
    rf"{_AM} putting in (?:that|the|this) (?:{_RECORD}|box)\b",
    rf"\b(?:it|that) is in writing{_FAR} {_WHEN}",
    r"^(?:and |so )?i (?:will )?ring you (?:back|either way|whatever)\b",
    rf"^(?:and |so |then )*i tell {_SOMEBODY}{_FAR} {_WHEN}|^(?:and |so |then )*i tell {_SOMEBODY}(?: \w+)? now\b",
    rf"{_WILL_NOT} leave without\b|^(?:and |so )?(?:he|she|they) will not (?:know|hear|see|find out)\b",
    rf"{_WILL} hold (?:the|that|it|this) (?:\w+ )?back\b|{_WILL} look (?:at|into) what (?:else )?",
    r"\bi would not be (?:ringing|telling|writing|going behind)\b",
    r"\bi would tell you\b.*\bfirst\b",
    # To a third party.
    rf"{_WILL} (?:tell|warn|remind) {_SOMEBODY}",
    rf"{_WILL} be (?:telling|asking) {_SOMEBODY}",
    rf"{_WILL} (?:ask|check|find out) (?:if|whether) (?:they|he|she|the|there|my|we|somebody|someone)\b",
    rf"{_WILL} ask (?!(?:him|her|them)$){_SOMEBODY}",
    rf"{_WILL} ask (?:about (?:the|that|his|her|your|this)|whose|who|why|for (?:the|an?|it|them|him|her|that)|that)\b",
    rf"{_WILL} (?:speak|talk|explain)(?: (?:it|that|this))? (?:to|with) {_SOMEBODY}",
    rf"{_WILL} (?:say|put|take|give|hand|pass|show|read){_FAR} (?:to|past|with|on to|up with) {_SOMEBODY}",
    rf"{_WILL} (?:have|get) (?:a|another) (?:\w+ )?(?:word|chat|meeting) (?:with|about)|{_WILL} have (?:it|"
    rf"that) out with",
    rf"{_WILL} let {_SOMEBODY}{_FAR} (?:know|have|see|look|check|read|decide)",
    rf"{_WILL} let you (?:know|have)",
    rf"{_WILL} (?:get|be|keep) (?:you |back |in )*(?:touch|contact|posted|hold of|back to you|updated)",
    rf"{_WILL} give{_FAR} (?:ring|call|bell|shout|copy|text|number)\b|{_WILL} gie{_FAR} (?:ring|call|bell)\b",
    rf"{_MUST} (?:go and |go )?(?:tell|ask|ring|phone|call|inform|warn|let) {_SOMEBODY}",
    rf"{_MUST} (?:go and |go )?(?:speak|talk)(?: (?:it|this|that))? (?:to|with) {_SOMEBODY}",
    rf"{_MUST} (?:record|log|refer|report) (?:it|this|that|what)\b",
    rf"{_MUST} (?:share|pass|take|report|raise) (?:this|that|it|what|the){_FAR} (?:with|on|to|{_TIME})\b",
    rf"{_AM} (?:telling|asking) (?:that (?:it|they|he|she|we)|for (?:it|that|them|him|the)|no one|nobody|{_SOMEBODY})",
    rf"{_AM} (?:speaking|talking) (?:to|with) {_SOMEBODY}",
    rf"{_AM} off (?:up |down |over |back |now |straight )*to (?:see|ring|find|speak|talk|tell|ask|the|my|our)\b",
    rf"{_AM} going (?:back |up |down |over |round |straight |in )*to (?:my|our|the|his|her|mr|mrs|ms|dr)\b"
    rf"{_FAR} (?:to|and) (?:say|tell|ask|see|get)\b",
    rf"{_I} (?:go|take (?:it|this|that)) (?:back |up |straight )*to (?:my|our|the) (?:manager|head|boss|team|office|"
    rf"board)",
    # A record: what is changed in it, put in, kept out.
    rf"{_WILL} (?:get|have|see){_FAR} {_CHANGED}\b",
    rf"{_AM} (?:getting|having){_FAR} {_CHANGED}\b",
    rf"{_WILL} (?:get|have|take|leave|keep|cross|strike|rub|cut){_FAR} (?:out|off)\b",
    rf"{_WILL} put{_FAR} (?:in|on|into|under|at the top of|at the front of) {_THE} (?:\w+ )?{_RECORD}\b",
    rf"{_WILL} (?:put|make){_FAR} (?:my name|in writing|on record|on file|(?:in|on|into) {_THE}{_FAR} {_RECORD})\b",
    rf"{_WILL} put in (?:for|a)\b|{_AM} putting in (?:for|a)\b",
    rf"{_WILL} (?:write|type){_FAR} (?:to|into|onto) (?!do\b|be\b)\w+",
    rf"{_WILL} (?:write|type|say|put)(?: it| this| so| that)? (?:in|on) {_THE} (?:\w+ )?{_RECORD}\b",
    rf"{_WILL} (?:write|type) (?:(?:it|this|that) up|and (?:ask|say)|(?:down )?that (?:you|he|she|they|nobody|it)|"
    rf"(?:you|him|her|them) a\b|a )",
    rf"{_WILL} (?:write|put|log|record) (?:it|this|that) (?:down |up )?as (?:a|an|what it is|racis[mt]|racial|"
    rf"bullying)\b",
    rf"{_WILL} sign (?:it|that|this|the)\b|{_WILL} hold (?:it|that|this|the|back){_FAR} (?:till|until)\b",
    r"\bthat is (?:exactly )?what (?:i|we) (?:will|am going to) (?:write|put|tell|say|ask|do)",
    r"\b(?:what|all|(?:the )?first thing) (?:i|we) (?:will|am|am going to) (?:do|doing)\b.* is\b",
    r"\bthat is the first thing (?:i|we) (?:am|will)",
    rf"{_AM} (?:taking|putting|leaving|keeping|writing|getting) (?!my |a pen|your )"
    rf"(?:\w+ )*?(?:out|off|in|into|to|back|on)(?:{_FAR} (?:{_RECORD}|my name|writing)\b|$|{_FAR} {_WHEN}| of (?:it|"
    rf"my|the))",
    rf"\b{_WORDS_OF_RECORD} (?:is|are) (?:coming|going) (?:straight |right )?(?:out|off)\b",
    rf"\b{_WORDS_OF_RECORD} (?:is|are|gets|get|will be) (?:being |getting )?{_CHANGED}(?: out| off)?(?: by)? {_WHEN}",
    rf"\b{_WORDS_OF_RECORD} (?:is|are) getting {_CHANGED}\b",
    rf"\b{_WORDS_OF_RECORD} (?:(?:will be|is|are) (?:straight |right )?(?:out|off|gone)|(?:comes?|goes?)(?: out|"
    rf" off| in)?)(?: (?:of|on|to|from|the|my|her|his|in|by|system|report|file|again))*? ?{_WHEN}",
    rf"^(?:ok |okay |right |yes |so |then )*{_WORDS_OF_RECORD} (?:is |are |stays? |will not be )(?:out|off|in|in it)\b"
    r"(?: of (?:it|the report|my notes))?$",
    rf"\b(?:none of (?:this|that|it)|nothing|not a word|that|this|it|what (?:you|he|she|they) \w+{_FAR}) "
    rf"(?:goes|is going|gets|will not go|does not go) (?:in|into|on|to)(?: {_THE} (?:\w+ )?(?:{_RECORD}|manager)\b|"
    rf"$| with my)",
    r"\b(?:it|that|report|note|notes|log|page|record|letter|file|form) (?:will|will not) (?:also |now )?(?:say|read)\b",
    rf"\bon (?:the )?{_RECORD} from now on\b|^from (?:now on|today) (?:it|that|he|she|they) (?:is|are)\b",
    r"\bmy name (?:goes|is going) on\b|\bit does not go anywhere\b|\bnobody(?: else)? (?:reads|sees) (?:it|that|"
    r"this)\b",
    # What the family will have, or will not meet again.
    rf"\byou (?:will|can|are going to) (?:all |both )?(?:have|get|see|read|hear|check|sign)(?: back)? "
    rf"(?:it|that|this|them|everything|what|from|a copy|a letter|a call|my|the (?:\w+ )?{_RECORD}){_FAR} (?:{_WHEN}|"
    rf"first\b|when i)",
    r"\byou will (?:have|get|see|read|hear) (?:it in writing|a copy|them|my|the letter|from me|everything)\b",
    r"\byou will (?:have|get|see|read) (?:it|that)(?: all| back)?$",
    r"\byou will (?:all |both )?(?:be (?:told|asked|shown|rung|moved)|get (?:a letter|an answer|a call|a copy))\b",
    r"\b(?:it|that|this|they|all of it) (?:is|are) going in(?:$| (?:your|my|the report|as|with))",
    r"\b(?:it|that|this|they) will be (?:in your (?:own )?(?:words|name)|in my name|off the|off my|out of)\b",
    r"\b(?:he|she|they|it|this|that|interpreter|we|you) (?:will|is|are) (?:not|never)(?! new| anywhere)(?: be)?"
    r"(?: \w+){0,6} (?:again|any more|anymore|on my say so)\b(?! (?:today|will|is))",
    r"\b[a-z]+ will not be (?:interpreting|asked|moved|sent|used|booked|coming)\b",
    r"\bno more (?:of |mondays|tuesdays|wednesdays|thursdays|fridays|meetings|letters)|\bbooked first\b",
    rf"\bhe will be seen\b|\bshe will be seen\b|\bback to you {_WHEN}",
    rf"\b(?:report|copy|letter|page|minutes) (?:goes|is going|will go|comes) (?:back )?to you\b{_FAR} "
    r"(?:first|before)\b",
    # What will not be done or told.
    rf"{_WILL_NOT} (?:be )?(?:tell|say|repeat|mention|breathe|share|pass|show|send|put|ring|phone|book|move|report|use|"
    r"hold (?:it|that|you)|telling|ringing|asking (?:him|her|them)|call (?:him|her|them|the|your|anyone|anybody))\b",
    rf"{_WILL_NOT} (?:be )?(?:write|writing|put|putting|send|sending|leave|leaving) (?:it|that|this|them|any of|"
    rf"your|\w+ anywhere)",
    rf"{_WILL_NOT} bring up|{_WILL_NOT} (?:ask|bring|raise) (?:it|that|this|him|them|[a-z]+ to)\b(?!.*\b(?:here|"
    rf"today|now)\b)",
    rf"{_WILL_NOT} (?:let {_SOMEBODY}|do (?:that|it|this)\b(?=.* {_WHEN}| again|$)|{_DOING}\b)",
    rf"{_I} (?:do not|can not) (?:go (?:and )?)?(?:tell|telling|pass|passing|repeat|repeating|share|sharing)"
    r"(?: (?:it|that|this|anything|any of it))? (?:on|round|around|to|with|anyone|anybody|them|him|her|your|"
    r"the)\b(?!.* by \w+ing)",
    r"\b(?:what|everything|anything|all|nothing) (?:you|that you) (?:say|tell|told|said|write)\b.*"
    r"\b(?:stays?|goes|leaves?|gets) (?:with|between|in|no|any|past|out)\b",
    r"\b(?:it|this|that) (?:stays|goes no further|will stay) (?:with me|between us|between you and me|in this room|"
    r"in here)",
    r"\b(?:i|we) (?:will|would) (?:always )?tell you (?:first|before)\b",
    r"^(?:and |so )?(?:no|not) \w+(?: \w+){0,3} i promise\b",
    # Whatever it is, by a time.
    rf"{_WILL} (?!not|never|no|be (?:the|an?|late|in|on|up)\b)\w+{_FAR} {_WHEN}",
    rf"{_AM} (?:coming|back|seeing|meeting|doing|starting|making|taking|bringing|changing|checking|pulling|running|"
    rf"getting){_FAR} {_WHEN}",
    rf"{_I} (?:ring|write|call|phone|email|tell|ask|speak|talk|bring|send|come|change){_FAR} {_WHEN}",
    r"^(?:so |and |okay )?(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday) (?:i|we) "
    r"(?:will |am |are )?(?!think|thought|heard|was|were|got|had|said|want|need)\w+",
    rf"{_WILL} tell you what (?:they|he|she|the|my|comes)\b",
    rf"{_WILL} show (?:it to you|you (?:it|that|what)){_FAR} before",
    rf"{_WILL} show you (?:the|my|a) (?:\w+ )?(?:{_RECORD}|line|draft|copy|wording|new)",
    # Records and those who are told, with nobody named who does it.
    rf"\b(?:{_ON_RECORD}|{_RECORD}|front|heading|date|time|spelling) {_GETS} (?:\w+ )?{_RECORD_DONE}\b",
    rf"\b\w+ {_GETS} (?!done)(?:\w+ )?(?:{_CHANGED}|{_RECORD_DONE}){_FAR} {_DATE}(?!.*\bby you\b)",
    r"\b(?:they|he|she|police|head|manager|office|panel|doctor|agency|[a-z]+) (?:will be|gets|will get) "
    r"(?:asked|told|seen|spoken to|heard|informed)\b (?:we\b|it\b|on (?:his|her|their) own|by (?:a|an|somebody|"
    r"someone)|first\b|with (?:a|an)\b|that\b|why\b|what\b|in writing)",
    r"\b(?:they|police|head|manager|office|panel|doctor|agency|team|chair) will be (?:asked|told|informed|rung)$",
    rf"\b{_ON_RECORD} {_GOES} (?:\w+ ){{0,2}}?(?:in|into|on|onto|off|out of|to)(?: \w+){{0,3}}? {_RECORD}\b",
    r"\b(?:it|that|this|they|photo|picture|notes?|letter|report|name|mine) (?:do not|does not|will not|is not going to|"
    r"are not going to) (?:go|get (?:posted|sent|passed|shown))(?: \w+)? to \w+",
    rf"{_LEAD}(?:it|that|this|they|neither) (?:is|are) not going (?:in|on)$",
    rf"{_LEAD}(?:it|that|this|they|both|he|she)(?: \w+)? (?:goes|go) in(?:$| (?:word for word|exactly|as (?:you|he|"
    rf"she)|in (?:your|his|her)|under|with))",
    rf"{_LEAD}(?:the |that |those |my |your )?(?:{_ON_RECORD}|{_DAY}s)(?: \w+)? (?:is|are|stays?|will be|will stay) "
    rf"(?:out|off|out of it|off it)$",
    r"\bnothing(?: \w+){0,5} (?:goes|leaves|gets|will leave) (?:out|past|beyond|this|that|any|my|here)\b",
    r"\bneither (?:\w+ ){1,6}(?:go|goes) in (?:it|the)\b",
    r"\b(?:what|everything|anything|all) (?:you|he|she|they) (?:say|tell|told|said)\b.* (?:stays|stay) (?:here|in "
    r"here)$",
    r"\b(?:it|that|mine|this|yours|nothing) (?:stays in|leaves|goes out of) this room\b",
    # Who reads it before it goes.
    r"\byou (?:will |can |may |get to |are going to |shall |are )?(?:both |all |each )?(?:have|read|see|check|hear|"
    r"sign|reading|seeing|checking) "
    rf"(?:it|that|this|them|every \w+|each|mine|what (?:i|we) \w+|(?:the|my) (?:\w+ )?(?:{_RECORD}|line|draft|words?))"
    rf"(?: \w+){{0,4}}? (?:first$|before (?:i|we|it|they|he|she|anyone|anybody|anything|that|the|a|{_HOUR}|\d+)\b)",
    r"\byou (?:can|will) see (?:it|that) (?:gone|out|off|changed|crossed)\b",
    # In the present: "on Friday I come", "I ring her now".
    rf"{_LEAD}(?:on )?(?:{_DATE}|after (?:this|that))(?: \w+)? (?:i|we) (?:also |just |still )?{_ACT}\b",
    rf"{_LEAD}(?:i|we) (?:also |just |both )?{_ACT}(?! because| if | when | what | why | how | from | about ){_FAR} "
    rf"{_DATE}",
    rf"{_LEAD}(?:i|we) (?:ring|phone|email|text|see (?:you|him|her|them)) (?:\w+ ){{0,3}}?(?:now\b|{_DATE})",
    rf"{_LEAD}(?:somebody|someone)(?: else)? (?:sees|asks|rings|phones|visits)\b",
    # How it is written down.
    rf"{_WILL}(?: just)? (?:write|put|log|record|type|minute|note)(?: (?:it|that|this|them|those|all))?"
    r"(?: down| just| exactly| up| in| both| word for word)* (?:as (?:he|she|you|they|it|that|one|two)|like (?:that|"
    r"you|he|she|they|it)|the way (?:you|he|she|they)|in (?:your|his|her|their) (?:own )?words|how (?:you|he|she|it)|"
    r"what (?:it|you|he|she|they|was|happened)|why (?:you|he|she|they|it)|exactly|verbatim|without|who|minus)(?: |$)",
    rf"{_WILL}(?: just)? (?:write|put|log|record|type)(?: it| that| this)?(?: down)? (?:exactly|word for word|verbatim|"
    r"just like that|like that|in that order|exactly that)",
    rf"{_WILL} write (?:that|this)$|{_WILL} put (?:it|that|this|them|both|all) in$|{_WILL} type (?:it|that|this)\b",
    rf"{_WILL} (?:put|write|say) (?:on|in|under|next to|beside|at) (?:it|that|them|the top) (?:that|why|who)\b",
    # More that nobody does within the talk.
    rf"{_WILL} (?:write|put|note) (?:it |that |them |this )?(?:down )?(?:that (?:it|you|we|he|she|they)|we|it was)\b|"
    rf"{_WILL} write "
    rf"(?:it|that|them|this|both) down (?:so|for)\b|{_WILL} have a word$|{_WILL} sort (?:an?|the) (?:\w+ )?{_WHOM}\b",
    rf"{_WILL} (?:go and |go )?ask$|{_WILL} ask (?:when|where|how|what) (?!you\b|i\b|we\b|it is like)\w+",
    rf"{_WILL} (?:be having|have) (?:some |a few )?words\b|{_WILL} copy {_THE}\b|{_WILL} do (?:it|that|them) myself\b",
    rf"{_WILL} do (?:the|that|your) \w+ with you\b",
    rf"{_WILL} do the (?:\w+ )?(?:bus|rest|cover|phoning|ringing|asking|talking|telling|chasing|application|appeal)\b",
    rf"{_WILL} bring (?:my|your|his|her|their|an?|some|the|both)\b(?! car)|{_WILL} give (?:it|that|them|those) back\b",
    rf"{_WILL} give (?:you|him|her|them) (?:an?|my|the) (?:\w+ )?(?:receipt|letter|copy|card|number|name|date|answer|"
    rf"time)\b",
    rf"{_WILL_NOT} (?:soften|change|alter) (?:it|that|a word|anything)\b|{_WILL_NOT} add (?:anything|a word)\b",
    rf"{_WILL} go (?:up|down|over|round|back|in) (?:after|there|to (?:my|our))\b",
    rf"{_MUST} \w+ (?:it|that|this)(?: \w+)? and (?:tell|ring|ask|call) {_SOMEBODY}",
    rf"{_I} can not keep .*\bto (?:me|myself)\b|{_I} can not (?:tell|pass|share|say) (?:it|that|this|anything) "
    r"(?:without|unless)\b",
    r"\b(?:i|we) would let you know\b|\b(?:he|she|you|they) will have (?:it|his|her|your|their|the)(?: \w+)* back\b",
    rf"{_WILL} pull (?:it|that|them|this|the)\b|{_AM} (?:pulling|opening) (?:it|that|them|this)\b(?! (?:out|up|off) "
    rf"(?:my|your))",
    rf"{_WILL} (?:see|catch|find) (?:the|my|our) (?:\w+ )?(?:manager|head|sergeant|doctor|nurse|chair|officer|"
    rf"consultant)\b",
    rf"{_WILL} put (?:it |that |this |them |things )?right\b|{_WILL} ask for (?:another|somebody|someone|one|more|"
    rf"both)\b",
    rf"{_WILL} (?:get|find|sort) (?:somebody|someone|(?:you|him|her) (?:an?|some) (?:\w+ )?(?:meal|blanket|solicitor|"
    rf"coat))\b",
    rf"{_WILL} be saying (?:that|it|so) (?:back |to |at )|{_WILL} ask (?:it|that) of \w+|{_WILL} look (?:at|up) "
    rf"(?:who|why|how)\b",
    rf"{_WILL} tell you what i find\b|{_WILL} (?:put|write) (?:nothing|anything|it|that) (?:in|on) (?:that|the) "
    rf"(?:box|row|line|front)\b",
    rf"{_LEAD}(?:in|on|under|beside|next to) (?:that|the|this|your|his|her) (?:\w+ )?(?:box|row|line|front|"
    rf"{_RECORD}) {_WILL} (?:put|write)\b",
    rf"{_LEAD}(?:on )?(?:{_DATE}|before i go|after (?:this|that)) {_WILL} \w+",
    rf"{_WILL} write (?:all|both|them)(?: \w+){{0,2}} in (?:those|these|your|his|her|their) words",
    r"\b(?:he|she|they|you) (?:will|would) hear (?:it|that)(?: all)? (?:first )?from me\b",
    rf"\b(?:it|this|he|she|they) (?:will not be|is not|are not) (?:{_DAY})s\b|\bnothing (?:you|he|she|they) .* goes "
    rf"(?:in|on)\b",
    r"\b(?:he|she|they|interpreter) (?:does not|do not) (?:come|ring|interpret|ask)(?: \w+)? again\b",
    rf"{_WILL_NOT} (?!say|ask|interrupt|tell|call|mention|get up)\w+(?: \w+){{0,4}} again(?: for you)?$|{_WILL_NOT} "
    rf"file (?:it|that|this)\b",
    rf"(?:{_WILL_NOT}|{_I} would not) (?!have|having).*\b(?:behind (?:your|his|her) back|without (?:telling|asking) "
    rf"(?:you|him|her))\b",
    r"\b(?:it|that|this) goes (?:straight )?to (?:dr|mr|mrs|ms|legal|safeguarding|my|our)\b|\b(?:it|that) stays here$",
    rf"\b(?:it|they|that|both|ones|cases) (?:comes?|goes?) (?:back )?(?:off|out)(?: \w+){{0,4}}? {_DATE}",
    rf"{_LEAD}(?:not \w+ )(?:is|are) coming out$",
    r"\b(?:i|we) promise (?:to|that|(?:i|we) (?:will|would|am not|do not|shall))\b|\b(?:i|we) give you (?:my|"
    r"our) word\b|\byou have my word\b",
)

WHOLE_PROMISES = _compile(
    rf"{_LEAD}(?:{_DAY})(?: the \w+| week| this coming one)?(?: (?:at )?(?:half )?(?:{_HOUR}|\d+)(?: o clock| "
    rf"oclock)?)? (?:it is|then)\b(?! (?:what|who|is|was|i|you|he|she|they)\b)",
    rf"{_LEAD}(?:no|not) \w+ing\b(?: \w+){{0,4}} (?:i|we) promise\b",
    r"\bmy job not (?:yours?|urs?|you|his|hers|theirs|for you)\b",
    rf"\b(?:report|copy|letter|page|minutes|drawing|paper|draft) (?:goes|is going|will go|comes) (?:back |out )?to "
    rf"(?:you|him|her|them|both|all)\b{_FAR} {_DATE}",
)
"""What promises only as a whole, without the signs in it: "Thursday, ten, it is"."""
HANGS_ON = re.compile(
    rf"^(?:(?:and|or|plus|also|not) (?:also |then )?(?:the|your|my|his|her|their|that|this|these|those|both|all|an?|"
    rf"one|two|in|on|at|by|with|before|after|{_DAY}s?|today)|both|by|with|without|on|at|before|after|{_DAY}|today|tonight|"
    rf"tomorrow)\b"
    r"(?!.*\b(?:i|we|he|she|they|it|is|are|was|were|am|will|would|can|could|do|does|did|have|has|had|who|what|why|how|"
    r"when|where|sorry|thank|please|you (?!$|too$|all$|both$))\b)"
)
"""A few words without a verb that go on with what was promised straight before: "And the other workloads."."""

# --- What is none: done within the talk, said of others, thought aloud

_SOON = r"\bin (?:a|two|five|one|half a) (?:minute|minutes|sec|second|seconds|secs|moment|bit|mo|tick)\b"
_TALK = rf"{_I} (?:will|am|are|shall|am going to|are going to|am not|are not|will not)(?: \w+)?"
_THING = r"(?:it|you|him|her|them|this|that)"
_FOOD = _one_of("tea teas coffee brew biscuit biscuits cake kettle mug milk sugar water sip jug toast sandwich butter")
_FURNITURE = _one_of(
    "chair chairs seat seats stool coat shoes bag window door lamp light heater glasses pen table floor"
)
NO_PROMISES = _compile(
    r"^because\b|\basking like\b|\b(?:have|has) to ask (?:is|are|was|were|do|does|did|if|you)\b",
    r"\bask (?:his|her|my|your) (?:back|feet|foot|hands?|face|nose)\b",
    rf"{_TALK} tell you (?:too )?what .*\btold\b",
    r"^(?!.*\b(?:i|we) (?:will|am|are)\b).*"
    r"\b(?:it|poster|sign|letter|report|note|sheet|form|plan|file) (?:says|said|reads)\b",
    rf"{_TALK} (?:say|mention|tell you) (?:only|just|one|the small|a bit|something|a word)\b",
    rf"{_WILL_NOT} hold you to\b",
    # What "that" is, nobody can tell who reads it afterwards.
    rf"{_WILL_NOT} (?:put|write|say) (?:it|that|this) (?:in |down )?(?:either|too|then|though)$",
    r"\b(?:maybe|perhaps|might|hopefully|suppose|hope|hoping|would have (?!to)|if i could|could have)\b",
    r"\b(?:would|shall|should|could|can|may) (?:i|we)\b",
    r"\bi (?:think|thought|was thinking)(?: that)? (?:i|we)\b",
    r"\b(?:said|says|say|saying|told|tells|thought|thinking|promised|promises|meant)(?: (?:you|me|us|them|him|her|"
    r"that))? (?:i|we|they|he|she) (?:will|am|are)\b",
    rf"{_TALK} be (?:honest|quick|straight|frank|quiet|clear|open|brief|brisk|back in)\b",
    rf"{_TALK} (?:call|calling|ring|ringing) {_THING} (?:a|an|what|by name|by names|names|racis[mt]|racial)\b",
    rf"{_TALK} (?:ask|asking|tell|telling) you (?:why|how|who|this|straight|again|that|something|one|about|off)\b",
    rf"{_TALK} (?:close|closing|raise|raising) {_THE} (?:door|window|voice|hand|glass|eyes|eye|mouth)\b",
    rf"{_TALK} (?:change|changing|swap|swapping) (?:him|her|my|the subject|seats|chairs|places)\b",
    rf"{_TALK} (?:have|take|get|do|make|put|bring|fetch|leave|move|find|turn|drink|eat|hold|open|close|look|sit|"
    rf"share|keep)(?: \w+){{0,4}} (?:{_FOOD}|{_FURNITURE})\b",
    rf"{_TALK} (?:sit|sitting|stand|standing|wait|waiting|shut|hush|listen|stop|start|begin|keep you|bill)\b"
    rf"(?!{_FAR} {_WHEN})",
    rf"{_WILL_NOT} (?:say no|say anything$|say a word$|tell you\b|ask you\b|keep you\b|call you\b|be long|"
    rf"put you (?:through|off|on)|"
    r"let you|say this|use (?:the|that) word|putting words|put words|put(?:ting)? (?:it|that|this) on you)",
    rf"(?={_TALK} )(?!.*{_WILL_NOT}){_TALK} (?:write|writing|type|typing|put|putting|note|log|"
    rf"logging) (?:{_THING} )?(?:all )?down\b"
    r"(?! as (?:a|an|what|racis|you|he|she|they|it)| that (?:you|she|he|they|nobody|it)\b| (?:just )?(?:exactly|like|"
    rf"the way|how|what you|word for word|in your)\b)(?!{_FAR} (?:in|on|to) (?:the|my|your) )",
    r"\b(?:my hand|down here|on the floor|all ears)\b",
    r"\bthat (?:you|she|he|they) (?:refused|refuse|declined|decline|will not|would not|did not|failed)\b",
    r"\b(?:refused|refuse|refusing|failed|failing|declined) to engage\b",
    r"\b(?:you|him|her|them) down as\b|\b(?:how|what) about (?:you|we|i)\b|\bjust so (?:i|we)\b|\bask because\b|"
    r"\bwork out\b|\bgetting off$|\bnot want (?:you|him|her|them) to\b",
    r"\b(?:write it up light|leave it (?:at that|there)|leave you to it|leave you in peace|get out of your)\b",
    rf"{_I} (?:am|are) (?:calling|ringing|phoning|writing|visiting|emailing|asking|telling) "
    r"(?:about|from|because|to|you|everyone|everybody)\b",
    r"\b(?:coming|comes?|going) out (?:wrong|badly|all|like|of my|backwards|right)\b",
    rf"^(?!.*\b(?:off (?:\w+ )?to|come back with)\b).*{_SOON}",
    r"\b(?:going to say|will say) (?:this|that|it) (?:badly|wrong|once|again|straight|plainly|slowly|out loud)\b",
    rf"{_TALK} (?:ask|tell|show) \w+ (?:then|now|himself|herself|themselves|first|the same)\b",
    r"\b(?:out of (?:the|your|my) (?:way|hair)|off my chest|out of this chat|to the point|to your face|taking (?:it|"
    r"that) in$)",
    rf"{_TALK} (?:share (?:something|with you)|call you \w+(?:$| then)|ring the bell)",
    r"\bwill say (?:why |so )?(?:on|in) (?:the|that|your)\b.* (?:they|you|he|she) \w+",
    r"\b(?:right now|before i go anywhere|by now|every (?:day|week|sunday|monday|time)|always|usually)\b",
)
FOOD = re.compile(rf"\b{_FOOD}\b")
"""What is fetched and eaten while two people talk; what stands beside it is chat."""
OFFERS = re.compile(
    r"(?:.*\b(?<!even )(?<!ask )(?<!check )(?<!out )(?<!see )(?:if|unless|only if) (?:(?:they|he|she) will(?= (?:let|"
    r"have))|(?:you|that|it|this)(?: will)?) "
    r"(?:like|want|would|let|wanted|will|are happy|are all|are ok|are okay|do not|can|agree|say|is|helps|think|need|"
    r"prefer|have|"
    r"wish)\b)|.*\b(?:if|unless) (?:i|we) (?:may|can|could|find|think|have|get|see|hear)\b|.*\b(?:or not|you choose|"
    r"up to you)\b"
)
CONDITIONS = re.compile(r"(?:and |but |so |or |because |then |ok |okay )*(?:if|unless|when|whenever|in case|suppose) ")
WRITES = re.compile(rf"{_WILL} (?:write|put|say)(?: it| that| this)?(?: down)?$")
WRITTEN = re.compile(r" ?:| {4,}\S?| ?[\"“‘']\S")
"""What follows "I'll write": a colon, or a quotation, which `blank_quotations` made spaces of."""
ASKS_FOR_YES = re.compile(
    r"^(?:and |so |is |would |will |does )*(?:that |this |it )*(?:is |be |sound |suit )*(?:that )?"
    r"(?:ok|okay|alright|all right|fine|yes|yeah|no|right|good|deal|you|happy|fair)\b"
    r"|^(?!(?:and |so )?(?:what|who|how|when|where|which)\b).*"
    r"(?:\b(?:shall|should|could|can|may) (?:i|we)\b|\b(?:do|would) you (?:want|like|mind|rather|prefer)\b)"
    r"|\bwhat do you think\b"
)
ASKS_LEAVE = re.compile(
    r"^(?:and |so |or |but )*(?:"
    r"(?:is|would|will|does) (?:it|that|this)(?: be| sound)? (?:ok|okay|alright|all right|fine|right)"
    r"|would you (?:rather|mind|want that|like that|prefer)|do you want me to|shall i$"
    r"|are you (?:ok|okay|alright|all right|happy) with)\b"
)
"""A question straight after what is undertaken that makes an offer of it: "Is it ok if I say it?"."""
_OFFERED = rf"(?:{_DO}|speak|talk|tell|ask|write|take|bring|come)"
OFFERS_TO_DO = re.compile(
    r"\bshall i do it with you\b"
    rf"|\b(?:shall|could|can|may) (?:i|we) (?:also |just |both )*(?:{_OFFERED}|be there|do (?:it|that))\b"
    rf"|\bdo you want (?:me|us) to {_OFFERED}\b|^(?:and |so |then )*(?:i|we) (?:can|could) (?:also |just )*{_OFFERED}\b"
)
"""What is offered; it counts where the family plainly says yes straight after."""
SAYS_YES = re.compile(
    r"\b(?:yes|yeah|aye|please|all right|alright|go on|that would (?:be|help)|would be (?:glad|grateful)|do that|"
    r"you do|i would (?:like|be glad)|if you would|then yes|deal)\b"
)
SAYS_GLADLY = re.compile(r"\b(?:then yes|yes please|please do|do that|would be glad of (?:you|that|it))\b")
"""A yes that is plain wherever in an answer it stands."""
SAYS_PLAIN_NO = re.compile(r"^no\b(?! (?:no|problem|bother|harm|worries))|\b(?:rather|sooner) (?:not|you did not)\b")
"""A no that is plain wherever in an answer it stands."""
SAYS_NO = re.compile(
    r"\b(?:no|not|never|rather|sooner|but|if|unless|is it|who|what|why|when|how|maybe|perhaps|might)\b"
)
SUGGESTS = re.compile(r"^(?:and |so |or |but )*(?:how about|what about|what if|suppose|shall we)\b")
"""How a suggestion begins; all that follows in its sentence waits for a yes."""
LENT = re.compile(r"^(?:oh |and |so |right )*(?:tell|say to) (?!you\b|me\b)\w+")
"""Words to be passed on: "Tell Auntie that I'll not repeat it"."""
UNDERTAKEN = re.compile(rf"{_WILL_NOT}|{_I} (?:do not|can not)\b|\bnothing\b|\bunless .* says? no\b")
"""What will not be done waits for no yes: "I won't tell him unless you say so"."""
HAS_TO_TELL = re.compile(
    rf"{_MUST} (?:\w+ (?:it|that|this) and )?(?:tell|speak to|talk to|go to|ring|let|pass|share|say|put)\b|"
    r"\b(?:i|we) would (?:always )?tell you\b"
)
ABOUT_SAFETY = re.compile(r"\b(?:safe|hurt|hurting|harm|harmed|danger|risk|threatening|threatened|leaning on)\b")
"""What has to be told where somebody is not safe waits for no yes: "if you're not safe I'd have to tell my manager"."""
WITHDRAWN = re.compile(
    r"\b(?:i|we) (?:will not|will no|shall not|am not going to|are not going to|am not|are not)(?: be)? "
    r"(?:now |then )?(?P<not>\w+)|\bforget (?:about )?(?:me |us )?(?P<forget>\w+ing)\b"
    r"|^(?:no |yes |ok |okay |then |so |and )*you (?P<yours>tell|ring|ask|call|show) (?!me\b|us\b|it\b|that\b)"
)
"""Words that take a promise back: "then I won't ring her", "forget ringing him", "you tell her, then"."""
NAMES_PERSON = re.compile(
    r"\b(?:mr|mrs|ms|dr|doctor|manager|head|school|police|team|office|panel|board|chair|nursery|housing|legal|nurse|"
    r"consultant|teacher|solicitor|interpreter|sergeant|officer|advocate|worker|secretary|agency)\b"
)
WEIGHTY = (
    re.compile(rf"\b{_RECORD}\b|\b(?:line|sentence|word|in writing|wording|box)\b"),
    NAMES_PERSON,
    re.compile(_WHEN),
    re.compile(r"\b(?:child|children|boy|girl|lad|son|daughter|baby|kids)\b"),
)
"""What makes a promise stand first, where there are many: a record, a third party, a time, a child."""
