"""How an alert reaches a person: in the window first, then by the desktop, and a short tone."""
