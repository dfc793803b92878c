"""Which matters are still open, read against the rest of the conversation.

Begin with `list_still_open`. `list_open_matters` says what was told and not settled. Before it stands on a page as
left it is compared with every later reply, what they answered, and every promise on the page; what may have been asked,
answered or promised goes, and the next one takes its place.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coach.debrief.first_page import CardPart
from coach.debrief.owning import refuses
from coach.debrief.page_facts import PageFacts, drop_names, find_first_words, list_telling, was_deferred
from coach.debrief.picture import quote_line
from coach.debrief.wording import (
    PLANNING,
    WEEKDAYS,
    count_words_of,
    drop_quotations,
    find_content_words,
    find_stem,
    list_questions,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.matching.sentences import parse
from coach.model.conditions import SCENE
from coach.model.line_book import MatterFor
from coach.rehearsal.line_blocks import OpenMatter, find_tags
from coach.rehearsal.state import Exchange


def list_still_open(
    facts: PageFacts, kind: MatterFor, promised: Sequence[str] = (), above: Collection[CardPart] = ()
) -> list[OpenMatter]:
    """List the matters of a kind that are surely open at the end, in the order of their weight.

    The child's safety comes first, then what the child wishes, then what they put off, then the rest as the author has
    them.

    Args:
        facts: what the program holds of the attempt.
        kind: whom the matters wait for.
        promised: the promises on the page.
        above: what stands on the page already: another line that tells a matter shows it, if one does.
    """
    of_kind = [choose_other_line(facts, left, above) for left in facts.matters if left.matter.for_ is kind]
    still = [
        left
        for left in of_kind
        if shows_its_matter(left)
        and not speaks_against(left)
        and not was_asked_next(left.line.text, find_typed_next(facts, left))
        and not was_asked_since(facts, left)
        and not was_undertaken(facts, left, promised)
        and not was_written_in_words(facts, left)
        and not any(covers(facts, left.matter.left, promise) for promise in promised)
    ]
    # One alone is shown for a plan; of two that weigh the same, one whose line stands above says less that is new.
    plan = kind is MatterFor.PLAN
    return sorted(
        still, key=lambda left: (rank_matter(facts, left), plan and quote_line(facts.script, left.line) in above)
    )


def rank_matter(facts: PageFacts, left: OpenMatter) -> int:
    """Return the place of a matter among those that are left; the least comes first.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    plain = spell_plain(left.line.text)
    soon = _SOON.search(f"{plain} {spell_plain(left.matter.left)}")
    if soon or find_tags(facts.script, left.line).safety:
        return 0
    child = left.line.speaker in facts.script.dialogue.afterwards.children
    if left.matter.for_ is MatterFor.CHILD and (_CHILD_WISHES if child else _WISHES_FOR).search(plain):
        return 1
    around = facts.attempt.replies()[max(left.after_reply - 1, 0) : left.after_reply + 1]
    return 2 if any(map(was_deferred, around)) else 3


_SOON = re.compile(r"\b(?:tomorrow|tonight|(?:goes|sent|given|handed) to (?:both parents|the house|him|her|them))\b")
"""The day, or what is handed to those whom somebody fears."""
_CHILD_WISHES = re.compile(r"\b(?:i|we) (?:just |only |really )?(?:want|would like|wish|asked)\b")
_WISHES_FOR = re.compile(
    r"\b(?:he|she|they) (?:has |have |had )?(?:asked (?:if|for|could|can)|would like)\b|\bi would like to\b"
)


def find_typed_next(facts: PageFacts, left: OpenMatter) -> str:
    """Return the reply that came straight after a matter was told; empty if none did."""
    following = facts.attempt.replies()[left.after_reply : left.after_reply + 1]
    return following[0].text if following else ""


def shows_its_matter(left: OpenMatter) -> bool:
    """Whether a line says anything of its matter; "I'm thinking!" says nothing of it."""
    line, matter = left.line.text, left.matter
    enough = len(find_content_words(line)) >= _SAME_THING
    return enough or share_words(line, matter.left) or count_words_of(line, matter.about) > 0


def choose_other_line(facts: PageFacts, left: OpenMatter, above: Collection[CardPart]) -> OpenMatter:
    """Return a matter with another line, where its own stands above or says nothing.

    Where no other line shows the matter, it keeps its own.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
        above: what stands on the page already.
    """
    if quote_line(facts.script, left.line) not in above and shows_its_matter(left):
        return left
    answers = [(0, facts.attempt.arrival), *((e.number, e.lines()) for e in facts.attempt.replies())]
    others = [
        replace(left, line=line, after_reply=number)
        for number, lines in answers
        for line in list_telling(facts.script, lines, left.matter.id)
        if len(line.text.split()) >= _FEWEST_WORDS and quote_line(facts.script, line) not in above
    ]
    others = [one for one in others if count_words_of(one.line.text, one.matter.about)]
    return max(others, key=lambda one: count_words_of(one.line.text, one.matter.about), default=left)


_FEWEST_WORDS = 8


def speaks_against(left: OpenMatter) -> bool:
    """Whether a line says the reverse of what is left: "You don't ask him, you just hold it".

    Who says no when asked whether somebody may know it has not left it to be told.

    Args:
        left: the matter.
    """
    wanted = {find_stem(word) for word in parse(left.matter.left).words}
    if _SAYS_NO.match(left.line.text) and _COMES_TO_KNOW.search(left.matter.left):
        return True
    return any(find_stem(denied["verb"]) in wanted for denied in _DENIED.finditer(spell_plain(left.line.text)))


_SAYS_NO = re.compile(r"\W*No[.,!]")
_COMES_TO_KNOW = re.compile(r"\b(?:told by|comes to know)\b")
_DENIED = re.compile(
    r"\b(?:do not|does not|not to|never|would not|rather not) (?P<verb>ask|tell|say|talk|speak|write|ring|show|call)\b"
)


def was_asked_next(line: str, typed: str) -> bool:
    """Whether a line says that nobody asked somebody by name, whom the next reply asks.

    So it is no longer left as that line says: "Nobody asked Tom anything.".

    Args:
        line: the line of theirs.
        typed: the reply straight after it; empty if none came.
    """
    asked = _NOBODY_ASKED.search(line)
    if asked is None:
        return False
    named = re.compile(rf"\b{re.escape(asked['name'])}\b")
    return any(named.search(sentence) and sentence.endswith("?") for sentence in split_sentences(typed))


_NOBODY_ASKED = re.compile(
    r"\b(?:[Nn]obody|[Nn]o one|[Nn]one of you)(?:['’]s| has)?(?: ever)? asked (?P<name>[A-Z]\w+)\b"
)


# --- What was asked since


def was_asked_since(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether a later reply asked what is left, so that it is no longer open as it stands.

    A question with two words of what is left asks it, where it is for the child; of a plan it has to be granted as
    well. Two words of the matter are enough where the child answers, or somebody grants it: "Twenty minutes. Then I
    can.".

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    matter = left.matter
    wanted = _find_own_words(facts, matter.left)
    words = wanted | _find_own_words(facts, f"{left.line.text} {' '.join(matter.about)}")
    for_child = matter.for_ is MatterFor.CHILD
    for exchange in facts.attempt.replies()[left.after_reply :]:
        answered = _says_yes(exchange) or (for_child and _is_childs(facts, exchange))
        if not _asks(exchange, words):
            continue
        of_left = len(wanted & _find_asked(exchange)) >= _SAME_THING
        of_it = (
            for_child
            and _WANTS_ASKING.search(matter.left)
            and len(words & find_content_words(exchange.text)) >= _SAME_THING
        )
        if (of_left and (for_child or answered)) or (of_it and answered):
            return True
    return False


_WANTS_ASKING = re.compile(r"\b(?:whether|asked|own (?:account|record|words)|how (?:he|she|they) (?:is|are))\b")
"""Words of what is left that wants to be asked, and not done."""


def _is_childs(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether the first line after a reply is a child's."""
    first = next((line.speaker for line in exchange.lines() if line.speaker != SCENE), "")
    return first in facts.script.dialogue.afterwards.children


def _find_asked(exchange: Exchange) -> frozenset[str]:
    """Find the words of what a reply asks: its questions, and a sentence that begs leave."""
    asks = (s for s in split_sentences(exchange.text) if s.endswith("?") or _REQUESTS.search(spell_plain(s)))
    return frozenset[str]().union(*map(find_content_words, asks))


_SAME_THING = 2
"""Words of a matter by which a reply surely is about it."""


def _asks(exchange: Exchange, words: frozenset[str]) -> bool:
    """Whether a reply asks something with a word of a matter, or begs leave beside it."""
    asked = list_questions(exchange.text)
    return _REQUESTS.search(spell_plain(exchange.text)) is not None or any(
        words & find_content_words(one) for one in asked
    )


_REQUESTS = re.compile(
    r"\b(?:(?:i|we) (?:would|should) (?:like|love|be (?:glad|honoured|grateful|pleased)) to|you (?:may|can) say no|"
    r"show me|tell me|let me (?:see|have|hear|read))\b"
)


def _says_yes(exchange: Exchange) -> bool:
    """Whether the family's first line after a reply grants what it asked: "Then I can"."""
    return _GRANTS.search(spell_plain(find_first_words(exchange))) is not None


_GRANTS = re.compile(
    r"^(?:yes|yeah|aye|ok|okay|all right|go on)\b|\bthen (?:i|you|we) can\b|\byou can (?:see|have|ask)\b"
)


# --- What was written down as it was said


def was_written_in_words(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether what somebody is to tell in their own words was told, and written down so.

    "I'm writing that down in your words" says it, to the one who has just told something or by name.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    wanted = _OWN_WORDS.search(left.matter.left)
    if wanted is None:
        return False
    before = left.matter.left[: wanted.start()]
    people = facts.script.people.items()
    tellers = {key for key, one in people if re.search(rf"\b{re.escape(one.called)}\b", before)} or {left.line.speaker}
    for exchange in facts.attempt.replies():
        spoken = [line for line in exchange.cue if line.speaker in tellers]
        if not _IN_YOUR_WORDS.search(spell_plain(exchange.text)) or refuses(find_first_words(exchange)):
            continue
        if any(tags.told or tags.safety for tags in (find_tags(facts.script, line) for line in spoken)):
            return True
    return False


_OWN_WORDS = re.compile(r"\bin (?:his|her|their)(?: own)? words\b")
_IN_YOUR_WORDS = re.compile(
    r"\bi (?:am|will|have|would)(?: (?:just|now|like|to|already|only))* "
    r"(?:writ\w+|put\w*|got|get\w*|tak\w+|not(?:ed?|ing)|record\w*)\b[^.?!]*\bin your (?:own )?words\b"
)


# --- What was promised


def covers(facts: PageFacts, matter: str, promise: str) -> bool:
    """Whether a promise settles what a sentence says is open.

    It has two words of it, all of what stands before its colon, or says that those are told who are to be told. One
    word before a colon is enough only with a word of what is to be done: "there's a mark" tells nobody which is new.

    Args:
        facts: what the program holds of the attempt.
        matter: the sentence: what is left, or a question.
        promise: the promise.
    """
    wanted, head = _find_own_words(facts, matter), _find_own_words(facts, matter.partition(":")[0])
    got = find_content_words(promise)
    if len(wanted & got) >= _SAME_THING:
        return True
    left, said = ({find_stem(word) for word in parse(text).words} for text in (matter.partition(":")[2], promise))
    does = any(act & left and act & said for act in _DONE)
    if ":" in matter and head and head <= got and (len(head) >= _SAME_THING or does):
        return True
    tells = _TELLS.search(spell_plain(promise))
    return tells is not None and any(said["body"] in _find_bodies(promise) for said in _WHO_TELLS.finditer(matter))


_DONE = tuple(
    frozenset(map(find_stem, words.split()))
    for words in (
        "ask asked|change changed|correct corrected|find found|look looked|put|read|ring rung rang|say said|show shown|"
        "stop stopped|strike struck|take taken|tell told|write written"
    ).split("|")
)
"""Words of what is to be done about a matter, as stems, those of one act together."""
_TELLS = re.compile(
    r"\b(?:ring|ringing|phone|phoning|tell|telling|email|emailing|call|calling|(?:speak|speaking|talk|talking|write|"
    r"writing|say|saying) (?:it )?(?:to|with)|ask|asking)\b"
)


def _find_bodies(text: str) -> frozenset[str]:
    """Find those who have a duty to act that a text names: the school, the police."""
    return frozenset(_BODIES.findall(text.casefold()))


_BODY = "school|police|bus|surgery|hospital|council|housing|manager|office|board|agency"
_BODIES = re.compile(rf"\b(?:{_BODY})\b")
_WHO_TELLS = re.compile(rf"\b[Ww]ho (?:will )?(?:tells?|says?|writes?|rings?|asks?)(?: \w+){{0,6}} (?P<body>{_BODY})\b")


# --- What was undertaken


def was_undertaken(facts: PageFacts, left: OpenMatter, promised: Iterable[str] = ()) -> bool:
    """Whether an act that a matter leaves to somebody was undertaken: "I'll ring her today".

    A promise says the act with its person or thing, or a reply from the telling on does, unless the family refuses it;
    or somebody of the family does after the telling: "I'll tell her myself", "To Skye, from me".
    "Her" is the one whom the reply named last; "it" is a thing of which the reply, the one before or the lines between
    have all words.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
        promised: the promises on the page.
    """
    wanted = _find_left_act(left.matter.left)
    if wanted is None:
        return False
    called = " ".join(f"{person.name} {person.called}" for person in facts.script.people.values())
    names = frozenset((*called.casefold().split(), wanted.person, *_KIN)) - {""}
    if any(_does(act, wanted, names) for text in promised for act in _list_acts(names, text)):
        return True
    replies = facts.attempt.replies()
    for before, exchange in zip((None, *replies), replies, strict=False):
        if exchange.number <= left.after_reply:
            continue
        theirs = (line.text for line in exchange.lines() if line.speaker != SCENE)
        if any(_does(act, wanted, names) for text in theirs for act in _list_their_acts(names, text)):
            return True
        if refuses(find_first_words(exchange)):
            continue
        told = " ".join(line.text for line in exchange.cue if line.speaker != SCENE)
        beside = f"{before.text if before else ''} {told}"
        if any(_does(act, wanted, names, beside) for act in _list_acts(names, exchange.text)):
            return True
    return False


_KIN = "mum mam mom dad gran nan grandma grandad".split()
"""What people are called who have no name in a scenario."""


@dataclass(frozen=True, slots=True)
class LeftAct:
    """An act that a matter leaves to somebody, and its person or thing."""

    verbs: frozenset[str]
    """The verbs by which it is done."""
    words: frozenset[str]
    """The words of its person or thing."""
    person: str
    """The name of a person, in small letters; empty where it is a thing."""


def _find_left_act(text: str) -> LeftAct | None:
    """Find the act that a matter leaves to somebody; None if it leaves something else."""
    asks = _WHO_DOES.search(text)
    if asks is None:
        return None
    verbs = next((verbs for verbs in _ACTS if asks["verb"].casefold().rstrip("s") in verbs), frozenset[str]())
    head = text[: asks.start()].partition(",")[0]
    of_head = not asks["object"] or _POINTS_BACK.match(asks["object"]) is not None
    thing = head if of_head else asks["object"]
    name = _NAME.fullmatch(thing.strip())
    words = find_content_words(thing)
    return LeftAct(verbs, words, name[0].casefold() if name else "") if verbs and words else None


_WHO_DOES = re.compile(
    r"(?:^|: )(?:[Ww]ho|[Ww]hen|[Bb]y whom) (?:will )?(?P<verb>rings?|tells?|writes?|changes?|asks?|reads?|sees?) ?"
    r"(?P<object>[^,;:.]*)"
)
_POINTS_BACK = re.compile(r"(?:him|her|them|it|this|that|each of them|beneath|beside|under|in)\b")
"""Words after a verb behind a colon that mean what stands before it."""
_NAME = re.compile(r"[A-Z]\w+")
_ACTS = (
    frozenset("ring phone call tell see speak talk meet".split()),
    frozenset(["ask"]),
    frozenset(["write"]),
    frozenset("change correct".split()),
    frozenset(["read"]),
)
"""Verbs that are one act: who is to be told is told by whoever sees or rings them."""


@dataclass(frozen=True, slots=True)
class UndertakenAct:
    """An act that somebody undertakes, in plain words."""

    verb: str
    object: str
    """What stands behind the verb."""
    before: str
    """What the same text says before it."""


def _list_acts(names: Collection[str], text: str) -> Iterator[UndertakenAct]:
    """List what a text undertakes, sentence by sentence.

    A question undertakes nothing, nor does what hangs on an "if".
    """
    others = rf"\b(?:{'|'.join(map(re.escape, sorted(names)))}|you) (?:will )?{_DOES}"
    said: list[str] = []
    for sentence in split_sentences(drop_quotations(text)):
        plain = spell_plain(sentence)
        if not sentence.endswith("?") and not _HANGS.search(plain):
            planned = re.finditer(others, plain) if _WITH_A_TIME.search(plain) else ()
            for act in (*_UNDERTAKES.finditer(plain), *planned):
                yield UndertakenAct(act["verb"], act["object"], " ".join((*said, plain[: act.start()])))
        said.append(plain)


def _list_their_acts(names: Collection[str], text: str) -> Iterator[UndertakenAct]:
    """List what a line of the family's undertakes, or says that somebody is told by whom.

    Args:
        names: what people are called, in small letters.
        text: the line.
    """
    yield from (act for act in _list_acts(names, text) if not _NOT_YET.search(spell_plain(text)))
    for sentence in split_sentences(drop_quotations(text)):
        if not sentence.endswith("?") and (told := _FROM.search(spell_plain(sentence))):
            yield UndertakenAct("tell", told["object"], "")


_NOT_YET = re.compile(r"\b(?:when|till|until|one day|some day|maybe|perhaps)\b")
_FROM = re.compile(r"^(?:and )?to (?P<object>\w+) from (?:me|you|us|both of us)\b")
_DOES = (
    r"(?P<verb>ring|phone|call|tell|see|speak|talk|meet|ask|write|change|correct|read)s?\b (?:to |with )?(?P<object>.*)"
)
_UNDERTAKES = re.compile(
    r"\b(?:(?:i|we) (?:will|shall|am going to|are going to)|you and i(?: will)?) (?:(?!not|never)\w+ )?" + _DOES
)
_HANGS = re.compile(r"\b(?:if|unless|would|could|might|will not|never)\b")
_WITH_A_TIME = re.compile(
    rf"\bwith me\b|\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening)|{'|'.join(WEEKDAYS)})\b"
)


def _does(act: UndertakenAct, wanted: LeftAct, names: Collection[str], beside: str = "") -> bool:
    """Whether an undertaking does what a matter leaves to somebody.

    Args:
        act: the undertaking.
        wanted: the act of the matter.
        names: what people are called, in small letters.
        beside: the reply before, and the lines between.
    """
    if act.verb not in wanted.verbs:
        return False
    words = _GOES_ON.split(act.object)[0].split()[:_OBJECT_WORDS]
    if wanted.words <= find_content_words(" ".join(words)):
        return True
    if wanted.person:
        named = [word for word in act.before.split() if word in names]
        return words[:1] in (["her"], ["him"], ["them"]) and named[-1:] == [wanted.person]
    known = find_content_words(f"{beside} {act.before}")
    return words[:1] in (["it"], ["that"]) and len(wanted.words) >= _SAME_THING and wanted.words <= known


_GOES_ON = re.compile(r" (?:if|whether|about|what|that|how|when|who|where|why|at|in|on|by|so)\b")
_OBJECT_WORDS = 4


# --- A question that was answered already


def is_answered_question(facts: PageFacts, question: str, promised: Iterable[str]) -> bool:
    """Whether a question for supervision asks what the practitioner asked or promised already.

    They asked it where a question of theirs has the words that it quotes, or most of its own.

    Args:
        facts: what the program holds of the attempt.
        question: the question.
        promised: the promises on the page.
    """
    if any(covers(facts, question, promise) for promise in promised):
        return True
    quoted = frozenset[str]().union(*(find_content_words(one) for one in _QUOTED.findall(question)))
    own = _find_own_words(facts, question)
    asked = [one for text in facts.list_said() for one in list_questions(text)]
    theirs = [find_content_words(one) for one in asked]
    if quoted and any(quoted <= words for words in theirs):
        return True
    return any(len(own & words) >= max(_SAME_THING, _MOST * len(own)) for words in theirs)


_QUOTED = re.compile(r"(?<!\w)['‘“\"]([^'‘’“”\"]+)['’”\"](?!\w)")
_MOST = 0.5


def _find_own_words(facts: PageFacts, text: str) -> frozenset[str]:
    """Find the words of a text that say what, and not who, when or how."""
    return find_content_words(drop_names(facts.script, text)) - PLANNING - _SAY_WHEN


_SAY_WHEN = find_content_words(f"{' '.join(WEEKDAYS)} {' '.join(f'{day}s' for day in WEEKDAYS)} since yesterday")
"""Words that say when, and not what."""
