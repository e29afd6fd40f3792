"""How long the whole measurement takes beside one regular-expression pass over the same text, in one run on one core.

    python benchmarks/measure_speed.py [--articles N]

Articles of about 980 words are made by joining articles of the teaching corpus. The ratio is what can be compared between
machines; articles a second are of this one. Stages are timed by the processor time of this process.
"""

import argparse
import re
import time

import pandas as pd
from threadpoolctl import threadpool_limits

from analysis import attribution, copies, datasets, measures, pipeline, sources, terms, text

PATTERN = re.compile(r"\b(\w+) (regime|government|said|claimed)\b", re.IGNORECASE)
WORDS = 980


def long_articles(number):
    """`articles`, `number` of them, each of the first words of three or four joined articles."""
    known = pd.concat(datasets.load("teaching"), ignore_index=True)
    rows = []
    for place in range(number):
        joined = "\n\n".join(known.text[(4 * place + k) % len(known)] for k in range(5))
        cut = [match.end() for match in re.finditer(r"\S+", joined)][WORDS - 1]
        rows.append({"article_id": f"long-{place}", "text": joined[:cut], "published": "2025-05-01", "outlet": "joined"})
    return datasets.corpus.articles_table(rows)


def timed(work):
    """(seconds of processor time, result) of one call."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--articles", type=int, default=200)
    number = options.parse_args().articles
    articles = long_articles(number)
    instrument = pipeline.load_instrument(datasets.find_corpus("teaching").gazetteers)
    pipeline.measure_articles(articles.head(8), instrument)
    with threadpool_limits(1):
        regex, _ = timed(lambda: [PATTERN.findall(t) for t in articles.text])
        whole, _ = timed(lambda: pipeline.measure_articles(articles, instrument))
        stages = stage_times(articles, instrument)
    print(f"{number} articles of {WORDS} words, one core, attribution by {instrument.method}")
    print(f"one regex pass      {1000 * regex / number:8.2f} ms an article")
    print(f"whole measurement   {1000 * whole / number:8.2f} ms an article, {number / whole:.0f} articles a second, {whole / regex:.0f} regex passes")
    for name, seconds in stages.items():
        print(f"  {name:16s}  {1000 * seconds / number:8.2f} ms an article")


def stage_times(articles, instrument):
    """Processor time of each stage over the articles."""
    times = {}
    times["sentences"], sentences = timed(lambda: text.split_sentences(articles, tokenizer=instrument.tokenizer))
    times["quotations"], quotations = timed(lambda: text.find_quotations(articles))
    times["attributions"], found = timed(
        lambda: attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, method=instrument.method, model=instrument.model)
    )
    times["sources"], said = timed(
        lambda: pipeline.with_sources(found, sources.describe_sources(articles, found, lists=instrument.lists))
    )
    times["mentions"], mentions = timed(lambda: terms.find_mentions(articles, instrument.matchers, leaders=instrument.leaders))
    times["voice"], mentions = timed(lambda: terms.assign_voice(mentions, quotations, said, articles))
    times["measures"], _ = timed(lambda: measures.measure(articles, sentences, quotations, mentions, said))
    times["copies"], _ = timed(lambda: copies.fingerprints(articles))
    return times


if __name__ == "__main__":
    main()
