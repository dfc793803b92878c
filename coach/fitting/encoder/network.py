"""The encoder in PyTorch: four layers of MiniLM, and a head that scores each criterion.

Begin with `Network.forward`. The head weighs the pieces of a reply by attention, so that the words which decided can
be shown.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # as everywhere

from coach.matching.ml.encoder import WORDS_FILE

WIDTH, INNER, HEADS, PIECES, LONGEST = 384, 1536, 12, 30522, 512
KEPT_LAYERS = (0, 1, 3, 5)
"""The layers of MiniLM's six that are kept: a third faster, and no worse after fitting on this corpus."""
HALF_PRECISION = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
"""Whether networks learn in sixteen bits: twice as quick and no worse where the processor has them, elsewhere far
slower."""
MASKED_SCORE = -1e4


class Layer(nn.Module):
    """A transformer layer of MiniLM: attention and feed-forward, each followed by normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.first_norm, self.second_norm = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the layer's output, of the shape of `x`.

        Args:
            x: the pieces' embeddings, of shape (batch, pieces, WIDTH).
            mask: true where a piece is, of shape (batch, 1, 1, pieces).
        """
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, -1).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        near = (query @ key.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5  # on a processor, quicker than torch's own
        looked = near.masked_fill(~mask, MASKED_SCORE).softmax(-1).to(value.dtype) @ value
        x = self.first_norm(x + self.drop(self.out(looked.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.second_norm(x + self.drop(self.narrow(F.gelu(self.wide(x)))))


class Network(nn.Module):
    """The whole network: MiniLM's embeddings and layers, and the head that scores criteria."""

    def __init__(self, criteria: int) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in KEPT_LAYERS])
        self.drop = nn.Dropout(0.1)
        self.look, self.say, self.whole = (nn.Linear(WIDTH, criteria) for _ in range(3))
        nn.init.normal_(self.look.weight, std=0.02)
        nn.init.zeros_(self.look.bias)
        nn.init.zeros_(self.say.bias)
        nn.init.constant_(self.whole.bias, -3.0)

    def forward(self, pieces: Tensor, types: Tensor, reply: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score replies on every criterion.

        Args:
            pieces: the pieces' numbers, of shape (batch, pieces).
            types: 0 for pieces of topic and cue, 1 for those of the reply, of the same shape.
            reply: true for the reply's pieces, of the same shape.
            mask: false for padding, of the same shape.

        Returns:
            Scores (batch, criteria); attention, that is how much each piece weighs in a score (batch, pieces,
                criteria); and
            the mean of the pieces' embeddings (batch, WIDTH).
        """
        x = self.drop(self.norm(self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.parts(types)))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        x = self.drop(x)
        looks = self.look(x).masked_fill(~reply[..., None], MASKED_SCORE).softmax(1)
        there = mask[..., None].to(x.dtype)
        mean = (x * there).sum(1) / there.sum(1)
        return (looks * self.say(x)).sum(1) + self.whole(mean), looks, mean


def load_minilm(model: Path, criteria: int) -> Network:
    """Load the published MiniLM-L6 into a new network.

    Args:
        model: the ONNX file in 32 bits, with its weights in or beside the file.
        criteria: the number of criteria that the head scores.
    """
    network, told = Network(criteria), read_published(model)
    copy_embeddings(network, told)
    with torch.no_grad():
        for layer, number in zip(network.layers, KEPT_LAYERS, strict=True):
            copy_layer(layer, told, number)
    return network


def read_published(model: Path) -> dict[str, Tensor]:
    """Read the published numbers of MiniLM-L6, by name.

    Args:
        model: the ONNX file in 32 bits, with its weights in or beside the file.
    """
    graph = onnx.load(str(model), load_external_data=True).graph
    return {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in graph.initializer}


def copy_embeddings(network: Any, told: Mapping[str, Tensor]) -> None:
    """Copy the published embeddings and their norm into a network.

    Args:
        network: has `words`, `places`, `parts` and `norm`.
        told: the published numbers, by name.
    """
    with torch.no_grad():
        network.words.weight.copy_(told[".model.embeddings.word_embeddings.weight"])
        network.places.weight.copy_(told[".model.embeddings.position_embeddings.weight"])
        network.parts.weight.copy_(told[".model.embeddings.token_type_embeddings.weight"])
        network.norm.weight.copy_(told["model.layers.-1.embeddings_norm_layernorm.weight"])
        network.norm.bias.copy_(told["model.layers.-1.embeddings_norm_layernorm.bias"])


def copy_layer(layer: nn.Module, told: Mapping[str, Tensor], number: int) -> None:
    """Copy a published layer of MiniLM into a layer.

    Args:
        layer: the `Layer` that is filled.
        told: the published numbers, by name.
        number: the number of the layer, from 0.
    """
    at = f"model.layers.{number}"
    linears = {"attn.q_proj": "query", "attn.k_proj": "key", "attn.v_proj": "value", "attn.o_proj": "out"}
    linears |= {"mlp.fc1": "wide", "mlp.fc2": "narrow"}
    for name, mine in linears.items():
        linear: Any = getattr(layer, mine)
        linear.weight.copy_(told[f"{at}.{name}.MatMul.weight"].T)
        linear.bias.copy_(told[f"{at}.{name}.Add.bias"])
    for mine, name in (("first_norm", "attention_output"), ("second_norm", "mlp_output")):
        norm: Any = getattr(layer, mine)
        norm.weight.copy_(told[f"{at}.{name}_norm_layernorm.weight"])
        norm.bias.copy_(told[f"{at}.{name}_norm_layernorm.bias"])


def restore_network(model: Path, minilm: Path, criteria: int) -> Network:
    """Restore a network from an encoder that ships in eight bits, to fit it further.

    What eight bits lost stays lost. Criteria beyond those that the encoder scores begin untaught.

    Args:
        model: the encoder's ONNX file, with its word table and facts beside it.
        minilm: the ONNX file of MiniLM, from which what is missing begins.
        criteria: the number of criteria that the head scores.
    """
    graph = onnx.load(str(model)).graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    made_by = {output: node for node in graph.node for output in node.output}
    network = load_minilm(minilm, criteria)
    told = network.state_dict()

    def put(name: str, value: Any) -> None:
        rows = torch.tensor(np.asarray(value, np.float32))
        told[name][: len(rows)].copy_(rows)

    def unpack(name: str) -> Any:
        """Return a matrix in eight bits as numbers."""
        of = name.removesuffix("_quantized")
        return (held[name].astype(np.float32) - held[f"{of}_zero_point"]) * held[f"{of}_scale"]

    facts = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    put("words.weight", (np.load(model.parent / WORDS_FILE).astype(np.float32) - facts["zero"]) * facts["scale"])
    for name, value in held.items():
        if name.startswith("network.") and name.endswith((".weight", ".bias")):
            put(name.removeprefix("network."), value)
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] == _PARTS:
            steps = next(after.input for after in graph.node if node.output[0] in after.input)
            put("parts.weight", (held[_PARTS].astype(np.float32) - held[steps[2]]) * held[steps[1]])
        bias = next((name for name in node.input if name.startswith("network.") and name.endswith(".bias")), "")
        if node.op_type != "Add" or not bias or "norm" in bias:
            continue
        # The matrix stands some steps before its bias: a product of whole numbers, brought back to size.
        at = next(name for name in node.input if name != bias)
        while made_by[at].op_type != "MatMulInteger":
            at = next(name for name in made_by[at].input if name in made_by and not name.endswith("_scale"))
        put(f"{bias.removeprefix('network.').removesuffix('.bias')}.weight", unpack(made_by[at].input[1]).T)
    network.load_state_dict(told)
    return network


_PARTS = "network.parts.weight_quantized"

# --- Exporting to ONNX in eight bits


class _SingleReply(nn.Module):
    """A wrapper that feeds a network a single reply, which needs no mask for padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, types: Tensor, reply: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        outputs: tuple[Tensor, Tensor, Tensor] = self.network(pieces, types, reply, torch.ones_like(reply))
        return outputs


def export_network(network: Network, file: Path) -> None:
    """Write a network as ONNX with 8-bit weights."""
    example = (
        torch.ones(1, 40, dtype=torch.long),
        torch.zeros(1, 40, dtype=torch.long),
        torch.ones(1, 40, dtype=torch.bool),
    )
    names = ["pieces", "types", "reply"]
    axes: dict[str, Any] = {name: {1: "n"} for name in (*names, "looks")}
    write_in_eight_bits(_SingleReply(network).eval(), example, file, names, ["scores", "looks", "mean"], axes)


def write_in_eight_bits(
    module: nn.Module,
    example: tuple[Tensor, ...],
    file: Path,
    given: list[str],
    told: list[str],
    axes: Mapping[str, Mapping[int, str]],
) -> None:
    """Write a module as ONNX with 8-bit weights.

    Weights use only seven of the eight bits, so that integer sums never overflow on any processor.

    Args:
        module: the module, made ready to be used.
        example: an input for each name.
        file: where to write.
        given: the names of its inputs.
        told: the names of its outputs.
        axes: which of their sides can be of any length.
    """
    with TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            module,
            example,
            str(plain),
            dynamo=False,
            opset_version=17,
            input_names=given,
            output_names=told,
            dynamic_axes=axes,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            ready,
            file,
            weight_type=QuantType.QInt8,
            reduce_range=True,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
