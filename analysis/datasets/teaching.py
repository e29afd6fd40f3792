"""The embedded corpus, written and hand-coded for this project."""

import csv


def read(folder):
    """Yields the rows of the embedded corpus."""
    with open(folder / "articles.csv", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = (folder / "articles" / f"{row['article_id']}.txt").read_bytes().decode("utf-8")
            yield row | {"text": text}
