"""The rows of the page: where race, culture and racism came up, in whole lines.

Begin with `choose_places` and `make_subject_cards`. A row shows one place where a subject is on the table: the family's
line, the practitioner's, and what the family did straight after. A subject of which no such place is sure has no row:
what is not shown is not there, and the coach cannot know of more.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from coach.debrief.acknowledgements import says_heard, thanks
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
from coach.debrief.owning import apologises, find_owning
from coach.debrief.page_facts import (
    RACISM,
    PageFacts,
    say_what_they_did,
)
from coach.debrief.picture import quote_line
from coach.debrief.promise_words import FOOD
from coach.debrief.promises import SpokenPromise
from coach.debrief.report import SubjectOutcome
from coach.debrief.slights import has_slight
from coach.debrief.speech import name_replies
from coach.debrief.subject_places import (
    SubjectPlace,
    agrees_with_racism,
    is_echoed,
    is_sure,
    is_weighty,
    list_named_alone,
    list_places,
    list_stating,
    only_promises,
    states_racism,
    takes_up_word,
)
from coach.debrief.wording import (
    drop_quotations,
    find_content_words,
    list_weighty_words,
    says_racism,
    share_words,
    spell_plain,
    split_sentences,
    take_beginning,
)
from coach.language.catalogue import say
from coach.matching.tokens import tokenize
from coach.model.reading import Form
from coach.model.rubric import Level
from coach.rehearsal.line_blocks import find_tags

CARRIED_ON = "You carried it into what happens next."
"""What a row says of how openly it went, without the name of a level, where a promise is about it; else it says the
facts alone. That it was asked openly and followed was said too, and readers found that wrong more often than not."""
STANDS = {
    "above": "In reply {reply}, which stands above.",
    "below": "In reply {reply}, which stands below.",
}
STAND_TOGETHER = "In {replies}, which stand below."
FEWEST_LINES = 2
"""The lines, each of its own reply, that a level needs for evidence."""


def choose_places(
    facts: PageFacts, above: Collection[int] = (), promising: Collection[int] = ()
) -> dict[str, SubjectPlace]:
    """Choose the place that shows each subject of which it is sure where it came up, by its id.

    Args:
        facts: what the program holds of the attempt.
        above: the replies that stand above the rows already, of which another is shown if another can be.
        promising: the replies in which something is promised.
    """
    chosen: dict[str, SubjectPlace] = {}
    # What others give way to, such as racism, has the first choice.
    for subject in sorted(facts.picture.subjects, key=lambda one: not is_weighty(facts, one.id)):
        quoted = facts.list_disowned().union(place.mark.reply for place in chosen.values())
        places = [place for place in list_places(facts, subject.id, promising) if place.mark.reply not in quoted]
        places = places or [one for one in list_named_alone(facts, subject.id) if one.mark.reply not in quoted]
        places = [place for place in places if is_sure(place, subject.id)]
        if places:
            # "I'll book a Roma woman" says what will be done, and little of the subject; what would stand under racism
            # is shown there already, unless nothing else can be.
            plain = [one for one in places if one.before or not only_promises(facts, one.mark.said.text, subject.id)]
            own = [one for one in plain if _find_title(facts, subject, one) == subject.name]
            own = [one for one in own if one.mark.reply not in above]
            chosen[subject.id] = min(
                (own or plain or places) if not is_weighty(facts, subject.id) else places,
                key=lambda one: _rank_place(facts, one, subject.id, above=one.mark.reply in above),
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
        if is_weighty(facts, subject) and (place.named or place.asked) and place.mark.kind is not MarkKind.PUT_RIGHT
    )


def make_subject_cards(
    facts: PageFacts,
    places: Mapping[str, SubjectPlace],
    outcomes: dict[str, SubjectOutcome],
    promises: tuple[SpokenPromise, ...],
    elsewhere: Mapping[int, str] | None = None,
    quoted: Collection[CardPart] = (),
) -> list[DebriefCard]:
    """Make the row of each subject that has a place, in the order of their titles.

    Args:
        facts: what the program holds of the attempt.
        places: the place that shows each subject, by its id.
        outcomes: how openly each subject was explored, by its id.
        promises: what the practitioner promised.
        elsewhere: the replies that stand on the page whole, with what came after them: "above" the rows or "below".
        quoted: what stands on the page with those replies: a line of the family's that does not stands in the row.
    """
    names = [subject.name for subject in facts.picture.subjects]
    rows: list[DebriefCard] = []
    for row in _make_rows(facts, places, outcomes, promises, elsewhere, quoted):
        # Race that is called racism there stands under racism, which may show the same reply: once is enough.
        alike = [other for other in rows if other.title == row.title and _show_same(other, row)]
        rows = [other for other in rows if other not in alike] + [max([*alike, row], key=lambda one: len(one.parts))]
    # Beside a row that shows lines one of the same name that only points to a card tells nothing.
    with_lines = [row for row in rows if any(isinstance(part, SaidLine) for part in row.parts)]
    shown = {row.title for row in with_lines}
    rows = [row for row in rows if row in with_lines or row.title not in shown]
    return sorted(rows, key=lambda card: names.index(card.title))


def _show_same(one: DebriefCard, other: DebriefCard) -> bool:
    """Whether two rows show one reply."""
    said, others = (
        {part.text for part in row.parts if isinstance(part, SaidLine) and part.reply} for row in (one, other)
    )
    return bool(said & others)


def _find_title(facts: PageFacts, subject: PictureSubject, place: SubjectPlace) -> str:
    """Find the title of a row: what is called racism there stands under racism.

    Args:
        facts: what the program holds of the attempt.
        subject: the subject for which the place was chosen.
        place: the place.
    """
    called = any(says_racism(line.text) for line in place.before) or (
        not place.before and states_racism(place.mark.said.text)
    )
    racism = [one.name for one in facts.picture.subjects if one.id == RACISM]
    return racism[0] if racism and called else subject.name


def _make_rows(
    facts: PageFacts,
    places: Mapping[str, SubjectPlace],
    outcomes: dict[str, SubjectOutcome],
    promises: tuple[SpokenPromise, ...],
    elsewhere: Mapping[int, str] | None,
    quoted: Collection[CardPart],
) -> Iterator[DebriefCard]:
    """Yield the row of each subject that has a place.

    Args:
        facts: what the program holds of the attempt.
        places: the place that shows each subject, by its id.
        outcomes: how openly each subject was explored, by its id.
        promises: what the practitioner promised.
        elsewhere: the replies that stand on the page whole.
        quoted: what stands on the page with those replies.
    """
    elsewhere = elsewhere or {}
    in_rows = {place.mark.reply for place in places.values()}
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
            alone = not parts and where == "below"
            others = [reply for reply in _list_saying(facts) if elsewhere.get(reply) == where] if alone else []
            together = sorted({shown.mark.reply, *others})
            parts.append(
                CardText(
                    text=say(STAND_TOGETHER, replies=name_replies(together))
                    if len(together) > 1
                    else say(STANDS[where], reply=shown.mark.reply)
                )
            )
        else:
            parts += [*shown.before, shown.mark.said, *choose_row_lines(facts, shown, subject.id)]
        # What they held against the reply, and the next one owned, is not left standing by itself.
        owned = find_owned_next(facts, shown) if not where else None
        parts += [owned] if owned else []
        named = [promise for promise in promises if subject.id in facts.names.find(promise.text)]
        promised = [promise.reply for promise in named if _is_about(facts, promise, shown, subject.id)]
        # What their answer does is said of a subject only where a line of theirs has it.
        theirs = shown.answer if (shown.before or shown.echoed) and not _avoids(facts, shown, subject.id) else ()
        did = "" if where or not theirs else say_what_they_did(facts, shown.mark, theirs, subject.id)
        # A promise of the very reply is seen in it.
        later = [reply for reply in promised if reply != shown.mark.reply]
        about = say("What you promised in reply {reply} is about it.", reply=later[0]) if later else ""
        level = _find_level(facts, subject.id, outcomes, promised=bool(promised))
        title = _find_title(facts, subject, shown)
        # Under the name of another subject, such as racism, race is not what it speaks of.
        others = [one for one in _list_naming(facts, subject.id) if one not in in_rows and title == subject.name]
        too = say(_SPOKE_TOO[subject.id], replies=name_replies(others)) if others and not about else ""
        if text := " ".join(filter(None, (did, about, level, too))):
            parts.append(CardText(text=text))
        yield DebriefCard(
            id=f"subject-{subject.id}",
            kind=CardKind.SUBJECT,
            title=title,
            brief=" ".join(filter(None, (say("Reply {reply}.", reply=shown.mark.reply), did, about, level))),
            parts=tuple(parts),
            replies=(shown.mark.reply,),
        )


def _list_saying(facts: PageFacts) -> list[int]:
    """List the replies that say "racist" or "racism" in words of their own, and deny nothing."""
    return [
        mark.reply
        for mark in facts.picture.marks
        if RACISM in mark.by_you
        and says_racism(drop_quotations(mark.said.text))
        and RACISM not in facts.names.list_denied(mark.said.text)
        and not facts.exchange(mark.reply).hurts()
    ]


_SPOKE_TOO = {
    RACISM: "You spoke of racism in {replies} too.",
    "race": "You spoke of race in {replies} too.",
}
"""What a row says of the other replies that named its subject; of culture too many words are about anything."""


def _list_naming(facts: PageFacts, subject: str) -> list[int]:
    """List the replies that plainly name a subject; of racism, those that state it."""
    if subject not in _SPOKE_TOO:
        return []
    if subject == RACISM:
        return list_stating(facts)
    naming = [place.mark for place in list_named_alone(facts, subject)]
    return [mark.reply for mark in naming if not only_promises(facts, mark.said.text, subject)]


def choose_row_lines(facts: PageFacts, place: SubjectPlace, subject: str) -> tuple[SaidLine, ...]:
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


def find_owned_next(facts: PageFacts, place: SubjectPlace) -> SaidLine | None:
    """Find the next reply, if it owns what the last line of a row holds against them.

    "You looked at me first. You can still mend it." stands alone as if nobody had.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
    """
    following = [mark for mark in facts.picture.marks if mark.reply == place.mark.reply + 1]
    held = [line.text for line in place.answer[-1:] if _OF_YOU.search(spell_plain(line.text))]
    for mark in following:
        begins = take_beginning(mark.said.text)
        shared = [one for one in held if list_weighty_words(one) & list_weighty_words(begins)]
        if shared and apologises(begins) and mark.kind is not MarkKind.DREW_BACK:
            return mark.said
    return None


_OF_YOU = re.compile(
    r"\byou (?:\w+ )?(?:looked|came|said|asked|wrote|called|laughed|turned|walked|went|sat|did|were)\b|\bmend it\b"
)
"""What is held against the practitioner, in a line of the family's."""


def _avoids(facts: PageFacts, place: SubjectPlace, subject: str) -> bool:
    """Whether a reply beside the family's naming of a weighty subject has no word of it.

    What they tell then is told of something else, and would read as if the word had been met.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
        subject: the id of the subject.
    """
    return bool(place.before) and not place.named and is_weighty(facts, subject)


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
    stating = list_stating(facts) if subject.id == RACISM else []
    spoke = say("You spoke of racism in {replies}.", replies=name_replies(stating)) if stating else ""
    yield DebriefCard(
        id=f"subject-{subject.id}",
        kind=CardKind.SUBJECT,
        title=subject.name,
        brief=say("{speaker} said this after reply {reply}.", speaker=lines[0].speaker, reply=mark.reply),
        parts=(*lines, facts.mark(next_reply).said, *([CardText(text=spoke)] if spoke else [])),
        replies=(mark.reply,),
    )


def _is_about(facts: PageFacts, promise: SpokenPromise, place: SubjectPlace, subject: str) -> bool:
    """Whether a promise that names a subject is about what is shown of it.

    Another thing of the same subject, such as an interpreter of the child's people, is not. It is about that if it
    stands in the reply shown; or if it came later, and says racism as the lines do and shares a word with them; or if
    it shares two words with the sentences that name the subject, or says it in two words as they do. One word such as
    "school", or one from the rest of a long reply, is shared by chance.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
        place: the place that shows the subject.
        subject: the id of the subject.
    """
    if promise.reply <= place.mark.reply:
        return promise.reply == place.mark.reply
    lines = [line.text for line in (*place.before, place.mark.said, *place.answer)]
    rest = " ".join(word for word in promise.text.split() if subject not in facts.names.find(word))
    if says_racism(promise.text) and any(map(says_racism, lines)):
        return any(share_words(rest, line) for line in lines)
    naming = [one for line in lines for one in split_sentences(line) if subject in facts.names.find(one)]
    shared = find_content_words(rest) & find_content_words(" ".join(naming))
    phrases = {phrase for one in naming for phrase in _list_phrases(one)}.intersection(_list_phrases(promise.text))
    return len(shared) >= _FEWEST_SHARED or any(subject in facts.names.find(phrase) for phrase in phrases)


_FEWEST_SHARED = 2
_PHRASE = 3


def _list_phrases(text: str) -> Iterator[str]:
    """Yield each three words of a text that stand together: "trini and scottish"."""
    words = tokenize(text)
    return (" ".join(words[at : at + _PHRASE]) for at in range(len(words) - _PHRASE + 1))


def _rank_place(
    facts: PageFacts, place: SubjectPlace, subject: str, *, above: bool
) -> tuple[int, bool, bool, bool, bool, bool, int, int]:
    """Return the sort key of a place; the least is shown.

    Of racism a reply that says so plainly shows more than one that asks of looks, or in which the word is a question.

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
    plainly = is_weighty(facts, subject) and place.named and states_racism(place.mark.said.text)
    beside = min(beside, 2) if plainly else 1 if agrees_with_racism(place) else beside
    # What stands on another card is not pointed at where another place can be shown: without a line of theirs before
    # it, its row would point and show nothing.
    if above and (takes_up or place.asked or place.naming or not place.before):
        beside = 7 if place.naming else 6
    theirs = [*place.before, *place.naming][:1]
    return (
        beside,
        takes_up and not (place.echoed or is_echoed(facts, place)),
        is_weighty(facts, subject) and beside > 1 and not plainly,
        any(subject not in facts.names.find(line.text) for line in theirs),
        above,
        has_slight(place.mark.said.text) and not find_owning(place.mark.said.text),
        order.index(place.mark.kind),
        place.mark.reply,
    )


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
