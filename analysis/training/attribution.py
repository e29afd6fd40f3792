"""Train the attribution model: python -m analysis.training.attribution --vectors FILE --out FILE [--crossfit CSV] [--seed N]

Learns from PolNeAR's training part (fetched before) and from the word vectors of `analysis.training.vectors`. Three parts: cues (a chain over
sentences), the roles of the words around a cue (a chain over its window), and which candidates to accept. Nothing inside a coded
content is taught as "no cue", since PolNeAR codes none there. Every random step takes the seed.
"""

import argparse
import csv
import io
import sys
import time
from contextlib import contextmanager
from gzip import GzipFile
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from .. import datasets, pipeline, text
from ..attribution.learned import accept, decode, features, pairs, roles
from ..attribution.learned.layout import in_spans, lay_out, runs
from ..attribution.learned.model import Model, save_model
from ..attribution.learned.predict import in_text
from ..attribution.learned.structures import joined as joined_rows
from ..attribution.learned.words import ending
from . import crf
from .net import LinearScorer, NetScorer
from .quoted import quoted_copies

CUE = dict(epochs=4, rate=0.01, decay=0.5, size=6000)
CUE_NET = dict(epochs=10, rate=0.005, decay=0.01, size=4500)
ROLE = dict(epochs=4, rate=0.01, decay=0.2, size=6000)
ROLE_NET = dict(epochs=8, rate=0.006, decay=0.01, size=3000)
ACCEPT = dict(epochs=8, rate=0.01, decay=0.2, size=400)
CUE_SHARE, ROLE_SHARE = 0.5, 0.7  # of the networks
VOCABULARY, DIMENSIONS = 25000, 64
FOLDS = 3
TABLES = 3  # of weights, each trained in another order and with other features left out; their mean costs no more to ask than one
START = time.time()


def say(*words):
    print(f"[{time.time() - START:6.0f} s]", *words, file=sys.stderr, flush=True)


class Corpus:
    """Articles laid out once, with their coding in places; `origin` is of each article the one of which it is a copy, itself where it is none."""

    def __init__(self, articles, model, units, origin=None):
        self.origin = np.arange(len(articles)) if origin is None else origin
        self.layout = lay_out([units(text) for _, text, _ in articles], model.words)
        self.gold = gold_places(self.layout, articles)
        self.article = self.layout.article
        self.content = np.zeros(self.layout.size, dtype=bool)
        self.owner = np.full(self.layout.size, -1)
        for i, item in enumerate(self.gold):
            self.content[item["content"]] = True
            self.owner[item["cue"]] = i


def gold_places(layout, articles):
    """The coded attributions as arrays of places."""
    order, out = layout.places, []
    of = layout.article[order]
    low, high = np.searchsorted(of, np.arange(len(articles))), np.searchsorted(of, np.arange(len(articles)), side="right")
    for number, (_, _, attributions) in enumerate(articles):
        own = order[low[number]:high[number]]
        starts, ends = layout.start[own], layout.end[own]
        for item in attributions:
            row = {"article": number}
            for role in ("source", "cue", "content"):
                parts = [own[np.searchsorted(ends, b, side="right"):np.searchsorted(starts, e)] for b, e in item[role]]
                row[role] = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
            if len(row["cue"]) and len(row["content"]):
                out.append(row)
    return out


def train_cues(corpus, chosen, model, seed):
    """Cue tagger from the chosen articles; what lies inside a content is left open, since nothing is coded there."""
    layout = corpus.layout
    truth = np.zeros(layout.size, dtype=np.int64)
    for item in corpus.gold:
        truth[item["cue"]] = 2
        truth[item["cue"][0]] = 1
    allowed = np.eye(3)[truth]
    after = np.roll(truth > 0, 1)  # a word right after a cue is not more of it
    allowed[corpus.content & (truth == 0) & ~after] = 1
    never = np.zeros((3, 3), dtype=bool)
    never[0, 2] = True
    first, lengths = runs(layout.sent, layout.places)
    keep = chosen[layout.article[first]]
    columns = features.all_features(features.SIMPLE, features.cue_features, features.cue_columns(layout), layout.size, model.settings["cue_bits"])
    slots = np.arange(layout.size)[:, None] + np.array(features.CUE_SLOTS)[None]
    words = layout.columns["vector"][np.clip(slots, 0, layout.size - 1)]
    network = NetScorer(model.floats, words, features.cue_categories(layout), sum(features.CUE_CATEGORIES), 3, hidden=64,
                        seed=seed, hidden_keep=0.7)
    rest = (first[keep], lengths[keep], allowed, never)
    table = mean_table(features.matrix(columns), model.settings["cue_bits"], 3, *rest, keep=0.6, seed=seed, **CUE)
    return joined(table, network, crf.train(network, *rest, seed=seed, **CUE_NET), CUE_SHARE)


def mean_table(hashed, bits, labels, *sequences, keep, seed, **options):
    """The mean weights, moves and beginnings of TABLES tables trained apart; `sequences` and `options` as of `crf.train`."""
    fitted = []
    for number in range(seed, seed + 1000 * TABLES, 1000):
        linear = LinearScorer(hashed, bits, labels, seed=number, keep=keep)
        moves, begin = crf.train(linear, *sequences, seed=number, **options)
        fitted.append((linear.weights, moves, begin))
    return [sum(parts) / TABLES for parts in zip(*fitted)]


def joined(table, network, network_chain, share):
    """A table (weights, moves, beginnings) and a network that were trained apart, weighted into one."""
    weights, *chain = table
    moves, begin = ((1 - share) * a + share * b for a, b in zip(chain, network_chain))
    net = dict(network.net, out=network.net["out"] * share)
    return weights * (1 - share), net, moves, begin


def role_examples(corpus, chosen, cues):
    """Cues to learn roles from, coded and found: spans and the number of the coded attribution."""
    spans, owner = [], []
    for i, item in enumerate(corpus.gold):
        if chosen[item["article"]]:
            spans.append((item["cue"][0], item["cue"][-1] + 1))
            owner.append(i)
    for first, end in cues.tolist():
        mine = corpus.owner[first:end]
        mine = mine[mine >= 0]
        if len(mine) and chosen[corpus.article[first]]:
            item = corpus.gold[mine[0]]
            if (item["cue"][0], item["cue"][-1] + 1) != (first, end):
                spans.append((first, end))
                owner.append(int(mine[0]))
    return np.array(spans), np.array(owner)


def role_truth(corpus, spans, owner, offset, lengths, place):
    """Labels of the positions of the windows."""
    out = np.zeros(len(place), dtype=np.int64)
    for i, (first, end) in enumerate(spans.tolist()):
        at = place[offset[i]]
        item = corpus.gold[owner[i]]
        for name, begin, inside, last in (("content", roles.BC, roles.IC, roles.EC), ("source", roles.S, roles.S, roles.S)):
            p = item[name][(item[name] >= at) & (item[name] < at + lengths[i]) & ((item[name] < first) | (item[name] >= end))]
            if len(p):
                p, parted = p - at + offset[i], np.diff(p) > 1
                out[p] = inside
                out[p[np.r_[parted, True]]] = last
                out[p[np.r_[True, parted]]] = begin
        out[first - at + offset[i]:end - at + offset[i]] = roles.Q
    return out


def role_table(layout, spans, place, instance, others, bits):
    """(hashed columns of the positions, their categories for the network, the number of categories)."""
    places, cues, far = roles.of_places(layout, others), roles.of_cues(layout, *spans.T), features.Collector(bits)
    near = features.all_features(roles.SIMPLE, roles.place_features, roles.place_columns(layout), layout.size, bits)
    positions = pairs.Pairs(places, cues, place, instance)
    pairs.all_features(positions, far.add)
    joined_to_side = [(roles.turned(column[place], positions.side) & far.mask) | np.uint32(1) for column in near]
    groups = [roles.place_categories(places), roles.cue_categories(cues), pairs.categories(positions)]
    (of_places, of_cues, of_pairs), width = roles.joined_categories(groups)
    return far.out + joined_to_side, np.concatenate([of_places[place], of_cues[instance], of_pairs], axis=1).astype(np.int32), width


def train_roles(corpus, chosen, cues, others, model, seed):
    """Role tagger from the chosen articles."""
    spans, owner = role_examples(corpus, chosen, cues)
    offset, lengths, instance, place = roles.positions(corpus.layout, spans)
    columns, categories, width = role_table(corpus.layout, spans, place, instance, others, model.settings["role_bits"])
    slots = np.concatenate([place[:, None] + np.array(roles.PLACE_SLOTS)[None], roles.cue_slots(spans[:, 0], spans[:, 1])[instance]], axis=1)
    truth, labels = role_truth(corpus, spans, owner, offset, lengths, place), len(roles.LABELS)
    one_each = np.eye(labels, dtype=np.float32)
    possible = np.where((truth == roles.Q)[:, None], one_each[roles.Q], 1 - one_each[roles.Q])
    rest = (offset, lengths, one_each[truth], roles.forbidden())
    table = mean_table(features.matrix(columns), model.settings["role_bits"], labels, *rest, keep=0.5, seed=seed, permitted=possible, **ROLE)
    network = NetScorer(model.floats, corpus.layout.columns["vector"][slots], categories, width, labels, hidden=64,
                        seed=seed, hidden_keep=0.85)
    return joined(table, network, crf.train(network, *rest, seed=seed, permitted=possible, **ROLE_NET), ROLE_SHARE)


def cross_cues(corpus, fold, chosen, model, seed):
    """Candidate cues of the chosen articles from models that have not seen the article."""
    parts = []
    for k in range(FOLDS):
        model.put("cue", train_cues(corpus, chosen & (fold != k), model, seed))
        say("cues of fold", k)
        cues, score = decode.find_cues(corpus.layout, model)
        mine = (chosen & (fold == k))[corpus.article[cues[:, 0]]]
        parts.append((cues[mine], score[mine]))
    cues, score = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    order = np.argsort(cues[:, 0], kind="stable")
    return cues[order], score[order]


def cross_structures(corpus, fold, chosen, cues, score, others, model, seed):
    """Candidates with their roles, from models that have not seen the article."""
    rows = []
    for k in range(FOLDS):
        model.put("role", train_roles(corpus, chosen & (fold != k), cues, others, model, seed))
        mine = (chosen & (fold == k))[corpus.article[cues[:, 0]]]
        rows.append(decode.structures(corpus.layout, cues[mine], score[mine], model, others))
        say("roles of fold", k)
    return joined_rows(rows)


def train_accept(corpus, rows, model, seed):
    """Which candidates are attributions; those inside a content are not known and left out."""
    truth = np.array([(corpus.owner[first:end] >= 0).any() for first, end in rows.cue])
    known = truth | ~np.array([corpus.content[first:end].any() for first, end in rows.cue])
    box = features.Collector(model.settings["accept_bits"])
    accept.accept_features(corpus.layout, rows, box.add)
    table = features.matrix(box.out)[known]
    n = len(table)
    alone = (np.arange(n), np.ones(n, dtype=np.int64), np.eye(2)[truth[known].astype(int)], np.zeros((2, 2), dtype=bool))
    weights, moves, begin = mean_table(table, model.settings["accept_bits"], 2, *alone, keep=0.6, seed=seed, **ACCEPT)
    return weights, None, moves, begin


def crossed(corpus, chosen, model, seed):
    """Candidate cues and rows with their roles, by models that have not seen the article, and each article's fold."""
    fold = (np.random.default_rng(seed).permutation(len(chosen)) % FOLDS)[corpus.origin]
    cues, score = cross_cues(corpus, fold, chosen, model, seed)
    others = in_spans(corpus.layout.size, cues[score >= 0.25])
    say("cues crossed", len(cues))
    return cues, others, cross_structures(corpus, fold, chosen, cues, score, others, model, seed), fold


def fit(corpus, chosen, model, seed, after_crossing=None):
    """Train all parts on the chosen articles (bool an article); `after_crossing` may use the crossed rows and their folds."""
    cues, others, rows, fold = crossed(corpus, chosen, model, seed)
    if after_crossing:
        after_crossing(rows, fold)
    model.put("accept", train_accept(corpus, rows, model, seed))
    model.put("cue", train_cues(corpus, chosen, model, seed))
    model.put("role", train_roles(corpus, chosen, cues, others, model, seed))
    say("fitted")
    return model


def write_crossed(path, corpus, articles, rows, fold, model, seed):
    """The crossed rows that acceptance models of the other folds accept, as a table of attributions."""
    groups = [[] for _ in articles]
    for k in range(FOLDS):
        mine = fold[rows.article] == k
        model.put("accept", train_accept(corpus, rows.only(~mine), model, seed))
        kept = decode.accepted(corpus.layout, rows.only(mine), model)
        for article, row in zip(kept.article.tolist(), in_text(corpus.layout, kept)):
            groups[article].append(row)
    write_rows(path, [(articles[i][0], group) for i, group in enumerate(groups) if corpus.origin[i] == i])
    say("written", path)


def write_rows(path, named):
    """Writes the attributions of (article_id, rows) as a CSV table of spans."""
    with opened(path) as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(pipeline.GIVEN_COLUMNS)
        for article_id, rows in named:
            for row in rows:
                source, nested_in = row.source or ("", ""), row.nested_in
                content = ";".join(f"{start}-{end}" for start, end in row.content)
                out.writerow([article_id, *source, *row.cue, content, "" if nested_in is None else nested_in])


@contextmanager
def opened(path):
    """A text file to write; compressed where its name ends with .gz, the same text as the same bytes."""
    with open(path, "wb") as raw, GzipFile("", "wb", fileobj=raw, mtime=0) if str(path).endswith(".gz") else raw as packed:
        with io.TextIOWrapper(packed, encoding="utf-8", newline="") as stream:
            yield stream


def read_vectors(path):
    """(vocabulary, clusters, vectors) of the model, from a file of word vectors or an earlier model; endings stand for unknown words."""
    with np.load(path, allow_pickle=False) as file:
        vocabulary = file["vocabulary"].tobytes().decode("utf-8").split("\n")
        if "settings" in file:  # a model's own, already cut and rounded
            return vocabulary, file["clusters"], file["vectors"]
        vocabulary = vocabulary[:VOCABULARY]
        clusters, vectors = file["clusters"][:VOCABULARY], file["vectors"][:VOCABULARY, :DIMENSIONS]
    vectors = vectors / np.sqrt((vectors**2).mean())
    groups = {}
    for place, word in enumerate(vocabulary):
        if place >= 5000:
            groups.setdefault(ending(word), []).append(place)
    groups = {name: rows for name, rows in groups.items() if len(rows) > 5}
    means = [vectors[rows].mean(0)[None] for rows in groups.values()]
    vectors = np.concatenate([np.zeros((1, vectors.shape[1])), vectors, *means])
    clusters = np.concatenate([clusters, np.full((len(groups), clusters.shape[1]), -1)])
    return vocabulary + list(groups), clusters, np.clip(np.rint(vectors * 32), -127, 127)


def project_units():
    """A function from a text to (text, sentences, quotations, paragraphs), as the suite's text stage finds them."""
    tokenizer = pipeline.load_instrument(method="rules").tokenizer

    def units(body):
        paragraphs = text.paragraphs(body)
        _, sentences = text.sentence_spans(body, paragraphs, tokenizer)
        return body, sentences, [(start, end) for start, end, level, _ in text.quotation_spans(body) if level == 0], paragraphs

    return units


def training_articles(folder):
    """(article_id, text, attributions) of PolNeAR's training part; each attribution a dictionary of source, cue and content pieces."""
    return [
        (article_id, text, [{role.lower(): pieces for role, pieces in roles.items()} for roles in coded.values() if roles["Cue"]])
        for article_id, text, coded in datasets.polnear.coded_articles(folder, "train")
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vectors", required=True, type=Path, help="the .npz file of analysis.training.vectors, or an earlier model for its vectors")
    parser.add_argument("--out", required=True, help="the model's .npz file")
    parser.add_argument("--crossfit", help="a CSV file to write (.csv or .csv.gz): each training article by models that have not seen it")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    threadpool_limits(1)  # sums of chances split over threads differ in their last bits, of which a step may hang (see `crf`)
    model = Model(*read_vectors(options.vectors))
    articles = training_articles(datasets.find_corpus("polnear").folder)
    origin = np.tile(np.arange(len(articles)), 2)
    articles += quoted_copies(articles, seed=options.seed)
    corpus = Corpus(articles, model, project_units(), origin)
    say("laid out", corpus.layout.size)
    write = lambda rows, fold: write_crossed(options.crossfit, corpus, articles, rows, fold, model, options.seed)  # noqa: E731
    whole = np.ones(len(articles), dtype=bool)
    save_model(fit(corpus, whole, model, options.seed, write if options.crossfit else None), options.out)


if __name__ == "__main__":
    main()
