from .address import MilvusAddress
from .comparing import problems_of_collection
from .proposals import MilvusProposals
from .reading import MilvusReader
from .writing import MilvusWriter

__all__ = [
    "MilvusAddress",
    "MilvusProposals",
    "MilvusReader",
    "MilvusWriter",
    "problems_of_collection",
]
