// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Closes a connection whose other end takes nothing of what waits for it. One that takes it slowly
/// stays, and so does one for which nothing waits.
final class StalledReaders extends IdleStateHandler {
  StalledReaders(Duration patience) {
    super(true, 0, patience.toMillis(), 0, TimeUnit.MILLISECONDS);
  }

  /// Called when not a byte has left for so long.
  @Override
  protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
    ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
    if (waiting != null && waiting.totalPendingWriteBytes() > 0) {
      context.close();
    }
  }
}
