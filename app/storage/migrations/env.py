"""Run by Alembic: the revisions on the connection and in the transaction of the caller."""

from alembic import context

_given = context.config.attributes
context.configure(connection=_given["connection"], on_version_apply=_given["on_version_apply"])
context.run_migrations()
