"""What came back, read again and answered in a browser by forms alone; withdrawing, and a record of learning."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from coach.model.submission import Action, Comment, Review, SecondView, SubmissionScope, View
from coach.options import RehearseOptions
from coach.supervision.importing import serialize_handed_over
from coach.supervision.outcomes import BACK_BY_FILE, NOTHING_BROUGHT
from coach.supervision.submissions import SubmissionChoice
from tests.exported import read_words
from tests.web.own import Guest, Opened, guest_of, make_token
from tests.web.supervising import PRIVATE, Handed, hand_over

REAL = "I asked Mrs Haigh of 12 Haverley Road."
ASKS = "What did he hear, when you said banter?"


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        yield somebody


@pytest.fixture
def handed(opened: Opened) -> Handed:
    return hand_over(opened.coach)


def answer_to(handed: Handed, **changed: object) -> str:
    """A file that came back."""
    said = Review(
        brought=handed.brought.id,
        at=datetime(2026, 5, 3, 10, tzinfo=UTC),
        who="Sue",
        comments=(Comment(line=3, words="You came straight back to it."), Comment(words="Thank you for this.")),
        views=(
            SecondView(
                reply=1,
                criterion=handed.brought.replies()[0].notes[0].criterion,
                view=View.AGREE,
                reason="He heard it.",
            ),
        ),
        questions=(ASKS, "And Louise?"),
        action=Action(what="I will ask for other forms"),
    )
    return serialize_handed_over(said.model_copy(update=changed))


async def test_nothing_brought_is_said_and_nothing_back_never_more_than_known(guest: Guest, opened: Opened) -> None:
    await guest.begin()
    await guest.get(f"{guest.shown.path}/brought")
    assert NOTHING_BROUGHT in guest.shown.text
    handed = hand_over(opened.coach)
    await guest.get(f"/rehearsals/{handed.rehearsal.id}/brought")
    assert BACK_BY_FILE in guest.shown.text
    assert "One moment, as a file" in guest.shown.list_names("h2")


async def test_an_exercise_that_goes_along_is_shown_by_its_title(guest: Guest, opened: Opened) -> None:
    rehearsal = opened.coach.practice.begin("wrong_box", RehearseOptions(exercise="child_first"))
    rehearsal.submit("What would help Theo?")
    brought = opened.coach.submission_service.preview(
        rehearsal, SubmissionChoice(SubmissionScope.WHOLE, with_exercise=True)
    )
    opened.coach.submission_service.submit_as_text(rehearsal, brought)
    shown = await guest.get(f"/rehearsals/{rehearsal.id}/brought")
    assert opened.coach.practice.library.exercise("child_first").title in shown.text
    assert "child_first" not in shown.text


async def test_what_came_back_is_taken_in_from_the_list_and_stands_beside_its_line(
    guest: Guest, handed: Handed
) -> None:
    await guest.get("/rehearsals")
    shown = await guest.send_file(answer_to(handed))
    assert shown.path == f"/rehearsals/{handed.rehearsal.id}/brought"
    assert shown.said == "Taken in. It stands with what you brought."
    for words in ("You came straight back to it.", "Thank you for this.", ASKS, "And Louise?", "He heard it.",
                  "I will ask for other forms", "The coach's note:", "Sue"):  # fmt: skip
        assert words in shown.text, words
    await guest.get("/rehearsals")
    for content, says in (
        (handed.text, "it did not come back from one"),
        (answer_to(handed, brought="another"), "something you did not bring"),
        (answer_to(handed, questions=()), "is here already"),
    ):
        await guest.get("/rehearsals")
        shown = await guest.send_file(content)
        assert shown.status in (404, 409)
        assert says in shown.text


async def test_an_older_answer_is_asked_about_and_no_own_answer_is_hidden(guest: Guest, handed: Handed) -> None:
    """What was written to a question that is asked no more stands there, and can be changed."""
    await guest.get("/rehearsals")
    await guest.send_file(answer_to(handed))
    handed.rehearsal.reflect("came_back.And Louise?", "She was there.")
    newer = answer_to(handed, at=datetime(2026, 5, 3, 11, tzinfo=UTC), questions=("And now?",))
    shown = await guest.send_file(newer)
    assert "A question that came back before: And Louise?" in shown.text
    assert "You wrote, for yourself: She was there." in shown.text
    await guest.get("/rehearsals")
    shown = await guest.send_file(answer_to(handed))
    assert shown.status == 409
    assert "You have a newer answer to that" in shown.text
    shown = await guest.press("Put the older one there")
    assert shown.said == "Taken in. It stands with what you brought."
    assert ASKS in shown.text
    assert "And now?" not in shown.text


async def test_a_question_that_came_back_is_answered_for_oneself_after_the_gates(
    guest: Guest, handed: Handed, opened: Opened
) -> None:
    path = f"/rehearsals/{handed.rehearsal.id}/brought"
    await guest.get(path)
    await guest.send_file(answer_to(handed))
    fields = {"token": make_token(guest), "brought": handed.brought.id}

    def wrote() -> list[str]:
        reflected = opened.coach.practice.go_on(handed.rehearsal.id).story.reflected
        return [event.words for event in reflected if event.on.startswith("came_back.")]

    shown = await guest.post(f"{path}/answer", fields | {"number": "1", "words": "That I did not believe him."})
    assert shown.said == "Kept with this rehearsal."
    assert "You wrote, for yourself: That I did not believe him." in shown.text
    shown = await guest.post(f"{path}/answer", fields | {"number": "2", "words": REAL})
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    await guest.press("Change it")
    assert REAL in guest.shown.html
    assert wrote() == ["That I did not believe him."]
    await guest.post(f"{path}/answer", fields | {"number": "2", "words": REAL})
    await guest.press("Leave those words out")
    assert "(left out)" in wrote()[-1]
    shown = await guest.post(f"{path}/answer", fields | {"number": "2", "words": "I want to die"})
    assert shown.heading == "For yourself, just now?"
    await guest.press("Keep it")
    assert wrote()[-1] == "I want to die"
    shown = await guest.post(f"{path}/answer", fields | {"number": "1", "words": ""})
    assert shown.said == "Taken away."
    for forged in ({"number": "9"}, {"number": "x"}, {"brought": "x", "number": "1"}):
        assert (await guest.post(f"{path}/answer", fields | {"words": "x"} | forged)).status in (400, 404)


async def test_it_is_withdrawn_after_a_question_and_what_came_back_stays(guest: Guest, handed: Handed) -> None:
    path = f"/rehearsals/{handed.rehearsal.id}/brought"
    await guest.get(path)
    await guest.send_file(answer_to(handed))
    await guest.follow("Withdraw")
    assert guest.shown.heading == "Withdraw this?"
    await guest.follow("Leave it")
    await guest.follow("Withdraw")
    await guest.press("Withdraw it")
    assert guest.shown.said == "Withdrawn."
    assert "You withdrew this." in guest.shown.text
    assert "Thank you for this." in guest.shown.text
    assert (await guest.get(f"{path}/{handed.brought.id}/withdraw")).status == 200
    shown = await guest.post(f"{path}/{handed.brought.id}/withdraw", {"token": make_token(guest)})
    assert shown.status == 404


async def test_a_draft_for_ones_own_record_is_shown_and_saved_for_oneself(guest: Guest, handed: Handed) -> None:
    path = f"/rehearsals/{handed.rehearsal.id}/brought"
    await guest.get(path)
    await guest.send_file(answer_to(handed))
    await guest.post(f"{path}/answer", {"token": make_token(guest), "brought": handed.brought.id, "number": "1",
                                        "words": "That I did not believe him."})  # fmt: skip
    await guest.follow("A draft for my own record")
    for words in ("What I did", "That I did not believe him.", PRIVATE[1]):
        assert words in guest.shown.text, "it is the practitioner's own"
    links = [link.get("href") for link in guest.shown.page.find_all("a") if "format=" in link.get("href")]
    assert len(links) == 4
    for link in links:
        async with guest.http.get(guest.address + link) as answer:
            content = await answer.read()
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
            text = read_words(content if "docx" in link else content.decode())
            assert "That I did not believe him." in text
    for wrong in (f"{path}/x/record", f"{path}/{handed.brought.id}/record/file?format=exe"):
        assert (await guest.get(wrong)).status == 404


async def test_what_was_brought_of_another_rehearsal_is_not_on_this_page(guest: Guest, opened: Opened) -> None:
    one, other = hand_over(opened.coach), hand_over(opened.coach, question="Another one?")
    shown = await guest.get(f"/rehearsals/{one.rehearsal.id}/brought")
    assert "Another one?" not in shown.html
    for rest in ("withdraw", "record"):
        assert (await guest.get(f"/rehearsals/{one.rehearsal.id}/brought/{other.brought.id}/{rest}")).status == 404
    assert json.loads(one.text)["id"] == one.brought.id
