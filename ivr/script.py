"""The spoken text of each menu step, of notices and of the hotline, ready for TTS."""

from helpline import wording
from helpline.conversation import notice_text
from helpline.conversation.sent_notices import Mailbox
from helpline.voice.menu import Offer, Tell
from helpline.voice.pronunciation import spoken
from helpline.wording import Prompts


def heard(step: Offer | Tell, *, invited: bool = False) -> tuple[str, ...]:
    """Say what stands at a place of the menu, then which keys work there.

    `invited` callers first hear that notices wait for them.
    """
    match step:
        case Offer():
            invitation = (wording.NOTICES_KEY,) if invited else ()
            return (*invitation, *_offered(step), _keys(step))
        case Tell(lead=lead, suggestion=suggestion):
            return spoken(lead), spoken(suggestion), wording.REPEAT_ANSWER_KEYS


def notices(mailbox: Mailbox) -> tuple[str, ...]:
    """Say the latest notices, then which keys work at the start, where they are said."""
    return (*map(notice_text.heard, mailbox.latest), wording.AFTER_NOTICES)


def hotline(prompts: Prompts, *, invited: bool = False) -> tuple[str, ...]:
    """Say the hotline twice, so that it can be written down; then the keys."""
    number = spoken(prompts.hotline_spoken)
    return (
        wording.HOTLINE.format(hotline=number),
        wording.HOTLINE_AGAIN.format(hotline=number),
        wording.NOTICES_AFTER_HOTLINE if invited else wording.AFTER_HOTLINE,
    )


def _offered(step: Offer) -> tuple[str, ...]:
    lines = (
        wording.CHOOSE.format(title=spoken(it.title).rstrip("。？！"), key=it.key)
        for it in step.choices
    )
    return (*((spoken(step.lead),) if step.lead else ()), *lines)


def _keys(step: Offer) -> str:
    turn = wording.NEXT_PAGE if step.more else ""
    back = wording.BACK_KEY if step.path.at else ""
    return turn + wording.REPEAT_KEY + back + wording.HOTLINE_KEY
