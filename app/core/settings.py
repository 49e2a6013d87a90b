"""Every environment variable that ExoKB obeys."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Read from the environment, each name prefixed by `EXOKB_`."""

    model_config = SettingsConfigDict(env_prefix="EXOKB_")

    database_url: str = Field(
        f"sqlite:///{ROOT / 'var' / 'exokb.sqlite'}",
        description="Where the data are kept: `sqlite:///PATH` or `postgresql+psycopg://USER:PASSWORD@HOST/NAME`.",
    )
    seed_dir: Path = Field(ROOT / "seed", description="Folder with the curated data that `exokb seed load` reads.")
    spool_dir: Path = Field(
        ROOT / "var" / "imports", description="Folder in which files that are to be imported wait for their turn."
    )
    import_max_bytes: int = Field(
        4 * 1024**3, ge=1, description="Bytes of a file to be imported, as sent and unpacked; more are refused."
    )
    cache_mb: int = Field(
        16, ge=0, le=65536, description="Room for answers kept in memory, in MiB for each process; 0 keeps none."
    )
    public_url: str | None = Field(
        None, description="Address under which clients reach the service, for links; taken from the request otherwise."
    )


@lru_cache
def get_settings() -> Settings:
    """Read the environment once."""
    return Settings()
