"""The texts of dialogs that consist of words and buttons only, one function each."""

from collections.abc import Iterable, Iterator
from functools import partial

from textual.content import Content
from textual.widget import Widget

from coach.debrief.first_page import SpeechCount
from coach.debrief.render import Block, lay_out_silences
from coach.debrief.report import SilenceOutcome
from coach.language.catalogue import say, say_count
from coach.model.submission import OwnWords
from coach.page_words import format_moment
from coach.practice import question_texts
from coach.practice.question_texts import CLOSE
from coach.practice.safeguarding import Care
from coach.rehearsal.state import History
from coach.supervision import desk_texts
from coach.supervision.care_prompts import CarePrompt, lay_out_care_prompts
from coach.supervision.inbox_folder import FolderLook
from coach.tui.dialogs.care import make_dialog
from coach.tui.dialogs.dialog import Bullet, DialogText
from coach.tui.text import sanitize
from coach.tui.widgets.text import draw_blocks

# --- Stopping a rehearsal


def ask_to_stop(earlier: int = 0) -> DialogText:
    """Make the question whether a stopped rehearsal is kept.

    Its answers are `nothing`, `keep`, or None to go on.

    Args:
        earlier: how many attempts came before this one.
    """
    return make_dialog(question_texts.ask_to_stop(earlier))


def ask_to_end() -> DialogText:
    """Make the question whether a conversation ends before its ending.

    Its answers are `end`, or None to go on.
    """
    return make_dialog(question_texts.ask_to_end())


def ask_to_skip_questions() -> DialogText:
    """Make the question whether the two questions before a debrief are left empty.

    Its answers are `skip`, or None to go back to them.
    """
    return DialogText(
        "skip-questions",
        say("Skip both questions?"),
        (say("The debrief comes next. Both wait on its first card, to be answered later."),),
        ((CLOSE, say("Back to the questions")), ("skip", say("Skip them"))),
    )


def confirm_keeping_nothing(replies: int, earlier: int = 0) -> DialogText:
    """Make the second question before an attempt is forgotten.

    Its answers are `nothing`, `keep`, or None.

    Args:
        replies: how many replies the practitioner gave in this attempt.
        earlier: how many attempts came before it, which stay.
    """
    return make_dialog(question_texts.confirm_keeping_nothing(replies, earlier))


def show_closing(
    care: Care,
    closing_words: str,
    *,
    kept: bool,
    not_kept: str = "",
    may_undo: bool = False,
    earlier: int = 0,
    line_waits: bool = False,
) -> DialogText:
    """Make the dialog that closes a stopped rehearsal, with calming words and places to turn to.

    Its answers are `undo`, or None.

    Args:
        care: the words and signposts that look after the practitioner.
        closing_words: the sentence with which every rehearsal closes.
        kept: whether the rehearsal is to be kept.
        not_kept: why it is held in memory only, where it is.
        may_undo: whether what was said can be brought back.
        earlier: how many attempts stay where this one is not kept.
        line_waits: whether a line that was not said waits in the box.
    """
    asks = question_texts.show_closing(
        care,
        closing_words,
        kept=kept,
        not_kept=not_kept,
        may_undo=may_undo,
        earlier=earlier,
        line_waits=line_waits,
    )
    return make_dialog(asks, classes="covers")


def confirm_losing(only_here: str) -> DialogText:
    """Make the question before closing while something is only in memory.

    Its answers are `leave`, or None.

    Args:
        only_here: what is lost, in sentences.
    """
    return DialogText(
        "not-kept",
        say("Close all the same?"),
        (Content(sanitize(only_here)), say("Wait and close again later, or save it from the debrief with Export.")),
        ((CLOSE, say("Stay here")), ("leave", say("Close, and lose it"))),
    )


# --- Deleting, withdrawing, taking back


def confirm_forgetting(
    heading: str, forget: str = "", *, shared: bool, several: bool = False, attempts: int = 1
) -> DialogText:
    """Make the question before something is deleted for good. Answers: `forget`, or None.

    Args:
        heading: what would be forgotten, as a question.
        forget: the words of the button that forgets, where they are not the usual ones.
        shared: whether it lies in a team's store.
        several: whether it is more than one thing.
        attempts: how many attempts a rehearsal has, all of which go.
    """
    asks = question_texts.confirm_forgetting(heading, forget, shared=shared, several=several, attempts=attempts)
    return make_dialog(asks)


def confirm_forgetting_rehearsal(title: str, story: History, *, shared: bool) -> DialogText:
    """Make the question before a rehearsal with all its attempts is deleted.

    Its answers are `forget`, or None.

    Args:
        title: the title of its conversation.
        story: its story.
        shared: whether it lies in a team's store.
    """
    begin = say(", begun on {when}", when=format_moment(began.at)) if (began := story.began) else ""
    heading = say("Forget this rehearsal of “{title}”{begin}?", title=sanitize(title), begin=begin)
    return confirm_forgetting(heading, shared=shared, attempts=len(story.attempts))


def offer_more() -> DialogText:
    """Make the dialog of what is done less often, and with all rehearsals."""
    return DialogText(
        "more",
        say("More"),
        buttons=(
            ("came-back", say("Take in what came back")),
            ("export-all", say("Export all of them")),
            ("forget-all", say("Forget all of them")),
            (CLOSE, say("Close")),
        ),
    )


def confirm_putting_away(who: str, which: str, promised: str = "", *, has_folder: bool) -> DialogText:
    """Make the question before a submission goes from the desk. Answers: `forget`, or None.

    Args:
        who: who brought it, as on the desk.
        which: what of theirs it is, as on the desk.
        promised: what becomes of what was promised for it, in a sentence; empty where nothing was.
        has_folder: whether the desk looks into a folder.
    """
    return make_dialog(desk_texts.confirm_putting_away(who, which, promised, has_folder=has_folder))


def confirm_taking_exercise_off(title: str) -> DialogText:
    """Make the question before one of the user's own exercises is deleted.

    Its answers are `forget`, or None.

    Args:
        title: the title of the exercise.
    """
    return make_dialog(desk_texts.confirm_taking_exercise_off(title))


def confirm_withdrawing(to: str) -> DialogText:
    """Make the question before a submission is withdrawn. Answers: `withdraw`, or None.

    Args:
        to: the supervisor to whom it was submitted in the team's store; empty for a file.
    """
    return make_dialog(desk_texts.confirm_withdrawing(to))


def confirm_taking_back(whom: str, promised: str = "", *, shared: bool) -> DialogText:
    """Make the question before a review is taken back. Answers: `take-back`, or None.

    Args:
        whom: the practitioner whom it went to.
        promised: what becomes of what it promised, in sentences; empty where it promised nothing.
        shared: whether it went through a team's store.
    """
    return make_dialog(desk_texts.confirm_taking_back(whom, promised, shared=shared))


def confirm_agreeing(notes: int, said: int) -> DialogText:
    """Make the question before a supervisor agrees with all notes at once.

    Its answers are `agree`, or None.

    Args:
        notes: how many notes nothing was said of yet.
        said: how many the supervisor has a view of already.
    """
    return make_dialog(desk_texts.confirm_agreeing(notes, said))


def ask_about_folder(look: FolderLook) -> DialogText:
    """Make the question before files are taken in from the inbox folder.

    Its answers are `take`, `other` for a file elsewhere, or None.
    """
    names = (Bullet(entry.file.name) for entry in look.new)
    return DialogText(
        "in-folder",
        say_count("Take in {count} file from your folder?", "Take in {count} files from your folder?", len(look.new)),
        (*names, say("A copy of each is kept here, on this machine alone. The files stay where they are.")),
        (("take", say("Take in")), ("other", say("Another file")), (CLOSE, say("Not now"))),
    )


# --- Only to be read

ONLY_YOURS = "It is kept with this rehearsal, for you alone, and is never handed over."
NO_NORM = (
    "Counted sentence by sentence. There is no right amount of any of these. They only show how this conversation went."
)
NOT_COUNTED = "There is too little of this conversation to say how you talked."


def show_message(heading: str, *sentences: str) -> DialogText:
    """Make a dialog with a message: a heading, and a paragraph for each sentence."""
    return DialogText("message", heading, tuple(Content(sanitize(sentence)) for sentence in sentences if sentence))


def show_reading(heading: str, *sentences: str) -> DialogText:
    """Make a dialog to be read: a heading, and a paragraph for each sentence."""
    return DialogText("reading", heading, tuple(Content(sanitize(words)) for words in sentences if words), is_read=True)


def show_blocks(heading: str, blocks: Iterable[Block]) -> DialogText:
    """Make a dialog to be read, with the blocks of a document."""
    laid_out = tuple(blocks)
    return DialogText("blocks", heading, (lambda: draw_blocks(laid_out),), is_read=True)


def explain_talk(counts: Iterable[SpeechCount]) -> DialogText:
    """Make the dialog on how the practitioner talked, which compares nobody with anybody."""
    lines = tuple(Content.assemble((f"{count.name}: ", "bold"), sanitize(count.said)) for count in counts)
    return DialogText(
        "talk", say("How you talk"), (*lines, say(NO_NORM)) if lines else (say(NOT_COUNTED),), is_read=True
    )


def show_care_prompts(first: tuple[CarePrompt, ...], care: Care) -> DialogText:
    """Make the dialog of what a supervisor may do where something that was brought is hard.

    Args:
        first: the prompts that what was brought brings about.
        care: the words and signposts that look after people.
    """
    blocks = tuple(lay_out_care_prompts(first, care))
    return DialogText("if-hard", say("If it is hard"), (lambda: draw_blocks(blocks),), is_read=True)


def explain_page(about: str, keys: Iterable[tuple[str, str, str]]) -> DialogText:
    """Make the help dialog that explains a page and its keys.

    Args:
        about: the page's own words, with an empty line between paragraphs.
        keys: what to press, what it is called, and what it does.
    """
    lines = (Content.assemble((f"{key:<8}", "bold"), (name, "bold"), f"  {does}.") for key, name, does in keys)
    return DialogText(
        "help",
        say("Help"),
        (
            *(Content(paragraph) for paragraph in about.split("\n\n") if paragraph),
            say("Tab goes from part to part. Everything works by mouse too."),
            Content.assemble((say("Keys here"), "bold $you")),
            Content("\n").join(lines),
        ),
        is_read=True,
    )


def show_brief(brief: Content, intention: str, exercise: str, own: Iterable[OwnWords] = ()) -> DialogText:
    """Make the dialog that shows the brief again, amid a conversation.

    Args:
        brief: who the practitioner is, where, and what they know.
        intention: what they want to practise; empty for none.
        exercise: the exercise in a few sentences; empty without one.
        own: what they wrote for themselves before it, and kept.
    """
    return DialogText("brief", say("The brief"), tuple(list_brief(brief, intention, exercise, own)), is_read=True)


def list_brief(brief: Content, intention: str, exercise: str, own: Iterable[OwnWords] = ()) -> Iterable[Content]:
    """Yield the paragraphs of a brief, after the practice intention and the exercise.

    Args:
        brief: who the practitioner is, where, and what they know.
        intention: what they want to practise; empty for none.
        exercise: the exercise in a few sentences; empty without one.
        own: what they wrote for themselves before it, and kept.
    """
    if intention:
        yield Content.assemble((f"{say('You want to practise')}  ", "$quiet"), sanitize(intention))
    if exercise:
        yield Content(sanitize(exercise))
    yield brief
    yield from _draw_own_words(own)


def show_own_words(own: Iterable[OwnWords]) -> DialogText:
    """Make the dialog of what the practitioner wrote for themselves, and kept."""
    return DialogText(
        "own-words", say("What you wrote for yourself"), (say(ONLY_YOURS), *_draw_own_words(own)), is_read=True
    )


def _draw_own_words(own: Iterable[OwnWords]) -> Iterator[Content]:
    for answer in own:
        yield Content.assemble((f"{sanitize(answer.asked)}  ", "$quiet"), sanitize(answer.words))


def explain_answer(lines: tuple[str, ...]) -> DialogText:
    """Make the dialog that explains how a reply was read and what that did.

    Args:
        lines: the explanation, a thought a line.
    """
    return DialogText("why", say("Why that answer?"), tuple(Content(sanitize(line)) for line in lines), is_read=True)


def show_silences(silences: tuple[SilenceOutcome, ...]) -> DialogText:
    """Make the dialog that lists the family's silences, told and kept.

    It says as well that a told silence is not a prize.

    A silence is what the family keeps to itself until asked in a way that it can answer.
    """
    return DialogText("silent", body=(partial(_draw_silences, silences),), is_read=True)


def _draw_silences(silences: tuple[SilenceOutcome, ...]) -> Iterable[Widget]:
    yield from draw_blocks(lay_out_silences(silences))
