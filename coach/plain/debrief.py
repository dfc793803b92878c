"""The debrief line by line, and what can be done with it."""

from collections.abc import Callable
from pathlib import Path

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
from coach.model.exercise import Exercise, ReflectionModel
from coach.model.submission import Review, SubmissionScope
from coach.plain.conversation import AFTER, Lines, asked, listed, looked_over
from coach.practice.export import as_markdown, write_export
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, Care
from coach.records.leftovers import describe_overwritten
from coach.supervision.documents import lay_out_review, lay_out_reviews
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import ENDING, NO_STORE, Bringing
from coach.supervision.reflection import asked as what_was_asked
from coach.supervision.reflection import kept_under, models
from coach.supervision.submissions import Choice, besides, brought_blocks, mended_in

# --- Afterwards, line by line: the questions of a model of reflection, a moment to bring, and what comes

MENDED = "Your reply {reply} mended it, and goes along. Enter, or no to leave it out: "
WRITTEN = "Written to {file}. Give it on, or don't; whoever can look into that folder can read it."
HAND_OVER = "Hand exactly this over? yes or Enter: "


def exercise_named(bringing: Bringing, name: str) -> Exercise:
    """An exercise of the library, or one given through the team's store. Raises CoachError where it is in neither."""
    found = Inbox(bringing.practice, bringing.table).exercise(name)
    return found or bringing.practice.library.exercise(name)  # the library says what is near, or what is wrong with it


def exercise_of(bringing: Bringing, rehearsing: Rehearsal) -> Exercise | None:
    """The exercise a rehearsal was begun for, if there is one and it can be read here."""
    name = rehearsing.beginning.exercise
    try:
        return exercise_named(bringing, name) if name else None
    except CoachError:
        return None


def reflect(lines: Lines, bringing: Bringing, care: Care, rehearsing: Rehearsal, model: str = "") -> None:
    """Ask the model's questions, one a line. An empty line leaves a question out; what is typed is kept."""
    exercise = exercise_of(bringing, rehearsing)
    names = [each.value for each in ReflectionModel]
    chosen = ReflectionModel(model) if model in names else exercise.reflection if exercise else ReflectionModel.DRISCOLL
    asked = models()[chosen]
    lines.write(f"{asked.name}. Enter leaves a question out. Others: {', '.join(names)}.")
    for key, question in asked.questions.items():
        typed = (lines.read(f"{question} ") or "").strip()
        if words := looked_over(lines, care, rehearsing.safeguard, typed):
            rehearsing.reflect(kept_under(chosen, key), words, confirmed=ASKED)
    lines.write(rehearsing.once_kept("Kept with this rehearsal. Nobody else sees it unless you bring it."))


def bring(
    lines: Lines, bringing: Bringing, care: Care, rehearsing: Rehearsal, reply: int, here: Callable[[str], Path]
) -> None:
    """One moment: shown as it would be handed over, then written to a file if that is wanted."""
    typed = (lines.read("What would you like to talk about, or Enter: ") or "").strip()
    question = looked_over(lines, care, rehearsing.safeguard, typed) or ""
    mended = mended_in(rehearsing.debrief(), reply)
    left_out = mended and leaves_out(lines.read(MENDED.format(reply=mended)))
    choice = Choice(SubmissionScope.MOMENT, reply=reply, question=question, with_mending=not left_out)
    brought = bringing.preview(rehearsing, choice)
    lines.write(render_plain(brought_blocks(brought)))
    lines.write(besides(brought))
    if not agreed(lines.read(HAND_OVER)):
        lines.write("Nothing was handed over.")
        return
    path = bringing.to_file(rehearsing, brought, here(f"brought-{brought.id[:8]}{ENDING}"), confirmed=ASKED)
    lines.write(WRITTEN.format(file=path))


def leaves_out(answer: str | None) -> bool:
    """Whether that is a no. Anything else is none."""
    return (answer or "").strip().casefold() in ("no", "n")


def agreed(answer: str | None) -> bool:
    """Whether that is a yes. Anything else is none."""
    return (answer or "").strip().casefold() in ("yes", "y")


def agreed_to(question: str) -> bool:
    """Ask whoever sits at the terminal."""
    try:
        return agreed(input(question))
    except EOFError:
        return False


def needs_a_store(bringing: Bringing) -> None:
    """Refuse to look in a team's store where there is none. Raises NotNow."""
    if not bringing.table.shared:
        raise NotNow(
            "No team's store is in use here.", "`coach take-in FILE` takes in a file that came back.", title=NO_STORE
        )


SPOILT_ANSWER = "An answer in the team's store cannot be read. Ask your supervisor to hand it back again."


def fetched(bringing: Bringing, rehearsing: Rehearsal) -> tuple[str, ...]:
    """What came back in the team's store and is new, each written out. Raises NotNow where there is no such store."""
    needs_a_store(bringing)
    before = len(rehearsing.story.came_back)
    bringing.fetch(rehearsing)
    new = tuple(came_back(rehearsing, event.response) for event in rehearsing.story.came_back[before:])
    return (*new, SPOILT_ANSWER) if bringing.spoilt_answers(rehearsing) else new


def came_back(rehearsing: Rehearsal, response: Review) -> str:
    """What came back, beside the lines that it speaks of where they are still brought."""
    return render_plain(lay_out_review(rehearsing, response))


# --- The debrief line by line, and what can be done with it


class After:
    """Shows a debrief and, where somebody is there, does what they ask until they close it."""

    def __init__(self, lines: Lines, bringing: Bringing, rehearsing: Rehearsal, care: Care) -> None:
        self.lines = lines
        self.bringing = bringing
        self.practice = bringing.practice
        self.rehearsing = rehearsing
        self.care = care

    def show(self) -> None:
        """The debrief's first page."""
        self.lines.write("")
        self.lines.write(render_plain(lay_out_first_page(self.rehearsing.debrief())))
        if self.rehearsing.not_kept:
            self.lines.write(self.rehearsing.not_kept)

    def talk(self) -> bool:
        """Until it is closed. True where a line is to be said again, and the conversation goes on."""
        if exercise := exercise_of(self.bringing, self.rehearsing):
            what = exercise.bring.value.replace("_", " ")
            title = make_visible(exercise.title)
            self.lines.write(f"{title}: `reflect` asks its questions. To bring back: {what}, if you like.")
        for event in self.rehearsing.story.came_back:
            self.lines.write(came_back(self.rehearsing, event.response))
        self.lines.write("Words you can type: " + ", ".join(word.word for word in AFTER) + ".")
        while True:
            typed = self.lines.read("Debrief: ")
            word, rest = asked(typed or "", AFTER)
            if typed is None or not typed.strip() or word == "close":
                if typed is not None and self._stays():
                    continue
                self.lines.write(CLOSE)
                return False
            try:
                if word == "again":
                    self.lines.write(f"You said: {self.rehearsing.say_again(_number(rest))}")
                    return True
                if self._do(word, rest):
                    return False
            except CoachError as error:
                self.lines.write(str(error))

    def _stays(self) -> bool:
        """Whether they stay after all, asked where something is gone once they close."""
        if not (lost := self.practice.keeping.only_here()):
            return False
        self.lines.write(f"{lost} `export` writes it to a file.")
        return not agreed(self.lines.read("Close all the same? yes or Enter: "))

    def _do(self, word: str, rest: str) -> bool:
        """Do one thing; True where that closes the debrief."""
        debrief = self.rehearsing.debrief()
        match word:
            case "more":
                self.lines.write(render_plain(lay_out_more(debrief)))
            case "notes":
                self.lines.write(render_plain(lay_out_transcript(debrief)))
            case "silent":
                self.lines.write(render_plain(lay_out_silences(self.rehearsing.what_stayed_silent())))
            case "why":
                for line in self.rehearsing.why_in_words(_number(rest)):
                    self.lines.write(line)
            case "fair" | "not meant":
                self._dispute(_number(rest), Stance.FAIR if word == "fair" else Stance.NOT_MEANT)
            case "reflect":
                reflect(self.lines, self.bringing, self.care, self.rehearsing, rest.strip().casefold())
            case "bring":
                bring(self.lines, self.bringing, self.care, self.rehearsing, _number(rest), Path)
            case "fetch":
                for words in fetched(self.bringing, self.rehearsing) or ("Nothing new came back yet.",):
                    self.lines.write(words)
            case "export":
                text = as_markdown(self.rehearsing, asked=what_was_asked, reviews=lay_out_reviews)
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
                self.lines.write(listed(AFTER))
        return False

    def _dispute(self, reply: int, stance: Stance) -> None:
        """The practitioner's word on a reply's verdicts: on the only one, or the one chosen."""
        replies = self.rehearsing.attempt.replies()
        event = replies[reply - 1].event if 1 <= reply <= len(replies) else None
        verdicts = event.reading.verdicts if isinstance(event, Replied) else ()
        if not verdicts:
            raise NotNow("The coach said nothing of that reply.", "`notes` shows what it said.")
        chosen = verdicts[0].criterion
        if len(verdicts) > 1:
            for number, verdict in enumerate(verdicts, 1):
                self.lines.write(f"{number}: {self.rehearsing.rubric.criteria[verdict.criterion].name}")
            number = _number(self.lines.read("Which one: ") or "")
            if number > len(verdicts):
                raise NotNow("There is no such note.")
            chosen = verdicts[number - 1].criterion
        note = self.lines.read("A note of your own, or Enter: ") or ""
        words = looked_over(self.lines, self.care, self.rehearsing.safeguard, note.strip()) or ""
        self.rehearsing.dispute(reply, chosen, stance, words, confirmed=ASKED)
        self.lines.write("Your word stands in this debrief, and the coach's is kept beside it.")
        self.show()


def _number(text: str) -> int:
    """A reply's number as typed. Raises NotNow."""
    digits = text.strip().split(" ")[0]
    if not digits.isdecimal() or int(digits) < 1:
        raise NotNow("Which of your replies?", "Type its number after the word, such as: again 3.")
    return int(digits)
