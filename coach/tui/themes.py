"""The colour themes, and the pairs of text and background whose contrast is tested."""

import re
from dataclasses import replace
from pathlib import Path

from textual.theme import BUILTIN_THEMES, Theme

from coach.records.paths import search_settings

DEFAULT_THEME = "coach-dark"


def _look(
    name: str,
    *,
    dark: bool,
    ground: str,
    page: str,
    card: str,
    words: str,
    quiet: str,
    you: str,
    family: str,
    edge: str,
    wrong: str,
    cursor: str,
    on_cursor: str,
) -> Theme:
    """Make a theme from its colours: backgrounds from back to front, then texts and edges."""
    return Theme(
        name=name,
        dark=dark,
        background=ground,
        surface=page,
        panel=card,
        boost=card,
        foreground=words,
        primary=you,
        secondary=family,
        accent=family,
        warning=family,
        error=wrong,
        success=you,
        variables={
            "quiet": quiet,
            "you": you,
            "family": family,
            "edge": edge,
            "wrong": wrong,
            "text": words,
            "text-muted": quiet,
            "text-disabled": quiet,
            "text-primary": you,
            "text-accent": family,
            "text-warning": family,
            "text-error": wrong,
            "text-success": you,
            "border": you,
            "border-blurred": edge,
            "block-cursor-background": cursor,
            "block-cursor-foreground": on_cursor,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": card,
            "block-cursor-blurred-foreground": words,
            "block-hover-background": card,
            "input-cursor-background": words,
            "input-cursor-foreground": ground,
            "input-selection-background": cursor,
            "input-selection-foreground": on_cursor,
            "screen-selection-background": cursor,
            "screen-selection-foreground": on_cursor,
            "footer-background": ground,
            "footer-foreground": quiet,
            "footer-key-foreground": you,
            "footer-description-foreground": quiet,
            "scrollbar": edge,
            "scrollbar-hover": quiet,
            "scrollbar-active": you,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "button-foreground": words,
            "button-color-foreground": words,
            "button-focus-text-style": "bold reverse",
            "link-color": you,
            "markdown-h1-color": you,
            "markdown-h2-color": you,
            "markdown-h3-color": family,
        },
    )


THEMES = (
    _look(
        "coach-dark",
        dark=True,
        ground="#1d1c1a",
        page="#252421",
        card="#33312c",
        words="#e9e4da",
        quiet="#b9b1a3",
        you="#9fc9cc",
        family="#e2b878",
        edge="#807a6c",
        wrong="#f0a08f",
        cursor="#9fc9cc",
        on_cursor="#17201f",
    ),
    _look(
        "coach-light",
        dark=False,
        ground="#faf7f0",
        page="#f3eee3",
        card="#e7dfcf",
        words="#29261f",
        quiet="#575044",
        you="#17535c",
        family="#74430c",
        edge="#857a63",
        wrong="#97281a",
        cursor="#17535c",
        on_cursor="#ffffff",
    ),
    _look(
        "coach-high-contrast",
        dark=True,
        ground="#000000",
        page="#000000",
        card="#5c5c5c",
        words="#ffffff",
        quiet="#f0f0f0",
        you="#7ff4ff",
        family="#ffe066",
        edge="#ffffff",
        wrong="#ffccc4",
        cursor="#ffff00",
        on_cursor="#000000",
    ),
    replace(BUILTIN_THEMES["ansi-dark"], name="ansi"),
)

THEME_NAMES = {
    "coach-dark": "Dark",
    "coach-light": "Light",
    "coach-high-contrast": "High contrast",
    "ansi": "Your terminal's own colours",
}

DEFAULT_COLOURS = {
    "quiet": "ansi_default",
    "you": "ansi_cyan",
    "family": "ansi_yellow",
    "edge": "ansi_bright_black",
    "wrong": "ansi_red",
}
"""What our own colours are in a look that does not name them."""

PAIRS = (
    *(
        (words, ground)
        for ground in ("background", "surface", "panel")
        for words in ("foreground", "quiet", "you", "family", "wrong")
    ),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
)
"""Every colour that words have, on every ground they stand on."""
BORDERS = tuple((line, ground) for ground in ("background", "surface", "panel") for line in ("edge", "you"))
"""Every colour that borders and lines have, on every ground they stand on."""


def read_welcomed(settings: Path) -> bool:
    """Return whether the settings file says that the first-time words were read, by a search."""
    try:
        return re.search(r"^welcomed: true", settings.read_text("utf-8"), re.MULTILINE) is not None
    except (OSError, UnicodeError):
        return False


_THEME_SETTING = re.compile(r"^theme: ['\"]?([a-z-]+)", re.MULTILINE)


def read_theme(settings: Path) -> str:
    """Read the theme's name from the settings file by a search, since parsing is too slow here."""
    matched = search_settings(_THEME_SETTING, settings)
    return matched[1] if matched and matched[1] in THEME_NAMES else DEFAULT_THEME
