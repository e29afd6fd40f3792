"""Rates freed of the instrument's error by a hand-coded sample of articles: prediction-powered inference, and Rogan-Gladen.

The sample must be drawn at random from the articles it speaks for (`articles_to_code`). An article is the unit: its words and its
attributions are not independent.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from ..tables import InputError
from .estimates import LEAST_TOTAL
from .intervals import LEVEL

LEAST_CODED = 5  # hand-coded articles below which a group has no corrected value
TARGETS = ("outlet", "corpus")
ESTIMATORS = ("automatic", "hand-coded", "corrected")


def articles_to_code(articles, *, by, share, seed, least=0):
    """The article_id of a random `share` (0 to 1) of `articles` in each group of `by`, in the table's order.

    Rounded up and at least `least`; without replacement, each article of a group as likely as any other: what `correct`
    assumes of its sample.
    """
    random = np.random.default_rng(seed)
    chosen = []
    for _, mine in articles.groupby(list(by), observed=True, sort=True):
        chosen.append(mine.index[drawn_rows(len(mine), share, least, random)])
    return articles.loc[articles.index.isin(np.concatenate(chosen)), "article_id"]


def drawn_rows(n, share, least, random):
    """The positions of a random `share` of `n` rows, rounded up, and at least `least` where there are so many."""
    return random.permutation(n)[: max(int(np.ceil(share * n)), least)]


def correct(counts, *, by, weight_by=(), target="outlet", least_coded=LEAST_CODED, level=LEVEL):
    """`estimates`, three rows a group, from `counts` per article: automatic, hand-coded and corrected (column `estimator`).

    `counts` has article_id, the `by` columns, count and total (found by the instrument, for all articles), and coded_count and
    coded_total (for the hand-coded articles; empty in all others). The value is a ratio of sums, count over total: a mean
    where every total is one, a share where count is a part of total. Numerator, denominator and direction are those of `counts`.

    automatic: the found counts of all articles, as if the instrument never erred. hand-coded: the sample's coded counts alone.
    corrected: prediction-powered (Angelopoulos et al. 2023, Science 382), power-tuned (PPI++: Angelopoulos, Duchi & Zrnic 2023):
    mean(coded) + weight * (mean(found, not coded) - mean(found, coded)), of count and of total, and the ratio of the two. The weight is
    theirs for the mean of count - rate * total, tuned over all groups that share the values of the `weight_by` columns (`by`
    itself: each group its own, which with a dozen coded articles costs coverage). Right whatever the instrument's error is and however
    it differs between groups; assumes a random sample in each group, and independent articles. Intervals: the delete-one-article
    jackknife over the coded articles (Cochran 1977, 6.17), linearised for the others, Student's t on (articles - 1) degrees of freedom.
    `target` "outlet": the rate of more articles of the same kind; "corpus": the rate that coding all these very articles
    would give (finite population: nothing is left to chance once all are coded). count and total are what was counted: found for
    automatic and corrected, coded for hand-coded; n_coded is the sample's size. A group with fewer than `least_coded` coded
    articles or a coded total under ten has no hand-coded and no corrected value.
    Raises InputError for a missing column, an unknown target, or a coded article with one of its two counts empty.
    """
    check_counts(counts, [*by, *weight_by], target)
    groups = {group: arrays_of(mine) for group, mine in counts.groupby(list(by), observed=True)}
    family = {group: tuple(dict(zip(by, group))[column] for column in weight_by) for group in groups}
    weights = {one: shared_weight([groups[g] for g in groups if family[g] == one]) for one in set(family.values())}
    rows = []
    for group, mine in groups.items():
        made = group_rows(mine, weights[family[group]], target, least_coded, level)
        rows += [(*group, len(mine.found), 0, *row) for row in made]
    columns = [*by, "n_articles", "n_stories", "estimator", "n_coded", "count", "total", "estimate", "low", "high", "method"]
    return pd.DataFrame(rows, columns=columns)


def check_counts(counts, by, target):
    """Nothing, where `counts` can be corrected; else InputError."""
    for column in (*by, "article_id", "count", "total", "coded_count", "coded_total"):
        if column not in counts.columns:
            raise InputError(f"correct: missing column {column!r}; found {', '.join(counts.columns)}")
    if target not in TARGETS:
        raise InputError(f"correct: unknown target {target!r}; allowed: {', '.join(TARGETS)}")
    half = counts["coded_count"].isna() != counts["coded_total"].isna()
    if half.any():
        first = counts.loc[half, "article_id"].iloc[0]
        raise InputError(f"correct: article {first!r} has one of coded_count and coded_total; needed: both or none")
    twice = counts.duplicated([*by, "article_id"])
    if twice.any():
        raise InputError(f"correct: article {counts.loc[twice, 'article_id'].iloc[0]!r} stands in two rows of a group; sum them first")


@dataclass(frozen=True)
class Counts:
    """One group's counts: arrays of (count, total), a row an article, and which articles are hand-coded."""

    found: np.ndarray
    coded: np.ndarray
    is_coded: np.ndarray

    @property
    def parts(self):
        """(coded, found, rest): hand-coded and found of the coded articles, found of the others."""
        return self.coded[self.is_coded], self.found[self.is_coded], self.found[~self.is_coded]


def arrays_of(counts):
    """The Counts of one group of a table."""
    found = counts[["count", "total"]].to_numpy(dtype=float)
    coded = counts[["coded_count", "coded_total"]].astype("float64").to_numpy()
    return Counts(found, coded, ~np.isnan(coded[:, 0]))


def group_rows(counts, weight, target, least_coded, level):
    """The rows of one group in the order of ESTIMATORS: estimator, n_coded, count, total, estimate, low, high, method."""
    n, n_coded = len(counts.found), int(counts.is_coded.sum())
    coded, _, _ = counts.parts
    found_sums, coded_sums = counts.found.sum(axis=0).astype(int), coded.sum(axis=0).astype(int)
    spared = 0.0 if target == "corpus" else 1.0  # all articles have been measured: their own rate has no sampling error
    rows = [("automatic", 0, *found_sums, *automatic_interval(counts.found, spared, level))]
    both = (("hand-coded", coded_sums, 0.0), ("corrected", found_sums, weight))
    if n_coded < least_coded or coded_sums[1] < LEAST_TOTAL:
        why = f"not estimable: under {least_coded} hand-coded articles or a coded total under {LEAST_TOTAL}"
        return rows + [(name, n_coded, *sums, np.nan, np.nan, np.nan, why) for name, sums, _ in both]
    for name, sums, used in both:
        value, error = prediction_powered(*counts.parts, weight=used, target=target)
        what = "hand-coded sample" if name == "hand-coded" else f"prediction-powered (PPI++), weight {weight:.2f}"
        method = f"{what}, {n_coded} of {n} articles coded, jackknife, for the {target}"
        rows.append((name, n_coded, *sums, value, *around(value, error, n_coded, level), method))
    return rows


def automatic_interval(found, spared, level):
    """(estimate, low, high, method) of the found counts by themselves."""
    if found[:, 1].sum() < LEAST_TOTAL or len(found) < 2:
        return np.nan, np.nan, np.nan, f"not estimable: total under {LEAST_TOTAL} or under 2 articles"
    rate = found[:, 0].sum() / found[:, 1].sum()
    error = spared * np.sqrt(linear(found, rate).var(ddof=1) / len(found)) / found[:, 1].mean()
    return rate, *around(rate, error, len(found), level), "automatic alone, linearised"


def linear(counts, rate):
    """What each article adds to the ratio's error: count - rate * total."""
    return counts[:, 0] - rate * counts[:, 1]


def around(value, error, n, level):
    """The interval of `value` by Student's t on n - 1 degrees of freedom."""
    reach = stats.t.ppf((1 + level) / 2, n - 1) * error
    return value - reach, value + reach


def prediction_powered(coded, found, rest, *, weight, target="outlet"):
    """(rate, standard error) of a ratio of sums, from arrays of (count, total), a row an article; see `correct`.

    `coded` and `found` are of the hand-coded articles, `rest` is found of all others. `weight`: of the instrument's counts; 0
    for none of it.
    """
    n, m = len(coded), len(rest)
    # Seen from these articles only, the estimator is a difference estimator: the mean found in all articles is fixed, the slope larger.
    slope, fixed = (weight, rest) if target == "outlet" else (weight * (n + m) / max(m, 1), np.concatenate([found, rest]))
    slope, base = (slope, slope * fixed.mean(axis=0)) if m else (0.0, np.zeros(2))
    differences = coded - slope * found
    moved = base + differences.mean(axis=0)
    rate = moved[0] / moved[1]
    without_one = base + (differences.sum(axis=0) - differences) / (n - 1)
    rates = without_one[:, 0] / without_one[:, 1]
    variance = (n - 1) / n * ((rates - rates.mean()) ** 2).sum()
    if target == "corpus":
        return rate, np.sqrt(variance * m / (n + m))
    of_rest = weight**2 * linear(rest, rate).var(ddof=1) / m / moved[1] ** 2 if m > 1 else 0.0
    return rate, np.sqrt(variance + of_rest)


def shared_weight(groups):
    """The weight (0 to 1) of the instrument's counts that makes the corrected rates' summed relative variance least, over Counts.

    sum of cov(coded, found) / sum of (1 + n / N) * var(found, all articles), of count - rate * total over the mean total, for n
    coded and N other articles of each group; for one group it is the lambda of Angelopoulos, Duchi & Zrnic (2023), section 6.
    """
    above = below = 0.0
    for coded, found, rest in (group.parts for group in groups):
        if len(coded) > 1 and len(rest) and coded[:, 1].sum() > 0:
            rate, size = coded[:, 0].sum() / coded[:, 1].sum(), coded[:, 1].mean()
            all_found = np.concatenate([linear(found, rate), linear(rest, rate)]) / size
            above += np.cov(linear(coded, rate), linear(found, rate))[0, 1] / size**2
            below += all_found.var(ddof=1) * (1 + len(found) / len(rest))
    return float(np.clip(above / below, 0, 1)) if below > 0 else 0.0


def correct_repeatedly(counts, *, by, share, repeats, seed, least=0, weight_by=(), target="corpus", level=LEVEL):
    """A table of `by`, estimator, truth, mean, mean_low, mean_high, coverage, width: what random samples of a `share` would have given.

    `counts` as for `correct` with every article hand-coded. truth: the rate hand-coded on all. mean: of the estimates over
    `repeats` random samples of that share of each group's articles (at least `least`); mean_low and mean_high: of their
    intervals' ends; coverage: the share of intervals that hold the truth; width: their mean width. Raises InputError where an
    article is not hand-coded.
    """
    check_counts(counts, [*by, *weight_by], target)
    if counts["coded_total"].isna().any():
        lacking = counts.loc[counts["coded_total"].isna(), "article_id"].iloc[0]
        raise InputError(f"correct_repeatedly: article {lacking!r} is not hand-coded; needed: all articles")
    random, tables_of_rows = np.random.default_rng(seed), []
    for key, family in counts.groupby(list(weight_by), observed=True) if weight_by else [((), counts)]:
        groups = {group: arrays_of(mine) for group, mine in family.groupby(list(by), observed=True)}
        drawn = [family_sample(groups.values(), share, least, random, target, level) for _ in range(repeats)]
        tables_of_rows += summed_up(groups, np.array(drawn, dtype=float))
    columns = [*by, "estimator", "truth", "mean", "mean_low", "mean_high", "coverage", "width"]
    return pd.DataFrame(tables_of_rows, columns=columns)


def family_sample(groups, share, least, random, target, level):
    """[[(estimate, low, high) of each estimator] of each group], from one random sample of each group's articles."""
    sampled = []
    for group in groups:
        is_coded = np.zeros(len(group.found), dtype=bool)
        is_coded[drawn_rows(len(group.found), share, least, random)] = True
        sampled.append(Counts(group.found, group.coded, is_coded))
    weight = shared_weight(sampled)
    return [[row[4:7] for row in group_rows(one, weight, target, 2, level)] for one in sampled]


def summed_up(groups, drawn):
    """The rows of `correct_repeatedly` from an array of repeats, groups, estimators and (estimate, low, high)."""
    rows = []
    for place, (group, counts) in enumerate(groups.items()):
        truth = counts.coded[:, 0].sum() / counts.coded[:, 1].sum()
        for which, name in enumerate(ESTIMATORS):
            value, low, high = drawn[:, place, which].T
            held = np.mean((low <= truth) & (truth <= high))
            rows.append((*group, name, truth, value.mean(), low.mean(), high.mean(), held, np.mean(high - low)))
    return rows


def rogan_gladen(counts, validation, *, by, level=LEVEL):
    """`estimates`, a row a group, from `counts` (the `by` columns, count, total) and a `validation` table.

    count: units that the instrument calls positive, of total units. `validation` has positives and right_positives (units that
    are positive by hand, and those of them that the instrument calls positive), negatives and right_negatives; with the `by`
    columns, or one row for all groups. estimate = (count / total + specificity - 1) / (sensitivity + specificity - 1), held
    within 0 and 1: Rogan & Gladen (1978), American Journal of Epidemiology 107. Interval: Lang & Reiczigel (2014), Preventive Veterinary
    Medicine 113. Assumes independent units (words or attributions of one article are not: too narrow then), an error rate that is
    the same wherever the validation is used, and that every unit is found and only to be classed. A group where sensitivity and
    specificity sum to one or less has an empty estimate.
    """
    groups = counts.groupby(list(by), as_index=False, observed=True)
    sums = groups.agg(n_articles=("article_id", "nunique"), count=("count", "sum"), total=("total", "sum"))
    shared = [column for column in by if column in validation.columns]
    if not shared and len(validation) != 1:
        found = f"{len(validation)} rows and none of {', '.join(by)}"
        raise InputError(f"rogan_gladen: validation has {found}; needed: one row, or the groups' columns")
    joined = sums.merge(validation, on=shared, how="left", validate="m:1") if shared else sums.merge(validation, how="cross")
    assert len(joined) == len(sums), "one row a group"
    rows = [rogan_gladen_row(row, level) for row in joined.itertuples(index=False)]
    made = pd.DataFrame(rows, columns=["estimate", "low", "high", "method"])
    return pd.concat([joined[[*by, "n_articles", "count", "total"]].assign(n_stories=0, estimator="Rogan-Gladen"), made], axis=1)


def rogan_gladen_row(row, level):
    """(estimate, low, high, method) of one group."""
    sizes = (row.total, row.positives, row.negatives)
    if not all(size >= 2 for size in sizes):
        return np.nan, np.nan, np.nan, "not estimable: under 2 units found, or hand-coded positive, or negative"
    sensitivity, specificity = (row.right_positives, row.positives), (row.right_negatives, row.negatives)
    answer = rogan_gladen_interval((row.count, row.total), sensitivity, specificity, level=level)
    if np.isnan(answer[0]):
        return *answer, "not estimable: sensitivity and specificity sum to one or less"
    return *answer, "Rogan-Gladen, interval of Lang & Reiczigel"


def rogan_gladen_interval(found, sensitivity, specificity, *, level=LEVEL):
    """(estimate, low, high), each within 0 and 1, from three pairs (how many, of how many); see `rogan_gladen`."""
    (k, n), (k_se, n_se), (k_sp, n_sp) = found, sensitivity, specificity
    if k_se / n_se + k_sp / n_sp <= 1:
        return np.nan, np.nan, np.nan
    estimate = (k / n + k_sp / n_sp - 1) / (k_se / n_se + k_sp / n_sp - 1)
    z = stats.norm.ppf((1 + level) / 2)
    # Agresti and Coull's added successes and failures: z squared for the share, two for sensitivity and for specificity.
    p, p_n = (k + z**2 / 2) / (n + z**2), n + z**2
    se, sp, se_n, sp_n = (k_se + 1) / (n_se + 2), (k_sp + 1) / (n_sp + 2), n_se + 2, n_sp + 2
    middle = (p + sp - 1) / (se + sp - 1)
    v_se, v_sp = se * (1 - se) / se_n, sp * (1 - sp) / sp_n
    middle_moved = middle + 2 * z**2 * (middle * v_se - (1 - middle) * v_sp)
    error = np.sqrt(p * (1 - p) / p_n + middle**2 * v_se + (1 - middle) ** 2 * v_sp) / (se + sp - 1)
    low, high = middle_moved - z * error, middle_moved + z * error
    return tuple(float(np.clip(value, 0, 1)) for value in (estimate, low, high))
