"""The administration file and the mapping tables: load, validate, resolve, and explain why."""

from __future__ import annotations
