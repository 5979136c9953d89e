"""A FAQ small enough to be read at a glance, and ways to keep it."""

from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from faq_store import drafts, editions, importing, publishing
from faq_store.importing import ImportReport
from faq_store.tables import GivenKeyRow
from helpline import leaflet
from helpline.cases import Case, Edition, Phrasing, Question, Section, Situation
from helpline.wording import Prompts
from storage.session import reading, writing

PAPER = """食堂问答

一、用餐
1.几点开饭？
答：十二点。
2.饭卡刷不出来怎么办？
答：请排查以下情况：
情形1：饭卡没有余额。
建议：去充值。
情形2：饭卡已经挂失。
建议：去解挂。
二、其他
1.可以带家属吗？
答：可以。
三、联系我们
食堂电话
（1）值班电话：123
"""

SMALL = Edition(
    number=0,
    title="食堂问答",
    sections=(
        Section(
            "1",
            "用餐",
            (
                Question("1.1", "几点开饭？", "十二点。"),
                Question(
                    "1.2",
                    "饭卡刷不出来怎么办？",
                    "请排查以下情况：",
                    (
                        Situation(1, "饭卡没有余额。", "去充值。"),
                        Situation(2, "饭卡已经挂失。", "去解挂。"),
                    ),
                ),
            ),
        ),
        Section("2", "其他", (Question("2.1", "可以带家属吗？", "可以。"),)),
        Section(
            "3",
            "联系我们",
            (Question("3.1", "食堂电话", "值班电话：123", contacts=True),),
        ),
    ),
    phrasings=(
        Phrasing("什么时候吃饭", Case("1.1")),
        Phrasing("卡里没钱", Case("1.2", 1)),
        Phrasing("今天下雨吗", None),
        Phrasing("卡坏了", Case("1.2")),
    ),
    prompts=Prompts(greeting="食堂欢迎您。", hotline_dialled="+861234567"),
)


def retitled(title: str) -> Edition:
    return replace(SMALL, title=title)


def draft(engine: Engine, edition: Edition, now: datetime) -> None:
    with writing(engine) as session:
        drafts.replace(session, edition, now=now)


def publish(engine: Engine, edition: Edition, now: datetime) -> int:
    draft(engine, edition, now)
    with writing(engine) as session:
        return publishing.publish(session, now=now, by="张三")


def bring_in(
    engine: Engine, paper: str, now: datetime, *, replace: bool = False
) -> ImportReport:
    with writing(engine) as session:
        read = leaflet.read(paper)
        return importing.import_leaflet(session, read, now=now, replace=replace)


def drafted(engine: Engine) -> Edition | None:
    with reading(engine) as session:
        return drafts.load(session)


def everything(session: Session) -> tuple[object, ...]:
    """Read all that an import or a publish may touch."""
    latest = editions.latest_number(session) or 0
    published = [editions.load(session, it) for it in range(1, latest + 1)]
    given = select(GivenKeyRow.parent, GivenKeyRow.highest).order_by(GivenKeyRow.parent)
    rows = [tuple(row) for row in session.execute(given)]
    return published, drafts.load(session), rows


def keys_by_title(edition: Edition) -> dict[str, str]:
    return {question.title: question.key for question in edition.questions}


def paper_of(*titles: str) -> str:
    """Write a document of one section with these questions."""
    number = count(1)
    body = "".join(f"{next(number)}.{title}\n答：答复。\n" for title in titles)
    return f"某某问答\n\n一、用餐\n{body}"
