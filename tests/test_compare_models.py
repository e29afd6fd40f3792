"""The logistic model: against odds ratios and shares that can be worked by hand, where statsmodels is installed."""

import sys

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import compare
from analysis.tables import InputError


def labels(*cells):
    """A row an article of one label: (outlet, topic, loaded, neutral) articles, each outlet a leaning of its own, stories numbered."""
    rows = [(outlet, topic, int(k < loaded)) for outlet, topic, loaded, neutral in cells for k in range(loaded + neutral)]
    table = pd.DataFrame(rows, columns=["outlet", "topic", "count"])
    return table.assign(total=1, article_id=[f"a{k}" for k in range(len(table))], story_id=[f"s{k % 40}" for k in range(len(table))])


TWO = labels(("gazette", "war", 30, 10), ("gazette", "trade", 10, 30), ("herald", "war", 20, 20), ("herald", "trade", 5, 35))


def modelled(table, **options):
    return compare.logistic(table, **({"choice": "outlet", "baseline": "herald", "held": [], "clusters": "story_id"} | options))


def test_without_statsmodels_one_line_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setitem(sys.modules, "statsmodels.api", None)
    with pytest.raises(InputError) as raised:
        modelled(TWO)
    assert str(raised.value) == "logistic: statsmodels is not installed; install it with `pip install 'slantwise[models]'`"


def test_four_clusters_are_too_few():
    with pytest.raises(InputError) as raised:
        modelled(TWO.assign(story_id=TWO["outlet"] + TWO["topic"]))
    assert str(raised.value) == "logistic: 4 values of 'story_id'; errors clustered need at least 5"


def test_a_baseline_that_never_chooses_is_refused():
    with pytest.raises(InputError) as raised:
        modelled(labels(("gazette", "war", 30, 10), ("herald", "war", 0, 20)))
    assert str(raised.value) == "baseline: 'herald' is no value of 'outlet' with 10 labels, some counted and some not"


def test_the_model_of_one_choice_is_the_odds_ratio_and_the_shares():
    pytest.importorskip("statsmodels")
    table = modelled(TWO).set_index("outlet")
    # Gazette 40 of 80, Herald 25 of 80: odds 1 over 25 / 55 = 2.2.
    assert table.loc["gazette", ["estimate", "odds_ratio"]].to_list() == pytest.approx([0.5, 2.2])
    assert table.loc["herald", ["estimate", "odds_ratio", "odds_low", "odds_high"]].to_list() == pytest.approx([0.3125, 1, 1, 1])
    assert (table["low"] < table["estimate"]).all() and (table["estimate"] < table["high"]).all()
    assert table.loc["gazette", "method"] == "logistic model, average marginal share, errors clustered by 40 values of story_id"


def test_errors_clustered_by_single_articles_are_whites():
    pytest.importorskip("statsmodels")
    # Of a log odds ratio of two shares: sqrt(1/40 + 1/40 + 1/25 + 1/55) = 0.3289, times sqrt(160 / 159) and, for two coefficients, sqrt(159 / 158).
    row = modelled(TWO, clusters="article_id").set_index("outlet").loc["gazette"]
    error = np.log(row["odds_high"] / row["odds_ratio"]) / stats.t.ppf(0.975, 159)
    assert error == pytest.approx(np.sqrt(2 / 40 + 1 / 25 + 1 / 55), rel=0.01)


def test_a_difference_that_is_all_topic_is_gone_when_the_topic_is_held():
    pytest.importorskip("statsmodels")
    table = labels(("gazette", "war", 40, 40), ("gazette", "trade", 2, 18), ("herald", "war", 10, 10), ("herald", "trade", 8, 72))
    alone, held = (modelled(table, held=topic).set_index("outlet").loc["gazette", "odds_ratio"] for topic in ([], ["topic"]))
    assert alone > 3 and held == pytest.approx(1)


def test_an_outlet_that_chooses_one_way_only_has_no_estimate():
    pytest.importorskip("statsmodels")
    row = modelled(pd.concat([TWO, labels(("post", "war", 0, 30))])).set_index("outlet").loc["post"]
    assert np.isnan(row["odds_ratio"]) and row["method"] == "not estimable: total under 10, or a choice made one way only"
