#!/bin/sh
# SPDX-FileCopyrightText: LandGIS contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries of the system that the wheels expect: installed when root on a Debian,
# else the line to run.  Found by reading what the wheels' libraries are linked to.
set -eu

rasters="libexpat1"
screenless="libegl1 libgl1 libglib2.0-0 libxkbcommon0 libdbus-1-3 libfontconfig1"
x11="libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
  libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1
  libxcb-xfixes0 libxcb-xkb1"
wayland="libwayland-cursor0"

missing=""
command -v dpkg-query >/dev/null 2>&1 || exit 0  # no Debian: its own packages serve
for package in $rasters $screenless $x11 $wayland; do
  # Debian 13 calls some of them by a longer name, and still knows the shorter one.
  dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null |
    grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  echo "Installing system libraries:$missing"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    $missing >/dev/null
else
  echo "The window needs system libraries; run once:"
  echo "  sudo apt-get install -y$missing"
fi
