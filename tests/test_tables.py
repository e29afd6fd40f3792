"""The tables' one check: what it lets pass, and the one line it says otherwise."""

import pandas as pd
import pytest
from conftest import article, articles

from analysis import tables


def refused(table, name):
    """The message with which the check refuses a table."""
    with pytest.raises(tables.InputError) as raised:
        tables.check_table(table, name)
    return str(raised.value)


def label(**fields):
    """A table of one label."""
    row = {"article_id": "a", "part": "text", "start": 0, "end": 3, "coder": "one", "variable": "cue", "value": "0"}
    return pd.DataFrame([row | fields])


def test_a_sound_table_comes_back_unchanged():
    table = label(note="kept")
    assert tables.check_table(table, "labels") is table


def test_a_missing_column_is_named_with_the_nearest_one():
    table = label().rename(columns={"variable": "variables"})
    assert refused(table, "labels") == (
        "labels: missing column 'variable'; found article_id, part, start, end, coder, variables, value; nearest: 'variables'"
    )


def test_a_missing_column_without_a_near_one_has_no_hint():
    table = pd.DataFrame({"xyz": ["1"]})
    assert refused(table, "labels") == "labels: missing column 'article_id'; found xyz"


def test_a_table_without_columns_says_so():
    assert refused(pd.DataFrame(), "labels") == "labels: missing column 'article_id'; found no column"


def test_a_value_outside_its_list_is_named_with_the_row_and_the_allowed_ones():
    table = pd.concat([label(), label(part="body")], ignore_index=True)
    assert refused(table, "labels") == "labels: row 1: part is 'body'; allowed: title, text"


def test_a_negative_offset_is_refused():
    assert refused(label(start=-1), "labels") == "labels: row 0: span -1-3 is not start <= end from 0 on"


def test_a_span_that_ends_before_it_starts_is_refused():
    assert refused(label(start=5), "labels") == "labels: row 0: span 5-3 is not start <= end from 0 on"


def test_an_empty_span_is_allowed():
    assert len(tables.check_table(label(start=3), "labels")) == 1


def test_an_empty_offset_is_refused():
    table = label().astype({"start": "Int64"})
    table.loc[0, "start"] = pd.NA
    assert refused(table, "labels") == "labels: row 0: start is empty; allowed: a whole number from 0"


def test_an_attribution_without_source_may_leave_its_source_offsets_empty():
    row = ("a", "text", "a:text:0", "", None, None, "", 0, 4, "said", "5-9", "indirect", "neutral")
    table = tables.table_of([row], "attributions")
    assert tables.check_table(table, "attributions")["source_start"].isna().all()


def test_an_attribution_needs_its_column_of_source_offsets_only_where_known():
    row = ("a", "text", "a:text:0", "", None, None, "", 0, 4, "said", "5-9", "indirect", "neutral")
    table = tables.table_of([row], "attributions").drop(columns=["source_start", "source_end"])
    assert tables.check_table(table, "attributions") is table


def test_a_repeated_article_id_is_named_with_its_rows():
    table = pd.concat([article("One."), article("Two."), articles({"article_id": "b", "text": "Three."})], ignore_index=True)
    assert refused(table, "articles") == "articles: article_id 'a' stands in rows 0, 1; each article needs its own id"


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_an_empty_table_is_a_sound_table(name):
    table = tables.empty_table(name)
    assert list(tables.check_table(table, name).columns) == list(tables.SCHEMAS[name]) and table.empty


def test_an_empty_table_has_the_types_of_a_full_one():
    full = tables.table_of([("a", "text", 0, 3, "one", "cue", "0")], "labels")
    assert list(tables.empty_table("labels").dtypes) == list(full.dtypes)


def test_spans_are_read_back_as_they_were_written():
    assert tables.write_spans([(3, 9), (14, 20)]) == "3-9;14-20"
    assert tables.read_spans("3-9;14-20") == [(3, 9), (14, 20)]


def test_no_span_is_an_empty_cell():
    assert tables.write_spans([]) == "" and tables.read_spans("") == []


def test_rows_are_grouped_by_article_and_part_in_their_order():
    table = pd.concat([label(start=2), label(part="title"), label(start=1)], ignore_index=True)
    groups = tables.rows_by_article(table)
    assert {key: [row.start for row in rows] for key, rows in groups.items()} == {("a", "text"): [2, 1], ("a", "title"): [0]}


def test_a_header_before_the_text_is_blanked_and_the_offsets_stay():
    table = article("date 2020-01-02 It rained.", title="Rain", text_start=16)
    assert list(tables.article_parts(table)) == [("a", "title", "Rain"), ("a", "text", " " * 16 + "It rained.")]


def test_a_table_of_tuples_has_the_types_of_one_of_dictionaries():
    names = ["article_id", "part", "attribution_id", "nested_in", "source_start", "source_end", "source_text", "cue_start", "cue_end", "cue_text",
             "content_spans", "quoting", "stance"]  # fmt: skip
    rows = [("a", "text", "1", "", None, None, "", 3, 7, "said", "8-20", "direct", "neutral"), ("b", "text", "2", None, 0, 2, "He", None, 9, "says", "", "", "")]
    found = tables.table_of(rows, "attributions")
    pd.testing.assert_frame_equal(found, tables.table_of([dict(zip(names, row)) for row in rows], "attributions"))
    assert found["source_start"].isna().tolist() == [True, False] and found["nested_in"].tolist() == ["", ""]
    assert found["cue_start"].dtype == "Int64" and found["stance"].dtype == "str"


def test_a_row_of_too_few_values_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        tables.table_of([("a", "text", 0, 4)], "quotations")
