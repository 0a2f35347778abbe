"""Where things lie in this checkout. Everything that set-up makes is under `.venv` and `.local`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCAL = ROOT / ".local"
LOGS = LOCAL / "logs"
STAMPS = LOCAL / "stamps"
RUNNING = LOCAL / "run"
ENV_FILE = LOCAL / "env"
NODE_MODULES = LOCAL / "node_modules"
