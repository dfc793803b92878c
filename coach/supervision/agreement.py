"""Two readers: where coach, practitioner and supervisor see a line alike, and where each sees it their own way.

Nothing here is about a person. Silence is never taken for agreement: of a note of the coach's, only what the supervisor
said of that note counts. Where the coach said nothing of a criterion, and the supervisor, who looked at the line, added
nothing, both saw nothing there.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from coach.model.brought import Brought, BroughtLine, Response, View
from coach.practice.details import look_for_details, without

FEWEST = 20
"""Lines that one of the readers found a criterion in, below which nothing is said of how they agree."""
SPREADSHEET_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may not begin with, or a spreadsheet takes it for a formula."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the practitioner's lines that a supervisor has answered, with what came before it."""

    brought: Brought
    line: BroughtLine
    cue: str
    response: Response

    def coach(self) -> frozenset[str]:
        """What the coach was sure of."""
        return frozenset(note.criterion for note in self.line.notes if note.sure)

    def practitioner(self) -> frozenset[str]:
        """The same, with the practitioner's own word."""
        own = {note.criterion: note.own_word for note in self.line.notes}
        said = {key for key, word in own.items() if word == "fair"}
        return (self.coach() | said) - {key for key, word in own.items() if word == "not_meant"}

    def supervisor(self) -> frozenset[str]:
        """What the supervisor said a yes to, or added."""
        return self._viewed(View.AGREE, View.ALSO)

    def partly(self) -> frozenset[str]:
        """What the supervisor partly agreed with: neither a yes nor a no."""
        return self._viewed(View.PARTLY)

    def answered(self) -> frozenset[str]:
        """Everything that the supervisor said something of."""
        return self._viewed(*View)

    def unanswered(self) -> frozenset[str]:
        """What the coach noted, sure or not, and the supervisor said nothing of: nobody knows how they see it."""
        return frozenset(note.criterion for note in self.line.notes) - self.answered()

    def _viewed(self, *views: View) -> frozenset[str]:
        said = (each for each in self.response.views if each.reply == self.line.reply)
        return frozenset(each.criterion for each in said if each.view in views)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two readers saw one criterion, over all lines in which both are known to have seen it or not."""

    criterion: str
    both: int
    only_coach: int
    only_supervisor: int
    neither: int
    partly: int

    @property
    def enough(self) -> bool:
        """Whether anything can be said."""
        return self.both + self.only_coach + self.only_supervisor >= FEWEST

    @property
    def kappa(self) -> float:
        """Cohen's kappa; 1 where they always agreed."""
        whole = self.both + self.only_coach + self.only_supervisor + self.neither
        alike = (self.both + self.neither) / whole
        coach, other = (self.both + self.only_coach) / whole, (self.both + self.only_supervisor) / whole
        by_luck = coach * other + (1 - coach) * (1 - other)
        return 1.0 if by_luck == 1 else (alike - by_luck) / (1 - by_luck)

    def says(self) -> str:
        """In a sentence."""
        if not self.enough:
            return "too few to say"
        both, whole = self.both, self.both + self.only_coach + self.only_supervisor
        return f"both {both} of {whole} (kappa {self.kappa:.2f})"


def answered(pairs: Iterable[tuple[Brought, Response]]) -> Iterator[Answered]:
    """Every line that a supervisor has said something of."""
    for brought, response in pairs:
        viewed = {each.reply for each in response.views}
        for place, line in enumerate(brought.lines):
            if line.reply in viewed:
                yield Answered(brought, line, _cue(brought.lines[:place]), response)


def agreements(lines: Iterable[Answered]) -> tuple[Agreement, ...]:
    """Criterion by criterion, in order of their names."""
    found = tuple(lines)
    criteria = sorted({key for each in found for key in each.answered()})
    return tuple(_agreement(key, found) for key in criteria)


def to_look_at(lines: Iterable[Answered]) -> Iterator[tuple[Answered, str, str]]:
    """Each line on which those who said something differ, with the criterion and who saw it; nobody, perhaps.

    What the supervisor partly agreed with is among them; what they have not answered, only where the other two differ.
    """
    for each in lines:
        readers = {"coach": each.coach(), "practitioner": each.practitioner(), "supervisor": each.supervisor()}
        for key in sorted(each.partly().union(*readers.values())):
            said = [name for name in readers if name != "supervisor" or key not in each.unanswered()]
            seen = [name for name in said if key in readers[name]]
            if 0 < len(seen) < len(said) or key in each.partly():
                yield each, key, ", ".join(seen)


def labelled(lines: Iterable[Answered]) -> Iterator[str]:
    """Labelled replies, one JSON object a line, that `coach evaluate` can read.

    Only of lines where practitioner and supervisor both said yes to it, without names, dates or anything else that says
    whose they were: the id is of the words alone. What the two saw differently is contested, and so is what the coach
    noted and the supervisor said nothing of.
    """
    seen = set()
    for each in lines:
        if not (each.brought.may_teach and each.response.may_teach):
            continue
        reply, cue = _bare(each.line.text), _bare(each.cue)
        key = blake2b(f"{cue}\n{reply}".encode(), digest_size=6).hexdigest()
        if key in seen:
            continue
        seen.add(key)
        both = each.practitioner() & each.supervisor()
        differ = (each.practitioner() ^ each.supervisor()) | each.partly() | each.unanswered()
        row = {
            "id": f"own-{key}",
            "cue": cue,
            "topic": each.line.topic or "none",
            "reply": reply,
            "labels": sorted(both - differ),
            "contested": sorted(differ),
        }
        yield json.dumps(row, ensure_ascii=False)


def as_spreadsheet(found: Iterable[Agreement]) -> str:
    """The counts for a spreadsheet, with nothing in it that a spreadsheet would run."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(["criterion", "both", "only the coach", "only the supervisor", "neither", "partly", "in words"])
    for each in found:
        row = [each.criterion, each.both, each.only_coach, each.only_supervisor, each.neither, each.partly, each.says()]
        write.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(SPREADSHEET_RUNS) else cell


def _agreement(key: str, lines: tuple[Answered, ...]) -> Agreement:
    counted = [each for each in lines if key not in each.partly() | each.unanswered()]
    one = [key in each.coach() for each in counted]
    two = [key in each.supervisor() for each in counted]
    pairs = list(zip(one, two, strict=True))
    return Agreement(
        key,
        both=pairs.count((True, True)),
        only_coach=pairs.count((True, False)),
        only_supervisor=pairs.count((False, True)),
        neither=pairs.count((False, False)),
        partly=sum(key in each.partly() for each in lines),
    )


def _cue(before: tuple[BroughtLine, ...]) -> str:
    """What the family said last before a line."""
    said: list[str] = []
    for line in reversed(before):
        if line.reply:
            break
        if line.speaker and line.speaker != "You":
            said.append(line.text)
    return " ".join(reversed(said[:3]))


def _bare(text: str) -> str:
    """Words without what looks like a real person's detail."""
    return without(text, look_for_details(text, ()))
