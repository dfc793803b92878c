"""The script: a scenario ready to be played, without what is private to the family.

`stage` makes it; the engine plays it. The guards of its branches and entries are compared with a conversation here.
"""

import re
from dataclasses import dataclass, field

from coach.model.conditions import ANY_HURT, SCENE, Guard, Line, Lines, Voices
from coach.model.line_book import LineTags
from coach.model.reading import Aspect, Candidate, QuestionKind
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import (
    END,
    Answer,
    Branch,
    Dialogue,
    Entry,
    Family,
    Person,
    Scales,
    Silence,
    Turn,
    WhenHurt,
    list_voices,
)
from coach.rehearsal.state import Position, Signals


@dataclass(frozen=True, slots=True)
class BranchFit:
    """A branch of a turn compared with the words of a reply, leaving out the position."""

    key: str
    branch: Branch
    failed: tuple[str, ...]
    """What the branch asks of the words that they do not hold."""
    silence_failed: tuple[str, ...]
    """What the silence that it tells asks of them besides."""
    ignores_state: bool
    """Whether it asks nothing of how things stand."""

    @classmethod
    def of(cls, key: str, branch: Branch) -> "BranchFit":
        """Make the fit of a branch whose conditions on the reply's words all hold."""
        return cls(key, branch, (), (), branch.ignores_state())

    @property
    def misses(self) -> bool:
        """Whether this reply can never be answered by the branch, whatever the state."""
        return bool(self.failed or self.silence_failed)


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario ready to be played: the dialogue and its family, without what is private."""

    scenario: str
    dialogue: Dialogue
    people: dict[str, Person]
    starts: Scales
    when_hurt: WhenHurt
    hurt_lines: tuple[Lines, ...]
    mended_lines: tuple[Lines, ...]
    asks_back: tuple[Lines, ...]
    asked_straight: tuple[Lines, ...]
    silences: dict[str, Silence]
    knows: dict[str, Entry]
    acts: dict[str, Entry]
    """The family's lines to what every family can be asked. Their askings are not in a script."""
    receives: dict[str, tuple[Lines, ...]]
    defers: dict[str, tuple[Lines, ...]]
    lightly: dict[str, tuple[Lines, ...]]
    doesnt_know: dict[QuestionKind, dict[str, tuple[Lines, ...]]]
    plans: str | None
    """The criterion of a next step that is agreed."""
    helpful: frozenset[str]
    harmful: frozenset[str]
    mends: str | None
    heard_as: dict[str, str]
    """By trace: the criterion that a family hears in it."""
    fits: dict[tuple[str, Signals], tuple[BranchFit, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What `fit_branches` has found before, by turn and what was heard."""
    speakers: set[str] = field(default_factory=set, init=False, repr=False, compare=False)  # as `speaks` found them
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict, init=False, repr=False, compare=False)  # by turn
    always_open: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)  # too
    path_marks: list[frozenset[str]] = field(default_factory=list, init=False, repr=False, compare=False)  # once found
    candidates: dict[tuple[str, str], Candidate] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What entries are chosen by, by turn (none for those of the family) and name, as it was made before."""
    line_tags: dict[tuple[str, str], LineTags] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What the line book says of each line, by speaker and words, once `find_tags` has looked."""
    ahead: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)  # to an end

    def turn(self, turn: str) -> Turn:
        """Return a turn by its id."""
        return self.dialogue.turns[turn]

    def speaker(self, line: Line) -> str:
        """Return the name to show beside a line; empty for a line of the scene."""
        person = self.people.get(line.speaker)
        return person.called if person else ""

    def opens(self, silence: str) -> Guard:
        """Return the conditions (guard) under which the family tells a silence."""
        return self.silences[silence].opens

    def find_entry(self, turn: str, name: str) -> Entry | None:
        """Return an entry by its name and place, such as `knows:puppies`, or None."""
        place, _, key = name.partition(":")
        if place == "asked":
            return self.turn(turn).asked.get(key)
        return {"knows": self.knows, "acts": self.acts}.get(place, {}).get(key)

    def list_entries(self, turn: str) -> dict[str, Entry]:
        """Return all entries that a turn could have, by name and place, the turn's own first."""
        if turn in self.entries:
            return self.entries[turn]
        own = {f"asked:{key}": entry for key, entry in self.turn(turn).asked.items()}
        known = {f"knows:{key}": entry for key, entry in self.knows.items()}
        entries = own | known | {f"acts:{key}": entry for key, entry in self.acts.items()}
        self.entries[turn] = {name: entry for name, entry in entries.items() if self.is_in_scope(turn, entry)}
        return self.entries[turn]

    def list_always_open(self, turn: str) -> frozenset[str]:
        """List the names of a turn's entries that can be asked however things stand."""
        if turn not in self.always_open:
            self.always_open[turn] = frozenset(
                name
                for name, entry in self.list_entries(turn).items()
                if entry.says and entry.about is None and entry.opens is None and entry.ignores_state()
            )
        return self.always_open[turn]

    def is_in_scope(self, turn: str, entry: Entry) -> bool:
        """Whether an entry can be asked in a turn, and somebody there can answer it."""
        if turn in entry.not_turns or (entry.turns and turn not in entry.turns):
            return False
        present = self.turn(turn).present
        return not present or not entry.says or any(self.is_present(turn, speaker) for speaker in entry.says)

    def is_present(self, turn: str, speaker: str) -> bool:
        """Whether somebody is in the room in a turn; the scene always is."""
        present = self.turn(turn).present
        return not present or speaker == SCENE or speaker in present

    def list_present(self, turn: str) -> dict[str, Person]:
        """Return the people who are in the room in a turn, by id."""
        return {key: person for key, person in self.people.items() if self.is_present(turn, key)}

    def list_bank_lines(self) -> tuple[Line, ...]:
        """List every line of the answer bank: of entries, of acts, and the honest lines."""
        entries = [*self.knows.values(), *self.acts.values()]
        entries += [entry for turn in self.dialogue.turns.values() for entry in turn.asked.values()]
        voices = [self.receives, self.defers, self.lightly, *self.doesnt_know.values()]
        said = [line for entry in entries for take in entry.list_takes() for line in take]
        return (*said, *(line for lines in voices for line in list_voices(lines)))

    def list_loose_lines(self) -> tuple[Line, ...]:
        """List the lines that stand in no block of the line book: said again, to acts, or when hurt."""
        turns = self.dialogue.turns.values()
        entries = [*self.knows.values(), *self.acts.values(), *(one for turn in turns for one in turn.asked.values())]
        voices = [self.receives, self.defers, self.lightly, *self.doesnt_know.values()]
        voices += [act.says for act in self.acts.values()] + [entry.again for entry in entries]
        said = [*self.hurt_lines, *self.mended_lines, *self.asks_back, *self.asked_straight]
        said += [lines for turn in turns for lines in (turn.remark, turn.asks_back)]
        return (*(line for lines in said for line in lines), *(line for lines in voices for line in list_voices(lines)))

    def list_path_marks(self) -> frozenset[str]:
        """List the marks that decide where the talk can go, and not only which entries are there."""
        if self.path_marks:
            return self.path_marks[0]
        turns = self.dialogue.turns.values()
        guards: list[Guard] = [*self.dialogue.endings.values(), *(kept.opens for kept in self.silences.values())]
        for turn in turns:
            guards += [*turn.replies.values(), *turn.meets.values(), *turn.says_if, *turn.unless]
        entries = [*self.knows.values(), *(entry for turn in turns for entry in turn.asked.values())]
        guards += [entry for entry in entries if entry.opens]
        marks = frozenset(mark for guard in guards for mark in (*guard.remembers, *guard.not_remembers))
        self.path_marks.append(marks)
        return marks

    def speaks(self, person: str) -> bool:
        """Whether somebody ever says anything: a baby may be called by name, and others answer."""
        if not self.speakers:
            turns = self.dialogue.turns.values()
            said = [
                line for turn in turns for lines in (turn.says, *(a.says for a in turn.answers())) for line in lines
            ]
            self.speakers.update(line.speaker for line in (*said, *self.list_bank_lines()))
        return person in self.speakers

    def is_ending(self, place: str) -> bool:
        """Whether a `goto` names an ending, or is `end`."""
        return place == END or place in self.dialogue.endings


def stage(scenario: str, dialogue: Dialogue, family: Family, rubric: Rubric) -> Script:
    """Join a dialogue, its family and its rubric into a script, leaving out `family.private`.

    A script is made nowhere else, so what is private reaches no part of the program that plays or shows a rehearsal.
    """
    return Script(
        scenario=scenario,
        dialogue=dialogue,
        people=dict(family.people),
        starts=family.starts,
        when_hurt=family.when_hurt,
        hurt_lines=family.hurt_lines,
        mended_lines=family.mended_lines,
        asks_back=family.asks_back,
        asked_straight=family.asked_straight,
        silences=dict(family.silences),
        knows=dict(family.knows),
        acts={key: Entry(asked=(key,), says=voices) for key, voices in family.acts.items()},
        receives=dict(family.receives),
        defers=dict(family.defers),
        lightly=dict(family.lightly),
        doesnt_know={kind: dict(takes) for kind, takes in family.doesnt_know.items()},
        plans=rubric.plans,
        helpful=rubric.of(Polarity.HELPFUL),
        harmful=rubric.of(Polarity.HARMFUL),
        mends=rubric.mends,
        heard_as={key: trace.heard_as for key, trace in rubric.traces.items() if trace.heard_as},
    )


# --- Which parts of a guard fail: for a reply, for how things stand, for a silence


def list_failures(script: Script, guard: Guard, heard: Signals, at: Position) -> tuple[str, ...]:
    """List which conditions of a guard fail for a reply at a position; none if it holds."""
    return (*list_reply_failures(script, guard, heard), *list_state_failures(guard, at))


def list_reply_failures(script: Script, guard: Guard, heard: Signals) -> tuple[str, ...]:
    """List which conditions of a guard fail for the signals of a reply, in words."""
    failed = [f"met: {name} was not clear" for name in guard.met if name not in heard.clear]
    if guard.any_met and not heard.clear.intersection(guard.any_met):
        failed.append(f"any_met: none of {', '.join(guard.any_met)} was clear")
    failed += [f"not_met: {name} was clear" for name in guard.not_met if name in heard.clear]
    if guard.hurt:
        looked_for = script.harmful if ANY_HURT in guard.hurt else frozenset(guard.hurt)
        if not heard.clear & looked_for:
            failed.append(f"hurt: no {' or '.join(guard.hurt)} in the reply")
    if guard.helpful is not None and guard.helpful is not bool(heard.clear & script.helpful):
        failed.append("helpful: nothing helpful was clear" if guard.helpful else "helpful: something helpful was clear")
    if guard.form and not heard.forms.intersection(guard.form):
        failed.append(f"form: the reply has no {' or '.join(guard.form)}")
    if guard.follows_up and not heard.follows_up:
        failed.append("follows_up: not a bare open invitation that takes up the cue")
    return tuple(failed)


def list_state_failures(guard: Guard, at: Position) -> tuple[str, ...]:
    """List which conditions of a guard fail for the position of the conversation, in words."""
    failed = []
    for name, wanted, have in (("trust", guard.trust, at.trust), ("guarded", guard.guarded, at.guarded)):
        if wanted is not None and have not in wanted:
            failed.append(f"{name}: is {have}, asked for {wanted.says()}")
    failed += [f"told: {name} has not been told" for name in guard.told if name not in at.told]
    failed += [f"not_told: {name} has been told" for name in guard.not_told if name in at.told]
    failed += [f"remembers: no {name}" for name in guard.remembers if name not in at.remembered]
    failed += [f"not_remembers: {name} stands" for name in guard.not_remembers if name in at.remembered]
    if guard.while_hurt is not None and guard.while_hurt != at.hurt:
        failed.append("while_hurt: a hurt stands" if at.hurt else "while_hurt: no hurt stands")
    return tuple(failed)


def list_silence_failures(
    script: Script, silence: str, heard: Signals, before: Position, now: Position
) -> tuple[str, ...]:
    """List why the family keeps a silence: told before, still hurt, or a condition fails.

    Args:
        script: the scenario being played.
        silence: the id of the silence.
        heard: the signals of the reply.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
    """
    return list_telling_failures(
        script, silence, list_reply_failures(script, script.opens(silence), heard), before, now
    )


def list_telling_failures(
    script: Script, silence: str, unheard: tuple[str, ...], before: Position, now: Position
) -> tuple[str, ...]:
    """List why the family keeps a silence, knowing which conditions the reply fails (`unheard`).

    `before` is the position before the reply, `now` that after its hurt or repair.
    """
    if silence in before.told:
        return (f"tells: {silence} has been told already",)
    if now.hurt:
        return (f"tells: {silence} stays kept while a hurt stands",)
    failed = (*unheard, *list_state_failures(script.opens(silence), before))
    return tuple(f"tells: {silence} needs {part}" for part in failed)


# --- Which branches a reply fits

MOST_FITS = 20_000
"""Replies laid beside branches that are kept with a script; a walk through a whole dialogue needs some 500."""


def fit_branches(script: Script, turn: str, heard: Signals) -> tuple[BranchFit, ...]:
    """Compare the signals of a reply with the branches of a turn that could answer them.

    A hurt is answered only by branches for a hurt. The position is not looked at, so the result is stored with the
    script: a walk through every state asks for the same few replies again and again.
    """
    if (known := script.fits.get((turn, heard))) is not None:
        return known
    harms = not heard.clear.isdisjoint(script.harmful)
    fits = tuple(
        BranchFit(
            key,
            branch,
            list_reply_failures(script, branch, heard),
            list_reply_failures(script, script.opens(branch.tells), heard) if branch.tells else (),
            branch.ignores_state(),
        )
        for key, branch in script.turn(turn).replies.items()
        if bool(branch.hurt) is harms
    )
    if len(script.fits) >= MOST_FITS:
        # Emptied rather than sorted by age: a play needs a handful of entries, and a walk soon finds its own again.
        script.fits.clear()
    script.fits[turn, heard] = fits
    return fits


def list_branch_failures(script: Script, fit: BranchFit, before: Position, now: Position) -> tuple[str, ...]:
    """List why a branch does not answer: its conditions, its silence's, or it was used before.

    Args:
        script: the scenario being played.
        fit: the branch, compared with the reply's words.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
    """
    failed = fit.failed if fit.ignores_state else (*fit.failed, *list_state_failures(fit.branch, before))
    if fit.key in before.used:
        return ("already answered on this visit", *failed)
    if fit.branch.tells and not failed:
        return list_telling_failures(script, fit.branch.tells, fit.silence_failed, before, now)
    return failed


MOST_LISTENED = 6
"""Criteria that a branch can listen for and still answer what was said; with more it fits nearly any reply."""


def fits_anything(answer: Answer) -> bool:
    """Whether an answer is a branch that fits nearly any reply, and so answers no question."""
    if not isinstance(answer, Branch) or answer.follows_up or answer.form:
        return False
    listens = {*answer.met, *answer.any_met}
    return not listens or len(listens) > MOST_LISTENED


# --- Which entries can be asked as the conversation stands


def list_open_entries(script: Script, position: Position, named: str | None = None) -> dict[str, Entry]:
    """Return the entries that can be asked at a position, by their names, the turn's own first.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        named: the person called by name: what only others could answer is left out.
    """
    always_open = script.list_always_open(position.turn)
    return {
        name: entry
        for name, entry in script.list_entries(position.turn).items()
        if (name in always_open or _can_be_asked(script, position, entry))
        and (named is None or not entry.says or entry.says.keys() & {named, SCENE})
    }


def is_open(script: Script, position: Position, entry: Entry) -> bool:
    """Whether an entry can be asked: its conditions hold, and its subject is in play."""
    return script.is_in_scope(position.turn, entry) and _can_be_asked(script, position, entry)


def _can_be_asked(script: Script, position: Position, entry: Entry) -> bool:
    """Whether an entry of the turn can be asked as things stand."""
    if entry.about is not None and entry.about != position.about:
        return False
    if list_state_failures(entry, position):
        return False
    if entry.opens is None:
        return bool(entry.says)
    if entry.opens in position.told:
        return bool(entry.again)
    return bool(entry.says) or would_tell(script, position, entry)


def would_tell(script: Script, position: Position, entry: Entry) -> bool:
    """Whether an entry that may open a silence tells it at a position.

    The question counts as what the silence waits for in a reply; how things stand has to fit as well.
    """
    if entry.opens is None or entry.opens in position.told or position.hurt:
        return False
    return not list_state_failures(script.opens(entry.opens), position)


# --- Who spoke last, and how a turn begins


def find_last_speaker(script: Script, position: Position) -> str:
    """Return the id of the person who spoke last on arriving at this turn."""
    speakers = [line.speaker for line in script.turn(position.turn).says if line.speaker != SCENE]
    there = [*script.list_present(position.turn), *speakers]
    return (there or [*script.people])[-1]


def find_answerer(script: Script, position: Position, to: str | None) -> str:
    """Return the id of the person who answers: the one spoken to, else who spoke last.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        to: the person spoken to; None where that is not known.
    """
    return to if to in script.people else find_last_speaker(script, position)


def choose_arrival(script: Script, position: Position, turn: str) -> Lines:
    """Choose the lines with which the family begins a turn, by the position of the conversation.

    What is settled already is left out of the turn's usual lines.
    """
    there = script.turn(turn)
    for other in there.says_if:
        if not list_state_failures(other, position):
            return other.says
    if position.hurt and there.says_when_hurt:
        return there.says_when_hurt
    settled = [omission for omission in there.unless if not list_state_failures(omission, position)]
    if any(not omission.lines for omission in settled):
        return ()
    left_out = {number for omission in settled for number in omission.lines}
    return tuple(line for number, line in enumerate(there.says, start=1) if number not in left_out)


# --- Who speaks where no branch says it: questions back, straight answers

HOW_DO_YOU_MEAN = "How do you mean?"
"""Asked where neither the turn nor the family has words of its own for it."""


def choose_question(script: Script, position: Position, to: str | None) -> Lines:
    """Choose the lines that ask what was meant: the turn's, else the family's, else a default.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        to: the person spoken to, who asks if there are such lines of theirs.
    """
    turn = script.turn(position.turn)
    if turn.asks_back:
        return turn.asks_back
    if script.asks_back:
        theirs = [lines for lines in script.asks_back if lines[0].speaker == to]
        among = theirs or script.asks_back
        return among[min(position.askings, len(among) - 1)]
    return (Line(speaker=find_answerer(script, position, to), text=HOW_DO_YOU_MEAN),)


def choose_straight_answer(script: Script, position: Position, to: str | None) -> Lines:
    """Choose lines for a straight question that the turn has no answer to, if there are any.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        to: the person spoken to; who spoke last answers where they have no such lines.
    """
    turns = list(script.dialogue.turns)
    for speaker in (find_answerer(script, position, to), find_last_speaker(script, position)):
        if theirs := [lines for lines in script.asked_straight if lines[0].speaker == speaker]:
            return theirs[(turns.index(position.turn) + position.unmet) % len(theirs)]
    return ()


# --- Who says an entry, and which of its lines


def find_voice(script: Script, position: Position, voices: Voices, heard: Signals) -> str | None:
    """Return who says one of some lines; None where it would be another than who was asked.

    Whoever is called by name answers or nobody does; else the person spoken to, who spoke last, or anybody there.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        voices: the lines by who may say them.
        heard: the signals of the reply.
    """
    there = [speaker for speaker in voices if script.is_present(position.turn, speaker)]
    if Aspect.NAMED in heard.aspects:
        there = [speaker for speaker in there if speaker in (heard.to, SCENE)]
    wanted = (heard.to, find_last_speaker(script, position), *there)
    return next((speaker for speaker in wanted if speaker in there), None)


def choose_take(script: Script, position: Position, name: str, entry: Entry, heard: Signals) -> Lines:
    """Choose the lines of an entry: a first take, and another one where it was said before.

    Where an entry opens a silence, `again` is for after the telling: before it, it would tell what they keep.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        name: the entry's name, with its place.
        entry: the entry.
        heard: the signals of the reply.
    """
    said = name in position.said
    later_on = said if entry.opens is None else entry.opens in position.told
    again = later_on and entry.again and find_voice(script, position, entry.again, heard) is not None
    voices = entry.again if again else entry.says
    voice = find_voice(script, position, voices, heard)
    if voice is None:
        return ()
    takes = voices[voice]
    if not said:
        return takes[0]
    later = takes if again or len(takes) == 1 else takes[1:]
    return later[position.spoken % len(later)]


def is_spent(script: Script, position: Position, name: str, entry: Entry, heard: Signals) -> bool:
    """Whether an entry was said and has no other lines left than those.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        name: the entry's name, with its place.
        entry: the entry.
        heard: the signals of the reply.
    """
    if name not in position.said or entry.again or entry.opens:
        return False
    voice = find_voice(script, position, entry.says, heard)
    return voice is None or len(entry.says[voice]) == 1


def find_honest_voice(script: Script, position: Position, voices: Voices, heard: Signals) -> str | None:
    """Return who says an honest line: the person spoken to, and nobody for them.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        voices: the lines by who may say them.
        heard: the signals of the reply.
    """
    if heard.to is not None and heard.to in script.list_present(position.turn):
        return heard.to if heard.to in voices else None
    return find_voice(script, position, voices, heard)


def is_first_reply(script: Script, position: Position) -> bool:
    """Whether nothing was replied yet, as far as the position tells."""
    began = position.turn == script.dialogue.begins
    return began and not (position.used or position.unmet or position.holds or position.said)


def name_remark(turn: str) -> str:
    """Return the name by which the remark of a turn counts as said, or as settled."""
    return f"remark:{turn}"


# --- Whether two answers tell the same

TELLING_WORD, TOLD_TWICE = 4, 0.5
"""Letters of a word that counts in telling, and the share of the shorter answer's words in the longer one."""


def tells_the_same(one: Lines, other: Lines, *, least: int = 1) -> bool:
    """Whether two answers tell the same: one has most of the longer words of the other.

    Args:
        one: some lines.
        other: some others.
        least: how many words both have to have; in a long story a short answer's few words stand by chance.
    """
    words = sorted((_list_telling_words(one), _list_telling_words(other)), key=len)
    return len(words[0] & words[1]) >= max(TOLD_TWICE * len(words[0]), least)


def _list_telling_words(lines: Lines) -> frozenset[str]:
    """Return the longer words that persons say in some lines, in small letters."""
    said = " ".join(line.text for line in lines if line.speaker != SCENE).casefold()
    return frozenset(word for word in re.findall(r"[\w'’]+", said) if len(word) >= TELLING_WORD)
