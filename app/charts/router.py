"""Addresses of pictures: each as SVG, PNG, and as the Vega-Lite specification that both are drawn from."""

from typing import Annotated, Literal

from fastapi import Path

from app.charts.catalogue import CHARTS, Chart
from app.charts.rendering import MEDIA, render
from app.core.errors import InvalidRequestError
from app.reads.reading import Answer, Reading
from app.reads.routes import ReadRouter
from app.synthesis.asking.question import question_parameters, read_question
from app.synthesis.asking.selection import selected_studies

Form = Literal["svg", "png", "vl.json"]
router = ReadRouter(prefix="/charts", tags=["Charts"])


def _draw(reading: Reading, chart: Chart, form: str) -> Answer:
    question = read_question(chart.options, reading.items)
    selection = selected_studies(reading.snapshot, question.query)
    return Answer(render(chart.specify(question, selection, reading.snapshot.revision), form), MEDIA[form])


def _add(chart: Chart) -> None:
    def get_chart(
        reading: Reading, form: Annotated[Form, Path(description="Form of the picture.", examples=["svg"])]
    ) -> Answer:
        return _draw(reading, chart, form)

    get_chart.__name__ = f"draw_{chart.name.replace('-', '_')}"
    router.read_file(
        f"/{chart.name}.{{form}}",
        MEDIA,
        InvalidRequestError,
        summary=chart.meaning.split(":")[0].rstrip("."),
        description=chart.meaning,
        openapi_extra=question_parameters(*chart.options),
    )(get_chart)


for each in CHARTS:
    _add(each)
