"""The list of rehearsals in plain lines, and what can be done with each.

Begin with `visit_rehearsals`; `find_waiting` looks for what came back in a team's store.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress

from coach.errors import CoachError, NotNow, OlderReview
from coach.language.catalogue import say
from coach.model.characters import describe_attempts, make_visible
from coach.model.submission import Review
from coach.plain.console import MenuLine, agree, ask, ask_place, choose, say_errors
from coach.plain.debrief import PlainServices, fetch_reviews, forget, go_through_replies, render_review
from coach.plain.scenario_choice import find_title, look_back, play
from coach.plain.submission_form import SubmissionForm
from coach.practice.export import ExportFormat, ExportRequest, default_name, export_all, export_rehearsal
from coach.practice.question_texts import ask_in_one_line
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.event_store import Summary
from coach.records.paths import parse_file, write_export
from coach.supervision.agenda import format_day
from coach.supervision.desk_texts import STAYS_UNASKED, TAKE_LESSER, TAKE_OLDER
from coach.supervision.documents import lay_out_reviews
from coach.supervision.importing import PROVES_NOTHING, import_file
from coach.supervision.practitioner import ReviewLookup, SubmissionService
from coach.supervision.reflection import find_question

NONE_YET = "No rehearsals yet. What you rehearse is kept as you type, and goes by itself after thirty days."
REHEARSALS_HELP = "These are your rehearsals, the last used first. A number opens one, to go on with it or look back."
CAME_BACK_FILE = "The path of the file that came back, or Enter: "


def describe_summary(practice: PracticeService, summary: Summary) -> str:
    """Describe a rehearsal in one line: what, when, how long, and until when it is kept."""
    began = summary.began.astimezone()
    expires = summary.expires()
    until = (
        say("goes by itself on {day}", day=format_day(expires.date())) if expires else say("kept until you forget it")
    )
    state = say("not finished") if summary.going else say("finished")
    title = find_title(practice, summary.scenario)
    replies = describe_attempts(practice.count_attempt_replies(summary.id) or (summary.replies,))
    return f"{title}, {format_day(began.date())}, {began:%H:%M}, {replies}, {state}, {until}"


def find_waiting(services: PlainServices) -> tuple[Summary, ...]:
    """Find the rehearsals with a review in the team's store that was not fetched yet.

    None where there is no such store, or it cannot be reached.
    """
    service = services.submission_service
    if not service.stores.has_team_store:
        return ()
    with suppress(CoachError):
        reviews: Iterable[Review] = ReviewLookup(service.stores).find_reviews()
        summaries = services.practice.rehearsals()
        return tuple(summary for summary in summaries if service.has_new_reviews(summary.id, reviews))
    return ()


def visit_rehearsals(services: PlainServices) -> None:
    """Read out the rehearsals, and open what is chosen, until Enter leaves them."""
    lines, practice = services.lines, services.practice
    came_back = say("Something came back")
    while True:
        summaries = practice.rehearsals()
        waiting = {summary.id for summary in find_waiting(services)}
        lines.write(
            f"{say('All your rehearsals.')} {say('The last used comes first.')}" if summaries else say(NONE_YET)
        )
        entries = [
            MenuLine(
                summary.id,
                f"{describe_summary(practice, summary)}{f'. {came_back}' if summary.id in waiting else ''}",
            )
            for summary in summaries
        ]
        entries.append(MenuLine("take in", say("Take in a file that came back from your supervisor")))
        if summaries:
            entries += [
                MenuLine("export all", say("Export all of them")),
                MenuLine("forget all", say("Forget all of them")),
            ]
        key = choose(lines, entries, more=say(REHEARSALS_HELP))
        if key is None:
            return
        with say_errors(lines):
            _open_entry(services, key)


def _open_entry(services: PlainServices, key: str) -> None:
    """Do what a line of the list stands for. Raises CoachError."""
    lines, practice = services.lines, services.practice
    match key:
        case "take in":
            take_in_review(services)
        case "export all":
            _export_all(services)
        case "forget all":
            if agree(lines, ask_in_one_line(practice.rehearsals(), practice.keeping.count_damaged())):
                lines.write(practice.forget_all().in_words())
        case _:
            _visit_rehearsal(services, key)


def take_in_review(services: PlainServices) -> None:
    """Ask for a file that came back, keep it with its rehearsal, and read it out."""
    file = parse_file(ask(services.lines, say(CAME_BACK_FILE)))
    if file is None:
        return
    taken = import_file(file)
    if not isinstance(taken.found, Review):
        raise NotNow(
            say("That was brought to a supervisor; it did not come back from one."), say("Look for the other file.")
        )
    for sentence in taken.unread:
        services.lines.write(make_visible(sentence))
    rehearsal = import_asked(
        services.submission_service,
        taken.found,
        lambda asked: agree(services.lines, asked),
        damaged=taken.damaged,
    )
    if rehearsal is None:
        services.lines.write(say("Nothing was changed."))
        return
    services.lines.write(render_review(rehearsal, taken.found))
    services.lines.write(say(PROVES_NOTHING))
    kept = say("It is kept with its rehearsal. `came back` in the debrief reads it again.")
    services.lines.write(rehearsal.once_kept(kept))


def import_asked(
    service: SubmissionService,
    review: Review,
    confirm: Callable[[str], bool] | None,
    *,
    damaged: bool,
    older: bool = False,
) -> Rehearsal | None:
    """Store a review from a file with its rehearsal; None where a newer one stays in its place.

    Args:
        service: the practitioner's side of supervision.
        review: the review.
        confirm: asks whether an older one takes the place of a newer one; None where nobody is there to be asked.
        damaged: whether parts of the file could not be read.
        older: whether it does, without a question.

    Raises:
        OlderReview: nobody is there to be asked.
        CoachError: as `SubmissionService.import_review` does.
    """
    try:
        return service.import_review(review, damaged=damaged, older=older)
    except OlderReview as error:
        if confirm is None:
            raise OlderReview(str(error), say(STAYS_UNASKED)) from None
        asks = say(TAKE_LESSER) if error.lesser else say(TAKE_OLDER)
        if not confirm(f"{error} {asks}"):
            return None
    return service.import_review(review, damaged=damaged, older=True)


def _visit_rehearsal(services: PlainServices, rehearsal_id: str) -> None:
    """Ask what to do with one rehearsal, until something leads back to the list of all.

    Args:
        services: what the pages in plain lines need.
        rehearsal_id: the id of the rehearsal.
    """
    lines, practice = services.lines, services.practice
    while summary := next((one for one in practice.rehearsals() if one.id == rehearsal_id), None):
        lines.write(make_visible(describe_summary(practice, summary)))
        tasks = [
            MenuLine("go on", say("Go on, where you left it")) if summary.going else None,
            MenuLine("look back", say("Look back: its debrief")),
            MenuLine("bring", say("Bring something of it to supervision")),
            MenuLine("came back", say("What you brought, and what came back")),
            MenuLine(
                "keep", say("Keep it no longer than thirty days") if summary.kept else say("Keep it beyond thirty days")
            ),
            MenuLine("export", say("Write it to a file")),
            MenuLine("forget", say("Forget it for good")),
        ]
        key = choose(lines, [task for task in tasks if task])
        if key is None:
            return
        with say_errors(lines):
            if _do_with_rehearsal(services, summary, key):
                return


def _do_with_rehearsal(services: PlainServices, summary: Summary, key: str) -> bool:
    """Do what a line of a rehearsal's menu stands for. Raises CoachError.

    Args:
        services: what the pages in plain lines need.
        summary: the rehearsal.
        key: the line's key.

    Returns:
        Whether it leads back to the list of all rehearsals; else the same menu is asked again.
    """
    lines = services.lines
    rehearsal = services.practice.go_on(summary.id)
    match key:
        case "go on":
            play(services, rehearsal)
            return True
        case "look back":
            look_back(services, rehearsal)
            return True
        case "bring":
            SubmissionForm(lines, services.submission_service, services.care, rehearsal).fill_in("")
        case "came back":
            if services.submission_service.stores.has_team_store:
                fetch_reviews(services.submission_service, rehearsal)
            go_through_replies(services, rehearsal)
        case "keep":
            rehearsal.keep(not summary.kept)
            said = say("It goes by itself after thirty days.") if summary.kept else say("Kept until you forget it.")
            lines.write(rehearsal.once_kept(said))
        case "export":
            _export(services, rehearsal)
        case _:
            forget(services, rehearsal)
            return True
    return False


def _export(services: PlainServices, rehearsal: Rehearsal) -> None:
    """Ask for a form and a file, and write the rehearsal to it. Raises CoachError."""
    form = _choose_format(services)
    if form is None:
        return
    request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)
    _write(services, export_rehearsal(rehearsal, form, request), default_name(rehearsal, form))


def _export_all(services: PlainServices) -> None:
    """Ask for a form and a file, and write all rehearsals to it. Raises CoachError."""
    form = _choose_format(services)
    if form is None:
        return
    request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)
    whole = export_all(services.practice, form, request)
    for sentence in whole.left_out:
        services.lines.write(
            say("Only your own words could be written out of {sentence}", sentence=make_visible(sentence))
        )
    _write(services, whole.text, f"my-rehearsals{form.suffix}")


def _choose_format(services: PlainServices) -> ExportFormat | None:
    """Ask for the form of an export; None to leave it."""
    entries = [MenuLine(form.value.name, form.description) for form in ExportFormat]
    key = choose(services.lines, entries)
    return next((form for form in ExportFormat if form.value.name == key), None)


def _write(services: PlainServices, text: str | bytes, name: str) -> None:
    """Ask for the file of an export and write it. Raises RecordsUnwritable."""
    services.lines.write(say("Written to {file}.", file=write_export(ask_place(services.lines, name), text).absolute()))
