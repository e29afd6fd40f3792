"""Diversity of sources: numbers worked by hand, every possible draw enumerated, and scikit-bio as an independent implementation."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis import compare
from analysis.compare.diversity import covered, hill, rarefied_hill
from analysis.tables import InputError


def row(*counts):
    return np.array([counts])


@pytest.mark.parametrize("order", [0, 1, 2])
def test_equally_frequent_categories_are_as_many_as_they_are(order):
    assert hill(row(7, 7, 7, 7, 0), order)[0] == pytest.approx(4)


@pytest.mark.parametrize(
    ("order", "value"),
    # Shares 1/2, 1/4, 1/4: entropy 1.5 log 2, so 2 ** 1.5; sum of squares 3/8, so 8/3.
    [(0, 3), (1, 2**1.5), (2, 8 / 3)],
)
def test_hill_numbers_by_hand(order, value):
    assert hill(row(2, 1, 1), order)[0] == pytest.approx(value)


@pytest.mark.parametrize(("order", "value"), [(0, 8), (1, 4.688899066487326), (2, 3.655326042932362)])
def test_hill_numbers_are_those_of_scikit_bio(order, value):
    # skbio.diversity.alpha.hill of scikit-bio 0.7.4.
    assert hill(row(40, 25, 12, 8, 5, 3, 1, 1), order)[0] == pytest.approx(value)


SMALL = (4, 2, 1, 1)
DRAWS = list(itertools.combinations([kind for kind, n in enumerate(SMALL) for _ in range(n)], 3))


def times_drawn(k):
    """The mean number of categories drawn k times, over all 56 draws of three of eight attributions."""
    return np.mean([sum(draw.count(kind) == k for kind in range(4)) for draw in DRAWS])


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (0, lambda f: sum(f.values())),
        (1, lambda f: np.exp(-sum(k / 3 * np.log(k / 3) * n for k, n in f.items()))),
        (2, lambda f: 1 / sum((k / 3) ** 2 * n for k, n in f.items())),
    ],
)
def test_rarefied_numbers_are_those_of_every_possible_draw(order, expected):
    assert rarefied_hill(row(*SMALL), 3, order)[0] == pytest.approx(expected({k: times_drawn(k) for k in (1, 2, 3)}))


def test_hurlberts_number_by_hand():
    # Two draws of 4, 2, 1, 1: C(8, 2) = 28 pairs; of one kind 6 + 1 = 7, so 1 + 21/28.
    assert rarefied_hill(row(*SMALL), 2, 0)[0] == pytest.approx(1.75)


@pytest.mark.parametrize("order", [0, 1, 2])
def test_all_of_it_is_not_rarefied(order):
    assert rarefied_hill(row(*SMALL), 8, order)[0] == pytest.approx(hill(row(*SMALL), order)[0])


@pytest.mark.parametrize("order", [0, 1, 2])
def test_one_attribution_shows_one_category(order):
    assert rarefied_hill(row(*SMALL), 1, order)[0] == pytest.approx(1)


def test_coverage_is_the_chance_that_the_next_one_is_of_a_category_seen():
    # Draw three of eight and then one more of the other five: how often is it of a category that the three show?
    seen, cases = 0, 0
    units = [kind for kind, n in enumerate(SMALL) for _ in range(n)]
    for chosen in itertools.combinations(range(8), 3):
        for more in set(range(8)) - set(chosen):
            seen, cases = seen + (units[more] in {units[k] for k in chosen}), cases + 1
    assert covered(row(*SMALL), 3)[0] == pytest.approx(seen / cases)


def test_coverage_of_all_is_turings():
    # Two categories once, one twice, of 8: 1 - 2/8 * (7 * 2) / (7 * 2 + 2 * 1) = 1 - 0.25 * 14/16.
    assert covered(row(*SMALL), 8)[0] == pytest.approx(1 - 0.25 * 14 / 16)


def test_coverage_is_whole_where_no_category_stands_alone():
    assert covered(row(4, 2, 3), 9)[0] == 1


def counts(shares, n_articles, each, *, outlet="Gazette", seed=1):
    """`counts` by category of articles with `each` attributions, drawn with these shares."""
    random = np.random.default_rng(seed)
    drawn = random.multinomial(each, shares, size=n_articles)
    rows = [(f"{outlet}{a}", outlet, f"type {c}", n) for a, article in enumerate(drawn) for c, n in enumerate(article)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "category", "count"])


SHARES = [0.5, 0.25, 0.12, 0.06, 0.03, 0.02, 0.01, 0.01]


def told(table, **options):
    return compare.diversity(table, **({"by": ["outlet"], "seed": 3, "size": 60, "replicates": 300} | options)).set_index(["outlet", "measure"])


def test_more_text_shows_more_sources_and_rarefied_it_does_not():
    # The same outlet in 15 and in 200 articles, the mean of 30 such corpora.
    few, many = (pd.DataFrame([told(counts(SHARES, n, 6, seed=seed), replicates=2)["estimate"] for seed in range(30)]).mean() for n in (15, 200))
    assert many["Gazette", "richness"] > few["Gazette", "richness"] + 1
    assert many["Gazette", "rarefied hill 0"] == pytest.approx(few["Gazette", "rarefied hill 0"], abs=0.2)


def test_the_interval_of_a_rarefied_number_holds_its_truth():
    # The truth: the same rarefied number of ten million attributions with these shares.
    truth = {order: rarefied_hill((np.array([SHARES]) * 10**7).astype(int), 60, order)[0] for order in (1, 2)}
    held = {1: [], 2: []}
    for seed in range(120):
        made = told(counts(SHARES, 60, 5, seed=seed), replicates=150)
        for order in (1, 2):
            mine = made.loc[("Gazette", f"rarefied hill {order}")]
            held[order].append(mine["low"] <= truth[order] <= mine["high"])
    assert all(0.88 <= np.mean(values) <= 0.99 for values in held.values())


def test_the_rows_say_what_was_counted():
    made = told(counts(SHARES, 40, 5))
    assert list(made.loc["Gazette"].index) == list(compare.INDICES)
    one = made.loc[("Gazette", "rarefied hill 1")]
    assert (one["n_articles"], one["total"], one["method"]) == (40, 200, "rarefied to 60, 300 resamples of articles, normal")
    shannon, effective, concentrated, two = (made.loc[("Gazette", name), "estimate"] for name in ("shannon", "hill 1", "herfindahl", "hill 2"))
    assert np.exp(shannon) == pytest.approx(effective) and concentrated == pytest.approx(1 / two)


def test_too_few_attributions_have_no_rarefied_value():
    made = told(counts(SHARES, 10, 5))
    assert np.isnan(made.loc[("Gazette", "rarefied hill 0"), "estimate"]) and made.loc[("Gazette", "richness"), "estimate"] >= 3
    assert made.loc[("Gazette", "rarefied hill 0"), "method"] == "not estimable: under 60 attributions"


def test_articles_without_an_attribution_change_no_value():
    table = counts(SHARES, 20, 5)
    empty = pd.DataFrame({"article_id": ["x", "y"], "outlet": "Gazette", "category": "type 0", "count": 0})
    one, other = (told(each)["estimate"] for each in (table, pd.concat([table, empty])))
    pd.testing.assert_series_equal(one, other)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ["country"]}, "diversity: missing column 'country'; found article_id, outlet, category, count"),
        ({"size": 0}, "diversity: size is 0; allowed: 1 or more"),
    ],
)
def test_what_has_no_diversity_is_told(options, message):
    with pytest.raises(InputError) as raised:
        told(counts(SHARES, 5, 5), **options)
    assert str(raised.value) == message


def quoted():
    rows = [("a", "official", 30, 50), ("a", "citizen", 10, 50), ("b", "official", 0, 20), ("b", "citizen", 20, 20)]
    return pd.DataFrame(rows, columns=["article_id", "category", "count", "total"])


def test_words_are_shares_of_all_quoted_or_of_those_with_a_source():
    of_all, of_sourced = (compare.words_by_type(quoted(), of=of) for of in ("quoted", "sourced"))
    assert list(of_all["total"]) == [50, 50, 20, 20] and list(of_sourced["total"]) == [40, 40, 20, 20]
    shares = of_sourced.groupby("category")[["count", "total"]].sum()
    # 30 of 60 words each.
    assert list(shares["count"] / shares["total"]) == [0.5, 0.5]


def test_words_of_anything_else_are_an_error():
    with pytest.raises(InputError) as raised:
        compare.words_by_type(quoted(), of="all")
    assert str(raised.value) == "words_by_type: of is 'all'; allowed: quoted, sourced"


def test_names_are_counted_by_article():
    rows = [("a", "text", "Mara Lindqvist", "named"), ("a", "text", "mara lindqvist", "named"), ("a", "text", "", "unnamed"), ("a", "title", "Mara Lindqvist", "named"),
            ("b", "text", "Oren Dask", "named")]  # fmt: skip
    table = compare.names_quoted(pd.DataFrame(rows, columns=["article_id", "part", "source_name", "source_naming"]))
    assert list(table.itertuples(index=False, name=None)) == [("a", "mara lindqvist", 2), ("b", "oren dask", 1)]
