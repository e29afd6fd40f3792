"""Differences between groups and a chosen baseline: effect sizes with intervals, then permutation tests, corrected for their number."""

import numpy as np
import pandas as pd
from scipy import stats

from ..tables import InputError
from .estimates import LEAST_TOTAL, REPLICATES, random_of, require, unit_name
from .pairs import (
    ALL_OTHERS, recovered_intervals, replicated_sides, resampled_effect_intervals, side_by_side, side_intervals, summed, what_lacks_of_sides, with_sides,
)  # fmt: skip

PERMUTATIONS = 2000
EFFECTS = ("difference", "ratio", "odds_ratio")
EFFECT_COLUMNS = [name for effect in EFFECTS for name in (effect, f"{effect}_low", f"{effect}_high")]


def differences(
    counts, *, by, group, baseline, seed, outlets=None, stories=None, within=None, replicates=REPLICATES, permutations=PERMUTATIONS, least_total=LEAST_TOTAL
):
    """A table of differences, a row for each value of `by` and each group but the `baseline`, from `counts` per article.

    estimate and baseline_estimate are ratios of sums (count / total) of the group and of the `baseline`, a value of the column `group` or
    "all others" (every other group together). difference = estimate - baseline_estimate; ratio = one over the other; odds_ratio = ratio of
    rate / (1 - rate): above 0 (above 1) where the group has more. Units, resampling and "not estimable" are those of `estimate`:
    articles, whole `stories` with both their sides, or `outlets` and then articles. Intervals are percentile-t (ratios: of logarithms)
    where both sides have ten units with and ten without; else recovered from the two sides' own (Zou & Donner 2008).

    p is that of a permutation test of no difference, two-sided, of the absolute difference, counted with the observed one (Phipson & Smyth
    2010): group names are shuffled over articles, within the column `within` where given (stories, dates); with `outlets`, over whole
    outlets. Shuffling articles assumes that those of one stratum are exchangeable; articles alike for other reasons, as those of a
    story, want `within`. p_adjusted controls the false discovery rate over the rows of the table (Benjamini & Hochberg 1995).
    """
    require(counts, "differences", *by, group, outlets, stories, within, "article_id", "count", "total")
    if outlets and within:
        raise InputError(f"differences: outlets={outlets!r} shuffles whole outlets and within={within!r} shuffles articles; give one of the two")
    check_baseline(counts, group, baseline)
    by, unit = list(by), stories or "article_id"
    settings = (group, baseline, seed, outlets, unit, within, replicates, permutations, least_total)
    slices = counts.groupby(by, observed=True) if by else [((), counts)]
    rows = [
        (*values, member, baseline, *difference_row(mine, (*values, member), *settings))
        for values, mine in slices
        for member in sorted(mine[group].unique())
        if member != baseline
    ]
    columns = [*by, group, "baseline", "n_articles", "baseline_articles", "count", "total", "baseline_count", "baseline_total", "estimate", "baseline_estimate"]
    return false_discovery(pd.DataFrame(rows, columns=[*columns, *EFFECT_COLUMNS, "p", "method"]))


def check_baseline(counts, group, baseline):
    """Nothing; InputError for a `baseline` that is no value of the column `group`."""
    if baseline != ALL_OTHERS and baseline not in set(counts[group]):
        found = ", ".join(map(str, sorted(counts[group].unique())))
        raise InputError(f"baseline: {baseline!r} is no value of {group!r}; found {found}; or {ALL_OTHERS!r}")


def difference_row(counts, values, group, baseline, seed, outlets, unit, within, replicates, permutations, least_total):
    """The cells of one row of `differences`, from n_articles to method."""
    sides = with_sides(counts, group, values[-1], baseline)
    sums = summed(sides, list(dict.fromkeys([*filter(None, (outlets, within)), unit])))
    totals = sides.groupby("side")[["count", "total"]].sum().reindex(["group", "baseline"], fill_value=0).to_numpy().ravel()
    articles = sides.groupby("side")["article_id"].nunique().reindex(["group", "baseline"], fill_value=0)
    head = (*articles, *totals)
    lacking = what_lacks_of_sides(sums, unit, outlets, least_total)
    if lacking:
        return (*head, *[np.nan] * 12, f"not estimable: {lacking}")
    intervals, method = effect_intervals(sums, unit, outlets, random_of(seed, values), replicates)
    rates, effects = effect_values(*totals)
    cells = [cell for effect, ends in zip(effects, intervals) for cell in (effect, *map(float, ends))]
    columns, strata = shuffled_units(sides, outlets, within)
    p = permutation_p(columns, strata, random_of(seed + 1, values), permutations)
    return (*head, *rates, *cells, p, method)


def effect_values(count, total, its_count, its_total):
    """((rate, baseline rate), (difference, ratio, odds ratio)) of two sides; a ratio to nothing is infinite, of nothing to nothing unknown."""
    one, other = count / total, its_count / its_total
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.float64(one) / other
        odds = np.float64(one) * (1 - other) / (np.float64(other) * (1 - one))
    return (one, other), (one - other, float(ratio), float(odds))


def effect_intervals(sums, unit, outlets, random, replicates):
    """([(low, high)] of difference, ratio and odds ratio, method)."""
    sides = side_intervals(sums, unit, outlets, random, replicates)
    drawn = f"outlets, then {unit_name(unit)}" if outlets else unit_name(unit)
    if all(side[3] == "percentile-t" for side in sides.values()):
        return resampled_effect_intervals(*replicated_sides(sums, unit, outlets, random, replicates)), f"percentile-t, {replicates} resamples of {drawn}"
    return recovered_intervals(sides), f"recovered from the sides' intervals, {unit_name(unit) if not outlets else 'outlets'}"


def shuffled_units(sides, outlets, within):
    """((units, 4) of count and total on the group's and the baseline's side, stratum of each unit) for `permutation_p`."""
    unit = outlets or "article_id"
    keys = list(dict.fromkeys([*([within] if within else []), unit]))
    sums = summed(sides, keys)
    columns = side_by_side(sums, keys)
    twice = (columns[:, [1, 3]] > 0).all(axis=1)
    if twice.any():
        raise InputError(f"differences: {keys[-1]} {names_of(sums, keys)[twice].iloc[0]!r} stands in the group and in the baseline; a group is of whole articles, or of whole outlets where these are resampled")
    strata = sums.drop_duplicates(keys).sort_values(keys)[within].to_numpy() if within else np.zeros(len(columns))
    return columns, strata


def names_of(sums, keys):
    """The last of the `keys` of each unit, in the order of `side_by_side`."""
    return sums.drop_duplicates(keys).sort_values(keys)[keys[-1]].reset_index(drop=True)


def permutation_p(columns, strata, random, permutations):
    """The two-sided p of the difference of rates when sides are shuffled over units within `strata`; at least 1 / (permutations + 1)."""
    sums = np.zeros((permutations, 4))
    for stratum in np.unique(strata):
        sums += shuffled_sums(columns[strata == stratum], random, permutations)
    observed = columns.sum(axis=0)
    gap = lambda s: np.abs(s[..., 0] / s[..., 1] - s[..., 2] / s[..., 3])  # noqa: E731
    with np.errstate(divide="ignore", invalid="ignore"):
        as_far = ~(gap(sums) < gap(observed) - 1e-12)  # a shuffle that leaves one side empty counts against a difference
    return float((1 + as_far.sum()) / (permutations + 1))


def shuffled_sums(columns, random, permutations):
    """(permutations, 4): the sides' counts and totals of one stratum, its units dealt to the sides again, as many to each.

    Units with equal count and total are dealt together, by the multivariate hypergeometric distribution: the same distribution.
    """
    units = np.where(columns[:, [1]] > 0, columns[:, :2], columns[:, 2:])
    mine = int((columns[:, 1] > 0).sum())
    if mine in (0, len(units)):
        return columns.sum(axis=0)
    values, frequencies = np.unique(units, axis=0, return_counts=True)
    dealt = random.multivariate_hypergeometric(frequencies, mine, size=permutations) @ values
    return np.hstack([dealt, units.sum(axis=0) - dealt])


def false_discovery(table, *, p="p"):
    """`table` with the column p_adjusted after `p`: Benjamini and Hochberg's over its rows that have one, the family that is shown.

    p_adjusted at most 0.05 for a set of rows: about one in twenty of them is expected to be false.
    """
    known = table[p].notna()
    adjusted = pd.Series(np.nan, index=table.index)
    if known.any():
        adjusted[known] = stats.false_discovery_control(table.loc[known, p])
    kept = table.drop(columns="p_adjusted", errors="ignore")
    kept.insert(kept.columns.get_loc(p) + 1, "p_adjusted", adjusted)
    return kept
