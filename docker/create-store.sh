#!/bin/sh
# Run once by PostgreSQL when its volume is empty: a database for the link beside that of Airflow.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<SQL
CREATE DATABASE wefact_multivers OWNER "$POSTGRES_USER";
SQL
