"""A draft on its way through the console: edited, rehearsed, submitted, published."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from faq_store.publishing import regression_job, regression_run, review
from faq_store.publishing.review import DraftStatus
from helpline.faq import Edition
from storage.session import reading, writing
from tests.console.visitors import Page, Visitor
from tests.faq_store import examples

REVIEW = "/console/review"
NOTE = "开饭时间改了"
CHANGED = examples.asking(examples.SMALL, q1_1="什么时候开饭？")

_HIDDEN = re.compile(r'name="(revision|beside|review)" value="([^"]*)"')


def answering(edition: Edition, key: str, answer: str) -> Edition:
    """Give one question another answer."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(question, answer=answer) if question.key == key else question
                for question in section.questions
            ),
        )
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def edited(store: Engine, now: datetime, draft: Edition = CHANGED) -> None:
    """Leave a draft that differs from what is published."""
    examples.draft(store, draft, now)


def standing(store: Engine) -> DraftStatus:
    """Tell where the draft stands; there has to be one."""
    with reading(store) as session:
        found = review.draft_status(session)
    assert found is not None
    return found


def rehearsed(store: Engine, now: datetime) -> None:
    """Do what a rehearser would do now."""
    with writing(store) as session:
        held = regression_job.claim_run(session, now)
    assert held is not None
    assert regression_run.execute_run(store, held, lambda: now)


def press(visitor: Visitor, deed: str, **typed: str) -> Page:
    """Press one of the page's buttons, and follow to what comes then."""
    seen = dict(_HIDDEN.findall(visitor.get(REVIEW).html))
    return visitor.post(f"{REVIEW}/{deed}", {**seen, **typed}, follow=True)


def roll_back(visitor: Visitor, number: int, reason: str) -> Page:
    """Open the page that asks, write a reason, confirm, and follow."""
    path = f"/console/history/{number}/roll-back"
    seen = dict(_HIDDEN.findall(visitor.get(path).html))
    return visitor.post(path, {**seen, "reason": reason}, follow=True)


def submitted(visitor: Visitor, store: Engine, now: datetime) -> None:
    """Edit a draft and submit it; it is rehearsed then."""
    edited(store, now)
    assert press(visitor, "submit", note=NOTE).status == 200
    rehearsed(store, now)
