"""What share of NewsWCL50's judging phrases for governments and leaders the framing lexicon knows, by kind, with the phrases it misses."""

import pandas as pd

from analysis import agreement, datasets, pipeline, terms

known = datasets.find_corpus("newswcl50")
articles = pd.concat(datasets.load(known.name), ignore_index=True)
instrument = pipeline.load_instrument(known.gazetteers, method="rules")
mentions = terms.find_mentions(articles, instrument.matchers, leaders=instrument.leaders)
marked = agreement.known_phrases(datasets.newswcl50_loaded(known.folder), mentions[mentions["category"] == "loaded"])
shares = agreement.known_shares(marked)
print(shares.to_string(index=False))
print(f"all: {shares['count'].sum()} of {shares['total'].sum()}")
texts = articles.set_index("article_id")
for row in marked[~marked["known"]].itertuples(index=False):
    print(f"missed ({row.value}): {texts.loc[row.article_id, row.part][row.start : row.end]}")
