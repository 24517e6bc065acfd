"""What the invented workplace can send: its offer, documents and cases."""

from app.core.messages.content import ContentEntry

CONTENT: tuple[ContentEntry, ...] = (
    ContentEntry(kind="offer", title="evening courses for people who work", language="en"),
    ContentEntry(kind="offer", title="cursos de tarde para quien trabaja", language="es"),
    ContentEntry(
        kind="resource",
        title="How to choose a course beside a job",
        link="https://example.com/choose",
        language="en",
    ),
    ContentEntry(
        kind="resource",
        title="Cómo elegir un curso sin dejar el trabajo",
        link="https://example.com/elegir",
        language="es",
    ),
    ContentEntry(
        kind="case",
        title="From the shop floor to data analytics",
        link="https://example.com/data",
        language="en",
        interests=("Data Analytics",),
    ),
    ContentEntry(
        kind="case",
        title="De la tienda al análisis de datos",
        link="https://example.com/datos",
        language="es",
        interests=("Data Analytics",),
    ),
)
