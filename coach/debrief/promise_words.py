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
    screen, every, around, round, just, the other, the next, the rest, the hard, the obvious, the awkward,
    plain, once, two, three, only, simply, slowly, gently, plainly, quickly
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
    rf"(?:\b{_TIME}\b|\b(?:by|before|at|after) (?:about |around )?(?:{_HOUR}|quarter|\d+)\b|\bon the (?:{_HOUR}|"
    r"\d+(?:st|nd|rd|th)|first|second|third|[a-z]+th)\b)"
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
    r"straight away|the day after|in the morning)\b|\b(?:by|at|after|before|till|until) (?:about |around |half past |"
    rf"half |quarter (?:to|past) )?(?:{_HOUR}|\d+)\b|\bbefore (?:i|we) (?:go|leave|send|sign|write|close|file|hand|"
    r"finish|type)\b)"
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
    rf"(?:{_I} (?:will|shall|am going to|are going to|am gonna|are gonna)|^(?:and |so |then |okay |right |yes )?(?:am |"
    r"are )?going to|^will(?! (?:you|he|she|they|it|that|i|we)\b))"
)
_SOFTLY = (
    r"(?: (?:also|just|then|now|personally|certainly|definitely|still|myself|both|all|only|always|defo|have to|(?:go|"
    r"come|pop)(?: up| down| over| back| out)? and))*"
)
_WILL = rf"{_GOING}{_SOFTLY}"
_AM = rf"{_I} (?:am|are){_SOFTLY}"
_NOT = r"(?:not|never|no)"
_WILL_NOT = rf"(?:{_I} (?:will|shall) {_NOT}|{_I} (?:am|are) not going to|{_I} would never|{_I} (?:am|are) not)"
_MUST = rf"{_I} (?:will |would |do )?(?:have to|need to|have got to|got to|must|am to|are to){_SOFTLY}"
_FAR = r"(?: \w+)*?"
"""Any words, as few as will do; what follows it begins with a space."""
_THE = r"(?:the|my|our|your|his|her|their|that|this|a)"


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Compile some patterns."""
    return tuple(re.compile(pattern) for pattern in patterns)


def _compile_after(head: str, *tails: str) -> re.Pattern[str]:
    """Compile what begins with one head and goes on in some way; the head is looked for once."""
    return re.compile(rf"{head}(?:{'|'.join(tails)})")


_LEAD = r"^(?:(?:and|so|then|but|okay|right|yes|no|well|now|or) )*"
"""Little words with which a part may begin."""
_GETS = (
    r"(?:gets?|will get|will be|is getting|are getting|is being|are being|will not be|does not get|do not get|is not "
    r"getting|are not getting)(?: also| all| both| never)?"
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

_FAR_IN = r"(?:\w+ )*?"
"""Any words, as few as will do, each with a space behind it."""
_WRITES_NOW = (
    r"(?:it |that )?(?:on|in) (?:an?|the) (?:post it|red book|bit of|piece of|back)\b|(?:it|that)(?: down)? as you "
    r"(?:say|tell)\b|down (?:your|the|my|an?)\b|it up light|(?:you )?a note\b"
)
"""What "I'll write" goes on with where it is done within the talk."""
_WRITTEN_DOWN = (
    rf"(?:that (?:you|he|she|they|we|it|nobody|the|there)\b|{_FAR_IN}(?:into|onto|to(?! do\b| be\b)) \w|(?:(?:it|that|"
    rf"this|them|all|both)(?: \w+)? )?(?:down )?(?:(?:in|on) {_THE} (?:\w+ )?{_RECORD}\b|(?:above|under|beside|next to|"
    r"up|as|like|just|exactly|that way|how|with|without|what|why|who|verbatim|word for|minus|in (?:those|these|your|"
    r"his|her|their))\b)|down (?:anything|that|so)\b|(?:him|her|them|you|and) (?:an?|ask|say) |an? (?!note|list|"
    r"bit)\w+|nothing|anything|not\b|another|we\b|it (?:was|down (?:so|for))\b)"
)
"""How and where it is written that is to be read by others."""
_AS_SAID = (
    r"(?:as (?:he|she|you|they|it|that|one|two)|like (?:that|you|he|she|they|it)|the way (?:you|he|she|they)|in "
    r"(?:your|his|her|their) (?:own )?words|how (?:you|he|she|it)|what (?:it|you|he|she|they|was|happened)|why (?:you|"
    r"he|she|they|it)|exactly|word for word|verbatim|without|who|minus)(?: |$)"
)
_BE = r"(?:be (?:back|there|here|round|over|outside|at|with you|on to|up at|in touch)\b)"
"""What may follow "I'll be" where a place is kept, and not "I'll be brief"."""
_TO_BE_LATER = rf"(?:{_BE}|(?!be\b|not\b|never\b|no\b)\w+)"

PROMISES = (
    # Acts that nobody does within the talk.
    _compile_after(
        f"{_WILL} ",
        rf"(?:be {_DOING}|be (?:writing|seeing|meeting|bringing|taking|putting)|{_DO})\b",
        r"open (?:it|that|this) (?:again|back up|up again)\b",
        r"(?:be back|come back(?! to)|come again|come round(?! (?:your|that|to|the|this|here)\b)|(?:come|go) with "
        r"(?:you|him|her|them)\b(?! to the (?:door|car|gate|lift|stairs))|come and see)\b",
        r"pop (?:in|round|back|(?:it|that|this|him|her|them|you) in)\b|go and see (?:him|her|them)\b",
        r"be (?:there|here) (?:when|for|till|until|with|at)\b|stay (?:with \w+ )?(?:till|until)\b|be there$",
        r"(?:go|get) (?:and )?(?:back )?(?:on )?(?:to|onto|see) (?:my|our|the|mr|mrs|ms|dr|school|housing|legal)\b",
        rf"(?:see|meet) {_SOMEBODY} (?:at|in|on|with|myself|about)\b|get on to \w+",
        r"(?:find out|look (?:into|up)|check (?:with|that|who|what|why|it|this|them)|follow (?:\w+ )?up)\b",
        r"(?:sort|see to|deal with|take on|take over) (?:it|that|this|the|those|something)\b",
        r"(?:push for|press for|insist|demand|make sure(?! i (?:have|am|get|understand))|see (?:to it|that))\b",
        r"(?:bring|get) (?:you |him |her |them )?(?:an?|another|some|the|somebody|someone|that)(?: \w+)? "
        r"(?:interpreter|worker|woman|doctor|solicitor|appointment|advocate|who|that)\b|bring you that \w+",
        r"(?:find|get) (?:somebody|someone|an?|another|you)(?: \w+)* who\b|(?:find|look for) (?:an?|some|somebody|"
        r"someone|another)\b",
        r"bring (?:you|him|her|them) (?:it|some|the|my|an?|one)\b|bring (?:it|that|them) (?:in|here|round|back|to|up|"
        r"over)\b",
        rf"get {_SOMEBODY} to\b(?! open)|(?:finish|fill in|fill out|redo) {_THE} (?:\w+ )?{_RECORD}\b",
        r"(?:copy|order|learn) (?:you|him|her|them|how|the right|some|new)\b|(?:look|fill) (?:it|that|this|them) "
        r"(?:up|in)\b",
        r"(?:stand|sit) (?:by|next to|with) you when\b|stand by you\b|back you\b|make it my\b",
        r"be (?:straight )?(?:on|onto) (?:to )?the\b|be the one (?:who|that|to)\b",
        r"keep (?:it|that|this)(?: \w+)* between (?:us|you)\b|hold (?:the|that|it|this) (?:\w+ )?back\b",
        rf"(?:get|find|take) {_THE} (?:\w+ )*(?:number|name|names|address)\b|look at (?:who|why|how)\b",
        rf"sort (?:an?|the) (?:\w+ )?{_WHOM}\b",
        # To a third party.
        rf"(?:tell|warn|remind|be telling|be asking) {_SOMEBODY}",
        r"(?:ask|check|find out) (?:if|whether) (?:they|he|she|the|there|my|we|somebody|someone)\b",
        rf"ask (?!(?:him|her|them)$){_SOMEBODY}|(?:go and |go )?ask$|ask (?:it|that) of \w+|ask in writing\b",
        r"ask (?:about (?:the|that|his|her|your|this)|whose|(?:who|why)(?! you\b)|for (?!the record)(?:the|an?|it|"
        r"them|him|her|that|rest|another|somebody|someone|one|more|both)\b|that)\b|ask (?:when|where|how|what) "
        r"(?!you\b|i\b|we\b|it is like)\w+",
        rf"(?:speak|talk|explain)(?: (?:it|that|this))? (?:to|with) {_SOMEBODY}",
        rf"(?:say|put|take|give|hand|pass|show|read)(?! you a hand){_FAR} (?:to|past|with|on to|up with) {_SOMEBODY}",
        r"(?:have|get) (?:a|another) (?:\w+ )?(?:word|chat|meeting) (?:with|about)|have (?:it|that) out with|have a "
        r"word$",
        rf"let {_SOMEBODY}{_FAR} (?:know|see|look|check|read)|let you (?:know|have)",
        r"(?:get|be|keep) (?:you |back |in )*(?:touch|contact|posted|hold of|back to you|updated)",
        rf"giv?e{_FAR} (?:ring|call|bell|shout|copy|text|number)\b|(?:be having|have) (?:some |a few )?words\b",
        r"tell you (?:what i find|if (?:i can not|they|it|he|she))\b|tell you what (?:comes|(?:they|he|she|the \w+|my "
        r"\w+)(?: have| has)? (?:says?|said|decides?|thinks?|finds?|tells?|answers?))\b",
        r"(?:see|catch|find) (?:the|my|our) (?:\w+ )?(?:manager|head|sergeant|doctor|nurse|chair|officer|consultant)\b",
        r"(?:get|find|sort) (?:somebody|someone|(?:you|him|her) (?:an?|some) (?:\w+ )?(?:food|meal|blanket|solicitor|"
        r"coat))\b|be saying (?:that|it|so) (?:back |to |at )",
        # A record: what is changed in it, put in, kept out.
        rf"(?:get|have|see){_FAR} {_CHANGED}\b|get (?:it|that|this|those|them|both) (?:\w+ )?\w{{3,}}(?<!ne)ed\b",
        rf"(?:get|have|take|cross|strike|rub|cut) (?!my |me |off |out |of ){_FAR_IN}(?:out|off)\b(?! of (?:your|the) "
        r"way)",
        rf"(?:leave|keep) (?!my |me |off |out |of |up ){_FAR_IN}(?:out|off)\b(?! of (?:your|the) way)",
        rf"put (?:it|that|this|both|yours|what){_FAR} in what (?:i|we) write\b|put{_FAR} (?:in|on|into|under|at the "
        rf"top of|at the front of) {_THE} (?:\w+ )?(?:{_RECORD}|booking)\b",
        rf"(?:put|make){_FAR} (?:my (?:own )?name|in writing|on record|on file|(?:in|on|into) {_THE}{_FAR} "
        rf"{_RECORD})\b",
        r"put in (?:for|a)\b|put (?:it|that|this|them|both|all) in$|put (?:it |that |this |them |things )?right\b",
        r"put (?:not|nothing|racis[mt])\b|put (?:it|that|them|him|her|you) down as",
        rf"(?:write|type|say|put)(?: it| this| so| that)? (?:in|on) {_THE} (?:\w+ )?{_RECORD}\b|type (?:it|that|"
        r"this)\b",
        r"(?:put|write|say) (?:on|in|under|next to|beside|at) (?:it|that|them|the top) (?:that|why|who)\b",
        rf"sign (?:it|that|this|the)\b|hold (?:it|that|this|the|back){_FAR} (?:till|until)\b",
        r"say (?:so$|no$|what (?:happened|he|she|they|was)|i (?:am worried|need)|it is (?:me|mine|my|wrong))\b",
        # How it is written down.
        rf"(?:write|type) (?!{_WRITES_NOW}){_WRITTEN_DOWN}|(?:note|log|minute|put) (?:down )?that (?:it|you|we|he|she|"
        r"they|nobody)\b",
        r"(?:put|log|record|note)(?: (?:it|that|this|them|those|all))?(?: down| just| exactly| up| in| both)* "
        rf"{_AS_SAID}",
        # Whatever it is, by a time.
        rf"{_TO_BE_LATER}{_FAR} {_WHEN}",
        rf"show (?:it to you|you (?:it|that|what)){_FAR} before|show you (?:the|my|a) (?:\w+ )?(?:{_RECORD}|line|"
        r"draft|copy|wording|new)",
        # More that nobody does within the talk.
        rf"copy {_THE}\b|do (?:it|that|them) myself\b|do (?:the|that|your) \w+ with you\b",
        r"do the (?:\w+ )?(?:bus|cover|phoning|ringing|asking|talking|telling|chasing|application|appeal)\b",
        r"bring (?:my|your|his|her|their|an?|some|the|both)\b(?! (?:car|bag))|give (?:it|that|them|those) back\b",
        r"give (?:you|him|her|them) (?:an?|my|the) (?:\w+ )?(?:receipt|letter|copy|card|number|name|date|answer|"
        r"time)\b",
        r"go (?:up|down|over|round|back|in) (?:after|there|myself|to (?:my|our))\b|go up$|pull (?:it|that|them|this|"
        r"the)\b",
    ),
    _compile_after(
        f"{_AM} ",
        rf"{_DOING}\b(?! (?:off|the lady)\b)|sorting (?:it|that|this|the|an?)\b|putting in (?:for|a)\b",
        rf"taking (?:it|this|that)(?: back| up| straight)* (?:to|up with) {_SOMEBODY}",
        rf"(?:telling|asking) (?:that (?:it|they|he|she|we)|for (?:it|that|them|him|the)|no one|nobody|{_SOMEBODY})",
        rf"(?:speaking|talking) (?:to|with) {_SOMEBODY}",
        r"off (?:up |down |over |back |now |straight |the corridor )*to (?:see|ring|find|speak|talk|tell|ask|the|that|"
        r"my|our)\b",
        r"going (?:back |up |down |over |round |straight |in )*to (?:my|our|the|that|his|her|mr|mrs|ms|dr)\b(?: "
        rf"(?:manager|head|office|desk|panel)\b|{_FAR} (?:to|and) (?:say|tell|ask|see|get)\b)",
        rf"(?:getting|having){_FAR} {_CHANGED}\b|putting in (?:that|the|this) (?:{_RECORD}|box)\b",
        r"(?:taking|putting|leaving|keeping|writing|getting) (?!my |a pen|your )(?:\w+ )*?(?:out|off|in|into|to|back|"
        rf"on)(?:{_FAR} (?:{_RECORD}|my name|writing)\b|$|{_FAR} {_WHEN}| of (?:it|my|the))",
        r"(?:coming|back|seeing|meeting|doing|starting|making|taking|bringing|changing|checking|pulling|running|"
        rf"getting){_FAR} {_WHEN}",
        r"(?:pulling|opening) (?:it|that|them|this)\b(?! (?:out|up|off) (?:my|your))",
    ),
    _compile_after(
        f"{_WILL_NOT} ",
        r"unless\b|leave without\b|bring up|file (?:it|that|this)\b|shop (?:you|him|her|them|anybody|anyone)\b",
        r"(?:be )?(?:tell|repeat|mention|breathe|share|pass|show|send|put|ring|phone|book|report|use|move|say(?! "
        r"(?:ignore|a|one)\b)|telling|ringing|asking (?:him|her|them)|call (?:him|her|them|the|your|anyone|"
        r"anybody))\b",
        r"(?:be )?(?:write|writing|put|putting|send|sending|leave|leaving) (?:down )?(?:it|that|this|them|any of|"
        r"anything|your|\w+ anywhere)",
        r"(?:ask|bring|raise) (?:it|that|this|him|them|[a-z]+ to)\b(?!.*\b(?:here|today|now)\b)",
        rf"(?:let {_SOMEBODY}|do (?:that|it|this)\b(?=.* {_WHEN}| again|$)|{_DOING}\b)",
        r"(?:soften|change|alter) (?:it|that|a word|anything)\b|add (?:anything|a word)\b|settle for\b",
        r"(?:go|leave|stop) (?:when|till|until|before)\b|have (?:him|her|it|them|\w+) (?:\w+ )?\w+(?:ed|down)\b",
        r"(?!say|ask|interrupt|tell|call|mention|get up)\w+(?: \w+){0,4} again(?: for you)?$",
    ),
    _compile_after(
        f"{_MUST} ",
        rf"(?:{_DO}|write|put){_FAR} {_WHEN}",
        rf"(?:go and |go )?(?:tell|ask|ring|phone|call|inform|warn) {_SOMEBODY}",
        rf"(?:go and |go )?(?:speak|talk)(?: (?:it|this|that))? (?:to|with) {_SOMEBODY}",
        r"(?:record|log|refer|report) (?:it|this|that|what)\b|do something about\b",
        rf"(?:share|pass|take|report|raise|give) (?:this|that|it|what|the|his|her|your|their){_FAR} (?:with|on|to|"
        rf"{_TIME})\b",
        rf"\w+ (?:it|that|this)(?: \w+)? and (?:tell|ring|ask|call) {_SOMEBODY}",
    ),
    _compile_after(
        f"{_I} ",
        r"(?:book|reopen|correct|amend|refer|withdraw) (?:it|that|this|the|your|his|her|an?|them|you)\b",
        r"(?:open (?:it|that|this) (?:back )?up|appeal)\b|get an? \w+ (?:interpreter|advocate|solicitor)\b",
        r"(?:go|take (?:it|this|that)) (?:back |up |straight )*to (?:my|our|the) (?:manager|head|boss|team|office|"
        r"board)",
        r"(?:do not|can not) (?:go (?:and )?)?(?:tell|telling|pass|passing|repeat|repeating|share|sharing)(?: (?:it|"
        r"that|this|anything|any of it))? (?:on|round|around|to|with|anyone|anybody|them|him|her|your|the)\b(?!.* by "
        r"\w+ing)",
        rf"(?:ring|write|call|phone|email|tell|ask|speak|talk|bring|send|come|change){_FAR} {_WHEN}",
        r"can not keep .*\bto (?:me|myself)\b|can not (?:tell|pass|share|say) (?:it|that|this|anything) (?:without|"
        r"unless)\b",
        r"would let you know\b|(?:will|would) (?:always )?tell you (?:first|before)\b|give you (?:my|our) word\b",
        r"promise (?:to|that|(?:i|we) (?:will|would|am not|do not|shall))\b|would tell you\b.*\bfirst\b",
        r"would not be (?:ringing|telling|writing|going behind)\b",
    ),
    _compile_after(
        _LEAD,
        r"(?:it|that|this|they|neither) (?:is|are) not going (?:in|on)$|(?:not \w+ )(?:is|are) coming out$",
        r"(?:it|that|this|they|both|he|she)(?: \w+)? (?:goes|go) in(?:$| (?:word for word|exactly|as (?:you|he|she)|"
        r"in (?:your|his|her)|under|with))",
        rf"(?:the |that |those |my |your )?(?:{_ON_RECORD}|{_DAY}s)(?: \w+)? (?:is|are|stays?|will be|will stay) "
        r"(?:out|off|out of it|off it)$",
        rf"(?:on )?(?:{_DATE}|before i go|after (?:this|that))(?: \w+)? (?:(?:i|we) (?:also |just |still )?{_ACT}\b|"
        rf"{_WILL} \w)",
        rf"(?:i|we) (?:also |just |both )?{_ACT}(?! because| if | when | what | why | how | from | about ){_FAR} "
        rf"{_DATE}",
        rf"(?:i|we) (?:ring|phone|email|text|see (?:you|him|her|them)) (?:\w+ ){{0,3}}?(?:now\b|{_DATE})",
        rf"(?:i|we) write to {_SOMEBODY}",
        r"(?:somebody|someone)(?: else)? (?:sees|asks|rings|phones|visits)\b",
        rf"(?:in|on|under|beside|next to) (?:that|the|this|your|his|her) (?:\w+ )?(?:box|row|line|front|{_RECORD}) "
        rf"{_WILL} (?:put|write)\b",
        rf"i tell {_SOMEBODY}(?:{_FAR} {_WHEN}|(?: \w+)? now\b)|i (?:will )?ring you (?:back|either way|whatever)\b",
        rf"{_WORDS_OF_RECORD} (?:is |are |stays? |will not be )(?:out|off|in|in it)\b(?: of (?:it|the report|my "
        r"notes))?$",
        r"from (?:now on|today) (?:it|that|he|she|they) (?:is|are)\b|(?:no|not) \w+(?: \w+){0,3} i promise\b",
        r"(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday) (?:i|we) (?:will |am |are )?(?!think|"
        r"thought|heard|was|were|got|had|said|want|need)\w+",
    ),
    _compile_after(
        r"\b",
        # Said of others who will act.
        r"(?:dr \w+|doctor|manager|colleague|advocate|team|office|somebody|someone|nurse|consultant|worker|police) "
        r"will (?:ring|call|come|write|tell|text|email|visit|explain|see (?:you|him|her|them)\b|be (?:here|there|in "
        r"touch))\b",
        r"leave (?:it|that|this) (?:with|to) me\b|you have my word\b|while (?:i|we) (?:look into|find out|sort out|"
        r"check)\b",
        r"that is (?:exactly )?what (?:i|we) (?:will|am going to) (?:write|put|tell|say|ask|do)",
        r"(?:what|all|(?:the )?first thing) (?:i|we) (?:will|am|am going to) (?:do|doing)\b.* is\b",
        r"that is the first thing (?:i|we) (?:am|will)",
        # A record, with nobody named who changes it.
        rf"(?:it|that) is in writing{_FAR} {_WHEN}",
        rf"{_WORDS_OF_RECORD} (?:(?:is|are) (?:(?:coming|going) (?:straight |right )?(?:out|off)|getting "
        rf"{_CHANGED})\b|(?:is|are|gets|get|will be) (?:being |getting )?{_CHANGED}(?: out| off)?(?: by)? {_WHEN})",
        rf"{_WORDS_OF_RECORD} (?:(?:will be|is|are) (?:straight |right )?(?:out|off|gone)|(?:comes?|goes?)(?: out| "
        rf"off| in)?)(?: (?:of|on|to|from|the|my|her|his|in|by|system|report|file|again))*? ?{_WHEN}",
        rf"(?:none of (?:this|that|it)|nothing|not a word|that|this|it|what (?:you|he|she|they) \w+{_FAR}) (?:goes|is "
        rf"going|gets|will not go|does not go) (?:in|into|on|to)(?: {_THE} (?:\w+ )?(?:{_RECORD}|manager)\b|$| with "
        r"my)",
        r"(?:it|that|report|note|notes|log|page|record|letter|file|form) (?:will|will not) (?:also |now )?(?:say|"
        r"read)\b",
        rf"on (?:the )?{_RECORD} from now on\b|my name (?:goes|is going) on\b|it does not go anywhere\b|nobody(?: "
        r"else)? (?:reads|sees) (?:it|that|this)\b",
        # What the family will have, or will not meet again.
        r"you (?:will|can|are going to) (?:all |both )?(?:have|get|see|read|hear|check|sign)(?: back)? (?:it|that|"
        rf"this|them|everything|what|from|a copy|a letter|a call|my|the (?:\w+ )?{_RECORD}){_FAR} (?:{_WHEN}|first\b|"
        r"when i)",
        r"you will (?:have|get|see|read|hear) (?:it in writing|a copy|the letter|from me|(?:it|that)(?: all| back)?$)",
        r"you will (?:all |both )?(?:be (?:told|asked|shown|rung|moved)|get (?:a letter|an answer|a call|a copy))\b",
        r"(?:it|that|this|they|all of it) (?:is|are) going in(?:$| (?:your|my|the report|as|with))",
        r"(?:it|that|this|they) will be (?:in your (?:own )?(?:words|name)|in my name|off the|off my|out of)\b",
        r"(?:he|she|they|it|this|that|interpreter|we|you) (?:will|is|are) (?:not|never)(?! new| anywhere)(?: be)?(?: "
        r"\w+){0,6} (?:again|any more|anymore|on my say so)\b(?! (?:today|will|is))",
        r"[a-z]+ will not be (?:interpreting|asked|moved|sent|used|booked|coming)\b|booked first\b|s?he will be seen\b",
        rf"no more (?:of |mondays|tuesdays|wednesdays|thursdays|fridays|meetings|letters)|back to you {_WHEN}",
        rf"(?:report|copy|letter|page|minutes) (?:goes|is going|will go|comes) (?:back )?to you\b{_FAR} (?:first|"
        r"before)\b",
        # What is said here and goes no further.
        r"(?:what|whatever|everything|anything|all|nothing) (?:that )?(?:(?:you|he|she|they|we) (?:say|tell|told|said|"
        r"write)|(?:is )?said)\b.*\b(?:(?:stays?|stops?|goes|leaves?|gets) (?:with|between|in|no|any|past|out|here)|"
        r"(?:stays?|stops?) here$)",
        r"(?:it|this|that) (?:stays|stops|goes no further|will stay) (?:with me|between us|between you and me|in this "
        r"room|in here)|(?:it|that) stays here$",
        # Records and those who are told, with nobody named who does it.
        rf"(?:{_ON_RECORD}|{_RECORD}|front|heading|date|time|spelling) {_GETS} (?:\w+ )?{_RECORD_DONE}\b",
        rf"\w+ {_GETS} (?!done)(?:\w+ )?(?:{_CHANGED}|{_RECORD_DONE}){_FAR} {_DATE}(?!.*\bby you\b)",
        r"[a-z]+ (?:will be|gets|will get) (?:asked|told|seen|spoken to|heard|informed)\b (?:we\b|it\b|on (?:his|her|"
        r"their) own|by (?:an?|somebody|someone)|first\b|with an?\b|that\b|why\b|what\b|in writing)",
        r"(?:they|police|head|manager|office|panel|doctor|agency|team|chair) will be (?:asked|told|informed|rung)$",
        rf"{_ON_RECORD} {_GOES} (?:\w+ ){{0,2}}?(?:in|into|on|onto|off|out of|to)(?: \w+){{0,3}}? {_RECORD}\b",
        r"(?:it|that|this|they|photo|picture|notes?|letter|report|name|mine) (?:do not|does not|will not|is not going "
        r"to|are not going to) (?:go|get (?:posted|sent|passed|shown))(?: \w+)? to (?!either\b)\w+",
        r"nothing(?: \w+){0,5} (?:goes|leaves|gets|will leave) (?:out|past|beyond|this|that|any|my|here)\b",
        r"(?:it|that|mine|this|yours|nothing) (?:stays in|leaves|goes out of) this room\b|nothing (?:you|he|she|they) "
        r".* goes (?:in|on)\b",
        # Who reads it before it goes.
        r"you (?:will |can |may |get to |are going to |shall |are )?(?:both |all |each )?(?:have|read|see|check|hear|"
        r"sign|reading|seeing|checking) (?:it|that|this|them|every \w+|each|mine|what (?:i|we) \w+|(?:the|my) (?:\w+ "
        rf")?(?:{_RECORD}|line|draft|words?))(?: \w+){{0,4}}? (?:first$|before (?:i|we|it|they|he|she|anyone|anybody|"
        rf"anything|that|the|a|{_HOUR}|\d+)\b)",
        r"(?:he|she|you|they) will have (?:it|his|her|your|their|the)(?: \w+)* back\b",
        r"(?:he|she|they|you) (?:will|would) hear (?:it|that)(?: all)? (?:first )?from me\b",
        r"(?:he|she|they|interpreter) (?:does not|do not) (?:come|ring|interpret|ask)(?: \w+)? again\b",
        r"(?:it|that|this) goes (?:straight )?to (?:dr|mr|mrs|ms|legal|safeguarding|my|our)\b",
        rf"(?:it|they|that|both|ones|cases) (?:comes?|goes?) (?:back )?(?:off|out)(?: \w+){{0,4}}? {_DATE}",
    ),
    *_compile(
        rf"(?:{_WILL_NOT}|{_I} would not) (?!have|having).*\b(?:behind (?:your|his|her) back|without (?:telling|"
        r"asking) (?:you|him|her))\b",
    ),
)

WHOLE_PROMISES = _compile(
    rf"{_LEAD}(?:{_DAY})(?: the \w+| week| this coming one)?(?: (?:at )?(?:half )?(?:{_HOUR}|\d+)(?: o clock| "
    r"oclock)?)? (?:it is|then)\b(?! (?:what|who|is|was|i|you|he|she|they)\b)",
    rf"{_LEAD}(?:no|not) \w+ing\b(?: \w+){{0,4}} (?:i|we) promise\b",
    r"\bmy job not (?:yours?|urs?|you|his|hers|theirs|for you)\b",
    r"\b(?:report|copy|letter|page|minutes|drawing|paper|draft) (?:goes|is going|will go|comes) (?:back |out )?to "
    rf"(?:you|him|her|them|both|all)\b{_FAR} {_DATE}",
)
"""What promises only as a whole, without the signs in it: "Thursday, ten, it is"."""
HANGS_ON = re.compile(
    r"^(?:(?:and|or|plus|also|not) (?:also |then )?(?:the|your|my|his|her|their|that|this|these|those|both|all|an?|one|"
    rf"two|in|on|at|by|with|before|after|{_DAY}s?|today)|both|by|with|without|on|at|before|after|{_DAY}|today|tonight|"
    r"tomorrow)\b(?!.*\b(?:i|we|he|she|they|it|is|are|was|were|am|will|would|can|could|do|does|did|have|has|had|who|"
    r"what|why|how|when|where|sorry|thank|please|you (?!$|too$|all$|both$))\b)"
)
"""A few words without a verb that go on with what was promised straight before: "And the other workloads."."""

# --- What is none: done within the talk, said of others, thought aloud

_SOON = r"\bin (?:a|two|five|ten|one|half a) (?:minute|minutes|sec|second|seconds|secs|moment|bit|mo|tick)\b"
_TALK = rf"{_I} (?:will|am|are|shall|am going to|are going to|am not|are not|will not)(?: \w+)?"
_THING = r"(?:it|you|him|her|them|this|that)"
_FOOD = _one_of("tea teas coffee brew biscuit biscuits cake kettle mug milk sugar water sip jug toast sandwich butter")
_FURNITURE = _one_of("""
    biro blind curtain clamp jumper jacket chair chairs seat seats stool coat shoes bag window door lamp light heater
    glasses pen table floor
""")
NO_PROMISES = _compile(
    r"^because\b|\basking like\b|\b(?:have|has) to ask (?:is|are|was|were|do|does|did|if|you)\b",
    r"\bask (?:his|her|my|your) (?:back|feet|foot|hands?|face|nose)\b",
    rf"{_TALK} tell you (?:too )?what .*\btold\b",
    r"^(?!.*\b(?:i|we) (?:will|am|are)\b).*\b(?:it|poster|sign|letter|report|note|sheet|form|plan|file) (?:says|said|"
    r"reads)\b",
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
    rf"{_TALK} (?:have|take|get|do|make|put|bring|fetch|leave|move|find|turn|drink|eat|hold|open|close|look|sit|share|"
    rf"keep|pull|push|shut|draw)(?: \w+){{0,4}} (?:{_FOOD}|{_FURNITURE})\b",
    rf"{_TALK} (?:sit(?! (?:by|with|next to) you when)|sitting|stand(?! by you)|standing|wait|waiting|shut|hush|"
    rf"listen|stop|start|begin|keep you|bill)\b(?!{_FAR} {_DATE})",
    rf"{_WILL_NOT} (?:say no|say anything$|say a word$|tell you\b|ask you\b|keep you\b|call you\b|be long|put you "
    r"(?:through|off|on)|let you|say this|use (?:the|that) word|putting words|put words|put(?:ting)? (?:it|that|this) "
    r"on you)",
    rf"(?={_TALK} )(?!.*{_WILL_NOT}){_TALK} (?:write|writing|type|typing|put|putting|note|log|logging) (?:{_THING} "
    r")?(?:all )?down\b(?! with | on | so | above | as (?:a|an|what|racis|you|he|she|they|it)| that (?:you|she|he|"
    rf"they|nobody|it)\b| (?:just )?(?:exactly|like|the way|how|what you|word for word|in your)\b)(?!{_FAR} (?:in|on|"
    r"to) (?:the|my|your) )",
    r"\b(?:my hand|down here|on the floor|all ears)\b",
    r"\bthat (?:you|she|he|they) (?:refused|refuse|declined|decline|will not|would not|did not|failed)\b",
    r"\b(?:refused|refuse|refusing|failed|failing|declined) to engage\b",
    r"\b(?:you|him|her|them) down as\b|\b(?:how|what) about (?:you|we|i)\b|\bjust so (?:i|we)\b|\bask because\b|"
    r"\bwork out\b|\bgetting off$|\bnot want (?:you|him|her|them) to\b",
    r"\b(?:write it up light|leave it (?:at that|there)|leave you to it|leave you in peace|get out of your)\b",
    rf"{_I} (?:am|are) (?:calling|ringing|phoning|writing|visiting|emailing|asking|telling) (?:about|from|because|to|"
    r"you|everyone|everybody)\b",
    r"\b(?:coming|comes?|going) out (?:wrong|badly|all|like|of my|backwards|right)\b",
    rf"^(?!.*\b(?:off (?:\w+ )?to|come back with)\b).*{_SOON}",
    r"\b(?:going to say|will say) (?:this|that|it) (?:badly|wrong|once|again|straight|plainly|slowly|out loud)\b",
    rf"{_TALK} (?:ask|tell|show) \w+ (?:then|now|himself|herself|themselves|first|the same)\b",
    r"\b(?:out of (?:the|your|my) (?:way|hair)|off my chest|out of this chat|to the point|to your face|taking (?:it|"
    r"that) in$)",
    rf"{_TALK} (?:share (?:something|with you)|call you \w+(?:$| then)|ring the bell)",
    r"\bwill say (?:why |so )?(?:on|in) (?:the|that|your)\b.* (?:they|you|he|she) \w+",
    rf"^(?:and )?(?:while|whilst|as|when|since) {_I} (?:am|are)\b|\bdo(?:es)? not go (?:on|in) (?:the|that|a) "
    rf"(?:board|wall|fridge)\b|\bshould (?:probably )?(?:mention|say)\b|\bring off\b|^(?!.*{_DATE}).*(?<!even "
    r")(?<!ask )(?<!see )(?<!check )(?<!out )(?<!know )(?<!as )\bif (?:you|it|he|she|they|that|there|anyone|anything|"
    rf"somebody|someone|nobody)\b(?! (?:can|let|will let|are in danger|are not safe)\b)|{_TALK} come (?:back )?(?:on "
    r")?to (?:that|it|this|those|the)\b(?! (?:house|school))",
    rf"{_TALK} (?:sort|fix|do|change|print) (?:it|that|this)(?: \w+){{0,2}} (?:now|here)$|{_TALK} have to check .* "
    rf"first$|{_TALK} (?:see|look)(?: \w+){{1,9}} {_FOOD}\b|{_TALK} say what i\b|\bbe chairing\b",
    r"\b(?:before i go anywhere|by now|every (?:day|week|sunday|monday|time)|always|usually)\b",
)
FOOD = re.compile(rf"\b{_FOOD}\b")
"""What is fetched and eaten while two people talk; what stands beside it is chat."""
OFFERS = re.compile(
    r"(?:.*\b(?<!even )(?<!ask )(?<!check )(?<!out )(?<!see )(?:if|unless|only if) (?:(?:they|he|she) (?:needs?|wants?|"
    r"asks?|likes?)\b|(?:they|he|she) will(?= (?:let|have))|(?:you|that|it|this)(?: will)?) (?:like|want|would|let|"
    r"wanted|will|are happy|are all|are ok|are okay|do not|can|agree|say|is|helps|think|need|prefer|have|wish)\b)|"
    r".*\b(?:if|unless) (?:i|we) (?:may|can|could|find|think|have|get|see|hear)\b|.*\b(?:or not|you choose|up to "
    r"you)\b"
)
CONDITIONS = re.compile(r"(?:and |but |so |or |because |then |ok |okay )*(?:if|unless|when|whenever|in case|suppose) ")
WRITES = re.compile(rf"{_WILL} (?:write|put|say|add)(?: it| that| this)?(?: down)?$")
AS_SAID = re.compile(rf"(?:just )?{_AS_SAID}|with (?:your|my|his|her) name\b|in writing\b")
"""What follows "I'll write it" where others are to read it: "word for word", "in your words"."""
AT_A_TIME = re.compile(rf"{_WILL} (?:come|go|bring|do|be (?:here|there|in|at|round)|ring|see|meet|knock|have|try)\b")
"""What is promised where a time stands alone before it: "Tomorrow, four o'clock, I'll come"."""
TIME_ALONE = re.compile(
    rf"^(?:(?:and|so|right|then|okay|come|see you) )*(?:on |at |by )?(?:half |about |next )?(?:{_DATE}|(?:half "
    rf")?{_HOUR})(?: (?:week|morning|afternoon|evening|then|at|half|\w+|o clock|oclock)){{0,2}}$"
)
AND_I_WILL = re.compile(r"(?:and|or|but) i will$")
CAN_DO = re.compile(r"\b(?:i|we) can (?:ask|get|tell|ring|write|take|change|speak|put)\b")
"""What is promised by the words after it: "I can ask for it, and I will"."""
TAKES_IT_BACK = re.compile(
    r"(?:no |wait |sorry |actually )*(?:(?:i|we) (?:can not|should not|had better not)|no wait)$"
)
WRITTEN = re.compile(r" ?:| {4,}\S?| ?[\"“‘']\S")
"""What follows "I'll write": a colon, or a quotation, which `blank_quotations` made spaces of."""
ASKS_FOR_YES = re.compile(
    r"^(?:and |so |is |would |will |does )*(?:that |this |it )*(?:is |be |sound |suit )*(?:that )?(?:ok|okay|alright|"
    r"all right|fine|yes|yeah|no|right|good|deal|you|happy|fair)\b|^(?!(?:and |so )?(?:what|who|how|when|where|"
    r"which)\b).*(?:\b(?:shall|should|could|can|may) (?:i|we)\b|\b(?:do|would) you (?:want|like|mind|rather|prefer)\b)|"
    r"\bwhat do you think\b"
)
ASKS_LEAVE = re.compile(
    r"^(?:and |so |or |but )*(?:(?:is|would|will|does) (?:it|that|this)(?: be| sound)? (?:ok|okay|alright|all right|"
    r"fine|right)|would you (?:rather|mind|want that|like that|prefer)|do you want me to|shall i$|are you (?:ok|okay|"
    r"alright|all right|happy) with)\b"
)
"""A question straight after what is undertaken that makes an offer of it: "Is it ok if I say it?"."""
_OFFERED = rf"(?:{_DO}|speak|talk|tell|ask|write|take|bring|come)"
OFFERS_TO_DO = re.compile(
    rf"\bshall i do it with you\b|\b(?:shall|could|can|may) (?:i|we) (?:also |just |both )*(?:{_OFFERED}|be there|do "
    rf"(?:it|that))\b|\bdo you want (?:me|us) to {_OFFERED}\b|^(?:and |so |then )*(?:i|we) (?:can|could) (?:also |just "
    rf")*{_OFFERED}\b"
)
"""What is offered; it counts where the family plainly says yes straight after."""
SAYS_YES = re.compile(
    r"\b(?:yes|yeah|aye|please|all right|alright|go on|that would (?:be|help)|would be (?:glad|grateful)|do that|you "
    r"do|i would (?:like|be glad)|if you would|then yes|deal)\b"
)
SAYS_GLADLY = re.compile(r"\b(?:then yes|yes please|please do|do that|would be glad of (?:you|that|it))\b")
"""A yes that is plain wherever in an answer it stands."""
SAYS_PLAIN_NO = re.compile(r"^no\b(?! (?:no|problem|bother|harm|worries))|\b(?:rather|sooner) (?:not|you did not)\b")
"""A no that is plain wherever in an answer it stands."""
SAYS_NO = re.compile(
    r"\b(?:no|not|never|rather|sooner|but|if|unless|is it|who|what|why|when|how|maybe|perhaps|might)\b"
)
SUGGESTS = re.compile(
    r"^(?:and |so |or |but )*(?:how about|what about|what if|suppose|say the word|shall (?:i|we)|(?:can|could) we)\b"
)
"""How a suggestion begins; all that follows in its sentence waits for a yes."""
LENT = re.compile(r"^(?:oh |and |so |right )*(?:tell|say to) (?!you\b|me\b)\w+")
"""Words to be passed on: "Tell Auntie that I'll not repeat it"."""
UNDERTAKEN = re.compile(rf"{_WILL_NOT}|{_I} (?:do not|can not)\b|\bnothing\b|\bunless .* says? no\b")
"""What will not be done waits for no yes: "I won't tell him unless you say so"."""
WANTED_NOT = re.compile(r"\bif (?:you|he|she|they) (?:do not want|would (?:rather|prefer|sooner)|want|like|prefer)\b")
"""A condition that holds for what will not be done as well: "I won't write it if you don't want me to"."""
WONDERS = re.compile(
    r"\b(?:i wonder|i was wondering|what if|how about|suppose|might|maybe|perhaps|suggest|(?:i|we|it|that|they|you) "
    r"could|should (?:i|we)|shall (?:i|we))\b"
)
"""What only wonders or suggests: an author's words of a promise promise nothing in it."""
HAS_TO_TELL = re.compile(
    rf"{_MUST} (?:\w+ (?:it|that|this) and )?(?:tell|speak to|talk to|go to|ring|let|pass|share|say|put)\b|\b(?:i|we) "
    r"would (?:always )?tell you\b"
)
ABOUT_SAFETY = re.compile(r"\b(?:safe|hurt|hurting|harm|harmed|danger|risk|threatening|threatened|leaning on)\b")
"""What has to be told where somebody is not safe waits for no yes: "if you're not safe I'd have to tell my manager"."""
WITHDRAWN = re.compile(
    r"\b(?:i|we) (?:will not|will no|shall not|am not going to|are not going to|am not|are not)(?: be)? (?:now |then "
    r")?(?P<not>\w+)|\bforget (?:about )?(?:me |us )?(?P<forget>\w+ing)\b|^(?:no |yes |ok |okay |then |so |and )*you "
    r"(?P<yours>tell|ring|ask|call|show) (?!me\b|us\b|it\b|that\b)"
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
