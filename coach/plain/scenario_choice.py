"""A whole rehearsal line by line: choosing a scenario, its brief, the talk, the debrief.

Begin with `rehearse`.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace

from coach.debrief.report import LIMITS
from coach.errors import CoachError
from coach.language.catalogue import find_language, say
from coach.model.characters import make_visible, sanitize_line
from coach.model.events import Hints
from coach.model.exercise import Exercise
from coach.model.scenario import Dialogue
from coach.options import RehearseOptions
from coach.page_words import NO_REAL_CASES
from coach.plain.console import HELP_WORDS, MenuLine, agree, ask, choose, is_no, is_yes
from coach.plain.conversation import (
    CONVERSATION_COMMANDS,
    PlainConversation,
    ask_own_words,
    check_own_words,
    parse_command,
)
from coach.plain.debrief import (
    PlainDebrief,
    PlainServices,
    ask_own_picture,
    find_exercise,
    find_rehearsal_exercise,
    keep_own_picture,
)
from coach.plain.submission_form import SubmissionForm
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, Safeguard, known_words
from coach.practice.scenario_cards import find_scenario, list_other_words
from coach.practice.service import PracticeService, Scenario, describe_review
from coach.practice.settings import read_settings
from coach.rehearsal.short_way import ABOUT_SHORT, WHAT_ENDS_IT, word_length

# --- Choosing a scenario

SCENARIO_HELP = "These are the scenarios, the easiest first. Words find one, such as: roma, school, grandmother."


def describe_scenario(scenario: Scenario) -> str:
    """Return a scenario's title, id and difficulty on one line, or why it cannot be used."""
    if scenario.cover is None:
        return sanitize_line(say("{id} cannot be used: {problem}", id=scenario.id, problem=scenario.problem))
    cover = scenario.cover
    return sanitize_line(f"{cover.title} ({scenario.id}). {cover.you_are}. {say(cover.difficulty.capitalize())}.")


def choose_scenario(services: PlainServices) -> str | None:
    """Show the scenarios and ask for one; return its id, None to leave.

    Sentences on rehearsals that expired are shown first where nobody is there to ask.

    Raises:
        NotKnown: what was typed fits none, or several.
    """
    lines, practice = services.lines, services.practice
    if not lines.asks and (of_time := practice.keeping.of_time()):
        lines.write(of_time)
    shelf = practice.scenarios()
    entries = [MenuLine(scenario.id, describe_scenario(scenario), _collect_words(scenario)) for scenario in shelf]
    if lines.asks:
        return choose(lines, entries, say("A number, words to find one, or Enter to leave: "), say(SCENARIO_HELP))
    for number, entry in enumerate(entries, 1):
        lines.write(f"{number}: {entry.words}")
    typed = (lines.read(say("Which number, or Enter to leave: ")) or "").strip()
    if typed.isdecimal() and 1 <= int(typed) <= len(shelf):
        return shelf[int(typed) - 1].id
    # A number that is none of the list is no word to search by: it would find an age or an hour.
    return find_scenario(practice, typed) if typed and not typed.isdecimal() else typed or None


def _collect_words(scenario: Scenario) -> str:
    """Collect what a search finds a scenario by, beside its title."""
    cover = scenario.cover
    if cover is None:
        return ""
    own = " ".join((cover.setting, scenario.people, cover.content_note, cover.brief, cover.concern, *cover.themes))
    about = " ".join((scenario.people, *cover.themes))
    words, words_about = (re.findall(r"\w+", text.casefold()) for text in (own, about))
    return " ".join((own, *list_other_words(words, words_about)))


# --- The content note, the brief and the options

OWN = "own"
"""The key of the choice to say in words of one's own what one wants to practise."""
NO_PLACE = "What about your role, your power or yourself might matter in this conversation?"
OPTIONS_QUESTION = "A number, words of your own to practise, or Enter: "
OPTIONS_HELP = (
    "Enter begins. A number changes what stands in that line. Or type what you want to practise, in your own words. "
    "Nothing here has to be changed."
)
HINTS_IN_WORDS = {Hints.NONE: "not until the end", Hints.EACH: "a line after each reply"}


@dataclass(slots=True)
class BriefChoices:
    """What a practitioner chose before a rehearsal."""

    options: RehearseOptions
    position: str = ""
    """Words on their own place in the conversation, which they asked to keep."""
    picture: dict[str, str] = field(default_factory=dict)
    """Answers on their own picture of the family, by question."""


def rehearse(services: PlainServices, scenario: str, options: RehearseOptions) -> Rehearsal | None:
    """Run a whole rehearsal, from the content note to the debrief.

    Args:
        services: the console, and the facades behind it.
        scenario: the id of the scenario.
        options: what the practitioner chose.

    Returns:
        The rehearsal; None if it was left.
    """
    lines, practice = services.lines, services.practice
    dialogue = practice.library.dialogue(scenario)
    exercise = find_exercise(services.submission_service, options.exercise) if options.exercise else None
    if exercise:
        lines.write(say("Exercise: {title}. {why}", title=make_visible(exercise.title), why=make_visible(exercise.why)))
    other = _read_content_note(services, dialogue, exercise)
    if other is not None:
        return rehearse(services, other, options) if other else None
    lines.write(say("You are: {you_are}. {setting}.", you_are=dialogue.you_are, setting=dialogue.setting))
    lines.write(dialogue.brief)
    if lines.asks:
        lines.write(say("What people are worried about: {concern}", concern=dialogue.concern))
    lines.write(say(NO_REAL_CASES))
    if caution := find_language().caution:
        lines.write(caution)
    lines.write(say(LIMITS))
    settings, _ = read_settings(services.where.settings)
    choices = BriefChoices(replace(options, hints=options.hints or settings.hints.value))
    safeguard = Safeguard(lambda: known_words(practice.script(scenario)))
    if lines.asks:
        if not options.intention:
            about = say("about {replies} replies", replies=exercise.replies) if exercise else word_length(dialogue)
            _choose_options(services, dialogue, choices, safeguard, about=about)
        ends = say(WHAT_ENDS_IT, way="`finish`")
        lines.write(f"{say('Type what you would say. `help` lists the words you can use.')} {ends}")
    lines.write("")
    words = check_own_words(lines, services.care, safeguard, choices.options.intention) or ""
    chosen = replace(choices.options, intention=words)
    begun = practice.begin(scenario, chosen, position=choices.position, confirmed=ASKED)
    keep_own_picture(begun, choices.picture)
    return play(services, begun)


def _read_content_note(services: PlainServices, dialogue: Dialogue, exercise: Exercise | None) -> str | None:
    """Read out a scenario's content note and ask whether to start.

    Returns:
        None to start; the id of another scenario to take instead, empty for none at all.
    """
    lines = services.lines
    lines.write(dialogue.title)
    lines.write(say("Content note: {content_note}", content_note=dialogue.content_note))
    lines.write(make_visible(describe_review(dialogue)))
    for note in exercise.content_notes if exercise else ():
        lines.write(say("And in this exercise: {note}", note=make_visible(note)))
    if not lines.asks:
        return None
    instead = dialogue.alternative or ""
    if instead:
        title = services.practice.library.cover(instead).title
        lines.write(say("`other` takes one of equal standing instead: {title}", title=make_visible(title)))
    while True:
        typed = lines.read(say("Enter to start, or type no: "))
        answer = (typed or "").strip().casefold()
        if typed is None or is_no(answer):
            return ""
        if instead and answer == "other":
            return instead
        if not answer or is_yes(answer):
            return None
        lines.write(say("Press Enter alone to start this one. `no` leaves it, and you can choose another."))


def _choose_options(
    services: PlainServices, dialogue: Dialogue, choices: BriefChoices, safeguard: Safeguard, *, about: str
) -> None:
    """Read out the options of a rehearsal, and change those that are chosen, until Enter begins.

    Args:
        services: the console, and the facades behind it.
        dialogue: the scenario.
        choices: what is chosen, which is changed.
        safeguard: the checks of the practitioner's own words.
        about: how many replies the whole conversation has, in words.
    """
    lines = services.lines
    settings, _ = read_settings(services.where.settings)
    lines.write(say("Enter begins. `?` says what else you can do here."))
    while True:
        entries = _list_options(choices, about, skip_identity=settings.skip_identity)
        for number, entry in enumerate(entries, 1):
            lines.write(f"{number}: {entry.words}")
        typed = (lines.read(say(OPTIONS_QUESTION)) or "").strip()
        if not typed:
            return
        if typed.casefold() in HELP_WORDS:
            lines.write(say(OPTIONS_HELP))
        elif parse_command(typed, CONVERSATION_COMMANDS)[0]:
            lines.write(say("The conversation has not begun. Enter begins it; that word works then."))
        elif not typed.isdecimal():
            choices.options = replace(choices.options, intention=typed)
            lines.write(say("That is what you want to practise. Nothing is said to the family before Enter begins."))
        elif not 1 <= int(typed) <= len(entries):
            lines.write(say("The numbers go from 1 to {last}.", last=len(entries)))
        else:
            _change_option(services, entries[int(typed) - 1].key, dialogue, choices, safeguard)


def _list_options(choices: BriefChoices, about: str, *, skip_identity: bool) -> list[MenuLine]:
    """List the options of a rehearsal, each with what is chosen now.

    Args:
        choices: what is chosen.
        about: how many replies the whole conversation has, in words.
        skip_identity: whether the question about the practitioner's own place is left out.
    """
    options = choices.options
    length = (
        say("short, about {number} replies", number=ABOUT_SHORT)
        if options.short
        else say("whole, {about}", about=about)
    )
    wanted = make_visible(options.intention) or say("nothing in particular")
    entries = [
        MenuLine("intention", say("What you want to practise: {wanted}", wanted=wanted)),
        MenuLine("short", say("How long: {length}", length=length)),
        MenuLine("hints", say("The coach speaks: {when}", when=say(HINTS_IN_WORDS[Hints(options.hints)]))),
    ]
    if not skip_identity:
        position = make_visible(choices.position) or say("nothing")
        entries.append(MenuLine("position", say("Your own place in it, if you like: {position}", position=position)))
    kept = say("kept once you begin") if choices.picture else say("not asked")
    entries.append(
        MenuLine("picture", say("Questions on your own picture of the family, for you alone: {kept}", kept=kept))
    )
    return entries


def _change_option(
    services: PlainServices, key: str, dialogue: Dialogue, choices: BriefChoices, safeguard: Safeguard
) -> None:
    """Ask for one option of a rehearsal.

    Args:
        services: the console, and the facades behind it.
        key: which option.
        dialogue: the scenario.
        choices: what is chosen, which is changed.
        safeguard: the checks of the practitioner's own words.
    """
    lines = services.lines
    match key:
        case "intention":
            entries = [MenuLine(words, words) for words in dialogue.intentions]
            entries += [MenuLine("", say("Nothing in particular")), MenuLine(OWN, say("Words of your own"))]
            chosen = choose(lines, entries, say("A number, or Enter to leave it as it is: "))
            if chosen == OWN:
                # They are checked once the conversation begins, as those are that are typed without this list.
                chosen = ask(lines, say("Your own words, or Enter to leave it as it is: ")) or None
            if chosen is not None:
                choices.options = replace(choices.options, intention=chosen)
        case "short":
            choices.options = replace(choices.options, short=not choices.options.short)
        case "hints":
            other = Hints.EACH if choices.options.hints == Hints.NONE else Hints.NONE
            choices.options = replace(choices.options, hints=other.value)
        case "position":
            lines.write(
                f"{say(NO_PLACE)} {say('Nobody needs an answer. What you type is kept with the rehearsal, for you.')}"
            )
            question = say("Your own words, or Enter for nothing: ")
            choices.position = ask_own_words(lines, services.care, safeguard, question, choices.position)
        case _:
            choices.picture = ask_own_picture(services, "before", safeguard, choices.picture)


# --- The conversation and its debrief


def find_title(practice: PracticeService, scenario: str) -> str:
    """Return a scenario's title; its id in words where it cannot be read."""
    with suppress(CoachError):
        return practice.library.cover(scenario).title
    return scenario.replace("_", " ")


def go_on_or_rehearse(services: PlainServices, scenario: str, options: RehearseOptions) -> Rehearsal | None:
    """Offer to go on with an unfinished rehearsal, or begin a new one.

    Arguments and result as for `rehearse`.
    """
    unfinished = services.practice.find_unfinished() if services.lines.asks else None
    if unfinished:
        title = find_title(services.practice, unfinished.scenario)
        if agree(services.lines, say("Go on with “{title}”, where you left it? yes, or Enter to begin: ", title=title)):
            return play(services, services.practice.go_on(unfinished.id))
    return rehearse(services, scenario, options)


def play(services: PlainServices, rehearsal: Rehearsal) -> Rehearsal | None:
    """Run a rehearsal's conversation and debrief, again each time a line is said again.

    Returns:
        The rehearsal; None if it was left.
    """
    lines, going = services.lines, True
    exercise = find_rehearsal_exercise(services.submission_service, rehearsal)
    while going:
        if not PlainConversation(lines, rehearsal, services.care, exercise).play():
            return None
        if not lines.asks and (left := sum(1 for _ in iter(lambda: lines.read(""), None))):
            lines.write(
                say("The conversation ended before the last {left} of your lines. They were not used.", left=left)
            )
        going = _show_debrief(services, rehearsal) and lines.asks
    return rehearsal


def look_back(services: PlainServices, rehearsal: Rehearsal) -> None:
    """Show a rehearsal's debrief, and go on with the conversation if a line is said again."""
    if not rehearsal.over:
        services.lines.write(say("This rehearsal has not ended. This is how it stands."))
    if _show_debrief(services, rehearsal):
        play(services, rehearsal)


def _show_debrief(services: PlainServices, rehearsal: Rehearsal) -> bool:
    """Ask the learner first, then show the debrief; True if a line is said again."""
    form = SubmissionForm(services.lines, services.submission_service, services.care, rehearsal)
    debrief = PlainDebrief(services, rehearsal, form.fill_in)
    try:
        debrief.ask_first()
    except CoachError as error:
        services.lines.write(str(error))
    debrief.show()
    return services.lines.asks and debrief.talk()
