"""A conversation played for its author: the real matcher and engine, at no time in particular, and nothing kept."""

from datetime import UTC, datetime

from coach.matching.matcher import Matcher
from coach.model.events import Began, Replied
from coach.practice.hearing import hear
from coach.rehearsal.script import Script
from coach.rehearsal.story import Story, advance, before_anything

NO_TIME = datetime(2025, 3, 11, tzinfo=UTC)


def begin(script: Script, matcher: Matcher) -> Story:
    """The family's first lines."""
    began = Began(at=NO_TIME, scenario=script.scenario, content="", coach="", matcher=matcher.version)
    return advance(script, before_anything(script), began)


def say(script: Script, matcher: Matcher, story: Story, text: str) -> Story:
    """One reply on."""
    reading, settled = hear(matcher, script, story, text)
    return advance(script, story, Replied(at=NO_TIME, text=text, reading=reading, settled=settled))
