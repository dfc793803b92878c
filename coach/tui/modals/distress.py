"""What is shown when somebody seems to have typed of their own distress. What they typed is gone from everywhere."""

from coach.practice.care import Care
from coach.tui.modals.pause import PauseSheet


class DistressSheet(PauseSheet):
    """The pause, with its own words first. Gives back `pause`, `stop`, or None to go on."""

    choices = (("close", "Go on"), ("pause", "Pause"), ("stop", "Stop"))

    def __init__(self, care: Care) -> None:
        super().__init__(care, care.distress_says)
