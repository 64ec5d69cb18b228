#!/bin/sh
# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Fill ./wheelhouse so that an office PC without a network can install LandGIS:
#   pip install --no-index --find-links wheelhouse landgis
set -eu

python=$1
platform=$2
version=$3

rm -rf wheelhouse build  # an old build would put deleted modules into the package
"$python" -m pip wheel --quiet --no-deps --wheel-dir wheelhouse .
if [ -n "$platform" ]; then
  "$python" -m pip download --quiet --dest wheelhouse --only-binary=:all: \
    --platform "$platform" --python-version "$version" --no-deps \
    --requirement requirements.lock
  echo "wheelhouse holds $(ls wheelhouse | wc -l) packages for $platform, Python $version"
  exit 0
fi
"$python" -m pip wheel --quiet --no-deps --wheel-dir wheelhouse \
  --requirement requirements.lock

trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
"$python" -m venv "$trial/venv"
"$trial/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  --no-index --find-links wheelhouse landgis
(cd "$trial" && venv/bin/landgis --version)
echo "wheelhouse holds $(ls wheelhouse | wc -l) packages and installs without a network"
