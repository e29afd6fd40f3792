"""Estimates of groups: ratios of sums over articles, with intervals from resampling whole articles."""

import numpy as np
import pandas as pd

from ..tables import InputError

REPLICATES = 2000
LEAST_TOTAL = 10  # labels, attributions or words below which a rate is not estimable
LEAST_ARTICLES = 3
LEVEL = 0.95


def estimate(counts, *, by, seed, outlets=None, stories=None, replicates=REPLICATES, least_total=LEAST_TOTAL):
    """`estimates`, a row a group, from a table of `counts` per article (article_id, count, total and the `by` columns).

    estimate = sum of count / sum of total over the group's articles. `low` and `high` are the 2.5th and 97.5th percentile
    of `replicates` resamples, with replacement, of the group's articles (of the column `stories` where given: whole stories).
    With `outlets`, the name of the outlet's column, outlets are resampled first, then the articles of each
    outlet drawn; articles with no total carry no weight in a ratio of sums and are not resampled. A group with fewer
    than `least_total` or fewer than three articles with a total has empty estimate, low and high, and method
    "not estimable". Percentile bootstrap: Efron & Tibshirani (1993), chapter 13; two stages: Davison & Hinkley (1997), 3.8.
    """
    for column in (*by, *filter(None, (outlets, stories)), "article_id", "count", "total"):
        if column not in counts.columns:
            raise InputError(f"estimate: missing column {column!r}; found {', '.join(counts.columns)}")
    by = list(by)
    unit = stories or "article_id"
    keys = list(dict.fromkeys([*by, *([outlets] if outlets else []), unit]))
    sums = counts.groupby(keys, as_index=False, observed=True)[["count", "total"]].sum()
    articles = counts.groupby(by, as_index=False, observed=True).agg(n_articles=("article_id", "nunique"))
    groups = {key: mine for key, mine in sums.groupby(by, observed=True)}
    rows = [
        group_row(groups[group[:-1]], group, by, unit, outlets, stories, seed, replicates, least_total)
        for group in articles.itertuples(index=False, name=None)
    ]
    columns = [*by, "n_articles", "n_stories", "count", "total", "estimate", "low", "high", "method"]
    return pd.DataFrame(rows, columns=columns)


def group_row(sums, group, by, unit, outlets, stories, seed, replicates, least_total):
    """One row of `estimate`, as a tuple in the order of its columns."""
    count, total = int(sums["count"].sum()), int(sums["total"].sum())
    held = sums[sums["total"] > 0]
    n_stories = sums[stories].nunique() if stories else 0
    head = (*group[:-1], group[-1], n_stories, count, total)
    if total < least_total or held[unit].nunique() < LEAST_ARTICLES:
        return (*head, np.nan, np.nan, np.nan, f"not estimable: total under {least_total} or under {LEAST_ARTICLES} units")
    random = np.random.default_rng([seed, *map(ord, "|".join(map(str, group[:-1])))])
    if outlets:
        replicated = resample_two_stages(held, outlets, random, replicates)
        method = f"percentile bootstrap, {replicates} resamples of outlets, then {'stories' if stories else 'articles'}"
    else:
        replicated = resample(held["count"].to_numpy(), held["total"].to_numpy(), random, replicates)
        method = f"percentile bootstrap, {replicates} resamples of {'stories' if stories else 'articles'}"
    low, high = interval(replicated[0] / replicated[1])
    return (*head, count / total, low, high, method)


def resample(count, total, random, replicates):
    """Resampled sums: two arrays of length `replicates`, of `count` and of `total`, from one draw of units each."""
    drawn = random.integers(len(count), size=(replicates, len(count)), dtype=np.int32)
    return count[drawn].sum(axis=1), total[drawn].sum(axis=1)


def resample_two_stages(sums, outlets, random, replicates):
    """Resampled sums where outlets are drawn first, then the articles of each drawn outlet."""
    pools = [
        resample(one["count"].to_numpy(), one["total"].to_numpy(), random, replicates)
        for _, one in sums.groupby(outlets, observed=True)
    ]
    counts, totals = (np.stack([pool[k] for pool in pools]) for k in (0, 1))
    drawn = random.integers(len(pools), size=(replicates, len(pools)))
    which = random.integers(replicates, size=drawn.shape)
    return counts[drawn, which].sum(axis=1), totals[drawn, which].sum(axis=1)


def interval(values, level=LEVEL):
    """The lower and upper percentile that hold the middle `level` of `values`."""
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(values, [tail, 100 - tail])
    return float(low), float(high)
