"""The few words that a round is told in: roles, stages, an observer's marks, a line-reader's notes."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody does in a round. Nobody is given one; whoever has none watches, which is as good."""

    PRACTITIONER = "practitioner"
    LINE_READER = "line_reader"
    OBSERVER = "observer"

    def title(self) -> str:
        """The role on a screen."""
        return {"practitioner": "Practitioner", "line_reader": "Line-reader", "observer": "Observer"}[self.value]


class Stage(StrEnum):
    """Where a group is in its round. The order is the order of the debrief: the coach speaks after people have."""

    GATHERING = "gathering"
    NOTE = "note"
    BRIEF = "brief"
    TALKING = "talking"
    LOOKING = "looking"
    PRACTITIONER_SPEAKS = "practitioner_speaks"
    LINE_READER_SPEAKS = "line_reader_speaks"
    OBSERVER_SPEAKS = "observer_speaks"
    COACH_SPEAKS = "coach_speaks"
    OUT_OF_ROLE = "out_of_role"
    DONE = "done"

    def title(self) -> str:
        """The stage on a screen."""
        return {
            "gathering": "Finding each other",
            "note": "Content note",
            "brief": "Briefs",
            "talking": "In conversation",
            "looking": "Looking back",
            "practitioner_speaks": "The practitioner speaks",
            "line_reader_speaks": "The line-reader speaks",
            "observer_speaks": "The observer speaks",
            "coach_speaks": "The coach speaks",
            "out_of_role": "Out of role",
            "done": "Round finished",
        }[self.value]

    def reached(self, other: "Stage") -> bool:
        """Whether this stage is `other` or comes after it in a round."""
        order = list(Stage)
        return order.index(self) >= order.index(other)


class Mark(StrEnum):
    """What an observer says of an opening (taken, partly, passed by) or of a reply (hurt, mended)."""

    TAKEN = "taken"
    PARTLY = "partly"
    PASSED_BY = "passed_by"
    HURT = "hurt"
    MENDED = "mended"

    def says(self) -> str:
        """The mark in words."""
        return {
            "taken": "taken",
            "partly": "partly",
            "passed_by": "passed by",
            "hurt": "may have hurt",
            "mended": "mended",
        }[self.value]

    def of_a_reply(self) -> bool:
        """Whether it is about what a reply did, and not about an opening."""
        return self in (Mark.HURT, Mark.MENDED)


class Note(StrEnum):
    """What the line-reader says of an opening, sealed; and what the practitioner guesses that they said."""

    MORE = "more"
    SAID = "said"

    def says(self) -> str:
        """The note in words."""
        return {"more": "I could have said more", "said": "I said what I wanted to"}[self.value]
