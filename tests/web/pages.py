"""What tests look for in a page: its parts by role and name, and what every page owes whoever reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise

from coach.language.catalogue import LANGUAGES

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
LABELLED = frozenset(("input", "select", "textarea"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Element:
    """A part of a page."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def find_all(self, *tags: str) -> list[Element]:
        """Every part with one of these tags, this one among them."""
        return [each for each in self.walk() if each.tag in tags]

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        parts = (child.text if isinstance(child, Element) else child for child in self.children)
        return " ".join(" ".join(parts).split())

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> list[Element]:
        """This part and all in it, in the order of the page."""
        found, waiting = [], [self]
        while waiting:
            found.append(each := waiting.pop())
            waiting += [child for child in reversed(each.children) if isinstance(child, Element)]
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        elif tag not in VOID:
            self.problems.append(f"</{tag}> closes <{self.open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@lru_cache(maxsize=8)
def read_page(html: str) -> Element:
    """A page's parts, which no test changes. Fails where its tags do not close one another."""
    reader = _Reader()
    reader.feed(html)
    assert not reader.problems, reader.problems[:5]
    assert len(reader.open) == 1, [each.tag for each in reader.open]
    return reader.root


def find_faults(html: str) -> list[str]:
    """Whatever a reader with a screen reader, a keyboard or without scripts would stumble over."""
    parts = read_page(html).walk()

    def find_all(*tags: str) -> list[Element]:
        return [each for each in parts if each.tag in tags]

    faults = [f"{len(found)} of <{tag}>" for tag in ("main", "h1", "title") if len(found := find_all(tag)) != 1]
    ids = Counter(each.get("id") for each in parts if each.get("id"))
    faults += [f"id {each} twice" for each in sorted(ids) if ids[each] > 1]
    labels = {label.get("for") for label in find_all("label")}
    within = {id(found) for label in find_all("label") for found in label.find_all(*LABELLED)}
    for each in find_all(*LABELLED):
        named = each.get("id") in labels or id(each) in within or each.get("aria-label")
        if each.get("type") != "hidden" and not named:
            faults.append(f"<{each.tag} name={each.get('name')}> has no label")
    faults += [f"a <{each.tag}> says nothing" for each in find_all("button", "a") if not _name(each)]
    ranks = [int(each.tag[1]) for each in find_all(*HEADINGS)]
    faults += [f"<h{low}> after <h{high}>" for high, low in pairwise(ranks) if low > high + 1]
    faults += [f"{each.text!r} is an empty heading" for each in find_all(*HEADINGS) if not each.text]
    for each in parts:
        for name in ("aria-describedby", "aria-labelledby"):
            faults += [f"{name}={part} leads nowhere" for part in each.get(name).split() if part not in ids]
        if "style" in each.attributes or any(name.startswith("on") for name in each.attributes):
            faults.append(f"<{each.tag}> has a script or a style of its own")
        if each.get("role") == "log" and not each.get("aria-label"):
            faults.append("a log without a name")
    if not any(each.get("role") == "status" for each in parts):
        faults.append("no status region")
    faults += [f"a form posts to {form.get('action')!r}" for form in find_all("form") if not _is_local(form)]
    faults += ["a <style>" for _ in find_all("style")]
    faults += ["a script of its own" for script in find_all("script") if not script.get("src").startswith("/")]
    root = find_all("html")
    if not root or root[0].get("lang") not in LANGUAGES:
        faults.append("no language")
    return faults


def _name(element: Element) -> str:
    return element.get("aria-label") or element.text


def _is_local(form: Element) -> bool:
    action = form.get("action")
    return form.get("method") == "get" or (action.startswith("/") and not action.startswith("//"))
