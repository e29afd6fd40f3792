"""Words that set groups of articles apart: log-odds with a prior from the whole corpus, tested by exchanging whole articles.

The words of one article are not independent: the standard error that the method gives itself is too small for frequent words. Here it
comes from handing the groups' labels out again, at random, over whole articles (or stories, or outlets).
"""

from fnmatch import fnmatchcase

import numpy as np
import pandas as pd
from scipy import sparse, stats

from .tables import InputError

PRIOR_SIZE = 500  # words that the prior weighs as much as
REPLICATES = 1000
LEAST_ARTICLES = 10  # a word in fewer articles is not tested
LEVEL = 0.05
NAME_SHARE = 0.75  # of a word's places within sentences, with a capital
BLOCK = 50  # replicates computed at once


def distinctive_words(
    counts, articles, *, group, seed, by=("referent",), unit="article_id", within=None, prior=None, prior_size=PRIOR_SIZE,
    replicates=REPLICATES, least_articles=LEAST_ARTICLES,
):  # fmt: skip
    """A table of how much each word sets each group apart, from `word counts` (article_id, `by`, word, count) and `articles`.

    Each value of the column `group` of `articles` is held against all others together, apart for each value of `by`.
    Columns: `by`, word, the group, count, total (counted words), articles (that have the word), log_odds, expected, low, high, p, q, naive_p.

    log_odds is the posterior log-odds ratio (natural logarithm, positive: the group's word) of Monroe, Colaresi & Quinn (2008),
    Fightin' Words, Political Analysis 16, 372-403. Its Dirichlet prior weighs `prior_size` words, in the proportions of all groups' words for that value
    of `by`, so that it pulls towards no difference, or in those of `prior`, a series of counts by word. The labels of whole units (the column
    `unit`: articles, or a group's outlets) are exchanged at random `replicates` times, of articles `within` one story or topic where that
    column is named; `expected` is the mean of log_odds so exchanged (about 0 without `within`). p (two-sided) is the place of the
    standardised log-odds among all exchanged ones of the group's words (pooled: Storey & Tibshirani 2003, PNAS 100, 9440-9445);
    `low` and `high` bound the log-odds that the pooled p does not tell from the group's at 5 %. Where the word's own exchanges give a
    p of 1 % or more that is over three times as large, it stands. q: Benjamini &
    Hochberg (1995) over the whole table. naive_p takes words for independent, as the paper does. Words in fewer than `least_articles`
    articles are not tested, nor a value of `by` with units of one group only. Raises InputError for a missing column, and for `within`
    together with another unit than the article.
    """
    by = list(by)
    joined = with_labels(counts, articles, by, group, unit, within)
    slices = joined.groupby(by, observed=True) if by else [((), joined)]
    tables = [
        one_table(mine, group, prior, prior_size, replicates, least_articles, np.random.default_rng([seed, *map(ord, "|".join(map(str, key)))]))
        .assign(**dict(zip(by, key)))
        for key, mine in slices
    ]  # fmt: skip
    columns = [*by, "word", group, "count", "total", "articles", "log_odds", "expected", "low", "high", "p", "naive_p"]
    found = pd.concat([t for t in tables if len(t)] or [pd.DataFrame(columns=columns)], ignore_index=True)[columns]
    return found.assign(q=discovery_rate(found["p"]))


def with_labels(counts, articles, by, group, unit, within):
    """`counts` with the group, and the columns `unit_` and `stratum_` of what is exchanged."""
    if within and unit != "article_id":
        raise InputError(f"distinctive_words: within={within!r} needs unit='article_id'; found unit={unit!r}")
    for table, name, wanted in ((counts, "word counts", ["article_id", *by, "word", "count"]), (articles, "articles", ["article_id", group, unit, within])):
        lacking = [column for column in wanted if column and column not in table.columns]
        if lacking:
            raise InputError(f"{name}: missing column {lacking[0]!r}; found {', '.join(map(str, table.columns))}")
    labels = articles[["article_id"]].assign(group_=articles[group], unit_=articles[unit], stratum_=articles[within] if within else "")
    joined = counts[["article_id", *by, "word", "count"]].merge(labels, on="article_id", how="inner", validate="m:1")
    return joined.rename(columns={"group_": group})


def one_table(joined, group, prior, prior_size, replicates, least_articles, random):
    """The rows of `distinctive_words` for one value of `by`."""
    units = joined[[group, "unit_", "stratum_"]].drop_duplicates().reset_index(drop=True)
    groups, words = sorted(units[group].unique()), tested_words(joined, least_articles)
    if len(groups) < 2 or not len(words):
        return pd.DataFrame()
    alpha = pseudo_counts(words, joined.groupby("word", observed=True)["count"].sum() if prior is None else prior, prior_size)
    matrix = unit_matrix(joined, units, group, words)
    labels = pd.Categorical(units[group], categories=groups).codes
    sums = group_sums(matrix, labels[:, None], len(groups))[:, 0]
    observed = log_odds_of(sums, alpha, prior_size)
    exchanged = exchanged_log_odds(matrix, labels, units["stratum_"], len(groups), alpha, prior_size, replicates, random)
    present = articles_with(joined, group).reindex(index=words, columns=groups, fill_value=0)
    tables = [
        pd.DataFrame({"word": words, group: name, "count": sums[g, :-1].astype("int64"), "total": int(sums[g, -1]), "articles": present[name].to_numpy()})
        .assign(log_odds=observed[g], **placed(observed[g], exchanged[g]), naive_p=naive_p(observed[g], sums[g, :-1], sums[:, :-1].sum(axis=0), alpha))
        for g, name in enumerate(groups)
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def articles_with(joined, group):
    """A table, words × groups, of the number of articles that have the word."""
    return joined.groupby(["word", group], observed=True)["article_id"].nunique().unstack(fill_value=0)


def pseudo_counts(words, counts, prior_size):
    """The prior of each of `words`, in words: `prior_size` in the proportions of `counts`, a series by word that holds them all."""
    lacking = sorted(set(words) - set(counts.index))
    if lacking:
        raise InputError(f"distinctive_words: the prior has no count of {lacking[0]!r}; it needs every tested word")
    return counts.reindex(words).to_numpy(dtype="float64") * (prior_size / counts.sum())


def tested_words(joined, least_articles):
    """The words, in order, that stand in at least `least_articles` articles."""
    articles = joined.groupby("word", observed=True)["article_id"].nunique()
    return sorted(articles.index[articles >= least_articles])


def unit_matrix(joined, units, group, words):
    """A sparse matrix, units × (words and, last, the unit's number of counted words)."""
    keys = [group, "unit_", "stratum_"]
    row = pd.MultiIndex.from_frame(units).get_indexer(pd.MultiIndex.from_frame(joined[keys]))
    column = pd.Index(words).get_indexer(joined["word"])
    value = joined["count"].to_numpy(dtype="float32")
    tested = column >= 0
    place = (np.concatenate([row[tested], row]), np.concatenate([column[tested], np.full(len(row), len(words))]))
    shape = (len(units), len(words) + 1)
    return sparse.csr_matrix((np.concatenate([value[tested], value]), place), shape=shape, dtype="float32")


def log_odds(count, total, others, others_total, prior, prior_size):
    """The log-odds ratio of a word, a group against the others; arrays of any shapes that broadcast; `prior` in words.

    Monroe, Colaresi & Quinn (2008): ln((y + a) / (n + a0 - y - a)) of the group less the same of the others.
    """
    own, other = count + prior, others + prior
    return np.log(own / (total + prior_size - own)) - np.log(other / (others_total + prior_size - other))


def naive_p(observed, count, everyone, prior):
    """Two-sided p of log-odds if words were independent, by the paper's variance: 1 / (y + a) of the group and of the others, summed."""
    return 2 * stats.norm.sf(np.abs(observed) / np.sqrt(1 / (count + prior) + 1 / (everyone - count + prior)))


def group_sums(matrix, labels, n_groups):
    """The counts of each group, groups × replicates × columns of `matrix`, for the units' `labels`, units × replicates."""
    turned = matrix.T.tocsr()
    return np.stack([(turned @ (labels == g).astype("float32")).T for g in range(n_groups)])


def log_odds_of(sums, prior, prior_size):
    """The log-odds of each group against all others, from `sums`, groups × ... × (words and, last, the total)."""
    others = sums.sum(axis=0) - sums
    return log_odds(sums[..., :-1], sums[..., -1:], others[..., :-1], others[..., -1:], prior, prior_size).astype("float32")


def exchanged_log_odds(matrix, labels, strata, n_groups, prior, prior_size, replicates, random):
    """The log-odds, groups × `replicates` × words, where units of one stratum have exchanged their labels at random."""
    stratum = pd.factorize(np.asarray(strata))[0]
    home = np.argsort(stratum, kind="stable")
    found = []
    for done in range(0, replicates, BLOCK):
        dealt = np.empty((len(labels), min(BLOCK, replicates - done)), dtype=labels.dtype)
        for k in range(dealt.shape[1]):
            dealt[home, k] = labels[np.lexsort((random.random(len(labels)), stratum))]
        found.append(log_odds_of(group_sums(matrix, dealt, n_groups), prior, prior_size))
    return np.concatenate(found, axis=1)


def placed(observed, exchanged):
    """A dictionary of expected, low, high and p: where `observed` log-odds (words) stand among `exchanged` ones (replicates × words).

    A word whose log-odds no exchange changes has p 1 and no interval. Places are compared to four decimals, so that equal counts tie.
    """
    expected, error = exchanged.mean(axis=0), exchanged.std(axis=0)
    error = np.where(error > 1e-5, error, np.nan)
    pool = np.sort(np.round((exchanged - expected) / error, 4)[:, ~np.isnan(error)].ravel())
    if not len(pool):
        return {"expected": expected, "low": np.nan, "high": np.nan, "p": 1.0}
    standard = np.round(np.nan_to_num((observed - expected) / error), 4)
    beyond = np.minimum(len(pool) - np.searchsorted(pool, standard, side="left"), np.searchsorted(pool, standard, side="right"))
    pooled = np.minimum(1, 2 * (beyond + 1) / (len(pool) + 1))
    # A word whose labels can be dealt in few ways has few values: where its own exchanges can tell (1 % or more) and say thrice as much, they decide.
    scaled = np.round(np.nan_to_num((exchanged - expected) / error), 4)
    own = 2 * (np.minimum((scaled >= standard).sum(axis=0), (scaled <= standard).sum(axis=0)) + 1) / (len(scaled) + 1)
    p = np.where(np.isnan(error), 1, np.where((own >= 0.01) & (own > 3 * pooled), np.minimum(1, own), pooled))
    least, most = np.quantile(pool, [LEVEL / 2, 1 - LEVEL / 2])
    return {"expected": expected, "low": observed - most * error, "high": observed - least * error, "p": p}


def false_findings(counts, *, seed, halves=20, unit="article_id", **options):
    """A table of what random halves of one outlet "find", from its `word counts`: half, test, n_words, below (share p < 0.05), found (share q < 0.05).

    Nothing sets random halves apart, so an honest test gives `below` of about 0.05 and `found` of about 0. test: "independent
    words" (the method's own variance) and "exchanged articles" (`distinctive_words`, whose `options` these are).
    """
    random = np.random.default_rng(seed)
    ids = np.sort(counts[unit].unique())
    rows = []
    for half in range(halves):
        chosen = random.permutation(len(ids)) < len(ids) // 2
        split = counts[["article_id", unit]].drop_duplicates() if unit != "article_id" else pd.DataFrame({"article_id": ids})
        split = split.assign(half=np.where(split[unit].isin(ids[chosen]), "first", "second"))
        found = distinctive_words(counts, split, group="half", by=(), unit=unit, seed=seed + half, **options)
        found = found[found["half"] == "first"]
        for test, p in (("independent words", found["naive_p"]), ("exchanged articles", found["p"])):
            rows.append((half, test, len(p), (p < LEVEL).mean(), (discovery_rate(p) < LEVEL).mean()))
    return pd.DataFrame(rows, columns=["half", "test", "n_words", "below", "found"])


def most_distinctive(findings, *, by, most=8):
    """The `most` rows of `findings` for each value of `by` that go farthest above what was expected, in standard errors, farthest first."""
    own = findings[findings["log_odds"] > findings["expected"]]
    ordered = own.loc[distance(own).sort_values(ascending=False, kind="stable").index]
    return ordered.groupby(by, observed=True, sort=False).head(most).reset_index(drop=True)


def distance(findings):
    """How far each log-odds lies from the expected one, in widths of its interval; 0 for an endless one."""
    return ((findings["log_odds"] - findings["expected"]) / (findings["high"] - findings["low"])).fillna(0)


def share_below(halves, *, by):
    """A table of `by`, total (words tested in a mean split), estimate, low, high and found, from the splits of `false_findings`.

    estimate is the mean share of words with p < 0.05 over the splits, `low` and `high` its second-lowest and second-highest value (the
    lowest and highest of fewer than three), found the mean share with q < 0.05.
    """
    second = lambda values, k: values.sort_values().iloc[k if len(values) > 2 else (0, -1)[k < 0]]  # noqa: E731
    table = halves.groupby(by, as_index=False, observed=True, sort=False).agg(
        total=("n_words", "mean"), estimate=("below", "mean"), low=("below", lambda v: second(v, 1)), high=("below", lambda v: second(v, -2)), found=("found", "mean")
    )  # fmt: skip
    return table


def discovery_rate(p):
    """The q of each p: the false discovery rate at which it would just be found (Benjamini & Hochberg 1995)."""
    return stats.false_discovery_control(p) if len(p) else np.array([])


def unlisted(findings, listed, vocabulary, *, group):
    """A table for review, from `findings`, the patterns that word lists hold (`listed`) and the `vocabulary`: what no list has.

    One row a word and group that uses it more (q < 0.05): the columns of `findings` and `name`, whether the word begins with a
    capital in three quarters or more of its places within sentences. Words before names, by group, farthest from what was expected first.
    """
    own = findings[(findings["q"] < LEVEL) & (findings["log_odds"] > findings["expected"])]
    patterns = {part for term in listed for part in term.lower().replace("-", " ").split() if not part.startswith("{")}
    open_ended = [pattern for pattern in patterns if "*" in pattern]
    new = [word not in patterns and not any(fnmatchcase(word, pattern) for pattern in open_ended) for word in own["word"]]
    capitalised = own["word"].map(vocabulary.set_index("word")["capitalised"]).fillna(0)
    kept = own.assign(name=capitalised >= NAME_SHARE)[np.array(new, dtype=bool)]
    ordered = kept.loc[distance(kept).sort_values(ascending=False, kind="stable").index]
    return ordered.sort_values(["name", group], kind="stable").reset_index(drop=True)
