"""Counts and totals of three short articles, worked by hand.

a  The Velmoran regime fell. The Velmoran government may stay. “It rained all night,” the mayor said.
   16 words in 3 sentences: 4 + 5 + 7; 4 of them in quotation marks; a title of 3 words: Tarsk regime falls
b  The bridge was reportedly “very old,” a baker and the clerk said.
   12 words; 2 in quotation marks
c  (no text)
"""

import pandas as pd
import pytest
from conftest import articles

from analysis import measures, tables, text

A = "The Velmoran regime fell. The Velmoran government may stay. “It rained all night,” the mayor said."
B = "The bridge was reportedly “very old,” a baker and the clerk said."


def mention(article_id, passage, category, voice="outlet", *, lexicon="framing-1.0.0", referent="velmora_government", kind="government", rule="slot", part="text"):
    """A row of `mentions`; its offsets play no part in counting."""
    return (article_id, part, 0, len(passage), passage, lexicon, passage, referent, kind, rule, category, voice)


def said(article_id, number, content, source, stance, quoting, source_type, side, nested_in="", part="text"):
    """A row of `attributions` with its source; content is "start-end"."""
    name = f"{article_id}:{part}:{number}"
    span = (None, None) if not source else (0, len(source))
    kind = ("named", source_type) if source else ("none", "none")
    return (article_id, part, name, nested_in, *span, source, 0, 4, "said", content, quoting, stance, source, kind[1], kind[0], side, "", "", "", "")


MENTIONS = [
    mention("a", "Velmoran regime", "loaded"),
    mention("a", "Velmoran government", "neutral"),
    mention("a", "Tarsk regime", "loaded", part="title"),
    mention("a", "may", "modal", lexicon="hedges-1.0.0", referent="", kind="", rule=""),
    mention("b", "reportedly", "evidential", "attributed", lexicon="hedges-1.0.0", referent="", kind="", rule=""),
]
# The quotation of a runs from 60 to 82, that of b from 26 to 37.
SAID = [
    said("a", 0, "60-82", "the mayor", "neutral", "direct", "official", "velmora"),
    said("b", 0, "0-3", "", "doubting", "indirect", "none", "none"),
    said("b", 1, "26-37", "a baker", "neutral", "direct", "citizen", "none"),
    said("b", 2, "26-37", "the clerk", "neutral", "mixed", "official", "kestria"),
]


@pytest.fixture(scope="module")
def measured(world):
    """A function from mentions and attributions to the measures of the three articles."""
    table = articles({"text": A, "title": "Tarsk regime falls"}, {"text": B}, {"text": ""})
    sentences, quotations = text.split_sentences(table, tokenizer=world.tokenizer), text.find_quotations(table)

    def measure(mentions=MENTIONS, attributions=SAID):
        made = tables.table_of(mentions, "mentions"), tables.table_of(attributions, "attributions.csv")
        return measures.measure(table, sentences, quotations, *made)

    return measure


def rows(table, name, *columns):
    """The rows of one measure: article, the named columns, count and total, sorted."""
    mine = table[table["measure"] == name]
    return sorted(mine[["article_id", *columns, "count", "total"]].itertuples(index=False, name=None))


def test_the_offsets_of_the_quotations_are_as_the_hand_has_them():
    assert [A[60:82], B[26:37]] == ["“It rained all night,”", "“very old,”"]


def test_label_choice_counts_loaded_among_labels_by_referent_voice_and_part(measured):
    # In the text of a one loaded label of two; in its title one of one; b and c name nobody and stay in with 0 of 0.
    assert rows(measured(), "framing_label", "referent", "voice", "part") == [
        ("a", "velmora_government", "outlet", "text", 1, 2), ("a", "velmora_government", "outlet", "title", 1, 1),
        ("b", "", "", "", 0, 0), ("c", "", "", "", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("rule", ["last named", "unresolved", "words"])
def test_a_label_that_names_nobody_is_no_choice_of_label(measured, rule):
    table = measured([mention("a", "regime", "loaded", rule=rule)])
    assert rows(table, "framing_label") == [("a", 0, 0), ("b", 0, 0), ("c", 0, 0)]


def test_a_bare_label_is_kept_apart_by_the_government_named_last(measured):
    bare = [mention("a", "regime", "loaded", rule="last named"), mention("a", "regime", "loaded", rule="unresolved", referent="")]
    table = measured([*bare, mention("a", "Velmoran regime", "loaded"), mention("a", "thugs", "loaded", rule="words")])
    assert rows(table, "framing_label_bare", "referent") == [("a", "", 1, 1), ("a", "velmora_government", 1, 1), ("b", "", 0, 0), ("c", "", 0, 0)]
    assert rows(table, "framing_label", "referent")[0] == ("a", "velmora_government", 1, 1)


def test_a_label_of_a_medium_is_no_choice_of_label(measured):
    table = measured([mention("a", "propaganda outlet", "loaded", kind="media", rule="slot")])
    assert rows(table, "framing_label") == [("a", 0, 0), ("b", 0, 0), ("c", 0, 0)]


def test_voices_are_counted_apart(measured):
    table = measured([mention("a", "x", "loaded"), mention("a", "x", "loaded", "quoted"), mention("a", "x", "neutral", "quoted")])
    assert rows(table, "framing_label", "voice")[:2] == [("a", "outlet", 1, 1), ("a", "quoted", 1, 2)]


def test_density_is_loaded_words_over_the_words_of_the_part(measured):
    assert rows(measured(), "framing_density", "category", "part") == [
        ("a", "", "text", 16, 16), ("a", "", "title", 3, 3), ("a", "loaded", "text", 1, 16), ("a", "loaded", "title", 1, 3),
        ("b", "", "text", 12, 12), ("c", "", "text", 0, 0),
    ]  # fmt: skip


def test_a_bare_loaded_label_counts_in_the_density(measured):
    table = measured([mention("a", "regime", "loaded", rule="unresolved")])
    assert ("a", "loaded", 1, 16) in rows(table, "framing_density", "category")


def test_hedges_are_counted_over_the_words_of_the_text(measured):
    assert rows(measured(), "hedge_density", "category", "part") == [
        ("a", "", "", 16, 16), ("a", "modal", "", 1, 16), ("b", "", "", 12, 12), ("b", "evidential", "", 1, 12), ("c", "", "", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("voice", ["quoted", "scare"])
def test_a_hedge_in_quotation_marks_is_not_the_outlets(measured, voice):
    table = measured([mention("a", "may", "modal", voice, lexicon="hedges-1.0.0")])
    assert [row for row in rows(table, "hedge_density", "category") if row[1]] == []


def test_a_hedge_of_the_title_is_not_counted(measured):
    table = measured([mention("a", "may", "modal", lexicon="hedges-1.0.0", part="title")])
    assert [row for row in rows(table, "hedge_density", "category") if row[1]] == []


def test_stances_are_shares_of_the_attributions_by_side(measured):
    # Of b's three attributions two speak for nobody (one doubting, one neutral) and one for Kestria.
    assert rows(measured(), "stance", "category", "source_side") == [
        ("a", "", "velmora", 1, 1), ("a", "neutral", "velmora", 1, 1),
        ("b", "", "kestria", 1, 1), ("b", "", "none", 2, 2), ("b", "doubting", "none", 1, 2), ("b", "neutral", "kestria", 1, 1),
        ("b", "neutral", "none", 1, 2), ("c", "", "", 0, 0),
    ]  # fmt: skip


def test_source_types_are_shares_of_the_attributions_with_a_source(measured):
    assert rows(measured(), "source_type", "category") == [
        ("a", "", 1, 1), ("a", "official", 1, 1), ("b", "", 2, 2), ("b", "citizen", 1, 2), ("b", "official", 1, 2), ("c", "", 0, 0),
    ]  # fmt: skip


def test_naming_is_a_share_of_the_attributions_with_a_source(measured):
    assert rows(measured(), "source_naming", "category") == [
        ("a", "", 1, 1), ("a", "named", 1, 1), ("b", "", 2, 2), ("b", "named", 2, 2), ("c", "", 0, 0)
    ]  # fmt: skip


def test_quoting_is_a_share_of_all_attributions(measured):
    assert rows(measured(), "quoting", "category") == [
        ("a", "", 1, 1), ("a", "direct", 1, 1), ("b", "", 3, 3), ("b", "direct", 1, 3), ("b", "indirect", 1, 3), ("b", "mixed", 1, 3),
        ("c", "", 0, 0),
    ]  # fmt: skip


def test_an_attribution_of_the_title_is_not_counted(measured):
    table = measured(attributions=[said("a", 0, "0-5", "mayor", "neutral", "indirect", "official", "velmora", part="title")])
    assert rows(table, "quoting", "category") == [("a", "", 0, 0), ("b", "", 0, 0), ("c", "", 0, 0)]


def test_a_quoted_word_counts_once_for_the_first_that_says_it(measured):
    # b's two words are quoted from the baker and from the clerk: the baker, first in the table, has both.
    assert rows(measured(), "quoted_words", "category") == [
        ("a", "", 4, 4), ("a", "official", 4, 4), ("b", "", 2, 2), ("b", "citizen", 2, 2), ("c", "", 0, 0)
    ]  # fmt: skip


def test_a_nested_attribution_has_no_quoted_words_of_its_own(measured):
    nested = said("b", 0, "26-37", "a baker", "neutral", "direct", "citizen", "none", nested_in="b:text:1")
    holding = said("b", 1, "0-37", "the clerk", "neutral", "mixed", "official", "kestria")
    assert ("b", "official", 2, 2) in rows(measured(attributions=[nested, holding]), "quoted_words", "category")


def test_words_quoted_from_nobody_are_in_the_total_alone(measured):
    table = measured(attributions=[])
    assert rows(table, "quoted_words", "category") == [("a", "", 4, 4), ("b", "", 2, 2), ("c", "", 0, 0)]


def test_part_of_a_quotation_that_a_source_says_is_counted_alone(measured):
    # 60-70 is “It rained: two words begin in it.
    table = measured(attributions=[said("a", 0, "60-70", "the mayor", "neutral", "direct", "official", "velmora")])
    assert ("a", "official", 2, 4) in rows(table, "quoted_words", "category")


@pytest.mark.parametrize("name", measures.CATEGORIES)
def test_every_article_stands_in_every_measure(measured, name):
    table = measured()
    assert set(table.loc[table["measure"] == name, "article_id"]) == {"a", "b", "c"}


def test_the_measures_are_a_sound_table(measured):
    table = measured()
    assert list(tables.check_table(table, "measures").columns) == list(tables.SCHEMAS["measures"])


def test_without_any_mention_or_attribution_all_counts_are_zero(measured):
    table = measured([], [])
    # The totals that are words stay: what is left has nothing to count.
    counted = table[~table["measure"].isin(["framing_density", "hedge_density", "quoted_words"])]
    assert len(counted) == 3 * 7 and counted[["count", "total"]].to_numpy().sum() == 0


def test_complete_gives_a_row_for_every_article_and_category(measured):
    table = measures.complete(measured(), "quoting")
    assert sorted(table[["article_id", "category", "count", "total"]].itertuples(index=False, name=None)) == [
        ("a", "direct", 1, 1), ("a", "indirect", 0, 1), ("a", "mixed", 0, 1),
        ("b", "direct", 1, 3), ("b", "indirect", 1, 3), ("b", "mixed", 1, 3),
        ("c", "direct", 0, 0), ("c", "indirect", 0, 0), ("c", "mixed", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "groups"), [("stance", 4), ("source_type", 3), ("source_naming", 3), ("hedge_density", 3), ("framing_density", 4)])
def test_complete_has_each_category_once_for_each_group(measured, name, groups):
    # Stance: a's side, b's two sides, c without one; framing_density: three texts and a's title; else three articles.
    table = measures.complete(measured(), name)
    assert len(table) == groups * len(measures.CATEGORIES[name])
    assert (table.groupby("article_id")["category"].nunique() == len(measures.CATEGORIES[name])).all()


def test_complete_sums_the_voices_of_a_density(measured):
    table = measures.complete(measured([mention("a", "x", "loaded"), mention("a", "y", "loaded", "quoted")]), "framing_density")
    in_text = table[(table["article_id"] == "a") & (table["part"] == "text")]
    assert list(in_text[["count", "total"]].itertuples(index=False, name=None)) == [(2, 16)]


def test_complete_keeps_label_choice_as_it_is(measured):
    table = measured()
    expected = table[table["measure"] == "framing_label"].reset_index(drop=True)
    pd.testing.assert_frame_equal(measures.complete(table, "framing_label"), expected)


def named_so(article_id, variant, voice="outlet"):
    """A mention of the capital by one of its two names."""
    return mention(article_id, variant, variant.lower(), voice, lexicon="spellings-1.0.0", referent="tarsk", kind="name", rule="term")


def test_naming_choice_counts_each_variant_among_the_mentions_of_the_thing(measured):
    table = measured([named_so("a", "Tarsk"), named_so("a", "Tarsk"), named_so("a", "Tarskov"), named_so("a", "Tarskov", "quoted")])
    mine = table[(table["measure"] == "naming_choice") & (table["article_id"] == "a")]
    assert sorted(mine[["referent", "voice", "category", "count", "total"]].itertuples(index=False, name=None)) == [
        ("tarsk", "outlet", "", 3, 3), ("tarsk", "outlet", "tarsk", 2, 3), ("tarsk", "outlet", "tarskov", 1, 3),
        ("tarsk", "quoted", "", 1, 1), ("tarsk", "quoted", "tarskov", 1, 1),
    ]  # fmt: skip


def test_complete_gives_a_variant_that_an_article_never_uses_its_zero(measured):
    table = measures.complete(measured([named_so("a", "Tarsk"), named_so("b", "Tarskov")]), "naming_choice")
    assert sorted(table[["article_id", "category", "count", "total"]].itertuples(index=False, name=None)) == [
        ("a", "tarsk", 1, 1), ("a", "tarskov", 0, 1), ("b", "tarsk", 0, 1), ("b", "tarskov", 1, 1),
    ]  # fmt: skip


def test_a_label_is_no_naming_choice(measured):
    table = measured()
    assert table.loc[table["measure"] == "naming_choice", "total"].sum() == 0
