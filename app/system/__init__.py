"""What the machine offers: clock, ids, paths, resources, secrets, logs. Free of Qt."""
