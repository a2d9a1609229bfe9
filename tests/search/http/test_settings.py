from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from ingest.errors import UsageError
from search.http.settings import Settings, settings_table


def test_settings_reach_the_workers_as_they_are() -> None:
    changed = Settings(workers=3, wait_s=0.5, cors_origins=("https://a.org", "https://b.org"), require_key=True)
    for settings in (Settings(), changed, replace(changed, metrics="admin", proxies=("10.0.0.1",))):
        assert Settings.from_environment(settings.to_environment()) == settings


def test_each_setting_is_described() -> None:
    table = settings_table()
    assert [variable for variable, _, _ in table] == [f"IML_{f.name.upper()}" for f in fields(Settings)]
    assert all(about.endswith(".") for _, _, about in table)


def test_the_documentation_has_the_same_table() -> None:
    page = (Path(__file__).parents[3] / "docs" / "service.md").read_text(encoding="utf-8")
    written = [line for line in page.splitlines() if line.startswith("| `IML_")]
    assert written == [f"| `{variable}` | {default} | {about} |" for variable, default, about in settings_table()]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("IML_WORKERS", "two"),
        ("IML_WORKERS", "0"),
        ("IML_MAX_BODY", "1e6"),
        ("IML_MAX_BODY", "-1"),
        ("IML_WAIT_S", "nan"),
        ("IML_RATE", "inf"),
        ("IML_REQUIRE_KEY", "perhaps"),
        ("IML_METRICS", "closed"),
    ],
)
def test_what_cannot_be_read_is_named(variable: str, value: str) -> None:
    with pytest.raises(UsageError, match=variable):
        Settings.from_environment({variable: value})


def test_places_are_shared_by_workers() -> None:
    alone = Settings().slots
    assert Settings(workers=alone).slots == 1
    assert Settings(workers=1000).slots == 1
    assert Settings(workers=2, running=7).slots == 7
