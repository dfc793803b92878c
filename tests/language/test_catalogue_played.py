"""A whole rehearsal in Welsh: line by line, and on screens down to the smallest."""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from coach.cli.main import main
from coach.language.catalogue import ENVIRONMENT, choose_language
from coach.plain.main_menu import open_menu
from coach.plain.setting_list import SettingList
from coach.practice.export import ExportFormat, export_rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from tests.plain.talk import Talk
from tests.tui.conftest import found, opens, parsed, quickly  # noqa: F401  # the app, as its own tests open it
from tests.tui.seeing import SIZES, click, shows, until
from tests.tui.seeing import say as answer

Opens = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
CAUTION = "Cymraeg: heb ei adolygu / not reviewed."


@pytest.fixture(autouse=True)
def in_welsh() -> Iterator[None]:
    choose_language("cy")
    yield
    choose_language()


def test_a_rehearsal_line_by_line(practice: PracticeService, places: Places) -> None:
    """From the menu to the debrief and to forgetting; what is typed for a command stays what it is."""
    talk = Talk(
        "", "rehearse", "bus", "", "", "How has racism touched him?", "brief", "?", "skip", "finish", "yes",
        "1", "", "page",
        "forget", "yes", "", "",
    )  # fmt: skip
    open_menu(talk.at(practice, places), SettingList(places, lambda: {"coach-dark": "Tywyll"}))
    assert talk.written[0].startswith(CAUTION), "nobody reviewed it, which comes first"
    assert "families still speak English" in talk.written[0]
    for words in (
        "Hyfforddwr sgyrsiau, mewn llinellau plaen.",
        "Nodyn cynnwys: Racism on a bus, not described",
        "Peidiwch â theipio enwau",
        "Yr hyn y mae pobl yn poeni amdano: ",
        "pause: aros am ychydig; mae Enter yn dod yn ôl.",
        "Daw dau gwestiwn yn gyntaf.",
        "Cofiwch, os gwelwch yn dda: ",
        "There was a thing on the bus.",
    ):
        assert any(words in line for line in talk.written), words
    assert "Chi: " in talk.asked
    assert any(question.startswith("Anghofio “") for question in talk.asked)
    assert practice.rehearsals() == ()


@pytest.mark.parametrize("size", SIZES)
async def test_a_rehearsal_on_screens(opens: Opens, size: tuple[int, int]) -> None:  # noqa: F811
    """Start page, list, content note, brief, conversation, help, end and debrief: nothing breaks in 60 by 20."""
    async with opens(size=size) as pilot:
        app = pilot.app
        await shows(pilot, CAUTION)
        await shows(pilot, "Gweithgareddau")
        assert app.screen.query_one("#choices", OptionList).option_count == 9
        await pilot.press("enter")
        await shows(pilot, "Senarios")
        await pilot.press("enter")
        if size[0] < 100:
            await shows(pilot, "Ymarfer hwn")
            await pilot.press("enter")
        await shows(pilot, "Cyn i chi ddechrau")
        await pilot.press("enter")
        await shows(pilot, "Dechrau")
        await until(pilot, lambda: app.screen.query("#begin"))
        await pilot.press("enter")
        await shows(pilot, "There was a thing on the bus.")
        await shows(pilot, "Ateb 1 o ")
        await answer(pilot, "How has racism touched him?")
        await shows(pilot, "They said it on the bus. Twice.")
        await pilot.press("f1")
        await shows(pilot, "Teipiwch yr hyn y byddech yn ei ddweud")
        await shows(pilot, "Cau")
        await pilot.press("escape")
        await pilot.press("f9")
        await shows(pilot, "Gorffen yma, ac edrych yn ôl?")
        await click(pilot, "#end")
        await shows(pilot, "Chi yn gyntaf")
        await click(pilot, "#go-on")
        await shows(pilot, "Edrych yn ôl")
        await shows(pilot, "Un i'w gadw")
        await pilot.press("ctrl+d")
        await shows(pilot, "Anghofio'r ymarfer hwn")
        await shows(pilot, "Ei adael fel y mae")


async def test_settings_say_that_nobody_reviewed_it_where_it_is_chosen(opens: Opens) -> None:  # noqa: F811
    async with opens(size=(80, 60)) as pilot:
        pilot.app.open_page("settings")  # type: ignore[attr-defined]
        await shows(pilot, "Cymraeg (heb ei adolygu / not reviewed)")
        await click(pilot, "#language-cy")
        await until(pilot, lambda: pilot.app.settings.language == "cy")  # type: ignore[attr-defined]


def test_what_is_written_to_a_file_is_in_english(practice: PracticeService) -> None:
    """Others read it, and a document says that it is in English."""
    rehearsal = practice.begin("bus")
    rehearsal.finish()
    text = str(export_rehearsal(rehearsal, ExportFormat.TEXT))
    assert "Please remember: " in text
    assert "Cofiwch" not in text


def test_a_language_that_is_none_is_one_plain_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ENVIRONMENT, "fr")
    assert main(["places"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "No such language. The coach does not speak 'fr'. Choose one of these: en-GB (English (UK)), cy (Cymraeg).\n"
    )


def test_the_settings_choose_it_for_the_next_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], places: Places
) -> None:
    monkeypatch.setenv("COACH_HOME", str(places.config))
    assert main(["settings", "language", "cy"]) == 0
    assert "It holds from the next start of the coach." in capsys.readouterr().out
    assert main(["settings"]) == 0
    assert "language: Iaith: Cymraeg (heb ei adolygu / not reviewed)." in capsys.readouterr().out
    monkeypatch.setenv(ENVIRONMENT, "en")
    assert main(["settings"]) == 0
    assert "language: Language: Cymraeg" in capsys.readouterr().out, "the environment comes before the settings"


def test_a_language_in_the_settings_that_is_none_is_said_and_english_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], places: Places
) -> None:
    monkeypatch.setenv("COACH_HOME", str(places.config))
    places.settings.parent.mkdir(parents=True, exist_ok=True)
    places.settings.write_text("format: 1\nlanguage: elvish\n", "utf-8")
    assert main(["settings"]) == 0
    said = capsys.readouterr().out
    assert "The coach does not speak 'elvish'. Choose one of these: " in said
    assert "plain: Plain lines in place of screens" in said
