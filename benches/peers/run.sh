#!/usr/bin/env bash
# sroi and its peers on one case, in turn: run.sh [ROUNDS]. Needs Python 3.11 or later; installs what
# requirements.txt pins into target/peers. Six minutes with five rounds. Prints Markdown tables.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --quiet --release
if [ ! -x target/peers/bin/python ]; then
    python3 -m venv target/peers
fi
target/peers/bin/pip install --quiet --disable-pip-version-check -r benches/peers/requirements.txt
target/peers/bin/python benches/peers/compare.py "${1:-5}"
