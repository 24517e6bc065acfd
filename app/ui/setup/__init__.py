"""Setting up: where the work lives, and the first list."""
