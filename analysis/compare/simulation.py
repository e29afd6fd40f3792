"""How often intervals hold the truth, on simulated counts whose true rate is known."""

import numpy as np
import pandas as pd

from .estimates import estimate

# Totals of an article as they are in the suite's corpora: 1.6 labels of a government, 30 attributions, 900 words.
TOTALS = {
    "labels": lambda random, size: random.geometric(1 / 1.6, size),
    "attributions": lambda random, size: 1 + random.negative_binomial(2, 2 / 31, size),
    "words": lambda random, size: np.maximum(random.lognormal(np.log(800), 0.55, size).astype(int), 50),
}


def correlated(rate, correlation, random, size):
    """Rates of `size` units around `rate`, from the beta distribution with that correlation within a unit."""
    spread = 1 / correlation - 1
    return random.beta(rate * spread, (1 - rate) * spread, size)


def simulated_counts(*, kind, units, rate, correlation, random, times=1, outlets=0, outlet_correlation=0.0):
    """`counts` of `times` simulated corpora (simulation, outlet, article_id, count, total), each of `units` articles, or about `units` for
    each of so many `outlets`.

    An article's own rate is beta-distributed around its outlet's, an outlet's around `rate`: `correlation` is that of two labels of one
    article, `outlet_correlation` that of two articles' labels of one outlet.
    """
    groups = times * max(outlets, 1)
    sizes = np.maximum(random.poisson(units * random.uniform(0.4, 1.6, groups)), 3) if outlets else np.full(groups, units)
    means = correlated(rate, outlet_correlation, random, groups).clip(1e-6, 1 - 1e-6) if outlets else np.full(groups, rate)
    group = np.repeat(np.arange(groups), sizes)
    total = TOTALS[kind](random, len(group))
    count = random.binomial(total, correlated(means[group], correlation, random, len(group)))
    columns = {"simulation": group // max(outlets, 1), "outlet": group, "article_id": np.arange(len(group)), "count": count, "total": total}
    return pd.DataFrame(columns)


def coverage_of_estimate(*, times, seed, replicates=500, **setting):
    """A dictionary of held, missed_low, missed_high, estimable (shares of `times` simulations), width and resampled, in one setting.

    `held` is the share of estimable intervals that hold the true rate; missed_low, of those that lie wholly above it; missed_high, below;
    resampled, the share that are percentile-t.
    """
    counts = simulated_counts(random=np.random.default_rng(seed), times=times, **setting)
    outlets = "outlet" if setting.get("outlets") else None
    return hits(estimate(counts, by=["simulation"], seed=seed, outlets=outlets, replicates=replicates), setting["rate"])


def hits(intervals, truth):
    """The dictionary of `coverage_of_estimate`, from a table of intervals (low, high, method)."""
    known = intervals[intervals["low"].notna()]
    low, high = known["low"] > truth, known["high"] < truth
    return {
        "held": 1 - (low | high).mean(), "missed_low": low.mean(), "missed_high": high.mean(), "estimable": len(known) / len(intervals),
        "width": (known["high"] - known["low"]).mean(), "resampled": known["method"].str.startswith("percentile-t").mean(),
    }  # fmt: skip
