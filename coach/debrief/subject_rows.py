"""The rows of the page: where race, culture and racism came up, in whole lines.

Begin with `choose_places` and `make_subject_cards`. A row shows one place where a subject is on the table: the family's
line, the practitioner's, and what the family did straight after. A subject of which no such place is sure has no row:
what is not shown is not there, and the coach cannot know of more.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.debrief.acknowledgements import goes_round, says_heard, thanks
from coach.debrief.first_page import (
    CardKind,
    CardPart,
    CardText,
    DebriefCard,
    MarkKind,
    PictureMark,
    PictureSubject,
    SaidLine,
)
from coach.debrief.owning import find_owning, holds_off, owns_own_work
from coach.debrief.page_facts import (
    PageFacts,
    came_of_food,
    choose_direct_answer,
    list_opened,
    puts_into_words,
    say_what_they_did,
)
from coach.debrief.picture import LIKELY, find_named, may_hurt, quote_line, quote_lines
from coach.debrief.promise_words import FOOD
from coach.debrief.promises import SpokenPromise
from coach.debrief.report import SubjectOutcome
from coach.debrief.slights import has_slight
from coach.debrief.wording import drop_quotations, find_content_words, says_racism, share_words, split_sentences
from coach.language.catalogue import say
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE, Line
from coach.model.events import Replied
from coach.model.reading import Form
from coach.model.rubric import Level
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import Exchange, TurnOutput

CARRIED_ON = "You carried it into what happens next."
"""What a row says of how openly it went, without the name of a level, where a promise is about it; else it says the
facts alone. That it was asked openly and followed was said too, and readers found that wrong more often than not."""
WHAT_IS_DONE = "acting"
"""The subject, by id, of what the service does: it is owned, promised or set in motion, or there is no row of it."""
SETS_IN_MOTION = frozenset(("gets_it_written", "takes_it_up"))
"""The criteria of a reply that clearly gets something written, or takes it to those who can change it."""
STANDS = {
    "above": "In reply {reply}, which stands above.",
    "below": "In reply {reply}, which stands below.",
}
FEWEST_LINES = 2
"""The lines, each of its own reply, that a level needs for evidence."""


def choose_places(
    facts: PageFacts, above: Collection[int] = (), promising: Collection[int] = ()
) -> dict[str, "SubjectPlace"]:
    """Choose the place that shows each subject of which it is sure where it came up, by its id.

    Args:
        facts: what the program holds of the attempt.
        above: the replies that stand above the rows already, of which another is shown if another can be.
        promising: the replies in which something is promised.
    """
    chosen: dict[str, SubjectPlace] = {}
    # What others give way to, such as racism, has the first choice.
    for subject in sorted(facts.picture.subjects, key=lambda one: not _is_weighty(facts, one.id)):
        quoted = facts.list_disowned().union(place.mark.reply for place in chosen.values())
        places = [place for place in list_places(facts, subject.id, promising) if place.mark.reply not in quoted]
        if places:
            chosen[subject.id] = min(
                places, key=lambda one: _rank_place(facts, one, subject.id, above=one.mark.reply in above)
            )
    return chosen


def find_row_replies(facts: PageFacts, above: Collection[int], promising: Collection[int]) -> frozenset[int]:
    """Find the replies that named a weighty subject, such as racism, and stand in its row.

    Args:
        facts: what the program holds of the attempt.
        above: the replies that stand above the rows already.
        promising: the replies in which something is promised.
    """
    places = choose_places(facts, above, promising)
    return frozenset(
        place.mark.reply
        for subject, place in places.items()
        # A mending stands with what it mends, as the reply to keep.
        if _is_weighty(facts, subject) and (place.named or place.asked) and place.mark.kind is not MarkKind.PUT_RIGHT
    )


def make_subject_cards(
    facts: PageFacts,
    places: Mapping[str, "SubjectPlace"],
    outcomes: dict[str, SubjectOutcome],
    promises: tuple[SpokenPromise, ...],
    elsewhere: Mapping[int, str] | None = None,
    quoted: Collection[CardPart] = (),
) -> Iterator[DebriefCard]:
    """Make the row of each subject that has a place.

    Args:
        facts: what the program holds of the attempt.
        places: the place that shows each subject, by its id.
        outcomes: how openly each subject was explored, by its id.
        promises: what the practitioner promised.
        elsewhere: the replies that stand on the page whole, with what came after them: "above" the rows or "below".
        quoted: what stands on the page with those replies: a line of the family's that does not stands in the row.
    """
    elsewhere = elsewhere or {}
    seen: set[tuple[int, SaidLine]] = set()
    for subject in facts.picture.subjects:
        shown = places.get(subject.id)
        if shown is None:
            continue
        parts: list[CardPart] = []
        if shown.naming:
            if shown.naming[0] not in quoted:
                yield from _make_naming_row(facts, subject, shown.mark, shown.naming, elsewhere)
            continue
        where = elsewhere.get(shown.mark.reply, "")
        # What another row shows is not shown again; the same words to another reply are another line.
        reply = shown.mark.reply
        shown = replace(
            shown,
            before=tuple(line for line in shown.before if (reply - 1, line) not in seen),
            answer=tuple(line for line in shown.answer if (reply, line) not in seen),
        )
        if not where:
            seen |= {*((reply - 1, line) for line in shown.before), *((reply, line) for line in shown.answer)}
        if where:
            # A line that stands with the reply there, or without those between, is not set beside it again.
            parts += shown.before if not any(line in quoted for line in shown.before) else ()
            if not parts and (where == "above" or not says_racism(shown.mark.said.text)):
                continue  # to point at another card shows nothing, but that a reply named racism is to be seen
            parts.append(CardText(text=say(STANDS[where], reply=shown.mark.reply)))
        else:
            parts += [*shown.before, shown.mark.said, *choose_row_lines(facts, shown, subject.id)]
        named = [promise for promise in promises if subject.id in facts.names.find(promise.text)]
        promised = [promise.reply for promise in named if _is_about(facts, promise, shown, subject.id)]
        # What their answer does is said of a subject only where a line of theirs has it.
        theirs = shown.answer if (shown.before or shown.echoed) and not _avoids(facts, shown, subject.id) else ()
        did = "" if where or not theirs else say_what_they_did(facts, shown.mark, theirs, subject.id)
        # A promise of the very reply is seen in it.
        later = [reply for reply in promised if reply != shown.mark.reply]
        about = say("What you promised in reply {reply} is about it.", reply=later[0]) if later else ""
        level = _find_level(facts, subject.id, outcomes, promised=bool(promised))
        if text := " ".join(filter(None, (did, about, level))):
            parts.append(CardText(text=text))
        yield DebriefCard(
            id=f"subject-{subject.id}",
            kind=CardKind.SUBJECT,
            title=subject.name,
            brief=" ".join(filter(None, (say("Reply {reply}.", reply=shown.mark.reply), did, about, level))),
            parts=tuple(parts),
            replies=(shown.mark.reply,),
        )


def choose_row_lines(facts: PageFacts, place: "SubjectPlace", subject: str) -> tuple[SaidLine, ...]:
    """Choose the lines of an answer that stand in a row: two, and a third that tells or names.

    A line about tea beside them says nothing of the subject.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
        subject: the id of the subject.
    """
    spoken = {quote_line(facts.script, line): line for line in facts.exchange(place.mark.reply).lines()}

    def weighs(line: SaidLine) -> bool:
        tags = find_tags(facts.script, spoken[line])
        told = bool(tags.told or tags.tells or subject in tags.names or subject in facts.names.find(line.text))
        return told or says_heard(line.text) or thanks(line.text)

    chats = [line for line in place.answer if FOOD.search(" ".join(tokenize(line.text))) and not weighs(line)]
    rest = [line for line in place.answer if line not in chats] or list(place.answer[:1])
    return tuple(line for at, line in enumerate(rest) if at < _FEWEST_IN_ROW or weighs(line))


_FEWEST_IN_ROW = 2


def _avoids(facts: PageFacts, place: "SubjectPlace", subject: str) -> bool:
    """Whether a reply beside the family's naming of a weighty subject has no word of it.

    What they tell then is told of something else, and would read as if the word had been met.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
        subject: the id of the subject.
    """
    return bool(place.before) and not place.named and _is_weighty(facts, subject)


def _make_naming_row(
    facts: PageFacts,
    subject: PictureSubject,
    mark: PictureMark,
    lines: tuple[SaidLine, ...],
    elsewhere: Collection[int],
) -> Iterator[DebriefCard]:
    """Make the row of a line in which the family names a subject, with the reply after it.

    Where that reply stands on the page already there is no row.

    Args:
        facts: what the program holds of the attempt.
        subject: the subject.
        mark: the mark of the reply after which the line was said.
        lines: the line, and those after it up to the next reply.
        elsewhere: the replies that stand on the page whole, and are not quoted again.
    """
    next_reply = mark.reply + 1
    if next_reply in elsewhere:
        return
    yield DebriefCard(
        id=f"subject-{subject.id}",
        kind=CardKind.SUBJECT,
        title=subject.name,
        brief=say("{speaker} said this after reply {reply}.", speaker=lines[0].speaker, reply=mark.reply),
        parts=(*lines, facts.mark(next_reply).said),
        replies=(mark.reply,),
    )


def _is_about(facts: PageFacts, promise: SpokenPromise, place: "SubjectPlace", subject: str) -> bool:
    """Whether a promise that names a subject is about what is shown of it.

    Another thing of the same subject, such as an interpreter of the child's people, is not. It is about that if it
    stands in the reply shown, or if it came later and shares a word with one of the lines, besides the subject's own.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
        place: the place that shows the subject.
        subject: the id of the subject.
    """
    if promise.reply <= place.mark.reply:
        return promise.reply == place.mark.reply
    rest = " ".join(word for word in promise.text.split() if subject not in facts.names.find(word))
    return any(share_words(rest, line.text) for line in (*place.before, place.mark.said, *place.answer))


# --- Where a subject is on the table


@dataclass(frozen=True, slots=True)
class SubjectPlace:
    """A reply beside which a subject was put into words, with the family's lines around it."""

    mark: PictureMark
    before: tuple[SaidLine, ...]
    """The family's line before the reply that has a word of the subject, with those between; empty if none does."""
    answer: tuple[SaidLine, ...]
    named: bool
    """Whether the reply itself names the subject."""
    echoed: bool = False
    """Whether their answer names it too."""
    asked: bool = False
    """Whether they named it in answer to a question that has no word of it."""
    naming: tuple[SaidLine, ...] = ()
    """A line of the family's that names it, where no reply beside it does, with those up to the next reply."""


def list_places(facts: PageFacts, subject: str, promising: Collection[int] = ()) -> Iterator[SubjectPlace]:
    """Yield the replies beside which a subject was put into words by either side.

    A reply that may have hurt, that the family drew back from, that denies the subject, that names it of the speaker
    alone, or that names one to which it gives way, is none. Where the rubric has no words for the subject, a reply that
    clearly took it up stands for it. Of a subject to which others give way, such as racism, the family's own naming is
    a place too.

    Args:
        facts: what the program holds of the attempt.
        subject: the id of the subject.
        promising: the replies in which something is promised.
    """
    names = facts.names
    # Where somebody has read the lines, one that has a word of the subject is meant to have it.
    offered = bool(facts.script.dialogue.lines.names) or _is_offered(facts, subject)
    weighty = _is_weighty(facts, subject)
    worded = any(names.knows(other.id) for other in facts.picture.subjects)
    for exchange in facts.attempt.replies():
        mark = facts.mark(exchange.number)
        # A reply that denies it is none, and one that is about what it gives way to is a place for that.
        other = subject in names.list_denied(exchange.text) or names.gives_way(subject, names.find(exchange.text))
        if mark.kind is MarkKind.DREW_BACK or may_hurt(facts.script, exchange) or other or not mark.after:
            continue
        answer = choose_direct_answer(facts, mark)
        named = subject in mark.by_you and not offers_food(facts, exchange, subject)
        acts = owns_own_work(exchange.text) or exchange.number in promising
        read = exchange.reading.clear() if exchange.reading else frozenset()
        if subject == WHAT_IS_DONE and not acts and read.isdisjoint(SETS_IN_MOTION):
            continue  # words of a record alone, such as "the report", are about anything
        if not names.knows(subject):
            # By its reading alone little is sure: what the service does is owned there, or changed.
            if named and (acts or not worded):
                yield SubjectPlace(mark, (), answer, named)
            continue
        heard = [line for line in exchange.cue if line.speaker != SCENE]
        # A reply that does not name it answers, at most, the very last line.
        cue = [line for line in (heard if named else heard[-1:]) if puts_into_words(facts, line, subject)]
        said = [line for line in exchange.lines() if puts_into_words(facts, line, subject)]
        before = list_up_to_reply(facts, heard, cue[-1]) if cue else ()
        if cue and not before and _takes_up(facts, exchange, cue[-1], subject):
            before = (quote_line(facts.script, cue[-1]),)
        if before and (named or (offered and (weighty or _goes_on_about(facts, exchange, cue[-1], subject)))):
            yield SubjectPlace(mark, before, answer, named)
        elif (
            named
            and subject not in names.list_own(exchange.text)
            and not (_is_of_papers(facts, exchange, subject) or is_small_talk(facts, exchange, subject))
        ):
            # What came straight after it stands with it, though it has no word of it: a reply alone shows nothing.
            naming = [mark.after.index(line) for line in quote_lines(facts.script, tuple(said)) if line in mark.after]
            near = bool(naming) and naming[0] < MOST_TOGETHER
            shown = answer if not near else mark.after[: max(naming[0] + 1, len(answer))]
            if near or not _answers_the_rest(facts, exchange, subject):
                yield SubjectPlace(mark, (), shown, named, echoed=near)
        elif weighty and (asked := find_asked(facts, exchange, subject)):
            yield SubjectPlace(mark, (), asked, named, echoed=True, asked=True)
        following = facts.attempt.replies()[exchange.number : exchange.number + 1]
        # Behind a skipped line the next reply answers another one.
        if said and weighty and all(said[0] in later.cue for later in following):
            spoken = [line for line in exchange.lines() if line.speaker != SCENE]
            lines = list_up_to_reply(facts, spoken, said[0])
            # Without the reply after it, a line shows nothing of how it was answered.
            if lines and following:
                yield SubjectPlace(mark, (), (), named=False, naming=lines)


def find_asked(facts: PageFacts, exchange: Exchange, subject: str) -> tuple[SaidLine, ...]:
    """Find the lines of an answer up to one that names a subject and that a question opened.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
        subject: the id of the subject.
    """
    answer = choose_direct_answer(facts, facts.mark(exchange.number))
    if "?" not in exchange.text or came_of_food(facts, exchange):
        return ()
    opened = [line for line in list_opened(facts, exchange) if puts_into_words(facts, line, subject)]
    at = [place for place, line in enumerate(answer) if line in quote_lines(facts.script, tuple(opened))]
    return answer[: at[0] + 1] if at else ()


def takes_up_word(facts: PageFacts, place: "SubjectPlace") -> bool:
    """Whether a reply says "racist" or "racism", and the family's next lines take it up.

    They do if they name it too, say that they were heard, or tell more.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
    """
    if not (place.named and says_racism(drop_quotations(place.mark.said.text))):
        return False
    heard = any(says_heard(line.text) or thanks(line.text) for line in place.answer[:1])
    if any(holds_off(line.text) or goes_round(line.text) for line in place.answer):
        return False
    spoken = [line for line in facts.exchange(place.mark.reply).lines() if find_tags(facts.script, line).told]
    told = any(line in place.answer for line in quote_lines(facts.script, tuple(spoken)))
    return heard or told or place.echoed or _is_echoed(facts, place)


def _is_echoed(facts: PageFacts, place: "SubjectPlace") -> bool:
    """Whether a line of the answer shown names a subject to which others give way."""
    weighty = [one.id for one in facts.picture.subjects if _is_weighty(facts, one.id)]
    return any(key in weighty for line in place.answer for key in facts.names.find(line.text))


MOST_TOGETHER = 3
"""The lines that stand between a line of theirs and a reply at most, that line among them."""


def list_up_to_reply(facts: PageFacts, spoken: Sequence[Line], line: Line) -> tuple[SaidLine, ...]:
    """List a line of theirs and those after it up to the reply; empty if too many.

    A line beside a reply that answers another one would say what did not happen.

    Args:
        facts: what the program holds of the attempt.
        spoken: what persons said straight before the reply.
        line: one of these lines.
    """
    together = spoken[max(at for at, one in enumerate(spoken) if one == line) :]
    return quote_lines(facts.script, tuple(together)) if len(together) <= MOST_TOGETHER else ()


def _takes_up(facts: PageFacts, exchange: Exchange, line: Line, subject: str) -> bool:
    """Whether a reply has a word of a line besides those of the subject that both name."""
    rest = " ".join(word for word in line.text.split() if subject not in facts.names.find(word))
    return share_words(exchange.text, rest)


def _answers_the_rest(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether the family answered another sentence than a brief one that names a subject.

    "Tigrinya's fine too. I'm only nosy because of the balloon." is answered by what they say of balloons.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
        subject: the id of the subject.
    """
    sentences = split_sentences(exchange.text)
    naming = [one for one in sentences if subject in facts.names.find(one)]
    if _is_weighty(facts, subject) or not naming:
        return False
    answer = " ".join(line.text for line in choose_direct_answer(facts, facts.mark(exchange.number)))
    others = [one for one in sentences if one not in naming]
    if any(share_words(one, answer) or _has_their_words(facts, exchange, one) for one in naming):
        return False
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    span = pick.span.text if pick and pick.span and pick.likely >= LIKELY and not pick.also else ""
    if span and all(_OFFERS.match(" ".join(tokenize(one))) and span not in one for one in naming):
        return True  # what was surely answered is another sentence than the offer behind it
    if any(one.endswith("?") or len(find_content_words(one)) > _BRIEF for one in naming):
        return False
    return any(share_words(one, answer) for one in others)


def _has_their_words(facts: PageFacts, exchange: Exchange, sentence: str) -> bool:
    """Whether a sentence has two words of one thing that the family said: "Trini and Scottish"."""
    said, words = facts.list_theirs(before=exchange.number), find_content_words(sentence)
    return any(len(words & find_content_words(one)) > 1 for one in said)


_OFFERS = re.compile(
    r"(?:and |but |so |or )*(?:would it help|(?:shall|can|could|may) (?:i|we)|would you (?:like|want) (?:me|us))\b"
)
_BRIEF = 4
"""Content words of a sentence that names a subject in passing."""
_PAPERS = re.compile(r"\b(?:letters?|forms?|leaflets?|texts?|emails?)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:hundred|ten|few|three|two|many) of (?:them|the words)\b|\ball food\b|\bwords of\b", re.IGNORECASE
)


def is_small_talk(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only beside food or a count of words: "Do you eat halal?".

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        subject: the id of the subject.
    """
    if _is_weighty(facts, subject):
        return False
    naming = [sentence for sentence in split_sentences(exchange.text) if subject in facts.names.find(sentence)]
    return bool(naming) and all(
        (_EATS.search(sentence) or _COUNTED.search(sentence)) and not _TREATS.search(sentence) for sentence in naming
    )


_TREATS = re.compile(
    r"\b(?:because|laugh\w*|teas(?:e|es|ed|ing)|bull(?:y|ies|ied|ying)|star(?:e|es|ed|ing)|mock\w*|refus\w*|left out|"
    r"pick(?:s|ed|ing)? on|comments?|smells?|stinks?)\b",
    re.IGNORECASE,
)
"""How somebody is treated over what they eat, which is no small talk: "Do they laugh at his lunch?"."""


def offers_food(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only in a choice of food: "White or brown?".

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        subject: the id of the subject.
    """
    sentences = split_sentences(exchange.text)
    naming = [at for at, sentence in enumerate(sentences) if subject in facts.names.find(sentence)]
    return bool(naming) and all(
        len(sentences[at].split()) <= _BRIEF and _EATS.search(" ".join(sentences[max(at - 1, 0) : at + 1]))
        for at in naming
    )


_EATS = re.compile(
    rf"{FOOD.pattern}|\b(?:eat|eats|meal|meals|cheese|cook|cooks|dinner|lunch|food|recipe)\b", re.IGNORECASE
)


def _is_of_papers(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only of letters and forms: "Were the letters in Slovak?"."""
    if _is_weighty(facts, subject):
        return False
    naming = [sentence for sentence in split_sentences(exchange.text) if subject in facts.names.find(sentence)]
    return bool(naming) and all(_PAPERS.search(sentence) for sentence in naming)


def _is_weighty(facts: PageFacts, subject: str) -> bool:
    """Whether other subjects of the page give way to a subject where both are named."""
    return any(subject in facts.names.list_before(other.id) for other in facts.picture.subjects)


def _goes_on_about(facts: PageFacts, exchange: Exchange, line: Line, subject: str) -> bool:
    """Whether a reply that names no subject goes on about a line that does."""
    read = exchange.reading
    clear = read.clear() if read else frozenset()
    return (
        share_words(exchange.text, line.text)
        or not clear.isdisjoint(facts.rubric.list_criteria(subject))
        or any(puts_into_words(facts, answer, subject) for answer in exchange.lines())
    )


def _rank_place(
    facts: PageFacts, place: SubjectPlace, subject: str, *, above: bool
) -> tuple[int, bool, bool, bool, bool, int, int]:
    """Return the sort key of a place; the least is shown.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
        subject: the id of the subject: a line that has a word of it shows more than one that is about it.
        above: whether it stands on the page above already.
    """
    order = (MarkKind.PUT_RIGHT, MarkKind.TOLD_MORE, MarkKind.TALKED_ON, MarkKind.NOT_TAKEN_UP, MarkKind.DREW_BACK)
    worded = facts.names.knows(subject)
    echoed = place.echoed if worded else bool(place.answer)
    beside = (1 if place.named else 4) if place.before else 2 if echoed else 5 if place.naming else 6
    takes_up = takes_up_word(facts, place)
    beside = 0 if takes_up else 3 if place.asked else beside
    # What stands on another card is not pointed at where another place can be shown.
    if above and (takes_up or place.asked):
        beside = 6
    theirs = [*place.before, *place.naming][:1]
    return (
        beside,
        takes_up and not (place.echoed or _is_echoed(facts, place)),
        any(subject not in facts.names.find(line.text) for line in theirs),
        above,
        has_slight(place.mark.said.text) and not find_owning(place.mark.said.text),
        order.index(place.mark.kind),
        place.mark.reply,
    )


def _is_offered(facts: PageFacts, subject: str) -> bool:
    """Whether the family put a subject forward: in an opening on it, or more than once.

    A word that falls once, such as the church that somebody walks past, puts nothing forward.
    """
    rows = facts.rubric.list_rows()
    theirs = [exchange for exchange in facts.attempt.replies() if subject in facts.mark(exchange.number).by_them]
    begun = subject in find_named(facts.script, facts.attempt.arrival, facts.names.find)
    turns = {facts.script.dialogue.begins} if begun else set()
    turns |= {output.turn for e in theirs for output in e.outputs if isinstance(output, TurnOutput)}
    openings = [opening for turn in turns if (opening := facts.script.turn(turn).opening)]
    return len(theirs) > 1 or any(opening.topic in rows[subject].topics for opening in openings)


# --- How openly it went


def _find_level(facts: PageFacts, subject: str, outcomes: dict[str, SubjectOutcome], *, promised: bool) -> str:
    """Return the level of a subject in words, where there is evidence for each; else nothing.

    Args:
        facts: what the program holds of the attempt.
        subject: the id of the subject.
        outcomes: how openly each subject was explored, by its id.
        promised: whether a promise is about it.
    """
    outcome = outcomes.get(subject)
    yours = [mark for mark in facts.picture.marks if subject in mark.by_you]
    if outcome is None or len(yours) < FEWEST_LINES:
        return ""
    told = all(mark.kind in (MarkKind.TOLD_MORE, MarkKind.PUT_RIGHT) for mark in yours)
    readings = [facts.exchange(mark.reply).reading for mark in yours]
    asked = any(read is not None and Form.OPEN_QUESTION in read.forms for read in readings)
    if not told or not asked or not _is_followed(facts, subject):
        return ""
    return say(CARRIED_ON) if outcome.level is Level.WOVEN_THROUGH and promised else ""


def _is_followed(facts: PageFacts, subject: str) -> bool:
    """Whether the reply after each line of theirs on a subject names it or shares a word."""
    for mark in facts.picture.marks[:-1]:
        following = facts.picture.marks[mark.reply]
        lines = " ".join(line.text for line in mark.after)
        if subject in mark.by_them and subject not in following.by_you and not share_words(lines, following.said.text):
            return False
    return True
