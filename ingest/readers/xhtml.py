"""XHTML, as books and some official sites have it: XML that may after all be none."""

from __future__ import annotations

from lxml import etree

from ingest.readers.html import parse_html
from ingest.readers.sniff import decode

__all__ = ["parse_xhtml"]


def parse_xhtml(data: bytes) -> etree._Element:
    """The tree of an XHTML page, its names without namespaces; raises `UnreadableSource` for bytes that are no page.

    A page that is no proper XML, or names characters that XML alone does not know (`&nbsp;`), is read as HTML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return parse_html(decode(data))
    if next(root.iter(etree.Entity), None) is not None:
        return parse_html(decode(data))
    for element in root.iter(etree.Element):
        element.tag = element.tag.rsplit("}", 1)[-1]
    return root
