"""How inquiries read: why they wait, for how long, and what came of them."""

from console.display import case_labels
from faq_store.inquiries.resolve import Ending
from helpline.conversation.turn import Reason
from helpline.faq import Case, Edition
from helpline.matching import DecisionKind
from helpline.matching.decision_names import DECISIONS

REASONS = {
    Reason.UNSURE.value: DECISIONS[DecisionKind.UNSURE],
    Reason.UNMATCHED.value: DECISIONS[DecisionKind.NOTHING],
    Reason.REJECTED.value: "答复被说不对",
}

ENDINGS = {
    Ending.OUTSIDE.value: "不在范围内",
    Ending.IGNORED.value: "不处理",
    Ending.NEW.value: "要写新问题",
}
"""How inquiries are settled that are no phrasing of a case, in words."""


def outcome(edition: Edition, word: str) -> str:
    """Say how an inquiry was settled."""
    if word in ENDINGS:
        return ENDINGS[word]
    return f"问的是：{case_labels.named(edition, Case.parse(word))}"
