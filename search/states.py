"""Names of states, in the languages that questions come in, to the two-letter codes that parties are held by."""

from __future__ import annotations

import re
from functools import cache

from ingest.catalogue.parties import STATES
from ingest.errors import UsageError
from ingest.recognise.folding import fold

__all__ = ["state_code", "state_name"]

_LANGUAGES = ("en", "fr", "es", "de", "pt", "ar")
_MARKS = re.compile(r"[^\w]+|_")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_ARTICLES = frozenset(("the", "la", "le", "les", "el", "los", "las", "die", "der", "os", "as"))
_OTHER_NAMES = {
    "BO": "Plurinational State of Bolivia",
    "BN": "Brunei Darussalam",
    "CD": "Democratic Republic of the Congo;DRC;DR Congo;RDC;République démocratique du Congo;"
    "República Democrática del Congo;Demokratische Republik Kongo;República Democrática do Congo",
    "CG": "Congo;Republic of the Congo;République du Congo;República del Congo;Republik Kongo;República do Congo",
    "CI": "Ivory Coast;Elfenbeinküste",
    "CV": "Cape Verde",
    "CZ": "Czech Republic;République tchèque;República Checa;Tschechische Republik",
    "EH": "Sahrawi Arab Democratic Republic;Sahrawi Republic",
    "EU": "EU;UE",
    "FM": "Federated States of Micronesia",
    "GB": "UK;United Kingdom of Great Britain and Northern Ireland;Great Britain;Britain;Großbritannien;Gran Bretaña",
    "IR": "Islamic Republic of Iran",
    "KP": "Democratic People's Republic of Korea;DPRK",
    "KR": "Republic of Korea;République de Corée;República de Corea",
    "LA": "Lao People's Democratic Republic;Lao PDR",
    "MD": "Republic of Moldova",
    "MK": "Macedonia;The former Yugoslav Republic of Macedonia",
    "MM": "Burma",
    "NL": "Holland;Kingdom of the Netherlands;Netherlands (Kingdom of the)",
    "PS": "Palestine;State of Palestine;État de Palestine;Estado de Palestina;فلسطين",
    "RU": "Russian Federation;Fédération de Russie;Federación de Rusia;Russische Föderation",
    "ST": "Sao Tome",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey",
    "TZ": "United Republic of Tanzania",
    "US": "USA;United States of America;America;États-Unis d'Amérique;Estados Unidos de América;EEUU;EE. UU.",
    "VA": "Holy See;Saint-Siège;Santa Sede;Heiliger Stuhl;Vatican",
    "VC": "Saint Vincent and the Grenadines",
    "VE": "Bolivarian Republic of Venezuela",
    "VN": "Viet Nam",
}
"""Names that treaty lists and people use beside those of the Unicode locale data."""


def state_code(name: str) -> str:
    """The code of a state given by its code of two or three letters or by its name; UsageError with near names."""
    asked = name.strip().replace(".", "")
    code = _three_letters().get(asked.upper(), asked.upper())
    if code in STATES:
        return code
    found = _codes_by_name().get(_folded(asked))
    if found:
        return found
    raise UsageError(
        f"state {name!r} is not known{_hint(asked)} Give a name in English, French, Spanish, German, Portuguese or "
        "Arabic, or a code of ISO 3166-1 such as KE"
    )


@cache
def state_name(code: str) -> str:
    """The English name of a state by its code."""
    from babel import Locale

    return str(Locale.parse("en").territories[code])


@cache
def _codes_by_name() -> dict[str, str]:
    """Folded name -> code; of a name that two states share in two languages, the one of the earlier language."""
    from babel import Locale

    found: dict[str, str] = {}
    for code, names in _OTHER_NAMES.items():
        for name in names.split(";"):
            found[_folded(name)] = code
    for language in _LANGUAGES:
        territories = Locale.parse(language).territories
        for code in sorted(STATES & set(territories)):
            found.setdefault(_folded(territories[code]), code)
            found.setdefault(_folded(_ASIDE.sub("", territories[code])), code)
    return found


@cache
def _three_letters() -> dict[str, str]:
    """Codes of three letters, and old ones that stand for one state, to those of two."""
    from babel.core import get_global

    return {
        alias: codes[0]
        for alias, codes in get_global("territory_aliases").items()
        if len(codes) == 1 and codes[0] in STATES and alias.isalpha() and alias not in STATES
    }


def _folded(name: str) -> str:
    words = _MARKS.sub(" ", fold(name.replace("&", " and ").replace(".", ""))).split()
    words = ["saint" if word == "st" else word for word in words]
    return " ".join(word for word in words if word not in _ARTICLES) or " ".join(words)


def _hint(name: str) -> str:
    from rapidfuzz import fuzz, process

    names = _codes_by_name()
    near = process.extract(_folded(name), list(names), scorer=fuzz.ratio, limit=6, score_cutoff=70)
    states = list(dict.fromkeys(state_name(names[found]) for found, _, _ in near))[:3]
    return f"; did you mean {' or '.join(states)}?" if states else "."
