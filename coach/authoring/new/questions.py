"""What is asked before a file is begun. Every question has an answer to go on with."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 60
"""Characters of an id."""


_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ə": "e",
    }
)  # fmt: skip
"""Latin letters that are no plain letter with a mark, as people whose names hold them write them without."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `or_else` is taken where nothing is answered; `{name}` in it is an earlier answer."""

    name: str
    asks: str
    or_else: str


_FAMILY = (
    Question("parent_name", "A grown-up's full name", "Alex Morgan"),
    Question("parent_called", "What people call them", "{parent_name:first}"),
    Question("child_name", "A child's full name", "Jo {parent_name:last}"),
    Question("child_called", "What people call them", "{child_name:first}"),
)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "scenario": (
        Question("title", "A title, as it might be said", "The new form"),
        Question("id", "Its name in commands and files, which never changes", "{title:id}"),
        Question("you_are", "Whom the practitioner plays", "Social worker"),
        Question("setting", "Where it happens, and when", "A kitchen, on a weekday afternoon"),
        *_FAMILY,
        Question("concern", "The worry, in one sentence", "{child_called} has gone quiet at school"),
        Question(
            "remark",
            "Something the grown-up says sideways, about being treated differently",
            "They put us at the back again. You get used to it.",
        ),
    ),
    "family": _FAMILY,
    "rubric": (Question("title", "What the rubric is about", "Working together"),),
    "exercise": (
        Question("title", "A title", "Say the word first"),
        Question("why", "Why, in one sentence", "To say the word racism first, before a family has to."),
        Question("scenario", "Which scenario, by its id", "wrong_box"),
        Question("focus", "What to look at: one criterion or domain, by its id", "asks_experience_of_racism"),
    ),
}


def or_else(question: Question, answers: dict[str, str]) -> str:
    """What stands where nothing is answered."""
    words = question.or_else
    words = words.replace("{title:id}", named(answers.get("title", "")))
    for name, given in answers.items():
        parts = given.split() or [given]
        words = words.replace(f"{{{name}:first}}", parts[0]).replace(f"{{{name}:last}}", parts[-1])
        words = words.replace(f"{{{name}}}", given)
    return words


def named(words: str) -> str:
    """An id from words: small letters, digits and underscores, starting with a letter.

    Empty where nothing of them can be written in the letters a to z, as of a name in Arabic or Chinese: then it has to
    be asked for.
    """
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    return found if not found or found[0].isalpha() else f"a_{found}"
