"""What staff and operators call decisions, ways of deciding, and views."""

from helpline.matching.decision import DecisionKind
from helpline.matching.explanation import MEANING, DecisionPath

DECISION_LABELS: dict[DecisionKind, str] = {
    DecisionKind.CERTAIN: "确定",
    DecisionKind.UNSURE: "不确定",
    DecisionKind.NOTHING: "没有找到",
}

PATH_LABELS = {
    DecisionPath.QUOTED: "原话出自问题释疑",
    DecisionPath.TAUGHT: "由问法学会的模型判断",
    DecisionPath.RERANKED: "由索引检索后重排判断",
    DecisionPath.UNKNOWN: "没有一个认识的字词",
}

FEATURE_LABELS = {
    "w": "词",
    "1": "字",
    "2": "二字",
    "p": "音",
    "q": "二音",
    MEANING: "语义",
}
