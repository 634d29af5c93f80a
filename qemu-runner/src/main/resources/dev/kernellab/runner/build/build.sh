# SPDX-License-Identifier: Apache-2.0
# Runs in the box. Standard input: the sources as a tar file. Standard error: what the build prints.
# Standard output: a tar file of whatever may be a kernel, and of the modules named by the arguments.
# Status: that of make, 121 when the sources did not fit.
exec 3>&1 1>&2
mkdir kernel && cd kernel && tar -xf - || exit 121
make -j2 </dev/null 3>&-
status=$?
# Nobody changes files from here on; this shell is the box's init and cannot be signalled from inside.
kill -9 -1 2>/dev/null
[ $status -eq 0 ] || exit $status
for module; do set -- "$@" -o -path "./$module"; shift; done
find . -xdev -type f -links 1 \
  \( -size +51c \( -path ./kernel.elf -o -path ./build/kernel.elf -o -perm -100 -o -name '*.elf' -o -name '*.bin' \
  -o -name '*.iso' -o -name '*.img' \) "$@" \) -print0 | tar --null --no-recursion -T - -cf - >&3
