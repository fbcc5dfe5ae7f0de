# shellcheck shell=bash
# What Debian 12 must have, and how it gets there. Sourced by the other scripts.

build_packages=(
  g++ cmake ninja-build ccache git ca-certificates
  libboost1.81-dev libsqlite3-dev libspdlog-dev libssl-dev libsodium-dev libtomlplusplus-dev libcli11-dev libmd4c-dev libncurses-dev
  zlib1g-dev pkg-config gettext
)
test_packages=(doctest-dev python3 tmux)
web_test_packages=(chromium)
web_picture_packages=(pngquant zopfli fonts-dejavu-core fonts-noto-color-emoji)
lint_packages=(clang-format python3)
deep_lint_packages=(clang-tidy cppcheck)
fuzz_packages=(clang libclang-rt-14-dev)

# Node for the web client, in a version that its tools know, and npm: those that are there, or Debian's.
need_node() {
  local version
  version=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+)\..*/\1/') || version=0
  if [ "${version:-0}" -ge 18 ] && command -v npm >/dev/null; then return 0; fi
  need_packages nodejs npm
}

# Installs those of the named packages that are missing.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "These packages are missing: ${missing[*]}" >&2
      echo "Install them as root: apt-get install ${missing[*]}" >&2
      return 1
    }
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
