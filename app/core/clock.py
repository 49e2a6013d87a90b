"""One way to write down when something happened: UTC, as text that sorts."""

import datetime as dt


def now() -> dt.datetime:
    """Tell the time."""
    return dt.datetime.now(dt.UTC)


def timestamp(moment: dt.datetime | None = None) -> str:
    """Write a moment, now unless given, so that earlier sorts before later."""
    return (moment or now()).astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ago(**units: float) -> str:
    """Write the moment that lies some time back."""
    return timestamp(now() - dt.timedelta(**units))
