"""Verbs that share the subject of a verb before them: which get its source, and which stay without one."""

import pytest

from analysis.attribution.rules import Found
from analysis.attribution.subjects import with_shared_subjects


def sources(body, *cues, sourced=("The mayor",), edges=None):
    """The source texts after the rule of one attribution a cue, where those at first are the `sourced` ones in order, then none."""
    span = lambda words: (body.index(words), body.index(words) + len(words))  # noqa: E731
    found = [Found(span(sourced[place]) if place < len(sourced) else None, span(cue), ((span(cue)[1] + 1, len(body) - 1),)) for place, cue in enumerate(cues)]
    mended = with_shared_subjects(body, found, edges or [(0, len(body))])
    assert [(one.cue, one.content) for one in mended] == [(one.cue, one.content) for one in found]
    return [one.source and body[slice(*one.source)] for one in mended]


@pytest.mark.parametrize(
    ("body", "cues"),
    [
        ("The mayor said the bridge was closed, adding that repairs would take a year.", ("said", "adding")),
        ("The mayor praised the plan and urged the council to vote.", ("praised", "urged")),
        ("The mayor praised the plan but later warned the council.", ("praised", "warned")),
    ],
)
def test_a_participle_and_a_verb_after_and_or_but_have_the_source_of_the_sentences_first(body, cues):
    assert sources(body, *cues) == ["The mayor", "The mayor"]


def test_of_two_sources_before_it_the_first_of_the_sentence_is_taken():
    body = "The mayor told the clerk what an engineer had found, warning that the bridge could fall."
    assert sources(body, "told", "had found", "warning", sourced=("The mayor", "an engineer")) == ["The mayor", "an engineer", "The mayor"]


def test_a_verb_with_a_subject_to_come_a_marked_claim_and_the_next_sentence_stay_without_source():
    body = "The mayor said it rained. Nobody knew, adding to the trouble, what was reportedly lost."
    two = [(0, 25), (26, len(body))]
    assert sources(body, "said", "adding", edges=two) == ["The mayor", None]
    assert sources(body, "said", "reportedly") == ["The mayor", None]
