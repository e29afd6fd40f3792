"""Intervals of a ratio of sums over units (articles, stories or outlets), from arrays of each unit's count and total.

Which interval holds 95 % in which setting was found by simulation: docs/coverage.md.
"""

import numpy as np
from scipy import sparse, stats

LEVEL = 0.95
LEAST_EACH_SIDE = 10  # units with some of what is counted, and units with some of what is not, for an interval by resampling
DRAWN_AT_ONCE = 100  # replicates drawn together, so that their counts stay in the processor's cache


def products(columns):
    """(units, k + k * k): the `columns` (units, k) and all their products, the sums of which give variances."""
    squares = columns[:, :, None] * columns[:, None, :]
    return np.hstack([columns, squares.reshape(len(columns), -1)])


def resampled_sums(columns, random, replicates):
    """(replicates, k): sums of the `columns` (units, k) over units drawn with replacement, as many as there are.

    Units with the same values are drawn together from the multinomial distribution of how often each value falls, which
    is the same distribution and far less work where few values differ.
    """
    values, frequencies = np.unique(columns, axis=0, return_counts=True)
    units = len(columns)
    if 15 * len(values) < units:
        return random.multinomial(units, frequencies / units, size=replicates) @ values.astype(float)
    sums = [drawn @ columns.astype(float) for drawn in drawn_units(units, random, replicates)]
    return np.concatenate(sums)


def drawn_units(units, random, replicates):
    """Yields sparse arrays (replicates, units), `DRAWN_AT_ONCE` replicates each: a one for every time that a unit is drawn."""
    small = np.uint16 if units < 2**16 else np.int32
    for start in range(0, replicates, DRAWN_AT_ONCE):
        rows = min(DRAWN_AT_ONCE, replicates - start)
        drawn = random.integers(units, size=rows * units, dtype=small).astype(np.int32)
        starts = np.arange(rows + 1, dtype=np.int32) * units
        yield sparse.csr_array((np.ones(len(drawn)), drawn, starts), shape=(rows, units))


def rate_and_variance(sums, units):
    """(rate, variance) of ratios of sums, from rows of `products` summed: count, total and their four products.

    The variance is the linearised one, units / (units - 1) * sum((count - rate * total) ** 2) / sum(total) ** 2 (Cochran 1977, 6.5).
    """
    count, total, count_count, count_total, _, total_total = np.moveaxis(np.asarray(sums, float), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = count / total
        left = np.maximum(count_count - 2 * rate * count_total + rate**2 * total_total, 0)
        return rate, units / (units - 1) * left / total**2


def arcsine_root(sums, units):
    """(arcsine of the root of the rate, its standard error), with half a count and one total added so that both are finite."""
    count, total = np.asarray(sums, float)[..., 0], np.asarray(sums, float)[..., 1]
    _, variance = rate_and_variance(sums, units)
    rate = (count + 0.5) / (total + 1)
    spread = (variance * total**2 + rate * (1 - rate)) / (total + 1) ** 2
    return np.arcsin(np.sqrt(rate)), np.sqrt(spread / (rate * (1 - rate))) / 2


def studentised(value, error, values, errors, level=LEVEL):
    """The percentile-t interval of `value` with standard error `error`, from resampled `values` and `errors`.

    Davison & Hinkley (1997), 5.2.2.
    """
    tail = (1 - level) / 2
    low, high = np.quantile((values - value) / errors, [tail, 1 - tail])
    return value - high * error, value - low * error


def percentile_t(sums, replicated, units, level=LEVEL):
    """The percentile-t interval of a rate on the scale that steadies its variance, the arcsine root (Tibshirani 1988)."""
    ends = studentised(*arcsine_root(sums, units), *arcsine_root(replicated, units), level)
    low, high = np.sin(np.clip(ends, 0, np.pi / 2)) ** 2
    return float(low), float(high)


def korn_graubard(sums, units, level=LEVEL):
    """The exact binomial interval of a rate, for the effective number of labels that the variance between `units` leaves.

    effective = rate * (1 - rate) / variance, at most the total, and less for few units, by the square of the ratio of the
    normal to Student's quantile (Korn & Graubard 1998). Where all units are alike, the total stands for it.
    """
    rate, variance = (float(value) for value in rate_and_variance(sums, units))
    total, tail = float(sums[1]), (1 - level) / 2
    effective = min(rate * (1 - rate) / variance, total) if variance > 0 else total
    effective *= (stats.norm.ppf(tail) / stats.t.ppf(tail, units - 1)) ** 2
    found = rate * effective
    low = stats.beta.ppf(tail, found, effective - found + 1) if found > 0 else 0.0
    high = stats.beta.ppf(1 - tail, found + 1, effective - found) if found < effective else 1.0
    return float(low), float(high)


def enough_on_both_sides(columns):
    """Whether at least ten units have some of what is counted and ten some of what is not, and the units differ."""
    count, total = columns[:, 0], columns[:, 1]
    differ = rate_and_variance(products(columns).sum(axis=0), len(columns))[1] > 0
    return bool(min((count > 0).sum(), (count < total).sum()) >= LEAST_EACH_SIDE and differ)


def ratio_interval(columns, random, replicates, level=LEVEL):
    """(low, high, name of the method) of the rate of units with `columns` (units, 2): count and total."""
    sums = products(columns)
    if not enough_on_both_sides(columns):
        return *korn_graubard(sums.sum(axis=0), len(columns), level), "Korn-Graubard"
    replicated = with_cross_products(resampled_sums(without_cross_product(sums), random, replicates))
    return *percentile_t(sums.sum(axis=0), replicated, len(columns), level), "percentile-t"


def without_cross_product(sums):
    """The five different columns of the six: count times total stands twice among the products."""
    return sums[:, [0, 1, 2, 3, 5]]


def with_cross_products(sums):
    """The six columns of `products` again, from the five different ones."""
    return sums[:, [0, 1, 2, 3, 3, 4]]


def two_stage_interval(pools, random, replicates, level=LEVEL):
    """As `ratio_interval`, where outlets are drawn first and then the units of each drawn outlet; `pools` has an array an outlet."""
    outlets = np.array([pool.sum(axis=0) for pool in pools])
    if not enough_on_both_sides(outlets):
        return *korn_graubard(products(outlets).sum(axis=0), len(outlets), level), "Korn-Graubard"
    drawn = resampled_outlets(pools, random, replicates)
    squares = np.einsum("rui,ruj->rij", drawn, drawn).reshape(replicates, -1)
    replicated = np.hstack([drawn.sum(axis=1), squares])
    return *percentile_t(products(outlets).sum(axis=0), replicated, len(outlets), level), "percentile-t"


def resampled_outlets(pools, random, replicates):
    """(replicates, outlets, k): the sums of the outlets drawn in each replicate, each from units drawn within it."""
    within = np.stack([resampled_sums(pool, random, replicates) for pool in pools])
    which = random.integers(len(pools), size=(replicates, len(pools)))
    return within[which, random.integers(replicates, size=which.shape)]
