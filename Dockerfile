# One image for every part of Airflow, and a small one for the sandbox. No secret goes into either.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# Volumes take over the owner of the folder that they cover.
RUN useradd --create-home --uid 50000 airflow \
    && install --directory --owner airflow --group airflow /opt/airflow /opt/airflow/logs /opt/sandbox
WORKDIR /opt/wefact-multivers

FROM base AS build
ENV PATH=/opt/venv/bin:$PATH
COPY requirements-build.txt requirements.txt ./
# Compiled here: a container may not write beside the code, and every task would compile Airflow again.
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-build.txt \
    && uv pip install --no-cache --python /opt/venv/bin/python --compile-bytecode --require-hashes -r requirements.txt
COPY pyproject.toml README.md requirements.in ./
COPY plugins plugins
RUN uv pip install --no-cache --python /opt/venv/bin/python --no-deps --no-build-isolation -e .

# The sandbox needs nothing but Python, and shares nothing with the link.
FROM base AS sandbox
COPY sandbox sandbox
USER 50000

FROM base AS airflow
ENV PATH=/opt/venv/bin:$PATH \
    AIRFLOW_HOME=/opt/airflow
COPY --from=build /opt/venv /opt/venv
COPY plugins plugins
COPY dags dags
COPY include include
COPY docker/airflow-dsn docker/airflow-dsn
USER 50000
