"""The stance of a cue, as the codebook has it: what the cue says, negation, and the words beside it."""

import pandas as pd
import pytest
from conftest import article

from analysis import attribution, text
from analysis.attribution.stance import read_cues, stance_of
from analysis.tables import InputError


@pytest.fixture(scope="module")
def stance(world):
    """A function from a sentence, its cue and its content to the stance; its source is "the minister" unless `source` is False."""

    def read(sentence, cue, content, source=True):
        start, begin = sentence.index(cue), sentence.index(content)
        speaker = (0, len("The minister")) if source else None
        spans = ((begin, begin + len(content)),)
        return stance_of(sentence, (start, start + len(cue)), speaker, spans, cues=world.cues.entries, modifiers=world.cues.modifiers)

    return read


@pytest.mark.parametrize(
    ("cue", "value"),
    [
        ("said", "neutral"), ("announced", "neutral"), ("asked", "neutral"),
        ("revealed", "endorsing"), ("confirmed", "endorsing"), ("admitted", "endorsing"), ("pointed out", "endorsing"),
        ("claimed", "doubting"), ("alleged", "doubting"),
        ("insisted", "emphatic"), ("stressed", "emphatic"), ("warned", "emphatic"),
        ("denied", "denying"), ("rejected", "denying"),
        ("believes", "mental"), ("hopes", "mental"), ("came out in favor of", "mental"), ("would have Americans believe", "doubting"),
        ("accused", "other"), ("praised", "other"),
    ],
)  # fmt: skip
def test_a_cue_has_the_stance_that_the_codebook_gives_it(stance, cue, value):
    assert stance(f"The minister {cue} that the bridge was safe.", cue, "that the bridge was safe") == value


@pytest.mark.parametrize("cue", ["reportedly", "allegedly", "supposedly"])
def test_an_adverb_without_source_doubts(stance, cue):
    assert stance(f"The bridge was {cue} safe.", cue, "safe", source=False) == "doubting"


def test_according_to_is_neutral(stance):
    assert stance("The bridge was safe, according to the minister.", "according to", "The bridge was safe", source=False) == "neutral"


def test_an_unknown_cue_is_neutral(stance):
    assert stance("The minister zzumbled that the bridge was safe.", "zzumbled", "that the bridge was safe") == "neutral"


def test_without_a_cue_the_stance_is_neutral(world):
    found = stance_of("It rained.", None, None, ((0, 9),), cues=world.cues.entries, modifiers=world.cues.modifiers)
    assert found == "neutral"


@pytest.mark.parametrize("aside", ["without evidence", "without showing evidence", "without offering any evidence"])
def test_a_neutral_cue_without_evidence_doubts(stance, aside):
    assert stance(f"The minister said, {aside}, that the bridge was safe.", "said", "that the bridge was safe") == "doubting"


def test_claimed_without_showing_evidence_that_doubts(stance):
    assert stance("The minister claimed, without showing evidence, that it was safe.", "claimed", "that it was safe") == "doubting"


def test_without_evidence_behind_the_cue_at_the_end_doubts(stance):
    assert stance("“The bridge is safe,” the minister said without evidence.", "said", "“The bridge is safe,”") == "doubting"


def test_without_evidence_inside_the_content_is_the_speakers(stance):
    sentence = "The minister said that the mayor was held without evidence."
    assert stance(sentence, "said", "that the mayor was held without evidence") == "neutral"


def test_without_evidence_in_the_next_paragraph_is_not_beside_the_cue(stance):
    assert stance("“The bridge is safe,” the minister said.\nHe came without evidence.", "said", "“The bridge is safe,”") == "neutral"


@pytest.mark.parametrize("cue", ["did not say", "didn't say", "didn’t say", "never said", "has not confirmed"])
def test_a_negated_cue_denies(stance, cue):
    assert stance(f"The minister {cue} that the bridge was safe.", cue, "that the bridge was safe") == "denying"


def test_a_negated_doubt_stays_a_doubt(stance):
    assert stance("The minister never claimed that it was safe.", "never claimed", "that it was safe") == "doubting"


@pytest.mark.parametrize("cue", ["did not know", "was not aware"])
def test_not_knowing_still_takes_the_content_for_true(stance, cue):
    assert stance(f"The minister {cue} that the bridge was safe.", cue, "that the bridge was safe") == "endorsing"


@pytest.mark.parametrize("cue", ["is said", "was reported"])
def test_a_passive_cue_of_nobody_doubts(stance, cue):
    assert stance(f"The bridge {cue} to be safe.", cue, "to be safe", source=False) == "doubting"


def test_an_adverb_of_doubt_within_the_cue_doubts(stance):
    assert stance("The minister falsely said that it was safe.", "falsely said", "that it was safe") == "doubting"


def test_an_adverb_of_force_counts_within_the_cue_and_not_beside_it(stance):
    assert stance("The minister repeatedly said that it was safe.", "repeatedly said", "that it was safe") == "emphatic"
    assert stance("The minister said repeatedly that it was safe.", "said", "that it was safe") == "neutral"


def test_the_longest_cue_decides(stance):
    assert stance("The minister pointed out that it was safe.", "pointed out", "that it was safe") == "endorsing"


def test_the_stance_stands_in_the_table_of_attributions(world):
    table = article("The minister denied that the bridge was old. The baker insisted that it was.")
    sentences = text.split_sentences(table, tokenizer=world.tokenizer)
    found = attribution.find_attributions(table, sentences, text.find_quotations(table), cues=world.cues, method="rules")
    assert list(found["stance"]) == ["denying", "emphatic"]


def test_every_expression_of_the_list_is_found_where_it_stands_and_told_by_whether_it_doubts(world):
    modifiers = world.cues.modifiers
    for term, effect in modifiers.effects.items():
        every, doubtful = modifiers.places(f"They {term.upper()}, he said; they {term}")
        again = len(f"They {term.upper()}, he said; they ")
        assert {5, again} <= set(every) and (effect != "doubting" or {5, again} <= set(doubtful)), term


def test_words_of_two_expressions_that_begin_none_together_are_passed_over(world):
    assert world.cues.modifiers.places("Against the wall, and the rest without the lack of it") == ([], [])


def test_a_list_with_an_unknown_stance_is_refused():
    rows = pd.DataFrame([("say", "says|said", "verb", "sceptical", "high", "that")], columns=["lemma", "forms", "part_of_speech", "stance", "strength", "takes"])
    with pytest.raises(InputError) as raised:
        read_cues(rows)
    assert str(raised.value) == (
        "stance list: entry 1: stance 'sceptical'; allowed: neutral, endorsing, doubting, emphatic, denying, mental, other"
    )
