# Sourced by scripts before anything else: --help prints the comment at the top of the script, and `wrong` does so on stderr
# and ends with 64.
script=$(cd "$(dirname "$0")" && pwd)/${0##*/}
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$script"; }
wrong() { usage >&2; exit 64; }
# takes N ARGUMENT...: wrong, unless there are N arguments and none of them is an option.
takes() { [ $# = $(($1 + 1)) ] || wrong; shift; for each; do case $each in -*) wrong ;; esac; done; }
case ${1:-} in -h | --help) usage; exit ;; esac
