"""Rates of small groups, shrunk towards the whole by a beta-binomial model."""

import numpy as np
import pandas as pd
from scipy import optimize, stats
from scipy.special import betaln

from ..tables import InputError
from .intervals import LEVEL

LEAST_GROUPS = 3
MOST_PRIOR = 1e7  # weight of the whole, in counted units, at which groups are taken for alike


def shrink(counts, *, by, level=LEVEL):
    """`estimates`, two rows a group (column `estimator`: raw, shrunk), from `counts` (article_id, the `by` columns, count, total).

    raw: sum of count / sum of total, its interval Wilson's (1927) on the effective numbers below. shrunk: the posterior mean under
    rate ~ Beta(mean * weight, (1 - mean) * weight) over groups and count ~ binomial within a group, the interval its equal-tailed
    quantiles. A group's share, 0 to 1, is drawn towards `mean` the more, the less it has; groups with no count or no total are in.
    Mean and weight are fitted by marginal likelihood (beta-binomial: Skellam 1948; empirical Bayes: Morris 1983, JASA 78).
    Articles of a group are not independent draws of units: counts and totals are divided by the design effect, the variance of the ratio of
    sums over articles by the binomial one, pooled over groups, at least one (Rao & Scott 1992, Biometrics 48). Assumes groups that are
    exchangeable, one design effect for all, and takes mean and weight for known: with few groups the intervals are too narrow.
    count, total as counted. Raises InputError for a missing column, a count above its total, and under three groups with a total.
    """
    for column in (*by, "article_id", "count", "total"):
        if column not in counts.columns:
            raise InputError(f"shrink: missing column {column!r}; found {', '.join(counts.columns)}")
    over = counts["count"] > counts["total"]
    if over.any():
        raise InputError(f"shrink: article {counts.loc[over, 'article_id'].iloc[0]!r} has a count above its total; a share is needed")
    groups = counts.groupby(list(by), as_index=False, observed=True)
    sums = groups.agg(n_articles=("article_id", "nunique"), count=("count", "sum"), total=("total", "sum")).assign(n_stories=0)
    known = sums[sums["total"] > 0]
    if len(known) < LEAST_GROUPS:
        raise InputError(f"shrink: {len(known)} groups with a total; needed: at least {LEAST_GROUPS}")
    effect = design_effect(counts, by)
    mean, weight = fit(known["count"] / effect, known["total"] / effect)
    k, n = sums["count"] / effect, sums["total"] / effect
    posterior = stats.beta(k + mean * weight, n - k + (1 - mean) * weight)
    tail = (1 - level) / 2
    low, high = wilson(k, n, level)
    said = f"design effect {effect:.2f}"
    tables = (
        sums.assign(estimator="raw", estimate=k / n.where(n > 0), low=low, high=high, method=f"ratio of sums, Wilson, {said}"),
        sums.assign(
            estimator="shrunk", estimate=posterior.mean(), low=posterior.ppf(tail), high=posterior.ppf(1 - tail),
            method=f"beta-binomial, mean {mean:.4f}, weight {weight:.4g} of {weight * effect:.4g} units, {said}",
        ),
    )  # fmt: skip
    columns = [*by, "n_articles", "n_stories", "estimator", "count", "total", "estimate", "low", "high", "method"]
    return pd.concat(tables)[columns].sort_values([*by, "estimator"], kind="stable").reset_index(drop=True)


def design_effect(counts, by):
    """How many times the variance of the groups' ratios of sums over articles is the binomial one, pooled over groups; at least 1.

    For a group of m articles with the rate r: m / (m - 1) * sum((count - r * total)^2) / (r (1 - r) sum(total)); the mean over
    groups weighted by their totals. Groups of one article or with a rate of 0 or 1 say nothing.
    """
    articles = counts[counts["total"] > 0].groupby([*by, "article_id"], as_index=False, observed=True)[["count", "total"]].sum()
    above = below = 0.0
    for _, mine in articles.groupby(list(by), observed=True):
        m, total = len(mine), mine["total"].sum()
        rate = mine["count"].sum() / total
        if m > 1 and 0 < rate < 1:
            spread = m / (m - 1) * ((mine["count"] - rate * mine["total"]) ** 2).sum()
            above, below = above + spread / (rate * (1 - rate)), below + total
    return max(1.0, above / below) if below else 1.0


def fit(k, n):
    """(mean, weight) of the beta distribution of groups' rates that makes counts `k` of totals `n` most likely (they may be fractions)."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)

    def loss(place):
        mean, weight = 1 / (1 + np.exp(-place[0])), np.exp(place[1])
        a, b = mean * weight, (1 - mean) * weight
        return -(betaln(k + a, n - k + b) - betaln(a, b)).sum()

    middle = np.clip(k.sum() / n.sum(), 1e-6, 1 - 1e-6)
    ends = [(-16, 16), (np.log(1e-2), np.log(MOST_PRIOR))]
    starts = [(np.log(middle / (1 - middle)), np.log(weight)) for weight in (1, 30, 1000, 1e6)]
    best = min((optimize.minimize(loss, start, bounds=ends, method="L-BFGS-B") for start in starts), key=lambda found: found.fun)
    return float(1 / (1 + np.exp(-best.x[0]))), float(np.exp(best.x[1]))


def wilson(k, n, level):
    """Wilson's score interval of k of n, as two series; empty where n is zero."""
    z2, n = stats.norm.ppf((1 + level) / 2) ** 2, n.where(n > 0)
    middle = (k + z2 / 2) / (n + z2)
    reach = np.sqrt(z2) / (n + z2) * np.sqrt(k * (n - k) / n + z2 / 4)
    return (middle - reach).clip(lower=0), (middle + reach).clip(upper=1)
