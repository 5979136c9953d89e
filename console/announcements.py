"""Announcements: a sentence that stands before every reply, for a while."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template
from flask import url_for as at
from flask.typing import ResponseReturnValue
from wtforms import DateTimeLocalField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.display.template_filters import format_time
from console.forms import Form, field_text
from faq_store import announcements
from faq_store.announcements import LONGEST, Announcement
from faq_store.errors import FaqError
from helpline import sms_segments
from helpline.timezone import CHINA
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

SHOWN = 50
_USUAL = timedelta(hours=8)
_NEEDED = InputRequired("请填写。")


class AnnouncementForm(Form):
    """A sentence, and from when until when it is said (China's time)."""

    text = TextAreaField(
        "内容",
        [_NEEDED, Length(max=LONGEST, message=f"太长了，最多{LONGEST}个字。")],
        description=f"最多{LONGEST}个字。每条答复前面都会加上它，短信因此更长，费用更高。",
        render_kw={"maxlength": False},  # a browser would cut what is pasted, unsaid
    )
    begins = DateTimeLocalField("从", [_NEEDED])
    ends = DateTimeLocalField("到", [_NEEDED])
    submit = SubmitField("发布")


def install(routes: Blueprint, context: ConsoleContext) -> None:
    """Add the pages about announcements."""

    @routes.get("/announcements", endpoint="announcements")
    def listed() -> ResponseReturnValue:
        now = context.clock()
        form = AnnouncementForm(begins=_local_time(now), ends=_local_time(now + _USUAL))
        return _page(context, form)

    @routes.post("/announcements", endpoint="announce")
    def announce() -> ResponseReturnValue:
        form = AnnouncementForm()
        if not form.validate() or _is_over(form, context.clock()):
            return _page(context, form), 400
        try:
            _announce(context, form)
        except FaqError as error:
            form.text.errors = [str(error)]
            return _page(context, form), 400
        flash("公告已发布，几秒之内生效。", "success")
        return redirect(at("console.announcements"))

    @routes.post("/announcements/<int:announcement>/withdraw", endpoint="withdraw")
    def withdraw(announcement: int) -> ResponseReturnValue:
        try:
            with writing(context.engine) as store:
                now = context.clock()
                taken = announcements.withdraw_announcement(store, announcement, now)
                change = AuditEntry("withdraw", f"announcement:{taken.id}", taken.text)
                audit.write_entry(store, current_staff_name(), change, now)
        except FaqError as error:
            flash(str(error), "danger")
        else:
            flash("公告已撤回，几秒之内生效。", "success")
        return redirect(at("console.announcements"))


def _is_over(form: AnnouncementForm, now: datetime) -> bool:
    """Tell whether nobody would ever hear it, and say so in the form."""
    if not _field_time(form.begins) < _field_time(form.ends) <= now:
        return False
    form.ends.errors = ["这个时间已经过去，没有人会听到。请写一个以后的时间。"]
    return True


def _announce(context: ConsoleContext, form: AnnouncementForm) -> None:
    with writing(context.engine) as store:
        made = announcements.create_announcement(
            store,
            field_text(form.text),
            _field_time(form.begins),
            _field_time(form.ends),
            current_staff_name(),
        )
        after = {
            "text": made.text,
            "begins": format_time(made.begins_at),
            "ends": format_time(made.ends_at),
        }
        change = AuditEntry("announce", f"announcement:{made.id}", after=after)
        audit.write_entry(store, current_staff_name(), change, context.clock())


def _page(context: ConsoleContext, form: AnnouncementForm) -> str:
    now = context.clock()
    with reading(context.engine) as store:
        newest = announcements.newest_announcements(store, SHOWN)
    standing = [it for it in newest if it.stands(now)]
    covered = standing[1:]  # only the newest that stands is said
    return render_template(
        "console/announcements.html",
        form=form,
        announcements=[
            (
                item,
                _state_label(item, now, covered=item in covered),
                sms_segments.segments(item.text),
            )
            for item in newest
        ],
    )


def _state_label(announcement: Announcement, now: datetime, *, covered: bool) -> str:
    if announcement.withdrawn_at is not None:
        return "已撤回"
    if announcement.stands(now):
        return "被更新的公告盖住" if covered else "正在播报"
    return "尚未开始" if now < announcement.begins_at else "已结束"


def _field_time(field: DateTimeLocalField) -> datetime:
    found = field.data
    assert isinstance(found, datetime)  # noqa: S101 - it was validated
    return found.replace(tzinfo=CHINA)


def _local_time(moment: datetime) -> datetime:
    return moment.astimezone(CHINA).replace(second=0, microsecond=0, tzinfo=None)
