// SPDX-License-Identifier: Apache-2.0

/// A client of QEMU's monitor protocol, QMP. Start at [QmpClient]. The QEMU process is taken to be
/// hostile: messages are bounded in size and depth, every wait has an end, and only the commands in
/// [QmpCommand] can be sent. What can go wrong:
///
/// ```
/// QmpException
/// ├── QmpProtocolException       it said something that is not QMP, or not what was asked for
/// ├── QmpTimeoutException        it said nothing in time
/// ├── QmpDisconnectedException   it hung up: QEMU has died, or wants us to think so
/// └── QmpRefusedException        it understood and said no
/// ```
@NullMarked
package dev.kernellab.runner.qmp;

import org.jspecify.annotations.NullMarked;
