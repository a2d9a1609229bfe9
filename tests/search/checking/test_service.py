"""The report over HTTP and on the page: texts and files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from lxml import html

from index.generation import Home
from ingest.errors import SourceLimit
from search.check import check
from search.checking import upload
from search.http import create_app
from search.http.check_schemas import CheckedFileModel, CheckReportModel
from search.http.settings import Settings
from search.searcher import Searcher

TEXT = (
    "“No keeper shall hold the passport of a guest worker” (HCGW art 2(1)). Article 2(1) of the HCGW says: “No keeper "
    "may hold the passport”. “Wages … <b>every</b> month” (HCGW art 3), and <script>alert(1)</script> HCGW art 99."
)


@pytest.fixture(scope="module")
def client(built: Home, searcher: Searcher) -> Iterator[TestClient]:
    with TestClient(create_app(built, "unused", searcher, Settings(reload_s=0.0))) as client:
        yield client


@pytest.fixture(scope="module")
def word_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    document = docx.Document()
    document.add_heading("Brief", 1)
    for paragraph in TEXT.split(". "):
        document.add_paragraph(paragraph)
    path = tmp_path_factory.mktemp("word") / "brief.docx"
    document.save(str(path))
    return path.read_bytes()


def test_a_text(client: TestClient, searcher: Searcher) -> None:
    answer = client.post("/v1/check", json={"text": TEXT})
    assert answer.status_code == 200
    CheckReportModel.model_validate(answer.json())
    report = check(TEXT, searcher)
    assert [r["written"] for r in answer.json()["references"]] == [r.written for r in report.references]
    assert answer.json()["summary"]["verdicts"] == report.summary()["verdicts"]


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "a" * 100_001}, {}, {"text": "a", "language": "??"}])
def test_a_wrong_request(client: TestClient, body: dict[str, str]) -> None:
    assert client.post("/v1/check", json=body).status_code == 422


def test_references_over_the_limit_are_said(client: TestClient) -> None:
    answer = client.post("/v1/check", json={"text": "HCGW art 99. " * 203}).json()
    assert (len(answer["references"]), answer["not_checked"]) == (200, 3)


def test_a_file(client: TestClient, word_file: bytes) -> None:
    answer = client.post("/v1/check/file", files={"file": ("../brief.docx", word_file)}, data={"language": "es"})
    assert answer.status_code == 200, answer.text
    CheckedFileModel.model_validate(answer.json())
    references = answer.json()["references"]
    assert [r["paragraph"] for r in references] == [2, 3, 4, 4]
    for reference in references:
        start, end = reference["span"]
        assert answer.json()["text"][start:end] in reference["written"]
        for quote in reference["quotes"]:
            assert quote["text"] in answer.json()["text"][slice(*quote["span"])]


BROKEN = [(b"", 422, "unreadable"), (b"%PDF-1.7 broken", 422, "unreadable"), (b"\x00\x01" * 99, 422, "unreadable")]


@pytest.mark.parametrize(("data", "status", "code"), BROKEN, ids=["empty", "broken", "binary"])
def test_a_file_that_cannot_be_read(client: TestClient, data: bytes, status: int, code: str) -> None:
    answer = client.post("/v1/check/file", files={"file": ("brief.pdf", data)})
    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:iml:problem:{code}"
    assert "/" not in answer.json()["detail"].replace("HTML/", "")  # no folder of this machine


def test_a_file_that_is_too_large(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MAX_TEXT", 10)
    answer = client.post("/v1/check/file", files={"file": ("brief.txt", TEXT.encode())})
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:iml:problem:limit")
    with pytest.raises(SourceLimit, match="is the most"):
        upload.read_upload("a.txt", b"a" * (upload.MAX_UPLOAD + 1))


def test_when_others_are_read_it_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(name: str, data: bytes) -> None:
        raise upload.Busy

    monkeypatch.setattr("search.http.check_routes.read_upload", busy)
    answer = client.post("/v1/check/file", files={"file": ("brief.txt", b"text")})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_nothing_of_a_file_is_kept(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert client.post("/v1/check/file", files={"file": ("../../brief.txt", TEXT.encode())}).status_code == 200
    assert list(tmp_path.iterdir()) == []


NAMES = [("../../etc/passwd", "passwd"), ("C:\\cases\\brief.docx", "brief.docx"), ("a\nb\x1b[1m.txt", "a_b_1m.txt")]


@pytest.mark.parametrize(("name", "plain"), [*NAMES, ("", "file"), ("..", "file")], ids=range(5))
def test_names_of_files_are_only_names(name: str, plain: str) -> None:
    assert upload._plain(name) == plain


def test_the_empty_page(client: TestClient) -> None:
    page = html.fromstring(client.get("/check").text)
    assert page.xpath("//form[@method='post']//textarea[@name='text']")
    assert {label.get("for") for label in page.xpath("//form[@method='post']//label")} == {"text", "file"}
    assert not page.xpath("//*[@style]")


def test_the_page_of_a_text(client: TestClient) -> None:
    answer = client.post("/check", data={"text": TEXT}, files={"file": ("", b"")})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<b>every" not in answer.text
    page = html.fromstring(answer.text)
    assert [v.text_content() for v in page.xpath("//p[@class='verdict']/strong")][:2] == ["Verbatim", "Differs"]
    assert "shall" in page.xpath("//del")[0].text_content()
    assert page.xpath("//del")[0].text_content().startswith("in the authentic text only:")
    assert "may" in page.xpath("//ins")[0].text_content()
    assert page.xpath("//ol[@class='checked']//h3/a/@href")[0] == "/i/harbour/art%202(1)"
    assert page.xpath("//p[@class='sentence']/mark")[0].text_content() == "art 2(1)"
    assert TEXT in page.xpath("//textarea")[0].text_content()
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("language", "verdict"), [("fr", "Mot à mot"), ("es", "Literal")])
def test_the_page_in_other_languages(client: TestClient, language: str, verdict: str) -> None:
    assert verdict in client.post(f"/check?ui={language}", data={"text": TEXT}).text


def test_the_page_of_a_file(client: TestClient, word_file: bytes) -> None:
    answer = client.post("/check", data={"text": ""}, files={"file": ("brief.docx", word_file)})
    assert "Report on brief.docx" in answer.text
    assert "paragraph 2" in answer.text


@pytest.mark.parametrize("sent", [{"text": " "}, {"text": "a" * 100_001}], ids=["nothing", "too long"])
def test_the_page_says_what_is_wrong(client: TestClient, sent: dict[str, str]) -> None:
    answer = client.post("/check", data=sent)
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//div[@role='alert']")
