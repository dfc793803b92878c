"""All errors that the coach raises on purpose, as one tree of classes.

    CoachError                     has a title, one plain sentence, and what to do
    ├── ContentError               a file that authors write cannot be used (holds its problems)
    ├── NotKnown                   a scenario, family, rubric or rehearsal by that name is not here
    ├── OptionRefused              an option of a command cannot be what was given
    ├── NotNow                     the conversation is not at a point where that can be done
    │   ├── NameRefused            a participant's name cannot be used in this room; another can
    │   ├── OlderReview            a newer answer from supervision is here; whoever brought it says which one stands
    │   ├── SaidElsewhere          the rehearsal was gone on with in another window
    │   └── ForgottenElsewhere     the rehearsal was forgotten in another window
    ├── ReplyTooLong               more words than the coach can read at once
    ├── HandedOverUnreadable       a file that another person handed over is none of the coach's, or cannot be read
    └── RecordsError               stored rehearsals, rooms or settings cannot be read or written
        ├── RecordsUnwritable      the folder or the disk refuses
        ├── RecordsBroken          the file is damaged; it has been set aside
        └── RecordsRenewed         the file was damaged, and a whole one stands in its place, to be looked at again

No message ever holds what a practitioner typed: errors reach logs and tracebacks, transcripts must not.
"""


class CoachError(Exception):
    """An error with a `title` (a few words), `advice` (what to do next) and an exit `status`.

    A class of error has a title; a single case whose title should differ is raised with a `title` of its own.
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
    """No scenario, family, rubric or rehearsal has that name; `advice` lists the nearest names."""

    title = "No such name"
    status = 2


class OptionRefused(CoachError):
    """An option of a command was given a value that is not allowed; `advice` says which are."""

    title = "That option cannot be so"
    status = 2


class NotNow(CoachError):
    """An action is refused because of the present state of the rehearsal, room or quarter."""

    title = "Not at this point"


class NameRefused(NotNow):
    """A participant's name is empty, too long, or taken in this room; another name can be used."""


class OlderReview(NotNow):
    """A review is older than the stored one, or lacks words of it; nothing was changed yet."""

    title = "You have another one"
    lesser = False
    """Whether it is the newer one, and the one that is stored has words that it would take away."""

    def as_lesser(self) -> "OlderReview":
        """Return the error of a newer review that lacks words of the one that is stored."""
        self.lesser = True
        return self


class SaidElsewhere(NotNow):
    """A reply was added to this rehearsal in another window first; nothing was stored from here."""

    title = "In another window"

    def __init__(self) -> None:
        super().__init__(
            "This rehearsal was gone on with in another window.",
            "What was said there is shown here now; nothing of yours is lost. Go on from there.",
        )


class ForgottenElsewhere(NotNow):
    """The rehearsal is no longer in its store, because it was forgotten in another window."""

    title = "In another window"

    def __init__(self) -> None:
        super().__init__(
            "This rehearsal was forgotten in another window, so nothing more can be kept with it.",
            "Copy what you want to keep of your words, and begin a new one.",
        )


class ReplyTooLong(CoachError):
    """A reply is longer than the coach can read at once; the typed text is kept for shortening."""

    title = "A very long reply"


class HandedOverUnreadable(CoachError):
    """A file that another person handed over cannot be read, or was not written by the coach.

    What was stored before the file was read stays.
    """

    title = "That file cannot be taken in"


class RecordsError(CoachError):
    """Stored rehearsals, rooms or settings cannot be read or written."""

    title = "Not just now"


class RecordsUnwritable(RecordsError):
    """The data folder or the disk refuses a write."""


class RecordsBroken(RecordsError):
    """The file of rehearsals is damaged; it was set aside, not deleted."""

    title = "That cannot be read"


class RecordsRenewed(RecordsError):
    """A damaged file was replaced by a whole one while a write was under way.

    What was to be written may be in the new file or not: read it again before writing again.
    """

    title = RecordsBroken.title


class StoppedUnstored(KeyboardInterrupt):
    """Ctrl+C in a form of which nothing is stored before its end."""
