"""Commands that teach the draft: phrasing, synonym; and lint, which finds what to teach."""

import click
from sqlalchemy.orm import Session

from faq_store.editing import phrasings
from faq_store.inquiries.resolve import ResolutionKind
from helpline.faq import Case, Edition, Synonym
from helpline.masking import mask
from helpline.matching.confusable import confusable_pairs
from server.commands import ask, database
from server.invitations import OPERATOR
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

_SHOWN = 3
"""Texts that are shown of a pair of questions."""


@click.group(help="管理草稿里的问法：已知某句话是什么意思。")
def phrasing() -> None:
    """Gather what can be done with phrasings."""


@phrasing.command("add", help="教会草稿：这句话是在问什么。")
@click.argument("text")
@click.option("--case", "case", help="问题或情形的编号，如 1.6 或 1.6#2。")
@click.option("--none", "outside", is_flag=True, help="这句话不归我们答复。")
def add_phrasing(text: str, case: str | None, *, outside: bool) -> None:
    """Teach a text, and show at once how the draft answers it."""
    if (case is not None) == outside:
        raise click.UsageError("请用 --case 给出编号，或用 --none 说明不归我们答复。")
    meant = Case.parse(case) if case is not None else None
    with database.open_ready_database() as engine, writing(engine) as session:
        phrasings.add_phrasing(session, text, meant, now=database.current_time())
        _write_audit(
            session,
            "add-phrasing",
            {"phrasing": mask(text), "case": case or ResolutionKind.OUTSIDE},
        )
        draft = phrasings.load_working_edition(session)
    click.echo("已存入草稿，helpline publish 后生效。草稿现在的答复：")
    for line in ask.format_decision(draft, database.adapt_matcher(draft).match(text)):
        click.echo(line)


@phrasing.command("remove", help="让草稿忘掉这句话。")
@click.argument("text")
def remove_phrasing(text: str) -> None:
    """Forget a text."""
    with database.open_ready_database() as engine, writing(engine) as session:
        phrasings.remove_phrasing(session, text, now=database.current_time())
        _write_audit(session, "remove-phrasing", {"phrasing": mask(text)})
    click.echo("已从草稿中删除，helpline publish 后生效。")


@phrasing.command("list", help="列出草稿（没有则最新版本）的问法。")
@click.option("--case", "case", help="只列这个问题或情形的。")
@click.option("--none", "outside", is_flag=True, help="只列不归我们答复的。")
def list_phrasings(case: str | None, *, outside: bool) -> None:
    """List what the draft knows."""
    wanted = Case.parse(case) if case else None
    for item in _load_current().phrasings:
        named = wanted and item.case and wanted in {item.case, Case(item.case.question)}
        if named or (outside and item.case is None) or not (wanted or outside):
            click.echo(f"{item.case or '范围外'}\t{item.text}")


@click.group(help="管理草稿里的同义词：用户的说法就是问题释疑里的哪个词。")
def synonym() -> None:
    """Gather what can be done with synonyms."""


@synonym.command("add", help="教会草稿：SAID 就是 MEANT（如：公司 企业）。")
@click.argument("said")
@click.argument("meant")
def add_synonym(said: str, meant: str) -> None:
    """Teach a synonym."""
    pair = Synonym(said.strip(), meant.strip())
    with database.open_ready_database() as engine, writing(engine) as session:
        phrasings.add_synonym(session, pair, now=database.current_time())
        _write_audit(session, "add-synonym", {"said": pair.said, "meant": pair.meant})
    click.echo("已存入草稿，helpline publish 后生效。")


@synonym.command("remove", help="让草稿忘掉这个同义词。")
@click.argument("said")
def remove_synonym(said: str) -> None:
    """Forget a synonym."""
    with database.open_ready_database() as engine, writing(engine) as session:
        phrasings.remove_synonym(session, said, now=database.current_time())
        _write_audit(session, "remove-synonym", {"said": said})
    click.echo("已从草稿中删除，helpline publish 后生效。")


@synonym.command("list", help="列出草稿（没有则最新版本）的同义词。")
def list_synonyms() -> None:
    """List them."""
    for item in _load_current().synonyms:
        click.echo(f"{item.said}\t{item.meant}")


@click.command(help="找出系统分不清的问题：应改写标题、合并，或补充问法。")
@click.option("--draft", is_flag=True, help="检查草稿，而不是已发布的版本。")
def lint(*, draft: bool) -> None:
    """Name the pairs of questions that the matcher cannot tell apart."""
    edition = database.load_draft() if draft else database.load_edition()
    found = confusable_pairs(database.load_matcher(edition))
    if not found:
        click.echo("没有分不清的问题。")
    for item in found:
        one, other = (_case_title(edition, key) for key in (item.one, item.other))
        click.echo(
            f"{item.one}“{one}” 常被当成 {item.other}“{other}”（{item.share:.0%}）："
        )
        for text in item.texts[:_SHOWN]:
            click.echo(f"  {text}")


def _write_audit(session: Session, action: str, after: dict[str, str]) -> None:
    """Write down what an operator taught the draft, with the change itself."""
    audit.write_entry(
        session,
        OPERATOR,
        AuditEntry(action, "draft", after=after),
        database.current_time(),
    )


def _load_current() -> Edition:
    with database.open_ready_database() as engine, reading(engine) as session:
        return phrasings.load_working_edition(session)


def _case_title(edition: Edition, key: str) -> str:
    found = edition.question(key)
    return found.title if found else ""


COMMANDS: dict[str, click.Command] = {
    "phrasing": phrasing,
    "synonym": synonym,
    "lint": lint,
}
