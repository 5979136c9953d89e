"""Examples of requests and answers, as the document and the page show them."""

from collections.abc import Mapping

from notices.api.descriptions import FIND_ONE, FIND_SOME, SEND_MANY, SEND_ONE

_ORDER: Mapping[str, object] = {
    "to": "13800138000",
    "event": "退件",
    "application": "HN2026-000123",
    "reason": "照片不清晰",
    "reason_code": None,
    "template": None,
    "variables": {},
    "send_at": None,
    "valid_for_s": None,
    "priority": "normal",
}
_ID = "019cac8f4b40a3c1f09e5d7b2846e1aa"
_NOTICE: Mapping[str, object] = {
    "id": _ID,
    "status": "queued",
    "to": "+8613800138000",
    "event": "退件",
    "application": "HN2026-000123",
    "reason": "照片不清晰",
    "reason_code": None,
    "question": None,
    "template": "退件",
    "template_version": 0,
    "text": "【安管人员考核】您的申请HN2026-000123被退件，原因：照片不清晰。请修改后重新提交。",
    "segments": 1,
    "units": 47,
    "priority": "normal",
    "send_at": "2026-03-02T01:30:00Z",
    "expires_at": "2026-03-09T01:30:00Z",
    "created_at": "2026-03-02T01:30:00Z",
    "batch": None,
}
_DELIVERED = {
    **_NOTICE,
    "status": "delivered",
    "history": [
        {"at": "2026-03-02T01:30:00Z", "status": "queued", "code": ""},
        {"at": "2026-03-02T01:30:01Z", "status": "sending", "code": ""},
        {"at": "2026-03-02T01:30:02Z", "status": "accepted", "code": ""},
        {"at": "2026-03-02T01:30:05Z", "status": "delivered", "code": ""},
    ],
}
_BATCH = {
    "batch": "019cac8f4b40b7d2e81c6a5f3947d0bb",
    "accepted": 1,
    "refused": [
        {
            "index": 1,
            "errors": [{"field": "to", "message": "不是中国大陆的手机号码。"}],
        }
    ],
    "notices": [{"index": 0, "id": _ID, "status": "queued", "segments": 1}],
}
OBJECTS: Mapping[str, Mapping[str, object]] = {
    "NoticeOrder": _ORDER,
    "BatchOrder": {"notices": [_ORDER]},
    "Notice": _NOTICE,
    "NoticeWithHistory": _DELIVERED,
    "NoticeList": {"notices": [_NOTICE], "next": None, "counts": None},
    "Batch": _BATCH,
}
"""An example of each object that is asked or answered."""

_ASK = 'curl -sS "$BASE/api/v1/notices{}" \\\n  -H "Authorization: Bearer $KEY"'
_POST = (
    _ASK
    + ' \\\n  -H "Idempotency-Key: $(uuidgen)" \\\n  -H "Content-Type: application/json" \\\n'
)
CURL: Mapping[str, str] = {
    SEND_ONE: _POST.format("")
    + """  -d '{
  "to": "13800138000",
  "event": "退件",
  "application": "HN2026-000123",
  "reason": "照片不清晰"
}'""",
    SEND_MANY: _POST.format("/batch")
    + """  -d '{"notices": [
  {"to": "13800138000", "event": "受理", "application": "HN2026-000123"},
  {"to": "1380013800", "event": "受理", "application": "HN2026-000124"}
]}'""",
    FIND_ONE: _ASK.format(f"/{_ID}"),
    FIND_SOME: _ASK.format("?application=HN2026-000123"),
}
"""How each operation is tried from a terminal."""
