"""Ways to reach a person: each turns a contact point and a text into a link, one opens it."""
