"""OpenVINO, without its telemetry: importing it as it comes reports that to Google Analytics.

Its own code falls back to a stub where the telemetry package cannot be imported.
"""

from __future__ import annotations

import sys

if "openvino_telemetry" not in sys.modules:
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]

import openvino

__all__ = ["openvino"]
