"""Which case of the FAQ a text means, and how sure we are of it.

A text is folded and seen as words, letters, pairs of them and their sounds. Its terms
are looked up in an index of all that is known to mean something. Then either a linear
model taught by the edition's phrasings tells its questions apart (one class is "out of
scope"), or, in large editions, the best passages are reranked with constants learnt on
public questions. What is certain follows from texts left out of the teaching.
"""

from helpline.matching.array_file import FORMAT, UnreadableMatcherError
from helpline.matching.decision import (
    Certain,
    Decision,
    DecisionKind,
    Nothing,
    Option,
    Unsure,
)
from helpline.matching.encoder import Encoder
from helpline.matching.matcher import Matcher
from helpline.matching.serialization import dump_matcher, load_matcher
from helpline.matching.training import adapt_matcher, train_matcher

__all__ = [
    "FORMAT",
    "Certain",
    "Decision",
    "DecisionKind",
    "Encoder",
    "Matcher",
    "Nothing",
    "Option",
    "UnreadableMatcherError",
    "Unsure",
    "adapt_matcher",
    "dump_matcher",
    "load_matcher",
    "train_matcher",
]
