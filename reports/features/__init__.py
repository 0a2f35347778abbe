"""OGC API - Features under /ogc/: the ground as live layers for QGIS and other GIS programs.

Part 1 (Core, GeoJSON, OpenAPI 3.0, HTML) and Part 2 (coordinate systems). `collections` declares what there
is and who sees which column, `reach` asks once per request where the caller may see what, `asking` reads the
address, `rows` asks the database and streams, `description` and `openapi` say what there is.

To add a collection: declare it in `collections`. To add a column: one Property of its collection.
"""
