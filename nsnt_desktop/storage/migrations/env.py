"""How alembic runs here: always on a connection handed in, inside its transaction, all or nothing."""

from alembic import context

from nsnt_desktop.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
