"""A stylesheet that is parsed once, in the warm process, and not again in each of those forked from it.

Textual parses all styles anew when an app sets its theme, which is most of the time until a first screen. A sheet that
has been through a rehearsal knows every widget's styles, and parses again only for other colours or new sources.
"""

from copy import copy
from pathlib import Path, PurePath

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet


class KeptStyles(Stylesheet):
    """Give an app one of these as its `stylesheet`, run it once, and give the same one to the apps after it."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._kept: tuple[dict[str, str], int] | None = None

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; the same ones change nothing."""
        if self._kept is None or variables != self._kept[0]:
            self._parse_cache, self._style_parse_cache = LRUCache(64), LRUCache(4096)  # others may share the old ones
            super().set_variables(variables)
            self._kept = None

    def read(self, filename: str | PurePath) -> None:
        """Read a file; one that is as it was is not parsed again."""
        key = (str(Path(filename).expanduser().absolute()), "")
        before, parsed = self.source.get(key), not self._require_parse
        super().read(filename)
        if parsed and self.source.get(key) == before:
            self._require_parse = False

    def reparse(self) -> None:
        """Parse everything, unless that was done for these colours and sources."""
        if self._kept is None or self._kept[1] != len(self.source):
            super().reparse()
            self._kept = (dict(self._variables), len(self.source))

    def for_another(self) -> "KeptStyles":
        """The same for somebody else, who may choose other colours: what is parsed anew is theirs."""
        other = copy(self)
        other.source = dict(self.source)
        return other
