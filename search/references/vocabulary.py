"""The words of references in the languages people type them in, folded as `tokens.fold` folds.

English, French, Spanish, Portuguese, German; Arabic and Russian for articles and paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ABBREVIATIONS",
    "ANNEXES",
    "COMMITTEES",
    "COUNT_NOUNS",
    "FRENCH_MARKERS",
    "GLUED",
    "JOINERS",
    "LIST_WORDS",
    "NUMBER_WORDS",
    "OF_WORDS",
    "ORDINALS",
    "RANGE_WORDS",
    "REGIONS",
    "ROMANCE_MARKERS",
    "STOP_WORDS",
    "SYNONYMS",
    "TYPE_FAMILIES",
    "TYPE_WORDS",
    "UNIT_WORDS",
    "Unit",
    "words",
]


def words(text: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Unit:
    """What a word such as `arts` stands for."""

    name: str
    """As labels spell it: `art`, `para`, `sec`."""
    plural: bool = False


def _units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for name, (singular, plural) in _UNIT_FORMS.items():
        table |= {w: Unit(name) for w in singular.split()}
        table |= {w: Unit(name, plural=True) for w in plural.split()}
    return table


_UNIT_FORMS = {
    "art": (
        "art article articulo artigo artikel articolo арт ст статья статьи статье "
        "الماده ماده بالماده للماده والماده المادتان",
        "arts articles articulos artigos artikeln articoli статей статьях المواد مواد والمواد بالمواد المادتين",
    ),
    "para": (
        "para par paragraph paragraphe parrafo parr paragrafo apartado apdo § ¶ abs absatz пункт الفقره فقره والفقره",
        "paras pars paragraphs paragraphes parrafos paragrafos apartados absatze الفقرات فقرات",
    ),
    "point": (
        "point pt punto ponto lit letra letter littera lettre inciso subparagraph subpara subparrafo alinea "
        "buchstabe action",
        "points puntos letras incisos subparagraphs alineas actions",
    ),
    "objective": (
        "objective obj objectif objetivo ziel الهدف هدف",
        "objectives objs objectifs objetivos ziele الاهداف",
    ),
    "sec": ("section sec sect seccion secao abschnitt", "sections secs secciones"),
    "recital": (
        "recital considerant considerando erwagungsgrund",
        "recitals considerants considerandos erwagungsgrunde",
    ),
    "annex": ("annex annexe anexo anhang المرفق", "annexes anexos"),
    "schedule": ("schedule", "schedules"),
    "appendix": ("appendix apendice appendice", "appendices"),
    "reg": ("regulation reg regla regle", "regulations regs reglas regles"),
    "standard": ("standard std norma norme", "standards normas normes"),
    "guideline": ("guideline pauta", "guidelines pautas"),
    "principle": ("principle principio principe princ grundsatz المبدا", "principles principios principes"),
    "rule": ("rule", "rules"),
    "chapter": ("chapter chap ch chapitre capitulo kapitel", "chapters chapitres capitulos"),
    "part": ("part partie parte teil", "parts parties partes"),
}
UNIT_WORDS = _units()
ANNEXES = frozenset({"annex", "schedule", "appendix"})
"""Units that hold others and may stand without a number."""

# Words that are parted from a number written onto them: `art33`, `GC2`, `OP1`.
GLUED = frozenset(UNIT_WORDS) | words("gc gr op prot no num obj و")

STOP_WORDS = words(
    "the of on to for and in a an or relating relative concerning regarding relation with respect as at by from its "
    "s l d le la les un une du des de et sur au aux relatif relatifs relative relatives concernant en pour par "
    "el los las del al y e sobre para relativo relativa relativos relativas a "
    "o os as do da dos das no na ao um uma der die das des dem den uber und zu zur zum von vom fur "
    "nos num nums n nr numero number"
)
"""Skipped when names are compared; `no` is among them, so that `No. 97` and `97` are one."""

OF_WORDS = words(
    "of in under to from within de del du des d da do das dos der den dem von vom aus im al "
    "en segun selon dans sous из من في"
)
JOINERS = words("the le la les l el los las said same this that die das o os un une una")
"""What may stand between pinpoint and name beside OF_WORDS."""

LIST_WORDS = words("and or y e et ou o und oder u и و او ou plus &")
RANGE_WORDS = words("to through thru until a bis al ate по الى")

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "twelfth": 12,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "12th": 12,
    "premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "1er": 1,
    "primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "cuarto": 4, "primeiro": 1, "quarto": 4,
    "erstes": 1, "zweites": 2, "viertes": 4,
}  # fmt: skip
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "first": 1, "premier": 1, "1er": 1, "primero": 1, "primeiro": 1, "un": 1, "uno": 1, "dos": 2,
}  # fmt: skip
"""Numbers spelled out behind `article`."""

COUNT_NOUNS = words(
    "year years yr yrs old month months week weeks day days hour hours minute minutes time times people persons person "
    "child children kids boys girls men women migrants refugees workers families states countries parties members "
    "percent per euro euros eur usd dollar dollars pounds rupees million billion thousand hundred km miles kg "
    "articles pages questions ratifications signatories languages annexes protocols reasons steps ways points things "
    "an ans mois semaine semaines jour jours heure heures personnes enfants etats pays fois euros millions "
    "ano anos mes meses semana semanas dia dias hora horas personas ninos estados paises veces millones "
    "jahr jahre jahren monat monate tage wochen menschen kinder staaten % € $ £"
)
"""What numbers count in ordinary sentences; a bare number before one of these is no pinpoint."""

ROMANCE_MARKERS = words("el los las una que del con por sus es os uma nao com ao dos tem la derechos direitos")
"""Spanish and Portuguese words, to tell the preposition `para` from the abbreviation."""
FRENCH_MARKERS = words("le les des du est une dans qui que au aux sont ont pas sur leurs cette ce droits")

TYPE_WORDS = words(
    "convention covenant protocol charter treaty declaration compact agreement pact statute constitution directive "
    "regulation recommendation resolution decision code act law bill instrument accord principle guideline rule "
    "convenio pacto protocolo carta tratado declaracion acuerdo estatuto constitucion directiva reglamento convencion "
    "pacte protocole charte traite statut accord directive reglement loi ley convencao estatuto konvention pakt "
    "protokoll vertrag erklarung abkommen richtlinie verordnung gesetz "
    "اتفاقيه الاتفاقيه العهد بروتوكول البروتوكول ميثاق الميثاق اعلان الاعلان"
)
TYPE_FAMILIES = (
    words("convention convenio convencion convencao konvention abkommen ubereinkommen اتفاقيه الاتفاقيه"),
    words("protocol protocole protocolo protokoll بروتوكول البروتوكول"),
    words("covenant pacto pacte pakt العهد"),
    words("charter carta charte ميثاق الميثاق"),
    words("declaration declaracion declaracao erklarung اعلان الاعلان"),
)
"""Type words that mean the same in several languages."""
SYNONYMS = words("convention treaty agreement covenant pact instrument convenio convencion tratado traite accord")
"""Type words that people put for one another."""

REGIONS = words(
    "african africa oau au arab american inter interamerican european eu europe asean ecowas kampala hague ilo "
    "mercosur andean commonwealth caribbean iberian nordic benelux council asian igad eac sadc cis islamic oic bangkok "
    "cairo"
)
"""Words that make another instrument of the name they stand before ("OAU Refugee Convention")."""

ABBREVIATIONS = {
    "conv": "convention", "cov": "covenant", "prot": "protocol", "decl": "declaration", "int": "international",
    "intl": "international", "univ": "universal", "cvn": "convention", "addl": "additional", "opt": "optional",
    "suppl": "supplementary", "hr": "human rights",
}  # fmt: skip

_C = {
    "ccpr": "ccpr hrc hrcttee iccpr pidcp|human rights committee|comite des droits de l homme|"
    "comite de derechos humanos",
    "cescr": "cescr escr icescr pidesc cdesc|committee on economic social and cultural rights|"
    "comite de derechos economicos sociales y culturales|comite des droits economiques sociaux et culturels",
    "cedaw": "cedaw cedef|committee on the elimination of discrimination against women|"
    "comite para la eliminacion de la discriminacion contra la mujer|"
    "comite pour l elimination de la discrimination a l egard des femmes",
    "cerd": "cerd icerd|committee on the elimination of racial discrimination|"
    "comite para la eliminacion de la discriminacion racial|comite pour l elimination de la discrimination raciale",
    "cat": "cat|committee against torture|comite contra la tortura|comite contre la torture",
    "crc": "crc cdn cde|committee on the rights of the child|comite de los derechos del nino|"
    "comite des droits de l enfant",
    "cmw": "cmw icrmw|committee on migrant workers|migrant workers committee|comite de trabajadores migratorios|"
    "committee on the protection of the rights of all migrant workers and members of their families|"
    "comite des travailleurs migrants",
    "crpd": "crpd cdpd cdph|committee on the rights of persons with disabilities|"
    "comite sobre los derechos de las personas con discapacidad|comite des droits des personnes handicapees",
    "ced": "ced cped icpped|committee on enforced disappearances|comite contra la desaparicion forzada|"
    "comite des disparitions forcees",
}
COMMITTEES: dict[str, str] = {
    name: committee
    for committee, names in _C.items()
    for name in [*names.partition("|")[0].split(), *names.partition("|")[2].split("|")]
    if name
}
"""Names of the treaty bodies -> their short code."""
