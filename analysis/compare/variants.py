"""The same estimate under choices a reader may question: genre, wire copy, and outlets of equal weight."""

import pandas as pd

from .estimates import LEAST_TOTAL, estimate
from .selection import with_columns


def estimate_variants(counts, articles, *, by, seed, outlets=None, stories=None, **options):
    """`estimates` of each genre, with and without wire copy, from `counts` per article and the `articles`.

    Adds the columns genre (news, opinion, unknown, as the corpus has it) and wire_copy ("with", "without"). `options` are those
    of `estimate`.
    """
    wanted = [c for c in (*by, outlets, stories) if c and c not in counts.columns]
    joined = with_columns(counts, articles, [*wanted, "genre", "is_wire"])
    tables = []
    for genre in sorted(joined["genre"].unique()):
        for wire_copy in ("with", "without"):
            mine = joined[(joined["genre"] == genre) & ((wire_copy == "with") | ~joined["is_wire"])]
            found = estimate(mine, by=by, seed=seed, outlets=outlets, stories=stories, **options)
            tables.append(found.assign(genre=genre, wire_copy=wire_copy))
    return pd.concat(tables, ignore_index=True)


def outlets_equal(counts, *, by, outlets, least_total=LEAST_TOTAL):
    """A table of `by`, n_outlets and equal_estimate: the mean of the outlets' own rates, each outlet weighing the same.

    Outlets with fewer than `least_total` are left out, and n_outlets says how many are in.
    """
    keys = list(dict.fromkeys([*by, outlets]))
    sums = counts.groupby(keys, as_index=False, observed=True)[["count", "total"]].sum()
    sums = sums[sums["total"] >= least_total]
    rates = sums.assign(rate=sums["count"] / sums["total"])
    return rates.groupby(list(by), as_index=False, observed=True).agg(n_outlets=("rate", "size"), equal_estimate=("rate", "mean"))
