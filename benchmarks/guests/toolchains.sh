# shellcheck shell=sh
# The compilers, their versions and their flags are those of the guests that tests use.
# shellcheck source-path=SCRIPTDIR source=../../../project-tests/guests/toolchains.sh
. "$(dirname "$0")/../../../project-tests/guests/toolchains.sh"
