"""When the program looks at the store by itself. What is due is a row there, never a timer."""
