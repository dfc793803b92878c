"""What Textual finds for a widget in its style sheets, remembered by everything that its finding depends on.

Most of what a test of a screen costs is looking through a thousand rules for each widget, each time that a class or
the focus changes. Which rules hold depends only on the names and the states of a widget and of what it lies in; two
widgets that are alike in these, in one app or in the next, are given the same rules.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from textual.css.model import RuleSet, Selector, SelectorType
from textual.css.styles import RulesMap, Styles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

Kind = tuple[type[DOMNode], str | None, frozenset[str]]
"""What a selector can know of a widget by its names: type, id, classes."""
ORDER = frozenset({"first-of-type", "last-of-type", "first-child", "last-child", "empty"})
_apply: Callable[..., None] = Stylesheet.apply
_update_nodes: Callable[..., None] = Stylesheet.update_nodes


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rules that may hold for a kind of widget, and which changes around it need its styles anew."""

    rules: int
    chosen: list[RuleSet]
    flags: tuple[bool, bool, bool, bool]


class Sheets:
    """The rules of an app's style sheets, as they stand after its last new sheet."""

    def __init__(self, rules: list[RuleSet]) -> None:
        self.rules = rules
        self.places = {id(rule): place for place, rule in enumerate(rules)}
        self.candidates: dict[Kind, Candidates] = {}


class Places:
    """Numbers for places of widgets: the same for all that no rule can tell apart, with what they lie in.

    What rules ask about is known once they are seen: with each new id, class or state in one, all is numbered anew.
    """

    def __init__(self) -> None:
        self._ids: set[str | None] = set()
        self._classes: frozenset[str] = frozenset()
        self._with_states: dict[tuple[object, ...], Selector] = {}
        self._seen: set[int] = set()
        self._states: dict[Kind, tuple[str, ...]] = {}
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._last = 0

    def add(self, rules: list[RuleSet]) -> None:
        """Know what these rules ask about."""
        new = [rule for rule in rules if id(rule) not in self._seen]
        self._seen.update(map(id, new))
        before = len(self._ids), len(self._classes), len(self._with_states)
        selectors = [each for rule in new for way in rule.selector_set for each in way.selectors]
        self._ids |= {each.name for each in selectors if each.type is SelectorType.ID}
        self._classes |= {each.name for each in selectors if each.type is SelectorType.CLASS}
        self._with_states |= {
            (each.type, each.name, *sorted(each.pseudo_classes)): each for each in selectors if each.pseudo_classes
        }
        if before != (len(self._ids), len(self._classes), len(self._with_states)):
            self._states.clear()
            self._numbers.clear()

    def kind_of(self, node: DOMNode) -> Kind:
        return type(node), node._id if node._id in self._ids else None, self._classes & node._classes

    def number_of(self, node: DOMNode, kind: Kind, known: dict[DOMNode, int] | None) -> int:
        """The number of a widget's place; `known` are places that do not change meanwhile."""
        if known is not None and node in known:
            return known[node]
        parent = node._parent
        above = self.number_of(parent, self.kind_of(parent), known) if isinstance(parent, DOMNode) else -1
        states = self._states.get(kind)
        if states is None:
            asked = [each for each in self._with_states.values() if each._check(node)]
            states = self._states[kind] = tuple(sorted({name for each in asked for name in each.pseudo_classes}))
        checks: Any = node._PSEUDO_CLASSES
        stands = tuple([bool(checks[state](node)) if state in checks else None for state in states])
        key = above, kind, stands
        number = self._numbers.get(key)
        if number is None:
            self._last += 1
            number = self._numbers[key] = self._last
        if known is not None:
            known[node] = number
        return number


class Looking:
    """A style sheet for Textual to look in, which keeps what is found instead of giving it to the widget."""

    _EXCLUDE_PSEUDO_CLASSES_FROM_CACHE = Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE
    _check_rule = Stylesheet._check_rule

    def __init__(self, sheet: Stylesheet, chosen: list[RuleSet] | None) -> None:
        """Look in all rules, or in those that were chosen for a kind of widget, so that not all are gone through."""
        self.rules = sheet.rules if chosen is None else chosen
        self.rules_map = sheet.rules_map if chosen is None else {"*": chosen}
        self.found: RulesMap | None = None

    def replace_rules(self, _: DOMNode, rules: RulesMap, **__: object) -> None:
        self.found = rules

    def _process_component_classes(self, _: DOMNode) -> None:
        """Parts of a widget are looked for by themselves."""


class Found:
    """Rules for a widget, and how they are once they are set: some of what a sheet says is nothing that can be set."""

    def __init__(self, rules: RulesMap) -> None:
        styles: Any = Styles()
        for key, value in rules.items():
            setattr(styles, key, value)
        self.rules: dict[str, Any] = dict(rules)
        self.settled: dict[str, Any] = styles._rules


class FoundStyles:
    """In place of Textual's looking, for every app of a run."""

    def __init__(self) -> None:
        self._places = Places()
        self._sheets: dict[tuple[int, ...], Sheets] = {}
        self._candidates: dict[tuple[int, ...], int] = {}
        self._found: dict[tuple[int, int], Found | None] = {}
        self._known: dict[DOMNode, int] | None = None

    def apply(
        self,
        sheet: Stylesheet,
        node: DOMNode,
        *,
        animate: bool = False,
        **_: object,  # Textual's own memory of one round
    ) -> None:
        """Give a widget the rules that hold for it; Textual looks for those that were never asked for."""
        candidates, place = self._of(sheet, node)
        node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even = candidates.flags
        if (found := self._find(sheet, node, candidates, place)) is not None:
            _give(sheet, node, found, animate=animate)
        if components := _components_of(type(node)):
            self._give_components(sheet, node, components)

    def update_nodes(self, sheet: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        """As Textual does for a widget and all in it; until that is done, no widget's names and states change."""
        self._known = {}
        try:
            _update_nodes(sheet, nodes, animate)
        finally:
            self._known = None

    def _give_components(self, sheet: Stylesheet, node: DOMNode, components: Iterable[str]) -> None:
        """As Textual does; parts whose rules are the same keep the styles that they have."""
        before = node._component_styles.copy()
        node._component_styles.clear()
        changed = False
        for component in components:
            part = _part(component, node)
            found = self._find(sheet, part, *self._of(sheet, part))
            styles = before.get(component)
            if styles is None or styles.base._rules != (found.settled if found else {}):
                if found is not None:
                    part.styles.base._rules.update(found.settled)  # type: ignore[typeddict-item]
                styles, changed = part.styles, True
            node._component_styles[component] = styles
        if changed:
            node.refresh()

    def _find(self, sheet: Stylesheet, node: DOMNode, candidates: Candidates, place: int) -> Found | None:
        key = candidates.rules, place
        if key not in self._found:
            self._found[key] = _look(sheet, node, candidates.chosen)
        return self._found[key]

    def _of(self, sheet: Stylesheet, node: DOMNode) -> tuple[Candidates, int]:
        rules = sheet.rules
        known: tuple[list[RuleSet], Sheets] | None = getattr(sheet, "_known_as", None)
        if known is None or known[0] is not rules:
            key = tuple(map(id, rules))
            if key not in self._sheets:
                self._sheets[key] = Sheets(rules)
                self._places.add(rules)
            known = rules, self._sheets[key]
            sheet._known_as = known  # type: ignore[attr-defined]
        kind = self._places.kind_of(node)
        candidates = known[1].candidates.get(kind)
        if candidates is None:
            candidates = known[1].candidates[kind] = self._candidates_of(sheet, node, known[1].places)
        return candidates, self._places.number_of(node, kind, self._known)

    def _candidates_of(self, sheet: Stylesheet, node: DOMNode, places: Mapping[int, int]) -> Candidates:
        by_name = sheet.rules_map
        rules = {places[id(rule)]: rule for name in by_name.keys() & node._selector_names for rule in by_name[name]}
        chosen = [rules[place] for place in sorted(rules)]
        states = {state for rule in chosen for state in rule.pseudo_classes}
        key = tuple(map(id, chosen))
        return Candidates(
            self._candidates.setdefault(key, len(self._candidates)),
            chosen,
            (
                "hover" in states,
                "focus-within" in states,
                not states.isdisjoint(ORDER),
                not states.isdisjoint({"odd", "even"}),
            ),
        )


@cache
def _components_of(kind: type[DOMNode]) -> list[str]:
    return sorted(kind._get_component_classes())


def _part(component: str, node: DOMNode) -> DOMNode:
    part = DOMNode(classes=component)
    part._attach(node)
    return part


def _look(sheet: Stylesheet, node: DOMNode, chosen: list[RuleSet] | None = None) -> Found | None:
    looking: Any = Looking(sheet, chosen)
    _apply(looking, node)
    return None if looking.found is None else Found(looking.found)


def _give(sheet: Stylesheet, node: DOMNode, found: Found, *, animate: bool) -> None:
    """As Textual does; where a widget has these very rules already, that is noticed at once."""
    base: Any = node.styles.base
    if getattr(base, "_given", None) == (id(found), base._updates):
        node.notify_style_update()
        return
    if animate and "transitions" in found.rules:
        sheet.replace_rules(node, found.rules, animate=True)  # type: ignore[arg-type]
    else:
        for key in base._rules.keys() | found.settled.keys():
            if base._rules.get(key) != found.settled.get(key):
                setattr(base, key, found.rules.get(key))
        node.notify_style_update()
    if not _unlike(base._rules, found.settled):  # not where something still moves
        base._given = (id(found), base._updates)


def _unlike(now: Mapping[str, Any], settled: Mapping[str, Any]) -> list[str]:
    """Rules that differ; each widget has a layout of its own, of which only the name is a rule."""
    names = [key for key in now.keys() | settled.keys() if now.get(key) != settled.get(key)]
    return [key for key in names if key != "layout" or not now.get(key) or now[key].name != settled[key].name]


def use(found: FoundStyles, monkeypatch: pytest.MonkeyPatch) -> None:
    """For one test."""

    def apply(sheet: Stylesheet, node: DOMNode, **how: Any) -> None:
        found.apply(sheet, node, **how)

    def update_nodes(sheet: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        found.update_nodes(sheet, nodes, animate)

    monkeypatch.setattr(Stylesheet, "apply", apply)
    monkeypatch.setattr(Stylesheet, "update_nodes", update_nodes)


def otherwise(sheet: Stylesheet, node: DOMNode) -> list[str]:
    """What Textual itself finds for a widget and all in it, where that is not what they were given."""
    wrong = []
    for each in node.walk_children(with_self=True):
        styles = {"": each.styles, **each._component_styles}
        nodes = {name: _part(name, each) if name else each for name in ("", *_components_of(type(each)))}
        for name, part in nodes.items():
            now, found = styles[name].base._rules, _look(sheet, part)
            unlike = _unlike(now, found.settled) if found is not None else []
            wrong += [f"{each} {name} {key}: {now.get(key)!r}, not {found.settled.get(key)!r}" for key in unlike]  # type: ignore[union-attr]
    return wrong
