"""Hurts and their mendings: how grave a hurt is, and which later reply went back to it.

Begin with `find_mending` and `is_hurtful`. What is sure here is little: a reply that owns, in words, what an earlier
one said, or one straight after it that the family took as putting right. A family may close a door on words that were
good, and may stay polite at the worst ones: so a reply that hurt is chosen by its own words and its reading.
"""

import re
from collections.abc import Iterator, Sequence

from coach.debrief.acknowledgements import takes_apology
from coach.debrief.first_page import CardPart, MarkKind, PictureMark
from coach.debrief.owning import (
    apologises,
    begins_anew,
    begins_with_sorry,
    denies_what_nobody_said,
    find_own_talk,
    find_owning,
    goes_back,
    is_bare_apology,
    is_for_another,
    judges_own,
    owns_all,
    quotes,
    quotes_own,
    quotes_with_sorry,
    reports_own,
)
from coach.debrief.page_facts import (
    RACISM,
    PageFacts,
    choose_answer,
    choose_direct_answer,
    choose_whole_answer,
    say_what_they_did,
)
from coach.debrief.picture import draws_back, find_named, list_spoken, owns_first, speaks_out
from coach.debrief.slights import (
    denies_race,
    denies_racism,
    doubts_itself,
    has_slight,
    list_slips,
    makes_slip,
    makes_small,
)
from coach.debrief.suggestions import find_own_words
from coach.debrief.wording import (
    drop_quotations,
    find_content_words,
    find_stem,
    list_quotations,
    says_racism,
    spell_plain,
    split_sentences,
)
from coach.model.conditions import SCENE
from coach.model.reading import Certainty
from coach.model.rubric import Polarity
from coach.rehearsal.state import Exchange

PUT_RIGHT = "You put this right"
SAID_FIRST = "What you had said first:"
NAMING_IT = frozenset((RACISM, "race"))
"""The subjects by which a reply says openly what such words pass over."""


def find_mending(facts: PageFacts, reply: int, meant: str = "") -> int:
    """Return the reply that went back to an earlier one and owned it; 0 if none surely did.

    It owns, in words, what the earlier reply said; or it is the very next one, it begins with a sorry, and the family
    took it as putting right. After another hurt, or another thing put right, it has to quote the earlier reply's words.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        meant: the words of it that are meant; empty for the whole reply.
    """
    earlier = meant if find_content_words(meant) else facts.exchange(reply).text
    passed = False
    for mark in facts.picture.marks[reply:]:
        later = facts.exchange(mark.reply).text
        straight_after = mark.reply == reply + 1
        if denies_unsaid(facts, facts.exchange(mark.reply)):
            continue
        rights = mark.kind is MarkKind.PUT_RIGHT
        goes_by_words = says_again(facts, earlier, mark.reply) or reports_own(earlier, later)
        if goes_by_words and mark.kind is not MarkKind.DREW_BACK:
            return mark.reply
        if passed and (mark.kind is MarkKind.DREW_BACK or not _names_alone(facts, reply, mark.reply, earlier)):
            continue
        if goes_back(earlier, later, straight_after=straight_after):
            return mark.reply
        if straight_after and mark.kind is not MarkKind.DREW_BACK and (begins_anew(later) or judges_own(later)):
            return mark.reply
        if straight_after and rights and (is_bare_apology(later) or owns_first(facts.exchange(mark.reply))):
            return mark.reply
        # What *why* says of it: the hurt was still there, and it was mended.
        repaired = mark.kind is not MarkKind.DREW_BACK and facts.exchange(mark.reply).repaired
        named = find_owning(later) or _CALLS_IT_RACIST.search(spell_plain(later))
        near = ((rights or straight_after) and named) or _owns_word_of(facts, earlier, mark.reply)
        if repaired and near and not _is_for_another(facts, reply, mark.reply):
            return mark.reply
        passed = rights or mark.kind is MarkKind.DREW_BACK
    return 0


_CALLS_IT_RACIST = re.compile(r"\b(?:that|it) (?:was|is) (?:\w+ ){0,2}racis[tm]\b")
"""What names one's own words where it mended them, and another's anywhere else."""


def _owns_word_of(facts: PageFacts, earlier: str, later: int) -> bool:
    """Whether a reply owns a word of an earlier one that is no name and no word of talking.

    Args:
        facts: what the program holds of the attempt.
        earlier: the words of the earlier reply that are meant.
        later: the number of the reply that owns something.
    """
    people = find_content_words(" ".join(person.called for person in facts.script.people.values()))
    owned = find_content_words(" ".join(list_owned(facts, facts.exchange(later))))
    return bool((owned - people - OF_TALK) & find_content_words(earlier))


def says_again(facts: PageFacts, earlier: str, later: int) -> bool:
    """Whether a reply quotes words of an earlier one to own them, or beside a sorry."""
    text = facts.exchange(later).text
    return quotes_own(earlier, text) or quotes_with_sorry(earlier, text, facts.list_theirs(later))


def was_put_right(facts: PageFacts, reply: int) -> bool:
    """Whether the family took a later reply as putting right, before another hurt.

    What surely goes back to a reply in between, and not to this one, puts that one right alone.
    """
    kinds = (MarkKind.PUT_RIGHT, MarkKind.DREW_BACK)
    first = next((mark for mark in facts.picture.marks[reply:] if mark.kind in kinds), None)
    if first is None or first.kind is not MarkKind.PUT_RIGHT:
        return False
    return not _is_for_another(facts, reply, first.reply)


def _is_for_another(facts: PageFacts, reply: int, later: int) -> bool:
    """Whether a reply surely goes back to one in between, and not to an earlier one.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        later: the number of the reply that goes back.
    """
    between = [facts.exchange(number).text for number in range(reply + 1, later)]
    text = facts.exchange(later).text
    return is_for_another(facts.exchange(reply).text, between, text) or _is_owned_to_another(facts, reply, later)


def _is_owned_to_another(facts: PageFacts, reply: int, later: int) -> bool:
    """Whether what is owned names somebody who had no part in a reply, and had one in another.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        later: the number of the reply that owns something.
    """
    owned = find_content_words(" ".join(list_owned(facts, facts.exchange(later))))
    named = {person.called for person in facts.script.people.values() if find_content_words(person.called) & owned}

    def has_part(number: int) -> bool:
        exchange = facts.exchange(number)
        there = [exchange.text, *(facts.script.speaker(line) for line in (*exchange.cue[-1:], *exchange.lines()))]
        return any(one in text for one in named for text in there)

    return bool(named) and not has_part(reply) and any(has_part(number) for number in range(1, later))


def _names_alone(facts: PageFacts, reply: int, later: int, earlier: str) -> bool:
    """Whether a reply owns words of an earlier one that no reply in between has.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        later: the number of the reply that goes back.
        earlier: the words of the earlier reply that are meant.
    """
    text = facts.exchange(later).text
    between = [facts.exchange(number).text for number in range(reply + 1, later)]
    return goes_back(earlier, text, straight_after=False) and not any(
        goes_back(one, text, straight_after=False) for one in between
    )


def find_taken_back(facts: PageFacts, mending: int) -> int:
    """Return the reply that one which put something right goes back to; 0 if none is sure.

    Args:
        facts: what the program holds of the attempt.
        mending: the number of the reply that put something right.
    """
    if hurt := find_hurt(facts, mending):
        return hurt
    text = facts.exchange(mending).text
    owned = find_content_words(" ".join(list_owned(facts, facts.exchange(mending))))

    def names(number: int, sentence: str) -> bool:
        said = facts.exchange(number).text
        return goes_back(said, sentence, straight_after=number == mending - 1) or quotes(said, sentence)

    fitting = [number for number in range(1, mending) if names(number, text)]
    # What names race or racism openly is seldom what is taken back: "I asked something silly" is of another reply.
    others = [n for n in fitting if n == mending - 1 or not NAMING_IT.intersection(facts.mark(n).by_you)]
    # Of several it is the one with most words of what is owned, then the later.
    return max(others, key=lambda one: (len(owned & find_content_words(facts.exchange(one).text)), one), default=0)


def find_hurt(facts: PageFacts, mending: int) -> int:
    """Return the hurtful reply that a later one put right; 0 if there is none."""
    drew = (mark.reply for mark in facts.picture.marks[: mending - 1] if mark.kind is MarkKind.DREW_BACK)
    return next((reply for reply in drew if find_mending(facts, reply) == mending), 0)


def list_mended_by(facts: PageFacts, mending: int, hurt: int) -> tuple[int, ...]:
    """List the hurtful replies that one reply surely went back to, in order, two at most.

    One sorry may be for two: beside the one that is shown in any case stands the gravest other one that is surely owned
    there, by two of its words or by the word for people that hurt.

    Args:
        facts: what the program holds of the attempt.
        mending: the number of the reply that put something right.
        hurt: the number of the reply that is shown in any case.
    """
    owned = " ".join(list_owned(facts, facts.exchange(mending)))
    words, slips = find_content_words(owned) - OF_TALK, list_slips(owned)

    def is_owned(exchange: Exchange) -> bool:
        own = drop_quotations(exchange.text)
        return len(words & find_content_words(own)) >= SURELY_AGAIN or bool(slips & list_slips(own))

    others = [
        mark
        for mark in facts.picture.marks[: mending - 1]
        for exchange in (facts.exchange(mark.reply),)
        if mark.reply != hurt
        and (exchange.hurts() or calls_them_names(facts, exchange))
        and not owns(exchange)
        and is_owned(exchange)
        and find_mending(facts, mark.reply) in (0, mending)
    ]
    gravest = max(others, key=lambda mark: (weigh_hurt(facts, mark), mark.reply), default=None)
    return tuple(sorted((hurt, gravest.reply))) if gravest else (hurt,)


def is_sure_pair(facts: PageFacts, earlier: int, later: int) -> bool:
    """Whether a reply that is sorry surely goes back to an earlier one.

    Far from it, it has a word of it in what it owns, or quotes it; words for kin, or what somebody else was let say,
    point at nothing. Straight after it, it was taken so; or it goes back to a hurt, begins with a sorry or owns a word
    of it, and they do not answer with a question. A sorry for its own words is for nothing before it.

    Args:
        facts: what the program holds of the attempt.
        earlier: the number of the earlier reply.
        later: the number of the later one.
    """
    before, text, mark = facts.exchange(earlier).text, facts.exchange(later).text, facts.mark(later)
    if says_again(facts, before, later):
        return True
    if later > earlier + 1:
        own = " ".join(one for one in split_sentences(text) if not _LET_SAY.search(spell_plain(one)))
        also = list_owned(facts, facts.exchange(later)) if facts.exchange(later).repaired else ()
        return bool((list_owned_words(facts, own, also)[0] - _KIN) & find_content_words(before))
    if mark.kind is MarkKind.PUT_RIGHT:
        return True
    first = " ".join(line.text for line in choose_direct_answer(facts, mark)[:1])
    if takes_apology(first):
        return was_hurtful(facts, earlier) or not doubts_itself(text)
    again = list_owned_words(facts, text)[0] & find_content_words(before)
    return not first.endswith("?") and bool(again or was_hurtful(facts, earlier) or begins_with_sorry(text))


_LET_SAY = re.compile(r"\bi let (?:him|her|them|it|that|somebody|anybody)\b")
_KIN = find_content_words(" ".join(("mum", "dad", "gran", "sister", "brother", "auntie", "uncle", "family")))


def list_owned_words(facts: PageFacts, text: str, also: Sequence[str] = ()) -> tuple[frozenset[str], frozenset[str]]:
    """List the words of what a reply owns, and those that it quotes there, without names.

    Args:
        facts: what the program holds of the attempt.
        text: the reply.
        also: sentences that it owns as well.
    """
    called = (person.called for person in facts.script.people.values())
    people = find_content_words(" ".join((*called, *_TITLED.findall(text))))
    owned = [one for one in split_sentences(text) if find_own_talk(one)]
    quoted = find_content_words(" ".join(said for one in owned for said in list_quotations(one)))
    words = find_content_words(" ".join((*owned, *find_own_talk(text), *also)))
    return words - people - OF_TALK, quoted - people


_TITLED = re.compile(r"\b(?:Mrs|Mr|Ms|Miss|Dr) [A-Z]\w+")
"""Somebody who is spoken of, and is none of the family: "Mrs Lomax"."""


def was_hurtful(facts: PageFacts, reply: int) -> bool:
    """Whether a reply hurt, made less of something, or they drew back from it."""
    exchange, drew = facts.exchange(reply), facts.mark(reply).kind is MarkKind.DREW_BACK
    return drew or bool(exchange.hurts()) or has_slight(exchange.text)


def took_it_back_to(facts: PageFacts, mending: int, hurt: int) -> bool:
    """Whether who took a mending is one of those who had answered what it takes back.

    Args:
        facts: what the program holds of the attempt.
        mending: the number of the reply that put something right.
        hurt: the number of the reply that it goes back to.
    """
    taking, said = facts.mark(mending).after[:1], facts.mark(hurt)
    spoke = {line.speaker for line in said.after}
    return any(line.speaker in spoke for line in taking)


def list_pair(facts: PageFacts, reply: int, *, before: bool = False, whole: bool = False) -> Iterator[CardPart]:
    """Yield a reply and what the family said straight after it.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
        before: with their line before it.
        whole: with the whole of their answer, not only as far as it shows what they did.
    """
    mark = facts.mark(reply)
    if before and mark.before:
        yield mark.before
    yield mark.said
    yield from choose_whole_answer(facts, mark) if whole else choose_answer(facts, mark)


def mends_in_words(facts: PageFacts, reply: int) -> bool:
    """Whether a reply is sorry in words, and its reading clearly says that it mends.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
    """
    mends = tuple(filter(None, (facts.script.mends,)))
    return has_clear(facts, reply, mends) and apologises(facts.exchange(reply).text)


def owns(exchange: Exchange) -> bool:
    """Whether a reply owns what was said or done: in words, or by what *why* says."""
    return bool(find_owning(exchange.text)) or exchange.repaired


def list_owned(facts: PageFacts, exchange: Exchange) -> tuple[str, ...]:
    """List the sentences in which a reply owns something, in words or by what *why* says."""
    owned = find_owning(exchange.text)
    if owned or not exchange.repaired or exchange.reading is None:
        return owned
    end = max((one.span.end for one in exchange.reading.verdicts if one.criterion == facts.script.mends), default=0)
    begun = [one for one in split_sentences(exchange.text) if exchange.text.index(one) < end]
    return tuple(map(spell_plain, begun))


def slights(exchange: Exchange) -> bool:
    """Whether a reply has a small slight in it that it does not own."""
    return has_slight(exchange.text) and not owns(exchange)


def has_clear(facts: PageFacts, reply: int, criteria: tuple[str, ...]) -> bool:
    """Whether a reply clearly has one of some criteria."""
    read = facts.exchange(reply).reading
    return read is not None and not read.clear().isdisjoint(criteria)


def clearly_helps(facts: PageFacts, reply: int) -> bool:
    """Whether a reply clearly has a criterion that helps."""
    return has_clear(facts, reply, tuple(facts.rubric.of(Polarity.HELPFUL)))


def denies_unsaid(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply denies what nobody had said here: "I didn't mean you were second best"."""
    earlier = (*facts.list_theirs(exchange.number), *facts.list_said()[: exchange.number - 1])
    return denies_what_nobody_said(exchange.text, earlier)


# --- Replies that hurt


def is_hurtful(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply may be gone back to: they drew back from it, or it denied race.

    A family may close a door on words that were good. So only words that hurt, that make less of what was told, or that
    were taken back later are shown, and none that own something or clearly help. What denies race in words is shown
    whatever came of it.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    if mark.kind is MarkKind.PUT_RIGHT or owns(exchange):
        return False
    # "I said I don't see colour, and it's been going round my head" goes back to it, and denies nothing.
    earlier = facts.attempt.replies()[: mark.reply - 1]
    if any(reports_own(one.text, exchange.text) for one in earlier):
        return False
    if denies_race(exchange.text) or denies_what_they_named(facts, exchange):
        return True
    if calls_them_names(facts, exchange) or steps_past(facts, mark):
        return True
    if clearly_helps(facts, mark.reply) and not says_of_a_people(exchange):
        return False
    spoke_out = spoke_out_at(facts, mark)
    if mark.kind is not MarkKind.DREW_BACK and not spoke_out:
        if NAMING_IT.intersection(facts.names.find(exchange.text)) - facts.names.list_denied(exchange.text):
            return False  # who names it openly beside such words has most likely quoted them
        return mark.kind is not MarkKind.TOLD_MORE and is_about_race(facts, mark.reply)
    hurt = exchange.hurts() or has_slight(exchange.text) or find_mending(facts, mark.reply)
    return bool(hurt) and (spoke_out or bool(say_what_they_did(facts, mark)))


LEANS_ON = "interpreter_misuse"
"""The criterion by which somebody was made to carry words: who is sorry to them is sorry for that."""


def says_of_a_people(exchange: Exchange) -> bool:
    """Whether a reply says something of a whole people in words that need no weighing."""
    said = exchange.reading.verdicts if exchange.reading else ()
    return any(one.criterion in GRAVE and one.certainty is Certainty.CLEAR and one.has_own_words for one in said)


def spoke_out_at(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply hurt, and the family answered it by naming the racism."""
    exchange = facts.exchange(mark.reply)
    return draws_back(facts.script, exchange) and speaks_out(facts.script, exchange, facts.names.find)


OF_RACE = frozenset(("minimises_racism", "colour_blind", "stereotypes_or_others", "adultifies_child"))
"""The criteria by which a hurt is about race."""


def is_about_race(facts: PageFacts, reply: int) -> bool:
    """Whether a reply that hurt was about race, by its reading or by its words.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
    """
    exchange = facts.exchange(reply)
    if not OF_RACE.isdisjoint(exchange.hurts()) or denies_race(exchange.text):
        return True
    if denies_what_they_named(facts, exchange) or calls_them_names(facts, exchange):
        return True
    if steps_past(facts, facts.mark(reply)):
        return True
    raised = " ".join(line.text for line in exchange.cue if line.speaker != SCENE)
    small = makes_small(exchange.text)
    return bool(small & find_content_words(raised)) and bool(list_subjects(facts, exchange))


def list_subjects(facts: PageFacts, exchange: Exchange) -> frozenset[str]:
    """List the subjects that stood open when a reply was given: by words, tags or the opening.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its cue.
    """
    opening = facts.script.turn(exchange.before.turn).opening
    rows = facts.rubric.list_rows().items()
    begun = {key for key, row in rows if opening and opening.topic in row.topics}
    return frozenset(begun.union(find_named(facts.script, exchange.cue, facts.names.find)))


def calls_them_names(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply has a word for people that hurts, and owns nothing: "you people"."""
    named = NAMING_IT.intersection(facts.names.find(exchange.text))
    return makes_slip(exchange.text) and not owns(exchange) and not named


def denies_what_they_named(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply denies or refuses racism that they had just named: "It isn't racist"."""
    denied = denies_racism(exchange.text)
    said = [line.text for line in exchange.cue if line.speaker != SCENE]
    return denied and not clearly_helps(facts, exchange.number) and any(RACISM in facts.names.find(one) for one in said)


def steps_past(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply steps round race that they had just named, and no good one names it later.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    if mark.kind in (MarkKind.TOLD_MORE, MarkKind.PUT_RIGHT) or clearly_helps(facts, mark.reply):
        return False
    if not has_clear(facts, mark.reply, tuple(facts.rubric.of(Polarity.AVOIDANT))):
        return False
    said = [line.text for line in exchange.cue if line.speaker != SCENE]
    opened = any(NAMING_IT.intersection(facts.names.find(one)) for one in said)
    if not opened or NAMING_IT.intersection(facts.names.find(exchange.text)):
        return False
    later = facts.attempt.replies()[mark.reply :]
    named = [one for one in later if NAMING_IT.intersection(facts.names.find(one.text))]
    return not any(clearly_helps(facts, one.number) or owns(one) for one in named)


GRAVE = frozenset(("stereotypes_or_others", "adultifies_child"))
"""The criteria by which a hurt says something of who they are."""


def weigh_hurt(facts: PageFacts, mark: PictureMark) -> int:
    """Weigh how grave a hurt is: what it says of them comes first, then of race.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    denies = denies_race(exchange.text) or denies_what_they_named(facts, exchange)
    if denies or calls_them_names(facts, exchange) or not GRAVE.isdisjoint(exchange.hurts()):
        return 3
    if not is_about_race(facts, mark.reply):
        return 0
    return 1 if steps_past(facts, mark) else OF_RACE_ITSELF


OF_RACE_ITSELF = 2
"""The weight from which what a reply says is about race, and not only what it steps past."""


def rank_hurt(facts: PageFacts, mark: PictureMark) -> tuple[int, bool, bool, bool, bool, int]:
    """Return the sort key of a hurtful reply; the greatest is gone back to.

    What is gravest comes first, then what they called racist to the practitioner's face, then what they drew back from,
    then what has other words to try, since they are of most use, then a subject of the page, then the later line.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    own = find_own_words(facts.script, facts.exchange(mark.reply), facts.list_said(), facts.keep_fitting)
    drew = mark.kind is MarkKind.DREW_BACK
    called = any(RACISM in facts.names.find(line.text) for line in list_spoken(facts.exchange(mark.reply)))
    return weigh_hurt(facts, mark), called, drew, bool(own), bool(mark.by_you), mark.reply


def was_surely_left(facts: PageFacts, reply: int) -> bool:
    """Whether a reply that hurt was surely left: nothing may mend it, and no sorry follows it.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
    """
    if find_mending(facts, reply) or was_put_right(facts, reply) or _may_be_mended(facts, reply):
        return False
    straight_after = [one.text for one in facts.attempt.replies()[reply : reply + 1]]
    return not any(begins_with_sorry(text) or (apologises(text) and find_owning(text)) for text in straight_after)


def _may_be_mended(facts: PageFacts, reply: int) -> bool:
    """Whether a later reply that owns something may be for this one as well.

    It names racism in what it owns, or owns a word that the practitioner brought in, or names who answered that.
    """
    hurt = facts.exchange(reply)
    people = [person.called for person in facts.script.people.values()]
    theirs = " ".join((*people, *(line.text for line in hurt.cue)))
    words = find_content_words(hurt.text) - find_content_words(theirs) - OF_TALK
    hurt_ones = {line.speaker for line in list_spoken(hurt)}
    called = {p.called for key, p in facts.script.people.items() if key in hurt_ones or p.name in hurt_ones}
    for later in facts.attempt.replies()[reply:]:
        owned = " ".join(list_owned(facts, later))
        if not owned and not apologises(later.text):
            continue
        small = is_about_race(facts, reply) and GRAVE.isdisjoint(hurt.hurts())
        if small and apologises(later.text) and says_racism(later.text) and not denies_racism(later.text):
            return True  # "Sorry, Temi. It's racism, and we did it" is for whatever was made small before
        if facts.mark(later.number).kind is MarkKind.DREW_BACK and not later.repair:
            continue
        wordless = later.repaired and not find_owning(later.text)  # no words tell for which of the hurts
        if owns_all(later.text) or (wordless and not _is_for_another(facts, reply, later.number)):
            return True
        named = NAMING_IT.intersection(facts.names.find(owned)) or words & find_content_words(owned)
        if named or len(words & find_content_words(later.text)) >= SURELY_AGAIN:
            return True
        leant_on = LEANS_ON in hurt.hurts() and bool(owned)
        if any(spell_plain(one) in (spell_plain(later.text) if leant_on else owned) for one in called):
            return True
    return False


OF_TALK = frozenset(
    map(find_stem, "talk say said ask tell told listen hear heard speak word promise half quarter past since".split())
)
"""Words of talking itself, and of time: a sorry for having talked over somebody names nothing that was said."""
SURELY_AGAIN = 2
"""Words of a hurt by which a reply that owns something may be for it, wherever they stand."""
