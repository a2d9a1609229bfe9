"""How one request is shown: its language, its texts, its dates and names, its links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from fastapi import Request

from search.languages import is_right_to_left, language_name
from search.pages.wording import UI_LANGUAGES, Messages, best_language, messages_in

__all__ = ["Interface", "direction", "interface_of"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def direction(language: str) -> str:
    """`rtl` or `ltr`, by a BCP 47 tag."""
    return "rtl" if is_right_to_left(language) else "ltr"


@dataclass(frozen=True, slots=True)
class Interface:
    """What templates call: texts, names, dates, numbers and links in the language of the interface."""

    messages: Messages
    chosen: bool
    """Whether the language stands in the address, so that links carry it on."""
    root: str = ""
    """The path under which a proxy serves the pages; without a slash at its end."""
    path: str = "/"
    query: str = ""

    @property
    def language(self) -> str:
        """Of the interface: `en`, `fr`, `es`."""
        return self.messages.language

    @property
    def _locale(self) -> str:
        """For dates and numbers: English as the world writes it, the day before the month."""
        return "en_001" if self.language == "en" else self.language

    def text(self, key: str, /, **values: object) -> str:
        """A text of the interface."""
        return self.messages(key, **values)

    def number(self, value: int) -> str:
        """A number with its separators."""
        return str(format_decimal(value, locale=self.language))

    def points(self, value: float) -> str:
        """A part of a score, in hundredths."""
        return str(format_decimal(value, format="#,##0.00", locale=self.language))

    def date(self, value: str | None) -> str:
        """A date of ISO 8601, a month or a year, in words; what is none as it stands."""
        match = _DATE.fullmatch(value or "")
        if match is None:
            return value or ""
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            if month is None or year is None:
                return match[0]
            if day is None:
                return format_skeleton("yMMMM", date(year, month, 1), locale=self._locale)
            return format_date(date(year, month, day), "long", locale=self._locale)
        except ValueError:
            return match[0]

    def language_name(self, tag: str) -> str:
        """The name of a language."""
        return language_name(tag, self.language)

    def state_name(self, code: str) -> str:
        """The name of a state by its code."""
        return str(Locale.parse(self.language).territories.get(code, code))

    def sort_key(self, name: str) -> str:
        """What names are sorted by: without accents and case."""
        return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()

    def listed(self, names: Iterable[str]) -> str:
        """Names as a list in words."""
        return str(format_list(list(names), locale=self.language))

    def kind(self, kind: str) -> str:
        """The name of a kind of instrument."""
        return self.text(f"words.kind.{kind}")

    def capital(self, name: str) -> str:
        """A name as it stands at the beginning of a line."""
        return name[:1].upper() + name[1:]

    def region(self, region: str) -> str:
        """The name of a region; the code itself where it has none."""
        if f"words.region.{region}" not in self.messages.texts:
            return region
        return self.text(f"words.region.{region}")

    def url(self, path: str, params: Iterable[tuple[str, str]] = ()) -> str:
        """A link to a page, with the language of the interface where it was chosen."""
        pairs = [(name, value) for name, value in params if name != "ui"]
        if self.chosen:
            pairs.append(("ui", self.language))
        return f"{self.root}{path}" + (f"?{urlencode(pairs)}" if pairs else "")

    def data_url(self, path: str, params: Iterable[tuple[str, str]] = ()) -> str:
        """A link to what programs read, which has no language of the interface."""
        pairs = list(params)
        return f"{self.root}{path}" + (f"?{urlencode(pairs)}" if pairs else "")

    def instrument_url(self, instrument: str, params: Iterable[tuple[str, str]] = ()) -> str:
        """The page of an instrument."""
        return self.url(f"/i/{quote(instrument, safe='')}", params)

    def provision_url(self, instrument: str, label: str, params: Iterable[tuple[str, str]] = ()) -> str:
        """The page of a provision."""
        return self.url(f"/i/{quote(instrument, safe='')}/{quote(label, safe='()')}", params)

    def this_page_in(self, language: str) -> str:
        """This page with the interface in another language."""
        pairs = [(name, value) for name, value in parse_qsl(self.query) if name != "ui"]
        return f"{self.root}{self.path}?{urlencode([*pairs, ('ui', language)])}"

    def other_languages(self) -> list[tuple[str, str]]:
        """(code, own name) of the languages of the interface."""
        return [(code, language_name(code, code).capitalize()) for code in UI_LANGUAGES]


def interface_of(request: Request) -> Interface:
    """The interface for a request: `ui` in the address, else what the browser prefers."""
    asked = request.query_params.get("ui")
    language = best_language(asked, request.headers.get("accept-language", ""))
    root = str(request.scope.get("root_path", "")).rstrip("/")
    path = request.url.path.removeprefix(root) or "/"
    return Interface(messages_in(language), asked == language, root, quote(path, safe="/()"), request.url.query)
