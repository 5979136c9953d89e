"""The files of matchers: the cache folder of trained copies, and the encoder."""

from functools import cache
from pathlib import Path

from faq_store.content.matcher_store import Means
from server.onnx_encoder import OnnxEncoder
from storage.engine import file_of

VAR = Path("var")


def means_for(database_url: str, encoder_dir: str) -> Means:
    """Keep copies beside the database file, if there is one, else under var/.

    Raises `EncoderError` if there is to be an encoder and it cannot be used.
    """
    file = file_of(database_url)
    folder = (file.parent if file and file.exists() else VAR) / "matchers"
    return Means(folder, _encoder(encoder_dir) if encoder_dir else None)


@cache  # one model for a process, however often it is asked for
def _encoder(folder: str) -> OnnxEncoder:
    return OnnxEncoder.open(Path(folder))
