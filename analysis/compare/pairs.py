"""Two groups side by side: each unit's count and total in the group and in its baseline, resampled together."""

import numpy as np

from .estimates import what_lacks
from .intervals import products, ratio_interval, resampled_outlets, resampled_sums, studentised, two_stage_interval

ALL_OTHERS = "all others"
SIDES = ("group", "baseline")


def with_sides(counts, group, member, baseline):
    """`counts` of one member and its baseline, with the column `side`: "group" or "baseline" ("all others": every other member)."""
    mine = counts[group] == member
    others = ~mine if baseline == ALL_OTHERS else counts[group] == baseline
    return counts[mine | others].assign(side=np.where(mine[mine | others], *SIDES))


def summed(sides, keys):
    """A table of `keys`, side, count and total, one row a unit and side; units with no total are left out."""
    sums = sides.groupby([*keys, "side"], as_index=False, observed=True)[["count", "total"]].sum()
    return sums[sums["total"] > 0]


def side_by_side(sums, unit):
    """(units, 4): count and total in the group, count and total in the baseline, of each `unit`."""
    wide = sums.pivot_table(index=unit, columns="side", values=["count", "total"], aggfunc="sum", fill_value=0, observed=True)
    return np.column_stack([wide[column, side] if (column, side) in wide else np.zeros(len(wide)) for side in SIDES for column in ("count", "total")])


def what_lacks_of_sides(sums, unit, outlets, least_total):
    """Why two sides cannot be compared, or an empty string."""
    for side in SIDES:
        mine = sums[sums["side"] == side]
        if lacking := what_lacks(mine, unit, outlets, mine["total"].sum(), least_total):
            return f"{side}: {lacking}"
    return ""


def replicated_sides(sums, unit, outlets, random, replicates):
    """(sums, replicated sums, units): rows of `products` of the four columns, scaled so that they give variances.

    Whole stories are drawn with both their sides; articles (and outlets) of the two sides are drawn apart.
    """
    if outlets:
        return added([outlet_products(sums, side, unit, outlets, random, replicates) for side in SIDES])
    if unit != "article_id":
        return scaled(products(side_by_side(sums, unit)), random, replicates)
    columns = side_by_side(sums, unit)
    return added([scaled(products(columns[columns[:, place] > 0]), random, replicates) for place in (1, 3)])


def scaled(unit_products, random, replicates):
    """Sums over units and their replicates, the products multiplied by units / (units - 1)."""
    units = len(unit_products)
    weight = np.r_[np.ones(4), np.full(16, units / (units - 1))]
    return unit_products.sum(axis=0) * weight, resampled_sums(unit_products, random, replicates) * weight


def outlet_products(sums, side, unit, outlets, random, replicates):
    """As `scaled`, for one side whose outlets are drawn first, then the units of each."""
    mine = sums[sums["side"] == side]
    place = 2 * SIDES.index(side)
    pools = [np.pad(one[["count", "total"]].to_numpy(), ((0, 0), (place, 2 - place))) for _, one in mine.groupby(outlets, observed=True)]
    weight = np.r_[np.ones(4), np.full(16, len(pools) / (len(pools) - 1))]
    drawn = resampled_outlets(pools, random, replicates)
    squares = np.einsum("rui,ruj->rij", drawn, drawn).reshape(replicates, -1)
    whole = products(np.array([pool.sum(axis=0) for pool in pools])).sum(axis=0)
    return whole * weight, np.hstack([drawn.sum(axis=1), squares]) * weight


def added(parts):
    """The sums and replicated sums of two sides that are drawn apart, added up."""
    return sum(part[0] for part in parts), sum(part[1] for part in parts)


def effects(sums):
    """Three (value, standard error) pairs, of rows of scaled `products`: the difference, log ratio and log odds ratio of the two rates.

    Half a count and one total are added on each side for the logarithms, so that they are finite.
    """
    first, second = sums[..., :4], sums[..., 4:].reshape(*sums.shape[:-1], 4, 4)
    count, total = first[..., [0, 2]], first[..., [1, 3]]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = count / total
        steady = (count + 0.5) / (total + 1)
        signed = np.array([1, -1]) / total
        slopes = (signed, signed / steady, signed / (steady * (1 - steady)))
        values = (rate, np.log(steady), np.log(steady / (1 - steady)))
        return [(value[..., 0] - value[..., 1], error_of(slope, rate, second)) for value, slope in zip(values, slopes)]


def error_of(slope, rate, second):
    """The linearised standard error: the root of the sum of squares of slope * (count - rate * total) over units, sides added."""
    weights = np.stack([slope[..., 0], -slope[..., 0] * rate[..., 0], slope[..., 1], -slope[..., 1] * rate[..., 1]], axis=-1)
    return np.sqrt(np.maximum(np.einsum("...i,...ij,...j->...", weights, second, weights), 1e-24))


def resampled_effect_intervals(sums, replicated):
    """[(low, high)] of difference, ratio and odds ratio, percentile-t; those of ratios on the log scale."""
    whole, drawn = effects(sums), effects(replicated)
    kept = np.isfinite(np.stack([value for value, _ in drawn])).all(axis=0)
    ends = [studentised(*one, values[kept], errors[kept]) for one, (values, errors) in zip(whole, drawn)]
    difference = tuple(np.clip(ends[0], -1, 1))
    return [difference, *(tuple(np.exp(end)) for end in ends[1:])]


def side_intervals(sums, unit, outlets, random, replicates):
    """{side: (rate, low, high, method)} of the two sides on their own."""
    found = {}
    for side in SIDES:
        mine = sums[sums["side"] == side]
        if outlets:
            pools = [one[["count", "total"]].to_numpy() for _, one in mine.groupby(outlets, observed=True)]
            interval = two_stage_interval(pools, random, replicates)
        else:
            interval = ratio_interval(mine[["count", "total"]].to_numpy(), random, replicates)
        found[side] = (mine["count"].sum() / mine["total"].sum(), *interval)
    return found


def recovered_intervals(sides):
    """[(low, high)] of difference, ratio and odds ratio, recovered from the two sides' own intervals (Zou & Donner 2008).

    Assumes the sides independent. Where a rate or an end is 0 or 1, ratios are bounded by the ends' own ratios, which is wider.
    """
    (one, low, high, _), (other, its_low, its_high, _) = sides["group"], sides["baseline"]
    difference = (one - other - np.hypot(one - low, its_high - other), one - other + np.hypot(high - one, other - its_low))
    ratios = []
    for scale in (lambda rate: rate, lambda rate: rate / (1 - rate) if rate < 1 else np.inf):
        a, a_low, a_high, b, b_low, b_high = map(scale, map(float, (one, low, high, other, its_low, its_high)))
        ratios.append(recovered_ratio(a, a_low, a_high, b, b_low, b_high))
    return [difference, *ratios]


def recovered_ratio(a, a_low, a_high, b, b_low, b_high):
    """(low, high) of a / b from the intervals of a and b: on the log scale where all are above zero and finite."""
    if min(a_low, b_low) > 0 and max(a_high, b_high) < np.inf:
        step_down, step_up = np.hypot(np.log(a / a_low), np.log(b_high / b)), np.hypot(np.log(a_high / a), np.log(b / b_low))
        return a / b * np.exp(-step_down), a / b * np.exp(step_up)
    return (a_low / b_high if b_high > 0 else 0.0), (a_high / b_low if b_low > 0 else np.inf)
