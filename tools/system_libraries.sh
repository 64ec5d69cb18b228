#!/bin/sh
# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Qt's own system libraries: installed when root on a Debian, else the line to run.
set -eu

packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1"
missing=""
command -v dpkg-query >/dev/null 2>&1 || exit 0  # no Debian: its own packages serve
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  echo "Installing system libraries:$missing"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
  echo "The window will need system libraries; run once:"
  echo "  sudo apt-get install -y$missing"
fi
