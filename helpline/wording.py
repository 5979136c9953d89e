"""Reply texts and prompts: every sentence that an applicant reads or a caller hears.

`Prompts` are the ones that staff may change; they are part of an edition.
`{hotline}` in a prompt stands for the hotline's number.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompts:
    """提示语: the named sentences of an edition, and the hotline.

    `hotline_spoken` is what people are told; `hotline_dialled` (E.164, may be
    empty) is where a caller who presses 0 is put through to.
    """

    greeting: str = (
        "您好，这里是安管人员考核业务自动答复。请直接发送遇到的问题或系统提示的原话，"
        "也可回复“菜单”按阶段查找。"
    )
    call_greeting: str = "您好，欢迎致电安管人员考核业务自动咨询热线。"
    no_match: str = (
        "没有找到与您的问题对应的解答。请换个说法再发一次，最好写上系统提示的原话；"
        "也可回复“菜单”查找，或拨打{hotline}咨询。"
    )
    sorry: str = (
        "抱歉没能解决您的问题，已记录下来供工作人员改进。"
        "请换个说法再发一次，或拨打{hotline}咨询。"
    )
    goodbye: str = "感谢您的来电，再见。"
    apology: str = "抱歉，系统暂时无法答复，请稍后再发一次，或拨打{hotline}咨询。"
    call_apology: str = "抱歉，系统暂时无法为您服务，请稍后再拨，或拨打{hotline}咨询。"
    hotline_spoken: str = "96500"
    hotline_dialled: str = ""

    def with_hotline(self, sentence: str) -> str:
        """Put the hotline into one of the prompts."""
        return sentence.replace("{hotline}", self.hotline_spoken)


# --- Texts -----------------------------------------------------------------

MORE = "（回复“更多”看下文）"
SECTIONS = "请回复数字选择："
QUESTIONS = "{title}，请回复数字选择问题："
PICK_SITUATION = "请回复数字选择符合的情形。"
SITUATION = "情形：{condition}\n建议：{suggestion}"
AFTER_ANSWER = "不对请回复“不对”，回上一步请回复“返回”。"
BOTH = "您问了两件事："
UNSURE = "您要问的是不是："
WRONG = "抱歉。您要问的是不是："
NONE_OF_THESE = "都不是"
NO_MORE = "没有更多内容了。请发送问题，或回复“菜单”。"
NOTHING_TO_CHOOSE = (
    "收到数字“{number}”，但现在没有可选的项目。请直接发送遇到的问题，或回复“菜单”。"
)
STALE_CHOICE = (
    "您回复的“{number}”对应的选项已过期（超过{minutes}分钟）。"
    "请重新发送问题，或回复“菜单”。"
)
OUT_OF_RANGE = "没有第{number}项，请回复1到{last}之间的数字。"
RETIRED = "您选的内容已经更新。请重新发送问题，或从下面选择。"
EMPTY = "没有收到文字（这里看不了图片）。请用文字发送遇到的问题或系统提示的原话。"
THANKS = "不客气。还有问题请直接发送。"
PICKED_FROM_MENU = "（从菜单选出）{title}"
WHAT_IS_WRONG = "请把遇到的问题或系统提示的原话发过来，也可回复“菜单”查找。"
HELP = (
    "这是{subject}的自动答复，由程序按公布的问题释疑作答，不是人工。\n"
    "直接发送问题即可；回复数字选择，“返回”回上一步，“更多”看下文，"
    "“菜单”按阶段查找，“人工”看联系方式。\n"
    "本号码也发送办件通知：“通知”看最近的，“办法”看解决办法，“退订”不再接收。\n"
    "个人信息：保存您的号码、来信、答复和发给您的通知{days}天，只用于通知、答复和改进解答，"
    "到期自动删除（退订的号码保留到您恢复为止）。"
    "要查阅或删除，请按“人工”所列方式联系我们（依据《个人信息保护法》）。"
)
SUBJECT = "安管人员考核业务"

# --- What applicants ask about notices -------------------------------------

APPLICATION = "，申报号{application}"
REASON = "原因：{reason}"
ABOUT_NOTICE = "关于{day}的{notice}："
ANSWERED_NOTICE = "（回复{notice}）{reason}"
ASKED_FOR_NOTICES = "（查看通知）"
PICK_FROM_LIST = "要选之前列表里的“{title}”，请再回复1。"
BACK_TO_LIST = "回到之前的列表请回复“返回”。"
OTHER_REMEDY = "要看{day}{notice}的解决办法，请回复“办法”。"
NO_REMEDY = "没有专门的解答。请发送原因的原话或遇到的问题，或拨打{hotline}咨询。"
NO_NOTICES = "近期没有给这个号码发过通知。请发送遇到的问题，或通知里的原话。"
LATEST_NOTICES = "最近发给您的通知："
REMEDY_KEY = "回复“办法”查看解决办法。"
NOT_THIS = "不是问这个请回复“不对”。"
REMEDY_OR_WRONG = "回复“办法”查看解决办法，不是问这个请回复“不对”。"
UNSUBSCRIBED = (
    "已退订，不再向您的号码发送通知短信。提问照常答复。要恢复通知请回复“恢复”。"
)
RESUMED = "已恢复，有通知会发短信给您。不想再接收请回复“退订”。"
NOT_UNSUBSCRIBED = "您没有退订，通知照常发送。"

# --- Calls -----------------------------------------------------------------

CHOOSE = "{title}，请按{key}。"
NEXT_PAGE = "听其它选项，请按9。"
REPEAT_KEY = "重听请按井号。"
BACK_KEY = "返回请按星号。"
HOTLINE_KEY = "客服电话请按0。"
REPEAT_ANSWER_KEYS = "重听请按9或井号，返回上一步请按星号，客服电话请按0。"
NOTICES_KEY = "听最近发给您的通知，请按星号。"
NOTICES_AFTER_HOTLINE = (
    "再听一遍请按0，回到刚才的内容请按井号，听最近发给您的通知请按星号。"
)
AFTER_NOTICES = "再听一遍请按星号，回到主菜单请按井号，客服电话请按0。"
SPOKEN_APPLICATION = "，申报号{head}开头，{tail}结尾"
SPOKEN_TAIL = "，申报号尾号{tail}"
SPOKEN_SUGGESTION = "建议：{suggestion}"
HOTLINE = "客服电话是{hotline}。"
HOTLINE_AGAIN = "再说一遍，{hotline}。"
AFTER_HOTLINE = "再听一遍请按0，回到刚才的内容请按井号，返回上一步请按星号。"
PUTTING_THROUGH = "正在为您转接，请稍候。"
NOT_REACHED = "电话没有接通。"
NO_KEY = "没有听到您按键。"
WRONG_KEY = "没有这个选项。"
SILENT_GOODBYE = "长时间没有收到按键。"
WRONG_GOODBYE = "多次按键无效。"

# --- Notices ---------------------------------------------------------------

NOTICES = {
    "受理": "您的申请{application}已受理，办理进度请登录河南政务服务网查看“我的办件”。",
    "不予受理": "您的申请{application}不予受理，原因：{reason}。",
    "退件": "您的申请{application}被退件，原因：{reason}。请修改后重新提交。",
    "补正": "您的申请{application}需要补正：{reason}。",
    "办结": "您的申请{application}已办结。",
    "证书生成": "您的电子证书（申请{application}）已生成，请登录河南政务服务网“我的证照”下载。",
    "通知": "{reason}",
}
"""The packaged templates of notices, by event; staff may put newer versions into use."""

NOTICE_OFFER = "回复1查看解决办法。"
"""Ends a notice whose reason has a question of the FAQ."""
