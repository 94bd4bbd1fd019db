package dev.holdfast.core.backup.pages;

import dev.holdfast.core.backup.needs.NeedsCodec;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.manifest.Manifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The bytes of summaries. */
final class PageSummaryCodec {

    private static final int HASH_BYTES = 32;
    private static final int HEAD_BYTES = HASH_BYTES + 24;

    private PageSummaryCodec() {}

    static byte[] encode(PageSummary summary) {
        ByteSink bytes = new ByteSink(256);
        bytes.write(ByteBuffer.allocate(HEAD_BYTES)
                .put(summary.evidence())
                .putInt((int) summary.totals().files())
                .putInt((int) summary.totals().directories())
                .putInt((int) summary.totals().others())
                .putLong(summary.totals().bytes())
                .putInt(summary.contents().size())
                .array());
        summary.contents().forEach(bytes::write);
        bytes.write(NeedsCodec.encode(summary.needs()));
        return bytes.toByteArray();
    }

    static PageSummary decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] evidence = hash(in);
        Manifest.Totals totals = new Manifest.Totals(in.getInt(), in.getInt(), in.getInt(), in.getLong());
        List<byte[]> contents = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            contents.add(hash(in));
        }
        byte[] needs = new byte[in.remaining()];
        in.get(needs);
        return new PageSummary(evidence, totals, NeedsCodec.decode(needs), contents);
    }

    private static byte[] hash(ByteBuffer in) {
        byte[] hash = new byte[HASH_BYTES];
        in.get(hash);
        return hash;
    }
}
