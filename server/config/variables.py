"""The environment variables the server understands, as `.env.example` and the docs list them."""

from dataclasses import dataclass
from datetime import timedelta

from helpline.conversation.settings import ConversationRules

_RULES = ConversationRules()


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its meaning in a Chinese sentence, its default, its example.

    An `example` marks what production must set to something else; a variable
    with neither default nor example may stay empty.
    """

    name: str
    meaning: str
    default: str = ""
    example: str = ""


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SIMULATOR",
        "是否用模拟电话公司试用：on 或 off；off 即正式运行。",
        default="off",
    ),
    Variable(
        "PUBLIC_BASE_URL",
        "服务商访问本系统的网址前缀，须与在服务商处填写的一致；末尾不带斜杠，可带路径（代理须先去掉该路径）；SIMULATOR=on 时默认为 http://127.0.0.1:PORT。",
        example="https://change-me.example.com",
    ),
    Variable(
        "SECRET_KEY",
        "本系统自用的密钥：一串随机字符，不要告诉任何人。",
        example="change-me",
    ),
    Variable(
        "TWILIO_ACCOUNT_SID",
        "服务商账号：AC 加 32 位十六进制字符。",
        example="ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ),
    Variable(
        "TWILIO_AUTH_TOKEN",
        "服务商主令牌，用来验证请求的签名。",
        example="change-me",
    ),
    Variable(
        "TWILIO_AUTH_TOKEN_SECONDARY",
        "更换令牌期间同时接受的副令牌；平时留空。",
    ),
    Variable(
        "TWILIO_FROM",
        "我们的号码（如 +8637112345678）；设置后，发往其它号码的短信只登记、不回复。",
    ),
    Variable(
        "TWILIO_MESSAGING_SERVICE_SID",
        "服务商的短信服务编号：MG 加 32 位十六进制字符；设置后，经由它收到的短信也算发给我们的；不用短信服务时留空。",
    ),
    Variable("PORT", "监听的端口。", default="8000"),
    Variable(
        "DATABASE_URL",
        "数据库地址：sqlite:///文件路径，或 postgresql://用户:密码@主机/库名。",
        default="sqlite:///var/helpline.db",
    ),
    Variable(
        "CONVERSATION_EXPIRES",
        "短信对话多少分钟没有新消息后重新开始（1 到 1440）。",
        default=str(_RULES.expires // timedelta(minutes=1)),
    ),
    Variable(
        "REPLY_SEGMENTS",
        "一条回复最多占几段短信（1 到 10），其余发“更多”再看。",
        default=str(_RULES.segments),
    ),
    Variable(
        "RETENTION_DAYS",
        "对话、通话、待处理提问和通知保留多少天（1 到 3650），到期自动删除。",
        default=str(_RULES.retention_days),
    ),
    Variable(
        "NOTICE_SIGNATURE",
        "通知短信开头的签名，须与在服务商处报备的一致；【】可写可不写。",
        default="【安管人员考核】",
    ),
    Variable(
        "SEND_SEGMENTS_PER_SECOND",
        "每秒最多发出多少段通知短信（1 到 1000），所有发送进程合计。",
        default="30",
    ),
    Variable(
        "QUIET_HOURS",
        "免打扰时段（北京时间），其间不发通知，如 22:00-07:00；紧急的通知不受限制；留空为不限。",
    ),
    Variable(
        "RECIPIENT_DAILY_CAP",
        "同一号码 24 小时内最多发几条通知（0 到 1000），多出的顺延；0 为不限。",
        default="0",
    ),
    Variable(
        "IDENTICAL_DAILY_CAP",
        "同一号码 24 小时内内容完全相同的通知最多发几条（0 到 1000），多出的顺延；0 为不限；内地运营商一般拒收第 3 条。",
        default="0",
    ),
    Variable(
        "RESEND_UNKNOWN",
        "服务商那里查无踪影的通知是否再发一次：on 或 off；off 时只列出来，由工作人员处理。",
        default="off",
    ),
    Variable(
        "TWILIO_API_BASE_URL",
        "服务商接口的网址前缀，用于与 Twilio 兼容的其它服务商；留空为 Twilio 自己的。",
    ),
    Variable(
        "ALERT_URL",
        "停发、结果不明堆积等情况的告警发到哪个网址（POST JSON）；留空为不发。",
    ),
    Variable(
        "API_REQUESTS_PER_SECOND",
        "一个接口密钥在一个服务进程上每秒最多多少次请求（1 到 10000）。",
        default="100",
    ),
    Variable(
        "SECOND_PERSON",
        "发布草稿是否须由另一个人批准：on 或 off；只有一个人的单位可设为 off。",
        default="on",
    ),
    Variable(
        "ENCODER_DIR",
        "语义编码模型（ONNX）所在的文件夹，作为匹配的又一种视角；平时留空。",
    ),
    Variable(
        "LOG_LEVEL",
        "日志级别：DEBUG、INFO、WARNING 或 ERROR。",
        default="INFO",
    ),
)
"""In the order a newcomer reads them."""


def find_variable(name: str) -> Variable:
    """Find the variable with this name."""
    return next(it for it in VARIABLES if it.name == name)


def example_file() -> str:
    """Write `.env.example`: what must be set is set, what may be set is commented out."""
    lines = [
        "# 复制为 .env 后修改；值里有空格、$ 或 & 时用单引号括起来。",
        "# 用法：set -a; . ./.env; set +a; make run",
    ]
    for variable in VARIABLES:
        value = variable.example or variable.default
        entry = f"{variable.name}={value}"
        shown = variable.example or variable.name == "SIMULATOR"
        lines += ["", f"# {variable.meaning}", entry if shown else f"# {entry}"]
    return "\n".join(lines) + "\n"
