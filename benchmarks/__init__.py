"""How fast the product is, each time beside the limit of the same work (docs/performance.md)."""
