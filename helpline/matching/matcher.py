"""The matcher of one edition: asked with a text, it decides which case is meant.

One path for every size: the text's terms are looked up in the index; then either a
model taught by the phrasings tells the questions apart, or, where there are too many
questions or too few phrasings for that, the candidates of the index are reranked.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from helpline.faq import Case, Synonym
from helpline.matching import multi_question, rerank_features, reranking
from helpline.matching.classifier import Classifier
from helpline.matching.corpus import Corpus
from helpline.matching.decision import (
    MOST_OPTIONS,
    Certain,
    Decision,
    Nothing,
    Option,
    Unsure,
    decide,
)
from helpline.matching.encoder import Encoder, encode_texts
from helpline.matching.features import FeatureExtractor, keep_letters
from helpline.matching.folding import Folding
from helpline.matching.index import Index, QueryTerms, term_rarity
from helpline.matching.pinyin import PinyinTable
from helpline.matching.rerank_features import RerankFeatures
from helpline.matching.term_frequency import FrequencyTable, TermFrequency
from helpline.matching.title_match import QuoteMatcher
from helpline.matching.tokenizer import segmenter
from helpline.matching.vectors import TermVector

_QUOTED = 0.99
"""The least probability of a question whose title is quoted beyond doubt."""


@dataclass(frozen=True, slots=True)
class LanguageResources:
    """What a text is read with: all of it can be stored."""

    words: tuple[str, ...]
    synonyms: tuple[Synonym, ...]
    readings: PinyinTable = field(repr=False)
    background: FrequencyTable = field(repr=False)

    def extractor(self) -> FeatureExtractor:
        """Make what texts are seen with."""
        return FeatureExtractor(
            Folding(self.synonyms), segmenter(self.words), self.readings
        )

    def term_frequency(self) -> TermFrequency:
        """Make what tells how common a term is."""
        return TermFrequency(self.background, self.readings)


@dataclass(frozen=True, slots=True)
class RankedQuestions:
    """Questions with their probabilities, best first; `outside` is that of none."""

    ranking: tuple[tuple[str, float], ...]
    outside: float


@dataclass(frozen=True)
class Matcher:
    """Immutable and shared by all threads.

    `taught` is None where candidates are reranked; then `certain` is the threshold.
    `situations` is by question key.
    """

    language: LanguageResources
    questions: tuple[str, ...]
    corpus: Corpus
    index: Index
    classifier: Classifier | None
    situations: dict[str, Classifier]
    certain: float
    encoder: Encoder | None = field(default=None, compare=False, repr=False)

    @cached_property
    def extractor(self) -> FeatureExtractor:
        """What texts are seen with."""
        return self.language.extractor()

    def match(self, text: str) -> Decision:
        """Decide what a text means; never raises, a text without words is nothing."""
        decision = self._match(text)
        if isinstance(decision, Nothing) or not (
            parts := multi_question.split_clauses(text)
        ):
            return decision
        return multi_question.combine_decisions(
            decision, [self._match(it) for it in parts]
        )

    def warm_up(self) -> Self:
        """Make now what the first text would have to wait for; return the matcher.

        But for the encoder, which is not to be loaded before processes fork.
        """
        _ = self.extractor, self.term_frequency, self.quotes
        return self

    def situation(self, question: str, text: str) -> int | None:
        """Tell which situation of a question a text states, if it surely does."""
        return self.situation_of(
            question, TermVector.build(self.index, self.query_terms(text))
        )

    def query_terms(self, text: str) -> QueryTerms:
        """Look up the terms of a text."""
        (meaning,) = encode_texts(self.encoder, [text])
        return self.index.query_terms(self.extractor.terms(text), self._rarity, meaning)

    def judge(
        self, text: str, asked: QueryTerms, vector: TermVector
    ) -> RankedQuestions:
        """Give every question that may be meant its probability."""
        if self.classifier is None:
            return self._rerank(self.rerank_features(text, asked))
        ranking = self.classifier.ranking(vector)
        outside = sum(share for key, share in ranking if not key)
        return RankedQuestions(tuple(it for it in ranking if it[0]), outside)

    def rerank_features(
        self, text: str, asked: QueryTerms, without: tuple[int, ...] = ()
    ) -> RerankFeatures:
        """Look closely at the best passages, but those named `without`."""
        return rerank_features.collect_features(
            self.index, self.corpus, asked, keep_letters(text), without
        )

    def situation_of(self, question: str, vector: TermVector) -> int | None:
        """Tell which situation a text states, from its vector."""
        if not len(vector.at) or not (model := self.situations.get(question)):
            return None
        key, share = model.ranking(vector)[0]
        return int(key) if key and share >= model.confidence.certain else None

    @cached_property
    def quotes(self) -> QuoteMatcher:
        """What of the FAQ may be quoted."""
        return QuoteMatcher.build(self.corpus)

    def _match(self, text: str) -> Decision:
        asked = self.query_terms(text)
        vector = TermVector.build(self.index, asked)
        if not asked.known or not self.questions:
            return Nothing(self._options(self._first(), vector))
        judged = self.judge(text, asked, vector)
        certain = (
            self.classifier.confidence.certain if self.classifier else self.certain
        )
        options = self._options(judged.ranking, vector)
        if quoted := self.quotes.find(text):
            case = Case(self.questions[quoted.owner])
            options = _put_first(case, options, _QUOTED if quoted.sure else 0.0)
            if quoted.sure:
                return Certain(options)
            decision = decide(options, 0.0, certain)
            return decision if isinstance(decision, Certain) else Unsure(options)
        return decide(options, judged.outside, certain)

    def _options(
        self, ranking: tuple[tuple[str, float], ...], vector: TermVector
    ) -> tuple[Option, ...]:
        return tuple(
            Option(Case(key, self.situation_of(key, vector)), share)
            for key, share in ranking[:MOST_OPTIONS]
        )

    def _first(self) -> tuple[tuple[str, float], ...]:
        return tuple((key, 0.0) for key in self.questions[:MOST_OPTIONS])

    def _rerank(self, found: RerankFeatures) -> RankedQuestions:
        shares = reranking.rank_owners(found, self.corpus.owner)
        named = tuple((self.questions[at], share) for at, share in shares.ranking)
        return RankedQuestions(named, shares.outside)

    @cached_property
    def term_frequency(self) -> TermFrequency:
        """How common terms are that no passage has."""
        return self.language.term_frequency()

    def _rarity(self, term: str) -> float:
        share = self.term_frequency.share(term)
        return float(term_rarity(self.index.passages, 0, share))


def _put_first(
    case: Case, options: tuple[Option, ...], least: float
) -> tuple[Option, ...]:
    """Put a case first, at least as likely as any other; the others share the rest."""
    found = [it for it in options if it.case.question == case.question]
    others = [it for it in options if it.case.question != case.question]
    share = max(least, *(it.score for it in options)) if options else least
    total = sum(it.score for it in others)
    shrunk = min((1 - share) / total, 1.0) if total else 0.0
    first = Option(found[0].case if found else case, share)
    return (first, *(Option(it.case, it.score * shrunk) for it in others))[
        :MOST_OPTIONS
    ]
