"""Verdicts of every kind about texts put to a canteen."""

from helpline.faq import Case
from helpline.matching import Certain, Nothing, Option, Unsure
from helpline.matching.evaluation import LabelledText, Verdict


def options(*cases: str, score: float = 0.5) -> tuple[Option, ...]:
    return tuple(Option(Case.parse(it), score) for it in cases)


RIGHT = Verdict(LabelledText("几点吃饭", ("1.1",)), Certain(options("1.1", "1.2")))
WRONG = Verdict(LabelledText("几点吃饭", ("1.1",)), Certain(options("1.2", "1.1")))
ASKED = Verdict(LabelledText("饭卡", ("1.1", "1.2")), Unsure(options("2.1", "1.2")))
DENIED = Verdict(LabelledText("饭卡没钱", ("1.2",), 1), Nothing(options("1.2#1")))
OTHER_BRANCH = Verdict(LabelledText("卡丢了", ("1.2",), 2), Certain(options("1.2#1")))
SPAM = Verdict(LabelledText("中奖了", ()), Nothing(options("1.1")))
SPAM_ANSWERED = Verdict(LabelledText("中奖了", ()), Certain(options("1.1")))
BLANK = Verdict(LabelledText("？", ("1.1",), 1), Nothing(()))
