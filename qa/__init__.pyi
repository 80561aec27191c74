from .answers import Answer, Citation
from .assistant import Assistant, answer
from .documents import ArticleReader
from .llm import LLMSettings
from .retriever import PassageRetriever
from .turn import Turn

__all__ = [
    "Answer",
    "ArticleReader",
    "Assistant",
    "Citation",
    "LLMSettings",
    "PassageRetriever",
    "Turn",
    "answer",
]
