"""How others find the case a text means: the usual engines, set up as their manuals say.

Each is built from documents, one a case, and ranks them for a text; none says when it
is sure, so its score stands for that.
"""

import sqlite3
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from helpline.matching.tokenizer import Tokenizer

Ranked = list[tuple[int, float]]
"""Numbers of documents with their scores, best first."""

Engine = Callable[[str], Ranked]

MOST = 3


def rank_bm25(documents: Sequence[str]) -> Engine:
    """Rank with jieba's words and rank_bm25."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415 - each engine in its own process

    words = _words()
    index = BM25Okapi([words(it) for it in documents])
    return lambda text: _best(index.get_scores(words(text)))


def bm25s(documents: Sequence[str]) -> Engine:
    """Rank with jieba's words and bm25s."""
    import bm25s as package  # noqa: PLC0415

    words = _words()
    index = package.BM25()
    index.index([words(it) for it in documents], show_progress=False)

    def rank(text: str) -> Ranked:
        known = [it for it in words(text) if it in index.vocab_dict]
        if not known:
            return []
        most = min(MOST, len(documents))
        found, scores = index.retrieve([known], k=most, show_progress=False)
        return list(zip(found[0].tolist(), scores[0].tolist(), strict=True))

    return rank


def tfidf_characters(documents: Sequence[str]) -> Engine:
    """Rank by the cosine of TF-IDF over character 1-3-grams (scikit-learn)."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32
    )
    matrix = vectorizer.fit_transform(documents).T.tocsr()
    return lambda text: _best((vectorizer.transform([text]) @ matrix).toarray()[0])


def fts5_bigrams(documents: Sequence[str]) -> Engine:
    """Rank with SQLite's FTS5 over pairs of characters."""
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE passages USING fts5(pairs)")
    rows = (("".join(f"{it} " for it in _pairs(text)),) for text in documents)
    store.executemany("INSERT INTO passages (pairs) VALUES (?)", rows)
    ranking = (
        "SELECT rowid, -rank FROM passages WHERE pairs MATCH ? ORDER BY rank LIMIT ?"
    )

    def rank(text: str) -> Ranked:
        wanted = " OR ".join(f'"{it}"' for it in dict.fromkeys(_pairs(text)))
        found = store.execute(ranking, (wanted, MOST)) if wanted else ()
        return [(row - 1, score) for row, score in found]

    return rank


def tantivy(documents: Sequence[str]) -> Engine:
    """Rank with jieba's words and tantivy."""
    import tantivy as package  # noqa: PLC0415

    words = _words()
    builder = package.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_integer_field("number", stored=True)
    schema = builder.build()
    index = package.Index(schema)
    writer = index.writer()
    for number, text in enumerate(documents):
        writer.add_document(
            package.Document(words=" ".join(words(text)), number=number)
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(text: str) -> Ranked:
        wanted = [
            (package.Occur.Should, package.Query.term_query(schema, "words", word))
            for word in words(text)
        ]
        query = package.Query.boolean_query(wanted)
        hits = searcher.search(query, MOST).hits if wanted else []
        return [(searcher.doc(at)["number"][0], score) for score, at in hits]

    return rank


PEERS: dict[str, Callable[[Sequence[str]], Engine]] = {
    "jieba + rank_bm25": rank_bm25,
    "jieba + bm25s": bm25s,
    "TF-IDF characters": tfidf_characters,
    "FTS5 bigrams": fts5_bigrams,
    "jieba + tantivy": tantivy,
}


def _words() -> Callable[[str], list[str]]:
    segmenter = Tokenizer(quick=False)
    return lambda text: [it for it in segmenter.cut(text) if it.isalnum()]


def _pairs(text: str) -> list[str]:
    bare = [it for it in text if it.isalnum()]
    return [f"{one}{two}" for one, two in pairwise(bare)] or bare


def _best(scores: "np.ndarray[tuple[int], np.dtype[np.floating]]") -> Ranked:
    order = np.argsort(-scores, kind="stable")[:MOST]
    return [(int(at), float(scores[at])) for at in order if scores[at] > 0]
