"""Whatever slice of a provision is quoted: verbatim as it is, different at the word that was replaced."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.check import check
from search.reader import read_instrument, read_provision
from search.searcher import Searcher

_SETTINGS = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
_LEAST = 6


@cache
def _provisions(searcher: Searcher) -> list[tuple[str, str]]:
    """(label, words) of the provisions with enough words."""
    meta = searcher.snapshot.meta
    out = []
    for node in read_instrument(meta, "harbour", "en").tree:
        if node.label.startswith("art"):
            view = read_provision(meta, lambda: searcher.directory, "harbour", node.label, "en")
            if len(re.findall(r"\w+", view.text)) > _LEAST:
                out.append((node.label, view.text))
    return out


def _slice(data: st.DataObject, searcher: Searcher) -> tuple[str, list[re.Match[str]], str]:
    label, text = data.draw(st.sampled_from(_provisions(searcher)))
    words = list(re.finditer(r"[^\W\d_]{2,}", text))
    first = data.draw(st.integers(0, len(words) - _LEAST))
    last = data.draw(st.integers(first + _LEAST, len(words)))
    return label, words[first:last], text


@_SETTINGS
@given(st.data())
def test_any_slice_is_verbatim(searcher: Searcher, data: st.DataObject) -> None:
    label, words, text = _slice(data, searcher)
    quoted = text[words[0].start() : words[-1].end()]
    (quote,) = check(f"They agreed that “{quoted}” (HCGW {label}).", searcher).quotes
    assert quote.verdict == "verbatim", quote


@_SETTINGS
@given(st.data())
def test_a_replaced_word_is_the_difference(searcher: Searcher, data: st.DataObject) -> None:
    label, words, text = _slice(data, searcher)
    word = data.draw(st.sampled_from(words))
    start, end = words[0].start(), words[-1].end()
    quoted = text[start : word.start()] + "zebra" + text[word.end() : end]
    (quote,) = check(f"They agreed that “{quoted}” (HCGW {label}).", searcher).quotes
    assert quote.verdict == "differs", quote
    assert [d.quoted_text for d in quote.differences] == ["zebra"], quote
    assert quote.differences[0].authentic_text in (word[0], ""), quote
