"""One result under every defensible combination of choices: the specification curve (Simonsohn, Simmons & Nelson 2020)."""

import itertools

import numpy as np
import pandas as pd
from scipy import sparse, stats

from ..tables import InputError
from .differences import difference_row
from .estimates import LEAST_TOTAL, REPLICATES, require
from .intervals import LEVEL
from .pairs import ALL_OTHERS

KEPT = ["n_articles", "baseline_articles", "count", "total", "baseline_count", "baseline_total", "estimate", "baseline_estimate", "difference", "low", "high", "method"]


def label_choices(counts, *, group):
    """The choices of a result of label choice, a dictionary from choice to its options, first what the notebooks do, from `counts` of labels.

    `counts` has voice, part, label ("named", "bare"), instrument, lexicon, is_wire, genre, outlet, and story_id where stories are known. A
    choice that the table leaves open in one way only is not offered. "some labels": outlets with five or more of those left by then.
    """
    everything = lambda table: table  # noqa: E731
    is_not = lambda column, value: lambda table: table[table[column] != value]  # noqa: E731
    units = {"outlets": {"outlets": "outlet"}} if group != "outlet" else {}
    units |= {"articles": {}} | ({"stories": {"stories": "story_id"}} if "story_id" in counts else {})
    values = lambda column: {name: (lambda table, name=name: table[table[column] == name]) for name in dict.fromkeys(counts[column])}  # noqa: E731
    choices = {
        "voice": {"own": lambda table: table[table["voice"] == "outlet"], "all": everything}, "wire copy": {"out": is_not("is_wire", True), "in": everything},
        "opinion": {"out": is_not("genre", "opinion"), "in": everything}, "title": {"out": is_not("part", "title"), "in": everything},
        "bare labels": {"out": is_not("label", "bare"), "in": everything}, "instrument": values("instrument"), "word list": values("lexicon"),
        "outlets": {"all": everything, "some labels": lambda table: with_some(table)}, "unit": units,
    }  # fmt: skip
    open_ones = {"wire copy": counts["is_wire"].any(), "opinion": (counts["genre"] == "opinion").any(), "bare labels": (counts["label"] == "bare").any(), "title": (counts["part"] == "title").any()}
    return {choice: options for choice, options in choices.items() if len(options) > 1 and open_ones.get(choice, True)}


def with_some(counts, *, least=5):
    """The `counts` of outlets that have at least so many labels."""
    return counts[counts.groupby("outlet")["total"].transform("sum") >= least]


def specifications(choices):
    """Every combination of options, a list of dictionaries from choice to option; the first options first."""
    return [dict(zip(choices, options)) for options in itertools.product(*choices.values())]


def specified(counts, choices, specification):
    """(counts, options) of one specification: `counts` as its functions leave them, and the options of the comparison that it sets."""
    options = {}
    for choice, option in specification.items():
        change = choices[choice][option]
        if callable(change):
            counts = change(counts)
        else:
            options |= change
    return counts, options


def specification_curve(counts, choices, *, group, member, baseline, seed, replicates=REPLICATES, least_total=LEAST_TOTAL):
    """A table of one difference under every combination of `choices`, a row a specification, from `counts` per article and label kind.

    `choices` maps a choice to its options, an option to what it does: a function from counts to new counts, or a dictionary with
    `outlets` or `stories`, the unit that is resampled. difference = the rate (count / total) of `member` less that of `baseline` (a
    value of the column `group`, or "all others"): above 0 where `member` has more. low and high: 95 %, as in `differences`. significant:
    whether they leave out 0. Rows are in order of their difference (column `place`, from 0), those not estimable last.
    Assumes that each specification is defensible; a curve of bad ones says nothing (Simonsohn, Simmons & Nelson 2020).
    """
    counts, rows = compared(counts, group, member, baseline), []
    for specification in specifications(choices):
        mine, options = specified(counts, choices, specification)
        require(mine, "specification_curve", group, *options.values(), "article_id", "count", "total")
        settings = (group, baseline, seed, options.get("outlets"), options.get("stories") or "article_id", None, replicates, 1, least_total)
        cells = difference_row(mine, (member,), *settings)
        rows.append((*specification.values(), *cells[:11], cells[-1]))
    table = pd.DataFrame(rows, columns=[*choices, *KEPT]).sort_values("difference", kind="stable", ignore_index=True)
    return table.assign(significant=(table["low"] > 0) | (table["high"] < 0), place=range(len(table)))


def compared(counts, group, member, baseline):
    """The `counts` of the member and of its baseline."""
    return counts if baseline == ALL_OTHERS else counts[counts[group].isin([member, baseline])]


def effects_of_choices(curve, choices):
    """A table of choice, option, specifications, significant, mean_difference, mean_change and largest_change, from a specification curve.

    mean_change: how much the difference moves, on average, when the choice's first option is changed for this one and all else is the
    same; largest_change: the greatest such move, with its sign. Only pairs of which both are estimable count. specifications: the estimable
    ones that take the option; significant: how many of them have an interval that leaves out 0.
    """
    rows = []
    for choice, options in choices.items():
        others = [other for other in choices if other != choice]
        wide = curve.set_index([*others, choice])["difference"].unstack(choice)
        for option in options:
            moved = (wide[option] - wide[next(iter(options))]).dropna()
            largest = moved.loc[moved.abs().idxmax()] if len(moved) else np.nan
            significant = int(curve.loc[curve[choice] == option, "significant"].sum())
            rows.append((choice, option, int(wide[option].notna().sum()), significant, wide[option].mean(), moved.mean(), largest))
    return pd.DataFrame(rows, columns=["choice", "option", "specifications", "significant", "mean_difference", "mean_change", "largest_change"])


def shuffled_curves(counts, choices, *, group, member, baseline, over, seed, within=None, shuffles=500):
    """A table with a row for the observed curve (shuffle 0) and for each of `shuffles` curves after the group names were shuffled.

    Names are shuffled once for all specifications, over the values of the column `over` (whole outlets where groups are leanings; articles where
    groups are outlets), within the column `within` where given. Columns: median_difference; with_it, the number of specifications significant in
    the direction of the observed median; against_it, in the other; mean_z. Significance here: the difference over its linearised standard
    error beyond Student's quantile, the same for observed and shuffled curves.
    """
    counts = compared(counts, group, member, baseline)
    shuffled = group_names_shuffled(counts, group, member, over, within, np.random.default_rng(seed), shuffles)
    curves = [linearised(*specified(counts, choices, one), *shuffled, over) for one in specifications(choices)]
    differences, z, significant = (np.stack(parts) for parts in zip(*curves))
    with np.errstate(invalid="ignore"):
        median = np.nanmedian(differences, axis=0)
        direction = np.sign(median[0]) or 1.0
        with_it, against = ((significant & (np.sign(z) == side)).sum(axis=0) for side in (direction, -direction))
        means = np.nanmean(np.where(np.isfinite(z), z, np.nan), axis=0)
    columns = {"shuffle": range(shuffles + 1), "median_difference": median, "with_it": with_it, "against_it": against, "mean_z": means}
    return pd.DataFrame(columns).assign(specifications=int(np.isfinite(differences[:, 0]).sum()))


def group_names_shuffled(counts, group, member, over, within, random, shuffles):
    """(values of `over`, boolean array (shuffles + 1, values)): which stand on the member's side; the first row as observed.

    InputError for a value of `over` that stands on both sides.
    """
    held = counts[counts["total"] > 0]
    sides = (held[group] == member).groupby(held[over]).nunique()
    if (sides > 1).any():
        raise InputError(f"shuffled_curves: {over} {sides.index[sides > 1][0]!r} stands in the group and in the baseline; names are shuffled over whole values")
    units = held.drop_duplicates(over).sort_values(over)
    observed = (units[group] == member).to_numpy()
    sides = np.tile(observed, (shuffles + 1, 1))
    strata = units[within].to_numpy() if within else np.zeros(len(units))
    for stratum in np.unique(strata):
        place = np.flatnonzero(strata == stratum)
        sides[1:, place] = random.permuted(sides[1:, place], axis=1)
    return pd.Index(units[over]), sides


def linearised(counts, options, units, sides, over):
    """(difference, z, significant), an array each with an item a shuffle, of one specification."""
    held = counts[(counts["total"] > 0) & counts[over].isin(units)]
    drawn = options.get("outlets") or options.get("stories") or "article_id"
    sums = held.groupby(list(dict.fromkeys([over, drawn])), as_index=False, observed=True)[["count", "total"]].sum()
    on_side = sides[:, units.get_indexer(sums[over])].astype(float)
    count, total = sums[["count", "total"]].to_numpy(float).T
    codes, values = pd.factorize(sums[drawn])
    unit_of = sparse.csr_array((np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), len(values)))
    rates, left = [], 0
    with np.errstate(divide="ignore", invalid="ignore"):
        for side, sign in ((on_side, 1), (1 - on_side, -1)):
            in_all = side @ total
            rates.append(side @ count / in_all)
            left = left + sign * side * (count - rates[-1][:, None] * total) / in_all[:, None]
        n = len(values)
        error = np.sqrt(n / max(n - 1, 1) * ((left @ unit_of) ** 2).sum(axis=1))
        difference = rates[0] - rates[1]
        z = difference / error
        return difference, z, np.abs(z) > stats.t.ppf((1 + LEVEL) / 2, max(n - 2, 1))


def joint_tests(shuffled):
    """A table of statistic, observed, shuffled_median, shuffled_high (97.5th percentile) and p, from `shuffled_curves`.

    p: the share of curves, the observed one counted, that are at least as far out: of the absolute median difference, of the larger number of
    specifications significant in one direction, and of the absolute mean z; at least 1 / (shuffles + 1).
    """
    one_way = shuffled[["with_it", "against_it"]].max(axis=1)
    values = {
        "absolute median difference": shuffled["median_difference"].abs(), "specifications significant in one direction": one_way,
        "absolute mean z": shuffled["mean_z"].abs(),
    }  # fmt: skip
    rows = []
    for name, value in values.items():
        others = value[1:].dropna()
        p = ((others >= value[0] - 1e-12).sum() + 1) / (len(others) + 1)
        rows.append((name, value[0], others.median(), others.quantile(0.975), p))
    return pd.DataFrame(rows, columns=["statistic", "observed", "shuffled_median", "shuffled_high", "p"])
