"""The bundled demo page: a news portal with everything on it that a capture should not keep."""
