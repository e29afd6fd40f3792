"""Estimates of groups: ratios of sums over articles, with intervals from whole articles, stories or outlets."""

import numpy as np
import pandas as pd

from ..tables import InputError
from .intervals import ratio_interval, two_stage_interval

REPLICATES = 2000
LEAST_TOTAL = 10  # labels, attributions or words below which a rate is not estimable
LEAST_UNITS = 5  # articles (or stories) with a total; under five, intervals miss the truth too often (docs/coverage.md)
LEAST_OUTLETS = 3  # where outlets are resampled


def estimate(counts, *, by, seed, outlets=None, stories=None, replicates=REPLICATES, least_total=LEAST_TOTAL):
    """`estimates`, a row a group, from a table of `counts` per article (article_id, count, total and the `by` columns).

    estimate = sum of count / sum of total over the group's articles: between 0 and 1, higher is more of what is counted.
    `low` and `high` bound it with 95 % confidence, articles (of the column `stories` where given: whole stories) being the
    independent units; with `outlets`, the name of the outlet's column, outlets are, and resampling draws outlets, then the articles of each.
    Where at least ten units have some of what is counted and ten some of what is not: percentile-t on the arcsine root, from `replicates`
    resamples with replacement; else Korn and Graubard's exact interval; `method` says which. Units with no total carry no weight
    and are not drawn. A group with fewer than `least_total`, five units or three outlets has empty estimate, low and high, and
    method "not estimable". Assumes that the units are a sample of those the outlet might have published.
    Resampling: Davison & Hinkley (1997), 3.8 and 5.2.2; Korn & Graubard (1998); the choice between them: docs/coverage.md.
    """
    require(counts, "estimate", *by, outlets, stories, "article_id", "count", "total")
    by = list(by)
    unit = stories or "article_id"
    keys = list(dict.fromkeys([*by, *([outlets] if outlets else []), unit]))
    sums = counts.groupby(keys, as_index=False, observed=True)[["count", "total"]].sum()
    articles = counts.groupby(by, as_index=False, observed=True).agg(n_articles=("article_id", "nunique"))
    groups = {key: mine for key, mine in sums.groupby(by, observed=True)}
    rows = [
        group_row(groups[group[:-1]], group, unit, outlets, stories, seed, replicates, least_total)
        for group in articles.itertuples(index=False, name=None)
    ]
    columns = [*by, "n_articles", "n_stories", "count", "total", "estimate", "low", "high", "method"]
    return pd.DataFrame(rows, columns=columns)


def require(counts, name, *columns):
    """Nothing; InputError naming the first of the `columns` that `counts` lacks, None apart."""
    for column in filter(None, columns):
        if column not in counts.columns:
            raise InputError(f"{name}: missing column {column!r}; found {', '.join(counts.columns)}")


def random_of(seed, group):
    """The random generator of one group: the same whatever other groups there are."""
    return np.random.default_rng([seed, *map(ord, "|".join(map(str, group)))])


def group_row(sums, group, unit, outlets, stories, seed, replicates, least_total):
    """One row of `estimate`, as a tuple in the order of its columns."""
    count, total = int(sums["count"].sum()), int(sums["total"].sum())
    held = sums[sums["total"] > 0]
    n_stories = sums[stories].nunique() if stories else 0
    head = (*group[:-1], group[-1], n_stories, count, total)
    lacking = what_lacks(held, unit, outlets, total, least_total)
    if lacking:
        return (*head, np.nan, np.nan, np.nan, f"not estimable: {lacking}")
    low, high, method = interval_of(held, unit, outlets, random_of(seed, group[:-1]), replicates)
    return (*head, count / total, low, high, method)


def what_lacks(held, unit, outlets, total, least_total):
    """Why a rate is not estimable from units that hold something, or an empty string."""
    name = unit_name(unit)
    if total < least_total:
        return f"total under {least_total}"
    if held[unit].nunique() < LEAST_UNITS:
        return f"under {LEAST_UNITS} {name} with a total"
    if outlets and held[outlets].nunique() < LEAST_OUTLETS:
        return f"under {LEAST_OUTLETS} outlets"
    return ""


def unit_name(unit):
    """What the resampled unit is called in `method`."""
    return "articles" if unit == "article_id" else "stories"


def interval_of(held, unit, outlets, random, replicates):
    """(low, high, method) of the rate of the units in `held`; two stages where `outlets` names the outlet's column."""
    columns = held[["count", "total"]].to_numpy()
    if not outlets:
        low, high, name = ratio_interval(columns, random, replicates)
        drawn = unit_name(unit)
    else:
        pools = [one[["count", "total"]].to_numpy() for _, one in held.groupby(outlets, observed=True)]
        low, high, name = two_stage_interval(pools, random, replicates)
        drawn = f"outlets, then {unit_name(unit)}" if name == "percentile-t" else "outlets"
    return low, high, f"{name}, {replicates} resamples of {drawn}" if name == "percentile-t" else f"{name}, variance between {drawn}"
