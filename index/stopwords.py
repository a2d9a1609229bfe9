"""Words too common to tell provisions apart, question words included, by language (ISO 639-1)."""

from __future__ import annotations

__all__ = ["STOPWORDS"]

STOPWORDS = {
    "en": """
        a an and any are as at be been but by can do does for from had has have he her his i if in into is
        it its me my no not of on or our she shall so such that the their them there these they this those
        to under was we were what when where which who whom will with would you your
    """,
    "fr": """
        à au aux avec ce ces dans de des du elle en est et il ils je la le les leur leurs ma mes mon ne nous
        on ou par pas pour qu que qui sa se ses son sont sur un une vous
    """,
    "es": """
        a al como con de del el ella en es está la las le les lo los me mi mis no o para pero por que qué se
        si su sus un una y yo
    """,
    "pt": """
        a ao as com da das de do dos e em é eu me meu minha na nas no nos o os ou para por que se seu sua um
        uma
    """,
    "de": """
        als am an auf aus bei das dem den der des die ein eine einem einen einer es für haben hat ich im in
        ist kann man mein meine mich mir mit nicht oder sich sie sind um und von was wenn wer wie wird zu
        zum zur
    """,
}
