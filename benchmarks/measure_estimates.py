"""How long 2,000 resamples of 20,000 articles of 10 outlets take, beside reading the same counts through pandas' own grouping.

    python benchmarks/measure_estimates.py

Three tables: labels (few different counts), attributions, and words, where every article has a total of its own. Processor time
of this process, one core; the ratio to one grouped sum of the same table is what can be compared between machines.
"""

import time

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis import compare

ARTICLES, OUTLETS = 20_000, 10


def tables_of_counts(random):
    """(name, counts) of each kind of count."""
    article = np.arange(ARTICLES)
    described = {"article_id": [f"a{k}" for k in article], "outlet": [f"outlet {k % OUTLETS}" for k in article]}
    totals = {
        "labels": random.geometric(0.6, ARTICLES), "attributions": 1 + random.negative_binomial(2, 0.06, ARTICLES),
        "words": random.lognormal(6.7, 0.55, ARTICLES).astype(int) + 50,
    }  # fmt: skip
    for name, total in totals.items():
        rate = random.beta(1, 3, ARTICLES) if name != "words" else random.gamma(1, 0.003, ARTICLES).clip(max=1)
        yield name, pd.DataFrame(described | {"count": random.binomial(total, rate), "total": total})


def seconds(work, times=7):
    """The least seconds of processor time of several calls."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main():
    with threadpool_limits(1):
        for name, counts in tables_of_counts(np.random.default_rng(1)):
            one = seconds(lambda: compare.estimate(counts, by=["outlet"], seed=1))
            sums = seconds(lambda: counts.groupby(["outlet", "article_id"], as_index=False)[["count", "total"]].sum())
            whole = counts.assign(all="all outlets")
            two = seconds(lambda: compare.estimate(whole, by=["all"], outlets="outlet", seed=1))
            print(f"{name:13s} by outlet {one:.2f} s, {one / sums:4.1f} grouped sums ({sums:.3f} s); outlets, then articles {two:.2f} s")


if __name__ == "__main__":
    main()
