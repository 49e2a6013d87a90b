FROM python:3.13-slim AS build
WORKDIR /srv/exokb
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY app ./app
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && /opt/venv/bin/pip uninstall -q -y hatchling editables pip

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home exokb && install -d -o exokb /data
WORKDIR /srv/exokb
COPY --from=build /opt/venv /opt/venv
COPY alembic.ini pyproject.toml ./
COPY app ./app
COPY migrations ./migrations
COPY seed ./seed
# Threads of their own heap each would keep what only one needs.
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2 EXOKB_DATABASE_URL=sqlite:////data/exokb.sqlite
USER exokb
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["exokb", "serve", "--host", "0.0.0.0", "--port", "8000"]
