"""Whether what somebody wanted to practise happened: the answer they pressed, and what they wrote to it."""

from collections.abc import Iterable

from coach.model.frozen import Frozen

INTENTION = "intention"
"""What an answer is kept under, in `Reflected.on`."""
ANSWERS = ("Yes", "Partly", "Not yet")
"""Answers that one press gives."""


class Happened(Frozen):
    """The answer that stands, and the words that go with it. Either may be empty."""

    answer: str = ""
    words: tuple[str, ...] = ()

    def said(self) -> str:
        """Both in a line, as whoever said it reads it; empty where nothing was said."""
        wrote = " ".join(f"“{each}”" for each in self.words)
        said = f"You said: {self.answer}." if self.answer else ""
        return " ".join(part for part in (said, f"You wrote: {wrote}" if wrote else "") if part)


def happened(kept: Iterable[str]) -> Happened:
    """What stands of what was kept, in its order. Another answer takes the words that went with the one before."""
    answer, words = "", list[str]()
    for each in kept:
        pressed = next((one for one in ANSWERS if each == one or each.startswith(f"{one}. ")), "")
        if answer and pressed and pressed != answer:
            words.clear()
        answer = pressed or answer
        if wrote := each.removeprefix(pressed).removeprefix(". ") if pressed else each:
            words.append(wrote)
    return Happened(answer=answer, words=tuple(words))
