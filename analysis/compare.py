"""Estimates of groups: ratios of sums over articles, with intervals from resampling whole articles."""

import numpy as np
import pandas as pd

from .tables import InputError

REPLICATES = 2000
LEAST_TOTAL = 10  # labels, attributions or words below which a rate is not estimable
LEAST_ARTICLES = 3
LEVEL = 0.95


def estimate(counts, *, by, seed, outlets=None, stories=None, replicates=REPLICATES, least_total=LEAST_TOTAL):
    """`estimates`, a row a group, from a table of `counts` per article (article_id, count, total and the `by` columns).

    estimate = sum of count / sum of total over the group's articles. `low` and `high` are the 2.5th and 97.5th percentile
    of `replicates` resamples, with replacement, of the group's articles (of the column `stories` where given: whole stories).
    With `outlets`, the name of the outlet's column, outlets are resampled first, then the articles of each
    outlet drawn; articles with no total carry no weight in a ratio of sums and are not resampled. A group with fewer
    than `least_total` or fewer than three articles with a total has empty estimate, low and high, and method
    "not estimable". Percentile bootstrap: Efron & Tibshirani (1993), chapter 13; two stages: Davison & Hinkley (1997), 3.8.
    """
    for column in (*by, *filter(None, (outlets, stories)), "article_id", "count", "total"):
        if column not in counts.columns:
            raise InputError(f"estimate: missing column {column!r}; found {', '.join(counts.columns)}")
    by = list(by)
    unit = stories or "article_id"
    keys = list(dict.fromkeys([*by, *([outlets] if outlets else []), unit]))
    sums = counts.groupby(keys, as_index=False, observed=True)[["count", "total"]].sum()
    articles = counts.groupby(by, as_index=False, observed=True).agg(n_articles=("article_id", "nunique"))
    groups = {key: mine for key, mine in sums.groupby(by, observed=True)}
    rows = [
        group_row(groups[group[:-1]], group, by, unit, outlets, stories, seed, replicates, least_total)
        for group in articles.itertuples(index=False, name=None)
    ]
    columns = [*by, "n_articles", "n_stories", "count", "total", "estimate", "low", "high", "method"]
    return pd.DataFrame(rows, columns=columns)


def group_row(sums, group, by, unit, outlets, stories, seed, replicates, least_total):
    """One row of `estimate`, as a tuple in the order of its columns."""
    count, total = int(sums["count"].sum()), int(sums["total"].sum())
    held = sums[sums["total"] > 0]
    n_stories = sums[stories].nunique() if stories else 0
    head = (*group[:-1], group[-1], n_stories, count, total)
    if total < least_total or held[unit].nunique() < LEAST_ARTICLES:
        return (*head, np.nan, np.nan, np.nan, f"not estimable: total under {least_total} or under {LEAST_ARTICLES} units")
    random = np.random.default_rng([seed, *map(ord, "|".join(map(str, group[:-1])))])
    if outlets:
        replicated = resample_two_stages(held, outlets, random, replicates)
        method = f"percentile bootstrap, {replicates} resamples of outlets, then {'stories' if stories else 'articles'}"
    else:
        replicated = resample(held["count"].to_numpy(), held["total"].to_numpy(), random, replicates)
        method = f"percentile bootstrap, {replicates} resamples of {'stories' if stories else 'articles'}"
    low, high = interval(replicated[0] / replicated[1])
    return (*head, count / total, low, high, method)


def resample(count, total, random, replicates):
    """Resampled sums: two arrays of length `replicates`, of `count` and of `total`, from one draw of units each."""
    drawn = random.integers(len(count), size=(replicates, len(count)), dtype=np.int32)
    return count[drawn].sum(axis=1), total[drawn].sum(axis=1)


def resample_two_stages(sums, outlets, random, replicates):
    """Resampled sums where outlets are drawn first, then the articles of each drawn outlet."""
    pools = [
        resample(one["count"].to_numpy(), one["total"].to_numpy(), random, replicates)
        for _, one in sums.groupby(outlets, observed=True)
    ]
    counts, totals = (np.stack([pool[k] for pool in pools]) for k in (0, 1))
    drawn = random.integers(len(pools), size=(replicates, len(pools)))
    which = random.integers(replicates, size=drawn.shape)
    return counts[drawn, which].sum(axis=1), totals[drawn, which].sum(axis=1)


def interval(values, level=LEVEL):
    """The lower and upper percentile that hold the middle `level` of `values`."""
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(values, [tail, 100 - tail])
    return float(low), float(high)


def outlets_equal(counts, *, by, outlets, least_total=LEAST_TOTAL):
    """A table of `by`, n_outlets and equal_estimate: the mean of the outlets' own rates, each outlet weighing the same.

    Outlets with fewer than `least_total` are left out, and n_outlets says how many are in.
    """
    keys = list(dict.fromkeys([*by, outlets]))
    sums = counts.groupby(keys, as_index=False, observed=True)[["count", "total"]].sum()
    sums = sums[sums["total"] >= least_total]
    rates = sums.assign(rate=sums["count"] / sums["total"])
    return rates.groupby(list(by), as_index=False, observed=True).agg(n_outlets=("rate", "size"), equal_estimate=("rate", "mean"))


def with_columns(counts, articles, columns):
    """`counts` with the named columns of `articles` joined by article_id, one article for each row."""
    lacking = [column for column in columns if column not in articles.columns]
    if lacking:
        raise InputError(f"articles: missing column {lacking[0]!r}; found {', '.join(articles.columns)}")
    new = [column for column in dict.fromkeys(columns) if column not in counts.columns]
    joined = counts.merge(articles[["article_id", *new]], on="article_id", how="left", validate="m:1", indicator=True)
    assert len(joined) == len(counts), "a join on article_id keeps the number of rows"
    unknown = joined.loc[joined["_merge"] == "left_only", "article_id"]
    if len(unknown):
        raise InputError(f"measures: article_id {unknown.iloc[0]!r} is not in articles; the two tables are of different corpora")
    return joined.drop(columns="_merge")


def own_and_all(counts):
    """`counts` twice, in the column `voices`: "own voice" (the outlet's own words only) and "all voices"."""
    own = counts[counts["voice"] == "outlet"].assign(voices="own voice")
    return pd.concat([own, counts.assign(voices="all voices")], ignore_index=True)


def estimate_variants(counts, articles, *, by, seed, outlets=None, stories=None, **options):
    """`estimates` of each genre, with and without wire copy, from `counts` per article and the `articles`.

    Adds the columns genre (news, opinion, unknown, as the corpus has it) and wire_copy ("with", "without"). `options` are those
    of `estimate`.
    """
    wanted = [c for c in (*by, outlets, stories) if c and c not in counts.columns]
    joined = with_columns(counts, articles, [*wanted, "genre", "is_wire"])
    tables = []
    for genre in sorted(joined["genre"].unique()):
        for wire_copy in ("with", "without"):
            mine = joined[(joined["genre"] == genre) & ((wire_copy == "with") | ~joined["is_wire"])]
            found = estimate(mine, by=by, seed=seed, outlets=outlets, stories=stories, **options)
            tables.append(found.assign(genre=genre, wire_copy=wire_copy))
    return pd.concat(tables, ignore_index=True)


def enough(estimates, column, *, least):
    """The values of `column` whose totals in `estimates` sum to at least `least`, largest first."""
    sums = estimates.groupby(column, observed=True)["total"].sum().sort_values(ascending=False, kind="stable")
    return list(sums[sums >= least].index)


def concentration(counts, *, by):
    """A table of `by`, n_categories, total, shannon (bits) and effective: how evenly a group's attributions fall on categories.

    effective = 2 to the power of Shannon's entropy: the number of equally frequent categories that would be as diverse
    (Hill number of order 1; Hill 1973).
    """
    rows = []
    for group, mine in counts.groupby(list(by), observed=True):
        sums = mine.groupby("category", observed=True)["count"].sum()
        shares = sums[sums > 0] / max(sums.sum(), 1)
        entropy = float(-(shares * np.log2(shares)).sum())
        rows.append((*group, int((sums > 0).sum()), int(sums.sum()), entropy, 2**entropy))
    return pd.DataFrame(rows, columns=[*by, "n_categories", "total", "shannon", "effective"])


def coverage(articles, *, most=20):
    """A table of outlet, period and count: articles by year, or by month where all lie in one year; "no date" apart.

    Outlets beyond the `most` frequent are summed as "all others".
    """
    dates = articles["published"].astype("str")
    years = set(dates.str[:4]) - {""}
    period = dates.str[:7] if len(years) == 1 else dates.str[:4]
    frequent = articles["outlet"].value_counts().index[:most]
    outlet = articles["outlet"].where(articles["outlet"].isin(frequent), "all others")
    table = pd.DataFrame({"outlet": outlet, "period": period.where(dates != "", "no date")})
    return table.groupby(["outlet", "period"], as_index=False).size().rename(columns={"size": "count"})


def copied(articles, *, most=20):
    """A table of outlet, kind ("own", "copy") and count, and the share of copies, for the `most` frequent outlets."""
    frequent = list(articles["outlet"].value_counts().index[:most])
    mine = articles[articles["outlet"].isin(frequent)]
    table = mine.groupby("outlet", as_index=False).agg(articles=("article_id", "size"), copies=("is_wire", "sum"))
    long = table.rename(columns={"articles": "all articles", "copies": "wire copy"}).melt("outlet", var_name="kind", value_name="count")
    return long.merge(table.assign(share=table["copies"] / table["articles"])[["outlet", "share"]], on="outlet", validate="m:1")


def government_labels(measures):
    """`counts` of label choice for governments in the text: article_id, country, voice, count (loaded), total (loaded + neutral)."""
    mine = measures[
        (measures["measure"] == "framing_label") & (measures["referent_kind"] == "government") & (measures["part"] == "text")
    ]
    country = mine["referent"].str.removesuffix("_government").str.replace("_", " ")
    return mine.assign(country=country)[["article_id", "country", "voice", "count", "total"]].reset_index(drop=True)


def per_words(estimates, words):
    """`estimates`, a new table, to be read per `words` words (an estimate of 0.001 becomes 1 for 1,000)."""
    return estimates.assign(**{column: estimates[column] * words for column in ("estimate", "low", "high")})
