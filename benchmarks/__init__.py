"""How fast Pamoja is beside the bare database and beside other tools: `python -m benchmarks --help`.

Everything runs in a scratch database of its own, on tables made up for the purpose. Ratios count, not
seconds: client, server and database share one machine. Nothing here decides whether a test passes.
"""
