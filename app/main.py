"""Make the application from settings and an engine; nothing is opened at import."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from app import __version__, pages
from app.api import all_reads, searched, v1, v1_files
from app.core.database import make_engine
from app.core.http import HeadAsGet, add_error_handlers
from app.core.logs import configure_logs
from app.core.openapi import share_parameters
from app.core.schemas import Problem
from app.core.search_schemas import search_schemas
from app.core.settings import Settings, get_settings
from app.imports.desk import Desk
from app.imports.report_router import router as reports
from app.meta.router import health
from app.reads.front import Front
from app.reads.store import Store

EXPOSED = ["Link", "X-Data-Release", "X-Row-Count", "Repr-Digest", "Content-Disposition"]
METHODS = ["GET", "HEAD", "POST"]
ASKED = ["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer"]
TAGS = [
    {"name": "Studies", "description": "Find studies, and read one with all that is known about it."},
    {"name": "Safety", "description": "Adverse events with their denominators. Silence is not safety."},
    {"name": "Outcomes", "description": "What was measured, and which way it went."},
    {"name": "Mechanisms", "description": "Which pathways the vesicles changed, by which cargo."},
    {"name": "Synthesis", "description": "What the evidence says, how sure that is, and where the gaps are."},
    {"name": "Charts", "description": "Pictures of the same, as SVG, PNG and Vega-Lite."},
    {"name": "Vocabularies", "description": "Sources, indications, terms and pathways, with their evidence."},
    {"name": "Exports", "description": "Whole files of what a list selects, complete or an error."},
    {"name": "Imports", "description": "Bring studies in, with a report that tells the truth. Needs a key."},
    {"name": "Search", "description": "Suggestions for a text that is being typed."},
    {"name": "Service", "description": "Fields, closed lists, errors, versions and health."},
]


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """Make the application."""
    settings = settings or get_settings()
    configure_logs()
    app = FastAPI(
        title="ExoKB",
        version=__version__,
        summary="The open knowledge base of exosome therapy.",
        description=pages.INTRODUCTION,
        license_info={"name": "Code: Apache-2.0. Data: CC0 1.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        telemetry=_telemetry(),
    )
    app.state.settings = settings
    app.state.engine = engine or make_engine(settings.database_url)
    app.state.imports = Desk(app.state.engine, settings.spool_dir, settings.import_max_bytes)
    app.state.operations = app.state.imports.operations
    app.state.store = Store(app.state.engine)
    app.include_router(v1)
    app.include_router(v1_files)
    app.include_router(reports)
    app.include_router(health)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    add_error_handlers(app)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=METHODS, allow_headers=ASKED, expose_headers=EXPOSED
    )
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        Front, reads=all_reads(), store=lambda: app.state.store, cache_bytes=settings.cache_mb * 1024 * 1024
    )
    app.openapi = _with_components(app)  # type: ignore[method-assign]
    return app


def _telemetry() -> TelemetryConfig:
    """Turn OpenTelemetry on where the environment speaks of it: to look for it costs every request."""
    told = any(name.startswith(("OTEL_", "FASTAPI_OTEL_")) for name in os.environ)
    return {"tracing": told, "metrics": told, "logs": told}


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    await run_in_threadpool(app.state.imports.resume)
    # What is there now stays; the garbage collector need not walk through it while exports make and drop rows.
    gc.freeze()
    yield
    await run_in_threadpool(app.state.imports.stop)


def _with_components(app: FastAPI) -> Any:
    """Add the schemas of errors and of searches, which no address names by a type."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        document = make()
        schemas = document["components"]["schemas"]
        if "Problem" not in schemas:
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs")
            schemas["Problem"] = problem
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            for resource in searched():
                schemas |= search_schemas(resource)
            share_parameters(document)
        return document

    return openapi
