"""Names and spellings over time: the counts behind a share, and the period of a switch."""

import pandas as pd
import pytest

from analysis import naming
from analysis.tables import InputError

ARTICLES = pd.DataFrame(
    [("a", "Gazette", "2018-03-01"), ("b", "Gazette", "2019-05-02"), ("c", "Herald", "2019-07-01"), ("d", "Herald", "")],
    columns=["article_id", "outlet", "published"],
)


def measures(*rows):
    """`measures` (naming_choice) of rows (article_id, variant, count) for the invented city of Tarsk."""
    table = pd.DataFrame(rows, columns=["article_id", "category", "count"])
    return table.assign(measure="naming_choice", referent="tarsk", voice="outlet", part="text", total=99)


def test_the_total_is_all_variants_of_the_thing_and_zeros_are_kept():
    counts = naming.naming_counts(measures(("a", "tarsk", 3), ("a", "tarsque", 1), ("b", "tarsk", 2), ("b", "", 2)), ARTICLES)
    rows = list(counts[["article_id", "category", "period", "count", "total"]].itertuples(index=False, name=None))
    assert rows == [("a", "tarsk", "2018", 3, 4), ("a", "tarsque", "2018", 1, 4), ("b", "tarsk", "2019", 2, 2), ("b", "tarsque", "2019", 0, 2)]


def test_an_article_without_a_date_is_left_out():
    counts = naming.naming_counts(measures(("c", "tarsk", 1), ("d", "tarsk", 1)), ARTICLES)
    assert list(counts["article_id"]) == ["c"]


def test_dates_of_one_year_are_told_by_month():
    counts = naming.naming_counts(measures(("b", "tarsk", 1), ("c", "tarsk", 1)), ARTICLES)
    assert list(counts["period"]) == ["2019-05", "2019-07"]


def test_a_wrong_period_is_named():
    with pytest.raises(InputError) as error:
        naming.naming_counts(measures(("a", "tarsk", 1)), ARTICLES, period="week")
    assert str(error.value) == "naming_counts: period is 'week'; allowed: year, month"


def switch(*shares, width=0.1):
    """The row of `switch_dates` for shares of the years from 2014 on; None is not estimable."""
    known = [float("nan") if s is None else s for s in shares]
    table = pd.DataFrame({"period": [str(2014 + k) for k in range(len(known))], "estimate": known})
    table = table.assign(low=table["estimate"] - width, high=table["estimate"] + width, outlet="Gazette", referent="tarsk", category="tarsk")
    return naming.switch_dates(table).iloc[0]


@pytest.mark.parametrize(
    ("shares", "since", "status"),
    [
        ((0.1, 0.3, 0.7, 0.9), "2016", "switched"),
        ((0.1, 0.7, 0.3, 0.9), "2017", "switched"),
        ((0.1, None, 0.7, None), "2016", "switched"),
        ((0.7, 0.9), "2014", "always"),
        ((0.7, 0.5), "", "never"),
        ((0.9, None), "", "not estimable"),
    ],
)
def test_the_switch_is_the_first_period_from_which_the_share_stays_above_half(shares, since, status):
    row = switch(*shares)
    assert (row["since"], row["status"]) == (since, status)


@pytest.mark.parametrize(("width", "clear"), [(0.1, True), (0.25, False), (0.45, False)])
def test_a_switch_is_clear_where_the_intervals_lie_on_either_side_of_half(width, clear):
    assert switch(0.3, 0.9, width=width)["clear"] == clear


def test_periods_count_where_estimable():
    row = switch(0.1, None, 0.7)
    assert (row["n_periods"], row["first"], row["last"]) == (2, "2014", "2016")


def test_of_each_thing_the_variant_that_rose_most_is_shown():
    rows = [("tarsk", "tarsk", year, n) for year, n in (("2018", 2), ("2019", 8))] + [("tarsk", "tarsque", year, n) for year, n in (("2018", 8), ("2019", 2))]
    rows += [("sarnic", "sarnic", year, 5) for year in ("2018", "2019")] + [("sarnic", "sarnik", year, 5) for year in ("2018", "2019")]
    rows += [("oresk", "oresk", "2018", 5)]
    table = pd.DataFrame(rows, columns=["referent", "category", "period", "count"]).assign(total=10, outlet="Gazette")
    told = naming.most_changed(table.assign(estimate=table["count"] / 10), group="outlet", most=1)
    assert list(told[["referent", "category", "period"]].itertuples(index=False, name=None)) == [("tarsk", "tarsk", "2018"), ("tarsk", "tarsk", "2019")]


def test_a_group_with_one_estimable_period_is_not_shown():
    table = pd.DataFrame({"outlet": ["Gazette", "Gazette", "Herald"], "period": ["2018", "2019", "2019"], "count": [2, 8, 9], "estimate": [0.2, 0.8, 0.9]})
    told = naming.most_changed(table.assign(referent="tarsk", category="tarsk", total=10), group="outlet", most=3)
    assert list(told["outlet"]) == ["Gazette", "Gazette"]
