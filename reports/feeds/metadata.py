"""`$metadata`: the tables in CSDL, as spreadsheets read it before anything else."""

from xml.etree.ElementTree import Element, SubElement, tostring

from reports.feeds.tables import TABLES

NAMESPACE = "Pamoja"
EDMX, EDM = "http://docs.oasis-open.org/odata/ns/edmx", "http://docs.oasis-open.org/odata/ns/edm"


def csdl() -> bytes:
    root = Element("edmx:Edmx", {"xmlns:edmx": EDMX, "Version": "4.0"})
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", {"xmlns": EDM, "Namespace": NAMESPACE})
    for table in TABLES.values():
        entity = SubElement(schema, "EntityType", {"Name": table.entity})
        SubElement(SubElement(entity, "Key"), "PropertyRef", {"Name": table.key})
        for column in table.columns:
            about = {"Name": column.name, "Type": column.kind}
            SubElement(entity, "Property", about | ({} if column.is_null else {"Nullable": "false"}))
    container = SubElement(schema, "EntityContainer", {"Name": "Container"})
    for table in TABLES.values():
        SubElement(container, "EntitySet", {"Name": table.name, "EntityType": f"{NAMESPACE}.{table.entity}"})
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)
