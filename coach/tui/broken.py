"""What to say when something unforeseen happens: a plain sentence, and never anything that somebody typed."""

import traceback
from pathlib import Path

_OURS = Path(__file__).parent.parent


def plainly(error: BaseException) -> str:
    """What broke and where, by name alone: no message, no values, no source lines."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_OURS)
    ]
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return (
        f"Something went wrong inside the coach ({type(error).__name__}{where}), so it closed.\n"
        "What was answered is kept. Start the coach again and choose 'Go on'."
    )
