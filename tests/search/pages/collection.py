"""A small collection of ours for the pages: parallels, commentary, parties, three languages, a text that means harm."""

from __future__ import annotations

import tomllib
from pathlib import Path

from index.build import build
from index.generation import Home
from ingest.catalogue import Catalogue
from ingest.catalogue.parties import Parties
from ingest.catalogue.schema import entry_from_toml
from ingest.library import Library
from search.commentary import citing_rows
from search.searcher import Searcher
from tests.conftest import HashEncoder, ingest_into

LAMPS = """# Lamp Convention

### Article 1
#### Oil
Every keeper of a lamp shall be given oil each week.

### Article 2
#### Rest
1. No keeper of a lamp works for more than seven nights in a row.
2. A keeper who falls ill rests:
(a) for as long as the illness lasts; and
(b) for three nights more.
3. The wage is paid all the same.

### Article 3
#### Complaints
A keeper of a lamp may write to the harbour court.
"""
LAMPS_ES = """# Convenio de los Faroles

### Artículo 1
#### Aceite
Todo farero recibe aceite cada semana.

### Artículo 2
#### Descanso
1. Ningún farero trabaja más de siete noches seguidas.
2. El farero que enferma descansa:
(a) mientras dure la enfermedad; y
(b) tres noches más.
3. El salario se paga igualmente.

### Artículo 3
#### Quejas
Un farero puede escribir al tribunal del puerto.
"""
# Its last article has lam-alef written back to front, as some PDF extractions do.
LAMPS_AR = """# اتفاقية المصابيح

المادة 1
يعطى كل حارس مصباح زيتا كل أسبوع.

المادة 2
1. لا يعمل حارس المصباح أكثر من سبع ليال متتالية.
2. يستريح الحارس المريض ما دام مريضا.

المادة 3
تلتزم األطراف بحماية اإلنسان في اآلبار واألنهار، وتبلغ بذلك األمم.
"""
BELLS = """# Bell Charter

### Article 1
#### Rest of ringers
Whoever rings a bell is free on the eighth night.

### Article 2
#### Ropes
Ropes are changed in spring.

### Article 3
#### Grease
Grease is kept in a jar.
"""
HOSTILE = """Treaty that means harm

Article 1
The parties say <script>alert("text")</script> and <b onmouseover=alert(2)>mean it</b>, {{ 7 * 7 }} & more.

Article 2
Nothing " ' ` is to be believed of onclick="alert(4)" either, nor of </blockquote></title><img src=x onerror=alert(1)>.

Article 3
The parties part as friends.
"""
COMMENT = """General comment No. 1 on tired people

1. Exhaustion of watchmen is common on the northern coast; article 2 of the Convention is about this exhaustion.

2. Fish soup is no substitute for pay.

3. Under article 3, letters of complaint need no stamp.
"""
LISTING = """
[[document]]
file = "lamps.md"
id = "lamps"
kind = "treaty"
language = "en"
short_title = "Lamp Convention"
adopted = 1911-03-02
in_force = 1912-06-01
source = "12 Tower Papers 40"
url = "https://lamps.example/convention"
aliases = ["LC"]

[[document]]
file = "lamps.es.md"
id = "lamps"
kind = "treaty"
language = "es"
title = "Convenio de los Faroles"

[[document]]
file = "lamps.ar.txt"
id = "lamps"
kind = "treaty"
language = "ar"
title = "اتفاقية المصابيح"

[[document]]
file = "bells.md"
id = "bells"
kind = "declaration"
language = "en"
adopted = 1920

[[document]]
file = "hostile.txt"
id = "hostile"
title = 'Treaty <script>alert("title")</script> on "Quotes" & <img src=x onerror=alert(1)>'
short_title = "</title><script>alert('short')</script>"
kind = "treaty"
language = "en"
url = "javascript:alert(5)"
source = "1 </title><script>alert(6)</script> 2"

[[document]]
file = "comment.txt"
id = "lamps-gc1"
kind = "general_comment"
language = "en"
title = "General comment No. 1 on tired people"
"""
ENTRIES = (
    'id = "lamps-gc1"\nkind = "general_comment"\nparent = "lamps"\n[title]\nen = "General comment No. 1"\n',
    """id = "lamps"
kind = "treaty"
binding = true
region = "universal"
[title]
en = "Lamp Convention"
[[provision]]
label = "art 2"
digest = "Lamp keepers rest after a week of night work."
parallels = ["bells art 1"]
[provision.questions]
en = ["How many nights may I be made to watch the light?", "When do I rest?", "Seven nights of work, is that allowed?"]
""",
    """id = "oars"
kind = "treaty"
binding = true
[title]
en = "Oar Convention"
[url]
en = "https://oars.example/"
[[provision]]
label = "art 1"
digest = "Oars are of ash wood."
[provision.questions]
en = ["What are oars made of?", "Which wood for oars?", "May an oar be of pine?"]
""",
)
PARTIES = Parties(
    "2020-01-31",
    "The tower's book",
    "compared with nothing",
    ("KE", "MX"),
    undecided=("TO",),
    note="Fiji left in 1931.",
    since={"KE": "1913-01-01"},
    reservations={"MX": "not in fog"},
)


def searcher_in(folder: Path, encoder: HashEncoder) -> Searcher:
    """A searcher over the collection, built in a folder."""
    files = folder / "collection"
    files.mkdir()
    texts = {
        "lamps.md": LAMPS,
        "lamps.es.md": LAMPS_ES,
        "lamps.ar.txt": LAMPS_AR,
        "bells.md": BELLS,
        "hostile.txt": HOSTILE,
        "comment.txt": COMMENT,
        "collection.toml": LISTING,
    }
    for name, text in texts.items():
        (files / name).write_text(text, encoding="utf-8")
    entries = [entry_from_toml(tomllib.loads(text), "x.toml", frozenset()) for text in ENTRIES]
    catalogue = Catalogue({entry.id: entry for entry in entries}, {}, {"lamps": PARTIES})
    home = Home(folder / "home")
    assert not ingest_into(home, files, catalogue).failed
    with Library(home.library) as library:
        build(home, library, catalogue, encoder, cite=citing_rows)
    return Searcher(home, encoder=encoder)
