"""Pure rules of the product: facts and a given instant in, decisions out. No I/O, no clock."""
