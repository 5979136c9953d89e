"""The prompts: all of them as they stand, and one edited with its preview beside."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from flask import Blueprint, abort, flash, redirect, render_template
from flask import request as asked
from flask import url_for as at
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.forms import Form, field_text
from faq_store.content import queries
from faq_store.content.queries import LastEdit
from faq_store.editing import edit as editing_edit
from faq_store.editing import prompts as editing_prompts
from faq_store.editing import validation
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import BadContentError, StaleEditError
from helpline import sms_segments, wording
from helpline.voice.pronunciation import to_speech
from helpline.wording import Prompts
from ivr import script
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_DEFAULT = Prompts()


GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("短信里的", ("greeting", "no_match", "sorry", "apology")),
    ("电话里的", ("call_greeting", "goodbye", "call_apology")),
    ("客服电话", ("hotline_spoken", "hotline_dialled")),
)
"""The prompts as they are listed."""

WHERE_USED: Mapping[str, str] = {
    "greeting": "对方发来“你好”“在吗”等问候时",
    "no_match": "找不到对应的解答时",
    "sorry": "对方回复“不对”，又没有别的候选时",
    "apology": "系统出了故障、答复不了短信时",
    "call_greeting": "电话接通后的第一句",
    "goodbye": "多次不按键或按错键，挂断之前",
    "call_apology": "系统出了故障、答复不了来电时",
    "hotline_spoken": "短信里写的、电话里念的号码；别的提示语里的 {hotline} 就是它",
    "hotline_dialled": "来电按0时转接到的号码；空着就不转接，只念“告诉对方的”号码",
}
"""Where each is said."""

NAMES = tuple(it.name for it in fields(Prompts))


@dataclass(frozen=True, slots=True)
class PromptPreview:
    """What comes of a prompt: a text with its segments, sentences heard in a call.

    `text` is "" and `heard` empty where it does not go that way; `dialled` is whom
    a caller is put through to.
    """

    text: str = ""
    segments: int = 0
    heard: tuple[str, ...] = ()
    dialled: str = ""


class PromptForm(Form):
    """What a prompt shall say, over the revision that was `seen`."""

    text = TextAreaField("内容")
    seen = HiddenField()


@dataclass(frozen=True, slots=True)
class PromptsState:
    """The prompts as they stand, what is published, and who edited them last."""

    prompts: Prompts
    published: Prompts
    edits: Mapping[str, LastEdit]

    def text(self, name: str) -> str:
        """Read one of them."""
        return str(getattr(self.prompts, name))

    def published_text(self, name: str) -> str:
        """Read it as it is published."""
        return str(getattr(self.published, name))

    def is_changed(self, name: str) -> bool:
        """Tell whether it is not yet as published."""
        return self.text(name) != self.published_text(name)

    def edit(self, name: str) -> LastEdit | None:
        """Find who edited it last, None if nobody did in this edition."""
        return self.edits.get(f"prompt:{name}")


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list, and the page of one."""
    _add_pages(pages, context)
    _add_saving(pages, context)


def _add_pages(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/prompts")
    def prompts() -> ResponseReturnValue:
        return render_template(
            "console/faq/prompts.html", standing=load_prompts(context), **_page_labels()
        )

    @pages.get("/prompts/<name>")
    def prompt(name: str) -> ResponseReturnValue:
        now = load_prompts(_check_name(context, name))
        text = now.text(name)
        form = PromptForm(formdata=None, text=text, seen=revision_of(text))
        return _page(name, form, now)


def _add_saving(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/prompts/<name>")
    def save_prompt(name: str) -> ResponseReturnValue:
        now = load_prompts(_check_name(context, name))
        form = PromptForm()
        if asked.form.get("do") == "default":
            form.text.data = getattr(_DEFAULT, name)
        try:
            text = validation.clean_prompt(name, field_text(form.text))
            if asked.form.get("do") == "preview":
                form.text.data = text
                return _page(name, form, now)
            _save_text(context, name, text, form)
        except BadContentError as error:
            form.text.errors = _fault_sentences(error)
            return _page(name, form, now), 400
        except StaleEditError as stale:
            return _stale_page(context, name, form, stale), 409
        return redirect(at("console.prompt", name=name))

    @pages.post("/prompts/<name>/preview")
    def preview_prompt(name: str) -> ResponseReturnValue:
        now = load_prompts(_check_name(context, name))
        form = PromptForm()
        try:
            text = validation.clean_prompt(name, field_text(form.text))
        except BadContentError as error:
            return render_template(_PREVIEW, faults=_fault_sentences(error))
        return render_template(_PREVIEW, arrival=_preview_text(name, text, now))


_PREVIEW = "console/faq/_arrival.html"


def load_prompts(context: ConsoleContext) -> PromptsState:
    """Read the prompts of the draft, or of the latest edition without one."""
    published = context.edition_cache.refresh().edition.prompts
    with reading(context.engine) as store:
        row = queries.working_edition_row(store)
        if row is None:
            return PromptsState(published, published, {})
        texts = {it: queries.read_prompt(store, row.id, it) for it in NAMES}
        edits = queries.last_edits(store, row.id, [f"prompt:{it}" for it in NAMES])
    return PromptsState(Prompts(**texts), published, edits)


def _check_name(context: ConsoleContext, name: str) -> ConsoleContext:
    if name not in NAMES:
        abort(404)
    return context


def _save_text(context: ConsoleContext, name: str, text: str, form: PromptForm) -> None:
    """Save it, unless it says that already: then nothing has to be reviewed anew."""
    with writing(context.engine) as store:
        now = context.clock()
        row = queries.working_edition_row(store)
        before = queries.read_prompt(store, row.id, name) if row else ""
        if text == before:
            flash("没有改动。", "info")
            return
        editing_edit.save_prompt(
            store, name, text, field_text(form.seen), Author(current_staff_name(), now)
        )
        change = AuditEntry("save-prompt", f"prompt:{name}", before, text)
        audit.write_entry(store, current_staff_name(), change, now)
    flash(f"“{editing_prompts.PROMPT_NAMES[name]}”已写进草稿，发布后生效。", "success")


def _stale_page(
    context: ConsoleContext, name: str, form: PromptForm, stale: StaleEditError
) -> str:
    """Show what somebody else wrote meanwhile; what was typed stays in the form."""
    current = str(stale.current or "")
    form.seen.data = revision_of(current)
    return _page(name, form, load_prompts(context), stale=stale)


def _page(name: str, form: PromptForm, now: PromptsState, **more: object) -> str:
    text = field_text(form.text)
    return render_template(
        "console/faq/prompt.html",
        name=name,
        form=form,
        standing=now,
        default=getattr(_DEFAULT, name),
        arrival=_preview_text(name, text, now),
        **_page_labels(),
        **more,
    )


def _preview_text(name: str, text: str, now: PromptsState) -> PromptPreview:
    return render_prompt_preview(name, replace(now.prompts, **{name: text}))


def _fault_sentences(error: BadContentError) -> list[str]:
    return [sentence for _, sentence in error.faults]


def _page_labels() -> dict[str, object]:
    return {
        "groups": GROUPS,
        "names": editing_prompts.PROMPT_NAMES,
        "where": WHERE_USED,
    }


def render_prompt_preview(name: str, prompts: Prompts) -> PromptPreview:
    """Say how a prompt arrives, among the others as they stand."""
    said = prompts.with_hotline(getattr(prompts, name))
    (_, texts), (_, calls), _ = GROUPS
    if name in texts:
        return PromptPreview(said, sms_segments.segments(said))
    if name in calls:
        return PromptPreview(heard=(to_speech(said),))
    number, *rest = script.hotline_sentences(prompts)
    if name == "hotline_spoken":
        text = prompts.with_hotline(prompts.no_match)
        return PromptPreview(text, sms_segments.segments(text), (number, *rest))
    if prompts.hotline_dialled:
        heard = number, wording.PUTTING_THROUGH
        return PromptPreview(heard=heard, dialled=prompts.hotline_dialled)
    return PromptPreview(heard=(number, *rest))
