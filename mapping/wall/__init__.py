"""Maps on paper, true to scale: one sheet for a wall, sheets to glue together, an atlas of the villages.

Values in, pages out: `ground` reads a settlement in metres, `plan` decides on sheets and scale, `labels`
finds room for every number, `sheets`, `tiles` and `atlas` draw. `works` is what pages and the queue ask for.
"""
