"""Files under neutral names, with texts of our own below the titles of real instruments."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from ingest.catalogue import load_catalogue
from ingest.collection import Declared
from ingest.identify import Identity, identify, identity_key, text_language
from ingest.model import Block, Document
from ingest.readers.markdown import read_markdown

_OPENING = {
    "en": "The States Parties to the present text, wishing well, have agreed as follows:",
    "fr": "Les États parties au présent texte sont convenus de ce qui suit :",
    "es": "Los Estados Partes en el presente texto han convenido lo siguiente:",
    "ar": "إن الدول الأطراف في هذا النص، إذ ترغب في الخير، قد اتفقت على ما يلي:",
}
_ARTICLE = {
    "en": "### Article {n}\n\nThe harbour master of place {n} keeps the lamp lit for everyone who comes by night, "
    "and shows a safe way to the quay to every ship that asks for it, whatever its flag may be.",
    "fr": "### Article {n}\n\nLe maître du port numéro {n} garde la lampe allumée pour qui vient de nuit, "
    "et montre le chemin du quai à chaque navire qui le demande, quel que soit son pavillon.",
    "es": "### Artículo {n}\n\nEl capitán del puerto {n} mantiene encendida la lámpara para quien llega de noche, "
    "y muestra el camino del muelle a cada barco que lo pide, cualquiera que sea su bandera.",
    "ar": "### المادة {n}\n\nيبقي رئيس الميناء رقم {n} المصباح مضاء لكل من يأتي ليلا إلى المدينة.",
}


def articles(count: int, language: str = "en") -> str:
    return "\n\n".join(_ARTICLE[language].format(n=n) for n in range(1, count + 1))


def treaty(title: str, count: int, language: str = "en") -> str:
    return f"{title}\n\n{_OPENING[language]}\n\n{articles(count, language)}\n"


def paragraphs(count: int) -> str:
    return "\n\n".join(
        f"{n}. The Committee has seen many lamps go out, and asks States to light lamp {n}."
        for n in range(1, count + 1)
    )


class TakenFor(Protocol):
    def __call__(self, text: str, file: str = ..., declared: Declared = ...) -> Identity: ...


@pytest.fixture
def taken_for(tmp_path: Path) -> TakenFor:
    def take(text: str, file: str = "download(3).md", declared: Declared = Declared()) -> Identity:  # noqa: B008
        path = tmp_path / "text.md"
        path.write_text(text, encoding="utf-8")
        return identify(file, declared, read_markdown(path), load_catalogue())

    return take


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(treaty("# Convention on the Rights of the Child", 54), "crc", id="title"),
        pytest.param(treaty("# CONVENTION\n\n# ON THE RIGHTS OF THE CHILD", 54), "crc", id="title over lines"),
        pytest.param(treaty("# Convention relative aux droits de l’enfant", 54, "fr"), "crc", id="French"),
        pytest.param(treaty("# Convención sobre los Derechos del Niño", 54, "es"), "crc", id="Spanish"),
        pytest.param(treaty("# اتفاقية حقوق الطفل", 54, "ar"), "crc", id="Arabic"),
        pytest.param(treaty("# االتفاقية المتعلقة بحقوق الطفل", 54, "ar"), "crc", id="Arabic, letters swapped"),
        pytest.param(
            treaty("# Protocol relating to the States of Refugees", 11), "refugee-protocol-1967", id="misprint"
        ),
        pytest.param(
            treaty("International Convention for the Safety of Life at Sea, 1974", 13), "solas-1974", id="its own year"
        ),
        pytest.param(
            treaty("# Convention on the Reduction of Statelessness (New York, 30 August 1961)", 21),
            "statelessness-reduction-1961",
            id="date and place in brackets",
        ),
        pytest.param(
            treaty("# Slavery Convention\n\nSigned at Geneva on 25 September 1926", 12),
            "slavery-convention-1926",
            id="short title, few words",
        ),
        pytest.param(
            "# CONVENCIONES\n\nApruébase la Convención sobre los Derechos del Niño.\n\nLEY N° 1\n\n"
            "El Senado sanciona con fuerza de Ley:\n\nARTICULO 1º — Apruébase la Convención, de 54 artículos.\n\n"
            "ARTICULO 2º — Comuníquese.\n\n" + treaty("CONVENCION SOBRE LOS DERECHOS DEL NIÑO", 54, "es"),
            "crc",
            id="behind an approving law",
        ),
        pytest.param(
            "# REGULATION (EU) 2024/1351 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL\n\nof 14 May 2024\n\n"
            "on lamps\n\nWhereas:\n\n(1) Lamps are good.\n\nHAVE ADOPTED THIS REGULATION:\n\n" + articles(85),
            "eu-32024r1351-ammr",
            id="EU number",
        ),
        pytest.param(
            treaty("# CONVENIO 97\n\nLa Conferencia General de la Organización Internacional del Trabajo:", 23, "es"),
            "ilo-c097",
            id="ILO number",
        ),
        pytest.param(
            f"# General comment\n\nCMW/C/GC/2\n\nGeneral comment No. 2 on lamps\n\n{paragraphs(9)}",
            "cmw-gc2-migrant-workers",
            id="UN symbol",
        ),
        pytest.param(
            f"# General comment No. 27: Freedom of movement (article 12)\n\nAdopted 2 November 1999\n\n{paragraphs(9)}",
            "ccpr-gc27-movement",
            id="comment by its title",
        ),
    ],
)
def test_an_instrument_is_recognised_by_its_own_words(taken_for: TakenFor, text: str, expected: str) -> None:
    assert taken_for(text).instrument == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(treaty("# Convention on the Rights of the Lamp", 54), id="another title"),
        pytest.param(treaty("# Convention on the Rights of the Child", 12), id="another number of articles"),
        pytest.param(
            treaty("# Optional Protocol to the\n\n# Convention on the Rights of the Child\n\n# on lamps", 54),
            id="unknown protocol whose title goes on over lines",
        ),
        pytest.param(treaty("# International Convention for the Safety of Life at Sea, 1960", 13), id="other year"),
        pytest.param(treaty("# European Social Charter (amended)", 38), id="other version"),
        pytest.param(
            "# Handbook\n\n" + treaty("# Convention on the Rights of the Child", 54),
            id="handbook with the same heading",
        ),
        pytest.param(
            "# Lamps for children\n\n"
            + "The harbour office has written a long book about lamps and about those who need them. " * 400
            + "\n\n"
            + treaty("# Convention on the Rights of the Child", 54),
            id="book with the treaty in its annex",
        ),
        pytest.param(
            "# The Convention on the Rights of the Child at sea\n\nThis note speaks of the Convention on the "
            "Rights of the Child and of how lamps serve it.\n\n## Lamps\n\nThey burn.\n\n## Oil\n\nIt is dear.",
            id="text that mentions it",
        ),
        pytest.param(
            "# Commission Implementing Regulation (EU) 2024/9999\n\nlaying down rules for Regulation (EU) 2024/1351\n\n"
            + articles(85),
            id="implementing act",
        ),
        pytest.param(
            "# Proposal for a\n\n# REGULATION (EU) 2024/1351 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL\n\n"
            + articles(85),
            id="proposal",
        ),
        pytest.param(
            f"# General comment No. 2 on lamps\n\nCRC/C/GC/2\n\n{paragraphs(9)}", id="same number, other committee"
        ),
        pytest.param(
            f"# Report\n\nThis report uses general comment No. 2 of the Committee.\n\nCMW/C/GC/2\n\n{treaty('', 4)}",
            id="symbol above something with articles",
        ),
        pytest.param(
            f"# Convention (No. 97) and Convention (No. 143)\n\nInternational Labour Conference\n\n{articles(23)}",
            id="two numbers",
        ),
    ],
)
def test_what_is_not_certain_keeps_its_own_name(taken_for: TakenFor, text: str) -> None:
    assert taken_for(text).instrument == "download-3"


def test_a_protocol_attached_to_its_convention_does_not_hide_it(taken_for: TakenFor) -> None:
    both = treaty("# Convention on the Elimination of All Forms of Discrimination against Women", 30) + treaty(
        "\n# Optional Protocol to the Convention on the Elimination of All Forms of Discrimination against Women", 21
    )
    assert taken_for(both).instrument == "cedaw"


def test_two_instruments_in_one_file_are_neither(taken_for: TakenFor) -> None:
    both = treaty("# Convention on the Rights of the Child", 54) + treaty(
        "\n# Vienna Convention on Diplomatic Relations", 53
    )
    assert taken_for(both).instrument == "download-3"


def test_a_file_named_like_an_entry_is_it_only_where_the_text_may_be(taken_for: TakenFor) -> None:
    untitled = f"{_OPENING['en']}\n\n{articles(54)}"
    assert taken_for(untitled, "crc.md").instrument == "crc"
    assert (
        taken_for("# Crates\n\nAbout crates, lids and nails.\n\n## Lids\n\nThey fit.", "crc.md").instrument
        == "crc-file"
    )


def test_what_is_declared_is_not_recognised_again(taken_for: TakenFor) -> None:
    text = treaty("# Convention on the Rights of the Child", 54)
    assert taken_for(text, declared=Declared(id="my-crc")).instrument == "my-crc"
    assert taken_for(treaty("# Untitled", 54), declared=Declared(title="Convention on the Rights of the Child")) == (
        Identity("crc", "treaty", "en")
    )


def test_the_key_of_a_parse_changes_with_what_may_recognise_otherwise() -> None:
    catalogue = load_catalogue()
    whole = Declared(id="a", kind="treaty", language="en")
    assert identity_key(whole, catalogue) == "a:treaty:en"
    keys = {identity_key(d, catalogue) for d in (Declared(), Declared(id="a"), Declared(title="T"), whole)}
    assert len(keys) == 4


def test_the_language_of_the_text_counts_more_than_what_the_file_states() -> None:
    text = "Todo trabajador tiene derecho a que se le pague cada mes. " * 20
    document = Document(text, (Block(0, len(text), "text"),), "docx", language="en-US")
    assert identify("a.docx", Declared(), document, load_catalogue()).language == "es"
    swahili = Document("Kila mtu ana haki ya kulipwa", (), "docx", language="sw-KE")
    assert text_language(swahili) == "sw"
