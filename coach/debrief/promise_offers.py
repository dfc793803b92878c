"""The words of an offer, and those in which a family says yes or no to it.

Begin with `OFFERS_TO_DO`. What is offered is no promise until the family plainly says yes to it straight after; what
they turn down and the next reply gives up is none any more.
"""

import re

from coach.debrief.promise_verbs import DO

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
    rf"\b(?:i|we) will (?:also |just )?(?:come|go|speak to|{DO})\b.* if (?:you|u) (?:want|like|would like)"
    r"(?: me)?(?: to)?$"
)
"""What is offered as far as it is wanted: "I'll come if you want"; no question may stand behind it."""
OFFERS_AT_A_TIME = re.compile(
    rf"\b(?:i|we) would like to (?:{DO}|write to|speak to) (?!you\b|it\b).*\b(?:today|tonight|tomorrow|this week|"
    r"(?:mon|tues|wednes|thurs|fri)day)$"
)
"""What is offered with its time, also where a mark makes a question of it: "I'd like to ring him, like tomorrow?"."""
CAN_DO_THAT = re.compile(r"^(?:and |yes |so )*(?:i|we) can do (?:it|that)\b")
ASKS_IF_WANTED = re.compile(
    r"^(?:and |so |or )*(?:do|would) you (?:want|like) (?!me\b|us\b|to\b|an?\b|some\b|any\b)\w+ "
)
"""What "I can do that" offers: "Do you want it kept out of the report?"."""
ACCEPTS = re.compile(r"^good because\b|^any (?:day|time) (?:which|that|but)\b|^with an? \w+ (?:he|she|they|i) would$")
"""A yes that gives its reason or its condition: "Any day which isn't Tuesday"."""
SAYS_YES = re.compile(
    r"\b(?:yes|yeah|aye|please|all right|alright|go on|that would (?:be|help)|would be (?:glad|grateful)|do that|you "
    r"do|i would (?:like|be glad)|if you would|then yes|deal)\b"
)
SAYS_GLADLY = re.compile(
    r"\b(?:then yes|yes please|please do|do that|i will come|you would do that|would be glad of (?:you|that|it)|that "
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
SUGGESTS = re.compile(
    r"^(?:just |you )*(?:tell me|let me know|say so|give me a nod)$|^(?:and |so |or |but |then )*(?:i think (?:we|i)|i "
    r"would say (?:we|i)|how about|what about|what if|suppose|say the word|shall (?:i|we)|(?:can|could) we)\b"
)
"""How a suggestion begins; all that follows in its sentence waits for a yes."""
