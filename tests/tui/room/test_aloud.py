"""What is read out stands in a frame of its own, as much of it as there is room for."""

from textual.app import App, ComposeResult
from textual.widgets import Static

from coach.classroom.views import ConversationLine
from coach.tui.pair.round_widgets import ReadAloudPanel
from coach.tui.themes import THEMES

from ..seeing import until


class Framed(App[None]):
    CSS = "#aloud { height: 6; }"

    def compose(self) -> ComposeResult:
        yield ReadAloudPanel()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name


async def test_whoever_goes_on_speaking_is_not_named_again() -> None:
    """Until somebody else speaks, or it is said how: each name takes a line that the words may need."""
    lines = (
        ConversationLine("Pat", "One."),
        ConversationLine("Pat", "Two."),
        ConversationLine("Sam", "Three."),
        ConversationLine("Sam", "Four.", "low"),
    )
    app = Framed()
    async with app.run_test():
        app.query_one(ReadAloudPanel).show(lines)
        words = str(app.query_one(Static).content)
        assert words == "Pat\nOne.\nTwo.\n\nSam\nThree.\n\nSam  (low)\nFour."


async def test_at_the_end_of_a_talk_its_last_line_is_in_view() -> None:
    """However long it is: nothing comes after it, and the focus is on the way on."""
    app = Framed()
    async with app.run_test() as pilot:
        aloud = app.query_one(ReadAloudPanel)
        aloud.show(tuple(ConversationLine("Pat", f"Line {number}.") for number in range(20)))
        aloud.to_the_end()
        await until(pilot, lambda: aloud.max_scroll_y and aloud.scroll_y == aloud.max_scroll_y)
