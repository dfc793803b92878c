"""Checks that the names in a dialogue, its family and its rubric fit, and all paths end.

Begin with `check_dialogue` and `check_family`; the names in an exercise are checked by `check_unsaved_exercise`.
"""

from collections.abc import Iterable, Iterator, Mapping

from coach.content.library import Library
from coach.content.validation import MOST, find_nearest, load_acts, load_reflection_models
from coach.content.yaml_reader import NodePath, Problem, ProblemList, UnusableContent, YamlFile
from coach.errors import CoachError, NotKnown
from coach.model.conditions import SCENE, Guard, Line, Lines
from coach.model.exercise import Exercise
from coach.model.rubric import Polarity, Rubric
from coach.model.scenario import END, Answer, Branch, Dialogue, Entry, Family, Turn, list_voices

SHOWN = 12
"""Names that are listed where none is near."""


def check_family(read: YamlFile, family: Family, rubric: Rubric) -> list[Problem]:
    """Check that every name a family's file uses is one of its people or stands in the rubric."""
    checker = NameChecker(read)
    for number, lines in enumerate((*family.hurt_lines, *family.mended_lines)):
        part = "hurt_lines" if number < len(family.hurt_lines) else "mended_lines"
        checker.check_speakers(lines, family, (part,))
    for lines in family.asks_back:
        checker.check_speakers(lines, family, ("asks_back",))
    for lines in family.asked_straight:
        checker.check_speakers(lines, family, ("asked_straight",))
    _check_family_answers(checker, family, rubric)
    for key, silence in family.silences.items():
        checker.check_speakers(silence.tells, family, ("silences", key, "tells"))
        checker.check_guard(silence.opens, rubric, frozenset(family.silences), None, ("silences", key, "opens"))
        if silence.opens.always_holds():
            checker.add(
                ("silences", key),
                "open-silence",
                f"The silence '{key}' opens on anything.",
                "Give `opens` something to wait for.",
            )
    return checker.problems


def _check_family_answers(checker: "NameChecker", family: Family, rubric: Rubric) -> None:
    """Check the names in a family's entries, its lines to acts, and its honest lines.

    Args:
        checker: where problems are added.
        family: the family.
        rubric: its rubric.
    """
    for key, entry in family.knows.items():
        _check_entry(checker, entry, family, rubric, None, ("knows", key))
    checker.require_known(family.acts, frozenset(load_acts()), "act", ("acts",))
    voices: list[tuple[NodePath, Mapping[str, tuple[Lines, ...]]]] = [
        (("acts", key), lines) for key, lines in family.acts.items()
    ]
    voices += [(("doesnt_know", str(kind)), lines) for kind, lines in family.doesnt_know.items()]
    voices += [(("receives",), family.receives), (("defers",), family.defers), (("lightly",), family.lightly)]
    for path, lines in voices:
        checker.check_speakers(list_voices(lines), family, path)


def _check_entry(
    checker: "NameChecker", entry: Entry, family: Family, rubric: Rubric, dialogue: Dialogue | None, path: NodePath
) -> None:
    """Check the names and conditions of one entry.

    Args:
        checker: where problems are added.
        entry: the entry.
        family: the family that answers it.
        rubric: its rubric.
        dialogue: the dialogue whose marks it may name; None for an entry of the family's own.
        path: where the entry stands in the file.
    """
    checker.check_speakers((*list_voices(entry.says), *list_voices(entry.again)), family, path)
    checker.check_guard(entry, rubric, frozenset(family.silences), dialogue, path)
    checker.require_known((entry.opens,) if entry.opens else (), frozenset(family.silences), "silence", path)
    checker.require_known(entry.facts, frozenset(family.facts), "fact", path)
    if entry.needs_reply() or entry.not_met:
        checker.add(
            path,
            "entry-guard",
            "An entry is chosen by what is asked, so its conditions can only look at how things stand.",
            "Use told, remembers, trust, guarded or while_hurt.",
        )
    if not entry.says and not entry.opens:
        checker.add(path, "says-nothing", f"'{path[-1]}' answers with nothing.", "Give it `says` or `opens`.")


def _check_turn_answers(
    checker: "NameChecker",
    turn: Turn,
    dialogue: Dialogue,
    family: Family,
    rubric: Rubric,
    places: frozenset[str],
    at: NodePath,
) -> None:
    """Check a turn's entries, reactions and conditions, and what it leaves out.

    Args:
        checker: where problems are added.
        turn: the turn.
        dialogue: the whole dialogue.
        family: its family.
        rubric: its rubric.
        places: the ids that a `goto` may name.
        at: where the turn stands in the file.
    """
    for key, entry in turn.asked.items():
        _check_entry(checker, entry, family, rubric, dialogue, (*at, "asked", key))
    for kind, reaction in turn.asks.items():
        checker.check_answer(reaction, family, rubric, places, (*at, "asks", str(kind)))
    for key, condition in turn.meets.items():
        checker.check_guard(condition, rubric, frozenset(family.silences), dialogue, (*at, "meets", key))
        checker.check_answer(condition, family, rubric, places, (*at, "meets", key))
    checker.check_speakers(turn.remark, family, (*at, "remark"))
    checker.require_known(turn.present, frozenset(family.people), "person", (*at, "present"))
    for number, omission in enumerate(turn.unless):
        part: NodePath = (*at, "unless", number)
        checker.check_arrival(omission, rubric, frozenset(family.silences), dialogue, part)


def check_dialogue(read: YamlFile, dialogue: Dialogue, family: Family, rubric: Rubric) -> list[Problem]:
    """Check a dialogue: its names are known, every turn is reached, and every path has an end.

    Args:
        read: the dialogue's file, for the places of problems.
        dialogue: the dialogue that was read from it.
        family: its family.
        rubric: its rubric.

    Returns:
        The problems, in the order of the file; empty if all is well.
    """
    checker = NameChecker(read)
    checker.marks = list_marks(dialogue).union(*(entry.remember for entry in family.knows.values()))
    places = frozenset(dialogue.turns) | frozenset(dialogue.endings) | {END}
    checker.require_known((dialogue.begins,), frozenset(dialogue.turns), "turn", ("begins",))
    checker.require_known(dialogue.focus, frozenset(rubric.criteria), "criterion", ("focus",))
    for key, turn in dialogue.turns.items():
        _check_turn(checker, key, turn, dialogue, family, rubric, places)
    for key, ending in dialogue.endings.items():
        checker.check_speakers(ending.says, family, ("endings", key, "says"))
        checker.check_guard(ending, rubric, frozenset(family.silences), dialogue, ("endings", key))
        if ending.needs_reply():
            checker.add(
                ("endings", key),
                "ending-guard",
                "An ending can only look at how things stand.",
                "Use trust, guarded, told, remembers or while_hurt.",
            )
    for part, key, what in (
        *(("endings", key, "a turn and an ending") for key in sorted(dialogue.endings.keys() & dialogue.turns.keys())),
        *(("turns", END, "a turn, and what closes the conversation") for _ in dialogue.turns.keys() & {END}),
        *(("endings", END, "an ending, and what takes the first that holds") for _ in dialogue.endings.keys() & {END}),
    ):
        checker.add(
            (part, key),
            "same-name",
            f"'{key}' is {what}.",
            "Give one of them another name, or a `goto` cannot tell which is meant.",
        )
    _check_afterwards(checker, dialogue, family)
    checker.require_known(dialogue.renamed.values(), frozenset(dialogue.turns), "turn", ("renamed",))
    if dialogue.endings and not list(dialogue.endings.values())[-1].always_holds():
        checker.add(
            ("endings", list(dialogue.endings)[-1]),
            "last-ending",
            "The last ending asks for something.",
            "Let the last one stand for all the rest.",
        )
    if not checker.problems:
        _check_ways(checker, dialogue, family)
    return sorted(checker.problems)


def _check_afterwards(checker: "NameChecker", dialogue: Dialogue, family: Family) -> None:
    """Check the names in what the author wrote for the page afterwards."""
    after, silences = dialogue.afterwards, frozenset(family.silences)
    checker.require_known(after.children, frozenset(family.people), "person", ("afterwards", "children"))
    for part, conditions in (("unplanned", after.unplanned), ("questions", after.questions)):
        for number, wanted in enumerate(conditions):
            at: NodePath = ("afterwards", part, number)
            checker.require_known(wanted.told + wanted.not_told, silences, "silence", at)
            checker.require_known(wanted.remembers + wanted.not_remembers, checker.marks, "mark", at)
            checker.require_known(wanted.reached, frozenset(dialogue.turns), "turn", at)
    for number, asked in enumerate(after.questions):
        endings = frozenset(dialogue.endings)
        checker.require_known(asked.after_ending, endings, "turn", ("afterwards", "questions", number), shown="ending")
    texts = [line.text for line in list_family_lines(dialogue, family)] if after.child_said else []
    for number, words in enumerate(after.child_said):
        if not any(words in text for text in texts):
            checker.add(
                ("afterwards", "child_said", number),
                "child-words",
                f"No line of this family has the words '{words}'.",
                "Copy them from the line in which the child is quoted, letter for letter.",
            )


def list_family_lines(dialogue: Dialogue, family: Family) -> Iterator[Line]:
    """Yield every line that the family can say in a dialogue."""
    for turn in dialogue.turns.values():
        yield from (
            *turn.says,
            *turn.says_when_hurt,
            *turn.remark,
            *(line for arrival in turn.says_if for line in arrival.says),
        )
        yield from (line for answer in turn.answers() for line in answer.says)
        yield from (line for entry in turn.asked.values() for take in entry.list_takes() for line in take)
    yield from (line for entry in family.knows.values() for take in entry.list_takes() for line in take)
    yield from (line for silence in family.silences.values() for line in silence.tells)


def _check_turn(
    checker: "NameChecker",
    key: str,
    turn: Turn,
    dialogue: Dialogue,
    family: Family,
    rubric: Rubric,
    places: frozenset[str],
) -> None:
    """Check the speakers, conditions and answers of one turn, and add problems to `checker`.

    Args:
        checker: where problems are added.
        key: the id of the turn.
        turn: the turn.
        dialogue: the whole dialogue.
        family: its family.
        rubric: its rubric.
        places: the ids that a `goto` may name: turns, endings and `end`.
    """
    at: NodePath = ("turns", key)
    checker.check_speakers(turn.says, family, (*at, "says"))
    checker.check_speakers(turn.says_when_hurt, family, (*at, "says_when_hurt"))
    checker.check_speakers(turn.asks_back, family, (*at, "asks_back"))
    _check_turn_answers(checker, turn, dialogue, family, rubric, places, at)
    for number, arrival in enumerate(turn.says_if):
        part: NodePath = (*at, "says_if", number)
        checker.check_speakers(arrival.says, family, part)
        checker.check_arrival(arrival, rubric, frozenset(family.silences), dialogue, part)
    checker.require_known(
        (turn.find_topic(),), frozenset(rubric.topics), "topic", (*at, "opening" if turn.opening else "topic")
    )
    if turn.opening:
        checker.require_known(
            turn.opening.taken_by, frozenset(rubric.criteria), "criterion", (*at, "opening", "taken_by")
        )
    for name, branch in turn.replies.items():
        place = (*at, "replies", name)
        checker.check_guard(branch, rubric, frozenset(family.silences), dialogue, place)
        checker.check_answer(branch, family, rubric, places, place)
        if not branch.says and not branch.tells and branch.goto is None:
            checker.add(place, "says-nothing", f"'{name}' answers with nothing.", "Give it `says`, `tells` or `goto`.")
        if not branch.needs_reply() and branch.hurt == ():
            checker.add(
                place,
                "fits-anything",
                f"'{name}' fits whatever is said.",
                "Say what it listens for, or move it to `otherwise`.",
                warning=True,
            )
    for number, answer in enumerate(turn.otherwise):
        checker.check_answer(answer, family, rubric, places, (*at, "otherwise", number))
    for number, answer in enumerate(turn.otherwise[:-1]):
        if answer.goto is not None:
            checker.add(
                (*at, "otherwise", number),
                "otherwise-unheard",
                "This `otherwise` leads on, so nobody ever hears the one after it.",
                "Take out its `goto`, or what follows it.",
            )
    if turn.otherwise[-1].goto is None:
        checker.add(
            (*at, "otherwise"),
            "no-way-on",
            "The last `otherwise` leads nowhere.",
            "Give it a `goto`, so that nobody is stuck here.",
        )


def _check_ways(checker: "NameChecker", dialogue: Dialogue, family: Family) -> None:
    """Check that no `goto` leads back to an earlier turn, and turns and silences are reached."""
    for path, turn, back in _find_loops(dialogue):
        checker.add(
            path,
            "loop",
            f"This `goto` leads from '{turn}' back to '{back}', which leads to '{turn}'.",
            "Let every `goto` lead forward, or the talk could go round for ever.",
        )
    reached, todo = {dialogue.begins}, [dialogue.begins]
    while todo:
        for place in dialogue.leads_to(todo.pop()):
            if place in dialogue.turns and place not in reached:
                reached.add(place)
                todo.append(place)
    for turn in dialogue.turns:
        if turn not in reached:
            checker.add(
                ("turns", turn), "unreachable-turn", f"No `goto` leads to '{turn}'.", "Lead to it, or take it out."
            )
    for kept in family.silences.values():
        needed = (*kept.opens.remembers, *kept.opens.not_remembers)
        checker.require_known(needed, checker.marks, "mark", ("family",))
    told = {answer.tells for _, answer in list_answers(dialogue) if answer.tells}
    for silence in family.silences:
        if silence not in told:
            checker.add(
                ("family",),
                "silence-untold",
                f"The silence '{silence}' is told nowhere in this dialogue.",
                "Give a branch `tells: " + silence + "`.",
            )


def list_answers(dialogue: Dialogue) -> Iterator[tuple[str, Answer]]:
    """Yield every answer of the family in a dialogue, with the id of its turn."""
    for key, turn in dialogue.turns.items():
        yield from ((key, answer) for answer in turn.answers())


def list_marks(dialogue: Dialogue) -> frozenset[str]:
    """List the marks that the answers and the entries of a dialogue leave."""
    entries = [entry for turn in dialogue.turns.values() for entry in turn.asked.values()]
    left = [*(answer.remember for _, answer in list_answers(dialogue)), *(entry.remember for entry in entries)]
    return frozenset(mark for marks in left for mark in marks)


def _find_loops(dialogue: Dialogue) -> Iterator[tuple[NodePath, str, str]]:
    """Yield each `goto` that leads back to an earlier turn.

    Yields:
        The path of the `goto` in the file, its turn, and the earlier turn.
    """
    done: set[str] = set()
    ways = {key: list(_list_gotos(turn)) for key, turn in dialogue.turns.items()}
    for begins in (dialogue.begins, *dialogue.turns):
        trail: list[str] = []
        todo: list[tuple[str, int]] = [(begins, 0)] if begins not in done else []
        while todo:
            turn, number = todo.pop()
            if not number:
                trail.append(turn)
            if number == len(ways[turn]):
                trail.pop()
                done.add(turn)
                continue
            todo.append((turn, number + 1))
            part, place = ways[turn][number]
            if place in trail:
                yield ("turns", turn, *part, "goto"), turn, place
            elif place in dialogue.turns and place not in done:
                todo.append((place, 0))


def _list_gotos(turn: Turn) -> Iterator[tuple[NodePath, str]]:
    """Yield each turn or ending that a turn's answers lead to, once.

    Yields:
        The path of the answer within the turn, and the id it leads to.
    """
    met: set[str] = set()
    parts: list[tuple[NodePath, Answer]] = [(("replies", key), branch) for key, branch in turn.replies.items()]
    parts += [(tuple(key.split(":", 1)), answer) for key, answer in turn.list_own_answers().items()]
    parts += [(("otherwise", number), answer) for number, answer in enumerate(turn.otherwise)]
    for part, answer in parts:
        if answer.goto and answer.goto not in met:
            met.add(answer.goto)
            yield part, answer.goto


def _list_choices(among: frozenset[str], word: str) -> str:
    """Say which names there are, at most 12 of them, for the advice of a problem."""
    shown = sorted(among)[:SHOWN]
    more = f" and {len(among) - SHOWN} more" if len(among) > SHOWN else ""
    where = "; `coach criteria` lists them" if more and word in ("criterion", "topic") else ""
    return f"There are: {', '.join(shown)}{more}{where}."


class NameChecker(ProblemList):
    """A list of problems of one file that adds one for each name that is not known."""

    marks: frozenset[str] = frozenset()
    """Marks that a dialogue or its family's entries leave, which conditions may look for."""

    def require_known(
        self, names: Iterable[str], among: frozenset[str], word: str, path: NodePath, *, shown: str = ""
    ) -> None:
        """Add a problem for each name that is not among the known ones.

        Args:
            names: the names that the file uses.
            among: the names that are known.
            word: the kind of thing named, such as `turn`; it becomes part of the problem's code.
            path: where the names stand in the file.
            shown: the kind of thing in the sentence, if it differs from `word`.
        """
        for name in names:
            if name not in among and len(self.problems) < MOST:
                near = find_nearest(name, among)
                advice = f"Did you mean '{near[0]}'?" if near else _list_choices(among, word)
                self.add(path, f"unknown-{word}", f"There is no {shown or word} called '{name}'.", advice)

    def check_speakers(self, lines: tuple[Line, ...], family: Family, path: NodePath) -> None:
        """Add a problem for each line whose speaker is neither in the family nor `scene`."""
        self.require_known((line.speaker for line in lines), frozenset(family.people) | {SCENE}, "speaker", path)

    def check_guard(
        self, guard: Guard, rubric: Rubric, silences: frozenset[str], dialogue: Dialogue | None, path: NodePath
    ) -> None:
        """Add a problem for each unknown or misplaced name in a branch's or silence's conditions.

        Args:
            guard: the conditions to check.
            rubric: the rubric whose criteria they may name.
            silences: the ids of the family's silences.
            dialogue: the dialogue whose marks they may name; None where marks are not checked.
            path: where the conditions stand in the file.
        """
        self.require_known(guard.names(), frozenset(rubric.criteria), "criterion", path)
        self.require_known(guard.told + guard.not_told, silences, "silence", path)
        harmful = rubric.of(Polarity.HARMFUL)
        for name in guard.met + guard.any_met:
            if name in harmful and not (isinstance(guard, Branch) and guard.hurt):
                self.add(
                    path,
                    "hurt-as-met",
                    f"'{name}' is harmful, so it belongs in `hurt`, not in `met`.",
                    "A reply that hurts is only ever answered by branches with `hurt`.",
                )
        for name in guard.hurt:
            if name != "any" and name in rubric.criteria and name not in harmful:
                self.add(
                    path, "met-as-hurt", f"'{name}' is not harmful, so it cannot stand in `hurt`.", "Put it in `met`."
                )
        if dialogue is not None:
            self.require_known(guard.remembers + guard.not_remembers, self.marks, "mark", path)

    def check_arrival(
        self, guard: Guard, rubric: Rubric, silences: frozenset[str], dialogue: Dialogue, path: NodePath
    ) -> None:
        """Check the conditions of lines said on arriving, which can look at no reply.

        Args:
            guard: the conditions of the lines.
            rubric: the rubric whose criteria they may name.
            silences: the ids of the family's silences.
            dialogue: the dialogue whose marks they may name.
            path: where the conditions stand in the file.
        """
        self.check_guard(guard, rubric, silences, dialogue, path)
        if guard.needs_reply() or guard.always_holds():
            self.add(
                path,
                "says-guard",
                "What is said on arriving can only look at how things stand, and must look at something.",
                "Use told, remembers, trust, guarded or while_hurt.",
            )

    def check_answer(
        self, answer: Answer, family: Family, rubric: Rubric, places: frozenset[str], path: NodePath
    ) -> None:
        """Add a problem for each speaker, turn, silence or topic of an answer that is unknown.

        Args:
            answer: the family's answer.
            family: the family, whose people may speak.
            rubric: the rubric, whose topics may be named.
            places: the ids that `goto` may name.
            path: where the answer stands in the file.
        """
        self.check_speakers(answer.says, family, (*path, "says"))
        self.require_known(
            (answer.goto,) if answer.goto else (), places, "turn", (*path, "goto"), shown="turn or ending"
        )
        self.require_known(
            (answer.tells,) if answer.tells else (), frozenset(family.silences), "silence", (*path, "tells")
        )
        self.require_known((answer.topic,) if answer.topic else (), frozenset(rubric.topics), "topic", (*path, "topic"))


# --- An exercise


def check_unsaved_exercise(library: Library, read: YamlFile, exercise: Exercise) -> tuple[Problem, ...]:
    """Check an exercise that need not be in the library.

    Args:
        library: the library, for the scenarios that it names.
        read: the exercise's file or text.
        exercise: the exercise.
    """
    problem_list = ProblemList(read)
    dialogues: list[Dialogue] = []
    for part, names in (("scenarios", exercise.scenarios), ("alternatives", exercise.alternatives)):
        for number, scenario in enumerate(names):
            try:
                dialogues.append(library.dialogue(scenario))
            except NotKnown as error:
                problem_list.add((part, number), "unknown-scenario", error.message, error.advice)
            except UnusableContent:
                continue  # said where that file is checked itself
    _check_focus(problem_list, exercise, library, dialogues)
    if exercise.reflection not in (models := load_reflection_models()):
        problem_list.add(
            ("reflection",),
            "unknown-reflection",
            f"There is no model of reflection called '{exercise.reflection}'.",
            f"There are {', '.join(models)}.",
        )
    if not exercise.alternatives and any(dialogue.towards_practitioner for dialogue in dialogues):
        problem_list.add(
            ("scenarios",),
            "no-alternative",
            "This scenario has racism towards the practitioner, and there is no other to choose.",
            "Name one of equal standing in `alternatives`; nobody is set such a scenario.",
        )
    return (*read.warnings, *problem_list.problems)


def _check_focus(problem_list: ProblemList, exercise: Exercise, library: Library, dialogues: list[Dialogue]) -> None:
    """Check that the focus of an exercise names criteria or domains of its scenarios' rubrics."""
    known: set[str] = set()
    for dialogue in dialogues:
        try:
            rubric = library.rubric(dialogue.rubric)
        except CoachError:
            return  # said where that rubric is checked itself
        known |= {*rubric.criteria, *rubric.domains}
    for number, name in enumerate(exercise.focus):
        if dialogues and name not in known:
            problem_list.add(
                ("focus", number),
                "unknown-criterion",
                f"There is no criterion or domain called '{name}'.",
                "Use one of the rubric's, by its id.",
            )
