"""What commands have made of notices, and an operator who makes them."""

from click.testing import Result
from sqlalchemy import Engine, select

from notices.tables import BatchRow, NoticeRow
from storage.session import reading
from tests.notices.papers import LI, WANG, paper
from tests.server.commands.operator import Operator

SIGNATURE = "【安管人员考核】"
RETURNED = ("13800138000", "退件", "--application", "HN1", "--reason", "照片不清楚")
ONE = f"{SIGNATURE}您的申请HN1被退件，原因：照片不清楚。请修改后重新提交。"


def stored(store: Engine) -> list[NoticeRow]:
    with reading(store) as session:
        rows = list(session.scalars(select(NoticeRow).order_by(NoticeRow.id)))
        session.expunge_all()
        return rows


def statuses(store: Engine) -> list[str]:
    return [it.status for it in stored(store)]


def due(store: Engine) -> int:
    """Count what a worker would send."""
    return sum(it.status == "queued" and it.try_at is not None for it in stored(store))


def batch(store: Engine) -> str:
    with reading(store) as session:
        return session.scalars(select(BatchRow.id)).one()


def sends(operator: Operator, *words: str) -> Result:
    return operator.does("notices", "send", *words)


def imports(
    operator: Operator, *words: str, content: str = "", typed: bytes = b""
) -> Result:
    file = operator.file("七月.csv", content or paper(WANG, LI))
    return operator.does("notices", "import", file, *words, typed=typed)
