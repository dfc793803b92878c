"""How easily the pages read: words a sentence, long sentences, sentences without a subject, width of lines.

`python docs/readability.py` prints the figures of every page, and with `--all` the sentences that are too long. The
limits are a part of `python docs/make.py --check`. Prose is what stands in paragraphs, lists and quoted blocks. Code,
tables, headings and pictures are none of it. A word in code counts as one, however long the command.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent
LONGEST_MEAN = 15.0
"""Words a sentence, the mean of a page."""
LONG_SENTENCE = 25
MOST_LONG = 12.0
"""How many in a hundred sentences of a page may be longer than `LONG_SENTENCE`."""
WIDEST = 119
FEWEST_WORDS = 3
"""What is shorter is a label, and no sentence."""
ABBREVIATIONS = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|St|e\.g|i\.e|etc|vs|No|cf|al)\.$")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9À-Þ])")
NAMELESS = re.compile(r"^(?:Whoever|Whatever|Whichever|Wherever|What|Who|Somebody who|Nobody who|Those who|Of whom)\b")
"""How a sentence begins that leaves a reader to guess who or what it is about, unless it is a question."""
UNBREAKABLE = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)|#+ .*|\s*`[^`]*`[.,:]?)$")
"""A line that is one picture, one heading or one piece of code."""
CODE_WORD = "Code"
"""What stands for code; a capital, since a sentence may begin with it."""
FEWEST_WORDS_NAMELESS = 8
EXEMPT = frozenset({"CHANGELOG.md"})
"""A list that many hands add a line to at once."""
NOT_EDITED_YET = frozenset[str]()
"""Pages that are still over a limit. The list may only get shorter: a test takes out what has been edited."""


@dataclass(frozen=True)
class Readability:
    """The figures of one page."""

    page: str
    sentences: tuple[str, ...]
    wide_lines: tuple[int, ...]

    @property
    def words(self) -> int:
        """All words of its prose."""
        return sum(map(count_words, self.sentences))

    @property
    def mean(self) -> float:
        """Words a sentence."""
        return self.words / len(self.sentences) if self.sentences else 0.0

    @property
    def long_sentences(self) -> tuple[str, ...]:
        """Sentences with more words than a reader holds at once."""
        return tuple(one for one in self.sentences if count_words(one) > LONG_SENTENCE)

    @property
    def long_share(self) -> float:
        """How many in a hundred of its sentences are long."""
        return 100 * len(self.long_sentences) / len(self.sentences) if self.sentences else 0.0

    @property
    def nameless(self) -> tuple[str, ...]:
        """Sentences that begin with a stand-in for their subject, and are no question."""
        return tuple(
            one
            for one in self.sentences
            if NAMELESS.match(one) and not one.rstrip("\"”’')").endswith("?")
            if count_words(one) >= FEWEST_WORDS_NAMELESS and ":" not in one  # a label and a colon is no subject
        )

    def complaints(self) -> Iterator[str]:
        """What is over a limit, as sentences for whoever edits the page."""
        if self.mean > LONGEST_MEAN:
            yield f"{self.page}: {self.mean:.1f} words a sentence, of {LONGEST_MEAN:.0f} at most."
        if self.long_share > MOST_LONG:
            yield (
                f"{self.page}: {self.long_share:.0f} in 100 sentences have over {LONG_SENTENCE} words, "
                f"of {MOST_LONG:.0f} at most. The longest begins: “{max(self.sentences, key=count_words)[:60]}”."
            )
        for one in self.nameless:
            yield f"{self.page}: name the subject first: “{one[:60]}”."
        for line in self.wide_lines:
            yield f"{self.page}:{line}: longer than {WIDEST} characters."


def complain(root: Path = ROOT) -> Iterator[str]:
    """What is over a limit on any page but those that nobody has edited yet."""
    for page in (read_page(file, root) for file in list_pages(root)):
        if page.page not in NOT_EDITED_YET:
            yield from page.complaints()


def count_words(sentence: str) -> int:
    """How many words a sentence has; what holds no letter and no digit is none."""
    return sum(re.search(r"\w", word) is not None for word in sentence.split())


def read_page(file: Path, root: Path = ROOT) -> Readability:
    """Measure one page."""
    text = file.read_text("utf-8")
    return Readability(file.relative_to(root).as_posix(), tuple(list_sentences(text)), tuple(find_wide_lines(text)))


def list_sentences(text: str) -> Iterator[str]:
    """Every sentence of a page's paragraphs and lists."""
    table = 0
    heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(_without_front_matter(text)):
        match token.type:
            case "table_open":
                table += 1
            case "table_close":
                table -= 1
            case "heading_open":
                heading = True
            case "heading_close":
                heading = False
            case "inline" if not table and not heading:
                yield from split_sentences(_plain(token))


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; a short form such as `e.g.` ends none."""
    begun = ""
    for part in SENTENCE_END.split(text):
        begun = f"{begun} {part}".strip()
        if not ABBREVIATIONS.search(begun):
            if count_words(begun) >= FEWEST_WORDS:
                yield begun
            begun = ""
    if count_words(begun) >= FEWEST_WORDS:
        yield begun


def find_wide_lines(text: str) -> Iterator[int]:
    """Numbers of the lines that are too wide; a row of a table, code, a heading and a lone picture cannot be."""
    lines = text.splitlines()
    prose = set(range(len(lines)))
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.map and token.type in {"fence", "code_block", "table_open"}:
            prose -= set(range(*token.map))
    for number in sorted(prose):
        if len(lines[number]) > WIDEST and not UNBREAKABLE.match(lines[number]):
            yield number + 1


def _plain(token: Token) -> str:
    """The words of a paragraph as they are read: links by their text, code as one word, no pictures."""
    said = []
    for child in token.children or ():
        match child.type:
            case "text":
                said.append(child.content)
            case "code_inline":
                said.append(CODE_WORD)
            case "softbreak" | "hardbreak":
                said.append(" ")
    return "".join(said)


def _without_front_matter(text: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)


def list_pages(root: Path = ROOT) -> list[Path]:
    """Every page that people read: README, CONTRIBUTING, docs, and the model card."""
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "coach").rglob("*.md")]
    return sorted(file for file in found if file.name not in EXEMPT and "_build" not in file.parts)


def main() -> int:
    """Print the figures; status 1 where a page is over a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every sentence that is too long, or has no subject")
    parser.add_argument("pages", nargs="*", type=Path)
    options = parser.parse_args()
    pages = [read_page(file.resolve()) for file in options.pages or list_pages()]
    print(f"{'page':40} sentences  mean  over {LONG_SENTENCE}  nameless  wide")
    for page in pages:
        print(
            f"{page.page:40} {len(page.sentences):9} {page.mean:5.1f} {page.long_share:6.0f} % "
            f"{len(page.nameless):8} {len(page.wide_lines):5}"
        )
        if options.all:
            for one in dict.fromkeys((*page.long_sentences, *page.nameless)):
                print(f"  {count_words(one):3}: {one}")
    return int(any(list(page.complaints()) for page in pages))


if __name__ == "__main__":
    sys.exit(main())
