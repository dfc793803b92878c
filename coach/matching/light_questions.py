"""Small questions, such as whose the bicycle is, or how the tea is taken.

Begin with `asks_lightly`. It works on words alone and is strict: a question is light only where it names a small thing
and nothing of the child, the home, what hurt, racism, faith or safety. Nobody but who is spoken to may be in it.
"""

import re
from collections.abc import Iterable

from coach.matching.aspect_reader import list_questions
from coach.matching.sentences import cut_questions, parse
from coach.model.reading import Span

MOST_WORDS, FEW_WORDS = 16, 5
"""Words of a small question, and of one that may speak of what was named before it."""
_SMALL = frozenset(
    "tea coffee cuppa brew cup cups mug mugs kettle milk sugar sugars biscuit biscuits cake cakes toast bread sandwich "
    "sandwiches water sweetcorn peas jug glass glasses drink chair chairs sit stool umbrella gate garden gardening "
    "plant plants flower flowers leeks potatoes tomatoes worm worms puppy puppies pup pups cat cats hen hens horse "
    "horses goldfish shed bench bicycle bike wheel spoke spokes pedals pump parking park parked parks traffic a38 m5 "
    "motorway weather rain raining rained wind windy snow snowing sun sunny frost heater heating radiator fan stairs "
    "lift curtains carpet radio telly song songs sing sings singing choir alto soprano bass tune band drums guitar "
    "trumpet trombone football match cricket bowls golf crumble curry soup lasagne recipe pie pudding shortbread "
    "chocolate crisps satsuma oranges colour colours shade journey drive".split()
)
"""What a small question is about."""
_WEIGHTY = frozenset(
    "he she they him them her his their theirs himself herself themselves child children boy boys girl girls son sons "
    "daughter daughters kid kids baby babies mum mam mom mother dad daddy father parent parents sister sisters brother "
    "brothers nan nana gran granny grandma grandad grandfather grandmother auntie aunt uncle cousin cousins family "
    "home house live lives living hurt hurts hit hits mark marks bruise bruises spoon smack racism racist race black "
    "brown white skin colour-blind asian african hair bus school police stopped stop search hospital doctor nurse "
    "consultant interpreter form forms note notes word words report letter letters record page write written wrote "
    "meeting happen happened happens feel feels feeling felt worry worried worries afraid scared frightened safe "
    "safety danger why mean means meant need needs help wrong sorry mosque church god pray prayer faith muslim islam "
    "christian hijab scarf wedding marry married language languages accent lamp seat van gloves people everyone "
    "item items agenda row sad angry upset "
    "nobody anybody somebody someone anyone who whoever told tell said say says ask asked agree "
    "change changed".split()
)
"""What makes a question more than small."""
_BREAD_OR_TEA = re.compile(
    r"\b(?:white or brown|brown or white|(?:white|brown|black) (?:bread|toast|tea|coffee|sugar))\b"
)


def asks_lightly(text: str, names: Iterable[str], heard: Iterable[Span]) -> bool:
    """Whether a reply asks something, and all of it is small.

    Args:
        text: the reply.
        names: who is in the room or in the family, by name; a question that names one of them is not small.
        heard: the words in which something was heard, surely or not; what is asked there is not small either.
    """
    questions = list_questions(cut_questions(parse(text)))
    people = frozenset(word for name in names for word in parse(name).words)
    spans = tuple(heard)
    return bool(questions) and all(
        is_small(one, people, before=_find_before(one, text)) and not _is_heard(one, text, spans) for one in questions
    )


def is_small(question: str, people: frozenset[str] = frozenset(), *, before: str = "") -> bool:
    """Whether one question is about a small thing, and nothing else.

    Args:
        question: the question.
        people: words of the names of people.
        before: the sentence before it, of which a question of few words speaks: "That bike! Is it yours?"
    """
    words = _list_words(question)
    about = [*_list_words(before), *words] if len(words) <= FEW_WORDS and _SMALL.isdisjoint(words) else words
    return len(words) <= MOST_WORDS and not _SMALL.isdisjoint(about) and (_WEIGHTY | people).isdisjoint(about)


def _list_words(text: str) -> list[str]:
    """List the words of a text; white bread is bread."""
    return _BREAD_OR_TEA.sub("toast", " ".join(parse(text).words)).split()


def _find_before(question: str, text: str) -> str:
    """Find the sentence before a question, if it asks nothing itself."""
    before = text[: max(text.find(question), 0)].rstrip(" .!,")
    return "" if before.endswith("?") else re.split(r"[.!?]", before)[-1]


def _is_heard(question: str, text: str, heard: Iterable[Span]) -> bool:
    """Whether something was heard in the very words of a question."""
    start = text.find(question)
    return any(span.start < start + len(question) and start < span.end for span in heard)
