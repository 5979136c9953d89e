"""A FAQ of four questions, what people say to it, and a matcher told what to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from helpline.conversation.context import ReplyContext
from helpline.conversation.dialogue import reply
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.conversation.settings import ConversationRules
from helpline.conversation.state import ConversationState
from helpline.conversation.turn import Turn
from helpline.faq import Case, Edition, Phrasing, Question, Section, Situation
from helpline.matching import Certain, Decision, Nothing, Option, Unsure

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)

HOURS = Question("1.1", "几点开饭？", "十二点。")
CARD = Question(
    "1.2",
    "饭卡刷不出来怎么办？",
    "请排查以下情况：",
    (
        Situation(1, "饭卡没有余额。", "去窗口充值。"),
        Situation(2, "饭卡已经挂失。", "去窗口解挂。"),
    ),
)
FAMILY = Question("2.1", "可以带家属吗？", "周末可以。")
DESK = Question("3.1", "食堂电话", "值班电话：0371-63284897", contacts=True)

EDITION = Edition(
    number=7,
    title="食堂问答",
    sections=(
        Section("1", "用餐", (HOURS, CARD)),
        Section("2", "其他", (FAMILY,)),
        Section("3", "联系我们", (DESK,)),
    ),
    phrasings=(
        Phrasing("什么时候吃饭", Case("1.1")),
        Phrasing("中午饭点是什么时间", Case("1.1")),
        Phrasing("饭卡里没钱了", Case("1.2", 1)),
        Phrasing("卡挂失了刷不了饭", Case("1.2", 2)),
        Phrasing("卡坏了吧", Case("1.2")),
        Phrasing("家里人能来吃吗", Case("2.1")),
        Phrasing("怎么联系食堂的人", Case("3.1")),
        Phrasing("今天会下雨吗", None),
        Phrasing("股票涨了没有", None),
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A matcher that decides as it was told, and nothing about other texts."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    situations: Mapping[str, int] = field(default_factory=dict)

    def match(self, text: str) -> Decision:
        return self.decisions.get(text, Nothing(()))

    def situation(self, question: str, text: str) -> int | None:
        found = EDITION.question(question)
        return self.situations.get(text) if found and found.situations else None


def options(*cases: str) -> tuple[Option, ...]:
    return tuple(Option(Case.parse(it), 0.9 / rank) for rank, it in enumerate(cases, 1))


MATCHER = Told(
    decisions={
        "开饭": Certain(options("1.1", "1.2", "2.1")),
        "刷卡": Certain(options("1.2", "1.1", "2.1")),
        "没钱": Certain(options("1.2#1", "2.1")),
        "就一个": Certain(options("1.1")),
        "开饭和家属": Certain(options("1.1", "2.1", "3.1"), both=True),
        "刷卡和家属": Certain(options("1.2", "2.1", "1.1"), both=True),
        "没钱和家属": Certain(options("1.2#1", "2.1"), both=True),
        "饭": Unsure(options("1.1", "1.2#2")),
        "没余额": Unsure(options("1.1", "1.2")),
    },
    situations={"没余额": 1, "开饭": 2},
)


def desk(
    edition: Edition = EDITION, rules: ConversationRules | None = None
) -> ReplyContext:
    return ReplyContext(edition, MATCHER, rules or ConversationRules())


@dataclass(slots=True)
class Conversation:
    """An applicant who texts, with a state kept as JSON between two texts."""

    desk: ReplyContext = field(default_factory=desk)
    now: datetime = NOON
    mailbox: SentNotices = NOTHING_SENT
    stored: str = field(default_factory=lambda: ConversationState().to_json())
    turns: list[Turn] = field(default_factory=list)

    def says(self, *texts: str) -> str:
        """Send some texts; return the reply to the last."""
        for text in texts:
            state = ConversationState.from_json(self.stored)
            at_desk = replace(self.desk, sent=self.mailbox)
            state, turn = reply(state, text, at_desk, self.now)
            self.stored = state.to_json()
            self.turns.append(turn)
        return self.turns[-1].reply

    @property
    def last(self) -> Turn:
        return self.turns[-1]
