"""What a caller hears at each step, as sentences ready to be spoken."""

from helpline import wording
from helpline.menu import Offer, Tell
from helpline.speech import spoken
from helpline.wording import Prompts


def heard(step: Offer | Tell) -> tuple[str, ...]:
    """Say what stands at a place of the menu, then which keys work there."""
    match step:
        case Offer():
            return (*_offered(step), _keys(step))
        case Tell(lead=lead, suggestion=suggestion):
            return spoken(lead), spoken(suggestion), wording.REPEAT_ANSWER_KEYS


def hotline(prompts: Prompts) -> tuple[str, ...]:
    """Say the hotline twice, so that it can be written down."""
    number = spoken(prompts.hotline_spoken)
    return (
        wording.HOTLINE.format(hotline=number),
        wording.HOTLINE_AGAIN.format(hotline=number),
        wording.AFTER_HOTLINE,
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
