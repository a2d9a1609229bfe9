"""Trees of the XML parts of an office file, read so that a hostile one can fetch and expand nothing."""

from __future__ import annotations

from lxml import etree

from ingest.errors import UnreadableSource

__all__ = ["read_tree"]


def read_tree(data: bytes, name: str, saved_as: str) -> etree._Element:
    """The tree of a part; `saved_as` is the ending under which a damaged file is best saved again."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"{name} is damaged: {error}; save the file again as {saved_as}.") from error
