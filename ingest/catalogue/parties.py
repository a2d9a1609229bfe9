"""The states parties of the instruments, as far as they are held: which states, on what day, and how it is known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.errors import CatalogueError

__all__ = ["EU_MEMBERS", "STATES", "Parties", "acts_from_toml", "parties_from_toml"]

EU_MEMBERS = "eu-members"
"""Name of the file that says which member states each act of the European Union binds."""

_CODES = (
    "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL "
    "CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT "
    "GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU "
    "LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NU NZ OM PA PE PG PH PK "
    "PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO "
    "TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW"
)
STATES = frozenset(_CODES.split())
"""Codes that may be asked for or named as a party: the members of the United Nations, the others that are parties to
treaties or members of regional organisations (CK, EH, NU, PS, TW, VA, XK), and the European Union."""

_KEYS = (
    "as_of",
    "source",
    "url",
    "checked",
    "count",
    "complete",
    "note",
    "parties",
    "undecided",
    "since",
    "reservations",
)
_EU_KEYS = ("as_of", "source", "checked", "parties", "undecided", "act")
_ACT_KEYS = ("without", "also", "note")
_CODE = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Parties:
    """The states that an instrument binds, on a day."""

    as_of: str
    """ISO 8601 date for which the list is meant to be true."""
    source: str
    """Where the official list stands."""
    checked: str
    """How the list was established: what was compared, and what was not."""
    parties: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes, sorted; `EU` for the Union."""
    undecided: tuple[str, ...] = ()
    """States of which it is not held whether they are parties."""
    complete: bool = True
    """Whether a state that is neither named nor undecided is known to be no party."""
    count: int | None = None
    """How many parties the depositary states."""
    url: str | None = None
    note: str | None = None
    since: Mapping[str, str] = field(default_factory=dict)
    """Code -> date of entry into force for that state, where certain."""
    reservations: Mapping[str, str] = field(default_factory=dict)
    """Code -> the best known reservation or limit, in our own words; never all of them."""

    def binds(self, state: str) -> bool | None:
        """Whether the state with a code is a party; None where it is not held."""
        if state in self.parties:
            return True
        return None if not self.complete or state in self.undecided else False

    def to_json(self) -> dict[str, Any]:
        """For the index and for answers."""
        return {
            "as_of": self.as_of,
            "source": self.source,
            "url": self.url,
            "checked": self.checked,
            "count": self.count,
            "complete": self.complete,
            "note": self.note,
            "parties": list(self.parties),
            "undecided": list(self.undecided),
            "since": dict(self.since),
            "reservations": dict(self.reservations),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parties:
        """The inverse of `to_json`."""
        return cls(**{**data, "parties": tuple(data["parties"]), "undecided": tuple(data["undecided"])})


def parties_from_toml(data: Mapping[str, Any], where: str) -> Parties:
    """The parties in a parsed TOML file; `where` is its name for messages."""
    _known_keys(data, _KEYS, where)
    count, complete = data.get("count"), data.get("complete", True)
    if count is not None and (not isinstance(count, int) or isinstance(count, bool) or count < 1):
        raise CatalogueError(f"{where}: count must be a number of parties, got {count!r}")
    if not isinstance(complete, bool):
        raise CatalogueError(f"{where}: complete must be true or false, got {complete!r}")
    parties = Parties(
        as_of=_day(data.get("as_of"), f"{where}: as_of"),
        source=_text(data, "source", where),
        checked=_text(data, "checked", where),
        parties=_codes(data, "parties", where),
        undecided=_codes(data, "undecided", where) if "undecided" in data else (),
        complete=complete,
        count=count,
        url=_text(data, "url", where) if "url" in data else None,
        note=_text(data, "note", where) if "note" in data else None,
        since={code: _day(value, f"{where}: since {code}") for code, value in _of_parties(data, "since", where)},
        reservations={
            code: _text({code: value}, code, f"{where}: reservations")
            for code, value in _of_parties(data, "reservations", where)
        },
    )
    _consistent(parties, where)
    return parties


def acts_from_toml(data: Mapping[str, Any], where: str, acts: frozenset[str]) -> dict[str, Parties]:
    """Instrument id -> the states that it binds, of the given acts of the Union and of those that the file names.

    An act that the file does not name binds the members but those of `undecided`, of which it is not held.
    """
    _known_keys(data, _EU_KEYS, where)
    members, undecided = _codes(data, "parties", where), _codes(data, "undecided", where)
    named = data.get("act", {})
    if not isinstance(named, dict) or not all(isinstance(act, dict) for act in named.values()):
        raise CatalogueError(f"{where}: [act.…] must be tables named by instrument ids")
    rest = Parties(
        as_of=_day(data.get("as_of"), f"{where}: as_of"),
        source=_text(data, "source", where),
        checked=_text(data, "checked", where),
        parties=tuple(code for code in members if code not in undecided),
        undecided=undecided,
    )
    bound = dict.fromkeys(acts - set(named), rest)
    for act, exceptions in named.items():
        place = f"{where}: act {act}"
        _known_keys(exceptions, _ACT_KEYS, place)
        without = set(_codes(exceptions, "without", place)) if "without" in exceptions else set()
        if without - set(members):
            raise CatalogueError(f"{place}: {sorted(without - set(members))[0]} is no member, so it needs no exception")
        also = set(_codes(exceptions, "also", place)) if "also" in exceptions else set()
        bound[act] = replace(
            rest,
            parties=tuple(sorted(set(members) - without | also)),
            undecided=(),
            note=_text(exceptions, "note", place) if "note" in exceptions else None,
        )
    return dict(sorted(bound.items()))


def _consistent(parties: Parties, where: str) -> None:
    both = sorted(set(parties.parties) & set(parties.undecided))
    if both:
        raise CatalogueError(f"{where}: {both[0]} is named as a party and as undecided; keep one")
    if parties.count is None:
        return
    fewest = len(parties.parties)
    most = fewest + len(parties.undecided) if parties.complete else len(STATES)
    if not fewest <= parties.count <= most:
        raise CatalogueError(
            f"{where}: count is {parties.count}, but {fewest} parties are named"
            + (f" and {len(parties.undecided)} are undecided" if parties.undecided else "")
        )


def _known_keys(data: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise CatalogueError(f"{where}: unknown key {unknown[0]!r}; allowed: {', '.join(allowed)}")


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{where}: {key} must be a non-empty string, got {value!r}")
    return value


def _day(value: object, where: str) -> str:
    day = value.isoformat() if isinstance(value, dt.date) else value
    if not isinstance(day, str) or not _DAY.fullmatch(day):
        raise CatalogueError(f"{where} must be a date like 2023-12-31, got {value!r}")
    return day


def _codes(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = data.get(key)
    if not isinstance(values, list) or not values:
        raise CatalogueError(f"{where}: {key} must be a list of state codes, got {values!r}")
    for code in values:
        if not isinstance(code, str) or not _CODE.fullmatch(code) or code not in STATES:
            raise CatalogueError(f"{where}: {key} names {code!r}, which is no state's two-letter code of ISO 3166-1")
    if values != sorted(set(values)):
        raise CatalogueError(f"{where}: {key} must be sorted and name each state once")
    return tuple(values)


def _of_parties(data: Mapping[str, Any], key: str, where: str) -> list[tuple[str, Any]]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise CatalogueError(f"{where}: [{key}] must be a table by state code")
    for code in table:
        if code not in data.get("parties", ()):
            raise CatalogueError(f"{where}: [{key}] names {code}, which is not among the parties")
    return sorted(table.items())
