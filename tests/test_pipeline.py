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


def test_sources_in_another_order_than_their_attributions_are_refused():
    said = pd.DataFrame({"article_id": ["a", "a"], "attribution_id": ["a-1", "a-2"], "cue_text": ["said", "warned"]})
    described = pd.DataFrame({"article_id": ["a", "a"], "attribution_id": ["a-1", "a-2"], "source_type": ["official", "expert"]})
    joined = pipeline.with_sources(said, described)
    assert joined["source_type"].tolist() == ["official", "expert"] and list(joined) == ["article_id", "attribution_id", "cue_text", "source_type"]
    with pytest.raises(AssertionError, match="in their order"):
        pipeline.with_sources(said, described.iloc[::-1].reset_index(drop=True))
