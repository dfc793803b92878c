"""`coach write` as a screen: what is wrong with a scenario, and how the conversation goes, after every save."""

from coach.authoring.live import ScenarioDraft
from coach.records.paths import Places


def run(where: Places, draft: ScenarioDraft) -> int:
    """Write a scenario beside an editor; the exit status comes back."""
    from coach.tui.writing.app import WritingApp

    app = WritingApp(where, draft)
    app.run()
    return app.return_code or 0
