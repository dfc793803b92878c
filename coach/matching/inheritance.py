"""The inheritance rule: a bare open invitation or reflection takes the subject of the cue it follows.

"Say more?" after a story of racism asks about racism, although it names nothing. A reply inherits only if it is short
and brings no subject of its own: every word that carries meaning comes from the cue, is a name already in the room, or
could be said after anything.
"""

from coach.matching.context import Context
from coach.matching.forms import Put
from coach.matching.sentences import Parsed
from coach.matching.tokens import words
from coach.model.reading import Form

LONGEST = 20
"""Words a bare invitation has at most, with its contractions opened."""

AFTER_ANYTHING = frozenset(
    # the small words of the language
    "a an the and or but so if of in on at to for from with by about into out up down off over under as than then "
    "that this these those there here it i me my you your we us our he him his she her they them their who what "
    "which when where why how is am are was were be been being do does did done have has had can could will would "
    "shall should may might must not no yes okay oh ah right well just really quite very even still too also only "
    "again ever all any some more much many bit little lot own else one thing things something anything "
    "everything way sort kind part "
    # what could be said after anything
    "mean means meant like happen happens happened happening feel feels felt feeling feelings say says said "
    "saying tell tells told telling talk talked talking hear heard hearing know knew think thought make makes "
    "made take takes took go goes going went gone carry come came back get got give see saw seen sound sounds "
    "seem seems understand want wanted need ready rest time times day moment next after before first last through "
    "walk help hard tough sorry gosh god blimey wow please thank thanks love mate bother bothered matter story "
    "stay put let leave left worst wonder affected affect effect impact changed change learn learned end ended "
    "start started land landed hurt hurts sit sat".split()
)


def follows_up(parsed: Parsed, puts: list[Put], context: Context) -> bool:
    """Whether a reply only takes up what the cue was about."""
    if not context.cue.strip() or not 0 < len(parsed.words) <= LONGEST:
        return False
    forms = [put.forms for put in puts]
    invites = any(Form.OPEN_QUESTION in each for each in forms)
    closed = any(Form.CLOSED_QUESTION in each for each in forms)
    if not invites and (closed or not any(Form.REFLECTION in each for each in forms)):
        return False
    cue = set(words(context.cue))
    own = [word for word in parsed.words if word not in AFTER_ANYTHING]
    if not all(
        word in cue or _stem(word) in {_stem(other) for other in cue} or word in words(context.context) for word in own
    ):
        return False
    return invites or any(word in cue for word in own)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
