"""Stories: which articles are of one event, told by words and dates, on texts that a reader can judge."""

import numpy as np
import pandas as pd
import pytest
from conftest import articles

from analysis import datasets, stories

BRIDGE = "The old bridge over the Tarsk river collapsed at dawn and two lorries fell into the water, divers said."
BRIDGE_TOO = "Divers searched the Tarsk river for two lorries after the bridge collapsed at dawn."
STRIKE = "Teachers walked out of every school in Velmora in a quarrel over pay, their union announced."
STRIKE_TOO = "A quarrel over teachers' pay closed every school in Velmora as the union walked out."


def grouped(*rows, **options):
    """The articles that stories hold, as a set of strings of article ids."""
    table = articles(*rows)
    found = stories.find_stories(table, stories.word_counts(table), **options)
    return {"".join(sorted(mine)) for _, mine in found.groupby("found_story")["article_id"]}


def dated(text, published="2020-01-01", **fields):
    return {"text": text, "published": published} | fields


def test_articles_of_one_event_are_one_story():
    assert grouped(dated(BRIDGE), dated(STRIKE), dated(BRIDGE_TOO), dated(STRIKE_TOO)) == {"ac", "bd"}


def test_a_story_has_the_name_of_its_first_article_by_date():
    table = articles(dated(BRIDGE, "2020-01-02"), dated(BRIDGE_TOO), dated(STRIKE))
    found = stories.find_stories(table, stories.word_counts(table))
    assert dict(zip(found["article_id"], found["found_story"])) == {"a": "b", "b": "b", "c": "c"}


@pytest.mark.parametrize(("day", "together"), [("2020-01-04", {"ab", "c"}), ("2020-01-05", {"a", "b", "c"})])
def test_articles_further_apart_than_the_window_are_not_one_story(day, together):
    assert grouped(dated(BRIDGE), dated(BRIDGE_TOO, day), dated(STRIKE), window=3) == together


def test_an_article_without_a_date_is_a_story_of_its_own():
    assert grouped(dated(BRIDGE, ""), dated(BRIDGE, ""), dated(BRIDGE_TOO), dated(BRIDGE), dated(STRIKE)) == {"a", "b", "cd", "e"}


def test_the_headline_counts():
    rows = dated("It was over by noon.", title=BRIDGE), dated("Nobody came.", title=BRIDGE_TOO), dated(STRIKE)
    assert grouped(*rows) == {"ab", "c"}


def test_what_stands_before_the_text_does_not_count():
    head = "Gazette of Velmora, school union pay section. "
    rows = dated(head + BRIDGE, text_start=len(head)), dated(head + STRIKE, text_start=len(head)), dated(BRIDGE_TOO)
    assert grouped(*rows) == {"ac", "b"}


def test_words_counted_chunk_by_chunk_give_the_same_stories():
    table = articles(dated(BRIDGE), dated(STRIKE), dated(BRIDGE_TOO), dated(STRIKE_TOO))
    parts = [stories.word_counts(table.iloc[:1]), stories.word_counts(table.iloc[1:])]
    pd.testing.assert_frame_equal(stories.find_stories(table, parts), stories.find_stories(table, stories.word_counts(table)))


def test_stories_do_not_hang_on_the_order_of_the_articles():
    rows = dated(BRIDGE, article_id="p"), dated(STRIKE, article_id="q"), dated(BRIDGE_TOO, article_id="r"), dated(STRIKE_TOO, article_id="s")
    assert grouped(*rows) == grouped(*rows[::-1]) == {"pr", "qs"}


def test_articles_without_a_word_are_stories_of_their_own():
    assert grouped(dated(""), dated(""), dated(BRIDGE)) == {"a", "b", "c"}


def links(*pairs):
    return pd.DataFrame(pairs, columns=["earlier", "later", "cosine"])


def test_a_chain_of_single_likenesses_is_not_one_story():
    # 0-1 and 2-3 are joined at 0.8; between the two groups only 1-2 are alike: their mean is (0 + 0 + 0.6 + 0) / 4 = 0.15.
    chain = links((0, 1, 0.8), (1, 2, 0.6), (2, 3, 0.8))
    assert list(stories.join_groups(4, chain, 0.2)) == [0, 0, 2, 2]
    assert list(stories.join_groups(4, chain, 0.15)) == [0, 0, 0, 0]


def test_the_most_alike_are_joined_first():
    # 1 is more like 2 than like 0; then 0 is like the pair by (0.5 + 0) / 2 = 0.25.
    assert list(stories.join_groups(3, links((0, 1, 0.5), (1, 2, 0.6)), 0.3)) == [0, 1, 1]
    assert list(stories.join_groups(3, links((0, 1, 0.5), (1, 2, 0.6)), 0.25)) == [0, 0, 0]


def test_groups_are_those_of_average_linkage():
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    random = np.random.default_rng(7)
    cosines = np.triu(random.uniform(0, 1, (30, 30)) ** 2, 1)
    expected = fcluster(linkage(squareform(1 - cosines - cosines.T, checks=False), "average"), 1 - 0.5, "distance")
    pairs = links(*((i, j, cosines[i, j]) for i in range(30) for j in range(i + 1, 30)))
    found = stories.join_groups(30, pairs, 0.5)
    assert stories.pair_scores(found, expected)["precision"] == stories.pair_scores(found, expected)["recall"] == 1.0


def test_blocks_of_articles_miss_no_pair(monkeypatch):
    rows = [dated(text, f"2020-01-0{day}") for day in range(1, 6) for text in (BRIDGE, STRIKE, BRIDGE_TOO)]
    rows = [row | {"article_id": f"n{k:02}"} for k, row in enumerate(rows)]
    whole = grouped(*rows)
    monkeypatch.setattr(stories, "BLOCK", 2)
    assert grouped(*rows) == whole


# One text once an outlet


def once(*rows):
    table = articles(*rows).assign(copy_of=[row.get("copy_of", "") for row in rows])
    return list(stories.once_an_outlet(table)["article_id"])


def test_an_outlet_that_prints_a_text_twice_counts_once_and_another_outlet_too():
    rows = {"outlet": "Agency"}, {"copy_of": "a"}, {"copy_of": "a", "published": "2020-01-02"}, {"copy_of": "a", "outlet": "Herald"}
    assert once(*rows) == ["a", "b", "d"]


def test_a_copy_of_a_copy_is_of_the_same_text():
    assert once({"outlet": "Agency"}, {"copy_of": "a", "published": "2020-01-01"}, {"copy_of": "b", "published": "2020-01-02"}) == ["a", "b"]


def test_articles_of_ones_own_all_stay():
    assert once({}, {}, {"outlet": "Herald"}) == ["a", "b", "c"]


# Scores


def test_precision_and_recall_count_pairs():
    # Found: a b c | d. Given: a b | c d. Pairs found ab ac bc, given ab cd, both ab.
    assert stories.pair_scores([1, 1, 1, 2], ["x", "x", "y", "y"]) == {"found": 3, "given": 2, "both": 1, "precision": 1 / 3, "recall": 0.5}


def test_without_a_pair_there_is_no_precision():
    assert np.isnan(stories.pair_scores([1, 2], ["x", "x"])["precision"])


def test_the_events_of_the_embedded_corpus_are_not_mixed():
    table = pd.concat(datasets.load("teaching"), ignore_index=True)
    found = table.merge(stories.find_stories(table, stories.word_counts(table)), on="article_id", validate="1:1")
    scores = stories.pair_scores(found["found_story"], found["story_id"])
    assert scores["given"] == 180, "twelve events of six articles"
    assert scores["precision"] == 1.0 and scores["both"] >= 20


def test_what_can_be_compared_within_stories_is_counted():
    rows = [("left", "rain", 1, 2), ("right", "rain", 0, 2), ("left", "wind", 1, 4), ("right", "wind", 0, 0), ("left", "snow", 0, 0)]
    counts = pd.DataFrame(rows, columns=["leaning", "story", "count", "total"])
    assert stories.shared(counts, story="story", group="leaning") == {"stories with labels": 2, "of two groups or more": 1, "share of labels": 0.5}
