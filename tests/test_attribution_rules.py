"""Attribution by rules: who is reported, by which cue, and what is reported."""

import pandas as pd
import pytest
from conftest import article, articles

from analysis import attribution, tables, text
from analysis.tables import InputError


def attributions_of(table, instrument):
    """The `attributions` that the rules find in a table of articles."""
    sentences = text.split_sentences(table, tokenizer=instrument.tokenizer)
    return attribution.find_attributions(table, sentences, text.find_quotations(table), cues=instrument.cues, method="rules")


@pytest.fixture(scope="module")
def found(world):
    """A function from a text to what the rules find in it: (source, cue, pieces of content, quoting)."""

    def find(passage):
        rows = attributions_of(article(passage), world).itertuples()
        return [(r.source_text, r.cue_text, [passage[a:b] for a, b in tables.read_spans(r.content_spans)], r.quoting) for r in rows]

    return find


def test_a_direct_quotation_before_its_speaker(found):
    assert found("“It rained all night,” the mayor said.") == [("the mayor", "said", ["“It rained all night,”"], "direct")]


def test_a_direct_quotation_after_its_speaker(found):
    assert found("The mayor said: “It rained all night.”") == [("The mayor", "said", ["“It rained all night.”"], "direct")]


@pytest.mark.parametrize(("opening", "closing"), ['""', "‘’", "«»", "„“"])
def test_a_direct_quotation_in_other_marks(found, opening, closing):
    passage = f"{opening}It rained all night,{closing}"
    assert found(f"{passage} the mayor said.") == [("the mayor", "said", [passage], "direct")]


def test_a_clause_with_that_is_indirect(found):
    assert found("The mayor said that the bridge was old.") == [("The mayor", "said", ["that the bridge was old"], "indirect")]


def test_a_clause_without_that_is_indirect(found):
    assert found("The mayor said the bridge was old.") == [("The mayor", "said", ["the bridge was old"], "indirect")]


def test_a_clause_before_its_speaker_is_indirect(found):
    assert found("The bridge was old, the mayor said.") == [("the mayor", "said", ["The bridge was old"], "indirect")]


def test_reported_words_with_a_quotation_among_them_are_mixed(found):
    assert found("The mayor said the bridge was “not safe at all”.") == [
        ("The mayor", "said", ["the bridge was “not safe at all”"], "mixed")
    ]


def test_a_cue_of_five_words_is_found_whole(found):
    assert found("The mayor came out in favor of the bridge.") == [("The mayor", "came out in favor of", ["the bridge"], "indirect")]


def test_an_inverted_verb_has_its_source_behind_it(found):
    assert found("“The bridge is old,” said Mara Lindqvist, the mayor.") == [
        ("Mara Lindqvist, the mayor", "said", ["“The bridge is old,”"], "direct")
    ]


def test_a_quotation_around_its_speaker_is_one_attribution(found):
    assert found("“It rained all night,” the mayor said, “and it was cold.”") == [
        ("the mayor", "said", ["“It rained all night,”", "“and it was cold.”"], "direct")
    ]


def test_the_source_holds_its_apposition(found):
    assert found("Mara Lindqvist, the mayor, said that the bridge was old.") == [
        ("Mara Lindqvist, the mayor", "said", ["that the bridge was old"], "indirect")
    ]


def test_the_cue_holds_auxiliaries_and_negation(found):
    assert found("The mayor has not confirmed that the bridge was old.")[0][:2] == ("The mayor", "has not confirmed")


def test_according_to_at_the_end(found):
    assert found("The bridge was old, according to the ministry.") == [("the ministry", "according to", ["The bridge was old"], "indirect")]


def test_according_to_at_the_beginning(found):
    assert found("According to the ministry, the bridge was old.") == [("the ministry", "According to", ["the bridge was old"], "indirect")]


@pytest.mark.parametrize("cue", ["reportedly", "allegedly"])
def test_an_adverb_without_source_reports_its_clause(found, cue):
    assert found(f"The bridge was {cue} sold.") == [("", cue, ["The bridge was", "sold"], "indirect")]


def test_a_noun_as_cue_has_the_possessor_as_source(found):
    ((source, cue, (content,), quoting),) = found("The mayor's claim that the bridge was old was heard in the town.")
    assert (source, cue, quoting) == ("The mayor", "'s claim", "indirect")
    assert content.startswith("that the bridge was old")


def test_a_participle_goes_on_with_the_speaker_of_its_sentence(found):
    assert found("The mayor said the bridge was old, adding that the road was new.") == [
        ("The mayor", "said", ["the bridge was old"], "indirect"),
        ("The mayor", "adding", ["that the road was new"], "indirect"),
    ]


def test_sentences_of_quotation_alone_go_on_with_the_one_before(found):
    passage = "“It rained all night,” the mayor said. “The road was wet. The bridge was not.”"
    assert found(passage) == [("the mayor", "said", ["“It rained all night,”", "“The road was wet. The bridge was not.”"], "direct")]


def test_a_sentence_of_the_author_ends_the_quotation(found):
    passage = "“It rained all night,” the mayor said. The road was wet. “It was a cold night.”"
    assert found(passage)[0] == ("the mayor", "said", ["“It rained all night,”"], "direct")


def test_a_new_speaker_has_an_attribution_of_their_own(found):
    passage = "“It rained all night,” the mayor said. “It did not,” the baker answered."
    assert [(source, content) for source, _, content, _ in found(passage)] == [
        ("the mayor", ["“It rained all night,”"]), ("the baker", ["“It did not,”"])
    ]  # fmt: skip


def test_an_aside_between_cue_and_that_is_left_out(found):
    assert found("The mayor said, in a letter, that the bridge was old.") == [
        ("The mayor", "said", ["that the bridge was old"], "indirect")
    ]


@pytest.mark.parametrize("passage", ["It rained on the old bridge.", "The mayor crossed the bridge on Monday.", "", "The mayor’s “old bridge” fell."])
def test_where_nobody_is_reported_nothing_is_found(found, passage):
    assert found(passage) == []


def test_a_cue_inside_a_quotation_is_not_a_cue_of_the_article(found):
    assert found("The sign “he said that it rained” hung there.") == []


def test_offsets_lead_back_to_the_text_behind_a_header(world):
    passage = "date 2020-01-02 The mayor said that it rained."
    (row,) = attributions_of(article(passage, text_start=16), world).itertuples()
    assert (row.source_start, row.source_end, row.cue_start, row.cue_end, row.content_spans) == (16, 25, 26, 30, "31-45")


def test_an_attribution_is_named_by_article_part_and_place(world):
    two = articles({"text": "The mayor said that it rained."}, {"text": "It rained, the mayor said.", "title": "It rained, mayor says"})
    assert list(attributions_of(two, world)["attribution_id"]) == ["a:text:0", "b:title:0", "b:text:0"]


def test_an_attribution_without_source_has_no_source_offsets(world):
    (row,) = attributions_of(article("The bridge was reportedly sold."), world).to_dict("records")
    assert row["source_text"] == "" and pd.isna(row["source_start"]) and pd.isna(row["source_end"])


def test_an_unknown_method_is_refused_with_the_known_ones(world):
    table = article("It rained.")
    with pytest.raises(InputError) as raised:
        attribution.find_attributions(table, tables.empty_table("sentences"), tables.empty_table("quotations"), cues=world.cues, method="guess")
    assert str(raised.value) == f"attribution: unknown method 'guess'; allowed: {', '.join(attribution.METHODS)}"


def test_an_article_without_text_has_no_attribution(world):
    assert attributions_of(article(""), world).empty


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The mayor didn't say that the bridge was old.", ("The mayor", "didn't say", ["that the bridge was old"])),
        ("The mayor said the bridge was old yet nobody thought that it was closed.", ("The mayor", "said", None)),
        ("His claim that the bridge was old was heard.", ("His", "claim", ["that the bridge was old was heard"])),
        ("The claim that the bridge was old was heard.", ("", "The claim", ["that the bridge was old was heard"])),
    ],
)
def test_negation_belongs_to_the_cue_and_a_determiner_is_no_source(found, passage, expected):
    source, cue, content, _ = found(passage)[0]
    assert (source, cue) == expected[:2] and (expected[2] is None or content == expected[2])
    assert not (content[0].startswith("that it was")), "the content after 'said' does not begin beyond 'yet'"


def test_showing_evidence_is_no_source(found):
    assert [source for source, *_ in found("The mayor refused, without showing evidence that the bridge was old.")] == []
