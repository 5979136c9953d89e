"""The gateway factory: Twilio, or the simulator on this machine."""

from notices.gateways.base import Gateway
from notices.gateways.twilio.gateway import TwilioGateway, TwilioOptions
from server.config.settings import Settings
from simulator import provider

NO_SENDER = (
    "TWILIO_FROM 和 TWILIO_MESSAGING_SERVICE_SID 都没有设置：收得到短信，但发不出通知。"
)


def make_gateway(settings: Settings) -> Gateway:
    """Make the gateway; nobody is asked anything yet."""
    if settings.simulator:
        return TwilioGateway(
            TwilioOptions(
                provider.ACCOUNT_SID,
                provider.AUTH_TOKEN,
                provider.OUR_NUMBER,
                base_url=f"http://127.0.0.1:{settings.port}/phone",
            )
        )
    return TwilioGateway(
        TwilioOptions(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.twilio_from,
            settings.twilio_messaging_service_sid,
            settings.twilio_api_base_url,
        )
    )


def can_send(settings: Settings) -> bool:
    """Tell whether there is anything to send notices from."""
    return settings.simulator or bool(
        settings.twilio_from or settings.twilio_messaging_service_sid
    )
