// SPDX-License-Identifier: Apache-2.0

/// The ledger test: many submissions of known mark, sent while faults strike, and at the end the
/// books are checked: nothing accepted is lost, doubled or wrong, and everybody who watched saw all
/// of it. Start at [LedgerIT] for how it is done and at [LedgerChecker] for what must hold. Shares
/// no class with the lab: it meets it as a client and as an operator does.
@NullMarked
package dev.kernellab.ledger;

import org.jspecify.annotations.NullMarked;
