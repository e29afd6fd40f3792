"""The known corpora: describe, fetch with checksums, load in chunks.

The teaching corpus is part of the project. The public corpora are fetched by the user into the user's own data folder
and never shipped: their text is their publishers' copyright.
"""

import gzip
import hashlib
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from .. import corpus
from ..paths import GAZETTEER, MANIFESTS, MODELS, TEACHING, user_data
from ..tables import InputError
from . import article_bias_prediction, babe, basil, newswcl50, polnear, ruwa, teaching
from .babe import sentences as babe_sentences
from .basil import labels as basil_labels
from .basil import sentences as basil_sentences
from .newswcl50 import labels as newswcl50_labels
from .newswcl50 import loaded as newswcl50_loaded
from .newswcl50 import phrases as newswcl50_phrases
from .polnear import attributions as polnear_attributions

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
    # Parts that come from a repository of their own: (folder in the corpus, repository, commit).
    parts: tuple = ()
    # Whether headlines and decks are all there is, so that a notebook counts both parts and leaves out what needs whole articles.
    headlines_only: bool = False
    # Functions from the corpus's folder to what people coded in it: `attributions`, and `labels`.
    attributions: Callable | None = None
    labels: Callable | None = None
    # Notebooks that are not run on the corpus, by number, and why.
    left_out: dict = field(default_factory=dict)

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
        return downloaded_tree(known, place)
    source = Path(source)
    if (source / known.name).is_dir():
        return source / known.name
    archive = source / f"{known.name}.tar.xz"
    if archive.is_file():
        return unpack(archive, place / "unpacked")
    raise InputError(f"{source}: holds neither a folder {known.name} nor {known.name}.tar.xz")


def downloaded_tree(known, place):
    """The folder that holds the corpus, downloaded into `place` from its repository, and its parts from theirs."""
    tree = download_and_unpack(known.upstream, known.commit, place / "whole")
    for number, (folder, upstream, commit) in enumerate(known.parts):
        shutil.move(download_and_unpack(upstream, commit, place / f"part{number}"), tree / folder)
    return tree


def download_and_unpack(upstream, commit, place):
    """The folder that holds a repository at a commit, downloaded into `place`."""
    place.mkdir()
    download(f"https://codeload.github.com/{upstream}/tar.gz/{commit}", place / "archive.tar.gz")
    return unpack(place / "archive.tar.gz", place / "unpacked")


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


ABOUT_BABE = {"09": "it is about BABE whatever the corpus; see --corpus babe"}
FEW_LABELS = {"07": "no government has enough labels for a comparison"}
OF_SENTENCES = {f"0{number}": "the corpus has single sentences and no articles" for number in range(9)}

CORPORA = {
    known.name: known
    for known in (
        Corpus(
            "teaching",
            "72 articles of six invented outlets about twelve invented events, written and hand-coded for this project",
            72, "CC BY 4.0", "Slantwise teaching corpus, version 1 (2026)", "CC BY 4.0", teaching.read,
            gazetteers=(GAZETTEER, TEACHING / "gazetteer"),
        ),
        Corpus(
            "article-bias-prediction",
            "37,554 articles of US and British outlets, 2012-2020, with the leaning that AllSides gives the outlet",
            37554, "Apache-2.0 on the repository; article text is the outlets'",
            "Baly, Da San Martino, Glass & Nakov (2020), We Can Detect Your Bias, EMNLP, 4982-4991", "CC BY 4.0",
            article_bias_prediction.read, "ramybaly/Article-Bias-Prediction", "ced8111a720948e6a410e52031ace99c4e53f096",
            left_out=ABOUT_BABE,
        ),
        Corpus(
            "polnear",
            "924 articles of seven US outlets on the campaign of 2016 (train and dev parts), with hand-coded attributions",
            924, "none stated; article text is the outlets'",
            "Newell, Margolin & Ruths (2018), An Attribution Relations Corpus for Political News, LREC", "CC BY 4.0",
            polnear.read, "networkdynamics/PolNeAR", "c3eee833c035bf7b8c84f55b58c0bf7346cfae76",
            given=MODELS / "attribution-crossfit-1.3.0.csv.gz", attributions=polnear.attributions, left_out=ABOUT_BABE,
        ),
        Corpus(
            "basil",
            "300 articles: 100 events of US politics, 2010-2019, each by the New York Times, Fox News and HuffPost, with hand-coded bias",
            300, "none stated; article text is the outlets'",
            "Fan, White, Sharma, Su, Choubey, Huang & Wang (2019), In Plain Sight: Media Bias Through the Lens of Factual Reporting, EMNLP, 6343-6349",
            "CC BY 4.0", basil.read, "launchnlp/BASIL", "4fdbc4f68d5ddae648990063cb6dd11424d96222", labels=basil.labels,
            left_out=ABOUT_BABE | FEW_LABELS,
        ),
        Corpus(
            "babe",
            "3,674 sentences of eleven outlets, most of them of the US, which five trained coders labelled as biased or not",
            3674, "AGPL-3.0 on the repository; sentences are the outlets'",
            "Spinde, Plank, Krieger, Ruas, Gipp & Aizawa (2021), Neural Media Bias Detection Using Distant Supervision With BABE, Findings of EMNLP, 1166-1177",
            "CC BY 4.0", babe.read, "Media-Bias-Group/Neural-Media-Bias-Detection-Using-Distant-Supervision-With-BABE",
            "fb79f646dcabf1746f5ebedc06ed8dd61ba78188", left_out=OF_SENTENCES,
        ),
        Corpus(
            "ruwa",
            "16,545 headlines and decks on nine events of the war in Ukraine, 2021-2022, of Russian, Ukrainian, Qatari, British and US outlets",
            16545, "CC BY-NC-SA 4.0; headlines and decks are the outlets'",
            "Khairova, Ivasiuk, Lo Scudo, Comito & Galassi (2023), A First Attempt to Detect Misinformation in Russia-Ukraine War News through "
            "Text Similarity, LDK, 559-564",
            "CC BY-NC-SA 4.0", ruwa.read, "ninakhairova/dataset_RUWA", "5eab65389306e7adf7d2aef95b803b9308c72e61", headlines_only=True,
            left_out=ABOUT_BABE | {"08": "a headline and its deck are no article to read"},
        ),
        Corpus(
            "newswcl50",
            "50 articles: ten events of April 2018, each by five US outlets from left to right, with the phrases that name one referent",
            50, "CC BY-SA 4.0 (annotations), Apache-2.0 (tokens); article text is the outlets'",
            "Hamborg, Zhukova & Gipp (2019), Automated Identification of Media Bias by Word Choice and Labeling in News Articles, JCDL; "
            "Zhukova, Hamborg & Gipp (2022), Towards Evaluation of Cross-document Coreference Resolution Models, LREC",
            "CC BY-SA 4.0", newswcl50.read, "fhamborg/NewsWCL50", "f9513ae78648aa4b1c59da8003f1989867ccaf20", labels=newswcl50.labels,
            parts=(("diverse-cdcr", "anastasia-zhukova/Diverse_CDCR_datasets", "9dfb46284593bdd35d1a5b5c758c9aa71cb43f1a"),),
            left_out=ABOUT_BABE | FEW_LABELS,
        ),
    )
}  # fmt: skip
