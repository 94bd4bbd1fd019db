package dev.holdfast.examples.quickstart;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.RepositoryBuilder;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.pgp.OpenPgpKeyPair;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows a backup from first to last, and prints what happens. */
public final class Quickstart {

    /** Where a quickstart stores. */
    public enum Store {
        /** A directory beside the source. */
        DIRECTORY,
        /** An S3 server in this process, or the bucket that the environment names. */
        S3
    }

    private final Workplace workplace;
    private final Place place;
    private final PrintStream out;

    private Quickstart(Workplace workplace, Place place, PrintStream out) {
        this.workplace = workplace;
        this.place = place;
        this.out = out;
    }

    /**
     * @param directory is only read; null for the checkout that this program was built in
     * @param environment of which {@code HOLDFAST_S3_URL} and {@code HOLDFAST_S3_ENDPOINT} name a bucket
     * @return whether what was restored equals what was backed up
     */
    public static boolean run(@Nullable Path directory, Store store, Map<String, String> environment, PrintStream out) {
        try {
            Workplace workplace = Workplace.ofThisProgram();
            Path from = directory == null ? workplace.checkout() : directory.toAbsolutePath();
            if (!Files.isDirectory(from)) {
                throw new NotFoundException("there is no directory " + from);
            }
            workplace.prepare();
            try (Place place = place(store, environment, workplace)) {
                return new Quickstart(workplace, place, out).run(from);
            }
        } catch (IOException e) {
            throw new StorageException("the quickstart cannot work on its files: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the quickstart was interrupted", e);
        }
    }

    private static Place place(Store store, Map<String, String> environment, Workplace workplace) throws IOException {
        if (store == Store.DIRECTORY) {
            return Place.in(workplace.repository());
        }
        String url = environment.get("HOLDFAST_S3_URL");
        return url == null
                ? Place.inServerOver(workplace.repository())
                : Place.inBucket(url, environment.get("HOLDFAST_S3_ENDPOINT"), Clock.systemUTC());
    }

    private boolean run(Path from) throws IOException, InterruptedException {
        SampleCopy copy = SampleCopy.make(from, workplace.source(), workplace.base());
        say("0. A copy of " + from + " to work on: " + Amounts.count(copy.files(), "file", "files") + ", "
                + Amounts.bytes(copy.bytes())
                + (copy.leftOut() > 0 ? " (" + Amounts.count(copy.leftOut()) + " left out)" : ""));
        makeKeys();
        if (place.isServer()) {
            say("   and an S3 server in this process, with one bucket: " + place.url());
        }
        backUp();
        say("3. A change: " + SampleChange.make(workplace.source()));
        say("4. An incremental backup, in a process that knows no secret key");
        KeylessBackup.run(workplace, place).lines().forEach(line -> say("   | " + line));
        say(
                "   Files that were written less than two seconds before they were backed up are read again, as all of this copy may be.");
        boolean equal = readBack();
        suggest();
        return equal;
    }

    private void makeKeys() throws IOException {
        OpenPgpKeyPair pair = OpenPgpKeyPair.generate("Quickstart", null);
        Files.createDirectories(workplace.publicKey().getParent());
        Files.createDirectories(workplace.secretKey().getParent());
        Files.write(workplace.publicKey(), pair.certificate());
        Files.write(workplace.secretKey(), pair.secretKey());
        say("1. A key pair: " + pair.fingerprint());
    }

    private void backUp() {
        OpenPgpCipher cipher =
                OpenPgpCipher.builder().recipient(workplace.publicKey()).build();
        try (BackupRepository repository = repository(cipher).create()) {
            BackupResult result = repository.backup().source(workplace.source()).run();
            result.requireComplete();
            say("2. A full backup with the public key, in " + Amounts.duration(result.elapsed()));
            say("   read " + Amounts.bytes(result.readBytes()) + " in "
                    + Amounts.count(result.newFiles(), "file", "files")
                    + "; " + Amounts.bytes(result.deduplicatedBytes()) + " of it were duplicates; stored "
                    + Amounts.bytes(result.storedBytes()) + " in "
                    + Amounts.count(result.storedObjects(), "object", "objects"));
        }
    }

    private boolean readBack() {
        OpenPgpCipher cipher =
                OpenPgpCipher.builder().secretKey(workplace.secretKey()).build();
        try (BackupRepository repository = repository(cipher).open()) {
            Snapshot newest = repository.snapshots().newest().orElseThrow();
            say("5. With the secret key, what is in the repository");
            for (Snapshot snapshot : repository.snapshots().all()) {
                say("   " + snapshot.id() + ": " + Amounts.count(entries(snapshot), "entry", "entries") + ", "
                        + Amounts.bytes(snapshot.bytes()) + ", for which " + Amounts.bytes(snapshot.storedBytes())
                        + " were stored");
            }
            RestoreResult restored = newest.restore().as(workplace.restored()).run();
            say("6. A restore of the newest: " + Amounts.count(restored.restoredEntries(), "entry", "entries") + ", "
                    + Amounts.bytes(restored.restoredBytes()) + " in " + Amounts.duration(restored.elapsed()));
            restored.failures().forEach(failure -> say("   failed: " + failure));
            return compare(repository) && restored.failureCount() == 0;
        }
    }

    private boolean compare(BackupRepository repository) {
        VerifyResult stored =
                repository.verify().data().compare(workplace.source()).run();
        VerifyResult restored =
                repository.verify().presenceOnly().compare(workplace.restored()).run();
        say("7. A comparison: " + Amounts.count(stored.openedBlocks(), "block was", "blocks were") + " opened and "
                + Amounts.count(stored.checkedChunks(), "hash", "hashes") + " checked; "
                + Amounts.count(stored.comparedEntries()) + " entries compared with the source, "
                + Amounts.count(restored.comparedEntries()) + " with the restored files");
        stored.findings().forEach(finding -> say("   wrong: " + finding));
        restored.findings().forEach(finding -> say("   wrong: " + finding));
        boolean equal = stored.findingCount() + restored.findingCount() == 0;
        say(equal ? "   All are equal." : "   They are NOT equal.");
        return equal;
    }

    private static long entries(Snapshot snapshot) {
        try (Stream<SnapshotEntry> entries = snapshot.entries()) {
            return entries.count();
        }
    }

    private RepositoryBuilder repository(OpenPgpCipher cipher) {
        RepositoryBuilder builder = Holdfast.repository().cipher(cipher).localState(workplace.localState());
        place.configure(builder);
        return builder;
    }

    private void suggest() {
        String holdfast = "java -jar " + shown(workplace.program());
        String url = String.join(" ", place.options()) + (place.options().isEmpty() ? "" : " ") + place.url();
        String secret = " --secret-key " + shown(workplace.secretKey()) + " ";
        say("");
        if (place.isServer()) {
            say("Everything lies in " + workplace.base() + ", the bucket's objects in " + shown(workplace.repository())
                    + ".");
            say("With a bucket of yours: HOLDFAST_S3_URL=s3://BUCKET/PREFIX AWS_REGION=REGION " + holdfast
                    + " quickstart --s3");
            return;
        }
        say("Everything lies in " + workplace.base() + ". Try next:");
        say("  " + holdfast + " collection-status " + url);
        say("  " + holdfast + " list-current-files" + secret + url);
        say("  " + holdfast + " restore" + secret + "--path " + SampleChange.NEW_FILE + " " + url + " "
                + shown(workplace.base().resolve("one-file.txt")));
        say("  " + holdfast + " verify " + url);
        say("  " + holdfast + " help backup");
    }

    /** As short as possible from the working directory, and as one word of a shell. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        String text = (path.startsWith(here) ? here.relativize(path) : path).toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(Character.isLetterOrDigit(c) || "/._-+,:@%".indexOf(c) >= 0)) {
                return "'" + text.replace("'", "'\\''") + "'";
            }
        }
        return text;
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
