"""Make the application from settings and an engine; nothing is opened at import."""

from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from app import __version__, pages
from app.api import v1
from app.core.database import make_engine
from app.core.http import HeadAsGet, add_error_handlers
from app.core.schemas import Problem
from app.core.settings import Settings, get_settings
from app.meta.router import health

TAGS = [
    {"name": "Studies", "description": "Find studies, and read one with all that is known about it."},
    {"name": "Safety", "description": "Adverse events with their denominators. Silence is not safety."},
    {"name": "Outcomes", "description": "What was measured, and which way it went."},
    {"name": "Mechanisms", "description": "Which pathways the vesicles changed, by which cargo."},
    {"name": "Synthesis", "description": "What the evidence says, how sure that is, and where the gaps are."},
    {"name": "Charts", "description": "Pictures of the same, as SVG, PNG and Vega-Lite."},
    {"name": "Vocabularies", "description": "Sources, indications, terms and pathways, with their evidence."},
    {"name": "Service", "description": "Fields, closed lists, errors, versions and health."},
]


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """Make the application."""
    settings = settings or get_settings()
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
    )
    app.state.settings = settings
    app.state.engine = engine or make_engine(settings.database_url)
    app.include_router(v1)
    app.include_router(health)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    add_error_handlers(app)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], expose_headers=["Link", "X-Data-Release"]
    )
    app.add_middleware(HeadAsGet)
    app.openapi = _with_problem(app)  # type: ignore[method-assign]
    return app


def _with_problem(app: FastAPI) -> Any:
    """Add the schema of errors, which no address returns by its type."""
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
        return document

    return openapi
