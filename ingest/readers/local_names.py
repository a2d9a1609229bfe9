"""Elements and attributes of XML by their local names: every version of an office format has namespaces of its own."""

from __future__ import annotations

import re

from lxml import etree

__all__ = ["child_of", "name_of", "number_of", "value_of"]


def name_of(element: etree._Element) -> str:
    """The local name of an element, empty for what is no element."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def value_of(element: etree._Element, name: str) -> str | None:
    """The value of the attribute with this local name."""
    for key, value in element.attrib.items():
        if str(key).rsplit("}", 1)[-1] == name:
            return str(value)
    return None


def number_of(element: etree._Element, name: str, default: int) -> int:
    """The whole number in an attribute, the default where there is none."""
    value = value_of(element, name)
    return int(value) if value is not None and re.fullmatch(r"\d{1,9}", value) else default


def child_of(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element on this path of local names, None where the path ends before."""
    for name in path:
        if element is None:
            break
        element = next((child for child in element if name_of(child) == name), None)
    return element
