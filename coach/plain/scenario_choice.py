"""A whole rehearsal line by line: choosing a scenario, its brief, the talk, the debrief.

Begin with `rehearse`.
"""

from dataclasses import replace

from coach.debrief.builder import LIMITS
from coach.debrief.render import make_visible
from coach.model.characters import sanitize_line
from coach.options import RehearseOptions
from coach.plain.conversation import LineConsole, PlainConversation, check_own_words
from coach.plain.debrief import PlainDebrief, find_exercise
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, Care, Safeguard, known_words
from coach.practice.service import PracticeService, Scenario, describe_review
from coach.supervision.practitioner import SubmissionService

NO_REAL_CASES = "Don't type names, dates of birth, addresses or details of real families."


def choose_scenario(lines: LineConsole, practice: PracticeService) -> str | None:
    """Show the scenarios and ask for one; return its id as chosen or typed, None to leave.

    Sentences on rehearsals that expired are shown first.
    """
    if of_time := practice.keeping.of_time():
        lines.write(of_time)
    shelf = practice.scenarios()
    for number, scenario in enumerate(shelf, 1):
        lines.write(f"{number}: {describe_scenario(scenario)}")
    typed = (lines.read("Which number, or Enter to leave: ") or "").strip()
    if not typed:
        return None
    if typed.isdecimal() and 1 <= int(typed) <= len(shelf):
        return shelf[int(typed) - 1].id
    return typed


def rehearse(
    lines: LineConsole, submission_service: SubmissionService, care: Care, scenario: str, options: RehearseOptions
) -> Rehearsal | None:
    """Run a whole rehearsal, from the content note to the debrief.

    Args:
        lines: the console.
        submission_service: the practitioner's submissions, and the practice.
        care: the texts of the gates.
        scenario: the id of the scenario.
        options: what the practitioner chose.

    Returns:
        The rehearsal; None if it was left.
    """
    practice, intention, exercise = submission_service.practice, options.intention, options.exercise
    dialogue = practice.library.dialogue(scenario)
    chosen_exercise = find_exercise(submission_service, exercise) if exercise else None
    if chosen_exercise:
        lines.write(f"Exercise: {make_visible(chosen_exercise.title)}. {make_visible(chosen_exercise.why)}")
    lines.write(dialogue.title)
    lines.write(f"Content note: {dialogue.content_note}")
    lines.write(make_visible(describe_review(dialogue)))
    for note in chosen_exercise.content_notes if chosen_exercise else ():
        lines.write(f"And in this exercise: {make_visible(note)}")
    if lines.asks and (lines.read("Enter to start, or type no: ") or "").strip().casefold() in ("no", "n"):
        return None
    lines.write(f"You are: {dialogue.you_are}. {dialogue.setting}.")
    lines.write(dialogue.brief)
    lines.write(NO_REAL_CASES)
    lines.write(LIMITS)
    if lines.asks:
        if not intention:
            intention = (lines.read("Something you want to practise, or Enter: ") or "").strip()
        lines.write("Type what you would say. `help` lists the words you can use.")
    lines.write("")
    safeguard = Safeguard(lambda: known_words(practice.script(scenario)))
    chosen = replace(options, intention=check_own_words(lines, care, safeguard, intention) or "")
    begun = practice.begin(scenario, chosen, confirmed=ASKED)
    return play(lines, submission_service, care, begun)


def go_on_or_rehearse(
    lines: LineConsole, submission_service: SubmissionService, care: Care, scenario: str, options: RehearseOptions
) -> Rehearsal | None:
    """Offer to go on with an unfinished rehearsal, or begin a new one.

    Arguments and result as for `rehearse`.
    """
    unfinished = submission_service.practice.find_unfinished() if lines.asks else None
    if unfinished:
        answer = lines.read(f"Go on with {unfinished.scenario}, where you left it? yes or Enter: ")
        if (answer or "").strip():
            return play(lines, submission_service, care, submission_service.practice.go_on(unfinished.id))
    return rehearse(lines, submission_service, care, scenario, options)


def play(
    lines: LineConsole, submission_service: SubmissionService, care: Care, rehearsal: Rehearsal
) -> Rehearsal | None:
    """Run a rehearsal's conversation and debrief, again each time a line is said again.

    Returns:
        The rehearsal; None if it was left.
    """
    going = True
    while going:
        if not PlainConversation(lines, rehearsal, care).play():
            return None
        if not lines.asks and (left := sum(1 for _ in iter(lambda: lines.read(""), None))):
            lines.write(f"The conversation ended before the last {left} of your lines. They were not used.")
        after = PlainDebrief(lines, submission_service, rehearsal, care)
        after.show()
        going = lines.asks and after.talk()
    return rehearsal


def describe_scenario(scenario: Scenario) -> str:
    """Return a scenario's title, id and difficulty on one line, or why it cannot be used."""
    if scenario.cover is None:
        return sanitize_line(f"{scenario.id} cannot be used: {scenario.problem}")
    cover = scenario.cover
    return sanitize_line(f"{cover.title} ({scenario.id}). {cover.you_are}. {cover.difficulty.capitalize()}.")
