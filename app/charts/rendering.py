"""Draw specifications without a browser and without a network."""

from html import escape

import orjson

from app.charts.style import Spec

MEDIA = {"svg": "image/svg+xml", "png": "image/png", "vl.json": "application/json"}
SCALE = 2


def render(spec: Spec, form: str) -> bytes:
    """Draw a specification, or give it as it is."""
    if form == "vl.json":
        return orjson.dumps(spec)
    # Half of the memory of a worker: loaded by the first picture.
    import vl_convert  # noqa: PLC0415

    if form == "svg":
        return _described(vl_convert.vegalite_to_svg(spec), spec).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=SCALE))


def _described(drawn: str, spec: Spec) -> str:
    """Tell those who hear a picture what it shows."""
    head, body = drawn.split(">", 1)
    title, description = escape(spec["title"]["text"]), escape(spec["description"])
    return f'{head} role="img"><title>{title}</title><desc>{description}</desc>{body}'
