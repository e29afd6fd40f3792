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


def enough(estimates, column, *, least):
    """The values of `column` whose totals in `estimates` sum to at least `least`, largest first."""
    sums = estimates.groupby(column, observed=True)["total"].sum().sort_values(ascending=False, kind="stable")
    return list(sums[sums >= least].index)


def per_words(estimates, words):
    """`estimates`, a new table, to be read per `words` words (an estimate of 0.001 becomes 1 for 1,000)."""
    return estimates.assign(**{column: estimates[column] * words for column in ("estimate", "low", "high")})
