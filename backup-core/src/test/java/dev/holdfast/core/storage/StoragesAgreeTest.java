package dev.holdfast.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A directory answers every sequence of calls as the map in memory does. */
class StoragesAgreeTest {

    /** None is another one's directory. Chosen around the slash's place in the order of bytes. */
    private static final List<String> KEYS =
            List.of("a/b", "a/c/d", "a.b", "a-", "a0", "a/b.c", "b/-/x", "b/.x/x", "b-/y", "B", "log/1");

    private static final List<String> TEXTS = List.of("", "a", "a/", "a/b", "a.", "b/-", "b/-/x", "log/1", "zz");

    private record Step(String verb, ObjectKey key, String text, int sizeBytes) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of("put", "putIfAbsent", "replace", "stale", "open", "stat", "list", "delete"),
                        Arbitraries.of(KEYS).map(ObjectKey::of),
                        Arbitraries.of(TEXTS),
                        Arbitraries.of(0, 1, 100, 4096, 4097, 10_000))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 50, shrinking = ShrinkingMode.BOUNDED)
    void aDirectoryIsAMap(@ForAll("steps") List<Step> steps) throws IOException {
        Path root = Files.createTempDirectory("holdfast-storage");
        try (ConditionalStorage directory = DirectoryStorage.at(root);
                ConditionalStorage memory = MemoryStorage.create()) {
            for (Step step : steps) {
                assertThat(apply(directory, step)).as(step.toString()).isEqualTo(apply(memory, step));
            }
            assertThat(list(directory, "", "")).isEqualTo(list(memory, "", ""));
        } finally {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Object apply(ConditionalStorage storage, Step step) throws IOException {
        ObjectKey key = step.key();
        ObjectKind kind = ObjectKind.MANIFEST;
        var body = Bodies.random(step.text().length(), step.sizeBytes());
        return switch (step.verb()) {
            case "put" -> storage.put(key, body, kind).sizeBytes();
            case "putIfAbsent" -> storage.putIfAbsent(key, body, kind).map(ObjectInfo::sizeBytes);
            case "replace" -> {
                String version = storage.stat(key).map(ObjectInfo::version).orElse("none");
                yield storage.replace(key, body, kind, version).map(ObjectInfo::sizeBytes);
            }
            case "stale" -> {
                Optional<ObjectInfo> seen = storage.stat(key);
                storage.put(key, Bodies.of("something else"), kind);
                String version = seen.map(ObjectInfo::version).orElse("none");
                boolean isSame = seen.isPresent() && seen.get().sizeBytes() == 14;
                yield isSame
                        ? Optional.empty()
                        : storage.replace(key, body, kind, version).map(ObjectInfo::sizeBytes);
            }
            case "open" -> read(storage, key, step.sizeBytes());
            case "stat" -> storage.stat(key).map(ObjectInfo::sizeBytes);
            case "list" ->
                List.of(
                        list(storage, step.text(), ""),
                        list(storage, step.text(), key.value()),
                        list(storage, "", step.text()));
            case "delete" -> {
                storage.delete(List.of(key));
                yield storage.stat(key);
            }
            default -> throw new IllegalArgumentException(step.verb());
        };
    }

    private static String read(ConditionalStorage storage, ObjectKey key, long offset) {
        try (InputStream in = storage.open(key, ByteRange.of(offset, 5000))) {
            return Bodies.text(in.readAllBytes());
        } catch (IOException e) {
            return e.getClass().getName();
        }
    }

    private static List<String> list(ConditionalStorage storage, String prefix, String after) throws IOException {
        try (Stream<ObjectInfo> list = storage.list(prefix, after)) {
            return list.map(ObjectInfo::toString).toList();
        }
    }
}
