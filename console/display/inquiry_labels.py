"""How inquiries read: why they wait, for how long, and what came of them."""

from console.display import case_labels
from faq_store.inquiries.resolve import ResolutionKind
from helpline.conversation.turn import InquiryReason
from helpline.faq import Case, Edition
from helpline.matching import DecisionKind
from helpline.matching.decision_names import DECISION_LABELS

REASONS = {
    InquiryReason.UNSURE.value: DECISION_LABELS[DecisionKind.UNSURE],
    InquiryReason.UNMATCHED.value: DECISION_LABELS[DecisionKind.NOTHING],
    InquiryReason.REJECTED.value: "答复被说不对",
}

ENDINGS = {
    ResolutionKind.OUTSIDE.value: "不在范围内",
    ResolutionKind.IGNORED.value: "不处理",
    ResolutionKind.NEW.value: "要写新问题",
}
"""How inquiries are settled that are no phrasing of a case, in words."""


def outcome_label(edition: Edition, word: str) -> str:
    """Say how an inquiry was settled."""
    if word in ENDINGS:
        return ENDINGS[word]
    return f"问的是：{case_labels.case_label(edition, Case.parse(word))}"
