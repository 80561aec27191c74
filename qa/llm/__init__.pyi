from .errors import LLMError
from .opening import check_llm, open_llm
from .reply import stream_reply
from .settings import LLMSettings

__all__ = ["LLMError", "LLMSettings", "check_llm", "open_llm", "stream_reply"]
