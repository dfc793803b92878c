"""Whether a promise, or something else that was undertaken, settles a matter that is left.

Begin with `settles`, which reads one promise against one matter: its words, the line that told it, and what its author
wrote of it. Where a promise may well be about a matter, the matter is not called open beside it. `was_undertaken` is
for an act that a matter leaves to somebody: "who tells her".
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.debrief.owning import refuses
from coach.debrief.wording import (
    PLANNING,
    WEEKDAYS,
    count_words_of,
    drop_quotations,
    find_content_words,
    find_stem,
    spell_plain,
    split_sentences,
)
from coach.model.conditions import SCENE
from coach.rehearsal.line_blocks import OpenMatter
from coach.rehearsal.script import Script
from coach.rehearsal.state import Exchange

SAME_THING = 2
"""Words of a matter by which a promise surely is about it."""


def settles(script: Script, left: OpenMatter, promise: str) -> bool:
    """Whether a promise settles a matter, by its own words or by what its author wrote.

    It does what is left to be done, with a word by which the matter is known or two of its line; it says what the
    author would have said; it asks the one who is to be heard; it finds out what is not known; or it changes "that
    line", where a line is to be changed.

    Args:
        script: the scenario that was played.
        left: the matter.
        promise: the promise.
    """
    matter, plain = left.matter, spell_plain(promise)
    if covers(script, matter.left, promise):
        return True
    got, acts = find_content_words(promise), _list_done(matter.left) & _list_done(promise)
    about = [words for words in matter.about if find_own_words(script, words)]
    if acts and (count_words_of(promise, about) or len(find_own_words(script, left.line.text) & got) >= SAME_THING):
        return True
    if len(find_own_words(script, matter.words) & got) >= SAME_THING:
        return True
    tells = _TELLS_IT.search(plain), _TELLS_IT.search(spell_plain(matter.words))
    if all(tells) and _find_bodies(promise) & _find_bodies(matter.words):
        return True
    if _CHANGES_LINE.search(plain) and _LINE_CHANGED.search(matter.left):
        return True
    asks = set(_ASKING.findall(plain)) & set(_ASKING.findall(spell_plain(matter.left)))
    if asks and _FINDS_OUT.search(plain):
        return True
    if _WHICH_DAY.search(matter.left) and _PLANS_DAY.search(plain):
        return True
    if _tells_both(script, matter.left, promise):
        return True
    if _ALONE.search(matter.left) and _BESIDE.search(plain):
        return False
    return not set(_list_heard(script, matter.left)).isdisjoint(_ASKS_SOMEBODY.findall(plain))


_ALONE = re.compile(r"\b(?:no parent|on (?:his|her|their) own)\b")
_BESIDE = re.compile(r"\bwith (?:you|both of you|the two of you|mum|dad|your (?:mum|dad))\b")
"""Words by which somebody is seen in company, and not alone."""


def does_act(script: Script, left: OpenMatter, sentence: str, beside: str) -> bool:
    """Whether a sentence does what is left to be done, about a thing that is named beside it.

    Args:
        script: the scenario that was played.
        left: the matter.
        sentence: the sentence: "I'd like to write it down".
        beside: what was said before it.
    """
    about = [words for words in left.matter.about if find_own_words(script, words)]
    return bool(_list_done(left.matter.left) & _list_done(sentence) and count_words_of(beside, about))


def _tells_both(script: Script, matter: str, promise: str) -> bool:
    """Whether a promise has both parents told by the person whom a matter names.

    Args:
        script: the scenario that was played.
        matter: what is left.
        promise: the promise.
    """
    if not _OF_BOTH.search(matter) or not _BOTH.search(spell_plain(promise)):
        return False
    parents = {name for key in script.dialogue.afterwards.children for name in script.people[key].name.split()}
    return bool(set(_NAME.findall(matter)) & set(_NAME.findall(promise)) - parents - _TITLES)


_TITLES = frozenset("Dr Mr Mrs Ms Miss Nurse Sister".split())
_OF_BOTH = re.compile(r"\bboth parents\b")
_BOTH = re.compile(r"\b(?:the two of you|both of you|you both|you two)\b")
_TELLS_IT = re.compile(
    r"\b(?:ring|phone|tell|email|write to|speak to|talk to) (?:\w+ ){1,4}(?:about|of) (?:it|that|this)\b"
)
_LINE_CHANGED = re.compile(r"\b(?:line through|line out|crossed|struck|taken (?:out|back|off)|rewritten|true words)\b")
_CHANGES_LINE = re.compile(
    r"\b(?:that|this|the) (?:line|sentence|wording|words?)(?: \w+){0,5} "
    r"(?:changed|corrected|struck|crossed|taken|amended)\b"
    r"|\b(?:change|correct|strike|cross|amend|rewrite|take)(?: out)? (?:that|this) (?:line|sentence|wording|words?)\b"
)
_ASKING = re.compile(r"\b(?:why|who|whose)\b")
_FINDS_OUT = re.compile(
    r"\b(?:find out|(?:will|going to|can) look (?:for|into) (?:it|that)|tell you what i find|(?:will|going to) find)\b"
)
_WHICH_DAY = re.compile(r"\b(?:on )?(?:which|what) day, where\b")
_PLANS_DAY = re.compile(rf"\b(?:it|that|this) in the (?:plan|diary)\b.*\b(?:today|tomorrow|{'|'.join(WEEKDAYS)})\b")
_ASKS_SOMEBODY = re.compile(r"\b(?:ask|asking|see|(?:speak|talk|listen|sit) (?:to|with)|hear from) (?P<name>\w+)\b")


def plans_with(script: Script, matter: str, sentence: str) -> bool:
    """Whether a sentence has those be there, or be asked, whom a matter names.

    Args:
        script: the scenario that was played.
        matter: what is left: "told with both parents there", or "Tahmid, asked by himself".
        sentence: a sentence of a reply that asks nothing.
    """
    if _tells_both(script, matter, sentence):
        return True
    plain = spell_plain(sentence)
    planned = (one["who"] or one["by"] or one["then"] for one in _IS_ASKED.finditer(plain))
    return not set(_list_heard(script, matter)).isdisjoint(planned)


_IS_ASKED = re.compile(
    r"\b(?:you|we) (?:will )?(?:ask|see) (?P<who>\w+)\b"
    r"|\b(?P<by>\w+) (?:is|gets|will be|to be)? ?(?:seen|asked|heard) (?:by (?:him|her)self|alone|on (?:his|her) own)\b"
    r"|\b(?P<then>\w+) (?:is|gets|will be) (?:seen|asked|heard)\b.*"
    rf"\b(?:today|tonight|tomorrow|{'|'.join(WEEKDAYS)})\b"
)


def _list_heard(script: Script, matter: str) -> list[str]:
    """List whom a matter wants to be heard or asked themselves, in small letters: "Hafsa"."""
    called = [name for person in script.people.values() for name in (person.called, person.name.split()[0])]
    heard = (
        r"(?:\b(?:heard|asked|told) (?:from|of|by) {0} (?:him|her|them)self\b|^{0}, asked\b|\bWhether {0} is\b"
        r"|^{0}['’]s own account\b|^{0} asked (?:him|her|them)self\b)"
    )
    return [name.casefold() for name in called if re.search(heard.format(re.escape(name)), matter)]


def _list_done(text: str) -> frozenset[int]:
    """List what a text does or wants done, as the places of the acts."""
    plain = _PUTS_RIGHT.sub("correct ", _GOES_THROUGH.sub("look ", spell_plain(text)))
    stems = {find_stem(word) for word in plain.split()}
    return frozenset(at for at, act in enumerate(_DONE) if act & stems)


_PUTS_RIGHT = re.compile(
    r"\b(?:put|puts|putting|get|set) (?:\w+ ){0,3}right\b|"
    r"\b(?:strikes?|struck|cross(?:es|ed)?|takes?|taken) (?:\w+ ){0,2}(?:out|through)\b"
)
_GOES_THROUGH = re.compile(r"\b(?:go|goes|going|gone) (?:through|over)\b")


def covers(script: Script, matter: str, promise: str) -> bool:
    """Whether a promise settles what a sentence says is open.

    It has two words of it, all of what stands before its colon, or says that those are told who are to be told. One
    word before a colon is enough only with a word of what is to be done: "there's a mark" tells nobody which is new.

    Args:
        script: the scenario that was played.
        matter: the sentence: what is left, or a question.
        promise: the promise.
    """
    wanted, (head, _, rest) = find_own_words(script, matter), matter.partition(":")
    own_head, got = find_own_words(script, head), find_content_words(promise)
    if len(wanted & got) >= SAME_THING:
        return True
    does = _list_done(rest) & _list_done(promise)
    if rest and own_head and own_head <= got and (len(own_head) >= SAME_THING or does):
        return True
    # "The form: put right" is named by no word but one of any plan.
    named = find_content_words(drop_names(script, head)) - _SAY_WHEN
    if rest and does and named and named <= got:
        return True
    tells = _TELLS.search(spell_plain(promise))
    return tells is not None and any(said["body"] in _find_bodies(promise) for said in _WHO_TELLS.finditer(matter))


_DONE = tuple(
    frozenset(map(find_stem, words.split()))
    for words in (
        "ask asked asking|find found|look looked|read|put|say said|show shown|stop stopped|take taken|"
        "ring rung rang tell told email emailed phone|write written|done finish finished complete completed|"
        "change changed correct corrected strike struck fix fixed sort sorted amend amended mend mended "
        "rewrite rewritten"
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


# --- What is kept out, and on which day


def was_kept_out(left: OpenMatter, later: Iterable[Exchange]) -> bool:
    """Whether a reply keeps out of the notes what must not stand in them.

    "I don't write where your mother is" keeps it out.

    Args:
        left: the matter.
        later: the replies after it was told.
    """
    if not _MUST_NOT_STAND.search(left.matter.left):
        return False
    said = (one for exchange in later for one in split_sentences(drop_quotations(exchange.text)))
    stated = [one for one in said if not one.endswith("?")]
    return any(_KEEPS_OUT.search(spell_plain(one)) and count_words_of(one, left.matter.about) for one in stated)


_MUST_NOT_STAND = re.compile(r"\bmust not stand\b|\b(?:kept|left) out of\b")
_KEEPS_OUT = re.compile(
    r"\b(?:(?:i|we) (?:do not|will not|shall not|will never|never|am not|are not|am not going to|are not going to) |"
    r"(?:does not|do not|will not|is not|are not|never) (?:go|going|stand|be) )"
    r"(?:(?:be )?(?:writ|put|not|record|typ)\w*|(?:in|into|on|down)\b)"
)


def was_given_a_day(script: Script, left: OpenMatter, later: Iterable[Exchange]) -> bool:
    """Whether a reply named the day that a matter leaves open, beside a word of it.

    "Sam hears it from you. You choose the words, Friday" names one. So does no sentence that has none of those whom the
    matter names.

    Args:
        script: the scenario that was played.
        left: the matter.
        later: the replies after it was told.
    """
    if not _WHICH_DAY_OPEN.search(left.matter.left):
        return False
    people = {name for called in list_called(script) for name in called.split()} & set(_NAME.findall(left.matter.left))
    for exchange in later:
        # The family may name it themselves: "Yes, today, before the bell".
        if any(_YES_ON_DAY.match(spell_plain(line.text)) for line in exchange.lines() if line.speaker != SCENE):
            return True
        sentences = split_sentences(drop_quotations(exchange.text))
        for pair in zip(("", *sentences), sentences, strict=False):
            stated = " ".join(one for one in pair if not one.endswith("?"))
            of_them = not people or not people.isdisjoint(_NAME.findall(stated)) or _OF_ONE_ALONE.search(stated)
            if of_them and _NAMES_DAY.search(spell_plain(stated)) and count_words_of(stated, left.matter.about):
                return not refuses(exchange.find_first_words())
    return False


_WHICH_DAY_OPEN = re.compile(r"\b(?:on|by) which day\b")
_YES_ON_DAY = re.compile(
    rf"(?:yes|yeah|all right|good|right)(?: then)? (?:today|tonight|tomorrow|{'|'.join(WEEKDAYS)})\b"
)
_OF_ONE_ALONE = re.compile(r"\b(?:on (?:his|her|their) own|by (?:himself|herself|themself))\b")
"""Whom a pronoun can only mean, in what is planned: the child that is to be heard alone."""
_NAMES_DAY = re.compile(rf"\b(?:today|tonight|tomorrow|{'|'.join(WEEKDAYS)})\b")


# --- What was undertaken


def was_undertaken(script: Script, said: Sequence[Exchange], left: OpenMatter, promised: Iterable[str] = ()) -> bool:
    """Whether an act that a matter leaves to somebody was undertaken: "I'll ring her today".

    A promise says the act with its person or thing, or a reply from the telling on does, unless the family refuses it;
    or somebody of the family does after the telling: "I'll tell her myself", "To Skye, from me".
    "Her" is the one whom the reply named last; "it" is a thing of which the reply, the one before or the lines between
    have all words.

    Args:
        script: the scenario that was played.
        said: the replies of the attempt.
        left: the matter.
        promised: the promises on the page.
    """
    later = said[left.after_reply :]
    if _WHO_HEARS.match(left.matter.left) and any(says_who_hears(exchange.text) for exchange in later):
        return True
    wanted = _find_left_act(script, left.matter.left)
    if wanted is None:
        return False
    names = frozenset((*" ".join(list_called(script)).casefold().split(), wanted.person, *_KIN)) - {""}
    if any(_does(act, wanted, names) for text in promised for act in _list_acts(names, text)):
        return True
    for before, exchange in zip((None, *said), said, strict=False):
        if exchange.number <= left.after_reply:
            continue
        theirs = (line.text for line in exchange.lines() if line.speaker != SCENE)
        who = _WHO_IS_TO_TELL.search(spell_plain(exchange.text)) is not None
        if any(_does(act, wanted, names) for text in theirs for act in _list_their_acts(names, text, who=who)):
            return True
        if refuses(exchange.find_first_words()):
            continue
        told = " ".join(line.text for line in exchange.cue if line.speaker != SCENE)
        beside = f"{before.text if before else ''} {told}"
        if any(_does(act, wanted, names, beside) for act in _list_acts(names, exchange.text)):
            return True
    return False


def says_who_hears(reply: str) -> bool:
    """Whether a reply says who hears of something: "My manager hears today, and your mum"."""
    said = (spell_plain(one) for one in split_sentences(drop_quotations(reply)) if not one.endswith("?"))
    return any(_HEARS.search(one) for one in said)


_WHO_HEARS = re.compile(r"Who (?:hears|is told)\b")
_HEARS = re.compile(r"\b(?:who|manager|mum|dad|panel|school|police|doctor|solicitor|\w+ and i) (?:will )?hears?\b")
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


def _find_left_act(script: Script, text: str) -> LeftAct | None:
    """Find the act that a matter leaves to somebody; None if it leaves something else.

    Args:
        script: the scenario that was played.
        text: what is left: "who tells her", or "how and when Craig's dad is told".
    """
    if told := _IS_TOLD.match(text):
        thing = told["object"]
        words = find_content_words(drop_names(script, thing)) or find_content_words(thing)
        person = thing.casefold() if _NAME.fullmatch(thing) else next(iter(words.intersection(_KIN)), "")
        return LeftAct(_ACTS[0], words, person) if words else None
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
    r"(?:^|: )(?:[Ww]ho|[Ww]hen|[Bb]y whom) (?:will )?"
    r"(?P<verb>rings?|tells?|writes?|changes?|asks?|reads?|sees?|finds?) ?"
    r"(?P<object>[^,;:.]*)"
)
_IS_TOLD = re.compile(r"(?:How|When)(?: and (?:how|when))? (?P<object>[^,:;.]+?) (?:is told|comes to know)\b")
_POINTS_BACK = re.compile(r"(?:him|her|them|it|one|this|that|each of them|beneath|beside|under|in)\b")
"""Words after a verb behind a colon that mean what stands before it."""
_NAME = re.compile(r"[A-Z]\w+")
_ACTS = (
    frozenset("ring phone call tell see speak talk meet".split()),
    frozenset(["ask"]),
    frozenset(["write"]),
    frozenset("change correct".split()),
    frozenset(["read"]),
    frozenset("find get fetch book ring phone ask".split()),
)
"""Verbs that are one act: who is to be told is told by whoever sees or rings them, and what is to be found by
whoever books it."""


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


def _list_their_acts(names: Collection[str], text: str, *, who: bool = False) -> Iterator[UndertakenAct]:
    """List what a line of the family's undertakes, or says that somebody is told by whom.

    Args:
        names: what people are called, in small letters.
        text: the line.
        who: whether it answers who tells somebody.
    """
    if not _NOT_YET.search(spell_plain(text)):
        yield from (act for act in _list_acts(names, text) if not _REPORTED.search(act.before.strip()))
    for sentence in split_sentences(drop_quotations(text)):
        if who and not sentence.endswith("?") and (told := _FROM.search(spell_plain(sentence))):
            yield UndertakenAct("tell", told["object"], "")


_NOT_YET = re.compile(
    r"\b(?:when|till|until|one day|some day|the day (?:i|we|he|she|they)|after|maybe|perhaps|over my dead body)\b"
)
_REPORTED = re.compile(r"\b(?:said|says|saying|told (?:me|us|him|her|them)|goes|went|promised|thought)(?: that)?$")
"""Words straight before what somebody else said, or said once: "He said I'll ring her"."""
_WHO_IS_TO_TELL = re.compile(r"\bwho (?:\w+ ){0,4}(?:tells?|says?)\b")
_FROM = re.compile(r"^(?:and )?to (?P<object>\w+) from (?:me|you|us|both of us)\b")
_DOES = (
    r"(?P<verb>ring|phone|call|tell|see|speak|talk|meet|ask|write|change|correct|read|find|get|fetch|"
    r"book)s?\b (?:to |with )?"
    r"(?=(?P<object>.*))"
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
    if "one" in words[:_NOUN_AT] and wanted.words <= known:
        return True  # "You're owed a solicitor, and I'll ring the duty one"
    return words[:1] in (["it"], ["that"]) and len(wanted.words) >= SAME_THING and wanted.words <= known


_GOES_ON = re.compile(r" (?:if|whether|about|what|that|how|when|who|where|why|at|in|on|by|so)\b")
_OBJECT_WORDS = 4
_NOUN_AT = 3
"""The words behind a verb among which a noun stands: "the duty one"."""


def find_own_words(script: Script, text: str) -> frozenset[str]:
    """Find the words of a text that say what, and not who, when or how."""
    return find_content_words(drop_names(script, text)) - PLANNING - _SAY_WHEN


_SAY_WHEN = find_content_words(f"{' '.join(WEEKDAYS)} {' '.join(f'{day}s' for day in WEEKDAYS)} since yesterday")
"""Words that say when, and not what."""


def list_called(script: Script) -> Iterator[str]:
    """Yield the names of the people of a scenario."""
    return (f"{person.called} {person.name}" for person in script.people.values())


def drop_names(script: Script, text: str) -> str:
    """Return a text without names, which stand in promises of all kinds.

    Args:
        script: the scenario that was played.
        text: the text.
    """
    names = {name for called in list_called(script) for name in called.split()}
    words = (re.sub(r"['’]s$", "", word.strip(",.:;")) for word in text.split())
    return " ".join(word for word in words if word not in names | _ON_ANY_PAPER)


_ON_ANY_PAPER = frozenset("name names date dates beside".split())
"""Words of every line that is corrected: they say nothing of which."""
