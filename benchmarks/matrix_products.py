"""Products of large matrices by OpenVINO: what the cores can do at most in a precision."""

from __future__ import annotations

import numpy as np

from index.embedding.openvino_runtime import openvino

PRECISIONS = ("int8", "bf16", "fp32")
_SIZE, _PRODUCTS = 2_048, 6
_opset = openvino.opset13


class MatrixProduct:
    """Six products after one another, of 2,048 × 2,048 each.

    :param precision: one of PRECISIONS.
    :ivar operations: how many multiplications and additions they are.
    :ivar computed_in: what OpenVINO says that it computes them in: the processor may lack it.
    """

    operations = 2 * _PRODUCTS * _SIZE**3

    def __init__(self, precision: str) -> None:
        options = {"INFERENCE_PRECISION_HINT": "bf16" if precision == "bf16" else "f32"}
        compiled = openvino.Core().compile_model(
            _model(precision == "int8"), "CPU", {"PERFORMANCE_HINT": "LATENCY", **options}
        )
        nodes = [node.get_rt_info() for node in compiled.get_runtime_model().get_ops()]
        # Named by where it stands: with what follows it, a product is one node.
        (self.computed_in, *_) = {
            node["runtimePrecision"].astype(str)
            for node in nodes
            if node["layerType"].astype(str) in ("FullyConnected", "MatMul")
        } or {"unknown"}
        self._request = compiled.create_infer_request()
        self._given = {0: np.random.default_rng(0).normal(size=(_SIZE, _SIZE)).astype(np.float32)}
        self.compute()

    def compute(self) -> None:
        self._request.infer(self._given)


def _model(quantized: bool) -> openvino.Model:
    rng = np.random.default_rng(1)
    given = _opset.parameter([_SIZE, _SIZE], np.float32)
    hidden = given
    for _ in range(_PRODUCTS):
        matrix = rng.normal(scale=_SIZE**-0.5, size=(_SIZE, _SIZE)).astype(np.float32)
        weights = _opset.constant(matrix)
        if quantized:
            hidden = _opset.fake_quantize(hidden, *_range(4.0, 255), 256)
            highest = float(np.abs(matrix).max())
            weights = _opset.fake_quantize(weights, *_range(highest, 254), 255)
        hidden = _opset.matmul(hidden, weights, False, True)
    return openvino.Model([hidden], [given], "products")


def _range(highest: float, steps: int) -> tuple[np.ndarray, ...]:
    """Where steps begin and end, of what comes in and of what goes out."""
    lowest = -highest * (1 + steps % 2 / 128)  # 256 levels have one more below zero
    ends = np.array([lowest, highest], np.float32)
    return (ends[0], ends[1], ends[0], ends[1])
