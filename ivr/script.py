"""The spoken text of each menu step, of notices and of the hotline, ready for TTS."""

from helpline import wording
from helpline.conversation import notice_text
from helpline.conversation.sent_notices import SentNotices
from helpline.voice.menu import MenuAnswer, MenuList
from helpline.voice.pronunciation import to_speech
from helpline.wording import Prompts


def menu_sentences(
    step: MenuList | MenuAnswer, *, invited: bool = False
) -> tuple[str, ...]:
    """Say what stands at a place of the menu, then which keys work there.

    `invited` callers first hear that notices wait for them.
    """
    match step:
        case MenuList():
            invitation = (wording.NOTICES_KEY,) if invited else ()
            return (*invitation, *_choice_sentences(step), _key_sentence(step))
        case MenuAnswer(lead=lead, suggestion=suggestion):
            return to_speech(lead), to_speech(suggestion), wording.REPEAT_ANSWER_KEYS


def notice_sentences(sent: SentNotices) -> tuple[str, ...]:
    """Say the latest notices, then which keys work at the start, where they are said."""
    return (*map(notice_text.speak_notice, sent.latest), wording.AFTER_NOTICES)


def hotline_sentences(prompts: Prompts, *, invited: bool = False) -> tuple[str, ...]:
    """Say the hotline twice, so that it can be written down; then the keys."""
    number = to_speech(prompts.hotline_spoken)
    return (
        wording.HOTLINE.format(hotline=number),
        wording.HOTLINE_AGAIN.format(hotline=number),
        wording.NOTICES_AFTER_HOTLINE if invited else wording.AFTER_HOTLINE,
    )


def _choice_sentences(step: MenuList) -> tuple[str, ...]:
    lines = (
        wording.CHOOSE.format(
            title=to_speech(choice.title).rstrip("。？！"), key=choice.key
        )
        for choice in step.choices
    )
    return (*((to_speech(step.lead),) if step.lead else ()), *lines)


def _key_sentence(step: MenuList) -> str:
    turn = wording.NEXT_PAGE if step.more else ""
    back = wording.BACK_KEY if step.path.at else ""
    return turn + wording.REPEAT_KEY + back + wording.HOTLINE_KEY
