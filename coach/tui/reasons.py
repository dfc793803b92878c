"""The reasons that a supervisor gave, or had begun to type, for what they say of one line."""

from dataclasses import dataclass, field

from coach.model.brought import Response, View
from coach.supervision.saying import seen, unseen


@dataclass(frozen=True, slots=True)
class Saw:
    """What is said of one criterion: `view` is None where it is taken back, `said` no where it is only typed so far."""

    criterion: str
    view: View | None
    reason: str
    said: bool = True


@dataclass(slots=True)
class Reasons:
    """For one line of the practitioner's, by its reply."""

    reply: int
    response: Response
    typed: dict[tuple[int, str], str] = field(default_factory=dict)
    """What was typed and not said, so that it is there when one comes back."""

    def said(self, criterion: str) -> bool:
        """Whether something was said of it."""
        return self.response.view(self.reply, criterion) is not None

    def of(self, criterion: str) -> str:
        """What was typed last."""
        view = self.response.view(self.reply, criterion)
        return self.typed.get((self.reply, criterion), view.reason if view else "")

    def with_it(self, saw: Saw) -> Response:
        """What is said then."""
        if not saw.said:
            if saw.criterion:
                self.typed[self.reply, saw.criterion] = saw.reason
            return self.response
        self.typed.pop((self.reply, saw.criterion), None)
        if saw.view is None:
            return unseen(self.response, self.reply, saw.criterion)
        return seen(self.response, self.reply, saw.criterion, saw.view, saw.reason)
