"""Fits the encoder of askings on replies that were played and marked.

Of each, readers said which entries answer it.

    python -m coach.fitting.encoder.askings BASE FOLDER [--without PLAYER,PLAYER]

BASE is MiniLM-L6 as ONNX, as it was published. The lower layers stay as they are, so that what they give is worked out
once; the upper three learn that a sentence of a reply lies nearer to the askings and the lines of an entry that answers
it than to those of others that a reader was shown. `--without` keeps players out and says how often the nearest entry
answers what they said. Afterwards the axes, the vectors and the ranker have to be made anew
(`coach.fitting.entry_ranking`).
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # as everywhere

from coach.content.library import Library, find_shipped_folders
from coach.fitting.calibration import read_vocabulary
from coach.fitting.corpus import locate_corpus
from coach.fitting.encoder.network import (
    HALF_PRECISION,
    LONGEST,
    PIECES,
    WIDTH,
    Layer,
    copy_embeddings,
    copy_layer,
    read_published,
    write_in_eight_bits,
)
from coach.matching.hearing_reader import split_reply
from coach.matching.masked_names import list_names, mask_names
from coach.matching.ml.encoder import ASKINGS_FILE, BREAK, ROWS, START, WordPiece
from coach.model.types import Frozen
from coach.rehearsal.script import Script, stage

LAYERS, FIXED = 6, 3
"""The layers of MiniLM, and those that stay as published."""
ROUNDS, AT_ONCE, RATE = 2, 6, 3e-5
"""Rounds over all replies; replies a step; how far a step goes."""
MOST_PIECES, MOST_SENTENCES, ASKINGS, LINES = 46, 10, 3, 2
"""What is looked at: pieces of a text, sentences of a reply (the last), askings and lines of an entry."""
SHARPNESS = 20.0
"""How much more the nearest of several sentences and askings counts than the others."""
NEAR_WEIGHS = -0.5
"""What an entry that is near counts among those that do not answer, as a logarithm."""
BUNDLE = 48
"""Texts of like length that are worked out together."""
SEED = 3


class MarkedReply(Frozen):
    """A played reply, with what a reader said of the entries that were shown for it."""

    id: str
    scenario: str
    turn: str
    player: str
    cue: tuple[str, ...] = ()
    reply: str
    fits: tuple[str, ...] = ()
    """The entries that answer it, by name and place."""
    near: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


class ShownEntry(NamedTuple):
    """An entry beside a reply, as texts with names masked, and whether it answers."""

    askings: tuple[str, ...]
    lines: tuple[str, ...]
    mark: int


class Lesson(NamedTuple):
    """A reply's sentences, and the entries that a reader was shown for it."""

    sentences: tuple[str, ...]
    entries: tuple[ShownEntry, ...]


def load_marked(folder: Path | None = None) -> tuple[MarkedReply, ...]:
    """Load the marked replies of the corpus.

    Args:
        folder: the folder of the corpus; the one that ships if not given.
    """
    files = sorted(((folder or locate_corpus()) / "answers").glob("*.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(MarkedReply.model_validate_json(line) for line in lines)


def make_lessons(library: Library, replies: Iterable[MarkedReply]) -> Iterator[Lesson]:
    """Make a lesson of each reply; entries that are there no longer are left out.

    Args:
        library: has the scenarios.
        replies: the marked replies.
    """
    scripts: dict[str, Script] = {}
    for marked in replies:
        if marked.scenario not in scripts:
            dialogue = library.dialogue(marked.scenario)
            family = library.family(dialogue.family)
            scripts[marked.scenario] = stage(marked.scenario, dialogue, family, library.rubric(dialogue.rubric))
        script = scripts[marked.scenario]
        people = list_names(script.people.values())
        sentences = tuple(segment.text for segment in split_reply(marked.reply, people))[-MOST_SENTENCES:]
        entries = tuple(
            ShownEntry(
                tuple(mask_names(text, people) for text in entry.asked[:ASKINGS]),
                tuple(mask_names(text, people) for text in entry.list_first_lines()[:LINES]),
                mark,
            )
            for mark, names in ((2, marked.fits), (1, marked.near), (0, marked.other))
            for name in names
            if marked.turn in script.dialogue.turns and (entry := script.find_entry(marked.turn, name)) and entry.asked
        )
        if sentences and len(entries) > 1:
            yield Lesson(sentences, entries)


# --- The network


class AskingNetwork(nn.Module):
    """MiniLM with all its layers: the states of a text's pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])

    def start(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Return the states after the layers that stay as they are."""
        x = self.norm(rows + self.places.weight[: rows.shape[1]] + self.parts.weight[0])
        for layer in self.layers[:FIXED]:
            x = layer(x, mask[:, None, None, :])
        return x

    def finish(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states after the layers that are fitted."""
        for layer in self.layers[FIXED:]:
            x = layer(x, mask[:, None, None, :])
        return x


def load_published(model: Path) -> AskingNetwork:
    """Load MiniLM-L6 with all its layers.

    Args:
        model: the ONNX file in 32 bits, with its weights in or beside the file.
    """
    network, told = AskingNetwork(), read_published(model)
    copy_embeddings(network, told)
    with torch.no_grad():
        for number, layer in enumerate(network.layers):
            copy_layer(layer, told, number)
    return network


class Texts:
    """Texts as the states that the fixed layers give, worked out once and kept in 16 bits."""

    def __init__(self, network: AskingNetwork, tokenizer: WordPiece) -> None:
        self._network, self._tokenizer = network, tokenizer
        self._states: dict[str, Tensor] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Work out texts that were not met before."""
        new = sorted({text for text in texts if text not in self._states}, key=len)
        self._network.eval()
        with torch.no_grad():
            for at in range(0, len(new), BUNDLE):
                part = new[at : at + BUNDLE]
                cut = [
                    [START, *(p.number for p in self._tokenizer.tokenize(text)[:MOST_PIECES]), BREAK] for text in part
                ]
                longest = max(map(len, cut))
                numbers = torch.tensor([row + [0] * (longest - len(row)) for row in cut])
                mask = torch.tensor([[at < len(row) for at in range(longest)] for row in cut])
                states = self._network.start(self._network.words(numbers), mask).half()
                for text, row, state in zip(part, cut, states, strict=True):
                    self._states[text] = state[: len(row)].clone()

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Embed texts as vectors of length one, through the fitted layers. Shape (texts, WIDTH)."""
        order = sorted(range(len(texts)), key=lambda number: len(self._states[texts[number]]))
        parts = []
        for at in range(0, len(order), BUNDLE):
            states = [self._states[texts[number]] for number in order[at : at + BUNDLE]]
            longest = max(map(len, states))
            mask = torch.tensor([[place < len(state) for place in range(longest)] for state in states])
            padded = nn.utils.rnn.pad_sequence(states, batch_first=True).float()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF_PRECISION):
                done = self._network.finish(padded, mask)
            there = mask[..., None].float()
            parts.append(F.normalize((done.float() * there).sum(1) / there.sum(1), dim=1))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]


def score_lessons(texts: Texts, lessons: Sequence[Lesson], weights: Tensor) -> list[Tensor]:
    """Score the entries of some lessons, by how near the nearest sentence, asking and lines lie.

    Args:
        texts: embeds.
        lessons: the lessons.
        weights: the logarithm of the scale of all, and what being near to the lines counts for.
    """
    numbers: dict[str, int] = {}

    def place(some: Iterable[str]) -> list[int]:
        return [numbers.setdefault(text, len(numbers)) for text in some]

    plan = [
        (place(lesson.sentences), [(place(one.askings), place(one.lines)) for one in lesson.entries])
        for lesson in lessons
    ]
    vectors = texts.embed(list(numbers))
    scored = []
    for sentences, entries in plan:
        said, row = vectors[sentences], []
        for askings, lines in entries:
            near = said @ vectors[askings].T
            asked = torch.logsumexp(near.flatten() * SHARPNESS, 0) / SHARPNESS - math.log(near.numel()) / 2 / SHARPNESS
            told = (
                torch.logsumexp((said @ vectors[lines].T).flatten() * SHARPNESS, 0) / SHARPNESS
                if lines
                else near.new_zeros(())
            )
            row.append(weights[0].exp() * (asked + weights[1] * told))
        scored.append(torch.stack(row))
    return scored


def find_loss(scored: Sequence[Tensor], lessons: Sequence[Lesson]) -> Tensor | None:
    """Return how far those that answer lie behind the others; None with nothing to compare."""
    losses = []
    for scores, lesson in zip(scored, lessons, strict=True):
        marks = torch.tensor([one.mark for one in lesson.entries])
        if (marks == 2).any() and (marks < 2).any():
            weighed = scores + torch.where(marks == 1, NEAR_WEIGHS, 0.0)
            losses.append(torch.logsumexp(weighed, 0) - torch.logsumexp(scores[marks == 2], 0))
    return torch.stack(losses).mean() if losses else None


def fit_network(network: AskingNetwork, texts: Texts, lessons: Sequence[Lesson]) -> Tensor:
    """Fit the upper layers, and return the weights of the scores.

    Args:
        network: the network; its upper layers change.
        texts: embeds through it.
        lessons: what is learnt from.
    """
    random = Random(SEED)
    torch.manual_seed(SEED)
    weights = nn.Parameter(torch.tensor([math.log(14.0), 0.4]))
    fitted = network.layers[FIXED:].parameters()
    groups = [{"params": fitted, "lr": RATE}, {"params": [weights], "lr": RATE * 30}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = ROUNDS * math.ceil(len(lessons) / AT_ONCE)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 20) * max(0.05, 1 - step / steps)
    )
    order = list(lessons)
    for number in range(ROUNDS):
        random.shuffle(order)
        network.train()
        total = 0.0
        for at in range(0, len(order), AT_ONCE):
            part = order[at : at + AT_ONCE]
            loss = find_loss(score_lessons(texts, part, weights), part)
            optimizer.zero_grad()
            if loss is not None:
                loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it so
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                total += float(loss.detach()) * len(part)
            plan.step()
        print(f"round {number + 1} of {ROUNDS}: loss {total / len(order):.3f}", file=sys.stderr, flush=True)
    return weights.detach()


def count_answered(network: AskingNetwork, texts: Texts, lessons: Sequence[Lesson], weights: Tensor) -> int:
    """Count the replies whose nearest entry answers them."""
    network.eval()
    with torch.no_grad():
        scored = [
            row for at in range(0, len(lessons), 8) for row in score_lessons(texts, lessons[at : at + 8], weights)
        ]
    return sum(one.entries[int(row.argmax())].mark == 2 for row, one in zip(scored, lessons, strict=True))


# --- Exporting


class _Handed(nn.Module):
    """A wrapper with the inputs of the encoder that ships: rows of the word table, handed in."""

    def __init__(self, network: AskingNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, rows: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        mask = attention_mask.bool() & (token_type_ids == 0)
        return self.network.finish(self.network.start(rows, mask), mask)


def export_askings(network: AskingNetwork, file: Path) -> None:
    """Write the encoder of askings as ONNX with 8-bit weights, without the word table."""
    example = (torch.zeros(1, 12, WIDTH), torch.ones(1, 12, dtype=torch.long), torch.zeros(1, 12, dtype=torch.long))
    names = [ROWS, "attention_mask", "token_type_ids"]
    axes: dict[str, Any] = {name: {1: "n"} for name in (*names, "last_hidden_state")}
    write_in_eight_bits(_Handed(network).eval(), example, file, names, ["last_hidden_state"], axes)


def main() -> int:
    """Fit the encoder of askings, and write it or say how well players kept out are answered."""
    parser = argparse.ArgumentParser(
        prog="python -m coach.fitting.encoder.askings", description="Fit the encoder of askings."
    )
    parser.add_argument("base", type=Path, help="MiniLM-L6 in ONNX")
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--without", default="", help="players who are kept out, and judged by")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    kept = frozenset(filter(None, options.without.split(",")))
    library, marked = Library(find_shipped_folders()), load_marked()
    lessons = list(make_lessons(library, (one for one in marked if one.player not in kept)))
    judged = list(make_lessons(library, (one for one in marked if one.player in kept)))
    network = load_published(options.base)
    texts = Texts(network, WordPiece(read_vocabulary(options.base)))
    texts.prepare(
        text
        for lesson in (*lessons, *judged)
        for part in (lesson.sentences, *(one.askings + one.lines for one in lesson.entries))
        for text in part
    )
    if judged:
        before = count_answered(network, texts, judged, torch.tensor([math.log(14.0), 0.4]))
        print(f"as published: {before} of {len(judged)} nearest entries answer", flush=True)
    weights = fit_network(network, texts, lessons)
    if judged:
        print(f"fitted: {count_answered(network, texts, judged, weights)} of {len(judged)}", flush=True)
    export_askings(network, options.folder / ASKINGS_FILE)
    (options.folder / "askings.weights.json").write_text(json.dumps(weights.tolist()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
