"""`coach write` and `coach author answers` line by line.

Begin with `write_plainly`, in which an empty line reads the files and plays the replies again, or with
`answer_plainly`, which goes through what a family had no answer to.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from coach.authoring.live import Beginning, Playthrough, ScenarioDraft
from coach.authoring.unanswered import MOST_ADDED, STAYS, AnswerBank, ReplyCluster
from coach.content.yaml_reader import Problem
from coach.debrief.evidence import get_reply
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.characters import count
from coach.plain.conversation import render_lines

DEGREES = ("0", "1", "2", "3", "4")
HELP = (
    "Type a reply to hear the answer. An empty line, after you saved, plays everything again.",
    "`back` takes the last reply back, `anew` begins again from the start, `at TURN` begins at a turn, `trust 3` and "
    "`guarded 1` set the scales, `close` closes. `heard` says that it should have heard your last reply, `keep NAME` "
    "keeps all of this as an example.",
)


def write_plainly(draft: ScenarioDraft, typed: Iterable[str], write: Callable[[str], None]) -> int:
    """Run until `close` or the end of input; return 1 if the draft cannot be played, else 0.

    Args:
        draft: the scenario in progress.
        typed: the author's lines.
        write: writes a line.
    """
    played = draft.play()
    for line in (*HELP, *_list_problems(draft.check_examples()), *_render_playthrough(played, 0)):
        write(line)
    lines = iter(typed)
    for text in lines:
        words = text.strip()
        if words == "close":
            break
        if words == "heard" or (words.startswith("keep ") and " " not in words[5:].strip()):
            try:
                _answer_or_keep(draft, played, words, lines, write)
            except CoachError as error:
                write(str(error))
                continue
            words = ""  # the file is another one now
        if refused := _explain_refusal(played, words):
            write(refused)
            continue
        shown = len(played.steps)
        played = _run_command(draft, words)
        again = not words or words.partition(" ")[0] in ("back", "anew", "at", "trust", "guarded")
        for line in (
            *(_list_problems(draft.check_examples()) if again else ()),
            *_render_playthrough(played, 0 if again else shown + 1),
        ):
            write(line)
    return int(played.story is None)


def _answer_or_keep(
    draft: ScenarioDraft, played: Playthrough, words: str, typed: Iterator[str], write: Callable[[str], None]
) -> None:
    """Give the last reply an answer, or keep the conversation as an example. Raises CoachError.

    Args:
        draft: the scenario in progress.
        played: the conversation.
        words: `heard`, or `keep` and a name.
        typed: the author's lines, for the keys.
        write: writes a line.
    """
    if words == "heard":
        answer_plainly(draft.open_bank(), [draft.find_nearest(played)], typed, write)
    else:
        write(say("Kept in {name}.", name=draft.keep_example(played, words[5:].strip()).name))


def _explain_refusal(played: Playthrough, words: str) -> str:
    """Return why a command cannot be done; empty if it can, or if the words are a reply."""
    word, _, rest = words.partition(" ")
    turns = played.script.dialogue.turns if played.script else {}
    if words in ("?", "help", "/help"):
        return " ".join(HELP)
    if word == "at" and rest and " " not in rest and turns and rest not in turns:
        return say("There is no turn called '{rest}'. There are: {turns}.", rest=rest, turns=", ".join(turns))
    if word in ("trust", "guarded") and rest.isdigit() and rest not in DEGREES:
        return say("{word} runs from 0 to 4.", word=word.capitalize())
    return ""


def _run_command(draft: ScenarioDraft, words: str) -> Playthrough:
    """Run a command, or say the words as a reply; return the conversation as it is then."""
    word, _, rest = words.partition(" ")
    beginning = draft.beginning
    match word, rest.strip():
        case "", _:
            return draft.play()
        case "back", "":
            draft.take_back()
            return draft.play()
        case "anew", "":
            return draft.begin(Beginning())
        case "at", turn if turn and " " not in turn:
            return draft.begin(Beginning(turn, beginning.trust, beginning.guarded))
        case "trust", degree if degree in DEGREES:
            return draft.begin(Beginning(beginning.turn, int(degree), beginning.guarded))
        case "guarded", degree if degree in DEGREES:
            return draft.begin(Beginning(beginning.turn, beginning.trust, int(degree)))
        case _:
            return draft.say(words)


def _list_problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Yield the problems as lines of text."""
    for problem in sorted(problems):
        yield problem.says()
    if not problems:
        yield say("Nothing to mend.")


def _render_playthrough(played: Playthrough, first: int) -> Iterator[str]:
    """Yield the conversation from a reply on; from the family's first lines if `first` is 0."""
    if played.script is None or played.story is None:
        yield say("This cannot be played yet. Mend it, save, and press Enter.")
        return
    if not first:
        yield from render_lines(played.script, played.find_arrival())
    for number, step in enumerate(played.steps, 1):
        if number < first:
            continue
        heard = ", ".join(sorted(get_reply(step.exchange).reading.clear())) or "nothing"
        yield f"{number}. You: {step.text}"
        yield f"   [heard {heard}; {step.name_branch()}{f'; before the save {step.before}' if step.before else ''}]"
        yield from (f"   [outvoted: {sentence}]" for sentence in step.outvoted)
        yield from render_lines(played.script, step.exchange.lines())
    yield from (say("   [not said, because it has ended: {text}]", text=text) for text in played.unsaid)
    at = played.story.state.position
    yield f"[{at.ending or at.turn}; trust {at.trust}, guarded {at.guarded}{', hurt' if at.hurt else ''}]"


# --- What a family had no answer to

KEYS = (
    "{numbers}adds the words to that entry, `m` makes an entry of them, {turn}`n` notes that no entry is meant for "
    "them, `w WORDS` puts them otherwise, an empty line leaves them, `q` ends."
)
TURN_KEY = "`t` one for this turn alone, "
"""Offered where all of a cluster was said in one turn."""


def answer_plainly(
    bank: AnswerBank, clusters: Sequence[ReplyCluster], typed: Iterable[str], write: Callable[[str], None]
) -> int:
    """Go through clusters of unanswered replies, a key for each; return how many were settled.

    Args:
        bank: the entries that words are added to.
        clusters: the replies, by meaning.
        typed: the author's lines.
        write: writes a line.
    """
    lines, settled = iter(typed), 0
    for number, cluster in enumerate(clusters, 1):
        words = cluster.list_words()[:MOST_ADDED]
        for line in _render_cluster(cluster, number, len(clusters)):
            write(line)
        while True:
            for line in _render_keys(cluster, words):
                write(line)
            key, _, rest = (next(lines, "q")).strip().partition(" ")
            if key == "q":
                return settled
            if not key:
                break
            if key == "w" and rest.strip():
                words = (rest.strip(),)
                continue
            try:
                done = _settle(bank, cluster, words, key, lines, write)
            except CoachError as error:
                write(f"{error.title}. {error}")
                continue
            if done:
                write(done)
                settled += 1
                break
            write(say("That is none of the keys."))
    return settled


def render_clusters(clusters: Sequence[ReplyCluster]) -> Iterator[str]:
    """Yield all clusters, with the entries nearest to each."""
    for number, cluster in enumerate(clusters, 1):
        yield from _render_cluster(cluster, number, len(clusters))
        if cluster.nearest:
            yield f"   Near: {', '.join(entry.name for entry, _ in cluster.nearest)}"


def _render_cluster(cluster: ReplyCluster, number: int, of: int) -> Iterator[str]:
    """Yield what was said, where, and what was answered."""
    yield ""
    yield f"{number} of {of}: {count(len(cluster.replies), 'reply')}"
    for reply in cluster.replies:
        where = f" in {reply.turn}" if reply.turn else ""
        yield f"   You: {reply.reply}"
        yield f"   [{reply.how.value}{where}{f', after “{reply.cue}”' if reply.cue else ''}]"
        yield from (f"   {line}" for line in reply.answer.splitlines())


def _render_keys(cluster: ReplyCluster, words: Sequence[str]) -> Iterator[str]:
    """Yield the words that would be added, the entries near to them, and what each key does."""
    yield f"Words: {' / '.join(words)}"
    for key, (entry, _) in enumerate(cluster.nearest, 1):
        yield f"{key}  {entry.name}: {' / '.join(entry.askings[:2])}"
    numbers = (
        say("`1` to `{nearest}` ", nearest=len(cluster.nearest))
        if len(cluster.nearest) > 1
        else "`1` "
        if cluster.nearest
        else ""
    )
    yield say(KEYS, numbers=numbers, turn=TURN_KEY if len(cluster.list_turns()) == 1 else "")
    yield STAYS


def _settle(
    bank: AnswerBank,
    cluster: ReplyCluster,
    words: Sequence[str],
    key: str,
    typed: Iterator[str],
    write: Callable[[str], None],
) -> str:
    """Do what a key does, and return what was done; empty for a key that is none.

    Raises CoachError.
    """
    if key.isdecimal() and 1 <= int(key) <= len(cluster.nearest):
        entry = cluster.nearest[int(key) - 1][0]
        added = bank.add_words(entry, words)
        return (
            say("Added to {name}: {added}", name=entry.name, added=" / ".join(added))
            if added
            else say("{name} has those words already.", name=entry.name)
        )
    turns = cluster.list_turns()
    if key == "m" or (key == "t" and len(turns) == 1):
        bank.pass_gate(words)
        turn = turns[0] if key == "t" else ""
        suggested = bank.suggest_key(words[0], turn)
        write(say("What is it called? An empty line takes {suggested}.", suggested=suggested))
        name = next(typed, "").strip() or suggested
        first, others = next(iter(bank.family.people)), ", ".join([*bank.family.people][1:])
        write(
            say(
                "Who answers? An empty line takes {first}{what}.", first=first, what=f"; or: {others}" if others else ""
            )
        )
        speaker = next(typed, "").strip() or first
        write(say("What do they say?"))
        made = bank.make_entry(name, words, {speaker: next(typed, "")}, turn)
        return f"Made: {made}"
    if key == "n":
        bank.leave_open(words)
        return say("Noted: no entry is meant for that.")
    return ""
