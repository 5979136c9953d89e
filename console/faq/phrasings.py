"""The phrasings of one question: list, add, delete."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.faq import question_view
from console.faq.lint_remarks import Remarks
from console.faq.question_page import shown
from faq_store.content import queries
from faq_store.editing import phrasings as editing_phrasings
from faq_store.errors import FaqError, UnteachableError
from helpline.errors import HelplineError
from helpline.faq import Case
from helpline.masking import mask
from helpline.text import clean, count
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

_DIGITS = 9


def install(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    """Add the further pages of a list, and how it is changed."""
    _add_list(pages, door)
    _add_teaching(pages, door, looked_at)
    _add_forgetting(pages, door)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/faq/<key>/phrasings")
    def phrasings(key: str) -> ResponseReturnValue:
        asked = request.args
        case = Case(key, count(asked.get("situation", ""), _DIGITS))
        after = count(asked.get("after", ""), _DIGITS)
        with reading(door.engine) as store:
            found = question_view.there(store, key)
            if found is None:
                abort(404)
            row, question = found
            said = question_view.phrasings(
                store, row, question, case, -1 if after is None else after
            )
        return render_template(
            "console/faq/phrasings.html", question=question, said=said
        )


def _add_teaching(pages: Blueprint, door: Door, looked_at: Remarks) -> None:
    @pages.post("/faq/<key>/phrasings")
    def add_question_phrasing(key: str) -> ResponseReturnValue:
        text, of = request.form.get("phrasing", ""), request.form.get("of", key)
        try:
            before = _taught(door, key, text, of)
        except (FaqError, HelplineError) as error:
            more = {"phrasing": text, "of": of, "unteachable": str(error)}
            return shown(door, looked_at, key, None, 400, **more)
        flash(f"已增加问法“{mask(clean(text))}”，发布后生效。{before}", "success")
        return redirect(at("console.question", key=key, _anchor="phrasings"))


def _add_forgetting(pages: Blueprint, door: Door) -> None:
    @pages.post("/faq/<key>/phrasings/remove")
    def remove_question_phrasing(key: str) -> ResponseReturnValue:
        text, now = request.form.get("phrasing", ""), door.clock()
        try:
            with writing(door.engine) as store:
                meant = _meanings(store, text)
                if not any(it and it.question == key for it in meant):
                    raise UnteachableError(f"“{text}”不是这个问题的问法")
                editing_phrasings.remove_phrasing(store, text, now=now)
                was = {"phrasing": text, "case": " ".join(map(str, meant))}
                change = Change("remove-phrasing", f"question:{key}", was)
                audit.write(store, who(), change, now)
        except FaqError as error:
            flash(f"没有去掉：{error}。", "warning")
        else:
            flash(f"已去掉问法“{text}”，发布后生效。", "success")
        return redirect(at("console.question", key=key, _anchor="phrasings"))


def _taught(door: Door, key: str, text: str, of: str) -> str:
    """Teach it, and say what it meant before, "" for nothing."""
    case, now = Case.parse(of), door.clock()
    if case.question != key:
        raise UnteachableError(f"“{of}”不是这个问题的情形")
    with writing(door.engine) as store:
        meant = _meanings(store, text)
        editing_phrasings.add_phrasing(store, text, case, now=now)
        was = {"case": " ".join(str(it or "不在范围内") for it in meant)}
        after = {"phrasing": mask(clean(text)), "case": of}
        change = Change(
            "add-phrasing", f"question:{key}", was if meant else None, after
        )
        audit.write(store, who(), change, now)
    others = "、".join(str(it or "不在范围内") for it in meant)
    return f"它原来归“{others}”，现在归到这里。" if others else ""


def _meanings(store: Session, text: str) -> tuple[Case | None, ...]:
    row = queries.standing(store)
    return editing_phrasings.meanings(store, row, mask(clean(text))) if row else ()
