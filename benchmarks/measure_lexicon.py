"""What a word list's length costs an article: lists of 400 and of 20,000 entries over the same text, in one run on one core.

    python benchmarks/measure_lexicon.py [--articles N]

The longer list is the shorter one and 19,600 entries of invented words, half of them two words, a tenth with a wildcard,
a tenth with a slot. Times are of this process's processor; the ratio of the two is what can be compared between machines.
"""

import argparse
import random
import time

import pandas as pd
from measure_speed import PATTERN, long_articles

from analysis import lexicons, paths
from analysis.reading import Reading

SEED = 20_261_122


def invented_word(chance):
    """A word of three to five syllables."""
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(3, 5)))


def invented_entries(number):
    """`number` distinct entries of invented words, in the shapes that the project's lists have."""
    chance, entries = random.Random(SEED), set()
    while len(entries) < number:
        shape, word = chance.random(), invented_word(chance)
        entries.add(word + "*" if shape < 0.1 else "{demonym} " + word if shape < 0.2 else f"{word} {invented_word(chance)}" if shape < 0.7 else word)
    return sorted(entries)


def matcher_of(entries, gazetteer):
    """The compiled list of these `entries`."""
    return lexicons.compile_lexicon(lexicons.Lexicon("list", pd.DataFrame({"term": entries, "category": "x"})), gazetteer)


def fastest(work, rounds):
    """The least processor time, in seconds, of several calls in turn of each work."""
    best = [float("inf")] * len(work)
    for _ in range(rounds):
        for place, one in enumerate(work):
            start = time.process_time()
            one()
            best[place] = min(best[place], time.process_time() - start)
    return best


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--articles", type=int, default=100)
    number = options.parse_args().articles
    texts = list(long_articles(number)[0].text)
    gazetteer = lexicons.read_gazetteer(paths.GAZETTEER)
    known = lexicons.read_lexicon(lexicons.latest(paths.LEXICONS, "framing")).entries["term"].tolist()
    few = random.Random(SEED).sample(known, 400)
    small, large = matcher_of(few, gazetteer), matcher_of(few + invented_entries(19_600), gazetteer)
    passes = [lambda m=m: [m.find(text, Reading(text)) for text in texts] for m in (small, large)]
    regex, short, long = fastest([lambda: [PATTERN.findall(text) for text in texts], *passes], rounds=7)
    for name, seconds in (("one regex pass", regex), ("400 entries", short), ("20,000 entries", long)):
        print(f"{name:16s}{1000 * seconds / number:8.2f} ms an article, {seconds / regex:5.2f} regex passes")
    print(f"20,000 entries cost {long / short:.2f} times what 400 cost")


if __name__ == "__main__":
    main()
