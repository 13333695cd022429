"""The tasks, and the builder that makes a DAG of them."""

from __future__ import annotations
