"""The words of an offer, and those in which a family says yes or no to it.

Begin with `OFFERS_TO_DO` and `find_yes`. What is offered is no promise until the family plainly says yes
to it straight after, and to nothing else; what they turn down and the next reply gives up is none any more.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from coach.debrief.promise_anchors import DO, NOT, WE
from coach.debrief.promise_clauses import list_typed_sentences
from coach.debrief.promise_words import FOOD
from coach.debrief.wording import WEEKDAYS, blank_quotations, spell_plain
from coach.matching.sentences import ParsedText, parse

OFFERS = re.compile(
    r"(?:.*\b(?<!even )(?<!ask )(?<!check )(?<!out )(?<!see )(?:if|unless|only if) (?:(?:they|he|she) (?:needs?|wants?|"
    r"asks?|likes?)\b|(?:they|he|she) will(?= (?:let|have))|(?:you|that|it|this)(?: and \w+)?(?: will)?) (?:like|want|"
    r"would|let|wanted|will|are (?:happy|all|ok|okay|fine|agreed|content|willing|sure|made up)|do not|can|agree|say|is|"
    r"helps|think|need|prefer|have|wish)\b)|.*\b(?:if|unless) (?:i|we) (?:may|can|could|find|think|have|get|see|"
    r"hear)\b|.*\b(?:or not|you choose|up to you)\b"
)
CONDITIONS = re.compile(r"(?:and |but |so |or |because |then |ok |okay )*(?:if|unless|when|whenever|in case|suppose) ")
HAPPENS_ELSEWHERE = re.compile(
    r"(?:and |but |so |then )*if (?:nobody|(?:the (?!moment|chance|time)|my |m(?:r|rs|s) |dr )\w+ (?:says?|has|"
    r"have|will|can|does|is|are|thinks?|finds?|decides?|tells?|refuses?)|(?:they|he|she) (?:says? no|will not|"
    r"can not)|it is (?:a )?no$|(?:it|this|that|"
    r"anything|any of (?:it|that)) (?:ever )?(?:has|have|had|needs|must) (?:to )?(?:go|leave|be passed)(?: \w+){0,2})\b"
)
"""A condition that others settle, and for which something is promised: "If the agency has nobody, I ring you"."""
COURTESY = re.compile(r"if (?:that|it) is (?:all right|alright|ok|okay|fine)(?: with you)?$")
"""What is said for courtesy, and holds nothing up that is promised after it."""
UNDERTAKEN = re.compile(
    rf"{NOT}|{WE} (?:do not|can not)\b|\byou (?:are|will) not\b|\b(?:nothing|nowhere)\b|\bunless .* says? no\b"
)
"""What will not be done waits for no yes: "I won't tell him unless you say so"."""
WANTED_NOT = re.compile(r"\bif (?:you|he|she|they) (?:do not want|would (?:rather|prefer|sooner)|want|like|prefer)\b")
"""A condition that holds for what will not be done as well: "I won't write it if you don't want me to"."""
WONDERS = re.compile(
    r"\b(?:i wonder|i was wondering|what if|how about|suppose|might|maybe|perhaps|suggest|(?:i|we|it|that|they|you) "
    r"could|should (?:i|we)|shall (?:i|we))\b"
)
"""What only wonders or suggests: an author's words of a promise promise nothing in it."""
ASKS_FOR_YES = re.compile(
    r"\bwhich (?:is|would|do) |^or (?:you|he|she|they|shall|would) |^(?:would|will|do|should|can|could|have|need) not "
    r"(?:i|we)$|^(?:and |so |is |would |will |does )*(?:that |this |it )*(?:is |be |sound |suit )*(?:that )?(?:ok|okay|"
    r"alright|all right|fine|yes|yeah|no|right|good|deal|you|happy|fair|better|the (?:word|one))\b|^(?!(?:and |so "
    r")?(?:what|who|how|when|where|which)\b).*(?:\b(?:shall|should|could|can|may) (?:i|we)\b|\b(?:do|would) you "
    r"(?:want|like|mind|rather|prefer)\b)|\bwhat do you think\b"
)
BEGINS_ASKING = re.compile(
    r"(?:and |so |or |but |then |okay |right )*(?:would|could|can|shall|will|should|do) (?:you|we|i)\b"
)
"""How a question begins that waits for a yes, whatever is undertaken in it: "Would you go, and I'll come too?"."""
ASKS_LEAVE = re.compile(
    r"^(?:and |so |or |but )*(?:(?:is|would|will|does) (?:it|that|this)(?: be| sound)? (?:ok|okay|alright|all right|"
    r"fine|right)|would you (?:rather|mind|want that|like that|prefer)|do you want me to|shall i$|are you (?:ok|okay|"
    r"alright|all right|happy) with)\b"
)
"""A question straight after what is undertaken that makes an offer of it: "Is it ok if I say it?"."""
_ASK_NOW = r"ask (?:about|you|what|how|why|who|when|where|while|if|something|one|a)\b"
"""What is asked there and then: "can I just ask about that"."""
_OFFERED = rf"(?!{_ASK_NOW})(?:{DO}|speak|talk|tell|ask|write|take|bring|come|hold|keep|change)"
OFFERS_TO_DO = re.compile(
    rf"\bshall i do it with you\b|\b(?:shall|could|can|may) (?:i|we) (?:also |just |both )*(?:{_OFFERED}|be there|do "
    r"(?:it|that)(?! (?:one )?(?:quick|first|now|later|fast)))\b|"
    rf"\bdo you want (?:me|us) to {_OFFERED}\b|^(?:and |so |then )*(?:i|we) (?:can|could) (?:also |just )*{_OFFERED}\b|"
    rf"^(?:and |so )*(?:i|we) would like to (?:{DO}|write to|speak to) |^(?:and |so )*(?:i|we) would (?:come|go) "
    rf"with you\b"
)
"""What is offered; it counts where the family plainly says yes straight after."""
OFFERS_IF_WANTED = re.compile(
    rf"\b(?:i|we) will (?:also |just )?(?:come|go|speak to|tell|write|say|take|{DO})\b.* if (?:you|u) (?:(?:want|like|"
    r"would like)(?: me)?(?: to)?|say (?:yes|so|(?:that )?i (?:can|may))|agree|let me|do not mind|are (?:ok|"
    r"okay|happy|fine) with (?:it|that))$"
)
"""What is offered as far as it is wanted: "I'll come if you want"; no question may stand behind it."""
OFFERS_AT_A_TIME = re.compile(
    rf"\b(?:i|we) would like to (?:{DO}|write to|speak to) (?!you\b|it\b).*\b(?:today|tonight|tomorrow|this week|"
    rf"(?:mon|tues|wednes|thurs|fri)day)$|^may (?:i|we) (?:{DO}|write to|speak to) (?!you\b|it\b).*\b(?:today|tonight|"
    r"tomorrow)\b"
)
"""What is offered with its time, also where a mark makes a question of it: "I'd like to ring him, like tomorrow?"."""
CAN_DO_THAT = re.compile(
    r"^(?:and |yes |so )*(?:i|we) can do (?:it|that)(?= (?:for (?:you|him|her|them)|today|tonight|tomorrow|now|myself|"
    r"i|we|but|so|because|before|yes|of course|too|then|and|if|this|on|by|at)\b|$)"
)
ASKS_IF_WANTED = re.compile(
    r"^(?:and |so |or )*(?:do|would) you (?:want|like) (?!me\b|us\b|to\b|an?\b|some\b|any\b)\w+ "
)
"""What "I can do that" offers: "Do you want it kept out of the report?"."""
ACCEPTS_GLADLY = re.compile(r"^good because\b")
ACCEPTS = re.compile(r"^any (?:day|time) (?:which|that|but)\b|^with an? \w+ (?:he|she|they|i) would$")
"""A yes that gives its reason or its condition: "Any day which isn't Tuesday"."""
_DAY = "|".join(WEEKDAYS)
_ALL_RIGHT = r"(?:ok|okay|all right|alright)"
ASKS_OF_OFFER = re.compile(
    r"^(?:and |or |so |but |then )*(?:when(?:$| (?:is|would|will|shall|should|can|could|suits?)\b)|"
    r"(?:what|which) (?:day|time)\b|"
    r"(?:is|would|will|does|do) (?:that|this|it)(?: (?:be|sound|suit|help|work))?"
    rf"(?:$| (?:any|fine|good|right|enough|better|help|suit|work|too|what|you|for|possible|{_ALL_RIGHT})\b)|"
    rf"(?:is|would|will|does|do) (?:(?:on )?(?:{_DAY})|tomorrow|today|tonight)\b|(?:tomorrow|today|tonight|{_DAY})\b|"
    r"(?:would|will|do|should|shall|can) (?:i|we|you|he|she|they)(?: do you think| then)?$|"
    rf"(?:would|do|are) (?:you|he|she|they) (?:want|like|mind|rather|prefer|(?:be )?(?:{_ALL_RIGHT}|happy|glad)) "
    r"(?:that|it|this|me|us|with|if)\b|"
    r"(?:shall|should|could|can|may) (?:i|we) (?:also |just )*(?:do|ring|ask|tell|write|speak|talk|come|go|bring|take|"
    rf"put|say)\b|(?:{_ALL_RIGHT}|yes|deal|agreed|how about|what about|what do you think|how does that)\b)|"
    rf"\b(?:{_ALL_RIGHT}|any good)$"
)
"""A question behind an offer that asks of it: when, would you, is that all right."""
NO_YES_TO = re.compile(r"^(?:and |so |but )*(?:who|what|where|why|how|when|which)\b| or ")
"""A question that no yes can answer: "Is the cake for now or for after?"."""
ASKS_WHAT_WAS = re.compile(rf"^(?:and |so |but )*(?:did|has|have|had|was|were)\b|{NO_YES_TO.pattern}")
"""A question to which nobody says good: "Did he count seven?"."""
TAKES_IT_ILL = re.compile(
    r"\b(?:do not|do not bother|leave it|forget it)$|^(?:no |so |then |just |please )*do not\b(?! (?:forget|be "
    r"late|worry))|\byou (?:all|lot)(?: always)? (?:say|said)\b|\bthey all (?:say|said)\b"
)
"""What says of an offer that it is not believed or not wanted: "that's what you all say, then don't"."""
SAYS_YES = re.compile(
    r"\b(?:yes|yeah|aye|please(?= (?:do|yes|if)\b|$)|(?<!that is )(?:all right|alright)|go on|that would (?:be|help)|"
    r"would be (?:glad|grateful)|do that|you "
    r"do|i would (?:like|be glad)|if you would|then yes|deal)\b"
)
SAYS_OKAY = re.compile(r"^(?:(?:ok|okay|good|fine|right|deal|yes|please|then) ?)+$")
"""A yes to what waited for one by its own words: "I'll ring them, if you say yes", "Okay. Okay, good."."""
TAKES_UP = re.compile(
    r"^(?:(?:well|yes|oh|aye|no|and|then) )*(?:(?:you|we) (?:could|can|may)(?: do)?|go on(?: then)?|if you (?:want|"
    r"like|"
    r"would|would like|do not mind)(?: to)?|take it|use my words|"
    r"i would like (?:that|it)|i would not (?:mind|say no)(?: (?:that|it|to "
    r"that))?)$"
)
"""A sentence that takes up what was offered, wherever it stands among their first lines: "You could."."""
SAYS_GLADLY = re.compile(
    r"\b(?:then yes|yes please|please do|do that|i will come(?! to (?:that|it|this)\b)|"
    r"you would do that|would be glad of (?:you|that|it)|that "
    r"is a "
    r"promise|that is down|now it is official|i will hold you to (?:it|that))\b"
)
"""A yes that is plain wherever in an answer it stands."""
SAYS_PLAIN_NO = re.compile(r"^no\b(?! (?:no|problem|bother|harm|worries))|\b(?:rather|sooner) (?:not|you did not)\b")
"""A no that is plain wherever in an answer it stands."""
TURNS_DOWN = re.compile(rf"{SAYS_PLAIN_NO.pattern}|^leave it\b|\bis not for you\b|\bstays (?:here|with me)\b")
"""Words by which somebody keeps what was to be done something with."""
GIVES_UP = re.compile(
    r"^(?:ok |okay |right |no |fair enough |well )*(?:you )?(?:keep|leave|forget) (?:it|that)\b|^fair enough$"
)
"""How a reply begins that gives up what was turned down: "Keep it then"."""
SAYS_NO = re.compile(
    r"\b(?:no|not|never|rather|sooner|but|if|unless|is it|who|what|why|when|how|maybe|perhaps|might)\b"
)
UNDOES_YES = re.compile(
    r"\b(?:you|they|he|she|we|it|that)(?: all)? (?:will|would|do|does|did|can) not\b(?! (?:hurt|harm|matter)\b)|"
    r"\b(?:never|worse)\b|(?<=\w )only\b|"
    r"^(?:and |but |so )*then (?:they|he|she|everyone|everybody|people) (?:will|would)\b|"
    r"\bi (?:do|will) not (?:want|need|like|trust|believe)"
    r"(?: (?:it|that|this|them|him|her|you|anyone|anybody))?$"
)
"""A sentence straight behind a yes that says it would not come, or do no good: "They never come"."""
SUGGESTS = re.compile(
    r"^(?:just |you )*(?:tell me|let me know|say so|give me a nod)$|^(?:and |so |or |but |then )*(?:i think (?:we|i)|i "
    r"would say (?:we|i)|how about|what about|what if|suppose|say the word|shall (?:i|we)|(?:can|could) we)\b"
)
"""How a suggestion begins; all that follows in its sentence waits for a yes."""


_ASKS_WHICH = re.compile(r"\bhelp or (?:would|will|is) ")
"""What makes two answers of a question of an offer: "Would that help or would it be in the way?"."""
_FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s")


def is_offer(parsed: ParsedText, place: int) -> bool:
    """Whether a sentence offers to do something after the conversation.

    Args:
        parsed: the reply, split.
        place: the number of the sentence.
    """
    sentence = parsed.sentences[place]
    plain = parsed.spell(sentence)
    if FOOD.search(plain):
        return False
    if OFFERS_AT_A_TIME.search(plain):
        return True
    if sentence.asks:
        return False
    if OFFERS_IF_WANTED.search(plain):
        behind = [parsed.spell(one) for one in parsed.sentences[place + 1 :] if one.asks]
        return all(ASKS_OF_OFFER.search(one) for one in behind)
    if CAN_DO_THAT.search(plain):
        before = [s for s in parsed.sentences[max(0, place - 1) : place] if s.asks]
        return any(ASKS_IF_WANTED.search(parsed.spell(s)) for s in before)
    offer = OFFERS_TO_DO.search(plain)
    # Of several things offered nobody knows which the yes was to.
    return offer is not None and (" or " not in plain or "with you" in offer[0])


def asks_of_another(plain: str, promising: Sequence[str]) -> bool:
    """Whether a part asks for another act than was promised: "..., shall we cross it out?".

    Args:
        plain: the part, in plain words.
        promising: the parts before it that promise.
    """
    asked = _ASKS_TO.match(plain)
    return asked is not None and all(asked["verb"] not in part.split() for part in promising)


_ASKS_TO = re.compile(
    r"(?:and |so )*(?:shall|should|could|can) (?:i|we) (?P<verb>cross|write|strike|put|ask|look|tell)\b"
)


def says_gladly(lines: Sequence[str]) -> bool:
    """Whether a line of an answer holds somebody to what they said: "Thank you, that's down"."""
    return _says(SAYS_GLADLY, lines)


def says_no(lines: Sequence[str]) -> bool:
    """Whether a line of an answer plainly says no."""
    return _says(SAYS_PLAIN_NO, lines)


_NOT_ASKED = re.compile(r"^i (?:did not|never) (?:ask|tell|want) you to (?:say|write|put) (?:that|it|this)\b")
_WRITES_OR_SAYS = re.compile(r"\b(?:writ(?:e|ing)|put(?:ting)?|say(?:ing)?)\b")


def was_not_asked_for(plain: str, lines: Sequence[str]) -> bool:
    """Whether they turn down what was to be written: "I didn't ask you to say that".

    Args:
        plain: the part of a sentence that promises, in plain words.
        lines: the first lines of the answer.
    """
    # A vow not to write something stands, whatever they say to it.
    return " not " not in plain and _WRITES_OR_SAYS.search(plain) is not None and _says(_NOT_ASKED, lines[:1])


def list_given_up(said: Sequence[tuple[int, str]], answers: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """List the replies that the family turned down and that the next reply gives up."""
    return frozenset(
        number
        for (number, _), (_, later) in pairwise(said)
        if _says(TURNS_DOWN, answers.get(number, ())) and _says(GIVES_UP, [_FIRST_SENTENCE.split(later, 1)[0]])
    )


def _says(pattern: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Whether a sentence of some lines has what is looked for."""
    said = (parse(line) for line in lines)
    return any(pattern.search(one.spell(sentence)) for one in said for sentence in one.sentences)


def find_yes(lines: Sequence[str], parsed: ParsedText, place: int) -> str:
    """Find the line of an answer that plainly says yes to an offer; empty if none does.

    Where another question stands behind the offer, a yes is to that.

    Args:
        lines: the first lines of the answer.
        parsed: the reply, split.
        place: the number of the sentence.
    """
    if not lines or not is_offer(parsed, place):
        return ""
    behind = [parsed.spell(sentence) for sentence in parsed.sentences[place + 1 :] if sentence.asks]
    if any(ASKS_OF_OFFER.search(one) and _ASKS_WHICH.search(one) for one in behind):
        return ""
    behind = [one for one in behind if not ASKS_OF_OFFER.search(one)]
    waits_for_yes = OFFERS_IF_WANTED.search(parsed.spell(parsed.sentences[place])) is not None
    to_yes = all(NO_YES_TO.search(one) for one in behind)
    to_good = all(ASKS_WHAT_WAS.search(one) for one in behind)
    for line in lines:
        said = parse(line)
        plain = [said.spell(sentence) for sentence in said.sentences]
        # "You could. You won't, mind.": what stands straight behind it takes the yes back.
        told = ["" if sentence.asks else one for one, sentence in zip(plain, said.sentences, strict=True)]
        followed = zip(plain, (*told[1:], ""), strict=True)
        plain = [one for one, following in followed if not UNDOES_YES.search(following)]
        if not plain:
            continue
        if any(TAKES_IT_ILL.search(one) for one in plain):
            return ""
        if to_yes and plain and line == lines[0] and SAYS_YES.search(plain[0]) and not SAYS_NO.search(plain[0]):
            return line
        if not behind and any(TAKES_UP.search(one) for one in plain):
            return line
        if waits_for_yes and line == lines[0] and SAYS_OKAY.search(plain[0]):
            return line
        if any((to_good and ACCEPTS_GLADLY.search(one)) or (not behind and ACCEPTS.search(one)) for one in plain):
            return line
        if any(SAYS_GLADLY.search(one) and not SAYS_NO.search(one) for one in plain):
            return line
    return ""


# --- What is only wanted, with leave for it asked behind it, and conditions said behind a promise


MOST_BEHIND = 3
"""The sentences behind one, in which leave for it may be asked."""
MOST_WORDS = 14
"""Words of a condition that is quoted with what hangs on it."""
_WOULD = re.compile(
    r"\b(?:i|we) (?:(?:just|also|still|only|really) )?(?:want to|would|can|could)"
    r"(?! (?:still |also )?(?:not|never)\b) \w+"
)
"""What somebody wants, would or can do."""
_WILL = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:will|shall|(?:am|are) (?:not )?(?:going to|\w+ing)|have (?:got )?to|must)\b|"
    r"\b(?:i|we) would (?:still |always |also )?(?:tell|ask|show|ring) you\b|\b(?:i|we) would (?:still )?have to\b"
)
"""What they will do, or would have to: no leave is asked for that."""
_ASKS_LEAVE = re.compile(
    r"\b(?:is|would|will) (?:that|it|this) (?:be )?(?:ok|okay|all right|alright|fine)\b|"
    r"\bwould (?:that|it|this) (?:help|be (?:any )?(?:help|use|good|better|worse))\b|"
    r"\b(?:shall|may|can|should) (?:i|we)$|\b(?:are|would) you (?:be )?(?:ok|okay|all right|alright|happy) with "
    r"(?:that|it|this)\b|\bwhat would you (?:have|want|like|rather have) (?:me|us) (?:to )?do\b|\bdo you want me to$|"
    r"\bwould you (?:want|like|mind|rather not have) (?:that|it)\b"
)
"""A question by which leave is asked for what was said before it."""
_LEAVES_TO_THEM = re.compile(
    r"\b(?:only|but only|not) (?:if|when|till|until) you (?:say|want|like|agree|tell)\b|"
    r"\b(?:nowhere|nothing|nobody|not|no further)\b.*\b(?:till|until|unless|without) you (?:say|tell|agree|want)\b|"
    r"\bif you (?:say|would rather) (?:no|not)\b|\bunless you would rather\b|\bif you (?:want|like|say (?:so|yes))$|"
    r"\byou (?:can|may) say no\b"
)
"""How it is left to them whether it is done at all."""
_IS_CONDITION = re.compile(
    r"(?:(?:and|but|so) )*(?:unless|only if|but only if|only when|not unless|not till|not until|not before|"
    r"if (?:you|he|she|they) (?:(?:both|two) )?(?:say|want|agree|let|like)\b)"
)


def waits_for_leave(text: str, whole: str, answers: Sequence[str] = ()) -> bool:
    """Whether a sentence only says what its speaker wants to do, and leave is asked behind it.

    Args:
        text: the reply.
        whole: the sentence of it, as it was typed.
        answers: the first lines of the family's answer: where they hold its speaker to it, leave is given.
    """
    plain = spell_plain(blank_quotations(whole))
    if _WOULD.search(plain) is None or _WILL.search(plain) or says_gladly(answers):
        return False
    typed = list_typed_sentences(text)
    at = typed.index(whole) if whole in typed else len(typed)
    for one in typed[at + 1 : at + 1 + MOST_BEHIND]:
        said = spell_plain(blank_quotations(one))
        if (one.endswith("?") and _ASKS_LEAVE.search(said)) or _LEAVES_TO_THEM.search(said):
            return True
        if _WILL.search(said):
            return False  # what is asked behind it is of something else
    return False


def is_condition(whole: str) -> bool:
    """Whether a sentence is only the condition of the one before it: "Unless you'd rather not.".

    Args:
        whole: the sentence, as it was typed.
    """
    plain = spell_plain(whole)
    short = len(plain.split()) <= MOST_WORDS and not whole.endswith("?")
    return short and _IS_CONDITION.match(plain) is not None and re.search(r"\b(?:i|we) (?:will|shall)\b", plain) is None
