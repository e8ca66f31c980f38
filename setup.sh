#!/bin/sh
# Gets a machine ready to render and test: system packages, a Python environment in .venv, the locked dependencies.
# `make setup` calls it when the lock or the project file has changed; calling it again is harmless.
set -eu
cd "$(dirname "$0")"

stop() {
    printf 'setup: %s\n' "$1" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

# What Manim's dependencies need to build from source where they bring no wheel.
builds_from_source() {
    pkg-config --exists cairo pangocairo 2>/dev/null || return 1
    cc --version >/dev/null 2>&1 || return 1
    [ -n "$python" ] || return 1
    "$python" -c '
import ensurepip, pathlib, sysconfig, venv
assert pathlib.Path(sysconfig.get_path("include"), "Python.h").exists()' 2>/dev/null
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

has_browser() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$candidate" >/dev/null && return
    done
    [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]
}

# Only the tests open a browser; without one they are skipped.
if [ "${1:-}" = browser ]; then
    if has_browser; then exit; fi
    if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }; then
        echo "setup: installing chromium, to test pages in"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium || true
    fi
    has_browser || echo "setup: no Chromium or Chrome here, so the tests that open pages are skipped"
    exit
fi

apt_packages="libcairo2-dev libpango1.0-dev pkg-config python3-dev python3-venv gcc"
brew_packages="cairo pango pkg-config python@3.12"

python=$(find_python)
if ! builds_from_source; then
    if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }; then
        echo "setup: installing $apt_packages"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
        # shellcheck disable=SC2086  # a list of packages
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $apt_packages
    elif command -v brew >/dev/null; then
        echo "setup: installing $brew_packages"
        # shellcheck disable=SC2086
        brew install $brew_packages
    else
        stop "please have these system packages installed (or what your system calls them), then try again: $apt_packages"
    fi
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 or newer is needed and was not found; set PYTHON=/path/to/python3 if it is elsewhere"
    builds_from_source || stop "cairo, pango, a C compiler or the headers and venv module of $python are still missing; with apt: $apt_packages"
fi

# An environment that was cut off half-way, or whose Python is gone, is made anew.
if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    "$python" -m venv --clear .venv
fi
rm -f .venv/ready
echo "setup: installing the locked Python packages into .venv (a few minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch .venv/ready
