"""What follows from a conversation: promises, what is left, a question for supervision.

Begin with `make_plan_cards`. A promise stands as it was said. What is left for the child or for a plan, and most
questions, were written by those who read the scenario, and are shown only where their condition is met.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import takewhile

from coach.debrief.child_cards import (
    is_worry_open,
    make_child_words_card,
    make_safety_card,
    make_told_safety_card,
    name_children,
    name_left_for_child,
)
from coach.debrief.first_page import HURT, CardKind, CardPart, CardText, DebriefCard, SaidLine
from coach.debrief.left_matters import is_answered_question, list_open_ids, list_still_open
from coach.debrief.matter_promises import covers
from coach.debrief.owning import find_owning
from coach.debrief.page_facts import PageFacts, choose_direct_answer
from coach.debrief.picture import YOU, quote_line, quote_lines
from coach.debrief.promise_anchors import find_due, read_talk_time
from coach.debrief.promise_choice import choose_promises, list_more
from coach.debrief.promise_context import asks_of_record, is_of_record
from coach.debrief.promise_keeping import find_new_time
from coach.debrief.promise_standing import keep_owed
from coach.debrief.promises import SpokenPromise
from coach.debrief.speech import name_replies
from coach.debrief.suggestions import choose_suggestions
from coach.debrief.wording import (
    WEEKDAYS,
    PhraseFinder,
    compile_finder,
    drop_quotations,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.language.catalogue import say
from coach.model.afterwards import EndState, SharedPromise, UnplannedMatter
from coach.model.conditions import SCENE, Line
from coach.model.line_book import MatterFor
from coach.model.rubric import Polarity
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import TurnOutput

PROMISED, LEFT_FOR_PLAN = "What you promised", "What is left to be planned"
PROMISED_MORE = "You promised more in {replies}."
NEW_TIME = "In reply {reply} you gave another time for it."
BEFORE_WRITING = "Before you write it up"
NOT_YOURS_ALONE, NOR_THIS = "Not yours alone.", "Nor is this one yours alone."
NO_ANSWER_YET = "No line of yours answers this yet:"
MOST_LEFT = {MatterFor.CHILD: 3, MatterFor.PLAN: 1}
"""The matters of each kind that are shown as left."""
MOST_MATTERS = 3
"""The matters that are shown as left in all."""
NOT_LEFT_STANDING = (
    "(not|never|nobody|nothing|out|wrong|sorry|instead|question|why|who|how|change|changing|asked|ask)",
)
"""Words beside which others are not left standing: "I'm taking 'in denial' out", "I never said it was fine"."""


def make_plan_cards(
    facts: PageFacts,
    promises: tuple[SpokenPromise, ...],
    above: tuple[DebriefCard, ...] = (),
    not_so: Collection[str] = (),
) -> Iterator[DebriefCard]:
    """Make the cards of what was promised, and of what is left for the child.

    Args:
        facts: what the program holds of the attempt.
        promises: what the practitioner promised.
        above: the rows and the moments: a line that begins one to go back to is not quoted again, and no words of the
            child's that stand on any of them.
        not_so: the ids of the cards that were called not so: nothing stands on the page by them.
    """
    above = tuple(card for card in above if card.id not in not_so)
    yield from make_promise_cards(facts, promises, above)
    if facts.script.dialogue.lines.matters:
        back = [one for one in above if one.kind is CardKind.BACK]
        parts = [part for one in back for part in one.parts]
        # What waits says that it was told last, and not what is to be done about it.
        gone_back = [part for one in back if one.id != "waiting" for part in list_before_reply(one)]
        left = tuple(make_left_cards(facts, parts, promises, gone_back))
        still_open = list_open_ids(facts, [promise.text for promise in promises])
        told = tuple(make_told_safety_card(facts, (*above, *left), still_open))
        if not told and name_left_for_child(facts) not in [card.title for card in left]:
            # A line that only shows how a reply was answered is handed on to nobody by that.
            told = tuple(
                make_told_safety_card(facts, [one for one in above if one.kind not in _OF_A_REPLY], still_open)
            )
        left = keep_gravest((*told, *left))
    else:
        left = tuple(make_unplanned_cards(facts)) or tuple(make_safety_card(facts, promises))
    yield from left
    standing = [card for card in left if card.id not in not_so]
    yield from make_child_words_card(facts, [part for card in (*above, *standing) for part in card.parts])
    yield from make_writing_card(facts)


def list_before_reply(card: DebriefCard) -> list[CardPart]:
    """List the parts of a card before the reply on it: what it goes back to."""
    before = takewhile(lambda part: not (isinstance(part, SaidLine) and part.speaker == YOU), card.parts)
    return list(before)


def keep_gravest(left: tuple[DebriefCard, ...]) -> tuple[DebriefCard, ...]:
    """Return the cards of what is left that a page has room for, one for a plan among them."""
    plan = tuple(card for card in left if card.title == say(LEFT_FOR_PLAN))
    child = tuple(card for card in left if card not in plan)
    return (*child[: MOST_MATTERS - len(plan)], *plan)


_OF_A_REPLY = (CardKind.SUBJECT, CardKind.KEEP)
"""Cards of what was said to a reply, which leave nothing to be done."""


def list_shown(
    facts: PageFacts, promises: tuple[SpokenPromise, ...]
) -> tuple[tuple[SpokenPromise, ...], tuple[int, ...]]:
    """List the promises that the page shows, and the replies of those for which it has no room.

    Args:
        facts: what the program holds of the attempt.
        promises: what the practitioner promised.
    """
    children = name_children(facts)
    talk = read_talk_time(spell_plain(facts.script.dialogue.setting))
    keep = partial(keep_owed, replies=len(facts.attempt.replies()), talk=talk)
    shown = choose_promises(promises, children, talk, keep)
    return shown, list_more(promises, shown, children, keep)


def keep_shown(facts: PageFacts, promises: tuple[SpokenPromise, ...]) -> tuple[SpokenPromise, ...]:
    """Keep the promises of the replies that the page quotes one of, to which a row may point."""
    replies = {one.reply for one in list_shown(facts, promises)[0]}
    return tuple(one for one in promises if one.reply in replies)


def make_promise_cards(
    facts: PageFacts, promises: tuple[SpokenPromise, ...], above: Sequence[DebriefCard] = ()
) -> Iterator[DebriefCard]:
    """Make a card of each promise that is shown, with the author's word on shared ones.

    It stands as it was said. What was offered stands with the line of theirs that said yes.

    Args:
        facts: what the program holds of the attempt.
        promises: what the practitioner promised.
        above: the cards above: a line of theirs that stands there beside the same reply is not quoted again.
    """
    explained: list[SharedPromise] = []
    shown, more = list_shown(facts, promises)
    said = [promise.text for promise in promises]
    talked = sorted(shown, key=lambda one: next(at for at, text in enumerate(said) if one.text in text))
    last = {promise.reply: promise for promise in talked}
    # A line stands once, with the promise that answers it: below the one before it seems to belong to the next.
    answered = {promise.answers for promise in shown}
    for promise in shown:
        # By its number a card is called not so for good: it is counted in the order of the talk, not of the page.
        number = [one for one in talked if one.reply == promise.reply].index(promise) + 1
        parts: list[CardPart] = [line for line in _quote_cue(facts, promise.reply) if line.text == promise.answers]
        beside = [part for card in above if facts.mark(promise.reply).said in card.parts for part in card.parts]
        parts = [line for line in parts if line not in beside]
        parts.append(SaidLine(speaker=YOU, text=promise.text, reply=promise.reply))
        parts += [line for line in facts.mark(promise.reply).after if line.text == promise.accepted]
        # What they asked of it straight after belongs to it.
        if promise is last[promise.reply] and not promise.accepted:
            asked = list_conditions(facts, promise)
            parts += [line for line in asked if line not in beside and line.text not in answered]
        if new := find_new_time(facts, promise):
            parts.append(CardText(text=say(NEW_TIME, reply=new)))
        # Why it is shared is said once, with the first promise that it is true of.
        if promise.shared in explained:
            parts.append(CardText(text=say(NOR_THIS)))
        elif promise.shared:
            explained.append(promise.shared)
            parts.append(CardText(text=f"{say(NOT_YOURS_ALONE)} {promise.shared.because}"))
            parts += choose_suggestions(facts.list_said(), facts.keep_fitting(*promise.shared.could_say))
        yield DebriefCard(
            id=f"promise-{promise.reply}-{number}",
            kind=CardKind.PROMISE,
            title=say(PROMISED),
            brief=_brief_promise(promise),
            parts=tuple(parts),
            replies=(promise.reply,),
        )
    # Who takes the list into a diary has to know that it goes on.
    if shown and more:
        text = say(PROMISED_MORE, replies=name_replies(more))
        yield DebriefCard(
            id="promise-more", kind=CardKind.PROMISE, title=say(PROMISED), brief=text, parts=(CardText(text=text),)
        )


def list_conditions(facts: PageFacts, promise: SpokenPromise) -> tuple[SaidLine, ...]:
    """List the line after a promise that asks something of a record, or names another day.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
    """
    mark = facts.mark(promise.reply)
    moved = tuple(line for line in mark.after if line.speaker != SCENE and names_other_time(line.text, promise.text))
    if moved or not is_of_record(promise.text):
        return moved[:1]
    first = choose_direct_answer(facts, mark)[:1]
    return tuple(line for line in first if any(map(asks_of_record, split_sentences(line.text))))


def names_other_time(line: str, promised: str) -> bool:
    """Whether a line begins with another day than was promised: "Wednesday, after one."."""
    first = spell_plain(next(iter(split_sentences(line)), "?"))
    day = _DAY_ALONE.match(first)
    plain = spell_plain(promised)
    return day is not None and "?" not in line and find_due(plain) is not None and day["day"] not in plain.split()


_DAY_ALONE = re.compile(
    rf"(?:(?:no|well|make it|not then|better|say) )*(?P<day>{'|'.join(WEEKDAYS)}|tomorrow|tonight)(?: "
    r"(?:then|after|before|at|from|morning|afternoon|evening|night)(?: \w+){0,3})?$"
)
"""A sentence that names a day, and nothing else."""


def _quote_cue(facts: PageFacts, reply: int) -> tuple[SaidLine, ...]:
    """Quote what the family said straight before a reply."""
    return quote_lines(facts.script, tuple(facts.exchange(reply).cue))


_KEEPS_QUIET = re.compile(
    r"\b(?:i|we) (?:will|shall) not tell (?:him|her|them)$|"
    r"\b(?:i|we) (?:will|shall) (?:not|never) (?:tell|repeat|breathe|mention|let on)(?: (?:it|that|this|a word))?"
    r"(?: to)? (?:anyone|anybody|a soul|nobody|on (?:you|him|her|them))\b|\b(?:i|we) (?:will|shall) (?:not|never) say "
    r"(?!it|that|this|so|no|who|where|what|anything|racis)\w+(?: (?:i )?promise)?$"
)


_COAXES = re.compile(r"^(?:oh |aw |ah |well )*go on(?: then)? (?:i|we) (?:will|shall) not (?:tell|say|laugh)\b")
"""How somebody coaxes a joke out: "Go on, I won't tell"."""
_TELLS_SOMEBODY = re.compile(r"\b(?:i|we) (?:will|shall) tell the (?:phone company|cat|dog|kettle)$")
"""What is passed on in fun where nothing was told yet: "Admirable line, I'll tell the phone company".

Nobody who has a role is in it: to tell the head teacher or the police is a promise.
"""


def nothing_was_told(facts: PageFacts, reply: int) -> bool:
    """Whether the family had told nothing of weight before a reply, by its number."""
    earlier = [line for exchange in facts.attempt.replies()[: reply - 1] for line in exchange.lines()]
    tags = (find_tags(facts.script, line) for line in (*facts.attempt.arrival, *earlier) if line.speaker != SCENE)
    return not any(one.told or one.safety or one.tells for one in tags)


def is_said_in_fun(facts: PageFacts, promise: SpokenPromise) -> bool:
    """Whether a promise only keeps a trifle quiet, or a word: "I won't say bent, promise".

    What it names stands in a line of theirs straight before the reply, and in none that they told until then; or nobody
    had told anything yet that could be passed on. A promise that its author warns of is never in fun.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
    """
    if promise.shared or not facts.script.dialogue.lines:
        return False
    plain = spell_plain(promise.text)
    if _COAXES.search(plain):
        return True
    if _TELLS_SOMEBODY.search(plain) and nothing_was_told(facts, promise.reply):
        return True
    if not _KEEPS_QUIET.search(plain):
        return False

    def names(line: Line) -> bool:
        return line.speaker != SCENE and share_words(promise.text, line.text)

    cue = facts.exchange(promise.reply).cue
    earlier = [line for e in facts.attempt.replies()[: promise.reply - 1] for line in e.lines()]
    tags = [find_tags(facts.script, line) for line in (*facts.attempt.arrival, *earlier, *cue) if names(line)]
    return any(map(names, cue)) and not any(one.told or one.safety or one.tells for one in tags)


def _brief_promise(promise: SpokenPromise) -> str:
    """Return a promise in one line."""
    brief = say("“{promise}” (reply {reply})", promise=promise.text, reply=promise.reply)
    return f"{brief} {say(NOT_YOURS_ALONE)}" if promise.shared else brief


def make_left_cards(
    facts: PageFacts,
    above: Sequence[CardPart] = (),
    promises: Sequence[SpokenPromise] = (),
    gone_back: Collection[CardPart] = (),
) -> Iterator[DebriefCard]:
    """Make a card of each matter that is left: three at most for the child, and one for a plan.

    Each stands with the line of theirs that tells it: without one it would read as a guess. No words to try stand with
    it: nothing was said there that others could be held beside.

    Args:
        facts: what the program holds of the attempt.
        above: what is gone back to or waits on the page: another line that tells a matter is quoted, if one does.
        promises: what the practitioner promised.
        gone_back: what is gone back to: no line of it is said a second time as left.
    """
    said = [promise.text for promise in promises]
    titles = {MatterFor.CHILD: name_left_for_child(facts), MatterFor.PLAN: say(LEFT_FOR_PLAN)}
    quoted: list[CardPart] = [*gone_back]
    for kind, most in MOST_LEFT.items():
        made = 0
        for left in list_still_open(facts, kind, said, above):
            text = facts.keep_told(left.matter.left)
            line = quote_line(facts.script, left.line)
            if made == most or line in quoted or not text:
                continue
            made += 1
            quoted.append(line)
            yield DebriefCard(
                id=f"{_LEFT}{left.matter.id}",
                kind=CardKind.CHILD,
                title=titles[kind],
                brief=text,
                parts=(line, CardText(text=text)),
                replies=_list_next(facts, left.after_reply),
            )


def _list_next(facts: PageFacts, after_reply: int) -> tuple[int, ...]:
    """List the reply that came next after one, which is the one to say again; empty if none did."""
    return (after_reply + 1,) if after_reply < len(facts.picture.marks) else ()


def holds_at_end(facts: PageFacts, wanted: EndState) -> bool:
    """Whether an author's conditions hold where the conversation ended."""
    attempt = facts.attempt
    at = attempt.exchanges[-1].after
    turns = {output.turn for e in attempt.exchanges for output in e.outputs if isinstance(output, TurnOutput)}
    return (
        (not wanted.reached or not turns.isdisjoint(wanted.reached))
        and at.told.issuperset(wanted.told)
        and at.told.isdisjoint(wanted.not_told)
        and at.remembered.issuperset(wanted.remembers)
        and at.remembered.isdisjoint(wanted.not_remembers)
    )


def make_unplanned_cards(facts: PageFacts) -> Iterator[DebriefCard]:
    """Make a card of what was told, would be answered by a plan, and was answered by no reply."""
    replies = facts.attempt.replies()
    if not replies:
        return
    for number, matter in enumerate(facts.script.dialogue.afterwards.unplanned, 1):
        answered = compile_finder(tuple(matter.answered_by))
        if not holds_at_end(facts, matter) or _has_just_come(facts, matter):
            continue
        if any(answered.finds(text) for text in facts.list_said()):
            continue
        yield DebriefCard(
            id=f"child-{number}",
            kind=CardKind.CHILD,
            title=name_left_for_child(facts),
            brief=f"{say(NO_ANSWER_YET)} {matter.about}.",
            parts=(CardText(text=f"{say(NO_ANSWER_YET)} {matter.about}."),),
        )


def _has_just_come(facts: PageFacts, matter: UnplannedMatter) -> bool:
    """Whether a matter was told in the very last answer, so that no reply could answer it."""
    last = facts.attempt.replies()[-1]
    turns = {output.turn for output in last.outputs if isinstance(output, TurnOutput)}
    return bool(set(last.told_silences) & set(matter.told)) or bool(turns & set(matter.reached))


_WILL_WRITE = re.compile(
    r"\b(?:i|we) (?:will|shall|am|are|am going to|are going to|can|would)(?: (?:just|then|also|be|probably))* "
    r"(?:put|putting|write|writing|record|recording|log|logging|note|noting|report|reporting|say|tell|telling|tick|"
    r"ticking|sign|signing|send|close|closing|type|typing|minute|file)\b"
    r"|\b(?:record|report|form|notes?|file|letter|minutes) (?:will say|says|will read|can say)\b"
    r"|\b(?:i|we) (?:can |will |could |would )?(?:close|leave it)\b|\b(?:can|will) be closed\b"
)
"""A sentence that says itself what will be written, recorded, reported or closed."""
_NOT_WRITTEN = re.compile(r"\b(?:not|never|nobody|pasted|wrote|signed|said|was|were|had|last|before)\b")


def will_be_written(sentence: str) -> bool:
    """Whether a sentence says that its speaker will write, report or close something."""
    plain = spell_plain(sentence)
    said = _WILL_WRITE.search(plain)
    return said is not None and not _NOT_WRITTEN.search(plain[: said.end()])


def states(finder: PhraseFinder, sentence: str) -> bool:
    """Whether words that must not be left standing stand before any "if".

    "I'll say it the other way round, if it's okay" asks for leave, and says of nothing that it is fine.

    Args:
        finder: finds the words.
        sentence: a sentence of a reply.
    """
    return finder.finds(_IF.split(sentence, maxsplit=1)[0])


_IF = re.compile(r"\b(?:if|unless|whether|as long as)\b", re.IGNORECASE)


def make_writing_card(facts: PageFacts) -> Iterator[DebriefCard]:
    """Make the card of words that must not be left standing while the worry is open."""
    if not is_worry_open(facts):
        return
    for left in facts.script.dialogue.afterwards.must_not_be_left:
        finder = compile_finder(tuple(left.words), tuple(NOT_LEFT_STANDING))
        for exchange in facts.attempt.replies():
            if find_owning(exchange.text):
                continue  # who owns the words does not leave them standing
            sentences = finder.find_sentences(drop_quotations(exchange.text))
            if said := [one for one in sentences if "?" not in one and will_be_written(one) and states(finder, one)]:
                yield DebriefCard(
                    id=f"write-{exchange.number}",
                    kind=CardKind.CHILD,
                    title=say(BEFORE_WRITING),
                    brief=f"“{said[0]}”",
                    parts=(SaidLine(speaker=YOU, text=said[0], reply=exchange.number), CardText(text=left.question)),
                    replies=(exchange.number,),
                )
                return


# --- A question for supervision

QUESTION = "A question for supervision"


def make_question_card(facts: PageFacts, cards: tuple[DebriefCard, ...]) -> DebriefCard | None:
    """Make the card of one question, the author's or a moment's; None without either.

    What they began comes first. A question of the author's that hangs on what was told goes before those of what is
    left: the page has just said what is left, and its question may say it again. One for every conversation comes last.

    Args:
        facts: what the program holds of the attempt.
        cards: the cards that are on the page already.
    """
    promised = [
        part.text
        for card in cards
        if card.kind is CardKind.PROMISE
        for part in card.parts
        if isinstance(part, SaidLine) and part.speaker == YOU
    ]
    begun, shown = find_matter_questions(facts, cards)
    left = [card.brief for card in cards if card.id.startswith(_LEFT)]
    always = [asked.question for asked in facts.script.dialogue.afterwards.questions if asked.is_for_every_end]
    own = [one for one in find_own_questions(facts) if not any(covers(facts.script, one, text) for text in left)]
    of_told = [one for one in own if one not in always]
    asked = (*begun, *of_told, *shown, *own, find_page_question(facts, cards))
    question = next((one for one in asked if one and not is_answered_question(facts, one, promised)), "")
    if not question:
        return None
    return DebriefCard(
        id="question", kind=CardKind.QUESTION, title=say(QUESTION), brief=question, parts=(CardText(text=question),)
    )


_LEFT = "left-"
"""How the id of a card begins that says what is left of a matter."""


def find_matter_questions(facts: PageFacts, cards: tuple[DebriefCard, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find the questions of the matters on the page: of what was begun, and of what is left.

    Args:
        facts: what the program holds of the attempt.
        cards: the cards that are on the page already.
    """
    on_page = {card.id for card in cards}
    shown = [left.matter for left in facts.matters if f"{_LEFT}{left.matter.id}" in on_page]
    begun = [left.matter for left in facts.matters if f"matter-{left.matter.id}" in on_page]
    return (
        facts.keep_known(*(matter.question for matter in begun)),
        facts.keep_known(*(matter.question for matter in shown)),
    )


def find_own_questions(facts: PageFacts) -> Iterator[str]:
    """Yield the questions of the author's whose conditions hold."""
    replies = facts.attempt.replies()
    for asked in facts.script.dialogue.afterwards.questions if replies else ():
        words, answered = compile_finder(tuple(asked.words)), compile_finder(tuple(asked.answered_by))
        if (
            holds_at_end(facts, asked)
            and not any(answered.finds(text) for text in facts.list_said())
            and (not asked.words or any(words.finds(text) for text in facts.list_said()))
            and (not asked.after_ending or facts.attempt.ending in asked.after_ending)
        ):
            yield asked.question


def find_page_question(facts: PageFacts, cards: tuple[DebriefCard, ...]) -> str:
    """Find the rubric's question on a moment that is on the page; empty if no moment has one."""
    on_page = {card.id for card in cards}
    for left in facts.left:
        if left.reply and f"begun-{left.reply.number}" in on_page:
            return facts.rubric.topics[left.opening.topic].wonder or ""
    harmful = facts.rubric.of(Polarity.HARMFUL)
    for exchange in facts.attempt.replies():
        if f"{HURT}{exchange.number}" in on_page:
            wonders = (facts.rubric.criteria[name].feedback.wonder for name in exchange.hurts() if name in harmful)
            return next((wonder for wonder in wonders if wonder), "")
    return ""
