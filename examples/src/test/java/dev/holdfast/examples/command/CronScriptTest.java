package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.s3server.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * The script that people run Duplicity with, with another name and key, from an empty bucket on. A shell splits its
 * words; the command runs here, at the times that the test says.
 */
@Timeout(180)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Order(1)
class CronScriptTest {

    private static final Instant FIRST = Instant.parse("2026-01-10T03:00:00Z");

    private static final String NIGHT = """
            DEST=boto3+s3://$BUCKET/
            GPG_KEY="$HERE/public.asc"
            VERBOSE="-v8"
            COMPRESSION="--gpg-options='--compress-algo=bzip2 --bzip2-compress-level=9'"
            INCLUDES="--include $HERE/files/home --include $HERE/files/root"
            holdfast remove-older-than 2M ${DEST} --force
            holdfast backup ${VERBOSE} ${COMPRESSION} --s3-use-ia --encrypt-key ${GPG_KEY} --full-if-older-than 1M ${INCLUDES} --exclude '**' / ${DEST}
            """;

    private static final String LATER = """
            DEST=boto3+s3://$BUCKET/
            holdfast list-current-files ${DEST}
            holdfast list-current-files --time 2D ${DEST}
            holdfast restore --file-to-restore $FILES/home/diary --time 2026-01-11 ${DEST} $HERE/restored/diary
            holdfast restore -t 4D ${DEST} $HERE/restored/all
            """;

    @TempDir
    Path directory;

    private MemoryStorage stored;
    private S3Server s3;
    private Shell shell;
    /** What the diary had at each time. */
    private final TreeMap<Instant, String> diary = new TreeMap<>();

    @BeforeEach
    void begin() throws IOException {
        stored = MemoryStorage.create();
        s3 = S3Server.over(stored);
        shell = new Shell(directory);
        shell.write("files/root/settings", "settings");
        byte[] photo = new byte[200_000];
        new SplittableRandom(1).nextBytes(photo);
        shell.write("files/root/photo", photo);
        shell.write("files/other/huge", "is not included");
        // The SDK finds credentials in the environment, which a test cannot set, or here.
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void end() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        s3.close();
    }

    /** The calls of {@code holdfast} in a script, as a real shell makes them. */
    private List<List<Word>> calls(String script) throws IOException, InterruptedException {
        Path calls = Files.createTempDirectory(directory, "calls");
        Path file = Files.writeString(directory.resolve("script"), """
                n=10
                holdfast() { n=$((n+1)); printf '%s\\0' "$@" > "$CALLS/$n"; }
                """ + script);
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", file.toString()).inheritIO();
        builder.environment().put("CALLS", calls.toString());
        builder.environment().put("BUCKET", S3Server.BUCKET);
        builder.environment().put("HERE", directory.toString());
        builder.environment().put("FILES", directory.resolve("files").toString().substring(1));
        assertThat(builder.start().waitFor()).isZero();
        List<List<Word>> result = new ArrayList<>();
        try (var files = Files.list(calls)) {
            for (Path call : files.sorted().toList()) {
                List<Word> words = new ArrayList<>();
                for (String word :
                        Files.readString(call, StandardCharsets.ISO_8859_1).split("\0")) {
                    words.add(Word.ofBytes(word.getBytes(StandardCharsets.ISO_8859_1)));
                }
                result.add(words);
            }
        }
        return result;
    }

    private int run(List<Word> call, Instant now) {
        List<Word> words = new ArrayList<>(call);
        for (String more : List.of(
                "--current-time",
                now.toString(),
                "--s3-endpoint-url",
                s3.endpoint().toString(),
                "--s3-region-name",
                "us-east-1",
                "--s3-path-style")) {
            words.add(Word.of(more));
        }
        return shell.run(words);
    }

    private void write(Instant day) {
        String text = "diary of " + day + "\n" + "x".repeat((int) (day.getEpochSecond() % 1_000));
        shell.write("files/home/diary", text);
        diary.put(day, text);
    }

    @Test
    void itRunsFromAnEmptyBucketAndRestores() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no /bin/sh");
        List<List<Word>> night = calls(NIGHT);
        for (int day = 0; day < 7; day++) {
            Instant now = FIRST.plus(day, ChronoUnit.DAYS);
            write(now);
            assertThat(run(night.get(0), now)).as(shell.err()).isZero();
            assertThat(shell.err()).isEmpty();
            if (day == 0) {
                assertThat(shell.out()).hasLineCount(1);
                assertThat(storedBytes()).isZero();
            }
            assertThat(run(night.get(1), now)).as(shell.err()).isZero();
            assertThat(shell.out())
                    .startsWith(day == 0 ? "Full snapshot " : "Incremental snapshot ")
                    .contains("gpg's bzip2 is taken as zstd level 9");
        }
        shell.with("HOLDFAST_SECRET_KEY", directory.resolve("secret.asc").toString());
        Instant now = FIRST.plus(6, ChronoUnit.DAYS).plusSeconds(3_600);
        String files = directory.resolve("files").toString().substring(1);
        for (List<Word> call : calls(LATER)) {
            assertThat(run(call, now)).as("%s: %s", call, shell.err()).isZero();
            if (call.get(0).is("list-current-files")) {
                assertThat(shell.out()).contains(files + "/home/diary").doesNotContain("other");
            }
        }
        assertThat(shell.read("restored/diary")).isEqualTo(diary.get(FIRST));
        assertThat(shell.read("restored/all/" + files + "/home/diary"))
                .isEqualTo(diary.get(FIRST.plus(2, ChronoUnit.DAYS)));
        assertThat(shell.read("restored/all/" + files + "/root/settings")).isEqualTo("settings");
    }

    @Test
    void twoMonthsCanBeRestoredAtEachTimeAndNoMoreThanThreeAreKept() throws Exception {
        List<List<Word>> night = calls(NIGHT);
        shell.with("HOLDFAST_SECRET_KEY", directory.resolve("secret.asc").toString());
        long mostBytes = 0;
        Instant last = FIRST;
        for (int day = 0; day <= 160; day += 10) {
            last = FIRST.plus(day, ChronoUnit.DAYS);
            write(last);
            for (List<Word> call : night) {
                assertThat(run(call, last)).as("day %s: %s", day, shell.err()).isZero();
            }
            if (day >= 100) {
                long bytes = storedBytes();
                mostBytes = mostBytes == 0 ? bytes : Math.max(mostBytes, bytes);
                assertThat(bytes).isLessThan(2 * mostBytes);
            }
        }

        int restores = 0;
        for (Instant time : diary.tailMap(last.minus(Duration.ofDays(60)), true).keySet()) {
            String target = "restored-" + restores++;
            assertThat(run(
                            words("restore --file-to-restore "
                                    + directory
                                            .resolve("files/home/diary")
                                            .toString()
                                            .substring(1) + " --time " + time
                                    + " boto3+s3://" + S3Server.BUCKET + "/ " + directory.resolve(target)),
                            last))
                    .as(shell.err())
                    .isZero();
            assertThat(shell.read(target)).isEqualTo(diary.get(time));
        }
        assertThat(run(
                        words("list --time " + last.minus(Duration.ofDays(95)) + " boto3+s3://" + S3Server.BUCKET
                                + "/"),
                        last))
                .as("what is older than two months and its chain's month is gone")
                .isEqualTo(3);
    }

    private long storedBytes() {
        try (Stream<ObjectInfo> objects = stored.list("", "")) {
            return objects.mapToLong(ObjectInfo::sizeBytes).sum();
        }
    }

    private static List<Word> words(String text) {
        return List.of(text.split(" ")).stream().map(Word::of).toList();
    }
}
