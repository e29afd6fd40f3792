"""NewsWCL50: 50 articles, ten events each by five US outlets, with the phrases that name one referent.

The articles stand in the CoNLL file of a second repository (Zhukova, Hamborg & Gipp 2022); the coders' list, with the properties
that a phrase gives its referent, is of the first (Hamborg, Zhukova & Gipp 2019).
"""

import csv
import datetime
import io
import re
from collections import defaultdict

import pandas as pd

from .. import tables
from ..paths import MANIFESTS
from .fields import is_opinion_address, possible_date

CONLL = "diverse-cdcr/NewsWCL50-prep/output_data/NewsWCL50.conll"
OUTLETS = {"LL": "HuffPost", "L": "New York Times", "M": "USA Today", "R": "Fox News", "RR": "Breitbart"}
CODER = "NewsWCL50"
LOADED = MANIFESTS / "newswcl50-loaded.csv"
PHRASES = ("article_id", "outlet", "story_id", "kind", "referent", "phrase", "target")
CLOSING = re.compile(r"[,.;:?!%)\]”’]|\.\.\.|…|n['’]t|['’](s|re|ve|ll|m|d)", re.IGNORECASE)
OPENING = frozenset("([$#“‘")
DATELINE = re.compile(r"[A-Z]{3}[A-Z ]+[,—(]")
ADDRESS_DATE = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/")
OBJECT_ID = re.compile(r"_(?:us|uk)_([0-9a-f]{8})[0-9a-f]{16}$")


def read(folder):
    """Yields the rows of NewsWCL50: story_id is the event (0 to 9), the title is the first line of the document.

    The corpus holds tokens: spaces are set again by rule, so the text is not its outlet's character by character. Two
    documents begin with a dateline and have no title. The date is the address's; of HuffPost, that of the page's number.
    """
    addresses = read_addresses(folder)
    for article_id, tokens in documents(folder).items():
        event, publisher = article_id.split("_")
        title, text, _ = split_title(*joined(tokens))
        url = addresses[event, publisher]
        yield {
            "article_id": article_id, "outlet": OUTLETS[publisher], "published": date_of(url), "title": title, "text": text,
            "genre": "opinion" if is_opinion_address(url) else "news", "story_id": event, "url": url, "language": "en",
        }  # fmt: skip


def read_addresses(folder):
    """A dictionary from (event, publisher) to the address of the article."""
    with open(folder / "urls.tsv", encoding="utf-8", newline="") as stream:
        return {(row["Event ID"], row["Outlet"]): row["URL"].strip() for row in csv.DictReader(stream, delimiter="\t")}


def date_of(url):
    """The date in an address, or the one that the number of a HuffPost page begins with (seconds since 1970), or ""."""
    if found := ADDRESS_DATE.search(url):
        return possible_date("-".join(found.groups()))
    if found := OBJECT_ID.search(url):
        return datetime.datetime.fromtimestamp(int(found[1], 16), datetime.UTC).date().isoformat()
    return ""


def documents(folder):
    """A dictionary from article_id ("0_LL") to the document's tokens and marks, in order: (token, marks)."""
    found, tokens = {}, []
    for line in (folder / CONLL).read_text(encoding="utf-8").split("\n"):
        if line.startswith("#begin document"):
            tokens = found.setdefault(line.split()[2].rstrip(";").split("/")[-1], [])
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            tokens.append((cells[3].replace("\\n", "\n"), cells[4]))
    return found


def joined(tokens):
    """(text, spans): the tokens of a document with spaces set by rule, and where each then stands.

    No space before closing punctuation and the ends of contractions, none behind an opening bracket or mark; a straight quotation mark
    opens and closes by turns within a line; a lone hyphen joins its neighbours.
    """
    text, spans, glued, open_marks = "", [], True, set()
    words = [token for token, _ in tokens]
    for number, token in enumerate(words):
        blank = not token.strip()
        closes = token in open_marks or (token == "'" and ("‘" in open_marks or is_possessive(text, words, number)))
        if not (glued or blank or closes or token == "-" or CLOSING.fullmatch(token)):
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
        opens = token in ('"', "'", "‘") and not closes
        glued = blank or opens or token == "-" or token in OPENING
        closed = {token, "‘"} if token == "'" else {token}
        open_marks = set() if "\n" in token else open_marks | {token} if opens else open_marks - closed
    return text, spans


def is_possessive(text, words, number):
    """Whether an apostrophe behind an s ends a plural ("the leaders' plan") rather than opens a quotation: the line holds no partner for it."""
    line = next((k for k in range(number, len(words)) if "\n" in words[k]), len(words))
    return text.endswith("s") and words[number:line].count("'") % 2 == 1


def split_title(text, spans):
    """(title, text, spans): the first line apart, and each token's (part, start, end)."""
    line, newline, rest = text.partition("\n")
    if DATELINE.match(line) or not newline:
        return "", text, [("text", start, end) for start, end in spans]
    end = len(line) + 1
    return line, rest, [("title", a, b) if a < end else ("text", a - end, b - end) for a, b in spans]


def labels(folder):
    """`labels` of NewsWCL50: the phrases that name a referent, variable `referent`, value the corpus's code of it.

    The code has the country or group, the name and the kind, for instance PRK_Kim_ACTOR; the same code names the same referent
    in all articles of an event.
    """
    rows = []
    for article_id, tokens in documents(folder).items():
        _, _, places = split_title(*joined(tokens))
        for first, last, code in marked(tokens):
            part, start, _ = places[first]
            rows.append((article_id, part, start, places[last][2], CODER, "referent", code.split("_", 1)[1]))
    return tables.check_table(tables.table_of(rows, "labels"), "labels")


def marked(tokens):
    """Yields (first token, last token, code) of each marked phrase; a phrase that is never closed is left out."""
    opened = defaultdict(list)
    for number, (_, marks) in enumerate(tokens):
        for mark in marks.split("|"):
            mark = mark.strip()
            if mark.startswith("("):
                opened[mark.strip("()")].append(number)
            if mark.endswith(")") and opened[mark.strip("()")]:
                yield opened[mark.strip("()")].pop(), number, mark.strip("()")


def phrases(folder):
    """A table of what the coders of NewsWCL50 marked: article_id, outlet, story_id, kind, referent, phrase, target.

    `kind` is the corpus's type of code (ACTOR, COUNTRY, GROUP and the like, or PROPERTY), `referent` its code, or for a PROPERTY
    the property (Power, Aggressor) that the phrase gives to `target`. Without offsets: the list counts sentences its own way.
    """
    content = (folder / "Annotations.csv").read_bytes().decode("utf-8")
    rows = csv.DictReader(io.StringIO(content.removeprefix("sep=,").lstrip("\r\n"), newline=""))
    table = [
        (f"{row['event_id']}_{row['publisher_id']}", OUTLETS[row["publisher_id"]], row["event_id"], row["code_type"], row["code_name"],
         row["code_mention"], row["target_concept"]) for row in rows
    ]  # fmt: skip
    return pd.DataFrame(table, columns=PHRASES)


def loaded(folder):
    """`labels` of the marked phrases that judge the government or leader they name: variable `loaded`, value the kind of phrase.

    Which phrases those are stands in data/corpora/newswcl50-loaded.csv, read by one coder from all phrases that the corpus
    marks as naming a country or a head of state or government: a word in the phrase takes a side that a plain name or title would not.
    """
    with open(LOADED, encoding="utf-8", newline="") as stream:
        kinds = {(row["referent"], row["phrase"]): row["kind"] for row in csv.DictReader(stream)}
    texts = {row["article_id"]: row for row in read(folder)}
    found = labels(folder)
    phrases_of = [texts[row.article_id][row.part][row.start : row.end] for row in found.itertuples(index=False)]
    kind = [kinds.get((referent, phrase), kinds.get((referent, phrase.strip('"')), "")) for referent, phrase in zip(found["value"], phrases_of)]
    table = found.assign(variable="loaded", value=kind)
    return table[table["value"] != ""].reset_index(drop=True)
