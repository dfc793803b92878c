"""Learn every shipped rubric that no labelled replies were fitted for from its own examples, and keep what was learnt.

Where `coach/corpus/<rubric>/` holds labelled replies, they teach too.

    python -m coach.fitting.by_example

A minute. Needed after a new encoder, or a change of such a rubric; a test fails where it is out of date.
"""

import sys

from coach.content.library import Library
from coach.content.library import shipped as content
from coach.fitting.corpus import read
from coach.fitting.corpus import shipped as corpus_shipped
from coach.matching.meaning.learning import Told
from coach.matching.meaning.learnt import EXAMPLES
from coach.matching.meaning.weights import shipped
from coach.matching.opening import Matchers, lesson_for
from coach.model.rubric import Polarity


def main() -> int:
    """Learn and keep."""
    library = Library(content())
    matchers = Matchers(library)
    for shelved in library.shelf("rubrics"):
        files = sorted((corpus_shipped() / shelved.id).glob("*.jsonl"))
        told = [
            Told(each.reply, frozenset(each.labels), frozenset(each.contested)) for file in files for each in read(file)
        ]
        found = lesson_for(matchers, shelved.id, told)
        if found is None:
            continue
        lesson, of = found
        learnt = lesson.learn(library.rubric(shelved.id).of(Polarity.HARMFUL))
        file = shipped() / shelved.id / EXAMPLES
        learnt.save(file, of)
        lines = ", ".join(f"{key} {line:.2f}" for key, line in zip(learnt.criteria, learnt.clear, strict=True))
        print(f"{file}: {lines}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
