"""Whose words a label is in: the outlet's, a source's, quoted, or held at a distance."""

import re

import pandas as pd

from .. import tables
from ..spans import Spans

SCARE_WORDS = 5  # a quotation of at most so many words that reports nobody marks distance
SAME_CLAUSE = 160  # characters from a label within which "reportedly" can stand in its clause
# It begins with one set of characters, which is found faster than several words.
SO_CALLED = re.compile(r"[sSſ](?<!\w.)(?i:o[- ]called|elf[- ](?:styled|proclaimed))\s+(?:[\w’'-]+\s+){0,2}[\"'“‘«„`]*\s*$")
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
    quoted = tables.values_by_text(quotations, "start", "end", "closing")
    attributed = tables.values_by_text(attributions, "content_spans", "source_text", "cue_text")
    around, reports, voices = {}, reports_in(mentions), []
    keys = tables.values_of(mentions, "article_id", "part")
    for key, mention in zip(keys, tables.values_of(mentions, "start", "end")):
        if key not in around:
            around[key] = texts[key], Spans(quoted.get(key, ())), Spans(contents_of(attributed.get(key, ())))
        voice = voice_of(mention, *around[key])
        if voice == "outlet" and key in reports and is_reported(mention, reports[key], texts[key]):
            voice = "attributed"
        voices.append(voice)
    return mentions.assign(voice=pd.Series(voices, index=mentions.index, dtype="str"))


def reports_in(mentions):
    """A dictionary from (article_id, part) to the Spans of "reportedly" and the like, which `mentions` has as hedges."""
    hedges = mentions[mentions["category"] == "evidential"]
    found = {}
    for article_id, part, start, end, text in tables.values_of(hedges, "article_id", "part", "start", "end", "text"):
        if REPORTED.fullmatch(text):
            found.setdefault((article_id, part), []).append((start, end))
    return {key: Spans(rows) for key, rows in found.items()}


def is_reported(mention, reports, text):
    """Whether one of the `reports` ("reportedly") stands in the label's own clause; a label before "who allegedly" is outside."""
    first, last = mention
    for start, end in reports.touching(first - SAME_CLAUSE, last + SAME_CLAUSE):
        if last <= start:
            between = text[last:start]
            if len(between) < SAME_CLAUSE and not CLAUSE_ENDS.search(between) and not RELATIVE.search(between):
                return True
        elif end <= first:
            between = text[end:first]
            if len(between) < SAME_CLAUSE and not CLAUSE_ENDS.search(between):
                return True
    return False


def contents_of(attributions):
    """The (start, end, attribution) of each content span of the `attributions` of a text, which are (content_spans, source_text, cue_text); what else
    is to know of one is found out for the few that a label touches."""
    return [(start, end, said) for said in attributions for start, end in tables.read_spans(said[0])]


def voice_of(mention, text, quotations, contents):
    """The voice of one mention (start, end), by the Spans of quotations and of contents in its `text`."""
    first, last = mention
    around = [quotation for quotation in quotations.touching(first, last) if quotation[0] <= first and last <= quotation[1]]
    if around:
        begin, stop, closing = around[0]  # the outermost
        under = SO_CALLED.search(text, max(0, begin - 60), begin) is not None
        short = closing == "closed" and is_short(text, begin, stop)
        reports = [source for _, _, (_, source, _) in contents.touching(begin, stop) if source != ""]
        if under or (short and not reports):
            return "scare"
        return "quoted"
    own = SO_CALLED_ITSELF.match(text, first)  # the hedge "so-called" is the outlet's, a label that begins with it is not
    if SO_CALLED.search(text, max(0, first - 60), first) or (own and own.end() < last):
        return "scare"
    return "attributed" if any(is_inside(first, last, content, text) for content in contents.touching(first, last)) else "outlet"


def is_short(text, start, end):
    """Whether no more than SCARE_WORDS words stand between two offsets of `text`."""
    return len(text[start:end].split(None, SCARE_WORDS)) <= SCARE_WORDS


def is_inside(first, last, content, text):
    """Whether a label is part of what a content that touches it says."""
    start, _, (spans, source, cue) = content
    # A content that is no more than the label itself ("a critic of the Russian president") is named by the outlet.
    if sum(end - start for start, end in tables.read_spans(spans)) - (last - first) <= len("the "):
        return False
    if RESUMED.search(text, max(start, first - 120), first):
        return False
    if source != "":
        return True
    agent = PASSIVE.search(cue) and AGENT.search(text, max(start, first - 8), first)
    return not agent and not ONLY_SEEMS.search(cue)
