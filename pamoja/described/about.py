"""What the API is, for people who read its description first. Asked by the settings: it needs none."""

ABOUT = """
Survey batches in, figures and ground out. Every call sees only what the signed-in person sees on the site:
what is somebody else's does not exist (404).

**Sign in** with a key of your own, made on the site under “Me” and shown once: the header
`Authorization: Token <key>`. A key ends after some months, can be ended alone, and is never put into an
address. Without a key the API answers what is public. GIS programs and spreadsheets have doors of their own,
`/ogc/` and `/odata/`, to which they sign in by HTTP Basic: the e-mail address, and the key as the password.

**Lists** come in pages. Follow `next` until it is null: rows that come or go meanwhile shift nobody's page.
Numbered pages (`page`, `offset`) keep working. `count` is how many there were when the first page was asked.

**Boxes** are `bbox=west,south,east,north` in degrees. **Fewer members**: `fields=code,name`.

**Nothing new?** Send the `ETag` of what you keep as `If-None-Match`: 304 without a body while it is true.

**Languages**: `Accept-Language: sw` for Kiswahili. Codes never change with the language.

**Refusals** all look alike: `code` for programs, `sentence` and `remedy` for people, `details` by parameter.

**How often**: 429 says in `Retry-After` how many seconds to wait.

More, with a program that runs: `docs/api.md`.
"""

TAGS = [
    {"name": "ground", "description": "Settlements and what stands in them, as GeoJSON in degrees."},
    {"name": "counts", "description": "Counts and their figures; small numbers are hidden from outsiders."},
    {"name": "batches", "description": "Survey data sent in, and what became of every row."},
    {"name": "questionnaires", "description": "What a count asks on phones."},
    {"name": "exports", "description": "Files that are made in the background, and fetched in parts."},
]
