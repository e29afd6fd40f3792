"""Estimates of groups: sums worked by hand, and intervals held against an independent computation."""


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
    # (1 + 8 + 0 + 0 + 0) / (2 + 16 + 10 + 1 + 1) = 9 / 30 = 0.3; the mean of the articles' own rates would be (0.5 + 0.5) / 5 = 0.2.
    (row,) = estimated(counts((1, 2), (8, 16), (0, 10), (0, 1), (0, 1))).itertuples()
    assert (row.outlet, row.n_articles, row.n_stories, row.count, row.total, row.estimate) == ("Gazette", 5, 0, 9, 30, 0.3)


def test_each_group_has_its_own_row():
    table = estimated(pd.concat([counts(*[(2, 5)] * 5), counts(*[(5, 5)] * 5, outlet="Herald")]))
    # 10 / 25 and 25 / 25.
    assert list(table[["outlet", "estimate"]].itertuples(index=False, name=None)) == [("Gazette", 0.4), ("Herald", 1.0)]


def test_several_rows_of_an_article_are_one_article():
    rows = [(1, 5), (2, 5), (3, 5), (2, 5), (2, 5)]
    (row,) = estimated(pd.concat([counts(*rows), counts(*rows)])).itertuples()
    # 20 / 50.
    assert (row.n_articles, row.total, row.estimate) == (5, 50, 0.4)


def test_an_article_with_no_total_is_counted_and_changes_no_interval():
    rows = [(1, 5), (2, 5), (3, 5), (2, 7), (4, 6)]
    with_zero, without = (estimated(counts(*some)).iloc[0] for some in ([*rows, (0, 0)], rows))
    assert (with_zero["n_articles"], without["n_articles"]) == (6, 5)
    assert (with_zero["estimate"], with_zero["low"], with_zero["high"]) == (without["estimate"], without["low"], without["high"])


@pytest.mark.parametrize(
    ("rows", "why"),
    [([(1, 3), (1, 2), (1, 2), (0, 1), (0, 1)], "total under 10"), ([(5, 50)] * 4 + [(0, 0)], "under 5 articles with a total"), ([(0, 0)] * 6, "total under 10")],
)
def test_a_group_with_too_little_is_not_estimable(rows, why):
    row = estimated(counts(*rows)).iloc[0]
    assert row[["estimate", "low", "high"]].isna().all()
    assert row["method"] == f"not estimable: {why}"


def test_two_outlets_are_too_few_to_resample():
    table = pd.concat([counts(*[(k, 9) for k in range(5)], outlet=outlet, leaning="left") for outlet in ("Gazette", "Herald")])
    assert estimated(table, by=["leaning"], outlets="outlet").iloc[0]["method"] == "not estimable: under 3 outlets"


def test_a_total_of_ten_in_five_articles_is_estimable():
    assert estimated(counts((1, 2), (1, 2), (1, 2), (0, 2), (0, 2))).iloc[0]["estimate"] == 0.3


def test_the_least_total_can_be_chosen():
    assert np.isnan(estimated(counts(*[(1, 5)] * 5), least_total=26).iloc[0]["estimate"])


def test_the_same_seed_gives_the_same_interval():
    table = counts((1, 5), (2, 9), (3, 7), (0, 8))
    pd.testing.assert_frame_equal(estimated(table, seed=7), estimated(table, seed=7))


def test_another_seed_gives_another_interval():
    table = counts(*[(k % 4, 7 + k % 5) for k in range(30)])
    one, other = (estimated(table, seed=seed).iloc[0] for seed in (1, 2))
    assert one["estimate"] == other["estimate"] and (one["low"], one["high"]) != (other["low"], other["high"])


def test_a_group_has_the_same_interval_whatever_other_groups_there_are():
    gazette, herald = counts(*[(k % 4, 7) for k in range(30)]), counts(*[(k % 3, 8) for k in range(30)], outlet="Herald")
    alone = estimated(gazette).iloc[0]
    beside = estimated(pd.concat([herald, gazette])).set_index("outlet").loc["Gazette"]
    assert (alone["low"], alone["high"]) == (beside["low"], beside["high"])


def test_the_interval_of_many_articles_is_percentile_t_of_articles_drawn_one_by_one():
    # The same interval with a loop: each resample's arcsine root, over the error of that resample's own articles.
    random = np.random.default_rng(4)
    table = counts(*[(k % 5, 4 + k % 7) for k in range(40)])
    pairs = table[["count", "total"]].to_numpy(float)

    def root_and_error(drawn):
        count, total = drawn.sum(axis=0)
        left = ((drawn[:, 0] - drawn[:, 1] * count / total) ** 2).sum() * 40 / 39
        rate = (count + 0.5) / (total + 1)
        return np.arcsin(np.sqrt(rate)), np.sqrt((left + rate * (1 - rate)) / (total + 1) ** 2 / (4 * rate * (1 - rate)))

    root, error = root_and_error(pairs)
    resampled = [root_and_error(pairs[random.integers(40, size=40)]) for _ in range(4000)]
    most, least = np.quantile([(one - root) / its for one, its in resampled], [0.975, 0.025])
    row = estimated(table, replicates=8000).iloc[0]
    assert row["low"] == pytest.approx(np.sin(root - most * error) ** 2, abs=0.01)
    assert row["high"] == pytest.approx(np.sin(root - least * error) ** 2, abs=0.01)
    assert row["method"] == "percentile-t, 8000 resamples of articles"


def test_a_resample_that_lies_far_above_pulls_the_lower_end_down():
    # Studentised: (0 - 1) / 1 = -1, 0 and (4 - 1) / 1 = 3. Ends: 1 - 3 * 0.5 = -0.5 and 1 + 1 * 0.5 = 1.5 (Davison and Hinkley 1997, 5.2.2).
    values = np.array([0.0, 1.0, 4.0])
    assert compare.intervals.studentised(1.0, 0.5, values, np.ones(3), level=1.0) == (pytest.approx(-0.5), pytest.approx(1.5))


def test_drawing_equal_articles_together_is_drawing_them_one_by_one():
    # 600 articles of two kinds are drawn together, 600 with totals of their own one by one; nearly the same counts give nearly the same interval.
    few, many = [(k % 2, 100) for k in range(600)], [(k % 2, 100 + k / 10**9) for k in range(600)]
    one, other = (estimated(counts(*rows), replicates=4000).iloc[0] for rows in (few, many))
    assert one["low"] == pytest.approx(other["low"], rel=0.02) and one["high"] == pytest.approx(other["high"], rel=0.02)


def test_the_interval_of_few_articles_is_the_exact_one_of_its_effective_labels():
    # Rate 19 / 80 = 0.2375, linearised variance 0.0070389: 25.73 effective labels; times (1.960 / 2.776) ** 2 for four degrees of
    # freedom, 12.82. Exact binomial interval of 3.045 of 12.82: statsmodels 0.15, proportion_confint(method="beta").
    row = estimated(counts((1, 10), (4, 15), (9, 20), (2, 25), (3, 10))).iloc[0]
    assert (row["low"], row["high"]) == (pytest.approx(0.0527985, abs=1e-6), pytest.approx(0.5474930, abs=1e-6))
    assert row["method"] == "Korn-Graubard, variance between articles"


def test_the_interval_of_many_articles_is_near_the_linearised_one():
    # Standard error of a ratio r of sums: sqrt(n / (n - 1) * sum((count - r * total) ** 2)) / sum(total) (Cochran 1977, 6.5).
    random = np.random.default_rng(3)
    total = random.integers(5, 40, 200)
    count = random.binomial(total, random.beta(2, 6, 200))
    rate = count.sum() / total.sum()
    error = np.sqrt(200 / 199 * ((count - rate * total) ** 2).sum()) / total.sum()
    row = estimated(counts(*zip(count, total)), replicates=4000).iloc[0]
    assert row["low"] == pytest.approx(rate - 1.96 * error, abs=0.15 * error) and row["high"] == pytest.approx(rate + 1.96 * error, abs=0.15 * error)


def test_articles_that_never_choose_the_label_leave_room_for_a_rate_above_zero():
    # No loaded label in 50: 50 * (1.960 / 2.776) ** 2 = 24.9 effective ones; exact upper end 0.1376 (statsmodels 0.15, as above).
    row = estimated(counts(*[(0, 10)] * 5)).iloc[0]
    assert (row["estimate"], row["low"], row["high"]) == (0.0, 0.0, pytest.approx(0.1376114, abs=1e-6))


def test_articles_without_any_difference_have_the_interval_of_their_labels():
    row = estimated(counts(*[(2, 8)] * 40)).iloc[0]
    assert row["method"].startswith("Korn-Graubard") and 0.19 < row["low"] < 0.25 < row["high"] < 0.31


def clustered(outlets=6):
    """So many outlets of 30 articles each; outlets differ in their rate, articles of one outlet hardly."""
    rates = [(0, 1, 3, 5, 7, 9)[k % 6] for k in range(outlets)]
    tables = [counts(*[(rate + k % 2, 10) for k in range(30)], outlet=f"outlet {n}", leaning="left") for n, rate in enumerate(rates)]
    return pd.concat(tables)


def width(row):
    return row["high"] - row["low"]


def test_resampling_outlets_first_gives_a_wider_interval_where_outlets_differ():
    one_stage = estimated(clustered(), by=["leaning"]).iloc[0]
    two_stage = estimated(clustered(), by=["leaning"], outlets="outlet").iloc[0]
    assert one_stage["estimate"] == two_stage["estimate"]
    assert width(two_stage) > 3 * width(one_stage)


def test_two_stages_agree_with_drawing_outlets_and_then_their_articles_one_by_one():
    pools = [one[["count", "total"]].to_numpy() for _, one in clustered(18).groupby("outlet")]
    random = np.random.default_rng(5)
    rates = []
    for _ in range(2000):
        drawn = [pools[k][random.integers(30, size=30)].sum(axis=0) for k in random.integers(18, size=18)]
        rates.append(np.sum(drawn, axis=0))
    found = compare.intervals.resampled_outlets(pools, np.random.default_rng(6), 2000).sum(axis=1)
    ours, theirs = (np.divide(*np.transpose(sums)) for sums in (found, rates))
    assert np.percentile(ours, [2.5, 50, 97.5]) == pytest.approx(np.percentile(theirs, [2.5, 50, 97.5]), abs=0.02)


def test_resampling_stories_counts_them_and_widens_the_interval_where_articles_of_one_are_alike():
    table = counts(*[(k // 10, 10) for k in range(60)], story_id=[f"s{k // 10}" for k in range(60)])
    by_article, by_story = estimated(table).iloc[0], estimated(table, stories="story_id").iloc[0]
    assert (by_article["n_stories"], by_story["n_stories"]) == (0, 6)
    assert width(by_story) > 2 * width(by_article)


@pytest.mark.parametrize(
    ("options", "many", "few"),
    [
        ({}, "500 resamples of articles", "500 resamples of articles"),
        ({"stories": "story_id"}, "500 resamples of stories", "500 resamples of stories"),
        ({"outlets": "outlet", "by": ["leaning"]}, "500 resamples of outlets, then articles", "variance between outlets"),
        ({"outlets": "outlet", "by": ["leaning"], "stories": "story_id"}, "500 resamples of outlets, then stories", "variance between outlets"),
    ],
)
def test_the_method_says_what_was_resampled(options, many, few):
    for outlets, what in ((18, many), (6, few)):
        table = clustered(outlets).assign(story_id=lambda t: t["article_id"])
        table = table if "by" in options else table.assign(outlet="Gazette")
        assert estimated(table, **options).iloc[0]["method"] == f"{'percentile-t' if 'resamples' in what else 'Korn-Graubard'}, {what}"


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
    table = counts((1, 10), (2, 10), (3, 10), (2, 10), (2, 10), (8, 10)).drop(columns="outlet")
    described = pd.DataFrame({
        "article_id": table["article_id"], "outlet": "Gazette", "genre": "news", "is_wire": [False] * 5 + [True],
    })  # fmt: skip
    found = compare.estimate_variants(table, described, by=["outlet"], seed=1, replicates=50)
    # With the copy 18 / 60, without it 10 / 50.
    assert list(found[["genre", "wire_copy", "estimate"]].itertuples(index=False, name=None)) == [("news", "with", 0.3), ("news", "without", 0.2)]


def test_own_voice_is_the_outlets_and_all_voices_are_all():
    table = compare.own_and_all(pd.DataFrame({"voice": ["outlet", "quoted"], "count": [1, 2]}))
    assert list(table[["voices", "count"]].itertuples(index=False, name=None)) == [("own voice", 1), ("all voices", 1), ("all voices", 2)]


def test_enough_names_the_values_with_the_least_total_largest_first():
    table = pd.DataFrame({"outlet": ["A", "B", "B", "C"], "total": [20, 15, 15, 19]})
    assert compare.enough(table, "outlet", least=20) == ["B", "A"]


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
