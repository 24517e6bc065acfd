"""The profile's database: SQLite behind the ports of app.services.unit_of_work."""
