package dev.holdfast.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.s3.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.Abortable;

class DownloadStreamTest {

    private static final Operation READ =
            new Operation("read", "s3:GetObject", "arn:aws:s3:::backups/*", "s3://backups/v1", "s3://backups", null);
    private static final int LENGTH = 1 << 20;

    /** A server that takes some time for each read. */
    private static final class Server extends ByteArrayInputStream implements Abortable {

        private final Duration delay;
        private final ManualTime time;
        private boolean isAborted;

        Server(int bytes, Duration delay, ManualTime time) {
            super(new byte[bytes]);
            this.delay = delay;
            this.time = time;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            time.await(delay.toNanos());
            return super.read(buffer, offset, Math.min(length, 1000));
        }

        @Override
        public void abort() {
            isAborted = true;
        }
    }

    private final ManualTime time = new ManualTime();

    @Test
    void aServerThatOnlyTricklesIsGivenUp() {
        Server server = new Server(LENGTH, Duration.ofSeconds(1), time);

        assertThatThrownBy(() -> stream(server, Duration.ofSeconds(60)).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too slow")
                .hasMessageContaining("s3://backups/v1")
                .hasMessageContaining("bytes after 61 s");
        assertThat(server.isAborted).isTrue();
    }

    @Test
    void aReaderThatTakesItsTimeIsNot() throws IOException {
        try (DownloadStream in = stream(new Server(LENGTH, Duration.ZERO, time), Duration.ofSeconds(1))) {
            while (in.read() >= 0) {
                time.await(TimeUnit.MINUTES.toNanos(1));
            }
        }
    }

    @Test
    void anEarlyEndIsAnError() {
        assertThatThrownBy(() -> stream(new Server(LENGTH - 1, Duration.ZERO, time), Duration.ofSeconds(1))
                        .readAllBytes())
                .isInstanceOf(EOFException.class);
    }

    @Test
    void whatIsNotWantedIsNotReceived() throws IOException {
        Server server = new Server(LENGTH, Duration.ZERO, time);
        DownloadStream in = stream(server, Duration.ofSeconds(1));
        in.readNBytes(10);
        in.close();

        assertThat(server.isAborted).isTrue();
        assertThat(server.available()).isGreaterThan(LENGTH - 2000);
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionWhoseRestIsShortIsKept() throws IOException {
        Server server = new Server(LENGTH, Duration.ZERO, time);
        DownloadStream in = stream(server, Duration.ofSeconds(1));
        in.readNBytes(LENGTH - 100);
        in.close();

        assertThat(server.isAborted).isFalse();
        assertThat(server.available()).isZero();
    }

    @Test
    void anInterruptEndsReading() {
        DownloadStream in = stream(new Server(LENGTH, Duration.ZERO, time), Duration.ofSeconds(1));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private DownloadStream stream(Server server, Duration deadline) {
        return new DownloadStream(server, READ, LENGTH, deadline, time, null);
    }
}
