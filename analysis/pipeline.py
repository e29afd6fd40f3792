"""Compose the stages over a corpus: in memory, or streamed over cores to files."""

import gc
import itertools
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from threadpoolctl import threadpool_limits

from . import attribution, copies, languages, measures, sources, tables, terms, text
from .lexicons import compile_lexicon, latest, read_gazetteer, read_lexicon, read_rows
from .paths import GAZETTEER, LEXICONS, MODELS

LEXICON_NAMES = ("framing", "hedges", "spellings", "events")
LIST_COLUMNS = {
    "abbreviations": ("abbreviation", "kind"),
    "stance": ("lemma", "forms", "part_of_speech", "stance", "strength", "takes"),
    "stance-modifiers": ("term", "effect"),
    "no-speakers": ("word",),
    "source-types": ("term", "forms", "source_type", "naming", "priority"),
    "titles": ("title", "source_type"),
    "no-names": ("word", "kind"),
    "given-names": ("name", "gender"),
}
CUE_LISTS = ("stance", "stance-modifiers", "no-speakers")
SOURCE_LISTS = ("source-types", "titles", "no-names", "given-names")
GIVEN_COLUMNS = ("article_id", "source_start", "source_end", "cue_start", "cue_end", "content_spans", "nested_in")
MODEL = MODELS / "attribution-1.3.0.npz"
TOGETHER = 250  # articles
RESULTS = ("mentions", "attributions", "measures")


@dataclass(frozen=True)
class Instrument:
    """Everything that measuring needs: the word lists and gazetteers, read and compiled once."""

    tokenizer: object
    matchers: tuple
    cues: attribution.Cues
    lists: sources.Lists
    leaders: pd.DataFrame
    method: str
    model: object = None
    given: dict | None = None
    earlier: tuple = ()

    @property
    def versions(self):
        """The names, with version, of the word lists in use."""
        model = (MODEL.stem,) if self.model is not None else ()
        return (*(m.lexicon.name for m in self.matchers), *self.cues.versions, *self.lists.versions, *model)


@dataclass(frozen=True)
class Results:
    """The tables that measuring gives."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    quotations: pd.DataFrame
    mentions: pd.DataFrame
    attributions: pd.DataFrame
    measures: pd.DataFrame
    otherwise: pd.DataFrame | None = None


def load_instrument(gazetteers=(GAZETTEER,), *, method="learned", lexicons=LEXICONS, given=None, earlier=()):
    """The Instrument with the newest word lists in `lexicons` and the `gazetteers`, folders, later ones added.

    `method` is how attributions are found: `learned` (the project's model) or `rules`. `given` is a file of attribution
    spans that stand in for the model's in the articles it was trained on (cross-fitted). `earlier` names word lists ("framing-1.0.0") by
    which labels are counted too, for a sensitivity analysis (see `labels_otherwise`).
    """
    gazetteer = read_gazetteer(*gazetteers)
    rows = lambda name: read_rows(latest(lexicons, name), LIST_COLUMNS[name])  # noqa: E731
    version = lambda name: latest(lexicons, name).stem  # noqa: E731
    matchers = tuple(compile_lexicon(read_lexicon(latest(lexicons, name)), gazetteer) for name in LEXICON_NAMES)
    return Instrument(
        text.sentence_tokenizer(always_abbreviations(rows("abbreviations"))),
        matchers,
        attribution.compile_cues(*map(rows, CUE_LISTS), versions=map(version, CUE_LISTS)),
        sources.compile_lists(gazetteer, *map(rows, SOURCE_LISTS), versions=map(version, SOURCE_LISTS)),
        gazetteer.leaders,
        method,
        attribution.learned.load_model(MODEL) if method == "learned" else None,
        attribution.read_given(read_rows(given, GIVEN_COLUMNS)) if given and method == "learned" else None,
        tuple(compile_lexicon(read_lexicon(lexicons / f"{name}.csv"), gazetteer) for name in earlier),
    )


def always_abbreviations(table):
    """The abbreviations that Punkt may know; "conditional" ones ("may", "no") are ordinary words too often."""
    return table.loc[table["kind"] != "conditional", "abbreviation"]


@contextmanager
def without_collector():
    """No search for reference cycles meanwhile: stages make hundreds of thousands of small rows without any, and each search walks over all
    of them and over the word lists, a seventh of the whole time. What has no reader left is freed at once all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            # What is left, remembered words for the most part, counts as old at once, so that the next search need not walk over it either.
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()


@without_collector()
def measure_articles(articles, instrument):
    """The Results of measuring `articles` in memory, TOGETHER at a time: what is remembered of a text between stages is bounded."""
    starts = range(0, max(len(articles), 1), TOGETHER)
    parts = [vars(measured_together(articles.iloc[start : start + TOGETHER], instrument)) for start in starts]
    if len(parts) == 1:
        return Results(**parts[0])
    joined = {name: pd.concat([part[name] for part in parts], ignore_index=name != "articles") for name in parts[0] if parts[0][name] is not None}
    return Results(**joined)


def measured_together(articles, instrument):
    """The Results of measuring some `articles`, stage by stage."""
    articles = sources.find_credits(languages.find_languages(articles), lists=instrument.lists)
    sentences = text.split_sentences(articles, tokenizer=instrument.tokenizer)
    quotations = text.find_quotations(articles)
    said = attribution.find_attributions(
        articles, sentences, quotations, cues=instrument.cues, method=instrument.method, model=instrument.model,
        given=instrument.given,
    )  # fmt: skip
    said = with_sources(said, sources.describe_sources(articles, sentences, quotations, said, lists=instrument.lists))
    mentions = terms.find_mentions(articles, instrument.matchers, leaders=instrument.leaders)
    mentions = terms.assign_voice(mentions, quotations, said, articles)
    counted = measures.measure(articles, sentences, quotations, mentions, said)
    otherwise = labels_otherwise(articles, sentences, quotations, mentions, said, instrument) if instrument.earlier else None
    return Results(articles, sentences, quotations, mentions, said, counted, otherwise)


def labels_otherwise(articles, sentences, quotations, mentions, said, instrument):
    """`measures` of label choice by each other instrument, in the columns `method` and `lexicon`: attribution by rules, earlier word lists, both.

    Rows with a total of zero are left out.
    """
    by_rules = attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, method="rules")
    methods = {instrument.method: said} | ({} if instrument.method == "rules" else {"rules": by_rules})
    framing = instrument.matchers[0]
    labels = {framing.lexicon.name: mentions[mentions["lexicon"] == framing.lexicon.name]}
    labels |= {m.lexicon.name: terms.find_mentions(articles, (m,), leaders=instrument.leaders) for m in instrument.earlier}
    found = []
    for (method, attributions), (lexicon, mine) in list(itertools.product(methods.items(), labels.items()))[1:]:
        voiced = terms.assign_voice(mine, quotations, attributions, articles)
        counted = measures.label_choice(articles, voiced)
        found.append(counted[counted["total"] > 0].assign(method=method, lexicon=lexicon))
    return pd.concat(found, ignore_index=True)


def with_sources(attributions, described):
    """`attributions` with the columns of `sources`, one row each."""
    ids = attributions["attribution_id"]
    assert ids.is_unique and ids.tolist() == described["attribution_id"].tolist(), "one source for each attribution, in their order"
    return pd.concat([attributions, described.drop(columns=["article_id", "attribution_id"])], axis=1)


def unresolved_share(attributions):
    """The share (0 to 1) of attributions with a source whose type no rule decided, and the two counts: (share, count, total)."""
    sourced = attributions[attributions["source_text"] != ""]
    count = int(sourced["source_type_rule"].str.endswith("unresolved").sum())
    return (count / len(sourced) if len(sourced) else float("nan")), count, len(sourced)


_instrument = None


def _start_worker(options):
    global _instrument
    threadpool_limits(1)  # the processes are the parallelism
    _instrument = load_instrument(**options)


def _measure_chunk(articles):
    results = measure_articles(articles, _instrument)
    return results, copies.fingerprints(articles)


def measured_chunks(chunks, *, workers=None, **options):
    """Yields (Results, fingerprints) of each chunk of articles, in order, measured over `workers` processes.

    At most twice as many chunks as workers are held at a time. `options` are those of `load_instrument`.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        _start_worker(options)
        yield from map(_measure_chunk, chunks)
        return
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(options,)) as pool:
        waiting = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_measure_chunk, chunk))
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def measure_to_files(chunks, out, *, progress=lambda n: None, workers=None, **options):
    """The folder `out`, once articles.csv (without text), mentions.csv, attributions.csv and measures.csv are in it.

    Streams: what is held is a few chunks and the articles' columns. Files are written whole or not at all.
    `progress` is called with the number of articles of each finished chunk.
    """
    out = checked_folder(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=".slantwise-") as place:
        place, described, prints = Path(place), [], []
        for results, chunk_prints in measured_chunks(chunks, workers=workers, **options):
            for name in RESULTS:
                append_csv(getattr(results, name), place / f"{name}.csv")
            described.append(results.articles.drop(columns="text"))
            prints.append(chunk_prints)
            progress(len(results.articles))
        articles = with_copies(pd.concat(described, ignore_index=True), prints, options.get("gazetteers", (GAZETTEER,)))
        append_csv(articles, place / "articles.csv")
        out.mkdir(exist_ok=True)
        for file in sorted(place.iterdir()):
            file.replace(out / file.name)
    return out


def checked_folder(out):
    """`out` as a path, once it is no file; InputError otherwise."""
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise tables.InputError(f"{out}: is a file; --out needs a folder")
    return out


def append_csv(table, file):
    """Appends a table to a CSV file, with the header where the file is new; the same bytes on every platform."""
    table.to_csv(file, mode="a", header=not file.exists(), index=False, lineterminator="\n", encoding="utf-8")


def with_copies(articles, prints, gazetteers):
    """`articles` with copy_of, copy_share and is_wire (see `copies`)."""
    organisations = read_gazetteer(*gazetteers).organisations
    agencies = organisations.loc[organisations["source_type"] == "wire", "name"]
    found = copies.find_copies(articles, prints, agencies=agencies)
    joined = articles.merge(found.rename(columns={"share": "copy_share"}), on="article_id", how="left", validate="1:1")
    assert len(joined) == len(articles), "one row for each article"
    wire = copies.is_wire(joined, found, set(agencies))
    return joined.assign(copy_of=joined["copy_of"].fillna(""), copy_share=joined["copy_share"].fillna(0.0), is_wire=wire)
