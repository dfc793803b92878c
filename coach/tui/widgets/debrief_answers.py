"""The three answers: how openly a subject was explored in this conversation, in a word, with the words that show it."""

from textual.app import ComposeResult
from textual.containers import Vertical

from coach.debrief.parts import Evidence, Explored
from coach.tui.widgets.debrief_words import Words, heading, quote


class Answer(Vertical):
    """One subject: its level in a word and in plain meaning, then somebody's own words."""

    def __init__(self, subject: Explored) -> None:
        super().__init__(classes="answer")
        self._subject = subject

    def compose(self) -> ComposeResult:
        subject = self._subject
        yield heading(subject.name, 3)
        yield Words(f"{subject.meaning}.", f"{subject.level_name}:", classes="say")
        if subject.because:
            yield Words(f"It stays there because {subject.because}.", classes="say")
        for evidence in subject.evidence:
            yield quote(evidence.quote, _who(evidence))


def _who(evidence: Evidence) -> str:
    if evidence.speaker:
        return f"{evidence.speaker}, and it passed by"
    return f"You, reply {evidence.reply}"
