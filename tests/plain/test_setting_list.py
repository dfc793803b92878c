"""The settings in plain lines: read out with what each is, changed by number, and never lost by a wrong word."""

from pathlib import Path

import pytest

from coach.errors import NotKnown, RecordsUnwritable
from coach.model.events import Hints
from coach.plain.setting_list import SettingList
from coach.practice.settings import read_settings, write_settings
from coach.records.paths import Places
from tests.plain.talk import Talk


@pytest.fixture
def settings(places: Places) -> SettingList:
    return SettingList(places, lambda: {"coach-dark": "Dark", "coach-light": "Light"})


def test_each_setting_is_a_line_with_what_it_is_now(settings: SettingList, places: Places) -> None:
    said = list(settings.describe())
    assert said[0] == "plain: Plain lines in place of screens, as for a screen reader: no."
    assert "hints: When the coach speaks: not until the end." in said
    assert any(str(places.settings) in line for line in said)


def test_a_setting_is_changed_by_two_numbers_and_said(settings: SettingList, places: Places) -> None:
    talk = Talk("2", "2", "1", "yes", "")
    settings.visit(talk.lines)
    kept, _ = read_settings(places.settings)
    assert kept.hints is Hints.EACH
    assert kept.plain
    assert "Kept. When the coach speaks: a line after each reply." in talk.written
    assert "1: Plain lines in place of screens, as for a screen reader: yes" in talk.written


@pytest.mark.parametrize("typed", ["Light", "light", "coach-light"])
def test_a_value_is_taken_by_its_name_and_by_the_words_that_are_shown(
    settings: SettingList, places: Places, typed: str
) -> None:
    """What the list shows can be typed back; a wrong one is told both."""
    assert settings.change("theme", typed) == "Kept. Look of the screens: Light."
    assert read_settings(places.settings)[0].theme == "coach-light"
    with pytest.raises(NotKnown, match=r"There are: coach-dark \(Dark\), coach-light \(Light\)\."):
        settings.change("theme", "Lightish")


def test_enter_leaves_a_setting_as_it_is(settings: SettingList, places: Places) -> None:
    settings.visit(Talk("2", "", "").lines)
    assert not places.settings.exists()


def test_a_folder_is_added_by_its_path_and_taken_away_by_its_number(
    settings: SettingList, places: Places, tmp_path: Path
) -> None:
    talk = Talk("libraries", "1", str(tmp_path), "libraries", "2", "")
    settings.visit(talk.lines)
    assert f"2: Take away {tmp_path}" in talk.written
    assert read_settings(places.settings)[0].libraries == ()
    with pytest.raises(NotKnown, match="There is no folder"):
        settings.change("libraries", str(tmp_path / "nowhere"))


def test_the_folder_that_the_desk_looks_into_is_chosen_by_its_path_and_left_with_none(
    settings: SettingList, places: Places, tmp_path: Path
) -> None:
    talk = Talk("inbox", str(tmp_path), "")
    settings.visit(talk.lines)
    assert f"Kept. Folder that the desk looks into: {tmp_path}." in talk.written
    assert read_settings(places.settings)[0].inbox == str(tmp_path)
    with pytest.raises(NotKnown, match="There is no folder"):
        settings.change("inbox", str(tmp_path / "nowhere"))
    assert settings.change("inbox", "none") == "Kept. Folder that the desk looks into: none."
    assert read_settings(places.settings)[0].inbox == ""


@pytest.mark.parametrize("typed", ["", "  ", "\t"])
def test_a_folder_of_no_name_is_refused_and_the_settings_stay_readable(
    settings: SettingList, places: Places, typed: str
) -> None:
    settings.change("plain", "yes")
    with pytest.raises(NotKnown, match="`none` for no folder"):
        settings.change("libraries", typed)
    kept, problem = read_settings(places.settings)
    assert (kept.plain, kept.libraries, problem) == (True, (), "")


def test_none_takes_all_folders_away_and_leaves_the_rest(settings: SettingList, places: Places, tmp_path: Path) -> None:
    settings.change("hints", "each")
    assert settings.change("libraries", "none") == "There is none to take away."
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        settings.change("libraries", str(tmp_path / name))
    assert len(read_settings(places.settings)[0].libraries) == 2
    assert settings.change("libraries", "none").startswith("Taken away.")
    kept, _ = read_settings(places.settings)
    assert (kept.libraries, kept.hints) == ((), Hints.EACH)


@pytest.mark.parametrize("name", ["libraries", "inbox"])
def test_a_folder_is_found_again_from_another_folder(
    settings: SettingList, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "team").mkdir()
    monkeypatch.chdir(tmp_path)
    settings.change(name, "team")
    monkeypatch.chdir("/")
    kept, _ = read_settings(places.settings)
    assert (kept.inbox, *kept.libraries)[-1 if name == "libraries" else 0] == str(tmp_path / "team")
    settings.change(name, "~")
    assert "~" in (read_settings(places.settings)[0].inbox, *read_settings(places.settings)[0].libraries)


@pytest.mark.parametrize("change", [{"libraries": ("",)}, {"theme": ""}, {"language": "xx"}])
def test_settings_that_could_not_be_read_again_are_never_written(
    settings: SettingList, places: Places, change: dict[str, object]
) -> None:
    settings.change("plain", "yes")
    before = places.settings.read_bytes()
    with pytest.raises(RecordsUnwritable, match="stay as they were"):
        write_settings(places.settings, read_settings(places.settings)[0].model_copy(update=change))
    assert places.settings.read_bytes() == before


@pytest.mark.parametrize(("name", "value"), [("colour", "red"), ("hints", "often"), ("plain", "perhaps")])
def test_a_wrong_name_or_value_is_told_the_right_ones(settings: SettingList, name: str, value: str) -> None:
    with pytest.raises(NotKnown, match="There are: "):
        settings.change(name, value)


@pytest.mark.parametrize("english", ["en", "en-GB", "EN-gb"])
def test_who_tried_another_language_comes_back_to_english(settings: SettingList, places: Places, english: str) -> None:
    settings.change("language", "cy")
    assert read_settings(places.settings)[0].language == "cy"
    assert "English" in settings.change("language", english)
    assert read_settings(places.settings)[0].language in {"", "en-GB"}


def test_a_file_that_cannot_be_read_is_not_written_over(settings: SettingList, places: Places) -> None:
    places.settings.parent.mkdir(parents=True, exist_ok=True)
    places.settings.write_text("hints: [", "utf-8")
    with pytest.raises(RecordsUnwritable, match="Mend or remove that file first"):
        settings.change("plain", "yes")
    assert places.settings.read_text("utf-8") == "hints: ["
