"""Articles that no newsroom writes, measured whole: every stage answers, and what it marks lies inside the text."""

import pytest

from analysis import corpus, pipeline, tables

SAID = "The mayor said that the bridge was old. “It rained,” she said on Monday, and the Cuban regime did not answer. Officials claimed otherwise. "
FRENCH = "La ministre a déclaré mardi que le gouvernement ne céderait pas devant les pêcheurs du port. "
TEXTS = {
    "one paragraph of 10,000 words": SAID * 400,
    "five hundred paragraphs": (SAID.strip() + "\n\n") * 500,
    "no sentence end": "the mayor said that it rained and officials claimed otherwise " * 1000,
    "quotation marks": '"' * 20_000,
    "opening marks": "“" * 20_000,
    "a mark before every word": "“said " * 5_000,
    "NUL bytes": (SAID * 100).replace(" ", "\0"),
    "lone surrogates": (SAID * 100).replace("o", "\ud800"),
    "a talk of a thousand turns": "RASK: Did you see it fall now?\nLUND: I saw “it” fall, he said.\n" * 500,
    "a thousand signatures": "Rask: “I never saw it fall. — Ada Rask\n" * 500 + "“It fell.” — Ada Rask\n" * 500,
    "another language": FRENCH * 500,
    "nothing": "",
}


@pytest.fixture(scope="module")
def instrument():
    return pipeline.load_instrument()


def measured(text, instrument):
    return pipeline.measure_articles(corpus.articles_table([{"article_id": "a", "outlet": "Gazette", "text": text}]), instrument)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_article_is_answered_with_marks_inside_its_text(instrument, text):
    results = measured(text, instrument)
    for table in (results.sentences, results.quotations, results.mentions):
        assert table["start"].ge(0).all() and table["end"].gt(table["start"]).all() and table["end"].le(len(text)).all()
    for row in results.attributions.itertuples(index=False):
        assert row.cue_text == text[row.cue_start : row.cue_end] and all(0 <= a < b <= len(text) for a, b in tables.read_spans(row.content_spans))
    assert results.measures["count"].le(results.measures["total"]).all()


def test_every_repetition_of_a_passage_is_read_alike(instrument):
    once, many = (measured((SAID.strip() + "\n\n") * number, instrument).attributions for number in (50, 500))
    assert len(many) == 10 * len(once) == 10 * 4 * 50
    assert many["source_name"].value_counts().to_dict() == {name: 10 * count for name, count in once["source_name"].value_counts().items()}


def test_another_language_is_flagged_and_a_broken_text_is_not_called_one(instrument):
    language = {name: measured(TEXTS[name], instrument).articles["language"].item() for name in ("another language", "one paragraph of 10,000 words", "quotation marks")}
    assert language == {"another language": "fr", "one paragraph of 10,000 words": "en", "quotation marks": "unknown"}
