"""Names and spellings chosen over time: the share of each variant by period, and when it became the usual one."""

import pandas as pd

from .tables import InputError

HALF = 0.5
PERIODS = {"year": 4, "month": 7}  # how many characters of YYYY-MM-DD name the period


def naming_counts(measures, articles, *, by=("outlet",), period=None):
    """`counts` for `compare.estimate`, a row an article, thing and variant, from `measures` (naming_choice) and `articles`.

    Columns: article_id, `by`, referent (the thing), category (the variant), period, count, total (all variants of the thing, zero
    counts included). period is "year" or "month"; without it, the month where all dates lie in one year, else the year. Articles
    without a date are left out. Voices and parts that `measures` holds are summed: choose them before.
    """
    if period not in (None, *PERIODS):
        raise InputError(f"naming_counts: period is {period!r}; allowed: {', '.join(PERIODS)}")
    chosen = measures[(measures["measure"] == "naming_choice") & (measures["category"] != "") & (measures["count"] > 0)]
    keys = ["article_id", "referent"]
    counted = chosen.groupby([*keys, "category"], as_index=False, observed=True)["count"].sum()
    totals = counted.groupby(keys, as_index=False, observed=True)["count"].sum().rename(columns={"count": "total"})
    variants = counted[["referent", "category"]].drop_duplicates()
    every = totals.merge(variants, on="referent", how="left").merge(counted, on=[*keys, "category"], how="left", validate="1:1")
    every = every.assign(count=every["count"].fillna(0).astype("int64"))
    assert every["count"].sum() == counted["count"].sum(), "every chosen name is counted once"
    dated = articles.loc[articles["published"].fillna("").astype("str") != "", ["article_id", *by, "published"]]
    joined = every.merge(dated, on="article_id", how="inner", validate="m:1")
    dates = joined["published"].astype("str")
    length = PERIODS[period] if period else PERIODS["month" if dates.str[:4].nunique() == 1 else "year"]
    return joined.assign(period=dates.str[:length])[["article_id", *by, "referent", "category", "period", "count", "total"]]


def switch_dates(estimates, *, by=("outlet",)):
    """A table of when each variant became the usual one, from `estimates` of its share by `by`, referent, category and period.

    Columns: `by`, referent, category, n_periods (estimable), first and last (of them), since, status. since is the first estimable period from which
    the share stays above half in all estimable periods to the last; status is "switched" (below half before), "always" (above half in all),
    "never" (not above half in the last), or "not estimable" (fewer than two estimable periods). `clear` says whether the last estimable period's
    interval lies above half and, where it switched, that of some earlier one below.
    """
    rows = []
    for key, mine in estimates.groupby([*by, "referent", "category"], observed=True):
        known = mine[mine["estimate"].notna()].sort_values("period")
        rows.append((*key, len(known), *switch_of(known)))
    return pd.DataFrame(rows, columns=[*by, "referent", "category", "n_periods", "first", "last", "since", "status", "clear"])


def switch_of(known):
    """The (first, last, since, status, clear) of one variant's estimable periods, in order."""
    if len(known) < 2:
        return "", "", "", "not estimable", False
    periods, above = list(known["period"]), list(known["estimate"] > HALF)
    start = len(above)
    while start and above[start - 1]:
        start -= 1
    clear = bool(known["low"].iloc[-1] > HALF)
    if start == len(above):
        return periods[0], periods[-1], "", "never", False
    if start == 0:
        return periods[0], periods[-1], periods[0], "always", clear
    return periods[0], periods[-1], periods[start], "switched", clear and bool((known["high"].iloc[:start] < HALF).any())


def most_changed(estimates, *, group, most):
    """Of `estimates` (shares of variants by `group`, referent, category and period), the rows of one variant for each of the `most` things that changed most.

    The variant of a thing is the one whose share, over all groups, rose most from the first to the last of its periods; a thing with fewer than
    two estimable periods in every group is left out, and so is a group with fewer than two.
    """
    known = estimates[estimates["estimate"].notna()]
    several = known.groupby([group, "referent", "category"])["period"].transform("nunique") > 1
    known = known[several]
    sums = known.groupby(["referent", "category", "period"], as_index=False)[["count", "total"]].sum().sort_values("period")
    ends = sums.assign(share=sums["count"] / sums["total"]).groupby(["referent", "category"])["share"].agg(["first", "last"])
    risen = (ends["last"] - ends["first"]).sort_values(ascending=False, kind="stable").reset_index(name="rise").drop_duplicates("referent")
    chosen = risen.head(most)[["referent", "category"]].assign(place=range(min(most, len(risen))))
    return known.merge(chosen, on=["referent", "category"]).sort_values(["place", group, "period"], kind="stable").drop(columns="place").reset_index(drop=True)
