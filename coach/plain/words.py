"""Every key action as a word. A reply that is exactly one of them can be said with a full stop after it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it does."""

    word: str
    does: str


DURING = (
    Word("pause", "stop looking at this for a while; `go on` comes back"),
    Word("skip", "skip this line; never counted"),
    Word("back", "take your last reply back"),
    Word("why", "why the family answered as it did"),
    Word("finish", "end here and talk about it"),
    Word("stop", "leave; you are asked whether to keep it"),
    Word("help", "these words"),
)
"""While a conversation goes on."""

AFTER = (
    Word("more", "every opening, and the seven parts of the conversation"),
    Word("notes", "the conversation with the coach's notes"),
    Word("again", "say a line again: again 3"),
    Word("fair", "a note on your line is fair: fair 3"),
    Word("not meant", "a note is not what you meant: not meant 3"),
    Word("silent", "what stayed silent"),
    Word("why", "why the family answered a line: why 3"),
    Word("reflect", "questions to think about, kept if you answer: reflect, or reflect gibbs"),
    Word("bring", "one moment for supervision: bring 3"),
    Word("fetch", "look in the team's store for what came back"),
    Word("export", "write it to a file: export debrief.md"),
    Word("keep", "keep it beyond thirty days"),
    Word("forget", "delete it for good"),
    Word("help", "these words"),
    Word("close", "close the coach; an empty line does too"),
)
"""After the debrief."""

TAKE_MORE = frozenset({"again", "fair", "not meant", "why", "export", "reflect", "bring"})
"""Words of the debrief that something may follow."""


def asked(line: str, words: tuple[Word, ...]) -> tuple[str, str]:
    """The word a line asks for and what follows it; empty if the line is something said."""
    said = line.strip().casefold()
    for word in words:
        if said == word.word:
            return word.word, ""
        rest = said.removeprefix(word.word + " ")
        if rest != said and word.word in TAKE_MORE and words is AFTER:
            return word.word, line.strip()[len(word.word) + 1 :].strip()
    return "", ""


def listed(words: tuple[Word, ...]) -> str:
    """The words, a line each."""
    return "\n".join(f"{word.word}: {word.does}." for word in words)
