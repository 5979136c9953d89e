"""The wire between the company and the doors: one signed form POST."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import requote_uri

from simulator.errors import UndeliverableError
from simulator.signing import HEADER, sign

TIMEOUT = timedelta(seconds=15)
"""The company's hard ceiling for an answer."""

FormFields = tuple[tuple[str, str], ...]

_UNREACHABLE, _NO_GOOD_ANSWER = 11205, 11200
_SUCCESS = 2


@dataclass(frozen=True, slots=True)
class Hop:
    """One request as it went over the wire, and what came back.

    `status` is 0 when nothing came back; `fault` says why the answer is of no use.
    """

    url: str
    signature: str
    form: FormFields
    status: int = 0
    kind: str = ""
    answer: bytes = b""
    took: timedelta = timedelta()
    fault: UndeliverableError | None = None


@dataclass(frozen=True, slots=True)
class WebhookClient:
    """Where the doors are: reached at `base_url`, known to the world as `public_url`.

    The two differ behind a proxy; what is signed is the public address.
    Neither ends in a slash.
    """

    base_url: str
    public_url: str
    token: str
    patience: timedelta = TIMEOUT

    def resolve(self, url: str, document: str) -> str:
        """Resolve an address that `document` names; keep it ours."""
        found = requote_uri(urljoin(document, url))
        if not found.startswith(self.public_url + "/"):
            raise UndeliverableError(_UNREACHABLE, f"地址指向了别处：{found}")
        return found

    def post(self, url: str, form: Iterable[tuple[str, str]]) -> Hop:
        """Send a form, signed, to one of our public addresses."""
        fields = tuple(form)
        signature = sign(self.token, url, fields)
        try:
            response = self._send(url, fields, signature)
        except requests.Timeout:
            return Hop(url, signature, fields, fault=self._slow())
        except requests.RequestException:
            return Hop(url, signature, fields, fault=self._unreachable())
        return Hop(
            url=url,
            signature=signature,
            form=fields,
            status=response.status_code,
            kind=response.headers.get("Content-Type", "").partition(";")[0].strip(),
            answer=response.content,
            took=response.elapsed,
            fault=_fault_of_status(response.status_code),
        )

    def _send(self, url: str, form: FormFields, signature: str) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of this machine must not see it
            return session.post(
                self.base_url + url.removeprefix(self.public_url),
                data=form,
                headers={HEADER: signature, "User-Agent": "TwilioProxy/1.1"},
                timeout=self.patience.total_seconds(),
                # The real one follows with a GET, and the form is lost.
                allow_redirects=False,
            )

    def _slow(self) -> UndeliverableError:
        seconds = int(self.patience.total_seconds())
        return UndeliverableError(_NO_GOOD_ANSWER, f"服务器{seconds}秒内没有回答")

    def _unreachable(self) -> UndeliverableError:
        host = urlsplit(self.base_url).netloc or self.base_url
        return UndeliverableError(
            _UNREACHABLE, f"连不上服务器（{host}），请确认程序正在运行"
        )


def _fault_of_status(status: int) -> UndeliverableError | None:
    match status:
        case _ if status // 100 == _SUCCESS:
            return None
        case 403:
            why = "服务器不认这个签名（403），请核对PUBLIC_BASE_URL"
        case 503:
            why = "服务器暂时不能回答（503）"
        case _:
            why = f"服务器没有正常回答（{status}）"
    return UndeliverableError(_NO_GOOD_ANSWER, why)
