"""Who said what: source, cue and content of every attribution, and the stance of its cue."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from .. import tables
from ..spans import Spans
from ..words import normal
from . import learned, rules
from .speakers import with_speakers
from .stance import Modifiers, read_cues, read_modifiers, stance_of
from .subjects import with_shared_subjects

METHODS = ("learned", "rules")
ACCORDING_TO = re.compile(r"[Aa](?<=\b.)(?:ccording [Tt]o|CCORDING TO)\b")
LONGEST, PIECE = 1500, 600  # characters of a sentence that the model reads at once; a longer one is read in pieces of at most 600
LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Cues:
    """The word lists that attribution reads: cue forms with their stance, what modifies a stance, words that name no speaker, and the lists' names."""

    entries: dict
    first_words: frozenset
    modifiers: Modifiers
    no_speakers: frozenset
    versions: tuple


def compile_cues(stance, modifiers, no_speakers, *, versions):
    """The Cues of three tables, the `stance` list, the list of its `modifiers` and the words that are `no_speakers`; `versions` are the lists' names."""
    entries = read_cues(stance)
    first_words, words = frozenset(key[0] for key in entries), frozenset(map(normal, no_speakers["word"]))
    return Cues(entries, first_words, read_modifiers(modifiers), words, tuple(versions))


def find_attributions(articles, sentences, quotations, *, cues, method="learned", model=None, given=None):
    """`attributions`, a row an attribution, from `articles`, their `sentences` and their `quotations`.

    Columns as in the schema: spans in code points of the article's own text; `quoting` direct (all content in quotation
    marks), indirect (none) or mixed; `stance` of the cue. An attribution_id is article, part and position.
    `learned` needs the `model` of `learned.load_model`. `given` is a table of spans (see `read_given`) that stand in for
    the model's own in the articles it names. Raises InputError for an unknown method and for a missing model.
    """
    if method not in METHODS:
        raise tables.InputError(f"attribution: unknown method {method!r}; allowed: {', '.join(METHODS)}")
    if method == "learned" and model is None:
        raise tables.InputError("attribution: method 'learned' needs a model; load one with learned.load_model")
    sentences_of = tables.values_by_text(sentences, "paragraph", "start", "end")
    spans_of = {key: [(start, end) for _, start, end in mine] for key, mine in sentences_of.items()}
    outermost = quotations[quotations["level"] == 0]
    outer = tables.values_by_text(outermost, "start", "end")
    continued_of = tables.values_by_text(outermost[outermost["closing"] == "continued"], "start", "end")
    texts = [((article_id, part), text) for article_id, part, text in tables.article_parts(articles)]
    learned_of = by_model(texts, sentences_of, spans_of, outer, model) if method == "learned" else [None] * len(texts)
    rows = []
    for (key, text), mine in zip(texts, learned_of):
        spans, quotes = spans_of.get(key, []), outer.get(key, [])
        if method == "rules":
            mine = rules.find_in_text(text, spans, quotes, cues)
        else:
            mine = given[key[0]] if given is not None and key[1] == "text" and key[0] in given else mine
            mine = with_shared_subjects(text, with_according_to(text, mine, spans, quotes, cues), spans)
        mine = with_speakers(text, mine, spans, quotes, set(continued_of.get(key, ())), cues)
        if mine:
            rows += attribution_rows(*key, text, mine, Spans(quotes), cues)
    return tables.table_of(rows, "attributions")


def by_model(texts, sentences_of, spans_of, quotes_of, model):
    """What the learned model finds in each text: as Found attributions, each with its chance too."""
    units = []
    for key, text in texts:
        begins, ends, pieces = {}, {}, spans_of.get(key, [])
        for paragraph, start, end in sentences_of.get(key, []):
            begins.setdefault(paragraph, start)
            ends[paragraph] = end
        if any(end - start > LONGEST for start, end in pieces):
            pieces = [piece for span in pieces for piece in pieces_of(text, *span)]
        units.append((text, pieces, quotes_of.get(key, []), list(zip(begins.values(), ends.values()))))
    return learned.predict_many(units, model=model)


def with_according_to(text, found, sentences, quotes, cues):
    """The `found` attributions, where by rule each "according to" has its source: the model passes some over, or leaves it out."""
    there = according_to(text)
    if not there:
        return found
    taken = Spans(one.cue for one in found if one.cue and one.source)
    open_cues = {span for span in there if not taken.touching(*span)}
    if not open_cues:
        return found
    near = sentences_around([start for start, _ in open_cues], sentences, quotes)
    by_rule = {one.cue: one for part in near for one in rules.find_in_text(text, part, quotes, cues) if one.source and one.cue in open_cues}
    mended = [replace(by_rule.pop(one.cue), nested_in=one.nested_in) if one.cue in by_rule else one for one in found]
    return [*mended, *by_rule.values()]


def according_to(text):
    """The (start, end) of each "according to"."""
    spans = []
    for middle in ("ccording ", "CCORDING "):
        place = text.find(middle)
        while place >= 0:
            if place and (match := ACCORDING_TO.match(text, place - 1)):
                spans.append(match.span())
            place = text.find(middle, place + 1)
    return spans


def sentences_around(places, sentences, quotes):
    """Runs of `sentences`: those at the places, the one before each, and what is quoted right after, which may go on with the same content."""
    wanted, starts, quotes = set(), [start for start, _ in sentences], Spans(quotes)
    for place in places:
        last = bisect_right(starts, place) - 1
        wanted.add(last - 1)
        while last < len(sentences) and last not in wanted:
            wanted.add(last)
            last += 1
            if last < len(sentences) and not quotes.touching(*sentences[last]):
                break
    runs = []
    for number in sorted(wanted - {-1, -2}):
        if runs and number - 1 in wanted and number > 0:
            runs[-1].append(sentences[number])
        else:
            runs.append([sentences[number]])
    return runs


def pieces_of(text, start, end):
    """A sentence as (start, end) pieces: itself, or where it has no end in sight parts cut at spaces, so that no text costs more than its length."""
    if end - start > LONGEST:
        while end - start > PIECE:
            cut = max(text.rfind(" ", start + 1, start + PIECE), text.rfind("\n", start + 1, start + PIECE))
            cut = start + PIECE if cut < 0 else cut
            yield start, cut
            start = cut
    yield start, end


def read_given(table):
    """A dictionary from article_id to its Found attributions, from a `table` of spans as text.

    Columns: article_id, source_start, source_end, cue_start, cue_end (empty where absent), content_spans, and nested_in, the place of
    the one that holds it within the article, or empty.
    """
    given = {}
    pair = lambda row, role: (int(row[f"{role}_start"]), int(row[f"{role}_end"])) if row[f"{role}_start"] else None  # noqa: E731
    for row in table.to_dict("records"):
        nested_in = int(row["nested_in"]) if row["nested_in"] else None
        found = rules.Found(pair(row, "source"), pair(row, "cue"), tuple(tables.read_spans(row["content_spans"])), nested_in)
        given.setdefault(row["article_id"], []).append(found)
    return given


def attribution_rows(article_id, part, text, found, quotes, cues):
    """The rows of one text's Found attributions, in the schema's order of columns; `quotes` are the Spans of its quotations."""
    names = [f"{article_id}:{part}:{place}" for place in range(len(found))]
    rows, places = [], cues.modifiers.places(text)
    for name, one in zip(names, found):
        source, cue, content = one.source, one.cue, one.content
        nested_in = "" if one.nested_in is None else names[one.nested_in]
        stance = stance_of(text, cue, source, content, cues=cues.entries, modifiers=cues.modifiers, places=places)
        rows.append(
            (article_id, part, name, nested_in, *span_cells(text, source), *span_cells(text, cue),
             tables.write_spans(content), quoting_of(text, content, quotes), stance)
        )  # fmt: skip
    return rows


def span_cells(text, span):
    """The cells start, end and text of a span; empty ones where there is none."""
    return (None, None, "") if span is None else (*span, text[span[0] : span[1]])


def quoting_of(text, content, quotes):
    """How the content is given: direct where all its words stand in quotation marks, indirect where none do, else mixed."""
    if not quotes.spans:
        return "indirect"
    inside, outside = [], []
    for start, end in content:
        for first, last in quotes.touching(start, end):
            outside.append(text[start:first])
            inside.append(text[max(start, first) : min(last, end)])
            start = last
        outside.append(text[start:end])
    if not (inside and LETTER.search("".join(inside))):
        return "indirect"
    return "mixed" if LETTER.search("".join(outside)) else "direct"
