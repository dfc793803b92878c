"""What the cards of a page are made from: the facts and lines of an attempt.

Begin with `PageFacts`. What it keeps of an author's sentences names nothing but what came up in this conversation.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from coach.debrief.acknowledgements import says_heard, takes_apology
from coach.debrief.first_page import ConversationPicture, LearnerAnswers, MarkKind, PictureMark, SaidLine
from coach.debrief.owning import contradicts, rebuffs, refuses
from coach.debrief.picture import (
    SHORT_LINE,
    draws_back,
    find_named,
    list_answering,
    list_openers,
    list_spoken,
    may_hurt,
    quote_line,
    quote_lines,
    speaks_out,
    takes_back,
    went_past,
)
from coach.debrief.promise_words import FOOD
from coach.debrief.speech import join_names
from coach.debrief.wording import (
    SubjectNamer,
    find_content_words,
    find_labels,
    find_stem,
    find_unsaid,
    find_untold,
    list_questions,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.language.catalogue import say
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Opening
from coach.rehearsal.line_blocks import OpenMatter, find_tags
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, TurnOutput

RACISM = "experience"
"""The subject, by id, of what the family tells of racism."""


@dataclass(frozen=True, slots=True)
class LeftOpening:
    """A line by which the family began something that no later reply took up."""

    opening: Opening
    line: Line
    """The last line of the cue: what the author's other words answer."""
    after_reply: int
    """The reply straight after which it was said; 0 for before the first."""
    reply: Exchange | None
    """The reply that came next; None where the conversation ended there."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the program holds of an attempt, from which the cards of the page are made."""

    script: Script
    rubric: Rubric
    attempt: Attempt
    names: SubjectNamer
    picture: ConversationPicture
    left: tuple[LeftOpening, ...]
    answers: LearnerAnswers
    matters: tuple[OpenMatter, ...] = ()
    """What is open at the end by the line book, the weightiest first."""
    denying: frozenset[int] = frozenset()
    """The replies that name a subject of the page only to deny it."""

    def mark(self, reply: int) -> PictureMark:
        """Return the mark of a reply, by its number."""
        return self.picture.marks[reply - 1]

    def exchange(self, reply: int) -> Exchange:
        """Return a reply with its answer, by its number."""
        return self.attempt.replies()[reply - 1]

    def list_said(self) -> tuple[str, ...]:
        """Return all that the practitioner said."""
        return tuple(exchange.text for exchange in self.attempt.replies())

    def list_theirs(self, before: int) -> tuple[str, ...]:
        """Return what was said and seen of the family before a reply, by its number."""
        earlier = (line for exchange in self.attempt.replies()[: before - 1] for line in exchange.lines())
        return tuple(line.text for line in (*self.attempt.arrival, *earlier))

    def list_heard(self) -> tuple[str, ...]:
        """Return all that was said and seen, with the names of those who spoke and of the children."""
        lines = (*self.attempt.arrival, *(line for exchange in self.attempt.exchanges for line in exchange.lines()))
        there = {line.speaker for line in lines}.union(self.script.dialogue.afterwards.children)
        people = (person for key, person in self.script.people.items() if key in there)
        names = (name for person in people for name in (person.name, person.called))
        return (*self.list_said(), *(line.text for line in lines), *names)

    def keep_known(self, *ways: str) -> tuple[str, ...]:
        """Return those prepared sentences that name nothing but what is known here.

        The practitioner knows what stands in the brief, and nobody who was not there or spoken of.
        """
        before = (self.script.dialogue.brief, self.script.dialogue.you_are, self.script.dialogue.setting)
        said = self.list_heard()
        heard = (*said, *before)
        return tuple(
            way
            for way in ways
            if not (find_unsaid(way, heard) or claims_feeling(way, said))
            and self._may_call(way, said)
            and knows_kin(way, said)
        )

    def list_disowned(self) -> frozenset[int]:
        """List the replies answered by a word that the next reply says it never said.

        "Hang on, I didn't say Islamophobia, did I?" is no taking up of it.
        """
        replies = self.attempt.replies()
        return frozenset(
            exchange.number
            for exchange, later in pairwise(replies)
            for disowned in _DISOWNS.finditer(spell_plain(later.text))
            if any(f" {disowned['word']} " in f" {spell_plain(line.text)} " for line in exchange.lines())
        )

    def _may_call(self, way: str, said: Sequence[str]) -> bool:
        """Whether a sentence calls people only what somebody called them here.

        What the brief says of their heritage may be said once the family itself has named that subject.

        Args:
            way: the sentence.
            said: all that was said here.
        """
        if not find_labels(way).difference(*map(find_labels, said)):
            return True
        named = {key for mark in self.picture.marks for key in mark.by_them}
        named.update(find_named(self.script, self.attempt.arrival, self.names.find))
        return not named.isdisjoint(self.names.find(way))

    def keep_told(self, left: str) -> str:
        """Return what is left of a matter as far as it was told here; empty if nothing was.

        What the practitioner knew beforehand is not what was told. Where the whole names a thing that nobody spoke of,
        a part of it may do: without what stands between a comma and the colon, or behind a comma after it. What stands
        before the colon alone says neither who nor what, and is not enough.

        Args:
            left: what the author wrote of it.
        """
        heard = self.list_heard()
        head, _, rest = left.rstrip(".").partition(":")
        stop = "" if rest.endswith("?") else "."
        known = self._keep_first(head, heard)
        shorter = [f"{known}:{rest}{stop}"] if rest and _POINTS_BACK.isdisjoint(rest.replace(",", "").split()) else []
        if rest:
            # What is to be done with a thing may be told in part, but never without its safeguards: "with no source
            # given". A thing alone says neither who nor what.
            part = self._keep_first(rest, heard)
            shorter += [] if _SAFEGUARDS.search(rest[len(part) :]) else [f"{head}:{part}."]
        elif head.split(" ", 1)[0].casefold() not in _BEGINS_CLAUSE:
            # A clause without its second half says nothing: "How she learns, and from whom".
            shorter.append(f"{known}.")
        for text in dict.fromkeys((left, *shorter)):
            if len(text.split()) >= _FEWEST_LEFT and _is_known(text, heard):
                return text
        return ""

    def _keep_first(self, text: str, heard: Sequence[str]) -> str:
        """Return a text up to the first comma behind which it names what nobody spoke of."""
        first, *others = text.split(", ")
        return ", ".join((first, *takewhile(lambda part: _is_known(part, heard), others)))

    def list_raised(self) -> frozenset[str]:
        """List the subjects that the family put forward: in words, or by an opening on one."""
        named = {*find_named(self.script, self.attempt.arrival, self.names.find)}
        turns = {self.script.dialogue.begins}
        turns |= {o.turn for e in self.attempt.exchanges for o in e.outputs if isinstance(o, TurnOutput)}
        topics = {opening.topic for turn in turns if (opening := self.script.turn(turn).opening)}
        rows = self.rubric.list_rows().items()
        begun = {key for key, row in rows if not topics.isdisjoint(row.topics)}
        return frozenset(named | begun | {key for mark in self.picture.marks for key in mark.by_them})

    def keep_raised(self, *ways: str) -> tuple[str, ...]:
        """Return those of some suggestions that answer no subject but those the family raised."""
        raised = self.list_raised()
        return tuple(way for way in ways if raised.issuperset(self.names.find(way)))

    def keep_fitting(self, *ways: str) -> tuple[str, ...]:
        """Return those of some suggestions that name and answer nothing but what came up here."""
        return self.keep_raised(*self.keep_known(*ways))


def _is_known(text: str, heard: Sequence[str]) -> bool:
    """Whether a text names nothing that nobody spoke of."""
    return not find_unsaid(text, heard) and not find_untold(text, heard)


_DISOWNS = re.compile(r"\bi (?:did not|never) (?:say|said|call it) (?P<word>\w{4,})\b")
_KIN = tuple(
    map(
        frozenset,
        ("mum mam mom mother mums".split(), "dad father dads".split(), "nan gran nana grandma grandmother".split()),
    )
)


def claims_feeling(way: str, said: Sequence[str]) -> bool:
    """Whether a sentence states of another what they felt, in a word that nobody said.

    "She was so pleased with it" claims what "That sounds hard" and "What is he afraid of?" do not.

    Args:
        way: the sentence.
        said: all that was said.
    """
    felt = {find_stem(word) for one in split_sentences(way) if not one.endswith("?") for word in _FELT.findall(one)}
    return not felt <= {find_stem(word) for text in said for word in tokenize(text)} if felt else False


_FELT = re.compile(
    r"\b(?:he|she|they)(?:['’](?:s|re)| was| were| is| are| felt| feels) (?:so |very |really |that )?"
    r"(pleased|proud|angry|frightened|scared|afraid|sad|lonely|worried|happy|ashamed|upset|hurt|cross|embarrassed|"
    r"nervous|relieved|excited|humiliated)\b",
    re.IGNORECASE,
)


def knows_kin(way: str, said: Sequence[str]) -> bool:
    """Whether a sentence names a parent of whom it speaks to only where somebody spoke of one.

    Args:
        way: the sentence, such as "Who would your mum trust?".
        said: all that was said.
    """
    named = set(_YOUR_KIN.findall(spell_plain(way)))
    return all(any(kin.intersection(tokenize(text)) for text in said) for kin in _KIN if kin & named)


_YOUR_KIN = re.compile(r"\byour (mum|mam|mom|mother|dad|father|nan|gran|grandma|grandmother)\b")
_POINTS_BACK = frozenset(("there", "then", "both"))
"""Words that may speak of what was left out before them."""
_BEGINS_CLAUSE = frozenset("how what who whom whose where when whether that why which".split())
_SAFEGUARDS = re.compile(r"\b(?:no|not|never|nobody|without|only|unless|if|until)\b")
_FEWEST_LEFT = 3
"""The words of what is left, so that it says something."""
_MOST_LINES = 3
MOST_OF_ANSWER = 4
"""The lines of an answer that are shown with a reply that the practitioner chose."""


def choose_answer(facts: PageFacts, mark: PictureMark) -> tuple[SaidLine, ...]:
    """Return the family's next line, with those after it up to the ones that show what they did.

    These are the lines that the line book says tell something or draw back, so that no telling is cut off behind a
    flinch; without a book, the first line of what was told, or of the branch that answered. A line of a word or two
    brings the next one along.
    """
    exchange = facts.exchange(mark.reply)
    branch = facts.script.turn(exchange.before.turn).replies.get(exchange.branch())
    telling = [facts.script.silences[key].tells for key in exchange.told_silences]
    shows = {line.text for line in (telling[0] if telling else branch.says if branch else ())}
    if facts.script.dialogue.lines and (places := _list_showing(facts.script, exchange, mark.kind)):
        # An answer of few lines stands whole, and is not cut off behind its first.
        direct = [line for line in list_answering(facts.script, exchange) if line.speaker != SCENE]
        last = max(places[-1], len(direct) - 1 if len(direct) <= _MOST_LINES else 0)
        if last < MOST_OF_ANSWER:
            return mark.after[: last + 1]
        return tuple(mark.after[place] for place in places)
    place = next((at for at, line in enumerate(mark.after) if line.text in shows), 0)
    if place >= _MOST_LINES:
        return mark.after[place : place + 1]
    if place == 0 and mark.after and len(mark.after[0].text.split()) < SHORT_LINE:
        place = 1
    return mark.after[: place + 1]


def _list_showing(script: Script, exchange: Exchange, kind: MarkKind) -> list[int]:
    """List the places of the spoken lines that did what a mark says, three at most.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        kind: the kind of its mark.
    """
    tags = [find_tags(script, line) for line in list_spoken(exchange)]
    # Who drew back did it by that line; what they answered beside it stands with it, or it would look like a silence.
    drew = [at for at, one in enumerate(tags) if one.drew_back] if kind is MarkKind.DREW_BACK else []
    if drew:
        direct = [line for line in list_answering(script, exchange) if line.speaker != SCENE]
        last = max(len(direct) - 1, *(at for at in drew if at <= len(direct)), drew[0])
        return list(range(min(last, MOST_OF_ANSWER - 1) + 1)) if drew[0] < _MOST_LINES else []
    told = [at for at, one in enumerate(tags) if one.told]
    # Where they told something straight away, what comes as the talk goes on is another thing.
    direct = [line for line in list_answering(script, exchange) if line.speaker != SCENE]
    told = [at for at in told if at < len(direct)] or told
    # Lines that are said together stand together; what is told in another breath is another thing.
    block = [at for at in told if at - told[0] == told.index(at)]
    return sorted({*drew, *(block if kind is not MarkKind.TALKED_ON else ())})[:_MOST_LINES]


def choose_direct_answer(facts: PageFacts, mark: PictureMark) -> tuple[SaidLine, ...]:
    """Return the lines that answer a reply itself, three at most.

    What the family says when the next turn begins is not among them.
    """
    answer = [line for line in list_answering(facts.script, facts.exchange(mark.reply)) if line.speaker != SCENE]
    return quote_lines(facts.script, tuple(answer))[:_MOST_LINES] or mark.after[:1]


def choose_whole_answer(facts: PageFacts, mark: PictureMark) -> tuple[SaidLine, ...]:
    """Return the whole answer to a reply; of a long one, the four lines that do most."""
    if len(mark.after) <= MOST_OF_ANSWER:
        return mark.after
    tags = [find_tags(facts.script, line) for line in list_spoken(facts.exchange(mark.reply))]
    does = [at for at, one in enumerate(tags) if one.told or one.drew_back or one.tells or one.settles]
    places = dict.fromkeys((0, *does, *range(len(mark.after))))
    return tuple(mark.after[at] for at in sorted(list(places)[:MOST_OF_ANSWER]))


MOST_SHOWN = 3
"""The lines of theirs that stand with a reply to keep."""


def choose_lines(facts: PageFacts, mark: PictureMark, answer: Sequence[SaidLine]) -> tuple[SaidLine, ...]:
    """Choose the lines of an answer that matter most, three at most, in their order.

    First come those that say that somebody was heard, then those that tell a matter, name a subject, or tell anything.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
        answer: the lines of the answer.
    """
    if len(answer) <= MOST_SHOWN:
        return tuple(answer)
    tags = {
        quote_line(facts.script, line): find_tags(facts.script, line) for line in facts.exchange(mark.reply).lines()
    }

    def rank(line: SaidLine) -> tuple[bool, ...]:
        does = tags[line]
        weighs = (says_heard(line.text), does.tells, does.names or does.safety, does.told)
        return (*(not one for one in weighs), not share_words(mark.said.text, line.text))

    best = sorted(answer, key=rank)[:MOST_SHOWN]
    return tuple(line for line in answer if line in best)


def find_speaker(facts: PageFacts, mark: PictureMark) -> str:
    """Return the name of the person whose line shows what was done straight after a reply."""
    shown = choose_answer(facts, mark)
    return shown[-1].speaker if shown else say("The family")


_FEWEST_SHOWN = 8
"""The words of the lines shown, from which it can be said that somebody told more in them."""
DID = {
    MarkKind.TOLD_MORE: "{speaker} told you more straight after.",
    MarkKind.DREW_BACK: "{speaker} drew back straight after.",
    MarkKind.PUT_RIGHT: "{speaker} took it as put right.",
}
"""What was done straight after a reply, where the branch that answered it says so."""


def say_what_they_did(facts: PageFacts, mark: PictureMark, shown: tuple[SaidLine, ...] = (), subject: str = "") -> str:
    """Say what the person who answered did; empty where they only talked on, or briefly.

    That they took something as put right is said only where their first line takes it in words; that they told more,
    only where a line that is shown does, and the reply opened it.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
        shown: the lines of the answer that are shown; empty for those that are chosen for it.
        subject: the subject, by id, for which the reply is quoted, where it is quoted for one.
    """
    shown = shown or choose_answer(facts, mark)
    few = sum(len(line.text.split()) for line in shown) < _FEWEST_SHOWN
    if mark.kind is MarkKind.TOLD_MORE and facts.script.dialogue.lines:
        opened = list_opened(facts, facts.exchange(mark.reply), subject)
        tells = [line for line in opened if find_tags(facts.script, line).told]
        if not any(quote_line(facts.script, line) in shown for line in tells):
            return ""
    if mark.kind is MarkKind.TOLD_MORE and few and not facts.exchange(mark.reply).told_silences:
        return ""
    if mark.kind is MarkKind.PUT_RIGHT and not any(takes_apology(line.text) for line in mark.after[:1]):
        return ""
    if mark.kind not in DID:
        return ""
    known = _list_doing(facts, mark, shown)
    doers = known or [find_speaker(facts, mark)]
    # Where somebody else answers first, and shortly, that one drew back as well; and where no line shows who did, as
    # a girl says "Yes, miss" and her mother looks at the carpet, nobody is named.
    unseen = not known and bool(facts.script.dialogue.lines)
    if mark.kind is MarkKind.DREW_BACK and mark.after and (unseen or mark.after[0].speaker not in doers):
        return say("They drew back straight after.")
    speaker = mark.after[0].speaker if mark.kind is MarkKind.PUT_RIGHT else join_names(doers)
    return say(DID[mark.kind], speaker=speaker)


def puts_into_words(facts: PageFacts, line: Line, subject: str) -> bool:
    """Whether a line of the family's has a word of a subject, and the tag of it.

    What is about a subject to which another gives way is about that one, by the words or the tag of either.

    Args:
        facts: what the program holds of the attempt.
        line: the line.
        subject: the id of the subject.
    """
    if line.speaker == SCENE:
        return False
    names, said = facts.names, set(facts.names.find(line.text))
    if not facts.script.dialogue.lines:
        return subject in said and not names.gives_way(subject, said)
    tagged = set(find_tags(facts.script, line).names)
    words = said.union(*(names.list_before(key) & tagged for key in said))
    tags = tagged.union(*(names.list_before(key) & said for key in tagged))
    return subject in words & tags and not names.gives_way(subject, words | tags)


def list_opened(facts: PageFacts, exchange: Exchange, subject: str = "") -> list[Line]:
    """List the lines of an answer that a reply itself opened, of one subject or of any.

    They are those of the entry that was asked for, of the silence that was told, or of a branch that waits for
    something said well. What the family says where nothing fits, or as the next turn begins, it would have said in any
    case. About a subject are those that put it into words, and those that answer the sentence which does.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
        subject: the id of the subject; empty for any.
    """
    about_it = facts.rubric.list_criteria(subject)
    opened = [
        (subject in facts.names.find(asks) if isinstance(asks, str) else not asks.isdisjoint(about_it), lines)
        for asks, lines in list_openers(facts.script, exchange, facts.rubric.of(Polarity.AVOIDANT))
    ]
    spoken = list_spoken(exchange)
    return [
        line
        for line in spoken
        for named in (not subject or puts_into_words(facts, line, subject),)
        if any(line in lines and (about or named) for about, lines in opened)
    ]


def _list_doing(facts: PageFacts, mark: PictureMark, shown: tuple[SaidLine, ...]) -> list[str]:
    """List who did what a mark says, by the tags of the lines that are shown.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
        shown: the lines of the answer that are shown.
    """
    doing: dict[str, None] = {}
    for line in list_spoken(facts.exchange(mark.reply)):
        tags = find_tags(facts.script, line)
        # "Where was I?" and "Not with Kit on" tell nothing, whatever somebody else goes on to.
        tells = tags.told and not refuses(line.text) and not _ASKS_BACK.match(line.text)
        does = tags.drew_back if mark.kind is MarkKind.DREW_BACK else tells
        if does and quote_line(facts.script, line) in shown:
            doing[facts.script.speaker(line)] = None
    return list(doing)


_ASKS_BACK = re.compile(r"(?:[^\s?!.]+\s+){0,4}[^\s?!.]+\?$")
"""One short question and nothing else."""


# --- What a matter is told by


def list_telling(script: Script, lines: Iterable[Line], matter: str) -> list[Line]:
    """List the lines that tell a matter.

    Args:
        script: the scenario that was played.
        lines: what the family said.
        matter: the id of the matter.
    """
    return [line for line in lines if line.speaker != SCENE and matter in find_tags(script, line).tells]


def was_deferred(exchange: Exchange) -> bool:
    """Whether the family's first line after a reply says that it comes to that later."""
    return _COMES_TO_IT.search(exchange.find_first_words()) is not None


_COMES_TO_IT = re.compile(r"\bI['’]?(?:ll| will) (?:come|get) to (?:that|it)\b", re.IGNORECASE)


def join_words(lines: Sequence[Line]) -> frozenset[str]:
    """Find the words of some lines that carry a subject."""
    return frozenset[str]().union(*(find_content_words(one.text) for one in lines))


def came_of_food(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether what is told came only of a reading whose words ask about food or drink.

    "Have you had your tea?" opened nothing that they say of how somebody was looked at.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    if exchange.reading is None:
        return False
    openers = list(list_openers(facts.script, exchange, facts.rubric.of(Polarity.AVOIDANT)))
    telling = [line for line in list_spoken(exchange) if find_tags(facts.script, line).told]
    if not telling or any(line in lines for asks, lines in openers if isinstance(asks, str) for line in telling):
        return False
    met = frozenset[str]().union(*(asks for asks, lines in openers if not isinstance(asks, str)))
    spans = [v.span.text.strip() for v in exchange.reading.verdicts if v.criterion in met and v.span]
    eats = [one for one in list_questions(exchange.text) if FOOD.search(" ".join(tokenize(one)))]
    words = frozenset[str]().union(*map(find_content_words, eats))
    told = frozenset[str]().union(*(find_content_words(line.text) for line in telling))
    return bool(spans) and not words & told and all(any(one in s or s in one for one in eats) for s in spans)


# --- What they told of racism first


def mark_as_shown(facts: PageFacts) -> ConversationPicture:
    """Mark where the family spoke up, and where it first told of racism.

    Who answers a hurt by saying what was wrong with it has not drawn back, and has not simply talked on. And whatever
    the reply asked, they have told of racism. So the picture of the page says so; what is held up or gone back to is
    chosen by what the reply itself opened, as before.

    Args:
        facts: what the program holds of the attempt.
    """
    replies = facts.attempt.replies()
    first = _find_first_of_racism(facts)
    following = dict(pairwise(exchange.number for exchange in replies))
    before = {later: earlier for earlier, later in following.items()}
    marks = []
    for mark in facts.picture.marks:
        if mark.kind in (MarkKind.TALKED_ON, MarkKind.NOT_TAKEN_UP):
            exchange = facts.exchange(mark.reply)
            earlier = facts.exchange(before[mark.reply]) if mark.reply in before else None
            after = facts.exchange(following[mark.reply]) if mark.reply in following else None
            if _speaks_up(facts, exchange, earlier):
                mark = mark.model_copy(update={"kind": MarkKind.SPOKE_UP})
            elif mark.reply == first and not _turned_away(facts, exchange, after):
                mark = mark.model_copy(update={"kind": MarkKind.TOLD_MORE})
        marks.append(mark)
    return facts.picture.model_copy(update={"marks": tuple(marks)})


def _speaks_up(facts: PageFacts, exchange: Exchange, earlier: Exchange | None) -> bool:
    """Whether the family says what is wrong with a reply that hurt."""
    if not draws_back(facts.script, exchange) or not speaks_out(facts.script, exchange, facts.names.find):
        return False
    return earlier is None or not takes_back(exchange, earlier)


def _find_first_of_racism(facts: PageFacts) -> int:
    """Return the reply after which the family first told of racism; 0 if there is none.

    The line book says that the line tells of it, and its words name it.
    """
    for lines, number in ((facts.attempt.arrival, 0), *((one.lines(), one.number) for one in facts.attempt.replies())):
        tags = [(line, find_tags(facts.script, line)) for line in lines]
        if any(one.told and RACISM in one.names and RACISM in facts.names.find(line.text) for line, one in tags):
            return number
        if any(RACISM in one.names for _, one in tags):
            return 0
    return 0


def _turned_away(facts: PageFacts, exchange: Exchange, following: Exchange | None) -> bool:
    """Whether a reply hurt, went past what was told, or was turned away for its manner.

    What they tell then, they tell in spite of it.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
        following: the next reply; None where there is none.
    """
    begins = [line.text for line in list_spoken(exchange)[:1]]
    turned = any(rebuffs(text) or contradicts(text) for text in begins)
    return turned or may_hurt(facts.script, exchange) or went_past(exchange, following)
