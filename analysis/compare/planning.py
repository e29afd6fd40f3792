"""How many articles a study needs, and how many of them coded by hand: simulated from the articles of a corpus at hand."""

import numpy as np
import pandas as pd
from scipy import stats

from ..tables import InputError
from .corrected import Counts, arrays_of, around, prediction_powered, shared_weight
from .intervals import LEVEL

SIMULATIONS = 1000
POWER = 0.8
AROUND = (0.5, 0.65, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.9)  # of the number of articles that the formula gives
LEAST_SIZE = 4
AT_ONCE = 500_000  # simulated articles that are held in memory together


def power_by_articles(counts, *, difference, sizes, seed, simulations=SIMULATIONS, level=LEVEL):
    """A table of n_articles, power, low and high: how often a `difference` between two groups is found, by articles in each group.

    `counts` (article_id, count, total) are the articles to draw from, such as one outlet's. One group's articles are drawn from
    them with replacement; the other's likewise, then units are turned at random so that its rate (sum of count / sum of total)
    is higher by `difference` (lower where negative; in units of the rate, 0 to 1). power: the share of `simulations` in which
    the two ratios of sums differ at 1 - `level`, two-sided, by their linearised errors over articles and Student's t (Cochran
    1977, 6.5); low and high: its interval (Wilson), simulations being what they are. Assumes independent articles like those at
    hand, whose clustering the second group keeps but for the units turned. Raises InputError for a missing column, a count
    above its total, a corpus without a rate, or a rate that would leave 0 to 1.
    """
    pool, turned = checked_pool(counts, difference)
    random, rows = np.random.default_rng(seed), []
    for size in sizes:
        at_once = max(1, AT_ONCE // size)
        parts = [min(at_once, simulations - done) for done in range(0, simulations, at_once)]
        found = np.concatenate([differs(pool, (part, size), difference, turned, random, level) for part in parts])
        ends = stats.binomtest(int(np.sum(found)), simulations).proportion_ci(method="wilson")
        rows.append((int(size), float(np.mean(found)), ends.low, ends.high))
    return pd.DataFrame(rows, columns=["n_articles", "power", "low", "high"])


def checked_pool(counts, difference):
    """(pool, turned): an array of (count, total), a row an article, and the chance that a unit of the second group is turned."""
    for column in ("count", "total"):
        if column not in counts.columns:
            raise InputError(f"planning: missing column {column!r}; found {', '.join(counts.columns)}")
    pool = counts[["count", "total"]].to_numpy(dtype="int64")
    if (pool[:, 0] > pool[:, 1]).any():
        raise InputError("planning: a count is above its total; a share is needed")
    if not pool[:, 1].sum() or difference == 0:
        raise InputError(f"planning: total is {pool[:, 1].sum()} and difference {difference}; needed: both other than 0")
    rate = pool[:, 0].sum() / pool[:, 1].sum()
    if not 0 < rate + difference < 1 or not 0 < rate < 1:
        told = f"rate {rate:.4f} and difference {difference} give {rate + difference:.4f}"
        raise InputError(f"planning: {told}; needed: both rates above 0 and under 1")
    return pool, difference / (1 - rate) if difference > 0 else -difference / rate


def turn(articles, difference, turned, random):
    """The articles once units are turned with the chance `turned`: into counted ones, for a negative difference out of them."""
    count, total = articles[..., 0], articles[..., 1]
    count = count + random.binomial(total - count, turned) if difference > 0 else random.binomial(count, 1 - turned)
    return np.stack([count, total], axis=-1)


def differs(pool, shape, difference, turned, random, level):
    """A boolean array: whether each of shape[0] simulated studies of shape[1] articles in each group finds that the groups differ."""
    first, second = (pool[random.integers(len(pool), size=shape)] for _ in range(2))
    (one, of_one), (other, of_other) = ratio(first), ratio(turn(second, difference, turned, random))
    reach = stats.t.ppf((1 + level) / 2, 2 * (shape[1] - 1)) * np.hypot(of_one, of_other)
    return np.abs(other - one) > reach


def ratio(articles):
    """(rate, standard error) of ratios of sums over the articles in the last but one axis; zero where nothing is counted."""
    count, total = articles[..., 0], articles[..., 1]
    whole = np.maximum(total.sum(axis=-1), 1)
    rate = count.sum(axis=-1) / whole
    return rate, np.sqrt(articles.shape[-2] * (count - rate[..., None] * total).var(axis=-1, ddof=1)) / whole


def articles_needed(counts, *, difference, seed, power=POWER, simulations=SIMULATIONS, level=LEVEL):
    """A table of one row: rate, difference, power, n_articles and by_formula, how many articles each of two groups needs.

    `counts` and the simulation as of `power_by_articles`. by_formula: (z(level) + z(power))^2 * (sum of both groups' variances
    of an article's count - rate * total, over the mean total squared) / difference^2, which for independent articles of one
    unit is the textbook's p1 q1 + p2 q2 (Fleiss 1981, 3.2, without its continuity correction). n_articles: from simulations at
    nine sizes around it, by a probit line of power on the square root of the size. Raises InputError as `power_by_articles`.
    """
    pool, turned = checked_pool(counts, difference)
    random = np.random.default_rng(seed)
    spread = sum((ratio(x)[1] ** 2) * len(x) for x in (pool, turn(np.repeat(pool, 20, axis=0), difference, turned, random)))
    z = stats.norm.ppf((1 + level) / 2) + stats.norm.ppf(power)
    formula = z**2 * spread / difference**2
    sizes = sorted({max(LEAST_SIZE, round(formula * share)) for share in AROUND})
    told = power_by_articles(counts, difference=difference, sizes=sizes, seed=seed + 1, simulations=simulations, level=level)
    needed = solved(told["n_articles"].to_numpy(), told["power"].to_numpy(), power, simulations)
    rate = pool[:, 0].sum() / pool[:, 1].sum()
    columns = ["rate", "difference", "power", "n_articles", "by_formula"]
    return pd.DataFrame([(rate, difference, power, needed, int(np.ceil(formula)))], columns=columns)


def solved(sizes, powers, power, simulations):
    """The size at which a probit line through simulated powers reaches `power`; the least size simulated where all are above it."""
    if len(sizes) < 3 or powers.min() >= power:
        return int(sizes[0])
    probit = stats.norm.ppf(np.clip(powers, 0.5 / simulations, 1 - 0.5 / simulations))
    weight = np.sqrt(powers * (1 - powers) + 1e-3)  # near 0 and 1 a probit says little
    slope, start = np.polyfit(np.sqrt(sizes), probit, 1, w=weight)
    return int(np.ceil(((stats.norm.ppf(power) - start) / slope) ** 2))


def width_by_coded(counts, *, sizes, seed, n_articles=None, target="outlet", simulations=SIMULATIONS, level=LEVEL):
    """A table of n_coded, estimator, width and coverage: how wide the interval is, by how many articles are coded by hand.

    `counts` as for `correct`: the hand-coded articles of a pilot, of which only these are used. A study of `n_articles` (as
    many as the pilot where not given) is drawn from them with replacement, and n_coded of it are taken for coded. estimator:
    hand-coded (these alone) or corrected (with the instrument's counts of all). width: mean of the 95 % intervals' widths, in
    units of the rate; coverage: the share of intervals that hold the pilot's own rate. Raises InputError where fewer than ten
    articles are hand-coded, or a size is above `n_articles`.
    """
    pilot = arrays_of(counts.dropna(subset=["coded_count", "coded_total"]))
    n_articles = n_articles or len(pilot.found)
    if len(pilot.found) < 10:
        raise InputError(f"planning: {len(pilot.found)} hand-coded articles; needed: at least 10")
    wrong = [size for size in sizes if not LEAST_SIZE <= size <= n_articles]
    if wrong:
        raise InputError(f"planning: {wrong[0]} coded articles; allowed: {LEAST_SIZE} to {n_articles}, the articles of the study")
    random, rows = np.random.default_rng(seed), []
    truth = pilot.coded[:, 0].sum() / pilot.coded[:, 1].sum()
    for size in sizes:
        made = np.array([coded_study(pilot, n_articles, size, target, random, level) for _ in range(simulations)])
        for place, name in enumerate(("hand-coded", "corrected")):
            low, high = made[:, place].T
            rows.append((size, name, np.mean(high - low), np.mean((low <= truth) & (truth <= high))))
    return pd.DataFrame(rows, columns=["n_coded", "estimator", "width", "coverage"])


def coded_study(pilot, n_articles, n_coded, target, random, level):
    """[(low, high) by hand alone, (low, high) corrected] of one simulated study."""
    chosen = random.integers(len(pilot.found), size=n_articles)
    study = Counts(pilot.found[chosen], pilot.coded[chosen], np.arange(n_articles) < n_coded)
    made = [prediction_powered(*study.parts, weight=weight, target=target) for weight in (0.0, shared_weight([study]))]
    return [around(value, error, n_coded, level) for value, error in made]


def coded_needed(counts, *, width, seed, n_articles=None, target="outlet", simulations=200, level=LEVEL):
    """A table of estimator, width and n_coded: how many articles must be coded by hand for an interval of a `width` (in units of the rate).

    From `width_by_coded` at a dozen sizes from ten to half of `n_articles`, by a line of log width on log size. n_coded is
    empty where that is more than all articles: no coding of `n_articles` gives an interval so narrow. Raises InputError as
    `width_by_coded`, and for a width of 0 or less.
    """
    if width <= 0:
        raise InputError(f"planning: width is {width}; allowed: above 0")
    n_articles = n_articles or int(counts["coded_total"].notna().sum())
    sizes = sorted({int(size) for size in np.geomspace(min(10, n_articles), max(10, n_articles // 2), 12)})
    told = width_by_coded(counts, sizes=sizes, seed=seed, n_articles=n_articles, target=target, simulations=simulations, level=level)
    rows = []
    for name, mine in told.groupby("estimator", sort=False):
        needed = size_for_width(mine["n_coded"].to_numpy(), mine["width"].to_numpy(), width)
        rows.append((name, width, needed if needed <= n_articles else pd.NA))
    return pd.DataFrame(rows, columns=["estimator", "width", "n_coded"]).astype({"n_coded": "Int64"})


def size_for_width(sizes, widths, width):
    """The size at which the width falls to `width`: between simulated sizes by logarithms, beyond them by a line through the last six."""
    if widths[0] <= width:
        return int(sizes[0])
    below = np.flatnonzero(widths <= width)
    if len(below):
        place = below[0]
        (x0, x1), (y0, y1) = np.log(sizes[place - 1 : place + 1]), np.log(widths[place - 1 : place + 1])
        return int(np.ceil(np.exp(x0 + (np.log(width) - y0) / (y1 - y0) * (x1 - x0))))
    slope, start = np.polyfit(np.log(sizes[-6:]), np.log(widths[-6:]), 1)
    needed = np.exp((np.log(width) - start) / slope) if slope < 0 else np.inf
    return int(np.ceil(needed)) if needed < 1e9 else int(1e9)
