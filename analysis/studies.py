"""A corpus ready for a notebook: articles without text, measures, and what hand-coding says, measured now or kept.

Of the public corpora the project keeps the measures per article and no sentence of text (`data/derived/`), so the figures
can be rebuilt without the articles.
"""

import gzip
import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from . import agreement, compare, corpus, datasets, lexicons, pipeline, sources, stories, tables, vocabulary
from .measures import CATEGORIES, NAMING_LEXICONS, SPLITS
from .paths import DERIVED, LEXICONS, TEACHING
from .tables import InputError

SEED = 2026
KEY = ["measure", "category", *SPLITS]
EARLIER = ("framing-1.0.0",)  # word lists by which labels are counted too, so that a result can be held against them
DESCRIPTION = (
    "article_id", "outlet", "published", "genre", "credits", "credit_places", "story_id", "topic", "leaning", "country", "ownership", "wire",
    "language", "compartment", "copy_of", "copy_share", "is_wire", "found_story",
)  # fmt: skip


@dataclass(frozen=True)
class Study:
    """What a notebook works on. `results` holds the passages, and is None where only derived data are at hand."""

    known: datasets.Corpus
    articles: pd.DataFrame
    measures: pd.DataFrame
    coded: pd.DataFrame
    scores: pd.DataFrame
    record: dict
    results: pipeline.Results | None = field(default=None, repr=False)
    # Where attributions are hand-coded: counts per article by kind, and counts by cue (see `agreement.kind_counts` and `cue_counts`).
    kinds: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    cues: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    # Labels as other instruments count them (see `pipeline.labels_otherwise`), for a sensitivity analysis.
    otherwise: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    def figure_record(self, **fields):
        """The record of one figure: what is known of the corpus and the instrument, and the given `fields`."""
        return {
            "corpus": self.known.name, "corpus_fingerprint": self.record["fingerprint"], "word_lists": self.record["word_lists"],
            "licence": self.known.licence_of_counts, "cite": self.known.citation,
            "counts": {"articles": len(self.articles), "outlets": int(self.articles["outlet"].nunique())},
            "instrument": {k: self.record[k] for k in ("method", "unresolved", "attributions_with_source")},
        } | fields  # fmt: skip

    def credited(self):
        """A table of the agencies and media that the articles credit, as of `sources.credited`."""
        lists = pipeline.load_instrument(self.known.gazetteers, method="rules").lists
        return sources.credited(self.articles, lists=lists)


def open_study(name=None):
    """The Study of the corpus `name` (else of the environment variable SLANTWISE_CORPUS, else the teaching corpus).

    The teaching corpus is measured now; a public one is read from its derived data. Raises InputError for an unknown
    corpus, and where there are no derived data.
    """
    known = datasets.find_corpus(name or os.environ.get("SLANTWISE_CORPUS") or "teaching")
    return measure_teaching(known) if known.name == "teaching" else read_derived(known)


def measure_teaching(known):
    """The Study of the teaching corpus, measured in memory, with its passages."""
    articles = pd.concat(datasets.load(known.name), ignore_index=True)
    instrument = pipeline.load_instrument(known.gazetteers, earlier=EARLIER)
    results = pipeline.measure_articles(articles, instrument)
    described = pipeline.with_copies(results.articles.drop(columns="text"), pipeline.copies.fingerprints(articles), known.gazetteers)
    described = with_stories(described, stories.word_counts(articles))
    labels = corpus.read_gold(TEACHING / "gold" / "coder1", coder="coder 1")
    hand_coded = agreement.coded_attributions(labels)
    coded = found_and_coded(results, hand_coded)
    in_text = lambda table: table[table["part"] == "text"]  # noqa: E731
    scores = [
        agreement.attribution_scores(in_text(results.attributions), in_text(hand_coded)),
        agreement.mention_scores(in_text(results.mentions), in_text(labels)),
    ]
    record = describe_run(known, results.attributions, instrument, fingerprint_of(articles))
    errors = errors_of(results, hand_coded, instrument)
    kinds = agreement.with_all_kinds(agreement.kind_counts(errors), coded["article_id"])
    scores = pd.concat(scores, ignore_index=True)
    cues = agreement.cue_counts(errors)
    return Study(known, described, results.measures, coded, scores, record, results, kinds, cues, results.otherwise)


def errors_of(results, hand_coded, instrument, *, nested=True):
    """The table of `agreement.attribution_errors` of the articles' texts; without `nested`, found ones inside another's content are left out."""
    in_text = lambda table: table[table["part"] == "text"]  # noqa: E731
    found = in_text(results.attributions)
    found = found if nested else found[found["nested_in"] == ""]
    return agreement.attribution_errors(
        found, in_text(hand_coded), articles=results.articles, quotations=results.quotations, entries=instrument.cues.entries
    )


def found_and_coded(results, hand_coded, *, nested=True):
    """A table of article_id, n_words and how many attributions were found, hand-coded and matched, a row an article.

    Columns found, coded, matched, source_right; found_quoted and coded_quoted (some content in quotation marks);
    found_unsourced and coded_unsourced. Of the text, not the title. Without `nested`, found attributions inside another's
    content are left out: for a corpus whose coders marked none there.
    """
    in_text = lambda table: table[table["part"] == "text"]  # noqa: E731
    found, hand_coded = in_text(results.attributions), in_text(hand_coded)
    found = found if nested else found[found["nested_in"] == ""]
    ids = pd.Index(sorted(set(results.articles["article_id"])), name="article_id")
    outer = results.quotations[(results.quotations["level"] == 0) & (results.quotations["part"] == "text")]
    matches = agreement.match_attributions(found, hand_coded).set_index("article_id")
    words = in_text(results.sentences).groupby("article_id")["n_words"].sum()
    counted = pd.DataFrame({"n_words": words, "matched": matches["matched"], "source_right": matches["source_right"]})
    for name, table in (("found", found), ("coded", hand_coded)):
        quoted = touches_quotation(table, outer)
        counted[name] = table.groupby("article_id").size()
        counted[f"{name}_quoted"] = table[quoted].groupby("article_id").size()
        counted[f"{name}_unsourced"] = table[table["source_text"] == ""].groupby("article_id").size()
    return counted.reindex(ids).fillna(0).astype("int64").reset_index()


def scores_of_counts(coded):
    """The scores (as of `agreement.attribution_scores`) that the counts of `found_and_coded` hold: attribution and source."""
    if coded.empty:
        return pd.DataFrame(columns=["article_id", "score", "count", "total"])
    ids = coded["article_id"]
    f1 = pd.DataFrame({"article_id": ids, "score": "attribution", "count": 2 * coded["matched"], "total": coded["found"] + coded["coded"]})
    source = pd.DataFrame({"article_id": ids, "score": "source", "count": coded["source_right"], "total": coded["matched"]})
    return pd.concat([f1, source], ignore_index=True)


def touches_quotation(attributions, quotations):
    """A boolean array: whether some content of each attribution stands in quotation marks."""
    quotes_of = tables.rows_by_article(quotations)
    return [
        any(a < q.end and q.start < b for q in quotes_of.get((row.article_id, row.part), []) for a, b in tables.read_spans(row.content_spans))
        for row in attributions.itertuples(index=False)
    ]


def describe_run(known, attributions, instrument, fingerprint):
    """The record of one measurement."""
    share, unresolved, sourced = pipeline.unresolved_share(attributions)
    return {
        "corpus": known.name, "fingerprint": fingerprint, "word_lists": list(instrument.versions), "method": instrument.method,
        "unresolved": unresolved, "attributions_with_source": sourced,
    }  # fmt: skip


def fingerprint_of(articles):
    """The SHA-256 of the articles' ids and texts, in order of the ids."""
    digest = hashlib.sha256()
    for row in articles.sort_values("article_id").itertuples(index=False):
        digest.update(f"{row.article_id}\0{row.title}\0{row.text}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


# The modules whose code decides what is counted; a test holds that none of them imports another that is not here.
MEASURING = (
    "words", "reading", "spans", "tables", "languages", "text", "lexicons", "terms", "attribution", "sources", "measures", "vocabulary", "copies", "stories", "datasets",
    "pipeline",
)  # fmt: skip


def instrument_fingerprint():
    """The SHA-256 of the word lists, gazetteer, model and code that measure, so that derived data are remade when they change."""
    digest = hashlib.sha256()
    code = Path(__file__).parent
    modules = [file for name in MEASURING for file in (code / f"{name}.py", *sorted((code / name).rglob("*.py"))) if file.is_file()]
    for file in [*sorted(LEXICONS.glob("*.csv")), *sorted(pipeline.GAZETTEER.glob("*.csv")), pipeline.MODEL, *modules]:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def coding_fingerprint():
    """The SHA-256 of the code that holds the instrument against coders, so that coded counts are remade when it changes."""
    files = sorted((Path(__file__).parent / "agreement").glob("*.py"))
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()


def derive(known, *, progress=lambda n: None, workers=None, again=False):
    """The folder of derived data of a public corpus that has been fetched; measured only where something has changed.

    Writes articles.csv.gz (no text, no title), one <measure>.csv.gz a measure, keys.csv, words.csv.gz with vocabulary.csv.gz,
    coded.csv.gz, coded-kinds.csv.gz and coded-cues.csv.gz where the corpus is hand-coded, and record.json; whole or not at all.
    """
    folder = DERIVED / known.name
    inputs = {"corpus_files": corpus_files_fingerprint(known), "instrument": instrument_fingerprint()}
    if known.attributions:
        inputs["coding"] = coding_fingerprint()
    if known.given:
        inputs["given"] = hashlib.sha256(known.given.read_bytes()).hexdigest()
    if not again and (folder / "record.json").exists():
        if json.loads((folder / "record.json").read_text(encoding="utf-8")).get("inputs") == inputs:
            return folder
    run = Derivation(known, KeptMeasures(listed_sides(known.gazetteers)), known.attributions(known.folder) if known.attributions else None)
    chunks = datasets.load(known.name)
    options = {"gazetteers": known.gazetteers, "given": known.given, "earlier": EARLIER}
    for results, prints in pipeline.measured_chunks(chunks, workers=workers, **options):
        run.add(results, prints)
        progress(len(results.articles))
    write_derived(folder, run.articles(), run.kept, run.coded_tables(), run.record() | {"inputs": inputs}, run.kept_words)
    return folder


@dataclass
class Derivation:
    """What is kept of a corpus while its chunks are measured; `hand_coded` are the attributions that people marked in it, or None."""

    known: datasets.Corpus
    kept: "KeptMeasures"
    hand_coded: pd.DataFrame | None
    described: list = field(default_factory=list)
    prints: list = field(default_factory=list)
    words: list = field(default_factory=list)
    kept_words: vocabulary.KeptWords = field(default_factory=vocabulary.KeptWords)
    coded: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    digest: object = field(default_factory=hashlib.sha256)
    unresolved: int = 0
    sourced: int = 0

    def __post_init__(self):
        self.instrument = pipeline.load_instrument(self.known.gazetteers)

    def add(self, results, prints):
        """Takes in the Results of the next articles and their fingerprints; what more a corpus keeps of its text is counted here."""
        self.described.append(results.articles.drop(columns=["text", "title"]))
        self.prints.append(prints)
        self.words.append(stories.word_counts(results.articles))
        self.kept_words.add(results.articles, counted_words(results))
        self.kept.add(results.articles["article_id"], pd.concat([results.measures, named_otherwise(results.otherwise)], ignore_index=True))
        self.digest.update(fingerprint_of(results.articles).encode())
        _, count, total = pipeline.unresolved_share(results.attributions)
        self.unresolved, self.sourced = self.unresolved + count, self.sourced + total
        if self.hand_coded is not None:
            mine = self.hand_coded[self.hand_coded["article_id"].isin(results.articles["article_id"])]
            self.coded.append(found_and_coded(results, mine, nested=False))
            self.errors.append(errors_of(results, mine, self.instrument, nested=False))

    def coded_tables(self):
        """The tables of derived data that hold what hand-coding says, by file name; none where nothing is coded."""
        return coded_tables(pd.concat(self.coded), pd.concat(self.errors, ignore_index=True)) if self.coded else {}

    def articles(self):
        """The articles without text, with copies and stories found."""
        described = pipeline.with_copies(pd.concat(self.described, ignore_index=True), self.prints, self.known.gazetteers)
        return with_stories(described, self.words)

    def record(self):
        """The record of the measurement."""
        record = describe_run(self.known, tables.empty_table("attributions.csv"), self.instrument, self.digest.hexdigest())
        return record | {"unresolved": self.unresolved, "attributions_with_source": self.sourced}


def coded_tables(coded, errors):
    """The tables of derived data that hold what hand-coding says, by file name."""
    kinds = agreement.kind_counts(errors).sort_values(["article_id", "dimension", "kind"])
    return {"coded": coded.sort_values("article_id"), "coded-kinds": kinds, "coded-cues": agreement.cue_counts(errors)}


def with_stories(articles, words):
    """`articles` with the column found_story, from their word counts as of `stories.word_counts`."""
    joined = articles.merge(stories.find_stories(articles, words), on="article_id", how="left", validate="1:1")
    assert len(joined) == len(articles), "one row for each article"
    return joined


def corpus_files_fingerprint(known):
    """The SHA-256 of the corpus's manifest of checksums."""
    return hashlib.sha256((datasets.MANIFESTS / f"{known.name}.sha256.gz").read_bytes()).hexdigest()


def named_otherwise(otherwise):
    """`measures` of `pipeline.labels_otherwise`, method and lexicon being part of the measure's name: framing_label.rules.framing-1.0.0."""
    names = otherwise["measure"] + "." + otherwise["method"] + "." + otherwise["lexicon"]
    return otherwise.assign(measure=names).drop(columns=["method", "lexicon"])


def unnamed_otherwise(measures):
    """The table of `pipeline.labels_otherwise` again, from `measures` whose names hold method and lexicon."""
    parts = measures["measure"].str.split(".", n=2, expand=True).reindex(columns=range(3))
    return measures.assign(measure=parts[0], method=parts[1], lexicon=parts[2])


def listed_sides(gazetteers):
    """The names that a source's side may have in derived data: countries and organisations of the gazetteers."""
    gazetteer = pipeline.read_gazetteer(*gazetteers)
    columns = (gazetteer.names["country"], gazetteer.organisations["side"], gazetteer.organisations["canonical"], gazetteer.people["side"])
    return {"", "other", "none"} | {name.lower() for column in columns for name in column}


def with_listed_sides(measures, sides):
    """`measures` whose sides that are not in `sides` are summed as "unlisted": those are an article's own words."""
    side = measures["source_side"].where(measures["source_side"].isin(sides), "unlisted")
    return measures.assign(source_side=side).groupby(["article_id", *KEY], as_index=False, sort=False)[["count", "total"]].sum()


@dataclass
class KeptMeasures:
    """Measures of many chunks as whole numbers: article, key, count and total; `sides` are the names that a side may have."""

    sides: set
    keys: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)
    n_articles: int = 0

    def add(self, article_ids, measures):
        """Takes in the measures of the next articles."""
        measures = with_listed_sides(measures, self.sides)
        numbers = pd.Series(range(self.n_articles, self.n_articles + len(article_ids)), index=article_ids)
        used = measures[KEY].drop_duplicates()
        coded = [self.keys.setdefault(key, len(self.keys)) for key in used.itertuples(index=False, name=None)]
        joined = measures.merge(used.assign(key=coded), on=KEY, how="left", validate="m:1")
        columns = {"article": numbers[joined["article_id"]].to_numpy(), "key": joined["key"], "count": joined["count"], "total": joined["total"]}
        self.parts.append(pd.DataFrame(columns).astype("int32"))
        self.n_articles += len(article_ids)

    def table(self):
        """(keys, measures): the keys in order, and a row a count with the number of its key in that order."""
        keys = pd.DataFrame(list(self.keys), columns=KEY)
        order = keys.sort_values(KEY).index
        place = pd.Series(range(len(order)), index=order).astype("int32")
        table = pd.concat(self.parts, ignore_index=True)
        return keys.loc[order].reset_index(drop=True), table.assign(key=place[table["key"]].to_numpy())


def write_derived(folder, articles, kept, coded, record, words=None):
    """Writes the files of derived data into `folder`, whole or not at all; `coded` holds tables by file name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".derived-") as place:
        place = Path(place)
        write_table(articles[[c for c in DESCRIPTION if c in articles]], place / "articles.csv.gz")
        for name, table in (coded or {}).items():
            write_table(table, place / f"{name}.csv.gz")
        if words is not None:
            known_words, numbers = words.tables()
            write_table(known_words, place / "vocabulary.csv.gz")
            write_table(numbers, place / "words.csv.gz")
        keys, table = kept.table()
        keys.to_csv(place / "keys.csv", index=False, lineterminator="\n", encoding="utf-8")
        named = keys["measure"].to_numpy()[table["key"]]
        for name in sorted(set(named)):
            ordered = table[named == name].sort_values(["key", "article"])
            write_table(ordered[["article", "key", "count", "total"]], place / f"{name}.csv.gz")
        (place / "record.json").write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
        folder.mkdir(exist_ok=True)
        written = [file.name for file in sorted(place.iterdir())]
        for name in written:
            os.replace(place / name, folder / name)
        for file in folder.iterdir():
            if file.name not in {"README.md", *written}:
                file.unlink()


def write_table(table, file):
    """Writes a table as compressed CSV; the same table gives the same bytes."""
    content = table.to_csv(index=False, lineterminator="\n").encode("utf-8")
    with open(file, "wb") as stream, gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as packed:
        packed.write(content)


def read_table(file, **options):
    """A table from compressed CSV; an empty cell is an empty string in a text column."""
    return pd.read_csv(io.BytesIO(gzip.decompress(file.read_bytes())), encoding="utf-8", keep_default_na=False, **options)


def read_derived(known, folder=None):
    """The Study of a public corpus from its derived data, every article's zero counts and totals included."""
    folder = folder or DERIVED / known.name
    if not (folder / "record.json").exists():
        raise InputError(f"{folder}: no derived data of {known.name!r}; make them with `slantwise reproduce --corpus {known.name}`")
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    articles = read_table(folder / "articles.csv.gz", dtype={c: "str" for c in DESCRIPTION if c not in ("is_wire", "copy_share")})
    keys = pd.read_csv(folder / "keys.csv", dtype="str", keep_default_na=False, encoding="utf-8")
    parts = [read_table(folder / f"{name}.csv.gz") for name in sorted(set(keys["measure"]))]
    table = pd.concat(parts, ignore_index=True)
    measures = keys.iloc[table["key"]].reset_index(drop=True)
    measures.insert(0, "article_id", articles["article_id"].to_numpy()[table["article"]])
    measures[["count", "total"]] = table[["count", "total"]]
    main = measures["measure"].isin(CATEGORIES)
    coded, kinds, cues = (read_coded(folder / f"{name}.csv.gz") for name in ("coded", "coded-kinds", "coded-cues"))
    kinds = agreement.with_all_kinds(kinds, coded["article_id"]) if len(kinds) else kinds
    otherwise = unnamed_otherwise(measures[~main].reset_index(drop=True))
    return Study(known, articles, measures[main].reset_index(drop=True), coded, scores_of_counts(coded), record, None, kinds, cues, otherwise)


def read_coded(file):
    """A table of what hand-coding says, empty where the corpus has none."""
    names = dict.fromkeys(("article_id", "dimension", "kind", "cue", "part_of_speech"), "str")
    return read_table(file, dtype=names) if file.exists() else pd.DataFrame()


def counted_words(results):
    """The `word counts` (see `vocabulary`) of the Results of measuring."""
    left_out = set(lexicons.read_rows(lexicons.latest(LEXICONS, "function-words"), ("word", "class"))["word"])
    return vocabulary.word_counts(
        results.articles, results.sentences, results.quotations, results.mentions, results.attributions, function_words=left_out
    )


def word_counts(study):
    """(word counts, vocabulary) of a study: of all words where the passages are at hand, else what its derived data keep."""
    if study.results is not None:
        counts = counted_words(study.results)
        return counts, vocabulary.vocabulary(counts, study.results.articles)
    folder = DERIVED / study.known.name
    if not (folder / "words.csv.gz").exists():
        raise InputError(f"{folder}: no words.csv.gz; make it with `slantwise reproduce --corpus {study.known.name}` on the fetched corpus")
    known_words = read_table(folder / "vocabulary.csv.gz", dtype={"word": "str"})
    return vocabulary.named_counts(read_table(folder / "words.csv.gz"), known_words, study.articles["article_id"]), known_words


def listed_terms(study):
    """The terms that the lexicons which a study was measured with look for, as their files write them; no exclusions."""
    files = [LEXICONS / f"{name}.csv" for name in study.record["word_lists"] if name.startswith(("framing", "hedg", *NAMING_LEXICONS))]
    rows = pd.concat([lexicons.read_rows(file, ("term", "category")) for file in files], ignore_index=True)
    return list(rows.loc[rows["category"] != "exclude", "term"])


def measured_again(study, article_ids):
    """The Results of some of a study's articles with their text, or None where the corpus is not at hand."""
    if study.results is not None or datasets.is_present(study.known):
        chunks = list(datasets.load(study.known.name, only=set(article_ids)))
        return pipeline.measure_articles(pd.concat(chunks, ignore_index=True), pipeline.load_instrument(study.known.gazetteers))
    return None


def government_labels(study):
    """`counts` of label choice for governments, as of `compare.government_labels`: of the text; where headlines and decks are all, of both."""
    measures = study.measures.assign(part="text") if study.known.headlines_only else study.measures
    return compare.government_labels(measures)


def labels_by_instrument(study, country):
    """`counts` of one government's labels, as of `compare.labels_of_government`, by instrument (learned, rules) and lexicon (the word list's version)."""
    newest = next(name for name in study.record["word_lists"] if name.startswith("framing"))
    own = compare.labels_of_government(study.measures, country).assign(instrument=study.record["method"], lexicon=newest)
    others = [
        compare.labels_of_government(mine, country).assign(instrument=method, lexicon=lexicon)
        for (method, lexicon), mine in study.otherwise.groupby(["method", "lexicon"])
    ]
    return pd.concat([own, *others], ignore_index=True)


def main_articles(study):
    """The study's articles that main results stand on: news (or all, where the corpus does not tell), no wire copy, one text once an outlet.

    The outlet's country is in the column `home`: in measures, `country` is the one that a label names.
    """
    articles = study.articles.rename(columns={"country": "home"})
    genre = "news" if (articles["genre"] == "news").any() else "unknown"
    return stories.once_an_outlet(articles[(articles["genre"] == genre) & ~articles["is_wire"]])


def main_group(study):
    """The column of `main_articles` that groups are compared by: leaning where every article has one, home in a corpus of headlines, else outlet."""
    if "leaning" in study.articles and (study.articles["leaning"] != "").all():
        return "leaning"
    return "home" if study.known.headlines_only else "outlet"


def matched_differences(counts, *, group, stories_of, seed, least_total=compare.LEAST_TOTAL):
    """A table of contrast, way, n_stories, total, baseline_total, estimate, low, high, pooled, p and method: differences with more and more held alike.

    `counts` has article_id, country (that the label names), count, total, the column `group` and the columns of `stories_of`, a dictionary
    from a word ("given", "found") to the column of stories. `way` says what is alike on both sides: nothing ("all articles"), the country,
    or the country and the story, by each kind of story. estimate is the difference of shares, in stories the mean of those of
    each country of each story by Mantel and Haenszel's weights (see `compare.within_stories`); pooled is the difference of
    the shares of the same labels with nothing held alike, so that what matching does can be told from which stories it keeps. Up to three groups are
    compared two by two, of more each with all others.
    """
    story = next(iter(stories_of.values()))
    options = {"by": [], "group": group, "seed": seed, "least_total": least_total}
    tables_of = []
    for mine, baseline in comparisons(counts, group):
        ways = {"all articles": compare.differences(mine, baseline=baseline, stories=story, **options)}
        ways["same country"] = compare.mantel_haenszel(mine, baseline=baseline, strata="country", stories=story, **options)
        for kind, column in stories_of.items():
            both = mine.assign(matter=mine[column] + " " + mine["country"])
            ways[f"same country and story ({kind})"] = compare.within_stories(both, baseline=baseline, stories="matter", **options)
        tables_of += [table.assign(way=way) for way, table in ways.items()]
    table = pd.concat(tables_of, ignore_index=True)
    table = table.assign(contrast=table[group] + " − " + table["baseline"])
    table = table.assign(pooled=table["estimate"] - table["baseline_estimate"]).drop(columns="estimate").rename(columns={"difference": "estimate", "difference_low": "low", "difference_high": "high"})
    return table[["contrast", "way", "n_stories", "total", "baseline_total", "estimate", "low", "high", "pooled", "p", "method"]]


def comparisons(counts, group):
    """Yields (counts, baseline): what is compared with which baseline, each pair of up to three groups once, later against earlier in order."""
    names = list(dict.fromkeys(in_order(counts, group)[group]))
    if len(names) > 3:
        yield counts, compare.ALL_OTHERS
        return
    for place, baseline in enumerate(names[:-1]):
        yield counts[counts[group].isin(names[place:])], baseline


def in_order(table, group):
    """`table` in the order of its groups: leanings from left to right, anything else by name."""
    place = {"left": 0, "center": 1, "right": 2}.get
    order = table[group].map(lambda name: (place(name, 3), str(name)))
    return table.loc[order.sort_values(kind="stable").index]
