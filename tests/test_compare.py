"""Estimates of groups: sums worked by hand, and intervals held against an independent computation."""

import itertools

import numpy as np
import pandas as pd
import pytest
from conftest import articles

from analysis import compare
from analysis.tables import InputError


def counts(*rows, outlet="Gazette", **columns):
    """A table of counts per article, of (count, total) pairs."""
    table = pd.DataFrame(rows, columns=["count", "total"])
    return table.assign(article_id=[f"{outlet}{k}" for k in range(len(rows))], outlet=outlet, **columns)


def estimated(table, **options):
    """The estimates by outlet, with a given seed and few resamples."""
    return compare.estimate(table, **({"by": ["outlet"], "seed": 1, "replicates": 500} | options))


def test_the_estimate_is_a_ratio_of_sums_not_a_mean_of_ratios():
    # (1 + 8 + 0) / (2 + 16 + 12) = 9 / 30 = 0.3; the mean of the articles' own rates would be (0.5 + 0.5 + 0) / 3 = 0.33.
    (row,) = estimated(counts((1, 2), (8, 16), (0, 12))).itertuples()
    assert (row.outlet, row.n_articles, row.n_stories, row.count, row.total, row.estimate) == ("Gazette", 3, 0, 9, 30, 0.3)


def test_each_group_has_its_own_row():
    table = estimated(pd.concat([counts((1, 5), (2, 5), (3, 5)), counts((5, 5), (5, 5), (5, 5), outlet="Herald")]))
    # 6 / 15 and 15 / 15.
    assert list(table[["outlet", "estimate"]].itertuples(index=False, name=None)) == [("Gazette", 0.4), ("Herald", 1.0)]


def test_several_rows_of_an_article_are_one_article():
    table = pd.concat([counts((1, 5), (2, 5), (3, 5)), counts((1, 5), (2, 5), (3, 5))])
    (row,) = estimated(table).itertuples()
    # 12 / 30.
    assert (row.n_articles, row.total, row.estimate) == (3, 30, 0.4)


def test_an_article_with_no_total_is_counted_and_changes_no_interval():
    with_zero, without = (estimated(counts(*rows)).iloc[0] for rows in ([(1, 5), (2, 5), (3, 5), (0, 0)], [(1, 5), (2, 5), (3, 5)]))
    assert (with_zero["n_articles"], without["n_articles"]) == (4, 3)
    assert (with_zero["estimate"], with_zero["low"], with_zero["high"]) == (without["estimate"], without["low"], without["high"])


@pytest.mark.parametrize(
    ("rows", "why"), [([(1, 3), (1, 3), (1, 3)], "a total of 9"), ([(5, 50), (5, 50), (0, 0)], "two articles with a total"), ([(0, 0)] * 4, "no total")]
)
def test_a_group_with_too_little_is_not_estimable(rows, why):
    row = estimated(counts(*rows)).iloc[0]
    assert row[["estimate", "low", "high"]].isna().all(), why
    assert row["method"] == "not estimable: total under 10 or under 3 units"


def test_a_total_of_ten_in_three_articles_is_estimable():
    assert estimated(counts((1, 3), (1, 3), (1, 4))).iloc[0]["estimate"] == 0.3


def test_the_least_total_can_be_chosen():
    assert np.isnan(estimated(counts((1, 5), (2, 5), (3, 5)), least_total=16).iloc[0]["estimate"])


def test_the_same_seed_gives_the_same_interval():
    table = counts((1, 5), (2, 9), (3, 7), (0, 8))
    pd.testing.assert_frame_equal(estimated(table, seed=7), estimated(table, seed=7))


def test_another_seed_gives_another_interval():
    table = counts(*[(k % 4, 7 + k % 5) for k in range(30)])
    one, other = (estimated(table, seed=seed).iloc[0] for seed in (1, 2))
    assert one["estimate"] == other["estimate"] and (one["low"], one["high"]) != (other["low"], other["high"])


def test_a_group_has_the_same_interval_whatever_other_groups_there_are():
    gazette, herald = counts((1, 5), (2, 9), (3, 7)), counts((4, 5), (2, 9), (1, 7), outlet="Herald")
    alone = estimated(gazette).iloc[0]
    beside = estimated(pd.concat([herald, gazette])).set_index("outlet").loc["Gazette"]
    assert (alone["low"], alone["high"]) == (beside["low"], beside["high"])


def test_the_interval_is_that_of_all_possible_resamples():
    # Four articles can be drawn in 4 ** 4 = 256 equally likely ways; the percentiles of these are exact.
    rows = [(1, 10), (4, 15), (9, 20), (2, 25)]
    ways = [(sum(c for c, _ in drawn) / sum(t for _, t in drawn)) for drawn in itertools.product(rows, repeat=4)]
    low, high = np.percentile(ways, [2.5, 97.5])
    found = estimated(counts(*rows), replicates=20_000).iloc[0]
    assert found["low"] == pytest.approx(low, abs=0.015) and found["high"] == pytest.approx(high, abs=0.015)


def test_the_interval_of_many_articles_is_near_the_linearised_one():
    # Standard error of a ratio r of sums: sqrt(n / (n - 1) * sum((count - r * total) ** 2)) / sum(total) (Cochran 1977, 6.5).
    random = np.random.default_rng(3)
    total = random.integers(5, 40, 200)
    count = random.binomial(total, random.beta(2, 6, 200))
    rate = count.sum() / total.sum()
    error = np.sqrt(200 / 199 * ((count - rate * total) ** 2).sum()) / total.sum()
    row = estimated(counts(*zip(count, total)), replicates=4000).iloc[0]
    assert row["low"] == pytest.approx(rate - 1.96 * error, abs=0.15 * error) and row["high"] == pytest.approx(rate + 1.96 * error, abs=0.15 * error)


def test_articles_without_any_difference_have_an_interval_of_no_width():
    row = estimated(counts((2, 8), (2, 8), (2, 8))).iloc[0]
    assert (row["low"], row["estimate"], row["high"]) == (0.25, 0.25, 0.25)


def clustered():
    """Six outlets of 30 articles each; outlets differ in their rate, articles of one outlet hardly."""
    tables = [counts(*[(rate + k % 2, 10) for k in range(30)], outlet=f"outlet {rate}", leaning="left") for rate in (0, 1, 3, 5, 7, 9)]
    return pd.concat(tables)


def width(row):
    return row["high"] - row["low"]


def test_resampling_outlets_first_gives_a_wider_interval_where_outlets_differ():
    one_stage = estimated(clustered(), by=["leaning"]).iloc[0]
    two_stage = estimated(clustered(), by=["leaning"], outlets="outlet").iloc[0]
    assert one_stage["estimate"] == two_stage["estimate"]
    assert width(two_stage) > 3 * width(one_stage)


def test_two_stages_agree_with_drawing_outlets_and_then_their_articles_one_by_one():
    table = clustered()
    pools = [one[["count", "total"]].to_numpy() for _, one in table.groupby("outlet")]
    random = np.random.default_rng(5)
    rates = []
    for _ in range(2000):
        drawn = [pools[k][random.integers(30, size=30)].sum(axis=0) for k in random.integers(6, size=6)]
        count, total = np.sum(drawn, axis=0)
        rates.append(count / total)
    low, high = np.percentile(rates, [2.5, 97.5])
    row = estimated(table, by=["leaning"], outlets="outlet", replicates=2000).iloc[0]
    assert row["low"] == pytest.approx(low, abs=0.03) and row["high"] == pytest.approx(high, abs=0.03)


def test_resampling_stories_counts_them_and_widens_the_interval_where_articles_of_one_are_alike():
    table = counts(*[(k // 10, 10) for k in range(60)], story_id=[f"s{k // 10}" for k in range(60)])
    by_article, by_story = estimated(table).iloc[0], estimated(table, stories="story_id").iloc[0]
    assert (by_article["n_stories"], by_story["n_stories"]) == (0, 6)
    assert width(by_story) > 2 * width(by_article)


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ({}, "percentile bootstrap, 500 resamples of articles"),
        ({"stories": "story_id"}, "percentile bootstrap, 500 resamples of stories"),
        ({"outlets": "outlet", "by": ["leaning"]}, "percentile bootstrap, 500 resamples of outlets, then articles"),
        ({"outlets": "outlet", "by": ["leaning"], "stories": "story_id"}, "percentile bootstrap, 500 resamples of outlets, then stories"),
    ],
)
def test_the_method_says_what_was_resampled(options, method):
    table = clustered().assign(story_id=lambda t: t["article_id"])
    assert estimated(table, **options).iloc[0]["method"] == method


def test_a_missing_column_is_named():
    with pytest.raises(InputError) as raised:
        estimated(counts((1, 5)), by=["country"])
    assert str(raised.value) == "estimate: missing column 'country'; found count, total, article_id, outlet"


def test_outlets_of_equal_weight_are_the_mean_of_their_rates():
    # Gazette 6 / 60 = 0.1, Herald 10 / 20 = 0.5, mean 0.3; the ratio of sums would be 16 / 80 = 0.2. The Post's total of 9 is too small.
    table = pd.concat([
        counts((6, 60), leaning="left"), counts((10, 20), outlet="Herald", leaning="left"), counts((9, 9), outlet="Post", leaning="left"),
    ])  # fmt: skip
    (row,) = compare.outlets_equal(table, by=["leaning"], outlets="outlet").itertuples(index=False, name=None)
    assert row == ("left", 2, pytest.approx(0.3))


# Joining


def test_columns_of_the_articles_are_joined_by_id():
    table = pd.DataFrame({"article_id": ["b", "a", "b"], "count": [1, 2, 3]})
    joined = compare.with_columns(table, articles({"text": "x", "topic": "rain"}, {"text": "y", "topic": "sun"}), ["topic"])
    assert list(joined.itertuples(index=False, name=None)) == [("b", 1, "sun"), ("a", 2, "rain"), ("b", 3, "sun")]


def test_a_column_that_is_there_already_is_left_alone():
    table = pd.DataFrame({"article_id": ["a"], "outlet": ["own"]})
    assert list(compare.with_columns(table, articles({"text": "x"}), ["outlet"])["outlet"]) == ["own"]


def test_a_column_that_the_articles_lack_is_named():
    table = articles({"text": "x"})
    with pytest.raises(InputError) as raised:
        compare.with_columns(pd.DataFrame({"article_id": ["a"]}), table, ["topic"])
    assert str(raised.value) == f"articles: missing column 'topic'; found {', '.join(table.columns)}"


def test_counts_of_another_corpus_are_refused():
    with pytest.raises(InputError) as raised:
        compare.with_columns(pd.DataFrame({"article_id": ["a", "z"]}), articles({"text": "x"}), ["outlet"])
    assert str(raised.value) == "measures: article_id 'z' is not in articles; the two tables are of different corpora"


def test_an_article_that_stands_twice_cannot_be_joined():
    one = articles({"text": "x"})
    with pytest.raises(pd.errors.MergeError):
        compare.with_columns(pd.DataFrame({"article_id": ["a"]}), pd.concat([one, one]), ["outlet"])


# Variants and summaries


def test_variants_are_by_genre_with_and_without_wire_copy():
    table = counts((1, 10), (2, 10), (3, 10), (9, 10)).drop(columns="outlet")
    described = pd.DataFrame({
        "article_id": table["article_id"], "outlet": "Gazette", "genre": "news", "is_wire": [False, False, False, True],
    })  # fmt: skip
    found = compare.estimate_variants(table, described, by=["outlet"], seed=1, replicates=50)
    # With the copy 15 / 40, without it 6 / 30.
    assert list(found[["genre", "wire_copy", "estimate"]].itertuples(index=False, name=None)) == [("news", "with", 0.375), ("news", "without", 0.2)]


def test_own_voice_is_the_outlets_and_all_voices_are_all():
    table = compare.own_and_all(pd.DataFrame({"voice": ["outlet", "quoted"], "count": [1, 2]}))
    assert list(table[["voices", "count"]].itertuples(index=False, name=None)) == [("own voice", 1), ("all voices", 1), ("all voices", 2)]


def test_enough_names_the_values_with_the_least_total_largest_first():
    table = pd.DataFrame({"outlet": ["A", "B", "B", "C"], "total": [20, 15, 15, 19]})
    assert compare.enough(table, "outlet", least=20) == ["B", "A"]


def test_four_equal_categories_are_as_diverse_as_four():
    table = pd.DataFrame({"outlet": "A", "category": list("wxyz"), "count": 5})
    (row,) = compare.concentration(table, by=["outlet"]).itertuples(index=False, name=None)
    # Entropy of four equal shares: log2(4) = 2 bits; 2 ** 2 = 4.
    assert row == ("A", 4, 20, pytest.approx(2.0), pytest.approx(4.0))


def test_unequal_categories_are_less_diverse():
    table = pd.DataFrame({"outlet": "A", "category": list("xyz"), "count": [2, 1, 1]})
    (row,) = compare.concentration(table, by=["outlet"]).itertuples(index=False, name=None)
    # 0.5 * 1 + 0.25 * 2 + 0.25 * 2 = 1.5 bits; 2 ** 1.5 = 2.83.
    assert row[3:] == (pytest.approx(1.5), pytest.approx(2**1.5))


def test_an_outlet_without_attributions_has_no_category():
    table = pd.DataFrame({"outlet": ["A"], "category": ["x"], "count": [0]})
    (row,) = compare.concentration(table, by=["outlet"]).itertuples(index=False, name=None)
    assert row[1:4] == (0, 0, 0.0)


def test_coverage_counts_by_year_and_keeps_articles_without_a_date_apart():
    table = articles({"text": "x", "published": "2019-05-01"}, {"text": "x", "published": "2020-05-01"}, {"text": "x"})
    assert list(compare.coverage(table).itertuples(index=False, name=None)) == [("Gazette", "2019", 1), ("Gazette", "2020", 1), ("Gazette", "no date", 1)]


def test_coverage_of_one_year_counts_by_month():
    table = articles({"text": "x", "published": "2019-05-01"}, {"text": "x", "published": "2019-06-01"})
    assert list(compare.coverage(table)["period"]) == ["2019-05", "2019-06"]


def test_rare_outlets_are_summed():
    table = articles({"text": "x"}, {"text": "x"}, {"text": "x", "outlet": "Herald"}, {"text": "x", "outlet": "Post"})
    assert list(compare.coverage(table, most=1).itertuples(index=False, name=None)) == [("Gazette", "no date", 2), ("all others", "no date", 2)]


def test_copies_are_counted_beside_all_articles_with_their_share():
    table = articles({"text": "x"}, {"text": "x"}, {"text": "x"}, {"text": "x"}).assign(is_wire=[True, False, False, False])
    assert list(compare.copied(table).itertuples(index=False, name=None)) == [("Gazette", "all articles", 4, 0.25), ("Gazette", "wire copy", 1, 0.25)]


def test_labels_of_governments_are_those_of_the_text_by_country():
    columns = ["article_id", "measure", "referent", "referent_kind", "voice", "part", "count", "total"]
    table = pd.DataFrame([
        ("a", "framing_label", "united_states_government", "government", "outlet", "text", 1, 2),
        ("a", "framing_label", "united_states_government", "government", "outlet", "title", 1, 1),
        ("a", "framing_label", "haldin", "leader", "outlet", "text", 1, 1),
        ("a", "quoting", "", "", "", "", 1, 1),
    ], columns=columns)  # fmt: skip
    assert list(compare.government_labels(table).itertuples(index=False, name=None)) == [("a", "united states", "outlet", 1, 2)]


def test_a_rate_per_thousand_words_leaves_the_counts():
    table = pd.DataFrame({"count": [1], "estimate": [0.001], "low": [0.0005], "high": [0.002]})
    assert compare.per_words(table, 1000).iloc[0].to_list() == [1, 1.0, 0.5, 2.0]


def test_an_article_without_a_credit_stays_in_the_denominator():
    articles = pd.DataFrame({"article_id": ["a", "b", "c"]})
    rows = pd.DataFrame({"article_id": ["a", "a", "b"], "credit": ["AP", "AP", "AFP"]})
    table = compare.of_every_article(rows, articles, column="credit", values=["AP", "AFP"])
    assert table.groupby("credit")[["count", "total"]].sum().to_dict("index") == {"AFP": {"count": 1, "total": 3}, "AP": {"count": 1, "total": 3}}
