#!/bin/sh
# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Pin what pyproject.toml asks for, and all that needs, in the lock files.
set -eu

python=$1
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT

"$python" -m venv "$trial/venv"
pip() { "$trial/venv/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
wanted() { "$python" -c "
import tomllib
content = tomllib.load(open('pyproject.toml', 'rb'))
print(*content$1, sep='\n')"; }

# typer needs colorama on Windows alone, where the same lock must do.
wanted "['project']['dependencies']" >"$trial/runtime.in"
pip install --requirement "$trial/runtime.in" colorama
pip freeze --exclude setuptools >"$trial/runtime"

wanted "['dependency-groups']['dev']" >"$trial/dev.in"
pip install --upgrade --requirement "$trial/dev.in" --constraint "$trial/runtime"
pip freeze --all --exclude pip --exclude wheel >"$trial/all"

cp "$trial/runtime" requirements.lock
grep -vxF -f "$trial/runtime" "$trial/all" >requirements-dev.lock
wc -l requirements.lock requirements-dev.lock
