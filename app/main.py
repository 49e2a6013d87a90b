"""Make the application from settings and an engine; nothing is opened at import."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from sqlalchemy import Engine

from app import __version__
from app.api import v1
from app.core.database import make_engine
from app.core.http import add_error_handlers
from app.core.settings import Settings, get_settings
from app.meta.router import health


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """Make the application."""
    settings = settings or get_settings()
    app = FastAPI(title="ExoKB", version=__version__, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.settings = settings
    app.state.engine = engine or make_engine(settings.database_url)
    app.include_router(v1)
    app.include_router(health)
    add_error_handlers(app)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], expose_headers=["Link", "X-Data-Release"]
    )
    return app
