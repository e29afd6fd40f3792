"""Word counts: which words are counted, for whom, in whose voice, and what may be published of them."""

import pandas as pd
import pytest
from conftest import articles

from analysis import attribution, terms, text, vocabulary

FUNCTION_WORDS = {"the", "that", "was", "of", "and"}


@pytest.fixture(scope="module")
def counted(teaching):
    """A function from passages, or rows of `articles`, to their `word counts`."""
    framing = tuple(m for m in teaching.matchers if m.lexicon.name.startswith("framing"))

    def read(*rows, **options):
        table = articles(*({"text": row} if isinstance(row, str) else row for row in rows))
        sentences = text.split_sentences(table, tokenizer=teaching.tokenizer)
        quotations = text.find_quotations(table)
        said = attribution.find_attributions(table, sentences, quotations, cues=teaching.cues, method="rules")
        mentions = terms.find_mentions(table, framing, leaders=teaching.leaders)
        return vocabulary.word_counts(table, sentences, quotations, mentions, said, function_words=FUNCTION_WORDS, **options)

    return read


def found(table, *columns):
    """The rows of a table as a sorted list of tuples of some columns."""
    return sorted(table[list(columns)].itertuples(index=False, name=None))


def test_words_of_the_sentence_that_names_a_government_are_counted_and_of_no_other(counted):
    table = counted("The Velmoran government closed the old bridge. It rained on the river.")
    assert set(table["referent"]) == {"velmora_government"}
    assert found(table, "word", "count") == [("bridge", 1), ("closed", 1), ("government", 1), ("old", 1), ("velmoran", 1)]


def test_a_sentence_that_names_two_counts_for_both(counted):
    table = counted("The Velmoran government met President Haldin.")
    assert found(table[table["word"] == "met"], "referent", "count") == [("haldin", 1), ("velmora_government", 1)]


def test_a_bare_label_names_nobody(counted):
    assert counted("It rained in Velmora. The regime closed the bridge.").empty


def test_words_of_several_sentences_are_summed(counted):
    table = counted("The Velmoran government closed the bridge. The Velmoran government mourned the bridge.")
    assert found(table[table["word"].isin(["bridge", "closed"])], "word", "count") == [("bridge", 2), ("closed", 1)]


def test_a_words_voice_is_the_outlets_the_sources_or_quoted(counted):
    table = counted("A mayor said that the Velmoran government “closed the bridge again without any warning” on Monday.")
    voices = dict(zip(table["word"], table["voice"]))
    assert (voices["mayor"], voices["said"], voices["velmoran"], voices["bridge"]) == ("outlet", "outlet", "attributed", "quoted")


def test_titles_are_counted_apart(counted):
    table = counted({"title": "Velmoran government closes bridge", "text": "The Velmoran government closed the bridge."})
    assert found(table[table["word"] == "bridge"], "part", "count") == [("text", 1), ("title", 1)]


def test_numbers_single_letters_and_possessive_endings_are_left_out(counted):
    assert set(counted("The Velmoran government’s 12 bridges, 3 mills and B roads.")["word"]) == {"velmoran", "government", "bridges", "mills", "roads"}


def test_spellings_of_one_word_are_one(counted):
    table = counted("The Velmoran government’s Bridge and bridge and BRIDGE.")
    assert found(table[table["word"] == "bridge"], "count", "inner", "capitalised") == [(3, 3, 2)]


def test_the_first_word_of_a_sentence_says_nothing_about_capitals(counted):
    table = counted("Bridges of the Velmoran government fell.")
    assert found(table[table["word"].isin(["bridges", "velmoran"])], "word", "inner", "capitalised") == [("bridges", 0, 0), ("velmoran", 1, 1)]


def test_whole_articles_are_counted_under_no_referent_when_asked_for(counted):
    table = counted("It rained. The Velmoran government closed the bridge.", "It rained.", whole=True)
    rain = table[table["word"] == "rained"]
    assert found(rain, "article_id", "referent", "count") == [("a", "", 1), ("b", "", 1)]


def test_overlapping_spans_are_one_stretch():
    assert vocabulary.edges([(20, 30), (5, 10), (6, 8), (25, 40), (40, 50)]) == [5, 10, 20, 50]


# What may be published


def passages(n, word, outlet):
    return [{"text": f"The Velmoran government closed the {word}.", "outlet": outlet, "article_id": f"{outlet}-{word}-{k}"} for k in range(n)]


def kept(counted, rows, **options):
    """The vocabulary's words and the counts that `KeptWords` gives of `rows`, taken in by two chunks."""
    words = vocabulary.KeptWords()
    for chunk in (rows[:3], rows[3:]):
        words.add(articles(*chunk), counted(*chunk))
    return words.tables(**options)


def test_a_word_of_too_few_articles_or_outlets_is_not_published(counted):
    rows = passages(4, "bridge", "north") + passages(3, "mill", "south") + passages(1, "bridge", "south")
    known, table = kept(counted, rows, least_articles=5, least_outlets=2)
    assert found(known, "word", "articles", "outlets") == [("bridge", 5, 2), ("closed", 8, 2), ("government", 8, 2), ("velmoran", 8, 2)]
    assert table["word"].max() == 3
    assert len(table) == 3 * 8 + 5


def test_in_a_corpus_of_few_outlets_a_word_of_all_of_them_is_published(counted):
    known, _ = kept(counted, passages(4, "bridge", "north"), least_articles=3, least_outlets=5)
    assert "bridge" in set(known["word"])


@pytest.mark.parametrize(("texts", "parts"), [(2, {"title", "text"}), (6, {"text"})])
def test_titles_are_published_only_where_there_is_little_text(counted, texts, parts):
    rows = [{"text": "", "title": "Velmoran government sells mills", "article_id": "title"}, *passages(texts, "bridge", "north")]
    assert set(kept(counted, rows, least_articles=1, least_outlets=1)[1]["part"]) == parts


def test_only_the_referents_that_most_articles_name_are_published(counted):
    rows = passages(4, "bridge", "north") + [{"text": "The Kestrian government closed the bridge.", "outlet": "south", "article_id": "k"}]
    _, table = kept(counted, rows, least_articles=1, least_outlets=1, most_referents=1)
    assert set(table["referent"]) == {"velmora_government"}


def test_published_numbers_read_back_are_the_counts(counted):
    rows = passages(4, "bridge", "north") + passages(3, "mill", "south")
    known, table = kept(counted, rows, least_articles=1, least_outlets=1)
    ids = [row["article_id"] for row in rows]
    again = vocabulary.named_counts(table, known, ids)
    columns = ["article_id", "referent", "voice", "part", "word", "count"]
    assert found(again, *columns) == found(counted(*rows), *columns)


def test_chunks_give_the_vocabulary_of_the_whole(counted):
    rows = passages(4, "bridge", "north") + passages(3, "mill", "south")
    known, _ = kept(counted, rows, least_articles=1, least_outlets=1)
    whole = vocabulary.vocabulary(counted(*rows), articles(*rows))
    pd.testing.assert_frame_equal(known, whole, check_dtype=False)


def test_the_vocabulary_says_how_often_a_word_is_capitalised(counted):
    known = vocabulary.vocabulary(counted("The Velmoran government closed the bridge."), articles({"text": ""})).set_index("word")
    assert (known.loc["velmoran", "capitalised"], known.loc["bridge", "capitalised"]) == (1, 0)
