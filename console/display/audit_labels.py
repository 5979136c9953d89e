"""The audit log in words: actions, what they were done to, and what changed."""

import json

from console.display import inquiry_labels
from faq_store.editing import prompts

ACTIONS = {
    "login": "登录",
    "login-refused": "登录失败",
    "logout": "退出",
    "verify": "通过第二步验证",
    "verify-refused": "第二步验证失败",
    "second-factor": "设置第二步验证",
    "recovery-codes": "更换恢复码",
    "change-password": "更换密码",
    "join": "用链接设置密码",
    "add-staff": "增加人员",
    "invite-staff": "发邀请链接",
    "change-staff": "更改人员",
    "see-number": "查看完整号码",
    "send-notice": "发通知",
    "cancel-notice": "取消通知",
    "retry-notice": "再发一次通知",
    "settle-notice": "写上通知的结果",
    "import-batch": "导入批次",
    "release-batch": "确认或继续批次",
    "stop-batch": "暂停批次",
    "cancel-batch": "取消批次",
    "retry-batch": "重发批次里失败的",
    "suppress": "退订号码",
    "resume": "恢复号码",
    "set-template": "启用模板的新版本",
    "set-reason": "保存原因代码",
    "remove-reason": "删除原因代码",
    "settle-inquiries": "处理提问",
    "reopen-inquiries": "把提问放回待处理",
    "add-section": "增加阶段",
    "rename-section": "给阶段改名",
    "move-section": "挪动阶段",
    "retire-section": "删除阶段",
    "add-question": "写新问题",
    "save-question": "改问题",
    "move-question": "挪动问题",
    "retire-question": "停用问题",
    "restore-question": "恢复问题",
    "bring-document": "导入文档",
    "accept-document": "接受文档里的改动",
    "close-document": "结束文档",
    "add-phrasing": "增加问法",
    "remove-phrasing": "去掉问法",
    "add-synonym": "增加同义词",
    "remove-synonym": "去掉同义词",
    "import-faq": "导入问题释疑",
    "answer-inquiry": "答复提问",
    "save-prompt": "改提示语",
    "submit-draft": "提交审核",
    "withdraw-draft": "撤回提交",
    "return-draft": "退回草稿",
    "discard-draft": "放弃草稿",
    "publish": "发布版本",
    "roll-back": "回滚",
    "announce": "发布公告",
    "withdraw": "撤回公告",
}
"""The actions of the audit in words; one without any is shown as it is."""


_KINDS = {
    "staff": "人员",
    "draft": "草稿",
    "edition": "版本",
    "prompt": "提示语",
    "notice": "通知",
    "batch": "批次",
    "number": "号码",
    "template": "模板",
    "reason": "原因代码",
    "document": "文档",
    "faq": "问题解答",
    "section": "阶段",
    "question": "问题",
    "conversation": "对话",
    "inquiry": "提问",
    "phrasing": "问法",
    "call": "通话",
    "announcement": "公告",
}


_NAMES = {
    "role": "角色",
    "disabled": "已停用",
    "outcome": "结果",
    "many": "条数",
    "ids": "编号",
    "phrasing": "问法",
    "said": "用户的说法",
    "meant": "问题释疑里的词",
    "lines": "改动",
    "phrasings": "问法的条数",
    "section": "阶段",
    "case": "所指",
    "event": "事件",
    "to": "号码",
    "text": "内容",
    "question": "问题",
    "file": "文件",
    "good": "可以发送",
    "bad": "有错的行",
    "segments": "段",
    "notices": "条数",
    "note": "说明",
    "by": "谁",
    "submitted": "提交的人",
    "based_on": "从哪一版开始改",
    "number": "版本",
    "title": "标题",
    "begins": "从",
    "ends": "到",
}


_MEANINGS = ("outcome", "case")
"""What names a case, or how an inquiry was settled."""


_PLAIN = {True: "是", False: "否", None: "无"}


AuditFields = tuple[tuple[str, str], ...]


def action_label(name: str) -> str:
    """Say what was done."""
    return ACTIONS.get(name, name)


def subject_label(name: str) -> str:
    """Say what it was done to: `staff:王` is 人员 王."""
    kind, _, rest = name.partition(":")
    if kind == "prompt":
        rest = prompts.PROMPT_NAMES.get(rest, rest)
    return f"{_KINDS[kind]} {rest}" if kind in _KINDS else name


def format_audit_change(side: str) -> AuditFields:
    """Take one side of a change apart: pairs of a name ("" for none) and a text."""
    if not side:
        return ()
    try:
        read = json.loads(side)
    except ValueError:  # it was too long, and cut
        return (("", side),)
    if not isinstance(read, dict):
        return (("", _plain_text(read)),)
    return tuple(
        (_field_label(item), _format_value(item, value)) for item, value in read.items()
    )


def _field_label(key: str) -> str:
    return _NAMES.get(key, key)


def _format_value(key: str, value: object) -> str:
    said = _plain_text(value)
    return inquiry_labels.ENDINGS.get(said, said) if key in _MEANINGS else said


def _plain_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return _PLAIN[value]
    if isinstance(value, list):
        return "、".join(map(_plain_text, value))
    return json.dumps(value, ensure_ascii=False)
