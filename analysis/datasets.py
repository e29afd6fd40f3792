"""The known corpora: describe, fetch with checksums, load in chunks.

The teaching corpus is part of the project. The public corpora are fetched by the user into the user's own data folder
and never shipped: their text is their publishers' copyright.
"""

import csv
import datetime
import gzip
import hashlib
import json
import re
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd

from . import corpus, tables
from .paths import GAZETTEER, MANIFESTS, MODELS, TEACHING, user_data
from .tables import InputError

CHUNK = 500


@dataclass(frozen=True)
class Corpus:
    """A known corpus: where it comes from, under what terms, and how its articles are read."""

    name: str
    description: str
    n_articles: int
    licence: str
    citation: str
    licence_of_counts: str
    read: Callable
    upstream: str = ""
    commit: str = ""
    gazetteers: tuple = (GAZETTEER,)
    # Attribution spans of the articles that the model was trained on, by models that had not seen the article.
    given: Path | None = None

    @property
    def folder(self):
        """Where the corpus lives."""
        return TEACHING if self.name == "teaching" else user_data() / self.name


def find_corpus(name):
    """The Corpus called `name`; InputError for an unknown one."""
    if name not in CORPORA:
        raise InputError(f"unknown corpus {name!r}; known: {', '.join(CORPORA)}")
    return CORPORA[name]


def is_present(known):
    """Whether the corpus has been fetched whole."""
    return known.folder.is_dir() and any(known.folder.iterdir())


def describe():
    """A table of the known corpora: name, n_articles, licence, citation, present, folder, description."""
    columns = ["name", "n_articles", "licence", "citation", "present", "folder", "description"]
    rows = [(c.name, c.n_articles, c.licence, c.citation, is_present(c), str(c.folder), c.description) for c in CORPORA.values()]
    return pd.DataFrame(rows, columns=columns)


def load(name, *, chunk=CHUNK, only=None):
    """Yields `articles` of the corpus `name`, at most `chunk` at a time; `only` is a set of article_id to keep.

    Raises InputError for an unknown corpus and for one that has not been fetched.
    """
    known = find_corpus(name)
    if not is_present(known):
        raise InputError(f"corpus {name!r} is not in {known.folder}; bring it with `slantwise fetch {name}`")
    rows = []
    for row in known.read(known.folder):
        if only is not None and row["article_id"] not in only:
            continue
        rows.append(row)
        if len(rows) == chunk:
            yield corpus.articles_table(rows)
            rows = []
    if rows:
        yield corpus.articles_table(rows)


def fetch(name, *, source=None, progress=lambda files, total: files):
    """The folder of the corpus `name`, once every file is there with its recorded SHA-256.

    `source` is a folder that holds the corpus's folder or .tar.xz archive, else the public repository's archive at the
    pinned commit is downloaded. Nothing is left behind where a file is missing or differs (InputError).
    """
    known = find_corpus(name)
    if not known.commit:
        raise InputError(f"corpus {name!r} is part of the project; there is nothing to fetch")
    manifest = read_manifest(name)
    known.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=known.folder.parent, prefix=f".{name}-") as place:
        root = upstream_tree(known, source, Path(place))
        kept = Path(place) / "kept"
        for relative, digest in progress(sorted(manifest.items()), len(manifest)):
            copy_checked(root / relative, kept / relative, digest)
        if known.folder.exists():
            shutil.rmtree(known.folder)
        kept.rename(known.folder)
    return known.folder


def read_manifest(name):
    """A dictionary from the relative path of each of a corpus's files to its SHA-256."""
    with gzip.open(MANIFESTS / f"{name}.sha256.gz", "rt", encoding="utf-8") as stream:
        return {line.rstrip("\n")[66:]: line[:64] for line in stream}


def upstream_tree(known, source, place):
    """The folder that holds the corpus as its repository does: under `source`, or unpacked into `place`."""
    if source is None:
        archive = place / "archive.tar.gz"
        download(f"https://codeload.github.com/{known.upstream}/tar.gz/{known.commit}", archive)
        return unpack(archive, place / "unpacked")
    source = Path(source)
    if (source / known.name).is_dir():
        return source / known.name
    archive = source / f"{known.name}.tar.xz"
    if archive.is_file():
        return unpack(archive, place / "unpacked")
    raise InputError(f"{source}: holds neither a folder {known.name} nor {known.name}.tar.xz")


def download(address, file):
    """Writes what stands at `address` to `file`; InputError where it cannot be had."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer, open(file, "wb") as stream:
            shutil.copyfileobj(answer, stream)
    except (urllib.error.URLError, OSError) as error:
        raise InputError(f"cannot download {address}: {error}; a local copy serves with --from DIR") from None


def unpack(archive, place):
    """The one folder at the top of an archive, unpacked into `place`."""
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(place, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise InputError(f"{archive}: not a whole archive: {' '.join(str(error).split())}") from None
    tops = [path for path in place.iterdir() if path.is_dir()]
    return tops[0] if len(tops) == 1 else place


def copy_checked(source, target, digest):
    """Copies one file; InputError where it is missing or its SHA-256 is not `digest`."""
    if not source.is_file():
        raise InputError(f"{source}: missing; the corpus at the pinned commit has it")
    content = source.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise InputError(f"{source}: SHA-256 is {found}; the recorded one is {digest}; fetch the pinned commit again")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def read_teaching(folder):
    """Yields the rows of the embedded corpus."""
    with open(folder / "articles.csv", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = (folder / "articles" / f"{row['article_id']}.txt").read_bytes().decode("utf-8")
            yield row | {"text": text}


OPINION_PATH = re.compile(r"/(opinions?|commentary|commentisfree|columnists?|columns?|editorials?|op-eds?|ideas|view|contributors?|contributions|corner)/")
OPINION_SOURCE = re.compile(r"opinion|editorial|guest writer|\bblog\b", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 2000, 2021


def read_article_bias_prediction(folder):
    """Yields the rows of article-bias-prediction: outlet by the page's domain, impossible dates left empty.

    `genre` is opinion where the address or the corpus's own source string says so, or where the source string names a writer.
    """
    with open(MANIFESTS / "article-bias-prediction-outlets.csv", encoding="utf-8", newline="") as stream:
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
    if OPINION_PATH.search(urlparse(url).path.lower()) or OPINION_SOURCE.search(source):
        return "opinion"
    if not outlet:
        return "news"
    home = re.sub(r"\W", "", (outlet + domain).lower())
    own = [w for w in re.findall(r"[a-z]{2,}", source.lower()) if w not in ("the", "online", "com")]
    return "news" if any(w in home for w in own) or "fact check" in source.lower() else "opinion"


def possible_date(value):
    """A date of the corpus's years as YYYY-MM-DD, from that form or month/day/year; "" for none or an impossible one."""
    day = (value or "").split("T")[0].split(" ")[0]
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"):
        try:
            date = datetime.datetime.strptime(day, form).date()
        except ValueError:
            continue
        return date.isoformat() if FIRST_YEAR <= date.year <= LAST_YEAR else ""
    return ""


def read_polnear(folder):
    """Yields the rows of PolNeAR's train and dev parts; `wire` names the agency where the metadata does."""
    with open(folder / "data" / "metadata.tsv", encoding="utf-8", newline="") as stream:
        described = {row["filename"]: row for row in csv.DictReader(stream, delimiter="\t")}
    for part in ("dev", "train"):
        for file in sorted((folder / "data" / part / "text").glob("*.txt")):
            row = described[file.stem]
            wire = row["wire"] if row["wire"] not in ("None", "NA", "") else ""
            yield {
                "article_id": file.stem, "outlet": row["publisher"], "published": possible_date(row["publication_date"]),
                "title": "", "text": file.read_bytes().decode("utf-8"), "genre": "unknown", "wire": wire.replace("reuters", "Reuters"),
                "compartment": part, "language": "en",
            }  # fmt: skip


ENTRY = re.compile(r"^([TE])(\d+)\t(.*)$")


def polnear_attributions(folder, *, compartments=("dev", "train")):
    """`attributions` as PolNeAR's first coder of each article marked them (source, cue and content spans only).

    An entry broken by a newline is joined; a span that points outside the text is left out.
    """
    rows = []
    for part in compartments:
        for file in sorted((folder / "data" / part / "text").glob("*.txt")):
            coded = sorted((folder / "data" / part / "attributions").glob(f"{file.stem}_*.ann"))
            text = file.read_bytes().decode("utf-8")
            if coded:
                rows += read_brat(coded[0].read_text(encoding="utf-8"), file.stem, text)
    return tables.table_of(rows, "attributions")


def read_brat(annotation, article_id, text):
    """The attribution rows of one brat stand-off file."""
    spans, rows = {}, []
    entries = [match.groups() for line in annotation.split("\n") if (match := ENTRY.match(line))]
    for kind, number, rest in entries:
        if kind == "T":
            places = rest.split("\t")[0].split(" ", 1)[1].split(";")
            pieces = [tuple(map(int, place.split())) for place in places]
            spans["T" + number] = [piece for piece in pieces if piece[1] <= len(text)]
    for kind, number, rest in entries:
        if kind != "E":
            continue
        roles = {"Source": [], "Cue": [], "Content": []}
        for field in rest.split():
            role, key = field.split(":")
            if (role := re.sub(r"\d+$", "", role)) in roles:  # an event also names its own anchor, which repeats one of these
                roles[role] += spans.get(key, [])
        if roles["Content"]:
            rows.append(brat_row(article_id, f"{article_id}:text:E{number}", text, roles))
    return rows


def brat_row(article_id, attribution_id, text, roles):
    """One attribution row; a source or cue of several pieces is given by the span that holds them."""
    hull = {role: (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None for role, spans in roles.items()}
    cells = [(None, None, "") if hull[r] is None else (*hull[r], text[slice(*hull[r])]) for r in ("Source", "Cue")]
    return (article_id, "text", attribution_id, "", *cells[0], *cells[1], tables.write_spans(sorted(roles["Content"])), "indirect", "neutral")


CORPORA = {
    known.name: known
    for known in (
        Corpus(
            "teaching",
            "72 articles of six invented outlets about twelve invented events, written and hand-coded for this project",
            72, "CC BY 4.0", "Slantwise teaching corpus, version 1 (2026)", "CC BY 4.0", read_teaching,
            gazetteers=(GAZETTEER, TEACHING / "gazetteer"),
        ),
        Corpus(
            "article-bias-prediction",
            "37,554 articles of US and British outlets, 2012-2020, with the leaning that AllSides gives the outlet",
            37554, "Apache-2.0 on the repository; article text is the outlets'",
            "Baly, Da San Martino, Glass & Nakov (2020), We Can Detect Your Bias, EMNLP, 4982-4991", "CC BY 4.0",
            read_article_bias_prediction, "ramybaly/Article-Bias-Prediction", "ced8111a720948e6a410e52031ace99c4e53f096",
        ),
        Corpus(
            "polnear",
            "924 articles of seven US outlets on the campaign of 2016 (train and dev parts), with hand-coded attributions",
            924, "none stated; article text is the outlets'",
            "Newell, Margolin & Ruths (2018), An Attribution Relations Corpus for Political News, LREC", "CC BY 4.0",
            read_polnear, "networkdynamics/PolNeAR", "c3eee833c035bf7b8c84f55b58c0bf7346cfae76",
            given=MODELS / "attribution-crossfit-1.0.0.csv.gz",
        ),
    )
}  # fmt: skip
