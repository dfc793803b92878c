"""What was brought with what came back to it, in the order in which it is shown."""

from datetime import UTC, datetime

from coach.model.submission import Review, SubmissionScope
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.outcomes import list_outcomes
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests.submitting import submit_reply


def test_the_latest_comes_first_and_a_withdrawn_one_stays_where_something_came_back(
    practice: PracticeService, places: Places
) -> None:
    service = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    assert list_outcomes(rehearsal) == ()
    keys = []
    for question in ("One?", "Two?"):
        choice = SubmissionChoice(SubmissionScope.MOMENT, reply=1, question=question)
        brought = service.preview(rehearsal, choice)
        service.submit_as_text(rehearsal, brought)
        keys.append(brought.id)
    one, two = keys
    assert [outcome.brought.id for outcome in list_outcomes(rehearsal)] == [two, one]
    assert {outcome.attempt for outcome in list_outcomes(rehearsal)} == {1}
    rehearsal.came_back(Review(brought=one, at=datetime(2026, 5, 3, tzinfo=UTC), questions=("And then?",)))
    for key in keys:
        service.withdraw(rehearsal, key)
    (left,) = list_outcomes(rehearsal, stranded=keys)
    assert (left.brought.id, left.withdrawn, left.stranded) == (one, True, False)
    assert [(own.asked, own.words) for own in left.questions] == [("And then?", "")]
