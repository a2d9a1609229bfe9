"""A directory of well-known instruments: names, dates and counts of provisions, no texts."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from search.references import Directory, KnownInstrument


def articles(count: int, *further: str) -> tuple[str, ...]:
    return (*(f"art {n}" for n in range(1, count + 1)), *further)


def paragraphs(count: int) -> tuple[str, ...]:
    return tuple(f"para {n}" for n in range(1, count + 1))


def treaty(
    identifier: str,
    title: str | tuple[str, ...],
    count: int | None = None,
    *,
    kind: str = "treaty",
    short: str | None = None,
    aliases: Iterable[str] = (),
    adopted: str | None = None,
    in_force: str | None = None,
    symbols: tuple[str, ...] = (),
    parent: str | None = None,
    held: bool = True,
    units: tuple[str, ...] = (),
    labels: tuple[str, ...] = (),
    url: str | None = None,
) -> KnownInstrument:
    return KnownInstrument(
        id=identifier,
        titles=(title,) if isinstance(title, str) else title,
        kind=kind,
        short_title=short,
        aliases=tuple(aliases),
        symbols=symbols,
        parent=parent,
        adopted=adopted,
        in_force=in_force,
        held=held,
        articles=count,
        units=(units or articles(count or 0)) if held else (),
        labels=labels,
        url=url,
    )


def comment(identifier: str, title: str, count: int, symbol: str, parent: str) -> KnownInstrument:
    return treaty(
        identifier,
        title,
        kind="general_comment",
        symbols=(symbol,),
        parent=parent,
        units=paragraphs(count),
        labels=tuple(f"para {n}(a)" for n in range(1, min(count, 5) + 1)),
    )


def ilo(
    number: int, title: str, count: int, year: int, *, held: bool = True, code: str = "C", url: str | None = None
) -> KnownInstrument:
    return treaty(
        f"ilo-{code.lower()}{number:03}",
        f"{title}, {year} (No. {number})",
        count,
        adopted=str(year),
        kind="recommendation" if code == "R" else "treaty",
        aliases=(title, f"{code}{number:03}"),
        held=held,
        symbols=(f"{code}{number:03}",),
        url=url,
        labels=("art 2(1)", "art 2(2)", "art 2(2)(a)", "art 6(1)", "art 6(1)(a)"),
    )


# fmt: off
INSTRUMENTS: tuple[KnownInstrument, ...] = (
    treaty(
        "refugee-convention-1951",
        (
            "Convention relating to the Status of Refugees", "Convention relative au statut des réfugiés",
            "Convención sobre el Estatuto de los Refugiados", "الاتفاقية الخاصة بوضع اللاجئين",
        ),
        46, short="Refugee Convention", adopted="1951-07-28", in_force="1954-04-22",
        aliases=("1951 Convention", "Convention de 1951", "Convención de 1951", "Geneva Refugee Convention"),
        units=articles(46, *(f"schedule para {n}" for n in range(1, 17))),
        labels=(
            "art 1(A)", "art 1(A)(2)", "art 1(C)", "art 1(C)(5)", "art 1(F)", "art 1(F)(b)", "art 31(1)",
            "art 31(2)", "art 33(1)", "art 33(2)", "preamble",
        ),
    ),
    treaty(
        "refugee-protocol-1967", "Protocol relating to the Status of Refugees", 11, kind="protocol",
        short="1967 Protocol", aliases=("Refugee Protocol", "New York Protocol", "Protocole de 1967"),
        adopted="1967-01-31", parent="refugee-convention-1951", labels=("art 1(2)", "art 7(1)"),
    ),
    treaty(
        "stateless-persons-1954", "Convention relating to the Status of Stateless Persons", 42,
        short="1954 Statelessness Convention", aliases=("Stateless Persons Convention", "1954 Convention"),
        adopted="1954-09-28", in_force="1960-06-06", labels=("art 1(1)",),
    ),
    treaty(
        "statelessness-reduction-1961", "Convention on the Reduction of Statelessness", 21,
        short="1961 Statelessness Convention", aliases=("1961 Convention",), adopted="1961-08-30",
        labels=("art 8(1)", "art 8(2)", "art 8(2)(b)", "art 8(4)"),
    ),
    treaty(
        "icrmw",
        (
            "International Convention on the Protection of the Rights of All Migrant Workers and "
            "Members of Their Families",
            "Convention internationale sur la protection des droits de tous les travailleurs migrants",
            "Convención internacional sobre la protección de los derechos de todos los trabajadores migratorios",
        ),
        93, short="ICRMW", aliases=("Migrant Workers Convention", "CMW Convention"), adopted="1990-12-18",
        in_force="2003-07-01", symbols=("A/RES/45/158",),
        labels=("art 16(4)", "art 16(5)", "art 16(6)", "art 22(1)", "art 22(2)", "art 22(4)", "preamble"),
    ),
    treaty(
        "iccpr",
        (
            "International Covenant on Civil and Political Rights",
            "Pacte international relatif aux droits civils et politiques",
            "Pacto Internacional de Derechos Civiles y Políticos",
        ),
        53, short="ICCPR", aliases=("Civil and Political Covenant", "CCPR", "PIDCP"), adopted="1966-12-16",
        in_force="1976-03-23", labels=("art 9(1)", "art 9(4)", "art 12(1)", "art 12(2)", "art 12(3)", "art 12(4)"),
    ),
    treaty(
        "iccpr-op1", "Optional Protocol to the International Covenant on Civil and Political Rights", 14,
        kind="protocol", adopted="1966-12-16", parent="iccpr",
    ),
    treaty(
        "iccpr-op2",
        "Second Optional Protocol to the International Covenant on Civil and Political Rights, "
        "aiming at the abolition of the death penalty",
        11, kind="protocol", adopted="1989-12-15", parent="iccpr",
    ),
    treaty(
        "icescr", "International Covenant on Economic, Social and Cultural Rights", 31, short="ICESCR",
        adopted="1966-12-16", labels=("art 2(1)", "art 2(2)", "art 11(1)"),
    ),
    treaty(
        "crc",
        (
            "Convention on the Rights of the Child", "Convention relative aux droits de l'enfant",
            "Convención sobre los Derechos del Niño",
        ),
        54, short="CRC", adopted="1989-11-20",
        labels=("art 3(1)", "art 9(1)", "art 10(2)", "art 22(1)", "art 37(b)"),
    ),
    treaty(
        "crc-op-armed-conflict",
        "Optional Protocol to the Convention on the Rights of the Child on the involvement of "
        "children in armed conflict",
        13, kind="protocol", aliases=("OPAC",), adopted="2000-05-25", parent="crc",
    ),
    treaty(
        "crc-op-sale-of-children",
        "Optional Protocol to the Convention on the Rights of the Child on the sale of children, "
        "child prostitution and child pornography",
        17, kind="protocol", aliases=("OPSC",), adopted="2000-05-25", parent="crc",
    ),
    treaty(
        "cat", "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment", 33,
        short="CAT", aliases=("Convention against Torture", "Torture Convention"), adopted="1984-12-10",
        labels=("art 3(1)", "art 3(2)"),
    ),
    treaty(
        "opcat",
        "Optional Protocol to the Convention against Torture and Other Cruel, Inhuman or Degrading "
        "Treatment or Punishment",
        37, kind="protocol", short="OPCAT", adopted="2002-12-18", parent="cat",
    ),
    treaty(
        "cedaw", "Convention on the Elimination of All Forms of Discrimination against Women", 30, short="CEDAW",
        aliases=("Women's Convention",), adopted="1979-12-18", labels=("art 9(1)", "art 9(2)"),
    ),
    treaty(
        "icerd", "International Convention on the Elimination of All Forms of Racial Discrimination", 25,
        short="ICERD", adopted="1965-12-21",
    ),
    treaty(
        "cped", "International Convention for the Protection of All Persons from Enforced Disappearance", 45,
        short="CPED", adopted="2006-12-20", labels=("art 16(1)", "art 16(2)"),
    ),
    treaty(
        "udhr",
        (
            "Universal Declaration of Human Rights", "Déclaration universelle des droits de l'homme",
            "Declaración Universal de Derechos Humanos",
        ),
        30, kind="declaration", short="UDHR", adopted="1948-12-10", labels=("art 13(1)", "art 13(2)", "art 14(1)"),
    ),
    treaty(
        "echr",
        (
            "Convention for the Protection of Human Rights and Fundamental Freedoms",
            "Convention de sauvegarde des droits de l'homme et des libertés fondamentales",
        ),
        59, short="ECHR",
        aliases=("European Convention on Human Rights", "Convention européenne des droits de l'homme"),
        adopted="1950-11-04", labels=("art 5(1)", "art 5(1)(f)", "art 5(4)", "art 8(1)", "art 8(2)"),
    ),
    treaty(
        "echr-p1", "Protocol to the Convention for the Protection of Human Rights and Fundamental Freedoms", 6,
        kind="protocol", short="Protocol No. 1 to the ECHR", aliases=("P1 ECHR",), adopted="1952-03-20",
        parent="echr",
    ),
    treaty(
        "echr-p4", "Protocol No. 4 to the Convention for the Protection of Human Rights and Fundamental Freedoms",
        7, kind="protocol", short="Protocol No. 4 to the ECHR", aliases=("Protocole n° 4",), adopted="1963-09-16",
        parent="echr", labels=("art 2(2)",),
    ),
    treaty(
        "echr-p7", "Protocol No. 7 to the Convention for the Protection of Human Rights and Fundamental Freedoms",
        10, kind="protocol", adopted="1984-11-22", parent="echr",
    ),
    treaty("european-social-charter-1961", "European Social Charter", 38, adopted="1961-10-18", in_force="1965-02-26"),
    treaty(
        "european-social-charter-revised", "European Social Charter (revised)", 31, adopted="1996-05-03",
        aliases=("Revised European Social Charter",),
    ),
    treaty(
        "palermo-trafficking-protocol",
        "Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and Children", 20,
        kind="protocol", short="Trafficking Protocol", aliases=("Palermo Protocol",), adopted="2000-11-15",
        parent="untoc", symbols=("A/RES/55/25",), labels=("art 3(a)", "art 3(b)", "art 3(c)"),
    ),
    treaty(
        "smuggling-of-migrants-protocol", "Protocol against the Smuggling of Migrants by Land, Sea and Air", 25,
        kind="protocol", short="Smuggling Protocol", adopted="2000-11-15", parent="untoc", symbols=("A/RES/55/25",),
        labels=("art 16(1)",),
    ),
    treaty(
        "untoc", "United Nations Convention against Transnational Organized Crime", 41, short="UNTOC",
        adopted="2000-11-15",
    ),
    treaty(
        "vccr", "Vienna Convention on Consular Relations", 79, short="VCCR", adopted="1963-04-24",
        labels=("art 36(1)", "art 36(1)(a)", "art 36(1)(b)", "art 36(2)"),
    ),
    treaty("vcdr", "Vienna Convention on Diplomatic Relations", 53, short="VCDR", adopted="1961-04-18"),
    treaty(
        "vclt", "Vienna Convention on the Law of Treaties", 85, short="VCLT", adopted="1969-05-23",
        labels=("art 31(1)", "art 31(3)", "art 31(3)(c)"),
    ),
    treaty(
        "unclos", "United Nations Convention on the Law of the Sea", 320, short="UNCLOS", adopted="1982-12-10",
        units=articles(320, *(f"annex VI art {n}" for n in range(1, 42))),
    ),
    treaty(
        "geneva-convention-iv", "Geneva Convention relative to the Protection of Civilian Persons in Time of War",
        159, aliases=("Fourth Geneva Convention", "Geneva Convention IV", "GC IV"), adopted="1949-08-12",
    ),
    treaty(
        "additional-protocol-i-1977",
        "Protocol Additional to the Geneva Conventions of 12 August 1949, and relating to the "
        "Protection of Victims of International Armed Conflicts (Protocol I)",
        102, kind="protocol", aliases=("Additional Protocol I", "AP I"), adopted="1977-06-08",
    ),
    treaty(
        "coe-migrant-workers-1977", "European Convention on the Legal Status of Migrant Workers", 38,
        adopted="1977-11-24", symbols=("ETS No. 93",),
    ),
    treaty(
        "coe-trafficking-convention-2005",
        "Council of Europe Convention on Action against Trafficking in Human Beings", 47, aliases=("ECAT",),
        adopted="2005-05-16",
    ),
    ilo(29, "Forced Labour Convention", 33, 1930),
    ilo(97, "Migration for Employment Convention (Revised)", 23, 1949),
    ilo(189, "Domestic Workers Convention", 27, 2011),
    ilo(
        143, "Migrant Workers (Supplementary Provisions) Convention", 24, 1975, held=False,
        url="https://normlex.ilo.org/c143",
    ),
    ilo(86, "Migration for Employment Recommendation (Revised)", 22, 1949, held=False, code="R"),
    treaty(
        "ilo-p029", "Protocol of 2014 to the Forced Labour Convention, 1930", 12, kind="protocol",
        symbols=("P029",), adopted="2014-06-11", parent="ilo-c029",
    ),
    treaty(
        "ilo-mlc-2006", "Maritime Labour Convention, 2006", short="MLC", adopted="2006-02-23",
        units=(*articles(16), "reg 2.5", "standard A2.5", "guideline B2.5.1", "guideline B2.5.2", "standard A1.4"),
        labels=("standard A2.5(2)", "standard A2.5(2)(b)", "art 2(5)"),
    ),
    treaty(
        "solas-1974", "International Convention for the Safety of Life at Sea", short="SOLAS", adopted="1974-11-01",
        units=(
            *articles(13), "reg II-1/3", "reg II-1/10", "reg II-1/3-10", "reg III/33", "reg V/19", "reg V/19-1",
            "reg V/33", "reg V/34", "reg V/34-1",
        ),
        labels=("annex ch V", "reg V/33(1)", "reg V/33(2)", "reg V/34-1(2)"),
    ),
    treaty(
        "sar-1979", "International Convention on Maritime Search and Rescue", short="SAR Convention",
        adopted="1979-04-27", aliases=("SAR",), units=(*articles(8), "annex para 3.1.9", "annex para 2.1.10"),
    ),
    treaty(
        "gcm-2018-objectives", "Global Compact for Safe, Orderly and Regular Migration", kind="compact",
        short="GCM", aliases=("Global Compact for Migration", "Global Compact"), adopted="2018-12-19",
        units=tuple(f"objective {n}" for n in range(1, 24)), labels=("objective 8(a)", "objective 13(a)"),
    ),
    treaty(
        "gcr-2018", "Global Compact on Refugees", kind="compact", short="GCR", aliases=("Global Compact",),
        adopted="2018-12-17", units=paragraphs(107),
    ),
    treaty(
        "eu-32024r1351-ammr", "Regulation (EU) 2024/1351 on asylum and migration management", 85, kind="regulation",
        short="AMMR", aliases=("Asylum and Migration Management Regulation",), symbols=("32024R1351",),
        adopted="2024-05-14",
        units=articles(85, *(f"recital {n}" for n in range(1, 90)), "annex I", "annex I part A"),
        labels=("art 34(1)", "art 34(1)(b)"),
    ),
    treaty(
        "eu-32024l1346-rcd", "Directive (EU) 2024/1346 laying down standards for the reception of applicants", 37,
        kind="directive", short="Reception Conditions Directive", symbols=("32024L1346",), adopted="2024-05-14",
    ),
    treaty(
        "eu-32013r0604-dublin", "Regulation (EU) No 604/2013 (Dublin III)", 49, kind="regulation",
        short="Dublin III Regulation", symbols=("32013R0604",), adopted="2013-06-26", held=False,
    ),
    treaty(
        "eu-charter", "Charter of Fundamental Rights of the European Union", 54, short="EU Charter",
        aliases=("Charter of Fundamental Rights", "CFR"), adopted="2000-12-07",
    ),
    comment(
        "ccpr-gc35-article9", "General comment No. 35: Article 9 (Liberty and security of person)", 68,
        "CCPR/C/GC/35", "iccpr",
    ),
    comment(
        "ccpr-gc27-movement", "General comment No. 27: Freedom of movement (article 12)", 21,
        "CCPR/C/21/Rev.1/Add.9", "iccpr",
    ),
    comment("cmw-gc1-domestic", "General comment No. 1 on migrant domestic workers", 65, "CMW/C/GC/1", "icrmw"),
    comment(
        "cmw-gc2-irregular", "General comment No. 2 on the rights of migrant workers in an irregular situation", 79,
        "CMW/C/GC/2", "icrmw",
    ),
    comment(
        "crc-gc6-uasc", "General comment No. 6: Treatment of unaccompanied and separated children", 98,
        "CRC/GC/2005/6", "crc",
    ),
    comment(
        "crc-gc2-nhri", "General comment No. 2: The role of national human rights institutions", 29,
        "CRC/GC/2002/2", "crc",
    ),
    comment(
        "crc-cmw-gc23", "Joint general comment No. 4 of the CMW / No. 23 of the CRC: International migration", 65,
        "CRC/C/GC/23, CMW/C/GC/4", "crc",
    ),
    comment(
        "cedaw-gr32-refugee", "General recommendation No. 32 on refugee status, asylum and statelessness of women",
        64, "CEDAW/C/GC/32", "cedaw",
    ),
    comment("ccpr-gc32-article14", "General comment No. 32: Article 14", 65, "CCPR/C/GC/32", "iccpr"),
    comment(
        "cedaw-gr26-migrants", "General recommendation No. 26 on women migrant workers", 33, "CEDAW/2009/WP.1/R",
        "cedaw",
    ),
    comment(
        "cerd-gr30-non-citizens", "General Recommendation No. 30 on discrimination against non-citizens", 40,
        "CERD/C/64/Misc.11/rev.3", "icerd",
    ),
    comment(
        "cedaw-gr30-conflict", "General recommendation No. 30 on women in conflict prevention", 87, "CEDAW/C/GC/30",
        "cedaw",
    ),
    comment(
        "escr-gc14-health", "General comment No. 14: The right to the highest attainable standard of health", 65,
        "E/C.12/2000/4", "icescr",
    ),
    comment(
        "escr-gc20", "General comment No. 20: Non-discrimination in economic, social and cultural rights", 41,
        "E/C.12/GC/20", "icescr",
    ),
    treaty(
        "african-charter", "African Charter on Human and Peoples' Rights", 68, short="African Charter",
        aliases=("Banjul Charter",), adopted="1981-06-27",
        units=tuple(f"art {n}" for n in range(1, 69) if n != 35),
    ),
    treaty(
        "oau-refugee-convention-1969",
        "OAU Convention Governing the Specific Aspects of Refugee Problems in Africa", 15,
        short="OAU Refugee Convention", aliases=("African Refugee Convention",), adopted="1969-09-10", held=False,
        url="https://au.int/oau-1969",
    ),
    treaty(
        "kampala-convention-2009",
        "African Union Convention for the Protection and Assistance of Internally Displaced Persons in Africa", 23,
        short="Kampala Convention", adopted="2009-10-23", held=False,
    ),
    treaty("cartagena-1984", "Cartagena Declaration on Refugees", kind="declaration", adopted="1984-11-22", held=False),
    treaty(
        "guiding-principles-1998", "Guiding Principles on Internal Displacement", kind="recommendation",
        adopted="1998-02-11", units=tuple(f"principle {n}" for n in range(1, 31)), labels=("principle 6(1)",),
    ),
    treaty("vienna-declaration-1993", "Vienna Declaration", kind="declaration", adopted="1993-06-25", held=False),
    treaty(
        "new-york-declaration-2016", "New York Declaration for Refugees and Migrants", kind="declaration",
        short="New York Declaration", adopted="2016-09-19", held=False,
    ),
    treaty("hague-nationality-1930", "Hague Convention on Nationality", 31, adopted="1930-04-12"),
    treaty("hague-adoption-1993", "Hague Convention on Adoption", 48, adopted="1993-05-29", held=False),
    treaty("hague-protection-1996", "Hague Convention on Protection", 63, adopted="1996-10-19", held=False),
    treaty("andes-agreement-1969", "Agreement on Subregional Integration in the Andes, of Cartagena", 110),
    treaty("un-charter", "Charter of the United Nations", 111, adopted="1945-06-26"),
    treaty("undrip", "United Nations Declaration on the Rights of Indigenous Peoples", 46, kind="declaration"),
    treaty("slavery-convention-1926", "Slavery Convention", 12, adopted="1926-09-25"),
    treaty(
        "slavery-supplementary-1956",
        "Supplementary Convention on the Abolition of Slavery, the Slave Trade, and Institutions and Practices", 15,
        adopted="1956-09-07",
    ),
    treaty("pub-glossary", "Glossary on Migration", kind="publication", units=("sec Terms",)),
)
# fmt: on


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory(INSTRUMENTS)
