"""Copies: what counts as one, of whom, and whose voice it is not."""

import pandas as pd
import pytest
from conftest import articles

from analysis import copies

WORDS = "river bridge market tower garden stone winter letter harbour window candle silver mountain paper forest engine island kettle"


def sentences(number, seed):
    """So many made-up sentences without meaning, the same ones for the same `seed`."""
    words, made, state = WORDS.split(), [], seed
    for _ in range(number):
        line = []
        for _ in range(14):
            state = (state * 1103515245 + 12345) % 2**31
            line.append(words[(state >> 12) % len(words)])
        made.append(" ".join(line).capitalize() + ".")
    return made


AGENCY = sentences(12, 1)
OWN = sentences(12, 2)


def found(*rows, agencies=("Agency",)):
    """The copies among articles of these rows: (article, copied from, share)."""
    table = articles(*rows)
    result = copies.find_copies(table, copies.fingerprints(table), agencies=agencies)
    return list(result.itertuples(index=False, name=None))


def wire(*rows, agencies=("Agency",)):
    """Which articles of these rows are another newsroom's copy."""
    table = articles(*rows)
    result = copies.find_copies(table, copies.fingerprints(table), agencies=agencies)
    return list(copies.is_wire(table, result, set(agencies)))


def test_a_copy_with_two_sentences_cut_is_found():
    cut = AGENCY[:3] + AGENCY[4:9] + AGENCY[10:]
    ((article_id, copy_of, share),) = found({"text": " ".join(AGENCY), "outlet": "Agency"}, {"text": " ".join(cut)})
    assert (article_id, copy_of) == ("b", "a")
    # Ten of the twelve sentences: 10 * 14 - 4 = 136 runs, of which those over the two cuts, 4 each, are not shared: 128 / 136 = 0.94.
    assert share == pytest.approx(128 / 136, abs=0.06)


def test_a_whole_copy_shares_all():
    assert found({"text": " ".join(AGENCY), "outlet": "Agency"}, {"text": " ".join(AGENCY)}) == [("b", "a", 1.0)]


def test_articles_of_their_own_are_no_copies():
    assert found({"text": " ".join(AGENCY), "outlet": "Agency"}, {"text": " ".join(OWN)}) == []


def test_an_article_that_shares_less_than_half_is_no_copy():
    assert found({"text": " ".join(AGENCY), "outlet": "Agency"}, {"text": " ".join(AGENCY[:4] + OWN[:8])}) == []


def test_a_short_article_taken_from_a_long_one_is_a_copy_and_not_the_reverse():
    rows = {"text": " ".join(AGENCY[:4]), "published": "2020-01-02"}, {"text": " ".join(AGENCY + OWN), "published": "2020-01-01"}
    assert [row[:2] for row in found(*rows)] == [("a", "b")]


def test_the_agencys_article_is_never_the_copy_even_where_it_is_dated_later():
    rows = {"text": " ".join(AGENCY), "published": "2020-01-01"}, {"text": " ".join(AGENCY), "published": "2020-01-02", "outlet": "Agency"}
    assert found(*rows) == [("a", "b", 1.0)]


def test_without_an_agency_the_later_article_is_the_copy():
    rows = {"text": " ".join(AGENCY), "published": "2020-01-02"}, {"text": " ".join(AGENCY), "published": "2020-01-01"}
    assert found(*rows) == [("a", "b", 1.0)]


def test_an_article_without_a_date_is_later_than_a_dated_one():
    assert found({"text": " ".join(AGENCY)}, {"text": " ".join(AGENCY), "published": "2020-01-01"}) == [("a", "b", 1.0)]


def test_a_copy_of_several_is_given_with_the_one_it_shares_most_with():
    whole, half = " ".join(AGENCY), " ".join(AGENCY[:7] + OWN[:5])
    rows = {"text": half, "published": "2020-01-01"}, {"text": whole, "published": "2020-01-02"}, {"text": whole, "published": "2020-01-03"}
    assert ("c", "b", 1.0) in found(*rows)


def test_capitals_and_punctuation_make_no_difference():
    text = " ".join(AGENCY)
    assert found({"text": text, "outlet": "Agency"}, {"text": text.upper().replace(".", ";")}) == [("b", "a", 1.0)]


def test_a_phrase_that_many_articles_share_is_no_copy():
    closing = " ".join(AGENCY[:2])
    rows = [{"article_id": f"n{k:02}", "text": closing} for k in range(copies.COMMON + 1)]
    assert found(*rows) == []


def test_an_article_of_fewer_than_five_words_is_no_copy():
    assert found({"text": "It rained.", "outlet": "Agency"}, {"text": "It rained."}) == []


def test_chunks_of_a_corpus_can_be_read_one_at_a_time():
    table = articles({"text": " ".join(AGENCY)}, {"text": " ".join(OWN)}, {"text": " ".join(AGENCY[:6])})
    parts = [copies.fingerprints(table.iloc[:1]), copies.fingerprints(table.iloc[1:])]
    whole = copies.find_copies(table, copies.fingerprints(table))
    assert len(whole) == 1, "the shorter one is a copy of the first"
    pd.testing.assert_frame_equal(copies.find_copies(table, parts), whole)


# Wire copy


def test_a_copy_of_an_agency_is_wire_copy_and_the_agencys_own_is_not():
    assert wire({"text": " ".join(AGENCY), "outlet": "Agency"}, {"text": " ".join(AGENCY)}) == [False, True]


def test_an_outlet_that_repeats_itself_has_no_wire_copy():
    assert wire({"text": " ".join(OWN)}, {"text": " ".join(OWN)}) == [False, False]


def test_a_copy_of_another_newspaper_is_not_the_outlets_voice_either():
    rows = {"text": " ".join(OWN), "published": "2020-01-01", "outlet": "Herald"}, {"text": " ".join(OWN), "published": "2020-01-02"}
    assert wire(*rows) == [False, True]


@pytest.mark.parametrize(("credits", "is_copy"), [("Agency", True), ("agency", True), (" Agency ", True), ("Agency;Other", False), ("", False), ("Mara Lind", False)])
def test_credits_that_name_one_agency_alone_make_wire_copy(credits, is_copy):
    assert wire({"text": "It rained.", "credits": credits}) == [is_copy]


@pytest.mark.parametrize(("place", "is_copy"), [("dateline", True), ("source", True), ("contribution", False)])
def test_an_agency_that_only_contributed_makes_no_wire_copy(place, is_copy):
    assert wire({"text": "It rained.", "credits": "Agency", "credit_places": place}) == [is_copy]


def test_an_agency_that_credits_itself_is_no_copy():
    assert wire({"text": "It rained.", "credits": "Agency", "outlet": "Agency"}) == [False]


def test_a_corpus_that_says_what_is_wire_copy_is_believed():
    rows = {"text": "It rained.", "wire": "Agency"}, {"text": "It rained.", "credits": "Agency", "wire": ""}
    assert wire(*rows) == [True, False]
