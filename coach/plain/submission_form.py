"""Bringing something to supervision in plain lines: how much, what goes along, and to whom.

Begin with `SubmissionForm.fill_in`. Exactly what would be handed over is read out before it is.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from coach.debrief.render import render_plain
from coach.language.catalogue import say
from coach.model.characters import count, make_visible
from coach.model.events import Replied
from coach.model.submission import Submission, SubmissionScope
from coach.plain.console import LineConsole, MenuLine, ask, ask_place, ask_yes_or_no, choose, is_no, is_yes
from coach.plain.conversation import ask_own_words
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, Care
from coach.records.paths import parse_file
from coach.supervision.practitioner import ENDING, SubmissionService, is_document
from coach.supervision.reflection import list_named_replies
from coach.supervision.submissions import (
    SubmissionChoice,
    describe_metadata,
    describe_own_words,
    describe_store_visibility,
    find_mended_reply,
    find_mending_reply,
    find_next_reply,
    lay_out_submission,
)

MENDED = "Your reply {reply} mended it, and goes along. Enter, or no to leave it out: "
MENDS = "It mended your reply {reply}, which goes along. Enter, or no to leave it out: "
WRITTEN = "Written to {file}. Give it on, or don't; whoever can look into that folder can read it."
WRITTEN_TO_READ = (
    "Written to {file}, to read or print. No coach can open it, so that only words said or on paper come back to it. "
    "Whoever can look into that folder can read it."
)
HAND_OVER = "Hand exactly this over? yes, or Enter for no: "
HAND_OVER_OR_CHANGE = "Hand exactly this over? yes, change to change what goes along, or Enter: "
CHANGE = "change"
"""What is typed to change what goes along."""
NOT_HANDED_OVER = "Nothing was handed over."
TALK_ABOUT = "What would you like to talk about, or Enter: "
FORM_HELP = (
    "Bring as much as you like, or nothing. What you hear before you say yes is handed over, and nothing else: no "
    "other line, no time, and nothing the family kept to itself. You can withdraw it later."
)
WORDS_OF_SCOPES = {
    SubmissionScope.MOMENT: "One moment: one of your lines, with what the family said before and after",
    SubmissionScope.WHOLE: "The whole conversation",
    SubmissionScope.QUESTION: "Just a question",
}


class SubmissionForm:
    """The form of a submission on a console; nothing goes before a yes."""

    def __init__(
        self,
        lines: LineConsole,
        service: SubmissionService,
        care: Care,
        rehearsal: Rehearsal,
        attempt: int = 0,
    ) -> None:
        """Make the form for an attempt of a rehearsal.

        Args:
            lines: the console.
            service: makes and records submissions.
            care: the texts of the gates.
            rehearsal: the rehearsal.
            attempt: the number of the attempt; 0 for the last.
        """
        self.lines = lines
        self.service = service
        self.care = care
        self.rehearsal = rehearsal
        self.attempt = attempt
        self._file: Path | None = None
        self._reader = ""

    def fill_in(self, typed: str) -> None:
        """Ask what is needed, read out what would go, and hand it over once confirmed.

        Args:
            typed: what was typed after `bring`: a reply's number, `whole`, `question`, or nothing.
        """
        choice = self._choose_scope(typed.strip().casefold())
        if choice is None:
            return
        question = self._ask_own(say(TALK_ABOUT), "")
        choice = replace(choice, question=question)
        if choice.what is SubmissionScope.MOMENT:
            debrief = self.rehearsal.debrief(self.attempt)
            mended, mending = find_mended_reply(debrief, choice.reply), find_mending_reply(debrief, choice.reply)
            question = say(MENDS, reply=mended) if mended else say(MENDED, reply=mending) if mending else ""
            choice = replace(choice, with_mending=not (question and is_no(ask_yes_or_no(self.lines, question))))
        while True:
            brought = self.service.preview(self.rehearsal, choice, self.attempt)
            exercise = self.service.name_exercise(brought)
            self.lines.write(render_plain(lay_out_submission(brought, exercise=exercise)))
            if not (self._file and is_document(self._file)):
                self.lines.write(describe_metadata(brought))
            if self._reader:
                self.lines.write(describe_store_visibility(self._reader, self.service.stores.store.me()))
            answer = ask_yes_or_no(self.lines, say(HAND_OVER_OR_CHANGE), say(FORM_HELP), CHANGE)
            if answer == CHANGE:
                choice = self._change(choice)
            elif is_yes(answer):
                self._hand_over(brought)
                return
            else:
                self.lines.write(say(NOT_HANDED_OVER))
                return

    def _choose_scope(self, typed: str) -> SubmissionChoice | None:
        """Return how much is brought, asked if it was not typed; None to bring nothing."""
        if typed and typed.split()[0].isdecimal():
            self._say_attempt()
            return SubmissionChoice(SubmissionScope.MOMENT, reply=int(typed.split()[0]))
        known = {scope.value: scope for scope in SubmissionScope}
        scope = known.get(typed)
        if scope is None:
            entries = [MenuLine(key.value, words) for key, words in WORDS_OF_SCOPES.items()]
            key = choose(self.lines, entries, say("A number, or Enter to bring nothing: "), say(FORM_HELP))
            if key is None:
                return None
            scope = known[key]
        if scope is not SubmissionScope.QUESTION:
            self._choose_attempt()
        if scope is not SubmissionScope.MOMENT:
            return SubmissionChoice(scope)
        replies = [exchange.event for exchange in self.rehearsal.story.attempt(self.attempt).replies()]
        entries = [
            MenuLine(str(number), make_visible(event.text))
            for number, event in enumerate(replies, 1)
            if isinstance(event, Replied)
        ]
        key = choose(self.lines, entries, say("Which of your lines, or Enter to bring nothing: "))
        return SubmissionChoice(scope, reply=int(key)) if key else None

    def _say_attempt(self) -> None:
        """Say which attempt the lines are of, where there are several."""
        attempts = self.rehearsal.story.attempts
        if len(attempts) > 1:
            number = self.rehearsal.story.attempt(self.attempt).number
            self.lines.write(
                say("From attempt {number} of {count}. `bring` alone asks which.", number=number, count=len(attempts))
            )

    def _choose_attempt(self) -> None:
        """Ask which of several attempts the lines are of; Enter takes the one looked at."""
        story = self.rehearsal.story
        if len(story.attempts) == 1:
            return
        number = story.attempt(self.attempt).number
        entries = [
            MenuLine(str(one.number), f"Attempt {one.number} of {len(story.attempts)}: {replies}")
            for one in story.attempts
            for replies in (count(len(one.replies()), "reply"),)
        ]
        key = choose(
            self.lines, entries, say("Which attempt, or Enter for attempt {number}: ", number=number), say(FORM_HELP)
        )
        self.attempt = int(key or number)

    # --- What goes along

    def _change(self, choice: SubmissionChoice) -> SubmissionChoice:
        """Ask what else goes along, and where to, until Enter says that it is enough."""
        while True:
            key = choose(
                self.lines, self._list_options(choice), say("A number changes one, or Enter goes on: "), say(FORM_HELP)
            )
            match key:
                case None:
                    return choice
                case "question" | "note":
                    before = choice.question if key == "question" else choice.note
                    words = self._ask_own(say("In your own words, or Enter for nothing: "), before)
                    choice = replace(choice, question=words) if key == "question" else replace(choice, note=words)
                case "who":
                    choice = replace(
                        choice, who=ask(self.lines, say("What you want to be called, or Enter for no name: "))
                    )
                case "to":
                    self._ask_reader()
                case "file":
                    self._file = parse_file(ask(self.lines, say("The file's path, or Enter for the usual name: ")))
                case _:
                    tick: dict[str, Any] = {key: not getattr(choice, key)}
                    choice = replace(choice, **tick)

    def _list_options(self, choice: SubmissionChoice) -> list[MenuLine]:
        """List what can go along, each with what is chosen now."""
        debrief = self.rehearsal.debrief(self.attempt)
        named = list_named_replies(self.rehearsal, self.attempt)
        moment, lines = choice.what is SubmissionScope.MOMENT, choice.what is not SubmissionScope.QUESTION
        mended = find_mended_reply(debrief, choice.reply)
        ticks = {
            "with_mending": (
                say("The reply that it mended") if mended else say("The reply that mended it"),
                moment and bool(mended or find_mending_reply(debrief, choice.reply)),
            ),
            "with_next": (say("Your next reply"), moment and bool(find_next_reply(debrief, choice.reply))),
            "with_reflections": (describe_own_words("your", named), lines and self._has_own_words()),
            "with_exercise": (say("The name of the exercise"), lines and bool(self.rehearsal.beginning.exercise)),
            "with_notes": (say("The coach's notes"), lines),
            "may_teach": (say("May be counted with what the supervisor sees in it"), lines and choice.with_notes),
        }
        entries = [
            MenuLine(
                "question",
                say("What you would like to talk about: {question}", question=choice.question or say("nothing yet")),
            ),
            MenuLine("note", say("A note of your own: {note}", note=choice.note or say("none"))),
            MenuLine("who", say("What you are called: {who}", who=choice.who or say("no name"))),
        ]
        entries += [
            MenuLine(name, f"{words}: {'yes' if getattr(choice, name) else 'no'}")
            for name, (words, offered) in ticks.items()
            if offered
        ]
        if self.service.stores.has_team_store:
            entries.append(
                MenuLine("to", say("To whom: {reader}", reader=self._reader or say("nobody yet, as a file")))
            )
        if not self._reader:
            entries.append(
                MenuLine(
                    "file",
                    say(
                        "The file; .html, .docx, .txt and .md are for printing: {file}",
                        file=self._file or say("usual name"),
                    ),
                )
            )
        return entries

    def _has_own_words(self) -> bool:
        return any(not reflection.for_oneself for reflection in self.rehearsal.story.reflected)

    def _ask_reader(self) -> None:
        """Ask for the supervisor in the team's store; Enter makes a file. Raises RecordsError."""
        entries = [MenuLine(login, login) for login in self.service.stores.store.readers()]
        self._reader = choose(self.lines, entries, say("Which supervisor, or Enter to make a file: ")) or ""

    def _ask_own(self, question: str, before: str) -> str:
        """Ask for the practitioner's own words; Enter leaves those written before as they are."""
        return ask_own_words(self.lines, self.care, self.rehearsal.safeguard, question, before, say(FORM_HELP))

    # --- Handing it over

    def _hand_over(self, brought: Submission) -> None:
        """Hand a submission over, and say where it went. Raises CoachError."""
        if self._reader:
            self.service.submit_to_supervisor(self.rehearsal, brought, self._reader, confirmed=ASKED)
            self.lines.write(
                say("Handed over to {reader}. `withdraw` takes it back.", reader=make_visible(self._reader))
            )
            return
        file = self._file or ask_place(self.lines, f"brought-{brought.id[:8]}{ENDING}")
        written = self.service.submit_to_file(self.rehearsal, brought, file, confirmed=ASKED).absolute()
        self.lines.write((say(WRITTEN_TO_READ) if is_document(file) else say(WRITTEN)).format(file=written))
