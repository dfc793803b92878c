"""The screen of `coach write`: a scenario's problems and its conversation, after every save."""

from coach.authoring.live import ScenarioDraft
from coach.records.paths import Places


def run(where: Places, draft: ScenarioDraft) -> int:
    """Open the screen that plays an author's draft after every save; return the exit status."""
    from coach.tui.writing.app import WritingApp

    app = WritingApp(where, draft)
    app.run()
    return app.return_code or 0
