"""The words that make a promise, an offer, or neither; `promises` looks for them.

They are read in plain words as `coach.matching.tokens` writes them ("I'll" is "i will"), in one part of a sentence at a
time. Begin with `PROMISES`, whose kinds are these: what is done elsewhere by its nature ("I'll ring"); what is done
here or elsewhere, with an anchor beside it (somebody else, a record, a later time, "word for word"); what will not be
done; what has to be told; what becomes of a record; what the family will have; what stays in the room; and what others
will do. `NO_PROMISES` takes out what is done within the talk.
"""

import re

from coach.debrief.promise_anchors import (
    AM,
    ANY,
    ANYING,
    AS_IT_WAS,
    CHANGED,
    DATE,
    DAY,
    DAY_OF_MONTH,
    DO,
    DOING,
    DOUBTED,
    ENTRY,
    FAR,
    GETS,
    GOES,
    HERE,
    HOUR,
    LEAD,
    MUST,
    NOT,
    ON_RECORD,
    OWN_LIFE,
    RECORD,
    ROLE,
    SOMEBODY,
    THE,
    TO_ROLE,
    WE,
    WHAT_STANDS,
    WHEN,
    WILL,
    compile_after,
    compile_all,
    list_one_of,
)

PROMISES = (
    # Somebody is found, a thing goes into what is kept, and what is changed in it now.
    *compile_all(
        rf"{WILL} (?:get|find) (?:somebody|someone|another|a (?:different|proper|new))\b(?! (?:a|some|cup|chair|pen)"
        r"\b)",
        rf"{WILL} put (?:that|those|them|both|the \w+) in\b(?! (?!then$|too$|as well$)\w)",
        rf"{WILL} (?:have (?:another|a (?:different|proper|new)) (?:one|interpreter|worker)|find (?:her|him|one))$",
        # What goes out no more, and what is told before it happens.
        rf"{AM} stopping (?:that|the|this|your|his|her) (?:copy|copies|letter|report|post|email|form|map)\b(?=$| (?:"
        rf"from )?(?:going|being|myself|and)\b| {DATE})",
        rf"{WILL} tell you (?:each|every) (?:thing|step|bit)\b(?!.*\bhappened\b).*\bbefore (?:it|they|i|we|anyone)\b",
        # Whose words and name are kept, and what is written in place of others.
        rf"{WILL} use (?:your|his|her|their) (?:own |proper |full |right )*(?:words?|name)\b(?! (?:now|here|again))",
        rf"(?:{WILL} (?:write|put)|{AM} (?:writing|putting)|{WE} (?:write|put))(?: down)? (?:your|his|her|their) "
        rf"(?:own "
        rf"|proper |full |right )*(?:words?|name)\b(?! (?:to|on the board|here|now)\b)",
        rf"{AM} writing (?:that|this) word(?: down)?\b",
        # What is read out, held to or kept in mind later, and what stands as it was said.
        rf"{WILL} (?:read (?:it|that|this|them|the \w+) (?:out|aloud)\b{FAR} {DATE}|remind (?:you|him|her|them)$|"
        r"hold (?:him|her|them) to (?:it|that|this)\b|sort (?:your|his|her|their) \w+ (?:an?|some)\b)",
        r"^(?:and )?(?:the |that |your )?(?!he\b|she\b|they\b|you\b|we\b|i\b|it\b|who\b|nobody\b)\w+ (?:is|are) "
        r"going in$|^(?:and |so )*that is what i am going with\b",
        # What is said again to somebody who is not there yet, and what is read to them later.
        rf"{WILL} (?:say|repeat) (?:it|that|this|so)(?: all)?(?: again)? (?:when|once) (?:he|she|they|m(?:r|rs|s) "
        r"\w+) (?:(?:is|are|comes?|gets?) (?:back |right )*(?:in|here|back|there|up|through|home|with us)\b|arrives?\b|"
        r"comes?$)",
        rf"{WILL} read (?:(?:you|him|her) (?:it|that|this|them|the \w+|what)|it|that|this|them|the \w+)\b(?! (?:now|"
        r"first)\b)"
        rf"(?:(?: \w+){{0,6}}? (?:{DATE}|"
        r"(?:over|on|down) the phone\b)| (?:all )?(?:back|over) to (?:you|him|her|them) before\b)",
        # A number or words as they were said, a word beside it, and whose name it will have.
        rf"{WILL} (?:write|put|record)(?: down)? (?:(?:thir|four|fif|six|seven|eigh|nine)teen|1[3-9])(?: (?:then|down|"
        r"and|because|on|in|as|not)\b|$)",
        rf"(?:{WILL}(?: be)?|{AM}) (?:writing|putting|write|put|recording|record|typing|type|logging|log) (?:it|that|"
        r"this)"
        r"(?: up| down| in)? (?:as (?:racis\w+|what\b|a \w+|an \w+|that\b)|in that\b)",
        rf"(?:{WILL}(?: be)?|{AM}) (?:writing|putting|write|put|recording|record|typing|type|logging|log) (?:down )?"
        rf"(?:racis\w+|(?:the|that) word)\b(?:$|{FAR} (?:{ON_RECORD}|on (?:it|that)$|(?:next to|beside|by|above) ))",
        rf"{WILL} (?:put|write)(?: \w+){{1,3}} in (?:exactly |just )*(?:as (?:he|she|they|you) |word for word\b)",
        rf"(?:{WILL}|{AM}) (?:cc|copy|copying) (?!it\b|that\b|this\b|them\b)\w+ in(?: on|$| to| by|\b)",
        rf"{WILL} (?:pull|change|correct|strike|check|reopen) (?:every|all|each)\b(?:$| (?:and|from|in|out|off)\b|"
        r"(?: of)?"
        rf"(?: the| those| these| that)?(?: \w+)? (?:{RECORD}|{ENTRY}|mistakes?)\b)",
        rf"{WILL} (?:leave|keep) (?:it|that|this|them) (?:all )?in (?:exactly |just )*(?:as (?:it|you|he|she|they|"
        r"said)\b|"
        r"word for word\b)",
        r"\b(?:it|that|this|he|she|they|none of (?:it|that|this)|nothing) (?:will not|will never|is not going to|does "
        r"not) (?:go|be put|get put) (?:down|in) as\b(?! (?:well|far|long|soon|much|fast|a rule|usual|i|you|they|"
        r"we)\b)",
        # What is kept out, as it was asked for.
        rf"^(?:(?:and|so|then|yes|right|ok|okay) )*(?:(?:your|his|her)(?: \w+)? {WHAT_STANDS} (?:stays?|is left|are "
        r"left|"
        rf"gets left|will stay|is kept) out(?: of (?:it|this|that|the {RECORD}))?|(?:all of that|all that|(?:your|"
        r"his|her)"
        rf"(?: \w+){{1,2}}) (?:stays?|is left|are left|gets left|will stay|is kept) out of (?:it|this|that|(?:the|my) "
        rf"{RECORD}))$",
        rf"^(?:(?:and|so|then|yes|right|ok|okay) )*(?:that|your|his|her)(?: \w+){{0,2}} {WHAT_STANDS} (?:will not|is "
        r"not "
        r"going to|does not) (?:go|be) in$",
        # Whose eyes it is put under before it is used.
        r"\byou (?:will|can|are going to|may|get to|shall) (?:sit|stand|look)(?: \w+){0,5} (?:and|to) (?:check|read|"
        r"see|"
        r"watch) (?:it(?! is\b)|every word|each (?:line|word)|all of it|what (?:i|we) (?:write|put|type)|me (?:write|"
        r"type|do|change) (?:it|that|this|the)\b|the (?:words|screen|page|form|report))\b",
        r"\byou (?:will|can|may|get to|shall) (?:get to )?(?:cross out|change|strike(?: out)?|correct|take out|alter) "
        rf"(?:any|every)(?: \w+)?(?: of)?(?: the| my| those| these| your)? {WHAT_STANDS}\b",
        r"\byou (?:will|can|may|get to|shall) (?:get to )?(?:cross out|change|strike(?: out)?|correct|take out|alter) "
        rf"(?:anything|everything|whatever|what you)\b.*\b(?:{RECORD}|wrong|in it|{WHEN})",
        # What is called by its name where others hear or read it.
        rf"{WILL} (?:call|name) (?:it|that|this) (?:racis\w+|what it (?:is|was))\b{FAR} (?:{ON_RECORD}|{DATE}|(?:at|"
        r"in) "
        r"(?:the|that|this) (?:meeting|panel|conference|review|hearing|court)\b)",
        rf"{WILL} (?:stand up (?:in|at) (?:the|that|this) \w+ and )?(?:say|own|raise|repeat|name) (?:it|that|this|so)"
        r"(?: out loud| aloud| myself)? (?:at|in) (?:the|that|this|our) (?:\w+ )?(?:meeting|panel|conference|review|"
        r"hearing|court)\b(?! (?:i|we|you|he|she|they|that|when)\b)",
        rf"{WILL} stand up (?:in|at) (?:the|that|this) (?:meeting|panel|conference|review|hearing|court) and say\b",
        rf"{WILL} use (?:the|that|your|his|her) words? (?:that )?(?:you|he|she|they) (?:used|said|gave|chose)\b",
        # Two things in one breath, of which the second is done elsewhere.
        rf"{WILL} (?:go )?(?:and )?\w+{FAR} and (?:also )?(?:ask for (?:the|a|an|your|his|her) \w+|ring (?:the|"
        rf"your|his|"
        rf"her|my) \w+|tell {ROLE})\b",
        rf"\b(?:it|that|this) will (?:not )?(?:be|go|go down|stand) (?:in|on|into) (?:my|the|your|his|her) {RECORD}\b",
        # What nobody is called, and what is taken out by what it says.
        rf"{NOT} (?:put|putting|mark|marking|write|writing) (?:you|him|her|them) down\b|{AM} taking out that (?:you|"
        r"he|she|"
        r"they)\b",
        # A sorry that is said elsewhere, a paper that is stopped, help with one, and who will be there.
        rf"{WILL} (?:apologise|apologize|say sorry|own up) to (?!you\b|it\b|everyone\b){SOMEBODY}(?={FAR} {DATE}|(?: "
        rf"\w+){{0,2}}$)",
        rf"(?:{WILL}|{AM}) stop(?:ping)? (?:that|the|this|your|his|her) {RECORD}(?=$| {DATE}| (?:from|going|myself)\b)",
        rf"{WILL} help (?:you|him|her|them) with (?:the|that|your|this) (?:\w+ )?{RECORD}(?={FAR} {DATE})",
        rf"{WILL} help (?:you|him|her|them) (?:to )?(?:write|fill in|draft|word|send|make) (?:the|that|your|a|an|"
        r"this|it)\b",
        rf"{WILL} (?:message (?:you|him|her|them|{ROLE})\b|(?:come|go) to (?:the|that|your) meeting\b)",
        rf"{WILL} be (?:there |here )?(?:at|in) (?:the|that|your|his|her) (?:\w+ )?(?:meeting|panel|conference|review|"
        r"hearing|court|appointment)\b",
        rf"{WILL} use (?:the|that) word\b(?: \w+)? (?:in|on|at) (?:(?:my|the|your|that|his|her) )(?:\w+ )?(?:{RECORD}|"
        r"meeting|panel|conference|review|hearing|court)\b",
        rf"\b(?:my |the |an? |our )(?:\w+ )?{ROLE} (?:is going to|is|will) (?:be )?(?:ring|call|write to|visit|see|"
        r"email|"
        rf"ringing|calling|writing to|visiting|seeing|emailing) (?:you|him|her|them)\b{FAR} {DATE}",
        r"\b(?:an? |your |the |another )(?:\w+ )?(?:interpreter|advocate|appointment|car|taxi|meeting|room) will be "
        r"(?:booked|"
        r"arranged|found|made|here)\b",
        rf"{WE} am (?:changing|striking|crossing|taking) (?:both|the|that|those|these) (?:\w+ )?{ENTRY}\b",
    ),
    # What nobody does within the talk, and what has its anchor: somebody else, a record, a time.
    compile_after(
        f"{WILL} ",
        rf"(?:be )?(?:{DO}|{DOING})\b",
        rf"(?!{HERE}\b){ANY}\b(?! you (?:what|why|how|that|about|something)\b){FAR} {DATE}",
        rf"be (?!honest|quick)(?:back|round|over|in|\w+ing)\b{FAR} {DATE}",
        rf"(?:put|raise|read|propose|make|move)\b(?! you ){FAR} {TO_ROLE}",
        rf"(?:say|take|give|hand|pass|show|send)\b(?! (?:you|a|it all)\b){FAR} (?:to|past|with|on to|up with) "
        rf"{SOMEBODY}",
        rf"get {SOMEBODY} to\b(?! open)|fix it\b|sort (?:somebody|someone)\b|say so (?:in|to|at) |say so\b{FAR} "
        rf"{DATE}|drive (?:you|him|her|them)\b",
        rf"(?:say|put|write|type|note|add|take|cross|rub|get|leave|keep|make|draw|strike|have)\b(?! you\b){FAR} "
        rf"{ON_RECORD}",
        rf"(?:tell|warn|remind|telling|asking|inform) {SOMEBODY}",
        rf"ask (?!(?:him|her|them)$){SOMEBODY}|ask(?: that)?$|ask (?:it|that) of \w+|ask (?:about|for) (?!the record|"
        r"a (?:right|left))(?:the|that|his|her|your|this|it|an?|them|rest|another|somebody|someone|both)\b|ask (?:if|"
        r"whether) (?:they|he|she|the|there|my|we|somebody|someone)\b|ask (?:whose|who|why)(?! you\b) |ask (?:when|"
        r"where|how|what) (?!you\b|i\b|we\b|it is like)\w+",
        rf"(?:speak|talk|explain|speaking|talking|writing)(?: (?:it|that|this))? (?:to|with) {SOMEBODY}",
        rf"let {SOMEBODY}{FAR} (?:know|see|check|read)|let you (?:know|have)",
        r"(?:go|get|be|come) (?:and )?(?:back |straight |up |down |over |on )*(?:to|onto|see|see about|on to) (?:my|"
        rf"our|the|mr|mrs|ms|dr) (?:\w+ )?{ROLE}\b|get on to \w+|go and see (?:him|her|them|{SOMEBODY})\b|go up$",
        r"(?:find (?:out|one|an?|some|somebody|someone|another)|look (?:into|up)|check (?:with|that|who|what|why|it|"
        r"this|them)|follow (?:\w+ )?up|see to|see to it|see about (?!it$|that$)\w+|deal with|sort "
        r"(?:it|that|this|the|those|something|an?)|take "
        r"over|take on|push for|press for|demand|make sure(?! i (?:have|am|get|understand)))\b",
        r"(?:be back|come back(?! to)|come again|come (?:and|to) see|come round(?! (?:your|that|to|the|this|here)\b)|"
        r"(?:come|go) with (?:you|him|her|them|yous)\b(?! to the (?:door|car|gate|lift|stairs))|pop (?:in|round|back)|"
        r"be there|stay (?:with \w+ )?(?:till|until)|be here (?:when|for|till|until|with|at)|stand by you|back you|"
        r"(?:stand|sit) (?:by|next to|with|beside) you when|be on (?:to )?the)\b",
        r"(?:bring|get|find|look for|order|fetch) (?:you |him |her |them )?(?:an?|another|some|the|somebody|someone|"
        r"that|my)(?: \w+){0,3} (?:interpreter|worker|woman|man|doctor|solicitor|appointment|advocate|who|that|to|"
        r"receipt|letter|copy|leaflet|number|barber|group|meal|place|one)\b",
        r"bring (?:(?:you|him|her|them) )?(?:it|that|them|both|some|my|the|one|your|his)\b(?! (?:car|bag))",
        r"(?:get|have|see|put){changed}".format(changed=rf"{FAR} {CHANGED}\b"),
        r"get (?:it|that|this|those|them|both) (?:\w+ )?\w{3,}(?<!ne)ed\b",
        r"(?:get|have|take|cross|strike|rub|cut|leave|keep|put) (?!my |me |off |out |of |up )(?:\w+ )*?(?:(?:out|off|"
        r"right)(?:$| (?!your way|the way|of (?:your|the) way)\w+)|in$)",
        r"(?:correct|change|amend|rub|cross|type|redo|finish|copy|sign|fill in|fill out|swap|replace|pull|check) "
        rf"(?:it|that|this|them|both|(?:{THE} )?(?:\w+ )?(?:{RECORD}|{ENTRY}))\b",
        r"(?:write|type|put|log|record|note|add)(?: (?:it|that|this|them|those|all|so))?(?: down| just| exactly| up| "
        rf"both)* {AS_IT_WAS}|(?:write|put|add){FAR} in (?:what (?:i|we) write|(?:your|his|her|their|those|these) "
        r"(?:own )?words)|(?:write|type) (?:to |not\b|nothing|another|anything)|put in what |put (?:not|nothing|"
        r"racis[mt]|names?) ",
        r"(?:put|make) (?:\w+ ){0,8}(?:my (?:own )?name|in writing|on record|on file)|put in (?:for|a)\b|put (?:him|"
        r"her|you|them|it) down as|put (?:it|that|this|them|both|all) in$|put names to",
        r"(?:get|be|keep) (?:you |back |in )*(?:touch|contact|posted|hold of|back to you|updated)|get back to you",
        rf"giv?e{FAR} (?:ring|call|bell|shout|copy|text|number|answer|letter|receipt)\b|have (?:a|another) (?:\w+ "
        r")?(?:word|chat|meeting)(?: with| about|$)|have (?:it|that) out with|have (?:some |a few )?words\b",
        r"tell you what (?:i find|comes|(?:they|he|she|the \w+|my \w+)(?: have| has)? (?:says?|said|decides?|thinks?|"
        r"finds?))\b|tell you if (?:they|it|he|she)\b",
        r"hold (?:(?:the|that|it|this) (?:\w+ )*?back|back (?:the|that|it|this|a))\b|keep (?:it|that|this)(?: \w+)* "
        r"between|give (?:it|that|them|those) back|say (?:so|no)$|say (?:it (?:is|was) (?:me|mine|my|wrong)|i (?:am "
        r"worried|"
        r"need))|open (?:it|that|this) (?:again|up again|back up)|do (?:it|that|them) myself|do (?:the|that|your) \w+ "
        rf"with you|show you (?:the|my|a|it)(?: \w+)? (?:first|before|draft|copy|wording|{RECORD})|move my\b|learn "
        r"(?:how|the right|some)|make it my\b|be the one (?:who|that|to)\b",
        r"(?:catch|see|meet) (?:the|my|our|mr|mrs|dr|ms) \w+",
        r"(?:get|be) (?:straight )?on the phone (?:to|with) \w+|see (?:to it )?that (?!you\b|i\b|we\b)\w+ (?:\w+ "
        r")?(?:is|are|gets?|has|have|goes)\b|put all (?:of )?(?:that|this|it)$",
        r"ask (?:if|whether) (?!you\b|i\b|we\b|that\b|it\b|this\b)\w+|ask to have \w+|ask for (?:some |something |more "
        r"|another )?(?!the|a|you|your|forgiveness|much|now|it|that|this|them)\w+$|put (?:it|that|this|them) in "
        r"quot\w+|(?:write|spell|put) it (?:so|with(?:out)? an? \w+)$",
        r"say (?:it |that |so )?in writing\b|(?:say|repeat) (?:it|that|this)(?: \w+){0,2} in front of (?!you\b)\w+|"
        r"cover (?:for )?(?:your|you|his|him|her|their|them)\b(?! (?:eyes?|ears?|nose|mouth|face|hands?|tracks)\b)",
    ),
    compile_after(
        f"{AM} ",
        rf"{DOING}\b(?! (?:off|the lady)\b)",
        rf"(?:back|round|over|here|there)\b{FAR} {DATE}",
        rf"(?!{HERE}ing|sitting|having|using|letting|running|stopping){ANYING}\b(?! you (?:what|why|how|that|about|"
        rf"something)\b){FAR} {DATE}",
        rf"(?:putting|taking|giving|handing|passing|sending|bringing|raising)\b{FAR} {TO_ROLE}",
        rf"(?:putting|writing|typing|noting|adding|taking|crossing|getting|leaving|keeping)\b{FAR} {ON_RECORD}",
        rf"(?:telling|asking) (?:that (?:it|they|he|she|we)|for (?:it|that|them|him|the|rest)|no one|nobody|{ROLE}\b)|"
        rf"telling {SOMEBODY}|asking {SOMEBODY} (?:to|for|that|if|whether|about)\b",
        rf"(?:speaking|talking) (?:to|with) {SOMEBODY}",
        rf"(?:going|off|walking)(?: \w+){{0,3}}? (?:to|in to|into) (?:{THE} )?{ROLE}\b|going to (?:that|the) "
        rf"(?:office|desk)|going in to \w+{FAR} {WHEN}|going to$",
        rf"(?:getting|having){FAR} {CHANGED}\b|(?:changing|adding|sorting|pulling|opening|crossing out|striking out) "
        r"(?:it|that|this|them|the|new)\b(?! (?:out|up|off) (?:my|your))",
        r"(?:taking|putting|leaving|keeping|crossing|getting) (?!my |a pen|your )(?:\w+ )*?(?:out|off|in|back)(?:$| "
        rf"(?:all|now|of|again|in|as|with)\b|{FAR} {DATE}|{FAR} {ON_RECORD})",
        rf"(?:putting|writing|typing|noting|recording){FAR} (?:(?!what|why|how|that|like|as (?:we|i|it|that)\b)"
        rf"{AS_IT_WAS}|in (?:quotation|quotes))",
    ),
    # What will not be done.
    compile_after(
        f"{NOT} ",
        r"(?:tell|repeat|mention|breathe|share|pass|show|send|put|ring|phone|book|report|use|move|quote|telling|"
        r"ringing|write(?! to\b)|writing|putting|sending|attach|include|print|leav(?:e|ing) (?:it|that|this|him|her|"
        r"them)|file|shop|record|"
        r"give|post|hand|going behind|change|alter|soften|settle for)\b(?! (?:you|thee|down$|words|on you)\b)",
        r"say (?:(?:anything |a word |it |that |nothing )?(?:to|about) (?!you\b|me\b)\w+|where\b|who\b|it was\b|"
        r"(?:it|that) (?:came|comes|is|was)(?: \w+)? from (?:you|him|her|them)\b)|call "
        r"(?:him|her|them|the|your|anyone|anybody)\b|ask (?:it|that|this|him|them|her|your \w+)(?: \w+)* (?:again|"
        r"behind|without|of)\b",
        rf"(?:be )?(?:ask|asking|make|making) you to (?:be (?:the|our|an?)|do|lead|take|join|carry|go on)\b|make it "
        rf"an? {DAY}\b|(?:let "
        rf"{SOMEBODY}|bring (?:it |that )?up|do (?:that|it|this)(?:$|{FAR} (?:again|behind|without)\b)|leave "
        r"(?:without|when|till|until|before)|stop (?:till|until)|add (?:anything|a word)|have (?:him|her|it|them|\w+) "
        r"(?:\w+ )?\w+(?:ed|down))\b",
        r"(?!say|ask|interrupt|tell|call|mention|get up|do)\w+(?: \w+){0,4} again(?: i promise.*)?$",
        r"(?!have|having).*\b(?:behind (?:your|his|her) back|without (?:telling|asking) (?:you|him|her))\b",
    ),
    *compile_all(
        rf"{WE} would not (?:be )?(?:tell|telling|ring|ringing|pass|passing|repeat|share|writ\w+|go\w*|do|doing|say|"
        r"send|change|decide)\b(?! you\b).*\b(?:behind|without|what you)\b",
    ),
    # What has to be told or put down.
    compile_after(
        f"{MUST} ",
        rf"(?:go and )?ask {ROLE}\b|(?:go and )?(?:tell|ring|phone|call|inform|warn|let|speak to|talk to|speak with|"
        rf"talk with|go to) {SOMEBODY}",
        rf"(?:{DO}|write|put)\b{FAR} (?:{DATE}|{ON_RECORD})|(?:record|log|refer|report) (?:it|this|that|what)\b|do "
        r"something about\b",
        r"(?:share|pass|take|report|raise|give) (?:this|that|it|what|the|his|her|your|their)\b.*(?:with|on|to|today|"
        r"tonight|now)\b",
        rf"\w+ (?:it|that|this)(?: \w+)? and (?:tell|ring|ask|call) {SOMEBODY}",
    ),
    compile_after(
        f"{WE} ",
        r"(?:do not|can not) (?:go (?:and )?)?(?:tell|telling|pass|passing|repeat|repeating|share|sharing)(?: (?:it|"
        r"that|this|anything|any of it))? (?:on|round|around|to|with|anyone|anybody|them|him|her|your|the)\b(?!.* by "
        r"\w+ing)",
        r"can not (?:keep .*\bto (?:me|myself)|(?:tell|pass|share|say) (?:it|that|this|anything) (?:without|unless))\b",
        r"would (?:always )?(?:let you know|tell you\b.*\b(?:first|before|what)|tell you$)|(?:will|would) (?:always "
        r")?tell you (?:first|before)\b|give you (?:my|our) word\b|promise (?:to|that|(?:i|we) (?:will|would|am not|do "
        r"not|shall))\b",
        rf"(?:{DO}|write|call|send|bring|come (?:on |again |back )*(?={DAY}|tomorrow))\b{FAR} ?{DATE}|"
        rf"{DO}\b(?! me\b){FAR} (?:now$|this morning\b)",
        rf"(?:{DO}|open) (?:it|that|this|the|your|his|her|an?|them)\b(?! (?:was|were|on))|appeal\b|get an? \w+ "
        r"(?:interpreter|advocate|solicitor)\b|(?:go|take (?:it|this|that)) (?:back |up |straight )*to (?:my|our|the) "
        rf"{ROLE}\b|ring (?:nobody|you)\b|ring \w+ now\b|tell {SOMEBODY}{FAR} (?:{DATE}|now)\b|write to "
        rf"{SOMEBODY}",
    ),
    # A time first, and then who does it.
    compile_after(
        LEAD,
        rf"(?:on |by )?(?:{DATE})(?: \w+)? (?:(?:i|we) (?:also |just |still )?(?:{DO}|come|go|bring|write|tell|see|"
        rf"speak|ask|will|am|are)\b(?! (?:think|thought|not sure))|{WILL} \w)",
        rf"(?:in|on|under|beside|next to) (?:that|the|this|your|his|her) (?:\w+ )?(?:box|row|line|front|{RECORD}) "
        rf"{WILL} (?:put|write)",
        rf"(?:(?:it|that|this|they|both|neither|none)(?: \w+)?|{ENTRY}|{DAY}s)(?: \w+)? (?:(?:is|are) (?:not )?going "
        r"(?:in|on|out|off)|(?:goes|go) in(?: (?:word for word|exactly|as|in|under|with)\b.*|$)|(?<!it )(?<!that "
        r")(?<!this )(?:is|are|stays?|will be|will stay) (?:out|off)(?: of it| today| now)?)$",
        r"(?:somebody|someone)(?: else)? (?:sees|asks|rings|phones|visits)\b|from (?:now on|today) (?:it|that|he|she|"
        r"they) (?:is|are)\b",
        r"(?:no|not) \w+(?: \w+){0,3} i promise\b|my name (?:goes|is going) on\b",
    ),
    compile_after(
        r"\b",
        # Others who will act.
        rf"{ROLE} will (?:ring|call|come|write|text|email|visit|explain|see (?:you|him|her|them)\b|be (?:here|there|"
        r"in touch))\b",
        # Fixed words.
        r"leave (?:it|that|this) (?:with|to) me\b|you have my word\b|while (?:i|we) (?:look into|find out|sort out|"
        r"check)\b|nobody(?: else)? (?:reads|sees) (?:it|that|this)\b|it does not go anywhere\b|(?:what|all|(?:the "
        r")?first thing) (?:i|we) (?:will|am|am going to) (?:do|doing|put|write)\b.* is\b|that is (?:exactly )?(?:what|"
        r"the \w+) (?:i|we) (?:will|am going to|shall) (?:write|put|tell|say|ask|use)|"
        r"that is the first thing (?:i|we)",
        # What becomes of a record.
        rf"{ENTRY} {GETS} (?!done|not)(?:\w+ )?{CHANGED}\b|(?!report |letter |copy |form ){ENTRY} (?:comes?|goes?|"
        r"(?:is|are) (?:coming|going)|will be|is|are)(?: straight| right)* (?:(?<!is )(?<!are )(?<!be )in|out|off|"
        rf"gone)(?: \w+){{0,4}}? (?:{WHEN}|{RECORD}\b)|(?<!how )(?:it|that|{RECORD}) (?:will|will not) (?:now |also "
        r")?(?:say|read)\b",
        rf"{ENTRY} {GOES}(?: \w+){{0,2}}? (?:in|into|on|onto|off|out of|to)(?: \w+){{0,3}}? (?:{RECORD}|{ROLE})\b|"
        rf"(?:it|that|this|they|{ENTRY}) (?:do not|does not|will not|is not going to|are not going to) (?:go|get "
        r"(?:posted|sent|passed|shown))(?: \w+)? to (?!either\b)\w+|(?:it|that) (?:is|will be) in (?:writing|your "
        r"(?:own )?(?:words|name)|my name)",
        rf"(?!(?:i|we) )\w+ {GETS} (?!done|ready)(?:\w+ )?{CHANGED}{FAR} {DATE}(?!.*\bby you\b)|(?:copy|letter|"
        r"page|minutes|drawing|draft) (?:goes|is going|will go|comes) back to (?:you|him|her|them|both|all)\b|"
        rf"back to you {WHEN}",
        r"(?:none of (?:this|that|it)|nothing|not a word|that|this|it|what (?:you|he|she|they) \w+) (?:goes|is going|"
        rf"gets|will not go|does not go|will go) (?:in|into|on|to)(?: {THE} (?:\w+ )?(?:{RECORD}|{ROLE})\b|$| with "
        r"my| as )",
        # What the family will have, read or be told.
        r"you (?:will|can|are going to|may|get to|shall) (?:both |all )?(?:get to )?(?:have|get|see|read|hear|check|"
        r"sign)(?: "
        r"back)? (?:it|that|this|them|everything|what|from|a copy|a letter|a call|mine|every \w+|(?:my|the) (?:\w+ "
        rf")?(?:{RECORD}|{ENTRY}))\b{FAR} (?:{WHEN}|first\b|before (?:i|it|they|anyone|anybody|we)\b)",
        rf"you (?:both |all )?(?:read|see|check|hear|sign) (?:it|that|this|them|mine|the \w+)(?: \w+){{0,2}} (?:first$|"
        rf"{WHEN}|before (?:i|it|they|anyone|anybody|we|that|anything)\b)|you will (?:have|get) (?:it in writing|a "
        r"copy|the letter|(?:it|that) (?:all )?back)|you will (?:have|hear) (?:it|that)? ?from me\b|(?:he|she|they|"
        r"you) (?:will|shall) have (?:it|his|her|your|their|the)(?: \w+)* back(?: today| tonight| tomorrow|$)|"
        r"(?:he|she|they|you) (?:will|would) hear (?:it|that)(?: all)? (?:first )?from me",
        r"(?:[a-z]+) (?:will be|gets|will get) (?:asked|told|seen|spoken to|heard|informed)\b (?:we\b|it\b|on (?:his|"
        r"her|their) own|by an?|by (?:somebody|someone)|first\b|with an?\b|that\b|why\b|what\b|in writing)|(?:they|"
        r"police|head|manager|office|panel|agency) will be (?:asked|told|informed|rung)$|s?he will be seen\b",
        rf"(?:he|she|they|it|interpreter|you|this|that) (?:will|is|are) (?:not|never)(?: be)?(?: \w+){{0,6}} (?:again|"
        r"any more|anymore)\b(?! (?:today|will|is))|(?:he|she|they) will not be (?:back|interpreting|asked|moved|sent|"
        r"used|booked|coming)\b|(?:he|she|they|interpreter) (?:does|do) not (?:come|ring|interpret|ask)(?: \w+)? "
        rf"again\b|will not be (?:interpreting|asked|moved|booked)\b|no more (?:of |{DAY}s|"
        rf"meetings|letters)|booked first\b|it will not be {DAY}s?\b",
        # What nobody will make them do.
        r"you (?:are|will) not (?:be )?(?:doing|going|getting|taking|leading|sitting|asked|put|made)\b.*\b(?:unless|"
        r"again|"
        r"without|until)\b",
        # What stays in the room.
        r"(?:what|whatever|everything|anything|all|nothing) (?:that )?(?:(?:you|he|she|they|we) (?:say|tell|told|said|"
        r"write)|(?:is )?said)\b.*\b(?:(?:stays?|stops?|goes|leaves?|gets) (?:with|between|in|no|any|past|out|here)|"
        r"(?:stays?|stops?) here$)",
        r"(?:it|this|that|mine|yours|nothing) (?:(?:stays|stops|goes no further|will stay) (?:with (?:me|us|you)|"
        r"between|in "
        r"(?:here|this|these|my|our)|here)\b|"
        r"(?:leaves|goes out)(?: \w+){0,2} (?:this room|here|that door))\b|nothing(?: \w+){0,5} (?:goes|leaves|gets|"
        r"will leave) (?:out|past|beyond|this|that|any|my|here|in|on)\b",
    ),
)

_OF_THE_TALK = list_one_of("long quick brief bite judge judging minute minutes nosy trick polite honest")
_SUBJECT = list_one_of("i we it he she they you nobody that this")
WHOLE_PROMISES = compile_all(
    rf"{NOT} have (?:you|him|her|them) (?:miss|lose|go without)\b.* again$",
    rf"{AM} writing (?:it|that|this) down and (?:also )?(?:what|that|how|who) (?:you|he|she|they)\b",
    rf"{LEAD}(?:{DAY})(?: the \w+| week| this coming one)?(?: (?:at )?(?:half )?(?:{HOUR}|\d+)(?: o clock| "
    r"oclock)?)? (?:it is|then)\b(?! (?:what|who|is|was|i|you|he|she|they)\b)",
    rf"{LEAD}(?:no|not) \w+ing\b(?: \w+){{0,4}} (?:i|we) promise\b",
    rf"{LEAD}(?:on )?(?:{WHEN} |{DAY_OF_MONTH} )?(?:i|we) come (?:back|again|round)\b(?!.* (?:if|when|"
    rf"every)\b).*(?:{WHEN}|{DAY_OF_MONTH})",
    rf"{LEAD}on {DAY_OF_MONTH} (?:i|we) come (?:back|again|round)\b(?!.* (?:if|when|every)\b)",
    r"\bmy job not (?:yours?|urs?|you|his|hers|theirs|for you)\b",
    r"\bracis[mt]\b.*\b(?:i|we) (?:will|shall|am going to) (?:also |just )?(?:write|put) (?:it|that)(?: down)?$",
    # Called a promise, and not of how long or how the talk will be.
    rf"^(?!.*\b{_OF_THE_TALK}\b)(?:.* )?(?:i promise(?: you)?(?: that)? {_SUBJECT} (?:will|am|are|is)\b|{_SUBJECT} "
    r"(?:will|is|am)\b.* (?:and )?(?:i )?promise(?: you)?(?: that)?$)",
    # What somebody can do now, and says they will answer for.
    rf"{WE} can (?:change|put|take|strike|correct|fix|cross|ring|write|get)\b.* (?:{DATE}|now)\b.*(?: (?:in|with) my "
    r"(?:own )?name\b| myself$)",
    # What is to be done, in the simple present, with its time: "tonight I take that sentence out".
    rf"\b(?:tonight|tomorrow|this (?:afternoon|evening)|first thing) (?:i|we) (?:{DO}|take|put|write|cross|change|"
    r"tell)\b",
    # The thing first: "The letter I'll do first", "The lentils I can raise with the manager".
    rf"{LEAD}(?:the|that|his|her|your) (?:{RECORD}|map|call) (?:i|we) will (?:do|write|ring|make|send|change) "
    r"(?:first|today|tonight|tomorrow|myself)$",
    rf"^(?!(?:not|no|nothing|something|anything|what|if|when|that is|is|it is|hardly)\b)(?:\w+ ){{1,3}}i can (?:raise|"
    rf"take up) with {THE} (?:\w+ )?{ROLE}$",
    # A hungry child is fed, and somebody stays while another looks.
    r"^(?:(?:then|right|so|ok|okay|and) )*let us get you (?:fed(?! up)|something (?:hot )?to eat|a (?:hot )?meal)\b",
    r"\b(?:dr \w+|doctor|nurse|consultant) (?:will come|comes|is coming)\b.* i will stay (?:here )?(?:also |too )?with "
    r"you\b",
)
"""What promises only as a whole, without the signs in it: "Thursday, ten, it is"."""
HANGS_ON = re.compile(
    r"^(?:(?:and|or|plus|also|not) (?:also |then )?(?:the|your|my|his|her|their|that|this|these|those|both|all|an?|"
    rf"one|two|in|on|at|by|with|before|after|{DAY}s?|today)|both|by|from me|with|without|on|at|before|after|{DAY}|"
    r"today|tonight|tomorrow)\b(?!.*\b(?:i|we|he|she|they|it|is|are|was|were|am|will|would|can|could|do|does|did|have|has|"
    r"had|who|what|why|how|when|where|sorry|thank|please|you (?!$|too$|all$|both$))\b)"
)
"""A few words without a verb that go on with what was promised straight before: "And the other workloads."."""

# --- What is none: done within the talk, said of others, thought aloud

_SOON = r"\bin (?:a|two|five|ten|one|half a) (?:minute|minutes|sec|second|seconds|secs|moment|bit|mo|tick)\b"
_TALK = rf"{WE} (?:will|am|are|shall|am going to|are going to|am not|are not|will not)(?: \w+)?"
_THING = r"(?:it|you|him|her|them|this|that)"
_FOOD = list_one_of(
    "tea teas coffee brew biscuit biscuits cake kettle mug milk sugar water sip jug toast sandwich butter"
)
_FURNITURE = list_one_of("""
    biro blind curtain clamp jumper jacket chair chairs seat seats stool coat shoes bag window door lamp light heater
    glasses pen table floor
""")
NEVER_PROMISES = compile_all(
    r"^(?:and |so |but )*(?:will|shall|should|must|do|did|does) (?:i|we)\b",
    rf"\b(?:goes|go|is going) (?:out|in(?:to)? the \w+)\b.* (?:at|by) (?:{HOUR}|\d+)\b|\b(?:not|never) (?:write|put|"
    r"type)\b.* (?:while|as) you \w+$|\b(?:not|never) writing(?: (?:it|that|this))?$|\b(?:get|have) (?:it|that) "
    r"(?:told|said) now\b|\bi say we\b",
    r"\bi am (?:sure|certain)(?: that)? (?:i|we) (?:will|are)\b|\bsaying sorry\b|\basking (?:because|cause|cos|as)\b|"
    r"\bmy tail\b|\blet (?:him|her|them) not\b|^(?:they|it) (?:do|does) not go to you\b",
    r"\bwill have (?:got|been|made|said|missed)\b|\bi will say this\b|\bcan not tell you it will\b",
    r"\bhere to judge\b|\bvoices? (?:is|are|gets?) heard\b|\b(?:my|our) (?:very )?best\b|\bdraw a line\b",
    r"^because\b|\basking like\b|\b(?:have|has) to ask (?:is|are|was|were|do|does|did|if|you)\b",
    r"\bask (?:his|her|my|your) (?:back|feet|foot|hands?|face|nose)\b",
    rf"{_TALK} tell you (?:too )?what .*\btold\b",
    r"^(?!.*\b(?:i|we) (?:will|am|are)\b).*\b(?:it|poster|sign|letter|report|note|sheet|form|plan|file) (?:says|said|"
    rf"reads)\b(?!{FAR} (?:today|tonight|tomorrow)\b)",
    rf"{_TALK} (?:say|mention|tell you) (?:only|just|one|the small|a bit|something|a word)\b(?!{FAR} {TO_ROLE})",
)
"""What is none also where the family had just asked for it."""
NO_PROMISES = NEVER_PROMISES + compile_all(
    rf"{NOT} hold you to\b|\bjust ask$|\b(?:can|could|will|would|do) not (?:\w+ )?promise(?: you)?(?: that| it)?$|"
    r"\byou (?:said|told me|mentioned)(?: that)? you \w+",
    # What nobody does to the chair they sit on, and what is brought along to a walk.
    rf"{NOT} (?:lean|touch|tread|knock|trip|spill|drip)\b|{NOT} (?:sit|step)(?: \w+){{0,4}} (?:{_FURNITURE}|sofa|"
    r"settee|kitchen|rug|carpet|mat|stairs?|doorstep)\b",
    rf"{_TALK} bring (?:\w+ ){{1,3}}(?:flask|biscuits?|cakes?|buns?|sandwiches|tea|coffee|squash|custard creams?)$",
    rf"{NOT} tell the (?!{ROLE}\b|others?\b|home office\b|neighbou?rs?\b|immigration\b|authorities\b|press\b|papers\b|"
    r"judge\b|jobcentre\b|job centre\b|church\b|mosque\b|imam\b|other \w+|father\b|mother\b|parents\b|kids\b|boys\b|"
    r"girls\b|lads\b|children\b|family\b|rest\b)\w+|\b(?:your|"
    rf"his|her|"
    r"my) (?:mum|mam|mom|dad|nan|gran|grandma|aunt|auntie|uncle) will\b",
    # What "that" is, nobody can tell who reads it afterwards.
    rf"{NOT} (?:put|write|say) (?:it|that|this) (?:in |down )?(?:either|too|then|though)$",
    r"\b(?:maybe|perhaps|might|hopefully|suppose|hope|hoping|would have (?!to)|if i could|could have)\b",
    r"\b(?:would|shall|should|could|can|may) (?:i|we)\b",
    r"\bi (?:think|thought|was thinking)(?: that)? (?:i|we)\b",
    r"\b(?:said|says|say|saying|told|tells|thought|thinking|promised|promises|meant)(?: (?:you|me|us|them|him|her|"
    r"that))? (?:i|we|they|he|she) (?:will|am|are)\b",
    rf"{_TALK} be (?:honest|quick|straight|frank|quiet|silent|still|slow|careful|gentle|clear|open|brief|brisk|"
    r"back in(?! by\b| at\b| on\b))\b",
    rf"{_TALK} ask (?:you )?(?:the |some )?(?:easy|easier|quick|silly|small) (?:ones|questions)(?: then| now| first)?$",
    # Of a piece of cake that is too small.
    rf"{_TALK} complain (?:at|to) the (?:cook|baker|chef)$",
    rf"{_TALK} use (?:any |so many )?(?:long|big|fancy|hard|clever|posh|difficult|short|small|plain|simple)\b",
    # Nothing is undertaken in it: "Nobody is in trouble, and I promise you that".
    r"^nobody is (?:in trouble|cross|angry|blaming|judging)\b.*\bpromise you that$",
    # A remark on what a thing is, and no undertaking: "That's not a joke any more".
    r"^(?:and |but |well )*(?:that|this|it) (?:is|was) not (?:an?|the|my|your|just|only|even)\b",
    rf"{_TALK} keep (?:it|this|that|things) (?:short|brief|simple|plain|quick|light)\b",
    rf"{_TALK} (?:call|calling|ring|ringing) {_THING} (?:a|an|what|by name|by names|names|racis[mt]|racial)\b"
    rf"(?!{FAR} (?:{ON_RECORD}|{DATE}|(?:at|in) (?:the|that|this) (?:meeting|panel|conference|review|hearing|"
    r"court)\b))",
    rf"{_TALK} (?:ask|asking|tell|telling) you (?:why|how|who|this|straight|again|that|something|one|about|off)\b",
    rf"{_TALK} (?:close|closing|raise|raising) {THE} (?:door|window|voice|hand|glass|eyes|eye|mouth)\b",
    rf"{_TALK} (?:change|changing|swap|swapping) (?:him|her|my|the subject|seats|chairs|places)\b",
    rf"(?:{_TALK}|{WE} (?:will|am going to) (?:go|pop|nip|run)(?: \w+)? and) (?:have|take|get|do|make|put|bring|fetch|"
    r"leave|move|find|turn|drink|eat|hold|open|close|look|sit|share|"
    rf"keep|pull|push|shut|draw)(?: \w+){{0,4}} (?:{_FOOD}\b|{_FURNITURE}\b(?!{FAR} {DATE}))",
    rf"{_TALK} (?:sit(?! in (?:\w+ )*without\b| (?:by|with|next to) you when)|sitting|stand(?! by you| up (?:in|at))|"
    r"standing|"
    rf"wait|waiting|shut|hush|listen|"
    rf"stop(?! coming\b)|start|begin|keep you|bill)\b(?!{FAR} {DATE})",
    rf"{NOT} (?:say no|say anything$|say a word$|tell you\b|ask you\b(?! to (?:be (?:the|our|an?)|do|lead|take|join|"
    rf"carry|go on)\b)|keep you\b|call you\b|be long|put you "
    r"(?:through|off|on)|let you|say this|use (?:the|that) word|putting words|put words|put(?:ting)? (?:it|that|this) "
    r"on you)",
    rf"(?={_TALK} )(?!.*{NOT}){_TALK} (?:write|writing|type|typing|put|putting|note|log|logging) (?:{_THING} )?(?:all "
    r")?down\b(?! with | on | so | above | and (?:what|how) | as (?:a|an|what|racis|you|he|she|they|it|that|this)| "
    r"that (?:you|she|he|"
    r"they|nobody|"
    rf"it)\b| (?:just )?(?:exactly|like|the way|how|what you|word for word|in your)\b)(?!{FAR} (?:in|on|to) (?:the|my|"
    r"your) )",
    rf"^(?!.*{WHEN}).*\b(?:my hand|down here|on the floor|all ears)\b",
    rf"^(?!.*(?:{NOT}|\b(?:taking|crossing|striking)\b)).*\bthat (?:you|she|he|they) (?:refused|refuse|declined|"
    r"decline|will not|would not|did not(?! (?:refuse|decline|"
    r"fail|say no|miss)\b)|failed)\b",
    rf"^(?!.*(?:{NOT}|\b(?:taking|crossing|striking)\b)).*(?:\b(?:refused|refuse|refusing|failed|failing|declined) to "
    r"engage\b|\b(?:you|him|her|them) down as\b)",
    r"\b(?:how|what) about (?:you|we|i)\b|\bjust so (?:i|we)\b|\bask because\b|\bwork "
    r"out\b|\bgetting off$|\bnot want (?:you|him|her|them) to\b",
    r"\b(?:write it up light|leave it (?:at that|there)|leave you to it|leave you in peace|get out of your)\b",
    rf"{WE} (?:am|are) (?:calling|ringing|phoning|writing|visiting|emailing|asking|telling) (?:about(?!{FAR} (?:today|"
    rf"tonight|tomorrow)\b)|from|because|you|everyone|everybody|to(?! (?:{THE} )?(?:\w+ )?{ROLE}\b{FAR} {DATE}))\b",
    r"\b(?:coming|comes?|going) out (?:wrong|badly|all|like|of my|backwards|right)\b",
    rf"^(?!.*\b(?:off (?:\w+ )?to|come back with)\b).*{_SOON}",
    r"\b(?:going to say|will say) (?:this|that|it) (?:badly|wrong|once|again(?! in front of| when| to| at)|straight|"
    r"plainly|slowly|"
    rf"out loud(?!{FAR} {DATE}))\b",
    rf"{_TALK} (?:ask|tell|show) \w+ (?:then|now|himself|herself|themselves|first|the same)\b",
    r"\b(?:out of (?:the|your|my) (?:way|hair)|off my chest|out of this chat|to the point|to your face|taking (?:it|"
    r"that) in$)",
    rf"{_TALK} (?:share (?:something|with you)|call you \w+(?:$| then)|ring the bell)",
    r"\bwill say (?:why |so )?(?:on|in) (?:the|that|your)\b.* (?:they|you|he|she) \w+",
    rf"^(?:and )?(?:while|whilst|as|when|since) {WE} (?:am|are)\b|\bdo(?:es)? not go (?:on|in) (?:the|that|a) (?:board|"
    rf"wall|fridge)\b|\bshould (?:probably )?(?:mention|say)\b|\bring off\b|^(?!.*{DATE}).*(?<!even )(?<!ask )(?<!see "
    r")(?<!check )(?<!out )(?<!know )(?<!as )\bif (?:you|it|he|she|they|that|there|anyone|anything|somebody|someone|"
    rf"nobody)\b(?! (?:can|let|will let|are in danger|are not safe)\b)|{_TALK} come (?:back )?(?:on )?to (?:that|it|"
    r"this|those|the)\b(?! (?:house|school|meeting|panel|review|hearing|court)\b)",
    rf"{_TALK} (?:sort|fix|do|change|print) (?:it|that|this)(?: \w+){{0,2}} (?:now|here)$|{_TALK} have to check .* "
    rf"first$|{_TALK} (?:see|look)(?: \w+){{1,9}} {_FOOD}\b|{_TALK} say what i\b|\bbe chairing\b",
    r"\bbefore (?:i|we|you) (?:go (?:on|any)|start|carry on|begin|say any)\b",
    rf"\b(?:before i go anywhere|by now|always|usually)\b|^(?!.*{WILL}).*\bevery (?:day|week|{DAY}|time)\b",
    rf"(?!{NOT} (?:ring|go|going) home\b){_TALK} (?:(?:ring|ringing|going|go|seeing|see|meeting|meet|taking|take|"
    r"moving|move|leaving|leave|having|be in|off) )"
    r"(?:to )?(?:home\b|(?:the |a |an )?(?:friends|mates|film|pub|cinema|gym|dentist|hairdresser|match|football|bed|"
    r"annual leave|"
    r"leave|house$|house \w+day|house (?:on|next)|my job|curry)\b)|\bin bed by\b",
    # Their own life, what is so already, and what was there before.
    rf"{WE} (?:see|ring|call|visit|text) my {OWN_LIFE}\b|{_TALK} (?:see|seeing|visit|visiting|ring|ringing|call|"
    r"calling|phone|phoning|text|texting|meet|meeting|take|"
    r"taking|"
    rf"fetch|fetching|pick|picking)(?: up)? my {OWN_LIFE}\b|{_TALK} (?:get|getting|have|having) my {OWN_LIFE}\b|"
    r"\b(?:from|on|off on) (?:my )?holidays?\b",
    rf"^(?:(?:and|so|but) )*(?:it|that|this|they) (?:is|are) (?:\w+ ){{0,4}}already\b|\bwill (?:not )?be (?:in|on) "
    rf"(?:the|my|your|his|her) {RECORD} from\b",
    DOUBTED,
)
FOOD = re.compile(rf"\b{_FOOD}\b")
"""What is fetched and eaten while two people talk; what stands beside it is chat."""
WRITES = re.compile(rf"(?:{WILL} (?:write|put|say|add)|{AM} (?:writing|putting|typing))(?: it| that| this)?(?: down)?$")
AS_SAID = re.compile(
    rf"(?:just )?{AS_IT_WAS}|in (?:capitals|pencil|ink|inverted)\b|with (?:your|my|his|her) name\b|in writing\b"
)
"""What follows "I'll write it" where others are to read it: "word for word", "in your words"."""
AT_A_TIME = re.compile(rf"{WILL} (?:come|go|bring|do|be (?:here|there|in|at|round)|ring|see|meet|knock|have|try)\b")
"""What is promised where a time stands alone before it: "Tomorrow, four o'clock, I'll come"."""
TIME_ALONE = re.compile(
    rf"^(?:(?:and|so|right|then|okay|come|come back|see you) )*(?:on |at |by )?(?:half |about |next )?(?:{DATE}|(?:half"
    rf" )?{HOUR})(?: (?:week|morning|afternoon|evening|then|at|half|\w+|o clock|oclock)){{0,2}}$"
)
AND_I_WILL = re.compile(r"(?:and|or|but) i will$")
CAN_DO = re.compile(
    r"\b(?:i|we) can (?:ask|get|tell|ring|write|take|change|speak|put)\b|^(?:(?:and|so|then|or|you) )*(?:ring|phone|"
    r"tell|"
    r"write to|speak to|email) (?!me\b|us\b)\w+"
)
"""What is promised by the words after it: "I can ask for it, and I will", "ring her, or I will"."""
TAKES_IT_BACK = re.compile(
    r"(?:no |wait |sorry |actually )*(?:(?:i|we) (?:can not|should not|had better not)(?: promise(?: you)?(?: that| "
    r"it)?)?|no wait)$"
)
HAS_BEEN_DONE = re.compile(
    r"(?:and |but |which |so )*(?:that|it|this|they|which)? ?(?:is|has|have|are)(?: already| all| just)?(?: been)? "
    r"(?:done|happened|rung|arranged|sorted|under way)\b"
)
"""A part that says of the one before it that it was done already: "we have to ring them, that's been done"."""
WRITTEN = re.compile(r" ?:| {4,}\S?| ?[\"“‘']\S")
"""What follows "I'll write": a colon, or a quotation, which `blank_quotations` made spaces of."""
ASKED_WITHOUT_MARK = re.compile(
    r"^(?:and |so )*(?:is|would|does) (?:that|it|this)(?: be| sound)? (?:ok|okay|alright|all right|fine)\b|^(?:will|"
    r"is|are|"
    r"would|can|does|do|has) (?:not )?(?:he|she|they)$"
)
"""A question at the end that makes one of the whole: "..., is that ok", "..., won't she?"."""
DOUBTS = re.compile(r"(?:just|maybe|perhaps|i suppose|possibly|i think|probably)$")
"""A part that leaves open what stands before or behind it."""
THOUGHT = re.compile(r"\b(?:thought|was going to|wanted to say)(?: (?:ooh|oh|well|right|and))*$")
"""What goes before words that somebody only thought: "I thought, I'll ask"."""
MISSED_ANYTHING = re.compile(
    r"\b(?:have|did) (?:i|we) (?:miss|missed|forget|forgot|forgotten|left out)\b|\banything(?: else)?(?: that)? (?:i|"
    r"we) "
    r"(?:have )?(?:miss|missed|forgot|forgotten|left out)\b"
)
"""A question after a list of what will be done: "Have I missed anything?"."""
PRESENT = re.compile(r"^(?:(?:and|then|so|also) )*(?:i|we) (?:also |then )?(?P<verb>\w+)\b(?! (?:you|thee)\b)")
"""What goes on with a list of things that will be done, in the simple present: "And I ask school who held him"."""
PROMISED_IN_PRESENT = re.compile(rf"\b(?:{WHEN}|going to do) (?:i|we) (?!will\b|am\b|are\b)\w+")
YES_I_CAN = re.compile(
    rf"^(?:i|we) can (?:like |just |always )?(?:{DO}|ask|get|tell|write|take|change|bring|put)\b(?! you\b)"
)
"""What is promised straight behind a yes: "Yes, I can ring your mum"."""
YES = re.compile(r"^(?:(?:yes|yeah|aye|course|of course|ok|okay|oh) ?)+$")
NO_TROUBLE = re.compile(r"^(?:(?:and|no|oh) )*(?:do not (?:you )?worry(?: about (?:it|that))?|worries|problem|bother)$")
"""What goes before what somebody takes on: "Don't worry, I can ask her myself"."""
LENT = re.compile(r"^(?:oh |and |so |right )*(?:tell|say to) (?!you\b|me\b)\w+")
"""Words to be passed on: "Tell Auntie that I'll not repeat it"."""
HAS_TO_TELL = re.compile(
    rf"{MUST} (?:\w+ (?:it|that|this) and )?(?:tell|speak to|talk to|go to|ring|let|pass|share|say|put)\b|\b(?:i|we) "
    r"would (?:always )?tell you\b"
)
MIGHT_HAVE_TO = re.compile(r"\b(?:i|we) would have to\b")
"""What would only be done if something were so: it says where confidence ends, and promises nothing."""
ABOUT_SAFETY = re.compile(r"\b(?:safe|hurt|hurting|harm|harmed|danger|risk|threatening|threatened|leaning on)\b")
"""What has to be told where somebody is not safe waits for no yes: "if you're not safe I have to tell my manager"."""
