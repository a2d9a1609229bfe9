"""What the routes answer."""

from __future__ import annotations

from fastapi.testclient import TestClient

from search.searcher import Searcher


def test_search_by_get_and_post_agree(client: TestClient) -> None:
    got = client.get("/v1/search", params={"q": "passport of a worker", "limit": 3}).json()
    posted = client.post("/v1/search", json={"q": "passport of a worker", "limit": 3}).json()
    assert got["results"] == posted["results"]
    assert got["results"][0]["instrument"]["id"] == "harbour"


def test_the_answer_equals_that_of_the_searcher(client: TestClient, searcher: Searcher) -> None:
    from search.query import Query

    got = client.get("/v1/search", params={"q": "wages"}).json()
    said = searcher.search(Query("wages")).to_json()
    assert [r["citation"] for r in got["results"]] == [r["citation"] for r in said["results"]]
    assert got["results"][0]["passages"] == said["results"][0]["passages"]


def test_filters_and_pages(client: TestClient) -> None:
    params = {"q": "worker door", "kind": "general_comment", "limit": 1}
    first = client.get("/v1/search", params=params).json()
    assert {r["instrument"]["id"] for r in first["results"]} == {"harbour-gc7"}
    second = client.get("/v1/search", params={**params, "cursor": first["next_cursor"]}).json()
    assert second["results"][0]["rank"] == 2


def test_instruments_and_provisions(client: TestClient) -> None:
    held = client.get("/v1/instruments").json()
    assert [i["id"] for i in held] == ["harbour", "harbour-gc7"]
    assert held[0]["languages"] == ["en", "es"]
    tree = client.get("/v1/instruments/harbour").json()["tree"]
    assert "art 2(2)(b)" in {n["label"] for n in tree}
    provision = client.get("/v1/instruments/harbour/provisions/art%202(1)", params={"language": "es"}).json()
    assert provision["language"] == "es"
    assert "pasaporte" in provision["text"]


def test_links_of_results_lead_to_the_words(client: TestClient) -> None:
    for result in client.get("/v1/search", params={"q": "passport"}).json()["results"]:
        linked = client.get(result["links"]["self"]).json()
        assert result["passages"][0]["text"] in linked["text"] or linked["text"] in result["passages"][0]["text"]


def test_resolve_and_cite(client: TestClient) -> None:
    resolved = client.get("/v1/resolve", params={"ref": "HCGW arts 1 and 3"}).json()
    assert [t["label"] for t in resolved["targets"]] == ["art 1", "art 3"]
    cited = client.get("/v1/cite", params={"ref": "HCGW art 1", "style": "bibtex"})
    assert cited.text.lstrip().startswith("@")


def test_probes_and_index(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text.startswith("ready ")
    assert client.get("/v1/index").json()["counts"]["instruments"] == 2


def test_a_paragraph_that_is_not_there_is_not_cited(client: TestClient) -> None:
    answer = client.get("/v1/cite", params={"ref": "HCGW art 2(9)"})
    assert answer.status_code == 404
    assert "only art 2 is held" in answer.json()["detail"]
    assert client.get("/v1/cite", params={"ref": "HCGW art 2(2)"}).status_code == 200
