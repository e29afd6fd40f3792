"""What is not English is flagged, and a short headline is not called Welsh."""

import pandas as pd
import pytest
from conftest import articles

from analysis import languages
from analysis.__main__ import main

FRENCH = "La ministre a déclaré mardi que le gouvernement ne céderait pas, et que les négociations avec les grévistes reprendraient demain matin."
ENGLISH = "The minister said on Tuesday that the government would not give in, and that talks with the strikers would go on in the morning."
RUSSIAN = "Министр заявила во вторник, что правительство не уступит и что переговоры с бастующими возобновятся завтра утром."
GERMAN = "Die Ministerin sagte am Dienstag, die Regierung werde nicht nachgeben, und die Gespräche mit den Streikenden gingen morgen weiter."


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (FRENCH, "fr"), (RUSSIAN, "ru"), (GERMAN, "de")])
def test_a_sentence_is_enough_to_know_the_language(text, language):
    assert languages.language_of(text) == language


@pytest.mark.parametrize("text", ["", "Minister quits", "\x00\x00\x00", '"' * 500, "1 2 3 4 5 6 7 8 9 10 11 12"])
def test_what_is_too_short_is_unknown_and_no_other_language(text):
    assert languages.language_of(text) == "unknown"


def test_a_headline_style_text_with_few_common_words_is_still_english():
    assert languages.language_of("Dockers strike again, ferries cancelled, islanders stranded overnight, minister blames union leaders") == "en"


def test_the_language_that_a_corpus_gives_is_kept_and_the_rest_found():
    table = articles({"text": FRENCH, "language": "xx"}, {"text": FRENCH}, {"text": ENGLISH})
    found = languages.find_languages(table)
    assert list(found.language) == ["xx", "fr", "en"] and list(table.language) == ["xx", "", ""]


def test_a_table_without_the_column_or_without_rows_gets_the_column():
    assert list(languages.find_languages(articles({"text": ENGLISH})).language) == ["en"]
    assert list(languages.find_languages(articles({"text": ENGLISH}).head(0)).language) == []


def test_other_languages_are_counted_and_unknown_is_none():
    table = pd.DataFrame({"language": ["en", "fr", "fr", "unknown", "de", "en-GB", "English", ""]})
    assert languages.other_languages(table).to_dict("list") == {"language": ["fr", "de"], "count": [2, 1]}


def test_measuring_a_french_article_flags_it_in_one_line_and_in_the_table(tmp_path, capsys):
    (tmp_path / "un.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "one.txt").write_text(ENGLISH, encoding="utf-8")
    assert main(["measure", str(tmp_path / "un.txt"), str(tmp_path / "one.txt"), "--out", str(tmp_path / "out")]) == 0
    line = [line for line in capsys.readouterr().err.splitlines() if line.startswith("slantwise")]
    assert line == [
        "slantwise: 1 of 2 articles are not in English (fr 1); the word lists and the model are English, so their counts mean nothing; "
        "see the column language of articles.csv"
    ]
    assert list(pd.read_csv(tmp_path / "out" / "articles.csv").language) == ["fr", "en"]
