"""The debrief line by line, and what can be done with it."""

from pathlib import Path

from coach.debrief.debrief import CLOSE
from coach.debrief.written import as_plain, first_page, margin, more, silent, visible
from coach.errors import CoachError, NotNow
from coach.model.events import Replied, Stance
from coach.plain.reflecting import agreed, bring, came_back, exercise_of, fetched, reflect
from coach.plain.talk import Lines, looked_over
from coach.plain.words import AFTER, asked, listed
from coach.practice.care import Care
from coach.practice.export import as_markdown, write_export
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import ASKED
from coach.records.remains import overwritten
from coach.supervision.bringing_along import Bringing
from coach.supervision.reflecting import asked as what_was_asked
from coach.supervision.review_blocks import lay_out_reviews


class After:
    """Shows a debrief and, where somebody is there, does what they ask until they close it."""

    def __init__(self, lines: Lines, bringing: Bringing, rehearsing: Rehearsing, care: Care) -> None:
        self.lines = lines
        self.bringing = bringing
        self.practice = bringing.practice
        self.rehearsing = rehearsing
        self.care = care

    def show(self) -> None:
        """The debrief's first page."""
        self.lines.write("")
        self.lines.write(as_plain(first_page(self.rehearsing.debrief())))
        if self.rehearsing.not_kept:
            self.lines.write(self.rehearsing.not_kept)

    def talk(self) -> bool:
        """Until it is closed. True where a line is to be said again, and the conversation goes on."""
        if exercise := exercise_of(self.bringing, self.rehearsing):
            what = exercise.bring.value.replace("_", " ")
            title = visible(exercise.title)
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
                self.lines.write(as_plain(more(debrief)))
            case "notes":
                self.lines.write(as_plain(margin(debrief)))
            case "silent":
                self.lines.write(as_plain(silent(self.rehearsing.what_stayed_silent())))
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
                self.lines.write(f"Forgotten for good. {overwritten(forgotten.copies)}".strip())
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
