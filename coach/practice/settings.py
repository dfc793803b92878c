"""The practitioner's settings: reading and writing the small YAML file that they can edit."""

import os
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator

from coach.content.validation import bind
from coach.content.yaml_reader import UnusableContent, parse_yaml, read_own_file
from coach.errors import NotKnown, RecordsUnwritable
from coach.language.catalogue import ENGLISH, find_tag, say
from coach.model.events import Hints
from coach.model.types import Frozen, Id, Prose, Proses
from coach.records.paths import SETTINGS_FILE, expand_home, find_machine_folder, read_trusted_file, write_whole


def check_language(typed: str) -> str:
    """Return the tag of a language that the coach speaks. Raises ValueError."""
    try:
        return find_tag(typed)
    except NotKnown as error:
        raise ValueError(str(error).removesuffix(".")) from None


class Settings(Frozen):
    """The choices of a practitioner, stored on this machine only."""

    format: int = 1
    theme: Prose = "coach-dark"
    hints: Hints = Hints.NONE
    skip_identity: bool = False
    """Leave out questions about one's own identity. Offered to everyone."""
    welcomed: bool = False
    """The first screen's words about real names and limits have been read."""
    width: Literal["narrow", "wide"] = "wide"
    plain: bool = False
    """Plain lines in place of screens, as for a screen reader; `coach/cli/context.py` reads it before any screen."""
    pace: Literal["spoken", "at_once"] = "spoken"
    """Whether the family's lines come one after another, or all at once."""
    language: Annotated[str, AfterValidator(check_language)] = ENGLISH
    """Its tag; `set_language` in `coach/cli/context.py` reads it before anything is said."""
    libraries: Proses = ()
    """Folders of scenarios of one's own or one's team, such as a shared drive."""
    inbox: str = ""
    """A folder into which practitioners lay files for this supervisor, such as one on a shared drive."""
    keys: dict[Id, Prose] = {}
    """Keys of one's own, by the name of what they do."""

    store: str = ""
    """The address of a team's store; `read_store_address` in `coach/cli/context.py` reads it before any screen."""

    def folders(self) -> tuple[Path, ...]:
        """The folders named in `libraries`, with `~` expanded; an unknown account stays as written."""
        return tuple(expand_home(path) for path in self.libraries)


def read_settings(file: Path) -> tuple[Settings, str]:
    """Read the settings, those of the whole machine beneath the user's own.

    If the user's own are unusable, return those beneath and a sentence that says so.
    """
    beneath, _ = read_machine_settings()
    if not file.is_file():
        return beneath, ""
    try:
        own = bind(read_own_file(file), Settings)
        return beneath.model_copy(update={name: getattr(own, name) for name in own.model_fields_set}), ""
    except UnusableContent as problem:
        return beneath, say("Your settings could not be read, so the usual ones are used. {problem}", problem=problem)


def read_machine_settings() -> tuple[Settings, str]:
    """Read the settings of the whole machine.

    Where they cannot be used, return the usual ones and a sentence that says so.
    """
    file = find_machine_folder(os.environ) / SETTINGS_FILE
    text = read_trusted_file(file)
    try:
        return (bind(parse_yaml(file, text), Settings) if text.strip() else Settings()), ""
    except UnusableContent as problem:
        return Settings(), say("The settings of this machine could not be read. {problem}", problem=problem)


def write_settings(file: Path, settings: Settings) -> None:
    """Write what differs from the whole machine's settings to a file, whole or not at all.

    Raises RecordsUnwritable; so it does where the coach could not read the file again, and the old one stays.
    """
    beneath = read_machine_settings()[0].model_dump(mode="json")
    values = {name: value for name, value in settings.model_dump(mode="json").items() if value != beneath[name]}
    text = "# Settings of the conversation coach, kept on this machine only.\n" + yaml.safe_dump(
        {"format": 1, **values}, sort_keys=False
    )
    try:
        bind(parse_yaml(file, text), Settings)
    except UnusableContent as problem:
        # One value that cannot be read costs all the others: the usual ones would be used from the next start.
        raise RecordsUnwritable(
            say("Your settings stay as they were, for they could not be read with that. {problem}", problem=problem),
            say("Choose something else."),
            title=say("Not kept"),
        ) from None
    try:
        write_whole(file, text)
    except OSError as error:
        raise RecordsUnwritable(
            say("Your settings could not be kept: {why}.", why=(error.strerror or say("no access")).lower()),
            say("They hold until you close the coach."),
            title=say("Not kept"),
        ) from None
