"""The partnership view: what leaves is a row of counts, by choice; what comes back is about subjects, not people."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coach.cli.context import open_practice
from coach.cli.main import main
from coach.content.library import Library
from coach.debrief.render import render_plain
from coach.debrief.report import OpeningOutcome, OpeningStanding
from coach.errors import HandedOverUnreadable, NotKnown, NotNow, RecordsUnwritable
from coach.model.class_events import Counted
from coach.options import RehearseOptions
from coach.partnership.counts import SUBJECT_BY_TOPIC, CountedSubject, Quarter, Row, count_openings, read_row, write_row
from coach.partnership.giving import Contributor, describe_outgoing
from coach.partnership.published_report import QUESTIONS, build_page, draw_chart
from coach.partnership.publishing import PublishedTable, PublishedTables
from coach.partnership.suppression import pool_rows, read_contributions
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.contributions import ContributionRow, FolderContributions, MemoryContributions
from coach.records.team.logins import let_publish, open_url
from tests import postgres
from tests.submitting import submit_reply

from .partnerships import FOURTEEN, folder_of, row

LANGUAGE = "Language and interpreters"


@pytest.fixture
def rehearsing(practice: PracticeService) -> Rehearsal:
    """One that is over, with words in it that go nowhere."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="purple intention"))
    submit_reply(rehearsing, "What does Sam say about it, in a purple sentence?")
    submit_reply(rehearsing, "It was only banter.")
    rehearsing.finish()
    return rehearsing


class Days:
    """A clock that somebody else turns."""

    def __init__(self, *day: int) -> None:
        self.turn_to(*day)

    def turn_to(self, year: int, month: int, day: int) -> None:
        self.now = datetime(year, month, day, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def days() -> Days:
    return Days(2026, 3, 11)


@pytest.fixture
def giving(tmp_path: Path, days: Days, new_id: Callable[[], str]) -> Contributor:
    return Contributor(tmp_path / "mine", days, new_id)


# ------------------------------------------------------------------------------------------ the row


def test_every_topic_that_ships_is_counted_under_one_subject(whole: Library) -> None:
    """Only everyday matters are not; every subject has a topic."""
    topics = {topic for shelved in whole.shelf("rubrics") for topic in whole.rubric(shelved.id).topics}
    assert topics - set(SUBJECT_BY_TOPIC) == {"none"}
    assert set(SUBJECT_BY_TOPIC.values()) == set(CountedSubject)


def test_a_row_counts_openings_and_leaves_out_what_was_skipped_unsure_or_not_reached(rehearsing: Rehearsal) -> None:
    """Two topics that belong to one subject are one."""
    stood = [
        ("inter_rec", OpeningStanding.TAKEN),
        ("intra_rec", OpeningStanding.MISSED),
        ("intra_individual", OpeningStanding.MISSED),
    ]
    stood += [
        ("risk", OpeningStanding.PARTLY),
        ("none", OpeningStanding.TAKEN),
        ("my_own_topic", OpeningStanding.TAKEN),
    ]
    stood += [
        ("child", standing)
        for standing in (OpeningStanding.UNSURE, OpeningStanding.SKIPPED, OpeningStanding.NOT_REACHED)
    ]
    seen = tuple(
        OpeningOutcome(turn="t", topic=topic, topic_name="x", about="x", line="x", speaker="x", standing=standing)
        for topic, standing in stood
    )
    made = count_openings(rehearsing.debrief().model_copy(update={"openings": seen}))
    assert [each.topic for each in made] == list(CountedSubject)
    assert [each for each in made if each.taken or each.partly or each.passed_by] == [
        Counted(topic="racism", taken=1),
        Counted(topic="culture_faith", passed_by=2),
        Counted(topic="risk", partly=1),
    ]


def test_nothing_leaves_but_counts(rehearsing: Rehearsal, giving: Contributor) -> None:
    """No word of anybody's, no scenario, name, day or time: the text that leaves is numbers under seven fixed names."""
    leaving = giving.preview(rehearsing)
    body = json.loads(leaving.body)
    assert body.keys() == {"format", "openings"}
    assert all(each.keys() == {"topic", "taken", "partly", "passed_by"} for each in body["openings"])
    assert not re.search(r"purple|banter|bus|sam|2026|:\d\d", leaving.body, re.IGNORECASE)


def test_the_preview_is_what_leaves(rehearsing: Rehearsal, giving: Contributor, tmp_path: Path) -> None:
    """Every value in the file is on the screen before it leaves, and its file is dated as all of its quarter are."""
    leaving = giving.preview(rehearsing)
    preview = render_plain(describe_outgoing(leaving))
    giving.give(rehearsing.id, leaving, FolderContributions(tmp_path / "pool"), str(tmp_path / "pool"))
    (file,) = (tmp_path / "pool").iterdir()
    kept = json.loads(file.read_text("utf-8"))
    assert kept.pop("coach") == "contribution"
    assert Quarter.parse(kept.pop("quarter")).words in preview
    assert read_row(kept.pop("body"), "it") == leaving.row
    assert all(value in preview for value in kept.values())
    for each in leaving.row:
        assert f"{each.taken} taken, {each.partly} partly, {each.passed_by} passed by" in preview
    assert datetime.fromtimestamp(file.stat().st_mtime, UTC) == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_first_time_through_is_counted_and_saying_it_again_is_practice(
    rehearsing: Rehearsal, giving: Contributor
) -> None:
    before = giving.preview(rehearsing).row
    rehearsing.say_again(1)
    with pytest.raises(NotNow, match="still going on"):
        giving.preview(rehearsing)
    submit_reply(rehearsing, "Tell me how that was for him.")
    rehearsing.finish()
    assert giving.preview(rehearsing).row == before


# ------------------------------------------------------------------------------------------ giving and taking back


def test_one_person_is_one_number_this_quarter_and_another_the_next(
    practice: PracticeService, rehearsing: Rehearsal, giving: Contributor, days: Days, tmp_path: Path
) -> None:
    """So their rows weigh as one, and no two quarters can be joined: the old number is nowhere any more."""
    pool = MemoryContributions()
    giving.give(rehearsing.id, first := giving.preview(rehearsing), pool, "there")
    other = practice.begin("bus")
    other.finish()
    assert giving.preview(other).contributor == first.contributor
    days.turn_to(2026, 4, 1)
    second = giving.preview(other)
    assert (second.quarter.name, second.contributor != first.contributor) == ("2026-q2", True)
    giving.give(other.id, second, pool, "there")
    assert not [file for file in (tmp_path / "mine").iterdir() if first.contributor in file.read_text("utf-8")]
    assert pool.quarters() == ("2026-q1", "2026-q2")


def test_a_rehearsal_is_given_once(rehearsing: Rehearsal, giving: Contributor) -> None:
    giving.give(rehearsing.id, giving.preview(rehearsing), MemoryContributions(), "there")
    with pytest.raises(NotNow, match="already"):
        giving.preview(rehearsing)


def test_it_can_be_taken_back_until_the_quarter_closes(rehearsing: Rehearsal, giving: Contributor, days: Days) -> None:
    """Then it can be given again, if somebody wishes; after the quarter nobody knows any more whose it was."""
    pool = MemoryContributions()
    giving.give(rehearsing.id, giving.preview(rehearsing), pool, "there")
    assert giving.withdraw(rehearsing.id, lambda where: {"there": pool}[where]) == ()
    assert pool.of("2026-q1") == ()
    giving.give(rehearsing.id, giving.preview(rehearsing), pool, "there")
    days.turn_to(2026, 4, 1)
    with pytest.raises(NotKnown, match="this quarter"):
        giving.withdraw("", lambda where: pool)
    assert len(pool.of("2026-q1")) == 1


def test_a_file_that_was_moved_is_said(rehearsing: Rehearsal, giving: Contributor) -> None:
    """With the number by which whoever has it can delete it."""
    giving.give(rehearsing.id, leaving := giving.preview(rehearsing), MemoryContributions(), "there")
    (gone,) = giving.withdraw("", lambda where: MemoryContributions())
    assert gone.key == leaving.key
    assert giving.list_given() == ()


def test_what_may_not_have_arrived_is_given_again_and_is_there_once(
    rehearsing: Rehearsal, giving: Contributor, tmp_path: Path
) -> None:
    """It keeps its number, so that neither giving it twice nor taking it back can go wrong."""
    place = tmp_path / "pool"
    place.write_text("no folder", "utf-8")
    pool = FolderContributions(place)
    with pytest.raises(RecordsUnwritable):
        giving.give(rehearsing.id, first := giving.preview(rehearsing), pool, str(place))
    with pytest.raises(RecordsUnwritable):
        giving.withdraw("", lambda where: pool)
    place.unlink()
    again = giving.preview(rehearsing)
    assert again == first
    pool.add(again.key, again.quarter.name, again.contributor, again.body)  # it had arrived after all
    giving.give(rehearsing.id, again, pool, str(place))
    assert [each.sure for each in giving.list_given()] == [True]
    assert len(pool.of("2026-q1")) == 1
    giving.withdraw("", lambda where: pool)
    assert not pool.of("2026-q1")


def test_a_yes_that_came_in_another_quarter_is_asked_again(
    rehearsing: Rehearsal, giving: Contributor, days: Days
) -> None:
    leaving = giving.preview(rehearsing)
    days.turn_to(2026, 4, 1)
    pool = MemoryContributions()
    with pytest.raises(NotNow, match="new quarter"):
        giving.give(rehearsing.id, leaving, pool, "there")
    assert not pool.quarters()


# ------------------------------------------------------------------------------------------ what others wrote

GOOD = write_row(row(racism=(1, 0, 0)))
BAD = {
    "a field of its own": GOOD.replace('"format"', '"name":"Ann","format"'),
    "a field in a count": GOOD.replace('"taken"', '"who":"Ann","taken"', 1),
    "another subject": GOOD.replace('"child"', '"ethnicity"'),
    "a subject twice": GOOD.replace('"child"', '"racism"'),
    "a number below none": GOOD.replace('"partly":0', '"partly":-1', 1),
    "a great number": GOOD.replace('"partly":0', '"partly":101', 1),
    "a word for a number": GOOD.replace('"partly":0', '"partly":"1"', 1),
    "a yes for a number": GOOD.replace('"partly":0', '"partly":true', 1),
    "half a person": GOOD.replace('"partly":0', '"partly":0.5', 1),
    "a newer format": GOOD.replace('"format":1', '"format":2'),
    "nothing": "",
    "no JSON": "\x1b[2J{",
    "very deep": "[" * 3_000,
    "very long": GOOD + " " * 5_000,
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_is_no_row_is_refused_in_a_sentence(body: str) -> None:
    """And nothing of it is repeated."""
    assert body != GOOD
    with pytest.raises(HandedOverUnreadable) as refused:
        read_row(body, "It")
    assert str(refused.value).count(".") == 1
    assert refused.value.__cause__ is None
    assert "Ann" not in str(refused.value)


def test_spoilt_contributions_stop_none_of_the_others() -> None:
    """A few are named, more are only counted."""
    bad = [ContributionRow(f"bad{number:05}", "2026-q1", "somebody1", "{}") for number in range(9)]
    good = [ContributionRow("good00001", "2026-q1", "somebody2", GOOD)]
    rows, unread = read_contributions([*bad, *good])
    assert [who for who, _ in rows] == ["somebody2"]
    assert len(unread) == 6
    assert unread[-1].startswith("4 more could not be read")


# ------------------------------------------------------------------------------------------ the page and the picture


def published(quarter: str = "2026-q1") -> PublishedTable:
    table = pool_rows(FOURTEEN)
    return PublishedTable(quarter=quarter, contributors=table.contributors, subjects=table.subjects)


def test_it_reads_as_a_sentence_about_subjects() -> None:
    text = render_plain(build_page(published()))
    assert (
        "In 14 colleagues' rehearsals this quarter, openings about “language and interpreters” were passed by more "
        "often than taken (mostly passed by for 9 of 14). Openings about “the child's voice” were taken more often "
        "than passed by. These are rehearsals with scripted families, and people chose which to contribute."
    ) in text
    assert f"{LANGUAGE}: Mostly passed by for 9, of 14 colleagues. The rest is not shown." in text
    assert "Racism: Nothing can be shown." in text
    assert not re.search(r"%|score|rank|best|worst|missed|fail", text, re.IGNORECASE)


def test_it_ends_with_questions_to_the_organisation() -> None:
    assert render_plain(build_page(published())).rstrip().splitlines()[-len(QUESTIONS) :] == list(QUESTIONS)


def test_quarters_are_put_beside_each_other_from_three_on() -> None:
    """And then without a word of better or worse."""
    first, second, third = published("2025-q3"), published("2025-q4"), published("2026-q1")
    assert "Quarter by quarter" not in render_plain(build_page(second, (first, second)))
    text = render_plain(build_page(third, (first, second, third)))
    assert "Quarter by quarter" in text
    assert text.count("July to September 2025: Mostly passed by for 9") == 1
    assert not re.search(r"better|worse|improve|trend|rose|fell", text)


def test_the_picture_is_whole_and_asks_for_nothing() -> None:
    """It is XML, has its words in it for who cannot see it, no address but its own kind, and no hidden number."""
    drawn = draw_chart(published())
    root = ElementTree.fromstring(drawn)
    assert root.attrib["role"] == "img"
    described = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert f"{LANGUAGE}: Mostly passed by for 9, of 14 colleagues." in described
    assert re.findall(r"https?://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"font-face|<image|href|<script|url\(", drawn)
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text and text.isdigit()] == ["9"]


@pytest.mark.parametrize(
    ("name", "words", "before"),
    [("2026-q1", "January to March 2026", "2025-q4"), ("2026-Q4", "October to December 2026", "2026-q3")],
)
def test_quarters_have_names(name: str, words: str, before: str) -> None:
    quarter = Quarter.parse(name)
    assert (quarter.words, quarter.previous.name) == (words, before)


# ------------------------------------------------------------------------------------------ commands


def test_contributing_asks_first_and_can_be_taken_back(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without anybody to ask it only shows; with --yes it gives what it showed; then it is listed, and taken back."""
    practice = open_practice()
    rehearsing = practice.begin("wrong_box")
    submit_reply(rehearsing, "What does Theo say about being called that? Has racism been part of it?")
    rehearsing.finish()
    pool = tmp_path / "pool"
    give = ["contribute", "last", "--to", str(pool)]
    assert main([*give, "--yes"]) == 1
    assert f"There is no folder {pool}." in capsys.readouterr().err
    assert not pool.exists(), "a name may be mistyped"
    pool.mkdir()
    assert main(give) == 1
    assert "Exactly what leaves".upper() in capsys.readouterr().out
    assert main([*give, "--look"]) == 0
    assert capsys.readouterr().out.count("made when you give it") == 2
    assert not list(pool.iterdir())
    assert main([*give, "--yes"]) == 0
    assert len(list(pool.iterdir())) == 1
    assert main(["contribute"]) == 0
    assert f"{rehearsing.id}: given to {pool}" in capsys.readouterr().out
    assert main([*give, "--yes"]) == 1
    assert main(["contribute", "last", "--withdraw"]) == 0
    assert not list(pool.iterdir())
    assert main(["contribute", "--withdraw"]) == 2
    practice.keeping.close()


def test_a_folder_is_pooled_once(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how many there are, and waits for a yes; later files change nothing, and a spoilt one is named."""
    pool = folder_of(tmp_path / "pool", FOURTEEN, "2024-q1")
    (pool / "2024-q1-spoilt001.json").write_text('{"name": "\x1b[2J"}', "utf-8")
    show = ["partnership", str(pool), "--quarter", "2024-q1"]
    assert main(show) == 1
    said = capsys.readouterr()
    assert "14 colleagues contributed in January to March 2024" in said.err
    assert "spoilt001.json is no row of counts" in said.err
    assert "assed by" not in said.out
    assert main([*show, "--yes"]) == 0
    first = capsys.readouterr().out
    assert "Mostly passed by for 9, of 14 colleagues" in first
    folder_of(pool, [("latecomer", FOURTEEN[0][1])], "2024-q1")
    assert main([*show, "--yes"]) == 0
    said = capsys.readouterr()
    assert said.out == first
    assert "not looked at" in said.err


def test_a_folder_has_one_table_whichever_machine_pools_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lies in the folder, and another machine shows that one, though more people have given since."""
    pool = folder_of(tmp_path / "pool", FOURTEEN, "2024-q1")
    show = ["partnership", str(pool), "--quarter", "2024-q1", "--yes"]
    assert main(show) == 0
    first = capsys.readouterr().out
    folder_of(pool, [("latecomer", FOURTEEN[0][1])], "2024-q1")
    made = (pool / "shown-2024-q1.json").read_bytes()
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "other"))
    assert main(show) == 0
    said = capsys.readouterr()
    assert said.out == first
    assert "made on another machine" in said.err
    assert (pool / "shown-2024-q1.json").read_bytes() == made
    assert main(["partnership", "--quarter", "2024-q1"]) == 0, "and from then on without the folder"


def test_a_folder_that_takes_nothing_stops_no_table(home: Path, tmp_path: Path) -> None:
    """It is made and kept here, and why it is not there is known."""
    gone = tmp_path / "gone"
    publishing = PublishedTables(tmp_path / "here", gone)
    quarter = Quarter(2024, 1)
    table = publishing.publish(quarter, FOURTEEN, date(2026, 1, 1))
    assert publishing.read(quarter) == table
    assert publishing.sharing_failure
    assert not gone.exists()


@pytest.mark.parametrize("name", ["view.html", "view.svg", "view.docx", "view.txt"])
def test_it_is_saved_as_a_page_a_picture_or_a_document(home: Path, tmp_path: Path, name: str) -> None:
    """A page has its picture in it, and reaches for nothing."""
    pool = folder_of(tmp_path / "pool", FOURTEEN, "2024-q1")
    assert main(["partnership", str(pool), "--quarter", "2024-q1", "--yes", "-o", str(tmp_path / name)]) == 0
    content = (tmp_path / name).read_bytes()
    assert content.startswith(b"PK") or LANGUAGE.encode() in content
    assert (b"<svg" in content) is (name in ("view.html", "view.svg"))
    assert b"<script" not in content


def test_too_few_an_open_quarter_no_folder_and_no_quarter_are_sentences(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_STORE", raising=False)
    pool = folder_of(tmp_path / "pool", FOURTEEN[:9], "2024-q1")
    for command, status, sentence in (
        ((str(pool), "--quarter", "2024-q1", "--yes"), 1, "1 more would be needed"),
        ((str(pool), "--quarter", "2199-q1", "--yes"), 1, "is not over"),
        ((str(pool / "nowhere"), "--quarter", "2024-q1"), 1, "There is no folder"),
        (("--quarter", "2024-q1"), 1, "Where are the contributions?"),
        (("--quarter", "spring"), 2, "That is not a quarter."),
    ):
        assert main(["partnership", *command]) == status
        said = capsys.readouterr()
        assert sentence in said.err
        assert not said.out


def test_a_team_s_store_takes_rows_from_anybody_and_shows_them_to_whoever_may_pool_them(
    home: Path,
    login: object,
    server: postgres.Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A practitioner gives and takes back; only a login that was let in for it pools, and it makes the table."""
    monkeypatch.setenv("COACH_STORE", server.url("ann", "x"))
    practice = open_practice()
    practice.begin("wrong_box").finish()
    assert main(["contribute", "last", "--yes"]) == 0
    assert "Given to your team's store" in capsys.readouterr().out
    assert main(["contribute", "--withdraw"]) == 0
    for who, openings in FOURTEEN:  # of a quarter that is over, which the store takes from nobody any more
        row = f"('key{who}', '2024-q1', '{who}', '{write_row(openings)}')"
        server.sql(f"INSERT INTO coach.contributions VALUES {row}", "coach")
    show = ["partnership", "--quarter", "2024-q1", "--yes"]
    assert main(show) == 1
    assert "Your login may not read" in capsys.readouterr().err
    server.sql("CREATE ROLE pia LOGIN PASSWORD 'x'")
    owner = open_url(server.url())
    try:
        let_publish(owner, "pia")
        monkeypatch.setenv("COACH_STORE", server.url("pia", "x"))
        assert main(show) == 0
    finally:
        owner.dispose()
        practice.keeping.close()
        server.sql("DROP OWNED BY pia; DROP ROLE pia", "coach")
    assert "Mostly passed by for 9, of 14 colleagues" in capsys.readouterr().out


def test_rows_of_one_person_lie_apart_from_their_words(home: Path, rehearsing: Rehearsal, giving: Contributor) -> None:
    """The note that lets them take it back holds numbers and where it went, and is theirs alone."""
    giving.give(rehearsing.id, giving.preview(rehearsing), MemoryContributions(), "there")
    (file,) = giving._folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "purple" not in file.read_text("utf-8")


def test_every_row_has_the_same_shape() -> None:
    """So that nothing can be read from what is left out."""
    made: Row = row(racism=(1, 0, 0))
    assert read_row(write_row(made), "it") == made
    assert len(made) == len(CountedSubject)
