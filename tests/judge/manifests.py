"""Every item's manifest, fetched from a server, held against a JSON Schema and against what the schema does not see.

    manifests.py http://HOST:PORT SCHEMA.json < identifiers
"""

import json
import sys
import urllib.request
from collections import Counter

import jsonschema

base, schema = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
validator = jsonschema.Draft7Validator(schema)
faults, manifests, canvases = [], 0, 0


def ids(value):
    if isinstance(value, dict):
        if "id" in value and "type" in value and value["type"] in ("Canvas", "AnnotationPage", "Range"):
            yield value["id"]
        for one in value.values():
            yield from ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from ids(one)


for ark in sys.stdin.read().split():
    with urllib.request.urlopen(f"{base}/iiif/manifest/{ark}", timeout=30) as answer:
        manifest = json.load(answer)
    manifests += 1
    for error in validator.iter_errors(manifest):
        faults.append(f"{ark}: {'/'.join(map(str, error.path))}: {error.message[:200]}")
    own = [canvas["id"] for canvas in manifest.get("items", [])]
    canvases += len(own)
    faults += [f"{ark}: the canvas {one} stands there {count} times" for one, count in Counter(own).items() if count > 1]
    for canvas in manifest.get("items", []):
        for page in canvas.get("items", []):
            for annotation in page.get("items", []):
                target = annotation.get("target")
                target = target if isinstance(target, str) else (target or {}).get("source", "")
                target = target if isinstance(target, str) else target.get("id", "")
                if target.split("#")[0] != canvas["id"]:
                    faults.append(f"{ark}: {annotation.get('id')} paints {target}, not the canvas that it stands in")

for fault in faults:
    print(fault, file=sys.stderr)
print(f"{manifests} manifests, {canvases} canvases, {len(faults)} faults")
sys.exit(1 if faults or not manifests else 0)
