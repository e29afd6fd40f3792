"""Article-Bias-Prediction: 37,554 articles with the leaning that AllSides gives their outlet."""

import csv
import json
import re
from urllib.parse import urlparse

from .. import corpus
from ..paths import MANIFESTS
from .fields import is_opinion_address, possible_date

OUTLETS = MANIFESTS / "article-bias-prediction-outlets.csv"
OPINION_SOURCE = re.compile(r"opinion|editorial|guest writer|\bblog\b", re.IGNORECASE)


def read(folder):
    """Yields the rows of article-bias-prediction: outlet by the page's domain, impossible dates left empty.

    `genre` is opinion where the address or the corpus's own source string says so, or where the source string names a writer.
    """
    with open(OUTLETS, encoding="utf-8", newline="") as stream:
        outlets = {row["domain"]: row["outlet"] for row in csv.DictReader(stream)}
    for file in sorted((folder / "data" / "jsons").glob("*.json")):
        row = json.loads(file.read_text(encoding="utf-8"))
        domain = (row["source_url"] or urlparse(row["url"] or "").netloc).lower()
        outlet = outlet_of(domain, outlets)
        yield {
            "article_id": row["ID"], "outlet": outlet or bare_domain(domain) or row["source"], "published": possible_date(row["date"]),
            "title": row["title"] or "", "text": corpus.SURROGATE.sub("\ufffd", row["content_original"] or ""),
            "genre": genre_of(row["source"], row["url"] or "", outlet, domain), "topic": row["topic"], "leaning": row["bias_text"],
            "url": row["url"] or "", "language": "en",
        }  # fmt: skip


def outlet_of(domain, outlets):
    """The outlet of a domain or of the longest known part of it, or ""."""
    parts = domain.split(".")
    return next((outlets[".".join(parts[k:])] for k in range(len(parts)) if ".".join(parts[k:]) in outlets), "")


def bare_domain(domain):
    """A domain without "www." and the like before it."""
    return re.sub(r"^(www\d?|amp|m)\.", "", domain)


def genre_of(source, url, outlet, domain):
    """`opinion` or `news`, from the corpus's source string and the page's address."""
    if is_opinion_address(url) or OPINION_SOURCE.search(source):
        return "opinion"
    if not outlet:
        return "news"
    home = re.sub(r"\W", "", (outlet + domain).lower())
    own = [w for w in re.findall(r"[a-z]{2,}", source.lower()) if w not in ("the", "online", "com")]
    return "news" if any(w in home for w in own) or "fact check" in source.lower() else "opinion"
