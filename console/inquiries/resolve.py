"""Resolve inquiries: the impact is previewed first, and it can be undone."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console import case_search
from console.auth import who
from console.context import Door, remembered
from console.display import case_labels
from console.display.inquiry_labels import outcome
from console.inquiries.list import group_of, render_group
from faq_store.editing import phrasings
from faq_store.editing.phrasing_impact import Foreseen, Foresight
from faq_store.errors import FaqError
from faq_store.inquiries import resolve
from faq_store.inquiries.groups import Gatherer, Group
from faq_store.inquiries.resolve import Ending, Settling
from helpline.errors import HelplineError
from helpline.faq import Case, Edition, Phrasing
from helpline.masking import mask
from helpline.matching.comparison import Effect
from helpline.text import clean, count, is_blank
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

_DIGITS = 9
_FIND = "find"
_LONGEST_SOUGHT = 200
_MOST_CHANGES = 100
_NONE_CHOSEN = "请至少勾选一句要处理的原话"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form says: which inquiries, how to settle them, and the phrasing."""

    ids: tuple[int, ...]
    outcome: str
    text: str

    @property
    def phrasing(self) -> Phrasing | None:
        """What the draft is to be taught; None for an ending that teaches nothing."""
        if self.outcome in {Ending.IGNORED, Ending.NEW}:
            return None
        outside = self.outcome == Ending.OUTSIDE
        case = None if outside else Case.parse(self.outcome)
        return Phrasing(self.text, case)


def install(pages: Blueprint, door: Door, gatherer: Gatherer) -> None:
    """Add what is done with inquiries."""
    _add_preview(pages, door, gatherer)
    _add_settling(pages, door)
    _add_reopening(pages, door)


def _add_preview(pages: Blueprint, door: Door, gatherer: Gatherer) -> None:
    foresight = remembered(door, Foresight)

    @pages.post("/inquiries/<int:inquiry>/preview")
    def preview_inquiry(inquiry: int) -> ResponseReturnValue:
        chosen = _chosen()
        try:
            group = group_of(door, gatherer, inquiry)
            if chosen.outcome == _FIND:
                sought = clean(request.form.get("sought", ""))[:_LONGEST_SOUGHT]
                return render_group(door, group, sought, **_kept(chosen))
            return _preview(door, foresight, group, chosen)
        except FaqError as error:
            flash(str(error), "warning")
            return redirect(at("console.inquiries"))


def _add_settling(pages: Blueprint, door: Door) -> None:
    @pages.post("/inquiries/<int:inquiry>/settle")
    def settle_inquiry(inquiry: int) -> ResponseReturnValue:
        chosen, now = _chosen(), door.clock()
        try:
            decision = _decided(chosen)
            with writing(door.engine) as store:
                many = resolve.settle(store, chosen.ids, decision, now)
                _write(store, door, chosen, many)
                done = _done(store, chosen, many)
        except (FaqError, HelplineError) as error:
            flash(f"没有处理：{error}", "danger")
            return redirect(at("console.inquiry", inquiry=inquiry))
        flash(done, "success")
        return redirect(at("console.inquiries", undo=chosen.ids[0]))


def _add_reopening(pages: Blueprint, door: Door) -> None:
    @pages.post("/inquiries/<int:inquiry>/reopen")
    def reopen_inquiry(inquiry: int) -> ResponseReturnValue:
        now = door.clock()
        try:
            with writing(door.engine) as store:
                was = resolve.reopen(store, inquiry, now)
                first = was.first
                before = {
                    "outcome": first.outcome,
                    "by": first.settled_by,
                    "ids": [it.id for it in was.inquiries],
                    "phrasing": first.taught,
                }
                change = Change("reopen-inquiries", f"inquiry:{inquiry}", before)
                audit.write(store, who(), change, now)
        except FaqError as error:
            flash(str(error), "warning")
        else:
            flash(f"已放回待处理：{len(was.inquiries)}条。", "success")
        return redirect(at("console.inquiries"))


def _chosen() -> Chosen:
    asked = request.form
    words = ",".join(asked.getlist("ids")).split(",")
    ids = tuple(it for it in (count(word, _DIGITS) for word in words) if it is not None)
    # One button for each option offered; the list's own button says "listed".
    said = asked.get("outcome", "")
    settled = asked.get("listed", "") if said == "listed" else said
    return Chosen(ids, settled, mask(clean(asked.get("phrasing", ""))))


def _decided(chosen: Chosen) -> Settling:
    if not chosen.ids:
        raise FaqError(_NONE_CHOSEN)
    return Settling(who(), chosen.outcome, chosen.phrasing)


def _kept(chosen: Chosen) -> dict[str, Any]:
    return {"phrasing": chosen.text, "ids": chosen.ids}


def _preview(
    door: Door, foresight: Foresight, group: Group, chosen: Chosen
) -> ResponseReturnValue:
    with reading(door.engine) as store:
        draft = phrasings.current(store)
    kept = {"chosen": chosen.outcome, **_kept(chosen)}
    texts = tuple(it.asked for it in group.texts if set(it.ids) & set(chosen.ids))
    try:
        phrasing = _checked(chosen, texts)
        known = phrasing in draft.phrasings
        published = door.shelf.refresh()
        foreseen = (
            None if known else foresight.foresee(published, draft, phrasing, texts)
        )
    except (FaqError, HelplineError) as error:
        return render_group(door, group, wrong=str(error), **kept), 400
    more = _told(draft, foreseen) if foreseen else {"answers": (), "changes": ()}
    return render_group(
        door,
        group,
        previewed=True,
        known=known,
        meaning=outcome(draft, chosen.outcome),
        **kept,
        **more,
    )


def _checked(chosen: Chosen, texts: tuple[str, ...]) -> Phrasing:
    if not texts:
        raise FaqError(_NONE_CHOSEN)
    if not chosen.outcome:
        raise FaqError("请先在列表里选一个问题或情形")
    if is_blank(chosen.text):
        raise FaqError("问法是空的")
    if (phrasing := chosen.phrasing) is None:
        raise FaqError("这样处理不会教给系统什么，没有可预览的")
    return phrasing


def _told(edition: Edition, foreseen: Foreseen) -> dict[str, object]:
    changes = foreseen.changes
    return {
        "answers": tuple(
            (
                it.text,
                case_labels.said(edition, it.now),
                case_labels.said(edition, it.then),
            )
            for it in foreseen.answers
        ),
        "changes": tuple(
            (
                it,
                case_labels.said(edition, it.before),
                case_labels.said(edition, it.after),
            )
            for it in changes[:_MOST_CHANGES]
        ),
        "many_changes": len(changes),
        "asked": foreseen.asked,
        "known_phrasings": foreseen.known,
        "worse": sum(it.effect is Effect.WORSE for it in changes),
    }


def _write(store: Session, door: Door, chosen: Chosen, many: int) -> None:
    phrasing, first = chosen.phrasing, f"inquiry:{chosen.ids[0]}"
    after = {"outcome": chosen.outcome, "many": many, "ids": chosen.ids}
    audit.write(
        store, who(), Change("settle-inquiries", first, None, after), door.clock()
    )
    if phrasing:
        named = (
            f"question:{phrasing.case.question}"
            if phrasing.case
            else "phrasing:不在范围内"
        )
        taught = {"phrasing": phrasing.text, "case": chosen.outcome}
        audit.write(
            store, who(), Change("add-phrasing", named, None, taught), door.clock()
        )


def _done(store: Session, chosen: Chosen, many: int) -> str:
    named = () if chosen.phrasing is None else (chosen.phrasing.case,)
    edition = case_search.naming(store, [it for it in named if it])
    done = f"已处理{many}条，记为“{outcome(edition, chosen.outcome)}”。"
    if chosen.phrasing:
        return f"{done}“{chosen.text}”已写进草稿，草稿发布后生效。"
    return done
