"""Distinctive words: the formula of the paper, the test by exchange, and what random halves find."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from analysis import distinctive
from analysis.tables import InputError

COLUMNS = ["article_id", "referent", "word", "count"]


def counted(*rows):
    """`word counts` of rows (article_id, word, count) about one referent."""
    return pd.DataFrame([(a, "velmora_government", w, n) for a, w, n in rows], columns=COLUMNS)


def grouped(**groups):
    """`articles` of outlets: grouped(north="ab") has the articles a and b of the outlet north."""
    return pd.DataFrame([(a, outlet) for outlet, ids in groups.items() for a in ids], columns=["article_id", "outlet"])


def bursty(seed, *, n_articles=200, n_words=60, per_article=40):
    """`word counts` of articles that repeat their own words: each draws its words from a mix of its own (Dirichlet, 0.05 a word)."""
    random = np.random.default_rng(seed)
    rows = []
    for article in range(n_articles):
        drawn = random.multinomial(per_article, random.dirichlet(np.full(n_words, 0.05)))
        rows += [(f"a{article:03}", f"w{word:02}", int(n)) for word, n in enumerate(drawn) if n]
    return counted(*rows)


FOUR = counted(("a", "bridge", 3), ("a", "river", 1), ("b", "bridge", 1), ("c", "river", 4), ("c", "bridge", 1), ("d", "river", 2))
SIDES = grouped(north="ab", south="cd")


# The log-odds


def found_in(counts, articles, **options):
    options = {"group": "outlet", "seed": 1, "least_articles": 1, "replicates": 100} | options
    return distinctive.distinctive_words(counts, articles, **options).set_index(["outlet", "word"])


def test_log_odds_are_those_worked_by_hand():
    # All words: bridge 5, river 7; a prior of 12 words is bridge 5, river 7. North: 4 bridges of 5 words; south: 1 of 7.
    # North: (4 + 5) / (5 + 12 - 9) = 9/8; south: (1 + 5) / (7 + 12 - 6) = 6/13.
    found = found_in(FOUR, SIDES, prior_size=12)
    assert found.loc[("north", "bridge"), "log_odds"] == pytest.approx(math.log(9 / 8) - math.log(6 / 13), abs=1e-6)
    assert found.loc[("south", "bridge"), "log_odds"] == pytest.approx(math.log(6 / 13) - math.log(9 / 8), abs=1e-6)


def test_the_raw_counts_stand_beside():
    row = found_in(FOUR, SIDES).loc[("north", "bridge")]
    assert (row["count"], row["total"], row["articles"]) == (4, 5, 2)


def test_a_prior_may_be_given_as_counts_of_another_corpus():
    # A prior of 10 words, 9 of them bridge: north (4 + 9) / (5 + 10 - 13) = 13/2; south (1 + 9) / (7 + 10 - 10) = 10/7.
    found = found_in(FOUR, SIDES, prior_size=10, prior=pd.Series({"bridge": 90, "river": 10}))
    assert found.loc[("north", "bridge"), "log_odds"] == pytest.approx(math.log(13 / 2) - math.log(10 / 7), abs=1e-6)


def paper(counts, labels, group, word, prior_size):
    """log-odds and z of one word by Monroe, Colaresi & Quinn's formula, from a dictionary (article, word) to count."""
    y = lambda w, side: sum(n for (a, v), n in counts.items() if v == w and (labels[a] == group) == side)  # noqa: E731
    words = {w for _, w in counts}
    every = {w: y(w, True) + y(w, False) for w in words}
    alpha = {w: prior_size * every[w] / sum(every.values()) for w in words}
    n = {side: sum(y(w, side) for w in words) for side in (True, False)}
    odds = {side: math.log((y(word, side) + alpha[word]) / (n[side] + prior_size - y(word, side) - alpha[word])) for side in n}
    error = math.sqrt(sum(1 / (y(word, side) + alpha[word]) for side in n))
    return odds[True] - odds[False], (odds[True] - odds[False]) / error


def test_three_groups_agree_with_the_papers_formula_written_out():
    counts = bursty(3, n_articles=30, n_words=8)
    articles = pd.DataFrame({"article_id": sorted(set(counts["article_id"]))})
    articles["outlet"] = ["north", "south", "west"] * 10
    labels = dict(zip(articles["article_id"], articles["outlet"]))
    raw = {(a, w): n for a, w, n in counts[["article_id", "word", "count"]].itertuples(index=False, name=None)}
    found = found_in(counts, articles, prior_size=50)
    assert len(found) == 3 * 8
    for (outlet, word), row in found.iterrows():
        expected, z = paper(raw, labels, outlet, word, 50)
        assert row["log_odds"] == pytest.approx(expected, abs=1e-5)
        assert row["naive_p"] == pytest.approx(math.erfc(abs(z) / math.sqrt(2)), abs=1e-4)


# The test by exchange


def test_p_is_twice_the_share_of_all_exchanges_that_go_as_far():
    # One tested word, nine articles, each with filler words of its own: all 84 ways to choose three northern articles are counted out.
    rivers = dict(zip("abcdefghi", (6, 5, 2, 1, 3, 2, 1, 4, 1)))
    counts = counted(*((a, "river", n) for a, n in rivers.items()), *((a, f"filler {a}", 20 - n) for a, n in rivers.items()))
    reached = [sum(rivers[a] for a in three) for three in itertools.combinations(rivers, 3)]
    exact = 2 * sum(n >= rivers["a"] + rivers["b"] + rivers["c"] for n in reached) / len(reached)
    found = found_in(counts, grouped(north="abc", south="defghi"), replicates=5000, least_articles=2)
    assert exact == 2 * 5 / 84
    assert found.loc[("north", "river"), "p"] == pytest.approx(exact, abs=0.02)


def test_a_word_that_one_article_repeats_is_not_found():
    # "bridge" stands 80 times in one northern article and once in every other: naively a find, honestly one article's word.
    rows = [(f"{side}{k}", "bridge", 80 if (side, k) == ("n", 0) else 1) for side in "ns" for k in range(20)]
    rows += [(f"{side}{k}", "river", 10) for side in "ns" for k in range(20)]
    articles = pd.DataFrame([(f"{s}{k}", {"n": "north", "s": "south"}[s]) for s in "ns" for k in range(20)], columns=["article_id", "outlet"])
    row = found_in(counted(*rows), articles, replicates=1000).loc[("north", "bridge")]
    assert row["naive_p"] < 0.001 and row["p"] > 0.2


def test_a_word_that_every_article_of_an_outlet_prefers_is_found():
    rows = [(f"{side}{k}", word, n) for side, ns in (("n", (4, 2)), ("s", (2, 4))) for k in range(20) for word, n in zip(("bridge", "river"), ns)]
    articles = pd.DataFrame([(f"{s}{k}", {"n": "north", "s": "south"}[s]) for s in "ns" for k in range(20)], columns=["article_id", "outlet"])
    found = found_in(counted(*rows), articles, replicates=1000)
    assert (found["q"] < 0.01).all()
    assert found.loc[("north", "bridge"), "low"] > 0 > found.loc[("south", "bridge"), "high"]


def test_where_p_is_under_five_per_cent_the_interval_leaves_out_what_is_expected():
    counts = bursty(5, n_articles=120, n_words=100)
    articles = pd.DataFrame({"article_id": sorted(set(counts["article_id"]))})
    articles["outlet"] = np.where(np.arange(len(articles)) % 3 == 0, "north", "south")
    found = found_in(counts, articles, replicates=200)
    outside = (found["expected"] < found["low"]) | (found["expected"] > found["high"])
    assert 0 < (found["p"] < 0.05).sum() and ((found["p"] < 0.05) & ~outside).sum() == 0


def test_within_a_topic_a_word_of_the_topic_is_no_outlets_word():
    # North writes about floods, south about ports; each topic has its word, whoever writes.
    rows, articles = [], []
    for k in range(40):
        topic, outlet = ("flood", "port")[k % 2], "north" if (k % 2 == 0) == (k % 10 < 8) else "south"
        rows += [(f"a{k}", {"flood": "rain", "port": "crane"}[topic], 3), (f"a{k}", "bridge", 3)]
        articles.append((f"a{k}", outlet, topic))
    articles = pd.DataFrame(articles, columns=["article_id", "outlet", "topic"])
    free = found_in(counted(*rows), articles, replicates=500).loc[("north", "rain")]
    held = found_in(counted(*rows), articles, replicates=500, within="topic").loc[("north", "rain")]
    assert free["p"] < 0.01 and held["p"] > 0.9
    assert held["log_odds"] == free["log_odds"] and held["expected"] == pytest.approx(held["log_odds"], abs=1e-4)


def test_a_word_that_can_be_dealt_in_eight_ways_only_is_not_found():
    # "bridge" stands in one of a story's eight articles, the northern one: it had to stand in one of them.
    counts = pd.concat([bursty(8, n_articles=80, n_words=40), counted(("a000", "bridge", 5))], ignore_index=True)
    articles = pd.DataFrame({"article_id": sorted(set(counts["article_id"]))})
    articles = articles.assign(outlet=["north", *["south"] * 7] * 10, story_id=[f"s{k // 8}" for k in range(80)])
    assert found_in(counts, articles, within="story_id", replicates=500).loc[("north", "bridge"), "p"] > 0.15


def test_exchanged_outlets_keep_their_articles_together():
    # Two outlets a side cannot tell outlets from sides: of six ways to deal, two go as far.
    rows = [(f"{outlet}{k}", "rain" if outlet in "pq" else "crane", 2) for outlet in "pqrs" for k in range(30)]
    articles = pd.DataFrame([(f"{o}{k}", o, "left" if o in "pq" else "right") for o in "pqrs" for k in range(30)], columns=["article_id", "outlet", "leaning"])
    by_article = distinctive.distinctive_words(counted(*rows), articles, group="leaning", seed=1, replicates=500)
    by_outlet = distinctive.distinctive_words(counted(*rows), articles, group="leaning", unit="outlet", seed=1, replicates=500)
    assert by_article["p"].max() < 0.01 and by_outlet["p"].min() > 0.25


def test_words_of_few_articles_are_not_tested_but_count_in_the_total():
    found = found_in(FOUR.assign(word=FOUR["word"].where(FOUR["article_id"] != "d", "mill")), SIDES, least_articles=2)
    assert set(found.index.get_level_values("word")) == {"bridge", "river"}
    assert found.loc[("south", "river"), "total"] == 7


def test_a_referent_that_one_group_alone_names_is_left_out():
    lone = pd.concat([FOUR, FOUR[FOUR["article_id"] == "a"].assign(referent="haldin")])
    assert set(distinctive.distinctive_words(lone, SIDES, group="outlet", seed=1, least_articles=1, replicates=10)["referent"]) == {"velmora_government"}


def test_a_referents_result_does_not_hang_on_the_others():
    both = pd.concat([FOUR, FOUR.assign(referent="haldin")])
    alone, among = (distinctive.distinctive_words(c, SIDES, group="outlet", seed=1, least_articles=1, replicates=50) for c in (FOUR, both))
    mine = among[among["referent"] == "velmora_government"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.drop(columns="q"), mine.drop(columns="q"))


def test_the_arguments_are_left_as_they_were():
    counts, articles = FOUR.copy(), SIDES.copy()
    found_in(counts, articles)
    pd.testing.assert_frame_equal(counts, FOUR)
    pd.testing.assert_frame_equal(articles, SIDES)


# What random halves find


def test_random_halves_find_the_nominal_share_where_the_naive_test_finds_a_fifth():
    found = distinctive.false_findings(bursty(1), seed=1, halves=20, replicates=300).groupby("test")[["below", "found"]].mean()
    assert 0.03 < found.loc["exchanged articles", "below"] < 0.07
    assert found.loc["exchanged articles", "found"] < 0.01
    assert found.loc["independent words", "below"] > 0.2
    assert found.loc["independent words", "found"] > 0.1


def test_random_halves_of_outlets_keep_outlets_whole():
    counts = bursty(2, n_articles=90, n_words=20)
    counts["outlet"] = "o" + counts["article_id"].str[2]
    found = distinctive.false_findings(counts, seed=1, halves=3, unit="outlet", replicates=100)
    assert list(found["half"]) == [0, 0, 1, 1, 2, 2]


def test_the_splits_are_summed_up_by_their_mean_and_the_range_without_the_outermost():
    splits = pd.DataFrame({"test": "t", "n_words": 10, "below": [0.0, 0.1, 0.2, 0.7], "found": [0.0, 0.0, 0.0, 0.4]})
    row = distinctive.share_below(splits, by=["test"]).iloc[0]
    assert (row["total"], row["estimate"], row["low"], row["high"], row["found"]) == pytest.approx((10, 0.25, 0.1, 0.2, 0.1))


# The list for review

FINDINGS = pd.DataFrame(
    [("regime", "north", 2.0, 1.5, 2.5, 0.01), ("puppets", "north", 2.0, 1.5, 2.5, 0.01), ("cruel", "north", 1.0, 0.5, 1.5, 0.01), ("haldin", "north", 3.0, 2.5, 3.5, 0.01),
     ("vile", "north", 2.0, 1.5, 2.5, 0.01), ("calm", "north", -2.0, -2.5, -1.5, 0.01), ("old", "north", 0.1, -0.4, 0.6, 0.8)],
    columns=["word", "outlet", "log_odds", "low", "high", "q"],
).assign(expected=0.0)  # fmt: skip
KNOWN = pd.DataFrame({"word": FINDINGS["word"], "capitalised": [0, 0, 0, 1.0, 0, 0, 0]})


def test_the_list_for_review_holds_what_no_list_has_with_names_last():
    found = distinctive.unlisted(FINDINGS, ["{country} regime", "puppet*"], KNOWN, group="outlet")
    assert list(found["word"]) == ["vile", "cruel", "haldin"]
    assert list(found["name"]) == [False, False, True]


def test_the_most_distinctive_words_of_a_group_come_by_distance_from_what_was_expected():
    shown = distinctive.most_distinctive(FINDINGS, by=["outlet"], most=2)
    assert list(shown["word"]) == ["haldin", "regime"]


# Errors


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "leaning"}, "articles: missing column 'leaning'; found article_id, outlet"),
        ({"unit": "outlet", "within": "outlet"}, "distinctive_words: within='outlet' needs unit='article_id'; found unit='outlet'"),
        ({"by": ("voice",)}, "word counts: missing column 'voice'; found article_id, referent, word, count"),
        ({"prior": pd.Series({"river": 3})}, "distinctive_words: the prior has no count of 'bridge'; it needs every tested word"),
    ],
)
def test_wrong_input_is_named(options, message):
    with pytest.raises(InputError) as error:
        found_in(FOUR, SIDES, **options)
    assert str(error.value) == message


def test_no_finding_gives_an_empty_list_for_review():
    findings = pd.DataFrame({"word": ["mire"], "outlet": ["Gazette"], "log_odds": [0.1], "expected": [0.0], "low": [0.0], "high": [1.0], "q": [0.9]})
    vocabulary = pd.DataFrame({"word": ["mire"], "capitalised": [0.0]})
    review = distinctive.unlisted(findings, ["regime"], vocabulary, group="outlet")
    assert len(review) == 0 and {*findings.columns, "name"} <= set(review.columns)
