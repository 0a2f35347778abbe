"""Static files whose names carry a hash of their content, imports between ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Hash, compress, and rewrite `import … from "./x.js";` (only statements that end in a semicolon)."""

    support_js_module_import_aggregation = True
    # A vendored module may mention a file it does not ship; that must not stop the site.
    manifest_strict = False
