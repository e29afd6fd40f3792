"""How many kinds of sources speak, and how evenly: Hill numbers, concentration, and the same at equal numbers of sources.

More text always shows more sources, so a value of all of an outlet's attributions is no comparison between outlets; a rarefied one is:
what so many attributions drawn at random from the outlet's would show.
"""

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import gammaln, xlogy

from ..tables import InputError
from .estimates import LEAST_UNITS, REPLICATES
from .intervals import LEVEL

ORDERS = (0, 1, 2)
SIZE = 100  # attributions to which groups are rarefied
AT_ONCE = 200  # resamples whose draws are held in memory together
INDICES = ("richness", "shannon", "hill 1", "hill 2", "herfindahl", "rarefied hill 0", "rarefied hill 1", "rarefied hill 2", "coverage")


def diversity(counts, *, by, seed, size=SIZE, replicates=REPLICATES, level=LEVEL):
    """`estimates`, a row a group and index (column `measure`), from `counts` per article: article_id, the `by` columns, category and count.

    The unit is an attribution, its category the type (or name) of its source; p is a category's share of a group's
    attributions. richness: categories seen. shannon: -sum p log p, in nats. hill 1: exp of it; hill 2: 1 / sum p^2 (Hill 1973,
    Ecology 54: numbers of equally frequent categories that would be as diverse; richness is hill 0). herfindahl: sum p^2, 0 to
    1, higher is more concentrated; in all others higher is more diverse. rarefied hill 0, 1, 2: the same in `size` attributions
    drawn without replacement (0: Hurlbert 1971, Ecology 52; 1 and 2: Chao et al. 2014, Ecological Monographs 84). coverage: the
    share of the group's attributions that are of a category that such a draw shows (Chao & Jost 2012, Ecology 93): where it is
    near one, rarefying hides nothing. Intervals: estimate and standard deviation of `replicates` resamples of whole articles,
    normal (as Chao et al. do; percentiles would lie too low, since resamples lose rare categories). Assumes that articles are
    independent, and that which attribution is drawn does not hang on its article. count is the number of categories, total of
    attributions. A group with fewer than five articles or fewer attributions than `size` has no rarefied value; one with none
    has no value. Raises InputError for a missing column or a `size` under 1.
    """
    for column in (*by, "article_id", "category", "count"):
        if column not in counts.columns:
            raise InputError(f"diversity: missing column {column!r}; found {', '.join(counts.columns)}")
    if size < 1:
        raise InputError(f"diversity: size is {size}; allowed: 1 or more")
    rows = []
    for group, mine in counts.groupby(list(by), observed=True):
        sums = mine.groupby(["article_id", "category"], observed=True)["count"].sum()
        table = sums.unstack(fill_value=0).to_numpy()
        random = np.random.default_rng([seed, *map(ord, "|".join(map(str, group)))])
        rows += [(*group, len(table), 0, *row) for row in group_rows(table.astype("int64"), size, random, replicates, level)]
    return pd.DataFrame(rows, columns=[*by, "n_articles", "n_stories", "measure", "count", "total", "estimate", "low", "high", "method"])


def group_rows(table, size, random, replicates, level):
    """The rows of one group, from its array of counts, a row an article and a column a category."""
    sums = table.sum(axis=0)
    values, head = indices(sums[None], size)[0], (int((sums > 0).sum()), int(sums.sum()))
    if len(table) < LEAST_UNITS:
        return [(name, *head, np.nan, np.nan, np.nan, f"not estimable: under {LEAST_UNITS} articles") for name in INDICES]
    drawn = random.multinomial(len(table), np.full(len(table), 1 / len(table)), size=replicates) @ table
    resampled = np.concatenate([indices(part, size) for part in np.array_split(drawn, max(1, replicates // AT_ONCE))])
    spread = pd.DataFrame(resampled).std().to_numpy()  # resamples that fall under `size` are left out
    reach = stats.norm.ppf((1 + level) / 2) * spread
    method = f"{replicates} resamples of articles, normal"
    why = f"not estimable: under {size} attributions"
    return [
        (name, *head, value, value - far, value + far, why if np.isnan(value) else f"rarefied to {size}, {method}" if place > 4 else method)
        for place, (name, value, far) in enumerate(zip(INDICES, values, reach))
    ]


def indices(counts, size):
    """An array, a row a row of `counts` and a column an index in the order of INDICES; rarefied ones are empty where there are too few."""
    enough = counts.sum(axis=1) >= size
    rarefied = np.full((len(counts), 4), np.nan)
    rarefied[enough] = np.column_stack([*(rarefied_hill(counts[enough], size, order) for order in ORDERS), covered(counts[enough], size)])
    one, two = hill(counts, 1), hill(counts, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.column_stack([hill(counts, 0), np.log(one), one, two, 1 / two, rarefied])


def hill(counts, order):
    """The Hill number of an `order` (0, 1 or 2) of each row of an array of `counts`; empty where a row sums to zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = counts / counts.sum(axis=1, keepdims=True)
        if order == 1:
            return np.exp(-xlogy(share, share).sum(axis=1))
        return (share > 0).sum(axis=1) / (counts.sum(axis=1) > 0) if order == 0 else 1 / (share**2).sum(axis=1)


def log_choose(n, k):
    """The logarithm of the number of ways to choose k of n; minus infinity where there is none."""
    possible = (k >= 0) & (k <= n)
    k = np.where(possible, k, 0)
    return np.where(possible, gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), -np.inf)


def rarefied_hill(counts, size, order):
    """The Hill number of an `order` expected in `size` draws without replacement from each row of `counts` (rows sum to `size` or more).

    From the expected number of categories drawn k times, f_k: (sum over k of (k / size)^order f_k)^(1 / (1 - order)), and its
    limit at order 1.
    """
    n = counts.sum(axis=1, keepdims=True)
    if order == 0:
        return (1 - np.exp(log_choose(n - counts, size) - log_choose(n, size))).sum(axis=1)
    share = counts / n
    if order == 2:
        variance = size * share * (1 - share) * (n - size) / np.maximum(n - 1, 1)
        return size**2 / (variance + (size * share) ** 2).sum(axis=1)
    entropy = np.zeros(len(counts))
    for k in range(1, size):  # a category drawn in every draw adds nothing
        chance = np.exp(log_choose(counts, k) + log_choose(n - counts, size - k) - log_choose(n, size)).sum(axis=1)
        entropy -= k / size * np.log(k / size) * chance
    return np.exp(entropy)


def covered(counts, size):
    """The share of each row's units whose category `size` draws are expected to show (Chao & Jost 2012, equations 4a and, for all, 4b)."""
    n = counts.sum(axis=1, keepdims=True)
    unseen = np.exp(log_choose(n - counts, size) - log_choose(n - 1, np.minimum(size, n - 1)))
    partly = 1 - (counts / n * unseen).sum(axis=1)
    once, twice = (counts == 1).sum(axis=1), (counts == 2).sum(axis=1)
    n = n[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        missed = np.where(once > 0, once / n * (n - 1) * once / ((n - 1) * once + 2 * np.maximum(twice, 0)), 0)
    return np.where(n > size, partly, 1 - missed)


def words_by_type(counts, *, of="quoted"):
    """`counts` of quoted words by source type, for `estimate`: article_id, category, count and total, from the measure `quoted_words`.

    `counts` has a row for every category of every article (`measures.complete`). total is all words in quotation marks
    (of="quoted": the shares of the types and of the words that no source was found for sum to one) or those with a source
    (of="sourced": the types' shares sum to one). Raises InputError for another `of`.
    """
    if of not in ("quoted", "sourced"):
        raise InputError(f"words_by_type: of is {of!r}; allowed: quoted, sourced")
    mine = counts[["article_id", "category", "count", "total"]].reset_index(drop=True)
    if of == "sourced":
        mine["total"] = mine.groupby("article_id")["count"].transform("sum")
    return mine


def names_quoted(attributions):
    """`counts` of attributions by the name of their source, for `diversity`: article_id, category (the name) and count.

    From `attributions` with source_name; those of the text whose source has a name. Names are folded to lower case.
    """
    mine = attributions[(attributions["part"] == "text") & (attributions["source_name"] != "") & (attributions["source_naming"] == "named")]
    named = mine.assign(category=mine["source_name"].str.casefold().str.strip())
    return named.groupby(["article_id", "category"], as_index=False).size().rename(columns={"size": "count"})
