"""Where things are kept on this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

APP = "conversation-coach"
HOME = "COACH_HOME"
"""Environment variable that puts everything in one folder of the owner's choosing."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders the coach uses. Nothing is made until something is kept."""

    data: Path
    config: Path

    @property
    def rehearsals(self) -> Path:
        """The file of rehearsals."""
        return self.data / "rehearsals.db"

    @property
    def rooms(self) -> Path:
        """The file of rooms that were opened on this machine."""
        return self.data / "rooms.db"

    @property
    def settings(self) -> Path:
        """The practitioner's own settings."""
        return self.config / "settings.yaml"

    @property
    def signposts(self) -> Path:
        """Local places to turn to, which the owner or their service may edit."""
        return self.config / "signposts.yaml"

    @property
    def weights(self) -> Path:
        """Weights that the owner fitted to labelled replies of their own, a folder a rubric."""
        return self.data / "weights"

    @property
    def pictures(self) -> Path:
        """Pictures that were drawn for the browser. They go with the rehearsals that they show."""
        return self.data / "pictures"

    def expiry(self, of: str) -> Path:
        """What is remembered of when something goes by itself: moments and ids, no words. `of`: such as `rooms`."""
        return self.data / "expiry" / f"{of}.json"

    @property
    def library(self) -> Path:
        """The owner's own scenarios, families and rubrics."""
        return self.data / "library"


def places(environment: "os._Environ[str] | dict[str, str]") -> Places:
    """The folders for this user: the system's own, or all inside COACH_HOME."""
    if home := environment.get(HOME):
        return Places(Path(home).expanduser(), Path(home).expanduser())
    dirs = PlatformDirs(APP, appauthor=False)
    return Places(dirs.user_data_path, dirs.user_config_path)
