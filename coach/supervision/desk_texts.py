"""Words and questions of the desk and of what comes back, alike in every front end.

A screen makes a dialog of a question, a browser a page; the first answer is the likeliest, and `close` changes nothing.
"""

from collections.abc import Iterable

from coach.language.catalogue import say
from coach.model.characters import count
from coach.model.submission import View
from coach.practice.question_texts import CLOSE, FORGET, QuestionText

# --- The desk

NOTHING_BROUGHT = (
    ("", "Nothing has been brought to you yet."),
    (
        "You will see:",
        "what somebody chose to bring, and only that: a moment, a conversation or a question; what the coach read in "
        "it, if they left that in; and what they wrote to go with it.",
    ),
    (
        "You will never see:",
        "a rehearsal that was not brought, who rehearses or how often, what a family kept to itself, or anything "
        "somebody wrote for themselves alone. Nobody is counted or compared here.",
    ),
)
"""Each with what stands before it."""
BY_FILE = "They give you a file that ends in .coach.json. Take it in, answer it, and give yours back the same way."
BY_STORE = "It is handed over through your team's store. “Look” shows what has come since."
TAKE_IN_SUBMISSION = (
    "A file that ends in .coach.json, from whoever chose to bring something. A copy of it is kept {here} "
    "alone, and goes by itself after ninety days. The file itself stays where it is."
)
TAKE_IN_REVIEW = (
    "A file that ends in .coach.json, from whoever you brought something to. What it says is kept with the rehearsal "
    "that you brought it from."
)
OLDER = "older"
TAKE_OLDER = "Put the older one in its place? yes, or Enter for no: "
TAKE_LESSER = "Put this one in its place? yes, or Enter for no: "
STAYS_UNASKED = "Nothing was changed. `coach take-in FILE --older` puts it in that one's place."
UNREAD = "It is taken in. What of it could not be read:"
LOOK_INTO = (
    "A folder into which people may lay their files, such as one on a shared drive. The desk says what is new in it. "
    "Whoever can look into that folder can read the files there, and they stay in it until somebody takes them away."
)
FILE_STAYS = "The file that it came in stays where it lies; delete that too if you mean to."
NOT_OFFERED = "Where it lies in the folder you look into, it is not offered as new again."
NOBODY = "Somebody"
"""Stands for whoever brought something without a name."""


def confirm_putting_away(who: str, which: str, promised: str = "", *, has_folder: bool) -> QuestionText:
    """Ask before a submission goes from the desk. Answers: `forget`, or back.

    Args:
        who: who brought it, as on the desk.
        which: what of theirs it is, as on the desk.
        promised: what becomes of what was promised for it, in a sentence; empty where nothing was.
        has_folder: whether the desk looks into a folder.
    """
    folder = say(NOT_OFFERED) if has_folder else ""
    goes = say("It is deleted here, with what you said of it.")
    return QuestionText(
        "forget",
        say("Put away what {who} brought?", who=who),
        tuple(filter(None, (f"{which}.", goes, promised, say(FILE_STAYS), folder))),
        ((CLOSE, say("Leave it as it is")), (FORGET, say("Put it away"))),
    )


# --- A review

VIEW_BUTTONS = {View.AGREE: "Agree", View.PARTLY: "Partly", View.DISAGREE: "Otherwise"}
"""What a supervisor can say of a note of the coach's. To say what it did not is a page of its own."""
AGREED = "Said. It stands beside each line."
NONE_LEFT = "You have said how you see each note here of which the coach was sure."
NONE_HERE = "There is no note of the coach's here to agree with."
NOT_HANDED_BACK = "It has not been handed back."
TAKEN_BACK = "Taken back. What you said is still here, and goes to nobody until you hand it back."
TAKEN_BACK_HERE = (
    "Taken back here, where what you said still is. The file of it stays where you saved it, and can be taken in from "
    "there until you delete it."
)
REVIEW_EMPTY = "Nothing is said of it yet. Agree with a note, comment, or send a question back."
NO_QUESTION = "They wrote no question and no note with it."
NOTHING_ON_THE_WHOLE = "You have not written anything on the whole of it."
MAY_TEACH = (
    "They said yes to this: lines that both of you looked at may be counted in where readers differ, and may become "
    "labelled replies, without who wrote them or when. It needs your yes too."
)
MAY_NOT = "They did not say yes to counting, so nothing of this is counted anywhere."
YOURS_TO_DO = "Changing the service is not theirs to carry. It goes back to them with its date, if you write one."
DATE_ALONE = "There is a date and no action. Say what you will take up, or take the date away."
BY_WHEN = "By when: 31 December, or in a fortnight"


def word_taken_back(*, shared: bool) -> str:
    """Say what a review is that was taken back, and where it can still be read.

    Args:
        shared: whether it went through a team's store, and not in a file.
    """
    return say(TAKEN_BACK) if shared else say(TAKEN_BACK_HERE)


def confirm_taking_back(whom: str, promised: str = "", *, shared: bool) -> QuestionText:
    """Ask before a review is taken back. Answers: `take-back`, or back.

    Args:
        whom: the practitioner whom it went to.
        promised: what becomes of what it promised, in sentences; empty where it promised nothing.
        shared: whether it went through a team's store.
    """
    if shared:
        what = say("It is deleted in your team's store. If they have fetched it already, they keep their copy.")
    else:
        what = say("The file of it stays where you saved it. Delete it there, and ask for it back where you gave it.")
    return QuestionText(
        "take-back",
        say("Take back your answer to {whom}?", whom=whom),
        (what, say("What you said stays here as begun, for you to change."), *filter(None, (promised,))),
        ((CLOSE, say("Leave it there")), ("take-back", say("Take it back"))),
    )


def confirm_agreeing(notes: int, said: int) -> QuestionText:
    """Ask before a supervisor agrees with all notes at once. Answers: `agree`, or back.

    Args:
        notes: how many notes nothing was said of yet.
        said: how many the supervisor has a view of already.
    """
    kept = say("What you said of the others stays as it is. ") if said else ""
    return QuestionText(
        "agree-with-all",
        say("Agree with {notes}?", notes=count(notes, "note")),
        (
            say(
                "This says that you have read each of them and see it as the coach does. {kept}You can "
                "change any of it before you hand it back.",
                kept=kept,
            ),
            say("Notes of which the coach wasn't sure are left for you."),
        ),
        ((CLOSE, say("Not yet")), ("agree", say("Agree with all"))),
    )


# --- What the supervisor will take up, and the sheet

BROUGHT_ALONG = (
    "What was brought, and what they would like to talk about, stands in its part. Whoever gets the agenda reads it."
)
PROMISED_ALONG = "What you said to them that you would take up goes along: {promised}."
SIGNED_ALIKE = "You told somebody who signs {who} that you would take this up: {promised}."
WHO_PROVES_NOTHING = (
    "A name in a file does not say who it is. An agenda has only what you promised to the one who reads it."
)
FOR_YOU = "What you said you would take up in the service. It is kept {here}, for you alone."
NO_ACTIONS = (
    "There is nothing here yet. What you say you will take up, when you answer something that was brought to you, "
    "stands here once you hand the answer back. You can add something here, too."
)
TO_A_CALENDAR = (
    "A calendar file with the actions that are open and have a date. Open it with your calendar to put them in."
)
ABOUT_SHEET = (
    "A sheet for your service's own file, which the two of you write and sign. Nothing of a rehearsal is on it unless "
    "you type it. The coach keeps none of it: save it, or it is gone. What you leave empty becomes a line to write on."
)
SHEET_FIELDS = {
    "day": "The day of the talk",
    "practitioner": "Practitioner",
    "supervisor": "Supervisor",
    "discussed": "What was discussed, in a line or a few",
    "supervisor_actions": "What the supervisor will do and by when, one a line",
    "practitioner_actions": "What the practitioner will do and by when, one a line",
    "next_day": "The next talk",
}
"""What stands above each field of a sheet, by the field's name in `SupervisionSheet`."""
ABOUT_AGREEMENT = (
    "What the two of you agree on before you begin, to sign and to come back to. The coach keeps none of it: save it, "
    "or it is gone. What you leave empty becomes lines to write on."
)
AGREEMENT_FIELDS = {
    "day": "The day",
    "practitioner": "Practitioner",
    "supervisor": "Supervisor",
    "purpose": "What it is for",
    "stays": "What stays between you, and what would change that",
    "written": "What is written down, where, and who reads it",
    "next_day": "When you look at this again",
}
"""The same of a supervision agreement, by the field's name in `SupervisionAgreement`."""


def ask_same_practitioner(who: str, promised: str) -> QuestionText:
    """Ask whether two who sign alike are one practitioner. Answers: `same`, `other`, or back.

    Args:
        who: the name that both sign with.
        promised: what was promised to the other of the two.
    """
    return QuestionText(
        "same-practitioner",
        say("Is this the same {who}?", who=who),
        (say(SIGNED_ALIKE, who=who, promised=promised), say(WHO_PROVES_NOTHING)),
        (
            (CLOSE, say("Not sure: leave that out")),
            ("same", say("The same one")),
            ("other", say("Somebody else")),
        ),
    )


def choose_sheet() -> QuestionText:
    """Ask which sheet is to be signed. Answers: `record`, `agreement`, or back."""
    return QuestionText(
        "which-sheet",
        say("Which sheet?"),
        (say("An agreement says what supervision is for, what stays between you, and what is written down."),),
        (("record", say("A record of a talk")), ("agreement", say("An agreement")), (CLOSE, say("Neither"))),
    )


def confirm_taking_off(what: str) -> QuestionText:
    """Ask before an action is taken off the list. Answers: `off`, or back.

    Args:
        what: the action.
    """
    return QuestionText(
        "take-off",
        say("Take this off your list?"),
        (what, say("It goes from this list for good. What you said to somebody stays with them.")),
        ((CLOSE, say("Leave it")), ("off", say("Take it off"))),
    )


# --- Exercises

NO_EXERCISES = (
    "There are no exercises here. They come with the coach, in a shared folder, or from a supervisor. "
    "You can rehearse any scenario without one."
)
TAKE_IN_EXERCISE = "A file that ends in .yaml, from whoever made the exercise. It is kept with your own from then on."
NONE_GIVEN = "You have given no exercise through your team's store. Make an exercise is where one is given."
TAKEN_AWAY = (
    "Once you take it away, nobody finds it under Exercises any more. Rehearsals of it stay with whoever did them."
)
NOBODY_IS_TOLD = "Theirs to refuse. Nobody is told who did an exercise."


def confirm_taking_exercise_off(title: str) -> QuestionText:
    """Ask before one of the user's own exercises is deleted. Answers: `forget`, or back.

    Args:
        title: the title of the exercise.
    """
    return QuestionText(
        FORGET,
        say("Take “{title}” off your exercises?", title=title),
        (
            say("Its file in your own library is deleted for good. Rehearsals of it stay."),
            say("The file that you took it in from, or gave to people, stays where it lies."),
        ),
        ((CLOSE, say("Leave it as it is")), (FORGET, say("Take it off"))),
    )


def confirm_taking_away(title: str, whom: str) -> QuestionText:
    """Ask before an exercise that was given is taken away. Answers: `take-away`, or back.

    Args:
        title: the title of the exercise.
        whom: the login that it was given to; empty for everybody.
    """
    return QuestionText(
        "take-away",
        say("Take “{title}” away from {whom}?", title=title, whom=whom or "everybody"),
        (say(TAKEN_AWAY),),
        ((CLOSE, say("Leave it")), ("take-away", say("Take it away"))),
    )


# --- The practitioner's side

MY_ANSWER = "My answer, for myself"
OWN_RECORD = (
    "This goes to nobody. It holds what you wrote afterwards, also where you leave that out of what you hand over. "
    "This is what it says:"
)
WITHDRAW = "withdraw"


def confirm_taking_older(what: str, *, lesser: bool = False) -> QuestionText:
    """Ask before an older answer takes the place of a newer one. Answers: `older`, or back.

    Args:
        what: of when both are, in a sentence.
        lesser: whether it is a newer one instead, that lacks words of the one that is here.
    """
    stays = say("What you wrote to their questions stays, whichever stands.")
    if lesser:
        return QuestionText(
            "lesser",
            say("Put this answer in place of the one that you have?"),
            (what, stays),
            ((CLOSE, say("Leave what is here")), (OLDER, say("Put this one there"))),
        )
    return QuestionText(
        "older",
        say("Put the older answer in place of the newer one?"),
        (what, stays),
        ((CLOSE, say("Leave the newer one")), (OLDER, say("Put the older one there"))),
    )


def confirm_withdrawing(to: str) -> QuestionText:
    """Ask before a submission is withdrawn. Answers: `withdraw`, or back.

    Args:
        to: the supervisor to whom it was submitted in the team's store; empty for a file.
    """
    if to:
        what = (
            say("{to} will not be able to see it any more.", to=to),
            say("It will be deleted from your team's store, with what was said to it there."),
        )
    else:
        what = (
            say("The coach forgets that you brought it. It cannot reach the file, which is yours to ask back."),
            say("What comes back to it later cannot be taken in."),
        )
    return QuestionText(
        "withdraw",
        say("Withdraw this?"),
        (*what, say("What has come back so far stays with your rehearsal, for you alone.")),
        ((CLOSE, say("Leave it")), (WITHDRAW, say("Withdraw it"))),
    )


def list_unread(unread: Iterable[str], instead: str = "") -> tuple[str, ...]:
    """List the sentences that are said once a file is taken in; none where all of it was read.

    Args:
        unread: what of it could not be read.
        instead: what it took the place of.
    """
    sentences = tuple(unread)
    return (*((instead,) if instead else ()), *((say(UNREAD), *sentences) if sentences else ()))
