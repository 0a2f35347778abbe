"""Figures and settlements as tables for Excel and Power BI: OData 4.0, minimal conformance, JSON, read only.

`tables` declares what there is, `filtering` reads `$filter`, `asking` the other options, `metadata` describes
it all in CSDL. What the standard knows and we do not offer is answered 501, never ignored.
"""
