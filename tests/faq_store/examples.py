"""A FAQ small enough to be read at a glance, and ways to keep it."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import count

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions
from faq_store.document_import import replace as document_import_replace
from faq_store.document_import.replace import ImportReport
from faq_store.file_formats import text_format
from faq_store.publishing import publish as publishing_publish
from faq_store.publishing.publish import TrainedDraft
from faq_store.tables import GivenKeyRow
from helpline import matching
from helpline.faq import Case, Edition, Phrasing, Question, Section, Situation, Synonym
from helpline.matching import Matcher
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
    synonyms=(Synonym("家里人", "家属"), Synonym("饭票", "饭卡")),
    prompts=Prompts(greeting="食堂欢迎您。", hotline_dialled="+861234567"),
)

_SAID = {
    "1.1": "几点吃饭 何时开饭 饭点 开饭时间 早饭什么时间 晚饭几点 食堂几点开门 午饭点",
    "1.2": "饭卡坏了 卡刷不了 刷卡没反应 饭卡挂失 读不出卡 不认卡 刷卡失败 卡失效",
    "2.1": "能带家属吗 带孩子行吗 家人能来吗 带父母来 亲属可以进吗 带朋友 客人能来吗 带小孩",
    "3.1": "食堂电话多少 怎么联系食堂 值班电话 联系方式 食堂号码 投诉电话 人工电话 联系人",
}

_STRANGE = """
    今天下雨吗 股票涨了 天气怎么样 帮我订机票 附近有银行吗
    手机没电了 明天放假吗 公交车几路 推荐一部电影 彩票中了
"""

SPOKEN = replace(
    SMALL,
    phrasings=tuple(
        Phrasing(text, Case(key))
        for key, said in _SAID.items()
        for text in said.split()
    )
    + tuple(Phrasing(text, None) for text in _STRANGE.split()),
)
"""The same with phrasings enough to teach a model, rather than to rerank."""


def retitled(title: str) -> Edition:
    return replace(SMALL, title=title)


def asking(edition: Edition, **titles: str) -> Edition:
    """Give questions other titles; the keys are written like `q2_1`."""
    new = {key.removeprefix("q").replace("_", "."): it for key, it in titles.items()}
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(question, title=new.get(question.key, question.title))
                for question in section.questions
            ),
        )
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def draft(engine: Engine, edition: Edition, now: datetime) -> None:
    with writing(engine) as session:
        drafts.replace_draft(session, edition, now=now)


def publish(
    engine: Engine, edition: Edition, now: datetime, matcher: Matcher | None = None
) -> int:
    draft(engine, edition, now)
    taught = TrainedDraft(edition, matcher or taught_once(edition))
    with writing(engine) as session:
        return publishing_publish.publish_draft(
            session, now=now, by="张三", second_person=False, taught=taught
        )


@cache
def taught_once(edition: Edition) -> Matcher:
    """Teach a matcher an edition, for all tests: it takes a tenth of a second."""
    return matching.train_matcher(edition).warm_up()


def small_matcher() -> Matcher:
    return taught_once(SMALL)


def bring_in(
    engine: Engine, paper: str, now: datetime, *, replace: bool = False
) -> ImportReport:
    with writing(engine) as session:
        read = text_format.parse_faq_text(paper)
        return document_import_replace.import_document(
            session, read, now=now, replace=replace
        )


def drafted(engine: Engine) -> Edition | None:
    with reading(engine) as session:
        return drafts.load_draft(session)


def latest(engine: Engine) -> Edition | None:
    with reading(engine) as session:
        return editions.load_latest(session)


def everything(session: Session) -> tuple[object, ...]:
    """Read all that an import or a publish may touch."""
    latest = editions.latest_number(session) or 0
    published = [editions.load_edition(session, it) for it in range(1, latest + 1)]
    given = select(GivenKeyRow.parent, GivenKeyRow.highest).order_by(GivenKeyRow.parent)
    rows = [tuple(row) for row in session.execute(given)]
    return published, drafts.load_draft(session), rows


def keys_by_title(edition: Edition) -> dict[str, str]:
    return {question.title: question.key for question in edition.questions}


def paper_of(*titles: str) -> str:
    """Write a document of one section with these questions."""
    number = count(1)
    body = "".join(f"{next(number)}.{title}\n答：答复。\n" for title in titles)
    return f"某某问答\n\n一、用餐\n{body}"
