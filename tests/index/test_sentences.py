"""Texts cut into sentences: `|` stands where a new one begins."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentence_spans

_TABLE = [
    # Full stops that end nothing.
    pytest.param("en", "No door is locked. |Under art. 5, para. 2, lamps are lit.", id="article and paragraph"),
    pytest.param("en", "See No. 7, cf. Ms. J. B. Weaver, and p. 12. |It says more.", id="number, cf, initials, page"),
    pytest.param("en", "He said no. |The bell rang at No. 5. |He left.", id="no as a word and as number"),
    pytest.param("en", "The keeper pays 3.5 coins, i.e. a loaf, in the U.S. navy too.", id="decimals and dotted"),
    pytest.param("en", "It was the child’s. |Nobody knew.", id="possessive, no initial"),
    pytest.param("en", "Rule IV. |The oar is free. |In 1951. |148 boats sailed.", id="numbers that end"),
    pytest.param("en", "Wait … and see. |Who pays? |“You!” said he. |Well!", id="other marks"),
    pytest.param("en", "The net is mended.¹ |“The oar is not.” |(It is old.)", id="footnote and quotes"),
    pytest.param("en", "It is free (see below. and above) for all.", id="small letter goes on"),
    # Lists.
    pytest.param("en", "1. A guest eats. |2. A keeper pays. |3. (a) He leaves.", id="marks stay with their words"),
    pytest.param("en", "Each Party shall: |(a) lend a lamp; |(b) mend a net; and |(c) ring.", id="list in a line"),
    pytest.param("en", "Each Party shall:\n|(a) lend a lamp,\n|(b)mend a net and\n|(iii) ring.", id="list in lines"),
    pytest.param("en", "Help with\n|• bread\n|• salt\n|– soap", id="bullets"),
    pytest.param("en", "The boat (art. 3 (1) (a); para. 4) sails; the net stays.", id="no list"),
    # Lines.
    pytest.param("en", "Done in the town of New\nHarbour by the keeper.", id="a wrapped line"),
    pytest.param("en", "Lamps and bells\n\n|The keeper lights them.", id="a heading"),
    # Languages.
    pytest.param("fr", "Selon l’art. 4, al. 2, le phare s’allume. |Est-il libre ? |Oui.", id="French"),
    pytest.param("fr", "Nul n’est tenu; p. ex. M. Martin. |« Il part. » |Le droit:\n|a. de sortir;", id="points"),
    pytest.param("es", "Véase el art. 3, párr. 2. |¿Puede salir? |¡Sí! |El Sr. Mar paga.", id="Spanish"),
    pytest.param("es", "El patrón paga: |a) la sal; |b) el pan; y |c) la red.", id="Spanish list"),
    pytest.param("ar", "لا يغلق الباب ليلا. |هل يجوز ذلك؟ |نعم.", id="Arabic"),
    pytest.param("ar", "لا يغلق الباب ليلا .|ولا يحجز العامل.", id="Arabic, blank before the stop"),
    pytest.param("ar", "على الدول:\n|(أ) دفع الأجر؛\n|(ب) إعادة الورقة.", id="Arabic list"),
    pytest.param("zh", "门不得上锁。|工人可以离开；|雇主付钱！|可以吗？|第1.5条适用。", id="Chinese"),
    pytest.param("zh", "雇主应当：|（一）付工资；|（二）还护照。", id="Chinese list"),
    pytest.param("de", "Nach Art. 5 Abs. 2 wird z. B. am 5. Mai gezahlt. |Gut.", id="German"),
    pytest.param("de", "Dies folgt aus Artikel 5. |Der Hafen ist frei.", id="German number that ends"),
    pytest.param("ru", "Согласно ст. 5 лампа горит. |Дверь открыта, см. п. 3.", id="Russian"),
]


@pytest.mark.parametrize(("language", "marked"), _TABLE)
def test_where_sentences_begin(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[a:b] for a, b in sentence_spans(text, language)] == [s.strip() for s in marked.split("|")]


@pytest.mark.parametrize("text", ["", " \n ", "\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentence_spans(text, "en") == ()


@given(
    st.lists(st.sampled_from([*"aB5.;:?!()\n –•؟؛،。；：ا一", "art.", "(b)", "\n\n", "No. ", "2. "])).map("".join),
    st.sampled_from(["en", "de-CH", "ar", "zh", "xx"]),
)
def test_every_letter_is_in_one_sentence(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join(re.sub(r"\s", "", text[a:b]) for a, b in spans) == re.sub(r"\s", "", text)
