"""The settings in plain lines: read out, and changed by number.

Begin with `SettingList`; `coach settings` and the menu show it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coach.errors import NotKnown, RecordsUnwritable
from coach.language.catalogue import LANGUAGES, find_tag, say
from coach.model.characters import make_visible
from coach.model.events import Hints
from coach.plain.console import LineConsole, MenuLine, ask, choose
from coach.practice.settings import Settings, read_settings, write_settings
from coach.records.paths import Places, expand_home

YES_NO = {"yes": "yes", "no": "no"}
FOLDERS = "libraries"
INBOX = "inbox"
NO_FOLDER = "none"
INBOX_HELP = (
    "A folder into which people lay files for your desk, such as one on a shared drive. Type its whole path. `none` "
    "looks into no folder. Enter leaves it as it is."
)
OWN_FOLDERS = "Folders of your own or your team's: {folders}"
TAKEN_AWAY = "Taken away. The folder itself stays as it is. The next start of the coach is without it."
KEPT_IN = "The settings are kept in {file}, which you can edit too."
FOLDER_HELP = (
    "A folder of scenarios or exercises of your own or your team's, such as a shared drive. "
    "Type its whole path. Enter leaves it as it is."
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that is one of several values: its name in the file, and what each value means."""

    name: str
    words: str
    values: Mapping[str, str]

    def read(self, settings: Settings) -> str:
        """Return the value that stands in some settings, by its key in `values`."""
        value = getattr(settings, self.name)
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)

    def parse(self, typed: str) -> object:
        """Turn a key of `values` into what the settings hold."""
        if self.values is YES_NO:
            return typed == "yes"
        return Hints(typed) if self.name == "hints" else typed

    def describe(self, settings: Settings) -> str:
        """Say the setting and its value in one line."""
        value = self.read(settings)
        return f"{self.words}: {self.values.get(value, value)}"


class SettingList:
    """The settings of a practitioner, as a list of lines that are changed one by one."""

    def __init__(self, where: Places, find_themes: Callable[[], Mapping[str, str]]) -> None:
        """Make the list for a practitioner's folders.

        Args:
            where: the folders, with the settings file.
            find_themes: returns the names of the screens' looks; called only where they are asked for.
        """
        self._where = where
        self._find_themes = find_themes

    def list_settings(self) -> tuple[Setting, ...]:
        """List the settings that are one of several values, the one on plain lines first."""
        hints = {Hints.NONE.value: say("not until the end"), Hints.EACH.value: say("a line after each reply")}
        return (
            Setting("plain", say("Plain lines in place of screens, as for a screen reader"), YES_NO),
            Setting("hints", say("When the coach speaks"), hints),
            Setting("skip_identity", say("Questions about my own identity are left out"), YES_NO),
            Setting("theme", say("Look of the screens"), self._find_themes()),
            Setting(
                "width",
                say("Width of the screens"),
                {"wide": say("use the room there is"), "narrow": say("short lines")},
            ),
            Setting(
                "pace",
                say("What the family says comes on screens"),
                {"spoken": say("line by line"), "at_once": say("all at once")},
            ),
            Setting("language", say("Language"), {tag: language.described for tag, language in LANGUAGES.items()}),
        )

    def describe(self) -> Iterator[str]:
        """Yield every setting with its value, and where the rest is kept, a line each."""
        settings, problem = read_settings(self._where.settings)
        if problem:
            yield make_visible(problem)
        for setting in self.list_settings():
            yield f"{setting.name}: {setting.describe(settings)}."
        folders = ", ".join(make_visible(folder) for folder in settings.libraries)
        yield f"{FOLDERS}: {say(OWN_FOLDERS, folders=folders or say('none'))}."
        yield f"{INBOX}: {self._describe_inbox(settings)}."
        yield say(KEPT_IN, file=make_visible(str(self._where.settings)))
        yield say(
            "Your service's places to turn for help go into {signposts}.",
            signposts=make_visible(str(self._where.signposts)),
        )

    def to_data(self) -> dict[str, object]:
        """Return every setting as data, as it holds now."""
        return read_settings(self._where.settings)[0].model_dump(mode="json", exclude={"store"})

    def change(self, name: str, typed: str) -> str:
        """Change a setting by its name, and return a sentence on it.

        Args:
            name: the setting's name.
            typed: the new value, as typed; for folders, a path to add, or `none` to take all of them away.

        Raises:
            NotKnown: there is no such setting, or it has no such value.
            RecordsUnwritable: the settings cannot be written.
        """
        settings = self._read_whole()
        if name == FOLDERS:
            return self._add_folder(settings, typed)
        if name == INBOX:
            return self._set_inbox(settings, typed)
        setting = next((one for one in self.list_settings() if one.name == name), None)
        if setting is None:
            names = ", ".join((*(one.name for one in self.list_settings()), FOLDERS, INBOX))
            raise NotKnown(
                say("There is no setting '{name}'.", name=make_visible(name[:40])),
                say("There are: {names}.", names=names),
            )
        plain = typed.casefold()
        yes_or_no = {"true": "yes", "on": "yes", "false": "no", "off": "no"}
        key = find_tag(typed) if name == "language" else yes_or_no.get(plain, plain)
        if key not in setting.values:  # perhaps the words that stand for it where it is read out
            key = next((value for value, words in setting.values.items() if words.casefold() == plain), key)
        if key not in setting.values:
            listed = (value if words == value else f"{value} ({words})" for value, words in setting.values.items())
            raise NotKnown(
                say("'{typed}' is no value of {name}.", typed=make_visible(typed[:40]), name=name),
                say("There are: {join}.", join=", ".join(listed)),
            )
        changed = settings.model_copy(update={name: setting.parse(key)})
        write_settings(self._where.settings, changed)
        return f"{say('Kept.')} {setting.describe(changed)}.{self._say_when(name)}"

    def visit(self, lines: LineConsole) -> None:
        """Read the settings out and change those that are chosen, until Enter leaves the list."""
        while True:
            settings, problem = read_settings(self._where.settings)
            if problem:
                lines.write(make_visible(problem))
            settings_here = self.list_settings()
            folders = say(OWN_FOLDERS, folders=", ".join(settings.libraries) or say("none"))
            entries = [MenuLine(setting.name, setting.describe(settings)) for setting in settings_here]
            key = choose(
                lines,
                [*entries, MenuLine(FOLDERS, folders), MenuLine(INBOX, self._describe_inbox(settings))],
                say("A number changes one, or Enter to leave: "),
                say(KEPT_IN, file=self._where.settings),
            )
            if key is None:
                return
            if key == FOLDERS:
                self._visit_folders(lines, settings)
                continue
            if key == INBOX:
                if typed := ask(lines, say("Path of the folder, none, or Enter: "), say(INBOX_HELP)):
                    lines.write(self.change(INBOX, typed))
                continue
            setting = next(one for one in settings_here if one.name == key)
            now = setting.values.get(setting.read(settings), setting.read(settings))
            lines.write(say("{setting}. Now: {now}.", setting=setting.words, now=now))
            values = [MenuLine(value, words) for value, words in setting.values.items()]
            if (value := choose(lines, values, say("A number, or Enter to leave it as it is: "))) is not None:
                lines.write(self.change(key, value))

    def _visit_folders(self, lines: LineConsole, settings: Settings) -> None:
        """Ask for a folder to add, or which one to take away."""
        entries = [MenuLine("add", say("Add a folder"))]
        entries += [
            MenuLine(str(place), say("Take away {path}", path=path)) for place, path in enumerate(settings.libraries)
        ]
        key = choose(lines, entries, say("A number, or Enter to leave them as they are: "))
        if key == "add":
            if typed := ask(lines, say("Path of the folder, or Enter: "), say(FOLDER_HELP)):
                lines.write(self.change(FOLDERS, typed))
        elif key is not None:
            kept = tuple(path for place, path in enumerate(settings.libraries) if str(place) != key)
            write_settings(self._where.settings, self._read_whole().model_copy(update={FOLDERS: kept}))
            lines.write(say(TAKEN_AWAY))

    def _set_inbox(self, settings: Settings, typed: str) -> str:
        """Choose the folder that the desk looks into, or none. Raises NotKnown if it is not there."""
        folder = "" if typed.strip().casefold() in ("", NO_FOLDER) else _find_folder(typed)
        changed = settings.model_copy(update={INBOX: folder})
        write_settings(self._where.settings, changed)
        return f"{say('Kept.')} {self._describe_inbox(changed)}."

    @staticmethod
    def _describe_inbox(settings: Settings) -> str:
        return say("Folder that the desk looks into: {folder}", folder=make_visible(settings.inbox) or say("none"))

    def _add_folder(self, settings: Settings, typed: str) -> str:
        """Add a folder to the settings, or take all away. Raises NotKnown if it is not there."""
        if typed.strip().casefold() == NO_FOLDER:
            write_settings(self._where.settings, settings.model_copy(update={FOLDERS: ()}))
            return say(TAKEN_AWAY) if settings.libraries else say("There is none to take away.")
        folders = tuple(dict.fromkeys((*settings.libraries, _find_folder(typed))))
        write_settings(self._where.settings, settings.model_copy(update={FOLDERS: folders}))
        return say("Kept. The next start of the coach looks there.")

    def _read_whole(self) -> Settings:
        """Read the settings. Raises RecordsUnwritable if the file would be lost by writing over it."""
        settings, problem = read_settings(self._where.settings)
        if problem:
            raise RecordsUnwritable(problem, say("Mend or remove that file first, so that nothing of it is lost."))
        return settings

    @staticmethod
    def _say_when(name: str) -> str:
        return f" {say('It holds from the next start of the coach.')}" if name in ("plain", "language") else ""


def _find_folder(typed: str) -> str:
    """Return a typed folder's whole path. Raises NotKnown if it is not there."""
    path = typed.strip()
    if not path:
        raise NotKnown(say("There is no folder yet."), say("Type its whole path, or `none` for no folder."))
    if not (folder := expand_home(path)).is_dir():
        raise NotKnown(
            say("There is no folder {folder}.", folder=make_visible(path[:120])), say("Type its whole path.")
        )
    # From another folder, a path that begins nowhere would lead elsewhere; one in the home folder is left as typed.
    return path if folder.is_absolute() else str(folder.absolute())
