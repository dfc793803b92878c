"""Everything the coach can refuse to do, drawn as one tree.

    CoachError                     has a title, one plain sentence, and what to do
    ├── ContentError               a file that authors write cannot be used (holds its problems)
    ├── NotKnown                   a scenario, family, rubric or rehearsal by that name is not here
    ├── OptionRefused              an option of a command cannot be what was given
    ├── NotNow                     the conversation is not at a point where that can be done
    │   ├── NameRefused            somebody's name cannot be theirs in this room; another can
    │   ├── SaidElsewhere          the rehearsal was gone on with in another window
    │   └── ForgottenElsewhere     the rehearsal was forgotten in another window
    ├── ReplyTooLong               more words than the coach can read at once
    ├── HandedOverUnreadable       a file that somebody handed over is none of the coach's, or cannot be read
    └── RecordsError               what is kept cannot be read or written
        ├── RecordsUnwritable      the folder or the disk refuses
        └── RecordsBroken          the file is damaged; it has been set aside
            └── RecordsRenewed     and a whole one stands in its place, to be looked at again

No message ever holds what a practitioner typed: errors reach logs and tracebacks, transcripts must not.
"""


class CoachError(Exception):
    """A refusal with a `title` (a few words), `advice` (what to do next) and an exit `status`.

    Where its kind's title does not fit a case, that case has a `title` of its own.
    """

    title = "That did not work"
    status = 1

    def __init__(self, message: str, advice: str = "", *, title: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        if title:
            self.title = title

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class ContentError(CoachError):
    """A content file cannot be used; `message` says where and why."""

    title = "A content file needs mending"


class NotKnown(CoachError):
    """No scenario, family, rubric or rehearsal has that name; `advice` gives the nearest ones."""

    title = "No such name"
    status = 2


class OptionRefused(CoachError):
    """An option of a command has a value that it cannot have; `advice` says which it can."""

    title = "That option cannot be so"
    status = 2


class NotNow(CoachError):
    """That cannot be done at this point of the conversation."""

    title = "Not at this point"


class NameRefused(NotNow):
    """A name is empty, too long, or somebody else's in this room; with another they come in."""


class SaidElsewhere(NotNow):
    """A rehearsal was gone on with in another window; nothing was added to it."""

    title = "In another window"

    def __init__(self) -> None:
        super().__init__(
            "This rehearsal was gone on with in another window.",
            "What was said there is shown here now; nothing of yours is lost. Go on from there.",
        )


class ForgottenElsewhere(NotNow):
    """A rehearsal is no longer in the store it was read from: another window forgot it."""

    title = "In another window"

    def __init__(self) -> None:
        super().__init__(
            "This rehearsal was forgotten in another window, so nothing more can be kept with it.",
            "Copy what you want to keep of your words, and begin a new one.",
        )


class ReplyTooLong(CoachError):
    """A reply is longer than the coach can read at once; nothing of it is lost."""

    title = "A very long reply"


class HandedOverUnreadable(CoachError):
    """A file that was handed over cannot be read, or is not one that the coach wrote.

    What was there before stays.
    """

    title = "That file cannot be taken in"


class RecordsError(CoachError):
    """What is kept cannot be read or written."""

    title = "Not just now"


class RecordsUnwritable(RecordsError):
    """The folder or the disk refuses to be written."""


class RecordsBroken(RecordsError):
    """The file of rehearsals is damaged; it was set aside, not deleted."""

    title = "That cannot be read"


class RecordsRenewed(RecordsBroken):
    """A damaged file was replaced by a whole one; what was to be written may be in it or not."""
