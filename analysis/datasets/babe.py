"""BABE: 3,674 sentences of news that five trained coders labelled as biased or not."""

import ast
import csv

import pandas as pd

from ..tables import InputError

FILE = "data/final_labels_SG2.csv"
# The corpus writes some topics in two ways; a split by topic must not put one topic on both sides.
SAME_TOPIC = {"blm": "black lives matter", "vaccines": "vaccine"}
COLUMNS = ("sentence_id", "text", "outlet", "topic", "leaning", "url", "label_bias", "label_opinion", "biased_words")
LABELS = ("Biased", "Non-biased", "No agreement")


def rows_of_file(folder):
    """Yields (sentence_id, row) of the corpus's file; the id is the row's place in it, from 0."""
    with open(folder / FILE, encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter=";")):
            if row["label_bias"] not in LABELS:
                raise InputError(f"{folder / FILE}: sentence {number}: label_bias is {row['label_bias']!r}; allowed: {', '.join(LABELS)}")
            yield f"babe-{number:04d}", row


def sentences(folder):
    """A table of the labelled sentences: sentence_id, text, outlet, topic, leaning, url, label_bias, label_opinion, biased_words.

    `label_bias` is Biased, Non-biased or No agreement, the majority of five coders; `biased_words` are the words that they
    marked, joined by ";". `leaning` (left, center, right) is empty in 1,000 rows. Topics written in two ways are one.
    """
    rows = []
    for sentence_id, row in rows_of_file(folder):
        words = ";".join(ast.literal_eval(row["biased_words"]))
        rows.append((sentence_id, row["text"], row["outlet"], topic_of(row), row["type"], row["news_link"], row["label_bias"], row["label_opinion"], words))
    return pd.DataFrame(rows, columns=COLUMNS)


def topic_of(row):
    """The topic of a row, written one way."""
    topic = row["topic"].replace("-", " ")
    return SAME_TOPIC.get(topic, topic)


def read(folder):
    """Yields the sentences of BABE as articles of one sentence each; `genre` is unknown, there is no date."""
    for sentence_id, row in rows_of_file(folder):
        yield {
            "article_id": sentence_id, "outlet": row["outlet"], "text": row["text"], "topic": topic_of(row), "leaning": row["type"],
            "url": row["news_link"], "language": "en",
        }  # fmt: skip
