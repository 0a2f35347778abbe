"""Django makes a migration's foreign keys when all else is done; a statement that changes them needs them now."""


def make_foreign_keys(apps, schema_editor):
    waiting, schema_editor.deferred_sql = schema_editor.deferred_sql, []
    for statement in waiting:
        schema_editor.execute(statement, params=None)
