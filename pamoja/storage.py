"""Static files whose names carry a hash of their content, imports between ES modules included."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Hash, compress, and rewrite `import … from "./x.js";` (only statements that end in a semicolon)."""

    support_js_module_import_aggregation = True
    # The maps of sources that a file mentions are not collected.
    patterns = tuple(
        (kind, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for kind, rules in CompressedManifestStaticFilesStorage.patterns
    )
    # A vendored module may mention a file it does not ship; that must not stop the site.
    manifest_strict = False

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Under the names that pages ask for; nobody asks for the originals, which are half of the work."""
        return super().compress_files(set(paths) & set(self.hashed_files.values()))
