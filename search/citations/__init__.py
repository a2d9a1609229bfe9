"""Citations in the styles people need, and the plain one that every result carries."""

from search.citations.item import Citable
from search.citations.prose import plain_citation
from search.citations.styles import MEDIA_TYPES, STYLES, cite_all, cite_style

__all__ = ["MEDIA_TYPES", "STYLES", "Citable", "cite_all", "cite_style", "plain_citation"]
