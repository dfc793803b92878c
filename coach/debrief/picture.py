"""The picture of a conversation: one mark a reply, and where its subjects were named.

Begin with `build_picture`. A mark comes from what the family said: the scenario's line book says what each of its lines
does. A scenario without one goes by the branch that answered (what was told, how the two scales moved). It never comes
from the rubric: it says what the family did, and nothing of how good a reply was.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from coach.debrief.first_page import (
    ConversationPicture,
    MarkKind,
    PictureMark,
    PictureSubject,
    SaidLine,
)
from coach.debrief.owning import (
    accepts,
    apologises,
    asks_anew,
    contradicts,
    defers,
    denies_what_nobody_said,
    find_owning,
    goes_back,
    holds_off,
    is_content,
    lets_be,
    owns_for_service,
    owns_own_work,
    pushes_back,
    rebuffs,
    refuses,
)
from coach.debrief.slights import denies_race, has_slight
from coach.debrief.wording import count_told, drop_speeches, says_again, share_words, split_sentences
from coach.model.conditions import HIGHEST, LOWEST, SCENE, Line
from coach.model.events import Replied
from coach.model.line_book import LineTags
from coach.model.scenario import Branch
from coach.rehearsal.line_blocks import find_tags
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
    noted: Mapping[int, Collection[str]] | None = None,
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
        noted: the subjects, by reply, that the coach's own notes say were named; a reply that hurt has none.
        plans: the criterion of a next step that is agreed, which is no telling either.
    """
    noted = noted or {}
    shown = [subject.id for subject in subjects]
    marks = []
    replies = attempt.replies()
    heard = set(attempt.arrival)
    for at, (exchange, following) in enumerate(zip_longest(replies, replies[1:])):
        after = quote_lines(script, exchange.lines())
        yours = set() if may_hurt(script, exchange) else {*names(drop_speeches(exchange.text)), *reads(exchange)}
        by_note = () if hurts(script, exchange) else noted.get(exchange.number, ())
        theirs = set(find_named(script, exchange.lines(), names))
        rights = is_put_right(script, exchange, replies[:at])
        kind = _find_mark_kind(
            script, exchange, left=exchange.number in left, avoidant=avoidant, plans=plans, rights=rights
        )
        # Who says a line again has told nothing by it, and what comes in spite of a reply did not come of it.
        denied = denies_race(exchange.text) and not find_owning(exchange.text)
        turned = denied or any(rebuffs(line.text) or contradicts(line.text) for line in after[:1])
        told = not (turned or went_past(exchange, following)) and tells_new(script, exchange, heard, avoidant, names)
        if kind is MarkKind.TOLD_MORE and not told:
            kind = MarkKind.TALKED_ON
        # A door that closes on a reply which goes back to the one before it closes on that one.
        if kind is MarkKind.DREW_BACK and at and script.dialogue.lines and _takes_back(exchange, replies[at - 1]):
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
                noted=tuple(key for key in shown if key in by_note and key not in yours),
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


def hurts(script: Script, exchange: Exchange) -> bool:
    """Whether a reply hurt, or clearly has words that do."""
    clear = exchange.reading.clear() if exchange.reading else frozenset()
    return draws_back(script, exchange) or not script.harmful.isdisjoint(clear)


def may_hurt(script: Script, exchange: Exchange) -> bool:
    """Whether a reply hurt, or more likely than not has words that do: it stands for no subject."""
    read = exchange.reading
    harmful = read.clear() | {v.criterion for v in read.verdicts if v.is_likely} if read else frozenset()
    return draws_back(script, exchange) or not script.harmful.isdisjoint(harmful)


def went_past(exchange: Exchange, following: Exchange | None) -> bool:
    """Whether a reply and its answer went past one another, or the reply past what was told.

    The next reply says so ("I meant the leaflet", "I put that badly"), or the reply itself makes less of what was told.

    Args:
        exchange: the reply with its answer.
        following: the next reply; None where there is none.
    """
    if has_slight(exchange.text) and not (exchange.told_silences or find_owning(exchange.text)):
        return True
    return following is not None and (asks_anew(following.text) or _takes_back(following, exchange))


def _takes_back(exchange: Exchange, before: Exchange) -> bool:
    """Whether a reply begins by going back to the one before it and owning what that said."""
    first = " ".join(split_sentences(exchange.text)[:_FIRST_OF_ALL])
    return goes_back(before.text, first, straight_after=True)


_FIRST_OF_ALL = 2
"""The sentences with which a reply begins: what is owned behind them may be of another thing."""


def is_put_right(script: Script, exchange: Exchange, earlier: Sequence[Exchange]) -> bool:
    """Whether a reply surely put something right: it owns what it mends, and was taken so.

    They take it in words ("That's all right"), and ask for nothing more with them; or by the branch for a mending,
    while the hurt is still there. Straight after they drew back, they take it too by telling what they were asked,
    and what is put right may be that they are let be. A denial of what nobody had said puts nothing right. Without a
    line book, the branch says so by itself.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        earlier: the replies before it.
    """
    if earlier and script.dialogue.lines and draws_back(script, earlier[-1]) and lets_be(exchange.text):
        return not draws_back(script, exchange) and any(is_content(line.text) for line in list_spoken(exchange)[:1])
    if not (puts_right(script, exchange) and mends_something(script, exchange, earlier)):
        return False
    lines = (*exchange.cue, *(line for one in earlier for line in (*one.cue, *one.lines())))
    if denies_what_nobody_said(exchange.text, [*(one.text for one in earlier), *(line.text for line in lines)]):
        return False
    if not script.dialogue.lines or any(is_content(line.text) for line in list_spoken(exchange)[:1]):
        return True
    # What *why* says of the same reply: the hurt was still there, and they answer by the branch for a mending.
    if exchange.repair == "repaired" and exchange.branch() == MENDED:
        return True
    drew_back = bool(earlier) and draws_back(script, earlier[-1])
    return drew_back and owns_first(exchange) and tells_more(script, exchange)


def puts_right(script: Script, exchange: Exchange) -> bool:
    """Whether a reply put something right: it owns what was done, and was not refused.

    What it owns is the practitioner's own or the service's. Without a line book, the family took it so by its branch.
    """
    mended = exchange.repair == "repaired" or exchange.branch() == MENDED
    if script.dialogue.lines:
        first = list_spoken(exchange)[:1]
        if draws_back(script, exchange) or any(refuses(line.text) or pushes_back(line.text) for line in first):
            return False
        waits = mended or _waits_for_mending(script, exchange)
        owned = bool(find_owning(exchange.text)) or owns_for_service(exchange.text)
        return owned or (waits and apologises(exchange.text))
    by_branch = mended or (_waits_for_mending(script, exchange) and not draws_back(script, exchange))
    return by_branch and exchange.repair != "eased"  # what only eased is partly mended


def mends_something(script: Script, exchange: Exchange, earlier: Sequence[Exchange]) -> bool:
    """Whether a reply mends a hurt just before it, its own words or the service's.

    Who sees the mark of a reply that put something right takes it that somebody was hurt. A sorry for talking too much,
    long after a hurt, does not put that right.
    """
    hurtful = [one for one in earlier if one.hurts() or draws_back(script, one)]
    by_branch = not script.dialogue.lines  # it says by itself that something was mended
    return (
        (
            bool(hurtful)
            and ((hurtful[-1] is earlier[-1] and owns_first(exchange)) or by_branch or owns_own_work(exchange.text))
        )
        or any(goes_back(one.text, exchange.text, straight_after=one is earlier[-1]) for one in earlier)
        or (
            (by_branch or bool(find_owning(exchange.text)) or owns_for_service(exchange.text))
            and any(accepts(line.text) for line in list_spoken(exchange)[:1])
        )
    )


def owns_first(exchange: Exchange) -> bool:
    """Whether a reply begins by owning something; what it owns at its end may be its own."""
    first = " ".join(split_sentences(exchange.text)[:_FIRST_SENTENCES])
    return bool(find_owning(first)) or apologises(first)


_FIRST_SENTENCES = 3


def _waits_for_mending(script: Script, exchange: Exchange) -> bool:
    """Whether the branch that answered a reply waits for a mending that the reply has."""
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    waits_for_it = branch is not None and script.mends in (*branch.met, *branch.any_met)
    # A branch may wait for several things; it was this one if the reply has it.
    read = exchange.reading
    return waits_for_it and read is not None and script.mends in read.clear()


def list_spoken(exchange: Exchange) -> list[Line]:
    """List what persons said straight after a reply."""
    return [line for line in exchange.lines() if line.speaker != SCENE]


def draws_back(script: Script, exchange: Exchange) -> bool:
    """Whether the family drew back, at a hurt or by a line straight after.

    Who flinches and then tells, or tells in spite of a hurt, has not; nor has one who closes a door only as the next
    turn begins, or flinches and then answers or tells, or trusts more by a mending. Who answers a hurt alone and trusts
    less by it has. Without a line book: a hurt was met, or the family trusts less or guards itself more.
    """
    hurt = exchange.branch() == HURT or bool(exchange.hurts())
    if not script.dialogue.lines:
        return hurt or any(_list_moves(exchange, "guarded", "trust"))
    if _answers_hurt_alone(exchange):
        return True
    does = list_doing(script, exchange)
    straight = any(does[line].drew_back for line in _list_first(exchange) if line in does)
    drew = all(one.drew_back for one in does.values()) and (hurt or straight)
    opened = not hurt and (_mends(script, exchange) or tells_behind(script, exchange))
    return drew and not opened and not answers_after_all(script, exchange)


def tells_behind(script: Script, exchange: Exchange) -> bool:
    """Whether the one who drew back at a question tells something straight behind.

    "Do look at what it is a map of.", and then the map. Where somebody else comes in first, or something is seen, the
    door was closed, and so it was where nothing was asked: what came then would have come in any case.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
    """
    lines = exchange.lines()
    drew = [at for at, line in enumerate(lines) if find_tags(script, line).drew_back]
    if "?" not in exchange.text or not drew or drew[-1] + 1 == len(lines):
        return False
    last, behind = lines[drew[-1]], lines[drew[-1] + 1]
    return behind.speaker == last.speaker and bool(find_tags(script, behind).told)


def _mends(script: Script, exchange: Exchange) -> bool:
    """Whether a reply clearly has words that put a hurt right, and the family trusts more by it."""
    clear = exchange.reading.clear() if exchange.reading else frozenset()
    return script.mends in clear and any(_list_moves(exchange, "trust", ""))


def _answers_hurt_alone(exchange: Exchange) -> bool:
    """Whether the family answers what hurt it and nothing else, and trusts less by it."""
    also = any(isinstance(output, EntryOutput | HonestOutput | TurnOutput) for output in exchange.outputs)
    return bool(exchange.hurts()) and not also and any(_list_moves(exchange, "", "trust"))


def answers_after_all(script: Script, exchange: Exchange) -> bool:
    """Whether the family answers a reply behind the last line with which it drew back.

    It does by what it knows of the thing that was asked, or by a line that has a word of the question.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
    """
    spoken = list_spoken(exchange)
    drew = [at for at, line in enumerate(spoken) if find_tags(script, line).drew_back]
    behind = spoken[drew[-1] + 1 :] if drew else []
    known = [line for asks, lines in list_openers(script, exchange, ()) if isinstance(asks, str) for line in lines]
    asked = " ".join(one for one in split_sentences(exchange.text) if one.endswith("?"))
    direct = list_answering(script, exchange)
    return any(
        line in known or ((line in direct or find_tags(script, line).told) and share_words(asked, line.text))
        for line in behind
    )


def _list_first(exchange: Exchange) -> list[Line]:
    """List the first line said straight after a reply, and the next where it is very short."""
    spoken = list_spoken(exchange)
    return spoken[: 2 if spoken and len(spoken[0].text.split()) < SHORT_LINE else 1]


def list_doing(script: Script, exchange: Exchange) -> dict[Line, LineTags]:
    """List the lines of an answer that tell something or draw back, with their tags.

    The lines of the next turn count where the reply opened the way to it: it went there by a branch that waits for
    something said well.
    """
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    honest = any(isinstance(output, HonestOutput) for output in exchange.outputs)
    opened = branch is not None and not honest and waits_for_good(script, branch, ())
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
    return went_on and (opened or waits_for_good(script, branch, avoidant))


def tells_new(
    script: Script,
    exchange: Exchange,
    heard: Collection[Line],
    avoidant: Collection[str] = (),
    names: Callable[[str], Collection[str]] = lambda _: (),
) -> bool:
    """Whether an answer tells something new and of weight that the reply opened.

    Of weight is a silence, what has a matter, a subject or safety in it by the line book or by its words, and what
    takes two lines. Who says in other words what they said before has told nothing by it, and who begins with
    "Don't" or "Can I do it in a bit?" was not helped to tell what follows.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        heard: all that the family said before.
        avoidant: the criteria that avoid a subject.
        names: finds the subjects, by id, that a text names.
    """
    if not script.dialogue.lines:
        return True
    if puts_off(exchange) or any(holds_off(line.text) for line in list_answering(script, exchange)):
        return False
    if exchange.told_silences:
        return True
    opened = [line for _, lines in list_openers(script, exchange, avoidant) for line in lines]
    telling = {line: tags for line, tags in list_doing(script, exchange).items() if tags.told and line in opened}
    new = {
        line: tags
        for line, tags in telling.items()
        if line not in heard and not says_again(line.text, (one.text for one in heard))
    }
    weighs = len(telling) > 1 or any(
        tags.tells or tags.names or tags.safety or names(line.text) for line, tags in new.items()
    )
    long = sum(count_told(line.text) for line in telling) >= _FEWEST_TOLD
    return bool(new) and weighs and long and _was_surely_heard(script, exchange, telling, avoidant, names)


def _was_surely_heard(
    script: Script,
    exchange: Exchange,
    telling: Collection[Line],
    avoidant: Collection[str],
    names: Callable[[str], Collection[str]],
) -> bool:
    """Whether what was told surely answers the reply, and not something like it.

    It does if an entry was likely enough the one that was asked for, if both name the same subject, or if a branch for
    what was said tells it in two lines or more. A family that was asked how Craig was raised may else have told how it
    was raised itself.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        telling: the lines that tell something.
        avoidant: the criteria that avoid a subject.
        names: finds the subjects, by id, that a text names.
    """
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    if pick is None or max(pick.likely, pick.also_likely) >= LIKELY:
        return True
    named = set(names(exchange.text))
    if any(not named.isdisjoint(names(line.text)) for line in telling):
        return True
    openers = list_openers(script, exchange, avoidant)
    by_branch = [line for asks, lines in openers if not isinstance(asks, str) for line in lines]
    return sum(line in by_branch for line in telling) > 1


LIKELY = 0.45
"""How likely an entry has to be: below it one telling in four answered something else, above it one in fifty."""
_FEWEST_TOLD = 12
"""The words in which something of weight is told: "Yes. I also. We're three, now" only agrees."""


def puts_off(exchange: Exchange) -> bool:
    """Whether the family begins by putting the question off, or by holding somebody off."""
    first = _list_first(exchange)
    deferred = any(isinstance(output, HonestOutput) and output.leaves_open for output in exchange.outputs)
    return deferred or any(defers(line.text) or holds_off(line.text) for line in first)


def _count_words(exchange: Exchange) -> int:
    """Count the words that persons of the family said in an answer."""
    return sum(len(line.text.split()) for line in list_spoken(exchange))


_FEWEST_WORDS = 10
"""The words of an answer that tells more: "I heard. I'm just slow." tells nothing, whatever branch it comes from."""
_GUARDED = 2
"""How guarded a branch has to wait for to be an answer that holds back."""


def waits_for_good(script: Script, branch: Branch, avoidant: Collection[str]) -> bool:
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


SHORT_LINE = 4
"""A line of fewer words than this says little by itself: the next line goes with it."""


def list_openers(
    script: Script, exchange: Exchange, avoidant: Collection[str]
) -> Iterator[tuple[str | frozenset[str], list[Line]]]:
    """Yield what opened some lines, and the lines.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        avoidant: the criteria that avoid a subject.
    """
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    told = [line for key in exchange.told_silences for line in script.silences[key].tells]
    if branch is not None and waits_for_good(script, branch, avoidant):
        yield frozenset((*branch.met, *branch.any_met)), [*branch.says, *told]
    yield frozenset(), told
    for output in exchange.outputs:
        if isinstance(output, EntryOutput):
            for name, asked in ((output.entry, True), (output.also, False)):
                entry = script.find_entry(exchange.before.turn, name)
                lines = [line for take in entry.list_takes() for line in take] if entry else []
                yield _find_sentence(exchange, also=not asked), [*lines, *(told if entry and entry.opens else ())]


def _find_sentence(exchange: Exchange, *, also: bool) -> str:
    """Find the sentence of a reply that an entry answers; the whole reply if none is known."""
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    span = (pick.also_span if also else pick.span) if pick else None
    return span.text if span else exchange.text


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
