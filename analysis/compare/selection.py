"""Choose and join what is compared: columns of the articles, voices, governments, groups with enough."""

import pandas as pd

from ..tables import InputError


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


def government_labels(measures):
    """`counts` of label choice for governments in the text: article_id, country, voice, count (loaded), total (loaded + neutral)."""
    mine = measures[
        (measures["measure"] == "framing_label") & (measures["referent_kind"] == "government") & (measures["part"] == "text")
    ]
    country = mine["referent"].str.removesuffix("_government").str.replace("_", " ")
    return mine.assign(country=country)[["article_id", "country", "voice", "count", "total"]].reset_index(drop=True)


def labels_of_government(measures, country):
    """`counts` of one government's labels wherever they stand: article_id, voice, part, label ("named" or "bare"), count (loaded), total.

    A bare label ("the regime") counts for the government that its article named last; those whose referent is unresolved are left out.
    """
    kinds = {"framing_label": "named", "framing_label_bare": "bare"}
    referent = country.replace(" ", "_") + "_government"
    mine = measures[measures["measure"].isin(kinds) & (measures["referent_kind"] == "government") & (measures["referent"] == referent)]
    return mine.assign(label=mine["measure"].map(kinds))[["article_id", "voice", "part", "label", "count", "total"]].reset_index(drop=True)


def enough(estimates, column, *, least):
    """The values of `column` whose totals in `estimates` sum to at least `least`, largest first."""
    sums = estimates.groupby(column, observed=True)["total"].sum().sort_values(ascending=False, kind="stable")
    return list(sums[sums >= least].index)


def per_words(estimates, words):
    """`estimates`, a new table, to be read per `words` words (an estimate of 0.001 becomes 1 for 1,000)."""
    return estimates.assign(**{column: estimates[column] * words for column in ("estimate", "low", "high")})


def of_every_article(rows, articles, *, column, values):
    """`counts` with a row for each of the `articles` and each of `values`, from `rows` that an article has or has not.

    Columns article_id, `column`, count (1 where `rows` holds the value for the article, else 0) and total (1): the estimate is the share of
    articles, so one that has no row keeps its place in the denominator.
    """
    every = articles[["article_id"]].merge(pd.DataFrame({column: list(values)}), how="cross")
    present = rows[["article_id", column]].drop_duplicates().assign(count=1)
    joined = every.merge(present, on=["article_id", column], how="left", validate="1:1")
    assert len(joined) == len(every), "one row for each article and value"
    return joined.assign(count=joined["count"].fillna(0).astype("int64"), total=1)
