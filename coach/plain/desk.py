"""The supervisor's desk in plain lines: submissions are read, answered and handed back.

Begin with `visit_desk`; `PlainReview` is one submission with the supervisor's answer to it.
"""

from coach.content.validation import load_reflection_models
from coach.debrief.render import render_plain
from coach.language.catalogue import say
from coach.model.characters import count, make_visible, sanitize_line
from coach.model.submission import (
    Note,
    Review,
    Submission,
    SubmittedLine,
    View,
    agree_with_all,
    find_comment,
    is_empty_review,
    list_unanswered_notes,
    remove_view,
    set_comment,
    set_view,
)
from coach.plain.console import MenuLine, agree, ask, choose, say_errors
from coach.plain.conversation import check_shared_words
from coach.plain.debrief import PlainServices
from coach.plain.desk_papers import (
    TAKE_AWAY,
    ask_action,
    ask_review_file,
    describe_item,
    look_into_folder,
    read_agenda_of,
    take_in_folder,
    visit_actions,
    write_agreement,
    write_sheet,
)
from coach.practice.safeguarding import ASKED, Safeguard
from coach.records.paths import parse_file
from coach.supervision.agenda import format_day
from coach.supervision.agreement import count_agreements, lay_out_agreement
from coach.supervision.care_prompts import choose_care_prompts, lay_out_care_prompts
from coach.supervision.desk_texts import FILE_STAYS, word_taken_back
from coach.supervision.documents import lay_out_context, lay_out_own_review, word_own_view, word_said_now
from coach.supervision.importing import PROVES_NOTHING
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import (
    KINDS_IN_WORDS,
    describe_addressee,
    describe_criterion,
    describe_note,
    describe_notes,
    is_own,
)

# --- The list of what was brought

DESK_HELP = (
    "You see what a practitioner chose to bring, and nothing else: no rehearsal that was not brought, and nothing "
    "about who rehearses or how often. A number opens one, to read it line by line and answer it. Exercises, to make "
    "and to give, are in the menu of `coach --plain`."
)
NOTHING_BROUGHT = "Nothing was brought to you yet."
TAKE_IN = "The path of the file, or Enter: "
TAKE_IN_HELP = "A file that a practitioner gave you. Its name ends in .coach.json. Type or paste its whole path."


def visit_desk(services: PlainServices) -> None:
    """Read out what was brought, and open what is chosen, until Enter leaves the desk."""
    lines = services.lines
    while True:
        items = services.inbox.list_items()
        brought = say("Your desk: {items} brought to you.", items=count(len(items), "thing"))
        lines.write(brought if items else say(NOTHING_BROUGHT))
        look = look_into_folder(services)
        entries = [MenuLine(item.id, describe_item(item)) for item in items]
        if look.new:
            entries.append(
                MenuLine("take in all", say("Take in {new} from your folder", new=count(len(look.new), "new file")))
            )
        entries += [
            MenuLine("take in", say("Take in a file that a practitioner gave you")),
            MenuLine("actions", say("My actions: what you said you would take up")),
            MenuLine("agenda", say("The agenda of a supervision session")),
            MenuLine("sheet", say("A sheet to sign: a record of the talk, for your service's own file")),
            MenuLine("agreement sheet", say("A supervision agreement to sign: what it is for, what stays between you")),
            MenuLine("differences", say("Where coach, practitioner and supervisor saw a line differently")),
        ]
        key = choose(lines, entries, more=say(DESK_HELP))
        if key is None:
            return
        with say_errors(lines):
            if key == "take in all":
                take_in_folder(services, look)
            else:
                _open_entry(services, key)


def _open_entry(services: PlainServices, key: str) -> None:
    """Do what a line of the desk stands for. Raises CoachError."""
    lines, inbox = services.lines, services.inbox
    match key:
        case "take in":
            if (file := parse_file(ask(lines, say(TAKE_IN), say(TAKE_IN_HELP)))) is None:
                return
            item, unread = inbox.import_file(file)
            for sentence in (*((item.instead,) if item.instead else ()), say(PROVES_NOTHING), *unread):
                lines.write(make_visible(sentence))
            PlainReview(services, item.id).visit()
        case "actions":
            visit_actions(services)
        case "sheet":
            write_sheet(services)
        case "agreement sheet":
            write_agreement(services)
        case "agenda":
            read_agenda_of(services)
        case "differences":
            compared = inbox.compare_readers()
            blocks = lay_out_agreement(compared, count_agreements(compared.lines), inbox.list_criterion_names())
            lines.write(render_plain(blocks))
        case _:
            PlainReview(services, key).visit()


# --- One submission

LINE_WORDS = {
    "agree": "you agree with a note of the coach's on this line",
    "partly": "you partly agree",
    "otherwise": "you see it otherwise",
    "also": "you would also say something that the coach did not",
    "back": "take back what you said of a note on this line",
    "comment": "write beside this line",
    "beside": "the turn that it was said in, and what the notes mean",
    "again": "hear this line again",
}
LINE_HELP = (
    "Enter goes to the next line, a number to the line of that number, `whole` to what there is to do with the whole. "
    "Or one of these, by its word:"
)
VIEW_WORDS = {"agree": View.AGREE, "partly": View.PARTLY, "otherwise": View.DISAGREE}
WHY = "Why, if you like, or Enter: "
WHY_AGAIN = "Why? {take_away} takes that away, Enter leaves it: "
NO_NOTE = "The coach read nothing into that line. `also` says what you see in it, `comment` writes beside it."
NOT_THEIRS = "That is not a line of theirs. `comment` writes beside it."
NOTHING_TO_TAKE_BACK = "You have said nothing of that line. Silence is never taken for agreement."
NO_RUBRIC = "The rubric it was read by is not on this machine. `comment` writes beside the line."
SAID_NOTHING = "Nothing is said of it yet. Agree with a note, comment, or send a question back."
GOES_TO_NOBODY = "What you say is kept on this machine as you go. It goes to nobody until you hand it back."
REVIEW_HELP = f"{GOES_TO_NOBODY} You can change it and hand it back again, or take it back."
COUNT_ASKS = "May these lines be counted? They are not so far. yes, or Enter to leave it so: "
COUNTED_ASKS = "You said yes to counting these lines. Take that back? yes, or Enter to leave your yes: "
OWN_QUESTION = "In your own words, or Enter: "


class PlainReview:
    """A submission on a console, with the supervisor's answer to it, which is kept as a draft."""

    def __init__(self, services: PlainServices, key: str) -> None:
        """Open the submission with this id. Raises NotKnown."""
        self.lines = services.lines
        self.services = services
        self.inbox = services.inbox
        self.item = self.inbox.find_item(key)
        self.brought = self.item.brought
        self.script = self.inbox.find_script(self.brought) if self.brought else None
        self.rubric = self.inbox.find_rubric(self.brought) if self.brought else None
        known = self.inbox.collect_known_words(self.brought) if self.brought else frozenset[str]()
        self.safeguard = Safeguard(lambda: known)
        self.draft = self.item.draft or ReviewDraft(response=self._begin_review())

    @property
    def response(self) -> Review:
        """The supervisor's answer as it is now."""
        return self.draft.response

    def visit(self) -> None:
        """Read the submission out, then ask what to do with it until Enter leaves it."""
        brought = self.brought
        if brought is None:
            for sentence in self.item.unread:
                self.lines.write(make_visible(sentence))
            return
        self._introduce(brought)
        if brought.lines:
            self._read_lines(brought, 1)
        while (key := choose(self.lines, self._list_tasks(brought), more=REVIEW_HELP)) is not None:
            with say_errors(self.lines):
                if self._run_task(brought, key):
                    return

    # --- Reading it

    def _introduce(self, brought: Submission) -> None:
        """Say what was brought, by whom and what for."""
        whose = describe_addressee(self.item.who, self.item.login)
        about = "".join(f", {make_visible(words)}" for words in self.item.about)
        self.lines.write(f"{KINDS_IN_WORDS[brought.what]}{about}, from {whose}, {format_day(brought.day)}.")
        for lead, words in (
            (say("They would like to talk about"), brought.question),
            (say("They wrote"), brought.note),
            (say("They wanted"), brought.intention),
            *((answer.asked, answer.words) for answer in brought.answers),
            *((reflection.asked, reflection.words) for reflection in brought.reflections),
        ):
            if words:
                self.lines.write(make_visible(f"{lead}: {words}"))
        if not brought.question and not brought.note:
            self.lines.write(say("They wrote no question and no note with it."))
        for prompt in choose_care_prompts(brought, self.services.care):
            self.lines.write(say("{notice} `hard`, where the whole is, has what you may do.", notice=prompt.notice))
        self.lines.write(say(GOES_TO_NOBODY))

    def _read_lines(self, brought: Submission, place: int) -> None:
        """Read lines one after another, with what is asked of each, until the last or `whole`."""
        last = len(brought.lines)
        self.lines.write(
            say("{last}. Enter reads the next, `whole` leaves the lines, `?` says what else.", last=count(last, "line"))
        )
        self._read_line(brought, place)
        while True:
            typed = self.lines.read(f"Line {place} of {last}: ")
            word, _, rest = (typed or "").strip().casefold().partition(" ")
            if typed is None or word in ("whole", "leave"):
                return
            if not word:
                if place == last:
                    self.lines.write(say("That was the last line."))
                    return
                place += 1
                self._read_line(brought, place)
            elif word.isdecimal():
                if 1 <= int(word) <= last:
                    place = int(word)
                    self._read_line(brought, place)
                else:
                    self.lines.write(say("The lines go from 1 to {last}.", last=last))
            else:
                with say_errors(self.lines):
                    self._run_word(brought, place, word, rest.strip())

    def _read_line(self, brought: Submission, place: int) -> None:
        """Read one line out, with the coach's notes on it and what the supervisor says of it."""
        line = brought.lines[place - 1]
        if line.speaker:
            who = (brought.who or say("The practitioner")) if is_own(line) else line.speaker
            reply = f", reply {line.reply}" if line.reply else ""
            how = f" ({line.how})" if line.how else ""
            self.lines.write(f"Line {place}. {make_visible(who)}{reply}{how}: {make_visible(line.text)}")
        else:
            self.lines.write(f"Line {place}. ({make_visible(line.text)})")
        for number, note in enumerate(describe_notes(line, say("They")), 1):
            self.lines.write(say("The coach, note {number}: {note}", number=number, note=make_visible(note)))
        for margin in line.margin:
            self.lines.write(say("The coach: {margin}", margin=make_visible(margin)))
        for view in self.response.views:
            if line.reply and view.reply == line.reply:
                self.lines.write(self._describe_view(line, view.view, view.criterion, view.reason))
        if wrote := find_comment(self.response, place):
            self.lines.write(say("You wrote: {words}", words=sanitize_line(wrote)))

    # --- Saying something of a line

    def _run_word(self, brought: Submission, place: int, word: str, rest: str) -> None:
        """Run a word that is typed at a line. Raises CoachError."""
        line = brought.lines[place - 1]
        match word:
            case "agree" | "partly" | "otherwise":
                self._say_view(line, VIEW_WORDS[word], rest)
            case "also":
                self._say_also(line)
            case "back" | "take":
                self._take_view_back(line, rest.removeprefix("back").strip())
            case "comment":
                self._comment(place)
            case "beside":
                names = tuple(view.criterion for view in self.response.views if line.reply and view.reply == line.reply)
                self.lines.write(render_plain(lay_out_context(brought, place, self.script, self.rubric, names)))
            case "again":
                self._read_line(brought, place)
            case _:
                self.lines.write(say(LINE_HELP))
                for name in LINE_WORDS:
                    self.lines.write(f"{name}: {say(LINE_WORDS[name])}.")

    def _say_view(self, line: SubmittedLine, view: View, rest: str) -> None:
        """Say whether the supervisor agrees with a note; with `all`, with each of the line's notes.

        Args:
            line: the line.
            view: the supervisor's view.
            rest: what was typed after the word: a note's number, or `all`.
        """
        if not line.notes:
            self.lines.write(say(NO_NOTE) if line.reply else say(NOT_THEIRS))
            return
        if rest == "all":
            chosen = line.notes
        elif note := self._choose_note(line, rest):
            chosen = (note,)
        else:
            return
        self._keep_views(line, view, tuple(note.criterion for note in chosen))

    def _choose_note(self, line: SubmittedLine, rest: str) -> Note | None:
        """Return the note that a number names; asked where there are several and none is named."""
        if len(line.notes) == 1 and not rest:
            return line.notes[0]
        if rest.isdecimal() and 1 <= int(rest) <= len(line.notes):
            return line.notes[int(rest) - 1]
        if rest:
            self.lines.write(
                say("The notes on this line go from 1 to {notes}. `all` is every one.", notes=len(line.notes))
            )
            return None
        described = zip(line.notes, describe_notes(line, say("They")), strict=True)
        entries = [MenuLine(note.criterion, f"{words}{self._describe_said(line, note)}") for note, words in described]
        key = choose(self.lines, entries, say("Which note, or Enter for none: "))
        return next((note for note in line.notes if note.criterion == key), None)

    def _describe_said(self, line: SubmittedLine, note: Note) -> str:
        """Say what the supervisor says of a note now; empty where nothing is said of it."""
        view = self.response.view(line.reply, note.criterion)
        return word_said_now(view.view) if view else ""

    def _say_also(self, line: SubmittedLine) -> None:
        """Ask which criterion the supervisor sees in a line that the coach did not note."""
        if not line.reply or self.rubric is None:
            self.lines.write(say(NO_RUBRIC) if line.reply else say(NOT_THEIRS))
            return
        noted = {note.criterion for note in line.notes}
        entries = [
            MenuLine(key, criterion.name, " ".join((criterion.definition, *criterion.counts)))
            for key, criterion in self.rubric.criteria.items()
            if key not in noted
        ]
        key = choose(self.lines, entries, say("A number, words to find one, or Enter for none: "))
        if key is None:
            return
        name = self.rubric.criteria[key].name
        self.lines.write(make_visible(f"{name}: {self.rubric.criteria[key].definition}"))
        if self.response.view(line.reply, key) is not None and agree(
            self.lines, say("You say so already. Take {name} back? yes, or Enter for no: ", name=name)
        ):
            self._keep(remove_view(self.response, line.reply, key))
            self.lines.write(say("Taken back: {name}.", name=name))
            return
        self._keep_views(line, View.ALSO, (key,))

    def _take_view_back(self, line: SubmittedLine, rest: str) -> None:
        """Take back what the supervisor said of a line; with `all`, everything they said of it."""
        said = [view for view in self.response.views if line.reply and view.reply == line.reply]
        if not said:
            self.lines.write(say(NOTHING_TO_TAKE_BACK))
            return
        if len(said) > 1 and rest != "all":
            entries = [
                MenuLine(view.criterion, self._describe_view(line, view.view, view.criterion, view.reason))
                for view in said
            ]
            key = choose(self.lines, entries, say("Which is taken back, or Enter for none: "))
            said = [view for view in said if view.criterion == key]
        for view in said:
            self._keep(remove_view(self.response, line.reply, view.criterion))
            name = describe_criterion(view.criterion, line, self.rubric)
            self.lines.write(say("Taken back: {name}.", name=make_visible(name)))

    def _keep_views(self, line: SubmittedLine, view: View, criteria: tuple[str, ...]) -> None:
        """Ask for the reason of a view and keep it; Enter leaves each reason that was given before."""
        said = [self.response.view(line.reply, criterion) for criterion in criteria]
        before = [earlier.reason if earlier else "" for earlier in said]
        for words in dict.fromkeys(filter(None, before)):
            self.lines.write(say("You wrote: {words}", words=sanitize_line(words)))
        reason = self._ask_words(say(WHY_AGAIN, take_away=TAKE_AWAY) if any(before) else say(WHY))
        taken_away = reason.casefold() == TAKE_AWAY
        for criterion, earlier in zip(criteria, before, strict=True):
            because = "" if taken_away else reason or earlier
            self._keep(set_view(self.response, line.reply, criterion, view, because))
            self.lines.write(self._describe_view(line, view, criterion, because))

    def _describe_view(self, line: SubmittedLine, view: View, criterion: str, reason: str) -> str:
        """Describe what the supervisor says of a line, with the reason if there is one."""
        name = describe_criterion(criterion, line, self.rubric)
        return make_visible(f"{word_own_view(view, criterion, line)} ({name}){f': {reason}' if reason else '.'}")

    def _comment(self, place: int) -> None:
        """Ask for a comment on a line, or on the whole for line 0; `no` takes an earlier one away."""
        before = find_comment(self.response, place)
        if before:
            self.lines.write(say("You wrote: {words}", words=sanitize_line(before)))
        question = (
            say("Your comment, {take_away} to take it away, or Enter: ", take_away=TAKE_AWAY)
            if before
            else say("Your comment, or Enter: ")
        )
        words = self._ask_words(question)
        if words.casefold() == TAKE_AWAY and before:
            self._keep(set_comment(self.response, place, ""))
            self.lines.write(say("Taken away."))
        elif words:
            self._keep(set_comment(self.response, place, words))
            self.lines.write(say("Written beside it.") if place else say("Written on the whole."))

    # --- What there is to do with the whole

    def _list_tasks(self, brought: Submission) -> list[MenuLine]:
        """List what can be done with the whole submission, each with what was said so far."""
        response = self.response
        unsaid = len(list_unanswered_notes(response, brought))
        action = response.action
        by = f", by {format_day(action.by)}" if action and action.by else ""
        tasks = [
            MenuLine("lines", say("Read the lines again")) if brought.lines else None,
            MenuLine("agree all", say("Agree with all: {unsaid} you said nothing of", unsaid=count(unsaid, "note")))
            if unsaid
            else None,
            MenuLine(
                "whole", say("A comment on the whole: {comment}", comment=find_comment(response, 0) or "none yet")
            ),
            MenuLine(
                "questions", say("Questions to send back: {questions}", questions=len(response.questions) or "none yet")
            ),
            MenuLine(
                "action",
                say("Something you will take up: {what}", what=f"{action.what}{by}" if action else "nothing yet"),
            ),
            MenuLine("name", say("What you are called: {who}", who=response.who or "no name yet")),
            MenuLine("count", say("These lines may be counted: {what}", what="yes" if response.may_teach else "no"))
            if brought.may_teach
            else None,
            MenuLine("hear", say("Hear what goes back")),
            MenuLine("hand back", say("Hand it back")),
            MenuLine("take back", say("Take back what you handed back")) if self.item.response else None,
            MenuLine("put away", say("Put it away: delete it from your desk")) if not self.item.shared else None,
            MenuLine("hard", say("What you may do where something here is hard")),
            MenuLine("agenda", say("The agenda of a supervision session")),
        ]
        return [task for task in tasks if task is not None]

    def _run_task(self, brought: Submission, key: str) -> bool:
        """Do one thing with the whole; return whether that leaves it. Raises CoachError."""
        match key:
            case "lines":
                self._read_lines(brought, 1)
            case "agree all":
                notes = list_unanswered_notes(self.response, brought)
                for reply, note in notes:
                    self.lines.write(f"Reply {reply}: {make_visible(describe_note(note, 'They'))}")
                what = "it" if len(notes) == 1 else "all of these"
                if agree(self.lines, say("Agree with {what}? yes, or Enter for no: ", what=what)):
                    self._keep(agree_with_all(self.response, brought))
                    self.lines.write(say("You agree with every note you had said nothing of."))
            case "whole":
                self._comment(0)
            case "questions":
                self._ask_questions()
            case "action":
                today = self.services.practice.clock().astimezone().date()
                self._keep_draft(ask_action(self.lines, self.draft, today, self._ask_words))
            case "name":
                if name := ask(self.lines, say("What you like to be called, or Enter: ")):
                    self._keep(self.response.model_copy(update={"who": name[:100]}))
            case "count":
                self._ask_to_count()
            case "hear":
                self._read_review(brought)
            case "hand back":
                return self._hand_back(brought)
            case "take back":
                self._take_back()
            case "put away":
                return self._put_away()
            case "hard":
                care = self.services.care
                blocks = lay_out_care_prompts(choose_care_prompts(brought, care), care)
                self.lines.write(render_plain(blocks))
            case _:
                read_agenda_of(self.services, brought, self.response)
        return False

    def _ask_to_count(self) -> None:
        """Ask for the supervisor's yes to counting, or whether they take it back."""
        may = self.response.may_teach
        if agree(self.lines, say(COUNTED_ASKS) if may else say(COUNT_ASKS)):
            self._keep(self.response.model_copy(update={"may_teach": not may}))
        self.lines.write(say("These lines may be counted: {what}.", what="yes" if self.response.may_teach else "no"))

    def _ask_questions(self) -> None:
        """Ask which questions go back: a model's, by number, or the supervisor's own."""
        while True:
            asked = self.response.questions
            entries = [
                MenuLine(f"out {place}", say("Take out: {words}", words=words)) for place, words in enumerate(asked)
            ]
            entries += [MenuLine("own", say("A question in your own words"))]
            entries += [
                MenuLine(f"model {name}", say("One of the questions of {name}", name=model.name))
                for name, model in load_reflection_models().items()
            ]
            key = choose(self.lines, entries, say("A number, or Enter to leave the questions: "))
            if key is None:
                return
            kind, _, rest = key.partition(" ")
            if kind == "out":
                kept = tuple(words for place, words in enumerate(asked) if str(place) != rest)
                self._keep(self.response.model_copy(update={"questions": kept}))
                self.lines.write(say("Taken out."))
                continue
            if kind == "own":
                words = self._ask_words(say(OWN_QUESTION))
            else:
                questions = load_reflection_models()[rest].questions
                chosen = choose(self.lines, [MenuLine(name, question) for name, question in questions.items()])
                words = questions[chosen] if chosen else ""
            if words:
                self._keep(self.response.model_copy(update={"questions": tuple(dict.fromkeys((*asked, words)))}))
                self.lines.write(say("It goes back with your answer."))

    def _read_review(self, brought: Submission) -> bool:
        """Read out exactly what goes back; return whether there is anything."""
        if is_empty_review(self.response):
            self.lines.write(say(SAID_NOTHING))
            return False
        self.lines.write(render_plain(lay_out_own_review(brought, self.response, self.rubric)))
        return True

    def _hand_back(self, brought: Submission) -> bool:
        """Read out what goes back and hand it back once confirmed; return whether it was."""
        if not self._read_review(brought):
            return False
        whom = describe_addressee(self.item.who, self.item.login)
        asks = say("This goes back to {whom}. Hand it back? yes, or Enter for no: ", whom=make_visible(whom))
        if not agree(self.lines, asks):
            self.lines.write(say("It has not been handed back."))
            return False
        file = ask_review_file(self.lines, self.item, brought)
        response = self.response.model_copy(update={"at": self.services.practice.clock()})
        written = self.inbox.hand_back(response, file, confirmed=ASKED)
        if written:
            self.lines.write(
                say(
                    "It is in {file}. Nothing was sent: give {whom} that file.",
                    file=written.absolute(),
                    whom=make_visible(whom),
                )
            )
        else:
            self.lines.write(say("{whom} can read it in your team's store now.", whom=make_visible(whom)))
        self.lines.write(say("You can change it and hand it back again, or take it back."))
        return True

    def _take_back(self) -> None:
        """Take the answer back once confirmed; it stays as begun. Raises CoachError."""
        whom = make_visible(describe_addressee(self.item.who, self.item.login))
        if self.item.response and (promised := self.inbox.actions.describe_taking_back(self.item.response)):
            self.lines.write(make_visible(promised))
        if agree(self.lines, say("Take back what you said to {whom}? yes, or Enter for no: ", whom=whom)):
            self.inbox.take_back(self.item.id)
            self.item = self.inbox.find_item(self.item.id)
            self.draft = self.item.draft or self.draft
            self.lines.write(word_taken_back(shared=self.item.shared))

    def _put_away(self) -> bool:
        """Delete the submission from the desk once confirmed; return whether it was."""
        kept = self.inbox.promises.describe_kept(self.item.id, self.item.who or self.item.login)
        for sentence in (f"{describe_item(self.item)}.", *((kept,) if kept else ()), say(FILE_STAYS)):
            self.lines.write(make_visible(sentence))
        if not agree(self.lines, say("Put it away, with what you said of it? yes, or Enter for no: ")):
            return False
        self.inbox.put_away(self.item.id)
        self.lines.write(say("Put away."))
        return True

    # --- Keeping what is said

    def _begin_review(self) -> Review:
        """Return the answer that was handed back before, or an empty one signed as the last was."""
        clock, inbox = self.services.practice.clock, self.inbox
        return self.item.response or Review(brought=self.item.id, at=clock(), who=inbox.find_signature())

    def _ask_words(self, question: str) -> str:
        """Ask for words for the practitioner, without a real person's details; empty where skipped."""
        typed = ask(self.lines, question)
        return (check_shared_words(self.lines, self.safeguard, typed) or "") if typed else ""

    def _keep(self, response: Review) -> None:
        """Keep the answer as a draft on this machine. Raises RecordsUnwritable."""
        self._keep_draft(self.draft.model_copy(update={"response": response}))

    def _keep_draft(self, draft: ReviewDraft) -> None:
        """Keep a draft on this machine if anything in it changed. Raises RecordsUnwritable."""
        if draft == self.draft:
            return
        self.draft = draft
        # Each text was asked about when it was typed.
        self.inbox.keep_draft(self.draft, ASKED)
        self.item = self.inbox.find_item(self.item.id)
