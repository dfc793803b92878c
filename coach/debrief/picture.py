"""What the family did straight after a reply: drew back, told more, or took it as put right.

Begin with `draws_back`, `tells_more` and `is_put_right`. The scenario's line book says what each of its lines does. A
scenario without one goes by the branch that answered (what was told, how the two scales moved). None of it comes from
the rubric: it says what the family did, and nothing of how good a reply was. How lines stand on the page is said last.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from coach.debrief.first_page import SaidLine
from coach.debrief.owning import (
    accepts,
    apologises,
    asks_anew,
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
    refuses,
)
from coach.debrief.slights import has_slight
from coach.debrief.wording import says_racism, share_words, spell_plain, split_sentences, take_beginning
from coach.model.conditions import HIGHEST, LOWEST, SCENE, Line
from coach.model.events import Replied
from coach.model.line_book import LineTags
from coach.model.scenario import Branch
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.script import Script
from coach.rehearsal.state import (
    HURT,
    MENDED,
    EntryOutput,
    Exchange,
    HonestOutput,
    ScaleOutput,
    TurnOutput,
)

YOU = "You"
"""How the practitioner's lines are headed."""


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
    return following is not None and (asks_anew(following.text) or takes_back(following, exchange))


def takes_back(exchange: Exchange, before: Exchange) -> bool:
    """Whether a reply begins by going back to the one before it and owning what that said."""
    first = take_beginning(exchange.text, _FIRST_OF_ALL)
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
    first = list_spoken(exchange)[:1]
    # Where nobody was hurt an "Okay" only goes along.
    weak = not was_hurt(script, exchange, earlier)
    if not script.dialogue.lines or any(is_content(_OKAY.sub(" ", line.text) if weak else line.text) for line in first):
        return True
    # What *why* says of the same reply: the hurt was still there, and they answer by the branch for a mending.
    if exchange.repaired and exchange.branch() == MENDED:
        return True
    drew_back = bool(earlier) and draws_back(script, earlier[-1])
    return drew_back and owns_first(exchange) and tells_more(script, exchange)


def puts_right(script: Script, exchange: Exchange) -> bool:
    """Whether a reply put something right: it owns what was done, and was not refused.

    What it owns is the practitioner's own or the service's. Without a line book, the family took it so by its branch.
    """
    mended = exchange.repaired or exchange.branch() == MENDED
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
    """Whether a reply mends a hurt in the conversation, or takes its own words back.

    Who sees the mark of a reply that put something right takes it that somebody was hurt in the talk. What the service
    did before it is owned, and not put right, unless the family says that it hurt. A sorry for talking too much, long
    after a hurt, does not put that right.
    """
    hurtful = [one for one in earlier if one.hurts() or draws_back(script, one)]
    hurt = was_hurt(script, exchange, earlier)
    by_branch = not script.dialogue.lines  # it says by itself that something was mended
    return (
        (
            bool(hurtful)
            and ((hurtful[-1] is earlier[-1] and owns_first(exchange)) or by_branch or owns_own_work(exchange.text))
        )
        or any(goes_back(one.text, exchange.text, straight_after=one is earlier[-1]) for one in earlier)
        or (
            (by_branch or (hurt and (bool(find_owning(exchange.text)) or owns_for_service(exchange.text))))
            and any(accepts(line.text) for line in list_spoken(exchange)[:1])
        )
    )


def was_hurt(script: Script, exchange: Exchange, earlier: Sequence[Exchange]) -> bool:
    """Whether something hurt before a reply: it was read so, or the family drew back or said so.

    Args:
        script: the scenario that was played.
        exchange: the reply.
        earlier: the replies before it.
    """
    said = [*exchange.cue, *(line for one in earlier for line in (*one.cue, *one.lines()))]
    hurt = exchange.repaired or any(one.hurts() or draws_back(script, one) for one in earlier)
    return hurt or any(says_hurt(line.text) for line in said if line.speaker != SCENE)


_OKAY = re.compile(r"(?<!['’]s )(?<!\bis )\b(?:okay|ok)\b[,.]?", re.IGNORECASE)
_HURT = re.compile(
    r"\b(?:that|this|it|which|you) (?:really |still |just )?(?:hurts?|stung|stings|upset|insulted|shamed) (?:me|us)\b|"
    r"\b(?:that|this) (?:really |still |just )?(?:hurts?|stung|stings)$|\bhurts? (?:my|our) feelings\b|"
    r"\b(?:i|we) (?:was|were|am|are|felt|feel) (?:so |very |really |quite )?(?:hurt|insulted|humiliated|offended)\b"
)
"""Words by which somebody says that something said or done hurt them; a bruise that hurts is none."""


def says_hurt(line: str) -> bool:
    """Whether a line of the family's says that something hurt them: "That stung"."""
    return any(_HURT.search(spell_plain(one)) for one in split_sentences(line) if not one.endswith("?"))


def owns_first(exchange: Exchange) -> bool:
    """Whether a reply begins by owning something; what it owns at its end may be its own."""
    first = take_beginning(exchange.text, _FIRST_SENTENCES)
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
    less by it has, and so has one who is hurt, begins by drawing back and trusts less, whatever else is answered behind
    it. Without a line book: a hurt was met, or the family trusts less or guards itself more.
    """
    hurt = exchange.branch() == HURT or bool(exchange.hurts())
    if not script.dialogue.lines:
        return hurt or any(list_moves(exchange, "guarded", "trust"))
    if _answers_hurt_alone(exchange) or _closes_at_hurt(script, exchange):
        return True
    does = list_doing(script, exchange)
    straight = any(does[line].drew_back for line in _list_first(exchange) if line in does)
    drew = all(one.drew_back for one in does.values()) and (hurt or straight)
    waits = _WAITS.search(spell_plain(exchange.text)) is not None
    opened = not hurt and (waits or _mends(script, exchange) or tells_behind(script, exchange))
    return drew and not opened and not answers_after_all(script, exchange)


_WAITS = re.compile(
    r"\bi (?:will|can|am going to) (?:\w+ )?(?:stay|keep|be|sit) quiet\b|\bi (?:will|can) wait\b|\btake your time\b"
)
"""How a reply waits: who says little to "I'll stay quiet till you have" takes the time that was given."""


def speaks_out(script: Script, exchange: Exchange, names: Callable[[str], Collection[str]]) -> bool:
    """Whether the family answers that something is racist, or that it is about to say more.

    "It's racist, that 'everybody'" and "I'll tell you what's not on it" are the opposite of drawing back. Neither does
    one who presses: "I asked who moved a case".

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        names: finds the subjects, by id, that a text names.
    """
    said = [line.text for line in list_answering(script, exchange) if line.speaker != SCENE]
    if any(_PRESSES.search(spell_plain(one)) for one in said[:1]):
        return True
    return any((says_racism(one) and names(one)) or _TELLS_YOU.search(spell_plain(one)) for one in said)


_PRESSES = re.compile(
    r"\bi (?:asked|was asking|am asking) (?:you|who|what|why|whether|if|one)\b|\bi asked (?:it|that) nicely\b|"
    r"\b(?:please )?hear also the rest\b|\bwould like (?:us )?to stop on\b|\bgive me that\b|"
    r"\bhow else am i meant to\b|\bit is a no\b"
)
"""How a first line presses for an answer, and closes nothing: "It's a word I asked you about"."""
_TELLS_YOU = re.compile(r"\bi will tell you (?:what|who|why|how|when)\b(?! i (?:will|would) not\b)")


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
    return script.mends in clear and any(list_moves(exchange, "trust", ""))


def _answers_hurt_alone(exchange: Exchange) -> bool:
    """Whether the family answers what hurt it and nothing else, and trusts less by it."""
    also = any(isinstance(output, EntryOutput | HonestOutput | TurnOutput) for output in exchange.outputs)
    return bool(exchange.hurts()) and not also and any(list_moves(exchange, "", "trust"))


def _closes_at_hurt(script: Script, exchange: Exchange) -> bool:
    """Whether the family trusts less by what hurt it, and begins by telling nothing.

    Behind "Okay, miss." it may answer what was asked. That is no talking on: the hurt was met first.
    """
    closed = any(not find_tags(script, line).told for line in list_spoken(exchange)[:1])
    return closed and bool(exchange.hurts()) and any(list_moves(exchange, "", "trust"))


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
    if not drew:  # "Okay, miss." and then what was asked is no drawing back
        return any(line in known for line in spoken)
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
    if any(_NOT_NOW.search(spell_plain(line.text)) for line in list_spoken(exchange)[:1]):
        return False
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
    opened = any(list_moves(exchange, "trust", "guarded"))
    return went_on and (opened or waits_for_good(script, branch, avoidant))


_NOT_NOW = re.compile(
    r"\bi do not (?:say|tell) it now\b|\blater maybe\b|\bi was going to work up to it\b|\bthe one for paper\b|"
    r"\bnot going to be able to (?:say|tell)\b"
)
"""How a first line keeps back what was asked, though it says something: "I shall give you the one for paper"."""
LIKELY = 0.45
"""How likely an entry has to be: below it one telling in four answered something else, above it one in fifty."""


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


def list_moves(exchange: Exchange, up: str, down: str) -> list[bool]:
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
