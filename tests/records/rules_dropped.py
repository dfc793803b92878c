"""A team store's rules without one of their conditions, each in turn: policies, and the refusals in functions.

Only what widens what a login may do is left out: whose rows, for whom, for which command, who asks.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coach.records.team.row_security import FUNCTIONS, POLICIES

CLAUSES = re.compile(r"\b(USING|WITH CHECK) \(")
LIMITS = (re.compile(r"\bTO (?:CURRENT_USER|\w+) "), re.compile(r"\bFOR (?:SELECT|DELETE) "))
REFUSES = re.compile(r"\bIF (?P<condition>(?:(?!\bIF\b).)+?) THEN(?=\s+(?:RAISE|RETURN)\b)", re.DOTALL)
ASKS = re.compile(r"(EXISTS \(SELECT FROM .+? WHERE )(.+)\)")


class Dropped(NamedTuple):
    """A rule without one of its conditions: on what, its name, which condition, and its text then and usually."""

    table: str
    name: str
    condition: str
    text: str
    usual: str

    def says(self) -> str:
        return f"{self.table} {self.name} without {' '.join(self.condition.split())}"

    def lay(self, text: str) -> str:
        """The statements that lay the rule down with this text."""
        if self.table == "function":
            return f"CREATE OR REPLACE FUNCTION coach.{self.name} {text};"
        return f"DROP POLICY {self.name} ON coach.{self.table}; CREATE POLICY {self.name} ON coach.{self.table} {text};"


def list_policies() -> Iterator[Dropped]:
    """Each policy without each condition."""
    for table, name, rule in POLICIES:
        for clause, start, end in _list_clauses(rule):
            for part, rest in list_without(rule[start:end]):
                yield Dropped(table, name, f"{part} ({clause})", f"{rule[:start]}{rest}{rule[end:]}", rule)
        for limit in LIMITS:
            if found := limit.search(rule):
                yield Dropped(table, name, found[0].strip(), rule.replace(found[0], "", 1), rule)


def list_functions() -> Iterator[Dropped]:
    """Each function without each of its refusals, and without asking who calls."""
    for name, text in FUNCTIONS.items():
        for found in REFUSES.finditer(text):
            start, end = found.span("condition")
            yield Dropped("function", name, found["condition"], f"{text[:start]}false{text[end:]}", text)
        for found in re.finditer(r"\n  PERFORM may_come\([^)]*\);| AND [rel]\.\w+ = caller\(\)", text):
            yield Dropped("function", name, found[0], text.replace(found[0], "", 1), text)


def list_without(condition: str) -> Iterator[tuple[str, str]]:
    """Each part of a condition, also within one that asks another table, and the condition without it."""
    parts = split_and(condition)
    for at, part in enumerate(parts):
        before, after = parts[:at], parts[at + 1 :]
        if part != "true":
            yield part, " AND ".join([*before, *after]) or "true"
        if asked := ASKS.fullmatch(part):
            for inner, rest in list_without(asked[2]):
                yield inner, " AND ".join([*before, f"{asked[1]}{rest})", *after])


def split_and(condition: str) -> list[str]:
    """The parts of a condition that are joined by AND at its top: each has to hold."""
    parts, depth, begun = [], 0, 0
    for at, letter in enumerate(condition):
        depth += (letter == "(") - (letter == ")")
        if not depth and condition[at : at + 5] == " AND ":
            parts.append(condition[begun:at])
            begun = at + 5
    return [*parts, condition[begun:]]


def _list_clauses(rule: str) -> Iterator[tuple[str, int, int]]:
    """USING and WITH CHECK, and where the condition of each begins and ends."""
    for found in CLAUSES.finditer(rule):
        depth, at = 1, found.end()
        while depth:
            depth += (rule[at] == "(") - (rule[at] == ")")
            at += 1
        yield found[1], found.end(), at - 1
