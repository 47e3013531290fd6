// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that can keep what is written for a while and let it go at once: commands that go out together wake the server
 * once, not once each. Used by one thread at a time.
 */
final class HoldingSocket extends Socket {
    private @Nullable OutputStream out;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean holding;

    HoldingSocket() {
        // not connected yet
    }

    /** Keeps what is written from now on. */
    void hold() {
        holding = true;
    }

    /** Lets go what was kept, and whatever is written from now on. */
    void release() throws IOException {
        holding = false;
        OutputStream wire = out;
        if (wire != null && kept.size() > 0) {
            byte[] bytes = kept.toByteArray();
            kept.reset();
            wire.write(bytes);
            wire.flush();
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream wire = super.getOutputStream();
        out = wire;
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (holding) {
                    kept.write(bytes, from, length);
                } else {
                    wire.write(bytes, from, length);
                }
            }

            @Override
            public void flush() throws IOException {
                wire.flush();
            }

            @Override
            public void close() throws IOException {
                HoldingSocket.this.close();
            }
        };
    }
}
