"""The base of every value that passes between stages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: immutable, with no field it does not declare."""

    model_config = ConfigDict(frozen=True, extra="forbid")
