"""TwiML of a reply by SMS."""

from twilio.twiml.messaging_response import MessagingResponse

from helpline.text import clean


def message_response(reply: str) -> str:
    """Write one `<Message>`, or an empty response: an empty message is refused (14103)."""
    response = MessagingResponse()
    if text := clean(reply):
        response.message(text)
    return str(response)
