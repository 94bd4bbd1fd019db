package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A process of its own that races others for records and counts an object up. Prints how many records it won. */
final class CompetingWriter {

    private CompetingWriter() {}

    public static void main(String[] arguments) throws IOException {
        DirectoryStorage storage = DirectoryStorage.at(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        int won = 0;
        for (int i = 0; i < rounds; i++) {
            ObjectKey record = ObjectKey.of("log/%012d".formatted(i));
            if (storage.putIfAbsent(record, Bodies.of("record"), ObjectKind.LOG).isPresent()) {
                won++;
            }
            countUp(storage);
        }
        System.out.println(won);
    }

    private static void countUp(DirectoryStorage storage) throws IOException {
        ObjectKey counter = ObjectKey.of("counter");
        while (true) {
            String version = storage.stat(counter).orElseThrow().version();
            int count;
            try (InputStream in = storage.open(counter, ByteRange.ALL)) {
                count = Integer.parseInt(Bodies.text(in.readAllBytes()));
            }
            if (storage.replace(counter, Bodies.of(Integer.toString(count + 1)), ObjectKind.LEASE, version)
                    .isPresent()) {
                return;
            }
        }
    }
}
