"""The stages composed in memory."""

import pandas as pd
import pytest

from analysis import datasets, pipeline


@pytest.fixture(scope="module")
def instrument():
    return pipeline.load_instrument(datasets.find_corpus("teaching").gazetteers)


def rows(table):
    return table.sort_values(list(table.columns)).reset_index(drop=True)


def test_articles_measured_a_few_at_a_time_give_the_tables_of_all_at_once(instrument, monkeypatch):
    articles = next(datasets.load("teaching", chunk=7))
    whole = vars(pipeline.measure_articles(articles, instrument))
    monkeypatch.setattr(pipeline, "TOGETHER", 3)
    parts = vars(pipeline.measure_articles(articles, instrument))
    assert whole.keys() == parts.keys() and parts["otherwise"] is None
    for name in whole.keys() - {"otherwise"}:
        pd.testing.assert_frame_equal(rows(parts[name]), rows(whole[name]))
    assert parts["articles"].index.tolist() == articles.index.tolist()


def test_no_article_gives_empty_tables(instrument):
    empty = next(datasets.load("teaching", chunk=7)).iloc[:0]
    assert [len(table) for table in vars(pipeline.measure_articles(empty, instrument)).values() if table is not None] == [0] * 6
