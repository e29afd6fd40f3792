"""How long the whole measurement takes beside one regular-expression pass over the same text, in one run on one core.

    python benchmarks/measure_speed.py [--articles N]

Articles of 980 words are cut from the texts of article-bias-prediction where it is fetched, else of the teaching corpus. The ratio is what can be compared between
machines; articles a second are of this one. Five sets of articles: three are measured before, as a corpus would be under way; one is timed whole, between two passes, one by stages, by
the processor time of this process. What is loaded once a process is told apart.
"""

import argparse
import itertools
import re
import time

from threadpoolctl import threadpool_limits

from analysis import attribution, copies, datasets, languages, measures, pipeline, sources, terms, text

PATTERN = re.compile(r"\b(\w+) (regime|government|said|claimed)\b", re.IGNORECASE)
WORDS = 980


def long_articles(number):
    """(`articles`, where they are from): `number` of them, each of the first 980 words of as many texts as that takes.

    From article-bias-prediction where it is fetched; else from the teaching corpus, whose 72 texts come back several times, so that what is remembered
    from one to the next makes it look faster.
    """
    name = "article-bias-prediction" if datasets.is_present(datasets.find_corpus("article-bias-prediction")) else "teaching"
    texts = itertools.cycle([text for chunk in itertools.islice(datasets.load(name), 1 + number // 250) for text in chunk.text])
    rows = []
    for place in range(number):
        joined = next(texts)
        while len(joined.split()) < WORDS:
            joined += "\n\n" + next(texts)
        cut = [match.end() for match in re.finditer(r"\S+", joined)][WORDS - 1]
        rows.append({"article_id": f"long-{place}", "text": joined[:cut], "published": "2018-05-01", "outlet": "joined"})
    return datasets.corpus.articles_table(rows), name


def timed(work):
    """(seconds of processor time, result) of one call."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--articles", type=int, default=200)
    number = options.parse_args().articles
    every, name = long_articles(5 * number)
    *before, articles, others = (every.iloc[k * number : (k + 1) * number].reset_index(drop=True) for k in range(5))
    loading, instrument = timed(lambda: pipeline.load_instrument(datasets.find_corpus(name).gazetteers))
    model, _ = timed(languages.identifier)
    for some in before:
        pipeline.measure_articles(some, instrument)
    one_pass = lambda: timed(lambda: [PATTERN.findall(t) for t in articles.text])[0]  # noqa: E731
    with threadpool_limits(1):
        first = one_pass()
        whole, _ = timed(lambda: pipeline.measure_articles(articles, instrument))
        regex = (first + one_pass()) / 2
        stages = stage_times(others, instrument)
    print(f"{number} articles of {WORDS} words from {name}, one core, attribution by {instrument.method}")
    print(f"before the first article: {loading:.1f} s for the instrument, {model:.1f} s for the model of languages, which only a text with few common words asks for")
    print(f"one regex pass      {1000 * regex / number:8.2f} ms an article")
    print(f"whole measurement   {1000 * whole / number:8.2f} ms an article, {number / whole:.0f} articles a second, {whole / regex:.0f} regex passes")
    for name, seconds in stages.items():
        print(f"  {name:16s}  {1000 * seconds / number:8.2f} ms an article, {seconds / regex:5.2f} regex passes")


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
    times["sources"], described = timed(lambda: sources.describe_sources(articles, found, lists=instrument.lists))
    times["joining sources"], said = timed(lambda: pipeline.with_sources(found, described))
    times["mentions"], mentions = timed(lambda: terms.find_mentions(articles, instrument.matchers, leaders=instrument.leaders))
    times["voice"], mentions = timed(lambda: terms.assign_voice(mentions, quotations, said, articles))
    times["measures"], _ = timed(lambda: measures.measure(articles, sentences, quotations, mentions, said))
    times["copies"], _ = timed(lambda: copies.fingerprints(articles))
    return times


if __name__ == "__main__":
    main()
