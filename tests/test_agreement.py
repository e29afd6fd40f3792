"""Agreement: alpha against the published examples, and marks matched one to one."""

from types import SimpleNamespace

import conftest
import pandas as pd
import pytest

from analysis import agreement, tables, text
from analysis.agreement.errors import cue_kind
from analysis.tables import InputError


def decisions(**coders):
    """A table of decisions from each coder's values, a character a unit, "." where there is none."""
    rows = [(coder, unit, value) for coder, values in coders.items() for unit, value in enumerate(values) if value != "."]
    return pd.DataFrame(rows, columns=["coder", "unit", "value"])


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: examples A (two values), B (many values) and C (missing values).


def test_alpha_of_krippendorffs_two_coders_and_two_values():
    assert agreement.alpha(decisions(A="0100000010", B="1110010000")) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_krippendorffs_two_coders_and_five_values():
    assert agreement.alpha(decisions(A="aabbdcccedda", B="babbbccceddd")) == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_krippendorffs_four_coders_with_missing_values():
    table = decisions(A="123321412...", B="1233224125.3", C=".3332342251.", D="12332441251.")
    assert agreement.alpha(table) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_perfect_agreement_is_one():
    assert agreement.alpha(decisions(A="xyxy", B="xyxy")) == 1.0


def test_alpha_of_one_value_alone_is_one():
    assert agreement.alpha(decisions(A="xxx", B="xxx")) == 1.0


def test_alpha_of_steady_disagreement_is_below_zero():
    # Two values, each once by each coder in each unit: observed 1, expected 4 * 4 * 2 / (8 * 7) = 0.571; 1 - 1 / 0.571 = -0.75.
    assert agreement.alpha(decisions(A="xyxy", B="yxyx")) == pytest.approx(-0.75)


def test_units_of_one_coder_do_not_count():
    assert agreement.alpha(decisions(A="xyxyzz", B="xyxy..")) == 1.0


def test_alpha_needs_two_units_of_two_coders():
    with pytest.raises(InputError) as raised:
        agreement.alpha(decisions(A="xy", B="x."))
    assert str(raised.value) == "alpha: 1 units have two coders; needed: at least 2"


# Matching


def attributions(*rows):
    """`attributions` of (content spans, source start, source end); no source where it is None."""
    made = [
        ("a", "text", f"a:text:{k}", "", start, end, "" if start is None else "x", None, None, "", content, "indirect", "neutral")
        for k, (content, start, end) in enumerate(rows)
    ]
    return tables.table_of(made, "attributions")


def matched(found, coded, **options):
    """(matched, only found, only coded, source right) of the one article."""
    (row,) = agreement.match_attributions(attributions(*found), attributions(*coded), **options).itertuples(index=False, name=None)
    assert row[:2] == ("a", "text")
    return row[2:]


def test_the_same_content_matches():
    assert matched([("0-10", 20, 25)], [("0-10", 20, 25)]) == (1, 0, 0, 1)


def test_contents_that_share_too_little_do_not_match():
    # 0-10 and 8-18 share 2 of 18 characters: 0.11.
    assert matched([("0-10", 20, 25)], [("8-18", 20, 25)]) == (0, 1, 1, 0)


@pytest.mark.parametrize(("content", "number"), [("0-30", 1), ("0-29", 0)])
def test_three_tenths_of_all_characters_are_enough(content, number):
    # 30 of 100 characters are 0.30; 29 of 100 are not enough.
    assert matched([(content, 0, 1)], [("0-100", 0, 1)])[0] == number


def test_several_pieces_are_one_content():
    # 0-5 and 10-15 of 0-15: 10 of 15 characters.
    assert matched([("0-5;10-15", 20, 25)], [("0-15", 20, 25)]) == (1, 0, 0, 1)


def test_matching_is_one_to_one():
    assert matched([("0-10", 20, 25), ("0-9", 20, 25)], [("0-10", 20, 25)]) == (1, 1, 0, 1)


def test_the_best_pair_is_matched_first():
    # 0-8 overlaps both coded contents; it is left for 0-9, since 0-10 has its equal.
    assert matched([("0-8", 20, 25), ("0-10", 30, 35)], [("0-10", 30, 35), ("0-9", 20, 25)]) == (2, 0, 0, 2)


def test_a_source_elsewhere_is_not_right():
    assert matched([("0-10", 20, 25)], [("0-10", 25, 30)]) == (1, 0, 0, 0)


def test_two_absent_sources_are_right():
    assert matched([("0-10", None, None)], [("0-10", None, None)]) == (1, 0, 0, 1)


def test_an_absent_source_beside_a_marked_one_is_not_right():
    assert matched([("0-10", None, None)], [("0-10", 20, 25)]) == (1, 0, 0, 0)


def test_an_article_that_one_side_leaves_empty_stays_in():
    assert matched([("0-10", 20, 25)], []) == (0, 1, 0, 0)
    assert matched([], [("0-10", 20, 25)]) == (0, 0, 1, 0)


def test_f1_is_a_ratio_of_sums():
    # 2 matched, 1 found alone, 3 coded alone: 2 * 2 / (2 * 2 + 1 + 3) = 4 / 8.
    table = pd.DataFrame({"article_id": ["a"], "matched": [2], "only_found": [1], "only_coded": [3]})
    assert agreement.f1_counts(table).iloc[0].to_list() == ["a", 4, 8]


def spans(*pairs, part="text"):
    return pd.DataFrame([("a", part, start, end) for start, end in pairs], columns=["article_id", "part", "start", "end"])


def mentions_matched(found, coded):
    return sorted(agreement.match_mentions(found, coded).itertuples(index=False, name=None))


def test_mentions_that_overlap_match():
    assert mentions_matched(spans((0, 5), (10, 15)), spans((11, 20))) == [(1, 0)]


def test_mentions_that_only_touch_do_not_match():
    assert mentions_matched(spans((0, 5)), spans((5, 9))) == []


def test_the_larger_overlap_is_taken():
    assert mentions_matched(spans((0, 5), (4, 12)), spans((3, 12))) == [(1, 0)]


def test_a_mention_is_matched_once():
    assert mentions_matched(spans((0, 10)), spans((0, 4), (5, 9))) == [(0, 0)]


def test_mentions_of_title_and_text_do_not_match():
    assert mentions_matched(spans((0, 5)), spans((0, 5), part="title")) == []


# Labels


def labels(*rows, coder="one"):
    """`labels` of (start, end, variable, value) of article a."""
    return tables.table_of([("a", "text", start, end, coder, variable, value) for start, end, variable, value in rows], "labels")


def test_a_coders_labels_become_attributions():
    table = labels((0, 5, "attribution", "0"), (9, 12, "attribution", "0"), (6, 8, "source", "0"), (20, 25, "attribution", "1"))
    found = agreement.coded_attributions(table)
    assert list(found["content_spans"]) == ["0-5;9-12", "20-25"]
    assert (found.loc[0, "source_start"], found.loc[0, "source_end"]) == (6, 8) and pd.isna(found.loc[1, "source_start"])


# Scores by article


def scores(table):
    """The rows of scores that have a total, by name: (count, total)."""
    return {row.score: (row.count, row.total) for row in table[["score", "count", "total"]].rename_axis(None).itertuples(index=False, name="Row") if row.total}


def marks(*rows, coder="one"):
    """The `attributions` that a coder marked: (content span, cue span, stance)."""
    made = []
    for number, (content, cue, stance) in enumerate(rows):
        made += [(*content, "attribution", str(number)), (*cue, "cue", str(number)), (*cue, "stance", stance)]
    return labels(*made, coder=coder)


def test_a_decision_stands_with_the_attribution_of_its_cue():
    table = agreement.coded_attributions(marks(((0, 10), (12, 16), "neutral"), ((20, 30), (32, 36), "doubting")))
    assert list(table["stance"]) == ["neutral", "doubting"]


def test_scores_are_of_matching_and_of_what_was_coded_of_the_matched():
    ours = agreement.coded_attributions(marks(((0, 10), (12, 16), "neutral"), ((20, 30), (32, 36), "doubting")))
    theirs = agreement.coded_attributions(marks(((0, 10), (12, 16), "neutral"), ((20, 31), (33, 36), "neutral"), ((50, 60), (62, 66), "neutral")))
    # Two of 2 and 3 match: 2 * 2 / 5; both without a source; one stance of the two alike; nothing else was coded.
    assert scores(agreement.attribution_scores(ours, theirs)) == {"attribution": (4, 5), "source": (2, 2), "stance": (1, 2)}


@pytest.mark.parametrize(
    ("found", "coded", "right"), [("Mara Lindqvist", "Lindqvist", True), ("Lindqvist", "Mara Lindqvist", True), ("Mara", "Mara Lindqvist", False)]
)
def test_a_name_is_right_where_it_holds_the_last_word_of_the_coded_one(found, coded, right):
    assert agreement.is_right("source_name", found, coded) is right


def test_a_type_is_right_where_it_is_the_coded_one():
    assert agreement.is_right("source_type", "official", "official") and not agreement.is_right("source_type", "official", "politician")


@pytest.mark.parametrize(
    ("found", "coded", "same"),
    [("velmora_government", "velmoran_government", True), ("haldin", "haldin", True), ("kestria_government", "velmora_government", False), ("x", "", False)],
)
def test_a_referent_is_the_same_by_the_first_letters_of_its_country_or_person(found, coded, same):
    assert agreement.same_referent(found, coded) is same


def test_mentions_are_scored_by_category_voice_and_referent():
    columns = ["article_id", "part", "start", "end", "lexicon", "category", "voice", "referent"]
    found = pd.DataFrame([
        ("a", "text", 0, 5, "framing-1.0.0", "loaded", "outlet", "velmora_government"),
        ("a", "text", 10, 15, "framing-1.0.0", "loaded", "quoted", "kestria_government"),
        ("a", "text", 20, 25, "hedges-1.0.0", "modal", "outlet", ""),
        ("a", "text", 30, 35, "hedges-1.0.0", "modal", "quoted", ""),
    ], columns=columns)  # fmt: skip
    coded = labels(
        (0, 5, "framing", "loaded"), (0, 5, "voice", "outlet"), (0, 5, "referent", "velmora_government"),
        (20, 25, "hedge", "evidential"),
    )  # fmt: skip
    # Loaded: one of 2 and 1 matches; the hedge in quotation marks is left out, the other one has another type.
    assert scores(agreement.mention_scores(found, coded)) == {
        "loaded": (2, 3), "hedge": (2, 2), "voice": (1, 1), "referent": (1, 1), "hedge_type": (0, 1)
    }  # fmt: skip


# Two coders


def two_coders(first, second):
    return pd.concat([first, second.assign(coder="two")], ignore_index=True)


def test_two_coders_that_mark_alike_agree_in_all():
    framing = [(40, 45, "framing", "loaded"), (40, 45, "voice", "outlet"), (40, 45, "referent", "x"), (50, 55, "framing", "neutral"),
               (50, 55, "voice", "quoted"), (50, 55, "referent", "y"), (60, 65, "hedge", "modal"), (70, 75, "hedge", "shield")]  # fmt: skip
    decided = [(cue, cue + 2, variable, value) for cue in (12, 32) for variable, value in (("source_type", "official"), ("source_naming", "named"))]
    one = pd.concat([marks(((0, 10), (12, 14), "neutral"), ((20, 30), (32, 34), "doubting")), labels(*framing, *decided)], ignore_index=True)
    table = agreement.coders_agree(two_coders(one, one))
    assert set(table["value"]) == {1.0} and table.set_index("variable").loc["loaded", "n"] == 1


def test_two_coders_need_an_article_in_common():
    alone = marks(((0, 10), (12, 14), "neutral")).assign(article_id="b")
    with pytest.raises(InputError) as raised:
        agreement.coders_agree(two_coders(alone, marks(((0, 10), (12, 14), "neutral"))))
    assert str(raised.value) == "coders_agree: no article that both one and two coded"


@pytest.mark.parametrize(("coders", "found"), [([], "0 coders (none)"), (["one"], "1 coders (one)"), (["one", "three", "two"], "3 coders (one, three, two)")])
def test_agreement_needs_two_coders(coders, found):
    table = pd.concat([labels(coder="x"), *(labels((0, 5, "hedge", "modal"), coder=coder) for coder in coders)])
    with pytest.raises(InputError) as raised:
        agreement.coders_agree(table)
    assert str(raised.value) == f"coders_agree: found {found}; needed: two"


def test_found_counts_stand_beside_the_coded_ones_of_the_sample():
    names = ["n_words", "found", "found_quoted", "found_unsourced", "coded", "coded_quoted", "coded_unsourced"]
    table = pd.DataFrame([("a", 90, 5, 2, 1, 6, 3, 0), ("b", 80, 4, 1, 1, 4, 1, 0)], columns=["article_id", *names])
    told = agreement.found_with_coded(table, sample={"a"}).set_index(["what", "article_id"])
    assert told.loc[("quoted", "a")].to_list() == [2, 5, 3, 6] and told.loc[("attributions", "a")].to_list() == [5, 90, 6, 90]
    assert told.loc[("unsourced", "b"), ["count", "total"]].to_list() == [1, 4] and told.loc[("unsourced", "b"), ["coded_count", "coded_total"]].isna().all()


# Which errors

ENTRIES = {("said",): SimpleNamespace(lemma="say", part_of_speech="verb"), ("claim",): SimpleNamespace(lemma="claim", part_of_speech="verb"),
           ("according", "to"): SimpleNamespace(lemma="according to", part_of_speech="preposition")}  # fmt: skip
NEWS = '"We lost the key," she said. Rain, according to the Gazette, fell. The mayor whispered that it was late. Reportedly it snowed.'


def span(piece):
    """The (start, end) of a piece of NEWS; none for an empty piece."""
    return (None, None) if not piece else (NEWS.index(piece), NEWS.index(piece) + len(piece))


def said(*rows):
    """`attributions` of (source, cue, content), pieces of NEWS, in article a."""
    made = [
        ("a", "text", f"a:text:{k}", "", *span(source), source, *span(cue), cue, "-".join(map(str, span(content))), "indirect", "neutral")
        for k, (source, cue, content) in enumerate(rows)
    ]
    return tables.table_of(made, "attributions")


def errors(found, coded):
    """The table of errors in NEWS."""
    read = conftest.article(NEWS)
    return agreement.attribution_errors(said(*found), said(*coded), articles=read, quotations=text.find_quotations(read), entries=ENTRIES)


KEY, WEATHER = ("she", "said", '"We lost the key,"'), ("the Gazette", "according to", "Rain")
LATE, SNOW = ("The mayor", "whispered", "that it was late"), ("", "Reportedly", "it snowed")


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (KEY, ("direct", "pronoun", "not nested", "verb", "right", "say")),
        (WEATHER, ("indirect", "name or description", "not nested", "preposition", "right", "according to")),
        (LATE, ("indirect", "name or description", "not nested", "other words", "right", "whispered")),
        (("", "", "it snowed"), ("indirect", "none", "not nested", "none", "right", "(none)")),
        (("she", "said", '"We lost the key," she said. Rain'), ("mixed", "pronoun", "not nested", "verb", "right", "say")),
    ],
)
def test_an_attribution_has_its_kinds(one, kinds):
    row = errors([one], [one]).iloc[0]
    assert row["outcome"] == "right"
    assert tuple(row["coded_quoting":"coded_lemma"]) == kinds == tuple(row["found_quoting":"found_lemma"])


def test_a_content_within_a_longer_one_is_nested():
    table = errors([], [("the Gazette", "according to", "The mayor whispered that it was late"), LATE])
    assert list(table["coded_nesting"]) == ["not nested", "nested"]


@pytest.mark.parametrize(("cue", "kind"), [("the claim", ("claim", "noun")), ("had said", ("say", "verb")), (":", ("(mark)", "punctuation"))])
def test_a_cue_is_classed_by_its_listed_form(cue, kind):
    assert cue_kind(cue, ENTRIES) == kind


def patterns(found, coded):
    """(outcome, pattern) of each attribution."""
    table = errors(found, coded)
    return [(row.outcome, row.coded_pattern or row.found_pattern) for row in table.itertuples()]


@pytest.mark.parametrize(
    ("found", "coded", "told"),
    [
        ([KEY], [SNOW], [("missed", "nothing there"), ("extra", "nothing there")]),
        # "late" is 4 of the 16 characters of the coded content.
        ([("The mayor", "whispered", "late")], [LATE], [("missed", "other limits"), ("extra", "other limits")]),
        ([("she", "said", "fell")], [KEY], [("missed", "same cue, other content"), ("extra", "same cue, other content")]),
        ([LATE, ("The mayor", "whispered", "late")], [LATE], [("right", "right"), ("extra", "in another's content")]),
        ([LATE], [LATE, ("The mayor", "whispered", "late")], [("right", "right"), ("missed", "in another's content")]),
    ],
)
def test_an_error_has_the_pattern_of_what_the_other_side_has_there(found, coded, told):
    assert patterns(found, coded) == told


def counted_kinds(dimension):
    """The counts by kind where KEY is found as coded, WEATHER is missed and SNOW is found with a source that is not there."""
    wrong = ("The mayor", "Reportedly", "it snowed")
    table = agreement.kind_counts(errors([KEY, wrong], [KEY, WEATHER, SNOW]))
    mine = table[table["dimension"] == dimension].set_index("kind")
    return {kind: tuple(row) for kind, row in mine[["coded", "found", "coded_right", "found_right", "both"]].iterrows()}


def test_kinds_are_counted_on_both_sides():
    # Coded: a pronoun, a name, none; found: a pronoun and a description, both matched.
    assert counted_kinds("source") == {"name or description": (1, 1, 0, 1, 0), "none": (1, 0, 1, 0, 0), "pronoun": (1, 1, 1, 1, 1)}
    assert counted_kinds("quoting") == {"direct": (1, 1, 1, 1, 1), "indirect": (2, 1, 1, 1, 1)}


def test_every_kind_stands_in_every_article():
    table = agreement.kind_counts(errors([KEY], [KEY]))
    full = agreement.with_all_kinds(table, ["a", "b"])
    assert len(full) == 2 * len(table) and full.loc[full["article_id"] == "b", "coded"].sum() == 0


def test_scores_by_kind_are_what_is_found_of_the_coded_and_right_of_the_found():
    table = pd.DataFrame([("a", "source", "none", 5, 8, 3, 4, 2)], columns=["article_id", "dimension", "kind", "coded", "found", "coded_right", "found_right", "both"])
    told = agreement.kind_scores(table).set_index("score")[["count", "total"]]
    assert told.loc["found of the coded"].to_list() == [3, 5] and told.loc["right of the found"].to_list() == [4, 8]


def test_a_validation_is_of_matched_attributions():
    # Ten matched: three coded as without a source, of which two are found so; one of the other seven is found without.
    columns = ["article_id", "dimension", "kind", "coded", "found", "coded_right", "found_right", "both"]
    table = pd.DataFrame([("a", "source", "none", 5, 8, 3, 3, 2), ("a", "source", "pronoun", 9, 9, 7, 7, 6)], columns=columns)
    assert agreement.validation_of(table, "source", "none").iloc[0].to_list() == ["a", 3, 2, 7, 6]
    assert agreement.validation_of(table, "source", "none", positive=False).iloc[0].to_list() == ["a", 7, 6, 3, 2]


def test_cues_are_counted_with_those_of_most_errors_first():
    table = agreement.cue_counts(errors([KEY, LATE], [KEY, WEATHER, SNOW]), least=1)
    # "Reportedly" and "according to" are missed, "whispered" is extra; "said" is right.
    told = {row.cue: (row.right, row.missed, row.extra) for row in table.itertuples()}
    assert told == {"say": (1, 0, 0), "whispered": (0, 0, 1), "according to": (0, 1, 0), "reportedly": (0, 1, 0)}
    assert table["cue"].iloc[-1] == "say" and agreement.cue_counts(errors([KEY], [KEY])).empty
