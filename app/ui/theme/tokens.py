"""The design tokens: one JSON file that fonts, colours, sizes and states come from."""

import json
from pathlib import Path
from typing import Any


class Tokens:
    """Read access to the token file by dotted names such as "accent.fill" or "size.queueRow"."""

    def __init__(self, path: Path) -> None:
        self._data: dict[str, Any] = json.loads(path.read_bytes())

    def colors(self, scheme: str) -> dict[str, str]:
        """Every colour of "light" or "dark" as {"bg.window": "#F1F3F6", ...}."""
        flat: dict[str, str] = {}
        for group, shades in self._data["color"][scheme].items():
            for shade, value in shades.items():
                if isinstance(value, str):
                    flat[f"{group}.{shade}"] = value
                else:
                    flat.update({f"{group}.{shade}.{i}": v for i, v in enumerate(value)})
        return flat

    def type_scale(self) -> dict[str, tuple[int, int, int]]:
        """{name: (pixel size, line height, weight)} at a text scale of 1."""
        scale = self._data["type"]["scale"]
        return {name: (t["size"], t["line"], t["weight"]) for name, t in scale.items()}

    def families(self) -> list[str]:
        """The font family and what stands in for it, best first."""
        kind = self._data["type"]
        return [kind["family"], *kind["fallback"]]

    def at(self, dotted: str) -> Any:
        """The value under a dotted name; KeyError names what is missing."""
        value: Any = self._data
        for part in dotted.split("."):
            value = value[part]
        return value
