"""Planning: the textbook's numbers where articles are independent, and what clustering and a good instrument change."""

import numpy as np
import pandas as pd
import pytest

from analysis import compare
from analysis.tables import InputError


def table(count, total, **columns):
    return pd.DataFrame({"article_id": [f"a{k}" for k in range(len(count))], "count": count, "total": total} | columns)


def binary(share=0.3, n=1000):
    """Articles of one unit each, a `share` of them counted."""
    return table((np.arange(n) < share * n).astype(int), 1)


@pytest.mark.parametrize(
    ("difference", "textbook"),
    # (1.959964 + 0.841621) ** 2 * (0.3 * 0.7 + p2 * q2) / difference ** 2
    [(0.1, 353.2), (-0.1, 290.4), (0.2, 90.3)],
)
def test_independent_articles_need_what_the_textbook_says(difference, textbook):
    row = compare.articles_needed(binary(), difference=difference, seed=1, simulations=800).iloc[0]
    assert row["by_formula"] == pytest.approx(textbook, rel=0.03) and row["n_articles"] == pytest.approx(textbook, rel=0.08)
    assert (row["rate"], row["difference"], row["power"]) == (0.3, difference, 0.8)


def test_the_power_at_the_textbooks_number_is_four_in_five():
    row = compare.power_by_articles(binary(), difference=0.1, sizes=[353], seed=2, simulations=1500).iloc[0]
    assert row["low"] <= 0.8 <= row["high"] and row["n_articles"] == 353


def test_no_difference_but_a_hairs_is_found_as_often_as_the_level_says():
    row = compare.power_by_articles(binary(), difference=1e-9, sizes=[200], seed=3, simulations=1500).iloc[0]
    assert row["low"] <= 0.05 <= row["high"]


def test_articles_whose_units_are_alike_need_as_many_as_if_each_were_one_unit():
    # Ten units all alike in an article: 353 articles are needed, though each has ten units.
    alike = table((np.arange(1000) < 300) * 10, 10)
    row = compare.articles_needed(alike, difference=0.1, seed=1, simulations=400).iloc[0]
    # The second group's turned units are not alike: 0.7 * 10 units turned one by one add less variance than an article turned whole.
    assert 230 <= row["n_articles"] <= 360


def test_articles_of_independent_units_need_a_tenth():
    random = np.random.default_rng(5)
    row = compare.articles_needed(table(random.binomial(10, 0.3, 5000), 10), difference=0.1, seed=1, simulations=800).iloc[0]
    assert row["n_articles"] == pytest.approx(35.3, rel=0.15)


@pytest.mark.parametrize(
    ("counts", "difference", "message"),
    [
        (binary(), 0.8, "planning: rate 0.3000 and difference 0.8 give 1.1000; needed: both rates above 0 and under 1"),
        (binary(), 0, "planning: total is 1000 and difference 0; needed: both other than 0"),
        (table([2], [1]), 0.1, "planning: a count is above its total; a share is needed"),
        (binary().drop(columns="total"), 0.1, "planning: missing column 'total'; found article_id, count"),
    ],
)
def test_what_cannot_be_planned_is_told(counts, difference, message):
    with pytest.raises(InputError) as raised:
        compare.articles_needed(counts, difference=difference, seed=1)
    assert str(raised.value) == message


def coded(*, agreeing, n=1000, seed=4):
    """Binary articles, 0.3 of them positive by hand; the instrument says the same for a share `agreeing`, else draws anew."""
    random = np.random.default_rng(seed)
    truth = (np.arange(n) < 0.3 * n).astype(int)
    found = np.where(random.random(n) < agreeing, truth, random.binomial(1, 0.3, n))
    return table(found, 1, coded_count=truth, coded_total=1)


def needed(**options):
    made = compare.coded_needed(**({"seed": 1, "width": 0.2, "n_articles": 2000, "simulations": 80} | options))
    return made.set_index("estimator")["n_coded"]


def test_hand_coding_alone_needs_what_the_textbook_says():
    # 4 * 1.959964 ** 2 * 0.3 * 0.7 / 0.2 ** 2 = 80.7, and a little more for Student's t.
    assert needed(counts=coded(agreeing=0))["hand-coded"] == pytest.approx(82, abs=4)


def test_an_instrument_that_knows_nothing_saves_nothing():
    told = needed(counts=coded(agreeing=0))
    assert told["corrected"] == pytest.approx(told["hand-coded"], rel=0.08)


def test_a_good_instrument_saves_what_its_correlation_explains():
    # With a correlation r the variance left is 1 - r ** 2: 80.7 articles become 34 at r = 0.760, and 7 % more for Student's t of so few.
    counts = coded(agreeing=0.8)
    r = counts["count"].corr(counts["coded_count"])
    assert needed(counts=counts)["corrected"] == pytest.approx(80.7 * (1 - r**2) * 1.07, rel=0.1) and r == pytest.approx(0.76, abs=0.001)


def test_a_width_that_no_coding_of_these_articles_gives_is_left_empty():
    # 1,000 of 0.3: 2 * 1.96 * sqrt(0.21 / 1000) = 0.057.
    assert needed(counts=coded(agreeing=0.5), width=0.03, n_articles=1000).isna().all()


def test_the_width_falls_and_the_coverage_stays():
    told = compare.width_by_coded(coded(agreeing=0.8), sizes=[20, 80], n_articles=1000, seed=2, simulations=300).set_index(["estimator", "n_coded"])
    assert told.loc[("corrected", 80), "width"] == pytest.approx(told.loc[("corrected", 20), "width"] / 2, rel=0.15)
    assert told["coverage"].between(0.9, 0.975).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"width": 0}, "planning: width is 0; allowed: above 0"),
        ({"counts": coded(agreeing=0.5, n=9)}, "planning: 9 hand-coded articles; needed: at least 10"),
    ],
)
def test_what_coding_cannot_be_planned_is_told(options, message):
    with pytest.raises(InputError) as raised:
        needed(**({"counts": coded(agreeing=0.5)} | options))
    assert str(raised.value) == message


def test_more_coded_articles_than_there_are_is_an_error():
    with pytest.raises(InputError) as raised:
        compare.width_by_coded(coded(agreeing=0.5), sizes=[20, 2000], seed=1)
    assert str(raised.value) == "planning: 2000 coded articles; allowed: 4 to 1000, the articles of the study"
