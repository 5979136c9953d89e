"""The whole helpline on a free port with a store of its own, for trying and testing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server

from faq_store.content import drafts
from faq_store.publishing import publish
from faq_store.publishing.publish import TrainedDraft
from helpline.faq import Edition
from helpline.matching import Matcher
from server import migrate
from server.app import app_state, create_app, make_ready
from server.app_state import utc_now
from server.config.settings import Settings
from storage.engine import connect
from storage.session import writing

HOST = "127.0.0.1"


@contextmanager
def run_demo_server(
    edition: Edition,
    folder: Path,
    matcher: Matcher | None = None,
    encoder_dir: str = "",
) -> Iterator[str]:
    """Serve an edition, with the stand-in provider, until the block ends.

    Gives the address; `folder` holds the store and should be thrown away after. The
    edition's matcher is built unless it is given, with the encoder of `encoder_dir`.
    """
    settings = Settings.read(
        {
            "SIMULATOR": "on",
            "PORT": "0",
            "ENCODER_DIR": encoder_dir,
            "DATABASE_URL": f"sqlite:///{folder / 'trial.db'}",
        }
    )
    _publish_edition(settings.database_url, edition, matcher)
    # The application must know its port, which is known only once it is open.
    server = make_server(
        HOST, 0, Flask(__name__), threaded=True, request_handler=_Quiet
    )
    server.app = create_app(settings.with_port(server.server_port))
    make_ready(server.app)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        app_state(server.app).engine.dispose()


class _Quiet(WSGIRequestHandler):
    """Serves without a line on standard error for each request."""

    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def _publish_edition(url: str, edition: Edition, matcher: Matcher | None) -> None:
    engine = connect(url)
    migrate.upgrade(engine)
    now = utc_now()
    with writing(engine) as session:
        drafts.replace_draft(session, edition, now=now)
        taught = TrainedDraft(edition, matcher) if matcher else None
        publish.publish_draft(
            session, now=now, by="trial", second_person=False, taught=taught
        )
    engine.dispose()
