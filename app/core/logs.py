"""What is logged, and what is not: an error with its traceback, never with the values that stood around it."""

import sys

import structlog


def configure_logs() -> None:
    """Write plain lines to standard error; local variables could hold keys, and printing them takes long."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
