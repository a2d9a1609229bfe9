"""Results as Markdown (CommonMark), the instruments' words as block quotes."""

from __future__ import annotations

import re

from search.export.record import Entry, Record

__all__ = ["as_markdown"]

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_AT_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))", re.MULTILINE)
_BREAK = re.compile(r"\s*\n\s*")


def as_markdown(record: Record) -> str:
    """A heading for each result, its words, citation, edition and address; what was asked stands on top."""
    answer = record.answer
    head = [
        f"# {_inline(answer.query)}",
        f"IML Search, {record.retrieved.isoformat()}: {_outcome(record)}. Index generation "
        f"{answer.index.get('generation')}, model {_inline(str(answer.index.get('model')))}"
        + (f"; {_inline(record.settings)}" if record.settings else "")
        + ".",
    ]
    if answer.message:
        head.append(_inline(answer.message))
    if answer.candidates:
        head.append("\n".join(f"- {_inline(candidate)}" for candidate in answer.candidates))
    return "\n\n".join([*head, *(_entry(record, entry) for entry in record.entries)]) + "\n"


def _outcome(record: Record) -> str:
    count = len(record.entries)
    if record.answer.outcome == "no_answer":
        return "nothing held answers this" + ("; what is nearest follows" if count else "")
    return f"{count} {'result' if count == 1 else 'results'} ({record.answer.outcome.replace('_', ' ')})"


def _entry(record: Record, entry: Entry) -> str:
    result = entry.result
    heading = f" — {_inline(result.heading)}" if result.heading else ""
    facts = [
        _inline(result.citation),
        "Binding" if result.instrument.binding else "Not binding",
        f"Edition: {_inline(entry.edition)}",
        *(_inline(remark) for remark in entry.remarks(record.answer.language)),
        *(f"<{_address(url)}>" for url in dict.fromkeys((entry.link, entry.permalink)) if url),
    ]
    words = _inline(entry.words.replace("\n", " ")) if entry.is_digest else _quoted(entry.words)
    return "\n\n".join(
        [f"## {result.rank}. {_inline(entry.name)}{heading}", words, "\n".join(f"- {fact}" for fact in facts)]
    )


def _quoted(text: str) -> str:
    """A block quote that shows the text as it is, with its line breaks."""
    lines = [_escaped(line.strip()) for line in text.split("\n")]
    paragraphs = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    return "\n>\n".join("> " + paragraph.replace("\n", "\\\n> ") for paragraph in paragraphs)


def _inline(text: str) -> str:
    return _escaped(_BREAK.sub(" ", text).strip())


def _escaped(text: str) -> str:
    """The text with a backslash before whatever Markdown would take for its own."""
    plain = _MARKS.sub(r"\\\1", text)
    return _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", plain)


def _address(url: str) -> str:
    return re.sub(r"[<>\s\\]", lambda m: f"%{ord(m[0]):02X}", url)
