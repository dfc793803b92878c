"""Words that every front end shows: on the first page, in lists, and beside a conversation.

Nothing heavy is imported here, because the first frame of a screen waits for this module.
Questions with their answers are in `coach/practice/question_texts.py`.
"""

from datetime import datetime

from coach.language.catalogue import say

AT_YOU = "In this scenario the racism is aimed at you, the practitioner. It is for those who choose it, and never owed."
NO_REAL_CASES = "Don't type names, dates of birth, addresses or details of real families."
WHAT = (
    "Rehearse conversations about race, culture and racism with scripted families, by typing, "
    "before you knock on a real door. It stays {kept}, and there is never a score."
)
HOW_IT_WORKS = """\
You choose a scenario, read a short note on what is in it, and talk with a family by typing what you would say. \
What you say decides what they say next, and how much of their story they tell.

At the end you look back: what was opened, what passed by, what may have hurt and whether it was mended. \
One line to keep, one or two to go back to, and never a score.

You can pause, skip a line, take a line back or stop at any time. What you rehearse is kept {kept}. It goes by itself \
after thirty days unless you keep it, and to nobody unless you hand it over."""
"""In paragraphs, with `{kept}` for where rehearsals are stored."""
CAME_BACK = "Something came back from supervision"
STRANDED = "Your supervisor has left, and cannot read what you brought"
NONE_YET = (
    "Nothing here yet. A rehearsal is kept as you type, {kept}, so that you can stop at any point and come "
    "back to it. Nobody else sees it, and it goes by itself after thirty days unless you keep it."
)
KEEP_IT = "Keep it"
LET_IT_GO = "Keep no longer"
EMPTY = "The box is empty. Type a reply first, or choose Skip."
KEPT_ALREADY = "What you said is kept already, as you go. What stands in the box is kept once you send it."
HINTS = {"none": "Not until the end", "each": "A line after each reply"}
"""By the values of `Hints`, which is not imported here: the first frame of a screen waits for these words."""
WIDTHS = {"wide": "Use the room there is", "narrow": "Short lines"}
PACES = {"spoken": "One after another, as people speak", "at_once": "All at once: nothing moves by itself"}

# --- Looking back

ONLY_YOU = "Only you see this."
"""Of what never goes along to supervision: whether what was wanted happened."""
UNANSWERED = "Which line would you stand by, and which would you take back?"
NOTHING_SAID = "Nothing was said yet, so there is little to look back on. That is fine."
STANCES = {"fair": "that's fair", "not_meant": "that's not what I meant"}

# --- Bringing something to supervision

SCOPES = {"moment": "One moment", "whole": "The whole conversation", "question": "Just a question"}
"""By the values of `SubmissionScope`."""
MAY_TEACH = (
    "How the coach, you and your supervisor each read these lines may then be counted to see where the coach misreads; "
    "no name goes with it, and only if your supervisor says yes too."
)
SUBMISSION_FIELDS = (
    ("question", "What I would like to talk about", 2000),
    ("note", "A note", 2000),
    ("who", "A name to be called by here", 80),
)
"""Each by its name, with what stands above it, and how long it may be."""
EXACTLY = "This is handed over, and nothing else."

# --- Reading and answering with less

OWN_DAMAGED = (
    "The file of what the coach learnt from you is damaged, so it reads by what it came with. "
    "`coach fit` learns it anew; `coach fit --undo` takes the damaged file away."
)
ANSWERS_LESS_WELL = (
    "Families answer less well here than elsewhere: what finds their answers by meaning is missing, so they put off "
    "most questions."
)

# --- Where rehearsals are kept

HERE = "on this machine"
AT_ADDRESS = "at this address"
"""Where lies what is stored beside a team's store, as a browser at the team's own address is told."""
IN_THE_STORE = "in your team's store, where only you can read it"


def fill_in_store(words: str, shared: bool) -> str:
    """Fill in where rehearsals are stored, in a sentence that has `{kept}` in it.

    Args:
        words: The sentence.
        shared: Whether rehearsals are stored in a team's store.
    """
    return words.replace("{kept}", say(IN_THE_STORE) if shared else say(HERE))


def fill_in_place(words: str, place: str = HERE) -> str:
    """Fill in where that lies which is in no store, in a sentence that has `{here}` in it.

    Args:
        words: The sentence.
        place: Where it lies.
    """
    return words.replace("{here}", place)


# --- Days and times

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def format_day(at: datetime) -> str:
    """Write a day as a person here would, without the year."""
    local = at.astimezone()
    return f"{local.day} {say(MONTHS[local.month - 1])}"


def format_moment(at: datetime) -> str:
    """Write a day with its year and the time."""
    local = at.astimezone()
    return f"{format_day(local)} {local:%Y, %H:%M}"


# --- How a rehearsal stands


def describe_state(*, going: bool) -> str:
    """Say whether a rehearsal goes on."""
    return say("going on") if going else say("ended")


def describe_stay(goes: datetime | None) -> str:
    """Say when a rehearsal goes by itself; None where it is kept."""
    return say("goes by itself on {day}", day=format_day(goes)) if goes else say("kept until you forget it")
