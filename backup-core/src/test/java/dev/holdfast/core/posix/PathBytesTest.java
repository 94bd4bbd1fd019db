package dev.holdfast.core.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathBytesTest {

    @Property(tries = 300)
    void aChildHasTheNameItWasMadeOf(@ForAll("names") byte[] parent, @ForAll("names") byte[] name) {
        Path directory = PathBytes.child(Path.of("/somewhere"), parent);
        Path child = PathBytes.child(directory, name);
        assertThat(PathBytes.nameOf(child)).isEqualTo(name);
        assertThat(PathBytes.nameOf(child.getParent())).isEqualTo(parent);
        assertThat(child.getParent().getParent()).isEqualTo(Path.of("/somewhere"));
        assertThat(PathBytes.toPath(PathBytes.of(child))).isEqualTo(child);
    }

    @Property(tries = 300)
    void relativePathsKeepTheirBytes(@ForAll("names") byte[] first, @ForAll("names") byte[] second) {
        byte[] bytes = Arrays.copyOf("../".getBytes(StandardCharsets.US_ASCII), 4 + first.length + second.length);
        System.arraycopy(first, 0, bytes, 3, first.length);
        bytes[3 + first.length] = '/';
        System.arraycopy(second, 0, bytes, 4 + first.length, second.length);
        assertThat(PathBytes.of(PathBytes.toPath(bytes))).isEqualTo(bytes);
    }

    @Provide
    Arbitrary<byte[]> names() {
        Arbitrary<byte[]> any = Arbitraries.bytes()
                .filter(b -> b != 0 && b != '/')
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(60);
        Arbitrary<byte[]> text = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(60)
                .filter(s -> s.indexOf('/') < 0 && s.indexOf('\0') < 0)
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(any, text).filter(name -> !List.of(".", "..").contains(new String(name)));
    }

    @Test
    void theRootHasNoName() {
        assertThat(PathBytes.nameOf(Path.of("/"))).isEmpty();
        assertThat(PathBytes.child(Path.of("/"), new byte[] {(byte) 0xff}).getParent())
                .isEqualTo(Path.of("/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void namesSurviveTheFileSystemInEveryLocale(String locale) throws Exception {
        Path directory = Files.createTempDirectory("names");
        try {
            assertThat(ChildJvm.withLocale(locale).run(MakeAndList.class, directory.toString()))
                    .endsWith("same");
            try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
                for (Path path : names) {
                    // The file's content says how it was meant to be named.
                    assertThat(HexFormat.of().formatHex(PathBytes.nameOf(path))).isEqualTo(Files.readString(path));
                    Files.delete(path);
                }
            }
        } finally {
            Files.deleteIfExists(directory);
        }
    }

    /** Makes files with all kinds of names and finds them again. */
    static final class MakeAndList {

        private MakeAndList() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            Random random = new Random(1);
            for (int i = 0; i < 200; i++) {
                byte[] name = new byte[1 + random.nextInt(40)];
                random.nextBytes(name);
                for (int k = 0; k < name.length; k++) {
                    name[k] |= (byte) (i % 3 == 0 ? 0x80 : 0);
                    name[k] ^= (byte) (name[k] == 0 || name[k] == '/' ? 0x40 : 0);
                }
                Files.writeString(
                        PathBytes.child(directory, name), HexFormat.of().formatHex(name));
            }
            try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
                names.forEach(MakeAndList::check);
            }
            System.out.println("same");
        }

        private static void check(Path path) {
            try {
                Path again = PathBytes.child(path.getParent(), PathBytes.nameOf(path));
                String name = HexFormat.of().formatHex(PathBytes.nameOf(again));
                if (!name.equals(Files.readString(again))) {
                    throw new AssertionError(path.toUri());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
