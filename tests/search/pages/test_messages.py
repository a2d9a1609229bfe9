"""The interface in three languages: the same keys everywhere, every key that is used is there, every one is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from lxml import html

import search.pages
from ingest.model import INSTRUMENT_KINDS
from search.features import FEATURES
from search.pages.interface import Interface
from search.pages.wording import UI_LANGUAGES, best_language, messages_in
from tests.search.pages.conftest import Open

PAGES = Path(search.pages.__file__).parent
USED = re.compile(r'(?:\bt|ui\.text|self\.text)\(\s*f?["\']([\w.{}-]+)["\'](\s*~)?')


def fields(text: object) -> set[str]:
    forms = [text] if isinstance(text, str) else list(text.values())  # type: ignore[attr-defined]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", UI_LANGUAGES[1:])
def test_every_language_has_the_same_keys_with_the_same_values(language: str) -> None:
    first, other = messages_in(UI_LANGUAGES[0]).texts, messages_in(language).texts
    assert other.keys() == first.keys()
    for key, text in first.items():
        assert isinstance(other[key], str) == isinstance(text, str), key
        assert fields(other[key]) == fields(text), key


def test_the_keys_used_are_the_keys_there_are() -> None:
    keys = set(messages_in("en").texts)
    used: set[str] = set()
    for file in [*PAGES.glob("*.py"), *PAGES.glob("templates/*.html")]:
        for name, joined in USED.findall(file.read_text(encoding="utf-8")):
            start = name.partition("{")[0] if "{" in name else name
            found = {key for key in keys if key == name or ((joined or "{" in name) and key.startswith(start))}
            assert found, f"{file.name}: {name}"
            used |= found
    assert keys - used == set()


@pytest.mark.parametrize("language", UI_LANGUAGES)
def test_every_kind_and_feature_has_a_name(language: str) -> None:
    ui = Interface(messages_in(language), chosen=False)
    assert all(ui.kind(kind) for kind in INSTRUMENT_KINDS)
    assert all(ui.text(f"why.part.{feature}") for feature in FEATURES)
    assert ui.region("universal") != "" and ui.region("the moon") == "the moon"


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        pytest.param(None, "", "en", id="nothing said"),
        pytest.param(None, "fr-CA,fr;q=0.9,en;q=0.5", "fr", id="a region"),
        pytest.param(None, "de, es;q=0.8, en;q=0.7", "es", id="the best of those there are"),
        pytest.param(None, "en;q=0.2, es;q=0.9", "es", id="weights before order"),
        pytest.param(None, "es;q=0, fr;q=nonsense, *", "en", id="refused and damaged"),
        pytest.param("es", "fr", "es", id="the address decides"),
        pytest.param("xx", "fr", "fr", id="an address that asks for none there is"),
    ],
)
def test_the_language_is_the_one_asked_for_or_preferred(asked: str | None, header: str, language: str) -> None:
    assert best_language(asked, header) == language


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("en", "1990-12-18", "18 December 1990"),
        ("fr", "1990-12-18", "18 décembre 1990"),
        ("es", "1990-12", "diciembre de 1990"),
        ("en", "1990", "1990"),
        ("en", "1990-13-40", "1990-13-40"),
        ("en", "soon", "soon"),
        ("en", None, ""),
    ],
)
def test_dates_are_as_exact_as_they_are_known(language: str, value: str | None, shown: str) -> None:
    assert Interface(messages_in(language), chosen=False).date(value) == shown


def test_a_number_has_its_form() -> None:
    assert messages_in("en")("outcome.all", n=1) == "One result"
    assert messages_in("en")("outcome.all", n=2) == "2 results, best first"
    assert messages_in("fr")("filters.found", count=0) == "résultat"


@pytest.mark.parametrize("path", ["/", "/?q=rest", "/i/lamps/art 2", "/i/lamps", "/instruments", "/i/nothing"])
def test_a_chosen_language_is_carried_by_every_link_to_a_page(page: Open, path: str) -> None:
    status = 404 if "nothing" in path else 200
    shown = page(f"{path}{'&' if '?' in path else '?'}ui=es", status)
    assert shown.get("lang") == "es"
    for href in shown.xpath("//a/@href"):
        if href.startswith("/") and not href.startswith(("/v1/", "/openapi", "/static/")):
            assert "ui=" in href, href
    for form in shown.cssselect("form"):
        assert [i.get("value") for i in form.cssselect("input[name=ui]")] == ["es"]


def test_without_a_choice_addresses_stay_plain(client_page: html.HtmlElement) -> None:
    assert client_page.get("lang") == "fr"
    kept = [h for h in client_page.xpath("//main//a/@href") if "ui=" in h]
    assert kept == []


@pytest.fixture
def client_page(client: object) -> html.HtmlElement:
    return html.fromstring(client.get("/?q=rest", headers={"Accept-Language": "fr"}).content.decode())  # type: ignore[attr-defined]
