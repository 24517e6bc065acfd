"""The profile's database: SQLite behind the ports of app.services.store.unit_of_work."""
