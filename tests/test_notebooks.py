"""Every notebook: executed in order, without an error, thin, and the same when run again."""

import ast
import json
import os
import re

import nbformat
import pandas as pd
import pytest

from analysis import datasets, export, reproduction, studies
from analysis.paths import FIGURES, NOTEBOOKS

BOOKS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_committed_notebook_is_executed_in_order_and_thin(book):
    notebook = nbformat.read(book, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    assert max(len(cell.source.splitlines()) for cell in cells) <= 25
    assert notebook.cells[-1].source.startswith("## What this cannot show")


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_rows_with_equal_values_keep_their_order(book):
    # By default pandas sorts by the processor's own way, and outlets with one share stood in another order on another machine.
    cells = nbformat.read(book, as_version=4).cells
    calls = [node for cell in cells if cell.cell_type == "code" for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    sorts = [ast.unparse(call) for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "sort_values" and (call.args or call.keywords)]
    assert all("kind='stable'" in sort for sort in sorts), sorts


def test_the_notebooks_of_the_design_are_there():
    assert {"00-corpus", "02-framing-terms", "04-attribution-hedging", "05-source-mix", "08-one-article"} <= {b.stem for b in BOOKS}


@pytest.fixture(scope="module")
def run_again(tmp_path_factory):
    """Every notebook executed into a folder of its own, with figures written beside; (notebooks, figures)."""
    place = tmp_path_factory.mktemp("again")
    environment = os.environ | {"SLANTWISE_CORPUS": "teaching", "MPLBACKEND": "agg", "SLANTWISE_FIGURES": str(place / "figures")}
    for book in BOOKS:
        reproduction.run_notebook(book, place / book.name, environment)
    return place, place / "figures" / "teaching"


def test_running_again_gives_the_committed_notebooks(run_again):
    for book in BOOKS:
        text = lambda file: [  # noqa: E731
            (c.source, [o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in c.get("outputs", [])])
            for c in nbformat.read(file, as_version=4).cells
        ]
        assert text(run_again[0] / book.name) == text(book), book.name


def test_running_again_gives_the_committed_plotted_data(run_again):
    committed = sorted((FIGURES / "teaching").glob("*.csv"))
    assert len(committed) >= 12
    assert [file.name for file in committed] == [file.name for file in sorted(run_again[1].glob("*.csv"))]
    for file in committed:
        assert file.read_text(encoding="utf-8") == (run_again[1] / file.name).read_text(encoding="utf-8"), file.name


FIGURES_OF = {"teaching": 20, "polnear": 20, "article-bias-prediction": 20, "basil": 14, "ruwa": 17, "newswcl50": 13, "babe": 3}


@pytest.mark.parametrize("corpus", FIGURES_OF)
def test_every_figure_is_whole_and_its_record_tells_what_it_stands_on(corpus):
    records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((FIGURES / corpus).glob("*.json"))]
    assert len(records) >= FIGURES_OF[corpus]
    for record in records:
        assert all(name in record for name in (*export.NEEDED, "versions", "cannot_show")), record["id"]
        assert record["corpus"] == corpus and re.fullmatch(r"[0-9a-f]{64}", record["corpus_fingerprint"])
        for kind in ("svg", "pdf", "png"):
            assert (FIGURES / corpus / f"{record['id']}.{kind}").stat().st_size > 100
        data = FIGURES / corpus / f"{record['id']}.csv"
        # A figure of a corpus of headlines can stand on one row; it must have that one.
        assert data.stat().st_size > (100 if FIGURES_OF[corpus] >= 20 else 30) and len(pd.read_csv(data)) > 0
        svg = (FIGURES / corpus / f"{record['id']}.svg").read_text(encoding="utf-8")
        assert "<dc:date>" not in svg


@pytest.mark.parametrize("corpus", ["polnear", "article-bias-prediction", "ruwa"])
def test_the_real_figures_can_be_rebuilt_from_the_derived_data_alone(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("SLANTWISE_DATA", str(tmp_path))
    environment = os.environ | {"SLANTWISE_CORPUS": corpus, "MPLBACKEND": "agg", "SLANTWISE_FIGURES": str(tmp_path / "figures")}
    reproduction.run_notebook(NOTEBOOKS / "02-framing-terms.ipynb", tmp_path / "02.ipynb", environment)
    built = tmp_path / "figures" / corpus / "02-label-choice.csv"
    assert built.read_text(encoding="utf-8") == (FIGURES / corpus / "02-label-choice.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("corpus", ["polnear", "article-bias-prediction", "basil", "ruwa", "newswcl50"])
def test_derived_data_hold_counts_and_no_text(corpus):
    study = studies.open_study(corpus)
    assert {"text", "title", "url"}.isdisjoint(study.articles.columns)
    assert len(study.articles) == study.known.n_articles
    for column in study.measures.columns:
        if column not in ("count", "total", "article_id"):
            assert study.measures[column].astype(str).str.len().max() < 60
    assert (study.measures["count"] <= study.measures["total"]).all()


def test_the_gallery_shows_every_figure():
    gallery = (FIGURES / "README.md").read_text(encoding="utf-8")
    for file in FIGURES.glob("*/*.png"):
        assert f"({file.parent.name}/{file.name})" in gallery


def test_the_main_figure_has_leanings_voices_genres_and_wire_copy_apart():
    data = pd.read_csv(FIGURES / "article-bias-prediction" / "02-label-choice.csv")
    assert set(data.leaning) == {"left", "center", "right"} and set(data.voices) == {"own voice", "all voices"}
    assert set(data.genre) == {"news", "opinion"} and set(data.wire_copy) == {"with", "without"}
    estimable = data.dropna(subset=["estimate"])
    assert ((estimable.low <= estimable.estimate + 1e-9) & (estimable.estimate <= estimable.high + 1e-9)).mean() > 0.98
    assert ((estimable["count"] / estimable.total - estimable.estimate).abs() < 1e-5).all()


def test_a_corpus_says_which_notebooks_are_left_out_and_why(capsys):
    books = reproduction.books_for(datasets.find_corpus("babe"))
    assert [book.stem[:2] for book in books] == ["09"]
    assert "00-corpus.ipynb is left out: the corpus has single sentences and no articles" in capsys.readouterr().err
    assert len(reproduction.books_for(datasets.find_corpus("teaching"))) == len(BOOKS)
