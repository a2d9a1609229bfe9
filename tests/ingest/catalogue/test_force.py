"""Digests keep the force of their texts: duty, recommendation, permission, prohibition."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.catalogue.digest import label_number
from tests.ingest.catalogue.force import other_force
from tests.ingest.catalogue.held_texts import units_in_english

REVIEWED = Path(__file__).with_name("force_reviewed.toml")


@pytest.mark.parametrize(
    ("text", "digest", "rules"),
    [
        pytest.param("Keepers may pay in coin.", "Keepers must pay in coin.", ("duty invented",), id="duty"),
        pytest.param("Keepers shall pay in coin.", "Keepers must pay in coin.", (), id="duty kept"),
        pytest.param("Keepers shall pay in coin.", "Keepers should pay in coin.", ("duty softened",), id="softened"),
        pytest.param("Keepers should pay in coin.", "Keepers should pay in coin.", (), id="recommendation kept"),
        pytest.param(
            "Keepers shall pay in coin.", "Keepers may pay in coin.", ("permission invented",), id="permission"
        ),
        pytest.param("Keepers shall not pay in fish.", "No keeper may pay in fish.", (), id="a ban with may"),
        pytest.param("No keeper shall pay in fish.", "Keepers pay in fish.", ("prohibition lost",), id="ban lost"),
        pytest.param("Keepers shall pay.", "Keepers must not pay.", ("prohibition invented",), id="ban invented"),
        pytest.param(
            "Masters shall ring the bell. Keepers should mend torn sails each spring.",
            "Keepers must mend torn sails in spring.",
            ("recommendation hardened",),
            id="one sentence of two hardened",
        ),
        pytest.param(
            "Masters shall ring the bell. Keepers may mend torn sails each spring.",
            "Keepers must mend torn sails in spring.",
            ("permission hardened",),
            id="one permission of two hardened",
        ),
        pytest.param(
            "Keepers shall mend torn sails. Repairs to other gear should follow soon.",
            "Keepers must mend torn sails.",
            (),
            id="the other sentence recommends",
        ),
        pytest.param(
            "This article shall not prejudice kinder customs.",
            "Kinder customs stay.",
            (),
            id="a savings clause is no ban",
        ),
    ],
)
def test_rules(text: str, digest: str, rules: tuple[str, ...]) -> None:
    assert other_force(text, digest) == rules


def test_digests_keep_the_force_of_their_texts(corpus: Path) -> None:
    """Every break is either corrected or reviewed one by one; a review that no longer applies is removed."""
    held = units_in_english(corpus)
    reviewed = {
        (r["id"], r["label"], r["rule"]) for r in tomllib.loads(REVIEWED.read_text(encoding="utf-8"))["reviewed"]
    }
    broken = {
        (entry.id, provision.label, rule)
        for entry in load_catalogue().entries.values()
        for provision in entry.provisions
        if (text := held.get(entry.id, {}).get(label_number(provision.label))) is not None
        for rule in other_force(text, provision.digest)
    }
    assert sorted(broken - reviewed) == []
    if held:
        stale = {r for r in reviewed if r[0] in held} - broken
        assert sorted(stale) == []
