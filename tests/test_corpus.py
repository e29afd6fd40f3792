"""Articles from files: kept exactly, or refused in one line that says what was wrong."""

import datetime
import json

import pytest
from conftest import article

from analysis import corpus, tables
from analysis.tables import InputError


@pytest.fixture
def written(tmp_path):
    """A function that writes a file of these bytes or this text and gives its path."""

    def write(name, content):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return file

    return write


def refused(*paths, **options):
    """The message with which files are refused."""
    with pytest.raises(InputError) as raised:
        corpus.read_articles(paths, **options)
    return str(raised.value)


def texts(*paths, **options):
    return list(corpus.read_articles(paths, **options)["text"])


# Kept exactly


@pytest.mark.parametrize("text", ["One.\r\nTwo.\r\n", "One.\rTwo.", "  One. \n\n\t", "“One” \u00a0 two\u00ad", "Cafe\u0301", "One.\u2028Two.", "", "\x00\x0b"])
def test_a_text_file_is_kept_exactly(written, text):
    assert texts(written("a.txt", text)) == [text]


def test_a_byte_order_mark_is_no_part_of_the_text(written):
    assert texts(written("a.txt", "\ufeffIt rained.")) == ["It rained."]


def test_a_byte_order_mark_of_a_csv_file_is_no_part_of_its_header(written):
    assert texts(written("a.csv", "\ufeffarticle_id,text\n1,It rained.\n")) == ["It rained."]


def test_a_csv_cell_keeps_its_line_ends_commas_and_marks(written):
    file = written("a.csv", 'article_id,text\r\n1,"It rained,\r\n""twice"".\n"\r\n')
    assert texts(file) == ['It rained,\r\n"twice".\n']


@pytest.mark.parametrize("mark", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_a_csv_cell_keeps_an_unusual_line_separator(written, mark):
    assert texts(written("a.csv", f"article_id,text\n1,It{mark}rained.\n2,Dry.\n")) == [f"It{mark}rained.", "Dry."]


@pytest.mark.parametrize("text", ["One.\r\nTwo.", "“One”\u2028two", " \t"])
def test_a_json_text_is_kept_exactly(written, text):
    file = written("a.jsonl", json.dumps({"article_id": "1", "text": text}, ensure_ascii=False) + "\n")
    assert texts(file) == [text]


def test_a_lone_surrogate_becomes_one_replacement_character(written):
    assert texts(written("a.jsonl", '{"article_id": "1", "text": "It \\ud800 rained"}')) == ["It \ufffd rained"]


def test_a_pair_of_surrogates_is_one_character(written):
    assert texts(written("a.jsonl", '{"article_id": "1", "text": "\\ud83c\\udf27"}')) == ["\U0001f327"]


def test_a_file_in_another_declared_encoding_is_read(written):
    assert texts(written("a.txt", "“It rained”".encode("cp1252")), encoding="cp1252") == ["“It rained”"]


def test_a_leading_date_is_metadata_and_the_text_begins_behind_it(written):
    row = corpus.read_articles([written("a.txt", " date 2020-01-02 It rained.")]).iloc[0]
    assert (row["published"], row["text"][row["text_start"] :]) == ("2020-01-02", "It rained.")
    assert row["text"] == " date 2020-01-02 It rained."


def test_a_date_further_on_is_no_header(written):
    row = corpus.read_articles([written("a.txt", "The date 2020-01-02 was cold.")]).iloc[0]
    assert (row["published"], row["text_start"]) == ("", 0)


def test_the_word_date_at_the_beginning_of_a_sentence_is_no_header(written):
    row = corpus.read_articles([written("a.txt", "date palms grow here.")]).iloc[0]
    assert (row["published"], row["text_start"]) == ("", 0)


def test_the_name_of_a_text_file_is_its_id(written):
    assert corpus.read_articles([written("rain.txt", "It rained.")])["article_id"].to_list() == ["rain"]


def test_what_a_file_does_not_say_has_its_default(written):
    row = corpus.read_articles([written("a.txt", "It rained.")]).iloc[0]
    assert row[["outlet", "published", "title", "credits", "genre"]].to_list() == ["unknown", "", "", "", "unknown"]


def test_labels_of_the_corpus_are_carried_along(written):
    table = corpus.read_articles([written("a.csv", "article_id,text,topic\n1,It rained.,weather\n")])
    assert table["topic"].to_list() == ["weather"]


def test_a_number_as_json_id_is_text(written):
    assert corpus.read_articles([written("a.jsonl", '{"article_id": 7, "text": "It rained."}')])["article_id"].to_list() == ["7"]


def test_a_json_null_is_empty(written):
    row = corpus.read_articles([written("a.jsonl", '{"article_id": "1", "text": "It rained.", "title": null}')]).iloc[0]
    assert row["title"] == ""


def test_a_json_text_start_is_a_number(written):
    row = corpus.read_articles([written("a.jsonl", '{"article_id": "1", "text": "head It rained.", "text_start": 5}')]).iloc[0]
    assert row["text_start"] == 5


def test_empty_lines_of_a_json_file_are_passed_over(written):
    assert texts(written("a.jsonl", '\n{"article_id": "1", "text": "It rained."}\r\n\n')) == ["It rained."]


def test_a_folder_gives_its_articles_in_order_and_leaves_other_files(written, tmp_path):
    written("b.txt", "Two."), written("a.txt", "One."), written("notes.md", "No article.")
    assert texts(tmp_path) == ["One.", "Two."]


def test_a_time_behind_a_date_is_left_out(written):
    table = corpus.read_articles([written("a.csv", "article_id,published,text\n1,2020-01-02T10:00:00,It rained.\n")])
    assert table["published"].to_list() == ["2020-01-02"]


# Refused


def test_a_missing_column_is_named_with_the_nearest(written):
    file = written("a.csv", "article_id,outlet,txt\n1,Gazette,It rained.\n")
    assert refused(file) == f"{file}: missing column 'text'; found article_id, outlet, txt; nearest: 'txt'"


def test_a_missing_key_of_a_json_line_is_named_with_its_line(written):
    file = written("a.jsonl", '{"article_id": "1", "text": "x"}\n{"id": "2", "text": "y"}\n')
    assert refused(file) == f"{file}: line 2: missing column 'article_id'; found id, text"


def test_an_empty_csv_file_has_no_column(written):
    file = written("a.csv", "")
    assert refused(file) == f"{file}: missing column 'article_id'; found no column"


def test_a_repeated_id_is_named_with_both_places(written):
    file = written("a.csv", "article_id,text\n1,It rained.\n1,Again.\n")
    assert refused(file) == f"{file}: line 3: article_id '1' stands in {file}: line 2 already; each article needs its own id"


def test_a_repeated_id_in_two_files_is_named_with_both(written, tmp_path):
    (tmp_path / "more").mkdir()
    one, other = written("a.txt", "One."), written("more/a.txt", "Two.")
    assert refused(one, other) == f"{other}: article_id 'a' stands in {one} already; each article needs its own id"


def test_an_empty_id_is_refused(written):
    file = written("a.csv", "article_id,text\n ,It rained.\n")
    assert refused(file) == f"{file}: line 2: empty article_id; each article needs its own id"


@pytest.mark.parametrize("date", ["2021-02-30", "2021-13-01", "02/03/2021", "yesterday", "2021", "2020-01-02x"])
def test_what_is_no_date_is_refused(written, date):
    file = written("a.csv", f"article_id,published,text\n1,{date},It rained.\n")
    assert refused(file) == f"{file}: line 2: published is {date!r}, which is no date; allowed: YYYY-MM-DD, or empty"


@pytest.mark.parametrize("date", ["1699-12-31", (datetime.date.today() + datetime.timedelta(days=2)).isoformat()])
def test_a_date_before_1700_or_in_the_future_is_refused(written, date):
    file = written("a.csv", f"article_id,published,text\n1,{date},It rained.\n")
    assert refused(file) == f"{file}: line 2: published is {date!r}; allowed: from 1700 to today, or empty"


def test_a_header_with_an_impossible_date_is_refused(written):
    file = written("a.txt", "date 2020-02-30 It rained.")
    assert refused(file) == f"{file}: published is '2020-02-30', which is no date; allowed: YYYY-MM-DD, or empty"


def test_text_of_another_encoding_is_refused_with_the_option_that_names_it(written):
    file = written("a.txt", "The “mayor” said".encode("cp1252"))
    assert refused(file) == f"{file}: byte 4 is not utf-8; name the file's encoding, for instance --encoding cp1252"


def test_an_unknown_encoding_is_refused(written):
    assert refused(written("a.txt", "It rained."), encoding="utf-9") == (
        "unknown encoding 'utf-9'; allowed: Python's names, for instance utf-8, cp1252, latin-1"
    )


def test_an_empty_folder_is_refused(tmp_path):
    assert refused(tmp_path) == f"no article in {tmp_path}; allowed: .txt, .csv, .jsonl files, or folders of them"


def test_a_csv_file_of_a_header_alone_holds_no_article(written):
    file = written("a.csv", "article_id,text\n")
    assert refused(file) == f"no article in {file}; allowed: .txt, .csv, .jsonl files, or folders of them"


def test_a_path_that_is_not_there_is_refused(tmp_path):
    file = tmp_path / "nothing"
    assert refused(file) == f"{file}: no such file or folder, and no known corpus of that name; see `slantwise corpora`"


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", ".pdf"), ("a", "nameless")])
def test_another_kind_of_file_is_refused(written, name, kind):
    file = written(name, "It rained.")
    assert refused(file) == f"{file}: cannot read a {kind} file; allowed: .txt, .csv, .jsonl"


def test_a_line_that_is_not_json_is_named(written):
    file = written("a.jsonl", '{"article_id": "1", "text": "x"}\n{"article_id": \n')
    assert refused(file) == f"{file}: line 2: not JSON: Expecting value"


def test_a_json_line_that_is_no_object_is_refused(written):
    file = written("a.jsonl", '["It rained."]\n')
    assert refused(file) == f"{file}: line 1: found a list; allowed: one JSON object a line"


def test_a_csv_file_with_a_mark_that_never_closes_is_refused(written):
    file = written("a.csv", 'article_id,text\n1,"It rained.\n')
    assert refused(file) == f"{file}: line 2: not CSV: unexpected end of data"


def test_an_unknown_genre_is_refused(written):
    file = written("a.csv", "article_id,genre,text\n1,satire,It rained.\n")
    assert refused(file) == f"{file}: line 2: genre is 'satire'; allowed: news, opinion, unknown"


@pytest.mark.parametrize("start", ["-1", "11", "two"])
def test_a_text_start_outside_the_text_is_refused(written, start):
    file = written("a.csv", f"article_id,text_start,text\n1,{start},It rained.\n")
    assert refused(file) == f"{file}: line 2: text_start is {start!r}; allowed: a whole number from 0 to the text's length"


# Made in memory


def test_an_article_made_in_memory_is_a_sound_table():
    table = article("It rained.", topic="weather")
    assert tables.check_table(table, "articles") is table and table["topic"].to_list() == ["weather"]


def test_articles_with_different_columns_have_them_all():
    table = corpus.articles_table([{"article_id": "1", "text": "x", "topic": "rain"}, {"article_id": "2", "text": "y"}])
    assert table["topic"].to_list() == ["rain", ""]


# Hand-coded labels


def test_a_coders_marks_become_labels(tmp_path):
    mark = {"source": [0, 9], "cue": [10, 14], "content": [[15, 30]], "stance": "neutral", "source_type": "official", "resolved": "mayor", "side": "none"}
    gold = {"attributions": [mark], "title_hedges": [{"span": [0, 3], "hedge_type": "modal"}]}
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    rows = corpus.read_gold(tmp_path, coder="one").itertuples(index=False, name=None)
    assert list(rows) == [
        ("a", "text", 15, 30, "one", "attribution", "0"), ("a", "text", 0, 9, "one", "source", "0"), ("a", "text", 10, 14, "one", "cue", "0"),
        ("a", "text", 10, 14, "one", "stance", "neutral"), ("a", "text", 10, 14, "one", "source_type", "official"),
        ("a", "text", 10, 14, "one", "source_name", "mayor"), ("a", "text", 10, 14, "one", "source_side", "none"),
        ("a", "title", 0, 3, "one", "hedge", "modal"),
    ]  # fmt: skip


def test_a_framing_mark_becomes_three_labels(tmp_path):
    gold = {"framing": [{"span": [4, 10], "category": "loaded", "referent": "velmora_government", "voice": "outlet"}]}
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    table = corpus.read_gold(tmp_path, coder="one")
    assert list(table[["start", "end", "variable", "value"]].itertuples(index=False, name=None)) == [
        (4, 10, "framing", "loaded"), (4, 10, "referent", "velmora_government"), (4, 10, "voice", "outlet")
    ]  # fmt: skip


def test_a_mark_without_cue_is_decided_at_its_content(tmp_path):
    mark = {"source": [0, 3], "cue": None, "content": [[5, 9]], "stance": "neutral"}
    (tmp_path / "a.json").write_text(json.dumps({"attributions": [mark]}), encoding="utf-8")
    table = corpus.read_gold(tmp_path, coder="one").set_index("variable")
    assert (table.loc["stance", "start"], table.loc["stance", "end"]) == (5, 9)
