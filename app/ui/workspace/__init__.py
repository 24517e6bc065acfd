"""The workspace: queue, touch and person side by side."""
