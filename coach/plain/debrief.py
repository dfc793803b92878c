"""The debrief line by line, and its commands: reflect, bring to supervision, export.

Begin with `PlainDebrief.talk`.
"""

from collections.abc import Callable
from pathlib import Path

from coach.content.validation import find_model_id, load_reflection_models
from coach.debrief.builder import CLOSE
from coach.debrief.render import (
    lay_out_first_page,
    lay_out_more,
    lay_out_silences,
    lay_out_transcript,
    make_visible,
    render_plain,
)
from coach.errors import CoachError, NotNow
from coach.model.events import Replied, Stance
from coach.model.exercise import USUAL_MODEL, Exercise
from coach.model.submission import Review, SubmissionScope
from coach.plain.conversation import DEBRIEF_COMMANDS, LineConsole, check_own_words, list_commands, parse_command
from coach.practice.export import ExportRequest, export_markdown, write_export
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, Care
from coach.records.leftovers import describe_overwritten
from coach.supervision.documents import lay_out_review, lay_out_reviews
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import ENDING, SubmissionService
from coach.supervision.reflection import find_question as what_was_asked
from coach.supervision.reflection import make_answer_key
from coach.supervision.stores import NO_STORE
from coach.supervision.submissions import SubmissionChoice, describe_metadata, find_mending_reply, lay_out_submission

# --- Reflecting, submitting a moment, fetching reviews

MENDED = "Your reply {reply} mended it, and goes along. Enter, or no to leave it out: "
WRITTEN = "Written to {file}. Give it on, or don't; whoever can look into that folder can read it."
HAND_OVER = "Hand exactly this over? yes or Enter: "


def find_exercise(submission_service: SubmissionService, name: str) -> Exercise:
    """Find an exercise in the team's store or the library.

    Raises CoachError if it is in neither.
    """
    exercise = Inbox(submission_service.practice, submission_service.stores).find_exercise(name)
    return exercise or submission_service.practice.library.exercise(
        name
    )  # the library says what is near, or what is wrong with it


def find_rehearsal_exercise(submission_service: SubmissionService, rehearsal: Rehearsal) -> Exercise | None:
    """Return the exercise that a rehearsal was begun for.

    None if there is none or it is missing.
    """
    name = rehearsal.beginning.exercise
    try:
        return find_exercise(submission_service, name) if name else None
    except CoachError:
        return None


def reflect(
    lines: LineConsole, submission_service: SubmissionService, care: Care, rehearsal: Rehearsal, model: str = ""
) -> None:
    """Ask the questions of a model of reflection, and store what the practitioner answers.

    Args:
        lines: the console.
        submission_service: the practitioner's submissions, for the exercise.
        care: the texts of the gates.
        rehearsal: the rehearsal.
        model: the id of the model; empty for the exercise's or the default one.
    """
    exercise = find_rehearsal_exercise(submission_service, rehearsal)
    models = load_reflection_models()
    chosen = find_model_id(model, exercise.reflection if exercise else USUAL_MODEL)
    asked = models[chosen]
    lines.write(f"{asked.name}. Enter leaves a question out. Others: {', '.join(models)}.")
    for key, question in asked.questions.items():
        typed = (lines.read(f"{question} ") or "").strip()
        if words := check_own_words(lines, care, rehearsal.safeguard, typed):
            rehearsal.reflect(make_answer_key(chosen, key), words, confirmed=ASKED)
    lines.write(rehearsal.once_kept("Kept with this rehearsal. Nobody else sees it unless you bring it."))


def submit_moment(
    lines: LineConsole,
    submission_service: SubmissionService,
    care: Care,
    rehearsal: Rehearsal,
    reply: int,
    default_place: Callable[[str], Path],
) -> None:
    """Show one moment as it would be handed over, then write it to a file once confirmed.

    Args:
        lines: the console.
        submission_service: makes and records submissions.
        care: the texts of the gates.
        rehearsal: the rehearsal.
        reply: the number of the reply that the moment is about.
        default_place: turns a file name into a path.
    """
    typed = (lines.read("What would you like to talk about, or Enter: ") or "").strip()
    question = check_own_words(lines, care, rehearsal.safeguard, typed) or ""
    mended = find_mending_reply(rehearsal.debrief(), reply)
    left_out = mended and is_no(lines.read(MENDED.format(reply=mended)))
    choice = SubmissionChoice(SubmissionScope.MOMENT, reply=reply, question=question, with_mending=not left_out)
    brought = submission_service.preview(rehearsal, choice)
    lines.write(render_plain(lay_out_submission(brought)))
    lines.write(describe_metadata(brought))
    if not is_yes(lines.read(HAND_OVER)):
        lines.write("Nothing was handed over.")
        return
    path = submission_service.submit_to_file(
        rehearsal, brought, default_place(f"brought-{brought.id[:8]}{ENDING}"), confirmed=ASKED
    )
    lines.write(WRITTEN.format(file=path))


def is_no(answer: str | None) -> bool:
    """Whether an answer is `no` or `n`."""
    return (answer or "").strip().casefold() in ("no", "n")


def is_yes(answer: str | None) -> bool:
    """Whether an answer is `yes` or `y`."""
    return (answer or "").strip().casefold() in ("yes", "y")


def confirm(question: str) -> bool:
    """Ask a yes-or-no question at the terminal; return False at the end of input."""
    try:
        return is_yes(input(question))
    except EOFError:
        return False


def require_team_store(submission_service: SubmissionService) -> None:
    """Raise NotNow if no team's store is in use."""
    if not submission_service.stores.has_team_store:
        raise NotNow(
            "No team's store is in use here.", "`coach take-in FILE` takes in a file that came back.", title=NO_STORE
        )


SPOILT_ANSWER = "An answer in the team's store cannot be read. Ask your supervisor to hand it back again."


def fetch_reviews(submission_service: SubmissionService, rehearsal: Rehearsal) -> tuple[str, ...]:
    """Fetch new reviews from the team's store, as texts.

    Raises NotNow if there is no such store.
    """
    require_team_store(submission_service)
    before = len(rehearsal.story.came_back)
    submission_service.fetch(rehearsal)
    new = tuple(render_review(rehearsal, event.response) for event in rehearsal.story.came_back[before:])
    return (*new, SPOILT_ANSWER) if submission_service.count_unreadable_reviews(rehearsal) else new


def render_review(rehearsal: Rehearsal, response: Review) -> str:
    """Return a supervisor's review as text, with each comment beside its line if that is there."""
    return render_plain(lay_out_review(rehearsal, response))


# --- The debrief and its commands


class PlainDebrief:
    """A debrief on a console, with the commands that the practitioner may type."""

    def __init__(
        self, lines: LineConsole, submission_service: SubmissionService, rehearsal: Rehearsal, care: Care
    ) -> None:
        self.lines = lines
        self.submission_service = submission_service
        self.practice = submission_service.practice
        self.rehearsing = rehearsal
        self.care = care

    def show(self) -> None:
        """Show the first page of the debrief."""
        self.lines.write("")
        self.lines.write(render_plain(lay_out_first_page(self.rehearsing.debrief())))
        if self.rehearsing.not_kept:
            self.lines.write(self.rehearsing.not_kept)

    def talk(self) -> bool:
        """Run commands until the debrief is closed; True if a line is said again instead."""
        if exercise := find_rehearsal_exercise(self.submission_service, self.rehearsing):
            what = exercise.bring.value.replace("_", " ")
            title = make_visible(exercise.title)
            self.lines.write(f"{title}: `reflect` asks its questions. To bring back: {what}, if you like.")
        for event in self.rehearsing.story.came_back:
            self.lines.write(render_review(self.rehearsing, event.response))
        self.lines.write("Words you can type: " + ", ".join(word.word for word in DEBRIEF_COMMANDS) + ".")
        while True:
            typed = self.lines.read("Debrief: ")
            word, rest = parse_command(typed or "", DEBRIEF_COMMANDS)
            if typed is None or not typed.strip() or word == "close":
                if typed is not None and self._asks_to_stay():
                    continue
                self.lines.write(CLOSE)
                return False
            try:
                if word == "again":
                    self.lines.write(f"You said: {self.rehearsing.say_again(parse_reply_number(rest))}")
                    return True
                if self._run_word(word, rest):
                    return False
            except CoachError as error:
                self.lines.write(str(error))

    def _asks_to_stay(self) -> bool:
        """Whether the practitioner stays, asked only if something would be lost by closing."""
        if not (lost := self.practice.keeping.only_here()):
            return False
        self.lines.write(f"{lost} `export` writes it to a file.")
        return not is_yes(self.lines.read("Close all the same? yes or Enter: "))

    def _run_word(self, word: str, rest: str) -> bool:
        """Run a command of the debrief; return True if it closes the debrief."""
        debrief = self.rehearsing.debrief()
        match word:
            case "more":
                self.lines.write(render_plain(lay_out_more(debrief)))
            case "notes":
                self.lines.write(render_plain(lay_out_transcript(debrief)))
            case "silent":
                self.lines.write(render_plain(lay_out_silences(self.rehearsing.what_stayed_silent())))
            case "why":
                for line in self.rehearsing.why_in_words(parse_reply_number(rest)):
                    self.lines.write(line)
            case "fair" | "not meant":
                self._dispute(parse_reply_number(rest), Stance.FAIR if word == "fair" else Stance.NOT_MEANT)
            case "reflect":
                reflect(self.lines, self.submission_service, self.care, self.rehearsing, rest.strip().casefold())
            case "bring":
                submit_moment(
                    self.lines, self.submission_service, self.care, self.rehearsing, parse_reply_number(rest), Path
                )
            case "fetch":
                for words in fetch_reviews(self.submission_service, self.rehearsing) or ("Nothing new came back yet.",):
                    self.lines.write(words)
            case "export":
                request = ExportRequest(find_question=what_was_asked, lay_out_reviews=lay_out_reviews)
                text = export_markdown(self.rehearsing, request)
                path = write_export(Path(rest or "debrief.md"), text)
                self.lines.write(f"Written to {path}.")
            case "keep":
                self.rehearsing.keep()
                self.lines.write(self.rehearsing.once_kept("Kept until you forget it."))
            case "forget":
                forgotten = self.practice.forget(self.rehearsing.id)
                self.lines.write(f"Forgotten for good. {describe_overwritten(forgotten.copies)}".strip())
                return True
            case _:
                self.lines.write(list_commands(DEBRIEF_COMMANDS))
        return False

    def _dispute(self, reply: int, stance: Stance) -> None:
        """Record the practitioner's word on a verdict of a reply; ask which if there are several."""
        replies = self.rehearsing.attempt.replies()
        event = replies[reply - 1].event if 1 <= reply <= len(replies) else None
        verdicts = event.reading.verdicts if isinstance(event, Replied) else ()
        if not verdicts:
            raise NotNow("The coach said nothing of that reply.", "`notes` shows what it said.")
        chosen = verdicts[0].criterion
        if len(verdicts) > 1:
            for number, verdict in enumerate(verdicts, 1):
                self.lines.write(f"{number}: {self.rehearsing.rubric.criteria[verdict.criterion].name}")
            number = parse_reply_number(self.lines.read("Which one: ") or "")
            if number > len(verdicts):
                raise NotNow("There is no such note.")
            chosen = verdicts[number - 1].criterion
        note = self.lines.read("A note of your own, or Enter: ") or ""
        words = check_own_words(self.lines, self.care, self.rehearsing.safeguard, note.strip()) or ""
        self.rehearsing.dispute(reply, chosen, stance, words, confirmed=ASKED)
        self.lines.write("Your word stands in this debrief, and the coach's is kept beside it.")
        self.show()


def parse_reply_number(text: str) -> int:
    """Return the number of a reply as typed. Raises NotNow if it is no number from 1."""
    digits = text.strip().split(" ")[0]
    if not digits.isdecimal() or int(digits) < 1:
        raise NotNow("Which of your replies?", "Type its number after the word, such as: again 3.")
    return int(digits)
