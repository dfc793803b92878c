"""The conversation line by line: commands typed as words, the family's lines, the gates.

Begin with `PlainConversation.play`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.debrief.evidence import find_unworded
from coach.debrief.moments import explain_unchosen, find_chosen_reply, list_fitting_replies
from coach.debrief.page_builder import HOW_TO_ANSWER
from coach.errors import CoachError, ForgottenElsewhere, NotNow, ReplyTooLong, SaidElsewhere
from coach.language.catalogue import say, say_count
from coach.model.characters import make_visible, sanitize_line
from coach.model.conditions import SCENE, Line
from coach.model.events import Hints, Replied
from coach.model.exercise import Exercise
from coach.plain.console import HELP_WORDS, LineConsole, agree, ask, ask_for_word, ask_one_of
from coach.practice.conversation_view import offer_end
from coach.practice.question_texts import ask_about_long_reply, ask_to_end, describe_earlier, say_nothing_kept
from coach.practice.rehearsal import Answered, Rehearsal
from coach.practice.safeguarding import (
    Care,
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
    is_long_reply,
    kinds,
    look_for_details,
    without,
)
from coach.rehearsal.explain import describe_progress, hint
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange

# --- Commands that are typed as words


@dataclass(frozen=True, slots=True)
class CommandWord:
    """A command that is typed as a word, and what it does."""

    word: str
    does: str


CONVERSATION_COMMANDS = (
    CommandWord("brief", "what you know, what you want to practise, and how far it is"),
    CommandWord("read", "what was said so far, from the start"),
    CommandWord("pause", "stop for a while; Enter comes back"),
    CommandWord("skip", "skip this line; never counted"),
    CommandWord("back", "take your last reply back"),
    CommandWord("why", "why the family answered as it did"),
    CommandWord("finish", "end here and look back"),
    CommandWord("leave", "leave for now, and go on another time where you left it"),
    CommandWord("stop", "leave; you are asked whether to keep it"),
    CommandWord("help", "these words; `?` too"),
)
"""While a conversation goes on."""

DEBRIEF_COMMANDS = (
    CommandWord("page", "the first page again"),
    CommandWord("more", "how you talk, every opening, and the seven parts of the conversation"),
    CommandWord("notes", "the conversation with the coach's notes"),
    CommandWord("again", "say a line again: again 3"),
    CommandWord("beside", "two attempts, reply by reply: beside, or beside 1 2"),
    CommandWord("not so", "take something off the page that is not so, or put it back"),
    CommandWord("fair", "a note on your line is fair: fair 3"),
    CommandWord("not meant", "a note is not what you meant: not meant 3"),
    CommandWord("silent", "what stayed silent"),
    CommandWord("why", "why the family answered a line: why 3"),
    CommandWord("happened", "whether what you wanted to practise happened, for you alone"),
    CommandWord("reflect", "questions to think about, kept if you answer: reflect, or reflect gibbs"),
    CommandWord("picture", "the picture of the conversation: what they did after each reply, and who named what"),
    CommandWord("own", "questions on your own picture of the family, for you alone"),
    CommandWord("bring", "something for supervision: bring, bring 3, bring whole or bring question"),
    CommandWord("came back", "what you brought, and what came back from supervision"),
    CommandWord("fetch", "look in the team's store for what came back"),
    CommandWord("withdraw", "take back something that you brought"),
    CommandWord("record", "a draft for your record of learning, of something that you brought"),
    CommandWord("export", "write it to a file, as its name ends (.txt, .docx, .html, .md, .json): export debrief.docx"),
    CommandWord("keep", "keep it beyond thirty days, or no longer"),
    CommandWord("forget", "delete it for good; you are asked first"),
    CommandWord("help", "these words; `?` too"),
    CommandWord("close", "leave the debrief; an empty line does too"),
)
"""After the debrief."""

TAKE_MORE = frozenset({"again", "fair", "not meant", "why", "export", "reflect", "bring", "beside", "record"})
"""Words of the debrief that something may follow."""


def parse_command(line: str, words: tuple[CommandWord, ...]) -> tuple[str, str]:
    """Return the command that a line is, and what follows it; both empty if the line is a reply."""
    said = line.strip().casefold()
    if said in HELP_WORDS:
        return "help", ""
    for word in words:
        if said == word.word:
            return word.word, ""
        rest = said.removeprefix(word.word + " ")
        if rest != said and word.word in TAKE_MORE and words is DEBRIEF_COMMANDS:
            return word.word, line.strip()[len(word.word) + 1 :].strip()
    return "", ""


def parse_reply_number(text: str) -> int:
    """Return the number of a reply as typed. Raises NotNow if it is no number from 1."""
    digits = text.strip().split(" ")[0]
    if not digits.isdecimal() or int(digits) < 1:
        raise NotNow(say("Which of your replies?"), say("Type its number after the word, such as: again 3."))
    return int(digits)


def list_commands(words: tuple[CommandWord, ...]) -> str:
    """Return the commands with what they do, a line each."""
    return "\n".join(f"{word.word}: {say(word.does)}." for word in words)


# --- A conversation

LEFT = "Left as it is. It goes on where you left it, from the menu or My rehearsals."
STOP_ASKS = "Type keep to stop and go on with it later, nothing to stop and keep nothing, or press Enter to go on: "
NOTHING_ASKS = "Type nothing once more to forget it, keep to stop and keep it, or press Enter to go on: "
STOP_ANSWERS = ("keep", "nothing")
NOT_STOPPED = "That is none of the answers. Nothing is stopped, and nothing is forgotten."


def describe_forgetting(replies: int, earlier: int) -> str:
    """Say what would go if nothing of an attempt is kept, and what stays.

    Args:
        replies: how many replies go: those that the practitioner gave in this attempt.
        earlier: how many attempts came before it.
    """
    said = say("What you said in this attempt") if earlier else say("What you said")
    count = say_count("{count} reply", "{count} replies", replies)
    stays = f" {describe_earlier(earlier)}" if earlier else ""
    return say("{said} ({count}) would be gone for good. Nobody can bring it back.", said=said, count=count) + stays


def render_lines(script: Script, lines: tuple[Line, ...]) -> Iterator[str]:
    """Yield the family's lines as text, each with its speaker and stage direction."""
    for line in lines:
        if line.speaker == SCENE:
            yield sanitize_line(f"({line.text})")
        else:
            how = f" ({line.how})" if line.how else ""
            yield sanitize_line(f"{script.speaker(line)}{how}: {line.text}")


END_ASKS = "End here, and look back? yes, or Enter to go on: "
LONG_ASKS = "Say all of that in one reply? yes, or Enter for no: "
NUMBER_ASKS = "Say “{number}” to the family? yes, or Enter for no: "
GOES_ON = "Nobody is at a keyboard to come back, so the next line goes on."
FOR_WHOM = "For the family, or for you? Type say to say it, pause, or other words: "
REAL = "remove (those words), keep, leave out (all that you typed), or type it again: "
DISTRESS = "keep, leave out, or type it again: "
NOTHING_GONE = "Nothing is gone, and Enter does nothing here. `leave out` leaves out all that you typed."
ONLY_WORDS = "Nothing is gone. `remove` takes out only what may be somebody's, `leave out` all that you typed."
LEFT_OUT = ("", "leave out")
"""What leaves out all of it; nothing is typed only at the end of input."""
NOTHING_KEPT = "Left out: nothing of what you typed is kept."
NOT_SAID = "It was not said, and is not kept."
NOT_READ = "That line was not read, and is not kept."
MOST_ANSWERS = 20
"""Times that one box is asked about in a row; after that it is left out."""


ANEW = "In your own words. Enter leaves it as it is, none takes it off: "


def ask_own_words(
    lines: LineConsole, care: Care, safeguard: Safeguard, question: str, before: str = "", more: str = ""
) -> str:
    """Ask for own words, checked; Enter leaves those written before as they are.

    Args:
        lines: the console.
        care: the texts about distress, and signposts.
        safeguard: the checks of this rehearsal.
        question: the prompt where nothing was written before.
        before: the words so far.
        more: what `?` says.
    """
    typed = ask(lines, say(ANEW) if before else question, more)
    if not typed:
        return before
    if before and typed.casefold() == "none":
        return ""
    return check_own_words(lines, care, safeguard, typed) or before


def ask_line(lines: LineConsole, care: Care, rehearsal: Rehearsal, attempt: int, question: str) -> str:
    """Ask for a line by its number or a few words, and say which one is meant.

    Args:
        lines: the console.
        care: the texts about distress, and signposts.
        rehearsal: the rehearsal.
        attempt: the number of the attempt whose lines are meant.
        question: the prompt.
    """
    chosen = rehearsal.story.attempt(attempt)
    replies, unclear = chosen.replies(), ""
    listed = [f"{said.number}: {make_visible(' '.join(said.text.split()))}" for said in replies]
    while True:
        typed = ask(lines, question, "\n".join((*listed, say(HOW_TO_ANSWER)))) or unclear
        if typed.isdecimal() and not 1 <= int(typed) <= len(replies):
            said_many = say_count("You said {count} reply, from 1.", "You said {count} replies, from 1.", len(replies))
            lines.write(f"{said_many} {say(HOW_TO_ANSWER)}")
            continue
        words = check_own_words(lines, care, rehearsal.safeguard, typed) or ""
        if reply := find_chosen_reply(chosen, words) if words else 0:
            said = next(said.text for said in replies if said.number == reply)
            lines.write(make_visible(say("Reply {reply}: “{said}”", reply=reply, said=said)))
        elif words and words != unclear and (why := explain_unchosen(chosen, words)):
            several = len(list_fitting_replies(chosen, words)) > 1
            lines.write(f"{why} {say('Enter keeps your words as they are.')}" if several else why)
            if several:
                unclear = words  # asked once more for its number
                continue
        return words


def check_own_words(lines: LineConsole, care: Care, safeguard: Safeguard, typed: str) -> str | None:
    """Check the practitioner's own words for distress and details, and ask about what is found.

    Words that are typed instead of an answer are checked like the first.

    Args:
        lines: the console.
        care: the texts about distress, and signposts.
        safeguard: the checks of this rehearsal.
        typed: the words.

    Returns:
        The words to store, perhaps changed; None to leave them out.
    """
    for _ in range(MOST_ANSWERS):
        why = safeguard.of_own_words(typed) if typed else None
        if why is None:
            return typed
        if not lines.asks:
            lines.write(explain_refusal(why))
            return None
        if why.question is Question.REAL_PEOPLE:
            lines.write(say("That may hold {kinds}. Please leave real people out.", kinds=kinds(why.details)))
            answer = ask_for_word(lines, say(REAL), say(ONLY_WORDS))
        else:
            lines.write(care.asks_of_notes)
            write_signposts(lines, care)
            answer = ask_for_word(lines, say(DISTRESS), say(NOTHING_GONE))
        match answer.casefold():
            case "keep":
                if why.question is Question.REAL_PEOPLE or not (
                    details := look_for_details(typed, safeguard.script_words)
                ):
                    return typed
                lines.write(say("That may hold {kinds}. Please leave real people out.", kinds=kinds(details)))
                return (
                    typed
                    if (lines.read(say("remove or keep: ")) or "").strip().casefold() == "keep"
                    else without(typed, details)
                )
            case "remove":
                typed = without(typed, why.details)
            case word if word in LEFT_OUT:
                break
            case _:
                typed = answer
    lines.write(say(NOTHING_KEPT))
    return None


def check_shared_words(lines: LineConsole, safeguard: Safeguard, typed: str) -> str | None:
    """Check words for other people for a real person's details, and ask about what is found.

    Args:
        lines: the console.
        safeguard: the checks, which know the scenario's invented people.
        typed: the words.

    Returns:
        The words, perhaps changed; None to leave them out.
    """
    for _ in range(MOST_ANSWERS):
        try:
            why = safeguard.of_shared_words(typed)
        except ReplyTooLong as error:
            lines.write(str(error))
            return None
        if why is None:
            return typed
        lines.write(say("That may hold {kinds}. Please leave real people out.", kinds=kinds(why.details)))
        answer = ask_for_word(lines, say(REAL), say(ONLY_WORDS))
        match answer.casefold():
            case "keep":
                return typed
            case "remove":
                return without(typed, why.details)
            case word if word in LEFT_OUT:
                break
            case _:
                typed = answer
    lines.write(say(NOTHING_KEPT))
    return None


def explain_refusal(why: NeedsConfirmation) -> str:
    """Say why a line from a pipe was not read: no person is there to answer a question about it."""
    if why.question is Question.REAL_PEOPLE:
        asks_nobody = say("It may hold {kinds}, and nobody is here to ask.", kinds=kinds(why.details))
        return f"{say(NOT_READ)} {asks_nobody}"
    return f"{say(NOT_READ)} {say('It may be for you rather than for the family, and nobody is here to ask.')}"


def write_signposts(lines: LineConsole, care: Care) -> None:
    """Write the list of signposts (places to turn to)."""
    lines.write(say("Where to turn:"))
    for signpost in care.signposts:
        lines.write(f"- {signpost}")


class PlainConversation:
    """A conversation on a console, until it ends, is finished, or is left."""

    def __init__(self, lines: LineConsole, rehearsal: Rehearsal, care: Care, exercise: Exercise | None = None) -> None:
        """Make the conversation of a rehearsal.

        Args:
            lines: the console.
            rehearsal: the rehearsal.
            care: the texts about distress, and signposts.
            exercise: the exercise that it is for; None without one.
        """
        self.lines = lines
        self.rehearsing = rehearsal
        self.care = care
        self.exercise = exercise
        self.asked_for = exercise.replies if exercise else 0
        self.hints = rehearsal.beginning.hints is Hints.EACH
        self.noticed = ""
        self._next = ""
        """What was typed in place of an answer: the next line."""

    def play(self) -> bool:
        """Play the conversation; return True if it was finished, False if it was left."""
        self.rehearsing.resume()  # it may have been left in a pause
        self._greet()
        for line in render_lines(self.rehearsing.script, self.rehearsing.attempt.cue()):
            self.lines.write(line)
        while not self.rehearsing.over:
            typed, self._next = self._next or self.lines.read(say("You: ")), ""
            if typed is None and self.lines.asks:
                return False  # the terminal was closed, which ends nothing
            if typed is None:
                break
            word, _ = parse_command(typed, CONVERSATION_COMMANDS)
            if word == "finish":
                if self._may_end():
                    break
                continue
            if word == "leave":
                self.lines.write(self.rehearsing.once_kept(say(LEFT)))
                return False
            before = self.rehearsing.attempt
            try:
                if word == "stop":
                    if self._stop():
                        return False
                elif word:
                    self._run_word(word)
                elif typed.strip() and self._is_meant(typed):
                    self._say(typed)
            except SaidElsewhere as error:
                self._show_elsewhere(before, error, "" if word else typed)
            except CoachError as error:
                self.lines.write(str(error))
                if not word and not isinstance(error, ReplyTooLong):
                    self.lines.write(say("Not sent: {typed}", typed=make_visible(typed)))
        try:
            self.rehearsing.finish()
        except ForgottenElsewhere as error:
            self.lines.write(str(error))
            return False
        return True

    def _may_end(self) -> bool:
        """Whether the conversation ends here; a person is asked first, since it cannot go on then."""
        if not self.lines.asks:
            return True
        self.lines.write(" ".join(ask_to_end().sentences))
        return agree(self.lines, say(END_ASKS))

    def _is_meant(self, typed: str) -> bool:
        """Whether a reply is to be said; a person is asked about a number, and about a pasted page."""
        is_long, number = is_long_reply(typed), typed.strip()
        if not self.lines.asks or not (is_long or number.isdecimal()):
            return True
        if is_long:
            self.lines.write(" ".join(ask_about_long_reply(typed).sentences))
        # A number alone was most likely meant for a list.
        asks = say(LONG_ASKS) if is_long else say(NUMBER_ASKS, number=number)
        is_meant = agree(self.lines, asks)
        if not is_meant:
            self.lines.write(say("It was not said."))
        return is_meant

    def _greet(self) -> None:
        """Say where a conversation stands that is gone on with, and what was said last."""
        said = self.rehearsing.attempt.said_last()
        if not said or not self.lines.asks:
            return
        self.lines.write(self._describe_progress())
        self.lines.write(say("`read` reads what was said so far, `brief` what you know."))
        self.lines.write(say("Your last reply: {said}", said=make_visible(said)))

    def _describe_progress(self) -> str:
        """Say how far the conversation is: which reply comes next, of about how many."""
        far = describe_progress(self.rehearsing.script, self.rehearsing.story, self.asked_for)
        return f"{far[:1].upper()}{far[1:]}."

    def _read_brief(self) -> None:
        """Read out what the practitioner knows, wants to practise, and how far it is."""
        dialogue, began = self.rehearsing.script.dialogue, self.rehearsing.beginning
        self.lines.write(
            say(
                "{title}. You are: {you_are}. {setting}.",
                title=dialogue.title,
                you_are=dialogue.you_are,
                setting=dialogue.setting,
            )
        )
        self.lines.write(dialogue.brief)
        self.lines.write(say("What people are worried about: {concern}", concern=dialogue.concern))
        if began.intention:
            self.lines.write(say("You want to practise: {intention}", intention=make_visible(began.intention)))
        if self.exercise:
            title, why = make_visible(self.exercise.title), make_visible(self.exercise.why)
            self.lines.write(say("For the exercise “{title}”: {why}", title=title, why=why))
        self.lines.write(self._describe_progress())

    def _read_so_far(self) -> None:
        """Read out all that was said, with the numbers of the practitioner's replies."""
        attempt, script = self.rehearsing.attempt, self.rehearsing.script
        for line in render_lines(script, attempt.arrival):
            self.lines.write(line)
        for exchange in attempt.exchanges:
            if isinstance(exchange.event, Replied):
                self.lines.write(
                    say("You, reply {number}: {text}", number=exchange.number, text=make_visible(exchange.event.text))
                )
            for line in render_lines(script, exchange.lines()):
                self.lines.write(line)

    def _show_elsewhere(self, before: Attempt, error: SaidElsewhere, typed: str) -> None:
        """Show what was said in another window, then the words that were not sent because of it.

        Args:
            before: the attempt as it was shown last.
            error: the error that the other window caused.
            typed: the words that were not sent; empty if there are none.
        """
        self.lines.write(str(error))
        now = self.rehearsing.attempt
        known = len(before.exchanges)
        new = now.exchanges[known:] if now.exchanges[:known] == before.exchanges else now.exchanges
        for exchange in new:
            if isinstance(exchange.event, Replied):
                self.lines.write(say("You: {text}", text=make_visible(exchange.event.text)))
            for line in render_lines(self.rehearsing.script, exchange.lines()):
                self.lines.write(line)
        if not new:
            for line in render_lines(self.rehearsing.script, now.cue()):
                self.lines.write(line)
        if typed:
            self.lines.write(say("Not sent: {typed}", typed=make_visible(typed)))

    def _say(self, typed: str, confirmed: frozenset[Question] = frozenset()) -> None:
        """Submit a reply, and show the family's answer, or a question or care text about the reply."""
        came = self.rehearsing.submit(typed, confirmed)
        match came:
            case Distress():
                self.lines.write(self.care.distress_says)
                write_signposts(self.lines, self.care)
            case NeedsConfirmation() if self.lines.asks:
                self._ask(came, typed, confirmed | {came.question})
            case NeedsConfirmation():
                self.lines.write(explain_refusal(came))
                if came.harm:
                    write_signposts(self.lines, self.care)
            case Answered():
                self._show_answer(typed, came.exchange)

    def _ask(self, why: NeedsConfirmation, typed: str, confirmed: frozenset[Question]) -> None:
        """Ask the practitioner about a reply that was stopped; other words become the next line.

        Args:
            why: the result of the check.
            typed: the reply that was stopped.
            confirmed: the questions that are confirmed if the answer is to keep the reply.
        """
        if why.question is Question.REAL_PEOPLE:
            self.lines.write(say("That may hold {kinds}. Please leave real people out.", kinds=kinds(why.details)))
            answer = ask_for_word(self.lines, say(REAL), say(ONLY_WORDS))
            chosen = {"keep": typed, "remove": without(typed, why.details)}
        else:
            self.lines.write(self.care.asks)
            if why.harm:
                write_signposts(self.lines, self.care)
            answer = self.lines.read(say(FOR_WHOM)) or ""
            chosen = {"say": typed}
        word = answer.strip().casefold()
        if (words := chosen.get(word)) is not None:
            self._say(words, confirmed)
        elif word in LEFT_OUT:
            self.lines.write(say(NOT_SAID))
        else:
            self._next = answer

    def _show_answer(self, typed: str, exchange: Exchange) -> None:
        """Show the family's answer to a reply, a hint if wanted, and a new notice."""
        if not self.lines.asks:
            self.lines.write(say("You: {typed}", typed=make_visible(typed)))
        for line in render_lines(self.rehearsing.script, exchange.lines()):
            self.lines.write(line)
        rubric = self.rehearsing.rubric
        unworded = find_unworded(rubric, self.rehearsing.attempt, exchange) if self.hints else ()
        if self.hints and (words := hint(self.rehearsing.script, rubric, exchange, unworded)):
            self.lines.write(say("Coach: {words}", words=words))
        if self.rehearsing.notice != self.noticed:
            self.noticed = self.rehearsing.notice
            self.lines.write(self.noticed)
        if self.lines.asks and (offer := offer_end(self.rehearsing, "`finish`")):
            self.lines.write(offer)

    def _run_word(self, word: str) -> None:
        """Run a command of the conversation."""
        match word:
            case "brief":
                self._read_brief()
            case "read":
                self._read_so_far()
            case "pause":
                self._pause()
            case "skip":
                for line in render_lines(self.rehearsing.script, self.rehearsing.skip().lines()):
                    self.lines.write(line)
            case "back":
                words = self.rehearsing.take_back()
                self.lines.write(say("Taken back: {words}", words=make_visible(words)) if words else say("Taken back."))
                for line in render_lines(self.rehearsing.script, self.rehearsing.attempt.cue()):
                    self.lines.write(line)
            case "why":
                for line in self.rehearsing.why_in_words():
                    self.lines.write(line)
            case _:
                self.lines.write(list_commands(CONVERSATION_COMMANDS))

    def _pause(self) -> None:
        """Pause: show the care text and signposts, wait, and show the family's last lines again."""
        before = self.rehearsing.attempt
        self.rehearsing.pause()
        self.lines.write(self.care.pause)
        self.lines.write(self.care.grounding)
        write_signposts(self.lines, self.care)
        if self.lines.asks:
            self.lines.read(say("Press Enter to go on: "))
        else:
            self.lines.write(say(GOES_ON))
        self.rehearsing.resume()
        if self.rehearsing.attempt != before:
            self._show_elsewhere(before, SaidElsewhere(), "")
            return
        for line in render_lines(self.rehearsing.script, self.rehearsing.attempt.cue()):
            self.lines.write(line)

    def _stop(self) -> bool:
        """Ask whether to stop, and whether to keep the rehearsal; return whether it was stopped."""
        keep, earlier = False, self.rehearsing.earlier_attempts
        if self.lines.asks:
            answer = ask_one_of(self.lines, say(STOP_ASKS), STOP_ANSWERS, say(NOT_STOPPED))
            if answer == "nothing" and (replies := self.rehearsing.replies_at_stake):
                self.lines.write(describe_forgetting(replies, earlier))
                answer = ask_one_of(self.lines, say(NOTHING_ASKS), STOP_ANSWERS, say(NOT_STOPPED))
            if not answer:
                return False
            keep = answer == "keep"
        self.rehearsing.stop(keep=keep)
        self.lines.write(
            self.rehearsing.once_kept(say("Stopped. It is kept, to go on with later."))
            if keep
            else say_nothing_kept(earlier)
        )
        write_signposts(self.lines, self.care)
        return True
