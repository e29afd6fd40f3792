"""Whose words a label is in: the outlet's, a source's, quoted, or held at a distance."""

import re

import pandas as pd

from .. import tables

SCARE_WORDS = 5  # a quotation of at most so many words that reports nobody marks distance
SO_CALLED = re.compile(r"\b(?:so[- ]called|self[- ](?:styled|proclaimed))\s+(?:[\w’'-]+\s+){0,2}[\"'“‘«„`]*\s*$", re.IGNORECASE)


SO_CALLED_ITSELF = re.compile(r"(?:so[- ]called|self[- ](?:styled|proclaimed))\b", re.IGNORECASE)
# "appears to" limits a claim and attributes it to nobody (codebook, section 3).
ONLY_SEEMS = re.compile(r"\b(?:appear|seem)\w*\b", re.IGNORECASE)
AGENT = re.compile(r"\bby (?:the )?$")
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?!said|believed|thought|reported|alleged|expected|understood)\w+$", re.IGNORECASE)
# "..., an account the government rejected": what is said is taken up again by the author.
RESUMED = re.compile(r",\s(?:an?|the same) (?:account|accusation|allegation|assertion|charge|claim|version)\b[^.;:]*$")
# The evidential hedges that attribute to somebody unnamed as well (codebook, section 4).
REPORTED = re.compile(r"(?:reported|alleged|purported|supposed)ly|.*\b(?:said|believed|thought|rumou?red|reported|alleged) to\b.*", re.IGNORECASE | re.DOTALL)
CLAUSE_ENDS = re.compile(r"[.;:!?\n]|,\s(?:and|but|while|although|though|because|as|so|yet)\b")
RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that)\b")


def assign_voice(mentions, quotations, attributions, articles):
    """`mentions` with `voice`, from `quotations`, `attributions` and the articles' own text.

    In quotation marks: `quoted` where the span lies in what a named or described source says, or is longer than five
    words; `scare` where it is short and reports nobody. Outside: `scare` under "so-called", `attributed` inside an
    attribution's content or in one clause with "reportedly", else `outlet`. A label is not inside a content that it fills alone, nor where it is the agent
    of a cue without source ("was rejected by the government"), nor under a cue that only says how a thing seems.
    """
    texts = {(article_id, part): text for article_id, part, text in tables.article_parts(articles)}
    quotes_of = tables.rows_by_article(quotations)
    said = {key: contents_of(rows) for key, rows in tables.rows_by_article(attributions).items()}
    reports = reports_in(mentions)
    voices = []
    for row in tables.rows_of(mentions[["article_id", "part", "start", "end"]]):
        key = row.article_id, row.part
        voice = voice_of(row, texts[key], quotes_of.get(key, ()), said.get(key, ()))
        if voice == "outlet" and key in reports and is_reported(row, reports[key], texts[key]):
            voice = "attributed"
        voices.append(voice)
    return mentions.assign(voice=pd.Series(voices, index=mentions.index, dtype="str"))


def reports_in(mentions):
    """A dictionary from (article_id, part) to the (start, end) of "reportedly" and the like, which `mentions` has as hedges."""
    hedges = mentions[mentions["category"] == "evidential"]
    found = {}
    for row in tables.rows_of(hedges[["article_id", "part", "start", "end", "text"]]):
        if REPORTED.fullmatch(row.text):
            found.setdefault((row.article_id, row.part), []).append((row.start, row.end))
    return found


def is_reported(mention, reports, text):
    """Whether one of the `reports` ("reportedly") stands in the label's own clause; a label before "who allegedly" is outside."""
    for start, end in reports:
        if mention.end <= start:
            between = text[mention.end : start]
            if len(between) < 160 and not CLAUSE_ENDS.search(between) and not RELATIVE.search(between):
                return True
        elif end <= mention.start:
            between = text[end : mention.start]
            if len(between) < 160 and not CLAUSE_ENDS.search(between):
                return True
    return False


def contents_of(rows):
    """The (start, end, length of the whole content, whether a source is expressed, whether the cue is passive) of each
    content span that attributes."""
    contents = []
    for row in rows:
        if not row.source_text and ONLY_SEEMS.search(row.cue_text):
            continue
        spans = tables.read_spans(row.content_spans)
        length = sum(end - start for start, end in spans)
        passive = PASSIVE.search(row.cue_text) is not None
        contents += [(start, end, length, bool(row.source_text), passive) for start, end in spans]
    return contents


def voice_of(mention, text, quotations, contents):
    """The voice of one mention; `contents` as `contents_of` gives them."""
    first, last = mention.start, mention.end
    around = [q for q in quotations if q.start <= first and last <= q.end]
    if around:
        outer = min(around, key=lambda q: q.start)
        under = SO_CALLED.search(text, max(0, outer.start - 60), outer.start) is not None
        reports = any(sourced and start < outer.end and outer.start < end for start, end, _, sourced, _ in contents)
        if under or (not reports and outer.closing == "closed" and len(text[outer.start : outer.end].split()) <= SCARE_WORDS):
            return "scare"
        return "quoted"
    own = SO_CALLED_ITSELF.match(text, first)  # the hedge "so-called" is the outlet's, a label that begins with it is not
    if SO_CALLED.search(text, max(0, first - 60), first) or (own and own.end() < last):
        return "scare"
    return "attributed" if any(is_inside(first, last, content, text) for content in contents) else "outlet"


def is_inside(first, last, content, text):
    """Whether a label is part of what a content says."""
    start, end, length, sourced, passive = content
    if not (start < last and first < end):
        return False
    # A content that is no more than the label itself ("a critic of the Russian president") is named by the outlet.
    if length - (last - first) <= len("the "):
        return False
    if RESUMED.search(text, max(start, first - 120), first):
        return False
    return sourced or not passive or AGENT.search(text, max(start, first - 8), first) is None
