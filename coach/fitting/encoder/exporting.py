"""The fitted network as the file that ships: ONNX, in eight-bit whole numbers."""

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from coach.fitting.encoder.network import Network


class _Alone(nn.Module):
    """One reply at a time, with nothing to leave out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, types: Tensor, reply: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        found: tuple[Tensor, Tensor, Tensor] = self.network(pieces, types, reply, torch.ones_like(reply))
        return found


def export(network: Network, file: Path) -> None:
    """Write it. Weights keep seven of their eight bits, so that whole-number sums never overflow on any processor."""
    example = (
        torch.ones(1, 40, dtype=torch.long),
        torch.zeros(1, 40, dtype=torch.long),
        torch.ones(1, 40, dtype=torch.bool),
    )
    with TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            _Alone(network).eval(),
            example,
            str(plain),
            dynamo=False,
            opset_version=17,
            input_names=["pieces", "types", "reply"],
            output_names=["scores", "looks", "mean"],
            dynamic_axes={name: {1: "n"} for name in ("pieces", "types", "reply", "looks")},
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
