"""Corrected rates: numbers worked by hand, ppi-python and epiR as independent implementations, and coverage on known truth."""

import numpy as np
import pandas as pd
import pytest

from analysis import compare
from analysis.compare.corrected import Counts, prediction_powered, rogan_gladen_interval, shared_weight
from analysis.tables import InputError


def pairs(*values):
    """An array of (count, total); a bare number is a count of a total of one."""
    return np.array([value if isinstance(value, tuple) else (value, 1) for value in values], dtype=float)


# Four coded articles (1, 0, 1, 1) in which the instrument found 1, 0, 0, 1, and eight more in which it found five.
CODED, FOUND, REST = pairs(1, 0, 1, 1), pairs(1, 0, 0, 1), pairs(1, 1, 0, 0, 1, 0, 1, 1)


def test_the_corrected_mean_is_the_coded_one_moved_by_what_the_instrument_finds_more_elsewhere():
    # 0.75 + (0.625 - 0.5) = 0.875. Coded less found: 0, 0, 1, 0, variance 0.25, over 4; found elsewhere: variance 15/56, over 8.
    rate, error = prediction_powered(CODED, FOUND, REST, weight=1.0)
    assert rate == 0.875 and error == pytest.approx((0.0625 + 15 / 56 / 8) ** 0.5)


def test_the_error_for_the_corpus_leaves_out_articles_that_are_coded():
    # Slope 0.5 * 12 / 8 = 0.75: coded less 0.75 found is 0.25, 0, 1, 0.25, sum of squares 0.5625; over 3 and 4, times 8 / 12.
    rate, error = prediction_powered(CODED, FOUND, REST, weight=0.5, target="corpus")
    assert rate == 0.75 + 0.5 * 0.125 and error == pytest.approx((0.5625 / 3 / 4 * 8 / 12) ** 0.5)


def test_the_corrected_ratio_moves_count_and_total():
    # Count 2 + (1.5 - 4/3) = 13/6, total 16/3 + (6 - 16/3) = 6: 13/36.
    coded, found, rest = pairs((2, 4), (1, 4), (3, 8)), pairs((1, 4), (1, 6), (2, 6)), pairs((2, 6), (1, 5), (3, 10), (0, 3))
    rate, _ = prediction_powered(coded, found, rest, weight=1.0)
    assert rate == pytest.approx(13 / 36)


def test_without_the_instrument_the_rate_is_that_of_the_coded_articles():
    rate, error = prediction_powered(CODED, FOUND, REST, weight=0.0)
    # Variance of 1, 0, 1, 1 is 0.25; over 4.
    assert (rate, error) == (0.75, 0.25)


def test_an_instrument_that_never_errs_leaves_no_error_for_the_corpus():
    # The slope is one where the weight is N / (N + n): 8 of 12.
    rate, error = prediction_powered(CODED, CODED, REST, weight=8 / 12, target="corpus")
    assert rate == pytest.approx(8 / 12) and error == pytest.approx(0, abs=1e-12)


def group(coded, found, rest):
    return Counts(np.concatenate([found, rest]), np.concatenate([coded, np.full(rest.shape, np.nan)]), np.arange(len(found) + len(rest)) < len(found))


def test_the_weight_is_the_covariance_over_the_variance():
    # cov of (1, 0, 1, 1) and (1, 0, 0, 1): 1/6; variance of 7 ones in 12: 35/132, times 1 + 4/8: (1/6) / (35/88) = 44/105.
    assert shared_weight([group(CODED, FOUND, REST)]) == pytest.approx(44 / 105)


def test_the_weight_of_an_instrument_that_is_always_wrong_is_none():
    assert shared_weight([group(CODED, 1 - CODED + [0, 1], REST)]) == 0


def test_two_groups_alike_share_the_weight_that_each_would_have():
    one = group(CODED, FOUND, REST)
    assert shared_weight([one, one]) == pytest.approx(44 / 105)


def binary():
    """900 articles, 300 of them coded: y where 7k mod 10 is under 4; found is wrong where 13k mod 11 is 9 or 10."""
    k = np.arange(900)
    coded = ((k * 7) % 10 < 4).astype(float)
    return group(*(pairs(*values) for values in (coded[:300], np.where((k * 13) % 11 < 9, coded, 1 - coded)[:300], np.where((k * 13) % 11 < 9, coded, 1 - coded)[300:])))


@pytest.mark.parametrize(
    ("weight", "point", "low", "high"),
    [(1.0, 0.40166667, 0.33950393, 0.4638294), (0.5, 0.40083333, 0.35298753, 0.44867913), (None, 0.40069263, 0.35319459, 0.44819067)],
)
def test_means_are_those_of_ppi_python(weight, point, low, high):
    # ppi_mean_pointestimate and ppi_mean_ci of ppi-python 0.2.3, alpha 0.05; it divides by n where we divide by n - 1.
    data = binary()
    rate, error = prediction_powered(*data.parts, weight=shared_weight([data]) if weight is None else weight)
    assert rate == pytest.approx(point, abs=5e-6)
    assert (rate - 1.959964 * error, rate + 1.959964 * error) == pytest.approx((low, high), abs=2e-4)


def outlet(name, n, *, rate, missed, extra, n_coded, random):
    """Articles of one outlet, of 5 to 30 statements each: a share `rate` is unsourced; the instrument misses and adds some."""
    total = random.integers(5, 30, n)
    coded = random.binomial(total, random.beta(30 * rate, 30 * (1 - rate), n))
    found = random.binomial(coded, 1 - missed) + random.binomial(total - coded, extra)
    is_coded = random.permutation(n) < n_coded
    columns = {"count": found, "total": total, "coded_count": np.where(is_coded, coded, np.nan), "coded_total": np.where(is_coded, total, np.nan)}
    return pd.DataFrame({"article_id": [f"{name}{k}" for k in range(n)], "outlet": name} | columns)


def two_outlets(random):
    """Two outlets of the same true rate, 0.3, with an instrument that errs differently in them."""
    return pd.concat([
        outlet("Gazette", 200, rate=0.3, missed=0.05, extra=0.02, n_coded=40, random=random),
        outlet("Herald", 200, rate=0.3, missed=0.40, extra=0.01, n_coded=40, random=random),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def repeated():
    """The estimates of 300 corpora of `two_outlets`, by outlet and estimator."""
    tables = [compare.correct(two_outlets(np.random.default_rng([7, k])), by=["outlet"]) for k in range(300)]
    return pd.concat(tables).groupby(["outlet", "estimator"])


def coverage(repeated, truth=0.3):
    return repeated[["low", "high"]].apply(lambda mine: ((mine["low"] <= truth) & (truth <= mine["high"])).mean())


def test_the_corrected_rate_is_right_where_the_error_differs_by_outlet(repeated):
    mean = repeated["estimate"].mean()
    assert all(abs(mean[name, "corrected"] - 0.3) < 0.002 for name in ("Gazette", "Herald"))
    assert all(0.93 <= coverage(repeated)[name, "corrected"] <= 0.97 for name in ("Gazette", "Herald"))


def test_the_automatic_rate_makes_a_difference_of_outlets_that_is_not_there(repeated):
    mean = repeated["estimate"].mean()
    # 0.3 * 0.95 + 0.7 * 0.02 = 0.299, and 0.3 * 0.6 + 0.7 * 0.01 = 0.187.
    assert mean["Gazette", "automatic"] == pytest.approx(0.299, abs=0.003) and mean["Herald", "automatic"] == pytest.approx(0.187, abs=0.003)
    assert coverage(repeated)["Herald", "automatic"] == 0


def test_the_corrected_interval_is_narrower_than_that_of_the_coded_articles_alone(repeated):
    width = (repeated["high"].mean() - repeated["low"].mean()).unstack()
    assert (width["corrected"] < 0.8 * width["hand-coded"]).all()


def table(found, coded, *, name="Gazette"):
    """`counts` of one outlet from pairs; None where an article is not coded."""
    coded = [pair or (np.nan, np.nan) for pair in coded]
    columns = {"article_id": [f"{name}{k}" for k in range(len(found))], "outlet": name, "count": [c for c, _ in found], "total": [t for _, t in found]}
    return pd.DataFrame(columns | {"coded_count": [c for c, _ in coded], "coded_total": [t for _, t in coded]})


def test_a_group_has_three_rows_in_the_columns_of_estimates():
    made = compare.correct(table([(1, 5)] * 12, [(2, 5), (1, 5), (3, 5), (2, 5), (1, 5)] + [None] * 7), by=["outlet"])
    columns = ["outlet", "n_articles", "n_stories", "estimator", "n_coded", "count", "total", "estimate", "low", "high", "method"]
    assert list(made.columns) == columns
    # 12 / 60 found; 9 / 25 coded; an instrument that finds the same everywhere has nothing to add.
    assert list(made[["estimator", "n_coded", "count", "total", "estimate"]].itertuples(index=False, name=None)) == [
        ("automatic", 0, 12, 60, 0.2), ("hand-coded", 5, 9, 25, 0.36), ("corrected", 5, 12, 60, 0.36)
    ]  # fmt: skip
    assert made["method"].iloc[2] == "prediction-powered (PPI++), weight 0.00, 5 of 12 articles coded, jackknife, for the outlet"


def test_once_all_are_coded_nothing_is_left_to_chance_for_the_corpus():
    made = compare.correct(table([(1, 5)] * 5, [(2, 5), (1, 5), (3, 5), (2, 5), (1, 5)]), by=["outlet"], target="corpus").set_index("estimator")
    assert list(made.loc["corrected", ["low", "estimate", "high"]]) == [0.36] * 3 == list(made.loc["hand-coded", ["low", "estimate", "high"]])


def test_too_few_coded_articles_give_no_corrected_value():
    made = compare.correct(table([(1, 5)] * 6, [(2, 5)] * 4 + [None] * 2), by=["outlet"]).set_index("estimator")
    assert made.loc["automatic", "estimate"] == 0.2 and made.loc[["hand-coded", "corrected"], "estimate"].isna().all()
    assert made.loc["corrected", "method"] == "not estimable: under 5 hand-coded articles or a coded total under 10"


def test_a_sample_of_a_tenth_is_rounded_up_in_each_outlet_and_the_same_for_a_seed():
    articles = pd.DataFrame({"article_id": [f"a{k}" for k in range(35)], "outlet": ["Gazette"] * 21 + ["Herald"] * 14})
    chosen = compare.articles_to_code(articles, by=["outlet"], share=0.1, seed=4)
    assert articles.loc[chosen.index, "outlet"].value_counts().to_dict() == {"Gazette": 3, "Herald": 2}
    assert len(compare.articles_to_code(articles, by=["outlet"], share=0.1, seed=4, least=15)) == 15 + 14
    assert list(chosen) == list(compare.articles_to_code(articles, by=["outlet"], share=0.1, seed=4))


def test_repeated_samples_of_a_coded_corpus_hold_its_rate():
    counts = outlet("Gazette", 300, rate=0.3, missed=0.4, extra=0.01, n_coded=300, random=np.random.default_rng(2))
    told = compare.correct_repeatedly(counts, by=["outlet"], share=0.2, repeats=400, seed=1).set_index("estimator")
    assert told["truth"].nunique() == 1 and told.loc["corrected", "mean"] == pytest.approx(told.loc["corrected", "truth"], abs=0.003)
    assert 0.93 <= told.loc["corrected", "coverage"] <= 0.975 and told.loc["automatic", "coverage"] == 0
    assert told.loc["corrected", "width"] < 0.8 * told.loc["hand-coded", "width"]


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({}, {"target": "world"}, "correct: unknown target 'world'; allowed: outlet, corpus"),
        ({"coded_total": np.nan}, {}, "correct: article 'Gazette0' has one of coded_count and coded_total; needed: both or none"),
        ({"article_id": "x"}, {}, "correct: article 'x' stands in two rows of a group; sum them first"),
        ({}, {"by": ["country"]}, "correct: missing column 'country'; found article_id, outlet, count, total, coded_count, coded_total"),
    ],
)
def test_what_cannot_be_corrected_is_told(change, options, message):
    with pytest.raises(InputError) as raised:
        compare.correct(table([(1, 5)] * 6, [(2, 5)] * 6).assign(**change), **({"by": ["outlet"]} | options))
    assert str(raised.value) == message


def test_repeating_needs_every_article_coded():
    with pytest.raises(InputError) as raised:
        compare.correct_repeatedly(table([(1, 5)] * 2, [(2, 5), None]), by=["outlet"], share=0.5, repeats=2, seed=1)
    assert str(raised.value) == "correct_repeatedly: article 'Gazette1' is not hand-coded; needed: all articles"


# Rogan and Gladen


def test_the_rogan_gladen_estimate_is_that_of_the_published_example():
    # epiR, epi.prev: 23 of 150 cows positive, sensitivity 0.96, specificity 0.89: 5.1 in 100.
    estimate, _, _ = rogan_gladen_interval((23, 150), (96, 100), (89, 100))
    assert 100 * estimate == pytest.approx(5.1, abs=0.005)


def test_a_test_that_never_errs_has_the_agresti_coull_interval():
    # 30 of 100: (30 + 1.9207) / 103.8415 = 0.30740, plus and minus 1.96 sqrt(0.3074 * 0.6926 / 103.8415) = 0.08875.
    found = rogan_gladen_interval((30, 100), (10**9, 10**9), (10**9, 10**9))
    assert found == pytest.approx((0.3, 0.21865, 0.39615), abs=2e-5)


def test_the_interval_of_lang_and_reiczigel_by_hand():
    # 40 of 100 found, sensitivity 45 of 50, specificity 90 of 100. z2 = 3.8415: p = 41.9207 / 103.8415 = 0.40370; Se = 46/52 = 0.88462; Sp = 91/102 = 0.89216;
    # middle (0.40370 + 0.89216 - 1) / 0.77677 = 0.38088; v_Se = 0.00196290, v_Sp = 0.00094326;
    # moved by 2 * 3.8415 * (0.38088 * 0.00196290 - 0.61912 * 0.00094326) = 0.00125725, to 0.38213;
    # error sqrt(0.00231820 + 0.00028475 + 0.00036156) / 0.77677 = 0.070094, times 1.96 = 0.13738.
    estimate, low, high = rogan_gladen_interval((40, 100), (45, 50), (90, 100))
    assert estimate == pytest.approx(0.375) and (low, high) == pytest.approx((0.24475, 0.51951), abs=3e-4)


def test_the_rogan_gladen_interval_holds_the_truth():
    random = np.random.default_rng(11)
    truth, se, sp = 0.25, 0.85, 0.92
    samples = zip(random.binomial(300, truth * se + (1 - truth) * (1 - sp), 2000), random.binomial(60, se, 2000), random.binomial(80, sp, 2000))
    ends = [rogan_gladen_interval((k, 300), (k_se, 60), (k_sp, 80))[1:] for k, k_se, k_sp in samples]
    assert 0.935 <= np.mean([low <= truth <= high for low, high in ends]) <= 0.97


def validation(**columns):
    return pd.DataFrame({"positives": [50], "right_positives": [45], "negatives": [100], "right_negatives": [90]}).assign(**columns)


def test_one_validation_serves_all_groups_or_each_its_own():
    counts = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["Gazette", "Gazette", "Herald"], "count": [10, 30, 10], "total": [50, 50, 50]})
    made = compare.rogan_gladen(counts, validation(), by=["outlet"]).set_index("outlet")
    # (0.4 + 0.9 - 1) / 0.8 and (0.2 + 0.9 - 1) / 0.8.
    assert list(made["estimate"]) == pytest.approx([0.375, 0.125]) and list(made["n_articles"]) == [2, 1]
    own = pd.concat([validation(outlet="Gazette"), validation(outlet="Herald", right_negatives=5)])
    made = compare.rogan_gladen(counts, own, by=["outlet"]).set_index("outlet")
    assert made.loc["Gazette", "estimate"] == pytest.approx(0.375) and np.isnan(made.loc["Herald", "estimate"])
    assert made.loc["Herald", "method"] == "not estimable: sensitivity and specificity sum to one or less"


def test_a_validation_of_many_rows_needs_the_groups_columns():
    counts = pd.DataFrame({"article_id": ["a"], "outlet": ["Gazette"], "count": [10], "total": [50]})
    with pytest.raises(InputError) as raised:
        compare.rogan_gladen(counts, pd.concat([validation()] * 2), by=["outlet"])
    assert str(raised.value) == "rogan_gladen: validation has 2 rows and none of outlet; needed: one row, or the groups' columns"


def test_one_error_rate_for_all_outlets_is_wrong_where_the_error_differs():
    # Herald's true share is 0.3; the instrument misses 40 % there and 5 % in the Gazette. Validated on both alike, sensitivity is 0.775.
    counts = pd.DataFrame({"article_id": ["a"], "outlet": ["Herald"], "count": [1870], "total": [10_000]})
    pooled = validation(positives=1000, right_positives=775, negatives=1000, right_negatives=985)
    own = validation(positives=1000, right_positives=600, negatives=1000, right_negatives=990)
    wrong, right = (compare.rogan_gladen(counts, one, by=["outlet"]).iloc[0] for one in (pooled, own))
    assert wrong["high"] < 0.3 and right["low"] < 0.3 < right["high"]
