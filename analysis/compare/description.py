"""Describe a corpus before comparing: articles by period, wire copy."""

import pandas as pd


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
