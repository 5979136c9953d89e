"""Which page of the console is whose; what is not listed here opens to nobody."""

from collections.abc import Mapping
from enum import Enum, auto

from staff.roles import Right


class Open(Enum):
    """Who may see a page without having a right."""

    ANYBODY = auto()
    LOGGED_IN = auto()  # also while the second factor is still missing


PAGES: Mapping[str, Right | Open] = {
    "console.static": Open.ANYBODY,
    "console.login": Open.ANYBODY,
    "console.join": Open.ANYBODY,
    "console.second_factor": Open.LOGGED_IN,
    "console.set_up": Open.LOGGED_IN,
    "console.log_out": Open.LOGGED_IN,
    "console.home": Right.READ,
    "console.own": Right.READ,
    "console.renew_codes": Right.READ,
    "console.audit": Right.READ,
    "console.audit_file": Right.READ,
    "console.announcements": Right.READ,
    "console.announce": Right.EDIT,
    "console.withdraw": Right.EDIT,
    "console.people": Right.MANAGE,
    "console.add_person": Right.MANAGE,
    "console.invite_person": Right.MANAGE,
    "console.change_person": Right.MANAGE,
    "console.notices": Right.READ,
    "console.search_notices": Right.READ,
    "console.notice": Right.READ,
    "console.unmask_notice": Right.UNMASK,
    "console.cancel_notice": Right.SEND,
    "console.retry_notice": Right.SEND,
    "console.settle_notice": Right.SEND,
    "console.new_notice": Right.SEND,
    "console.send_notice": Right.SEND,
    "console.batches_": Right.READ,
    "console.batch": Right.READ,
    "console.batch_progress": Right.READ,
    "console.change_batch": Right.SEND,
    "console.new_batch": Right.SEND,
    "console.upload_batch": Right.SEND,
    "console.batch_report": Right.SEND,
    "console.suppressions_": Right.READ,
    "console.find_suppression": Right.READ,
    "console.suppression": Right.READ,
    "console.add_suppression": Right.EDIT,
    "console.remove_suppression": Right.EDIT,
    "console.templates_": Right.READ,
    "console.template": Right.READ,
    "console.save_template": Right.EDIT,
    "console.reasons_": Right.READ,
    "console.save_reason": Right.EDIT,
    "console.remove_reason": Right.EDIT,
    "console.sending": Right.READ,
    "console.conversations": Right.READ,
    "console.find_conversation": Right.READ,
    "console.conversation": Right.READ,
    "console.unmask_conversation": Right.UNMASK,
    "console.calls": Right.READ,
    "console.find_call": Right.READ,
    "console.call": Right.READ,
    "console.unmask_call": Right.UNMASK,
    "console.inquiries": Right.READ,
    "console.inquiry": Right.READ,
    "console.preview_inquiry": Right.EDIT,
    "console.settle_inquiry": Right.EDIT,
    "console.reopen_inquiry": Right.EDIT,
    "console.answer_inquiry": Right.SEND,
    "console.bench_texts": Right.READ,
    "console.bench_call": Right.READ,
    "console.bench_file": Right.READ,
}
"""By endpoint. A test walks every one as nobody and as each role."""

LARGE = frozenset({"console.upload_batch", "console.batch_report"})
"""Where whoever is logged in may bring a file; everything else is small."""
