"""BASIL: 300 articles, 100 events each by the New York Times, Fox News and HuffPost, with hand-coded spans of bias."""

import json

import pandas as pd

from .. import tables
from .fields import is_opinion_address

OUTLETS = {"nyt": "New York Times", "fox": "Fox News", "hpo": "HuffPost"}
BIAS = {"lex": "lexical_bias", "inf": "informational_bias"}
CODER = "BASIL, adjudicated"
SENTENCES = ("article_id", "story_id", "outlet", "sentence", "text", "start", "end", "lexical_bias", "informational_bias")


def read(folder):
    """Yields the rows of BASIL: story_id is the event, topic its name in the corpus.

    The corpus holds sentences in paragraphs; `text` joins sentences by a space and paragraphs by an empty line.
    """
    for article_id, article, text, _ in articles_of(folder):
        yield {
            "article_id": article_id, "outlet": outlet_of(article), "published": article["date"], "title": article["title"], "text": text,
            "genre": "opinion" if is_opinion_address(article["url"]) else "news", "story_id": article["triplet-uuid"],
            "topic": article["main-event"], "url": article["url"], "language": "en",
        }  # fmt: skip


def articles_of(folder):
    """Yields (article_id, the file's content, text, spans of its sentences in the text) of each article, in order."""
    for file in sorted((folder / "articles").glob("*/*.json")):
        article = json.loads(file.read_text(encoding="utf-8"))
        yield file.stem, article, *joined(article["body-paragraphs"])


def outlet_of(article):
    """The outlet's name; the corpus writes its code in lower or upper case."""
    return OUTLETS[article["source"].lower()]


def joined(paragraphs):
    """(text, spans): sentences joined by a space, paragraphs by an empty line, and where each sentence then stands."""
    text, spans = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        for number, sentence in enumerate(paragraph):
            text += " " if number else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
    return text, spans


def codings(folder, article_id):
    """Yields (sentence, coding) of each span that the coders marked in an article; the sentence is None for the title.

    The corpus numbers the sentences of the body from 0 ("p0"), across paragraphs, and calls the title "title".
    """
    (file,) = (folder / "annotations").glob(f"*/{article_id}_ann.json")
    for coding in json.loads(file.read_text(encoding="utf-8"))["phrase-level-annotations"]:
        yield None if coding["id"] == "title" else int(coding["id"][1:]), coding


def labels(folder):
    """`labels` of BASIL: a row a span and variable, the spans of bias as offsets in the article's own text or title.

    Variables: `lexical_bias` and `informational_bias` (value: the polarity, pos or neg), and of the same span `target`,
    `speaker` (in a quotation) and `aim` (dir, or how an indirect target is reached).
    """
    rows = []
    for article_id, _, _, spans in articles_of(folder):
        for sentence, coding in codings(folder, article_id):
            part, first = ("title", 0) if sentence is None else ("text", spans[sentence][0])
            span = (article_id, part, first + coding["start"], first + coding["end"], CODER)
            rows.append((*span, BIAS[coding["bias"]], coding["polarity"]))
            rows += [(*span, name, coding[name]) for name in ("target", "speaker", "aim") if coding[name]]
    return tables.check_table(tables.table_of(rows, "labels"), "labels")


def sentences(folder):
    """A table of the sentences of BASIL's bodies: article_id, story_id, outlet, sentence, text, start, end, lexical_bias, informational_bias.

    `sentence` counts from 0 in the article; `start` and `end` index the article's text; the last two are true where the
    sentence holds a span of that bias (in a quotation or out of one).
    """
    rows = []
    for article_id, article, text, spans in articles_of(folder):
        marked = {(sentence, BIAS[coding["bias"]]) for sentence, coding in codings(folder, article_id)}
        head = (article_id, article["triplet-uuid"], outlet_of(article))
        for number, (start, end) in enumerate(spans):
            rows.append((*head, number, text[start:end], start, end, *((number, bias) in marked for bias in BIAS.values())))
    return pd.DataFrame(rows, columns=SENTENCES)
