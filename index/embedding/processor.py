"""What the processor is good at, as OpenVINO knows it."""

from __future__ import annotations

from index.embedding.openvino_runtime import openvino


def multiplies_bytes() -> bool:
    """Whether the processor has instructions for that which OpenVINO uses."""
    return "INT8" in _capabilities()


def runtime_told() -> str:
    """What computes, and why, in a line."""
    processor = openvino.Core().get_property("CPU", "FULL_DEVICE_NAME").strip()
    floating = "bfloat16" if "BF16" in _capabilities() else "float32"
    precision = f"int8 and {floating}" if multiplies_bytes() else floating
    version = openvino.__version__.split("-")[0]
    return f"OpenVINO {version} in {precision}, the quickest that this processor has ({processor})"


def _capabilities() -> list[str]:
    return openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
