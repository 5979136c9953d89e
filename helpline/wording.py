"""Every sentence of ours that an applicant reads or a caller hears.

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

    def said(self, sentence: str) -> str:
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
NOT_SUBSCRIBED = "本号码只答复您的来信，不会主动发送短信，无需退订。"
PICKED_FROM_MENU = "（从菜单选出）{title}"
WHAT_IS_WRONG = "请把遇到的问题或系统提示的原话发过来，也可回复“菜单”查找。"
HELP = (
    "这是{subject}的自动答复，由程序按公布的问题释疑作答，不是人工。\n"
    "直接发送问题即可；回复数字选择，“返回”回上一步，“更多”看下文，"
    "“菜单”按阶段查找，“人工”看联系方式。\n"
    "个人信息：保存您的号码、来信和答复{days}天，只用于答复和改进解答，到期自动删除。"
    "要查阅或删除，请按“人工”所列方式联系我们（依据《个人信息保护法》）。"
)
SUBJECT = "安管人员考核业务"

# --- Calls -----------------------------------------------------------------

CHOOSE = "{title}，请按{key}。"
NEXT_PAGE = "听其它选项，请按9。"
REPEAT_KEY = "重听请按井号。"
BACK_KEY = "返回请按星号。"
HOTLINE_KEY = "客服电话请按0。"
REPEAT_ANSWER_KEYS = "重听请按9或井号，返回上一步请按星号，客服电话请按0。"
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
