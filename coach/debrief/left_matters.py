"""Which matters are still open, read against the rest of the conversation.

Begin with `list_still_open`. `list_open_matters` says what was told and not settled. Before it stands on a page as
left it is compared with every later reply, what they answered, and every promise on the page; what may have been asked,
answered or promised goes, and the next one takes its place.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from coach.debrief.first_page import CardPart
from coach.debrief.matter_promises import (
    SAME_THING,
    covers,
    does_act,
    find_own_words,
    plans_with,
    settles,
    was_given_a_day,
    was_kept_out,
    was_undertaken,
)
from coach.debrief.owning import refuses
from coach.debrief.page_facts import PageFacts, list_telling, was_deferred
from coach.debrief.picture import quote_line
from coach.debrief.wording import (
    count_words_of,
    drop_quotations,
    find_content_words,
    find_stem,
    list_questions,
    says_racism,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.matching.sentences import parse
from coach.model.conditions import SCENE, Line
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
    last = list_told_last(facts, above) if kind is MatterFor.CHILD else ()
    again = list_told_again(facts) if kind is MatterFor.CHILD else ()
    came_back = [left.matter for left in again]
    of_kind = [left for left in facts.matters if left.matter.for_ is kind and left.matter not in came_back]
    still = [
        left
        for left in (choose_other_line(facts, one, above) for one in (*again, *of_kind, *last))
        if shows_its_matter(left)
        and (left.matter.still_unheard or left.matter in came_back or not was_dealt_with(facts, left, promised))
    ]
    # One alone is shown for a plan; of two that weigh the same, one whose line stands above says less that is new.
    plan = kind is MatterFor.PLAN
    return sorted(
        still, key=lambda left: (rank_matter(facts, left), plan and quote_line(facts.script, left.line) in above)
    )


def list_open_ids(facts: PageFacts, promised: Sequence[str] = ()) -> frozenset[str]:
    """List the ids of the matters of all kinds that nothing settled.

    Args:
        facts: what the program holds of the attempt.
        promised: the promises on the page.
    """
    return frozenset(left.matter.id for left in facts.matters if not was_dealt_with(facts, left, promised))


def was_dealt_with(facts: PageFacts, left: OpenMatter, promised: Sequence[str]) -> bool:
    """Whether a matter may have been asked, answered, written down or promised.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
        promised: the promises on the page.
    """
    return (
        speaks_against(left)
        or was_told_by_asked(facts, left)
        or was_asked_by_name(left.line.text, list_typed_since(facts, left))
        or was_asked_since(facts, left)
        or was_proposed(facts, left)
        or was_undertaken(facts.script, facts.attempt.replies(), left, promised)
        or was_written_in_words(facts, left)
        or was_written_as_racism(facts, left)
        or was_planned_with(facts, left)
        or was_kept_out(left, facts.attempt.replies()[left.after_reply :])
        # The day may stand in the reply that the line answers: "Friday at four, then".
        or was_given_a_day(facts.script, left, facts.attempt.replies()[max(left.after_reply - 1, 0) :])
        or any(settles(facts.script, left, promise) for promise in promised)
    )


def list_told_last(facts: PageFacts, above: Collection[CardPart] = ()) -> tuple[OpenMatter, ...]:
    """List what a child began in the very last answer, which no reply could take up any more.

    It waits for the next line like all that was said last; where no card shows that line, it is left for the child.

    Args:
        facts: what the program holds of the attempt.
        above: what stands on the page already.
    """
    replies, book = facts.attempt.replies(), facts.script.dialogue.lines
    if not replies or facts.attempt.ending is not None:
        return ()
    children = facts.script.dialogue.afterwards.children
    spoken = [line for line in replies[-1].lines() if line.speaker in children]
    for line in reversed(spoken):
        tags = find_tags(facts.script, line)
        began = [one for one in book.matters if one.id in tags.tells and one.for_ is MatterFor.THEM]
        of_it = [one for one in began if count_words_of(line.text, one.about)]
        if of_it and quote_line(facts.script, line) not in above:
            return (OpenMatter(of_it[0], line, replies[-1].number),)
    return ()


def list_told_again(facts: PageFacts) -> tuple[OpenMatter, ...]:
    """List what is left for a child soon, and was told in the very last answer, or told again.

    Whatever a reply undertook about it, the family still asked or told of it afterwards: "And what do I do till then?
    Tonight, I mean".

    Args:
        facts: what the program holds of the attempt.
    """
    replies = facts.attempt.replies()
    if not replies or facts.attempt.ending is not None:
        return ()
    again = []
    for matter in facts.script.dialogue.lines.matters:
        if matter.for_ is not MatterFor.CHILD or not _SOON.search(spell_plain(matter.left)):
            continue
        telling = list_telling(facts.script, replies[-1].lines(), matter.id)
        of_it = [line for line in telling if count_words_of(line.text, matter.about)]
        if of_it and not any(matter.id in find_tags(facts.script, e).settles for one in replies for e in one.lines()):
            again.append(OpenMatter(matter, of_it[-1], replies[-1].number))
    return tuple(again)


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


def list_typed_since(facts: PageFacts, left: OpenMatter) -> list[str]:
    """List the replies that came after a matter was told."""
    return [exchange.text for exchange in facts.attempt.replies()[left.after_reply :]]


def shows_its_matter(left: OpenMatter) -> bool:
    """Whether a line says anything of its matter; "I'm thinking!" says nothing of it."""
    line, matter = left.line.text, left.matter
    enough = len(find_content_words(line)) >= SAME_THING
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


def was_told_by_asked(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether the one who is to be asked first tells it themselves: "My mum does it. Sundays".

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    first, teller = _ASKED_FIRST.search(left.matter.left), facts.script.people.get(left.line.speaker)
    return first is not None and teller is not None and teller.called in first.groups()


_ASKED_FIRST = re.compile(r"\basked of ([A-Z]\w+) first\b|\b([A-Z]\w+) asked first\b")


def was_asked_by_name(line: str, typed: Iterable[str]) -> bool:
    """Whether a line says that nobody asked somebody by name, whom a later reply asks.

    So it is no longer left as that line says: "Nobody asked Tom anything.", and then "Tom, I'm asking. What do you
    know of it?".

    Args:
        line: the line of theirs.
        typed: the replies after it.
    """
    asked = _NOBODY_ASKED.search(line)
    if asked is None:
        return False
    typed = list(typed)
    named = re.compile(rf"\b{re.escape(asked['name'])}\b")
    if any(
        named.search(sentence) and sentence.endswith("?") for text in typed[:1] for sentence in split_sentences(text)
    ):
        return True
    to_face = re.compile(rf"(?:(?:And|So|Now|Then),? )?{re.escape(asked['name'])}, ")
    for text in typed:
        sentences = split_sentences(text)
        first = next((at for at, sentence in enumerate(sentences) if to_face.match(sentence)), len(sentences))
        if any(sentence.endswith("?") for sentence in sentences[first:]):
            return True
    return False


_NOBODY_ASKED = re.compile(
    r"\b(?:[Nn]obody|[Nn]o one|[Nn]one of you)(?:['’]s| has)?(?: ever)? asked (?P<name>[A-Z]\w+)\b"
)


# --- What was asked since


def _list_unrefused(facts: PageFacts, left: OpenMatter, *, also_before: bool = False) -> list[Exchange]:
    """List the replies after a matter was told that the family did not refuse.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
        also_before: whether the reply that the telling answers is one of them.
    """
    later = facts.attempt.replies()[max(left.after_reply - also_before, 0) :]
    return [exchange for exchange in later if not refuses(exchange.find_first_words())]


def was_planned_with(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether a later reply has those be there, or be asked, whom a matter names.

    It need be no promise: "You ask Tahmid", or "I'll hand it to Dr Farrell with you both in the room".

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    for exchange in _list_unrefused(facts, left):
        stated = [one for one in split_sentences(drop_quotations(exchange.text)) if not one.endswith("?")]
        if any(plans_with(facts.script, left.matter.left, one) for one in stated):
            return True
    return False


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
    wanted = find_own_words(facts.script, matter.left)
    words = wanted | find_own_words(facts.script, f"{left.line.text} {' '.join(matter.about)}")
    for_child = matter.for_ is MatterFor.CHILD
    for exchange in facts.attempt.replies()[left.after_reply :]:
        answered = _says_yes(exchange) or (for_child and _is_childs(facts, exchange))
        typed = exchange.text
        if for_child and (_asks_how(facts, matter.left, typed) or _asks_to_be_shown(matter.left, typed)):
            return True
        if not _asks(exchange, words):
            continue
        # A child who is asked to their face, and answers, was asked in their own right.
        to_face = _is_childs(facts, exchange) and _is_of_child(facts, matter.left, exchange)
        if for_child and to_face and _WANTS_ASKING.search(matter.left):
            return True
        of_left = len(wanted & _find_asked(exchange)) >= SAME_THING
        of_it = (
            for_child
            and _WANTS_ASKING.search(matter.left)
            and len(words & find_content_words(exchange.text)) >= SAME_THING
        )
        if (of_left and (for_child or answered)) or (of_it and answered):
            return True
    return False


_WANTS_ASKING = re.compile(r"\b(?:whether|asked|own (?:account|record|words)|how (?:he|she|they) (?:is|are))\b")
"""Words of what is left that wants to be asked, and not done."""


def _is_of_child(facts: PageFacts, matter: str, exchange: Exchange) -> bool:
    """Whether a matter is about the child who answers, and not a sister of theirs."""
    first = next(line.speaker for line in exchange.lines() if line.speaker != SCENE)
    child = facts.script.people.get(first)
    return _OWN_RECORD.search(matter) is not None or (child is not None and child.called in matter)


_OWN_RECORD = re.compile(r"\bown (?:record|account|words)\b")


def _asks_how(facts: PageFacts, matter: str, reply: str) -> bool:
    """Whether a reply asks by name how somebody is, where that is left: "Is Kit ok about it?"."""
    if not _HOW_THEY_ARE.search(matter):
        return False
    called = [person.called for person in facts.script.people.values() if person.called in matter.split(":")[0]]
    asked = (spell_plain(one) for one in list_questions(reply))
    return any(name.casefold() in plain and _HOW.search(plain) for plain in asked for name in called)


_HOW_THEY_ARE = re.compile(r"\b(?:how (?:he|she|they) (?:is|are|feels?)|is (?:all right|alright|okay|ok))\b")
_HOW = re.compile(
    r"\bhow (?:is|has|are|have) (?:\w+ ){1,3}?(?:been|doing|feeling|taking|coping|since|now|about|in (?:him|her)self)\b"
    r"|\bwhat (?:did|does) \w+ (?:think|say|feel|make)\b|\bhow (?:is|are) \w+$|\b(?:ok|okay|all right|alright|coping)\b"
)


def _asks_to_be_shown(matter: str, reply: str) -> bool:
    """Whether a reply asks to be shown or told what a matter wants shown or told."""
    wanted = {find_stem(one) for one in _WOULD_DO.findall(matter)}
    asked = (one for text in list_questions(reply) for one in _WOULD.findall(spell_plain(text)))
    return any(find_stem(one) in wanted for one in asked)


_WOULD_DO = re.compile(r"\bwhether (?:he|she|they)(?:['’]d| would| will| wants? to)? (show|tell|say|talk|read|draw)\b")
_WOULD = re.compile(r"\b(?:would|could|might|will) (?:\w+ ){1,2}?(show|tell|say|talk|read|draw)\b")


def _is_childs(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether the first line after a reply is a child's."""
    first = next((line.speaker for line in exchange.lines() if line.speaker != SCENE), "")
    return first in facts.script.dialogue.afterwards.children


def _find_asked(exchange: Exchange) -> frozenset[str]:
    """Find the words of what a reply asks: its questions, and a sentence that begs leave."""
    asks = (s for s in split_sentences(exchange.text) if s.endswith("?") or _REQUESTS.search(spell_plain(s)))
    return frozenset[str]().union(*map(find_content_words, asks))


def _asks(exchange: Exchange, words: frozenset[str]) -> bool:
    """Whether a reply asks something with a word of a matter, or begs leave beside it."""
    asked = list_questions(exchange.text)
    return _REQUESTS.search(spell_plain(exchange.text)) is not None or any(
        words & find_content_words(one) for one in asked
    )


_REQUESTS = re.compile(
    r"\b(?:(?:i|we) (?:would|should) (?:like|love|be (?:glad|honoured|grateful|pleased)) to|you (?:may|can) say no|"
    r"show me|tell me|let me (?:see|have|hear|read)|(?:for|up to) (?:you|him|her|them) (?:to say )?(?:if|whether)|"
    r"if (?:you|he|she|they) (?:would )?let me)\b"
)


def _says_yes(exchange: Exchange) -> bool:
    """Whether the family's first line after a reply grants what it asked: "Then I can"."""
    return _GRANTS.search(spell_plain(exchange.find_first_words())) is not None


_GRANTS = re.compile(
    r"^(?:yes|yeah|aye|ok|okay|all right|go on)\b|\bthen (?:i|you|we) can\b|\byou can (?:see|have|ask)\b"
)


def was_proposed(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether a later reply wanted to do what is left, or told them to, unrefused.

    "I'd like that line corrected today" promises nothing yet. But what was put so, and let stand, is no longer left as
    if nobody had thought of it. What is only asked has to be granted.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    # What is told may say again what the reply before it wanted: "And do I need a solicitor. Okay".
    for exchange in _list_unrefused(facts, left, also_before=True):
        # Straight after the telling, "it" is what was told.
        before = left.line.text if left.line in exchange.cue else ""
        for sentence in split_sentences(exchange.text):
            asks = sentence.endswith("?")
            # What hangs on an "if" says when, and not what.
            wants = _HANGS.split(drop_quotations(sentence))[0]
            if not asks and _ACTS_ON_IT.search(spell_plain(wants)) and does_act(facts.script, left, wants, before):
                return True
            proposes = (_ASKS_LEAVE if asks else _PROPOSES).search(spell_plain(wants))
            if proposes and (not asks or _says_yes(exchange)):
                if settles(facts.script, left, wants):
                    return True
                if _POINTS.search(spell_plain(wants)) and does_act(facts.script, left, wants, before):
                    return True
            before = f"{before} {sentence}"
    return False


_HANGS = re.compile(r"\b(?:(?:but )?only )?if\b|\bunless\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:to|and|would) \w+ (?:it|that|this)\b")
"""A word that points at what the reply had said before: "I'd like to write it down"."""
_ACTS_ON_IT = re.compile(
    r"^(?:(?:so|then|and|please|right|ok|okay|well) )*"
    r"(?:cross|strike|take|put|write|change|correct|add|read|rewrite) (?:\w+ ){0,2}?"
    r"(?:it|that|this|them|those|out|down|under|underneath|beneath)\b|"
    r"\b(?:i|we) (?:will|shall|am going to|are going to) ask (?:my |the |our )?\w+ (?:\w+ )?(?:who|what|why)\b"
)
"""How a sentence does something about what was just spoken of, here or later.

It tells somebody in the room to, "Cross it out", or says who will be asked: "I'll ask my manager who they were".
"""
_PROPOSES = re.compile(
    r"\b(?:i|we) (?:would|should) (?:like|love|want)\b|\b(?:i|we) want (?:to|that|this|it|him|her|them)\b|"
    r"\bwhat (?:i|we) (?:want|need|would like) to do is\b|\b(?:i|we) (?:propose|suggest)\b|\blet us\b"
)
_ASKS_LEAVE = re.compile(
    r"\b(?:shall|can|may|could|should) (?:i|we)\b|\b(?:what|how) (?:if|about if) (?:i|we)\b|"
    r"\b(?:would|do) you (?:like|want) (?:me|us) to\b|\b(?:would|will) it (?:help|do|be all right) if (?:i|we)\b"
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
        plain = spell_plain(exchange.text)
        # Who writes as it is said writes what is said next, too.
        said = (*exchange.cue, *exchange.lines()) if _AS_IT_IS_SAID.search(plain) else exchange.cue
        spoken = [line for line in said if line.speaker in tellers]
        if not _IN_YOUR_WORDS.search(plain) or refuses(exchange.find_first_words()):
            continue
        if any(_tells_matter(facts, line, left) for line in spoken):
            return True
    return False


def was_written_as_racism(facts: PageFacts, left: OpenMatter) -> bool:
    """Whether what is to be written as racism was: "It is racism, and that's in my notes".

    A sentence in quotation marks that says it is the wording itself.

    Args:
        facts: what the program holds of the attempt.
        left: the matter.
    """
    if not _AS_RACISM.search(left.matter.left):
        return False
    later = facts.attempt.replies()[left.after_reply :]
    worded = (one["words"] for exchange in later for one in _WORDING.finditer(exchange.text))
    if any(says_racism(one) for one in worded if len(one.split()) >= _FEWEST_WORDS):
        return True
    said = [one for exchange in later for one in split_sentences(exchange.text) if not one.endswith("?")]
    return any(says_racism(one) and _STANDS_WRITTEN.search(spell_plain(one)) for one in said)


_WORDING = re.compile(r"[“\"](?P<words>[^”\"]+)[”\"]")
_AS_RACISM = re.compile(r"\b(?:written|put|noted|recorded)(?: down)? as racism\b|\b[Tt]he word racism\b")
_STANDS_WRITTEN = re.compile(
    r"\b(?:i|we|it) (?:am|is|will|have|has)\b[^.?!]*\b(?:writ\w+|put\w*|notes?|record\w*|typ\w+)\b"
    r"|\b(?:down )?in writing\b|\b(?:goes|going) (?:down|in) as\b"
)


def _tells_matter(facts: PageFacts, line: Line, left: OpenMatter) -> bool:
    """Whether a line tells something, and surely not of another matter alone."""
    tags, matter = find_tags(facts.script, line), left.matter
    of_it = matter.id in tags.tells or not tags.tells or count_words_of(line.text, matter.about) > 0
    return of_it and (tags.told or tags.safety)


_OWN_WORDS = re.compile(r"\bin (?:his|her|their)(?: own)? words\b")
_IN_YOUR_WORDS = re.compile(
    r"\b(?:(?:i (?:am|will|have)|that is|it is)(?: (?:just|now|already|only))* "
    r"(?:writ(?:e|ing|ten)|put(?:ting)?|got (?:it|that|this|all)|tak(?:e|ing|en) (?:it|that|this)|not(?:ed?|ing)|"
    r"record(?:ed|ing)?|going (?:in|down)))\b(?:(?! so you| so that you)[^.?!])*?\b"
    r"(?:in your (?:own )?words\b(?! or mine)|(?:as|the way|how) you (?:say|said|tell|told) it\b|word for word\b|"
    r"(?:in )?your words not mine\b)"
)
"""Words by which something stands as it was said; who would like to have it so has not written it."""
_AS_IT_IS_SAID = re.compile(
    r"\b(?:taking|writing|getting|putting) (?:it|this|that|all of it)(?: down)? as you (?:say|tell) it\b"
)


# --- A question that was answered already


def is_answered_question(facts: PageFacts, question: str, promised: Iterable[str]) -> bool:
    """Whether a question for supervision asks what the practitioner asked or promised already.

    They asked it where a question of theirs has the words that it quotes, or most of its own.

    Args:
        facts: what the program holds of the attempt.
        question: the question.
        promised: the promises on the page.
    """
    if any(covers(facts.script, question, promise) for promise in promised):
        return True
    quoted = frozenset[str]().union(*(find_content_words(one) for one in _QUOTED.findall(question)))
    own = find_own_words(facts.script, question)
    asked = [one for text in facts.list_said() for one in list_questions(text)]
    theirs = [find_content_words(one) for one in asked]
    if quoted and any(quoted <= words for words in theirs):
        return True
    return any(len(own & words) >= max(SAME_THING, _MOST * len(own)) for words in theirs)


_QUOTED = re.compile(r"(?<!\w)['‘“\"]([^'‘’“”\"]+)['’”\"](?!\w)")
_MOST = 0.5
