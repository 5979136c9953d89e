"""Commands about what notices are made with: templates, reason codes, suppressions."""

import click

from helpline import phone_numbers
from helpline.masking import mask
from helpline.timezone import CHINA
from notices.compose import reason_codes, templates
from notices.compose.reason_codes import ReasonCode
from notices.delivery import suppressions
from server.commands import database
from storage.session import reading, writing

BY = "operator"
"""Who changed it, as far as the command line knows."""


@click.group(help="通知的模板。")
def template() -> None:
    """Gather the commands about templates."""


@template.command("list", help="列出正在使用的模板。")
def list_templates() -> None:
    """Print every template in use."""
    with database.open_ready_database() as engine, reading(engine) as session:
        for value in templates.templates_in_use(session).values():
            click.echo(f"{value.name}\t第{value.version}版\t{value.body}")


@template.command("set", help="启用一个模板的新版本；变量写成 {名称}，签名不用写。")
@click.argument("name")
@click.argument("body")
def set_template(name: str, body: str) -> None:
    """Put a new version of a template into use."""
    with database.open_ready_database() as engine, writing(engine) as session:
        made = templates.add_template(session, name, body, BY, database.current_time())
    click.echo(f"模板“{made.name}”第{made.version}版已启用：{made.body}")


@click.group(help="原因代码，以及它对应的问题。")
def reason() -> None:
    """Gather the commands about reason codes."""


@reason.command("list", help="列出原因代码。")
def list_reasons() -> None:
    """Print every reason code."""
    with database.open_ready_database() as engine, reading(engine) as session:
        for value in reason_codes.load_reason_codes(session).values():
            click.echo(f"{value.code}\t{value.text}\t{value.question}")


@reason.command("set", help="增加或修改一个原因代码。")
@click.argument("code")
@click.argument("text")
@click.option("--question", default="", help="哪个问题说明解决办法，如 1.7。")
def set_reason(code: str, text: str, question: str) -> None:
    """Add a reason code, or change it."""
    with database.open_ready_database() as engine:
        edition = database.load_edition()
        with writing(engine) as session:
            reason_codes.save_reason_code(
                session,
                ReasonCode(code, text, question),
                lambda key: edition.question(key) is not None,
                BY,
                database.current_time(),
            )
    click.echo(f"原因代码“{code}”已保存。")


@reason.command("remove", help="删除一个原因代码；发过的通知不变。")
@click.argument("code")
def remove_reason(code: str) -> None:
    """Forget a reason code."""
    with database.open_ready_database() as engine, writing(engine) as session:
        known = reason_codes.remove_reason_code(session, code)
    click.echo(f"原因代码“{code}”已删除。" if known else f"没有原因代码“{code}”。")


@click.group(help="退订：不再发通知的号码。")
def suppression() -> None:
    """Gather the commands about suppressions."""


@suppression.command("list", help="列出退订的号码；给出号码则列出它的经过。")
@click.argument("number", required=False)
def list_suppressions(number: str | None) -> None:
    """Print the suppressed numbers, or one number's history."""
    with database.open_ready_database() as engine, reading(engine) as session:
        if number is None:
            for row in suppressions.list_active(session):
                when = f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
                click.echo(f"{mask(row.number)}\t{when}")
            return
        for event in suppressions.suppression_history(session, _mobile(number)):
            what = "退订" if event.active else "恢复"
            when = f"{event.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
            click.echo(f"{when}\t{what}\t{event.cause}")


@suppression.command("add", help="不再给一个号码发通知。")
@click.argument("number")
def add_suppression(number: str) -> None:
    """Suppress a number."""
    with database.open_ready_database() as engine, writing(engine) as session:
        new = suppressions.suppress_number(
            session, _mobile(number), f"staff:{BY}", database.current_time()
        )
    click.echo("已退订。" if new else "这个号码本来就已退订。")


@suppression.command("remove", help="恢复给一个号码发通知。")
@click.argument("number")
def remove_suppression(number: str) -> None:
    """Let a number be sent notices again."""
    with database.open_ready_database() as engine, writing(engine) as session:
        new = suppressions.resume_number(
            session, _mobile(number), f"staff:{BY}", database.current_time()
        )
    click.echo("已恢复。" if new else "这个号码没有退订。")


def _mobile(number: str) -> str:
    if found := phone_numbers.parse_mainland_mobile(number):
        return found
    raise click.UsageError(f"“{number}”不是手机号码。")


COMMANDS = {"template": template, "reason": reason, "suppression": suppression}
