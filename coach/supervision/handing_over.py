"""What is handed over, laid out to be read: one set of blocks for the preview, the page and the document.

The preview a practitioner sees is made from the very same value as the file, so that nothing can go along unseen.
"""

from collections.abc import Iterator

from coach.debrief.evidence import quoted
from coach.debrief.written import Block, Heading, Item, Quote, Say
from coach.model.brought import Brought, BroughtLine, Note, Response, View, Viewed, What
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.why import unsure_of
from coach.supervision.days import in_words

WHATS = {
    What.WHOLE: "A whole conversation",
    What.MOMENT: "One moment",
    What.QUESTION: "A question",
}
VIEWS = {
    View.AGREE: "agrees",
    View.PARTLY: "partly agrees",
    View.DISAGREE: "sees it otherwise",
    View.ALSO: "would also say",
}
FIRST_WORDS = 6
"""So many words of a question tell it from another."""
MAY_HAVE_HURT = "may have hurt: "
TO_TALK_ABOUT = "To think about, and to talk about together"
"""Stands before a supervisor's question. It has no box to answer in: the two of them talk."""
READS_WORDS = (
    "From a rehearsal with an invented family. The coach reads words, cannot hear, and sometimes misreads. This is for "
    "talking over, never for judging anybody by."
)


def brought_blocks(brought: Brought, response: Response | None = None, rubric: Rubric | None = None) -> Iterator[Block]:
    """Everything that is handed over, in its practitioner's voice; and, where it came back, what was said to it.

    `rubric`: what it was read by, where that is at hand, for the names of what only the supervisor saw.
    """
    yield Heading(f"{WHATS[brought.what]} brought to supervision", 1)
    if brought.who:
        yield Say(brought.who, "From")
    yield Say(in_words(brought.day), "Handed over")
    if brought.title:
        yield Say(brought.title, "Scenario")
    if brought.intention:
        yield Say(f"“{brought.intention}”", "I wanted")
    if brought.question:
        yield Say(brought.question, "I would like to talk about")
    if brought.note:
        yield Say(brought.note, "A note")
    for answer in brought.answers:
        yield Item(answer.words, answer.asked)
    if brought.lines:
        yield Heading("What was said")
        for place, line in enumerate(brought.lines, 1):
            yield from _line(line, place, response, brought.who or "Me", rubric)
    if brought.reflections:
        yield Heading("In my own words")
        for each in brought.reflections:
            yield Item(each.words, each.asked)
    if response:
        yield from response_blocks(response)
    if brought.what is not What.QUESTION:
        yield Say(READS_WORDS)


def which(brought: Brought) -> str:
    """What tells it from others of its kind that were brought the same day: its reply, or its question's first words.

    Nothing where there is neither.
    """
    if brought.what is What.MOMENT and (replies := brought.replies()):
        return f"reply {replies[0].reply}"
    words = brought.question.split()
    more = " …" if len(words) > FIRST_WORDS else ""
    return f"“{' '.join(words[:FIRST_WORDS])}{more}”" if words else ""


def besides(brought: Brought) -> str:
    """What goes along that the words do not show, and what for. Nothing of it is on a page or in a document."""
    named = {
        "the scenario's name": brought.scenario,
        "the turn's": brought.turn,
        "the exercise's": brought.exercise,
        "the rubric that it was read by": brought.rubric,
        "what each reply was said to": ", ".join(dict.fromkeys(line.topic for line in brought.lines if line.topic)),
        "how it was read": brought.read_by,
        "the coach's version": brought.coach,
    }
    said = "".join(f"; {name} ({value})" for name, value in named.items() if value)
    counted = " Your yes to counting these readings goes along." if brought.may_teach else ""
    what_for = "show the turn and explain the notes beside your words" if said else "tell it from others"
    return f"This goes along too, so that a supervisor's coach can {what_for}: a number of its own{said}.{counted}"


def in_the_store(reader: str, login: str) -> str:
    """What whoever it is handed over to sees besides, in a team's store."""
    return f"In your team's store {reader or 'a supervisor'} also sees your login, {login}, and the day."


def sender(who: str, login: str, *, shared: bool) -> str:
    """Who brought something, as far as that is known: a name is what it was signed with, a login is certain."""
    signed = f"signed {who}" if who else "not signed"
    return f"{signed}; sent from login {login}" if shared and login else f"{signed}, in a file"


def addressee(who: str, login: str) -> str:
    """Whom an answer goes to: what they want to be called, and their login where there is one."""
    if login:
        return f"{who} (login {login})" if who else f"login {login}"
    return who or "whoever brought it"


def response_blocks(response: Response) -> Iterator[Block]:
    """What a supervisor said to the whole of it."""
    yield Heading("From supervision")
    if response.who:
        yield Say(response.who, "From")
    for comment in response.comments:
        if not comment.line:
            yield Say(comment.words)
    for question in response.questions:
        yield Item(question, TO_TALK_ABOUT)
    if response.action:
        by = f", by {in_words(response.action.by)}" if response.action.by else ""
        yield Say(f"{response.action.what}{by}", "The supervisor will")


def _line(line: BroughtLine, place: int, response: Response | None, who: str, rubric: Rubric | None) -> Iterator[Block]:
    if line.speaker:
        how = f" ({line.how})" if line.how else ""
        yield Quote(line.text, f"{who if is_own(line) else line.speaker}{how}")
    else:
        yield Say(f"({line.text})")
    for note in line.notes:
        yield Item(note_words(note, "I"), "The coach")
    for margin in line.margin:
        yield Item(margin, "The coach")
    if response:
        for view in response.views:
            if line.reply and view.reply == line.reply:
                yield Item(view_words(view, line, rubric), "Supervisor")
        for comment in response.comments:
            if comment.line == place:
                yield Item(comment.words, "Supervisor")


def is_own(line: BroughtLine) -> bool:
    """Whether the practitioner said it, or left it unsaid."""
    return bool(line.reply) or line.speaker == "You"


def note_words(note: Note, who: str) -> str:
    """What the coach read in a line, and the practitioner's own word: `who` said it, to whoever reads."""
    said = note.name if note.sure else unsure_of(note.name)
    own = {"not_meant": f" {who} said: not what I meant.", "fair": f" {who} said: that's fair."}.get(note.own_word, "")
    why = f" “{note.own_note}”" if note.own_note else ""
    may = "May have hurt: " if note.harmful and note.sure else ""
    return f"{may}{said}: {quoted(note.quote, '.')}{own}{why}"


def counting(brought: Brought, response: Response) -> str:
    """Whether these lines may be counted, as it stands: it takes a yes of both."""
    if brought.may_teach and response.may_teach:
        return "These lines may be counted: you both said yes to it."
    if brought.may_teach:
        return "These lines may not be counted: you have not said yes to it."
    return "These lines may not be counted: they have not said yes to it."


def view_words(view: Viewed, line: BroughtLine, rubric: Rubric | None = None) -> str:
    """What a supervisor makes of one note in a line, and why."""
    because = f": {view.reason}" if view.reason else "."
    return f"{VIEWS[view.view]} ({criterion_words(view.criterion, line, rubric)}){because}"


def criterion_words(criterion: str, line: BroughtLine, rubric: Rubric | None = None) -> str:
    """A criterion by its plain name, from the note that was brought or from the rubric; one that harms is called so.

    What the coach wasn't sure of stays unsure, and is not said to have hurt.
    """
    note = next((note for note in line.notes if note.criterion == criterion), None)
    if note and not note.sure:
        return unsure_of(note.name)
    known = rubric.criteria.get(criterion) if rubric else None
    name = note.name if note else known.name if known else criterion.replace("_", " ")
    harms = note.harmful if note else known is not None and known.polarity is Polarity.HARMFUL
    return f"{MAY_HAVE_HURT}{name}" if harms else name
