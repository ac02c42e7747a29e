"""The identifiers of an OCFL storage root, one a line, read as any stranger would: inventories alone.

    identifiers.py STORE
"""

import json
import sys
from pathlib import Path

for mark in sorted(Path(sys.argv[1]).rglob("0=ocfl_object_*")):
    print(json.loads((mark.parent / "inventory.json").read_text(encoding="utf-8"))["id"])
