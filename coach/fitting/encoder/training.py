"""Training the network on labelled replies.

Begin with `fit_network`.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

import torch
from torch import Tensor, nn

from coach.fitting.corpus import LabelledReply
from coach.fitting.encoder.augmentation import augment_reply, move_to_cue
from coach.fitting.encoder.network import HALF_PRECISION, Network
from coach.matching.ml.encoder import BREAK, EncoderInput, WordPiece, build_input

BATCH_SIZE = 24
LAYER_DECAY = 0.85
"""Each lower layer learns so much slower than the one above it."""
HEAD_FACTOR = 8.0
ATTENTION_LOSS = 0.3
"""How much it counts that attention lies on the words a writer marked."""
AUGMENTED_SHARE = 0.6
"""The share of replies that are said another way each time round."""
MASKED_SHARE, MASK_PIECE = 0.12, 103
"""The share of pieces that are hidden, and the piece that stands for them."""
MOVED_SHARE = 0.15
"""The share that are tried after another cue."""
PAIR_LOSS, PAIR_MARGIN = 1.0, 4.0
"""How much it counts that two replies of a minimal pair are read apart, and by how many log odds."""
TWICE_SHARE, CONSISTENCY_LOSS = 0.15, 0.02
"""The share of a batch that is said a second way beside the first, and how much it counts that both are read alike."""

HALF_HEARD, HALF_WEIGHT = 0.5, 0.5
"""What is learnt of a criterion that one reader of two heard, and how much it counts.

Hurts are few, and two readers in five doubt them. Learning that such words may be one put more of them first."""

Progress = Callable[[int, int, float], None]
"""Told the step, how many there are, and the loss."""


class Course(NamedTuple):
    """How long a network learns, how fast, and from how many lines besides in each round."""

    rounds: int
    rate: float
    drawn: int = 0
    """Replies that are drawn from `besides` in each round, so that what was learnt before is not lost."""


FROM_PUBLISHED = Course(rounds=10, rate=1.5e-4)
"""The course from MiniLM as published, over single replies."""
FROM_LINES = (Course(rounds=3, rate=1e-4, drawn=2000), Course(rounds=3, rate=8e-5, drawn=2000))
"""The courses over whole conversations, from a network that has learnt single replies."""
FROM_TAUGHT = Course(rounds=1, rate=6e-5, drawn=1500)
"""The last course, in which what authors say of replies is learnt as well."""
FORGET_BEFORE = 0.3
"""The share of replies whose earlier reply is left out, as it is where a conversation begins."""


class Batch(NamedTuple):
    """A batch of replies, padded to one length.

    Shapes: `met` and `counts` (batch, criteria), `marked` (batch, pieces, criteria).
    """

    pieces: Tensor
    types: Tensor
    reply: Tensor
    mask: Tensor
    met: Tensor
    counts: Tensor
    marked: Tensor
    pairs: tuple[tuple[int, int], ...] = ()
    """Rows that are a minimal pair."""
    same: tuple[tuple[int, int], ...] = ()
    """Rows that are one reply, said two ways."""


def fit_network(
    network: Network,
    replies: Sequence[LabelledReply],
    criteria: Sequence[str],
    by_cue: frozenset[str],
    tokenizer: WordPiece,
    seed: int,
    progress: Progress,
    course: Course = FROM_PUBLISHED,
    besides: Sequence[LabelledReply] = (),
) -> Network:
    """Train a network further; its word and place embeddings stay as published.

    Args:
        network: the network to begin from; changed in place.
        replies: the labelled replies, learnt from in each round.
        criteria: the ids of the criteria, in order.
        by_cue: the ids of the criteria that depend on the cue.
        tokenizer: cuts text into pieces.
        seed: the seed of all random choices.
        progress: called with the step, how many there are, and the loss.
        course: how long and how fast it learns.
        besides: labelled replies that some are drawn from in each round.
    """
    torch.manual_seed(seed)
    chance = Random(seed)
    network.words.weight.requires_grad_(False)
    network.places.weight.requires_grad_(False)
    groups = [
        {"params": list(layer.parameters()), "lr": course.rate * LAYER_DECAY ** (len(network.layers) - 1 - number)}
        for number, layer in enumerate(network.layers)
    ]
    groups.append({"params": [*network.norm.parameters(), *network.parts.parameters()], "lr": course.rate * 0.3})
    head = [*network.look.parameters(), *network.say.parameters(), *network.whole.parameters()]
    groups.append({"params": head, "lr": course.rate * HEAD_FACTOR})
    chooser = torch.optim.AdamW(groups, weight_decay=0.01)
    drawn = min(course.drawn, len(besides))
    steps = course.rounds * -(-(len(replies) + drawn) // BATCH_SIZE)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        chooser, [float(str(group["lr"])) for group in groups], total_steps=steps + 1, pct_start=0.1
    )
    network.train()
    step = 0
    for _ in range(course.rounds):
        learnt = (*replies, *chance.sample(besides, drawn))
        lengths = [len(_encode_input(tokenizer, reply).numbers) for reply in learnt]
        order = _order_with_pairs(learnt, lengths, chance)
        batches = [order[first : first + BATCH_SIZE] for first in range(0, len(order), BATCH_SIZE)]
        chance.shuffle(batches)
        for places in batches:
            batch = _build_batch(places, learnt, criteria, by_cue, tokenizer, chance)
            loss = _compute_loss(network, _mask_pieces(batch))
            chooser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            chooser.step()
            pace.step()
            step += 1
            progress(step, steps, float(loss.detach()))
    return network.eval()


def _encode_input(tokenizer: WordPiece, reply: LabelledReply) -> EncoderInput:
    """Build the network's input for a labelled reply."""
    return build_input(tokenizer, reply.reply, reply.cue, reply.topic, reply.before)


def _order_with_pairs(replies: Sequence[LabelledReply], lengths: Sequence[int], chance: Random) -> list[int]:
    """Return the replies' numbers, roughly by length, with both of a minimal pair side by side.

    Args:
        replies: the replies.
        lengths: the number of pieces of each.
        chance: the source of random numbers.
    """
    first: dict[str, float] = {}
    places: list[tuple[float, int]] = []
    for i, reply in enumerate(replies):
        at = lengths[i] + chance.random() * 12
        if reply.pair:
            at = first.setdefault(reply.pair, at)
        places.append((at, i))
    return [i for _, i in sorted(places)]


def _build_batch(
    places: Sequence[int],
    replies: Sequence[LabelledReply],
    criteria: Sequence[str],
    by_cue: frozenset[str],
    tokenizer: WordPiece,
    chance: Random,
) -> Batch:
    """Make a batch of augmented replies, a share of them twice in two variants.

    Args:
        places: the numbers of the replies in the batch.
        replies: all replies.
        criteria: the ids of the rubric's criteria, in order.
        by_cue: the ids of the criteria that depend on the cue.
        tokenizer: cuts text into pieces.
        chance: the source of random numbers.
    """
    said = [_augment_reply(replies[i], replies, by_cue, chance) for i in places]
    twice = chance.sample(range(len(places)), round(TWICE_SHARE * len(places)))
    same = tuple((row, len(said) + number) for number, row in enumerate(twice))
    numbers: dict[str, list[int]] = {}
    for row, i in enumerate(places):
        if replies[i].pair:
            numbers.setdefault(replies[i].pair or "", []).append(row)
    pairs = tuple((rows[0], rows[1]) for rows in numbers.values() if len(rows) == 2)
    batch = collate([*said, *(augment_reply(said[row], chance) for row in twice)], criteria, tokenizer)
    return batch._replace(pairs=pairs, same=same)


def _mask_pieces(batch: Batch) -> Batch:
    """Return the batch with a share of its pieces masked, so that no single word is relied on."""
    hide = (torch.rand(batch.pieces.shape) < MASKED_SHARE) & batch.mask & (batch.pieces > BREAK)
    return batch._replace(pieces=batch.pieces.masked_fill(hide, MASK_PIECE))


def _augment_reply(
    reply: LabelledReply, replies: Sequence[LabelledReply], by_cue: frozenset[str], chance: Random
) -> LabelledReply:
    """Give some replies another cue or no earlier one, and rewrite some, at random."""
    if reply.before and chance.random() < FORGET_BEFORE:
        reply = reply.model_copy(update={"before": ""})
    if chance.random() < MOVED_SHARE:
        reply = move_to_cue(reply, chance.choice(replies), by_cue) or reply
    return augment_reply(reply, chance) if chance.random() < AUGMENTED_SHARE else reply


def _compute_loss(network: Network, batch: Batch) -> Tensor:
    """Compute the loss of a batch: wrong verdicts, misplaced attention, pairs not told apart."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF_PRECISION):
        scores, looks, _ = network(batch.pieces, batch.types, batch.reply, batch.mask)
    scores, looks = scores.float(), looks.float()
    wrong = nn.functional.binary_cross_entropy_with_logits(scores, batch.met, reduction="none")
    loss = (wrong * batch.counts).sum()
    shown = batch.marked.any(1) & (batch.met > 0)
    if shown.any():
        held = (looks * batch.marked).sum(1)[shown]
        loss = loss - ATTENTION_LOSS * torch.log(held.clamp_min(1e-4)).sum()
    for one, two in batch.pairs:
        apart = (batch.met[one] - batch.met[two]) * batch.counts[one] * batch.counts[two]
        wide = nn.functional.softplus(PAIR_MARGIN - (scores[one] - scores[two]) * apart)
        loss = loss + PAIR_LOSS * (wide * apart.abs()).sum()
    for one, two in batch.same:
        loss = loss + CONSISTENCY_LOSS * (scores[one] - scores[two]).square().sum()
    return loss / len(scores)


def collate(replies: Sequence[LabelledReply], criteria: Sequence[str], tokenizer: WordPiece) -> Batch:
    """Put replies into one batch, padded to the longest."""
    encoder_input = [_encode_input(tokenizer, labelled) for labelled in replies]
    longest = max(len(encoded.numbers) for encoded in encoder_input)
    shape = (len(encoder_input), longest)
    pieces, types = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    reply, mask = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool)
    marked = torch.zeros(*shape, len(criteria), dtype=torch.bool)
    met, counts = torch.zeros(len(encoder_input), len(criteria)), torch.ones(len(encoder_input), len(criteria))
    for row, (encoded, said) in enumerate(zip(encoder_input, replies, strict=True)):
        length = len(encoded.numbers)
        pieces[row, :length], types[row, :length] = torch.tensor(encoded.numbers), torch.tensor(encoded.types)
        reply[row, :length], mask[row, :length] = torch.tensor(encoded.of_reply), True
        half = said.find_half_heard()
        for column, criterion in enumerate(criteria):
            met[row, column] = HALF_HEARD if criterion in half else criterion in said.labels
            counts[row, column] = HALF_WEIGHT if criterion in half else criterion not in said.contested
            for words in said.find_deciding_words(criterion):
                start = said.reply.find(words)
                for number, piece in enumerate(encoded.pieces):
                    if start >= 0 and piece.start < start + len(words) and piece.end > start:
                        marked[row, encoded.first + number, column] = True
    return Batch(pieces, types, reply, mask, met, counts, marked)
