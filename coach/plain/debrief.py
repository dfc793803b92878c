"""The debrief line by line, and its commands: reflect, bring to supervision, export.

Begin with `PlainDebrief.talk`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from coach.content.validation import find_model_id, load_reflection_models
from coach.debrief.first_page import LearnerAnswers
from coach.debrief.page_builder import QUESTIONS, read_answers
from coach.debrief.render import (
    lay_out_more,
    lay_out_page,
    lay_out_silences,
    lay_out_transcript,
    render_plain,
)
from coach.debrief.report import ANSWERS, CLOSE, INTENTION
from coach.errors import CoachError, NotNow, RecordsError
from coach.language.catalogue import say, say_count
from coach.model.characters import make_visible
from coach.model.events import BroughtAlong, Replied, Stance
from coach.model.exercise import USUAL_MODEL, Exercise
from coach.model.submission import OwnWords, Review
from coach.options import RehearseOptions
from coach.plain.attempt_reader import read_attempts, read_moment, read_picture, read_talk
from coach.plain.console import LineConsole, MenuLine, agree, ask, ask_yes_or_no, choose, is_no, is_yes
from coach.plain.conversation import (
    DEBRIEF_COMMANDS,
    ask_line,
    ask_own_words,
    check_own_words,
    list_commands,
    parse_command,
    parse_reply_number,
)
from coach.practice.export import ExportFormat, ExportRequest, export_rehearsal, find_format_of
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, Care, Safeguard
from coach.practice.service import PracticeService
from coach.practice.settings import read_settings
from coach.records.leftovers import describe_overwritten
from coach.records.paths import Places, parse_file, write_export
from coach.supervision.agenda import format_day
from coach.supervision.documents import lay_out_review, lay_out_reviews
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.reflection import (
    KEPT_UNDER,
    choose_bias_questions,
    lay_out_answers,
    list_earlier_answers,
    list_questions,
    make_answer_key,
    make_question_key,
)
from coach.supervision.reflection import find_question as what_was_asked
from coach.supervision.stores import NO_STORE
from coach.supervision.submissions import KINDS_IN_WORDS, describe_submission

# --- What the pages in plain lines may ask for


@dataclass(frozen=True, slots=True)
class PlainServices:
    """What a page in plain lines may ask for: its console, and the facades behind it."""

    lines: LineConsole
    submission_service: SubmissionService
    inbox: Inbox
    care: Care
    where: Places
    options: RehearseOptions
    """How a rehearsal begins, as the command line said."""

    @property
    def practice(self) -> PracticeService:
        """The practice service."""
        return self.submission_service.practice


# --- Exercises, reflecting, fetching reviews


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


def reflect(services: PlainServices, rehearsal: Rehearsal, model: str = "") -> None:
    """Ask the questions of a model of reflection, and store what the practitioner answers.

    Args:
        services: the console, and the facades behind it.
        rehearsal: the rehearsal.
        model: the id of the model; empty for the exercise's or the default one.
    """
    lines = services.lines
    exercise = find_rehearsal_exercise(services.submission_service, rehearsal)
    models = load_reflection_models()
    chosen = find_model_id(model, exercise.reflection if exercise else USUAL_MODEL)
    asked = models[chosen]
    lines.write(say("{name}. Enter leaves a question out. Others: {join}.", name=asked.name, join=", ".join(models)))
    written = False
    for key, question in asked.questions.items():
        if words := ask_own_words(lines, services.care, rehearsal.safeguard, f"{question} "):
            rehearsal.reflect(make_answer_key(chosen, key), words, confirmed=ASKED)
            written = True
    kept = say("Kept with this rehearsal. Nobody else sees it unless you bring it.")
    lines.write(rehearsal.once_kept(kept) if written else say("Nothing was written, so there is nothing to keep."))


KEEP_ANSWERS = "Keep these with this rehearsal, for you alone? yes keeps them, Enter keeps nothing: "
KEEP_CHANGED = "Keep these instead, for you alone? yes keeps them, no keeps nothing, Enter leaves what was there: "


def ask_own_picture(
    services: PlainServices, when: str, safeguard: Safeguard, before: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Ask about the practitioner's own picture of the family; return the answers to keep.

    Args:
        services: the console, and the facades behind it.
        when: `before` or `after` the rehearsal.
        safeguard: the checks of the practitioner's own words.
        before: what was answered a moment ago, which Enter leaves as it is.
    """
    lines = services.lines
    settings, _ = read_settings(services.where.settings)
    lines.write(say("For yourself, and only if you like. Enter leaves a question out. It is never handed over."))
    answers = dict(before)
    for key, question in choose_bias_questions(when, skip_identity=settings.skip_identity).items():
        if key in answers:
            lines.write(make_visible(say("{question} You wrote: {answers}", question=question, answers=answers[key])))
        before_that = answers.pop(key, "")
        if words := ask_own_words(lines, services.care, safeguard, f"{question} ", before_that):
            answers[key] = words
    if not answers or answers == before:
        return answers
    # Enter is what one presses to get out, and then a command may have been typed as an answer.
    kept = ask_yes_or_no(lines, say(KEEP_CHANGED) if before else say(KEEP_ANSWERS))
    if is_yes(kept):
        return answers
    if before and not is_no(kept):
        lines.write(say("What you wrote before stays."))
        return dict(before)
    lines.write(say("Nothing is kept."))
    return {}


def keep_own_picture(rehearsal: Rehearsal, answers: Mapping[str, str]) -> None:
    """Store answers on the practitioner's own picture with a rehearsal, for them alone."""
    for key, words in answers.items():
        rehearsal.reflect(f"{KEPT_UNDER}{key}", words, confirmed=ASKED)


def require_team_store(submission_service: SubmissionService) -> None:
    """Raise NotNow if no team's store is in use."""
    if not submission_service.stores.has_team_store:
        raise NotNow(
            say("No team's store is in use here."),
            say("`coach take-in FILE` takes in a file that came back."),
            title=say(NO_STORE),
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
    return (*new, say(SPOILT_ANSWER)) if submission_service.count_unreadable_reviews(rehearsal) else new


def render_review(rehearsal: Rehearsal, response: Review) -> str:
    """Return a supervisor's review as text, with each comment beside its line if that is there."""
    return render_plain(lay_out_review(rehearsal, response))


# --- What was brought, what came back, and forgetting

NOTHING_CAME_BACK = "Nothing of this rehearsal was brought to supervision."
HAS_LEFT = "{reader} is no longer a supervisor in your team's store, so nobody can read what you brought there."
ANSWERS_HELP = (
    "Questions that came back. What you write to one is kept with this rehearsal, for you alone, before or after the "
    "talk. A number answers one, or changes your answer."
)
ANSWER = "Your answer, for yourself, or Enter to leave it as it is: "
FORGET = "Forget “{title}” of {when}{all_of_it} for good? yes, or Enter for no: "


def read_reviews(lines: LineConsole, rehearsal: Rehearsal) -> None:
    """Read out what was brought of a rehearsal, and every answer that came back to it."""
    story = rehearsal.story
    if not story.brought and not story.came_back:
        lines.write(say(NOTHING_CAME_BACK))
        return
    answered = {event.response.brought for event in story.came_back}
    for event in story.brought:
        if event.brought.id not in answered:
            lines.write(say("{brought}: nothing came back yet.", brought=_describe_brought(event)))
    if story.came_back:
        lines.write(render_plain(lay_out_reviews(rehearsal)))


def go_through_replies(services: PlainServices, rehearsal: Rehearsal) -> None:
    """Read out what was brought and what came back, then offer what can be done with it."""
    read_reviews(services.lines, rehearsal)
    if services.lines.asks:
        bring_stranded(services, rehearsal)
        answer_questions(services, rehearsal)
    elif answers := render_plain(lay_out_answers(rehearsal)):
        services.lines.write(answers)


def bring_stranded(services: PlainServices, rehearsal: Rehearsal) -> None:
    """Say what lies with a supervisor who has left, and offer to bring it to another."""
    service, lines = services.submission_service, services.lines
    try:
        stranded = service.list_stranded(rehearsal)
        readers = service.stores.store.readers() if stranded else ()
    except RecordsError:
        return  # the store is away now; nothing is known, so nothing is said
    for event in stranded:
        lines.write(make_visible(say(HAS_LEFT, reader=event.to)))
        others = [
            MenuLine(reader, say("Bring it to {reader}", reader=reader)) for reader in readers if reader != event.to
        ]
        if not others:
            lines.write(say("There is no other supervisor yet. `withdraw` in the debrief takes it back."))
        elif (reader := choose(lines, others, say("A number, or Enter to leave it: "))) is not None:
            service.bring_to_another(rehearsal, event.brought.id, reader, confirmed=ASKED)
            lines.write(
                make_visible(say("Handed over to {reader}. {to} can no longer read it.", reader=reader, to=event.to))
            )


def answer_questions(services: PlainServices, rehearsal: Rehearsal) -> None:
    """Offer a place to answer each question that came back, until Enter leaves."""
    lines = services.lines
    while questions := _list_all_questions(rehearsal):
        entries = [MenuLine(str(number), _describe(question)) for number, question in enumerate(questions, 1)]
        key = choose(lines, entries, say("A number answers one, or Enter to leave: "), say(ANSWERS_HELP))
        if key is None:
            return
        _ask_answer(lines, services, rehearsal, questions[int(key) - 1])


def _list_all_questions(rehearsal: Rehearsal) -> tuple[OwnWords, ...]:
    answered = dict.fromkeys(event.response.brought for event in rehearsal.story.came_back)
    listed = (
        question
        for key in answered
        for question in (*list_questions(rehearsal, key), *list_earlier_answers(rehearsal, key))
    )
    return tuple({question.asked: question for question in listed}.values())


def _describe(question: OwnWords) -> str:
    """Describe a question that came back, with the practitioner's own answer."""
    return f"{question.asked} {f'You wrote: {question.words}' if question.words else 'You wrote nothing to it yet.'}"


def _ask_answer(lines: LineConsole, services: PlainServices, rehearsal: Rehearsal, question: OwnWords) -> None:
    """Ask for an answer to one question, and keep it with the rehearsal."""
    typed = ask(lines, say(ANSWER))
    if words := check_own_words(lines, services.care, rehearsal.safeguard, typed):
        rehearsal.reflect(make_question_key(question.asked), words, confirmed=ASKED)
        lines.write(rehearsal.once_kept(say("Kept with this rehearsal.")))


def _describe_brought(event: BroughtAlong) -> str:
    """Describe what was brought in a few words: what, to whom and when."""
    to = say("to {to}", to=event.to) if event.to else say("as a file")
    about = describe_submission(event.brought)
    what = f"{KINDS_IN_WORDS[event.brought.what]}{f', {about}' if about else ''}"
    return make_visible(f"{what}, {to}, {format_day(event.brought.day)}")


def forget(services: PlainServices, rehearsal: Rehearsal) -> bool:
    """Forget a rehearsal once its title and time were confirmed; return whether it is gone."""
    began = rehearsal.beginning.at.astimezone()
    when = f"{format_day(began.date())}, {began:%H:%M}"
    title = make_visible(rehearsal.script.dialogue.title)
    attempts = len(rehearsal.story.attempts)
    all_of_it = say(", all {attempts} attempts,", attempts=attempts) if attempts > 1 else ""
    if not agree(services.lines, say(FORGET, title=title, when=when, all_of_it=all_of_it)):
        services.lines.write(say("Nothing is forgotten."))
        return False
    forgotten = services.practice.forget(rehearsal.id)
    services.lines.write(
        say("Forgotten for good. {overwritten}", overwritten=describe_overwritten(forgotten.copies)).strip()
    )
    return True


# --- The debrief and its commands

BEFORE_PAGE = (
    "Two questions come first. The number of a reply, or a few words of it; Enter skips each. "
    "`?` reads your replies with their numbers."
)
NO_WORD = "That is none of the words. `?` reads them out; an empty line leaves the debrief."
NO_CARD = "This page has no card to take off."


class PlainDebrief:
    """A debrief on a console, with the commands that the practitioner may type."""

    def __init__(self, services: PlainServices, rehearsal: Rehearsal, bring: Callable[[str], None]) -> None:
        """Make the debrief of a rehearsal's last attempt.

        Args:
            services: the console, and the facades behind it.
            rehearsal: the rehearsal.
            bring: brings something to supervision, by what was typed after the word.
        """
        self.services = services
        self.lines = services.lines
        self.submission_service = services.submission_service
        self.practice = services.practice
        self.rehearsing = rehearsal
        self.care = services.care
        self.attempt = rehearsal.attempt.number
        self._bring = bring

    def ask_first(self) -> None:
        """Ask the practitioner's own view before the page, once for each attempt."""
        if read_answers(self.rehearsing.story, self.attempt).is_given or not self.lines.asks:
            return
        self.lines.write(say(BEFORE_PAGE))
        again, back = (
            ask_line(self.lines, self.care, self.rehearsing, self.attempt, f"{say(QUESTIONS[key])} ")
            for key in QUESTIONS
        )
        if again or back:
            self.rehearsing.answer_page(LearnerAnswers(again=again, back=back), self.attempt, confirmed=ASKED)

    def show(self) -> None:
        """Read the page out, then what is to be said of how it is kept."""
        self.lines.write("")
        page = self.rehearsing.page(self.attempt)
        self.lines.write(render_plain(lay_out_page(page)))
        if self.lines.asks and page.intention and not page.happened:
            self.lines.write(say("`happened` says whether what you wanted to practise came about, for you alone."))
        if self.rehearsing.not_kept:
            self.lines.write(self.rehearsing.not_kept)

    def talk(self) -> bool:
        """Run commands until the debrief is closed; True if a line is said again instead."""
        if exercise := find_rehearsal_exercise(self.submission_service, self.rehearsing):
            what = exercise.bring.value.replace("_", " ")
            title = make_visible(exercise.title)
            self.lines.write(
                say(
                    "{title}: `reflect` asks its questions. To bring back: {what}, if you like.", title=title, what=what
                )
            )
        if came_back := len(self.rehearsing.story.came_back):
            self.lines.write(
                say_count(
                    "{count} answer came back from supervision. `came back` reads it.",
                    "{count} answers came back from supervision. `came back` reads it.",
                    came_back,
                )
            )
        self.lines.write(
            say("Type the number of a reply to hear that moment, `again 3` to say a line again, `?` for more.")
        )
        while True:
            typed = self.lines.read(say("Debrief: "))
            word, rest = parse_command(typed or "", DEBRIEF_COMMANDS)
            if typed is None or not typed.strip() or word == "close":
                if typed is not None and self._asks_to_stay():
                    continue
                self.lines.write(say(CLOSE))
                return False
            try:
                if word == "again":
                    number = parse_reply_number(rest)
                    self.lines.write(say("You said: {words}", words=self.rehearsing.say_again(number, self.attempt)))
                    return True
                if self._run_word(word, rest, typed.strip()):
                    return False
            except CoachError as error:
                self.lines.write(str(error))

    def _asks_to_stay(self) -> bool:
        """Whether the practitioner stays, asked only if something would be lost by closing."""
        if not (lost := self.practice.keeping.only_here()):
            return False
        self.lines.write(say("{lost} `export` writes it to a file.", lost=lost))
        return not agree(self.lines, say("Close all the same? yes, or Enter for no: "))

    def _run_word(self, word: str, rest: str, typed: str) -> bool:
        """Run a command of the debrief; return True if it closes the debrief.

        Args:
            word: the command; empty where none was typed.
            rest: what was typed after it.
            typed: the whole line.
        """
        match word:
            case "fair" | "not meant":
                self._dispute(parse_reply_number(rest), Stance.FAIR if word == "fair" else Stance.NOT_MEANT)
            case "not so":
                self._contradict()
            case "happened":
                self._say_whether_it_happened()
            case "reflect":
                reflect(self.services, self.rehearsing, rest.strip().casefold())
            case "own":
                answers = ask_own_picture(self.services, "after", self.rehearsing.safeguard)
                keep_own_picture(self.rehearsing, answers)
                if answers:
                    self.lines.write(self.rehearsing.once_kept(say("Kept with this rehearsal, for you alone.")))
            case "bring":
                self._bring(rest)
            case "record":
                self._save_record(rest)
            case "export":
                request = ExportRequest(find_question=what_was_asked, lay_out_reviews=lay_out_reviews)
                file = parse_file(rest) or Path("debrief.md")
                file = file if file.suffix else file.with_name(f"{file.name}{ExportFormat.MARKDOWN.suffix}")
                made = export_rehearsal(self.rehearsing, find_format_of(file), request)
                self.lines.write(say("Written to {file}.", file=write_export(file, made).absolute()))
            case "keep":
                kept = not self.rehearsing.story.kept
                self.rehearsing.keep(kept)
                said = say("Kept until you forget it.") if kept else say("It goes by itself after thirty days.")
                self.lines.write(self.rehearsing.once_kept(said))
            case "forget":
                return forget(self.services, self.rehearsing)
            case _ if typed.isdecimal():
                read_moment(self.lines, self.rehearsing, int(typed), self.attempt)
            case _:
                self._read_more(word, rest)
        return False

    # --- Hearing more of it

    def _read_more(self, word: str, rest: str) -> None:
        """Read out one of the parts behind the page. Raises CoachError."""
        debrief = self.rehearsing.debrief(self.attempt)
        match word:
            case "page":
                self.show()
            case "picture":
                read_picture(self.lines, self.rehearsing, self.attempt)
            case "more":
                read_talk(self.lines, self.rehearsing, self.attempt)
                self.lines.write(render_plain(lay_out_more(debrief)))
            case "notes":
                self.lines.write(render_plain(lay_out_transcript(debrief)))
            case "silent":
                self.lines.write(render_plain(lay_out_silences(self.rehearsing.what_stayed_silent(self.attempt))))
            case "why":
                for line in self.rehearsing.why_in_words(parse_reply_number(rest), self.attempt):
                    self.lines.write(line)
            case "beside":
                read_attempts(self.lines, self.rehearsing, rest)
            case "came back":
                go_through_replies(self.services, self.rehearsing)
            case "fetch":
                new = fetch_reviews(self.submission_service, self.rehearsing)
                for words in new or (say("Nothing new came back yet."),):
                    self.lines.write(words)
            case "withdraw":
                self._withdraw()
            case "help":
                self.lines.write(
                    say("A number reads a reply with what came before and after. Or type one of these words:")
                )
                self.lines.write(list_commands(DEBRIEF_COMMANDS))
            case _:
                self.lines.write(say(NO_WORD))

    # --- Supervision

    def _choose_brought(self, question: str) -> BroughtAlong | None:
        """Ask which of the submissions is meant; None for none. Raises NotNow where there is none."""
        brought = self.rehearsing.story.brought
        if not brought:
            raise NotNow(say("Nothing is brought from this rehearsal."), say("`bring` brings something."))
        entries = [MenuLine(event.brought.id, _describe_brought(event)) for event in brought]
        key = choose(self.lines, entries, question)
        return next((event for event in brought if event.brought.id == key), None)

    def _withdraw(self) -> None:
        """Withdraw a submission, once it is chosen. Raises CoachError."""
        event = self._choose_brought(say("Which one do you withdraw, or Enter for none: "))
        if event is None:
            return
        self.submission_service.withdraw(self.rehearsing, event.brought.id)
        gone = (
            say("{to} can no longer read it.", to=make_visible(event.to))
            if event.to
            else say("Whoever has the file still has it.")
        )
        self.lines.write(f"Withdrawn. {gone}")

    def _save_record(self, rest: str) -> None:
        """Read out a draft of the practitioner's record of learning, and save it."""
        event = self._choose_brought(say("A record of which one, or Enter for none: "))
        if event is None:
            return
        draft = self.submission_service.draft_learning_record(self.rehearsing, event.brought)
        self.lines.write(render_plain(draft))
        question = say("Where to save it, such as my-record.docx, or Enter to leave it: ")
        if file := parse_file(rest or ask(self.lines, question)):
            written = self.submission_service.save_learning_record(draft, file)
            self.lines.write(say("Written to {file}.", file=written.absolute()))

    # --- The practitioner's own word

    def _say_whether_it_happened(self) -> None:
        """Ask whether what the practitioner wanted happened, and keep the answer. Raises NotNow."""
        wanted = self.rehearsing.beginning.intention
        if not wanted:
            raise NotNow(
                say("You did not say beforehand what you wanted to practise."), say("The next brief offers it.")
            )
        self.lines.write(make_visible(say("You wanted: {wanted}", wanted=wanted)))
        entries = [MenuLine(answer, say(answer)) for answer in ANSWERS]
        answer = choose(self.lines, entries, say("Did it happen? A number, or Enter to leave it: "))
        if answer is None:
            return
        typed = ask(self.lines, say("In your own words, if you like, or Enter: "))
        words = check_own_words(self.lines, self.care, self.rehearsing.safeguard, typed)
        self.rehearsing.reflect(INTENTION, f"{answer}. {words}" if words else answer, confirmed=ASKED)
        self.lines.write(self.rehearsing.once_kept(say("Kept with this rehearsal, for you alone.")))

    def _contradict(self) -> None:
        """Take a card of the page off as not so, or put one back; both readings are kept."""
        page = self.rehearsing.page(self.attempt)
        entries = [MenuLine(card.id, f"{card.title}: {card.brief}") for card in page.cards]
        entries += [MenuLine(card.id, say("Put back: {brief}", brief=card.brief)) for card in page.taken_off]
        if not entries:
            raise NotNow(say(NO_CARD))
        key = choose(self.lines, entries, say("Which is not so, or Enter for none: "))
        if key is None:
            return
        back = key in {card.id for card in page.taken_off}
        note = "" if back else ask(self.lines, say("A word of your own on it, or Enter: "))
        words = check_own_words(self.lines, self.care, self.rehearsing.safeguard, note) or ""
        self.rehearsing.contradict(key, words, self.attempt, withdrawn=back, confirmed=ASKED)
        self.lines.write(say("It is back on the page.") if back else say("It is off the page. Both readings are kept."))

    def _dispute(self, reply: int, stance: Stance) -> None:
        """Record the practitioner's word on a verdict of a reply; ask which if there are several."""
        replies = self.rehearsing.story.attempt(self.attempt).replies()
        event = replies[reply - 1].event if 1 <= reply <= len(replies) else None
        verdicts = event.reading.verdicts if isinstance(event, Replied) else ()
        if not verdicts:
            raise NotNow(say("The coach said nothing of that reply."), say("`notes` shows what it said."))
        chosen = verdicts[0].criterion
        if len(verdicts) > 1:
            criteria = self.rehearsing.rubric.criteria
            entries = [MenuLine(verdict.criterion, criteria[verdict.criterion].name) for verdict in verdicts]
            key = choose(self.lines, entries, say("Which one, or Enter for none: "))
            if key is None:
                return
            chosen = key
        note = ask(self.lines, say("A note of your own, or Enter: "))
        words = check_own_words(self.lines, self.care, self.rehearsing.safeguard, note) or ""
        # Enter leaves what was written before.
        self.rehearsing.dispute(reply, chosen, stance, words or None, self.attempt, confirmed=ASKED)
        self.lines.write(say("Your word stands in this debrief, and the coach's is kept beside it."))
