"""Resolve inquiries: the impact is previewed first, and it can be undone."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console import case_search
from console.auth import current_staff_name
from console.context import ConsoleContext, per_context
from console.display import case_labels
from console.display.inquiry_labels import outcome_label
from console.inquiries.list import find_group, render_group
from faq_store.editing import phrasings
from faq_store.editing.phrasing_impact import ImpactPredictor, PhrasingImpact
from faq_store.errors import FaqError
from faq_store.inquiries import resolve
from faq_store.inquiries.groups import InquiryGroup, InquiryGroupCache
from faq_store.inquiries.resolve import Resolution, ResolutionKind
from helpline.errors import HelplineError
from helpline.faq import Case, Edition, Phrasing
from helpline.masking import mask
from helpline.matching.comparison import Effect
from helpline.text import clean, is_blank, parse_count
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_DIGITS = 9
_FIND = "find"
_LONGEST_SEARCH = 200
_MOST_CHANGES = 100
_NONE_CHOSEN = "请至少勾选一句要处理的原话"


@dataclass(frozen=True, slots=True)
class ResolveForm:
    """What the form says: which inquiries, how to settle them, and the phrasing."""

    ids: tuple[int, ...]
    outcome: str
    text: str

    @property
    def phrasing(self) -> Phrasing | None:
        """What the draft is to be taught; None for an ending that teaches nothing."""
        if self.outcome in {ResolutionKind.IGNORED, ResolutionKind.NEW}:
            return None
        outside = self.outcome == ResolutionKind.OUTSIDE
        case = None if outside else Case.parse(self.outcome)
        return Phrasing(self.text, case)


def install(
    pages: Blueprint, context: ConsoleContext, group_cache: InquiryGroupCache
) -> None:
    """Add what is done with inquiries."""
    _add_preview(pages, context, group_cache)
    _add_resolving(pages, context)
    _add_reopening(pages, context)


def _add_preview(
    pages: Blueprint, context: ConsoleContext, group_cache: InquiryGroupCache
) -> None:
    foresight = per_context(context, ImpactPredictor)

    @pages.post("/inquiries/<int:inquiry>/preview")
    def preview_inquiry(inquiry: int) -> ResponseReturnValue:
        chosen = _parse_form()
        try:
            group = find_group(context, group_cache, inquiry)
            if chosen.outcome == _FIND:
                sought = clean(request.form.get("sought", ""))[:_LONGEST_SEARCH]
                return render_group(context, group, sought, **_form_fields(chosen))
            return _preview_page(context, foresight, group, chosen)
        except FaqError as error:
            flash(str(error), "warning")
            return redirect(at("console.inquiries"))


def _add_resolving(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/inquiries/<int:inquiry>/settle")
    def settle_inquiry(inquiry: int) -> ResponseReturnValue:
        chosen, now = _parse_form(), context.clock()
        try:
            decision = _parse_decision(chosen)
            with writing(context.engine) as store:
                many = resolve.resolve_inquiries(store, chosen.ids, decision, now)
                _write_audit(store, context, chosen, many)
                done = _result_message(store, chosen, many)
        except (FaqError, HelplineError) as error:
            flash(f"没有处理：{error}", "danger")
            return redirect(at("console.inquiry", inquiry=inquiry))
        flash(done, "success")
        return redirect(at("console.inquiries", undo=chosen.ids[0]))


def _add_reopening(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/inquiries/<int:inquiry>/reopen")
    def reopen_inquiry(inquiry: int) -> ResponseReturnValue:
        now = context.clock()
        try:
            with writing(context.engine) as store:
                was = resolve.reopen_inquiries(store, inquiry, now)
                first = was.first
                before = {
                    "outcome": first.outcome,
                    "by": first.settled_by,
                    "ids": [it.id for it in was.inquiries],
                    "phrasing": first.taught,
                }
                change = AuditEntry("reopen-inquiries", f"inquiry:{inquiry}", before)
                audit.write_entry(store, current_staff_name(), change, now)
        except FaqError as error:
            flash(str(error), "warning")
        else:
            flash(f"已放回待处理：{len(was.inquiries)}条。", "success")
        return redirect(at("console.inquiries"))


def _parse_form() -> ResolveForm:
    asked = request.form
    words = ",".join(asked.getlist("ids")).split(",")
    ids = tuple(
        item
        for item in (parse_count(word, _DIGITS) for word in words)
        if item is not None
    )
    # One button for each option offered; the list's own button says "listed".
    said = asked.get("outcome", "")
    settled = asked.get("listed", "") if said == "listed" else said
    return ResolveForm(ids, settled, mask(clean(asked.get("phrasing", ""))))


def _parse_decision(chosen: ResolveForm) -> Resolution:
    if not chosen.ids:
        raise FaqError(_NONE_CHOSEN)
    return Resolution(current_staff_name(), chosen.outcome, chosen.phrasing)


def _form_fields(chosen: ResolveForm) -> dict[str, Any]:
    return {"phrasing": chosen.text, "ids": chosen.ids}


def _preview_page(
    context: ConsoleContext,
    foresight: ImpactPredictor,
    group: InquiryGroup,
    chosen: ResolveForm,
) -> ResponseReturnValue:
    with reading(context.engine) as store:
        draft = phrasings.load_working_edition(store)
    kept = {"chosen": chosen.outcome, **_form_fields(chosen)}
    texts = tuple(it.asked for it in group.texts if set(it.ids) & set(chosen.ids))
    try:
        phrasing = _check_phrasing(chosen, texts)
        known = phrasing in draft.phrasings
        published = context.edition_cache.refresh()
        foreseen = (
            None if known else foresight.predict(published, draft, phrasing, texts)
        )
    except (FaqError, HelplineError) as error:
        return render_group(context, group, wrong=str(error), **kept), 400
    more = (
        _impact_labels(draft, foreseen) if foreseen else {"answers": (), "changes": ()}
    )
    return render_group(
        context,
        group,
        previewed=True,
        known=known,
        meaning=outcome_label(draft, chosen.outcome),
        **kept,
        **more,
    )


def _check_phrasing(chosen: ResolveForm, texts: tuple[str, ...]) -> Phrasing:
    if not texts:
        raise FaqError(_NONE_CHOSEN)
    if not chosen.outcome:
        raise FaqError("请先在列表里选一个问题或情形")
    if is_blank(chosen.text):
        raise FaqError("问法是空的")
    if (phrasing := chosen.phrasing) is None:
        raise FaqError("这样处理不会教给系统什么，没有可预览的")
    return phrasing


def _impact_labels(edition: Edition, foreseen: PhrasingImpact) -> dict[str, object]:
    changes = foreseen.changes
    return {
        "answers": tuple(
            (
                answer.text,
                case_labels.decision_label(edition, answer.now),
                case_labels.decision_label(edition, answer.then),
            )
            for answer in foreseen.answers
        ),
        "changes": tuple(
            (
                change,
                case_labels.decision_label(edition, change.before),
                case_labels.decision_label(edition, change.after),
            )
            for change in changes[:_MOST_CHANGES]
        ),
        "many_changes": len(changes),
        "asked": foreseen.asked,
        "known_phrasings": foreseen.known,
        "worse": sum(it.effect is Effect.WORSE for it in changes),
    }


def _write_audit(
    store: Session, context: ConsoleContext, chosen: ResolveForm, many: int
) -> None:
    phrasing, first = chosen.phrasing, f"inquiry:{chosen.ids[0]}"
    after = {"outcome": chosen.outcome, "many": many, "ids": chosen.ids}
    audit.write_entry(
        store,
        current_staff_name(),
        AuditEntry("settle-inquiries", first, None, after),
        context.clock(),
    )
    if phrasing:
        named = (
            f"question:{phrasing.case.question}"
            if phrasing.case
            else "phrasing:不在范围内"
        )
        taught = {"phrasing": phrasing.text, "case": chosen.outcome}
        audit.write_entry(
            store,
            current_staff_name(),
            AuditEntry("add-phrasing", named, None, taught),
            context.clock(),
        )


def _result_message(store: Session, chosen: ResolveForm, many: int) -> str:
    named = () if chosen.phrasing is None else (chosen.phrasing.case,)
    edition = case_search.edition_naming(store, [it for it in named if it])
    done = f"已处理{many}条，记为“{outcome_label(edition, chosen.outcome)}”。"
    if chosen.phrasing:
        return f"{done}“{chosen.text}”已写进草稿，草稿发布后生效。"
    return done
