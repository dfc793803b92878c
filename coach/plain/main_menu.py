"""The first page in plain lines: a menu of everything that the coach can do, by number.

Begin with `open_menu`, which runs until Enter closes the coach.
"""

from coach.debrief.render import render_plain
from coach.errors import CoachError
from coach.language.catalogue import find_language, say, say_count
from coach.model.characters import make_visible
from coach.page_words import NO_REAL_CASES
from coach.plain.console import MenuLine, ask, ask_yes_or_no, choose, is_no, is_yes, say_errors
from coach.plain.debrief import PlainServices, fetch_reviews, go_through_replies
from coach.plain.desk import visit_desk
from coach.plain.desk_papers import read_agenda_of
from coach.plain.exercise_list import visit_exercises
from coach.plain.rehearsal_list import find_waiting, visit_rehearsals
from coach.plain.scenario_choice import choose_scenario, find_title, play, rehearse
from coach.plain.setting_list import SettingList
from coach.practice.settings import read_settings, write_settings
from coach.records.paths import parse_file
from coach.supervision.documents import save_blocks
from coach.supervision.reflection import lay_out_own_practice

WHAT = (
    "Conversation coach, in plain lines. Rehearse conversations about race, culture and racism with scripted families, "
    "by typing, before you knock on a real door. There is never a score."
)
HOW = (
    "Type the number of a line and press Enter. `?` explains. Enter alone leaves; where it does something else, the "
    "question says so."
)
MENU_HELP = (
    "You choose a scenario, hear a short note on what is in it, and talk with a family by typing what you would say. "
    "Afterwards you look back. `pause`, `skip`, `back` and `stop` can be typed at any time while you talk. "
    "What you rehearse stays with you, goes by itself after thirty days, and goes to nobody unless you hand it over."
)
WELCOME = (
    "Some pages ask, only if you like, about your own place in a conversation. "
    "Type no to leave such questions out, or Enter: "
)
SAVE_PAGE = "A file to save this to, such as my-practice.docx, or Enter: "
CLOSE_ALL_THE_SAME = "Close all the same? yes, or Enter for no: "


def open_menu(services: PlainServices, settings: SettingList) -> None:
    """Show the menu, and open what is chosen, until Enter closes the coach.

    Args:
        services: the console, and the facades behind it.
        settings: the list of settings.
    """
    lines, practice = services.lines, services.practice
    if caution := find_language().caution:
        lines.write(caution)
    lines.write(say(WHAT))
    lines.write(say(NO_REAL_CASES))
    if of_time := practice.keeping.of_time():
        lines.write(of_time)
    _welcome(services)
    lines.write(say(HOW))
    looks = _can_look(services)
    while True:
        key = choose(
            lines, _list_entries(services, looks=looks), say("A number, or Enter to close the coach: "), say(MENU_HELP)
        )
        if key is None:
            if not (lost := practice.keeping.only_here()):
                return
            lines.write(lost)
            answer = ask_yes_or_no(lines, say(CLOSE_ALL_THE_SAME))
            if answer is None or is_yes(answer):
                return
            continue
        with say_errors(lines):
            _open_entry(services, settings, key)


def _welcome(services: PlainServices) -> None:
    """Offer at the first start to leave out questions about the practitioner's identity."""
    settings, problem = read_settings(services.where.settings)
    if settings.welcomed or problem:
        return
    answer = ask_yes_or_no(services.lines, say(WELCOME))
    if answer is None:
        return
    changed = settings.model_copy(update={"welcomed": True, "skip_identity": is_no(answer) or settings.skip_identity})
    try:
        write_settings(services.where.settings, changed)
    except CoachError as error:
        services.lines.write(str(error))


def _can_look(services: PlainServices) -> bool:
    """Return whether to look in the team's store; say so where it cannot be reached.

    A store that is away is waited for once, not each time that the menu is read out.
    """
    try:
        services.submission_service.stores.reach()
    except CoachError as error:
        services.lines.write(str(error))
        return False
    return services.submission_service.stores.has_team_store


def _list_entries(services: PlainServices, *, looks: bool) -> list[MenuLine]:
    """List what can be done: first what waits, then what is always there.

    Args:
        services: the console, and the facades behind it.
        looks: whether to look in the team's store for what waits there.
    """
    practice, entries = services.practice, []
    if unfinished := practice.find_unfinished():
        title = find_title(practice, unfinished.scenario)
        said = say_count("{count} reply", "{count} replies", unfinished.replies)
        entries.append(
            MenuLine("go on", say("Go on with {title}, where you left it, after {said}", title=title, said=said))
        )
    for summary in find_waiting(services) if looks else ():
        title = find_title(practice, summary.scenario)
        entries.append(
            MenuLine(f"back {summary.id}", say("Something came back from supervision, on {title}", title=title))
        )
    given = _describe_given(services) if looks else ""
    return [
        *entries,
        MenuLine("rehearse", say("Rehearse: choose a scenario")),
        MenuLine("exercises", f"{say('Exercises: something to practise')}{f'. {given}' if given else ''}"),
        MenuLine("rehearsals", say("My rehearsals: look back, bring to supervision, keep or forget")),
        MenuLine("practice", say("My practice: what you tried, for you alone")),
        MenuLine("desk", say("Supervision desk: what was brought to you, to read and answer")),
        MenuLine("agenda", say("The agenda of a supervision session")),
        MenuLine("settings", say("Settings")),
    ]


def _describe_given(services: PlainServices) -> str:
    """Say who gave an exercise through the team's store; empty where there is none."""
    try:
        given = [exercise for exercise in services.inbox.list_exercises() if exercise.given and exercise.exercise]
    except CoachError:
        return ""
    return (
        say_count(
            "{count} exercise given to you, {origin}",
            "{count} exercises given to you, {origin}",
            len(given),
            origin=given[0].origin,
        )
        if given
        else ""
    )


def _open_entry(services: PlainServices, settings: SettingList, key: str) -> None:
    """Do what a line of the menu stands for. Raises CoachError."""
    lines, practice = services.lines, services.practice
    match key:
        case "go on":
            if unfinished := practice.find_unfinished():
                play(services, practice.go_on(unfinished.id))
        case "rehearse":
            if scenario := choose_scenario(services):
                rehearse(services, scenario, services.options)
        case "exercises":
            visit_exercises(services)
        case "rehearsals":
            visit_rehearsals(services)
        case "practice":
            _read_own_practice(services)
        case "desk":
            visit_desk(services)
        case "agenda":
            read_agenda_of(services)
        case "settings":
            settings.visit(lines)
        case _:
            rehearsal = practice.go_on(key.removeprefix("back "))
            fetch_reviews(services.submission_service, rehearsal)
            go_through_replies(services, rehearsal)


def _read_own_practice(services: PlainServices) -> None:
    """Read out what the practitioner tried, and offer to save it. Raises CoachError."""
    past = services.submission_service.list_past_rehearsals()
    blocks = tuple(lay_out_own_practice(past))
    services.lines.write(render_plain(blocks))
    if past and (file := parse_file(ask(services.lines, say(SAVE_PAGE)))):
        saved = save_blocks(lay_out_own_practice(past), file, "My practice")  # in English, as every file
        services.lines.write(say("Written to {file}.", file=make_visible(str(saved.absolute()))))
