"""How long the whole measurement takes beside one regular-expression pass over the same text, in one run on one core.

    python benchmarks/measure_speed.py [--articles N]

Articles of 980 words are the beginnings of longer ones of article-bias-prediction where it is fetched, else of texts of the teaching corpus joined. The ratio is what
can be compared between machines; articles a second are of this one. Of sixteen sets of articles ten are measured before, as a corpus would be under way (names and phrases that
come back have been met by then), five are timed whole and one by stages, each between two passes, by the processor time of this process: the median is told, with the least and the most,
since another process on the machine slows all. The first set, of which nothing had been met before, and what is loaded once a process are told apart.
"""

import argparse
import itertools
import re
import time
from statistics import median

from threadpoolctl import threadpool_limits

from analysis import attribution, copies, datasets, languages, measures, pipeline, sources, terms, text

PATTERN = re.compile(r"\b(\w+) (regime|government|said|claimed)\b", re.IGNORECASE)
WORDS, BEFORE, TIMED = 980, 10, 5


def long_texts(name):
    """Yields the texts of at least WORDS words; of the teaching corpus, whose articles are shorter, several joined, again and again."""
    if name != "teaching":
        yield from (text for chunk in datasets.load(name) for text in chunk.text if len(text.split()) >= WORDS)
        return
    texts = itertools.cycle([text for chunk in datasets.load("teaching") for text in chunk.text])
    while True:
        joined = next(texts)
        while len(joined.split()) < WORDS:
            joined += "\n\n" + next(texts)
        yield joined


def long_articles(number):
    """(`articles`, where they are from): `number` of them, each the first WORDS words of a longer text of article-bias-prediction where it is fetched, else of the teaching corpus.

    Of the teaching corpus the same texts come back, so that what is remembered from one to the next makes it look faster.
    """
    name = "article-bias-prediction" if datasets.is_present(datasets.find_corpus("article-bias-prediction")) else "teaching"
    rows = [
        {"article_id": f"long-{place}", "text": re.match(rf"\s*(?:\S+\s+){{{WORDS - 1}}}\S+", text).group(), "published": "2018-05-01", "outlet": "cut"}
        for place, text in enumerate(itertools.islice(long_texts(name), number))
    ]
    return datasets.corpus.articles_table(rows), name


def timed(work):
    """(seconds of processor time, result) of one call."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def beside_regex(articles, work):
    """(seconds of one regular-expression pass over the articles, as the mean of one before and one after; seconds of `work` on them; its result)."""
    one_pass = lambda: timed(lambda: [PATTERN.findall(t) for t in articles.text])[0]  # noqa: E731
    first = one_pass()
    seconds, result = timed(lambda: work(articles))
    return (first + one_pass()) / 2, seconds, result


def spread(values, digits=0):
    """The median of some values, with the least and the most."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--articles", type=int, default=200, help="in a set")
    number = options.parse_args().articles
    every, name = long_articles((BEFORE + TIMED + 1) * number)
    if len(every) < (BEFORE + TIMED + 1) * number:
        options.error(f"--articles {number}: {name} has {len(every)} texts of {WORDS} words; allowed: at most {len(every) // (BEFORE + TIMED + 1)}")
    sets = [every.iloc[at : at + number].reset_index(drop=True) for at in range(0, len(every), number)]
    loading, instrument = timed(lambda: pipeline.load_instrument(datasets.find_corpus(name).gazetteers))
    model, _ = timed(languages.identifier)
    measured = lambda articles: pipeline.measure_articles(articles, instrument)  # noqa: E731
    with threadpool_limits(1):
        first, *_ = [timed(lambda articles=articles: measured(articles))[0] for articles in sets[:BEFORE]]
        passes, wholes, _ = zip(*(beside_regex(articles, measured) for articles in sets[BEFORE:-1]))
        one_pass, _, stages = beside_regex(sets[-1], lambda articles: stage_times(articles, instrument))
    again = ", whose texts come back" if name == "teaching" else ""
    print(f"{TIMED} sets of {number} articles of {WORDS} words from {name}{again}, one core, attribution by {instrument.method}: median (least to most)")
    print(f"before the first article: {loading:.1f} s for the instrument, {model:.1f} s for the model of languages, which only a text with few common words asks for")
    print(f"the first set       {1000 * first / number:.2f} ms an article")
    print(f"one regex pass      {spread([1000 * one / number for one in passes], 2)} ms an article")
    print(f"whole measurement   {spread([1000 * whole / number for whole in wholes], 2)} ms an article, {spread([number / whole for whole in wholes])} articles a second, "
          f"{spread([whole / one for one, whole in zip(passes, wholes)])} regex passes")  # fmt: skip
    print("one set by stages")
    for name, seconds in stages.items():
        print(f"  {name:16s}  {1000 * seconds / number:8.2f} ms an article, {seconds / one_pass:5.2f} regex passes")


@pipeline.without_collector()
def stage_times(articles, instrument):
    """Processor time of each stage over the articles: all of `pipeline.measure_articles`, and what finds copies."""
    times = {}
    times["languages"], articles = timed(lambda: languages.find_languages(articles))
    times["credits"], articles = timed(lambda: sources.find_credits(articles, lists=instrument.lists))
    times["sentences"], sentences = timed(lambda: text.split_sentences(articles, tokenizer=instrument.tokenizer))
    times["quotations"], quotations = timed(lambda: text.find_quotations(articles))
    times["attributions"], found = timed(
        lambda: attribution.find_attributions(articles, sentences, quotations, cues=instrument.cues, method=instrument.method, model=instrument.model)
    )
    times["sources"], described = timed(lambda: sources.describe_sources(articles, sentences, quotations, found, lists=instrument.lists))
    times["joining sources"], said = timed(lambda: pipeline.with_sources(found, described))
    times["mentions"], mentions = timed(lambda: terms.find_mentions(articles, instrument.matchers, leaders=instrument.leaders))
    times["voice"], mentions = timed(lambda: terms.assign_voice(mentions, quotations, said, articles))
    times["measures"], _ = timed(lambda: measures.measure(articles, sentences, quotations, mentions, said))
    times["copies"], _ = timed(lambda: copies.fingerprints(articles))
    return times


if __name__ == "__main__":
    main()
