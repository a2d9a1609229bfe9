"""What each part, feature and constant of the ranking is worth: a Markdown table over folders of judged questions.

    python tools/ablation.py --home FOLDER FOLDER…

Each row changes one thing. Values are nDCG@10 / Success@1; a star marks a difference in nDCG@10 to the first row with
p < 0.05 in a paired t-test. Questions in a folder called `citations` or `decisions` are answered without general
comments, and no passage speaks for a question that holds its words.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.generation import Home
from search.evaluate import Evaluation, compare, evaluate, leaving_out, read_qrels, read_queries
from search.features import FEATURES
from search.fusion import FusionSettings
from search.query import PARTS, Query
from search.ranking import RankingSettings
from search.rerank import RerankSettings
from search.searcher import Searcher

QUOTED = Query(
    "any",
    filters=leaving_out(["general_comment"]),
    leave_out_own_words=True,
)
NOW = RankingSettings()


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of the table."""

    name: str
    settings: RankingSettings = NOW
    changes: dict[str, object] = field(default_factory=dict)
    """Of the query."""


def variants() -> Iterator[Variant]:
    """The search as it is, and one change each."""
    yield Variant("everything")
    yield Variant("words alone", changes={"mode": "lexical"})
    yield Variant("meaning alone, nearest row", changes={"mode": "dense", "rerank": False})
    yield Variant("no second ranking", changes={"rerank": False})
    for part in PARTS:
        if part != "abstention":
            yield Variant(f"without {part}", changes={"without": (part,)})
    for name in FEATURES:
        weights = {**NOW.rerank.weights, name: 0.0}
        yield Variant(f"weight of `{name}` 0", replace(NOW, rerank=RerankSettings(weights)))
    for value in (0.1, 0.3, 0.4):
        yield Variant(f"fusion: words {value}", replace(NOW, fusion=FusionSettings(lexical_weight=value)))
    for value in (0.05, 0.2):
        yield Variant(f"fusion: comments {value}", replace(NOW, fusion=FusionSettings(comment_weight=value)))
    for most in (3, 4, 10):
        yield Variant(f"parallels together {most}", replace(NOW, parallels_together=most))


def measure(searcher: Searcher, folder: Path, variant: Variant) -> Evaluation:
    """One row on one folder."""
    like = QUOTED if folder.name in ("citations", "decisions") else Query("any")
    like = replace(like, include_weak=True, **variant.changes)  # type: ignore[arg-type]
    queries, qrels = read_queries(folder / "queries.tsv"), read_qrels(folder / "qrels.txt")
    return evaluate([q for q in queries if q.qid in qrels], qrels, searcher.search, like=like)


def cell(now: Evaluation, first: Evaluation) -> str:
    """nDCG@10 / Success@1, with a star."""
    row = now.table()[0]
    test = next(r for r in compare(now, first.per_query) if r["measure"] == "nDCG@10")
    return f"{row['nDCG@10']:.3f} / {row['Success@1']:.3f}{'*' if test['p'] < 0.05 else ''}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("folders", nargs="+", type=Path)
    given = parser.parse_args()
    model = Home(given.home).current().manifest["model"]["name"]
    sys.stdout.write(f"| | {' | '.join(f.name for f in given.folders)} |\n|---|{'---|' * len(given.folders)}\n")
    first: list[Evaluation] = []
    for variant in variants():
        searcher = Searcher(given.home, model, settings=variant.settings)
        found = [measure(searcher, folder, variant) for folder in given.folders]
        first = first or found
        cells = " | ".join(cell(now, before) for now, before in zip(found, first, strict=True))
        sys.stdout.write(f"| {variant.name} | {cells} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
