"""Tiles and pages over HTTP, beside nginx that serves the same bytes as files."""

import json
import os
import re
import shutil
import socket

from measured import Server, got, median, memory_mb, ran, skipped, tell

NGINX = """
daemon off; worker_processes auto; pid {work}/nginx.pid; error_log {work}/nginx.error;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
  client_body_temp_path {work}/n1; proxy_temp_path {work}/n2; fastcgi_temp_path {work}/n3; uwsgi_temp_path {work}/n4; scgi_temp_path {work}/n5;
  types {{ image/jpeg jpg; text/html html; application/json json; }}
  server {{ listen 127.0.0.1:{port}; root {work}/files; }}
}}
"""


def asked(address, seconds):
    """wrk: one thread, 32 connections. Answers a second, p50 and p99 in ms."""
    out = ran(["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", address]).out.decode()
    number = lambda name: re.search(rf"{name}\s+([\d.]+)(us|ms|s)\b", out)
    ms = lambda found: round(float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]], 3)
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*", out):
        raise SystemExit(f"{address}: {bad[0]}")
    return {"a_second": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), "p50": ms(number("50%")), "p99": ms(number("99%"))}


def addresses(bumba, archive, server):
    """A stored tile of the first page that is there, and its item's page, manifest and a search."""
    items = [json.loads(line) for line in ran([bumba, "--archive", archive, "list", "--json"]).out.splitlines()]
    for item in items:
        manifest = got(f"{server}/iiif/manifest/{item['id']}").decode()
        image = re.search(r'"(?:https?://[^"/]+)?(/iiif/image/[^"/]+)', manifest)
        if image:
            info = json.loads(got(f"{server}{image[1]}/info.json"))
            size = info["tiles"][0]["width"]
            tile = f"{image[1]}/{size},{size},{size},{size}/{size},{size}/0/default.jpg"
            return {"tile that is stored": tile, "page of a book": f"/items/{item['id']}",
                    "manifest": f"/iiif/manifest/{item['id']}", "search of a word": "/search?q=Jangar", "info.json": f"{image[1]}/info.json"}
    raise SystemExit(f"{archive}: no page in it")


def bench(bumba, work, scale, runs):
    if not shutil.which("wrk"):
        return skipped("served", "wrk is not on this machine (Debian: wrk)")
    nginx = shutil.which("nginx") or (os.path.exists("/usr/sbin/nginx") and "/usr/sbin/nginx")
    if not nginx:
        skipped("served", "nginx is not on this machine (Debian: nginx-light): measured alone")
    seconds = max(2, int(4 * scale))
    archive = f"{work}/demo"
    ran([bumba, "--archive", archive, "demo", "--no-serve"])
    with Server([bumba, "--archive", archive, "serve", "--listen", "127.0.0.1:0"], f"{work}/serve.log") as server:
        server.answers()
        for what, path in addresses(bumba, archive, server.address).items():
            body = got(server.address + path)
            names = {"tile that is stored": "a.jpg", "page of a book": "a.html", "manifest": "a.json"}
            ours, theirs = [], []
            if nginx and what in names:
                os.makedirs(f"{work}/files", exist_ok=True)
                with open(f"{work}/files/{names[what]}", "wb") as file:
                    file.write(body)
                with socket.socket() as free:
                    free.bind(("127.0.0.1", 0))
                    port = free.getsockname()[1]
                with open(f"{work}/nginx.conf", "w", encoding="utf-8") as file:
                    file.write(NGINX.format(work=work, port=port))
                os.chmod(work, 0o755)
                command = [nginx, "-c", f"{work}/nginx.conf", "-p", work, "-e", f"{work}/nginx.error"]
                with Server(command, f"{work}/nginx.log", f"http://127.0.0.1:{port}") as other:
                    other.answers("/" + names[what])
                    for _ in range(runs):
                        ours.append(asked(server.address + path, seconds))
                        theirs.append(asked(f"{other.address}/{names[what]}", seconds))
            else:
                ours = [asked(server.address + path, seconds) for _ in range(runs)]
            figures = {"bytes": len(body), "runs": runs, "s_each": seconds}
            figures |= {f"bumba_{name}": median([one[name] for one in ours], 2) for name in ours[0]}
            if theirs:
                figures |= {f"nginx_{name}": median([one[name] for one in theirs], 2) for name in theirs[0]}
                figures["ratio"] = median([one["a_second"] / two["a_second"] for one, two in zip(ours, theirs)], 3)
            tell("served", what, **figures, resident_mb=memory_mb(server.pid), peak_mb=memory_mb(server.pid, "VmHWM"),
                 own_memory_mb=memory_mb(server.pid, "RssAnon"))
