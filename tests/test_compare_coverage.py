"""95 % intervals hold a known truth about 95 times in 100; the whole table is docs/coverage.csv."""

import pytest

from analysis.compare import simulation

TIMES = 300  # of a true 95 %, 99.9 % of such runs hold between 90.7 and 98.7 %


def held(**setting):
    return simulation.coverage_of_estimate(times=TIMES, seed=5, replicates=300, **setting)["held"]


@pytest.mark.parametrize(
    "setting",
    [
        {"kind": "labels", "units": 50, "rate": 0.3, "correlation": 0.3},
        {"kind": "attributions", "units": 50, "rate": 0.4, "correlation": 0.4},
        {"kind": "labels", "units": 20, "rate": 0.3, "correlation": 0.3, "outlets": 10, "outlet_correlation": 0.1},
        {"kind": "attributions", "units": 20, "rate": 0.4, "correlation": 0.2, "outlets": 5, "outlet_correlation": 0.1},
    ],
    ids=["labels", "heavy clustering", "ten outlets", "five outlets"],
)
def test_intervals_hold_the_truth_in_the_settings_of_the_suite(setting):
    assert 0.907 <= held(**setting) <= 0.99


def test_a_rare_label_in_few_articles_is_covered_though_most_samples_hold_none():
    # The percentile interval of a sample without the label is [0, 0] and misses; it held here in 25 of 100.
    assert held(kind="labels", units=10, rate=0.02, correlation=0.5) >= 0.95


def test_intervals_that_take_articles_for_independent_labels_would_miss():
    # What the test above can see: outlets left out of the resampling, and the truth is missed far more often than 5 in 100.
    random = simulation.np.random.default_rng(1)
    setting = {"kind": "attributions", "units": 20, "rate": 0.4, "correlation": 0.2, "outlets": 5, "outlet_correlation": 0.1, "random": random}
    found = simulation.estimate(simulation.simulated_counts(times=200, **setting), by=["simulation"], seed=1, replicates=200)
    assert simulation.hits(found, 0.4)["held"] < 0.8


def test_hits_are_shares_of_the_estimable_intervals():
    table = simulation.pd.DataFrame({"low": [0.1, 0.3, 0.0, None], "high": [0.3, 0.4, 0.1, None], "method": ["percentile-t", "Korn", "Korn", "not"]})
    found = simulation.hits(table, 0.2)
    # One of three holds 0.2, one lies above it, one below; widths 0.2, 0.1, 0.1.
    assert (found["held"], found["missed_low"], found["missed_high"]) == (pytest.approx(1 / 3),) * 3
    assert (found["estimable"], found["width"]) == (0.75, pytest.approx(0.4 / 3))
