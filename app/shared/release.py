"""The release of the data, without which no answer can be given."""

from sqlalchemy.orm import Session

from app.core.errors import UnavailableError
from app.models import DataRelease


def current_release(session: Session) -> DataRelease:
    """Give the release of the data."""
    release = session.get(DataRelease, 1)
    if release is None:
        raise UnavailableError("The database holds no data yet; run `exokb seed load`.")
    return release
