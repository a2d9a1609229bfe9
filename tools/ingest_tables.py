"""Print, as Markdown, how well the files of a collection were read: the tables of docs/ingest-quality.md.

    python tools/ingest_tables.py FOLDER [--only articles,pairs,speed,coverage,pages]
    python tools/ingest_tables.py FOLDER --only answers --home HOME --questions FILE

FOLDER holds the files and their collection.toml. The counts of articles that should be there are read from
tests/ingest/structure/expected.toml. `pages` and `answers` need `pdftotext` (poppler), which reads the pages
independently. A line of FILE is the id of a publication, a tab, and a question that is asked of it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import time
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ingest.chunk import ChunkSettings, passages  # noqa: E402
from ingest.model import Document, Edition, Instrument, Provision  # noqa: E402
from ingest.readers import read_document  # noqa: E402
from ingest.structure import build_provisions  # noqa: E402

EXPECTED = ROOT / "tests" / "ingest" / "structure" / "expected.toml"
SAME_TEXT = {"udhr-booklet": "udhr"}
"""Instruments with a name of their own whose text is another's."""
LOW = 0.9
"""Articles of two files that share less of their words are listed."""
SAMPLE, SEED = 300, 20
RUN = 6
"""Words looked for together on a page."""
FOUND = 0.8
"""The share of a passage's runs that must stand on its page."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file as read."""

    entry: dict[str, Any]
    document: Document
    provisions: tuple[Provision, ...]
    seconds: float

    @property
    def name(self) -> str:
        return Path(self.entry["file"]).name

    def units(self) -> dict[str, Provision]:
        return {p.number: p for p in self.provisions if p.is_unit and p.number}

    def words(self, provision: Provision) -> list[str]:
        """The words of a unit without notes, in NFKC and small letters."""
        text, at, parts = self.document.text, provision.body_start, []
        for note in self.provisions:
            if note.kind == "rest" and provision.start < note.start and note.end <= provision.end:
                parts.append(text[at : note.start])
                at = max(at, note.end)
        parts.append(text[at : provision.end])
        return _WORD.findall(unicodedata.normalize("NFKC", " ".join(parts)).casefold())


def main() -> None:
    """Print the tables asked for."""
    tables: dict[str, Callable[[Path, list[Parsed]], Iterator[str]]] = {
        "articles": articles, "pairs": pairs, "speed": speed, "coverage": coverage, "pages": pages,
    }  # fmt: skip
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--only", default=",".join(tables))
    arguments.add_argument("--home", type=Path)
    arguments.add_argument("--questions", type=Path)
    given = arguments.parse_args()
    wanted = given.only.split(",")
    if wanted == ["answers"]:
        sys.stdout.write("\n".join(answers(given.folder, given.home, given.questions)) + "\n")
        return
    parsed = [] if wanted == ["speed"] else read(given.folder)
    for name in wanted:
        sys.stdout.write("\n".join(tables[name](given.folder, parsed)) + "\n\n")


def read(folder: Path) -> list[Parsed]:
    """Every file of the collection, parsed."""
    entries = tomllib.loads((folder / "collection.toml").read_text(encoding="utf-8"))["document"]
    parsed = []
    for entry in entries:
        before = time.process_time()
        document = read_document(folder / entry["file"])
        seconds = time.process_time() - before
        parsed.append(Parsed(entry, document, build_provisions(document, entry["kind"], entry["language"]), seconds))
    return parsed


def articles(_: Path, parsed: Sequence[Parsed]) -> Iterator[str]:
    """Articles of the main text found, of those that are there, by instrument and language."""
    expected = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    total: Counter[str] = Counter()
    for item in parsed:
        identifier, language = item.entry["id"], item.entry["language"]
        count = expected["articles"].get(identifier)
        if count is None:
            continue
        missing = expected["missing"].get(item.name, [])
        due = {str(number) for number in range(1, count + 1) if number not in missing}
        found = [number for number in item.units() if re.fullmatch(r"\d+", number)]
        extra = sorted(set(found) - due) + [number for number, times in Counter(found).items() if times > 1]
        right = len(due & set(found))
        total["due"] += len(due)
        total["found"] += right
        total["extra"] += len(extra)
        note = f" (extra {', '.join(extra)})" if extra else ""
        note += f" (the file lacks {len(missing)})" if missing else ""
        form = f" {item.document.format}" if item.document.format == "pdf" else ""
        cells[identifier][language].append(f"{right}/{len(due)}{form}{note}")
    languages = ("en", "es", "fr", "ar", "zh", "ru")
    yield f"{total['found']} of {total['due']} articles found, {total['extra']} extra.\n"
    yield f"| instrument | {' | '.join(languages)} |\n|---|{'---|' * len(languages)}"
    for identifier in sorted(cells):
        yield f"| {identifier} | {' | '.join('; '.join(cells[identifier][code]) for code in languages)} |"


def pairs(_: Path, parsed: Sequence[Parsed]) -> Iterator[str]:
    """For instruments held twice in a language: the share of equal words per article."""
    held: dict[tuple[str, str], list[Parsed]] = defaultdict(list)
    for item in parsed:
        identifier = item.entry["id"]
        held[SAME_TEXT.get(identifier, identifier), item.entry["language"]].append(item)
    yield "| instrument | files | articles in both | median | least | under 0.9 |\n|---|---|---|---|---|---|"
    for (identifier, language), items in sorted(held.items()):
        for other in items[1:]:
            yield _pair(f"{identifier} ({language})", items[0], other)


def _pair(name: str, first: Parsed, second: Parsed) -> str:
    one, two = first.units(), second.units()
    shares = {
        number: SequenceMatcher(None, first.words(one[number]), second.words(two[number]), autojunk=False).ratio()
        for number in one
        if number in two
    }
    files = f"{first.document.format} / {second.document.format}"
    if not shares:
        return f"| {name} | {files} | 0 | | | |"
    low = ", ".join(f"{number} ({share:.2f})" for number, share in shares.items() if share < LOW)
    middle, least = median(shares.values()), min(shares.values())
    return f"| {name} | {files} | {len(shares)} of {max(len(one), len(two))} | {middle:.3f} | {least:.2f} | {low} |"


def speed(folder: Path, _: Sequence[Parsed]) -> Iterator[str]:
    """Pages a second against pypdf's own extraction, file by file in one process; memory on the largest."""
    from pypdf import PdfReader

    files = sorted(folder.rglob("*.pdf"))
    ours = theirs = 0.0
    count = 0
    rows = []
    for path in files:
        start = time.process_time()
        found = len(read_document(path).pages)
        middle = time.process_time()
        for page in PdfReader(path).pages:
            page.extract_text()
        end = time.process_time()
        ours, theirs, count = ours + middle - start, theirs + end - middle, count + found
        rows.append(f"| {path.name} | {found} | {found / (middle - start):.0f} | {found / (end - middle):.0f} |")
    yield "| file | pages | pages/s | pypdf's extract_text |\n|---|---|---|---|"
    yield from rows
    yield f"| **all** | {count} | **{count / ours:.0f}** | {count / theirs:.0f} |"
    largest = max(files, key=lambda path: (path.stat().st_size, path.name))
    mine, plain = (_memory(largest, plain=plain) for plain in (False, True))
    yield f"\nSpeed {theirs / ours:.2f} of pypdf's. Memory on {largest.name} ({largest.stat().st_size >> 20} MiB): "
    yield f"{mine} MiB at most, pypdf alone {plain} MiB."


def _memory(path: Path, *, plain: bool) -> int:
    """The most memory, in MiB, that a process of its own takes to read a file."""
    job = (
        f"from pypdf import PdfReader\nfor page in PdfReader({str(path)!r}).pages: page.extract_text()"
        if plain
        else f"from pathlib import Path; from ingest.readers import read_document; read_document(Path({str(path)!r}))"
    )
    # Not ru_maxrss: a new program inherits that from the process that starts it.
    report = "print(*[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')])"
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{job}\n{report}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(run.stdout) >> 10


def coverage(_: Path, parsed: Sequence[Parsed]) -> Iterator[str]:
    """The share of characters in provisions, in declared rests and in nothing, by kind of text."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for item in parsed:
        sums[item.entry["kind"]].update(_covered(item))
    yield "| kind | files | characters | in provisions | preambles | declared rest | in nothing | twice |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind, counts in sorted(sums.items()):
        letters = counts["letters"]
        shares = " | ".join(f"{100 * counts[key] / letters:.1f} %" for key in ("provision", "preamble", "rest"))
        yield f"| {kind} | {counts['files']} | {letters:,} | {shares} | {counts['nothing']} | {counts['twice']} |"


def _covered(item: Parsed) -> Counter[str]:
    """The characters (blanks aside) of one file by the deepest provision that holds them."""
    text = item.document.text
    owner = ["nothing"] * len(text)
    times = [0] * len(text)
    for provision in item.provisions:
        kind = provision.kind if provision.kind in ("rest", "preamble") else "provision"
        owner[provision.start : provision.end] = [kind] * (provision.end - provision.start)
        if provision.parent is None:
            for offset in range(provision.start, provision.end):
                times[offset] += 1
    visible = [offset for offset, letter in enumerate(text) if not letter.isspace()]
    counts = Counter(owner[offset] for offset in visible)
    twice = sum(times[offset] > 1 for offset in visible)
    return counts + Counter({"files": 1, "letters": len(visible), "twice": twice})


def pages(folder: Path, parsed: Sequence[Parsed]) -> Iterator[str]:
    """Random passages of publications: whether their words stand on the page that is cited."""
    if shutil.which("pdftotext") is None:
        yield "pdftotext is not installed; no pages were checked."
        return
    settings = ChunkSettings(max_tokens=254, target_tokens=180)
    found = []
    for item in parsed:
        if item.entry["kind"] == "publication" and item.document.pages:
            instrument = Instrument(id=item.entry["id"], title=item.entry["id"], kind="publication")
            edition = Edition(instrument, item.entry["language"], "", item.name, item.document, item.provisions)
            found += [(item, passage) for passage in passages(edition, lambda text: len(text.split()), settings)]
    chosen = random.Random(SEED).sample(found, min(SAMPLE, len(found)))
    right = elsewhere = 0
    strange = []
    for item, passage in chosen:
        first, last = int(passage.locator["page_first"]), int(passage.locator["page_last"])
        words = _WORD.findall(item.document.text[passage.start : passage.end])
        path = folder / item.entry["file"]
        share = _share(words, _page(path, first, last))
        right += share >= FOUND
        elsewhere += _share(words, _page(path, last + 1, last + 1)) >= FOUND
        if share < FOUND:
            held = sum(_letters(word) in _page(path, first, last) for word in words) / len(words)
            strange.append(f"| {item.name} | {passage.label} | {first}–{last} | {share:.2f} | {held:.2f} |")
    yield f"Of {len(found)} passages of publications {len(chosen)} were drawn at random: {right} stand on the cited"
    yield f"page as pdftotext reads it ({FOUND:.0%} of their runs of {RUN} words or more), {elsewhere} on the next."
    yield "The others:\n"
    yield "| file | passage | page | runs on the page | words on the page |\n|---|---|---|---|---|"
    yield from strange


def answers(folder: Path, home: Path, questions: Path) -> Iterator[str]:
    """The first result of each question: whether the words quoted stand on the page cited."""
    entries = tomllib.loads((folder / "collection.toml").read_text(encoding="utf-8"))["document"]
    files = {entry["id"]: folder / entry["file"] for entry in entries}
    yield "| publication | question | first result | page | words | found on the page |\n|---|---|---|---|---|---|"
    for line in questions.read_text(encoding="utf-8").splitlines():
        identifier, question = line.split("\t")
        command = [str(Path(sys.executable).parent / "iml"), "--home", str(home), "ask", question, "--json"]
        command += ["--instrument", identifier, "--limit", "1"]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        passage = json.loads(run.stdout)["results"][0]["passages"][0]
        first, last = passage["locator"]["page_first"], passage["locator"]["page_last"]
        words = _WORD.findall(passage["text"])
        share = _share(words, _page(files[identifier], first, last))
        place = f"{first}–{last}" if last > first else f"{first}"
        yield f"| {identifier} | {question} | {passage['label']} | {place} | {len(words)} | {share:.0%} |"


@cache
def _page(path: Path, first: int, last: int) -> str:
    command = ["pdftotext", "-f", str(first), "-l", str(last), str(path), "-"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    return _letters(run.stdout)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _share(words: Sequence[str], page: str) -> float:
    """The share of the runs of words that stand on a page, blanks and hyphens aside."""
    runs = [_letters("".join(words[at : at + RUN])) for at in range(0, max(1, len(words) - RUN + 1), RUN)]
    return sum(run in page for run in runs) / len(runs)


if __name__ == "__main__":
    main()
