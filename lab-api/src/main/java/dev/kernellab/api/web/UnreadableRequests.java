// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.ReferenceCountUtil;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/// A request that cannot be read as HTTP is answered by the server itself, below everything that
/// knows of problems, and without a word. This adds the words.
final class UnreadableRequests extends ChannelOutboundHandlerAdapter {
  private final ProblemWriter problems;

  UnreadableRequests(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof FullHttpResponse response
        && response.status().code() >= 400
        && !response.content().isReadable()
        && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE)) {
      super.write(context, withWords(response), promise);
      ReferenceCountUtil.release(message);
    } else {
      super.write(context, message, promise);
    }
  }

  private FullHttpResponse withWords(FullHttpResponse silent) {
    HttpStatus status = HttpStatus.valueOf(silent.status().code());
    String detail =
        switch (status) {
          case CONTENT_TOO_LARGE, REQUEST_HEADER_FIELDS_TOO_LARGE ->
              "The request's headers are too large: 16 KiB at most.";
          case URI_TOO_LONG -> "The request's address is too long.";
          case REQUEST_TIMEOUT -> "The request took too long to arrive. Send it again.";
          default -> "The request cannot be read as HTTP/1.1.";
        };
    byte[] body = problems.bytes(status, status.name(), detail);
    var response =
        new DefaultFullHttpResponse(
            silent.protocolVersion(), silent.status(), Unpooled.wrappedBuffer(body));
    response.headers().set(silent.headers());
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response;
  }
}
