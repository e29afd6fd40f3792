"""Training on a few invented articles: the same seed gives the same file, and the file reads back as a model that finds."""

import numpy as np
import pytest
from conftest import on_older_processor

from analysis import attribution, corpus, datasets, paths, pipeline
from analysis.attribution import learned
from analysis.attribution.learned.predict import Predicted
from analysis.lexicons import read_rows
from analysis.training import attribution as training
from analysis.training.quoted import quoted_copies


def six_articles():
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


def trained(folder, name, seed):
    """The bytes of a model of that seed trained on the six articles, written to a file of the folder."""
    few = six_articles()
    model = learned.model.Model(*training.read_vectors(paths.MODELS / "attribution-1.3.0.npz"))
    prepared = training.Corpus(few, model, training.project_units())
    training.save_model(training.fit(prepared, np.ones(len(few), dtype=bool), model, seed, None), folder / name)
    return (folder / name).read_bytes()


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The file of a model trained on the six articles with seed 0."""
    folder = tmp_path_factory.mktemp("first")
    trained(folder, "first.npz", 0)
    return folder / "first.npz"


def test_the_same_seed_gives_the_same_file(first, tmp_path):
    assert trained(tmp_path, "second.npz", 0) == first.read_bytes()
    assert learned.load_model(first).settings == learned.load_model(paths.MODELS / "attribution-1.3.0.npz").settings


def test_another_seed_gives_another_file(first, tmp_path):
    assert trained(tmp_path, "other.npz", 1) != first.read_bytes()


def test_the_instructions_of_an_older_processor_give_the_same_file(first, tmp_path):
    # OpenBLAS and numpy choose theirs by the processor, and add in other orders.
    code = "import pathlib, sys, test_training as here; here.trained(pathlib.Path(sys.argv[1]), 'older.npz', 0)"
    on_older_processor(code, tmp_path)
    assert (tmp_path / "older.npz").read_bytes() == first.read_bytes()


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


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_in_quotation_marks_holds_paragraphs_without_marks_and_their_attributions(seed):
    said, asked = "The mayor said it wasn’t raining.", "“It rained,” the clerk of the town answered."
    body = f"{said}\n\n{asked}\n\n{said}"
    span = lambda start, words: [(start + said.index(words), start + said.index(words) + len(words))]  # noqa: E731
    coded = [{"source": span(at, "The mayor"), "cue": span(at, "said"), "content": span(at, "it wasn’t raining")} for at in (0, len(body) - len(said))]
    ((name, copy, moved),) = quoted_copies([("a", body, coded)], seed=seed)
    paragraphs = copy.split("\n\n") if copy else []
    assert name == "a quoted" and len(moved) == len(paragraphs) <= 2
    assert {paragraph.strip("“”\"'") for paragraph in paragraphs} <= {said} and all(paragraph != said for paragraph in paragraphs)
    assert [[copy[slice(*pieces[0])] for pieces in one.values()] for one in moved] == [["The mayor", "said", "it wasn’t raining"]] * len(moved)


def test_copies_of_one_seed_are_the_same_and_another_seeds_differ():
    articles = [(str(number), "It rained.\n\nIt snowed.\n\nIt froze.", []) for number in range(20)]
    assert quoted_copies(articles, seed=0) == quoted_copies(articles, seed=0) != quoted_copies(articles, seed=1)


def test_a_table_is_the_mean_of_three_that_were_trained_in_other_orders():
    hashed, truth = np.array([[1, 3], [1, 5], [3, 5], [5, 7]]), np.eye(2)[[0, 1, 0, 1]]
    sequences, options = (np.arange(4), np.ones(4, dtype=np.int64), truth, np.zeros((2, 2), dtype=bool)), dict(epochs=2, rate=0.1, decay=0, size=2)
    weights, *_ = training.mean_table(hashed, 3, 2, *sequences, keep=0.5, seed=0, **options)
    apart = []
    for seed in (0, 1000, 2000):
        scorer = training.LinearScorer(hashed, 3, 2, seed=seed, keep=0.5)
        training.crf.train(scorer, *sequences, seed=seed, **options)
        apart.append(scorer.weights)
    assert np.allclose(weights, sum(apart) / 3) and not np.allclose(weights, apart[0])
