"""XML, read without what its document type could have done: entities, other files, the network."""

from __future__ import annotations

import re
from typing import Any

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}\[|<!ENTITY", re.IGNORECASE)
_REFUSAL = "it has XML entities, which are not read"


def parse_xml(data: bytes) -> Any:
    """The root of a tree of lxml's.

    :raises ValueError: if it is not well-formed, or has entities.
    """
    from lxml import etree  # here, since it takes long to load

    if b"<!ENTITY" in data:
        raise ValueError(_REFUSAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "ntity" in error.msg:  # it multiplied, or stands for what lies elsewhere
            raise ValueError(_REFUSAL) from error
        raise ValueError(f"it is not well-formed XML: {error.msg}") from error
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(document_type.iterentities()):
        raise ValueError(_REFUSAL)
    return root


def refuse_entities(text: str) -> None:
    """:raises ValueError: if a document of XML defines entities: a few of them multiply without
    end, others read what else lies on the computer."""
    if _DOCTYPE.search(text):
        raise ValueError(_REFUSAL)


def local_name(element: Any) -> str:
    """An element's name, without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def texts(root: Any, name: str) -> list[str]:
    """What each element of a name holds, whatever its namespace."""
    return ["".join(e.itertext()) for e in root.iter() if local_name(e) == name]
