"""The forms of logging in and of accounts; what they say is Chinese."""

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, SelectField, StringField, SubmitField
from wtforms.validators import EqualTo, InputRequired, Length

from staff.passwords import LONGEST, SHORTEST
from staff.roles import Role

_NEEDED = InputRequired("请填写。")
_GOOD = [_NEEDED, Length(SHORTEST, LONGEST, f"要有{SHORTEST}到{LONGEST}个字符。")]


def field_text(field: Field) -> str:
    """Give what was written into a field."""
    return str(field.data or "")


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A form whose own messages are Chinese."""

    class Meta:
        """Named as wtforms wants it."""

        locales = ("zh",)


class LoginForm(Form):
    """Name and password."""

    name = StringField(
        "用户名",
        [_NEEDED, Length(max=32)],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(
        "密码",
        [_NEEDED, Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField("登录")

    def go_on_with_password(self) -> None:
        """Put the cursor where something is left to type."""
        self.name.render_kw = {"autocomplete": "username"}
        self.password.render_kw = {
            "autocomplete": "current-password",
            "autofocus": True,
        }


class CodeForm(Form):
    """A code of the second factor."""

    code = StringField(
        "验证码",
        [_NEEDED, Length(max=32)],
        render_kw={"autocomplete": "one-time-code", "autofocus": True},
    )
    submit = SubmitField("继续")


class PasswordForm(Form):
    """A new password, twice."""

    password = PasswordField("密码", _GOOD, render_kw={"autocomplete": "new-password"})
    again = PasswordField(
        "再写一遍",
        [_NEEDED, EqualTo("password", "两次写的不一样。")],
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("设好密码")


class ChangeForm(PasswordForm):
    """Another password, by whoever knows the present one."""

    password = PasswordField(
        "新密码", _GOOD, render_kw={"autocomplete": "new-password"}
    )
    old = PasswordField(
        "现在的密码",
        [_NEEDED, Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class PersonForm(Form):
    """A new account."""

    name = StringField(
        "用户名",
        [_NEEDED, Length(2, 32, "要有2到32个字。")],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(
        "角色",
        choices=[it.value for it in Role],  # type: ignore[misc]  # its types are old
        default=Role.EDITOR.value,
    )
    submit = SubmitField("增加")
