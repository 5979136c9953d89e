"""Which case of the FAQ a text means, and how sure we are of it.

Version 1: every text becomes weighted words and character 1-3-grams; a linear
model, taught by the edition's own sentences and phrasings (one class is "out of
scope"), scores the questions; a smaller one per question scores its situations.
Thresholds come from the texts the model was taught with, each scored as if it
had been left out.
"""

from helpline.matching.arrays import UnreadableMatcherError, dump, load
from helpline.matching.decision import Certain, Decision, Nothing, Option, Unsure
from helpline.matching.matcher import Matcher
from helpline.matching.training import build

__all__ = [
    "Certain",
    "Decision",
    "Matcher",
    "Nothing",
    "Option",
    "UnreadableMatcherError",
    "Unsure",
    "build",
    "dump",
    "load",
]
