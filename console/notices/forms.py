"""The forms about notices; what is wrong with an order is said by `notices.compose.notice_request`."""

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from console.forms import Form
from helpline.conversation.sent_notices import NoticeEvent

SelectChoices = dict[str, str]
"""What a field offers, value by value."""

_NEEDED = InputRequired("请填写。")
_MOST = 2000
_EVENTS = [it.value for it in NoticeEvent]


class NoticeForm(Form):
    """One notice; `token` makes a second click the same request."""

    to = StringField(
        "手机号",
        [_NEEDED, Length(max=32, message="太长了。")],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    event = SelectField(
        "事件",
        choices=_EVENTS,  # type: ignore[arg-type]  # its types are old
        validate_choice=False,
    )
    application = StringField(
        "申报号",
        [Length(max=200, message="太长了。")],
        render_kw={"autocomplete": "off"},
    )
    reason_code = SelectField("原因代码", validate_choice=False)
    reason = TextAreaField(
        "原因",
        [Length(max=_MOST, message="太长了。")],
        description="不写则用原因代码的说法；事件为“通知”时，这里是全文。",
        render_kw={"rows": 2},
    )
    template = SelectField("模板", validate_choice=False)
    urgent = BooleanField("紧急：先于其它通知，也不受免打扰时段限制")
    token = HiddenField()
    seen = HiddenField()


class UploadForm(Form):
    """A file of notices."""

    file = FileField(
        "CSV 文件", [FileRequired("请选一个文件。")], render_kw={"accept": ".csv,.txt"}
    )
    event = SelectField(
        "没写事件的行",
        choices={"": "算有错", **{it: f"是“{it}”" for it in _EVENTS}},
        validate_choice=False,
    )
    again = BooleanField("同一个文件再导入一遍")
    submit = SubmitField("检查这个文件")


class NumberForm(Form):
    """A number to suppress, or to look for."""

    number = StringField(
        "手机号",
        [_NEEDED, Length(max=32, message="太长了。")],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )


class TemplateForm(Form):
    """A new version of a template; `version` is the one it was written over."""

    name = StringField(
        "名称",
        [_NEEDED, Length(max=64, message="太长了。")],
        description="与事件同名的，就是那个事件的模板。",
    )
    body = TextAreaField(
        "内容",
        [_NEEDED, Length(max=_MOST, message="太长了。")],
        description="变量写成 {名称}，如 {application}（申报号）、{reason}（原因）。签名不用写。",
        render_kw={"rows": 4},
    )
    version = HiddenField()


class ReasonForm(Form):
    """A reason code."""

    code = StringField("代码", [_NEEDED, Length(max=64, message="太长了。")])
    text = TextAreaField(
        "原因",
        [_NEEDED, Length(max=_MOST, message="太长了。")],
        render_kw={"rows": 2},
    )
    question: SelectField | StringField = SelectField(
        "说明解决办法的问题", validate_choice=False
    )
    submit = SubmitField("保存")


class NumberedReasonForm(ReasonForm):
    """The same, where there are too many questions to list."""

    question: SelectField | StringField = StringField(
        "说明解决办法的问题的编号",
        [Length(max=32, message="太长了。")],
        description="如 1.7；没有就不写。",
        render_kw={"autocomplete": "off"},
    )


def set_choices(field: SelectField, choices: SelectChoices) -> None:
    """Say what a field offers."""
    field.choices = choices
