# SPDX-License-Identifier: Apache-2.0
# From `nm --numeric-sort` to the table of functions that cpu/symbols.c reads:
# address and name, lowest first, closed by an address that none is above.
BEGIN { print "    .section .rodata"; print "    .globl symbols"; print "symbols:" }
tolower($2) == "t" && $1 ~ /^f/ {
    sub(/\..*/, "", $3) # what the compiler adds to a copy of a function
    print "    .long 0x" $1 ", 1f"
    print "    .pushsection .rodata.names"
    print "1:  .asciz \"" $3 "\""
    print "    .popsection"
}
END { print "    .long 0xFFFFFFFF, 0"; print "    .section .note.GNU-stack, \"\", @progbits" }
