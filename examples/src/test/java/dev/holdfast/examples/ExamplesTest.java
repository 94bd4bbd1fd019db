package dev.holdfast.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.examples.ReactToErrors.Reaction;
import dev.holdfast.examples.s3server.S3Server;
import dev.holdfast.examples.spi.DeflateFormat;
import dev.holdfast.examples.spi.SharedKeyCipher;
import dev.holdfast.examples.spi.SingleFileStorage;
import dev.holdfast.pgp.OpenPgpKeyPair;
import dev.holdfast.s3.S3Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example programs do what they say. */
class ExamplesTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir
    Path directory;

    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(directory.resolve("source/sub")).getParent();
        Files.writeString(source.resolve("sub/a.txt"), "content of a");
        Files.writeString(source.resolve("b.tmp"), "b");
    }

    @Test
    void aDirectoryIsBackedUpWithThePublicKeyAndRestoredWithTheSecretOne() throws IOException {
        char[] passphrase = "correct horse battery staple".toCharArray();
        OpenPgpKeyPair pair = OpenPgpKeyPair.generate("Example", passphrase, new SecureRandom(), Clock.systemUTC());
        Path publicKey = Files.write(directory.resolve("public.asc"), pair.certificate());
        Path secretKey = Files.write(directory.resolve("secret.asc"), pair.secretKey());
        URI store = directory.resolve("repository").toUri();

        SnapshotId snapshot = BackupToDirectory.backUp(source, store, publicKey, directory.resolve("state"));
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            assertThat(repository.snapshots().byId(snapshot).tags()).containsExactly("nightly");
        }
        assertThat(RestoreEverything.restore(store, secretKey, passphrase::clone, directory.resolve("restored"))
                        .failures())
                .isEmpty();
        assertThat(directory.resolve("restored/sub/a.txt")).hasContent("content of a");
    }

    @Test
    void selectedPartsAreBackedUpToS3() throws IOException {
        OpenPgpKeyPair pair = OpenPgpKeyPair.generate("Example", null, new SecureRandom(), Clock.systemUTC());
        Path publicKey = Files.write(directory.resolve("public.asc"), pair.certificate());
        MemoryStorage objects = MemoryStorage.create();
        try (S3Server server = S3Server.over(objects);
                S3Storage storage = BackupToS3.inBucket(S3Server.BUCKET)
                        .endpoint(server.endpoint())
                        .region("us-east-1")
                        .pathStyle()
                        .credentials("id", "secret")
                        .build()) {
            Selection selection = Selection.all().include(source + "/sub").exclude("**");
            BackupResult result = BackupToS3.backUp(storage, selection, publicKey, directory.resolve("state"));
            assertThat(result.requireComplete().newFiles()).isEqualTo(1);
        }
    }

    @Test
    void whatMayPassIsTriedAgainAndForTheRestSomebodyIsWoken() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the place of a store");
        BackupException noDirectory = catchThrowableOfType(
                BackupException.class,
                () -> Holdfast.repository().storage(file.toUri()).open());
        assertThat(ReactToErrors.to(noDirectory)).isEqualTo(Reaction.WAKE_SOMEBODY);
        assertThat(ReactToErrors.to(new StorageException("no answer"))).isEqualTo(Reaction.TRY_AGAIN);
        assertThat(ReactToErrors.to(new CancelledException("interrupted"))).isEqualTo(Reaction.END);

        try (BackupRepository repository = Holdfast.repository()
                .storage(MemoryStorage.create())
                .unencrypted()
                .create()) {
            BackupResult result = repository
                    .backup()
                    .source("dump", () -> {
                        throw new IOException("the database is down");
                    })
                    .run();
            assertThat(ReactToErrors.worthAWord(result))
                    .isEqualTo(result.failures())
                    .hasSize(1);
        }
    }

    @Test
    void aDumpIsAFileOfTheSnapshotAndThePastCanBeListed() throws IOException {
        MemoryStorage store = MemoryStorage.create();
        try (BackupRepository repository = Holdfast.repository()
                .storage(store)
                .unencrypted()
                .clock(Clock.fixed(MONDAY, ZoneOffset.UTC))
                .create()) {
            byte[] dump = "insert into orders".getBytes(StandardCharsets.UTF_8);
            StreamBackup.backUp(repository, () -> new ByteArrayInputStream(dump), source);

            assertThat(ListFilesAtTime.list(repository, MONDAY, "uploads"))
                    .anySatisfy(line -> assertThat(line).isEqualTo("uploads/sub/a.txt 12"))
                    .noneSatisfy(line -> assertThat(line).contains("b.tmp"));
            RestoreOneFile.toNewName(repository, MONDAY, "uploads/sub/a.txt", directory.resolve("a-of-monday.txt"));
            assertThat(directory.resolve("a-of-monday.txt")).hasContent("content of a");
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            RestoreOneFile.toStream(repository, MONDAY, "db/orders.sql", response);
            assertThat(response.toByteArray()).isEqualTo(dump);
        }
    }

    @Test
    void progressReachesTheStatusBar() {
        List<String> statusBar = new ArrayList<>();
        try (BackupRepository repository = Holdfast.repository()
                .storage(MemoryStorage.create())
                .unencrypted()
                .create()) {
            BackupWithProgress.backUp(repository, source, statusBar::add);
        }
        assertThat(statusBar).isNotEmpty().allSatisfy(text -> assertThat(text).contains(" % "));
    }

    @Test
    void providersOfOnesOwnWorkTogether() throws IOException {
        byte[] key = new byte[SharedKeyCipher.KEY_BYTES];
        Path file = directory.resolve("store");
        try (BackupRepository repository = Holdfast.repository()
                .storage(SingleFileStorage.open(file))
                .cipher(SharedKeyCipher.of(key, new SecureRandom()))
                .archive(new DeflateFormat())
                .create()) {
            repository.backup().source(source).run().requireComplete();
        }
        try (BackupRepository repository = Holdfast.repository()
                .storage(SingleFileStorage.open(file))
                .cipher(SharedKeyCipher.of(key, new SecureRandom()))
                .archive(new DeflateFormat())
                .open()) {
            Path restored = directory.resolve("restored");
            repository.snapshots().newest().orElseThrow().restore().as(restored).run();
            assertThat(restored.resolve("sub/a.txt")).hasContent("content of a");
        }
    }

    @Test
    void aPlanIsLookedAtBeforeAnythingIsRemoved() {
        MemoryStorage store = MemoryStorage.create();
        try (BackupRepository repository =
                Holdfast.repository().storage(store).unencrypted().create()) {
            for (int i = 0; i < 3; i++) {
                repository.backup().source(source).run();
            }
            assertThat(RemoveOldSnapshots.keepAYear(repository, plan -> false)).isFalse();
            assertThat(repository.snapshots().all()).hasSize(3);
            assertThat(RemoveOldSnapshots.keepAYear(
                            repository, plan -> plan.kept().size() == 2))
                    .as("the newest of the day, and the oldest while there are few days")
                    .isTrue();
            assertThat(repository.snapshots().all()).hasSize(2);
            assertThat(repository.undo().restored()).hasSize(1);
        }
    }

    @Test
    void aJanitorWithoutAKeyCarriesOutAPlanUnlessThereAreOtherSnapshots() throws IOException {
        URI store = directory.resolve("repository").toUri();
        Path plan = directory.resolve("plan.txt");
        for (int month = 6; month >= 0; month -= 2) {
            try (BackupRepository repository = Holdfast.repository()
                    .storage(store)
                    .cipher(SharedKeyCipher.of(new byte[SharedKeyCipher.KEY_BYTES], new SecureRandom()))
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-31L * month)))
                    .openOrCreate()) {
                if (month == 0) {
                    assertThat(JanitorWithoutKey.plan(store, plan).dropped()).hasSize(2);
                }
                repository.backup().source(source).run();
            }
        }
        assertThatThrownBy(() -> JanitorWithoutKey.carryOut(store, plan)).hasMessageContaining("make a new plan");
        assertThat(JanitorWithoutKey.plan(store, plan).kept()).hasSize(2);
        assertThat(JanitorWithoutKey.carryOut(store, plan).removed()).hasSize(2);
        Path leftover = directory.resolve("repository/data/20200101T000000Z-0123456789ab/00000001");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "of a run that crashed");
        Files.setLastModifiedTime(leftover, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(JanitorWithoutKey.getSpaceBack(store).problems()).isEmpty();
        assertThat(leftover).doesNotExist();
        assertThat(CheckRepository.damage(store)).isEmpty();
    }

    @Test
    void damageIsFoundWithoutAKey() throws IOException {
        Path store = directory.resolve("repository");
        try (BackupRepository repository =
                Holdfast.repository().storage(store.toUri()).unencrypted().create()) {
            repository.backup().source(source).run();
        }
        assertThat(CheckRepository.damage(store.toUri())).isEmpty();
        assertThat(CheckRepository.isWell(store.toUri(), Duration.ofHours(26))).isTrue();
        assertThat(CheckRepository.isWell(store.toUri(), Duration.ZERO)).isFalse();
        Path volume;
        try (var files = Files.walk(store.resolve("data"))) {
            volume = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(volume);
        bytes[bytes.length / 2] ^= 1;
        Files.write(volume, bytes);

        assertThat(CheckRepository.damage(store.toUri()))
                .anySatisfy(
                        line -> assertThat(line).contains(volume.getFileName().toString()));
        Files.delete(volume);
        assertThat(CheckRepository.isWell(store.toUri(), Duration.ofHours(26))).isFalse();
    }

    /** As after a run whose clock was ahead: it looks young for ever. */
    @Test
    void aSnapshotOfTheFutureIsNoSignThatBackupsGoOn() {
        Path store = directory.resolve("repository");
        try (BackupRepository repository = Holdfast.repository()
                .storage(store.toUri())
                .unencrypted()
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(3_650)))
                .create()) {
            repository.backup().source(source).run();
        }
        assertThat(CheckRepository.isWell(store.toUri(), Duration.ofHours(26))).isFalse();
    }
}
