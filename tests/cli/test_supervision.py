"""Supervision on the command line: nothing goes by itself, and nobody else's words act."""

import argparse
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from coach.cli import supervision as together
from coach.cli.context import open_practice
from coach.cli.main import main
from coach.model.exercise import Exercise
from coach.model.submission import Comment, Review, SecondView, Submission, SubmissionScope, SubmittedLine, View
from coach.options import RehearseOptions
from coach.plain.debrief import SPOILT_ANSWER, PlainDebrief, fetch_reviews, reflect
from coach.plain.scenario_choice import rehearse
from coach.plain.submission_form import SubmissionForm
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import care
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.team.logins import let_in, open_url, take_out
from coach.records.team.store import TeamRehearsalStore, TeamSubmissionStore
from coach.supervision.importing import serialize_handed_over
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.reflection import make_question_key
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests.plain.talk import Talk
from tests.submitting import submit_reply

from .. import postgres
from ..commands import run_apart
from ..conftest import START, began

HOSTILE = "Ann\x1b]0;gone\x07\x1b[2J"
MENDING = "I said banter. That was wrong. Tell me again."
AWAY = "postgresql+psycopg://ann@127.0.0.1:1/coach"
RINGS = "Please ring Mary Okonkwo on mary@example.org"


@pytest.fixture
def rehearsed(home: Path) -> Iterator[str]:
    """A rehearsal at this machine, by its id."""
    practice = open_practice()
    rehearsing = practice.begin("wrong_box", RehearseOptions(intention="Say the word first"))
    submit_reply(rehearsing, "What does Theo say about being called that? Has racism been part of it?")
    rehearsing.finish()
    yield rehearsing.id
    practice.keeping.close()


# ------------------------------------------------------------------------------------------ handing over


def test_without_a_terminal_nothing_is_handed_over_unless_yes_is_said(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It shows what would go, all of it, and how to hand it over."""
    file = tmp_path / "one.coach.json"
    bring_it = ["bring", rehearsed, "--moment", "1", "-o", str(file)]
    assert main(bring_it) == 1
    shown = capsys.readouterr().out
    assert "Has racism been part of it?" in shown
    assert "so that a supervisor's coach can show the turn and explain the notes beside your words" in shown
    assert "what each reply was said to" in shown
    assert "the_kitchen" not in shown  # names of files are told in plain words
    assert "`--yes` hands exactly this over" in shown
    assert not file.exists()
    assert main([*bring_it, "--yes"]) == 0
    assert json.loads(file.read_text("utf-8"))["lines"]


def test_to_look_alone_shows_the_whole_and_hands_over_nothing(
    rehearsed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["bring", "last", "--look"]) == 0
    shown = capsys.readouterr().out
    assert "Has racism been part of it?" in shown
    assert "Nothing was handed over." in shown
    assert list(tmp_path.glob("brought-*")) == []
    assert main(["bring", rehearsed, "--yes"]) == 2
    refused = capsys.readouterr()
    assert "`--moment REPLY`, `--whole` or `--question WORDS`" in refused.err
    assert "Has racism been part of it?" not in refused.out
    assert list(tmp_path.glob("brought-*")) == []


@pytest.mark.parametrize("name", ["m.docx", "m.html"])
def test_nothing_is_said_to_go_along_with_a_page_or_a_document_but_its_words(
    rehearsed: str, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bring", rehearsed, "--moment", "1", "-o", str(tmp_path / name), "--yes"]) == 0
    assert "This goes along too" not in capsys.readouterr().out


def test_withdrawing_a_file_says_that_whoever_has_it_has_it_still(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bring", rehearsed, "--moment", "1", "-o", str(tmp_path / "m.coach.json"), "--yes"]) == 0
    assert main(["withdraw", rehearsed]) == 0
    assert "they still have it; ask them for it back" in capsys.readouterr().out


def test_withdrawing_what_is_not_there_says_what_there_is(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the letters to call it by, or that there is nothing."""
    assert main(["withdraw", rehearsed, "zzz"]) == 2
    assert "Nothing was brought from this rehearsal" in capsys.readouterr().err
    file = tmp_path / "m.coach.json"
    assert main(["bring", rehearsed, "--moment", "1", "-o", str(file), "--yes"]) == 0
    assert main(["withdraw", rehearsed, "zzz"]) == 2
    key = json.loads(file.read_text("utf-8"))["id"][:8]
    assert f"There is: {key} (one moment, as a file, " in capsys.readouterr().err
    assert main(["withdraw", rehearsed, key]) == 0


@pytest.mark.slow
def test_withdrawing_from_the_store_says_nothing_of_a_file(login: object, server: postgres.Server, home: Path) -> None:
    """And whom it was taken back from; and before it goes, what else they see there."""
    store = server.url("ann", "x")
    typed = "Has racism been part of it?\n"
    assert run_apart("rehearse", "wrong_box", "--plain", typed=typed, home=home, COACH_STORE=store).returncode == 0
    to_sue = ("bring", "last", "--moment", "1", "--to", "sue")
    looked = run_apart(*to_sue, "--look", home=home, COACH_STORE=store).stdout
    assert "In your team's store sue also sees your login, ann, and the day." in looked
    brought = run_apart(*to_sue, "--yes", home=home, COACH_STORE=store)
    assert "Handed over to sue." in brought.stdout
    said = run_apart("withdraw", "last", home=home, COACH_STORE=store).stdout
    assert said == "Withdrawn. sue can no longer read it.\n"


@pytest.mark.slow
def test_what_is_printed_to_take_something_back_takes_back_that_very_thing(
    login: object, server: postgres.Server, home: Path
) -> None:
    """And where several things were brought, the rehearsal alone does not say which: they are listed."""
    store = server.url("ann", "x")
    typed = "Has racism been part of it?\nWhat did Theo say?\n"
    run_apart("rehearse", "wrong_box", "--plain", typed=typed, home=home, COACH_STORE=store)
    printed = []
    for reply in ("1", "2"):
        brought = run_apart(
            "bring", "last", "--moment", reply, "--to", "sue", "--yes", home=home, COACH_STORE=store
        ).stdout
        printed.append(re.findall(r"`coach (withdraw [^`]+)`", brought)[-1].split())
    which = run_apart("withdraw", "last", home=home, COACH_STORE=store)
    assert which.returncode == 1
    assert which.stderr.startswith("More than one. 2 things were brought from this rehearsal.")
    assert f"{printed[0][-1]} (one moment, to sue, " in which.stderr
    assert "reply 1)" in which.stderr
    assert "reply 2)" in which.stderr
    run_apart(*printed[0], home=home, COACH_STORE=store)
    left = run_apart("withdraw", "last", "zzz", home=home, COACH_STORE=store).stderr
    assert printed[1][-1] in left
    assert printed[0][-1] not in left


class Terminal(io.StringIO):
    """A stream of which the coach believes that somebody sits at it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "handed"), [("yes\n", True), ("\n", False)])
def test_at_a_terminal_it_asks_first(
    rehearsed: str, tmp_path: Path, answer: str, handed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything but a yes hands nothing over."""
    file, shown = tmp_path / "one.coach.json", Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stdout", shown)
    main(["bring", rehearsed, "--moment", "1", "-o", str(file)])
    assert "Hand exactly this over?" in shown.getvalue()
    assert file.exists() is handed


def test_a_terminal_that_is_closed_hands_nothing_over(rehearsed: str, tmp_path: Path) -> None:
    """A real one, with the key that ends what is typed."""
    file = tmp_path / "one.coach.json"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coach", "bring", rehearsed, "--moment", "1", "-o", str(file)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as bringing:
        os.close(theirs)
        said = b""
        while b"Hand exactly this over?" not in said:
            said += os.read(ours, 4096)
        os.write(ours, b"\x04")
        bringing.wait(60)
    os.close(ours)
    assert not file.exists()


@pytest.mark.parametrize(
    ("reply", "said"),
    [("0", "No line is chosen yet."), ("-1", "There is no reply -1."), ("9", "There is 1 reply in it")],
)
def test_a_moment_that_is_not_there_is_refused_and_never_becomes_a_question(
    rehearsed: str, reply: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it is said how many replies there are."""
    assert main(["bring", rehearsed, "--moment", reply, "--about", "How do others say it?", "--yes"]) == 1
    assert said in capsys.readouterr().err


def test_details_of_real_people_are_pointed_out_by_kind_and_stop_nothing(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, without the words themselves."""
    file = tmp_path / "one.coach.json"
    assert main(["bring", rehearsed, "--moment", "1", "--note", RINGS, "-o", str(file), "--yes"]) == 0
    said = capsys.readouterr().err
    assert "may hold somebody's full name and an e-mail address" in said
    assert "Okonkwo" not in said
    assert file.exists()
    assert main(["bring", rehearsed, "--moment", "1", "--about", "What else could I have asked?", "--look"]) == 0
    assert not capsys.readouterr().err


# ------------------------------------------------------------------------------------------ what came from elsewhere


def test_what_somebody_else_wrote_cannot_drive_a_terminal(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name, a title, a speaker, a line: seen, and without effect."""
    lines = (SubmittedLine(speaker=HOSTILE, text=HOSTILE), SubmittedLine(speaker="You", text=HOSTILE, reply=1))
    brought = Submission(
        id="abc",
        what=SubmissionScope.MOMENT,
        day=START.date(),
        who=HOSTILE,
        title=HOSTILE,
        question=HOSTILE,
        lines=lines,
    )
    file = tmp_path / "one.coach.json"
    file.write_text(serialize_handed_over(brought), "utf-8")
    for command in (["take-in", str(file)], ["desk"], ["desk", "abc"]):
        assert main(command) == 0
        said = capsys.readouterr()
        assert "\x1b" not in said.out + said.err
        assert "\x07" not in said.out + said.err
    assert "Ann" in said.out


def test_an_exercise_s_title_cannot_drive_a_terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Places(home, home).library / "exercises"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text('title: "Ours\\e[2J"\nwhy: "W\\ahy."\nscenarios: [wrong_box]\n', "utf-8")
    assert main(["exercises"]) == 0
    said = capsys.readouterr()
    assert "ours cannot be used" in said.err
    assert "an escape character" in said.err
    assert "\x1b" not in said.out + said.err
    assert "\x07" not in said.out + said.err


# ------------------------------------------------------------------------------------------ where readers differ


def test_where_readers_differ_is_said_in_plain_words_and_counted_in_proper_ones(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A criterion by its name; and where words are there but may not be counted, whose yes is missing."""
    file = tmp_path / "one.coach.json"
    assert main(["bring", rehearsed, "--moment", "1", "--may-teach", "-o", str(file), "--yes"]) == 0
    assert main(["take-in", str(file)]) == 0
    brought = json.loads(file.read_text("utf-8"))
    note = brought["lines"][next(n for n, line in enumerate(brought["lines"]) if line["reply"])]["notes"][0]
    viewed = SecondView(reply=1, criterion=note["criterion"], view=View.DISAGREE)
    said = Review(brought=brought["id"], at=datetime.now(UTC), views=(viewed,))
    desk = together._open_inbox(argparse.Namespace())
    desk.hand_back(said)
    capsys.readouterr()
    assert main(["agreement"]) == 0
    assert "1 line that you answered is not counted: whoever brought it said yes" in capsys.readouterr().out
    desk.hand_back(said.model_copy(update={"may_teach": True}))
    assert main(["agreement", "--labelled", str(tmp_path / "ours.jsonl")]) == 0
    shown = capsys.readouterr().out
    assert f"{note['name']}: Too few to say: it takes 20 lines that one of you saw it in." in shown
    assert f"{note['name']}: Seen by the coach. Not seen by you." in shown
    assert "1 labelled reply in " in shown
    assert "_" not in shown.replace(str(tmp_path), "")
    desk.stores.close()
    desk.practice.keeping.close()


def test_an_older_answer_is_refused_where_nobody_is_there_to_ask_and_own_words_are_read_again(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The refusal names the option with which it is meant; an answer to an earlier question is not hidden by either."""
    file, old, new = (tmp_path / f"{name}.coach.json" for name in ("m", "old", "new"))
    assert main(["bring", rehearsed, "--moment", "1", "-o", str(file), "--yes"]) == 0
    key, at = json.loads(file.read_text("utf-8"))["id"], datetime.now(UTC)
    older = Review(brought=key, at=at - timedelta(minutes=11), questions=("And then?",))
    old.write_text(serialize_handed_over(older), "utf-8")
    new.write_text(serialize_handed_over(Review(brought=key, at=at, questions=("And now?",))), "utf-8")
    assert main(["take-in", str(old)]) == 0
    practice = open_practice([])
    practice.go_on(rehearsed).reflect(make_question_key("And then?"), "He told one person.")
    practice.keeping.close()
    assert main(["take-in", str(new)]) == 0
    capsys.readouterr()
    for again in (["debrief", rehearsed, "--all"], ["fetch", "--again"]):
        assert main(again) == 0
        assert "And then? He told one person." in capsys.readouterr().out, again
    assert main(["take-in", str(old)]) == 1
    assert "`coach take-in FILE --older`" in capsys.readouterr().err
    assert main(["take-in", str(old), "--older"]) == 0
    assert "And then?" in capsys.readouterr().out


def test_what_came_back_can_be_read_again_in_plain_lines(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the debrief, in both exports that are read, and by looking again; not only once, as it came."""
    file, back = tmp_path / "m.coach.json", tmp_path / "back.coach.json"
    assert main(["bring", rehearsed, "--moment", "1", "-o", str(file), "--yes"]) == 0
    key = json.loads(file.read_text("utf-8"))["id"]
    said = Review(brought=key, at=datetime.now(UTC), who="Sue", comments=(Comment(line=0, words="You stayed."),))
    back.write_text(serialize_handed_over(said), "utf-8")
    assert main(["take-in", str(back)]) == 0
    came = capsys.readouterr().out
    assert "You stayed." in came
    assert "It does not prove who wrote it." in came
    for again in (
        ["debrief", rehearsed, "--all"],
        ["export", rehearsed],
        ["export", rehearsed, "--markdown"],
        ["fetch", "--again"],
        ["fetch", rehearsed, "--again"],
    ):
        assert main(again) == 0
        assert "You stayed." in capsys.readouterr().out, again
    assert main(["debrief", rehearsed]) == 0
    assert "You stayed." not in capsys.readouterr().out


def test_a_file_that_is_named_without_an_ending_gets_the_natural_one(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And where it went is said."""
    for command, name in (
        (["export", rehearsed, "-o"], "text.txt"),
        (["export", rehearsed, "--markdown", "-o"], "moment.md"),
        (["export", "--all", "--json", "-o"], "all.json"),
        (["bring", rehearsed, "--moment", "1", "--yes", "-o"], "brought.coach.json"),
    ):
        assert main([*command, str(tmp_path / name.partition(".")[0])]) == 0
        assert name in capsys.readouterr().out
        assert (tmp_path / name).is_file()
    assert main(["bring", rehearsed, "--moment", "1", "--yes", "-o", str(tmp_path / "moment.pdf")]) == 1
    assert "These will do: .coach.json" in capsys.readouterr().err


def test_the_exercise_that_goes_along_is_read_by_its_title_wherever_that_is_known(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In what is shown before, in a text, on the desk and its list; by its id where nobody here knows the title."""
    practice = open_practice([])
    rehearsing = practice.begin("wrong_box", RehearseOptions(exercise="say_it"))
    submit_reply(rehearsing, "What should it say?")
    odd = practice.begin("wrong_box", RehearseOptions(exercise="of_another_team"))
    submit_reply(odd, "What should it say?")
    practice.keeping.close()
    file, text, unknown = tmp_path / "m.coach.json", tmp_path / "m.txt", tmp_path / "odd.coach.json"
    bring = ["bring", rehearsing.id, "--moment", "1", "--yes"]
    assert main([*bring, "-o", str(text)]) == 0
    assert "For the exercise" not in capsys.readouterr().out
    assert main([*bring, "--with-exercise", "-o", str(text.with_stem("named"))]) == 0
    assert "For the exercise: Say it\n" in capsys.readouterr().out
    assert "For the exercise: Say it\n" in text.with_stem("named").read_text("utf-8")
    assert main([*bring, "--with-exercise", "-o", str(file)]) == 0
    assert main(["take-in", str(file)]) == 0
    assert main(["bring", odd.id, "--moment", "1", "--yes", "--with-exercise", "-o", str(unknown)]) == 0
    assert main(["take-in", str(unknown)]) == 0
    capsys.readouterr()
    assert main(["desk"]) == 0
    listed = capsys.readouterr().out
    assert ", for the exercise Say it, " in listed
    assert ", for the exercise of_another_team, " in listed
    for brought, exercise in ((file, "Say it"), (unknown, "of_another_team")):
        assert main(["desk", json.loads(brought.read_text("utf-8"))["id"]]) == 0
        assert f"For the exercise: {exercise}\n" in capsys.readouterr().out


def test_an_exercise_s_name_goes_along_only_where_that_is_asked_for(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody learns from what is brought that their exercise was done, unless its practitioner says so."""
    practice = open_practice()
    rehearsing = practice.begin("wrong_box", RehearseOptions(exercise="first_question"))
    submit_reply(rehearsing, "Has racism been part of it?")
    rehearsing.finish()
    bring_it = ["bring", rehearsing.id, "--moment", "1", "--yes", "-o"]
    assert main([*bring_it, str(tmp_path / "a.coach.json")]) == 0
    assert "first_question" not in capsys.readouterr().out
    assert main([*bring_it, str(tmp_path / "b.coach.json"), "--with-exercise"]) == 0
    assert "which exercise (first_question)" in capsys.readouterr().out
    named = [json.loads((tmp_path / f"{each}.coach.json").read_text("utf-8"))["exercise"] for each in "ab"]
    assert named == ["", "first_question"]
    practice.keeping.close()


def test_an_answer_can_be_taken_back_by_a_command(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a file is signed with is called that; what was said stays as begun, and a second time there is nothing."""
    file = tmp_path / "m.coach.json"
    assert main(["bring", rehearsed, "--moment", "1", "--as", "Ola", "-o", str(file), "--yes"]) == 0
    assert main(["take-in", str(file)]) == 0
    assert "It does not prove who wrote it." in capsys.readouterr().out
    key = json.loads(file.read_text("utf-8"))["id"]
    desk = together._open_inbox(argparse.Namespace(library=None))
    desk.hand_back(Review(brought=key, at=datetime.now(UTC), comments=(Comment(line=0, words="Too soon."),)))
    assert main(["desk"]) == 0
    assert "signed Ola, in a file" in capsys.readouterr().out
    assert main(["desk", key[:8], "--take-back"]) == 0
    assert "What you said to Ola is kept as begun" in capsys.readouterr().out
    draft = desk.find_item(key).draft
    assert draft is not None
    assert draft.response.comments[0].words == "Too soon."
    assert desk.find_item(key).response is None
    assert main(["desk", key[:8], "--take-back"]) == 1
    assert "Nothing was handed back to that." in capsys.readouterr().err
    desk.stores.close()
    desk.practice.keeping.close()


# ------------------------------------------------------------------------------------------ through the store


@pytest.fixture
def shared(
    login: object, server: postgres.Server, practice: PracticeService, places: Places
) -> Iterator[tuple[SubmissionService, Inbox]]:
    """A practitioner and a supervisor at a team's store on a real server."""
    tables = [SubmissionStores(places, server.url(name, "x"), practice.clock) for name in ("ann", "sue")]
    yield SubmissionService(practice, tables[0]), Inbox(practice, tables[1])
    for table in tables:
        table.close()


def test_an_exercise_given_through_the_store_can_be_rehearsed_line_by_line(
    shared: tuple[SubmissionService, Inbox], places: Places
) -> None:
    bringing, desk = shared
    desk.give_exercise("ours", Exercise(title="Ours", why="It is easier twice.", scenarios=("bus",)))
    typed = Talk("", "How has racism touched him?", "finish", "yes", "")
    options = RehearseOptions(intention="Say the word first", exercise="ours")
    found = rehearse(typed.serve(bringing, places), "bus", options)
    assert found
    assert found.beginning.exercise == "ours"
    assert "Exercise: Ours" in typed.shown
    assert "`reflect` asks its questions" in typed.shown


def test_an_answer_that_cannot_be_read_is_said(
    shared: tuple[SubmissionService, Inbox], server: postgres.Server
) -> None:
    """A row that is JSON and no answer: fetching says so, and not that nothing came back."""
    bringing, _ = shared
    rehearsing = bringing.practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.finish()
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
    bringing.submit_to_supervisor(rehearsing, brought, "sue")
    assert fetch_reviews(bringing, rehearsing) == ()
    row = f"('{brought.id}', 'sue', '2026-03-04T09:00:00.000000+00:00', '{{}}')"
    status, said = server.psql("sue", f"INSERT INTO coach.responses (brought, author, at, body) VALUES {row}")
    assert status == 0, said
    assert fetch_reviews(bringing, rehearsing) == (SPOILT_ANSWER,)


@pytest.mark.slow
def test_whoever_fetches_is_told_that_a_supervisor_left_and_brings_it_to_another_in_one_line(
    home: Path, server: postgres.Server, login: Callable[[str], Engine]
) -> None:
    """The line that is printed can be typed as it stands, but for the login."""
    login("ann")
    store = server.url("ann", "x")
    typed = "What does Theo say about being called that?\n"
    assert run_apart("rehearse", "wrong_box", "--plain", typed=typed, home=home, COACH_STORE=store).returncode == 0
    to_sue = ("bring", "last", "--question", "What now?", "--to", "sue", "--yes")
    assert run_apart(*to_sue, home=home, COACH_STORE=store).returncode == 0
    owner = open_url(server.url())
    take_out(owner, "sue")
    try:
        said = run_apart("fetch", home=home, COACH_STORE=store).stdout
        assert "sue is no longer a supervisor in your team's store, so nobody can read what you brought" in said
        line = said.partition("`coach ")[2].partition("`")[0].replace("LOGIN", "tom").split()
        moved = run_apart(*line, home=home, COACH_STORE=store)
        assert (moved.stdout, moved.returncode) == ("Handed over to tom. sue can no longer read it.\n", 0)
    finally:
        let_in(owner, "sue", supervisor=True)
        owner.dispose()
    assert server.sql("SELECT string_agg(reader, ' ') FROM coach.brought", "coach").strip() == "tom"


def test_what_came_back_is_fetched_with_a_word_and_read_beside_its_lines(
    shared: tuple[SubmissionService, Inbox], places: Places
) -> None:
    """Also what only the supervisor saw in a line, by its plain name; and a second look finds nothing new."""
    bringing, desk = shared
    rehearsing = bringing.practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.finish()
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
    bringing.submit_to_supervisor(rehearsing, brought, "sue")
    place = brought.lines.index(brought.replies()[0]) + 1
    desk.hand_back(
        Review(
            brought=brought.id,
            at=datetime.now(UTC),
            comments=(Comment(line=place, words="You stayed with it."),),
            views=(SecondView(reply=1, criterion="blunt", view=View.ALSO),),
        )
    )
    typed = Talk("fetch", "fetch", "close")
    PlainDebrief(typed.serve(bringing, places), rehearsing, lambda _: None).talk()
    assert "Supervisor: You stayed with it." in typed.shown
    assert "Supervisor: would also say (may have hurt: Brushes it off)." in typed.shown
    assert "Nothing new came back yet." in typed.shown


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["rehearsals"], "Not just now. The team's store cannot be reached."),
        (["team", "add-supervisor", "sue"], "Not just now. The team's store cannot be reached."),
        (["bring", "REHEARSED", "--moment", "99", "--look"], "No such reply. There is no reply 99."),
        (["why", "REHEARSED", "99"], "No such reply. There is no such reply yet."),
        (["take-in", "A FOLDER"], "That file cannot be taken in. h9a is a folder. Name the file in it"),
        (["take-in", "WITHDRAWN"], "That file cannot be taken in. You have withdrawn what that speaks of."),
    ],
)
def test_what_stands_before_a_refusal_fits_what_was_wanted(
    rehearsed: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    said: str,
) -> None:
    (tmp_path / "h9a").mkdir()
    back, file = tmp_path / "back.coach.json", tmp_path / "m.coach.json"
    if "WITHDRAWN" in command:
        assert main(["bring", rehearsed, "--moment", "1", "-o", str(file), "--yes"]) == 0
        answer = Review(brought=json.loads(file.read_text("utf-8"))["id"], at=START)
        back.write_text(serialize_handed_over(answer), "utf-8")
        assert main(["withdraw", rehearsed]) == 0
    elif command[0] in ("rehearsals", "team"):
        monkeypatch.setenv("COACH_STORE", AWAY)
        monkeypatch.setattr("coach.records.team.store.PATIENCE", 0.1)
    capsys.readouterr()
    named = {"REHEARSED": rehearsed, "A FOLDER": str(tmp_path / "h9a"), "WITHDRAWN": str(back)}
    assert main([named.get(word, word) for word in command]) in (1, 2)
    assert capsys.readouterr().err.startswith(said)


def test_without_a_store_fetching_says_how_a_file_comes_back(
    rehearsed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_STORE", raising=False)
    assert main(["fetch"]) == 1
    assert "`coach take-in FILE`" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["fetch"], ["bring", "last", "--moment", "1", "--look"], ["withdraw", "last"], ["practice"]]
)
def test_a_store_that_is_away_is_said_and_nothing_is_claimed_of_what_lies_there(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("COACH_STORE", AWAY)
    monkeypatch.setattr("coach.records.team.store.PATIENCE", 0.1)
    assert main(command) == 1
    said = capsys.readouterr()
    assert "The team's store cannot be reached." in said.err
    assert "will be gone" not in said.err
    assert not said.out


# ------------------------------------------------------------------------------------------ exercises


def test_an_exercise_that_is_left_out_is_said_apart_from_the_list(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that cannot be read, one whose name is taken, and one that lies where none is looked for."""
    exercises = tmp_path / "exercises"
    exercises.mkdir()
    (exercises / "odd.yaml").write_text("title: [", "utf-8")
    (tmp_path / "astray.yaml").write_text("title: Astray", "utf-8")
    for name in ("say_it", "ours"):
        (exercises / f"{name}.yaml").write_text("title: Ours\nwhy: Just to try it\nscenarios: [wrong_box]\n", "utf-8")
    assert main(["exercises", "--library", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "Ours (ours). Just to try it. Scenario: wrong_box." in said.out
    assert "odd" not in said.out
    assert "odd cannot be used: " in said.err
    assert "say_it is left out: " in said.err
    assert f"{tmp_path / 'astray.yaml'} is not looked at: the exercises of a folder lie in {exercises}." in said.err


def test_what_somebody_gave_stands_first_with_their_name(
    home: Path, login: Callable[[str], Engine], server: postgres.Server
) -> None:
    """In the list that the command prints; what lies beside the folder of exercises is said, with where to move it."""
    sue = TeamSubmissionStore(login("sue"))
    sue.give("zebra", "ann", START, "title: Zebra crossing\nwhy: Just to try it\nscenarios: [wrong_box]\n")
    team = home / "team"
    team.mkdir(parents=True)
    (team / "first_question.yaml").write_text("title: First\nwhy: To try it\nscenarios: [wrong_box]\n", "utf-8")
    (home / "settings.yaml").write_text(f"format: 1\nlibraries: ['{team}']\n", "utf-8")
    said = run_apart("exercises", home=home, COACH_STORE=server.url("ann", "x"))
    assert said.stdout.splitlines()[0] == "Zebra crossing (zebra). From sue. Just to try it. Scenario: wrong_box."
    assert "first_question cannot be used: It is an exercise, and is not looked at" in said.stderr
    assert f"lie in {team / 'exercises'}. Move it there." in said.stderr


def test_what_may_be_hard_in_an_exercise_is_said_before_it_begins(
    shared: tuple[SubmissionService, Inbox], places: Places
) -> None:
    bringing, desk = shared
    notes = ("Hair, and hands in it", "Slurs")
    desk.give_exercise("ours", Exercise(title="Ours", why="Twice.", scenarios=("bus",), content_notes=notes))
    typed = Talk("no")
    assert rehearse(typed.serve(bringing, places), "bus", RehearseOptions(exercise="ours")) is None
    assert "And in this exercise: Hair, and hands in it" in typed.shown
    assert "\x1b" not in typed.shown


# ------------------------------------------------------------------------------------------ words of one's own


@pytest.fixture
def rehearsing(practice: PracticeService) -> Rehearsal:
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    rehearsing.finish()
    return rehearsing


def bring(typed: Talk, practice: PracticeService, places: Places, rehearsing: Rehearsal) -> None:
    """Reply 1 is brought as a file, by somebody who types the rest."""
    services = typed.at(practice, places)
    SubmissionForm(typed.lines, services.submission_service, care(), rehearsing).fill_in("1")


@pytest.mark.parametrize(
    ("answer", "kept"), [("keep", [RINGS]), ("remove", ["Please ring (left out) on (left out)"]), ("leave out", [])]
)
def test_real_people_are_asked_about_before_a_thought_is_kept(
    practice: PracticeService, places: Places, rehearsing: Rehearsal, answer: str, kept: list[str]
) -> None:
    typed = Talk(RINGS, answer)
    reflect(typed.at(practice, places), rehearsing)
    assert "may hold somebody's full name and an e-mail address" in typed.shown
    assert [event.words for event in rehearsing.story.reflected] == kept


def test_what_goes_along_besides_is_shown_before_a_moment_is_handed_over(
    practice: PracticeService, places: Places, rehearsing: Rehearsal, tmp_path: Path
) -> None:
    """And real people are asked about first."""
    typed = Talk(RINGS, "remove", "yes", str(tmp_path / "brought-one.coach.json"))
    bring(typed, practice, places, rehearsing)
    assert "This goes along too, so that a supervisor's coach can" in typed.shown
    (file,) = tmp_path.glob("brought-*.coach.json")
    assert "Okonkwo" not in file.read_text("utf-8")


@pytest.mark.parametrize(("answer", "goes"), [("", True), ("no", False)])
def test_the_reply_that_mended_a_moment_goes_along_unless_it_is_left_out(
    practice: PracticeService, places: Places, tmp_path: Path, answer: str, goes: bool
) -> None:
    """Asked first, with its number."""
    rehearsing = practice.begin("bus")
    for words in ("It was only banter.", MENDING):
        submit_reply(rehearsing, words)
    rehearsing.finish()
    typed = Talk("", answer, "yes", str(tmp_path / "brought-one.coach.json"))
    bring(typed, practice, places, rehearsing)
    assert (MENDING in typed.shown) is goes
    (file,) = tmp_path.glob("brought-*.coach.json")
    assert (MENDING in file.read_text("utf-8")) is goes


@pytest.mark.parametrize(("options", "goes"), [([], True), (["--without-mending"], False)])
def test_the_command_takes_the_mending_along_as_the_page_does(
    home: Path, capsys: pytest.CaptureFixture[str], options: list[str], goes: bool
) -> None:
    practice = open_practice()
    rehearsing = practice.begin("wrong_box")
    for words in ("It was only banter.", MENDING):
        submit_reply(rehearsing, words)
    rehearsing.finish()
    practice.keeping.close()
    assert main(["bring", "last", "--moment", "1", "--look", *options]) == 0
    assert (MENDING in capsys.readouterr().out) is goes
    assert main(["bring", "last", "--moment", "2", "--look", *options]) == 0
    assert ("It was only banter." in capsys.readouterr().out) is goes


def test_somebody_who_left_is_taken_out_and_tidied_up_after_once_that_is_wanted(
    login: Callable[[str], Engine],
    server: postgres.Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In that order; without a yes nothing goes; and how much there was is not said."""
    server.sql("CREATE ROLE lee LOGIN PASSWORD 'x'")
    monkeypatch.setenv("COACH_STORE", server.url())
    assert main(["team", "add-practitioner", "lee"]) == 0
    TeamRehearsalStore(login("lee")).append("one", began())
    assert main(["team", "tidy", "lee", "--yes"]) == 1
    assert "`coach team remove lee` comes first" in capsys.readouterr().err
    assert main(["team", "remove", "lee"]) == 0
    assert "stays until `coach team tidy lee`" in capsys.readouterr().out
    assert main(["team", "tidy", "lee"]) == 1
    assert "nobody is here to ask" in capsys.readouterr().out
    assert server.sql("SELECT count(*) FROM coach.rehearsals", "coach") == "1"
    assert main(["team", "tidy", "lee", "--yes"]) == 0
    assert capsys.readouterr().out == "Whatever lee kept there is gone for good.\n"
    assert server.sql("SELECT count(*) FROM coach.rehearsals", "coach") == "0"
    server.sql("DROP ROLE lee")


@pytest.mark.usefixtures("home")
def test_the_desk_opens_where_a_screen_can_be_drawn_and_a_list_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a pipe it stays a list, which names what takes in a file and what opens the desk."""
    opened: list[object] = []
    monkeypatch.setattr("coach.tui.app.run", lambda *_, page, **__: opened.append(page) or 0)
    assert main(["desk"]) == 0
    assert not opened
    said = capsys.readouterr().out
    assert "Nothing was brought." in said
    assert "`coach take-in FILE` takes in a file" in said
    assert "open the desk: `coach desk` in a terminal" in said
    monkeypatch.setattr("coach.cli.context.can_draw", lambda: True)
    assert main(["desk"]) == 0
    assert opened == ["inbox"]
    assert main(["desk", "--plain"]) == 0
    assert opened == ["inbox"]


def test_forgetting_all_says_what_stays_on_a_desk_and_how_that_goes(
    rehearsed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What others brought is no rehearsal of one's own, and is put away on the desk."""
    file = tmp_path / "one.coach.json"
    assert main(["bring", rehearsed, "--moment", "1", "-o", str(file), "--yes"]) == 0
    assert main(["take-in", str(file)]) == 0
    capsys.readouterr()
    assert main(["forget", "--all", "--yes"]) == 0
    shown = capsys.readouterr().out
    assert "1 rehearsal forgotten for good." in shown
    assert "1 thing that somebody brought to you stays on your desk. `coach desk` opens it, to put it away." in shown
    desk = together._open_inbox(argparse.Namespace())
    desk.put_away(desk.list_items()[0].id)
    desk.practice.keeping.close()
    assert main(["forget", "--all", "--yes"]) == 0
    assert "on your desk" not in capsys.readouterr().out
