"""The picture of a conversation: one mark a reply, and where its subjects were named.

Begin with `build_picture`. A mark comes from what the family said: the scenario's line book says what each of its lines
does. A scenario without one goes by the branch that answered (what was told, how the two scales moved). It never comes
from the rubric: it says what the family did, and nothing of how good a reply was.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from coach.debrief.first_page import (
    ConversationPicture,
    LearnerAnswers,
    MarkKind,
    PictureMark,
    PictureSubject,
    SaidLine,
)
from coach.debrief.owning import (
    accepts,
    apologises,
    asks_anew,
    find_owning,
    goes_back,
    holds_off,
    owns_for_service,
    refuses,
)
from coach.debrief.wording import SubjectNamer, find_unsaid
from coach.model.conditions import HIGHEST, LOWEST, SCENE, Line
from coach.model.events import Replied
from coach.model.line_book import LineTags
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import Branch, Opening
from coach.rehearsal.line_blocks import OpenMatter, find_tags
from coach.rehearsal.script import Script
from coach.rehearsal.state import (
    HURT,
    MENDED,
    Attempt,
    EntryOutput,
    Exchange,
    HonestOutput,
    ScaleOutput,
    TurnOutput,
)

YOU = "You"
"""How the practitioner's lines are headed."""


def build_picture(
    script: Script,
    attempt: Attempt,
    subjects: tuple[PictureSubject, ...] = (),
    names: Callable[[str], Collection[str]] = lambda _: (),
    left: Collection[int] = (),
    avoidant: Collection[str] = (),
    reads: Callable[[Exchange], Collection[str]] = lambda _: (),
    plans: str | None = None,
) -> ConversationPicture:
    """Build the picture of an attempt.

    Args:
        script: the scenario that was played.
        attempt: the attempt.
        subjects: the subjects whose naming is shown under the marks.
        names: finds the subjects, by id, that a text names.
        left: the replies straight after which the family began something that no later reply took up.
        avoidant: the criteria that avoid a subject: a branch that waits for one of them is no telling.
        reads: finds the subjects that a reply took up as it was read, where no words are known by which to tell.
        plans: the criterion of a next step that is agreed, which is no telling either.
    """
    shown = [subject.id for subject in subjects]
    marks = []
    replies = attempt.replies()
    heard = set(attempt.arrival)
    for at, (exchange, following) in enumerate(zip_longest(replies, replies[1:])):
        after = quote_lines(script, exchange.lines())
        yours = set() if may_hurt(script, exchange) else {*names(exchange.text), *reads(exchange)}
        theirs = set(find_named(script, exchange.lines(), names))
        rights = puts_right(script, exchange) and mends_something(script, exchange, replies[:at])
        kind = _find_mark_kind(
            script, exchange, left=exchange.number in left, avoidant=avoidant, plans=plans, rights=rights
        )
        # Who says a line again has told nothing by it, and who has to be asked anew went past what was asked.
        went_past = following is not None and asks_anew(following.text)
        if kind is MarkKind.TOLD_MORE and (went_past or not tells_new(script, exchange, heard)):
            kind = MarkKind.TALKED_ON
        heard.update(exchange.lines())
        marks.append(
            PictureMark(
                reply=exchange.number,
                kind=kind,
                before=next((line for line in reversed(quote_lines(script, exchange.cue))), None),
                said=quote_reply(exchange),
                after=after,
                by_you=tuple(key for key in shown if key in yours),
                by_them=tuple(key for key in shown if key in theirs),
            )
        )
    return ConversationPicture(marks=tuple(marks), subjects=subjects)


def _find_mark_kind(
    script: Script, exchange: Exchange, *, left: bool, avoidant: Collection[str], plans: str | None, rights: bool
) -> MarkKind:
    """Return the kind of a reply's mark, by what the family did straight after it.

    That it put something right comes first, and last that it left what they began, if it did.
    """
    if rights:
        return MarkKind.PUT_RIGHT
    if draws_back(script, exchange):
        return MarkKind.DREW_BACK
    if tells_more(script, exchange, avoidant, plans):
        return MarkKind.TOLD_MORE
    return MarkKind.NOT_TAKEN_UP if left else MarkKind.TALKED_ON


def find_named(script: Script, lines: Iterable[Line], names: Callable[[str], Collection[str]]) -> dict[str, Line]:
    """Find the subjects that some lines put into words, by id, with the first line that does.

    Args:
        script: the scenario that was played.
        lines: what the family said.
        names: finds the subjects that a text names, where the scenario has no line book, and where a block of several
            lines names one.
    """
    spoken = [line for line in lines if line.speaker != SCENE]
    said = [set(names(line.text)) for line in spoken]
    tagged = [find_tags(script, line).names for line in spoken] if script.dialogue.lines else said
    naming: dict[str, Line] = {}
    for key in dict.fromkeys(key for keys in tagged for key in sorted(keys)):
        with_words = [line for line, keys in zip(spoken, said, strict=True) if key in keys]
        # Where none has such words, one that names another subject of theirs shows most ("It's Roma"), and else the
        # last: the first often speaks of chairs.
        tagging = [(line, words) for line, keys, words in zip(spoken, tagged, said, strict=True) if key in keys]
        near = [line for line, words in tagging if words]
        naming[key] = (with_words or near or [tagging[-1][0]])[0]
    return naming


def may_hurt(script: Script, exchange: Exchange) -> bool:
    """Whether a reply hurt, or more likely than not has words that do: it stands for no subject."""
    read = exchange.reading
    harmful = read.clear() | {v.criterion for v in read.verdicts if v.is_likely} if read else frozenset()
    return draws_back(script, exchange) or not script.harmful.isdisjoint(harmful)


def puts_right(script: Script, exchange: Exchange) -> bool:
    """Whether a reply put something right: it owns what was done, and was not refused.

    What it owns is the practitioner's own or the service's. Without a line book, the family took it so by its branch.
    """
    mended = exchange.repair == "repaired" or exchange.branch() == MENDED
    if script.dialogue.lines:
        if draws_back(script, exchange) or any(refuses(line.text) for line in _list_spoken(exchange)[:1]):
            return False
        waits = mended or _waits_for_mending(script, exchange)
        owned = bool(find_owning(exchange.text)) or owns_for_service(exchange.text)
        return owned or (waits and apologises(exchange.text))
    return mended or (_waits_for_mending(script, exchange) and not draws_back(script, exchange))


def mends_something(script: Script, exchange: Exchange, earlier: Sequence[Exchange]) -> bool:
    """Whether there was something to put right: an earlier hurt, own words, or what they accept.

    Who sees the mark of a reply that put something right takes it that somebody was hurt.
    """
    return (
        any(one.hurts() or draws_back(script, one) for one in earlier)
        or any(goes_back(one.text, exchange.text, straight_after=one is earlier[-1]) for one in earlier)
        or any(accepts(line.text) for line in _list_spoken(exchange)[:1])
    )


def _waits_for_mending(script: Script, exchange: Exchange) -> bool:
    """Whether the branch that answered a reply waits for a mending that the reply has."""
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    waits_for_it = branch is not None and script.mends in (*branch.met, *branch.any_met)
    # A branch may wait for several things; it was this one if the reply has it.
    read = exchange.reading
    return waits_for_it and read is not None and script.mends in read.clear()


def _list_spoken(exchange: Exchange) -> list[Line]:
    """List what persons said straight after a reply."""
    return [line for line in exchange.lines() if line.speaker != SCENE]


def draws_back(script: Script, exchange: Exchange) -> bool:
    """Whether the family drew back: at a hurt, or by a line of which the line book says so.

    Who flinches and then tells, or tells in spite of a hurt, has not drawn back. Without a line book: a hurt was met,
    or the family trusts less or guards itself more.
    """
    hurt = exchange.branch() == HURT or bool(exchange.hurts())
    if not script.dialogue.lines:
        return hurt or any(_list_moves(exchange, "guarded", "trust"))
    does = list_doing(script, exchange).values()
    return all(one.drew_back for one in does) and (hurt or bool(does))


def list_doing(script: Script, exchange: Exchange) -> dict[Line, LineTags]:
    """List the lines of an answer that tell something or draw back, with their tags.

    The lines of the next turn count where the reply opened the way to it: it went there by a branch that waits for
    something said well.
    """
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    honest = any(isinstance(output, HonestOutput) for output in exchange.outputs)
    opened = branch is not None and not honest and _waits_for_good(script, branch, ())
    lines = exchange.lines() if opened else list_answering(script, exchange)
    tags = {line: find_tags(script, line) for line in lines}
    return {line: one for line, one in tags.items() if one.drew_back or one.told}


def list_answering(script: Script, exchange: Exchange) -> tuple[Line, ...]:
    """List the lines with which the family answers a reply itself.

    Where the talk then goes on to another turn, the lines with which that one begins would have come in any case. They
    are the answer only where nobody says anything before them.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
    """
    if not any(isinstance(output, TurnOutput) for output in exchange.outputs):
        return exchange.lines()
    turn = script.turn(exchange.after.turn)
    begins = [line for lines in (turn.says, turn.says_when_hurt, *(a.says for a in turn.says_if)) for line in lines]
    answer = tuple(line for line in exchange.lines() if line not in begins)
    return answer if any(line.speaker != SCENE for line in answer) else exchange.lines()


def tells_more(script: Script, exchange: Exchange, avoidant: Collection[str] = (), plans: str | None = None) -> bool:
    """Whether the family told more straight after a reply.

    It did if it told a silence, or said a line of which the line book says so. Without a book, it did if it went on to
    another turn by a branch that waits for something said well, or that makes it trust more or guard itself less; never
    by a branch for when it is hurt or guarded.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        avoidant: the criteria that avoid a subject.
        plans: the criterion of a next step: a family that agrees to one has told nothing by that.
    """
    if draws_back(script, exchange):
        return False
    if exchange.told_silences:
        return True
    if script.dialogue.lines:
        # What comes with a flinch, or in spite of a hurt, was not opened by the reply, and no more is said of it.
        hurt = exchange.branch() == HURT or bool(exchange.hurts())
        does = list_doing(script, exchange).values()
        return not hurt and bool(does) and not any(one.drew_back for one in does)
    entry = next((output for output in exchange.outputs if isinstance(output, EntryOutput)), None)
    # An entry said alone answers a question of fact; the branch that it stood for was not said.
    if entry and not entry.besides:
        return False
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    if (
        branch is None
        or _holds_back(branch)
        or {*branch.met, *branch.any_met} == {plans}
        or _count_words(exchange) < _FEWEST_WORDS
    ):
        return False
    # Where the talk stays in its turn, the family answered, and went on to nothing new.
    went_on = any(isinstance(output, TurnOutput) for output in exchange.outputs)
    opened = any(_list_moves(exchange, "trust", "guarded"))
    return went_on and (opened or _waits_for_good(script, branch, avoidant))


def tells_new(script: Script, exchange: Exchange, heard: Collection[Line]) -> bool:
    """Whether an answer tells something in a new line that holds nothing off.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        heard: all that the family said before.
    """
    if not script.dialogue.lines or exchange.told_silences:
        return True
    telling = [line for line, tags in list_doing(script, exchange).items() if tags.told]
    return any(line not in heard and not holds_off(line.text) for line in telling)


def _count_words(exchange: Exchange) -> int:
    """Count the words that persons of the family said in an answer."""
    return sum(len(line.text.split()) for line in _list_spoken(exchange))


_FEWEST_WORDS = 10
"""The words of an answer that tells more: "I heard. I'm just slow." tells nothing, whatever branch it comes from."""
_GUARDED = 2
"""How guarded a branch has to wait for to be an answer that holds back."""


def _waits_for_good(script: Script, branch: Branch, avoidant: Collection[str]) -> bool:
    """Whether a branch waits for something said well, and for nothing that hurts."""
    waits = set(branch.met + branch.any_met)
    return bool(waits or branch.helpful) and not branch.hurt and not waits & (script.harmful | set(avoidant))


def _holds_back(branch: Branch) -> bool:
    """Whether a branch is what the family says while it is hurt, guarded, or of little trust."""
    guarded = branch.guarded is not None and branch.guarded.low >= _GUARDED and branch.guarded.high == HIGHEST
    wary = branch.trust is not None and branch.trust.low == LOWEST and branch.trust.high < _GUARDED
    return bool(branch.while_hurt) or guarded or wary


def _list_moves(exchange: Exchange, up: str, down: str) -> list[bool]:
    """List, for each move of the family's scales, whether it raises the one or lowers the other."""
    scales = [output for output in exchange.outputs if isinstance(output, ScaleOutput)]
    return [s.after > s.before if s.scale == up else s.after < s.before for s in scales if s.scale in (up, down)]


# --- Lines as they stand on the page


def quote_reply(exchange: Exchange) -> SaidLine:
    """Quote a reply whole, with its number."""
    return SaidLine(speaker=YOU, text=exchange.text, reply=exchange.number)


def quote_line(script: Script, line: Line) -> SaidLine:
    """Quote a line of the family's whole."""
    return SaidLine(speaker=script.speaker(line), text=line.text, how=line.how, scene=line.speaker == SCENE)


def quote_lines(script: Script, lines: tuple[Line, ...]) -> tuple[SaidLine, ...]:
    """Quote what persons say in some lines; scenes are left out."""
    return tuple(quote_line(script, line) for line in lines if line.speaker != SCENE)


# --- What the cards are made from


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

    def keep_known(self, *ways: str) -> tuple[str, ...]:
        """Return those of some sentences written beforehand that name nothing but what came up here."""
        lines = (*self.attempt.arrival, *(line for exchange in self.attempt.exchanges for line in exchange.lines()))
        people = (name for person in self.script.people.values() for name in (person.name, person.called))
        before = (self.script.dialogue.brief, self.script.dialogue.you_are, self.script.dialogue.setting)
        heard = (*self.list_said(), *(line.text for line in lines), *people, *before)
        return tuple(way for way in ways if not find_unsaid(way, heard))

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


_SHORT_LINE = 4
"""A line of fewer words than this says little by itself: the next line goes with it."""
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
        if places[-1] < MOST_OF_ANSWER:
            return mark.after[: places[-1] + 1]
        return tuple(mark.after[place] for place in places)
    place = next((at for at, line in enumerate(mark.after) if line.text in shows), 0)
    if place >= _MOST_LINES:
        return mark.after[place : place + 1]
    if place == 0 and mark.after and len(mark.after[0].text.split()) < _SHORT_LINE:
        place = 1
    return mark.after[: place + 1]


def _list_showing(script: Script, exchange: Exchange, kind: MarkKind) -> list[int]:
    """List the places of the spoken lines that did what a mark says, three at most.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        kind: the kind of its mark.
    """
    tags = [find_tags(script, line) for line in _list_spoken(exchange)]
    drew = [at for at, one in enumerate(tags) if one.drew_back][:1] if kind is MarkKind.DREW_BACK else []
    told = [at for at, one in enumerate(tags) if one.told]
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
    tags = [find_tags(facts.script, line) for line in _list_spoken(facts.exchange(mark.reply))]
    does = [at for at, one in enumerate(tags) if one.told or one.drew_back or one.tells or one.settles]
    places = dict.fromkeys((0, *does, *range(len(mark.after))))
    return tuple(mark.after[at] for at in sorted(list(places)[:MOST_OF_ANSWER]))


def find_speaker(facts: PageFacts, mark: PictureMark) -> str:
    """Return the name of the person whose line shows what was done straight after a reply."""
    shown = choose_answer(facts, mark)
    return shown[-1].speaker if shown else "The family"


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
    if mark.kind is MarkKind.PUT_RIGHT and not any(accepts(line.text) for line in mark.after[:1]):
        return ""
    if mark.kind not in DID:
        return ""
    speaker = mark.after[0].speaker if mark.kind is MarkKind.PUT_RIGHT else _find_doer(facts, mark, shown)
    return DID[mark.kind].format(speaker=speaker)


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
    script = facts.script
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    # What opened some lines: whether it was asked about the subject, and the lines.
    opened: list[tuple[bool, list[Line]]] = []
    told = [line for key in exchange.told_silences for line in script.silences[key].tells]
    if branch is not None and _waits_for_good(script, branch, facts.rubric.of(Polarity.AVOIDANT)):
        waits = {*branch.met, *branch.any_met}
        opened.append((not waits.isdisjoint(facts.rubric.list_criteria(subject)), [*branch.says, *told]))
    opened.append((False, told))
    for output in exchange.outputs:
        if isinstance(output, EntryOutput):
            for name, asked in ((output.entry, True), (output.also, False)):
                entry = script.find_entry(exchange.before.turn, name)
                lines = [line for take in entry.list_takes() for line in take] if entry else []
                about = subject in facts.names.find(_find_sentence(exchange, also=not asked))
                opened.append((about, [*lines, *(told if entry and entry.opens else ())]))
    spoken = _list_spoken(exchange)
    return [
        line
        for line in spoken
        for named in (not subject or puts_into_words(facts, line, subject),)
        if any(line in lines and (about or named) for about, lines in opened)
    ]


def _find_sentence(exchange: Exchange, *, also: bool) -> str:
    """Find the sentence of a reply that an entry answers; the whole reply if none is known."""
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    span = (pick.also_span if also else pick.span) if pick else None
    return span.text if span else exchange.text


def _find_doer(facts: PageFacts, mark: PictureMark, shown: tuple[SaidLine, ...]) -> str:
    """Find who did what a mark says, among the lines that are shown.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
        shown: the lines of the answer that are shown.
    """
    for line in _list_spoken(facts.exchange(mark.reply)):
        tags = find_tags(facts.script, line)
        does = tags.drew_back if mark.kind is MarkKind.DREW_BACK else tags.told
        if does and quote_line(facts.script, line) in shown:
            return facts.script.speaker(line)
    return find_speaker(facts, mark)
