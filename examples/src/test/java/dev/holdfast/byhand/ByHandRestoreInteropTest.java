package dev.holdfast.byhand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.RepositoryBuilder;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.core.testing.WeirdTree;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.pgp.OpenPgpSigner;
import dev.holdfast.testkit.cipher.ScriptedCipher;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A repository is restored, checked and looked into with nothing but common programs. */
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class ByHandRestoreInteropTest {

    private static final String PACKETS =
            "(?s).*off=0 ctb=c1 tag=1 .*?:pubkey enc packet: version 3.*?ctb=d2 tag=18 hlen=6 .*?:encrypted data packet:.*?"
                    + "mdc_method: 2.*?ctb=cb tag=11 hlen=6 .*?:literal data packet:\\s+mode b \\(62\\), created 0, name=\"\".*";

    @TempDir(cleanup = CleanupMode.NEVER)
    Path directory;

    private Shell shell;
    private Path source;
    private Path repository;
    private String fingerprint = "";

    @BeforeEach
    void makeTree() throws IOException {
        shell = Shell.with("bash", "gpg", "zstd", "jq", "setfattr");
        repository = directory.resolve("repository");
        source = directory.resolve("source");
        WeirdTree.create(source);
        Path large = Files.createDirectory(source.resolve("large"));
        byte[] content = new byte[12_000_000];
        new SplittableRandom(7).nextBytes(content);
        // Its list of chunks has pages of its own, as the attributes of the other have.
        Files.write(large.resolve("many-chunks"), content);
        Files.setAttribute(
                Files.createFile(large.resolve("attributes")), "user:many", ByteBuffer.wrap(content, 0, 3_000));
        for (int i = 0; i < 100; i++) {
            Files.writeString(large.resolve("small \\ " + i), "content of " + i);
        }
    }

    @AfterEach
    void delete() throws Exception {
        WeirdTree.delete(directory);
        // Where a program is missing, there is none.
        if (shell != null) {
            shell.close();
        }
    }

    private void makeKey() throws Exception {
        shell.must(
                "gpg",
                "--batch",
                "--passphrase",
                "",
                "--quick-generate-key",
                "By Hand <by@hand>",
                "default",
                "default");
        shell.must("gpg", "--batch", "--output", shell.file("public").toString(), "--export");
        shell.must("gpg", "--batch", "--output", shell.file("secret").toString(), "--export-secret-keys");
        fingerprint = shell.must("gpg", "--batch", "--with-colons", "--list-secret-keys")
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    private ContentCipher cipher() {
        return OpenPgpCipher.builder().recipient(shell.file("public")).build();
    }

    private RepositoryBuilder sealed(ContentCipher cipher) {
        return Holdfast.repository()
                .cipher(cipher)
                .signer(OpenPgpSigner.builder().secretKey(shell.file("secret")).build());
    }

    private void backUp(RepositoryBuilder settings) {
        try (BackupRepository open = settings.storage(repository.toUri())
                .localState(directory.resolve("state"))
                .openOrCreate()) {
            assertThat(open.backup().source(source).run().failures()).isEmpty();
        }
    }

    private Shell.Outcome restore(String target, String... snapshot) throws Exception {
        return shell.run(Stream.concat(
                        Stream.of(
                                "bash",
                                Shell.script(),
                                repository.toString(),
                                directory.resolve(target).toString()),
                        Stream.of(snapshot))
                .toArray(String[]::new));
    }

    /** The one file of a kind, or the oldest, for keys sort by time. */
    private Path oldest(String kind, String name) throws IOException {
        try (Stream<Path> files = Files.walk(repository.resolve(kind))) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void blocksThatSomebodyWithoutAKeyHasMovedAreFound() throws Exception {
        makeKey();
        backUp(sealed(cipher()));
        Path inventory = oldest("inventories", "1");
        byte[] content = new byte[9_000_000];
        new SplittableRandom(8).nextBytes(content);
        try (RandomAccessFile large =
                new RandomAccessFile(source.resolve("large/many-chunks").toFile(), "rw")) {
            large.write(content);
        }
        backUp(sealed(cipher()));
        try (BackupRepository janitor =
                Holdfast.repository().storage(repository.toUri()).open()) {
            janitor.apply(janitor.retention().keepLast(1).grace(Duration.ZERO).plan());
            assertThat(janitor.apply(janitor.reclaim()
                                    .compactBelow(1)
                                    .grace(Duration.ZERO)
                                    .plan())
                            .movedBytes())
                    .isPositive();
        }
        assertThat(inventory).as("which describes no volume any more").doesNotExist();
        Shell.Outcome outcome = restore("restored");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("signed by " + fingerprint);
        assertThat(TreeComparison.compare(source, directory.resolve("restored")))
                .isEmpty();
    }

    /** Each run of the two is under several session keys. */
    @Test
    void anIncrementalSnapshotComesBackWholeAndSoDoesTheFirst() throws Exception {
        makeKey();
        backUp(sealed(ScriptedCipher.newKeysEvery(cipher(), 2)));
        Path changed = source.resolve("large/small \\ 7");
        Files.writeString(changed, "new content");
        Files.createDirectory(source.resolve("added"));
        backUp(sealed(ScriptedCipher.newKeysEvery(cipher(), 2)));

        Shell.Outcome outcome = restore("restored");
        assertThat(outcome.output()).contains("signed by " + fingerprint);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(TreeComparison.compare(source, directory.resolve("restored")))
                .isEmpty();

        String first = oldest("manifests", "1").getParent().getFileName().toString();
        assertThat(restore("former", first).exitCode()).isZero();
        assertThat(directory.resolve("former/large/small \\ 7")).hasContent("content of 7");
        assertThat(directory.resolve("former/added")).doesNotExist();
    }

    @Test
    void aClearRepositoryComesBackWhole() throws Exception {
        backUp(Holdfast.repository().unencrypted());
        Shell.Outcome outcome = restore("restored");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(TreeComparison.compare(source, directory.resolve("restored")))
                .isEmpty();
    }

    @Test
    void aDamagedBlockIsNamedAndRefused() throws Exception {
        backUp(Holdfast.repository().unencrypted());
        Path volume = oldest("data", "00000001");
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int there = file.read();
            file.seek(file.length() / 2);
            file.write(there ^ 1);
        }
        Shell.Outcome outcome = restore("restored");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output())
                .contains("is damaged", repository.relativize(volume).toString());
    }

    @Test
    void aBlockIsThePromisedPacketsAndTheSignatureIsOneOverTheManifest() throws Exception {
        makeKey();
        backUp(sealed(cipher()));
        List<String> section = Files.readAllLines(oldest("inventories", "1"), StandardCharsets.UTF_8);
        long length = Long.parseLong(section.get(1).replaceFirst(".*\"length\":(\\d+).*", "$1"));
        Path block = directory.resolve("block");
        try (InputStream volume = Files.newInputStream(oldest("data", "00000001"))) {
            Files.write(block, volume.readNBytes((int) length));
        }
        assertThat(shell.must("gpg", "--batch", "--list-packets", block.toString()))
                .matches(PACKETS);

        Path manifest = oldest("manifests", "1");
        assertThat(shell.must("gpg", "--batch", "--verify", manifest + ".sig", manifest.toString()))
                .contains("Good signature");

        // For gpg it stays a good one when the key is revoked.
        Path revocation = shell.file("openpgp-revocs.d/" + fingerprint + ".rev");
        Files.writeString(revocation, Files.readString(revocation).replace("\n:-----BEGIN", "\n-----BEGIN"));
        shell.must("gpg", "--batch", "--import", revocation.toString());
        Shell.Outcome outcome = shell.run(
                "env",
                "SIGNER=" + fingerprint,
                "bash",
                Shell.script(),
                repository.toString(),
                directory.resolve("restored").toString());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output())
                .contains("signed by " + fingerprint + ", but that key was revoked", "is not signed");
    }
}
