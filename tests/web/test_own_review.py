"""A review in a browser, by forms alone: lines, reasons, words beside a line, what goes back, and the gate."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coach.model.submission import View
from coach.records.paths import Places
from coach.supervision.desk_texts import REVIEW_EMPTY, TAKEN_BACK_HERE
from tests.web.own import Guest, Opened, guest_of, make_token, opened_own
from tests.web.supervising import HURTS, hand_over

REAL = "Ask Kelly Brown of 12 Haverley Road about it."


@pytest.fixture
async def guest(opened: Opened, tmp_path: Path) -> AsyncIterator[Guest]:
    """A supervisor who opened what Ann brought."""
    home = tmp_path / "practitioner"
    async with opened_own(Places(home, home)) as theirs:
        text = hand_over(theirs.coach, may_teach=True).text
    async with guest_of(opened) as somebody:
        await somebody.get("/desk")
        await somebody.send_file(text)
        yield somebody


def draft_of(opened: Opened):  # type: ignore[no-untyped-def]
    (item,) = opened.coach.inbox.list_items()
    return item.draft.response if item.draft else None


def drafted_words(places: Places) -> str:
    return "".join(file.read_text() for file in places.data.rglob("*.json"))


async def test_a_note_is_agreed_with_seen_otherwise_given_a_reason_and_taken_back(guest: Guest, opened: Opened) -> None:
    await guest.press_about("May have hurt", "Otherwise")
    (view,) = draft_of(opened).views
    assert (view.reply, view.view, view.reason) == (1, View.DISAGREE, "")
    assert guest.shown.path.startswith("/desk/")
    await guest.press_about("May have hurt", "Keep why", **{"reason-3-minimises_racism": "He had just come in."})
    assert draft_of(opened).views[0].reason == "He had just come in."
    await guest.press_about("May have hurt", "Partly")
    (view,) = draft_of(opened).views
    assert (view.view, view.reason) == (View.PARTLY, "He had just come in."), "the reason stays"
    await guest.press_about("May have hurt", "Partly")
    assert draft_of(opened).views == (), "pressed again, it is taken back"


async def test_all_notes_are_agreed_with_after_a_question(guest: Guest, opened: Opened) -> None:
    await guest.press_about("May have hurt", "Otherwise")
    await guest.follow("Agree with all the notes")
    assert guest.shown.heading == "Agree with 2 notes?"
    assert len(draft_of(opened).views) == 1
    await guest.press("Agree with all")
    assert sorted(view.view for view in draft_of(opened).views) == [View.AGREE, View.AGREE, View.DISAGREE]


async def test_what_the_coach_did_not_note_is_chosen_with_what_it_means(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    await guest.follow("Say what the coach did not")
    assert guest.shown.heading == "You would also say"
    assert HURTS in guest.shown.text
    criteria = [each.get("value") for each in guest.shown.page.find_all("input") if each.get("type") == "radio"]
    noted = {note.criterion for line in opened.coach.inbox.list_items()[0].brought.lines for note in line.notes}  # type: ignore[union-attr]
    assert len(criteria) > 20
    assert "minimises" not in criteria or "minimises" not in noted
    await guest.press("Say it", criterion=criteria[0], reason="I hear it too.")
    assert guest.shown.path == path
    assert "You would also say" in guest.shown.text
    (view,) = draft_of(opened).views
    assert (view.view, view.criterion, view.reason) == (View.ALSO, criteria[0], "I hear it too.")
    await guest.press("Take it back")
    assert draft_of(opened).views == ()


async def test_words_beside_a_line_and_on_the_whole_are_kept_and_taken_away(guest: Guest, opened: Opened) -> None:
    path, token = guest.shown.path, make_token(guest)
    for place, words in (("3", "Here.\r\nAnd there."), ("2", "Theirs."), ("0", "All in all.")):
        await guest.post(f"{path}/say", {"token": token, f"comment-{place}": words})
    comments = draft_of(opened).comments
    assert [(each.line, each.words) for each in comments] == [
        (0, "All in all."),
        (2, "Theirs."),
        (3, "Here.\nAnd there."),
    ]
    assert "All in all." in guest.shown.text
    await guest.post(f"{path}/say", {"token": token, "comment-2": " "})
    assert len(draft_of(opened).comments) == 2
    shown = await guest.post(f"{path}/say", {"token": token, "comment-3": "a" * 11_000})
    assert shown.status == 400
    assert shown.said


async def test_the_turn_and_what_the_notes_mean_stand_beside_a_line(guest: Guest) -> None:
    await guest.follow("The turn, and what the notes mean")
    assert "The turn it was said in" in guest.shown.text
    assert "What the notes mean" in guest.shown.text
    assert "Counts" in guest.shown.text
    await guest.follow("Back to what was brought")
    await guest.follow("What you may do")
    assert guest.shown.heading == "If it is hard"


async def test_real_peoples_details_are_asked_about_before_anything_is_kept(
    guest: Guest, opened: Opened, places: Places
) -> None:
    path, token = guest.shown.path, make_token(guest)
    await guest.post(f"{path}/say", {"token": token, "comment-3": "As it was."})
    shown = await guest.post(f"{path}/say", {"token": token, "comment-3": REAL})
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    assert "12 Haverley Road" in shown.text
    assert "Haverley" not in drafted_words(places)
    assert draft_of(opened).comments[0].words == "As it was.", "what was kept before stays"
    await guest.press("Change it")
    assert REAL in guest.shown.html, "in the box, to be changed"
    assert "Haverley" not in (await guest.get(path)).html
    await guest.post(f"{path}/say", {"token": token, "comment-3": REAL})
    await guest.press("Leave those words out")
    assert "(left out)" in draft_of(opened).comments[0].words
    assert "Haverley" not in drafted_words(places)
    await guest.post(f"{path}/say", {"token": token, "comment-3": REAL})
    await guest.press("Keep them")
    assert draft_of(opened).comments[0].words == REAL


async def test_what_goes_back_is_filled_in_shown_and_handed_back_as_shown(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    await guest.follow("Hand back")
    assert guest.shown.said == REVIEW_EMPTY
    await guest.follow("What goes back")
    for by, says in (
        ("yesterday", "not a day"),
        ("1 March 2020", "past"),
        ("31 December", "There is a date and no action"),
    ):
        shown = await guest.press("Keep it so far", by=by, questions="What did he hear?")
        assert shown.status == 409, by
        assert says in shown.said
        assert "What did he hear?" in shown.html, "what was typed stays"
    ticked = {"ask.driscoll.what": "yes", "may_teach": "yes"}
    typed = {
        "questions": "What did he hear?\r\n\r\nAnd she?",
        "action": "Ask for forms that fit",
        "by": "in a fortnight",
    }
    await guest.press("See what goes back", who="Sue", **ticked, **typed)
    assert guest.shown.heading == "This goes back"
    assert "To Ann, word for word" in guest.shown.text
    for words in ("What did he hear?", "And she?", "Ask for forms that fit", "What happened, in a sentence or two?"):
        assert words in guest.shown.text
    (item,) = opened.coach.inbox.list_items()
    assert item.response is None, "nothing is handed back by looking"
    file = await guest.press("Hand it back as a file")
    assert (
        file.headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''wrong-box-for-ann-from-supervision.coach.json"
    )
    back = json.loads(file.html)
    assert (back["coach_file"], back["who"], back["may_teach"]) == ("response", "Sue", True)
    assert back["questions"] == ["What happened, in a sentence or two?", "What did he hear?", "And she?"]
    (item,) = opened.coach.inbox.list_items()
    assert item.response is not None
    assert item.draft is None
    assert opened.coach.inbox.actions.list_open()[0].what == "Ask for forms that fit"
    await guest.get(path)
    assert "answered" in guest.shown.text
    await guest.follow("Take my answer back")
    await guest.press("Take it back")
    assert guest.shown.said == TAKEN_BACK_HERE
    assert opened.coach.inbox.list_items()[0].response is None
    assert not opened.coach.inbox.actions.list_open()


async def test_real_names_are_asked_about_once_more_before_handing_back(guest: Guest, opened: Opened) -> None:
    path, token = guest.shown.path, make_token(guest)
    await guest.post(f"{path}/say", {"token": token, "comment-3": REAL})
    await guest.press("Keep them")
    await guest.get(f"{path}/hand-back")
    shown = await guest.press("Hand it back as a file")
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    assert "It has not been handed back." in shown.text
    await guest.press("Leave those words out")
    assert guest.shown.path == f"{path}/hand-back"
    assert "Haverley" not in guest.shown.html
    await guest.post(f"{path}/say", {"token": token, "comment-3": REAL})
    await guest.press("Keep them")
    await guest.get(f"{path}/hand-back")
    await guest.press("Hand it back as a file")
    file = await guest.press("Keep them")
    assert "Haverley" in file.html


async def test_what_was_changed_since_it_was_looked_at_is_not_handed_back(guest: Guest, opened: Opened) -> None:
    path, token = guest.shown.path, make_token(guest)
    await guest.press_about("May have hurt", "Agree")
    await guest.get(f"{path}/hand-back")
    looked_at = guest.shown
    await guest.post(f"{path}/say", {"token": token, "comment-0": "More."})
    guest.shown = looked_at
    shown = await guest.press("Hand it back as a file")
    assert shown.status == 409
    assert "Look at it once more" in shown.text
    assert opened.coach.inbox.list_items()[0].response is None


async def test_a_forged_form_of_a_review_changes_nothing(guest: Guest, opened: Opened) -> None:
    path, token = guest.shown.path, make_token(guest)
    for rest, fields in (
        ("say", {"do": "agree 3 no_such"}),
        ("say", {"do": "perhaps 3 minimises_racism"}),
        ("say", {"do": "agree 1 minimises_racism"}),
        ("say", {"do": "agree 99 minimises_racism"}),
        ("say", {"do": "agree x minimises"}),
        ("say", {"do": "also 3 no_such"}),
        ("say", {"do": "agree"}),
        ("say", {"comment-99": "x"}),
        ("say", {"comment-x": "x"}),
        ("say", {"reason-0-minimises": "x"}),
        ("also", {"place": "3", "criterion": "no_such"}),
        ("also", {"place": "3"}),
        ("hand-back", {"way": "file", "seal": "x"}),
        ("hand-back", {"way": "mail"}),
        ("take-back", {}),
    ):
        shown = await guest.post(f"{path}/{rest}", {"token": token} | fields)
        assert shown.status in (400, 404, 409) or shown.said == REVIEW_EMPTY, (rest, fields)
        for forged in ("", "x"):
            assert (await guest.post(f"{path}/{rest}", {"token": forged} | fields)).status == 403
    (item,) = opened.coach.inbox.list_items()
    assert (item.response, item.draft) == (None, None)


async def test_what_was_typed_in_one_box_is_kept_where_the_button_of_another_is_pressed(
    guest: Guest, opened: Opened
) -> None:
    await guest.press_about("May have hurt", "Otherwise")
    typed = {
        "reason-3-minimises_racism": "He had just come in.",
        "comment-2": "She waits here.",
        "comment-0": "Thank you.",
    }
    notes = [note for note in guest.shown.page.walk() if note.get("id").startswith("note-")]
    other = next(note for note in notes if not note.get("id").startswith("note-3-"))
    await guest.press_about(other.text, "Agree", **typed)
    response = draft_of(opened)
    assert {view.reason for view in response.views} == {"He had just come in.", ""}
    assert [(each.line, each.words) for each in response.comments] == [(0, "Thank you."), (2, "She waits here.")]
    # A gate that asks about one box has all of them wait, and loses none.
    shown = await guest.press_about("May have hurt", "Partly", **{"comment-1": REAL, "comment-2": "She waits."})
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    await guest.press("Change it")
    assert REAL in guest.shown.html
    assert "She waits." in guest.shown.html
    assert draft_of(opened) == response
    await guest.press_about("May have hurt", "Partly", **{"comment-1": "A kitchen."})
    assert {each.words for each in draft_of(opened).comments} == {"Thank you.", "A kitchen.", "She waits."}
    assert View.PARTLY in {view.view for view in draft_of(opened).views}


async def test_a_page_that_lags_behind_another_window_overwrites_nothing_and_loses_no_word(
    guest: Guest, opened: Opened
) -> None:
    path, lags = guest.shown.path, guest.shown
    await guest.press("Keep what is written", **{"comment-3": "From the other window."})
    guest.shown = lags
    shown = await guest.press("Keep what is written", **{"comment-2": "From this one."})
    assert shown.status == 409
    assert "in another window" in shown.said
    assert "From this one." in shown.html
    assert [each.words for each in draft_of(opened).comments] == ["From the other window."]
    guest.shown = lags
    shown = await guest.press("Keep what is written", **{"comment-3": "From the other window."})
    assert shown.path == path, "the same form, sent twice, is no trouble"


async def test_a_long_review_in_any_script_is_taken_and_one_without_end_is_not(guest: Guest, opened: Opened) -> None:
    path, token = guest.shown.path, make_token(guest)
    long = {f"comment-{place}": "\N{ARABIC LETTER BEH}" * 9_000 for place in range(4)}
    await guest.post(f"{path}/say", {"token": token} | long)
    assert len(draft_of(opened).comments) == 4
    whole = io.BytesIO(f"token={token}&comment-1=x&more={'x' * 1_100_000}".encode())
    headers = {"Origin": guest.address, "Content-Type": "application/x-www-form-urlencoded"}
    async with guest.http.post(f"{guest.address}{path}/say", data=whole, headers=headers) as answer:
        assert answer.status == 413
    many = {f"comment-1{number}": "x" for number in range(1_001)}
    assert (await guest.post(f"{path}/say", {"token": token} | many)).status == 400
