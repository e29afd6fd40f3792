"""Shrunk rates: numbers worked by hand, direct numerical integration, and gain on known truth."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from analysis import compare
from analysis.compare.shrunk import design_effect, fit
from analysis.tables import InputError


def counts(groups, *, split=1):
    """`counts` of groups, a dictionary of name to (count, total), each in `split` equal articles."""
    rows = [(f"{name}{k}", name, count // split, total // split) for name, (count, total) in groups.items() for k in range(split)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "count", "total"])


GROUPS = {"Gazette": (2, 4), "Herald": (30, 100), "Mirror": (0, 3), "Post": (45, 100), "Star": (60, 90), "Times": (20, 120)}


def shrunk(table, estimator="shrunk"):
    return compare.shrink(table, by=["outlet"]).query("estimator == @estimator").set_index("outlet")


def fitted():
    return fit([k for k, _ in GROUPS.values()], [n for _, n in GROUPS.values()])


def test_a_shrunk_rate_is_that_of_counts_with_the_whole_added():
    mean, weight = fitted()
    rate = shrunk(counts(GROUPS))["estimate"]
    # (2 + mean * weight) / (4 + weight), and so on: the posterior mean of a beta prior.
    assert rate["Gazette"] == pytest.approx((2 + mean * weight) / (4 + weight)) and rate["Mirror"] == pytest.approx(mean * weight / (3 + weight))


def test_the_less_a_group_has_the_more_it_moves():
    mean, _ = fitted()
    raw, made = shrunk(counts(GROUPS), "raw")["estimate"], shrunk(counts(GROUPS))["estimate"]
    kept = (made - mean) / (raw - mean)
    assert kept["Mirror"] < kept["Gazette"] < kept["Star"] < kept["Herald"] < kept["Times"] < 1


def marginal(k, n, mean, weight):
    """The chance of k of n, integrated over the rate numerically."""
    prior = stats.beta(mean * weight, (1 - mean) * weight)
    return integrate.quad(lambda rate: stats.binom.pmf(k, n, rate) * prior.pdf(rate), 0, 1, epsabs=1e-12)[0]


def test_the_fit_makes_the_numerically_integrated_likelihood_greatest():
    mean, weight = fitted()
    at = lambda m, w: sum(np.log(marginal(k, n, m, w)) for k, n in GROUPS.values())  # noqa: E731
    near = [at(mean + a, weight * b) for a in (-0.01, 0, 0.01) for b in (0.95, 1, 1.05)]
    assert max(near) == near[4] == at(mean, weight)


def test_the_posterior_is_that_of_numerical_integration():
    mean, weight = fitted()
    row = shrunk(counts(GROUPS)).loc["Gazette"]
    density = lambda rate: stats.binom.pmf(2, 4, rate) * stats.beta.pdf(rate, mean * weight, (1 - mean) * weight)  # noqa: E731
    mass = lambda a, b, f=density: integrate.quad(f, a, b, epsabs=1e-12)[0]  # noqa: E731
    assert row["estimate"] == pytest.approx(mass(0, 1, lambda rate: rate * density(rate)) / mass(0, 1), abs=1e-6)
    assert mass(0, row["low"]) / mass(0, 1) == pytest.approx(0.025, abs=1e-5) and mass(row["high"], 1) / mass(0, 1) == pytest.approx(0.025, abs=1e-5)


def test_groups_that_are_alike_all_get_the_rate_of_the_whole():
    rate = shrunk(counts({name: (10 * k, 40 * k) for k, name in enumerate("ABCDE", start=1)}))["estimate"]
    assert list(rate) == pytest.approx([0.25] * 5, abs=1e-4)


def test_a_group_without_any_total_has_the_whole_and_no_raw_rate():
    table = counts(GROUPS | {"Void": (0, 0)})
    assert np.isnan(shrunk(table, "raw").loc["Void", "estimate"])
    assert shrunk(table).loc["Void", "estimate"] == pytest.approx(fitted()[0]) and shrunk(table).loc["Void", "n_articles"] == 1


def test_the_raw_interval_is_wilsons():
    # 30 of 100: (30 + 1.9207) / 103.8415 = 0.3074, plus and minus 1.96 / 103.8415 * sqrt(30 * 70 / 100 + 0.9604) = 0.08845.
    row = shrunk(counts(GROUPS), "raw").loc["Herald"]
    assert (row["low"], row["estimate"], row["high"]) == pytest.approx((0.21895, 0.3, 0.39585), abs=2e-5)


def test_the_design_effect_by_hand():
    # Rate 10/20; articles (5, 5), (0, 5), (5, 5), (0, 5) are 2.5 off each: 4/3 * 4 * 6.25 / (0.25 * 20) = 6.667.
    table = pd.DataFrame([("a", 5, 5), ("b", 0, 5), ("c", 5, 5), ("d", 0, 5)], columns=["article_id", "count", "total"]).assign(outlet="Gazette")
    assert design_effect(table, ["outlet"]) == pytest.approx(20 / 3)


def test_articles_that_are_alike_have_no_design_effect():
    assert design_effect(counts({"Gazette": (10, 40)}, split=5), ["outlet"]) == 1


def clustered(random, *, groups=25):
    """(counts, truth): groups of 2 to 12 articles of 5 to 20 units whose rates differ by group and by article."""
    truth, rows = random.beta(4, 8, groups), []
    for g, rate in enumerate(truth):
        for a in range(random.integers(2, 13)):
            total = random.integers(5, 21)
            rows.append((f"{g}-{a}", f"{g:02d}", random.binomial(total, random.beta(10 * rate, 10 * (1 - rate))), total))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "count", "total"]), truth


def test_shrunk_rates_are_nearer_to_the_truth_and_their_intervals_hold_it():
    errors, held = {"raw": [], "shrunk": []}, []
    for seed in range(60):
        table, truth = clustered(np.random.default_rng(seed))
        for name in errors:
            errors[name].append(((shrunk(table, name)["estimate"] - truth) ** 2).mean())
        made = shrunk(table)
        held.append(((made["low"] <= truth) & (truth <= made["high"])).mean())
    assert np.mean(errors["shrunk"]) < 0.8 * np.mean(errors["raw"]) and 0.92 <= np.mean(held) <= 0.97


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (counts({"Gazette": (1, 5), "Herald": (2, 5)}), "shrink: 2 groups with a total; needed: at least 3"),
        (counts({"Gazette": (6, 5), "Herald": (2, 5), "Post": (1, 5)}), "shrink: article 'Gazette0' has a count above its total; a share is needed"),
        (counts(GROUPS).drop(columns="total"), "shrink: missing column 'total'; found article_id, outlet, count"),
    ],
)
def test_what_cannot_be_shrunk_is_told(table, message):
    with pytest.raises(InputError) as raised:
        compare.shrink(table, by=["outlet"])
    assert str(raised.value) == message
