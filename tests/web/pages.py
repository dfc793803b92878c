"""What tests look for in a page: its parts by role and name, and what every page owes whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
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
        own = [self] if self.tag in tags else []
        return own + [found for child in self.children if isinstance(child, Element) for found in child.find_all(*tags)]

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        parts = (child.text if isinstance(child, Element) else child for child in self.children)
        return " ".join(" ".join(parts).split())

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> list[Element]:
        return [self, *(found for child in self.children if isinstance(child, Element) for found in child.walk())]


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


def read_page(html: str) -> Element:
    """A page's parts. Fails where its tags do not close one another."""
    reader = _Reader()
    reader.feed(html)
    assert not reader.problems, reader.problems[:5]
    assert len(reader.open) == 1, [each.tag for each in reader.open]
    return reader.root


def find_faults(html: str) -> list[str]:
    """Whatever a reader with a screen reader, a keyboard or without scripts would stumble over."""
    page = read_page(html)
    faults = [f"{len(found)} of <{tag}>" for tag in ("main", "h1", "title") if len(found := page.find_all(tag)) != 1]
    ids = [each.get("id") for each in page.walk() if each.get("id")]
    faults += [f"id {each} twice" for each in sorted(set(ids)) if ids.count(each) > 1]
    known = set(ids)
    labels = {label.get("for") for label in page.find_all("label")}
    within = {id(found) for label in page.find_all("label") for found in label.find_all(*LABELLED)}
    for each in page.find_all(*LABELLED):
        named = each.get("id") in labels or id(each) in within or each.get("aria-label")
        if each.get("type") != "hidden" and not named:
            faults.append(f"<{each.tag} name={each.get('name')}> has no label")
    faults += [f"a <{each.tag}> says nothing" for each in page.find_all("button", "a") if not _name(each)]
    ranks = [int(each.tag[1]) for each in page.find_all(*HEADINGS)]
    faults += [f"<h{low}> after <h{high}>" for high, low in pairwise(ranks) if low > high + 1]
    faults += [f"{each.text!r} is an empty heading" for each in page.find_all(*HEADINGS) if not each.text]
    for each in page.walk():
        for name in ("aria-describedby", "aria-labelledby"):
            faults += [f"{name}={part} leads nowhere" for part in each.get(name).split() if part not in known]
        if "style" in each.attributes or any(name.startswith("on") for name in each.attributes):
            faults.append(f"<{each.tag}> has a script or a style of its own")
        if each.get("role") == "log" and not each.get("aria-label"):
            faults.append("a log without a name")
    if not any(each.get("role") == "status" for each in page.walk()):
        faults.append("no status region")
    faults += [f"a form posts to {form.get('action')!r}" for form in page.find_all("form") if not _is_local(form)]
    faults += ["a <style>" for _ in page.find_all("style")]
    faults += ["a script of its own" for script in page.find_all("script") if not script.get("src").startswith("/")]
    root = page.find_all("html")
    if not root or root[0].get("lang") not in LANGUAGES:
        faults.append("no language")
    return faults


def _name(element: Element) -> str:
    return element.get("aria-label") or element.text


def _is_local(form: Element) -> bool:
    action = form.get("action")
    return form.get("method") == "get" or (action.startswith("/") and not action.startswith("//"))
