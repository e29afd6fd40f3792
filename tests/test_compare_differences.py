"""Differences, matched and stratified ones: numbers worked by hand, and statsmodels' and scipy's where they have the same estimator."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import compare
from analysis.compare import pairs, stratified
from analysis.compare.differences import permutation_p
from analysis.tables import InputError


def counts(**outlets):
    """A table of counts per article: for each outlet a list of (count, total) or (count, total, story)."""
    rows = [(name, f"{name}{k}", *cells) for name, mine in outlets.items() for k, cells in enumerate(mine)]
    columns = ["outlet", "article_id", "count", "total", "story_id"][: len(rows[0])]
    return pd.DataFrame(rows, columns=columns).assign(country="velmora")


def compared(table, **options):
    """The differences of outlets from the Herald, as one row each, with a given seed."""
    return compare.differences(table, **({"by": ["country"], "group": "outlet", "baseline": "herald", "seed": 1} | options))


GAZETTE = [(1, 2), (2, 2), (1, 2), (2, 2), (0, 2), (0, 2)]  # 6 of 12 labels loaded
HERALD = [(1, 4), (0, 4), (1, 4), (0, 4), (2, 4), (0, 4)]  # 4 of 24


def test_a_difference_a_ratio_and_an_odds_ratio_are_those_of_ratios_of_sums():
    row = compared(counts(gazette=GAZETTE, herald=HERALD)).iloc[0]
    # 1/2 - 1/6 = 1/3; 1/2 over 1/6 = 3; odds 1 over 1/5 = 5.
    assert (row["count"], row["total"], row["baseline_count"], row["baseline_total"]) == (6, 12, 4, 24)
    assert row[["estimate", "baseline_estimate", "difference", "ratio", "odds_ratio"]].to_list() == pytest.approx([1 / 2, 1 / 6, 1 / 3, 3, 5])


def test_effects_stand_before_p_values():
    columns = list(compared(counts(gazette=GAZETTE, herald=HERALD)).columns)
    assert columns.index("difference") < columns.index("ratio") < columns.index("odds_ratio") < columns.index("p") < columns.index("p_adjusted")


def test_all_others_are_every_other_group_together():
    table = compared(counts(gazette=GAZETTE, herald=HERALD, post=[(0, 2)] * 6), baseline=compare.ALL_OTHERS).set_index("outlet")
    # Against the Gazette's 6 of 12 stand 4 + 0 of 24 + 12.
    assert list(table.index) == ["gazette", "herald", "post"]
    assert table.loc["gazette", ["baseline_count", "baseline_total"]].to_list() == [4, 36]


def test_a_baseline_that_is_not_there_is_named():
    with pytest.raises(InputError) as raised:
        compared(counts(gazette=GAZETTE), baseline="post")
    assert str(raised.value) == "baseline: 'post' is no value of 'outlet'; found gazette; or 'all others'"


def test_a_group_with_four_articles_is_not_compared():
    row = compared(counts(gazette=GAZETTE[:4], herald=HERALD), least_total=5).iloc[0]
    assert row[["estimate", "difference", "p"]].isna().all()
    assert row["method"] == "not estimable: group: under 5 articles with a total"


def test_a_ratio_to_nothing_is_infinite_and_bounded_below():
    row = compared(counts(gazette=[(2, 2)] * 8 + [(1, 2)], herald=[(0, 2)] * 9)).iloc[0]
    assert row["ratio"] == np.inf and 1 < row["ratio_low"] < row["ratio_high"] == np.inf


def test_intervals_of_few_articles_are_recovered_from_the_sides_own():
    # Zou and Donner (2008), for rates 0.5 (0.3 to 0.8) and 0.2 (0.1 to 0.5):
    # low 0.3 - sqrt(0.2 ** 2 + 0.3 ** 2) = -0.0606, high 0.3 + sqrt(0.3 ** 2 + 0.1 ** 2) = 0.6162.
    sides = {"group": (0.5, 0.3, 0.8, ""), "baseline": (0.2, 0.1, 0.5, "")}
    (low, high), (ratio_low, _), _ = pairs.recovered_intervals(sides)
    assert (low, high) == (pytest.approx(-0.060555, abs=1e-6), pytest.approx(0.616228, abs=1e-6))
    # log(5 / 3) = 0.5108 and log(5 / 2) = 0.9163: 2.5 * exp(-sqrt(0.5108 ** 2 + 0.9163 ** 2)) = 2.5 * exp(-1.0491) = 0.8756.
    assert ratio_low == pytest.approx(0.8756, abs=1e-4)


def many(random, rate, articles, outlet):
    return counts(**{outlet: list(zip(random.binomial(4, rate, articles), [4] * articles))})


def test_intervals_of_many_articles_are_near_the_normal_ones():
    random = np.random.default_rng(3)
    table = pd.concat([many(random, 0.5, 150, "gazette"), many(random, 0.3, 150, "herald")])
    row = compared(table, replicates=4000).iloc[0]
    rate, other = row["estimate"], row["baseline_estimate"]
    error = np.sqrt(sum(np.var(one["count"] - one["total"] * r, ddof=1) * 150 for r, one in ((rate, table[:150]), (other, table[150:])))) / 600
    assert [row["difference_low"], row["difference_high"]] == pytest.approx([rate - other - 1.96 * error, rate - other + 1.96 * error], abs=0.2 * error)
    # Of the log odds ratio: each side's error over rate * (1 - rate).
    sides = [np.sqrt(np.var(one["count"] - 4 * r, ddof=1) * 150) / 600 / (r * (1 - r)) for r, one in ((rate, table[:150]), (other, table[150:]))]
    assert np.log(row["odds_ratio_high"] / row["odds_ratio"]) == pytest.approx(1.96 * np.hypot(*sides), rel=0.1)


def test_stories_drawn_whole_narrow_the_interval_where_both_groups_follow_the_story():
    cells = [(k % 5, 8, f"s{k}") for k in range(60)]
    table = counts(gazette=cells, herald=[(count + (n % 3 == 0), total, story) for n, (count, total, story) in enumerate(cells)])
    apart, together = compared(table).iloc[0], compared(table, stories="story_id").iloc[0]
    assert together["method"] == "percentile-t, 2000 resamples of stories"
    assert together["difference_high"] - together["difference_low"] < 0.6 * (apart["difference_high"] - apart["difference_low"])


# Permutation


def test_shuffling_articles_gives_the_share_of_deals_that_differ_as_much():
    # Six articles of one label, three a side, all loaded here and none there: 2 of 20 deals differ as much: p = 0.1.
    columns = np.array([(1, 1, 0, 0)] * 3 + [(0, 0, 0, 1)] * 3)
    p = permutation_p(columns, np.zeros(6), np.random.default_rng(1), 20_000)
    assert p == pytest.approx(0.1, abs=0.01)


def test_shuffling_within_stories_never_moves_an_article_to_another_story():
    # Five stories, each with one loaded article of the Gazette and one neutral of the Herald: 2 of 2 ** 5 = 32 deals differ as much.
    table = counts(gazette=[(2, 2, f"s{k}") for k in range(5)], herald=[(0, 2, f"s{k}") for k in range(5)])
    p_of = {within: compared(table, within=within, permutations=20_000).iloc[0]["p"] for within in ("story_id", None)}
    assert p_of["story_id"] == pytest.approx(2 / 32, abs=0.006)
    # Over all ten articles: 2 of 252.
    assert p_of[None] == pytest.approx(2 / 252, abs=0.003)


def test_a_p_is_never_zero():
    table = counts(gazette=[(2, 2)] * 30, herald=[(0, 2)] * 30)
    assert compared(table, permutations=99).iloc[0]["p"] == 0.01


def test_leanings_are_shuffled_over_whole_outlets():
    # Three outlets a side, each alike in itself: 2 of 20 deals differ as much, however many articles there are.
    table = pd.concat([counts(**{name: [(k, 2)] * 20}).assign(leaning=leaning) for name, k, leaning in zip("abcdef", (2, 2, 2, 0, 0, 0), ["left"] * 3 + ["right"] * 3)])
    row = compare.differences(table, by=["country"], group="leaning", baseline="right", outlets="outlet", seed=1, permutations=20_000).iloc[0]
    assert row["p"] == pytest.approx(0.1, abs=0.01)


def test_outlets_and_strata_cannot_both_be_shuffled():
    with pytest.raises(InputError) as raised:
        compared(counts(gazette=[(1, 2, "s")], herald=[(1, 2, "s")]), outlets="outlet", within="story_id")
    assert str(raised.value) == "differences: outlets='outlet' shuffles whole outlets and within='story_id' shuffles articles; give one of the two"


def test_an_article_on_both_sides_cannot_be_shuffled():
    table = counts(gazette=GAZETTE, herald=HERALD).assign(article_id=lambda t: t["article_id"].str.slice(-1))
    with pytest.raises(InputError) as raised:
        compared(table)
    assert str(raised.value) == (
        "differences: article_id '0' stands in the group and in the baseline; a group is of whole articles, or of whole outlets where these are resampled"
    )


def test_p_values_hold_under_no_difference():
    random = np.random.default_rng(8)
    found = []
    for _ in range(400):
        units = np.column_stack([random.binomial(4, random.beta(2, 4, 24)), np.full(24, 4)])
        columns = np.hstack([np.where(np.arange(24)[:, None] < 12, units, 0), np.where(np.arange(24)[:, None] < 12, 0, units)])
        found.append(permutation_p(columns, np.arange(24) % 2, random, 199))
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.08


def test_false_discoveries_are_controlled_over_the_rows_with_a_p():
    table = pd.DataFrame({"p": [0.01, 0.04, np.nan, 0.03, 0.2], "method": "x"})
    # Ranks 1 to 4 of 4: 0.01 * 4 = 0.04; 0.03 * 2 = 0.06 and 0.04 * 4 / 3 = 0.0533, so 0.0533 for both; 0.2.
    adjusted = compare.false_discovery(table)
    assert list(adjusted.columns) == ["p", "p_adjusted", "method"]
    assert adjusted["p_adjusted"].to_numpy() == pytest.approx([0.04, 0.16 / 3, np.nan, 0.16 / 3, 0.2], nan_ok=True)


# Stratified


def labelled(*sides, topic):
    """Articles of one label each: (outlet, loaded, neutral) of a topic."""
    tables = [counts(**{outlet: [(1, 1)] * loaded + [(0, 1)] * neutral}) for outlet, loaded, neutral in sides]
    return pd.concat(tables).assign(topic=topic, article_id=lambda t: topic + t["article_id"])


def two_topics():
    war, trade = labelled(("gazette", 8, 12), ("herald", 3, 12), topic="war"), labelled(("gazette", 4, 26), ("herald", 2, 23), topic="trade")
    return pd.concat([war, trade])


def stratify(table, **options):
    return compare.mantel_haenszel(table, **({"by": ["country"], "group": "outlet", "baseline": "herald", "strata": "topic", "seed": 1} | options))


def test_pooled_ratios_are_those_of_statsmodels():
    row = stratify(two_topics()).iloc[0]
    # statsmodels 0.15, StratifiedTable of [[8, 12], [3, 12]] and [[4, 26], [2, 23]]: oddsratio_pooled, riskratio_pooled.
    assert (row["odds_ratio"], row["ratio"]) == (pytest.approx(2.2368421), pytest.approx(1.8703704))
    # (8 * 15 - 3 * 20) / 35 + (4 * 25 - 2 * 30) / 55 over 20 * 15 / 35 + 30 * 25 / 55 = 2.4416 / 22.2078 = 0.10994.
    assert row["difference"] == pytest.approx(0.1099415)
    # Crude: 12 of 50 against 5 of 40.
    assert (row["n_strata"], row["crude_difference"]) == (2, pytest.approx(0.24 - 0.125))


def test_a_difference_that_is_all_topic_is_gone_within_topics():
    # The Gazette writes of war, where both use the label in half of their articles; the Herald of trade, where both do in a tenth.
    table = pd.concat([
        labelled(("gazette", 40, 40), ("herald", 10, 10), topic="war"), labelled(("gazette", 2, 18), ("herald", 8, 72), topic="trade"),
    ])  # fmt: skip
    row = stratify(table).iloc[0]
    assert row["crude_difference"] == pytest.approx(0.24) and row["difference"] == pytest.approx(0, abs=1e-12)
    assert row["difference_low"] < 0 < row["difference_high"]


def test_a_topic_of_one_side_adds_nothing():
    more = pd.concat([two_topics(), labelled(("gazette", 50, 1), topic="sport")])
    assert stratify(more).iloc[0]["difference"] == stratify(two_topics()).iloc[0]["difference"]


def test_intervals_of_strata_are_near_the_linearised_ones():
    # Greenland and Robins's (1985) standard error of the log odds ratio: statsmodels' logodds_pooled_se, for articles of one label.
    row = stratify(pd.concat([two_topics(), two_topics().assign(article_id=lambda t: t["article_id"] + "b")]), replicates=4000).iloc[0]
    assert np.log(row["odds_ratio_high"] / row["odds_ratio_low"]) / (2 * 1.96) == pytest.approx(0.42201, rel=0.15)


def test_the_corrected_interval_is_scipys():
    values = np.random.default_rng(2).exponential(size=40)
    draws = np.random.default_rng(3).choice(values, size=(20_000, 40)).mean(axis=1)
    theirs = stats.bootstrap((values,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(4)).confidence_interval
    assert stratified.bca(values.mean(), draws, values - values.mean()) == pytest.approx(tuple(theirs), abs=0.02)


# Within stories


def story_pairs(*stories):
    """Stories of ((count, total) of the Gazette, (count, total) of the Herald)."""
    return counts(gazette=[(*one, f"s{k}") for k, (one, _) in enumerate(stories)], herald=[(*other, f"s{k}") for k, (_, other) in enumerate(stories)])


def match(table, **options):
    return compare.within_stories(table, **({"by": ["country"], "group": "outlet", "baseline": "herald", "seed": 1} | options))


FIVE = [((1, 2), (0, 2)), ((2, 4), (1, 4)), ((0, 2), (0, 2)), ((3, 3), (1, 3)), ((2, 2), (2, 2))]


def test_matched_differences_compare_within_each_story():
    row = match(story_pairs(*FIVE)).iloc[0]
    # Each pair has equal totals m, so a story's weight is m / 2: (1 + 1 + 0 + 2 + 0) / 2 over (2 + 4 + 2 + 3 + 2) / 2 = 4 / 13.
    assert row["difference"] == pytest.approx(4 / 13)
    # Stories equal: (1/2 + 1/4 + 0 + 2/3 + 0) / 5.
    assert row["equal_difference"] == pytest.approx((1 / 2 + 1 / 4 + 2 / 3) / 5)
    assert row[["n_stories", "count", "total", "baseline_count", "baseline_total"]].to_list() == [5, 8, 13, 4, 13]


def test_the_interval_of_few_stories_is_students():
    row = match(story_pairs(*FIVE)).iloc[0]
    # What each story adds beyond its share, m / 2 * 4 / 13: (0.5 - 4/13, 0.5 - 8/13, -4/13, 1 - 6/13, -4/13), over 6.5; t of 4 degrees of freedom 2.776.
    left = np.array([0.5 - 4 / 13, 0.5 - 8 / 13, -4 / 13, 1 - 6 / 13, -4 / 13])
    step = 2.7764451 * np.sqrt(5 / 4 * (left**2).sum()) / 6.5
    assert (row["difference_low"], row["difference_high"]) == (pytest.approx(4 / 13 - step), pytest.approx(4 / 13 + step))
    assert row["method"] == "Mantel-Haenszel, t with 4 degrees of freedom, variance between stories"


def test_a_story_that_one_side_left_out_is_left_out():
    table = pd.concat([story_pairs(*FIVE), counts(gazette=[(9, 9, "alone")]).assign(article_id="alone")])
    assert match(table).iloc[0][["n_stories", "total", "difference"]].to_list() == match(story_pairs(*FIVE)).iloc[0][["n_stories", "total", "difference"]].to_list()


def test_many_stories_are_resampled():
    row = match(story_pairs(*FIVE * 6)).iloc[0]
    assert row["method"] == "Mantel-Haenszel, percentile-t, 2000 resamples of stories"
    assert row["difference_low"] == pytest.approx(4 / 13 - 0.115, abs=0.05) and 0.05 < row["difference_low"] < row["difference_high"] < 0.55


def test_stories_in_which_nobody_differs_leave_room_for_a_difference():
    row = match(story_pairs(*[((0, 2), (0, 2))] * 8)).iloc[0]
    assert row["difference"] == 0 and row["difference_low"] < -0.1 and row["difference_high"] > 0.1 and row["p"] == 1.0


def test_four_stories_are_too_few():
    assert match(story_pairs(*FIVE[:4]), least_total=5).iloc[0]["method"] == "not estimable: under 5 stories with both"


@pytest.mark.parametrize("work", [compared, stratify, match])
def test_no_argument_is_changed_and_the_same_seed_gives_the_same_table(work):
    table = story_pairs(*FIVE * 4).assign(topic=lambda t: t["story_id"].str.slice(0, 2))
    before = table.copy()
    pd.testing.assert_frame_equal(work(table), work(table))
    pd.testing.assert_frame_equal(table, before)


def test_a_row_is_the_same_whatever_other_groups_there_are():
    alone, more = story_pairs(*FIVE * 4), counts(post=[(1, 2, f"s{k}") for k in range(20)])
    for work in (compared, match):
        pair = work(alone).iloc[0].drop("p_adjusted")
        pd.testing.assert_series_equal(work(pd.concat([alone, more])).iloc[0].drop("p_adjusted"), pair)
