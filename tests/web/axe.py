"""axe-core in a page: what somebody with a screen reader, a keyboard or weak eyes would stumble over.

The script is another project's (MPL-2.0) and is not kept here: `.ci/run` fetches it.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Page

from coach.web.rendering import Look

SCRIPT = Path(__file__).parent.parent.parent / ".ci" / "axe" / "axe.min.js"
NOT_HERE = "There is no axe-core in .ci/axe (`npm pack axe-core`; .ci/run fetches it)."
THEMES = tuple(look for look in Look if look is not Look.AUTO)
SERIOUS = ("serious", "critical")
FIND = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.map(v => [v.impact, v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')]);
}"""


def axe_needed() -> None:
    """Skip what needs axe-core where it is not, and say so; fail where it was said that it must be there."""
    if not SCRIPT.exists():
        (pytest.fail if os.environ.get("COACH_TESTS_NEED_AXE") else pytest.skip)(NOT_HERE)


@cache
def read_script() -> str:
    return SCRIPT.read_text("utf-8")


async def find_serious(page: Page) -> list[str]:
    """Every serious fault of the page that is shown, in each theme."""
    await page.evaluate(read_script())
    faults = []
    for theme in THEMES:
        await page.evaluate(f"document.documentElement.dataset.look = '{theme.value}'")
        faults += [
            f"{page.url} in {theme.value}: {rule}: {where}"
            for impact, rule, where in await page.evaluate(FIND)
            if impact in SERIOUS
        ]
    return faults
