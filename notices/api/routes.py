"""The API's routes, with those of the pages about it, as one Flask blueprint."""

from flask import Blueprint, Response, request
from spectree import Response as Answers
from spectree import SpecTree, Tag

from notices import idempotency
from notices.api import descriptions, docs_page, errors, lookup, submit, validation
from notices.api.auth import ApiAuth, current_api_key
from notices.api.context import ApiContext
from notices.api.errors import Problem, ProblemType
from notices.api.requests import BatchOrder, Listing, NoticeOrder, Repeatable
from notices.api.responses import Batch, Notice, NoticeList, NoticeWithHistory
from notices.api.submit import SubmitResult
from notices.idempotency import IdempotentRequest
from storage.session import reading

PREFIX = "/api/v1"
_TAG = Tag(name="通知", description="提交通知，查询结果。")
_ANY = (
    errors.UNAUTHORIZED,
    errors.FORBIDDEN,
    errors.TOO_MANY,
    errors.BROKEN,
    errors.UNAVAILABLE,
)
_ANY_POST = (
    errors.MALFORMED,
    errors.NO_KEY,
    errors.TOO_LARGE,
    errors.WRONG_TYPE,
    errors.INVALID,
    errors.REUSED_KEY,
)
_AGAIN = "这个请求以前提交过：返回上次的答复，没有再发。"


def blueprint(context: ApiContext) -> Blueprint:
    """Make the routes of the API."""
    spec = validation.make_spectree()
    entrance = ApiAuth(context, PREFIX)
    version = Blueprint("v1", __name__, url_prefix=PREFIX)
    version.before_app_request(entrance.answer_unrouted)
    version.before_request(entrance.authorize_request)
    errors.install(version, context.root)
    _add_submit_routes(version, context, spec)
    _add_lookup_routes(version, context, spec)
    routes = Blueprint("api", __name__)
    routes.register_blueprint(version)
    routes.register_blueprint(docs_page.blueprint(context, spec))
    return routes


def _add_submit_routes(routes: Blueprint, context: ApiContext, spec: SpecTree) -> None:
    @routes.post("/notices")
    @spec.validate(
        operation_id=descriptions.SEND_ONE,
        tags=[_TAG],
        resp=_responses(
            *_ANY, *_ANY_POST, HTTP_200=(Notice, _AGAIN), HTTP_201=(Notice, "已接收。")
        ),
    )
    def one(json: NoticeOrder, headers: Repeatable) -> Response:
        made = submit.submit_notice(
            context, current_api_key(), _idempotent_request(headers), json
        )
        answer = _submit_response(made)
        if made.id:
            answer.headers["Location"] = f"{context.root}{PREFIX}/notices/{made.id}"
        return answer

    @routes.post("/notices/batch")
    @spec.validate(
        operation_id=descriptions.SEND_MANY,
        tags=[_TAG],
        resp=_responses(
            *_ANY,
            *_ANY_POST,
            HTTP_200=(Batch, _AGAIN),
            HTTP_201=(Batch, "至少接收了一条。"),
        ),
    )
    def many(json: BatchOrder, headers: Repeatable) -> Response:
        return _submit_response(
            submit.submit_batch(
                context, current_api_key(), _idempotent_request(headers), json
            )
        )


def _add_lookup_routes(routes: Blueprint, context: ApiContext, spec: SpecTree) -> None:
    @routes.get("/notices/<string(length=32):id>")
    @spec.validate(
        operation_id=descriptions.FIND_ONE,
        tags=[_TAG],
        resp=_responses(
            *_ANY, errors.NOT_FOUND, HTTP_200=(NoticeWithHistory, "这条通知。")
        ),
        path_parameter_descriptions={"id": descriptions.ID},
    )
    def found(id: str) -> Response:  # noqa: A002  the document's name for it
        with reading(context.engine) as session:
            return _json_response(
                lookup.find_notice(
                    session, current_api_key().source, id
                ).model_dump_json()
            )

    @routes.get("/notices")
    @spec.validate(
        operation_id=descriptions.FIND_SOME,
        tags=[_TAG],
        resp=_responses(
            *_ANY,
            errors.NOT_FOUND,
            errors.INVALID,
            HTTP_200=(NoticeList, "一页通知。"),
        ),
    )
    def listed(query: Listing) -> Response:
        with reading(context.engine) as session:
            return _json_response(
                lookup.list_notices(
                    session, current_api_key().source, query
                ).model_dump_json()
            )


def _responses(*refusals: ProblemType, **good: tuple[object, str]) -> Answers:
    """Say what an operation answers, by status; several problems may share one."""
    titles: dict[int, list[str]] = {}
    for refusal in refusals:
        titles.setdefault(refusal.status, []).append(refusal.title)
    bad = {
        f"HTTP_{status}": (Problem, "；".join(said) + "。")
        for status, said in sorted(titles.items())
    }
    return Answers(**good, **bad)


def _idempotent_request(headers: Repeatable) -> IdempotentRequest:
    digest = idempotency.request_digest(
        request.method, request.path, validation.request_body()
    )
    return IdempotentRequest(current_api_key().id, headers.key, digest)


def _submit_response(made: SubmitResult) -> Response:
    return _json_response(made.body, 201 if made.fresh else 200)


def _json_response(body: str, status: int = 200) -> Response:
    answer = Response(body, status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
