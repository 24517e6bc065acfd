"""The desktop window: one more adapter over the services. The only home of PySide6."""
