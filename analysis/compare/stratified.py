"""Differences with something held fixed: the topic or the year (Mantel and Haenszel), or the event that both groups reported."""

import numpy as np
import pandas as pd
from scipy import sparse, stats

from .differences import EFFECT_COLUMNS, PERMUTATIONS, check_baseline, effect_values, false_discovery, permutation_p, shuffled_units
from .estimates import LEAST_TOTAL, LEAST_UNITS, REPLICATES, random_of, require, unit_name
from .intervals import LEAST_EACH_SIDE, LEVEL, drawn_units, products, rate_and_variance, resampled_sums, studentised
from .pairs import SIDES, recovered_intervals, side_by_side, side_intervals, summed, what_lacks_of_sides, with_sides

COUNTS = ["n_articles", "baseline_articles", "count", "total", "baseline_count", "baseline_total"]
CRUDE = ["crude_difference", "crude_ratio", "crude_odds_ratio"]


def within_stories(counts, *, by, group, baseline, seed, stories="story_id", replicates=REPLICATES, permutations=PERMUTATIONS, least_total=LEAST_TOTAL):
    """A table of matched differences, a row for each value of `by` and each group but the `baseline`, from `counts` per article.

    Only stories (events) where both the group and the `baseline` (a value of `group`, or "all others") have a total are kept: n_stories of them.
    estimate and baseline_estimate: ratios of sums (count / total) in those. difference, ratio and odds_ratio: Mantel and Haenszel's
    over stories, so that each compares the two within one story; above 0 (above 1) where the group has more. equal_difference:
    the mean of the stories' own differences, each story weighing the same. Intervals take stories as independent:
    percentile-t from resampled stories where at least ten differ, else Student's t with the variance between stories; where none differs,
    recovered from the two sides' own. p: permutation of group names over articles within each story; p_adjusted over the table's rows.
    Not estimable under five stories, or `least_total` on either side. Assumes that what else differs between groups
    does not differ within a story. Mantel & Haenszel (1959); Greenland & Robins (1985).
    """
    require(counts, "within_stories", *by, group, stories, "article_id", "count", "total")
    check_baseline(counts, group, baseline)
    counts = counts[counts[stories].astype("str") != ""]
    rows = []
    for values, mine in counts.groupby(list(by), observed=True) if by else [((), counts)]:
        for member in sorted(set(mine[group]) - {baseline}):
            sides = matched(with_sides(mine, group, member, baseline), stories)
            cells = story_row(sides, (*values, member), stories, seed, replicates, permutations, least_total)
            rows.append((*values, member, baseline, *cells))
    columns = [*by, group, "baseline", "n_stories", *COUNTS, "estimate", "baseline_estimate", *EFFECT_COLUMNS, "equal_difference", "p", "method"]
    return false_discovery(pd.DataFrame(rows, columns=columns))


def matched(sides, stories):
    """The rows of `sides` in the stories where both sides have a total."""
    held = sides[sides["total"] > 0].groupby(stories, observed=True)["side"].nunique()
    return sides[sides[stories].isin(held.index[held == 2])]


def totals_of(sides):
    """The cells of `COUNTS`."""
    per_side = sides.groupby("side").agg(n=("article_id", "nunique"), count=("count", "sum"), total=("total", "sum")).reindex(SIDES, fill_value=0)
    return (*per_side["n"], *per_side[["count", "total"]].to_numpy().ravel())


def story_row(sides, values, stories, seed, replicates, permutations, least_total):
    """The cells of one row of `within_stories`, from n_stories to method."""
    head = totals_of(sides)
    sums = summed(sides, [stories])
    n_stories = sums[stories].nunique()
    if n_stories < LEAST_UNITS or min(head[3], head[5]) < least_total:
        lacking = f"under {LEAST_UNITS} stories with both" if n_stories < LEAST_UNITS else f"total under {least_total} on a side"
        return (n_stories, *head, *[np.nan] * 13, f"not estimable: {lacking}")
    columns = side_by_side(sums, stories)
    parts = mantel_haenszel_parts(columns)
    ends, method = story_intervals(parts, sums, stories, random_of(seed, values), replicates)
    effects = [divided(*one.sum(axis=0)) for one in parts]
    rates, _ = effect_values(*columns.sum(axis=0))
    equal = (columns[:, 0] / columns[:, 1] - columns[:, 2] / columns[:, 3]).mean()
    p = permutation_p(*shuffled_units(sides, None, stories), random_of(seed + 1, values), permutations)
    cells = [cell for effect, pair in zip(effects, ends) for cell in (effect, *map(float, pair))]
    return (n_stories, *head, *rates, *cells, equal, p, method)


def divided(numerator, denominator):
    """numerator / denominator; infinite over zero, unknown for zero over zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.float64(numerator) / denominator)


def mantel_haenszel_parts(columns):
    """Numerators and denominators, (strata, 2) each, of the pooled difference, ratio and odds ratio.

    `columns` is (..., strata, 4): count and total of the group, count and total of the baseline. A stratum where a side has no total adds nothing.
    """
    a, m, b, n = np.moveaxis(np.asarray(columns, float), -1, 0)
    both = np.maximum(m + n, 1)
    pairs = ((a * n - b * m, m * n), (a * n, b * m), (a * (n - b), b * (m - a)))
    return [np.stack([upper / both, lower / both], axis=-1) for upper, lower in pairs]


def story_intervals(parts, sums, stories, random, replicates):
    """([(low, high)] of difference, ratio and odds ratio, method), of the parts that each story adds."""
    units, differing = len(parts[0]), int((parts[0][:, 0] != 0).sum())
    if not differing:
        return recovered_intervals(side_intervals(sums, stories, None, random, replicates)), "recovered from the sides' intervals, stories"
    seeds = random.integers(2**31, size=3)
    ends = [part_interval(part, np.random.default_rng(s), replicates, differing, logged) for part, s, logged in zip(parts, seeds, (False, True, True))]
    ends[0] = tuple(np.clip(ends[0], -1, 1))
    if differing >= LEAST_EACH_SIDE:
        return ends, f"Mantel-Haenszel, percentile-t, {replicates} resamples of stories"
    return ends, f"Mantel-Haenszel, t with {units - 1} degrees of freedom, variance between stories"


def part_interval(part, random, replicates, differing, logged):
    """The interval of a ratio of sums of `part` (stories, 2); of its logarithm where `logged`. No end where a sum is zero."""
    units = len(part)
    if logged and min(part.sum(axis=0)) <= 0:
        return (0.0, np.inf)
    value, error = value_and_error(products(part).sum(axis=0), units, logged)
    if differing >= LEAST_EACH_SIDE:
        with np.errstate(divide="ignore", invalid="ignore"):
            values, errors = value_and_error(resampled_sums(products(part), random, replicates), units, logged)
        kept = np.isfinite(values) & np.isfinite(errors) & (errors > 0)
        ends = studentised(value, error, values[kept], errors[kept])
    else:
        step = stats.t.ppf((1 + LEVEL) / 2, units - 1) * error
        ends = (value - step, value + step)
    return tuple(np.exp(ends)) if logged else tuple(ends)


def value_and_error(sums, units, logged):
    """(ratio of sums, its linearised standard error), or those of its logarithm."""
    rate, variance = rate_and_variance(sums, units)
    return (np.log(rate), np.sqrt(variance) / rate) if logged else (rate, np.sqrt(variance))


def mantel_haenszel(counts, *, by, group, baseline, strata, seed, stories=None, replicates=REPLICATES, least_total=LEAST_TOTAL):
    """A table of stratified differences, a row for each value of `by` and each group but the `baseline`, from `counts` per article.

    difference, ratio and odds_ratio (count / total of the group against that of the `baseline`, a value of `group` or "all others") are
    Mantel and Haenszel's over the values of the column `strata` (topic, year), each comparing like with like; crude_difference, crude_ratio
    and crude_odds_ratio ignore strata. n_strata: those where both sides have a total; the others add nothing. Intervals: bias-corrected and
    accelerated (Efron 1987) from `replicates` resamples of articles, or of whole `stories`; the acceleration from each unit's linearised share.
    Not estimable as in `differences`. Assumes one effect over strata, and that a stratum holds fixed what it is meant to;
    many strata with an article or two each: use `within_stories`. Mantel & Haenszel (1959); Greenland & Robins (1985).
    """
    require(counts, "mantel_haenszel", *by, group, strata, stories, "article_id", "count", "total")
    check_baseline(counts, group, baseline)
    rows = []
    for values, mine in counts.groupby(list(by), observed=True) if by else [((), counts)]:
        for member in sorted(set(mine[group]) - {baseline}):
            sides = with_sides(mine, group, member, baseline)
            cells = stratified_row(sides, (*values, member), strata, stories or "article_id", seed, replicates, least_total)
            rows.append((*values, member, baseline, *cells))
    columns = [*by, group, "baseline", "n_strata", *COUNTS, "estimate", "baseline_estimate", *EFFECT_COLUMNS, *CRUDE, "method"]
    return pd.DataFrame(rows, columns=columns)


def stratified_row(sides, values, strata, unit, seed, replicates, least_total):
    """The cells of one row of `mantel_haenszel`, from n_strata to method."""
    head = totals_of(sides)
    held = sides[sides["total"] > 0].groupby(strata, observed=True)["side"].nunique()
    n_strata = int((held == 2).sum())
    sums = summed(sides, [unit])
    lacking = what_lacks_of_sides(sums, unit, None, least_total) or ("" if n_strata else "no stratum with both")
    if lacking:
        return (n_strata, *head, *[np.nan] * 14, f"not estimable: {lacking}")
    rates, crude = effect_values(*side_by_side(sums, unit).sum(axis=0))
    units, cells = unit_cells(summed(sides, list(dict.fromkeys([unit, strata]))), unit, strata)
    effects, ends = stratified_effects(cells, units, random_of(seed, values), replicates)
    pairs = [cell for effect, pair in zip(effects, ends) for cell in (effect, *pair)]
    return (n_strata, *head, *rates, *pairs, *crude, f"Mantel-Haenszel, BCa, {replicates} resamples of {unit_name(unit)}")


def unit_cells(sums, unit, strata):
    """(number of units, sparse array (units, strata * 4)): each unit's count and total of each side in each stratum."""
    row, units = pd.factorize(sums[unit])
    stratum, names = pd.factorize(sums[strata])
    place = 4 * stratum + 2 * (sums["side"] == SIDES[1]).to_numpy()
    values = np.concatenate([sums["count"], sums["total"]]).astype(float)
    index = (np.concatenate([row, row]), np.concatenate([place, place + 1]))
    return len(units), sparse.csr_array((values, index), shape=(len(units), 4 * len(names)))


def stratified_effects(cells, units, random, replicates):
    """([difference, ratio, odds ratio], [(low, high)] of each), from each unit's cells."""
    whole = cells.sum(axis=0).reshape(-1, 4)
    drawn = np.concatenate([pooled((times @ cells).toarray().reshape(times.shape[0], -1, 4)) for times in drawn_units(units, random, replicates)])
    effects, shares = pooled(whole), cells @ slopes(whole)
    return list(map(float, effects)), [bca(effect, drawn[:, k], shares[:, k]) for k, effect in enumerate(effects)]


def pooled(columns):
    """(..., 3): the pooled difference, ratio and odds ratio of (..., strata, 4)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = [part.sum(axis=-2) for part in mantel_haenszel_parts(columns)]
        return np.stack([one[..., 0] / one[..., 1] for one in sums], axis=-1)


def slopes(whole):
    """(strata * 4, 3): how much each cell moves the difference, the log ratio and the log odds ratio; each unit's share is its cells times these.

    Of a cell's count and, with the opposite sign, the rate times its total: what a unit has beyond its stratum's rate.
    """
    a, m, b, n = whole.T
    both, parts = np.maximum(m + n, 1), [part.sum(axis=0) for part in mantel_haenszel_parts(whole)]
    with np.errstate(divide="ignore", invalid="ignore"):
        mine = [n / both / parts[0][1], n / both / parts[1][0], (n - b) / both / parts[2][0] + b / both / parts[2][1]]
        its = [-m / both / parts[0][1], -m / both / parts[1][1], -a / both / parts[2][0] - (m - a) / both / parts[2][1]]
        rates = np.nan_to_num(a / m), np.nan_to_num(b / n)
        table = [np.stack([up, -up * rates[0], down, -down * rates[1]], axis=-1).ravel() for up, down in zip(mine, its)]
    return np.nan_to_num(np.stack(table, axis=-1), posinf=0, neginf=0)


def bca(value, values, shares, level=LEVEL):
    """The bias-corrected and accelerated interval of `value`, from resampled `values` and each unit's linearised share (Efron 1987)."""
    values = values[~np.isnan(values)]
    if not np.isfinite(value) or not len(values):
        return (0.0, np.inf)
    below = ((values < value).mean() + (values <= value).mean()) / 2
    bias = stats.norm.ppf(np.clip(below, 1 / (len(values) + 1), len(values) / (len(values) + 1)))
    size = (shares**2).sum()
    acceleration = (shares**3).sum() / (6 * size**1.5) if size > 0 else 0.0
    ends = bias + stats.norm.ppf([(1 - level) / 2, (1 + level) / 2])
    low, high = np.quantile(values, stats.norm.cdf(bias + ends / (1 - acceleration * ends)), method="inverted_cdf" if np.isinf(values).any() else "linear")
    return float(low), float(high)
