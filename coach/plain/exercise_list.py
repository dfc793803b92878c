"""The list of exercises in plain lines: those that were given stand first, and named.

Begin with `visit_exercises`.
"""

from dataclasses import replace

from coach.content.validation import load_reflection_models
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.characters import make_visible
from coach.model.exercise import MOST_FOCUSES, Exercise, ExerciseDraft
from coach.plain.console import (
    MenuLine,
    agree,
    ask,
    ask_place,
    ask_yes_or_no,
    choose,
    choose_several,
    is_yes,
    say_errors,
    tell_unstored,
)
from coach.plain.conversation import check_shared_words
from coach.plain.debrief import PlainServices
from coach.plain.scenario_choice import describe_scenario, rehearse
from coach.practice.safeguarding import ASKED, Safeguard
from coach.records.paths import parse_file, write_export
from coach.supervision.exercises import (
    OWN_EXERCISES,
    TO_BRING,
    WITH_WHOM,
    ListedExercise,
    check_draft,
    collect_known_words,
    describe_written_file,
    end_sentence,
    import_exercise,
    list_focuses,
    make_exercise_id,
    name_focus,
    save_exercise,
    serialize_exercise,
    take_off_exercise,
    write_exercise_file,
)

EXERCISES_HELP = (
    "An exercise suggests what to practise, and what you could bring back from it. None is set to anybody, and nobody "
    "is told who did one. What a supervisor gave you stands first, with their name."
)
EXERCISE_FILE = "The path of the file, or Enter: "
EVERYBODY = "everybody"
TAKE_OFF = MenuLine("off", "Take it off your own exercises, for good")


def describe_listed(listed: ListedExercise) -> str:
    """Describe an exercise in one line: its title and why, and who gave it."""
    exercise = listed.exercise
    if exercise is None:
        return say("{name} cannot be used: {problem}", name=listed.id.replace("_", " "), problem=listed.problem)
    given = say("Given to you, {origin}. ", origin=listed.origin) if listed.given else ""
    return f"{exercise.title}. {given}{end_sentence(exercise.why)}"


def visit_exercises(services: PlainServices) -> None:
    """Read out the exercises, and open what is chosen, until Enter leaves them."""
    lines, inbox = services.lines, services.inbox
    while True:
        listed = sorted(inbox.list_exercises(), key=lambda exercise: not exercise.given)
        entries = [MenuLine(f"exercise {place}", describe_listed(exercise)) for place, exercise in enumerate(listed)]
        entries += [
            MenuLine("take in", say("Take in an exercise that came to you as a file")),
            MenuLine("make", say("Make an exercise, for yourself or to give to people")),
        ]
        if inbox.stores.has_team_store:
            entries.append(MenuLine("gave", say("What you gave through your team's store")))
        key = choose(lines, entries, say("A number, words to find one, or Enter to leave: "), say(EXERCISES_HELP))
        if key is None:
            return
        with say_errors(lines):
            match key.split():
                case ["exercise", place]:
                    _visit_exercise(services, listed[int(place)])
                case ["take", _]:
                    if file := parse_file(ask(lines, say(EXERCISE_FILE))):
                        name = import_exercise(file, services.practice.library, services.where.library)
                        lines.write(say("Taken in as {name}.", name=name))
                case ["gave"]:
                    _visit_given(services)
                case _:
                    _make_exercise(services)


def _visit_exercise(services: PlainServices, listed: ListedExercise) -> None:
    """Read an exercise out, then do it or save it. Raises CoachError."""
    lines, exercise = services.lines, listed.exercise
    lines.write(make_visible(describe_listed(listed)))
    is_own = not listed.given and listed.origin == OWN_EXERCISES
    if exercise is None:
        if is_own and choose(lines, [TAKE_OFF]):
            _take_off(services, listed)
        return
    titles = _find_titles(services, (*exercise.scenarios, *exercise.alternatives))
    focus = "; ".join(name_focus(exercise, services.practice.library))
    for lead, words in (
        (say("With"), "; ".join(titles.values())),
        (say("To practise"), focus),
        (say("With whom"), WITH_WHOM[exercise.mode]),
        (say("How long"), say("About {replies} replies, or fewer", replies=exercise.replies)),
        (say("To bring back"), TO_BRING[exercise.bring]),
        (say("Content notes"), "; ".join(exercise.content_notes)),
    ):
        if words:
            lines.write(make_visible(f"{lead}: {words}"))
    tasks = [MenuLine("do", say("Do this exercise")), MenuLine("save", say("Save it to a file, to hand on"))]
    key = choose(lines, [*tasks, TAKE_OFF] if is_own else tasks)
    if key == TAKE_OFF.key:
        _take_off(services, listed)
    elif key == "save":
        file = ask_place(lines, f"{listed.id}.yaml")
        text = serialize_exercise(exercise)
        lines.write(say("Written to {file}.", file=write_export(file, text, for_others=True).absolute()))
    elif key == "do":
        scenario = next(iter(titles), "")
        if len(titles) > 1:
            lines.write(say("Take whichever you like. They are of equal standing."))
            entries = [MenuLine(name, title) for name, title in titles.items()]
            scenario = choose(lines, entries, say("Which one, or Enter for none: ")) or ""
        if scenario:
            rehearse(services, scenario, replace(services.options, exercise=listed.id))


def _take_off(services: PlainServices, listed: ListedExercise) -> None:
    """Delete one of the user's own exercises once that was confirmed. Raises CoachError."""
    services.lines.write(say("Rehearsals of it stay, and so does the file that you took it in from."))
    if agree(services.lines, say("Take it off for good? yes, or Enter for no: ")):
        file = take_off_exercise(listed.id, services.practice.library, services.where.library)
        services.lines.write(make_visible(say("Taken off: {name} is deleted.", name=file.name)))


def _find_titles(services: PlainServices, scenarios: tuple[str, ...]) -> dict[str, str]:
    """Map the scenarios that can be used to their titles. Raises CoachError if none can."""
    titles: dict[str, str] = {}
    problem: CoachError | None = None
    for scenario in scenarios:
        try:
            titles[scenario] = services.practice.library.cover(scenario).title
        except CoachError as error:
            problem = error
    if problem and not titles:
        raise problem
    return titles


def _visit_given(services: PlainServices) -> None:
    """Read out the exercises that this supervisor gave, and take one away. Raises CoachError."""
    lines, inbox = services.lines, services.inbox
    gave = inbox.list_given_exercises()
    if not gave:
        lines.write(say("You have given no exercise through your team's store."))
        return
    entries = [MenuLine(str(n), f"{given.title}, to {given.reader or EVERYBODY}") for n, given in enumerate(gave)]
    key = choose(lines, entries, say("A number takes one away, or Enter to leave: "))
    if key is not None and agree(
        lines, say("Take away {title}? yes, or Enter for no: ", title=make_visible(gave[int(key)].title))
    ):
        inbox.withdraw_exercise(gave[int(key)])
        lines.write(say("Taken away. Nobody can find it under Exercises now."))


# --- Making an exercise, a question at a time

GO_WITHOUT = "It is not kept anywhere yet. Go without it? yes, or Enter to choose where to: "
MAKE_HELP = "Enter leaves a question out, and keeps what was there. Nothing is saved before you say so at the end."


@tell_unstored()
def _make_exercise(services: PlainServices) -> None:
    """Ask for an exercise a question at a time, then save or give it. Raises CoachError."""
    lines, library = services.lines, services.practice.library
    lines.write(say(MAKE_HELP))
    draft = ExerciseDraft()
    shelf = [scenario for scenario in services.practice.scenarios() if scenario.cover]
    scenarios = [MenuLine(scenario.id, describe_scenario(scenario)) for scenario in shelf]
    while True:
        draft = replace(draft, title=ask(lines, say("Its title, or Enter: ")) or draft.title)
        draft = replace(draft, why=ask(lines, say("Why, in one sentence, or Enter: ")) or draft.why)
        lines.write(say("The scenarios to rehearse:"))
        draft = draft.choose("scenarios", choose_several(lines, scenarios, draft.scenarios))
        lines.write(say("What to practise, up to {most}, or nothing:", most=MOST_FOCUSES))
        draft = draft.choose("focus", choose_several(lines, _list_focuses(services, draft), draft.focus))
        typed = ask(lines, say("Content notes with commas between, or Enter for none: "))
        notes = tuple(filter(None, map(str.strip, typed.split(","))))
        replies = ask(lines, say("About how many replies, or Enter for {replies}: ", replies=draft.replies))
        draft = replace(draft, content_notes=notes or draft.content_notes, replies=replies or draft.replies)
        draft = _ask_choices(services, draft)
        made = check_draft(draft, library)
        for sentence in made.still:
            lines.write(make_visible(sentence))
        if made.exercise is not None and _finish(services, made.exercise):
            return
        if not agree(lines, say("Go through the questions again? yes, or Enter to leave it: ")):
            return


def _finish(services: PlainServices, exercise: Exercise) -> bool:
    """Save an exercise, give it or let it go; return False where that failed."""
    looked_over = _check_details(services, exercise)
    if looked_over is None:
        services.lines.write(say("It is not saved."))
        return True
    services.practice.library.look_again()
    try:
        _save(services, looked_over)
    except CoachError as error:
        services.lines.write(f"{say(error.title)}. {error}")
        return False
    return True


def _list_focuses(services: PlainServices, draft: ExerciseDraft) -> list[MenuLine]:
    """List the domains, then the helpful criteria, of the chosen scenarios' rubrics."""
    choices = list_focuses(services.practice.library, draft.scenarios)
    return [MenuLine(choice.key, choice.name, choice.about if choice.criterion else "") for choice in choices]


def _ask_choices(services: PlainServices, draft: ExerciseDraft) -> ExerciseDraft:
    """Ask with whom, with which questions afterwards, and what to bring back; Enter keeps each."""
    lines = services.lines
    modes = [MenuLine(mode.value, words) for mode, words in WITH_WHOM.items()]
    models = [MenuLine(key, model.name) for key, model in load_reflection_models().items()]
    brings = [MenuLine(bring.value, words) for bring, words in TO_BRING.items()]
    mode = choose(lines, modes, say("With whom, or Enter for on your own: ")) or draft.mode
    model = (
        choose(lines, models, say("Questions afterwards, or Enter for {reflection}: ", reflection=draft.reflection))
        or draft.reflection
    )
    bring = choose(lines, brings, say("To bring back, or Enter for one moment: ")) or draft.bring
    return replace(draft, mode=mode, reflection=model, bring=bring)


def _check_details(services: PlainServices, exercise: Exercise) -> Exercise | None:
    """Return an exercise without real people's details; None where its author leaves words out."""
    safeguard = Safeguard(lambda: collect_known_words(services.practice, exercise))
    words = [
        check_shared_words(services.lines, safeguard, text)
        for text in (exercise.title, exercise.why, *exercise.content_notes)
    ]
    if words[0] is None or words[1] is None:
        return None
    notes = tuple(text for text in words[2:] if text)
    return exercise.model_copy(update={"title": words[0], "why": words[1], "content_notes": notes})


def _save(services: PlainServices, exercise: Exercise) -> None:
    """Ask where an exercise goes, and save or give it. Raises CoachError."""
    lines, inbox, practice = services.lines, services.inbox, services.practice
    key = make_exercise_id(exercise.title)
    ways = [
        MenuLine("library", say("Into my own library, to use here")),
        MenuLine("file", say("As a file, to give to people, or into the exercises folder of a shared folder")),
    ]
    if inbox.stores.has_team_store:
        ways += [MenuLine("all", say("To everybody, through your team's store"))]
        ways += [
            MenuLine(f"to {login}", say("To {login}, through your team's store", login=login))
            for login in inbox.list_people()
        ]
    question = say("Where to, or Enter not to save it: ")
    way = choose(lines, ways, question)
    # Enter has kept what stood there in every line before this one, so here it is asked after once more.
    while way is None and not is_yes(asked := ask_yes_or_no(lines, say(GO_WITHOUT))) and asked is not None:
        way = choose(lines, ways, question)
    match way:
        case None:
            lines.write(say("It is not saved."))
        case "library":
            path = save_exercise(practice, exercise, key, services.where.library, confirmed=ASKED)
            practice.library.look_again()
            lines.write(say("It is with your exercises now, in {path}.", path=path))
        case "file":
            written = write_exercise_file(practice, exercise, ask_place(lines, f"{key}.yaml"), confirmed=ASKED)
            lines.write(describe_written_file(written))
        case _:
            login = "" if way == "all" else way.removeprefix("to ")
            inbox.give_exercise(key, exercise, login, confirmed=ASKED)
            lines.write(
                say(
                    "{login} can find it under Exercises now. Nobody is told whether it was done.",
                    login=login or say("Everybody"),
                )
            )
