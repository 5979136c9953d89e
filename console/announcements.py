"""Announcements: a sentence that stands before every reply, for a while."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template
from flask import url_for as at
from flask.typing import ResponseReturnValue
from wtforms import DateTimeLocalField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from console.auth import who
from console.context import Door
from console.display.template_filters import when
from console.forms import Form, said
from faq_store import announcements
from faq_store.announcements import LONGEST, Announcement
from faq_store.errors import FaqError
from helpline import sms_segments
from helpline.timezone import CHINA
from staff import audit
from staff.audit import Change
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


def install(routes: Blueprint, door: Door) -> None:
    """Add the pages about announcements."""

    @routes.get("/announcements", endpoint="announcements")
    def listed() -> ResponseReturnValue:
        now = door.clock()
        form = AnnouncementForm(begins=_local(now), ends=_local(now + _USUAL))
        return _page(door, form)

    @routes.post("/announcements", endpoint="announce")
    def announce() -> ResponseReturnValue:
        form = AnnouncementForm()
        if not form.validate() or _is_over(form, door.clock()):
            return _page(door, form), 400
        try:
            _announce(door, form)
        except FaqError as error:
            form.text.errors = [str(error)]
            return _page(door, form), 400
        flash("公告已发布，几秒之内生效。", "success")
        return redirect(at("console.announcements"))

    @routes.post("/announcements/<int:announcement>/withdraw", endpoint="withdraw")
    def withdraw(announcement: int) -> ResponseReturnValue:
        try:
            with writing(door.engine) as store:
                now = door.clock()
                taken = announcements.withdraw(store, announcement, now)
                change = Change("withdraw", f"announcement:{taken.id}", taken.text)
                audit.write(store, who(), change, now)
        except FaqError as error:
            flash(str(error), "danger")
        else:
            flash("公告已撤回，几秒之内生效。", "success")
        return redirect(at("console.announcements"))


def _is_over(form: AnnouncementForm, now: datetime) -> bool:
    """Tell whether nobody would ever hear it, and say so in the form."""
    if not _moment(form.begins) < _moment(form.ends) <= now:
        return False
    form.ends.errors = ["这个时间已经过去，没有人会听到。请写一个以后的时间。"]
    return True


def _announce(door: Door, form: AnnouncementForm) -> None:
    with writing(door.engine) as store:
        made = announcements.make(
            store, said(form.text), _moment(form.begins), _moment(form.ends), who()
        )
        after = {
            "text": made.text,
            "begins": when(made.begins_at),
            "ends": when(made.ends_at),
        }
        change = Change("announce", f"announcement:{made.id}", after=after)
        audit.write(store, who(), change, door.clock())


def _page(door: Door, form: AnnouncementForm) -> str:
    now = door.clock()
    with reading(door.engine) as store:
        newest = announcements.newest(store, SHOWN)
    standing = [it for it in newest if it.stands(now)]
    covered = standing[1:]  # only the newest that stands is said
    return render_template(
        "console/announcements.html",
        form=form,
        announcements=[
            (it, _state(it, now, covered=it in covered), sms_segments.segments(it.text))
            for it in newest
        ],
    )


def _state(it: Announcement, now: datetime, *, covered: bool) -> str:
    if it.withdrawn_at is not None:
        return "已撤回"
    if it.stands(now):
        return "被更新的公告盖住" if covered else "正在播报"
    return "尚未开始" if now < it.begins_at else "已结束"


def _moment(field: DateTimeLocalField) -> datetime:
    found = field.data
    assert isinstance(found, datetime)  # noqa: S101 - it was validated
    return found.replace(tzinfo=CHINA)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(CHINA).replace(second=0, microsecond=0, tzinfo=None)
