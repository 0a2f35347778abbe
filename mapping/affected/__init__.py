"""Who is affected: what stands and who lives on the ground that a road, a wayleave or a clearance takes.

sources (what was drawn or sent) -> zone (the ground it takes) -> doors (what stands there, who lives there)
-> neighbours, vulnerable (what persons said, as far as it may be told) -> answer -> pages, files
"""
