"""The colours of every look: words stand out by 4.5 to 1, edges of controls and outlines of the focus by 3 to 1."""

import re
from importlib import resources

import pytest

WORDS = [
    *(("text", on) for on in ("page", "sheet", "family", "you", "note", "accent-soft")),
    *(("quiet", on) for on in ("page", "sheet", "family", "you")),
    *(("accent", on) for on in ("page", "sheet", "family", "you")),
    ("accent-text", "accent"),
    ("warn", "page"),
    ("warn", "sheet"),
]
EDGES = [*(("edge", on) for on in ("page", "sheet")), *(("focus", on) for on in ("page", "sheet", "family", "note"))]


def read_looks() -> dict[str, dict[str, str]]:
    """The colours of light, dark and high contrast; whatever a look leaves out is as in light."""
    css = (resources.files("coach.web") / "static" / "coach.css").read_text("utf-8")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css.split(selector, 1)[1].split("}", 1)[0]))
        for name, selector in (
            ("light", ":root {"),
            ("dark", ':root[data-look="dark"] {'),
            ("dark by the system", ':root:not([data-look="light"]):not([data-look="contrast"]) {'),
            ("contrast", ':root[data-look="contrast"] {'),
        )
    }
    return {name: {**found["light"], **colours} for name, colours in found.items()}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", sorted(read_looks()))
def test_words_and_edges_stand_out_in_every_look(look: str) -> None:
    colours = read_looks()[look]
    weak = {
        (one, on): round(found, 2)
        for pairs, least in ((WORDS, 4.5), (EDGES, 3.0))
        for one, on in pairs
        if (found := contrast(colours[one], colours[on])) < least
    }
    assert not weak


def test_dark_is_the_same_by_choice_and_by_the_system() -> None:
    looks = read_looks()
    assert looks["dark"] == looks["dark by the system"]
