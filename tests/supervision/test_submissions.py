"""What was brought is told from what else its person brought, and its notes quote each line once."""

from datetime import date

from coach.debrief.render import render_plain
from coach.model.submission import Note, Submission, SubmissionScope, SubmittedLine
from coach.practice.rehearsal import Rehearsal
from coach.supervision.practitioner import SubmissionService
from coach.supervision.submissions import (
    SubmissionChoice,
    describe_notes,
    describe_submission,
    describe_way,
    lay_out_submission,
)


def test_two_moments_of_one_conversation_are_told_apart(bringing: SubmissionService, rehearsing: Rehearsal) -> None:
    """By the reply that each is about, and by the first words of what its person would like to talk about."""
    moment = SubmissionChoice(SubmissionScope.MOMENT, reply=1, question="How do I stop making light of what he told?")
    brought = bringing.preview(rehearsing, moment)
    assert describe_submission(brought) == "reply 1, “How do I stop making light …”"
    other = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=2))
    assert describe_submission(other) == "reply 2"


def test_what_has_no_question_is_named_by_its_note_or_by_how_much_it_is(
    bringing: SubmissionService, rehearsing: Rehearsal
) -> None:
    whole = SubmissionChoice(SubmissionScope.WHOLE)
    assert describe_submission(bringing.preview(rehearsing, whole)) == "3 replies"
    noted = SubmissionChoice(SubmissionScope.WHOLE, note="The second try.")
    assert describe_submission(bringing.preview(rehearsing, noted)) == "“The second try.”"
    assert describe_submission(Submission(id="x", what=SubmissionScope.WHOLE, day=date(2026, 3, 11))) == ""


def test_beside_a_name_stands_only_how_it_came() -> None:
    """A name that is signed with is not said a second time; that there is none, is."""
    assert describe_way("Ann", "", shared=False) == "in a file"
    assert describe_way("Ann", "ann", shared=True) == "sent from login ann"
    assert describe_way("", "", shared=False) == "not signed, in a file"


def test_words_are_quoted_once_and_never_where_they_are_the_whole_line() -> None:
    line = SubmittedLine(
        speaker="You",
        text="Has racism been part of it?  And what was it like?",
        reply=1,
        notes=(
            Note(criterion="a", name="Naming it", quote="Has racism been part of it? And what was it like?"),
            Note(criterion="b", name="Asking", quote="And what was it like?", own_word="fair"),
            Note(criterion="c", name="Open question", quote="And what was it like?", sure=False),
        ),
    )
    first, second, third = describe_notes(line, "They")
    assert first == "Naming it."
    assert second == "Asking: “And what was it like?” They said: that's fair."
    assert "“" not in third
    text = render_plain(lay_out_submission(Submission(id="x", what="moment", day=date(2026, 3, 11), lines=(line,))))
    assert text.count("And what was it like?") == 2  # the line itself, and the note that is about a part of it
