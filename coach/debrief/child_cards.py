"""What bears on the child: their own words, and what was told of their safety.

Begin with `make_told_safety_card`. What is left to be done for the child is in `left_matters`; here stands what was
said of them, so that it goes on to those who decide as it was said.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from coach.debrief.first_page import CardKind, CardPart, CardText, DebriefCard, SaidLine
from coach.debrief.page_facts import PageFacts
from coach.debrief.picture import quote_line, quote_lines
from coach.debrief.promises import SpokenPromise, find_promises
from coach.debrief.wording import (
    HALF,
    count_words_of,
    drop_quotations,
    find_content_words,
    share_words,
    spell_plain,
)
from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.model.line_book import Matter, MatterFor
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import Exchange

THE_CHILDS_WORDS = "What the child said and showed, as you have it"
NEEDED_FOR = "Whoever decides with you what happens next for {child} needs this, as it was said."
NEEDED_NEXT = "Whoever decides with you what happens next needs this, as it was said."
MOST_CHILD_LINES = 2
MOST_TOLD = 2
"""The lines on a child's safety that are shown together."""


def name_children(facts: PageFacts) -> list[str]:
    """Return what the children of the scenario are called."""
    people = facts.script.people
    return [people[key].called for key in facts.script.dialogue.afterwards.children if key in people]


def name_left_for_child(facts: PageFacts) -> str:
    """Return the heading over what is left for the child, by name where there is one child."""
    children = facts.script.dialogue.afterwards.children
    names = name_children(facts)
    if len(children) == len(names) == 1:
        return say("What is left for {child}", child=names[0])
    return say("What is left for the child")


def is_worry_open(facts: PageFacts) -> bool:
    """Whether the worry is still open where the conversation ended, by its author."""
    ending = facts.script.dialogue.endings.get(facts.attempt.ending or "")
    return ending.worry_open if ending else facts.script.dialogue.afterwards.worry_open


def make_safety_card(facts: PageFacts, promises: tuple[SpokenPromise, ...]) -> Iterator[DebriefCard]:
    """Make the card of the last line on safety that no later reply or promise has a word of.

    What came in the very last answer could not be answered yet; it waits as the last line, and is left out here.
    """
    replies = facts.attempt.replies()
    if not is_worry_open(facts):
        return
    for number, exchange in reversed(list(enumerate(replies[:-1], 1))):
        line = next((line for line in reversed(exchange.lines()) if find_tags(facts.script, line).safety), None)
        if line is None or any(words in line.text for words in facts.script.dialogue.afterwards.child_said):
            continue  # the child's own words have a card of their own
        told = " ".join((line.text, *find_tags(facts.script, line).next_words))
        answers = [*(later.text for later in replies[number:]), *(promise.text for promise in promises)]
        if not any(share_words(told, text) for text in answers):
            said = quote_line(facts.script, line)
            first = say("{speaker} said this after reply {reply}.", speaker=said.speaker, reply=exchange.number)
            yield DebriefCard(
                id=f"safety-{exchange.number}",
                kind=CardKind.CHILD,
                title=name_left_for_child(facts),
                brief=f"“{said.text}”",
                parts=(said, CardText(text=first)),
                replies=(exchange.number,),
            )
            return


def make_told_safety_card(
    facts: PageFacts, cards: Sequence[DebriefCard], still_open: Collection[str] = ()
) -> Iterator[DebriefCard]:
    """Make the card of what was told of the child's safety, if nothing was done about it.

    What a card shows is left out. Where a reply undertook something about it, everybody in the room knows it, and it is
    on its way.

    Args:
        facts: what the program holds of the attempt.
        cards: the cards that stand on the page already.
        still_open: the ids of the matters that nothing settled.
    """
    quoted = {part.text for card in cards for part in card.parts if isinstance(part, SaidLine)}
    shown = list_told_of_safety(facts, quoted, still_open)
    if not shown:
        return
    parts = quote_lines(facts.script, tuple(line for _, line in shown))
    child = names[0] if len(names := name_children(facts)) == 1 else ""
    yield DebriefCard(
        id=f"told-{shown[-1][0]}",
        kind=CardKind.CHILD,
        title=name_left_for_child(facts),
        brief=f"“{parts[-1].text}”",
        parts=(*parts, CardText(text=say(NEEDED_FOR, child=child) if child else say(NEEDED_NEXT))),
        replies=(shown[-1][0],),
    )


def list_told_of_safety(
    facts: PageFacts, quoted: Collection[str] = (), still_open: Collection[str] = ()
) -> list[tuple[int, Line]]:
    """List the lines on the child's safety that stand on no card, each with its reply.

    Of each matter that is left for the child it is the line with most words of it; of one alone, two, or that line with
    the one that goes on from it.

    Args:
        facts: what the program holds of the attempt.
        quoted: what stands on the page already: a matter of which a telling line stands there is left out.
        still_open: the ids of the matters that nothing settled.
    """
    book = facts.script.dialogue.lines.matters
    lines = [(e.number, line) for e in facts.attempt.replies() for line in e.lines() if line.speaker != SCENE]
    tags = {line: find_tags(facts.script, line) for _, line in lines}
    last = max((number for number, _ in lines), default=0)
    settled = frozenset[str]().union(*(one.settles for one in tags.values()))

    def weigh(one: tuple[int, Line]) -> int:
        return max(count_words_of(one[1].text, matter.about) for matter in book if matter.id in tags[one[1]].tells)

    of_matter: list[list[tuple[int, Line]]] = []
    shown: list[Matter] = []
    for matter in book:
        if matter.for_ is not MatterFor.CHILD or matter.id in settled:
            continue
        telling = [one for one in lines if matter.id in tags[one[1]].tells and tags[one[1]].told]
        telling = [one for one in telling if tags[one[1]].safety]
        # What came in the very last answer no reply could act on.
        telling = [one for one in telling if matter.id in still_open or one[0] == last]
        # A line that has little of it does not stand for it: of the scarf and the arm, told in one breath, the scarf.
        words = {line: count_words_of(line.text, matter.about) for _, line in telling}
        most = max(words.values(), default=0)
        if any(line.text in quoted and count >= most * HALF for line, count in words.items()):
            continue
        weighty = [one for one in telling if weigh(one) and not _GUESSES.match(spell_plain(one[1].text))]
        if weighty:
            shown.append(matter)
            of_matter.append(sorted(weighty, key=lambda one: -count_words_of(one[1].text, matter.about)))
    chosen = [one[0] for one in of_matter]
    if len(of_matter) == 1:
        following = lines[lines.index(chosen[0]) + 1 :][:1]
        goes_on = [one for one in following if one[0] == chosen[0][0] and _GOES_ON.match(one[1].text)]
        # A long line goes on to something of its own: to the colander, and the pasta after it.
        goes_on = [one for one in goes_on if _is_short_or_of(one[1].text, shown[0])]
        best = weigh(chosen[0])
        more = [one for one in of_matter[0][1:] if one[1].text not in quoted]
        chosen += goes_on or [one for one in more if weigh(one) >= best * HALF]
    return sorted(dict.fromkeys(chosen[:MOST_TOLD]), key=lines.index)


def _is_short_or_of(text: str, matter: Matter) -> bool:
    """Whether a line has a word of a matter, or is too short to go on to something else."""
    return len(text.split()) <= _SHORT_WORDS or count_words_of(text, matter.about) > 0


_GOES_ON = re.compile(r"(?:And|That|It|So)\b")
_SHORT_WORDS = 12
"""Words of a line that says no more than how it went on."""
_GUESSES = re.compile(r"i (?:think|suppose|would say|do not know|am not sure)\b")
"""How a line begins that guesses, where what was seen weighs more."""


def make_child_words_card(facts: PageFacts, above: Collection[CardPart] = ()) -> Iterator[DebriefCard]:
    """Make the card of the child's own words, as the practitioner has them from the family.

    Of many, those that stand first with the author are shown, in the order in which they were told. What stands on the
    page already is not quoted again, and what a reply answered is left out, as is what weighs nothing by the line book;
    of that alone there is no card.

    Args:
        facts: what the program holds of the attempt.
        above: what stands on the page already.
    """
    after = facts.script.dialogue.afterwards
    lines = [*facts.attempt.arrival, *(line for exchange in facts.attempt.exchanges for line in exchange.lines())]
    quoted = quote_lines(facts.script, tuple(lines))
    left = [one for one in after.child_said if not was_answered(one, facts.attempt.replies(), after.children)]
    light = {quote_line(facts.script, line) for line in lines if is_light(facts, line)}
    # Of lines that say the same words of the child's the first is enough.
    childs = [[line for line in quoted if words in line.text and line not in light][:1] for words in left]
    weightiest = list(dict.fromkeys(line for one in childs for line in one))[:MOST_CHILD_LINES]
    said = [line for line in dict.fromkeys(quoted) if line in weightiest and line not in above]
    if said:
        child = name_child_of(facts, [line for line in lines if quote_line(facts.script, line) in said])
        title = say("What {child} said and showed, as you have it", child=child) if child else say(THE_CHILDS_WORDS)
        yield DebriefCard(
            id="child-words",
            kind=CardKind.CHILD,
            title=title,
            brief=f"“{said[-1].text}”",
            parts=tuple(said),
        )


def name_child_of(facts: PageFacts, lines: Iterable[Line]) -> str:
    """Return what the child is called whose words some lines are; empty where it may be another.

    Where there are two children, what somebody else tells may be of either.

    Args:
        facts: what the program holds of the attempt.
        lines: the lines.
    """
    children = facts.script.dialogue.afterwards.children
    if len(names := name_children(facts)) == 1:
        return names[0]
    speakers = {line.speaker for line in lines}
    return facts.script.people[speakers.pop()].called if len(speakers) == 1 and speakers <= set(children) else ""


def is_light(facts: PageFacts, line: Line) -> bool:
    """Whether a line that another says of the child is marked as nothing that weighs.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
    """
    tags = find_tags(facts.script, line)
    marked = tags.told or tags.drew_back or tags.safety or tags.names or tags.tells or tags.settles
    return (
        bool(facts.script.dialogue.lines)
        and not marked
        and line.speaker not in facts.script.dialogue.afterwards.children
    )


def was_answered(quoted: str, replies: Sequence[Exchange], children: Collection[str]) -> bool:
    """Whether a reply answered what a child is quoted with.

    One has two words of it, beyond what it says after them in quotation marks; or, of what another told, undertakes
    something beside one. What the child asks in person, the next reply answers with one word of it. What else the child
    says is the child's own whatever was said to it.

    Args:
        quoted: the child's words, as they stand in a line.
        replies: the replies of the attempt, each with its answer.
        children: the ids of the persons who are the child or children.
    """
    told = [(at, line) for at, reply in enumerate(replies) for line in reply.lines() if quoted in line.text]
    first = told[0][0] + 1 if told else 0
    words = find_content_words(quoted)
    if any(line.speaker in children for _, line in told):
        asks = quoted.rstrip().endswith("?")
        straight = any(share_words(quoted, reply.text) for reply in replies[first : first + 1])
        return asks and (straight or any(has_most_words(words, reply.text) for reply in replies[first:]))
    promised = find_promises((reply.number, reply.text) for reply in replies[first:])
    return any(has_most_words(words, drop_quotations(reply.text)) for reply in replies[first:]) or any(
        share_words(quoted, promise.text) for promise in promised
    )


def has_most_words(words: frozenset[str], text: str) -> bool:
    """Whether a text has two of the words, or all where there are fewer."""
    return len(words & find_content_words(text)) >= min(_ANSWERED, len(words)) > 0


_ANSWERED = 2
"""Words of what a child is quoted with by which a reply surely answers it."""
