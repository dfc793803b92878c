"""`coach write` as a screen: problems of a scenario and its conversation, after every save."""

from coach.authoring.live import ScenarioDraft
from coach.records.paths import Places


def run(where: Places, draft: ScenarioDraft) -> int:
    """Write a scenario beside an editor, and return the exit status."""
    from coach.tui.writing.app import WritingApp

    app = WritingApp(where, draft)
    app.run()
    return app.return_code or 0
