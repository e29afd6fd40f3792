"""Training on a few invented articles: the same seed gives the same file, and the file reads back as a model that finds."""

import numpy as np
import pytest

from analysis import attribution, corpus, datasets, paths, pipeline
from analysis.attribution import learned
from analysis.attribution.learned.predict import Predicted
from analysis.lexicons import read_rows
from analysis.training import attribution as training


@pytest.fixture(scope="module")
def few():
    """Six articles of the teaching corpus with coder 1's attributions, as the training command takes them."""
    articles = next(datasets.load("teaching", chunk=6))
    labels = corpus.read_gold(paths.TEACHING / "gold" / "coder1", coder="coder 1")
    return [(row.article_id, row.text, coded(labels[(labels.article_id == row.article_id) & (labels.part == "text")])) for row in articles.itertuples()]


def coded(labels):
    """The attributions of one article: a cue with its source and the content of the mark that begins nearest."""
    spans = lambda variable: labels[labels.variable == variable][["start", "end"]].itertuples(index=False, name=None)  # noqa: E731
    cues, sources = list(spans("cue")), list(spans("source"))
    near = lambda cue, others: [min(others, key=lambda span: abs(span[0] - cue[0]))] if others else []  # noqa: E731
    return [{"cue": [cue], "source": near(cue, sources), "content": near(cue, list(spans("attribution")))} for cue in cues]


def trained(few, folder, name, seed):
    model = learned.model.Model(*training.read_vectors(paths.MODELS / "attribution-1.1.0.npz"))
    prepared = training.Corpus(few, model, training.project_units())
    training.save_model(training.fit(prepared, np.ones(len(few), dtype=bool), model, seed, None), folder / name)
    return (folder / name).read_bytes()


def test_the_same_seed_gives_the_same_file(few, tmp_path):
    assert trained(few, tmp_path, "first.npz", 0) == trained(few, tmp_path, "second.npz", 0)
    assert learned.load_model(tmp_path / "first.npz").settings == learned.load_model(paths.MODELS / "attribution-1.1.0.npz").settings


@pytest.mark.parametrize("name", ["spans.csv", "spans.csv.gz"])
def test_what_crossed_models_found_is_written_as_the_same_bytes_and_read_back(tmp_path, name, monkeypatch):
    rows = [Predicted((0, 5), (6, 10), ((11, 20), (25, 30)), None, 0.9), Predicted(None, (12, 16), ((17, 20),), 0, 0.5)]
    for hour, folder in enumerate(("one", "two")):
        monkeypatch.setattr("gzip.time.time", lambda hour=hour: 3600.0 * hour)
        (tmp_path / folder).mkdir()
        training.write_rows(tmp_path / folder / name, [("a", rows), ("b", [])])
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    given = attribution.read_given(read_rows(tmp_path / "one" / name, pipeline.GIVEN_COLUMNS))
    assert [(one.source, one.cue, one.content, one.nested_in) for one in given.pop("a")] == [tuple(row[:4]) for row in rows] and not given
