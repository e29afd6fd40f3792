"""A logistic model of a choice on several things at once, its errors clustered; needs statsmodels (the extra `models`)."""

import numpy as np
import pandas as pd
from scipy import stats

from ..tables import InputError
from .estimates import LEAST_TOTAL, require
from .intervals import LEVEL

LEAST_CLUSTERS = 5
LARGEST = 15  # a coefficient beyond this says that a value decides the choice, and that the model has no estimate


def logistic(counts, *, choice, baseline, held, clusters, least_total=LEAST_TOTAL):
    """`estimates`, a row for each value of the column `choice` (outlet, leaning), from a logistic model of `counts` per article.

    Each of a row's `total` labels is counted or not, with log odds that add an effect of `choice` to one of each column in `held` (topic, year,
    country). odds_ratio: of a value of `choice` against the `baseline`, what is held being equal; above 1: more of what is counted. estimate: the
    average marginal share, were all labels of the table of that value and nothing else changed (between 0 and 1). low and high
    bound estimate, odds_low and odds_high the odds ratio, at 95 %: standard errors robust to any dependence within a value of
    `clusters` (outlet, story), Student's t with clusters - 1 degrees of freedom (Liang & Zeger 1986; Cameron & Miller 2015).
    Values of `held` with under `least_total` labels, or without a choice made both ways, are one value, "other". A value of
    `choice` like that is not estimable. Assumes that effects add on the log-odds scale, and no fewer than some thirty clusters: with
    few, intervals are too narrow; under five, InputError.
    """
    require(counts, "logistic", choice, *held, clusters, "article_id", "count", "total")
    rows = counts[counts["total"] > 0]
    weak = weak_values(rows, choice, least_total)
    if baseline not in set(rows[choice]) - weak:
        raise InputError(f"baseline: {baseline!r} is no value of {choice!r} with {least_total} labels, some counted and some not")
    kept = rows[~rows[choice].isin(weak)]
    if kept[clusters].nunique() < LEAST_CLUSTERS:
        raise InputError(f"logistic: {kept[clusters].nunique()} values of {clusters!r}; errors clustered need at least {LEAST_CLUSTERS}")
    design = design_of(kept, choice, baseline, held, least_total)
    fitted, method = fit(kept, design, clusters)
    found = [value_row(kept, design, fitted, choice, value, baseline, method) for value in sorted(set(kept[choice]))]
    found += [weak_row(rows, choice, value, baseline, least_total) for value in sorted(weak)]
    columns = [choice, "baseline", "n_articles", "n_stories", "count", "total", "estimate", "low", "high", "odds_ratio", "odds_low", "odds_high", "method"]
    return pd.DataFrame(found, columns=columns)


def weak_values(rows, column, least_total):
    """The values of `column` with too few labels, or with a choice made one way only."""
    sums = rows.groupby(column, observed=True)[["count", "total"]].sum()
    return set(sums.index[(sums["total"] < least_total) | (sums["count"] == 0) | (sums["count"] == sums["total"])])


def design_of(rows, choice, baseline, held, least_total):
    """A table of ones and zeros: constant, each value of `choice` but the baseline, each value of `held` but its commonest."""
    columns = {"constant": np.ones(len(rows))}
    columns |= {f"{choice}={value}": (rows[choice] == value).to_numpy(float) for value in sorted(set(rows[choice]) - {baseline})}
    for column in held:
        values = rows[column].where(~rows[column].isin(weak_values(rows, column, least_total)), "other")
        commonest = rows.groupby(values.to_numpy())["total"].sum().idxmax()
        columns |= {f"{column}={value}": (values == value).to_numpy(float) for value in sorted(set(values) - {commonest}, key=str)}
    return pd.DataFrame(columns)


def fit(rows, design, clusters):
    """((coefficients, covariance, degrees of freedom), method) of a binomial model with errors clustered; InputError without statsmodels."""
    try:
        import statsmodels.api as models
    except ImportError:
        raise InputError("logistic: statsmodels is not installed; install it with `pip install 'slantwise[models]'`") from None
    made = np.column_stack([rows["count"], rows["total"] - rows["count"]])
    groups = pd.factorize(rows[clusters])[0]
    result = models.GLM(made, design.to_numpy(), family=models.families.Binomial()).fit(cov_type="cluster", cov_kwds={"groups": groups})
    if not result.converged or np.abs(result.params).max() > LARGEST:
        worst = design.columns[int(np.abs(result.params).argmax())]
        raise InputError(f"logistic: {worst!r} decides the choice wherever it holds, so the model has no estimate; leave it out of `held`")
    n_clusters = int(groups.max()) + 1
    return (result.params, result.cov_params(), n_clusters - 1), f"logistic model, average marginal share, errors clustered by {n_clusters} values of {clusters}"


def value_row(rows, design, fitted, choice, value, baseline, method):
    """One row of `logistic`, as a tuple."""
    coefficients, covariance, freedom = fitted
    step = stats.t.ppf((1 + LEVEL) / 2, freedom)
    share, slope = marginal_share(rows, design, coefficients, choice, value)
    error = np.sqrt(slope @ covariance @ slope) / (share * (1 - share))
    low, high = 1 / (1 + np.exp(-np.log(share / (1 - share)) - np.array([-step, step]) * error))
    place = design.columns.get_indexer([f"{choice}={value}"])[0]
    ends = [0.0] * 3 if place < 0 else coefficients[place] + np.array([0, -step, step]) * np.sqrt(covariance[place, place])
    mine = rows[rows[choice] == value]
    head = (value, baseline, mine["article_id"].nunique(), 0, int(mine["count"].sum()), int(mine["total"].sum()))
    return (*head, share, float(low), float(high), *map(float, np.exp(ends)), method)


def marginal_share(rows, design, coefficients, choice, value):
    """(share, its slope in the coefficients): the mean over all labels of the model's probability, were each of that `value`."""
    alike = design.assign(**{name: float(name == f"{choice}={value}") for name in design.columns if name.startswith(f"{choice}=")}).to_numpy()
    weight = rows["total"].to_numpy() / rows["total"].sum()
    probability = 1 / (1 + np.exp(-alike @ coefficients))
    return float(weight @ probability), (weight * probability * (1 - probability)) @ alike


def weak_row(rows, choice, value, baseline, least_total):
    """The row of a value of `choice` that the model leaves out."""
    mine = rows[rows[choice] == value]
    head = (value, baseline, mine["article_id"].nunique(), 0, int(mine["count"].sum()), int(mine["total"].sum()))
    return (*head, *[np.nan] * 6, f"not estimable: total under {least_total}, or a choice made one way only")
