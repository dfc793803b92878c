"""The card of one reply to keep: the family told more after it, or took it as putting right.

Begin with `choose_keep`. A reply is held up only where what came after it came of it, and where nothing in it may have
hurt. Where none is left, there is no card.
"""

import re

from coach.debrief.acknowledgements import goes_round, says_heard, takes_apology, thanks
from coach.debrief.first_page import (
    CardKind,
    CardPart,
    CardText,
    DebriefCard,
    MarkKind,
    PictureMark,
    say_went_back_to,
)
from coach.debrief.mending import (
    PUT_RIGHT,
    SAID_FIRST,
    clearly_helps,
    denies_unsaid,
    find_hurt,
    find_mending,
    has_clear,
    is_sure_pair,
    list_mended_by,
    list_pair,
    owns,
    slights,
    took_it_back_to,
)
from coach.debrief.owning import apologises, asks_anew, holds_off, pushes_back, refuses, regrets_manner
from coach.debrief.page_facts import (
    PageFacts,
    came_of_food,
    choose_answer,
    choose_direct_answer,
    choose_lines,
    list_opened,
    puts_into_words,
    say_what_they_did,
)
from coach.debrief.picture import LIKELY, list_openers, list_spoken, quote_line
from coach.debrief.promise_words import FOOD
from coach.debrief.slights import (
    denies_race,
    denies_racism,
    doubts_itself,
    is_half_sorry,
    jokes,
    makes_light,
    makes_slip,
    makes_small,
    writes_undone,
)
from coach.debrief.wording import (
    compile_finder,
    drop_quotations,
    find_content_words,
    list_questions,
    says_racism,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.language.catalogue import say
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE, Line
from coach.model.events import Replied
from coach.model.reading import Certainty
from coach.model.rubric import Polarity
from coach.rehearsal.line_blocks import find_tags, list_moved
from coach.rehearsal.state import Exchange


def choose_keep(facts: PageFacts, theirs: set[int]) -> DebriefCard | None:
    """Choose one reply to keep: the family told more, or took it as putting right.

    Never the greeting, never words that may have hurt, and never a line that the practitioner themselves put right
    afterwards. Where none is left, there is no card: a line that nothing came of is not held up.

    Args:
        facts: what the program holds of the attempt.
        theirs: the replies that the practitioner chose.
    """
    fitting = [m for m in facts.picture.marks if m.after and m.reply not in theirs and _is_clean(facts, m.reply)]
    # What they would take back may stand in several replies, so that none could be told: none of those is held up.
    back = " ".join(tokenize(facts.answers.back))
    fitting = [m for m in fitting if not back or f" {back} " not in f" {' '.join(tokenize(m.said.text))} "]
    # A mending stands with what it mends, and a greeting that hurt is nothing to open a page with.
    fitting = [m for m in fitting if m.kind is not MarkKind.PUT_RIGHT or find_hurt(facts, m.reply) != 1]
    # Of a mending that nobody took in words, and that names no hurt, little can be shown.
    shown = [
        m
        for m in fitting
        if m.kind is not MarkKind.PUT_RIGHT or find_hurt(facts, m.reply) or say_what_they_did(facts, m)
    ]
    answered = [
        m
        for m in shown
        if (m.kind in (MarkKind.TOLD_MORE, MarkKind.PUT_RIGHT) or was_taken_in(facts, m))
        and _rank_keep(facts, m)[2] >= _FEWEST_REASONS
        and _does_something(facts, m)
        and is_taken_up_in_answer(facts, m)
    ]
    if answered:
        return _make_keep_card(facts, max(answered, key=lambda mark: _rank_keep(facts, mark)))
    return None


def _does_something(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply itself does something that is known, or they say that it reached them.

    What is told after "Fill it in a fourth time" is told in spite of it. Where nothing was written of the lines, this
    cannot be asked.
    """
    exchange = facts.exchange(mark.reply)
    known = clearly_helps(facts, mark.reply) or bool(mark.by_you) or owns(exchange) or mark.kind is MarkKind.PUT_RIGHT
    return known or was_taken_in(facts, mark) or bool(exchange.told_silences) or not facts.script.dialogue.lines


def is_taken_up_in_answer(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether the lines that stand with a reply take up something of it.

    They have a word of it, say that somebody was heard, thank or take a sorry; or they are of an entry that was likely
    enough the one asked for; or the reply named a subject. Else nobody sees what the reply had to do with "I hate it".

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    # "Has racism been part of it?" is answered in whatever words they have.
    if exchange.told_silences or mark.by_you or not facts.script.dialogue.lines:
        return True
    answer = choose_answer(facts, mark) if say_what_they_did(facts, mark) else choose_direct_answer(facts, mark)
    shown = choose_lines(facts, mark, answer)
    if any(quote_line(facts.script, line) in shown for line in _list_asked_for(facts, exchange)):
        return True
    takes = (says_heard, thanks, takes_apology)
    return any(share_words(exchange.text, line.text) or any(take(line.text) for take in takes) for line in shown)


def _list_asked_for(facts: PageFacts, exchange: Exchange) -> list[Line]:
    """List the lines of those entries that were likely enough the ones asked for."""
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    if pick is None:
        return []
    likely = [name for name, sure in ((pick.entry, pick.likely), (pick.also, pick.also_likely)) if sure >= LIKELY]
    entries = [facts.script.find_entry(exchange.before.turn, name) for name in likely]
    return [line for entry in entries if entry for take in entry.list_takes() for line in take]


MOST_QUESTIONS = 3
"""Questions of one reply that is held up: who is asked four things at once answers one of them."""


def _is_clean(facts: PageFacts, reply: int) -> bool:
    """Whether a reply can be kept: no greeting, hurt, slight, heap of questions; not taken back."""
    exchange = facts.exchange(reply)
    read = exchange.reading
    if read is None or (reply == 1 and not exchange.told_silences):
        return False
    if max(exchange.text.count("?"), count_questions(exchange.text)) > MOST_QUESTIONS:
        return False
    # Beside what clearly helps, a hurt that is only possible is most likely none.
    may_hurt = any(
        verdict.criterion in facts.script.harmful
        and (verdict.certainty is Certainty.CLEAR or verdict.is_likely or not clearly_helps(facts, reply))
        for verdict in read.verdicts
    )
    avoidant = facts.rubric.of(Polarity.AVOIDANT)
    steps_round = any(
        v.criterion in avoidant and (v.certainty is Certainty.CLEAR or v.is_likely) for v in read.verdicts
    )
    # What is not theirs alone to promise is nothing to keep, however it was taken.
    shared = facts.script.dialogue.afterwards.not_yours_alone
    if any(compile_finder(tuple(promise.words)).finds(exchange.text) for promise in shared):
        return False
    answer = choose_direct_answer(facts, facts.mark(reply))
    if passes_over(facts, exchange) or any(holds_off(line.text) for line in answer):
        return False
    named = _names_weighty(facts, reply)
    # Who goes round it for a line, and then says themselves what it is, was reached all the same.
    if any(goes_round(line.text) for line in answer[:1]) and not named:
        return False
    if asks_child_in_vain(facts, exchange) or denies_unsaid(facts, exchange):
        return False
    # "It's the word incidents. It was racist" tells something, and turns no reply down that named racism.
    first = list_spoken(exchange)[:_FIRST_LINES]
    first = [line for line in first if not (named and find_tags(facts.script, line).told)]
    sorry = owns(exchange) or apologises(exchange.text)
    turned_down = any(refuses(line.text) or (sorry and pushes_back(line.text)) for line in first)
    fair = not may_hurt and not steps_round and not turned_down and not slights(exchange)
    # Who says what they had meant was misheard, and who was misheard was told of something else.
    fair = fair and not asks_anew(exchange.text) and not was_misheard(facts, exchange)
    fair = fair and not (makes_slip(exchange.text) or doubts_itself(exchange.text) or is_half_sorry(exchange.text))
    fair = fair and (owns(exchange) or not makes_small(exchange.text))
    fair = fair and not (_PLAYS_DOWN.search(" ".join(tokenize(exchange.text))) or makes_light(exchange.text))
    fair = fair and not (ends_in_chat(exchange.text) or was_to_be_quiet(exchange) or was_corrected(exchange))
    fair = fair and not writes_undone(exchange.text) and not _REFUSES_CHANGE.match(spell_plain(exchange.text))
    taken_back = bool(find_mending(facts, reply)) or was_asked_already(facts, exchange)
    # "I keep sticking up for them, sorry" is of the replies before it, whichever they were.
    following = facts.attempt.replies()[reply : reply + _NEXT_FEW]
    taken_back = taken_back or any(regrets_manner(one.text) for one in following)
    # "'Nobody raised race' isn't a finding" has a "not" in it, and denies nothing.
    says_not = _SAYS_NOT.search(" ".join(tokenize(drop_quotations(exchange.text)))) or not clearly_helps(facts, reply)
    denies = denies_race(exchange.text) or denies_racism(exchange.text) or (reply in facts.denying and bool(says_not))
    return fair and not taken_back and not denies


_REFUSES_CHANGE = re.compile(
    r"(?:(?:well|no|oh|look|sorry) )*(?:i|we) (?:can|will) not (?:just )?"
    r"(?:take|change|remove|alter|delete|strike|cross) "
)
"""How a reply begins that will not change what was written: "I can't take words out"."""
_NEXT_FEW = 3
"""The replies within which somebody says of their manner so far that it was wrong."""
_SAYS_NOT = re.compile(
    r"\bnot (?:\w+ )?(?:saying|suggesting|calling|talking|claiming|implying|accusing|about|because|to do with)\b|"
    r"\bdo not (?:\w+ )?(?:think|mean|believe|say|suppose)\b"
)
"""Words by which a reply denies something itself: "I'm not saying racism"."""


def _names_weighty(facts: PageFacts, reply: int) -> bool:
    """Whether a reply names what weighs most, such as racism."""
    return not _list_weighty(facts).isdisjoint(facts.mark(reply).by_you)


_PLAYS_DOWN = re.compile(
    r"\b(?:it|that|this|log|line|word|words|file|report) (?:is|was|were|are) (?:\w+ )?(?:unfortunate|regrettable)\b"
)
"""What somebody's hurt is not called by who helps: "What was on the log is unfortunate, I agree"."""


def was_taken_in(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether the answer says in words that the reply reached them, though it told nothing more.

    Thanks alone say so where the reply named what weighs most, such as racism, or owned something.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    if mark.kind not in (MarkKind.TALKED_ON, MarkKind.NOT_TAKEN_UP):
        return False
    first = choose_direct_answer(facts, mark)[:_FIRST_LINES]
    if any(says_heard(line.text) for line in first):
        return True
    weighs = not _list_weighty(facts).isdisjoint(mark.by_you) or owns(facts.exchange(mark.reply))
    return weighs and any(thanks(line.text) for line in first[:1])


def asks_child_in_vain(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply asks the child, who says nothing, or another, for whom the child answers.

    "Marcus, is she out of earshot?" was not, where Ffion answers it.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    after = facts.script.dialogue.afterwards
    children = [facts.script.people[key] for key in after.children if key in facts.script.people]
    asked = list_questions(exchange.text)
    spoken = [facts.script.speaker(line) for line in list_spoken(exchange)]

    def is_asked(called: str, *, behind: bool = True) -> bool:
        named = rf"^{re.escape(called)}, " + (rf"|, {re.escape(called)}\?" if behind else "")
        return any(re.search(named, sentence) for sentence in asked)

    others = [person for person in facts.script.people.values() if person not in children]
    for child in children:
        if child.name not in spoken and child.called not in spoken and is_asked(child.called):
            return True
        if spoken[:1] in ([child.name], [child.called]) and not is_asked(child.called):
            return any(is_asked(person.called, behind=False) for person in others)
    return False


def was_misheard(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether the answer begins with something else than what is told behind it.

    "How long has she wanted that?" may be heard as being about somebody else: the first line then tells nothing, has no
    word of the reply, and what is told comes of the branch alone. A silence that is told was asked for.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    first = list_spoken(exchange)[:1]
    if exchange.told_silences or not first:
        return False
    if answers_no_question(facts, exchange):
        return True
    if find_tags(facts.script, first[0]).told or _names_weighty(facts, exchange.number):
        return False
    openers = list(list_openers(facts.script, exchange, facts.rubric.of(Polarity.AVOIDANT)))
    asked = [line for asks, lines in openers if isinstance(asks, str) for line in lines]
    telling = [line for line in list_opened(facts, exchange) if find_tags(facts.script, line).told]
    return (
        first[0] in asked
        and not any(line in asked for line in telling)
        and not share_words(exchange.text, first[0].text)
    )


def answers_no_question(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether what is told came for what a reply was read as, and not for what it asked.

    "Does he draw, or what is it he's measuring?" is about the child, as they then are, and what they tell of the child
    has no word of it: nobody can tell that it came of the question. What answers a sentence that asks nothing is left.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    read, asked = exchange.reading, list_questions(exchange.text)
    if read is None or not asked:
        return False
    if came_of_food(facts, exchange):
        return True
    if pick is None or pick.likely >= _SURELY_ASKED:
        return False
    openers = list(list_openers(facts.script, exchange, facts.rubric.of(Polarity.AVOIDANT)))
    telling = [line for line in list_spoken(exchange) if find_tags(facts.script, line).told]
    if any(line in lines for asks, lines in openers if isinstance(asks, str) for line in telling):
        return False
    met = frozenset[str]().union(*(asks for asks, _ in openers if not isinstance(asks, str)))
    spans = [verdict.span.text for verdict in read.verdicts if verdict.criterion in met and verdict.span]
    if not spans or not all(any(span.strip() in one or one in span for one in asked) for span in spans):
        return False
    if not _list_weighty(facts).isdisjoint(facts.names.find(exchange.text)):
        return False  # "Has racism been part of it?" is answered in whatever words they have
    words = frozenset[str]().union(*map(find_content_words, asked))
    told = frozenset[str]().union(*(find_content_words(line.text) for line in telling))
    return len(find_content_words(asked[-1])) >= _SPECIFIC and not words & told


_SURELY_ASKED = 0.5
"""How likely what was asked for has to be, so that an answer without a word of it is still its answer."""
_SPECIFIC = 2
"""Content words of a question that asks for something of its own."""


def ends_in_chat(text: str) -> bool:
    """Whether the last question turns to a meal: "What did he have for breakfast?"."""
    asked = [" ".join(tokenize(one)) for one in list_questions(text)]
    return bool(asked) and _MEAL.search(asked[-1]) is not None


_MEAL = re.compile(r"\b(?:have|having|eat) for (?:(?:his|her|your|their|the) )?(?:breakfast|lunch|dinner|tea|supper)\b")


def was_to_be_quiet(exchange: Exchange) -> bool:
    """Whether the family had just asked for silence: "Don't say anything yet"."""
    cue = [line for line in exchange.cue if line.speaker != SCENE]
    said = [one for line in cue[-_LAST_LINES:] for one in split_sentences(line.text.replace("—", "."))]
    return any(_ASKS_FOR_QUIET.search(" ".join(tokenize(_CALLED.sub("", one)))) for one in said)


_LAST_LINES = 3
_CALLED = re.compile(r"^[A-Z]\w*, ")
"""Somebody's name, or a word like it, before what they are asked."""
_ASKS_FOR_QUIET = re.compile(
    r"^(?:(?:no|and|but|so|now|well|oh|then|please|wait|hang on|do not tell me) )*(?:do not (?!ask me$)(?:say|ask|talk|"
    r"speak)(?: (?:anything|a word|a thing|yet|now|me))*(?: (?:till|until|before|yet|now|for a (?:minute|moment|bit))\b"
    r"|$)|(?:say|ask) nothing\b|just (?:listen|read|look)$|let me (?:finish|get to the end)\b)"
)
"""Words at the start of a sentence by which somebody asks for silence."""


def was_corrected(exchange: Exchange) -> bool:
    """Whether their answer begins by putting a guess right: "It wasn't him."."""
    first = list_spoken(exchange)[:1]
    asks = any(one.endswith("?") for one in split_sentences(exchange.text))
    if not asks or not first:
        return False
    begins = split_sentences(first[0].text)[:1]
    return begins in (["Wrong."], ["Wrong!"]) or _CORRECTS.search(" ".join(tokenize(first[0].text))) is not None


_CORRECTS = re.compile(
    r"^(?:no it (?:is|was) not\b|no that (?:is|was) not|it (?:is|was) not (?:that|him|her|them)\b"
    r"|that (?:is|was) not (?:it|him|her)$|you have got (?:that|it) wrong|you tell me\b"
    r"|(?:that is )?could you ask (?:it|that|me)\b)"
)


def was_asked_already(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether somebody of the family had just asked for what is told: "And?".

    What one of them says to the other's question would have come without the reply.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    cue = [line for line in exchange.cue if line.speaker != SCENE]
    telling = [line for line in list_spoken(exchange) if find_tags(facts.script, line).told]
    if len(cue) < _FEWEST_BETWEEN or not telling or not cue[-1].text.rstrip("'’\"”").endswith("?"):
        return False
    asked, asker = cue[-2].speaker, cue[-1].speaker
    return asked != asker and telling[0].speaker == asked and not _TO_YOU.search(cue[-1].text)


_FEWEST_BETWEEN = 2
"""The lines of a question between two of the family: what the one said, and the other's question."""
_TO_YOU = re.compile(r"\byour?\b", re.IGNORECASE)


def passes_over(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply goes past what the family has just named, such as racism."""
    for subject in sorted(_list_weighty(facts)):
        named = [line for line in exchange.cue if puts_into_words(facts, line, subject)]
        if not named or subject in facts.names.find(exchange.text):
            continue
        answered = share_words(exchange.text, " ".join(line.text for line in named))
        # Beside the word itself no reading is enough; what they said behind it may be what is answered.
        behind = exchange.cue[exchange.cue.index(named[0]) + 1 :]
        goes_on = any(share_words(exchange.text, line.text) for line in behind)
        if not (answered or goes_on) and any(says_racism(line.text) for line in named):
            return True
        if not answered and not has_clear(facts, exchange.number, facts.rubric.list_criteria(subject)):
            return True
    return False


def _list_weighty(facts: PageFacts) -> frozenset[str]:
    """List the subjects, by id, to which others of the page give way, such as racism."""
    subjects = facts.picture.subjects
    return frozenset(s.id for s in subjects if any(s.id in facts.names.list_before(other.id) for other in subjects))


_FIRST_LINES = 2
"""The lines of an answer in which somebody turns a reply down, whatever they go on to."""


def _rank_keep(facts: PageFacts, mark: PictureMark) -> tuple[bool, bool, int, int]:
    """Return the sort key of a reply to keep; the greatest is kept, the later of two alike.

    Best is one that mends a hurt of the practitioner's, so that both stand on the page; then one that itself opened
    what was told; then by the weight of what was told in the lines that the card shows, and of how it was asked.
    """
    exchange = facts.exchange(mark.reply)
    child = facts.rubric.topics.get("child")
    hurt = _find_mended(facts, mark)
    weight = _weigh_telling(facts, mark) + 3 * bool(mark.by_you)
    if mark.kind is MarkKind.PUT_RIGHT:
        # Best is a mending that says what it mends.
        named = hurt and share_words(facts.exchange(hurt).text, mark.said.text)
        weight += _MENDED + 2 * bool(named)
    weight += _weigh_hearing(facts, mark)
    weight += has_clear(facts, mark.reply, child.taken_by if child else ())
    weight += 2 * clearly_helps(facts, mark.reply)
    weight += _NAMES_PLAINLY * has_clear(facts, mark.reply, _list_weighty_criteria(facts))
    weight -= max(0, count_questions(exchange.text) - _FEW_QUESTIONS)
    # Who takes up two words of theirs has heard the line, and what they go on to came of that.
    heard = find_content_words(mark.before.text if mark.before else "")
    weight += len(heard & find_content_words(exchange.text)) >= _HEARD
    # Beside tea and biscuits nobody can tell what it was that they answered.
    weight -= _SCATTERS * bool(FOOD.search(" ".join(tokenize(exchange.text))))
    # Who owns a joke makes none.
    weight -= _SCATTERS * (jokes(exchange.text) and not owns(exchange))
    return bool(hurt), _came_of_it(facts, mark), weight, mark.reply


def _find_mended(facts: PageFacts, mark: PictureMark) -> int:
    """Find the hurtful reply that one which put something right surely goes back to; 0 if none."""
    hurt = find_hurt(facts, mark.reply) if mark.kind is MarkKind.PUT_RIGHT else 0
    return hurt if hurt and is_sure_pair(facts, hurt, mark.reply) else 0


def _list_weighty_criteria(facts: PageFacts) -> tuple[str, ...]:
    """List the criteria of the subjects that weigh most, such as naming racism."""
    rows = facts.rubric.list_rows()
    return tuple(key for subject in sorted(_list_weighty(facts)) if subject in rows for key in rows[subject].criteria)


def count_questions(text: str) -> int:
    """Count the questions of a reply, with those behind an "or" and an "and"."""
    return sum(1 + len(_ASKS_MORE.findall(one)) for one in list_questions(text))


_ASKS_MORE = re.compile(
    r"\b(?:and|or) (?:who|what|when|where|why|how|was|is|are|were|do|does|did|has|have|can|could|would|will)\b",
    re.IGNORECASE,
)
"""Where a question begins another one."""


def _weigh_hearing(facts: PageFacts, mark: PictureMark) -> int:
    """Weigh what an answer itself says of the reply: they were heard, or it is racism.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    direct = choose_direct_answer(facts, mark)
    heard = any(says_heard(line.text) for line in direct[:_FIRST_LINES])
    thanked = any(thanks(line.text) for line in direct[:1])
    named = [subject for subject in _list_weighty(facts) if subject in mark.by_you]
    spoken = list_spoken(facts.exchange(mark.reply))[: len(direct)]
    taken_up = any(puts_into_words(facts, line, subject) for line in spoken for subject in named)
    return _WAS_HEARD * heard + _WAS_THANKED * (thanked and not heard) + _WAS_NAMED * taken_up


def _weigh_telling(facts: PageFacts, mark: PictureMark) -> int:
    """Weigh what the family told in those lines of an answer that the card shows.

    A silence weighs most, then a matter that was not told before, the more the higher its author put it.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    earlier = facts.attempt.replies()[: mark.reply - 1]
    known = frozenset(matter for e in earlier for matter in list_moved(facts.script, e.lines()))
    shown = choose_answer(facts, mark)
    # What the next turn begins with did not come of the reply.
    came = exchange.lines() if mark.kind is MarkKind.PUT_RIGHT else list_opened(facts, exchange)
    came = [line for line in came if quote_line(facts.script, line) in shown]
    kept = [line for key in exchange.told_silences for line in facts.script.silences[key].tells]
    moved = list_moved(facts.script, came) - known
    places = [place for place, matter in enumerate(facts.script.dialogue.lines.matters) if matter.id in moved]
    tags = [find_tags(facts.script, line) for line in came]
    weight = 3 * any(line in kept for line in came) + any(one.names or one.safety for one in tags)
    weight += _NAMES_IT * any(not _list_weighty(facts).isdisjoint(one.names) for one in tags)
    return weight + (_MOVED + max(0, _WEIGHTIEST - places[0] // _WEIGHTIEST) if places else 0)


def _came_of_it(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether what the family told or took as put right came of the reply itself."""
    opened = list_opened(facts, facts.exchange(mark.reply))
    return (
        mark.kind is MarkKind.PUT_RIGHT
        or was_taken_in(facts, mark)
        or not facts.script.dialogue.lines
        or any(find_tags(facts.script, line).told for line in opened)
    )


_MENDED = 5
"""What a mending weighs that the family took in words: both halves of it are sure."""
_WAS_HEARD = 5
"""What it weighs that an answer says that somebody was heard: nothing else is as sure."""
_WAS_THANKED = 1
_NAMES_IT = 2
"""What it weighs besides that what was told names racism."""
_WAS_NAMED = 3
"""What it weighs that they name racism straight after a reply that did."""
_MOVED = 2
"""What it weighs that a matter was told for the first time."""
_WEIGHTIEST = 3
"""What the first three matters of a scenario weigh; the next three weigh one less, and so on."""
_NAMES_PLAINLY = 3
"""What it weighs that a reply clearly does what its subject asks for, such as naming racism or believing it."""
_FEW_QUESTIONS = 2
"""The questions of a reply that may be answered one by one; each further one weighs against it."""
_SCATTERS = 2
"""What it weighs against a reply that it goes off to tea and biscuits."""
_HEARD = 2
"""Content words of their last line by which a reply surely takes it up."""
_FEWEST_REASONS = 1
"""Without any, what was told may have come of something else than the reply."""


def _make_keep_card(facts: PageFacts, mark: PictureMark) -> DebriefCard:
    """Make the card of one reply to keep: the reply whole, and the next line."""
    # What was put right stands with what it put right, and that stands first.
    hurt = _find_mended(facts, mark)
    hurts = list_mended_by(facts, mark.reply, hurt) if hurt else ()
    parts: list[CardPart] = []
    if hurts:
        parts += [
            CardText(text=say(SAID_FIRST)),
            *(part for one in hurts for part in list_pair(facts, one)),
            CardText(text=say_went_back_to(hurts, mark.reply)),
        ]
    did = say_what_they_did(facts, mark) if not hurt or took_it_back_to(facts, mark.reply, hurt) else ""
    # What was told as the next turn began did not come of the reply, and does not stand with it.
    answer = choose_answer(facts, mark) if did else choose_direct_answer(facts, mark)
    parts += [mark.said, *choose_lines(facts, mark, answer)]
    if did:
        parts.append(CardText(text=did))
    return DebriefCard(
        id=f"keep-{mark.reply}",
        kind=CardKind.KEEP,
        title=say(PUT_RIGHT) if hurts else say("One to keep"),
        brief=f"{say('Reply {reply}.', reply=mark.reply)} {did}".strip(),
        parts=tuple(parts),
        replies=(mark.reply, *hurts),
    )
