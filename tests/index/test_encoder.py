from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import DEFAULT_MODEL, PLAIN_MODEL, Encoder, open_encoder
from index.onnx_encoder import OnnxEncoder, OnnxModel
from ingest.errors import ModelMissing


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return open_encoder()


def test_the_bundled_model_says_what_it_is(bundled: Encoder) -> None:
    identity = bundled.identity
    assert (identity.name, identity.dimension, identity.max_tokens) == (DEFAULT_MODEL, 384, 256)
    assert identity.query_prefix == identity.passage_prefix == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("model", [DEFAULT_MODEL, PLAIN_MODEL])
def test_meaning_is_nearer_than_words(model: str) -> None:
    encoder = open_encoder(model)
    question = encoder.encode_query("May I be sent back to a country where I would be killed?")
    near, far = encoder.encode_passages(
        ["No expulsion towards places of mortal danger.", "Mail is sent back by the post."]
    )
    assert question.shape == (384,)
    assert float(np.linalg.norm(near)) == pytest.approx(1, abs=1e-5)
    assert float(question @ near) > float(question @ far)


def test_a_vector_does_not_depend_on_the_texts_beside_it(bundled: Encoder) -> None:
    texts = ["Lamps are lit.", "Bells are rung at dusk by whoever keeps the harbour, whatever the weather.", ""]
    together = bundled.encode_passages(texts)
    assert together.dtype == np.float32
    assert np.array_equal(together, np.stack([bundled.encode_query(text) for text in texts]))
    assert np.array_equal(together[:1], bundled.encode_passages(texts[:1]))
    assert bundled.encode_passages([]).shape == (0, 384)


def test_a_long_question_is_cut(bundled: Encoder) -> None:
    long = bundled.encode_query("lamp " * 5000)
    assert np.array_equal(long, bundled.encode_query("lamp " * 6000))


def test_the_bundled_weights_fit_in_the_package(bundled: Encoder) -> None:
    import index.encoder

    weights = Path(index.encoder.__file__).parent / "weights" / f"{DEFAULT_MODEL}.onnx"
    assert weights.stat().st_size <= 30 * 1024 * 1024


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_damaged_weights_are_refused(tmp_path: Path, damage: str) -> None:
    weights, tokenizer = tmp_path / "w.onnx", tmp_path / "tokenizer.json"
    tokenizer.write_text("{}")
    if damage == "changed":
        weights.write_bytes(b"other")
    with pytest.raises(ModelMissing, match="is missing" if damage == "missing" else "sha256"):
        OnnxEncoder(OnnxModel("w", weights, "0" * 64, tokenizer, "0" * 64, 384, 256))


def test_tokens_are_counted_beyond_the_limit(bundled: Encoder) -> None:
    assert bundled.count_tokens("one two") == 4
    assert bundled.count_tokens("word " * 1000) == 1002


def test_an_unknown_model_is_not_fetched() -> None:
    with pytest.raises(ModelMissing, match="nothing is fetched"):
        open_encoder("nobody/no-such-model")


def test_a_folder_without_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no tokenizer\.json"):
        open_encoder(str(tmp_path))


def test_e5_models_get_their_prefixes(tmp_path: Path) -> None:
    folder = tmp_path / "my-e5-small"
    folder.mkdir()
    (folder / "tokenizer.json").write_text("{}")
    (folder / "config.json").write_text('{"hidden_size": 8, "max_position_embeddings": 512}')
    identity = open_encoder(str(folder)).identity
    assert (identity.query_prefix, identity.passage_prefix) == ("query: ", "passage: ")
    assert identity.max_tokens == 512
