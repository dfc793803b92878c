"""What came back is read and answered in plain lines, for oneself; what lies with nobody is brought to another."""

from collections.abc import Callable

from sqlalchemy import Engine

from coach.model.submission import Review, SubmissionScope
from coach.options import BY_CHOICE
from coach.plain.debrief import PlainServices, go_through_replies
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, care
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.team.logins import let_in, open_url, take_out
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.reflection import list_questions, make_question_key
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests import postgres
from tests.conftest import START
from tests.plain.talk import Talk
from tests.submitting import submit_reply

QUESTION = SubmissionChoice(SubmissionScope.QUESTION, question="What now?")


def rehearsed(practice: PracticeService) -> Rehearsal:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    rehearsal.finish()
    return rehearsal


def test_a_question_that_came_back_is_answered_by_its_number_and_heard_again(
    practice: PracticeService, places: Places
) -> None:
    """Enter leaves; what is written is kept with the rehearsal."""
    rehearsal = rehearsed(practice)
    talk = Talk("1", "He told one person.", "", "")
    services = talk.at(practice, places)
    brought = services.submission_service.preview(rehearsal, QUESTION)
    rehearsal.brought_along(brought, confirmed=ASKED)
    rehearsal.came_back(Review(brought=brought.id, at=START, questions=("And then?",)))
    go_through_replies(services, rehearsal)
    assert "1: And then? You wrote nothing to it yet." in talk.written
    assert "1: And then? You wrote: He told one person." in talk.written
    assert [answer.words for answer in list_questions(rehearsal, brought.id)] == ["He told one person."]


def test_an_answer_to_a_question_that_is_asked_no_more_is_heard_and_can_be_changed(
    practice: PracticeService, places: Places
) -> None:
    """A later answer of the supervisor's hides none of the practitioner's own words."""
    rehearsal = rehearsed(practice)
    talk = Talk("2", "He told two.", "")
    services = talk.at(practice, places)
    brought = services.submission_service.preview(rehearsal, QUESTION)
    rehearsal.brought_along(brought, confirmed=ASKED)
    rehearsal.came_back(Review(brought=brought.id, at=START, questions=("And then?",)))
    rehearsal.reflect(make_question_key("And then?"), "He told one person.")
    rehearsal.came_back(Review(brought=brought.id, at=START, questions=("And now?",)))
    go_through_replies(services, rehearsal)
    assert "1: And now? You wrote nothing to it yet." in talk.written
    assert "2: And then? You wrote: He told one person." in talk.written
    assert "2: And then? You wrote: He told two." in talk.written


def test_what_a_supervisor_who_left_can_no_longer_read_is_brought_to_another_by_number(
    practice: PracticeService, places: Places, server: postgres.Server, login: Callable[[str], Engine]
) -> None:
    """It is said first; Enter would leave it where it is."""
    login("ann")
    stores = SubmissionStores(places, server.url("ann", "x"), practice.clock)
    service, rehearsal, talk = SubmissionService(practice, stores), rehearsed(practice), Talk("1")
    service.submit_to_supervisor(rehearsal, service.preview(rehearsal, QUESTION), "sue", confirmed=ASKED)
    owner = open_url(server.url())
    take_out(owner, "sue")
    try:
        services = PlainServices(talk.lines, service, Inbox(practice, stores), care(), places, BY_CHOICE)
        go_through_replies(services, rehearsal)
    finally:
        let_in(owner, "sue", supervisor=True)
        owner.dispose()
    assert any("sue is no longer a supervisor in your team's store" in line for line in talk.written)
    assert "Handed over to tom. sue can no longer read it." in talk.written
    assert [row.reader for row in stores.store.read_submissions()] == ["tom"]
    stores.close()
