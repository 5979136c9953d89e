"""How inquiries read: why they wait, for how long, and what came of them."""

from dataclasses import dataclass
from datetime import datetime

from console.display import case_labels
from console.display.waiting import working_days
from faq_store.inquiries.resolve import Ending
from helpline.conversation.turn import Reason
from helpline.faq import Case, Edition

PROMISED = 2
"""Working days within which an inquiry should be settled."""

REASONS = {
    Reason.UNSURE.value: "不确定",
    Reason.UNMATCHED.value: "没有找到",
    Reason.REJECTED.value: "答复被说不对",
}

ENDINGS = {
    Ending.OUTSIDE.value: "不在范围内",
    Ending.IGNORED.value: "不处理",
    Ending.NEW.value: "要写新问题",
}
"""How inquiries are settled that are no phrasing of a case, in words."""


@dataclass(frozen=True, slots=True)
class Age:
    """How long something has waited, in words and in a colour of Bootstrap's."""

    words: str
    colour: str
    late: bool


def age(since: datetime, now: datetime) -> Age:
    """Tell how long something has waited."""
    days = working_days(since, now)
    if days > PROMISED:
        return Age(f"超时：已等{int(days)}个工作日", "danger", late=True)
    if days >= 1:
        return Age("已等1个多工作日", "warning", late=False)
    return Age("等了不到1个工作日", "light", late=False)


def outcome(edition: Edition, word: str) -> str:
    """Say how an inquiry was settled."""
    if word in ENDINGS:
        return ENDINGS[word]
    return f"问的是：{case_labels.named(edition, Case.parse(word))}"
